//! Simple types restricted by facets, and the constraints on facets (XSD 1.0 Part 2 §4.3).

use core::cmp::Ordering;
use std::borrow::Cow;

use hashbrown::HashSet;

use super::Bound;
use super::Enumeration;
use super::FREE;
use super::NoContext;
use super::Simple;
use super::ValueContext;
use super::Variety;
use crate::xsd::Builtin;
use crate::xsd::Facet;
use crate::xsd::FacetName;
use crate::xsd::SchemaError;
use crate::xsd::datatype::white_space::trim;
use crate::xsd::model::Type;
use crate::xsd::pattern::Pattern;

/// Facets of a restriction.
impl Simple {
    /// The type restricted by facets.
    pub(crate) fn restrict(&self, types: &[Type], facets: &[Facet<'_>]) -> Result<Self, SchemaError> {
        self.restrict_in(types, facets, &mut NoContext)
    }

    /// The same where values may be qualified names.
    pub(crate) fn restrict_in(
        &self,
        types: &[Type],
        facets: &[Facet<'_>],
        context: &mut dyn ValueContext,
    ) -> Result<Self, SchemaError> {
        let mut derived = self.clone();
        for facet in facets {
            if !self.allows(facet.name()) {
                return Err(SchemaError::new("cos-applicable-facets", facet.name().name()));
            }
            derived.apply(self, types, facet, context)?;
        }
        derived.check_consistent(self, facets)?;
        let value = |simple: &Self, name| simple.facets().into_iter().filter(|(known, _)| *known == name).collect::<Vec<_>>();
        if let Some(changed) =
            facets.iter().map(Facet::name).find(|&name| self.is_fixed(name) && value(self, name) != value(&derived, name))
        {
            return Err(SchemaError::new("FacetValueFixed", changed.name()));
        }
        Ok(derived)
    }

    /// Part 2 §4.1.5: which facets apply to which types.
    fn allows(&self, facet: FacetName) -> bool {
        use FacetName as F;
        match &self.variety {
            Variety::Union(_) => matches!(facet, F::Pattern | F::Enumeration),
            Variety::List(_) => {
                matches!(facet, F::Length | F::MinLength | F::MaxLength | F::Pattern | F::Enumeration | F::WhiteSpace)
            }
            Variety::Atomic => match facet {
                F::Enumeration => self.primitive != Builtin::Boolean,
                F::Pattern | F::WhiteSpace => true,
                F::Length | F::MinLength | F::MaxLength => matches!(
                    self.primitive,
                    Builtin::String
                        | Builtin::AnyUri
                        | Builtin::HexBinary
                        | Builtin::Base64Binary
                        | Builtin::QName
                        | Builtin::Notation
                ),
                F::TotalDigits | F::FractionDigits => self.primitive == Builtin::Decimal,
                F::MaxExclusive | F::MaxInclusive | F::MinExclusive | F::MinInclusive => {
                    matches!(self.primitive, Builtin::Decimal | Builtin::Float | Builtin::Double | Builtin::Duration)
                        || (Builtin::DateTime..=Builtin::GMonth).contains(&self.primitive)
                }
            },
        }
    }

    fn apply(
        &mut self,
        base: &Self,
        types: &[Type],
        facet: &Facet<'_>,
        context: &mut dyn ValueContext,
    ) -> Result<(), SchemaError> {
        let broken = |rule| SchemaError::new(rule, facet.name().name());
        match facet {
            Facet::Enumeration(values) => {
                let mut enumeration = Enumeration { keys: HashSet::default(), values: Vec::with_capacity(values.len()) };
                enumeration.keys.reserve(values.len());
                for value in values {
                    if base.check(types, value, &mut SchemaValue(context)).is_err() {
                        return Err(SchemaError::new("enumeration-valid-restriction", *value));
                    }
                    let mut key = String::with_capacity(value.len());
                    base.write_key(types, value, context, &mut key);
                    enumeration.keys.insert(key.into_boxed_str());
                    enumeration.values.push((*value).into());
                }
                self.enumeration = Some(Box::new(enumeration));
            }
            Facet::FractionDigits(digits) => {
                if *digits > base.fraction_digits {
                    return Err(broken("fractionDigits-valid-restriction"));
                }
                self.fraction_digits = *digits;
            }
            Facet::TotalDigits(digits) => {
                if *digits > base.total_digits || *digits == 0 {
                    return Err(broken("totalDigits-valid-restriction"));
                }
                self.total_digits = *digits;
            }
            Facet::Length(length) => {
                if (base.exact_length && *length != base.max_length) || *length < base.min_length || *length > base.max_length {
                    return Err(broken("length-valid-restriction"));
                }
                self.min_length = *length;
                self.max_length = *length;
                self.exact_length = true;
            }
            Facet::MinLength(length) => {
                if *length < base.min_length || (base.exact_length && *length > base.max_length) {
                    return Err(broken("minLength-valid-restriction"));
                }
                self.min_length = (*length).max(self.min_length);
            }
            Facet::MaxLength(length) => {
                if *length > base.max_length {
                    return Err(broken("maxLength-valid-restriction"));
                }
                self.max_length = (*length).min(self.max_length);
            }
            Facet::MinInclusive(text) | Facet::MinExclusive(text) => {
                let exclusive = matches!(facet, Facet::MinExclusive(_));
                self.least = Some(base.bound(types, text, exclusive, facet.name())?);
            }
            Facet::MaxInclusive(text) | Facet::MaxExclusive(text) => {
                let exclusive = matches!(facet, Facet::MaxExclusive(_));
                self.greatest = Some(base.bound(types, text, exclusive, facet.name())?);
            }
            Facet::Pattern(sources) => self.patterns.push(std::sync::Arc::new(Pattern::new(sources)?)),
            Facet::WhiteSpace(how) => {
                if *how < base.white_space {
                    return Err(broken("whiteSpace-valid-restriction"));
                }
                self.white_space = *how;
            }
        }
        Ok(())
    }

    /// A bound must be a value of the base (Part 2 §4.3.7 and on), save that an exclusive bound may repeat the base's own.
    fn bound(&self, types: &[Type], text: &str, exclusive: bool, name: FacetName) -> Result<Box<Bound>, SchemaError> {
        let text = trim(text);
        let own = if matches!(name, FacetName::MinExclusive) { &self.least } else { &self.greatest };
        let repeats =
            exclusive && own.as_ref().is_some_and(|own| own.exclusive && self.compare(&own.text, text) == Some(Ordering::Equal));
        if !repeats && self.check(types, text, &mut NoContext).is_err() {
            return Err(SchemaError::new(
                match name {
                    FacetName::MaxExclusive => "maxExclusive-valid-restriction",
                    FacetName::MaxInclusive => "maxInclusive-valid-restriction",
                    FacetName::MinExclusive => "minExclusive-valid-restriction",
                    _ => "minInclusive-valid-restriction",
                },
                text,
            ));
        }
        Ok(Box::new(Bound { text: text.into(), exclusive }))
    }

    fn check_consistent(&self, base: &Self, facets: &[Facet<'_>]) -> Result<(), SchemaError> {
        let given = |name: FacetName| facets.iter().any(|facet| facet.name() == name);
        if self.min_length > self.max_length {
            return Err(SchemaError::new("minLength-less-than-equal-to-maxLength", self.min_length.to_string()));
        }
        // A bound may stand beside `length` only where it repeats what the base says.
        let repeats_base = facets.iter().all(|facet| match facet {
            Facet::MinLength(length) => *length == base.min_length && *length > 0 && !base.exact_length,
            Facet::MaxLength(length) => *length == base.max_length && *length != FREE && !base.exact_length,
            _ => true,
        });
        if given(FacetName::Length) && !repeats_base {
            return Err(SchemaError::new("length-minLength-maxLength", self.min_length.to_string()));
        }
        if self.fraction_digits != FREE && self.total_digits != FREE && self.fraction_digits > self.total_digits {
            return Err(SchemaError::new("fractionDigits-totalDigits", self.fraction_digits.to_string()));
        }
        if given(FacetName::MinInclusive) && given(FacetName::MinExclusive) {
            return Err(SchemaError::new("minInclusive-minExclusive", ""));
        }
        if given(FacetName::MaxInclusive) && given(FacetName::MaxExclusive) {
            return Err(SchemaError::new("maxInclusive-maxExclusive", ""));
        }
        if let (Some(least), Some(greatest)) = (&self.least, &self.greatest) {
            let order = self.compare(&least.text, &greatest.text);
            let both_exclusive = least.exclusive && greatest.exclusive;
            let one_exclusive = least.exclusive != greatest.exclusive;
            let fits = match order {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => !one_exclusive || both_exclusive,
                _ => false,
            };
            if !fits {
                return Err(SchemaError::new("minInclusive-less-than-equal-to-maxInclusive", &*least.text));
            }
        }
        Ok(())
    }

    /// Marks facets that no restriction may change.
    pub(crate) fn fix(&mut self, facet: FacetName) {
        self.fixed |= 1 << (facet as u16);
    }

    /// Whether a restriction may not change that facet.
    pub(crate) const fn is_fixed(&self, facet: FacetName) -> bool {
        self.fixed & (1 << (facet as u16)) != 0
    }
}

/// A value inside a schema.
struct SchemaValue<'c>(&'c dyn ValueContext);

impl ValueContext for SchemaValue<'_> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        self.0.namespace(prefix)
    }

    fn is_notation(&self, namespace: &str, local: &str) -> bool {
        self.0.is_notation(namespace, local)
    }
}
