//! Verdicts: the examples, stages turned off, stages required, trust, time, schemas.

use serde_json::Value;

use crate::program::DATA;
use crate::program::Run;
use crate::program::folder;
use crate::program::validate;
use crate::program::write;
use crate::suites;

fn example(name: &str, options: &[&str]) -> Run {
    let file = format!("{DATA}/{name}.xml");
    let trust = format!("{DATA}/test-root.pem");
    let mut arguments = vec!["--format", "jsonl", "--trust", &trust];
    arguments.extend(options);
    arguments.push(&file);
    validate(arguments)
}

fn status(report: &Value, stage: &str) -> String {
    let stages = report["stages"].as_array().unwrap();
    stages.iter().find(|found| found["name"] == stage).unwrap()["status"].as_str().unwrap().to_owned()
}

#[test]
fn the_examples_end_as_they_should() {
    let valid = example("valid", &[]);
    assert_eq!((valid.status, valid.codes()), (0, Vec::new()), "{}", valid.out);
    for stage in ["xml", "schema", "rules", "totals", "signatures", "certificates"] {
        assert_eq!(status(&valid.reports()[0], stage), "passed", "{stage}");
    }
    assert_eq!(status(&valid.reports()[0], "revocation"), "not_run");

    let wrong = example("wrong-total", &[]);
    assert_eq!(wrong.status, 1);
    assert_eq!(status(&wrong.reports()[0], "totals"), "failed");
    assert_eq!(status(&wrong.reports()[0], "signatures"), "passed");

    let altered = example("altered-after-signing", &[]);
    assert_eq!(altered.status, 1);
    assert_eq!(status(&altered.reports()[0], "totals"), "passed");
    assert_eq!(status(&altered.reports()[0], "signatures"), "failed");
}

#[test]
fn an_unknown_issuer_leaves_it_open() {
    let file = format!("{DATA}/valid.xml");
    for options in [&["--no-builtin-trust"][..], &[]] {
        let run = validate(options.iter().copied().chain(["--format", "jsonl", &file]));
        assert_eq!(run.status, 2, "{}", run.out);
        assert_eq!(status(&run.reports()[0], "certificates"), "not_run");
    }
}

#[test]
fn the_folder_of_examples_ends_with_the_worst() {
    let run = validate([DATA]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("7 documents: 0 valid, 5 invalid, 2 undetermined"), "{}", run.out);
}

/// `valid` with some stages only where it is valid with all of them.
#[test]
fn leaving_out_a_stage_never_makes_valid() {
    let all = ["xml", "schema", "rules", "totals", "signatures", "certificates", "revocation"];
    for left_out in all {
        let stages = all.into_iter().filter(|stage| *stage != left_out).collect::<Vec<_>>().join(",");
        for name in ["wrong-total", "altered-after-signing"] {
            let run = example(name, &["--stages", &stages]);
            assert_ne!(run.status, 0, "{name} without {left_out}");
        }
        let run = example("valid", &["--stages", &stages]);
        let expected = if matches!(left_out, "xml" | "revocation") { 0 } else { 2 };
        assert_eq!(run.status, expected, "valid without {left_out}");
        if left_out != "xml" {
            assert_eq!(status(&run.reports()[0], left_out), "not_run");
        }
    }
    let alone = example("wrong-total", &["--stages", "xml"]);
    assert_eq!(alone.status, 2, "a stage that did not run counts as not passed");
}

#[test]
fn a_required_stage_must_have_passed() {
    assert_eq!(example("valid", &["--require", "xml,schema,revocation"]).status, 2);
    assert_eq!(example("valid", &["--require", "xml,schema,rules"]).status, 0);
    // An error is an error, whatever is required.
    assert_eq!(example("wrong-total", &["--require", "xml,schema"]).status, 1);
    assert_eq!(example("valid", &["--require", "xml,totals", "--stages", "xml,schema"]).status, 2);
}

#[test]
fn the_time_decides_about_certificates() {
    let run = example("valid", &["--at", "1999-01-01"]);
    assert_eq!(run.status, 1, "no certificate was in force then: {}", run.out);
    assert_eq!(status(&run.reports()[0], "certificates"), "failed");
}

const MAIN: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" xmlns:b="urn:b" targetNamespace="urn:a" elementFormDefault="qualified">
  <xs:include schemaLocation="parts/types.xsd"/>
  <xs:import namespace="urn:b" schemaLocation="./parts/../b.xsd"/>
  <xs:element name="a"><xs:complexType><xs:sequence>
    <xs:element name="n" type="Small"/><xs:element ref="b:b" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"#;
const TYPES: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a">
  <xs:include schemaLocation="more.xsd"/>
  <xs:simpleType name="Small"><xs:restriction base="Digit"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType>
</xs:schema>"#;
const MORE: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
  <xs:simpleType name="Digit"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType>
