//! Values of a signature: text without markup, and base64.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::xml;
use crate::xml::Node;
use crate::xml::NodeKind;
use crate::xml::is_space;

use super::Reason;
use super::Refusal;

/// The characters of an element that holds nothing else. A comment in a value has made verifiers and readers see different values.
pub(super) fn text<'d>(element: &Node<'d>) -> Result<Cow<'d, str>, Refusal> {
    let plain = |node: &Node<'_>| matches!(node.kind(), NodeKind::Text | NodeKind::CData | NodeKind::Reference);
    match element.children().find(|child| !plain(child)) {
        Some(child) => Err(Refusal::new(Reason::CommentInValue, child.id())),
        None => Ok(element.text()),
    }
}

/// The octets of an element in base64; white space may stand anywhere (XML Schema Part 2 §3.2.16).
pub(super) fn octets(element: &Node<'_>) -> Result<Vec<u8>, Refusal> {
    let text = text(element)?;
    decode(&text).ok_or_else(|| Refusal::new(Reason::Base64, element.id()))
}

pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let trimmed = xml::trim(text);
    let octets = STANDARD.decode(trimmed).ok().or_else(|| {
        let compact = trimmed.as_bytes().split(|byte| is_space(*byte)).collect::<Vec<_>>().concat();
        if compact.len() < trimmed.len() { STANDARD.decode(compact).ok() } else { None }
    })?;
    (!octets.is_empty()).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_no_part_of_a_value() {
        // RFC 4648 §10.
        assert_eq!(decode(" Zm9v\r\n Ym\tFy\n").unwrap(), b"foobar");
        for bad in ["", " ", "Zm9", "Zm9v!", "Zm9vYg=", "Zm9vYh==", "Zm 9v.", "Zm9v===="] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
