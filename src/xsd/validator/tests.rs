//! Each kind of fault beside the accepted document nearest to it.

use crate::Limits;
use crate::xml::Document;
use crate::xml::Reader;
use crate::xml::Source;
use crate::xsd::Builtin;
use crate::xsd::Child;
use crate::xsd::Complex;
use crate::xsd::ContentPolicy;
use crate::xsd::EmptyElements;
use crate::xsd::Facet;
use crate::xsd::Fault;
use crate::xsd::FaultKind;
use crate::xsd::FaultKind::*;
use crate::xsd::NoDocuments;
use crate::xsd::ProcessContents;
use crate::xsd::Schema;
use crate::xsd::SchemaDocument;
use crate::xsd::compile;

/// Kind, element name and expected names of each fault. A tree gives leaves whole, a stream gives every element in its pieces: what is
/// done with at once and what goes the long way must come to the same.
fn faults_with(schema: &Schema, policy: ContentPolicy, text: &str) -> Vec<(FaultKind, String, String)> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut found = Vec::new();
    schema.validate(document.root(), policy, &mut |fault| {
        found.push((fault.kind(), fault.name().to_owned(), fault.expected_names()));
    });
    let mut streamed = Vec::new();
    let mut reader = Reader::new(text.as_bytes(), &limits).unwrap();
    let mut handler = |fault: Fault<'_, _>, _: &Reader<_>| {
        streamed.push((fault.kind(), fault.name().to_owned(), fault.expected_names()));
    };
    schema.validate_stream(&mut reader, policy, &mut handler).unwrap();
    assert_eq!(found, streamed, "{text}");
    found
}

fn kinds(schema: &Schema, text: &str) -> Vec<(FaultKind, String)> {
    faults_with(schema, ContentPolicy::xsd(), text).into_iter().map(|(kind, name, _)| (kind, name)).collect()
}

fn one(kind: FaultKind, name: &str) -> Vec<(FaultKind, String)> {
    vec![(kind, name.to_owned())]
}

/// `r` with a, b, c*, d?, e: all strings but `e`, a decimal.
fn sequence(unordered: bool) -> Schema {
    let mut builder = Schema::builder();
    let amount = builder.simple_type(Builtin::Decimal, &[Facet::FractionDigits(2)]).unwrap();
    let mut complex = Complex::new()
        .child(Child::new("a", Builtin::String).tag(1))
        .child(Child::new("b", Builtin::String).tag(2))
        .child(Child::new("c", Builtin::String).tag(3).optional().repeated())
        .child(Child::new("d", Builtin::String).tag(4).optional())
        .child(Child::new("e", amount).tag(5))
        .required_attribute("id", Builtin::NcName)
        .attribute("n", Builtin::Integer);
    if unordered {
        complex = complex.unordered();
    }
    let root = builder.complex(complex).unwrap();
    builder.root(Child::new("r", root));
    builder.finish().unwrap()
}

#[test]
fn accepts_what_the_content_allows() {
    for schema in [sequence(false), sequence(true)] {
        for good in
            ["<r id='x'><a/><b/><e>1</e></r>", "<r id='x' n=' 7 '> <a>1</a><!-- --><b/><c/><c/><c/><d/><e> 1.20 </e>\n</r>"]
        {
            assert_eq!(kinds(&schema, good), [], "{good}");
        }
    }
}

