//! XML Schema: one compiled model, read from XSD documents or from tables, and the validator that runs it.

use crate::rules::Rule;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[];
