//! The integer behind the wide decimals: 384 bits, no sign, every operation exact or `None`.

use std::cmp::Ordering;

/// 64-bit limbs of a [`Magnitude`].
const LIMBS: usize = 6;

/// Decimal digits that always fit: 10^115 is below 2^384.
///
/// The bound comes from the widest need of the formats served: four factors of 21 digits have a product of 84, and a sum of such
/// products at scales 0 and 24 has 108. The other 7 leave room for ten million addends.
pub(super) const CAPACITY: u32 = 115;

/// The largest power of ten in a limb, as an exponent.
const CHUNK: u32 = 19;

/// An integer of 384 bits, the least significant limb first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Magnitude([u64; LIMBS]);

impl Magnitude {
    pub(super) const ZERO: Self = Self([0; LIMBS]);

    pub(super) const fn from_u128(value: u128) -> Self {
        Self([value as u64, (value >> 64) as u64, 0, 0, 0, 0])
    }

    /// The value, when 128 bits hold it.
    pub(super) fn as_u128(self) -> Option<u128> {
        match self.0 {
            [low, high, 0, 0, 0, 0] => Some(u128::from(high) << 64 | u128::from(low)),
            _ => None,
        }
    }

    pub(super) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let mut sum = self;
        let mut carry = false;
        for (limb, addend) in sum.0.iter_mut().zip(other.0) {
            let (partial, first) = limb.overflowing_add(addend);
            let (total, second) = partial.overflowing_add(u64::from(carry));
            *limb = total;
            carry = first | second;
        }
        (!carry).then_some(sum)
    }

    /// The difference; `None` when `other` is larger.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        let mut difference = self;
        let mut borrow = false;
        for (limb, subtrahend) in difference.0.iter_mut().zip(other.0) {
            let (partial, first) = limb.overflowing_sub(subtrahend);
            let (total, second) = partial.overflowing_sub(u64::from(borrow));
            *limb = total;
            borrow = first | second;
        }
        (!borrow).then_some(difference)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let mut product = Self::ZERO;
        for (place, factor) in self.0.into_iter().enumerate().filter(|(_, factor)| *factor != 0) {
            let mut carry = 0;
            for (limb, multiplicand) in product.0.iter_mut().skip(place).zip(other.0) {
                (*limb, carry) = multiply_add(factor, multiplicand, *limb, carry);
            }
            // Limbs of `other` that this place moves beyond the top must be empty.
            if carry != 0 || other.0.iter().skip(LIMBS - place).any(|limb| *limb != 0) {
                return None;
            }
        }
        Some(product)
    }

    /// The value times ten to the power of `places`.
    pub(super) fn shift_up(self, places: u32) -> Option<Self> {
        if self.is_zero() {
            return Some(self);
        }
        if places > CAPACITY {
            return None;
        }
        let mut value = self;
        let mut left = places;
        while left > 0 {
            let step = left.min(CHUNK);
            value = value.times_limb(10_u64.pow(step), 0)?;
            left -= step;
        }
        Some(value)
    }

    /// The value times ten plus a digit.
    pub(super) fn append_digit(self, digit: u8) -> Option<Self> {
        self.times_limb(10, u64::from(digit))
    }

    fn times_limb(self, factor: u64, addend: u64) -> Option<Self> {
        let mut product = self;
        let mut carry = addend;
        for limb in &mut product.0 {
            (*limb, carry) = multiply_add(factor, *limb, 0, carry);
        }
        (carry == 0).then_some(product)
    }

    /// The value divided by ten to the power of `places`, cut, and what was cut off.
    pub(super) fn shift_down(self, places: u32) -> (Self, Cut) {
        if places == 0 {
            return (self, Cut::Nothing);
        }
        let mut quotient = self;
        let mut left = places;
        while left > 0 && !quotient.is_zero() {
            let step = left.min(CHUNK);
            quotient = quotient.divide(10_u64.pow(step)).0;
            left -= step;
        }
        let Some(unit) = Self::from_u128(1).shift_up(places) else {
            // The divisor is above 10^115, more than twice any value.
            return (quotient, if self.is_zero() { Cut::Nothing } else { Cut::BelowHalf });
        };
        // quotient × unit ≤ self, so neither step can fail; an impossible failure would read as "nothing cut".
        let remainder = quotient.times(unit).and_then(|whole| self.minus(whole)).unwrap_or(Self::ZERO);
        let complement = unit.minus(remainder).unwrap_or(unit);
        let cut = match remainder.cmp(&complement) {
            _ if remainder.is_zero() => Cut::Nothing,
            Ordering::Less => Cut::BelowHalf,
            Ordering::Equal => Cut::Half,
            Ordering::Greater => Cut::AboveHalf,
        };
        (quotient, cut)
    }

    /// Quotient and remainder; `divisor` is not zero.
    pub(super) fn divide(self, divisor: u64) -> (Self, u64) {
        let mut quotient = self;
        let mut remainder = 0_u64;
        for limb in quotient.0.iter_mut().rev() {
            let dividend = u128::from(remainder) << 64 | u128::from(*limb);
            // remainder < divisor, so the quotient is below 2^64.
            *limb = (dividend / u128::from(divisor)) as u64;
            remainder = (dividend % u128::from(divisor)) as u64;
        }
        (quotient, remainder)
    }

    pub(super) fn is_odd(self) -> bool {
        let [lowest, ..] = self.0;
        lowest % 2 == 1
    }
}

