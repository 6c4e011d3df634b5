//! What lines add up to, in the ways that genuine invoices write them.

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::decimal::Sum;

use super::amounts::Amounts;
use super::amounts::Line;
use super::amounts::Nature;
use super::amounts::Rate;

/// What is known of a line after its own product was checked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineState {
    /// The product says so much more than the line: zero when they agree.
    pub(super) missing: Decimal,
    /// The amount stands before its discount, which the totals must then subtract.
    pub(super) before_discount: bool,
}

/// The sum of some lines in every accepted reading.
#[derive(Clone, Debug)]
pub(super) struct LineSum {
    /// Goods less discounts: the reading of the format.
    pub(super) plain: Decimal,
    /// Other readings that practice knows; each equals `plain` for most invoices.
    others: Vec<Decimal>,
    /// Goods and promotions less discounts; `None` where no promotion has an amount.
    pub(super) with_promotions: Option<Decimal>,
    /// Discounts of lines whose amounts stand before them.
    pub(super) own_discounts: Decimal,
    /// How much more the lines whose products disagree should say.
    pub(super) missing: Decimal,
}

impl LineSum {
    /// Adds up the lines that `takes` lets through. `None` when nothing adds up, an amount is not known or a sum cannot be held.
    pub(super) fn of(amounts: &Amounts<'_>, states: &[LineState], takes: impl Fn(&Line<'_>) -> bool) -> Option<Self> {
        let (mut goods, mut discounts, mut signed_discounts) = (Sum::default(), Sum::default(), Sum::default());
        let (mut promotions, mut own_discounts, mut missing) = (Sum::default(), Sum::default(), Sum::default());
        let mut count = 0_usize;
        for (line, state) in amounts.lines.iter().zip(states).filter(|(line, _)| takes(line)) {
            if line.unknown {
                return None;
            }
            let Some(amount) = line.amount else { continue };
            count += 1;
            match line.nature {
                Nature::Goods => {
                    goods.add(amount.value);
                    if !state.missing.is_zero() {
                        missing.add(state.missing);
                    }
                    if state.before_discount
                        && let Some(discount) = line.discount
                    {
                        own_discounts.add(discount.value);
                    }
                }
                Nature::Discount => {
                    discounts.add(amount.value.abs());
                    signed_discounts.add(amount.value);
                }
                Nature::Promotion => promotions.add(amount.value),
                Nature::Note => {}
            }
        }
        if count == 0 {
            return None;
        }
        let goods = goods.total().ok()?;
        let plain = goods.minus(discounts.total().ok()?).ok()?;
        let mut others = Vec::new();
        let own_discounts = own_discounts.total().ok()?;
        if !own_discounts.is_zero() {
            others.push(plain.minus(own_discounts).ok()?);
        }
        if amounts.adjusting || goods.is_negative() {
            // A discount that is taken back is written with the other sign.
            others.push(goods.minus(signed_discounts.total().ok()?).ok()?);
            others.push(-plain);
        }
        let promotions = promotions.total().ok()?;
        let with_promotions = if promotions.is_zero() { None } else { Some(plain.plus(promotions).ok()?) };
        Some(Self { plain, others, with_promotions, own_discounts, missing: missing.total().ok()? })
    }

    /// Every accepted reading, the plain one first.
    pub(super) fn readings(&self) -> impl Iterator<Item = Decimal> {
        std::iter::once(self.plain).chain(self.others.iter().copied())
    }
}

/// The VAT of a rate as the sum of line taxes, each rounded: some providers compute it so (vn-einvoice §7.2).
pub(super) fn tax_by_line(amounts: &Amounts<'_>, rate: Rate, percent: Decimal) -> Option<Decimal> {
    let digits = amounts.digits();
    let mut total = Sum::default();
    for line in amounts.lines.iter().filter(|line| line.rate == Some(rate)) {
        let Some(amount) = line.amount else { continue };
        let tax = amount.value.abs().percent(percent).ok()?.round(digits, Rounding::HalfAwayFromZero);
        match line.nature {
            Nature::Goods if amount.value.is_negative() => total.subtract(tax),
            Nature::Goods => total.add(tax),
            Nature::Discount => total.subtract(tax),
            Nature::Promotion | Nature::Note => {}
        }
    }
    total.total().ok()
}
