//! Our verdict beside libxml2's on documents with one fault each.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::NodeKind;
use taxdoc::xml::Source;
use taxdoc::xsd::Builtin;
use taxdoc::xsd::Child;
use taxdoc::xsd::Complex;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Facet;
use taxdoc::xsd::ProcessContents;
use taxdoc::xsd::Schema;

use crate::common::suites;
use crate::files;

/// Every single fault of six kinds at every element: what was done, and the document.
fn mutations(text: &str) -> Vec<(String, String)> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let text = document.text();
    let mut found = vec![("unchanged".to_owned(), text.to_owned())];
    for (index, node) in document.root().descendants().filter(|node| node.is_element()).enumerate() {
        let whole = node.range();
        let name = node.name().qualified();
        let mut add = |what: &str, range: std::ops::Range<usize>, with: &str| {
            let mut changed = text.to_owned();
            changed.replace_range(range, with);
            found.push((format!("{what} {name} ({index})"), changed));
        };
        if index > 0 {
            let element = &text[whole.clone()];
            add("delete", whole.clone(), "");
            add("duplicate", whole.end..whole.end, element);
            let next = node.parent().unwrap().elements().find(|sibling| sibling.id() > node.id());
            if let Some(next) = next {
                let between = &text[whole.end..next.range().start];
                let swapped = format!("{}{between}{element}", &text[next.range()]);
                add("swap", whole.start..next.range().end, &swapped);
            }
            add("empty", whole.clone(), &format!("{}></{name}>", text[node.tag_range()].trim_end_matches(['>', '/'])));
            add("rename", whole.clone(), &rename(element, name));
        }
        if let Some(value) = node.children().find(|child| child.kind() == NodeKind::Text && !child.raw().trim().is_empty()) {
            add("corrupt", value.range(), "\u{1EBF} x");
        } else if node.elements().next().is_some() {
            let tag = node.tag_range();
            add("text", tag.end..tag.end, "x");
        }
        let tag = node.tag_range();
        let at = tag.start + 1 + name.len();
        add("attribute", at..at, " unknown=''");
    }
    found
}

fn rename(element: &str, name: &str) -> String {
    let renamed = format!("{name}X");
    let start = element.replacen(name, &renamed, 1);
    match start.rfind(&format!("</{name}")) {
        Some(end) => format!("{}</{renamed}{}", &start[..end], &start[end + 2 + name.len()..]),
        None => start,
    }
}

/// Number of faults under the standard's policy.
fn faults(schema: &Schema, text: &str) -> usize {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut count = 0;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| count += 1);
    count
}

/// Verdicts of `xmllint` on documents; `None`, said aloud, when it is not installed.
fn xmllint(schema: &Path, folder: &Path, documents: &[(String, String)]) -> Option<Vec<bool>> {
    fs::create_dir_all(folder).unwrap();
    let mut paths: Vec<PathBuf> = Vec::new();
    for (index, (_, text)) in documents.iter().enumerate() {
        let path = folder.join(format!("{index}.xml"));
        fs::write(&path, text).unwrap();
        paths.push(path);
    }
    let Ok(output) = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).args(&paths).output() else {
        suites::skipped("agreement with libxml2", "xmllint is not installed");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let verdicts: Vec<bool> =
        paths.iter().map(|path| said.lines().any(|line| line == format!("{} validates", path.display()))).collect();
    assert!(
        verdicts.first().is_some_and(|first| *first),
        "the unchanged document is valid: {}",
        said.lines().take(5).collect::<Vec<_>>().join("\n")
    );
    Some(verdicts)
}

/// Compares the verdicts and returns how many mutations gave exactly one fault among those that are invalid.
fn compare(name: &str, schema: &Schema, schema_file: &Path, text: &str) {
    let documents = mutations(text);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let Some(theirs) = xmllint(schema_file, &folder, &documents) else { return };
    let mut differences = Vec::new();
    let (mut invalid, mut single) = (0, 0);
    for ((what, text), theirs) in documents.iter().zip(&theirs) {
        let found = faults(schema, text);
        if (found == 0) != *theirs {
            differences.push(format!("{what}: {found} faults, libxml2 says {}", if *theirs { "valid" } else { "invalid" }));
        }
        if found > 0 {
            invalid += 1;
            single += usize::from(found == 1);
        }
    }
    suites::say(&format!("{name}: {} documents, {invalid} invalid, {single} of them with exactly one finding", documents.len()));
    fs::remove_dir_all(folder).unwrap();
    assert_eq!(differences, [] as [String; 0]);
    assert!(single * 100 >= invalid * 97, "one fault, one finding: {single} of {invalid}");
}

#[test]
fn agrees_on_an_exported_table() {
    let mut builder = Schema::builder();
    let name = builder.simple_type(Builtin::String, &[Facet::MinLength(1), Facet::MaxLength(10)]).unwrap();
    let amount = builder.simple_type(Builtin::Decimal, &[Facet::TotalDigits(21), Facet::FractionDigits(6)]).unwrap();
    let rate = builder.simple_type(Builtin::String, &[Facet::Enumeration(vec!["0%", "5%", "8%", "10%", "KCT"])]).unwrap();
    let code = builder.simple_type(Builtin::String, &[Facet::Pattern(vec!["[0-9]{10}", "[0-9]{10}-[0-9]{3}"])]).unwrap();
    let line = builder
        .complex(
            Complex::new()
                .child(Child::new("THHDVu", name))
                .child(Child::new("SLuong", amount).optional())
                .child(Child::new("ThTien", amount))
                .child(Child::new("TSuat", rate).optional()),
        )
        .unwrap();
    let lines = builder.complex(Complex::new().child(Child::new("HHDVu", line).max(3))).unwrap();
    let seller = builder
        .complex(
            Complex::new().child(Child::new("MST", code)).child(Child::new("NLap", Builtin::Date)).any(ProcessContents::Skip),
        )
        .unwrap();
    let root = builder
        .complex(
            Complex::new()
                .child(Child::new("NBan", seller))
                .child(Child::new("DSHHDVu", lines))
                .required_attribute("Id", Builtin::NcName),
        )
        .unwrap();
    builder.root(Child::new("HDon", root));
    let schema = builder.finish().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("exported.xsd");
    fs::write(&file, schema.to_xsd()).unwrap();
    let again = files::compile(&[&file]).unwrap();
    let text = "<HDon Id='a'><NBan><MST>0100109106-001</MST><NLap>2025-06-01</NLap><TTKhac/></NBan><DSHHDVu>\
        <HHDVu><THHDVu>Bàn</THHDVu><SLuong>2</SLuong><ThTien>100000.5</ThTien><TSuat>10%</TSuat></HHDVu>\
        <HHDVu><THHDVu>Ghế</THHDVu><ThTien>-1</ThTien></HHDVu>\
        <HHDVu><THHDVu>Tủ</THHDVu><ThTien>1</ThTien><TSuat>KCT</TSuat></HHDVu></DSHHDVu></HDon>";
    compare("exported", &schema, &file, text);
    compare("read-back", &again, &file, text);
}

#[test]
fn agrees_on_ubl() {
    let Some(folder) = suites::suite("ubl-2.1-invoice") else { return };
    let folder = folder.join("ubl-2.1-invoice");
    let file = folder.join("xsd/maindoc/UBL-Invoice-2.1.xsd");
    let schema = files::compile(&[&file]).unwrap();
    let text = fs::read_to_string(folder.join("invoice-10k.xml")).unwrap();
    compare("ubl", &schema, &file, &text);
}
