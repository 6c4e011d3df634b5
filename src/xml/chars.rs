//! Character classes of XML 1.0, fifth edition.

use std::borrow::Cow;

/// White space: production `S` (XML 1.0 §2.3).
///
/// ```
/// assert!(taxdoc::xml::is_space(b'\t'));
/// assert!(!taxdoc::xml::is_space(0x0B));
/// ```
#[must_use]
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without the white space of XML around it; other blanks, like a no-break space, stay.
///
/// ```
/// assert_eq!(taxdoc::xml::trim("\r\n An Khang\u{A0}\t"), "An Khang\u{A0}");
/// ```
#[must_use]
#[inline]
pub fn trim(text: &str) -> &str {
    trim_end(trim_start(text))
}

/// The text as the content of an element, with references for what would be markup (XML 1.0 §2.4). A character that no document may
/// hold becomes U+FFFD.
///
/// ```
/// assert_eq!(taxdoc::xml::escape("a < b & c ]]>"), "a &lt; b &amp; c ]]&gt;");
/// ```
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| matches!(character, '<' | '>' | '&' | '\r') || !is_char(character)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\r' => escaped.push_str("&#xD;"),
            other if !is_char(other) => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// The text without the white space in front of it.
#[inline]
pub(crate) fn trim_start(text: &str) -> &str {
    let blank = text.bytes().take_while(|byte| is_space(*byte)).count();
    text.get(blank..).unwrap_or_default()
}

/// The text without the white space behind it.
#[inline]
pub(crate) fn trim_end(text: &str) -> &str {
    let blank = text.bytes().rev().take_while(|byte| is_space(*byte)).count();
    text.get(..text.len() - blank).unwrap_or_default()
}

/// A character that may stand in a document: production `Char` (XML 1.0 §2.2).
///
/// ```
/// assert!(taxdoc::xml::is_char('ế'));
/// assert!(!taxdoc::xml::is_char('\u{FFFE}'));
/// ```
#[must_use]
pub const fn is_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// The first character of a name: production `NameStartChar` (XML 1.0 §2.3).
///
/// ```
/// assert!(taxdoc::xml::is_name_start('Đ'));
/// assert!(!taxdoc::xml::is_name_start('1'));
/// ```
#[must_use]
pub const fn is_name_start(character: char) -> bool {
    matches!(character,
        ':' | 'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// A further character of a name: production `NameChar` (XML 1.0 §2.3).
///
/// ```
/// assert!(taxdoc::xml::is_name_char('-'));
/// assert!(!taxdoc::xml::is_name_char('×'));
/// ```
#[must_use]
pub const fn is_name_char(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether the text matches production `Name` (XML 1.0 §2.3).
///
/// ```
/// assert!(taxdoc::xml::is_name("LADHĐĐT"));
/// assert!(!taxdoc::xml::is_name("2fa"));
/// ```
#[must_use]
pub fn is_name(text: &str) -> bool {
    // Nearly every name is ASCII, and its bytes are quicker to look at than its characters.
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    if text.as_bytes().iter().all(plain) {
        return text.as_bytes().first().is_some_and(|first| !matches!(first, b'0'..=b'9' | b'-' | b'.'));
    }
    let mut characters = text.chars();
    characters.next().is_some_and(is_name_start) && characters.all(is_name_char)
}

/// Whether the text matches production `NCName` (Namespaces in XML §3).
///
/// ```
/// assert!(taxdoc::xml::is_ncname("ds"));
/// assert!(!taxdoc::xml::is_ncname("ds:a"));
/// ```
#[must_use]
#[inline]
pub fn is_ncname(text: &str) -> bool {
    is_name(text) && memchr::memchr(b':', text.as_bytes()).is_none()
}

/// The byte offset and the character of the first one that no document may hold.
pub(crate) fn first_forbidden(text: &str) -> Option<(usize, char)> {
    // Two passes that the compiler can vectorise decide nearly every document; the exact search runs on suspicion only.
    let control = text.bytes().fold(false, |seen, byte| seen | (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')));
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF in UTF-8; Vietnamese has no letter that begins with EF.
    let beyond = |from: usize| memchr::memmem::find(text.as_bytes().get(from..).unwrap_or_default(), &[0xEF, 0xBF]).is_some();
    let suspicious = control || memchr::memchr(0xEF, text.as_bytes()).is_some_and(beyond);
    if !suspicious {
        return None;
    }
    text.char_indices().find(|(_, character)| !is_char(*character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_forbidden_character_and_spares_its_neighbour() {
        for (forbidden, allowed) in [('\u{8}', '\u{9}'), ('\u{1F}', ' '), ('\u{FFFE}', '\u{FFFD}'), ('\u{FFFF}', '\u{10000}')] {
            assert_eq!(first_forbidden(&format!("ab{forbidden}c")), Some((2, forbidden)));
            assert_eq!(first_forbidden(&format!("ab{allowed}c")), None);
        }
    }

    #[test]
    fn names_follow_the_fifth_edition() {
        for name in ["a", "_", ":", "Đ", "a-1.b", "a\u{B7}", "\u{10000}"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "-", "1", ".", "\u{B7}", "a b", "a\u{D7}", "\u{F0000}"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
