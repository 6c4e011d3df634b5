//! The arithmetic of declarations: every line that follows from others, recomputed exactly (vn-declarations §3).
//!
//! The formulas are data, `formulas.tsv`, `printed.tsv` and `explanation.tsv`; [`Formulas`] holds those of one form, compiled. A form is
//! read once into columns, then each formula runs over its column, so that the work is linear in the rows of an annex.
//!
//! `left.tsv` names what is known of the main forms and not encoded, `printed-sources.tsv` every formula that a form prints, with what
//! became of it and why.
//!
//! One wrong figure gives one finding: where a line disagrees with its own parts, the lines above it are let pass with either figure.

mod compute;
mod evaluate;
mod figures;
mod judge;
mod names;
mod parse;
mod program;
mod progressive;
mod ratio;
mod rules;
mod shape;
mod table;

use crate::profile::vn::totals::Check;
use crate::report::Draft;
use crate::xml::Node;

pub use compute::Computed;
pub use compute::compute;
pub use rules::RULES;
pub use table::Formulas;

/// What the arithmetic of one declaration came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The lines that could be computed: those that stand once all of them, those of rows only where they disagree. At most 999 of
    /// either kind.
    pub checks: Vec<Check>,
    /// Findings that compare no two amounts.
    pub remarks: Vec<Draft>,
}

/// Recomputes one declaration, `HSoKhaiThue`, of the form of that code (`maTKhai`) and version (`pbanTKhaiXML`).
///
/// Formulas are errors from the version on that they are known to hold for, and warnings in other versions of the form. `None` for a
/// form without formulas.
#[must_use]
pub fn check(code: &str, version: &str, declaration: Node<'_>) -> Option<Outcome> {
    Formulas::of(code).map(|formulas| judge::judge(formulas, version, declaration))
}

#[cfg(test)]
mod formula_tests;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
