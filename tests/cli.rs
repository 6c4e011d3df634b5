//! The command-line validator from outside: every option, every way to go wrong, every exit status (CONTRACT §2).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

#[path = "cli/archives.rs"]
mod archives;
#[path = "cli/batch.rs"]
mod batch;
#[path = "cli/circular_15.rs"]
mod circular_15;
#[path = "cli/compare.rs"]
mod compare;
#[path = "common/examples.rs"]
mod examples;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/golden.rs"]
mod golden;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/reference.rs"]
mod reference;
#[path = "cli/selection.rs"]
mod selection;
#[path = "cli/spreadsheet.rs"]
mod spreadsheet;
#[path = "cli/stages.rs"]
mod stages;
#[path = "common/suites.rs"]
mod suites;
#[path = "cli/usage.rs"]
mod usage;
