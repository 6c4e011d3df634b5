//! The authority's schemas of 2015 (HTKK 3.3) as a cross-check: a declaration made from such a schema is accepted by it, as libxml2 says, and
//! our table of the same form has nothing against its types.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::fmt::Write as _;

use taxdoc::profile::vn::declaration::Confidence;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::catalogue;

use super::contents;
use crate::common::libxml2;
use crate::common::suites;
use crate::common::vn_declaration::Plan;

/// An element of a schema, as `_htkk33-2015-xsd-elements.csv` lists it.
struct Element {
    path: String,
    type_: String,
    max: String,
}

/// The elements of every schema.
fn schemas(text: &str) -> HashMap<String, Vec<Element>> {
    let mut schemas: HashMap<String, Vec<Element>> = HashMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(8, ',').collect();
        let [schema, _, path, type_, _, max, ..] = cells.as_slice() else { continue };
        let element = Element { path: (*path).to_owned(), type_: (*type_).to_owned(), max: (*max).to_owned() };
        schemas.entry((*schema).to_owned()).or_default().push(element);
    }
    schemas
}

/// The name of a schema for a form symbol: `01/GTGT` is `01_GTGT`.
fn schema_name(symbol: &str) -> String {
    let plain: String =
        symbol.replace('Đ', "D").chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    plain.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// Everything below a path, once; named types in their place.
fn below(elements: &[Element], path: &str, depth: usize, text: &mut String) {
    let direct = |element: &&Element| element.path.rsplit_once('/').is_some_and(|(around, _)| around == path);
    for element in elements.iter().filter(direct) {
        let name = element.path.rsplit('/').next().unwrap();
        let id = if element.max == "unbounded" { " id=\"ID_1\"" } else { "" };
        let _ = write!(text, "<{name}{id}>");
        let value = match element.type_.as_str() {
            "xs:boolean" => "false",
            "xs:date" => "2015-06-30",
            "xs:long" | "xs:nonNegativeInteger" | "xs:decimal" | "xs:integer" | "xs:int" => "0",
            "TINType" => "0109999982",
            "tieuMucHT_empty" => "1701",
            _ => "",
        };
        text.push_str(value);
        if depth < 12 {
            below(elements, &element.path, depth + 1, text);
            below(elements, &element.type_, depth + 1, text);
        }
        let _ = write!(text, "</{name}>");
    }
}

/// The documents that the schemas refuse, with the elements that libxml2 names, from `htkk2015.tsv`.
fn refused() -> HashMap<&'static str, BTreeSet<&'static str>> {
    let line = |line: &'static str| {
        let [name, elements, reason] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(!reason.is_empty());
        (name, elements.split(' ').collect())
    };
    include_str!("htkk2015.tsv").lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

#[test]
fn declarations_of_the_schemas_of_2015_fit_our_tables() {
    let Some(suite) = suites::suite("vn-htkk-2015-xsd") else { return };
    let Some(list) = suites::shared("spec/vn-forms/_htkk33-2015-xsd-elements.csv") else { return };
    if !libxml2::has_xmllint("forms against the schemas of 2015") {
        return;
    }
    let schemas = schemas(&std::fs::read_to_string(list).unwrap());
    let folder = libxml2::folder("vn-htkk-2015");
    let listed = refused();
    let (mut accepted, mut explained, mut compared, mut rows) = (0, 0, 0, 0);
    let mut differences = Vec::new();
    for form in Form::all() {
        let known = form.rows().iter().filter(|row| row.confidence == Confidence::Htkk2015).count();
        let Some(entry) = catalogue::newest(form.code()).filter(|_| known > 0) else { continue };
        let name = schema_name(entry.symbol);
        let Some(elements) = schemas.get(&name) else { continue };
        let (mut main, mut annexes) = (String::new(), String::new());
        below(elements, "CTieuTKhaiChinh", 0, &mut main);
        below(elements, "PLuc", 0, &mut annexes);
        let text = Plan { full: false, ..Plan::of(form) }.document();
        let text = text.replace("<CTieuTKhaiChinh></CTieuTKhaiChinh>", &format!("<CTieuTKhaiChinh>{main}</CTieuTKhaiChinh>"));
        let annexes = if annexes.is_empty() { annexes } else { format!("<PLuc>{annexes}</PLuc>") };
        let text = text.replace("</HSoKhaiThue>", &format!("{annexes}</HSoKhaiThue>"));
        // The schemas of 2015 name the namespace so; files carried the address. The list does not say which rows have an id.
        let theirs = text.replace("http://kekhaithue.gdt.gov.vn/TKhaiThue", "TKhaiThue");
        let files = libxml2::write(&folder, &[theirs.replace(" id=\"ID_1\"", ""), theirs]);
        let xsd = suite.join("htkk-3.3-2015/ToKhai").join(format!("{name}.xsd"));
        let complaints: Vec<String> = files.iter().flat_map(|file| libxml2::complaints(&xsd, file)).collect();
        if libxml2::theirs(&xsd, &files).contains(&true) {
            accepted += 1;
            assert!(!listed.contains_key(name.as_str()), "{name} is accepted: take it off the list");
        } else {
            let complaints: BTreeSet<&str> = complaints.iter().map(String::as_str).collect();
            assert_eq!(Some(&complaints), listed.get(name.as_str()), "{} {name}", form.code());
            explained += 1;
        }
        compared += 1;
        rows += known;
        let report = contents(&text);
        let told = report.findings().iter().filter(|finding| {
            let unknown = ["VN-DECL-ELEMENT-UNKNOWN", "VN-DECL-LINE-ELSEWHERE", "VN-DECL-ATTRIBUTE-UNKNOWN"];
            finding.severity() != taxdoc::Severity::Info && !unknown.contains(&finding.code())
        });
        differences.extend(told.map(|finding| format!("{} {name} {}", form.code(), super::short(finding))));
    }
    let _ = std::fs::remove_dir_all(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(compared >= 50 && accepted + explained == compared, "{accepted} and {explained} of {compared}");
    suites::say(&format!(
        "{compared} forms against the schemas of 2015, {rows} rows of theirs; libxml2 accepts {accepted} of the documents, \
         {explained} are refused for reasons listed"
    ));
}
