//! A declaration that fits its table is accepted, for every form.

use taxdoc::Validator;
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
    let (mut exact, mut guessed, mut relatives, mut rows) = (0, 0, 0, 0);
    for form in Form::all() {
        // The relatives in the format of e-invoices have roots of their own, some of which tests/vn_invoice knows, and the catalogue knows one form without a
        // code, which no declaration can name.
        if form.code() == "-" || form.rows().first().is_some_and(|row| !["CTieuTKhaiChinh", "PLuc"].contains(&row.name)) {
            relatives += 1;
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
    assert_eq!((exact, guessed, relatives), (13, 345, 10));
    suites::say(&format!(
        "{exact} forms by their schema and {guessed} by their display, {rows} rows: each accepts its own document; {relatives} others"
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
fn the_explanation_of_a_supplement_may_stand_before_or_behind_the_other_annexes() {
    let last = Plan { supplement: true, ..Plan::of(Form::of("842").unwrap()) }.document();
    let (start, end) = (last.find("<PL01_KHBS>").unwrap(), last.find("</PLuc>").unwrap());
    let explanation = &last[start..end];
    let first = [&last[..start], &last[end..]].concat().replace("<PLuc>", &format!("<PLuc>{explanation}"));
    let between = [&last[..start], &last[end..]].concat().replace("<PL_NQ43_GTGT>", &format!("{explanation}<PL_NQ43_GTGT>"));
    let told = |text: &str| contents(text).findings().iter().map(|finding| finding.code()).collect::<Vec<_>>();
    assert!(told(&last).is_empty() && told(&first).is_empty(), "{:?} {:?}", told(&last), told(&first));
    assert!(
        !told(&between).is_empty() && told(&between).iter().all(|code| *code == "VN-DECL-LINE-ORDER"),
        "{:?}",
        told(&between)
    );
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

/// A newest version whose schema was never found.
struct Unread {
    code: &'static str,
    version: &'static str,
    /// The version whose schema was read.
    exact: &'static str,
    /// A number of the form.
    line: &'static str,
    /// A sum that may be 0, and not 1.
    sum: &'static str,
}

const UNREAD: [Unread; 4] = [
    Unread { code: "892", version: "2.9.4", exact: "2.9.2", line: "ctA1", sum: "ctB1" },
    Unread { code: "953", version: "2.9.3", exact: "2.8.5", line: "ct16", sum: "ct18" },
    Unread { code: "952", version: "2.8.3", exact: "2.7.3", line: "ct21", sum: "ct25" },
    Unread { code: "850", version: "2.8.3", exact: "2.5.1", line: "ct21", sum: "ct24" },
];

#[test]
fn a_version_whose_schema_is_not_known_is_never_valid_and_never_wrong_by_a_guess() {
    for Unread { code, version, exact, line, sum } in UNREAD {
        let form = Form::of(code).unwrap();
        assert_eq!((form.version(), form.exact()), (version, Some(exact)));
        for base in [Base::Ward, Base::WardCode] {
            let text = Plan { version, base, ..Plan::of(form) }.document();
            crate::common::signer::with(&text, |document| assert_eq!(Declaration::read(document.root()).fit(), Fit::Newer));
            let good = contents(&text);
            assert_eq!(good.verdict(), Verdict::Undetermined, "{code} {:?}", good.findings());
            assert!(good.findings().is_empty(), "{code} {:?}", good.findings());
            // Faults of structure, each at most a warning, and the reason why no more can be said.
            let (open, leaf) = (format!("<{line}>"), format!("<{line}>0</{line}>"));
            for (what, broken, told) in [
                ("a word", text.replacen(&leaf, &format!("{open}một</{line}>"), 1), "VN-DECL-NUMBER-FORMAT warning"),
                ("a new line", text.replacen(&open, &format!("<laLung/>{open}"), 1), "VN-DECL-ELEMENT-UNKNOWN warning"),
                ("a line less", text.replacen(&leaf, "", 1), "VN-DECL-LINE-MISSING warning"),
            ] {
                assert_ne!(broken, text);
                let report = contents(&broken);
                let findings: Vec<String> = report.findings().iter().map(short).collect();
                assert!(findings.len() == 1 && findings[0].starts_with(told), "{code} {what}: {findings:?}");
                assert_eq!(report.verdict(), Verdict::Undetermined);
                let StageStatus::NotRun(note) = &report.stage(Stage::Schema).unwrap().status else { panic!("{code}") };
                let note = note.text(Language::English);
                assert!(note.contains(version) && note.contains(exact), "{note}");
            }
            // Sums and the envelope are certain all the same.
            let arithmetic = |text: &str| {
                Validator::builder().with_stages([Stage::Totals].into_iter().collect()).build().validate(text.as_bytes())
            };
            assert_eq!(arithmetic(&text).verdict(), Verdict::Undetermined, "{:?}", arithmetic(&text).findings());
            let off = arithmetic(&text.replacen(&format!("<{sum}>0<"), &format!("<{sum}>1<"), 1));
            assert_eq!(off.verdict(), Verdict::Invalid, "{code} {sum}");
            assert_eq!(off.findings()[0].code(), "VN-DECL-TOTAL-LINE");
            let late = contents(&text.replace(">05/2026<", ">13/2026<"));
            assert_eq!(late.verdict(), Verdict::Invalid);
        }
    }
}

#[test]
fn an_older_version_is_not_judged_by_lines_that_came_later() {
    for (version, fit) in [("2.9.2", Fit::Exact), ("2.8.3", Fit::Older)] {
        let plan = Plan { version, ..Plan::of(Form::of("892").unwrap()) };
        let text = plan.document();
        crate::common::signer::with(&text, |document| assert_eq!(Declaration::read(document.root()).fit(), fit));
        let without = contents(&text.replacen("<ctA1>0</ctA1>", "", 1));
        let expected = if fit == Fit::Exact { Verdict::Invalid } else { Verdict::Undetermined };
        assert_eq!(without.verdict(), expected, "{version} {:?}", without.findings());
    }
}
