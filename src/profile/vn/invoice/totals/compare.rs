//! How the amounts of an invoice compare with what they should be.

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Template;

use super::amounts::Amount;

impl Check {
    pub(super) fn new(rule: &'static Rule, name: Template, stated: Amount<'_>, computed: Decimal, equation: Equation) -> Self {
        let Amount { value, node, text } = stated;
        Self { rule, name, node, stated: text.to_owned(), value, computed, equation, rate: None, severity: None }
    }
}

impl Equation {
    pub(super) fn plus_amount(self, name: &'static str, amount: Option<Amount<'_>>) -> Self {
        match amount {
            Some(amount) if !amount.value.is_zero() => self.plus(name, amount.value),
            _ => self,
        }
    }
}

/// How a product or a tax compares (CONTRACT §4: exact or rounded half up is right, one smallest unit away is a warning, more an
/// error). `unit` is the smallest unit of the currency and `digits` its fraction digits.
pub(super) fn grade_product(stated: Decimal, exact: Decimal, digits: u8, unit: Decimal) -> Option<Severity> {
    let rounded = exact.round(digits, Rounding::HalfAwayFromZero);
    // An amount may carry up to six decimals (vn-einvoice §7.1): rounding to the digits written is rounding all the same.
    let as_written = exact.round(stated.scale().max(digits), Rounding::HalfAwayFromZero);
    if stated == exact || stated == rounded || stated == as_written {
        return None;
    }
    let near = |target: Decimal| stated.distance(target).is_ok_and(|distance| distance <= unit);
    Some(if near(exact) || near(rounded) { Severity::Warning } else { Severity::Error })
}

/// Whether a stated sum is right: equal, or equal after rounding parts that are finer than the smallest unit half up to it.
pub(super) fn is_sum(stated: Decimal, sum: Decimal, digits: u8) -> bool {
    stated == sum || (sum.normalize().scale() > digits && stated == sum.round(digits, Rounding::HalfAwayFromZero))
}

/// What an amount should be: as stated, unless its own check says otherwise.
pub(super) fn true_value(stated: Option<Amount<'_>>, check: Option<&Check>) -> Option<Decimal> {
    match check {
        Some(check) if check.is_error() => Some(check.computed),
        _ => stated.map(|amount| amount.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn products_one_unit_away_warn_and_two_fail() {
        // 3 × 33333.5 = 100000.5 exactly; half up 100001 (CONTRACT §4).
        for (stated, expected) in [
            ("100000.5", None),
            ("100001", None),
            ("100000", Some(Severity::Warning)),
            ("100002", Some(Severity::Warning)),
            ("100003", Some(Severity::Error)),
            ("99999", Some(Severity::Error)),
        ] {
            assert_eq!(grade_product(number(stated), number("100000.5"), 0, number("1")), expected, "{stated}");
        }
    }

    #[test]
    fn sums_are_exact_but_for_parts_below_the_smallest_unit() {
        assert!(is_sum(number("300"), number("300.00"), 0));
        assert!(!is_sum(number("301"), number("300"), 0));
        assert!(is_sum(number("301"), number("300.5"), 0));
        assert!(!is_sum(number("300"), number("300.5"), 0));
        assert!(!is_sum(number("300.01"), number("300"), 2));
    }
}
