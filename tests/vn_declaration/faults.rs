//! Every single fault of structure that a form can have: one fault, one finding, at the exact place.

use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::Kind;
use taxdoc::xml::Document;
use taxdoc::xml::Node;

use super::contents;
use super::short;
use crate::common::signer::with;
use crate::common::suites;
use crate::common::vn_declaration::Plan;

/// An element of the text: its path, name and where it stands.
struct Place {
    path: String,
    parent: String,
    name: String,
    outer: std::ops::Range<usize>,
    inner: std::ops::Range<usize>,
    is_leaf: bool,
    next: Option<std::ops::Range<usize>>,
}

/// Every element in the part of that name.
fn places(document: &Document<'_>, parts: &[&str]) -> Vec<Place> {
    let file = document.root().child("HSoKhaiThue").unwrap();
    let parts = file.elements().filter(|part| parts.contains(&part.local_name()));
    parts.flat_map(|part| part.descendants().filter(Node::is_element)).map(place).collect()
}

fn path(node: Node<'_>) -> String {
    let mut names: Vec<String> = node.ancestors().filter(Node::is_element).map(step).collect();
    names.reverse();
    names.push(step(node));
    format!("/{}", names.join("/"))
}

fn step(node: Node<'_>) -> String {
    let siblings = |node: Node<'_>| {
        node.parent().map_or(1, |up| up.elements().filter(|other| other.local_name() == node.local_name()).count())
    };
    assert_eq!(siblings(node).max(1), 1, "a generated document has each row once");
    node.local_name().to_owned()
}

fn place(node: Node<'_>) -> Place {
    let (outer, tag) = (node.range(), node.tag_range());
    let inner = tag.end..outer.end - node.local_name().len() - 3;
    let next = node.parent().and_then(|up| up.elements().find(|other| other.range().start >= outer.end)).map(|next| next.range());
    Place {
        path: path(node),
        parent: path(node.parent().unwrap()),
        name: node.local_name().to_owned(),
        is_leaf: node.elements().next().is_none(),
        outer,
        inner,
        next,
    }
}

fn put(text: &str, range: std::ops::Range<usize>, new: &str) -> String {
    [&text[..range.start], new, &text[range.end..]].concat()
}

/// The errors of a text, and everything that is told.
fn told(text: &str) -> Vec<String> {
    contents(text).findings().iter().filter(|finding| finding.code() != "VN-DECL-VERSION-SUPERSEDED").map(short).collect()
}

fn expect(text: &str, expected: &str, context: &str) {
    let told = told(text);
    assert_eq!(told, [expected.to_owned()], "{context}");
}

fn faults_of(code: &str, step: usize) -> usize {
    let plan = Plan::of(Form::of(code).unwrap());
    let text = plan.document();
    let places = with(&text, |document| places(document, &["CTieuTKhaiChinh", "PLuc"]));
    let mut count = 0;
    for place in places.iter().step_by(step) {
        let context = |what: &str| format!("{code} {what} {}", place.path);
        let row = row_of(plan.form, &place.path);
        let (kind, required, repeats) = row.map_or((Kind::Group, true, false), |row| (row.kind, row.required, row.repeats));
        if row.is_some_and(|row| row.is_loose()) {
            continue;
        }
        let is_part = matches!(place.name.as_str(), "CTieuTKhaiChinh" | "PLuc");
        // Left out: the parent lacks it, or is empty without its only child.
        let alone = with(&text, |document| {
            let node = document.root().descendants().find(|node| node.is_element() && node.range() == place.outer).unwrap();
            node.parent().unwrap().elements().count() == 1
        });
        if required && !(is_part && place.name == "PLuc") {
            let gone = put(&text, place.outer.clone(), "");
            let block = if place.is_leaf && kind != Kind::Group { "LINE" } else { "BLOCK" };
            let code = if alone { "VN-DECL-BLOCK-EMPTY".to_owned() } else { format!("VN-DECL-{block}-MISSING") };
            expect(&gone, &format!("{code} error {}", place.parent), &context("without"));
            count += 1;
        }
        // Twice.
        if !repeats {
            let twice = put(&text, place.outer.end..place.outer.end, &text[place.outer.clone()]);
            expect(&twice, &format!("VN-DECL-LINE-REPEATED error {}[2]", place.path), &context("twice"));
            count += 1;
        }
        // A stranger in front.
        if !is_part {
            let stranger = put(&text, place.outer.start..place.outer.start, "<laLung>1</laLung>");
            expect(&stranger, &format!("VN-DECL-ELEMENT-UNKNOWN error {}/laLung", place.parent), &context("stranger before"));
            count += 1;
        }
        // Swapped with the next one.
        if let Some(next) = place.next.clone().filter(|_| !is_part) {
            let (one, other) = (&text[place.outer.clone()], &text[next.clone()]);
            let swapped = [&text[..place.outer.start], other, one, &text[next.end..]].concat();
            let told = told(&swapped);
            assert_eq!(told.len(), 1, "{} {told:?}", context("swapped"));
            assert!(told[0].starts_with("VN-DECL-LINE-ORDER error "), "{} {told:?}", context("swapped"));
            count += 1;
        }
        // Values.
        let wrong: &[(&str, &str)] = match kind {
            Kind::Long => &[("1.5", "NUMBER-WHOLE"), ("1,000", "NUMBER-SEPARATOR"), ("x", "NUMBER-FORMAT"), ("", "NUMBER-EMPTY")],
            Kind::Natural => &[("-1", "NUMBER-NEGATIVE"), ("1.000.000", "NUMBER-SEPARATOR"), ("", "NUMBER-EMPTY")],
            Kind::Decimal => &[("10%", "NUMBER-FORMAT"), ("1,5", "NUMBER-SEPARATOR"), ("", "NUMBER-EMPTY")],
            Kind::Boolean => &[("X", "BOOLEAN-FORMAT")],
            Kind::Date => &[("31/12/2025", "DATE-FORMAT"), ("2025-02-29", "DATE-FORMAT")],
            Kind::TaxCode => &[("010999998", "TAX-CODE")],
            Kind::SubItem => &[("1702", "VALUE-LIST")],
            _ => &[],
        };
        for (value, code) in wrong {
            let changed = put(&text, place.inner.clone(), value);
            expect(&changed, &format!("VN-DECL-{code} error {}", place.path), &context(value));
            count += 1;
        }
        // Text where only elements may be.
        if kind == Kind::Group && !place.is_leaf {
            let changed = put(&text, place.inner.start..place.inner.start, "chữ");
            expect(&changed, &format!("VN-DECL-TEXT-UNEXPECTED error {}", place.path), &context("text"));
            count += 1;
        }
    }
    count
}

