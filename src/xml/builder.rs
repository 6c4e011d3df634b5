//! From events to the tree, with every well-formedness and namespace constraint checked on the way.

use std::ops::Range;

use crate::Limits;
use crate::rules::Param;
use crate::rules::Rule;

use super::Fault;
use super::Locator;
use super::Source;
use super::XML_NAMESPACE;
use super::XMLNS_NAMESPACE;
use super::attributes;
use super::attributes::AttributeData;
use super::attributes::RawAttribute;
use super::attributes::RawAttributes;
use super::attributes::TagFault;
use super::chars;
use super::declaration::Declaration;
use super::fault;
use super::interner::Bearer;
use super::interner::Interner;
use super::interner::PrefixId;
use super::interner::Unresolved;
use super::names::NameId;
use super::names::Names;
use super::names::NamespaceId;
use super::scanner::Piece;
use super::scanner::Scanner;
use super::scanner::Unfinished;
use super::tree::Document;
use super::tree::NodeData;
use super::tree::NodeId;
use super::tree::NodeKind;
use super::tree::Scope;

/// Reads the whole text.
pub(super) fn build<'s>(source: &'s Source<'_>, limits: &Limits) -> Result<Document<'s>, Fault> {
    let text = source.text();
    let document = Document {
        text,
        source,
        nodes: Vec::with_capacity((text.len() / 16 + 8).min(limits.nodes)),
        attributes: Vec::new(),
        scopes: Vec::new(),
        names: Names::new(),
    };
    let interner = Interner::new(limits.name);
    let mut builder = Builder { document, interner, open: Vec::with_capacity(16), limits, pending: Vec::new() };
    builder.document.nodes.push(NodeData { stop: narrow(text.len()), ..NodeData::default() });
    match builder.read() {
        Ok(()) => Ok(builder.document),
        Err(broken) => {
            let inside = builder.open.last().map_or(NodeId::DOCUMENT, |open| NodeId(open.node));
            builder.close_all();
            Err(broken.place(&builder.document, inside))
        }
    }
}

/// A fault on its way out: its range is of the text. Boxed, so that the good path carries no room for it.
struct Broken(Box<(Fault, Range<usize>)>);

impl Broken {
    #[cold]
    fn new(rule: &'static Rule, range: Range<usize>) -> Self {
        Self(Box::new((Fault::new(rule), range)))
    }

    fn with(self, name: &'static str, value: impl Into<Param>) -> Self {
        let (fault, range) = *self.0;
        Self(Box::new((fault.with(name, value), range)))
    }

    fn actual(self, text: &str) -> Self {
        self.with("actual", Param::excerpt(text))
    }

    fn place(self, document: &Document<'_>, inside: NodeId) -> Fault {
        let (fault, range) = *self.0;
        let path = Locator::new(document).path(inside);
        fault.at(document.source.place(range, path))
    }
}

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
    /// The attributes of the tag being read, their namespaces not yet known. Kept between tags for its memory.
    pending: Vec<RawAttribute<'s>>,
}