#[test]
fn a_leaf_is_done_with_at_once_only_where_nothing_is_wrong() {
    let mut builder = Schema::builder();
    let name = builder.simple_type(Builtin::Token, &[Facet::MaxLength(3)]).unwrap();
    let word = builder.simple_type(Builtin::Token, &[Facet::MinLength(2)]).unwrap();
    let amount = builder.simple_type(Builtin::Decimal, &[Facet::TotalDigits(4), Facet::FractionDigits(1)]).unwrap();
    let rate = builder.simple_type(Builtin::Decimal, &[Facet::MaxInclusive("100")]).unwrap();
    let leaves = [("name", name), ("word", word), ("amount", amount), ("rate", rate), ("day", Builtin::Date.into())];
    let mut complex = Complex::new().unordered();
    for (leaf, type_) in leaves {
        complex = complex.child(Child::new(leaf, type_).optional());
    }
    let root = builder.complex(complex).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    for (leaf, good, bad) in [
        // Three characters are eight bytes, and white space around a token does not count.
        ("name", "ếếế", "ếếếế"),
        ("name", "  abc\n", "  abcd\n"),
        ("word", "ế1", "ế"),
        ("amount", "1234", "12345"),
        ("amount", " 0123.40 ", "123.45"),
        ("amount", "-1234", "1 234"),
        ("rate", "100", "101"),
        ("day", "2025-02-28", "2025-02-29"),
    ] {
        assert_eq!(kinds(&schema, &format!("<r><{leaf}>{good}</{leaf}></r>")), [], "{leaf} {good}");
        assert_eq!(kinds(&schema, &format!("<r><{leaf}>{bad}</{leaf}></r>")), one(Value, leaf), "{leaf} {bad}");
    }
}

#[test]
fn a_missing_element_is_one_fault_at_the_parent() {
    for schema in [sequence(false), sequence(true)] {
        assert_eq!(kinds(&schema, "<r id='x'><a/><e>1</e></r>"), one(MissingElement, "b"));
        assert_eq!(kinds(&schema, "<r id='x'><a/><b/></r>"), one(MissingElement, "e"));
        assert_eq!(kinds(&schema, "<r id='x'><b/><e>1</e></r>"), one(MissingElement, "a"));
    }
}

#[test]
fn a_repeated_element_is_one_fault() {
    for schema in [sequence(false), sequence(true)] {
        assert_eq!(kinds(&schema, "<r id='x'><a/><a/><b/><e>1</e></r>"), one(RepeatedElement, "a"));
        assert_eq!(kinds(&schema, "<r id='x'><a/><b/><d/><d/><e>1</e></r>"), one(RepeatedElement, "d"));
        assert_eq!(kinds(&schema, "<r id='x'><a/><b/><e>1</e><a/></r>"), one(RepeatedElement, "a"));
    }
}

#[test]
fn two_swapped_elements_are_one_fault() {
    for schema in [sequence(false), sequence(true)] {
        assert_eq!(kinds(&schema, "<r id='x'><b/><a/><e>1</e></r>"), one(MisplacedElement, "a"));
        assert_eq!(kinds(&schema, "<r id='x'><a/><b/><e>1</e><d/></r>"), one(MisplacedElement, "d"));
    }
}

#[test]
fn an_unknown_element_is_one_fault_even_where_it_stands_for_a_known_one() {
    for schema in [sequence(false), sequence(true)] {
        assert_eq!(kinds(&schema, "<r id='x'><a/><z><y/></z><b/><e>1</e></r>"), one(UnknownElement, "z"));
        assert_eq!(kinds(&schema, "<r id='x'><a/><b/><e>1</e><a xmlns='u'/></r>"), one(UnknownElement, "a"));
    }
    assert_eq!(kinds(&sequence(false), "<r id='x'><a/><B/><e>1</e></r>"), one(UnknownElement, "B"));
    let found = faults_with(&sequence(false), ContentPolicy::xsd(), "<r id='x'><a/><b/><z/><e>1</e></r>");
    assert_eq!(found, [(UnknownElement, "z".to_owned(), "c, d, e".to_owned())]);
}

#[test]
fn faults_do_not_hide_each_other() {
    let found = kinds(&sequence(false), "<r><a/><e>1.234</e></r>");
    let expected = [(MissingAttribute, "id"), (Value, "e"), (MissingElement, "b")];
    assert_eq!(found, expected.map(|(kind, name)| (kind, name.to_owned())));
}

