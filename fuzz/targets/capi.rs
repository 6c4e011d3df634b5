//! The C interface with any bytes, called as C calls it: statuses are known, texts are UTF-8 with their length, handles are freed.
//!
//! The first byte picks what the rest is: a document, certificates, a CRL, an OCSP response or a schema.

#![no_main]

use std::ffi::c_char;
use std::ffi::c_void;
use std::ptr;

use libfuzzer_sys::fuzz_target;
use taxdoc as _;

unsafe extern "C" {
    fn taxdoc_status_name(status: i32) -> *const c_char;
    fn taxdoc_options_new(options: *mut *mut c_void) -> i32;
    fn taxdoc_options_free(options: *mut c_void);
    fn taxdoc_options_add_trust(options: *mut c_void, bytes: *const u8, length: usize, error: *mut *mut c_void) -> i32;
    fn taxdoc_options_add_crl(options: *mut c_void, bytes: *const u8, length: usize, error: *mut *mut c_void) -> i32;
    fn taxdoc_options_add_ocsp(options: *mut c_void, bytes: *const u8, length: usize, error: *mut *mut c_void) -> i32;
    fn taxdoc_options_add_schema(
        options: *mut c_void,
        name: *const c_char,
        name_length: usize,
        bytes: *const u8,
        length: usize,
    ) -> i32;
    fn taxdoc_error_status(error: *const c_void) -> i32;
    fn taxdoc_error_free(error: *mut c_void);
    fn taxdoc_validator_new(options: *const c_void, validator: *mut *mut c_void, error: *mut *mut c_void) -> i32;
    fn taxdoc_validator_free(validator: *mut c_void);
    fn taxdoc_validate(validator: *const c_void, xml: *const u8, length: usize, report: *mut *mut c_void) -> i32;
    fn taxdoc_report_free(report: *mut c_void);
    fn taxdoc_report_json(report: *const c_void, language: i32, text: *mut *const c_char, length: *mut usize) -> i32;
}

const DOCUMENT: &[u8] = b"<HDon><DLHDon Id='data'/></HDon>";

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, rest)) = bytes.split_first() else { return };
    // SAFETY: every pointer below is that of a live slice, of a local variable, or a handle that the library gave and has not freed;
    // each handle is freed once, errors and reports where they were made.
    unsafe {
        let mut options = ptr::null_mut();
        assert_eq!(taxdoc_options_new(&raw mut options), 0);
        let mut error = ptr::null_mut();
        let (at, length) = (rest.as_ptr(), rest.len());
        let status = match choice % 5 {
            1 => taxdoc_options_add_trust(options, at, length, &raw mut error),
            2 => taxdoc_options_add_crl(options, at, length, &raw mut error),
            3 => taxdoc_options_add_ocsp(options, at, length, &raw mut error),
            4 => taxdoc_options_add_schema(options, c"a.xsd".as_ptr(), 5, at, length),
            _ => 0,
        };
        assert!(!taxdoc_status_name(status).is_null());
        assert_eq!(error.is_null(), status == 0 || choice % 5 == 4);
        free_error(error, status);
        let mut validator = ptr::null_mut();
        let mut error = ptr::null_mut();
        let status = taxdoc_validator_new(options, &raw mut validator, &raw mut error);
        assert!(!taxdoc_status_name(status).is_null());
        assert_eq!(validator.is_null(), status != 0);
        free_error(error, status);
        taxdoc_options_free(options);
        if validator.is_null() {
            return;
        }
        let document = if choice % 5 == 0 { rest } else { DOCUMENT };
        let mut report = ptr::null_mut();
        assert_eq!(taxdoc_validate(validator, document.as_ptr(), document.len(), &raw mut report), 0);
        taxdoc_validator_free(validator);
        for language in 0..3 {
            let (mut text, mut length) = (ptr::null(), 0);
            let status = taxdoc_report_json(report, language, &raw mut text, &raw mut length);
            assert!(!taxdoc_status_name(status).is_null());
            assert_eq!(text.is_null(), status != 0);
            if !text.is_null() {
                let text = std::ffi::CStr::from_ptr(text);
                assert_eq!(text.count_bytes(), length);
                assert!(text.to_str().expect("UTF-8").contains("taxdoc-report/1"));
            }
        }
        taxdoc_report_free(report);
    }
});

/// Frees an error, which must carry the status that the call returned.
///
/// # Safety
/// `error` is null or a live error handle.
unsafe fn free_error(error: *mut c_void, status: i32) {
    if !error.is_null() {
        // SAFETY: the caller's promise.
        unsafe {
            assert_eq!(taxdoc_error_status(error), status);
            taxdoc_error_free(error);
        }
    }
}
