//! Schemas that authorities publish.

use std::path::PathBuf;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;

use crate::common::suites;
use crate::files;

#[test]
fn ubl_compiles_and_its_invoice_is_valid() {
    let Some(folder) = suites::suite("ubl-2.1-invoice") else { return };
    let folder = folder.join("ubl-2.1-invoice");
    let schema = files::compile(&[&folder.join("xsd/maindoc/UBL-Invoice-2.1.xsd")]).unwrap();
    let bytes = std::fs::read(folder.join("invoice-10k.xml")).unwrap();
    let limits = Limits::default();
    let source = Source::decode(&bytes, &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut faults = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        faults.push(format!("{:?} {}", fault.kind(), fault.name()))
    });
    assert_eq!(faults, [] as [String; 0]);
    // The nearest invalid sibling: one amount is no number any more.
    let text =
        String::from_utf8(bytes).unwrap().replacen("<cbc:TaxAmount currencyID=\"", "<cbc:TaxAmount currencyID=\"\" x=\"", 1);
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        faults.push(format!("{:?} {}", fault.kind(), fault.name()))
    });
    assert_eq!(faults, ["UnknownAttribute x"]);
}

#[test]
fn schemas_of_the_field_compile() {
    let Some(folder) = suites::suite("real-schemas") else { return };
    let folder = folder.join("real-schemas");
    let roots = [
        "cii-d16b/data/standard/CrossIndustryInvoice_100pD16B.xsd",
        "facturae/Facturaev3_2_2.xsd",
        "fatturapa/Schema_del_file_xml_FatturaPA_v1.2.2.xsd",
        "ksef/FA/schemat_FA(2)_v1-0E.xsd",
        "ksef/FA/schemat_FA(3)_v1-0E.xsd",
        "nfe-4.00/nfe_v4.00.xsd",
        "nfe-4.00/enviNFe_v4.00.xsd",
    ];
    let mut failed = Vec::new();
    for root in roots {
        if let Err(error) = files::compile(&[&folder.join(root)]) {
            failed.push(error.to_string());
        }
    }
    assert_eq!(failed, [] as [String; 0]);
}

#[test]
fn documents_of_the_field_compile_alone_or_are_broken() {
    let Some(folder) = suites::suite("real-schemas") else { return };
    let (compiled, failed) = compile_all(folder);
    suites::say(&format!("schema documents of the field: {compiled} compile whole, {} do not", failed.len()));
    let count = |rule: &str| failed.iter().filter(|error| error.starts_with(rule)).count();
    // libxml2 2.9.14 refuses the same, all of NF-e: 14 take in a type twice, two lack a document, one is not UTF-8.
    assert_eq!((count("sch-props-correct"), count("src-resolve"), count("XML-ENCODING")), (14, 2, 1), "{failed:#?}");
    assert_eq!(failed.len(), 17, "{failed:#?}");
}

#[test]
fn every_vietnamese_schema_of_2015_compiles() {
    let Some(folder) = suites::suite("vn-htkk-2015-xsd") else { return };
    let (compiled, failed) = compile_all(folder);
    suites::say(&format!("Vietnamese schemas of 2015: {compiled} compile whole, {} do not", failed.len()));
    assert_eq!(failed, [] as [String; 0]);
}

/// How many schema documents below a folder compile whole, and why the others do not: the first fault, or the first name that is missing.
fn compile_all(folder: PathBuf) -> (usize, Vec<String>) {
    let mut folders = vec![folder];
    let (mut compiled, mut failed) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xsd") {
                match files::compile(&[&path]) {
                    Ok(schema) => match schema.unresolved().first() {
                        None => compiled += 1,
                        Some(missing) => failed.push(missing.to_string()),
                    },
                    Err(error) => failed.push(error.to_string()),
                }
            }
        }
    }
    (compiled, failed)
}
