//! Errors of a call. What is wrong with a document is a finding, never an [`Error`].

/// A call that could not be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Bytes given as certificates hold no certificate, or one that cannot be read.
    #[error("the trust anchors cannot be read: {0}")]
    Certificate(String),
    /// Bytes given as a revocation list or an OCSP response are not one that can be read.
    #[error("the revocation evidence cannot be read: {0}")]
    Revocation(String),
    /// Bytes given as an XSD are not a schema that can be compiled.
    #[error("the schema cannot be compiled: {0}")]
    Schema(String),
    /// A text given as a time is not one.
    #[error("not a time: {0:?} (write YYYY-MM-DD or RFC 3339)")]
    Time(String),
}
