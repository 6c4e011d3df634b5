//! XML signatures: canonicalization, references, signature values, and what each signature covers.

use crate::rules::Rule;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[];
