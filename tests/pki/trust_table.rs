//! The trust table of Viet Nam is rebuilt from the certificates and compared, row by row.
//!
//! `TAXDOC_REFRESH=1 cargo test --test pki trust_table` writes it anew; a person reads the difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::Digest;
use taxdoc::pki::PathErrorKind;
use taxdoc::pki::PublicKey;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::pki::TrustTable;
use taxdoc::pki::read_certificates;
use taxdoc::profile::vn::trust::TRUST_TABLE;

use crate::common::suites;
use crate::common::suites::shared;

const FILE: &str = "src/profile/vn/trust/anchors_and_issuers.tsv";

/// The anchors: fingerprint, hierarchy, how far each is confirmed. Pinned here; nothing becomes an anchor by its name.
const ANCHORS: [(&str, &str, &str); 8] = [
    ("ca918d635bb1", "public", "two independent sources, the same bytes; verifies the authorities of the first generation"),
    ("bac8bf609ab4", "public", "three sources; verifies most authorities of today and field certificates"),
    ("7b3269e7", "public", "two sources, the same bytes; no authority under it seen yet"),
    ("12afeba2545f", "public", "ONE source; verifies four authorities for remote signing of 2026"),
    ("41803135f13a", "public", "ONE source; verifies two authorities for USB tokens of 2025 and 2026"),
    ("0d765aed", "public", "ONE source; verifies two authorities for data messages"),
    ("f04ba4b4", "government", "two sources; verifies the tax authority's certificates in the field"),
    (
        "f7bc89054cec",
        "government",
        "ONE copy (trust store of the tax authority's own viewer); confirmed by tax-office signatures of the field that chain to it",
    ),
];

/// Authorities that are known and must not be trusted: fingerprint and why.
const REFUSED: [(&str, &str); 5] = [
    ("c75535d65c0f", "root MOBILEPKI: one source, nothing under it seen"),
    ("d343b3c5132f", "root TSA: one source, for time stamps only"),
    (
        "727cae5b7870",
        "another root with a misspelt name of the national root, kept in one copy; its authorities lived for weeks or a year",
    ),
    ("ebc08420a13d", "a company's own root, parent of trial authorities"),
    ("b5d2f64c0217", "for time stamps only (critical extended key usage)"),
];

#[test]
fn the_table_is_what_the_certificates_say() {
    let Some(folder) = vn_pki() else { return };
    let built = build(&folder);
    if std::env::var_os("TAXDOC_REFRESH").is_some() {
        std::fs::write(FILE, &built).expect("the table is written");
    }
    let kept = std::fs::read_to_string(FILE).expect("the table");
    for (number, (kept, built)) in kept.lines().zip(built.lines()).enumerate() {
        assert_eq!(kept, built, "line {} of {FILE}", number + 1);
    }
    assert_eq!(kept, built);
}

#[test]
fn every_row_decodes_and_ends_in_an_anchor() {
    let mut anchors = 0;
    for authority in TRUST_TABLE.authorities() {
        let authority = authority.expect("a row that cannot be decoded");
        anchors += usize::from(authority.is_anchor());
        let text = authority.subject().to_string().to_lowercase();
        assert!(["test", "trial", "demo"].iter().all(|word| !text.contains(word)), "{text}");
        assert!(!authority.hierarchy().is_empty());
        assert_eq!(TRUST_TABLE.by_sha256(authority.sha256()).map(|found| *found.sha256()), Some(*authority.sha256()));
    }
    assert_eq!(anchors, ANCHORS.len());
}

#[test]
fn every_listed_authority_has_a_path_and_no_refused_one_has() {
    let Some(folder) = vn_pki() else { return };
    let store = TrustStore::new().with_table(&TRUST_TABLE);
    let (mut trusted, mut refused) = (0, 0);
    for certificate in certificates(&folder).into_values().map(|(_, certificate)| certificate) {
        if !certificate.extensions().is_ca() || !certificate.extensions().may_sign_documents() {
            continue;
        }
        let listed = TRUST_TABLE.by_sha256(certificate.sha256()).is_some();
        match store.path(&certificate, &[], certificate.not_after(), &Limits::default()) {
            Ok(_) => trusted += 1,
            Err(error) => {
                assert!(!listed, "{certificate:?}: {error:?}");
                refused += 1;
            }
        }
    }
    suites::say(&format!("authorities that may also sign documents: {trusted} with a path, {refused} without"));
}

