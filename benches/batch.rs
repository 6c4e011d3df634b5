//! One month's batch: thousands of invoices, each in its own memory, through one validator. Most are good, some have a wrong total, some
//! were altered after signing, which costs a diagnosis.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use taxdoc::Validator;
use taxdoc::report::Verdict;

/// One in twenty has a wrong total and one in twenty was altered.
const GROUP: usize = 20;
const DOCUMENTS: usize = 2_000;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let validator =
        Validator::builder().with_trust(&common::example("test-root.pem")).expect("the test root can be read").build();
    let examples = ["valid.xml", "wrong-total.xml", "altered-after-signing.xml"].map(common::example);
    let verdicts = examples.each_ref().map(|xml| validator.validate(xml).verdict());
    assert_eq!(verdicts, [Verdict::Valid, Verdict::Invalid, Verdict::Invalid]);
    let [valid, wrong_total, altered] = &examples;
    let month: Vec<Vec<u8>> = (0..DOCUMENTS)
        .map(|number| match number % GROUP {
            18 => wrong_total.clone(),
            19 => altered.clone(),
            _ => valid.clone(),
        })
        .collect();
    let bytes: usize = month.iter().map(Vec::len).sum();
    let invalid = |group: &[Vec<u8>]| group.iter().filter(|xml| validator.validate(xml).verdict() == Verdict::Invalid).count();
    assert_eq!(invalid(&month), 2 * DOCUMENTS / GROUP);

    println!("batch: {DOCUMENTS} signed invoices, {bytes} bytes, one thread");
    // Group after group, so that a round is short and each document comes out of cold memory.
    let mut groups = month.chunks(GROUP).cycle();
    let [group, one, altered] = common::time([
        Work::new("twenty invoices of the batch", || groups.next().map(invalid)),
        Work::new("one good invoice again and again", || validator.validate(valid)),
        Work::new("one altered invoice", || validator.validate(altered)),
    ]);
    let each = group / GROUP as u64;
    common::rate("documents a second", 1, each);
    common::throughput(bytes / DOCUMENTS, each);
    // Cold memory and one in twenty diagnosed; our own bound.
    budgets.at_most("a document of the batch / one again and again", each, one, 125);
    budgets.at_most("an altered invoice / a good one", altered, one, 300);
    budgets.finish()
}
