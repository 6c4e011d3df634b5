//! Foreign text inside markup.

use std::fmt::Write as _;

use crate::words;

/// The text for XML and HTML, in contents and in quoted attributes: control characters, direction marks and what else hides is shown as text,
/// the signs of markup are references, and what XML does not allow at all (XML 1.0 §2.2) is named by its number.
pub(crate) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for character in words::visible(text).chars() {
        push(&mut out, character);
    }
    out
}

/// The same of one character that is already visible.
pub(crate) fn push(out: &mut String, character: char) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        // Noncharacters, of which U+FFFE and U+FFFF are no characters of XML either.
        _ if u32::from(character) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&character) => {
            let _ = write!(out, "&lt;U+{:04X}&gt;", u32::from(character));
        }
        _ => out.push(character),
    }
}
