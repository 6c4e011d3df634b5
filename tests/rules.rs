//! The catalogue of rules: its page is what the program prints, and no field of the e-invoice format is without a rule.
//! `TAXDOC_REFRESH=1 cargo test --test rules` writes the page anew: read the difference.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that fails this way has failed")]

#[path = "../examples/validate/catalogue.rs"]
mod page;

use std::path::Path;

use taxdoc::Language;
use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::rules::catalogue;

#[test]
fn the_page_is_what_the_program_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/catalogue.md");
    if std::env::var_os("TAXDOC_REFRESH").is_some() {
        std::fs::write(&file, page::page()).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(file).expect("the page is there");
    assert!(kept == page::page(), "examples/rules/catalogue.md is not current: TAXDOC_REFRESH=1 cargo test --test rules");
}

#[test]
fn no_field_of_the_format_is_without_a_rule() {
    let fields: String = Form::ALL.into_iter().map(|form| page::fields(form, Language::Vietnamese)).collect();
    let untouched: Vec<&str> = fields.lines().filter(|field| field.ends_with('\t')).collect();
    assert_eq!(untouched, [""; 0]);
    println!("{} fields of the tables, each held by a rule", fields.lines().count());
    assert!(fields.lines().count() > 1_500, "{}", fields.lines().count());
}

/// Every rule has a wrong and a right, and no other code has. Those that are not run name a test that knows the code.
#[test]
fn every_rule_has_an_example() {
    let codes: Vec<&str> = catalogue().map(|rule| rule.code).collect();
    let rows: Vec<Vec<&str>> =
        include_str!("../examples/validate/examples.tsv").lines().skip(1).map(|row| row.split('\t').collect()).collect();
    let without: Vec<&&str> = codes.iter().filter(|code| !rows.iter().any(|row| row.first() == Some(code))).collect();
    assert_eq!(without, [&""; 0]);
    let (mut run, mut named) = (0, 0);
    for row in &rows {
        match row[..] {
            [code, wrong, right] => {
                assert!(codes.contains(&code) && wrong != right, "{row:?}");
                run += 1;
            }
            [code, wrong, right, file] => {
                assert!(codes.contains(&code) && wrong != right, "{row:?}");
                let test = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect(file);
                let tests = test.split_once("#[test]").map(|(_, tests)| tests).expect("a test");
                // The engine for schemas leaves the prefix of its codes out.
                assert!(
                    tests.contains(&format!("\"{}\"", code.trim_start_matches("XSD-"))) || tests.contains(&format!("\"{code}")),
                    "{row:?}"
                );
                named += 1;
            }
            _ => panic!("{row:?}"),
        }
    }
    println!("{} rules, each with an example: {run} are run, {named} name the test that provokes the code", codes.len());
}
