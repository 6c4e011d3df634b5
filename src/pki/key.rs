//! Public keys, and checking signatures with them. Used for certificates here and for XML signatures in `dsig`.

use ring::signature;
use ring::signature::RsaPublicKeyComponents;
use ring::signature::UnparsedPublicKey;
use ring::signature::VerificationAlgorithm;
use x509_parser::asn1_rs::Any;
use x509_parser::asn1_rs::Oid;
use x509_parser::asn1_rs::Tag;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::RSAPublicKey;
use x509_parser::signature_algorithm::RsaSsaPssParams;
use x509_parser::x509::AlgorithmIdentifier;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A digest function of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "callers dispatch on all four; a fifth is a change they must see")]
pub enum Digest {
    /// SHA-1: broken for new signatures, still in most invoices of the field.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// What a signature was made with, apart from the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// ECDSA with that digest.
    Ecdsa(Digest),
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with that digest (RFC 8017 §8.2).
    RsaPkcs1(Digest),
    /// RSASSA-PSS with that digest for message and mask and a salt as long as the digest (RFC 8017 §8.1).
    RsaPss(Digest),
}

/// How the two numbers of an ECDSA signature are written. Other signatures have one form only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureEncoding {
    /// A DER sequence of two integers, as in certificates (RFC 5758 §3.2).
    #[default]
    Der,
    /// `r` and `s`, each as long as the order of the curve, one after the other, as in XML signatures (XML-DSig 1.1 §6.4.3).
    Fixed,
}

/// A curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// NIST P-256, secp256r1.
    P256,
    /// NIST P-384, secp384r1.
    P384,
}

impl Curve {
    /// Bytes of the order of the curve's base point.
    const fn length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }
}

/// A public key, borrowed from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PublicKey<'a> {
    /// A point of a curve, uncompressed: `04`, x, y.
    Ec {
        /// The curve.
        curve: Curve,
        /// The point.
        point: &'a [u8],
    },
    /// An Ed25519 key, 32 bytes.
    Ed25519(&'a [u8]),
    /// An RSA key; both numbers big-endian and without leading zeros.
    Rsa {
        /// The modulus.
        n: &'a [u8],
        /// The public exponent.
        e: &'a [u8],
    },
}

/// Why a key or an algorithm cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The algorithm of the signature is not known here, or its parameters are not.
    #[error("the signature algorithm is not supported")]
    Algorithm,
    /// The bytes are no key.
    #[error("the public key cannot be read")]
    Malformed,
    /// The key is of a kind that is not known here (DSA, another curve, …).
    #[error("the kind of public key is not supported")]
    Unsupported,
}

/// Why a signature does not verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The value is not this key's signature of this message.
    #[error("the signature does not match the message and the key")]
    Invalid,
    /// The algorithm is for another kind of key.
    #[error("the signature algorithm does not fit the key")]
    Mismatch,
    /// This combination is not offered: RSA below 1024 or above 8192 bits, RSA below 2048 bits with SHA-384 or PSS, PSS with SHA-1, ECDSA with
    /// SHA-1 or SHA-512.
    #[error("this combination of key and digest is not supported")]
    Unsupported,
}

const OID_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const OID_EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const OID_P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const OID_P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const OID_ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const OID_SHA1_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05];
const OID_RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const OID_SHA256_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const OID_SHA384_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c];
const OID_SHA512_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d];
const OID_ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01];
const OID_ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const OID_ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
const OID_ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04];
const OID_MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08];
const OID_SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const OID_SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
const OID_SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];

