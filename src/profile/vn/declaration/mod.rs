//! Online tax declarations (`HSoThueDTu`): the forms as tables, the envelope and its rules (vn-declarations).
//!
//! [`catalogue`] knows every form code and version, [`Form`] holds the newest table of each, [`structure`] runs them as schemas,
//! [`read`] makes the typed envelope, [`rules`] checks period, dates, kinds and parties, [`arithmetic`] recomputes the lines.

pub mod arithmetic;
pub mod catalogue;
pub mod read;
pub mod rules;
pub mod schema;
pub mod structure;
mod structure_rules;
mod table;

pub use table::Base;
pub use table::Confidence;
pub use table::Form;
pub use table::Kind;
pub use table::Row;

use crate::rules::Rule;

/// The lists of rules of the stages `schema`, `rules` and `totals`.
pub static RULES: &[&[&Rule]] = &[
    structure_rules::RULES,
    rules::identity::RULES,
    rules::period::RULES,
    rules::parties::RULES,
    rules::supplement::RULES,
    arithmetic::RULES,
];
