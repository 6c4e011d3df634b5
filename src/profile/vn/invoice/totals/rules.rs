//! The rules of the stage `totals`.

use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

const fn rule(code: &'static str, severity: Severity, basis: Basis, message: Template, fix: Template) -> Rule {
    Rule {
        code,
        severity,
        stage: Stage::Totals,
        basis,
        message,
        expected: Template::new("{computed}, vì {equation}", "{computed}, because {equation}"),
        fix,
    }
}

/// Art. 10 of decree 123/2020 (now 254/2026) lists the amounts that an invoice states; the format's tables carry them.
const CONTENT: Basis = Basis::Law("NĐ 123/2020/NĐ-CP điều 10; QĐ 1450/QĐ-TCT; QĐ 1271/QĐ-CT");

const RECOMPUTE: Template = Template::new(
    "Tính lại và ghi {computed}; nếu hóa đơn đã gửi cho người mua thì lập hóa đơn điều chỉnh hoặc thay thế.",
    "Recompute and write {computed}; if the invoice has been sent to the buyer, issue an adjustment or a replacement.",
);

pub(super) static LINE: Rule = rule(
    "VN-INV-TOTAL-LINE",
    Severity::Error,
    CONTENT,
    Template::new(
        "Thành tiền {actual} không bằng số lượng nhân đơn giá trừ chiết khấu; lệch {difference}.",
        "The line amount {actual} is not quantity times unit price less discount; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static LINE_DISCOUNT: Rule = rule(
    "VN-INV-TOTAL-LINE-DISCOUNT",
    Severity::Warning,
    Basis::Practice,
    Template::new(
        "Số tiền chiết khấu {actual} không khớp tỷ lệ chiết khấu của dòng; lệch {difference}.",
        "The discount amount {actual} does not fit the discount rate of the line; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static GROUP: Rule = rule(
    "VN-INV-TOTAL-GROUP",
    Severity::Error,
    CONTENT,
    Template::new(
        "Tổng thành tiền của thuế suất {rate} ghi {actual}, không bằng tổng các dòng cùng thuế suất; lệch {difference}.",
        "The total of rate {rate} says {actual}, which is not the sum of the lines with that rate; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static GROUP_TAX: Rule = rule(
    "VN-INV-TOTAL-GROUP-TAX",
    Severity::Error,
    CONTENT,
    Template::new(
        "Tiền thuế của thuế suất {rate} ghi {actual}, không bằng thành tiền nhân thuế suất; lệch {difference}.",
        "The VAT of rate {rate} says {actual}, which is not the amount times the rate; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static BEFORE_TAX: Rule = rule(
    "VN-INV-TOTAL-BEFORE-TAX",
    Severity::Error,
    CONTENT,
    Template::new(
        "Tổng tiền chưa thuế ghi {actual}, không bằng tổng các phần của nó; lệch {difference}.",
        "The total before VAT says {actual}, which is not the sum of its parts; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static TAX: Rule = rule(
    "VN-INV-TOTAL-TAX",
    Severity::Error,
    CONTENT,
    Template::new(
        "Tổng tiền thuế ghi {actual}, không bằng tổng tiền thuế của các thuế suất; lệch {difference}.",
        "The total VAT says {actual}, which is not the sum of the VAT of all rates; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static PAYABLE: Rule = rule(
    "VN-INV-TOTAL-PAYABLE",
    Severity::Error,
    CONTENT,
    Template::new(
        "Tổng tiền thanh toán ghi {actual}, không bằng tổng các khoản; lệch {difference}.",
        "The total payable says {actual}, which is not the sum of its parts; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static TRADE_DISCOUNT: Rule = rule(
    "VN-INV-TOTAL-TRADE-DISCOUNT",
    Severity::Warning,
    Basis::Practice,
    Template::new(
        "Tổng tiền chiết khấu thương mại ghi {actual}, không bằng tổng chiết khấu của các dòng; lệch {difference}.",
        "The total trade discount says {actual}, which is not the sum of the discounts of the lines; it differs by {difference}.",
    ),
    RECOMPUTE,
);
pub(super) static PROMOTION: Rule = Rule {
    code: "VN-INV-TOTAL-PROMOTION",
    severity: Severity::Warning,
    stage: Stage::Totals,
    basis: Basis::Practice,
    message: Template::new(
        "Dòng khuyến mại có thành tiền được cộng vào tổng {actual}.",
        "The total {actual} includes the amounts of promotion lines.",
    ),
    expected: Template::new("{computed} nếu không cộng dòng khuyến mại", "{computed} without the promotion lines"),
    fix: Template::new(
        "Hàng khuyến mại không thu tiền thì ghi thành tiền bằng 0; nếu có thu tiền thì dùng tính chất 1 (hàng hóa, dịch vụ).",
        "Write amount 0 for promotional goods that are free; use nature 1 (goods or services) if they are paid for.",
    ),
};
pub(super) static FRACTION: Rule = Rule {
    code: "VN-INV-TOTAL-FRACTION",
    severity: Severity::Warning,
    stage: Stage::Totals,
    basis: Basis::Law("QĐ 1271/QĐ-CT phần IV"),
    message: Template::new(
        "Tổng tiền thanh toán bằng đồng có phần lẻ: {actual}.",
        "The total payable in đồng has a fraction: {actual}.",
    ),
    expected: Template::new("Số nguyên đồng", "Whole đồng"),
    fix: Template::new("Làm tròn đến đồng.", "Round to whole đồng."),
};
pub(super) static WORDS: Rule = Rule {
    code: "VN-INV-TOTAL-WORDS",
    severity: Severity::Warning,
    stage: Stage::Totals,
    basis: Basis::Practice,
    message: Template::new(
        "Số tiền bằng chữ không khớp số tiền bằng số {amount}: “{actual}”.",
        "The amount in words does not agree with the amount in figures {amount}: “{actual}”.",
    ),
    expected: Template::new("{words}", "{words}"),
    fix: Template::new("Ghi lại số tiền bằng chữ.", "Write the amount in words again."),
};

pub(super) static WORDS_UNREAD: Rule = Rule {
    code: "VN-INV-TOTAL-WORDS-UNREAD",
    severity: Severity::Info,
    stage: Stage::Totals,
    basis: Basis::Practice,
    message: Template::new(
        "Không đọc được số tiền bằng chữ nên không so với số tiền bằng số {amount}: “{actual}”.",
        "The amount in words could not be read and was not compared with the amount in figures {amount}: “{actual}”.",
    ),
    expected: Template::new("{words}", "{words}"),
    fix: Template::new(
        "Kiểm tra lại số tiền bằng chữ; nếu đúng thì không cần sửa.",
        "Check the amount in words; if it is right, nothing needs to be changed.",
    ),
};

/// Every rule of the totals of an invoice.
pub static RULES: &[&Rule] = &[
    &BEFORE_TAX,
    &FRACTION,
    &GROUP,
    &GROUP_TAX,
    &LINE,
    &LINE_DISCOUNT,
    &PAYABLE,
    &PROMOTION,
    &TAX,
    &TRADE_DISCOUNT,
    &WORDS,
    &WORDS_UNREAD,
];
