//! The tables as XSD text, judged by libxml2 and by us.

use taxdoc::profile::vn::declaration::Base;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::schema::Explanation;
use taxdoc::profile::vn::declaration::schema::NAMESPACE;
use taxdoc::profile::vn::declaration::schema::compile;
use taxdoc::xml::Node;

use crate::common::libxml2;
use crate::common::signer::with;
use crate::common::suites;
use crate::common::vn_declaration::Plan;

/// Changes that make a declaration invalid, or leave it valid: each element left out, twice, behind a stranger, nil, with other values.
fn variants(text: &str, step: usize) -> Vec<String> {
    const XSI: &str = "<HSoThueDTu xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let text = text.replacen("<HSoThueDTu", XSI, 1);
    let mut all = vec![text.clone()];
    let places: Vec<_> = with(&text, |document| {
        let place = |node: Node<'_>| (node.range(), node.tag_range(), node.local_name().len(), node.elements().next().is_none());
        document.root().descendants().filter(Node::is_element).skip(1).map(place).collect()
    });
    for (outer, tag, name, is_leaf) in places.into_iter().step_by(step) {
        let put = |from: usize, to: usize, new: &str| [&text[..from], new, &text[to..]].concat();
        let inner = tag.end..outer.end - name - 3;
        all.push(put(outer.start, outer.end, ""));
        all.push(put(outer.start, outer.start, &text[outer.clone()]));
        all.push(put(outer.start, outer.start, "<laLung>1</laLung>"));
        all.push(put(tag.end - 1, tag.end, " laLung=\"1\">"));
        all.push(put(tag.end - 1, inner.end, " xsi:nil=\"true\">"));
        if is_leaf {
            for value in ["", "1", "-1", "1.5", "x", "true", "2026-02-29", "9223372036854775808", "0109999982-001", "x<b/>"] {
                all.push(put(inner.start, inner.end, value));
            }
        }
    }
    all
}

#[test]
fn libxml2_agrees_on_the_exported_forms() {
    if !libxml2::has_xmllint("declarations against libxml2") {
        return;
    }
    let folder = libxml2::folder("vn-declaration");
    let (mut count, mut valid_count) = (0, 0);
    for form in Form::all().filter(|form| form.exact().is_some()) {
        let base = form.base();
        let schema = compile(form, base, Explanation::Last, NAMESPACE).unwrap();
        let exported = folder.join("form.xsd");
        std::fs::write(&exported, schema.to_xsd()).unwrap();
        let text = Plan { supplement: true, ..Plan::of(form) }.document();
        // Some hundreds of each form.
        let step = (text.matches("</").count() / 40).max(1);
        let mut texts = variants(&text, step);
        texts.push(Plan { full: false, base: Base::Registration, ..Plan::of(form) }.document());
        texts.push(Plan { full: false, ..Plan::of(form) }.document());
        let files = libxml2::write(&folder, &texts);
        for (text, theirs) in texts.iter().zip(libxml2::theirs(&exported, &files)) {
            assert_eq!(libxml2::ours(&schema, text), theirs, "{}\n{text}", form.code());
            count += 1;
            valid_count += usize::from(theirs);
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    suites::say(&format!("libxml2 agrees on {count} declarations of 13 forms, {valid_count} of them valid"));
}
