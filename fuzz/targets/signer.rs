//! The signer whose revocation the targets ask about.

use std::sync::LazyLock;

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::ListSigners;
use taxdoc::pki::Path;
use taxdoc::pki::PathRevocation;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;

static NOW: LazyLock<Timestamp> = LazyLock::new(|| "2025-06-01".parse().unwrap());

/// A signer below an issuer about whose certificates nothing among the seeds speaks, and everybody whose keys may sign lists.
struct Signer {
    leaf: Certificate,
    path: Path,
    store: TrustStore,
    others: [Certificate; 1],
}

static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    let leaf = read(include_bytes!("../../tests/fixtures/pki/below-pss-ca.der"));
    let others = [read(include_bytes!("../../tests/fixtures/pki/pss-ca.der"))];
    let store = TrustStore::new().with_anchor(read(include_bytes!("../../tests/fixtures/pki/root.der")));
    let path = store.path(&leaf, &others, *NOW, &LIMITS).unwrap();
    Signer { leaf, path, store, others }
});

/// What the evidence says of the signer.
pub fn revocation(evidence: &RevocationEvidence) -> PathRevocation {
    let Signer { leaf, path, store, others } = &*SIGNER;
    evidence.path_status(leaf, path, *NOW, &ListSigners::new(store, others, &LIMITS))
}
