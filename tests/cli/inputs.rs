//! Paths: files, folders, standard input, and what cannot be read.

use std::fs;
use std::fs::File;
use std::time::Duration;
use std::time::Instant;

use crate::program::command;
use crate::program::folder;
use crate::program::run;
use crate::program::validate;
use crate::program::write;
use crate::suites;

#[test]
fn tells_of_a_missing_path_and_goes_on() {
    let folder = folder("tells_of_a_missing_path");
    let file = write(&folder, "a.xml", "<a>");
    let run = validate(["--format", "jsonl", "nowhere.xml", &file]);
    assert_eq!(run.status, 3);
    assert_eq!(run.err, "validate: nowhere.xml: there is no such file or folder.\n");
    assert_eq!(run.reports().len(), 1);
    assert_eq!(validate([&file]).status, 1);
}

#[cfg(unix)]
#[test]
fn tells_of_what_it_may_not_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("tells_of_what_it_may_not_read");
    let file = write(&folder, "in/a.xml", "<a/>");
    let closed = folder.join("in");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&file).is_ok() {
        return suites::skipped("permissions", "the superuser may read everything");
    }
    assert!(validate([&file]).err.contains("there is no permission to read it"));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let run = validate([&folder]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.status, 3);
    assert!(run.err.contains("there is no permission to read it"), "{}", run.err);
}

