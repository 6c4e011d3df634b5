//! Currency and exchange rate (spec §2.0, §3.5, §7.4).

use crate::decimal::Decimal;
use crate::decimal::Digits;
use crate::profile::vn::define::define_rules;
use crate::rules::Basis;
use crate::rules::Severity;

use super::Check;

const CURRENCY: Basis = Basis::Law("NĐ 123/2020/NĐ-CP Điều 10 khoản 13; QĐ 1450/QĐ-TCT, Phần I (ISO 4217)");

define_rules! {
    Rules;
    /// No currency.
    MISSING = "VN-INV-CURRENCY-MISSING", Error, CURRENCY,
        ["Thiếu “{field}” (thẻ {element}).", "“{field}” (element {element}) is missing."],
        ["VND hoặc mã ISO 4217 khác", "VND or another ISO 4217 code"],
        ["Ghi đơn vị tiền tệ, thông thường là VND.", "Write the currency, usually VND."];
    /// No ISO 4217 code.
    UNKNOWN = "VN-INV-CURRENCY", Error, CURRENCY,
        ["“{actual}” không phải mã tiền tệ ISO 4217.", "“{actual}” is not a currency code of ISO 4217."],
        ["Mã 3 chữ in hoa như VND, USD, EUR", "3 capital letters such as VND, USD, EUR"],
        ["Ghi đúng mã tiền tệ.", "Write the code of the currency."];
    /// A usual way of writing a currency that is not its code.
    SPELLING = "VN-INV-CURRENCY-SPELLING", Warning, Basis::Practice,
        ["Đơn vị tiền tệ ghi “{actual}” thay vì {code}.", "The currency is written “{actual}” instead of {code}."],
        ["{code}", "{code}"],
        ["Ghi {code}.", "Write {code}."];
    /// An exchange rate for the đồng.
    RATE_OF_DONG = "VN-INV-EXCHANGE-RATE-VND", Warning, Basis::Practice,
        ["Hóa đơn bằng đồng Việt Nam nhưng ghi tỷ giá {actual}.", "The invoice is in đồng, but has the exchange rate {actual}."],
        ["Không có tỷ giá, hoặc 1", "no exchange rate, or 1"],
        ["Bỏ tỷ giá hoặc sửa đơn vị tiền tệ.", "Leave out the rate, or mend the currency."];
    /// An exchange rate of nothing.
    RATE_NOT_POSITIVE = "VN-INV-EXCHANGE-RATE-POSITIVE", Warning, Basis::Practice,
        ["Tỷ giá {actual} không lớn hơn 0.", "The exchange rate {actual} is not above 0."],
        ["Số đồng Việt Nam cho một đơn vị ngoại tệ, lớn hơn 0", "the đồng for one unit of the currency"],
        ["Ghi tỷ giá thực tế tại thời điểm lập hóa đơn.", "Write the rate at the time of issue."];
}

const CURRENCY_PATH: &str = "DLHDon/TTChung/DVTTe";
const RATE_PATH: &str = "DLHDon/TTChung/TGia";

