//! Signed properties of XAdES: read and checked where they stand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Reason;
use taxdoc::dsig::Verifier;

use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::signer::with;

const INVOICE: &str = "<HDon><DLHDon Id=\"data\"><SHDon>7</SHDon></DLHDon><DSCKS><NBan/></DSCKS></HDon>";
const POLICY: &str = "<SignaturePolicyIdentifier><SignaturePolicyId><SigPolicyId><Identifier>urn:policy:1</Identifier></SigPolicyId>\
                      <SigPolicyHash/></SignaturePolicyId></SignaturePolicyIdentifier>";

/// `SigningCertificate` or `SigningCertificateV2` with the digests of these certificates.
fn list(element: &str, certificates: &[&str]) -> String {
    let named = |name: &&str| {
        let digest = STANDARD.encode(digest::digest(&digest::SHA256, Signer::fixture(name).certificate()));
        format!(
            "<Cert><CertDigest><d:DigestMethod xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\" \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><d:DigestValue xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\">\
             {digest}</d:DigestValue></CertDigest></Cert>"
        )
    };
    format!("<{element}>{}</{element}>", certificates.iter().map(named).collect::<String>())
}

fn signed(signature_properties: &str, covered: bool) -> String {
    let object = format!(
        "<QualifyingProperties xmlns=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#signature\"><SignedProperties Id=\"properties\">\
         <SignedSignatureProperties><SigningTime>2025-06-01T08:00:00+07:00</SigningTime>{signature_properties}\
         </SignedSignatureProperties></SignedProperties></QualifyingProperties>"
    );
    let options = Options::new().reference("#data").object(&object);
    let options = if covered { options.reference("#properties") } else { options };
    sign(INVOICE, "HDon/DSCKS/NBan", &Signer::fixture("seller"), &options)
}

fn refused(text: &str) -> Reason {
    with(text, |document| match Verifier::new().verify(document).signatures()[0].integrity() {
        Integrity::Refused(refusal) => refusal.reason(),
        other => panic!("{other:?}"),
    })
}

fn codes(text: &str) -> Vec<&'static str> {
    let mut codes = Vec::new();
    with(text, |document| Verifier::new().verify(document).findings(&mut |draft| codes.push(draft.rule().code)));
    codes
}

#[test]
fn the_certificate_must_be_the_one_that_the_signer_named() {
    for (properties, names) in [
        (list("SigningCertificateV2", &["seller"]), true),
        (list("SigningCertificateV2", &["seller", "ca"]), true),
        (list("SigningCertificate", &["ca", "seller"]), true),
        (String::new(), false),
    ] {
        with(&signed(&properties, true), |document| {
            let evidence = Verifier::new().verify(document);
            let signature = &evidence.signatures()[0];
            assert_eq!(*signature.integrity(), Integrity::Valid, "{properties}");
            let properties = signature.signed_properties().unwrap();
            assert!(properties.is_signed());
            assert_eq!(properties.names_certificate(), names);
            assert!(signature.signing_time().unwrap().is_signed());
            assert_eq!(signature.signing_time().unwrap().text(), "2025-06-01T08:00:00+07:00");
        });
    }
    for properties in [
        list("SigningCertificateV2", &["authority"]),
        list("SigningCertificateV2", &["ca", "seller"]),
        list("SigningCertificate", &["ca", "authority"]),
        list("SigningCertificateV2", &[]),
    ] {
        let text = signed(&properties, true);
        assert_eq!(refused(&text), Reason::SigningCertificate, "{properties}");
        assert_eq!(codes(&text), ["SIG-REFUSED-SIGNING-CERTIFICATE"]);
    }
    let md5 = list("SigningCertificateV2", &["seller"])
        .replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#md5");
    assert_eq!(refused(&signed(&md5, true)), Reason::Md5);
}

#[test]
fn properties_that_are_not_signed_are_not_looked_at() {
    let text = signed(&list("SigningCertificateV2", &["authority"]), false);
    assert_eq!(codes(&text), ["SIG-TIME-UNSIGNED", "SIG-XADES-UNSIGNED"]);
    with(&text, |document| {
        let evidence = Verifier::new().verify(document);
        assert_eq!(*evidence.signatures()[0].integrity(), Integrity::Valid);
        assert!(!evidence.signatures()[0].signed_properties().unwrap().is_signed());
    });
}

#[test]
fn a_policy_is_named() {
    let text = signed(POLICY, true);
    assert_eq!(codes(&text), ["SIG-XADES-POLICY"]);
    with(&text, |document| {
        let evidence = Verifier::new().verify(document);
        assert_eq!(evidence.signatures()[0].signed_properties().unwrap().policy(), Some("urn:policy:1"));
    });
    assert_eq!(
        codes(&signed("<SignaturePolicyIdentifier><SignaturePolicyImplied/></SignaturePolicyIdentifier>", true)),
        Vec::<&str>::new()
    );
}
