//! The schema engine against the W3C suite, against the schemas of the field, and against libxml2.

mod common;
#[path = "xsd/files.rs"]
mod files;
#[path = "xsd/real.rs"]
mod real;
#[path = "xsd/w3c.rs"]
mod w3c;
