//! Series symbol, number and date (spec §3.1-3.3).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::date::Date;
use crate::profile::vn::invoice::form::Form;
use crate::profile::vn::invoice::table::Need;
use crate::rules::Basis;

use super::Check;

/// Symbols: TT 78/2021 until 31/5/2025, then TT 32/2025, then TT 91/2026, with the same six places.
const SYMBOLS: Basis = Basis::Law("TT 78/2021/TT-BTC Điều 4; TT 32/2025/TT-BTC Điều 5; TT 91/2026/TT-BTC");

define_rules! {
    Rules;
    /// The series symbol is not written as one.
    SERIES_PATTERN = "VN-INV-SERIES-PATTERN", Error, SYMBOLS,
        ["Ký hiệu hóa đơn “{actual}” không đúng cấu trúc 6 ký tự.", "The series symbol “{actual}” has not the form of 6 characters."],
        ["C hoặc K, hai chữ số cuối của năm, một chữ T D L M N B G H X F, hai chữ cái (ví dụ C25TAA)",
         "C or K, two digits of the year, one letter of T D L M N B G H X F, two letters (for example C25TAA)"],
        ["Sửa ký hiệu theo mẫu C25TAA; không ghi ký hiệu mẫu số ở đầu.", "Write the symbol like C25TAA, without the form symbol in front."];
    /// The year of the series is not the year of issue.
    SERIES_YEAR = "VN-INV-SERIES-YEAR", Error, SYMBOLS,
        ["Ký hiệu hóa đơn {actual} là của năm {series_year}, nhưng hóa đơn lập năm {year}.",
         "The series {actual} is of the year {series_year}, but the invoice is of {year}."],
        ["Hai chữ số sau chữ {first} là {expected_year}", "{expected_year} behind the letter {first}"],
        ["Dùng ký hiệu của năm lập hóa đơn.", "Use a series of the year of issue."];
    /// The fourth letter does not fit the form symbol.
    SERIES_KIND = "VN-INV-SERIES-KIND", Warning, SYMBOLS,
        ["Chữ {letter} trong ký hiệu {actual} không dùng cho hóa đơn có ký hiệu mẫu số {kind}.",
         "The letter {letter} in the series {actual} is not for invoices of form symbol {kind}."],
        ["{letters} với ký hiệu mẫu số {kind}", "{letters} with form symbol {kind}"],
        ["Kiểm tra lại ký hiệu và ký hiệu mẫu số.", "Check the series and the form symbol."];
    /// A letter that was not in force on the date of issue.
    SERIES_LETTER_DATE = "VN-INV-SERIES-LETTER-DATE", Warning, SYMBOLS,
        ["Chữ {letter} trong ký hiệu {actual} chỉ dùng từ ngày {from}, nhưng hóa đơn lập ngày {date}.",
         "The letter {letter} in the series {actual} is in force since {from}, but the invoice is of {date}."],
        ["Chữ có hiệu lực vào ngày lập", "a letter in force on the date of issue"],
        ["Kiểm tra lại ký hiệu và ngày lập.", "Check the series and the date of issue."];
    /// A per-occurrence series without code.
    SERIES_UNCODED_OCCURRENCE = "VN-INV-SERIES-OCCURRENCE", Warning, SYMBOLS,
        ["Ký hiệu {actual}: hóa đơn theo từng lần phát sinh (chữ L) luôn có mã của cơ quan thuế (chữ C).",
         "Series {actual}: an invoice per occurrence (letter L) always has a code of the authority (letter C)."],
        ["C ở đầu ký hiệu", "C as the first letter"],
        ["Đổi chữ K thành C, hoặc đổi chữ L thành T.", "Write C for K, or T for L."];
    /// The number is not made of digits.
    NUMBER_PATTERN = "VN-INV-NUMBER-PATTERN", Error, SYMBOLS,
        ["Số hóa đơn “{actual}” có ký tự không phải chữ số.", "The invoice number “{actual}” is not made of digits."],
        ["Từ 1 đến 99999999", "from 1 to 99999999"],
        ["Ghi số hóa đơn chỉ gồm chữ số.", "Write digits only."];
    /// The invoice has no number yet.
    NUMBER_DRAFT = "VN-INV-NUMBER-DRAFT", Info, Basis::Practice,
        ["Hóa đơn chưa có số: đây là bản nháp.", "The invoice has no number yet: this is a draft."],
        ["", ""],
        ["Cấp số hóa đơn trước khi phát hành.", "Number the invoice before issuing it."];
    /// An invoice that the authority gave its code has no number.
    NUMBER_MISSING = "VN-INV-NUMBER-MISSING", Warning, Basis::Law("NĐ 123/2020/NĐ-CP Điều 10 khoản 3; từ 1/7/2026: NĐ 254/2026/NĐ-CP"),
        ["Hóa đơn đã có mã của cơ quan thuế nhưng không có số hóa đơn.", "The invoice has a code of the authority and yet no number."],
        ["Từ 1 đến 99999999", "from 1 to 99999999"],
        ["Lấy lại tệp XML gốc; chỉ một số loại vé, tem, thẻ không nhất thiết có số.",
         "Get the original file; only some tickets, stamps and cards need no number."];
    /// The date has a time zone.
    DATE_ZONE = "VN-INV-DATE-ZONE", Warning, Basis::Practice,
        ["Ngày lập ghi kèm múi giờ: {actual}.", "The date of issue has a time zone: {actual}."],
        ["YYYY-MM-DD", "YYYY-MM-DD"],
        ["Chỉ ghi ngày, không ghi múi giờ; ngày được hiểu theo giờ Việt Nam.", "Write the date alone; it is in Vietnamese time."];
    /// The date of issue is still to come.
    DATE_FUTURE = "VN-INV-DATE-FUTURE", Warning, Basis::Practice,
        ["Ngày lập {actual} sau ngày kiểm tra {today}.", "The date of issue {actual} is after the day of the check, {today}."],
        ["Không sau {today}", "not after {today}"],
        ["Kiểm tra lại ngày lập.", "Check the date of issue."];
}

