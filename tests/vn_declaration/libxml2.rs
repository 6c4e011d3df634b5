//! The tables as XSD text, judged by libxml2 and by us.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use taxdoc::Limits;
use taxdoc::profile::vn::declaration::Base;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::schema::NAMESPACE;
use taxdoc::profile::vn::declaration::schema::compile;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;

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

fn ours(schema: &Schema, text: &str) -> bool {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| valid = false);
    valid
}

/// The verdicts of xmllint on many files in one run.
pub(crate) fn theirs(schema: &Path, files: &[PathBuf]) -> Vec<bool> {
    let mut verdicts = Vec::with_capacity(files.len());
    for some in files.chunks(500) {
        let output = Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).args(some).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let verdict = |line: &str| match line.strip_suffix(" validates") {
            Some(name) => Some((name.to_owned(), true)),
            None => line.strip_suffix(" fails to validate").map(|name| (name.to_owned(), false)),
        };
        let told: Vec<(String, bool)> = text.lines().filter_map(verdict).collect();
        assert!(told.iter().map(|(name, _)| name.as_str()).eq(some.iter().map(|file| file.to_str().unwrap())), "{text}");
        verdicts.extend(told.iter().map(|(_, valid)| *valid));
    }
    verdicts
}

pub(crate) fn has_xmllint() -> bool {
    let there = Command::new("xmllint").arg("--version").stderr(Stdio::null()).stdout(Stdio::null()).status();
    let there = there.is_ok_and(|status| status.success());
    if !there {
        suites::skipped("declarations against libxml2", "xmllint is not there");
    }
    there
}

pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn write(folder: &Path, texts: &[String]) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = (0..texts.len()).map(|index| folder.join(format!("{index}.xml"))).collect();
    for (file, text) in files.iter().zip(texts) {
        std::fs::write(file, text).unwrap();
    }
    files
}

#[test]
fn libxml2_agrees_on_the_exported_forms() {
    if !has_xmllint() {
        return;
    }
    let folder = folder("vn-declaration");
    let (mut count, mut valid_count) = (0, 0);
    for form in Form::all().filter(|form| form.exact().is_some()) {
        let base = form.base();
        let schema = compile(form, base, NAMESPACE).unwrap();
        let exported = folder.join("form.xsd");
        std::fs::write(&exported, schema.to_xsd()).unwrap();
        let text = Plan { supplement: true, ..Plan::of(form) }.document();
        // A thousand or so of each form.
        let step = (text.matches("</").count() / 90).max(1);
        let mut texts = variants(&text, step);
        texts.push(Plan { full: false, base: Base::Registration, ..Plan::of(form) }.document());
        texts.push(Plan { full: false, ..Plan::of(form) }.document());
        let files = write(&folder, &texts);
        for (text, theirs) in texts.iter().zip(theirs(&exported, &files)) {
            assert_eq!(ours(&schema, text), theirs, "{}\n{text}", form.code());
            count += 1;
            valid_count += usize::from(theirs);
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    suites::say(&format!("libxml2 agrees on {count} declarations of 13 forms, {valid_count} of them valid"));
}
