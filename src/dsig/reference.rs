//! From a reference to the nodes it selects, and their digest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use crate::Limits;
use crate::pki::Digest;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Source;

use super::Found;
use super::Nonstandard;
use super::Reason;
use super::Refusal;
use super::c14n;
use super::c14n::Hasher;
use super::c14n::Method;
use super::c14n::NodeSet;
use super::c14n::Octets;
use super::c14n::Sink;
use super::c14n::canonicalize;
use super::index::Index;
use super::index::Target;
use super::structure::Transform;
use super::structure::Written;

/// What a reference digests: nodes, then one canonicalization or several, each of which reads the octets of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Recipe<'d> {
    pub(super) set: NodeSet,
    /// Empty stands for [`Method::DEFAULT`].
    methods: Vec<Method<'d>>,
}

/// A recipe, and where it departs from the standard.
pub(super) struct Resolved<'d> {
    pub(super) recipe: Recipe<'d>,
    pub(super) nonstandard: Option<Nonstandard>,
}

/// Resolves a reference of this signature (XML-DSig §4.4.3.2, §4.4.3.3).
pub(super) fn resolve<'d>(written: &Written<'d>, signature: &Node<'d>, index: &Index<'d>) -> Result<Resolved<'d>, Refusal> {
    let mut set = select(written, index)?;
    let mut methods: Vec<Method<'d>> = Vec::new();
    let mut nonstandard = None;
    let document = signature.document();
    for transform in &written.transforms {
        match transform {
            Transform::Canonicalization(method) => methods.push(method.clone()),
            Transform::Enveloped if !methods.is_empty() => {
                nonstandard = Some(Nonstandard::EnvelopedAfterCanonicalization);
            }
            Transform::Enveloped if signature.contains(set.apex) && signature.id() != set.apex => {
                nonstandard = Some(Nonstandard::EnvelopedInsideSignature);
            }
            // The signature is left out where it lies inside; elsewhere there is nothing to leave out.
            Transform::Enveloped if document.node(set.apex).is_some_and(|apex| apex.contains(signature.id())) => {
                set = set.without(signature.id());
            }
            Transform::Enveloped => {}
        }
    }
    // Enveloped-signature yields nodes again, and nodes are made octets by the default method.
    if matches!(written.transforms.last(), Some(Transform::Enveloped)) && !methods.is_empty() {
        methods.push(Method::DEFAULT);
    }
    Ok(Resolved { recipe: Recipe { set, methods }, nonstandard })
}

/// The nodes that the URI selects.
fn select(written: &Written<'_>, index: &Index<'_>) -> Result<NodeSet, Refusal> {
    let refusal = |reason| Refusal::new(reason, written.node).actual(&written.uri);
    if written.uri.is_empty() {
        return Ok(NodeSet::subtree(NodeId::DOCUMENT).without_comments());
    }
    let fragment = written.uri.strip_prefix('#').ok_or_else(|| refusal(Reason::External))?;
    if fragment == "xpointer(/)" {
        return Ok(NodeSet::subtree(NodeId::DOCUMENT));
    }
    let by_id = |quote| fragment.strip_prefix("xpointer(id(")?.strip_suffix("))")?.strip_prefix(quote)?.strip_suffix(quote);
    let pointed = by_id('\'').or_else(|| by_id('"'));
    if pointed.is_none() && fragment.starts_with("xpointer(") {
        return Err(refusal(Reason::XPath));
    }
    match index.target(pointed.unwrap_or(fragment)) {
        Some(Target::One(id)) if pointed.is_some() => Ok(NodeSet::subtree(id)),
        Some(Target::One(id)) => Ok(NodeSet::subtree(id).without_comments()),
        Some(Target::Several(_)) => Err(refusal(Reason::DuplicateId)),
        None => Err(refusal(Reason::ReferenceMissing)),
    }
}

impl<'d> Recipe<'d> {
    /// One canonicalization, as of `SignedInfo`.
    pub(super) fn new(set: NodeSet, method: Method<'d>) -> Self {
        Self { set, methods: vec![method] }
    }

    /// Whether the octets come from an exclusive canonicalization.
    pub(super) fn is_exclusive(&self) -> bool {
        self.methods.last().is_some_and(Method::is_exclusive)
    }

    /// The same methods over other nodes.
    pub(super) fn of(&self, set: NodeSet) -> Self {
        Self { set, methods: self.methods.clone() }
    }

    pub(super) fn write<S: Sink + ?Sized>(&self, document: &Document<'_>, limits: &Limits, sink: &mut S) -> Result<(), Failure> {
        let (first, rest) = match self.methods.split_first() {
            Some((first, rest)) => (first, rest),
            None => (&Method::DEFAULT, &[][..]),
        };
        let Some((last, middle)) = rest.split_last() else {
            return Ok(canonicalize(document, &self.set, first, sink)?);
        };
        // Octets that meet another canonicalization are parsed again (XML-DSig §4.4.3.2). At most Limits::transforms rounds.
        let mut octets = Vec::new();
        canonicalize(document, &self.set, first, &mut octets)?;
        for method in middle {
            octets = again(&octets, method, limits, Vec::new())?;
        }
        again(&octets, last, limits, sink).map(drop)
    }
}

