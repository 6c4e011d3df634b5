//! The stages of a report.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::report;

use super::numbers::Stage;
use super::numbers::StageStatus;
use super::report::ReportHandle;
use super::report::number;
use super::report::text_in;
use super::text::Kind;

/// How a stage ended: TAXDOC_STAGE_STATUS_PASSED, TAXDOC_STAGE_STATUS_FAILED or TAXDOC_STAGE_STATUS_NOT_RUN.
///
/// stage: TAXDOC_STAGE_XML and so on.
/// Returns 0 when stage is no stage or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_stage(report: Option<&ReportHandle>, stage: i32) -> i32 {
    number(report, |report| {
        let stage = report.stage(Stage::from_number(stage)?)?;
        Some(StageStatus::from(&stage.status) as i32)
    })
}

/// Why a stage was not run.
///
/// stage: TAXDOC_STAGE_XML and so on. language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when the stage was run, stage or language is unknown, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_stage_reason(
    report: Option<&ReportHandle>,
    stage: i32,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    let known = Stage::from_number(stage);
    let position = known.map_or(0, |stage| Stage::from(stage) as usize);
    text_in(report, Kind::StageReason.at(position), language, length, |report, language| match &report.stage(known?)?.status {
        report::StageStatus::NotRun(note) => Some(note.text(language)),
        report::StageStatus::Passed | report::StageStatus::Failed => None,
    })
}
