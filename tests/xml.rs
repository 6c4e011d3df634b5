//! The XML processor as a whole: the W3C suite, hostile documents, properties, libxml2, positions.

mod common;

#[path = "xml/conformance.rs"]
mod conformance;
#[path = "xml/hostile.rs"]
mod hostile;