fn again<S: Sink>(octets: &[u8], method: &Method<'_>, limits: &Limits, mut sink: S) -> Result<S, Failure> {
    // Canonical text grows by at most a few times, so the limits of the document fit it or the document is at their edge.
    let source = Source::decode(octets, limits).map_err(|_| Failure::Work)?;
    let document = Document::parse(&source, limits).map_err(|_| Failure::Work)?;
    canonicalize(&document, &NodeSet::subtree(NodeId::DOCUMENT), method, &mut sink)?;
    Ok(sink)
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn write(&mut self, octets: &[u8]) {
        (**self).write(octets);
    }
}

/// Why there is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    Canonicalization(c14n::Error),
    /// The allowance is used up.
    Work,
}

impl From<c14n::Error> for Failure {
    fn from(error: c14n::Error) -> Self {
        Self::Canonicalization(error)
    }
}

impl Failure {
    /// The refusal of a signature whose nodes at `node` could not be canonicalized.
    pub(super) fn refusal(self, node: NodeId) -> Refusal {
        match self {
            Self::Canonicalization(c14n::Error::RelativeNamespace(at)) => Refusal::new(Reason::NamespaceRelative, at),
            Self::Canonicalization(_) => Refusal::new(Reason::Structure, node),
            Self::Work => Refusal::new(Reason::LimitWork, node),
        }
    }
}

/// Searches of one document and what they found: nodes, the innermost element around them and the signature, and what they must fit.
type Explained<'d> = HashMap<(Recipe<'d>, Option<NodeId>, Vec<u8>), Found, RandomState>;

/// Digests of one document, each computed once: the authority signs the same nodes as the seller. What all of them may cost together
/// is bounded, since every signature may name the whole document.
pub(super) struct Digests<'d> {
    document: &'d Document<'d>,
    limits: Limits,
    known: HashMap<(Recipe<'d>, Digest), Octets, RandomState>,
    work: usize,
    /// Octets that diagnosis may still look at.
    diagnosed: usize,
    /// What diagnosis has found so far.
    pub(super) explained: Explained<'d>,
}

impl<'d> Digests<'d> {
    pub(super) fn new(document: &'d Document<'d>, limits: Limits) -> Self {
        Self {
            document,
            limits,
            known: HashMap::default(),
            work: limits.canonicalized,
            diagnosed: limits.diagnosed,
            explained: HashMap::default(),
        }
    }

    pub(super) fn digest(&mut self, recipe: &Recipe<'d>, function: Digest) -> Result<Octets, Failure> {
        match self.known.entry((recipe.clone(), function)) {
            Entry::Occupied(entry) => Ok(*entry.get()),
            Entry::Vacant(entry) => {
                charge(&mut self.work, self.document, &recipe.set)?;
                let mut hasher = Hasher::new(function);
                recipe.write(self.document, &self.limits, &mut hasher)?;
                Ok(*entry.insert(hasher.finish()))
            }
        }
    }

    /// The octets themselves, for diagnosis, which keeps an account of its own.
    pub(super) fn write(&self, recipe: &Recipe<'d>, octets: &mut Vec<u8>) -> Result<(), Failure> {
        recipe.write(self.document, &self.limits, octets)
    }

    /// What making the octets of these nodes costs.
    pub(super) fn cost(&self, set: &NodeSet) -> usize {
        cost(self.document, set)
    }

    /// Octets that diagnosis may still look at.
    pub(super) const fn allowance(&self) -> usize {
        self.diagnosed
    }

    /// Takes what a diagnosis has used from its allowance.
    pub(super) const fn spend(&mut self, octets: usize) {
        self.diagnosed = self.diagnosed.saturating_sub(octets);
    }

    /// The octets of `SignedInfo`.
    pub(super) fn canonicalize(&mut self, set: &NodeSet, method: &Method<'_>, octets: &mut Vec<u8>) -> Result<(), Failure> {
        charge(&mut self.work, self.document, set)?;
        octets.clear();
        Ok(canonicalize(self.document, set, method, octets)?)
    }
}

fn charge(work: &mut usize, document: &Document<'_>, set: &NodeSet) -> Result<(), Failure> {
    *work = work.checked_sub(cost(document, set)).ok_or(Failure::Work)?;
    Ok(())
}

/// Bytes of the apex and of the tags around it, whose declarations it inherits.
fn cost(document: &Document<'_>, set: &NodeSet) -> usize {
    document.node(set.apex).map_or(0, |apex| {
        let around = apex.ancestors().filter(Node::is_element);
        apex.range().len() + around.map(|ancestor| ancestor.tag_range().len()).sum::<usize>()
    })
}
