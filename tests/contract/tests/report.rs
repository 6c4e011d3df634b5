//! The report in JSON against its schema, and the catalogue of rules behind it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

#[path = "../../common/suites.rs"]
mod suites;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::report::SCHEMA;
use taxdoc::report::Verdict;
use taxdoc::rules;
use taxdoc::rules::Basis;
use taxdoc::rules::Severity;
use taxdoc::validator::Stages;
use unicode_normalization::is_nfc;

/// The compiled JSON Schema of a report.
struct Shape {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Shape {
    fn new() -> Self {
        let mut compiler = boon::Compiler::new();
        let mut schemas = boon::Schemas::new();
        compiler.add_resource("mem:///report.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let index = compiler.compile("mem:///report.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn accepts(&self, report: &Value) -> bool {
        self.schemas.validate(report, self.index).is_ok()
    }

    #[track_caller]
    fn check(&self, report: &Report) {
        for language in [Language::Vietnamese, Language::English] {
            let value = serde_json::to_value(report.in_language(language)).unwrap();
            if let Err(error) = self.schemas.validate(&value, self.index) {
                panic!("{:?}: {error:#}\n{value:#}", report.file());
            }
        }
    }
}

/// Every `*.xml` below a folder.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path);
        }
    }
    found
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn trusting() -> Validator {
    let trust = fs::read(root().join("examples/data/test-root.pem")).unwrap();
    Validator::builder().with_trust(&trust).unwrap().build()
}

#[test]
fn every_report_has_the_shape() {
    let shape = Shape::new();
    let validator = trusting();
    let mut files = documents(&root().join("examples/data"));
    files.extend(documents(&root().join("tests")));
    for folder in ["samples/vn-einvoice", "peers/data"] {
        files.extend(suites::shared(folder).iter().flat_map(|folder| documents(folder)));
    }
    for file in &files {
        let report = validator.validate(&fs::read(file).unwrap()).with_file(file.to_string_lossy());
        shape.check(&report);
    }
    for bytes in [b"".as_slice(), b"<a>", b"<a/>", b"\xff\xfe<", b"<HDon/>", b"<TDiep/>", b"<!DOCTYPE a><a/>"] {
        shape.check(&validator.validate(bytes));
    }
    let stages = Stages::from_names("xml").unwrap();
    shape.check(&Validator::builder().with_stages(stages).build().validate(b"<a/>"));
    suites::say(&format!("{} reports have the shape of taxdoc-report/1", files.len() + 8));
}

/// What CONTRACT §3 writes, written down once more: each object of the report with its keys.
#[test]
fn keys_are_those_of_the_contract() {
    let expected = [
        ("", "schema engine file sha256 verdict document stages signatures totals findings"),
        ("document", "profile family kind version number date seller buyer currency total"),
        ("stages/0", "name status reason"),
        (
            "signatures/0",
            "path role integrity algorithm digests signing_time signing_time_signed covers not_covered certificate chain anchor \
             revocation diagnosis",
        ),
        ("signatures/0/covers/0", "path extent"),
        ("signatures/0/certificate", "subject tax_code serial issuer not_before not_after sha256"),
        ("totals/0", "name path stated computed difference rule"),
        ("findings/0", "code severity stage line column offset length path field message actual expected fix basis"),
    ];
    let report = trusting().validate(&fs::read(root().join("examples/data/wrong-total.xml")).unwrap());
    let value = serde_json::to_value(&report).unwrap();
    for (pointer, keys) in expected {
        let pointer = if pointer.is_empty() { String::new() } else { format!("/{pointer}") };
        let object =
            value.pointer(&pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("no object at {pointer:?}: {value}"));
        let found: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(found, keys.split_whitespace().collect(), "{pointer}");
    }
}

#[test]
fn a_broken_report_does_not_have_the_shape() {
    let shape = Shape::new();
    let report = Validator::new().validate(b"<a>");
    let good = serde_json::to_value(&report).unwrap();
    assert!(shape.accepts(&good));
    let changes: [(&str, Value); 12] = [
        ("/schema", json!("taxdoc-report/2")),
        ("/sha256", json!("ABC")),
        ("/verdict", json!("valid")),
        ("/verdict", json!("unknown")),
        ("/stages/0/name", json!("schema")),
        ("/stages/1/reason", json!(null)),
        ("/findings/0/severity", json!("fatal")),
        ("/findings/0/line", json!(0)),
        ("/findings/0/line", json!(null)),
        ("/findings/0/code", json!("xml")),
        ("/totals", json!([{"name": "a", "path": "/a", "stated": 1, "computed": 1, "difference": 0, "rule": ""}])),
        ("/document/total", json!(1_080_000)),
    ];
    for (pointer, value) in changes {
        let mut broken = good.clone();
        *broken.pointer_mut(pointer).unwrap() = value.clone();
        assert!(!shape.accepts(&broken), "{pointer} = {value}");
    }
    for (pointer, key) in [("", "findings"), ("/document", "buyer"), ("/findings/0", "fix"), ("/stages/3", "reason")] {
        let mut broken = good.clone();
        broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        assert!(!shape.accepts(&broken), "{pointer} without {key}");
        let mut broken = good.clone();
        broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("more".to_owned(), json!(null));
        assert!(!shape.accepts(&broken), "{pointer} with more");
    }
    let mut broken = good;
    broken["stages"].as_array_mut().unwrap().pop();
    assert!(!shape.accepts(&broken), "six stages");
}