/// Leaf certificates of the field: how many chain at the middle of their validity. Figures for the record; the exceptions are known.
#[test]
fn signers_of_the_field_chain() {
    let Some(folder) = shared("samples/vn-einvoice") else { return };
    let store = TrustStore::new().with_table(&TRUST_TABLE);
    let mut leaves = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("samples").flatten() {
        let text = String::from_utf8_lossy(&std::fs::read(entry.path()).expect("a sample")).into_owned();
        for piece in text.split("X509Certificate>").skip(1).step_by(2) {
            let base64: String = piece.split('<').next().unwrap_or_default().split_whitespace().collect();
            let certificate = STANDARD.decode(base64).ok().and_then(|der| Certificate::from_der(&der).ok());
            leaves.extend(certificate.map(|certificate| (*certificate.sha256(), certificate)));
        }
    }
    let mut failures = Vec::new();
    for leaf in leaves.values() {
        let middle = Timestamp::from_unix(i64::midpoint(leaf.not_before().unix(), leaf.not_after().unix()));
        match store.path(leaf, &[], middle, &Limits::default()) {
            Ok(path) => assert!(path.anchor().is_some_and(|anchor| !anchor.hierarchy().is_empty())),
            Err(error) => {
                failures.push(format!("{} by {}: {:?} {:?}", leaf.subject(), leaf.issuer(), error.kind(), error.authority()))
            }
        }
    }
    suites::say(&format!("{} of {} signers of the sample chain", leaves.len() - failures.len(), leaves.len()));
    // The authority's test system.
    assert_eq!(failures.len(), 1, "{failures:#?}");
    assert!(failures[0].contains("CYBERLOTUS"), "{failures:?}");
}

#[test]
fn a_table_row_is_no_proof_for_another_key() {
    let look_alike = Certificate::from_der(include_bytes!("../fixtures/pki/seller.der")).expect("a certificate");
    let store = TrustStore::new().with_table(&TRUST_TABLE);
    let error = store.path(&look_alike, &[], look_alike.not_before(), &Limits::default()).expect_err("not trusted");
    assert_eq!(*error.kind(), PathErrorKind::IssuerUnknown);
    assert!(error.is_undetermined());
}

fn build(folder: &Path) -> String {
    let all = certificates(folder);
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for (source, certificate) in all.values() {
        let fingerprint = hexadecimal(certificate.sha256());
        let refused = REFUSED.iter().find(|(start, _)| fingerprint.starts_with(start)).map(|(_, why)| *why);
        match (anchor(certificate), refused) {
            (Some((order, hierarchy, note)), None) => {
                assert!(certificate.extensions().is_ca() && certificate.is_self_issued() && signed_by(certificate, certificate));
                rows.push((order, row("anchor", certificate, "", hierarchy, note)));
            }
            (None, None) if certificate.extensions().is_ca() => match path(certificate, all.values().map(|(_, other)| other)) {
                Some((parent, (order, hierarchy, _))) => {
                    let note = match *source {
                        "public-ca" => "published by the authority; signature checked",
                        _ => "copy of the tax authority's viewer trust store; signature checked",
                    };
                    rows.push((order, row("issuer", certificate, &hexadecimal(parent.sha256()), hierarchy, note)));
                }
                None => left_out.push((certificate, "its path, every signature checked, ends in no anchor of this table")),
            },
            (None, None) => left_out.push((certificate, "not a certification authority (basic constraints)")),
            (_, Some(why)) => left_out.push((certificate, why)),
        }
    }
    // Anchor by anchor; the anchor first, then by name, then by age.
    rows.sort_by_key(|(order, row)| {
        let columns: Vec<&str> = row.split('\t').collect();
        (*order, columns[0] != "anchor", columns[12].to_owned(), columns[5].to_owned(), columns[1].to_owned())
    });
    let mut text = String::from(
        "# Authorities of Viet Nam as facts. Made by tests/pki/trust_table.rs, which checks every row against the certificate. Columns: see TrustTable::COLUMNS.\n",
    );
    let _ = writeln!(text, "{}", TrustTable::COLUMNS);
    rows.iter().for_each(|(_, row)| text.push_str(row));
    text.push_str("# Known and left out:\n");
    let mut left_out: Vec<String> = left_out
        .iter()
        .map(|(certificate, why)| format!("# {} {} ({why})\n", hexadecimal(certificate.sha256()), certificate.subject()))
        .collect();
    left_out.sort();
    left_out.iter().for_each(|line| text.push_str(line));
    text
}

