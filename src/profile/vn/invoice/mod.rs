//! Electronic invoices of form symbols 1 (VAT) and 2 (sales): the tables of the format, the typed invoice and its rules.

mod date;
mod practice;
pub mod read;
pub mod structure;
mod structure_rules;
pub mod table;
pub mod totals;

pub use date::Date;