#[test]
fn attributes() {
    let schema = sequence(false);
    let document = |attributes: &str| format!("<r {attributes}><a/><b/><e>1</e></r>");
    assert_eq!(kinds(&schema, &document("")), one(MissingAttribute, "id"));
    // Under a wrong name it is one mistake, not two; a second wrong name is another.
    assert_eq!(kinds(&schema, &document("ID='x'")), one(UnknownAttribute, "ID"));
    assert_eq!(
        kinds(&schema, &document("ID='x' iD='y'")),
        [(UnknownAttribute, "ID".to_owned()), (UnknownAttribute, "iD".to_owned())]
    );
    assert_eq!(kinds(&schema, &document("id='x' m=''")), one(UnknownAttribute, "m"));
    assert_eq!(kinds(&schema, &document("id='x' n='1.0'")), one(AttributeValue, "n"));
    assert_eq!(kinds(&schema, &document("id='x' xmlns:p='u' p:n='1'")), one(UnknownAttribute, "n"));
    let xsi = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    assert_eq!(kinds(&schema, &document(&format!("id='x' {xsi} xsi:schemaLocation='u v'"))), []);
    assert_eq!(kinds(&schema, &document(&format!("id='x' {xsi} xsi:other=''"))), one(UnknownAttribute, "other"));
}

#[test]
fn text_among_elements() {
    let schema = sequence(false);
    assert_eq!(kinds(&schema, "<r id='x'><a/>x<b/>y<e>1</e></r>"), one(TextNotAllowed, ""));
    assert_eq!(kinds(&schema, "<r id='x'><a/>&#32;<b/><e>1</e></r>"), []);
    assert_eq!(kinds(&schema, "<r id='x'><a><q/></a><b/><e>1</e></r>"), one(UnknownElement, "q"));
}

#[test]
fn empty_elements_under_both_policies() {
    let schema = sequence(false);
    let absent = ContentPolicy::xsd().empty_elements(EmptyElements::Absent);
    let under =
        |policy, text| faults_with(&schema, policy, text).into_iter().map(|(kind, name, _)| (kind, name)).collect::<Vec<_>>();
    let document = "<r id='x'><a>1</a><b>1</b><d/><e/></r>";
    assert_eq!(under(ContentPolicy::xsd(), document), one(EmptyElement, "e"));
    assert_eq!(under(absent, document), one(EmptyElement, "e"));
    let document = "<r id='x'><a/><b>1</b><d/><e>1</e></r>";
    assert_eq!(under(ContentPolicy::xsd(), document), []);
    assert_eq!(under(absent, document), one(EmptyElement, "a"));
    assert_eq!(under(absent, "<r id='x'> </r>"), one(EmptyElement, "r"));
}

#[test]
fn an_empty_optional_parent_counts_as_absent() {
    let mut builder = Schema::builder();
    let inner = builder.complex(Complex::new().child(Child::new("a", Builtin::String))).unwrap();
    let root = builder.complex(Complex::new().child(Child::new("p", inner).optional()).child(Child::new("q", inner))).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let absent = ContentPolicy::xsd().empty_elements(EmptyElements::Absent);
    let document = "<r><p/><q><a>1</a></q></r>";
    assert_eq!(faults_with(&schema, absent, document), []);
    assert_eq!(kinds(&schema, document), one(EmptyElement, "p"));
    assert_eq!(kinds(&schema, "<r><q/></r>"), one(EmptyElement, "q"));
}

#[test]
fn what_is_nobodys_business_is_not_looked_at() {
    let mut builder = Schema::builder();
    let anything = builder.anything();
    let open = builder.complex(Complex::new().child(Child::new("a", Builtin::Int)).any(ProcessContents::Skip)).unwrap();
    let signature = Child::new("Signature", anything).in_namespace("urn:sig");
    let root = builder.complex(Complex::new().child(signature).child(Child::new("o", open)).unordered()).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let document = "<r><Signature xmlns='urn:sig' Id='1'>x<y z=''/></Signature><o><a>1</a><x/><y>z</y></o></r>";
    assert_eq!(kinds(&schema, document), []);
    assert_eq!(
        kinds(&schema, &document.replace("urn:sig", "urn:no")).len(),
        2,
        "unknown and missing: there is no telling that they are one"
    );
    assert_eq!(kinds(&schema, &document.replace("<a>1", "<a>x")), one(Value, "a"));
}

