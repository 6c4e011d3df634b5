//! A sale in plain texts: what the generator makes, the oracle computes and the documents are written from.

use serde_json::Value;
use serde_json::json;
use taxdoc::profile::vn::invoice::table::Table;

use crate::common::vn_invoice;

/// A sale.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The table of its invoice: form symbol, from a POS or not, version.
    pub(crate) table: &'static Table,
    pub(crate) currency: &'static str,
    pub(crate) exchange_rate: Option<String>,
    pub(crate) adjustment: bool,
    pub(crate) policy: &'static str,
    pub(crate) lines: Vec<Item>,
    pub(crate) fees: Vec<(Option<&'static str>, String)>,
    pub(crate) other_reduction: Option<String>,
    pub(crate) untaxed_reduction: Option<String>,
    /// Percent of revenue under the direct method, whose VAT is reduced.
    pub(crate) trade_ratio: Option<&'static str>,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) nature: &'static str,
    pub(crate) quantity: Option<String>,
    pub(crate) price: Option<String>,
    pub(crate) amount: Option<String>,
    pub(crate) discount: Option<String>,
    pub(crate) discount_rate: Option<String>,
    pub(crate) rate: Option<String>,
    pub(crate) tax: Option<String>,
    /// Special goods (`TChat` 5), here a car.
    pub(crate) special: bool,
}

/// What a line about a car says of it (vn-einvoice §2.4.3).
const CAR: &str = "<TTHHDTrung><TTin><LHHDTrung>1</LHHDTrung><TTruong>SKhung</TTruong><DLieu>RLU1</DLieu></TTin>\
                   <TTin><LHHDTrung>1</LHHDTrung><TTruong>SMay</TTruong><DLieu>G4LA</DLieu></TTin></TTHHDTrung>";

impl Case {
    /// Digits of the smallest unit (vn-einvoice §7.2): of the currencies that the generator uses.
    pub(crate) fn digits(&self) -> u32 {
        if ["VND", "JPY"].contains(&self.currency) { 0 } else { 2 }
    }

    pub(crate) fn has_vat(&self) -> bool {
        self.lines.iter().any(|line| line.rate.is_some())
    }

    pub(crate) fn is_lease(&self) -> bool {
        self.lines.iter().any(|line| line.rate.as_deref() == Some("CTTC"))
    }

    /// The JSON that `taxdoc::totals::Sale` reads.
    pub(crate) fn json(&self) -> Value {
        let lines: Vec<Value> = self.lines.iter().map(Item::json).collect();
        let fees: Vec<Value> = self.fees.iter().map(|(name, amount)| json!({ "name": name, "amount": amount })).collect();
        json!({
            "currency": self.currency,
            "exchange_rate": self.exchange_rate,
            "correction": if self.adjustment { "adjustment" } else { "original" },
            "policy": self.policy,
            "lines": lines,
            "fees": fees,
            "other_reduction": self.other_reduction,
            "untaxed_reduction": self.untaxed_reduction,
            "trade_ratio": self.trade_ratio,
        })
    }

    /// The smallest invoice of its table that breaks no rule, with these lines and the given `TToan`.
    pub(crate) fn document(&self, computed: &Value, totals: &str) -> String {
        let lines = self.lines.iter().zip(computed["lines"].as_array().unwrap());
        let lines: String = lines.map(|(line, computed)| line.xml(computed)).collect();
        let mut text = vn_invoice::minimal(self.table);
        put(&mut text, "DSHHDVu", &lines);
        if self.table.row("DLHDon/NDHDon/TToan").is_some() {
            let mut totals =
                totals.strip_prefix("<TToan>").and_then(|totals| totals.strip_suffix("</TToan>")).unwrap().to_owned();
            // Symbols 3, 4 and 7 have no place for the sum of discounts.
            if self.table.row("DLHDon/NDHDon/TToan/TTCKTMai").is_none()
                && let Some(start) = totals.find("<TTCKTMai>")
            {
                let end = totals.find("</TTCKTMai>").unwrap() + "</TTCKTMai>".len();
                totals.replace_range(start..end, "");
            }
            put(&mut text, "TToan", &totals);
        }
        if self.currency != "VND" {
            put(&mut text, "DVTTe", self.currency);
        }
        if let Some(rate) = &self.exchange_rate {
            text = text.replacen("</DVTTe>", &format!("</DVTTe><TGia>{rate}</TGia>"), 1);
        }
        if self.is_lease() {
            if !text.contains("<HDCTTChinh>") {
                text = text.replacen("</NLap>", "</NLap><HDCTTChinh>0</HDCTTChinh>", 1);
            }
            put(&mut text, "HDCTTChinh", "1");
        }
        if self.adjustment {
            let facts = self.table.form().facts();
            let related = format!(
                "<TTHDLQuan><TCHDon>2</TCHDon><LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>{}</KHMSHDCLQuan><KHHDCLQuan>C25{}AA</KHHDCLQuan>\
                 <SHDCLQuan>7</SHDCLQuan><NLHDCLQuan>2025-05-31</NLHDCLQuan></TTHDLQuan></TTChung>",
                facts.kind,
                &facts.letters[..1]
            );
            text = text.replacen("</TTChung>", &related, 1);
        }
        text
    }
}

/// Gives the first element of a name another content.
fn put(text: &mut String, name: &str, content: &str) {
    let start = text.find(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {text}")) + name.len() + 2;
    let end = start + text[start..].find(&format!("</{name}>")).unwrap();
    text.replace_range(start..end, content);
}

impl Item {
    fn json(&self) -> Value {
        let mut item = json!({
            "nature": self.nature,
            "quantity": self.quantity,
            "price": self.price,
            "amount": self.amount,
            "discount": self.discount,
            "discount_rate": self.discount_rate,
            "rate": self.rate,
            "tax": self.tax,
        });
        item.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        item
    }

    fn xml(&self, computed: &Value) -> String {
        let nature = match self.nature {
            "promotion" => "2",
            "discount" => "3",
            "note" => "4",
            _ if self.special => "5",
            _ => "1",
        };
        let element =
            |name: &str, value: Option<&str>| value.map(|value| format!("<{name}>{value}</{name}>")).unwrap_or_default();
        [
            format!("<HHDVu><TChat>{nature}</TChat><STT>1</STT><THHDVu>Hàng</THHDVu><DVTinh>cái</DVTinh>"),
            element("SLuong", self.quantity.as_deref()),
            element("DGia", self.price.as_deref()),
            element("TLCKhau", self.discount_rate.as_deref()),
            element("STCKhau", computed["discount"].as_str()),
            element("ThTien", computed["amount"].as_str()),
            element("TSuat", self.rate.as_deref()),
            if self.special { CAR.to_owned() } else { String::new() },
            "</HHDVu>".to_owned(),
        ]
        .concat()
    }
}
