//! Single faults: each put alone into a good signed document gives exactly the expected code at the expected path, and its unharmed
//! sibling gives nothing.
//!
//! The codes come from the tables, the spec and the texts of the rules, not from a run. A change of content is signed anew, so that only
//! the intended fault is left; damages of signatures are not. `cargo test --test faults -- --nocapture` prints the counts.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "faults/bases.rs"]
mod bases;
#[path = "faults/bytes.rs"]
mod bytes;
#[path = "faults/case.rs"]
mod case;
#[path = "faults/edit.rs"]
mod edit;
#[path = "faults/examples.rs"]
mod examples;
#[path = "faults/form.rs"]
mod form;
#[path = "faults/habits.rs"]
mod habits;
#[path = "faults/kinds.rs"]
mod kinds;
#[path = "faults/messages.rs"]
mod messages;
#[path = "faults/missing.rs"]
mod missing;
#[path = "faults/rules.rs"]
mod rules;
#[path = "faults/sign.rs"]
mod sign;
#[path = "faults/signatures.rs"]
mod signatures;
#[path = "faults/totals.rs"]
mod totals;
#[path = "faults/wrapping.rs"]
mod wrapping;

#[test]
fn every_good_document_is_valid_without_a_finding() {
    let wrong: Vec<String> = bases::Base::ALL
        .into_iter()
        .filter_map(|base| case::unclean(sign::sign(&base.text()).as_bytes()).map(|why| format!("{base:?}: {why}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
