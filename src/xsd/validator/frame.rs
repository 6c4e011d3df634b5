//! One open element.

use super::super::ElementId;
use super::super::model::Content;
use super::super::model::ModelNode;

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<P> {
    pub(super) at: P,
    pub(super) element: Option<ElementId>,
    pub(super) content: Body,
    /// The leaf of the content model that took the last child. In a bag: the furthest leaf reached.
    pub(super) state: ModelNode,
    /// Where its counters begin in the run's stack.
    pub(super) counters: usize,
    /// Where its missing elements begin in the run's stack.
    pub(super) missing: usize,
    /// Where its text begins in the run's buffer.
    pub(super) text: usize,
    /// Leaves below 64 that took a child.
    pub(super) seen: u64,
    /// Unknown elements since the last known one: each may stand, misspelled, for a missing one.
    pub(super) unknown: u32,
    /// Whether its parent's content needs it.
    pub(super) required: bool,
    pub(super) has_children: bool,
    pub(super) has_attributes: bool,
    /// Whether identity constraints of it or around it look at it.
    pub(super) identity: bool,
    /// Whether a fault of a kind that is told once for each parent was told.
    pub(super) told: bool,
}

/// What an open element may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Typed(Content),
    /// `xsi:nil`: nothing at all.
    Nil,
    /// Whatever it likes.
    Skipped,
}

/// A required node of a content model that was passed over. It is told at the end of its parent, unless it turns up late.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing {
    pub(super) node: ModelNode,
}
