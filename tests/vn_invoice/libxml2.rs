//! The tables as XSD text, judged by libxml2 and by us.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use taxdoc::Limits;
use taxdoc::profile::vn::invoice::structure;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;

use crate::common::suites;
use crate::common::vn_invoice;

/// Changes that make an invoice invalid, or leave it valid: each element without its value, twice, renamed, with other values.
fn variants(table: &Table) -> Vec<String> {
    let mut all = vec![vn_invoice::minimal(table)];
    let text = vn_invoice::full(table);
    for row in table.rows() {
        let name = row.name();
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let Some(start) = text.find(&open) else { continue };
        let inner = start + open.len();
        let end = inner + text[inner..].find(&close).unwrap();
        let put = |from: usize, to: usize, new: &str| format!("{}{new}{}", &text[..from], &text[to..]);
        all.push(put(start, end + close.len(), ""));
        all.push(put(start, start, &text[start..end + close.len()]));
        all.push(put(start, start, "<LaLung>1</LaLung>"));
        let values: &[&str] = match row.shape {
            Shape::Group => &[""],
            Shape::Free | Shape::Signature => &["", "<a b=\"c\">d</a>"],
            Shape::Text(_) => &["", "x", " x ", "x<b/>"],
            Shape::Number(..) => &["", "1", " 1 ", "-1.5", "1.0", "1,5", "1e3", "+1", ".5", "x"],
            // White space around a date is no fault (XSD 1.0 part 2 §4.3.6), but libxml2 does not leave it out.
            _ => &["", "2024-02-29", "2025-02-29", "2025-1-1", "2025-01-01Z", "2025-01-01T00:00:00"],
        };
        all.extend(values.iter().map(|value| put(inner, end, value)));
        if let Shape::Text(Some(most)) = row.shape {
            all.push(put(inner, end, &"ế".repeat(most as usize)));
            all.push(put(inner, end, &"ế".repeat(most as usize + 1)));
        }
        if let Shape::Number(digits, fraction) = row.shape {
            all.push(put(inner, end, &"9".repeat(digits as usize)));
            all.push(put(inner, end, &"9".repeat(digits as usize + 1)));
            all.push(put(inner, end, &format!("0.{}", "1".repeat(fraction as usize + 1))));
        }
    }
    all.push(text);
    all
}

fn ours(schema: &Schema, text: &str) -> bool {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| valid = false);
    valid
}

/// The verdicts of xmllint on many files in one run.
fn theirs(schema: &Path, files: &[std::path::PathBuf]) -> Vec<bool> {
    let mut verdicts = Vec::with_capacity(files.len());
    for some in files.chunks(500) {
        let output = Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).args(some).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        // One such line a file, in their order.
        let verdict = |line: &str| match line.strip_suffix(" validates") {
            Some(name) => Some((name.to_owned(), true)),
            None => line.strip_suffix(" fails to validate").map(|name| (name.to_owned(), false)),
        };
        let told: Vec<(String, bool)> = text.lines().filter_map(verdict).collect();
        assert!(told.iter().map(|(name, _)| name.as_str()).eq(some.iter().map(|file| file.to_str().unwrap())), "{text}");
        verdicts.extend(told.iter().map(|(_, valid)| *valid));
    }
    verdicts
}

#[test]
fn libxml2_agrees_on_the_exported_tables() {
    let there = Command::new("xmllint").arg("--version").stderr(Stdio::null()).stdout(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        suites::skipped("tables against libxml2", "xmllint is not there");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("vn-invoice-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (mut count, mut valid_count) = (0, 0);
    for table in vn_invoice::tables() {
        let schema = structure::compile(table).unwrap();
        let exported = folder.join("table.xsd");
        std::fs::File::create(&exported).unwrap().write_all(schema.to_xsd().as_bytes()).unwrap();
        // The first and the last version have every row between them; a part of the rest shows the rows that changed twice.
        let step = if matches!(table.version(), Version::V200 | Version::V211) { 1 } else { 5 };
        let texts: Vec<String> = variants(table).into_iter().step_by(step).collect();
        let files: Vec<_> = (0..texts.len()).map(|index| folder.join(format!("{index}.xml"))).collect();
        for (file, text) in files.iter().zip(&texts) {
            std::fs::write(file, text).unwrap();
        }
        for (text, theirs) in texts.iter().zip(theirs(&exported, &files)) {
            assert_eq!(ours(&schema, text), theirs, "{:?} {:?}\n{text}", table.form(), table.version());
            count += 1;
            valid_count += usize::from(theirs);
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    suites::say(&format!("libxml2 agrees on {count} invoices of the tables, {valid_count} of them valid"));
}
