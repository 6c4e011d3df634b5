//! Revocation: what lists (RFC 5280 §5) and OCSP responses (RFC 6960), given as bytes by the caller, say of a certificate. Nothing is fetched.

mod evidence;
mod list;
mod ocsp;
mod point;
mod remembered;
pub(super) mod rules;
mod signers;
mod status;

pub use evidence::RevocationEvidence;
pub use list::REVOCATION_LIST_BYTES;
pub use list::RevocationList;
pub use list::RevocationListError;
pub use ocsp::OCSP_BYTES;
pub use ocsp::OcspError;
pub use ocsp::OcspResponse;
pub use signers::ListSigners;
pub use status::EvidenceProblem;
pub use status::PathRevocation;
pub use status::RevocationEntry;
pub use status::RevocationReason;
pub use status::RevocationStatus;
