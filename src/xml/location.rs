//! Lines, columns and paths, worked out only for what a report shows.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::chars;
use super::names::NameId;
use super::node::Node;
use super::tree::Document;
use super::tree::NodeId;
use super::tree::NodeKind;

/// What a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A node: the start tag of an element, the whole of another node.
    Node(NodeId),
    /// The characters in an element, white space around them left out; its start tag when it has none.
    Content(NodeId),
    /// The value of the attribute with that position among the attributes of an element.
    Attribute(NodeId, u32),
}

impl Spot {
    /// The node, or the element that carries the attribute.
    #[must_use]
    pub const fn node(self) -> NodeId {
        match self {
            Self::Node(id) | Self::Content(id) | Self::Attribute(id, _) => id,
        }
    }
}

/// A place as a report prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// An XPath that selects the node when prefixes are bound as in the document. A step has a position only where several siblings
    /// share its name. Empty where no element is concerned.
    pub path: String,
    /// From 1; lines end at U+000A.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
    /// Bytes of the input as given, byte order mark included, from 0.
    pub offset: usize,
    /// Bytes of the input as given.
    pub length: usize,
}

/// Works out places. Remembers what it counted, so that many findings in one document cost one pass.
#[derive(Debug)]
pub struct Locator<'d> {
    document: &'d Document<'d>,
    /// Offsets of the text where lines begin; made at the first use.
    lines: Option<Vec<usize>>,
    /// For a parent and a name: the last sibling counted, its position, and whether there is more than one.
    positions: HashMap<(NodeId, NameId), Counted, RandomState>,
    /// The last conversion from text to input bytes.
    converted: (usize, usize),
    /// The last column worked out: where its line begins, its offset, and itself. A file may be one line of many megabytes.
    column: (usize, usize, usize),
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    node: NodeId,
    position: usize,
    several: bool,
}

impl<'d> Locator<'d> {
    /// A locator for one document.
    #[must_use]
    pub fn new(document: &'d Document<'_>) -> Self {
        Self { document, lines: None, positions: HashMap::default(), converted: (0, 0), column: (0, 0, 1) }
    }

    /// The place of a spot.
    ///
    /// ```
    /// # use taxdoc::{Limits, xml::{Document, Locator, Source, Spot}};
    /// # let limits = Limits::default();
    /// let source = Source::decode("<a>\n <b>ế</b><b>12</b></a>".as_bytes(), &limits)?;
    /// let document = Document::parse(&source, &limits)?;
    /// let second = document.root().elements().nth(1).unwrap();
    /// let place = Locator::new(&document).place(Spot::Content(second.id()));
    /// assert_eq!((place.path.as_str(), place.line, place.column, place.offset, place.length), ("/a/b[2]", 2, 13, 18, 2));
    /// # Ok::<(), taxdoc::xml::Fault>(())
    /// ```
    #[must_use]
    pub fn place(&mut self, spot: Spot) -> Place {
        let id = spot.node();
        let mut path = self.path(id);
        let Some(node) = self.document.node(id) else {
            return Place { path, line: 1, column: 1, offset: 0, length: 0 };
        };
        let range = match spot {
            Spot::Node(_) => node.tag_range(),
            Spot::Content(_) => content(&node),
            Spot::Attribute(_, index) => match node.attributes().nth(index as usize) {
                Some(attribute) => {
                    let _ = write!(path, "/@{}", attribute.name().qualified());
                    attribute.range()
                }
                None => node.tag_range(),
            },
        };
        let (line, column) = self.line(range.start);
        let offset = self.input_offset(range.start);
        let length = self.document.source.input_length(self.document.text.get(range).unwrap_or_default());
        Place { path, line, column, offset, length }
    }

    /// The path of a node: `/HDon/DLHDon/NDHDon/DSHHDVu/HHDVu[2]`. Empty for the document node.
    #[must_use]
    pub fn path(&mut self, id: NodeId) -> String {
        let Some(node) = self.document.node(id) else { return String::new() };
        let mut steps: Vec<Node<'d>> = node.ancestors().filter(Node::is_element).collect();
        steps.reverse();
        let mut path = String::with_capacity(64);
        for step in steps.iter().chain(node.is_element().then_some(&node)) {
            path.push('/');
            path.push_str(step.name().qualified());
            if let Some(position) = self.position(step) {
                let _ = write!(path, "[{position}]");
            }
        }
        match node.kind() {
            NodeKind::Text | NodeKind::CData | NodeKind::Reference => path.push_str("/text()"),
            NodeKind::Comment => path.push_str("/comment()"),
            NodeKind::Instruction => {
                let _ = write!(path, "/processing-instruction('{}')", node.target());
            }
            NodeKind::Document | NodeKind::Element => {}
        }
        path
    }

