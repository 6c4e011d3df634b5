//! Our verdict beside libxml2's on documents with one fault each.

use std::fs;
use std::path::Path;

use taxdoc::Limits;
use taxdoc::xml::Document;
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
use crate::mutate::mutations;
use crate::oracle::Oracle;

/// Number of faults under the standard's policy.
fn faults(schema: &Schema, text: &str) -> usize {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut count = 0;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| count += 1);
    count
}

/// Compares the verdicts on every single fault; at least 97 of 100 give exactly one finding.
fn compare(name: &str, schema: &Schema, schema_file: &Path, text: &str) {
    let Some(mut oracle) = Oracle::start("agreement with libxml2") else { return };
    oracle.schema(schema_file).unwrap();
    assert_eq!(faults(schema, text), 0);
    let mutations = mutations(text, &[]);
    let mut differences = Vec::new();
    let (mut invalid, mut single) = (0, 0);
    for (mutation, theirs) in mutations.iter().zip(oracle.judge(mutations.iter().map(|mutation| mutation.text.as_str()))) {
        let found = faults(schema, &mutation.text);
        if (found == 0) != theirs.valid {
            differences.push(format!("{}: {found} faults, libxml2: {}", mutation.describe(), theirs.message));
        }
        if found > 0 {
            invalid += 1;
            single += usize::from(found == 1);
        }
    }
    suites::say(&format!("{name}: {} mutations, {invalid} invalid, {single} of them with exactly one finding", mutations.len()));
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
