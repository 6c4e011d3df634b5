//! From events to the tree, with every well-formedness and namespace constraint checked on the way.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::Event;

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
use super::names::Interner;
use super::names::NameId;
use super::names::Names;
use super::names::NamespaceId;
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
        nodes: Vec::with_capacity(text.len() / 24 + 8),
        attributes: Vec::new(),
        scopes: Vec::new(),
        names: Names::new(),
    };
    let mut builder = Builder { document, interner: Interner::new(), open: Vec::with_capacity(16), limits, pending: Vec::new() };
    builder.node(NodeKind::Document, 0..text.len()).map_err(|broken| broken.place(&builder.document, NodeId::DOCUMENT))?;
    match builder.read() {
        Ok(()) => Ok(builder.document),
        Err(broken) => {
            let inside = builder.open.last().map_or(NodeId::DOCUMENT, |open| NodeId(open.node));
            Err(broken.place(&builder.document, inside))
        }
    }
}

/// A fault on its way out: its range is of the text.
struct Broken {
    fault: Fault,
    range: Range<usize>,
}

impl Broken {
    const fn new(rule: &'static Rule, range: Range<usize>) -> Self {
        Self { fault: Fault::new(rule), range }
    }

    fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.fault = self.fault.with(name, value);
        self
    }

    fn actual(self, text: &str) -> Self {
        self.with("actual", Param::excerpt(text))
    }

    fn place(self, document: &Document<'_>, inside: NodeId) -> Fault {
        let path = Locator::new(document).path(inside);
        self.fault.at(document.source.place(self.range, path))
    }
}

/// An element whose end tag is still to come.
struct Open {
    node: u32,
    name: NameId,
    scope: u32,
    /// How many declarations are in scope.
    declared: usize,
    default_namespace: NamespaceId,
}

struct Builder<'s, 'l> {
    document: Document<'s>,
    interner: Interner,
    open: Vec<Open>,
    limits: &'l Limits,
    /// The attributes of the tag being read, their namespaces not yet known. Kept between tags for its memory.
    pending: Vec<RawAttribute<'s>>,
}

