//! The `*.xml` entries of a zip archive, and of the archives in it, under limits that no decompression bomb passes.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::vec;

use taxdoc::rules::Template;
use zip::CompressionMethod;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::input::Input;
use crate::input::Place;
use crate::input::has_extension;
use crate::problem::Problem;
use crate::words;

/// How many times its own size an archive may unpack to. Invoices reach about 10, lists of equal lines about 50, a bomb 1,000.
const RATIO: u64 = 200;

/// What even a tiny archive may unpack to: one message of the format holds at most 2 MB.
const ALLOWANCE: u64 = 16 << 20;

/// Bytes to unpack from: a file, or the archive around.
trait Bytes: Read + Seek + Send {}

impl<B: Read + Seek + Send> Bytes for B {}

/// An open archive.
pub(crate) struct Archive {
    path: PathBuf,
    archive: ZipArchive<Box<dyn Bytes>>,
    /// The archive inside that is being read.
    inner: Option<Box<Archive>>,
    /// Whether this one is inside another; then archives in it stay closed.
    nested: bool,
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
        Self::read(path, Box::new(BufReader::new(file)), length, limit, false)
    }

    fn read(path: &Path, bytes: Box<dyn Bytes>, length: u64, limit: usize, nested: bool) -> Result<Self, Problem> {
        let archive = ZipArchive::new(bytes).map_err(|error| of_zip(path, &error))?;
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|error| of_zip(path, &error))?;
            // Names that are not UTF-8 are rare and only shown.
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let wanted = ["xml", "zip"].iter().any(|extension| has_extension(Path::new(&name), extension));
            if entry.is_file() && wanted {
                entries.push((name, index));
            }
        }
        entries.sort();
        // The directory keeps one entry of each name: another of that name would go unread, and nobody would know.
        let problem = archive.has_duplicate_names().then(|| Problem::of_path(&words::ZIP_DUPLICATES, path));
        let budget = length.saturating_mul(RATIO).saturating_add(ALLOWANCE);
        Ok(Self { path: path.to_owned(), archive, inner: None, nested, entries: entries.into_iter(), problem, budget, limit })
    }

    /// How many documents, or archives with documents, are still to come.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The next document, unpacked.
    pub(crate) fn next(&mut self) -> Option<Result<Input, Problem>> {
        if let Some(problem) = self.problem.take() {
            return Some(Err(problem));
        }
        loop {
            if let Some(inner) = &mut self.inner {
                let before = inner.budget;
                let item = inner.next();
                // What comes out of an archive inside comes out of this one too.
                self.budget = self.budget.saturating_sub(before.saturating_sub(inner.budget));
                if item.is_some() {
                    return item;
                }
                self.inner = None;
            }
            let (entry, index) = self.entries.next()?;
            let name = format!("{}!/{entry}", self.path.to_string_lossy());
            let path = Path::new(&name);
            let is_archive = has_extension(path, "zip");
            if is_archive && self.nested {
                return Some(Err(Problem::of_path(&words::NESTED_TOO_DEEP, path)));
            }
            let bytes = match self.unpack(path, index) {
                Ok(bytes) => bytes,
                Err(problem) => return Some(Err(problem)),
            };
            if !is_archive {
                return Some(Ok(Input { name, place: Place::Memory(Arc::new(bytes)) }));
            }
            let length = bytes.len() as u64;
            match Self::read(path, Box::new(Cursor::new(bytes)), length, self.limit, true) {
                Ok(mut inner) => {
                    inner.budget = inner.budget.min(self.budget);
                    self.inner = Some(Box::new(inner));
                }
                Err(problem) => return Some(Err(problem)),
            }
        }
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

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("path", &self.path).field("entries", &self.entries.len()).finish_non_exhaustive()
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
