//! The amounts of an invoice, read as exact decimals, each with the node that states it.

use serde::Deserialize;

use crate::decimal::Decimal;
use crate::xml::NodeId;

/// A stated amount.
#[derive(Clone, Copy, Debug)]
pub struct Amount<'d> {
    /// Its exact value.
    pub value: Decimal,
    /// The element that states it.
    pub node: NodeId,
    /// As written, without the white space around it.
    pub text: &'d str,
}

impl Amount<'_> {
    /// An amount that no element states: it is being computed.
    pub(super) const fn computed(value: Decimal) -> Self {
        Self { value, node: NodeId::DOCUMENT, text: "" }
    }
}

/// The nature of a line: TChat, QĐ 1450 appendix IV; 5 since QĐ 1271.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Nature {
    /// 1, goods or services; also 5, special goods.
    #[default]
    Goods,
    /// 2, promotion: adds nothing to the totals.
    Promotion,
    /// 3, trade discount: reduces the totals, whatever the sign it is written with.
    Discount,
    /// 4, a note.
    Note,
}

/// A VAT rate: TSuat, QĐ 1450 appendix V.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// A percentage: `10%`, `KHAC:7%`.
    Percent(Decimal),
    /// `KCT`, exempt: no tax.
    Exempt,
    /// `KKKNT`, not declared: no tax.
    NotDeclared,
    /// `CTTC`, finance leasing, or another rate without a number: the tax is stated, not computed.
    Stated,
}

impl Rate {
    /// Reads a rate as tables and practice write it; `None` for a text that is no rate.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text {
            "KCT" => return Some(Self::Exempt),
            "KKKNT" => return Some(Self::NotDeclared),
            "CTTC" | "KHAC" => return Some(Self::Stated),
            _ => {}
        }
        let number = text.strip_prefix("KHAC:").unwrap_or(text).trim_end_matches('%').trim();
        if number.is_empty() {
            return text.starts_with("KHAC:").then_some(Self::Stated);
        }
        Decimal::parse(number).ok().map(Self::Percent)
    }
}

/// A line of goods or services: HHDVu.
#[derive(Clone, Copy, Debug)]
pub struct Line<'d> {
    /// The line's element.
    pub node: NodeId,
    /// TChat.
    pub nature: Nature,
    /// SLuong.
    pub quantity: Option<Amount<'d>>,
    /// DGia.
    pub price: Option<Amount<'d>>,
    /// TLCKhau, in percent.
    pub discount_rate: Option<Amount<'d>>,
    /// STCKhau.
    pub discount: Option<Amount<'d>>,
    /// ThTien.
    pub amount: Option<Amount<'d>>,
    /// TSuat.
    pub rate: Option<Rate>,
    /// Whether it adds an amount that is not known: missing where there must be one, or no number. The sums around it cannot be
    /// computed then.
    pub unknown: bool,
}

/// The totals of one rate: LTSuat.
#[derive(Clone, Copy, Debug)]
pub struct Group<'d> {
    /// TSuat.
    pub rate: Option<Rate>,
    /// TSuat as written.
    pub rate_text: &'d str,
    /// ThTien.
    pub amount: Option<Amount<'d>>,
    /// TThue.
    pub tax: Option<Amount<'d>>,
}

/// Everything that totals are computed from and compared with.
#[derive(Clone, Debug, Default)]
pub struct Amounts<'d> {
    /// The lines in document order.
    pub lines: Vec<Line<'d>>,
    /// The rates in document order; empty in a sales invoice.
    pub groups: Vec<Group<'d>>,
    /// TgTCThue, total before VAT.
    pub before_tax: Option<Amount<'d>>,
    /// TgTThue, total VAT.
    pub tax: Option<Amount<'d>>,
    /// TPhi of every fee.
    pub fees: Vec<Amount<'d>>,
    /// Whether a fee or a reduction is no number, so that the total payable cannot be computed.
    pub unknown_part: bool,
    /// TTCKTMai, total trade discount, for information.
    pub trade_discount: Option<Amount<'d>>,
    /// TGTKCThue, reductions outside VAT.
    pub untaxed_reduction: Option<Amount<'d>>,
    /// TGTKhac, other reductions.
    pub other_reduction: Option<Amount<'d>>,
    /// TgTTTBSo, total payable.
    pub payable: Option<Amount<'d>>,
    /// TgTTTBChu, the total payable in words, with its element.
    pub words: Option<(NodeId, &'d str)>,
    /// DVTTe; empty counts as VND.
    pub currency: &'d str,
    /// TGia, đồng for one unit of the currency.
    pub exchange_rate: Option<Amount<'d>>,
    /// TCHDon 2 or 4: amounts are signed differences (TT 78/2021, TT 32/2025, TT 91/2026 art. 10).
    pub adjusting: bool,
    /// KHMSHDon 2 or 9, or a ticket of the letter H: a sale under the direct method.
    pub sales: bool,
    /// A form symbol whose table has no VAT.
    pub untaxed: bool,
    /// Whether a number that is needed could not be read, which the schema stage reports.
    pub unreadable: bool,
}

impl Amounts<'_> {
    /// Digits after the point of the smallest unit: none for đồng and the other currencies without minor unit, two otherwise
    /// (vn-einvoice §7.2).
    #[must_use]
    pub fn digits(&self) -> u8 {
        match self.currency {
            "" | "VND" | "VNĐ" | "JPY" | "KRW" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "XPF" | "PYG" | "RWF" | "VUV" => 0,
            _ => 2,
        }
    }

    /// Whether they are in đồng.
    #[must_use]
    pub fn is_dong(&self) -> bool {
        matches!(self.currency, "" | "VND" | "VNĐ")
    }

    /// The smallest unit of the currency.
    #[must_use]
    pub fn unit(&self) -> Decimal {
        Decimal::new(1, self.digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_as_tables_and_practice_write_them() {
        let percent = |text: &str| Some(Rate::Percent(Decimal::parse(text).unwrap()));
        for (text, rate) in [
            ("10%", percent("10")),
            ("KHAC:7%", percent("7")),
            ("KHAC:05.26%", percent("5.26")),
            ("10", percent("10")),
            ("KCT", Some(Rate::Exempt)),
            ("KKKNT", Some(Rate::NotDeclared)),
            ("CTTC", Some(Rate::Stated)),
            ("KHAC:", Some(Rate::Stated)),
            ("", None),
            ("mười", None),
        ] {
            assert_eq!(Rate::parse(text), rate, "{text}");
        }
    }
}
