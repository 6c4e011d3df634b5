//! XML signatures: canonicalization vectors, signature vectors, the sample files' reference verdicts, and signatures made here.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "dsig/attacks.rs"]
mod attacks;
#[path = "dsig/c14n.rs"]
mod c14n;
#[path = "dsig/content.rs"]
mod content;
#[path = "dsig/corpus.rs"]
mod corpus;
#[path = "dsig/diagnosis.rs"]
mod diagnosis;
#[path = "dsig/examples.rs"]
mod examples;
#[path = "dsig/program.rs"]
mod program;
#[path = "dsig/samples.rs"]
mod samples;
#[path = "dsig/signed.rs"]
mod signed;
#[path = "dsig/vectors.rs"]
mod vectors;
#[path = "dsig/xades.rs"]
mod xades;
#[path = "dsig/xmlsec.rs"]
mod xmlsec;