impl<'s> Builder<'s, '_> {
    fn read(&mut self) -> Result<(), Broken> {
        let text = self.document.text;
        if text.starts_with('\u{FEFF}') {
            // quick-xml would drop a second byte order mark silently.
            return Err(Broken::new(&fault::OUTSIDE, 0..3).actual("U+FEFF"));
        }
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false; // checked here, with the place
        config.allow_unmatched_ends = true;
        config.check_comments = true;
        let mut start = 0;
        let mut has_root = false;
        loop {
            let event = reader.read_event();
            let stop = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
            let range = start..stop;
            match event {
                Ok(Event::Start(_)) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, false)?;
                }
                Ok(Event::Empty(_)) => {
                    self.root_once(&mut has_root, &range)?;
                    self.start_tag(range, true)?;
                }
                Ok(Event::End(_)) => self.end_tag(range)?,
                Ok(Event::Text(_)) => self.text(range)?,
                Ok(Event::GeneralRef(_)) => self.reference(range)?,
                Ok(Event::CData(_)) => {
                    self.inside(&range)?;
                    self.limit_text(&range)?;
                    self.node(NodeKind::CData, range)?;
                }
                Ok(Event::Comment(_)) => self.comment(range)?,
                Ok(Event::PI(_)) => self.instruction(range)?,
                Ok(Event::Decl(_)) => self.declaration(range)?,
                Ok(Event::DocType(_)) => return Err(Broken::new(&fault::DOCTYPE, range)),
                Ok(Event::Eof) => break,
                Err(error) => return Err(self.syntax(&error, start, usize::try_from(reader.error_position()).unwrap_or(stop))),
            }
            start = stop;
        }
        if let Some(open) = self.open.last() {
            let name = self.document.names.qualified(open.name);
            return Err(Broken::new(&fault::UNCLOSED, text.len()..text.len()).actual(name));
        }
        if !has_root {
            return Err(Broken::new(&fault::EMPTY, 0..0));
        }
        let end = u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX);
        if let Some(document) = self.document.nodes.first_mut() {
            document.end = end;
        }
        Ok(())
    }

    fn slice(&self, range: &Range<usize>) -> &'s str {
        self.document.text.get(range.clone()).unwrap_or_default()
    }

    fn node(&mut self, kind: NodeKind, range: Range<usize>) -> Result<u32, Broken> {
        let index = self.document.nodes.len();
        if index >= self.limits.nodes {
            return Err(Broken::new(&fault::LIMIT_NODES, range).with("limit", self.limits.nodes));
        }
        // Source::decode lets no text pass whose length does not fit 32 bits.
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let index = narrow(index);
        self.document.nodes.push(NodeData {
            kind,
            parent: self.open.last().map_or(0, |open| open.node),
            end: index.saturating_add(1),
            start: narrow(range.start),
            stop: narrow(range.end),
            tag_stop: 0,
            value: 0,
            attributes: 0,
            attribute_count: 0,
            scope: 0,
        });
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
            return Err(Broken::new(&fault::OUTSIDE, range.clone()).actual(self.slice(range).trim()));
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

    fn start_tag(&mut self, range: Range<usize>, empty: bool) -> Result<(), Broken> {
        if self.open.len() >= self.limits.depth {
            return Err(Broken::new(&fault::LIMIT_DEPTH, range).with("limit", self.limits.depth));
        }
        let text = self.document.text;
        let content = range.start + 1..range.end - if empty { 2 } else { 1 };
        let inner = self.slice(&content);
        let name_length = inner.bytes().position(chars::is_space).unwrap_or(inner.len());
        let qualified = inner.get(..name_length).unwrap_or_default();

        let (mut scope, mut declared, mut default_namespace) = match self.open.last() {
            Some(open) => (open.scope, open.declared, open.default_namespace),
            None => (0, 0, NamespaceId::NONE),
        };
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        if name_length < inner.len() {
            let outer = scope;
            let mut raw = RawAttributes::new(text, content.start + name_length, content.end);
            let mut count = 0_usize;
            while let Some(attribute) = raw.next().map_err(|fault| self.tag(fault))? {
                count += 1;
                if count > self.limits.attributes {
                    return Err(Broken::new(&fault::LIMIT_ATTRIBUTES, range).with("limit", self.limits.attributes));
                }
                self.check_value(&attribute)?;
                let Some(prefix) = declared_prefix(attribute.name) else {
                    pending.push(attribute);
                    continue;
                };
                let namespace = self.declaration_of(prefix, &attribute, scope, outer)?;
                if prefix.is_empty() {
                    default_namespace = namespace;
                }
                declared += 1;
                if declared > self.limits.namespaces {
                    return Err(Broken::new(&fault::LIMIT_NAMESPACES, range).with("limit", self.limits.namespaces));
                }
                self.document.scopes.push(Scope { prefix, namespace, outer: scope });
                scope = u32::try_from(self.document.scopes.len()).unwrap_or(u32::MAX);
            }
        }

        let name = self.name(qualified, content.start, scope, default_namespace)?;
        let node = self.node(NodeKind::Element, range.clone())?;
        let first = u32::try_from(self.document.attributes.len()).unwrap_or(u32::MAX);
        for attribute in &pending {
            // An attribute without a prefix is in no namespace (Namespaces in XML §6.2).
            let name = self.name(attribute.name, attribute.name_start, scope, NamespaceId::NONE)?;
            let value_start = u32::try_from(attribute.value_start).unwrap_or(u32::MAX);
            let value_stop = u32::try_from(attribute.value_start + attribute.value.len()).unwrap_or(u32::MAX);
            self.document.attributes.push(AttributeData { name, start: value_start, stop: value_stop });
        }
        self.distinct(first, &range)?;
        let count = u32::try_from(pending.len()).unwrap_or(u32::MAX);
        self.pending = pending;
        if let Some(data) = self.document.nodes.last_mut() {
            data.value = name.0;
            data.tag_stop = data.stop;
            data.attributes = first;
            data.attribute_count = count;
            data.scope = scope;
        }
        if !empty {
            self.open.push(Open { node, name, scope, declared, default_namespace });
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

    /// A namespace declaration: the constraints of Namespaces in XML §3 and §5.
    fn declaration_of(
        &mut self,
        prefix: &'s str,
        attribute: &RawAttribute<'s>,
        scope: u32,
        outer: u32,
    ) -> Result<NamespaceId, Broken> {
        let stop = attribute.value_start + attribute.value.len();
        let broken = |rule: &'static Rule| Broken::new(rule, attribute.name_start..stop).actual(attribute.name);
        let uri = attributes::normalize(attribute.value);
        let mut twin = scope;
        while twin != outer {
            let Some(known) = self.scope(twin) else { break };
            if known.prefix == prefix {
                return Err(broken(&fault::ATTRIBUTE_DUPLICATE));
            }
            twin = known.outer;
        }
        if attribute.name != "xmlns" && !chars::is_ncname(prefix) {
            return Err(broken(&fault::NAME));
        }
        let reserved = prefix == "xmlns"
            || uri == XMLNS_NAMESPACE
            || (prefix == "xml") != (uri == XML_NAMESPACE)
            || (uri.is_empty() && !prefix.is_empty());
        if reserved {
            return Err(broken(&fault::NAMESPACE));
        }
        Ok(match &*uri {
            "" => NamespaceId::NONE,
            XML_NAMESPACE => NamespaceId::XML,
            _ => self.interner.namespace(&mut self.document.names, uri),
        })
    }

    fn scope(&self, link: u32) -> Option<&Scope<'s>> {
        self.document.scopes.get((link as usize).checked_sub(1)?)
    }

    /// The name of an element or attribute: its prefix resolved, its characters checked the first time it is seen.
    fn name(&mut self, qualified: &'s str, at: usize, scope: u32, default: NamespaceId) -> Result<NameId, Broken> {
        let colon = memchr::memchr(b':', qualified.as_bytes());
        let namespace = match colon {
            None => default,
            Some(colon) => self.namespace_of(qualified.get(..colon).unwrap_or_default(), scope).ok_or_else(|| {
                let prefix = qualified.get(..colon).unwrap_or_default();
                let rule = if chars::is_ncname(prefix) && prefix != "xmlns" { &fault::PREFIX } else { &fault::NAME };
                Broken::new(rule, at..at + qualified.len()).actual(qualified)
            })?,
        };
        match self.interner.find(&self.document.names, qualified, namespace) {
            Ok(name) => Ok(name),
            Err(hash) => {
                let range = at..at + qualified.len();
                self.limit_name(range.clone())?;
                let local = colon.map_or(0, |colon| colon + 1);
                let is_name = chars::is_ncname(qualified.get(local..).unwrap_or_default())
                    && colon.is_none_or(|colon| chars::is_ncname(qualified.get(..colon).unwrap_or_default()));
                if !is_name {
                    return Err(Broken::new(&fault::NAME, range).actual(qualified));
                }
                Ok(self.interner.insert(&mut self.document.names, hash, qualified, local, namespace))
            }
        }
    }

    fn namespace_of(&self, prefix: &str, scope: u32) -> Option<NamespaceId> {
        let mut link = scope;
        while let Some(known) = self.scope(link) {
            if known.prefix == prefix {
                return Some(known.namespace);
            }
            link = known.outer;
        }
        (prefix == "xml").then_some(NamespaceId::XML)
    }

    /// No two attributes with one expanded name (Namespaces in XML §6.3), in linear time for long lists.
    fn distinct(&self, first: u32, range: &Range<usize>) -> Result<(), Broken> {
        let own = self.document.attributes.get(first as usize..).unwrap_or_default();
        if own.len() < 2 {
            return Ok(());
        }
        let names = &self.document.names;
        let key = |attribute: &AttributeData| (names.namespace_of(attribute.name), names.name(attribute.name).local());
        let twin = if own.len() <= 8 {
            own.iter().enumerate().find(|(at, one)| own.iter().take(*at).any(|other| key(other) == key(one))).map(|(_, one)| one)
        } else {
            let mut sorted: Vec<&AttributeData> = own.iter().collect();
            sorted.sort_by(|one, other| key(one).cmp(&key(other)));
            sorted.array_windows().find(|[one, other]| key(one) == key(other)).map(|[_, other]| *other)
        };
        match twin {
            Some(attribute) => {
                Err(Broken::new(&fault::ATTRIBUTE_DUPLICATE, range.clone()).actual(names.qualified(attribute.name)))
            }
            None => Ok(()),
        }
    }

    fn end_tag(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let name = self.slice(&(range.start + 2..range.end - 1));
        let expected = self.open.last().map_or("", |open| self.document.names.qualified(open.name));
        let matches = name == expected || name.trim_end_matches([' ', '\t', '\r', '\n']) == expected;
        if !matches || expected.is_empty() {
            let name = name.to_owned();
            return Err(Broken::new(&fault::END_TAG, range).actual(&name).with("expected", Param::excerpt(expected)));
        }
        let Some(open) = self.open.pop() else { return Ok(()) };
        let end = u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX);
        if let Some(data) = self.document.nodes.get_mut(open.node as usize) {
            data.end = end;
            data.stop = u32::try_from(range.end).unwrap_or(u32::MAX);
        }
        Ok(())
    }

    fn text(&mut self, range: Range<usize>) -> Result<(), Broken> {
        let text = self.slice(&range);
        if self.open.is_empty() {
            if text.bytes().all(chars::is_space) {
                return Ok(());
            }
            return Err(Broken::new(&fault::OUTSIDE, range).actual(text.trim()));
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
        self.node(NodeKind::Text, range)?;
        Ok(())
    }

    fn reference(&mut self, range: Range<usize>) -> Result<(), Broken> {
        self.inside(&range)?;
        let written = self.slice(&range);
        let name = written.strip_prefix('&').and_then(|name| name.strip_suffix(';'));
        let Some(character) = name.and_then(attributes::resolve) else {
            return Err(Broken::new(&fault::REFERENCE, range).actual(written));
        };
        self.node(NodeKind::Reference, range)?;
        if let Some(data) = self.document.nodes.last_mut() {
            data.value = u32::from(character);
        }
        Ok(())
    }

    fn comment(&mut self, range: Range<usize>) -> Result<(), Broken> {
        // quick-xml has refused `--` inside; `<!--->` and a trailing hyphen are left to us.
        let content = self.slice(&range).strip_prefix("<!--").and_then(|content| content.strip_suffix("-->"));
        if content.is_none_or(|content| content.ends_with('-') || content.contains("--")) {
            return Err(Broken::new(&fault::COMMENT, range));
        }
        self.limit_text(&range)?;
        self.node(NodeKind::Comment, range)?;
        Ok(())
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
        let stop = u32::try_from(range.start + 2 + length).unwrap_or(u32::MAX);
        self.node(NodeKind::Instruction, range)?;
        if let Some(data) = self.document.nodes.last_mut() {
            data.tag_stop = stop;
        }
        Ok(())
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

    /// What quick-xml could not split into events.
    fn syntax(&self, error: &Error, start: usize, at: usize) -> Broken {
        let text = self.document.text;
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.char_indices().nth(40).map_or(text.len(), |(length, _)| start + length);
        if rest.starts_with("<!DOCTYPE") {
            return Broken::new(&fault::DOCTYPE, start..end);
        }
        let actual = self.slice(&(start..end));
        match error {
            Error::IllFormed(quick_xml::errors::IllFormedError::DoubleHyphenInComment) => {
                Broken::new(&fault::COMMENT, start..at.clamp(start, text.len()))
            }
            Error::IllFormed(quick_xml::errors::IllFormedError::UnclosedReference) => {
                Broken::new(&fault::REFERENCE, start..end).actual(actual)
            }
            _ => Broken::new(&fault::MARKUP, start..end).actual(actual),
        }
    }
}

/// The prefix that an attribute declares: empty for `xmlns`; `None` for any other attribute.
fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}
