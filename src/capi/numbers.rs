//! The numbers of the header. They are permanent: new ones are appended, retired ones stay as comments.
//!
//! Every list begins at 1, so that 0 can say "no such thing"; only a status begins at 0.

use std::ffi::CStr;

use crate::Language;
use crate::Limits;
use crate::dsig::Policy;
use crate::report;
use crate::rules;

/// How a call went. Speaks of the call only; what is wrong with a document is in its report.
///
/// cbindgen:rename-all=ScreamingSnakeCase
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Status {
    /// The call was carried out.
    TaxdocOk = 0,
    /// A pointer that may not be NULL is NULL.
    TaxdocNullArgument = 1,
    /// A number has no meaning here, or a length is larger than the address space.
    TaxdocInvalidArgument = 2,
    /// A text given by the caller is not UTF-8.
    TaxdocNotUtf8 = 3,
    /// The bytes hold no certificate, CRL or OCSP response that can be read.
    TaxdocBadCertificate = 4,
    /// The schema documents do not compile.
    TaxdocBadSchema = 5,
    /// The library has failed: a fault of taxdoc. The call had no effect; other handles and calls are not concerned.
    TaxdocPanic = 6,
    /// The call was stopped by taxdoc_cancellation_cancel().
    TaxdocCancelled = 7,
    /// A handle was freed before. Only builds with debug assertions find this out, for the last 1,024 handles freed; elsewhere such a
    /// call is undefined, as the header says.
    TaxdocFreedHandle = 8,
    /// What was asked for does not exist, such as the third signature of two.
    TaxdocNotFound = 9,
    /// The caller's function that reads a stream has failed.
    TaxdocReadFailed = 10,
}

impl Status {
    const ALL: [Self; 11] = [
        Self::TaxdocOk,
        Self::TaxdocNullArgument,
        Self::TaxdocInvalidArgument,
        Self::TaxdocNotUtf8,
        Self::TaxdocBadCertificate,
        Self::TaxdocBadSchema,
        Self::TaxdocPanic,
        Self::TaxdocCancelled,
        Self::TaxdocFreedHandle,
        Self::TaxdocNotFound,
        Self::TaxdocReadFailed,
    ];

    /// The name of a status number in the header.
    pub(super) fn name(number: i32) -> Option<&'static CStr> {
        let status = Self::ALL.into_iter().find(|status| *status as i32 == number)?;
        Some(match status {
            Self::TaxdocOk => c"TAXDOC_OK",
            Self::TaxdocNullArgument => c"TAXDOC_NULL_ARGUMENT",
            Self::TaxdocInvalidArgument => c"TAXDOC_INVALID_ARGUMENT",
            Self::TaxdocNotUtf8 => c"TAXDOC_NOT_UTF8",
            Self::TaxdocBadCertificate => c"TAXDOC_BAD_CERTIFICATE",
            Self::TaxdocBadSchema => c"TAXDOC_BAD_SCHEMA",
            Self::TaxdocPanic => c"TAXDOC_PANIC",
            Self::TaxdocCancelled => c"TAXDOC_CANCELLED",
            Self::TaxdocFreedHandle => c"TAXDOC_FREED_HANDLE",
            Self::TaxdocNotFound => c"TAXDOC_NOT_FOUND",
            Self::TaxdocReadFailed => c"TAXDOC_READ_FAILED",
        })
    }
}

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum TextLanguage {
    /// Vietnamese.
    Vietnamese = 1,
    /// English.
    English = 2,
}

impl TextLanguage {
    /// The language of that number.
    pub(super) fn from_number(number: i32) -> Option<Language> {
        [(Self::Vietnamese, Language::Vietnamese), (Self::English, Language::English)]
            .into_iter()
            .find_map(|(known, language)| (known as i32 == number).then_some(language))
    }
}

/// The verdict on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Verdict {
    /// No error, and every required stage passed.
    Valid = 1,
    /// At least one error.
    Invalid = 2,
    /// No error, but a required stage did not run.
    Undetermined = 3,
}

impl From<report::Verdict> for Verdict {
    fn from(verdict: report::Verdict) -> Self {
        match verdict {
            report::Verdict::Valid => Self::Valid,
            report::Verdict::Invalid => Self::Invalid,
            report::Verdict::Undetermined => Self::Undetermined,
        }
    }
}

