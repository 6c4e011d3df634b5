//! Paths in the project's own test PKI, each accepted case beside its nearest rejected sibling.

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::CertificateError;
use taxdoc::pki::Path;
use taxdoc::pki::PathError;
use taxdoc::pki::PathErrorKind;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::pki::Weakness;
use taxdoc::pki::read_certificates;

fn der(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/pki/{name}.der")).expect("a fixture")
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&der(name)).expect("a certificate")
}

fn store(names: &[&str]) -> TrustStore {
    names.iter().fold(TrustStore::new(), |store, name| store.with_certificates(&der(name)).expect("certificates"))
}

fn at(time: &str) -> Timestamp {
    time.parse().expect("a time")
}

const NOW: &str = "2025-11-20T02:15:30Z";

fn path_at(store: &TrustStore, leaf: &str, time: &str) -> Result<Path, PathError> {
    store.path(&certificate(leaf), &[], at(time), &Limits::default())
}

/// The kind of failure; `None` where there is a path.
fn kind(store: &TrustStore, leaf: &str, time: &str) -> Option<PathErrorKind> {
    path_at(store, leaf, time).err().map(|error| error.kind().clone())
}

#[test]
fn a_seller_chains_to_the_root() {
    let path = path_at(&store(&["root", "ca"]), "seller", NOW).expect("a path");
    let names: Vec<String> = path.authorities().iter().map(|authority| authority.subject().to_string()).collect();
    assert_eq!(names, ["CN=TAXDOC TEST CA,O=TAXDOC TEST,C=VN", "CN=TAXDOC TEST ROOT CA,O=TAXDOC TEST,C=VN"]);
    assert_eq!(path.anchor().map(|anchor| *anchor.sha256()), Some(*certificate("root").sha256()));
    assert_eq!(path.weaknesses().count(), 0);
}

#[test]
fn without_its_issuer_a_seller_is_undetermined() {
    for known in [&["root"][..], &["ca"], &[], &["government-root", "government-ca"]] {
        let error = path_at(&store(known), "seller", NOW).expect_err("no path");
        assert_eq!(*error.kind(), PathErrorKind::IssuerUnknown, "{known:?}");
        assert!(error.is_undetermined());
    }
    let error = path_at(&store(&["ca"]), "seller", NOW).expect_err("no path");
    assert_eq!(error.authority().map(|last| last.sha256()), Some(certificate("ca").sha256()), "the root is what is missing");
}

#[test]
fn an_intermediate_may_come_with_the_signature_but_is_not_trusted() {
    let seller = certificate("seller");
    let with = |store: &TrustStore, others: &[Certificate]| store.path(&seller, others, at(NOW), &Limits::default()).is_ok();
    assert!(with(&store(&["root"]), &[certificate("ca")]));
    assert!(!with(&store(&["root"]), &[certificate("ca-older")]));
    assert!(!with(&store(&[]), &[certificate("ca"), certificate("root")]), "a root out of the document is no anchor");
}

#[test]
fn validity_is_judged_to_the_second() {
    let store = store(&["root", "ca"]);
    assert_eq!(kind(&store, "seller", "2024-01-01T00:00:00Z"), None);
    assert_eq!(kind(&store, "seller", "2023-12-31T23:59:59Z"), Some(PathErrorKind::NotYetValid));
    assert_eq!(kind(&store, "seller", "2034-01-01T00:00:00Z"), None);
    assert_eq!(kind(&store, "seller", "2034-01-01T00:00:01Z"), Some(PathErrorKind::Expired));
    assert_eq!(kind(&store, "expired", "2020-06-01T00:00:00Z"), None);
    assert_eq!(kind(&store, "expired", NOW), Some(PathErrorKind::Expired));
}

#[test]
fn an_issuer_that_has_expired_is_named() {
    let store = store(&["root", "expired-ca"]);
    assert_eq!(kind(&store, "below-expired-ca", "2025-01-01T00:00:00Z"), None);
    let error = path_at(&store, "below-expired-ca", "2025-01-01T00:00:01Z").expect_err("expired");
    assert_eq!(*error.kind(), PathErrorKind::Expired);
    assert_eq!(error.authority().map(|issuer| issuer.sha256()), Some(certificate("expired-ca").sha256()));
    assert_eq!(error.validity().1.to_string(), "2025-01-01T00:00:00Z");
}

#[test]
fn a_renewed_issuer_completes_the_path_when_the_older_one_has_expired() {
    assert_eq!(kind(&store(&["root", "ca-renewed"]), "seller", NOW), Some(PathErrorKind::Expired));
    assert_eq!(kind(&store(&["root", "ca-renewed", "ca"]), "seller", NOW), None);
}

