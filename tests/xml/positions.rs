//! Lines, columns and offsets of faults and of nodes, in every way of writing a file. The figures are counted by hand.

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Fault;
use taxdoc::xml::Locator;
use taxdoc::xml::Place;
use taxdoc::xml::Source;
use taxdoc::xml::Spot;

/// Line, column, offset, length.
type Figures = (usize, usize, usize, usize);

fn figures(place: &Place) -> Figures {
    (place.line, place.column, place.offset, place.length)
}

fn fault(bytes: &[u8]) -> Fault {
    let limits = Limits::default();
    match Source::decode(bytes, &limits) {
        Ok(source) => Document::parse(&source, &limits).expect_err("a fault"),
        Err(fault) => fault,
    }
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|character| if character == '€' { 0x80 } else { u8::try_from(u32::from(character)).unwrap() }).collect()
}

#[test]
fn nodes() {
    // The same tree four lines long: the place of the text of <b>, its last line being `\t😀<b> ế </b>`.
    let text = "<a>\n<!-- é -->\n\n\t😀<b> ế </b></a>";
    let marked = format!("\u{FEFF}{text}");
    let crlf = text.replace('\n', "\r\n");
    let declared = "<?xml version='1.0' encoding='UTF-16'?>";
    // Offset of ế: 3+1 <a>\n, 11+1 comment (é has two bytes), 1 empty line, 1 tab, 4 emoji, 3 <b>, 1 space; it has three bytes.
    let cases: [(&str, Vec<u8>, Figures); 6] = [
        ("UTF-8", text.into(), (4, 7, 26, 3)),
        ("UTF-8 with mark", marked.into(), (4, 7, 29, 3)),
        ("UTF-8 with CRLF", crlf.into(), (4, 7, 29, 3)),
        ("UTF-16LE", utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes), (4, 7, 48, 2)),
        ("UTF-16BE", utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes), (4, 7, 48, 2)),
        ("UTF-16LE without mark", utf16(&format!("{declared}{text}"), u16::to_le_bytes), (4, 7, 46 + 2 * 39, 2)),
    ];
    for (name, bytes, expected) in cases {
        let limits = Limits::default();
        let source = Source::decode(&bytes, &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let node = document.root().child("b").unwrap();
        let mut locator = Locator::new(&document);
        let place = locator.place(Spot::Content(node.id()));
        assert_eq!((figures(&place), place.path.as_str()), (expected, "/a/b"), "{name}");
        // Asking backwards gives the same.
        assert_eq!(locator.place(Spot::Node(document.root().id())).line, 1, "{name}");
        assert_eq!(figures(&locator.place(Spot::Content(node.id()))), expected, "{name}");
    }
}

