//! The packed XML-DSig vectors: every signature within the engine's scope has its expected verdict, every other is refused by name.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use taxdoc::Limits;
use taxdoc::dsig::DSIG_NAMESPACE;
use taxdoc::dsig::DigestOutcome;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Reason;
use taxdoc::dsig::Verifier;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;

use crate::common::suites;
use crate::samples::fields;

/// What the engine says about the first signature of a file.
fn verdict(path: &Path) -> String {
    let limits = Limits::default();
    let bytes = std::fs::read(path).unwrap();
    let source = match Source::decode(&bytes, &limits) {
        Ok(source) => source,
        Err(fault) => return fault.rule().code.to_owned(),
    };
    let document = match Document::parse(&source, &limits) {
        Ok(document) => document,
        Err(fault) => return fault.rule().code.to_owned(),
    };
    let mut verifier = Verifier::new();
    let keys: Vec<Vec<u8>> = document.root().descendants().filter_map(|node| key_of(&node)).collect();
    let has_certificate = document.root().descendants().any(|node| node.is(DSIG_NAMESPACE, "X509Certificate"));
    if !has_certificate {
        for key in keys {
            verifier = verifier.clone().with_key(&key).unwrap_or(verifier);
        }
    }
    let evidence = verifier.verify(&document);
    match evidence.signatures().first().map(|signature| signature.integrity()) {
        None => "no signature".to_owned(),
        Some(Integrity::Refused(refusal)) => format!("{:?}", refusal.reason()),
        Some(integrity) => integrity.name().to_owned(),
    }
}

/// The SubjectPublicKeyInfo of a `KeyValue`, which the engine itself never uses.
fn key_of(node: &Node<'_>) -> Option<Vec<u8>> {
    let octets = |node: Node<'_>| STANDARD.decode(node.text().split_whitespace().collect::<String>()).ok();
    let integer = |number: &[u8]| {
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        let zero: &[u8] = if number[0] >= 0x80 { &[0] } else { &[] };
        tlv(2, &[zero, number].concat())
    };
    if node.is(DSIG_NAMESPACE, "RSAKeyValue") {
        let (n, e) = (octets(node.child("Modulus")?)?, octets(node.child("Exponent")?)?);
        let key = tlv(0x30, &[integer(&n), integer(&e)].concat());
        let algorithm = tlv(0x30, &[tlv(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]), tlv(5, &[])].concat());
        return Some(tlv(0x30, &[algorithm, tlv(3, &[&[0], &key[..]].concat())].concat()));
    }
    if node.local_name() == "ECKeyValue" {
        let curve: &[u8] = match &*node.child("NamedCurve")?.attribute("URI")? {
            "urn:oid:1.2.840.10045.3.1.7" => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
            "urn:oid:1.3.132.0.34" => &[0x2b, 0x81, 0x04, 0, 0x22],
            _ => return None,
        };
        let point = octets(node.child("PublicKey")?)?;
        let algorithm = tlv(0x30, &[tlv(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), tlv(6, curve)].concat());
        return Some(tlv(0x30, &[algorithm, tlv(3, &[&[0], &point[..]].concat())].concat()));
    }
    if node.local_name() == "DEREncodedKeyValue" { octets(*node) } else { None }
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut der = vec![tag];
    match length {
        0..0x80 => der.push(length as u8),
        0x80..0x100 => der.extend([0x81, length as u8]),
        _ => der.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    der.extend_from_slice(content);
    der
}

/// Files whose verdict differs from the table's for a reason that is not the engine's.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    // The certificate is expired, or no anchor is given: matters of its path.
    ("aleksey-xmldsig-01/enveloping-expired-cert.xml", "invalid", "valid"),
    ("aleksey-xmldsig-01/enveloping-sha256-rsa-sha256.xml", "invalid", "valid"),
    // r and s are padded beyond the length of the curve, against RFC 4050 §3.3.
    ("aleksey-xmldsig-01/enveloping-sha256-ecdsa-sha256_padded.xml", "valid", "invalid"),
];

