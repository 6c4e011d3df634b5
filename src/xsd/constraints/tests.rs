//! Each constraint with a schema that keeps it and the nearest that breaks it.

use std::time::Duration;
use std::time::Instant;

use crate::xsd::NoDocuments;
use crate::xsd::Reference;
use crate::xsd::Resolver;
use crate::xsd::SCHEMA_RULES;
use crate::xsd::SchemaDocument;
use crate::xsd::SchemaError;
use crate::xsd::compile;
use crate::xsd::constraints::find_rule;

/// The rule that a schema with this content breaks.
fn broken(content: &str) -> Option<&'static str> {
    error(content).map(|error| error.rule())
}

fn error(content: &str) -> Option<SchemaError> {
    let text = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:t\" xmlns=\"urn:t\">\n{content}\n</xs:schema>"
    );
    compile(&[SchemaDocument::new("t.xsd", text.as_bytes())], &NoDocuments).err()
}

/// Schema text with a hole, what keeps the rule, what breaks it.
type Case = (&'static str, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    for (rule, frame, good, bad) in cases {
        assert_eq!(broken(&frame.replace('@', good)), None, "{rule}: {good}");
        assert_eq!(broken(&frame.replace('@', bad)), Some(*rule), "{rule}: {bad}");
    }
}

const ELEMENT: &str = "<xs:element name='r' @/>";
const TYPE: &str = "<xs:complexType name='t'>@</xs:complexType>";
const SIMPLE: &str = "<xs:simpleType name='s'>@</xs:simpleType>";
/// A base with `a?`, then `b` or any of another namespace, and a restriction of it.
const RESTRICTION: &str = "<xs:complexType name='b'><xs:sequence><xs:element name='a' type='xs:string' minOccurs='0'/>
    <xs:choice minOccurs='0' maxOccurs='2'><xs:element name='b'/><xs:any namespace='##other' processContents='lax'/></xs:choice>
    </xs:sequence><xs:attribute name='x' type='xs:int'/><xs:attribute name='y' use='required'/></xs:complexType>
    <xs:complexType name='t'><xs:complexContent><xs:restriction base='b'>@</xs:restriction></xs:complexContent></xs:complexType>";

#[test]
fn schema_for_schemas() {
    check(&[
        ("s4s-att-not-allowed", ELEMENT, "abstract='true'", "minOccurs='0'"),
        ("s4s-att-invalid-value", ELEMENT, "nillable='0'", "nillable='no'"),
        ("s4s-att-invalid-value", ELEMENT, "block='#all'", "block='list'"),
        ("s4s-att-must-appear", "<xs:element @/>", "name='a'", "id='a'"),
        ("s4s-att-invalid-value", "<xs:element name='a' id='i'/><xs:element name='b' id='@'/>", "j", "i"),
        ("s4s-elt-invalid-content", TYPE, "<xs:annotation/><xs:sequence/>", "<xs:sequence/><xs:annotation/>"),
        ("s4s-elt-invalid-content", TYPE, "<xs:attribute name='a'/>", "<xs:simpleType/>"),
        ("s4s-elt-invalid-content", TYPE, "<xs:anyAttribute/>", "<xs:anyAttribute/><xs:attribute name='a'/>"),
        ("s4s-elt-must-match", SIMPLE, "<xs:list itemType='xs:int'/>", ""),
        ("s4s-elt-character", TYPE, " ", "text"),
        ("n-props-correct", "<xs:notation name='n' @/>", "system='s'", ""),
    ]);
}

