//! What goes wrong with the run itself: usage, files, archives. Printed on standard error in the reader's language.

use std::error::Error;
use std::io;
use std::io::Write as _;
use std::path::Path;

use taxdoc::Language;
use taxdoc::rules::Note;
use taxdoc::rules::Template;
use taxdoc::xsd::SchemaError;

use crate::words;

/// A message about the run, in both languages. No finding: it says nothing about a document.
#[derive(Debug)]
pub(crate) struct Problem(Note);

impl Problem {
    /// A message about one value of the command line.
    pub(crate) fn with_value(template: &'static Template, value: impl Into<String>) -> Self {
        Self(Note::new(template).with("value", value.into()))
    }

    /// The same message with one more parameter.
    pub(crate) fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        Self(self.0.with(name, value.into()))
    }

    /// A message about a file or folder.
    pub(crate) fn of_path(template: &'static Template, path: &Path) -> Self {
        Self(Note::new(template).with("path", path.to_string_lossy().into_owned()))
    }

    /// A file that the system does not let us read.
    pub(crate) fn of_reading(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::of_path(&words::NOT_FOUND, path),
            io::ErrorKind::PermissionDenied => Self::of_path(&words::NO_PERMISSION, path),
            _ => Self::of_path(&words::UNREADABLE, path).with("cause", error.to_string()),
        }
    }

    /// A file whose content the library refuses, with every cause that the error names.
    pub(crate) fn in_file(path: &Path, error: &dyn Error) -> Self {
        let mut cause = error.to_string();
        let mut source = error.source();
        while let Some(error) = source {
            cause.push_str(": ");
            cause.push_str(&error.to_string());
            source = error.source();
        }
        Self::of_path(&words::UNREADABLE, path).with("cause", cause)
    }

    /// A reference of a schema to what its documents do not hold.
    pub(crate) fn of_unresolved(error: &SchemaError, language: Language) -> Self {
        let (document, line) = error.place().map_or(("", 0), |(document, line, _)| (document, line));
        let problem = Self::of_path(&words::UNRESOLVED, Path::new(document));
        problem.with("line", line.to_string()).with("cause", error.message(language))
    }

    /// The message, safe to print.
    pub(crate) fn text(&self, language: Language) -> String {
        words::visible(&self.0.text(language)).into_owned()
    }

    /// Writes the message to standard error. There is nobody to tell when that fails.
    pub(crate) fn print(&self, language: Language) {
        let _ = writeln!(io::stderr().lock(), "validate: {}", self.text(language));
    }
}

impl From<&'static Template> for Problem {
    fn from(template: &'static Template) -> Self {
        Self(Note::new(template))
    }
}
