//! Any bytes are certificates or an error; whatever a certificate says of itself, it is not trusted without its anchor.

#![no_main]

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::pki::Certificate;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::pki::read_certificates;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    if let Ok(certificate) = Certificate::from_der(bytes) {
        assert_eq!(certificate.der(), bytes);
        let _ = (certificate.subject().to_string(), certificate.issuer().to_string(), certificate.serial());
        let _ = (certificate.public_key().is_ok(), certificate.signature_algorithm().is_ok(), certificate.extensions());
        let _ = (certificate.authority_key_id(), certificate.subject_key_id(), certificate.extended_key_usage());
        let _ = (certificate.crl_addresses(), certificate.ocsp_addresses());
        let at = certificate.not_before();
        assert!(TrustStore::new().path(&certificate, std::slice::from_ref(&certificate), at, &limits).is_err());
        // As its own anchor it may pass, but never before its time.
        let store = TrustStore::new().with_anchor(certificate.clone());
        let _ = store.path(&certificate, &[], at, &limits);
        assert!(store.path(&certificate, &[], at.plus(-1), &limits).is_err());
    }
    if let Ok(certificates) = read_certificates(bytes) {
        let Some(leaf) = certificates.first() else { return };
        let store = certificates.iter().skip(1).fold(TrustStore::new(), |store, one| store.with_anchor(one.clone()));
        let _ = store.path(leaf, &certificates, Timestamp::from_unix(1_750_000_000), &limits);
    }
});
