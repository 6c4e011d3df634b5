//! Attributes: reading a start tag, and normalized values.

use std::borrow::Cow;
use std::ops::Range;

use super::chars;
use super::names::Name;
use super::names::NameId;
use super::tree::AttributeData;
use super::tree::Document;

/// An attribute of an element; never a namespace declaration.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'d> {
    document: &'d Document<'d>,
    data: AttributeData,
}

impl<'d> Attribute<'d> {
    pub(super) const fn new(document: &'d Document<'d>, data: AttributeData) -> Self {
        Self { document, data }
    }

    /// Its name.
    #[must_use]
    #[inline]
    pub fn name(&self) -> Name<'d> {
        self.document.names.name(self.data.name)
    }

    /// The id of its name.
    #[must_use]
    pub const fn name_id(&self) -> NameId {
        self.data.name
    }

    /// The value as written, between its quotes.
    #[must_use]
    #[inline]
    pub fn raw(&self) -> &'d str {
        self.document.slice(self.data.start..self.data.stop)
    }

    /// The value, references resolved and white space normalized (XML 1.0 §3.3.3, type CDATA).
    #[must_use]
    #[inline]
    pub fn value(&self) -> Cow<'d, str> {
        normalize(self.raw())
    }

    /// The bytes of the text that hold the value, between its quotes.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.data.start as usize..self.data.stop as usize
    }
}

/// Normalizes an attribute value whose references are known to be good.
pub(super) fn normalize(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r')) {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        value.push_str(plain);
        if let Some((reference, after)) = special.strip_prefix('&').and_then(|after| after.split_once(';')) {
            value.extend(resolve(reference));
            rest = after;
        } else {
            // A line end, `\r\n` included, becomes one space (§2.11 comes before §3.3.3).
            value.push(' ');
            rest = special.strip_prefix("\r\n").or_else(|| special.get(1..)).unwrap_or_default();
        }
    }
    value.push_str(rest);
    Cow::Owned(value)
}

/// The character of a reference, given without `&` and `;`: one of the five names or a character reference (XML 1.0 §4.1, §4.6).
pub(super) fn resolve(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = reference.strip_prefix('#')?;
            let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hexadecimal| (hexadecimal, 16));
            // from_str_radix alone would take a sign.
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return None;
            }
            let number = u32::from_str_radix(digits.trim_start_matches('0'), radix).ok()?;
            char::from_u32(number).filter(|&character| chars::is_char(character))
        }
    }
}

/// The start tag's attributes as written, one after another.
pub(super) struct RawAttributes<'s> {
    text: &'s str,
    /// Offsets in the whole text: what is still to read.
    at: usize,
    stop: usize,
}

/// One attribute as written.
pub(super) struct RawAttribute<'s> {
    pub(super) name: &'s str,
    pub(super) name_start: usize,
    pub(super) value: &'s str,
    pub(super) value_start: usize,
}

/// What is wrong with a tag, with the range to point at.
#[derive(Debug)]
pub(super) enum TagFault {
    LessThan(Range<usize>),
    Syntax(Range<usize>),
}

impl<'s> RawAttributes<'s> {
    /// Reads `text[at..stop]`, the part of a start tag behind its name, without `>` or `/>`.
    pub(super) const fn new(text: &'s str, at: usize, stop: usize) -> Self {
        Self { text, at, stop }
    }

    fn skip_space(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let start = self.at;
        while self.at < self.stop && bytes.get(self.at).is_some_and(|byte| chars::is_space(*byte)) {
            self.at += 1;
        }
        self.at > start
    }

    fn byte(&self) -> Option<u8> {
        if self.at < self.stop { self.text.as_bytes().get(self.at).copied() } else { None }
    }

    /// The next attribute: productions `Attribute`, `Eq`, `AttValue` (XML 1.0 §3.1, §2.3).
    pub(super) fn next(&mut self) -> Result<Option<RawAttribute<'s>>, TagFault> {
        let separated = self.skip_space();
        if self.at >= self.stop {
            return Ok(None);
        }
        let start = self.at;
        let syntax = |stop: usize| TagFault::Syntax(start..stop);
        if !separated {
            return Err(syntax(self.stop));
        }
        let rest = self.text.as_bytes().get(start..self.stop).unwrap_or_default();
        let length = rest.iter().position(|&byte| byte == b'=' || chars::is_space(byte)).ok_or_else(|| syntax(self.stop))?;
        self.at = start + length;
        self.skip_space();
        if self.byte() != Some(b'=') {
            return Err(syntax(self.stop));
        }
        self.at += 1;
        self.skip_space();
        let quote = self.byte().filter(|byte| matches!(byte, b'"' | b'\'')).ok_or_else(|| syntax(self.stop))?;
        self.at += 1;
        let value_start = self.at;
        let rest = self.text.as_bytes().get(value_start..self.stop).unwrap_or_default();
        let value_length = memchr::memchr(quote, rest).ok_or_else(|| syntax(self.stop))?;
        self.at = value_start + value_length + 1;
        // Both ends stand at ASCII delimiters, so they are character boundaries.
        let name = self.text.get(start..start + length).unwrap_or_default();
        let value = self.text.get(value_start..value_start + value_length).unwrap_or_default();
        if let Some(at) = memchr::memchr(b'<', value.as_bytes()) {
            return Err(TagFault::LessThan(value_start + at..value_start + at + 1));
        }
        Ok(Some(RawAttribute { name, name_start: start, value, value_start }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_normalized() {
        assert_eq!(normalize("a b"), "a b");
        assert_eq!(normalize("a\r\nb\tc\rd"), "a b c d");
        assert_eq!(normalize("&lt;&#10;&#x1EBF;&amp;lt;"), "<\nế&lt;");
    }

    #[test]
    fn references_are_checked() {
        assert_eq!(resolve("#xD"), Some('\r'));
        assert_eq!(resolve("#0000000000000000010"), Some('\n'));
        for bad in ["#", "#x", "#-1", "#+1", "#8", "#xFFFE", "#x110000", "#99999999999", "nbsp", "", "AMP", "#X41"] {
            assert_eq!(resolve(bad), None, "{bad}");
        }
    }

    #[test]
    fn tags_are_split() {
        let text = "<a b = '1' \n c=\"x'y\">";
        let mut raw = RawAttributes::new(text, 2, text.len() - 1);
        let first = raw.next().unwrap().unwrap();
        assert_eq!((first.name, first.value, first.value_start), ("b", "1", 8));
        let second = raw.next().unwrap().unwrap();
        assert_eq!((second.name, second.value), ("c", "x'y"));
        assert!(raw.next().unwrap().is_none());
    }

    #[test]
    fn broken_tags_are_refused() {
        for text in ["<a b>", "<a b=1>", "<a b='1'c='2'>", "<a b='1>", "<a ='1'>", "<a b='1' />", "<a/ b=''>"] {
            let mut raw = RawAttributes::new(text, 2, text.len() - 1);
            let result = loop {
                match raw.next() {
                    Ok(Some(attribute)) if chars::is_name(attribute.name) => {}
                    Ok(Some(_)) | Err(_) => break false,
                    Ok(None) => break true,
                }
            };
            assert!(!result, "{text}");
        }
        let mut raw = RawAttributes::new("<a b='<'>", 2, 8);
        assert!(matches!(raw.next(), Err(TagFault::LessThan(range)) if range == (6..7)));
    }
}
