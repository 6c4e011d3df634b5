//! The totals, as values, as JSON and as XML.

use std::fmt::Write as _;

use serde::Serialize;

use crate::decimal::Decimal;
use crate::xml::escape;

use super::Fee;

/// Every total that an issuer must write.
///
/// As JSON it is an object with these fields, amounts as strings, `null` where the invoice has no such amount:
///
/// | field | element |
/// |---|---|
/// | `lines` | of each line `discount` (`STCKhau`) and `amount` (`ThTien`) |
/// | `rates` | of each rate `rate` (`TSuat`), `amount` (`ThTien`), `tax` (`TThue`); empty in an invoice without VAT |
/// | `before_tax` | `TgTCThue` |
/// | `tax` | `TgTThue` |
/// | `fees` | of each fee `name` (`TLPhi`) and `amount` (`TPhi`) |
/// | `trade_discount` | `TTCKTMai`: for information, already taken off the other totals |
/// | `other_reduction` | `TGTKhac` |
/// | `untaxed_reduction` | `TGTKCThue` |
/// | `vat_reduction` | what the VAT reduction of a seller under the direct method takes off: the format has no field for it, it is said in a line of text (`TChat` 4 or `TTKhac`) |
/// | `payable` | `TgTTTBSo` |
/// | `words` | `TgTTTBChu` |
/// | `payable_in_dong` | the total payable in đồng at the exchange rate, where one is given |
#[derive(Clone, Debug, Serialize)]
pub struct Totals {
    pub(super) lines: Vec<LineTotal>,
    pub(super) rates: Vec<TaxTotal>,
    pub(super) before_tax: Option<Decimal>,
    pub(super) tax: Option<Decimal>,
    pub(super) fees: Vec<Fee>,
    pub(super) trade_discount: Option<Decimal>,
    pub(super) other_reduction: Option<Decimal>,
    pub(super) untaxed_reduction: Option<Decimal>,
    pub(super) vat_reduction: Option<Decimal>,
    pub(super) payable: Decimal,
    pub(super) words: String,
    pub(super) payable_in_dong: Option<Decimal>,
}

/// What a line says of itself.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct LineTotal {
    pub(super) discount: Option<Decimal>,
    pub(super) amount: Option<Decimal>,
}

/// The totals of one VAT rate (`LTSuat`).
#[derive(Clone, Debug, Serialize)]
pub struct TaxTotal {
    pub(super) rate: String,
    pub(super) amount: Decimal,
    pub(super) tax: Decimal,
}

impl Totals {
    /// The lines, in the order given.
    #[must_use]
    pub fn lines(&self) -> &[LineTotal] {
        &self.lines
    }

    /// The rates, in the order of their first lines (`THTTLTSuat`).
    #[must_use]
    pub fn rates(&self) -> &[TaxTotal] {
        &self.rates
    }

    /// `TgTCThue`; `None` in an invoice without VAT.
    #[must_use]
    pub const fn before_tax(&self) -> Option<Decimal> {
        self.before_tax
    }

    /// `TgTThue`; `None` in an invoice without VAT.
    #[must_use]
    pub const fn tax(&self) -> Option<Decimal> {
        self.tax
    }

    /// The fees, in the order given, rounded (`DSLPhi`).
    #[must_use]
    pub fn fees(&self) -> &[Fee] {
        &self.fees
    }

    /// `TTCKTMai`: discounts of lines and lines of discounts; `None` without any.
    #[must_use]
    pub const fn trade_discount(&self) -> Option<Decimal> {
        self.trade_discount
    }

    /// `TGTKhac`.
    #[must_use]
    pub const fn other_reduction(&self) -> Option<Decimal> {
        self.other_reduction
    }

    /// `TGTKCThue`.
    #[must_use]
    pub const fn untaxed_reduction(&self) -> Option<Decimal> {
        self.untaxed_reduction
    }

    /// What the VAT reduction of a seller under the direct method takes off the total payable; `None` where none was asked for. An
    /// invoice says it in a line of text.
    #[must_use]
    pub const fn vat_reduction(&self) -> Option<Decimal> {
        self.vat_reduction
    }

    /// `TgTTTBSo`.
    #[must_use]
    pub const fn payable(&self) -> Decimal {
        self.payable
    }

    /// `TgTTTBChu`.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The total payable in whole đồng, where an exchange rate was given.
    #[must_use]
    pub const fn payable_in_dong(&self) -> Option<Decimal> {
        self.payable_in_dong
    }

    /// The element `TToan` as the tables of the format order it, without white space.
    ///
    /// ```
    /// use taxdoc::totals::{LineItem, Sale};
    ///
    /// let totals = Sale::new("VND").with_line(LineItem::amount("5000".parse()?)).totals()?;
    /// assert_eq!(totals.to_xml(), "<TToan><TgTTTBSo>5000</TgTTTBSo><TgTTTBChu>Năm nghìn đồng</TgTTTBChu></TToan>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut xml = Writer(String::with_capacity(512));
        xml.element("TToan", |xml| {
            if !self.rates.is_empty() {
                xml.element("THTTLTSuat", |xml| self.rates.iter().for_each(|rate| rate.write(xml)));
            }
            xml.amount("TgTCThue", self.before_tax);
            xml.amount("TGTKCThue", self.untaxed_reduction);
            xml.amount("TgTThue", self.tax);
            if !self.fees.is_empty() {
                xml.element("DSLPhi", |xml| self.fees.iter().for_each(|fee| fee.write(xml)));
            }
            xml.amount("TTCKTMai", self.trade_discount);
            xml.amount("TGTKhac", self.other_reduction);
            xml.amount("TgTTTBSo", Some(self.payable));
            xml.text("TgTTTBChu", &self.words);
        });
        xml.0
    }
}

impl LineTotal {
    /// `STCKhau`; `None` where nothing is taken off.
    #[must_use]
    pub const fn discount(&self) -> Option<Decimal> {
        self.discount
    }

    /// `ThTien`; `None` of a note.
    #[must_use]
    pub const fn amount(&self) -> Option<Decimal> {
        self.amount
    }
}

impl TaxTotal {
    /// `TSuat`, as its first line writes it.
    #[must_use]
    pub fn rate(&self) -> &str {
        &self.rate
    }

    /// `ThTien`.
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// `TThue`.
    #[must_use]
    pub const fn tax(&self) -> Decimal {
        self.tax
    }

    fn write(&self, xml: &mut Writer) {
        xml.element("LTSuat", |xml| {
            xml.text("TSuat", &self.rate);
            xml.amount("ThTien", Some(self.amount));
            xml.amount("TThue", Some(self.tax));
        });
    }
}

impl Fee {
    /// `TLPhi`.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// `TPhi`.
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    fn write(&self, xml: &mut Writer) {
        xml.element("LPhi", |xml| {
            if let Some(name) = &self.name {
                xml.text("TLPhi", name);
            }
            xml.amount("TPhi", Some(self.amount));
        });
    }
}

/// XML without attributes.
struct Writer(String);

impl Writer {
    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.0, "<{name}>");
        content(self);
        let _ = write!(self.0, "</{name}>");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.element(name, |xml| xml.0.push_str(&escape(text)));
    }

    fn amount(&mut self, name: &str, amount: Option<Decimal>) {
        if let Some(amount) = amount {
            let _ = write!(self.0, "<{name}>{amount}</{name}>");
        }
    }
}
