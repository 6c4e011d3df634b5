//! Names of a schema, interned: an expanded name becomes a number that indexes every table.

use core::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// The number of a namespace of one schema. The absent namespace is [`NamespaceId::NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NamespaceId(pub(crate) u32);

impl NamespaceId {
    /// No namespace.
    pub(crate) const NONE: Self = Self(0);
    /// A namespace that the schema does not mention.
    pub(crate) const UNKNOWN: Self = Self(u32::MAX);
}

/// The number of an expanded name of one schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(crate) u32);

impl Symbol {
    /// A name that the schema does not mention.
    pub(crate) const UNKNOWN: Self = Self(u32::MAX);
}

/// An expanded name of a document in the numbers of one schema: [`Schema::name`](super::Schema::name) makes it, so that a name that
/// stands often is looked up once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub(crate) symbol: Symbol,
    pub(crate) namespace: NamespaceId,
}

impl Name {
    /// A name that the schema does not mention, in a namespace that it does not mention.
    pub(crate) const UNKNOWN: Self = Self { symbol: Symbol::UNKNOWN, namespace: NamespaceId::UNKNOWN };
}

/// The names of one schema.
#[derive(Debug)]
pub(crate) struct Names {
    text: String,
    namespaces: Vec<(u32, u32)>,
    names: Vec<(NamespaceId, u32, u32)>,
    namespace_table: HashTable<u32>,
    name_table: HashTable<u32>,
    hasher: RandomState,
}

impl Names {
    pub(crate) fn new() -> Self {
        let mut names = Self {
            text: String::new(),
            namespaces: Vec::new(),
            names: Vec::new(),
            namespace_table: HashTable::new(),
            name_table: HashTable::new(),
            hasher: RandomState::default(),
        };
        let absent = names.intern_namespace("");
        debug_assert_eq!(absent, NamespaceId::NONE);
        names
    }

    pub(crate) fn intern_namespace(&mut self, uri: &str) -> NamespaceId {
        if let Some(known) = self.namespace(uri) {
            return known;
        }
        let id = to_u32(self.namespaces.len());
        let range = self.keep(uri);
        self.namespaces.push(range);
        let hash = self.hasher.hash_one(uri);
        let Self { namespace_table, namespaces, text, hasher, .. } = self;
        namespace_table.insert_unique(hash, id, |&other| hasher.hash_one(namespace_text(text, namespaces, other)));
        NamespaceId(id)
    }

    pub(crate) fn intern(&mut self, namespace: NamespaceId, local: &str) -> Symbol {
        if let Some(known) = self.symbol(namespace, local) {
            return known;
        }
        let id = to_u32(self.names.len());
        let (start, end) = self.keep(local);
        self.names.push((namespace, start, end));
        let hash = self.hasher.hash_one((namespace.0, local));
        let Self { name_table, names, text, hasher, .. } = self;
        name_table.insert_unique(hash, id, |&other| {
            let (namespace, local) = name_text(text, names, other);
            hasher.hash_one((namespace.0, local))
        });
        Symbol(id)
    }

    pub(crate) fn namespace(&self, uri: &str) -> Option<NamespaceId> {
        self.namespace_table
            .find(self.hasher.hash_one(uri), |&id| namespace_text(&self.text, &self.namespaces, id) == uri)
            .map(|&id| NamespaceId(id))
    }

    pub(crate) fn symbol(&self, namespace: NamespaceId, local: &str) -> Option<Symbol> {
        self.name_table
            .find(self.hasher.hash_one((namespace.0, local)), |&id| name_text(&self.text, &self.names, id) == (namespace, local))
            .map(|&id| Symbol(id))
    }

    /// The name of an instance, known or not.
    #[inline]
    pub(crate) fn resolve(&self, uri: &str, local: &str) -> Name {
        let namespace = if uri.is_empty() { Some(NamespaceId::NONE) } else { self.namespace(uri) };
        let Some(namespace) = namespace else { return Name::UNKNOWN };
        Name { symbol: self.symbol(namespace, local).unwrap_or(Symbol::UNKNOWN), namespace }
    }

    /// The expanded name behind a number; empty texts when it is not of this schema.
    pub(crate) fn expanded(&self, symbol: Symbol) -> (&str, &str) {
        let (namespace, local) = name_text(&self.text, &self.names, symbol.0);
        (self.uri(namespace), local)
    }

    pub(crate) fn local(&self, symbol: Symbol) -> &str {
        name_text(&self.text, &self.names, symbol.0).1
    }

    pub(crate) fn namespace_of(&self, symbol: Symbol) -> NamespaceId {
        name_text(&self.text, &self.names, symbol.0).0
    }

    pub(crate) fn uri(&self, namespace: NamespaceId) -> &str {
        namespace_text(&self.text, &self.namespaces, namespace.0)
    }

    fn keep(&mut self, text: &str) -> (u32, u32) {
        let start = to_u32(self.text.len());
        self.text.push_str(text);
        (start, to_u32(self.text.len()))
    }
}

fn namespace_text<'t>(text: &'t str, namespaces: &[(u32, u32)], id: u32) -> &'t str {
    let Some(&(start, end)) = namespaces.get(id as usize) else { return "" };
    text.get(start as usize..end as usize).unwrap_or_default()
}

fn name_text<'t>(text: &'t str, names: &[(NamespaceId, u32, u32)], id: u32) -> (NamespaceId, &'t str) {
    let Some(&(namespace, start, end)) = names.get(id as usize) else { return (NamespaceId::UNKNOWN, "") };
    (namespace, text.get(start as usize..end as usize).unwrap_or_default())
}

/// A count as an index; schemas are bounded in size long before this saturates.
pub(crate) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_has_one_number_and_another_namespace_another() {
        let mut names = Names::new();
        let uri = names.intern_namespace("urn:a");
        let first = names.intern(uri, "x");
        assert_eq!(names.intern(uri, "x"), first);
        assert_ne!(names.intern(NamespaceId::NONE, "x"), first);
        assert_eq!(names.expanded(first), ("urn:a", "x"));
        assert_eq!(names.resolve("urn:a", "x").symbol, first);
        assert_eq!(names.resolve("urn:b", "x").namespace, NamespaceId::UNKNOWN);
        assert_eq!(names.resolve("urn:a", "y"), Name { symbol: Symbol::UNKNOWN, namespace: uri });
    }
}
