//! What the evidence says of a certificate at a moment.

use std::sync::Arc;

use crate::pki::Authority;
use crate::pki::Timestamp;

/// What the evidence says of one certificate at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked at that moment.
    Good {
        /// When the evidence was true, `thisUpdate`.
        this_update: Timestamp,
        /// When newer evidence was promised, `nextUpdate`.
        next_update: Option<Timestamp>,
    },
    /// Revoked at or before that moment.
    Revoked(RevocationEntry),
    /// Revoked after that moment: a signature of that moment stands, as far as the moment itself is to be believed.
    RevokedLater(RevocationEntry),
    /// No evidence that counts: nothing is said. The most telling problem of all that were met.
    NotRun(EvidenceProblem),
}

/// What a list or a response says of a revoked certificate (RFC 5280 §5.1.2.6, §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevocationEntry {
    pub(super) revocation_date: Timestamp,
    pub(super) reason: Option<RevocationReason>,
    pub(super) invalidity_date: Option<Timestamp>,
}

impl RevocationEntry {
    /// When the authority revoked it.
    #[must_use]
    pub const fn revocation_date(&self) -> Timestamp {
        self.revocation_date
    }

    /// Why, where that is said.
    #[must_use]
    pub const fn reason(&self) -> Option<RevocationReason> {
        self.reason
    }

    /// Since when the certificate is known or suspected to be worthless, where that is said (§5.3.2); may be before the revocation.
    #[must_use]
    pub const fn invalidity_date(&self) -> Option<Timestamp> {
        self.invalidity_date
    }

    /// The moment from which the certificate does not count: the earlier of revocation and invalidity date.
    #[must_use]
    pub fn revoked_from(&self) -> Timestamp {
        self.invalidity_date.map_or(self.revocation_date, |invalid| invalid.min(self.revocation_date))
    }

    /// Whether it can never be taken back: everything but `certificateHold` (§5.3.1).
    pub(super) fn is_permanent(&self) -> bool {
        self.reason != Some(RevocationReason::CertificateHold)
    }
}

/// Why a certificate was revoked (RFC 5280 §5.3.1), in the order of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RevocationReason {
    /// 0: not said.
    Unspecified,
    /// 1: the private key is or may be in other hands.
    KeyCompromise,
    /// 2: the authority's private key is or may be in other hands.
    CaCompromise,
    /// 3: the name or another statement about the subject has changed.
    AffiliationChanged,
    /// 4: another certificate has taken its place.
    Superseded,
    /// 5: it is not needed any more.
    CessationOfOperation,
    /// 6: suspended; may be lifted.
    CertificateHold,
    /// 8: taken off the list again.
    RemoveFromCrl,
    /// 9: a privilege in it was withdrawn.
    PrivilegeWithdrawn,
    /// 10: the key of an attribute authority is or may be in other hands.
    AaCompromise,
}

impl RevocationReason {
    /// The reason of that number; 7 is not used.
    pub(super) const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            _ => return None,
        })
    }
}

/// Why evidence says nothing of a certificate, the least telling first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EvidenceProblem {
    /// No list and no response of the certificate's issuer was given.
    Missing,
    /// The list is for certificates of other distribution points (RFC 5280 §5.2.5, §6.3.3(b)(2)).
    OtherDistributionPoint,
    /// The list is for certificates of authorities only, of others only, or for attribute certificates (§5.2.5).
    OtherCertificates,
    /// The responder does not know the certificate (RFC 6960 §2.2).
    Unknown,
    /// It was to be replaced by newer evidence before the moment asked for; that `nextUpdate`, where there was one.
    TooOld(Option<Timestamp>),
    /// It was issued when the certificate had already expired: by then a revoked certificate may have been dropped (RFC 5280 §5, RFC 6960
    /// §4.4.4). That `thisUpdate`.
    IssuedAfterExpiry(Timestamp),
    /// A delta list: it tells changes only (RFC 5280 §5.2.4).
    DeltaList,
    /// An indirect list: it holds certificates of several issuers (§5.2.5).
    IndirectList,
    /// The list is for some reasons of revocation only (§5.2.5).
    SomeReasons,
    /// A critical extension that is not known here (§5.2), by its dotted identifier.
    UnknownCritical(Box<str>),
    /// It is signed with an algorithm that cannot be checked here.
    UnsupportedAlgorithm,
    /// The issuer's key usage does not have `cRLSign` (§6.3.3(f)).
    KeyUsage,
    /// Who signed the response may not: neither the issuer nor a certificate that the issuer made for it, valid then (RFC 6960 §4.2.2.2).
    Responder,
    /// The issuer's key did not make the signature on it.
    BadSignature,
}

/// What the evidence says of a whole path: the leaf, and every certificate above it that the caller or the document brought.
///
/// What stands in a [`TrustTable`](crate::pki::TrustTable) needs no evidence: the table vouches for it, and a revoked authority leaves the table.
#[derive(Clone, Debug)]
pub struct PathRevocation {
    pub(super) status: RevocationStatus,
    pub(super) authority: Option<Arc<Authority>>,
}

impl PathRevocation {
    /// The gravest of all: revoked; then nothing said; then revoked later; then good, as it was said of the leaf.
    #[must_use]
    pub const fn status(&self) -> &RevocationStatus {
        &self.status
    }

    /// The authority that it is about; `None` when it is about the leaf.
    #[must_use]
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_deref()
    }
}
