//! The command-line validator from outside: every option, every way to go wrong, every exit status (CONTRACT §2).

#[path = "cli/archives.rs"]
mod archives;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/stages.rs"]
mod stages;
#[path = "common/suites.rs"]
mod suites;
#[path = "cli/usage.rs"]
mod usage;
