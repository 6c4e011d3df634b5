//! Places in a stream.

use crate::xml::Place;

/// A place in a stream, small enough to keep for every key of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamPlace {
    offset: u64,
    line: u64,
    column: u64,
}

impl StreamPlace {
    /// The place behind a byte order mark of so many bytes.
    pub(super) const fn start(mark: usize) -> Self {
        Self { offset: mark as u64, line: 1, column: 1 }
    }

    /// Bytes from the beginning, byte order mark included, from 0. Of an input that is not UTF-8: bytes of the text in UTF-8.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// From 1; lines end at U+000A.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// From 1, in Unicode scalar values.
    #[must_use]
    pub const fn column(&self) -> u64 {
        self.column
    }

    /// The place behind a text.
    pub(super) fn behind(self, text: &str) -> Self {
        // Most pieces are short: looking at each byte is faster than calls.
        const SHORT: usize = 48;
        let bytes = text.as_bytes();
        let offset = self.offset.saturating_add(bytes.len() as u64);
        if bytes.len() <= SHORT {
            let (mut line, mut column) = (self.line, self.column);
            for byte in bytes {
                if *byte == b'\n' {
                    (line, column) = (line.saturating_add(1), 1);
                } else {
                    // The bytes that begin a character.
                    column = column.saturating_add(u64::from(byte & 0xC0 != 0x80));
                }
            }
            return Self { offset, line, column };
        }
        let (lines, rest) = match memchr::memrchr(b'\n', bytes) {
            Some(last) => (memchr::memchr_iter(b'\n', bytes).count() as u64, text.get(last + 1..).unwrap_or_default()),
            None => (0, text),
        };
        let characters = rest.chars().count() as u64;
        Self {
            offset,
            line: self.line.saturating_add(lines),
            column: if lines > 0 { characters + 1 } else { self.column.saturating_add(characters) },
        }
    }

    /// The place as a report prints it.
    #[must_use]
    pub fn to_place(self, path: String, length: usize) -> Place {
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Place { path, line: number(self.line), column: number(self.column), offset: number(self.offset), length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_texts_are_counted_alike() {
        for text in ["", "a", "ế", "a\n", "\nế", "a\nbế\n\nđ𝄞c"] {
            let short = StreamPlace::start(3).behind("xy").behind(text);
            // The same in one piece with a long text behind a line end of its own.
            let long = "đ".repeat(60);
            let (apart, together) =
                (short.behind("\n").behind(&long), StreamPlace::start(3).behind(&format!("xy{text}\n{long}")));
            assert_eq!(apart, together, "{text:?}");
            assert_eq!((apart.column(), apart.line()), (61, 2 + text.matches('\n').count() as u64), "{text:?}");
        }
        assert_eq!(StreamPlace::start(0).behind("ab\ncế").column(), 3);
    }
}
