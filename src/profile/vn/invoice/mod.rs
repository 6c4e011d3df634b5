//! Electronic invoices of form symbols 1 (VAT) and 2 (sales): the tables of the format, the typed invoice and its rules.
//!
//! [`table`] holds the printed tables as data, [`structure`] runs them as schemas, [`read`] makes the typed invoice, [`rules`] checks
//! code lists, dates and fields that depend on each other, [`choose`] says which table,
//! [`totals`] recomputes the amounts.

pub mod choose;
mod date;
mod practice;
pub mod read;
pub mod rules;
pub mod structure;
mod structure_rules;
pub mod table;
pub mod totals;

pub use date::Date;

use crate::rules::Rule;

/// The lists of rules of the stages `schema`, `rules` and `totals`.
pub static RULES: &[&[&Rule]] = &[
    structure_rules::RULES,
    rules::authority_code::RULES,
    rules::currency::RULES,
    rules::free_fields::RULES,
    rules::header::RULES,
    rules::lists::RULES,
    rules::message::RULES,
    rules::parties::RULES,
    rules::qr_code::RULES,
    rules::related::RULES,
    rules::required::RULES,
    rules::special_goods::RULES,
    rules::tax_code::RULES,
    rules::tax_rate::RULES,
    totals::RULES,
];
