//! The computing side: every total that an issuer must write, by the relations that [`check`](super::check) holds them to.

mod error;
mod result;
mod sale;

use crate::decimal::Decimal;
use crate::decimal::Overflow;
use crate::decimal::Rounding;
use crate::decimal::Sum;
use crate::profile::vn::invoice::rules::tax_rate::is_rate;
use crate::profile::vn::invoice::table::Version;
use crate::profile::vn::words;
use crate::xml::NodeId;

use super::RATES;
use super::amounts::Amount;
use super::amounts::Amounts;
use super::amounts::Line;
use super::amounts::Nature;
use super::amounts::Rate;
use super::lines::after_discount;
use super::sums::LineState;
use super::sums::LineSum;
use super::sums::TRADE_RATIOS;
use super::sums::exact_tax;
use super::sums::payable;
use super::sums::trade_discounts;
use super::sums::trade_reduction;

pub use error::ComputeError;
pub use error::ComputeErrorKind;
pub use result::LineTotal;
pub use result::TaxTotal;
pub use result::Totals;
pub use sale::Correction;
pub use sale::Fee;
pub use sale::LineItem;
pub use sale::Policy;
pub use sale::Sale;

/// Decimals that an amount may have (QĐ 1450: num 21,6).
const DECIMALS: u8 = 6;

impl Sale {
    /// Computes every total. What it gives has no finding when it is checked; the tests hold it to that.
    ///
    /// # Errors
    /// [`ComputeError`] when the sale contradicts itself, lacks something or needs more digits than the format has.
    pub fn totals(&self) -> Result<Totals, ComputeError> {
        let mut amounts = Amounts {
            currency: self.currency.trim(),
            adjusting: self.correction == Correction::Adjustment,
            ..Amounts::default()
        };
        let unit = amounts.digits();
        let own = self.fees.iter().map(|fee| fee.amount).chain(self.other_reduction).chain(self.untaxed_reduction);
        if !own.into_iter().all(|value| fits(value, 21, DECIMALS)) || !self.exchange_rate.is_none_or(|rate| fits(rate, 7, 2)) {
            return Err(ComputeErrorKind::TooLong.of_sale());
        }
        let of_lines = if self.policy == Policy::Line { unit } else { DECIMALS };
        for (index, item) in self.lines.iter().enumerate() {
            let line = item.line(of_lines).map_err(|kind| ComputeError { kind, line: Some(index) })?;
            amounts.lines.push(line);
        }
        let rates = self.rates(&amounts)?;
        if let Some(ratio) = self.trade_ratio {
            if !amounts.is_dong() || !rates.is_empty() {
                return Err(ComputeErrorKind::TradeRatioOutOfPlace.of_sale());
            }
            if !TRADE_RATIOS.iter().any(|known| Decimal::from(*known) == ratio) {
                return Err(ComputeErrorKind::TradeRatioUnknown.of_sale());
            }
        }
        self.sum_up(amounts, &rates).map_err(|Overflow| ComputeErrorKind::TooLong.of_sale()).and_then(Totals::fitting)
    }

