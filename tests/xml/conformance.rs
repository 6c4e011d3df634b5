//! The W3C XML Conformance Test Suite: every test of XML 1.0 (fifth edition) with Namespaces 1.0 that needs no external entity.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::NodeKind;
use taxdoc::xml::Source;

use crate::common::suites;

/// The lists that `xmlconf.xml` pulls in by entities, those of XML 1.1 left out. URIs in them are relative to the list.
const LISTS: &[&str] = &[
    "xmltest/xmltest.xml",
    "japanese/japanese.xml",
    "sun/sun-valid.xml",
    "sun/sun-invalid.xml",
    "sun/sun-not-wf.xml",
    "sun/sun-error.xml",
    "oasis/oasis.xml",
    "ibm/ibm_oasis_invalid.xml",
    "ibm/ibm_oasis_not-wf.xml",
    "ibm/ibm_oasis_valid.xml",
    "eduni/errata-2e/errata2e.xml",
    "eduni/namespaces/1.0/rmt-ns10.xml",
    "eduni/errata-3e/errata3e.xml",
    "eduni/errata-4e/errata4e.xml",
    "eduni/namespaces/errata-1e/errata1e.xml",
    "eduni/misc/ht-bh.xml",
];

#[test]
fn not_well_formed_documents_are_rejected() {
    let Some(suite) = suites::suite("xmlconf") else { return };
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut accepted = Vec::new();
    let mut total = 0;
    let mut own = 0;
    for test in tests(&suite.join("xmlconf")).iter().filter(|test| test.kind == "not-wf") {
        total += 1;
        let bytes = fs::read(&test.file).unwrap();
        match verdict(&bytes) {
            Ok(_) => accepted.push(test.id.clone()),
            Err(code) => *reasons.entry(code).or_default() += 1,
        }
        // The DOCTYPE aside: is there a fault that we see?
        own += usize::from(without_doctype(&bytes).is_some_and(|bytes| verdict(&bytes).is_err()));
    }
    suites::say(&format!("xmlconf not-wf: {} of {total} rejected, by reason: {reasons:?}", total - accepted.len()));
    suites::say(&format!("xmlconf not-wf with the DOCTYPE cut out: {own} of {total} still rejected"));
    assert_eq!(accepted, [""; 0]);
    // The 944 that a harness finds by the xml:base of the index, and seven of eduni/misc, whose xml:base there names no folder.
    assert_eq!(total, 951);
    assert!(own >= 576, "{own}");
    assert!(reasons.keys().all(|code| !code.contains("LIMIT")), "a limit is no reason");
}

#[test]
fn well_formed_documents_are_accepted() {
    let Some(suite) = suites::suite("xmlconf") else { return };
    for kind in ["valid", "invalid"] {
        let mut total = 0;
        let mut compared = 0;
        let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rejected = Vec::new();
        let mut different = Vec::new();
        for test in tests(&suite.join("xmlconf")).iter().filter(|test| test.kind == kind) {
            let bytes = fs::read(&test.file).unwrap();
            if !test.namespaces {
                *left_out.entry("not for namespaces").or_default() += 1;
                continue;
            }
            let Some(cut) = without_doctype(&bytes) else {
                *left_out.entry("encoding not read").or_default() += 1;
                continue;
            };
            if references_an_entity(&cut) {
                *left_out.entry("references a declared entity").or_default() += 1;
                continue;
            }
            total += 1;
            let limits = Limits::default();
            let source = match Source::decode(&cut, &limits) {
                Ok(source) => source,
                Err(fault) => {
                    rejected.push(format!("{}: {fault}", test.id));
                    continue;
                }
            };
            match Document::parse(&source, &limits) {
                Ok(document) => {
                    if let Some(expected) = test.canonical.as_deref().filter(|_| !doctype_contributes(&bytes)) {
                        compared += 1;
                        if canonical(&document) != fs::read_to_string(expected).unwrap() {
                            different.push(test.id.clone());
                        }
                    }
                }
                Err(fault) => rejected.push(format!("{}: {fault}", test.id)),
            }
        }
        suites::say(&format!(
            "xmlconf {kind}: {} of {total} accepted, DOCTYPE cut out; left out: {left_out:?}; {} of {compared} canonical forms agree",
            total - rejected.len(),
            compared - different.len()
        ));
        assert_eq!(rejected, [""; 0], "{kind}");
        assert_eq!(different, [""; 0], "{kind}");
        assert_eq!((total, compared), if kind == "valid" { (555, 102) } else { (165, 6) }, "{kind}");
    }
}

