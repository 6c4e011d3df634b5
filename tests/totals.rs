//! The computing side of totals: what it computes is what an independent oracle computes, and validates without a finding; one amount
//! moved by the smallest unit is found.
//!
//! `cargo test --test totals -- --nocapture` runs a sample; `TAXDOC_TOTALS=100000` asks for that many invoices of each kind.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "totals/case.rs"]
mod case;
#[path = "totals/generate.rs"]
mod generate;
#[path = "totals/oracle.rs"]
mod oracle;
#[path = "totals/proof.rs"]
mod proof;
#[path = "totals/refusals.rs"]
mod refusals;
