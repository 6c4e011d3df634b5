//! OCSP responses (RFC 6960), also the lightweight ones of RFC 5019.

use std::fmt;

use ring::digest;

use super::list::Statement;
use super::list::dotted;
use super::list::reason;
use super::remembered::Remembered;
use super::status::EvidenceProblem;
use super::status::RevocationEntry;
use crate::pki::Authority;
use crate::pki::Certificate;
use crate::pki::KeyError;
use crate::pki::Name;
use crate::pki::PublicKey;
use crate::pki::SignatureAlgorithm;
use crate::pki::SignatureEncoding;
use crate::pki::Timestamp;
use crate::pki::VerifyError;
use crate::pki::der;
use crate::pki::der::Reader;
use crate::pki::span::Span;

/// Bytes of the largest response read. One about one certificate has 0.5 to 3 KB.
pub const OCSP_BYTES: usize = 1 << 20;

/// Certificates read out of one response; one is usual.
const CERTIFICATES: usize = 8;

/// A successful OCSP response: signed answers about one or several certificates.
///
/// Nothing it says is believed before the signature was checked, with the key of the certificate's issuer or of a responder that the issuer made
/// for it; [`RevocationEvidence::status`](super::RevocationEvidence::status) does that once for each issuer that asks.
pub struct OcspResponse {
    der: Box<[u8]>,
    tbs: Span,
    signature: Span,
    algorithm: Result<SignatureAlgorithm, KeyError>,
    responder: ResponderId,
    produced_at: Timestamp,
    answers: Vec<Answer>,
    certificates: Vec<Certificate>,
    problem: Option<EvidenceProblem>,
    checked: Remembered<Result<Option<usize>, EvidenceProblem>>,
}

/// Why bytes are not a response that can be read. What makes a readable response useless is an [`EvidenceProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// The bytes are not the DER of a response, or not of a basic one (RFC 6960 §4.2.1).
    #[error("not a basic OCSP response in DER")]
    Der,
    /// More than [`OCSP_BYTES`].
    #[error("the OCSP response is too large")]
    TooLarge,
    /// The responder did not answer: `tryLater`, `unauthorized` or another status of RFC 6960 §4.2.1, by its number.
    #[error("the OCSP responder did not answer (responseStatus {0})")]
    Unsuccessful(u8),
}

#[derive(Clone, Copy)]
enum ResponderId {
    Name(Span),
    /// SHA-1 of the bits of the key.
    Key(Span),
}

/// A SingleResponse (§4.2.1).
struct Answer {
    /// `None` for a digest that is not known here: such an answer is about nobody.
    digest: Option<&'static digest::Algorithm>,
    name_hash: Span,
    key_hash: Span,
    serial: Span,
    status: AnswerStatus,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    archive_cutoff: Option<Timestamp>,
}

enum AnswerStatus {
    Good,
    Revoked(RevocationEntry),
    Unknown,
}

const BASIC_RESPONSE: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01];
const NONCE: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02];
const CRL_REFERENCES: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x03];
const ARCHIVE_CUTOFF: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x06];
const EXTENDED_REVOKE: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x09];
const OID_SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
const OID_SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";

impl OcspResponse {
    /// Reads a response from its DER.
    ///
    /// # Errors
    ///
    /// [`OcspError`] when the bytes are not exactly one response, or one without an answer.
    pub fn from_der(bytes: &[u8]) -> Result<Self, OcspError> {
        if bytes.len() > OCSP_BYTES {
            return Err(OcspError::TooLarge);
        }
        let mut response = Reader::new(der::whole(bytes, der::SEQUENCE).ok_or(OcspError::Der)?);
        match response.expect(der::ENUMERATED) {
            Some([0]) => Self::read(bytes, response).ok_or(OcspError::Der),
            Some([status]) => Err(OcspError::Unsuccessful(*status)),
            _ => Err(OcspError::Der),
        }
    }

