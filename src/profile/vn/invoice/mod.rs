//! Electronic invoices: the tables of the format, the typed invoice and its rules.
