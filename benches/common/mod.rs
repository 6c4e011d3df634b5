//! Timing for the benches: the least of many short rounds, two works turn about.
//!
//! No benchmark framework: what is asked here is one ratio between two works in one run on a machine that may be busy, and for that the
//! minimum of interleaved rounds is the right figure. Statistics over means would measure the neighbours, and a framework would cost
//! every clone more time to build than all benches take to run.
//!
//! A bench run by `cargo bench` measures; run by `cargo test --benches` it only asserts its results. A missed budget is printed, and
//! fails the run only when `TAXDOC_BENCH_ASSERT=1`. Integers only: ratios are counted in hundredths.

#![allow(dead_code, reason = "each bench uses its part")]
#![allow(clippy::expect_used, clippy::panic, reason = "a bench that fails this way has failed")]

pub(crate) mod invoices;
pub(crate) mod process;

use std::env;
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use std::time::Instant;

/// How long one round of one work takes at least: long enough for the clock, short enough to fall between two disturbances.
const ROUND: Duration = Duration::from_millis(4);

/// From here on a round is seldom undisturbed, and the system's account of processor time, which is kept in ticks of a few
/// milliseconds, is the better clock.
const LONG: Duration = Duration::from_millis(100);

/// How often each work has its turn.
const ROUNDS: usize = 100;

/// Whether to measure, or only to assert results.
pub(crate) fn measuring() -> bool {
    env::args().any(|argument| argument == "--bench")
}

/// A work that is timed. What it returns is kept from the optimizer.
pub(crate) struct Work<'w> {
    name: &'static str,
    run: Box<dyn FnMut() + 'w>,
    per_round: u32,
    least: Duration,
}

impl<'w> Work<'w> {
    /// A work; whoever makes it has asserted its result before.
    pub(crate) fn new<T>(name: &'static str, mut work: impl FnMut() -> T + 'w) -> Self {
        Self { name, run: Box::new(move || drop(black_box(work()))), per_round: 1, least: Duration::MAX }
    }

    fn round(&mut self) -> Duration {
        once(|| {
            for _ in 0..self.per_round {
                (self.run)();
            }
        })
    }

    fn calibrate(&mut self) {
        let mut elapsed = self.round();
        while elapsed < ROUND && self.per_round < 1 << 20 {
            self.per_round *= 2;
            elapsed = self.round();
        }
    }
}

/// Times works turn about and gives the least time of one repetition of each, in nanoseconds. Prints them.
pub(crate) fn time<const N: usize>(mut works: [Work<'_>; N]) -> [u64; N] {
    if !measuring() {
        works.iter_mut().for_each(|work| (work.run)());
        return [1; N];
    }
    works.iter_mut().for_each(Work::calibrate);
    // Work of a second needs no hundred rounds: it is its own average.
    let slowest = works.iter_mut().map(Work::round).max().unwrap_or(ROUND);
    let rounds = usize::try_from(Duration::from_secs(6).as_nanos() / slowest.as_nanos().max(1))
        .map_or(ROUNDS, |rounds| rounds.clamp(5, ROUNDS));
    for _ in 0..rounds {
        for work in &mut works {
            work.least = work.round().min(work.least);
        }
    }
    works.map(|work| {
        let each = u64::try_from(work.least.as_nanos()).unwrap_or(u64::MAX) / u64::from(work.per_round);
        println!("  {:<44} {:>12} us", work.name, Hundredths(each.saturating_mul(100) / 1_000));
        each
    })
}

/// How long that took, by the better of the two clocks.
pub(crate) fn once(run: impl FnOnce()) -> Duration {
    let (start, busy) = (Instant::now(), cpu());
    run();
    let elapsed = start.elapsed();
    if elapsed < LONG {
        return elapsed;
    }
    cpu().zip(busy).and_then(|(after, before)| after.checked_sub(before)).unwrap_or(elapsed)
}

/// The processor time of this thread so far, where the system tells.
fn cpu() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The processor time of all processes that this one has waited for, in nanoseconds, where the system tells. Kept in hundredths of a
/// second.
pub(crate) fn cpu_of_children() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name in parentheses; cutime and cstime are fields 16 and 17.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(13);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) * 10_000_000)
}

/// The judgements of one bench.
#[derive(Default)]
pub(crate) struct Budgets {
    missed: usize,
}

impl Budgets {
    /// Prints a ratio and whether it is at most that many hundredths.
    pub(crate) fn at_most(&mut self, what: &str, value: u64, to: u64, hundredths: u64) {
        self.judge(what, value, to, hundredths, "at most", |ratio| ratio <= hundredths);
    }

    /// Prints a ratio and whether it is at least that many hundredths.
    pub(crate) fn at_least(&mut self, what: &str, value: u64, to: u64, hundredths: u64) {
        self.judge(what, value, to, hundredths, "at least", |ratio| ratio >= hundredths);
    }

    fn judge(&mut self, what: &str, value: u64, to: u64, bound: u64, word: &str, holds: impl Fn(u64) -> bool) {
        if !measuring() {
            return;
        }
        let ratio = value.saturating_mul(100) / to.max(1);
        let verdict = if holds(ratio) { "holds" } else { "MISSED" };
        println!("  {what}: {} (budget: {word} {}) {verdict}", Hundredths(ratio), Hundredths(bound));
        self.missed += usize::from(!holds(ratio));
    }

    /// Fails the run when a budget is missed and the environment asks for that.
    pub(crate) fn finish(self) -> ExitCode {
        let binding = env::var("TAXDOC_BENCH_ASSERT").is_ok_and(|value| value == "1");
        if binding && self.missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// Prints a number of units a second.
pub(crate) fn rate(what: &str, units: u64, nanoseconds: u64) {
    if measuring() {
        println!("  {what}: {}", units.saturating_mul(1_000_000_000) / nanoseconds.max(1));
    }
}

/// Prints a ratio that no budget is on.
pub(crate) fn ratio(what: &str, value: u64, to: u64) {
    if measuring() {
        println!("  {what}: {}", Hundredths(value.saturating_mul(100) / to.max(1)));
    }
}

/// Prints megabytes a second.
pub(crate) fn throughput(bytes: usize, nanoseconds: u64) {
    if measuring() {
        println!("  MB a second: {}", bytes as u64 * 1_000 / nanoseconds.max(1));
    }
}

/// A number in hundredths, with two decimals.
struct Hundredths(u64);

impl fmt::Display for Hundredths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

/// A file of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of `examples/data`.
pub(crate) fn example(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
