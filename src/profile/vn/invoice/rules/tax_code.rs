//! Tax codes (spec §3.6).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::read::Slot;
use crate::profile::vn::tax_code::Wrong;
use crate::profile::vn::tax_code::judge;
use crate::rules::Basis;
use crate::rules::Rule;

use super::Check;

const REGISTRATION: Basis = Basis::Law("TT 86/2024/TT-BTC (trước là TT 105/2020/TT-BTC) về mã số thuế");

define_rules! {
    Rules;
    /// Neither of the three forms.
    PATTERN = "VN-INV-TAX-CODE", Error, REGISTRATION,
        ["“{field}” (thẻ {element}): “{actual}” không đúng cấu trúc mã số thuế.", "“{field}” (element {element}): “{actual}” has not the form of a tax code."],
        ["10 chữ số, 10 chữ số-3 chữ số, hoặc 12 chữ số", "10 digits, 10 digits-3 digits, or 12 digits"],
        ["Ghi đúng mã số thuế theo đăng ký thuế; nếu chỉ có 9 chữ số thì thường là mất số 0 ở đầu.",
         "Write the tax code as registered; where there are 9 digits, a leading 0 is usually lost."];
    /// The check digit is wrong.
    CHECK_DIGIT = "VN-INV-TAX-CODE-CHECK-DIGIT", Error, REGISTRATION,
        ["“{field}” (thẻ {element}): {actual} không phải mã số thuế có thật: chữ số thứ 10 (chữ số kiểm tra) không đúng.",
         "“{field}” (element {element}): {actual} is no issued tax code, its tenth digit does not check."],
        ["Chữ số thứ 10 khớp 9 chữ số đầu", "a tenth digit that fits the first nine"],
        ["Kiểm tra lại từng chữ số của mã số thuế.", "Check each digit of the tax code."];
    /// A branch code with an underscore.
    UNDERSCORE = "VN-INV-TAX-CODE-UNDERSCORE", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}): mã đơn vị phụ thuộc {actual} dùng dấu gạch dưới.", "“{field}” (element {element}): the branch code {actual} has an underscore."],
        ["Dấu gạch ngang: 0123456789-001", "a hyphen: 0123456789-001"],
        ["Thay dấu gạch dưới bằng dấu gạch ngang.", "Write a hyphen for the underscore."];
    /// A branch code without its hyphen.
    HYPHEN = "VN-INV-TAX-CODE-HYPHEN", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}): mã đơn vị phụ thuộc {actual} thiếu dấu gạch ngang.", "“{field}” (element {element}): the branch code {actual} lacks its hyphen."],
        ["10 chữ số, dấu gạch ngang, 3 chữ số", "10 digits, a hyphen, 3 digits"],
        ["Thêm dấu gạch ngang sau chữ số thứ 10.", "Put a hyphen behind the tenth digit."];
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    tax_code(check, &invoice.seller.tax_code, "DLHDon/NDHDon/NBan/MST");
    tax_code(check, &invoice.buyer.tax_code, "DLHDon/NDHDon/NMua/MST");
    tax_code(check, &invoice.header.provider, "DLHDon/TTChung/MSTTCGP");
    tax_code(check, &invoice.header.delegate_tax_code, "DLHDon/TTChung/MSTDVNUNLHDon");
    if let Some(related) = &invoice.related {
        tax_code(check, &related.tax_code, "DLHDon/TTChung/TTHDLQuan/MSTCLQuan");
    }
}

fn tax_code(check: &mut Check<'_, '_>, slot: &Slot<'_>, path: &'static str) {
    let Some(field) = slot.field() else { return };
    match judge(&field.text) {
        Ok(()) => {}
        // Too long for its field: the table tells it.
        Err(Wrong::Pattern) if field.text.chars().count() > 14 => {}
        Err(wrong) => check.add(check.about(rule_of(wrong), field, path)),
    }
}

/// The rule that a wrong tax code breaks.
pub(super) const fn rule_of(wrong: Wrong) -> &'static Rule {
    match wrong {
        Wrong::Pattern => &PATTERN,
        Wrong::CheckDigit => &CHECK_DIGIT,
        Wrong::Underscore => &UNDERSCORE,
        Wrong::Hyphen => &HYPHEN,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;

    #[test]
    fn each_party_is_judged() {
        assert_eq!(codes(&vat().replace("<MST>0109999982<", "<MST>0109999983<")), ["VN-INV-TAX-CODE-CHECK-DIGIT error MST"]);
        assert_eq!(codes(&vat().replace("<MST>0100109106<", "<MST>010010910<")), ["VN-INV-TAX-CODE error MST"]);
        assert_eq!(codes(&vat().replace("<MST>0100109106<", "<MST>0100109106_001<")), ["VN-INV-TAX-CODE-UNDERSCORE warning MST"]);
        assert_eq!(codes(&vat().replace("<MST>0100109106<", "<MST>0100109106001<")), ["VN-INV-TAX-CODE-HYPHEN warning MST"]);
        assert!(codes(&vat().replace("<MST>0100109106<", "<MST>0100109106-001<")).is_empty());
        assert_eq!(codes(&vat().replace("<MSTTCGP>0108888870<", "<MSTTCGP>x<")), ["VN-INV-TAX-CODE error MSTTCGP"]);
    }
}
