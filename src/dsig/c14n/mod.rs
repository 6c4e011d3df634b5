//! Canonical XML: [1.0](https://www.w3.org/TR/2001/REC-xml-c14n-20010315), [1.1](https://www.w3.org/TR/xml-c14n11/) and
//! [Exclusive 1.0](https://www.w3.org/TR/xml-exc-c14n/), with and without comments.
//!
//! The node sets are those that a same-document reference can select here: a subtree or the whole document, with at most one
//! subtree, an enveloped signature, left out. Source text that is canonical already is passed on in long runs; a document written by
//! a machine is mostly one run.

mod base;
mod escape;
mod namespaces;
mod sink;
mod writer;

use std::borrow::Cow;

use crate::xml::Document;
use crate::xml::NodeId;

pub(super) use sink::Hasher;
pub(super) use sink::Octets;
pub use sink::Sink;

/// How to canonicalize.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Method<'d> {
    pub(super) version: Version,
    pub(super) comments: bool,
    /// The `PrefixList` of `InclusiveNamespaces`; empty without one.
    pub(super) prefixes: Cow<'d, str>,
}

/// Which recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Version {
    /// Exclusive XML Canonicalization 1.0.
    Exclusive,
    /// Canonical XML 1.0.
    Inclusive10,
    /// Canonical XML 1.1.
    Inclusive11,
}

impl<'d> Method<'d> {
    /// Canonical XML 1.0 without comments, which a reference without a canonicalization uses (XML-DSig §4.4.3.2).
    pub const DEFAULT: Self = Self::new(Version::Inclusive10);

    /// A method without comments.
    #[must_use]
    pub const fn new(version: Version) -> Self {
        Self { version, comments: false, prefixes: Cow::Borrowed("") }
    }

    /// The same with comments.
    #[must_use]
    pub fn with_comments(self) -> Self {
        Self { comments: true, ..self }
    }

    /// The same with the `PrefixList` of `InclusiveNamespaces`: prefixes and `#default`, separated by white space. Only
    /// [`Version::Exclusive`] looks at it.
    #[must_use]
    pub fn with_prefixes(self, prefixes: impl Into<Cow<'d, str>>) -> Self {
        Self { prefixes: prefixes.into(), ..self }
    }

    pub(super) fn is_exclusive(&self) -> bool {
        self.version == Version::Exclusive
    }

    /// The method of that algorithm identifier; `None` when it names no canonicalization.
    ///
    /// ```
    /// use taxdoc::dsig::c14n::{Method, Version};
    /// let method = Method::from_uri("http://www.w3.org/2001/10/xml-exc-c14n#WithComments");
    /// assert_eq!(method, Some(Method::new(Version::Exclusive).with_comments()));
    /// ```
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        let (version, comments) = match uri {
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" => (Version::Inclusive10, false),
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments" => (Version::Inclusive10, true),
            "http://www.w3.org/2006/12/xml-c14n11" => (Version::Inclusive11, false),
            "http://www.w3.org/2006/12/xml-c14n11#WithComments" => (Version::Inclusive11, true),
            "http://www.w3.org/2001/10/xml-exc-c14n#" => (Version::Exclusive, false),
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => (Version::Exclusive, true),
            _ => return None,
        };
        Some(Self { version, comments, prefixes: Cow::Borrowed("") })
    }
}

/// Which nodes: a subtree or the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeSet {
    pub(super) apex: NodeId,
    pub(super) excluded: Option<NodeId>,
    pub(super) comments: bool,
    pub(super) blank_text: bool,
    /// Elements around this one are taken as not there.
    pub(super) root: NodeId,
}

impl NodeSet {
    /// An element with everything in it; the whole document for [`NodeId::DOCUMENT`].
    #[must_use]
    pub const fn subtree(apex: NodeId) -> Self {
        Self { apex, excluded: None, comments: true, blank_text: true, root: NodeId::DOCUMENT }
    }

    /// The same without one subtree, the enveloped signature.
    #[must_use]
    pub const fn without(self, excluded: NodeId) -> Self {
        Self { excluded: Some(excluded), ..self }
    }

    /// The same without comments, as `URI=""` and `URI="#id"` select (XML-DSig §4.4.3.3).
    #[must_use]
    pub const fn without_comments(self) -> Self {
        Self { comments: false, ..self }
    }

    /// The same without white space that stands between elements, outside `xml:space="preserve"`. No standard asks for this: it
    /// shows that a document was only pretty-printed after signing.
    #[must_use]
    pub const fn without_blank_text(self) -> Self {
        Self { blank_text: false, ..self }
    }

    /// The same as if that element, the apex or one around it, were the root of the document: nothing is inherited from beyond it.
    /// For diagnosis only.
    #[must_use]
    pub const fn within(self, root: NodeId) -> Self {
        Self { root, ..self }
    }
}

/// Why there is no canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Everything was left out. A digest of nothing would fit any document, so this is never an empty octet stream.
    #[error("the node set is empty")]
    Empty,
    /// The node is no element of this document.
    #[error("the node is no element of the document")]
    Node,
    /// A namespace name is relative (Canonical XML 1.0 §1.3; 1.1 §1.3).
    #[error("a namespace URI is relative")]
    RelativeNamespace(NodeId),
}

/// Writes the canonical form of a node set.
///
/// # Errors
/// [`Error`]; what was written by then is not to be used.
///
/// ```
/// use taxdoc::Limits;
/// use taxdoc::dsig::c14n::{Method, NodeSet, canonicalize};
/// use taxdoc::xml::{Document, NodeId, Source};
///
/// let limits = Limits::default();
/// let source = Source::decode(b"<?xml version='1.0'?><a c='2' b = '1'  ><d/></a>", &limits)?;
/// let document = Document::parse(&source, &limits)?;
/// let mut octets = Vec::new();
/// canonicalize(&document, &NodeSet::subtree(NodeId::DOCUMENT), &Method::DEFAULT, &mut octets).unwrap();
/// assert_eq!(octets, br#"<a b="1" c="2"><d></d></a>"#);
/// # Ok::<(), taxdoc::xml::Fault>(())
/// ```
pub fn canonicalize<S: Sink + ?Sized>(
    document: &Document<'_>,
    set: &NodeSet,
    method: &Method<'_>,
    sink: &mut S,
) -> Result<(), Error> {
    writer::write(document, set, method, sink)
}
