//! Any bytes are a revocation list or an error; what a list says counts only with the signature of the certificate's issuer.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::Path;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationList;
use taxdoc::pki::RevocationStatus;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;

static NOW: LazyLock<Timestamp> = LazyLock::new(|| "2025-06-01".parse().unwrap());

/// A signer below an issuer about whose certificates nothing among the seeds speaks.
static SIGNER: LazyLock<(Certificate, Path)> = LazyLock::new(|| {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    let leaf = read(include_bytes!("../../tests/fixtures/pki/below-pss-ca.der"));
    let others = [read(include_bytes!("../../tests/fixtures/pki/pss-ca.der"))];
    let store = TrustStore::new().with_anchor(read(include_bytes!("../../tests/fixtures/pki/root.der")));
    let path = store.path(&leaf, &others, *NOW, &Limits::default()).unwrap();
    (leaf, path)
});

fuzz_target!(|bytes: &[u8]| {
    let (leaf, path) = &*SIGNER;
    let Ok(evidence) = RevocationEvidence::new().with_crl(bytes) else {
        assert!(RevocationList::from_der(bytes).is_err());
        return;
    };
    if let Ok(list) = RevocationList::from_der(bytes) {
        let _ = (list.issuer().to_string(), list.this_update(), list.next_update(), list.problem());
        assert_eq!(list.is_empty(), list.len() == 0);
    }
    // No list of the leaf's issuer is among the seeds, and none can be forged.
    let found = evidence.path_status(leaf, path, *NOW);
    assert!(!matches!(found.status(), RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_)), "{found:?}");
});
