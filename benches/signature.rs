//! Signature verification alone: parse and verify (DESIGN §6: at least 10,000 a second; xmlsec1 is measured in ../shared/peers).

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::invoices::Floor;
use taxdoc::Limits;
use taxdoc::dsig::Verifier;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let xml = common::example("valid.xml");
    let limits = Limits::default();
    let verifier = Verifier::new();
    let source = Source::decode(&xml, &limits).expect("text");
    let document = Document::parse(&source, &limits).expect("well-formed");
    let evidence = verifier.verify(&document);
    let floor = Floor::of(&xml);
    assert_eq!(evidence.signatures().len() as u64, floor.signatures());
    assert!(evidence.signatures().iter().all(|signature| signature.integrity().is_valid()));

    println!("signature: examples/data/valid.xml, {} bytes, {} signatures", xml.len(), floor.signatures());
    let [whole, verify, least] = common::time([
        Work::new("parse and verify", || {
            let source = Source::decode(&xml, &limits).expect("text");
            let document = Document::parse(&source, &limits).expect("well-formed");
            verifier.verify(&document).signatures().len()
        }),
        Work::new("verify", || verifier.verify(&document).signatures().len()),
        Work::new("floor: digests, RSA", || floor.run_signatures()),
    ]);
    common::rate("signatures a second, parsing included", floor.signatures(), whole);
    budgets.at_least("signatures / 10,000 in a second", floor.signatures() * 100_000, whole, 100);
    // Canonicalization and key reading against what ring does anyway; our own bound.
    budgets.at_most("verify / floor", verify, least, 150);
    budgets.finish()
}