    /// What follows the status: ResponseBytes, BasicOCSPResponse and ResponseData of §4.2.1.
    fn read(bytes: &[u8], mut response: Reader<'_>) -> Option<Self> {
        let mut wrapped = Reader::new(response.explicit(der::constructed(0), der::SEQUENCE)??);
        response.end()?;
        (wrapped.expect(der::OID)? == BASIC_RESPONSE).then_some(())?;
        let mut basic = Reader::new(der::whole(wrapped.expect(der::OCTET_STRING)?, der::SEQUENCE)?);
        wrapped.end()?;
        let tbs = basic.next().filter(|tbs| tbs.tag == der::SEQUENCE)?;
        let algorithm = basic.next().filter(|algorithm| algorithm.tag == der::SEQUENCE)?;
        let signature = der::bits(basic.expect(der::BIT_STRING)?)?;
        let certificates = basic.explicit(der::constructed(0), der::SEQUENCE)?;
        basic.end()?;

        let mut data = Reader::new(tbs.contents);
        if data.explicit(der::constructed(0), der::INTEGER)?.is_some_and(|version| version != [0]) {
            return None;
        }
        let responder = data.next()?;
        let produced_at = der::generalized_time(data.expect(der::GENERALIZED_TIME)?)?;
        let mut singles = Reader::new(data.expect(der::SEQUENCE)?);
        let extensions = data.explicit(der::constructed(1), der::SEQUENCE)?;
        data.end()?;

        let mut problem = None;
        read_extensions(extensions, &mut problem, |_| Some(()))?;
        let mut answers = Vec::new();
        while !singles.is_empty() {
            answers.push(Answer::read(bytes, singles.expect(der::SEQUENCE)?, &mut problem)?);
        }
        Some(Self {
            tbs: Span::within(bytes, tbs.raw)?,
            signature: Span::within(bytes, signature)?,
            algorithm: SignatureAlgorithm::from_der(algorithm.raw),
            responder: ResponderId::read(bytes, responder)?,
            produced_at,
            answers,
            certificates: read_certificates(certificates.unwrap_or_default())?,
            problem,
            checked: Remembered::new(),
            der: bytes.into(),
        })
    }

    /// When the responder signed it.
    #[must_use]
    pub const fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// How many certificates it is about.
    #[must_use]
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether it is about no certificate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// What makes it useless for every certificate, if anything.
    #[must_use]
    pub const fn problem(&self) -> Option<&EvidenceProblem> {
        self.problem.as_ref()
    }

    /// The serial numbers it is about, in their order.
    pub(super) fn serials(&self) -> impl Iterator<Item = &[u8]> {
        self.answers.iter().map(|answer| answer.serial.of(&self.der))
    }

    /// What its answer of that number says of that certificate of that issuer.
    pub(super) fn statement(
        &self,
        number: usize,
        certificate: &Certificate,
        issuer: &Authority,
    ) -> Result<Statement, EvidenceProblem> {
        let answer = self.answers.get(number).filter(|answer| answer.is_about(&self.der, certificate, issuer));
        let answer = answer.ok_or(EvidenceProblem::Missing)?;
        self.signer(issuer)?;
        Ok(Statement {
            this_update: answer.this_update,
            next_update: answer.next_update,
            expired_since: answer.archive_cutoff,
            entry: match answer.status {
                AnswerStatus::Good => None,
                AnswerStatus::Revoked(entry) => Some(entry),
                AnswerStatus::Unknown => return Err(EvidenceProblem::Unknown),
            },
        })
    }

    /// The certificate of the responder that signed it in the name of that issuer; `None` when the issuer signed it itself (§4.2.2.2).
    pub(super) fn signer(&self, issuer: &Authority) -> Result<Option<&Certificate>, EvidenceProblem> {
        let signer = self.checked.of(issuer, || self.find_signer(issuer))?;
        Ok(signer.and_then(|number| self.certificates.get(number)))
    }

