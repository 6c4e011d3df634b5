//! The documents that the paths of the command line stand for, found one after another.

use std::ffi::OsStr;
use std::fs;
use std::fs::DirEntry;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::vec;

use crate::archive::Archive;
use crate::input::Input;
use crate::input::Place;
use crate::input::has_extension;
use crate::problem::Problem;
use crate::words;

/// Walks the paths in the order given: files as they are, folders and archives in the order of their names.
#[derive(Debug)]
pub(crate) struct Inputs {
    given: vec::IntoIter<PathBuf>,
    /// The folder or archive being walked, and how many documents it gave.
    open: Option<Open>,
    /// Around it, where a pattern of file names is being walked.
    outer: Option<Open>,
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
    Folder(Vec<Folder>),
    Archive(Box<Archive>),
    /// What is left of the paths that matched a pattern; each is a file, a folder or an archive of its own.
    Matches(vec::IntoIter<PathBuf>),
}

/// A folder being read. Of a name only the last part is kept, so that a million files take tens of megabytes, and not hundreds.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    entries: vec::IntoIter<(Box<OsStr>, Kind)>,
}

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    File,
    Folder,
    Link,
}

impl Inputs {
    /// The documents of these paths; one longer than `limit` bytes is refused.
    pub(crate) fn new(paths: Vec<PathBuf>, limit: usize) -> Self {
        Self { given: paths.into_iter(), open: None, outer: None, limit }
    }

    /// A path of the command line: a single document, or something to walk.
    fn open(&mut self, path: PathBuf) -> Option<Result<Input, Problem>> {
        if path.as_os_str() == "-" {
            return Some(Ok(Input { name: "-".to_owned(), place: Place::Stdin }));
        }
        if is_pattern(&path) {
            return match matches(&path) {
                Ok(matches) => {
                    self.outer = Some(Open { path, walk: Walk::Matches(matches), found: 0 });
                    None
                }
                Err(problem) => Some(Err(problem)),
            };
        }
        let about = match fs::metadata(&path) {
            Ok(about) => about,
            Err(error) => return Some(Err(Problem::of_reading(&path, &error))),
        };
        let walk = if about.is_dir() {
            entries(path.clone()).map(|folder| Walk::Folder(vec![folder]))
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
                    Walk::Matches(_) => None,
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
            let matched = self.outer.as_mut().and_then(|outer| match &mut outer.walk {
                Walk::Matches(paths) => paths.next().inspect(|_| outer.found += 1),
                Walk::Folder(_) | Walk::Archive(_) => None,
            });
            let path =
                match (matched, self.outer.take_if(|outer| !matches!(&outer.walk, Walk::Matches(paths) if paths.len() > 0))) {
                    (Some(path), _) => path,
                    (None, Some(outer)) if outer.found == 0 => return Some(Err(Problem::of_path(&words::NO_MATCH, &outer.path))),
                    (None, _) => self.given.next()?,
                };
            if let Some(item) = self.open(path) {
                return Some(item);
            }
        }
    }
}

/// The next `*.xml` file below a folder. Symbolic links to files are followed, those to folders are not: a loop of links never ends.
fn next_in_folder(levels: &mut Vec<Folder>) -> Option<Result<Input, Problem>> {
    while let Some(level) = levels.last_mut() {
        let Some((name, kind)) = level.entries.next() else {
            levels.pop();
            continue;
        };
        let path = level.path.join(&*name);
        match kind {
            Kind::Folder => match entries(path) {
                Ok(folder) => levels.push(folder),
                Err(problem) => return Some(Err(problem)),
            },
            Kind::Link if !is_linked_file(&path) => {}
            Kind::File | Kind::Link => return Some(Ok(file(path))),
        }
    }
    None
}

/// What a name of a folder's listing stands for; `None` for what is no document.
fn kind_of(entry: &DirEntry) -> io::Result<Option<Kind>> {
    let about = entry.file_type()?;
    Ok(if about.is_dir() {
        Some(Kind::Folder)
    } else if !has_extension(Path::new(&entry.file_name()), "xml") {
        None
    } else if about.is_symlink() {
        Some(Kind::Link)
    } else {
        about.is_file().then_some(Kind::File)
    })
}

/// A link whose end is gone counts too: reading it then says what is wrong.
fn is_linked_file(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).map_or(true, |about| about.is_file())
}

/// The folders and documents that a folder holds, in the order of the names.
fn entries(path: PathBuf) -> Result<Folder, Problem> {
    let mut entries: Vec<(Box<OsStr>, Kind)> = Vec::new();
    let read = fs::read_dir(&path).and_then(|names| {
        for entry in names {
            let entry = entry?;
            entries.extend(kind_of(&entry)?.map(|kind| (entry.file_name().into_boxed_os_str(), kind)));
        }
        Ok(())
    });
    read.map_err(|error| Problem::of_reading(&path, &error))?;
    entries.sort_unstable();
    entries.shrink_to_fit();
    Ok(Folder { path, entries: entries.into_iter() })
}

/// Whether a path is a pattern that the shell left to us: it has a sign of one, and nothing is called so.
pub(crate) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '['])) && !path.exists()
}

/// What matches a pattern, in the order of the names.
fn matches(path: &Path) -> Result<vec::IntoIter<PathBuf>, Problem> {
    let pattern = path.to_string_lossy();
    let found =
        glob::glob(&pattern).map_err(|error| Problem::with_value(&words::BAD_GLOB, &*pattern).with("cause", error.msg))?;
    let mut paths = Vec::new();
    for path in found {
        paths.push(path.map_err(|error| Problem::of_reading(error.path(), error.error()))?);
    }
    Ok(paths.into_iter())
}

/// Counts the documents that the paths stand for, for whoever waits for them. A rough count: an archive inside an archive is one.
pub(crate) fn count(paths: &[PathBuf], count: &AtomicUsize) {
    for path in paths {
        if is_pattern(path) {
            if let Ok(paths) = matches(path) {
                self::count(paths.as_slice(), count);
            }
        } else if path.is_dir() {
            count_in_folder(path.clone(), count);
        } else {
            let documents =
                if has_extension(path, "zip") { Archive::open(path, 0).map_or(1, |archive| archive.len()) } else { 1 };
            count.fetch_add(documents, Ordering::Relaxed);
        }
    }
}

fn count_in_folder(path: PathBuf, count: &AtomicUsize) {
    let mut folders = vec![path];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match kind_of(&entry) {
                Ok(Some(Kind::Folder)) => folders.push(entry.path()),
                Ok(Some(Kind::File | Kind::Link)) => {
                    count.fetch_add(1, Ordering::Relaxed);
                }
                Ok(None) | Err(_) => {}
            }
        }
    }
}

fn file(path: PathBuf) -> Input {
    Input { name: path.to_string_lossy().into_owned(), place: Place::File(path) }
}
