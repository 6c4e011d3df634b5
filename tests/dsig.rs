//! XML signatures: canonicalization vectors, signature vectors, the sample files' reference verdicts, and signatures made here.

#[path = "dsig/samples.rs"]
mod samples;
