//! XML and XSD of a UBL invoice, schema compiled once. libxml2 is measured beside it by `../shared/peers/speed-xsd`; here the floor is
//! a bare event pass.

mod common;

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::invoices;
use taxdoc::Validator;
use taxdoc::report::Verdict;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let Some(suite) = unpacked() else { return ExitCode::SUCCESS };
    let schemas = documents(&suite.join("xsd"));
    let parts: Vec<_> = schemas.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let validator = match Validator::builder().with_schema(&parts) {
        Ok(builder) => builder.build(),
        Err(error) => panic!("UBL 2.1 does not compile: {error}"),
    };
    for name in ["UBL-Invoice-2.1-Example.xml"] {
        let xml = fs::read(suite.join("xml").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let report = validator.validate(&xml);
        assert_eq!(report.verdict(), Verdict::Valid, "{name}: {:?}", report.findings().first());
        println!("schema: {name}, {} bytes", xml.len());
        let [whole, floor] = common::time([
            Work::new("XML and XSD, and the report", || validator.validate(&xml)),
            Work::new("bare event pass", || invoices::events(&xml)),
        ]);
        common::rate("documents a second", 1, whole);
        // libxml2 needs about seven bare passes for this (../shared/peers/speed-xsd); half of it is the budget.
        budgets.at_most("XML and XSD / bare event pass", whole, floor, 350);
    }
    budgets.finish()
}

/// The main schema first, then everything it may ask for, named by its path below `xsd`.
fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![folder.join("maindoc/UBL-Invoice-2.1.xsd")];
    let mut common: Vec<_> = fs::read_dir(folder.join("common"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xsd"))
        .collect();
    common.sort();
    files.extend(common);
    let name = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    files
        .into_iter()
        .map(|path| (name(&path), fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
        .collect()
}

/// The unpacked suite below `target/suites`, unpacked now if need be.
fn unpacked() -> Option<PathBuf> {
    let packed = common::shared("suites/ubl-2.1-invoice.tar.xz")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/suites/ubl-bench");
    if !folder.exists() {
        fs::create_dir_all(&folder).ok()?;
        let status = Command::new("tar").arg("-xJf").arg(&packed).arg("-C").arg(&folder).status();
        if !status.is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: {} cannot be unpacked", packed.display());
            return None;
        }
    }
    fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.path()).find(|path| path.join("xsd").is_dir()).or(Some(folder))
}
