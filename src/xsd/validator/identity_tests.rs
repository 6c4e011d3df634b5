//! Identity constraints: each accepted document beside the rejected one nearest to it. The expectations follow the clauses of XSD 1.0
//! Part 1 §3.11.4 and §3.11.5; tests/xsd compares with libxml2 and with the W3C suite.

use crate::Limits;
use crate::xml::Document;
use crate::xml::Source;
use crate::xsd::ContentPolicy;
use crate::xsd::FaultKind::*;
use crate::xsd::NoDocuments;
use crate::xsd::Schema;
use crate::xsd::SchemaDocument;
use crate::xsd::SchemaError;
use crate::xsd::compile;

fn schema(body: &str) -> Result<Schema, SchemaError> {
    let text = format!(r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="urn:p">{body}</xs:schema>"#);
    compile(&[SchemaDocument::new("s.xsd", text.into_bytes())], &NoDocuments)
}

/// The rule, the fields and the value of each fault.
fn faults(schema: &Schema, text: &str) -> Vec<(String, String, String)> {
    let text = text.replacen(
        '>',
        " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xs='http://www.w3.org/2001/XMLSchema'>",
        1,
    );
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut found = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        let rule = fault.rule().code.trim_start_matches("XSD-cvc-").trim_start_matches("identity-constraint.");
        found.push((rule.to_owned(), fault.fields(), fault.value().to_owned()));
    });
    found
}

fn one(rule: &str, fields: &str, value: &str) -> Vec<(String, String, String)> {
    vec![(rule.to_owned(), fields.to_owned(), value.to_owned())]
}

/// `r` holds any number of `i` of a type, each with attributes `k` and `l`; the constraint stands on `r`.
fn items(type_: &str, constraints: &str) -> Schema {
    schema(&format!(
        r#"<xs:element name="r"><xs:complexType><xs:sequence>
             <xs:element name="i" maxOccurs="unbounded" nillable="true"><xs:complexType><xs:simpleContent><xs:extension base="{type_}">
               <xs:attribute name="k" type="{type_}"/><xs:attribute name="l" type="xs:string" default="d"/>
             </xs:extension></xs:simpleContent></xs:complexType></xs:element>
             <xs:element name="j" type="{type_}" minOccurs="0" maxOccurs="unbounded"/>
           </xs:sequence></xs:complexType>{constraints}</xs:element>"#
    ))
    .unwrap()
}

const UNIQUE: &str = r#"<xs:unique name="u"><xs:selector xpath="i"/><xs:field xpath="."/></xs:unique>"#;
const KEY: &str = r#"<xs:key name="u"><xs:selector xpath="i"/><xs:field xpath="@k"/><xs:field xpath="@l"/></xs:key>"#;

#[test]
fn values_are_compared_in_their_value_space() {
    for (type_, equal, different) in [
        ("xs:decimal", ["1.0", " 01 "], ["1.0", "1.01"]),
        ("xs:integer", ["-0", "+0"], ["1", "-1"]),
        ("xs:token", ["a  b", " a b "], ["a b", "ab"]),
        ("xs:boolean", ["1", "true"], ["1", "false"]),
        ("xs:float", ["1e0", "1.00000001"], ["NaN", "INF"]),
        ("xs:double", ["NaN", "NaN"], ["1", "1.00000001"]),
        ("xs:dateTime", ["2025-01-01T00:00:00Z", "2025-01-01T07:00:00+07:00"], ["2025-01-01T00:00:00Z", "2025-01-01T00:00:00"]),
        ("xs:hexBinary", ["0a", "0A"], ["0a", "0b"]),
        ("xs:NMTOKENS", ["a  b", " a b"], ["a b", "b a"]),
        ("xs:QName", ["xs:a", "xs:a"], ["xs:a", "a"]),
        ("xs:duration", ["P1Y", "P12M"], ["P1M", "P30D"]),
    ] {
        let schema = items(type_, UNIQUE);
        let document = |[one, other]: [&str; 2]| format!("<r><i>{one}</i><i>{other}</i></r>");
        assert_eq!(faults(&schema, &document(equal)), one("4.1", ".", equal[1].trim()), "{type_}");
        assert_eq!(faults(&schema, &document(different)), [], "{type_}");
    }
}

#[test]
fn values_of_different_primitive_types_are_different() {
    let schema = schema(&format!(
        r#"<xs:element name="r"><xs:complexType><xs:sequence>
             <xs:element name="i" maxOccurs="unbounded" type="xs:anySimpleType"/></xs:sequence></xs:complexType>{UNIQUE}</xs:element>"#
    ))
    .unwrap();
    let of = |one: &str, other: &str| format!("<r><i xsi:type='xs:{one}'>1</i><i xsi:type='xs:{other}'>1</i></r>");
    assert_eq!(faults(&schema, &of("decimal", "string")), []);
    assert_eq!(faults(&schema, &of("float", "double")), []);
    assert_eq!(faults(&schema, &of("integer", "decimal")).len(), 1);
    assert_eq!(faults(&schema, "<r><i xsi:type='xs:NMTOKENS'>a b</i><i xsi:type='xs:string'>a b</i></r>"), []);
}

