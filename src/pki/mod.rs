//! X.509 certificates: reading, path building to a trust anchor at a given time.

mod certificate;
mod extensions;
mod key;
mod name;
mod span;
mod time;

use crate::rules::Rule;

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
pub use name::Name;
pub use name::OID_COMMON_NAME;
pub use name::OID_SERIAL_NUMBER;
pub use name::OID_UID;
pub use time::TimeError;
pub use time::Timestamp;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[];
