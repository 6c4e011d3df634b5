//! Finds names, prefixes and namespaces while a document is read.
//!
//! A tag's name costs one comparison where it is the one that came next the last time, else one hash and one comparison: the table
//! holds names as written, each remembers the prefix it carries and the name it meant last, and every prefix knows what it is bound to
//! at the moment. No document can make this slow: the hashes are keyed, and a name that changes its namespace all the time is found by
//! name and namespace together.

use std::borrow::Cow;
use std::hash::BuildHasher as _;
use std::hash::Hasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::chars;
use super::names::NameId;
use super::names::Names;
use super::names::NamespaceId;

/// The index of a distinct prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PrefixId(u32);

impl PrefixId {
    /// No prefix: the default namespace.
    pub(super) const DEFAULT: Self = Self(0);
}

/// Where a name stands: the default namespace does not apply to attributes (Namespaces in XML §6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    Attribute,
    Element,
}

/// Why a name has no meaning.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// Longer than the limit.
    Long,
    /// Not a `QName` (Namespaces in XML §4), or with the prefix `xmlns`, which no element or attribute may carry.
    Malformed,
    /// Its prefix is not declared.
    Undeclared,
}

/// A name as written.
#[derive(Debug)]
struct Written<'s> {
    qualified: &'s str,
    prefix: PrefixId,
    /// What it meant the last time.
    last: NameId,
    /// The index of the written form that came after it the last time.
    next: u32,
}

#[derive(Debug)]
struct Prefix<'s> {
    text: &'s str,
    bound: Option<NamespaceId>,
}

/// The tables. They serve the reading only; what remains are the [`Names`].
pub(super) struct Interner<'s> {
    state: RandomState,
    written: Vec<Written<'s>>,
    /// The hash of each written form beside its index, so that growing the table reads no text.
    by_text: HashTable<(u64, u32)>,
    /// The names of those written forms that have had more than one namespace.
    by_namespace: HashTable<(u32, NamespaceId, NameId)>,
    namespaces: HashTable<NamespaceId>,
    prefixes: Vec<Prefix<'s>>,
    by_prefix: HashTable<PrefixId>,
    /// For each declaration in scope, outermost first, what it hides.
    hidden: Vec<(PrefixId, Option<NamespaceId>)>,
    longest_name: usize,
    /// The index of the written form that was asked for last.
    latest: u32,
}

impl<'s> Interner<'s> {
    pub(super) fn new(longest_name: usize) -> Self {
        // The order makes "" the PrefixId::DEFAULT. Namespaces in XML §3 binds `xml`; `xmlns` stays unbound for good.
        let prefixes = [("", Some(NamespaceId::NONE)), ("xml", Some(NamespaceId::XML)), ("xmlns", None)];
        Self {
            state: RandomState::default(),
            written: Vec::with_capacity(128),
            by_text: HashTable::with_capacity(128),
            by_namespace: HashTable::new(),
            namespaces: HashTable::new(),
            prefixes: prefixes.map(|(text, bound)| Prefix { text, bound }).into(),
            by_prefix: HashTable::new(),
            hidden: Vec::new(),
            longest_name,
            latest: 0,
        }
    }

    /// The name that a qualified name means here.
    #[inline]
    pub(super) fn resolve(&mut self, names: &mut Names<'s>, qualified: &'s str, bearer: Bearer) -> Result<NameId, Unresolved> {
        let written = self.written.as_slice();
        let is_written = |index: u32| written.get(index as usize).is_some_and(|known| known.qualified == qualified);
        // The second line of an invoice has the names of the first in their order: most names are those that came next the last time.
        let expected = written.get(self.latest as usize).map_or(0, |latest| latest.next);
        let index = if is_written(expected) {
            expected
        } else {
            let hash = hash_of(&self.state, qualified);
            let found = self.by_text.find(hash, |&(known, index)| known == hash && is_written(index));
            let Some(&(_, index)) = found else { return self.insert(names, hash, qualified, bearer) };
            self.follow(index);
            index
        };
        self.latest = index;
        let Some(known) = self.written.get(index as usize) else { return Err(Unresolved::Malformed) };
        let namespace = self.namespace_of(known.prefix, bearer).ok_or(Unresolved::Undeclared)?;
        if names.namespace_of(known.last) == namespace {
            return Ok(known.last);
        }
        Ok(self.rename(names, index, namespace))
    }

