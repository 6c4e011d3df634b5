//! The QR text against the invoice (spec §3.8).
//!
//! The text is EMV-style: two digits of an id, two of a length, the value. Providers often write a length below ten with one digit,
//! so both are understood.

use crate::decimal::Decimal;
use crate::profile::vn::define::define_rules;
use crate::rules::Basis;
use crate::rules::Template;

use super::Check;

define_rules! {
    Rules;
    /// The text cannot be read.
    FORMAT = "VN-INV-QR-FORMAT", Warning, Basis::Practice,
        ["Không đọc được thông tin hóa đơn trong mã QR.", "The invoice data in the QR text cannot be read."],
        ["Chuỗi TLV có nhóm 99 (QĐ 1450, Phụ lục XIII)", "a TLV text with group 99 (QĐ 1450, Appendix XIII)"],
        ["Tạo lại dữ liệu mã QR.", "Make the QR text again."];
    /// A value in it is not that of the invoice.
    DIFFERS = "VN-INV-QR-DIFFERS", Warning, Basis::Practice,
        ["Mã QR ghi “{name}” là {actual}, hóa đơn ghi {stated}.", "The QR text has {actual} for “{name}”, the invoice {stated}."],
        ["{stated}", "{stated}"],
        ["Tạo lại dữ liệu mã QR từ hóa đơn.", "Make the QR text again from the invoice."];
    /// Its check sum is wrong.
    CHECK_SUM = "VN-INV-QR-CRC", Info, Basis::Practice,
        ["Mã kiểm tra của mã QR là {actual}, tính lại được {computed}.", "The check sum of the QR text is {actual}, computed {computed}."],
        ["{computed}", "{computed}"],
        ["", ""];
}

const PATH: &str = "DLQRCode";

/// The values of group 99 by id: 01 tax code, 02 form symbol, 03 series, 04 number, 05 date, 06 total.
type Values<'t> = [Option<&'t str>; 7];

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let Some(field) = invoice.qr.field() else { return };
    let text = &*field.text;
    if text.chars().count() > 512 {
        return;
    }
    let Some(values) = group(text, "99").and_then(|group| values(group, 0)) else {
        check.add(check.about(&FORMAT, field, PATH));
        return;
    };
    let header = &invoice.header;
    let total = invoice.totals.as_ref().and_then(|totals| totals.payable.value());
    let pairs: [(usize, Template, Option<&str>, Same); 6] = [
        (1, Template::new("Mã số thuế người bán", "tax code of the seller"), invoice.seller.tax_code.value(), same_digits),
        (2, Template::new("Ký hiệu mẫu số", "form symbol"), header.kind.value(), same_text),
        (3, Template::new("Ký hiệu hóa đơn", "series"), header.series.value(), same_text),
        (4, Template::new("Số hóa đơn", "number"), header.number.value(), same_number),
        (5, Template::new("Ngày lập", "date of issue"), header.date.value(), same_day),
        (6, Template::new("Tổng tiền thanh toán", "total payable"), total, same_number),
    ];
    for (index, name, stated, same) in pairs {
        let (Some(Some(value)), Some(stated)) = (values.get(index), stated) else { continue };
        if !value.is_empty() && !same(value, stated) {
            let draft = check.about(&DIFFERS, field, PATH).actual(value);
            check.add(draft.with("name", name).with("stated", stated.to_owned()));
        }
    }
    if let Some((signed, sum)) = text.len().checked_sub(4).and_then(|end| text.split_at_checked(end)) {
        let computed = format!("{:04X}", crc(signed.as_bytes()));
        if !sum.eq_ignore_ascii_case(&computed) {
            check.add(check.about(&CHECK_SUM, field, PATH).actual(sum).with("computed", computed));
        }
    }
}

type Same = fn(&str, &str) -> bool;

fn same_text(value: &str, stated: &str) -> bool {
    value == stated
}

/// Tax codes stand in QR texts without the hyphen of a branch.
fn same_digits(value: &str, stated: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(value) == digits(stated)
}