#[test]
fn names_and_references() {
    check(&[
        ("sch-props-correct", "<xs:element name='a'/><xs:element name='@'/>", "b", "a"),
        ("src-resolve", ELEMENT, "type='xs:int'", "type='xs:integr'"),
        ("src-resolve", SIMPLE, "<xs:restriction base='xs:int'/>", "<xs:restriction base='int'/>"),
        ("src-resolve", SIMPLE, "<xs:list itemType='int'/>", "<xs:restriction base='int'/>"),
        (
            "src-element.2.2",
            "<xs:element name='g'/><xs:group name='h'><xs:sequence><xs:element ref='g' @/></xs:sequence></xs:group>",
            "minOccurs='0'",
            "nillable='true'",
        ),
        ("src-element.1", ELEMENT, "default='a'", "default='a' fixed='a'"),
        ("src-attribute.2", TYPE, "<xs:attribute name='a' default='1'/>", "<xs:attribute name='a' default='1' use='required'/>"),
        (
            "mg-props-correct.2",
            "<xs:group name='g'><xs:sequence><xs:group ref='@'/></xs:sequence></xs:group><xs:group name='h'><xs:sequence/></xs:group>",
            "h",
            "g",
        ),
        (
            "src-attribute_group.3",
            "<xs:attributeGroup name='g'><xs:attributeGroup ref='@'/></xs:attributeGroup><xs:attributeGroup name='h'/>",
            "h",
            "g",
        ),
        (
            "ct-props-correct.3",
            "<xs:complexType name='t'><xs:complexContent><xs:extension base='@'/></xs:complexContent></xs:complexType><xs:complexType name='u'/>",
            "u",
            "t",
        ),
        (
            "e-props-correct.6",
            "<xs:element name='a' substitutionGroup='b'/><xs:element name='b' @/>",
            "",
            "substitutionGroup='a'",
        ),
        (
            "e-props-correct.4",
            "<xs:element name='h' type='xs:int' @/><xs:element name='m' type='xs:short' substitutionGroup='h'/>",
            "",
            "final='restriction'",
        ),
        ("e-props-correct.2", ELEMENT, "type='xs:int' default='1'", "type='xs:int' default='one'"),
        (
            "ct-props-correct.4",
            TYPE,
            "<xs:attribute name='a'/><xs:attribute name='b'/>",
            "<xs:attribute name='a'/><xs:attribute name='a'/>",
        ),
        (
            "ct-props-correct.5",
            "<xs:complexType name='t'><xs:attribute name='a' type='xs:ID'/><xs:attribute name='b' type='@'/></xs:complexType>",
            "xs:IDREF",
            "xs:ID",
        ),
        (
            "enumeration-required-notation",
            TYPE,
            "<xs:attribute name='a' type='xs:QName'/>",
            "<xs:attribute name='a' type='xs:NOTATION'/>",
        ),
        (
            "cos-valid-default",
            "<xs:element name='e' default='x'><xs:complexType mixed='true'><xs:sequence><xs:element name='a' @/></xs:sequence></xs:complexType></xs:element>",
            "minOccurs='0'",
            "",
        ),
        ("st-props-correct.2", "<xs:simpleType name='s'><xs:restriction base='@'/></xs:simpleType>", "xs:int", "s"),
        ("no-xmlns", TYPE, "<xs:attribute name='xml'/>", "<xs:attribute name='xmlns'/>"),
    ]);
}

#[test]
fn facets() {
    let restriction =
        "<xs:simpleType name='b'><xs:restriction base='xs:decimal'><xs:totalDigits value='5'/><xs:maxExclusive value='10'/>
        </xs:restriction></xs:simpleType><xs:simpleType name='s'><xs:restriction base='b'>@</xs:restriction></xs:simpleType>";
    check(&[
        ("totalDigits-valid-restriction", restriction, "<xs:totalDigits value='5'/>", "<xs:totalDigits value='6'/>"),
        ("fractionDigits-totalDigits", restriction, "<xs:fractionDigits value='5'/>", "<xs:fractionDigits value='6'/>"),
        ("maxExclusive-valid-restriction", restriction, "<xs:maxExclusive value='10'/>", "<xs:maxExclusive value='11'/>"),
        ("minExclusive-valid-restriction", restriction, "<xs:minExclusive value='9'/>", "<xs:minExclusive value='10'/>"),
        ("cos-applicable-facets", restriction, "<xs:pattern value='.*'/>", "<xs:length value='1'/>"),
        ("enumeration-valid-restriction", restriction, "<xs:enumeration value='9'/>", "<xs:enumeration value='10'/>"),
        (
            "src-single-facet-value",
            restriction,
            "<xs:minInclusive value='1'/>",
            "<xs:minInclusive value='1'/><xs:minInclusive value='1'/>",
        ),
        (
            "fractionDigits-valid-restriction",
            SIMPLE,
            "<xs:restriction base='xs:int'><xs:fractionDigits value='0'/></xs:restriction>",
            "<xs:restriction base='xs:int'><xs:fractionDigits value='1'/></xs:restriction>",
        ),
        (
            "length-minLength-maxLength",
            SIMPLE,
            "<xs:restriction base='xs:IDREFS'><xs:length value='5'/><xs:minLength value='1'/></xs:restriction>",
            "<xs:restriction base='xs:IDREFS'><xs:length value='5'/><xs:minLength value='2'/></xs:restriction>",
        ),
        (
            "src-pattern",
            SIMPLE,
            "<xs:restriction base='xs:string'><xs:pattern value='[a-c\\-e]'/></xs:restriction>",
            "<xs:restriction base='xs:string'><xs:pattern value='[a-c-e]'/></xs:restriction>",
        ),
        (
            "enumeration-valid-restriction",
            "<xs:notation name='png' public='image/png'/><xs:simpleType name='s'><xs:restriction base='xs:NOTATION'><xs:enumeration value='@'/></xs:restriction></xs:simpleType>",
            "png",
            "gif",
        ),
    ]);
}

