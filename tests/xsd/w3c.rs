//! The W3C XML Schema test suite, XSD 1.0, as a whole.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Reader;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaError;

use crate::common::suites;
use crate::files;

/// Every test on which this engine and the suite disagree: kind (schema or instance), name, what the suite expects, and why.
const DISAGREEMENTS: &str = include_str!("disagreements.tsv");

/// No test may take longer, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Score {
    agree: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, agrees: bool) {
        self.all += 1;
        self.agree += usize::from(agrees);
    }

    fn join(&mut self, other: &Self) {
        self.all += other.all;
        self.agree += other.agree;
    }

    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    fn percent(&self) -> f64 {
        self.agree as f64 * 100.0 / self.all.max(1) as f64
    }
}

#[derive(Default)]
struct Outcome {
    instances: Score,
    nist: Score,
    schemas: Score,
    invalid_schemas: Score,
    disagreements: Vec<String>,
    faults: Vec<String>,
}

#[test]
fn agrees_with_the_w3c_suite() {
    let Some(folder) = suites::suite("xsdtests") else { return };
    let table = std::fs::read_to_string(folder.join("xsd10-tests.tsv")).unwrap();
    let root = folder.join("xsdtests");
    // Tests that share schema documents follow each other, so each part compiles a schema once.
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let half = rows.len() / 2;
    let mut outcome = std::thread::scope(|scope| {
        let second = scope.spawn(|| run(&root, &rows[half..]));
        let mut outcome = run(&root, &rows[..half]);
        let second = second.join().unwrap();
        outcome.instances.join(&second.instances);
        outcome.nist.join(&second.nist);
        outcome.schemas.join(&second.schemas);
        outcome.invalid_schemas.join(&second.invalid_schemas);
        outcome.disagreements.extend(second.disagreements);
        outcome.faults.extend(second.faults);
        outcome
    });
    let line = |name, score: &Score| {
        suites::say(&format!("W3C XSD 1.0 {name}: {} of {} ({:.2} %)", score.agree, score.all, score.percent()))
    };
    line("instances without NIST", &outcome.instances);
    line("instances of NIST", &outcome.nist);
    line("schema tests", &outcome.schemas);
    line("invalid schemas refused", &outcome.invalid_schemas);
    assert_eq!(outcome.faults, [] as [String; 0], "no crash and no test beyond {LONGEST:?}");
    outcome.disagreements.sort();
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("xsd-disagreements.tsv");
    std::fs::write(&list, outcome.disagreements.join("\n")).unwrap();
    let known: BTreeSet<String> = DISAGREEMENTS.lines().map(key).collect();
    let found: BTreeSet<String> = outcome.disagreements.iter().map(|row| key(row)).collect();
    let reasons = DISAGREEMENTS.lines().all(|row| row.split('\t').nth(3).is_some_and(|reason| !reason.is_empty()));
    assert!(reasons, "a disagreement without a reason in disagreements.tsv");
    let new: Vec<&String> = found.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(new.is_empty(), "disagreements that are not listed (all of them: {}):\n{new:#?}", list.display());
    assert!(gone.is_empty(), "these agree now and must leave disagreements.tsv:\n{gone:#?}");
}

/// Kind, name and expectation of a row.
fn key(row: &str) -> String {
    row.split('\t').take(3).collect::<Vec<&str>>().join("\t")
}

