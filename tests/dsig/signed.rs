//! Signatures made here: each accepted case with its nearest rejected sibling.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::dsig::Change;
use taxdoc::dsig::DigestOutcome;
use taxdoc::dsig::Evidence;
use taxdoc::dsig::Extent;
use taxdoc::dsig::Fault;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Nonstandard;
use taxdoc::dsig::Policy;
use taxdoc::dsig::Reason;
use taxdoc::dsig::SignedInfo;
use taxdoc::dsig::Verifier;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::common::signer;
use crate::common::signer::C14N;
use crate::common::signer::C14N_COMMENTS;
use crate::common::signer::C14N11;
use crate::common::signer::ENVELOPED;
use crate::common::signer::EXCLUSIVE;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::signer::with;

const INVOICE: &str = "<HDon><DLHDon Id=\"data\"><TTChung><SHDon>7</SHDon></TTChung><NDHDon><TToan><TgTTTBSo>1100</TgTTTBSo></TToan>\
                       </NDHDon></DLHDon><MCCQT Id=\"code\">00A1</MCCQT><DSCKS><NBan/><CQT/></DSCKS></HDon>";
const SELLER: &str = "HDon/DSCKS/NBan";
const TIME: &str = "2025-06-01T08:00:00";

fn seller() -> Signer {
    Signer::fixture("seller")
}

fn plain() -> Options {
    Options::new().reference("#data").time(TIME)
}

fn signed() -> String {
    sign(INVOICE, SELLER, &seller(), &plain())
}

fn check<T>(text: &str, verifier: &Verifier, look: impl FnOnce(&Document<'_>, &Evidence<'_>) -> T) -> T {
    with(text, |document| look(document, &verifier.verify(document)))
}

#[track_caller]
fn integrity(text: &str) -> Integrity {
    check(text, &Verifier::new(), |_, evidence| evidence.signatures()[0].integrity().clone())
}

