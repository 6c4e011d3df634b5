//! Why a signature is not judged at all.

use crate::rules::Rule;
use crate::xml::NodeId;

use super::rules;

/// A signature that uses what this engine does not accept, or that cannot be judged without guessing. Never counted as valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub(super) reason: Reason,
    pub(super) node: NodeId,
    pub(super) actual: Option<Box<str>>,
}

impl Refusal {
    pub(super) const fn new(reason: Reason, node: NodeId) -> Self {
        Self { reason, node, actual: None }
    }

    pub(super) fn actual(self, text: &str) -> Self {
        Self { actual: Some(text.into()), ..self }
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The element that is to blame.
    #[must_use]
    pub const fn node(&self) -> NodeId {
        self.node
    }

    /// What was found there, such as the name of an algorithm.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.actual.as_deref()
    }
}

/// The reasons, each with a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// An algorithm that is not known here.
    Algorithm,
    /// A value is not base64.
    Base64,
    /// A certificate cannot be read.
    Certificate,
    /// No certificate, and no key from the caller.
    CertificateMissing,
    /// A comment, an instruction or an element stands inside a value.
    CommentInValue,
    /// DSA, which no current profile allows.
    Dsa,
    /// The id that a reference names occurs more than once.
    DuplicateId,
    /// A reference leads out of the document.
    External,
    /// HMAC: whoever can verify it can make it.
    Hmac,
    /// The key is of a kind or size that cannot be checked.
    Key,
    /// The signature algorithm is for another kind of key.
    KeyMismatch,
    /// A key beside the certificate differs from the certificate's.
    KeyValue,
    /// Too many certificates.
    LimitCertificates,
    /// Too many references.
    LimitReferences,
    /// Too many transforms.
    LimitTransforms,
    /// The references of all signatures add up to too many octets.
    LimitWork,
    /// A manifest: a list of further references that nobody verifies.
    Manifest,
    /// MD5, long broken.
    Md5,
    /// A namespace URI is relative, so there is no canonical form.
    NamespaceRelative,
    /// A reference names an id that no element has.
    ReferenceMissing,
    /// The certificate is to be fetched from elsewhere.
    RetrievalMethod,
    /// The certificate is not the one that the signed properties (XAdES) name.
    SigningCertificate,
    /// The elements of the signature are not those of the standard.
    Structure,
    /// A transform that is not on the list of those allowed.
    Transform,
    /// A transform by XPath.
    XPath,
    /// A transform by XSLT.
    Xslt,
}

impl Reason {
    /// The rule with the texts for it.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::Algorithm => &rules::REFUSED_ALGORITHM,
            Self::Base64 => &rules::REFUSED_BASE64,
            Self::Certificate => &rules::REFUSED_CERTIFICATE,
            Self::CertificateMissing => &rules::REFUSED_NO_CERTIFICATE,
            Self::CommentInValue => &rules::REFUSED_COMMENT,
            Self::Dsa => &rules::REFUSED_DSA,
            Self::DuplicateId => &rules::DUPLICATE_ID,
            Self::External => &rules::REFUSED_EXTERNAL,
            Self::Hmac => &rules::REFUSED_HMAC,
            Self::Key => &rules::REFUSED_KEY,
            Self::KeyMismatch => &rules::REFUSED_KEY_MISMATCH,
            Self::KeyValue => &rules::REFUSED_KEY_VALUE,
            Self::LimitCertificates => &rules::LIMIT_CERTIFICATES,
            Self::LimitReferences => &rules::LIMIT_REFERENCES,
            Self::LimitTransforms => &rules::LIMIT_TRANSFORMS,
            Self::LimitWork => &rules::LIMIT_WORK,
            Self::Manifest => &rules::REFUSED_MANIFEST,
            Self::Md5 => &rules::REFUSED_MD5,
            Self::NamespaceRelative => &rules::REFUSED_NAMESPACE,
            Self::ReferenceMissing => &rules::REFERENCE_MISSING,
            Self::RetrievalMethod => &rules::REFUSED_RETRIEVAL,
            Self::SigningCertificate => &rules::REFUSED_SIGNING_CERTIFICATE,
            Self::Structure => &rules::REFUSED_STRUCTURE,
            Self::Transform => &rules::REFUSED_TRANSFORM,
            Self::XPath => &rules::REFUSED_XPATH,
            Self::Xslt => &rules::REFUSED_XSLT,
        }
    }
}
