//! `--only`, `--ignore`, `--severity`, `--max-findings`: what they hide is counted, and no verdict gets better.

use crate::program::DATA;
use crate::program::Run;
use crate::program::validate;

const TOTAL: &str = "VN-INV-TOTAL-PAYABLE";

fn with(options: &[&str], file: &str) -> Run {
    let (trust, file) = (format!("{DATA}/test-root.pem"), format!("{DATA}/{file}"));
    validate(["--format", "json", "--trust", &trust].iter().chain(options).copied().chain([&*file]))
}

/// Code, severity and message of each finding.
fn findings(run: &Run) -> Vec<(String, String, String)> {
    let reports = run.reports();
    let text = |finding: &serde_json::Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let findings = reports[0]["findings"].as_array().unwrap();
    findings.iter().map(|finding| (text(finding, "code"), text(finding, "severity"), text(finding, "message"))).collect()
}

#[test]
fn an_ignored_error_is_counted_and_leaves_the_document_invalid() {
    let run = with(&["--ignore", TOTAL], "wrong-total.xml");
    assert_eq!((run.status, run.reports()[0]["verdict"].as_str()), (1, Some("invalid")));
    let findings = findings(&run);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].0.as_str(), findings[0].1.as_str()), ("REPORT-LEFT-OUT", "error"));
    assert!(findings[0].2.contains(TOTAL), "{findings:?}");
    assert_eq!(run.reports()[0]["stages"][3]["status"], "failed");
    // Its sibling: where there is nothing to ignore, nothing is said.
    let valid = with(&["--ignore", TOTAL], "valid.xml");
    assert_eq!((valid.status, self::findings(&valid).len()), (0, 0));
}

#[test]
fn a_lowered_error_is_told_and_leaves_the_document_invalid() {
    for level in ["warning", "info"] {
        let run = with(&["--severity", &format!("{TOTAL}={level}")], "wrong-total.xml");
        assert_eq!((run.status, run.reports()[0]["verdict"].as_str()), (1, Some("invalid")));
        let severities: Vec<(String, String)> = findings(&run).into_iter().map(|(code, severity, _)| (code, severity)).collect();
        let expected = [(TOTAL, level), ("REPORT-REGRADED", "error")].map(|(code, level)| (code.to_owned(), level.to_owned()));
        assert_eq!(severities, expected);
    }
    let same = with(&["--severity", &format!("{TOTAL}=error")], "wrong-total.xml");
    assert_eq!(findings(&same).len(), 1);
}

#[test]
fn only_shows_what_was_asked_for() {
    let all = findings(&with(&[], "altered-after-signing.xml"));
    let run = with(&["--only", "sig-reference-holds"], "altered-after-signing.xml");
    let some = findings(&run);
    assert_eq!(run.status, 1);
    let shown = all.iter().filter(|(code, ..)| code == "SIG-REFERENCE-HOLDS").count();
    assert!(shown > 0 && shown < all.len());
    assert_eq!(some.len(), shown + 1);
    assert_eq!((some[shown].0.as_str(), some[shown].1.as_str()), ("REPORT-LEFT-OUT", "error"));
    let both = findings(&with(&["--only", "SIG-REFERENCE-HOLDS,SIG-DIGEST"], "altered-after-signing.xml"));
    assert_eq!(both, all);
}

#[test]
fn at_most_so_many_findings_errors_first() {
    let all = findings(&with(&[], "altered-after-signing.xml"));
    let one = findings(&with(&["--max-findings", "1"], "altered-after-signing.xml"));
    assert_eq!(one.iter().map(|(code, ..)| code.as_str()).collect::<Vec<_>>(), ["SIG-DIGEST", "REPORT-CAPPED"]);
    assert!(one[1].2.starts_with(&(all.len() - 1).to_string()), "{one:?}");
    assert_eq!(findings(&with(&["--max-findings", &all.len().to_string()], "altered-after-signing.xml")), all);
}

#[test]
fn wrong_codes_and_levels_are_refused() {
    for (options, message) in [
        (["--ignore", "VN-INV-TOTAL-PAYABEL"], "did you mean VN-INV-TOTAL-PAYABLE?"),
        (["--only", "nothing like it at all"], "--list-codes tells all"),
        (["--severity", "VN-INV-TOTAL-PAYABLE"], "must be written like CODE=warning"),
        (["--severity", "VN-INV-TOTAL-PAYABLE=fatal"], "must be written like CODE=warning"),
        (["--severity", "XYZ=error"], "there is no code XYZ"),
        (["--max-findings", "0"], "0 is not a whole number from 1"),
    ] {
        let run = with(&options, "valid.xml");
        assert_eq!((run.status, run.out.as_str()), (3, ""), "{options:?}");
        assert!(run.err.contains(message), "{options:?}: {}", run.err);
    }
}