impl<'s> Builder<'s, '_> {
    fn read(&mut self) -> Result<(), Broken> {
        let text = self.document.text;
        let mut scanner = Scanner::new(text);
        let mut has_root = false;
        while let Some((piece, range)) = scanner.next().map_err(|unfinished| self.syntax(unfinished))? {
            match piece {
                Piece::Start(name_length) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, name_length, false)?;
                }
                Piece::Empty(name_length) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, name_length, true)?;
                }
                Piece::End => self.end_tag(range)?,
                Piece::Text => self.text(range)?,
                Piece::Reference => self.reference(range)?,
                Piece::CData => {
                    self.inside(&range)?;
                    self.limit_text(&range)?;
                    self.leaf(NodeKind::CData, range, 0, 0)?;
                }
                Piece::Comment => self.comment(range)?,
                Piece::Instruction => self.instruction(range)?,
                Piece::Declaration => self.declaration(range)?,
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

    /// Adds a leaf. `tag_stop` and `value` as in [`NodeData`].
    #[inline]
    fn leaf(&mut self, kind: NodeKind, range: Range<usize>, tag_stop: u32, value: u32) -> Result<(), Broken> {
        let (start, stop) = (narrow(range.start), narrow(range.end));
        let data = NodeData { kind, start, stop, tag_stop, value, ..NodeData::default() };
        self.node(data).map(drop)
    }

    /// Adds a node; its parent and end are set here.
    #[inline]
    fn node(&mut self, data: NodeData) -> Result<u32, Broken> {
        let index = self.document.nodes.len();
        if index >= self.limits.nodes {
            let range = data.start as usize..data.stop as usize;
            return Err(Broken::new(&fault::LIMIT_NODES, range).with("limit", self.limits.nodes));
        }
        let index = narrow(index);
        let parent = self.open.last().map_or(0, |open| open.node);
        self.document.nodes.push(NodeData { parent, end: index.saturating_add(1), ..data });
        Ok(index)
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

    fn limit_text(&self, range: &Range<usize>) -> Result<(), Broken> {
        if range.len() > self.limits.text {
            return Err(Broken::new(&fault::LIMIT_TEXT, range.clone()).with("limit", self.limits.text));
        }
        Ok(())
    }

    fn limit_name(&self, range: Range<usize>) -> Result<(), Broken> {
        if range.len() > self.limits.name {
            return Err(Broken::new(&fault::LIMIT_NAME, range).with("limit", self.limits.name));
        }
        Ok(())
    }

    fn start_tag(&mut self, range: Range<usize>, name_length: usize, empty: bool) -> Result<(), Broken> {
        if self.open.len() >= self.limits.depth {
            return Err(Broken::new(&fault::LIMIT_DEPTH, range).with("limit", self.limits.depth));
        }
        let text = self.document.text;
        let content = range.start + 1..range.end - if empty { 2 } else { 1 };
        let name_stop = content.start + name_length;
        let qualified = self.slice(&(content.start..name_stop));

        let outer = self.interner.declared();
        let mut scope = self.open.last().map_or(0, |open| open.scope);
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        if name_stop < content.end {
            let mut raw = RawAttributes::new(text, name_stop, content.end);
            let mut count = 0_usize;
            while let Some(attribute) = raw.next().map_err(|fault| self.tag(fault))? {
                count += 1;
                if count > self.limits.attributes {
                    return Err(Broken::new(&fault::LIMIT_ATTRIBUTES, range).with("limit", self.limits.attributes));
                }
                self.check_value(&attribute)?;
                match declared_prefix(attribute.name) {
                    Some(prefix) => scope = self.declare(prefix, &attribute, outer, scope)?,
                    None => pending.push(attribute),
                }
            }
        }

        let name = self.name(qualified, content.start, Bearer::Element)?;
        let attributes = narrow(self.document.attributes.len());
        for attribute in &pending {
            let name = self.name(attribute.name, attribute.name_start, Bearer::Attribute)?;
            let (start, stop) = (narrow(attribute.value_start), narrow(attribute.value_start + attribute.value.len()));
            self.document.attributes.push(AttributeData { name, start, stop });
        }
        self.distinct(attributes, &pending)?;
        let attribute_count = narrow(pending.len());
        self.pending = pending;
        let (start, stop) = (narrow(range.start), narrow(range.end));
        let node = self.node(NodeData {
            kind: NodeKind::Element,
            start,
            stop,
            tag_stop: stop,
            value: name.0,
            attributes,
            attribute_count,
            scope,
            ..NodeData::default()
        })?;
        if empty {
            self.interner.leave(outer);
        } else {
            self.open.push(Open { node, name, scope, declared: outer });
        }
        Ok(())
    }

    fn tag(&self, fault: TagFault) -> Broken {
        match fault {
            TagFault::LessThan(range) => Broken::new(&fault::LESS_THAN, range),
            TagFault::Syntax(range) => {
                let actual = self.slice(&range);
                Broken::new(&fault::TAG, range).actual(actual)
            }
        }
    }

    /// References and length of an attribute value.
    fn check_value(&self, attribute: &RawAttribute<'_>) -> Result<(), Broken> {
        let value = attribute.value;
        self.limit_text(&(attribute.value_start..attribute.value_start + value.len()))?;
        for at in memchr::memchr_iter(b'&', value.as_bytes()) {
            let after = value.get(at + 1..).unwrap_or_default();
            let reference = after.split_once(';').map(|(name, _)| name);
            if reference.and_then(attributes::resolve).is_none() {
                let length = reference.map_or(after.len().min(1), |name| name.len() + 1);
                let start = attribute.value_start + at;
                let actual = after.split_once(';').map_or(after, |(name, _)| name);
                return Err(Broken::new(&fault::REFERENCE, start..start + 1 + length).actual(actual));
            }
        }
        Ok(())
    }

    /// A namespace declaration: the constraints of Namespaces in XML §3 and §5. Gives the new scope.
    fn declare(&mut self, prefix: &'s str, attribute: &RawAttribute<'s>, outer: usize, scope: u32) -> Result<u32, Broken> {
        // With the closing quote.
        let range = attribute.name_start..attribute.value_start + attribute.value.len() + 1;
        let broken = |rule: &'static Rule| Broken::new(rule, range.clone()).actual(attribute.name);
        self.limit_name(attribute.name_start..attribute.name_start + attribute.name.len())?;
        if attribute.name != "xmlns" && !chars::is_ncname(prefix) {
            return Err(broken(&fault::NAME));
        }
        let id = self.interner.prefix(prefix);
        if self.interner.is_declared_since(outer, id) {
            return Err(broken(&fault::ATTRIBUTE_DUPLICATE));
        }
        let uri = attributes::normalize(attribute.value);
        let reserved = prefix == "xmlns"
            || uri == XMLNS_NAMESPACE
            || (prefix == "xml") != (uri == XML_NAMESPACE)
            || (uri.is_empty() && id != PrefixId::DEFAULT);
        if reserved {
            return Err(broken(&fault::NAMESPACE));
        }
        if self.interner.declared() >= self.limits.namespaces {
            return Err(Broken::new(&fault::LIMIT_NAMESPACES, range).with("limit", self.limits.namespaces));
        }
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
        self.interner.resolve(&mut self.document.names, qualified, bearer).map_err(|unresolved| {
            let range = at..at + qualified.len();
            match unresolved {
                Unresolved::Long => Broken::new(&fault::LIMIT_NAME, range).with("limit", self.limits.name),
                Unresolved::Malformed => Broken::new(&fault::NAME, range).actual(qualified),
                Unresolved::Undeclared => Broken::new(&fault::PREFIX, range).actual(qualified),
            }
        })
    }

    /// No two attributes with one expanded name (Namespaces in XML §6.3), in near-linear time for long lists.
    fn distinct(&self, first: u32, written: &[RawAttribute<'_>]) -> Result<(), Broken> {
        let own = self.document.attributes.get(first as usize..).unwrap_or_default();
        if own.len() < 2 {
            return Ok(());
        }
        let names = &self.document.names;
        let key = |attribute: &AttributeData| (names.namespace_of(attribute.name), names.name(attribute.name).local());
        let twin = if own.len() <= 8 {
            own.iter().enumerate().position(|(at, one)| own.iter().take(at).any(|other| key(other) == key(one)))
        } else {
            let mut sorted: Vec<(usize, &AttributeData)> = own.iter().enumerate().collect();
            sorted.sort_by(|(_, one), (_, other)| key(one).cmp(&key(other)));
            let twins = sorted.array_windows().filter(|[(_, one), (_, other)]| key(one) == key(other));
            twins.map(|[_, (at, _)]| *at).min()
        };
        match twin.and_then(|at| written.get(at)) {
            Some(twin) => {
                let range = twin.name_start..twin.name_start + twin.name.len();
                Err(Broken::new(&fault::ATTRIBUTE_DUPLICATE, range).actual(twin.name))
            }
            None => Ok(()),
        }
    }

    fn end_tag(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let name = self.slice(&(range.start + 2..range.end - 1));
        let expected = self.open.last().map_or("", |open| self.document.names.qualified(open.name));
        let matches = name == expected || chars::trim_end(name) == expected;
        if !matches || expected.is_empty() {
            let name = name.to_owned();
            return Err(Broken::new(&fault::END_TAG, range).actual(&name).with("expected", Param::excerpt(expected)));
        }
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.interner.leave(open.declared);
        let end = narrow(self.document.nodes.len());
        if let Some(data) = self.document.nodes.get_mut(open.node as usize) {
            data.end = end;
            data.stop = narrow(range.end);
        }
        Ok(())
    }

    fn text(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let text = self.slice(&range);
        if self.open.is_empty() {
            let space = ['\t', '\n', '\r', ' '];
            let written = text.trim_start_matches(space);
            if written.is_empty() {
                return Ok(());
            }
            let start = range.end - written.len();
            let written = written.trim_end_matches(space);
            return Err(Broken::new(&fault::OUTSIDE, start..start + written.len()).actual(written));
        }
        if text.is_empty() {
            return Ok(());
        }
        self.limit_text(&range)?;
        if memchr::memchr(b']', text.as_bytes()).is_some()
            && let Some(at) = memchr::memmem::find(text.as_bytes(), b"]]>")
        {
            let start = range.start + at;
            return Err(Broken::new(&fault::CDATA_END, start..start + 3));
        }
        self.leaf(NodeKind::Text, range, 0, 0)
    }

    fn reference(&mut self, range: Range<usize>) -> Result<(), Broken> {
        self.inside(&range)?;
        let written = self.slice(&range);
        let name = written.strip_prefix('&').and_then(|name| name.strip_suffix(';'));
        let Some(character) = name.and_then(attributes::resolve) else {
            return Err(Broken::new(&fault::REFERENCE, range).actual(written));
        };
        self.leaf(NodeKind::Reference, range, 0, u32::from(character))
    }

    fn comment(&mut self, range: Range<usize>) -> Result<(), Broken> {
        // quick-xml has refused `--` inside; `<!--->` and a trailing hyphen are left to us.
        let content = self.slice(&range).strip_prefix("<!--").and_then(|content| content.strip_suffix("-->"));
        if content.is_none_or(|content| content.ends_with('-') || content.contains("--")) {
            return Err(Broken::new(&fault::COMMENT, range));
        }
        self.limit_text(&range)?;
        self.leaf(NodeKind::Comment, range, 0, 0)
    }

    fn instruction(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let written = self.slice(&range);
        let content = written.strip_prefix("<?").and_then(|content| content.strip_suffix("?>")).unwrap_or_default();
        let length = content.bytes().position(chars::is_space).unwrap_or(content.len());
        let target = content.get(..length).unwrap_or_default();
        self.limit_name(range.start + 2..range.start + 2 + length)?;
        // Namespaces in XML §7 takes the colon out of targets.
        if !chars::is_ncname(target) || target.eq_ignore_ascii_case("xml") {
            return Err(Broken::new(&fault::PI_TARGET, range).actual(target));
        }
        self.limit_text(&range)?;
        let target_stop = narrow(range.start + 2 + length);
        self.leaf(NodeKind::Instruction, range, target_stop, 0)
    }

    fn declaration(&self, range: Range<usize>) -> Result<(), Broken> {
        if range.start != 0 {
            return Err(Broken::new(&fault::DECLARATION_PLACE, range));
        }
        if Declaration::parse(self.slice(&range)).is_none() {
            return Err(Broken::new(&fault::DECLARATION, range));
        }
        Ok(())
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

/// The prefix that an attribute declares: empty for `xmlns`; `None` for any other attribute.
fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}
