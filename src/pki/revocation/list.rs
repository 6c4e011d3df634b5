//! Certificate revocation lists (RFC 5280 §5).

use std::fmt;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use x509_parser::asn1_rs::Oid;

use super::point::IssuingDistributionPoint;
use super::remembered::Remembered;
use super::status::EvidenceProblem;
use super::status::RevocationEntry;
use super::status::RevocationReason;
use crate::pki::Authority;
use crate::pki::Certificate;
use crate::pki::KeyError;
use crate::pki::Name;
use crate::pki::SignatureAlgorithm;
use crate::pki::SignatureEncoding;
use crate::pki::Timestamp;
use crate::pki::VerifyError;
use crate::pki::der;
use crate::pki::der::Reader;
use crate::pki::span::Span;

/// Bytes of the largest list read: three times the 20 MB of 500,000 entries.
pub const REVOCATION_LIST_BYTES: usize = 64 << 20;

/// A certificate revocation list. Its entries stay where they are in the DER; reading it makes one index over their serial numbers.
///
/// Nothing it says is believed before the signature was checked with the key of the certificate's issuer, which
/// [`RevocationEvidence::status`](super::RevocationEvidence::status) does once for each issuer that asks.
pub struct RevocationList {
    der: Box<[u8]>,
    tbs: Span,
    issuer: Span,
    signature: Span,
    algorithm: Result<SignatureAlgorithm, KeyError>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    authority_key_id: Option<Span>,
    point: IssuingDistributionPoint,
    expired_since: Option<Timestamp>,
    /// What makes it useless.
    problem: Option<EvidenceProblem>,
    /// What makes it useless where it has no entry: then another list may have one.
    partial: Option<EvidenceProblem>,
    /// Where each entry starts.
    entries: HashTable<u32>,
    hasher: RandomState,
    checked: Remembered<Result<(), EvidenceProblem>>,
}

/// Why bytes are not a list that can be read. What makes a readable list useless is an [`EvidenceProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RevocationListError {
    /// The bytes are not the DER of a list, or an extension in it is not.
    #[error("not a certificate revocation list in DER")]
    Der,
    /// More than [`REVOCATION_LIST_BYTES`].
    #[error("the certificate revocation list is too large")]
    TooLarge,
}

const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 0x14];
const REASON_CODE: &[u8] = &[0x55, 0x1d, 0x15];
const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 0x18];
const DELTA_INDICATOR: &[u8] = &[0x55, 0x1d, 0x1b];
const ISSUING_DISTRIBUTION_POINT: &[u8] = &[0x55, 0x1d, 0x1c];
/// `expiredCertsOnCRL` (X.509 §9.5.2.8): entries stay for certificates that expired since that moment.
const EXPIRED_CERTS: &[u8] = &[0x55, 0x1d, 0x3c];

impl RevocationList {
    /// Reads a list from its DER. Every entry is read once, for the index and so that none can surprise later.
    ///
    /// # Errors
    ///
    /// [`RevocationListError`] when the bytes are not exactly one list.
    pub fn from_der(bytes: &[u8]) -> Result<Self, RevocationListError> {
        if bytes.len() > REVOCATION_LIST_BYTES {
            return Err(RevocationListError::TooLarge);
        }
        Self::read(bytes.into()).ok_or(RevocationListError::Der)
    }

    /// CertificateList and TBSCertList of RFC 5280 §5.1.
    fn read(bytes: Box<[u8]>) -> Option<Self> {
        let mut list = Reader::new(der::whole(&bytes, der::SEQUENCE)?);
        let tbs = list.next().filter(|tbs| tbs.tag == der::SEQUENCE)?;
        let algorithm = list.next().filter(|algorithm| algorithm.tag == der::SEQUENCE)?;
        let signature = der::bits(list.expect(der::BIT_STRING)?)?;
        list.end()?;

        let mut fields = Reader::new(tbs.contents);
        let version = fields.optional(der::INTEGER)?;
        if version.is_some_and(|version| version.contents != [1]) {
            return None;
        }
        // §5.1.1.2: both name the same algorithm.
        fields.next().filter(|inner| inner.raw == algorithm.raw)?;
        let issuer = fields.next()?;
        Name::from_der(issuer.raw)?;
        let this_update = fields.time()?;
        let next_update = fields.optional_time()?;
        let entries = fields.optional(der::SEQUENCE)?;
        let extensions = fields.explicit(der::constructed(0), der::SEQUENCE)?;
        fields.end()?;

        let mut read = Self {
            tbs: Span::within(&bytes, tbs.raw)?,
            issuer: Span::within(&bytes, issuer.raw)?,
            signature: Span::within(&bytes, signature)?,
            algorithm: SignatureAlgorithm::from_der(algorithm.raw),
            this_update,
            next_update,
            authority_key_id: None,
            point: IssuingDistributionPoint::default(),
            expired_since: None,
            problem: None,
            partial: None,
            entries: HashTable::new(),
            hasher: RandomState::default(),
            checked: Remembered::new(),
            der: Box::default(),
        };
        if let Some(extensions) = extensions {
            // §5.1.2.1: extensions are of version 2.
            version?;
            read.read_extensions(&bytes, extensions)?;
        }
        if let Some(entries) = entries {
            read.index(&bytes, entries.contents)?;
        }
        read.der = bytes;
        Some(read)
    }

