//! Exact quotients: the shares of the allocation annexes are divisions, and decimals do not hold a third.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::decimal::Rounding;

/// A number that is exact even after a division: a numerator over an optional positive denominator.
///
/// Every operation gives `None` where 115 digits do not hold the result; real forms stay below 40.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    numerator: Decimal,
    /// Positive; `None` stands for one, which nearly every number of a form has.
    denominator: Option<Decimal>,
}

impl Ratio {
    pub(super) const ZERO: Self = Self { numerator: Decimal::ZERO, denominator: None };
    pub(super) const ONE: Self = Self { numerator: Decimal::ONE, denominator: None };

    pub(super) fn truth(holds: bool) -> Self {
        if holds { Self::ONE } else { Self::ZERO }
    }

    pub(super) fn is_zero(self) -> bool {
        self.numerator.is_zero()
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if let (None, None) = (self.denominator, other.denominator) {
            return self.numerator.plus(other.numerator).ok().map(Self::from);
        }
        let left = self.numerator.times(other.divisor()).ok()?;
        let right = other.numerator.times(self.divisor()).ok()?;
        let denominator = Some(self.divisor().times(other.divisor()).ok()?);
        Some(Self { numerator: left.plus(right).ok()?, denominator })
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.times(other.numerator).ok()?;
        let denominator = match (self.denominator, other.denominator) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one),
            (Some(a), Some(b)) => Some(a.times(b).ok()?),
        };
        Some(Self { numerator, denominator })
    }

    /// `None` for a division by zero too.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let numerator = self.numerator.times(other.divisor()).ok()?;
        let denominator = self.divisor().times(other.numerator).ok()?;
        let quotient = if denominator.is_negative() { (-numerator, -denominator) } else { (numerator, denominator) };
        Some(Self { numerator: quotient.0, denominator: (quotient.1 != Decimal::ONE).then_some(quotient.1) })
    }

    pub(super) fn negated(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }

    pub(super) fn absolute(self) -> Self {
        Self { numerator: self.numerator.abs(), ..self }
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        if let (None, None) = (self.denominator, other.denominator) {
            return Some(self.numerator.cmp(&other.numerator));
        }
        self.minus(other).map(|difference| difference.numerator.sign())
    }

    /// The number to so many digits after the point, halves away from zero, as the spreadsheets of the authority's program round.
    pub(super) fn round(self, digits: u8) -> Option<Decimal> {
        let Some(denominator) = self.denominator else {
            return Some(self.numerator.round(digits, Rounding::HalfAwayFromZero));
        };
        let scale = self.numerator.scale().max(denominator.scale());
        let raised = |number: Decimal, digits: u8| number.times(power_of_ten(digits)?).ok()?.to_integer();
        let numerator = raised(self.numerator, scale.checked_add(digits)?)?;
        let denominator = raised(denominator, scale)?;
        let half_up = numerator.unsigned_abs().checked_mul(2)?.checked_add(denominator.unsigned_abs())?;
        let quotient = half_up.checked_div(denominator.unsigned_abs().checked_mul(2)?)?;
        let quotient = i128::try_from(quotient).ok()?;
        Some(Decimal::new(if numerator < 0 { -quotient } else { quotient }, digits))
    }

    /// The number as a report shows it: exact, or a quotient to six digits.
    pub(super) fn shown(self) -> Option<Decimal> {
        match self.denominator {
            None => Some(self.numerator),
            Some(_) => self.round(6).map(Decimal::normalize),
        }
    }

    fn divisor(self) -> Decimal {
        self.denominator.unwrap_or(Decimal::ONE)
    }
}

impl From<Decimal> for Ratio {
    fn from(numerator: Decimal) -> Self {
        Self { numerator, denominator: None }
    }
}

fn power_of_ten(digits: u8) -> Option<Decimal> {
    10_i128.checked_pow(u32::from(digits)).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Ratio {
        Decimal::parse(text).unwrap().into()
    }

    #[test]
    fn a_third_times_three_is_one() {
        let third = number("1").over(number("3")).unwrap();
        assert_eq!(third.times(number("3")).unwrap().compare(Ratio::ONE), Some(Ordering::Equal));
        assert_eq!(third.plus(third).unwrap().compare(number("0.6667")), Some(Ordering::Less));
        assert_eq!(third.shown().unwrap().to_string(), "0.333333");
        assert!(third.over(Ratio::ZERO).is_none());
    }

    #[test]
    fn quotients_round_half_away_from_zero() {
        for (numerator, denominator, digits, expected) in
            [("1", "2", 0, "1"), ("-1", "2", 0, "-1"), ("1", "-3", 2, "-0.33"), ("2.5", "0.4", 1, "6.3"), ("1", "8", 2, "0.13")]
        {
            let quotient = number(numerator).over(number(denominator)).unwrap();
            assert_eq!(quotient.round(digits).unwrap().to_string(), expected, "{numerator} / {denominator}");
        }
    }
}
