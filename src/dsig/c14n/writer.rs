//! One pass over the nodes, in document order.

use std::borrow::Cow;

use crate::xml::Attribute;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::NodeKind;
use crate::xml::XML_NAMESPACE;
use crate::xml::is_space;

use super::Error;
use super::Method;
use super::NodeSet;
use super::Sink;
use super::Version;
use super::base;
use super::escape;
use super::namespaces::Namespaces;

pub(super) fn write<S: Sink + ?Sized>(
    document: &Document<'_>,
    set: &NodeSet,
    method: &Method<'_>,
    sink: &mut S,
) -> Result<(), Error> {
    let apex = document.node(set.apex).ok_or(Error::Node)?;
    if set.excluded.is_some_and(|excluded| document.node(excluded).is_some_and(|node| node.contains(set.apex))) {
        return Err(Error::Empty);
    }
    let mut writer = Writer {
        document,
        text: document.text().as_bytes(),
        set,
        method,
        comments: method.comments && set.comments,
        excluded: set.excluded.map_or(u32::MAX, |excluded| excluded.0),
        sink,
        run: 0,
        at: 0,
        namespaces: Namespaces::new(),
        attributes: Vec::new(),
    };
    match apex.kind() {
        NodeKind::Document => writer.document(&apex),
        NodeKind::Element => writer.subtree(&apex),
        _ => Err(Error::Node),
    }
}

/// So many octets or nodes are written between two looks at whether to leave off: at most about a millisecond.
const PIECE: usize = 1 << 20;
const WATCHED: u32 = 0xfff;

struct Writer<'d, 'w, S: ?Sized> {
    document: &'w Document<'d>,
    text: &'d [u8],
    set: &'w NodeSet,
    method: &'w Method<'w>,
    comments: bool,
    excluded: u32,
    sink: &'w mut S,
    /// `text[run..at]` is canonical as it stands and still to be written.
    run: usize,
    at: usize,
    namespaces: Namespaces<'d>,
    /// Kept between elements for its memory.
    attributes: Vec<Output<'d>>,
}

/// An attribute to write.
struct Output<'d> {
    namespace: &'d str,
    local: &'d str,
    qualified: &'d str,
    value: Value<'d>,
}

