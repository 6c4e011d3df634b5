//! Many documents: patterns, archives in archives, an early end, Ctrl-C, and formats that must stay whole.

use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Write as _;
use std::process::Command;
use std::process::Stdio;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::command;
use crate::program::folder;
use crate::program::validate;
use crate::program::write;
use crate::suites;

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn names(run: &crate::program::Run) -> Vec<String> {
    run.reports().iter().map(|report| report["file"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn patterns_are_walked_in_order() {
    let folder = folder("patterns");
    for name in ["b1.xml", "a1.xml", "c.xml", "a2.txt"] {
        write(&folder, name, "<a/>");
    }
    write(&folder, "deep/a3.xml", "<a/>");
    let at = |pattern: &str| folder.join(pattern).to_str().unwrap().to_owned();
    assert_eq!(names(&validate(["--format", "json", &at("*1.xml")])), ["a1.xml", "b1.xml"]);
    assert_eq!(
        names(&validate(["--format", "json", &at("**/a*.xml"), &at("[bc]*.xml")])),
        ["a1.xml", "a3.xml", "b1.xml", "c.xml"]
    );
    // A folder that matches is walked, and a file that is called like a pattern is that file.
    assert_eq!(names(&validate(["--format", "json", &at("d*")])), ["a3.xml"]);
    write(&folder, "x[1].xml", "<a/>");
    assert_eq!(names(&validate(["--format", "json", &at("x[1].xml")])), ["x[1].xml"]);
    let nothing = validate(["--format", "json", &at("z*.xml"), &at("c.xml")]);
    assert_eq!((nothing.status, nothing.reports().len()), (3, 1));
    assert!(nothing.err.contains("no file matches this pattern"), "{}", nothing.err);
    let broken = validate([at("[z.xml")]);
    assert_eq!(broken.status, 3);
    assert!(broken.err.contains("is no pattern of file names"), "{}", broken.err);
}

/// In a terminal of its own, by `script` of util-linux, with the reports in a file: then nothing is written over the bar.
#[test]
fn the_progress_bar_stays_while_reports_go_elsewhere() {
    if Command::new("script").arg("--version").output().is_err() {
        return suites::skipped("the progress bar", "no program script");
    }
    let folder = folder("progress");
    let invoice = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/valid.xml")).unwrap();
    for number in 0..500 {
        write(&folder, &format!("many/{number}.xml"), &invoice);
    }
    let program = command().get_program().to_str().unwrap().to_owned();
    let line = format!("{program} --lang en --jobs 1 --format jsonl many >reports.jsonl; echo status $?");
    let mut script = Command::new("script");
    let script = script.args(["-qec", &line, "/dev/null"]).current_dir(&folder).env("TERM", "xterm").stdin(Stdio::null());
    let shown = String::from_utf8(script.output().unwrap().stdout).unwrap();
    assert!(shown.contains("status 2"), "{shown}");
    assert_eq!(fs::read_to_string(folder.join("reports.jsonl")).unwrap().lines().count(), 500);
    let drawn: Vec<&str> = shown.split('\r').filter(|line| line.contains("/500 ")).collect();
    assert!(!drawn.is_empty(), "{shown}");
    assert!(drawn.iter().all(|line| line.contains("/s ") && line.contains(" left")), "{shown}");
    // Taken away once, at the end.
    assert_eq!(shown.matches("\r\u{1b}[K").count(), 1, "{shown}");
}

#[test]
fn archives_are_opened_inside_archives_once() {
    let folder = folder("nested");
    let innermost = zip(&[("d.xml", b"<d/>")]);
    let inner = zip(&[("b.xml", b"<b/>"), ("deeper.zip", &innermost), ("z.xml", b"<z/>")]);
    let outer = zip(&[("a.xml", b"<a/>"), ("inner.zip", &inner), ("y.xml", b"<y/>")]);
    let file = write(&folder, "outer.zip", outer);
    let run = validate(["--format", "json", &file]);
    assert_eq!(run.status, 3);
    assert_eq!(names(&run), ["a.xml", "b.xml", "z.xml", "y.xml"]);
    assert_eq!(run.reports()[1]["file"], format!("{file}!/inner.zip!/b.xml"));
    assert!(run.err.contains("deeper.zip: a zip in a zip in a zip"), "{}", run.err);
    // Its sibling without the third level.
    let inner = zip(&[("b.xml", b"<b/>")]);
    let file = write(&folder, "two.zip", zip(&[("inner.ZIP", &inner)]));
    let run = validate(["--format", "json", &file]);
    assert_eq!((run.status, names(&run)), (2, vec!["b.xml".to_owned()]));
}

#[test]
fn a_bomb_inside_an_archive_is_not_unpacked() {
    let folder = folder("nested_bomb");
    let inner = zip(&[("a.xml", &vec![b' '; 60 << 20]), ("b.xml", b"<b/>")]);
    let file = write(&folder, "outer.zip", zip(&[("inner.zip", &inner)]));
    let run = validate(["--format", "jsonl", &file]);
    assert_eq!((run.status, run.out.as_str()), (3, ""));
    assert!(run.err.contains("unpacks to more than 200 times"), "{}", run.err);
}

#[test]
fn fail_fast_stops_at_the_first_that_fails() {
    let folder = folder("fail_fast");
    let path = folder.to_str().unwrap();
    for index in 0..200 {
        write(&folder, &format!("{index:03}.xml"), if index == 7 || index > 20 { "<a>" } else { "<a/>" });
    }
    for jobs in ["1", "2", "9"] {
        let run = validate(["--format", "json", "--fail-fast", "--jobs", jobs, path]);
        assert_eq!((run.status, run.reports().len()), (1, 8), "{jobs}");
        assert_eq!(run.err, "validate: stopped after 8 documents, as --fail-fast asks.\n");
    }
    let unreadable = validate(["--format", "json", "--fail-fast", "nowhere.xml", path]);
    assert_eq!((unreadable.status, unreadable.reports().len()), (3, 0));
    assert_eq!(validate(["--format", "json", path]).reports().len(), 200);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_what_it_has() {
    let folder = folder("interrupted");
    for index in 0..3_000 {
        write(&folder, &format!("{index:04}.xml"), "<a>\n<b c='1' c='2'/></a>");
    }
    for (format, end) in
        [("text", "documents: "), ("json", "\n]\n"), ("sarif", "}\n"), ("junit", "</testsuites>\n"), ("html", "</html>\n")]
    {
        let mut child = command()
            .env("LC_ALL", "en_GB.UTF-8")
            .args(["--jobs", "2", "--format", format])
            .args([&folder; 8])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        for _ in 0..20 {
            out.read_line(&mut text).unwrap();
        }
        let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(told.success());
        std::io::Read::read_to_string(&mut out, &mut text).unwrap();
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{format}: {err}");
        assert!(err.starts_with("validate: interrupted after "), "{format}: {err}");
        let last =
            if format == "text" { text.lines().rev().find(|line| line.contains(end)).is_some() } else { text.ends_with(end) };
        assert!(last, "{format}: {}", &text[text.len().saturating_sub(300)..]);
        if format == "json" || format == "sarif" {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }
}

#[test]
fn one_summary_tells_the_most_frequent_codes() {
    let folder = folder("most_frequent");
    for index in 0..30 {
        write(&folder, &format!("{index:02}.xml"), if index < 20 { "<a></b>" } else { "<a>&b;</a>" });
    }
    let run = validate([&folder]);
    assert!(run.out.contains("\n30 documents: 0 valid, 30 invalid, 0 undetermined\n"), "{}", run.out);
    assert!(run.out.contains("\n      20 × XML-END-TAG    The end tag … does not match the start tag ….\n"), "{}", run.out);
    assert!(run.out.contains("\n      10 × XML-REFERENCE"), "{}", run.out);
    let quiet = validate(["--quiet".as_ref(), folder.as_os_str()]);
    assert_eq!(quiet.out.lines().count(), 30, "{}", quiet.out);
    assert!(!quiet.out.contains("documents"));
}

#[test]
fn no_bar_is_drawn_where_nobody_sees_it() {
    let folder = folder("no_bar");
    for index in 0..50 {
        write(&folder, &format!("{index}.xml"), "<a/>");
    }
    assert_eq!(validate([&folder]).err, "");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_spreadsheet_computes_nothing_of_a_document() {
    let folder = folder("formulas");
    let file = write(&folder, "=cmd()\".xml", "<a></a b='=1+1,\"x\"'>");
    let run = validate(["--format", "csv", &file]);
    assert!(run.out.starts_with("\u{FEFF}File,Verdict,"), "{}", run.out);
    assert!(run.out.lines().all(|line| line.matches('"').count().is_multiple_of(2)), "{}", run.out);
    let relative = {
        let mut command = command();
        command.current_dir(&folder).args(["--format", "csv", "=cmd()\".xml", "--lang", "vi"]);
        crate::program::run(&mut command, b"")
    };
    assert!(relative.out.contains("\r\n\"'=cmd()\"\".xml\",KHÔNG HỢP LỆ,"), "{}", relative.out);
    let codes = validate(["--format", "csv", &format!("{}/valid.xml", crate::program::DATA)]);
    assert!(codes.out.contains(",'0109999982,'0309999972,VND,11875400,"), "{}", codes.out);
}
