//! Small schemas and documents made at random: content models beside a plain matcher that expands nothing cleverly, and both beside
//! libxml2.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::Config;
use proptest::test_runner::TestRunner;
use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::NoDocuments;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaDocument;

use crate::common::suites;
use crate::oracle::Oracle;

/// A particle whose leaves are told apart by their number, so that Unique Particle Attribution holds.
#[derive(Clone, Debug)]
struct Particle {
    min: usize,
    /// `None` for unbounded.
    max: Option<usize>,
    term: Term,
}

#[derive(Clone, Debug)]
enum Term {
    Leaf,
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
}

fn particles() -> impl Strategy<Value = Particle> {
    let bounds = prop_oneof![
        4 => Just((1, Some(1))),
        2 => Just((0, Some(1))),
        1 => Just((0, None)),
        1 => Just((1, None)),
        6 => (0_usize..4, 1_usize..4).prop_map(|(min, more)| (min, Some(min + more - usize::from(min > 0)))),
        1 => (2_usize..4).prop_map(|min| (min, None)),
    ];
    let leaf = bounds.clone().prop_map(|(min, max)| Particle { min, max, term: Term::Leaf });
    leaf.prop_recursive(4, 8, 3, move |inner| {
        let children = prop::collection::vec(inner, 1..4);
        (bounds.clone(), children, any::<bool>()).prop_map(|((min, max), children, choice)| {
            let term = if choice { Term::Choice(children) } else { Term::Sequence(children) };
            Particle { min, max, term }
        })
    })
}

/// The schema, and the number of leaves.
fn schema_text(particle: &Particle) -> (String, usize) {
    fn write(particle: &Particle, leaves: &mut usize, text: &mut String) {
        let max = particle.max.map_or("unbounded".to_owned(), |max| max.to_string());
        let occurs = format!("minOccurs='{}' maxOccurs='{max}'", particle.min);
        let (name, children) = match &particle.term {
            Term::Leaf => {
                write!(text, "<xs:element name='e{leaves}' {occurs}/>").unwrap();
                *leaves += 1;
                return;
            }
            Term::Sequence(children) => ("sequence", children),
            Term::Choice(children) => ("choice", children),
        };
        write!(text, "<xs:{name} {occurs}>").unwrap();
        for child in children {
            write(child, leaves, text);
        }
        write!(text, "</xs:{name}>").unwrap();
    }
    let mut text =
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='r'><xs:complexType><xs:sequence>".to_owned();
    let mut leaves = 0;
    write(particle, &mut leaves, &mut text);
    text.push_str("</xs:sequence></xs:complexType></xs:element></xs:schema>");
    (text, leaves)
}

/// Where a particle may end that begins at one of the places.
fn ends(particle: &Particle, first: usize, word: &[usize], begins: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut here = begins.clone();
    let mut found = if particle.min == 0 { here.clone() } else { BTreeSet::new() };
    // More occurrences than places and minimum bring nothing new.
    let most = particle.max.unwrap_or(usize::MAX).min(particle.min + word.len() + 1);
    for count in 1..=most {
        here = once(&particle.term, first, word, &here);
        if count >= particle.min {
            found.extend(&here);
        }
    }
    found
}

fn once(term: &Term, first: usize, word: &[usize], begins: &BTreeSet<usize>) -> BTreeSet<usize> {
    match term {
        Term::Leaf => begins.iter().filter(|&&at| word.get(at) == Some(&first)).map(|at| at + 1).collect(),
        Term::Sequence(children) => {
            let mut first = first;
            let mut here = begins.clone();
            for child in children {
                here = ends(child, first, word, &here);
                first += leaves(child);
            }
            here
        }
        Term::Choice(children) => {
            let mut first = first;
            let mut found = BTreeSet::new();
            for child in children {
                found.extend(ends(child, first, word, begins));
                first += leaves(child);
            }
            found
        }
    }
}

fn leaves(particle: &Particle) -> usize {
    match &particle.term {
        Term::Leaf => 1,
        Term::Sequence(children) | Term::Choice(children) => children.iter().map(leaves).sum(),
    }
}

/// A word of the particle: `choose` gives a number below the one asked for.
fn word(particle: &Particle, first: usize, choose: &mut dyn FnMut(usize) -> usize, out: &mut Vec<usize>) {
    let span = particle.max.map_or(3, |max| max - particle.min) + 1;
    for _ in 0..particle.min + choose(span) {
        match &particle.term {
            Term::Leaf => out.push(first),
            Term::Sequence(children) => {
                let mut first = first;
                for child in children {
                    word(child, first, choose, out);
                    first += leaves(child);
                }
            }
            Term::Choice(children) => {
                let chosen = choose(children.len());
                let skipped: usize = children[..chosen].iter().map(leaves).sum();
                word(&children[chosen], first + skipped, choose, out);
            }
        }
    }
}

