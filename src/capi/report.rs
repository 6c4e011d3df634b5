//! The report as a whole.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::Language;
use crate::Report;

use super::answer;
use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::DocumentField;
use super::numbers::Status;
use super::numbers::TextLanguage;
use super::numbers::Verdict;
use super::text::Key;
use super::text::Kind;
use super::text::Texts;

/// The report on one document. It never changes and needs neither the document nor the validator.
///
/// Made by taxdoc_validate(), freed by taxdoc_report_free(). Read it from any number of threads. The texts that its functions
/// return are its own and stay at their address until it is freed.
#[derive(Debug)]
pub struct ReportHandle(Option<Kept>);

/// The report, and its texts that were asked for.
#[derive(Debug)]
pub struct Kept {
    report: Report,
    texts: Texts,
}

impl ReportHandle {
    pub(super) fn new(report: Report) -> Self {
        Self(Some(Kept { report, texts: Texts::default() }))
    }
}

impl Handle for ReportHandle {
    type Content = Kept;

    fn content(&self) -> Option<&Kept> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Kept> {
        &mut self.0
    }
}

/// Frees a report and every text that came from it. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_free(report: Option<Box<ReportHandle>>) {
    handle::free(report);
}

/// The verdict: TAXDOC_VERDICT_VALID, TAXDOC_VERDICT_INVALID or TAXDOC_VERDICT_UNDETERMINED.
///
/// Returns 0 when report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_verdict(report: Option<&ReportHandle>) -> i32 {
    number(report, |report| Some(Verdict::from(report.verdict()) as i32))
}

/// The whole report as JSON in the shape "taxdoc-report/1", byte for byte what the Rust library writes. Made at the first call in
/// a language and kept.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// text receives a text owned by report, or NULL on failure.
/// length may be NULL; otherwise it receives the length in bytes, 0 on failure.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when report or text is NULL; TAXDOC_INVALID_ARGUMENT when language is no language;
/// TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_json(
    report: Option<&ReportHandle>,
    language: i32,
    mut text: Option<&mut MaybeUninit<*const c_char>>,
    mut length: Option<&mut MaybeUninit<usize>>,
) -> i32 {
    answer::put(text.as_deref_mut(), ptr::null());
    answer::put(length.as_deref_mut(), 0);
    guard::call(None, || {
        let kept = handle::alive(report, "report")?;
        let place = text.ok_or_else(|| Failure::null("text"))?;
        let known = TextLanguage::from_number(language).ok_or_else(|| Failure::invalid("language"))?;
        let key = Key { language, ..Kind::Json.at(0) };
        let json = kept
            .texts
            .hand_out(key, length, || serde_json::to_string(&kept.report.in_language(known)).ok().map(Cow::Owned))
            .ok_or_else(|| Failure::new(Status::TaxdocPanic, "the report cannot be written as JSON"))?;
        place.write(json);
        Ok(())
    })
}

/// SHA-256 of the bytes that were validated, 64 lower-case hexadecimal digits.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_sha256(report: Option<&ReportHandle>, length: Option<&mut MaybeUninit<usize>>) -> *const c_char {
    text(report, Kind::Sha256.at(0), length, |report| Some(report.sha256().into()))
}

/// The name given to taxdoc_validate_named().
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when none was given or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_file(report: Option<&ReportHandle>, length: Option<&mut MaybeUninit<usize>>) -> *const c_char {
    text(report, Kind::File.at(0), length, |report| report.file().map(Cow::Borrowed))
}

/// A field that says what the document is. Amounts are decimals in text.
///
/// field: TAXDOC_DOCUMENT_PROFILE and so on.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when the document has no such field, field is no field, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_report_document(
    report: Option<&ReportHandle>,
    field: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    let known = DocumentField::from_number(field);
    let position = known.map_or(0, |field| field as usize);
    text(report, Kind::Document.at(position), length, |report| known?.of(report.document()).map(Cow::Borrowed))
}

/// A text that is the same in every language.
pub(super) fn text<'r>(
    report: Option<&'r ReportHandle>,
    key: Key,
    mut length: Option<&mut MaybeUninit<usize>>,
    make: impl FnOnce(&'r Report) -> Option<Cow<'r, str>>,
) -> *const c_char {
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| {
        let kept = report?.content()?;
        kept.texts.hand_out(key, length, || make(&kept.report))
    })
}

/// A text in the language of that number.
pub(super) fn text_in<'r>(
    report: Option<&'r ReportHandle>,
    key: Key,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
    make: impl FnOnce(&'r Report, Language) -> Option<Cow<'r, str>>,
) -> *const c_char {
    text(report, Key { language, ..key }, length, |report| make(report, TextLanguage::from_number(language)?))
}

/// The length of a list of the report.
pub(super) fn count(report: Option<&ReportHandle>, list: impl FnOnce(&Report) -> Option<usize>) -> usize {
    answer::read(|| list(&report?.content()?.report))
}

/// A number of the report.
pub(super) fn number(report: Option<&ReportHandle>, value: impl FnOnce(&Report) -> Option<i32>) -> i32 {
    answer::read(|| value(&report?.content()?.report))
}