fn run(root: &Path, rows: &[Vec<&str>]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut compiled: Option<(String, Vec<PathBuf>, Result<Schema, SchemaError>)> = None;
    for row in rows {
        let [kind, contributor, name, documents, instance, expected, status] = row[..] else { panic!("a row of seven") };
        if !matches!(status, "accepted" | "stable") || expected == "indeterminate" || documents == "-" || documents.is_empty() {
            continue;
        }
        let start = Instant::now();
        if compiled.as_ref().is_none_or(|(key, ..)| key != documents) {
            let paths: Vec<PathBuf> = documents.split('|').map(|path| root.join(path)).collect();
            let borrowed: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
            match catch_unwind(AssertUnwindSafe(|| files::compile(&borrowed))) {
                Ok(result) => compiled = Some((documents.to_owned(), paths, result)),
                Err(_) => {
                    outcome.faults.push(format!("crash: {name}"));
                    continue;
                }
            }
        }
        let Some((_, paths, schema)) = &compiled else { continue };
        let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
        let mut why = String::new();
        let valid = match (kind, schema) {
            ("S", Ok(_)) => true,
            (_, Err(error)) => {
                let code = error.definition().map_or("", |rule| rule.code);
                assert!(code != "XSD-taxdoc-not-xml" || error.rule().starts_with("XML"), "no texts for {}", error.rule());
                let _ = write!(why, "{} {}", error.rule(), error.subject());
                false
            }
            (_, Ok(schema)) => {
                match catch_unwind(AssertUnwindSafe(|| validate(schema, &paths, &root.join(instance), &mut why))) {
                    Ok(valid) => valid,
                    Err(_) => {
                        outcome.faults.push(format!("crash: {name}"));
                        continue;
                    }
                }
            }
        };
        if start.elapsed() > LONGEST / 8 {
            suites::say(&format!("{:?}: {name}", start.elapsed()));
        }
        if start.elapsed() > LONGEST {
            outcome.faults.push(format!("{:?}: {name}", start.elapsed()));
        }
        let agrees = valid == (expected == "valid");
        match (kind, contributor) {
            ("S", _) => {
                outcome.schemas.add(agrees);
                if expected == "invalid" {
                    outcome.invalid_schemas.add(agrees);
                }
            }
            (_, "nistMeta") => outcome.nist.add(agrees),
            _ => outcome.instances.add(agrees),
        }
        if !agrees {
            let why = why.replace(['\n', '\t'], " ");
            outcome.disagreements.push(format!("{kind}\t{name}\t{expected}\t{why}\t{documents}\t{instance}"));
        }
    }
    outcome
}

/// Validates a document with the schema, and with the documents that it points to itself where they are others.
fn validate(schema: &Schema, documents: &[&Path], path: &Path, why: &mut String) -> bool {
    // One test has 2,000 attributes.
    let mut limits = Limits::default();
    limits.attributes = 10_000;
    let Ok(bytes) = std::fs::read(path) else { panic!("no file {}", path.display()) };
    let fatal = |why: &mut String, fault: taxdoc::xml::Fault| {
        let _ = write!(why, "{fault}");
        false
    };
    let source = match Source::decode(&bytes, &limits) {
        Ok(source) => source,
        Err(fault) => return fatal(why, fault),
    };
    let document = match Document::parse(&source, &limits) {
        Ok(document) => document,
        Err(fault) => return fatal(why, fault),
    };
    let wider = hinted(document.root(), documents, path);
    let schema = wider.as_ref().unwrap_or(schema);
    let mut valid = true;
    let mut tree = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        valid = false;
        tree.push((fault.kind(), fault.name().to_owned(), fault.value().to_owned()));
        let _ = write!(why, "{} {} {:?}; ", fault.rule().code, fault.name(), fault.limit());
    });
    // A stream of the same bytes has the same faults. Text comes in other pieces, and the fault of text shows one.
    let mut reader = Reader::new(&*bytes, &limits).unwrap();
    let mut stream = Vec::new();
    schema
        .validate_stream(&mut reader, ContentPolicy::xsd(), &mut |fault, _| {
            stream.push((fault.kind(), fault.name().to_owned(), fault.value().to_owned()));
        })
        .unwrap();
    // References without an identifier are told in no order.
    tree.sort();
    stream.sort();
    assert_eq!(tree, stream, "{}", path.display());
    valid
}

/// The schema with what `xsi:schemaLocation` of the root adds; `None` when that is nothing, or nothing that goes with it.
fn hinted(root: Node<'_>, documents: &[&Path], path: &Path) -> Option<Schema> {
    let folder = path.parent()?;
    let mut all: Vec<PathBuf> = documents.iter().map(|&path| path.to_owned()).collect();
    for hint in root.attributes().filter(|attribute| attribute.name().namespace() == XSI) {
        let value = hint.value();
        // Pairs of a namespace and an address, or one address.
        let (skip, step) = match hint.name().local() {
            "schemaLocation" => (1, 2),
            "noNamespaceSchemaLocation" => (0, 1),
            _ => continue,
        };
        let locations = value.split_ascii_whitespace().skip(skip).step_by(step);
        all.extend(locations.map(|location| folder.join(location)).filter(|path| path.is_file()));
    }
    let same = |one: &Path, other: &Path| one.canonicalize().ok() == other.canonicalize().ok();
    let mut index = documents.len();
    while index < all.len() {
        let known = all[..index].iter().any(|path| same(path, &all[index]));
        if known {
            all.remove(index);
        } else {
            index += 1;
        }
    }
    if all.len() == documents.len() {
        return None;
    }
    let all: Vec<&Path> = all.iter().map(AsRef::as_ref).collect();
    files::compile(&all).ok()
}

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
