//! The signer whose revocation the targets ask about.

use std::sync::LazyLock;

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::Path;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;

pub static NOW: LazyLock<Timestamp> = LazyLock::new(|| "2025-06-01".parse().unwrap());

/// A signer below an issuer about whose certificates nothing among the seeds speaks.
pub static SIGNER: LazyLock<(Certificate, Path)> = LazyLock::new(|| {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    let leaf = read(include_bytes!("../../tests/fixtures/pki/below-pss-ca.der"));
    let others = [read(include_bytes!("../../tests/fixtures/pki/pss-ca.der"))];
    let store = TrustStore::new().with_anchor(read(include_bytes!("../../tests/fixtures/pki/root.der")));
    let path = store.path(&leaf, &others, *NOW, &Limits::default()).unwrap();
    (leaf, path)
});
