//! From text to number.

use std::fmt;
use std::str::FromStr;

use crate::decimal::Decimal;
use crate::decimal::magnitude::Magnitude;
use crate::decimal::value::MAX_SCALE;
use crate::decimal::value::Wide;

impl Decimal {
    /// Reads the lexical space of `xs:decimal` (XSD 1.0 Part 2 §3.2.3): an optional sign, digits, a point among, before or after
    /// them. XML white space around the number is dropped, as that type demands (§4.3.6 `collapse`).
    ///
    /// # Errors
    /// [`ParseError`], which names what stands in the way and where.
    ///
    /// ```
    /// use taxdoc::decimal::{Decimal, ParseErrorKind};
    ///
    /// assert_eq!(Decimal::parse(" 16500.00\n")?, Decimal::from(16_500));
    /// let error = Decimal::parse("1500,5").unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (ParseErrorKind::Comma, 4));
    /// # Ok::<(), taxdoc::decimal::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Literal::read(text)?.value()
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

/// The way a published format writes numbers: so many digits, so many of them after the point, `.` as the only separator, `-`
/// for negatives.
///
/// Digits count as they are written, without zeros in front of the number. White space around the number is dropped.
///
/// ```
/// use taxdoc::decimal::{NumberFormat, ParseErrorKind};
///
/// let format = NumberFormat::new(21, 6);
/// assert_eq!(format.parse("-15000000.000000")?.to_string(), "-15000000");
/// let error = format.parse("0.1234500").unwrap_err();
/// assert_eq!(error.kind(), ParseErrorKind::TooManyFractionDigits { found: 7, significant: 5, allowed: 6 });
/// assert_eq!(format.parse("+1").unwrap_err().kind(), ParseErrorKind::LeadingPlus);
/// # Ok::<(), taxdoc::decimal::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberFormat {
    total: u32,
    fraction: u32,
}

impl NumberFormat {
    /// A format of at most `total` digits, at most `fraction` of them after the point.
    #[must_use]
    pub const fn new(total: u32, fraction: u32) -> Self {
        Self { total, fraction }
    }

    /// Reads a number of this format.
    ///
    /// # Errors
    /// [`ParseError`]. After `TooManyDigits` and `TooManyFractionDigits` the text is still a number: [`Decimal::parse`] reads it.
    pub fn parse(self, text: &str) -> Result<Decimal, ParseError> {
        let literal = Literal::read(text)?;
        let fault = if literal.sign == Some(b'+') {
            ParseErrorKind::LeadingPlus
        } else if literal.fraction > self.fraction {
            let significant = literal.digits().significant_fraction;
            ParseErrorKind::TooManyFractionDigits { found: literal.fraction, significant, allowed: self.fraction }
        } else if literal.integer.saturating_add(literal.fraction) > self.total {
            ParseErrorKind::TooManyDigits { found: literal.digits().total(), allowed: self.total }
        } else {
            return literal.value();
        };
        Err(ParseError { kind: fault, offset: literal.offset })
    }
}

/// How many digits a number has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digits {
    integer: u32,
    fraction: u32,
    significant_fraction: u32,
}

impl Digits {
    pub(super) const fn new(integer: u32, fraction: u32, significant_fraction: u32) -> Self {
        Self { integer, fraction, significant_fraction }
    }

    /// The digits of a number as it is written; `None` when [`Decimal::parse`] cannot read it.
    ///
    /// ```
    /// use taxdoc::decimal::Digits;
    ///
    /// let digits = Digits::of("-0012.3400").unwrap();
    /// assert_eq!((digits.integer(), digits.fraction(), digits.significant_fraction()), (2, 4, 2));
    /// assert_eq!(digits.total(), 6);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Literal::read(text).ok().map(|literal| literal.digits())
    }

    /// Digits before the point, without zeros in front.
    #[must_use]
    pub const fn integer(self) -> u32 {
        self.integer
    }

    /// Digits after the point.
    #[must_use]
    pub const fn fraction(self) -> u32 {
        self.fraction
    }

    /// Digits after the point without the zeros at their end.
    #[must_use]
    pub const fn significant_fraction(self) -> u32 {
        self.significant_fraction
    }

    /// All digits.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.integer.saturating_add(self.fraction)
    }
}

