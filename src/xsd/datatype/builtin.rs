//! The built-in types (XSD 1.0 Part 2 §3).

use super::facet::WhiteSpace;

/// A built-in type. Each occupies the slot of its number in every schema's table of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the standard's; what each means stands there")]
pub enum Builtin {
    AnyType,
    AnySimpleType,
    String,
    Boolean,
    Decimal,
    Float,
    Double,
    Duration,
    DateTime,
    Time,
    Date,
    GYearMonth,
    GYear,
    GMonthDay,
    GDay,
    GMonth,
    HexBinary,
    Base64Binary,
    AnyUri,
    QName,
    Notation,
    NormalizedString,
    Token,
    Language,
    NmToken,
    NmTokens,
    Name,
    NcName,
    Id,
    IdRef,
    IdRefs,
    Entity,
    Entities,
    Integer,
    NonPositiveInteger,
    NegativeInteger,
    Long,
    Int,
    Short,
    Byte,
    NonNegativeInteger,
    UnsignedLong,
    UnsignedInt,
    UnsignedShort,
    UnsignedByte,
    PositiveInteger,
}

use Builtin as B;

impl Builtin {
    /// Every built-in type, in the order of their numbers.
    pub const ALL: [Self; 46] = [
        B::AnyType,
        B::AnySimpleType,
        B::String,
        B::Boolean,
        B::Decimal,
        B::Float,
        B::Double,
        B::Duration,
        B::DateTime,
        B::Time,
        B::Date,
        B::GYearMonth,
        B::GYear,
        B::GMonthDay,
        B::GDay,
        B::GMonth,
        B::HexBinary,
        B::Base64Binary,
        B::AnyUri,
        B::QName,
        B::Notation,
        B::NormalizedString,
        B::Token,
        B::Language,
        B::NmToken,
        B::NmTokens,
        B::Name,
        B::NcName,
        B::Id,
        B::IdRef,
        B::IdRefs,
        B::Entity,
        B::Entities,
        B::Integer,
        B::NonPositiveInteger,
        B::NegativeInteger,
        B::Long,
        B::Int,
        B::Short,
        B::Byte,
        B::NonNegativeInteger,
        B::UnsignedLong,
        B::UnsignedInt,
        B::UnsignedShort,
        B::UnsignedByte,
        B::PositiveInteger,
    ];

