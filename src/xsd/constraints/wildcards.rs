//! Namespace sets against each other (XSD 1.0 Part 1 §3.10.6).

use crate::xsd::model::NamespaceId;
use crate::xsd::model::NamespaceSet;

use NamespaceSet as N;

/// Whether `sub` allows nothing that `whole` does not (cos-ns-subset).
pub(crate) fn is_subset(sub: &NamespaceSet, whole: &NamespaceSet) -> bool {
    match (sub, whole) {
        (_, N::Any) => true,
        (N::Not(one), N::Not(other)) => one == other,
        (N::OneOf(set), whole) => set.iter().all(|&namespace| whole.allows(namespace)),
        (N::Any | N::Not(_), _) => false,
    }
}

/// Whether some namespace is allowed by both.
pub(crate) fn overlap(one: &NamespaceSet, other: &NamespaceSet) -> bool {
    match (one, other) {
        (N::OneOf(set), other) | (other, N::OneOf(set)) => set.iter().any(|&namespace| other.allows(namespace)),
        _ => true,
    }
}

/// What both allow (cos-aw-intersect). `None` when no set expresses it.
pub(crate) fn intersection(one: &NamespaceSet, other: &NamespaceSet) -> Option<NamespaceSet> {
    Some(match (one, other) {
        (N::Any, set) | (set, N::Any) => set.clone(),
        (N::OneOf(set), other) | (other, N::OneOf(set)) => {
            N::OneOf(set.iter().copied().filter(|&namespace| other.allows(namespace)).collect())
        }
        (N::Not(one), N::Not(other)) if one == other => N::Not(*one),
        (N::Not(one), N::Not(NamespaceId::NONE)) | (N::Not(NamespaceId::NONE), N::Not(one)) => N::Not(*one),
        (N::Not(_), N::Not(_)) => return None,
    })
}

/// What either allows (cos-aw-union). `None` when no set expresses it.
pub(crate) fn union(one: &NamespaceSet, other: &NamespaceSet) -> Option<NamespaceSet> {
    Some(match (one, other) {
        (N::Any, _) | (_, N::Any) => N::Any,
        (N::OneOf(set), N::OneOf(more)) => {
            let mut all: Vec<NamespaceId> = set.iter().chain(more.iter()).copied().collect();
            all.sort_unstable();
            all.dedup();
            N::OneOf(all.into_boxed_slice())
        }
        (N::Not(one), N::Not(other)) if one == other => N::Not(*one),
        (N::Not(_), N::Not(_)) => N::Not(NamespaceId::NONE),
        (N::Not(not), N::OneOf(set)) | (N::OneOf(set), N::Not(not)) => {
            match (set.contains(not), set.contains(&NamespaceId::NONE)) {
                (true, true) => N::Any,
                (true, false) => N::Not(NamespaceId::NONE),
                (false, true) if *not == NamespaceId::NONE => N::Any,
                (false, true) => return None,
                (false, false) => N::Not(*not),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NamespaceId = NamespaceId(1);
    const B: NamespaceId = NamespaceId(2);
    const NONE: NamespaceId = NamespaceId::NONE;

    fn of(set: &[NamespaceId]) -> NamespaceSet {
        N::OneOf(set.into())
    }

    #[test]
    fn subsets() {
        assert!(is_subset(&of(&[A]), &N::Not(B)) && !is_subset(&of(&[A, B]), &N::Not(B)));
        assert!(is_subset(&N::Not(A), &N::Any) && !is_subset(&N::Any, &N::Not(A)));
        assert!(!is_subset(&of(&[NONE]), &N::Not(B)), "##other leaves out what has no namespace");
    }

    #[test]
    fn overlaps() {
        assert!(overlap(&N::Not(A), &N::Not(B)) && overlap(&N::Any, &of(&[A])));
        assert!(!overlap(&N::Not(A), &of(&[A, NONE])) && !overlap(&of(&[A]), &of(&[B])));
    }

    #[test]
    fn unions_and_intersections_that_no_set_expresses() {
        assert_eq!(union(&N::Not(A), &of(&[NONE])), None);
        assert_eq!(union(&N::Not(A), &of(&[A])), Some(N::Not(NONE)));
        assert_eq!(intersection(&N::Not(A), &N::Not(B)), None);
        assert_eq!(intersection(&N::Not(A), &of(&[A, B])), Some(of(&[B])));
    }
}
