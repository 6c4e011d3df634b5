//! What a caller wants to see of a report: some findings only, fewer of them, some graded otherwise. The verdict never gets better by it.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::rules::Basis;
use crate::rules::Param;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

use super::Draft;
use super::Finding;
use super::Report;
use super::StageStatus;
use super::Verdict;

/// More was found than is listed.
pub(crate) static CAPPED: Rule = Rule {
    code: "REPORT-CAPPED",
    severity: Severity::Info,
    stage: Stage::Xml,
    basis: Basis::Standard("taxdoc limits"),
    message: Template::new("Còn {count} thông báo nữa không được liệt kê.", "{count} more findings are not listed."),
    expected: Template::EMPTY,
    fix: Template::new(
        "Sửa những lỗi đã nêu rồi kiểm tra lại, hoặc nâng giới hạn số thông báo.",
        "Mend the ones listed and validate again, or raise the limit of findings.",
    ),
};

/// The caller did not want to see some findings. As grave as the gravest of them, so that a report without its errors still says why
/// its verdict is what it is (CONTRACT §4: `invalid` is a report with an error).
static LEFT_OUT: Rule = Rule {
    code: "REPORT-LEFT-OUT",
    severity: Severity::Info,
    stage: Stage::Xml,
    basis: Basis::Standard("taxdoc selection"),
    message: Template::new(
        "Theo yêu cầu khi chạy, {count} thông báo không được liệt kê ({codes}); kết luận vẫn tính đến chúng.",
        "As the caller wished, {count} findings are not listed ({codes}); the verdict still counts them.",
    ),
    expected: Template::EMPTY,
    fix: Template::new("Bỏ lựa chọn lọc mã để xem đầy đủ.", "Validate without the choice of codes to see them all."),
};

/// The caller graded some findings otherwise. As grave as the gravest of them was, for the same reason.
static REGRADED: Rule = Rule {
    code: "REPORT-REGRADED",
    severity: Severity::Info,
    stage: Stage::Xml,
    basis: Basis::Standard("taxdoc selection"),
    message: Template::new(
        "Theo yêu cầu khi chạy, {count} thông báo được xếp mức khác quy định ({codes}); kết luận không vì thế mà tốt lên.",
        "As the caller wished, {count} findings are graded otherwise than the rules say ({codes}); the verdict gets no better by it.",
    ),
    expected: Template::EMPTY,
    fix: Template::new(
        "Bỏ lựa chọn đổi mức để xem mức quy định.",
        "Validate without the choice of severities to see the grades of the rules.",
    ),
};

/// Rules about the report itself.
pub static RULES: &[&Rule] = &[&CAPPED, &LEFT_OUT, &REGRADED];

/// A choice among the findings of a report, made after validation.
///
/// Nothing is hidden in silence: what is left out or graded otherwise is counted in a finding of its own (`REPORT-LEFT-OUT`,
/// `REPORT-REGRADED`, `REPORT-CAPPED`), which is as grave as the gravest finding that it stands for. The verdict and the stages stay as
/// they were, except that a finding raised to an error makes its stage fail and the document invalid.
///
/// ```
/// use taxdoc::Validator;
/// use taxdoc::report::{Selection, Verdict};
///
/// let report = Validator::new().validate(b"<HDon>");
/// assert_eq!(report.findings()[0].code(), "XML-UNCLOSED");
/// let report = Selection::new().without("XML-UNCLOSED").apply(report);
/// assert_eq!(report.verdict(), Verdict::Invalid);
/// assert_eq!(report.findings()[0].code(), "REPORT-LEFT-OUT");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: BTreeSet<Box<str>>,
    without: BTreeSet<Box<str>>,
    grades: HashMap<Box<str>, Severity>,
    most: Option<usize>,
}

impl Selection {
    /// Every finding as it is.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only findings of this code, and of the others given so.
    #[must_use]
    pub fn only(mut self, code: &str) -> Self {
        self.only.insert(code.into());
        self
    }

