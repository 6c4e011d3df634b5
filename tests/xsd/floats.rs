//! `float` and `double` against the parser of the standard library: both round a decimal to the nearest binary number, ties to even
//! (XSD 1.0 Part 2 §3.2.4, §3.2.5; IEEE 754).

use proptest::prelude::*;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::Builtin;
use taxdoc::xsd::Child;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Facet;
use taxdoc::xsd::Schema;

/// Whether a value of the type lies within the bounds.
fn lies(type_: Builtin, bounds: &[Facet<'_>], value: &str) -> bool {
    let mut builder = Schema::builder();
    let bounded = builder.simple_type(type_, bounds).unwrap();
    builder.root(Child::new("a", bounded));
    let schema = builder.finish().unwrap();
    let text = format!("<a>{value}</a>");
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| valid = false);
    valid
}

/// The text is that number, greater than the one below and less than the one above.
fn is(type_: Builtin, text: &str, [below, number, above]: &[String; 3]) {
    let shown: String = text.chars().take(100).collect();
    assert!(lies(type_, &[Facet::MinInclusive(number), Facet::MaxInclusive(number)], text), "{type_:?} {shown} is not {number}");
    assert!(below == number || !lies(type_, &[Facet::MaxInclusive(below)], text), "{type_:?} {shown} is no more than {below}");
    assert!(above == number || !lies(type_, &[Facet::MinInclusive(above)], text), "{type_:?} {shown} is no less than {above}");
}

fn agrees(text: &str) {
    let written = |shown: String| shown.replace("inf", "INF");
    let value: f64 = text.trim_start_matches('+').parse().unwrap();
    is(Builtin::Double, text, &[value.next_down(), value, value.next_up()].map(|value| written(format!("{value:e}"))));
    let value: f32 = text.trim_start_matches('+').parse().unwrap();
    is(Builtin::Float, text, &[value.next_down(), value, value.next_up()].map(|value| written(format!("{value:e}"))));
}

#[test]
fn rounds_the_hard_cases() {
    for text in [
        "0",
        "-0",
        "0e99999999999999999999",
        "1",
        "0.1",
        "1e38",
        "3.4028234663852886e38",
        "3.4028235677973366e38",
        "3.4028235677973365e38",
        "3.40282356779733662e38",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.797693134862315807e308",
        "1.797693134862315808e308",
        "1e309",
        "-1e400",
        "1e-400",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1.401298464324817e-45",
        "7.006492321624085e-46",
        "7.006492321624086e-46",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "2.2250738585072014e-308",
        "1.1754943508222875e-38",
        "1.17549435e-38",
        "9007199254740993",
        "9007199254740993.0000000000000000000000000000001",
        "9007199254740992.9999999",
        "16777217",
        "16777217.0000001",
        "16777219",
        "1e23",
        "8.5e22",
        "00012.50e-1",
        "12345678901234567890123456789",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0.000001e6",
    ] {
        agrees(text);
    }
    // The midpoint between the two least doubles, in full, and one digit above it.
    let half = "2.4703282292062327208299493843836e-324";
    agrees(half);
    for zeros in [700, 799, 800, 801, 5_000] {
        agrees(&format!("9007199254740993.{}1", "0".repeat(zeros)));
        agrees(&format!("0.{}123e{zeros}", "0".repeat(zeros)));
        agrees(&format!("123{}e-{zeros}", "0".repeat(zeros)));
    }
}

#[test]
fn the_midpoints_go_to_the_even_neighbour() {
    // Half a unit above a significand of 53 bits, in full, and a little more than that.
    for shift in [0, 1, 5, 60, 300, 900] {
        for significand in [1_u64 << 52, (1 << 52) + 1, (1 << 53) - 1] {
            let mut digits: Vec<u8> = (2 * significand + 1).to_string().bytes().rev().map(|digit| digit - b'0').collect();
            for _ in 0..shift {
                let mut carry = 0;
                for digit in &mut digits {
                    carry += *digit * 2;
                    *digit = carry % 10;
                    carry /= 10;
                }
                digits.extend((carry > 0).then_some(carry));
            }
            let text: String = digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
            agrees(&text);
            agrees(&format!("{text}.{}1", "0".repeat(900)));
        }
    }
}

proptest! {
    #[test]
    fn agrees_with_the_standard_library(
        text in prop_oneof![
            "[-+]?[0-9]{1,25}(\\.[0-9]{0,25})?([eE][-+]?[0-9]{1,3})?",
            "-?[0-9]{1,3}(\\.[0-9]{1,20})?e-3[0-3][0-9]",
            "-?[0-9]{1,3}(\\.[0-9]{1,20})?e-4[0-9]",
            "[0-9]{100,900}e-[0-9]{1,3}",
        ]
    ) {
        agrees(&text);
    }

    #[test]
    fn agrees_on_every_pattern_of_bits(bits in any::<u64>()) {
        let (double, single) = (f64::from_bits(bits), f32::from_bits(bits as u32));
        if double.is_finite() {
            agrees(&format!("{double:e}"));
        }
        if single.is_finite() {
            agrees(&format!("{single:e}"));
        }
    }
}
