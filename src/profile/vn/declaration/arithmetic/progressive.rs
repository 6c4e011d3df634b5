//! Personal income tax on salary of a whole year.

use std::cmp::Ordering;

use crate::decimal::Decimal;

use super::ratio::Ratio;

/// Upper bounds of income in a month, in million đồng, with the rate in percent below each; then the rate above the last.
type Brackets = (&'static [(u32, u32)], u32);

/// Law 04/2007/QH12 art. 22, as amended by law 26/2012/QH13.
const SINCE_2009: Brackets = (&[(5, 5), (10, 10), (18, 15), (32, 20), (52, 25), (80, 30)], 35);

/// Law 109/2025/QH15 of 2025-12-10: five brackets for the salaries of residents from the tax year 2026 on, though the law as a whole is in
/// force since 2026-07-01. Read in printed comparisons of both tables, by month and by year, and in many payroll programs of 2026 that cite
/// the law, not in the law's own text; a few repeat the 15 and 25 % of a draft, and law 09/2026/QH16 amended it. So what the table finds is
/// a warning.
const SINCE_2026: Brackets = (&[(10, 5), (30, 10), (60, 20), (100, 30)], 35);

/// The tax on the taxable income of a year, rounded to đồng: twelve times the tax of a month on a twelfth of it.
/// `None` before 2009, when there was no such table.
pub(super) fn tax(income: Ratio, year: u16) -> Option<Ratio> {
    let (brackets, highest) = match year {
        2026.. => SINCE_2026,
        2009.. => SINCE_2009,
        _ => return None,
    };
    let mut tax = Ratio::ZERO;
    let mut from = Ratio::ZERO;
    for (bound, rate) in brackets {
        let to = Ratio::from(Decimal::from(u64::from(*bound) * 12_000_000));
        let part = if income.compare(to)? == Ordering::Less { income } else { to };
        if part.compare(from)? != Ordering::Greater {
            return tax.round(0).map(Ratio::from);
        }
        tax = tax.plus(percent(part.minus(from)?, *rate)?)?;
        from = to;
    }
    if income.compare(from)? == Ordering::Greater {
        tax = tax.plus(percent(income.minus(from)?, highest)?)?;
    }
    tax.round(0).map(Ratio::from)
}

fn percent(amount: Ratio, rate: u32) -> Option<Ratio> {
    amount.times(Ratio::from(Decimal::new(i128::from(rate), 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_2009_by_hand() {
        // Months of 5, 10, 32, 100 million: 0.25; 0.75; 0.75 + 1.2 + 2.8 = 4.75; 4.75 + 5 + 8.4 + 7 = 25.15 million.
        for (income, expected) in [
            (0, 0),
            (-5, 0),
            (60_000_000, 3_000_000),
            (120_000_000, 9_000_000),
            (384_000_000, 57_000_000),
            (1_200_000_000, 301_800_000),
            (60_000_001, 3_000_000),
            (60_000_005, 3_000_001),
        ] {
            let tax = tax(Ratio::from(Decimal::from(income)), 2025).and_then(Ratio::shown);
            assert_eq!(tax, Some(Decimal::from(expected)), "{income}");
        }
    }

    #[test]
    fn the_table_changes_with_the_year() {
        // A month of 100 million in 2026: 0.5 + 2 + 6 + 12 = 20.5 million.
        let year = |year| tax(Ratio::from(Decimal::from(1_200_000_000)), year).and_then(Ratio::shown);
        assert_eq!(year(2026), Some(Decimal::from(246_000_000)));
        assert_eq!(year(2025), Some(Decimal::from(301_800_000)));
        assert_eq!(year(2008), None);
    }
}
