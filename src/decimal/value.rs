//! The value itself: what it holds, how it compares.

use std::cmp::Ordering;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Neg;

use rust_decimal::Decimal as Narrow;

use crate::decimal::Digits;
use crate::decimal::magnitude::CAPACITY;
use crate::decimal::magnitude::Magnitude;

/// An exact decimal number of up to 115 digits.
///
/// It keeps the fraction digits it was written with (its *scale*), so that `1.50` can be shown as it stood; they play no part in
/// comparison, equality or hash: `15000000.000000` is `15000000`. There is one zero, without a sign.
///
/// ```
/// use taxdoc::decimal::Decimal;
///
/// assert_eq!(Decimal::parse("15000000.000000")?, Decimal::from(15_000_000));
/// assert!(Decimal::parse("-0.01")? < Decimal::ZERO);
/// assert_eq!(Decimal::parse("-0")?.to_string(), "0");
/// # Ok::<(), taxdoc::decimal::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Decimal(pub(super) Repr);

/// Narrow exactly when 96 bits and a scale of 28 hold the value as it is written; the constructors below see to it.
#[derive(Clone, Copy)]
pub(super) enum Repr {
    Narrow(Narrow),
    Wide(Wide),
}

/// `±magnitude × 10^-scale`.
#[derive(Clone, Copy)]
pub(super) struct Wide {
    pub(super) magnitude: Magnitude,
    pub(super) scale: u8,
    pub(super) negative: bool,
}

/// The largest scale: beyond it no digit of the magnitude could stand.
pub(super) const MAX_SCALE: u32 = CAPACITY;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Narrow(Narrow::ZERO));
    /// One.
    pub const ONE: Self = Self(Repr::Narrow(Narrow::ONE));
    /// One hundredth: a percentage times this is a factor.
    pub const HUNDREDTH: Self = Self(Repr::Narrow(Narrow::from_parts(1, 0, 0, false, 2)));

    /// The number `mantissa × 10^-scale`; a scale above 115 counts as 115.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// assert_eq!(Decimal::new(-1_050, 2).to_string(), "-10.5");
    /// ```
    #[must_use]
    pub fn new(mantissa: i128, scale: u8) -> Self {
        Self::from_parts(mantissa.unsigned_abs(), u32::from(scale).min(MAX_SCALE) as u8, mantissa < 0)
    }

    #[inline]
    pub(super) fn from_parts(magnitude: u128, scale: u8, negative: bool) -> Self {
        if magnitude >> 96 == 0 && u32::from(scale) <= Narrow::MAX_SCALE {
            let [low, middle, high] = [magnitude, magnitude >> 32, magnitude >> 64].map(|part| part as u32);
            return Self(Repr::Narrow(Narrow::from_parts(low, middle, high, negative, u32::from(scale))));
        }
        let negative = negative && magnitude != 0;
        Self(Repr::Wide(Wide { magnitude: Magnitude::from_u128(magnitude), scale, negative }))
    }

    pub(super) fn from_wide(wide: Wide) -> Self {
        match wide.magnitude.as_u128() {
            Some(magnitude) => Self::from_parts(magnitude, wide.scale, wide.negative),
            None => Self(Repr::Wide(wide)),
        }
    }

    pub(super) fn wide(self) -> Wide {
        match self.0 {
            Repr::Narrow(narrow) => Wide {
                magnitude: Magnitude::from_u128(narrow.mantissa().unsigned_abs()),
                scale: narrow.scale() as u8,
                negative: narrow.is_sign_negative(),
            },
            Repr::Wide(wide) => wide,
        }
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        match self.0 {
            Repr::Narrow(narrow) => narrow.is_zero(),
            Repr::Wide(wide) => wide.magnitude.is_zero(),
        }
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        match self.0 {
            Repr::Narrow(narrow) => narrow.is_sign_negative(),
            Repr::Wide(wide) => wide.negative,
        }
    }

    /// How the number compares with zero.
    #[must_use]
    pub fn sign(self) -> Ordering {
        match (self.is_zero(), self.is_negative()) {
            (true, _) => Ordering::Equal,
            (false, true) => Ordering::Less,
            (false, false) => Ordering::Greater,
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        if self.is_negative() { -self } else { self }
    }

    /// Digits after the point as the number was written or computed; trailing zeros count.
    #[must_use]
    pub fn scale(self) -> u8 {
        match self.0 {
            Repr::Narrow(narrow) => narrow.scale() as u8,
            Repr::Wide(wide) => wide.scale,
        }
    }

    /// The number without zeros at the end of its fraction.
    #[must_use]
    pub fn normalize(self) -> Self {
        let Wide { mut magnitude, mut scale, negative } = match self.0 {
            Repr::Narrow(narrow) => return Self(Repr::Narrow(narrow.normalize())),
            Repr::Wide(wide) => wide,
        };
        if magnitude.is_zero() {
            return Self::ZERO;
        }
        while scale > 0 {
            let (quotient, 0) = magnitude.divide(10) else { break };
            (magnitude, scale) = (quotient, scale - 1);
        }
        Self::from_wide(Wide { magnitude, scale, negative })
    }

    /// The number as an integer, when it is one and fits.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// assert_eq!(Decimal::parse("-15.00")?.to_integer(), Some(-15));
    /// assert_eq!(Decimal::parse("-15.01")?.to_integer(), None);
    /// # Ok::<(), taxdoc::decimal::ParseError>(())
    /// ```
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        let Wide { magnitude, scale: 0, negative } = self.normalize().wide() else { return None };
        let magnitude = magnitude.as_u128()?;
        if negative { 0_i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }

    /// The digits of the value, as the facets of XSD count them: no zero in front, none at the end of the fraction.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// let digits = Decimal::parse("0012.3400")?.digits();
    /// assert_eq!((digits.total(), digits.fraction()), (4, 2));
    /// # Ok::<(), taxdoc::decimal::ParseError>(())
    /// ```
    #[must_use]
    pub fn digits(self) -> Digits {
        let normal = self.normalize();
        let fraction = u32::from(normal.scale());
        Digits::new(normal.wide().length().saturating_sub(fraction), fraction, fraction)
    }
}