/// CONTRACT §4, over every set of stages: none makes `valid` of what is not valid with all of them.
#[test]
fn no_set_of_stages_makes_valid() {
    let trust = fs::read(root().join("examples/data/test-root.pem")).unwrap();
    for name in ["valid", "wrong-total", "altered-after-signing"] {
        let bytes = fs::read(root().join("examples/data").join(name).with_extension("xml")).unwrap();
        let with = |stages: Stages| {
            let builder = Validator::builder().with_trust(&trust).unwrap();
            builder.with_stages(stages).build().validate(&bytes).verdict()
        };
        let whole = with(Stages::ALL);
        for set in 0..1_u32 << Stage::ALL.len() {
            let stages = Stage::ALL.into_iter().filter(|stage| set & (1 << *stage as u32) != 0).collect();
            let verdict = with(stages);
            assert!(verdict != Verdict::Valid || whole == Verdict::Valid, "{name}: {stages:?}");
            assert!(verdict != Verdict::Invalid || whole == Verdict::Invalid, "{name}: {stages:?}");
        }
    }
}

#[test]
fn codes_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for rule in rules::catalogue() {
        assert!(seen.insert(rule.code), "{} is used twice", rule.code);
        // ^[A-Z]+(-[A-Za-z0-9.]+)+$
        let mut parts = rule.code.split('-');
        let first = parts.next().unwrap();
        assert!(!first.is_empty() && first.bytes().all(|byte| byte.is_ascii_uppercase()), "{}", rule.code);
        let rest: Vec<&str> = parts.collect();
        let good = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        assert!(!rest.is_empty() && rest.iter().all(good), "{}", rule.code);
    }
    suites::say(&format!("{} rules in the catalogue", seen.len()));
}

/// The names in braces, `{{` left out.
fn placeholders(text: &str) -> BTreeSet<String> {
    let text = text.replace("{{", "");
    let names = text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name).to_owned()).collect();
    assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
    names
}

#[test]
fn texts_are_whole_in_both_languages() {
    for rule in rules::catalogue() {
        assert!(!rule.message.is_empty(), "{} says nothing", rule.code);
        for (part, template) in [("message", rule.message), ("expected", rule.expected), ("fix", rule.fix)] {
            let at = format!("{} {part}: {template:?}", rule.code);
            assert_eq!(template.vi.is_empty(), template.en.is_empty(), "{at}");
            assert_eq!(placeholders(template.vi), placeholders(template.en), "{at}");
            assert!(is_nfc(template.vi) && is_nfc(template.en), "{at}");
            assert!(template.vi.trim() == template.vi && template.en.trim() == template.en, "{at}");
            assert!(!template.vi.contains("  ") && !template.en.contains("  "), "{at}");
        }
    }
}

/// DESIGN §8: what is learned from practice is never an error; a law and a standard are cited.
#[test]
fn practice_is_never_an_error() {
    for rule in rules::catalogue() {
        match rule.basis {
            Basis::Practice => assert_ne!(rule.severity, Severity::Error, "{}", rule.code),
            basis => assert!(!basis.citation().is_empty(), "{}", rule.code),
        }
    }
}

/// A parameter that a finding forgets to give would stay in braces.
#[test]
fn no_text_keeps_a_brace() {
    let validator = trusting();
    let mut files = documents(&root().join("examples/data"));
    files.extend(suites::shared("samples/vn-einvoice").iter().flat_map(|folder| documents(folder)));
    for file in files {
        let report = validator.validate(&fs::read(&file).unwrap());
        for finding in report.findings() {
            for language in [Language::Vietnamese, Language::English] {
                let texts = [Some(finding.message(language)), finding.expected(language), finding.fix(language)];
                for (text, template) in texts.iter().zip([finding.rule().message, finding.rule().expected, finding.rule().fix]) {
                    for name in placeholders(template.text(language)) {
                        let kept = format!("{{{name}}}");
                        assert!(
                            !text.as_deref().unwrap_or_default().contains(&kept),
                            "{} in {}: {kept}",
                            finding.code(),
                            file.display()
                        );
                    }
                }
            }
        }
    }
}
