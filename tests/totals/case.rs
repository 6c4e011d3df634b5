//! A sale in plain texts: what the generator makes, the oracle computes and the documents are written from.

use serde_json::Value;
use serde_json::json;

/// A sale.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) currency: &'static str,
    pub(crate) exchange_rate: Option<String>,
    pub(crate) adjustment: bool,
    pub(crate) policy: &'static str,
    pub(crate) lines: Vec<Item>,
    pub(crate) fees: Vec<(Option<&'static str>, String)>,
    pub(crate) other_reduction: Option<String>,
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
}

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
        })
    }

    /// A whole invoice: the smallest that breaks no rule, with these lines and the given `TToan`.
    pub(crate) fn document(&self, computed: &Value, totals: &str) -> String {
        let vat = self.has_vat();
        let related = if self.adjustment {
            "<TTHDLQuan><TCHDon>2</TCHDon><LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>1</KHMSHDCLQuan><KHHDCLQuan>C25TAA</KHHDCLQuan>\
             <SHDCLQuan>7</SHDCLQuan><NLHDCLQuan>2025-05-31</NLHDCLQuan></TTHDLQuan>"
        } else {
            ""
        };
        let rate = self.exchange_rate.as_ref().map(|rate| format!("<TGia>{rate}</TGia>")).unwrap_or_default();
        let (kind, title, flags) = match (vat, self.is_lease()) {
            (true, true) => ("1", "Hóa đơn giá trị gia tăng", "<HDCTTChinh>1</HDCTTChinh>"),
            (true, false) => ("1", "Hóa đơn giá trị gia tăng", "<HDCTTChinh>0</HDCTTChinh>"),
            (false, _) => ("2", "Hóa đơn bán hàng", "<HDDCKPTQuan>0</HDDCKPTQuan>"),
        };
        let lines = self.lines.iter().zip(computed["lines"].as_array().unwrap());
        let lines: String = lines.map(|(line, computed)| line.xml(computed)).collect();
        format!(
            "<HDon><DLHDon Id=\"d\"><TTChung><PBan>2.1.0</PBan><THDon>{title}</THDon><KHMSHDon>{kind}</KHMSHDon>\
             <KHHDon>C25TAA</KHHDon><SHDon>128</SHDon><NLap>2025-06-01</NLap>{flags}<DVTTe>{currency}</DVTTe>{rate}\
             <HTTToan>TM/CK</HTTToan><MSTTCGP>0108888870</MSTTCGP>{related}</TTChung><NDHDon><NBan><Ten>CÔNG TY BÁN</Ten>\
             <MST>0109999982</MST><DChi>Huế</DChi></NBan><NMua><Ten>CÔNG TY MUA</Ten><MST>0100109106</MST><DChi>Hà Nội</DChi></NMua>\
             <DSHHDVu>{lines}</DSHHDVu>{totals}</NDHDon></DLHDon><MCCQT>00ABCDEF0123456789ABCDEF0123456789</MCCQT></HDon>",
            currency = self.currency,
        )
    }
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
            "</HHDVu>".to_owned(),
        ]
        .concat()
    }
}
