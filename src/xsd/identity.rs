//! Identity constraints: `unique`, `key` and `keyref` (XSD 1.0 Part 1 §3.11).

/// One identity constraint.
#[derive(Debug)]
pub(crate) struct Constraint {}
