//! What a validation says: the [`Report`], its [`Finding`]s, and the drafts that engines make of them.

mod draft;
mod finding;

pub use draft::Draft;
pub use draft::Findings;
pub use finding::Finding;

/// The report of one document.
#[derive(Debug)]
pub struct Report {}