    /// The position of an element among its siblings of the same name, from 1; `None` when it is the only one.
    fn position(&mut self, element: &Node<'d>) -> Option<usize> {
        let (parent, name) = (element.parent()?, element.name_id()?);
        let key = (parent.id(), name);
        // Findings come mostly in document order: go on counting from the last sibling, start again otherwise.
        let known = self.positions.get(&key).filter(|known| known.node <= element.id()).copied();
        let (mut counted, from) = match known {
            Some(counted) => (counted, counted.node.0),
            None => (Counted { node: element.id(), position: 0, several: false }, parent.id().0 + 1),
        };
        if counted.position == 0 || counted.node != element.id() {
            let siblings = parent.children_from(from).filter(|sibling| sibling.name_id() == Some(name));
            let skip = usize::from(counted.position > 0);
            for sibling in siblings.skip(skip) {
                counted.position += 1;
                counted.node = sibling.id();
                if sibling.id() == element.id() {
                    break;
                }
            }
            counted.several = counted.several
                || counted.position > 1
                || parent.children_from(element.end()).any(|sibling| sibling.name_id() == Some(name));
            self.positions.insert(key, counted);
        }
        counted.several.then_some(counted.position)
    }

    /// Line and column of the start tag of an element, or of the beginning of another node; from 1.
    pub(crate) fn line_and_column(&mut self, id: NodeId) -> (usize, usize) {
        self.document.node(id).map_or((1, 1), |node| self.line(node.tag_range().start))
    }

    fn line(&mut self, offset: usize) -> (usize, usize) {
        let text = self.document.text;
        let lines = self.lines.get_or_insert_with(|| {
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| lines.get(index)).copied().unwrap_or_default();
        let (from, known) = match self.column {
            (line, at, column) if line == start && at <= offset => (at, column),
            _ => (start, 1),
        };
        let column = text.get(from..offset).map_or(1, |before| known + before.chars().count());
        self.column = (start, offset, column);
        (line.max(1), column)
    }

    fn input_offset(&mut self, offset: usize) -> usize {
        let source = self.document.source;
        if source.is_utf8() {
            return source.mark() + offset;
        }
        let (text_offset, input_offset) = if self.converted.0 <= offset { self.converted } else { (0, 0) };
        let between = self.document.text.get(text_offset..offset).unwrap_or_default();
        self.converted = (offset, input_offset + source.input_length(between));
        source.mark() + self.converted.1
    }
}

/// The bytes of an element's characters without the white space around them.
fn content(node: &Node<'_>) -> Range<usize> {
    let mut pieces = node.descendants().skip(1);
    let Some(first) = pieces.next() else { return node.tag_range() };
    let start = first.range().start;
    let stop = node.children().last().map_or(start, |last| last.range().end);
    let text = node.document().text().get(start..stop).unwrap_or_default();
    let trimmed = chars::trim(text);
    if trimmed.is_empty() {
        return node.tag_range();
    }
    let lead = text.len() - chars::trim_start(text).len();
    start + lead..start + lead + trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::xml::Source;

    fn paths(text: &str, order: impl Fn(&mut Vec<NodeId>)) -> Vec<String> {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let mut ids: Vec<NodeId> = document.root().descendants().filter(Node::is_element).map(|node| node.id()).collect();
        order(&mut ids);
        let mut locator = Locator::new(&document);
        ids.into_iter().map(|id| locator.path(id)).collect()
    }

    #[test]
    fn positions_stand_only_where_several_share_a_name() {
        let expected = ["/r", "/r/a[1]", "/r/b", "/r/a[2]", "/r/a[2]/c", "/r/a[3]"];
        let text = "<r><a/><b/><a><c/></a>text<a/></r>";
        assert_eq!(paths(text, |_| {}), expected);
        let mut backwards = paths(text, |ids| ids.reverse());
        backwards.reverse();
        assert_eq!(backwards, expected);
    }

    #[test]
    fn columns_count_from_the_last_one_and_are_the_same_in_any_order() {
        let limits = Limits::default();
        let source = Source::decode("<r><a/>ế<b/>\n đ<c/><d/></r>".as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let ids: Vec<NodeId> = document.root().elements().map(|node| node.id()).collect();
        let expected = [(1, 4), (1, 9), (2, 3), (2, 7)];
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            let mut locator = Locator::new(&document);
            for index in order {
                assert_eq!(locator.line_and_column(ids[index]), expected[index], "{order:?}");
            }
        }
    }

    #[test]
    fn attributes_have_places() {
        let limits = Limits::default();
        let source = Source::decode("\u{FEFF}<a xmlns:p='u' p:x='đ'/>".as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let place = Locator::new(&document).place(Spot::Attribute(document.root().id(), 0));
        assert_eq!((place.path.as_str(), place.column, place.offset, place.length), ("/a/@p:x", 21, 23, 2));
    }

    #[test]
    fn offsets_are_of_the_input_as_given() {
        let limits = Limits::default();
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend("<a>ế<b/></a>".encode_utf16().flat_map(u16::to_be_bytes));
        let source = Source::decode(&bytes, &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let place = Locator::new(&document).place(Spot::Node(document.root().child("b").unwrap().id()));
        assert_eq!((place.column, place.offset, place.length), (5, 2 + 2 * 4, 2 * 4));
    }
}
