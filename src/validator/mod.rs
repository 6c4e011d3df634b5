//! The order of the stages: one document in, one report out.

use crate::rules::Rule;

/// Rules about the run itself, such as a capped list of findings.
pub static RULES: &[&Rule] = &[];

/// Validates documents. Immutable, built once, shared between threads.
#[derive(Debug)]
pub struct Validator {}
