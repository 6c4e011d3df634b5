//! Conformance suites run whole: x509-limbo, NIST PKITS, Wycheproof signatures. What differs stands in
//! `tests/common/path_differences.tsv` with the clause; a case that starts to agree fails the run until it leaves the list.

use std::path::Path;

use serde_json::Value;
use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::Curve;
use taxdoc::pki::Digest;
use taxdoc::pki::PublicKey;
use taxdoc::pki::SignatureAlgorithm;
use taxdoc::pki::SignatureEncoding;
use taxdoc::pki::Timestamp;
use taxdoc::pki::VerifyError;

use crate::common::path_suites;
use crate::common::path_suites::Pkits;
use crate::common::path_suites::Score;
use crate::common::suites;

#[test]
fn x509_limbo() {
    let groups = ["rfc5280::", "pathlen::", "pathological::", "cve::"];
    if let Some(score) = path_suites::limbo(&groups, limbo) {
        score.compare("x509-limbo");
    }
}

fn limbo(case: &Value) -> Result<(), String> {
    let (store, others, leaf) = path_suites::limbo_certificates(case)?;
    // The suite was made in the middle of its certificates' lives; where it names no time it means then.
    let at = case["validation_time"].as_str().unwrap_or("2026-06-01T00:00:00Z");
    let at = Timestamp::parse(at, 0).expect("a time");
    store.path(&leaf, &others, at, &Limits::default()).map(|_| ()).map_err(|error| format!("{:?}", error.kind()))
}

/// The parts of PKITS that need no revocation lists and no policies: 4.1 to 4.3, 4.6, 4.7 (certificate signing), 4.16, and of 4.13 (name
/// constraints) every case.
///
/// Not run: 4.8 to 4.12 (policies), since no profile asks for a policy and what the suite varies is the caller's wish for one.
const PKITS_CASES: &[&str] = &[
    // 4.1 signature verification
    "ValidCertificatePathTest1",
    "InvalidCASignatureTest2",
    "InvalidEESignatureTest3",
    "ValidDSASignaturesTest4",
    "ValidDSAParameterInheritanceTest5",
    "InvalidDSASignatureTest6",
    // 4.2 validity periods
    "InvalidCAnotBeforeDateTest1",
    "InvalidEEnotBeforeDateTest2",
    "Validpre2000UTCnotBeforeDateTest3",
    "ValidGeneralizedTimenotBeforeDateTest4",
    "InvalidCAnotAfterDateTest5",
    "InvalidEEnotAfterDateTest6",
    "Invalidpre2000UTCEEnotAfterDateTest7",
    "ValidGeneralizedTimenotAfterDateTest8",
    // 4.3 name chaining
    "InvalidNameChainingTest1",
    "InvalidNameChainingOrderTest2",
    "ValidNameChainingWhitespaceTest3",
    "ValidNameChainingWhitespaceTest4",
    "ValidNameChainingCapitalizationTest5",
    "ValidNameUIDsTest6",
    "ValidRFC3280MandatoryAttributeTypesTest7",
    "ValidRFC3280OptionalAttributeTypesTest8",
    "ValidUTF8StringEncodedNamesTest9",
    "ValidRolloverfromPrintableStringtoUTF8StringTest10",
    "ValidUTF8StringCaseInsensitiveMatchTest11",
    // 4.5 self-issued certificates, those that need no revocation list
    "ValidBasicSelfIssuedOldWithNewTest1",
    "ValidBasicSelfIssuedNewWithOldTest3",
    "ValidBasicSelfIssuedNewWithOldTest4",
    // 4.6 basic constraints
    "InvalidMissingbasicConstraintsTest1",
    "InvalidcAFalseTest2",
    "InvalidcAFalseTest3",
    "ValidbasicConstraintsNotCriticalTest4",
    "InvalidpathLenConstraintTest5",
    "InvalidpathLenConstraintTest6",
    "ValidpathLenConstraintTest7",
    "ValidpathLenConstraintTest8",
    "InvalidpathLenConstraintTest9",
    "InvalidpathLenConstraintTest10",
    "InvalidpathLenConstraintTest11",
    "InvalidpathLenConstraintTest12",
    "ValidpathLenConstraintTest13",
    "ValidpathLenConstraintTest14",
    "ValidSelfIssuedpathLenConstraintTest15",
    "InvalidSelfIssuedpathLenConstraintTest16",
    "ValidSelfIssuedpathLenConstraintTest17",
    // 4.7 key usage
    "InvalidkeyUsageCriticalkeyCertSignFalseTest1",
    "InvalidkeyUsageNotCriticalkeyCertSignFalseTest2",
    "ValidkeyUsageNotCriticalTest3",
    // 4.16 private extensions
    "ValidUnknownNotCriticalCertificateExtensionTest1",
    "InvalidUnknownCriticalCertificateExtensionTest2",
];

#[test]
fn nist_pkits() {
    let Some(pkits) = Pkits::open() else { return };
    let at = "2011-06-01".parse().expect("a time");
    let mut score = Score::default();
    let constraints = pkits.cases().into_iter().filter(|case| case.contains("nameConstraints"));
    for case in PKITS_CASES.iter().map(|case| (*case).to_owned()).chain(constraints) {
        let found = pkits.leaf(&case).and_then(|leaf| {
            let path = pkits.store.path(&leaf, &pkits.issuers, at, &Limits::default());
            path.map(|_| ()).map_err(|error| format!("{:?}", error.kind()))
        });
        score.count(&case, case.starts_with("Valid"), found);
    }
    score.compare("PKITS");
}

