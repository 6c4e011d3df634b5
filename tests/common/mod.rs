//! What several test programs share.
#![allow(dead_code, reason = "each test program uses its part")]

pub(crate) mod signer;
pub(crate) mod suites;
pub(crate) mod vn_invoice;
