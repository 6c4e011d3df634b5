//! A fault: a change of a good document, and exactly what must be said about it.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::Mutex;

use taxdoc::Report;
use taxdoc::Validator;
use taxdoc::pki::Timestamp;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Language;
use taxdoc::rules::Severity;
use taxdoc::rules::Stage;

use super::bases::Base;
use super::edit::Edit;
use super::edit::apply;
use super::edit::full;
use super::sign::sign;

/// One finding that must be there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Expected {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) path: String,
}

/// One fault.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    name: String,
    base: Base,
    edits: Vec<Edit>,
    /// Changes that lead to the nearest unharmed document; none: the base itself.
    sibling: Vec<Edit>,
    /// Changes after signing.
    damage: Vec<Edit>,
    /// Changes of the signed text as a whole.
    convert: Option<fn(&str) -> Vec<u8>>,
    expected: Vec<Expected>,
    /// Where it is not what the findings say.
    verdict: Option<Verdict>,
}

/// A fault of that base.
pub(crate) fn fault(name: impl Into<String>, base: Base) -> Case {
    Case {
        name: name.into(),
        base,
        edits: Vec::new(),
        sibling: Vec::new(),
        damage: Vec::new(),
        convert: None,
        expected: Vec::new(),
        verdict: None,
    }
}

impl Case {
    fn with(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    pub(crate) fn set(self, path: &str, content: impl Into<String>) -> Self {
        self.with(Edit::Set(path.to_owned(), content.into()))
    }

    pub(crate) fn remove(self, path: &str) -> Self {
        self.with(Edit::Remove(path.to_owned()))
    }

    pub(crate) fn after(self, path: &str, markup: impl Into<String>) -> Self {
        self.with(Edit::After(path.to_owned(), markup.into()))
    }

    pub(crate) fn before(self, path: &str, markup: impl Into<String>) -> Self {
        self.with(Edit::Before(path.to_owned(), markup.into()))
    }

    pub(crate) fn append(self, path: &str, markup: impl Into<String>) -> Self {
        self.with(Edit::Append(path.to_owned(), markup.into()))
    }

    pub(crate) fn replace(self, from: &str, to: impl Into<String>) -> Self {
        self.with(Edit::Replace(from.to_owned(), to.into()))
    }

    /// What was changed until here is harmless: the sibling is the document with these changes.
    pub(crate) fn harmless(mut self) -> Self {
        self.sibling = self.edits.clone();
        self
    }

    /// The sibling is the document changed so, and not the base.
    pub(crate) fn sibling(mut self, edits: Vec<Edit>) -> Self {
        self.sibling = edits;
        self
    }

    /// The sibling differs in the content of one element: where the fault is one too many, this is the last that is allowed.
    pub(crate) fn beside(mut self, path: &str, content: impl Into<String>) -> Self {
        self.sibling.push(Edit::Set(path.to_owned(), content.into()));
        self
    }

    /// A change after signing.
    pub(crate) fn damage(mut self, edit: Edit) -> Self {
        self.damage.push(edit);
        self
    }

    /// A change of the signed text as a whole.
    pub(crate) fn convert(mut self, convert: fn(&str) -> Vec<u8>) -> Self {
        self.convert = Some(convert);
        self
    }

    pub(crate) fn error(self, code: &str, path: &str) -> Self {
        self.finding(code, Severity::Error, path)
    }

    pub(crate) fn warning(self, code: &str, path: &str) -> Self {
        self.finding(code, Severity::Warning, path)
    }

    fn finding(mut self, code: &str, severity: Severity, path: &str) -> Self {
        let path = full(path, self.base.home());
        self.expected.push(Expected { code: code.to_owned(), severity, path });
        self
    }

    /// One fault that breaks two rules says why.
    pub(crate) fn because(self, why: &str) -> Self {
        assert!(self.expected.len() > 1 && !why.is_empty(), "{}", self.name);
        self
    }

    /// The verdict where a stage cannot run.
    pub(crate) fn undetermined(mut self) -> Self {
        self.verdict = Some(Verdict::Undetermined);
        self
    }

    /// The bytes with the fault.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let home = self.base.home();
        let signed = sign(&apply(&self.base.text(), &self.edits, home));
        let damaged = apply(&signed, &self.damage, home);
        self.convert.map_or_else(|| damaged.clone().into_bytes(), |convert| convert(&damaged))
    }

    fn sibling_bytes(&self) -> Vec<u8> {
        sign(&apply(&self.base.text(), &self.sibling, self.base.home())).into_bytes()
    }

