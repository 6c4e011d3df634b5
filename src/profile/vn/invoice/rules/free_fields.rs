//! Free fields, `TTKhac/TTin` (spec §2.1).

use crate::profile::vn::define::define_rules;
use crate::rules::Basis;
use crate::rules::Template;
use crate::xml::Spot;

use super::Check;
use super::lists;

/// Characters of the value of one free field.
const MOST: usize = 500;

define_rules! {
    Rules;
    /// A free field without a name.
    NAME = "VN-INV-FREE-FIELD-NAME", Info, Basis::Practice,
        ["Thông tin khác có giá trị “{actual}” nhưng không có tên trường (TTruong).", "A free field has the value “{actual}” but no name (TTruong)."],
        ["TTruong có giá trị", "TTruong with a value"],
        ["Ghi tên trường vào TTruong.", "Write the name into TTruong."];
    /// A data type that is not of the list.
    DATA_TYPE = "VN-INV-FREE-FIELD-TYPE", Info, Basis::Practice,
        ["Kiểu dữ liệu “{actual}” của thông tin khác không có trong danh mục.", "The data type “{actual}” of a free field is not in the list."],
        ["string, numeric, dateTime hoặc date", "string, numeric, dateTime or date"],
        ["Chọn một kiểu dữ liệu của danh mục.", "Choose a type of the list."];
    /// A value that is too long.
    LENGTH = "VN-INV-FREE-FIELD-LENGTH", Warning, Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần I"),
        ["Thông tin khác có {length} ký tự, vượt quá {limit} ký tự cho phép.", "A free field has {length} characters, more than the {limit} allowed."],
        ["Tối đa {limit} ký tự", "at most {limit} characters"],
        ["Rút ngắn hoặc chia thành nhiều trường.", "Shorten it or divide it into several fields."];
}

const VALUE: Template = Template::new("Dữ liệu", "value");

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    for free in &invoice.free {
        // `String` in capitals and `decimal` are usual (field findings §4).
        if let Some(field) = free.data_type.field()
            && !lists::has("data-type", &field.text, check.version())
        {
            let draft = crate::report::Draft::new(&DATA_TYPE, field.spot()).actual(&field.text);
            check.add(draft.with("element", "KDLieu"));
        }
        let Some(value) = free.value.field() else { continue };
        if free.name.is_empty() {
            check.add(crate::report::Draft::new(&NAME, Spot::Node(free.node)).actual(&value.text));
        }
        // Bytes are never fewer than characters.
        if value.text.len() > MOST {
            let length = value.text.chars().count();
            if length > MOST {
                let draft = crate::report::Draft::new(&LENGTH, value.spot()).field(VALUE).with("element", "DLieu");
                check.add(draft.with("length", length).with("limit", MOST));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;

    fn with(items: &str) -> Vec<String> {
        codes(&vat().replace("</NDHDon></DLHDon>", &format!("</NDHDon><TTKhac><TTin>{items}</TTin></TTKhac></DLHDon>")))
    }

    #[test]
    fn a_free_field_has_name_type_and_a_short_value() {
        assert!(with("<TTruong>a</TTruong><KDLieu>String</KDLieu><DLieu>1</DLieu>").is_empty());
        assert!(with("<DLieu>1</DLieu><TTruong>a</TTruong>").is_empty());
        assert_eq!(with("<TTruong>a</TTruong><KDLieu>numberic</KDLieu><DLieu>1</DLieu>"), ["VN-INV-FREE-FIELD-TYPE info KDLieu"]);
        assert_eq!(with("<KDLieu>string</KDLieu><DLieu>1</DLieu>"), ["VN-INV-FREE-FIELD-NAME info TTin"]);
        let long = |length| format!("<TTruong>a</TTruong><DLieu>{}</DLieu>", "ế".repeat(length));
        assert!(with(&long(500)).is_empty());
        assert_eq!(with(&long(501)), ["VN-INV-FREE-FIELD-LENGTH warning DLieu"]);
    }
}
