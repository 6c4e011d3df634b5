//! `float` and `double` (Part 2 §3.2.4, §3.2.5), in integers.
//!
//! A text stands for the binary number nearest to it, and of two that are equally near for the one whose last bit is 0 (IEEE 754). The
//! decimal number is made a fraction of two big integers, which are divided bit by bit; every number of the format then has its place
//! in an order of integers, and neither order nor equality needs binary floating point.

use core::cmp::Ordering;

use super::decimal::all_digits;

/// A value: its place in the order of the format, both zeros at 0, or `None` for NaN.
type Place = Option<i64>;

/// A binary format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Single,
    Double,
}

impl Format {
    /// Bits of a significand.
    const fn precision(self) -> i64 {
        match self {
            Self::Single => 24,
            Self::Double => 53,
        }
    }

    /// The exponent of the last bit of the least numbers.
    const fn least(self) -> i64 {
        match self {
            Self::Single => -149,
            Self::Double => -1074,
        }
    }

    /// The place of infinity: behind all finite numbers.
    const fn infinity(self) -> i64 {
        match self {
            Self::Single => 0xFF << 23,
            Self::Double => 0x7FF << 52,
        }
    }
}

/// Whether the text is in the lexical space, which both types share.
pub(crate) fn is_lexical(text: &str) -> bool {
    matches!(text, "INF" | "-INF" | "NaN") || Scientific::parse(text).is_some()
}

/// Order in the value space: NaN equals itself and cannot be compared with any other value.
pub(crate) fn compare(format: Format, one: &str, other: &str) -> Option<Ordering> {
    match (place(format, one)?, place(format, other)?) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        (None, None) => Some(Ordering::Equal),
        _ => None,
    }
}

/// Equal values have equal keys: both zeros are one value, NaN equals itself (§3.2.4).
pub(crate) fn write_key(format: Format, text: &str, key: &mut String) {
    use std::fmt::Write as _;
    let _ = match place(format, text) {
        Some(Some(place)) => write!(key, "{place:x}"),
        _ => write!(key, "NaN"),
    };
}

fn place(format: Format, text: &str) -> Option<Place> {
    match text {
        "INF" => Some(Some(format.infinity())),
        "-INF" => Some(Some(-format.infinity())),
        "NaN" => Some(None),
        _ => {
            let number = Scientific::parse(text)?;
            let magnitude = number.round(format);
            Some(Some(if number.negative { -magnitude } else { magnitude }))
        }
    }
}

/// A number as written: digits, a point among them, and a power of ten.
#[derive(Clone, Copy, Debug)]
struct Scientific<'t> {
    negative: bool,
    integer: &'t str,
    fraction: &'t str,
    exponent: i64,
}

/// Beyond this power of ten every number is zero or infinite.
const FAR: i64 = 400;

/// Digits that are looked at one by one. The midpoint between two doubles has at most 767; of what follows it only counts whether
/// there is anything.
const DIGITS: usize = 800;

impl<'t> Scientific<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(mantissa, rest)| (mantissa, Some(rest)));
        let (negative, unsigned) = sign(mantissa);
        let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if (integer.is_empty() && fraction.is_empty()) || !all_digits(integer) || !all_digits(fraction) {
            return None;
        }
        let exponent = match exponent.map(sign) {
            None => 0,
            Some((_, digits)) if digits.is_empty() || !all_digits(digits) => return None,
            Some((negative, digits)) => {
                let digits = digits.trim_start_matches('0');
                // An exponent too long for a number outweighs every mantissa that fits in memory.
                let size = if digits.is_empty() { 0 } else { digits.parse().unwrap_or(i64::MAX / 4) };
                let size = size.min(i64::MAX / 4);
                if negative { -size } else { size }
            }
        };
        Some(Self { negative, integer, fraction, exponent })
    }

    /// The place of the magnitude in the order of a format.
    fn round(&self, format: Format) -> i64 {
        let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX / 4);
        let integer = self.integer.trim_start_matches('0');
        let fraction = if integer.is_empty() { self.fraction.trim_start_matches('0') } else { self.fraction };
        let skipped = length(self.fraction) - length(fraction);
        let count = integer.len() + fraction.len();
        if count == 0 {
            return 0;
        }
        // The number is 0.ddd… × 10^top.
        let top = self.exponent.saturating_add(length(integer)).saturating_sub(skipped);
        if top > FAR {
            return format.infinity();
        }
        if top < -FAR {
            return 0;
        }
        let mut digits = integer.bytes().chain(fraction.bytes());
        let mut numerator = Natural::one();
        numerator.0.clear();
        let mut taken = 0_i64;
        for digit in digits.by_ref().take(DIGITS) {
            numerator.multiply_add(10, u64::from(digit - b'0'));
            taken += 1;
        }
        if digits.any(|digit| digit != b'0') {
            numerator.multiply_add(10, 1);
            taken += 1;
        }
        if numerator.0.is_empty() {
            return 0;
        }
        // digits × 10^power = digits × 5^power × 2^power.
        let power = top - taken;
        let mut denominator = Natural::one();
        let scaled = if power < 0 { &mut denominator } else { &mut numerator };
        scaled.multiply_by_power_of_five(power.unsigned_abs());
        divide(numerator, denominator, power, format)
    }
}

