//! The rules of a set of documents.

use crate::profile::vn::define::define_rules;
use crate::rules::Basis;

/// Numbers run on without repetition within a form symbol and a series.
const NUMBERS: Basis = Basis::Law("NĐ 123/2020/NĐ-CP Điều 10 khoản 3; từ 1/7/2026: NĐ 254/2026/NĐ-CP");
const CORRECTIONS: Basis = Basis::Law(
    "NĐ 123/2020/NĐ-CP Điều 19, sửa đổi theo NĐ 70/2025/NĐ-CP; từ 1/7/2026: NĐ 254/2026/NĐ-CP, TT 91/2026/TT-BTC Điều 10",
);

define_rules! {
    Rules;
    /// The same invoice stands in the set more than once.
    SAME = "VN-SET-SAME", Info, Basis::Practice,
        ["Hóa đơn {invoice} có {count} bản giống nhau trong bộ hồ sơ.", "There are {count} equal copies of the invoice {invoice} in the set."],
        ["", ""],
        ["Chỉ hạch toán, kê khai hóa đơn này một lần.", "Enter and declare this invoice once only."];
    /// Two versions of one invoice.
    ALTERED = "VN-SET-ALTERED", Error, NUMBERS,
        ["Hóa đơn {invoice} có {count} bản khác nhau về nội dung trong bộ hồ sơ.", "There are {count} versions of the invoice {invoice} with other contents in the set."],
        ["Một hóa đơn chỉ có một nội dung", "an invoice has one content"],
        ["Giữ bản có chữ ký số hợp lệ hoặc tra cứu trên cổng hóa đơn điện tử; bản kia đã bị sửa hoặc không phải bản đã phát hành.",
         "Keep the one whose signature is valid, or look it up at the e-invoice portal; the other was changed or never issued."];
    /// Two invoices under one number.
    NUMBER_TWICE = "VN-SET-NUMBER-TWICE", Error, NUMBERS,
        ["Số hóa đơn {invoice} được dùng cho {count} hóa đơn khác nhau.", "The invoice number {invoice} is used for {count} different invoices."],
        ["Mỗi số chỉ dùng một lần trong một ký hiệu", "each number once in a series"],
        ["Kiểm tra lại số hóa đơn; hóa đơn lập sau phải mang số kế tiếp.", "Check the numbers; the later invoice takes the next number."];
    /// Numbers that are missing between others.
    GAP = "VN-SET-GAP", Info, NUMBERS,
        ["Ký hiệu {series} thiếu {count} số trong bộ hồ sơ: {numbers}.", "{count} numbers of the series {series} are missing in the set: {numbers}."],
        ["", ""],
        ["Kiểm tra xem các hóa đơn này đã được đưa vào bộ hồ sơ chưa.", "See whether these invoices were left out of the set."];
    /// The related invoice has another date.
    RELATED_DATE = "VN-SET-RELATED-DATE", Error, CORRECTIONS,
        ["Hóa đơn {invoice} ghi hóa đơn có liên quan {related} lập ngày {stated}, nhưng hóa đơn đó lập ngày {date}.",
         "The invoice {invoice} says that the related invoice {related} is of {stated}, but that is of {date}."],
        ["{date}", "{date}"],
        ["Ghi đúng ngày lập của hóa đơn bị thay thế hoặc điều chỉnh.", "Write the date of the invoice that is replaced or adjusted."];
    /// The related invoice is of another seller.
    RELATED_SELLER = "VN-SET-RELATED-SELLER", Warning, Basis::Practice,
        ["Hóa đơn {invoice} thay thế hoặc điều chỉnh {related}, nhưng trong bộ hồ sơ hóa đơn đó là của người bán {seller}.",
         "The invoice {invoice} replaces or adjusts {related}, but the invoice of that number and date in the set is of the seller {seller}."],
        ["Hóa đơn của cùng người bán", "an invoice of the same seller"],
        ["Kiểm tra lại ký hiệu, số, ngày của hóa đơn có liên quan.", "Check series, number and date of the related invoice."];
    /// The related invoice has another symbol.
    RELATED_SYMBOL = "VN-SET-RELATED-SYMBOL", Warning, Basis::Practice,
        ["Hóa đơn {invoice} thay thế hoặc điều chỉnh {related}; trong bộ hồ sơ chỉ có {found} cùng số và ngày.",
         "The invoice {invoice} replaces or adjusts {related}; of that number and date the set has {found} only."],
        ["{found}", "{found}"],
        ["Kiểm tra lại ký hiệu mẫu số và ký hiệu của hóa đơn có liên quan.", "Check form symbol and series of the related invoice."];
    /// The related number is one that the series skips.
    RELATED_NUMBER = "VN-SET-RELATED-NUMBER", Warning, Basis::Practice,
        ["Hóa đơn {invoice} thay thế hoặc điều chỉnh {related}, một số còn thiếu trong ký hiệu đó của bộ hồ sơ.",
         "The invoice {invoice} replaces or adjusts {related}, a number that this series lacks in the set."],
        ["", ""],
        ["Kiểm tra lại số của hóa đơn có liên quan, hoặc bổ sung hóa đơn đó.", "Check the number of the related invoice, or add that invoice."];
    /// The authority refused an invoice of the set.
    REFUSED = "VN-SET-REFUSED", Warning, Basis::Law("NĐ 123/2020/NĐ-CP Điều 17, 18, 19, 22; QĐ 1450/QĐ-TCT"),
        ["Cơ quan thuế trả lời hóa đơn {invoice} có lỗi ({codes}).", "The tax authority answers that the invoice {invoice} has errors ({codes})."],
        ["", ""],
        ["Xem mô tả lỗi trong thông báo; sửa và gửi lại, hoặc lập hóa đơn điều chỉnh, thay thế.",
         "Read the descriptions in the answer; mend and send again, or issue an adjustment or a replacement."];
    /// The authority accepted an invoice of the set.
    ACCEPTED = "VN-SET-ACCEPTED", Info, Basis::Practice,
        ["Bộ hồ sơ có trả lời của cơ quan thuế về hóa đơn {invoice}, không nêu lỗi.", "The set holds an answer of the tax authority about the invoice {invoice} that names no error."],
        ["", ""],
        ["", ""];
}
