//! The totals of each rate: THTTLTSuat.

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::rules::Severity;
use crate::rules::Template;

use super::amounts::Amounts;
use super::amounts::Group;
use super::amounts::Line;
use super::amounts::Nature;
use super::amounts::Rate;
use super::compare::grade_product;
use super::compare::is_sum;
use super::lines::Lines;
use super::rules;
use super::sums::LineSum;
use super::sums::exact_tax;
use super::sums::open_discount;
use super::sums::tax_by_line;

const GROUP_AMOUNT: Template = Template::new("Thành tiền theo thuế suất", "Amount of the rate");
const GROUP_TAX: Template = Template::new("Tiền thuế theo thuế suất", "VAT of the rate");

/// The checks of one rate.
#[derive(Debug, Default)]
pub(super) struct GroupChecks {
    pub(super) amount: Option<Check>,
    pub(super) tax: Option<Check>,
    /// What the tax was computed without: discounts that the amount still holds, so that the total must take them off.
    pub(super) untaxed_discount: Decimal,
}

/// Checks every rate.
pub(super) fn check(amounts: &Amounts<'_>, lines: &mut Lines) -> Vec<GroupChecks> {
    let complete = amounts.lines.iter().all(|line| !counts(line) || line.rate.is_some());
    amounts
        .groups
        .iter()
        .map(|group| {
            let amount = amount(amounts, lines, group, complete);
            let own_discounts = own_discounts(amounts, lines, group);
            let on_net = |tax: &Option<Check>| tax.as_ref().is_none_or(|check| check.severity != Some(Severity::Error));
            let mut tax_check = tax(amounts, group, amount.as_ref(), Decimal::default());
            let mut untaxed_discount = Decimal::default();
            if !own_discounts.is_zero() && !on_net(&tax_check) {
                let net = tax(amounts, group, amount.as_ref(), own_discounts);
                if on_net(&net) {
                    (tax_check, untaxed_discount) = (net, own_discounts);
                }
            }
            GroupChecks { amount, tax: tax_check, untaxed_discount }
        })
        .collect()
}

/// Whether a line adds something to a total.
fn counts(line: &Line<'_>) -> bool {
    matches!(line.nature, Nature::Goods | Nature::Discount) && line.amount.is_some_and(|amount| !amount.value.is_zero())
}

/// `LTSuat.ThTien = Σ ThTien (goods of the rate) − Σ ThTien (discounts of the rate)` (vn-einvoice §7.2).
fn amount(amounts: &Amounts<'_>, lines: &mut Lines, group: &Group<'_>, complete: bool) -> Option<Check> {
    let stated = group.amount?;
    let rate = group.rate?;
    let alone = amounts.groups.len() == 1;
    let twins = amounts.groups.iter().filter(|other| other.rate == Some(rate)).count();
    // Lines without a rate belong to the only group there is, or nowhere that we could know.
    if twins > 1 || !(complete || alone) {
        return None;
    }
    // A discount whose rate has no group is taken off the only one there is.
    let is_homeless = |line: &Line<'_>| line.rate.is_none() || line.nature == Nature::Discount;
    let takes = |line: &Line<'_>| line.rate == Some(rate) || (alone && is_homeless(line));
    let digits = amounts.digits();
    let others = complete && !amounts.adjusting && amounts.lines.iter().any(counts) && !amounts.lines.iter().any(takes);
    if others && !stated.value.is_zero() {
        // Every line says its rate, and none says this one.
        let none = Decimal::default();
        let equation = Equation::of("ThTien").plus("Σ HHDVu.ThTien", none).equals(none);
        let mut check = Check::new(&rules::GROUP, GROUP_AMOUNT, stated, none, equation).graded(Some(Severity::Error));
        check.rate = Some(group.rate_text.to_owned());
        return Some(check);
    }
    if amounts.adjusting && !amounts.lines.iter().any(counts) {
        return None; // a change told in text, with amounts in the totals alone
    }
    let sum = LineSum::of(amounts, &lines.states, takes)?;
    let equation = Equation::of("ThTien").plus("Σ HHDVu.ThTien", sum.plain).equals(sum.plain);
    let check = |computed| {
        let mut check = Check::new(&rules::GROUP, GROUP_AMOUNT, stated, computed, equation.clone());
        check.rate = Some(group.rate_text.to_owned());
        check
    };
    if let Some(reading) = sum.readings().find(|reading| is_sum(stated.value, *reading, digits)) {
        return Some(check(if reading == sum.plain { stated.value } else { reading }));
    }
    let discounted = open_discount(amounts, &lines.states).and_then(|discount| sum.plain.minus(discount).ok());
    if alone && discounted.is_some_and(|discounted| is_sum(stated.value, discounted, digits)) {
        // A discount that stands only in the totals is taken off before the tax.
        return Some(check(stated.value));
    }
    if sum.with_promotions.is_some_and(|with| is_sum(stated.value, with, digits)) {
        let mut promotion = check(sum.plain).graded(Some(Severity::Warning));
        promotion.rule = &rules::PROMOTION;
        return Some(promotion);
    }
    if !sum.missing.is_zero() && sum.plain.plus(sum.missing).is_ok_and(|corrected| is_sum(stated.value, corrected, digits)) {
        lines.blame(amounts, takes);
        return Some(check(stated.value));
    }
    Some(check(sum.plain).graded(Some(Severity::Error)))
}

