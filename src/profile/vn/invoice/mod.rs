//! Electronic invoices of form symbols 1 (VAT) and 2 (sales): the tables of the format, the typed invoice and its rules.
//!
//! [`table`] holds the printed tables as data, [`structure`] runs them as schemas, [`read`] makes the typed invoice, [`rules`] checks
//! code lists, dates and fields that depend on each other, [`check`] runs all of it over a document.

pub mod check;
mod date;
mod define;
mod practice;
pub mod read;
pub mod rules;
pub mod structure;
mod structure_rules;
pub mod table;
pub mod totals;

pub use date::Date;

use crate::rules::Rule;

/// The lists of rules of the invoice's schema and rules stages.
#[must_use]
pub fn all_rules() -> Vec<&'static Rule> {
    rules::RULES.iter().copied().chain([structure_rules::RULES]).flatten().copied().collect()
}
