//! Runs the program as a user does.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

/// The examples that the project signed itself.
pub(crate) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit status; 128 when a signal ended it.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    /// The reports of `--format json` or `jsonl`.
    pub(crate) fn reports(&self) -> Vec<Value> {
        if self.out.starts_with('[') {
            return serde_json::from_str(&self.out).unwrap();
        }
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The codes of the findings in the first report.
    pub(crate) fn codes(&self) -> Vec<String> {
        let reports = self.reports();
        let findings = reports[0]["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    }
}

/// The program, with nothing in its environment that would change what it prints.
pub(crate) fn command() -> Command {
    let mut command = Command::new(built());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// Where cargo built the example: beside this test's folder. `cargo test` builds the examples, `cargo test --test cli` does not.
fn built() -> PathBuf {
    let folder = env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples");
    let program = folder.join(format!("validate{}", env::consts::EXE_SUFFIX));
    let changed = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/validate");
    let newest = fs::read_dir(sources).unwrap().filter_map(|entry| changed(&entry.unwrap().path())).max();
    assert!(changed(&program) >= newest, "{} is not built anew: cargo build --example validate", program.display());
    program
}

/// Runs the program with these arguments, messages in English.
pub(crate) fn validate<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    run(command().env("LC_ALL", "en_GB.UTF-8").args(arguments), b"")
}

/// Runs a command with these bytes as its standard input.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // The program may end without reading.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().unwrap()
    });
    Run {
        status: output.status.code().unwrap_or(128),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file and returns its path as text.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}