    fn read_extensions(&mut self, bytes: &[u8], extensions: &[u8]) -> Option<()> {
        der::extensions(extensions, |extension| {
            match extension.oid {
                AUTHORITY_KEY_ID => {
                    let mut fields = Reader::new(der::whole(extension.value, der::SEQUENCE)?);
                    if let Some(key_id) = fields.optional(der::context(0))? {
                        self.authority_key_id = Some(Span::within(bytes, key_id.contents)?);
                    }
                }
                CRL_NUMBER => {}
                DELTA_INDICATOR => self.partial = Some(EvidenceProblem::DeltaList),
                ISSUING_DISTRIBUTION_POINT => {
                    let (point, problem) = IssuingDistributionPoint::read(bytes, extension.value)?;
                    self.point = point;
                    match problem {
                        Some(EvidenceProblem::SomeReasons) => self.partial = problem,
                        Some(problem) => self.refuse(problem),
                        None => {}
                    }
                }
                EXPIRED_CERTS => {
                    self.expired_since = Some(der::generalized_time(der::whole(extension.value, der::GENERALIZED_TIME)?)?);
                }
                other if extension.critical => self.refuse(EvidenceProblem::UnknownCritical(dotted(other))),
                _ => {}
            }
            Some(())
        })
    }

    /// Makes the index. A serial number that stands twice keeps its earlier date.
    fn index(&mut self, bytes: &[u8], contents: &[u8]) -> Option<()> {
        let start = contents.as_ptr().addr().checked_sub(bytes.as_ptr().addr())?;
        let mut reader = Reader::new(contents);
        // Entries of real lists have 35 to 55 bytes.
        self.entries.reserve(contents.len() / 48, |_| 0);
        while !reader.is_empty() {
            let place = u32::try_from(start + (contents.len() - reader.len())).ok()?;
            let fields = reader.expect(der::SEQUENCE)?;
            let entry = ListEntry::read(fields)?;
            if let Some(critical) = entry.unknown_critical {
                // §5.3: such an entry makes the whole list useless.
                self.refuse(EvidenceProblem::UnknownCritical(dotted(critical)));
            }
            let hash = self.hasher.hash_one(entry.serial);
            let same = |other: &u32| serial_at(bytes, *other) == Some(entry.serial);
            let rehash = |other: &u32| self.hasher.hash_one(serial_at(bytes, *other).unwrap_or_default());
            match self.entries.entry(hash, same, rehash) {
                Entry::Vacant(vacant) => {
                    vacant.insert(place);
                }
                Entry::Occupied(mut known) => {
                    let earlier = entry_at(bytes, *known.get())?;
                    if entry.facts.revoked_from() < earlier.facts.revoked_from() {
                        *known.get_mut() = place;
                    }
                }
            }
        }
        Some(())
    }

    /// Keeps the more telling problem.
    fn refuse(&mut self, problem: EvidenceProblem) {
        if self.problem.as_ref() < Some(&problem) {
            self.problem = Some(problem);
        }
    }
}