/// The part that a division by a power of ten leaves over, against half of the divisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Nothing,
    BelowHalf,
    Half,
    AboveHalf,
}

impl Ord for Magnitude {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Magnitude {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `a × b + c + d` as its low and high halves; 128 bits hold the largest.
fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let total = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (total as u64, (total >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest() -> Magnitude {
        Magnitude([u64::MAX; LIMBS])
    }

    #[test]
    fn the_largest_value_takes_no_more() {
        assert_eq!(largest().plus(Magnitude::from_u128(1)), None);
        assert_eq!(largest().plus(Magnitude::ZERO), Some(largest()));
        assert_eq!(largest().times(Magnitude::from_u128(2)), None);
        assert_eq!(largest().times(Magnitude::from_u128(1)), Some(largest()));
        assert_eq!(largest().append_digit(0), None);
    }

    #[test]
    fn a_smaller_value_gives_no_difference() {
        assert_eq!(Magnitude::from_u128(1).minus(Magnitude::from_u128(2)), None);
        assert_eq!(Magnitude::from_u128(1 << 64).minus(Magnitude::from_u128(1)), Some(Magnitude::from_u128(u64::MAX.into())));
    }

    #[test]
    fn capacity_is_what_fits() {
        let full = Magnitude::from_u128(1).shift_up(CAPACITY).unwrap();
        assert_eq!(full.shift_up(1), None);
        assert_eq!(full.shift_down(CAPACITY), (Magnitude::from_u128(1), Cut::Nothing));
        assert_eq!(full.shift_down(CAPACITY + 1), (Magnitude::ZERO, Cut::BelowHalf));
        assert_eq!(largest().shift_down(CAPACITY).1, Cut::AboveHalf);
    }

    #[test]
    fn products_carry_through_every_limb() {
        // (2^192 − 1)² = 2^384 − 2^193 + 1 fits; 2^192 × 2^192 does not.
        let [half, whole] = [[u64::MAX, u64::MAX, u64::MAX, 0, 0, 0], [1, 0, 0, u64::MAX - 1, u64::MAX, u64::MAX]].map(Magnitude);
        assert_eq!(half.times(half), Some(whole));
        let power = Magnitude([0, 0, 0, 1, 0, 0]);
        assert_eq!(power.times(power), None);
    }

    #[test]
    fn halves_are_told_apart() {
        let cut = |value: u128| Magnitude::from_u128(value).shift_down(2).1;
        assert_eq!([cut(100), cut(149), cut(150), cut(151)], [Cut::Nothing, Cut::BelowHalf, Cut::Half, Cut::AboveHalf]);
    }
}
