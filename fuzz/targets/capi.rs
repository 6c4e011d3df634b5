//! The C interface, called as C calls it: any sequence of calls with live, NULL and freed handles, any numbers, any bytes.
//!
//! Each byte of the input picks a call, the next ones its arguments; a piece of data is its length in one byte, or one of the documents
//! of the project. Statuses are known, results are NULL on failure, texts are UTF-8 with their length and keep their address. Builds
//! with debug assertions, which fuzzing is, promise an answer for a handle freed lately, so that these are used too.

#![no_main]

use std::ffi::CStr;
use std::ffi::c_char;
use std::ffi::c_void;
use std::ptr;

use libfuzzer_sys::fuzz_target;
use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

type Handle = *mut c_void;
type Text = *const c_char;

unsafe extern "C" {
    fn taxdoc_status_name(status: i32) -> Text;
    fn taxdoc_error_status(error: Handle) -> i32;
    fn taxdoc_error_message(error: Handle, length: *mut usize) -> Text;
    fn taxdoc_error_free(error: Handle);
    fn taxdoc_options_new(options: *mut Handle) -> i32;
    fn taxdoc_options_free(options: Handle);
    fn taxdoc_options_set_time(options: Handle, seconds: i64) -> i32;
    fn taxdoc_options_set_now(options: Handle, seconds: i64) -> i32;
    fn taxdoc_options_add_trust(options: Handle, bytes: *const u8, length: usize, error: *mut Handle) -> i32;
    fn taxdoc_options_without_builtin_trust(options: Handle) -> i32;
    fn taxdoc_options_add_crl(options: Handle, bytes: *const u8, length: usize, error: *mut Handle) -> i32;
    fn taxdoc_options_add_ocsp(options: Handle, bytes: *const u8, length: usize, error: *mut Handle) -> i32;
    fn taxdoc_options_add_schema(options: Handle, name: Text, name_length: usize, bytes: *const u8, length: usize) -> i32;
    fn taxdoc_options_set_stages(options: Handle, stages: u32) -> i32;
    fn taxdoc_options_set_required(options: Handle, stages: u32) -> i32;
    fn taxdoc_options_set_policy(options: Handle, policy: i32) -> i32;
    fn taxdoc_options_set_limit(options: Handle, limit: i32, value: u64) -> i32;
    fn taxdoc_validator_new(options: Handle, validator: *mut Handle, error: *mut Handle) -> i32;
    fn taxdoc_validator_free(validator: Handle);
    fn taxdoc_cancellation_new(cancellation: *mut Handle) -> i32;
    fn taxdoc_cancellation_cancel(cancellation: Handle) -> i32;
    fn taxdoc_cancellation_free(cancellation: Handle);
    fn taxdoc_validate(validator: Handle, xml: *const u8, length: usize, report: *mut Handle) -> i32;
    fn taxdoc_validate_unless(
        validator: Handle,
        xml: *const u8,
        length: usize,
        name: Text,
        name_length: usize,
        cancellation: Handle,
        report: *mut Handle,
    ) -> i32;
    fn taxdoc_validate_stream(
        validator: Handle,
        read: Option<unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> i64>,
        user: *mut c_void,
        report: *mut Handle,
    ) -> i32;
    fn taxdoc_report_free(report: Handle);
    fn taxdoc_report_verdict(report: Handle) -> i32;
    fn taxdoc_report_json(report: Handle, language: i32, text: *mut Text, length: *mut usize) -> i32;
    fn taxdoc_validate_named(
        validator: Handle,
        xml: *const u8,
        length: usize,
        name: Text,
        name_length: usize,
        report: *mut Handle,
    ) -> i32;
    fn taxdoc_report_sha256(report: Handle, length: *mut usize) -> Text;
    fn taxdoc_report_file(report: Handle, length: *mut usize) -> Text;
    fn taxdoc_report_stage(report: Handle, stage: i32) -> i32;
    fn taxdoc_report_document(report: Handle, field: i32, length: *mut usize) -> Text;
    fn taxdoc_report_stage_reason(report: Handle, stage: i32, language: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_param_value(report: Handle, index: usize, param: usize, language: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_count(report: Handle) -> usize;
    fn taxdoc_signature_count(report: Handle) -> usize;
    fn taxdoc_total_count(report: Handle) -> usize;
    fn taxdoc_finding_column(report: Handle, index: usize) -> usize;
    fn taxdoc_finding_length(report: Handle, index: usize) -> usize;
    fn taxdoc_finding_line(report: Handle, index: usize) -> usize;
    fn taxdoc_finding_offset(report: Handle, index: usize) -> usize;
    fn taxdoc_finding_param_count(report: Handle, index: usize) -> usize;
    fn taxdoc_signature_covered_count(report: Handle, index: usize) -> usize;
    fn taxdoc_signature_digest_count(report: Handle, index: usize) -> usize;
    fn taxdoc_signature_not_covered_count(report: Handle, index: usize) -> usize;
    fn taxdoc_finding_severity(report: Handle, index: usize) -> i32;
    fn taxdoc_finding_stage(report: Handle, index: usize) -> i32;
    fn taxdoc_signature_chain(report: Handle, index: usize) -> i32;
    fn taxdoc_signature_integrity(report: Handle, index: usize) -> i32;
    fn taxdoc_signature_revocation(report: Handle, index: usize) -> i32;
    fn taxdoc_signature_role(report: Handle, index: usize) -> i32;
    fn taxdoc_signature_time_signed(report: Handle, index: usize) -> i32;
    fn taxdoc_finding_basis(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_finding_code(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_finding_path(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_algorithm(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_anchor(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_path(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_time(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_total_computed(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_total_difference(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_total_path(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_total_rule(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_total_stated(report: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_finding_param_name(report: Handle, index: usize, part: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_covered(report: Handle, index: usize, part: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_digest(report: Handle, index: usize, part: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_not_covered(report: Handle, index: usize, part: usize, length: *mut usize) -> Text;
    fn taxdoc_finding_actual(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_expected(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_field(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_fix(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_finding_message(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_signature_certificate(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_signature_diagnosis(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_total_name(report: Handle, index: usize, number: i32, length: *mut usize) -> Text;
    fn taxdoc_rule_expected(catalogue: Handle, index: usize, language: i32, length: *mut usize) -> Text;
    fn taxdoc_rule_fix(catalogue: Handle, index: usize, language: i32, length: *mut usize) -> Text;
    fn taxdoc_rule_message(catalogue: Handle, index: usize, language: i32, length: *mut usize) -> Text;
    fn taxdoc_source_data(catalogue: Handle, index: usize, language: i32, length: *mut usize) -> Text;
    fn taxdoc_rule_basis(catalogue: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_rule_code(catalogue: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_source_date(catalogue: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_source_document(catalogue: Handle, index: usize, length: *mut usize) -> Text;
    fn taxdoc_signature_covered_extent(report: Handle, index: usize, element: usize) -> i32;
    fn taxdoc_rule_count(catalogue: Handle) -> usize;
    fn taxdoc_source_count(catalogue: Handle) -> usize;
    fn taxdoc_rule_severity(catalogue: Handle, index: usize) -> i32;
    fn taxdoc_rule_stage(catalogue: Handle, index: usize) -> i32;
    fn taxdoc_reference_octets(
        validator: Handle,
        xml: *const u8,
        length: usize,
        signature: usize,
        reference: usize,
        octets: *mut Handle,
        error: *mut Handle,
    ) -> i32;
    fn taxdoc_signed_info_octets(
        validator: Handle,
        xml: *const u8,
        length: usize,
        signature: usize,
        octets: *mut Handle,
        error: *mut Handle,
    ) -> i32;
    fn taxdoc_octets_data(octets: Handle, length: *mut usize) -> *const u8;
    fn taxdoc_octets_free(octets: Handle);
    fn taxdoc_catalogue_new(catalogue: *mut Handle) -> i32;
    fn taxdoc_catalogue_free(catalogue: Handle);
    fn taxdoc_totals_compute(json: Text, length: usize, totals: *mut Handle, error: *mut Handle) -> i32;
    fn taxdoc_totals_complete(xml: *const u8, length: usize, totals: *mut Handle, error: *mut Handle) -> i32;
    fn taxdoc_totals_json(totals: Handle, length: *mut usize) -> Text;
    fn taxdoc_totals_xml(totals: Handle, length: *mut usize) -> Text;
    fn taxdoc_totals_free(totals: Handle);
}

// The accessors of one shape.
const COUNTS: [unsafe extern "C" fn(Handle) -> usize; 3] = [taxdoc_finding_count, taxdoc_signature_count, taxdoc_total_count];
const COUNTS_OF_ONE: [unsafe extern "C" fn(Handle, usize) -> usize; 8] = [
    taxdoc_finding_column,
    taxdoc_finding_length,
    taxdoc_finding_line,
    taxdoc_finding_offset,
    taxdoc_finding_param_count,
    taxdoc_signature_covered_count,
    taxdoc_signature_digest_count,
    taxdoc_signature_not_covered_count,
];
const NUMBERS: [unsafe extern "C" fn(Handle, usize) -> i32; 7] = [
    taxdoc_finding_severity,
    taxdoc_finding_stage,
    taxdoc_signature_chain,
    taxdoc_signature_integrity,
    taxdoc_signature_revocation,
    taxdoc_signature_role,
    taxdoc_signature_time_signed,
];
const TEXTS: [unsafe extern "C" fn(Handle, usize, *mut usize) -> Text; 12] = [
    taxdoc_finding_basis,
    taxdoc_finding_code,
    taxdoc_finding_path,
    taxdoc_signature_algorithm,
    taxdoc_signature_anchor,
    taxdoc_signature_path,
    taxdoc_signature_time,
    taxdoc_total_computed,
    taxdoc_total_difference,
    taxdoc_total_path,
    taxdoc_total_rule,
    taxdoc_total_stated,
];
const TEXTS_OF_A_LIST: [unsafe extern "C" fn(Handle, usize, usize, *mut usize) -> Text; 4] =
    [taxdoc_finding_param_name, taxdoc_signature_covered, taxdoc_signature_digest, taxdoc_signature_not_covered];
const TEXTS_IN_A_LANGUAGE: [unsafe extern "C" fn(Handle, usize, i32, *mut usize) -> Text; 8] = [
    taxdoc_finding_actual,
    taxdoc_finding_expected,
    taxdoc_finding_field,
    taxdoc_finding_fix,
    taxdoc_finding_message,
    taxdoc_signature_certificate,
    taxdoc_signature_diagnosis,
    taxdoc_total_name,
];
const TEXTS_OF_RULES: [unsafe extern "C" fn(Handle, usize, i32, *mut usize) -> Text; 4] =
    [taxdoc_rule_expected, taxdoc_rule_fix, taxdoc_rule_message, taxdoc_source_data];
const NAMES_OF_RULES: [unsafe extern "C" fn(Handle, usize, *mut usize) -> Text; 4] =
    [taxdoc_rule_basis, taxdoc_rule_code, taxdoc_source_date, taxdoc_source_document];

const DOCUMENTS: [&[u8]; 6] = [
    include_bytes!("../../examples/data/valid.xml"),
    // Not one whose content was altered: the search for the reason takes a hundred times as long as everything else.
    include_bytes!("../../examples/data/reindented-after-signing.xml"),
    include_bytes!("../../examples/data/declaration.xml"),
    b"<HDon><DLHDon Id='data'/></HDon>",
    br#"{"lines":[{"quantity":"2","price":"1250.5","rate":"8%"},{"nature":"note"}]}"#,
    br#"{"currency":"USD","exchange_rate":"25450.5","policy":"rate","lines":[{"amount":"10.25","discount_rate":"5","rate":"KHAC:7%"}],
         "fees":[{"name":"ph\u00ed","amount":"1"}],"other_reduction":"0.5","correction":"adjustment"}"#,
];

/// Far fewer calls than the freed handles that a library remembers.
const CALLS: usize = 200;

/// So many of them may do the work of the engines, each some milliseconds in this build; more would only repeat them.
const WORK: usize = 6;

/// The input as a source of choices.
struct Choices<'i>(&'i [u8]);

impl<'i> Choices<'i> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// Small numbers mostly, and the ends of the range.
    fn number(&mut self) -> i64 {
        match self.byte() {
            255 => i64::MAX,
            254 => i64::MIN,
            253 => -1,
            small => i64::from(small),
        }
    }

    fn i32(&mut self) -> i32 {
        self.number() as i32
    }

    fn index(&mut self) -> usize {
        self.number() as usize
    }

    fn data(&mut self) -> &'i [u8] {
        let length = self.byte();
        if let Some(document) = DOCUMENTS.get(usize::from(255 - length)) {
            return document;
        }
        let (data, rest) = self.0.split_at(usize::from(length).min(self.0.len()));
        self.0 = rest;
        data
    }

    fn handle(&mut self, slot: &Slot) -> Handle {
        slot.made.get(usize::from(self.byte() & 3)).copied().unwrap_or(ptr::null_mut())
    }
}

/// The handles of one kind, freed ones among them.
struct Slot {
    made: Vec<Handle>,
    free: unsafe extern "C" fn(Handle),
}

impl Slot {
    fn new(free: unsafe extern "C" fn(Handle)) -> Self {
        Self { made: Vec::new(), free }
    }

    /// Keeps the newest handle in front.
    fn add(&mut self, status: i32, handle: Handle) {
        assert!(known(status));
        assert_eq!(handle.is_null(), status != 0);
        if !handle.is_null() {
            self.made.insert(0, handle);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        for handle in &self.made {
            // SAFETY: a handle that the library gave; freed a second time at most, which this build answers.
            unsafe { (self.free)(*handle) };
        }
    }
}

fn known(status: i32) -> bool {
    // SAFETY: takes any number.
    !unsafe { taxdoc_status_name(status) }.is_null()
}

/// What every text promises.
fn text(mut ask: impl FnMut(&mut usize) -> Text) {
    let mut length = usize::MAX;
    let first = ask(&mut length);
    if first.is_null() {
        assert_eq!(length, 0);
        return;
    }
    // SAFETY: a text that the library gave and its handle still owns.
    let read = unsafe { CStr::from_ptr(first) };
    assert_eq!(read.count_bytes(), length);
    assert!(read.to_str().is_ok());
    assert_eq!(ask(&mut length), first);
}

/// Looks at an error and frees it.
fn error(status: i32, error: Handle) {
    assert!(known(status));
    assert_eq!(error.is_null(), status == 0);
    // SAFETY: an error that the library gave just now, or NULL.
    unsafe {
        assert_eq!(taxdoc_error_status(error), status);
        text(|length| taxdoc_error_message(error, length));
        taxdoc_error_free(error);
    }
}

/// What computed amounts promise: JSON, and XML that is well-formed.
fn computed(totals: Handle) {
    // SAFETY: totals that the library gave, perhaps freed, or NULL.
    unsafe {
        text(|length| taxdoc_totals_json(totals, length));
        text(|length| taxdoc_totals_xml(totals, length));
        let (json, xml) = (taxdoc_totals_json(totals, ptr::null_mut()), taxdoc_totals_xml(totals, ptr::null_mut()));
        assert_eq!(json.is_null(), xml.is_null());
        if !json.is_null() {
            serde_json::from_slice::<serde_json::Value>(CStr::from_ptr(json).to_bytes()).expect("JSON");
            let limits = Limits::default();
            let source = Source::decode(CStr::from_ptr(xml).to_bytes(), &limits).expect("text");
            Document::parse(&source, &limits).expect("well-formed XML");
        }
    }
}

/// The lines of a completed declaration follow from themselves.
fn completed_twice(totals: Handle) {
    // SAFETY: totals that the library gave just now.
    unsafe {
        let once = CStr::from_ptr(taxdoc_totals_xml(totals, ptr::null_mut()));
        let mut again = ptr::null_mut();
        let status = taxdoc_totals_complete(once.as_ptr().cast(), once.count_bytes(), &mut again, ptr::null_mut());
        assert_eq!(status, 0);
        assert_eq!(CStr::from_ptr(taxdoc_totals_xml(again, ptr::null_mut())), once);
        taxdoc_totals_free(again);
    }
}

unsafe extern "C" fn read(user: *mut c_void, buffer: *mut u8, capacity: usize) -> i64 {
    // SAFETY: `user` is the slice below, alive during the call; `buffer` has room for `capacity` bytes.
    unsafe {
        let rest = &mut *user.cast::<&[u8]>();
        let count = rest.len().min(capacity).min(7);
        let (now, later) = rest.split_at(count);
        ptr::copy_nonoverlapping(now.as_ptr(), buffer, count);
        *rest = later;
        count as i64
    }
}

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices(input);
    let mut options = Slot::new(taxdoc_options_free);
    let mut validators = Slot::new(taxdoc_validator_free);
    let mut cancellations = Slot::new(taxdoc_cancellation_free);
    let mut reports = Slot::new(taxdoc_report_free);
    let mut octets = Slot::new(taxdoc_octets_free);
    let mut catalogues = Slot::new(taxdoc_catalogue_free);
    let mut totals = Slot::new(taxdoc_totals_free);
    let mut work = WORK;
    for _ in 0..CALLS {
        if choices.0.is_empty() {
            break;
        }
        let call = choices.byte() % 46;
        if matches!(call, 13..=15 | 20..=24 | 35 | 36 | 38 | 40..=43) {
            let Some(left) = work.checked_sub(1) else { continue };
            work = left;
        }
        let (mut made, mut failure) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: every pointer is that of a live slice, of a local variable, NULL, or a handle of that kind that the library gave. It may
        // have been freed, which this build notices.
        unsafe {
            match call {
                0 => options.add(taxdoc_options_new(&mut made), made),
                1 => taxdoc_options_free(choices.handle(&options)),
                2 => assert!(known(taxdoc_options_set_time(choices.handle(&options), choices.number()))),
                3 => assert!(known(taxdoc_options_set_now(choices.handle(&options), choices.number()))),
                4 | 5 | 6 => {
                    let (options, data) = (choices.handle(&options), choices.data());
                    let add = [taxdoc_options_add_trust, taxdoc_options_add_crl, taxdoc_options_add_ocsp]
                        [usize::from(choices.byte() % 3)];
                    error(add(options, data.as_ptr(), data.len(), &mut failure), failure);
                }
                7 => assert!(known(taxdoc_options_without_builtin_trust(choices.handle(&options)))),
                8 => {
                    let (options, name, data) = (choices.handle(&options), choices.data(), choices.data());
                    assert!(known(taxdoc_options_add_schema(
                        options,
                        name.as_ptr().cast(),
                        name.len(),
                        data.as_ptr(),
                        data.len()
                    )));
                }
                9 => assert!(known(taxdoc_options_set_stages(choices.handle(&options), u32::from(choices.byte())))),
                10 => assert!(known(taxdoc_options_set_required(choices.handle(&options), u32::from(choices.byte())))),
                11 => assert!(known(taxdoc_options_set_policy(choices.handle(&options), choices.i32()))),
                12 => {
                    // Limits may be lowered only: a raised one lets a document cost what it likes.
                    let (limit, value) = (choices.i32(), u64::from(choices.byte()));
                    assert!(known(taxdoc_options_set_limit(choices.handle(&options), limit, value)));
                }
                13..=15 => {
                    let status = taxdoc_validator_new(choices.handle(&options), &mut made, &mut failure);
                    validators.add(status, made);
                    error(status, failure);
                }
                16 => taxdoc_validator_free(choices.handle(&validators)),
                17 => cancellations.add(taxdoc_cancellation_new(&mut made), made),
                18 => assert!(known(taxdoc_cancellation_cancel(choices.handle(&cancellations)))),
                19 => taxdoc_cancellation_free(choices.handle(&cancellations)),
                20..=22 => {
                    let (validator, xml) = (choices.handle(&validators), choices.data());
                    reports.add(taxdoc_validate(validator, xml.as_ptr(), xml.len(), &mut made), made);
                }
                23 => {
                    let (validator, xml, name) = (choices.handle(&validators), choices.data(), choices.data());
                    let flag = choices.handle(&cancellations);
                    let (at, length) = (name.as_ptr().cast(), name.len());
                    let status = if choices.byte() == 0 {
                        taxdoc_validate_named(validator, xml.as_ptr(), xml.len(), at, length, &mut made)
                    } else {
                        taxdoc_validate_unless(validator, xml.as_ptr(), xml.len(), at, length, flag, &mut made)
                    };
                    // A name may hold a NUL, which a text out of the report then does too: see the header.
                    if status == 0 && name.contains(&0) {
                        taxdoc_report_free(made);
                    } else {
                        reports.add(status, made);
                    }
                }
                24 => {
                    let (validator, mut xml) = (choices.handle(&validators), choices.data());
                    let user = (&raw mut xml).cast();
                    reports.add(taxdoc_validate_stream(validator, Some(read), user, &mut made), made);
                }
                25 => taxdoc_report_free(choices.handle(&reports)),
                26 => assert!((0..=3).contains(&taxdoc_report_verdict(choices.handle(&reports)))),
                27 | 28 => {
                    let (report, language) = (choices.handle(&reports), choices.i32());
                    let (mut json, mut length) = (ptr::null(), 0);
                    let status = taxdoc_report_json(report, language, &mut json, &mut length);
                    assert!(known(status));
                    assert_eq!(json.is_null(), status != 0);
                    if !json.is_null() {
                        let json = CStr::from_ptr(json);
                        assert_eq!(json.count_bytes(), length);
                        assert!(json.to_str().expect("UTF-8").contains("taxdoc-report/1"));
                    }
                }
                29 => {
                    let (report, field) = (choices.handle(&reports), choices.i32());
                    text(|length| taxdoc_report_document(report, field, length));
                    text(|length| taxdoc_report_file(report, length));
                    text(|length| taxdoc_report_sha256(report, length));
                }
                30 => {
                    let (report, stage, language) = (choices.handle(&reports), choices.i32(), choices.i32());
                    text(|length| taxdoc_report_stage_reason(report, stage, language, length));
                    assert!((0..=3).contains(&taxdoc_report_stage(report, stage)));
                }
                31 => {
                    let (report, index, number) = (choices.handle(&reports), choices.index(), choices.i32());
                    for ask in TEXTS_IN_A_LANGUAGE {
                        text(|length| ask(report, index, number, length));
                    }
                }
                32 => {
                    let (report, index, part) = (choices.handle(&reports), choices.index(), choices.index());
                    for ask in TEXTS_OF_A_LIST {
                        text(|length| ask(report, index, part, length));
                    }
                    assert!((0..=2).contains(&taxdoc_signature_covered_extent(report, index, part)));
                }
                33 => {
                    let (report, index) = (choices.handle(&reports), choices.index());
                    for ask in TEXTS {
                        text(|length| ask(report, index, length));
                    }
                    let is_there = COUNTS.iter().any(|count| index < count(report));
                    assert!(is_there || NUMBERS.iter().all(|ask| ask(report, index) == 0));
                    assert!(is_there || COUNTS_OF_ONE.iter().all(|ask| ask(report, index) == 0));
                }
                34 => {
                    let (report, index, param) = (choices.handle(&reports), choices.index(), choices.index());
                    let language = choices.i32();
                    text(|length| taxdoc_finding_param_value(report, index, param, language, length));
                }
                35 | 36 => {
                    let (validator, xml, signature) = (choices.handle(&validators), choices.data(), choices.index());
                    let reference = choices.index();
                    let (at, length) = (xml.as_ptr(), xml.len());
                    let status = if choices.byte() % 2 == 0 {
                        taxdoc_reference_octets(validator, at, length, signature, reference, &mut made, &mut failure)
                    } else {
                        taxdoc_signed_info_octets(validator, at, length, signature, &mut made, &mut failure)
                    };
                    octets.add(status, made);
                    error(status, failure);
                }
                37 => {
                    let octets = choices.handle(&octets);
                    let mut length = usize::MAX;
                    let data = taxdoc_octets_data(octets, &mut length);
                    assert_eq!(data.is_null(), length == 0 || length == usize::MAX);
                    taxdoc_octets_free(octets);
                }
                38 => catalogues.add(taxdoc_catalogue_new(&mut made), made),
                39 => {
                    let (catalogue, index, language) = (choices.handle(&catalogues), choices.index(), choices.i32());
                    for ask in TEXTS_OF_RULES {
                        text(|length| ask(catalogue, index, language, length));
                    }
                    for ask in NAMES_OF_RULES {
                        text(|length| ask(catalogue, index, length));
                    }
                    let is_rule = index < taxdoc_rule_count(catalogue);
                    assert_eq!(taxdoc_rule_severity(catalogue, index) != 0, is_rule);
                    assert_eq!(taxdoc_rule_stage(catalogue, index) != 0, is_rule);
                    assert_eq!(
                        taxdoc_source_date(catalogue, index, ptr::null_mut()).is_null(),
                        index >= taxdoc_source_count(catalogue)
                    );
                    if choices.byte() == 0 {
                        taxdoc_catalogue_free(catalogue);
                    }
                }
                40 | 41 => {
                    let json = choices.data();
                    let status = taxdoc_totals_compute(json.as_ptr().cast(), json.len(), &mut made, &mut failure);
                    totals.add(status, made);
                    error(status, failure);
                }
                42 | 43 => {
                    let xml = choices.data();
                    let status = taxdoc_totals_complete(xml.as_ptr(), xml.len(), &mut made, &mut failure);
                    totals.add(status, made);
                    error(status, failure);
                    if status == 0 {
                        completed_twice(made);
                    }
                }
                44 => taxdoc_totals_free(choices.handle(&totals)),
                _ => computed(choices.handle(&totals)),
            }
        }
    }
});
