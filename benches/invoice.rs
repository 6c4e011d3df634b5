//! Everything for one signed invoice against what cannot be avoided (DESIGN §6: at most twice).

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::invoices::Floor;
use taxdoc::Language;
use taxdoc::Validator;
use taxdoc::report::Integrity;
use taxdoc::report::Verdict;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let xml = common::example("valid.xml");
    let validator =
        Validator::builder().with_trust(&common::example("test-root.pem")).expect("the test root can be read").build();
    let report = validator.validate(&xml);
    assert_eq!(
        report.verdict(),
        Verdict::Valid,
        "{}",
        serde_json::to_string_pretty(&report.in_language(Language::English)).unwrap_or_default()
    );
    assert!(report.signatures().iter().all(|signature| signature.integrity == Integrity::Valid));
    let floor = Floor::of(&xml);
    assert_eq!(report.signatures().len() as u64, floor.signatures());

    println!("invoice: examples/data/valid.xml, {} bytes, {} signatures", xml.len(), floor.signatures());
    let [everything, json, least] = common::time([
        Work::new("everything", || validator.validate(&xml)),
        Work::new("everything and its JSON", || serde_json::to_string(&validator.validate(&xml))),
        Work::new("floor: events, digests, RSA", || floor.run()),
    ]);
    common::rate("documents a second", 1, everything);
    budgets.at_most("everything / floor", everything, least, 200);
    budgets.at_most("the same with JSON / floor", json, least, 220);
    budgets.finish()
}
