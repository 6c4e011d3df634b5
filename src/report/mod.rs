//! What a validation says: the [`Report`], its [`Finding`]s, and the drafts that engines make of them.

mod draft;
mod evidence;
mod finding;
mod json;
mod selection;

pub use draft::Draft;
pub use draft::Findings;
pub use evidence::CertificateReport;
pub use evidence::CertificateText;
pub use evidence::Chain;
pub use evidence::Covered;
pub use evidence::DocumentReport;
pub use evidence::Extent;
pub use evidence::Integrity;
pub use evidence::Lazily;
pub use evidence::Revocation;
pub use evidence::Role;
pub use evidence::SignatureReport;
pub use evidence::StageReport;
pub use evidence::StageStatus;
pub use evidence::TotalReport;
pub use evidence::TotalText;
pub use evidence::Verdict;
pub use finding::Finding;
pub use json::InLanguage;
pub use selection::RULES;
pub use selection::Selection;

pub(crate) use selection::CAPPED;

use crate::rules::Language;
use crate::rules::Stage;

/// The name and version of the engine that made a report.
pub const ENGINE: &str = concat!("taxdoc ", env!("CARGO_PKG_VERSION"));

/// The JSON Schema (draft 2020-12) of a report in JSON, `taxdoc-report/1`.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(taxdoc::report::SCHEMA).unwrap();
/// assert_eq!(schema["properties"]["schema"]["const"], "taxdoc-report/1");
/// ```
pub const SCHEMA: &str = include_str!("report.schema.json");

/// The report of one document: the verdict and everything behind it. Owns its data; the bytes of the document may be gone.
///
/// It serializes to JSON in exactly the shape of `taxdoc-report/1` with Vietnamese texts; [`Report::in_language`] chooses others.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) file: Option<String>,
    pub(crate) sha256: String,
    pub(crate) verdict: Verdict,
    pub(crate) document: DocumentReport,
    pub(crate) stages: Vec<StageReport>,
    pub(crate) signatures: Vec<SignatureReport>,
    pub(crate) totals: Vec<TotalReport>,
    pub(crate) findings: Vec<Finding>,
}

impl Report {
    /// The verdict: `invalid` with any error, `valid` when every required stage passed, `undetermined` otherwise.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What the document is, as far as it could be read.
    #[must_use]
    pub const fn document(&self) -> &DocumentReport {
        &self.document
    }

    /// Every stage with its status, in order.
    #[must_use]
    pub fn stages(&self) -> &[StageReport] {
        &self.stages
    }

    /// The status of one stage.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> Option<&StageReport> {
        self.stages.iter().find(|report| report.stage == stage)
    }

    /// Every signature in the document, in document order.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureReport] {
        &self.signatures
    }

    /// Every amount that was recomputed, stated against computed.
    #[must_use]
    pub fn totals(&self) -> &[TotalReport] {
        &self.totals
    }

    /// Everything learned about the document, in the order of the stages and of the document within a stage.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// SHA-256 of the bytes that were validated, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The name given to the document by [`Report::with_file`].
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The same report with the name of the file it is about; the library itself opens no file.
    #[must_use]
    pub fn with_file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// The report for serialization in one language.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> InLanguage<'_> {
        InLanguage::new(self, language)
    }
}
