//! The right and wrong signatures and certificates that `validate --explain` shows (examples/validate/examples.tsv).
//!
//! Lines of a cell that are XML are put into a signed document, or stand in one. After `SHA-256:` stands what a signer digested. Other
//! lines are those of `openssl x509 -text`, and the document is signed with a certificate that has them, or whose issuer has; in the place
//! of the authority where the cell has one. Cells that are calls of the program are proved in tests/cli.

use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use taxdoc::Validator;

use crate::common::examples::examples;
use crate::common::put::put;
use crate::common::signer::C14N;
use crate::common::signer::ENVELOPED;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::has_openssl;
use crate::common::signer::sign;

const INVOICE: &str = "<HDon><DLHDon Id=\"data\"><TTChung><SHDon>128</SHDon></TTChung><NDHDon><NMua><Ten>C\u{f4}ng ty An Khang</Ten>\
                       <DChi>12 L\u{ea} L\u{1ee3}i&#xD;&#xA;Hu\u{1ebf}</DChi></NMua></NDHDon></DLHDon><DSCKS><NBan/><CQT/></DSCKS></HDon>";
const SELLER: &str = "HDon/DSCKS/NBan";
const AUTHORITY: &str = "HDon/DSCKS/CQT";
const TIME: &str = "2025-11-20T09:15:30";

/// Certificates with their keys and issuers.
const CERTIFICATES: [(&str, &str, &str); 14] = [
    ("seller", "seller", "ca"),
    ("expired", "seller", "ca"),
    ("self-signed", "seller", "self-signed"),
    ("wrong-key-usage", "seller", "ca"),
    ("unknown-critical", "seller", "ca"),
    ("unknown-not-critical", "seller", "ca"),
    ("below-no-cert-sign", "seller", "no-cert-sign"),
    ("below-sub-ca", "seller", "sub-ca"),
    ("below-constrained-ca", "seller", "constrained-ca"),
    ("within-constrained-ca", "other", "constrained-ca"),
    ("below-seller", "other", "seller"),
    ("rsa-1024", "rsa-1024", "ca-renewed"),
    ("below-short-key-ca", "seller", "short-key-ca"),
    ("authority", "authority", "government-ca"),
];

fn options() -> Options {
    Options::new().transformed("#data", &[C14N])
}

fn signed(options: &Options) -> String {
    sign(INVOICE, SELLER, &Signer::fixture("seller"), options)
}

/// Documents with good signatures of several kinds.
fn bases() -> Vec<String> {
    let seller = STANDARD.encode(digest::digest(&digest::SHA256, Signer::fixture("seller").certificate()));
    let named = format!(
        "<SigningCertificateV2><Cert><CertDigest><d:DigestMethod xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\" \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><d:DigestValue xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\">{seller}\
         </d:DigestValue></CertDigest></Cert></SigningCertificateV2>"
    );
    let policy = "<SignaturePolicyIdentifier><SignaturePolicyId><SigPolicyId><Identifier>urn:policy:1</Identifier></SigPolicyId>\
                  </SignaturePolicyId></SignaturePolicyIdentifier>";
    let implied = "<SignaturePolicyIdentifier><SignaturePolicyImplied/></SignaturePolicyIdentifier>";
    let with_properties = |properties: &str| {
        let properties = [
            "<QualifyingProperties xmlns=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#signature\"><SignedProperties Id=\"properties\">\
             <SignedSignatureProperties><SigningTime>2025-11-20T09:15:30+07:00</SigningTime>",
            properties,
            "</SignedSignatureProperties></SignedProperties></QualifyingProperties>",
        ];
        options().object(&properties.concat())
    };
    let xades = |properties: &str| signed(&with_properties(properties).reference("#properties"));
    let of_header = sign(
        &INVOICE.replacen("<TTChung>", "<TTChung Id=\"header\">", 1),
        SELLER,
        &Signer::fixture("seller"),
        &Options::new().reference("#header"),
    );
    let mut bases = vec![
        signed(&options().time(TIME)),
        signed(&options().unsigned_time(TIME)),
        signed(&Options::new().transformed("", &[ENVELOPED]).time(TIME)),
        xades(""),
        signed(&with_properties("")),
        xades("<SigningCertificateV2></SigningCertificateV2>"),
        xades(&named),
        xades(policy),
        xades(implied),
        signed(&options().time(TIME).time_transformed(&[ENVELOPED])),
        of_header,
    ];
    if has_openssl() {
        bases.push(signed(&options().rsa("sha1").time(TIME)));
    }
    bases
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/pki/{name}.der")).expect("a certificate of the fixtures")
}

