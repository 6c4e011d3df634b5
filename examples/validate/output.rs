//! Standard output: reports in the format asked for, and what they add up to.

use std::io;
use std::io::Write as _;
use std::process::ExitCode;

use taxdoc::Finding;
use taxdoc::Report;
use taxdoc::profile::vn::set::Set;
use taxdoc::profile::vn::set::Summary;
use taxdoc::report::Verdict;

use crate::UNUSABLE;
use crate::arguments::Detail;
use crate::arguments::Format;
use crate::csv;
use crate::html;
use crate::is_broken_pipe;
use crate::junit;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::sarif;
use crate::set;
use crate::style::Style;
use crate::tally;
use crate::tally::Tally;
use crate::text;
use crate::words;

/// A report as it will be printed, and what the summary needs of it.
#[derive(Debug)]
pub(crate) struct Done {
    text: String,
    verdict: Verdict,
    codes: Vec<&'static str>,
    together: Option<(String, Summary)>,
}

impl Done {
    /// `summary` is what is kept for looking at the documents together.
    pub(crate) fn new(report: &Report, bytes: &[u8], summary: Option<Summary>, style: Style) -> Self {
        let json = || serde_json::to_string(&report.in_language(style.language)).unwrap_or_default();
        let text = match style.format {
            Format::Text => text::report(report, bytes, style),
            Format::Json => json(),
            Format::JsonLines => json() + "\n",
            Format::Sarif => sarif::results(report, style.language),
            Format::JUnit => junit::suite(report, style.language),
            Format::Csv => csv::rows(report, style.language),
            Format::Html => html::article(report, bytes, style.language),
        };
        let codes = match style.format {
            Format::Json | Format::JsonLines | Format::Csv | Format::JUnit => Vec::new(),
            Format::Text | Format::Sarif | Format::Html => report.findings().iter().map(Finding::code).collect(),
        };
        let together = summary.map(|summary| (report.file().unwrap_or_default().to_owned(), summary));
        Self { text, verdict: report.verdict(), codes, together }
    }
}

/// Prints reports and counts them.
#[derive(Debug)]
pub(crate) struct Printer {
    style: Style,
    tally: Tally,
    progress: Option<Progress>,
    /// Whether the first of the format is written.
    opened: bool,
    /// Whether a report is written, so that a separator stands before the next.
    printed: bool,
    /// Nobody reads any more, or the disk is full.
    closed: bool,
    /// The first invalid document was met and the caller wants no more.
    stopped: bool,
    /// What could not be read, for SARIF, which tells it at the end.
    problems: Vec<String>,
    /// The documents so far, to be looked at together.
    set: Set,
}

/// Messages about what could not be read that SARIF keeps; the rest is counted.
const PROBLEMS: usize = 1_000;

impl Printer {
    pub(crate) fn new(style: Style, tally: Tally, progress: Option<Progress>) -> Self {
        Self {
            style,
            tally,
            progress,
            opened: false,
            printed: false,
            closed: false,
            stopped: false,
            problems: Vec::new(),
            set: Set::default(),
        }
    }

    /// Whether printing more makes no sense.
    pub(crate) const fn is_closed(&self) -> bool {
        self.closed || self.stopped
    }

    /// Prints what became of one input.
    pub(crate) fn take(&mut self, done: Result<Done, Problem>) {
        if self.stopped {
            return;
        }
        match done {
            Ok(done) => self.document(done),
            Err(problem) => self.problem(&problem),
        }
        if let Some(progress) = &mut self.progress {
            progress.draw(self.tally.total() + self.tally.unreadable);
        }
    }

    fn document(&mut self, done: Done) {
        match done.verdict {
            Verdict::Valid => self.tally.valid += 1,
            Verdict::Invalid => self.tally.invalid += 1,
            Verdict::Undetermined => self.tally.undetermined += 1,
        }
        for code in done.codes {
            *self.tally.codes.entry(code).or_default() += 1;
        }
        if let Some((name, summary)) = done.together {
            if self.tally.total() <= self.style.together {
                self.set.add(&name, summary);
            } else {
                self.set = Set::default();
            }
        }
        if self.style.format == Format::Html {
            self.part(&done.text.replace(html::NUMBER, &self.tally.total().to_string()));
        } else {
            self.part(&done.text);
        }
        self.stopped = self.style.fail_fast && done.verdict == Verdict::Invalid;
    }

