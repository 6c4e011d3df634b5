//! The formats that `validate` writes for other programs, held against their schemas: the files in tests/cli/golden, which tests/cli compares
//! with what the program prints, and each with its nearest sibling that must be refused.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use serde_json::json;
use taxdoc::Validator;
use taxdoc::report::SCHEMA;
use taxdoc::report::Verdict;

fn golden(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/golden").join(name)).unwrap()
}

/// Whether a value is what a JSON Schema allows, or why not.
fn judge(schema: &Value, value: &Value) -> Result<(), String> {
    let (mut compiler, mut schemas) = (boon::Compiler::new(), boon::Schemas::new());
    compiler.add_resource("mem:///schema.json", schema.clone()).unwrap();
    let index = compiler.compile("mem:///schema.json", &mut schemas).unwrap();
    schemas.validate(value, index).map_err(|error| format!("{error:#}"))
}

#[test]
fn sarif_is_sarif() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/sarif-schema-2.1.0.json")).unwrap();
    for language in ["vi", "en"] {
        let log: Value = serde_json::from_str(&golden(&format!("reports.{language}.sarif"))).unwrap();
        judge(&schema, &log).unwrap();
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2);
        // §3.52.3: each result has its rule.
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        }
        assert_eq!(log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 1);
        for (place, wrong) in [
            ("/runs/0/results/0/level", json!("fatal")),
            ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
            ("/runs/0/results/0/message", json!({})),
            ("/runs/0/tool/driver", json!({})),
            ("/version", json!("2.2.0")),
        ] {
            let mut sibling = log.clone();
            *sibling.pointer_mut(place).unwrap() = wrong;
            assert!(judge(&schema, &sibling).is_err(), "{place}");
        }
    }
}

#[test]
fn json_is_the_report() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for language in ["vi", "en"] {
        let array: Value = serde_json::from_str(&golden(&format!("reports.{language}.json"))).unwrap();
        let lines: Vec<Value> =
            golden(&format!("reports.{language}.jsonl")).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(array.as_array().unwrap(), &lines);
        for report in &lines {
            judge(&schema, report).unwrap();
            let mut sibling = report.clone();
            sibling["verdict"] = json!("valid");
            assert!(judge(&schema, &sibling).is_err());
        }
    }
}

#[test]
fn junit_is_what_build_servers_read() {
    let schema = include_bytes!("../schemas/junit.xsd");
    let validator = Validator::builder().with_schema(&[("junit.xsd", schema)]).unwrap().build();
    for language in ["vi", "en"] {
        let text = golden(&format!("reports.{language}.junit"));
        assert_eq!(validator.validate(text.as_bytes()).verdict(), Verdict::Valid);
        for (from, to) in [("tests=\"7\"", "tests=\"-7\""), ("<failure type=", "<failure kind="), (" name=\"xml\"", "")] {
            assert!(text.contains(from), "{from}");
            assert_eq!(validator.validate(text.replacen(from, to, 1).as_bytes()).verdict(), Verdict::Invalid, "{from}");
        }
    }
}
