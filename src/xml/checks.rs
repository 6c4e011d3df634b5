//! The constraints on one piece of markup, shared by the tree and the stream: each looks at the piece as it is written.
//!
//! `at` is where the piece begins in the text that the caller's ranges refer to: the whole document for the tree, the piece itself for
//! the stream.

use std::ops::Range;

use quick_xml::errors::Error;
use quick_xml::errors::IllFormedError;

use crate::Limits;
use crate::rules::Param;
use crate::rules::Rule;

use super::Fault;
use super::XML_NAMESPACE;
use super::XMLNS_NAMESPACE;
use super::attributes;
use super::attributes::RawAttribute;
use super::attributes::TagFault;
use super::chars;
use super::declaration::Declaration;
use super::fault;
use super::interner::Unresolved;

/// A fault on its way out: its range is of the text. Boxed, so that the good path carries no room for it.
pub(super) struct Broken(Box<(Fault, Range<usize>)>);

impl Broken {
    #[cold]
    pub(super) fn new(rule: &'static Rule, range: Range<usize>) -> Self {
        Self(Box::new((Fault::new(rule), range)))
    }

    pub(super) fn with(self, name: &'static str, value: impl Into<Param>) -> Self {
        let (fault, range) = *self.0;
        Self(Box::new((fault.with(name, value), range)))
    }

    pub(super) fn actual(self, text: &str) -> Self {
        self.with("actual", Param::excerpt(text))
    }

    /// The fault without its place, and the range of the text that it points at.
    pub(super) fn into_parts(self) -> (Fault, Range<usize>) {
        *self.0
    }
}

fn all(written: &str, at: usize) -> Range<usize> {
    at..at + written.len()
}

#[inline]
pub(super) fn limit_text(range: &Range<usize>, limits: &Limits) -> Result<(), Broken> {
    if range.len() > limits.text {
        return Err(Broken::new(&fault::LIMIT_TEXT, range.clone()).with("limit", limits.text));
    }
    Ok(())
}

fn limit_name(range: Range<usize>, limits: &Limits) -> Result<(), Broken> {
    if range.len() > limits.name {
        return Err(Broken::new(&fault::LIMIT_NAME, range).with("limit", limits.name));
    }
    Ok(())
}

/// A byte order mark behind the first, which quick-xml would drop silently.
pub(super) fn second_mark() -> Broken {
    Broken::new(&fault::OUTSIDE, 0..3).actual("U+FEFF")
}

/// What a tag breaks; `text` is what its ranges refer to.
pub(super) fn tag(broken: TagFault, text: &str) -> Broken {
    match broken {
        TagFault::LessThan(range) => Broken::new(&fault::LESS_THAN, range),
        TagFault::Syntax(range) => {
            let actual = text.get(range.clone()).unwrap_or_default();
            Broken::new(&fault::TAG, range).actual(actual)
        }
    }
}

/// References and length of an attribute value.
pub(super) fn attribute_value(attribute: &RawAttribute<'_>, limits: &Limits) -> Result<(), Broken> {
    let value = attribute.value;
    limit_text(&(attribute.value_start..attribute.value_start + value.len()), limits)?;
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

/// The prefix that an attribute declares: empty for `xmlns`; `None` for any other attribute.
pub(super) fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}

/// The declarations around one of a tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declarations {
    /// How many are in scope.
    pub(super) total: usize,
    /// Whether one of the same tag is of the same prefix.
    pub(super) is_repeated: bool,
}

/// A namespace declaration: the constraints of Namespaces in XML §3 and §5.
pub(super) fn namespace(
    prefix: &str,
    attribute: &RawAttribute<'_>,
    uri: &str,
    around: Declarations,
    limits: &Limits,
) -> Result<(), Broken> {
    // With the closing quote.
    let range = attribute.name_start..attribute.value_start + attribute.value.len() + 1;
    let broken = |rule: &'static Rule| Broken::new(rule, range.clone()).actual(attribute.name);
    limit_name(attribute.name_start..attribute.name_start + attribute.name.len(), limits)?;
    if attribute.name != "xmlns" && !chars::is_ncname(prefix) {
        return Err(broken(&fault::NAME));
    }
    if around.is_repeated {
        return Err(broken(&fault::ATTRIBUTE_DUPLICATE));
    }
    let reserved = prefix == "xmlns"
        || uri == XMLNS_NAMESPACE
        || (prefix == "xml") != (uri == XML_NAMESPACE)
        || (uri.is_empty() && !prefix.is_empty());
    if reserved {
        return Err(broken(&fault::NAMESPACE));
    }
    if around.total >= limits.namespaces {
        return Err(Broken::new(&fault::LIMIT_NAMESPACES, range).with("limit", limits.namespaces));
    }
    Ok(())
}

/// A name that has no meaning.
pub(super) fn name(why: &Unresolved, qualified: &str, at: usize, limits: &Limits) -> Broken {
    let range = all(qualified, at);
    match why {
        Unresolved::Long => Broken::new(&fault::LIMIT_NAME, range).with("limit", limits.name),
        Unresolved::Malformed => Broken::new(&fault::NAME, range).actual(qualified),
        Unresolved::Undeclared => Broken::new(&fault::PREFIX, range).actual(qualified),
    }
}