/// The code of the fault, when there is one.
fn verdict(bytes: &[u8]) -> Result<(), &'static str> {
    let limits = Limits::default();
    let source = Source::decode(bytes, &limits).map_err(|fault| fault.rule().code)?;
    Document::parse(&source, &limits).map(drop).map_err(|fault| fault.rule().code)
}

pub(crate) struct Test {
    pub(crate) id: String,
    kind: String,
    pub(crate) file: PathBuf,
    pub(crate) namespaces: bool,
    canonical: Option<PathBuf>,
}

/// The tests that apply, read with our own parser.
pub(crate) fn tests(suite: &Path) -> Vec<Test> {
    let limits = Limits::default();
    let mut tests = Vec::new();
    for list in LISTS {
        let path = suite.join(list);
        let folder = path.parent().unwrap().to_owned();
        // An external entity: it may hold several elements side by side.
        let text = fs::read_to_string(&path).unwrap();
        let content =
            text.split_once("?>").map_or(text.as_str(), |(head, rest)| if head.starts_with("<?xml") { rest } else { &text });
        let wrapped = format!("<TESTCASES>{content}</TESTCASES>");
        let source = Source::decode(wrapped.as_bytes(), &limits).unwrap_or_else(|fault| panic!("{list}: {fault}"));
        let document = Document::parse(&source, &limits).unwrap_or_else(|fault| panic!("{list}: {fault}"));
        for test in document.root().descendants().filter(|node| node.is("", "TEST")) {
            let attribute = |name: &str| test.attribute(name).map(|value| value.into_owned());
            let recommendation = attribute("RECOMMENDATION").unwrap_or_default();
            let applies = !matches!(recommendation.as_str(), "XML1.1" | "NS1.1")
                && attribute("VERSION").is_none_or(|versions| versions.split(' ').any(|version| version == "1.0"))
                && attribute("EDITION").is_none_or(|editions| editions.split(' ').any(|edition| edition == "5"))
                && attribute("ENTITIES").is_none_or(|entities| entities == "none");
            if applies {
                tests.push(Test {
                    id: attribute("ID").unwrap(),
                    kind: attribute("TYPE").unwrap(),
                    file: folder.join(attribute("URI").unwrap()),
                    namespaces: attribute("NAMESPACE").is_none_or(|namespace| namespace != "no"),
                    canonical: attribute("OUTPUT").map(|output| folder.join(output)),
                });
            }
        }
    }
    let ids: BTreeSet<&str> = tests.iter().map(|test| test.id.as_str()).collect();
    assert_eq!(ids.len(), tests.len(), "ids are distinct");
    tests
}

/// Brings UTF-16 to UTF-8 bytes for cutting, and back.
pub(crate) fn without_doctype(bytes: &[u8]) -> Option<Vec<u8>> {
    let big = bytes.starts_with(&[0xFE, 0xFF]);
    if !big && !bytes.starts_with(&[0xFF, 0xFE]) {
        return cut_doctype(bytes);
    }
    let read = |pair: &[u8]| if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) };
    let units: Vec<u16> = bytes.chunks_exact(2).map(read).collect();
    let cut = String::from_utf8(cut_doctype(String::from_utf16(&units).ok()?.as_bytes())?).ok()?;
    Some(cut.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect())
}

/// The document without its document type declaration; `None` where that has no end. Independent of the parser under test.
fn cut_doctype(bytes: &[u8]) -> Option<Vec<u8>> {
    let Some((start, stop)) = doctype(bytes)? else { return Some(bytes.to_vec()) };
    Some([&bytes[..start], &bytes[stop..]].concat())
}

