//! White space before a value is looked at (Part 2 §4.3.6).

use std::borrow::Cow;

use super::WhiteSpace;

pub(crate) use crate::xml::trim;

pub(crate) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a text holds nothing but white space.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_white)
}

/// The text with white space treated as the facet says, borrowed when it is so already.
pub(crate) fn normalize(text: &str, how: WhiteSpace) -> Cow<'_, str> {
    match how {
        WhiteSpace::Preserve => Cow::Borrowed(text),
        WhiteSpace::Replace => {
            if text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
                Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
            } else {
                Cow::Borrowed(text)
            }
        }
        WhiteSpace::Collapse => {
            let text = trim(text);
            // Without an early way out, both loops look at many bytes at once.
            let others = text.bytes().fold(false, |seen, byte| seen | matches!(byte, b'\t' | b'\n' | b'\r'));
            let pairs = text.as_bytes().array_windows().fold(false, |seen, &[one, two]| seen | ((one == b' ') & (two == b' ')));
            if !(others | pairs) {
                return Cow::Borrowed(text);
            }
            let mut collapsed = String::with_capacity(text.len());
            for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
                if !collapsed.is_empty() {
                    collapsed.push(' ');
                }
                collapsed.push_str(word);
            }
            Cow::Owned(collapsed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_does_what_it_says() {
        let text = " a\t b\n";
        assert_eq!(normalize(text, WhiteSpace::Preserve), text);
        assert_eq!(normalize(text, WhiteSpace::Replace), " a  b ");
        assert_eq!(normalize(text, WhiteSpace::Collapse), "a b");
        assert!(matches!(normalize(" a b ", WhiteSpace::Collapse), Cow::Borrowed("a b")));
        // A no-break space is not white space of XML.
        assert_eq!(normalize("\u{a0}a", WhiteSpace::Collapse), "\u{a0}a");
    }
}