/// Why a text is not a number of the form asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct ParseError {
    kind: ParseErrorKind,
    offset: usize,
}

impl ParseError {
    /// What stands in the way.
    #[must_use]
    pub const fn kind(&self) -> ParseErrorKind {
        self.kind
    }

    /// Where it begins: bytes into the text that was given. For a count of digits, where the number begins.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// What stands in the way of reading a number: the first obstacle from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// White space inside the number, a no-break space included: `1 500 000`.
    Blank,
    /// A character that no number holds: a letter, a currency sign, a foreign digit.
    Character(char),
    /// A comma, be it for a decimal point or between thousands: `1500,5`.
    Comma,
    /// Nothing but white space.
    Empty,
    /// An exponent: `1.5E6`.
    Exponent,
    /// A second point, so points stand between thousands: `1.500.000`.
    Grouping,
    /// A `+` in front, which `xs:decimal` knows and the format does not.
    LeadingPlus,
    /// A sign elsewhere than in front: `1500-`.
    MisplacedSign,
    /// A sign or a point without a digit.
    NoDigits,
    /// More than 115 digits that matter; no format has so many.
    TooLong,
    /// More digits than the format allows.
    TooManyDigits {
        /// Digits as written, without zeros in front.
        found: u32,
        /// What the format allows.
        allowed: u32,
    },
    /// More digits after the point than the format allows.
    TooManyFractionDigits {
        /// Digits after the point as written.
        found: u32,
        /// The same without zeros at the end: not more than allowed when only zeros are too many.
        significant: u32,
        /// What the format allows.
        allowed: u32,
    },
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("white space inside the number"),
            Self::Character(character) => write!(f, "unexpected character {character:?}"),
            Self::Comma => f.write_str("unexpected comma"),
            Self::Empty => f.write_str("no number"),
            Self::Exponent => f.write_str("unexpected exponent"),
            Self::Grouping => f.write_str("a second point"),
            Self::LeadingPlus => f.write_str("unexpected plus sign"),
            Self::MisplacedSign => f.write_str("misplaced sign"),
            Self::NoDigits => f.write_str("no digits"),
            Self::TooLong => f.write_str("number too long"),
            Self::TooManyDigits { found, allowed } => write!(f, "{found} digits where {allowed} are allowed"),
            Self::TooManyFractionDigits { found, allowed, .. } => {
                write!(f, "{found} digits after the point where {allowed} are allowed")
            }
        }
    }
}

/// A number as it is written, its form checked and its value not yet made.
struct Literal<'a> {
    /// Sign, digits and point.
    text: &'a str,
    /// Where `text` begins in what was given.
    offset: usize,
    sign: Option<u8>,
    /// Digits before the point, without zeros in front, and after it.
    integer: u32,
    fraction: u32,
    /// The value of all digits when there are at most [`Self::SHORT`].
    mantissa: u64,
}

impl<'a> Literal<'a> {
    /// Digits whose value surely fits 64 bits.
    const SHORT: u32 = 19;

