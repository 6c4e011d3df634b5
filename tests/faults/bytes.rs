//! One byte of a signed invoice changed anywhere: never valid, unless the change is outside everything that is signed or read.
//!
//! Outside are the XML declaration, the way of writing tags (white space in them, the kind of quote), the text of `X509SubjectName`,
//! which nothing may trust, the `Id` of a `Signature`, which no reference names, the general part of a message and the QR text, which
//! nobody signs. So: whatever is valid has the same canonical form as the genuine document once these are blanked.

use std::panic::catch_unwind;

use taxdoc::Limits;
use taxdoc::dsig::c14n;
use taxdoc::report::Verdict;
use taxdoc::xml::Document;
use taxdoc::xml::NodeId;
use taxdoc::xml::Source;

use super::bases::Base;
use super::case::validator;
use super::sign::DSIG;
use super::sign::sign;
use crate::common::dice::Dice;

/// The canonical form without what is neither signed nor read.
fn essence(bytes: &[u8]) -> Option<String> {
    let limits = Limits::default();
    let source = Source::decode(bytes, &limits).ok()?;
    let document = Document::parse(&source, &limits).ok()?;
    let mut octets = Vec::new();
    let set = c14n::NodeSet::subtree(NodeId::DOCUMENT).without_comments();
    c14n::canonicalize(&document, &set, &c14n::Method::DEFAULT, &mut octets).ok()?;
    let mut text = String::from_utf8(octets).ok()?;
    let signature = format!("<Signature xmlns=\"{DSIG}\" ");
    for (start, end) in [
        ("<X509SubjectName>", "</X509SubjectName>"),
        (&*signature, ">"),
        ("<TDiep><TTChung>", "</TTChung>"),
        ("<DLQRCode>", "</DLQRCode>"),
    ] {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(start)).map(|at| from + at + start.len()) {
            let length = text.get(at..)?.find(end)?;
            text.replace_range(at..at + length, "");
            from = at;
        }
    }
    Some(text)
}

/// Bytes that mean something in XML or in a number.
const MEANINGFUL: &[u8] = b" \t\n<>/&;\"'=:!-.0123456789AaZzQq";

#[test]
fn a_changed_byte_never_leaves_a_document_valid() {
    let (mut tried, mut harmless, mut refused) = (0_u32, 0_u32, 0_u32);
    for (base, count) in [(Base::Vat, 1_500), (Base::Uncoded, 600), (Base::Batch, 600)] {
        let genuine = sign(&base.text()).into_bytes();
        let original = essence(&genuine).expect("a good document");
        let mut dice = Dice::of_seed(1);
        for _ in 0..count {
            let mut bytes = genuine.clone();
            let at = dice.below(bytes.len());
            // Half of the changes are of one bit, half to a character that means something in XML or in a number.
            let old = bytes[at];
            bytes[at] = if dice.below(2) == 0 { old ^ (1 << dice.below(8)) } else { MEANINGFUL[dice.below(MEANINGFUL.len())] };
            if bytes[at] == old {
                continue;
            }
            tried += 1;
            let report = catch_unwind(|| validator().validate(&bytes));
            let report = report.unwrap_or_else(|_| panic!("{base:?}: byte {at} {old:#04x} to {:#04x} panics", bytes[at]));
            match report.verdict() {
                Verdict::Valid => {
                    harmless += 1;
                    let context = String::from_utf8_lossy(&bytes[at.saturating_sub(40)..(at + 40).min(bytes.len())]).into_owned();
                    assert!(essence(&bytes).as_ref() == Some(&original), "{base:?}: byte {at}: {context}");
                }
                _ => refused += 1,
            }
        }
    }
    crate::common::suites::say(&format!("changed bytes: {tried} tried, {refused} not valid, {harmless} valid and outside"));
    assert!(harmless > 0 && refused > 2_000);
}
