//! `KeyInfo`: certificates, and keys beside them (XML-DSig §4.5). Names in it are never read.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

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

/// Lists remembered, and bytes of base64 of the longest one. A seller's hundredth invoice carries the certificate of the first, and a
/// message with many invoices the same few in each; what they do not suffice for is decoded anew. At most 4 MB of text and 3 of DER.
const REMEMBERED: usize = 256;
const LONGEST: usize = 16 << 10;

/// Certificates decoded so far, by what their elements hold, shared by all threads. To decode one and to take its fingerprint cost a
/// twentieth of a whole invoice.
#[derive(Default)]
pub(super) struct Certificates(RwLock<HashMap<Box<str>, Arc<[Certificate]>, RandomState>>);

impl Certificates {
    /// The certificates of a `KeyInfo`, in document order.
    pub(super) fn read(&self, key_info: &Node<'_>) -> Result<Arc<[Certificate]>, Refusal> {
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
        // No text holds the character between them.
        let key = written.map(|written| match written.as_slice() {
            [only] => Cow::Borrowed(*only),
            several => Cow::Owned(several.join("<")),
        });
        let key = key.filter(|key| key.len() <= LONGEST);
        if let Some(key) = &key
            && let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&**key)
        {
            return Ok(Arc::clone(known));
        }
        let certificates: Arc<[Certificate]> = elements.iter().map(decode).collect::<Result<Vec<_>, _>>()?.into();
        if let Some(key) = key {
            let mut remembered = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
            remembered.insert(key.into(), Arc::clone(&certificates));
        }
        Ok(certificates)
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Certificates").finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::Limits;
    use crate::xml::Document;
    use crate::xml::Source;

    fn read(certificates: &Certificates, written: &[&str]) -> Result<Arc<[Certificate]>, Refusal> {
        let elements: String = written.iter().map(|text| format!("<X509Certificate>{text}</X509Certificate>")).collect();
        let text = format!("<KeyInfo xmlns='{DSIG_NAMESPACE}'><X509Data>{elements}</X509Data></KeyInfo>");
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        certificates.read(&document.root())
    }

    #[test]
    fn a_certificate_is_decoded_once_and_another_one_anew() {
        let seller = STANDARD.encode(include_bytes!("../../tests/fixtures/pki/seller.der"));
        let branch = STANDARD.encode(include_bytes!("../../tests/fixtures/pki/branch.der"));
        let certificates = Certificates::default();
        let first = read(&certificates, &[&seller]).unwrap();
        assert!(Arc::ptr_eq(&first, &read(&certificates, &[&seller]).unwrap()));
        let other = read(&certificates, &[&branch]).unwrap();
        assert_ne!(first, other);
        let both = read(&certificates, &[&seller, &branch]).unwrap();
        assert_eq!([&both[0], &both[1]], [&first[0], &other[0]]);
        assert!(Arc::ptr_eq(&both, &read(&certificates, &[&seller, &branch]).unwrap()));
        assert_ne!(both, read(&certificates, &[&branch, &seller]).unwrap());
        // The last octet is of the signature: still a certificate, but not the same one.
        let mut der = STANDARD.decode(&seller).unwrap();
        *der.last_mut().unwrap() ^= 1;
        assert_ne!(first, read(&certificates, &[&STANDARD.encode(&der)]).unwrap());
        // What cannot be decoded is refused every time.
        let broken = seller.get(4..).unwrap();
        assert!(read(&certificates, &[broken]).is_err() && read(&certificates, &[broken]).is_err());
    }

    #[test]
    fn a_bounded_number_is_remembered_and_nothing_long() {
        let seller = STANDARD.encode(include_bytes!("../../tests/fixtures/pki/seller.der"));
        let remembered = |certificates: &Certificates| certificates.0.read().unwrap().len();
        let certificates = Certificates::default();
        let longest = seller.clone() + &" ".repeat(LONGEST - seller.len());
        assert!(read(&certificates, &[&format!("{longest} ")]).is_ok());
        assert_eq!(remembered(&certificates), 0);
        assert!(read(&certificates, &[&longest]).is_ok());
        assert_eq!(remembered(&certificates), 1);
        for blanks in 0..REMEMBERED {
            assert!(read(&certificates, &[&format!("{seller}{}", " ".repeat(blanks))]).is_ok());
            assert!(remembered(&certificates) <= REMEMBERED);
        }
        assert_eq!(remembered(&certificates), 1);
    }
}
