//! Names of one document, each stored once.

use std::borrow::Cow;

/// The index of a distinct name (qualified name and namespace) in its document. Two elements or attributes of one document have the
/// same expanded name and prefix exactly when their ids are equal; use it to look a name up once and not at every element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub(crate) u32);

impl NameId {
    /// The position among the names of the document, counted from 0 without gaps.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a distinct namespace URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NamespaceId(pub(super) u32);

impl NamespaceId {
    pub(super) const NONE: Self = Self(0);
    pub(super) const XML: Self = Self(1);
}

/// A qualified name with its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'d> {
    pub(super) qualified: &'d str,
    pub(super) local: &'d str,
    pub(super) namespace: &'d str,
}

impl<'d> Name<'d> {
    /// As written: `ds:Signature`.
    #[must_use]
    pub const fn qualified(&self) -> &'d str {
        self.qualified
    }

    /// The part behind the prefix: `Signature`.
    #[must_use]
    pub const fn local(&self) -> &'d str {
        self.local
    }

    /// The prefix: `ds`; empty without one.
    #[must_use]
    pub fn prefix(&self) -> &'d str {
        let length = self.qualified.len().saturating_sub(self.local.len()).saturating_sub(1);
        self.qualified.get(..length).unwrap_or_default()
    }

    /// The namespace URI; empty for none.
    #[must_use]
    pub const fn namespace(&self) -> &'d str {
        self.namespace
    }

    /// Whether this is the expanded name.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry<'s> {
    qualified: &'s str,
    local: &'s str,
    namespace: NamespaceId,
}

/// Every distinct name and namespace of a document.
#[derive(Debug)]
pub(super) struct Names<'s> {
    entries: Vec<Entry<'s>>,
    namespaces: Vec<Cow<'s, str>>,
}

impl<'s> Names<'s> {
    pub(super) fn new() -> Self {
        let namespaces = vec![Cow::Borrowed(""), Cow::Borrowed(super::XML_NAMESPACE)];
        Self { entries: Vec::with_capacity(128), namespaces }
    }

    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    pub(super) fn name(&self, id: NameId) -> Name<'_> {
        match self.entries.get(id.index()) {
            Some(entry) => Name { qualified: entry.qualified, local: entry.local, namespace: self.namespace(entry.namespace) },
            None => Name { qualified: "", local: "", namespace: "" },
        }
    }

    /// The id that the next new name gets.
    pub(super) fn next_id(&self) -> NameId {
        NameId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX))
    }

    #[inline]
    pub(super) fn local(&self, id: NameId) -> &'s str {
        self.entries.get(id.index()).map_or("", |entry| entry.local)
    }

    /// Adds a name that is not there yet. Only the [`Interner`](super::interner::Interner) knows which are.
    #[inline]
    pub(super) fn add(&mut self, qualified: &'s str, local: &'s str, namespace: NamespaceId) -> NameId {
        let id = self.next_id();
        self.entries.push(Entry { qualified, local, namespace });
        id
    }

    /// Adds a namespace that is not there yet.
    pub(super) fn add_namespace(&mut self, uri: Cow<'s, str>) -> NamespaceId {
        let id = NamespaceId(u32::try_from(self.namespaces.len()).unwrap_or(u32::MAX));
        self.namespaces.push(uri);
        id
    }

    #[inline]
    pub(super) fn qualified(&self, id: NameId) -> &'s str {
        self.entries.get(id.index()).map_or("", |entry| entry.qualified)
    }

    #[inline]
    pub(super) fn namespace_of(&self, id: NameId) -> NamespaceId {
        self.entries.get(id.index()).map_or(NamespaceId::NONE, |entry| entry.namespace)
    }

    #[inline]
    pub(super) fn namespace(&self, id: NamespaceId) -> &str {
        self.namespaces.get(id.0 as usize).map_or("", |uri| uri)
    }
}
