//! Signature verification alone: parse and verify (DESIGN §6: at least 10,000 a second; xmlsec1 is measured in ../shared/peers), and with
//! the path of the signer to an anchor.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::invoices::Floor;
use taxdoc::Limits;
use taxdoc::dsig::Verifier;
use taxdoc::pki::Certificate;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    an_invoice(&mut budgets);
    with_a_path(&mut budgets);
    budgets.finish()
}

/// Two signatures of an invoice against what ring does anyway.
fn an_invoice(budgets: &mut Budgets) {
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
    // Canonicalization and key reading; our own bound.
    budgets.at_most("verify / floor", verify, least, 150);
}

/// One signature of 10 KB, without and with the path to the root over two more issuers, whose links the store remembers.
fn with_a_path(budgets: &mut Budgets) {
    let xml = common::fixture("signed-10k.xml");
    let limits = Limits::default();
    let verifier = Verifier::new();
    let store = ["root", "issuer-one", "issuer-two"].iter().fold(TrustStore::new(), |store, name| {
        store.with_certificates(&common::fixture(&format!("pki/{name}.der"))).expect("a certificate")
    });
    let at: Timestamp = "2025-11-20T09:15:30+07:00".parse().expect("a time");
    // The number of issuers, where everything holds.
    let verified = |with_path: bool| {
        let source = Source::decode(&xml, &limits).expect("text");
        let document = Document::parse(&source, &limits).expect("well-formed");
        let evidence = verifier.verify(&document);
        let [signature] = evidence.signatures() else { return None };
        let signer = signature.certificate().filter(|_| signature.integrity().is_valid())?;
        if !with_path {
            return Some(0);
        }
        store.path(signer, &[], at, &limits).ok().map(|path| path.authorities().len())
    };
    assert_eq!((verified(false), verified(true)), (Some(0), Some(3)));

    println!("signature: tests/fixtures/signed-10k.xml, {} bytes, 1 signature", xml.len());
    let signer = Certificate::from_der(&common::fixture("pki/below-issuer-two.der")).expect("a certificate");
    let issuer = Certificate::from_der(&common::fixture("pki/issuer-two.der")).expect("a certificate");
    let key = issuer.public_key().expect("a key");
    assert!(signer.verify_signed_by(&key).is_ok());
    let [alone, with, certificate] = common::time([
        Work::new("parse and verify", || verified(false)),
        Work::new("parse, verify, path of three known issuers", || verified(true)),
        Work::new("the signature of a signer's certificate", || signer.verify_signed_by(&key).is_ok()),
    ]);
    common::rate("signatures a second", 1, alone);
    common::rate("signatures a second with their paths", 1, with);
    common::rate("the same of signers that were never met before", 1, with + certificate);
    budgets.at_least("signatures / 10,000 in a second", 100_000, alone, 100);
    budgets.at_least("with the path / without", alone, with, 80);
}
