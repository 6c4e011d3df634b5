//! The arena: nodes in document order in one vector, so that a subtree is a range and needs no pointers.

use std::ops::Range;

use super::Node;
use super::Source;
use super::names::Name;
use super::names::NameId;
use super::names::Names;
use super::names::NamespaceId;

/// The index of a node, in document order. 0 is the document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The document node, parent of the root element.
    pub const DOCUMENT: Self = Self(0);

    /// The position among the nodes of the document.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is. Exhaustive: these are all the kinds of the XPath data model that a document without DOCTYPE has, with text split
/// into the three ways of writing it, which canonicalization and positions need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeKind {
    /// The document itself.
    #[default]
    Document,
    /// An element.
    Element,
    /// Characters written as such.
    Text,
    /// Characters in a CDATA section.
    CData,
    /// One character written as a reference: `&amp;`, `&#10;`.
    Reference,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NodeData {
    pub(super) kind: NodeKind,
    pub(super) parent: u32,
    /// One past the last node of the subtree.
    pub(super) end: u32,
    /// Bytes of the text: the whole construct, from `<` of the start tag to `>` of the end tag for an element.
    pub(super) start: u32,
    pub(super) stop: u32,
    /// Element: where the start tag ends. Instruction: where the target ends.
    pub(super) tag_stop: u32,
    /// Element: its [`NameId`]. Reference: the character. Text: 0, or 1 where line ends in it need a change.
    pub(super) value: u32,
    /// Element: its first attribute.
    pub(super) attributes: u32,
    pub(super) attribute_count: u32,
    /// Element: the innermost namespace declaration in scope, one more than its index; 0 for none.
    pub(super) scope: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct AttributeData {
    pub(super) name: NameId,
    /// Bytes of the text: the value between its quotes.
    pub(super) start: u32,
    pub(super) stop: u32,
}

/// A namespace declaration, linked to the one that was in scope before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'s> {
    pub(super) prefix: &'s str,
    pub(super) namespace: NamespaceId,
    pub(super) outer: u32,
}

/// A well-formed, namespace-well-formed document. Borrows its text from the [`Source`].
#[derive(Debug)]
pub struct Document<'s> {
    pub(super) text: &'s str,
    pub(super) source: &'s Source<'s>,
    pub(super) nodes: Vec<NodeData>,
    pub(super) attributes: Vec<AttributeData>,
    pub(super) scopes: Vec<Scope<'s>>,
    pub(super) names: Names<'s>,
    /// The nodes that canonicalization may have to change, in document order: all but elements `<name>` and text without `>` and
    /// carriage return. Few nodes of a real document are among them.
    pub(super) irregular: Vec<u32>,
    pub(super) has_loose_end_tags: bool,
}

impl<'s> Document<'s> {
    /// The decoded text that byte ranges of nodes refer to.
    #[must_use]
    pub const fn text(&self) -> &'s str {
        self.text
    }

    /// The document node: parent of the root element and of the comments and instructions around it.
    #[must_use]
    pub const fn document_node(&self) -> Node<'_> {
        Node::new(self, NodeId::DOCUMENT)
    }

    /// The root element.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        // The builder refuses a document without a root element, so the fallback is never taken.
        self.document_node().elements().next().unwrap_or(self.document_node())
    }

    /// The node of that id; `None` when the id is of another, longer document.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        (id.index() < self.nodes.len()).then(|| Node::new(self, id))
    }

    /// Whether white space stands in an end tag.
    pub(crate) const fn has_loose_end_tags(&self) -> bool {
        self.has_loose_end_tags
    }

    /// The first node from that one on that is neither an element `<name>` nor text without `>` and carriage return.
    #[inline]
    pub(crate) fn next_irregular(&self, from: NodeId) -> Option<NodeId> {
        let index = self.irregular.partition_point(|&node| node < from.0);
        self.irregular.get(index).copied().map(NodeId)
    }

    /// How many nodes there are, the document node included.
    #[must_use]
    pub const fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many distinct names there are; [`NameId::index`] is below it.
    #[must_use]
    pub const fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Every distinct name, in the order of [`NameId::index`].
    pub fn names(&self) -> impl Iterator<Item = Name<'_>> {
        (0..u32::try_from(self.names.len()).unwrap_or(u32::MAX)).map(|index| self.names.name(NameId(index)))
    }

    /// The name of that id.
    #[must_use]
    #[inline]
    pub fn name(&self, id: NameId) -> Name<'_> {
        self.names.name(id)
    }

    #[inline]
    pub(super) fn data(&self, id: NodeId) -> &NodeData {
        #[expect(clippy::indexing_slicing, reason = "a Node is made only of ids of its own document, all below nodes.len()")]
        &self.nodes[id.index()]
    }

    /// The part of the text; the builder stores ranges at character boundaries only.
    #[inline]
    pub(super) fn slice(&self, range: Range<u32>) -> &'s str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}
