//! Schemas made to hurt: large counters, deep and circular definitions, many values, dreadful patterns. Each gives a right verdict or a
//! clear refusal within seconds, also in a debug build.

use std::fmt::Write as _;
use std::time::Duration;
use std::time::Instant;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::Builtin;
use taxdoc::xsd::Child;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::NoDocuments;
use taxdoc::xsd::Reference;
use taxdoc::xsd::Resolver;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaDocument;
use taxdoc::xsd::SchemaError;
use taxdoc::xsd::compile;

/// No step may take longer, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < LONGEST, "{what}: {:?}", start.elapsed());
    result
}

fn schema_of(body: &str) -> Result<Schema, SchemaError> {
    let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{body}</xs:schema>");
    timed("compile", || compile(&[SchemaDocument::new("a.xsd", text.as_bytes())], &NoDocuments))
}

fn content(model: &str) -> Schema {
    schema_of(&format!("<xs:element name='r'><xs:complexType>{model}</xs:complexType></xs:element>")).unwrap()
}

fn faults(schema: &Schema, text: &str) -> usize {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut count = 0;
    timed("validate", || schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| count += 1));
    count
}

#[test]
fn large_counters_are_counted_and_not_expanded() {
    let schema = content(
        "<xs:sequence><xs:element name='a' minOccurs='0' maxOccurs='50000'/><xs:sequence minOccurs='2' maxOccurs='5000'>\
         <xs:element name='b'/><xs:element name='c' minOccurs='0' maxOccurs='50000'/></xs:sequence></xs:sequence>",
    );
    let (_, _, models) = schema.size();
    assert!(models < 10);
    let document = |a: usize, groups: usize, c: usize| {
        format!("<r>{}{}</r>", "<a/>".repeat(a), format!("<b/>{}", "<c/>".repeat(c)).repeat(groups))
    };
    assert_eq!(faults(&schema, &document(50_000, 2, 50_000)), 0);
    assert_eq!(faults(&schema, &document(50_001, 2, 1)), 1);
    assert_eq!(faults(&schema, &document(0, 5_000, 3)), 0);
    assert_eq!(faults(&schema, &document(0, 5_001, 0)), 1);
    assert_eq!(faults(&schema, &document(0, 2, 50_001)), 2);
    assert_eq!(faults(&schema, &document(3, 1, 1)), 1);
}

/// `(a{1,3}){1000}` and its kin: which group an `a` belongs to cannot be known until the end.
#[test]
fn counted_groups_in_counted_groups_are_exact() {
    for (inner, outer) in
        [((1, 3), (1_000, 1_000)), ((2, 3), (900, 1_000)), ((3, 7), (500, 501)), ((40, 41), (30, 40)), ((2, 2), (700, 800))]
    {
        let schema = content(&format!(
            "<xs:sequence minOccurs='{}' maxOccurs='{}'><xs:element name='a' minOccurs='{}' maxOccurs='{}'/></xs:sequence>",
            outer.0, outer.1, inner.0, inner.1
        ));
        let (least, greatest) = (inner.0 * outer.0, inner.1 * outer.1);
        let divides = |count: usize| (outer.0..=outer.1).any(|groups| inner.0 * groups <= count && count <= inner.1 * groups);
        for count in [least - 1, least, least + 1, (least + greatest) / 2, greatest - 1, greatest, greatest + 1] {
            let text = format!("<r>{}</r>", "<a/>".repeat(count));
            assert_eq!(faults(&schema, &text) == 0, divides(count), "a{inner:?}, groups {outer:?}, {count} elements");
        }
    }
}

