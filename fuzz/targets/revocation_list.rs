//! Any bytes are a revocation list or an error; what a list says counts only with the signature of the certificate's issuer.

#![no_main]

mod signer;

use libfuzzer_sys::fuzz_target;

use taxdoc::pki::RevocationEvidence;
use taxdoc::pki::RevocationList;
use taxdoc::pki::RevocationStatus;

fuzz_target!(|bytes: &[u8]| {
    let Ok(evidence) = RevocationEvidence::new().with_crl(bytes) else {
        assert!(RevocationList::from_der(bytes).is_err());
        return;
    };
    if let Ok(list) = RevocationList::from_der(bytes) {
        let _ = (list.issuer().to_string(), list.this_update(), list.next_update(), list.problem());
        assert_eq!(list.is_empty(), list.len() == 0);
    }
    // No list of the leaf's issuer is among the seeds, and none can be forged.
    let found = signer::revocation(&evidence);
    assert!(!matches!(found.status(), RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_)), "{found:?}");
});
