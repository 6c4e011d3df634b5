//! Times, asked for with `cargo test --release --test xsd -- --ignored speed`, beside libxml2 (lxml) in one run. Each result
//! is asserted before it is timed.

use std::time::Duration;
use std::time::Instant;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::NameTable;
use taxdoc::xsd::Run;

use crate::common::suites;
use crate::families::FAMILIES;
use crate::files;
use crate::oracle::Oracle;

/// The least time of `rounds` rounds of `times` calls, for one call.
fn least(rounds: usize, times: u32, mut work: impl FnMut()) -> Duration {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..times {
                work();
            }
            start.elapsed() / times
        })
        .min()
        .unwrap()
}

#[test]
#[ignore = "measures; see the head of the file"]
fn speed() {
    let Some(folder) = suites::suite("ubl-2.1-invoice") else { return };
    let folder = folder.join("ubl-2.1-invoice");
    let root = folder.join("xsd/maindoc/UBL-Invoice-2.1.xsd");
    let schema = files::compile(&[&root]).unwrap();
    let compile = least(5, 1, || {
        files::compile(&[&root]).unwrap();
    });
    let bytes = std::fs::read(folder.join("invoice-10k.xml")).unwrap();
    let limits = Limits::default();
    let count = |schema: &taxdoc::xsd::Schema, bytes: &[u8]| {
        let source = Source::decode(bytes, &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let mut faults = 0;
        schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| faults += 1);
        faults
    };
    assert_eq!(count(&schema, &bytes), 0);
    let both = least(10, 500, || {
        std::hint::black_box(count(&schema, &bytes));
    });
    let source = Source::decode(&bytes, &limits).unwrap();
    let parse = least(10, 500, || {
        let source = Source::decode(&bytes, &limits).unwrap();
        std::hint::black_box(Document::parse(&source, &limits).unwrap().node_count());
    });
    let document = Document::parse(&source, &limits).unwrap();
    let names = least(10, 500, || {
        std::hint::black_box(NameTable::new(&schema, &document));
    });
    let table = NameTable::new(&schema, &document);
    let walk = least(10, 500, || {
        let mut faults = 0;
        Run::new(&schema, ContentPolicy::xsd()).tree(document.root(), &table, &mut |_| faults += 1);
        assert_eq!(faults, 0);
    });
    suites::say(&format!(
        "UBL 2.1: compile {compile:?}; 10 KB invoice: parse {parse:?}, names {names:?}, validate {walk:?}, all {both:?}"
    ));
    let text = String::from_utf8(bytes).unwrap();
    let large = repeated(&text, "cac:InvoiceLine", 10_000_000);
    assert_eq!(count(&schema, large.as_bytes()), 0);
    let long = least(5, 1, || {
        std::hint::black_box(count(&schema, large.as_bytes()));
    });
    let Some(mut oracle) = Oracle::start("times beside libxml2") else { return };
    oracle.schema(&root).unwrap();
    let compare = |what: &str, ours: Duration, theirs: Duration, most: f64| {
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        suites::say(&format!("{what}: {ours:?}, libxml2 {theirs:?}, ratio {ratio:.2} (at most {most})"));
        ratio <= most
    };
    let holds = [
        compare("10 KB UBL invoice", both, oracle.time(10, 500, &text), 0.5),
        compare("10 MB UBL invoice", long, oracle.time(5, 1, &large), 0.5),
        compare("compile UBL 2.1", compile, oracle.time_schema(5), 1.0),
    ];
    assert_eq!(holds, [true; 3]);
    // A counter in a counter: 2 to 5,000 groups of b and up to 990 c, behind up to 50,000 a.
    let counted = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='r'><xs:complexType><xs:sequence>\
        <xs:element name='a' minOccurs='0' maxOccurs='50000'/><xs:sequence minOccurs='2' maxOccurs='5000'><xs:element name='b'/>\
        <xs:element name='c' minOccurs='0' maxOccurs='990'/></xs:sequence></xs:sequence></xs:complexType></xs:element></xs:schema>";
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("counted.xsd");
    std::fs::write(&file, counted).unwrap();
    let text = format!("<r>{}{}</r>", "<a/>".repeat(50_000), format!("<b/>{}", "<c/>".repeat(60)).repeat(1_000));
    let schema = files::compile(&[&file]).unwrap();
    assert_eq!(count(&schema, text.as_bytes()), 0);
    let ours = least(5, 1, || {
        std::hint::black_box(count(&schema, text.as_bytes()));
    });
    oracle.schema(&file).unwrap();
    assert!(compare("counters of 50,000 and of 990 in 5,000", ours, oracle.time(5, 1, &text), 1.0));
}

/// Every family beside libxml2: its schema compiled, a drawn document parsed and validated.
#[test]
#[ignore = "measures; see the head of the file"]
fn speed_of_families() {
    let Some(mut oracle) = Oracle::start("times beside libxml2") else { return };
    let limits = Limits::default();
    for (name, suite, roots, _) in FAMILIES {
        let Some(folder) = suites::suite(suite) else { return };
        let path = folder.join(roots[0]);
        oracle.schema(&path).unwrap();
        let schema = files::compile(&[&path]).unwrap();
        let compile = least(5, 1, || {
            files::compile(&[&path]).unwrap();
        });
        let text =
            (0..20).filter_map(|seed| oracle.draw(seed, 300).ok()).map(|drawn| drawn.text).max_by_key(String::len).unwrap();
        let validate = || {
            let source = Source::decode(text.as_bytes(), &limits).unwrap();
            let document = Document::parse(&source, &limits).unwrap();
            schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| panic!("{:?}", fault.kind()));
        };
        let ours = least(10, 100, validate);
        let (theirs, their_compile) = (oracle.time(10, 100, &text), oracle.time_schema(5));
        suites::say(&format!(
            "{name}: {} bytes: {ours:?}, libxml2 {theirs:?}, ratio {:.2}; compile {compile:?}, libxml2 {their_compile:?}, ratio {:.2}",
            text.len(),
            ours.as_secs_f64() / theirs.as_secs_f64(),
            compile.as_secs_f64() / their_compile.as_secs_f64()
        ));
        assert!(ours < theirs, "{name}");
    }
}

/// The document with its first element of that name repeated until it is so large.
fn repeated(text: &str, name: &str, size: usize) -> String {
    let start = text.find(&format!("<{name}>")).unwrap();
    let close = format!("</{name}>");
    let end = start + text[start..].find(&close).unwrap() + close.len();
    let line = &text[start..end];
    format!("{}{}{}", &text[..end], line.repeat((size - text.len()) / line.len()), &text[end..])
}
