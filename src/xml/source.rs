//! From bytes to text: byte order marks, declared and actual encodings, forbidden characters.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::DecoderResult;
use encoding_rs::Encoding;

use crate::Limits;
use crate::rules::Param;

use super::Fault;
use super::Place;
use super::chars;
use super::declaration::Declaration;
use super::fault;

/// The text of a document, decoded, with all characters allowed by XML. Borrows the input where that is UTF-8.
#[derive(Debug)]
pub struct Source<'i> {
    text: Cow<'i, str>,
    encoding: Actual,
    /// Bytes of the byte order mark, which is no part of the text.
    mark: usize,
}

/// How the bytes of the input map to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actual {
    /// One byte a character.
    SingleByte,
    Utf8,
    Utf16,
}

impl<'i> Source<'i> {
    /// Decodes the bytes of a file.
    ///
    /// Encodings: UTF-8, UTF-16 (with byte order mark, or with an XML declaration), and, when declared, US-ASCII, ISO-8859-1 and the
    /// legacy single-byte encodings of the WHATWG standard. Legacy encodings of several bytes a character are not read: no tax
    /// program writes them.
    ///
    /// # Errors
    /// A [`Fault`] when the input is empty, over the limit, not valid in its encoding, declared otherwise than it is, or holds a
    /// character that XML forbids (XML 1.0 §2.2, §4.3.3).
    pub fn decode(bytes: &'i [u8], limits: &Limits) -> Result<Self, Fault> {
        if bytes.len() > limits.document || u32::try_from(bytes.len()).is_err() {
            return Err(Fault::new(&fault::LIMIT_DOCUMENT).with("actual", bytes.len()).with("limit", limits.document));
        }
        let source = Self::decode_as(detect(bytes)?, bytes)?;
        if let Some(label) = declared_label(source.text.as_bytes())
            && let Some(actual) = contradiction(&label, source.encoding, source.mark)
        {
            return Err(mismatch(&label, actual, bytes));
        }
        if u32::try_from(source.text.len()).is_err() {
            return Err(Fault::new(&fault::LIMIT_DOCUMENT).with("actual", bytes.len()).with("limit", limits.document));
        }
        match chars::first_forbidden(&source.text) {
            Some((offset, character)) => Err(Fault::new(&fault::CHARACTER)
                .with("character", format!("U+{:04X}", u32::from(character)))
                .at(source.place(offset..offset + character.len_utf8(), String::new()))),
            None => Ok(source),
        }
    }

    fn utf8(bytes: &'i [u8], content: &'i [u8], mark: usize) -> Result<Self, Fault> {
        if let Ok(text) = simdutf8::basic::from_utf8(content) {
            return Ok(Self { text: Cow::Borrowed(text), encoding: Actual::Utf8, mark });
        }
        // It does not tell where.
        match std::str::from_utf8(content) {
            Ok(text) => Ok(Self { text: Cow::Borrowed(text), encoding: Actual::Utf8, mark }),
            Err(error) => {
                let (good, _) = content.split_at_checked(error.valid_up_to()).unwrap_or_default();
                let before = std::str::from_utf8(good).unwrap_or_default();
                Err(malformed("UTF-8", before, mark + good.len(), bytes.len()))
            }
        }
    }

    fn decode_as(detected: Detected, bytes: &'i [u8]) -> Result<Self, Fault> {
        let Detected { encoding, mark } = detected;
        let (_, content) = bytes.split_at_checked(mark).unwrap_or_default();
        match encoding {
            Written::Ascii => match first_beyond_ascii(content) {
                Some(offset) => {
                    let (good, _) = content.split_at_checked(offset).unwrap_or_default();
                    Err(malformed(encoding.name(), std::str::from_utf8(good).unwrap_or_default(), offset, bytes.len()))
                }
                None => Self::utf8(bytes, content, mark),
            },
            Written::Latin1 => {
                // ISO-8859-1 under one of its names, which the web, but not XML, reads as windows-1252.
                let text = encoding_rs::mem::decode_latin1(content).into_owned();
                Ok(Self { text: Cow::Owned(text), encoding: Actual::SingleByte, mark })
            }
            Written::SingleByte(table) => {
                let text = decode(content, table, encoding.name(), 1, mark)?;
                Ok(Self { text: Cow::Owned(text), encoding: Actual::SingleByte, mark })
            }
            Written::Utf8 => Self::utf8(bytes, content, mark),
            Written::Utf16(table) => {
                let text = decode(content, table, encoding.name(), 2, mark)?;
                Ok(Self { text: Cow::Owned(text), encoding: Actual::Utf16, mark })
            }
        }
    }

    /// The decoded text, without byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is the input's own bytes, so that offsets differ by the byte order mark alone.
    pub(crate) const fn is_utf8(&self) -> bool {
        matches!(self.encoding, Actual::Utf8)
    }

