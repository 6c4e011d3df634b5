//! A document as a stream of events, for files larger than memory.

mod error;
mod input;
mod place;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hash::BuildHasher as _;
use std::io::BufRead;
use std::io::Read as _;
use std::ops::Range;

use foldhash::fast::RandomState;
use quick_xml::errors::Error;

use crate::Limits;

use super::Fault;
use super::XML_NAMESPACE;
use super::attributes;
use super::attributes::RawAttributes;
use super::chars;
use super::checks;
use super::checks::Broken;
use super::declaration::Declaration;
use super::fault;
use super::interner::Unresolved;
use super::node::normalize_line_ends;
use super::source;
use super::source::Written;

use input::Input;
use input::Stop;

pub use error::StreamError;
pub use place::StreamPlace;

/// What a [`Reader`] has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "comments and instructions are checked and passed over; there is nothing else")]
pub enum Event {
    /// The end tag of an element, or the end of an empty-element tag.
    End,
    /// The start tag of an element.
    Start,
    /// Characters, a piece of what may be several between two tags.
    Text,
}

/// Reads a document event by event from any input, with the checks that [`Document::parse`](super::Document::parse) makes and the
/// same [`Fault`]s, without keeping what it has read.
///
/// Memory is bounded by [`Limits`]: a tag or comment is held whole and may have `text` bytes, as may all text between two tags, which
/// comes in pieces where references or CDATA sections are in it; elements nest to `depth`,
/// and `namespaces` are in scope. `document` and `nodes` do not apply.
///
/// ```
/// use taxdoc::Limits;
/// use taxdoc::xml::{Event, Reader};
///
/// let mut reader = Reader::new("<a x='1'>\n<b>ế</b></a>".as_bytes(), &Limits::default())?;
/// assert_eq!(reader.next()?, Some(Event::Start));
/// assert_eq!(reader.name(), ("", "a"));
/// assert_eq!(reader.attributes().next().unwrap().value(), "1");
/// assert_eq!(reader.next()?, Some(Event::Text));
/// assert_eq!(reader.next()?, Some(Event::Start));
/// assert_eq!((reader.path().as_str(), reader.place().line()), ("/a/b[1]", 2));
/// assert_eq!(reader.next()?, Some(Event::Text));
/// assert_eq!(reader.text(), "ế");
/// assert_eq!(reader.next()?, Some(Event::End));
/// assert_eq!(reader.next()?, Some(Event::End));
/// assert_eq!(reader.next()?, None);
/// # Ok::<(), taxdoc::xml::StreamError>(())
/// ```
pub struct Reader<R> {
    events: quick_xml::Reader<Input<R>>,
    encoding: Written,
    /// Bytes of the byte order mark.
    mark: usize,
    limits: Limits,
    /// The piece of markup or text that was read last.
    written: String,
    here: StreamPlace,
    /// How `written` stands for characters.
    piece: Piece,
    /// The attributes of the start tag that was read last.
    attributes: Vec<Given>,
    open: Vec<Open>,
    /// The names of the open elements as written, one behind the other.
    names: String,
    bindings: Vec<Binding>,
    /// For each open element, one behind the other, the names of its children so far, hashed, and how often each was met.
    counts: Vec<(u64, u32)>,
    hasher: RandomState,
    has_root: bool,
    /// The tag was an empty-element tag: its end is to be told next.
    is_empty: bool,
    /// The end of the innermost open element was told.
    is_ending: bool,
    /// Bytes of text since the last tag, in however many pieces.
    text_length: usize,
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    Cdata,
    Character(char),
    Markup,
    Text,
}

/// What quick-xml has found.
#[derive(Clone, Copy)]
enum Found {
    Cdata,
    Comment,
    Declaration,
    Doctype,
    Empty(usize),
    End,
    Eof,
    Instruction,
    Reference,
    /// With the length of its name.
    Start(usize),
    Text,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    /// Where its name and the local part of it begin.
    name: usize,
    local: usize,
    namespace: Namespace,
    /// How many declarations are in scope around it.
    declared: usize,
    /// Its position among its siblings of the same name, from 1; `None` for the root and where too many names were met to tell.
    position: Option<u32>,
    /// How many names were counted around it.
    counted: usize,
}

/// Names counted of the children of one element; what comes under another name has no position. Real elements have below fifty.
const COUNTED: usize = 256;

#[derive(Clone, Copy, Debug)]
enum Namespace {
    Bound(usize),
    None,
    Xml,
}

