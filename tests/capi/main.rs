//! The C interface, from outside: its header, its symbols, its answers, and C programs that use it.
#![cfg(feature = "capi")]

mod build;
mod header;