/// Where too many counts would have to be followed the schema is refused by name, and no document gets a wrong verdict.
#[test]
fn counters_that_cannot_be_followed_are_refused() {
    let nested = |one: u32, two: u32| {
        format!(
            "<xs:element name='r'><xs:complexType><xs:sequence minOccurs='50' maxOccurs='60'><xs:sequence minOccurs='{two}' maxOccurs='99'>\
             <xs:element name='a' minOccurs='{one}' maxOccurs='99'/></xs:sequence></xs:sequence></xs:complexType></xs:element>"
        )
    };
    assert!(schema_of(&nested(5, 6)).is_ok());
    assert_eq!(schema_of(&nested(50, 60)).unwrap_err().rule(), "taxdoc-model-size");
    // What begins with an element of its own is never in doubt.
    let certain = "<xs:element name='r'><xs:complexType><xs:sequence minOccurs='500' maxOccurs='600'><xs:element name='b'/>\
        <xs:element name='a' minOccurs='500' maxOccurs='600'/></xs:sequence></xs:complexType></xs:element>";
    assert!(schema_of(certain).is_ok());
}

#[test]
fn deep_nesting_ends() {
    let deep = |depth: usize| {
        format!(
            "<xs:element name='r'><xs:complexType>{}<xs:element name='a'/>{}</xs:complexType></xs:element>",
            "<xs:sequence>".repeat(depth),
            "</xs:sequence>".repeat(depth)
        )
    };
    assert_eq!(schema_of(&deep(60)).err(), None);
    assert!(schema_of(&deep(5_000)).is_err());
    // Anonymous types in elements in types.
    let types = |depth: usize| {
        format!(
            "{}<xs:element name='e' type='xs:string'/>{}",
            "<xs:element name='e'><xs:complexType><xs:sequence>".repeat(depth),
            "</xs:sequence></xs:complexType></xs:element>".repeat(depth)
        )
    };
    assert!(schema_of(&types(50)).is_ok());
    assert!(schema_of(&types(5_000)).is_err());
}

#[test]
fn types_that_hold_themselves_are_followed_as_deep_as_the_document() {
    let schema = schema_of(
        "<xs:element name='r' type='t'/><xs:complexType name='t'><xs:sequence><xs:element name='r' type='t' minOccurs='0'/></xs:sequence>\
         </xs:complexType>",
    )
    .unwrap();
    let deep = |depth: usize, inner: &str| format!("{}{inner}{}", "<r>".repeat(depth), "</r>".repeat(depth));
    assert_eq!(faults(&schema, &deep(200, "")), 0);
    assert_eq!(faults(&schema, &deep(200, "<s/>")), 1);
}

#[test]
fn long_chains_of_derivation_end() {
    let mut body = "<xs:simpleType name='t0'><xs:restriction base='xs:string'/></xs:simpleType>".to_owned();
    let mut complex =
        "<xs:complexType name='c0'><xs:sequence><xs:element name='e0' minOccurs='0'/></xs:sequence></xs:complexType>".to_owned();
    for level in 1..2_000 {
        let base = level - 1;
        write!(body, "<xs:simpleType name='t{level}'><xs:restriction base='t{base}'><xs:minLength value='1'/></xs:restriction></xs:simpleType>")
            .unwrap();
    }
    for level in 1..150 {
        let base = level - 1;
        write!(
            complex,
            "<xs:complexType name='c{level}'><xs:complexContent><xs:extension base='c{base}'><xs:sequence>\
             <xs:element name='e{level}' minOccurs='0'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
        )
        .unwrap();
    }
    // Either they compile or they are refused by name; nothing overflows.
    match schema_of(&format!("{body}<xs:element name='r' type='t1999'/>")) {
        Ok(schema) => {
            assert_eq!(faults(&schema, "<r>x</r>"), 0);
            assert_eq!(faults(&schema, "<r></r>"), 1);
        }
        Err(error) => assert!(!error.rule().is_empty()),
    }
    let schema = schema_of(&format!("{complex}<xs:element name='r' type='c149'/>")).unwrap();
    assert_eq!(faults(&schema, "<r><e0/><e149/></r>"), 0);
    assert_eq!(faults(&schema, "<r><e149/><e0/></r>"), 1);
}

