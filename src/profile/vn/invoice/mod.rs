//! The e-invoice format: invoices of every form symbol, the messages around them, registrations, notices, summaries, lists, minutes and
//! what is known of e-documents.
//!
//! [`table`] holds the printed tables as data, [`form`] says which document each is for, [`choose`] finds the one of a document,
//! [`structure`] runs them as schemas, [`read`] makes the typed invoice and message, [`rules`] checks code lists, dates and fields that
//! depend on each other, [`totals`] recomputes the amounts.
//!
//! A new kind of document is a table, its line in `tables/forms.tsv` and its name in [`form`]: structure, code lists, conditions, signers
//! and result of an answer follow from these.

pub mod choose;
mod date;
pub mod form;
mod lines;
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
    rules::answer::RULES,
    rules::authority_code::RULES,
    rules::currency::RULES,
    rules::fields::RULES,
    rules::free_fields::RULES,
    rules::header::RULES,
    rules::lists::RULES,
    rules::message::RULES,
    rules::parties::RULES,
    rules::payload::RULES,
    rules::qr_code::RULES,
    rules::related::RULES,
    rules::required::RULES,
    rules::special_goods::RULES,
    rules::tax_code::RULES,
    rules::tax_rate::RULES,
    totals::RULES,
    totals::payload::RULES,
];
