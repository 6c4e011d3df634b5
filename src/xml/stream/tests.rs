use std::io::BufReader;

use super::*;
use crate::xml::Document;
use crate::xml::NodeKind;
use crate::xml::Source;

/// What a stream tells, joined: tags with attributes, and text.
fn told(bytes: &[u8], chunk: usize) -> Result<String, String> {
    let describe = |error: StreamError| match error {
        StreamError::Xml(fault) => describe(&fault),
        StreamError::Io(error) => format!("io {error}"),
    };
    let limits = Limits::default();
    let mut reader = Reader::new(BufReader::with_capacity(chunk, bytes), &limits).map_err(describe)?;
    let mut told = String::new();
    while let Some(event) = reader.next().map_err(describe)? {
        match event {
            Event::Start => {
                let (namespace, local) = reader.name();
                let _ = write!(told, "<{{{namespace}}}{local}");
                for attribute in reader.attributes() {
                    let _ = write!(told, " {{{}}}{}={:?}", attribute.namespace(), attribute.local(), attribute.value());
                }
                told.push('>');
            }
            Event::Text => told.push_str(&reader.text()),
            Event::End => told.push_str("</>"),
        }
    }
    Ok(told)
}

fn describe(fault: &Fault) -> String {
    let place = fault.place().map(|place| (place.line, place.column));
    format!("{} {place:?}", fault.rule().code)
}

/// The same of the tree.
fn told_by_tree(bytes: &[u8]) -> Result<String, String> {
    let limits = Limits::default();
    let source = Source::decode(bytes, &limits).map_err(|fault| describe(&fault))?;
    let document = Document::parse(&source, &limits).map_err(|fault| describe(&fault))?;
    let mut told = String::new();
    let mut open: Vec<NodeRange> = Vec::new();
    for node in document.root().descendants() {
        while open.last().is_some_and(|end| node.id().0 >= end.0) {
            open.pop();
            told.push_str("</>");
        }
        match node.kind() {
            NodeKind::Element => {
                let _ = write!(told, "<{{{}}}{}", node.name().namespace(), node.name().local());
                for attribute in node.attributes() {
                    let name = attribute.name();
                    let _ = write!(told, " {{{}}}{}={:?}", name.namespace(), name.local(), attribute.value());
                }
                told.push('>');
                open.push(NodeRange(node.end()));
            }
            NodeKind::Text | NodeKind::CData | NodeKind::Reference => told.push_str(&node.text()),
            _ => {}
        }
    }
    for _ in open {
        told.push_str("</>");
    }
    Ok(told)
}

struct NodeRange(u32);

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn tells_the_same_as_the_tree() {
    let good = [
        "<a/>",
        "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n<!-- c --><a x='1' y=\"&lt;&#10;\n\t\">t&amp;<![CDATA[<x>]]>\r\nế<b/><?p i?></a>\n",
        "<a xmlns='u' xmlns:p='v'><p:b p:x='1' x='1'><c xmlns=''/></p:b><d xml:lang='vi'/></a>",
    ];
    let bad = [
        "",
        " ",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "x<a/>",
        "<a/>x",
        "<a/>&amp;",
        "<a>]]></a>",
        "<a>&x;</a>",
        "<a>&</a>",
        "<a>&amp</a>",
        "<a x='1' x='2'/>",
        "<a xmlns:p='u' xmlns:q='u' p:x='' q:x=''/>",
        "<a x=1/>",
        "<a x='<'/>",
        "<a x='&y;'/>",
        "<p:a/>",
        "<a p:x=''/>",
        "<a xmlns:p=''/>",
        "<a xmlns:xml='u'/>",
        "<1/>",
        "<a b:c:d=''/>",
        "<!-- -- --><a/>",
        "<!---><a/>",
        "<a><!-- --->\n</a>",
        "<?xml version='2.0'?><a/>",
        " <?xml version='1.0'?><a/>",
        "<?XML?><a/>",
        "<?a:b?><a/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!doctype a><a/>",
        "<a>\n\u{1}</a>",
        "<a\u{FFFE}/>",
        "<a b='\u{FFFF}'/>",
        "<a",
        "<a ",
        "<a><![CDATA[x]]</a>",
        "<a><!x></a>",
        "<a><?x</a>",
        "<a>\n <b>\n</a>",
        "\u{FEFF}\u{FEFF}<a/>",
        "<a/ >",
        "<a></a b='c'>",
        "<a></ a>",
        "< a/>",
        "<>",
        "</>",
        "<![CDATA[x]]><a/>",
    ];
    for text in good.iter().chain(&bad) {
        let expected = told_by_tree(text.as_bytes());
        assert_eq!(expected.is_ok(), good.contains(text), "{text}");
        for chunk in [1, 7, 4_096] {
            assert_eq!(told(text.as_bytes(), chunk), expected, "{text:?} by {chunk}");
        }
    }
}