    fn find_signer(&self, issuer: &Authority) -> Result<Option<usize>, EvidenceProblem> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let Ok(key) = issuer.public_key() else { return Err(EvidenceProblem::UnsupportedAlgorithm) };
        if self.responder.is(&self.der, issuer.subject(), issuer.spki()) {
            match self.verify(&key) {
                // The name may also be that of a responder's certificate below.
                Err(EvidenceProblem::BadSignature) if !self.certificates.is_empty() => {}
                outcome => return outcome.map(|()| None),
            }
        }
        let mut failure = EvidenceProblem::Responder;
        for (number, certificate) in self.certificates.iter().enumerate() {
            if !self.responder.is(&self.der, certificate.subject(), certificate.spki())
                || !self.may_respond(certificate, issuer, &key)
            {
                continue;
            }
            let key = certificate.public_key().map_err(|_| EvidenceProblem::UnsupportedAlgorithm);
            match key.and_then(|key| self.verify(&key)) {
                Ok(()) => return Ok(Some(number)),
                Err(problem) => failure = failure.max(problem),
            }
        }
        Err(failure)
    }

    /// Whether the issuer made that certificate for signing responses, and it was valid when the response was signed (§4.2.2.2).
    fn may_respond(&self, certificate: &Certificate, issuer: &Authority, key: &PublicKey<'_>) -> bool {
        let extensions = certificate.extensions();
        certificate.issuer().is_same_as(&issuer.subject())
            && (certificate.not_before()..=certificate.not_after()).contains(&self.produced_at)
            && certificate.extended_key_usage().iter().any(|purpose| purpose == OCSP_SIGNING)
            && extensions.may_sign_documents()
            && extensions.unknown_critical().is_none()
            && certificate.verify_signed_by(key).is_ok()
    }

    fn verify(&self, key: &PublicKey<'_>) -> Result<(), EvidenceProblem> {
        let algorithm = self.algorithm.map_err(|_| EvidenceProblem::UnsupportedAlgorithm)?;
        let checked = key.verify(algorithm, SignatureEncoding::Der, self.tbs.of(&self.der), self.signature.of(&self.der));
        checked.map_err(|error| match error {
            VerifyError::Invalid => EvidenceProblem::BadSignature,
            VerifyError::Mismatch | VerifyError::Unsupported => EvidenceProblem::UnsupportedAlgorithm,
        })
    }
}

impl ResponderId {
    fn read(response: &[u8], element: der::Element<'_>) -> Option<Self> {
        if element.tag == der::constructed(1) {
            Name::from_der(element.contents)?;
            return Some(Self::Name(Span::within(response, element.contents)?));
        }
        let hash = der::whole(element.contents, (element.tag == der::constructed(2)).then_some(der::OCTET_STRING)?)?;
        Some(Self::Key(Span::within(response, hash)?))
    }

    /// Whether it names whoever has that name or that key.
    fn is(self, response: &[u8], name: Name<'_>, spki: &[u8]) -> bool {
        match self {
            Self::Name(span) => Name::of_checked(span.of(response)).is_same_as(&name),
            Self::Key(span) => {
                key_hash(&digest::SHA1_FOR_LEGACY_USE_ONLY, spki).is_some_and(|hash| hash.as_ref() == span.of(response))
            }
        }
    }
}

impl Answer {
    fn read(response: &[u8], contents: &[u8], problem: &mut Option<EvidenceProblem>) -> Option<Self> {
        let mut fields = Reader::new(contents);
        let mut id = Reader::new(fields.expect(der::SEQUENCE)?);
        let digest = match Reader::new(id.expect(der::SEQUENCE)?).expect(der::OID)? {
            OID_SHA1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            OID_SHA256 => Some(&digest::SHA256),
            _ => None,
        };
        let name_hash = Span::within(response, id.expect(der::OCTET_STRING)?)?;
        let key_hash = Span::within(response, id.expect(der::OCTET_STRING)?)?;
        let serial = Span::within(response, der::least_integer(id.expect(der::INTEGER)?))?;
        id.end()?;
        let status = AnswerStatus::read(fields.next()?)?;
        let this_update = der::generalized_time(fields.expect(der::GENERALIZED_TIME)?)?;
        let next_update = match fields.explicit(der::constructed(0), der::GENERALIZED_TIME)? {
            Some(time) => Some(der::generalized_time(time)?),
            None => None,
        };
        let extensions = fields.explicit(der::constructed(1), der::SEQUENCE)?;
        fields.end()?;
        let mut archive_cutoff = None;
        read_extensions(extensions, problem, |extension| {
            if extension.oid == ARCHIVE_CUTOFF {
                archive_cutoff = Some(der::generalized_time(der::whole(extension.value, der::GENERALIZED_TIME)?)?);
            }
            Some(())
        })?;
        Some(Self { digest, name_hash, key_hash, serial, status, this_update, next_update, archive_cutoff })
    }

