//! Certificates: the test PKI, the trust table, conformance suites.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test that fails this way has failed")]

mod common;

#[path = "pki/paths.rs"]
mod paths;
#[path = "pki/suites.rs"]
mod suites;
#[path = "pki/trust_table.rs"]
mod trust_table;
