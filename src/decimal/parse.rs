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
        let (digits, offset) = (literal.digits, literal.offset);
        if literal.sign == Some(b'+') {
            return Err(ParseError { kind: ParseErrorKind::LeadingPlus, offset });
        }
        if digits.fraction > self.fraction {
            let (found, significant, allowed) = (digits.fraction, digits.significant_fraction, self.fraction);
            return Err(ParseError { kind: ParseErrorKind::TooManyFractionDigits { found, significant, allowed }, offset });
        }
        if digits.total() > self.total {
            let (found, allowed) = (digits.total(), self.total);
            return Err(ParseError { kind: ParseErrorKind::TooManyDigits { found, allowed }, offset });
        }
        literal.value()
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
        Literal::read(text).ok().map(|literal| literal.digits)
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
    /// The value of all digits when `integer + fraction` is at most [`Self::SHORT`].
    mantissa: u64,
    digits: Digits,
}

impl<'a> Literal<'a> {
    /// Digits whose value surely fits 64 bits.
    const SHORT: u32 = 19;

    fn read(given: &'a str) -> Result<Self, ParseError> {
        let text = given.trim_start_matches(is_xml_space);
        let offset = given.len() - text.len();
        let text = text.trim_end_matches(is_xml_space);
        let bytes = text.as_bytes();
        let (sign, unsigned) = match bytes {
            [sign @ (b'+' | b'-'), rest @ ..] => (Some(*sign), rest),
            _ => (None, bytes),
        };
        let (mut mantissa, mut seen, mut point) = (0_u64, false, false);
        let Digits { mut integer, mut fraction, mut significant_fraction } = Digits::default();
        for (place, byte) in unsigned.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    let digit = byte - b'0';
                    seen = true;
                    // Wraps only when there are too many digits for it to be used.
                    mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
                    if point {
                        fraction += 1;
                        if digit != 0 {
                            significant_fraction = fraction;
                        }
                    } else if digit != 0 || integer > 0 {
                        integer += 1;
                    }
                }
                b'.' if !point => point = true,
                _ => {
                    let place = text.len() - unsigned.len() + place;
                    return Err(ParseError { kind: obstacle(text, place), offset: offset + place });
                }
            }
        }
        if !seen {
            let kind = if text.is_empty() { ParseErrorKind::Empty } else { ParseErrorKind::NoDigits };
            return Err(ParseError { kind, offset });
        }
        Ok(Self { text, offset, sign, mantissa, digits: Digits { integer, fraction, significant_fraction } })
    }

    fn value(&self) -> Result<Decimal, ParseError> {
        let negative = self.sign == Some(b'-');
        if self.digits.total() <= Self::SHORT {
            return Ok(Decimal::from_parts(self.mantissa.into(), self.digits.fraction as u8, negative));
        }
        self.long_value(negative).ok_or(ParseError { kind: ParseErrorKind::TooLong, offset: self.offset })
    }

    #[cold]
    fn long_value(&self, negative: bool) -> Option<Decimal> {
        // Zeros at the end of the fraction are kept while there is room for them.
        let kept = |scale: u32| {
            let mut left = u64::from(self.digits.integer) + u64::from(scale);
            let digits =
                self.text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| self.digits.integer > 0 && *digit == b'0');
            let mut magnitude = Magnitude::ZERO;
            // A number below one may begin with zeros before the point; they are not counted in `left`.
            let lead = if self.digits.integer == 0 { self.text.find('.').unwrap_or(self.text.len()) } else { 0 };
            let lead = self.text.bytes().take(lead).filter(u8::is_ascii_digit).count();
            for digit in digits.skip(lead) {
                let Some(next) = left.checked_sub(1) else { break };
                left = next;
                magnitude = magnitude.append_digit(digit - b'0')?;
            }
            Some((magnitude, scale))
        };
        let scales = [self.digits.fraction, self.digits.significant_fraction];
        let (magnitude, scale) = scales.into_iter().filter(|scale| *scale <= MAX_SCALE).find_map(kept)?;
        Some(Decimal::from_wide(Wide { magnitude, scale: scale as u8, negative: negative && !magnitude.is_zero() }))
    }
}

/// The `S` of XML 1.0 §2.3.
fn is_xml_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// What the character at `place` is, which cannot stand there.
#[cold]
fn obstacle(text: &str, place: usize) -> ParseErrorKind {
    let before = text.get(..place).unwrap_or_default();
    let Some(character) = text.get(place..).unwrap_or_default().chars().next() else { return ParseErrorKind::NoDigits };
    match character {
        ',' => ParseErrorKind::Comma,
        '.' => ParseErrorKind::Grouping,
        '+' | '-' => ParseErrorKind::MisplacedSign,
        'e' | 'E' if before.ends_with(|last: char| last.is_ascii_digit() || last == '.') => ParseErrorKind::Exponent,
        _ if character.is_whitespace() => ParseErrorKind::Blank,
        _ => ParseErrorKind::Character(character),
    }
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