/// A stage of validation. In a set of stages, stage s is the bit 1 << s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Stage {
    /// Well-formedness, namespaces, encoding, limits.
    Xml = 1,
    /// Structure and types.
    Schema = 2,
    /// Code lists, cross-field and date rules.
    Rules = 3,
    /// Stated amounts against computed ones.
    Totals = 4,
    /// Integrity and coverage of every signature.
    Signatures = 5,
    /// Path of every signing certificate to a trust anchor.
    Certificates = 6,
    /// Revocation of the certificates, from evidence that the caller gives.
    Revocation = 7,
}

impl From<rules::Stage> for Stage {
    fn from(stage: rules::Stage) -> Self {
        match stage {
            rules::Stage::Xml => Self::Xml,
            rules::Stage::Schema => Self::Schema,
            rules::Stage::Rules => Self::Rules,
            rules::Stage::Totals => Self::Totals,
            rules::Stage::Signatures => Self::Signatures,
            rules::Stage::Certificates => Self::Certificates,
            rules::Stage::Revocation => Self::Revocation,
        }
    }
}

impl Stage {
    /// The stage of that number.
    pub(super) fn from_number(number: i32) -> Option<rules::Stage> {
        rules::Stage::ALL.into_iter().find(|stage| Self::from(*stage) as i32 == number)
    }

    /// The stages of a set of bits; `None` when a bit is no stage.
    pub(super) fn from_bits(bits: u32) -> Option<crate::validator::Stages> {
        let known = |stage: &rules::Stage| bits & (1 << Self::from(*stage) as u32) != 0;
        let count = u32::try_from(rules::Stage::ALL.iter().filter(|stage| known(stage)).count()).ok()?;
        (count == bits.count_ones()).then(|| rules::Stage::ALL.into_iter().filter(known).collect())
    }
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum StageStatus {
    /// It ran to its end and found no error.
    Passed = 1,
    /// It found at least one error.
    Failed = 2,
    /// It did not run, or not on everything; never counted as passed.
    NotRun = 3,
}

impl From<&report::StageStatus> for StageStatus {
    fn from(status: &report::StageStatus) -> Self {
        match status {
            report::StageStatus::Passed => Self::Passed,
            report::StageStatus::Failed => Self::Failed,
            report::StageStatus::NotRun(_) => Self::NotRun,
        }
    }
}

/// How much a finding weighs. A larger number weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info = 1,
    /// Unusual, but not forbidden.
    Warning = 2,
    /// Breaks a law, a published table or a standard; makes the document invalid.
    Error = 3,
}

impl From<rules::Severity> for Severity {
    fn from(severity: rules::Severity) -> Self {
        match severity {
            rules::Severity::Info => Self::Info,
            rules::Severity::Warning => Self::Warning,
            rules::Severity::Error => Self::Error,
        }
    }
}

/// A field that says what the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum DocumentField {
    /// The jurisdiction that recognised it: vn.
    Profile = 1,
    /// invoice, message, declaration, notice ...
    Family = 2,
    /// The form symbol of an invoice, the type code of a message, the form code of a declaration.
    Kind = 3,
    /// The format version, PBan.
    Version = 4,
    /// Series symbol and number: C25TAA-123; the period of a declaration.
    Number = 5,
    /// The date of issue, YYYY-MM-DD; that of a declaration as it is written.
    Date = 6,
    /// The tax code of the seller, or of the taxpayer of a declaration.
    Seller = 7,
    /// The buyer's tax code.
    Buyer = 8,
    /// The currency, ISO 4217.
    Currency = 9,
    /// The total payable, a decimal.
    Total = 10,
}

impl DocumentField {
    const ALL: [Self; 10] = [
        Self::Profile,
        Self::Family,
        Self::Kind,
        Self::Version,
        Self::Number,
        Self::Date,
        Self::Seller,
        Self::Buyer,
        Self::Currency,
        Self::Total,
    ];

    /// The field of that number.
    pub(super) fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|field| *field as i32 == number)
    }

    /// Its value.
    pub(super) fn of(self, document: &report::DocumentReport) -> Option<&str> {
        match self {
            Self::Profile => document.profile,
            Self::Family => document.family,
            Self::Kind => document.kind.as_deref(),
            Self::Version => document.version.as_deref(),
            Self::Number => document.number.as_deref(),
            Self::Date => document.date.as_deref(),
            Self::Seller => document.seller.as_deref(),
            Self::Buyer => document.buyer.as_deref(),
            Self::Currency => document.currency.as_deref(),
            Self::Total => document.total.as_deref(),
        }
    }
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Role {
    /// The seller of an invoice.
    Seller = 1,
    /// The buyer of an invoice.
    Buyer = 2,
    /// The tax authority.
    Authority = 3,
    /// The taxpayer who sends a declaration, a registration or a batch.
    Taxpayer = 4,
    /// A provider of e-invoice or transmission services.
    Provider = 5,
    /// Anyone else.
    Other = 6,
}

