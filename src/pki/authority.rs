//! Authorities: what is known about the issuer of a certificate.

use std::fmt;
use std::sync::Arc;
use std::sync::OnceLock;

use super::Certificate;
use super::Name;
use super::PathErrorKind;
use super::PublicKey;
use super::Timestamp;
use super::certificate::hexadecimal;
use super::certificate::sha256;
use super::name_constraints::NameConstraints;

/// A certificate authority as facts: name, key, validity, fingerprint. From a row of a [`TrustTable`](super::TrustTable) or from a certificate.
pub struct Authority {
    pub(super) facts: Facts,
    pub(super) standing: Standing,
    spki_sha256: OnceLock<[u8; 32]>,
    subject_text: OnceLock<Arc<str>>,
}

/// The facts of an [`Authority`].
#[derive(Default)]
pub(super) struct Facts {
    pub(super) subject: Box<[u8]>,
    pub(super) spki: Box<[u8]>,
    pub(super) key_id: Option<Box<[u8]>>,
    pub(super) sha256: [u8; 32],
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    pub(super) path_len: Option<u32>,
    /// The names it may put below itself. No row of a trust table has any: its test sees to that.
    pub(super) name_constraints: Option<NameConstraints>,
    /// Why it must not issue certificates, whatever its place in a path.
    pub(super) obstacle: Option<PathErrorKind>,
    pub(super) self_issued: bool,
    /// Its key usage leaves out `cRLSign`.
    pub(super) no_lists: bool,
    pub(super) sha1_signed: bool,
    pub(super) hierarchy: &'static str,
    pub(super) crl: Vec<Box<str>>,
    pub(super) ocsp: Vec<Box<str>>,
}

/// Why an authority is believed.
pub(super) enum Standing {
    /// It is trusted itself.
    Anchor,
    /// Only as far as its certificate, which the caller or the document gave, has a path of its own.
    Certificate(Box<Certificate>),
    /// Its certificate was checked against the parent of that fingerprint when the table was made; the parent is in the same table.
    Proven([u8; 32]),
}

impl Authority {
    pub(super) const fn new(facts: Facts, standing: Standing) -> Self {
        Self { facts, standing, spki_sha256: OnceLock::new(), subject_text: OnceLock::new() }
    }

    pub(super) fn of_certificate(certificate: Certificate, anchor: bool) -> Self {
        let facts = Facts {
            subject: certificate.subject().der().into(),
            spki: certificate.spki().into(),
            key_id: certificate.subject_key_id().map(Into::into),
            sha256: *certificate.sha256(),
            not_before: certificate.not_before().unix(),
            not_after: certificate.not_after().unix(),
            path_len: certificate.extensions().path_len(),
            name_constraints: certificate.name_constraints().and_then(NameConstraints::read),
            obstacle: obstacle(&certificate, anchor),
            self_issued: certificate.is_self_issued(),
            no_lists: !certificate.extensions().may_sign_lists(),
            sha1_signed: certificate.signature_algorithm().is_ok_and(super::SignatureAlgorithm::is_sha1),
            hierarchy: "",
            crl: certificate.crl_addresses().into_iter().map(Into::into).collect(),
            ocsp: certificate.ocsp_addresses().into_iter().map(Into::into).collect(),
        };
        Self::new(facts, if anchor { Standing::Anchor } else { Standing::Certificate(Box::new(certificate)) })
    }

    /// Its name.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        Name::of_checked(&self.facts.subject)
    }

    /// Its name, readable. Made once: the same few anchors end nearly every path.
    #[must_use]
    pub fn subject_text(&self) -> &Arc<str> {
        self.subject_text.get_or_init(|| self.subject().to_string().into())
    }

    /// SHA-256 of its certificate.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.facts.sha256
    }

    /// The identifier of its key.
    #[must_use]
    pub fn key_id(&self) -> Option<&[u8]> {
        self.facts.key_id.as_deref()
    }

    /// The SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        &self.facts.spki
    }

    /// Its key.
    ///
    /// # Errors
    ///
    /// [`KeyError`](super::KeyError) when the key is of a kind that is not known here.
    pub fn public_key(&self) -> Result<PublicKey<'_>, super::KeyError> {
        PublicKey::from_spki(&self.facts.spki)
    }

    /// The first second at which it is valid.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        Timestamp::from_unix(self.facts.not_before)
    }

    /// The last second at which it is valid.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        Timestamp::from_unix(self.facts.not_after)
    }

    /// Whether it is trusted itself.
    #[must_use]
    pub const fn is_anchor(&self) -> bool {
        matches!(self.standing, Standing::Anchor)
    }

    /// Whether its key may sign revocation lists. What stands in a trust table may.
    pub(super) const fn may_sign_lists(&self) -> bool {
        !self.facts.no_lists
    }

    /// The word of the trust table for the hierarchy it belongs to; empty for what the caller gave.
    #[must_use]
    pub const fn hierarchy(&self) -> &'static str {
        self.facts.hierarchy
    }

    /// Where its parent publishes revocation lists about it.
    #[must_use]
    pub fn crl_addresses(&self) -> &[Box<str>] {
        &self.facts.crl
    }

    /// Where its parent answers OCSP requests about it.
    #[must_use]
    pub fn ocsp_addresses(&self) -> &[Box<str>] {
        &self.facts.ocsp
    }

    /// The certificate it was made of, when it is no anchor and no row of a table.
    pub(super) fn certificate(&self) -> Option<&Certificate> {
        match &self.standing {
            Standing::Certificate(certificate) => Some(certificate),
            _ => None,
        }
    }

    /// SHA-256 of its key: names it in the cache of checked links, so that renewals with the same key share an entry.
    pub(super) fn spki_sha256(&self) -> &[u8; 32] {
        self.spki_sha256.get_or_init(|| sha256(&self.facts.spki))
    }
}

/// RFC 5280 §6.1.4(k), (n), (o) and §4.2.1.10. An anchor of version 1 has no extensions that could allow or forbid anything.
fn obstacle(certificate: &Certificate, anchor: bool) -> Option<PathErrorKind> {
    let extensions = certificate.extensions();
    if let Some(oid) = extensions.unknown_critical() {
        return Some(PathErrorKind::UnknownCritical(oid.into()));
    }
    // §4.1.2.6: an authority has a name.
    if (!extensions.is_ca() && (extensions.any() || !anchor)) || certificate.subject().is_empty() {
        return Some(PathErrorKind::NotCa);
    }
    if !extensions.may_sign_certificates() {
        return Some(PathErrorKind::KeyUsage);
    }
    // Constraints that cannot be read permit nothing.
    let constraints = certificate.name_constraints().map(NameConstraints::read);
    constraints.is_some_and(|constraints| constraints.is_none()).then_some(PathErrorKind::NameConstraints)
}

impl fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Authority({}, {})", self.subject(), hexadecimal(self.sha256()))
    }
}
