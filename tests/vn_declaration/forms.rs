//! A declaration that fits its table is accepted, for every form.

use taxdoc::profile::vn::declaration::Base;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::read::Declaration;
use taxdoc::profile::vn::declaration::read::Fit;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Language;
use taxdoc::rules::Stage;

use super::contents;
use super::short;
use crate::common::suites;
use crate::common::vn_declaration::Plan;

#[test]
fn a_document_that_fits_its_form_has_no_finding() {
    let (mut exact, mut guessed, mut rows) = (0, 0, 0);
    for form in Form::all() {
        // The relatives of the e-invoice format have another envelope (issue 6), and the catalogue knows one form without a code.
        if form.code() == "-" || form.part("CTieuTKhaiChinh").is_none() {
            continue;
        }
        rows += form.rows().len();
        let plan = Plan::of(form);
        let report = contents(&plan.document());
        let told: Vec<String> =
            report.findings().iter().map(short).filter(|finding| !finding.contains("VERSION-SUPERSEDED")).collect();
        assert!(told.is_empty(), "{} {}: {told:?}", form.code(), plan.version);
        if form.exact().is_some() {
            assert_eq!(report.verdict(), Verdict::Valid, "{}", form.code());
            exact += 1;
        } else {
            // Nothing is valid because it is unknown.
            assert_eq!(report.verdict(), Verdict::Undetermined, "{}", form.code());
            guessed += 1;
        }
    }
    assert_eq!(exact, 13);
    assert!(guessed > 340, "{guessed}");
    suites::say(&format!(
        "{exact} forms by their schema and {guessed} by their display, {rows} rows: each accepts its own document"
    ));
}

#[test]
fn the_main_forms_are_accepted_in_each_envelope_whole_and_small() {
    for code in ["842", "844", "847", "850", "864", "892", "952", "953", "830", "838", "824", "473", "1140"] {
        let form = Form::of(code).unwrap();
        for base in [Base::Ward, Base::WardCode] {
            for full in [true, false] {
                let plan = Plan { base, full, ..Plan::of(form) };
                let report = contents(&plan.document());
                assert_eq!(report.verdict(), Verdict::Valid, "{code} {base:?} {full} {:?}", report.findings());
            }
            let plan = Plan { base, supplement: true, ..Plan::of(form) };
            let told: Vec<String> = contents(&plan.document()).findings().iter().map(short).collect();
            assert!(told.iter().all(|finding| !finding.contains(" error ")), "{code} {base:?} {told:?}");
        }
    }
}

#[test]
fn a_first_return_of_vat_has_its_summary() {
    let report = contents(&Plan::of(Form::of("842").unwrap()).document());
    let document = report.document();
    assert_eq!(
        (document.family, document.kind.as_deref(), document.version.as_deref()),
        (Some("declaration"), Some("842"), Some("2.8.3"))
    );
    assert_eq!((document.number.as_deref(), document.date.as_deref()), (Some("05/2026"), Some("2026-06-10")));
    assert_eq!(document.seller.as_deref(), Some("0109999982"));
    let supplement = Plan { supplement: true, ..Plan::of(Form::of("842").unwrap()) };
    assert_eq!(contents(&supplement.document()).document().number.as_deref(), Some("05/2026 B1"));
}

#[test]
fn a_version_whose_schema_is_not_known_is_never_valid_and_never_wrong_by_a_guess() {
    // 2.9.4 of 03/TNDN came after the schema that was read, 2.8.3 before it.
    for (version, fit) in [("2.9.2", Fit::Exact), ("2.9.4", Fit::Newer), ("2.8.3", Fit::Older)] {
        let plan = Plan { version, ..Plan::of(Form::of("892").unwrap()) };
        let text = plan.document();
        crate::common::signer::with(&text, |document| assert_eq!(Declaration::read(document.root()).fit(), fit));
        let broken = text.replacen("<ctA1>0</ctA1>", "<ctA1>một</ctA1><laLung/>", 1);
        assert_ne!(text, broken);
        let (report, broken) = (contents(&text), contents(&broken));
        let expected = if fit == Fit::Exact { Verdict::Valid } else { Verdict::Undetermined };
        assert_eq!(report.verdict(), expected, "{version} {:?}", report.findings());
        let expected = if fit == Fit::Exact { Verdict::Invalid } else { Verdict::Undetermined };
        assert_eq!(broken.verdict(), expected, "{version} {:?}", broken.findings());
        let StageStatus::NotRun(note) = &broken.stage(Stage::Schema).unwrap().status else {
            assert_eq!(fit, Fit::Exact);
            continue;
        };
        assert!(note.text(Language::English).contains("2.9.2"));
        assert!(broken.findings().iter().any(|finding| finding.code() == "VN-DECL-NUMBER-FORMAT"));
    }
}