/// Rounds `numerator / denominator × 2^power` to a format. Neither is zero.
fn divide(mut numerator: Natural, mut denominator: Natural, power: i64, format: Format) -> i64 {
    // Shift one of them so that the fraction is at least 1 and less than 2.
    let mut exponent = numerator.bits() - denominator.bits();
    let shifted = if exponent < 0 { &mut numerator } else { &mut denominator };
    shifted.shift_left(exponent.unsigned_abs());
    if numerator.compare(&denominator) == Ordering::Less {
        numerator.shift_left(1);
        exponent -= 1;
    }
    exponent += power;
    // The exponent of the last bit that is kept.
    let unit = (exponent - format.precision() + 1).max(format.least());
    let bits = exponent - unit + 1;
    if bits < 0 {
        return 0;
    }
    let mut quotient = 0_i64;
    for _ in 0..bits {
        quotient *= 2;
        if numerator.compare(&denominator) != Ordering::Less {
            numerator.subtract(&denominator);
            quotient += 1;
        }
        numerator.shift_left(1);
    }
    // What is left is that fraction of twice the last bit.
    quotient += match numerator.compare(&denominator) {
        Ordering::Less => 0,
        Ordering::Equal => quotient & 1,
        Ordering::Greater => 1,
    };
    // The leading bit of a quotient counts the exponent up by one, also where rounding carried into it.
    let place = (unit - format.least()).saturating_mul(1 << (format.precision() - 1)).saturating_add(quotient);
    place.min(format.infinity())
}

/// A natural number of any size, its least 64 bits first, without zeros on top. No larger than about 5,000 bits here.
#[derive(Clone, Debug)]
struct Natural(Vec<u64>);

impl Natural {
    fn one() -> Self {
        Self(vec![1])
    }

    #[expect(clippy::cast_possible_truncation, reason = "the halves of a double word")]
    fn multiply_add(&mut self, factor: u64, summand: u64) {
        let mut carry = u128::from(summand);
        for word in &mut self.0 {
            carry += u128::from(*word) * u128::from(factor);
            *word = carry as u64;
            carry >>= 64;
        }
        if carry > 0 {
            self.0.push(carry as u64);
        }
    }

    /// At most 5^1,201: see [`FAR`] and [`DIGITS`].
    fn multiply_by_power_of_five(&mut self, mut power: u64) {
        while power > 0 {
            // 5^27 is the greatest that fits.
            let step = power.min(27);
            self.multiply_add((0..step).fold(1, |product, _| product * 5), 0);
            power -= step;
        }
    }

    fn bits(&self) -> i64 {
        let Some(top) = self.0.last() else { return 0 };
        let words = i64::try_from(self.0.len()).unwrap_or(i64::MAX / 128);
        words * 64 - i64::from(top.leading_zeros())
    }

    fn shift_left(&mut self, bits: u64) {
        let inside = bits % 64;
        if inside > 0 {
            let mut carry = 0;
            for word in &mut self.0 {
                let next = *word >> (64 - inside);
                *word = (*word << inside) | carry;
                carry = next;
            }
            if carry > 0 {
                self.0.push(carry);
            }
        }
        let words = usize::try_from(bits / 64).unwrap_or_default();
        if words > 0 && !self.0.is_empty() {
            self.0.splice(0..0, std::iter::repeat_n(0, words));
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes a number away that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (index, word) in self.0.iter_mut().enumerate() {
            let (less, first) = word.overflowing_sub(other.0.get(index).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u64::from(borrow));
            *word = less;
            borrow = first || second;
        }
        while self.0.pop_if(|word| *word == 0).is_some() {}
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

// Rounding is held against the parser of the standard library in `tests/xsd/floats.rs`.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lexical_forms_and_no_others() {
        for good in ["-1E4", "1267.43233E12", "12.78e-2", "12", "-0", "INF", "-INF", "NaN", "1.", ".5", "+1e+5"] {
            assert!(is_lexical(good), "{good}");
        }
        for bad in ["", "+INF", "inf", "infinity", "nan", "1e", "e1", ".", "1e1.5", "0x1", "1 ", "--1", "1e+-5", "1_0"] {
            assert!(!is_lexical(bad), "{bad}");
        }
    }

    #[test]
    fn compares_in_the_precision_of_the_type() {
        assert_eq!(compare(Format::Single, "16777217", "16777216"), Some(Ordering::Equal));
        assert_eq!(compare(Format::Double, "16777217", "16777216"), Some(Ordering::Greater));
        assert_eq!(compare(Format::Double, "NaN", "1"), None);
        assert_eq!(compare(Format::Double, "NaN", "NaN"), Some(Ordering::Equal));
        assert_eq!(compare(Format::Double, "-0", "0"), Some(Ordering::Equal));
        assert_eq!(compare(Format::Single, "1e39", "INF"), Some(Ordering::Equal));
        assert_eq!(compare(Format::Double, "1e39", "INF"), Some(Ordering::Less));
        assert_eq!(compare(Format::Double, "-INF", "-1e308"), Some(Ordering::Less));
    }

    #[test]
    fn a_hostile_number_is_read_in_bounded_time() {
        let start = std::time::Instant::now();
        assert_eq!(place(Format::Double, &format!("0.{}1", "0".repeat(5_000_000))), Some(Some(0)));
        // Beside a shorter writing of the same value; the standard library gives infinity for the long one.
        let seven = place(Format::Double, &format!("{}e-4999999", "7".repeat(5_000_000)));
        assert!(seven == place(Format::Double, "7.777777777777777777777777777777777777777"));
        // Quadratic work would take hours; the rest is room for a busy machine.
        assert!(start.elapsed() < std::time::Duration::from_mins(1), "{:?}", start.elapsed());
    }
}
