//! One run: bytes through every stage into a report.

use std::fmt::Write as _;

use ring::digest;

use crate::Report;
use crate::report::DocumentReport;
use crate::report::Draft;
use crate::report::Finding;
use crate::report::Findings;
use crate::report::StageReport;
use crate::report::StageStatus;
use crate::report::Verdict;
use crate::rules::Basis;
use crate::rules::Note;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Source;

use super::Stages;
use super::Validator;

pub(super) static CAPPED: Rule = Rule {
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

static NOT_ASKED: Template = Template::new("Không được yêu cầu.", "Not asked for.");
static NOT_WELL_FORMED: Template = Template::new("Tệp không phải là XML hợp lệ.", "The file is not well-formed XML.");
static UNKNOWN_DOCUMENT: Template =
    Template::new("Không nhận ra loại chứng từ: phần tử gốc {root}.", "The kind of document is not known: root element {root}.");

/// Runs every stage that was asked for.
pub(super) fn run(validator: &Validator, bytes: &[u8]) -> Report {
    let mut report = Report {
        file: None,
        sha256: sha256(bytes),
        verdict: Verdict::Undetermined,
        document: DocumentReport::default(),
        stages: Vec::with_capacity(Stage::ALL.len()),
        signatures: Vec::new(),
        totals: Vec::new(),
        findings: Vec::new(),
    };
    let source = match Source::decode(bytes, &validator.limits) {
        Ok(source) => source,
        Err(fault) => return broken(report, fault),
    };
    let document = match Document::parse(&source, &validator.limits) {
        Ok(document) => document,
        Err(fault) => return broken(report, fault),
    };
    let mut findings = Findings::new(validator.limits.findings);
    let statuses = Stage::ALL.map(|stage| {
        let status = if stage == Stage::Xml {
            StageStatus::Passed
        } else if validator.stages.contains(stage) {
            StageStatus::NotRun(Note::new(&UNKNOWN_DOCUMENT).with("root", document.root().name().qualified().to_owned()))
        } else {
            StageStatus::NotRun(Note::new(&NOT_ASKED))
        };
        StageReport { stage, status }
    });
    report.stages.extend(statuses);
    if findings.dropped() > 0 {
        let dropped = findings.dropped();
        findings.add(Draft::of_document(&CAPPED).with("count", dropped));
    }
    let mut locator = Locator::new(&document);
    report.findings = findings
        .into_kept()
        .into_iter()
        .map(|draft| {
            let place = draft.spot.map(|spot| locator.place(spot));
            Finding::placed(draft, place)
        })
        .collect();
    report.verdict = verdict(&report, validator.required.unwrap_or(DEFAULT));
    report
}

/// What must have passed where the kind of document says nothing else.
const DEFAULT: Stages = Stages::NONE.with(Stage::Xml).with(Stage::Schema).with(Stage::Rules).with(Stage::Totals);

/// The report of bytes that are no well-formed document.
fn broken(mut report: Report, fault: crate::xml::Fault) -> Report {
    report.stages.extend(Stage::ALL.map(|stage| {
        let status = if stage == Stage::Xml { StageStatus::Failed } else { StageStatus::NotRun(Note::new(&NOT_WELL_FORMED)) };
        StageReport { stage, status }
    }));
    let place = fault.place().cloned();
    let mut draft = Draft::of_document(fault.rule());
    draft.params = fault.params().clone();
    report.findings.push(Finding::placed(draft, place));
    report.verdict = Verdict::Invalid;
    report
}

/// CONTRACT §4.
fn verdict(report: &Report, required: Stages) -> Verdict {
    if report.findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Verdict::Invalid;
    }
    let missing = report.stages.iter().any(|stage| required.contains(stage.stage) && stage.status != StageStatus::Passed);
    if missing { Verdict::Undetermined } else { Verdict::Valid }
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest::digest(&digest::SHA256, bytes).as_ref() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