impl RevocationList {
    /// Who issued it, as it says itself.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::of_checked(self.issuer.of(&self.der))
    }

    /// When it was issued.
    #[must_use]
    pub const fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one was promised.
    #[must_use]
    pub const fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// How many certificates stand in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no certificate stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What makes it useless for every certificate; or, for a delta list and one of some reasons, for every certificate that is not in it.
    #[must_use]
    pub fn problem(&self) -> Option<&EvidenceProblem> {
        self.problem.as_ref().or(self.partial.as_ref())
    }

    /// The identifier of the key that it says it is signed with.
    pub(super) fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.map(|span| span.of(&self.der))
    }

    /// What it says of that certificate of that issuer, if it is signed with the issuer's key.
    pub(super) fn statement(&self, certificate: &Certificate, issuer: &Authority) -> Result<Statement, EvidenceProblem> {
        self.checked.of(issuer, || self.check(issuer))?;
        self.point.covers(&self.der, self.issuer(), certificate)?;
        let entry = self.entry(certificate);
        if let Some(problem) = &self.partial
            && !entry.as_ref().is_some_and(RevocationEntry::is_permanent)
        {
            return Err(problem.clone());
        }
        let Self { this_update, next_update, expired_since, .. } = *self;
        Ok(Statement { this_update, next_update, expired_since, entry })
    }

    /// Whether it is signed with the key of that authority, and can be used.
    pub(super) fn is_signed_by(&self, signer: &Authority) -> bool {
        self.checked.of(signer, || self.check(signer)).is_ok()
    }

    /// Whether it is a list of that issuer that can be used: by key identifier first, then name, then signature.
    fn check(&self, issuer: &Authority) -> Result<(), EvidenceProblem> {
        let same_key = self.authority_key_id().zip(issuer.key_id()).map(|(own, other)| own == other);
        if same_key == Some(false) || !self.issuer().is_same_as(&issuer.subject()) {
            return Err(EvidenceProblem::Missing);
        }
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        if !issuer.may_sign_lists() {
            return Err(EvidenceProblem::KeyUsage);
        }
        let (Ok(key), Ok(algorithm)) = (issuer.public_key(), self.algorithm) else {
            return Err(EvidenceProblem::UnsupportedAlgorithm);
        };
        match key.verify(algorithm, SignatureEncoding::Der, self.tbs.of(&self.der), self.signature.of(&self.der)) {
            Ok(()) => Ok(()),
            Err(VerifyError::Invalid) if same_key.is_some() => Err(EvidenceProblem::BadSignature),
            // Found by name alone: one name has several keys, and this list may be another one's.
            Err(VerifyError::Invalid) => Err(EvidenceProblem::Missing),
            Err(VerifyError::Mismatch | VerifyError::Unsupported) => Err(EvidenceProblem::UnsupportedAlgorithm),
        }
    }

    /// The entry of that certificate; one that was taken off again is none.
    fn entry(&self, certificate: &Certificate) -> Option<RevocationEntry> {
        let serial = der::least_integer(certificate.serial_contents());
        let place = self.entries.find(self.hasher.hash_one(serial), |place| serial_at(&self.der, *place) == Some(serial))?;
        let entry = entry_at(&self.der, *place)?.facts;
        (entry.reason != Some(RevocationReason::RemoveFromCrl)).then_some(entry)
    }
}

/// What one piece of evidence says of one certificate: its entry, or that it is not revoked.
pub(super) struct Statement {
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
    /// Certificates that expired since then are still spoken of.
    pub(super) expired_since: Option<Timestamp>,
    pub(super) entry: Option<RevocationEntry>,
}

/// One of `revokedCertificates`.
struct ListEntry<'a> {
    serial: &'a [u8],
    facts: RevocationEntry,
    unknown_critical: Option<&'a [u8]>,
}

impl<'a> ListEntry<'a> {
    fn read(contents: &'a [u8]) -> Option<Self> {
        let mut fields = Reader::new(contents);
        let serial = der::least_integer(fields.expect(der::INTEGER)?);
        let revocation_date = fields.time()?;
        let mut facts = RevocationEntry { revocation_date, reason: None, invalidity_date: None };
        let mut unknown_critical = None;
        if let Some(extensions) = fields.optional(der::SEQUENCE)? {
            der::extensions(extensions.contents, |extension| {
                match extension.oid {
                    REASON_CODE => facts.reason = Some(reason(der::whole(extension.value, der::ENUMERATED)?)?),
                    INVALIDITY_DATE => {
                        let date = der::whole(extension.value, der::GENERALIZED_TIME)?;
                        facts.invalidity_date = Some(der::generalized_time(date)?);
                    }
                    other if extension.critical => unknown_critical = Some(other),
                    _ => {}
                }
                Some(())
            })?;
        }
        fields.end()?;
        Some(Self { serial, facts, unknown_critical })
    }
}

/// The reason of the contents of an ENUMERATED.
pub(super) fn reason(contents: &[u8]) -> Option<RevocationReason> {
    match contents {
        [number] => RevocationReason::from_number(*number),
        _ => None,
    }
}

/// An object identifier in dots.
pub(super) fn dotted(oid: &[u8]) -> Box<str> {
    Oid::new(oid.into()).to_id_string().into()
}

/// The entry that starts there.
fn entry_at(list: &[u8], place: u32) -> Option<ListEntry<'_>> {
    ListEntry::read(Reader::new(list.get(place as usize..)?).expect(der::SEQUENCE)?)
}

/// Its serial number.
fn serial_at(list: &[u8], place: u32) -> Option<&[u8]> {
    let entry = Reader::new(list.get(place as usize..)?).expect(der::SEQUENCE)?;
    Reader::new(entry).expect(der::INTEGER).map(der::least_integer)
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RevocationList({}, {}, {} entries)", self.issuer(), self.this_update, self.len())
    }
}
