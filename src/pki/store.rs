//! The trust store: anchors and intermediates to build paths from.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use foldhash::fast::RandomState;
use x509_parser::pem::Pem;

use super::Authority;
use super::Certificate;
use super::CertificateError;
use super::Name;
use super::Path;
use super::PathError;
use super::Timestamp;
use super::TrustTable;
use super::path::Search;
use crate::error::Error;
use crate::limits::Limits;

/// Links kept in the cache of a store: some thousand sellers a process, 64 bytes each.
const CACHED_LINKS: usize = 4_096;

/// Anchors and intermediates. Built once, then shared between threads; building a path never changes what is trusted.
///
/// It remembers which certificates were signed with which keys, so that a second document of the same seller needs no signature check for
/// its certificate. Everything that depends on time is judged anew each time.
#[derive(Default)]
pub struct TrustStore {
    tables: Vec<&'static TrustTable>,
    authorities: Vec<Arc<Authority>>,
    by_key_id: HashMap<Box<[u8]>, Vec<usize>, RandomState>,
    by_subject: HashMap<Box<[u8]>, Vec<usize>, RandomState>,
    links: RwLock<HashSet<[[u8; 32]; 2], RandomState>>,
}

impl TrustStore {
    /// A store that trusts nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same store, which also trusts the anchors of that table.
    #[must_use]
    pub fn with_table(mut self, table: &'static TrustTable) -> Self {
        self.tables.push(table);
        self
    }

    /// The same store with the certificates of these bytes: PEM or DER, several may follow one another.
    ///
    /// A certificate that names itself as its issuer becomes a trust anchor, any other an intermediate that needs a path of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] when the bytes hold no certificate or one that cannot be read.
    pub fn with_certificates(mut self, bytes: &[u8]) -> Result<Self, Error> {
        for certificate in read_certificates(bytes)? {
            self.add(certificate);
        }
        Ok(self)
    }

    /// The same store with that certificate as an anchor, whoever issued it.
    #[must_use]
    pub fn with_anchor(mut self, certificate: Certificate) -> Self {
        self.insert(Authority::of_certificate(certificate, true));
        self
    }

    fn add(&mut self, certificate: Certificate) {
        let anchor = certificate.is_self_issued();
        self.insert(Authority::of_certificate(certificate, anchor));
    }

    fn insert(&mut self, authority: Authority) {
        if self.authorities.iter().any(|known| known.sha256() == authority.sha256() && known.is_anchor() >= authority.is_anchor())
        {
            return;
        }
        let number = self.authorities.len();
        self.by_subject.entry(authority.subject().der().into()).or_default().push(number);
        if let Some(key_id) = authority.key_id() {
            self.by_key_id.entry(key_id.into()).or_default().push(number);
        }
        self.authorities.push(Arc::new(authority));
    }

