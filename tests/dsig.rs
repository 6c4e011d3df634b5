//! XML signatures: canonicalization vectors, signature vectors, the sample files' reference verdicts, and signatures made here.

#[path = "dsig/c14n.rs"]
mod c14n;
mod common;

#[path = "dsig/samples.rs"]
mod samples;
#[path = "dsig/vectors.rs"]
mod vectors;
