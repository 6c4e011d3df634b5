//! The command line (CONTRACT §2).

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use lexopt::Arg;
use lexopt::Parser;
use lexopt::ValueExt as _;
use taxdoc::Language;
use taxdoc::Stage;
use taxdoc::pki::Timestamp;
use taxdoc::report::ENGINE;
use taxdoc::rules::Template;
use taxdoc::validator::Stages;

use crate::problem::Problem;
use crate::words;

/// What the command line asks for.
pub(crate) enum Command {
    /// Validate documents.
    Validate(Box<Arguments>),
    /// Print a text and stop.
    Print(String),
}

/// How reports are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One array of reports.
    Json,
    /// One report a line, as each document is done.
    JsonLines,
}

/// The options and paths.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) format: Format,
    pub(crate) at: Option<Timestamp>,
    pub(crate) trust: Vec<PathBuf>,
    pub(crate) builtin_trust: bool,
    pub(crate) crl: Vec<PathBuf>,
    pub(crate) ocsp: Vec<PathBuf>,
    pub(crate) schema: Vec<PathBuf>,
    pub(crate) stages: Option<Stages>,
    pub(crate) required: Option<Stages>,
    pub(crate) jobs: NonZeroUsize,
    pub(crate) repeat: Option<NonZeroUsize>,
}

/// Every long option, for suggestions.
const OPTIONS: [&str; 14] = [
    "at",
    "crl",
    "format",
    "help",
    "jobs",
    "lang",
    "no-builtin-trust",
    "ocsp",
    "repeat",
    "require",
    "schema",
    "stages",
    "trust",
    "version",
];

/// A date or a time without a zone is meant in Viet Nam, which knows no summer time.
const VIETNAM_MINUTES: i32 = 7 * 60;

/// Reads the command line. `language` is set as soon as `--lang` is seen, so that a later problem is told in that language.
pub(crate) fn read(mut parser: Parser, language: &mut Language) -> Result<Command, Problem> {
    let mut arguments = Arguments {
        paths: Vec::new(),
        format: Format::Text,
        at: None,
        trust: Vec::new(),
        builtin_trust: true,
        crl: Vec::new(),
        ocsp: Vec::new(),
        schema: Vec::new(),
        stages: None,
        required: None,
        jobs: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        repeat: None,
    };
    let mut help = false;
    while let Some(argument) = parser.next().map_err(misuse)? {
        match argument {
            Arg::Value(path) => arguments.paths.push(path.into()),
            Arg::Short('h') | Arg::Long("help") => help = true,
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Print(format!("{ENGINE}\n"))),
            Arg::Long("format") => {
                arguments.format = match text(&mut parser)?.as_str() {
                    "text" => Format::Text,
                    "json" => Format::Json,
                    "jsonl" => Format::JsonLines,
                    other => return Err(Problem::with_value(&words::BAD_FORMAT, other)),
                }
            }
            Arg::Long("lang") => {
                let code = text(&mut parser)?;
                *language = Language::from_code(&code).ok_or_else(|| Problem::with_value(&words::BAD_LANGUAGE, code))?;
            }
            Arg::Long("at") => {
                let time = text(&mut parser)?;
                let parsed = Timestamp::parse(&time, VIETNAM_MINUTES);
                arguments.at = Some(parsed.map_err(|_| Problem::with_value(&words::BAD_TIME, time))?);
            }
            Arg::Long("trust") => arguments.trust.push(value(&mut parser)?.into()),
            Arg::Long("no-builtin-trust") => arguments.builtin_trust = false,
            Arg::Long("crl") => arguments.crl.push(value(&mut parser)?.into()),
            Arg::Long("ocsp") => arguments.ocsp.push(value(&mut parser)?.into()),
            Arg::Long("schema") => arguments.schema.push(value(&mut parser)?.into()),
            Arg::Long("stages") => arguments.stages = Some(stages(&text(&mut parser)?)?),
            Arg::Long("require") => arguments.required = Some(stages(&text(&mut parser)?)?),
            Arg::Long("jobs") => arguments.jobs = count(&text(&mut parser)?)?,
            Arg::Long("repeat") => arguments.repeat = Some(count(&text(&mut parser)?)?),
            Arg::Long(option) => {
                return Err(unknown(&format!("--{option}"), nearest(option, &OPTIONS).map(|near| format!("--{near}"))));
            }
            Arg::Short(letter) => return Err(unknown(&format!("-{letter}"), None)),
        }
    }
    if help {
        return Ok(Command::Print(words::HELP.text(*language).to_owned()));
    }
    if arguments.paths.is_empty() {
        return Err(Problem::from(&words::NO_PATH));
    }
    let of_schema = [Stage::Xml, Stage::Schema].into_iter().collect::<Stages>();
    let beyond = |stages: Stages| Stage::ALL.into_iter().any(|stage| stages.contains(stage) && !of_schema.contains(stage));
    if !arguments.schema.is_empty() && arguments.stages.is_some_and(beyond) {
        return Err(Problem::from(&words::SCHEMA_AND_STAGES));
    }
    Ok(Command::Validate(Box::new(arguments)))
}

