//! One comparison of a stated amount with a computed one.

use std::borrow::Cow;
use std::fmt;

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::NodeId;

use super::amounts::Amount;

/// A stated amount against the same amount computed from its parts.
#[derive(Clone, Debug)]
pub struct Check {
    /// The rule that asks for it.
    pub rule: &'static Rule,
    /// The field's names.
    pub name: Template,
    /// The element that states the amount.
    pub node: NodeId,
    /// As written.
    pub stated: String,
    /// The stated value.
    pub value: Decimal,
    /// Computed exactly, rounded only where the relation rounds.
    pub computed: Decimal,
    /// The equation in element names and in numbers.
    pub equation: Equation,
    /// The rate of a check that belongs to one rate, as written.
    pub rate: Option<String>,
    /// How the difference weighs; `None` where there is nothing to say.
    pub severity: Option<Severity>,
}

impl Check {
    pub(super) fn new(rule: &'static Rule, name: Template, stated: Amount<'_>, computed: Decimal, equation: Equation) -> Self {
        let Amount { value, node, text } = stated;
        Self { rule, name, node, stated: text.to_owned(), value, computed, equation, rate: None, severity: None }
    }

    pub(super) fn graded(mut self, severity: Option<Severity>) -> Self {
        self.severity = severity;
        self
    }

    /// Stated less computed.
    #[must_use]
    pub fn difference(&self) -> Decimal {
        self.value.minus(self.computed).unwrap_or_default()
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

/// An equation in element names and in numbers, printed as `TgTTTBSo = TgTCThue + TgTThue: 1000000 + 80000 = 1080000`.
#[derive(Clone, Debug)]
pub struct Equation {
    left: &'static str,
    terms: Vec<Term>,
    result: Decimal,
}

#[derive(Clone, Debug)]
struct Term {
    sign: &'static str,
    name: Cow<'static, str>,
    value: Decimal,
    /// Stands behind the number.
    unit: &'static str,
}

impl Equation {
    pub(super) fn of(left: &'static str) -> Self {
        Self { left, terms: Vec::with_capacity(4), result: Decimal::default() }
    }

    pub(super) fn plus(self, name: impl Into<Cow<'static, str>>, value: Decimal) -> Self {
        self.term("+", name.into(), value, "")
    }

    pub(super) fn minus(self, name: &'static str, value: Decimal) -> Self {
        self.term("−", name.into(), value, "")
    }

    pub(super) fn times(self, name: &'static str, value: Decimal) -> Self {
        self.term("×", name.into(), value, "")
    }

    pub(super) fn times_percent(self, name: &'static str, rate: Decimal) -> Self {
        self.term("×", name.into(), rate, "%")
    }

    pub(super) fn plus_amount(self, name: &'static str, amount: Option<Amount<'_>>) -> Self {
        match amount {
            Some(amount) if !amount.value.is_zero() => self.plus(name, amount.value),
            _ => self,
        }
    }

    fn term(mut self, sign: &'static str, name: Cow<'static, str>, value: Decimal, unit: &'static str) -> Self {
        self.terms.push(Term { sign, name, value, unit });
        self
    }

    pub(super) fn equals(mut self, computed: Decimal) -> Self {
        self.result = computed;
        self
    }
}

impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} =", self.left)?;
        for (index, term) in self.terms.iter().enumerate() {
            if index > 0 || term.sign == "−" {
                write!(f, " {}", term.sign)?;
            }
            write!(f, " {}", term.name)?;
        }
        f.write_str(":")?;
        for (index, term) in self.terms.iter().enumerate() {
            if index > 0 || term.sign == "−" {
                write!(f, " {}", term.sign)?;
            }
            if index > 0 && term.value.is_negative() {
                write!(f, " ({}){}", term.value, term.unit)?;
            } else {
                write!(f, " {}{}", term.value, term.unit)?;
            }
        }
        write!(f, " = {}", self.result)
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

    #[test]
    fn equations_read_like_arithmetic() {
        let text =
            Equation::of("x").plus("a", number("1")).minus("b", number("-2")).times_percent("c", number("8")).equals(number("3"));
        assert_eq!(text.to_string(), "x = a − b × c: 1 − (-2) × 8% = 3");
    }
}
