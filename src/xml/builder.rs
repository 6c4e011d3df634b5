//! From events to the tree, with every well-formedness and namespace constraint checked on the way.

use std::ops::Range;

use crate::Cancellation;
use crate::Limits;

use super::Fault;
use super::Locator;
use super::Source;
use super::XML_NAMESPACE;
use super::attributes;
use super::attributes::RawAttribute;
use super::attributes::RawAttributes;
use super::checks;
use super::checks::Broken;
use super::fault;
use super::interner::Bearer;
use super::interner::Interner;
use super::names::NameId;
use super::names::Names;
use super::names::NamespaceId;
use super::scanner::Characters;
use super::scanner::Piece;
use super::scanner::Scanner;
use super::scanner::Unfinished;
use super::tree::AttributeData;
use super::tree::Document;
use super::tree::NodeData;
use super::tree::NodeId;
use super::tree::NodeKind;
use super::tree::Scope;

impl<'s> Document<'s> {
    /// Reads a document.
    ///
    /// # Errors
    /// The first [`Fault`], with its place.
    pub fn parse(source: &'s Source<'_>, limits: &Limits) -> Result<Self, Fault> {
        build(source, limits, None)
    }

    /// The same, left off once the flag is raised, with a fault that says nothing: whoever raises flags looks at the flag first.
    pub(crate) fn parse_unless(
        source: &'s Source<'_>,
        limits: &Limits,
        cancellation: Option<&Cancellation>,
    ) -> Result<Self, Fault> {
        build(source, limits, cancellation)
    }
}

/// Reads the whole text.
fn build<'s>(source: &'s Source<'_>, limits: &Limits, cancellation: Option<&Cancellation>) -> Result<Document<'s>, Fault> {
    let text = source.text();
    let document = Document {
        text,
        source,
        nodes: Vec::with_capacity((text.len() / 16 + 8).min(limits.nodes)),
        attributes: Vec::new(),
        scopes: Vec::new(),
        names: Names::new(),
        irregular: Vec::new(),
        has_loose_end_tags: false,
    };
    let interner = Interner::new(limits.name);
    let mut builder = Builder { document, interner, open: Vec::with_capacity(16), limits, cancellation, pending: Vec::new() };
    builder.document.nodes.push(NodeData { stop: narrow(text.len()), ..NodeData::default() });
    match builder.read() {
        Ok(()) => Ok(builder.document),
        Err(broken) => {
            let inside = builder.open.last().map_or(NodeId::DOCUMENT, |open| NodeId(open.node));
            builder.close_all();
            let (fault, range) = broken.into_parts();
            let path = Locator::new(&builder.document).path(inside);
            Err(fault.at(builder.document.source.place(range, path)))
        }
    }
}

/// The flag of cancellation is looked at once in 4,096 nodes, about a third of a millisecond.
const WATCHED: usize = 0xfff;

/// An element whose end tag is still to come.
struct Open {
    node: u32,
    name: NameId,
    scope: u32,
    /// How many declarations are in scope around it.
    declared: usize,
}

struct Builder<'s, 'l> {
    document: Document<'s>,
    interner: Interner<'s>,
    open: Vec<Open>,
    limits: &'l Limits,
    cancellation: Option<&'l Cancellation>,
    /// The attributes of the tag being read, their namespaces not yet known; empty between tags.
    pending: Vec<RawAttribute<'s>>,
}

