//! Reading `Signature` and `SignedInfo` strictly (XML-DSig §4): direct children only, nothing unknown, nothing twice.

use std::borrow::Cow;

use crate::Limits;
use crate::pki::Digest;
use crate::pki::SignatureAlgorithm;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::NodeKind;
use crate::xml::is_space;

use super::DSIG_NAMESPACE;
use super::Reason;
use super::Refusal;
use super::algorithms;
use super::c14n::Method;
use super::values;

/// A signature as its elements say it is.
pub(super) struct Structure<'d> {
    pub(super) signed_info: NodeId,
    pub(super) canonicalization: Method<'d>,
    /// The references are evidence even where the algorithm is refused.
    pub(super) algorithm: Result<SignatureAlgorithm, Refusal>,
    pub(super) references: Vec<Written<'d>>,
    pub(super) value: Vec<u8>,
    pub(super) value_node: NodeId,
    pub(super) key_info: Option<Node<'d>>,
}

/// A reference as written.
pub(super) struct Written<'d> {
    pub(super) node: NodeId,
    pub(super) uri: Cow<'d, str>,
    pub(super) transforms: Vec<Transform<'d>>,
    pub(super) digest: Digest,
    pub(super) expected: Vec<u8>,
    pub(super) digest_node: NodeId,
}

/// A transform of the list of those allowed.
pub(super) enum Transform<'d> {
    Canonicalization(Method<'d>),
    Enveloped,
}

/// Prefixes in a `PrefixList`. Real lists have below five.
const PREFIXES: usize = 64;

impl<'d> Structure<'d> {
    pub(super) fn read(signature: &Node<'d>, limits: &Limits) -> Result<Self, Refusal> {
        let (mut signed_info, mut value, mut key_info) = (None, None, None);
        for child in children(signature)? {
            let seen = match child.local_name() {
                "SignedInfo" => signed_info.replace(child),
                "SignatureValue" => value.replace(child),
                "KeyInfo" => key_info.replace(child),
                "Object" => None,
                _ => return Err(unexpected(&child)),
            };
            if seen.is_some() {
                return Err(unexpected(&child));
            }
        }
        let missing = || Refusal::new(Reason::Structure, signature.id());
        let signed_info = signed_info.ok_or_else(|| missing().actual("SignedInfo"))?;
        let value = value.ok_or_else(|| missing().actual("SignatureValue"))?;

        let mut parts = children(&signed_info)?.into_iter();
        let canonicalization = expect(&mut parts, "CanonicalizationMethod", &signed_info)?;
        let method = expect(&mut parts, "SignatureMethod", &signed_info)?;
        let mut references = Vec::with_capacity(parts.len());
        for part in parts {
            if part.local_name() != "Reference" {
                return Err(unexpected(&part));
            }
            if references.len() >= limits.references {
                return Err(Refusal::new(Reason::LimitReferences, part.id()));
            }
            references.push(Written::read(&part, limits)?);
        }
        if references.is_empty() {
            return Err(Refusal::new(Reason::Structure, signed_info.id()).actual("Reference"));
        }
        Ok(Self {
            signed_info: signed_info.id(),
            canonicalization: canonicalization_method(&canonicalization)?,
            algorithm: signature_method(&method),
            references,
            value: values::octets(&value)?,
            value_node: value.id(),
            key_info,
        })
    }
}

impl<'d> Written<'d> {
    fn read(reference: &Node<'d>, limits: &Limits) -> Result<Self, Refusal> {
        if reference.attribute("Type").is_some_and(|kind| kind == algorithms::MANIFEST_TYPE) {
            return Err(Refusal::new(Reason::Manifest, reference.id()));
        }
        // Without a URI only the application knows what is meant (XML-DSig §4.4.3.1).
        let Some(uri) = reference.attribute("URI") else {
            return Err(Refusal::new(Reason::External, reference.id()));
        };
        let mut parts = children(reference)?.into_iter().peekable();
        let transforms = match parts.next_if(|part| part.local_name() == "Transforms") {
            Some(transforms) => read_transforms(&transforms, limits)?,
            None => Vec::new(),
        };
        let method = expect(&mut parts, "DigestMethod", reference)?;
        let value = expect(&mut parts, "DigestValue", reference)?;
        if let Some(extra) = parts.next() {
            return Err(unexpected(&extra));
        }
        let uri_of_method = algorithm(&method)?;
        let digest =
            algorithms::digest(&uri_of_method).map_err(|reason| Refusal::new(reason, method.id()).actual(&uri_of_method))?;
        empty(&method)?;
        Ok(Self { node: reference.id(), uri, transforms, digest, expected: values::octets(&value)?, digest_node: value.id() })
    }
}