#[derive(Debug)]
struct Binding {
    prefix: Box<str>,
    uri: Box<str>,
}

/// An attribute as ranges of the tag.
#[derive(Clone, Debug)]
struct Given {
    name: Range<usize>,
    local: usize,
    value: Range<usize>,
    namespace: Namespace,
}

/// An attribute of the start tag that was read last; never a namespace declaration.
#[derive(Clone, Copy, Debug)]
pub struct StreamAttribute<'r> {
    namespace: &'r str,
    local: &'r str,
    raw: &'r str,
}

impl<'r> StreamAttribute<'r> {
    /// The namespace URI; empty for none.
    #[must_use]
    pub const fn namespace(&self) -> &'r str {
        self.namespace
    }

    /// The local name.
    #[must_use]
    pub const fn local(&self) -> &'r str {
        self.local
    }

    /// The value, references resolved and white space normalized (XML 1.0 §3.3.3, type CDATA).
    #[must_use]
    pub fn value(&self) -> Cow<'r, str> {
        attributes::normalize(self.raw)
    }
}

impl<R: BufRead> Reader<R> {
    /// A reader of that input, in any of the encodings that [`Source::decode`](super::Source::decode) reads.
    ///
    /// # Errors
    /// When the first bytes cannot be read, there are none, or they name an encoding that is not supported.
    pub fn new(mut input: R, limits: &Limits) -> Result<Self, StreamError> {
        let mut head = Vec::new();
        input.by_ref().take(source::HEAD as u64).read_to_end(&mut head)?;
        let source::Detected { encoding, mark } = source::detect(&head)?;
        let mut input = Input::new(head, mark, input, encoding);
        let here = StreamPlace::start(mark);
        if input.fill_buf()?.starts_with("\u{FEFF}".as_bytes()) {
            let (fault, range) = checks::second_mark().into_parts();
            return Err(fault.at(here.to_place(String::new(), range.len())).into());
        }
        let mut events = quick_xml::Reader::from_reader(input);
        let config = events.config_mut();
        config.check_end_names = false; // checked here, with the place
        config.allow_unmatched_ends = true;
        config.check_comments = true;
        Ok(Self {
            events,
            encoding,
            mark,
            limits: *limits,
            written: String::new(),
            here,
            piece: Piece::Markup,
            attributes: Vec::new(),
            open: Vec::with_capacity(16),
            names: String::new(),
            bindings: Vec::new(),
            counts: Vec::new(),
            hasher: RandomState::default(),
            has_root: false,
            is_empty: false,
            is_ending: false,
            text_length: 0,
        })
    }

    /// Reads on to the next event; `None` at the end of the document.
    ///
    /// # Errors
    /// The first [`Fault`] of the document, or the failure of the input. Nothing can be read after either.
    #[expect(clippy::should_implement_trait, reason = "an iterator could not lend what the event holds")]
    pub fn next(&mut self) -> Result<Option<Event>, StreamError> {
        if std::mem::take(&mut self.is_empty) {
            self.is_ending = true;
            return Ok(Some(Event::End));
        }
        if std::mem::take(&mut self.is_ending)
            && let Some(open) = self.open.pop()
        {
            self.names.truncate(open.name);
            self.bindings.truncate(open.declared);
            self.counts.truncate(open.counted);
        }
        loop {
            self.here = self.here.behind(&self.written);
            let mut buffer = std::mem::take(&mut self.written).into_bytes();
            buffer.clear();
            self.events.get_mut().allow(self.limits.text.saturating_add(TAG));
            let found = match self.events.read_event_into(&mut buffer) {
                Ok(event) => found(&event),
                Err(error) => return Err(self.failed(error, buffer)),
            };
            self.written = match String::from_utf8(buffer) {
                Ok(written) => written,
                Err(error) => return Err(self.malformed(error.into_bytes()).into()),
            };
            self.piece = Piece::Markup;
            if matches!(found, Found::Eof) {
                if !self.has_root {
                    // Nothing is there to point at.
                    self.here = StreamPlace::start(self.mark);
                }
                return self.end().map(|()| None).map_err(|broken| self.place_of(broken).into());
            }
            match self.look(found) {
                Ok(Some(event)) => {
                    self.text_length = if event == Event::Text { self.text_length.saturating_add(self.written.len()) } else { 0 };
                    if self.text_length > self.limits.text {
                        let broken = Broken::new(&fault::LIMIT_TEXT, 0..self.written.len());
                        return Err(self.place_of(broken.with("limit", self.limits.text)).into());
                    }
                    return Ok(Some(event));
                }
                Ok(None) => {}
                Err(broken) => return Err(self.place_of(broken).into()),
            }
        }
    }

