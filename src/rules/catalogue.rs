//! The list of every rule of the library.

use super::Rule;

/// Every rule, engine by engine.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    [crate::xml::RULES, crate::xsd::RULES, crate::dsig::RULES, crate::pki::RULES, crate::report::RULES]
        .into_iter()
        .flatten()
        .copied()
        .chain(crate::xsd::SCHEMA_RULES)
        .chain(crate::profile::vn::rules())
}
