//! Reading the tree.

use std::borrow::Cow;
use std::ops::Range;

use super::attributes::Attribute;
use super::chars;
use super::names::Name;
use super::names::NameId;
use super::tree::Document;
use super::tree::NodeData;
use super::tree::NodeId;
use super::tree::NodeKind;

/// A node of a document. Copying it is cheap.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    id: NodeId,
}

impl<'d> Node<'d> {
    pub(super) const fn new(document: &'d Document<'d>, id: NodeId) -> Self {
        Self { document, id }
    }

    fn data(&self) -> &'d NodeData {
        self.document.data(self.id)
    }

    fn sibling(&self, id: u32) -> Self {
        Self { document: self.document, id: NodeId(id) }
    }

    /// Its document.
    #[must_use]
    pub const fn document(&self) -> &'d Document<'d> {
        self.document
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> NodeId {
        self.id
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> NodeKind {
        self.data().kind
    }

    /// Whether it is an element.
    #[must_use]
    pub fn is_element(&self) -> bool {
        self.kind() == NodeKind::Element
    }

    /// The id of an element's name; `None` for other nodes.
    #[must_use]
    pub fn name_id(&self) -> Option<NameId> {
        let data = self.data();
        (data.kind == NodeKind::Element).then_some(NameId(data.value))
    }

    /// The name of an element; empty for other nodes.
    #[must_use]
    #[inline]
    pub fn name(&self) -> Name<'d> {
        match self.name_id() {
            Some(id) => self.document.names.name(id),
            None => Name { qualified: "", local: "", namespace: "" },
        }
    }

    /// The local name of an element; empty for other nodes.
    #[must_use]
    #[inline]
    pub fn local_name(&self) -> &'d str {
        self.name_id().map_or("", |id| self.document.names.local(id))
    }

    /// Whether it is an element of that expanded name.
    #[must_use]
    #[inline]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.is_element() && self.name().is(namespace, local)
    }

    /// The node around it; `None` for the document node.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (self.id != NodeId::DOCUMENT).then(|| self.sibling(self.data().parent))
    }

    /// The nodes around it, innermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// The nodes directly in it, in document order.
    #[must_use]
    pub fn children(&self) -> Children<'d> {
        Children { document: self.document, next: self.id.0 + 1, end: self.data().end }
    }

    /// The children from the node of that index on, which must be a child or the end.
    pub(super) fn children_from(&self, next: u32) -> Children<'d> {
        Children { document: self.document, next, end: self.data().end }
    }

    /// One past the last node of its subtree.
    pub(crate) fn end(&self) -> u32 {
        self.data().end
    }

    /// The elements directly in it, in document order.
    #[must_use]
    pub fn elements(&self) -> Elements<'d> {
        Elements(self.children())
    }

    /// The first child element with that local name, whatever its namespace.
    ///
    /// ```
    /// # use taxdoc::{Limits, xml::{Document, Source}};
    /// # let limits = Limits::default();
    /// let source = Source::decode(b"<a><b>1</b><b>2</b></a>", &limits)?;
    /// let document = Document::parse(&source, &limits)?;
    /// assert_eq!(document.root().child("b").unwrap().text(), "1");
    /// assert!(document.root().child("c").is_none());
    /// # Ok::<(), taxdoc::xml::Fault>(())
    /// ```
    #[must_use]
    pub fn child(&self, local: &str) -> Option<Self> {
        self.elements().find(|element| element.local_name() == local)
    }

    /// This node and everything in it, in document order.
    #[must_use]
    pub fn descendants(&self) -> Descendants<'d> {
        Descendants { document: self.document, next: self.id.0, end: self.data().end }
    }

    /// Whether `other` is this node or lies in it.
    #[must_use]
    pub fn contains(&self, other: NodeId) -> bool {
        self.id <= other && other.0 < self.data().end
    }

    /// An element's attributes in the order written, namespace declarations left out.
    #[must_use]
    pub fn attributes(&self) -> Attributes<'d> {
        let data = self.data();
        let start = data.attributes as usize;
        Attributes { document: self.document, next: start, end: start + data.attribute_count as usize }
    }

    /// Whether it has attributes.
    #[inline]
    pub(crate) fn has_attributes(&self) -> bool {
        self.data().attribute_count > 0
    }

    /// Those of its descendants that are neither an element `<name>` nor text without `>` and carriage return: few, and all comments,
    /// instructions, sections and references are among them.
    pub(crate) fn irregular_descendants(&self) -> impl Iterator<Item = Self> {
        let irregular = &self.document.irregular;
        let first = irregular.partition_point(|&node| node <= self.id.0);
        let end = self.end();
        irregular.iter().skip(first).take_while(move |&&node| node < end).map(|&node| self.sibling(node))
    }

    /// The value of the attribute without namespace of that name.
    #[must_use]
    pub fn attribute(&self, local: &str) -> Option<Cow<'d, str>> {
        self.attributes().find(|attribute| attribute.name().is("", local)).map(|attribute| attribute.value())
    }

    /// The namespace declarations written on this element, last first: prefix (empty for the default) and URI (empty to undeclare).
    #[must_use]
    pub fn declarations(&self) -> Declarations<'d> {
        let outer = self.parent().map_or(0, |parent| parent.data().scope);
        Declarations { document: self.document, link: self.data().scope, stop: outer }
    }

    /// All namespace declarations in scope, innermost first; an outer one of the same prefix is hidden by the inner.
    #[must_use]
    pub fn scope(&self) -> Declarations<'d> {
        let data = self.data();
        let link = if data.kind == NodeKind::Element { data.scope } else { self.parent().map_or(0, |p| p.data().scope) };
        Declarations { document: self.document, link, stop: 0 }
    }

    /// The namespace that a prefix (empty for the default) is bound to here; `None` when it is not bound.
    #[must_use]
    pub fn namespace_of(&self, prefix: &str) -> Option<&'d str> {
        if prefix == "xml" {
            return Some(super::XML_NAMESPACE);
        }
        let found = self.scope().find(|(known, _)| *known == prefix).map(|(_, uri)| uri);
        found.filter(|uri| !uri.is_empty())
    }

    /// The string value (XPath 1.0 §5): all characters below an element or of a text node, line ends normalized; the text of a
    /// comment or the data of an instruction. Borrowed where it stands in one piece.
    #[must_use]
    pub fn text(&self) -> Cow<'d, str> {
        if let Some(text) = self.plain_text() {
            return Cow::Borrowed(text);
        }
        let data = self.data();
        match data.kind {
            NodeKind::Element | NodeKind::Document => {
                let mut pieces = self
                    .descendants()
                    .skip(1)
                    .filter(|node| matches!(node.kind(), NodeKind::Text | NodeKind::CData | NodeKind::Reference));
                let Some(first) = pieces.next() else { return Cow::Borrowed("") };
                let mut text = first.piece();
                for piece in pieces {
                    text.to_mut().push_str(&piece.piece());
                }
                text
            }
            _ => self.piece(),
        }
    }

    /// The content of an element that holds nothing, or nothing but one piece of text whose line ends need no change: nearly every
    /// element of a form. `None` for everything else.
    #[inline]
    pub(crate) fn plain_text(&self) -> Option<&'d str> {
        let data = self.data();
        if data.kind != NodeKind::Element {
            return None;
        }
        match data.end - self.id.0 {
            1 => Some(""),
            2 => {
                let child = self.document.data(NodeId(self.id.0 + 1));
                let is_plain = child.kind == NodeKind::Text && child.value == 0;
                is_plain.then(|| self.document.slice(child.start..child.stop))
            }
            _ => None,
        }
    }

    /// The characters of a leaf node.
    fn piece(&self) -> Cow<'d, str> {
        let data = self.data();
        if data.kind == NodeKind::Reference {
            return Cow::Owned(self.reference().map_or_else(String::new, String::from));
        }
        normalize_line_ends(self.raw())
    }

    /// The content of a leaf as written, without its markup: text, the inside of a CDATA section or comment, the data of an
    /// instruction. Line ends are not normalized. Empty for elements and references.
    #[must_use]
    pub fn raw(&self) -> &'d str {
        let data = self.data();
        let written = self.document.slice(data.start..data.stop);
        let inside = |prefix, suffix| written.strip_prefix(prefix).and_then(|inside: &str| inside.strip_suffix(suffix));
        match data.kind {
            NodeKind::Text => written,
            NodeKind::CData => inside("<![CDATA[", "]]>").unwrap_or_default(),
            NodeKind::Comment => inside("<!--", "-->").unwrap_or_default(),
            NodeKind::Instruction => {
                self.document.slice(data.tag_stop..data.stop).strip_suffix("?>").map_or("", |data| chars::trim_start(data))
            }
            NodeKind::Document | NodeKind::Element | NodeKind::Reference => "",
        }
    }

    /// The character that a reference stands for; `None` for other nodes.
    #[must_use]
    pub fn reference(&self) -> Option<char> {
        let data = self.data();
        (data.kind == NodeKind::Reference).then(|| char::from_u32(data.value)).flatten()
    }

    /// The target of a processing instruction; empty for other nodes.
    #[must_use]
    pub fn target(&self) -> &'d str {
        let data = self.data();
        match data.kind {
            NodeKind::Instruction => self.document.slice(data.start + 2..data.tag_stop),
            _ => "",
        }
    }

    /// The bytes of the text that the whole construct takes: an element from `<` of its start tag to `>` of its end tag.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let data = self.data();
        data.start as usize..data.stop as usize
    }

    /// The bytes of an element's start tag, of the whole construct for other nodes.
    #[must_use]
    pub fn tag_range(&self) -> Range<usize> {
        let data = self.data();
        let stop = if data.kind == NodeKind::Element { data.tag_stop } else { data.stop };
        data.start as usize..stop as usize
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.document, other.document)
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} {:?}", self.kind(), self.id.0, self.name().qualified())
    }
}

