//! Forgeries of declarations that keep a genuine signature (spec/signatures.md §2): what is read must be what is signed.
//!
//! Each is made of one genuine signed declaration, which is valid, and must be invalid.

use taxdoc::report::Verdict;

use super::signers::ID;
use super::signers::report;
use super::signers::signed_by;
use super::signers::taxpayer;
use super::signers::unsigned;
use crate::common::signer::ENVELOPED;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::suites;

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// A genuine declaration in pieces.
struct Genuine {
    /// `<HSoThueDTu xmlns="…">`
    root: String,
    /// `<HSoKhaiThue id="…">…</HSoKhaiThue>`
    data: String,
    /// `<CKyDTu>…</CKyDTu>`
    signatures: String,
}

impl Genuine {
    fn new() -> Self {
        let text = signed_by(&unsigned(), &taxpayer(), "s");
        assert_eq!(report(&text).verdict(), Verdict::Valid);
        let (root, rest) = text.split_once("<HSoKhaiThue").unwrap();
        let (data, rest) = rest.split_once("</HSoKhaiThue>").unwrap();
        let (_, rest) = rest.split_once("<CKyDTu>").unwrap();
        let (signatures, _) = rest.split_once("</CKyDTu>").unwrap();
        Self {
            root: root.to_owned(),
            data: format!("<HSoKhaiThue{data}</HSoKhaiThue>"),
            signatures: format!("<CKyDTu>{signatures}</CKyDTu>"),
        }
    }

    /// The declaration with another line, under that id or none.
    fn forged(&self, id: &str) -> String {
        let (_, body) = self.data.split_once('>').unwrap();
        let forged = body.replacen("<ct16>0</ct16>", "<ct16>9</ct16>", 1);
        assert_ne!(forged, body);
        format!("<HSoKhaiThue{id}>{forged}")
    }

    fn document(&self, content: &str) -> String {
        format!("{}{content}</HSoThueDTu>", self.root)
    }

    /// The signature with something more in its element.
    fn with(&self, before: &str, more: &str) -> String {
        assert!(self.signatures.contains(before), "{before}");
        self.signatures.replacen(before, &format!("{more}{before}"), 1)
    }
}

fn wrapped() -> Vec<(&'static str, String)> {
    let genuine = Genuine::new();
    let Genuine { data, signatures, .. } = &genuine;
    let (bare, evil, same) = (genuine.forged(""), genuine.forged(" id=\"evil\""), genuine.forged(&format!(" id=\"{ID}\"")));
    let object = format!("<Object>{data}</Object>");
    let inside = |outer: &str, content: &str| outer.replace("</HSoKhaiThue>", &format!("{content}</HSoKhaiThue>"));
    let document = |content: &[&str]| genuine.document(&content.concat());
    let whole = document(&[data, signatures]);
    vec![
        ("XSW1: the genuine one in an Object of its signature", document(&[&bare, &genuine.with("</Signature>", &object)])),
        ("XSW2: the genuine one behind its signature", document(&[&bare, signatures, data])),
        ("XSW3: the forged one before the genuine one", document(&[&evil, data, signatures])),
        ("XSW4: the genuine one inside the forged one", document(&[&inside(&evil, data), signatures])),
        ("XSW5: the forged one has its id", document(&[&same, signatures, data])),
        ("XSW6: its id, the genuine one in the signature", document(&[&same, &genuine.with("</Signature>", &object)])),
        ("XSW7: the genuine one in an annex", document(&[&inside(&bare, &format!("<PLuc>{data}</PLuc>")), signatures])),
        (
            "XSW8: the genuine one in an Object of a second signature",
            document(&[&bare, &genuine.with("</CKyDTu>", &format!("<Signature xmlns=\"{DSIG}\">{object}</Signature>"))]),
        ),
        ("in KeyInfo", document(&[&bare, &genuine.with("</KeyInfo>", data)])),
        ("in X509Data", document(&[&bare, &genuine.with("</X509Data>", data)])),
        ("behind the genuine one", document(&[data, &bare, signatures])),
        ("behind the signatures", document(&[data, signatures, &evil])),
        ("among the signatures", document(&[data, &genuine.with("<Signature", &bare)])),
        ("with the same id before", document(&[&same, data, signatures])),
        ("with the same id behind", document(&[data, &same, signatures])),
        ("with the same id as Id", document(&[&genuine.forged(&format!(" Id=\"{ID}\"")), data, signatures])),
        ("with the same id as xml:id", document(&[&genuine.forged(&format!(" xml:id=\"{ID}\"")), data, signatures])),
        ("with two ids", document(&[&genuine.forged(&format!(" id=\"x\" ID=\"{ID}\"")), data, signatures])),
        ("the genuine one in an element of no meaning", document(&[&bare, "<X>", data, "</X>", signatures])),
        ("the genuine one in a foreign element", document(&[&bare, "<x:X xmlns:x=\"urn:x\">", data, "</x:X>", signatures])),
        ("a forged return around the genuine one", document(&[&bare, &whole])),
        ("a forged return inside the genuine one", document(&[data, signatures, &document(&[&bare])])),
        ("a forged return with the genuine one hidden in it", document(&[&bare, "<X>", &whole, "</X>", signatures])),
        (
            "with a prefix",
            document(&[&bare.replace("HSoKhaiThue", "x:HSoKhaiThue").replacen('>', " xmlns:x=\"urn:x\">", 1), data, signatures]),
        ),
        ("a second list of signatures without any", document(&[&bare, signatures, "<CKyDTu>", data, "</CKyDTu>"])),
    ]
}