/// Where the document type declaration stands; the outer `None` when it never ends.
#[expect(clippy::option_option, reason = "no end and no DOCTYPE are two things")]
fn doctype(bytes: &[u8]) -> Option<Option<(usize, usize)>> {
    let skip = |at: usize, end: &[u8]| {
        bytes[at..].windows(end.len()).position(|window| window == end).map(|found| at + found + end.len())
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"<!DOCTYPE") {
            break;
        } else if rest.starts_with(b"<!--") {
            at = skip(at + 4, b"-->")?;
        } else if rest.starts_with(b"<?") {
            at = skip(at, b"?>")?;
        } else if rest.starts_with(b"<") {
            return Some(None);
        } else {
            at += 1;
        }
    }
    if at >= bytes.len() {
        return Some(None);
    }
    let start = at;
    let mut subset = false;
    at += 9;
    loop {
        let rest = bytes.get(at..)?;
        match *rest.first()? {
            quote @ (b'"' | b'\'') => at = skip(at + 1, &[quote])?,
            b'<' if rest.starts_with(b"<!--") => at = skip(at + 4, b"-->")?,
            b'<' if rest.starts_with(b"<?") => at = skip(at, b"?>")?,
            b'[' => {
                subset = true;
                at += 1;
            }
            b']' => {
                subset = false;
                at += 1;
            }
            b'>' if !subset => return Some(Some((start, at + 1))),
            _ => at += 1,
        }
    }
}

/// Whether content or an attribute value names an entity other than the five. A word in a comment or CDATA section may too: then the
/// test is left out needlessly, which errs on the safe side.
fn references_an_entity(bytes: &[u8]) -> bool {
    let text: String = bytes.iter().filter(|byte| **byte != 0).map(|byte| *byte as char).collect();
    text.split('&').skip(1).any(|after| {
        let name = after.split(';').next().unwrap_or_default();
        !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") && !name.starts_with('#')
    })
}

/// Whether the DOCTYPE changes what the canonical form shows: attribute lists (defaults, white space of tokens), notations (which the
/// second canonical form of the suite lists), element declarations with white space that the suite's form does not drop.
fn doctype_contributes(bytes: &[u8]) -> bool {
    let text: String = bytes.iter().filter(|byte| **byte != 0).map(|byte| *byte as char).collect();
    text.contains("<!ATTLIST") || text.contains("<!NOTATION") || text.contains("SYSTEM") || text.contains("PUBLIC")
}

/// The canonical form of the suite (James Clark's, `xmltest/canonxml.html`): no declaration, no comments, attributes sorted by name,
/// every special character as a reference.
fn canonical(document: &Document<'_>) -> String {
    let mut text = String::new();
    for node in document.document_node().children() {
        write_canonical(node, &mut text);
    }
    text
}

fn write_canonical(node: Node<'_>, out: &mut String) {
    match node.kind() {
        NodeKind::Element => {
            let mut attributes: Vec<(String, String)> = node
                .attributes()
                .map(|attribute| (attribute.name().qualified().to_owned(), attribute.value().into_owned()))
                .collect();
            attributes.extend(node.declarations().map(|(prefix, uri)| {
                let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
                (name, uri.to_owned())
            }));
            attributes.sort();
            out.push_str(&format!("<{}", node.name().qualified()));
            for (name, value) in attributes {
                out.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
            }
            out.push('>');
            for child in node.children() {
                write_canonical(child, out);
            }
            out.push_str(&format!("</{}>", node.name().qualified()));
        }
        NodeKind::Instruction => out.push_str(&format!("<?{} {}?>", node.target(), node.text())),
        NodeKind::Text | NodeKind::CData | NodeKind::Reference => out.push_str(&escaped(&node.text())),
        NodeKind::Comment | NodeKind::Document => {}
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            '\t' => "&#9;".to_owned(),
            '\n' => "&#10;".to_owned(),
            '\r' => "&#13;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}
