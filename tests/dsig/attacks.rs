//! What could make "valid" out of something that nobody signed: each trick beside the genuine document nearest to it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use taxdoc::dsig::Extent;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Reason;
use taxdoc::dsig::Verifier;

use crate::common::signer::C14N;
use crate::common::signer::ENVELOPED;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::signer::with;

const INVOICE: &str = "<HDon><DLHDon Id=\"data\"><SHDon>7</SHDon><TgTTTBSo>1100</TgTTTBSo></DLHDon><DSCKS><NBan/></DSCKS></HDon>";
const SELLER: &str = "HDon/DSCKS/NBan";

fn options() -> Options {
    Options::new().reference("#data").time("2025-06-01T08:00:00")
}

fn signed_by(name: &str) -> String {
    sign(INVOICE, SELLER, &Signer::fixture(name), &options())
}

/// What became of the first signature: the reason when it is refused, `None` when it is invalid.
#[track_caller]
fn judged(text: &str) -> Result<(), Option<Reason>> {
    with(text, |document| match Verifier::new().verify(document).signatures()[0].integrity() {
        Integrity::Refused(refusal) => Err(Some(refusal.reason())),
        integrity if integrity.is_valid() => Ok(()),
        _ => Err(None),
    })
}

#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The octets of a value in base64, changed.
#[track_caller]
fn with_value(text: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> String {
    let (start, end) = (text.find("<SignatureValue>").unwrap() + 16, text.find("</SignatureValue>").unwrap());
    let value = change(STANDARD.decode(&text[start..end]).unwrap());
    format!("{}{}{}", &text[..start], STANDARD.encode(value), &text[end..])
}

#[test]
fn a_signature_that_refers_to_nothing_signs_nothing() {
    let text = signed_by("seller");
    assert_eq!(judged(&text), Ok(()));
    let (start, end) = (text.find("<Reference ").unwrap(), text.rfind("</Reference>").unwrap() + "</Reference>".len());
    let empty = format!("{}{}", &text[..start], &text[end..]);
    assert_eq!(judged(&empty), Err(Some(Reason::Structure)));
    let named = replaced(&text, "<Reference URI=\"#data\">", "<Reference xmlns:p=\"urn:p\" p:URI=\"#data\">");
    assert_eq!(judged(&named), Err(Some(Reason::External)), "a URI in another namespace is none");
}

/// A signature in an `Object` of another one is judged for itself: what it covers is its own, and it lends nothing to the outer one.
#[test]
fn a_signature_in_an_object_of_another_is_judged_for_itself() {
    let inner = signed_by("seller");
    let (start, end) = (inner.find("<Signature ").unwrap(), inner.rfind("</Signature>").unwrap() + "</Signature>".len());
    let genuine = &inner[start..end];
    // The outer one has the inner one's form and nothing that it could be made of.
    let broken = genuine.replacen("<SignatureValue>", "<SignatureValue>AAAA", 1).replace("signature", "outer");
    let outer = broken.replacen("</Signature>", &format!("<Object>{genuine}</Object></Signature>"), 1);
    let text = replaced(&inner, genuine, &outer);
    with(&text, |document| {
        let evidence = Verifier::new().verify(document);
        let valid: Vec<bool> = evidence.signatures().iter().map(|signature| signature.integrity().is_valid()).collect();
        assert_eq!(valid, [false, true]);
    });
}

#[test]
fn only_the_known_spellings_of_an_id_count() {
    let text = signed_by("seller");
    for twin in ["iD", "xmlId", "Name", "p:Id", "ID_"] {
        let twin = format!("<x xmlns:p=\"urn:p\" {twin}=\"data\"/>");
        assert_eq!(judged(&replaced(&text, "<DSCKS>", &format!("{twin}<DSCKS>"))), Ok(()), "{twin} is no id");
        let alone = text.replace("<DLHDon Id=", "<DLHDon ID_=");
        let only = replaced(&alone, "<DSCKS>", &format!("{twin}<DSCKS>"));
        assert_eq!(judged(&only), Err(Some(Reason::ReferenceMissing)), "{twin} is no target");
    }
    // In the signature itself too.
    for twin in ["<KeyInfo Id=\"data\">", "<KeyInfo id=\"data\">", "<KeyInfo xml:id=\"data\">"] {
        assert_eq!(judged(&replaced(&text, "<KeyInfo>", twin)), Err(Some(Reason::DuplicateId)), "{twin}");
    }
}

#[test]
fn pointers_are_those_of_the_standard_and_no_others() {
    let pointer = |uri: &str| sign(INVOICE, SELLER, &Signer::fixture("seller"), &Options::new().reference(uri));
    for uri in ["#data", "#xpointer(id('data'))"] {
        assert_eq!(judged(&pointer(uri)), Ok(()), "{uri}");
    }
    let text = signed_by("seller");
    let cases = [
        ("#xpointer(id(data))", Reason::XPath),
        ("#xpointer(id('data')/..)", Reason::XPath),
        ("#xpointer(id('data') )", Reason::XPath),
        ("#xpointer(id('data')|id('x'))", Reason::ReferenceMissing),
        ("#xpointer(//DLHDon)", Reason::XPath),
        ("#xpointer( / )", Reason::XPath),
        ("#element(/1/1)", Reason::ReferenceMissing),
        ("#xmlns(a=b)xpointer(/)", Reason::ReferenceMissing),
        ("#d%61ta", Reason::ReferenceMissing),
        (" #data", Reason::External),
        ("#data ", Reason::ReferenceMissing),
        ("##data", Reason::ReferenceMissing),
        ("%23data", Reason::External),
        ("?#data", Reason::External),
        ("./#data", Reason::External),
        ("data:,x", Reason::External),
    ];
    for (uri, reason) in cases {
        assert_eq!(judged(&replaced(&text, "URI=\"#data\"", &format!("URI=\"{uri}\""))), Err(Some(reason)), "{uri}");
    }
}

/// `URI=""` is the whole document that the signature is in: moved with its invoice into another, it is not.
#[test]
fn the_whole_document_is_not_the_invoice_that_was_put_into_it() {
    let options = Options::new().transformed("", &[ENVELOPED, C14N]);
    let text = sign(INVOICE, SELLER, &Signer::fixture("seller"), &options);
    with(&text, |document| {
        let evidence = Verifier::new().verify(document);
        assert!(evidence.signatures()[0].integrity().is_valid());
        let data = document.root().child("DLHDon").unwrap();
        assert_eq!(evidence.signatures()[0].covers(&data), Extent::Full);
    });
    let forged = INVOICE.replace("1100", "9900").replace(" Id=\"data\"", "");
    let nested = replaced(&forged, "</DLHDon>", &format!("{text}</DLHDon>"));
    assert!(judged(&nested).is_err());
    assert!(judged(&replaced(&text, "<DSCKS>", "<DLHDon/><DSCKS>")).is_err(), "a sibling is part of the document");
}

#[test]
fn certificates_beside_the_signer_s_do_not_change_who_signed() {
    let text = signed_by("seller");
    let certificate =
        |name: &str| format!("<X509Certificate>{}</X509Certificate>", Signer::of("seller", name).certificate_text());
    let signer_of = |text: &str| {
        with(text, |document| {
            let evidence = Verifier::new().verify(document);
            let signature = &evidence.signatures()[0];
            assert!(signature.integrity().is_valid());
            signature.certificate().map(|certificate| certificate.der().to_vec())
        })
    };
    let own = Some(Signer::fixture("seller").certificate().to_vec());
    for other in ["ca", "branch", "authority", "look-alike-root"] {
        for changed in [
            replaced(&text, "<X509Data>", &format!("<X509Data>{}", certificate(other))),
            replaced(&text, "</X509Data>", &format!("{}</X509Data>", certificate(other))),
            replaced(&text, "<KeyInfo>", &format!("<KeyInfo><X509Data>{}</X509Data>", certificate(other))),
        ] {
            assert_eq!(signer_of(&changed), own, "{other}");
        }
    }
    // The certificate of another alone.
    let swapped =
        replaced(&text, &Signer::fixture("seller").certificate_text(), &Signer::fixture("authority").certificate_text());
    assert!(judged(&swapped).is_err());
}

#[test]
fn values_of_another_length_are_not_values() {
    for name in ["ec-p256", "ec-p384", "ed25519", "seller"] {
        let text = signed_by(name);
        assert_eq!(judged(&with_value(&text, |value| value)), Ok(()), "{name}");
        let changes: [fn(Vec<u8>) -> Vec<u8>; 6] = [
            |value| [&[0][..], &value].concat(),
            |value| [&value, &[0][..]].concat(),
            |value| value[..value.len() - 1].to_vec(),
            |value| value[1..].to_vec(),
            |value| vec![0; value.len()],
            |value| vec![0xff; value.len()],
        ];
        for (index, change) in changes.into_iter().enumerate() {
            assert_eq!(judged(&with_value(&text, change)), Err(None), "{name}, change {index}");
        }
    }
    // The same numbers r and s in DER (XML-DSig 1.1 §6.4.3 asks for fixed width).
    let der = with_value(&signed_by("ec-p256"), |value| {
        let integer = |bytes: &[u8]| {
            let bytes = if bytes[0] > 0x7f { [&[0][..], bytes].concat() } else { bytes.to_vec() };
            [&[2, u8::try_from(bytes.len()).unwrap()][..], &bytes].concat()
        };
        let both = [integer(&value[..32]), integer(&value[32..])].concat();
        [&[0x30, u8::try_from(both.len()).unwrap()][..], &both].concat()
    });
    assert_eq!(judged(&der), Err(None));
}

#[test]
fn base64_is_base64() {
    let text = signed_by("seller");
    let start = text.find("<SignatureValue>").unwrap() + 16;
    let with_text = |between: &str| format!("{}{between}{}", &text[..start + 8], &text[start + 8..]);
    for blank in [" ", "\n", "\r\n", "\t", "&#13;\n", "&#32;"] {
        assert_eq!(judged(&with_text(blank)), Ok(()), "{blank:?}");
    }
    for odd in ["\u{a0}", "\u{200b}", "\u{2028}", "-", "_", "=", "*", ".", "\u{feff}", "\u{ff21}", "&amp;"] {
        assert_eq!(judged(&with_text(odd)), Err(Some(Reason::Base64)), "{odd:?}");
    }
    let cdata = replaced(&text, "<SignatureValue>", "<SignatureValue><![CDATA[]]>");
    assert_eq!(judged(&cdata), Ok(()), "a section of characters is characters");
    let nested = replaced(&text, "<SignatureValue>", "<SignatureValue><a/>");
    assert_eq!(judged(&nested), Err(Some(Reason::CommentInValue)));
}

#[test]
fn parameters_that_would_change_the_algorithm_are_refused() {
    let text = sign(INVOICE, SELLER, &Signer::fixture("seller"), &options().rsa("pss"));
    assert_eq!(judged(&text), Ok(()));
    let uri = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
    let method = format!("<SignatureMethod Algorithm=\"{uri}\"/>");
    let parameters = "<RSAPSSParams xmlns=\"http://www.w3.org/2007/05/xmldsig-more#\"><SaltLength>0</SaltLength></RSAPSSParams>";
    let with_parameters = replaced(&text, &method, &method.replace("/>", &format!(">{parameters}</SignatureMethod>")));
    assert_eq!(judged(&with_parameters), Err(Some(Reason::Structure)));
    for (other, expected) in [
        ("http://www.w3.org/2007/05/xmldsig-more#rsa-pss", Some(Reason::Algorithm)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", None),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", None),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", Some(Reason::KeyMismatch)),
        ("http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519", Some(Reason::KeyMismatch)),
    ] {
        assert_eq!(judged(&replaced(&text, uri, other)), Err(expected), "{other}");
    }
    // Of one curve with the digest of the other, which the value was not made with.
    let curve = signed_by("ec-p256");
    assert!(judged(&replaced(&curve, "ecdsa-sha256", "ecdsa-sha384")).is_err());
}
