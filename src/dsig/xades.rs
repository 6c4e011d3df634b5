//! Signed properties of XAdES (ETSI EN 319 132-1, TS 101 903): the certificate that the signer meant and the policy that it names. Its
//! signing time is read with those of other formats. No profile asks for XAdES; where it stands, it is checked.

use std::borrow::Cow;

use crate::pki::Certificate;
use crate::xml::Node;
use crate::xml::NodeId;

use super::DSIG_NAMESPACE;
use super::Extent;
use super::Reason;
use super::Refusal;
use super::Signature;
use super::algorithms;
use super::c14n::Hasher;
use super::c14n::Sink as _;
use super::values;

/// What all versions of the namespace begin with.
const XADES: &str = "http://uri.etsi.org/01903/";

/// `Cert` elements looked at. The signer's is the first, a chain has four.
const CERTIFICATES: usize = 16;

/// The signed properties of a signature in the format XAdES.
#[derive(Debug)]
pub struct SignedProperties<'d> {
    node: NodeId,
    signed: bool,
    names_certificate: bool,
    policy: Option<Cow<'d, str>>,
}

impl SignedProperties<'_> {
    /// The element `SignedProperties`.
    #[must_use]
    pub const fn node(&self) -> NodeId {
        self.node
    }

    /// Whether a verified reference covers them. If not, they are not looked at: anyone could have put them there.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        self.signed
    }

    /// Whether they hold the digest of the signer's certificate. One that is another certificate's makes the signature refused, with
    /// [`Reason::SigningCertificate`].
    #[must_use]
    pub const fn names_certificate(&self) -> bool {
        self.names_certificate
    }

    /// The identifier of the signature policy that they name. Its text is not looked at.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        self.policy.as_deref()
    }
}

/// The signed properties of a signature whose references hold; `None` where there are none, as in all files of Viet Nam.
pub(super) fn read<'d>(signature: &Signature<'d>) -> Result<Option<SignedProperties<'d>>, Refusal> {
    let objects = signature.node().elements().filter(|child| child.is(DSIG_NAMESPACE, "Object"));
    let qualifying = objects.flat_map(|object| object.elements()).filter(|child| is(child, "QualifyingProperties"));
    let mut found = qualifying.flat_map(|properties| properties.elements()).filter(|child| is(child, "SignedProperties"));
    let Some(node) = found.next() else { return Ok(None) };
    if let Some(second) = found.next() {
        return Err(Refusal::new(Reason::Structure, second.id()).actual("SignedProperties"));
    }
    let mut properties = SignedProperties { node: node.id(), signed: false, names_certificate: false, policy: None };
    if signature.covers(&node) != Extent::Full {
        return Ok(Some(properties));
    }
    properties.signed = true;
    let Some(properties_of_signature) = child(&node, "SignedSignatureProperties") else { return Ok(Some(properties)) };
    let certificates =
        properties_of_signature.elements().filter(|child| is(child, "SigningCertificate") || is(child, "SigningCertificateV2"));
    for list in certificates {
        // A key of the caller's has no certificate to compare.
        let Some(certificate) = signature.certificate() else { continue };
        // EN 319 132-1 §5.2.2: the signer's comes first; TS 101 903 §7.2.2 does not say where it stands.
        let looked_at = if list.local_name() == "SigningCertificateV2" { 1 } else { CERTIFICATES };
        let mut named = list.elements().filter(|child| is(child, "Cert")).take(looked_at);
        if !named.try_fold(false, |found, named| Ok(found || is_digest_of(&named, certificate)?))? {
            return Err(Refusal::new(Reason::SigningCertificate, list.id()));
        }
        properties.names_certificate = true;
    }
    let policy = child(&properties_of_signature, "SignaturePolicyIdentifier");
    let identifier = policy
        .and_then(|policy| child(&policy, "SignaturePolicyId"))
        .and_then(|policy| child(&policy, "SigPolicyId"))
        .and_then(|policy| child(&policy, "Identifier"));
    properties.policy = identifier.map(|identifier| identifier.text());
    Ok(Some(properties))
}

fn is_digest_of(named: &Node<'_>, certificate: &Certificate) -> Result<bool, Refusal> {
    let structure = || Refusal::new(Reason::Structure, named.id()).actual(named.name().qualified());
    let digest = child(named, "CertDigest").ok_or_else(structure)?;
    let part = |local| digest.elements().find(|part| part.is(DSIG_NAMESPACE, local)).ok_or_else(structure);
    let (method, value) = (part("DigestMethod")?, part("DigestValue")?);
    let uri = method.attribute("Algorithm").unwrap_or_default();
    let function = algorithms::digest(&uri).map_err(|reason| Refusal::new(reason, method.id()).actual(&uri))?;
    let mut hasher = Hasher::new(function);
    hasher.write(certificate.der());
    Ok(hasher.finish().as_ref() == values::octets(&value)?)
}

fn child<'d>(node: &Node<'d>, local: &str) -> Option<Node<'d>> {
    node.elements().find(|child| is(child, local))
}

fn is(node: &Node<'_>, local: &str) -> bool {
    node.local_name() == local && node.name().namespace().starts_with(XADES)
}
