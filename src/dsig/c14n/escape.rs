//! Characters that canonical XML writes as references (Canonical XML 1.0 §2.3).

use super::Sink;

/// Text as it stands in the source: line ends are normalized (XML 1.0 §2.11), `>` is escaped. It holds no `&` and no `<`.
pub(super) fn source_text<S: Sink + ?Sized>(text: &[u8], sink: &mut S) {
    escape(text, sink, |byte, next| match byte {
        b'>' => Some(b"&gt;"),
        b'\r' if next == Some(b'\n') => Some(b""),
        b'\r' => Some(b"\n"),
        _ => None,
    });
}

/// The inside of a CDATA section.
pub(super) fn cdata<S: Sink + ?Sized>(text: &[u8], sink: &mut S) {
    escape(text, sink, |byte, next| match byte {
        b'&' => Some(b"&amp;"),
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        b'\r' if next == Some(b'\n') => Some(b""),
        b'\r' => Some(b"\n"),
        _ => None,
    });
}

/// Comments and instructions: only line ends are normalized.
pub(super) fn line_ends<S: Sink + ?Sized>(text: &[u8], sink: &mut S) {
    escape(text, sink, |byte, next| match byte {
        b'\r' if next == Some(b'\n') => Some(b""),
        b'\r' => Some(b"\n"),
        _ => None,
    });
}

/// An attribute value after normalization (XML 1.0 §3.3.3): what is left of tabs and line ends came from references.
pub(super) fn attribute<S: Sink + ?Sized>(value: &[u8], sink: &mut S) {
    escape(value, sink, |byte, _| match byte {
        b'&' => Some(b"&amp;"),
        b'<' => Some(b"&lt;"),
        b'"' => Some(b"&quot;"),
        b'\t' => Some(b"&#x9;"),
        b'\n' => Some(b"&#xA;"),
        b'\r' => Some(b"&#xD;"),
        _ => None,
    });
}

/// One character of text that was written as a reference.
pub(super) fn character(character: char, buffer: &mut [u8; 4]) -> &[u8] {
    match character {
        '&' => b"&amp;",
        '<' => b"&lt;",
        '>' => b"&gt;",
        '\r' => b"&#xD;",
        other => other.encode_utf8(buffer).as_bytes(),
    }
}

fn escape<S, F>(text: &[u8], sink: &mut S, replacement: F)
where
    S: Sink + ?Sized,
    F: Fn(u8, Option<u8>) -> Option<&'static [u8]>,
{
    let mut written = 0;
    for (at, &byte) in text.iter().enumerate() {
        // All bytes replaced are ASCII control characters or stand in `"&<>`: everything above is passed at once.
        if byte > b'>' {
            continue;
        }
        if let Some(replacement) = replacement(byte, text.get(at + 1).copied()) {
            sink.write(text.get(written..at).unwrap_or_default());
            sink.write(replacement);
            written = at + 1;
        }
    }
    sink.write(text.get(written..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(write: impl Fn(&[u8], &mut Vec<u8>), text: &str) -> String {
        let mut octets = Vec::new();
        write(text.as_bytes(), &mut octets);
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(of(source_text, "a>b\r\nc\rd\n\"ế'"), "a&gt;b\nc\nd\n\"ế'");
        assert_eq!(of(cdata, "<&>\r"), "&lt;&amp;&gt;\n");
        assert_eq!(of(attribute, "<&>\"\t\n\r'"), "&lt;&amp;>&quot;&#x9;&#xA;&#xD;'");
        assert_eq!(of(line_ends, "<&>\r\n\r"), "<&>\n\n");
    }
}
