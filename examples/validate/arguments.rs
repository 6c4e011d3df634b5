//! The command line (CONTRACT §2).

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use lexopt::Arg;
use lexopt::Parser;
use lexopt::ValueExt as _;
use taxdoc::Language;
use taxdoc::Severity;
use taxdoc::Stage;
use taxdoc::pki::Timestamp;
use taxdoc::report::Selection;
use taxdoc::rules::Rule;
use taxdoc::rules::Template;
use taxdoc::validator::Stages;

use crate::completions;
use crate::explain;
use crate::options;
use crate::options::FORMATS;
use crate::options::SHELLS;
use crate::problem::Problem;
use crate::reference;
use crate::suggest::nearest;
use crate::words;

/// What the command line asks for.
pub(crate) enum Command {
    /// Tell two versions of a document apart.
    Compare(Box<Arguments>),
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
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// JUnit XML, for build servers.
    JUnit,
    /// A finding a row, for spreadsheets.
    Csv,
    /// One page that stands alone.
    Html,
}

impl Format {
    /// In the order of [`FORMATS`].
    const ALL: [Self; FORMATS.len()] = [Self::Text, Self::Json, Self::JsonLines, Self::Sarif, Self::JUnit, Self::Csv, Self::Html];

    fn from_name(name: &str) -> Result<Self, Problem> {
        let known = FORMATS.iter().zip(Self::ALL).find(|(known, _)| **known == name);
        known.map(|(_, format)| format).ok_or_else(|| {
            let plain = with_suggestion(&words::BAD_FORMAT, &words::BAD_FORMAT_NEAR, name, nearest(name, FORMATS));
            plain.with("choice", FORMATS.join(", "))
        })
    }
}

/// How much the text report says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Detail {
    /// One line a document that is not valid.
    Quiet,
    #[default]
    Usual,
    /// Everything.
    Verbose,
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
    pub(crate) detail: Detail,
    pub(crate) selection: Selection,
    pub(crate) most: Option<NonZeroUsize>,
    pub(crate) fail_fast: bool,
    pub(crate) set_checks: bool,
    pub(crate) progress: bool,
}

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
        detail: Detail::Usual,
        selection: Selection::new(),
        most: None,
        fail_fast: false,
        set_checks: false,
        progress: true,
    };
    let mut print: Option<fn(Language, Detail) -> String> = None;
    let mut explain: Vec<&'static Rule> = Vec::new();
    let mut shell = None;
    while let Some(argument) = parser.next().map_err(misuse)? {
        match argument {
            Arg::Value(path) => arguments.paths.push(path.into()),
            Arg::Short('h') => print = Some(|language, _| options::short_help(language)),
            Arg::Long("help") => print = Some(|language, _| words::HELP.text(language).to_owned()),
            Arg::Short('V') | Arg::Long("version") => print = Some(|language, _| reference::version(language)),
            Arg::Long("list-codes") => print = Some(reference::list_codes),
            Arg::Long("list-forms") => print = Some(reference::list_forms),
            Arg::Long("list-profiles") => print = Some(|language, _| reference::list_profiles(language)),
            Arg::Long("export-xsd") => return reference::export_xsd(&text(&mut parser)?).map(Command::Print),
            Arg::Long("explain") => explain.push(reference::rule(&text(&mut parser)?)?),
            Arg::Long("completions") => shell = Some(shell_of(&text(&mut parser)?)?),
            Arg::Long("format") => arguments.format = Format::from_name(&text(&mut parser)?)?,
            Arg::Short('q') | Arg::Long("quiet") => set_detail(&mut arguments.detail, Detail::Quiet)?,
            Arg::Short('v') | Arg::Long("verbose") => set_detail(&mut arguments.detail, Detail::Verbose)?,
            Arg::Long("only") => {
                let codes = rules(&text(&mut parser)?)?;
                arguments.selection = codes.iter().fold(arguments.selection, |selection, rule| selection.only(rule.code));
            }
            Arg::Long("ignore") => {
                let codes = rules(&text(&mut parser)?)?;
                arguments.selection = codes.iter().fold(arguments.selection, |selection, rule| selection.without(rule.code));
            }
            Arg::Long("severity") => {
                let (rule, severity) = grade(&text(&mut parser)?)?;
                arguments.selection = arguments.selection.graded(rule.code, severity);
            }
            Arg::Long("max-findings") => arguments.most = Some(count(&text(&mut parser)?)?),
            Arg::Long("fail-fast") => arguments.fail_fast = true,
            Arg::Long("set-checks") => arguments.set_checks = true,
            Arg::Long("no-progress") => arguments.progress = false,
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
                return Err(unknown(&format!("--{option}"), near_option(option)));
            }
            Arg::Short(letter) => return Err(unknown(&format!("-{letter}"), None)),
        }
    }
    if let Some(page) = print {
        return Ok(Command::Print(page(*language, arguments.detail)));
    }
    if let Some(shell) = shell {
        return Ok(Command::Print(completions::script(shell, *language)));
    }
    if !explain.is_empty() {
        return Ok(Command::Print(explain::pages(&explain, *language)));
    }
    if let Some(most) = arguments.most {
        arguments.selection = arguments.selection.at_most(most.get());
    }
    if arguments.paths.is_empty() {
        return Err(Problem::from(&words::NO_PATH));
    }
    if arguments.paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Problem::from(&words::STDIN_TWICE));
    }
    let of_schema = [Stage::Xml, Stage::Schema].into_iter().collect::<Stages>();
    let beyond = |stages: Stages| Stage::ALL.into_iter().any(|stage| stages.contains(stage) && !of_schema.contains(stage));
    if !arguments.schema.is_empty() && arguments.stages.is_some_and(beyond) {
        return Err(Problem::from(&words::SCHEMA_AND_STAGES));
    }
    // A file or folder of that name is meant by it, as before there was the command.
    if arguments.paths.first().is_some_and(|path| path.as_os_str() == "compare" && !path.exists()) {
        arguments.paths.remove(0);
        if arguments.paths.len() != 2 {
            return Err(Problem::from(&words::COMPARE_TWO));
        }
        if !matches!(arguments.format, Format::Text | Format::Json) {
            return Err(Problem::from(&words::COMPARE_FORMAT));
        }
        return Ok(Command::Compare(Box::new(arguments)));
    }
    Ok(Command::Validate(Box::new(arguments)))
}