#[test]
fn definitions_in_a_circle_are_refused() {
    for body in [
        "<xs:simpleType name='a'><xs:restriction base='b'/></xs:simpleType><xs:simpleType name='b'><xs:restriction base='a'/></xs:simpleType>",
        "<xs:simpleType name='a'><xs:union memberTypes='a xs:string'/></xs:simpleType>",
        "<xs:complexType name='a'><xs:complexContent><xs:extension base='a'/></xs:complexContent></xs:complexType>",
        "<xs:group name='g'><xs:sequence><xs:group ref='g'/></xs:sequence></xs:group><xs:complexType name='t'><xs:group ref='g'/></xs:complexType>",
        "<xs:attributeGroup name='g'><xs:attributeGroup ref='h'/></xs:attributeGroup><xs:attributeGroup name='h'><xs:attributeGroup ref='g'/>\
         </xs:attributeGroup>",
        "<xs:element name='a' substitutionGroup='b'/><xs:element name='b' substitutionGroup='a'/>",
    ] {
        assert!(schema_of(body).is_err(), "{body}");
    }
}

/// Two documents that include or import each other, however often.
struct Circle;

impl Resolver for Circle {
    fn resolve(&self, reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
        let (own, other, kind) = match reference.location()? {
            "a.xsd" => ("a", "b", "include"),
            "b.xsd" => ("b", "a", "include"),
            "c.xsd" => ("c", "d", "import namespace='urn:d'"),
            _ => ("d", "c", "import namespace='urn:c'"),
        };
        let target = if own == "c" || own == "d" { format!("targetNamespace='urn:{own}'") } else { String::new() };
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' {target}><xs:{kind} schemaLocation='{other}.xsd'/>\
             <xs:element name='{own}' type='xs:int'/></xs:schema>"
        );
        Some(SchemaDocument::new(format!("{own}.xsd"), text.into_bytes()))
    }
}

#[test]
fn documents_that_include_each_other_are_read_once() {
    for (start, element) in [
        ("include schemaLocation='a.xsd'", "<b>1</b>"),
        ("import namespace='urn:c' schemaLocation='c.xsd'", "<d xmlns='urn:d'>1</d>"),
    ] {
        let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:{start}/></xs:schema>");
        let schema = timed("circle", || compile(&[SchemaDocument::new("start.xsd", text.as_bytes())], &Circle)).unwrap();
        assert_eq!(faults(&schema, element), 0);
        assert_eq!(faults(&schema, &element.replace('1', "x")), 1);
    }
}

#[test]
fn a_hundred_thousand_values_are_searched_and_not_walked() {
    let mut values = String::new();
    for value in 0..100_000 {
        write!(values, "<xs:enumeration value='{value:08}'/>").unwrap();
    }
    let schema = schema_of(&format!(
        "<xs:element name='r'><xs:complexType><xs:sequence><xs:element name='v' maxOccurs='unbounded'><xs:simpleType>\
         <xs:restriction base='xs:string'>{values}</xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>"
    ))
    .unwrap();
    let mut text = "<r>".to_owned();
    for value in (0..100_000).step_by(10) {
        write!(text, "<v>{value:08}</v>").unwrap();
    }
    assert_eq!(faults(&schema, &format!("{text}</r>")), 0);
    assert_eq!(faults(&schema, &format!("{text}<v>1</v></r>")), 1);
}

