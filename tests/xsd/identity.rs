//! Identity constraints beside libxml2's on generated schemas and documents.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;

use crate::common::suites;
use crate::files;

const SCHEMAS: usize = 60;
const DOCUMENTS: usize = 50;

/// A sequence that is the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.roll(choices.len())]
    }
}

const VALUES: [(&str, &[&str]); 6] = [
    ("xs:string", &["a", "b", " a", "c", "d"]),
    ("xs:token", &["a", "b", " a", "c d", "c  d"]),
    ("xs:decimal", &["1", "1.0", "2", "+2", "3", "-3"]),
    ("xs:integer", &["1", "01", "2", "+2", "3"]),
    ("xs:date", &["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"]),
    ("xs:boolean", &["1", "true", "0", "false"]),
];

/// `r` and `g` hold `g`, `i` and `j`; `i` and `j` have the attributes `k`, `l` and the child `v`.
fn schema(dice: &mut Dice) -> (String, &'static [&'static str]) {
    let (type_, values) = VALUES[dice.roll(VALUES.len())];
    let mut text = String::from(r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#);
    let mut keys: Vec<(String, usize)> = Vec::new();
    let mut on_r = String::new();
    let mut on_g = String::new();
    for index in 0..1 + dice.roll(3) {
        let on = if dice.roll(2) == 0 { &mut on_r } else { &mut on_g };
        let category = dice.one(&["key", "unique"]);
        let selector = dice.one(&["i", "g/i", ".//i", "i|j", "*", ".//g/i", "./i", "g/*|i"]);
        let fields = 1 + dice.roll(2);
        let _ = write!(on, r#"<xs:{category} name="k{index}"><xs:selector xpath="{selector}"/>"#);
        for field in 0..fields {
            let _ = write!(on, r#"<xs:field xpath="{}"/>"#, [dice.one(&["@k", "v", "@k|v", ".//v"]), "@l"][field]);
        }
        let _ = write!(on, "</xs:{category}>");
        keys.push((format!("k{index}"), fields));
    }
    for index in 0..dice.roll(3) {
        let (key, fields) = &keys[dice.roll(keys.len())];
        let on = if dice.roll(2) == 0 { &mut on_r } else { &mut on_g };
        let selector = dice.one(&["j", "g/j", ".//j", "*/j"]);
        let _ = write!(on, r#"<xs:keyref name="f{index}" refer="{key}"><xs:selector xpath="{selector}"/>"#);
        for field in 0..*fields {
            let _ = write!(on, r#"<xs:field xpath="{}"/>"#, [dice.one(&["@k", "v"]), "@l"][field]);
        }
        on.push_str("</xs:keyref>");
    }
    for (name, constraints) in [("r", on_r), ("g", on_g)] {
        let _ = write!(
            text,
            r#"<xs:element name="{name}"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
                 <xs:element ref="g"/><xs:element ref="i"/><xs:element ref="j"/></xs:choice></xs:complexType>{constraints}</xs:element>"#
        );
    }
    for name in ["i", "j"] {
        let _ = write!(
            text,
            r#"<xs:element name="{name}"><xs:complexType><xs:sequence><xs:element name="v" type="{type_}" minOccurs="0" maxOccurs="2"/>
               </xs:sequence><xs:attribute name="k" type="{type_}"/><xs:attribute name="l" type="xs:string"/></xs:complexType></xs:element>"#
        );
    }
    text.push_str("</xs:schema>");
    (text, values)
}

fn content(dice: &mut Dice, values: &[&str], depth: usize, text: &mut String) {
    for _ in 0..dice.roll(4) {
        match dice.roll(if depth < 3 { 4 } else { 2 }) {
            which @ (0 | 1) => {
                let name = ["i", "j"][which];
                let _ = write!(text, "<{name}");
                if dice.roll(12) > 0 {
                    let _ = write!(text, " k='{}'", dice.one(values));
                }
                if dice.roll(12) > 0 {
                    let _ = write!(text, " l='{}'", dice.one(&["x", "y", "z"]));
                }
                text.push('>');
                if dice.roll(3) > 0 {
                    let _ = write!(text, "<v>{}</v>", dice.one(values));
                }
                let _ = write!(text, "</{name}>");
            }
            _ => {
                text.push_str("<g>");
                content(dice, values, depth + 1, text);
                text.push_str("</g>\n");
            }
        }
    }
}

fn rules(schema: &Schema, text: &str) -> Vec<String> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut found = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        found.push(format!("{} {}", fault.rule().code, fault.value()));
    });
    found
}

#[test]
fn agrees_with_libxml2_on_identity_constraints() {
    let mut dice = Dice(2025);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("identity");
    let (mut invalid, mut all) = (0, 0);
    let mut differences = Vec::new();
    for number in 0..SCHEMAS {
        let folder = folder.join(number.to_string());
        fs::create_dir_all(&folder).unwrap();
        let (text, values) = schema(&mut dice);
        let file = folder.join("schema.xsd");
        fs::write(&file, &text).unwrap();
        let compiled = files::compile(&[&file]).unwrap();
        let mut paths = Vec::new();
        let mut found = Vec::new();
        for index in 0..DOCUMENTS {
            let mut text = String::from("<r>");
            content(&mut dice, values, 0, &mut text);
            text.push_str("</r>");
            let path = folder.join(format!("{index}.xml"));
            fs::write(&path, &text).unwrap();
            paths.push(path);
            found.push(rules(&compiled, &text));
        }
        let Ok(output) = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(&file).args(&paths).output() else {
            suites::skipped("identity constraints beside libxml2", "xmllint is not installed");
            return;
        };
        let said = String::from_utf8_lossy(&output.stderr);
        for (path, found) in paths.iter().zip(found) {
            let theirs = said.lines().any(|line| line == format!("{} validates", path.display()));
            all += 1;
            invalid += usize::from(!found.is_empty());
            if theirs != found.is_empty() {
                differences.push(format!(
                    "{}: {found:?}, libxml2 says {}",
                    path.display(),
                    if theirs { "valid" } else { "invalid" }
                ));
            }
        }
    }
    suites::say(&format!("identity constraints: {all} documents, {invalid} invalid, {} differences", differences.len()));
    assert_eq!(differences, [] as [String; 0]);
    fs::remove_dir_all(folder).unwrap();
}