enum Value<'d> {
    Written(Attribute<'d>),
    Made(Cow<'d, str>),
}

impl<'d, S: Sink + ?Sized> Writer<'d, '_, S> {
    /// Canonical XML §2.1, §2.3: comments and instructions outside the root stand on lines of their own.
    fn document(&mut self, document: &Node<'d>) -> Result<(), Error> {
        let mut after_root = false;
        let mut empty = true;
        for child in document.children() {
            match child.kind() {
                NodeKind::Element if child.id().0 == self.excluded => return Err(Error::Empty),
                NodeKind::Element => {
                    self.subtree(&child)?;
                    (after_root, empty) = (true, false);
                }
                NodeKind::Comment if !self.comments => {}
                NodeKind::Comment | NodeKind::Instruction => {
                    if after_root {
                        self.sink.write(b"\n");
                    }
                    (self.run, self.at) = (child.range().start, child.range().start);
                    self.leaf(&child);
                    self.flush();
                    if !after_root {
                        self.sink.write(b"\n");
                    }
                }
                _ => {}
            }
        }
        if empty { Err(Error::Empty) } else { Ok(()) }
    }

    fn subtree(&mut self, apex: &Node<'d>) -> Result<(), Error> {
        let range = apex.range();
        (self.run, self.at) = (range.start, range.start);
        let document = apex.document();
        let leaps = self.method.version != Version::Exclusive && self.set.blank_text && !document.has_loose_end_tags();
        let (mut id, end) = (apex.id().0, apex.end());
        let mut count = 0_u32;
        while id < end {
            count = count.wrapping_add(1);
            if count & WATCHED == 0 && document.is_left_off() {
                return Ok(());
            }
            if leaps && id != apex.id().0 {
                // Nearly all of an invoice is canonical as it stands: this passes from one exception to the next.
                let next = document.next_irregular(NodeId(id)).map_or(end, |next| next.0.min(end));
                id = if (id..next).contains(&self.excluded) { self.excluded } else { next };
                self.at = document.node(NodeId(id)).filter(|_| id < end).map_or(range.end, |next| next.range().start);
                if id == end {
                    break;
                }
            }
            let Some(node) = document.node(NodeId(id)) else { break };
            let kind = node.kind();
            self.end_tags(node.range().start);
            if id == self.excluded {
                self.resume(node.range().end);
                id = node.end();
                continue;
            }
            match kind {
                NodeKind::Element => self.element(&node, apex)?,
                NodeKind::Text => self.characters(&node),
                _ => self.leaf(&node),
            }
            id += 1;
        }
        self.end_tags(range.end);
        self.flush();
        Ok(())
    }

    /// Writes the run.
    #[inline]
    fn flush(&mut self) {
        if self.run < self.at {
            let run = self.text.get(self.run..self.at).unwrap_or_default();
            if run.len() <= PIECE { self.sink.write(run) } else { self.long_run(run) }
        }
        self.run = self.at;
    }

    /// A run may be nearly the whole document.
    #[cold]
    fn long_run(&mut self, run: &[u8]) {
        let pieces = run.chunks(PIECE).take_while(|_| !self.document.is_left_off());
        pieces.for_each(|piece| self.sink.write(piece));
    }

    /// Writes the run and goes on behind a part of the text that was dealt with otherwise.
    #[inline]
    fn resume(&mut self, at: usize) {
        self.flush();
        (self.run, self.at) = (at, at);
    }

    /// What stands before the next node is end tags and nothing else; they are canonical but for white space in them.
    #[inline]
    fn end_tags(&mut self, until: usize) {
        if self.at == until {
            return;
        }
        let tags = self.text.get(self.at..until).unwrap_or_default();
        if holds_space(tags) {
            self.flush();
            for piece in tags.split(|byte| is_space(*byte)) {
                self.sink.write(piece);
            }
            self.run = until;
        }
        self.at = until;
    }

    #[inline]
    fn characters(&mut self, node: &Node<'d>) {
        let range = node.range();
        let text = self.text.get(range.clone()).unwrap_or_default();
        if !self.set.blank_text && is_blank(node, text) {
            self.resume(range.end);
        } else if is_canonical(text) {
            self.at = range.end;
        } else {
            self.resume(range.end);
            escape::source_text(text, self.sink);
        }
    }

    /// A node that is neither element nor plain text.
    fn leaf(&mut self, node: &Node<'d>) {
        let range = node.range();
        let written = self.text.get(range.clone()).unwrap_or_default();
        match node.kind() {
            NodeKind::Reference => {
                let mut buffer = [0; 4];
                let character = node.reference().map_or(&b""[..], |character| escape::character(character, &mut buffer));
                if character == written {
                    self.at = range.end;
                } else {
                    self.resume(range.end);
                    self.sink.write(character);
                }
            }
            NodeKind::CData => {
                self.resume(range.end);
                escape::cdata(node.raw().as_bytes(), self.sink);
            }
            NodeKind::Comment => {
                self.resume(range.end);
                if self.comments {
                    escape::line_ends(written, self.sink);
                }
            }
            NodeKind::Instruction => {
                self.resume(range.end);
                self.sink.write(b"<?");
                self.sink.write(node.target().as_bytes());
                if !node.raw().is_empty() {
                    self.sink.write(b" ");
                    escape::line_ends(node.raw().as_bytes(), self.sink);
                }
                self.sink.write(b"?>");
            }
            NodeKind::Document | NodeKind::Element | NodeKind::Text => {}
        }
    }

    #[inline]
    fn element(&mut self, element: &Node<'d>, apex: &Node<'d>) -> Result<(), Error> {
        let exclusive = self.method.version == Version::Exclusive;
        if exclusive {
            self.namespaces.close(element.id());
        }
        let tag = element.tag_range();
        let name = element.name();
        let is_apex = element.id() == apex.id();
        // `<name>`: there is no room for attributes, declarations, white space or a slash.
        let plain = tag.len() == name.qualified().len() + 2;
        if plain && !is_apex && (!exclusive || self.namespaces.is_rendered(name.prefix(), name.namespace())) {
            self.at = tag.end;
            return Ok(());
        }
        match (exclusive, is_apex) {
            (true, _) => self.namespaces.exclusive(element, is_apex, self.method)?,
            (false, true) => self.namespaces.inclusive_apex(element, self.set.root)?,
            (false, false) => self.namespaces.inclusive(element)?,
        }
        self.resume(tag.end);
        self.start_tag(element, is_apex && !exclusive);
        if element.range().end == tag.end {
            self.sink.write(b"</");
            self.sink.write(name.qualified().as_bytes());
            self.sink.write(b">");
        }
        Ok(())
    }

    fn start_tag(&mut self, element: &Node<'d>, inherits: bool) {
        self.sink.write(b"<");
        self.sink.write(element.name().qualified().as_bytes());
        for (prefix, namespace) in self.namespaces.output() {
            self.sink.write(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
            self.sink.write(prefix.as_bytes());
            self.sink.write(b"=\"");
            escape::attribute(namespace.as_bytes(), self.sink);
            self.sink.write(b"\"");
        }
        self.attributes.clear();
        self.attributes.extend(element.attributes().map(Output::written));
        if inherits {
            inherit(element, self.set.root, self.method.version, &mut self.attributes);
        }
        if self.attributes.len() > 1 {
            self.attributes.sort_unstable_by(|one, other| (one.namespace, one.local).cmp(&(other.namespace, other.local)));
        }
        for attribute in &self.attributes {
            self.sink.write(b" ");
            self.sink.write(attribute.qualified.as_bytes());
            self.sink.write(b"=\"");
            match &attribute.value {
                Value::Written(attribute) => {
                    let raw = attribute.raw();
                    if raw.bytes().any(|byte| matches!(byte, b'&' | b'"' | b'\t' | b'\n' | b'\r')) {
                        escape::attribute(attribute.value().as_bytes(), self.sink);
                    } else {
                        self.sink.write(raw.as_bytes());
                    }
                }
                Value::Made(value) => escape::attribute(value.as_bytes(), self.sink),
            }
            self.sink.write(b"\"");
        }
        self.sink.write(b">");
    }
}

impl<'d> Output<'d> {
    fn written(attribute: Attribute<'d>) -> Self {
        let name = attribute.name();
        Self { namespace: name.namespace(), local: name.local(), qualified: name.qualified(), value: Value::Written(attribute) }
    }

    fn is_xml(&self, local: &str) -> bool {
        self.local == local && self.namespace == XML_NAMESPACE
    }
}

/// The attributes of the `xml` namespace that the apex takes from its left-out ancestors: all of them, the nearest of each name
/// (Canonical XML 1.0 §2.4); only `xml:lang`, `xml:space` and a joined `xml:base` (Canonical XML 1.1 §2.4).
fn inherit<'d>(apex: &Node<'d>, root: NodeId, version: Version, attributes: &mut Vec<Output<'d>>) {
    let ancestors = || apex.ancestors().take_while(|ancestor| root <= ancestor.id());
    let around = || ancestors().flat_map(|ancestor| ancestor.attributes()).filter(is_xml);
    if version == Version::Inclusive10 {
        attributes.extend(around().map(Output::written));
        // A stable sort keeps the nearest of one name first.
        attributes.sort_by(|one, other| (one.namespace, one.local).cmp(&(other.namespace, other.local)));
        attributes.dedup_by(|other, one| (other.namespace, other.local) == (one.namespace, one.local));
        return;
    }
    for local in ["lang", "space"] {
        if !attributes.iter().any(|own| own.is_xml(local)) {
            attributes.extend(around().find(|attribute| attribute.name().local() == local).map(Output::written));
        }
    }
    // The base of the apex, joined with that of each ancestor in turn; one that comes out empty is not written.
    let mut outer = around().filter(|attribute| attribute.name().local() == "base").peekable();
    let Some(nearest) = outer.peek().copied() else { return };
    let own = attributes.iter().position(|own| own.is_xml("base")).map(|at| attributes.swap_remove(at));
    let mut joined = match own.map(|own| own.value) {
        Some(Value::Written(own)) => own.value(),
        _ => outer.next().map(|attribute| attribute.value()).unwrap_or_default(),
    };
    for base in outer {
        joined = Cow::Owned(base::join(&base.value(), &joined));
    }
    if !joined.is_empty() {
        attributes.push(Output { value: Value::Made(joined), ..Output::written(nearest) });
    }
}

