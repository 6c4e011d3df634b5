//! Facets as they are given (XSD 1.0 Part 2 §4.3).

/// One constraining facet of a restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Facet<'f> {
    /// These values and no others, compared in the value space.
    Enumeration(Vec<&'f str>),
    /// At most so many digits after the point.
    FractionDigits(u32),
    /// Exactly so many characters, octets (binary types) or items (lists).
    Length(u32),
    /// Below this value.
    MaxExclusive(&'f str),
    /// At most this value.
    MaxInclusive(&'f str),
    /// At most so many characters, octets or items.
    MaxLength(u32),
    /// Above this value.
    MinExclusive(&'f str),
    /// At least this value.
    MinInclusive(&'f str),
    /// At least so many characters, octets or items.
    MinLength(u32),
    /// One of these XSD regular expressions must match the whole value. Several `Pattern` facets must all match.
    Pattern(Vec<&'f str>),
    /// At most so many digits in all.
    TotalDigits(u32),
    /// What is done with white space first.
    WhiteSpace(WhiteSpace),
}

/// The names of the facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum FacetName {
    Enumeration,
    FractionDigits,
    Length,
    MaxExclusive,
    MaxInclusive,
    MaxLength,
    MinExclusive,
    MinInclusive,
    MinLength,
    Pattern,
    TotalDigits,
    WhiteSpace,
}

impl FacetName {
    const ALL: [Self; 12] = [
        Self::Enumeration,
        Self::FractionDigits,
        Self::Length,
        Self::MaxExclusive,
        Self::MaxInclusive,
        Self::MaxLength,
        Self::MinExclusive,
        Self::MinInclusive,
        Self::MinLength,
        Self::Pattern,
        Self::TotalDigits,
        Self::WhiteSpace,
    ];

    /// The facet that a schema writes so.
    ///
    /// ```
    /// use taxdoc::xsd::FacetName;
    /// assert_eq!(FacetName::from_name("maxLength"), Some(FacetName::MaxLength));
    /// assert_eq!(FacetName::from_name("maxlength"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The name as a schema writes it, for example `maxLength`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enumeration => "enumeration",
            Self::FractionDigits => "fractionDigits",
            Self::Length => "length",
            Self::MaxExclusive => "maxExclusive",
            Self::MaxInclusive => "maxInclusive",
            Self::MaxLength => "maxLength",
            Self::MinExclusive => "minExclusive",
            Self::MinInclusive => "minInclusive",
            Self::MinLength => "minLength",
            Self::Pattern => "pattern",
            Self::TotalDigits => "totalDigits",
            Self::WhiteSpace => "whiteSpace",
        }
    }
}

impl Facet<'_> {
    /// Which facet it is.
    #[must_use]
    pub const fn name(&self) -> FacetName {
        match self {
            Self::Enumeration(_) => FacetName::Enumeration,
            Self::FractionDigits(_) => FacetName::FractionDigits,
            Self::Length(_) => FacetName::Length,
            Self::MaxExclusive(_) => FacetName::MaxExclusive,
            Self::MaxInclusive(_) => FacetName::MaxInclusive,
            Self::MaxLength(_) => FacetName::MaxLength,
            Self::MinExclusive(_) => FacetName::MinExclusive,
            Self::MinInclusive(_) => FacetName::MinInclusive,
            Self::MinLength(_) => FacetName::MinLength,
            Self::Pattern(_) => FacetName::Pattern,
            Self::TotalDigits(_) => FacetName::TotalDigits,
            Self::WhiteSpace(_) => FacetName::WhiteSpace,
        }
    }
}

/// The values of the facet `whiteSpace` (§4.3.6), weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the standard has these three")]
pub enum WhiteSpace {
    /// Left as it is.
    Preserve,
    /// Tabs and line ends become blanks.
    Replace,
    /// Also runs of blanks become one, and none stands at either end.
    Collapse,
}
