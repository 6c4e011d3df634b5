//! Online tax declarations: generated ones of every form and their single faults, the tables against libxml2 and against the schemas of
//! 2015, the formulas against another reader, and their signers.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

#[path = "vn_declaration/examples.rs"]
mod examples;
#[path = "vn_declaration/faults.rs"]
mod faults;
#[path = "vn_declaration/forms.rs"]
mod forms;
#[path = "vn_declaration/formulas.rs"]
mod formulas;
#[path = "vn_declaration/htkk2015.rs"]
mod htkk2015;
#[path = "vn_declaration/libxml2.rs"]
mod libxml2;
#[path = "vn_declaration/recognition.rs"]
mod recognition;
#[path = "vn_declaration/signers.rs"]
mod signers;
#[path = "vn_declaration/wrapping.rs"]
mod wrapping;

use taxdoc::Finding;
use taxdoc::Report;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::pki::Timestamp;
use taxdoc::validator::Stages;

/// The contents alone: no signature is needed, and totals are the arithmetic's.
fn contents(text: &str) -> Report {
    let asked: Stages = [Stage::Xml, Stage::Schema, Stage::Rules].into_iter().collect();
    // The generated ones are of June 2026.
    let at = Timestamp::parse("2026-06-15", 420).unwrap();
    Validator::builder().with_time(at).with_stages(asked).with_required(asked).build().validate(text.as_bytes())
}

/// A finding in short: code, severity, path.
fn short(finding: &Finding) -> String {
    let path = finding.place().map_or("", |place| place.path.as_str());
    format!("{} {} {path}", finding.code(), finding.severity().name())
}
