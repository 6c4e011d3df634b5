//! One simple type as a small program: white space, lexical form, then the facets that are set.

mod restrict;

use core::cmp::Ordering;
use std::borrow::Cow;

use hashbrown::HashSet;

use super::Builtin;
use super::FacetName;
use super::WhiteSpace;
use super::decimal::Decimal;
use super::float;
use super::lexical;
use super::moment::Duration;
use super::moment::Moment;
use super::white_space::normalize;
use super::white_space::trim;
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
            // The integers are the decimals without a fraction (Part 2 §3.3.13).
            fraction_digits: if builtin.primitive() == Builtin::Decimal && builtin != Builtin::Decimal { 0 } else { FREE },
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

    /// Whether it is NOTATION without an enumeration of the notations that are meant.
    pub(crate) fn is_open_notation(&self) -> bool {
        self.variety == Variety::Atomic && self.builtin == Builtin::Notation && self.enumeration.is_none()
    }

    /// Whether a text is a value of the type.
    pub(crate) fn check(&self, types: &[Type], text: &str, context: &mut dyn ValueContext) -> Result<(), Violation> {
        match &self.variety {
            Variety::Atomic => self.check_atomic(text, context),
            Variety::List(item) => self.check_list(types, *item, text, context),
            Variety::Union(members) => self.check_union(types, members, text, context),
        }
    }

    /// Whether a text is a value of the type, where that is plain to see: never when [`Simple::check`] refuses it, and not for types
    /// whose values say something to others or depend on where they stand.
    pub(crate) fn takes_plainly(&self, text: &str) -> bool {
        if self.variety != Variety::Atomic || !self.patterns.is_empty() || self.enumeration.is_some() {
            return false;
        }
        match self.builtin {
            // White space can only make it shorter, and it has no more characters than bytes.
            Builtin::String | Builtin::NormalizedString | Builtin::Token => {
                self.min_length == 0 && text.len() <= self.max_length as usize
            }
            // Digits alone: no fraction, and no more of them than may be.
            Builtin::Decimal if !text.is_empty() && text.len() <= self.total_digits as usize && self.is_unbounded() => {
                text.bytes().all(|byte| byte.is_ascii_digit()) || self.check_atomic(text, &mut NoContext).is_ok()
            }
            Builtin::Entity | Builtin::Id | Builtin::IdRef | Builtin::Notation | Builtin::QName => false,
            _ => self.check_atomic(text, &mut NoContext).is_ok(),
        }
    }

    const fn is_unbounded(&self) -> bool {
        self.least.is_none() && self.greatest.is_none()
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

/// Facets for the export.
impl Simple {
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
        if self.fraction_digits != base.fraction_digits {
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

/// The words of a list.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

fn simple(types: &[Type], id: TypeId) -> Option<&Simple> {
    match &types.get(id.0 as usize)?.kind {
        Kind::Simple(simple) => Some(simple),
        Kind::Absent(_) | Kind::Complex(_) => None,
    }
}
