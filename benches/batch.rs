//! One month's batch: thousands of invoices, each in its own memory, through one validator. Most are good, some have a wrong total, some
//! were altered after signing, which costs a diagnosis.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use taxdoc::Validator;
use taxdoc::report::Verdict;

fn main() -> ExitCode {
    const DOCUMENTS: usize = 2_000;
    let mut budgets = Budgets::default();
    let validator =
        Validator::builder().with_trust(&common::example("test-root.pem")).expect("the test root can be read").build();
    let examples = ["valid.xml", "wrong-total.xml", "altered-after-signing.xml"].map(common::example);
    let verdicts = examples.each_ref().map(|xml| validator.validate(xml).verdict());
    assert_eq!(verdicts, [Verdict::Valid, Verdict::Invalid, Verdict::Invalid]);
    let [valid, wrong_total, altered] = &examples;
    let month: Vec<Vec<u8>> = (0..DOCUMENTS)
        .map(|number| match number % 20 {
            18 => wrong_total.clone(),
            19 => altered.clone(),
            _ => valid.clone(),
        })
        .collect();
    let bytes: usize = month.iter().map(Vec::len).sum();
    let invalid = || month.iter().filter(|xml| validator.validate(xml).verdict() == Verdict::Invalid).count();
    assert_eq!(invalid(), DOCUMENTS / 10);

    println!("batch: {DOCUMENTS} signed invoices, {bytes} bytes, one thread");
    let [batch, one, altered] = common::time([
        Work::new("the batch", invalid),
        Work::new("one good invoice again and again", || validator.validate(valid)),
        Work::new("one altered invoice", || validator.validate(altered)),
    ]);
    common::rate("documents a second", DOCUMENTS as u64, batch);
    common::throughput(bytes, batch);
    // Cold memory and one in twenty diagnosed; our own bound.
    budgets.at_most("a document of the batch / one again and again", batch / DOCUMENTS as u64, one, 125);
    budgets.at_most("an altered invoice / a good one", altered, one, 300);
    budgets.finish()
}
