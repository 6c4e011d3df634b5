//! Invoices of form symbols 1 and 2: the tables against libxml2, generated invoices and their single faults, and real files.

mod common;

#[path = "vn_invoice/sweep.rs"]
mod sweep;
