//! Conformance suites: NIST PKITS 4.4, 4.5, 4.7 (list signing), 4.14, 4.15 and the lists of x509-limbo. What differs stands in a list with the
//! reason; a case that starts to agree fails the run until it leaves the list.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationStatus;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::pki::read_certificates;

use super::word;
use crate::common::suites;

/// Compares what was found with what the suite expects and with the list of known differences.
#[derive(Default)]
struct Score {
    agree: usize,
    wrongly_accepted: usize,
    differences: BTreeMap<String, String>,
}

impl Score {
    fn count(&mut self, case: &str, expected: bool, found: Result<(), String>) {
        if found.is_ok() == expected {
            self.agree += 1;
        } else {
            self.wrongly_accepted += usize::from(found.is_ok());
            self.differences.insert(case.to_owned(), found.err().unwrap_or_else(|| "accepted".to_owned()));
        }
    }

    fn compare(self, suite: &str, known: &[(&str, &str)]) {
        let total = self.agree + self.differences.len();
        suites::say(&format!(
            "{suite}: {} of {total} cases agree, {} known differences, {} of them accepted against the suite",
            self.agree,
            known.len(),
            self.wrongly_accepted
        ));
        let new: Vec<_> = self.differences.iter().filter(|(case, _)| !known.iter().any(|(name, _)| name == case)).collect();
        assert!(new.is_empty(), "{suite}: unexpected: {new:#?}");
        let gone: Vec<_> = known.iter().filter(|(case, _)| !self.differences.contains_key(*case)).collect();
        assert!(gone.is_empty(), "{suite}: these agree now, take them off the list: {gone:#?}");
    }
}

/// Every leaf of PKITS whose name has one of these parts: sections 4.4, 4.5, 4.7 (list signing), 4.14, 4.15.
const PKITS_CASES: &[&str] = &[
    "MissingCRL",
    "RevokedCA",
    "RevokedEE",
    "BadCRL",
    "WrongCRL",
    "TwoCRLs",
    "UnknownCRL",
    "CRLnextUpdate",
    "NegativeSerialNumber",
    "LongSerialNumber",
    "SeparateCertificateandCRLKeys",
    "BasicSelfIssued",
    "cRLSignFalse",
    "distributionPoint",
    "NoissuingDistributionPoint",
    "onlyContains",
    "onlySomeReasons",
    "IDPwithindirectCRL",
    "cRLIssuer",
    "deltaCRL",
];

const OTHER_KEY: &str = "a list signed with another key of the authority (§6.3.3(f)) is not used: nothing is said";
const INDIRECT: &str = "indirect lists (§5.2.5) and lists of another issuer (cRLIssuer, §4.2.1.13) are not used: nothing is said";
const REASONS: &str = "lists of some reasons (§5.2.5) are not put together: nothing is said";
const DELTA: &str = "delta lists (§5.2.4) do not lift a suspension of a complete list: the stricter answer";
const NUMBER: &str = "crlNumber (§5.2.3) is not asked for: it proves nothing about a certificate";

/// Differences from PKITS: all of them valid cases that are not called good.
const PKITS: &[(&str, &str)] = &[
    ("ValidBasicSelfIssuedCRLSigningKeyTest6", OTHER_KEY),
    ("ValidBasicSelfIssuedNewWithOldTest4", OTHER_KEY),
    ("ValidBasicSelfIssuedOldWithNewTest1", OTHER_KEY),
    ("ValidIDPwithindirectCRLTest22", INDIRECT),
    ("ValidIDPwithindirectCRLTest24", INDIRECT),
    ("ValidIDPwithindirectCRLTest25", INDIRECT),
    ("ValidSeparateCertificateandCRLKeysTest19", OTHER_KEY),
    ("ValidcRLIssuerTest28", INDIRECT),
    ("ValidcRLIssuerTest29", INDIRECT),
    ("ValidcRLIssuerTest30", INDIRECT),
    ("ValidcRLIssuerTest33", INDIRECT),
    ("ValiddeltaCRLTest5", DELTA),
    ("ValidonlySomeReasonsTest18", REASONS),
    ("ValidonlySomeReasonsTest19", REASONS),
];

