//! Certificates (RFC 5280 §4).

use std::fmt;
use std::sync::OnceLock;

use ring::digest;
use x509_parser::certificate::TbsCertificate;
use x509_parser::certificate::X509Certificate;
use x509_parser::certificate::X509CertificateParser;
use x509_parser::nom::Parser as _;
use x509_parser::x509::X509Version;

use super::Extensions;
use super::KeyError;
use super::Name;
use super::PublicKey;
use super::SignatureAlgorithm;
use super::SignatureEncoding;
use super::Timestamp;
use super::VerifyError;
use super::span::Span;

/// Bytes of the largest certificate read. Vietnamese ones have 1 to 2 KB; attribute-laden ones of other countries below 10.
pub const CERTIFICATE_BYTES: usize = 64 << 10;

/// A certificate: its DER, and where its parts stand in it. Nothing it says is trusted; [`TrustStore::path`](super::TrustStore::path) does that.
///
/// Reading decodes what path building needs (a few microseconds); names, key and addresses are decoded when asked.
pub struct Certificate {
    der: Box<[u8]>,
    tbs: Span,
    serial: Span,
    issuer: Span,
    subject: Span,
    spki: Span,
    signature: Span,
    algorithm: Result<SignatureAlgorithm, KeyError>,
    not_before: Timestamp,
    not_after: Timestamp,
    extensions: Extensions,
    sha256: OnceLock<[u8; 32]>,
}

/// Why bytes are not a certificate that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The two signature algorithms in it differ (RFC 5280 §4.1.1.2).
    #[error("the certificate names two different signature algorithms")]
    AlgorithmsDiffer,
    /// The bytes are not the DER of a certificate.
    #[error("not a certificate in DER")]
    Der,
    /// An extension that decides about trust cannot be read, stands twice, or stands in a certificate before version 3.
    #[error("the extension {0} of the certificate is wrong")]
    Extension(String),
    /// Bytes come after the certificate.
    #[error("bytes follow the certificate")]
    TrailingBytes,
    /// More than [`CERTIFICATE_BYTES`].
    #[error("the certificate is too large")]
    TooLarge,
}

