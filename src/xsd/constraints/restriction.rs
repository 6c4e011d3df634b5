//! Particle Valid (Restriction): whether one content takes only what another takes (XSD 1.0 Part 1 §3.9.6).
//!
//! The standard does not compare languages but trees: each kind of pair has its rule (`rcase-…`). Both trees are first brought into
//! the form that it prescribes, heads of substitution groups as choices and pointless groups taken out. A pair of particles is then
//! compared at most once for each comparison of the groups around them; [`WORK`] bounds the whole.

use std::slice;

use hashbrown::HashMap;

use super::derivation::is_derived;
use super::wildcards::is_subset;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::model::Derivation;
use crate::xsd::model::Particle;
use crate::xsd::model::Term;
use crate::xsd::model::times;
use crate::xsd::model::to_u32;

/// By head: the declarations that may stand for it, itself among them, in one order.
pub(crate) type Members = HashMap<ElementId, Vec<ElementId>, foldhash::fast::RandomState>;

/// Pairs of particles compared for one schema. The largest real schema compares some thousand.
const WORK: u32 = 20_000_000;

/// The rule that is broken, and the element that breaks it where one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) rule: &'static str,
    pub(crate) element: Option<ElementId>,
}

/// Compares the contents of one schema.
pub(crate) struct Restriction<'s> {
    schema: &'s Schema,
    members: &'s Members,
    work: u32,
}

/// Which kind of group a particle stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    All,
    Choice,
    Nothing,
    Sequence,
}

impl<'s> Restriction<'s> {
    pub(crate) const fn new(schema: &'s Schema, members: &'s Members) -> Self {
        Self { schema, members, work: WORK }
    }

    /// Whether `derived` is a valid restriction of `base`.
    pub(crate) fn check(&mut self, derived: &Particle, base: &Particle) -> Result<(), Broken> {
        let derived = self.normal(derived);
        let base = self.normal(base);
        self.compare(&derived, &base, true)
    }

    fn normal(&mut self, particle: &Particle) -> Particle {
        let mut out = Vec::with_capacity(1);
        self.normalize(particle, Around::Nothing, &mut out);
        out.pop().unwrap_or(Particle::once(Term::Sequence(Vec::new())))
    }

    /// Adds a particle without what is pointless. The recursion is bounded by the depth of the reader. Groups that substitution makes
    /// too large are left out, which the comparison then tells.
    fn normalize(&mut self, particle: &Particle, around: Around, out: &mut Vec<Particle>) {
        let (inner, own) = match &particle.term {
            Term::Element(element) => match self.members.get(element) {
                Some(members) => {
                    self.work = self.work.saturating_sub(to_u32(members.len()));
                    if self.work == 0 {
                        return;
                    }
                    (members.iter().map(|&element| Particle::once(Term::Element(element))).collect(), Around::Choice)
                }
                None => return out.push(particle.clone()),
            },
            Term::Wildcard(_) => return out.push(particle.clone()),
            Term::Sequence(children) => (self.inside(children, Around::Sequence), Around::Sequence),
            Term::Choice(children) => (self.inside(children, Around::Choice), Around::Choice),
            Term::All(children) | Term::Unordered(children) => (self.inside(children, Around::All), Around::All),
        };
        let is_once = particle.min == 1 && particle.max == 1;
        if inner.is_empty() && (own != Around::Choice || particle.min == 0) {
            return;
        }
        if is_once && inner.len() == 1 {
            // What is left may itself be pointless in the group around.
            inner.iter().for_each(|only| splice(only, around, out));
        } else if is_once && own == around && own != Around::All {
            out.extend(inner);
        } else {
            let term = match own {
                Around::Sequence | Around::Nothing => Term::Sequence(inner),
                Around::Choice => Term::Choice(inner),
                Around::All => Term::All(inner),
            };
            out.push(Particle { term, ..*particle });
        }
    }

    fn inside(&mut self, children: &[Particle], around: Around) -> Vec<Particle> {
        let mut inner = Vec::with_capacity(children.len());
        children.iter().for_each(|child| self.normalize(child, around, &mut inner));
        inner
    }

