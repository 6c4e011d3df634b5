//! One simple type as a small program: white space, lexical form, then the facets that are set.

use core::cmp::Ordering;
use std::borrow::Cow;

use hashbrown::HashSet;

use super::Builtin;
use super::Facet;
use super::FacetName;
use super::WhiteSpace;
use super::decimal::Decimal;
use super::float;
use super::lexical;
use super::moment::Duration;
use super::moment::Moment;
use super::white_space::normalize;
use super::white_space::trim;
use crate::xsd::SchemaError;
use crate::xsd::model::Kind;
use crate::xsd::model::Type;
use crate::xsd::model::TypeId;
use crate::xsd::pattern::Pattern;

/// No bound.
const FREE: u32 = u32::MAX;

/// A simple type definition with the facets of all its ancestors worked in.
#[derive(Clone, Debug)]
pub(crate) struct Simple {
    pub(crate) variety: Variety,
    /// The nearest built-in ancestor, whose lexical space it shares; `anySimpleType` for lists and unions of one's own.
    pub(crate) builtin: Builtin,
    primitive: Builtin,
    pub(crate) white_space: WhiteSpace,
    min_length: u32,
    max_length: u32,
    total_digits: u32,
    fraction_digits: u32,
    /// `length` was given: both bounds are it, and a finding names it.
    exact_length: bool,
    least: Option<Box<Bound>>,
    greatest: Option<Box<Bound>>,
    /// All must match.
    patterns: Vec<std::sync::Arc<Pattern>>,
    enumeration: Option<Box<Enumeration>>,
    /// Which facets a restriction of it may not change.
    fixed: u16,
}

/// How values are made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Variety {
    Atomic,
    List(TypeId),
    Union(Box<[TypeId]>),
}

#[derive(Clone, Debug)]
struct Bound {
    text: Box<str>,
    exclusive: bool,
}

#[derive(Clone, Debug)]
struct Enumeration {
    keys: HashSet<Box<str>, foldhash::fast::RandomState>,
    /// As written, for messages and for the export.
    values: Vec<Box<str>>,
}

/// What the meaning of a value depends on beyond its text.
pub(crate) trait ValueContext {
    /// The namespace bound to a prefix where the value stands; the default namespace for the empty prefix.
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>>;
    /// Told of each value of type `ID`.
    fn id(&mut self, _value: &str) {}
    /// Told of each value of type `IDREF`.
    fn idref(&mut self, _value: &str) {}
    /// Whether a notation of that name is declared.
    fn is_notation(&self, _namespace: &str, _local: &str) -> bool {
        true
    }
}

/// A context in which every prefix is bound, for types that do not look at any.
pub(crate) struct NoContext;

impl ValueContext for NoContext {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(prefix.to_owned()))
    }
}

/// Why a text is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The facet, or `None` when the text is not of the type's form at all.
    pub(crate) facet: Option<FacetName>,
    /// The facet's value, or the name of the built-in type.
    pub(crate) limit: String,
}

impl Violation {
    fn form(builtin: Builtin) -> Self {
        Self { facet: None, limit: builtin.name().to_owned() }
    }

    fn facet(facet: FacetName, limit: impl Into<String>) -> Self {
        Self { facet: Some(facet), limit: limit.into() }
    }
}

impl Simple {
    pub(crate) fn builtin(builtin: Builtin) -> Self {
        let bound = |text: &str| Box::new(Bound { text: text.into(), exclusive: false });
        Self {
            variety: builtin.item().map_or(Variety::Atomic, |item| Variety::List(item.into())),
            builtin,
            primitive: builtin.primitive(),
            white_space: builtin.white_space(),
            min_length: if builtin.item().is_some() { 1 } else { 0 },
            max_length: FREE,
            total_digits: FREE,
            fraction_digits: FREE,
            exact_length: false,
            least: builtin.least().map(bound),
            greatest: builtin.greatest().map(bound),
            patterns: Vec::new(),
            enumeration: None,
            fixed: 0,
        }
    }

    pub(crate) fn list(item: TypeId) -> Self {
        Self { variety: Variety::List(item), white_space: WhiteSpace::Collapse, ..Self::builtin(Builtin::AnySimpleType) }
    }

    pub(crate) fn union(members: Box<[TypeId]>) -> Self {
        // Each member treats white space in its own way.
        Self { variety: Variety::Union(members), ..Self::builtin(Builtin::AnySimpleType) }
    }

    /// Whether values of the type are identifiers of elements.
    pub(crate) fn is_id(&self) -> bool {
        self.variety == Variety::Atomic && self.builtin == Builtin::Id
    }

    /// Whether values of the type may refer to identifiers.
    pub(crate) fn may_refer(&self) -> bool {
        self.variety != Variety::Atomic || self.builtin == Builtin::IdRef
    }

