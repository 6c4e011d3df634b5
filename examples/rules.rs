//! Prints every rule: code, severity, stage, basis and both texts, as the page `rules/catalogue.md` keeps them.
//!
//! ```sh
//! cargo run --example rules > examples/rules/catalogue.md
//! cargo run --example rules fields       # every field of every table of the e-invoice format with the rules that hold it
//! cargo run --example rules untouched    # the fields that no rule holds: none
//! ```

use std::io;
use std::io::Write as _;
use std::process::ExitCode;

#[path = "rules/page.rs"]
mod page;

use page::Shown;

fn main() -> ExitCode {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let argument = std::env::args().nth(1);
    let printed = match argument.as_deref() {
        None => page::rules(out),
        Some("fields") => page::fields(out, Shown::All),
        Some("untouched") => page::fields(out, Shown::Untouched),
        Some(_) => {
            eprintln!("usage: rules [fields|untouched]");
            return ExitCode::from(3);
        }
    };
    match printed.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
