//! Why a schema cannot be compiled.

use std::fmt;

/// A schema that cannot be compiled: the rule of the standard that it breaks, what breaks it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    rule: &'static str,
    subject: Box<str>,
    document: Option<Box<str>>,
    line: u32,
    column: u32,
}

impl SchemaError {
    pub(crate) fn new(rule: &'static str, subject: impl Into<Box<str>>) -> Self {
        Self { rule, subject: subject.into(), document: None, line: 0, column: 0 }
    }

    pub(crate) fn at(mut self, document: &str, line: u32, column: u32) -> Self {
        if self.document.is_none() {
            self.document = Some(document.into());
            self.line = line;
            self.column = column;
        }
        self
    }

    /// The rule that is broken, by the standard's name, for example `src-resolve` or `cos-nonambig`.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// The name or the value that breaks it.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The address of the schema document, line and column (both from 1), where the fault has a place in a document.
    #[must_use]
    pub fn place(&self) -> Option<(&str, u32, u32)> {
        self.document.as_deref().map(|document| (document, self.line, self.column))
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.rule, self.subject)?;
        match self.place() {
            Some((document, line, column)) => write!(formatter, " ({document}, line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SchemaError {}