const SERIES: &str = "DLHDon/TTChung/KHHDon";
const NUMBER: &str = "DLHDon/TTChung/SHDon";
const DATE: &str = "DLHDon/TTChung/NLap";

/// Letters that a later circular added: X by TT 32/2025/TT-BTC, F by TT 91/2026/TT-BTC (spec §1.2, §3.2).
const LETTERS_SINCE: [(&str, Option<Date>); 2] = [("X", Date::new(2025, 6, 1)), ("F", Date::new(2026, 7, 1))];

pub(super) fn check(check: &mut Check<'_, '_>) {
    series(check);
    number(check);
    date(check);
}

/// Whether a text is a series symbol: `^[CK]\d{2}[TDLMNBGHXF][A-Z]{2}$`.
pub(super) fn is_series(text: &str) -> bool {
    let [form, tens, ones, kind, a, b] = *text.as_bytes() else { return false };
    matches!(form, b'C' | b'K')
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
        && b"TDLMNBGHXF".contains(&kind)
        && a.is_ascii_uppercase()
        && b.is_ascii_uppercase()
}

fn series(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let Some(field) = invoice.header.series.field() else { return };
    let text = &*field.text;
    if !is_series(text) {
        if text.chars().count() <= 6 {
            check.add(check.about(&SERIES_PATTERN, field, SERIES));
        }
        return;
    }
    let (Some(first), Some(digits), Some(letter)) = (text.get(..1), text.get(1..3), text.get(3..4)) else { return };
    if let (Some(date), Ok(year)) = (check.date, digits.parse::<u16>())
        && date.year() % 100 != year
    {
        let draft = check.about(&SERIES_YEAR, field, SERIES).with("series_year", format!("20{digits}"));
        let expected = format!("{:02}", date.year() % 100);
        let draft = draft.with("year", date.year().to_string()).with("expected_year", expected).with("first", first.to_owned());
        check.add(draft);
    }
    let since = LETTERS_SINCE.iter().find(|(known, _)| *known == letter).and_then(|(_, since)| *since);
    let kind = check.table.form().facts().kind;
    if !Form::of_kind(kind).any(|form| form.facts().letters.contains(letter)) {
        let letters: Vec<&str> = Form::of_kind(kind).map(|form| form.facts().letters).collect();
        let draft = check.about(&SERIES_KIND, field, SERIES).with("letter", letter.to_owned()).with("kind", kind);
        check.add(draft.with("letters", letters.concat()));
    } else if let (Some(since), Some(date)) = (since, check.date)
        && date < since
    {
        let draft = check.about(&SERIES_LETTER_DATE, field, SERIES).with("letter", letter.to_owned());
        check.add(draft.with("from", since.to_string()).with("date", date.to_string()));
    } else if letter == "L" && first == "K" {
        check.add(check.about(&SERIES_UNCODED_OCCURRENCE, field, SERIES));
    }
}

fn number(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    // What has a code is no draft any more.
    let unnumbered = if invoice.code.field().is_some() { &NUMBER_MISSING } else { &NUMBER_DRAFT };
    match invoice.header.number.field() {
        Some(field) => {
            let text = &*field.text;
            if text.bytes().all(|byte| byte == b'0') {
                check.add(check.about(unnumbered, field, NUMBER));
            } else if !text.bytes().all(|byte| byte.is_ascii_digit()) && is_whole_number(text) {
                check.add(check.about(&NUMBER_PATTERN, field, NUMBER));
            }
        }
        // The tables of symbols 3, 4 and 6 make it mandatory: then the schema tells it.
        None if check.table.row(NUMBER).is_some_and(|row| matches!(row.need, Need::Mandatory(_))) => {}
        None => {
            if let Some(header) = invoice.header.number.node().or(invoice.header.node) {
                check.add(check.lacking(unnumbered, header, NUMBER));
            }
        }
    }
}

