//! XML and XSD of a UBL invoice of 10 KB, schema compiled once (DESIGN §6: at most half of what libxml2 needs to parse and validate).
//!
//! libxml2 runs as `xmllint --repeat` where that is installed: a hundred validations in one process less those of a process with one.
//! `../shared/peers/speed-xsd` measures the same through the C library.

#![allow(clippy::expect_used, clippy::panic, reason = "a bench that fails this way has failed")]

mod common;
#[path = "../tests/common/suites.rs"]
mod suites;

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;

use common::Budgets;
use common::Work;
use common::invoices;
use taxdoc::Validator;
use taxdoc::report::Verdict;

const MAIN: &str = "maindoc/UBL-Invoice-2.1.xsd";

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let Some(suite) = suites::suite("ubl-2.1-invoice").map(|folder| folder.join("ubl-2.1-invoice")) else {
        return ExitCode::SUCCESS;
    };
    let folder = suite.join("xsd");
    let schemas = documents(&folder);
    let parts: Vec<_> = schemas.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let validator = Validator::builder().with_schema(&parts).expect("UBL 2.1 compiles").build();
    let document = suite.join("invoice-10k.xml");
    let xml = fs::read(&document).expect("the invoice of the suite");
    let report = validator.validate(&xml);
    assert_eq!(report.verdict(), Verdict::Valid, "{:?}", report.findings().first());

    println!("schema: invoice-10k.xml, {} bytes", xml.len());
    let [whole, floor] = common::time([
        Work::new("XML and XSD, and the report", || validator.validate(&xml)),
        Work::new("bare event pass", || invoices::events(&xml)),
    ]);
    common::rate("documents a second", 1, whole);
    // Our own bound, for machines without libxml2.
    budgets.at_most("XML and XSD / bare event pass", whole, floor, 400);
    if common::measuring() {
        match libxml2(&folder.join(MAIN), &document) {
            Some(theirs) => budgets.at_most("XML and XSD / libxml2", whole, theirs, 50),
            None => eprintln!("SKIPPED: comparison with libxml2: no xmllint, or a system that keeps no account of it"),
        }
    }
    budgets.finish()
}

/// The main schema first, then everything that it may ask for, named by the path below the folder.
fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<PathBuf> = fs::read_dir(folder.join("common"))
        .expect("the schemas of the suite")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xsd"))
        .collect();
    parts.sort();
    [folder.join(MAIN)]
        .into_iter()
        .chain(parts)
        .map(|path| {
            let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a schema of the suite"))
        })
        .collect()
}

/// Nanoseconds of libxml2 for one document: processor time of processes that validate a hundred times less that of processes that
/// validate once.
fn libxml2(schema: &Path, document: &Path) -> Option<u64> {
    const PROCESSES: u64 = 10;
    let run = |repeat: &[&str]| {
        let before = common::cpu_of_children()?;
        for _ in 0..PROCESSES {
            let mut command = Command::new("xmllint");
            command.args(repeat).args(["--nonet", "--noout", "--schema"]).arg(schema).arg(document);
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
            assert!(status.success(), "libxml2 accepts the invoice");
        }
        common::cpu_of_children()?.checked_sub(before)
    };
    // `--repeat` means a hundred times.
    let (once, hundred) = (run(&[])?, run(&["--repeat"])?);
    let each = hundred.checked_sub(once)? / PROCESSES / 99;
    println!("  {:<44} {:>12} us", "libxml2 (xmllint --repeat)", each / 1_000);
    Some(each)
}
