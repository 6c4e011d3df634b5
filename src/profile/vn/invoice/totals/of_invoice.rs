//! From the typed invoice to its amounts.

use crate::decimal::Decimal;
use crate::profile::vn::invoice::read::Invoice;
use crate::profile::vn::invoice::read::Slot;

use super::amounts::Amount;
use super::amounts::Amounts;
use super::amounts::Group;
use super::amounts::Line;
use super::amounts::Nature;
use super::amounts::Rate;

impl<'i> Amounts<'i> {
    /// Reads the amounts of an invoice. A text that is no number is left out and remembered as unreadable.
    #[must_use]
    pub fn of(invoice: &'i Invoice<'_>) -> Self {
        let mut amounts = Self {
            currency: invoice.currency(),
            adjusting: invoice.is_adjustment(),
            sales: is_sale(invoice),
            untaxed: matches!(invoice.header.kind.value(), Some("2" | "3" | "4" | "6" | "7" | "9")),
            ..Self::default()
        };
        let mut unreadable = false;
        let mut number = |slot: &'i Slot<'_>| {
            let field = slot.field()?;
            match Decimal::parse(&field.text) {
                Ok(value) => Some(Amount { value, node: field.node, text: &field.text }),
                Err(_) => {
                    unreadable = true;
                    None
                }
            }
        };
        amounts.exchange_rate = number(&invoice.header.exchange_rate);
        amounts.lines.reserve_exact(invoice.lines.len());
        for line in invoice.lines.iter().take_while(|_| !invoice.is_left_off()) {
            let nature = match line.nature.value() {
                Some("2") => Nature::Promotion,
                Some("3") => Nature::Discount,
                Some("4") => Nature::Note,
                _ => Nature::Goods,
            };
            let amount = number(&line.amount);
            let adds = matches!(nature, Nature::Goods | Nature::Discount);
            amounts.lines.push(Line {
                node: line.node,
                nature,
                quantity: number(&line.quantity),
                price: number(&line.price),
                discount_rate: number(&line.discount_rate),
                discount: number(&line.discount),
                amount,
                unknown: adds && amount.is_none() && (!line.amount.is_empty() || !amounts.adjusting),
                rate: line.rate.value().and_then(Rate::parse),
            });
        }
        if let Some(totals) = &invoice.totals {
            for group in &totals.groups {
                let rate_text = group.rate.value().unwrap_or_default();
                let rate = Rate::parse(rate_text);
                amounts.groups.push(Group { rate, rate_text, amount: number(&group.amount), tax: number(&group.tax) });
            }
            amounts.fees.extend(totals.fees.iter().filter_map(|fee| number(&fee.amount)));
            amounts.before_tax = number(&totals.before_tax);
            amounts.tax = number(&totals.tax);
            amounts.trade_discount = number(&totals.discount);
            amounts.untaxed_reduction = number(&totals.untaxed_reduction);
            amounts.other_reduction = number(&totals.other_reduction);
            let parts = [&totals.other_reduction, &totals.untaxed_reduction].into_iter();
            let parts = parts.chain(totals.fees.iter().map(|fee| &fee.amount));
            amounts.unknown_part = parts.filter_map(Slot::value).any(|text| Decimal::parse(text).is_err());
            amounts.payable = number(&totals.payable);
            amounts.words = totals.words.field().map(|field| (field.node, &*field.text));
        }
        amounts.unreadable = unreadable;
        amounts
    }
}

/// Whether it is an invoice without VAT of a seller under the direct method: form symbols 2 and 9, and tickets of the letter H.
fn is_sale(invoice: &Invoice<'_>) -> bool {
    let letter = || invoice.header.series.value().and_then(|series| series.chars().nth(3));
    match invoice.header.kind.value() {
        Some("2" | "9") => true,
        Some("5") => letter() == Some('H'),
        _ => false,
    }
}