    /// Whether a text is a value of the type.
    pub(crate) fn check(&self, types: &[Type], text: &str, context: &mut dyn ValueContext) -> Result<(), Violation> {
        match &self.variety {
            Variety::Atomic => self.check_atomic(text, context),
            Variety::List(item) => self.check_list(types, *item, text, context),
            Variety::Union(members) => self.check_union(types, members, text, context),
        }
    }

    fn check_atomic(&self, text: &str, context: &mut dyn ValueContext) -> Result<(), Violation> {
        let normal;
        let text = match self.primitive {
            Builtin::String | Builtin::AnyUri | Builtin::AnySimpleType => {
                normal = normalize(text, self.white_space);
                normal.as_ref()
            }
            // Inner white space is in no other lexical space, so what collapsing would do to it does not matter.
            _ => trim(text),
        };
        let form = || Violation::form(self.builtin);
        match self.primitive {
            Builtin::String => {
                if !lexical::is_string_of(self.builtin, text) {
                    return Err(form());
                }
                self.check_length(text.len(), || text.chars().count())?;
            }
            Builtin::Decimal => {
                let number = if self.builtin == Builtin::Decimal { Decimal::parse(text) } else { Decimal::parse_integer(text) };
                let number = number.ok_or_else(form)?;
                self.check_digits(&number)?;
            }
            Builtin::Float | Builtin::Double => {
                if !float::is_lexical(text) {
                    return Err(form());
                }
            }
            Builtin::Boolean => {
                if !lexical::is_boolean(text) {
                    return Err(form());
                }
            }
            Builtin::Duration => {
                Duration::parse(text).ok_or_else(form)?;
            }
            Builtin::AnyUri => {
                if !lexical::is_any_uri(text) {
                    return Err(form());
                }
                self.check_length(text.len(), || text.chars().count())?;
            }
            Builtin::HexBinary => {
                let octets = lexical::hex_octets(text).ok_or_else(form)?;
                self.check_length(octets, || octets)?;
            }
            Builtin::Base64Binary => {
                let octets = lexical::base64_octets(text).ok_or_else(form)?;
                self.check_length(octets, || octets)?;
            }
            Builtin::QName | Builtin::Notation => {
                let (prefix, local) = lexical::qname(text).ok_or_else(form)?;
                let known = match context.namespace(prefix) {
                    Some(uri) => self.primitive == Builtin::QName || context.is_notation(&uri, local),
                    None => false,
                };
                if !known {
                    return Err(form());
                }
            }
            Builtin::AnySimpleType | Builtin::AnyType => {}
            time => {
                Moment::parse(time, text).ok_or_else(form)?;
            }
        }
        self.check_patterns(text)?;
        self.check_bounds(text)?;
        if let Some(enumeration) = &self.enumeration {
            let found = if matches!(self.primitive, Builtin::String | Builtin::AnySimpleType) {
                enumeration.keys.contains(text)
            } else {
                let mut key = String::new();
                self.write_atomic_key(text, context, &mut key);
                enumeration.keys.contains(key.as_str())
            };
            if !found {
                return Err(enumeration.violation());
            }
        }
        match self.builtin {
            Builtin::Id => context.id(text),
            Builtin::IdRef => context.idref(text),
            // Without a DTD no entity is declared (Part 1 §3.14.4, cvc-simple-type 2.2).
            Builtin::Entity => return Err(form()),
            _ => {}
        }
        Ok(())
    }

    fn check_list(&self, types: &[Type], item: TypeId, text: &str, context: &mut dyn ValueContext) -> Result<(), Violation> {
        let mut count = 0;
        if let Some(item) = simple(types, item) {
            for word in words(text) {
                count += 1;
                item.check(types, word, context)?;
            }
        }
        self.check_length(count, || count)?;
        self.check_patterns(&normalize(text, WhiteSpace::Collapse))?;
        self.check_enumeration(types, text, context)
    }

    fn check_union(
        &self,
        types: &[Type],
        members: &[TypeId],
        text: &str,
        context: &mut dyn ValueContext,
    ) -> Result<(), Violation> {
        let mut only = None;
        for &member in members {
            let Some(member) = simple(types, member) else { continue };
            match member.check(types, text, context) {
                Ok(()) => {
                    self.check_patterns(&normalize(text, member.white_space))?;
                    return self.check_enumeration(types, text, context);
                }
                Err(violation) => only = Some(violation),
            }
        }
        // With one member its own reason says more than "none fits".
        match only {
            Some(violation) if members.len() == 1 => Err(violation),
            _ => Err(Violation::form(Builtin::AnySimpleType)),
        }
    }