fn read_transforms<'d>(transforms: &Node<'d>, limits: &Limits) -> Result<Vec<Transform<'d>>, Refusal> {
    let parts = children(transforms)?;
    if let Some(extra) = parts.get(limits.transforms) {
        return Err(Refusal::new(Reason::LimitTransforms, extra.id()));
    }
    parts.iter().map(transform).collect()
}

fn transform<'d>(transform: &Node<'d>) -> Result<Transform<'d>, Refusal> {
    if transform.local_name() != "Transform" {
        return Err(unexpected(transform));
    }
    let uri = algorithm(transform)?;
    if uri == algorithms::ENVELOPED {
        empty(transform)?;
        return Ok(Transform::Enveloped);
    }
    if let Some(method) = Method::from_uri(&uri) {
        return Ok(Transform::Canonicalization(with_prefixes(method, transform)?));
    }
    let reason = match &*uri {
        "http://www.w3.org/TR/1999/REC-xpath-19991116" | "http://www.w3.org/2002/06/xmldsig-filter2" => Reason::XPath,
        "http://www.w3.org/TR/1999/REC-xslt-19991116" => Reason::Xslt,
        _ => Reason::Transform,
    };
    Err(Refusal::new(reason, transform.id()).actual(&uri))
}

fn canonicalization_method<'d>(element: &Node<'d>) -> Result<Method<'d>, Refusal> {
    let uri = algorithm(element)?;
    match Method::from_uri(&uri) {
        Some(method) => with_prefixes(method, element),
        None => Err(Refusal::new(Reason::Algorithm, element.id()).actual(&uri)),
    }
}

/// Exclusive XML Canonicalization §4: the parameter of the method.
fn with_prefixes<'d>(method: Method<'d>, element: &Node<'d>) -> Result<Method<'d>, Refusal> {
    let mut elements = element.elements();
    let Some(parameter) = elements.next() else {
        return empty(element).map(|()| method);
    };
    let known = method.is_exclusive() && parameter.is(algorithms::EXCLUSIVE_NAMESPACE, "InclusiveNamespaces");
    if let Some(extra) = if known { elements.next() } else { Some(parameter) } {
        return Err(unexpected(&extra));
    }
    let prefixes = parameter.attribute("PrefixList").unwrap_or_default();
    if prefixes.split_ascii_whitespace().nth(PREFIXES).is_some() {
        return Err(unexpected(&parameter));
    }
    Ok(method.with_prefixes(prefixes))
}

fn signature_method(element: &Node<'_>) -> Result<SignatureAlgorithm, Refusal> {
    let uri = algorithm(element)?;
    let method = algorithms::signature(&uri).map_err(|reason| Refusal::new(reason, element.id()).actual(&uri))?;
    // No parameter is known for the methods that are: HMACOutputLength and RSAPSSParams would change what is verified.
    empty(element)?;
    Ok(method)
}

fn algorithm<'d>(element: &Node<'d>) -> Result<Cow<'d, str>, Refusal> {
    element.attribute("Algorithm").ok_or_else(|| Refusal::new(Reason::Structure, element.id()).actual("Algorithm"))
}

/// The child elements, which must all be of the signature namespace with nothing but white space, comments and instructions between.
pub(super) fn children<'d>(element: &Node<'d>) -> Result<Vec<Node<'d>>, Refusal> {
    let mut elements = Vec::with_capacity(4);
    for child in element.children() {
        match child.kind() {
            NodeKind::Element if child.name().namespace() == DSIG_NAMESPACE => elements.push(child),
            NodeKind::Comment | NodeKind::Instruction => {}
            NodeKind::Text if child.raw().bytes().all(is_space) => {}
            // Some signers write the carriage return of their line ends as a reference.
            NodeKind::Reference if child.reference() == Some('\r') => {}
            _ => return Err(unexpected(&child)),
        }
    }
    Ok(elements)
}

fn empty(element: &Node<'_>) -> Result<(), Refusal> {
    children(element)?.first().map_or(Ok(()), |child| Err(unexpected(child)))
}

fn expect<'d>(parts: &mut impl Iterator<Item = Node<'d>>, local: &'static str, parent: &Node<'d>) -> Result<Node<'d>, Refusal> {
    match parts.next() {
        Some(part) if part.local_name() == local => Ok(part),
        Some(part) => Err(unexpected(&part)),
        None => Err(Refusal::new(Reason::Structure, parent.id()).actual(local)),
    }
}

pub(super) fn unexpected(node: &Node<'_>) -> Refusal {
    Refusal::new(Reason::Structure, node.id()).actual(node.name().qualified())
}
