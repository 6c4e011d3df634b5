//! Any bytes are a tree or a fault: ranges lie on character boundaries and nest, places lie in the input, and UTF-16 reads as UTF-8 does.

#![no_main]

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Fault;
use taxdoc::xml::Locator;
use taxdoc::xml::Node;
use taxdoc::xml::Source;
use taxdoc::xml::Spot;

fuzz_target!(|bytes: &[u8]| {
    let first = read(bytes, |document| describe(document, bytes));
    if let Err(fault) = &first {
        assert!(!fault.to_string().is_empty());
        if let Some(place) = fault.place() {
            assert!(place.line >= 1 && place.column >= 1 && place.offset + place.length <= bytes.len());
        }
    }
    // A declaration may contradict one encoding and not the other, so only documents without one are compared.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // Nor one with a NUL, which may be UTF-16 as it stands.
    if text.starts_with('\u{FEFF}') || text.contains("<?xml") || text.contains('\0') || text.is_empty() {
        return;
    }
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    match (first, read(&wide, |document| describe(document, &wide))) {
        (Ok(narrow), Ok(wide)) => assert_eq!(narrow, wide),
        (Err(narrow), Err(wide)) => {
            assert_eq!(narrow.rule().code, wide.rule().code);
            let line = |fault: &Fault| fault.place().map(|place| (place.line, place.column, place.path.clone()));
            assert_eq!(line(&narrow), line(&wide));
        }
        _ => panic!("UTF-8 and UTF-16 differ"),
    }
});

fn read<T>(bytes: &[u8], with: impl FnOnce(&Document<'_>) -> T) -> Result<T, Fault> {
    let limits = Limits::default();
    let source = Source::decode(bytes, &limits)?;
    Ok(with(&Document::parse(&source, &limits)?))
}

/// All that can be asked of a tree, as text; checks ranges and places on the way.
fn describe(document: &Document<'_>, bytes: &[u8]) -> String {
    let text = document.text();
    let mut said = String::new();
    let mut locator = Locator::new(document);
    for node in document.document_node().descendants() {
        let range = node.range();
        assert!(text.get(range.clone()).is_some() && text.get(node.tag_range()).is_some());
        let around = node.parent().map_or(0..text.len(), |parent| parent.range());
        assert!(around.start <= range.start && range.end <= around.end);
        assert!(node.children().map(|child| child.range()).is_sorted_by(|one, other| one.end <= other.start));
        let place = locator.place(Spot::Node(node.id()));
        assert!(place.offset + place.length <= bytes.len());
        if node.is_element() {
            assert!(text[range].starts_with(&format!("<{}", node.name().qualified())));
        }
        said += &line(&node, place.line, place.column);
    }
    said
}

fn line(node: &Node<'_>, line: usize, column: usize) -> String {
    let attributes: Vec<_> = node.attributes().map(|attribute| (attribute.name(), attribute.value().into_owned())).collect();
    let declarations: Vec<_> = node.declarations().collect();
    format!(
        "{line}:{column} {:?} {:?} {:?} {:?} {attributes:?} {declarations:?}\n",
        node.kind(),
        node.name(),
        node.text(),
        node.target()
    )
}