#[test]
fn bad_content_is_a_finding() {
    let folder = folder("bad_content");
    let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
    let elf = [b"\x7fELF\x02\x01\x01\0".as_slice(), &[0; 100]].concat();
    for (name, content) in [
        ("empty.xml", b"".as_slice()),
        ("blank.xml", b" \r\n\t"),
        ("text.xml", b"Hello, this is no XML."),
        ("binary.xml", &binary),
        ("elf.xml", &elf),
        ("pdf.xml", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
        ("mark.xml", b"\xEF\xBB\xBF"),
        ("nul.xml", &[0; 64]),
    ] {
        let file = write(&folder, name, content);
        let run = validate(["--format", "json", &file]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{name}");
        assert_eq!(run.codes().len(), 1, "{name}: {:?}", run.codes());
        assert!(run.codes()[0].starts_with("XML-"), "{name}: {:?}", run.codes());
        let text = validate([&file]);
        assert_eq!(text.status, 1);
        assert!(text.out.contains(&run.codes()[0]), "{name}: {}", text.out);
    }
}

#[test]
fn reads_standard_input() {
    let piped = run(command().args(["--format", "jsonl", "-"]), b"<a/>");
    assert_eq!(piped.status, 2);
    assert_eq!(piped.reports()[0]["file"], "-");
    // printf '<a/>' | sha256sum
    assert_eq!(piped.reports()[0]["sha256"], "29114363f749a0226b6988dda3ca2492a954117ab6b5f382706c20300dabc079");
    assert_eq!(run(command().args(["--format", "jsonl", "-"]), b"<a>").status, 1);
}

#[test]
fn walks_a_folder_in_the_order_of_names() {
    let folder = folder("walks_a_folder");
    for name in ["b.xml", "a/z.xml", "a/b/c.XML", "c.xml", "a.xml", "note.txt", "a/x.xsd"] {
        write(&folder, name, "<a/>");
    }
    let run = validate(["--format", "json", folder.to_str().unwrap()]);
    assert_eq!(run.status, 2);
    let names: Vec<String> = run
        .reports()
        .iter()
        .map(|report| report["file"].as_str().unwrap().strip_prefix(folder.to_str().unwrap()).unwrap().to_owned())
        .collect();
    assert_eq!(names, ["/a/b/c.XML", "/a/z.xml", "/a.xml", "/b.xml", "/c.xml"]);
}

#[test]
fn a_folder_without_documents_is_no_success() {
    let folder = folder("without_documents");
    write(&folder, "note.txt", "nothing");
    let run = validate([&folder]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("it holds no *.xml file"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_in_circles() {
    use std::os::unix::fs::symlink;
    let folder = folder("links");
    write(&folder, "in/a.xml", "<a/>");
    symlink(&folder, folder.join("in/up")).unwrap();
    symlink("self.xml", folder.join("in/self.xml")).unwrap();
    symlink("a.xml", folder.join("in/b.xml")).unwrap();
    symlink("gone", folder.join("in/c.xml")).unwrap();
    let run = validate(["--format", "json", folder.to_str().unwrap()]);
    assert_eq!(run.status, 3, "{run:?}");
    assert_eq!(run.reports().len(), 2, "a.xml and the link b.xml");
    assert_eq!(run.err.lines().count(), 2, "self.xml and c.xml: {}", run.err);
}

#[test]
fn refuses_a_huge_file_unread() {
    let folder = folder("huge");
    let path = folder.join("huge.xml");
    File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let small = write(&folder, "small.xml", "<a/>");
    let start = Instant::now();
    let run = validate(["--format", "jsonl", path.to_str().unwrap(), &small]);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(run.status, 3);
    assert!(run.err.contains("longer than the limit of 67108864 bytes"), "{}", run.err);
    assert_eq!(run.reports().len(), 1);
    fs::remove_file(&path).unwrap();
}

/// With a schema a file beyond the limit is validated while it is read; its report is that of a short one.
#[test]
fn a_file_beyond_the_limit_is_held_against_a_schema() {
    let folder = folder("beyond_the_limit");
    let schema = write(
        &folder,
        "n.xsd",
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:complexType><xs:sequence>
             <xs:element name="n" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
             <xs:unique name="u"><xs:selector xpath="n"/><xs:field xpath="."/></xs:unique></xs:element></xs:schema>"#,
    );
    // Comments are quickly read and mean nothing.
    let filling = format!("<!--{}-->\n", "x".repeat(14_000_000)).repeat(5);
    let of = |numbers: &str| format!("<r>\n{filling}{numbers}\n</r>");
    for (name, numbers, status) in
        [("valid.xml", "<n>1</n><n>2</n>", 0), ("invalid.xml", "<n>1</n>\n<n>01</n>", 1), ("open.xml", "<n>", 1)]
    {
        let file = write(&folder, name, of(numbers));
        let run = validate(["--format", "jsonl", "--schema", &schema, &file]);
        assert_eq!((run.status, run.err.as_str()), (status, ""), "{name}");
        let report = &run.reports()[0];
        match name {
            "valid.xml" => assert_eq!(report["verdict"], "valid"),
            "open.xml" => assert_eq!(report["findings"][0]["code"], "XML-END-TAG"),
            _ => {
                let finding = &report["findings"][0];
                assert_eq!(finding["code"], "XSD-cvc-identity-constraint.4.1");
                assert_eq!((&finding["line"], &finding["path"]), (&8.into(), &"/r/n[2]".into()));
                assert!(finding["message"].as_str().unwrap().contains("7"), "the line of the first");
            }
        }
        fs::remove_file(&file).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_stream_without_end_is_cut() {
    let run = validate(["/dev/zero"]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("longer than the limit"), "{}", run.err);
}

/// More faults than anyone reads: each `<x/>` stands where it may not.
#[test]
fn keeps_a_bounded_number_of_findings() {
    let folder = folder("bounded");
    let faults = "<x/>".repeat(100_000);
    let example = fs::read_to_string(format!("{}/valid.xml", crate::program::DATA)).unwrap();
    let file = write(&folder, "faults.xml", example.replacen("</NDHDon>", &format!("{faults}</NDHDon>"), 1));
    let run = validate(["--format", "jsonl", &file]);
    assert_eq!(run.status, 1);
    let codes = run.codes();
    assert!(codes.len() <= 2_001, "{}", codes.len());
    assert_eq!(codes.last().unwrap(), "REPORT-CAPPED");
    let text = validate([&file]);
    assert!(text.out.lines().count() < 1_000 && text.out.contains("more; --verbose tells all"));

    let beyond = write(&folder, "beyond.xml", format!("<a>{}</a>", "<x/>".repeat(10_000_000)));
    let run = validate(["--format", "jsonl", &beyond]);
    assert_eq!((run.status, run.codes()), (1, vec!["XML-LIMIT-NODES".to_owned()]));
    fs::remove_file(&beyond).unwrap();
}
