//! The parts of a report besides its findings (CONTRACT §3).

use std::sync::Arc;
use std::sync::LazyLock;

use serde::Serialize;

use crate::rules::Note;
use crate::rules::Stage;
use crate::rules::Template;

/// The verdict on a document. Exhaustive: CONTRACT §4 fixes the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No error, and every required stage passed.
    Valid,
    /// At least one error.
    Invalid,
    /// No error, but a required stage did not run.
    Undetermined,
}

/// How a stage ended. Exhaustive: CONTRACT §3 fixes the three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageStatus {
    /// It ran to its end and found no error.
    Passed,
    /// It found at least one error.
    Failed,
    /// It did not run, or not on everything; never counted as passed.
    NotRun(Note),
}

impl StageStatus {
    /// The word of the report: `passed`, `failed` or `not_run`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotRun(_) => "not_run",
        }
    }
}

/// One stage and how it ended.
#[derive(Clone, Debug)]
pub struct StageReport {
    /// Which stage.
    pub stage: Stage,
    /// How it ended.
    pub status: StageStatus,
}

/// What the document is, as far as it could be read. Every value is text of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DocumentReport {
    /// The jurisdiction whose profile recognised it: `vn`.
    pub profile: Option<&'static str>,
    /// `invoice`, `message`, `declaration`, `notice` …
    pub family: Option<&'static str>,
    /// The form symbol of an invoice (`1`), the type code of a message (`202`), the form code of a declaration (`842`).
    pub kind: Option<String>,
    /// The format version, PBan; pbanTKhaiXML of a declaration.
    pub version: Option<String>,
    /// Series symbol and number: `C25TAA-123`. The period of a declaration, with B and its number for a supplement: `06/2026 B2`.
    pub number: Option<String>,
    /// The date of issue, `YYYY-MM-DD`; the date of a declaration as it is written.
    pub date: Option<String>,
    /// The seller's tax code; the taxpayer's of a declaration.
    pub seller: Option<String>,
    /// The buyer's tax code.
    pub buyer: Option<String>,
    /// The currency, ISO 4217.
    pub currency: Option<String>,
    /// The total payable, a decimal.
    pub total: Option<String>,
}

/// Who signs. Exhaustive: CONTRACT §3 fixes the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The seller of an invoice.
    Seller,
    /// The buyer of an invoice.
    Buyer,
    /// The tax authority.
    Authority,
    /// The taxpayer who sends a declaration, a registration or a batch.
    Taxpayer,
    /// A provider of e-invoice or transmission services.
    Provider,
    /// Anyone else.
    Other,
}

/// Whether what was signed is what is there. Exhaustive: CONTRACT §3 fixes the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Integrity {
    /// Every digest and the signature value hold.
    Valid,
    /// They hold under a known behaviour that departs from the standard; passes with a warning.
    ValidNonstandard,
    /// They would hold without the blank text that was added between elements after signing.
    AlteredWhitespace,
    /// A digest or the signature value does not hold.
    Invalid,
    /// The signature asks for something that is not accepted, or is malformed.
    Refused,
}

/// Whether the path of a certificate ends at a trust anchor. Exhaustive: CONTRACT §3 fixes the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// It does, at the time of signing.
    Trusted,
    /// It is broken: expired, self-signed, wrongly signed …
    Untrusted,
    /// It could not be followed: an issuer is unknown, or the stage was not run.
    NotRun,
}

/// What the revocation evidence says. Exhaustive: CONTRACT §3 fixes the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    /// Not revoked at the time.
    Good,
    /// Revoked at or before the time.
    Revoked,
    /// No evidence was given, or it does not speak of this certificate.
    NotRun,
}

/// How much of an element a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Extent {
    /// All of it.
    Full,
    /// All but the signature itself, or only a part.
    Partial,
}

/// A signed element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Its path.
    pub path: String,
    /// How much of it.
    pub extent: Extent,
}

/// A part of the report whose words are made at the first look, since most reports of good documents are never printed.
#[derive(Clone)]
pub struct Lazily<T>(Arc<LazyLock<T, Words<T>>>);

type Words<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> Lazily<T> {
    pub(crate) fn of(words: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(words))))
    }
}

impl<T> std::ops::Deref for Lazily<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Lazily<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Lazily<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

/// The certificate of a signer.
pub type CertificateReport = Lazily<CertificateText>;

/// An amount as stated against the same amount computed from its parts.
pub type TotalReport = Lazily<TotalText>;

/// The certificate of a signer, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CertificateText {
    /// The subject, readable.
    pub subject: String,
    /// The tax code, or personal number, that it names.
    pub tax_code: Option<String>,
    /// The serial number, hexadecimal.
    pub serial: String,
    /// The issuer, readable.
    pub issuer: String,
    /// RFC 3339, UTC.
    pub not_before: String,
    /// RFC 3339, UTC.
    pub not_after: String,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub sha256: String,
}

/// The evidence of one signature.
#[derive(Clone, Debug)]
pub struct SignatureReport {
    /// The path of the Signature element.
    pub path: String,
    /// Who signs, by its place in the document.
    pub role: Role,
    /// Whether what was signed is what is there.
    pub integrity: Integrity,
    /// The signature algorithm, for example `rsa-sha256`; empty when it could not be read.
    pub algorithm: String,
    /// The digest algorithm of each reference.
    pub digests: Vec<String>,
    /// The signing time as written.
    pub signing_time: Option<String>,
    /// Whether a verified reference covers the signing time.
    pub signing_time_signed: bool,
    /// What the verified references cover.
    pub covers: Vec<Covered>,
    /// Elements that this role must sign and does not.
    pub not_covered: Vec<String>,
    /// The signer's certificate.
    pub certificate: Option<CertificateReport>,
    /// Whether its path ends at a trust anchor.
    pub chain: Chain,
    /// The subject of that anchor.
    pub anchor: Option<Arc<str>>,
    /// The hierarchy of that anchor, such as [`PUBLIC`](crate::profile::vn::trust::PUBLIC): whether the path leads to the national root
    /// (Circular 15/2025/TT-BKHCN). Empty for an anchor of the caller. Not part of the JSON.
    pub hierarchy: &'static str,
    /// What the revocation evidence says.
    pub revocation: Revocation,
    /// Why the integrity is not `valid`.
    pub diagnosis: Option<Note>,
}

/// An amount as stated against the same amount computed from its parts, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalText {
    /// The field, as its form names it.
    pub name: Template,
    /// The path of the stated amount.
    pub path: String,
    /// As written in the document.
    pub stated: String,
    /// Computed exactly.
    pub computed: String,
    /// Stated less computed.
    pub difference: String,
    /// The equation in element names, followed by the same in numbers.
    pub rule: String,
}