#[test]
fn counters_are_not_expanded() {
    let mut builder = Schema::builder();
    let root = builder
        .complex(
            Complex::new().child(Child::new("a", Builtin::String).min(3).max(50_000)).child(Child::new("b", Builtin::String)),
        )
        .unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let document = |count| format!("<r>{}<b/></r>", "<a/>".repeat(count));
    assert_eq!(kinds(&schema, &document(3)), []);
    assert_eq!(kinds(&schema, &document(50_000)), []);
    assert_eq!(kinds(&schema, &document(50_001)), one(RepeatedElement, "a"));
    assert_eq!(kinds(&schema, &document(2)), one(MissingElement, "a"));
}

#[test]
fn an_undeclared_root_is_one_fault() {
    assert_eq!(kinds(&sequence(false), "<s><a/></s>"), one(Undeclared, "s"));
}

#[test]
fn identifiers() {
    let mut builder = Schema::builder();
    let item = builder.complex(Complex::new().attribute("id", Builtin::Id).attribute("ref", Builtin::IdRef)).unwrap();
    let root = builder.complex(Complex::new().child(Child::new("i", item).repeated())).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    assert_eq!(kinds(&schema, "<r><i ref='a'/><i id='a'/><i id='b'/></r>"), []);
    assert_eq!(kinds(&schema, "<r><i id='a'/><i id='a'/></r>"), one(DuplicateId, "id"));
    assert_eq!(kinds(&schema, "<r><i id='a'/><i ref='b'/></r>"), one(UnknownIdRef, ""));
}

#[test]
fn an_identifier_in_an_element_once_too_often_is_no_second_fault() {
    let mut builder = Schema::builder();
    let item = builder.complex(Complex::new().attribute("id", Builtin::Id)).unwrap();
    let part = builder.complex(Complex::new().child(Child::new("i", item)).attribute("id", Builtin::Id)).unwrap();
    let root = builder.complex(Complex::new().child(Child::new("p", part)).child(Child::new("q", part))).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let part = "<p id='a'><i id='b'/></p>";
    assert_eq!(kinds(&schema, &format!("<r>{part}{part}<q><i/></q></r>")), one(RepeatedElement, "p"));
    // What comes after it is looked at again.
    let after = kinds(&schema, &format!("<r>{part}{part}<q id='a'><i/></q></r>"));
    assert_eq!(after, [(RepeatedElement, "p".to_owned()), (DuplicateId, "id".to_owned())]);
}

#[test]
fn dangling_references_come_in_the_order_of_the_document() {
    let mut builder = Schema::builder();
    let item = builder.complex(Complex::new().attribute("ref", Builtin::IdRef)).unwrap();
    let root = builder.complex(Complex::new().child(Child::new("i", item).repeated())).unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let names: Vec<String> = (0..30).map(|number| format!("n{number}")).collect();
    let items: String = names.iter().map(|name| format!("<i ref='{name}'/>")).collect();
    let limits = Limits::default();
    let text = format!("<r>{items}</r>");
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut found = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| found.push(fault.value().to_owned()));
    assert_eq!(found, names);
}

#[test]
fn nothing_but_absence_fits_nil() {
    let mut builder = Schema::builder();
    let root = builder
        .complex(Complex::new().child(Child::new("a", Builtin::Int).nillable()).child(Child::new("b", Builtin::Int)))
        .unwrap();
    builder.root(Child::new("r", root));
    let schema = builder.finish().unwrap();
    let document = |a: &str, b: &str| {
        format!("<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><a xsi:nil='true'>{a}</a><b{b}>1</b></r>")
    };
    assert_eq!(kinds(&schema, &document("", "")), []);
    assert_eq!(kinds(&schema, &document("1", "")), one(NilContent, ""));
    assert_eq!(kinds(&schema, &document("<x/>", "")), one(NilContent, "x"));
    assert_eq!(kinds(&schema, &document("", " xsi:nil='true'")), one(NotNillable, "b"));
    assert_eq!(
        kinds(&schema, &document("", " xsi:type='xs:string' xmlns:xs='http://www.w3.org/2001/XMLSchema'")),
        one(TypeNotDerived, "b")
    );
    assert_eq!(kinds(&schema, &document("", " xsi:type='xs:byte' xmlns:xs='http://www.w3.org/2001/XMLSchema'")), []);
    assert_eq!(kinds(&schema, &document("", " xsi:type='byte'")), one(UnknownType, "b"));
}

