//! The totals of the whole invoice: TToan.

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::decimal::Sum;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::profile::vn::words;
use crate::report::Draft;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::Spot;

use super::amounts::Amount;
use super::amounts::Amounts;
use super::amounts::Group;
use super::amounts::Line;
use super::amounts::Nature;
use super::compare::is_sum;
use super::compare::true_value;
use super::groups::GroupChecks;
use super::lines::Lines;
use super::rules;
use super::sums;
use super::sums::LineSum;
use super::sums::open_discount;
use super::sums::trade_discounts;
use super::tax;

const BEFORE_TAX: Template = Template::new("Tổng tiền chưa thuế", "Total before VAT");
const PAYABLE: Template = Template::new("Tổng tiền thanh toán bằng số", "Total payable in figures");
const TRADE_DISCOUNT: Template = Template::new("Tổng tiền chiết khấu thương mại", "Total trade discount");
const WORDS: Template = Template::new("Tổng tiền thanh toán bằng chữ", "Total payable in words");

/// Checks the totals from the rates up; gives the checks of the rates too, since their blame may change here.
pub(super) fn check(
    amounts: &Amounts<'_>,
    lines: &mut Lines,
    mut groups: Vec<GroupChecks>,
    remarks: &mut Vec<Draft>,
) -> Vec<Check> {
    let before_tax = before_tax(amounts, lines, &groups);
    let tax = tax::check(amounts, lines, &mut groups);
    let untaxed: Sum = groups.iter().map(|group| group.untaxed_discount).collect();
    let untaxed = untaxed.total().unwrap_or_default();
    let payable = payable(amounts, lines, before_tax.as_ref(), tax.as_ref(), untaxed);
    let trade_discount = trade_discount(amounts);
    remark(amounts, payable.as_ref(), remarks);
    let rates = groups.into_iter().flat_map(|group| [group.amount, group.tax]);
    rates.chain([before_tax, tax, trade_discount, payable]).flatten().collect()
}

/// `TgTCThue = Σ LTSuat.ThTien`; without rates `Σ HHDVu.ThTien` (vn-einvoice §7.2).
fn before_tax(amounts: &Amounts<'_>, lines: &mut Lines, groups: &[GroupChecks]) -> Option<Check> {
    let stated = amounts.before_tax?;
    let digits = amounts.digits();
    let from_lines = |lines: &Lines| LineSum::of(amounts, &lines.states, |_| true);
    // A rate that lacks its amount has its own finding: the sum of the others says nothing, so the lines are asked.
    let lacks = |group: &Group<'_>| group.amount.is_none() && (group.rate.is_some() || group.tax.is_some());
    let has_groups = amounts.groups.iter().any(|group| group.amount.is_some()) && !amounts.groups.iter().any(lacks);
    if (amounts.sales || amounts.untaxed)
        && stated.value.is_zero()
        && amounts.payable.is_some_and(|payable| !payable.value.is_zero())
    {
        return None; // a sales invoice that fills in zeros for what it does not have (field findings §5)
    }
    if !has_groups {
        let sum = from_lines(lines)?;
        let equation = Equation::of("TgTCThue").plus("Σ HHDVu.ThTien", sum.plain).equals(sum.plain);
        let mut severity = grade_lines(amounts, lines, &sum, stated.value);
        if severity == Some(Severity::Error) && amounts.sales {
            // Builders write TgTCThue where the reduction of the direct method applies (vn-einvoice §2.4.4), some after it.
            severity = grade_trade_reduction(amounts, sum.plain, sum.plain, stated.value).unwrap_or(severity);
        }
        let computed = if severity.is_none() { stated.value } else { sum.plain };
        return Some(Check::new(&rules::BEFORE_TAX, BEFORE_TAX, stated, computed, equation).graded(severity));
    }
    let written: Sum = amounts.groups.iter().filter_map(|group| group.amount).map(|amount| amount.value).collect();
    let corrected: Sum = amounts
        .groups
        .iter()
        .zip(groups)
        .filter_map(|(group, checks)| true_value(group.amount, checks.amount.as_ref()))
        .collect();
    let (written, corrected) = (written.total().ok()?, corrected.total().ok()?);
    let equation = Equation::of("TgTCThue").plus("Σ LTSuat.ThTien", corrected).equals(corrected);
    // Rates whose lines could not be told apart were not compared with them: then the lines as a whole are.
    let unchecked = groups.iter().any(|checks| checks.amount.is_none());
    if unchecked
        && is_sum(stated.value, corrected, digits)
        && let Some(sum) = from_lines(lines)
    {
        let severity = grade_lines(amounts, lines, &sum, stated.value);
        let equation = Equation::of("TgTCThue").plus("Σ HHDVu.ThTien", sum.plain).equals(sum.plain);
        let computed = if severity.is_none() { stated.value } else { sum.plain };
        return Some(Check::new(&rules::BEFORE_TAX, BEFORE_TAX, stated, computed, equation).graded(severity));
    }
    let mirrored = amounts.adjusting && is_sum(stated.value.abs(), corrected.abs(), digits);
    // A rate that disagrees with its lines has its own finding; the total may follow either figure.
    let right = is_sum(stated.value, corrected, digits) || is_sum(stated.value, written, digits) || mirrored;
    let computed = if right { stated.value } else { corrected };
    let severity = (!right).then_some(Severity::Error);
    Some(Check::new(&rules::BEFORE_TAX, BEFORE_TAX, stated, computed, equation).graded(severity))
}

