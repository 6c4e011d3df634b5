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
    /// The first place of each identifier that is referred to, numbered in the order of the document.
    references: HashMap<Box<str>, (usize, At<P>), foldhash::fast::RandomState>,
    /// Whether the value just looked at held an identifier that stood before.
    pub(super) duplicate: bool,
    /// The depth of an element that stands once too often: that its identifiers stand twice follows from it.
    repeated: Option<usize>,
}

impl<P> Default for Identifiers<P> {
    fn default() -> Self {
        Self { ids: HashSet::default(), references: HashMap::default(), duplicate: false, repeated: None }
    }
}

impl<P: Copy> Identifiers<P> {
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.references.clear();
        self.duplicate = false;
        self.repeated = None;
    }

    /// References to identifiers that do not stand in the document, in its order.
    pub(super) fn dangling(&self) -> Vec<(&str, At<P>)> {
        let mut found: Vec<_> = self.references.iter().filter(|(name, _)| !self.ids.contains(*name)).collect();
        found.sort_unstable_by_key(|(_, (number, _))| *number);
        found.into_iter().map(|(name, (_, at))| (&**name, *at)).collect()
    }

    /// The element that is about to open at that depth stands once too often.
    pub(super) fn repeats(&mut self, depth: usize) {
        self.repeated = self.repeated.or(Some(depth));
    }

    /// An element opens or has closed at that depth.
    pub(super) fn leaves(&mut self, depth: usize) {
        if self.repeated.is_some_and(|repeated| depth <= repeated) {
            self.repeated = None;
        }
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
        if !self.identifiers.ids.insert(value.into()) && self.identifiers.repeated.is_none() {
            self.identifiers.duplicate = true;
        }
    }

    fn idref(&mut self, value: &str) {
        let number = self.identifiers.references.len();
        if !self.identifiers.references.contains_key(value) {
            self.identifiers.references.insert(value.into(), (number, self.at));
        }
    }
}
