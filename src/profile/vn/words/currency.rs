//! What currencies are called in Vietnamese.

use crate::profile::vn::words::fold::fold;

/// A currency as invoices name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Currency<'a> {
    /// ISO 4217 letters, or what stands in their place.
    pub(super) code: &'a str,
    /// The Vietnamese name to say; the code where there is none.
    pub(super) name: &'a str,
    /// What a hundredth is called, where it is said apart.
    pub(super) minor: Option<&'a str>,
    /// Decimals of the smallest unit (ISO 4217).
    pub(super) decimals: u8,
}

impl<'a> Currency<'a> {
    const fn new(code: &'a str, name: &'a str, minor: Option<&'a str>, decimals: u8) -> Self {
        Self { code, name, minor, decimals }
    }

    /// The currency that `DVTTe` holds: a code, empty for đồng, or one of the spellings seen instead of a code (`VNĐ`).
    pub(super) fn of(code: &'a str) -> Self {
        let code = code.trim();
        if code.is_empty() {
            return DONG;
        }
        let known = |code: &str| CURRENCIES.iter().copied().find(|currency| currency.code.eq_ignore_ascii_case(code));
        known(code)
            .or_else(|| name_in(&fold(code))?.codes.first().copied().and_then(known))
            .unwrap_or(Self::new(code, code, None, 2))
    }

    pub(super) fn is_known(&self) -> bool {
        CURRENCIES.iter().any(|known| known.code == self.code)
    }
}

/// The whole text is this name.
fn name_in(folded: &str) -> Option<Name> {
    name_at(folded).filter(|name| name.length == folded.len())
}

/// A name found in folded text.
#[derive(Clone, Copy)]
pub(super) struct Name {
    /// Bytes of the folded text that it takes.
    pub(super) length: usize,
    /// The currencies that bear it, the commonest first.
    pub(super) codes: &'static [&'static str],
}

/// The longest name of a currency that the folded text begins with.
pub(super) fn name_at(folded: &str) -> Option<Name> {
    let names = NAMES.iter().flat_map(|(codes, names)| names.iter().map(|name| (*codes, *name)));
    let found = names.filter(|(_, name)| begins_with(folded, name)).max_by_key(|(_, name)| name.len())?;
    Some(Name { length: found.1.len(), codes: found.0 })
}

/// Parts of a unit: how many make one, and how many bytes of the folded text the name takes.
pub(super) fn minor_at(folded: &str) -> Option<(u32, usize)> {
    let names = MINORS.iter().filter(|(name, _)| begins_with(folded, name));
    names.max_by_key(|(name, _)| name.len()).map(|(name, parts)| (*parts, name.len()))
}

