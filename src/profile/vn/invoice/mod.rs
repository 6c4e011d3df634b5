//! Electronic invoices of form symbols 1 (VAT) and 2 (sales): the tables of the format, the typed invoice and its rules.

pub mod read;
pub mod table;
