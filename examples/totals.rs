//! The computing side on the command line: the lines of an invoice in, its totals out; or a declaration in, its computed lines out.
//!
//! ```sh
//! echo '{"lines": [{"quantity": 3, "price": "33333.5", "rate": "10%"}]}' | cargo run --example totals
//! ```
//!
//! The JSON that goes in is described at `taxdoc::totals::Sale`, the one that comes out at `taxdoc::totals::Totals`.
//!
//! Exit status: 0 computed; 1 the totals cannot be computed from what was given, with the reason on standard error; 3 wrong usage, or
//! a file that cannot be read.

use std::error::Error;
use std::io::Read as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use taxdoc::Limits;
use taxdoc::totals::CompletedDeclaration;
use taxdoc::totals::Sale;

const HELP: &str = "\
Usage: totals [--xml] [FILE]
       totals --declaration [--xml] [FILE]

FILE, or standard input, is a JSON object with the lines of an invoice; with --declaration an XML declaration (HSoThueDTu) whose
computed lines may be blank. Prints the totals as JSON; with --xml the element TToan, or the completed declaration.
";

/// What is asked for.
#[derive(Debug, Default)]
struct Arguments {
    declaration: bool,
    xml: bool,
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let usage = |error: &dyn Error| {
        eprintln!("totals: {error}");
        ExitCode::from(3)
    };
    let arguments = match arguments() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => return usage(&error),
    };
    let input = match read(&arguments) {
        Ok(input) => input,
        Err(error) => return usage(&error),
    };
    match compute(&arguments, &input) {
        // A reader that went away wants no more.
        Ok(text) => writeln!(std::io::stdout(), "{text}").map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS),
        Err(error) => {
            eprintln!("totals: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The arguments; `None` when help is asked for.
fn arguments() -> Result<Option<Arguments>, lexopt::Error> {
    let mut arguments = Arguments::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("declaration") => arguments.declaration = true,
            lexopt::Arg::Long("xml") => arguments.xml = true,
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
            lexopt::Arg::Value(file) if arguments.file.is_none() => arguments.file = Some(file.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(arguments))
}

fn read(arguments: &Arguments) -> std::io::Result<Vec<u8>> {
    match &arguments.file {
        Some(file) if file.as_os_str() != "-" => std::fs::read(file),
        _ => {
            let mut input = Vec::new();
            std::io::stdin().read_to_end(&mut input)?;
            Ok(input)
        }
    }
}

fn compute(arguments: &Arguments, input: &[u8]) -> Result<String, Box<dyn Error>> {
    if arguments.declaration {
        let completed = CompletedDeclaration::of(input, &Limits::default())?;
        return Ok(if arguments.xml { completed.xml().to_owned() } else { serde_json::to_string_pretty(&completed)? });
    }
    let sale: Sale = serde_json::from_slice(input)?;
    let totals = sale.totals()?;
    Ok(if arguments.xml { totals.to_xml() } else { serde_json::to_string_pretty(&totals)? })
}