#[test]
fn nodes_of_single_byte_files() {
    for encoding in ["windows-1252", "ISO-8859-1"] {
        let text = format!("<?xml version='1.0' encoding='{encoding}'?>\r\n<a>é<b>ûß</b></a>");
        let bytes = windows_1252(&text);
        let limits = Limits::default();
        let source = Source::decode(&bytes, &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let place = Locator::new(&document).place(Spot::Content(document.root().child("b").unwrap().id()));
        let head = 33 + encoding.len() + 2;
        assert_eq!(figures(&place), (2, 8, head + 7, 2), "{encoding}");
        assert_eq!(&bytes[place.offset..place.offset + place.length], [0xFB, 0xDF]);
    }
    let bytes = windows_1252("<?xml version='1.0' encoding='windows-1252'?><a>€</a>");
    let limits = Limits::default();
    let source = Source::decode(&bytes, &limits).unwrap();
    assert_eq!(Document::parse(&source, &limits).unwrap().root().text(), "€");
}

#[test]
fn faults() {
    let declaration = "<?xml version='1.0' encoding='windows-1252'?>";
    let cases: [(&str, Vec<u8>, &str, Figures); 22] = [
        ("reference", "<a>\n\tế &x; </a>".into(), "XML-REFERENCE", (2, 4, 9, 3)),
        ("with mark", "\u{FEFF}<a>\n\tế &x; </a>".into(), "XML-REFERENCE", (2, 4, 12, 3)),
        ("with CRLF", "<a>\r\n\tế &x; </a>".into(), "XML-REFERENCE", (2, 4, 10, 3)),
        ("after an astral character", "<a>😀&x;</a>".into(), "XML-REFERENCE", (1, 5, 7, 3)),
        ("UTF-16", utf16("\u{FEFF}<a>\n😀&x;</a>", u16::to_be_bytes), "XML-REFERENCE", (2, 2, 14, 6)),
        ("single byte", windows_1252(&format!("{declaration}<a>é\né&x;</a>")), "XML-REFERENCE", (2, 2, 51, 3)),
        ("in an attribute", "<a b='1'\n c='ế&nbsp;'/>".into(), "XML-REFERENCE", (2, 6, 16, 6)),
        ("less-than", "<a b='ế<'/>".into(), "XML-LESS-THAN", (1, 8, 9, 1)),
        ("duplicate attribute", "<a b='ế' b=''/>".into(), "XML-ATTRIBUTE-DUPLICATE", (1, 10, 11, 1)),
        (
            "duplicate by namespace",
            "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>".into(),
            "XML-ATTRIBUTE-DUPLICATE",
            (1, 35, 34, 3),
        ),
        ("duplicate declaration", "<a xmlns:p='u' xmlns:p='v'/>".into(), "XML-ATTRIBUTE-DUPLICATE", (1, 16, 15, 11)),
        ("prefix", "<a>\n<p:b/></a>".into(), "XML-PREFIX", (2, 2, 5, 3)),
        ("prefix of an attribute", "<a>\n<b p:c=''/></a>".into(), "XML-PREFIX", (2, 4, 7, 3)),
        ("name", "<a>\n<1/></a>".into(), "XML-NAME", (2, 2, 5, 1)),
        ("end tag", "<a>\n ế</b></a>".into(), "XML-END-TAG", (2, 3, 8, 4)),
        ("]]>", "<a>ế]]></a>".into(), "XML-CDATA-END", (1, 5, 6, 3)),
        ("outside", "<a/>\n\nế".into(), "XML-OUTSIDE", (3, 1, 6, 3)),
        ("second root", "<a/>\n<b/>".into(), "XML-ROOTS", (2, 1, 5, 4)),
        ("cut off", "<a>\nế".into(), "XML-UNCLOSED", (2, 2, 7, 0)),
        ("control character", "<a>\nế\u{7}</a>".into(), "XML-CHARACTER", (2, 2, 7, 1)),
        ("broken UTF-8", b"\xEF\xBB\xBF<a>\n\xE1\xBA\xBF\xE1\xBA</a>".to_vec(), "XML-ENCODING-MALFORMED", (2, 2, 10, 1)),
        ("DOCTYPE", "<!-- ế -->\n<!DOCTYPE a><a/>".into(), "XML-DOCTYPE", (2, 1, 13, 12)),
    ];
    for (name, bytes, code, expected) in cases {
        let fault = fault(&bytes);
        assert_eq!((fault.rule().code, figures(fault.place().unwrap())), (code, expected), "{name}");
    }
}

#[test]
fn broken_utf16_has_its_place() {
    let mut bytes = utf16("\u{FEFF}<a>\nế", u16::to_le_bytes);
    bytes.extend([0x00, 0xD8]);
    bytes.extend(utf16("</a>", u16::to_le_bytes));
    let broken = fault(&bytes);
    assert_eq!((broken.rule().code, figures(broken.place().unwrap())), ("XML-ENCODING-MALFORMED", (2, 2, 12, 1)));
    let mut odd = utf16("\u{FEFF}<a/>\n", u16::to_le_bytes);
    odd.push(b'x');
    assert_eq!(figures(fault(&odd).place().unwrap()), (2, 1, 12, 1));
}

#[test]
fn faults_have_the_path_of_the_element_they_stand_in() {
    for (text, path) in [
        ("<a><b/><b>&x;</b></a>", "/a/b[2]"),
        ("<a><c/><b>&x;</b></a>", "/a/b"),
        ("<a><b><c/><c/><c><d>", "/a/b/c[3]/d"),
        ("<a><b/><b/><b p:x=''/></a>", "/a"),
        ("&x;<a/>", ""),
    ] {
        assert_eq!(fault(text.as_bytes()).place().unwrap().path, path, "{text}");
    }
}