    #[inline]
    fn read(given: &'a str) -> Result<Self, ParseError> {
        let (text, offset) = match given.as_bytes() {
            [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => (given, 0),
            _ => trim(given),
        };
        let (sign, unsigned) = match text.as_bytes() {
            [sign @ (b'+' | b'-'), rest @ ..] => (Some(*sign), rest),
            bytes => (None, bytes),
        };
        let mut significant = unsigned;
        while let [b'0', rest @ ..] = significant {
            significant = rest;
        }
        let mut mantissa = 0;
        let mut rest = take_digits(significant, &mut mantissa);
        let integer = significant.len() - rest.len();
        let mut fraction = 0;
        if let [b'.', decimals @ ..] = rest {
            rest = take_digits(decimals, &mut mantissa);
            fraction = decimals.len() - rest.len();
        }
        if !rest.is_empty() || significant.len() == unsigned.len() && integer + fraction == 0 {
            return Err(obstacle(text, text.len() - rest.len(), offset));
        }
        let [integer, fraction] = [integer, fraction].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        Ok(Self { text, offset, sign, integer, fraction, mantissa })
    }

    fn digits(&self) -> Digits {
        let zeros = self.text.bytes().rev().take(self.fraction as usize).take_while(|digit| *digit == b'0').count();
        Digits::new(self.integer, self.fraction, self.fraction.saturating_sub(u32::try_from(zeros).unwrap_or(u32::MAX)))
    }

    #[inline]
    fn value(&self) -> Result<Decimal, ParseError> {
        let negative = self.sign == Some(b'-');
        if self.integer.saturating_add(self.fraction) <= Self::SHORT {
            return Ok(Decimal::from_parts(self.mantissa.into(), self.fraction as u8, negative));
        }
        self.long_value(negative).ok_or(ParseError { kind: ParseErrorKind::TooLong, offset: self.offset })
    }

    #[cold]
    fn long_value(&self, negative: bool) -> Option<Decimal> {
        let (integer, fraction) = self.text.split_once('.').unwrap_or((self.text, ""));
        let integer = integer.trim_start_matches(['+', '-', '0']);
        // Zeros at the end of the fraction are kept while there is room for them.
        [fraction, fraction.trim_end_matches('0')].into_iter().find_map(|fraction| {
            let scale = u8::try_from(fraction.len()).ok().filter(|scale| u32::from(*scale) <= MAX_SCALE)?;
            let mut digits = integer.bytes().chain(fraction.bytes());
            let magnitude = digits.try_fold(Magnitude::ZERO, |magnitude, digit| magnitude.append_digit(digit - b'0'))?;
            Some(Decimal::from_wide(Wide { magnitude, scale, negative: negative && !magnitude.is_zero() }))
        })
    }
}

/// Adds the digits in front of `text` to the mantissa and returns what follows them.
///
/// The mantissa wraps when there are more digits than it holds; it is not used then.
#[inline]
fn take_digits<'a>(text: &'a [u8], mantissa: &mut u64) -> &'a [u8] {
    let mut rest = text;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        *mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        rest = tail;
    }
    rest
}

/// The text without white space around it, and where it begins.
#[cold]
fn trim(given: &str) -> (&str, usize) {
    let text = given.trim_start_matches(is_xml_space);
    (text.trim_end_matches(is_xml_space), given.len() - text.len())
}

