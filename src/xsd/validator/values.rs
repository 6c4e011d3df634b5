//! What values need to know about where they stand.

use std::borrow::Cow;

use hashbrown::HashMap;
use hashbrown::HashSet;

use super::super::datatype::ValueContext;
use super::super::fault::At;

/// The namespace declarations in scope at an element.
pub trait Scope {
    /// The namespace bound to a prefix, the default namespace for the empty one; `None` when it is not bound.
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>>;
}

/// The identifiers of a document and the references to them.
#[derive(Debug)]
pub(super) struct Identifiers<P> {
    ids: HashSet<Box<str>, foldhash::fast::RandomState>,
    /// The first place of each identifier that is referred to.
    references: HashMap<Box<str>, At<P>, foldhash::fast::RandomState>,
    /// Whether the value just looked at held an identifier that stood before.
    pub(super) duplicate: bool,
}

impl<P> Default for Identifiers<P> {
    fn default() -> Self {
        Self { ids: HashSet::default(), references: HashMap::default(), duplicate: false }
    }
}

impl<P: Copy> Identifiers<P> {
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.references.clear();
    }

    /// References to identifiers that do not stand in the document.
    pub(super) fn dangling(&self) -> impl Iterator<Item = (&str, At<P>)> {
        self.references.iter().filter(|(name, _)| !self.ids.contains(*name)).map(|(name, &at)| (&**name, at))
    }
}

/// A value at a place.
pub(super) struct ValuePlace<'v, P> {
    pub(super) scope: &'v dyn Scope,
    pub(super) identifiers: &'v mut Identifiers<P>,
    pub(super) at: At<P>,
}

impl<P: Copy> ValueContext for ValuePlace<'_, P> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        let bound = self.scope.namespace(prefix);
        // An unprefixed name without a default namespace is in no namespace.
        if prefix.is_empty() { Some(bound.unwrap_or_default()) } else { bound }
    }

    fn id(&mut self, value: &str) {
        if !self.identifiers.ids.insert(value.into()) {
            self.identifiers.duplicate = true;
        }
    }

    fn idref(&mut self, value: &str) {
        if !self.identifiers.references.contains_key(value) {
            self.identifiers.references.insert(value.into(), self.at);
        }
    }
}
