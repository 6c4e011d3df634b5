//! Every format in both languages as files in `golden/`, whole. `TAXDOC_REFRESH=1 cargo test --test cli golden` writes them anew: read the
//! difference before it is committed.

use std::env;
use std::fs;
use std::path::Path;

use crate::program::command;
use crate::program::run;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A wrong total, a wrong line of a declaration, and a file that is not there.
const INPUTS: [&str; 5] = [
    "--trust",
    "examples/data/test-root.pem",
    "examples/data/wrong-total.xml",
    "examples/data/declaration-wrong-line.xml",
    "nowhere.xml",
];

#[track_caller]
fn holds(name: &str, text: &str) {
    let path = Path::new(ROOT).join("tests/cli/golden").join(name);
    if env::var_os("TAXDOC_REFRESH").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let line = expected.lines().zip(text.lines()).position(|(expected, found)| expected != found);
    assert!(expected == text, "{name} differs from line {}", line.map_or(expected.lines().count(), |line| line) + 1);
}

#[test]
fn every_format_reads_as_before() {
    for format in ["text", "json", "jsonl", "sarif", "junit", "csv", "html"] {
        for language in ["vi", "en"] {
            let mut command = command();
            command.current_dir(ROOT).args(["--lang", language, "--format", format, "--jobs", "1"]).args(INPUTS);
            let run = run(&mut command, b"");
            assert_eq!(run.status, 3, "{format} {language}: {}", run.err);
            holds(&format!("reports.{language}.{format}"), &run.out);
        }
    }
}

#[test]
fn both_details_of_text_read_as_before() {
    for (option, name) in [("--quiet", "quiet"), ("--verbose", "verbose")] {
        for language in ["vi", "en"] {
            let mut command = command();
            command.current_dir(ROOT).args(["--lang", language, option, "--jobs", "1"]).args(INPUTS);
            holds(&format!("{name}.{language}.text"), &run(&mut command, b"").out);
        }
    }
}

#[test]
fn colours_come_when_they_are_forced_and_go_when_they_are_unwanted() {
    let with = |variables: &[(&str, &str)]| {
        let mut command = command();
        command.current_dir(ROOT).args(["--lang", "en", INPUTS[2]]).envs(variables.iter().copied());
        run(&mut command, b"").out
    };
    let coloured = with(&[("CLICOLOR_FORCE", "1")]);
    holds("colours.en.text", &coloured);
    assert!(!with(&[]).contains('\u{1b}') && !with(&[("CLICOLOR_FORCE", "0")]).contains('\u{1b}'));
    assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn a_comparison_reads_as_before() {
    for language in ["vi", "en"] {
        for format in ["text", "json"] {
            let mut command = command();
            command.current_dir(ROOT).args(["--lang", language, "--format", format, "compare"]);
            command.args(["examples/data/valid.xml", "examples/data/altered-after-signing.xml"]);
            let run = run(&mut command, b"");
            assert_eq!((run.status, run.err.as_str()), (1, ""));
            holds(&format!("compare.{language}.{format}"), &run.out);
        }
    }
}