#[test]
fn patterns_take_linear_time_and_bounded_room() {
    let typed = |pattern: &str| {
        schema_of(&format!(
            "<xs:element name='r'><xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='{pattern}'/></xs:restriction>\
             </xs:simpleType></xs:element>"
        ))
    };
    let long = "a".repeat(100_000);
    for pattern in ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*)(.*)(.*)(.*)b", r"(\w+\s?)+!", "a?a?a?a?a?a?a?a?a?a?aaaaaaaaaab"] {
        let schema = typed(pattern).unwrap();
        assert_eq!(faults(&schema, &format!("<r>{long}</r>")), 1, "{pattern}");
    }
    assert_eq!(faults(&typed("(a+)+b").unwrap(), &format!("<r>{long}b</r>")), 0);
    // Sizes that multiply are refused or held, never expanded without end.
    for pattern in [
        r"\p{L}{1,1000}",
        "((a{1,100}){1,100}){1,100}",
        "(((((a{9}){9}){9}){9}){9}){9}",
        r"(\c{1,500}-){1,500}",
        "a{99999999999}",
    ] {
        match typed(pattern) {
            Ok(schema) => {
                let _ = faults(&schema, "<r>aaa</r>");
            }
            Err(error) => assert!(!error.rule().is_empty()),
        }
    }
    let nested = format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000));
    assert!(typed(&nested).is_err());
}

#[test]
fn many_substitutes_and_attributes_stay_linear() {
    let mut body = "<xs:element name='h' type='xs:string' abstract='true'/>".to_owned();
    for member in 0..3_000 {
        write!(body, "<xs:element name='m{member}' type='xs:string' substitutionGroup='h'/>").unwrap();
    }
    let schema = schema_of(&format!(
        "{body}<xs:element name='r'><xs:complexType><xs:sequence><xs:element ref='h' maxOccurs='unbounded'/></xs:sequence></xs:complexType>\
         </xs:element>"
    ))
    .unwrap();
    let text = format!("<r>{}</r>", "<m0/><m2999/>".repeat(5_000));
    assert_eq!(faults(&schema, &text), 0);
    assert_eq!(faults(&schema, "<r><m3000/></r>"), 1);
    // Groups that refer to groups twice: 2^20 particles if they were copied.
    let mut groups = "<xs:group name='g0'><xs:sequence><xs:element name='x' minOccurs='0'/></xs:sequence></xs:group>".to_owned();
    for level in 1..24 {
        let below = level - 1;
        write!(
            groups,
            "<xs:group name='g{level}'><xs:sequence><xs:group ref='g{below}'/><xs:group ref='g{below}'/></xs:sequence></xs:group>"
        )
        .unwrap();
    }
    let error =
        schema_of(&format!("{groups}<xs:element name='r'><xs:complexType><xs:group ref='g23'/></xs:complexType></xs:element>"));
    assert!(error.is_err());
}

/// What `fuzz/targets/xsd_validate.rs` starts from.
#[test]
fn the_schema_of_the_fuzz_target_is_good() {
    let schema = include_str!("../../fuzz/seeds/everything.xsd");
    let schema = compile(&[SchemaDocument::new("everything.xsd", schema.as_bytes())], &NoDocuments).unwrap();
    assert_eq!(faults(&schema, include_str!("../../fuzz/seeds/instance/valid.xml")), 0);
    assert!(faults(&schema, include_str!("../../fuzz/seeds/instance/invalid.xml")) > 5);
}

/// Every name is another document.
struct Endless;

impl Resolver for Endless {
    fn resolve(&self, reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
        let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>";
        Some(SchemaDocument::new(reference.location()?.to_owned(), text.as_bytes()))
    }
}

#[test]
fn the_documents_of_a_schema_are_bounded() {
    let including = |count: usize| {
        let includes: String = (1..=count).map(|index| format!("<xs:include schemaLocation='b{index}.xsd'/>")).collect();
        let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{includes}<xs:element name='a'/></xs:schema>");
        timed("many documents", || compile(&[SchemaDocument::new("a.xsd", text.as_bytes())], &Endless).map(|_| ()))
    };
    assert!(including(999).is_ok());
    assert_eq!(including(1_000).unwrap_err().rule(), "taxdoc-documents");
}

#[test]
fn a_schema_made_without_a_root_is_refused() {
    assert_eq!(Schema::builder().finish().unwrap_err().rule(), "taxdoc-no-root");
    let mut builder = Schema::builder();
    builder.root(Child::new("a", Builtin::String));
    assert!(builder.finish().is_ok());
}
