//! SARIF 2.1.0 (OASIS), which code hosts show in place. One run; the rules that were met stand at its end, so that nothing is kept till then
//! but their codes.

use serde_json::Value;
use serde_json::json;
use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules;
use taxdoc::rules::Basis;
use taxdoc::rules::Rule;

use crate::tally::Tally;
use crate::words;

/// The beginning of the log, up to its first result.
pub(crate) const BEGIN: &str =
    "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"results\":[";

/// The rule id of a document whose verdict is open; no code of a finding, which all are of capitals.
const UNDETERMINED: &str = "undetermined";

/// The results of one document, one a line, divided by commas; empty where there is nothing to tell.
pub(crate) fn results(report: &Report, language: Language) -> String {
    let file = report.file().unwrap_or("-");
    let mut results: Vec<Value> = report.findings().iter().map(|finding| result(finding, file, language)).collect();
    if report.verdict() == Verdict::Undetermined {
        results.push(open(report, file, language));
    }
    results.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n")
}

/// §3.27 of the standard.
fn result(finding: &Finding, file: &str, language: Language) -> Value {
    let place = finding.place();
    let region = place.map(|place| {
        json!({
            "startLine": place.line, "startColumn": place.column, "byteOffset": place.offset, "byteLength": place.length,
        })
    });
    let logical = place
        .filter(|place| !place.path.is_empty())
        .map(|place| json!([{"fullyQualifiedName": words::visible(&place.path), "kind": "element"}]));
    let physical = object([("artifactLocation", Some(json!({"uri": uri(file)}))), ("region", region)]);
    let location = object([("physicalLocation", Some(physical)), ("logicalLocations", logical)]);
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let text = [Some(finding.message(language)), finding.fix(language)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    json!({
        "ruleId": finding.code(),
        "level": level,
        "message": {"text": words::visible(&text)},
        "locations": [location],
        "properties": {
            "stage": finding.rule().stage.name(),
            "field": finding.field(language),
            "actual": finding.actual(language).map(|text| words::visible(&text).into_owned()),
            "expected": finding.expected(language).map(|text| words::visible(&text).into_owned()),
            "basis": finding.basis(),
        },
    })
}

/// What could not be checked: neither pass nor fail (§3.27.9, kind `open`).
fn open(report: &Report, file: &str, language: Language) -> Value {
    let reasons = report.stages().iter().filter_map(|stage| match &stage.status {
        StageStatus::NotRun(reason) => Some(format!("{}: {}", words::stage(stage.stage).text(language), reason.text(language))),
        StageStatus::Passed | StageStatus::Failed => None,
    });
    let text = reasons.collect::<Vec<_>>().join(" ");
    json!({
        "ruleId": UNDETERMINED,
        "kind": "open",
        "level": "none",
        "message": {"text": words::visible(&text)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
    })
}

/// The end of the log: rules and what became of the run.
pub(crate) fn end(tally: &Tally, problems: &[String], status: u8, language: Language) -> String {
    let mut rules: Vec<Value> =
        rules::catalogue().filter(|rule| tally.codes.contains_key(rule.code)).map(|rule| descriptor(rule, language)).collect();
    if tally.undetermined > 0 {
        rules.push(
            json!({"id": UNDETERMINED, "shortDescription": {"text": words::verdict(Verdict::Undetermined).text(language)}}),
        );
    }
    let notifications: Vec<Value> = problems.iter().map(|text| json!({"level": "error", "message": {"text": text}})).collect();
    let run = json!({
        "tool": {"driver": {
            "name": "taxdoc",
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules,
        }},
        "columnKind": "unicodeCodePoints",
        "language": if language == Language::English { "en" } else { "vi" },
        "invocations": [{
            "executionSuccessful": tally.unreadable == 0 && status < crate::UNUSABLE,
            "exitCode": status,
            "toolExecutionNotifications": notifications,
        }],
        "properties": {"valid": tally.valid, "invalid": tally.invalid, "undetermined": tally.undetermined, "unreadable": tally.unreadable},
    });
    // The results stand in the same object, so its brace is left out here.
    format!("\n],\n{}]}}\n", run.to_string().trim_start_matches('{'))
}

fn descriptor(rule: &Rule, language: Language) -> Value {
    let level = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let basis = match rule.basis {
        Basis::Law(_) => "law",
        Basis::Practice => "practice",
        _ => "standard",
    };
    // §3.11.5: a brace in a message string begins a placeholder, so parameters become dots.
    let text = |template: rules::Template| words::outline(template.text(language), usize::MAX);
    object([
        ("id", Some(json!(rule.code))),
        ("shortDescription", Some(json!({"text": text(rule.message)}))),
        ("help", (!rule.fix.is_empty()).then(|| json!({"text": text(rule.fix)}))),
        ("defaultConfiguration", Some(json!({"level": level}))),
        (
            "properties",
            Some(json!({"stage": rule.stage.name(), "basis": rule.basis.citation(), "tags": [basis, rule.stage.name()]})),
        ),
    ])
}

/// An object of the fields that have a value.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The name of a file as a URI reference (RFC 3986): a path from the root gets its scheme, every other character is encoded.
fn uri(file: &str) -> String {
    let file = file.replace('\\', "/");
    let mut uri = String::new();
    if file.starts_with('/') {
        uri.push_str("file://");
    } else if file.split('/').next().is_some_and(|first| first.contains(':')) {
        // `C:` is no scheme (RFC 3986 §4.2).
        uri.push_str(if file.as_bytes().get(1) == Some(&b':') { "file:///" } else { "./" });
    }
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
