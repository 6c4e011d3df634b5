//! Data and rules of one jurisdiction each.

pub mod vn;
