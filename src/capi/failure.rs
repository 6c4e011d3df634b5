//! Why a call could not be carried out: a status and a sentence.

use super::numbers::Status;

/// Why a call could not be carried out.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: Status,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// A pointer that may not be NULL is.
    pub(super) fn null(name: &str) -> Self {
        Self::new(Status::TaxdocNullArgument, ["the argument `", name, "` is NULL"].concat())
    }

    /// A handle was freed before.
    pub(super) fn freed(name: &str) -> Self {
        Self::new(Status::TaxdocFreedHandle, ["the handle `", name, "` was freed before"].concat())
    }

    /// A number or a length that has no meaning.
    pub(super) fn invalid(name: &str) -> Self {
        Self::new(Status::TaxdocInvalidArgument, ["the argument `", name, "` has a value without meaning"].concat())
    }
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        let status = match error {
            crate::Error::Certificate(_) | crate::Error::Revocation(_) => Status::TaxdocBadCertificate,
            crate::Error::Schema(_) => Status::TaxdocBadSchema,
            crate::Error::Time(_) => Status::TaxdocInvalidArgument,
        };
        Self::new(status, error.to_string())
    }
}

impl From<crate::Cancelled> for Failure {
    fn from(cancelled: crate::Cancelled) -> Self {
        Self::new(Status::TaxdocCancelled, cancelled.to_string())
    }
}
