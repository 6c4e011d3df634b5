//! The genuine files in `samples/vn-einvoice` of the shared folder (no part of the repository): the integrity of every signature, which
//! files can be judged at all, and every error outside signatures and certificates, each with the reason why it is right.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

mod common;

use std::collections::BTreeSet;

use common::suites::say;
use common::suites::shared;
use taxdoc::Report;
use taxdoc::Validator;
use taxdoc::report::Integrity;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Language;
use taxdoc::rules::Severity;
use taxdoc::rules::Stage;

/// A file with its line of the index and what is said about it.
struct Sample {
    name: String,
    columns: Vec<String>,
    report: Report,
}

impl Sample {
    fn column(&self, index: usize) -> &str {
        self.columns.get(index).map_or("", String::as_str)
    }

    /// The number in front of the name.
    fn number(&self) -> &str {
        &self.name[..3]
    }
}

// Columns of INDEX.csv.
const VERDICTS: usize = 11;

fn samples() -> Option<Vec<Sample>> {
    let folder = shared("samples/vn-einvoice")?;
    let index = std::fs::read_to_string(folder.join("INDEX.csv")).expect("the index of the samples");
    let validator = Validator::new();
    let read = |line: &str| {
        let columns = fields(line);
        let name = columns[0].clone();
        let bytes = std::fs::read(folder.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Sample { report: validator.validate(&bytes), name, columns }
    };
    let samples: Vec<Sample> = index.lines().skip(1).map(read).collect();
    assert!(samples.len() >= 107, "{}", samples.len());
    Some(samples)
}

/// The fields of a line of CSV.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.trim_end().chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("one at least").push(other),
        }
    }
    fields
}

/// Whether an integrity is what the two reference verifiers found.
fn agrees(reference: &str, integrity: Integrity) -> bool {
    match reference.split('(').next().unwrap_or_default() {
        "VALID" => integrity == Integrity::Valid,
        "VALID-DOTNET" => integrity == Integrity::ValidNonstandard,
        "VALID-AFTER-WS-STRIP" => integrity == Integrity::AlteredWhitespace,
        // Some of those that were pretty-printed too are unchanged: which, and why, is for tests/dsig/samples.rs.
        "INVALID" if reference.contains("pretty-printed") => {
            integrity != Integrity::Valid && integrity != Integrity::ValidNonstandard
        }
        "INVALID" => matches!(integrity, Integrity::Invalid | Integrity::Refused),
        "ERROR" => integrity == Integrity::Refused,
        other => panic!("an unknown reference verdict {other}"),
    }
}

#[test]
fn the_integrity_of_every_signature_is_that_of_the_index() {
    let Some(samples) = samples() else { return };
    let mut count = 0;
    let mut wrong = Vec::new();
    for sample in &samples {
        let references: Vec<&str> = sample.column(VERDICTS).split(';').filter(|verdict| !verdict.is_empty()).collect();
        let found: Vec<Integrity> = sample.report.signatures().iter().map(|signature| signature.integrity).collect();
        count += found.len();
        if references.len() != found.len() || !references.iter().zip(&found).all(|(reference, found)| agrees(reference, *found)) {
            wrong.push(format!("{}: {references:?} {found:?}", sample.name));
        }
        // A signature that does not hold is never part of a valid document.
        let holds = |integrity: &Integrity| matches!(integrity, Integrity::Valid | Integrity::ValidNonstandard);
        if !found.iter().all(holds) && sample.report.verdict() != Verdict::Invalid {
            wrong.push(format!("{}: {:?} with {found:?}", sample.name, sample.report.verdict()));
        }
    }
    say(&format!("samples: {} files, {count} signatures, {} not as the index says", samples.len(), wrong.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 89, "{count}");
}

/// Files that no table is for: drafts of 2021 with the form symbols of decree 51/2010, and a message without data; and minutes that have
/// their one block in `DSCKS`, where the table has none.
const WITHOUT_TABLE: [&str; 16] =
    ["002", "006", "007", "008", "009", "010", "011", "012", "013", "014", "015", "016", "017", "018", "051", "081"];

#[test]
fn every_file_is_read_with_its_table_or_undetermined_with_a_reason() {
    let Some(samples) = samples() else { return };
    let mut read = 0;
    for sample in &samples {
        let report = &sample.report;
        if report.stage(Stage::Xml).is_some_and(|stage| stage.status == StageStatus::Failed) {
            continue;
        }
        let status = report.stage(Stage::Schema).map(|stage| &stage.status);
        if !WITHOUT_TABLE.contains(&sample.number()) {
            assert!(matches!(status, Some(StageStatus::Passed | StageStatus::Failed)), "{}: {status:?}", sample.name);
            read += 1;
            continue;
        }
        assert_ne!(report.verdict(), Verdict::Valid, "{}", sample.name);
        let Some(StageStatus::NotRun(note)) = status else { panic!("{}: {status:?}", sample.name) };
        for language in [Language::Vietnamese, Language::English] {
            let reason = note.text(language);
            assert!(!reason.is_empty() && !reason.contains('{'), "{}: {reason}", sample.name);
        }
    }
    say(&format!("samples: {read} files read with their tables, {} of no table", WITHOUT_TABLE.len()));
    assert!(read >= 90, "{read}");
}

#[test]
fn every_error_in_a_genuine_file_is_on_the_list() {
    let Some(samples) = samples() else { return };
    let listed: BTreeSet<[String; 3]> = include_str!("samples/errors.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 4 && !cells[3].is_empty(), "{line}");
            [cells[0], cells[1], cells[2]].map(str::to_owned)
        })
        .collect();
    let mut found = BTreeSet::new();
    for sample in &samples {
        for finding in sample.report.findings() {
            let of_signatures = matches!(finding.rule().stage, Stage::Signatures | Stage::Certificates);
            if finding.severity() == Severity::Error && !of_signatures {
                let path = finding.place().map_or("", |place| &place.path);
                found.insert([sample.number(), finding.code(), path].map(str::to_owned));
            }
        }
    }
    let new: Vec<String> = found.difference(&listed).map(|row| row.join(" ")).collect();
    let gone: Vec<String> = listed.difference(&found).map(|row| row.join(" ")).collect();
    say(&format!("samples: {} errors outside signatures, {} new, {} gone", found.len(), new.len(), gone.len()));
    assert!(
        new.is_empty() && gone.is_empty(),
        "new, to be judged:\n{}\ngone, to leave the list:\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}