    /// The name without prefix, for example `dateTime`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            B::AnyType => "anyType",
            B::AnySimpleType => "anySimpleType",
            B::String => "string",
            B::Boolean => "boolean",
            B::Decimal => "decimal",
            B::Float => "float",
            B::Double => "double",
            B::Duration => "duration",
            B::DateTime => "dateTime",
            B::Time => "time",
            B::Date => "date",
            B::GYearMonth => "gYearMonth",
            B::GYear => "gYear",
            B::GMonthDay => "gMonthDay",
            B::GDay => "gDay",
            B::GMonth => "gMonth",
            B::HexBinary => "hexBinary",
            B::Base64Binary => "base64Binary",
            B::AnyUri => "anyURI",
            B::QName => "QName",
            B::Notation => "NOTATION",
            B::NormalizedString => "normalizedString",
            B::Token => "token",
            B::Language => "language",
            B::NmToken => "NMTOKEN",
            B::NmTokens => "NMTOKENS",
            B::Name => "Name",
            B::NcName => "NCName",
            B::Id => "ID",
            B::IdRef => "IDREF",
            B::IdRefs => "IDREFS",
            B::Entity => "ENTITY",
            B::Entities => "ENTITIES",
            B::Integer => "integer",
            B::NonPositiveInteger => "nonPositiveInteger",
            B::NegativeInteger => "negativeInteger",
            B::Long => "long",
            B::Int => "int",
            B::Short => "short",
            B::Byte => "byte",
            B::NonNegativeInteger => "nonNegativeInteger",
            B::UnsignedLong => "unsignedLong",
            B::UnsignedInt => "unsignedInt",
            B::UnsignedShort => "unsignedShort",
            B::UnsignedByte => "unsignedByte",
            B::PositiveInteger => "positiveInteger",
        }
    }

    /// The type that it is derived from; `anyType` is its own base.
    #[must_use]
    pub const fn base(self) -> Self {
        match self {
            B::AnyType | B::AnySimpleType => B::AnyType,
            B::NormalizedString => B::String,
            B::Token => B::NormalizedString,
            B::Language | B::NmToken | B::Name => B::Token,
            B::NcName => B::Name,
            B::Id | B::IdRef | B::Entity => B::NcName,
            B::Integer => B::Decimal,
            B::NonPositiveInteger | B::Long | B::NonNegativeInteger => B::Integer,
            B::NegativeInteger => B::NonPositiveInteger,
            B::Int => B::Long,
            B::Short => B::Int,
            B::Byte => B::Short,
            B::UnsignedLong | B::PositiveInteger => B::NonNegativeInteger,
            B::UnsignedInt => B::UnsignedLong,
            B::UnsignedShort => B::UnsignedInt,
            B::UnsignedByte => B::UnsignedShort,
            _ => B::AnySimpleType,
        }
    }

    /// The item type of the three built-in lists.
    pub(crate) const fn item(self) -> Option<Self> {
        match self {
            B::NmTokens => Some(B::NmToken),
            B::IdRefs => Some(B::IdRef),
            B::Entities => Some(B::Entity),
            _ => None,
        }
    }

    /// The primitive type whose values it has (`string` for the built-in strings, `decimal` for the integers).
    pub(crate) const fn primitive(self) -> Self {
        match self {
            B::NormalizedString
            | B::Token
            | B::Language
            | B::NmToken
            | B::NmTokens
            | B::Name
            | B::NcName
            | B::Id
            | B::IdRef
            | B::IdRefs
            | B::Entity
            | B::Entities => B::String,
            B::Integer
            | B::NonPositiveInteger
            | B::NegativeInteger
            | B::Long
            | B::Int
            | B::Short
            | B::Byte
            | B::NonNegativeInteger
            | B::UnsignedLong
            | B::UnsignedInt
            | B::UnsignedShort
            | B::UnsignedByte
            | B::PositiveInteger => B::Decimal,
            other => other,
        }
    }

    /// What happens to white space before anything is looked at (Part 2 §4.3.6).
    pub(crate) const fn white_space(self) -> WhiteSpace {
        match self {
            B::AnyType | B::AnySimpleType | B::String => WhiteSpace::Preserve,
            B::NormalizedString => WhiteSpace::Replace,
            _ => WhiteSpace::Collapse,
        }
    }

    /// The least value of the integer types, inclusive.
    pub(crate) const fn least(self) -> Option<&'static str> {
        match self {
            B::Long => Some("-9223372036854775808"),
            B::Int => Some("-2147483648"),
            B::Short => Some("-32768"),
            B::Byte => Some("-128"),
            B::NonNegativeInteger | B::UnsignedLong | B::UnsignedInt | B::UnsignedShort | B::UnsignedByte => Some("0"),
            B::PositiveInteger => Some("1"),
            _ => None,
        }
    }

    /// The greatest value of the integer types, inclusive.
    pub(crate) const fn greatest(self) -> Option<&'static str> {
        match self {
            B::NonPositiveInteger => Some("0"),
            B::NegativeInteger => Some("-1"),
            B::Long => Some("9223372036854775807"),
            B::Int => Some("2147483647"),
            B::Short => Some("32767"),
            B::Byte => Some("127"),
            B::UnsignedLong => Some("18446744073709551615"),
            B::UnsignedInt => Some("4294967295"),
            B::UnsignedShort => Some("65535"),
            B::UnsignedByte => Some("255"),
            _ => None,
        }
    }

    /// The built-in type of that local name.
    ///
    /// ```
    /// use taxdoc::xsd::Builtin;
    /// assert_eq!(Builtin::from_name("dateTime"), Some(Builtin::DateTime));
    /// assert_eq!(Builtin::from_name("datetime"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|builtin| builtin.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_at_its_number() {
        for (index, builtin) in Builtin::ALL.into_iter().enumerate() {
            assert_eq!(builtin as usize, index);
            assert!(builtin.base() as usize <= index, "a base comes before what is derived from it: {builtin:?}");
        }
    }
}
