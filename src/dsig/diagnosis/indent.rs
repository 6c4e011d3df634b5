//! White space between elements as programs lay it out.

/// How an element's children are put on lines of their own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// What stands before a tag for each level.
    unit: &'static str,
    /// The level of the outermost element.
    base: usize,
}

/// Two spaces are the default of .NET, libxml2 and Java; four and tabs of editors; some programs only break lines.
const UNITS: [&str; 5] = ["  ", "    ", "\t", " ", ""];

/// The layouts of an element as the root of a document, and at each of these levels.
pub(super) fn layouts(levels: &[usize]) -> impl Iterator<Item = Layout> {
    let bases = std::iter::once(0).chain(levels.iter().copied().filter(|level| *level > 0));
    bases.flat_map(|base| {
        // Line breaks alone are the same at every level.
        let units = UNITS.into_iter().filter(move |unit| base == 0 || !unit.is_empty());
        units.map(move |unit| Layout { unit, base })
    })
}

impl Layout {
    /// Canonical octets without white space between elements, laid out. A tag goes on a line of its own where another tag ends
    /// before it, but for the end tag of an element without content.
    pub(super) fn apply(self, octets: &[u8]) -> Vec<u8> {
        let mut laid = Vec::with_capacity(octets.len() + octets.len() / 4);
        let mut depth = self.base;
        // What ended just before this place.
        let mut before = None;
        let mut rest = octets;
        while let Some((&first, _)) = rest.split_first() {
            if first != b'<' {
                let text = memchr::memchr(b'<', rest).unwrap_or(rest.len());
                let (text, after) = rest.split_at_checked(text).unwrap_or((rest, &[]));
                laid.extend_from_slice(text);
                (rest, before) = (after, None);
                continue;
            }
            let (tag, after) = rest.split_at_checked(end_of_tag(rest)).unwrap_or((rest, &[]));
            let kind = Tag::of(tag);
            if kind == Tag::End {
                depth = depth.saturating_sub(1);
            }
            if before.is_some_and(|before| !(before == Tag::Start && kind == Tag::End)) {
                laid.push(b'\n');
                (0..depth).for_each(|_| laid.extend_from_slice(self.unit.as_bytes()));
            }
            if kind == Tag::Start {
                depth += 1;
            }
            laid.extend_from_slice(tag);
            (rest, before) = (after, Some(kind));
        }
        laid
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    End,
    /// A comment or an instruction.
    Other,
    Start,
}

impl Tag {
    fn of(tag: &[u8]) -> Self {
        match tag.get(1) {
            Some(b'/') => Self::End,
            Some(b'!' | b'?') => Self::Other,
            _ => Self::Start,
        }
    }
}

/// Where the tag that these canonical octets begin with ends. `>` may stand in an attribute value and in a comment.
pub(super) fn end_of_tag(octets: &[u8]) -> usize {
    let until = |end: &[u8]| memchr::memmem::find(octets, end).map_or(octets.len(), |at| at + end.len());
    if octets.starts_with(b"<!--") {
        return until(b"-->");
    }
    if octets.starts_with(b"<?") {
        return until(b"?>");
    }
    let mut quoted = false;
    let end = octets.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b'>' && !quoted
    });
    end.map_or(octets.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(unit: &'static str, base: usize, text: &str) -> String {
        String::from_utf8(Layout { unit, base }.apply(text.as_bytes())).unwrap()
    }

    #[test]
    fn children_go_on_lines_of_their_own() {
        // As xmllint --format lays it out.
        let text = "<a><b c=\">\">1</b><d></d><e><f>2</f></e></a>";
        assert_eq!(laid("  ", 0, text), "<a>\n  <b c=\">\">1</b>\n  <d></d>\n  <e>\n    <f>2</f>\n  </e>\n</a>");
        assert_eq!(laid("\t", 1, "<a><b></b></a>"), "<a>\n\t\t<b></b>\n\t</a>");
        assert_eq!(laid("", 0, "<a><!-- > --><?p >?></a>"), "<a>\n<!-- > -->\n<?p >?>\n</a>");
    }

    #[test]
    fn layouts_of_the_root_are_tried_once() {
        assert_eq!((layouts(&[0]).count(), layouts(&[3]).count(), layouts(&[3, 1]).count()), (5, 9, 13));
    }
}
