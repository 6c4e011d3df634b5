//! A running sum.

use crate::decimal::Decimal;
use crate::decimal::Overflow;

/// A running sum whose result, an overflow included, does not depend on the order of its addends.
///
/// What is added and what is taken away are summed apart, so that a large negative addend cannot hide an overflow in one order
/// and show it in another. Each side only grows and keeps the largest scale, so it overflows in every order or in none.
///
/// ```
/// use taxdoc::decimal::{Decimal, Sum};
///
/// let mut total = Sum::default();
/// for line in ["1000000", "250000.50", "-50000.5"] {
///     total.add(Decimal::parse(line)?);
/// }
/// assert_eq!((total.total()?, total.count()), (Decimal::from(1_200_000), 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    increase: Decimal,
    decrease: Decimal,
    count: usize,
    overflow: bool,
}

impl Sum {
    /// Adds a number.
    #[inline]
    pub fn add(&mut self, addend: Decimal) {
        self.count += 1;
        let side = if addend.is_negative() { &mut self.decrease } else { &mut self.increase };
        match side.plus(addend) {
            Ok(sum) => *side = sum,
            Err(Overflow) => self.overflow = true,
        }
    }

    /// Takes a number away.
    pub fn subtract(&mut self, subtrahend: Decimal) {
        self.add(-subtrahend);
    }

    /// How many numbers were added or taken away.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The sum.
    ///
    /// # Errors
    /// [`Overflow`] when the exact sum, or the sum of the numbers of one sign, needs more than 115 digits.
    pub fn total(&self) -> Result<Decimal, Overflow> {
        if self.overflow {
            return Err(Overflow);
        }
        self.increase.plus(self.decrease)
    }
}

impl Extend<Decimal> for Sum {
    fn extend<I: IntoIterator<Item = Decimal>>(&mut self, addends: I) {
        addends.into_iter().for_each(|addend| self.add(addend));
    }
}

impl FromIterator<Decimal> for Sum {
    fn from_iter<I: IntoIterator<Item = Decimal>>(addends: I) -> Self {
        let mut sum = Self::default();
        sum.extend(addends);
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_overflow_shows_in_every_order() {
        let largest = Decimal::parse(&"9".repeat(115)).unwrap();
        let half = Decimal::new(5, 1);
        for order in [[largest, half, half], [half, largest, half], [half, half, largest]] {
            assert_eq!(order.into_iter().collect::<Sum>().total(), Err(Overflow));
        }
        for order in [[largest, -largest, half], [half, largest, -largest], [half, -largest, largest]] {
            assert_eq!(order.into_iter().collect::<Sum>().total(), Err(Overflow), "the increase alone is too long");
        }
        assert_eq!([largest, -largest, -Decimal::ZERO].into_iter().collect::<Sum>().total(), Ok(Decimal::ZERO));
    }

    proptest! {
        #[test]
        fn order_is_of_no_matter(mut addends in prop::collection::vec((any::<i64>(), 0_u8..7), 0..40)) {
            let sum = |addends: &[(i64, u8)]| {
                addends.iter().map(|(mantissa, scale)| Decimal::new((*mantissa).into(), *scale)).collect::<Sum>().total().unwrap()
            };
            let forward = sum(&addends);
            addends.reverse();
            prop_assert_eq!(sum(&addends), forward);
            addends.sort_unstable();
            prop_assert_eq!(sum(&addends), forward);
        }
    }
}
