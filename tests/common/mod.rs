//! What several test programs share.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

pub(crate) mod dice;
pub(crate) mod examples;
pub(crate) mod libxml2;
pub(crate) mod path_suites;
pub(crate) mod put;
pub(crate) mod signer;
pub(crate) mod suites;
pub(crate) mod vn_declaration;
pub(crate) mod vn_invoice;