pub(super) fn check(check: &mut Check<'_, '_>) {
    let header = &check.invoice.header;
    match header.currency.field() {
        // The POS table has no currency, and an invoice with several exchange rates names none (QĐ 1510).
        None if check.is_pos() || header.several_rates.value() == Some("1") => {}
        None => {
            let Some(block) = header.node else { return };
            let node = header.currency.node().unwrap_or(block);
            // Empty ones are seen in invoices that the authority coded (field findings §4).
            let severity = if header.currency.node().is_some() { Severity::Warning } else { Severity::Error };
            check.add(check.lacking(&MISSING, node, CURRENCY_PATH).severity(severity));
        }
        Some(field) => {
            let text = &*field.text;
            if !is_currency(text) {
                if let Some(code) = meant(text) {
                    check.add(check.about(&SPELLING, field, CURRENCY_PATH).with("code", code));
                } else if text.chars().count() <= 3 {
                    check.add(check.about(&UNKNOWN, field, CURRENCY_PATH));
                }
            }
        }
    }
    let Some(field) = header.exchange_rate.field() else { return };
    // A rate that is not `num 7,2` is told by the table.
    let fits = |digits: Digits| digits.significant_fraction() <= 2 && digits.integer() + digits.significant_fraction() <= 7;
    let (Ok(rate), true) = (Decimal::parse(&field.text), Digits::of(&field.text).is_some_and(fits)) else { return };
    if check.invoice.currency() == "VND" {
        let one = Decimal::parse("1").is_ok_and(|one| one == rate);
        if !one && !rate.is_zero() {
            check.add(check.about(&RATE_OF_DONG, field, RATE_PATH));
        }
    } else if rate.is_zero() || rate.is_negative() {
        check.add(check.about(&RATE_NOT_POSITIVE, field, RATE_PATH));
    }
}

/// The code that a usual misspelling means.
fn meant(text: &str) -> Option<&'static str> {
    match text {
        // With the letters U+0110 and U+00D0, which look the same.
        "VNĐ" | "VNÐ" | "vnđ" | "đ" | "Đ" => Some("VND"),
        _ => {
            let upper = text.to_ascii_uppercase();
            CODES.binary_search(&upper.as_str()).ok().and_then(|index| CODES.get(index)).copied()
        }
    }
}

/// Whether a text is a currency code.
pub(super) fn is_currency(text: &str) -> bool {
    CODES.binary_search(&text).is_ok()
}

/// The alphabetic codes of ISO 4217 in force at some time since 2020, sorted.
static CODES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND",
    "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU",
    "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS",
    "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
    "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL",
    "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
    "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG",
    "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XAG",
    "XAU", "XCD", "XCG", "XDR", "XOF", "XPD", "XPF", "XPT", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG", "ZWL",
];

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::pos;
    use super::super::testing::vat;
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(CODES.is_sorted());
        assert!(CODES.iter().all(|code| code.len() == 3));
    }

    #[test]
    fn a_currency_is_a_code() {
        let with = |currency: &str| codes(&vat().replace("<DVTTe>VND</DVTTe>", currency));
        assert_eq!(with(""), ["VN-INV-CURRENCY-MISSING error TTChung"]);
        assert_eq!(with("<DVTTe/>"), ["VN-INV-CURRENCY-MISSING warning DVTTe"]);
        assert_eq!(with("<DVTTe>VNĐ</DVTTe>"), ["VN-INV-CURRENCY-SPELLING warning DVTTe"]);
        assert_eq!(with("<DVTTe>XYZ</DVTTe>"), ["VN-INV-CURRENCY error DVTTe"]);
        assert!(with("<DVTTe>USD</DVTTe><TGia>26138</TGia>").is_empty());
        assert_eq!(with("<DVTTe>usd</DVTTe><TGia>26138</TGia>"), ["VN-INV-CURRENCY-SPELLING warning DVTTe"]);
        assert!(codes(&pos().replace("<DVTTe>VND</DVTTe>", "")).is_empty());
    }

    #[test]
    fn an_exchange_rate_is_for_a_foreign_currency() {
        let with = |currency: &str| codes(&vat().replace("<DVTTe>VND</DVTTe>", currency));
        assert!(with("<DVTTe>VND</DVTTe><TGia>1.00</TGia>").is_empty());
        assert_eq!(with("<DVTTe>VND</DVTTe><TGia>1000</TGia>"), ["VN-INV-EXCHANGE-RATE-VND warning TGia"]);
        assert_eq!(with("<DVTTe>USD</DVTTe>"), ["VN-INV-FIELD-REQUIRED error TTChung"]);
        assert_eq!(with("<DVTTe>USD</DVTTe><TGia>0</TGia>"), ["VN-INV-EXCHANGE-RATE-POSITIVE warning TGia"]);
    }
}
