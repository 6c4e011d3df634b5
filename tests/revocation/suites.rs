//! Conformance suites: NIST PKITS 4.4, 4.5, 4.7 (list signing), 4.14, 4.15 and the lists of x509-limbo. What differs stands in
//! `tests/common/path_differences.tsv` with the clause; a case that starts to agree fails the run until it leaves the list.

use serde_json::Value;
use taxdoc::Limits;
use taxdoc::pki::ListSigners;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationStatus;
use taxdoc::pki::Timestamp;

use super::word;
use crate::common::path_suites;
use crate::common::path_suites::Pkits;
use crate::common::path_suites::Score;

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

fn accepted(status: &RevocationStatus) -> Result<(), String> {
    match status {
        RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_) => Ok(()),
        other => Err(word(other)),
    }
}

#[test]
fn nist_pkits() {
    let Some(pkits) = Pkits::open() else { return };
    let mut unreadable = Vec::new();
    let evidence = pkits.files("crls").iter().fold(RevocationEvidence::new(), |evidence, file| {
        let bytes = std::fs::read(file).expect("a file");
        // What cannot be read is no evidence.
        if taxdoc::pki::RevocationList::from_der(&bytes).is_err() {
            unreadable.push(file.file_stem().expect("a name").to_string_lossy().into_owned());
            return evidence;
        }
        evidence.with_crl(&bytes).expect("just read")
    });
    assert_eq!(unreadable, ["BadCRLSignatureCACRL"], "its BIT STRING ends within a byte");
    let at: Timestamp = "2011-06-01".parse().expect("a time");
    let mut score = Score::default();
    for name in pkits.cases() {
        if PKITS_CASES.iter().any(|part| name.contains(part)) {
            let found = pkits.leaf(&name).and_then(|leaf| {
                let path = pkits.store.path(&leaf, &pkits.issuers, at, &Limits::default());
                let path = path.map_err(|error| format!("{:?}", error.kind()))?;
                let limits = Limits::default();
                let signers = ListSigners::new(&pkits.store, &pkits.issuers, &limits);
                accepted(evidence.path_status(&leaf, &path, at, &signers).status())
            });
            score.count(&name, name.starts_with("Valid"), found);
        }
    }
    score.compare("PKITS, revocation");
}

#[test]
fn x509_limbo() {
    if let Some(score) = path_suites::limbo(&["crl::"], limbo) {
        score.compare("x509-limbo, crl");
    }
}

fn limbo(case: &Value) -> Result<(), String> {
    let (store, others, leaf) = path_suites::limbo_certificates(case)?;
    let at = Timestamp::parse(case["validation_time"].as_str().expect("a time"), 0).expect("a time");
    let path = store.path(&leaf, &others, at, &Limits::default()).map_err(|error| format!("{:?}", error.kind()))?;
    let mut evidence = RevocationEvidence::new();
    for list in case["crls"].as_array().expect("a list") {
        evidence = evidence.with_crl(list.as_str().expect("PEM").as_bytes()).map_err(|error| error.to_string())?;
    }
    let limits = Limits::default();
    accepted(evidence.path_status(&leaf, &path, at, &ListSigners::new(&store, &others, &limits)).status())
}
