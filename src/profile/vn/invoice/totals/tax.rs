//! The total VAT: TgTThue.

use crate::decimal::Decimal;
use crate::decimal::Overflow;
use crate::decimal::Rounding;
use crate::decimal::Sum;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::rules::Severity;
use crate::rules::Template;

use super::RATES;
use super::amounts::Amount;
use super::amounts::Amounts;
use super::amounts::Group;
use super::amounts::Line;
use super::amounts::Nature;
use super::amounts::Rate;
use super::compare::is_sum;
use super::compare::true_value;
use super::groups::GroupChecks;
use super::lines::Lines;
use super::rules;
use super::sums::LineSum;
use super::sums::exact_tax;
use super::sums::open_discount;
use super::sums::tax_by_line;

const TAX: Template = Template::new("Tổng tiền thuế", "Total VAT");

/// `TgTThue = Σ LTSuat.TThue` (vn-einvoice §7.2).
pub(super) fn check(amounts: &Amounts<'_>, lines: &Lines, groups: &mut [GroupChecks]) -> Option<Check> {
    let stated = amounts.tax?;
    let taxed = |rate: Option<Rate>| !matches!(rate, Some(Rate::Exempt | Rate::NotDeclared));
    let complete = amounts.groups.iter().all(|group| group.tax.is_some() || !taxed(group.rate));
    if amounts.groups.is_empty() || !complete {
        return of_rates(amounts, lines, groups, stated);
    }
    let digits = amounts.digits();
    let written: Sum = amounts.groups.iter().filter_map(|group| group.tax).map(|tax| tax.value).collect();
    let corrected: Sum = amounts
        .groups
        .iter()
        .zip(groups.iter())
        .filter_map(|(group, checks)| match &checks.tax {
            // A tax one unit away from its product is let pass alone, but not when the total says the product.
            Some(check) if check.severity.is_some() => Some(check.computed),
            _ => group.tax.map(|tax| tax.value),
        })
        .collect();
    let (written, corrected) = (written.total().ok()?, corrected.total().ok()?);
    let mirrored = amounts.adjusting && is_sum(stated.value.abs(), written.abs(), digits);
    let disagree = written != corrected;
    let blamed = disagree && !is_sum(stated.value, written, digits) && is_sum(stated.value, corrected, digits);
    if blamed {
        for check in groups.iter_mut().filter_map(|group| group.tax.as_mut()).filter(|check| check.severity.is_some()) {
            check.severity = Some(Severity::Error);
        }
    }
    let right = blamed || mirrored || is_sum(stated.value, written, digits);
    let sum = if blamed { corrected } else { written };
    let equation = Equation::of("TgTThue").plus("Σ LTSuat.TThue", sum).equals(sum);
    let computed = if right { stated.value } else { sum };
    Some(Check::new(&rules::TAX, TAX, stated, computed, equation).graded((!right).then_some(Severity::Error)))
}

/// `TgTThue = Σ ThTien × TSuat` where the rates do not state their taxes, which the tables ask for only where there are any (M?): a product
/// for each rate, or for each line where there are no rates, so that one unit for each is a warning (CONTRACT §4). `None` where practice knows several readings: differences of a
/// correction, discounts that may stand before or behind the tax, lines that do not say their rate.
fn of_rates(amounts: &Amounts<'_>, lines: &Lines, groups: &[GroupChecks], stated: Amount<'_>) -> Option<Check> {
    let discounted = open_discount(amounts, &lines.states).is_some() || lines.states.iter().any(|state| state.before_discount);
    if amounts.adjusting || amounts.sales || amounts.untaxed || discounted {
        return None;
    }
    let taxes = if amounts.groups.is_empty() { taxes_of_lines(amounts, lines)? } else { taxes_of_groups(amounts, groups)? };
    let digits = amounts.digits();
    let round = |tax: Decimal| tax.round(digits, Rounding::HalfAwayFromZero);
    let exact = taxes.exact.iter().copied().collect::<Sum>().total().ok()?;
    let rounded = taxes.exact.iter().copied().map(round).collect::<Sum>().total().ok()?;
    let readings = [Some(exact), Some(rounded), taxes.by_line, taxes.with_promotions];
    let allowed = Decimal::from(taxes.products as u64).times(amounts.unit()).ok()?;
    let severity = if readings.into_iter().flatten().any(|reading| is_sum(stated.value, reading, digits)) {
        None
    } else if stated.value.distance(rounded).ok()? <= allowed {
        Some(Severity::Warning)
    } else {
        Some(Severity::Error)
    };
    let computed = if severity.is_none() { stated.value } else { rounded };
    let equation = Equation::of("TgTThue").plus("Σ ThTien × TSuat", exact).equals(rounded);
    Some(Check::new(&rules::TAX, TAX, stated, computed, equation).graded(severity))
}

/// What the rates come to.
struct Taxes {
    /// The tax of each, not rounded.
    exact: Vec<Decimal>,
    /// How many taxes may have been rounded before they were added.
    products: usize,
    /// The sum of the taxes of lines, each rounded.
    by_line: Option<Decimal>,
    /// The sum of the taxes where promotions count too.
    with_promotions: Option<Decimal>,
}

fn taxes_of_groups(amounts: &Amounts<'_>, groups: &[GroupChecks]) -> Option<Taxes> {
    let mut exact = Vec::with_capacity(groups.len());
    let is_blank = |group: &Group<'_>| group.rate.is_none() && group.amount.is_none() && group.tax.is_none();
    for (group, checks) in amounts.groups.iter().zip(groups).filter(|(group, _)| !is_blank(group)) {
        exact.push(match group.tax {
            Some(tax) => tax.value,
            None => exact_tax(group.rate?, true_value(group.amount, checks.amount.as_ref())?).ok()??,
        });
    }
    Some(Taxes { products: exact.len(), exact, by_line: None, with_promotions: None })
}

fn taxes_of_lines(amounts: &Amounts<'_>, lines: &Lines) -> Option<Taxes> {
    let counts = |line: &&Line<'_>| {
        matches!(line.nature, Nature::Goods | Nature::Discount) && line.amount.is_none_or(|amount| !amount.value.is_zero())
    };
    let (mut rates, mut products): (Vec<Rate>, usize) = (Vec::new(), 0);
    for line in amounts.lines.iter().filter(counts) {
        let rate = line.rate?;
        products += 1;
        if !rates.contains(&rate) {
            rates.push(rate);
        }
        if rates.len() > RATES {
            return None; // each rate goes through all lines
        }
    }
    let mut exact = Vec::with_capacity(rates.len());
    let (mut by_line, mut with_promotions) = (Sum::default(), Sum::default());
    for rate in rates {
        let sum = LineSum::of(amounts, &lines.states, |line| line.rate == Some(rate))?;
        let tax = |base: Decimal| exact_tax(rate, base).and_then(|tax| tax.ok_or(Overflow)).ok();
        exact.push(tax(sum.plain)?);
        with_promotions.add(tax(sum.with_promotions.unwrap_or(sum.plain))?.round(amounts.digits(), Rounding::HalfAwayFromZero));
        if let Rate::Percent(percent) = rate {
            by_line.add(tax_by_line(amounts, rate, percent)?);
        }
    }
    let total = |sum: Sum| sum.total().ok();
    (!exact.is_empty()).then(|| Taxes { exact, products, by_line: total(by_line), with_promotions: total(with_promotions) })
}
