//! Constraints on schema components that need a look at several of them at once (XSD 1.0 Part 1 §3).

pub(crate) mod derivation;
pub(crate) mod nonambig;
pub(crate) mod restriction;
mod rules;
pub(crate) mod wildcards;

pub use rules::SCHEMA_RULES;

#[cfg(test)]
mod tests;
pub(crate) use rules::find as find_rule;