fn compile(text: &str) -> Schema {
    taxdoc::xsd::compile(&[SchemaDocument::new("a.xsd", text.as_bytes())], &NoDocuments)
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn is_valid(schema: &Schema, text: &str) -> bool {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| valid = false);
    valid
}

fn document(word: &[usize]) -> String {
    let mut text = "<r>".to_owned();
    for leaf in word {
        write!(text, "<e{leaf}/>").unwrap();
    }
    text.push_str("</r>");
    text
}

/// Words near the language: one of it, and the same with one change.
fn words(particle: &Particle, numbers: &[usize]) -> Vec<Vec<usize>> {
    let mut numbers = numbers.iter().copied().cycle();
    let mut choose = |below: usize| numbers.next().unwrap_or(0) % below.max(1);
    let mut good = Vec::new();
    word(particle, 0, &mut choose, &mut good);
    good.truncate(60);
    let mut found = vec![good.clone()];
    let at = choose(good.len() + 1);
    let mut longer = good.clone();
    longer.insert(at, choose(leaves(particle)));
    found.push(longer);
    if !good.is_empty() {
        let at = choose(good.len());
        let mut shorter = good.clone();
        shorter.remove(at);
        found.push(shorter);
        let mut twice = good.clone();
        twice.insert(at, good[at]);
        found.push(twice);
    }
    found
}

proptest! {
    #![proptest_config(Config { cases: 1_500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn content_models_take_what_a_plain_matcher_takes(particle in particles(), numbers in prop::collection::vec(0_usize..1_000, 40)) {
        let (text, _) = schema_text(&particle);
        let schema = compile(&text);
        for word in words(&particle, &numbers) {
            let expected = ends(&particle, 0, &word, &BTreeSet::from([0])).contains(&word.len());
            prop_assert_eq!(is_valid(&schema, &document(&word)), expected, "{}\n{}", text, document(&word));
        }
    }
}

/// The same beside libxml2, which may differ only where it differs from the plain matcher too.
#[test]
fn content_models_beside_libxml2() {
    let Some(mut oracle) = Oracle::start("random content models beside libxml2") else { return };
    let mut runner = TestRunner::deterministic();
    let strategy = (particles(), prop::collection::vec(0_usize..1_000, 40));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-model.xsd");
    let (mut same, mut theirs, mut refused) = (0, 0, 0);
    for _ in 0..400 {
        let (particle, numbers) = strategy.new_tree(&mut runner).unwrap().current();
        let (text, _) = schema_text(&particle);
        let schema = compile(&text);
        fs::write(&file, &text).unwrap();
        if oracle.schema(&file).is_err() {
            refused += 1;
            continue;
        }
        let words = words(&particle, &numbers);
        let documents: Vec<String> = words.iter().map(|word| document(word)).collect();
        for ((word, text), verdict) in words.iter().zip(&documents).zip(oracle.judge(documents.iter().map(String::as_str))) {
            let ours = is_valid(&schema, text);
            let expected = ends(&particle, 0, word, &BTreeSet::from([0])).contains(&word.len());
            assert_eq!(ours, expected, "{text}");
            if verdict.valid == ours { same += 1 } else { theirs += 1 }
        }
    }
    suites::say(&format!(
        "random content models: {same} verdicts as libxml2's, {theirs} where libxml2 differs from the plain matcher as well, \
         {refused} schemas that libxml2 refuses"
    ));
    assert!(theirs * 20 < same, "libxml2 is seldom wrong");
}

