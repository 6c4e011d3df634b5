//! Content as a tree of particles, the form in which both front ends hand it over.

use super::ElementId;
use super::Wildcard;

/// `maxOccurs="unbounded"`.
pub(crate) const UNBOUNDED: u32 = u32::MAX;

/// A term with its occurrence bounds (Part 1 §3.9).
#[derive(Clone, Debug)]
pub(crate) struct Particle {
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) term: Term,
}

#[derive(Clone, Debug)]
pub(crate) enum Term {
    Element(ElementId),
    Wildcard(Wildcard),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    /// Each at most once, in any order.
    All(Vec<Particle>),
    /// Like a sequence whose children may come in any order; the declared order is remembered and a departure from it reported.
    Unordered(Vec<Particle>),
}

impl Particle {
    pub(crate) const fn once(term: Term) -> Self {
        Self { min: 1, max: 1, term }
    }

    /// `first` followed by `second`, without nesting sequences that occur once.
    pub(crate) fn then(first: Self, second: Self) -> Self {
        match first {
            Self { min: 1, max: 1, term: Term::Sequence(mut children) } => {
                children.push(second);
                Self::once(Term::Sequence(children))
            }
            first => Self::once(Term::Sequence(vec![first, second])),
        }
    }

    /// Whether it can match no element at all by having none.
    pub(crate) fn is_pointless(&self) -> bool {
        self.max == 0
            || match &self.term {
                Term::Element(_) | Term::Wildcard(_) => false,
                Term::Sequence(children) | Term::All(children) | Term::Unordered(children) => {
                    children.iter().all(Self::is_pointless)
                }
                Term::Choice(children) => !children.is_empty() && children.iter().all(Self::is_pointless),
            }
    }
}
