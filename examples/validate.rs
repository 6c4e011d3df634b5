//! The command-line validator: files, folders, archives or standard input in, one report a document out.
//!
//! `cargo run --release --example validate -- examples/data`
//!
//! Exit status: 0 every document is valid; 1 at least one is invalid; 2 none is invalid but at least one is undetermined; 3 wrong
//! usage, or something that was named could not be read.
//!
//! The library opens nothing. This program reads the files, asks the clock, and hands both over.

use std::io;
use std::process::ExitCode;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use taxdoc::Limits;
use taxdoc::Validator;
use taxdoc::pki::Timestamp;

use arguments::Arguments;
use arguments::Command;
use problem::Problem;

#[path = "validate/archive.rs"]
mod archive;
#[path = "validate/arguments.rs"]
mod arguments;
#[path = "validate/catalogue.rs"]
mod catalogue;
#[path = "validate/compare/mod.rs"]
mod compare;
#[path = "validate/completions.rs"]
mod completions;
#[path = "validate/csv.rs"]
mod csv;
#[path = "validate/escape.rs"]
mod escape;
#[path = "validate/excerpt.rs"]
mod excerpt;
#[path = "validate/explain.rs"]
mod explain;
#[path = "validate/html/mod.rs"]
mod html;
#[path = "validate/input.rs"]
mod input;
#[path = "validate/inputs.rs"]
mod inputs;
#[path = "validate/junit.rs"]
mod junit;
#[path = "validate/options.rs"]
mod options;
#[path = "validate/output.rs"]
mod output;
#[path = "validate/problem.rs"]
mod problem;
#[path = "validate/progress.rs"]
mod progress;
#[path = "validate/reference.rs"]
mod reference;
#[path = "validate/run.rs"]
mod run;
#[path = "validate/sarif.rs"]
mod sarif;
#[path = "validate/schema.rs"]
mod schema;
#[path = "validate/set.rs"]
mod set;
#[path = "validate/style.rs"]
mod style;
#[path = "validate/suggest.rs"]
mod suggest;
#[path = "validate/tally.rs"]
mod tally;
#[path = "validate/text/mod.rs"]
mod text;
#[path = "validate/words.rs"]
mod words;

/// The exit status for wrong usage and for what cannot be read.
const UNUSABLE: u8 = 3;

fn main() -> ExitCode {
    let mut language = words::language_of_locale();
    let arguments = match arguments::read(lexopt::Parser::from_env(), &mut language) {
        Ok(Command::Validate(arguments)) => arguments,
        Ok(Command::Compare(arguments)) => return compare::run(*arguments, language),
        Ok(Command::Print(text)) => return output::print(&text),
        Err(problem) => {
            problem.print(language);
            Problem::from(&words::SEE_HELP).print(language);
            return ExitCode::from(UNUSABLE);
        }
    };
    let validator = match validator(&arguments) {
        Ok(validator) => validator,
        Err(problem) => {
            problem.print(language);
            return ExitCode::from(UNUSABLE);
        }
    };
    for error in validator.schema().iter().flat_map(|schema| schema.unresolved()) {
        Problem::of_unresolved(error, language).print(language);
    }
    ExitCode::from(run::run(&validator, *arguments, language))
}

/// The validator that the options ask for.
pub(crate) fn validator(arguments: &Arguments) -> Result<Validator, Problem> {
    // `--at` stands for the clock too, so that a run with it can be repeated at any time.
    let mut builder = Validator::builder().with_now(arguments.at.unwrap_or_else(now));
    if let Some(most) = arguments.most {
        let mut limits = Limits::default();
        limits.findings = limits.findings.max(most.get());
        builder = builder.with_limits(limits);
    }
    if let Some(at) = arguments.at {
        builder = builder.with_time(at);
    }
    if !arguments.builtin_trust {
        builder = builder.without_builtin_trust();
    }
    let read = |path: &std::path::PathBuf| input::read_file(path, input::EVIDENCE_LIMIT);
    for path in &arguments.trust {
        builder = builder.with_trust(&read(path)?).map_err(|error| Problem::in_file(path, &error))?;
    }
    for path in &arguments.crl {
        builder = builder.with_crl(&read(path)?).map_err(|error| Problem::in_file(path, &error))?;
    }
    for path in &arguments.ocsp {
        builder = builder.with_ocsp(&read(path)?).map_err(|error| Problem::in_file(path, &error))?;
    }
    if let Some(main) = arguments.schema.first() {
        let documents = schema::gather(&arguments.schema)?;
        let documents: Vec<(&str, &[u8])> = documents.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        builder = builder.with_schema(&documents).map_err(|error| Problem::in_file(main, &error))?;
    }
    if let Some(stages) = arguments.stages {
        builder = builder.with_stages(stages);
    }
    if let Some(required) = arguments.required {
        builder = builder.with_required(required);
    }
    Ok(builder.build())
}

/// The time of the computer's clock.
fn now() -> Timestamp {
    let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds),
    };
    Timestamp::from_unix(seconds)
}

/// Whether the reader of our output went away, as `head` does.
fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
