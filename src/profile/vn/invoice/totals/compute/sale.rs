//! What an issuer knows before there are totals.

use serde::Deserialize;
use serde::Serialize;

use crate::decimal::Decimal;
use crate::profile::vn::invoice::totals::Nature;

/// What is sold: lines, fees, currency and where amounts are rounded.
///
/// As JSON it is an object. All its fields may be left out but `lines`; a field that is not listed is refused. Amounts are strings,
/// as in the report; whole numbers may stand without quotes.
///
/// | field | meaning | without it |
/// |---|---|---|
/// | `currency` | `DVTTe`, an ISO 4217 code | đồng |
/// | `exchange_rate` | `TGia`, đồng for one unit of the currency, up to 7 digits, 2 of them after the point | none |
/// | `correction` | `"original"`, or `"adjustment"` where the amounts are signed differences (`TCHDon` 2 or 4) | `"original"` |
/// | `policy` | `"line"`, `"rate"` or `"document"`, see [`Policy`] | `"line"` |
/// | `lines` | a list of [`LineItem`] | |
/// | `fees` | a list of [`Fee`] | none |
/// | `other_reduction` | `TGTKhac`, taken off the total payable | none |
/// | `untaxed_reduction` | `TGTKCThue`, which no VAT is on, taken off the total payable | none |
/// | `trade_ratio` | percent of revenue that a seller under the direct method pays as VAT, `"1"`, `"2"`, `"3"` or `"5"`: 20 % of it are taken off the total payable of a sales invoice while the VAT reduction is in force (NQ 204/2025/QH15) | no reduction |
///
/// ```
/// use taxdoc::totals::Sale;
///
/// let sale: Sale = serde_json::from_str(
///     r#"{"lines": [{"quantity": "2", "price": "150000", "discount_rate": "5", "rate": "8%"}], "fees": [{"amount": 1000}]}"#,
/// )?;
/// let totals = sale.totals()?;
/// // 2 × 150000 − 5 % is 285000; 8 % of it are 22800.
/// assert_eq!(totals.payable().to_string(), "308800");
/// assert_eq!(totals.words(), "Ba trăm linh tám nghìn tám trăm đồng");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sale {
    #[serde(default)]
    pub(super) currency: String,
    #[serde(default)]
    pub(super) exchange_rate: Option<Decimal>,
    #[serde(default)]
    pub(super) correction: Correction,
    #[serde(default)]
    pub(super) policy: Policy,
    pub(super) lines: Vec<LineItem>,
    #[serde(default)]
    pub(super) fees: Vec<Fee>,
    #[serde(default)]
    pub(super) other_reduction: Option<Decimal>,
    #[serde(default)]
    pub(super) untaxed_reduction: Option<Decimal>,
    #[serde(default)]
    pub(super) trade_ratio: Option<Decimal>,
}

/// Whether amounts are what is paid or how much they change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Correction {
    /// Amounts adjust another invoice: an increase is positive, a decrease negative (`TCHDon` 2 and 4; TT 91/2026 art. 10). A line of
    /// discounts reduces the totals by its amount as it is signed.
    Adjustment,
    /// Amounts are those of the invoice itself.
    #[default]
    Original,
}

/// Where amounts are first rounded to the smallest unit of the currency: whole đồng, two decimals of most other currencies, half away
/// from zero.
///
/// What stands before that keeps up to six decimals, as the format allows (vn-einvoice §7.1). VAT is that of the amount of a rate,
/// never the sum of the VAT of lines, which differs by some đồng.
///
/// | policy | lines | rates | total before VAT, total VAT | total payable |
/// |---|---|---|---|---|
/// | `Line` | rounded | rounded | sums | sum |
/// | `Rate` | six decimals | rounded | sums | sum |
/// | `Document` | six decimals | six decimals | rounded | sum |
///
/// Fees and other reductions are rounded with the lines. Where there are no rates, `Rate` and `Document` both round the total payable.
///
/// ```
/// use taxdoc::totals::{LineItem, Policy, Sale};
///
/// let payable = |policy| {
///     let line = || LineItem::goods("0.5".parse().unwrap(), "3".parse().unwrap());
///     let sale = Sale::new("VND").with_policy(policy).with_line(line()).with_line(line());
///     sale.totals().unwrap().payable().to_string()
/// };
/// assert_eq!(payable(Policy::Line), "4", "2 + 2");
/// assert_eq!(payable(Policy::Document), "3", "1.5 + 1.5");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Policy {
    /// Every line is rounded; what invoice software mostly does.
    #[default]
    Line,
    /// The amount of each rate is rounded.
    Rate,
    /// Only the totals of the document are rounded.
    Document,
}

