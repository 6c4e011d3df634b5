//! Lexical spaces of the types that are not numbers or times.

use super::Builtin;
use super::white_space::is_white;

/// `Name` of XML 1.0.
pub(crate) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_name_start) && characters.all(is_name_character)
}

/// `NCName` of Namespaces in XML.
pub(crate) fn is_ncname(text: &str) -> bool {
    is_name(text) && !text.contains(':')
}

pub(crate) fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_character)
}

/// The prefix and the local name of a `QName`.
pub(crate) fn qname(text: &str) -> Option<(&str, &str)> {
    let (prefix, local) = text.split_once(':').unwrap_or(("", text));
    ((prefix.is_empty() && !text.starts_with(':') || is_ncname(prefix)) && is_ncname(local)).then_some((prefix, local))
}

pub(crate) const fn is_name_start(character: char) -> bool {
    matches!(character,
        'a'..='z' | 'A'..='Z' | '_' | ':' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

pub(crate) const fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// `language` (§3.3.3): `[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let fits = |part: &str| (1..=8).contains(&part.len());
    fits(first)
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| fits(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `anyURI` (§3.2.17): after the escaping that the standard prescribes nearly every text is one. What no escaping can mend is a `%`
/// without two hexadecimal digits or a second `#`.
pub(crate) fn is_any_uri(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut fragments = 0;
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'%' => {
                let hexadecimal = |offset| bytes.get(index + offset).is_some_and(u8::is_ascii_hexdigit);
                if !hexadecimal(1) || !hexadecimal(2) {
                    return false;
                }
            }
            b'#' => fragments += 1,
            _ => {}
        }
    }
    if fragments > 1 {
        return false;
    }
    // A scheme is letters, digits, `+`, `-`, `.` (RFC 2396 §3.1); a colon behind anything else begins no scheme.
    match text.split_once([':', '/', '?', '#']) {
        Some((scheme, _)) if bytes.get(scheme.len()) == Some(&b':') => {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        }
        _ => true,
    }
}

/// Octets of a `hexBinary`, `None` if it is none.
pub(crate) fn hex_octets(text: &str) -> Option<usize> {
    (text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text.len() / 2)
}

/// Octets of a `base64Binary` (§3.2.16), `None` if it is none: groups of four with white space anywhere, padding at the end, and no
/// bits set that the padding cuts off.
pub(crate) fn base64_octets(text: &str) -> Option<usize> {
    let mut characters: usize = 0;
    let mut padding: usize = 0;
    let mut last = 0;
    for byte in text.bytes() {
        if is_white(byte) {
            continue;
        }
        if byte == b'=' {
            padding += 1;
            continue;
        }
        if padding > 0 {
            return None;
        }
        last = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        characters += 1;
    }
    match (characters % 4, padding) {
        (0, 0) => Some(characters / 4 * 3),
        (2, 2) if last & 0b1111 == 0 => Some(characters / 4 * 3 + 1),
        (3, 1) if last & 0b11 == 0 => Some(characters / 4 * 3 + 2),
        _ => None,
    }
}

pub(crate) fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "false" | "1" | "0")
}

/// Whether a text is in the lexical space of a string-like built-in type.
pub(crate) fn is_string_of(builtin: Builtin, text: &str) -> bool {
    match builtin {
        Builtin::Language => is_language(text),
        Builtin::NmToken => is_nmtoken(text),
        Builtin::Name => is_name(text),
        Builtin::NcName | Builtin::Id | Builtin::IdRef | Builtin::Entity => is_ncname(text),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(is_name("a:b") && !is_name("1a") && !is_name(""));
        assert!(is_ncname("HDon-1.x") && !is_ncname("a:b"));
        assert!(is_nmtoken("1a") && !is_nmtoken("a b"));
        assert_eq!(qname("p:x"), Some(("p", "x")));
        assert_eq!(qname("x"), Some(("", "x")));
        assert!(qname(":x").is_none() && qname("p:").is_none() && qname("a:b:c").is_none());
    }

    #[test]
    fn languages() {
        assert!(is_language("vi") && is_language("en-GB-x1"));
        assert!(!is_language("toolonglang") && !is_language("vi-") && !is_language("v1"));
    }

    #[test]
    fn binaries() {
        assert_eq!(hex_octets("0fB7"), Some(2));
        assert_eq!(hex_octets("0f7"), None);
        assert_eq!(base64_octets("QUI= "), Some(2));
        assert_eq!(base64_octets("QQ=="), Some(1));
        assert_eq!(base64_octets("QUJD"), Some(3));
        assert_eq!(base64_octets("QUJ="), None, "the bits that padding cuts off are set");
        assert_eq!(base64_octets("QUI"), None);
        assert_eq!(base64_octets("QU=I"), None);
    }

    #[test]
    fn uris() {
        assert!(is_any_uri("http://a/b?c#d") && is_any_uri("") && is_any_uri("hóa đơn") && is_any_uri("a%20b"));
        assert!(!is_any_uri("a%2") && !is_any_uri("a#b#c"));
    }
}