/// Differences from x509-limbo.
const LIMBO: &[(&str, &str)] = &[("crl::crlnumber-critical", NUMBER), ("crl::crlnumber-missing", NUMBER)];

fn accepted(status: &RevocationStatus) -> Result<(), String> {
    match status {
        RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_) => Ok(()),
        other => Err(word(other)),
    }
}

#[test]
fn nist_pkits() {
    let Some(suite) = suites::suite("pkits").map(|folder| folder.join("pkits")) else { return };
    let files = |folder: &str| {
        let mut files: Vec<_> =
            std::fs::read_dir(suite.join(folder)).expect("a folder").flatten().map(|entry| entry.path()).collect();
        files.sort();
        files
    };
    let read = |path: &Path| Certificate::from_der(&std::fs::read(path).expect("a file")).map_err(|error| error.to_string());
    let (leaves, issuers): (Vec<_>, Vec<_>) =
        files("certs").into_iter().partition(|file| file.to_string_lossy().ends_with("EE.crt"));
    let issuers: Vec<Certificate> = issuers.iter().filter_map(|file| read(file).ok()).collect();
    let root = read(&suite.join("certs/TrustAnchorRootCertificate.crt")).expect("the anchor");
    let mut unreadable = Vec::new();
    let evidence = files("crls").iter().fold(RevocationEvidence::new(), |evidence, file| {
        let bytes = std::fs::read(file).expect("a file");
        // What cannot be read is no evidence.
        if taxdoc::pki::RevocationList::from_der(&bytes).is_err() {
            unreadable.push(file.file_stem().expect("a name").to_string_lossy().into_owned());
            return evidence;
        }
        evidence.with_crl(&bytes).expect("just read")
    });
    assert_eq!(unreadable, ["BadCRLSignatureCACRL"], "its BIT STRING ends within a byte");
    let store = TrustStore::new().with_anchor(root);
    let at: Timestamp = "2011-06-01".parse().expect("a time");
    let mut score = Score::default();
    for file in &leaves {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let name = name.trim_end_matches("EE");
        if PKITS_CASES.iter().any(|part| name.contains(part)) {
            let found = read(file).and_then(|leaf| {
                let path = store.path(&leaf, &issuers, at, &Limits::default()).map_err(|error| format!("{:?}", error.kind()))?;
                accepted(evidence.path_status(&leaf, &path, at).status())
            });
            score.count(name, name.starts_with("Valid"), found);
        }
    }
    score.compare("PKITS, revocation", PKITS);
}

#[test]
fn x509_limbo() {
    let Some(packed) = suites::shared("suites/x509-limbo.json.xz") else { return };
    let Ok(unpacked) = Command::new("xz").arg("-dc").arg(&packed).output() else {
        return suites::skipped("x509-limbo", "xz is not installed");
    };
    let suite: Value = serde_json::from_slice(&unpacked.stdout).expect("JSON");
    let mut score = Score::default();
    for case in suite["testcases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        if id.starts_with("crl::") {
            score.count(id, case["expected_result"] == "SUCCESS", limbo(case));
        }
    }
    score.compare("x509-limbo, crl", LIMBO);
}

fn limbo(case: &Value) -> Result<(), String> {
    let read = |pem: &Value| read_certificates(pem.as_str().unwrap_or_default().as_bytes()).map_err(|error| error.to_string());
    let mut store = TrustStore::new();
    for trusted in case["trusted_certs"].as_array().expect("a list") {
        for certificate in read(trusted)? {
            store = store.with_anchor(certificate);
        }
    }
    let mut others = Vec::new();
    for intermediate in case["untrusted_intermediates"].as_array().expect("a list") {
        others.extend(read(intermediate)?);
    }
    let leaf = read(&case["peer_certificate"])?.remove(0);
    let at = Timestamp::parse(case["validation_time"].as_str().expect("a time"), 0).expect("a time");
    let path = store.path(&leaf, &others, at, &Limits::default()).map_err(|error| format!("{:?}", error.kind()))?;
    let mut evidence = RevocationEvidence::new();
    for list in case["crls"].as_array().expect("a list") {
        evidence = evidence.with_crl(list.as_str().expect("PEM").as_bytes()).map_err(|error| error.to_string())?;
    }
    accepted(evidence.path_status(&leaf, &path, at).status())
}
