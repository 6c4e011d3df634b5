//! Invoices of form symbols 1 and 2: generated ones and their single faults, the tables against libxml2, and real files.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "vn_invoice/faults.rs"]
mod faults;
#[path = "vn_invoice/libxml2.rs"]
mod libxml2;
#[path = "vn_invoice/sweep.rs"]
mod sweep;
