//! What is printed: text, JSON, many documents, many times.

use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Stdio;

use crate::program::DATA;
use crate::program::Run;
use crate::program::command;
use crate::program::folder;
use crate::program::run;
use crate::program::validate;
use crate::program::write;

/// A folder of documents of every kind of verdict, some with findings.
fn many(name: &str) -> String {
    let folder = folder(name);
    for index in 0..300 {
        let content = match index % 3 {
            0 => format!("<a n='{index}'/>"),
            1 => format!("<a>{index}</b>"),
            _ => format!("<a>\n  <b c='1' c='2'>{index}</b>\n</a>"),
        };
        write(&folder, &format!("{index:03}.xml"), content);
    }
    folder.to_str().unwrap().to_owned()
}

#[test]
fn two_threads_say_what_one_says() {
    let folder = many("two_threads");
    for format in ["text", "json"] {
        let with = |jobs: &str| validate(["--format", format, "--jobs", jobs, &folder, "nowhere.xml", &folder]);
        let (one, two, many) = (with("1"), with("2"), with("9"));
        assert_eq!(one.status, 3);
        assert!(one.out == two.out && two.out == many.out, "{format}");
        assert_eq!((one.err.lines().count(), two.err), (1, one.err));
    }
    let sorted = |run: Run| {
        let mut lines: Vec<String> = run.out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let with = |jobs: &str| sorted(validate(["--format", "jsonl", "--jobs", jobs, &folder]));
    assert_eq!(with("1"), with("2"));
    assert_eq!(with("1").len(), 300);
}

#[test]
fn json_is_one_array_and_jsonl_one_report_a_line() {
    let folder = many("json_and_jsonl");
    let array = validate(["--format", "json", &folder]);
    let lines = validate(["--format", "jsonl", "--jobs", "1", &folder]);
    assert_eq!((array.status, lines.status), (1, 1));
    assert!(array.out.starts_with('['));
    assert_eq!(array.reports(), lines.reports());
    let nothing = validate(["--format", "json", "nowhere.xml"]);
    assert_eq!((nothing.status, nothing.reports().len()), (3, 0));
}

#[test]
fn text_shows_the_line_and_marks_the_place() {
    let folder = folder("marks");
    let file = write(&folder, "a.xml", "<HDon>\n  <Ten>Công ty</Tên>\n</HDon>\n");
    let run = validate([&file]);
    let expected = format!(
        "error[XML-END-TAG]: The end tag Tên does not match the start tag Ten.
 --> {file}:2:15
  |
2 |   <Ten>Công ty</Tên>
  |               ^^^^^^
"
    );
    assert!(run.out.contains(&expected), "{}", run.out);
}

#[test]
fn text_fits_the_terminal() {
    let folder = folder("fits");
    let long = format!("<a>{}<b c='1' c='2'>{}</b></a>", "<x>Hóa đơn giá trị gia tăng</x>".repeat(2_000), "漢字".repeat(5_000));
    let file = write(&folder, "long.xml", long);
    for columns in [60, 100, 200] {
        let run = run(command().env("COLUMNS", columns.to_string()).arg(&file), b"");
        let source = run.out.lines().find(|line| line.starts_with("1 |")).unwrap();
        // Han characters take two columns.
        let width: usize =
            source.chars().map(|character| if ('\u{3000}'..'\u{A000}').contains(&character) { 2 } else { 1 }).sum();
        assert!(width <= columns + 3, "{columns}: {width}: {source}");
        let mark = run.out.lines().find(|line| line.starts_with("  |") && line.contains('^')).unwrap();
        let (source, mark) = (source.chars().collect::<Vec<_>>(), mark.chars().collect::<Vec<_>>());
        let start = mark.iter().position(|sign| *sign == '^').unwrap();
        assert!(source[start..].iter().collect::<String>().starts_with("c='2'>"), "{source:?}");
    }
}

#[test]
fn nothing_in_a_document_reaches_the_terminal_raw() {
    let folder = folder("raw");
    let hostile = "\u{9b}31m\u{202e}evil\u{2066}\u{200b}\u{feff}\u{85}\u{2028}\r";
    let files = [
        write(&folder, "text.xml", format!("<a>{hostile}<b x='{hostile}' x='2'/></a>")),
        write(&folder, "name.xml", format!("<a><b>{hostile}</b></c{hostile}></a>")),
        write(&folder, "escape.xml", "<a>\u{1b}]0;title\u{7}</a>"),
        write(&folder, "bytes.xml", b"<a>\xff\x1b[2J</a>".as_slice()),
        write(&folder, &format!("name{}.xml", "\u{1b}[2J\u{202e}"), "<a>"),
    ];
    for format in ["text", "jsonl"] {
        for file in &files {
            let run = validate(["--format", format, file]);
            assert_eq!(run.status, 1, "{file}");
            let raw = |text: &str| {
                text.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{202e}' | '\u{2066}'))
            };
            assert!(format != "text" || !raw(&run.out), "{}", run.out.escape_debug());
            assert!(!run.out.contains('\u{1b}'), "{}", run.out.escape_debug());
        }
    }
    let missing = validate(["nowhere\u{1b}[2J\n.xml"]);
    assert_eq!(missing.err.lines().count(), 1);
    assert!(!missing.err.contains('\u{1b}'));
}

#[test]
fn one_document_has_no_summary_and_many_have() {
    let folder = many("summary");
    let all = validate([&folder]);
    assert!(all.out.contains("300 documents: 0 valid, 200 invalid, 100 undetermined\n"), "{}", all.out);
    let codes: Vec<&str> = all.out.lines().filter_map(|line| line.trim().strip_prefix("100 × ")?.split(' ').next()).collect();
    assert_eq!(codes, ["XML-ATTRIBUTE-DUPLICATE", "XML-END-TAG"], "{}", all.out);
    let one = validate([format!("{folder}/000.xml")]);
    assert!(!one.out.contains("documents"), "{}", one.out);
}

#[test]
fn repeating_prints_each_report_once_and_tells_the_rate() {
    let folder = many("repeating");
    let once = validate(["--format", "json", &folder]);
    for jobs in ["1", "2"] {
        let often = validate(["--format", "json", "--jobs", jobs, "--repeat", "5", &folder]);
        assert_eq!((often.status, &often.out), (1, &once.out));
        assert!(often.err.starts_with("validate: 1500 documents in ") && often.err.ends_with(" MB/s\n"), "{}", often.err);
    }
    assert_eq!(once.err, "");
    let missing = validate(["--format", "json", "--repeat", "3", "nowhere.xml"]);
    assert_eq!((missing.status, missing.reports().len()), (3, 0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = many("goes_away");
    for format in ["text", "json", "jsonl"] {
        let mut child = command()
            .args(["--format", format, &folder, &folder, &folder, &folder])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
        assert!(matches!(output.status.code(), Some(0..=2)), "{format}: {:?}", output.status);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command().args(["--lang", "en", "--format", "jsonl", DATA]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("the reports cannot be written"));
}

#[test]
fn documents_are_compared_with_each_other() {
    let folder = folder("together");
    let invoice = |number: u32, total: u32| {
        format!(
            "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>C25TAA</KHHDon><SHDon>{number}</SHDon><NLap>2025-06-01</NLap></TTChung>\
             <NDHDon><NBan><MST>0109999982</MST></NBan><TToan><TgTTTBSo>{total}</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>"
        )
    };
    for number in [1, 2, 4] {
        write(&folder, &format!("{number}.xml"), invoice(number, 1000));
    }
    write(&folder, "4-again.xml", invoice(4, 2000));
    let path = folder.to_str().unwrap();
    let text = validate(["--lang", "en", path]);
    let told = text.out.split("The documents together:").nth(1).unwrap();
    assert!(told.contains("VN-SET-ALTERED: There are 2 versions of the invoice 0109999982 1-C25TAA-4"), "{told}");
    assert!(told.contains("VN-SET-GAP: 1 numbers of the series 0109999982 1-C25TAA are missing in the set: 3."), "{told}");
    let json = validate(["--lang", "en", "--format", "json", path]);
    assert_eq!((json.reports().len(), json.err.as_str()), (4, ""), "only when it is asked for");
    let json = validate(["--lang", "en", "--format", "json", "--set-checks", path]);
    assert_eq!((json.reports().len(), json.status), (4, text.status));
    assert!(json.err.contains("VN-SET-ALTERED") && json.err.contains("VN-SET-GAP"), "{}", json.err);
}

/// The pages of the golden files in the Nu validator of the W3C. `TAXDOC_VNU` names its vnu.jar, as the package `vnu-jar` of npm brings it.
#[test]
fn a_page_has_the_labels_of_annexes_too() {
    let declaration = "<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>953</maTKhai></TKhaiThue></TTinTKhaiThue>\
         </TTinChung><CTieuTKhaiChinh><NVuKhauTruThue><ct18>5</ct18></NVuKhauTruThue></CTieuTKhaiChinh><PLuc><PLuc_05_1_BK_QTT>\
         <BKeCTietCNhan><ct12>252000000</ct12></BKeCTietCNhan></PLuc_05_1_BK_QTT></PLuc></HSoKhaiThue></HSoThueDTu>";
    let folder = folder("labels_of_annexes");
    write(&folder, "declaration.xml", declaration);
    let page = validate(["--lang", "vi", "--format", "html", folder.to_str().unwrap()]).out;
    assert!(page.contains("<tr><td>[18]</td><td>Tổng số cá nhân đã khấu trừ thuế</td>"), "the main part");
    let rows = || page.split("<tr>").filter_map(|row| row.split("</tr>").next());
    let row = rows().find(|row| row.contains("252.000.000")).expect("a number of the annex, grouped");
    assert!(row.starts_with("<td>[12]</td>") && !row.contains("ct12"), "{row}");
}

#[test]
fn pages_are_valid_html() {
    let Some(jar) = std::env::var_os("TAXDOC_VNU") else {
        return crate::suites::skipped("HTML in the Nu validator", "TAXDOC_VNU is not set");
    };
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/golden");
    let pages = ["vi", "en"].map(|language| format!("{golden}/reports.{language}.html"));
    let told = std::process::Command::new("java").arg("-jar").arg(jar).args(pages).output().unwrap();
    assert!(told.status.success() && told.stderr.is_empty(), "{}", String::from_utf8_lossy(&told.stderr));
}
