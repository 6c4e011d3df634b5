//! The tables as XSD text, judged by libxml2 and by us.

use std::io::Write as _;

use taxdoc::profile::vn::invoice::structure;
use taxdoc::profile::vn::invoice::table::Row;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;

use crate::common::libxml2;
use crate::common::suites;
use crate::common::vn_invoice;
use crate::faults;

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

#[test]
fn libxml2_agrees_on_the_exported_tables() {
    if !libxml2::has_xmllint("tables of invoices against libxml2") {
        return;
    }
    let folder = libxml2::folder("vn-invoice");
    let (mut count, mut valid_count) = (0, 0);
    for table in vn_invoice::all() {
        let schema = structure::compile(table).unwrap();
        let exported = folder.join("table.xsd");
        std::fs::File::create(&exported).unwrap().write_all(schema.to_xsd().as_bytes()).unwrap();
        // The first and the last version have every row between them; a part of the rest shows the rows that changed twice.
        let step = if matches!(table.version(), Version::V200 | Version::V211) { 1 } else { 5 };
        let texts: Vec<String> = variants(table).into_iter().step_by(step).collect();
        let files = libxml2::write(&folder, &texts);
        for (text, theirs) in texts.iter().zip(libxml2::theirs(&exported, &files)) {
            assert_eq!(libxml2::ours(&schema, text), theirs, "{:?} {:?}\n{text}", table.form(), table.version());
            count += 1;
            valid_count += usize::from(theirs);
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    suites::say(&format!("libxml2 agrees on {count} invoices of the tables, {valid_count} of them valid"));
}

/// A near document that the row of a table forbids: with one too many, with a value that is not of its type, with something strange in
/// it. `None` where the row bounds nothing: it may repeat and holds anything.
fn rejected(root: &str, row: &Row, text: &str) -> Option<String> {
    let (whole, content) = vn_invoice::spans(text, root, row.path)?;
    let changed = match row.shape {
        Shape::Text(Some(most)) => faults::put(text, content, &"ế".repeat(most as usize + 1)),
        Shape::Number(..) => faults::put(text, content, "1,5"),
        Shape::Date | Shape::DateTime => faults::put(text, content, "2025-02-29"),
        Shape::Text(None) => faults::put(text, content, "x<b/>"),
        _ if !row.repeats => faults::put(text, whole.end..whole.end, &text[whole.clone()]),
        Shape::Group => faults::put(text, content.start..content.start, "<LaLung/>"),
        _ => return None,
    };
    Some(changed)
}

#[test]
fn each_row_has_an_accepted_and_a_rejected_document() {
    if !libxml2::has_xmllint("rows of tables against libxml2") {
        return;
    }
    let folder = libxml2::folder("vn-rows");
    let (mut rows, mut unbounded) = (0, Vec::new());
    let mut done: Vec<(&str, &str)> = Vec::new();
    // The newest version first: the last one that has a row shows it.
    let mut tables: Vec<&Table> = vn_invoice::all().collect();
    tables.sort_by_key(|table| std::cmp::Reverse(table.version()));
    for table in tables {
        let form = table.form();
        let new: Vec<&Row> = table.rows().iter().filter(|row| !done.contains(&(form.key(), row.path))).collect();
        if new.is_empty() {
            continue;
        }
        done.extend(new.iter().map(|row| (form.key(), row.path)));
        let accepted = vn_invoice::complete(table);
        let (mut texts, mut names) = (vec![accepted.clone()], vec!["the whole"]);
        for row in new {
            match rejected(form.root(), row, &accepted) {
                Some(text) => {
                    texts.push(text);
                    names.push(row.path);
                }
                None => unbounded.push(format!("{} {}", form.key(), row.path)),
            }
            assert!(vn_invoice::spans(&accepted, form.root(), row.path).is_some(), "{form:?} {}", row.path);
            rows += 1;
        }
        let schema = structure::compile(table).unwrap();
        let exported = folder.join("table.xsd");
        std::fs::File::create(&exported).unwrap().write_all(schema.to_xsd().as_bytes()).unwrap();
        let files = libxml2::write(&folder, &texts);
        for (index, (text, theirs)) in texts.iter().zip(libxml2::theirs(&exported, &files)).enumerate() {
            let expected = index == 0;
            assert_eq!(
                (libxml2::ours(&schema, text), theirs),
                (expected, expected),
                "{form:?} {:?} {}\n{text}",
                table.version(),
                names[index]
            );
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    // Signatures of others may stand any number of times, and the signature stage looks into them.
    assert!(unbounded.iter().all(|row| row.ends_with("/CCKSKhac")), "{unbounded:?}");
    suites::say(&format!(
        "{rows} rows of the tables: each in an accepted document, {} in a rejected one",
        rows - unbounded.len()
    ));
    assert!(rows > 2_000, "{rows}");
}