impl<'a> PublicKey<'a> {
    /// The key of a SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7; RFC 3279, 5480, 8410).
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] or [`KeyError::Unsupported`].
    pub fn from_spki(der: &'a [u8]) -> Result<Self, KeyError> {
        let (rest, spki) = SubjectPublicKeyInfo::from_der(der).map_err(|_| KeyError::Malformed)?;
        if !rest.is_empty() || spki.subject_public_key.unused_bits != 0 {
            return Err(KeyError::Malformed);
        }
        // The bit string borrows from `der`; its own lifetime would end with `spki`.
        let bits = borrowed(der, &spki.subject_public_key.data).ok_or(KeyError::Malformed)?;
        let parameters = spki.algorithm.parameters.as_ref();
        match spki.algorithm.algorithm.as_bytes() {
            OID_RSA => {
                let (rest, key) = RSAPublicKey::from_der(bits).map_err(|_| KeyError::Malformed)?;
                if !rest.is_empty() {
                    return Err(KeyError::Malformed);
                }
                Self::rsa(positive(key.modulus)?, positive(key.exponent)?)
            }
            OID_EC => match parameters.and_then(curve_oid).as_ref().map(Oid::as_bytes) {
                Some(OID_P256) => Self::ec(Curve::P256, bits),
                Some(OID_P384) => Self::ec(Curve::P384, bits),
                Some(_) => Err(KeyError::Unsupported),
                None => Err(KeyError::Malformed),
            },
            OID_ED25519 if bits.len() == 32 => Ok(Self::Ed25519(bits)),
            OID_ED25519 => Err(KeyError::Malformed),
            _ => Err(KeyError::Unsupported),
        }
    }

    /// An RSA key of its modulus and exponent, big-endian; leading zeros are dropped.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] when either is zero.
    pub fn rsa(n: &'a [u8], e: &'a [u8]) -> Result<Self, KeyError> {
        let (n, e) = (without_leading_zeros(n), without_leading_zeros(e));
        if n.is_empty() || e.is_empty() {
            return Err(KeyError::Malformed);
        }
        Ok(Self::Rsa { n, e })
    }

    /// A key of an uncompressed point.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] when the point has another length or is compressed. Whether it lies on the curve is checked by each verification.
    pub fn ec(curve: Curve, point: &'a [u8]) -> Result<Self, KeyError> {
        if point.len() != 1 + 2 * curve.length() || point.first() != Some(&4) {
            return Err(KeyError::Malformed);
        }
        Ok(Self::Ec { curve, point })
    }

    /// Size in bits: of the modulus, or of the curve.
    #[must_use]
    pub fn bits(&self) -> usize {
        match self {
            Self::Ec { curve, .. } => curve.length() * 8,
            Self::Ed25519(_) => 256,
            Self::Rsa { n, .. } => match n.first() {
                Some(first) => n.len() * 8 - first.leading_zeros() as usize,
                None => 0,
            },
        }
    }

    /// The kind of key as people write it: `RSA`, `EC P-256`, `EC P-384`, `Ed25519`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Ec { curve: Curve::P256, .. } => "EC P-256",
            Self::Ec { curve: Curve::P384, .. } => "EC P-384",
            Self::Ed25519(_) => "Ed25519",
            Self::Rsa { .. } => "RSA",
        }
    }

    /// Whether it is an RSA key below 2048 bits, the least that Circular 15/2025/TT-BKHCN allows today.
    #[must_use]
    pub fn is_short(&self) -> bool {
        matches!(self, Self::Rsa { .. }) && self.bits() < 2048
    }

    /// Checks a signature of a message with this key.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Invalid`] for a wrong value, the other two where it cannot be checked at all.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        encoding: SignatureEncoding,
        message: &[u8],
        value: &[u8],
    ) -> Result<(), VerifyError> {
        match (self, algorithm) {
            (Self::Rsa { n, e }, SignatureAlgorithm::RsaPkcs1(digest)) => {
                let short = self.is_short();
                let parameters = match digest {
                    Digest::Sha1 => &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
                    Digest::Sha256 => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
                    // ring offers SHA-384 from 2048 bits on.
                    Digest::Sha384 if short => return Err(VerifyError::Unsupported),
                    Digest::Sha384 => &signature::RSA_PKCS1_2048_8192_SHA384,
                    Digest::Sha512 => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
                };
                self.verify_rsa(n, e, parameters, message, value)
            }
            (Self::Rsa { n, e }, SignatureAlgorithm::RsaPss(digest)) => {
                let parameters = match digest {
                    _ if self.is_short() => return Err(VerifyError::Unsupported),
                    Digest::Sha1 => return Err(VerifyError::Unsupported),
                    Digest::Sha256 => &signature::RSA_PSS_2048_8192_SHA256,
                    Digest::Sha384 => &signature::RSA_PSS_2048_8192_SHA384,
                    Digest::Sha512 => &signature::RSA_PSS_2048_8192_SHA512,
                };
                self.verify_rsa(n, e, parameters, message, value)
            }
            (Self::Ec { curve, point }, SignatureAlgorithm::Ecdsa(digest)) => {
                verify_ecdsa(*curve, point, digest, encoding, message, value)
            }
            (Self::Ed25519(key), SignatureAlgorithm::Ed25519) => verify_unparsed(&signature::ED25519, key, message, value),
            _ => Err(VerifyError::Mismatch),
        }
    }

    fn verify_rsa(
        &self,
        n: &[u8],
        e: &[u8],
        parameters: &'static signature::RsaParameters,
        message: &[u8],
        value: &[u8],
    ) -> Result<(), VerifyError> {
        // ring rounds the modulus up to whole bytes before it compares with its least size.
        if self.bits().div_ceil(8) < 128 || self.bits() > 8192 {
            return Err(VerifyError::Unsupported);
        }
        RsaPublicKeyComponents { n, e }.verify(parameters, message, value).map_err(|_| VerifyError::Invalid)
    }
}