    fn check_enumeration(&self, types: &[Type], text: &str, context: &mut dyn ValueContext) -> Result<(), Violation> {
        let Some(enumeration) = &self.enumeration else { return Ok(()) };
        let mut key = String::new();
        self.write_key(types, text, context, &mut key);
        if enumeration.keys.contains(key.as_str()) { Ok(()) } else { Err(enumeration.violation()) }
    }

    /// `bytes` is at least the length, `exact` is it: most values are too short for the difference to matter.
    fn check_length(&self, bytes: usize, exact: impl Fn() -> usize) -> Result<(), Violation> {
        if self.min_length == 0 && bytes <= self.max_length as usize {
            return Ok(());
        }
        let length = exact();
        let (facet, limit) = if length > self.max_length as usize && self.max_length != FREE {
            (FacetName::MaxLength, self.max_length)
        } else if length < self.min_length as usize {
            (FacetName::MinLength, self.min_length)
        } else {
            return Ok(());
        };
        Err(Violation::facet(if self.exact_length { FacetName::Length } else { facet }, limit.to_string()))
    }

    fn check_digits(&self, number: &Decimal<'_>) -> Result<(), Violation> {
        if number.fraction_digits() > self.fraction_digits as usize {
            return Err(Violation::facet(FacetName::FractionDigits, self.fraction_digits.to_string()));
        }
        if number.total_digits() > self.total_digits as usize {
            return Err(Violation::facet(FacetName::TotalDigits, self.total_digits.to_string()));
        }
        Ok(())
    }

    fn check_patterns(&self, text: &str) -> Result<(), Violation> {
        match self.patterns.iter().find(|pattern| !pattern.is_match(text)) {
            None => Ok(()),
            Some(pattern) => Err(Violation::facet(FacetName::Pattern, pattern.source())),
        }
    }