#[track_caller]
fn refused(text: &str) -> Reason {
    match integrity(text) {
        Integrity::Refused(refusal) => refusal.reason(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn fault(text: &str) -> (Fault, SignedInfo) {
    match integrity(text) {
        Integrity::Invalid(diagnosis) => (diagnosis.fault(), diagnosis.signed_info()),
        other => panic!("{other:?}"),
    }
}

/// The codes of all findings.
fn codes(text: &str) -> Vec<&'static str> {
    let mut codes = Vec::new();
    check(text, &Verifier::new(), |_, evidence| evidence.findings(&mut |draft| codes.push(draft.rule().code)));
    codes
}

/// The text with one part replaced, which must be there once.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

#[test]
fn every_kind_of_key_signs() {
    for (key, options) in [
        ("seller", plain()),
        ("seller", plain().rsa("sha384").digest("sha384")),
        ("seller", plain().rsa("sha512").digest("sha512")),
        ("seller", plain().rsa("pss")),
        ("ec-p256", plain()),
        ("ec-p384", plain()),
        ("ed25519", plain().digest("sha1")),
        ("rsa-1024", plain()),
        ("seller", plain().rsa("sha1").digest("sha1")),
    ] {
        if (key == "rsa-1024" || options.needs_openssl()) && !signer::has_openssl() {
            continue;
        }
        let text = sign(INVOICE, SELLER, &Signer::fixture(key), &options);
        assert_eq!(integrity(&text), Integrity::Valid, "{key}");
        let changed = replaced(&text, "1100", "1101");
        assert_eq!(fault(&changed), (Fault::Content, SignedInfo::Intact), "{key}");
        let forged = sign(INVOICE, SELLER, &Signer::of(key, "authority"), &options);
        assert!(!integrity(&forged).is_valid(), "{key} under another certificate");
    }
    assert_eq!(codes(&signed()), Vec::<&str>::new());
    if !signer::has_openssl() {
        return;
    }
    let legacy = sign(INVOICE, SELLER, &Signer::fixture("rsa-1024"), &plain().digest("sha1"));
    assert_eq!(codes(&legacy), ["SIG-ALGORITHM-LEGACY", "SIG-KEY-LEGACY"]);
}

#[test]
fn a_changed_content_a_changed_value_and_a_changed_signed_info_are_told_apart() {
    let text = signed();
    assert_eq!(integrity(&text), Integrity::Valid);
    assert_eq!(codes(&replaced(&text, "<SHDon>7", "<SHDon>8")), ["SIG-DIGEST", "SIG-REFERENCE-HOLDS"]);
    let start = text.find("<SignatureValue>").unwrap() + 20;
    let other = if text[start..].starts_with('A') { "B" } else { "A" };
    let damaged = format!("{}{other}{}", &text[..start], &text[start + 1..]);
    assert_eq!(fault(&damaged), (Fault::Value, SignedInfo::Broken));
    assert_eq!(codes(&damaged), ["SIG-VALUE"]);
    let info = text.replacen("URI=\"#data\"", "URI=\"#data\" Id=\"r\"", 1);
    assert_eq!(fault(&info), (Fault::Value, SignedInfo::Broken));
    let time = replaced(&text, TIME, "2025-06-01T08:00:01");
    assert_eq!(fault(&time), (Fault::Content, SignedInfo::Intact));
    check(&time, &Verifier::new(), |_, evidence| {
        let outcomes: Vec<_> = evidence.signatures()[0].references().iter().map(|reference| reference.outcome()).collect();
        assert_eq!(outcomes, [DigestOutcome::Fits, DigestOutcome::Differs]);
    });
}

#[test]
fn what_canonicalization_makes_equal_is_not_a_change() {
    let text = signed();
    for (from, to) in [
        ("<DLHDon Id=\"data\">", "<DLHDon  Id = 'data' >"),
        ("<NDHDon>", "<NDHDon\n>"),
        ("</TToan>", "</TToan >"),
        ("<SHDon>7</SHDon>", "<SHDon>&#55;</SHDon>"),
        ("<SHDon>7</SHDon>", "<SHDon><![CDATA[7]]></SHDon>"),
        ("<SHDon>7</SHDon>", "<SHDon><!-- seven -->7</SHDon>"),
        ("<DSCKS>", "<DSCKS>\n  "),
    ] {
        assert_eq!(integrity(&replaced(&text, from, to)), Integrity::Valid, "{to}");
    }
    for (from, to) in [
        ("<SHDon>7</SHDon>", "<SHDon>7 </SHDon>"),
        ("<SHDon>7</SHDon>", "<SHDon><?p?>7</SHDon>"),
        ("<NDHDon>", "<NDHDon a=\"\">"),
    ] {
        assert_eq!(fault(&replaced(&text, from, to)).0, Fault::Content, "{to}");
    }
    let declared = replaced(&text, "<NDHDon>", "<NDHDon xmlns:p=\"urn:p\">");
    assert_eq!(fault(&declared).0, Fault::Form(Change::Declarations.into()));
}

#[test]
fn pretty_printing_after_signing_is_a_verdict_of_its_own() {
    let text = signed();
    let pretty = text.replace("><", ">\n  <");
    assert_eq!(integrity(&pretty), Integrity::AlteredWhitespace);
    assert_eq!(codes(&pretty), ["SIG-WHITESPACE"]);
    let data_only = replaced(&text, "<NDHDon>", "\n<NDHDon>");
    assert_eq!(integrity(&data_only), Integrity::AlteredWhitespace);
    let changed = replaced(&pretty, "1100", "1101");
    assert_eq!(fault(&changed), (Fault::Content, SignedInfo::IntactAfter(Change::BlankText.into())));
    let leaf = replaced(&signed(), "<SHDon>7</SHDon>", "<SHDon> </SHDon>");
    assert_eq!(fault(&leaf).0, Fault::Content);
    check(&pretty, &Verifier::new(), |document, evidence| {
        let data = document.root().child("DLHDon").unwrap();
        assert_eq!(evidence.signatures()[0].covers(&data), Extent::Full);
        assert!(evidence.signatures()[0].signing_time().unwrap().is_signed());
    });
}

#[test]
fn dotnet_enveloped_on_an_object_of_the_same_signature() {
    let text = sign(INVOICE, SELLER, &seller(), &plain().time_transformed(&[ENVELOPED]));
    assert_eq!(integrity(&text), Integrity::ValidNonstandard(Nonstandard::EnvelopedInsideSignature));
    assert_eq!(codes(&text), ["SIG-NONSTANDARD-TRANSFORM"]);
    let strict = Verifier::new().with_policy(Policy::Strict);
    check(&text, &strict, |_, evidence| match evidence.signatures()[0].integrity() {
        Integrity::Invalid(diagnosis) => {
            assert_eq!(diagnosis.fault(), Fault::Nonstandard(Nonstandard::EnvelopedInsideSignature));
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(fault(&replaced(&text, TIME, "2025-06-02T08:00:00")).0, Fault::Content);
}

#[test]
fn dotnet_enveloped_after_a_canonicalization() {
    for transforms in [&[EXCLUSIVE, ENVELOPED][..], &[C14N, ENVELOPED], &[C14N11, ENVELOPED, EXCLUSIVE]] {
        let text = sign(INVOICE, SELLER, &seller(), &Options::new().transformed("#data", transforms));
        assert_eq!(integrity(&text), Integrity::ValidNonstandard(Nonstandard::EnvelopedAfterCanonicalization));
        let strict = Verifier::new().with_policy(Policy::Strict);
        check(&text, &strict, |_, evidence| assert!(!evidence.signatures()[0].integrity().is_valid()));
        assert_eq!(fault(&replaced(&text, "1100", "1101")).0, Fault::Content);
    }
    // The order that the standard knows.
    let text = sign(INVOICE, SELLER, &seller(), &Options::new().transformed("#data", &[ENVELOPED, EXCLUSIVE]));
    assert_eq!(integrity(&text), Integrity::Valid);
}

#[test]
fn coverage_follows_the_references() {
    let text = sign(INVOICE, "HDon/DSCKS/CQT", &Signer::fixture("authority"), &plain().reference("#code"));
    check(&text, &Verifier::new(), |document, evidence| {
        let signature = &evidence.signatures()[0];
        let root = document.root();
        assert_eq!(signature.covers(&root.child("DLHDon").unwrap()), Extent::Full);
        assert_eq!(signature.covers(&root.child("DLHDon").unwrap().child("NDHDon").unwrap()), Extent::Full);
        assert_eq!(signature.covers(&root.child("MCCQT").unwrap()), Extent::Full);
        assert_eq!(signature.covers(&root), Extent::Partial);
        assert_eq!(signature.covers(&root.child("DSCKS").unwrap()), Extent::Partial);
        assert_eq!(signature.covers(&root.child("DSCKS").unwrap().child("NBan").unwrap()), Extent::None);
        assert!(signature.signing_time().unwrap().is_signed());
        assert_eq!(signature.signing_time().unwrap().text(), TIME);
    });
    check(&replaced(&text, "1100", "1101"), &Verifier::new(), |document, evidence| {
        assert_eq!(evidence.signatures()[0].covers(&document.root().child("MCCQT").unwrap()), Extent::None);
    });
    let whole = sign(INVOICE, SELLER, &seller(), &Options::new().transformed("", &[ENVELOPED]).unsigned_time(TIME));
    assert_eq!(codes(&whole), ["SIG-TIME-UNSIGNED"]);
    check(&whole, &Verifier::new(), |document, evidence| {
        let signature = &evidence.signatures()[0];
        assert_eq!(*signature.integrity(), Integrity::Valid);
        assert_eq!(signature.covers(&document.root()), Extent::Full);
        assert_eq!(signature.covers(&document.root().child("DSCKS").unwrap()), Extent::Full);
        // What lies inside the signature is left out, whatever it claims to be.
        let time = document.node(signature.signing_time().unwrap().node()).unwrap();
        assert_eq!(signature.covers(&time), Extent::None);
        assert_eq!(signature.covers(&signature.node()), Extent::None);
    });
}

#[test]
fn two_signatures_of_the_same_data() {
    let text = sign(&signed(), "HDon/DSCKS/CQT", &Signer::fixture("authority"), &plain().reference("#code").id("authority"));
    check(&text, &Verifier::new(), |_, evidence| {
        assert!(evidence.signatures().iter().all(|signature| *signature.integrity() == Integrity::Valid));
        assert_eq!(evidence.signatures().len(), 2);
    });
    check(&replaced(&text, ">00A1<", ">00A2<"), &Verifier::new(), |_, evidence| {
        assert_eq!(*evidence.signatures()[0].integrity(), Integrity::Valid);
        assert!(!evidence.signatures()[1].integrity().is_valid());
    });
}

#[test]
fn an_envelope_around_a_signed_document_is_named() {
    let text = sign(INVOICE, SELLER, &seller(), &Options::new().transformed("", &[ENVELOPED]));
    let wrapped = format!("<TDiep xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><DLieu>{text}</DLieu></TDiep>");
    assert_eq!(fault(&wrapped).0, Fault::Form(Change::Envelope.into()));
    assert_eq!(codes(&wrapped), ["SIG-DIGEST-ENVELOPE"]);
    assert_eq!(fault(&replaced(&wrapped, "1100", "1101")).0, Fault::Content);
    // A signature of an element survives an envelope that declares nothing.
    assert_eq!(integrity(&format!("<TDiep><DLieu>{}</DLieu></TDiep>", signed())), Integrity::Valid);
    let text = format!("<TDiep xmlns:p=\"urn:p\"><DLieu>{}</DLieu></TDiep>", sign(INVOICE, SELLER, &seller(), &plain()));
    assert_eq!(fault(&text), (Fault::Form(Change::Envelope.into()), SignedInfo::IntactAfter(Change::Envelope.into())));
    let changed = replaced(&text, "1100", "1101");
    assert_eq!(fault(&changed), (Fault::Content, SignedInfo::IntactAfter(Change::Envelope.into())));
    assert_eq!(codes(&changed), ["SIG-DIGEST", "SIG-DIGEST-ENVELOPE"]);
    // Exclusive canonicalization keeps the data apart from the envelope, but not SignedInfo.
    let text = sign(INVOICE, SELLER, &seller(), &Options::new().transformed("#data", &[EXCLUSIVE]));
    let wrapped = format!("<TDiep xmlns:p=\"urn:p\"><DLieu>{text}</DLieu></TDiep>");
    assert_eq!(fault(&wrapped), (Fault::Form(Change::Envelope.into()), SignedInfo::IntactAfter(Change::Envelope.into())));
    assert_eq!(codes(&wrapped), ["SIG-DIGEST-ENVELOPE", "SIG-REFERENCE-HOLDS"]);
}

#[test]
fn line_ends_lost_in_a_file_are_named() {
    let with_returns = INVOICE.replace("<SHDon>7</SHDon>", "<SHDon>7&#13;\n8</SHDon>");
    let text = sign(&with_returns, SELLER, &seller(), &Options::new().reference("#data"));
    assert_eq!(integrity(&text), Integrity::Valid);
    let lost = replaced(&text, "7&#13;\n8", "7\n8");
    assert_eq!(fault(&lost), (Fault::Form(Change::LineEnds.into()), SignedInfo::Intact));
    assert_eq!(codes(&lost), ["SIG-DIGEST-LINE-ENDS"]);
    assert_eq!(fault(&replaced(&text, "7&#13;\n8", "7 8")).0, Fault::Content);
    // Line ends of the file itself are the same to XML.
    let text = sign(&INVOICE.replace("7<", "7\n<"), SELLER, &seller(), &Options::new().reference("#data"));
    assert_eq!(integrity(&replaced(&text, "7\n<", "7\r\n<")), Integrity::Valid);
}

#[test]
fn ambiguous_and_missing_targets_are_refused() {
    let text = signed();
    for twin in ["<x Id=\"data\"/>", "<x ID='data'/>", "<x id='&#100;ata'/>", "<x xml:id='data '/>"] {
        let doubled = replaced(&text, "<DSCKS>", &format!("{twin}<DSCKS>"));
        assert_eq!(refused(&doubled), Reason::DuplicateId, "{twin}");
        assert!(codes(&doubled).contains(&"SIG-DUPLICATE-ID"));
    }
    let harmless = replaced(&text, "<DSCKS>", "<x Id='other'/><x Id='other'/><DSCKS>");
    assert_eq!(integrity(&harmless), Integrity::Valid);
    assert_eq!(codes(&harmless), ["SIG-ID-REPEATED"]);
    assert_eq!(refused(&replaced(&text, "Id=\"data\"", "Id=\"date\"")), Reason::ReferenceMissing);
    assert_eq!(refused(&replaced(&text, "<DLHDon Id=\"data\"", "<DLHDon Ma=\"data\"")), Reason::ReferenceMissing);
    let own = Verifier::new().with_id_attribute("Ma");
    let text = replaced(&text, "<DLHDon Id=\"data\"", "<DLHDon Ma=\"data\"");
    check(&text, &own, |_, evidence| assert_eq!(fault_of(evidence), Some(Fault::Content)));
}

fn fault_of(evidence: &Evidence<'_>) -> Option<Fault> {
    match evidence.signatures()[0].integrity() {
        Integrity::Invalid(diagnosis) => Some(diagnosis.fault()),
        _ => None,
    }
}

#[test]
fn everything_outside_the_scope_is_refused_by_name() {
    let text = signed();
    let method = "<SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>";
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    let first_reference = "<Reference URI=\"#data\">";
    let transforms = |uri: &str| format!("{first_reference}<Transforms><Transform Algorithm=\"{uri}\"/></Transforms>");
    let algorithm = |uri: &str| format!("<SignatureMethod Algorithm=\"{uri}\"/>");
    let cases: Vec<(Reason, &str, String)> = vec![
        (Reason::External, first_reference, "<Reference URI=\"http://x/y\">".into()),
        (Reason::External, first_reference, "<Reference URI=\"other.xml#data\">".into()),
        (Reason::External, first_reference, "<Reference>".into()),
        (Reason::XPath, first_reference, "<Reference URI=\"#xpointer(//a)\">".into()),
        (Reason::ReferenceMissing, first_reference, "<Reference URI=\"#\">".into()),
        (
            Reason::Manifest,
            first_reference,
            "<Reference URI=\"#data\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\">".into(),
        ),
        (Reason::XPath, first_reference, transforms("http://www.w3.org/TR/1999/REC-xpath-19991116")),
        (Reason::XPath, first_reference, transforms("http://www.w3.org/2002/06/xmldsig-filter2")),
        (Reason::Xslt, first_reference, transforms("http://www.w3.org/TR/1999/REC-xslt-19991116")),
        (Reason::Transform, first_reference, transforms("http://www.w3.org/2000/09/xmldsig#base64")),
        (Reason::LimitTransforms, first_reference, {
            let many = format!("<Transform Algorithm=\"{C14N}\"/>").repeat(4);
            format!("{first_reference}<Transforms>{many}</Transforms>")
        }),
        (Reason::LimitReferences, "</SignedInfo>", {
            let one = format!(
                "<Reference URI=\"#data\"><DigestMethod Algorithm=\"{sha256}\"/><DigestValue>AAAA</DigestValue></Reference>"
            );
            format!("{}</SignedInfo>", one.repeat(7))
        }),
        (Reason::Hmac, method, algorithm("http://www.w3.org/2000/09/xmldsig#hmac-sha1")),
        (Reason::Dsa, method, algorithm("http://www.w3.org/2000/09/xmldsig#dsa-sha1")),
        (Reason::Md5, method, algorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-md5")),
        (Reason::Algorithm, method, algorithm("urn:rsa")),
        (Reason::KeyMismatch, method, algorithm("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")),
        (Reason::Structure, method, method.replace("/>", "><HMACOutputLength>8</HMACOutputLength></SignatureMethod>")),
        (Reason::Structure, method, String::new()),
        (Reason::Structure, method, format!("{method}{method}")),
        (Reason::Structure, "<SignatureValue>", "<SignatureValue>AAAA</SignatureValue><SignatureValue>".into()),
        (Reason::Structure, "<SignedInfo>", "<SignedInfo/><SignedInfo>".into()),
        (Reason::Structure, "<SignedInfo>", "text<SignedInfo>".into()),
        (Reason::Structure, "<SignedInfo>", "<x xmlns=\"\"/><SignedInfo>".into()),
        (Reason::CommentInValue, "<SignatureValue>", "<SignatureValue><!-- -->".into()),
        (Reason::CommentInValue, "<X509Certificate>", "<X509Certificate><?p?>".into()),
        (Reason::Base64, "<SignatureValue>", "<SignatureValue>!".into()),
        (Reason::Certificate, "<X509Certificate>", "<X509Certificate>AAAA".into()),
        (Reason::RetrievalMethod, "<KeyInfo>", "<KeyInfo><RetrievalMethod URI=\"#k\"/>".into()),
        (Reason::LimitCertificates, "<X509Data>", format!("<X509Data>{}", "<X509Certificate>AAAA</X509Certificate>".repeat(16))),
        (Reason::KeyValue, "<KeyInfo>", {
            let other = "<RSAKeyValue><Modulus>1234</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>";
            format!("<KeyInfo><KeyValue>{other}</KeyValue>")
        }),
    ];
    for (reason, from, to) in cases {
        let changed = replaced(&text, from, &to);
        assert_eq!(refused(&changed), reason, "{to}");
        let expected = reason.rule();
        check(&changed, &Verifier::new(), |_, evidence| {
            let mut found = Vec::new();
            evidence.signatures()[0].findings(&mut |draft| found.push(draft.rule().code));
            assert_eq!(found, [expected.code]);
            for language in [Language::Vietnamese, Language::English] {
                let text = evidence.signatures()[0].explain(language).unwrap();
                assert!(!text.contains('{'), "{text}");
            }
        });
    }
    let digest = text.find("<DigestValue>").unwrap() + "<DigestValue>".len();
    let commented = format!("{}<!-- x -->{}", &text[..digest], &text[digest..]);
    assert_eq!(refused(&commented), Reason::CommentInValue);
    assert_eq!(refused(&text.replace(sha256, "http://www.w3.org/2001/04/xmldsig-more#md5")), Reason::Md5);
    assert_eq!(refused(&text.replace(C14N, "urn:c14n")), Reason::Algorithm);
}

#[test]
fn a_signature_without_certificate_needs_the_callers_key() {
    let text = sign(INVOICE, SELLER, &seller(), &plain().without_certificate());
    assert_eq!(refused(&text), Reason::CertificateMissing);
    let key = |name: &str| {
        let signer = Signer::fixture(name);
        let certificate = taxdoc::pki::Certificate::from_der(signer.certificate()).unwrap();
        Verifier::new().with_key(certificate.spki()).unwrap()
    };
    check(&text, &key("seller"), |_, evidence| assert_eq!(*evidence.signatures()[0].integrity(), Integrity::Valid));
    check(&text, &key("authority"), |_, evidence| assert_eq!(fault_of(evidence), Some(Fault::Value)));
    check(&signed(), &key("authority"), |_, evidence| {
        assert_eq!(fault_of(evidence), Some(Fault::Value), "the caller's key goes before the certificate in the document");
    });
    assert!(Verifier::new().with_key(b"no key").is_err());
}

#[test]
fn relative_namespaces_are_refused() {
    let text = signed();
    let relative = replaced(&text, "<NDHDon>", "<NDHDon xmlns=\"NDHDon\">");
    assert_eq!(refused(&relative), Reason::NamespaceRelative);
    assert_eq!(codes(&relative), ["SIG-REFUSED-NAMESPACE"]);
    // Outside what is signed it does no harm.
    assert_eq!(integrity(&replaced(&text, "<MCCQT ", "<MCCQT xmlns=\"x\" ")), Integrity::Valid);
}

#[test]
fn a_key_too_short_to_trust_is_refused() {
    if !signer::has_openssl() {
        return;
    }
    let text = signed();
    for (bits, refused) in [("512", true), ("1024", false)] {
        let arguments = [
            "req",
            "-x509",
            "-newkey",
            &format!("rsa:{bits}"),
            "-nodes",
            "-keyout",
            "/dev/null",
            "-subj",
            "/CN=x",
            "-outform",
            "DER",
        ];
        let output = std::process::Command::new("openssl").args(arguments).output().unwrap();
        let (seller, short) = (seller().certificate_text(), STANDARD.encode(output.stdout));
        let codes = codes(&replaced(&text, &seller, &short));
        assert_eq!(codes.contains(&"SIG-REFUSED-KEY"), refused, "{bits}: {codes:?}");
    }
}

#[test]
fn work_is_bounded() {
    let mut limits = Limits::default();
    limits.canonicalized = 400;
    let text = signed();
    check(&text, &Verifier::new().with_limits(limits), |_, evidence| {
        let mut codes = Vec::new();
        evidence.findings(&mut |draft| codes.push(draft.rule().code));
        assert_eq!(codes, ["SIG-LIMIT-WORK"]);
    });
    limits = Limits::default();
    limits.signatures = 1;
    let text = sign(&text, "HDon/DSCKS/CQT", &Signer::fixture("authority"), &plain().id("authority"));
    check(&text, &Verifier::new().with_limits(limits), |_, evidence| {
        assert_eq!(evidence.signatures().len(), 1);
        assert!(evidence.not_judged().is_some());
        let mut codes = Vec::new();
        evidence.findings(&mut |draft| codes.push(draft.rule().code));
        assert_eq!(codes, ["SIG-LIMIT-SIGNATURES"]);
    });
}

#[test]
fn wrapping_leaves_the_forgery_uncovered() {
    let text = signed();
    let start = text.find("<DLHDon").unwrap();
    let end = text.find("</DLHDon>").unwrap() + "</DLHDon>".len();
    let genuine = &text[start..end];
    let forged = genuine.replace("1100", "9900").replace(" Id=\"data\"", "");
    // The signed element moves away, a forged one takes its place: the signature holds, but not for what is read.
    for moved in [
        replaced(&text, genuine, &format!("<W>{genuine}</W>{forged}")),
        replaced(&text, genuine, &format!("{forged}<W>{genuine}</W>")),
        text.replacen(genuine, &forged, 1).replacen("</Signature>", &format!("<Object>{genuine}</Object></Signature>"), 1),
    ] {
        let same_namespace = moved.contains("<Object><DLHDon");
        check(&moved, &Verifier::new(), |document, evidence| {
            let read = document.root().child("DLHDon").unwrap();
            assert!(read.text().contains("9900"));
            assert_eq!(evidence.signatures()[0].covers(&read), Extent::None);
            // Under the signature's default namespace the moved element is another one.
            assert_eq!(evidence.signatures()[0].integrity().is_valid(), !same_namespace);
        });
    }
}

#[test]
fn signing_times_of_others_are_not_taken() {
    let text = signed();
    let nested = "<Object><Signature><Object><x:SigningTime xmlns:x=\"urn:x\">1999-01-01T00:00:00</x:SigningTime></Object></Signature></Object>";
    let unsigned = "<Object><SigningTime>1999-01-01T00:00:00</SigningTime></Object>";
    for added in [nested, unsigned] {
        let changed = replaced(&text, "<KeyInfo>", &format!("{added}<KeyInfo>"));
        check(&changed, &Verifier::new(), |_, evidence| {
            let outer = evidence.signatures().iter().find(|signature| signature.integrity().is_valid()).unwrap();
            assert_eq!(outer.signing_time().unwrap().text(), TIME);
            assert!(outer.signing_time().unwrap().is_signed());
        });
    }
}

#[test]
fn comments_count_only_where_they_are_asked_for() {
    let commented = INVOICE.replace("<NDHDon>", "<!-- c --><NDHDon>");
    let sign_with = |uri: &str| sign(&commented, SELLER, &seller(), &Options::new().transformed(uri, &[C14N_COMMENTS]));
    assert_eq!(integrity(&replaced(&sign_with("#data"), "<!-- c -->", "")), Integrity::Valid);
    let pointed = sign_with("#xpointer(id('data'))");
    assert_eq!(integrity(&pointed), Integrity::Valid);
    assert_eq!(fault(&replaced(&pointed, "<!-- c -->", "")).0, Fault::Content);
    let whole = sign(&commented, SELLER, &seller(), &Options::new().transformed("#xpointer(/)", &[ENVELOPED, C14N_COMMENTS]));
    assert_eq!(integrity(&whole), Integrity::Valid);
    assert_eq!(fault(&format!("<!-- x -->{whole}")).0, Fault::Content);
}

#[test]
fn layouts_of_signatures() {
    for options in [
        plain().prefix("ds"),
        plain().indent("\n  "),
        plain().canonicalization(C14N_COMMENTS),
        plain().canonicalization(C14N11),
        plain().canonicalization(EXCLUSIVE).prefix("ds"),
        Options::new().transformed("#data", &["http://www.w3.org/2001/10/xml-exc-c14n# ds #default"]).prefix("ds"),
    ] {
        let text = sign(INVOICE, SELLER, &seller(), &options);
        assert_eq!(integrity(&text), Integrity::Valid);
        assert!(!integrity(&replaced(&text, "1100", "1101")).is_valid());
    }
}

#[test]
fn a_document_in_another_encoding_verifies() {
    let text = sign(&INVOICE.replace("1100", "một nghìn"), SELLER, &seller(), &plain());
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let limits = Limits::default();
    let source = Source::decode(&bytes, &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    assert_eq!(*Verifier::new().verify(&document).signatures()[0].integrity(), Integrity::Valid);
}