fn verify_ecdsa(
    curve: Curve,
    point: &[u8],
    digest: Digest,
    encoding: SignatureEncoding,
    message: &[u8],
    value: &[u8],
) -> Result<(), VerifyError> {
    let (der, fixed): (_, Option<&'static dyn VerificationAlgorithm>) = match (curve, digest) {
        (Curve::P256, Digest::Sha256) => {
            (&signature::ECDSA_P256_SHA256_ASN1, Some(&signature::ECDSA_P256_SHA256_FIXED as &'static dyn VerificationAlgorithm))
        }
        (Curve::P256, Digest::Sha384) => (&signature::ECDSA_P256_SHA384_ASN1, None),
        (Curve::P384, Digest::Sha256) => (&signature::ECDSA_P384_SHA256_ASN1, None),
        (Curve::P384, Digest::Sha384) => {
            (&signature::ECDSA_P384_SHA384_ASN1, Some(&signature::ECDSA_P384_SHA384_FIXED as &'static dyn VerificationAlgorithm))
        }
        (_, Digest::Sha1 | Digest::Sha512) => return Err(VerifyError::Unsupported),
    };
    match (encoding, fixed) {
        (SignatureEncoding::Der, _) => verify_unparsed(der, point, message, value),
        (SignatureEncoding::Fixed, Some(fixed)) => verify_unparsed(fixed, point, message, value),
        (SignatureEncoding::Fixed, None) => {
            let value = der_of_fixed(value, curve.length()).ok_or(VerifyError::Invalid)?;
            verify_unparsed(der, point, message, &value)
        }
    }
}

fn verify_unparsed(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    message: &[u8],
    value: &[u8],
) -> Result<(), VerifyError> {
    UnparsedPublicKey::new(algorithm, key).verify(message, value).map_err(|_| VerifyError::Invalid)
}

/// `r` and `s` of that length each as a DER sequence; at most 2 · (48 + 3) bytes, so every length fits one byte.
fn der_of_fixed(value: &[u8], length: usize) -> Option<Vec<u8>> {
    let (r, s) = value.split_at_checked(length)?;
    if s.len() != length {
        return None;
    }
    let mut body = Vec::with_capacity(2 * length + 6);
    for number in [r, s] {
        let number = without_leading_zeros(number);
        let padded = number.first().is_none_or(|first| *first >= 0x80);
        body.extend([0x02, u8::try_from(number.len() + usize::from(padded)).ok()?]);
        body.extend(padded.then_some(0));
        body.extend_from_slice(number);
    }
    let mut der = vec![0x30, u8::try_from(body.len()).ok().filter(|length| *length < 0x80)?];
    der.append(&mut body);
    Some(der)
}

impl SignatureAlgorithm {
    /// The algorithm of an AlgorithmIdentifier in DER (RFC 5280 §4.1.1.2; parameters by RFC 4055, 5758, 8410).
    ///
    /// # Errors
    ///
    /// [`KeyError::Algorithm`] when it is not known here or its parameters are not the usual ones; [`KeyError::Malformed`] when the bytes
    /// are no AlgorithmIdentifier.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let (rest, identifier) = AlgorithmIdentifier::from_der(der).map_err(|_| KeyError::Malformed)?;
        if !rest.is_empty() {
            return Err(KeyError::Malformed);
        }
        Self::of(&identifier)
    }

    pub(super) fn of(identifier: &AlgorithmIdentifier<'_>) -> Result<Self, KeyError> {
        let parameters = identifier.parameters.as_ref();
        // RFC 4055 §5: NULL; some issuers leave it out and every verifier takes that.
        let null = parameters.is_none_or(|any| any.tag() == Tag::Null && any.data.is_empty());
        let absent = parameters.is_none();
        match identifier.algorithm.as_bytes() {
            OID_SHA1_RSA if null => Ok(Self::RsaPkcs1(Digest::Sha1)),
            OID_SHA256_RSA if null => Ok(Self::RsaPkcs1(Digest::Sha256)),
            OID_SHA384_RSA if null => Ok(Self::RsaPkcs1(Digest::Sha384)),
            OID_SHA512_RSA if null => Ok(Self::RsaPkcs1(Digest::Sha512)),
            OID_RSA_PSS => pss(parameters.ok_or(KeyError::Algorithm)?),
            OID_ECDSA_SHA1 if absent => Ok(Self::Ecdsa(Digest::Sha1)),
            OID_ECDSA_SHA256 if absent => Ok(Self::Ecdsa(Digest::Sha256)),
            OID_ECDSA_SHA384 if absent => Ok(Self::Ecdsa(Digest::Sha384)),
            OID_ECDSA_SHA512 if absent => Ok(Self::Ecdsa(Digest::Sha512)),
            OID_ED25519 if absent => Ok(Self::Ed25519),
            _ => Err(KeyError::Algorithm),
        }
    }

    /// The digest function; `None` for Ed25519, which has its own.
    #[must_use]
    pub const fn digest(self) -> Option<Digest> {
        match self {
            Self::Ecdsa(digest) | Self::RsaPkcs1(digest) | Self::RsaPss(digest) => Some(digest),
            Self::Ed25519 => None,
        }
    }

    /// Whether it rests on SHA-1.
    #[must_use]
    pub const fn is_sha1(self) -> bool {
        matches!(self.digest(), Some(Digest::Sha1))
    }
}

/// RSASSA-PSS parameters (RFC 4055 §3.1) of the one shape that is used: one digest for both, salt as long as the digest.
fn pss(parameters: &Any<'_>) -> Result<SignatureAlgorithm, KeyError> {
    let parameters = RsaSsaPssParams::try_from(parameters).map_err(|_| KeyError::Algorithm)?;
    let hash = parameters.hash_algorithm_oid();
    let (digest, salt) = match hash.as_bytes() {
        OID_SHA256 => (Digest::Sha256, 32),
        OID_SHA384 => (Digest::Sha384, 48),
        OID_SHA512 => (Digest::Sha512, 64),
        _ => return Err(KeyError::Algorithm),
    };
    let mask = parameters.mask_gen_algorithm_raw().ok_or(KeyError::Algorithm)?;
    let mask_hash = mask.parameters.as_ref().and_then(|any| AlgorithmIdentifier::try_from(any.clone()).ok());
    let same_mask = mask.algorithm.as_bytes() == OID_MGF1 && mask_hash.is_some_and(|inner| inner.algorithm == *hash);
    if !same_mask || parameters.salt_length() != salt || parameters.trailer_field() != 1 {
        return Err(KeyError::Algorithm);
    }
    Ok(SignatureAlgorithm::RsaPss(digest))
}

/// The contents of a DER INTEGER that must not be negative.
fn positive(contents: &[u8]) -> Result<&[u8], KeyError> {
    match contents {
        // X.690 §8.3.2: no more leading zeros than the sign needs.
        [0, second, ..] if *second < 0x80 => Err(KeyError::Malformed),
        [first, ..] if *first < 0x80 => Ok(contents),
        _ => Err(KeyError::Malformed),
    }
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

fn curve_oid<'a>(parameters: &Any<'a>) -> Option<Oid<'a>> {
    parameters.clone().oid().ok()
}

/// The same bytes as `part`, which lies within `whole`, with the lifetime of `whole`.
fn borrowed<'a>(whole: &'a [u8], part: &[u8]) -> Option<&'a [u8]> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    whole.get(start..start.checked_add(part.len())?)
}