/// Whether the text begins with these words.
fn begins_with(folded: &str, words: &str) -> bool {
    folded.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

pub(super) const DONG: Currency<'static> = Currency::new("VND", "đồng", None, 0);

/// The currencies that are said by name; others are said by their code. Cents are said apart where that is the custom, elsewhere
/// the amount is said with "phẩy".
static CURRENCIES: &[Currency<'static>] = &[
    DONG,
    Currency::new("AUD", "đô la Úc", Some("xu"), 2),
    Currency::new("CAD", "đô la Canada", Some("xu"), 2),
    Currency::new("CHF", "franc Thụy Sĩ", None, 2),
    Currency::new("CNY", "nhân dân tệ", None, 2),
    Currency::new("EUR", "euro", Some("xu"), 2),
    Currency::new("GBP", "bảng Anh", Some("xu"), 2),
    Currency::new("HKD", "đô la Hồng Kông", Some("xu"), 2),
    Currency::new("INR", "rupee Ấn Độ", None, 2),
    Currency::new("JPY", "yên Nhật", None, 0),
    Currency::new("KHR", "riel Campuchia", None, 2),
    Currency::new("KRW", "won Hàn Quốc", None, 0),
    Currency::new("LAK", "kíp Lào", None, 2),
    Currency::new("MYR", "ringgit Malaysia", None, 2),
    Currency::new("NZD", "đô la New Zealand", Some("xu"), 2),
    Currency::new("RUB", "rúp Nga", None, 2),
    Currency::new("SGD", "đô la Singapore", Some("xu"), 2),
    Currency::new("THB", "baht Thái", None, 2),
    Currency::new("TWD", "đô la Đài Loan", None, 2),
    Currency::new("USD", "đô la Mỹ", Some("xu"), 2),
];

/// Folded names to read.
static NAMES: &[(&[&str], &[&str])] = &[
    (&["VND"], &["dong", "dong viet nam", "dong vn", "viet nam dong", "vn dong", "vnd", "d"]),
    (&["USD"], &["do la my", "dola my", "do la hoa ky", "do my", "my kim", "us dollar", "us dollars", "us do la", "us", "usd"]),
    (&["USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"], &["do la", "dola", "do", "dollar", "dollars"]),
    (&["AUD"], &["do la uc", "dola uc", "do uc", "aud"]),
    (&["CAD"], &["do la canada", "dola canada", "do la ca na da", "cad"]),
    (&["HKD"], &["do la hong kong", "do la hong cong", "do la hongkong", "dola hong kong", "hkd"]),
    (&["NZD"], &["do la new zealand", "dola new zealand", "nzd"]),
    (&["SGD"], &["do la singapore", "do la sing", "do la xing ga po", "dola singapore", "sgd"]),
    (&["TWD"], &["do la dai loan", "dola dai loan", "dai te", "dai te dai loan", "twd", "ntd"]),
    (&["EUR"], &["euro", "euros", "dong euro", "o ro", "oro", "eu ro", "eur"]),
    (&["GBP"], &["bang anh", "bang", "dong bang anh", "pound", "pounds", "gbp"]),
    (&["JPY"], &["yen", "yen nhat", "yen nhat ban", "dong yen", "dong yen nhat", "jpy"]),
    (&["CNY"], &["nhan dan te", "nhan dan te trung quoc", "dong nhan dan te", "te", "te trung quoc", "yuan", "cny", "rmb"]),
    (&["KRW"], &["won", "won han quoc", "won han", "krw"]),
    (&["THB"], &["bat", "bat thai", "bat thai lan", "baht", "baht thai", "baht thai lan", "bath", "bath thai", "thb"]),
    (&["CHF"], &["franc", "franc thuy si", "franc thuy sy", "phrang thuy si", "frang thuy si", "chf"]),
    (&["MYR"], &["ringgit", "ringgit malaysia", "myr"]),
    (&["LAK"], &["kip", "kip lao", "lak"]),
    (&["KHR"], &["riel", "riel campuchia", "rien", "khr"]),
    (&["RUB"], &["rup", "rup nga", "rub"]),
    (&["INR"], &["rupee", "rupee an do", "rupi", "rupi an do", "inr"]),
];

/// Folded names of parts, and how many parts make a unit.
static MINORS: &[(&str, u32)] = &[
    ("hao", 10),
    ("xu", 100),
    ("xu my", 100),
    ("xu uc", 100),
    ("cent", 100),
    ("cents", 100),
    ("cent my", 100),
    ("xen", 100),
    ("xen ti", 100),
    ("penny", 100),
    ("pence", 100),
    ("phan", 100),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_their_stand_ins() {
        for (content, code, known) in [
            ("VND", "VND", true),
            ("", "VND", true),
            (" VNĐ ", "VND", true),
            ("vnd", "VND", true),
            ("đồng", "VND", true),
            ("usd", "USD", true),
            ("US dollar", "USD", true),
            ("XAU", "XAU", false),
        ] {
            let currency = Currency::of(content);
            assert_eq!((currency.code, currency.is_known()), (code, known), "{content}");
        }
    }

    #[test]
    fn every_name_said_can_be_read() {
        for currency in CURRENCIES {
            for said in [currency.name, currency.code] {
                let name = name_in(&fold(said)).unwrap();
                assert_eq!(name.codes, [currency.code], "{said}");
            }
        }
        for (codes, names) in NAMES {
            assert!(codes.iter().all(|code| CURRENCIES.iter().any(|currency| currency.code == *code)), "{codes:?}");
            assert!(names.iter().all(|name| fold(name) == *name), "{names:?}");
        }
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(name_at("do la my va nam xu").map(|name| name.length), Some(8));
        assert_eq!(name_at("do la va").map(|name| name.length), Some(5));
        assert!(name_at("dongs").is_none());
    }
}