fn has(text: &str, code: &str) -> bool {
    let trust = include_bytes!("../../examples/data/test-root.pem");
    let mut builder = Validator::builder().with_trust(trust).expect("certificates");
    for (_, _, issuer) in CERTIFICATES.iter().filter(|(certificate, _, issuer)| certificate != issuer) {
        builder = builder.with_trust(&fixture(issuer)).expect("a certificate");
    }
    builder.build().validate(text.as_bytes()).findings().iter().any(|finding| finding.code() == code)
}

/// Whether a signature whose signer digested these octets, about the data or the whole document, has the finding.
fn digests(octets: &str, code: &str) -> bool {
    let data = octets.split_once("<DLHDon Id=\"data\">…</DLHDon>").map(|around| (around, options()));
    let whole = || octets.split_once("<HDon>…</HDon>").map(|around| (around, Options::new().transformed("", &[ENVELOPED])));
    let ((before, after), options) = data.or_else(whole).expect("what is signed");
    let (before, after) = (before.as_bytes().to_vec(), after.as_bytes().to_vec());
    has(&signed(&options.digested(move |octets| [&before, octets, &after].concat())), code)
}

/// What openssl tells of a certificate, without line ends.
fn told(name: &str) -> String {
    let file = format!("tests/fixtures/pki/{name}.der");
    let output = Command::new("openssl")
        .args(["x509", "-inform", "DER", "-noout", "-text", "-nameopt", "oneline,-esc_msb,utf8", "-in", &file])
        .output();
    let text = String::from_utf8(output.expect("openssl, which has_openssl() asks for").stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether documents signed with a certificate of this kind have the finding; `None` where there is no such certificate.
fn certified(cell: &str, code: &str) -> Option<bool> {
    let (elements, lines): (Vec<&str>, Vec<&str>) = cell.lines().partition(|line| line.starts_with('<'));
    let time =
        elements.iter().find_map(|line| line.strip_prefix("<SigningTime>")?.strip_suffix("</SigningTime>")).unwrap_or(TIME);
    let place = if elements.iter().any(|line| line.starts_with("<CQT>")) { AUTHORITY } else { SELLER };
    let tells = |name: &str| {
        let told = told(name);
        lines.iter().all(|line| told.contains(line))
    };
    let (certificate, key, _) = CERTIFICATES.iter().find(|(certificate, _, issuer)| tells(certificate) || tells(issuer))?;
    Some(has(&sign(INVOICE, place, &Signer::of(key, certificate), &options().time(time)), code))
}

/// Whether a base that has these lines, `…` standing for anything, and no other reference, has the finding; `None` where there is none.
fn literal(bases: &[String], cell: &str, code: &str) -> Option<bool> {
    let references = cell.matches("<Reference ").count();
    let base = bases.iter().find(|base| {
        let has_line = |line: &str| {
            let mut rest = Some(base.as_str());
            line.split('…').all(|part| {
                rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, rest)| rest);
                rest.is_some()
            })
        };
        cell.lines().all(has_line) && (references == 0 || base.matches("<Reference ").count() == references)
    })?;
    Some(has(base, code))
}

#[test]
fn every_example_is_wrong_and_right() {
    let (bases, mut count, mut unproved) = (bases(), 0, Vec::new());
    let rows = ["SIG-", "PKI-", "VN-SIG-COVERAGE", "VN-SIG-HIERARCHY", "VN-SIG-TIME-MISSING"].into_iter().flat_map(examples);
    let rows = rows.filter(|(_, wrong, _)| !wrong.starts_with("validate "));
    for (code, wrong, right) in rows {
        let is_of_certificates = wrong.lines().any(|line| !line.starts_with('<') && !line.starts_with("SHA-256:"));
        if is_of_certificates && !has_openssl() {
            continue;
        }
        let proved = if let Some((wrong, right)) = wrong.strip_prefix("SHA-256: ").zip(right.strip_prefix("SHA-256: ")) {
            digests(wrong, code) && !digests(right, code)
        } else if is_of_certificates {
            certified(&wrong, code) == Some(true) && certified(&right, code) == Some(false)
        } else {
            let holds = |base: &String| {
                let pair = put(base, &wrong).zip(put(base, &right));
                pair.is_some_and(|(wrong, right)| has(&wrong, code) && !has(&right, code))
            };
            bases.iter().any(holds)
                || (literal(&bases, &wrong, code) == Some(true) && literal(&bases, &right, code) == Some(false))
        };
        count += 1;
        if !proved {
            unproved.push(format!("{code}\n{wrong}\n{right}"));
        }
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 45, "{count}");
}
