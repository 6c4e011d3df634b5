//! Why a stream ends early.

use std::io;

use crate::xml::Fault;

/// Why a stream could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The input itself failed.
    #[error("the input cannot be read")]
    Io(#[from] io::Error),
    /// The document is not well-formed, or breaks a limit.
    #[error(transparent)]
    Xml(#[from] Fault),
}
