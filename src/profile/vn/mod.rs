//! Viet Nam: e-invoices and online declarations.

pub mod invoice;

use crate::rules::Rule;

/// Every rule of this profile.
pub static RULES: &[&Rule] = &[];
