//! Takes the document type declaration out of a schema document.
//!
//! The published schema of XML signatures carries one. It declares nothing that the schema then uses, so it is blanked, line ends
//! kept so that places stay true. Entities that it declares are not known afterwards; a document that uses one is refused by the XML
//! reader.

use std::borrow::Cow;

/// The document without its document type declaration.
pub(super) fn without_doctype(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some((start, end)) = find(bytes) else { return Cow::Borrowed(bytes) };
    let mut blanked = bytes.to_vec();
    for byte in blanked.get_mut(start..end).unwrap_or_default() {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    Cow::Owned(blanked)
}

fn find(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    loop {
        let rest = bytes.get(at..)?;
        if rest.first()?.is_ascii_whitespace() {
            at += 1;
        } else if rest.starts_with(b"<?") {
            at += memchr::memmem::find(rest, b"?>")? + 2;
        } else if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->")? + 3;
        } else if rest.starts_with(b"<!DOCTYPE") {
            return Some((at, at + length(rest)?));
        } else {
            return None;
        }
    }
}

/// Bytes up to and with the `>` that closes the declaration.
fn length(bytes: &[u8]) -> Option<usize> {
    let mut at = 9;
    let mut in_subset = false;
    loop {
        let rest = bytes.get(at..)?;
        match rest.first()? {
            quote @ (b'"' | b'\'') => at += 2 + memchr::memchr(*quote, rest.get(1..)?)?,
            b'<' if rest.starts_with(b"<!--") => at += memchr::memmem::find(rest, b"-->")? + 3,
            b'<' if rest.starts_with(b"<?") => at += memchr::memmem::find(rest, b"?>")? + 2,
            b'[' => {
                in_subset = true;
                at += 1;
            }
            b']' => {
                in_subset = false;
                at += 1;
            }
            b'>' if !in_subset => return Some(at + 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_the_declaration_and_nothing_else() {
        let text = b"<?xml version='1.0'?>\n<!-- <!DOCTYPE x> -->\n<!DOCTYPE s PUBLIC \"a>b\" 'c' [\n<!ENTITY d ']>'><!-- ]> -->\n] >\n<s/>";
        let out = without_doctype(text);
        assert_eq!(out.len(), text.len());
        assert!(out.ends_with(b"\n<s/>") && out.starts_with(b"<?xml version='1.0'?>\n<!-- <!DOCTYPE x> -->\n "));
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), text.iter().filter(|byte| **byte == b'\n').count());
        assert!(matches!(without_doctype(b"<s><!DOCTYPE x></s>"), Cow::Borrowed(_)));
        assert!(matches!(without_doctype(b"<!DOCTYPE x [ "), Cow::Borrowed(_)));
    }
}
