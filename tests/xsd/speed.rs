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
}

/// The document with its first element of that name repeated until it is so large.
fn repeated(text: &str, name: &str, size: usize) -> String {
    let start = text.find(&format!("<{name}>")).unwrap();
    let close = format!("</{name}>");
    let end = start + text[start..].find(&close).unwrap() + close.len();
    let line = &text[start..end];
    format!("{}{}{}", &text[..end], line.repeat((size - text.len()) / line.len()), &text[end..])
}
