//! What the totals are, from the formulas of vn-einvoice §7.2 in fractions of any size. Shares nothing with the library.

use num_bigint::BigInt;
use num_bigint::Sign;

use crate::case::Case;
use crate::case::Item;

/// A fraction. The denominator is above 0; nothing is cut to lowest terms.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    above: BigInt,
    below: BigInt,
}

impl Fraction {
    pub(crate) fn zero() -> Self {
        Self { above: BigInt::ZERO, below: BigInt::from(1) }
    }

    pub(crate) fn read(text: &str) -> Self {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let above: BigInt = format!("{whole}{fraction}").parse().unwrap();
        Self { above: if negative { -above } else { above }, below: power(fraction.len() as u32) }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.below + &other.above * &self.below, below: &self.below * &other.below }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { above: -&other.above, below: other.below.clone() })
    }

    fn times(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.above, below: &self.below * &other.below }
    }

    fn size(&self) -> Self {
        Self { above: BigInt::from(self.above.magnitude().clone()), below: self.below.clone() }
    }

    fn is_negative(&self) -> bool {
        self.above.sign() == Sign::Minus
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.above == BigInt::ZERO
    }

    /// Half away from zero.
    fn rounded(&self, digits: u32) -> Self {
        let scaled = self.size().above * power(digits) * 2;
        let nearest: BigInt = (scaled + &self.below) / (&self.below * 2);
        Self { above: if self.is_negative() { -nearest } else { nearest }, below: power(digits) }
    }

    /// Plain notation without zeros at the end; the denominator divides a million.
    pub(crate) fn text(&self) -> String {
        let millionths = &self.above * power(6) / &self.below;
        assert_eq!(&millionths * &self.below, &self.above * power(6), "more than six decimals");
        let digits = format!("{:0>7}", millionths.magnitude().to_string());
        let (whole, fraction) = digits.split_at(digits.len() - 6);
        let fraction = fraction.trim_end_matches('0');
        let sign = if self.is_negative() { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

fn power(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// The totals.
#[derive(Debug)]
pub(crate) struct Expected {
    /// Discount and amount of each line.
    pub(crate) lines: Vec<[Option<Fraction>; 2]>,
    /// Rate, amount, tax.
    pub(crate) rates: Vec<(String, Fraction, Fraction)>,
    pub(crate) before_tax: Option<Fraction>,
    pub(crate) tax: Option<Fraction>,
    pub(crate) fees: Vec<Fraction>,
    pub(crate) trade_discount: Fraction,
    /// Every discount: of lines, and lines of discounts.
    pub(crate) discounts: Vec<Fraction>,
    /// So many of them are of lines.
    own_discounts: usize,
    pub(crate) payable: Fraction,
    pub(crate) payable_in_dong: Option<Fraction>,
    /// What the direct method takes off.
    pub(crate) vat_reduction: Option<Fraction>,
    /// Totals that practice knows too: with the untaxed reduction, with the VAT reduction of each line rounded by itself.
    pub(crate) other_payables: Vec<Fraction>,
    /// Whether a change of one unit elsewhere can be taken for another rounding of what the direct method takes off, or for a
    /// reduction that is not taken off.
    pub(crate) reduction_is_open: bool,
}

impl Expected {
    /// What practice writes as the total trade discount, without a sign: the discounts of lines, lines of discounts, both, and both as
    /// they are signed.
    pub(crate) fn discount_readings(&self) -> Vec<Fraction> {
        let sum = |values: &[Fraction]| values.iter().fold(Fraction::zero(), |sum, value| sum.plus(value));
        let sizes = |values: &[Fraction]| sum(&values.iter().map(Fraction::size).collect::<Vec<_>>());
        let (own, apart) = self.discounts.split_at(self.own_discounts);
        vec![sizes(own), sizes(apart), sizes(&self.discounts), sum(&self.discounts).size()]
    }

    /// Whether a discount is smaller than two of the smallest unit.
    pub(crate) fn has_tiny_discount(&self, digits: u32) -> bool {
        let bound = Fraction { above: BigInt::from(2), below: power(digits) };
        self.discounts.iter().any(|discount| discount.size().minus(&bound).is_negative())
    }
}

/// Works a case out.
pub(crate) fn work_out(case: &Case) -> Expected {
    let unit = case.digits();
    let fine = if case.policy == "line" { unit } else { 6 };
    let of_rates = if case.policy == "document" { 6 } else { unit };
    let read = |text: &Option<String>| text.as_deref().map(Fraction::read);

    let mut lines = Vec::new();
    for line in &case.lines {
        let gross = match (read(&line.quantity), read(&line.price), read(&line.amount)) {
            (Some(quantity), Some(price), None) => quantity.times(&price),
            (None, None, Some(amount)) => amount,
            _ => Fraction::zero(),
        };
        let discount =
            read(&line.discount).or_else(|| Some(gross.times(&read(&line.discount_rate)?).times(&Fraction::read("0.01"))));
        let discount = discount.map(|discount| discount.rounded(fine)).filter(|discount| !discount.is_zero());
        // A discount brings the amount nearer to nothing, whatever the sign it is written with.
        let off = discount.as_ref().map_or_else(Fraction::zero, Fraction::size);
        let net = if gross.is_negative() { gross.plus(&off) } else { gross.minus(&off) };
        lines.push(match line.nature {
            "note" => [None, None],
            "promotion" => [None, Some(Fraction::zero())],
            _ => [discount, Some(net.rounded(fine))],
        });
    }

    let adds = |line: &Item, [_, amount]: &[Option<Fraction>; 2]| match (line.nature, amount) {
        ("goods", Some(amount)) => amount.clone(),
        ("discount", Some(amount)) if case.adjustment => Fraction::zero().minus(amount),
        ("discount", Some(amount)) => Fraction::zero().minus(&amount.size()),
        _ => Fraction::zero(),
    };
    let total = |of: &dyn Fn(&Item) -> bool| {
        let taken = case.lines.iter().zip(&lines).filter(|(line, _)| of(line));
        taken.fold(Fraction::zero(), |sum, (line, amounts)| sum.plus(&adds(line, amounts)))
    };

    let mut rates: Vec<(String, Fraction, Fraction)> = Vec::new();
    for rate in case.lines.iter().filter_map(|line| line.rate.clone()) {
        if rates.iter().any(|(known, ..)| *known == rate) {
            continue;
        }
        let amount = total(&|line| line.rate.as_ref() == Some(&rate)).rounded(of_rates);
        let percent = rate.trim_start_matches("KHAC:").strip_suffix('%').map(Fraction::read);
        let tax = match (&*rate, percent) {
            (_, Some(percent)) => amount.times(&percent).times(&Fraction::read("0.01")),
            ("KCT" | "KKKNT", None) => Fraction::zero(),
            _ => case.lines.iter().filter(|line| line.rate.as_ref() == Some(&rate)).fold(Fraction::zero(), |sum, line| {
                let tax = read(&line.tax).unwrap_or_else(Fraction::zero);
                match line.nature {
                    "discount" if case.adjustment => sum.minus(&tax),
                    "discount" => sum.minus(&tax.size()),
                    _ => sum.plus(&tax),
                }
            }),
        };
        rates.push((rate, amount, tax.rounded(of_rates)));
    }

    let sum = |part: fn(&(String, Fraction, Fraction)) -> &Fraction| {
        rates.iter().fold(Fraction::zero(), |sum, rate| sum.plus(part(rate))).rounded(unit)
    };
    let (before_tax, tax) = (sum(|(_, amount, _)| amount), sum(|(.., tax)| tax));
    let fees: Vec<Fraction> = case.fees.iter().map(|(_, fee)| Fraction::read(fee).rounded(fine)).collect();
    let base = if rates.is_empty() { total(&|_| true) } else { before_tax.plus(&tax) };
    let with_fees = fees.iter().fold(base, |sum, fee| sum.plus(fee));
    let reduction = |text: &Option<String>| read(text).unwrap_or_else(Fraction::zero).rounded(fine);
    let untaxed = reduction(&case.untaxed_reduction);
    let unreduced = with_fees.minus(&reduction(&case.other_reduction));
    // 20 % of so many percent.
    let fifth = case.trade_ratio.map(|ratio| Fraction::read(ratio).times(&Fraction::read("0.002")));
    let exact = fifth.as_ref().map(|fifth| total(&|_| true).times(fifth));
    let vat_reduction = exact.as_ref().map(|exact| exact.rounded(unit));
    let off = vat_reduction.clone().unwrap_or_else(Fraction::zero);
    let payable = unreduced.minus(&untaxed).minus(&off).rounded(unit);
    let each = |fifth: &Fraction| {
        case.lines.iter().zip(&lines).map(|(line, amounts)| adds(line, amounts).times(fifth)).collect::<Vec<Fraction>>()
    };
    let each: Vec<Fraction> = fifth.as_ref().map(each).unwrap_or_default();
    let by_line = each.iter().fold(Fraction::zero(), |sum, of_line| sum.plus(&of_line.rounded(unit)));
    let at_the_edge = |value: &Fraction| {
        let little = Fraction::read("0.02");
        !value.plus(&little).rounded(unit).minus(&value.minus(&little).rounded(unit)).is_zero()
    };
    let below_three = |value: &Fraction| value.size().minus(&Fraction::read("3")).is_negative();
    // Taken off or not, the untaxed reduction looks like nothing, or like what the direct method would take off.
    let sales = matches!(case.table.form().facts().kind, "2" | "9");
    let looks_like = |ratio: &str| {
        let fifth = Fraction::read(ratio).times(&Fraction::read("0.002"));
        sales && below_three(&total(&|_| true).times(&fifth).size().minus(&untaxed))
    };
    let untaxed_is_open = !untaxed.is_zero() && (below_three(&untaxed) || ["1", "2", "3", "5"].into_iter().any(looks_like));
    let reduction_is_open = untaxed_is_open
        || exact.is_some()
            && (!by_line.minus(&off).is_zero()
                || below_three(&off)
                || !unreduced.minus(&unreduced.rounded(unit)).is_zero()
                || each.iter().chain(&exact).any(at_the_edge));
    let by_line = exact.is_some().then_some(by_line);
    let mut other_payables = Vec::new();
    for taken in [Some(off), exact, by_line].into_iter().flatten() {
        let all = unreduced.minus(&taken);
        other_payables.extend([all.minus(&untaxed).rounded(unit), all.rounded(unit)]);
    }

    let sum_of = |values: Vec<Fraction>| values.iter().fold(Fraction::zero(), |sum, value| sum.plus(value));
    let own: Vec<Fraction> = lines.iter().filter_map(|[discount, _]| discount.clone()).collect();
    let of_lines = case.lines.iter().zip(&lines).filter(|(line, _)| line.nature == "discount");
    let apart: Vec<Fraction> = of_lines.filter_map(|(_, [_, amount])| amount.clone()).collect();
    let sizes = |values: &[Fraction]| sum_of(values.iter().map(Fraction::size).collect());
    let own_discounts = own.len();
    let discounts = [own, apart].concat();
    let trade_discount = if case.adjustment { sum_of(discounts.clone()) } else { sizes(&discounts) };
    let payable_in_dong = read(&case.exchange_rate).map(|rate| payable.times(&rate).rounded(0));
    let vat = !rates.is_empty();
    Expected {
        lines,
        rates,
        before_tax: vat.then_some(before_tax),
        tax: vat.then_some(tax),
        fees,
        trade_discount,
        discounts,
        own_discounts,
        payable,
        payable_in_dong,
        vat_reduction,
        other_payables,
        reduction_is_open,
    }
}

/// The oracle itself, against sums done by hand.
#[test]
fn the_oracle_knows_its_fractions() {
    for (text, digits, rounded) in [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.4999999", 0, "2"),
        ("-0.5", 0, "-1"),
        ("0.005", 2, "0.01"),
        ("1.004999", 2, "1"),
        ("100.10", 2, "100.1"),
        ("-0.04", 1, "0"),
    ] {
        assert_eq!(Fraction::read(text).rounded(digits).text(), rounded, "{text}");
    }
    let third = Fraction::read("33333.5").times(&Fraction::read("3"));
    assert_eq!(third.text(), "100000.5");
    assert_eq!(third.minus(&Fraction::read("0.25")).plus(&Fraction::read("-0.000001")).text(), "100000.249999");
}
