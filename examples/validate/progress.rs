//! The progress bar on standard error, where that is a terminal: how many documents of how many, at what rate, and how long it takes still.

use std::io;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use taxdoc::Language;
use taxdoc::rules::Template;

use crate::inputs;
use crate::words;

/// Often enough for the eye, too seldom to cost anything.
const EVERY: Duration = Duration::from_millis(100);

/// Nothing is drawn before, so that a short run shows none.
const AFTER: Duration = Duration::from_millis(300);

/// The bar.
#[derive(Debug)]
pub(crate) struct Progress {
    language: Language,
    start: Instant,
    drawn: Option<Instant>,
    visible: bool,
    /// Whether reports go to a terminal too, most likely the same.
    among_reports: bool,
    total: Arc<Total>,
}

/// How many documents there are, counted by a thread of its own while the work goes on.
#[derive(Debug, Default)]
struct Total {
    count: AtomicUsize,
    complete: AtomicBool,
}

impl Progress {
    /// A bar for the documents of these paths, where somebody sees it.
    pub(crate) fn of(paths: &[PathBuf], language: Language) -> Option<Self> {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if dumb || !io::stderr().is_terminal() {
            return None;
        }
        let total = Arc::new(Total::default());
        let (paths, counter) = (paths.to_vec(), Arc::clone(&total));
        let _ = thread::Builder::new().spawn(move || {
            inputs::count(&paths, &counter.count);
            counter.complete.store(true, Ordering::Release);
        });
        let among_reports = io::stdout().is_terminal();
        Some(Self { language, start: Instant::now(), drawn: None, visible: false, among_reports, total })
    }

    /// Draws the bar anew, unless it was just drawn and still stands there.
    pub(crate) fn draw(&mut self, done: usize) {
        let now = Instant::now();
        let due = self.drawn.map_or(self.start + AFTER, |drawn| if self.visible { drawn + EVERY } else { drawn });
        if now < due {
            return;
        }
        self.drawn = Some(now);
        self.visible = true;
        let columns = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
        let total = self.total.complete.load(Ordering::Acquire).then(|| self.total.count.load(Ordering::Relaxed));
        let line = line(done, total, now - self.start, columns, self.language);
        // Back to the first column, the line, and nothing behind it (ECMA-48 EL).
        let _ = write!(io::stderr().lock(), "\r{line}\u{1b}[K");
    }

    /// Takes the bar away before a report is written, where that would be written over it.
    pub(crate) fn make_way(&mut self) {
        if self.among_reports {
            self.clear();
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.visible) {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

/// `████████░░░░░░░░  41.000/100.000  41 %  8.200/s  còn 7 s`
fn line(done: usize, total: Option<usize>, elapsed: Duration, columns: usize, language: Language) -> String {
    /// Columns of the bar itself.
    const BAR: usize = 24;
    let number = |value: u128| words::amount(&value.to_string(), language).into_owned();
    let rate = done as u128 * 1_000 / elapsed.as_millis().max(1);
    let mut parts = Vec::new();
    match total.filter(|total| *total >= done && *total > 0) {
        Some(total) => {
            let filled = BAR * done / total;
            parts.push(format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled)));
            parts.push(format!("{}/{}", number(done as u128), number(total as u128)));
            parts.push(format!("{} %", 100 * done / total));
            parts.push(format!("{}/s", number(rate)));
            let left = (total - done) as u128 * elapsed.as_millis() / (done as u128).max(1) / 1_000;
            parts.push(Template::new("còn {t}", "{t} left").text(language).replace("{t}", &clock(left)));
        }
        None => parts.extend([number(done as u128), format!("{}/s", number(rate))]),
    }
    words::shorten(&parts.join("  "), columns.saturating_sub(1))
}

/// `7 s`, `3:05`, `1:03:05`
fn clock(seconds: u128) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest} s"),
        (0, _) => format!("{minutes}:{rest:02}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}"),
    }
}
