//! The raw XML with the places of the findings marked. Text only: nothing of the document becomes markup.

use std::fmt::Write as _;
use std::ops::Range;

use taxdoc::Finding;
use taxdoc::rules::Template;

use crate::escape;
use crate::excerpt::Original;
use crate::words;

use super::NUMBER;
use super::Page;
use super::class;

/// Bytes that are shown whole; of a longer document only what surrounds the findings.
const WHOLE: usize = 200_000;

/// Bytes around a finding in a longer document.
const AROUND: usize = 1_000;

/// Base64 longer than this is cut: signatures and certificates say nothing to the eye.
const BASE64: usize = 120;

/// A document with lines longer than this on the average has none to speak of; each tag then begins one.
const LINE: usize = 300;

/// A place with the number of the finding and its class.
type Mark = (Range<usize>, usize, &'static str);

pub(super) fn source(page: &mut Page, original: &Original<'_>, findings: &[(usize, &Finding)]) {
    let Some(text) = original.text() else { return };
    page.heading(Template::new("Nội dung tệp XML", "The XML file"));
    let mut marks: Vec<Mark> = findings
        .iter()
        .filter_map(|(number, finding)| Some((original.span(finding.place()?)?, *number, class(finding.severity()))))
        .collect();
    marks.sort_by_key(|(span, number, _)| (span.start, span.end, *number));
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let breaks = text.len() / lines > LINE;
    page.out.push_str("<pre class=\"source\">");
    for part in parts(text, &marks) {
        let inside: Vec<&Mark> = marks.iter().filter(|(span, ..)| part.contains(&span.start)).collect();
        if part.start > 0 {
            page.out.push_str("…\n");
        }
        Writer { out: &mut page.out, text, breaks, depth: 0, base64: 0 }.part(part, &inside);
    }
    page.out.push_str("</pre>\n");
}

/// All of a short document, else windows around the marks, at most as much.
fn parts(text: &str, marks: &[Mark]) -> Vec<Range<usize>> {
    if text.len() <= WHOLE {
        return std::iter::once(0..text.len()).collect();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut room = WHOLE;
    for (span, ..) in marks {
        let start = text.floor_char_boundary(span.start.saturating_sub(AROUND));
        let end = text.ceil_char_boundary(span.end.min(span.start + AROUND).saturating_add(AROUND).min(text.len()));
        match parts.last_mut().filter(|last| last.end >= start) {
            Some(last) => last.end = last.end.max(end),
            None if end - start > room => break,
            None => {
                room -= end - start;
                parts.push(start..end);
            }
        }
    }
    parts
}

struct Writer<'p> {
    out: &'p mut String,
    text: &'p str,
    breaks: bool,
    depth: usize,
    /// Characters of Base64 in a row.
    base64: usize,
}

impl Writer<'_> {
    fn part(&mut self, part: Range<usize>, marks: &[&Mark]) {
        let mut marks = marks.iter().peekable();
        let mut open_until = None;
        let text = self.text.get(part.clone()).unwrap_or_default();
        let mut before = ' ';
        for (index, character) in text.char_indices() {
            let at = part.start + index;
            if open_until == Some(at) {
                self.close();
                open_until = None;
            }
            let mut anchors = String::new();
            let mut opening: Option<(&str, usize)> = None;
            while let Some((span, number, class)) = marks.next_if(|(span, ..)| span.start <= at) {
                let _ = write!(
                    anchors,
                    "<a class=\"note {class}\" id=\"d{NUMBER}-x{number}\" href=\"#d{NUMBER}-f{number}\">{number}</a>"
                );
                // Marks do not nest; one inside another has its number only.
                if open_until.is_none() && span.end > at {
                    opening = Some((class, opening.map_or(span.end, |(_, end)| end.max(span.end))));
                }
            }
            if character == '<' {
                self.tag(text.get(index + 1..).unwrap_or_default(), before, open_until.is_some());
            }
            self.out.push_str(&anchors);
            if let Some((class, end)) = opening {
                let _ = write!(self.out, "<mark class=\"{class}\">");
                open_until = Some(end);
            }
            self.character(character, open_until.is_some());
            before = character;
        }
        self.end_base64();
        if open_until.is_some() {
            self.close();
        }
        // What stands at the very end, such as a missing end tag.
        for (_, number, class) in marks {
            let _ = write!(
                self.out,
                "<a class=\"note {class}\" id=\"d{NUMBER}-x{number}\" href=\"#d{NUMBER}-f{number}\">{number}</a>"
            );
        }
        self.out.push('\n');
    }

    fn close(&mut self) {
        self.out.push_str("</mark>");
    }

    /// Before a tag: a line of its own where the document has no lines. The depth only indents, so it may err in a broken document.
    fn tag(&mut self, rest: &str, before: char, marked: bool) {
        self.end_base64();
        let is_end = rest.starts_with('/');
        let is_element = rest.starts_with(|character: char| character.is_alphabetic() || character == '_');
        if is_end {
            self.depth = self.depth.saturating_sub(1);
        }
        if self.breaks && before == '>' && !marked {
            let _ = write!(self.out, "\n{:1$}", "", 2 * self.depth.min(20));
        }
        let closed = rest.find('>').and_then(|end| rest.get(..end)).is_some_and(|tag| tag.ends_with('/'));
        if is_element && !closed {
            self.depth += 1;
        }
    }

    fn character(&mut self, character: char, marked: bool) {
        if !marked && (character.is_ascii_alphanumeric() || "+/=".contains(character)) {
            self.base64 += 1;
            if self.base64 > BASE64 {
                return;
            }
        } else {
            self.end_base64();
        }
        match character {
            '\n' | '\t' => self.out.push(character),
            // A line end of Windows is one line end.
            '\r' => self.out.push('␍'),
            _ => {
                let mut visible = String::new();
                words::push_visible(&mut visible, character);
                visible.chars().for_each(|character| escape::push(self.out, character));
            }
        }
    }

    /// Tells how much of a long run was left out.
    fn end_base64(&mut self) {
        let hidden = std::mem::take(&mut self.base64).saturating_sub(BASE64);
        if hidden > 0 {
            let _ = write!(self.out, "<small>…+{hidden}</small>");
        }
    }
}