#[test]
fn one_bit_of_the_certificate_or_its_signature_breaks_the_path() {
    let store = store(&["root", "ca"]);
    let good = der("seller");
    for position in [good.len() - 1, good.len() - 200, 300] {
        let mut bad = good.clone();
        bad[position] ^= 1;
        if let Ok(bad) = Certificate::from_der(&bad) {
            let error = store.path(&bad, &[], at(NOW), &Limits::default()).expect_err("altered");
            assert_eq!(*error.kind(), PathErrorKind::BadSignature, "byte {position}");
            assert!(!error.is_undetermined());
        }
    }
    assert_eq!(kind(&store, "seller", NOW), None);
}

#[test]
fn the_same_name_with_another_key_is_not_the_issuer() {
    assert_eq!(kind(&store(&["root", "ca-older"]), "seller", NOW), Some(PathErrorKind::IssuerUnknown));
    assert_eq!(
        kind(&store(&["root", "ca-older"]), "without-extensions", NOW),
        Some(PathErrorKind::IssuerUnknown),
        "found by name alone"
    );
    assert_eq!(kind(&store(&["root", "ca-older", "ca"]), "without-extensions", NOW), None, "the right one of two with that name");
    assert_eq!(kind(&store(&["look-alike-root", "ca"]), "seller", NOW), Some(PathErrorKind::IssuerUnknown));
}

#[test]
fn names_must_agree_apart_from_case_blanks_and_string_type() {
    let store = store(&["root", "ca"]);
    assert_eq!(kind(&store, "folded-issuer-name", NOW), None);
    assert_eq!(kind(&store, "wrong-issuer-name", NOW), Some(PathErrorKind::IssuerUnknown));
}

#[test]
fn key_usage_must_allow_signing() {
    let store = store(&["root", "ca"]);
    assert_eq!(kind(&store, "only-non-repudiation", NOW), None);
    assert_eq!(kind(&store, "without-extensions", NOW), None);
    assert_eq!(kind(&store, "wrong-key-usage", NOW), Some(PathErrorKind::KeyUsage));
}

#[test]
fn a_self_signed_certificate_is_trusted_only_as_an_anchor() {
    assert_eq!(kind(&store(&["root", "ca"]), "self-signed", NOW), Some(PathErrorKind::SelfSigned));
    let path = path_at(&store(&["self-signed"]), "self-signed", NOW).expect("an anchor itself");
    assert_eq!(path.authorities().len(), 1);
    assert_eq!(kind(&store(&["self-signed"]), "self-signed", "2034-01-01T00:00:01Z"), Some(PathErrorKind::Expired));
}

#[test]
fn only_authorities_issue() {
    assert_eq!(kind(&store(&["root", "ca", "seller"]), "below-seller", NOW), Some(PathErrorKind::NotCa));
    assert_eq!(kind(&store(&["root", "no-cert-sign"]), "below-no-cert-sign", NOW), Some(PathErrorKind::KeyUsage));
    let error = path_at(&store(&["root", "no-cert-sign"]), "below-no-cert-sign", NOW).expect_err("key usage");
    assert_eq!(error.rule().code, "PKI-KEY-USAGE-ISSUER");
}

/// The authority may issue for one taxpayer, and mail addresses of one host but not below it (RFC 5280 §4.2.1.10).
#[test]
fn names_lie_within_the_constraints_of_the_authorities_above() {
    let store = store(&["root", "constrained-ca"]);
    assert_eq!(kind(&store, "within-constrained-ca", NOW), None);
    assert_eq!(kind(&store, "below-constrained-ca", NOW), Some(PathErrorKind::NameConstraints), "another taxpayer");
    assert_eq!(kind(&store, "mail-below-constrained-ca", NOW), Some(PathErrorKind::NameConstraints), "another host");
}

#[test]
fn path_length_zero_allows_a_leaf_and_no_authority() {
    assert_eq!(kind(&store(&["root", "ca"]), "seller", NOW), None);
    assert_eq!(kind(&store(&["root", "ca", "sub-ca"]), "below-sub-ca", NOW), Some(PathErrorKind::PathLen));
}

#[test]
fn an_unknown_extension_counts_only_when_critical() {
    let store = store(&["root", "ca"]);
    assert_eq!(kind(&store, "unknown-not-critical", NOW), None);
    assert_eq!(kind(&store, "unknown-critical", NOW), Some(PathErrorKind::UnknownCritical("1.3.6.1.4.1.99999.1".into())));
}

#[test]
fn old_algorithms_hold_and_are_reported() {
    let path = path_at(&store(&["root", "ca", "ca-renewed"]), "rsa-1024", "2018-06-01T00:00:00Z").expect("a path");
    let weaknesses: Vec<_> = path.weaknesses().map(|(authority, weakness)| (authority.is_none(), weakness)).collect();
    assert_eq!(weaknesses, [(true, Weakness::Sha1), (true, Weakness::ShortKey(1024))]);
}

#[test]
fn every_kind_of_key_and_signature_chains() {
    for (leaf, key) in [("ec-p256", "EC P-256"), ("ec-p384", "EC P-384"), ("ed25519", "Ed25519"), ("seller", "RSA")] {
        assert_eq!(kind(&store(&["root", "ca"]), leaf, NOW), None, "{leaf}");
        assert_eq!(certificate(leaf).public_key().expect("a key").kind(), key);
    }
    assert_eq!(kind(&store(&["root", "pss-ca"]), "below-pss-ca", NOW), None);
}

