//! The report as JSON, in exactly the shape of `taxdoc-report/1` (CONTRACT §3).

use std::borrow::Cow;

use serde::Serialize;
use serde::Serializer;

use crate::rules::Language;
use crate::rules::Severity;
use crate::rules::Stage;

use super::CertificateReport;
use super::Chain;
use super::Covered;
use super::DocumentReport;
use super::ENGINE;
use super::Finding;
use super::Integrity;
use super::Report;
use super::Revocation;
use super::Role;
use super::SignatureReport;
use super::StageReport;
use super::StageStatus;
use super::TotalReport;
use super::Verdict;

/// A report with its texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct InLanguage<'r> {
    report: &'r Report,
    language: Language,
}

impl<'r> InLanguage<'r> {
    pub(super) const fn new(report: &'r Report, language: Language) -> Self {
        Self { report, language }
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_language(Language::Vietnamese).serialize(serializer)
    }
}

impl Serialize for InLanguage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, language } = *self;
        ReportShape {
            schema: "taxdoc-report/1",
            engine: ENGINE,
            file: report.file.as_deref(),
            sha256: &report.sha256,
            verdict: report.verdict,
            document: &report.document,
            stages: report.stages.iter().map(|stage| StageShape::new(stage, language)).collect(),
            signatures: report.signatures.iter().map(|signature| SignatureShape::new(signature, language)).collect(),
            totals: report.totals.iter().map(|total| TotalShape::new(total, language)).collect(),
            findings: report.findings.iter().map(|finding| FindingShape::new(finding, language)).collect(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
struct ReportShape<'r> {
    schema: &'static str,
    engine: &'static str,
    file: Option<&'r str>,
    sha256: &'r str,
    verdict: Verdict,
    document: &'r DocumentReport,
    stages: Vec<StageShape>,
    signatures: Vec<SignatureShape<'r>>,
    totals: Vec<TotalShape<'r>>,
    findings: Vec<FindingShape<'r>>,
}

#[derive(Serialize)]
struct StageShape {
    name: Stage,
    status: &'static str,
    reason: Option<Cow<'static, str>>,
}

impl StageShape {
    fn new(stage: &StageReport, language: Language) -> Self {
        let reason = match &stage.status {
            StageStatus::NotRun(note) => Some(note.text(language)),
            StageStatus::Passed | StageStatus::Failed => None,
        };
        Self { name: stage.stage, status: stage.status.name(), reason }
    }
}

#[derive(Serialize)]
struct SignatureShape<'r> {
    path: &'r str,
    role: Role,
    integrity: Integrity,
    algorithm: &'r str,
    digests: &'r [String],
    signing_time: Option<&'r str>,
    signing_time_signed: bool,
    covers: &'r [Covered],
    not_covered: &'r [String],
    certificate: Option<&'r CertificateReport>,
    chain: Chain,
    anchor: Option<&'r str>,
    revocation: Revocation,
    diagnosis: Option<Cow<'static, str>>,
}

impl<'r> SignatureShape<'r> {
    fn new(signature: &'r SignatureReport, language: Language) -> Self {
        Self {
            path: &signature.path,
            role: signature.role,
            integrity: signature.integrity,
            algorithm: &signature.algorithm,
            digests: &signature.digests,
            signing_time: signature.signing_time.as_deref(),
            signing_time_signed: signature.signing_time_signed,
            covers: &signature.covers,
            not_covered: &signature.not_covered,
            certificate: signature.certificate.as_ref(),
            chain: signature.chain,
            anchor: signature.anchor.as_deref(),
            revocation: signature.revocation,
            diagnosis: signature.diagnosis.as_ref().map(|note| note.text(language)),
        }
    }
}

#[derive(Serialize)]
struct TotalShape<'r> {
    name: &'static str,
    path: &'r str,
    stated: &'r str,
    computed: &'r str,
    difference: &'r str,
    rule: &'r str,
}

impl<'r> TotalShape<'r> {
    fn new(total: &'r TotalReport, language: Language) -> Self {
        Self {
            name: total.name.text(language),
            path: &total.path,
            stated: &total.stated,
            computed: &total.computed,
            difference: &total.difference,
            rule: &total.rule,
        }
    }
}

#[derive(Serialize)]
struct FindingShape<'r> {
    code: &'static str,
    severity: Severity,
    stage: Stage,
    line: Option<usize>,
    column: Option<usize>,
    offset: Option<usize>,
    length: Option<usize>,
    path: Option<&'r str>,
    field: Option<&'static str>,
    message: Cow<'static, str>,
    actual: Option<String>,
    expected: Option<Cow<'static, str>>,
    fix: Option<Cow<'static, str>>,
    basis: Cow<'static, str>,
}

impl<'r> FindingShape<'r> {
    fn new(finding: &'r Finding, language: Language) -> Self {
        let place = finding.place();
        Self {
            code: finding.code(),
            severity: finding.severity(),
            stage: finding.rule().stage,
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            offset: place.map(|place| place.offset),
            length: place.map(|place| place.length),
            path: place.map(|place| place.path.as_str()).filter(|path| !path.is_empty()),
            field: finding.field(language),
            message: finding.message(language),
            actual: finding.actual(language),
            expected: finding.expected(language),
            fix: finding.fix(language),
            basis: finding.basis(),
        }
    }
}