fn value(parser: &mut Parser) -> Result<OsString, Problem> {
    parser.value().map_err(misuse)
}

fn text(parser: &mut Parser) -> Result<String, Problem> {
    value(parser)?.string().map_err(misuse)
}

/// A list of stages, separated by commas, at least one.
fn stages(names: &str) -> Result<Stages, Problem> {
    match Stages::from_names(names) {
        Ok(stages) if stages != Stages::NONE => Ok(stages),
        Ok(_) => Err(Problem::from(&words::NO_STAGE)),
        Err(name) => Err(with_suggestion(&words::BAD_STAGE, &words::BAD_STAGE_NEAR, &name, {
            nearest(&name, &Stage::ALL.map(Stage::name)).map(str::to_owned)
        })),
    }
}

/// A number from 1.
fn count(text: &str) -> Result<NonZeroUsize, Problem> {
    text.parse().map_err(|_| Problem::with_value(&words::BAD_COUNT, text))
}

/// What the argument parser does not understand.
fn misuse(error: lexopt::Error) -> Problem {
    match error {
        lexopt::Error::MissingValue { option } => Problem::with_value(&words::NO_VALUE, option.unwrap_or_default()),
        lexopt::Error::UnexpectedValue { option, .. } => Problem::with_value(&words::UNEXPECTED_VALUE, option),
        lexopt::Error::NonUnicodeValue(value) => Problem::with_value(&words::NOT_UNICODE, value.to_string_lossy()),
        other => Problem::with_value(&words::MISUSE, other.to_string()),
    }
}

fn unknown(option: &str, near: Option<String>) -> Problem {
    with_suggestion(&words::UNKNOWN_OPTION, &words::UNKNOWN_OPTION_NEAR, option, near)
}

fn with_suggestion(plain: &'static Template, near: &'static Template, value: &str, suggestion: Option<String>) -> Problem {
    match suggestion {
        Some(suggestion) => Problem::with_value(near, value).with("near", suggestion),
        None => Problem::with_value(plain, value),
    }
}

/// The candidate that differs least, when it differs by at most a third of its letters.
fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let best = candidates.iter().map(|candidate| (distance(word, candidate), *candidate)).min()?;
    (best.0 <= best.1.len().div_ceil(3)).then_some(best.1)
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    /// Nobody misspells an option at greater length; keeps the work bounded.
    const LONGEST: usize = 64;
    let from: Vec<char> = from.chars().take(LONGEST).collect();
    let to: Vec<char> = to.chars().collect();
    let cell = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in to.iter().enumerate() {
            let mut least = (cell(&row, j) + usize::from(letter != other)).min(cell(&row, j + 1) + 1).min(cell(&next, j) + 1);
            if i > 0 && j > 0 && to.get(j - 1) == Some(letter) && from.get(i - 1) == Some(other) {
                least = least.min(cell(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    cell(&row, to.len())
}
