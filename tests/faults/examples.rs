//! The right and wrong values that `validate --explain` shows (examples/validate/examples.tsv): put into a good document, the wrong one
//! breaks the rule, and the right one does not.

use super::bases::Base;
use super::case::findings;
use super::case::validator;
use super::common::examples::examples;
use super::sign::sign;

/// The documents that an example may stand in, not signed yet.
fn bases() -> Vec<String> {
    let declaration = include_str!("../../examples/data/declaration.xml").to_owned();
    Base::ALL.into_iter().map(Base::text).chain([declaration]).collect()
}

/// The document with that element in the place of the first of its name.
fn with(base: &str, element: &str) -> Option<String> {
    let name = element.strip_prefix('<')?.split('>').next()?;
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let start = base.find(&open)?;
    let end = start + base[start..].find(&close)? + close.len();
    Some(format!("{}{element}{}", &base[..start], &base[end..]))
}

fn has(text: &str, code: &str) -> bool {
    // The signatures of the declaration are real ones and break; that is another rule.
    let text = if text.contains("<HSoThueDTu") { text.to_owned() } else { sign(text) };
    findings(&validator().validate(text.as_bytes())).iter().any(|finding| finding.code == code)
}

#[test]
fn every_example_is_wrong_and_right() {
    let (bases, mut count, mut unproved) = (bases(), 0, Vec::new());
    for (code, wrong, right) in examples("VN-") {
        let proves = |base: &String| {
            let pair = with(base, &wrong).zip(with(base, &right));
            pair.is_some_and(|(wrong, right)| has(&wrong, code) && !has(&right, code))
        };
        count += 1;
        if !bases.iter().any(proves) {
            unproved.push(format!("{code}\t{wrong}\t{right}"));
        }
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 75, "{count}");
}
