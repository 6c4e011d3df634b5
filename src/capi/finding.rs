//! The findings of a report.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::numbers::Severity;
use super::numbers::Stage;
use super::report::ReportHandle;
use super::report::count;
use super::report::number;
use super::report::text;
use super::report::text_in;
use super::text::Kind;

/// How many findings the report has, in the order of the stages and of the document within a stage.
///
/// Returns 0 when report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_count(report: Option<&ReportHandle>) -> usize {
    count(report, |report| Some(report.findings().len()))
}

/// The permanent code of a finding, for example XML-UNCLOSED.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_code(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::FindingCode.at(index), length, |report| Some(report.findings().get(index)?.code().into()))
}

/// How much a finding weighs: TAXDOC_SEVERITY_ERROR, TAXDOC_SEVERITY_WARNING or TAXDOC_SEVERITY_INFO.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_severity(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Severity::from(report.findings().get(index)?.severity()) as i32))
}

/// The stage that made a finding: TAXDOC_STAGE_XML and so on.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_stage(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Stage::from(report.findings().get(index)?.rule().stage) as i32))
}

/// The line of a finding, from 1.
///
/// Returns 0 when the finding has no place, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_line(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.findings().get(index)?.place()?.line))
}

/// The column of a finding, from 1, in Unicode characters.
///
/// Returns 0 when the finding has no place, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_column(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.findings().get(index)?.place()?.column))
}

/// Where a finding begins, in bytes of the document as given, from 0.
///
/// Returns 0 when the finding has no place, index is out of range, or report is NULL. Ask the line whether there is a place.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_offset(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.findings().get(index)?.place()?.offset))
}

/// How long the place of a finding is, in bytes of the document as given.
///
/// Returns 0 when the finding has no place, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_length(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.findings().get(index)?.place()?.length))
}

/// An XPath that selects the node of a finding when prefixes are bound as in the document.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when no node is concerned, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_path(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::FindingPath.at(index), length, |report| {
        Some(report.findings().get(index)?.place()?.path.as_str().into()).filter(|path: &Cow<'_, str>| !path.is_empty())
    })
}

/// The name of the field of a finding, as its form prints it.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when no field is concerned, index is out of range, language is unknown, or report is
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_field(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingField.at(index), language, length, |report, language| {
        report.findings().get(index)?.field(language).map(Cow::Borrowed)
    })
}

/// What is wrong.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, language is unknown, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_message(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingMessage.at(index), language, length, |report, language| {
        Some(report.findings().get(index)?.message(language))
    })
}

/// What was found.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when there is no value to show, index is out of range, language is unknown, or
/// report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_actual(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingActual.at(index), language, length, |report, language| {
        report.findings().get(index)?.actual(language).map(Cow::Owned)
    })
}

/// What was expected.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when that cannot be said, index is out of range, language is unknown, or report is
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_expected(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingExpected.at(index), language, length, |report, language| {
        report.findings().get(index)?.expected(language)
    })
}

/// How to mend it.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when that cannot be said, index is out of range, language is unknown, or report is
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_fix(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingFix.at(index), language, length, |report, language| report.findings().get(index)?.fix(language))
}

/// The clause of the law or the standard that a finding rests on, or "practice"; behind a semicolon the place in the user's own
/// schema document that declares what is broken: "XSD 1.0 Part 1 3.4.4; invoice.xsd:5:7".
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_basis(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::FindingBasis.at(index), length, |report| Some(report.findings().get(index)?.basis().into_owned().into()))
}

/// How many values fill the texts of a finding.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_param_count(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.findings().get(index)?.params().iter().count()))
}

/// The name of a value that fills the texts of a finding, as it stands in braces in taxdoc_rule_message().
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index or param is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_param_name(
    report: Option<&ReportHandle>,
    index: usize,
    param: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::FindingParamName.within(index, param), length, |report| {
        Some(report.findings().get(index)?.params().iter().nth(param)?.0.into())
    })
}

/// A value that fills the texts of a finding.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index or param is out of range, language is unknown, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_finding_param_value(
    report: Option<&ReportHandle>,
    index: usize,
    param: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::FindingParamValue.within(index, param), language, length, |report, language| {
        Some(report.findings().get(index)?.params().iter().nth(param)?.1.to_text(language).into())
    })
}
