//! Whether a type is validly derived from another (cos-ct-derived-ok, cos-st-derived-ok; XSD 1.0 Part 1 §3.4.6, §3.14.6), and what a
//! restriction of attributes may change (derivation-ok-restriction).

use super::wildcards::is_subset;
use crate::xsd::Builtin;
use crate::xsd::Schema;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::datatype::Variety;
use crate::xsd::model::AttributeUse;
use crate::xsd::model::Derivation;
use crate::xsd::model::Kind;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::Wildcard;

/// Unions in unions that are looked into.
const DEPTH: u32 = 50;

/// Whether `type_` may stand for `base` when the derivations in `forbidden` (bits of [`Derivation`]) may not be used.
pub(crate) fn is_derived(schema: &Schema, type_: TypeId, base: TypeId, forbidden: u8) -> bool {
    is_derived_within(schema, type_, base, forbidden, DEPTH)
}

fn is_derived_within(schema: &Schema, type_: TypeId, base: TypeId, forbidden: u8, depth: u32) -> bool {
    let (any, any_simple) = (TypeId::from(Builtin::AnyType), TypeId::from(Builtin::AnySimpleType));
    let members: &[TypeId] = match schema.simple(base).map(|simple| &simple.variety) {
        Some(Variety::Union(members)) if depth > 0 => members,
        _ => &[],
    };
    let mut current = type_;
    for _ in 0..=schema.types.len() {
        if current == base {
            return true;
        }
        let definition = schema.type_(current);
        match &definition.kind {
            // The simple ur-type takes every list and union, whatever may not be used (cos-st-derived-ok 2.2.3).
            Kind::Simple(simple) => {
                if current == any_simple {
                    return base == any;
                }
                if matches!(simple.variety, Variety::List(_) | Variety::Union(_)) && (base == any_simple || base == any) {
                    return true;
                }
                if members.iter().any(|&member| is_derived_within(schema, current, member, forbidden, depth - 1)) {
                    return true;
                }
                if forbidden & Derivation::Restriction as u8 != 0 {
                    return false;
                }
            }
            // It is derived from nothing that is known (§5.3).
            Kind::Absent(_) => return false,
            Kind::Complex(_) => {
                if current == any || definition.derivation as u8 & forbidden != 0 {
                    return false;
                }
            }
        }
        current = definition.base;
    }
    false
}

/// An attribute use, or the wildcard, that restricts its base wrongly, with the clause that it breaks.
pub(crate) enum AttributeFault {
    Use(&'static str, Symbol),
    Wildcard(&'static str),
}

/// derivation-ok-restriction 2 to 4: the attributes of a restriction against those of its base.
pub(crate) fn restricts_attributes(
    schema: &Schema,
    (uses, wildcard): (&[AttributeUse], Option<&Wildcard>),
    (base_uses, base_wildcard): (&[AttributeUse], Option<&Wildcard>),
) -> Result<(), AttributeFault> {
    for own in uses {
        let fault = |rule| Err(AttributeFault::Use(rule, own.symbol));
        let Some(base) = base_uses.iter().find(|base| base.symbol == own.symbol) else {
            let allowed = base_wildcard.is_some_and(|wildcard| wildcard.namespaces.allows(schema.names.namespace_of(own.symbol)));
            if allowed {
                continue;
            }
            return fault("derivation-ok-restriction.2.2");
        };
        if base.required && !own.required {
            return fault("derivation-ok-restriction.2.1.1");
        }
        if !is_derived(schema, own.type_, base.type_, 0) {
            return fault("derivation-ok-restriction.2.1.2");
        }
        if !keeps_fixed(own.value.as_ref(), base.value.as_ref()) {
            return fault("derivation-ok-restriction.2.1.3");
        }
    }
    let missing = base_uses.iter().find(|base| base.required && !uses.iter().any(|own| own.symbol == base.symbol));
    if let Some(base) = missing {
        return Err(AttributeFault::Use("derivation-ok-restriction.3", base.symbol));
    }
    let Some(own) = wildcard else { return Ok(()) };
    let Some(base) = base_wildcard else { return Err(AttributeFault::Wildcard("derivation-ok-restriction.4.1")) };
    if !is_subset(&own.namespaces, &base.namespaces) {
        return Err(AttributeFault::Wildcard("derivation-ok-restriction.4.2"));
    }
    if own.process < base.process {
        return Err(AttributeFault::Wildcard("derivation-ok-restriction.4.3"));
    }
    Ok(())
}

/// Whether a fixed value stays what it is.
fn keeps_fixed(own: Option<&ValueConstraint>, base: Option<&ValueConstraint>) -> bool {
    base.filter(|base| base.fixed).is_none_or(|base| own.is_some_and(|own| own.fixed && own.key == base.key))
}
