//! Options and their values.

use crate::program::command;
use crate::program::folder;
use crate::program::run;
use crate::program::validate;
use crate::program::write;

/// Runs that must end with status 3, print no report, and say this.
#[track_caller]
fn refuses(arguments: &[&str], message: &str) {
    let run = validate(arguments);
    assert_eq!(run.status, 3, "{arguments:?}: {run:?}");
    assert_eq!(run.out, "", "{arguments:?}");
    assert!(run.err.starts_with("validate: ") && run.err.contains(message), "{arguments:?}: {}", run.err);
}

#[test]
fn asks_for_a_path() {
    refuses(&[], "no file or folder");
    refuses(&["--format", "json"], "no file or folder");
    refuses(&["-", "x.xml", "-"], "read only once");
}

#[test]
fn names_the_option_that_was_meant() {
    refuses(&["--fromat", "json", "x.xml"], "--fromat; did you mean --format?");
    refuses(&["--stage", "xml", "x.xml"], "--stage; did you mean --stages?");
    refuses(&["--repaet=3", "x.xml"], "did you mean --repeat?");
    let nothing_like_it = validate(["--colour", "x.xml"]);
    assert_eq!(nothing_like_it.status, 3);
    assert!(!nothing_like_it.err.contains("did you mean"), "{}", nothing_like_it.err);
    refuses(&["-x", "x.xml"], "there is no option -x");
}

#[test]
fn refuses_wrong_values() {
    refuses(&["--format", "yaml", "x.xml"], "there is no format yaml");
    refuses(&["--lang", "fr", "x.xml"], "there is no language fr");
    refuses(&["--stages", "xml,total", "x.xml"], "there is no stage total; did you mean totals?");
    refuses(&["--require", "everything", "x.xml"], "there is no stage everything; the stages are");
    refuses(&["--stages", " , ", "x.xml"], "the list of stages is empty");
    refuses(&["--jobs", "0", "x.xml"], "0 is not a whole number from 1");
    refuses(&["--repeat", "-3", "x.xml"], "-3 is not a whole number from 1");
    refuses(&["--no-builtin-trust=yes", "x.xml"], "takes no value");
    refuses(&["x.xml", "--at"], "the option --at needs a value");
    refuses(&["--schema", "a.xsd", "--stages", "xml,totals", "x.xml"], "--schema runs the stages xml and schema only");
}

#[test]
fn refuses_what_is_no_time() {
    for time in ["yesterday", "2025-02-29", "2025-06-01T25:00:00Z", "01/06/2025", ""] {
        refuses(&["--at", time, "x.xml"], "is not a time");
    }
}

#[test]
fn accepts_times() {
    let folder = folder("accepts_times");
    let file = write(&folder, "a.xml", "<a/>");
    for time in ["2025-06-01", "2024-02-29", "2025-06-01T08:00:00Z", "2025-06-01T08:00:00+07:00"] {
        assert_eq!(validate(["--at", time, &file]).status, 2, "{time}");
    }
}

#[test]
fn refuses_evidence_that_cannot_be_read() {
    let folder = folder("refuses_evidence");
    let path = folder.to_str().unwrap();
    for option in ["--trust", "--crl", "--ocsp", "--schema"] {
        refuses(&[option, "nowhere.bin", "x.xml"], "nowhere.bin: there is no such file or folder");
        refuses(&[option, path, "x.xml"], "this is a folder; a file is needed here");
    }
}

#[test]
fn refuses_evidence_that_is_none() {
    let folder = folder("refuses_evidence_that_is_none");
    let text = write(&folder, "text.pem", "no certificate at all\n");
    let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let broken = write(&folder, "broken.pem", pem);
    let document = write(&folder, "a.xml", "<a/>");
    for option in ["--trust", "--crl", "--ocsp"] {
        refuses(&[option, &text, &document], "text.pem: cannot be read");
        refuses(&[option, &broken, &document], "broken.pem: cannot be read");
    }
}

#[test]
fn help_needs_no_path() {
    for arguments in [["--help"], ["-h"]] {
        let help = validate(arguments);
        assert_eq!((help.status, help.err.as_str()), (0, ""));
        for option in ["--format", "--lang", "--at", "--trust", "--no-builtin-trust", "--crl", "--ocsp", "--schema", "--stages"] {
            assert!(help.out.contains(option), "{option}");
        }
        assert!(help.out.contains("--require") && help.out.contains("--jobs") && help.out.contains("--repeat"));
        assert!(help.out.lines().all(|line| line.chars().count() <= 122), "{}", help.out);
    }
}

#[test]
fn speaks_the_language_of_the_locale() {
    let says = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = command();
        command.args(arguments).envs(variables.iter().copied());
        run(&mut command, b"").err
    };
    let (vietnamese, english) = ("không có tệp", "there is no such file");
    assert!(says(&[], &["nowhere.xml"]).contains(vietnamese));
    assert!(says(&[("LANG", "C.UTF-8")], &["nowhere.xml"]).contains(vietnamese));
    assert!(says(&[("LANG", "en_US.UTF-8")], &["nowhere.xml"]).contains(english));
    assert!(says(&[("LANG", "en_US"), ("LC_MESSAGES", "vi_VN")], &["nowhere.xml"]).contains(vietnamese));
    assert!(says(&[("LANG", "vi_VN"), ("LC_ALL", "en_GB")], &["nowhere.xml"]).contains(english));
    assert!(says(&[("LANG", "en_US"), ("LC_ALL", "")], &["nowhere.xml"]).contains(english));
    assert!(says(&[("LANG", "en_US")], &["--lang", "vi", "nowhere.xml"]).contains(vietnamese));
    assert!(says(&[], &["--lang=en", "nowhere.xml"]).contains(english));
}