impl<'s> Builder<'s, '_> {
    fn read(&mut self) -> Result<(), Broken> {
        let text = self.document.text;
        if text.starts_with('\u{FEFF}') {
            return Err(checks::second_mark());
        }
        let mut scanner = Scanner::new(text);
        let mut has_root = false;
        while let Some((piece, range)) = scanner.next().map_err(|unfinished| self.syntax(unfinished))? {
            match piece {
                Piece::Start(name_length) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, name_length, false)?;
                    self.value(&mut scanner)?;
                }
                Piece::Empty(name_length) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, name_length, true)?;
                }
                Piece::End => self.end_tag(range)?,
                Piece::Text(characters) => self.text(range, characters)?,
                Piece::Reference => self.reference(range)?,
                Piece::CData => {
                    self.inside(&range)?;
                    checks::limit_text(&range, self.limits)?;
                    self.leaf(NodeKind::CData, range, 0, 0)?;
                }
                Piece::Comment => self.comment(range)?,
                Piece::Instruction => self.instruction(range)?,
                Piece::Declaration => checks::declaration(self.slice(&range), range.start)?,
                Piece::DocumentType => return Err(Broken::new(&fault::DOCTYPE, range)),
            }
        }
        if let Some(open) = self.open.last() {
            let name = self.document.names.qualified(open.name);
            return Err(Broken::new(&fault::UNCLOSED, text.len()..text.len()).actual(name));
        }
        if !has_root {
            return Err(Broken::new(&fault::EMPTY, 0..0));
        }
        self.close_all();
        Ok(())
    }

    /// Ends the document node and, where a fault broke the reading off, the open elements, so that their children can be walked.
    fn close_all(&mut self) {
        let end = narrow(self.document.nodes.len());
        for node in std::iter::once(0).chain(self.open.iter().map(|open| open.node)) {
            if let Some(data) = self.document.nodes.get_mut(node as usize) {
                data.end = end;
            }
        }
    }

    fn slice(&self, range: &Range<usize>) -> &'s str {
        self.document.text.get(range.clone()).unwrap_or_default()
    }

    /// Adds a leaf that is not plain text. `tag_stop` and `value` as in [`NodeData`].
    fn leaf(&mut self, kind: NodeKind, range: Range<usize>, tag_stop: u32, value: u32) -> Result<(), Broken> {
        let (start, stop) = (narrow(range.start), narrow(range.end));
        self.document.irregular.push(narrow(self.document.nodes.len()));
        let data = NodeData { kind, start, stop, tag_stop, value, ..NodeData::default() };
        self.node(data).map(drop)
    }

    /// Adds a node; its parent and end are set here.
    #[inline]
    fn node(&mut self, data: NodeData) -> Result<u32, Broken> {
        let index = self.document.nodes.len();
        if index >= self.limits.nodes || index & WATCHED == 0 {
            self.may_go_on(&data)?;
        }
        let index = narrow(index);
        let parent = self.open.last().map_or(0, |open| open.node);
        self.document.nodes.push(NodeData { parent, end: index.saturating_add(1), ..data });
        Ok(index)
    }

    /// Whether another node may be added. Apart from [`Builder::node`], which every node runs through and which is inlined only while it is
    /// small.
    #[cold]
    fn may_go_on(&self, data: &NodeData) -> Result<(), Broken> {
        if self.document.nodes.len() >= self.limits.nodes {
            let range = data.start as usize..data.stop as usize;
            return Err(Broken::new(&fault::LIMIT_NODES, range).with("limit", self.limits.nodes));
        }
        if self.cancellation.is_some_and(Cancellation::is_cancelled) {
            return Err(Broken::new(&fault::UNCLOSED, 0..0));
        }
        Ok(())
    }

    fn root_once(&mut self, has_root: &mut bool, range: &Range<usize>) -> Result<(), Broken> {
        if self.open.is_empty() && std::mem::replace(has_root, true) {
            return Err(Broken::new(&fault::ROOTS, range.clone()).actual(self.slice(range)));
        }
        Ok(())
    }

    fn inside(&self, range: &Range<usize>) -> Result<(), Broken> {
        if self.open.is_empty() {
            return Err(Broken::new(&fault::OUTSIDE, range.clone()).actual(self.slice(range)));
        }
        Ok(())
    }

    fn start_tag(&mut self, range: Range<usize>, name_length: usize, empty: bool) -> Result<(), Broken> {
        if self.open.len() >= self.limits.depth {
            return Err(Broken::new(&fault::LIMIT_DEPTH, range).with("limit", self.limits.depth));
        }
        let content = range.start + 1..range.end - if empty { 2 } else { 1 };
        let name_stop = content.start + name_length;
        let outer = self.interner.declared();
        let (start, stop) = (narrow(range.start), narrow(range.end));
        let mut data = NodeData {
            kind: NodeKind::Element,
            start,
            stop,
            tag_stop: stop,
            attributes: narrow(self.document.attributes.len()),
            scope: self.open.last().map_or(0, |open| open.scope),
            ..NodeData::default()
        };
        if name_stop < content.end {
            data.scope = self.read_attributes(name_stop..content.end, &range, data.scope)?;
        }
        let name = self.name(self.slice(&(content.start..name_stop)), content.start, Bearer::Element)?;
        data.value = name.0;
        if !self.pending.is_empty() {
            data.attribute_count = self.add_attributes(data.attributes)?;
        }
        let scope = data.scope;
        let node = self.node(data)?;
        // `<name>`: there is no room for attributes, declarations, white space or a slash.
        if range.len() != name_length + 2 {
            self.document.irregular.push(node);
        }
        if empty {
            self.interner.leave(outer);
        } else {
            self.open.push(Open { node, name, scope, declared: outer });
        }
        Ok(())
    }

    /// Reads what stands behind the name in a tag: declares namespaces, and leaves the attributes in `pending`, since what their prefixes
    /// mean may be declared behind them. Gives the new scope.
    fn read_attributes(&mut self, inside: Range<usize>, tag: &Range<usize>, mut scope: u32) -> Result<u32, Broken> {
        let text = self.document.text;
        let outer = self.interner.declared();
        let mut raw = RawAttributes::new(text, inside.start, inside.end);
        let mut count = 0_usize;
        while let Some(attribute) = raw.next().map_err(|fault| checks::tag(fault, text))? {
            count += 1;
            if count > self.limits.attributes {
                return Err(Broken::new(&fault::LIMIT_ATTRIBUTES, tag.clone()).with("limit", self.limits.attributes));
            }
            checks::attribute_value(&attribute, self.limits)?;
            match checks::declared_prefix(attribute.name) {
                Some(prefix) => scope = self.declare(prefix, &attribute, outer, scope)?,
                None => self.pending.push(attribute),
            }
        }
        Ok(scope)
    }

    /// Adds the pending attributes, the first with that index, now that their prefixes are known. Gives their number.
    fn add_attributes(&mut self, first: u32) -> Result<u32, Broken> {
        let mut pending = std::mem::take(&mut self.pending);
        for attribute in &pending {
            let name = self.name(attribute.name, attribute.name_start, Bearer::Attribute)?;
            let (start, stop) = (narrow(attribute.value_start), narrow(attribute.value_start + attribute.value.len()));
            self.document.attributes.push(AttributeData { name, start, stop });
        }
        self.distinct(first, &pending)?;
        let count = narrow(pending.len());
        pending.clear();
        self.pending = pending;
        Ok(count)
    }

    /// A namespace declaration: the constraints of Namespaces in XML §3 and §5. Gives the new scope.
    fn declare(&mut self, prefix: &'s str, attribute: &RawAttribute<'s>, outer: usize, scope: u32) -> Result<u32, Broken> {
        let id = self.interner.prefix(prefix);
        let uri = attributes::normalize(attribute.value);
        let here =
            checks::Declarations { total: self.interner.declared(), is_repeated: self.interner.is_declared_since(outer, id) };
        checks::namespace(prefix, attribute, &uri, here, self.limits)?;
        let namespace = match &*uri {
            "" => NamespaceId::NONE,
            XML_NAMESPACE => NamespaceId::XML,
            _ => self.interner.namespace(&mut self.document.names, uri),
        };
        self.interner.declare(id, namespace);
        self.document.scopes.push(Scope { prefix, namespace, outer: scope });
        Ok(narrow(self.document.scopes.len()))
    }

    /// The name of an element or attribute, written at that offset.
    fn name(&mut self, qualified: &'s str, at: usize, bearer: Bearer) -> Result<NameId, Broken> {
        let limits = self.limits;
        let names = &mut self.document.names;
        self.interner.resolve(names, qualified, bearer).map_err(|unresolved| checks::name(&unresolved, qualified, at, limits))
    }

    /// No two attributes with one expanded name (Namespaces in XML §6.3), in near-linear time for long lists.
    fn distinct(&self, first: u32, written: &[RawAttribute<'_>]) -> Result<(), Broken> {
        let own = self.document.attributes.get(first as usize..).unwrap_or_default();
        if own.len() < 2 {
            return Ok(());
        }
        let names = &self.document.names;
        let key = |attribute: &AttributeData| (names.namespace_of(attribute.name), names.name(attribute.name).local());
        checks::distinct(own, key, |at| written.get(at).map(|twin| (twin.name_start, twin.name)))
    }

    fn end_tag(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let expected = self.open.last().map_or("", |open| self.document.names.qualified(open.name));
        checks::end_tag(self.slice(&range), range.start, expected)?;
        self.document.has_loose_end_tags |= range.len() != expected.len() + 3;
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.close(&open, range.end);
        Ok(())
    }

    /// Ends an element whose end tag ends at `stop`.
    #[inline]
    fn close(&mut self, open: &Open, stop: usize) {
        self.interner.leave(open.declared);
        let end = narrow(self.document.nodes.len());
        if let Some(data) = self.document.nodes.get_mut(open.node as usize) {
            data.end = end;
            data.stop = narrow(stop);
        }
    }

    /// The rest of the element just opened, where that is text and its end tag.
    #[inline]
    fn value(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Broken> {
        let Some(open) = self.open.last() else { return Ok(()) };
        let start = scanner.at();
        if let Some(value) = scanner.value_of(self.document.names.qualified(open.name)) {
            if start < value.stop {
                self.text(start..value.stop, value.characters)?;
            }
            if let Some(open) = self.open.pop() {
                self.close(&open, value.end);
            }
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, range: Range<usize>, characters: Characters) -> Result<(), Broken> {
        if self.open.is_empty() {
            return checks::outside(self.slice(&range), range.start);
        }
        let (start, stop) = (narrow(range.start), narrow(range.end));
        let mut value = 0;
        if characters == Characters::Plain {
            checks::limit_text(&range, self.limits)?;
        } else {
            let text = self.slice(&range);
            checks::text(text, range.start, self.limits)?;
            self.document.irregular.push(narrow(self.document.nodes.len()));
            value = u32::from(memchr::memchr(b'\r', text.as_bytes()).is_some());
        }
        self.node(NodeData { kind: NodeKind::Text, start, stop, value, ..NodeData::default() }).map(drop)
    }

    fn reference(&mut self, range: Range<usize>) -> Result<(), Broken> {
        self.inside(&range)?;
        let character = checks::reference(self.slice(&range), range.start)?;
        self.leaf(NodeKind::Reference, range, 0, u32::from(character))
    }

    fn comment(&mut self, range: Range<usize>) -> Result<(), Broken> {
        checks::comment(self.slice(&range), range.start, self.limits)?;
        self.leaf(NodeKind::Comment, range, 0, 0)
    }

    fn instruction(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let length = checks::instruction(self.slice(&range), range.start, self.limits)?;
        let target_stop = narrow(range.start + 2 + length);
        self.leaf(NodeKind::Instruction, range, target_stop, 0)
    }

    /// What has no end.
    fn syntax(&self, unfinished: Unfinished) -> Broken {
        let (rule, start) = match unfinished {
            Unfinished::Markup(start) => (&fault::MARKUP, start),
            Unfinished::Reference(start) => (&fault::REFERENCE, start),
        };
        let text = self.document.text;
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.char_indices().nth(40).map_or(text.len(), |(length, _)| start + length);
        Broken::new(rule, start..end).actual(self.slice(&(start..end)))
    }
}

/// An offset or index as the tree keeps it: [`Source::decode`] lets no text pass whose length does not fit 32 bits.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
