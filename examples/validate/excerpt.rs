//! The line of the document around a finding, cut to the width of the terminal and safe to print.

use std::borrow::Cow;
use std::ops::Range;

use taxdoc::Limits;
use taxdoc::xml::Place;
use taxdoc::xml::Source;
use unicode_width::UnicodeWidthChar as _;

use crate::words;

/// The document as text, for excerpts.
#[derive(Debug)]
pub(crate) enum Original<'b> {
    /// Bytes that are UTF-8, or nothing at all.
    Bytes(&'b [u8]),
    /// The text of another encoding, and how many bytes one UTF-16 unit of it takes there.
    Decoded(String, usize),
}

/// A line with the marked part in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) line: String,
    /// Bytes of `line`.
    pub(crate) mark: Range<usize>,
}

impl<'b> Original<'b> {
    /// Of the bytes of a document.
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        // A NUL among the first two bytes is UTF-16 without a byte order mark.
        if std::str::from_utf8(bytes).is_ok() && !bytes.iter().take(2).any(|byte| *byte == 0) {
            return Self::Bytes(bytes);
        }
        match Source::decode(bytes, &Limits::default()) {
            Ok(source) => {
                let unit = if source.text().encode_utf16().count().saturating_mul(2) <= bytes.len() { 2 } else { 1 };
                Self::Decoded(source.text().to_owned(), unit)
            }
            Err(_) => Self::Bytes(bytes),
        }
    }

    /// The whole text, and how a place of the report is found in it. Bytes that are no text of any kind have neither.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Self::Decoded(text, _) => Some(text),
        }
    }

    /// The bytes of [`Self::text`] that a place marks.
    pub(crate) fn span(&self, place: &Place) -> Option<Range<usize>> {
        match self {
            // Only what is marked is read: a report may have a thousand places in a file of many megabytes.
            Self::Bytes(bytes) => {
                let span = place.offset..place.offset.checked_add(place.length)?;
                std::str::from_utf8(bytes.get(span.clone())?).ok().map(|_| span)
            }
            Self::Decoded(text, unit) => {
                let start = offset(text, place.line, place.column)?;
                let mut units = place.length / unit;
                let marked = text.get(start..)?.chars().take_while(|character| {
                    let takes = character.len_utf16();
                    let fits = units >= takes;
                    units = units.saturating_sub(takes);
                    fits
                });
                let span = start..start + marked.map(char::len_utf8).sum::<usize>();
                text.get(span.clone()).map(|_| span)
            }
        }
    }

    /// The line of a place, at most `width` columns of it. `None` where there is nothing to show.
    pub(crate) fn excerpt(&self, place: &Place, width: usize) -> Option<Excerpt> {
        let (bytes, start, length) = match self {
            Self::Bytes(bytes) => (*bytes, place.offset, place.length),
            Self::Decoded(text, _) => {
                let span = self.span(place)?;
                (text.as_bytes(), span.start, span.len())
            }
        };
        // A character takes at most four bytes, so this much holds enough of them; the rest of a long line is not touched.
        let reach = width.saturating_mul(4).saturating_add(4);
        let end = start.saturating_add(length).min(bytes.len());
        let before = bytes.get(start.saturating_sub(reach)..start)?;
        let marked = bytes.get(start..end.min(start.saturating_add(reach)))?;
        let after = bytes.get(end..end.saturating_add(reach).min(bytes.len()))?;
        Some(cut(
            &Piece::new(before, start > reach, Side::Left),
            &Piece::new(marked, length > reach, Side::Right),
            &Piece::new(after, bytes.len() - end > reach, Side::Right),
            width,
        ))
        .filter(|excerpt| !excerpt.line.trim().is_empty())
    }
}

/// Where the line and column begin in the text.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2)?.0 + 1,
    };
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(index, _)| index))
}

/// A part of a line as it is shown.
#[derive(Debug)]
struct Piece {
    characters: Vec<char>,
    /// Whether the line goes on beyond what was read.
    more: bool,
    /// Whether the line ends within it.
    ends: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Piece {
    /// The part of these bytes that is on the line: after the last line end for what stands left of the mark, else before the first.
    fn new(bytes: &[u8], more: bool, side: Side) -> Self {
        let is_end = |byte: &u8| *byte == b'\n' || *byte == b'\r';
        let end = if side == Side::Left { bytes.iter().rposition(is_end) } else { bytes.iter().position(is_end) };
        let bytes = match (end, side) {
            (Some(end), Side::Left) => bytes.get(end + 1..),
            (Some(end), Side::Right) => bytes.get(..end),
            (None, _) => Some(bytes),
        };
        let text: Cow<'_, str> = String::from_utf8_lossy(bytes.unwrap_or_default());
        let text = if more { &text } else { text.trim_start_matches('\u{FEFF}') };
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if character == '\t' {
                shown.push_str("    ");
            } else {
                words::push_visible(&mut shown, character);
            }
        }
        Self { characters: shown.chars().collect(), more: more && end.is_none(), ends: end.is_some() }
    }
}

/// Puts the parts together in at most `width` columns: most for the mark, the rest shared by both sides.
fn cut(before: &Piece, marked: &Piece, after: &Piece, width: usize) -> Excerpt {
    let shown = fitting(marked.characters.iter(), (width * 2 / 3).max(1));
    let cut_mark = marked.more || shown.count < marked.characters.len();
    let goes_on = !cut_mark && !marked.ends;
    let room = width.saturating_sub(shown.columns);
    let left = fitting(before.characters.iter().rev(), room / 2);
    let right = fitting(after.characters.iter(), if goes_on { room - left.columns } else { 0 });
    // What the right side does not need goes to the left.
    let left = fitting(before.characters.iter().rev(), room - right.columns);

    let mut line = String::new();
    if before.more || left.count < before.characters.len() {
        line.push('…');
    }
    line.extend(before.characters.iter().skip(before.characters.len() - left.count));
    let start = line.len();
    line.extend(marked.characters.iter().take(shown.count));
    let mark = start..line.len();
    line.extend(after.characters.iter().take(right.count));
    if cut_mark || goes_on && (after.more || right.count < after.characters.len()) {
        line.push('…');
    }
    Excerpt { line, mark }
}

/// Characters, and the columns of a terminal that they take.
#[derive(Clone, Copy)]
struct Extent {
    count: usize,
    columns: usize,
}

/// How many of the characters fit.
fn fitting<'c>(characters: impl Iterator<Item = &'c char>, columns: usize) -> Extent {
    let mut extent = Extent { count: 0, columns: 0 };
    for character in characters {
        let takes = character.width().unwrap_or(1);
        if extent.columns + takes > columns {
            break;
        }
        extent.columns += takes;
        extent.count += 1;
    }
    extent
}
