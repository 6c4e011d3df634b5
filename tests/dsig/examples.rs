//! The right and wrong signatures and certificates that `validate --explain` shows (examples/validate/examples.tsv).
//!
//! Lines of a cell that are XML are put into a signed document, with `…` for what was there: a start tag in the place of the first of its
//! name, an element in the place of the first of its name, an element that is not in the document around it. After `SHA-256:` stands what a
//! signer digested. Other lines are those of `openssl x509 -text`, and the document is signed with a certificate that has them, or whose
//! issuer has. Cells that are calls of the program are proved in tests/cli.

use std::process::Command;

use taxdoc::Validator;

use crate::common::examples::examples;
use crate::common::signer::C14N;
use crate::common::signer::ENVELOPED;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::has_openssl;
use crate::common::signer::sign;

const INVOICE: &str = "<HDon><DLHDon Id=\"data\"><TTChung><SHDon>128</SHDon></TTChung><NDHDon><NMua><Ten>C\u{f4}ng ty An Khang</Ten>\
                       <DChi>12 L\u{ea} L\u{1ee3}i&#xD;&#xA;Hu\u{1ebf}</DChi></NMua></NDHDon></DLHDon><DSCKS><NBan/></DSCKS></HDon>";
const TIME: &str = "2025-11-20T09:15:30";

/// Certificates with their keys and issuers.
const CERTIFICATES: [(&str, &str, &str); 12] = [
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
];

fn options() -> Options {
    Options::new().transformed("#data", &[C14N])
}

fn signed(options: &Options) -> String {
    sign(INVOICE, "HDon/DSCKS/NBan", &Signer::fixture("seller"), options)
}

/// Documents with good signatures of several kinds.
fn bases() -> Vec<String> {
    let xades = "<QualifyingProperties xmlns=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#signature\">\
                 <SignedProperties Id=\"properties\"><SignedSignatureProperties><SigningTime>2025-11-20T09:15:30+07:00</SigningTime>\
                 </SignedSignatureProperties></SignedProperties></QualifyingProperties>";
    let mut bases = vec![
        signed(&options().time(TIME)),
        signed(&options().unsigned_time(TIME)),
        signed(&Options::new().transformed("", &[ENVELOPED]).time(TIME)),
        signed(&options().object(xades).reference("#properties")),
        signed(&options().object(xades)),
    ];
    if has_openssl() {
        bases.push(signed(&options().rsa("sha1").time(TIME)));
    }
    bases
}

/// The document with each line of the cell put into it; `None` where it has no place for one.
fn with(base: &str, cell: &str) -> Option<String> {
    let mut text = base.to_owned();
    for line in cell.lines() {
        let name = line.strip_prefix('<')?.split(['>', ' ', '/']).next()?;
        let is_start_tag = !line.contains("</") && !line.ends_with("/>");
        let start = [format!("<{name}>"), format!("<{name} "), format!("<{name}/")].iter().filter_map(|tag| text.find(tag)).min();
        let Some(start) = start else {
            text = line.replace('…', &text);
            continue;
        };
        let tag_end = start + text[start..].find('>')? + 1;
        let (end, before) = match text[start..].find(&format!("</{name}>")) {
            _ if is_start_tag || text[..tag_end].ends_with("/>") => (tag_end, ""),
            Some(close) => (start + close + name.len() + 3, &text[tag_end..start + close]),
            None => return None,
        };
        text = format!("{}{}{}", &text[..start], line.replace('…', before), &text[end..]);
    }
    Some(text)
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
    let output = Command::new("openssl").args(["x509", "-inform", "DER", "-noout", "-text", "-in", &file]).output();
    let text = String::from_utf8(output.expect("openssl, which has_openssl() asks for").stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether documents signed with a certificate of this kind have the finding; `None` where there is no such certificate.
fn certified(cell: &str, code: &str) -> Option<bool> {
    let (times, lines): (Vec<&str>, Vec<&str>) = cell.lines().partition(|line| line.starts_with('<'));
    let time = times.first().map_or(TIME, |time| &time["<SigningTime>".len()..time.len() - "</SigningTime>".len()]);
    let tells = |name: &str| {
        let told = told(name);
        lines.iter().all(|line| told.contains(line))
    };
    let (certificate, key, _) = CERTIFICATES.iter().find(|(certificate, _, issuer)| tells(certificate) || tells(issuer))?;
    Some(has(&sign(INVOICE, "HDon/DSCKS/NBan", &Signer::of(key, certificate), &options().time(time)), code))
}

/// Whether a base that has these lines, and no other reference, has the finding; `None` where there is none.
fn literal(bases: &[String], cell: &str, code: &str) -> Option<bool> {
    let references = cell.matches("<Reference ").count();
    let base = bases.iter().find(|base| {
        cell.lines().all(|line| base.contains(line)) && (references == 0 || base.matches("<Reference ").count() == references)
    })?;
    Some(has(base, code))
}

#[test]
fn every_example_is_wrong_and_right() {
    let (bases, mut count, mut unproved) = (bases(), 0, Vec::new());
    let rows = examples("SIG-").chain(examples("PKI-")).filter(|(_, wrong, _)| !wrong.starts_with("validate "));
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
            let put = |base: &String| {
                let pair = with(base, &wrong).zip(with(base, &right));
                pair.is_some_and(|(wrong, right)| has(&wrong, code) && !has(&right, code))
            };
            bases.iter().any(put) || (literal(&bases, &wrong, code) == Some(true) && literal(&bases, &right, code) == Some(false))
        };
        count += 1;
        if !proved {
            unproved.push(format!("{code}\n{wrong}\n{right}"));
        }
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 45, "{count}");
}
