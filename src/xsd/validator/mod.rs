//! Holds documents against a schema.

mod frame;
mod keys;
mod run;
mod stream;
mod tree;
mod values;

pub use run::InstanceAttribute;
pub use run::Opening;
pub use run::Run;
pub use tree::NameTable;
pub use values::Scope;

/// How a profile reads content where the standard and practice differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentPolicy {
    empty: EmptyElements,
}

/// What an element without content means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptyElements {
    /// The same as if it were not there: nothing is wrong with an optional one, and a mandatory one lacks its value whatever its type.
    Absent,
    /// Its value is the empty text, which its type accepts or not (XSD 1.0).
    #[default]
    Typed,
}

impl ContentPolicy {
    /// The policy of XSD 1.0.
    #[must_use]
    pub const fn xsd() -> Self {
        Self { empty: EmptyElements::Typed }
    }

    /// The same with another meaning of empty elements.
    #[must_use]
    pub const fn empty_elements(mut self, empty: EmptyElements) -> Self {
        self.empty = empty;
        self
    }
}

/// Whether the content of an element needs to be shown to a [`Run`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between")]
pub enum Descend {
    /// It was given with the element and has been looked at; do not call `end_element`.
    Done,
    /// Show it.
    Into,
    /// Nothing in it will be looked at; call `end_element` next.
    Over,
}

#[cfg(test)]
mod identity_tests;
#[cfg(test)]
mod tests;
