//! The totals of a report.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::report::ReportHandle;
use super::report::count;
use super::report::text;
use super::report::text_in;
use super::text::Kind;
/// How many amounts were computed anew.
///
/// Returns 0 when report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_count(report: Option<&ReportHandle>) -> usize {
    count(report, |report| Some(report.totals().len()))
}

/// The field of an amount, as its form names it.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, language is unknown, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_name(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::TotalName.at(index), language, length, |report, language| {
        Some(report.totals().get(index)?.name.text(language).into())
    })
}

/// The path of the stated amount.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_path(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::TotalPath.at(index), length, |report| Some(report.totals().get(index)?.path.as_str().into()))
}

/// The amount as written in the document.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_stated(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::TotalStated.at(index), length, |report| Some(report.totals().get(index)?.stated.as_str().into()))
}

/// The amount computed exactly, a decimal.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_computed(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::TotalComputed.at(index), length, |report| Some(report.totals().get(index)?.computed.as_str().into()))
}

/// Stated less computed, a decimal.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_difference(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::TotalDifference.at(index), length, |report| Some(report.totals().get(index)?.difference.as_str().into()))
}

/// The equation in element names, and the same in numbers.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_total_rule(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::TotalRule.at(index), length, |report| Some(report.totals().get(index)?.rule.as_str().into()))
}