/// How a stated total compares with the sum of lines.
fn grade_lines(amounts: &Amounts<'_>, lines: &mut Lines, sum: &LineSum, stated: Decimal) -> Option<Severity> {
    let digits = amounts.digits();
    if sum.readings().any(|reading| is_sum(stated, reading, digits)) {
        return None;
    }
    let discount = open_discount(amounts, &lines.states);
    if discount.and_then(|discount| sum.plain.minus(discount).ok()).is_some_and(|reading| is_sum(stated, reading, digits)) {
        return None;
    }
    if !sum.missing.is_zero() && sum.plain.plus(sum.missing).is_ok_and(|corrected| is_sum(stated, corrected, digits)) {
        lines.blame(amounts, |_| true);
        return None;
    }
    if sum.with_promotions.is_some_and(|with| is_sum(stated, with, digits)) {
        return Some(Severity::Warning);
    }
    Some(Severity::Error)
}

/// `TgTTTBSo = TgTCThue + TgTThue + Σ TPhi − TGTKhac (− TGTKCThue)` (vn-einvoice §7.2); the last is not settled between providers.
/// `untaxed_discount` is what the total before VAT still holds and the tax does not.
fn payable(
    amounts: &Amounts<'_>,
    lines: &mut Lines,
    before_tax: Option<&Check>,
    tax: Option<&Check>,
    untaxed_discount: Decimal,
) -> Option<Check> {
    let stated = amounts.payable.filter(|_| !amounts.unknown_part)?;
    let digits = amounts.digits();
    let has_base = before_tax.is_some() || (!(amounts.sales || amounts.untaxed) && amounts.before_tax.is_some());
    let fees = amounts.fees.iter().map(|fee| fee.value).collect::<Sum>().total().ok()?;
    let reduction = amounts.other_reduction.map_or_else(Decimal::default, |reduction| reduction.value.abs());
    let from_lines = if has_base { None } else { Some(LineSum::of(amounts, &lines.states, |_| true)?) };
    let base = match &from_lines {
        None => true_value(amounts.before_tax, before_tax)?,
        Some(sum) => sum.plain,
    };
    // A VAT invoice without TgTThue has its own finding: then the rates say the tax.
    let of_rates = || amounts.groups.iter().filter_map(|group| group.tax).map(|tax| tax.value).collect::<Sum>().total().ok();
    let vat = true_value(amounts.tax, tax).or_else(of_rates).unwrap_or_default();
    let reductions = reduction.plus(untaxed_discount).ok()?;
    let around = sums::payable(Decimal::ZERO, vat, fees, reductions).ok()?;
    let computed = sums::payable(base, vat, fees, reductions).ok()?;
    let equation = Equation::of("TgTTTBSo").plus(if has_base { "TgTCThue" } else { "Σ HHDVu.ThTien" }, base);
    let equation = match amounts.tax {
        None if !vat.is_zero() => equation.plus("Σ LTSuat.TThue", vat),
        tax => equation.plus_amount("TgTThue", tax.map(|tax| Amount { value: vat, ..tax })),
    };
    let equation = if fees.is_zero() { equation } else { equation.plus("Σ TPhi", fees) };
    let equation = if reduction.is_zero() { equation } else { equation.minus("TGTKhac", reduction) };
    let equation = if untaxed_discount.is_zero() { equation } else { equation.minus("Σ HHDVu.STCKhau", untaxed_discount) };
    let check =
        |computed, severity| Check::new(&rules::PAYABLE, PAYABLE, stated, computed, equation.equals(computed)).graded(severity);

    // Every accepted total with the sum of lines that it stands on.
    let mut accepted = vec![(base, computed)];
    if let Some(sum) = &from_lines {
        accepted.extend(sum.readings().filter_map(|reading| Some((reading, reading.plus(around).ok()?))));
    }
    if amounts.adjusting && amounts.other_reduction.is_some_and(|reduction| reduction.value.is_negative()) {
        // A reduction that is made smaller.
        accepted.extend(computed.plus(reduction).and_then(|without| without.plus(reduction)).map(|total| (base, total)));
    }
    let untaxed = amounts.untaxed_reduction.map(|amount| if amounts.adjusting { amount.value } else { amount.value.abs() });
    let untaxed = untaxed.filter(|value| !value.is_zero());
    for optional in [untaxed, open_discount(amounts, &lines.states)].into_iter().flatten() {
        for (base, known) in accepted.clone() {
            accepted.extend(known.minus(optional).map(|total| (base, total)));
        }
    }
    if amounts.adjusting {
        accepted.push((-base, -computed));
    }
    if accepted.iter().any(|(_, reading)| is_sum(stated.value, *reading, digits)) {
        return Some(check(stated.value, None));
    }
    let reduced = |(base, total): &(Decimal, Decimal)| grade_trade_reduction(amounts, *base, *total, stated.value);
    if amounts.sales
        && let Some(severity) = accepted.iter().filter_map(reduced).min()
    {
        return Some(check(computed, severity));
    }
    if let Some(sum) = &from_lines {
        let corrected = sum.plain.plus(sum.missing).and_then(|corrected| corrected.plus(around)).ok()?;
        if !sum.missing.is_zero() && is_sum(stated.value, corrected, digits) {
            lines.blame(amounts, |_| true);
            return Some(check(stated.value, None));
        }
        let with_promotions = sum.with_promotions.and_then(|with| with.plus(around).ok());
        if with_promotions.is_some_and(|with| is_sum(stated.value, with, digits)) {
            let mut promotion = check(computed, Some(Severity::Warning));
            promotion.rule = &rules::PROMOTION;
            return Some(promotion);
        }
    }
    Some(check(computed, Some(Severity::Error)))
}