impl From<report::Role> for Role {
    fn from(role: report::Role) -> Self {
        match role {
            report::Role::Seller => Self::Seller,
            report::Role::Buyer => Self::Buyer,
            report::Role::Authority => Self::Authority,
            report::Role::Taxpayer => Self::Taxpayer,
            report::Role::Provider => Self::Provider,
            report::Role::Other => Self::Other,
        }
    }
}

/// Whether what was signed is what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Integrity {
    /// Every digest and the signature value hold.
    Valid = 1,
    /// They hold under a known behaviour that departs from the standard.
    ValidNonstandard = 2,
    /// They would hold without the blank text added between elements after signing.
    AlteredWhitespace = 3,
    /// A digest or the signature value does not hold.
    Invalid = 4,
    /// The signature asks for something that is not accepted, or is malformed.
    Refused = 5,
}

impl From<report::Integrity> for Integrity {
    fn from(integrity: report::Integrity) -> Self {
        match integrity {
            report::Integrity::Valid => Self::Valid,
            report::Integrity::ValidNonstandard => Self::ValidNonstandard,
            report::Integrity::AlteredWhitespace => Self::AlteredWhitespace,
            report::Integrity::Invalid => Self::Invalid,
            report::Integrity::Refused => Self::Refused,
        }
    }
}

/// How much of an element a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Extent {
    /// All of it.
    Full = 1,
    /// All but the signature itself, or only a part.
    Partial = 2,
}

impl From<report::Extent> for Extent {
    fn from(extent: report::Extent) -> Self {
        match extent {
            report::Extent::Full => Self::Full,
            report::Extent::Partial => Self::Partial,
        }
    }
}

/// Whether the path of a certificate ends at a trust anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Chain {
    /// It does, at the time of signing.
    Trusted = 1,
    /// It is broken: expired, self-signed, wrongly signed ...
    Untrusted = 2,
    /// It could not be followed: an issuer is unknown, or the stage was not run.
    NotRun = 3,
}

impl From<report::Chain> for Chain {
    fn from(chain: report::Chain) -> Self {
        match chain {
            report::Chain::Trusted => Self::Trusted,
            report::Chain::Untrusted => Self::Untrusted,
            report::Chain::NotRun => Self::NotRun,
        }
    }
}

/// What the revocation evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Revocation {
    /// Not revoked at the time.
    Good = 1,
    /// Revoked at or before the time.
    Revoked = 2,
    /// No evidence was given, or it does not speak of this certificate.
    NotRun = 3,
}

impl From<report::Revocation> for Revocation {
    fn from(revocation: report::Revocation) -> Self {
        match revocation {
            report::Revocation::Good => Self::Good,
            report::Revocation::Revoked => Self::Revoked,
            report::Revocation::NotRun => Self::NotRun,
        }
    }
}

/// A field of a signer's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum CertificateField {
    /// The subject, readable.
    Subject = 1,
    /// The tax code, or personal number, that it names.
    TaxCode = 2,
    /// The serial number, hexadecimal.
    Serial = 3,
    /// The issuer, readable.
    Issuer = 4,
    /// The first moment of its validity, RFC 3339, UTC.
    NotBefore = 5,
    /// The last moment of its validity, RFC 3339, UTC.
    NotAfter = 6,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    Sha256 = 7,
}

impl CertificateField {
    const ALL: [Self; 7] =
        [Self::Subject, Self::TaxCode, Self::Serial, Self::Issuer, Self::NotBefore, Self::NotAfter, Self::Sha256];

    /// The field of that number.
    pub(super) fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|field| *field as i32 == number)
    }

    /// Its value.
    pub(super) fn of(self, certificate: &report::CertificateReport) -> Option<&str> {
        match self {
            Self::Subject => Some(&certificate.subject),
            Self::TaxCode => certificate.tax_code.as_deref(),
            Self::Serial => Some(&certificate.serial),
            Self::Issuer => Some(&certificate.issuer),
            Self::NotBefore => Some(&certificate.not_before),
            Self::NotAfter => Some(&certificate.not_after),
            Self::Sha256 => Some(&certificate.sha256),
        }
    }
}

