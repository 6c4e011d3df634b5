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

    /// Whether it is the same as no particle (§3.4.2): a group without particles, save a choice that must occur.
    pub(crate) fn is_nothing(&self) -> bool {
        match &self.term {
            Term::Sequence(children) | Term::All(children) => children.is_empty(),
            Term::Choice(children) => children.is_empty() && self.min == 0,
            _ => false,
        }
    }

    /// Whether it matches nothing at all (§3.9.6). The recursion is bounded by the depth of the reader.
    pub(crate) fn is_emptiable(&self) -> bool {
        self.min == 0
            || match &self.term {
                Term::Element(_) | Term::Wildcard(_) => false,
                Term::Sequence(children) | Term::All(children) | Term::Unordered(children) => {
                    children.iter().all(Self::is_emptiable)
                }
                Term::Choice(children) => children.iter().any(Self::is_emptiable),
            }
    }

    /// Particles in it, itself included. The recursion is bounded by the depth of the reader.
    pub(crate) fn size(&self) -> usize {
        self.children().iter().fold(1, |sum: usize, child| sum.saturating_add(child.size()))
    }

    /// Effective Total Range (cos-seq-range, cos-choice-range). The recursion is bounded by the depth of the reader.
    pub(crate) fn effective_range(&self) -> (u32, u32) {
        let ranges = self.children().iter().map(Self::effective_range);
        let (min, max) = match &self.term {
            Term::Element(_) | Term::Wildcard(_) => (1, 1),
            Term::Choice(_) => ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, 0)),
            Term::Sequence(_) | Term::All(_) | Term::Unordered(_) => {
                ranges.fold((0, 0), |sum: (u32, u32), each| (sum.0.saturating_add(each.0), sum.1.saturating_add(each.1)))
            }
        };
        (times(self.min, min.into()), times(self.max, max.into()))
    }

    /// The particles of a group; none of an element or a wildcard.
    pub(crate) fn children(&self) -> &[Self] {
        match &self.term {
            Term::Element(_) | Term::Wildcard(_) => &[],
            Term::Sequence(children) | Term::Choice(children) | Term::All(children) | Term::Unordered(children) => children,
        }
    }
}

/// Occurrences times a count; unbounded stays so, and what is beyond counting is as good as unbounded.
pub(crate) fn times(occurs: u32, count: u64) -> u32 {
    match occurs {
        UNBOUNDED if count > 0 => UNBOUNDED,
        occurs => u32::try_from(u64::from(occurs).saturating_mul(count)).unwrap_or(UNBOUNDED),
    }
}
