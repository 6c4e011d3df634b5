//! The schema engine against the W3C suite, against the schemas of the field, and against libxml2.

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
#[path = "xsd/differences.rs"]
mod differences;
#[path = "xsd/examples.rs"]
mod examples;
#[path = "xsd/families.rs"]
mod families;
#[path = "xsd/files.rs"]
mod files;
#[path = "xsd/floats.rs"]
mod floats;
#[path = "xsd/hostile.rs"]
mod hostile;
#[path = "xsd/identity.rs"]
mod identity;
#[path = "xsd/libxml2.rs"]
mod libxml2;
#[path = "xsd/models.rs"]
mod models;
#[path = "xsd/mutate.rs"]
mod mutate;
#[path = "xsd/oracle.rs"]
mod oracle;
#[path = "xsd/real.rs"]
mod real;
#[path = "xsd/speed.rs"]
mod speed;
#[path = "xsd/w3c.rs"]
mod w3c;