fn row(role: &str, certificate: &Certificate, parent: &str, hierarchy: &str, note: &str) -> String {
    let extensions = certificate.extensions();
    let subject = certificate.subject().to_string();
    assert!(
        extensions.may_sign_certificates() && extensions.unknown_critical().is_none() && !extensions.name_constraints(),
        "{subject}"
    );
    assert!(["TEST", "TRIAL", "DEMO"].iter().all(|word| !subject.to_uppercase().contains(word)), "{subject}");
    PublicKey::from_spki(certificate.spki()).expect("a key");
    let signature = match certificate.signature_algorithm().expect("an algorithm").digest() {
        Some(Digest::Sha1) => "sha1",
        Some(Digest::Sha256) => "sha256",
        Some(Digest::Sha384) => "sha384",
        Some(Digest::Sha512) => "sha512",
        None => "",
    };
    let columns = [
        role,
        &hexadecimal(certificate.sha256()),
        &certificate.subject_key_id().map(hexadecimal).unwrap_or_default(),
        parent,
        &STANDARD.encode(certificate.subject().der()),
        &certificate.not_before().to_string(),
        &certificate.not_after().to_string(),
        &extensions.path_len().map(|most| most.to_string()).unwrap_or_default(),
        signature,
        hierarchy,
        &certificate.crl_addresses().join(" "),
        &certificate.ocsp_addresses().join(" "),
        &subject,
        note,
        &STANDARD.encode(certificate.spki()),
    ];
    assert!(columns.iter().all(|column| !column.contains(['\t', '\n'])));
    columns.join("\t") + "\n"
}

fn anchor(certificate: &Certificate) -> Option<(usize, &'static str, &'static str)> {
    let fingerprint = hexadecimal(certificate.sha256());
    let found = ANCHORS.iter().enumerate().find(|(_, (start, ..))| fingerprint.starts_with(start));
    found.map(|(order, (_, hierarchy, note))| (order, *hierarchy, *note))
}

/// The parent of an authority and the anchor above it, every signature checked.
fn path<'a>(
    certificate: &Certificate,
    all: impl Iterator<Item = &'a Certificate> + Clone,
) -> Option<(&'a Certificate, (usize, &'static str, &'static str))> {
    let mut parents = all.clone().filter(|other| signed_by(certificate, other) && other.sha256() != certificate.sha256());
    parents.find_map(|parent| {
        let above = anchor(parent).or_else(|| path(parent, all.clone()).map(|(_, anchor)| anchor))?;
        Some((parent, above))
    })
}

fn signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    let issues =
        issuer.extensions().is_ca() && issuer.extensions().may_sign_certificates() && certificate.issuer() == issuer.subject();
    issues && issuer.public_key().is_ok_and(|key| certificate.verify_signed_by(&key).is_ok())
}

/// Every certificate held, by fingerprint, with the folder it stands in.
fn certificates(folder: &Path) -> BTreeMap<[u8; 32], (&'static str, Certificate)> {
    let mut all = BTreeMap::new();
    for source in ["more-ca", "public-ca", "roots"] {
        for entry in std::fs::read_dir(folder.join(source)).expect("a folder").flatten() {
            if entry.path().extension().is_some_and(|end| end == "pem" || end == "der") {
                for certificate in read_certificates(&std::fs::read(entry.path()).expect("a file")).expect("certificates") {
                    all.insert(*certificate.sha256(), (source, certificate));
                }
            }
        }
    }
    all
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn vn_pki() -> Option<PathBuf> {
    shared("vn-pki")
}