fn is_xml(attribute: &Attribute<'_>) -> bool {
    attribute.name().namespace() == XML_NAMESPACE
}

/// Whether there is white space in tags: no other character in them is as low as a space. No early exit: the compiler makes vectors of
/// it.
#[inline]
fn holds_space(tags: &[u8]) -> bool {
    tags.iter().fold(false, |seen, byte| seen | (*byte <= b' '))
}

/// Whether the characters of a text node stand in the canonical form as they are.
#[inline]
fn is_canonical(text: &[u8]) -> bool {
    // Most texts are short: a call into memchr costs more than looking at each byte.
    if text.len() <= 32 {
        return !text.iter().fold(false, |seen, byte| seen | (*byte == b'>') | (*byte == b'\r'));
    }
    memchr::memchr2(b'>', b'\r', text).is_none()
}

/// Whether a text node is white space between elements: not the only content of its element, no part of a longer text, and not
/// under `xml:space="preserve"`.
fn is_blank(node: &Node<'_>, text: &[u8]) -> bool {
    if !text.iter().all(|byte| is_space(*byte)) {
        return false;
    }
    let Some(parent) = node.parent() else { return false };
    let id = node.id().0;
    let alone = parent.id().0 + 1 == id && parent.end() == id + 1;
    let continues = |id: u32| {
        node.document().node(NodeId(id)).is_some_and(|other| {
            matches!(other.kind(), NodeKind::CData | NodeKind::Reference) && other.parent().is_some_and(|of| of == parent)
        })
    };
    if alone || continues(id.saturating_sub(1)) || continues(id + 1) {
        return false;
    }
    let space = node.ancestors().find_map(|ancestor| {
        ancestor.attributes().find(|attribute| attribute.name().is(XML_NAMESPACE, "space")).map(|attribute| attribute.value())
    });
    space.as_deref() != Some("preserve")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cancellation;
    use crate::Limits;
    use crate::xml::Source;

    #[test]
    fn a_document_that_is_left_off_is_not_written_to_its_end() {
        let one_run = ["<a>", &"x".repeat(3 * PIECE), "</a>"].concat();
        let many_nodes = ["<a>", &"<b  c='1'/>".repeat(20_000), "</a>"].concat();
        for xml in [one_run, many_nodes] {
            let (limits, flag) = (Limits::default(), Cancellation::new());
            let source = Source::decode(xml.as_bytes(), &limits).unwrap();
            let document = Document::parse_unless(&source, &limits, Some(&flag)).unwrap();
            let octets = || {
                let mut octets = Vec::new();
                write(&document, &NodeSet::subtree(document.root().id()), &Method::DEFAULT, &mut octets).unwrap();
                octets.len()
            };
            assert!(octets() >= xml.len());
            flag.cancel();
            assert!(octets() < xml.len() / 2);
        }
    }
}