/// A seller under the direct method takes 20 % off the ratio of its trade while the VAT reduction is in force, and says so in a line of
/// text (NQ 204/2025/QH15; vn-einvoice §7.2). `Some(None)` when the total is reduced by exactly that, rounded as a whole or line by line,
/// `Some(Warning)` when it is reduced by nearly that or by a mixture of the ratios, `None` when it is something else.
fn grade_trade_reduction(amounts: &Amounts<'_>, base: Decimal, computed: Decimal, stated: Decimal) -> Option<Option<Severity>> {
    // An adjustment that takes a sale back takes the reduction back too.
    let forth = |value: Decimal| if base.is_negative() { -value } else { value };
    let reduced = forth(computed.minus(stated).ok()?);
    // Less than two đồng are a slip, not the reduction of a sale: that would have to be one of 500 đồng.
    if !amounts.is_dong() || reduced < Decimal::from(2) {
        return None;
    }
    let digits = amounts.digits();
    // Half a unit for each line, where the reduction is rounded line by line.
    let half = Decimal::new(5, digits.saturating_add(1));
    let rounding = Decimal::from(amounts.lines.len().max(2) as u64).times(half).ok()?;
    let mut near = false;
    for ratio in sums::TRADE_RATIOS.map(Decimal::from) {
        let exact = sums::trade_reduction(base, ratio).ok()?;
        let readings = [Some(exact), Some(exact.round(digits, Rounding::HalfAwayFromZero)), reduction_by_line(amounts, ratio)];
        let is_right = |reading: Decimal| computed.minus(reading).is_ok_and(|total| is_sum(stated, total, digits));
        if readings.into_iter().flatten().any(is_right) {
            return Some(None);
        }
        // A reduction that is smaller than the rounding is nothing but a wrong total.
        near |= rounding < exact.abs() && reduced.distance(exact.abs()).ok()? <= rounding;
    }
    let least = sums::trade_reduction(base.abs(), Decimal::from(1)).ok()?;
    let most = sums::trade_reduction(base.abs(), Decimal::from(5)).ok()?;
    (near || (least < reduced && reduced < most)).then_some(Some(Severity::Warning))
}

