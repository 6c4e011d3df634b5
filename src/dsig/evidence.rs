//! What is learned about each signature: evidence, not a boolean.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Limits;
use crate::pki::Certificate;
use crate::pki::Digest;
use crate::pki::SignatureAlgorithm;
use crate::xml;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;

use super::Changes;
use super::Refusal;
use super::SignedProperties;
use super::c14n;
use super::c14n::NodeSet;
use super::reference::Failure;
use super::reference::Recipe;
use super::structure::Structure;

/// What was found in one document.
#[derive(Debug)]
pub struct Evidence<'d> {
    pub(super) signatures: Vec<Signature<'d>>,
    pub(super) not_dsig: Vec<NodeId>,
    pub(super) duplicate_ids: Vec<NodeId>,
    pub(super) not_judged: Option<NodeId>,
}

impl<'d> Evidence<'d> {
    /// Every `ds:Signature`, in document order.
    #[must_use]
    pub fn signatures(&self) -> &[Signature<'d>] {
        &self.signatures
    }

    /// Elements named `Signature` in no namespace or in the root's: placeholders and templates, no XML signatures.
    #[must_use]
    pub fn not_dsig(&self) -> &[NodeId] {
        &self.not_dsig
    }

    /// Elements that carry an id that another element carries too. Looked for only where there is a signature.
    #[must_use]
    pub fn duplicate_ids(&self) -> &[NodeId] {
        &self.duplicate_ids
    }

    /// The first signature that was not judged because there are more than `Limits::signatures`.
    #[must_use]
    pub const fn not_judged(&self) -> Option<NodeId> {
        self.not_judged
    }
}

/// One signature.
#[derive(Debug)]
pub struct Signature<'d> {
    pub(super) node: Node<'d>,
    pub(super) integrity: Integrity,
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) references: Vec<Reference<'d>>,
    pub(super) signed_info: SignedInfo,
    pub(super) value_node: Option<NodeId>,
    pub(super) certificates: Arc<[Certificate]>,
    pub(super) signer: Option<usize>,
    pub(super) signing_time: Option<SigningTime<'d>>,
    pub(super) signed_properties: Option<SignedProperties<'d>>,
}

/// The verdict about integrity: whether what the references name is what was signed with this key. Says nothing about whose key it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Integrity {
    /// Everything fits once white space between elements is left out: the file was pretty-printed after signing.
    AlteredWhitespace,
    /// A digest or the signature value does not fit.
    Invalid(Diagnosis),
    /// Not judged.
    Refused(Refusal),
    /// Every digest and the signature value fit.
    Valid,
    /// They fit in the way of a widespread product that departs from the standard.
    ValidNonstandard(Nonstandard),
}

impl Integrity {
    /// The word of the report.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AlteredWhitespace => "altered_whitespace",
            Self::Invalid(_) => "invalid",
            Self::Refused(_) => "refused",
            Self::Valid => "valid",
            Self::ValidNonstandard(_) => "valid_nonstandard",
        }
    }

    /// Whether the bytes stand as they were signed: valid, in the standard's way or the known other one.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self, Self::Valid | Self::ValidNonstandard(_))
    }
}

/// Two ways in which .NET's `SignedXml` departs from the standard, both frequent in Viet Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Nonstandard {
    /// Enveloped-signature after a canonicalization: the standard wants nodes of the same document there. The octets are parsed anew,
    /// no signature is found in them, and Canonical XML 1.0 is applied.
    EnvelopedAfterCanonicalization,
    /// Enveloped-signature on an `Object` of the same signature: by the standard nothing would be left. The object is cut out first, so
    /// the transform does nothing.
    EnvelopedInsideSignature,
}

/// Why a signature is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub(super) fault: Fault,
    pub(super) signed_info: SignedInfo,
}

impl Diagnosis {
    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        self.fault
    }

    /// Whether `SignedInfo` itself is what was signed. If so, key and signature are good and the data was changed.
    #[must_use]
    pub const fn signed_info(&self) -> SignedInfo {
        self.signed_info
    }
}

/// What makes a signature invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Every failed digest would fit again after these changes of form, but not the signature as a whole, or it takes more
    /// than white space.
    Form(Changes),
    /// The content of a reference was changed.
    Content,
    /// Verifies only in a way that departs from the standard, which the policy does not allow.
    Nonstandard(Nonstandard),
    /// All digests fit, but the signature value does not: `SignedInfo` was changed, or it was made with another key.
    Value,
}

/// How the signature value fits `SignedInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedInfo {
    /// It does not.
    Broken,
    /// It fits.
    Intact,
    /// It fits, but for these changes of form.
    IntactAfter(Changes),
    /// Not looked at, because the signature is refused.
    NotChecked,
}

/// How the digest of a reference fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestOutcome {
    /// Not without changing the content back.
    Differs,
    /// It would, but for these changes of form.
    FitsAfter(Changes),
    /// It fits.
    Fits,
    /// Not looked at, because the signature is refused.
    NotChecked,
}

/// One reference.
#[derive(Debug)]
pub struct Reference<'d> {
    pub(super) node: NodeId,
    pub(super) uri: Cow<'d, str>,
    pub(super) recipe: Recipe<'d>,
    pub(super) digest: Digest,
    pub(super) outcome: DigestOutcome,
    /// Whether the allowance lasted for every known change of form.
    pub(super) diagnosed: bool,
    pub(super) nonstandard: Option<Nonstandard>,
}

