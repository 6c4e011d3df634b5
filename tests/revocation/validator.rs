//! The stage `revocation` of a whole validation.

use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::report::Revocation;

use super::file;

/// The stage, what is said of the seller's and the authority's certificate, and the codes of the findings about revocation.
fn validated(names: &[&str]) -> (&'static str, Vec<Revocation>, Vec<&'static str>) {
    let trust = std::fs::read("examples/data/test-root.pem").expect("the test roots");
    let mut builder = Validator::builder().with_trust(&trust).expect("certificates");
    for name in names {
        let added = if name.ends_with(".crl") { builder.with_crl(&file(name)) } else { builder.with_ocsp(&file(name)) };
        builder = added.expect("readable evidence");
    }
    let report = builder.build().validate(&std::fs::read("examples/data/valid.xml").expect("an example"));
    let stage = report.stage(Stage::Revocation).expect("the stage");
    let codes =
        report.findings().iter().filter(|finding| finding.rule().stage == Stage::Revocation).map(|finding| finding.code());
    (stage.status.name(), report.signatures().iter().map(|signature| signature.revocation).collect(), codes.collect())
}

#[test]
fn the_stage_passes_with_evidence_about_every_certificate() {
    let all = ["root.crl", "government-ca.crl", "government-root.crl"];
    let with = |name| validated(&[&all[..], &[name]].concat());
    let good = vec![Revocation::Good; 2];
    assert_eq!(with("ca.crl"), ("passed", good.clone(), vec![]));
    assert_eq!(with("good.ocsp"), ("passed", good.clone(), vec![]));
    assert_eq!(with("ca-later.crl"), ("passed", good, vec!["PKI-REVOKED-LATER"]));
    assert_eq!(with("revoked.ocsp"), ("failed", vec![Revocation::Revoked, Revocation::Good], vec!["PKI-REVOKED"]));
    let open = vec![Revocation::NotRun, Revocation::Good];
    assert_eq!(with("forged.crl"), ("not_run", open, vec!["PKI-REVOCATION-EVIDENCE"]));
}

#[test]
fn the_stage_does_not_run_without_evidence_about_each() {
    let none = vec![Revocation::NotRun; 2];
    assert_eq!(validated(&[]), ("not_run", none.clone(), vec![]));
    assert_eq!(validated(&["ca.crl"]), ("not_run", none, vec![]), "nothing is said of the issuers");
    assert_eq!(validated(&["ca.crl", "root.crl"]), ("not_run", vec![Revocation::Good, Revocation::NotRun], vec![]));
}