    /// Whether its CertID is that of the certificate: digests of the issuer's name, as the certificate writes it, and key, and the serial number.
    fn is_about(&self, response: &[u8], certificate: &Certificate, issuer: &Authority) -> bool {
        let Some(algorithm) = self.digest else { return false };
        self.serial.of(response) == der::least_integer(certificate.serial_contents())
            && digest::digest(algorithm, certificate.issuer().der()).as_ref() == self.name_hash.of(response)
            && key_hash(algorithm, issuer.spki()).is_some_and(|hash| hash.as_ref() == self.key_hash.of(response))
    }
}

impl AnswerStatus {
    fn read(element: der::Element<'_>) -> Option<Self> {
        const GOOD: u8 = der::context(0);
        const REVOKED: u8 = der::constructed(1);
        const UNKNOWN: u8 = der::context(2);
        match element.tag {
            GOOD if element.contents.is_empty() => Some(Self::Good),
            UNKNOWN if element.contents.is_empty() => Some(Self::Unknown),
            REVOKED => {
                let mut info = Reader::new(element.contents);
                let revocation_date = der::generalized_time(info.expect(der::GENERALIZED_TIME)?)?;
                let reason = match info.explicit(der::constructed(0), der::ENUMERATED)? {
                    Some(number) => Some(reason(number)?),
                    None => None,
                };
                info.end()?;
                Some(Self::Revoked(RevocationEntry { revocation_date, reason, invalidity_date: None }))
            }
            _ => None,
        }
    }
}

/// Reads extensions; a critical one that is not known makes the whole response useless.
fn read_extensions<'a>(
    extensions: Option<&'a [u8]>,
    problem: &mut Option<EvidenceProblem>,
    mut read: impl FnMut(&der::Extension<'a>) -> Option<()>,
) -> Option<()> {
    der::extensions(extensions.unwrap_or_default(), |extension| {
        let known = [ARCHIVE_CUTOFF, CRL_REFERENCES, EXTENDED_REVOKE, NONCE].contains(&extension.oid);
        if extension.critical && !known {
            problem.get_or_insert_with(|| EvidenceProblem::UnknownCritical(dotted(extension.oid)));
        }
        read(extension)
    })
}

/// The first [`CERTIFICATES`] that can be read.
fn read_certificates(contents: &[u8]) -> Option<Vec<Certificate>> {
    let mut reader = Reader::new(contents);
    let mut certificates = Vec::new();
    while !reader.is_empty() {
        let raw = reader.next()?.raw;
        if certificates.len() < CERTIFICATES {
            certificates.extend(Certificate::from_der(raw));
        }
    }
    Some(certificates)
}

/// The digest of the bits of a key, without tag, length and unused bits (§4.1.1).
fn key_hash(algorithm: &'static digest::Algorithm, spki: &[u8]) -> Option<digest::Digest> {
    let mut fields = Reader::new(der::whole(spki, der::SEQUENCE)?);
    fields.expect(der::SEQUENCE)?;
    Some(digest::digest(algorithm, der::bits(fields.expect(der::BIT_STRING)?)?))
}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OcspResponse({}, {} answers)", self.produced_at, self.len())
    }
}
