//! Handles shared by threads and freed in any order, through the exported functions.

use std::ffi::c_char;
use std::fs;
use std::ptr;
use std::slice;
use std::sync::Barrier;
use std::thread;

use taxdoc::Language;
use taxdoc::Validator;

use crate::documents;

/// The few functions that these tests call; the C programs prove that the declarations of the header are the right ones.
mod c {
    use std::ffi::c_char;
    use std::ffi::c_void;

    unsafe extern "C" {
        pub(super) fn taxdoc_validator_new(options: *const c_void, out: *mut *mut c_void, error: *mut *mut c_void) -> i32;
        pub(super) fn taxdoc_validator_free(validator: *mut c_void);
        pub(super) fn taxdoc_validate(validator: *const c_void, xml: *const u8, length: usize, out: *mut *mut c_void) -> i32;
        pub(super) fn taxdoc_report_json(
            report: *const c_void,
            language: i32,
            text: *mut *const c_char,
            length: *mut usize,
        ) -> i32;
        pub(super) fn taxdoc_report_free(report: *mut c_void);
        pub(super) fn taxdoc_finding_message(
            report: *const c_void,
            index: usize,
            language: i32,
            length: *mut usize,
        ) -> *const c_char;
    }
}

/// A validator or a report, which the header allows to be used and freed on any thread.
#[derive(Clone, Copy)]
struct Handle(*mut std::ffi::c_void);

// SAFETY: the header says so of both.
unsafe impl Send for Handle {}
// SAFETY: the header says so of both.
unsafe impl Sync for Handle {}

impl Handle {
    fn validator() -> Self {
        let mut validator = ptr::null_mut();
        // SAFETY: `out` can be written, the rest may be NULL.
        assert_eq!(unsafe { c::taxdoc_validator_new(ptr::null(), &mut validator, ptr::null_mut()) }, 0);
        Self(validator)
    }

    fn validate(self, xml: &[u8]) -> Self {
        let mut report = ptr::null_mut();
        // SAFETY: a validator, bytes by their length, a place for the report.
        assert_eq!(unsafe { c::taxdoc_validate(self.0, xml.as_ptr(), xml.len(), &mut report) }, 0);
        Self(report)
    }

    fn json(self, language: i32) -> (*const c_char, String) {
        let (mut text, mut length) = (ptr::null(), 0);
        // SAFETY: a report and two places.
        assert_eq!(unsafe { c::taxdoc_report_json(self.0, language, &mut text, &mut length) }, 0);
        // SAFETY: the library has given that many bytes and a NUL.
        let bytes = unsafe { slice::from_raw_parts(text.cast::<u8>(), length + 1) };
        assert_eq!(bytes[length], 0);
        (text, String::from_utf8(bytes[..length].to_vec()).unwrap())
    }
}

#[test]
fn four_threads_share_a_validator() {
    let validator = Handle::validator();
    let documents: Vec<_> = documents::all().into_iter().map(|path| fs::read(path).unwrap()).collect();
    let expected: Vec<_> = documents.iter().map(|xml| serde_json::to_string(&Validator::new().validate(xml)).unwrap()).collect();
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                start.wait();
                for (xml, expected) in documents.iter().zip(&expected).cycle().take(10 * documents.len()) {
                    let report = { validator }.validate(xml);
                    assert_eq!(report.json(1).1, *expected);
                    // SAFETY: made above, freed once.
                    unsafe { c::taxdoc_report_free(report.0) };
                }
            });
        }
    });
    // SAFETY: no thread uses it any more.
    unsafe { c::taxdoc_validator_free(validator.0) };
}

#[test]
fn four_threads_read_one_report_and_get_the_same_texts() {
    let validator = Handle::validator();
    let xml = b"<HDon>";
    let report = validator.validate(xml);
    // SAFETY: reports do not need their validator.
    unsafe { c::taxdoc_validator_free(validator.0) };
    let rust = Validator::new().validate(xml);
    let vietnamese = serde_json::to_string(&rust).unwrap();
    let english = serde_json::to_string(&rust.in_language(Language::English)).unwrap();
    let start = Barrier::new(4);
    let addresses: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let report = { report };
                    start.wait();
                    // SAFETY: a report, a finding that it has, no wish for the length.
                    let message = unsafe { c::taxdoc_finding_message(report.0, 0, 2, ptr::null_mut()) };
                    let (first, text) = report.json(1);
                    assert_eq!(text, vietnamese);
                    let (second, text) = report.json(2);
                    assert_eq!(text, english);
                    [message as usize, first as usize, second as usize]
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(addresses.iter().all(|seen| *seen == addresses[0]));
    let report = thread::spawn(move || {
        let report = report;
        // SAFETY: freed once, on another thread than the one that made it.
        unsafe { c::taxdoc_report_free({ report }.0) };
    });
    report.join().unwrap();
}

#[test]
fn reports_outlive_each_other_in_any_order() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let validator = Handle::validator();
        let handles = [validator.validate(b"<a/>"), validator.validate(b"<a>"), validator];
        let texts = [handles[0].json(1).1, handles[1].json(1).1];
        let mut freed = [false; 3];
        for index in order {
            for (report, text) in texts.iter().enumerate().filter(|(report, _)| !freed[*report]) {
                assert_eq!(handles[report].json(1).1, *text);
            }
            // SAFETY: each once.
            unsafe {
                if index == 2 { c::taxdoc_validator_free(handles[index].0) } else { c::taxdoc_report_free(handles[index].0) }
            }
            freed[index] = true;
        }
    }
}