    /// No findings of this code.
    #[must_use]
    pub fn without(mut self, code: &str) -> Self {
        self.without.insert(code.into());
        self
    }

    /// Findings of this code weigh so much.
    #[must_use]
    pub fn graded(mut self, code: &str, severity: Severity) -> Self {
        self.grades.insert(code.into(), severity);
        self
    }

    /// At most so many findings, errors before the rest; those that this selection adds about itself do not count.
    #[must_use]
    pub const fn at_most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }

    /// The report with the findings chosen.
    #[must_use]
    pub fn apply(&self, mut report: Report) -> Report {
        let findings = std::mem::take(&mut report.findings);
        let mut kept = Vec::with_capacity(findings.len());
        let (mut left_out, mut regraded) = (Record::default(), Record::default());
        let mut dropped = 0;
        for mut finding in findings {
            if finding.code() == CAPPED.code {
                dropped = count_of(&finding);
                continue;
            }
            let unwanted = !self.only.is_empty() && !self.only.contains(finding.code());
            if unwanted || self.without.contains(finding.code()) {
                left_out.add(&finding);
                continue;
            }
            if let Some(&severity) = self.grades.get(finding.code())
                && severity != finding.severity
            {
                regraded.add(&finding);
                finding.severity = severity;
                if severity == Severity::Error {
                    fail(&mut report, finding.rule().stage);
                }
            }
            kept.push(finding);
        }
        dropped = dropped.saturating_add(self.cap(&mut kept));
        if dropped > 0 {
            kept.push(Finding::placed(Draft::of_document(&CAPPED).with("count", dropped), None));
        }
        kept.extend(left_out.finding(&LEFT_OUT));
        kept.extend(regraded.finding(&REGRADED));
        report.findings = kept;
        report
    }

    /// Keeps the first errors and, in the room that they leave, the first of the others. Returns how many went.
    fn cap(&self, findings: &mut Vec<Finding>) -> u64 {
        let Some(most) = self.most.filter(|most| *most < findings.len()) else { return 0 };
        let before = findings.len();
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        let (mut errors_left, mut others_left) = (most, most.saturating_sub(errors));
        findings.retain(|finding| {
            let left = if finding.severity() == Severity::Error { &mut errors_left } else { &mut others_left };
            let stays = *left > 0;
            *left = left.saturating_sub(1);
            stays
        });
        (before - findings.len()) as u64
    }
}

/// The number of findings that an earlier limit dropped.
fn count_of(capped: &Finding) -> u64 {
    match capped.params().value("count") {
        Some(Param::Count(count)) => *count,
        _ => 0,
    }
}

fn fail(report: &mut Report, stage: Stage) {
    report.verdict = Verdict::Invalid;
    if let Some(stage) = report.stages.iter_mut().find(|report| report.stage == stage) {
        stage.status = StageStatus::Failed;
    }
}

/// Findings that another finding stands for.
#[derive(Default)]
struct Record {
    count: u64,
    gravest: Option<Severity>,
    codes: BTreeSet<&'static str>,
}

impl Record {
    fn add(&mut self, finding: &Finding) {
        self.count = self.count.saturating_add(1);
        self.gravest = self.gravest.max(Some(finding.severity()));
        self.codes.insert(finding.code());
    }

