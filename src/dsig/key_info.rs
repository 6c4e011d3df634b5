//! `KeyInfo`: certificates, and keys beside them (XML-DSig §4.5). Names in it are never read.

use std::sync::Arc;

use crate::pki::Certificate;
use crate::pki::PublicKey;
use crate::xml::Node;
use crate::xml::NodeKind;

use super::DSIG_NAMESPACE;
use super::Reason;
use super::Refusal;
use super::structure::children;
use super::values;

/// Certificates of one signature. Real ones have one, a chain has four.
const CERTIFICATES: usize = 16;

/// Lists kept for the next signature: a message with many invoices carries the same few certificates in each.
const REMEMBERED: usize = 16;

/// Certificates decoded so far, by what their elements hold.
#[derive(Default)]
pub(super) struct Certificates<'d>(Vec<(Vec<&'d str>, Arc<[Certificate]>)>);

impl<'d> Certificates<'d> {
    /// The certificates of a `KeyInfo`, in document order.
    pub(super) fn read(&mut self, key_info: &Node<'d>) -> Result<Arc<[Certificate]>, Refusal> {
        let mut elements = Vec::with_capacity(1);
        for child in key_info.elements().filter(|child| child.name().namespace() == DSIG_NAMESPACE) {
            match child.local_name() {
                "RetrievalMethod" => return Err(Refusal::new(Reason::RetrievalMethod, child.id())),
                "X509Data" => elements.extend(child.elements().filter(|part| part.is(DSIG_NAMESPACE, "X509Certificate"))),
                _ => {}
            }
        }
        if let Some(extra) = elements.get(CERTIFICATES) {
            return Err(Refusal::new(Reason::LimitCertificates, extra.id()));
        }
        let written: Option<Vec<&str>> = elements.iter().map(only_text).collect();
        if let Some(written) = &written
            && let Some((_, known)) = self.0.iter().find(|(known, _)| known == written)
        {
            return Ok(Arc::clone(known));
        }
        let certificates: Arc<[Certificate]> = elements.iter().map(decode).collect::<Result<Vec<_>, _>>()?.into();
        if let Some(written) = written {
            if self.0.len() >= REMEMBERED {
                self.0.clear();
            }
            self.0.push((written, Arc::clone(&certificates)));
        }
        Ok(certificates)
    }
}

/// The text of an element that holds one piece of text and nothing else.
fn only_text<'d>(element: &Node<'d>) -> Option<&'d str> {
    let mut children = element.children();
    let only = children.next().filter(|only| only.kind() == NodeKind::Text)?;
    children.next().is_none().then(|| only.raw())
}

fn decode(element: &Node<'_>) -> Result<Certificate, Refusal> {
    let der = values::octets(element)?;
    Certificate::from_der(&der).map_err(|_| Refusal::new(Reason::Certificate, element.id()))
}

/// Checks that every `KeyValue` is the certificate's key. It is never used as a key itself: anyone can put one there.
pub(super) fn compare_key_values(key_info: &Node<'_>, certificate: &Certificate) -> Result<(), Refusal> {
    for value in key_info.elements().filter(|child| child.is(DSIG_NAMESPACE, "KeyValue")) {
        if !is_key_of(&value, certificate)? {
            return Err(Refusal::new(Reason::KeyValue, value.id()));
        }
    }
    Ok(())
}

fn is_key_of(value: &Node<'_>, certificate: &Certificate) -> Result<bool, Refusal> {
    let Ok(key) = certificate.public_key() else { return Ok(false) };
    match (value.elements().next(), key) {
        (Some(rsa), PublicKey::Rsa { .. }) if rsa.is(DSIG_NAMESPACE, "RSAKeyValue") => match children(&rsa)?.as_slice() {
            [modulus, exponent] if modulus.local_name() == "Modulus" && exponent.local_name() == "Exponent" => {
                let (n, e) = (values::octets(modulus)?, values::octets(exponent)?);
                Ok(PublicKey::rsa(&n, &e) == Ok(key))
            }
            _ => Ok(false),
        },
        (Some(ec), PublicKey::Ec { point, .. }) if ec.is("http://www.w3.org/2009/xmldsig11#", "ECKeyValue") => {
            match ec.elements().find(|part| part.local_name() == "PublicKey") {
                Some(written) => Ok(values::octets(&written)? == point),
                None => Ok(false),
            }
        }
        _ => Ok(false),
    }
}