#[test]
fn wycheproof_signatures() {
    let Some(folder) = suites::suite("wycheproof-sig") else { return };
    let mut files = Vec::new();
    find_json(&folder, &mut files);
    files.sort();
    let (mut tests, mut unsupported, mut accepted_acceptable) = (0, 0, 0);
    let mut wrong = Vec::new();
    for file in &files {
        let suite: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
        // A schema or a note has no groups.
        for group in suite["testGroups"].as_array().into_iter().flatten() {
            let Some((spki, algorithm, encoding)) = wycheproof_group(group) else {
                unsupported += group["tests"].as_array().map_or(0, Vec::len);
                continue;
            };
            let key = PublicKey::from_spki(&spki);
            for test in group["tests"].as_array().expect("tests") {
                let (message, value) = (bytes(&test["msg"]), bytes(&test["sig"]));
                let found = match &key {
                    Ok(key) => key.verify(algorithm, encoding, &message, &value),
                    Err(_) => Err(VerifyError::Unsupported),
                };
                if matches!(found, Err(VerifyError::Unsupported | VerifyError::Mismatch)) {
                    unsupported += 1;
                    continue;
                }
                tests += 1;
                match test["result"].as_str() {
                    Some("acceptable") => accepted_acceptable += usize::from(found.is_ok()),
                    result if (result == Some("valid")) != found.is_ok() => {
                        wrong.push(format!("{} {} {}: {found:?}", file.display(), test["tcId"], test["comment"]));
                    }
                    _ => {}
                }
            }
        }
    }
    suites::say(&format!(
        "Wycheproof: {tests} signatures judged, {} wrongly, {accepted_acceptable} of the debatable accepted; {unsupported} of kinds not supported",
        wrong.len()
    ));
    assert!(tests > 3_000, "{tests}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Key, algorithm and form of the signatures of a group; `None` where the algorithm is not one of ours.
fn wycheproof_group(group: &Value) -> Option<(Vec<u8>, SignatureAlgorithm, SignatureEncoding)> {
    let digest = match group["sha"].as_str().unwrap_or_default() {
        "SHA-1" => Some(Digest::Sha1),
        "SHA-256" => Some(Digest::Sha256),
        "SHA-384" => Some(Digest::Sha384),
        "SHA-512" => Some(Digest::Sha512),
        _ => None,
    };
    let spki = ["publicKeyDer", "keyDer", "publicKeyAsn"].iter().find_map(|name| group[*name].as_str()).map(hex)?;
    let kind = group["type"].as_str()?;
    let (algorithm, encoding) = match kind {
        "RsassaPkcs1Verify" => (SignatureAlgorithm::RsaPkcs1(digest?), SignatureEncoding::Der),
        "RsassaPssVerify" => {
            let salt = match digest? {
                Digest::Sha256 => 32,
                Digest::Sha384 => 48,
                Digest::Sha512 => 64,
                Digest::Sha1 => return None,
            };
            let usual = group["sLen"] == salt && group["mgfSha"] == group["sha"] && group["mgf"] == "MGF1";
            (SignatureAlgorithm::RsaPss(usual.then_some(digest?)?), SignatureEncoding::Der)
        }
        "EcdsaVerify" => (SignatureAlgorithm::Ecdsa(digest?), SignatureEncoding::Der),
        "EcdsaP1363Verify" => (SignatureAlgorithm::Ecdsa(digest?), SignatureEncoding::Fixed),
        "EddsaVerify" => (SignatureAlgorithm::Ed25519, SignatureEncoding::Der),
        _ => return None,
    };
    Some((spki, algorithm, encoding))
}

fn find_json(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_json(&path, files);
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    hex(value.as_str().unwrap_or_default())
}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex"))
        .collect()
}

/// The least and the greatest of each digest's key sizes, one bit of size away: RSA-1024 and SHA-384 is the gap of `ring`.
#[test]
fn rsa_1024_with_sha_384_cannot_be_checked() {
    let certificate =
        Certificate::from_der(&std::fs::read("tests/fixtures/pki/rsa-1024.der").expect("a fixture")).expect("a certificate");
    let key = certificate.public_key().expect("a key");
    let verify = |digest| key.verify(SignatureAlgorithm::RsaPkcs1(digest), SignatureEncoding::Der, b"", &[0; 128]);
    assert_eq!(verify(Digest::Sha384), Err(VerifyError::Unsupported));
    assert_eq!(verify(Digest::Sha512), Err(VerifyError::Invalid));
    let point = [4; 65];
    let ec = PublicKey::ec(Curve::P256, &point).expect("a point in form");
    assert_eq!(
        ec.verify(SignatureAlgorithm::RsaPkcs1(Digest::Sha256), SignatureEncoding::Der, b"", b""),
        Err(VerifyError::Mismatch)
    );
    assert!(PublicKey::ec(Curve::P256, &point[..64]).is_err());
}
