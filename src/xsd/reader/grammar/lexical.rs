//! The lexical forms of the attributes of schema documents.

use crate::xsd::Builtin;
use crate::xsd::datatype::Decimal;
use crate::xsd::datatype::is_any_uri;
use crate::xsd::datatype::is_ncname;
use crate::xsd::datatype::is_string_of;
use crate::xsd::datatype::qname;

/// What the value of an attribute must look like, white space collapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexical {
    /// `#all` or a list of `extension`, `restriction` and `substitution`.
    BlockSet,
    Boolean,
    /// `#all` or a list of `extension` and `restriction`.
    DerivationSet,
    /// `qualified` or `unqualified`.
    Form,
    /// `#all` or a list of `extension`, `restriction`, `list` and `union`.
    FullDerivationSet,
    /// An `NCName` that stands once in its document.
    Id,
    Language,
    NcName,
    /// `##any`, `##other` or a list of URIs, `##targetNamespace` and `##local`.
    NamespaceList,
    NonNegativeInteger,
    NotEmptyUri,
    /// A `nonNegativeInteger` or `unbounded`.
    Occurrences,
    /// 1, for the `maxOccurs` of `all`.
    One,
    PositiveInteger,
    ProcessContents,
    QName,
    QNames,
    /// `#all` or a list of `restriction`, `list` and `union`.
    SimpleDerivationSet,
    Text,
    Uri,
    Use,
    WhiteSpace,
    /// 0 or 1.
    ZeroOrOne,
}

impl Lexical {
    pub(super) fn allows(self, text: &str) -> bool {
        let set = |names: &[&str]| text == "#all" || words(text).all(|word| names.contains(&word));
        match self {
            Self::BlockSet => set(&["extension", "restriction", "substitution"]),
            Self::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            Self::DerivationSet => set(&["extension", "restriction"]),
            Self::Form => matches!(text, "qualified" | "unqualified"),
            Self::FullDerivationSet => set(&["extension", "restriction", "list", "union"]),
            Self::Id | Self::NcName => is_ncname(text),
            // The empty text takes back an outer language (XML 1.0 §2.12); the published schema of the attribute allows it.
            Self::Language => text.is_empty() || is_string_of(Builtin::Language, text),
            Self::NamespaceList => {
                matches!(text, "##any" | "##other")
                    || words(text).all(|word| match word.strip_prefix("##") {
                        Some(special) => matches!(special, "targetNamespace" | "local"),
                        None => is_any_uri(word),
                    })
            }
            Self::NonNegativeInteger => integer_from("0", text),
            Self::NotEmptyUri => !text.is_empty() && is_any_uri(text),
            Self::Occurrences => text == "unbounded" || integer_from("0", text),
            Self::One => integer_from("1", text) && !integer_from("2", text),
            Self::PositiveInteger => integer_from("1", text),
            Self::ProcessContents => matches!(text, "strict" | "lax" | "skip"),
            Self::QName => qname(text).is_some(),
            Self::QNames => words(text).all(|word| qname(word).is_some()),
            Self::SimpleDerivationSet => set(&["restriction", "list", "union"]),
            Self::Text => true,
            Self::Uri => is_any_uri(text),
            Self::Use => matches!(text, "optional" | "prohibited" | "required"),
            Self::WhiteSpace => matches!(text, "preserve" | "replace" | "collapse"),
            Self::ZeroOrOne => integer_from("0", text) && !integer_from("2", text),
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

fn integer_from(least: &str, text: &str) -> bool {
    Decimal::parse_integer(text) >= Decimal::parse_integer(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_takes_its_values_and_not_their_neighbours() {
        let cases: [(Lexical, &[&str], &[&str]); 8] = [
            (Lexical::BlockSet, &["", "#all", "extension substitution"], &["list", "#all extension"]),
            (Lexical::FullDerivationSet, &["list union"], &["substitution"]),
            (Lexical::NamespaceList, &["##any", "urn:a ##local", ""], &["##any urn:a", "##all"]),
            (Lexical::NonNegativeInteger, &["0", "+7", "-0", "99999999999999999999"], &["-1", "", "1.0", "one"]),
            (Lexical::Occurrences, &["unbounded", "5"], &["Unbounded", "*"]),
            (Lexical::One, &["1", "01"], &["0", "2"]),
            (Lexical::QNames, &["a:b c", ""], &["a:b:c"]),
            (Lexical::ZeroOrOne, &["0", "1"], &["2", "-1"]),
        ];
        for (form, good, bad) in cases {
            good.iter().for_each(|text| assert!(form.allows(text), "{form:?} {text}"));
            bad.iter().for_each(|text| assert!(!form.allows(text), "{form:?} {text}"));
        }
    }
}
