//! Conformance suites: NIST PKITS 4.4, 4.5, 4.7 (list signing), 4.14, 4.15 and the lists of x509-limbo. What differs stands in a list with the
//! reason; a case that starts to agree fails the run until it leaves the list.

use serde_json::Value;
use taxdoc::Limits;
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
                accepted(evidence.path_status(&leaf, &path.map_err(|error| format!("{:?}", error.kind()))?, at).status())
            });
            score.count(&name, name.starts_with("Valid"), found);
        }
    }
    score.compare("PKITS, revocation", PKITS);
}

#[test]
fn x509_limbo() {
    if let Some(score) = path_suites::limbo(&["crl::"], limbo) {
        score.compare("x509-limbo, crl", LIMBO);
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
    accepted(evidence.path_status(&leaf, &path, at).status())
}