    /// Where the tag or text begins.
    #[must_use]
    pub const fn place(&self) -> StreamPlace {
        self.here
    }

    /// Namespace (empty for none) and local name of the innermost open element: the one that a start or end event is about.
    #[must_use]
    pub fn name(&self) -> (&str, &str) {
        let Some(open) = self.open.last() else { return ("", "") };
        (self.uri(open.namespace), self.names.get(open.local..).unwrap_or_default())
    }

    /// The attributes of the start tag that was read last, in the order written.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = StreamAttribute<'_>> {
        self.attributes.iter().map(|given| StreamAttribute {
            namespace: self.uri(given.namespace),
            local: self.written.get(given.local..given.name.end).unwrap_or_default(),
            raw: self.written.get(given.value.clone()).unwrap_or_default(),
        })
    }

    /// The characters of a text event, line ends normalized; empty for other events.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self.piece {
            Piece::Cdata => {
                let content = self.written.strip_prefix("<![CDATA[").and_then(|content| content.strip_suffix("]]>"));
                normalize_line_ends(content.unwrap_or_default())
            }
            Piece::Character(character) => Cow::Owned(character.into()),
            Piece::Markup => Cow::Borrowed(""),
            Piece::Text => normalize_line_ends(&self.written),
        }
    }

    /// The namespace that a prefix (empty for the default) is bound to here; `None` when it is not bound.
    #[must_use]
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        let bound = self.bound(prefix)?;
        Some(self.uri(bound)).filter(|uri| !uri.is_empty())
    }

    /// The open elements from the root on, names as written, each with its position among its siblings of that name: `/a/p:b[1]`.
    /// The position stands also where it is the only one, since what follows is not known yet.
    #[must_use]
    pub fn path(&self) -> String {
        let ends = self.open.iter().skip(1).map(|open| open.name).chain([self.names.len()]);
        let mut path = String::with_capacity(self.names.len() + self.open.len());
        for (open, end) in self.open.iter().zip(ends) {
            let _ = write!(path, "/{}", self.names.get(open.name..end).unwrap_or_default());
            if let Some(position) = open.position {
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }

    fn uri(&self, namespace: Namespace) -> &str {
        match namespace {
            Namespace::Bound(index) => self.bindings.get(index).map_or("", |binding| &binding.uri),
            Namespace::None => "",
            Namespace::Xml => XML_NAMESPACE,
        }
    }

    /// `None` for a prefix that is not bound; the empty one always is.
    fn bound(&self, prefix: &str) -> Option<Namespace> {
        match self.bindings.iter().rposition(|binding| *binding.prefix == *prefix) {
            Some(index) => Some(Namespace::Bound(index)),
            None if prefix.is_empty() => Some(Namespace::None),
            None => (prefix == "xml").then_some(Namespace::Xml),
        }
    }

    /// Checks what was found; an event unless it is nothing that a reader looks at.
    fn look(&mut self, found: Found) -> Result<Option<Event>, Broken> {
        let written = &self.written;
        if let Some((offset, character)) = chars::first_forbidden(written) {
            let range = offset..offset + character.len_utf8();
            return Err(Broken::new(&fault::CHARACTER, range).with("character", format!("U+{:04X}", u32::from(character))));
        }
        match found {
            Found::Start(name) => self.start_tag(name, false),
            Found::Empty(name) => self.start_tag(name, true),
            Found::End => {
                let expected = self.open.last().and_then(|open| self.names.get(open.name..)).unwrap_or_default();
                checks::end_tag(written, 0, expected)?;
                self.is_ending = true;
                Ok(Some(Event::End))
            }
            Found::Text if self.open.is_empty() => checks::outside(written, 0).map(|()| None),
            Found::Text => {
                checks::text(written, 0, &self.limits)?;
                self.piece = Piece::Text;
                Ok((!written.is_empty()).then_some(Event::Text))
            }
            Found::Reference | Found::Cdata if self.open.is_empty() => {
                Err(Broken::new(&fault::OUTSIDE, 0..written.len()).actual(written))
            }
            Found::Reference => {
                self.piece = Piece::Character(checks::reference(written, 0)?);
                Ok(Some(Event::Text))
            }
            Found::Cdata => {
                checks::limit_text(&(0..written.len()), &self.limits)?;
                self.piece = Piece::Cdata;
                Ok(Some(Event::Text))
            }
            Found::Comment => checks::comment(written, 0, &self.limits).map(|()| None),
            Found::Instruction => checks::instruction(written, 0, &self.limits).map(|_| None),
            Found::Declaration => self.declaration().map(|()| None),
            Found::Doctype => Err(Broken::new(&fault::DOCTYPE, 0..written.len())),
            Found::Eof => Ok(None),
        }
    }

    fn declaration(&self) -> Result<(), Broken> {
        let range = 0..self.written.len();
        if self.here.offset() != self.mark as u64 {
            return Err(Broken::new(&fault::DECLARATION_PLACE, range));
        }
        checks::declaration(&self.written, 0)?;
        let label = Declaration::parse(&self.written).and_then(|declaration| declaration.encoding);
        match label.and_then(|label| Some((label, source::contradiction(label, self.encoding.actual(), self.mark)?))) {
            Some((label, actual)) => {
                let broken = Broken::new(&fault::ENCODING_MISMATCH, range).with("encoding", actual);
                Err(broken.with("declared", crate::rules::Param::excerpt(label)))
            }
            None => Ok(()),
        }
    }

    fn end(&self) -> Result<(), Broken> {
        if !self.open.is_empty() {
            let name = self.open.last().and_then(|open| self.names.get(open.name..)).unwrap_or_default();
            return Err(Broken::new(&fault::UNCLOSED, 0..0).actual(name));
        }
        if !self.has_root {
            return Err(Broken::new(&fault::EMPTY, 0..0));
        }
        Ok(())
    }

    fn start_tag(&mut self, name_length: usize, is_empty: bool) -> Result<Option<Event>, Broken> {
        // Set aside, so that the rest of the reader can change while the tag is looked at.
        let written = std::mem::take(&mut self.written);
        let result = self.open_element(&written, name_length, is_empty);
        self.written = written;
        result?;
        self.is_empty = is_empty;
        Ok(Some(Event::Start))
    }

    fn open_element(&mut self, written: &str, name_length: usize, is_empty: bool) -> Result<(), Broken> {
        if self.open.is_empty() && std::mem::replace(&mut self.has_root, true) {
            return Err(Broken::new(&fault::ROOTS, 0..written.len()).actual(written));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Broken::new(&fault::LIMIT_DEPTH, 0..written.len()).with("limit", self.limits.depth));
        }
        let content = 1..written.len().saturating_sub(if is_empty { 2 } else { 1 });
        let name_stop = content.start + name_length;
        let qualified = written.get(content.start..name_stop).unwrap_or_default();
        let declared = self.bindings.len();
        self.attributes.clear();
        if name_stop < content.end {
            let mut raw = RawAttributes::new(written, name_stop, content.end);
            let mut count = 0_usize;
            while let Some(attribute) = raw.next().map_err(|broken| checks::tag(broken, written))? {
                count += 1;
                if count > self.limits.attributes {
                    let broken = Broken::new(&fault::LIMIT_ATTRIBUTES, 0..written.len());
                    return Err(broken.with("limit", self.limits.attributes));
                }
                checks::attribute_value(&attribute, &self.limits)?;
                if let Some(prefix) = checks::declared_prefix(attribute.name) {
                    let uri = attributes::normalize(attribute.value);
                    let is_repeated = self.bindings.iter().skip(declared).any(|binding| *binding.prefix == *prefix);
                    let around = checks::Declarations { total: self.bindings.len(), is_repeated };
                    checks::namespace(prefix, &attribute, &uri, around, &self.limits)?;
                    self.bindings.push(Binding { prefix: prefix.into(), uri: uri.into() });
                } else {
                    let name = attribute.name_start..attribute.name_start + attribute.name.len();
                    let value = attribute.value_start..attribute.value_start + attribute.value.len();
                    self.attributes.push(Given { local: name.start, name, value, namespace: Namespace::None });
                }
            }
        }
        let (namespace, local) = self.resolve(qualified, content.start, true)?;
        let mut given = std::mem::take(&mut self.attributes);
        for attribute in &mut given {
            let qualified = written.get(attribute.name.clone()).unwrap_or_default();
            let (namespace, local) = self.resolve(qualified, attribute.name.start, false)?;
            attribute.namespace = namespace;
            attribute.local += local;
        }
        let key = |given: &Given| (self.uri(given.namespace), written.get(given.local..given.name.end));
        let name = |at: usize| given.get(at).and_then(|twin| Some((twin.name.start, written.get(twin.name.clone())?)));
        checks::distinct(&given, key, name)?;
        self.attributes = given;
        let name = self.names.len();
        self.names.push_str(qualified);
        let position = self.count(namespace, qualified.get(local..).unwrap_or_default());
        self.open.push(Open { name, local: name + local, namespace, declared, position, counted: self.counts.len() });
        Ok(())
    }

    /// Counts one more child of the innermost open element.
    fn count(&mut self, namespace: Namespace, local: &str) -> Option<u32> {
        let first = self.open.last()?.counted;
        let name = self.hasher.hash_one((self.uri(namespace), local));
        let siblings = self.counts.get_mut(first..)?;
        if let Some((_, count)) = siblings.iter_mut().find(|(known, _)| *known == name) {
            *count = count.saturating_add(1);
            return (*count < u32::MAX).then_some(*count);
        }
        (siblings.len() < COUNTED).then(|| self.counts.push((name, 1)))?;
        Some(1)
    }

    /// Namespace of a name and where its local part begins.
    fn resolve(&self, qualified: &str, at: usize, is_element: bool) -> Result<(Namespace, usize), Broken> {
        let broken = |why| checks::name(&why, qualified, at, &self.limits);
        if qualified.len() > self.limits.name {
            return Err(broken(Unresolved::Long));
        }
        let (prefix, local) = qualified.split_once(':').unwrap_or(("", qualified));
        let start = qualified.len() - local.len();
        if !chars::is_ncname(local) || (start > 0 && !chars::is_ncname(prefix)) || prefix == "xmlns" {
            return Err(broken(Unresolved::Malformed));
        }
        if start == 0 && !is_element {
            return Ok((Namespace::None, 0));
        }
        self.bound(prefix).map(|namespace| (namespace, start)).ok_or_else(|| broken(Unresolved::Undeclared))
    }

    fn place_of(&self, broken: Broken) -> Fault {
        let (fault, range) = broken.into_parts();
        let length = range.len();
        let place = self.here.behind(self.written.get(..range.start).unwrap_or_default());
        fault.at(place.to_place(self.path(), length))
    }

    /// The input failed, or quick-xml could not split it.
    #[cold]
    fn failed(&mut self, error: Error, buffer: Vec<u8>) -> StreamError {
        let at = self.events.error_position();
        if let Error::Io(error) = &error {
            return match self.events.get_ref().stop() {
                Some(Stop::Malformed) => self.malformed(buffer).into(),
                Some(Stop::Limit) => {
                    let broken = Broken::new(&fault::LIMIT_TEXT, 0..0).with("limit", self.limits.text);
                    self.place_of(broken).into()
                }
                None => std::io::Error::new(error.kind(), std::sync::Arc::clone(error)).into(),
            };
        }
        match String::from_utf8(buffer) {
            Ok(written) => self.written = written,
            Err(error) => return self.malformed(error.into_bytes()).into(),
        }
        let position = self.here.offset() - self.mark as u64;
        let at = usize::try_from(at.saturating_sub(position)).unwrap_or(usize::MAX);
        self.place_of(checks::syntax(&error, &self.written, 0, at)).into()
    }

    /// The bytes behind the valid part of those are not of the encoding.
    #[cold]
    fn malformed(&mut self, buffer: Vec<u8>) -> Fault {
        let valid = buffer.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        self.written = valid.to_owned();
        let broken = Broken::new(&fault::ENCODING_MALFORMED, valid.len()..valid.len() + 1);
        self.place_of(broken.with("encoding", self.encoding.name()))
    }
}

impl<R> std::fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("place", &self.here).field("open", &self.open.len()).finish_non_exhaustive()
    }
}

/// Bytes of a tag beyond the longest attribute value: names, and the other attributes of any sane tag.
const TAG: usize = 1 << 20;

fn found(event: &quick_xml::events::Event<'_>) -> Found {
    use quick_xml::events::Event;
    match event {
        Event::CData(_) => Found::Cdata,
        Event::Comment(_) => Found::Comment,
        Event::Decl(_) => Found::Declaration,
        Event::DocType(_) => Found::Doctype,
        Event::Empty(tag) => Found::Empty(tag.name().as_ref().len()),
        Event::End(_) => Found::End,
        Event::Eof => Found::Eof,
        Event::GeneralRef(_) => Found::Reference,
        Event::PI(_) => Found::Instruction,
        Event::Start(tag) => Found::Start(tag.name().as_ref().len()),
        Event::Text(_) => Found::Text,
    }
}

#[cfg(test)]
mod tests;
