//! Any bytes get a report: the same each time, with every place in the input, and with a verdict that its findings and stages bear out.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::Validator;
use taxdoc::pki::Timestamp;
use taxdoc::report::Verdict;

static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| {
    let noon = Timestamp::from_unix(1_750_000_000);
    Validator::builder().with_time(noon).with_now(noon).build()
});

fuzz_target!(|bytes: &[u8]| {
    let report = VALIDATOR.validate(bytes);
    for finding in report.findings() {
        for language in [Language::Vietnamese, Language::English] {
            assert!(!finding.message(language).is_empty(), "{}", finding.code());
        }
        if let Some(place) = finding.place() {
            assert!(place.line >= 1 && place.column >= 1, "{}", finding.code());
            assert!(place.offset + place.length <= bytes.len(), "{}: {place:?}", finding.code());
        }
    }
    let has_error = report.findings().iter().any(|finding| finding.severity() == Severity::Error);
    assert_eq!(report.verdict() == Verdict::Invalid, has_error);
    let json = |report: &Report| serde_json::to_string(&report.in_language(Language::Vietnamese)).expect("a report is JSON");
    assert_eq!(json(&report), json(&VALIDATOR.validate(bytes)));
});
