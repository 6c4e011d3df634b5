//! Signs documents with the test keys of `tests/fixtures`: canonicalization by this crate, everything else by ring.
//!
//! A document carries signatures whose digests and values are empty, as [`template`] makes them; [`sign`] fills them in, in document
//! order, so that a signature around others is made last.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;
use ring::signature::RsaKeyPair;
use taxdoc::Limits;
use taxdoc::dsig::c14n;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;

pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// A certificate of `tests/fixtures/pki` with its key.
pub(crate) struct Signer {
    certificate: &'static [u8],
    key: &'static [u8],
}

macro_rules! signer {
    ($name:ident, $certificate:literal, $key:literal) => {
        pub(crate) static $name: Signer = Signer {
            certificate: include_bytes!(concat!("../fixtures/pki/", $certificate, ".der")),
            key: include_bytes!(concat!("../fixtures/keys/", $key, ".p8")),
        };
    };
}

signer!(SELLER, "seller", "seller");
signer!(AUTHORITY, "authority", "authority");
signer!(OTHER, "other-tax-code", "other");
signer!(BRANCH, "branch", "other");
signer!(PERSON, "person", "other");
signer!(EXPIRED, "expired", "seller");
signer!(SELF_SIGNED, "self-signed", "seller");
signer!(WRONG_KEY_USAGE, "wrong-key-usage", "seller");
signer!(UNKNOWN_CRITICAL, "unknown-critical", "seller");
signer!(WRONG_ISSUER_NAME, "wrong-issuer-name", "seller");
signer!(BELOW_SELLER, "below-seller", "other");
signer!(BELOW_SUB_CA, "below-sub-ca", "seller");
signer!(BELOW_NO_CERT_SIGN, "below-no-cert-sign", "seller");
signer!(BELOW_CONSTRAINED_CA, "below-constrained-ca", "seller");
signer!(BELOW_EXPIRED_CA, "below-expired-ca", "seller");
signer!(ONLY_NON_REPUDIATION, "only-non-repudiation", "seller");
/// The seller's certificate with somebody else's key.
pub(crate) static STOLEN: Signer =
    Signer { certificate: include_bytes!("../fixtures/pki/seller.der"), key: include_bytes!("../fixtures/keys/other.p8") };

pub(crate) static ALL: &[&Signer] = &[
    &SELLER,
    &AUTHORITY,
    &OTHER,
    &BRANCH,
    &PERSON,
    &EXPIRED,
    &SELF_SIGNED,
    &WRONG_KEY_USAGE,
    &UNKNOWN_CRITICAL,
    &WRONG_ISSUER_NAME,
    &BELOW_SELLER,
    &BELOW_SUB_CA,
    &BELOW_NO_CERT_SIGN,
    &BELOW_CONSTRAINED_CA,
    &BELOW_EXPIRED_CA,
    &ONLY_NON_REPUDIATION,
];

impl Signer {
    /// The content of `X509Certificate`.
    pub(crate) fn certificate(&self) -> String {
        BASE64.encode(self.certificate)
    }

    fn sign(&self, octets: &[u8]) -> String {
        let key = RsaKeyPair::from_pkcs8(self.key).expect("a test key");
        let mut value = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), octets, &mut value).expect("an RSA key of 2048 bits signs");
        BASE64.encode(value)
    }
}

/// A signature without digests and value. `targets` are the ids it covers beside its own signing time, with or without the
/// enveloped-signature transform that sellers write.
pub(crate) fn template(id: &str, signer: &Signer, targets: &[(&str, bool)], time: &str) -> String {
    let mut references = String::new();
    let time_id = format!("SigningTime-{id}");
    for (target, enveloped) in targets.iter().copied().chain([(&*time_id, false)]) {
        references.push_str(&reference(target, enveloped));
    }
    format!(
        "<Signature xmlns=\"{DSIG}\" Id=\"{id}\"><SignedInfo><CanonicalizationMethod Algorithm=\"{C14N}\"/><SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>{references}</SignedInfo><SignatureValue></SignatureValue>\
         <KeyInfo><X509Data><X509SubjectName>CN=TEST</X509SubjectName><X509Certificate>{}</X509Certificate></X509Data></KeyInfo>\
         <Object Id=\"{time_id}\"><SignatureProperties><SignatureProperty Target=\"#{id}\"><SigningTime>{time}</SigningTime>\
         </SignatureProperty></SignatureProperties></Object></Signature>",
        signer.certificate()
    )
}

