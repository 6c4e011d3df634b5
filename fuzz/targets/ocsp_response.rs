//! Any bytes are an OCSP response or an error; what a response says counts only with the signature of the certificate's issuer or of
//! one that it has delegated.

#![no_main]

mod signer;

use libfuzzer_sys::fuzz_target;

use taxdoc::pki::OcspResponse;
use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationStatus;

fuzz_target!(|bytes: &[u8]| {
    let Ok(evidence) = RevocationEvidence::new().with_ocsp(bytes) else {
        assert!(OcspResponse::from_der(bytes).is_err());
        return;
    };
    if let Ok(response) = OcspResponse::from_der(bytes) {
        let _ = (response.produced_at(), response.problem());
        assert_eq!(response.is_empty(), response.len() == 0);
    }
    // No response of the leaf's issuer is among the seeds, and none can be forged.
    let found = signer::revocation(&evidence);
    assert!(!matches!(found.status(), RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_)), "{found:?}");
});