/// How the two widespread departures from the signature standard are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum SignaturePolicy {
    /// They verify as TAXDOC_INTEGRITY_VALID_NONSTANDARD, with a warning.
    Interop = 1,
    /// They are invalid.
    Strict = 2,
}

impl SignaturePolicy {
    /// The policy of that number.
    pub(super) fn from_number(number: i32) -> Option<Policy> {
        [(Self::Interop, Policy::Interop), (Self::Strict, Policy::Strict)]
            .into_iter()
            .find_map(|(known, policy)| (known as i32 == number).then_some(policy))
    }
}

/// A bound on what one document may cost. A document beyond it gets a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum Limit {
    /// Bytes of a document.
    Document = 1,
    /// Open elements.
    Depth = 2,
    /// Attributes of one element.
    Attributes = 3,
    /// Namespace declarations in scope at one place.
    Namespaces = 4,
    /// Bytes of a name.
    Name = 5,
    /// Bytes of one run of text or one attribute value.
    Text = 6,
    /// Nodes of the tree.
    Nodes = 7,
    /// Findings kept in a report: so many errors, and as many others.
    Findings = 8,
    /// Signatures verified in one document.
    Signatures = 9,
    /// References of one signature.
    References = 10,
    /// Transforms of one reference.
    Transforms = 11,
    /// Signature checks spent on one certificate path.
    PathChecks = 12,
    /// Bytes canonicalized for the signatures of one document.
    Canonicalized = 13,
    /// Bytes that the search for the cause of wrong digests and signature values may look at in one document.
    Diagnosed = 14,
}

impl Limit {
    const ALL: [Self; 14] = [
        Self::Document,
        Self::Depth,
        Self::Attributes,
        Self::Namespaces,
        Self::Name,
        Self::Text,
        Self::Nodes,
        Self::Findings,
        Self::Signatures,
        Self::References,
        Self::Transforms,
        Self::PathChecks,
        Self::Canonicalized,
        Self::Diagnosed,
    ];

    /// The limit of that number.
    pub(super) fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| *limit as i32 == number)
    }

    /// Its place among the limits.
    pub(super) const fn of(self, limits: &mut Limits) -> &mut usize {
        match self {
            Self::Document => &mut limits.document,
            Self::Depth => &mut limits.depth,
            Self::Attributes => &mut limits.attributes,
            Self::Namespaces => &mut limits.namespaces,
            Self::Name => &mut limits.name,
            Self::Text => &mut limits.text,
            Self::Nodes => &mut limits.nodes,
            Self::Findings => &mut limits.findings,
            Self::Signatures => &mut limits.signatures,
            Self::References => &mut limits.references,
            Self::Transforms => &mut limits.transforms,
            Self::PathChecks => &mut limits.path_checks,
            Self::Canonicalized => &mut limits.canonicalized,
            Self::Diagnosed => &mut limits.diagnosed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_stages_has_no_foreign_bit() {
        assert!(Stage::from_bits(0).is_some());
        assert_eq!(Stage::from_bits(0b1111_1110), Some(crate::validator::Stages::ALL));
        assert_eq!(Stage::from_bits(0b1), None);
        assert_eq!(Stage::from_bits(0b1_0000_0000), None);
        assert!(Stage::from_bits(1 << Stage::Totals as u32).is_some_and(|stages| stages.contains(rules::Stage::Totals)));
    }

    #[test]
    fn zero_and_the_next_number_are_nothing() {
        for number in [0, -1, i32::MAX] {
            assert!(Stage::from_number(number).is_none());
            assert!(TextLanguage::from_number(number).is_none());
            assert!(DocumentField::from_number(number).is_none());
            assert!(CertificateField::from_number(number).is_none());
            assert!(Limit::from_number(number).is_none());
            assert!(SignaturePolicy::from_number(number).is_none());
        }
        assert!(Status::name(-1).is_none());
        assert!(Status::name(Status::ALL.len() as i32).is_none());
    }

    #[test]
    fn every_limit_has_its_own_place() {
        let mut limits = Limits::default();
        for (value, limit) in (1_000_001..).zip(Limit::ALL) {
            *limit.of(&mut limits) = value;
        }
        for (value, limit) in (1_000_001..).zip(Limit::ALL) {
            assert_eq!(*limit.of(&mut limits), value);
        }
    }
}