/// The option that a misspelt one was meant to be.
fn near_option(option: &str) -> Option<String> {
    nearest(option, options::all().map(|known| known.long)).map(|near| format!("--{near}"))
}

fn set_detail(detail: &mut Detail, wanted: Detail) -> Result<(), Problem> {
    if *detail != Detail::Usual && *detail != wanted {
        return Err(Problem::from(&words::QUIET_AND_VERBOSE));
    }
    *detail = wanted;
    Ok(())
}

/// A list of codes, separated by commas.
fn rules(codes: &str) -> Result<Vec<&'static Rule>, Problem> {
    codes.split(',').map(|code| reference::rule(code.trim())).collect()
}

/// `CODE=warning`.
fn grade(text: &str) -> Result<(&'static Rule, Severity), Problem> {
    let (code, level) = text.split_once('=').ok_or_else(|| Problem::with_value(&words::BAD_SEVERITY, text))?;
    let severity = [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.name() == level);
    Ok((reference::rule(code.trim())?, severity.ok_or_else(|| Problem::with_value(&words::BAD_SEVERITY, text))?))
}

fn shell_of(name: &str) -> Result<&'static str, Problem> {
    let known = SHELLS.into_iter().find(|shell| *shell == name);
    known.ok_or_else(|| Problem::with_value(&words::BAD_SHELL, name).with("choice", SHELLS.join(", ")))
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
        Err(name) => {
            Err(with_suggestion(&words::BAD_STAGE, &words::BAD_STAGE_NEAR, &name, nearest(&name, Stage::ALL.map(Stage::name))))
        }
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
    with_suggestion(&words::UNKNOWN_OPTION, &words::UNKNOWN_OPTION_NEAR, option, near.as_deref())
}

fn with_suggestion(plain: &'static Template, near: &'static Template, value: &str, suggestion: Option<&str>) -> Problem {
    match suggestion {
        Some(suggestion) => Problem::with_value(near, value).with("near", suggestion),
        None => Problem::with_value(plain, value),
    }
}
