//! JUnit XML, which build servers read: a suite a document, a case a stage. A stage that did not run is skipped, not passed.

use std::fmt::Write as _;

use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::report::StageReport;
use taxdoc::report::StageStatus;

use crate::escape::markup;

pub(crate) const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"taxdoc\">\n";
pub(crate) const END: &str = "</testsuites>\n";

/// The suite of one document.
pub(crate) fn suite(report: &Report, language: Language) -> String {
    let file = markup(report.file().unwrap_or("-"));
    let count = |wanted: fn(&StageStatus) -> bool| report.stages().iter().filter(|stage| wanted(&stage.status)).count();
    let failures = count(|status| *status == StageStatus::Failed);
    let skipped = count(|status| matches!(status, StageStatus::NotRun(_)));
    let mut suite = String::new();
    let _ = writeln!(
        suite,
        "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">",
        report.stages().len()
    );
    let verdict = serde_json::to_value(report.verdict()).unwrap_or_default();
    let _ = writeln!(
        suite,
        "    <properties>\n      <property name=\"verdict\" value=\"{}\"/>\n      <property name=\"sha256\" value=\"{}\"/>\n    </properties>",
        verdict.as_str().unwrap_or_default(),
        report.sha256()
    );
    for stage in report.stages() {
        case(&mut suite, stage, report, &file, language);
    }
    suite.push_str("  </testsuite>\n");
    suite
}

fn case(suite: &mut String, stage: &StageReport, report: &Report, file: &str, language: Language) {
    let _ = write!(suite, "    <testcase classname=\"{file}\" name=\"{}\" time=\"0\"", stage.stage.name());
    let of_stage = || report.findings().iter().filter(|finding| finding.rule().stage == stage.stage);
    let (errors, others): (Vec<_>, Vec<_>) = of_stage().partition(|finding| finding.severity() == Severity::Error);
    let mut inside = String::new();
    match &stage.status {
        StageStatus::NotRun(reason) => {
            let _ = writeln!(inside, "      <skipped message=\"{}\"/>", markup(&reason.text(language)));
        }
        StageStatus::Failed => {
            let (code, message) = errors
                .first()
                .map_or((String::new(), String::new()), |first| (first.code().to_owned(), first.message(language).into_owned()));
            let _ = writeln!(
                inside,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                markup(&code),
                markup(&message),
                lines(&errors, language)
            );
        }
        StageStatus::Passed => {}
    }
    if !others.is_empty() {
        let _ = writeln!(inside, "      <system-out>{}</system-out>", lines(&others, language));
    }
    if inside.is_empty() {
        suite.push_str("/>\n");
    } else {
        let _ = write!(suite, ">\n{inside}    </testcase>\n");
    }
}

/// A line a finding: place, severity, code, message.
fn lines(findings: &[&Finding], language: Language) -> String {
    let line = |finding: &&Finding| {
        let place = finding.place().map(|place| format!("{}:{}: ", place.line, place.column)).unwrap_or_default();
        markup(&format!("{place}{} {}: {}", finding.severity().name(), finding.code(), finding.message(language)))
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The suite of what could not be read.
pub(crate) fn problem(text: &str) -> String {
    let text = markup(text);
    format!(
        "  <testsuite name=\"{text}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0\">\n    \
         <testcase classname=\"validate\" name=\"read\" time=\"0\">\n      <error type=\"read\" message=\"{text}\"/>\n    </testcase>\n  </testsuite>\n"
    )
}
