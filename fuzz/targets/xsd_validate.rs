//! Any document, against one schema with something of everything: the same faults each time, each with its place in the input.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Locator;
use taxdoc::xml::Source;
use taxdoc::xml::Spot;
use taxdoc::xsd::At;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::FaultKind;
use taxdoc::xsd::NoDocuments;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaDocument;
use taxdoc::xsd::compile;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let documents = [SchemaDocument::new("everything.xsd", include_bytes!("../seeds/everything.xsd").as_slice())];
    compile(&documents, &NoDocuments).expect("the schema is good")
});

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(source) = Source::decode(bytes, &limits) else { return };
    let Ok(document) = Document::parse(&source, &limits) else { return };
    let mut locator = Locator::new(&document);
    let mut faults = |policy: ContentPolicy| {
        let mut found: Vec<(FaultKind, String, String)> = Vec::new();
        SCHEMA.validate(document.root(), policy, &mut |fault| {
            let (At::Element(id) | At::Content(id) | At::Attribute(id, _)) = fault.at();
            let place = locator.place(Spot::Node(id));
            assert!(place.line >= 1 && place.column >= 1);
            assert!(place.offset + place.length <= bytes.len());
            found.push((fault.kind(), fault.name().to_owned(), fault.expected_names()));
        });
        found
    };
    assert_eq!(faults(ContentPolicy::xsd()), faults(ContentPolicy::xsd()));
});