#[test]
fn the_first_holder_is_named() {
    let schema = items("xs:string", UNIQUE);
    let limits = Limits::default();
    let source = Source::decode(b"<r>\n<i>x</i>\n<i>y</i>\n<i>x</i></r>", &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let items: Vec<_> = document.root().elements().map(|item| item.id()).collect();
    let mut found = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| found.push((fault.at(), fault.holder(), fault.kind())));
    assert_eq!(found, [(crate::xsd::At::Element(items[2]), Some(items[0]), DuplicateKey)]);
}

#[test]
fn a_key_needs_every_field_and_a_unique_value_does_not() {
    let key = items("xs:string", KEY);
    assert_eq!(faults(&key, "<r><i k='a' l='b'/><i k='a' l='c'/></r>"), []);
    assert_eq!(faults(&key, "<r><i k='a' l='b'/><i k='a' l='b'/></r>"), one("4.2.2", "@k, @l", "a, b"));
    assert_eq!(faults(&key, "<r><i l='b'/></r>"), one("4.2.1", "@k", ""));
    // A default value counts as given.
    assert_eq!(faults(&key, "<r><i k='a'/></r>"), []);
    assert_eq!(faults(&key, "<r><i k='a'/><i k='a' l='d'/></r>"), one("4.2.2", "@k, @l", "a, d"));
    let unique = items("xs:string", &KEY.replace("xs:key", "xs:unique"));
    assert_eq!(faults(&unique, "<r><i l='b'/><i l='b'/></r>"), []);
    assert_eq!(faults(&unique, "<r><i k='a'/><i k='a'/></r>"), one("4.1", "@k, @l", "a, d"));
}

#[test]
fn joined_fields_do_not_run_into_each_other() {
    let key = items("xs:string", KEY);
    assert_eq!(faults(&key, "<r><i k='a, b' l='c'/><i k='a' l='b, c'/><i k='' l='ab'/><i k='ab' l=''/></r>"), []);
}

#[test]
fn nil_is_no_value_and_no_key() {
    let unique = items("xs:string", UNIQUE);
    assert_eq!(faults(&unique, "<r><i xsi:nil='true'/><i xsi:nil='true'/><i/></r>"), []);
    assert_eq!(faults(&unique, "<r><i/><i/></r>"), one("4.1", ".", ""));
    let key = items("xs:string", &UNIQUE.replace("xs:unique", "xs:key"));
    assert_eq!(faults(&key, "<r><i>a</i></r>"), one("4.2.3", ".", ""));
}

#[test]
fn a_field_is_one_value() {
    let of = |field: &str| {
        schema(&format!(
            r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="i"><xs:complexType><xs:sequence>
                 <xs:element name="a" type="xs:string" maxOccurs="2"/><xs:element name="e" minOccurs="0"><xs:complexType/></xs:element>
               </xs:sequence><xs:attribute name="k"/><xs:attribute name="l"/></xs:complexType></xs:element></xs:sequence></xs:complexType>
               <xs:unique name="u"><xs:selector xpath="i"/><xs:field xpath="{field}"/></xs:unique></xs:element>"#
        ))
        .unwrap()
    };
    assert_eq!(faults(&of("a"), "<r><i><a/></i></r>"), []);
    assert_eq!(faults(&of("a"), "<r><i><a/><a/></i></r>"), one("3", "a", ""));
    assert_eq!(faults(&of("a|*"), "<r><i><a/></i></r>"), []);
    assert_eq!(faults(&of("@*"), "<r><i k='1'><a/></i></r>"), []);
    assert_eq!(faults(&of("@*"), "<r><i k='1' l='1'><a/></i></r>"), one("3", "@*", ""));
    assert_eq!(faults(&of("@k|@*"), "<r><i k='1'><a/></i></r>"), []);
    assert_eq!(faults(&of("e"), "<r><i><a/></i></r>"), []);
    assert_eq!(faults(&of("e"), "<r><i><a/><e/></i></r>"), one("3", "e", ""));
}

#[test]
fn a_value_that_is_wrong_is_told_once() {
    let schema = items("xs:integer", &format!("{UNIQUE}{}", KEYREF.replace("REFER", "u")));
    assert_eq!(faults(&schema, "<r><i>1</i><i>x</i><i>x</i><j>2</j></r>").len(), 2);
    assert_eq!(faults(&schema, "<r><i>1</i><j>2</j></r>"), one("4.3", ".", "2"));
}

const KEYREF: &str = r#"<xs:keyref name="f" refer="REFER"><xs:selector xpath="j"/><xs:field xpath="."/></xs:keyref>"#;

#[test]
fn a_reference_means_a_key_wherever_it_stands() {
    let schema = items("xs:decimal", &format!("{}{UNIQUE}", KEYREF.replace("REFER", "u")));
    assert_eq!(faults(&schema, "<r><i>1</i><i>2</i><j>2.0</j><j>1</j></r>"), []);
    assert_eq!(faults(&schema, "<r><i>1</i><i>2</i><j>2.0</j><j>3</j></r>"), one("4.3", ".", "3"));
}

