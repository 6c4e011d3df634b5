//! What lines add up to, in the ways that genuine invoices write them.

use crate::decimal::Decimal;
use crate::decimal::Overflow;
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
    /// Goods less discounts with the signs they are written with: in an adjustment a discount that is taken back has the other sign.
    pub(super) signed: Decimal,
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
        let signed = goods.minus(signed_discounts.total().ok()?).ok()?;
        let mut others = Vec::new();
        let own_discounts = own_discounts.total().ok()?;
        if !own_discounts.is_zero() {
            others.push(plain.minus(own_discounts).ok()?);
        }
        if amounts.adjusting || goods.is_negative() {
            others.extend([signed, -plain]);
        }
        let promotions = promotions.total().ok()?;
        let with_promotions = if promotions.is_zero() { None } else { Some(plain.plus(promotions).ok()?) };
        Some(Self { plain, signed, others, with_promotions, own_discounts, missing: missing.total().ok()? })
    }

    /// Every accepted reading, the plain one first.
    pub(super) fn readings(&self) -> impl Iterator<Item = Decimal> {
        std::iter::once(self.plain).chain(self.others.iter().copied())
    }
}

/// The trade discounts of an invoice, without their signs: what lines take off themselves (STCKhau), and the lines of discounts (TChat
/// 3); then both with the signs they are written with. `None` when a sum cannot be held.
pub(super) fn trade_discounts(amounts: &Amounts<'_>) -> Option<[Decimal; 3]> {
    let own = || amounts.lines.iter().filter_map(|line| line.discount).map(|discount| discount.value);
    let lines = || {
        let discounts = amounts.lines.iter().filter(|line| line.nature == Nature::Discount);
        discounts.filter_map(|line| line.amount).map(|amount| amount.value)
    };
    let sum = |values: &mut dyn Iterator<Item = Decimal>| values.collect::<Sum>().total().ok();
    Some([sum(&mut own().map(Decimal::abs))?, sum(&mut lines().map(Decimal::abs))?, sum(&mut own().chain(lines()))?])
}

/// `TTCKTMai`, without its sign, where it may still have to be taken off the sum of the lines: no line takes anything off, or some state
/// their amounts before their discounts.
pub(super) fn open_discount(amounts: &Amounts<'_>, states: &[LineState]) -> Option<Decimal> {
    let discount = amounts.trade_discount?.value.abs();
    let [own, lines, _] = trade_discounts(amounts)?;
    let open = (own.is_zero() && lines.is_zero()) || states.iter().any(|state| state.before_discount);
    (open && !discount.is_zero()).then_some(discount)
}

/// `TgTTTBSo` from its parts (vn-einvoice §7.2).
pub(super) fn payable(before_tax: Decimal, tax: Decimal, fees: Decimal, reductions: Decimal) -> Result<Decimal, Overflow> {
    before_tax.plus(tax)?.plus(fees)?.minus(reductions)
}

/// The VAT that a seller under the direct method pays, in percent of the revenue of its trade: distribution 1, manufacture 3, services
/// 5, others 2.
pub(super) const TRADE_RATIOS: [u64; 4] = [1, 2, 3, 5];

/// What the VAT reduction takes off a sale under the direct method, not yet rounded: 20 % of the ratio of its trade (NQ 204/2025/QH15;
/// vn-einvoice §7.2).
pub(super) fn trade_reduction(base: Decimal, ratio: Decimal) -> Result<Decimal, Overflow> {
    base.percent(ratio)?.percent(Decimal::from(20_u64))
}

/// The VAT of a rate on an amount, not yet rounded: `KCT` and `KKKNT` have none. `None` for a rate whose tax is stated, not computed.
pub(super) fn exact_tax(rate: Rate, amount: Decimal) -> Result<Option<Decimal>, Overflow> {
    match rate {
        Rate::Percent(percent) => amount.percent(percent).map(Some),
        Rate::Exempt | Rate::NotDeclared => Ok(Some(Decimal::ZERO)),
        Rate::Stated => Ok(None),
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