/// The reduction of the direct method as the sum of those of the lines, each rounded.
fn reduction_by_line(amounts: &Amounts<'_>, ratio: Decimal) -> Option<Decimal> {
    let of_line = |line: &Line<'_>| {
        let amount = match (line.nature, line.amount?.value) {
            (Nature::Goods, amount) => amount,
            (Nature::Discount, amount) => -amount.abs(),
            (Nature::Promotion | Nature::Note, _) => return None,
        };
        Some(sums::trade_reduction(amount, ratio).ok()?.round(amounts.digits(), Rounding::HalfAwayFromZero))
    };
    amounts.lines.iter().filter_map(of_line).collect::<Sum>().total().ok()
}

/// `TTCKTMai`: for information; where lines carry discounts it is their sum in one of the usual readings.
fn trade_discount(amounts: &Amounts<'_>) -> Option<Check> {
    let stated = amounts.trade_discount.filter(|discount| !discount.value.is_zero())?;
    let [own, lines, signed] = trade_discounts(amounts)?;
    let both = own.plus(lines).ok()?;
    if both.is_zero() {
        return None; // a discount of the whole invoice that no line repeats
    }
    let digits = amounts.digits();
    let right = [both, own, lines, signed.abs()].into_iter().any(|reading| is_sum(stated.value.abs(), reading, digits));
    let equation = Equation::of("TTCKTMai").plus("Σ STCKhau", own).plus("Σ ThTien (TChat 3)", lines).equals(both);
    let computed = if right { stated.value } else { both };
    let severity = (!right).then_some(Severity::Warning);
    Some(Check::new(&rules::TRADE_DISCOUNT, TRADE_DISCOUNT, stated, computed, equation).graded(severity))
}

/// The fraction of a total in đồng, and the amount in words.
fn remark(amounts: &Amounts<'_>, payable_check: Option<&Check>, remarks: &mut Vec<Draft>) {
    let Some(payable) = amounts.payable else { return };
    if amounts.is_dong() && payable.value.normalize().scale() > 0 {
        remarks.push(Draft::new(&rules::FRACTION, Spot::Content(payable.node)).field(PAYABLE).actual(payable.text));
    }
    let Some((node, text)) = amounts.words else { return };
    // Words that fit what the figure should be are right; the figure has its own finding.
    let corrected = true_value(Some(payable), payable_check).unwrap_or(payable.value);
    let rule_for = |value: Decimal| match words::agrees(text, value, amounts.currency) {
        words::Agreement::Yes => None,
        words::Agreement::Unreadable => Some(&rules::WORDS_UNREAD),
        // An invoice in foreign currency may say its đồng equivalent in words.
        words::Agreement::OtherCurrency { said, .. } => {
            let equivalent = amounts.exchange_rate.and_then(|rate| value.times(rate.value).ok());
            let is_equivalent = |worth: Decimal| is_sum(said, worth.round(0, Rounding::HalfAwayFromZero), 0);
            (!equivalent.is_some_and(is_equivalent)).then_some(&rules::WORDS)
        }
        words::Agreement::No { .. } => Some(&rules::WORDS),
    };
    if let Some(rule) = rule_for(payable.value).and_then(|_| rule_for(corrected)) {
        let mut draft = Draft::new(rule, Spot::Content(node)).field(WORDS).actual(text);
        draft = draft.with("amount", payable.value.to_string());
        draft = draft.with("words", words::in_words(payable.value, amounts.currency).unwrap_or_default());
        remarks.push(draft);
    }
}