/// `\r\n` and a lone `\r` become `\n` (XML 1.0 §2.11).
pub(super) fn normalize_line_ends(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The nodes directly in a node.
#[derive(Clone, Debug)]
pub struct Children<'d> {
    document: &'d Document<'d>,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    #[inline]
    fn next(&mut self) -> Option<Node<'d>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node::new(self.document, NodeId(self.next));
        self.next = node.data().end;
        Some(node)
    }
}

/// The elements directly in a node.
#[derive(Clone, Debug)]
pub struct Elements<'d>(Children<'d>);

impl<'d> Iterator for Elements<'d> {
    type Item = Node<'d>;

    #[inline]
    fn next(&mut self) -> Option<Node<'d>> {
        self.0.find(Node::is_element)
    }
}

/// A node and everything in it.
#[derive(Clone, Debug)]
pub struct Descendants<'d> {
    document: &'d Document<'d>,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Descendants<'d> {
    type Item = Node<'d>;

    #[inline]
    fn next(&mut self) -> Option<Node<'d>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node::new(self.document, NodeId(self.next));
        self.next += 1;
        Some(node)
    }
}

/// The attributes of an element.
#[derive(Clone, Debug)]
pub struct Attributes<'d> {
    document: &'d Document<'d>,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Attributes<'d> {
    type Item = Attribute<'d>;

    #[inline]
    fn next(&mut self) -> Option<Attribute<'d>> {
        if self.next >= self.end {
            return None;
        }
        let data = self.document.attributes.get(self.next)?;
        self.next += 1;
        Some(Attribute::new(self.document, *data))
    }
}

