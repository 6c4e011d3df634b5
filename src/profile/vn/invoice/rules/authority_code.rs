//! The authority's code, `MCCQT` (spec §3.7).

use crate::profile::vn::define::define_rules;
use crate::rules::Basis;
use crate::rules::Severity;

use super::Check;
use super::header::is_series;

const POS: Basis = Basis::Law("QĐ 1510/QĐ-TCT; QĐ 1271/QĐ-CT ngày 30/5/2025, Phần II");
const CODED: Basis = Basis::Law("NĐ 123/2020/NĐ-CP Điều 17; QĐ 1450/QĐ-TCT, Phần II");

define_rules! {
    Rules;
    /// Neither shape of a code.
    PATTERN = "VN-INV-CODE-PATTERN", Error, CODED,
        ["Mã của cơ quan thuế “{actual}” không đúng cấu trúc.", "The code of the authority “{actual}” has not its form."],
        ["34 ký tự chữ in hoa và số, hoặc với máy tính tiền: M1-25-A1B2C-00001234567",
         "34 capital letters and digits, or from a POS: M1-25-A1B2C-00001234567"],
        ["Lấy lại mã từ thông điệp của cơ quan thuế.", "Take the code again from the authority's message."];
    /// A code that is not hexadecimal.
    NOT_HEXADECIMAL = "VN-INV-CODE-NOT-HEXADECIMAL", Info, Basis::Practice,
        ["Mã của cơ quan thuế {actual} có ký tự ngoài 0-9 và A-F; các mã đã cấp trên thực tế chỉ gồm những ký tự này.",
         "The code {actual} has characters beyond 0-9 and A-F; all known codes are hexadecimal."],
        ["", ""], ["", ""];
    /// A POS code on an invoice that is not from a POS.
    POS_CODE = "VN-INV-CODE-POS", Error, POS,
        ["Mã {actual} là mã của hóa đơn khởi tạo từ máy tính tiền, nhưng ký hiệu hóa đơn không có chữ M.",
         "The code {actual} is of a POS invoice, but the series has no letter M."],
        ["Mã 34 ký tự do cơ quan thuế cấp", "a code of 34 characters given by the authority"],
        ["Dùng ký hiệu có chữ M ở vị trí thứ tư, hoặc gửi hóa đơn để được cấp mã.",
         "Use a series with M as the fourth letter, or send the invoice for coding."];
    /// An authority's code on a POS invoice.
    NOT_POS_CODE = "VN-INV-CODE-NOT-POS", Warning, POS,
        ["Hóa đơn khởi tạo từ máy tính tiền có mã {actual} không theo dạng mã của máy tính tiền.",
         "The POS invoice has the code {actual}, which is not of the POS form."],
        ["Mã dạng M1-25-A1B2C-00001234567", "a code like M1-25-A1B2C-00001234567"],
        ["Kiểm tra lại mã trên máy tính tiền.", "Check the code on the POS."];
    /// The kind in the code is not that of the invoice.
    KIND = "VN-INV-CODE-KIND", Error, POS,
        ["Mã {actual} là của loại hóa đơn {code_kind}, nhưng ký hiệu mẫu số là {kind}.",
         "The code {actual} is of kind {code_kind}, but the form symbol is {kind}."],
        ["Mã bắt đầu bằng M{kind}-", "a code that begins with M{kind}-"],
        ["Tạo lại mã theo đúng loại hóa đơn.", "Make the code again with the right kind."];
    /// The year in the code is not that of the series.
    YEAR = "VN-INV-CODE-YEAR", Warning, POS,
        ["Mã {actual} là của năm 20{code_year}, nhưng ký hiệu hóa đơn là {series}.",
         "The code {actual} is of 20{code_year}, but the series is {series}."],
        ["Cùng năm với ký hiệu hóa đơn", "the year of the series"],
        ["Kiểm tra lại mã và ký hiệu.", "Check the code and the series."];
    /// A code on an invoice that says it has none.
    UNCODED = "VN-INV-CODE-ON-UNCODED", Error, CODED,
        ["Hóa đơn ký hiệu {series} là loại không có mã, nhưng có mã của cơ quan thuế {actual}.",
         "An invoice of series {series} has no code, but there is the code {actual}."],
        ["Không có MCCQT", "no MCCQT"],
        ["Dùng ký hiệu bắt đầu bằng C cho hóa đơn có mã, hoặc bỏ MCCQT.",
         "Use a series that begins with C for a coded invoice, or leave out MCCQT."];
    /// An invoice with code that has none yet.
    MISSING = "VN-INV-CODE-MISSING", Warning, CODED,
        ["Hóa đơn ký hiệu {series} là loại có mã, nhưng chưa có mã của cơ quan thuế.",
         "An invoice of series {series} has a code of the authority, but there is none yet."],
        ["MCCQT trong HDon", "MCCQT in HDon"],
        ["Gửi hóa đơn đến cơ quan thuế để được cấp mã trước khi giao cho người mua.",
         "Send the invoice to the authority for its code before giving it to the buyer."];
}

const PATH: &str = "MCCQT";

/// A code from a POS, `^M[1-9]-\d{2}-[0-9A-Z]{5}-\d{11}$`: its kind and its year.
pub(super) fn pos_code(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.split('-');
    let (kind, year, given, number) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let kind = kind.strip_prefix('M')?;
    let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let good = parts.next().is_none()
        && digits(kind, 1)
        && kind != "0"
        && digits(year, 2)
        && given.len() == 5
        && given.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && digits(number, 11);
    good.then_some((kind, year))
}

