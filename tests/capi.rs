//! The C interface, from outside: its header, its symbols, its answers, and C programs that use it.
#![cfg(feature = "capi")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that fails this way has failed")]

#[path = "capi/build.rs"]
mod build;
#[path = "capi/documents.rs"]
mod documents;
#[path = "capi/header.rs"]
mod header;
#[path = "capi/octets.rs"]
mod octets;
#[path = "capi/programs.rs"]
mod programs;
#[path = "capi/threads.rs"]
#[allow(unsafe_code, reason = "calls the exported functions as C does")]
mod threads;