/// A line: goods, a promotion, a discount or a note (`HHDVu`).
///
/// | field of the JSON | meaning | of which lines |
/// |---|---|---|
/// | `nature` | `"goods"` (`TChat` 1 and 5, and without it), `"promotion"` (2), `"discount"` (3), `"note"` (4) | |
/// | `quantity`, `price` | `SLuong`, `DGia` | goods, promotions, discounts |
/// | `amount` | what they would give, before the discount of the line, where there is no quantity and no price | goods, discounts |
/// | `discount` | `STCKhau`, an amount | goods |
/// | `discount_rate` | `TLCKhau`, percent of the amount, instead of `discount` | goods |
/// | `rate` | `TSuat`: `10%`, `KHAC:7%`, `KCT`, `KKKNT`, `CTTC`; all lines that count have one, or none in an invoice without VAT | all but notes |
/// | `tax` | the VAT, where the rate is no number (`CTTC`, `KHAC`) and so does not give it | goods, discounts |
///
/// Numbers have up to 21 digits, at most 6 of them after the point (`TLCKhau`: 6 and 4).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LineItem {
    pub(super) nature: Nature,
    pub(super) quantity: Option<Decimal>,
    pub(super) price: Option<Decimal>,
    pub(super) amount: Option<Decimal>,
    pub(super) discount: Option<Decimal>,
    pub(super) discount_rate: Option<Decimal>,
    pub(super) rate: Option<String>,
    pub(super) tax: Option<Decimal>,
}

/// A fee (`LPhi`): as JSON an object with `amount` (`TPhi`) and perhaps `name` (`TLPhi`).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) amount: Decimal,
}

impl Sale {
    /// A sale in a currency (`DVTTe`; empty means đồng) without lines.
    #[must_use]
    pub fn new(currency: impl Into<String>) -> Self {
        Self { currency: currency.into(), ..Self::default() }
    }

    /// With đồng for one unit of the currency (`TGia`).
    #[must_use]
    pub fn with_exchange_rate(self, exchange_rate: Decimal) -> Self {
        Self { exchange_rate: Some(exchange_rate), ..self }
    }

    /// As an invoice of its own or an adjustment of another one.
    #[must_use]
    pub fn with_correction(self, correction: Correction) -> Self {
        Self { correction, ..self }
    }

    /// Rounded there.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// With one more line.
    #[must_use]
    pub fn with_line(mut self, line: LineItem) -> Self {
        self.lines.push(line);
        self
    }

    /// With one more fee.
    #[must_use]
    pub fn with_fee(mut self, name: Option<&str>, amount: Decimal) -> Self {
        self.fees.push(Fee { name: name.map(str::to_owned), amount });
        self
    }

    /// With something taken off the total payable (`TGTKhac`), given without a sign.
    #[must_use]
    pub fn with_other_reduction(self, reduction: Decimal) -> Self {
        Self { other_reduction: Some(reduction), ..self }
    }

    /// With a reduction that no VAT is on (`TGTKCThue`), given without a sign. It is taken off the total payable, as its name says;
    /// invoices that state it and do not take it off are checked without a finding all the same (vn-einvoice §7.2).
    #[must_use]
    pub fn with_untaxed_reduction(self, reduction: Decimal) -> Self {
        Self { untaxed_reduction: Some(reduction), ..self }
    }

    /// With the VAT reduction of a seller under the direct method: 20 % of the ratio of its trade, in percent of revenue (1, 2, 3 or 5),
    /// are taken off the total payable of an invoice without rates (NQ 204/2025/QH15).
    ///
    /// ```
    /// use taxdoc::totals::{LineItem, Sale};
    ///
    /// let sale = Sale::new("VND").with_line(LineItem::amount("2000000".parse()?)).with_trade_ratio("3".parse()?);
    /// let totals = sale.totals()?;
    /// // 3 % of 2000000 are 60000, 20 % of these 12000.
    /// assert_eq!(totals.vat_reduction().unwrap().to_string(), "12000");
    /// assert_eq!(totals.payable().to_string(), "1988000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_trade_ratio(self, ratio: Decimal) -> Self {
        Self { trade_ratio: Some(ratio), ..self }
    }
}

impl LineItem {
    /// So many goods or services at a price (`SLuong`, `DGia`).
    #[must_use]
    pub fn goods(quantity: Decimal, price: Decimal) -> Self {
        Self { quantity: Some(quantity), price: Some(price), ..Self::default() }
    }

    /// Goods or services for an amount that no quantity and price give.
    #[must_use]
    pub fn amount(amount: Decimal) -> Self {
        Self { amount: Some(amount), ..Self::default() }
    }

    /// Goods given free of charge: they add nothing.
    #[must_use]
    pub fn promotion(quantity: Decimal, price: Decimal) -> Self {
        Self { nature: Nature::Promotion, ..Self::goods(quantity, price) }
    }

    /// A line that takes an amount off the totals.
    #[must_use]
    pub fn trade_discount(amount: Decimal) -> Self {
        Self { nature: Nature::Discount, ..Self::amount(amount) }
    }

    /// A line of text.
    #[must_use]
    pub fn note() -> Self {
        Self { nature: Nature::Note, ..Self::default() }
    }

    /// With a VAT rate as the format writes it (`TSuat`).
    #[must_use]
    pub fn with_rate(self, rate: impl Into<String>) -> Self {
        Self { rate: Some(rate.into()), ..self }
    }

    /// With an amount taken off this line (`STCKhau`).
    #[must_use]
    pub fn with_discount(self, discount: Decimal) -> Self {
        Self { discount: Some(discount), ..self }
    }

    /// With a percentage taken off this line (`TLCKhau`).
    #[must_use]
    pub fn with_discount_rate(self, rate: Decimal) -> Self {
        Self { discount_rate: Some(rate), ..self }
    }

    /// With its VAT, where the rate does not give it (`CTTC`).
    #[must_use]
    pub fn with_tax(self, tax: Decimal) -> Self {
        Self { tax: Some(tax), ..self }
    }
}