    /// A name that is written for the first time: the only time that its characters need a check.
    #[cold]
    fn insert(&mut self, names: &mut Names<'s>, hash: u64, qualified: &'s str, bearer: Bearer) -> Result<NameId, Unresolved> {
        if qualified.len() > self.longest_name {
            return Err(Unresolved::Long);
        }
        // A name is short: looking at each byte is faster than a search for a character.
        let colon = qualified.bytes().position(|byte| byte == b':');
        let (prefix, local) =
            colon.and_then(|at| Some((qualified.get(..at)?, qualified.get(at + 1..)?))).unwrap_or(("", qualified));
        let start = qualified.len() - local.len();
        if !chars::is_ncname(local) || (start > 0 && !chars::is_ncname(prefix)) || prefix == "xmlns" {
            return Err(Unresolved::Malformed);
        }
        let prefix = self.prefix(prefix);
        let namespace = self.namespace_of(prefix, bearer).ok_or(Unresolved::Undeclared)?;
        let name = names.add(qualified, local, namespace);
        let index = u32::try_from(self.written.len()).unwrap_or(u32::MAX);
        self.written.push(Written { qualified, prefix, last: name, next: 0 });
        self.follow(index);
        self.latest = index;
        self.by_text.insert_unique(hash, (hash, index), |&(hash, _)| hash);
        Ok(name)
    }

    /// Remembers which written form comes after the latest one.
    fn follow(&mut self, index: u32) {
        if let Some(latest) = self.written.get_mut(self.latest as usize) {
            latest.next = index;
        }
    }

    /// The name of a written form whose namespace is not the one it had the last time.
    #[cold]
    fn rename(&mut self, names: &mut Names<'s>, index: u32, namespace: NamespaceId) -> NameId {
        let Some(known) = self.written.get_mut(index as usize) else { return NameId(0) };
        let state = &self.state;
        let hash_of = |of: &(u32, NamespaceId, NameId)| state.hash_one((of.0, of.1.0));
        let table = &mut self.by_namespace;
        let mut entry = |one: (u32, NamespaceId, NameId)| {
            table.entry(hash_of(&one), |other| (other.0, other.1) == (one.0, one.1), hash_of).or_insert(one).get().2
        };
        let last = known.last;
        entry((index, names.namespace_of(last), last));
        // The id that the name gets if it is new.
        let next = names.next_id();
        known.last = entry((index, namespace, next));
        if known.last == next {
            names.add(known.qualified, names.local(last), namespace);
        }
        known.last
    }

    #[inline]
    fn namespace_of(&self, prefix: PrefixId, bearer: Bearer) -> Option<NamespaceId> {
        if prefix == PrefixId::DEFAULT && bearer == Bearer::Attribute {
            return Some(NamespaceId::NONE);
        }
        self.prefixes.get(prefix.0 as usize)?.bound
    }

    /// The id of a namespace URI. The caller has dealt with the two that every document knows, none and `xml`.
    pub(super) fn namespace(&mut self, names: &mut Names<'s>, uri: Cow<'s, str>) -> NamespaceId {
        let state = &self.state;
        let hash = hash_of(state, &uri);
        if let Some(&known) = self.namespaces.find(hash, |&known| names.namespace(known) == uri) {
            return known;
        }
        let id = names.add_namespace(uri);
        self.namespaces.insert_unique(hash, id, |&known| hash_of(state, names.namespace(known)));
        id
    }

    /// The id of a prefix. Few documents have more than a few, so the first are found by looking at each.
    pub(super) fn prefix(&mut self, text: &'s str) -> PrefixId {
        const FEW: usize = 8;
        let few = self.prefixes.iter().take(FEW).position(|prefix| prefix.text == text);
        if let Some(known) = few {
            return PrefixId(u32::try_from(known).unwrap_or(u32::MAX));
        }
        let (state, prefixes) = (&self.state, &self.prefixes);
        let text_of = |id: PrefixId| prefixes.get(id.0 as usize).map_or("", |prefix| prefix.text);
        let id = PrefixId(u32::try_from(prefixes.len()).unwrap_or(u32::MAX));
        if prefixes.len() >= FEW {
            let hash = hash_of(state, text);
            let found = self.by_prefix.entry(hash, |&known| text_of(known) == text, |&known| hash_of(state, text_of(known)));
            let known = *found.or_insert(id).get();
            if known != id {
                return known;
            }
        }
        self.prefixes.push(Prefix { text, bound: None });
        id
    }

