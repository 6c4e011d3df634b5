//! The documents that the paths of the command line stand for, found one after another.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::vec;

use crate::archive::Archive;
use crate::problem::Problem;
use crate::words;

/// Bytes of a certificate bundle, a revocation list or a schema document. The largest revocation lists of Viet Nam are below 20 MB.
pub(crate) const EVIDENCE_LIMIT: usize = 64 << 20;

/// One document: its name as the report prints it, and where its bytes are.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// Where the bytes of a document are.
#[derive(Debug)]
pub(crate) enum Place {
    /// A file, not opened yet.
    File(PathBuf),
    /// In memory.
    Memory(Arc<Vec<u8>>),
    /// Standard input.
    Stdin,
}

impl Input {
    /// The file, if it is one of more than `limit` bytes, to be read piece by piece.
    pub(crate) fn open_beyond(&self, limit: usize) -> Result<Option<BufReader<File>>, Problem> {
        let Place::File(path) = &self.place else { return Ok(None) };
        let is_long = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > limit as u64);
        if !is_long {
            return Ok(None);
        }
        let file = File::open(path).map_err(|error| Problem::of_reading(path, &error))?;
        Ok(Some(BufReader::with_capacity(1 << 18, file)))
    }

    /// Reads the bytes, at most `limit`.
    pub(crate) fn read(&self, limit: usize) -> Result<Arc<Vec<u8>>, Problem> {
        match &self.place {
            Place::File(path) => read_file(path, limit).map(Arc::new),
            Place::Memory(bytes) => Ok(Arc::clone(bytes)),
            Place::Stdin => read_stream(io::stdin().lock(), Path::new("-"), limit, 0).map(Arc::new),
        }
    }
}

/// Reads a file whole, unless it is longer than `limit`: such a file is refused by its length, unread.
pub(crate) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Problem> {
    let file = File::open(path).map_err(|error| Problem::of_reading(path, &error))?;
    let about = file.metadata().map_err(|error| Problem::of_reading(path, &error))?;
    if about.is_dir() {
        return Err(Problem::of_path(&words::IS_FOLDER, path));
    }
    if about.len() > limit as u64 {
        return Err(Problem::of_path(&words::TOO_LONG, path).with("limit", limit.to_string()));
    }
    read_stream(file, path, limit, usize::try_from(about.len()).unwrap_or_default())
}

/// Reads to the end, or until more than `limit` bytes came: a pipe or a device says no length beforehand.
pub(crate) fn read_stream(stream: impl Read, path: &Path, limit: usize, length: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(length + 1);
    stream.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| Problem::of_reading(path, &error))?;
    if bytes.len() > limit {
        return Err(Problem::of_path(&words::TOO_LONG, path).with("limit", limit.to_string()));
    }
    Ok(bytes)
}

/// Walks the paths in the order given: files as they are, folders and archives in the order of their names.
#[derive(Debug)]
pub(crate) struct Inputs {
    given: vec::IntoIter<PathBuf>,
    /// The folder or archive being walked, and how many documents it gave.
    open: Option<Open>,
    limit: usize,
}

#[derive(Debug)]
struct Open {
    path: PathBuf,
    walk: Walk,
    found: usize,
}

#[derive(Debug)]
enum Walk {
    /// What is left of each folder from the given one down to the one being read.
    Folder(Vec<vec::IntoIter<PathBuf>>),
    Archive(Box<Archive>),
}

impl Inputs {
    /// The documents of these paths; one longer than `limit` bytes is refused.
    pub(crate) fn new(paths: Vec<PathBuf>, limit: usize) -> Self {
        Self { given: paths.into_iter(), open: None, limit }
    }

    /// A path of the command line: a single document, or something to walk.
    fn open(&mut self, path: PathBuf) -> Option<Result<Input, Problem>> {
        if path.as_os_str() == "-" {
            return Some(Ok(Input { name: "-".to_owned(), place: Place::Stdin }));
        }
        let about = match fs::metadata(&path) {
            Ok(about) => about,
            Err(error) => return Some(Err(Problem::of_reading(&path, &error))),
        };
        let walk = if about.is_dir() {
            entries(&path).map(|entries| Walk::Folder(vec![entries]))
        } else if has_extension(&path, "zip") {
            Archive::open(&path, self.limit).map(|archive| Walk::Archive(Box::new(archive)))
        } else {
            return Some(Ok(file(path)));
        };
        match walk {
            Ok(walk) => {
                self.open = Some(Open { path, walk, found: 0 });
                None
            }
            Err(problem) => Some(Err(problem)),
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                let item = match &mut open.walk {
                    Walk::Folder(levels) => next_in_folder(levels),
                    Walk::Archive(archive) => archive.next(),
                };
                if item.is_some() {
                    open.found += 1;
                    return item;
                }
                let Open { path, found, .. } = self.open.take()?;
                if found == 0 {
                    return Some(Err(Problem::of_path(&words::NO_DOCUMENT, &path)));
                }
            }
            let path = self.given.next()?;
            if let Some(item) = self.open(path) {
                return Some(item);
            }
        }
    }
}

/// The next `*.xml` file below a folder. Symbolic links to files are followed, those to folders are not: a loop of links never ends.
fn next_in_folder(levels: &mut Vec<vec::IntoIter<PathBuf>>) -> Option<Result<Input, Problem>> {
    while let Some(level) = levels.last_mut() {
        let Some(path) = level.next() else {
            levels.pop();
            continue;
        };
        let about = match fs::symlink_metadata(&path) {
            Ok(about) => about,
            Err(error) => return Some(Err(Problem::of_reading(&path, &error))),
        };
        if about.is_dir() {
            match entries(&path) {
                Ok(entries) => levels.push(entries),
                Err(problem) => return Some(Err(problem)),
            }
        } else if has_extension(&path, "xml") && (about.is_file() || is_linked_file(&path)) {
            return Some(Ok(file(path)));
        }
    }
    None
}

/// A link whose end is gone counts too: reading it then says what is wrong.
fn is_linked_file(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).map_or(true, |about| about.is_file())
}

/// What a folder holds, in the order of the names.
fn entries(folder: &Path) -> Result<vec::IntoIter<PathBuf>, Problem> {
    let names = fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut names: Vec<PathBuf> = names.map_err(|error| Problem::of_reading(folder, &error))?;
    names.sort();
    Ok(names.into_iter())
}

fn file(path: PathBuf) -> Input {
    Input { name: path.to_string_lossy().into_owned(), place: Place::File(path) }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