fn same_number(value: &str, stated: &str) -> bool {
    match (Decimal::parse(value), Decimal::parse(stated)) {
        (Ok(value), Ok(stated)) => value == stated,
        // A number that is none is told at its own place.
        (_, Err(_)) => true,
        _ => false,
    }
}

/// `YYYYMMDD`, or as the invoice writes it, with or without a time.
fn same_day(value: &str, stated: &str) -> bool {
    let day = |text: &str| text.chars().filter(char::is_ascii_digit).take(8).collect::<String>();
    day(value) == day(stated)
}

/// The value of a group of that id at the outermost level.
fn group<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = text;
    while !rest.is_empty() {
        let (id, after) = rest.split_at_checked(2)?;
        let (length, after) = after.split_at_checked(2)?;
        let (value, after) = after.split_at_checked(length.parse().ok()?)?;
        if id == wanted {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// The values of the invoice group. Each id stands once, in rising order, so there are at most seven nested calls with two ways each.
fn values(text: &str, next: usize) -> Option<Values<'_>> {
    if text.is_empty() {
        return Some([None; 7]);
    }
    let (id, after) = text.split_at_checked(2)?;
    let id: usize = id.parse().ok()?;
    if id < next || id > 6 {
        return None;
    }
    let read = |digits| {
        let (length, after) = after.split_at_checked(digits)?;
        let (value, rest) = after.split_at_checked(length.parse().ok()?)?;
        let mut values = values(rest, id + 1)?;
        *values.get_mut(id)? = Some(value);
        Some(values)
    };
    // `0412…` is a number of 12 characters or the number 2: the reading that finds more values is the one that was meant.
    let found = |values: &Option<Values<'_>>| values.iter().flatten().flatten().count();
    let (strict, loose) = (read(2), read(1));
    if found(&loose) > found(&strict) { loose } else { strict }
}

/// CRC-16 of ISO/IEC 13239: polynomial 1021, start FFFF (EMVCo QR code specification §4.7.3).
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;
    use super::*;

    #[test]
    fn the_check_sum_is_the_known_one() {
        // The check value of CRC-16/CCITT-FALSE.
        assert_eq!(crc(b"123456789"), 0x29B1);
    }

    #[test]
    fn short_lengths_have_one_or_two_digits() {
        let strict = values("01100109999982020110306C25TAA0403128050820250601060711000000", 0);
        assert_eq!(strict, None, "one character too many at the end");
        let strict = values("01100109999982020110306C25TAA040312805082025060106071100000", 0).unwrap();
        assert_eq!(strict[4..], [Some("128"), Some("20250601"), Some("1100000")]);
        let loose = values("01100109999982020110306C25TAA0431280508202506010671100000", 0).unwrap();
        assert_eq!(loose, strict);
        // Number 2 with a length of one digit, which looks like a length of 12.
        let short = values("03063C25TH0412050820250601", 0);
        assert_eq!(short.map(|values| values[4]), Some(Some("2")));
    }

    #[test]
    fn the_qr_text_says_what_the_invoice_says() {
        let with = |text: &str| codes(&vat().replace("<MCCQT>", &format!("<DLQRCode>{text}</DLQRCode><MCCQT>")));
        let make = |series: &str, total: &str| {
            let invoice = format!("0110010999998202011{}{series}040312805082025060106{:02}{total}", "0306", total.len());
            let text = format!("00020199{:02}{invoice}6304", invoice.len());
            let sum = crc(text.as_bytes());
            format!("{text}{sum:04X}")
        };
        let good = make("C25TAA", "1100000.00");
        // Order in the table: the QR text stands before the code.
        assert!(with(&good).is_empty(), "{:?}", with(&good));
        assert_eq!(with(&make("C25TAB", "1100000")), ["VN-INV-QR-DIFFERS warning DLQRCode"]);
        assert_eq!(with(&make("C25TAA", "1100001")), ["VN-INV-QR-DIFFERS warning DLQRCode"]);
        assert_eq!(with(&format!("{}0000", &good[..good.len() - 4])), ["VN-INV-QR-CRC info DLQRCode"]);
        assert_eq!(with("https://tra-cuu.example/1"), ["VN-INV-QR-FORMAT warning DLQRCode"]);
    }
}
