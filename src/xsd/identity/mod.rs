//! Identity constraints: `unique`, `key` and `keyref` (XSD 1.0 Part 1 §3.11).

mod path;

use super::Symbol;

pub(crate) use path::NameTest;
pub(crate) use path::Path;
pub(crate) use path::PathError;
pub(crate) use path::PathKind;
pub(crate) use path::parse;

/// One identity constraint.
#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) name: Symbol,
    pub(crate) category: Category,
    /// The alternatives of the selector.
    pub(crate) selector: Box<[Path]>,
    pub(crate) fields: Box<[Field]>,
}

/// What a constraint demands of the values that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    Unique,
    Key,
    /// The number of the key or unique constraint whose values it takes.
    KeyRef(u32),
}

/// One field of a constraint.
#[derive(Debug)]
pub(crate) struct Field {
    /// As written, for messages.
    pub(crate) text: Box<str>,
    pub(crate) alternatives: Box<[Path]>,
}

impl Constraint {
    /// The fields as written, one after another.
    pub(crate) fn fields_text(&self) -> String {
        self.fields.iter().map(|field| &*field.text).collect::<Vec<&str>>().join(", ")
    }
}