#[test]
fn tags_come_back() {
    let schema = sequence(false);
    let limits = Limits::default();
    let source = Source::decode(b"<r id='x'><a/><b/><e>x</e></r>", &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut tags = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        tags.push((fault.tag(), fault.value().to_owned(), fault.limit().to_owned()))
    });
    assert_eq!(tags, [(5, "x".to_owned(), "decimal".to_owned())]);
}

#[test]
fn a_wildcard_takes_no_second_identifier() {
    let schema = compile(
        &[SchemaDocument::new(
            "a.xsd",
            b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
            <xs:attribute name='a' type='xs:ID'/><xs:attribute name='b' type='xs:ID'/><xs:attribute name='c' type='xs:string'/>
            <xs:element name='r'><xs:complexType><xs:anyAttribute/></xs:complexType></xs:element></xs:schema>"
                .as_slice(),
        )],
        &NoDocuments,
    )
    .unwrap();
    assert_eq!(kinds(&schema, "<r a='x' c='y'/>"), []);
    assert_eq!(kinds(&schema, "<r a='x' b='y'/>"), one(ExcessId, "b"));
}

/// Part 1 §5.3: what is missing matters only where it is needed.
#[test]
fn missing_types_matter_where_they_are_needed() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
        <xs:element name='r'><xs:complexType><xs:sequence>
            <xs:element name='a' type='xs:int'/><xs:element name='b' type='absent' minOccurs='0'/>
            <xs:element name='c' type='list' minOccurs='0'/><xs:element name='d' type='either' minOccurs='0'/>
            <xs:element ref='e' minOccurs='0'/><xs:element ref='f' minOccurs='0'/></xs:sequence>
            <xs:attribute name='x' type='absent'/><xs:attribute name='y' type='xs:int'/></xs:complexType></xs:element>
        <xs:simpleType name='list'><xs:list itemType='absent'/></xs:simpleType>
        <xs:simpleType name='either'><xs:union memberTypes='xs:int other'/></xs:simpleType>
        <xs:element name='e' substitutionGroup='head'/>
        <xs:element name='f' type='xs:int'/><xs:element name='g' substitutionGroup='f' type='absent'/>
        </xs:schema>";
    let schema = compile(&[SchemaDocument::new("a.xsd", text.as_bytes())], &NoDocuments).unwrap();
    let names: Vec<&str> = schema.unresolved().iter().map(|error| error.subject()).collect();
    assert_eq!(names, ["absent", "head", "other"]);
    assert_eq!(kinds(&schema, "<r y='1'><a>1</a></r>"), []);
    assert_eq!(kinds(&schema, "<r y='1'><a>1</a><e>anything</e></r>"), [], "a missing head lends no type");
    let absent = |text: &str| faults_with(&schema, ContentPolicy::xsd(), text);
    let one = |name: &str, missing: &str| [(AbsentType, name.to_owned(), missing.to_owned())];
    assert_eq!(absent("<r y='1'><a>1</a><b>1</b></r>"), one("b", "absent"));
    assert_eq!(absent("<r y='1'><a>1</a><b><any/>thing</b></r>"), one("b", "absent"), "one finding, whatever is in it");
    assert_eq!(absent("<r y='1'><a>1</a><c>1</c></r>"), one("c", "absent"));
    assert_eq!(absent("<r y='1'><a>1</a><d>1</d></r>"), one("d", "other"));
    assert_eq!(absent("<r x='1'><a>1</a></r>"), one("x", "absent"));
    assert_eq!(kinds(&schema, "<r><a>1</a><f>1</f></r>"), []);
    assert_eq!(absent("<r><a>1</a><g>1</g></r>"), one("g", "absent"), "it may stand there, but cannot be validated");
    let typed = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='list'";
    assert_eq!(absent(&format!("<r><a>1</a><b {typed}>1</b></r>")), one("b", "absent"));
}
