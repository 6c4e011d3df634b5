//! Taxpayer, tax agent, tax office and extension (vn-declarations §1.2).

use crate::profile::vn::declaration::read::Field;
use crate::profile::vn::define::define_rules;
use crate::profile::vn::tax_code::Wrong;
use crate::profile::vn::tax_code::judge;
use crate::rules::Basis;

use super::Check;

const REGISTRATION: Basis = Basis::Law("TT 86/2024/TT-BTC (trước là TT 105/2020/TT-BTC) về mã số thuế");

define_rules! {
    Rules;
    /// The tenth digit is wrong.
    CHECK_DIGIT = "VN-DECL-TAX-CODE-CHECK-DIGIT", Error, REGISTRATION,
        ["“{field}” (thẻ {element}): {actual} không phải mã số thuế có thật: chữ số thứ 10 (chữ số kiểm tra) không đúng.",
         "“{field}” (element {element}): {actual} is no issued tax code, its tenth digit does not check."],
        ["Chữ số thứ 10 khớp 9 chữ số đầu", "a tenth digit that fits the first nine"],
        ["Kiểm tra lại từng chữ số của mã số thuế.", "Check each digit of the tax code."];
    /// The taxpayer has no name.
    NAME_EMPTY = "VN-DECL-NAME-EMPTY", Warning, Basis::Practice,
        ["Tờ khai không ghi tên người nộp thuế.", "The return does not name the taxpayer."],
        ["Tên theo đăng ký thuế", "the name as registered"],
        ["Ghi tên người nộp thuế.", "Write the taxpayer's name."];
    /// The code of the tax office has not five digits.
    OFFICE = "VN-DECL-OFFICE", Warning, Basis::Practice,
        ["Mã cơ quan thuế “{actual}” không phải 5 chữ số.", "The code of the tax office “{actual}” has not five digits."],
        ["5 chữ số, ba chữ số đầu là mã tỉnh (ví dụ 10100)", "5 digits, the first three of the province (for example 10100)"],
        ["Ghi mã cơ quan thuế quản lý theo danh mục hiện hành.", "Write the code of the tax office as in the current list."];
    /// The province of the tax office is in no known list.
    OFFICE_PROVINCE = "VN-DECL-OFFICE-PROVINCE", Info, Basis::Practice,
        ["Ba chữ số đầu của mã cơ quan thuế {actual} không phải mã tỉnh đã biết (danh mục HTKK 2015).", "The first three digits of the tax office {actual} are of no known province (list of HTKK 2015)."],
        ["Mã tỉnh trong danh mục của cơ quan thuế", "a province of the authority's list"],
        ["Đối chiếu mã cơ quan thuế với danh mục hiện hành.", "Compare the code of the tax office with the current list."];
    /// A reason of extension that no list has.
    EXTENSION = "VN-DECL-EXTENSION", Info, Basis::Practice,
        ["Mã lý do gia hạn “{actual}” không có trong danh mục đã biết.", "The reason of extension “{actual}” is in no known list."],
        ["01, 02, 03 hoặc 99", "01, 02, 03 or 99"],
        ["Kiểm tra lại mã lý do gia hạn.", "Check the code of the reason."];
}

/// The provinces of HTKK 3.3 (2015), which the offices of 2025 keep in their codes.
const PROVINCES: &[&str] = &[
    "101", "103", "107", "109", "111", "113", "115", "117", "201", "203", "205", "207", "209", "211", "213", "215", "217", "219",
    "221", "223", "225", "301", "302", "303", "305", "401", "403", "405", "407", "409", "411", "501", "503", "505", "507", "509",
    "511", "601", "603", "605", "606", "701", "703", "705", "707", "709", "711", "713", "715", "717", "801", "803", "805", "807",
    "809", "811", "813", "815", "816", "817", "819", "821", "823", "825",
];

pub(super) fn check(check: &mut Check<'_, '_>) {
    let declaration = check.declaration;
    for (field, element) in [(&declaration.taxpayer, "mst"), (&declaration.agent, "mstDLyThue")] {
        // Another form than that of a tax code is the schema's to tell.
        if let Some(field) = field
            && judge(&field.text) == Err(Wrong::CheckDigit)
        {
            check.add(check.about(&CHECK_DIGIT, field, element));
        }
    }
    if let Some(name) = declaration.taxpayer_name.as_ref().filter(|name| name.value().is_none()) {
        check.add(check.about(&NAME_EMPTY, name, "tenNNT"));
    }
    let five = |field: &&Field<'_>| field.text.len() != 5 || !field.text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(office) = declaration.office.as_ref().filter(|office| office.value().is_some()) {
        let province = || office.text.get(..3).unwrap_or_default();
        if five(&office) {
            check.add(check.about(&OFFICE, office, "maCQTNoiNop"));
        } else if !PROVINCES.contains(&province()) {
            check.add(check.about(&OFFICE_PROVINCE, office, "maCQTNoiNop"));
        }
    }
    if let Some(reason) = declaration.extension.as_ref().filter(|reason| reason.value().is_some())
        && !["01", "02", "03", "99"].contains(&&*reason.text)
    {
        check.add(check.about(&EXTENSION, reason, "maLyDoGiaHan"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::good;

    #[test]
    fn each_party_is_judged() {
        let text = good();
        assert_eq!(codes(&text.replace("0109999982", "0109999983")), ["VN-DECL-TAX-CODE-CHECK-DIGIT error mst"]);
        assert!(codes(&text.replace("0109999982", "001099012345")).is_empty());
        assert_eq!(codes(&text.replace("CÔNG TY THỬ", " ")), ["VN-DECL-NAME-EMPTY warning tenNNT"]);
        for bad in ["1010", "101000", "1O100"] {
            assert_eq!(codes(&text.replace(">10100<", &format!(">{bad}<"))), ["VN-DECL-OFFICE warning maCQTNoiNop"]);
        }
        let agent =
            |code: &str| codes(&text.replace("</NNT>", &format!("</NNT><DLyThue><mstDLyThue>{code}</mstDLyThue></DLyThue>")));
        assert!(agent("0209999987").len() <= 1);
        assert_eq!(agent("0109999983"), ["VN-DECL-TAX-CODE-CHECK-DIGIT error mstDLyThue"]);
        let extended = |code: &str| {
            codes(&text.replace("<ngayKy>", &format!("<GiaHan><maLyDoGiaHan>{code}</maLyDoGiaHan></GiaHan><ngayKy>")))
        };
        assert!(extended("01").is_empty());
        assert_eq!(extended("07"), ["VN-DECL-EXTENSION info maLyDoGiaHan"]);
    }
}
