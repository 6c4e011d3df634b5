//! Stated amounts against computed ones: every relation of the totals of an invoice (vn-einvoice §7).
//!
//! A sum of stated figures must be exact; a product may be rounded (CONTRACT §4). One wrong figure gives one finding: where a figure
//! disagrees with its own parts, the sums above it are compared with what it should have been.

mod amounts;
mod check;
mod document;
mod groups;
mod lines;
mod of_invoice;
mod rules;
mod sums;

use crate::report::Draft;
use crate::rules::Severity;
use crate::xml::Spot;

pub use amounts::Amount;
pub use amounts::Amounts;
pub use amounts::Group;
pub use amounts::Line;
pub use amounts::Nature;
pub use amounts::Rate;
pub use check::Check;
pub use check::Equation;
pub use rules::RULES;

/// Compares every amount of an invoice that can be computed.
///
/// The checks of the document and of its rates are all returned, in document order of the relations; checks of single lines only
/// where they disagree. Remarks are findings that compare no two amounts.
#[must_use]
pub fn check(amounts: &Amounts<'_>) -> (Vec<Check>, Vec<Draft>) {
    let mut lines = lines::check(amounts);
    let groups = groups::check(amounts, &mut lines);
    let mut checks = Vec::with_capacity(8);
    let mut remarks = Vec::new();
    let document = document::check(amounts, &mut lines, groups, &mut remarks);
    checks.extend(lines.into_checks());
    checks.extend(document);
    (checks, remarks)
}

impl Check {
    /// The finding of a check that disagrees.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let severity = self.severity?;
        let mut draft = Draft::new(self.rule, Spot::Content(self.node))
            .severity(severity)
            .field(self.name)
            .actual(&self.stated)
            .with("computed", self.computed.to_string())
            .with("difference", self.difference().to_string())
            .with("equation", self.equation.to_string());
        if let Some(rate) = &self.rate {
            draft = draft.with("rate", rate.clone());
        }
        Some(draft)
    }

    /// Whether the amount is wrong.
    pub(super) fn is_error(&self) -> bool {
        self.severity == Some(Severity::Error)
    }
}

#[cfg(test)]
mod tests;
