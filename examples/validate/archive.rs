//! The `*.xml` entries of a zip archive, under limits that no decompression bomb passes.

use std::fs::File;
use std::io::BufReader;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::vec;

use taxdoc::rules::Template;
use zip::CompressionMethod;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::inputs::Input;
use crate::inputs::Place;
use crate::problem::Problem;
use crate::words;

/// How many times its own size an archive may unpack to. Invoices reach about 10, lists of equal lines about 50, a bomb 1,000.
const RATIO: u64 = 200;

/// What even a tiny archive may unpack to: one message of the format holds at most 2 MB.
const ALLOWANCE: u64 = 16 << 20;

/// An open archive.
#[derive(Debug)]
pub(crate) struct Archive {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    /// The entries still to read, in the order of their names.
    entries: vec::IntoIter<(String, usize)>,
    /// Said before the first entry.
    problem: Option<Problem>,
    /// Bytes that may still be unpacked.
    budget: u64,
    /// Bytes of one entry.
    limit: usize,
}

impl Archive {
    /// Opens an archive and reads its directory.
    pub(crate) fn open(path: &Path, limit: usize) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| Problem::of_reading(path, &error))?;
        let length = file.metadata().map_err(|error| Problem::of_reading(path, &error))?.len();
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| of_zip(path, &error))?;
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|error| of_zip(path, &error))?;
            // Names that are not UTF-8 are rare and only shown.
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if entry.is_file() && Path::new(&name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml")) {
                entries.push((name, index));
            }
        }
        entries.sort();
        // The directory keeps one entry of each name: another of that name would go unread, and nobody would know.
        let problem = archive.has_duplicate_names().then(|| Problem::of_path(&words::ZIP_DUPLICATES, path));
        let budget = length.saturating_mul(RATIO).saturating_add(ALLOWANCE);
        Ok(Self { path: path.to_owned(), archive, entries: entries.into_iter(), problem, budget, limit })
    }

    /// The next document, unpacked.
    pub(crate) fn next(&mut self) -> Option<Result<Input, Problem>> {
        if let Some(problem) = self.problem.take() {
            return Some(Err(problem));
        }
        let (entry, index) = self.entries.next()?;
        let name = format!("{}!/{entry}", self.path.to_string_lossy());
        let bytes = self.unpack(Path::new(&name), index);
        Some(bytes.map(|bytes| Input { name, place: Place::Memory(Arc::new(bytes)) }))
    }

    fn unpack(&mut self, name: &Path, index: usize) -> Result<Vec<u8>, Problem> {
        let entry = self.archive.by_index(index).map_err(|error| of_zip(name, &error))?;
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Problem::of_path(&words::ZIP_METHOD, name));
        }
        let (stated, budget) = (entry.size(), self.budget);
        if stated > self.limit as u64 {
            return Err(Problem::of_path(&words::TOO_LONG, name).with("limit", self.limit.to_string()));
        }
        // The stated size may lie, so the same bounds hold while reading; what came before a fault counts too.
        let most = budget.min(self.limit as u64);
        if stated <= budget {
            let mut bytes = Vec::new();
            let read = entry.take(most + 1).read_to_end(&mut bytes);
            self.budget = budget.saturating_sub(bytes.len() as u64);
            read.map_err(|error| Problem::of_reading(name, &error))?;
            if bytes.len() as u64 <= most {
                return Ok(bytes);
            }
            if most == self.limit as u64 {
                return Err(Problem::of_path(&words::TOO_LONG, name).with("limit", self.limit.to_string()));
            }
        }
        self.entries = Vec::new().into_iter();
        Err(Problem::of_path(&words::ZIP_BOMB, &self.path).with("ratio", RATIO.to_string()))
    }
}

/// What is wrong with an archive or an entry.
fn of_zip(path: &Path, error: &ZipError) -> Problem {
    let template: &'static Template = match error {
        ZipError::Io(error) => return Problem::of_reading(path, error),
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => &words::ZIP_ENCRYPTED,
        ZipError::InvalidPassword => &words::ZIP_ENCRYPTED,
        _ => &words::ZIP_BROKEN,
    };
    Problem::of_path(template, path).with("cause", error.to_string())
}