    fn finding(self, rule: &'static Rule) -> Option<Finding> {
        let codes: Vec<&str> = self.codes.into_iter().collect();
        let draft = Draft::of_document(rule).severity(self.gravest?);
        Some(Finding::placed(draft.with("count", self.count).with("codes", Param::excerpt(&codes.join(", "))), None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Validator;

    /// One error of the stage `xml` and nothing else.
    fn broken() -> Report {
        Validator::new().validate(b"<HDon>")
    }

    /// Errors and warnings in several stages.
    fn faulty() -> Report {
        Validator::new().validate(b"<HDon><DLHDon><TTChung><PBan>2.1.0</PBan><KHMSHDon>1</KHMSHDon></TTChung></DLHDon></HDon>")
    }

    fn codes(report: &Report) -> Vec<(&'static str, Severity)> {
        report.findings().iter().map(|finding| (finding.code(), finding.severity())).collect()
    }

    #[test]
    fn an_ignored_error_leaves_an_error_and_the_verdict() {
        let report = Selection::new().without("XML-UNCLOSED").apply(broken());
        assert_eq!(report.verdict(), Verdict::Invalid);
        assert_eq!(codes(&report), [("REPORT-LEFT-OUT", Severity::Error)]);
        // Its nearest sibling: another code is ignored, and nothing happens.
        let report = Selection::new().without("XML-END-TAG").apply(broken());
        assert_eq!(codes(&report), [("XML-UNCLOSED", Severity::Error)]);
    }

    #[test]
    fn a_lowered_error_leaves_an_error_and_the_verdict() {
        let report = Selection::new().graded("XML-UNCLOSED", Severity::Warning).apply(broken());
        assert_eq!(report.verdict(), Verdict::Invalid);
        assert_eq!(codes(&report), [("XML-UNCLOSED", Severity::Warning), ("REPORT-REGRADED", Severity::Error)]);
        let report = Selection::new().graded("XML-UNCLOSED", Severity::Error).apply(broken());
        assert_eq!(codes(&report), [("XML-UNCLOSED", Severity::Error)]);
    }

    #[test]
    fn a_raised_warning_makes_invalid() {
        let report = Validator::new().validate(b"<a/>");
        assert_eq!((report.verdict(), report.findings().len()), (Verdict::Undetermined, 0));
        let faulty = faulty();
        let warning =
            faulty.findings().iter().find(|finding| finding.severity() == Severity::Warning).map(Finding::code).unwrap();
        let stage = faulty.findings().iter().find(|finding| finding.code() == warning).unwrap().rule().stage;
        let mut report = faulty;
        report.verdict = Verdict::Undetermined;
        report.findings.retain(|finding| finding.code() == warning);
        let report = Selection::new().graded(warning, Severity::Error).apply(report);
        assert_eq!(report.verdict(), Verdict::Invalid);
        assert_eq!(report.stage(stage).unwrap().status, StageStatus::Failed);
        assert_eq!(codes(&report).last(), Some(&("REPORT-REGRADED", Severity::Warning)));
    }

    #[test]
    fn only_counts_what_it_leaves_out() {
        let all = faulty();
        let (total, code) = (all.findings().len() as u64, all.findings()[0].code());
        let shown = all.findings().iter().filter(|finding| finding.code() == code).count();
        let report = Selection::new().only(code).apply(all);
        let record = report.findings().last().unwrap();
        assert_eq!(record.code(), "REPORT-LEFT-OUT");
        assert_eq!(count_of(record), total - shown as u64);
        assert!(report.findings().iter().take(shown).all(|finding| finding.code() == code));
    }

    #[test]
    fn errors_are_kept_before_the_rest() {
        let all = faulty();
        let errors = all.findings().iter().filter(|finding| finding.severity() == Severity::Error).count();
        let total = all.findings().len();
        assert!(errors > 1 && total > errors);
        let report = Selection::new().at_most(errors).apply(all.clone());
        assert_eq!(report.findings().len(), errors + 1);
        assert!(report.findings().iter().take(errors).all(|finding| finding.severity() == Severity::Error));
        assert_eq!(count_of(report.findings().last().unwrap()), (total - errors) as u64);
        // As many as there are: nothing goes.
        assert_eq!(codes(&Selection::new().at_most(total).apply(all.clone())), codes(&all));
        // What an earlier limit dropped is added.
        let twice = Selection::new().at_most(1).apply(Selection::new().at_most(2).apply(all));
        assert_eq!(count_of(twice.findings().last().unwrap()), (total - 1) as u64);
    }
}