#[test]
fn an_ambiguity_is_told_at_the_particle() {
    let at = |content: &str| {
        let text = format!("<xs:complexType name='t'><xs:sequence>\n{content}\n</xs:sequence></xs:complexType>");
        error(&text).and_then(|error| error.place().map(|(_, line, column)| (line, column)))
    };
    let (a, b) = ("<xs:element name='a' minOccurs='0'/>", "<xs:element name='b'/>");
    // The schema begins on the line before, the type on line 2.
    assert_eq!(at(&format!("{b}\n{a}\n{a}")), Some((5, 1)));
    assert_eq!(at(&format!("{a}\n{b}\n{a}")), None);
    // One that may not occur is no particle; one in a type inside is of another model.
    let inside =
        "<xs:element name='c'><xs:complexType><xs:sequence><xs:element name='a'/></xs:sequence></xs:complexType></xs:element>";
    let never = "<xs:element name='a' maxOccurs='0' minOccurs='0'/>";
    assert_eq!(at(&format!("{inside}\n{never}{a}\n  {a}\n{b}")), Some((5, 3)));
    assert_eq!(at("<xs:any minOccurs='0'/>\n<xs:any/>"), Some((4, 1)));
}

#[test]
fn attribution_is_unique() {
    let rule = "cos-nonambig";
    let sequence = "<xs:complexType name='t'><xs:sequence>@</xs:sequence></xs:complexType>";
    let choice = "<xs:element name='h'/><xs:element name='m' substitutionGroup='h'/>
        <xs:complexType name='t'><xs:choice maxOccurs='unbounded'>@</xs:choice></xs:complexType>";
    let (a, b) = ("<xs:element name='a' type='xs:int' @/>", "<xs:element name='b'/>");
    let a = |occurs| a.replace('@', occurs);
    for (good, bad) in [
        (a("") + &a(""), a("minOccurs='0'") + &a("")),
        // Two and no more, then perhaps one: counted, the third is the second particle's.
        (a("minOccurs='2' maxOccurs='2'") + &a("minOccurs='0'"), a("maxOccurs='2'") + &a("minOccurs='0'")),
        (b.to_owned() + "<xs:any namespace='##other'/>", a("minOccurs='0'") + "<xs:any namespace='##local'/>"),
        (
            format!("<xs:choice minOccurs='0'>{}{b}</xs:choice>", a("")),
            format!("<xs:choice minOccurs='0'>{}{b}</xs:choice>{b}", a("")),
        ),
    ] {
        assert_eq!(broken(&sequence.replace('@', &good)), None, "{good}");
        assert_eq!(broken(&sequence.replace('@', &bad)), Some(rule), "{bad}");
    }
    check(&[
        (rule, choice, "<xs:element ref='h'/>", "<xs:element ref='h'/><xs:element ref='m'/>"),
        (rule, choice, "<xs:any namespace='##local'/>", "<xs:any namespace='##local'/><xs:any/>"),
        (
            "cos-element-consistent",
            sequence,
            "<xs:element name='a'/><xs:element name='a'/>",
            "<xs:element name='a'/><xs:element name='a' type='xs:int'/>",
        ),
        (
            "cos-all-limited.1.2",
            TYPE,
            "<xs:all><xs:element name='a'/></xs:all>",
            "<xs:sequence><xs:group ref='g'/></xs:sequence></xs:complexType><xs:group name='g'><xs:all><xs:element name='a'/></xs:all></xs:group><xs:complexType name='u'>",
        ),
    ]);
}

