//! The W3C XML Schema test suite, XSD 1.0, as a whole.

use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaError;

use crate::common::suites;
use crate::files;

/// What was reached when this was last committed, in agreements. A run that reaches less fails; raise it when a run reaches more.
const INSTANCES: usize = 5_616;
const NIST: usize = 19_230;
const SCHEMAS: usize = 13_465;

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
    disagreements: String,
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
    let outcome = std::thread::scope(|scope| {
        let second = scope.spawn(|| run(&root, &rows[half..]));
        let mut outcome = run(&root, &rows[..half]);
        let second = second.join().unwrap();
        outcome.instances.join(&second.instances);
        outcome.nist.join(&second.nist);
        outcome.schemas.join(&second.schemas);
        outcome.invalid_schemas.join(&second.invalid_schemas);
        outcome.disagreements.push_str(&second.disagreements);
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
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("xsd-disagreements.tsv");
    std::fs::write(&list, &outcome.disagreements).unwrap();
    suites::say(&format!("disagreements: {}", list.display()));
    assert_eq!(outcome.faults, [] as [String; 0], "no crash and no test beyond {LONGEST:?}");
    assert!(outcome.instances.agree >= INSTANCES, "instances without NIST: {} < {INSTANCES}", outcome.instances.agree);
    assert!(outcome.nist.agree >= NIST, "instances of NIST: {} < {NIST}", outcome.nist.agree);
    assert!(outcome.schemas.agree >= SCHEMAS, "schema tests: {} < {SCHEMAS}", outcome.schemas.agree);
}

fn run(root: &Path, rows: &[Vec<&str>]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut compiled: Option<(String, Result<Schema, SchemaError>)> = None;
    for row in rows {
        let [kind, contributor, name, documents, instance, expected, status] = row[..] else { panic!("a row of seven") };
        if !matches!(status, "accepted" | "stable") || expected == "indeterminate" || documents == "-" || documents.is_empty() {
            continue;
        }
        let start = Instant::now();
        if compiled.as_ref().is_none_or(|(key, _)| key != documents) {
            let paths: Vec<_> = documents.split('|').map(|path| root.join(path)).collect();
            let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
            match catch_unwind(AssertUnwindSafe(|| files::compile(&paths))) {
                Ok(result) => compiled = Some((documents.to_owned(), result)),
                Err(_) => {
                    outcome.faults.push(format!("crash: {name}"));
                    continue;
                }
            }
        }
        let Some((_, schema)) = &compiled else { continue };
        let mut why = String::new();
        let valid = match (kind, schema) {
            ("S", Ok(_)) => true,
            (_, Err(error)) => {
                let _ = write!(why, "{error}");
                false
            }
            (_, Ok(schema)) => match catch_unwind(AssertUnwindSafe(|| validate(schema, &root.join(instance), &mut why))) {
                Ok(valid) => valid,
                Err(_) => {
                    outcome.faults.push(format!("crash: {name}"));
                    continue;
                }
            },
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
            let _ = writeln!(outcome.disagreements, "{kind}\t{expected}\t{name}\t{documents}\t{instance}\t{why}");
        }
    }
    outcome
}

fn validate(schema: &Schema, path: &Path, why: &mut String) -> bool {
    let limits = Limits::default();
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
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        valid = false;
        let _ = write!(why, "{} {} {:?}; ", fault.rule().code, fault.name(), fault.limit());
    });
    valid
}
