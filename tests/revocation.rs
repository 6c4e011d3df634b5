//! Revocation: lists and OCSP responses of the test PKI, conformance suites.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test that fails this way has failed")]

mod common;

#[path = "revocation/lists.rs"]
mod lists;
#[path = "revocation/ocsp.rs"]
mod ocsp;
#[path = "revocation/suites.rs"]
mod suites;
#[path = "revocation/validator.rs"]
mod validator;

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::EvidenceProblem;
use taxdoc::pki::Path;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationStatus;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;

/// When the example invoice was signed.
const SIGNED: &str = "2025-11-20T02:15:30Z";

fn file(name: &str) -> Vec<u8> {
    let folder = if name.ends_with(".der") { "pki" } else { "revocation" };
    std::fs::read(format!("tests/fixtures/{folder}/{name}")).expect("a fixture")
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&file(&format!("{name}.der"))).expect("a certificate")
}

/// Evidence of these files, by the ends of their names.
fn evidence(names: &[&str]) -> RevocationEvidence {
    names.iter().fold(RevocationEvidence::new(), |evidence, name| {
        let added = if name.ends_with(".crl") { evidence.with_crl(&file(name)) } else { evidence.with_ocsp(&file(name)) };
        added.expect("readable evidence")
    })
}

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// A path in a store of those certificates.
fn path(trusted: &[&str], leaf: &Certificate, at: &str) -> Path {
    let store = trusted
        .iter()
        .fold(TrustStore::new(), |store, name| store.with_certificates(&file(&format!("{name}.der"))).expect("certificates"));
    store.path(leaf, &[], time(at), &Limits::default()).expect("a path")
}

/// What the evidence says of a leaf of `ca` at that moment, in a word.
fn said(names: &[&str], leaf: &str, at: &str) -> String {
    // The path is of another moment where the leaf has expired since; only its issuer is asked for here.
    let leaf = certificate(leaf);
    let path = path(&["root", "ca"], &leaf, &leaf.not_before().to_string());
    word(&evidence(names).status(&leaf, &path.authorities()[0], time(at)))
}

fn word(status: &RevocationStatus) -> String {
    let reason = |entry: &taxdoc::pki::RevocationEntry| entry.reason().map_or_else(String::new, |reason| format!(" {reason:?}"));
    match status {
        RevocationStatus::Good { .. } => "good".to_owned(),
        RevocationStatus::Revoked(entry) => format!("revoked from {}{}", entry.revoked_from(), reason(entry)),
        RevocationStatus::RevokedLater(entry) => format!("later from {}{}", entry.revoked_from(), reason(entry)),
        RevocationStatus::NotRun(EvidenceProblem::TooOld(_)) => "TooOld".to_owned(),
        RevocationStatus::NotRun(EvidenceProblem::IssuedAfterExpiry(_)) => "IssuedAfterExpiry".to_owned(),
        RevocationStatus::NotRun(EvidenceProblem::UnknownCritical(oid)) => format!("UnknownCritical {oid}"),
        RevocationStatus::NotRun(problem) => format!("{problem:?}"),
        other => format!("{other:?}"),
    }
}