    /// Whether it has neither a table nor a certificate, so that no path can end in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.authorities.is_empty()
    }

    /// Builds a path from the certificate of a signer to an anchor, every certificate of it valid `at` that moment (RFC 5280 §6.1, the subset
    /// described in the module). `others` are certificates that came with the signature: they may stand in the path but are not trusted.
    ///
    /// # Errors
    ///
    /// [`PathError`] with the most telling reason when no path holds.
    pub fn path(&self, leaf: &Certificate, others: &[Certificate], at: Timestamp, limits: &Limits) -> Result<Path, PathError> {
        Search::new(self, leaf, others, at, limits.path_checks).run()
    }

    /// Builds a path from the certificate of a key that signs revocation lists.
    pub(super) fn path_for_lists(
        &self,
        signer: &Certificate,
        others: &[Certificate],
        at: Timestamp,
        limits: &Limits,
    ) -> Option<Path> {
        Search::new(self, signer, others, at, limits.path_checks).run_for_lists()
    }

    /// The anchor that is this certificate itself.
    pub(super) fn anchor_of(&self, certificate: &Certificate) -> Option<Arc<Authority>> {
        let own = self.by_subject_own(certificate.subject());
        let listed = self.tables.iter().filter_map(|table| table.by_sha256(certificate.sha256()));
        own.chain(listed).find(|authority| authority.is_anchor() && authority.sha256() == certificate.sha256())
    }

    pub(super) fn by_key_id(&self, key_id: &[u8]) -> impl Iterator<Item = Arc<Authority>> {
        let own = self.several(self.by_key_id.get(key_id));
        own.chain(self.tables.iter().flat_map(|table| table.by_key_id(key_id).collect::<Vec<_>>()))
    }

    pub(super) fn by_subject(&self, subject: Name<'_>) -> impl Iterator<Item = Arc<Authority>> {
        self.by_subject_own(subject)
            .chain(self.tables.iter().flat_map(move |table| table.by_subject(subject).collect::<Vec<_>>()))
    }

    pub(super) fn by_sha256(&self, sha256: &[u8; 32]) -> Option<Arc<Authority>> {
        self.tables.iter().find_map(|table| table.by_sha256(sha256))
    }

    fn by_subject_own(&self, subject: Name<'_>) -> impl Iterator<Item = Arc<Authority>> {
        self.several(self.by_subject.get(subject.der()))
    }

    fn several<'a>(&'a self, numbers: Option<&'a Vec<usize>>) -> impl Iterator<Item = Arc<Authority>> + 'a {
        numbers.into_iter().flatten().filter_map(|number| self.authorities.get(*number).cloned())
    }

    /// Whether the certificate is known to be signed with the authority's key.
    pub(super) fn knows_link(&self, certificate: &Certificate, authority: &Authority) -> bool {
        let link = [*certificate.sha256(), *authority.spki_sha256()];
        self.links.read().unwrap_or_else(PoisonError::into_inner).contains(&link)
    }

    /// Remembers that the certificate is signed with the authority's key.
    pub(super) fn remember_link(&self, certificate: &Certificate, authority: &Authority) {
        let link = [*certificate.sha256(), *authority.spki_sha256()];
        let mut links = self.links.write().unwrap_or_else(PoisonError::into_inner);
        if links.len() >= CACHED_LINKS {
            links.clear();
        }
        links.insert(link);
    }
}

/// The copy trusts the same and remembers nothing.
impl Clone for TrustStore {
    fn clone(&self) -> Self {
        Self {
            tables: self.tables.clone(),
            authorities: self.authorities.clone(),
            by_key_id: self.by_key_id.clone(),
            by_subject: self.by_subject.clone(),
            links: RwLock::default(),
        }
    }
}

impl fmt::Debug for TrustStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tables, authorities) = (self.tables.len(), &self.authorities);
        formatter.debug_struct("TrustStore").field("tables", &tables).field("authorities", authorities).finish_non_exhaustive()
    }
}

/// The certificates of a file: PEM blocks `CERTIFICATE`, other blocks and text between them are passed over; or DER, one after the other.
///
/// # Errors
///
/// [`Error::Certificate`] when there is none or one cannot be read.
pub fn read_certificates(bytes: &[u8]) -> Result<Vec<Certificate>, Error> {
    let failed = |error: CertificateError| Error::Certificate(error.to_string());
    let mut certificates = Vec::new();
    // DER starts with the tag of a sequence; a PEM file that starts with `0` is text before the first block and has no high bytes there.
    if matches!(bytes, [0x30, length, ..] if *length >= 0x80) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (certificate, left) = Certificate::from_start(rest).map_err(failed)?;
            certificates.push(certificate);
            rest = rest.get(rest.len().saturating_sub(left)..).unwrap_or_default();
        }
    } else {
        for block in Pem::iter_from_buffer(bytes) {
            let block = block.map_err(|_| Error::Certificate("a PEM block is damaged".to_owned()))?;
            if matches!(block.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE") {
                certificates.push(Certificate::from_der(&block.contents).map_err(failed)?);
            }
        }
    }
    if certificates.is_empty() {
        return Err(Error::Certificate("no certificate in PEM or DER".to_owned()));
    }
    Ok(certificates)
}
