//! Finds the conformance suites, which are no part of the repository, and unpacks each once.
//!
//! They live in the folder that the environment variable `TAXDOC_SHARED` names, `../shared` without it. A test that needs one begins
//! with `let Some(suite) = suites::suite("xmlconf") else { return };` and passes where it is absent, saying so aloud.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::PoisonError;

static UNPACKING: Mutex<()> = Mutex::new(());

/// A file or folder below the shared folder; `None`, said aloud, when it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    // Packages of the workspace stand deeper than the repository's root.
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.ancestors().find(|folder| folder.join("CHANGELOG.md").exists()).unwrap_or(package);
    let found = std::env::var_os("TAXDOC_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from).join(path);
    if found.exists() {
        return Some(found);
    }
    skipped(path, &format!("{} is not there (set TAXDOC_SHARED)", found.display()));
    None
}

/// The folder that holds what `suites/<archive>.tar.xz` unpacks to; `None`, said aloud, when the archive or `tar` is missing.
///
/// Unpacked once into `target/suites/<archive>`, zip files inside included; several test programs may ask at the same time.
pub(crate) fn suite(archive: &str) -> Option<PathBuf> {
    let packed = shared(&format!("suites/{archive}.tar.xz"))?;
    let suites = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("suites");
    let unpacked = suites.join(archive);
    if unpacked.is_dir() {
        return Some(unpacked);
    }
    // One thread of this program at a time; another program may do the same, so unpack beside it and rename.
    let _turn = UNPACKING.lock().unwrap_or_else(PoisonError::into_inner);
    if unpacked.is_dir() {
        return Some(unpacked);
    }
    let scratch = suites.join(format!(".{archive}-{}", std::process::id()));
    fs::create_dir_all(&scratch).expect("target/suites can be written");
    let tar = Command::new("tar").arg("-xJf").arg(&packed).arg("-C").arg(&scratch).status();
    if !tar.is_ok_and(|status| status.success()) {
        let _ = fs::remove_dir_all(&scratch);
        skipped(archive, "tar with xz could not unpack it");
        return None;
    }
    for entry in fs::read_dir(&scratch).expect("just made").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "zip") {
            let file = fs::File::open(entry.path()).expect("just unpacked");
            zip::ZipArchive::new(file).and_then(|mut archive| archive.extract(&scratch)).expect("a good zip file");
        }
    }
    if fs::rename(&scratch, &unpacked).is_err() {
        // Somebody else was faster.
        let _ = fs::remove_dir_all(&scratch);
    }
    unpacked.is_dir().then_some(unpacked)
}

/// Says on the terminal that a test was skipped. Past the capture of the test harness, which would hide it in a passing run.
pub(crate) fn skipped(what: &str, why: &str) {
    say(&format!("SKIPPED: {what}: {why}"));
}

/// Prints a line of figures past the capture of the test harness.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
