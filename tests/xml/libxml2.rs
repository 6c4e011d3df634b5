//! Agreement with libxml2 on what is well-formed: seeded damage to small documents, and the W3C suite with its DOCTYPEs cut out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::common::suites;
use crate::conformance;
use crate::mutation;

#[test]
fn damaged_documents_get_the_same_verdict() {
    let documents: Vec<(String, Vec<u8>)> =
        (0..4_000).map(|seed| (seed.to_string(), mutation::damaged(seed))).filter(|(_, bytes)| !has_doctype(bytes)).collect();
    compare("damaged", &documents);
}

#[test]
fn documents_of_the_suite_get_the_same_verdict() {
    let Some(suite) = suites::suite("xmlconf") else { return };
    let documents: Vec<(String, Vec<u8>)> = conformance::tests(&suite.join("xmlconf"))
        .iter()
        .filter(|test| test.namespaces)
        .filter_map(|test| Some((test.id.clone(), conformance::without_doctype(&fs::read(&test.file).unwrap())?)))
        .filter(|(_, bytes)| !has_doctype(bytes))
        .collect();
    compare("suite", &documents);
}

fn has_doctype(bytes: &[u8]) -> bool {
    let plain: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    plain.windows(9).any(|window| window.eq_ignore_ascii_case(b"<!doctype"))
}

/// Runs `xmllint` over all documents and compares; differences without a known reason fail.
fn compare(name: &str, documents: &[(String, Vec<u8>)]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("libxml2-{name}"));
    let Some(rejected) = rejected_by_libxml2(&folder, documents) else {
        suites::skipped("libxml2", "xmllint is not installed");
        return;
    };
    let limits = Limits::default();
    let mut both = 0;
    let mut neither = 0;
    let mut explained = BTreeMap::<&str, usize>::new();
    let mut different = Vec::new();
    for (index, (id, bytes)) in documents.iter().enumerate() {
        let ours = Source::decode(bytes, &limits).and_then(|source| Document::parse(&source, &limits).map(drop));
        let complaint = rejected.get(&index).map(String::as_str);
        match (ours, complaint) {
            (Ok(()), None) => both += 1,
            (Err(_), Some(_)) => neither += 1,
            (ours, _) => match reason(complaint, ours.as_ref().err().map(|fault| fault.rule().code)) {
                Some(reason) => *explained.entry(reason).or_default() += 1,
                None => different.push(format!(
                    "{id}: {:?} against libxml2: {}",
                    ours.map_err(|fault| fault.to_string()),
                    bytes.escape_ascii()
                )),
            },
        }
    }
    suites::say(&format!(
        "libxml2 {name}: {both} accepted by both, {neither} refused by both, {} differ with a reason: {explained:?}",
        explained.values().sum::<usize>()
    ));
    assert_eq!(different, [""; 0]);
    let _ = fs::remove_dir_all(folder);
}

/// Why libxml2 says otherwise: its complaint, and our code, `None` where we accept.
fn reason(complaint: Option<&str>, code: Option<&str>) -> Option<&'static str> {
    match (complaint, code) {
        // Namespaces in XML §2.2 and §3 want a URI reference but make nothing else a fatal error; C14N needs an absolute one, so
        // it is for `dsig` to look at.
        (Some(complaint), None) if complaint.contains("is not a valid URI") => Some("namespace name that is no URI"),
        // XML 1.0 §4.3.3; the suite has it in hst-lhs-007 and hst-lhs-008.
        (None, Some("XML-ENCODING-MISMATCH")) => {
            Some("declared encoding against the byte order mark, not looked at by libxml2 2.9")
        }
        _ => None,
    }
}

/// The indexes of the documents that libxml2 refuses, each with its last complaint; `None` without `xmllint`.
fn rejected_by_libxml2(folder: &Path, documents: &[(String, Vec<u8>)]) -> Option<BTreeMap<usize, String>> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    let files: Vec<PathBuf> = (0..documents.len()).map(|index| folder.join(format!("{index}.xml"))).collect();
    for (file, (_, bytes)) in files.iter().zip(documents) {
        fs::write(file, bytes).unwrap();
    }
    let mut rejected = BTreeMap::new();
    for some in files.chunks(500) {
        let output = Command::new("xmllint").args(["--noout", "--nonet"]).args(some).output().ok()?;
        // Warnings name the file too; errors say `error`, namespace errors included.
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            let Some((file, message)) = line.split_once(".xml:") else { continue };
            let number = file.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
            if let Some(number) = number.filter(|_| message.contains("error :")) {
                rejected.insert(number, message.to_owned());
            }
        }
    }
    Some(rejected)
}