impl Reference<'_> {
    /// Its element.
    #[must_use]
    pub const fn node(&self) -> NodeId {
        self.node
    }

    /// The URI as written.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The element it names; the document node for the whole document.
    #[must_use]
    pub const fn target(&self) -> NodeId {
        self.recipe.set.apex
    }

    /// What is left out of the target: the signature itself, where it lies inside and an enveloped-signature transform says so.
    #[must_use]
    pub const fn excluded(&self) -> Option<NodeId> {
        self.recipe.set.excluded
    }

    /// The digest function.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// How the digest fits.
    #[must_use]
    pub const fn outcome(&self) -> DigestOutcome {
        self.outcome
    }

    /// The octets that are digested, made anew; for looking into why a digest fails.
    ///
    /// # Errors
    /// [`c14n::Error`] when the nodes have no canonical form.
    pub fn octets(&self, document: &Document<'_>, limits: &Limits) -> Result<Vec<u8>, c14n::Error> {
        let mut octets = Vec::new();
        match self.recipe.write(document, limits, &mut octets) {
            Ok(()) => Ok(octets),
            Err(Failure::Canonicalization(error)) => Err(error),
            Err(Failure::Work) => Err(c14n::Error::Node),
        }
    }

    /// Where its transforms depart from the standard.
    #[must_use]
    pub const fn nonstandard(&self) -> Option<Nonstandard> {
        self.nonstandard
    }
}

/// What the signer's own clock said.
#[derive(Debug)]
pub struct SigningTime<'d> {
    pub(super) node: NodeId,
    pub(super) text: Cow<'d, str>,
    pub(super) signed: bool,
}

impl SigningTime<'_> {
    /// Its element.
    #[must_use]
    pub const fn node(&self) -> NodeId {
        self.node
    }

    /// The text, white space around it left out; not checked to be a time.
    #[must_use]
    pub fn text(&self) -> &str {
        xml::trim(&self.text)
    }

    /// Whether a verified reference covers it. If not, anyone could have put it there.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        self.signed
    }
}

/// How much of an element a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between none, some and all")]
pub enum Extent {
    /// Nothing of it.
    None,
    /// Some of it.
    Partial,
    /// All of it, but for the signature itself where that lies inside and is left out.
    Full,
}

impl<'d> Signature<'d> {
    /// The `ds:Signature` element.
    #[must_use]
    pub const fn node(&self) -> Node<'d> {
        self.node
    }

    /// The verdict.
    #[must_use]
    pub const fn integrity(&self) -> &Integrity {
        &self.integrity
    }

    /// The signature algorithm; `None` when it could not be read.
    #[must_use]
    pub const fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.algorithm
    }

    /// The references, in document order. Empty when they could not be read.
    #[must_use]
    pub fn references(&self) -> &[Reference<'d>] {
        &self.references
    }

    /// How the signature value fits.
    #[must_use]
    pub const fn signed_info(&self) -> SignedInfo {
        self.signed_info
    }

    /// The octets of `SignedInfo`, over which the signature value is computed, made anew.
    ///
    /// # Errors
    /// The [`Refusal`] of a signature whose structure cannot be read or has no canonical form.
    pub fn signed_info_octets(&self, limits: &Limits) -> Result<Vec<u8>, Refusal> {
        let structure = Structure::read(&self.node, limits)?;
        let recipe = Recipe::new(NodeSet::subtree(structure.signed_info), structure.canonicalization);
        let mut octets = Vec::new();
        recipe.write(self.node.document(), limits, &mut octets).map_err(|failure| failure.refusal(structure.signed_info))?;
        Ok(octets)
    }

    /// The certificates in it, in document order.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The signer's certificate: the one whose key verifies, or where none does the first that is no authority's. A claim: its path is
    /// for `pki` to judge.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.signer.and_then(|signer| self.certificates.get(signer))
    }

    /// The certificates with the position of the signer's, shared.
    pub(crate) fn signer(&self) -> Option<(Arc<[Certificate]>, usize)> {
        Some((Arc::clone(&self.certificates), self.signer?))
    }

    /// The signing time that the signature states.
    #[must_use]
    pub const fn signing_time(&self) -> Option<&SigningTime<'d>> {
        self.signing_time.as_ref()
    }

    /// The signed properties of a signature in the format XAdES. Read only where everything fits.
    #[must_use]
    pub const fn signed_properties(&self) -> Option<&SignedProperties<'d>> {
        self.signed_properties.as_ref()
    }

    /// Whether any part rests on SHA-1.
    #[must_use]
    pub fn is_sha1(&self) -> bool {
        self.algorithm.is_some_and(SignatureAlgorithm::is_sha1)
            || self.references.iter().any(|reference| reference.digest == Digest::Sha1)
    }

    /// Whether it was made with an RSA key below 2048 bits.
    #[must_use]
    pub fn is_short_key(&self) -> bool {
        self.certificate().is_some_and(|certificate| certificate.public_key().is_ok_and(|key| key.is_short()))
    }

    /// How much of a node it covers, by references whose digests fit. Nothing where the signature is invalid or refused.
    #[must_use]
    pub fn covers(&self, node: &Node<'_>) -> Extent {
        if matches!(self.integrity, Integrity::Invalid(_) | Integrity::Refused(_)) {
            return Extent::None;
        }
        let extents = self.references.iter().map(|reference| self.extent(reference, node));
        extents.max().unwrap_or(Extent::None)
    }

    fn extent(&self, reference: &Reference<'_>, node: &Node<'_>) -> Extent {
        let document = self.node.document();
        let Some(target) = document.node(reference.target()) else { return Extent::None };
        let excluded = reference.excluded().and_then(|excluded| document.node(excluded));
        if excluded.is_some_and(|excluded| excluded.contains(node.id())) {
            return Extent::None;
        }
        if target.contains(node.id()) {
            return Extent::Full;
        }
        if node.contains(reference.target()) { Extent::Partial } else { Extent::None }
    }
}
