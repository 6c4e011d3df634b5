//! OCSP responses of the test PKI. `tests/fixtures/make.py` has openssl judge the ones that openssl can.

use taxdoc::pki::OcspError;
use taxdoc::pki::OcspResponse;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationStatus;

use super::SIGNED;
use super::certificate;
use super::evidence;
use super::file;
use super::path;
use super::said;
use super::time;

#[test]
fn the_issuer_answers_itself() {
    assert_eq!(said(&["good.ocsp"], "seller", SIGNED), "good");
    assert_eq!(said(&["good-sha256.ocsp"], "seller", SIGNED), "good", "SHA-256, responder named by its key");
    assert_eq!(said(&["unknown.ocsp"], "seller", SIGNED), "Unknown");
    assert_eq!(said(&["good.ocsp"], "branch", SIGNED), "Missing", "another serial number");
    assert_eq!(said(&["other-key-same-name.ocsp"], "seller", SIGNED), "Missing", "the hash of another key");
    assert_eq!(said(&["forged.ocsp"], "seller", SIGNED), "BadSignature");
}

#[test]
fn the_second_of_revocation_decides() {
    assert_eq!(said(&["revoked.ocsp"], "seller", SIGNED), "revoked from 2025-11-20T02:15:30Z KeyCompromise");
    assert_eq!(said(&["revoked.ocsp"], "seller", "2025-11-20T02:15:29Z"), "later from 2025-11-20T02:15:30Z KeyCompromise");
    assert_eq!(said(&["revoked-without-reason.ocsp"], "seller", SIGNED), "revoked from 2025-11-20T02:15:30Z");
    assert_eq!(said(&["revoked-later.ocsp"], "seller", SIGNED), "later from 2025-12-01T00:00:00Z Superseded");
}

#[test]
fn a_response_counts_for_its_time_and_for_the_time_before() {
    assert_eq!(said(&["good.ocsp"], "seller", "2025-11-21T02:00:00Z"), "good", "the last second");
    assert_eq!(said(&["good.ocsp"], "seller", "2025-11-21T02:00:01Z"), "TooOld");
    assert_eq!(said(&["good.ocsp"], "seller", "2024-02-01"), "good", "produced later");
    assert_eq!(said(&["good-without-end.ocsp"], "seller", SIGNED), "good", "its own second");
    assert_eq!(said(&["good-without-end.ocsp"], "seller", "2025-11-20T02:15:31Z"), "TooOld");
}

#[test]
fn an_archive_cutoff_speaks_of_expired_certificates() {
    // `expired` is valid until 2021-01-01T00:00:00Z.
    assert_eq!(said(&["expired-good.ocsp"], "expired", "2020-06-01"), "IssuedAfterExpiry");
    assert_eq!(said(&["expired-kept.ocsp"], "expired", "2020-06-01"), "good");
    assert_eq!(said(&["expired-kept-too-short.ocsp"], "expired", "2020-06-01"), "IssuedAfterExpiry", "one second");
}

#[test]
fn a_responder_needs_the_issuer_s_mandate() {
    assert_eq!(said(&["delegated.ocsp"], "seller", SIGNED), "good");
    assert_eq!(said(&["delegated-by-key.ocsp"], "seller", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    for kind in ["without-purpose", "expired", "of-another", "not-enclosed"] {
        assert_eq!(said(&[&format!("delegated-{kind}.ocsp")], "seller", SIGNED), "Responder", "{kind}");
    }
    assert_eq!(said(&["delegated-revoked.ocsp"], "seller", SIGNED), "good", "nobody says that it was revoked");
    assert_eq!(said(&["delegated-revoked.ocsp", "ca-old.crl"], "seller", SIGNED), "good", "nor does this list");
    // The list itself says that the seller is good; a list that is too old for that leaves the responder's revocation standing.
    assert_eq!(said(&["delegated-revoked.ocsp", "ca.crl"], "seller", "2025-11-25T00:00:01Z"), "Responder");
    assert_eq!(said(&["delegated.ocsp", "ca.crl"], "seller", "2025-11-25T00:00:01Z"), "TooOld");
}

#[test]
fn critical_extensions_must_be_known() {
    assert_eq!(said(&["critical.ocsp"], "seller", SIGNED), "UnknownCritical 1.3.6.1.4.1.99999.2");
    assert_eq!(said(&["not-critical.ocsp"], "seller", SIGNED), "good");
}

#[test]
fn lists_and_responses_together() {
    assert_eq!(said(&["ca.crl", "revoked.ocsp"], "seller", SIGNED), "revoked from 2025-11-20T02:15:30Z KeyCompromise");
    assert_eq!(said(&["unknown.ocsp", "ca.crl"], "seller", SIGNED), "good");
    assert_eq!(said(&["good.ocsp", "ca-later.crl"], "seller", SIGNED), "later from 2025-12-01T00:00:00Z Superseded");
}

#[test]
fn what_is_no_answer_is_refused() {
    assert_eq!(OcspResponse::from_der(&file("try-later.ocsp")).err(), Some(OcspError::Unsuccessful(3)));
    assert_eq!(OcspResponse::from_der(&file("ca.crl")).err(), Some(OcspError::Der));
    let good = file("good.ocsp");
    assert_eq!(OcspResponse::from_der(&[&good[..], &[0]].concat()).err(), Some(OcspError::Der));
    assert_eq!(OcspResponse::from_der(&good[..good.len() - 1]).err(), Some(OcspError::Der));
    let response = OcspResponse::from_der(&good).expect("a response");
    assert_eq!((response.len(), response.produced_at()), (1, time("2025-11-20T02:00:00Z")));
}

/// What is not signed, the outer name of the algorithm and the certificates enclosed, may change as long as it still means the same.
#[test]
fn no_changed_byte_changes_the_answer() {
    const SHA256_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
    let leaf = certificate("seller");
    let path = path(&["root", "ca"], &leaf, SIGNED);
    for name in ["delegated-by-key.ocsp", "good.ocsp"] {
        let der = file(name);
        let algorithm = der.windows(SHA256_RSA.len()).position(|window| window == SHA256_RSA).expect("an algorithm") - 4;
        let expected = evidence(&[name]).status(&leaf, &path.authorities()[0], time(SIGNED));
        for place in 0..der.len() {
            for flip in [1, 0x80] {
                let mut changed = der.clone();
                changed[place] ^= flip;
                let Ok(read) = RevocationEvidence::new().with_ocsp(&changed) else { continue };
                let found = read.status(&leaf, &path.authorities()[0], time(SIGNED));
                if !matches!(found, RevocationStatus::NotRun(_)) {
                    assert_eq!(found, expected, "{name}, byte {place}");
                    assert!(place >= algorithm, "{name}, byte {place}: signed");
                }
            }
        }
    }
}
