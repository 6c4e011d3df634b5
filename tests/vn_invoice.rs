//! The e-invoice format: generated documents of every table and their single faults, and the tables against libxml2.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "vn_invoice/faults.rs"]
mod faults;
#[path = "vn_invoice/libxml2.rs"]
mod libxml2;
#[path = "vn_invoice/unpublished.rs"]
mod unpublished;
