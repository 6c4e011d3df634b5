//! Certificates: the test PKI, the trust table, conformance suites.

mod common {
    pub mod suites;
}

#[path = "pki/paths.rs"]
mod paths;
#[path = "pki/suites.rs"]
mod suites;
#[path = "pki/trust_table.rs"]
mod trust_table;
