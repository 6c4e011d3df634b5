//! Sums, differences and products: exact, or an overflow.

use rust_decimal::Decimal as Narrow;

use crate::decimal::Decimal;
use crate::decimal::value::MAX_SCALE;
use crate::decimal::value::Repr;
use crate::decimal::value::Wide;

/// An exact result, at the scale it is computed at, needs more than 115 digits.
///
/// No sum or product of up to four numbers of 21 digits comes near; a hostile file of longer ones may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the exact result needs more than 115 digits")]
pub struct Overflow;

impl Decimal {
    /// The sum. Its scale is the larger of the two.
    ///
    /// # Errors
    /// [`Overflow`] when 115 digits cannot hold it.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// let net = Decimal::parse("1000000")?;
    /// assert_eq!(net.plus(Decimal::parse("80000.5")?)?, Decimal::parse("1080000.5")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        if let (Repr::Narrow(a), Repr::Narrow(b)) = (self.0, other.0)
            && let Some(sum) = a.checked_add(b)
            && (sum.scale() == a.scale().max(b.scale()) || a.is_zero() || b.is_zero())
        {
            return Ok(Self::from_narrow(sum));
        }
        self.plus_wide(other)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`Overflow`] when 115 digits cannot hold it.
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.plus(-other)
    }

    /// The product. Its scale is the sum of the scales.
    ///
    /// # Errors
    /// [`Overflow`] when 115 digits cannot hold it.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// let quantity = Decimal::parse("999999999999999.999999")?;
    /// assert_eq!(quantity.times(quantity)?.to_string(), "999999999999999999998000000000.000000000001");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn times(self, other: Self) -> Result<Self, Overflow> {
        if let (Repr::Narrow(a), Repr::Narrow(b)) = (self.0, other.0)
            && let Some(product) = a.checked_mul(b)
            && (product.scale() == a.scale() + b.scale() || a.is_zero() || b.is_zero())
        {
            return Ok(Self::from_narrow(product));
        }
        self.times_wide(other)
    }

    /// So many percent of the number: `self × rate / 100`.
    ///
    /// # Errors
    /// [`Overflow`] when 115 digits cannot hold it.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// assert_eq!(Decimal::from(12_345).percent(Decimal::from(8))?.to_string(), "987.6");
    /// # Ok::<(), taxdoc::decimal::Overflow>(())
    /// ```
    pub fn percent(self, rate: Self) -> Result<Self, Overflow> {
        let product = self.times(rate)?;
        if let Repr::Narrow(mut narrow) = product.0
            && narrow.set_scale(narrow.scale() + 2).is_ok()
        {
            return Ok(Self(Repr::Narrow(narrow)));
        }
        product.times(Self::HUNDREDTH)
    }

    /// How far apart two numbers are, without a sign.
    ///
    /// # Errors
    /// [`Overflow`] when 115 digits cannot hold it.
    pub fn distance(self, other: Self) -> Result<Self, Overflow> {
        self.minus(other).map(Self::abs)
    }

    /// `rust_decimal` knows a negative zero, we do not.
    fn from_narrow(mut narrow: Narrow) -> Self {
        if narrow.is_zero() {
            narrow.set_sign_positive(true);
        }
        Self(Repr::Narrow(narrow))
    }

    #[cold]
    pub(super) fn plus_wide(self, other: Self) -> Result<Self, Overflow> {
        if self.is_zero() || other.is_zero() {
            return Ok(if self.is_zero() { other } else { self });
        }
        let (a, b) = (self.wide(), other.wide());
        let scale = a.scale.max(b.scale);
        let raised = |number: Wide| number.magnitude.shift_up(u32::from(scale - number.scale)).ok_or(Overflow);
        let (left, right) = (raised(a)?, raised(b)?);
        let (magnitude, negative) = if a.negative == b.negative {
            (left.plus(right).ok_or(Overflow)?, a.negative)
        } else if let Some(difference) = left.minus(right) {
            (difference, a.negative && !difference.is_zero())
        } else {
            (right.minus(left).ok_or(Overflow)?, b.negative)
        };
        Ok(Self::from_wide(Wide { magnitude, scale, negative }))
    }

    #[cold]
    pub(super) fn times_wide(self, other: Self) -> Result<Self, Overflow> {
        let (a, b) = (self.wide(), other.wide());
        let magnitude = a.magnitude.times(b.magnitude).ok_or(Overflow)?;
        if magnitude.is_zero() {
            return Ok(Self::ZERO);
        }
        let scale = u32::from(a.scale) + u32::from(b.scale);
        if scale > MAX_SCALE {
            return Err(Overflow);
        }
        Ok(Self::from_wide(Wide { magnitude, scale: scale as u8, negative: a.negative != b.negative }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn products_of_four_full_numbers_are_exact() {
        let full = decimal("999999999999999.999999");
        let square = full.times(full).unwrap();
        // (10^15 − 10^-6)^4 by python's fractions.
        let fourth = "999999999999999999996000000000000000000005999999999999999999.996000000000000000000001";
        assert_eq!(square.times(square).unwrap().to_string(), fourth);
        let mixed = square.times(square).unwrap().plus(decimal(&"9".repeat(84))).unwrap();
        assert_eq!(mixed.digits().total(), 109);
    }

    #[test]
    fn nothing_is_lost_where_rust_decimal_would_round() {
        let large = decimal("79228162514264337593543950335");
        assert_eq!(large.plus(decimal("0.1")).unwrap().to_string(), "79228162514264337593543950335.1");
        assert_eq!(large.plus(Decimal::ONE).unwrap().to_string(), "79228162514264337593543950336");
        let small = decimal("0.0000000000000000000000000001");
        assert_eq!(small.times(small).unwrap().to_string(), format!("0.{}1", "0".repeat(55)));
        assert_eq!(small.plus(large).unwrap().minus(large).unwrap(), small);
    }

    #[test]
    fn what_cannot_be_held_is_an_overflow() {
        let largest = decimal(&"9".repeat(115));
        assert_eq!(largest.times(largest), Err(Overflow));
        assert_eq!(largest.plus(decimal("0.01")), Err(Overflow));
        assert_eq!(largest.plus(decimal("0.00")).unwrap(), largest);
        assert_eq!(largest.minus(largest).unwrap(), Decimal::ZERO);
        let smallest = decimal(&format!("0.{}1", "0".repeat(114)));
        assert_eq!(smallest.times(Decimal::HUNDREDTH), Err(Overflow));
        assert_eq!(smallest.times(Decimal::ZERO).unwrap(), Decimal::ZERO);
    }

    #[test]
    fn a_difference_of_equals_has_no_sign() {
        for (a, b) in [("-1", "1.0"), ("-5000000000.5", "5000000000.50"), ("-1e", "1")].map(|(a, b)| (a.trim_end_matches('e'), b))
        {
            let sum = decimal(a).plus(decimal(b)).unwrap();
            assert!(sum.is_zero() && !sum.is_negative());
        }
    }

    fn any_decimal() -> impl Strategy<Value = Decimal> {
        let mantissa =
            prop_oneof![any::<i128>(), (-(1_i128 << 97)..1 << 97), -10_000_i128..10_000, any::<i64>().prop_map(i128::from)];
        (mantissa, 0_u8..=30).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
    }

    proptest! {
        #[test]
        fn both_widths_agree(a in any_decimal(), b in any_decimal()) {
            prop_assert_eq!(a.plus(b), a.plus_wide(b));
            prop_assert_eq!(a.times(b), a.times_wide(b));
        }

        #[test]
        fn the_laws_of_arithmetic_hold(a in any_decimal(), b in any_decimal(), c in any_decimal()) {
            prop_assert_eq!(a.plus(b), b.plus(a));
            prop_assert_eq!(a.times(b), b.times(a));
            prop_assert_eq!(a.plus(b).unwrap().minus(b).unwrap(), a);
            let spread = a.times(c).unwrap().plus(b.times(c).unwrap());
            prop_assert_eq!(a.plus(b).unwrap().times(c), spread);
            prop_assert_eq!(a.cmp(&b), a.minus(b).unwrap().sign());
            prop_assert_eq!(-(-a), a);
        }
    }
}
