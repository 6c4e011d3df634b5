//! Signs documents for tests with the keys of `tests/fixtures`.
//!
//! ```ignore
//! let signed = signer::sign(xml, "HDon/DSCKS/NBan", &Signer::fixture("seller"), &Options::new().reference("#data").time("2025-06-01T08:00:00"));
//! ```
//!
//! The octets to digest come from the library's own canonicalization; that they are right is shown by the published vectors and by
//! xmlsec1, which verifies what is signed here.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that fails this way has failed"
)]

use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
use ring::signature::ECDSA_P384_SHA384_FIXED_SIGNING;
use ring::signature::EcdsaKeyPair;
use ring::signature::Ed25519KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use ring::signature::RSA_PKCS1_SHA384;
use ring::signature::RSA_PKCS1_SHA512;
use ring::signature::RSA_PSS_SHA256;
use ring::signature::RsaEncoding;
use ring::signature::RsaKeyPair;
use taxdoc::Limits;
use taxdoc::dsig::Verifier;
use taxdoc::dsig::c14n::Method;
use taxdoc::dsig::c14n::NodeSet;
use taxdoc::dsig::c14n::canonicalize;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;

pub(crate) const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
pub(crate) const C14N_COMMENTS: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
pub(crate) const C14N11: &str = "http://www.w3.org/2006/12/xml-c14n11";
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// A private key and the certificate that goes with it.
pub(crate) struct Signer {
    key: Key,
    certificate: Vec<u8>,
}

enum Key {
    Ecdsa(EcdsaKeyPair, &'static str),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair, PathBuf),
    /// Below 2048 bits, with which ring does not sign.
    ShortRsa(PathBuf),
}

impl Signer {
    /// `keys/NAME.p8` with `pki/NAME.der` of `tests/fixtures`: `seller`, `authority`, `rsa-1024`, `ec-p256`, `ec-p384`, `ed25519`, …
    pub(crate) fn fixture(name: &str) -> Self {
        Self::of(name, name)
    }

