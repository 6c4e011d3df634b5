//! Lists of the test PKI. `tests/fixtures/make.py` has openssl judge the ones that openssl can.

use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::pki::EvidenceProblem;
use taxdoc::pki::ListSigners;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationList;
use taxdoc::pki::RevocationListError;
use taxdoc::pki::RevocationStatus;
use taxdoc::pki::TrustStore;
use taxdoc::report::Revocation;

use super::SIGNED;
use super::certificate;
use super::evidence;
use super::file;
use super::path;
use super::said;
use super::time;
use super::word;

#[test]
fn a_current_list_tells_good_from_revoked() {
    assert_eq!(said(&["ca.crl"], "seller", SIGNED), "good");
    assert_eq!(said(&["ca.crl"], "branch", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["ca.crl"], "person", SIGNED), "revoked from 2025-11-01T00:00:00Z CertificateHold");
    assert_eq!(said(&["ca.crl"], "names", SIGNED), "good", "removeFromCRL");
    assert_eq!(said(&[], "seller", SIGNED), "Missing");
}

#[test]
fn the_second_of_revocation_decides() {
    assert_eq!(said(&["ca.crl"], "branch", "2025-06-01T00:00:00Z"), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["ca.crl"], "branch", "2025-05-31T23:59:59Z"), "later from 2025-06-01T00:00:00Z KeyCompromise");
    // The invalidity date, a month before the revocation.
    assert_eq!(said(&["ca-later.crl"], "ec-p256", "2025-11-01T00:00:00Z"), "revoked from 2025-11-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["ca-later.crl"], "ec-p256", "2025-10-31T23:59:59Z"), "later from 2025-11-01T00:00:00Z KeyCompromise");
}

#[test]
fn a_list_counts_for_its_time_and_for_the_time_before() {
    assert_eq!(said(&["ca.crl"], "seller", "2025-11-25T00:00:00Z"), "good", "the last second");
    assert_eq!(said(&["ca.crl"], "seller", "2025-11-25T00:00:01Z"), "TooOld");
    assert_eq!(said(&["ca.crl"], "seller", "2024-02-01T00:00:00Z"), "good", "issued later");
    // An entry counts in old lists too, but a suspension may have been lifted.
    assert_eq!(said(&["ca-old.crl"], "branch", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["ca-old.crl"], "person", SIGNED), "TooOld");
}

#[test]
fn what_is_issued_after_the_certificate_expired_proves_no_absence() {
    // `expired` ends with 2020; `ca.crl` is of 2025.
    assert_eq!(said(&["ca.crl"], "expired", "2020-06-01"), "IssuedAfterExpiry");
    assert_eq!(said(&["ca-keeps-expired.crl"], "expired", "2020-06-01"), "good");
}

#[test]
fn several_lists_together() {
    assert_eq!(said(&["ca.crl", "ca-later.crl"], "seller", SIGNED), "later from 2025-12-01T00:00:00Z Superseded");
    assert_eq!(said(&["ca-later.crl", "ca.crl"], "seller", SIGNED), "later from 2025-12-01T00:00:00Z Superseded");
    assert_eq!(said(&["ca.crl", "ca-later.crl"], "person", SIGNED), "good", "the suspension was lifted");
    assert_eq!(said(&["ca-old.crl", "ca.crl"], "seller", SIGNED), "good", "one is too old");
    assert_eq!(said(&["forged.crl", "ca.crl"], "seller", SIGNED), "good", "one is forged");
    assert_eq!(said(&["forged.crl", "ca-old.crl"], "seller", SIGNED), "BadSignature", "the most telling problem");
}

