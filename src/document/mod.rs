//! Typed documents: every value with the element it was read from.
//!
//! A profile makes its typed document (an invoice, a message) of [`Slot`]s: one struct field for each element that a rule or the report
//! needs. A finding about a value then points at its element.
//!
//! ```
//! use taxdoc::Limits;
//! use taxdoc::document::Slot;
//! use taxdoc::xml::{Document, Source};
//!
//! let limits = Limits::default();
//! let source = Source::decode(b"<NBan><Ten> An Khang\n</Ten><Fax/></NBan>", &limits)?;
//! let document = Document::parse(&source, &limits)?;
//! let (mut name, mut fax) = (Slot::default(), Slot::default());
//! for child in document.root().elements() {
//!     if child.local_name() == "Ten" { name.take(child) } else { fax.take(child) }
//! }
//! assert_eq!(name.value(), Some("An Khang"));
//! assert!(fax.is_empty() && fax.node().is_some());
//! # Ok::<(), taxdoc::xml::Fault>(())
//! ```

use std::borrow::Cow;

use crate::xml;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Spot;

/// An element with a simple value.
#[derive(Clone, Debug)]
pub struct Field<'d> {
    /// The element.
    pub node: NodeId,
    /// Its text without the white space around it; may be empty.
    pub text: Cow<'d, str>,
}

impl Field<'_> {
    /// Its value, where a finding about it points.
    #[must_use]
    pub const fn spot(&self) -> Spot {
        Spot::Content(self.node)
    }
}

/// A place for a field: absent, there but empty, or with a value. What an empty one means is the profile's to say.
#[derive(Clone, Debug, Default)]
pub struct Slot<'d>(Option<Field<'d>>);

impl<'d> Slot<'d> {
    /// The field, when it has a value.
    #[must_use]
    pub fn field(&self) -> Option<&Field<'d>> {
        self.0.as_ref().filter(|field| !field.text.is_empty())
    }

    /// The value, when there is one.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.field().map(|field| field.text.as_ref())
    }

    /// The element, with or without a value.
    #[must_use]
    pub fn node(&self) -> Option<NodeId> {
        self.0.as_ref().map(|field| field.node)
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.field().is_none()
    }

    /// Takes the value of an element, unless the slot has one: the first element of a name counts.
    pub fn take(&mut self, node: Node<'d>) {
        if self.0.is_none() {
            self.0 = Some(Field { node: node.id(), text: trimmed(node.text()) });
        }
    }
}

/// Without the white space of XML around it (XML 1.0 §2.3); other blanks are part of the value.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(xml::trim(text)),
        Cow::Owned(text) => Cow::Owned(xml::trim(&text).to_owned()),
    }
}
