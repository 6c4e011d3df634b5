//! X.509 certificates: reading, checking signatures with their keys, path building to a trust anchor at a given time.
//!
//! A subset of RFC 5280 made for signing certificates. Judged: signatures, validity at the moment asked for, names and key identifiers, basic
//! constraints, path length, key usage, name constraints, unknown critical extensions. Not judged: policies (any is accepted), extended key
//! usage (recorded). Old algorithms verify and are reported as [`Weakness`].
//!
//! Whether a certificate was revoked is another question, which [`RevocationEvidence`] answers from lists and OCSP responses of the caller.
//!
//! The result is evidence, a [`Path`] or a [`PathError`], never a mere yes or no:
//!
//! ```no_run
//! use taxdoc::Limits;
//! use taxdoc::pki::{Certificate, Timestamp, TrustStore};
//!
//! # fn example(root: &[u8], leaf: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let store = TrustStore::new().with_certificates(root)?;
//! let signer = Certificate::from_der(leaf)?;
//! let path = store.path(&signer, &[], "2025-06-01T12:00:00+07:00".parse()?, &Limits::default());
//! match path {
//!     Ok(path) => println!("trusted through {:?}", path.anchor()),
//!     Err(error) => println!("{:?}", error.kind()),
//! }
//! # Ok(())
//! # }
//! ```

mod authority;
mod certificate;
mod der;
mod extensions;
mod key;
mod name;
mod name_constraints;
mod path;
mod revocation;
mod rules;
mod span;
mod store;
mod table;
mod time;

pub use authority::Authority;
pub use certificate::CERTIFICATE_BYTES;
pub use certificate::Certificate;
pub use certificate::CertificateError;
pub use extensions::Extensions;
pub use key::Curve;
pub use key::Digest;
pub use key::KeyError;
pub use key::PublicKey;
pub use key::SignatureAlgorithm;
pub use key::SignatureEncoding;
pub use key::VerifyError;
pub use name::Attribute;
pub use name::Name;
pub use name::OID_COMMON_NAME;
pub use name::OID_SERIAL_NUMBER;
pub use name::OID_UID;
pub use path::PATH_LENGTH;
pub use path::Path;
pub use path::PathError;
pub use path::PathErrorKind;
pub use path::Weakness;
pub use revocation::EvidenceProblem;
pub use revocation::ListSigners;
pub use revocation::OCSP_BYTES;
pub use revocation::OcspError;
pub use revocation::OcspResponse;
pub use revocation::PathRevocation;
pub use revocation::REVOCATION_LIST_BYTES;
pub use revocation::RevocationEntry;
pub use revocation::RevocationEvidence;
pub use revocation::RevocationList;
pub use revocation::RevocationListError;
pub use revocation::RevocationReason;
pub use revocation::RevocationStatus;
pub use rules::RULES;
pub use store::TrustStore;
pub use store::read_certificates;
pub use table::TrustTable;
pub use time::TimeError;
pub use time::Timestamp;
