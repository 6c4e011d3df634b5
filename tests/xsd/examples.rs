//! The right and wrong schemas and documents that `validate --explain` shows (examples/validate/examples.tsv).
//!
//! A cell holds the components of a schema, or whole schema documents, and for the rules about documents one of these at the end. The
//! prefixes `xs` and `xsi` stand for their usual namespaces.

use std::fs;

use taxdoc::Validator;
use taxdoc::xsd::Reference;
use taxdoc::xsd::Resolver;
use taxdoc::xsd::SchemaDocument;
use taxdoc::xsd::compile;

use crate::common::examples::examples;
use crate::common::libxml2;

const XS: &str = "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"";
const XSI: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// What an example is made of: the schema, the one that it refers to, the document.
struct Parts {
    schema: String,
    other: Option<String>,
    document: Option<String>,
}

impl Parts {
    fn of(cell: &str) -> Self {
        if cell.contains("<xs:schema") {
            let mut documents = cell.split("<xs:schema").skip(1).map(|rest| format!("<xs:schema {XS}{rest}"));
            return Self { schema: documents.next().expect("a schema"), other: documents.next(), document: None };
        }
        let last = cell.lines().next_back().expect("a line");
        let is_document = !last.trim_start().starts_with("<xs:") && !last.starts_with("</xs:");
        if is_document && last.len() == cell.len() {
            return Self { schema: cell.to_owned(), other: None, document: None };
        }
        let components = if is_document { &cell[..cell.len() - last.len()] } else { cell };
        let name = last.find(['>', '/', ' ']).unwrap_or_default();
        Self {
            schema: format!("<xs:schema {XS}>\n{components}\n</xs:schema>"),
            other: None,
            document: is_document.then(|| format!("{} {XSI}{}", &last[..name], &last[name..])),
        }
    }

    /// The codes that it breaks.
    fn codes(&self) -> Vec<&'static str> {
        if let Err(error) = compile(&[SchemaDocument::new("a.xsd", self.schema.as_bytes())], self) {
            return vec![error.definition().expect("a rule of the catalogue").code];
        }
        let Some(document) = &self.document else { return Vec::new() };
        let builder = Validator::builder().with_schema(&[("a.xsd", self.schema.as_bytes())]).expect("a good schema");
        let report = builder.build().validate(document.as_bytes());
        report.findings().iter().map(|finding| finding.code()).collect()
    }
}

impl Resolver for Parts {
    fn resolve(&self, _reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
        self.other.as_ref().map(|text| SchemaDocument::new("b.xsd", text.as_bytes()))
    }
}

#[test]
fn every_example_is_wrong_and_right() {
    let mut unproved = Vec::new();
    let mut count = 0;
    for (code, wrong, right) in examples("XSD-") {
        let (broken, whole) = (Parts::of(&wrong).codes(), Parts::of(&right).codes());
        if broken != [code] || !whole.is_empty() {
            unproved.push(format!("{code}: {broken:?} {whole:?}"));
        }
        count += 1;
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 130, "{count}");
}

/// What is right and wrong of the documents is libxml2's judgement too; of schemas it knows too few rules. Of identifiers it checks the
/// form only, and an element that may be nil it takes as the field of a key until it is (Part 1 §3.11.4, clause 4.2.3).
#[test]
fn libxml2_judges_the_documents_likewise() {
    const ITS_OWN: [&str; 4] = ["XSD-cvc-complex-type.5", "XSD-cvc-id.1", "XSD-cvc-id.2", "XSD-cvc-identity-constraint.4.2.3"];
    if !libxml2::has_xmllint("examples of XSD against libxml2") {
        return;
    }
    let folder = libxml2::folder("examples");
    let mut count = 0;
    for (code, wrong, right) in examples("XSD-cvc-").filter(|(code, ..)| !ITS_OWN.contains(code)) {
        for (cell, is_valid) in [(wrong, false), (right, true)] {
            let Parts { schema, document: Some(document), .. } = Parts::of(&cell) else { panic!("{code}: no document") };
            let file = folder.join("a.xsd");
            fs::write(&file, schema).unwrap();
            let theirs = libxml2::theirs(&file, &libxml2::write(&folder, &[document]));
            assert_eq!(theirs, [is_valid], "{code}: {cell}");
            count += 1;
        }
    }
    assert!(count >= 70, "{count}");
}