/// Namespace declarations: prefix and URI.
#[derive(Clone, Debug)]
pub struct Declarations<'d> {
    document: &'d Document<'d>,
    link: u32,
    stop: u32,
}

impl<'d> Iterator for Declarations<'d> {
    type Item = (&'d str, &'d str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.link == self.stop {
            return None;
        }
        let scope = self.document.scopes.get((self.link as usize).checked_sub(1)?)?;
        self.link = scope.outer;
        Some((scope.prefix, self.document.names.namespace(scope.namespace)))
    }
}

#[cfg(test)]
mod tests {
    use crate::Limits;
    use crate::xml::Document;
    use crate::xml::NodeKind;
    use crate::xml::Source;

    fn with(text: &str, check: impl FnOnce(&Document<'_>)) {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        check(&Document::parse(&source, &limits).unwrap());
    }

    #[test]
    fn text_joins_every_way_of_writing_it() {
        with("<a>1&amp;<![CDATA[<2>]]><!--x--><b>3\r\n</b>&#13;</a>", |document| {
            assert_eq!(document.root().text(), "1&<2>3\n\r");
            let kinds: Vec<NodeKind> = document.root().children().map(|node| node.kind()).collect();
            use NodeKind::*;
            assert_eq!(kinds, [Text, Reference, CData, Comment, Element, Reference]);
        });
    }

    #[test]
    fn what_canonicalization_may_change_is_irregular() {
        let irregular = |text: &str| {
            let mut found = Vec::new();
            with(text, |document| {
                found.extend(document.root().irregular_descendants().map(|node| node.range()));
                assert!(!document.has_loose_end_tags(), "{text}");
            });
            found
        };
        // The root itself is none of its descendants, and what stands behind it neither.
        assert!(irregular("<a x='1'><b>1</b> <c><d></d></c></a><!--x-->").is_empty());
        for odd in [
            "<b/>",
            "<b >1</b>",
            "<b x=''>1</b>",
            "<b xmlns='u'>1</b>",
            ">",
            "\r\n",
            "&amp;",
            "<![CDATA[1]]>",
            "<!--1-->",
            "<?b?>",
        ] {
            let stop = odd.find("1</b>").unwrap_or(odd.len());
            let found = irregular(&format!("<a><b>1</b>{odd}<b>1</b></a>"));
            assert_eq!(found.len(), 1, "{odd}");
            assert_eq!(found[0].start, 11, "{odd}");
            assert!(found[0].end >= 11 + stop, "{odd}");
        }
        with("<a><b>1</b ></a>", |document| assert!(document.has_loose_end_tags()));
        with("<a><b>1</b></a\n>", |document| assert!(document.has_loose_end_tags()));
    }

    #[test]
    fn names_carry_their_namespaces() {
        with("<a xmlns='u' xmlns:p='v' p:x='1' x='2'><p:b/><c xmlns=''/></a>", |document| {
            let root = document.root();
            assert!(root.is("u", "a"));
            assert_eq!(root.attribute("x").as_deref(), Some("2"));
            let children: Vec<_> = root.elements().collect();
            assert!(children[0].is("v", "b"));
            assert_eq!(children[0].name().prefix(), "p");
            assert!(children[1].is("", "c"));
            assert_eq!(children[1].namespace_of("p"), Some("v"));
            assert_eq!(children[1].namespace_of(""), None);
            assert_eq!(children[1].declarations().collect::<Vec<_>>(), [("", "")]);
            assert_eq!(root.declarations().count(), 2);
        });
    }

    #[test]
    fn instructions_and_comments_around_the_root_are_kept() {
        with("<?xml version='1.0'?><?go  on ?><a/><!-- end -->", |document| {
            let outside: Vec<_> = document.document_node().children().collect();
            assert_eq!((outside[0].target(), outside[0].raw()), ("go", "on "));
            assert_eq!(outside[2].raw(), " end ");
        });
    }
}
