//! Sizes of a document, each in a process of its own, which validates one document of it: the way in which a large one is met.
//!
//! In one process a small document again and again lives in memory that is there already, while a large tree takes fresh pages from the
//! system each time: the ratio of the two would be about pages. A bench that compares sizes asks first whether it is the process of one.

use std::env;
use std::fs;
use std::process::Command;

/// What tells a bench that it is the process of one size, which follows.
const ONE_SIZE: &str = "--size";

/// The size that this process is for, if it is one of those.
pub(crate) fn size() -> Option<u64> {
    let mut arguments = env::args().skip_while(|argument| argument != ONE_SIZE).skip(1);
    arguments.next().map(|size| size.parse().expect("a size"))
}

/// Runs the work of this process and prints what it cost, for [`least_of`].
pub(crate) fn measure(work: impl FnOnce()) {
    forget_peak();
    let elapsed = super::once(work);
    println!("{} {}", elapsed.as_nanos(), peak().unwrap_or_default());
}

/// What one size costs.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) nanoseconds: u64,
    /// The peak of the memory of the process, its document included, in kilobytes. 0 where the system does not count it.
    pub(crate) kilobytes: u64,
}

/// The least that so many processes of that size cost.
pub(crate) fn least_of(processes: usize, size: u64) -> Cost {
    let program = env::current_exe().expect("this program");
    let one = || {
        let output = Command::new(&program).args([ONE_SIZE, &size.to_string()]).output().expect("it starts");
        let text = String::from_utf8(output.stdout).expect("digits");
        let mut numbers = text.split_whitespace().map(|number| number.parse().expect("a number"));
        Cost { nanoseconds: numbers.next().expect("a time"), kilobytes: numbers.next().expect("a peak") }
    };
    let all: Vec<Cost> = (0..processes).map(|_| one()).collect();
    let least = |part: fn(&Cost) -> u64| all.iter().map(part).min().expect("a process");
    Cost { nanoseconds: least(|cost| cost.nanoseconds), kilobytes: least(|cost| cost.kilobytes) }
}

/// The peak of this process's memory since the last [`forget_peak`], in kilobytes.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Lets the system count the peak anew (proc(5), `clear_refs`).
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}
