//! Verifying every signature of a document.

use std::sync::Arc;

use crate::Cancellation;
use crate::Limits;
use crate::pki::Certificate;
use crate::pki::KeyError;
use crate::pki::PublicKey;
use crate::pki::SignatureAlgorithm;
use crate::pki::SignatureEncoding;
use crate::pki::VerifyError;
use crate::xml::Document;
use crate::xml::Node;

use super::DSIG_NAMESPACE;
use super::Diagnosis;
use super::DigestOutcome;
use super::Evidence;
use super::Extent;
use super::Fault;
use super::Found;
use super::Integrity;
use super::Nonstandard;
use super::Reason;
use super::Reference;
use super::Refusal;
use super::Signature;
use super::SignedInfo;
use super::SigningTime;
use super::c14n::Hasher;
use super::c14n::NodeSet;
use super::c14n::Sink as _;
use super::diagnosis;
use super::diagnosis::Proof;
use super::index::Index;
use super::key_info;
use super::key_info::Certificates;
use super::reference;
use super::reference::Digests;
use super::reference::Recipe;
use super::structure::Structure;
use super::xades;

/// What to do with the two ways in which .NET departs from the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a policy is strict or it is not")]
pub enum Policy {
    /// They verify, as [`Integrity::ValidNonstandard`].
    #[default]
    Interop,
    /// They are invalid.
    Strict,
}

/// What checking a signature value with one key counts for in a diagnosis, in octets digested: RSA with 2048 bits takes less, with 4096
/// bits about as long.
const VERIFICATION: usize = 64 << 10;

/// Verifies XML signatures. Made once, used for any number of documents and shared by threads: it remembers the certificates that it
/// decoded last, at most 256 lists of them, and a clone shares them.
///
/// Only same-document references, only enveloped-signature and canonicalization as transforms, keys only from certificates or from
/// the caller. Everything else is refused by name.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    policy: Policy,
    id_attributes: Vec<Box<str>>,
    keys: Vec<Box<[u8]>>,
    limits: Limits,
    /// A clone shares them.
    certificates: Arc<Certificates>,
}

impl Verifier {
    /// A verifier with [`Policy::Interop`], default limits and the id attributes `Id`, `ID`, `id` and `xml:id`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with another policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with one more attribute, in no namespace, that is an id.
    #[must_use]
    pub fn with_id_attribute(mut self, name: &str) -> Self {
        if !matches!(name, "Id" | "ID" | "id") {
            self.id_attributes.push(name.into());
        }
        self
    }

    /// The same with a key, as a SubjectPublicKeyInfo in DER. Once there is one, signatures must verify with one of the caller's keys,
    /// and certificates in the document are not used.
    ///
    /// # Errors
    /// [`KeyError`] when it is no key that is known here.
    pub fn with_key(mut self, spki: &[u8]) -> Result<Self, KeyError> {
        PublicKey::from_spki(spki)?;
        self.keys.push(spki.into());
        Ok(self)
    }

    /// Verifies every signature of a document.
    #[must_use]
    pub fn verify<'d>(&self, document: &'d Document<'d>) -> Evidence<'d> {
        self.verify_unless(document, None)
    }

    /// The same, left off before the next signature once the flag is raised: the evidence is then not complete.
    pub(crate) fn verify_unless<'d>(&self, document: &'d Document<'d>, cancellation: Option<&Cancellation>) -> Evidence<'d> {
        let index = Index::new(document, &self.id_attributes, self.limits.findings);
        let mut run = Run { verifier: self, index: &index, digests: Digests::new(document, self.limits), octets: Vec::new() };
        let goes_on = |_: &_| !cancellation.is_some_and(Cancellation::is_cancelled);
        let judged = index.signatures.iter().take(self.limits.signatures).take_while(goes_on);
        let signatures = judged.filter_map(|id| document.node(*id)).map(|node| run.signature(node)).collect();
        Evidence {
            signatures,
            not_judged: index.signatures.get(self.limits.signatures).copied(),
            not_dsig: index.not_dsig,
            duplicate_ids: index.duplicates,
        }
    }

    /// Whether the signature value fits the octets with any of the keys. Refused when no key can be used at all.
    fn value(
        &self,
        signature: &mut Signature<'_>,
        structure: &Structure<'_>,
        algorithm: SignatureAlgorithm,
        octets: &[u8],
    ) -> Result<bool, Refusal> {
        let (mut usable, mut unusable, mut mismatch) = (false, false, false);
        let certificates = Arc::clone(&signature.certificates);
        let keys: Vec<&[u8]> = match self.keys.as_slice() {
            [] => certificates.iter().map(Certificate::spki).collect(),
            keys => keys.iter().map(|key| &**key).collect(),
        };
        for spki in keys {
            let verdict = PublicKey::from_spki(spki)
                .map_err(|_| VerifyError::Unsupported)
                .and_then(|key| key.verify(algorithm, SignatureEncoding::Fixed, octets, &structure.value));
            match verdict {
                Ok(()) => {
                    // A certificate beside the caller's key is the signer's only if it has that key.
                    signature.signer = certificates.iter().position(|certificate| certificate.spki() == spki);
                    return Ok(true);
                }
                Err(VerifyError::Invalid) => usable = true,
                Err(VerifyError::Mismatch) => mismatch = true,
                Err(_) => unusable = true,
            }
        }
        // It may be the key that cannot be used that the value was made with.
        if unusable {
            return Err(Refusal::new(Reason::Key, structure.value_node));
        }
        if mismatch && !usable {
            return Err(Refusal::new(Reason::KeyMismatch, structure.value_node));
        }
        Ok(false)
    }
}