#[test]
fn other_encodings_are_decoded_on_the_way() {
    let text = "<?xml version='1.0' encoding='UTF-16'?><a>Hóa đơn 𝄞</a>";
    for chunk in [1, 3, 4_096] {
        assert_eq!(told(&utf16(text), chunk).as_deref(), Ok("<{}a>Hóa đơn 𝄞</>"));
        assert_eq!(told(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9\x80</a>", chunk).as_deref(), Ok("<{}a>é\u{80}</>"));
        assert_eq!(told(b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", chunk).as_deref(), Ok("<{}a>€</>"));
        assert_eq!(told(b"<?xml version='1.0' encoding='us-ascii'?><a>x</a>", chunk).as_deref(), Ok("<{}a>x</>"));
    }
    for (bytes, code) in [
        (&b"<a>\n\xC3</a>"[..], "XML-ENCODING-MALFORMED Some((2, 1))"),
        (b"<?xml version='1.0' encoding='us-ascii'?><a>\xE9</a>", "XML-ENCODING-MALFORMED Some((1, 45))"),
        (b"<?xml version='1.0' encoding='big5'?><a/>", "XML-ENCODING-UNKNOWN Some((1, 1))"),
        (b"\xEF\xBB\xBF<?xml version='1.0' encoding='windows-1252'?><a/>", "XML-ENCODING-MISMATCH Some((1, 1))"),
        (b"\xFF\xFE<\0a\0/\0>\0\0\xD8", "XML-ENCODING-MALFORMED Some((1, 5))"),
    ] {
        assert_eq!(told(bytes, 4_096), Err(code.to_owned()));
        assert_eq!(told(bytes, 4_096), told_by_tree(bytes));
    }
}

/// A document that never ends.
struct Endless(u8);

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(self.0);
        Ok(buffer.len())
    }
}

#[test]
fn no_piece_of_markup_may_grow_without_bound() {
    let limits = Limits { text: 10_000, ..Limits::default() };
    for start in ["<a>x", "<a b='", "<a ", "<a", "<!--", "<?p ", "<a><![CDATA[", "<!DOCTYPE ", "<a>&", "</"] {
        let input = BufReader::new(start.as_bytes().chain(Endless(b'x')));
        let mut reader = Reader::new(input, &limits).unwrap();
        let fault = loop {
            match reader.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("it does not end"),
                Err(error) => break error,
            }
        };
        let StreamError::Xml(fault) = fault else { panic!("{fault}") };
        assert_eq!(fault.rule().code, "XML-LIMIT-TEXT", "{start}");
    }
}

#[test]
fn no_run_of_text_may_grow_in_pieces() {
    let limits = Limits { text: 100, ..Limits::default() };
    let read = |count: usize| {
        let text = format!("<a>{}<b/>{0}</a>", "&amp;<!--x-->".repeat(count));
        let mut reader = Reader::new(text.as_bytes(), &limits)?;
        while reader.next()?.is_some() {}
        Ok::<(), StreamError>(())
    };
    read(20).unwrap();
    assert!(matches!(read(21), Err(StreamError::Xml(fault)) if fault.rule().code == "XML-LIMIT-TEXT"));
}

#[test]
fn a_failing_input_is_no_fault_of_the_document() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }
    let text = format!("<a>{}", " ".repeat(600));
    let mut reader = Reader::new(BufReader::new(text.as_bytes().chain(Failing)), &Limits::default()).unwrap();
    assert_eq!(reader.next().unwrap(), Some(Event::Start));
    let Err(StreamError::Io(error)) = reader.next() else { panic!("no error") };
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}
