//! Offline validation of Vietnamese e-invoices and tax declarations.
//!
//! One call takes the bytes of a document and returns a [`Report`]: a verdict, one status for every stage (XML, schema, rules,
//! totals, signatures, certificates, revocation), the evidence behind each signature and each total, and findings with the
//! exact place, the reason in Vietnamese or English, what was expected and how to mend it.
//!
//! The road of a document, left to right; a module uses the ones to its left:
//!
//! [`rules`] → [`xml`] → [`report`] → [`xsd`], [`decimal`], [`document`], [`dsig`], [`pki`] → [`profile`] → [`validator`], [`totals`].
//!
//! [`totals`] is the other direction: it computes what an issuer must write, by the relations that the validator checks.
//!
//! Everything Vietnamese is under [`profile::vn`]; the other modules know standards and no country.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used,
        reason = "a test that fails this way has failed"
    )
)]

mod cancellation;
pub mod decimal;
pub mod document;
pub mod dsig;
pub mod error;
pub mod limits;
pub mod pki;
pub mod profile;
pub mod report;
pub mod rules;
pub mod totals;
pub mod validator;
pub mod xml;
pub mod xsd;

#[cfg(feature = "capi")]
mod capi;

pub use cancellation::Cancellation;
pub use cancellation::Cancelled;
pub use error::Error;
pub use limits::Limits;
pub use report::Finding;
pub use report::Report;
pub use rules::Language;
pub use rules::Severity;
pub use rules::Stage;
pub use validator::Validator;

/// Runs the Rust of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