    /// `occurrences` is off under a wildcard, whose bounds are held against the group as a whole.
    fn compare(&mut self, derived: &Particle, base: &Particle, occurrences: bool) -> Result<(), Broken> {
        let Some(left) = self.work.checked_sub(1) else { return Err(broken("taxdoc-schema-size", derived)) };
        self.work = left;
        let range = |rule| if occurrences && !within(derived, base) { Err(broken(rule, derived)) } else { Ok(()) };
        match (&derived.term, &base.term) {
            (Term::Element(one), Term::Element(other)) => self.same_name_and_type(*one, *other, derived, base),
            (Term::Element(element), Term::Wildcard(wildcard)) => {
                if !wildcard.namespaces.allows(self.schema.names.namespace_of(self.schema.element(*element).symbol)) {
                    return Err(broken("rcase-NSCompat.1", derived));
                }
                range("rcase-NSCompat.2")
            }
            // rcase-RecurseAsIfGroup: an element is a group of itself.
            (Term::Element(_), Term::Sequence(others) | Term::All(others)) => {
                let group = Particle::once(Term::Sequence(vec![derived.clone()]));
                self.recurse(&group, slice::from_ref(derived), base, others)
            }
            (Term::Element(_), Term::Choice(others)) => {
                let group = Particle::once(Term::Choice(vec![derived.clone()]));
                self.recurse_lax(&group, slice::from_ref(derived), base, others)
            }
            (Term::Wildcard(one), Term::Wildcard(other)) => {
                range("rcase-NSSubset.1")?;
                if !is_subset(&one.namespaces, &other.namespaces) {
                    return Err(broken("rcase-NSSubset.2", derived));
                }
                if one.process < other.process {
                    return Err(broken("rcase-NSSubset.3", derived));
                }
                Ok(())
            }
            (Term::Sequence(children) | Term::Choice(children) | Term::All(children), Term::Wildcard(_)) => {
                let (min, max) = derived.effective_range();
                if occurrences && !(min >= base.min && max <= base.max) {
                    return Err(broken("rcase-NSRecurseCheckCardinality.2", derived));
                }
                children.iter().try_for_each(|child| self.compare(child, base, false))
            }
            (Term::Sequence(children), Term::Sequence(others)) | (Term::All(children), Term::All(others)) => {
                self.recurse(derived, children, base, others)
            }
            (Term::Choice(children), Term::Choice(others)) => self.recurse_lax(derived, children, base, others),
            (Term::Sequence(children), Term::All(others)) => self.recurse_unordered(derived, children, base, others),
            (Term::Sequence(children), Term::Choice(others)) => self.map_and_sum(derived, children, base, others),
            _ => Err(broken("cos-particle-restrict.2", derived)),
        }
    }

    /// rcase-NameAndTypeOK
    fn same_name_and_type(&self, one: ElementId, other: ElementId, derived: &Particle, base: &Particle) -> Result<(), Broken> {
        let (own, head) = (self.schema.element(one), self.schema.element(other));
        if own.symbol != head.symbol {
            return Err(broken(ANOTHER_NAME, derived));
        }
        if !within(derived, base) {
            return Err(broken("rcase-NameAndTypeOK.3", derived));
        }
        if one == other {
            return Ok(());
        }
        if own.nillable && !head.nillable {
            return Err(broken("rcase-NameAndTypeOK.2", derived));
        }
        let keeps_fixed = head
            .value
            .as_ref()
            .filter(|value| value.fixed)
            .is_none_or(|fixed| own.value.as_ref().is_some_and(|own| own.fixed && own.key == fixed.key));
        if !keeps_fixed {
            return Err(broken("rcase-NameAndTypeOK.4", derived));
        }
        // Names of constraints are unique, so that a name is a constraint (§3.11.1).
        let constraints = |(start, end): (u32, u32)| (start..end).map(|id| self.schema.constraint(id));
        let is_kept = |name| constraints(head.identity).any(|kept| kept.name == name);
        if !constraints(own.identity).all(|constraint| is_kept(constraint.name)) {
            return Err(broken("rcase-NameAndTypeOK.5", derived));
        }
        if head.block & !own.block != 0 {
            return Err(broken("rcase-NameAndTypeOK.6", derived));
        }
        let forbidden = Derivation::Extension as u8 | Derivation::List as u8 | Derivation::Union as u8;
        if !is_derived(self.schema, own.type_, head.type_, forbidden) {
            return Err(broken("rcase-NameAndTypeOK.7", derived));
        }
        Ok(())
    }

    /// rcase-Recurse: each child has its counterpart, in order; what is left over may be empty.
    fn recurse(&mut self, derived: &Particle, children: &[Particle], base: &Particle, others: &[Particle]) -> Result<(), Broken> {
        if !within(derived, base) {
            return Err(broken("rcase-Recurse.1", derived));
        }
        let mut others = others.iter();
        for child in children {
            let mut reason = broken("rcase-Recurse.2", child);
            loop {
                let Some(other) = others.next() else { return Err(reason) };
                match self.compare(child, other, true) {
                    Ok(()) => break,
                    Err(inner) => reason = telling(reason, inner),
                }
                if !other.is_emptiable() {
                    return Err(reason);
                }
            }
        }
        match others.find(|other| !other.is_emptiable()) {
            Some(missing) => Err(broken("rcase-Recurse.2", missing)),
            None => Ok(()),
        }
    }