    /// Tells of an input that cannot be read.
    pub(crate) fn problem(&mut self, problem: &Problem) {
        self.tally.unreadable += 1;
        self.clear();
        problem.print(self.style.language);
        let text = problem.text(self.style.language);
        match self.style.format {
            Format::Sarif if self.problems.len() < PROBLEMS => self.problems.push(text),
            Format::JUnit => self.part(&junit::problem(&text)),
            Format::Csv => self.part(&csv::problem(&text, self.style.language)),
            Format::Html => self.part(&html::problem(&text, self.style.language)),
            _ => {}
        }
        self.stopped = self.style.fail_fast;
    }

    /// Ends the output and returns the exit status. An interrupted run has not read everything that was named.
    pub(crate) fn finish(mut self, interrupted: bool) -> u8 {
        self.open();
        let Tally { valid: _, invalid, undetermined, unreadable, .. } = self.tally;
        let status = tally::status(unreadable + usize::from(interrupted), invalid, undetermined);
        let language = self.style.language;
        let end = match self.style.format {
            Format::Json if self.printed => "\n]\n".to_owned(),
            Format::Json => "]\n".to_owned(),
            Format::Text if self.style.several && self.style.detail != Detail::Quiet => text::summary(&self.tally, self.style),
            Format::Text | Format::JsonLines | Format::Csv => String::new(),
            Format::Sarif => sarif::end(&self.tally, &self.problems, status, language),
            Format::JUnit => junit::END.to_owned(),
            Format::Html => html::end(&self.tally, language),
        };
        self.write(&end);
        self.clear();
        let most = self.style.together;
        let together = if most > 0 && self.tally.total() > most {
            format!("\n{}\n", words::NOT_TOGETHER.text(language).replace("{count}", &words::amount(&most.to_string(), language)))
        } else {
            set::text(&self.set.findings(), self.style)
        };
        if self.style.format == Format::Text {
            self.write(&together);
        } else {
            // The shape of the reports has no place for it.
            let _ = io::stderr().write_all(together.as_bytes());
        }
        if interrupted {
            Problem::with_value(&words::INTERRUPTED, self.tally.total().to_string()).print(language);
        } else if self.stopped {
            Problem::with_value(&words::STOPPED, self.tally.total().to_string()).print(language);
        }
        let unwritten = self.tally.unreadable;
        if !self.closed
            && let Err(error) = io::stdout().flush()
        {
            self.close(&error);
        }
        if self.tally.unreadable > unwritten { UNUSABLE } else { status }
    }

    /// Writes the beginning of the format, once.
    fn open(&mut self) {
        if std::mem::replace(&mut self.opened, true) {
            return;
        }
        let begin = match self.style.format {
            Format::Text | Format::JsonLines => return,
            Format::Json => "[".to_owned(),
            Format::Sarif => sarif::BEGIN.to_owned(),
            Format::JUnit => junit::BEGIN.to_owned(),
            Format::Csv => csv::header(self.style.language),
            Format::Html => html::begin(self.style.language),
        };
        self.write(&begin);
    }

    /// Writes what one input gives, after the separator of the format.
    fn part(&mut self, text: &str) {
        self.open();
        if text.is_empty() {
            return;
        }
        let separator = match (self.style.format, self.printed) {
            (Format::Json | Format::Sarif, false) => "\n",
            (Format::Json | Format::Sarif, true) => ",\n",
            _ => "",
        };
        self.printed = true;
        self.write(separator);
        self.write(text);
    }

    fn write(&mut self, text: &str) {
        if self.closed || text.is_empty() {
            return;
        }
        if let Some(progress) = &mut self.progress {
            progress.make_way();
        }
        if let Err(error) = io::stdout().write_all(text.as_bytes()) {
            self.close(&error);
        }
    }

    /// Takes the progress bar away before something is written to where it stands.
    fn clear(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.clear();
        }
    }

    /// A reader that went away is no problem; a disk that is full is.
    fn close(&mut self, error: &io::Error) {
        self.closed = true;
        if !is_broken_pipe(error) {
            self.tally.unreadable += 1;
            Problem::with_value(&words::NOT_WRITTEN, error.to_string()).print(self.style.language);
        }
    }
}

/// Prints one text, such as the help.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if !is_broken_pipe(&error) => ExitCode::from(UNUSABLE),
        _ => ExitCode::SUCCESS,
    }
}
