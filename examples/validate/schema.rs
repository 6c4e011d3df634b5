//! The documents of a schema: the files given, and every file that they refer to.
//!
//! The library opens nothing, so this program follows `include`, `import` and `redefine` beforehand. A document is named by its
//! path; the library resolves a `schemaLocation` against the name of the document that holds it, as here.

use std::collections::HashSet;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::input;
use crate::input::EVIDENCE_LIMIT;
use crate::problem::Problem;
use crate::words;

/// Documents of one schema. The largest published families have a few hundred.
const DOCUMENTS: usize = 5_000;

/// Bytes of all documents of one schema.
const TOTAL: usize = 256 << 20;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Reads the schema documents given and all that they refer to by a relative location, each once, the first one first.
///
/// A reference to a file that is not there is left to the library: it may be an `import` that another document answers.
pub(crate) fn gather(given: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let mut documents = Vec::new();
    let mut seen = HashSet::new();
    let mut total = 0_usize;
    let mut waiting: Vec<(PathBuf, bool)> = given.iter().rev().map(|path| (normal(path), true)).collect();
    while let Some((path, demanded)) = waiting.pop() {
        if !seen.insert(path.clone()) || !(demanded || path.is_file()) {
            continue;
        }
        let bytes = input::read_file(&path, EVIDENCE_LIMIT)?;
        total = total.saturating_add(bytes.len());
        if documents.len() == DOCUMENTS || total > TOTAL {
            return Err(Problem::of_path(&words::SCHEMA_TOO_LARGE, &path));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        // After the files given, so that the first of these stays the first of all.
        waiting.splice(0..0, references(&bytes).into_iter().map(|location| (normal(&folder.join(location)), false)));
        documents.push((path.to_string_lossy().into_owned(), bytes));
    }
    Ok(documents)
}

/// The relative locations that a schema document refers to. One that cannot be parsed refers to nothing; compiling it says why.
fn references(bytes: &[u8]) -> Vec<String> {
    let limits = Limits::default();
    let Ok(source) = Source::decode(bytes, &limits) else { return Vec::new() };
    let Ok(document) = Document::parse(&source, &limits) else { return Vec::new() };
    let refers = ["include", "import", "redefine"];
    let elements = document.root().elements().filter(|element| refers.iter().any(|local| element.is(XSD, local)));
    elements
        .filter_map(|element| element.attribute("schemaLocation"))
        .map(|location| location.trim().to_owned())
        .filter(|location| !location.is_empty() && !location.contains("://"))
        .collect()
}

/// The path without `.` and, as far as the text alone tells, without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
