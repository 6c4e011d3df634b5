//! Stated amounts against computed ones: every relation of the totals of an invoice (vn-einvoice §7).
//!
//! A sum of stated figures must be exact; a product may be rounded (CONTRACT §4). One wrong figure gives one finding: where a figure
//! disagrees with its own parts, the sums above it are compared with what it should have been.
//!
//! [`compute`] goes the other way, by the same relations: from lines, fees and rates to every total that an issuer must write.

mod amounts;
mod compare;
pub mod compute;
mod document;
mod groups;
mod lines;
mod of_invoice;
pub(super) mod payload;
mod rules;
mod sums;
mod tax;

use crate::profile::vn::totals::Check;
use crate::report::Draft;

pub use amounts::Amount;
pub use amounts::Amounts;
pub use amounts::Group;
pub use amounts::Line;
pub use amounts::Nature;
pub use amounts::Rate;
pub use payload::check_payload;
pub use rules::RULES;

/// Rates of one invoice whose totals are computed: each looks at every line. The format knows seven and any number of others; genuine
/// invoices have one to four.
pub const RATES: usize = 100;

/// Compares every amount of an invoice that can be computed; it may have up to [`RATES`] rates.
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

#[cfg(test)]
mod tests;
