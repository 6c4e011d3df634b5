//! The authority's schemas of 2015 (HTKK 3.3) as a cross-check: a declaration made from such a schema is accepted by it, as libxml2 says, and
//! our table of the same form has nothing against its types. And the reverse: where the main part still has the elements of 2015, one made
//! from our table is accepted by the schema.

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

/// The forms with rows of 2015, and the name of the schema of each.
fn forms(schemas: &HashMap<String, Vec<Element>>) -> impl Iterator<Item = (&'static Form, String, &[Element])> {
    Form::all().filter_map(|form| {
        form.rows().iter().find(|row| row.confidence == Confidence::Htkk2015)?;
        let name = schema_name(catalogue::newest(form.code())?.symbol);
        let elements = schemas.get(&name)?;
        Some((form, name, elements.as_slice()))
    })
}

/// The least declaration of a form with that main part and those annexes, as the schemas of 2015 take it: they name the namespace so, where
/// files carried the address; and with ids and without, for the list does not say which rows have one.
fn declarations(form: &'static Form, main: &str, annexes: &str) -> (String, [String; 2]) {
    let text = Plan { full: false, ..Plan::of(form) }.document();
    let text = text.replace("<CTieuTKhaiChinh></CTieuTKhaiChinh>", &format!("<CTieuTKhaiChinh>{main}</CTieuTKhaiChinh>"));
    let annexes = if annexes.is_empty() { String::new() } else { format!("<PLuc>{annexes}</PLuc>") };
    let text = text.replace("</HSoKhaiThue>", &format!("{annexes}</HSoKhaiThue>"));
    let theirs = text.replace("http://kekhaithue.gdt.gov.vn/TKhaiThue", "TKhaiThue");
    (text, [theirs.replace(" id=\"ID_1\"", ""), theirs])
}

/// The names of the elements in a text.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('<').skip(1).filter_map(|rest| rest.split(['>', ' ', '/']).next()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn declarations_of_our_tables_fit_the_schemas_of_2015_where_the_form_did_not_change() {
    let Some(suite) = suites::suite("vn-htkk-2015-xsd") else { return };
    let Some(list) = suites::shared("spec/vn-forms/_htkk33-2015-xsd-elements.csv") else { return };
    if !libxml2::has_xmllint("our forms against the schemas of 2015") {
        return;
    }
    let schemas = schemas(&std::fs::read_to_string(list).unwrap());
    let folder = libxml2::folder("vn-htkk-2015-reverse");
    let (mut changed, mut unchanged, mut refused) = (0, 0, Vec::new());
    for (form, name, elements) in forms(&schemas) {
        let mut main = String::new();
        below(elements, "CTieuTKhaiChinh", 0, &mut main);
        let ours = Plan::of(form).document();
        let ours = ours.split_once("<CTieuTKhaiChinh>").and_then(|(_, rest)| rest.split_once("</CTieuTKhaiChinh>"));
        let Some((ours, _)) = ours.filter(|(ours, _)| !main.is_empty() && names(ours) == names(&main)) else {
            changed += 1;
            continue;
        };
        unchanged += 1;
        let files = libxml2::write(&folder, &declarations(form, ours, "").1);
        let xsd = suite.join("htkk-3.3-2015/ToKhai").join(format!("{name}.xsd"));
        if !libxml2::theirs(&xsd, &files).contains(&true) {
            let complaints: BTreeSet<String> = files.iter().flat_map(|file| libxml2::complaints(&xsd, file)).collect();
            refused.push(format!("{} {name}: {complaints:?}", form.code()));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    suites::say(&format!(
        "{unchanged} forms have the main part of 2015, {changed} another; libxml2 refuses {} of the {unchanged} made from our tables",
        refused.len()
    ));
    assert_eq!(refused, [""; 0]);
    assert!(unchanged >= 1);
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
    for (form, name, elements) in forms(&schemas) {
        let (mut main, mut annexes) = (String::new(), String::new());
        below(elements, "CTieuTKhaiChinh", 0, &mut main);
        below(elements, "PLuc", 0, &mut annexes);
        let (text, theirs) = declarations(form, &main, &annexes);
        let files = libxml2::write(&folder, &theirs);
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
        rows += form.rows().iter().filter(|row| row.confidence == Confidence::Htkk2015).count();
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
