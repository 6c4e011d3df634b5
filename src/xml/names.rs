//! Names of one document, each stored once.

use std::borrow::Cow;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

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
    /// Where the local part begins.
    local: u32,
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

    pub(super) fn name(&self, id: NameId) -> Name<'_> {
        match self.entries.get(id.index()) {
            Some(entry) => Name {
                qualified: entry.qualified,
                local: entry.qualified.get(entry.local as usize..).unwrap_or_default(),
                namespace: self.namespace(entry.namespace),
            },
            None => Name { qualified: "", local: "", namespace: "" },
        }
    }

    pub(super) fn qualified(&self, id: NameId) -> &'s str {
        self.entries.get(id.index()).map_or("", |entry| entry.qualified)
    }

    pub(super) fn namespace_of(&self, id: NameId) -> NamespaceId {
        self.entries.get(id.index()).map_or(NamespaceId::NONE, |entry| entry.namespace)
    }

    pub(super) fn namespace(&self, id: NamespaceId) -> &str {
        self.namespaces.get(id.0 as usize).map_or("", |uri| uri)
    }
}

/// Finds names and namespaces while a document is read. Keyed hashes: a hostile document cannot make them collide.
pub(super) struct Interner {
    table: HashTable<u32>,
    namespaces: HashTable<u32>,
    state: RandomState,
}

impl Interner {
    pub(super) fn new() -> Self {
        Self { table: HashTable::with_capacity(128), namespaces: HashTable::new(), state: RandomState::default() }
    }

    /// The id of a namespace URI. The caller has dealt with the two that every document knows, none and `xml`.
    pub(super) fn namespace<'s>(&mut self, names: &mut Names<'s>, uri: Cow<'s, str>) -> NamespaceId {
        let state = &self.state;
        let text = |index: u32| names.namespaces.get(index as usize).map_or("", |uri| uri);
        let hash = state.hash_one(uri.as_bytes());
        if let Some(&index) = self.namespaces.find(hash, |&index| text(index) == uri) {
            return NamespaceId(index);
        }
        let index = u32::try_from(names.namespaces.len()).unwrap_or(u32::MAX);
        self.namespaces.insert_unique(hash, index, |&index| state.hash_one(text(index).as_bytes()));
        names.namespaces.push(uri);
        NamespaceId(index)
    }

    /// The id of a name, or the qualified name's hash under which [`Interner::insert`] keeps it.
    #[inline]
    pub(super) fn find(&self, names: &Names<'_>, qualified: &str, namespace: NamespaceId) -> Result<NameId, u64> {
        let hash = self.state.hash_one(qualified.as_bytes());
        let found = self.table.find(hash, |&index| {
            names.entries.get(index as usize).is_some_and(|entry| entry.namespace == namespace && entry.qualified == qualified)
        });
        found.map(|&index| NameId(index)).ok_or(hash)
    }

    pub(super) fn insert<'s>(
        &mut self,
        names: &mut Names<'s>,
        hash: u64,
        qualified: &'s str,
        local: usize,
        namespace: NamespaceId,
    ) -> NameId {
        let index = u32::try_from(names.entries.len()).unwrap_or(u32::MAX);
        names.entries.push(Entry { qualified, local: u32::try_from(local).unwrap_or_default(), namespace });
        let state = &self.state;
        let entries = &names.entries;
        self.table.insert_unique(hash, index, |&index| {
            entries.get(index as usize).map_or(0, |entry| state.hash_one(entry.qualified.as_bytes()))
        });
        NameId(index)
    }
}
