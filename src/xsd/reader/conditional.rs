//! Conditional inclusion: elements of a schema document that are meant for another version of XSD.
//!
//! The attributes are of XSD 1.1 (Part 1 §4.2.2), which made them for processors of XSD 1.0 to heed: a schema that serves both
//! says with them what this processor must not look at.

use crate::xml::Node;
use crate::xsd::Builtin;
use crate::xsd::FacetName;
use crate::xsd::model::XS;

const VERSIONING: &str = "http://www.w3.org/2007/XMLSchema-versioning";

/// Whether an element of a schema document is for XSD 1.0.
pub(super) fn included(node: Node<'_>) -> bool {
    node.attributes().filter(|attribute| attribute.name().namespace() == VERSIONING).all(|attribute| {
        let value = attribute.value();
        let mut words = value.split_ascii_whitespace();
        match attribute.name().local() {
            "minVersion" => !is_above_one(&value, true),
            "maxVersion" => is_above_one(&value, false),
            "typeAvailable" => words.all(|name| is_known(node, name, |local| Builtin::from_name(local).is_some())),
            "typeUnavailable" => !words.all(|name| is_known(node, name, |local| Builtin::from_name(local).is_some())),
            "facetAvailable" => words.all(|name| is_known(node, name, is_facet)),
            "facetUnavailable" => !words.all(|name| is_known(node, name, is_facet)),
            _ => true,
        }
    })
}

/// Whether a version number is above 1.0. What is no number excludes nothing, whether it is the least or the greatest version.
fn is_above_one(version: &str, is_least: bool) -> bool {
    let (integer, fraction) = version.trim().split_once('.').unwrap_or((version.trim(), ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(integer) || !is_number(fraction) {
        return !is_least;
    }
    match integer.trim_start_matches('0') {
        "" => false,
        "1" => fraction.bytes().any(|digit| digit != b'0'),
        _ => true,
    }
}

fn is_known(node: Node<'_>, name: &str, is_of_us: impl Fn(&str) -> bool) -> bool {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    node.namespace_of(prefix) == Some(XS) && is_of_us(local)
}

fn is_facet(local: &str) -> bool {
    FacetName::from_name(local).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_with_one() {
        for (version, above) in [("1.1", true), ("1.0", false), ("1", false), ("1.00", false), ("2", true), ("0.9", false)] {
            assert_eq!(is_above_one(version, true), above, "{version}");
        }
        assert!(!is_above_one("x", true) && is_above_one("x", false), "what is no number excludes nothing");
    }
}
