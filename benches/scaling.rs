//! Cost against size and against threads (DESIGN §6: 100,000 lines cost no more per line than 1,000; two threads at least 1.9 times one).
//!
//! Every size has a process of its own (`common/process.rs`). What it costs to take fresh pages for a tree of 26 MB, beside a thousand lines
//! again and again in memory that is there already, is printed too. `MALLOC_MMAP_THRESHOLD_=4294967295 MALLOC_TRIM_THRESHOLD_=17179869184` keeps the pages.
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
use common::process;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::validator::Stages;

fn main() -> ExitCode {
    if let Some(lines) = process::size() {
        fresh(lines);
        return ExitCode::SUCCESS;
    }
    let mut budgets = Budgets::default();
    lines(&mut budgets);
    threads(&mut budgets);
    budgets.finish()
}

const STAGES: [Stage; 4] = [Stage::Xml, Stage::Schema, Stage::Rules, Stage::Totals];

fn validator() -> Validator {
    Validator::builder().with_stages(STAGES.into_iter().collect::<Stages>()).build()
}

/// The first document of that size that a process validates. The tables are made before.
fn fresh(lines: u64) {
    let (validator, first, document) = (validator(), invoices::with_lines(1), invoices::with_lines(lines));
    drop(validator.validate(&first));
    process::measure(|| drop(validator.validate(&document)));
}

fn lines(budgets: &mut Budgets) {
    let validator = validator();
    let [small, large] =
        [1_000, if common::measuring() { 100_000 } else { 10_000 }].map(|lines| (lines, invoices::with_lines(lines)));
    for (lines, xml) in [&small, &large] {
        let report = validator.validate(xml);
        for stage in STAGES {
            let status = report.stage(stage).map(|stage| &stage.status);
            assert_eq!(status, Some(&StageStatus::Passed), "{lines} lines: {:?}", report.findings().first());
        }
    }
    let times = large.0 / small.0;
    println!("scaling: invoices of {} and {} lines, every stage but signatures", small.0, large.0);
    let [few_processes, many_processes] = if common::measuring() { [60, 8] } else { [1, 1] };
    let [few, many] = [(few_processes, small.0), (many_processes, large.0)]
        .map(|(processes, lines)| process::least_of(processes, lines).nanoseconds);
    common::rate("lines a second, 1,000 in a process of their own", small.0, few);
    common::rate("lines a second, 100,000 in a process of their own", large.0, many);
    // Ten in a hundred for memory that no longer fits the cache.
    budgets.at_most("a line of 100,000 / a line of 1,000", many / times, few, 110);
    let [few, many] = common::time([
        Work::new("1,000 lines, again and again", || validator.validate(&small.1)),
        Work::new("100,000 lines, again and again", || validator.validate(&large.1)),
    ]);
    common::ratio("a line of 100,000 / a line of 1,000, in one process", many / times, few);
}

/// Many short rounds, each with one thread and then with two, the best of each: neighbours on the machine only make it slower.
fn threads(budgets: &mut Budgets) {
    if !common::measuring() {
        return;
    }
    let xml = common::example("valid.xml");
    let validator = Validator::new();
    let two_signatures = || validator.validate(&xml).signatures().len() == 2;
    side_by_side(budgets, 25, "signed invoices", &two_signatures);

    // The caller's schema alone: the engine of XSD shares nothing but the compiled schema.
    let schema = include_bytes!("../fuzz/seeds/everything.xsd");
    let validator = Validator::builder().with_schema(&[("everything.xsd", schema)]).expect("it compiles").build();
    let instance = include_bytes!("../fuzz/seeds/instance/valid.xml");
    let valid = || validator.validate(instance).verdict() == Verdict::Valid;
    // Twelve times as many: a round must last so long that the start of the threads does not count.
    side_by_side(budgets, 300, "documents against a schema", &valid);
}

fn side_by_side(budgets: &mut Budgets, documents: u64, what: &str, holds: &(dyn Fn() -> bool + Sync)) {
    const ROUNDS: usize = 800;
    assert!(holds());
    println!("scaling: {documents} {what} a thread, on {:?} cores", thread::available_parallelism());
    let round = |threads: usize| {
        let together = Barrier::new(threads);
        let spans: Vec<_> = thread::scope(|scope| {
            let work = || {
                together.wait();
                let began = Instant::now();
                let done = (0..documents).filter(|_| holds()).count() as u64;
                assert_eq!(done, documents);
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
    common::rate("documents a second, one thread", documents, one);
    common::rate("documents a second, two threads", 2 * documents, two);
    budgets.at_least("two threads / one", 2 * one, two, 190);
}
