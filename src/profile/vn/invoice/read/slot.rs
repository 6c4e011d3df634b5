//! Places for values.

use std::borrow::Cow;

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

/// A place for a field: absent, there but empty, or with a value. Empty counts as absent (spec §2.0).
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

    pub(super) fn take(&mut self, node: Node<'d>) {
        if self.0.is_none() {
            self.0 = Some(Field { node: node.id(), text: trimmed(node.text()) });
        }
    }
}

/// Without the white space around it.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