    /// The rates in the order of their first lines, each with its text. Either every line that counts has one, or none has.
    fn rates<'s>(&'s self, amounts: &Amounts<'_>) -> Result<Vec<(Rate, &'s str)>, ComputeError> {
        let mut rates: Vec<(Rate, &str)> = Vec::new();
        for (line, item) in amounts.lines.iter().zip(&self.lines) {
            let (Some(rate), Some(text)) = (line.rate, &item.rate) else { continue };
            if rates.iter().all(|(known, _)| *known != rate) {
                rates.push((rate, text.trim()));
            }
            if rates.len() > RATES {
                return Err(ComputeErrorKind::RatesTooMany.of_sale());
            }
        }
        let counts = |line: &Line<'_>| matches!(line.nature, Nature::Goods | Nature::Discount);
        let without = amounts.lines.iter().position(|line| counts(line) && line.rate.is_none());
        match without {
            Some(line) if !rates.is_empty() => Err(ComputeError { kind: ComputeErrorKind::RateMissing, line: Some(line) }),
            _ => Ok(rates),
        }
    }

    /// The totals above the lines.
    fn sum_up(&self, amounts: Amounts<'_>, rates: &[(Rate, &str)]) -> Result<Totals, Overflow> {
        let unit = amounts.digits();
        let round = |value: Decimal, digits| value.round(digits, Rounding::HalfAwayFromZero);
        let of_lines = if self.policy == Policy::Line { unit } else { DECIMALS };
        let of_rates = if self.policy == Policy::Document { DECIMALS } else { unit };
        // Lines that were just computed agree with their own products.
        let states = vec![LineState::default(); amounts.lines.len()];
        let sum = |takes: &dyn Fn(&Line<'_>) -> bool| {
            if !amounts.lines.iter().any(|line| takes(line) && line.amount.is_some()) {
                return Ok(Decimal::ZERO);
            }
            let sum = LineSum::of(&amounts, &states, takes).ok_or(Overflow)?;
            Ok(if amounts.adjusting { sum.signed } else { sum.plain })
        };
        let mut totals = Vec::with_capacity(rates.len());
        for (rate, text) in rates {
            let amount = round(sum(&|line| line.rate == Some(*rate))?, of_rates);
            let tax = match exact_tax(*rate, amount)? {
                Some(exact) => exact,
                None => self.stated_tax(&amounts, *rate)?,
            };
            totals.push(TaxTotal { rate: (*text).to_owned(), amount, tax: round(tax, of_rates) });
        }
        let total = |part: fn(&TaxTotal) -> Decimal| totals.iter().map(part).collect::<Sum>().total();
        let (before_tax, tax) = (round(total(|rate| rate.amount)?, unit), round(total(|rate| rate.tax)?, unit));
        let base = if rates.is_empty() { sum(&|_| true)? } else { before_tax };
        let fees: Vec<Fee> =
            self.fees.iter().map(|fee| Fee { name: fee.name.clone(), amount: round(fee.amount, of_lines) }).collect();
        let reduction = |given: Option<Decimal>| given.map(|reduction| round(reduction.abs(), of_lines));
        let (other_reduction, untaxed_reduction) = (reduction(self.other_reduction), reduction(self.untaxed_reduction));
        let vat_reduction = match self.trade_ratio {
            Some(ratio) => Some(round(trade_reduction(base, ratio)?, unit)),
            None => None,
        };
        let reductions = [other_reduction, untaxed_reduction, vat_reduction].into_iter().flatten().collect::<Sum>().total()?;
        let fees_total = fees.iter().map(|fee| fee.amount).collect::<Sum>().total()?;
        let payable = round(payable(base, tax, fees_total, reductions)?, unit);
        let [own, lines, signed] = trade_discounts(&amounts).ok_or(Overflow)?;
        let trade_discount = if amounts.adjusting { signed } else { own.plus(lines)? };
        let foreign = self.exchange_rate.filter(|_| !amounts.is_dong());
        let payable_in_dong = foreign.map(|rate| payable.times(rate)).transpose()?.map(|worth| round(worth, 0));
        let words = words::in_words(payable, amounts.currency).ok_or(Overflow)?;
        let amount_of = |amount: Option<Amount<'_>>| amount.map(|amount| amount.value);
        let of_line = |line: &Line<'_>| LineTotal { discount: amount_of(line.discount), amount: amount_of(line.amount) };
        Ok(Totals {
            lines: amounts.lines.iter().map(of_line).collect(),
            before_tax: (!rates.is_empty()).then_some(before_tax),
            tax: (!rates.is_empty()).then_some(tax),
            rates: totals,
            fees,
            trade_discount: (!trade_discount.is_zero()).then_some(trade_discount),
            other_reduction,
            untaxed_reduction,
            vat_reduction,
            payable,
            words,
            payable_in_dong,
        })
    }

    /// The VAT of a rate that does not give it: what its lines say, less what its discounts say.
    fn stated_tax(&self, amounts: &Amounts<'_>, rate: Rate) -> Result<Decimal, Overflow> {
        let mut total = Sum::default();
        for (line, item) in amounts.lines.iter().zip(&self.lines).filter(|(line, _)| line.rate == Some(rate)) {
            let Some(tax) = item.tax else { continue };
            match line.nature {
                Nature::Discount if !amounts.adjusting => total.subtract(tax.abs()),
                Nature::Discount => total.subtract(tax),
                _ => total.add(tax),
            }
        }
        total.total()
    }
}