    /// Bytes of the input that the first bytes of the text took, byte order mark not counted.
    pub(crate) fn input_length(&self, text: &str) -> usize {
        match self.encoding {
            Actual::SingleByte => text.chars().count(),
            Actual::Utf8 => text.len(),
            Actual::Utf16 => text.encode_utf16().count().saturating_mul(2),
        }
    }

    pub(crate) const fn mark(&self) -> usize {
        self.mark
    }

    /// The place of a byte range of the text. Scans the text: for faults, of which there is one a document.
    pub(crate) fn place(&self, range: Range<usize>, path: String) -> Place {
        let before = self.text.get(..range.start).unwrap_or(&self.text);
        let inside = self.text.get(range).unwrap_or_default();
        let (line, column) = line_and_column(before);
        Place { path, line, column, offset: self.mark + self.input_length(before), length: self.input_length(inside) }
    }
}

/// An encoding that a document may be written in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    Ascii,
    Latin1,
    SingleByte(&'static Encoding),
    Utf8,
    Utf16(&'static Encoding),
}

impl Written {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "ISO-8859-1",
            Self::SingleByte(table) => table.name(),
            Self::Utf8 => "UTF-8",
            Self::Utf16(_) => "UTF-16",
        }
    }

    pub(super) const fn actual(self) -> Actual {
        match self {
            Self::Ascii | Self::Utf8 => Actual::Utf8,
            Self::Latin1 | Self::SingleByte(_) => Actual::SingleByte,
            Self::Utf16(_) => Actual::Utf16,
        }
    }
}

/// What the first bytes of a document say about the rest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detected {
    pub(super) encoding: Written,
    /// Bytes of the byte order mark.
    pub(super) mark: usize,
}

/// How many bytes at the beginning decide on the encoding: longer than any sane declaration; bounds the search in hostile input.
pub(super) const HEAD: usize = 512;

/// Finds the encoding by the byte order mark or by the declaration, readable as ASCII; without either it is UTF-8 (XML 1.0 §F).
pub(super) fn detect(bytes: &[u8]) -> Result<Detected, Fault> {
    let (encoding, mark) = match bytes {
        [] => return Err(Fault::new(&fault::EMPTY)),
        [0xEF, 0xBB, 0xBF, ..] => (Written::Utf8, 3),
        [0xFE, 0xFF, ..] => (Written::Utf16(encoding_rs::UTF_16BE), 2),
        [0xFF, 0xFE, ..] => (Written::Utf16(encoding_rs::UTF_16LE), 2),
        [0x00, b'<', 0x00, b'?', ..] => (Written::Utf16(encoding_rs::UTF_16BE), 0),
        [b'<', 0x00, b'?', 0x00, ..] => (Written::Utf16(encoding_rs::UTF_16LE), 0),
        _ => (declared(bytes)?, 0),
    };
    Ok(Detected { encoding, mark })
}

/// The encoding that a declaration names, which could be read as ASCII.
fn declared(bytes: &[u8]) -> Result<Written, Fault> {
    let Some(label) = declared_label(bytes) else { return Ok(Written::Utf8) };
    let unknown = || Fault::new(&fault::ENCODING_UNKNOWN).with("declared", Param::excerpt(&label)).at(beginning(bytes));
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(unknown)?;
    if encoding == encoding_rs::UTF_8 {
        return Ok(Written::Utf8);
    }
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        // It could not have been read as ASCII if it were UTF-16.
        return Err(mismatch(&label, "UTF-8", bytes));
    }
    if !encoding.is_single_byte() || encoding == encoding_rs::X_USER_DEFINED {
        return Err(unknown());
    }
    let lower = label.to_ascii_lowercase();
    Ok(if lower.contains("ascii") || lower == "ansi_x3.4-1968" {
        Written::Ascii
    } else if encoding == encoding_rs::WINDOWS_1252 && !lower.contains("1252") {
        Written::Latin1
    } else {
        Written::SingleByte(encoding)
    })
}

/// What a document is when that is not what it declares: one with a byte order mark, or in UTF-16, must not declare another encoding
/// (XML 1.0 §4.3.3).
pub(super) fn contradiction(label: &str, encoding: Actual, mark: usize) -> Option<&'static str> {
    let declared = Encoding::for_label(label.as_bytes());
    match encoding {
        Actual::Utf16 if declared != Some(encoding_rs::UTF_16LE) && declared != Some(encoding_rs::UTF_16BE) => Some("UTF-16"),
        Actual::Utf8 if mark > 0 && declared != Some(encoding_rs::UTF_8) => Some("UTF-8"),
        _ => None,
    }
}

/// The place of the first byte that is not ASCII.
pub(super) fn first_beyond_ascii(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| !byte.is_ascii())
}