    /// What is wrong with the answer; nothing when it is as it must be.
    fn judge(&self) -> Result<(), String> {
        if let Some(fault) = harmed(self.base, &self.sibling, || self.sibling_bytes()) {
            return Err(format!("{}: the sibling is not clean: {fault}", self.name));
        }
        let report = validator().validate(&self.bytes());
        let mut expected = self.expected.clone();
        expected.sort();
        let found = findings(&report);
        let mut wrong = String::new();
        if found != expected {
            wrong = format!("\n  expected {}\n  found    {}", list(&expected), list(&found));
        }
        let broken = expected.iter().any(|finding| finding.severity == Severity::Error);
        let verdict = self.verdict.unwrap_or(if broken { Verdict::Invalid } else { Verdict::Valid });
        if report.verdict() != verdict {
            wrong.push_str(&format!("\n  verdict  {:?}, expected {verdict:?}", report.verdict()));
        }
        for stage in Stage::ALL {
            let blamed = report.findings().iter().any(|finding| {
                finding.severity() == Severity::Error
                    && finding.rule().stage == stage
                    && expected.iter().any(|expected| expected.code == finding.code())
            });
            let failed = report.stage(stage).is_some_and(|stage| stage.status == StageStatus::Failed);
            if blamed != failed {
                wrong.push_str(&format!("\n  stage {} failed: {failed}, expected {blamed}", stage.name()));
            }
        }
        if let Some(finding) = report.findings().iter().find(|finding| finding.message(Language::English).contains('{')) {
            wrong.push_str(&format!("\n  a hole in a message: {}", finding.message(Language::English)));
        }
        if wrong.is_empty() { Ok(()) } else { Err(format!("{}:{wrong}", self.name)) }
    }
}

/// Runs the cases; panics with everything that is wrong.
pub(crate) fn run(subject: &str, cases: &[Case]) {
    let mut names: Vec<&str> = cases.iter().map(|case| &*case.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "two cases of one name");
    let wrong: Vec<String> = cases.iter().filter_map(|case| case.judge().err()).collect();
    let told = cases.iter().filter(|case| !case.expected.is_empty()).count();
    let unjudged = cases.iter().filter(|case| case.expected.is_empty() && case.verdict.is_some()).count();
    let harmless = cases.len() - told - unjudged;
    crate::common::suites::say(&format!(
        "{subject}: {told} faults told, {unjudged} undetermined without a finding, {harmless} harmless; {} not as expected",
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// A validator that trusts the test PKI, with a fixed day as now.
pub(crate) fn validator() -> &'static Validator {
    static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| {
        let now = Timestamp::parse("2025-12-31T12:00:00", 7 * 60).expect("a time");
        let trust = include_bytes!("../../examples/data/test-root.pem");
        Validator::builder().with_now(now).with_trust(trust).expect("the test roots").build()
    });
    &VALIDATOR
}

/// The findings above information, sorted.
pub(crate) fn findings(report: &Report) -> Vec<Expected> {
    let mut found: Vec<Expected> = report
        .findings()
        .iter()
        .filter(|finding| finding.severity() != Severity::Info)
        .map(|finding| Expected {
            code: finding.code().to_owned(),
            severity: finding.severity(),
            path: finding.place().map_or_else(String::new, |place| place.path.clone()),
        })
        .collect();
    found.sort();
    found
}

/// Why a document that must be clean is not: verdict valid, nothing above information, every required stage passed. Remembers.
fn harmed(base: Base, edits: &[Edit], bytes: impl FnOnce() -> Vec<u8>) -> Option<String> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Option<String>>>> = LazyLock::new(Mutex::default);
    let key = format!("{base:?} {edits:?}");
    let known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let answer = unclean(&bytes());
        KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key, answer.clone());
        answer
    })
}

/// Why a document is not clean.
pub(crate) fn unclean(bytes: &[u8]) -> Option<String> {
    let report = validator().validate(bytes);
    let found = findings(&report);
    let stages = report.stages().iter().filter(|stage| stage.stage != Stage::Revocation);
    let unfinished: Vec<String> =
        stages.filter(|stage| stage.status != StageStatus::Passed).map(|stage| format!("{stage:?}")).collect();
    if report.verdict() == Verdict::Valid && found.is_empty() && unfinished.is_empty() {
        return None;
    }
    Some(format!("{:?} {} {}", report.verdict(), list(&found), unfinished.join(" ")))
}

pub(crate) fn list(findings: &[Expected]) -> String {
    let texts: Vec<String> =
        findings.iter().map(|finding| format!("{} {} {}", finding.code, finding.severity.name(), finding.path)).collect();
    format!("[{}]", texts.join(", "))
}
