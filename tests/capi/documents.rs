//! The documents that the tests validate.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::build::folder;
use crate::build::skipped;

/// Documents that bring out each kind of answer: the project's own invoices and small faulty files.
pub(crate) fn all() -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "examples/data holds the project's own invoices");
    files.extend(small());
    files
}

/// Those, and every other XML file of the repository and of the samples beside it.
pub(crate) fn everything() -> Vec<PathBuf> {
    let mut files = all();
    for folder in ["examples", "fuzz/seeds", "src", "tests"] {
        below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    let shared =
        std::env::var_os("TAXDOC_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let own = files.len();
    below(&shared.join("samples"), &mut files);
    if files.len() == own {
        skipped("JSON of the samples", "no samples in TAXDOC_SHARED");
    }
    files
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            files.push(path);
        }
    }
}

fn small() -> impl Iterator<Item = PathBuf> {
    let folder = folder("documents");
    let documents: [(&str, &[u8]); 8] = [
        ("empty.xml", b""),
        ("binary.xml", b"\0\x01\xff\xfe binary"),
        ("unclosed.xml", "<HDon>\n  <DLHDon Ten=\"Hóa đơn\">".as_bytes()),
        ("doctype.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("other-root.xml", b"<ubl:Invoice xmlns:ubl='urn:x'/>"),
        ("quotes-and-controls.xml", "<a b='\"\\&#9;/\u{2028}'><c>]]></c></a>".as_bytes()),
        (
            "bare-invoice.xml",
            "<HDon><DLHDon><TTChung><PBan>2.1.0</PBan><KHMSHDon>1</KHMSHDon></TTChung></DLHDon></HDon>".as_bytes(),
        ),
        ("utf16.xml", b"\xff\xfe<\0a\0/\0>\0"),
    ];
    documents.into_iter().map(move |(name, bytes)| {
        let path = folder.join(name);
        // Several tests ask at once: a file that is there already is whole, because it is put in place by one rename.
        if fs::read(&path).ok().as_deref() != Some(bytes) {
            let part = folder.join(format!("{name}.{:?}.part", std::thread::current().id()));
            fs::write(&part, bytes).unwrap();
            fs::rename(part, &path).unwrap();
        }
        path
    })
}