/// No two attributes with one expanded name (Namespaces in XML §6.3), in near-linear time for long lists. `written` gives place and
/// name of each.
pub(super) fn distinct<'w, T, K: Ord>(
    attributes: &[T],
    key: impl Fn(&T) -> K,
    written: impl Fn(usize) -> Option<(usize, &'w str)>,
) -> Result<(), Broken> {
    if attributes.len() < 2 {
        return Ok(());
    }
    let twin = if attributes.len() <= 8 {
        attributes.iter().enumerate().position(|(at, one)| attributes.iter().take(at).any(|other| key(other) == key(one)))
    } else {
        let mut sorted: Vec<(usize, &T)> = attributes.iter().enumerate().collect();
        sorted.sort_by_key(|(_, one)| key(one));
        let twins = sorted.array_windows().filter(|[(_, one), (_, other)]| key(one) == key(other));
        twins.map(|[_, (at, _)]| *at).min()
    };
    match twin.and_then(written) {
        Some((start, name)) => Err(Broken::new(&fault::ATTRIBUTE_DUPLICATE, all(name, start)).actual(name)),
        None => Ok(()),
    }
}

/// An end tag against the name of the start tag; that is empty when no element is open.
pub(super) fn end_tag(written: &str, at: usize, expected: &str) -> Result<(), Broken> {
    let name = written.get(2..written.len().saturating_sub(1)).unwrap_or_default();
    let matches = name == expected || chars::trim_end(name) == expected;
    if !matches || expected.is_empty() {
        let broken = Broken::new(&fault::END_TAG, all(written, at));
        return Err(broken.actual(name).with("expected", Param::excerpt(expected)));
    }
    Ok(())
}

/// Text outside the root element: white space only.
pub(super) fn outside(text: &str, at: usize) -> Result<(), Broken> {
    let written = chars::trim_start(text);
    if written.is_empty() {
        return Ok(());
    }
    let start = at + text.len() - written.len();
    let written = chars::trim_end(written);
    Err(Broken::new(&fault::OUTSIDE, start..start + written.len()).actual(written))
}

/// Text inside the root element.
pub(super) fn text(text: &str, at: usize, limits: &Limits) -> Result<(), Broken> {
    limit_text(&all(text, at), limits)?;
    if memchr::memchr(b']', text.as_bytes()).is_some()
        && let Some(found) = memchr::memmem::find(text.as_bytes(), b"]]>")
    {
        let start = at + found;
        return Err(Broken::new(&fault::CDATA_END, start..start + 3));
    }
    Ok(())
}

/// The character that a reference stands for.
pub(super) fn reference(written: &str, at: usize) -> Result<char, Broken> {
    let name = written.strip_prefix('&').and_then(|name| name.strip_suffix(';'));
    name.and_then(attributes::resolve).ok_or_else(|| Broken::new(&fault::REFERENCE, all(written, at)).actual(written))
}

/// A comment: no `--` inside, and none that `-->` overlaps (XML 1.0 §2.5).
pub(super) fn comment(written: &str, at: usize, limits: &Limits) -> Result<(), Broken> {
    let content = written.strip_prefix("<!--").and_then(|content| content.strip_suffix("-->"));
    if content.is_none_or(|content| content.ends_with('-') || content.contains("--")) {
        return Err(Broken::new(&fault::COMMENT, all(written, at)));
    }
    limit_text(&all(written, at), limits)
}

/// A processing instruction; the length of its target.
pub(super) fn instruction(written: &str, at: usize, limits: &Limits) -> Result<usize, Broken> {
    let content = written.strip_prefix("<?").and_then(|content| content.strip_suffix("?>")).unwrap_or_default();
    let length = content.bytes().position(chars::is_space).unwrap_or(content.len());
    let target = content.get(..length).unwrap_or_default();
    limit_name(at + 2..at + 2 + length, limits)?;
    // Namespaces in XML §7 takes the colon out of targets.
    if !chars::is_ncname(target) || target.eq_ignore_ascii_case("xml") {
        return Err(Broken::new(&fault::PI_TARGET, all(written, at)).actual(target));
    }
    limit_text(&all(written, at), limits)?;
    Ok(length)
}

/// The XML declaration; `start` is its place in the document.
pub(super) fn declaration(written: &str, start: usize) -> Result<(), Broken> {
    if start != 0 {
        return Err(Broken::new(&fault::DECLARATION_PLACE, all(written, start)));
    }
    if Declaration::parse(written).is_none() {
        return Err(Broken::new(&fault::DECLARATION, all(written, start)));
    }
    Ok(())
}

/// What quick-xml could not split into events: it begins at `start` of the text, and quick-xml points at `at`.
pub(super) fn syntax(error: &Error, text: &str, start: usize, at: usize) -> Broken {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(40).map_or(text.len(), |(length, _)| start + length);
    if rest.starts_with("<!DOCTYPE") {
        return Broken::new(&fault::DOCTYPE, start..end);
    }
    let actual = text.get(start..end).unwrap_or_default();
    match error {
        Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
            Broken::new(&fault::COMMENT, start..at.clamp(start, text.len()))
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => Broken::new(&fault::REFERENCE, start..end).actual(actual),
        _ => Broken::new(&fault::MARKUP, start..end).actual(actual),
    }
}
