//! Seller and buyer (spec §2, §5).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::table::Need;
use crate::rules::Basis;

use super::Check;

define_rules! {
    Rules;
    /// A buyer with a tax code and without name or address.
    BUYER_INCOMPLETE = "VN-INV-BUYER-INCOMPLETE", Warning, Basis::Practice,
        ["Người mua có mã số thuế nhưng thiếu “{field}” (thẻ {element}).", "The buyer has a tax code, but “{field}” (element {element}) is missing."],
        ["Tên và địa chỉ của người mua", "name and address of the buyer"],
        ["Ghi đủ tên, địa chỉ của người mua là cơ sở kinh doanh.", "Write name and address of a buyer that is a business."];
    /// A personal number that has not its form.
    CITIZEN = "VN-INV-CITIZEN-ID", Warning, Basis::Practice,
        ["Số định danh cá nhân “{actual}” không gồm 12 chữ số.", "The personal number “{actual}” has not 12 digits."],
        ["12 chữ số", "12 digits"],
        ["Kiểm tra lại số định danh cá nhân.", "Check the buyer's personal number."];
    /// A budget unit code that has not its form.
    BUDGET_UNIT = "VN-INV-BUDGET-UNIT", Warning, Basis::Practice,
        ["Mã đơn vị có quan hệ ngân sách “{actual}” không gồm 7 chữ số.", "The budget-relation unit code “{actual}” has not 7 digits."],
        ["7 chữ số", "7 digits"],
        ["Kiểm tra lại mã đơn vị có quan hệ ngân sách.", "Check the code."];
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let buyer = &check.invoice.buyer;
    let Some(node) = buyer.node else { return };
    if !buyer.tax_code.is_empty() || !buyer.budget_unit.is_empty() {
        for (slot, path) in [(&buyer.name, "DLHDon/NDHDon/NMua/Ten"), (&buyer.address, "DLHDon/NDHDon/NMua/DChi")] {
            // Where the table makes it mandatory, the schema tells it.
            let told = check.table.row(path).is_some_and(|row| matches!(row.need, Need::Mandatory(_)));
            if slot.is_empty() && !told {
                check.add(check.lacking(&BUYER_INCOMPLETE, slot.node().unwrap_or(node), path));
            }
        }
    }
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(field) = buyer.citizen.field()
        && !digits(&field.text, 12)
        && field.text.chars().count() <= 12
    {
        check.add(check.about(&CITIZEN, field, "DLHDon/NDHDon/NMua/CCCDan"));
    }
    if let Some(field) = buyer.budget_unit.field()
        && !digits(&field.text, 7)
        && field.text.chars().count() <= 7
    {
        check.add(check.about(&BUDGET_UNIT, field, "DLHDon/NDHDon/NMua/MDVQHNSach"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;

    #[test]
    fn a_business_buyer_is_named() {
        let buyer = "<Ten>CÔNG TY MUA</Ten><MST>0100109106</MST><DChi>Hà Nội</DChi>";
        let with = |text: &str| codes(&vat().replace(buyer, text));
        assert_eq!(with("<MST>0100109106</MST><DChi>Hà Nội</DChi>"), ["VN-INV-BUYER-INCOMPLETE warning NMua"]);
        assert_eq!(with("<Ten>A</Ten><MST>0100109106</MST><DChi/>"), ["VN-INV-BUYER-INCOMPLETE warning DChi"]);
        assert!(with("<HVTNMHang>Nguyễn Văn A</HVTNMHang>").is_empty());
    }

    #[test]
    fn numbers_of_a_buyer_have_their_length() {
        let with = |text: &str| codes(&vat().replace("<DChi>Hà Nội</DChi></NMua>", &format!("<DChi>Hà Nội</DChi>{text}</NMua>")));
        assert!(with("<CCCDan>001099012345</CCCDan>").is_empty());
        assert_eq!(with("<CCCDan>00109901234</CCCDan>"), ["VN-INV-CITIZEN-ID warning CCCDan"]);
        assert_eq!(with("<CCCDan>0010990123456</CCCDan>"), ["VN-INV-FIELD-LENGTH error CCCDan"]);
        let budget = |code: &str| {
            codes(&vat().replace(
                "</MST><DChi>Hà Nội</DChi></NMua>",
                &format!("</MST><MDVQHNSach>{code}</MDVQHNSach><DChi>Hà Nội</DChi></NMua>"),
            ))
        };
        assert!(budget("1234567").is_empty());
        assert_eq!(budget("123456"), ["VN-INV-BUDGET-UNIT warning MDVQHNSach"]);
    }
}