#[test]
fn restrictions_of_content() {
    let y = "<xs:attribute name='y' use='required'/>";
    let in_sequence = |content: &str| RESTRICTION.replace('@', &format!("<xs:sequence>{content}</xs:sequence>"));
    let a = "<xs:element name='a' type='xs:string' @/>";
    for (rule, good, bad) in [
        ("rcase-NameAndTypeOK.3", a.replace('@', ""), a.replace('@', "maxOccurs='2'")),
        (
            "rcase-NameAndTypeOK.5",
            a.replace('@', ""),
            a.replace('@', "")
                .replace("/>", "><xs:unique name='u'><xs:selector xpath='*'/><xs:field xpath='@x'/></xs:unique></xs:element>"),
        ),
        (
            "rcase-NameAndTypeOK.7",
            a.replace("xs:string", "xs:token").replace('@', ""),
            a.replace("xs:string", "xs:int").replace('@', ""),
        ),
        ("rcase-Recurse.2", String::new(), "<xs:element name='z'/>".to_owned()),
        (
            "rcase-RecurseLax.1",
            "<xs:choice><xs:element name='b'/></xs:choice>".to_owned(),
            a.replace('@', "")
                + "<xs:choice maxOccurs='3'><xs:element name='b'/><xs:any namespace='urn:o' processContents='lax'/></xs:choice>",
        ),
        (
            "rcase-NSSubset.3",
            a.replace('@', "") + "<xs:choice><xs:element name='b'/><xs:any namespace='urn:o'/></xs:choice>",
            a.replace('@', "")
                + "<xs:choice><xs:element name='b'/><xs:any namespace='urn:o' processContents='skip'/></xs:choice>",
        ),
    ] {
        assert_eq!(broken(&in_sequence(&good)), None, "{good}");
        assert_eq!(broken(&in_sequence(&bad)), Some(rule), "{bad}");
    }
    check(&[
        ("derivation-ok-restriction.2.1.1", RESTRICTION, y, "<xs:attribute name='y'/>"),
        (
            "derivation-ok-restriction.2.1.2",
            RESTRICTION,
            "<xs:attribute name='x' type='xs:byte'/>",
            "<xs:attribute name='x' type='xs:long'/>",
        ),
        ("derivation-ok-restriction.2.2", RESTRICTION, "<xs:attribute name='x' use='prohibited'/>", "<xs:attribute name='z'/>"),
        ("derivation-ok-restriction.3", RESTRICTION, "", "<xs:attribute name='y' use='prohibited'/>"),
        ("derivation-ok-restriction.4.1", RESTRICTION, "", "<xs:anyAttribute/>"),
    ]);
}

#[test]
fn redefinitions() {
    struct Old;
    impl Resolver for Old {
        fn resolve(&self, _reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
            let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
                <xs:group name='g'><xs:sequence><xs:element name='a' minOccurs='0'/></xs:sequence></xs:group>
                <xs:simpleType name='s'><xs:restriction base='xs:string'/></xs:simpleType></xs:schema>";
            Some(SchemaDocument::new("old.xsd", text.as_bytes()))
        }
    }
    let broken = |content: &str| {
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:redefine schemaLocation='old.xsd'>{content}</xs:redefine></xs:schema>"
        );
        compile(&[SchemaDocument::new("new.xsd", text.as_bytes())], &Old).err().map(|error| error.rule())
    };
    let group = "<xs:group name='g'><xs:sequence>@</xs:sequence></xs:group>";
    let simple = "<xs:simpleType name='s'><xs:restriction base='@'/></xs:simpleType>";
    for (rule, frame, good, bad) in [
        ("src-redefine.5", simple, "s", "xs:string"),
        ("src-redefine.6.1", group, "<xs:group ref='g'/>", "<xs:group ref='g' maxOccurs='2'/>"),
        ("src-redefine.6.2.2", group, "<xs:element name='a'/>", "<xs:element name='b'/>"),
    ] {
        assert_eq!(broken(&frame.replace('@', good)), None, "{rule}: {good}");
        assert_eq!(broken(&frame.replace('@', bad)), Some(rule), "{rule}: {bad}");
    }
}

