//! What holds for every input.

use proptest::collection;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Fault;
use taxdoc::xml::Locator;
use taxdoc::xml::Node;
use taxdoc::xml::NodeKind;
use taxdoc::xml::Source;
use taxdoc::xml::Spot;
use taxdoc::xml::is_char;

use crate::mutation;

/// Everything that must hold of the answer to any bytes.
fn check(bytes: &[u8]) {
    let limits = Limits::default();
    let result = Source::decode(bytes, &limits).map(|source| {
        let found = Document::parse(&source, &limits);
        match found {
            Ok(document) => {
                check_tree(&document, bytes);
                None
            }
            Err(fault) => Some(fault),
        }
    });
    match result {
        Ok(None) => {}
        Ok(Some(fault)) | Err(fault) => check_fault(&fault, bytes),
    }
}

fn check_fault(fault: &Fault, bytes: &[u8]) {
    assert!(!fault.to_string().is_empty());
    if let Some(place) = fault.place() {
        assert!(place.line >= 1 && place.column >= 1, "{place:?}");
        assert!(place.offset + place.length <= bytes.len(), "{fault}: {place:?} of {}", bytes.len());
    }
}

/// Ranges lie on character boundaries, nest and follow one another; places lie in the input; paths select their element.
fn check_tree(document: &Document<'_>, bytes: &[u8]) {
    let text = document.text();
    let mut locator = Locator::new(document);
    for node in document.document_node().descendants() {
        let range = node.range();
        assert!(text.get(range.clone()).is_some(), "{node:?}");
        assert!(text.get(node.tag_range()).is_some(), "{node:?}");
        if let Some(parent) = node.parent() {
            let around = parent.range();
            assert!(around.start <= range.start && range.end <= around.end, "{node:?} in {parent:?}");
            assert!(parent.contains(node.id()));
        }
        let mut last = 0;
        for child in node.children() {
            assert!(last <= child.range().start, "{child:?}");
            assert_eq!(child.parent(), Some(node));
            last = child.range().end;
        }
        for attribute in node.attributes() {
            let written = text.get(node.tag_range()).unwrap();
            assert!(written.contains(attribute.name().qualified()) && written.contains(attribute.raw()));
            assert!(attribute.value().chars().all(is_char));
        }
        assert!(node.text().chars().all(is_char));
        let place = locator.place(Spot::Node(node.id()));
        assert!(place.offset + place.length <= bytes.len(), "{place:?}");
        if node.is_element() {
            assert_eq!(select(document, &place.path), [node], "{}", place.path);
        }
    }
}

/// The elements that a path of steps `name` or `name[position]` selects, names compared as written.
fn select<'d>(document: &'d Document<'d>, path: &str) -> Vec<Node<'d>> {
    let mut nodes = vec![document.document_node()];
    for step in path.split('/').skip(1) {
        let (name, position) = match step.split_once('[') {
            Some((name, position)) => (name, Some(position.trim_end_matches(']').parse::<usize>().unwrap())),
            None => (step, None),
        };
        let children = |node: Node<'d>| {
            let named = node.elements().filter(|element| element.name().qualified() == name).collect::<Vec<_>>();
            match position {
                Some(position) => named.get(position - 1).copied().into_iter().collect(),
                None => named,
            }
        };
        nodes = nodes.into_iter().flat_map(children).collect();
    }
    nodes
}

#[test]
fn damaged_documents() {
    for seed in 0..6_000 {
        check(&mutation::damaged(seed));
    }
}

/// Characters of XML, the awkward ones often.
fn character() -> impl Strategy<Value = char> {
    prop::sample::select("<>&'\"\r\n\t ]-?!ếĐ😀\u{301}\u{85}\u{2028}\u{FFFD}a1".chars().collect::<Vec<_>>())
}

/// A text written as characters, references and CDATA sections by turns.
fn written(text: &str, choices: &[u8]) -> String {
    let mut xml = String::new();
    for (index, character) in text.chars().enumerate() {
        let choice = choices.get(index % choices.len().max(1)).copied().unwrap_or_default();
        match (character, choice % 4) {
            ('&', 0) => xml.push_str("&amp;"),
            ('<', 0) => xml.push_str("&lt;"),
            (_, 1) => xml.push_str(&format!("&#{};", u32::from(character))),
            (_, 2) if character != '\r' => xml.push_str(&format!("<![CDATA[{character}]]><!-- {index} -->")),
            ('&' | '<' | '>' | '\r', _) => xml.push_str(&format!("&#x{:X};", u32::from(character))),
            _ => xml.push(character),
        }
    }
    xml
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn any_characters(text in collection::vec(character(), 0..60)) {
        check(text.iter().collect::<String>().as_bytes());
    }

    #[test]
    fn utf16_reads_as_utf8(seed in 0_u64..1_000_000) {
        let bytes = mutation::damaged(seed);
        let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(()) };
        let text = text.trim_start_matches('\u{FEFF}').replace("UTF-8", "UTF-16");
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        check(&utf16);
        let limits = Limits::default();
        let wide = Source::decode(&utf16, &limits).and_then(|source| Document::parse(&source, &limits).map(|it| it.node_count()));
        let plain = text.replace("UTF-16", "UTF-8");
        let narrow = Source::decode(plain.as_bytes(), &limits).and_then(|source| Document::parse(&source, &limits).map(|it| it.node_count()));
        match (wide, narrow) {
            (Ok(wide), Ok(narrow)) => prop_assert_eq!(wide, narrow),
            // A damaged declaration may contradict one encoding and not the other.
            (Err(fault), _) | (_, Err(fault)) if fault.rule().code.starts_with("XML-ENCODING") => {}
            (Err(wide), Err(narrow)) => prop_assert_eq!(wide.rule().code, narrow.rule().code),
            (wide, narrow) => prop_assert!(false, "{:?} {:?}: {}", wide, narrow, text),
        }
    }

    #[test]
    fn text_comes_back(text in collection::vec(character(), 0..60), choices in collection::vec(any::<u8>(), 1..20)) {
        let text: String = text.into_iter().collect();
        let xml = format!("<a b='{}'>{}</a>", text.chars().map(|c| format!("&#{};", u32::from(c))).collect::<String>(), written(&text, &choices));
        let limits = Limits::default();
        let source = Source::decode(xml.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        prop_assert_eq!(document.root().text(), text.as_str(), "{}", xml);
        prop_assert_eq!(document.root().attribute("b").unwrap(), text.as_str());
        // Ask each piece: together they give the same.
        let pieces: String = document.root().children().filter(|node| node.kind() != NodeKind::Comment).map(|node| node.text().into_owned()).collect();
        prop_assert_eq!(pieces, text);
    }
}
