//! Standard output: reports in the format asked for, and what they add up to.

use std::collections::HashMap;
use std::io;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::process::ExitCode;

use taxdoc::Language;
use taxdoc::Report;
use taxdoc::report::Verdict;

use crate::UNUSABLE;
use crate::arguments::Format;
use crate::is_broken_pipe;
use crate::problem::Problem;
use crate::run;
use crate::text;
use crate::words;

/// How reports look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) format: Format,
    pub(crate) language: Language,
    /// Whether the run may have more than one document: then a valid one takes one line, and a summary follows.
    pub(crate) several: bool,
    /// Whether to colour the text report.
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

/// Columns where the terminal does not say.
const WIDTH: usize = 100;

impl Style {
    pub(crate) fn new(format: Format, language: Language, several: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let colour = format == Format::Text && !set("NO_COLOR") && !dumb && io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Self { format, language, several, colour, width: columns.unwrap_or(WIDTH).clamp(40, 400) }
    }
}

/// A report as it will be printed, and what the summary needs of it.
#[derive(Debug)]
pub(crate) struct Done {
    text: String,
    verdict: Verdict,
    codes: Vec<&'static str>,
}

impl Done {
    pub(crate) fn new(report: &Report, bytes: &[u8], style: Style) -> Self {
        let json = || serde_json::to_string(&report.in_language(style.language)).unwrap_or_default();
        let (text, codes) = match style.format {
            Format::Text => (text::report(report, bytes, style), report.findings().iter().map(taxdoc::Finding::code).collect()),
            Format::Json => (json(), Vec::new()),
            Format::JsonLines => (json() + "\n", Vec::new()),
        };
        Self { text, verdict: report.verdict(), codes }
    }
}

/// How many documents ended how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) valid: usize,
    pub(crate) invalid: usize,
    pub(crate) undetermined: usize,
    pub(crate) unreadable: usize,
    pub(crate) codes: HashMap<&'static str, usize>,
}

/// Prints reports and counts them.
#[derive(Debug)]
pub(crate) struct Printer {
    style: Style,
    tally: Tally,
    printed: bool,
    /// Nobody reads any more, or the disk is full.
    closed: bool,
}

impl Printer {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, tally: Tally::default(), printed: false, closed: false }
    }

    /// Whether printing more makes no sense.
    pub(crate) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Prints what became of one input.
    pub(crate) fn take(&mut self, done: Result<Done, Problem>) {
        let done = match done {
            Ok(done) => done,
            Err(problem) => return self.problem(&problem),
        };
        match done.verdict {
            Verdict::Valid => self.tally.valid += 1,
            Verdict::Invalid => self.tally.invalid += 1,
            Verdict::Undetermined => self.tally.undetermined += 1,
        }
        for code in done.codes {
            *self.tally.codes.entry(code).or_default() += 1;
        }
        if self.style.format == Format::Json {
            self.write(if self.printed { ",\n" } else { "[\n" });
        }
        self.printed = true;
        self.write(&done.text);
    }

    /// Tells of an input that cannot be read.
    pub(crate) fn problem(&mut self, problem: &Problem) {
        self.tally.unreadable += 1;
        problem.print(self.style.language);
    }

    /// Ends the output and returns the exit status.
    pub(crate) fn finish(mut self) -> u8 {
        match self.style.format {
            Format::Json => self.write(if self.printed { "\n]\n" } else { "[]\n" }),
            Format::Text if self.style.several => {
                let summary = text::summary(&self.tally, self.style);
                self.write(&summary);
            }
            Format::Text | Format::JsonLines => {}
        }
        if !self.closed
            && let Err(error) = io::stdout().flush()
        {
            self.close(&error);
        }
        run::status(self.tally.unreadable, self.tally.invalid, self.tally.undetermined)
    }

    fn write(&mut self, text: &str) {
        if self.closed {
            return;
        }
        if let Err(error) = io::stdout().write_all(text.as_bytes()) {
            self.close(&error);
        }
    }

    /// A reader that went away is no problem; a disk that is full is.
    fn close(&mut self, error: &io::Error) {
        self.closed = true;
        if !is_broken_pipe(error) {
            self.problem(&Problem::with_value(&words::NOT_WRITTEN, error.to_string()));
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