    /// A key with the certificate of another, for forgeries.
    pub(crate) fn of(key: &str, certificate: &str) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let file = fixtures.join(format!("keys/{key}.p8"));
        let pkcs8 = std::fs::read(&file).expect("a key of the fixtures");
        let certificate = std::fs::read(fixtures.join(format!("pki/{certificate}.der"))).expect("a certificate of the fixtures");
        let random = SystemRandom::new();
        let p256 = || EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random);
        let p384 = || EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &pkcs8, &random);
        let key = RsaKeyPair::from_pkcs8(&pkcs8)
            .map(|key| Key::Rsa(key, file.clone()))
            .or_else(|_| p256().map(|key| Key::Ecdsa(key, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")))
            .or_else(|_| p384().map(|key| Key::Ecdsa(key, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384")))
            .or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8).map(Key::Ed25519))
            .unwrap_or(Key::ShortRsa(file));
        Self { key, certificate }
    }

    /// The certificate, in DER.
    pub(crate) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The content of `X509Certificate`.
    pub(crate) fn certificate_text(&self) -> String {
        STANDARD.encode(&self.certificate)
    }

    fn algorithm(&self, options: &Options) -> String {
        match &self.key {
            Key::Ecdsa(_, uri) => (*uri).to_owned(),
            Key::Ed25519(_) => "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519".to_owned(),
            Key::Rsa(..) | Key::ShortRsa(_) if options.rsa == "pss" => {
                "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1".to_owned()
            }
            Key::Rsa(..) | Key::ShortRsa(_) if options.rsa == "sha1" => "http://www.w3.org/2000/09/xmldsig#rsa-sha1".to_owned(),
            Key::Rsa(..) | Key::ShortRsa(_) => format!("http://www.w3.org/2001/04/xmldsig-more#rsa-{}", options.rsa),
        }
    }

    /// The signature value of these octets.
    pub(crate) fn sign(&self, options: &Options, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.key {
            Key::Ecdsa(key, _) => key.sign(&random, message).expect("ring signs").as_ref().to_vec(),
            Key::Ed25519(key) => key.sign(message).as_ref().to_vec(),
            Key::Rsa(_, file) if options.rsa == "sha1" => openssl(file, "-sha1", message),
            Key::ShortRsa(file) => openssl(file, &format!("-{}", options.rsa), message),
            Key::Rsa(key, _) => {
                let padding: &dyn RsaEncoding = match options.rsa {
                    "sha384" => &RSA_PKCS1_SHA384,
                    "sha512" => &RSA_PKCS1_SHA512,
                    "pss" => &RSA_PSS_SHA256,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut value = vec![0; key.public().modulus_len()];
                key.sign(padding, &random, message, &mut value).expect("ring signs");
                value
            }
        }
    }
}

/// Whether openssl is there, which signs what ring does not: SHA-1 and keys below 2048 bits. Says so aloud when it is not.
pub(crate) fn has_openssl() -> bool {
    let found = Command::new("openssl").arg("version").output().is_ok();
    if !found {
        super::suites::skipped("legacy signatures", "openssl is not installed");
    }
    found
}

fn openssl(key: &Path, digest: &str, message: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(["dgst", digest, "-keyform", "DER", "-sign"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl, which has_openssl() asks for");
    child.stdin.take().expect("a pipe").write_all(message).expect("openssl reads");
    child.wait_with_output().expect("openssl ends").stdout
}

/// What a signer makes of canonical octets before digesting them.
type Digested = dyn Fn(&[u8]) -> Vec<u8>;

/// How to sign. Each method gives the same options with one change.
#[derive(Clone)]
pub(crate) struct Options {
    canonicalization: &'static str,
    digest: &'static str,
    /// `sha256`, `sha384`, `sha512` or `pss`; only for RSA keys.
    rsa: &'static str,
    references: Vec<(String, Vec<String>)>,
    time: Option<String>,
    time_is_signed: bool,
    time_transforms: Vec<String>,
    prefix: &'static str,
    id: String,
    indent: &'static str,
    with_certificate: bool,
    digested: Option<Rc<Digested>>,
    object: String,
}

impl Options {
    /// Canonical XML 1.0, SHA-256, RSA with SHA-256, the certificate in `KeyInfo`, no reference yet.
    pub(crate) fn new() -> Self {
        Self {
            canonicalization: C14N,
            digest: "sha256",
            rsa: "sha256",
            references: Vec::new(),
            time: None,
            time_is_signed: true,
            time_transforms: Vec::new(),
            prefix: "",
            id: "signature".to_owned(),
            indent: "",
            with_certificate: true,
            digested: None,
            object: String::new(),
        }
    }

    /// One more reference, without transforms.
    pub(crate) fn reference(self, uri: &str) -> Self {
        self.transformed(uri, &[])
    }

    /// One more reference. A transform is an algorithm, for exclusive canonicalization followed by a space and its prefixes.
    pub(crate) fn transformed(mut self, uri: &str, transforms: &[&str]) -> Self {
        self.references.push((uri.to_owned(), transforms.iter().map(|uri| (*uri).to_owned()).collect()));
        self
    }

    /// An `Object` with that signing time, signed by the last reference.
    pub(crate) fn time(self, time: &str) -> Self {
        Self { time: Some(time.to_owned()), ..self }
    }

    /// An `Object` with that signing time, which no reference names.
    pub(crate) fn unsigned_time(self, time: &str) -> Self {
        Self { time: Some(time.to_owned()), time_is_signed: false, ..self }
    }

    /// Transforms of the reference to the signing time.
    pub(crate) fn time_transformed(self, transforms: &[&str]) -> Self {
        Self { time_transforms: transforms.iter().map(|uri| (*uri).to_owned()).collect(), ..self }
    }

    /// The method of `SignedInfo`.
    pub(crate) fn canonicalization(self, canonicalization: &'static str) -> Self {
        Self { canonicalization, ..self }
    }

    /// `sha1`, `sha256`, `sha384` or `sha512`, for all references.
    pub(crate) fn digest(self, digest: &'static str) -> Self {
        Self { digest, ..self }
    }

    /// Whether [`has_openssl`] must be asked before signing with an RSA key.
    pub(crate) fn needs_openssl(&self) -> bool {
        self.rsa == "sha1"
    }

    /// `sha1`, `sha256`, `sha384`, `sha512` or `pss`, for RSA keys.
    pub(crate) fn rsa(self, rsa: &'static str) -> Self {
        Self { rsa, ..self }
    }

    /// The prefix of the signature's elements, such as `ds`.
    pub(crate) fn prefix(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// The `Id` of the signature.
    pub(crate) fn id(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// White space between the signature's elements, before signing.
    pub(crate) fn indent(self, indent: &'static str) -> Self {
        Self { indent, ..self }
    }

    /// A signer that digests something else than the canonical octets.
    pub(crate) fn digested(self, digested: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Self {
        Self { digested: Some(Rc::new(digested)), ..self }
    }

    /// One more `Object` with that content; a reference to it is asked for on its own.
    pub(crate) fn object(self, content: &str) -> Self {
        Self { object: content.to_owned(), ..self }
    }

    /// Leaves the certificate out.
    pub(crate) fn without_certificate(self) -> Self {
        Self { with_certificate: false, ..self }
    }
}

/// The document with a signature as the last thing in the element at that path: `HDon/DSCKS/NBan`, local names from the root on.
pub(crate) fn sign(xml: &str, path: &str, signer: &Signer, options: &Options) -> String {
    let unsigned = insert(xml, path, &template(signer, options));
    let with_digests = with(&unsigned, |document| {
        let signature = by_id(document, &options.id);
        // The digests are still to come; why they do not fit yet is not asked.
        let mut limits = Limits::default();
        limits.diagnosed = 0;
        let evidence = Verifier::new().with_limits(limits).verify(document);
        let judged = evidence.signatures().iter().find(|judged| judged.node() == signature).expect("the signature just put in");
        assert!(!judged.references().is_empty(), "{:?}", judged.integrity());
        let mut edits = Vec::new();
        for reference in judged.references() {
            let octets = reference.octets(document, &Limits::default()).expect("nodes that have a canonical form");
            let octets = options.digested.as_ref().map_or_else(|| octets.clone(), |digested| digested(&octets));
            let value = document.node(reference.node()).and_then(|node| node.child("DigestValue")).expect("a digest value");
            edits.push((value, STANDARD.encode(digest::digest(function(options.digest), &octets))));
        }
        fill(document.text(), &edits)
    });
    with(&with_digests, |document| {
        let signature = by_id(document, &options.id);
        let info = signature.child("SignedInfo").expect("a SignedInfo");
        let method = Method::from_uri(options.canonicalization).expect("a method");
        let mut octets = Vec::new();
        canonicalize(document, &NodeSet::subtree(info.id()), &method, &mut octets).expect("a canonical form");
        let value = STANDARD.encode(signer.sign(options, &octets));
        fill(document.text(), &[(signature.child("SignatureValue").expect("a value"), value)])
    })
}

/// Parses a text and looks at it.
pub(crate) fn with<T>(text: &str, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).expect("a good text");
    let document = Document::parse(&source, &limits).expect("a well-formed document");
    look(&document)
}

/// The document with a text put last into the element at a path.
pub(crate) fn insert(xml: &str, path: &str, text: &str) -> String {
    with(xml, |document| {
        let mut steps = path.split('/');
        assert_eq!(steps.next(), Some(document.root().local_name()), "{path}");
        let element = steps.fold(document.root(), |element, step| element.child(step).unwrap_or_else(|| panic!("no {step}")));
        let (range, tag) = (element.range(), element.tag_range());
        if tag.end == range.end {
            let start = xml[..tag.end - 2].trim_end();
            return format!("{start}>{text}</{}>{}", element.name().qualified(), &xml[range.end..]);
        }
        let end = range.start + xml[range.clone()].rfind("</").expect("an end tag");
        format!("{}{text}{}", &xml[..end], &xml[end..])
    })
}

fn by_id<'d>(document: &'d Document<'_>, id: &str) -> Node<'d> {
    let is_it = |node: &Node<'_>| node.local_name() == "Signature" && node.attribute("Id").is_some_and(|value| value == id);
    document.root().descendants().find(is_it).expect("the signature just put in")
}

/// The text with the content of elements replaced; they come in document order.
pub(crate) fn fill(text: &str, edits: &[(Node<'_>, String)]) -> String {
    let mut filled = String::new();
    let mut at = 0;
    for (node, value) in edits {
        filled.push_str(&text[at..node.tag_range().end]);
        filled.push_str(value);
        at = node.range().start + text[node.range()].rfind("</").expect("an end tag");
    }
    filled.push_str(&text[at..]);
    filled
}

fn function(name: &str) -> &'static digest::Algorithm {
    match name {
        "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        "sha384" => &digest::SHA384,
        "sha512" => &digest::SHA512,
        _ => &digest::SHA256,
    }
}

/// A signature with a digest and a value that fit nothing.
fn template(signer: &Signer, options: &Options) -> String {
    let p = if options.prefix.is_empty() { String::new() } else { format!("{}:", options.prefix) };
    let declared = if options.prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", options.prefix) };
    let gap = options.indent;
    let digest_uri = match options.digest {
        "sha1" => "http://www.w3.org/2000/09/xmldsig#sha1",
        "sha384" => "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "sha512" => "http://www.w3.org/2001/04/xmlenc#sha512",
        _ => "http://www.w3.org/2001/04/xmlenc#sha256",
    };
    let transform = |uri: &String| match uri.split_once(' ') {
        Some((uri, prefixes)) => format!(
            "<{p}Transform Algorithm=\"{uri}\"><x:InclusiveNamespaces xmlns:x=\"{EXCLUSIVE}\" PrefixList=\"{prefixes}\"/></{p}Transform>"
        ),
        None => format!("<{p}Transform Algorithm=\"{uri}\"/>"),
    };
    let reference = |(uri, transforms): &(String, Vec<String>)| {
        let list: String = transforms.iter().map(transform).collect();
        let list = if list.is_empty() { list } else { format!("<{p}Transforms>{list}</{p}Transforms>") };
        format!(
            "{gap}<{p}Reference URI=\"{uri}\">{list}<{p}DigestMethod Algorithm=\"{digest_uri}\"/>\
             <{p}DigestValue>AAAA</{p}DigestValue></{p}Reference>"
        )
    };
    let time_id = format!("{}-time", options.id);
    let mut references: String = options.references.iter().map(reference).collect();
    let other = if options.object.is_empty() { String::new() } else { format!("{gap}<{p}Object>{}</{p}Object>", options.object) };
    let object = options.time.as_ref().map_or_else(String::new, |time| {
        if options.time_is_signed {
            references.push_str(&reference(&(format!("#{time_id}"), options.time_transforms.clone())));
        }
        format!(
            "{gap}<{p}Object Id=\"{time_id}\"><SignatureProperties xmlns=\"\"><SignatureProperty Target=\"#{}\">\
             <SigningTime>{time}</SigningTime></SignatureProperty></SignatureProperties></{p}Object>",
            options.id
        )
    });
    let key_info = if options.with_certificate {
        let certificate = signer.certificate_text();
        format!("{gap}<{p}KeyInfo><{p}X509Data><{p}X509Certificate>{certificate}</{p}X509Certificate></{p}X509Data></{p}KeyInfo>")
    } else {
        String::new()
    };
    format!(
        "<{p}Signature {declared}=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"{}\">{gap}<{p}SignedInfo>\
         {gap}<{p}CanonicalizationMethod Algorithm=\"{}\"/>{gap}<{p}SignatureMethod Algorithm=\"{}\"/>{references}{gap}</{p}SignedInfo>\
         {gap}<{p}SignatureValue>AAAA</{p}SignatureValue>{key_info}{object}{other}{gap}</{p}Signature>",
        options.id,
        options.canonicalization,
        signer.algorithm(options),
    )
}
