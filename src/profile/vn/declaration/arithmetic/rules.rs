//! The rules of the stage `totals` for declarations.

use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

/// The forms print their formulas; the authority's own program refuses a file that breaks them (vn-declarations §3).
const FORM: Basis = Basis::Law("Luật 38/2019/QH14 điều 42; công thức in trên mẫu tờ khai");

pub(super) static LINE: Rule = Rule {
    code: "VN-DECL-TOTAL-LINE",
    severity: Severity::Error,
    stage: Stage::Totals,
    basis: FORM,
    message: Template::new(
        "{field}: ghi {actual}, tính lại được {computed}; lệch {difference}.",
        "{field}: it says {actual}, recomputed it is {computed}; it differs by {difference}.",
    ),
    expected: Template::new("{computed}, vì {equation}", "{computed}, because {equation}"),
    fix: Template::new(
        "Tính lại và ghi {computed}, hoặc sửa các chỉ tiêu trong công thức nếu chúng sai.",
        "Recompute and write {computed}, or mend the lines of the formula if they are wrong.",
    ),
};

pub(super) static BOUND: Rule = Rule {
    code: "VN-DECL-TOTAL-BOUND",
    severity: Severity::Error,
    stage: Stage::Totals,
    basis: FORM,
    message: Template::new(
        "{field}: ghi {actual}, vượt giới hạn {computed}; lệch {difference}.",
        "{field}: it says {actual}, beyond the bound {computed}; it differs by {difference}.",
    ),
    expected: Template::new("trong giới hạn {computed}, vì {equation}", "within {computed}, because {equation}"),
    fix: Template::new(
        "Kiểm tra lại chỉ tiêu này và chỉ tiêu giới hạn nó.",
        "Look again at this line and at the line that bounds it.",
    ),
};

pub(super) static RATE: Rule = Rule {
    code: "VN-DECL-TOTAL-RATE",
    severity: Severity::Warning,
    stage: Stage::Totals,
    basis: FORM,
    message: Template::new(
        "{field}: số thuế {actual} không tương ứng với doanh thu và thuế suất; tính được {computed}, lệch {difference}.",
        "{field}: the tax {actual} does not fit the revenue and the rate; it comes to {computed}, a difference of {difference}.",
    ),
    expected: Template::new("{computed}, vì {equation}", "{computed}, because {equation}"),
    fix: Template::new(
        "Kiểm tra lại doanh thu, thuế suất và số thuế đã ghi.",
        "Look again at the revenue, the rate and the tax.",
    ),
};

pub(super) static MORE: Rule = Rule {
    code: "VN-DECL-TOTAL-MORE",
    severity: Severity::Error,
    stage: Stage::Totals,
    basis: FORM,
    message: Template::new(
        "Còn {count} chỉ tiêu tính sai nữa không được liệt kê.",
        "{count} more lines that do not add up are not listed.",
    ),
    expected: Template::EMPTY,
    fix: Template::new("Sửa những dòng đã nêu rồi kiểm tra lại.", "Mend the lines listed and validate again."),
};

/// Every rule of the arithmetic of declarations.
pub static RULES: &[&Rule] = &[&BOUND, &LINE, &MORE, &RATE];
