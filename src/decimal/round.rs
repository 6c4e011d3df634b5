//! Rounding, always by a named policy.

use rust_decimal::RoundingStrategy;

use crate::decimal::Decimal;
use crate::decimal::magnitude::Cut;
use crate::decimal::magnitude::Magnitude;
use crate::decimal::value::Repr;
use crate::decimal::value::Wide;

/// What becomes of the digits that are cut off.
///
/// The table shows each policy rounding to no decimals.
///
/// | policy | 1.4 | 1.5 | 2.5 | 1.6 | −1.4 | −1.5 | −2.5 | −1.6 |
/// |---|---|---|---|---|---|---|---|---|
/// | `Ceiling` | 2 | 2 | 3 | 2 | −1 | −1 | −2 | −1 |
/// | `Down` | 1 | 1 | 2 | 1 | −1 | −1 | −2 | −1 |
/// | `Floor` | 1 | 1 | 2 | 1 | −2 | −2 | −3 | −2 |
/// | `HalfAwayFromZero` | 1 | 2 | 3 | 2 | −1 | −2 | −3 | −2 |
/// | `HalfDown` | 1 | 1 | 2 | 2 | −1 | −1 | −2 | −2 |
/// | `HalfEven` | 1 | 2 | 2 | 2 | −1 | −2 | −2 | −2 |
/// | `Up` | 2 | 2 | 3 | 2 | −2 | −2 | −3 | −2 |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// Towards positive infinity.
    Ceiling,
    /// Towards zero: cut.
    Down,
    /// Towards negative infinity.
    Floor,
    /// To the nearest; a half away from zero. Commercial rounding, what invoice software does.
    HalfAwayFromZero,
    /// To the nearest; a half towards zero.
    HalfDown,
    /// To the nearest; a half to the even neighbour.
    HalfEven,
    /// Away from zero.
    Up,
}

impl Decimal {
    /// The number rounded to `digits` after the point; one that has no more is unchanged, its scale too.
    ///
    /// ```
    /// use taxdoc::decimal::{Decimal, Rounding};
    ///
    /// let tax = Decimal::parse("-1234.5")?;
    /// assert_eq!(tax.round(0, Rounding::HalfAwayFromZero), Decimal::from(-1235));
    /// assert_eq!(tax.round(0, Rounding::HalfEven), Decimal::from(-1234));
    /// # Ok::<(), taxdoc::decimal::ParseError>(())
    /// ```
    #[must_use]
    pub fn round(self, digits: u8, rounding: Rounding) -> Self {
        if self.scale() <= digits {
            return self;
        }
        match self.0 {
            Repr::Narrow(narrow) => {
                let mut rounded = narrow.round_dp_with_strategy(u32::from(digits), rounding.strategy());
                if rounded.is_zero() {
                    rounded.set_sign_positive(true);
                }
                Self(Repr::Narrow(rounded))
            }
            Repr::Wide(wide) => wide.round(digits, rounding),
        }
    }
}

impl Wide {
    /// `digits` is below the scale.
    pub(super) fn round(self, digits: u8, rounding: Rounding) -> Decimal {
        let (cut_down, cut) = self.magnitude.shift_down(u32::from(self.scale - digits));
        let magnitude = if rounding.adds_one(cut, cut_down.is_odd(), self.negative) {
            // At least one digit was cut off, so there is room; were there none, the cut value is the safe answer.
            cut_down.plus(Magnitude::from_u128(1)).unwrap_or(cut_down)
        } else {
            cut_down
        };
        Decimal::from_wide(Self { magnitude, scale: digits, negative: self.negative && !magnitude.is_zero() })
    }
}

impl Rounding {
    fn strategy(self) -> RoundingStrategy {
        match self {
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
            Self::Down => RoundingStrategy::ToZero,
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
            Self::HalfAwayFromZero => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfDown => RoundingStrategy::MidpointTowardZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Up => RoundingStrategy::AwayFromZero,
        }
    }

    /// Whether the cut magnitude grows by one in its last place.
    fn adds_one(self, cut: Cut, odd: bool, negative: bool) -> bool {
        match self {
            _ if cut == Cut::Nothing => false,
            Self::Ceiling => !negative,
            Self::Down => false,
            Self::Floor => negative,
            Self::HalfAwayFromZero => cut != Cut::BelowHalf,
            Self::HalfDown => cut == Cut::AboveHalf,
            Self::HalfEven => cut == Cut::AboveHalf || cut == Cut::Half && odd,
            Self::Up => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Rounding; 7] = [
        Rounding::Ceiling,
        Rounding::Down,
        Rounding::Floor,
        Rounding::HalfAwayFromZero,
        Rounding::HalfDown,
        Rounding::HalfEven,
        Rounding::Up,
    ];

    #[test]
    fn policies_do_what_their_table_says() {
        let inputs = ["1.4", "1.5", "2.5", "1.6", "-1.4", "-1.5", "-2.5", "-1.6"];
        let table = [
            [2, 2, 3, 2, -1, -1, -2, -1],
            [1, 1, 2, 1, -1, -1, -2, -1],
            [1, 1, 2, 1, -2, -2, -3, -2],
            [1, 2, 3, 2, -1, -2, -3, -2],
            [1, 1, 2, 2, -1, -1, -2, -2],
            [1, 2, 2, 2, -1, -2, -2, -2],
            [2, 2, 3, 2, -2, -2, -3, -2],
        ];
        for (rounding, row) in ALL.into_iter().zip(table) {
            for (input, expected) in inputs.into_iter().zip(row) {
                let value = Decimal::parse(input).unwrap();
                assert_eq!(value.round(0, rounding), Decimal::from(expected), "{input} {rounding:?}");
                assert_eq!(value.wide().round(0, rounding), Decimal::from(expected), "wide {input} {rounding:?}");
            }
        }
    }

    #[test]
    fn rounding_to_nothing_leaves_no_sign() {
        for text in ["-0.4", &format!("-0.{}4", "0".repeat(70))] {
            let zero = Decimal::parse(text).unwrap().round(0, Rounding::HalfEven);
            assert!(zero.is_zero() && !zero.is_negative());
        }
    }

    proptest! {
        #[test]
        fn both_widths_round_alike(mantissa in any::<i64>(), scale in 1_u8..=28, digits in 0_u8..28) {
            let value = Decimal::new(i128::from(mantissa), scale);
            for rounding in ALL.into_iter().filter(|_| digits < scale) {
                prop_assert_eq!(value.round(digits, rounding), value.wide().round(digits, rounding));
            }
        }
    }
}