impl Wide {
    /// Decimal digits of the magnitude; none for zero.
    fn length(&self) -> u32 {
        let mut rest = self.magnitude;
        let mut length = 0;
        loop {
            if let Some(small) = rest.as_u128() {
                return length + small.checked_ilog10().map_or(0, |log| log + 1);
            }
            rest = rest.divide(10).0;
            length += 1;
        }
    }

    /// Compares two numbers without their signs.
    fn compare_magnitudes(&self, other: &Self) -> Ordering {
        match (self.magnitude.is_zero(), other.magnitude.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        // Digits before the point, negative where zeros follow it. Where they agree, bringing both to the larger scale needs
        // no more digits than the longer of the two has, so it fits.
        let places = |number: &Self| i64::from(number.length()) - i64::from(number.scale);
        places(self).cmp(&places(other)).then_with(|| {
            let scale = self.scale.max(other.scale);
            let raised = |number: &Self| number.magnitude.shift_up(u32::from(scale - number.scale));
            raised(self).cmp(&raised(other))
        })
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        match self.0 {
            _ if self.is_zero() => self,
            Repr::Narrow(narrow) => Self(Repr::Narrow(-narrow)),
            Repr::Wide(wide) => Self(Repr::Wide(Wide { negative: !wide.negative, ..wide })),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Narrow(a), Repr::Narrow(b)) = (self.0, other.0) {
            return a.cmp(&b);
        }
        let (a, b) = (self.wide(), other.wide());
        match (self.is_negative(), other.is_negative()) {
            (false, false) => a.compare_magnitudes(&b),
            (true, true) => b.compare_magnitudes(&a),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Wide { magnitude, scale, negative } = self.normalize().wide();
        (magnitude, scale, negative).hash(state);
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => { $(
        impl From<$integer> for Decimal {
            fn from(value: $integer) -> Self {
                #[allow(unused_comparisons, reason = "one text for signed and unsigned")]
                let (negative, mut magnitude) = (value < 0, value as u128);
                if negative {
                    magnitude = magnitude.wrapping_neg();
                }
                Self::from_parts(magnitude, 0, negative)
            }
        }
    )* };
}

from_integers!(i32 u32 i64 u64 i128 u128);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn trailing_zeros_do_not_tell_values_apart() {
        let long = format!("1.{}", "0".repeat(60));
        for same in ["1", "1.0", "1.000000", "+1.", "01", &long] {
            assert_eq!(decimal(same), Decimal::ONE, "{same}");
            assert_eq!(HashSet::from([decimal(same), Decimal::ONE]).len(), 1, "{same}");
        }
        for other in ["1.000001", "-1", "0.999999", &format!("{long}1")] {
            assert_ne!(decimal(other), Decimal::ONE, "{other}");
        }
    }

    #[test]
    fn there_is_one_zero() {
        let wide = decimal(&format!("-0.{}", "0".repeat(60)));
        for zero in [decimal("-0"), decimal("-0.000"), wide, -Decimal::ZERO, -wide, Decimal::from(0), Decimal::new(0, 90)] {
            assert!(zero.is_zero() && !zero.is_negative() && zero == Decimal::ZERO);
            assert_eq!((zero.sign(), zero.to_string().as_str()), (Ordering::Equal, "0"));
            assert_eq!(HashSet::from([zero, Decimal::ZERO]).len(), 1);
        }
    }

    #[test]
    fn orders_across_both_widths() {
        let tiny = format!("0.{}1", "0".repeat(113));
        let huge = "9".repeat(115);
        let ascending = [
            format!("-{huge}"),
            "-79228162514264337593543950336".into(),
            "-79228162514264337593543950335.5".into(),
            "-1".into(),
            format!("-{tiny}"),
            "0".into(),
            tiny,
            "0.0000000000000000000000000001".into(),
            "1".into(),
            "79228162514264337593543950335".into(),
            "79228162514264337593543950336".into(),
            huge,
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(decimal(a).cmp(&decimal(b)), i.cmp(&j), "{a} and {b}");
            }
        }
    }

    #[test]
    fn counts_digits_as_the_facets_do() {
        for (text, total, fraction) in [
            ("0", 0, 0),
            ("0.00", 0, 0),
            ("0.05", 2, 2),
            ("1200", 4, 0),
            ("999999999999999999999.999999", 27, 6),
            ("12345678901234567890123456789012345678901234567890.10", 51, 1),
        ] {
            let digits = decimal(text).digits();
            assert_eq!((digits.total(), digits.fraction()), (total, fraction), "{text}");
        }
    }

    #[test]
    fn integers_come_and_go() {
        for value in [0, 1, -1, i128::MAX, i128::MIN, 1 << 96, -(1 << 96)] {
            assert_eq!(Decimal::from(value).to_integer(), Some(value));
            assert_eq!(Decimal::from(value).to_string(), value.to_string());
        }
        assert_eq!(Decimal::from(u128::MAX).to_integer(), None);
        assert_eq!(Decimal::from(u128::MAX).to_string(), u128::MAX.to_string());
        assert_eq!(Decimal::from(i32::MIN).to_string(), i32::MIN.to_string());
    }
}
