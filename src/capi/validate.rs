//! The validator and its call.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::Validator;

use super::error::ErrorHandle;
use super::guard;
use super::guard::Failure;
use super::options::OptionsHandle;
use super::report::ReportHandle;

/// Validates documents. It never changes: make one, share it among any number of threads.
///
/// Made by taxdoc_validator_new(), freed by taxdoc_validator_free(). Reports do not need their validator afterwards.
#[derive(Debug)]
pub struct ValidatorHandle(Validator);

/// Makes a validator.
///
/// options may be NULL for the defaults; they are only read and stay the caller's.
/// validator receives the new validator, or NULL on failure. Free it with taxdoc_validator_free().
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator is NULL; TAXDOC_BAD_SCHEMA when the schema documents do not compile;
/// TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_validator_new(
    options: Option<&OptionsHandle>,
    validator: Option<&mut MaybeUninit<*mut ValidatorHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    guard::create(validator, error, || match options {
        Some(options) => Ok(ValidatorHandle(options.build()?)),
        None => Ok(ValidatorHandle(Validator::new())),
    })
}

/// Frees a validator. NULL is allowed and does nothing. Reports that it made stay as they are.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_validator_free(validator: Option<Box<ValidatorHandle>>) {
    guard::free(validator);
}

/// Validates the bytes of one document. Whatever the bytes are, the call succeeds and the report says it: TAXDOC_OK does not mean
/// that the document is valid.
///
/// validator: read only; any number of threads may use it at once.
/// xml, length: the document as it came; read before the call returns, no final NUL needed. NULL only with length 0.
/// report receives the new report, or NULL on failure. Free it with taxdoc_report_free().
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator or report is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when
/// the length is impossible; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_validate(
    validator: Option<&ValidatorHandle>,
    xml: *const u8,
    length: usize,
    report: Option<&mut MaybeUninit<*mut ReportHandle>>,
) -> i32 {
    guard::create(report, None, || {
        let validator = validator.ok_or_else(|| Failure::null("validator"))?;
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { guard::bytes(xml, length, "xml") }?;
        Ok(ReportHandle::new(validator.0.validate(xml)))
    })
}

/// The same as taxdoc_validate(), for a document that has a name: the report carries it as its file. The library opens no file.
///
/// name, name_length: the name in UTF-8; copied. NULL only with length 0.
/// Returns what taxdoc_validate() returns; TAXDOC_NULL_ARGUMENT also when name is NULL with a length; TAXDOC_NOT_UTF8 when the name
/// is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_validate_named(
    validator: Option<&ValidatorHandle>,
    xml: *const u8,
    length: usize,
    name: *const c_char,
    name_length: usize,
    report: Option<&mut MaybeUninit<*mut ReportHandle>>,
) -> i32 {
    guard::create(report, None, || {
        let validator = validator.ok_or_else(|| Failure::null("validator"))?;
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { guard::bytes(xml, length, "xml") }?;
        // SAFETY: and for `name_length` readable bytes.
        let name = unsafe { guard::text(name, name_length, "name") }?;
        Ok(ReportHandle::new(validator.0.validate(xml).with_file(name)))
    })
}