#[test]
fn the_budget_of_signature_checks_holds() {
    let mut limits = Limits::default();
    let store = store(&["root", "ca"]);
    limits.path_checks = 1;
    let error = store.path(&certificate("seller"), &[], at(NOW), &limits).expect_err("two checks are needed");
    assert_eq!(*error.kind(), PathErrorKind::Budget);
    assert!(error.is_undetermined());
    limits.path_checks = 2;
    assert!(store.path(&certificate("seller"), &[], at(NOW), &limits).is_ok());
    limits.path_checks = 0;
    assert!(store.path(&certificate("seller"), &[], at(NOW), &limits).is_ok(), "both links are remembered");
    let expired = store.path(&certificate("seller"), &[], at("2034-01-01T00:00:01Z"), &limits).expect_err("time is judged anew");
    assert_eq!(*expired.kind(), PathErrorKind::Expired);
}

#[test]
fn a_mesh_of_issuers_stays_within_the_budget() {
    // The same authority given many times: every copy is a candidate whose link is remembered, none leads to an anchor.
    let kind = |copies: usize| {
        let others = vec![certificate("ca"); copies];
        let found = TrustStore::new().path(&certificate("seller"), &others, at(NOW), &Limits::default());
        found.expect_err("no anchor").kind().clone()
    };
    assert_eq!(kind(1_000), PathErrorKind::IssuerUnknown);
    assert_eq!(kind(1_001), PathErrorKind::Budget);
}

#[test]
fn pem_and_der_hold_one_or_several() {
    let one = der("root");
    let two = [der("root"), der("ca")].concat();
    let pem = std::fs::read("examples/data/test-root.pem").expect("the examples' roots");
    assert_eq!(read_certificates(&one).map(|found| found.len()).ok(), Some(1));
    assert_eq!(read_certificates(&two).map(|found| found.len()).ok(), Some(2));
    assert_eq!(read_certificates(&pem).map(|found| found.len()).ok(), Some(4));
    let windows = String::from_utf8(pem).expect("text").replace('\n', "\r\n");
    assert_eq!(read_certificates(format!("\u{feff}notes\r\n{windows}").as_bytes()).map(|found| found.len()).ok(), Some(4));
}

#[test]
fn bytes_without_a_certificate_are_an_error() {
    let mut cut = der("root");
    cut.pop();
    let key = std::fs::read("tests/fixtures/keys/seller.p8").expect("a key");
    for bytes in [&b""[..], b"hello", b"<HDon/>", &cut, &[&der("root")[..], b"x"].concat(), &key] {
        assert!(read_certificates(bytes).is_err());
    }
}

#[test]
fn a_certificate_is_exactly_its_bytes() {
    let good = der("seller");
    assert!(Certificate::from_der(&good).is_ok());
    assert_eq!(Certificate::from_der(&[&good[..], &[0]].concat()).err(), Some(CertificateError::TrailingBytes));
    assert_eq!(Certificate::from_der(&good[..good.len() - 1]).err(), Some(CertificateError::Der));
    // The algorithm beside the signature is not the signed one: SHA-1 in place of SHA-256.
    let mut other = good.clone();
    let identifier = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
    let last = other.windows(9).rposition(|window| window == identifier).expect("the algorithm");
    other[last + 8] = 0x05;
    assert_eq!(Certificate::from_der(&other).err(), Some(CertificateError::AlgorithmsDiffer));
}

// Expected values: openssl x509 -noout -text.
#[test]
fn a_certificate_says_what_openssl_says() {
    let seller = certificate("seller");
    assert_eq!(
        seller.subject().to_string(),
        "C=VN,ST=Hà Nội,L=Phường Hoàn Kiếm,CN=CÔNG TY TNHH THƯƠNG MẠI KIỂM THỬ,UID=MST:0109999982"
    );
    assert_eq!(seller.issuer().to_string(), "CN=TAXDOC TEST CA,O=TAXDOC TEST,C=VN");
    assert_eq!(seller.not_after().to_string(), "2034-01-01T00:00:00Z");
    assert_eq!(seller.public_key().expect("a key").bits(), 2048);
    assert_eq!(seller.crl_addresses(), ["http://crl.test.invalid/ca.crl"]);
    assert_eq!(seller.ocsp_addresses(), ["http://ocsp.test.invalid/"]);
    assert_eq!(seller.extended_key_usage(), ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"]);
    assert_eq!(seller.authority_key_id(), certificate("ca").subject_key_id());
    assert_eq!(certificate("names").subject().to_string(), "UID=MST:0109999982+CN=Bộ Tài chính,O=Ha Noi T61,C=VN");
    assert_eq!(seller.serial(), "A4279EAE47AAA7417DA62434795A01");
}
