//! The XML processor as a whole: the W3C suite, hostile documents, properties, libxml2, positions.

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "xml/conformance.rs"]
mod conformance;
#[path = "xml/hostile.rs"]
mod hostile;