fn disguised() -> Vec<(&'static str, String)> {
    let genuine = Genuine::new();
    let Genuine { data, signatures, .. } = &genuine;
    let whole = genuine.document(&[data.as_str(), signatures].concat());
    let change = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        whole.replacen(from, to, 1)
    };
    vec![
        ("a comment in a line", change("<ct16>0<", "<ct16>0<!-- -->0<")),
        ("a comment beside a line", change("<ct16>0<", "<ct16><!--9-->0<")),
        ("an instruction in a line", change("<ct16>0<", "<ct16>0<?x?><")),
        ("an element in a line", change("<ct16>0<", "<ct16>0<b/><")),
        ("a comment in the tax code", change("<mst>0109999982", "<mst>0109<!-- -->999982")),
        ("a line left out", change("<ct16>0</ct16>", "")),
        ("an entity", format!("<!DOCTYPE HSoThueDTu [<!ENTITY e \"\">]>{whole}")),
        ("a default attribute", format!("<!DOCTYPE HSoThueDTu [<!ATTLIST CKyDTu id CDATA \"{ID}\">]>{whole}")),
        ("another taxpayer", change("<mst>0109999982", "<mst>0209999986")),
        ("another namespace", whole.replace("http://kekhaithue.gdt.gov.vn/TKhaiThue", "http://kekhaithue.gdt.gov.vn/TKhaiThue2")),
        (
            "XSLT",
            change(
                &format!("<Reference URI=\"#{ID}\">"),
                &format!(
                    "<Reference URI=\"#{ID}\"><Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/></Transforms>"
                ),
            ),
        ),
        ("a second SignedInfo", {
            let info = signatures.split_once("<SignedInfo>").unwrap().1.split_once("</SignedInfo>").unwrap().0;
            change("<SignedInfo>", &format!("<SignedInfo>{info}</SignedInfo><SignedInfo>"))
        }),
        ("a comment in the digest", change("</DigestValue>", "<!-- --></DigestValue>")),
        ("an instruction in the value", change("</SignatureValue>", "<?x?></SignatureValue>")),
        ("a file beside", change(&format!("URI=\"#{ID}\""), "URI=\"file:///etc/passwd\"")),
        ("a value cut short", {
            let (before, after) = whole.split_once("</SignatureValue>").unwrap();
            format!("{}</SignatureValue>{after}", &before[..before.len() - 8])
        }),
        (
            "HMAC with the public key",
            change("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        ),
    ]
}

fn of_others() -> Vec<(&'static str, String)> {
    let text = unsigned().replacen("<ct16>0<", "<ct16>9<", 1);
    let reference = format!("#{ID}");
    let by = |signer: &Signer, options: Options| sign(&text, "HSoThueDTu/CKyDTu", signer, &options.time("2026-06-10T10:11:31"));
    let whole = || Options::new().reference(&reference);
    let other = Signer::of("other", "other-tax-code");
    let beside = |text: String| {
        // The seller's certificate in front of the forger's.
        let first = taxpayer().certificate_text();
        text.replacen("<X509Certificate>", &format!("<X509Certificate>{first}</X509Certificate><X509Certificate>"), 1)
    };
    vec![
        ("by another taxpayer", by(&other, whole())),
        ("by a self-signed certificate of the same name", by(&Signer::of("seller", "self-signed"), whole())),
        ("with the taxpayer's certificate and another key", by(&Signer::of("other", "seller"), whole())),
        ("with the taxpayer's certificate before one's own", beside(by(&other, whole()))),
        ("with a certificate that may not sign", by(&Signer::of("seller", "wrong-key-usage"), whole())),
        ("with an expired certificate", by(&Signer::of("seller", "expired"), whole())),
        ("over the signing time alone", by(&taxpayer(), Options::new())),
        (
            "over another element of that id",
            sign(
                &text.replace(&format!(" id=\"{ID}\""), "").replace("<CKyDTu>", &format!("<X id=\"{ID}\"/><CKyDTu>")),
                "HSoThueDTu/CKyDTu",
                &taxpayer(),
                &whole().time("2026-06-10T10:11:31"),
            ),
        ),
        (
            "over the general part alone",
            sign(
                &text.replace("<TTinChung>", "<TTinChung id=\"part\">"),
                "HSoThueDTu/CKyDTu",
                &taxpayer(),
                &Options::new().transformed("#part", &[ENVELOPED]).time("2026-06-10T10:11:31"),
            ),
        ),
    ]
}

#[test]
fn no_forgery_of_a_declaration_is_valid() {
    let attacks = [wrapped(), disguised(), of_others()].concat();
    let wrong: Vec<_> = attacks
        .iter()
        .filter_map(|(name, text)| {
            let report = report(text);
            let codes: Vec<_> = report.findings().iter().map(taxdoc::Finding::code).collect();
            (report.verdict() != Verdict::Invalid).then(|| format!("{name}: {:?} {codes:?}", report.verdict()))
        })
        .collect();
    suites::say(&format!("wrapping: {} attacks on a declaration, {} not invalid", attacks.len(), wrong.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(attacks.len() >= 50);
}
