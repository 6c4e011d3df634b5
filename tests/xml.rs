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
#[path = "xml/libxml2.rs"]
mod libxml2;
#[path = "xml/mutation.rs"]
mod mutation;
#[path = "xml/positions.rs"]
mod positions;
#[path = "xml/properties.rs"]
mod properties;