/// Whether a text is a code of either shape.
pub(super) fn is_code(text: &str) -> bool {
    is_given(text) || pos_code(text).is_some()
}

/// A code given by the authority: 34 capital letters and digits.
fn is_given(text: &str) -> bool {
    text.len() == 34 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let series = invoice.header.series.value().unwrap_or_default();
    let Some(field) = invoice.code.field() else { return missing(check, series) };
    let text = &*field.text;
    if series.starts_with('K') {
        check.add(check.about(&UNCODED, field, PATH).with("series", series.to_owned()));
        return;
    }
    if let Some((kind, year)) = pos_code(text) {
        let form = invoice.header.kind.value().unwrap_or_default();
        if !check.is_pos() {
            check.add(check.about(&POS_CODE, field, PATH));
        } else if !form.is_empty() && kind != form {
            check.add(check.about(&KIND, field, PATH).with("code_kind", kind.to_owned()).with("kind", form.to_owned()));
        } else if is_series(series) && series.get(1..3) != Some(year) {
            check.add(check.about(&YEAR, field, PATH).with("code_year", year.to_owned()).with("series", series.to_owned()));
        }
        return;
    }
    if !is_given(text) {
        // Beyond 34 characters the table tells it.
        if text.chars().count() <= 34 {
            check.add(check.about(&PATTERN, field, PATH));
        }
    } else if check.is_pos() {
        check.add(check.about(&NOT_POS_CODE, field, PATH));
    } else if !text.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)) {
        check.add(check.about(&NOT_HEXADECIMAL, field, PATH));
    }
}

/// An invoice that must be coded and is not: normal on its way to the authority, wrong on the way back.
fn missing(check: &mut Check<'_, '_>, series: &str) {
    if !series.starts_with('C') {
        return;
    }
    let invoice = check.invoice;
    let message = check.message.and_then(|message| message.kind.value());
    let returned = invoice.authority_signature.is_some() || message == Some("202");
    if !returned && matches!(message, Some("200" | "201" | "208")) {
        return;
    }
    let severity = if returned { Severity::Error } else { Severity::Warning };
    let draft = check.lacking(&MISSING, invoice.code.node().unwrap_or(invoice.node), PATH);
    check.add(draft.with("series", series.to_owned()).severity(severity));
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::pos;
    use super::super::testing::vat;
    use super::*;

    const CODE: &str = "00ABCDEF0123456789ABCDEF0123456789";

    #[test]
    fn both_shapes_are_known() {
        assert_eq!(pos_code("M2-25-A1B2C-00001234567"), Some(("2", "25")));
        for bad in
            ["M0-25-A1B2C-00001234567", "M2-25-A1B2-00001234567", "M2-25-A1B2C-0000123456", "M2-2X-A1B2C-00001234567", CODE]
        {
            assert_eq!(pos_code(bad), None, "{bad}");
        }
        let with = |code: &str| codes(&vat().replace(CODE, code));
        assert!(with(CODE).is_empty());
        assert_eq!(with(&CODE[1..]), ["VN-INV-CODE-PATTERN error MCCQT"]);
        assert_eq!(with(&CODE.to_lowercase()), ["VN-INV-CODE-PATTERN error MCCQT"]);
        assert_eq!(with(&CODE.replace('F', "G")), ["VN-INV-CODE-NOT-HEXADECIMAL info MCCQT"]);
        assert_eq!(with(&format!("{CODE}0")), ["VN-INV-FIELD-LENGTH error MCCQT"]);
    }

    #[test]
    fn a_pos_code_is_for_a_pos_invoice_of_its_kind_and_year() {
        assert!(codes(&pos()).is_empty(), "{:?}", codes(&pos()));
        assert_eq!(codes(&pos().replace("M1-25", "M2-25")), ["VN-INV-CODE-KIND error MCCQT"]);
        assert_eq!(codes(&pos().replace("M1-25", "M1-24")), ["VN-INV-CODE-YEAR warning MCCQT"]);
        assert_eq!(codes(&pos().replace("M1-25-A1B2C-00001234567", CODE)), ["VN-INV-CODE-NOT-POS warning MCCQT"]);
        assert_eq!(codes(&vat().replace(CODE, "M1-25-A1B2C-00001234567")), ["VN-INV-CODE-POS error MCCQT"]);
    }

    #[test]
    fn the_first_letter_says_whether_there_is_a_code() {
        let element = format!("<MCCQT>{CODE}</MCCQT>");
        assert_eq!(codes(&vat().replace("C25TAA", "K25TAA")), ["VN-INV-CODE-ON-UNCODED error MCCQT"]);
        assert!(codes(&vat().replace("C25TAA", "K25TAA").replace(&element, "")).is_empty());
        assert_eq!(codes(&vat().replace(&element, "")), ["VN-INV-CODE-MISSING warning HDon"]);
        let sent = |kind: &str| {
            format!(
                "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>V0109999982</MNGui><MNNhan>TCT</MNNhan><MLTDiep>{kind}</MLTDiep>\
                 <MTDiep>V0109999982{}</MTDiep><MST>0109999982</MST><SLuong>1</SLuong></TTChung><DLieu>{}</DLieu></TDiep>",
                "A".repeat(32),
                vat().replace(&element, "")
            )
        };
        assert!(codes(&sent("200")).is_empty(), "{:?}", codes(&sent("200")));
        assert!(codes(&sent("202")).contains(&"VN-INV-CODE-MISSING error HDon".to_owned()));
    }
}