#[test]
fn a_fault_has_its_place() {
    let error = error("<xs:element name='a'/>\n  <xs:element name='b' type='xs:c'/>").expect("it is broken");
    assert_eq!(error.place(), Some(("t.xsd", 3, 3)));
}

#[test]
fn large_schemas_are_checked_in_bounded_time() {
    let start = Instant::now();
    let counted = "<xs:complexType name='t'><xs:sequence maxOccurs='5000'><xs:sequence minOccurs='2' maxOccurs='50000'>
        <xs:element name='a'/><xs:element name='b' minOccurs='0' maxOccurs='990'/></xs:sequence><xs:element name='c'/></xs:sequence></xs:complexType>";
    assert_eq!(broken(counted), None);
    // 3,000 names, each twice, none in the way of the other.
    let many: String = (0..6_000).map(|index| format!("<xs:element name='e{}' type='xs:int'/>", index % 3_000)).collect();
    let sequence = format!("<xs:complexType name='t'><xs:sequence>{many}</xs:sequence></xs:complexType>");
    assert_eq!(broken(&sequence), None);
    let optional: String = (0..3_000).map(|index| format!("<xs:element name='e{index}' minOccurs='0'/>")).collect();
    let wild =
        format!("<xs:complexType name='t'><xs:sequence>{optional}<xs:any namespace='##local'/></xs:sequence></xs:complexType>");
    assert_eq!(broken(&wild), Some("cos-nonambig"));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

/// §4.2.1: an included document without namespace takes on that of the including one, in the values of facets too.
#[test]
fn values_of_an_included_document_take_on_the_namespace() {
    let main = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>
        <xs:include schemaLocation='i.xsd'/><xs:element name='r' type='t:picture'/></xs:schema>";
    let included = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:notation name='gif' public='image/gif'/>
        <xs:simpleType name='picture'><xs:restriction base='xs:NOTATION'><xs:enumeration value='gif'/></xs:restriction></xs:simpleType>
        </xs:schema>";
    let documents = [SchemaDocument::new("m.xsd", main.as_bytes()), SchemaDocument::new("i.xsd", included.as_bytes())];
    let schema = compile(&documents, &NoDocuments).unwrap();
    let is_valid = |text: &str| {
        let limits = crate::Limits::default();
        let source = crate::xml::Source::decode(text.as_bytes(), &limits).unwrap();
        let document = crate::xml::Document::parse(&source, &limits).unwrap();
        let mut faults = 0;
        schema.validate(document.root(), crate::xsd::ContentPolicy::xsd(), &mut |_| faults += 1);
        faults == 0
    };
    assert!(is_valid("<t:r xmlns:t='urn:t'>t:gif</t:r>") && is_valid("<r xmlns='urn:t'>gif</r>"));
    assert!(!is_valid("<t:r xmlns:t='urn:t'>gif</t:r>"), "of no namespace");
    let unknown = included.replace("value='gif'", "value='png'");
    let documents = [SchemaDocument::new("m.xsd", main.as_bytes()), SchemaDocument::new("i.xsd", unknown.as_bytes())];
    assert_eq!(compile(&documents, &NoDocuments).unwrap_err().rule(), "enumeration-valid-restriction");
}

#[test]
fn rules_are_sorted_and_found() {
    assert!(SCHEMA_RULES.is_sorted_by(|one, next| one.code < next.code));
    assert_eq!(find_rule("src-attribute.3.1").map(|rule| rule.code), Some("XSD-src-attribute"));
    assert_eq!(find_rule("src-redefine.6.2.2").map(|rule| rule.code), Some("XSD-src-redefine.6"));
    assert_eq!(find_rule("src-attribute_group.3").map(|rule| rule.code), Some("XSD-src-attribute-group"));
    assert!(find_rule("src-nothing").is_none());
}
