//! The invoice that this one replaces or adjusts (spec §2.4.1, §3.5, §7.5).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::date::Date;
use crate::rules::Basis;

use super::Check;
use super::header::is_series;

const ERRORS: Basis = Basis::Law("NĐ 123/2020/NĐ-CP Điều 19; NĐ 70/2025/NĐ-CP; TT 91/2026/TT-BTC Điều 10");

define_rules! {
    Rules;
    /// The related invoice is younger than this one.
    LATER = "VN-INV-RELATED-LATER", Error, ERRORS,
        ["Hóa đơn có liên quan lập ngày {actual}, sau ngày lập {date} của hóa đơn này.",
         "The related invoice is of {actual}, after the date {date} of this one."],
        ["Không sau {date}", "not after {date}"],
        ["Ghi đúng ngày lập của hóa đơn bị thay thế hoặc điều chỉnh.", "Write the date of the invoice that is replaced or adjusted."];
    /// The list of related invoices is younger than the invoice.
    LIST_LATER = "VN-INV-RELATED-LIST-LATER", Warning, ERRORS,
        ["Bảng kê lập ngày {actual}, sau ngày lập {date} của hóa đơn.", "The list is of {actual}, after the date {date} of the invoice."],
        ["Không sau {date}", "not after {date}"],
        ["Kiểm tra lại ngày bảng kê.", "Check the date of the list."];
    /// The related invoice is this one.
    SELF = "VN-INV-RELATED-SELF", Error, ERRORS,
        ["Hóa đơn thay thế hoặc điều chỉnh chính nó: {actual}.", "The invoice replaces or adjusts itself: {actual}."],
        ["Ký hiệu và số của hóa đơn trước đó", "series and number of the earlier invoice"],
        ["Ghi ký hiệu, số của hóa đơn bị thay thế hoặc điều chỉnh.", "Write series and number of the invoice that is replaced or adjusted."];
    /// The form symbol of a related e-invoice is none.
    FORM = "VN-INV-RELATED-FORM", Warning, ERRORS,
        ["Ký hiệu mẫu số hóa đơn có liên quan “{actual}” không phải của hóa đơn điện tử (LHDCLQuan 1).",
         "The form symbol “{actual}” of the related invoice is not of an e-invoice (LHDCLQuan 1)."],
        ["Một chữ số từ 1 đến 9", "one digit from 1 to 9"],
        ["Ghi lại ký hiệu mẫu số, hoặc chọn loại hóa đơn có liên quan khác.", "Mend the form symbol, or choose another kind of related invoice."];
    /// The series of a related e-invoice is none.
    SERIES = "VN-INV-RELATED-SERIES", Warning, ERRORS,
        ["Ký hiệu hóa đơn có liên quan “{actual}” không phải của hóa đơn điện tử (LHDCLQuan 1).",
         "The series “{actual}” of the related invoice is not of an e-invoice (LHDCLQuan 1)."],
        ["6 ký tự như C25TAA", "6 characters like C25TAA"],
        ["Ghi lại ký hiệu, hoặc chọn loại hóa đơn có liên quan khác.", "Mend the series, or choose another kind of related invoice."];
    /// Trade discount for many invoices without the list of them.
    DISCOUNT_LIST = "VN-INV-RELATED-DISCOUNT-LIST", Warning, Basis::Practice,
        ["Hóa đơn chiết khấu thương mại (TCHDon 5) thiếu “{field}” (thẻ {element}).",
         "The trade discount invoice (TCHDon 5) lacks “{field}” (element {element})."],
        ["Số và ngày bảng kê", "number and date of the list"],
        ["Ghi số và ngày của bảng kê kèm theo.", "Write number and date of the attached list."];
}

