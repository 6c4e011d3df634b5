//! Splits text into the pieces of the grammar: tags, references, sections, and what stands between. It finds where each piece ends
//! and leaves what it holds to the builder.

use std::ops::Range;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<![CDATA[…]]>`.
    CData,
    /// `<!--…-->`.
    Comment,
    /// `<?xml …?>`, wherever it stands.
    Declaration,
    /// `<!DOCTYPE`; what follows is not read.
    DocumentType,
    /// `<…/>`, with the length of its name.
    Empty(usize),
    /// `</…>`.
    End,
    /// `<?…?>`.
    Instruction,
    /// `&…;`.
    Reference,
    /// `<…>`, with the length of its name.
    Start(usize),
    /// Characters without markup.
    Text(Characters),
}

/// What characters without markup are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Characters {
    /// Neither a `>` nor a carriage return is among them: no `]]>`, no line end to normalize, nothing to escape.
    Plain,
    /// One of them may be.
    Other,
}

/// The content of an element that holds characters and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// Where the characters end and the end tag begins.
    pub(super) stop: usize,
    pub(super) characters: Characters,
    /// Where the end tag ends.
    pub(super) end: usize,
}

/// A piece that has no end, with where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A tag, comment, section or instruction; or a `<!` that begins none.
    Markup(usize),
    /// A reference: no `;` before the next markup.
    Reference(usize),
}

/// Reads one piece after another.
pub(super) struct Scanner<'s> {
    text: &'s [u8],
    at: usize,
}

impl<'s> Scanner<'s> {
    pub(super) const fn new(text: &'s str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }

    /// How far the text is read.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next piece and its bytes; `None` at the end. Every piece begins and ends at an ASCII character.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<(Piece, Range<usize>)>, Unfinished> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let (piece, length) = match rest {
            [] => return Ok(None),
            [b'<', b'/', ..] => (Piece::End, self.closing(rest)?),
            [b'<', b'!' | b'?', ..] => self.special(rest)?,
            [b'<', ..] => self.start(rest)?,
            [b'&', ..] => (Piece::Reference, self.reference(rest)?),
            _ => {
                let (length, characters) = characters(rest);
                (Piece::Text(characters), length)
            }
        };
        self.at = start + length;
        Ok(Some((piece, start..self.at)))
    }

    /// What comes next, when that is characters and the end tag of that name as most write it: nearly every element of a form. It is
    /// read then, at half of what the two pieces cost; everything else is left for [`Scanner::next`].
    #[inline]
    pub(super) fn value_of(&mut self, name: &str) -> Option<Value> {
        let rest = self.text.get(self.at..)?;
        let (length, characters) = characters(rest);
        let behind = rest.get(length..)?.strip_prefix(b"</")?.strip_prefix(name.as_bytes())?;
        if behind.first() != Some(&b'>') {
            return None;
        }
        let stop = self.at + length;
        self.at = self.text.len() - behind.len() + 1;
        Some(Value { stop, characters, end: self.at })
    }

    /// The length of an end tag.
    #[inline]
    fn closing(&self, rest: &[u8]) -> Result<usize, Unfinished> {
        // Names are short: looking at each byte is faster than a call.
        rest.iter().position(|byte| *byte == b'>').map(|end| end + 1).ok_or(Unfinished::Markup(self.at))
    }

    /// A start tag: a `>` between quotes does not end it.
    #[inline]
    fn start(&self, rest: &[u8]) -> Result<(Piece, usize), Unfinished> {
        let unfinished = Unfinished::Markup(self.at);
        let name_stop = rest.iter().position(|byte| *byte <= b' ' || *byte == b'>').ok_or(unfinished)?;
        let mut end = name_stop;
        loop {
            let tail = rest.get(end..).unwrap_or_default();
            match tail {
                [b'>', ..] => break,
                [quote @ (b'"' | b'\''), inside @ ..] => {
                    end += memchr::memchr(*quote, inside).ok_or(unfinished)? + 2;
                }
                [_, ..] => end += memchr::memchr3(b'>', b'"', b'\'', tail).ok_or(unfinished)?,
                [] => return Err(unfinished),
            }
        }
        let empty = end > 1 && rest.get(end - 1) == Some(&b'/');
        let name = name_stop.min(if empty { end - 1 } else { end }) - 1;
        Ok((if empty { Piece::Empty(name) } else { Piece::Start(name) }, end + 1))
    }

    fn reference(&self, rest: &[u8]) -> Result<usize, Unfinished> {
        let inside = rest.get(1..).unwrap_or_default();
        match memchr::memchr3(b';', b'&', b'<', inside) {
            Some(end) if inside.get(end) == Some(&b';') => Ok(end + 2),
            _ => Err(Unfinished::Reference(self.at)),
        }
    }

    fn special(&self, rest: &[u8]) -> Result<(Piece, usize), Unfinished> {
        let until = |opening: usize, end: &[u8]| {
            let inside = rest.get(opening..).unwrap_or_default();
            memchr::memmem::find(inside, end).map(|at| opening + at + end.len())
        };
        let markup = Unfinished::Markup(self.at);
        if rest.starts_with(b"<!--") {
            return Ok((Piece::Comment, until(4, b"-->").ok_or(markup)?));
        }
        if rest.starts_with(b"<![CDATA[") {
            return Ok((Piece::CData, until(9, b"]]>").ok_or(markup)?));
        }
        // In any case: whoever writes it small must hear the same.
        if rest.get(..9).is_some_and(|opening| opening.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            return Ok((Piece::DocumentType, memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1)));
        }
        if rest.starts_with(b"<?") {
            let length = until(2, b"?>").ok_or(markup)?;
            let is_declaration = matches!(rest, [_, _, b'x', b'm', b'l', after, ..] if *after <= b' ' || *after == b'?');
            return Ok((if is_declaration { Piece::Declaration } else { Piece::Instruction }, length));
        }
        Err(markup)
    }
}

/// How long the characters without markup are that a text begins with, and what they are.
#[inline]
fn characters(text: &[u8]) -> (usize, Characters) {
    // Most values are short: looking at each byte is faster than calls.
    const SHORT: usize = 24;
    let mut is_plain = true;
    for (length, byte) in text.iter().take(SHORT).enumerate() {
        match byte {
            b'<' | b'&' => return (length, Characters::of(is_plain)),
            b'>' | b'\r' => is_plain = false,
            _ => {}
        }
    }
    let length = memchr::memchr2(b'<', b'&', text).unwrap_or(text.len());
    let is_plain = is_plain && memchr::memchr2(b'>', b'\r', text.get(..length).unwrap_or_default()).is_none();
    (length, Characters::of(is_plain))
}

impl Characters {
    const fn of(is_plain: bool) -> Self {
        if is_plain { Self::Plain } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(Piece, &str)> {
        let mut scanner = Scanner::new(text);
        let mut pieces = Vec::new();
        while let Some((piece, range)) = scanner.next().unwrap() {
            pieces.push((piece, &text[range]));
        }
        pieces
    }

    #[test]
    fn every_piece_is_found() {
        let text = "<?xml version='1.0'?><!-- > --><a  b='>' c=\"/>'\"><b/>t&amp;ế<![CDATA[<&]>]]]></a ><?p?><?xmlx y?>\n";
        let expected = [
            (Piece::Declaration, "<?xml version='1.0'?>"),
            (Piece::Comment, "<!-- > -->"),
            (Piece::Start(1), "<a  b='>' c=\"/>'\">"),
            (Piece::Empty(1), "<b/>"),
            (Piece::Text(Characters::Plain), "t"),
            (Piece::Reference, "&amp;"),
            (Piece::Text(Characters::Plain), "ế"),
            (Piece::CData, "<![CDATA[<&]>]]]>"),
            (Piece::End, "</a >"),
            (Piece::Instruction, "<?p?>"),
            (Piece::Instruction, "<?xmlx y?>"),
            (Piece::Text(Characters::Plain), "\n"),
        ];
        assert_eq!(pieces(text), expected);
        assert_eq!(
            pieces("<a b='/'/><a b='/'><></>"),
            [(Piece::Empty(1), "<a b='/'/>"), (Piece::Start(1), "<a b='/'>"), (Piece::Start(0), "<>"), (Piece::End, "</>"),]
        );
        assert_eq!(pieces("</><!DOCTYPE a [ ]>")[1].0, Piece::DocumentType);
    }

    #[test]
    fn characters_are_looked_at_wherever_they_stand() {
        for before in ["", "0123456789", "0123456789012345678901234567890123456789"] {
            for (odd, kind) in
                [("]", Characters::Plain), (">", Characters::Other), ("\r", Characters::Other), ("", Characters::Plain)]
            {
                let text = format!("{before}{odd}.");
                assert_eq!(pieces(&text), [(Piece::Text(kind), &*text)]);
            }
        }
    }

    #[test]
    fn a_value_ends_at_its_own_end_tag() {
        let value = |text: &'static str, name| {
            let mut scanner = Scanner::new(text);
            scanner.next().unwrap();
            let value = scanner.value_of(name).map(|value| (value.stop, value.characters, value.end));
            (value, scanner.at)
        };
        assert_eq!(value("<a>1</a>2", "a"), (Some((4, Characters::Plain, 8)), 8));
        assert_eq!(value("<a></a>", "a"), (Some((3, Characters::Plain, 7)), 7));
        assert_eq!(value("<a>\r</a>", "a"), (Some((4, Characters::Other, 8)), 8));
        for other in ["<a>1</a >", "<a>1</b>", "<a>1</ab>", "<ab>1</a>", "<a>1<b/></a>", "<a>1&lt;</a>", "<a>1</a", "<a>1", "<a>"]
        {
            let name = if other.starts_with("<ab") { "ab" } else { "a" };
            assert_eq!(value(other, name), (None, name.len() + 2), "{other}");
        }
    }

    #[test]
    fn what_breaks_off_is_told() {
        let first = |text: &str| Scanner::new(text).next();
        for text in ["<", "<a", "<a b='>", "<a b=\">'", "</a", "<!", "<!-", "<![CDATA[]]", "<?p ?", "<!ELEMENT>", "<!-- --"] {
            assert_eq!(first(text), Err(Unfinished::Markup(0)), "{text}");
        }
        for text in ["&", "&amp", "&a&b;", "&a<b;"] {
            assert_eq!(first(text), Err(Unfinished::Reference(0)), "{text}");
        }
    }
}