/// One document being verified.
struct Run<'d, 'v> {
    verifier: &'v Verifier,
    index: &'v Index<'d>,
    digests: Digests<'d>,
    /// The canonical `SignedInfo`; kept for its memory.
    octets: Vec<u8>,
}

impl<'d> Run<'d, '_> {
    fn signature(&mut self, node: Node<'d>) -> Signature<'d> {
        let mut signature = Signature {
            node,
            integrity: Integrity::Valid,
            algorithm: None,
            references: Vec::new(),
            signed_info: SignedInfo::NotChecked,
            value_node: None,
            certificates: Arc::default(),
            signer: None,
            signing_time: None,
            signed_properties: None,
        };
        signature.integrity = match self.judge(&mut signature) {
            Ok(integrity) => integrity,
            Err(refusal) => Integrity::Refused(refusal),
        };
        if signature.integrity.is_valid() || signature.integrity == Integrity::AlteredWhitespace {
            match xades::read(&signature) {
                Ok(properties) => signature.signed_properties = properties,
                Err(refusal) => signature.integrity = Integrity::Refused(refusal),
            }
        }
        signature.signing_time = signing_time(&signature);
        signature
    }

    fn judge(&mut self, signature: &mut Signature<'d>) -> Result<Integrity, Refusal> {
        let node = signature.node;
        // The certificate is evidence even where the rest is refused.
        let key_info = node.elements().find(|child| child.is(DSIG_NAMESPACE, "KeyInfo"));
        let certificates = key_info.map_or(Ok(Arc::default()), |key_info| self.verifier.certificates.read(&key_info));
        let unreadable = certificates.as_ref().err().cloned();
        signature.certificates = certificates.unwrap_or_default();
        signature.signer = claimed(&signature.certificates);

        let structure = Structure::read(&node, &self.verifier.limits)?;
        signature.algorithm = structure.algorithm.as_ref().ok().copied();
        signature.value_node = Some(structure.value_node);
        self.references(signature, &structure)?;
        if let Some(refusal) = unreadable {
            return Err(refusal);
        }
        let algorithm = structure.algorithm.clone()?;
        signature.signed_info = self.signed_info(signature, &structure, algorithm)?;
        Ok(self.integrity(signature))
    }

    /// Digests every reference.
    fn references(&mut self, signature: &mut Signature<'d>, structure: &Structure<'d>) -> Result<(), Refusal> {
        signature.references.reserve_exact(structure.references.len());
        for written in &structure.references {
            let found = reference::resolve(written, &signature.node, self.index)?;
            signature.references.push(Reference {
                node: written.node,
                uri: written.uri.clone(),
                recipe: found.recipe,
                digest: written.digest,
                outcome: DigestOutcome::NotChecked,
                diagnosed: true,
                nonstandard: found.nonstandard,
            });
        }
        for (written, reference) in structure.references.iter().zip(&mut signature.references) {
            let digest =
                self.digests.digest(&reference.recipe, written.digest).map_err(|failure| failure.refusal(written.digest_node))?;
            if digest.as_ref() == written.expected {
                reference.outcome = DigestOutcome::Fits;
                continue;
            }
            let mut fits = |octets: &[u8]| {
                let mut hasher = Hasher::new(written.digest);
                hasher.write(octets);
                hasher.finish().as_ref() == written.expected
            };
            let proof = Proof { expected: &written.expected, cost: 0, fits: &mut fits };
            let found = diagnosis::explain(&reference.recipe, signature.node, &mut self.digests, proof);
            reference.diagnosed = found != Found::Unfinished;
            reference.outcome = match found {
                Found::Changes(changes) => DigestOutcome::FitsAfter(changes),
                Found::Nothing | Found::Unfinished => DigestOutcome::Differs,
            };
        }
        Ok(())
    }

    /// Verifies the signature value, and finds out whose it is.
    fn signed_info(
        &mut self,
        signature: &mut Signature<'d>,
        structure: &Structure<'d>,
        algorithm: SignatureAlgorithm,
    ) -> Result<SignedInfo, Refusal> {
        let keys = &self.verifier.keys;
        if keys.is_empty() && signature.certificates.is_empty() {
            let place = structure.key_info.map_or(signature.node.id(), |key_info| key_info.id());
            return Err(Refusal::new(Reason::CertificateMissing, place));
        }
        let set = NodeSet::subtree(structure.signed_info);
        self.digests
            .canonicalize(&set, &structure.canonicalization, &mut self.octets)
            .map_err(|failure| failure.refusal(structure.signed_info))?;
        let verifier = self.verifier;
        let outcome = if verifier.value(signature, structure, algorithm, &self.octets)? {
            SignedInfo::Intact
        } else {
            let recipe = Recipe::new(set, structure.canonicalization.clone());
            let node = signature.node;
            let looks = keys.len().max(signature.certificates.len());
            let mut fits = |octets: &[u8]| verifier.value(signature, structure, algorithm, octets) == Ok(true);
            let proof = Proof { expected: &structure.value, cost: VERIFICATION.saturating_mul(looks), fits: &mut fits };
            match diagnosis::explain(&recipe, node, &mut self.digests, proof) {
                Found::Changes(changes) => SignedInfo::IntactAfter(changes),
                Found::Nothing | Found::Unfinished => SignedInfo::Broken,
            }
        };
        if keys.is_empty()
            && let (Some(key_info), Some(certificate)) = (structure.key_info, signature.certificate())
        {
            key_info::compare_key_values(&key_info, certificate)?;
        }
        Ok(outcome)
    }

    /// The verdict of all parts together.
    fn integrity(&self, signature: &Signature<'d>) -> Integrity {
        let outcomes = || signature.references.iter().map(|reference| reference.outcome);
        let all_fit = outcomes().all(|outcome| outcome == DigestOutcome::Fits);
        let nonstandard = signature.references.iter().find_map(|reference| reference.nonstandard);
        let invalid = |fault| Integrity::Invalid(Diagnosis { fault, signed_info: signature.signed_info });
        match (signature.signed_info, nonstandard) {
            (SignedInfo::Intact, None) if all_fit => return Integrity::Valid,
            (SignedInfo::Intact, Some(nonstandard)) if all_fit => return self.nonstandard(nonstandard, invalid),
            (SignedInfo::Broken, _) if all_fit => return invalid(Fault::Value),
            _ => {}
        }
        // Only white space between elements.
        let blank = |outcome| match outcome {
            DigestOutcome::Fits => true,
            DigestOutcome::FitsAfter(changes) => changes.is_white_space(),
            _ => false,
        };
        let info_but_for_blank = match signature.signed_info {
            SignedInfo::Intact => true,
            SignedInfo::IntactAfter(changes) => changes.is_white_space(),
            _ => false,
        };
        if info_but_for_blank && outcomes().all(blank) {
            return match nonstandard {
                Some(nonstandard) if self.verifier.policy == Policy::Strict => invalid(Fault::Nonstandard(nonstandard)),
                _ => Integrity::AlteredWhitespace,
            };
        }
        if outcomes().any(|outcome| outcome == DigestOutcome::Differs) {
            return invalid(Fault::Content);
        }
        let changes = outcomes().filter_map(|outcome| match outcome {
            DigestOutcome::FitsAfter(changes) => Some(changes),
            _ => None,
        });
        let of_info = match signature.signed_info {
            SignedInfo::IntactAfter(changes) => Some(changes),
            _ => None,
        };
        // The gravest is named: white space comes last.
        let gravest = changes.chain(of_info).min_by_key(|changes| changes.is_white_space());
        invalid(match (signature.signed_info, gravest) {
            (SignedInfo::Intact | SignedInfo::IntactAfter(_), Some(changes)) => Fault::Form(changes),
            _ => Fault::Value,
        })
    }

    fn nonstandard(&self, nonstandard: Nonstandard, invalid: impl Fn(Fault) -> Integrity) -> Integrity {
        match self.verifier.policy {
            Policy::Interop => Integrity::ValidNonstandard(nonstandard),
            Policy::Strict => invalid(Fault::Nonstandard(nonstandard)),
        }
    }
}

/// Which certificate claims to be the signer's: the first that is no authority's.
fn claimed(certificates: &[Certificate]) -> Option<usize> {
    let leaf = certificates.iter().position(|certificate| !certificate.extensions().is_ca());
    leaf.or(if certificates.is_empty() { None } else { Some(0) })
}

/// The signing time: an element `SigningTime` in an `Object` of this signature, whatever its namespace (XAdES has its own, many files
/// have none). One that is covered goes before one that is not.
fn signing_time<'d>(signature: &Signature<'d>) -> Option<SigningTime<'d>> {
    let mut first = None;
    let mut until = 0;
    for object in signature.node.elements().filter(|child| child.is(DSIG_NAMESPACE, "Object")) {
        for node in object.descendants() {
            // Another signature in the object has a time of its own.
            if node.id().0 < until {
                continue;
            }
            if node.is(DSIG_NAMESPACE, "Signature") {
                until = node.end();
                continue;
            }
            if node.local_name() == "SigningTime" {
                let signed = signature.covers(&node) == Extent::Full;
                let time = SigningTime { node: node.id(), text: node.text(), signed };
                if signed {
                    return Some(time);
                }
                first = first.or(Some(time));
            }
        }
    }
    first
}
