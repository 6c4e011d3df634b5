//! X.509 certificates: reading, path building to a trust anchor at a given time.

use crate::rules::Rule;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[];