impl Certificate {
    /// Reads a certificate from its DER.
    ///
    /// # Errors
    ///
    /// [`CertificateError`] when the bytes are not exactly one certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let (certificate, rest) = Self::from_start(der)?;
        if rest > 0 { Err(CertificateError::TrailingBytes) } else { Ok(certificate) }
    }

    /// Reads the certificate that the bytes start with, and how many bytes follow it.
    pub(super) fn from_start(bytes: &[u8]) -> Result<(Self, usize), CertificateError> {
        let head = bytes.get(..bytes.len().min(CERTIFICATE_BYTES)).unwrap_or_default();
        let too_large = bytes.len() > head.len();
        let (_, parsed) = X509CertificateParser::new()
            .with_deep_parse_extensions(false)
            .parse(head)
            .map_err(|_| if too_large { CertificateError::TooLarge } else { CertificateError::Der })?;
        let rest = bytes.len() - parsed.as_raw().len();
        Ok((Self::of(&parsed)?, rest))
    }

    fn of(parsed: &X509Certificate<'_>) -> Result<Self, CertificateError> {
        let der = parsed.as_raw();
        let tbs: &TbsCertificate<'_> = &parsed.tbs_certificate;
        if parsed.signature_algorithm != tbs.signature {
            return Err(CertificateError::AlgorithmsDiffer);
        }
        if parsed.signature_value.unused_bits != 0 {
            return Err(CertificateError::Der);
        }
        if let (Some(extension), true) = (tbs.extensions().first(), tbs.version() != X509Version::V3) {
            return Err(CertificateError::Extension(extension.oid.to_id_string()));
        }
        let span = |part: &[u8]| Span::within(der, part).ok_or(CertificateError::Der);
        Ok(Self {
            tbs: span(tbs.as_ref())?,
            serial: span(tbs.raw_serial())?,
            issuer: span(tbs.issuer.as_raw())?,
            subject: span(tbs.subject.as_raw())?,
            spki: span(tbs.subject_pki.raw)?,
            signature: span(&parsed.signature_value.data)?,
            algorithm: SignatureAlgorithm::of(&parsed.signature_algorithm),
            not_before: Timestamp::from_unix(tbs.validity.not_before.timestamp()),
            not_after: Timestamp::from_unix(tbs.validity.not_after.timestamp()),
            extensions: Extensions::of(der, tbs.extensions())?,
            sha256: OnceLock::new(),
            der: der.into(),
        })
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the DER: the certificate's fingerprint. Computed once.
    #[must_use]
    pub fn sha256(&self) -> &[u8; 32] {
        self.sha256.get_or_init(|| sha256(&self.der))
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        Name::of_checked(self.subject.of(&self.der))
    }

    /// Who made it, as it says itself.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::of_checked(self.issuer.of(&self.der))
    }

    /// The serial number in upper-case hexadecimal, without leading zero bytes.
    #[must_use]
    pub fn serial(&self) -> String {
        let bytes = self.serial.of(&self.der);
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count().min(bytes.len().saturating_sub(1));
        hexadecimal(bytes.get(zeros..).unwrap_or_default()).to_uppercase()
    }

    /// The contents of the INTEGER that its serial number is, sign included.
    pub(super) fn serial_contents(&self) -> &[u8] {
        self.serial.of(&self.der)
    }

    /// The first second at which it is valid.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// The last second at which it is valid.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        self.spki.of(&self.der)
    }

    /// The key.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the key cannot be read or is of a kind that is not known here.
    pub fn public_key(&self) -> Result<PublicKey<'_>, KeyError> {
        PublicKey::from_spki(self.spki())
    }

    /// What it was signed with.
    ///
    /// # Errors
    ///
    /// [`KeyError::Algorithm`] when that is not known here.
    pub const fn signature_algorithm(&self) -> Result<SignatureAlgorithm, KeyError> {
        self.algorithm
    }

    /// The extensions.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The key identifier of the issuer's key (RFC 5280 §4.2.1.1).
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.extensions.authority_key_id.map(|span| span.of(&self.der))
    }

    /// The key identifier of its own key (RFC 5280 §4.2.1.2).
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.extensions.subject_key_id.map(|span| span.of(&self.der))
    }

    /// The purposes of extended key usage as dotted identifiers. Recorded; none is required (`spec/vn-field-findings.md`: they are mixed).
    #[must_use]
    pub fn extended_key_usage(&self) -> Vec<String> {
        self.extensions.extended_key_usage(&self.der)
    }

    /// Addresses of revocation lists.
    #[must_use]
    pub fn crl_addresses(&self) -> Vec<&str> {
        self.extensions.crl_addresses(&self.der)
    }

    /// The value of the extension of CRL distribution points.
    pub(super) fn crl_distribution_points(&self) -> Option<&[u8]> {
        self.extensions.crl_distribution_points.map(|span| span.of(&self.der))
    }

    /// The value of the extension of alternative names of the subject.
    pub(super) fn subject_alt_name(&self) -> Option<&[u8]> {
        self.extensions.subject_alt_name.map(|span| span.of(&self.der))
    }

    /// The value of the extension of name constraints.
    pub(super) fn name_constraints(&self) -> Option<&[u8]> {
        self.extensions.name_constraints.map(|span| span.of(&self.der))
    }

    /// Addresses of OCSP responders.
    #[must_use]
    pub fn ocsp_addresses(&self) -> Vec<&str> {
        self.extensions.ocsp_addresses(&self.der)
    }

    /// Whether it names itself as its issuer.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject() == self.issuer()
    }

    /// Checks that the certificate was signed with that key. Nothing else is checked.
    ///
    /// # Errors
    ///
    /// [`VerifyError`]; [`VerifyError::Unsupported`] also for an algorithm that is not known here.
    pub fn verify_signed_by(&self, key: &PublicKey<'_>) -> Result<(), VerifyError> {
        let algorithm = self.algorithm.map_err(|_| VerifyError::Unsupported)?;
        key.verify(algorithm, SignatureEncoding::Der, self.tbs.of(&self.der), self.signature.of(&self.der))
    }
}

impl Clone for Certificate {
    fn clone(&self) -> Self {
        Self { der: self.der.clone(), extensions: self.extensions.clone(), sha256: self.sha256.clone(), ..*self }
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Certificate({}, {})", self.subject(), hexadecimal(self.sha256()))
    }
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut value = [0; 32];
    for (to, from) in value.iter_mut().zip(digest::digest(&digest::SHA256, bytes).as_ref()) {
        *to = *from;
    }
    value
}

/// Lower-case hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