/// A reference without its digest.
pub(crate) fn reference(target: &str, enveloped: bool) -> String {
    let transforms = if enveloped {
        format!("<Transforms><Transform Algorithm=\"{DSIG}enveloped-signature\"/></Transforms>")
    } else {
        String::new()
    };
    let uri = if target.is_empty() { String::new() } else { format!("#{target}") };
    format!("<Reference URI=\"{uri}\">{transforms}<DigestMethod Algorithm=\"{SHA256}\"/><DigestValue></DigestValue></Reference>")
}

/// Fills in every empty digest and signature value. The key is that of the certificate in the signature.
pub(crate) fn sign(text: &str) -> String {
    sign_with(text, None)
}

/// The same, all with one key whatever the certificates are.
pub(crate) fn sign_with(text: &str, key: Option<&Signer>) -> String {
    let mut text = text.to_owned();
    while let Some(next) = sign_next(&text, key) {
        text = next;
    }
    text
}

fn sign_next(text: &str, key: Option<&Signer>) -> Option<String> {
    let digested = with_document(text, |document| {
        let signature = unsigned(document)?;
        let signed_info = signature.child("SignedInfo")?;
        let mut places = Vec::new();
        for reference in signed_info.elements().filter(|child| child.local_name() == "Reference") {
            let value = reference.child("DigestValue").expect("a template");
            if value.text().is_empty() {
                places.push((value.range(), digest_of(document, &reference)));
            }
        }
        let mut filled = text.to_owned();
        for (range, digest) in places.into_iter().rev() {
            filled.replace_range(range, &format!("<DigestValue>{digest}</DigestValue>"));
        }
        Some(filled)
    })?;
    with_document(&digested, |document| {
        let signature = unsigned(document)?;
        let octets = canonical(document, &signature.child("SignedInfo")?);
        let certificate = signature.descendants().find(|node| node.local_name() == "X509Certificate")?.text().into_owned();
        let signer = key.or_else(|| ALL.iter().copied().find(|signer| signer.certificate() == certificate));
        let value = signer.expect("a certificate of the fixtures").sign(&octets);
        let mut signed = digested.clone();
        signed.replace_range(signature.child("SignatureValue")?.range(), &format!("<SignatureValue>{value}</SignatureValue>"));
        Some(signed)
    })
}

fn unsigned<'d>(document: &'d Document<'d>) -> Option<Node<'d>> {
    document.root().descendants().find(|node| {
        node.is(DSIG, "Signature") && node.child("SignatureValue").is_some_and(|value| value.text().trim().is_empty())
    })
}

fn digest_of(document: &Document<'_>, reference: &Node<'_>) -> String {
    let uri = reference.attribute("URI").expect("a template");
    let id = uri.strip_prefix('#').expect("a reference to an id");
    let target =
        document.root().descendants().find(|node| node.is_element() && node.attribute("Id").is_some_and(|own| own == id));
    let target = target.unwrap_or_else(|| panic!("nothing has the id {id}"));
    let octets = canonical(document, &target);
    let method = reference.child("DigestMethod").and_then(|method| method.attribute("Algorithm").map(|name| name.into_owned()));
    let algorithm = match method.as_deref() {
        Some(SHA256) => &digest::SHA256,
        Some(SHA1) => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        other => panic!("{other:?}"),
    };
    BASE64.encode(digest::digest(algorithm, &octets))
}

fn canonical(document: &Document<'_>, node: &Node<'_>) -> Vec<u8> {
    let mut octets = Vec::new();
    let set = c14n::NodeSet::subtree(node.id()).without_comments();
    c14n::canonicalize(document, &set, &c14n::Method::DEFAULT, &mut octets).expect("a template has a canonical form");
    octets
}

/// Parses a text that is well-formed by construction.
pub(crate) fn with_document<T>(text: &str, work: impl FnOnce(&Document<'_>) -> T) -> T {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).expect("UTF-8");
    let document = Document::parse(&source, &limits).unwrap_or_else(|fault| panic!("{fault:?}\n{text}"));
    work(&document)
}