/// `r` holds `g`, each with its own key over `i/@k`; the reference stands on `r` and takes `j/@k`.
fn groups() -> Schema {
    schema(
        r#"<xs:element name="r"><xs:complexType><xs:choice maxOccurs="unbounded"><xs:element ref="g"/><xs:element ref="j"/></xs:choice>
           </xs:complexType><xs:keyref name="f" refer="k"><xs:selector xpath="j"/><xs:field xpath="@k"/></xs:keyref></xs:element>
           <xs:element name="g"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
             <xs:element ref="i"/><xs:element ref="g"/></xs:choice></xs:complexType>
             <xs:key name="k"><xs:selector xpath="i"/><xs:field xpath="@k"/></xs:key></xs:element>
           <xs:element name="i"><xs:complexType><xs:attribute name="k"/></xs:complexType></xs:element>
           <xs:element name="j"><xs:complexType><xs:attribute name="k"/></xs:complexType></xs:element>"#,
    )
    .unwrap()
}

#[test]
fn keys_of_descendants_reach_a_reference_above() {
    let schema = groups();
    assert_eq!(faults(&schema, "<r><j k='a'/><g><i k='a'/></g><j k='b'/><g><g><i k='b'/></g></g></r>"), []);
    assert_eq!(faults(&schema, "<r><g><i k='a'/></g><j k='b'/></r>"), one("4.3", "@k", "b"));
}

#[test]
fn a_key_that_two_children_hold_is_none() {
    let schema = groups();
    assert_eq!(faults(&schema, "<r><g><i k='a'/></g><g><i k='a'/></g></r>"), []);
    assert_eq!(faults(&schema, "<r><g><i k='a'/></g><g><i k='a'/></g><j k='a'/></r>"), one("4.3", "@k", "a"));
    // Three of them, and one below an element that takes it away again.
    assert_eq!(faults(&schema, "<r><g><i k='a'/></g><g><i k='a'/></g><g><i k='a'/></g><j k='a'/></r>").len(), 1);
    assert_eq!(faults(&schema, "<r><g><g><i k='a'/></g><g><i k='a'/></g></g><g><i k='a'/></g><j k='a'/></r>"), []);
    // The element's own goes before its children's.
    assert_eq!(faults(&schema, "<r><g><i k='a'/><g><i k='a'/></g></g><j k='a'/></r>"), []);
}

#[test]
fn constraints_of_a_schema_are_checked() {
    let on = |constraints: &str| {
        schema(&format!(r#"<xs:element name="r">{constraints}</xs:element>"#)).map(drop).map_err(|error| error.rule().to_owned())
    };
    let key = |name: &str| format!(r#"<xs:key name="{name}"><xs:selector xpath="i"/><xs:field xpath="@k"/></xs:key>"#);
    let broken = |rule: &str| Err(rule.to_owned());
    assert_eq!(on(&key("k")), Ok(()));
    assert_eq!(on(&format!("{}{}", key("k"), key("k"))), broken("sch-props-correct.2"));
    assert_eq!(on(&format!("{}{}", key("j"), KEYREF.replace("REFER", "j"))), Ok(()));
    assert_eq!(on(&format!("{}{}", key("j"), KEYREF.replace("REFER", "k"))), broken("src-resolve"));
    assert_eq!(on(&KEYREF.replace("REFER", "f")), broken("c-props-correct.1"));
    let two = KEYREF.replace("REFER", "j").replace("</xs:keyref>", "<xs:field xpath='a'/></xs:keyref>");
    assert_eq!(on(&format!("{}{two}", key("j"))), broken("c-props-correct.2"));
    assert_eq!(on(&key("k").replace("'i'", "'@i'").replace("\"i\"", "\"@i\"")), broken("c-selector-xpath"));
    assert_eq!(on(&key("k").replace("@k", "@k/a")), broken("c-fields-xpaths"));
    assert_eq!(on(&key("k").replace("@k", "@q:k")), broken("c-fields-xpaths"));
    assert_eq!(on(&key("k").replace("@k", "p:*/@p:k")), Ok(()));
    assert_eq!(on(r#"<xs:key name="k"><xs:selector xpath="i"/></xs:key>"#), broken("s4s-elt-must-match"));
    assert_eq!(
        on(r#"<xs:key name="k" refer="k"><xs:selector xpath="i"/><xs:field xpath="i"/></xs:key>"#),
        broken("s4s-att-not-allowed")
    );
}

#[test]
fn hostile_keys_take_linear_time() {
    // 100,000 references before the keys, all to one table, and each key in a group of its own.
    let schema = groups();
    let mut text = String::from("<r>");
    for index in 0..20_000 {
        text.push_str(&format!("<j k='{index}'/>"));
    }
    for index in 0..20_000 {
        text.push_str(&format!("<g><g><i k='{index}'/></g></g>"));
    }
    text.push_str("</r>");
    let start = std::time::Instant::now();
    assert_eq!(faults(&schema, &text), []);
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
}
