//! Any bytes are a schema or a fault with its place, the same each time; a schema judges any document.
//!
//! The input is the schema document, then, behind a NUL, an instance.

#![no_main]

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Locator;
use taxdoc::xml::Source;
use taxdoc::xml::Spot;
use taxdoc::xsd::At;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::NoDocuments;
use taxdoc::xsd::SchemaDocument;
use taxdoc::xsd::compile;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (schema, instance) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let documents = [SchemaDocument::new("a.xsd", schema)];
    let compiled = match (compile(&documents, &NoDocuments), compile(&documents, &NoDocuments)) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.size(), other.size());
            one
        }
        (Err(one), Err(other)) => {
            assert_eq!((one.rule(), one.place()), (other.rule(), other.place()));
            assert!(!one.to_string().is_empty());
            if let Some((_, line, column)) = one.place() {
                assert!(line >= 1 && column >= 1);
            }
            return;
        }
        _ => panic!("two verdicts about one schema"),
    };
    let limits = Limits::default();
    let Ok(source) = Source::decode(instance, &limits) else { return };
    let Ok(document) = Document::parse(&source, &limits) else { return };
    let mut locator = Locator::new(&document);
    compiled.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        let _ = (fault.kind(), fault.expected_names());
        if let At::Element(id) = fault.at() {
            let place = locator.place(Spot::Node(id));
            assert!(place.offset + place.length <= instance.len());
        }
    });
});
