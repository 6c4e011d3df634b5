//! Lines: quantity, price, discount, amount.

use crate::decimal::Decimal;
use crate::decimal::Overflow;
use crate::decimal::Rounding;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::rules::Severity;
use crate::rules::Template;

use super::amounts::Amounts;
use super::amounts::Line;
use super::amounts::Nature;
use super::compare::grade_product;
use super::rules;
use super::sums::LineState;

const LINE_AMOUNT: Template = Template::new("Thành tiền", "Line amount");
const LINE_DISCOUNT: Template = Template::new("Số tiền chiết khấu", "Discount amount");

/// What the lines say, each with its own check where it disagrees.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) states: Vec<LineState>,
    /// The index of the line beside each check.
    checks: Vec<(usize, Check)>,
}

impl Lines {
    /// Lays the blame for a wrong sum on the lines that `takes` lets through: their own products say what they should be.
    pub(super) fn blame(&mut self, amounts: &Amounts<'_>, takes: impl Fn(&Line<'_>) -> bool) {
        for (index, check) in &mut self.checks {
            let taken = amounts.lines.get(*index).is_some_and(&takes);
            if taken && std::ptr::eq(check.rule, &rules::LINE) {
                check.severity = Some(Severity::Error);
            }
        }
    }

    pub(super) fn into_checks(self) -> impl Iterator<Item = Check> {
        self.checks.into_iter().map(|(_, check)| check)
    }
}

/// Checks every line that has a quantity, a price and an amount.
pub(super) fn check(amounts: &Amounts<'_>) -> Lines {
    let mut lines = Lines { states: Vec::with_capacity(amounts.lines.len()), checks: Vec::new() };
    for (index, line) in amounts.lines.iter().enumerate() {
        let (state, found) = product(amounts, line).unwrap_or_default();
        lines.states.push(state);
        lines.checks.extend(found.into_iter().flatten().map(|check| (index, check)));
    }
    lines
}

/// `ThTien = SLuong × DGia − STCKhau` (vn-einvoice §7.2). Skipped where quantity or price is missing or 0, as services and discounts
/// are written (field findings §5). `None` when there is nothing to check or a product cannot be held.
fn product(amounts: &Amounts<'_>, line: &Line<'_>) -> Option<(LineState, [Option<Check>; 2])> {
    if line.nature != Nature::Goods {
        return None;
    }
    let (quantity, price, amount) = (line.quantity?, line.price?, line.amount?);
    if quantity.value.is_zero() || price.value.is_zero() {
        return None;
    }
    let gross = quantity.value.times(price.value).ok()?;
    let discount = line.discount.filter(|discount| !discount.value.is_zero());
    let net = after_discount(gross, discount.map_or(Decimal::ZERO, |discount| discount.value)).ok()?;
    let (digits, unit) = (amounts.digits(), amounts.unit());

    let of_discount = discount_rate(line, gross, unit);
    let mut state = LineState::default();
    let mut severity = grade_product(amount.value, net, digits, unit);
    if severity.is_some() && net != gross && grade_product(amount.value, gross, digits, unit).is_none() {
        // Both ways of writing the amount occur: after the discount and before it (field findings §5).
        state.before_discount = true;
        severity = None;
    }
    if severity.is_none() {
        return Some((state, [of_discount, None]));
    }
    if amounts.adjusting {
        // Differences: a changed price times a changed quantity is no product of the differences; signs vary by provider (§7.5).
        if grade_product(amount.value.abs(), net.abs(), digits, unit).is_none() {
            return Some((state, [of_discount, None]));
        }
        severity = Some(Severity::Warning);
    }
    state.missing = net.round(digits, Rounding::HalfAwayFromZero).minus(amount.value).ok()?;
    let equation = Equation::of("ThTien").plus("SLuong", quantity.value).times("DGia", price.value);
    let equation = match discount {
        Some(discount) if gross.is_negative() => equation.plus("STCKhau", discount.value.abs()),
        Some(discount) => equation.minus("STCKhau", discount.value.abs()),
        None => equation,
    };
    let computed = net.round(digits, Rounding::HalfAwayFromZero);
    let check = Check::new(&rules::LINE, LINE_AMOUNT, amount, computed, equation.equals(net)).graded(severity);
    Some((state, [of_discount, Some(check)]))
}

/// What a discount leaves of an amount, whatever the sign it is written with. It makes goods that are taken back cheaper too: their
/// amount is negative and comes nearer to zero.
pub(super) fn after_discount(gross: Decimal, discount: Decimal) -> Result<Decimal, Overflow> {
    if gross.is_negative() { gross.plus(discount.abs()) } else { gross.minus(discount.abs()) }
}

/// `STCKhau = SLuong × DGia × TLCKhau / 100`. The rate is often rounded for show, so half a unit of its last digit is allowed.
fn discount_rate(line: &Line<'_>, gross: Decimal, unit: Decimal) -> Option<Check> {
    let (rate, discount) = (line.discount_rate?, line.discount?);
    if rate.value.is_zero() || discount.value.is_zero() {
        return None;
    }
    let computed = gross.percent(rate.value).ok()?;
    let half_digit = Decimal::new(5, rate.value.normalize().scale().saturating_add(1));
    let allowed = gross.abs().percent(half_digit).ok()?.plus(unit).ok()?;
    if discount.value.abs().distance(computed.abs()).ok()? <= allowed {
        return None;
    }
    let equation = Equation::of("STCKhau").plus("SLuong × DGia", gross).times_percent("TLCKhau", rate.value).equals(computed);
    Some(Check::new(&rules::LINE_DISCOUNT, LINE_DISCOUNT, discount, computed, equation).graded(Some(Severity::Warning)))
}