/// Restrictions of built-in types: base, facets, values.
fn simple_types() -> impl Strategy<Value = (&'static str, String, Vec<String>)> {
    let decimal = (
        prop::sample::select(vec!["decimal", "integer", "long", "nonNegativeInteger"]),
        -50_i32..50,
        0_i32..60,
        1_u32..6,
        0_u32..3,
    )
        .prop_map(|(base, low, more, total, fraction)| {
            let low = if base == "nonNegativeInteger" { low.abs() } else { low };
            let fraction =
                if base == "decimal" { format!("<xs:fractionDigits value='{}'/>", fraction.min(total)) } else { String::new() };
            let facets = format!(
                "<xs:minInclusive value='{low}'/><xs:maxExclusive value='{}'/><xs:totalDigits value='{total}'/>{fraction}",
                low + more + 1
            );
            let high = low + more;
            let values = [low - 1, low, high, high + 1, 0].map(|number| number.to_string());
            let forms = [
                format!("{low}.0"),
                format!("+{}", low.abs()),
                format!("{high}.25"),
                format!("{high}.5"),
                format!(" {low} "),
                "-0".to_owned(),
                "1e1".to_owned(),
                "0012".to_owned(),
                ".5".to_owned(),
                String::new(),
            ];
            (base, facets, values.into_iter().chain(forms).collect())
        });
    let string = (prop::sample::select(vec!["string", "token", "normalizedString", "NMTOKEN", "anyURI"]), 0_usize..4, 0_usize..4)
        .prop_map(|(base, low, more)| {
            let facets = format!("<xs:minLength value='{low}'/><xs:maxLength value='{}'/>", low + more);
            let values = ["", "a", "ab", "abc", "a b", "  a  ", "ế", "ếế", "abcdefgh", "a\tb", "𝒳y"].map(str::to_owned);
            (base, facets, values.to_vec())
        });
    let pattern = prop::sample::select(vec![
        ("string", "[0-9]{10}(-[0-9]{3})?", vec!["0100109106", "0100109106-001", "010010910", "0100109106-", ""]),
        ("token", r"\d{2,3}|[A-Z]+", vec!["12", " 123 ", "1234", "AB", "Ab", ""]),
        ("string", r"[a-z-[aeiou]]*", vec!["bcd", "bad", "", "B"]),
        ("string", r"\i\c*", vec!["a1", "1a", "a:b", "đ-1", ""]),
        ("string", r"[^a-c]+|a.c", vec!["xyz", "abc", "a\nc", "aac", "b"]),
        ("decimal", r"[0-9]+(\.[0-9]{2})?", vec!["1", "1.25", "1.2", " 1.25 ", "+1"]),
        ("string", r"\p{Lu}\p{Ll}+\s\S*", vec!["Hà Nội", "hà nội", "Đà ", "ĐÀ x"]),
    ])
    .prop_map(|(base, pattern, values)| {
        (base, format!("<xs:pattern value='{pattern}'/>"), values.into_iter().map(str::to_owned).collect())
    });
    let date = (prop::sample::select(vec!["date", "dateTime", "gYear", "time"]), any::<bool>()).prop_map(|(base, high)| {
        let (low, values) = match base {
            "date" => (
                "2020-02-29",
                vec![
                    "2020-02-28",
                    "2020-02-29",
                    "2020-03-01",
                    "2021-02-29",
                    "2020-02-29Z",
                    "2020-02-30",
                    "20-02-29",
                    "2020-2-29",
                ],
            ),
            "dateTime" => (
                "2020-01-01T00:00:00Z",
                vec![
                    "2020-01-01T00:00:00Z",
                    "2019-12-31T23:59:59Z",
                    "2020-01-01T06:59:59+07:00",
                    "2020-01-01T07:00:00+07:00",
                    "2020-01-01",
                    "2020-01-01T25:00:00Z",
                    "2020-01-01T00:00:00.5Z",
                ],
            ),
            "gYear" => ("2020", vec!["2019", "2020", "2021", "20200", "020", "-0001"]),
            _ => ("12:00:00", vec!["11:59:59", "12:00:00", "12:00:00.1", "24:00:01", "12:00"]),
        };
        let facet = if high { "maxInclusive" } else { "minInclusive" };
        (base, format!("<xs:{facet} value='{low}'/>"), values.into_iter().map(str::to_owned).collect())
    });
    prop_oneof![decimal, string, pattern, date]
}

#[test]
fn simple_types_beside_libxml2() {
    let Some(mut oracle) = Oracle::start("random simple types beside libxml2") else { return };
    let mut runner = TestRunner::deterministic();
    let strategy = simple_types();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-type.xsd");
    let (mut same, mut differing) = (0, BTreeSet::new());
    for _ in 0..300 {
        let (base, facets, values) = strategy.new_tree(&mut runner).unwrap().current();
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='r'><xs:simpleType><xs:restriction base='xs:{base}'>\
             {facets}</xs:restriction></xs:simpleType></xs:element></xs:schema>"
        );
        fs::write(&file, &text).unwrap();
        let Ok(schema) = taxdoc::xsd::compile(&[SchemaDocument::new("a.xsd", text.as_bytes())], &NoDocuments) else {
            // A decimal type whose digits cannot hold its bounds, for example.
            assert!(oracle.schema(&file).is_err(), "libxml2 takes {text}");
            continue;
        };
        if let Err(error) = oracle.schema(&file) {
            differing.insert(format!("{base} {facets}: {error}"));
            continue;
        }
        let documents: Vec<String> = values.iter().map(|value| format!("<r>{}</r>", value.replace('\t', "&#9;"))).collect();
        for (text, verdict) in documents.iter().zip(oracle.judge(documents.iter().map(String::as_str))) {
            // XML 1.0 §2.3 takes characters beyond U+FFFF into names since its fifth edition; libxml2's NMTOKEN keeps to the second.
            let editions = base == "NMTOKEN" && text.chars().any(|char| char > '\u{FFFF}');
            if is_valid(&schema, text) == verdict.valid || editions {
                same += 1;
            } else {
                differing.insert(format!(
                    "{base} {facets} {text}: libxml2 {}",
                    if verdict.valid { "valid" } else { &verdict.message }
                ));
            }
        }
    }
    suites::say(&format!("random simple types: {same} verdicts as libxml2's, {} others", differing.len()));
    assert_eq!(differing, BTreeSet::new());
}