#[test]
fn xmlsec_vectors_have_their_verdicts() {
    let Some(suite) = suites::suite("xmldsig-vectors") else { return };
    let folder = suite.join("xmldsig-vectors/xmlsec");
    let table = std::fs::read_to_string(folder.join("EXPECTED.csv")).unwrap();
    let (mut judged, mut refused) = (0, BTreeMap::<String, usize>::new());
    for line in table.lines().skip(1) {
        let row = fields(line);
        let name = Path::new(&row[1]).join(&row[2]);
        if !folder.join(&name).is_file() {
            continue;
        }
        let found = verdict(&folder.join(&name));
        if !matches!(found.as_str(), "valid" | "invalid") {
            *refused.entry(found).or_default() += 1;
            continue;
        }
        judged += 1;
        let exception = EXCEPTIONS.iter().find(|(file, stated, _)| name == Path::new(file) && row[0] == *stated);
        let expected = exception.map_or(row[0].as_str(), |(.., expected)| expected);
        assert_eq!(found, expected, "{}", name.display());
    }
    suites::say(&format!("xmlsec vectors: {judged} judged, the others refused: {refused:?}"));
    assert!(judged >= 36, "{judged}");
    // Out of scope, each by its own name.
    for (reason, least) in
        [("XPath", 80), ("Hmac", 20), ("External", 10), ("Dsa", 10), ("Manifest", 10), ("Md5", 4), ("Transform", 10)]
    {
        assert!(refused.get(reason).is_some_and(|count| *count >= least), "{reason}");
    }
    assert!(!refused.contains_key("no signature") && !refused.contains_key("altered_whitespace"));
}

/// Files that are invalid without a name that says so; xmlsec1 says the same.
const INVALID: &[&str] = &["Signature-X-RO_TRA-4.xml", "document-signed-xades-baseline-b--null-for-filename.xml"];

/// Files whose name says invalid for a reason above the signature itself (XAdES properties, a second signature).
const VALID: &[&str] = &[
    "xades-invalid-mime-type.xml",
    "xades-invalid-reference.xml",
    "xades-counter-signature-no-type-invalid.xml",
    "xades-counter-signature-with-type-invalid.xml",
];

#[test]
fn vectors_of_other_projects_have_the_verdict_of_their_name() {
    let Some(suite) = suites::suite("xmldsig-vectors") else { return };
    let suite = suite.join("xmldsig-vectors");
    for (folder, least) in [
        ("santuario", 28),
        ("signxml-interop", 24),
        ("signxml-xades", 15),
        ("dss-xades-validation", 30),
        ("bergshamra-signedxml", 7),
    ] {
        let (mut judged, mut others) = (0, BTreeMap::<String, usize>::new());
        for path in files(&suite.join(folder)) {
            let found = verdict(&path);
            let name = path.file_name().unwrap().to_str().unwrap();
            let suspect = ["bad", "invalid", "wrong", "broken", "altered"].iter().any(|word| name.contains(word));
            match found.as_str() {
                "valid" => assert!(!suspect || VALID.contains(&name), "{}: valid", path.display()),
                "invalid" => assert!(suspect || INVALID.contains(&name), "{}: invalid", path.display()),
                "valid_nonstandard" | "altered_whitespace" => panic!("{}: {found}", path.display()),
                _ => {
                    *others.entry(found).or_default() += 1;
                    continue;
                }
            }
            judged += 1;
        }
        suites::say(&format!("{folder}: {judged} judged, others: {others:?}"));
        assert!(judged >= least, "{folder}: {judged}");
    }
}

/// Digests are looked at even where the signature algorithm is refused, which tests canonicalization on many more files.
#[test]
fn digests_fit_under_refused_algorithms_too() {
    let Some(suite) = suites::suite("xmldsig-vectors") else { return };
    let (mut fit, limits) = (0, Limits::default());
    for path in files(&suite.join("xmldsig-vectors")) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(source) = Source::decode(&bytes, &limits) else { continue };
        let Ok(document) = Document::parse(&source, &limits) else { continue };
        for signature in Verifier::new().verify(&document).signatures() {
            let Integrity::Refused(refusal) = signature.integrity() else { continue };
            if !matches!(
                refusal.reason(),
                Reason::Hmac | Reason::Dsa | Reason::Algorithm | Reason::CertificateMissing | Reason::Key
            ) {
                continue;
            }
            for reference in signature.references() {
                let name = path.file_name().unwrap().to_str().unwrap();
                let suspect = ["bad", "invalid", "broken", "template", "tmpl"].iter().any(|word| name.contains(word));
                match reference.outcome() {
                    DigestOutcome::Fits => fit += 1,
                    outcome => assert!(suspect, "{} {}: {outcome:?}", path.display(), reference.uri()),
                }
            }
        }
    }
    suites::say(&format!("{fit} digests fit in signatures whose algorithm or key is refused"));
    assert!(fit > 100, "{fit}");
}

/// Every file of that ending below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