/// The discounts of the lines of a rate whose amounts stand before them; where no line has any, the one of the whole invoice.
fn own_discounts(amounts: &Amounts<'_>, lines: &Lines, group: &Group<'_>) -> Decimal {
    if amounts.groups.len() == 1
        && let Some(discount) = open_discount(amounts, &lines.states)
        && lines.states.iter().all(|state| !state.before_discount)
    {
        return discount;
    }
    if !lines.states.iter().any(|state| state.before_discount) {
        return Decimal::default(); // in nearly every invoice; the sum would say so too
    }
    let sum = LineSum::of(amounts, &lines.states, |line| line.rate == group.rate);
    sum.map_or_else(Decimal::default, |sum| sum.own_discounts)
}

/// `LTSuat.TThue = ThTien × rate` (vn-einvoice §7.2), computed from what the amount should be, less `discount`.
fn tax(amounts: &Amounts<'_>, group: &Group<'_>, amount: Option<&Check>, discount: Decimal) -> Option<Check> {
    let stated = group.tax?;
    // The tax may follow the amount as stated or as it should be: the amount has its own finding.
    let stated_base = group.amount?.value;
    let computed_base = amount.map_or(stated_base, |check| check.computed);
    let bases = [stated_base.minus(discount).ok()?, computed_base.minus(discount).ok()?];
    let rate = group.rate?;
    let (digits, unit) = (amounts.digits(), amounts.unit());
    let (computed, equation, mut severity) = match rate {
        Rate::Percent(percent) => {
            let of_base = |base: Decimal| {
                let exact = exact_tax(rate, base).ok()??;
                Some((base, exact, grade_product(stated.value, exact, digits, unit)))
            };
            let [first, second] = bases.map(of_base);
            let best = if first?.2 <= second?.2 { first? } else { second? };
            let (base, exact, severity) = best;
            let equation = Equation::of("TThue").plus("ThTien", base).times_percent("TSuat", percent).equals(exact);
            (exact, equation, severity)
        }
        Rate::Exempt | Rate::NotDeclared => {
            let severity = (!stated.value.is_zero()).then_some(Severity::Error);
            (Decimal::default(), no_tax(group), severity)
        }
        Rate::Stated => return None,
    };
    if severity == Some(Severity::Error) {
        if let Rate::Percent(percent) = rate
            && tax_by_line(amounts, rate, percent) == Some(stated.value)
        {
            severity = Some(Severity::Warning);
        }
        if amounts.adjusting {
            // A tax-only adjustment states a tax without an amount; signs vary by provider (§7.5).
            let same_size = grade_product(stated.value.abs(), computed.abs(), digits, unit).is_none();
            severity = if bases.iter().all(|base| base.is_zero()) || same_size { None } else { Some(Severity::Warning) };
        }
    }
    let rounded = if severity.is_some() { computed.round(digits, Rounding::HalfAwayFromZero) } else { stated.value };
    let mut check = Check::new(&rules::GROUP_TAX, GROUP_TAX, stated, rounded, equation).graded(severity);
    check.rate = Some(group.rate_text.to_owned());
    Some(check)
}

fn no_tax(group: &Group<'_>) -> Equation {
    Equation::of("TThue").plus(group.rate_text.to_owned(), Decimal::default()).equals(Decimal::default())
}
