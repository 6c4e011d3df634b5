//! Decimal arithmetic against results of Python's `fractions` and `decimal` modules (`tests/vectors/make_decimal.py`).

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails this way has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use taxdoc::decimal::Decimal;
use taxdoc::decimal::Rounding;

#[test]
fn agrees_with_python() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/decimal.tsv");
    let mut run = BTreeMap::<&str, usize>::new();
    let text = fs::read_to_string(table).unwrap();
    for line in text.lines() {
        let cells = line.split('\t').collect::<Vec<_>>();
        let [operation, operands @ .., expected] = cells.as_slice() else { panic!("{line}") };
        let number = |place: usize| Decimal::parse(operands.get(place).unwrap()).unwrap();
        let result = match *operation {
            "plus" => number(0).plus(number(1)).unwrap().to_string(),
            "minus" => number(0).minus(number(1)).unwrap().to_string(),
            "times" => number(0).times(number(1)).unwrap().to_string(),
            "product" => (0..4).fold(Decimal::ONE, |product, place| product.times(number(place)).unwrap()).to_string(),
            "order" => (number(0).cmp(&number(1)) as i8).to_string(),
            "round" => number(0).round(operands.get(1).unwrap().parse().unwrap(), rounding(operands.get(2).unwrap())).to_string(),
            "digits" => {
                let digits = number(0).digits();
                assert_eq!(operands.get(1).unwrap().parse(), Ok(digits.integer()), "{line}");
                digits.fraction().to_string()
            }
            other => panic!("unknown operation {other}"),
        };
        assert_eq!(result, *expected, "{line}");
        *run.entry(operation).or_default() += 1;
    }
    let expected =
        [("digits", 60), ("minus", 120), ("order", 180), ("plus", 380), ("product", 60), ("round", 270), ("times", 380)];
    assert_eq!(run, BTreeMap::from(expected));
}

fn rounding(name: &str) -> Rounding {
    let all = [
        Rounding::Ceiling,
        Rounding::Down,
        Rounding::Floor,
        Rounding::HalfAwayFromZero,
        Rounding::HalfDown,
        Rounding::HalfEven,
        Rounding::Up,
    ];
    all.into_iter().find(|rounding| format!("{rounding:?}") == name).unwrap()
}
