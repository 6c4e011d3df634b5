//! The validator and its call.

use std::ffi::c_char;
use std::ffi::c_void;
use std::io;
use std::mem::MaybeUninit;

use crate::Validator;

use super::argument;
use super::cancellation::CancellationHandle;
use super::error::ErrorHandle;
use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::Status;
use super::options::OptionsHandle;
use super::report::ReportHandle;

/// Validates documents. It never changes: make one, share it among any number of threads.
///
/// Made by taxdoc_validator_new(), freed by taxdoc_validator_free(). Reports do not need their validator afterwards.
#[derive(Debug)]
pub struct ValidatorHandle(Option<Validator>);

impl Handle for ValidatorHandle {
    type Content = Validator;

    fn content(&self) -> Option<&Validator> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Validator> {
        &mut self.0
    }
}

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
        Some(_) => Ok(ValidatorHandle(Some(handle::alive(options, "options")?.build()?))),
        None => Ok(ValidatorHandle(Some(Validator::new()))),
    })
}

/// Frees a validator. NULL is allowed and does nothing. Reports that it made stay as they are.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_validator_free(validator: Option<Box<ValidatorHandle>>) {
    handle::free(validator);
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
        let validator = handle::alive(validator, "validator")?;
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        Ok(ReportHandle::new(validator.validate(xml)))
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
        let validator = handle::alive(validator, "validator")?;
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        // SAFETY: and for `name_length` readable bytes.
        let name = unsafe { argument::text(name, name_length, "name") }?;
        Ok(ReportHandle::new(validator.validate(xml).with_file(name)))
    })
}

/// The same as taxdoc_validate_named(), unless it is told to stop. The flag is looked at all along: of a document of 20 MB the call
/// returns within some 30 ms of work.
///
/// name: NULL with length 0 for none.
/// cancellation: read only; taxdoc_cancellation_cancel() may be called on any thread meanwhile.
/// Returns what taxdoc_validate_named() returns; TAXDOC_NULL_ARGUMENT also when cancellation is NULL; TAXDOC_CANCELLED when it was told
/// to stop before there was a report.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_validate_unless(
    validator: Option<&ValidatorHandle>,
    xml: *const u8,
    length: usize,
    name: *const c_char,
    name_length: usize,
    cancellation: Option<&CancellationHandle>,
    report: Option<&mut MaybeUninit<*mut ReportHandle>>,
) -> i32 {
    guard::create(report, None, || {
        let validator = handle::alive(validator, "validator")?;
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        let is_named = !name.is_null();
        // SAFETY: and for `name_length` readable bytes.
        let name = unsafe { argument::text(name, name_length, "name") }?;
        let flag = CancellationHandle::flag(cancellation)?;
        let report = validator.validate_unless(xml, &flag)?;
        Ok(ReportHandle::new(if is_named { report.with_file(name) } else { report }))
    })
}

/// Reads the next bytes of a stream for taxdoc_validate_stream().
///
/// user: what the caller gave. buffer, capacity: where to put bytes, and how many at most.
/// Returns how many bytes were put there, 0 at the end of the stream, a negative number when reading has failed. It must return in the
/// usual way: no longjmp() and no exception may pass through the library.
pub type ReadFunction = Option<unsafe extern "C" fn(user: *mut c_void, buffer: *mut u8, capacity: usize) -> i64>;

/// Validates a document while it is read, for files larger than memory: that it is well-formed, and that it is valid against the
/// schema documents of taxdoc_options_add_schema(). The stages of a tax document need all of it at hand and do not run here.
///
/// validator: read only.
/// read: called on this thread, before the call returns, until it gives 0 or a negative number. It may stop the call by the latter.
/// user: handed to read as it is; may be NULL.
/// report receives the new report, or NULL on failure. Free it with taxdoc_report_free().
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator, read or report is NULL; TAXDOC_READ_FAILED when read gives a negative number
/// or more than capacity; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_validate_stream(
    validator: Option<&ValidatorHandle>,
    read: ReadFunction,
    user: *mut c_void,
    report: Option<&mut MaybeUninit<*mut ReportHandle>>,
) -> i32 {
    guard::create(report, None, || {
        let validator = handle::alive(validator, "validator")?;
        let read = read.ok_or_else(|| Failure::null("read"))?;
        let report = validator.validate_stream(Stream { read, user });
        let failed = |_| Failure::new(Status::TaxdocReadFailed, "the stream could not be read");
        Ok(ReportHandle::new(report.map_err(failed)?))
    })
}

/// A stream of the caller's.
struct Stream {
    read: unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> i64,
    user: *mut c_void,
}

impl io::Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the header asks the caller for a function that writes at most `capacity` bytes there; they are initialised.
        let count = unsafe { (self.read)(self.user, buffer.as_mut_ptr(), buffer.len()) };
        usize::try_from(count).ok().filter(|count| *count <= buffer.len()).ok_or_else(|| io::ErrorKind::Other.into())
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;
    use std::ptr;

    use super::*;
    use crate::capi::finding::taxdoc_finding_param_value;

    unsafe extern "C" fn read(user: *mut c_void, buffer: *mut u8, capacity: usize) -> i64 {
        // SAFETY: `user` is the slice below, `buffer` has room for `capacity` bytes.
        unsafe {
            let rest = &mut *user.cast::<&[u8]>();
            let (now, later) = rest.split_at(rest.len().min(capacity));
            ptr::copy_nonoverlapping(now.as_ptr(), buffer, now.len());
            *rest = later;
            i64::try_from(now.len()).unwrap()
        }
    }

    /// What is no XML may hold a NUL, and its excerpt still ends where its length says.
    #[test]
    fn an_excerpt_ends_at_its_nul() {
        let mut xml: &[u8] = b"<?xml vers\0\0\0\x08\0\0\0\0\0\0";
        let validator = ValidatorHandle(Some(Validator::new()));
        let mut report = MaybeUninit::uninit();
        // SAFETY: `read` does what the header asks for, with a live slice.
        let status = unsafe { taxdoc_validate_stream(Some(&validator), Some(read), (&raw mut xml).cast(), Some(&mut report)) };
        assert_eq!(status, 0);
        // SAFETY: the call gave a report.
        let report = unsafe { Box::from_raw(report.assume_init()) };
        let mut length = MaybeUninit::uninit();
        let text = taxdoc_finding_param_value(Some(&report), 0, 0, 2, Some(&mut length));
        // SAFETY: the report has a finding with a value, which ends at its NUL; the length was written.
        unsafe { assert_eq!(CStr::from_ptr(text).count_bytes(), length.assume_init()) };
    }
}