const BLOCK: &str = "DLHDon/TTChung/TTHDLQuan";

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let Some(related) = &invoice.related else { return };
    let header = &invoice.header;
    if let Some(date) = check.date {
        let later = |text: &str| Date::parse(text).is_some_and(|day| day > date);
        if let Some(field) = related.date.field().filter(|field| later(&field.text)) {
            let draft = check.about(&LATER, field, "DLHDon/TTChung/TTHDLQuan/NLHDCLQuan");
            check.add(draft.with("date", date.to_string()));
        }
        if let Some(field) = related.list_date.field().filter(|field| later(&field.text)) {
            let draft = check.about(&LIST_LATER, field, "DLHDon/TTChung/TTHDLQuan/NBKCLQuan");
            check.add(draft.with("date", date.to_string()));
        }
    }
    if let (Some(series), Some(number)) = (related.series.field(), related.number.field())
        && header.series.value() == Some(&*series.text)
        && related.kind.value() == header.kind.value()
        && header.number.value().is_some_and(|own| own.trim_start_matches('0') == number.text.trim_start_matches('0'))
    {
        let draft = check.about(&SELF, number, "DLHDon/TTChung/TTHDLQuan/SHDCLQuan");
        check.add(draft.actual(&format!("{}-{}", series.text, number.text)));
    }
    if related.related_kind.value() == Some("1") {
        if let Some(field) = related.kind.field()
            && !matches!(field.text.as_bytes(), [b'1'..=b'9'])
            && field.text.chars().count() <= 11
        {
            check.add(check.about(&FORM, field, "DLHDon/TTChung/TTHDLQuan/KHMSHDCLQuan"));
        }
        if let Some(field) = related.series.field()
            && !is_series(&field.text)
            && field.text.chars().count() <= 8
        {
            check.add(check.about(&SERIES, field, "DLHDon/TTChung/TTHDLQuan/KHHDCLQuan"));
        }
    }
    if related.nature.value() == Some("5")
        && let Some(block) = header.node
        && check.table.row(BLOCK).is_some()
    {
        for (slot, path) in [(&header.list_number, "DLHDon/TTChung/SBKe"), (&header.list_date, "DLHDon/TTChung/NBKe")] {
            if slot.is_empty() {
                check.add(check.lacking(&DISCOUNT_LIST, block, path));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::related;
    use super::super::testing::vat;

    #[test]
    fn the_related_invoice_came_before() {
        let one = related(&vat(), "2", "");
        assert!(codes(&one.replace("2025-05-31", "2025-06-01")).is_empty());
        assert_eq!(codes(&one.replace("2025-05-31", "2025-06-02")), ["VN-INV-RELATED-LATER error NLHDCLQuan"]);
        let many = related(&vat(), "4", "<SBKCLQuan>BK1</SBKCLQuan><NBKCLQuan>2025-06-02</NBKCLQuan>");
        assert_eq!(codes(&many), ["VN-INV-RELATED-LIST-LATER warning NBKCLQuan"]);
    }

    #[test]
    fn the_related_invoice_is_another_e_invoice() {
        let one = related(&vat(), "2", "");
        assert_eq!(codes(&one.replace("<SHDCLQuan>7<", "<SHDCLQuan>00000128<")), ["VN-INV-RELATED-SELF error SHDCLQuan"]);
        assert!(codes(&one.replace("<SHDCLQuan>7<", "<SHDCLQuan>129<")).is_empty());
        let old =
            one.replace("<KHMSHDCLQuan>1<", "<KHMSHDCLQuan>01GTKT0/001<").replace("<KHHDCLQuan>C25TAA<", "<KHHDCLQuan>AA/19E<");
        assert_eq!(codes(&old), ["VN-INV-RELATED-FORM warning KHMSHDCLQuan", "VN-INV-RELATED-SERIES warning KHHDCLQuan"]);
        assert!(codes(&old.replace("<LHDCLQuan>1<", "<LHDCLQuan>3<")).is_empty());
    }

    #[test]
    fn a_trade_discount_has_a_list() {
        let discount = related(&vat(), "5", "");
        let list = discount.replace("<DVTTe>", "<SBKe>1</SBKe><NBKe>2025-06-01</NBKe><DVTTe>");
        assert!(codes(&list).is_empty(), "{:?}", codes(&list));
        assert_eq!(
            codes(&discount.replace("<DVTTe>", "<SBKe>1</SBKe><DVTTe>")),
            ["VN-INV-RELATED-DISCOUNT-LIST warning TTChung"]
        );
    }
}