    /// rcase-RecurseLax: each child has its counterpart, in order.
    fn recurse_lax(
        &mut self,
        derived: &Particle,
        children: &[Particle],
        base: &Particle,
        others: &[Particle],
    ) -> Result<(), Broken> {
        if !within(derived, base) {
            return Err(broken("rcase-RecurseLax.1", derived));
        }
        let mut others = others.iter();
        for child in children {
            let mut reason = broken("rcase-RecurseLax.2", child);
            loop {
                let Some(other) = others.next() else { return Err(reason) };
                match self.compare(child, other, true) {
                    Ok(()) => break,
                    Err(inner) => reason = telling(reason, inner),
                }
            }
        }
        Ok(())
    }

    /// rcase-RecurseUnordered: each child has a counterpart of its own; what is left over may be empty.
    fn recurse_unordered(
        &mut self,
        derived: &Particle,
        children: &[Particle],
        base: &Particle,
        others: &[Particle],
    ) -> Result<(), Broken> {
        if !within(derived, base) {
            return Err(broken("rcase-RecurseUnordered.1", derived));
        }
        let mut left: Vec<&Particle> = others.iter().collect();
        for child in children {
            let mut reason = broken("rcase-RecurseUnordered.2", child);
            let mut found = None;
            for (index, other) in left.iter().enumerate() {
                match self.compare(child, other, true) {
                    Ok(()) => {
                        found = Some(index);
                        break;
                    }
                    Err(inner) => reason = telling(reason, inner),
                }
            }
            left.remove(found.ok_or(reason)?);
        }
        match left.iter().find(|other| !other.is_emptiable()) {
            Some(missing) => Err(broken("rcase-RecurseUnordered.2", missing)),
            None => Ok(()),
        }
    }

    /// rcase-MapAndSum: each child restricts some choice, and there may be as many choices.
    fn map_and_sum(
        &mut self,
        derived: &Particle,
        children: &[Particle],
        base: &Particle,
        others: &[Particle],
    ) -> Result<(), Broken> {
        for child in children {
            let mut reason = broken("rcase-MapAndSum.1", child);
            let mut fits = false;
            for other in others {
                match self.compare(child, other, true) {
                    Ok(()) => {
                        fits = true;
                        break;
                    }
                    Err(inner) => reason = telling(reason, inner),
                }
            }
            if !fits {
                return Err(reason);
            }
        }
        let count = u64::try_from(children.len()).unwrap_or(u64::MAX);
        let fits = times(derived.min, count) >= base.min && times(derived.max, count) <= base.max;
        if fits { Ok(()) } else { Err(broken("rcase-MapAndSum.2", derived)) }
    }
}

/// Another name says only that these two are not counterparts.
const ANOTHER_NAME: &str = "rcase-NameAndTypeOK.1";

fn broken(rule: &'static str, particle: &Particle) -> Broken {
    Broken { rule, element: first_element(particle) }
}

/// The first element in a particle, to name it by.
fn first_element(particle: &Particle) -> Option<ElementId> {
    match &particle.term {
        Term::Element(element) => Some(*element),
        Term::Wildcard(_) => None,
        Term::Sequence(children) | Term::Choice(children) | Term::All(children) | Term::Unordered(children) => {
            children.iter().find_map(first_element)
        }
    }
}

/// Of two reasons the first that says why a counterpart does not fit, rather than that there is none.
fn telling(outer: Broken, inner: Broken) -> Broken {
    let says_more = |broken: &Broken| {
        !matches!(
            broken.rule,
            ANOTHER_NAME
                | "cos-particle-restrict.2"
                | "rcase-MapAndSum.1"
                | "rcase-NSCompat.1"
                | "rcase-Recurse.2"
                | "rcase-RecurseLax.2"
                | "rcase-RecurseUnordered.2"
        )
    };
    if says_more(&inner) && !says_more(&outer) { inner } else { outer }
}

/// Adds the one member of a pointless group, which may itself be pointless in the group around.
fn splice(particle: &Particle, around: Around, out: &mut Vec<Particle>) {
    match (&particle.term, around, particle.min, particle.max) {
        (Term::Sequence(children), Around::Sequence, 1, 1) | (Term::Choice(children), Around::Choice, 1, 1) => {
            out.extend(children.iter().cloned());
        }
        _ => out.push(particle.clone()),
    }
}

/// Occurrence Range OK (range-ok).
const fn within(derived: &Particle, base: &Particle) -> bool {
    derived.min >= base.min && derived.max <= base.max
}