    fn check_bounds(&self, text: &str) -> Result<(), Violation> {
        if let Some(least) = &self.least {
            let fits = match self.compare(text, &least.text) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => !least.exclusive,
                _ => false,
            };
            if !fits {
                let facet = if least.exclusive { FacetName::MinExclusive } else { FacetName::MinInclusive };
                return Err(Violation::facet(facet, &*least.text));
            }
        }
        if let Some(greatest) = &self.greatest {
            let fits = match self.compare(text, &greatest.text) {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => !greatest.exclusive,
                _ => false,
            };
            if !fits {
                let facet = if greatest.exclusive { FacetName::MaxExclusive } else { FacetName::MaxInclusive };
                return Err(Violation::facet(facet, &*greatest.text));
            }
        }
        Ok(())
    }

    /// Order of two values of the primitive type.
    fn compare(&self, one: &str, other: &str) -> Option<Ordering> {
        match self.primitive {
            Builtin::Decimal => Some(Decimal::parse(one)?.cmp(&Decimal::parse(other)?)),
            Builtin::Float => float::compare(float::Format::Single, one, other),
            Builtin::Double => float::compare(float::Format::Double, one, other),
            Builtin::Duration => Duration::parse(one)?.compare(&Duration::parse(other)?),
            time => Moment::parse(time, one)?.compare(&Moment::parse(time, other)?),
        }
    }

    /// Writes a text that is equal for equal values of the type and different for different ones (Part 2 §2.2.1: values of different
    /// primitive types are different). The text must be a value of the type.
    pub(crate) fn write_key(&self, types: &[Type], text: &str, context: &mut dyn ValueContext, key: &mut String) {
        match &self.variety {
            Variety::Atomic => {
                let normal = normalize(text, self.white_space);
                self.write_atomic_key(&normal, context, key);
            }
            Variety::List(item) => {
                let Some(item) = simple(types, *item) else { return };
                for (index, word) in words(text).enumerate() {
                    if index > 0 {
                        // No character of XML: the list of `a` and `b` is not the string `a b`.
                        key.push('\u{3}');
                    }
                    item.write_key(types, word, context, key);
                }
            }
            Variety::Union(members) => {
                let fitting = members
                    .iter()
                    .filter_map(|&member| simple(types, member))
                    .find(|member| member.check(types, text, &mut Quiet(context)).is_ok());
                if let Some(member) = fitting {
                    member.write_key(types, text, context, key);
                }
            }
        }
    }

    fn write_atomic_key(&self, text: &str, context: &mut dyn ValueContext, key: &mut String) {
        if matches!(self.primitive, Builtin::String | Builtin::AnySimpleType | Builtin::AnyType) {
            key.push_str(text);
            return;
        }
        // No string value begins so, since the character is not allowed in XML.
        key.push('\u{1}');
        key.push(char::from(b'A' + self.primitive as u8));
        match self.primitive {
            Builtin::Decimal => {
                if let Some(number) = Decimal::parse(text) {
                    number.write_key(key);
                }
            }
            Builtin::Float => float::write_key(float::Format::Single, text, key),
            Builtin::Double => float::write_key(float::Format::Double, text, key),
            Builtin::Boolean => key.push_str(if matches!(text, "1" | "true") { "true" } else { "false" }),
            Builtin::Duration => {
                if let Some(duration) = Duration::parse(text) {
                    duration.write_key(key);
                }
            }
            Builtin::AnyUri => key.push_str(text),
            Builtin::HexBinary => key.extend(text.chars().map(|digit| digit.to_ascii_uppercase())),
            Builtin::Base64Binary => key.extend(text.chars().filter(|character| !character.is_ascii_whitespace())),
            Builtin::QName | Builtin::Notation => {
                let (prefix, local) = lexical::qname(text).unwrap_or(("", text));
                key.push_str(&context.namespace(prefix).unwrap_or_default());
                key.push('}');
                key.push_str(local);
            }
            time => {
                if let Some(moment) = Moment::parse(time, text) {
                    moment.write_key(key);
                }
            }
        }
    }
}

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
        derived.check_consistent(facets)?;
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
        let own = [&self.least, &self.greatest].into_iter().flatten();
        let repeats =
            exclusive && own.into_iter().any(|own| own.exclusive && self.compare(&own.text, text) == Some(Ordering::Equal));
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

    fn check_consistent(&self, facets: &[Facet<'_>]) -> Result<(), SchemaError> {
        let given = |name: FacetName| facets.iter().any(|facet| facet.name() == name);
        if self.min_length > self.max_length {
            return Err(SchemaError::new("minLength-less-than-equal-to-maxLength", self.min_length.to_string()));
        }
        if given(FacetName::Length) && (given(FacetName::MinLength) || given(FacetName::MaxLength)) {
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

    /// The facets as a schema would write them, for the export: those that differ from the built-in base.
    pub(crate) fn facets(&self) -> Vec<(FacetName, String)> {
        let base = Self::builtin(self.builtin);
        let mut facets = Vec::new();
        if self.white_space != base.white_space && self.variety == Variety::Atomic {
            let how = match self.white_space {
                WhiteSpace::Preserve => "preserve",
                WhiteSpace::Replace => "replace",
                WhiteSpace::Collapse => "collapse",
            };
            facets.push((FacetName::WhiteSpace, how.to_owned()));
        }
        if self.exact_length {
            facets.push((FacetName::Length, self.min_length.to_string()));
        } else {
            if self.min_length != base.min_length {
                facets.push((FacetName::MinLength, self.min_length.to_string()));
            }
            if self.max_length != FREE {
                facets.push((FacetName::MaxLength, self.max_length.to_string()));
            }
        }
        if self.total_digits != FREE {
            facets.push((FacetName::TotalDigits, self.total_digits.to_string()));
        }
        if self.fraction_digits != FREE {
            facets.push((FacetName::FractionDigits, self.fraction_digits.to_string()));
        }
        if let Some(least) = &self.least
            && Some(&*least.text) != self.builtin.least()
        {
            let facet = if least.exclusive { FacetName::MinExclusive } else { FacetName::MinInclusive };
            facets.push((facet, least.text.to_string()));
        }
        if let Some(greatest) = &self.greatest
            && Some(&*greatest.text) != self.builtin.greatest()
        {
            let facet = if greatest.exclusive { FacetName::MaxExclusive } else { FacetName::MaxInclusive };
            facets.push((facet, greatest.text.to_string()));
        }
        if let Some(enumeration) = &self.enumeration {
            facets.extend(enumeration.values.iter().map(|value| (FacetName::Enumeration, value.to_string())));
        }
        facets
    }

    /// The patterns, each as its alternatives.
    pub(crate) fn patterns(&self) -> &[std::sync::Arc<Pattern>] {
        &self.patterns
    }
}

impl Enumeration {
    fn violation(&self) -> Violation {
        // A reader compares a handful of values; a country list would only flood the message.
        const SHOWN: usize = 12;
        let mut limit = self.values.iter().take(SHOWN).map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
        if self.values.len() > SHOWN {
            limit.push_str(", …");
        }
        Violation::facet(FacetName::Enumeration, limit)
    }
}

/// Passes namespaces on, but not identifiers.
struct Quiet<'c>(&'c dyn ValueContext);

impl ValueContext for Quiet<'_> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        self.0.namespace(prefix)
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

/// The words of a list.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

fn simple(types: &[Type], id: TypeId) -> Option<&Simple> {
    match &types.get(id.0 as usize)?.kind {
        Kind::Simple(simple) => Some(simple),
        Kind::Complex(_) => None,
    }
}
