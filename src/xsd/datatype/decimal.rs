//! `decimal` and the integers, of any length: digit strings, compared without arithmetic (Part 2 §3.2.3).

use core::cmp::Ordering;

/// A decimal number as its digits. Leading zeros of the integer part and trailing zeros of the fraction are left away, and zero is
/// never negative, so that equal values have equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal<'t> {
    negative: bool,
    integer: &'t str,
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// Reads the lexical form of `decimal`.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let (negative, digits) = sign(text);
        let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if integer.is_empty() && fraction.is_empty() || !all_digits(integer) || !all_digits(fraction) {
            return None;
        }
        Some(Self::of_parts(negative, integer, fraction))
    }

    /// Reads the lexical form of `integer`: no point.
    pub(crate) fn parse_integer(text: &'t str) -> Option<Self> {
        let (negative, digits) = sign(text);
        if digits.is_empty() || !all_digits(digits) {
            return None;
        }
        Some(Self::of_parts(negative, digits, ""))
    }

    fn of_parts(negative: bool, integer: &'t str, fraction: &'t str) -> Self {
        let integer = integer.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Self { negative: negative && !(integer.is_empty() && fraction.is_empty()), integer, fraction }
    }

    /// Digits that `totalDigits` counts (§4.3.11): all of the value, those after the point included.
    pub(crate) const fn total_digits(&self) -> usize {
        self.integer.len() + self.fraction.len()
    }

    /// Digits that `fractionDigits` counts (§4.3.12).
    pub(crate) const fn fraction_digits(&self) -> usize {
        self.fraction.len()
    }

    /// The canonical form, `-` and digits, for look-ups by value.
    pub(crate) fn write_key(&self, key: &mut String) {
        if self.negative {
            key.push('-');
        }
        key.push_str(self.integer);
        if !self.fraction.is_empty() {
            key.push('.');
            key.push_str(self.fraction);
        }
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        // Without leading zeros the longer integer is the greater; fractions compare like words.
        self.integer
            .len()
            .cmp(&other.integer.len())
            .then_with(|| self.integer.cmp(other.integer))
            .then_with(|| self.fraction.cmp(other.fraction))
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (true, true) => other.magnitude(self),
        }
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

pub(crate) fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal<'_> {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn reads_the_lexical_forms_and_no_others() {
        for good in ["0", "-1.23", "12678967.543233", "+100000.00", "210", "1.", ".5", "-.5"] {
            assert!(Decimal::parse(good).is_some(), "{good}");
        }
        for bad in ["", "-", ".", "1.2.3", "1e5", "1,000", " 1", "--1", "+-1", "١"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
        assert!(Decimal::parse_integer("-007").is_some());
        assert!(Decimal::parse_integer("7.").is_none());
    }

    #[test]
    fn compares_by_value() {
        assert_eq!(decimal("-0"), decimal("0.00"));
        assert_eq!(decimal("+1.50"), decimal("01.5"));
        assert!(decimal("-2") < decimal("-1.999999999999999999999999999999999999999"));
        assert!(decimal("99999999999999999999999999999999") < decimal("100000000000000000000000000000000"));
        assert!(decimal("0.1") > decimal("0.09"));
        assert!(decimal("-1") < decimal("1"));
    }

    #[test]
    fn counts_the_digits_of_the_value() {
        assert_eq!((decimal("0012.3400").total_digits(), decimal("0012.3400").fraction_digits()), (4, 2));
        assert_eq!(decimal("0").total_digits(), 0);
        assert_eq!(decimal("0.001").total_digits(), 3);
    }
}
