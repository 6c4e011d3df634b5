//! Cost against size and against threads (DESIGN §6: 100,000 lines cost no more per line than 1,000; two threads at least 1.9 times one).
//!
//! A document of 26 MB takes fresh pages from the system for each tree, while the thousand lines live in memory that is there already: part
//! of the first ratio is that. `MALLOC_MMAP_THRESHOLD_=4294967295 MALLOC_TRIM_THRESHOLD_=17179869184` keeps the pages and shows the rest.
//! The second ratio means something only while two cores are idle.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use common::Budgets;
use common::Work;
use common::invoices;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::validator::Stages;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    lines(&mut budgets);
    threads(&mut budgets);
    budgets.finish()
}

fn lines(budgets: &mut Budgets) {
    let stages = [Stage::Xml, Stage::Schema, Stage::Rules, Stage::Totals];
    let validator = Validator::builder().with_stages(stages.into_iter().collect::<Stages>()).build();
    let [small, large] =
        [1_000, if common::measuring() { 100_000 } else { 10_000 }].map(|lines| (lines, invoices::with_lines(lines)));
    for (lines, xml) in [&small, &large] {
        let report = validator.validate(xml);
        for stage in stages {
            let status = report.stage(stage).map(|stage| &stage.status);
            assert_eq!(status, Some(&StageStatus::Passed), "{lines} lines: {:?}", report.findings().first());
        }
    }
    println!("scaling: invoices of {} and {} lines, every stage but signatures", small.0, large.0);
    let [few, many] = common::time([
        Work::new("1,000 lines", || validator.validate(&small.1)),
        Work::new("100,000 lines", || validator.validate(&large.1)),
    ]);
    common::rate("lines a second in the large one", large.0, many);
    // Ten in a hundred for memory that no longer fits the cache.
    budgets.at_most("a line of 100,000 / a line of 1,000", many / 100, few, 110);
}

/// Many short rounds, each with one thread and then with two, the best of each: neighbours on the machine only make it slower.
fn threads(budgets: &mut Budgets) {
    if !common::measuring() {
        return;
    }
    let xml = common::example("valid.xml");
    let validator = Validator::new();
    let two_signatures = || validator.validate(&xml).signatures().len() == 2;
    side_by_side(budgets, "signed invoices", &two_signatures);

    // The caller's schema alone: the engine of XSD shares nothing but the compiled schema.
    let schema = include_bytes!("../fuzz/seeds/everything.xsd");
    let validator = Validator::builder().with_schema(&[("everything.xsd", schema)]).expect("it compiles").build();
    let instance = include_bytes!("../fuzz/seeds/instance/valid.xml");
    let valid = || validator.validate(instance).verdict() == Verdict::Valid;
    side_by_side(budgets, "documents against a schema", &valid);
}

fn side_by_side(budgets: &mut Budgets, what: &str, holds: &(dyn Fn() -> bool + Sync)) {
    const DOCUMENTS: usize = 25;
    const ROUNDS: usize = 800;
    assert!(holds());
    println!("scaling: {DOCUMENTS} {what} a thread, on {:?} cores", thread::available_parallelism());
    let round = |threads: usize| {
        let together = Barrier::new(threads);
        let spans: Vec<_> = thread::scope(|scope| {
            let work = || {
                together.wait();
                let began = Instant::now();
                let done = (0..DOCUMENTS).filter(|_| holds()).count();
                assert_eq!(done, DOCUMENTS);
                (began, Instant::now())
            };
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().map(|worker| worker.join().expect("no panic")).collect()
        });
        // From the first start to the last end.
        let began = spans.iter().map(|(began, _)| *began).min().expect("a thread");
        spans.iter().map(|(_, ended)| ended.duration_since(began)).max().expect("a thread")
    };
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        one = round(1).min(one);
        two = round(2).min(two);
    }
    let [one, two] = [one, two].map(|time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    common::rate("documents a second, one thread", DOCUMENTS as u64, one);
    common::rate("documents a second, two threads", 2 * DOCUMENTS as u64, two);
    budgets.at_least("two threads / one", 2 * one, two, 190);
}
