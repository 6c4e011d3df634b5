//! `float` and `double` (Part 2 §3.2.4, §3.2.5).
//!
//! The one place in the library that touches binary floating point: these types are defined by IEEE 754. Values are read by the
//! standard library, compared and turned into keys; nothing is computed with them. No amount of money is ever of these types.

use core::cmp::Ordering;

use super::decimal::all_digits;

/// Whether the text is in the lexical space, which both types share.
pub(crate) fn is_lexical(text: &str) -> bool {
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = |text: &str| -> bool {
        let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
        !(integer.is_empty() && fraction.is_empty()) && all_digits(integer) && all_digits(fraction)
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = strip_sign(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    exponent_fits && unsigned(strip_sign(mantissa))
}

fn strip_sign(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// Order in the value space; `None` beside NaN.
pub(crate) fn compare(single: bool, one: &str, other: &str) -> Option<Ordering> {
    if single { float(one)?.partial_cmp(&float(other)?) } else { double(one)?.partial_cmp(&double(other)?) }
}

/// Equal values have equal keys: both zeros are one value, NaN equals itself (§3.2.4).
pub(crate) fn write_key(single: bool, text: &str, key: &mut String) {
    use std::fmt::Write as _;
    let bits = if single {
        float(text).map_or(0, |value| if value == 0.0 { 0 } else { u64::from(value.to_bits()) })
    } else {
        double(text).map_or(0, |value| if value == 0.0 { 0 } else { value.to_bits() })
    };
    let _ = write!(key, "{bits:x}");
}

fn float(text: &str) -> Option<f32> {
    match text {
        "INF" => Some(f32::INFINITY),
        "-INF" => Some(f32::NEG_INFINITY),
        "NaN" => Some(f32::NAN),
        other => other.parse().ok(),
    }
}

fn double(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        other => other.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lexical_forms_and_no_others() {
        for good in ["-1E4", "1267.43233E12", "12.78e-2", "12", "-0", "INF", "-INF", "NaN", "1.", ".5"] {
            assert!(is_lexical(good), "{good}");
        }
        for bad in ["", "+INF", "inf", "infinity", "nan", "1e", "e1", ".", "1e1.5", "0x1", "1 "] {
            assert!(!is_lexical(bad), "{bad}");
        }
    }

    #[test]
    fn compares_in_the_precision_of_the_type() {
        assert_eq!(compare(true, "16777217", "16777216"), Some(Ordering::Equal));
        assert_eq!(compare(false, "16777217", "16777216"), Some(Ordering::Greater));
        assert_eq!(compare(false, "NaN", "1"), None);
    }
}
