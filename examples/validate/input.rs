//! One document to be validated, and how its bytes are read.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

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
    pub(crate) fn open_beyond(&self, limit: usize) -> Result<Option<File>, Problem> {
        let Place::File(path) = &self.place else { return Ok(None) };
        let is_long = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > limit as u64);
        if !is_long {
            return Ok(None);
        }
        File::open(path).map(Some).map_err(|error| Problem::of_reading(path, &error))
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

/// Whether a file is called like one of that kind.
pub(crate) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
