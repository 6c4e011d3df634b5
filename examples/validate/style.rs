//! How the reports of a run look.

use std::io;
use std::io::IsTerminal as _;

use taxdoc::Language;

use crate::arguments::Arguments;
use crate::arguments::Detail;
use crate::arguments::Format;

/// How reports look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) format: Format,
    pub(crate) language: Language,
    pub(crate) detail: Detail,
    /// Whether the run may have more than one document: then a valid one takes one line, and a summary follows.
    pub(crate) several: bool,
    /// Whether to colour the text report.
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether to stop at the first document that is invalid or cannot be read.
    pub(crate) fail_fast: bool,
    /// How many documents are looked at together, at most.
    pub(crate) together: usize,
}

/// Documents that a text summary compares with each other unasked: each costs some hundred bytes until the end.
const TOGETHER: usize = 100_000;

/// Columns where the terminal does not say.
const WIDTH: usize = 100;

impl Style {
    pub(crate) fn new(arguments: &Arguments, language: Language, several: bool) -> Self {
        let Arguments { format, detail, fail_fast, set_checks, .. } = *arguments;
        // The summary of a text report tells it anyway.
        let summary = format == Format::Text && several && detail != Detail::Quiet;
        let together = match (arguments.repeat, set_checks, summary) {
            (Some(_), ..) | (None, false, false) => 0,
            (None, true, _) => usize::MAX,
            (None, false, true) => TOGETHER,
        };
        let colour = format == Format::Text && coloured();
        Self { format, language, detail, several, colour, width: columns().clamp(40, 400), fail_fast, together }
    }
}

/// Whether standard output takes colours: <https://no-color.org>, and CLICOLOR_FORCE for pipes into a pager.
fn coloured() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("NO_COLOR") {
        return false;
    }
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    forced || (!dumb && io::stdout().is_terminal())
}

/// COLUMNS, where it is set, goes before what the terminal says.
fn columns() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    set.or_else(asked).unwrap_or(WIDTH)
}