/// Whether the table takes a text for a whole number: a sign and zero decimals are all that it forgives.
fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    digits.len() > 1 && whole.bytes().all(|byte| byte.is_ascii_digit()) && fraction.bytes().all(|byte| byte == b'0') || {
        // One digit behind a sign.
        digits.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit())
    }
}

fn date(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let Some(field) = invoice.header.date.field() else { return };
    if Date::parse(&field.text).is_none() && check.date.is_some() && field.text.get(10..).is_some_and(is_zone) {
        check.add(check.about(&DATE_ZONE, field, DATE));
    }
    if let (Some(date), Some(today)) = (check.date, check.today)
        && date > today
    {
        check.add(check.about(&DATE_FUTURE, field, DATE).with("today", today.to_string()));
    }
}

/// Whether what stands behind a date is a time zone that XSD allows there.
fn is_zone(text: &str) -> bool {
    text == "Z" || (text.starts_with(['+', '-']) && text.len() == 6)
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;
    use super::*;

    #[test]
    fn a_series_symbol_has_six_places() {
        for good in ["C25TAA", "K22TYY", "C26MQD", "C26FZZ"] {
            assert!(is_series(good), "{good}");
        }
        for bad in ["C25TA", "1C25TAA", "c25TAA", "D25TAA", "C2ATAA", "C25AAA", "C25TA1", "C25TÀA"] {
            assert!(!is_series(bad), "{bad}");
        }
        assert_eq!(codes(&vat().replace("C25TAA", "C25TA1")), ["VN-INV-SERIES-PATTERN error KHHDon"]);
        // The table tells one character too many.
        assert_eq!(codes(&vat().replace("C25TAA", "1C25TAA")), ["VN-INV-FIELD-LENGTH error KHHDon"]);
    }

    #[test]
    fn the_series_is_of_the_year_of_issue() {
        assert_eq!(codes(&vat().replace("C25TAA", "C24TAA")), ["VN-INV-SERIES-YEAR error KHHDon"]);
        assert!(codes(&vat().replace("C25TAA", "C24TAA").replace("2025-06-01", "2024-12-31")).is_empty());
    }

    #[test]
    fn the_fourth_letter_fits_the_kind() {
        assert_eq!(codes(&vat().replace("C25TAA", "C25XAA")), ["VN-INV-SERIES-KIND warning KHHDon"]);
        assert!(codes(&vat().replace("C25TAA", "C25DAA")).is_empty());
    }

    #[test]
    fn a_number_is_made_of_digits() {
        let with = |number: &str| codes(&vat().replace("<SHDon>128<", &format!("<SHDon>{number}<")));
        for good in ["1", "00000128", "99999999"] {
            assert!(with(good).is_empty(), "{good}");
        }
        assert_eq!(with("-1"), ["VN-INV-NUMBER-PATTERN error SHDon"]);
        assert_eq!(with("128.0"), ["VN-INV-NUMBER-PATTERN error SHDon"]);
        assert_eq!(with("128.5"), ["VN-INV-NUMBER-NOT-WHOLE error SHDon"]);
        assert_eq!(with("A128"), ["VN-INV-NUMBER-FORMAT error SHDon"]);
        assert_eq!(with("123456789"), ["VN-INV-NUMBER-DIGITS error SHDon"]);
        assert_eq!(with("0"), ["VN-INV-NUMBER-MISSING warning SHDon"]);
        assert_eq!(with(""), ["VN-INV-NUMBER-MISSING warning SHDon"]);
        let draft = vat().replace("C25TAA", "K25TAA").replace("<MCCQT>00ABCDEF0123456789ABCDEF0123456789</MCCQT>", "");
        assert_eq!(codes(&draft.replace("<SHDon>128<", "<SHDon>0<")), ["VN-INV-NUMBER-DRAFT info SHDon"]);
    }

    #[test]
    fn the_date_is_a_day_that_is_not_to_come() {
        let with = |date: &str| codes(&vat().replace("2025-06-01", date));
        assert!(with("2025-06-02").is_empty());
        assert_eq!(with("2025-06-31"), ["VN-INV-DATE-FORMAT error NLap"]);
        assert_eq!(with("01/06/2025"), ["VN-INV-DATE-FORMAT error NLap"]);
        assert_eq!(with("2025-06-01T08:00:00"), ["VN-INV-DATE-WITH-TIME warning NLap"]);
        assert_eq!(with("2025-06-01+07:00"), ["VN-INV-DATE-ZONE warning NLap"]);
        // The tests judge on 2025-12-31.
        assert_eq!(with("2026-01-01").first().map(String::as_str), Some("VN-INV-SERIES-YEAR error KHHDon"));
        assert_eq!(with("2026-01-01").last().map(String::as_str), Some("VN-INV-DATE-FUTURE warning NLap"));
    }
}