/// The `S` of XML 1.0 §2.3.
fn is_xml_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Why the text, which begins `offset` bytes into what was given, is no number; `place` is the first byte that does not fit.
#[cold]
fn obstacle(text: &str, place: usize, offset: usize) -> ParseError {
    let (before, after) = text.split_at_checked(place).unwrap_or_default();
    let kind = match after.chars().next() {
        None if text.is_empty() => ParseErrorKind::Empty,
        None => return ParseError { kind: ParseErrorKind::NoDigits, offset },
        Some(',') => ParseErrorKind::Comma,
        Some('.') => ParseErrorKind::Grouping,
        Some('+' | '-') => ParseErrorKind::MisplacedSign,
        Some('e' | 'E') if before.contains(|digit: char| digit.is_ascii_digit()) => ParseErrorKind::Exponent,
        Some(blank) if blank.is_whitespace() => ParseErrorKind::Blank,
        Some(other) => ParseErrorKind::Character(other),
    };
    ParseError { kind, offset: offset + place }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The format of the Vietnamese e-invoice; any would do.
    const FORMAT: NumberFormat = NumberFormat::new(21, 6);

    fn obstacle_of(text: &str) -> (ParseErrorKind, usize) {
        let error = FORMAT.parse(text).unwrap_err();
        (error.kind(), error.offset())
    }

    #[test]
    fn reads_the_lexical_space_of_xs_decimal() {
        // XSD 1.0 Part 2 §3.2.3.1: -1.23, 12678967.543233, +100000.00, 210.
        for (text, expected) in [
            ("-1.23", "-1.23"),
            ("12678967.543233", "12678967.543233"),
            ("+100000.00", "100000"),
            ("210", "210"),
            ("210.", "210"),
            (".5", "0.5"),
            ("-.50", "-0.5"),
            ("\t 7 \r\n", "7"),
            ("000000000000000000000000000000000000000000001", "1"),
            ("-00000000000000000000000000000.00000000000000000001", "-0.00000000000000000001"),
        ] {
            assert_eq!(Decimal::parse(text).map(|value| value.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn names_the_first_obstacle() {
        use ParseErrorKind::*;
        for (text, kind, offset) in [
            ("", Empty, 0),
            (" \n", Empty, 2),
            ("-", NoDigits, 0),
            (" .", NoDigits, 1),
            ("+-1", MisplacedSign, 1),
            ("1500-", MisplacedSign, 4),
            ("1,5", Comma, 1),
            (" 1,500,000.00", Comma, 2),
            ("1.500.000", Grouping, 5),
            ("1.500,00", Comma, 5),
            ("1 500", Blank, 1),
            ("1\u{a0}500", Blank, 1),
            ("1.5E6", Exponent, 3),
            ("1.e6", Exponent, 2),
            ("e6", Character('e'), 0),
            ("1000đ", Character('đ'), 4),
            ("NaN", Character('N'), 0),
            ("-INF", Character('I'), 1),
            ("١", Character('١'), 0),
            ("0x10", Character('x'), 1),
            ("'1", Character('\''), 0),
        ] {
            assert_eq!(obstacle_of(text), (kind, offset), "{text}");
            assert_eq!(Decimal::parse(text).unwrap_err().kind(), kind, "{text}");
        }
    }

    #[test]
    fn the_format_bounds_digits() {
        use ParseErrorKind::*;
        for text in ["999999999999999.999999", "-999999999999999999999", "000999999999999999999999", "0.000001", "1.000000"] {
            assert!(FORMAT.parse(text).is_ok(), "{text}");
        }
        assert_eq!(obstacle_of("9999999999999999.999999"), (TooManyDigits { found: 22, allowed: 21 }, 0));
        assert_eq!(obstacle_of(" -1000000000000000000000"), (TooManyDigits { found: 22, allowed: 21 }, 1));
        assert_eq!(obstacle_of("1.0000000"), (TooManyFractionDigits { found: 7, significant: 0, allowed: 6 }, 0));
        assert_eq!(obstacle_of("0.0000001"), (TooManyFractionDigits { found: 7, significant: 7, allowed: 6 }, 0));
        assert_eq!(obstacle_of("+1"), (LeadingPlus, 0));
    }

    #[test]
    fn length_is_bounded_by_what_matters() {
        let zeros = "0".repeat(100_000);
        assert_eq!(Decimal::parse(&format!("{zeros}1.5{zeros}")), Ok(Decimal::new(15, 1)));
        assert_eq!(Decimal::parse(&format!("0.{zeros}")), Ok(Decimal::ZERO));
        for text in [format!("1{zeros}"), format!("0.{zeros}1"), "9".repeat(117)] {
            assert_eq!(Decimal::parse(&text).unwrap_err().kind(), ParseErrorKind::TooLong);
        }
        let kept = Decimal::parse(&format!("1.{}", "0".repeat(80))).unwrap();
        assert_eq!((kept.scale(), kept), (80, Decimal::ONE));
        let dropped = Decimal::parse(&format!("1.5{}", "0".repeat(200))).unwrap();
        assert_eq!(dropped.scale(), 1);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = Decimal::parse(&text);
            let _ = Decimal::guess(&text);
            if let Err(error) = FORMAT.parse(&text) {
                prop_assert!(text.is_char_boundary(error.offset()));
            }
        }

        #[test]
        fn text_comes_back(text in "-?(0|[1-9][0-9]{0,50})(\\.[0-9]{1,60})?") {
            let value = Decimal::parse(&text).unwrap();
            if !value.is_zero() {
                prop_assert_eq!(value.as_written().to_string(), text);
            }
            prop_assert_eq!(Decimal::parse(&value.to_string()).unwrap(), value);
        }
    }
}
