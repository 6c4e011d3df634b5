//! Signs the documents of these tests with the signer that all tests share.
//!
//! A document carries signatures whose digests and values are empty, as [`template`] makes them; [`sign`] fills them in, in document
//! order, so that a signature around others is made last.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::digest;
use taxdoc::dsig::c14n;
use taxdoc::xml::Document;
use taxdoc::xml::Node;

use crate::common::signer;
use crate::common::signer::C14N;
use crate::common::signer::Options;
pub(crate) use crate::common::signer::Signer;
pub(crate) use crate::common::signer::with as with_document;

pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Declares signers: a certificate of `tests/fixtures/pki`, and the key that goes with it.
macro_rules! signers {
    ($($name:ident, $certificate:literal, $key:literal;)*) => {
        $(pub(crate) static $name: LazyLock<Signer> = LazyLock::new(|| Signer::of($key, $certificate));)*

        /// Every signer whose key is that of its certificate.
        static ALL: &[&LazyLock<Signer>] = &[$(&$name),*];
    };
}

signers! {
    SELLER, "seller", "seller";
    AUTHORITY, "authority", "authority";
    OTHER, "other-tax-code", "other";
    BRANCH, "branch", "other";
    PERSON, "person", "other";
    HOUSEHOLD, "household", "other";
    HOUSEHOLD_LATER, "household-later", "other";
    EXPIRED, "expired", "seller";
    SELF_SIGNED, "self-signed", "seller";
    WRONG_KEY_USAGE, "wrong-key-usage", "seller";
    UNKNOWN_CRITICAL, "unknown-critical", "seller";
    WRONG_ISSUER_NAME, "wrong-issuer-name", "seller";
    BELOW_SELLER, "below-seller", "other";
    BELOW_SUB_CA, "below-sub-ca", "seller";
    BELOW_NO_CERT_SIGN, "below-no-cert-sign", "seller";
    BELOW_CONSTRAINED_CA, "below-constrained-ca", "seller";
    BELOW_EXPIRED_CA, "below-expired-ca", "seller";
    ONLY_NON_REPUDIATION, "only-non-repudiation", "seller";
}

/// The seller's certificate with somebody else's key.
pub(crate) static STOLEN: LazyLock<Signer> = LazyLock::new(|| Signer::of("other", "seller"));

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
        signer.certificate_text()
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
        let references = unsigned(document)?.child("SignedInfo")?.elements().filter(|child| child.local_name() == "Reference");
        let values = references.map(|reference| (reference, reference.child("DigestValue").expect("a template")));
        let empty = values.filter(|(_, value)| value.text().is_empty());
        let edits: Vec<_> = empty.map(|(reference, value)| (value, digest_of(document, &reference))).collect();
        Some(signer::fill(text, &edits))
    })?;
    with_document(&digested, |document| {
        let signature = unsigned(document)?;
        let octets = canonical(document, &signature.child("SignedInfo")?);
        let certificate = signature.descendants().find(|node| node.local_name() == "X509Certificate")?.text().into_owned();
        let found = || ALL.iter().map(|signer| &***signer).find(|signer| signer.certificate_text() == certificate);
        let signer = key.or_else(found).expect("a certificate of the fixtures");
        let value = BASE64.encode(signer.sign(&Options::new(), &octets));
        Some(signer::fill(&digested, &[(signature.child("SignatureValue")?, value)]))
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
