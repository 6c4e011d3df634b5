//! Why totals cannot be computed.

use std::fmt;

/// Totals that cannot be computed from what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputeError {
    pub(super) kind: ComputeErrorKind,
    pub(super) line: Option<usize>,
}

/// What is wrong with a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComputeErrorKind {
    /// A line that counts has no amount and not both quantity and price.
    AmountMissing,
    /// A line has an amount and quantity and price: one of them would have to be wrong.
    AmountTwice,
    /// A discount is given as an amount and as a percentage.
    DiscountTwice,
    /// A line of this nature has no such field: a note has no amounts, and only goods have a discount of their own.
    FieldOutOfPlace,
    /// Some lines have a rate and this one has none (or the rates stand only on lines that do not count).
    RateMissing,
    /// The rate is none of the list (QĐ 1450 appendix V).
    RateUnknown,
    /// More rates than an invoice can sensibly have.
    RatesTooMany,
    /// The VAT is given where the rate gives it.
    TaxOutOfPlace,
    /// The rate is no number, and the VAT is not given.
    TaxMissing,
    /// A number has more digits than its field of the format: 21, 6 of them after the point; 6 and 4 for a discount rate, 7 and 2 for
    /// an exchange rate.
    TooLong,
    /// The VAT reduction of a seller under the direct method is asked for an invoice with VAT rates or in a foreign currency.
    TradeRatioOutOfPlace,
    /// No trade has such a ratio: there are 1, 2, 3 and 5 % of revenue.
    TradeRatioUnknown,
}

impl ComputeError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ComputeErrorKind {
        self.kind
    }

    /// The line it is about, counted from 0; `None` when it is about the sale.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }
}

impl std::error::Error for ComputeError {}

impl fmt::Display for ComputeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {}: ", line.saturating_add(1))?;
        }
        f.write_str(match self.kind {
            ComputeErrorKind::AmountMissing => "there is neither an amount nor both quantity and price",
            ComputeErrorKind::AmountTwice => "there is an amount beside quantity and price",
            ComputeErrorKind::DiscountTwice => "the discount is given as an amount and as a percentage",
            ComputeErrorKind::FieldOutOfPlace => "a field does not belong to a line of this nature",
            ComputeErrorKind::RateMissing => "there is no VAT rate, and other lines have one",
            ComputeErrorKind::RateUnknown => "the VAT rate is none of the list",
            ComputeErrorKind::RatesTooMany => "there are too many VAT rates",
            ComputeErrorKind::TaxMissing => "the rate does not give the VAT, and it is not given either",
            ComputeErrorKind::TaxOutOfPlace => "the VAT is given, but the rate gives it",
            ComputeErrorKind::TooLong => "a number has more digits than the format allows",
            ComputeErrorKind::TradeRatioOutOfPlace => {
                "the VAT reduction of the direct method is for sales in đồng without VAT rates"
            }
            ComputeErrorKind::TradeRatioUnknown => "the ratio of the trade is not 1, 2, 3 or 5",
        })
    }
}