</xs:schema>"#;
const OTHER: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b">
  <xs:element name="b" type="xs:date"/>
</xs:schema>"#;

/// A part that no document needs may be missing; the one who gave the schema is told.
#[test]
fn a_schema_with_a_missing_type_serves_for_what_it_has() {
    let folder = folder("incomplete");
    let schema = write(
        &folder,
        "main.xsd",
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="good" type="xs:int"/>
  <xs:element name="bad" type="Missing"/></xs:schema>"#,
    );
    let run = |text: &str| validate(["--schema", &schema, "--format", "jsonl", &write(&folder, "a.xml", text)]);
    let good = run("<good>3</good>");
    assert_eq!((good.status, good.reports()[0]["verdict"].as_str()), (0, Some("valid")));
    assert!(good.err.contains("Missing") && good.err.contains("3"), "{}", good.err);
    let bad = run("<bad>3</bad>");
    assert_eq!((bad.status, bad.reports()[0]["findings"][0]["code"].as_str()), (1, Some("XSD-conformance-missing")));
    // A document of the schema is not there.
    write(&folder, "b.xsd", OTHER);
    let schema = write(&folder, "gone.xsd", MAIN.replace("parts/types.xsd", "lost.xsd"));
    let document = write(&folder, "b.xml", r#"<a xmlns="urn:a"><n>5</n></a>"#);
    let run = validate(["--schema", &schema, "--format", "jsonl", &document]);
    assert_eq!((run.status, run.reports()[0]["findings"][0]["code"].as_str()), (1, Some("XSD-conformance-missing")));
    assert!(run.err.contains("Small"), "{}", run.err);
}

#[test]
fn a_schema_brings_the_files_that_it_refers_to() {
    let folder = folder("schema");
    let schema = write(&folder, "main.xsd", MAIN);
    write(&folder, "parts/types.xsd", TYPES);
    write(&folder, "parts/more.xsd", MORE);
    write(&folder, "b.xsd", OTHER);
    let good = write(&folder, "good.xml", r#"<a xmlns="urn:a"><n>5</n><b xmlns="urn:b">2025-06-01</b></a>"#);
    let large = write(&folder, "large.xml", r#"<a xmlns="urn:a"><n>6</n></a>"#);
    let date = write(&folder, "date.xml", r#"<a xmlns="urn:a"><n>5</n><b xmlns="urn:b">2025-06-31</b></a>"#);
    let run = |file: &str| validate(["--schema", &schema, "--format", "jsonl", file]);
    let valid = run(&good);
    assert_eq!((valid.status, valid.err.as_str()), (0, ""), "{}", valid.out);
    assert_eq!(status(&valid.reports()[0], "schema"), "passed");
    assert_eq!(status(&valid.reports()[0], "totals"), "not_run");
    assert_eq!((run(&large).status, run(&date).status), (1, 1));
    assert_eq!(run(&large).reports()[0]["findings"][0]["path"], "/a/n");
    // From the folder of the schema, where its name has no folder.
    let here = crate::program::run(
        crate::program::command().current_dir(&folder).args(["--schema", "main.xsd", "--format", "jsonl", "large.xml"]),
        b"",
    );
    assert_eq!(here.status, 1, "{}", here.err);
}

#[test]
fn a_broken_schema_is_told() {
    let folder = folder("broken_schema");
    let document = write(&folder, "a.xml", "<a/>");
    let cases = [
        ("empty.xsd", String::new()),
        ("text.xsd", "no schema".to_owned()),
        ("other.xsd", "<a/>".to_owned()),
        ("type.xsd", MAIN.replace("ref=\"b:b\"", "ref=\"b:gone\"")),
        ("cut.xsd", MAIN[..200].to_owned()),
    ];
    write(&folder, "parts/types.xsd", TYPES);
    write(&folder, "parts/more.xsd", MORE);
    write(&folder, "b.xsd", OTHER);
    for (name, content) in cases {
        let schema = write(&folder, name, content);
        let run = validate(["--schema", &schema, &document]);
        assert_eq!((run.status, run.out.as_str()), (3, ""), "{name}");
        assert!(run.err.contains(&format!("{name}: cannot be read: ")), "{name}: {}", run.err);
    }
}

#[test]
fn validates_against_a_published_schema() {
    let Some(suite) = suites::suite("ubl-2.1-invoice") else { return };
    let folder = suite.join("ubl-2.1-invoice");
    let schema = folder.join("xsd/maindoc/UBL-Invoice-2.1.xsd");
    let run = validate([
        "--schema".as_ref(),
        schema.as_os_str(),
        "--format".as_ref(),
        "jsonl".as_ref(),
        folder.join("invoice-10k.xml").as_os_str(),
    ]);
    assert_eq!(run.status, 0, "{}{}", run.err, run.out);
}
