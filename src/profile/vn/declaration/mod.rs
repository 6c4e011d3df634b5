//! Online tax declarations (`HSoThueDTu`): the forms as tables, the envelope and its rules (vn-declarations).
//!
//! [`catalogue`] knows every form code and version, [`Form`] holds the newest table of each, [`structure`] runs them as schemas,
//! [`read`] makes the typed envelope, [`rules`] checks period, dates, kinds and parties, [`arithmetic`] recomputes the lines.
//!
//! # Where we differ from the authority's viewer
//!
//! iTaxViewer 2.7.3 shows a file and checks its signatures (vn-declarations §5.2). It takes the first `HSoKhaiThue` that it finds; here a second
//! one is an error. It never asks what a signature covers; here a signature must cover `HSoKhaiThue` as a whole. It compares no tax code; here
//! the certificate must be the taxpayer's or the agent's. It tests no date and takes one issuer with the right name for a path; here the
//! path to an anchor must hold at the time of signing. It lets a revoked certificate pass with a warning; here it is an error, where the
//! caller gives evidence. It recomputes no line and knows no type. Of a version that it does not know it says only that code or version
//! is wrong; here the nearest ones are named.

mod amount;
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
    rules::adjusted::RULES,
    arithmetic::RULES,
];
