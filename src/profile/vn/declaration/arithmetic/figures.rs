//! The figures of one declaration, collected in one walk: a column for every element that a formula names.

use std::borrow::Cow;
use std::ops::Range;

use crate::decimal::Decimal;
use crate::xml::Document;
use crate::xml::Elements;
use crate::xml::Node;
use crate::xml::NodeId;

use super::shape::Place;
use super::shape::ROOT;
use super::shape::Shape;

/// The elements of a declaration by their place in the form. Elements of one place stand in document order, and so do their parents,
/// so that everything below a run of elements is a run again.
#[derive(Debug)]
pub(super) struct Figures<'d> {
    document: &'d Document<'d>,
    columns: Vec<Column>,
}

#[derive(Debug, Default)]
struct Column {
    figures: Vec<Figure>,
    /// Where the figures of each element of the parent column start.
    starts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Figure {
    node: NodeId,
    parent: u32,
}

/// What an element says as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stated {
    /// Empty or nil, which the forms read as zero.
    Blank,
    Number(Decimal),
    /// Not a number; the stage `schema` says so.
    Unreadable,
}

impl<'d> Figures<'d> {
    /// Walks `declaration` (`HSoKhaiThue`) and keeps what the form names. Names are compared without their namespace.
    pub(super) fn collect(shape: &Shape, declaration: Node<'d>) -> Self {
        let document = declaration.document();
        let mut columns: Vec<Column> = std::iter::repeat_with(Column::default).take(shape.len()).collect();
        // One look-up for each distinct name of the document, not for each element.
        let symbols: Vec<Option<usize>> = document.names().map(|name| shape.symbol(name.local())).collect();
        // The stack is as deep as the longest path of a formula, whatever the document does.
        let mut open: Vec<(Place, u32, Elements<'d>)> = Vec::new();
        let mut enter = |place: Place, parent: u32, node: Node<'d>| {
            let index = columns.get_mut(place).map_or(0, |column| {
                column.figures.push(Figure { node: node.id(), parent });
                column.figures.len() as u32 - 1
            });
            for (_, child) in shape.children(place) {
                if let Some(column) = columns.get_mut(*child) {
                    column.starts.push(column.figures.len() as u32);
                }
            }
            (place, index, node.elements())
        };
        open.push(enter(ROOT, 0, declaration));
        while let Some((place, index, elements)) = open.last_mut() {
            let (place, index) = (*place, *index);
            let Some(element) = elements.next() else {
                open.pop();
                continue;
            };
            let symbol = element.name_id().and_then(|id| symbols.get(id.index()).copied().flatten());
            if let Some(child) = symbol.and_then(|symbol| shape.child(place, symbol)) {
                open.push(enter(child, index, element));
            }
        }
        for column in &mut columns {
            column.starts.push(column.figures.len() as u32);
        }
        Self { document, columns }
    }

    /// How many elements stand at that place.
    pub(super) fn count(&self, place: Place) -> usize {
        self.columns.get(place).map_or(0, |column| column.figures.len())
    }

    /// Every element at that place.
    pub(super) fn all(&self, place: Place) -> Range<usize> {
        0..self.count(place)
    }

    /// The elements at `child` below the run `parents` of its parent.
    pub(super) fn below(&self, parents: &Range<usize>, child: Place) -> Range<usize> {
        let start = |parent: usize| {
            let starts = &self.columns.get(child)?.starts;
            starts.get(parent).or(starts.last()).map(|start| *start as usize)
        };
        match (start(parents.start), start(parents.end)) {
            (Some(from), Some(to)) if from <= to => from..to,
            _ => 0..0,
        }
    }

    /// The element around one at that place, an index of its own column.
    pub(super) fn parent(&self, place: Place, index: usize) -> usize {
        self.figure(place, index).map_or(0, |figure| figure.parent as usize)
    }

    pub(super) fn node(&self, place: Place, index: usize) -> NodeId {
        self.figure(place, index).map_or(NodeId::DOCUMENT, |figure| figure.node)
    }

    /// The text of an element, without blanks around it.
    pub(super) fn text(&self, place: Place, index: usize) -> Cow<'d, str> {
        let node = self.figure(place, index).and_then(|figure| self.document.node(figure.node));
        match node.map(|node| node.text()) {
            Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
            Some(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
            None => Cow::Borrowed(""),
        }
    }

    /// What an element says. Ticks are 1 and 0; a rate may end in `%`.
    pub(super) fn stated(&self, place: Place, index: usize) -> Stated {
        let text = self.text(place, index);
        match &*text {
            "" => Stated::Blank,
            "true" => Stated::Number(Decimal::ONE),
            "false" => Stated::Number(Decimal::ZERO),
            text => {
                let number = text.strip_suffix('%').map_or(text, str::trim_end);
                Decimal::parse(number).map_or(Stated::Unreadable, Stated::Number)
            }
        }
    }

    fn figure(&self, place: Place, index: usize) -> Option<Figure> {
        self.columns.get(place)?.figures.get(index).copied()
    }
}