/// Where the text behind that text begins, both from 1.
fn line_and_column(before: &str) -> (usize, usize) {
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    (line, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

/// Decodes the content behind a byte order mark of `mark` bytes, whose smallest unit has `unit` bytes.
fn decode(content: &[u8], encoding: &'static Encoding, name: &'static str, unit: usize, mark: usize) -> Result<String, Fault> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // `None` is an overflow, which no slice that fits in memory can cause; the decoder then finds no room and reports the start.
    let room = decoder.max_utf8_buffer_length_without_replacement(content.len()).unwrap_or_default();
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(content, &mut text, true) {
        (DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(text)
        }
        _ => {
            // All that came before is good, so its length in the input follows from the text.
            let units = if unit == 1 { text.chars().count() } else { text.encode_utf16().count() };
            Err(malformed(name, &text, mark + units.saturating_mul(unit), mark + content.len()))
        }
    }
}

/// The `encoding` of an XML declaration at the start; `None` without one, or when it is malformed (which the parser reports).
fn declared_label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = memchr::memmem::find(head, b"?>")?.checked_add(2)?;
    let text = std::str::from_utf8(head.get(..end)?).ok()?;
    Declaration::parse(text)?.encoding.map(str::to_owned)
}

/// `before` is what could be read, `offset` the byte behind it, `stop` the end of the input.
fn malformed(encoding: &'static str, before: &str, offset: usize, stop: usize) -> Fault {
    let (line, column) = line_and_column(before);
    let place = Place { path: String::new(), line, column, offset, length: stop.saturating_sub(offset).min(1) };
    Fault::new(&fault::ENCODING_MALFORMED).with("encoding", encoding).at(place)
}

fn mismatch(label: &str, encoding: &'static str, bytes: &[u8]) -> Fault {
    Fault::new(&fault::ENCODING_MISMATCH).with("declared", Param::excerpt(label)).with("encoding", encoding).at(beginning(bytes))
}

/// The beginning of the input, where its declaration stands.
const fn beginning(bytes: &[u8]) -> Place {
    Place { path: String::new(), line: 1, column: 1, offset: 0, length: if bytes.is_empty() { 0 } else { 1 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        Source::decode(bytes, &Limits::default()).unwrap_err().rule().code
    }

    fn text(bytes: &[u8]) -> String {
        Source::decode(bytes, &Limits::default()).unwrap().text().to_owned()
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf8_with_and_without_mark() {
        assert_eq!(text("<a>ế</a>".as_bytes()), "<a>ế</a>");
        assert_eq!(text("\u{FEFF}<a>ế</a>".as_bytes()), "<a>ế</a>");
    }

    #[test]
    fn utf16_with_and_without_mark() {
        let document = "<?xml version='1.0' encoding='UTF-16'?><a>ế</a>";
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(utf16le(document));
        assert_eq!(text(&marked), document);
        assert_eq!(text(&utf16le(document)), document);
        marked.pop();
        assert_eq!(code(&marked), "XML-ENCODING-MALFORMED");
    }

    #[test]
    fn declared_encoding_must_be_the_actual_one() {
        assert_eq!(code(b"<?xml version='1.0' encoding='UTF-16'?><a/>"), "XML-ENCODING-MISMATCH");
        assert_eq!(code(&utf16le("<?xml version='1.0' encoding='UTF-8'?><a/>")), "XML-ENCODING-MISMATCH");
        assert_eq!(code(b"<?xml version='1.0' encoding='UTF-88'?><a/>"), "XML-ENCODING-UNKNOWN");
        assert_eq!(code(b"<a>\xE9</a>"), "XML-ENCODING-MALFORMED");
    }

    #[test]
    fn legacy_encodings() {
        assert_eq!(text(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9\x80</a>").chars().nth(47), Some('\u{80}'));
        assert!(text(b"<?xml version='1.0' encoding='windows-1258'?><a>\xD2</a>").contains('\u{309}'));
        assert_eq!(code(b"<?xml version='1.0' encoding='US-ASCII'?><a>\xE9</a>"), "XML-ENCODING-MALFORMED");
    }

    #[test]
    fn a_forbidden_character_has_its_place() {
        let fault = Source::decode("\u{FEFF}<a>\nế\u{1}</a>".as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!(fault.rule().code, "XML-CHARACTER");
        let place = fault.place().unwrap();
        assert_eq!((place.line, place.column, place.offset, place.length), (2, 2, 10, 1));
    }

    #[test]
    fn empty_and_too_large_inputs() {
        assert_eq!(code(b""), "XML-EMPTY");
        let limits = Limits { document: 3, ..Limits::default() };
        assert!(Source::decode(b"<a>", &limits).is_ok());
        assert_eq!(Source::decode(b"<a/>", &limits).unwrap_err().rule().code, "XML-LIMIT-DOCUMENT");
    }
}
