//! Another reader and evaluator of the formulas, `formulas.py`: the values that the tests of the library expect are its values, and
//! FORMULAS.csv stands in the table row by row.

use std::path::Path;
use std::process::Command;

use crate::common::suites;

/// What the program prints; `None` where there is no Python.
fn said(arguments: &[&str]) -> Option<String> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vn_declaration/formulas.py");
    let Ok(output) = Command::new("python3").arg(program).args(arguments).output() else {
        suites::skipped("formulas against another reader", "python3 is not there");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn another_reader_of_the_formulas_agrees() {
    let Some(said) = said(&[]) else { return };
    suites::say(said.trim());
}

#[test]
fn every_known_formula_is_in_the_table_or_left_out_for_a_reason() {
    let Some(list) = suites::shared("spec/vn-forms-exact/FORMULAS.csv") else { return };
    let Some(said) = said(&["translation", list.to_str().unwrap()]) else { return };
    assert_eq!(said.trim(), "rows of FORMULAS.csv: 570 as written, 116 by a pattern, 10 left out");
    suites::say(said.trim());
}