#[test]
fn only_the_key_that_issued_the_certificate_speaks_of_it() {
    // All of them say that the seller was revoked; the last two are of the right key and name.
    assert_eq!(said(&["other-key-same-name.crl"], "seller", SIGNED), "Missing");
    assert_eq!(said(&["other-key-same-name-unnamed.crl"], "seller", SIGNED), "Missing");
    assert_eq!(said(&["other-name.crl"], "seller", SIGNED), "Missing");
    assert_eq!(said(&["forged.crl"], "seller", SIGNED), "BadSignature");
    assert_eq!(said(&["folded-name.crl"], "seller", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["without-key-id.crl"], "seller", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
}

#[test]
fn an_issuer_without_crl_sign_signs_no_lists() {
    let leaf = certificate("below-no-crl-sign");
    let path = path(&["root", "no-crl-sign"], &leaf, SIGNED);
    let status = evidence(&["no-crl-sign.crl"]).status(&leaf, &path.authorities()[0], time(SIGNED));
    assert_eq!(status, RevocationStatus::NotRun(EvidenceProblem::KeyUsage));
}

#[test]
fn lists_that_do_not_tell_all_are_refused_by_name() {
    let cases = [
        ("delta.crl", "DeltaList"),
        ("indirect.crl", "IndirectList"),
        ("some-reasons.crl", "SomeReasons"),
        ("unknown-critical.crl", "UnknownCritical 1.3.6.1.4.1.99999.2"),
        ("unknown-not-critical.crl", "good"),
        ("unknown-critical-entry.crl", "UnknownCritical 1.3.6.1.4.1.99999.2"),
        ("unknown-not-critical-entry.crl", "good"),
        ("users.crl", "good"),
        ("authorities.crl", "OtherCertificates"),
        ("attribute.crl", "OtherCertificates"),
        ("same-point.crl", "good"),
        ("other-point.crl", "OtherDistributionPoint"),
    ];
    for (list, expected) in cases {
        assert_eq!(said(&[list], "seller", SIGNED), expected, "{list}");
    }
    // A certificate that names no distribution point has that of its issuer's name (RFC 5280 §6.3.3).
    assert_eq!(said(&["same-point.crl"], "branch", SIGNED), "OtherDistributionPoint");
}

#[test]
fn an_entry_in_a_delta_list_counts() {
    assert_eq!(said(&["delta-with-entries.crl"], "seller", SIGNED), "DeltaList");
    assert_eq!(said(&["delta-with-entries.crl"], "branch", SIGNED), "revoked from 2025-06-01T00:00:00Z KeyCompromise");
    assert_eq!(said(&["delta-with-entries.crl"], "person", SIGNED), "DeltaList", "a later delta list may lift a suspension");
    assert_eq!(said(&["delta-with-entries.crl", "same-point.crl"], "seller", SIGNED), "good");
}

#[test]
fn every_certificate_of_the_path_is_asked_about() {
    let leaf = certificate("seller");
    let path = path(&["root", "ca"], &leaf, SIGNED);
    let said = |names: &[&str]| {
        let found = evidence(names).path_status(
            &leaf,
            &path,
            time(SIGNED),
            &ListSigners::new(&TrustStore::new(), &[], &Limits::default()),
        );
        let about = found.authority().map(|authority| authority.subject().to_string());
        let code = found.draft(&leaf, time(SIGNED), taxdoc::xml::Spot::Node(taxdoc::xml::NodeId::DOCUMENT));
        let note = found.note(&leaf).map(|note| note.text(Language::English).into_owned());
        (found.revocation(), about, code.map(|draft| draft.rule().code), note)
    };
    let ca = Some("CN=TAXDOC TEST CA,O=TAXDOC TEST,C=VN".to_owned());
    assert_eq!(said(&["ca.crl", "root.crl"]), (Revocation::Good, None, None, None));
    assert_eq!(said(&["ca-later.crl", "root.crl"]), (Revocation::Good, None, Some("PKI-REVOKED-LATER"), None));
    assert_eq!(said(&["ca.crl", "root-revokes-ca.crl"]), (Revocation::Revoked, ca.clone(), Some("PKI-REVOKED"), None));
    assert_eq!(said(&["root-revokes-ca.crl"]), (Revocation::Revoked, ca.clone(), Some("PKI-REVOKED"), None));
    let (revocation, about, code, note) = said(&["ca.crl"]);
    assert_eq!((revocation, about, code), (Revocation::NotRun, ca, None));
    assert!(note.is_some_and(|note| note.contains("CN=TAXDOC TEST CA,") && note.contains("no CRL")));
    let (revocation, about, code, note) = said(&["forged.crl", "root.crl"]);
    assert_eq!((revocation, about, code), (Revocation::NotRun, None, Some("PKI-REVOCATION-EVIDENCE")));
    assert!(note.is_some_and(|note| note.contains("forged")));
}

#[test]
fn pem_and_der_read_alike() {
    let der = file("ca.crl");
    let armoured = |bytes: &[u8]| {
        let text = base64(bytes);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        format!("-----BEGIN X509 CRL-----\n{}\n-----END X509 CRL-----\n", lines.join("\n"))
    };
    let two = armoured(&der) + &armoured(&file("root.crl"));
    let read = RevocationEvidence::new().with_crl(two.as_bytes()).expect("two lists");
    let leaf = certificate("seller");
    let path = path(&["root", "ca"], &leaf, SIGNED);
    assert_eq!(
        read.path_status(&leaf, &path, time(SIGNED), &ListSigners::new(&TrustStore::new(), &[], &Limits::default())).revocation(),
        Revocation::Good
    );
    for bytes in [&b""[..], b"-----BEGIN X509 CRL-----", &file("seller.der"), &file("good.ocsp"), &der[..der.len() - 1]] {
        assert!(RevocationEvidence::new().with_crl(bytes).is_err());
    }
    assert_eq!(RevocationList::from_der(&[&der[..], &[0]].concat()).err(), Some(RevocationListError::Der));
    let list = RevocationList::from_der(&der).expect("a list");
    assert_eq!((list.len(), list.this_update()), (4, time("2025-11-15")));
    assert_eq!(list.next_update(), Some(time("2025-11-25")));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |group: &[u8]| {
        let number = (0..3).fold(0_u32, |number, place| number << 8 | u32::from(group.get(place).copied().unwrap_or(0)));
        (0..4)
            .map(move |place| match place > group.len() {
                true => '=',
                false => char::from(DIGITS[(number >> (18 - 6 * place) & 63) as usize]),
            })
            .collect::<String>()
    };
    bytes.chunks(3).map(encode).collect()
}

/// Everything in a list is signed or compared with what is.
#[test]
fn no_changed_byte_is_believed() {
    let leaf = certificate("branch");
    let path = path(&["root", "ca"], &leaf, SIGNED);
    let der = file("ca.crl");
    for place in 0..der.len() {
        for flip in [1, 0x80] {
            let mut changed = der.clone();
            changed[place] ^= flip;
            let Ok(read) = RevocationEvidence::new().with_crl(&changed) else { continue };
            let found = read.status(&leaf, &path.authorities()[0], time(SIGNED));
            assert!(matches!(found, RevocationStatus::NotRun(_)), "byte {place}: {found:?}");
        }
    }
}

/// What takes time: 500,000 entries, as one Vietnamese list has. Run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn a_list_of_half_a_million_entries() {
    let Ok(large) = std::env::var("LARGE_CRL").map(std::fs::read) else { return };
    let large = large.expect("LARGE_CRL names a list of TAXDOC TEST CA");
    let leaf = certificate("seller");
    let path = path(&["root", "ca"], &leaf, SIGNED);
    let start = std::time::Instant::now();
    let evidence = RevocationEvidence::new().with_crl(&large).expect("a list");
    let read = start.elapsed();
    let first = evidence.status(&leaf, &path.authorities()[0], time(SIGNED));
    let checked = start.elapsed() - read;
    let start = std::time::Instant::now();
    for _ in 0..100_000 {
        assert_eq!(std::hint::black_box(evidence.status(&leaf, &path.authorities()[0], time(SIGNED))), first);
    }
    let status = start.elapsed() / 100_000;
    crate::common::suites::say(&format!(
        "{} bytes: read {read:?}, first answer {checked:?}, each further {status:?} ({first:?})",
        large.len()
    ));
}

/// RFC 5280 §6.3.3(f): the key that signs the list may be another one of the same authority, if it leads to the same anchor.
#[test]
fn a_list_may_be_signed_with_another_key_of_the_authority() {
    let leaf = certificate("seller");
    let store = |names: &[&str]| {
        names
            .iter()
            .fold(TrustStore::new(), |store, name| store.with_certificates(&file(&format!("{name}.der"))).expect("certificates"))
    };
    let said = |lists: &[&str], stored: &[&str], brought: &[&str]| {
        let (store, limits) = (store(stored), Limits::default());
        let path = store.path(&leaf, &[], time(SIGNED), &limits).expect("a path");
        let brought: Vec<_> = brought.iter().map(|name| certificate(name)).collect();
        let signers = ListSigners::new(&store, &brought, &limits);
        word(evidence(lists).path_status(&leaf, &path, time(SIGNED), &signers).status())
    };
    // The root's list says that neither certificate of the authority is revoked.
    for list in ["other-key-same-name.crl", "other-key-same-name-unnamed.crl"] {
        let lists = [list, "root.crl"];
        let revoked = said(&lists, &["root", "ca"], &["ca-older"]);
        assert!(revoked.starts_with("revoked"), "{list}: {revoked}");
        assert_eq!(said(&lists, &["root", "ca", "ca-older"], &[]), revoked, "{list}: stored or brought");
        assert_eq!(said(&lists, &["root", "ca"], &[]), "Missing", "{list}: the key is nowhere");
        assert_eq!(said(&lists, &["root", "ca"], &["sub-ca"]), "Missing", "{list}: only a key of another name");
    }
    let list = "other-key-same-name.crl";
    assert_eq!(said(&[list], &["root", "ca"], &["ca-older"]), "Missing", "nothing is known of the other key's certificate");
}