fn row_of<'f>(form: &'f Form, path: &str) -> Option<&'f taxdoc::profile::vn::declaration::Row> {
    let steps: Vec<&str> = path.split('/').skip(3).collect();
    let (mut depth, mut found) = (0, None);
    for row in form.rows() {
        if row.depth < depth {
            return found;
        }
        if row.depth == depth && steps.get(depth) == Some(&row.name) {
            depth += 1;
            if depth == steps.len() {
                found = Some(row);
                break;
            }
        }
    }
    found
}

/// Whether every fault is tried and not a sample: `TAXDOC_FAULTS=all cargo test --release --test vn_declaration faults -- --nocapture`.
fn whole() -> bool {
    std::env::var_os("TAXDOC_FAULTS").is_some_and(|which| which == "all")
}

#[test]
fn each_single_fault_of_a_form_is_one_finding_at_its_place() {
    let mut count = 0;
    // The four that a business meets most whole, the large one and the rest in part, for debug builds are slow.
    for (code, step) in [
        ("842", 1),
        ("864", 1),
        ("473", 3),
        ("892", 40),
        ("844", 2),
        ("847", 2),
        ("850", 2),
        ("824", 2),
        ("838", 2),
        ("830", 5),
        ("952", 3),
        ("953", 3),
        ("1140", 3),
    ] {
        count += faults_of(code, if whole() { 1 } else { step });
    }
    assert!(count > 1_500, "{count}");
    suites::say(&format!("{count} single faults of 13 forms, one finding each"));
}

#[test]
fn the_envelope_has_its_faults_too() {
    let text = Plan::of(Form::of("842").unwrap()).document();
    let places = with(&text, |document| places(document, &["TTinChung"]));
    for place in &places {
        // Whole blocks take the fields away that other rules read.
        if !place.is_leaf {
            continue;
        }
        let gone = told(&put(&text, place.outer.clone(), ""));
        let missing = format!("VN-DECL-LINE-MISSING error {}", place.parent);
        if matches!(place.name.as_str(), "maTKhai" | "pbanTKhaiXML") {
            assert!(gone.contains(&missing), "{} {gone:?}", place.path);
        } else {
            assert_eq!(gone, [missing], "{}", place.path);
        }
    }
    expect(
        &text.replace("<loaiTKhai>C<", "<loaiTKhai>X<"),
        "VN-DECL-VALUE-LIST error /HSoThueDTu/HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/loaiTKhai",
        "kind",
    );
    expect(
        &text.replace("<mst>0109999982<", "<mst>0109999983<"),
        "VN-DECL-TAX-CODE-CHECK-DIGIT error /HSoThueDTu/HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/mst",
        "tax code",
    );
    expect(
        &text.replace("<soLan>0<", "<soLan>0<!-- 1 --><"),
        "VN-DECL-VALUE-COMMENT error /HSoThueDTu/HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/soLan",
        "comment",
    );
}

#[test]
fn a_guessed_form_tells_its_faults_without_an_error() {
    let (mut count, mut forms) = (0, 0);
    for form in Form::all().filter(|form| form.exact().is_none() && form.part("CTieuTKhaiChinh").is_some()) {
        let text = Plan::of(form).document();
        let places = with(&text, |document| places(document, &["CTieuTKhaiChinh", "PLuc"]));
        // A stranger, text between lines, a word for a number: at the first place of each in the form, or at every one.
        let leaves: Vec<&Place> =
            places.iter().filter(|place| place.is_leaf && !place.parent.ends_with("/HSoKhaiThue")).collect();
        let is_number = |place: &Place| {
            let row = row_of(form, &place.path);
            row.is_some_and(|row| matches!(row.kind, Kind::Number | Kind::Long | Kind::Natural | Kind::Decimal))
        };
        let most = if whole() { usize::MAX } else { 1 };
        forms += usize::from(!leaves.is_empty());
        for leaf in leaves.iter().take(most) {
            let stranger = put(&text, leaf.outer.start..leaf.outer.start, "<laLung>1</laLung>");
            expect(&stranger, &format!("VN-DECL-ELEMENT-UNKNOWN info {}/laLung", leaf.parent), form.code());
            let between = put(&text, leaf.outer.start..leaf.outer.start, "chữ");
            expect(&between, &format!("VN-DECL-TEXT-UNEXPECTED warning {}", leaf.parent), form.code());
            count += 2;
        }
        for number in leaves.iter().filter(|place| is_number(place)).take(most) {
            let word = put(&text, number.inner.clone(), "mười");
            expect(&word, &format!("VN-DECL-NUMBER-FORMAT warning {}", number.path), form.code());
            count += 1;
        }
    }
    assert!(forms > 340, "{forms}");
    suites::say(&format!("{count} single faults of {forms} guessed forms, none an error"));
}
