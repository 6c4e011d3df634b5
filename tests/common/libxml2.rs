//! The verdict of libxml2, by its program xmllint, beside ours.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::Schema;

use super::suites;

/// Whether we call a document valid.
pub(crate) fn ours(schema: &Schema, text: &str) -> bool {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut valid = true;
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |_| valid = false);
    valid
}

/// The verdicts of xmllint on many files in one run.
pub(crate) fn theirs(schema: &Path, files: &[PathBuf]) -> Vec<bool> {
    let mut verdicts = Vec::with_capacity(files.len());
    for some in files.chunks(500) {
        let output = Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).args(some).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let verdict = |line: &str| match line.strip_suffix(" validates") {
            Some(name) => Some((name.to_owned(), true)),
            None => line.strip_suffix(" fails to validate").map(|name| (name.to_owned(), false)),
        };
        let told: Vec<(String, bool)> = text.lines().filter_map(verdict).collect();
        assert!(told.iter().map(|(name, _)| name.as_str()).eq(some.iter().map(|file| file.to_str().unwrap())), "{text}");
        verdicts.extend(told.iter().map(|(_, valid)| *valid));
    }
    verdicts
}

/// The elements that xmllint complains of in one file, each once.
pub(crate) fn complaints(schema: &Path, file: &Path) -> BTreeSet<String> {
    let output = Command::new("xmllint").args(["--noout", "--schema"]).arg(schema).arg(file).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    let name = |line: &str| Some(line.split_once(": element ")?.1.split_once(": Schemas validity error")?.0.to_owned());
    text.lines().filter_map(name).collect()
}

/// Whether xmllint is there; its absence is said aloud, with what was to be compared.
pub(crate) fn has_xmllint(what: &str) -> bool {
    let there = Command::new("xmllint").arg("--version").stderr(Stdio::null()).stdout(Stdio::null()).status();
    let there = there.is_ok_and(|status| status.success());
    if !there {
        suites::skipped(what, "xmllint is not there");
    }
    there
}

pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn write(folder: &Path, texts: &[String]) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = (0..texts.len()).map(|index| folder.join(format!("{index}.xml"))).collect();
    for (file, text) in files.iter().zip(texts) {
        std::fs::write(file, text).unwrap();
    }
    files
}
