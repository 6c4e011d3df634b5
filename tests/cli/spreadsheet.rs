//! The CSV report in a spreadsheet program: what LibreOffice reads and writes again is what we wrote.

use std::fs;
use std::process::Command;
use std::process::Stdio;

use crate::program::DATA;
use crate::program::folder;
use crate::program::validate;
use crate::program::write;
use crate::suites;

/// The rows of a CSV text (RFC 4180).
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.trim_start_matches('\u{FEFF}').chars().filter(|character| *character != '\r').peekable();
    while let Some(character) = characters.next() {
        let row = rows.last_mut().unwrap();
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => row.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ => row.last_mut().unwrap().push(character),
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[test]
fn libreoffice_reads_every_cell_as_it_was_written() {
    if Command::new("soffice").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return suites::skipped("CSV in a spreadsheet program", "no soffice");
    }
    let folder = folder("spreadsheet");
    let valid = fs::read_to_string(format!("{DATA}/valid.xml")).unwrap();
    // Values that a spreadsheet would compute, each in a field that a finding tells.
    let mut hostile = valid;
    for (from, to) in [
        ("<SHDon>128<", "<SHDon>-1+1|<"),
        ("<KHHDon>C25TTX<", "<KHHDon>+84912<"),
        ("<DVTTe>VND<", "<DVTTe>@SUM(1;1)<"),
        ("<MST>0309999972<", "<MST>=1+1<"),
    ] {
        assert!(hostile.contains(from), "{from}");
        hostile = hostile.replace(from, to);
    }
    write(&folder, "=HYPERLINK(\"a\").xml", hostile);
    let written =
        validate(["--lang".as_ref(), "vi".as_ref(), "--format".as_ref(), "csv".as_ref(), folder.as_os_str(), DATA.as_ref()]).out;
    let file = write(&folder, "report.csv", &written);
    let (out, profile) = (folder.join("out"), folder.join("profile"));
    // Comma, quote, UTF-8, from the first line.
    let filter = "Text - txt - csv (StarCalc):44,34,76,1";
    let converted = Command::new("soffice")
        .args(["--headless", &format!("-env:UserInstallation=file://{}", profile.display()), "--convert-to"])
        .args([format!("csv:{filter}"), "--outdir".to_owned(), out.display().to_string()])
        .args([format!("--infilter={filter}"), file])
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    let (written, read) = (rows(&written), rows(&fs::read_to_string(out.join("report.csv")).unwrap()));
    assert_eq!(written.len(), read.len());
    for (written, read) in written.iter().zip(&read) {
        assert_eq!(written, read);
    }
    let cells: Vec<&str> = read.iter().flatten().map(String::as_str).collect();
    for text in ["'-1+1|", "'+84912", "'@SUM(1;1)", "'=1+1", "'0109999982", "11875400", "Mã số thuế", "KHÔNG HỢP LỆ"] {
        assert!(cells.iter().any(|cell| *cell == text || cell.starts_with(text)), "{text}");
    }
}
