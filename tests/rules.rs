//! The catalogue of rules: its page is what the program prints, and no field of the e-invoice format is without a rule.
//! `TAXDOC_REFRESH=1 cargo test --test rules` writes the page anew: read the difference.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that fails this way has failed")]

#[path = "../examples/rules/page.rs"]
mod page;

use std::path::Path;

use page::Shown;

fn printed(print: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    print(&mut out).expect("memory takes it");
    String::from_utf8(out).expect("the page is UTF-8")
}

#[test]
fn the_page_is_what_the_program_prints() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/catalogue.md");
    let now = printed(page::rules);
    if std::env::var_os("TAXDOC_REFRESH").is_some() {
        std::fs::write(&page, &now).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(page).expect("the page is there");
    assert!(kept == now, "examples/rules/catalogue.md is not current: TAXDOC_REFRESH=1 cargo test --test rules");
}

#[test]
fn no_field_of_the_format_is_without_a_rule() {
    assert_eq!(printed(|out| page::fields(out, Shown::Untouched)), "");
    let fields = printed(|out| page::fields(out, Shown::All));
    println!("{} fields of the tables, each held by a rule", fields.lines().count());
    assert!(fields.lines().count() > 1_500, "{}", fields.lines().count());
}