impl LineItem {
    /// The line with its amounts, rounded to so many digits.
    fn line(&self, digits: u8) -> Result<Line<'static>, ComputeErrorKind> {
        let rate = self.read_rate()?;
        let given = [self.quantity, self.price, self.amount, self.discount, self.tax];
        if !given.into_iter().flatten().all(|value| fits(value, 21, DECIMALS))
            || !self.discount_rate.is_none_or(|rate| fits(rate, 6, 4))
        {
            return Err(ComputeErrorKind::TooLong);
        }
        let round = |value: Decimal| value.round(digits, Rounding::HalfAwayFromZero);
        let (amount, discount) = match self.nature {
            Nature::Note => (None, None),
            Nature::Promotion => (Some(Decimal::ZERO), None),
            Nature::Goods | Nature::Discount => {
                let gross = self.gross()?;
                let discount = self.discount(gross)?.map(round);
                let net = discount.map_or(Ok(gross), |discount| after_discount(gross, discount));
                (Some(round(net.map_err(|Overflow| ComputeErrorKind::TooLong)?)), discount)
            }
        };
        Ok(Line {
            node: NodeId::DOCUMENT,
            nature: self.nature,
            quantity: None,
            price: None,
            discount_rate: None,
            discount: discount.filter(|discount| !discount.is_zero()).map(Amount::computed),
            amount: amount.map(Amount::computed),
            rate,
            unknown: false,
        })
    }

    /// The amount before the discount of the line.
    fn gross(&self) -> Result<Decimal, ComputeErrorKind> {
        match (self.quantity, self.price, self.amount) {
            (Some(quantity), Some(price), None) => quantity.times(price).map_err(|Overflow| ComputeErrorKind::TooLong),
            (Some(_), Some(_), Some(_)) => Err(ComputeErrorKind::AmountTwice),
            (_, _, Some(amount)) => Ok(amount),
            _ => Err(ComputeErrorKind::AmountMissing),
        }
    }

    fn discount(&self, gross: Decimal) -> Result<Option<Decimal>, ComputeErrorKind> {
        match (self.discount, self.discount_rate) {
            (Some(_), Some(_)) => Err(ComputeErrorKind::DiscountTwice),
            (discount, None) => Ok(discount),
            (None, Some(rate)) => gross.percent(rate).map(Some).map_err(|Overflow| ComputeErrorKind::TooLong),
        }
    }

    /// The rate, and whether what is given belongs to a line of this nature.
    fn read_rate(&self) -> Result<Option<Rate>, ComputeErrorKind> {
        let priced = self.quantity.is_some() || self.price.is_some();
        let discounted = self.discount.is_some() || self.discount_rate.is_some();
        let out_of_place = match self.nature {
            Nature::Goods => false,
            Nature::Promotion => self.amount.is_some() || discounted,
            Nature::Discount => discounted,
            Nature::Note => priced || self.amount.is_some() || discounted || self.rate.is_some(),
        };
        if out_of_place {
            return Err(ComputeErrorKind::FieldOutOfPlace);
        }
        let rate = self.rate.as_deref().map(|text| listed(text.trim()).ok_or(ComputeErrorKind::RateUnknown)).transpose()?;
        let counts = matches!(self.nature, Nature::Goods | Nature::Discount);
        match (rate, self.tax) {
            (Some(Rate::Stated), None) if counts => Err(ComputeErrorKind::TaxMissing),
            (Some(Rate::Stated), Some(_)) if counts => Ok(rate),
            (_, Some(_)) => Err(ComputeErrorKind::TaxOutOfPlace),
            (rate, None) => Ok(rate),
        }
    }
}

/// A rate of the list, in any version of the format.
fn listed(text: &str) -> Option<Rate> {
    let versions = Version::ALL;
    versions.into_iter().any(|version| is_rate(text, version)).then(|| Rate::parse(text)).flatten()
}

/// Whether a number fits a field of so many digits, so many of them after the point.
fn fits(value: Decimal, total: u32, fraction: u8) -> bool {
    let digits = value.digits();
    digits.total() <= total && digits.fraction() <= u32::from(fraction)
}

impl Totals {
    /// The totals, when every one of them fits its field of the format.
    fn fitting(self) -> Result<Self, ComputeError> {
        let of_lines = self.lines.iter().flat_map(|line| [line.discount, line.amount]).flatten();
        let of_rates = self.rates.iter().flat_map(|rate| [rate.amount, rate.tax]);
        let of_document = [self.before_tax, self.tax, self.trade_discount, Some(self.payable)].into_iter().flatten();
        let fits = of_lines.chain(of_rates).chain(of_document).all(|value| fits(value, 21, DECIMALS));
        if fits { Ok(self) } else { Err(ComputeErrorKind::TooLong.of_sale()) }
    }
}

impl ComputeErrorKind {
    const fn of_sale(self) -> ComputeError {
        ComputeError { kind: self, line: None }
    }
}