    /// How many declarations are in scope.
    pub(super) const fn declared(&self) -> usize {
        self.hidden.len()
    }

    /// Whether one of the declarations after the first `outer` ones is of that prefix.
    pub(super) fn is_declared_since(&self, outer: usize, prefix: PrefixId) -> bool {
        self.hidden.iter().skip(outer).any(|(declared, _)| *declared == prefix)
    }

    /// Binds a prefix until [`Interner::leave`].
    pub(super) fn declare(&mut self, prefix: PrefixId, namespace: NamespaceId) {
        let hidden = self.bind(prefix, Some(namespace));
        self.hidden.push((prefix, hidden));
    }

    /// Ends the scope of all declarations but the first `outer` ones.
    #[inline]
    pub(super) fn leave(&mut self, outer: usize) {
        while self.hidden.len() > outer
            && let Some((prefix, hidden)) = self.hidden.pop()
        {
            self.bind(prefix, hidden);
        }
    }

    fn bind(&mut self, prefix: PrefixId, bound: Option<NamespaceId>) -> Option<NamespaceId> {
        let prefix = self.prefixes.get_mut(prefix.0 as usize)?;
        std::mem::replace(&mut prefix.bound, bound)
    }
}

#[inline]
fn hash_of(state: &RandomState, text: &str) -> u64 {
    let mut hasher = state.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_means_what_the_innermost_declaration_says() {
        let mut names = Names::new();
        let mut interner = Interner::new(100);
        let resolve = |interner: &mut Interner<'static>, names: &mut Names<'static>, text| {
            interner.resolve(names, text, Bearer::Element).map(|name| names.name(name).namespace().to_owned())
        };
        assert_eq!(resolve(&mut interner, &mut names, "p:a"), Err(Unresolved::Undeclared));
        let prefix = interner.prefix("p");
        for uri in ["u", "v", "u"] {
            let namespace = interner.namespace(&mut names, Cow::Borrowed(uri));
            interner.declare(prefix, namespace);
            assert_eq!(resolve(&mut interner, &mut names, "p:a").unwrap(), uri);
        }
        assert_eq!(names.len(), 2);
        interner.leave(2);
        assert_eq!(resolve(&mut interner, &mut names, "p:a").unwrap(), "v");
        interner.leave(0);
        assert_eq!(resolve(&mut interner, &mut names, "p:a"), Err(Unresolved::Undeclared));
    }

    #[test]
    fn the_default_namespace_is_for_elements() {
        let mut names = Names::new();
        let mut interner = Interner::new(100);
        let namespace = interner.namespace(&mut names, Cow::Borrowed("u"));
        interner.declare(PrefixId::DEFAULT, namespace);
        let element = interner.resolve(&mut names, "Id", Bearer::Element).unwrap();
        let attribute = interner.resolve(&mut names, "Id", Bearer::Attribute).unwrap();
        assert_eq!((names.name(element).namespace(), names.name(attribute).namespace()), ("u", ""));
        assert_eq!(interner.resolve(&mut names, "Id", Bearer::Element), Ok(element));
    }

    #[test]
    fn names_are_checked_when_first_seen() {
        let mut names = Names::new();
        let mut interner = Interner::new(4);
        for (text, expected) in [
            ("abcde", Unresolved::Long),
            ("a:b:", Unresolved::Malformed),
            (":a", Unresolved::Malformed),
            ("a:", Unresolved::Malformed),
            ("1", Unresolved::Malformed),
            ("", Unresolved::Malformed),
            ("a:b", Unresolved::Undeclared),
        ] {
            assert_eq!(interner.resolve(&mut names, text, Bearer::Element), Err(expected), "{text}");
        }
        assert!(interner.resolve(&mut names, "abcd", Bearer::Element).is_ok());
    }
}
