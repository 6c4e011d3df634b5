//! The C interface, from outside: its header, its symbols, its answers, and C programs that use it.
#![cfg(feature = "capi")]

mod build;
mod documents;
mod header;
mod programs;
#[allow(unsafe_code, reason = "calls the exported functions as C does")]
mod threads;
