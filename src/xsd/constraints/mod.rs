//! Constraints on schema components that need a look at several of them at once (XSD 1.0 Part 1 §3).

pub(crate) mod derivation;
pub(crate) mod nonambig;
pub(crate) mod restriction;
mod rules;
pub(crate) mod wildcards;

use crate::rules::Rule;

pub use rules::SCHEMA_RULES;

/// The rule of a constraint, by the standard's name. A clause that has no rule of its own (`src-attribute.3.1`) is under the one
/// around it (`src-attribute`).
pub(crate) fn find_rule(name: &str) -> Option<&'static Rule> {
    // Codes have no low lines; one name of the standard has.
    let name = name.replace('_', "-");
    let mut name = &*name;
    loop {
        let code = |rule: &Rule| rule.code.strip_prefix(PREFIX).unwrap_or_default();
        if let Ok(index) = SCHEMA_RULES.binary_search_by(|rule| code(rule).cmp(name)) {
            return SCHEMA_RULES.get(index);
        }
        name = name.rsplit_once('.')?.0;
    }
}

const PREFIX: &str = "XSD-";

#[cfg(test)]
mod tests;
