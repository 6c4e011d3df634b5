//! Documents made to hurt: each gets its answer, a finding or a tree, in bounded time and memory, and never a panic.
//!
//! Nothing is committed: the documents are made here. Time is that of the thread on the processor, where Linux tells it, so that a
//! busy machine does not fail the test. In release a document that breaks a rule or a limit early is answered within [`BOUND`] for
//! each 16 MB begun (its bytes are still decoded); one that must be read to its end within [`BOUND`] for each MB begun, so the worst
//! tree costs a fixed price a byte. Without optimisation both are looser by [`SLACK`] and the counts a fiftieth:
//! `cargo test --release --test xml hostile` is the real run.

use std::time::Duration;
use std::time::Instant;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::common::suites;

const BOUND: Duration = Duration::from_millis(100);
const SLACK: u32 = if cfg!(debug_assertions) { 40 } else { 1 };
const MEGABYTE: usize = 1 << 20;
/// A million in release.
const MILLION: usize = 1_000_000 / SCALE;
const SCALE: usize = if cfg!(debug_assertions) { 50 } else { 1 };

/// The verdict and what it cost.
fn answer(bytes: &[u8]) -> (Result<usize, &'static str>, Duration) {
    let mut limits = Limits::default();
    limits.nodes /= SCALE;
    let start = processor_time();
    let result = (|| {
        let source = Source::decode(bytes, &limits)?;
        let document = Document::parse(&source, &limits)?;
        Ok(document.node_count())
    })();
    let result = result.map_err(|fault: taxdoc::xml::Fault| {
        // Making the text of a fault belongs to the answer.
        assert!(fault.to_string().len() < 2_000, "{}", fault.rule().code);
        if let Some(place) = fault.place() {
            assert!(place.offset + place.length <= bytes.len(), "{}: {place:?}", fault.rule().code);
            assert!(place.path.len() < 2 * MEGABYTE);
        }
        fault.rule().code
    });
    (result, processor_time() - start)
}

/// What this thread has spent on the processor; the wall clock where the system does not tell.
fn processor_time() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = spent.as_deref().and_then(|line| line.split(' ').next()).and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Asserts the verdict, and that it came at once.
fn at_once(name: &str, bytes: &[u8], code: &str) {
    expect(name, bytes, code, bytes.len().div_ceil(16 * MEGABYTE));
}

/// Asserts the verdict about a document that must be read to its end.
fn whole(name: &str, bytes: &[u8], code: &str) {
    expect(name, bytes, code, bytes.len().div_ceil(MEGABYTE));
}

fn expect(name: &str, bytes: &[u8], code: &str, bounds: usize) {
    let (result, time) = answer(bytes);
    let found = match result {
        Ok(_) => "accepted",
        Err(code) => code,
    };
    let bound = BOUND * SLACK * u32::try_from(bounds.max(1)).unwrap();
    suites::say(&format!("hostile: {name}: {} bytes, {found}, {:.1} ms", bytes.len(), time.as_secs_f64() * 1e3));
    assert_eq!(found, code, "{name}");
    assert!(time <= bound, "{name}: {time:?} is more than {bound:?}");
}

fn inside(content: impl AsRef<[u8]>) -> Vec<u8> {
    [b"<r>", content.as_ref(), b"</r>"].concat()
}

fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn entity_attacks_end_at_the_doctype() {
    let mut laughs = String::from("<!DOCTYPE l [<!ENTITY a0 'lol'>");
    for level in 1..=10 {
        laughs += &format!("<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(10));
    }
    laughs += "]><l>&a10;</l>";
    at_once("billion laughs", laughs.as_bytes(), "XML-DOCTYPE");
    let quadratic = format!("<!DOCTYPE l [<!ENTITY a '{}'>]><l>{}</l>", "x".repeat(100_000), "&a;".repeat(20_000));
    at_once("quadratic entity", quadratic.as_bytes(), "XML-DOCTYPE");
    at_once("external entity", b"<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l>&x;</l>", "XML-DOCTYPE");
    at_once("parameter entity", b"<!DOCTYPE l [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><l/>", "XML-DOCTYPE");
    at_once("DOCTYPE without end", &[b"<!DOCTYPE l [".to_vec(), b"<!ENTITY a ''>".repeat(MEGABYTE)].concat(), "XML-DOCTYPE");
    at_once("undeclared entity", b"<l>&x;</l>", "XML-REFERENCE");
}

#[test]
fn depth_and_width() {
    at_once("depth 500,000", "<a>".repeat(500_000).as_bytes(), "XML-LIMIT-DEPTH");
    let closed = format!("{}{}", "<a>".repeat(500_000), "</a>".repeat(500_000));
    at_once("depth 500,000, closed", closed.as_bytes(), "XML-LIMIT-DEPTH");
    at_once("deep and unclosed", "<a>".repeat(256).as_bytes(), "XML-UNCLOSED");
    whole("a million siblings", &inside("<a/>".repeat(MILLION)), "accepted");
    whole("a million siblings, then a fault", &inside("<a/>".repeat(MILLION) + "<b>"), "XML-END-TAG");
    whole("more nodes than the limit", &inside("<a/>".repeat(6 * MILLION)), "XML-LIMIT-NODES");
    whole("a million comments", &inside("<!---->".repeat(MILLION)), "accepted");
    whole("a million instructions", &inside("<?a?>".repeat(MILLION)), "accepted");
    whole("a million comments outside", &[b"<r/>".to_vec(), b"<!---->".repeat(MILLION)].concat(), "accepted");
    whole("a million CDATA sections", &inside("<![CDATA[]]>".repeat(MILLION)), "accepted");
    whole("a million references", &inside("&lt;".repeat(MILLION)), "accepted");
    at_once("a million end tags", &inside("</r>".repeat(MILLION)), "XML-END-TAG");
}

#[test]
fn attributes() {
    let long = format!("<r a='{}'/>", "x".repeat(20 << 20));
    at_once("20 MB attribute value", long.as_bytes(), "XML-LIMIT-TEXT");
    let many = format!("<r {}/>", numbered(200_000, |index| format!("a{index}='' ")));
    at_once("200,000 attributes", many.as_bytes(), "XML-LIMIT-ATTRIBUTES");
    let same = format!("<r {}/>", "a='' ".repeat(1_000));
    at_once("1,000 times one attribute", same.as_bytes(), "XML-ATTRIBUTE-DUPLICATE");
    let wide = format!("<e {}/>", numbered(1_000, |index| format!("a{index}='' ")));
    whole("1,000 attributes on each of 1,000 elements", &inside(wide.repeat(1_000 / SCALE)), "accepted");
    let like = numbered(1_000, |index| format!(" {}{index}=''", "n".repeat(4_000)));
    whole("1,000 attributes of one long prefix", format!("<e{like}/>").repeat(1).as_bytes(), "accepted");
    whole("a million references in a value", format!("<r a='{}'/>", "&#10;".repeat(MILLION)).as_bytes(), "accepted");
    at_once("a value full of ampersands", format!("<r a='{}'/>", "&".repeat(10 << 20)).as_bytes(), "XML-REFERENCE");
    whole("a million zeros in a reference", format!("<r a='&#{}10;'/>", "0".repeat(1_000_000)).as_bytes(), "accepted");
    whole("a long tag of white space", format!("<r{}/>", " \n\t\r".repeat(MEGABYTE)).as_bytes(), "accepted");
}

#[test]
fn namespaces() {
    let declared = numbered(20_000, |index| format!(" xmlns:p{index}='u{index}'"));
    let children = numbered(1_000, |index| format!("<p{index}:c/>"));
    at_once("20,000 xmlns × 1,000 children", format!("<r{declared}>{children}</r>").as_bytes(), "XML-LIMIT-NAMESPACES");
    let hundred = numbered(128, |index| format!(" xmlns:p{index:03}='u{index}'"));
    let outermost = format!("<r{hundred}>{}</r>", "<p000:c/>".repeat(MILLION));
    whole("the first of 128 prefixes, a million times", outermost.as_bytes(), "accepted");
    let all = numbered(128, |index| format!(" p{index:03}:a=''"));
    let each = format!("<r{hundred}>{}</r>", format!("<c{all}/>").repeat(5_000 / SCALE));
    whole("128 prefixed attributes, 5,000 times", each.as_bytes(), "accepted");
    let one = "<c xmlns='u' xmlns:q='v'/>".repeat(400_000 / SCALE);
    whole("declared again and again", &inside(one), "accepted");
    let names = numbered(500_000 / SCALE, |index| format!("<c xmlns='{index}'/>"));
    whole("one name in 500,000 namespaces", &inside(names), "accepted");
    let names = numbered(500_000 / SCALE, |index| format!("<p:c xmlns:p='{index}'/>"));
    whole("one prefix bound to 500,000 namespaces", &inside(names), "accepted");
    let prefixes = numbered(300_000 / SCALE, |index| format!("<p{index}:c xmlns:p{index}='u'/>"));
    whole("300,000 prefixes of one namespace", &inside(prefixes), "accepted");
}

#[test]
fn names() {
    whole("a million names", &inside(numbered(MILLION, |index| format!("<n{index}/>"))), "accepted");
    let long = "n".repeat(MEGABYTE);
    at_once("element name of 1 MB", format!("<{long}/>").as_bytes(), "XML-LIMIT-NAME");
    at_once("attribute name of 1 MB", format!("<r {long}=''/>").as_bytes(), "XML-LIMIT-NAME");
    at_once("prefix of 1 MB", format!("<r xmlns:{long}='u'/>").as_bytes(), "XML-LIMIT-NAME");
    at_once("undeclared prefix of 1 MB", format!("<{long}:r/>").as_bytes(), "XML-LIMIT-NAME");
    at_once("target of 1 MB", format!("<?{long}?><r/>").as_bytes(), "XML-LIMIT-NAME");
    at_once("end tag of 1 MB", format!("<r></{long}>").as_bytes(), "XML-END-TAG");
    at_once("entity name of 1 MB", format!("<r>&{long};</r>").as_bytes(), "XML-REFERENCE");
    // Names that differ only where a weak hash does not look.
    let similar = numbered(200_000 / SCALE, |index| format!("<{}{index:06}{}/>", "a".repeat(20), "z".repeat(20)));
    whole("names alike at both ends", &inside(similar), "accepted");
}

#[test]
fn unclosed_constructs() {
    let filling = "x".repeat((16 << 20) / SCALE);
    for (start, code) in [
        ("<", "XML-MARKUP"),
        ("<a", "XML-MARKUP"),
        ("<a ", "XML-MARKUP"),
        ("<a b=", "XML-MARKUP"),
        ("<a b='", "XML-MARKUP"),
        ("<a b=\"' ", "XML-MARKUP"),
        ("<r></r", "XML-MARKUP"),
        ("<r></r ", "XML-MARKUP"),
        ("<!", "XML-MARKUP"),
        ("<!-", "XML-MARKUP"),
        ("<!--", "XML-MARKUP"),
        ("<!-- -- ", "XML-MARKUP"),
        ("<r><![", "XML-MARKUP"),
        ("<r><![CDATA[", "XML-MARKUP"),
        ("<r><![CDATA[]]", "XML-MARKUP"),
        ("<?", "XML-MARKUP"),
        ("<?a ", "XML-MARKUP"),
        ("<?xml ", "XML-MARKUP"),
        ("<!DOCTYPE", "XML-DOCTYPE"),
        ("<r>&", "XML-REFERENCE"),
        ("<r>&#x", "XML-REFERENCE"),
        ("<r>", "XML-UNCLOSED"),
    ] {
        at_once(&format!("unclosed {start}…"), format!("{start}{filling}").as_bytes(), code);
        let (result, _) = answer(start.as_bytes());
        assert!(result.is_err(), "{start}");
    }
}

#[test]
fn floods_of_one_character() {
    let size = Limits::default().document / SCALE;
    for (piece, code) in [
        ("<", "XML-MARKUP"),
        ("&", "XML-REFERENCE"),
        (">", "XML-OUTSIDE"),
        ("]]>", "XML-OUTSIDE"),
        ("-", "XML-OUTSIDE"),
        (" ", "XML-EMPTY"),
        ("\r", "XML-EMPTY"),
        ("\0", "XML-CHARACTER"),
        ("<>", "XML-NAME"),
        ("</>", "XML-END-TAG"),
        ("<?", "XML-MARKUP"),
        ("<!", "XML-MARKUP"),
        ("<!--", "XML-MARKUP"),
        ("'", "XML-OUTSIDE"),
        ("<a b='", "XML-MARKUP"),
        ("\u{FFFE}", "XML-CHARACTER"),
        ("\u{FFFD}", "XML-OUTSIDE"),
    ] {
        let flood = piece.repeat(size / piece.len());
        at_once(&format!("flood of {piece:?}"), flood.as_bytes(), code);
    }
    for (piece, code) in [
        ("]]>", "XML-CDATA-END"),
        ("]", "accepted"),
        ("&", "XML-REFERENCE"),
        ("<a ", "XML-TAG"),
        ("\r", "accepted"),
        ("\r\n", "accepted"),
        ("\u{FFFD}", "accepted"),
    ] {
        let flood = piece.repeat((15 << 20) / SCALE / piece.len());
        at_once(&format!("flood of {piece:?} inside"), &inside(flood), code);
    }
    let beyond = " ".repeat(Limits::default().document + 1);
    at_once("one byte over the limit", beyond.as_bytes(), "XML-LIMIT-DOCUMENT");
}

#[test]
fn broken_encodings() {
    let utf16 = |text: &str| -> Vec<u8> { [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect() };
    let surrogate = |unit: u16| -> Vec<u8> {
        let mut bytes = utf16("<r>");
        bytes.extend(unit.to_le_bytes());
        bytes.extend(utf16("</r>").into_iter().skip(2));
        bytes
    };
    let mut odd = utf16("<r/>");
    odd.push(b'<');
    for (name, bytes, code) in [
        ("empty", Vec::new(), "XML-EMPTY"),
        ("byte order mark alone", vec![0xEF, 0xBB, 0xBF], "XML-EMPTY"),
        ("two byte order marks", "\u{FEFF}\u{FEFF}<r/>".into(), "XML-OUTSIDE"),
        ("byte order mark inside", "<r>\u{FEFF}</r>".into(), "accepted"),
        ("NUL", b"<r>\0</r>".to_vec(), "XML-CHARACTER"),
        ("overlong solidus", b"<r>\xC0\xAF</r>".to_vec(), "XML-ENCODING-MALFORMED"),
        ("overlong less-than of three bytes", b"<r>\xE0\x80\xBC</r>".to_vec(), "XML-ENCODING-MALFORMED"),
        ("overlong of four bytes", b"<r>\xF0\x80\x80\xBC</r>".to_vec(), "XML-ENCODING-MALFORMED"),
        ("surrogate in UTF-8", b"<r>\xED\xA0\x80</r>".to_vec(), "XML-ENCODING-MALFORMED"),
        ("beyond Unicode", b"<r>\xF4\x90\x80\x80</r>".to_vec(), "XML-ENCODING-MALFORMED"),
        ("cut in a character", b"<r>\xE1\xBA".to_vec(), "XML-ENCODING-MALFORMED"),
        ("lone high surrogate", surrogate(0xD800), "XML-ENCODING-MALFORMED"),
        ("lone low surrogate", surrogate(0xDC00), "XML-ENCODING-MALFORMED"),
        ("UTF-16 noncharacter", surrogate(0xFFFF), "XML-CHARACTER"),
        ("UTF-16 of odd length", odd, "XML-ENCODING-MALFORMED"),
        ("UTF-16 mark alone", vec![0xFF, 0xFE], "XML-EMPTY"),
        ("UTF-32 mark", vec![0xFF, 0xFE, 0, 0, b'<', 0, 0, 0], "XML-CHARACTER"),
        ("UTF-7 declared", b"<?xml version='1.0' encoding='utf-7'?><r/>".to_vec(), "XML-ENCODING-UNKNOWN"),
        ("replacement encoding declared", b"<?xml version='1.0' encoding='hz-gb-2312'?><r/>".to_vec(), "XML-ENCODING-UNKNOWN"),
        ("stateful encoding declared", b"<?xml version='1.0' encoding='iso-2022-jp'?><r/>".to_vec(), "XML-ENCODING-UNKNOWN"),
        (
            "x-user-defined declared",
            b"<?xml version='1.0' encoding='x-user-defined'?><r>\x80</r>".to_vec(),
            "XML-ENCODING-UNKNOWN",
        ),
        ("random bytes", (0..=255).cycle().take(MEGABYTE).collect(), "XML-ENCODING-MALFORMED"),
    ] {
        whole(name, &bytes, code);
    }
    let mut long = b"<?xml version='1.0' encoding='windows-1258'?><r>".to_vec();
    long.extend([0xD0].repeat(15 << 20));
    whole("15 MB of a legacy letter", &long, "XML-LIMIT-TEXT");
    let wide = utf16(&format!("<r>{}", "ế".repeat(5 << 20)));
    whole("UTF-16 cut off after 10 MB", &wide, "XML-UNCLOSED");
}
