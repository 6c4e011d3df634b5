//! A formula compiled: a program for a stack of numbers, its operands, and how it reads.

use crate::decimal::Decimal;

use super::shape::Place;

/// A compiled expression.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) operations: Vec<Operation>,
    pub(super) operands: Vec<Operand>,
    /// The expression as it reads, piece by piece.
    pub(super) layout: Vec<Layout>,
    /// How many roundings are in it, a quotient that is not rounded being one: by so many of its smallest units a stated result may
    /// be off (CONTRACT §4).
    pub(super) roundings: u8,
}

/// One step of a [`Program`]. Truth is 1 and 0.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    Absolute,
    Add,
    And,
    Constant(Decimal),
    Divide,
    Equal,
    If,
    Less,
    LessOrEqual,
    Maximum,
    Minimum,
    Multiply,
    Negate,
    Not,
    /// The operand of that index.
    Operand(usize),
    Or,
    /// Income tax of a year by the progressive table.
    Progressive,
    Round(u8),
    Subtract,
}

/// Where a number of the document is found.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) reads: Reads,
    /// Where the path starts.
    pub(super) anchor: Anchor,
    /// The way down from there.
    pub(super) steps: Vec<Place>,
    /// A condition on the elements of one of the steps.
    pub(super) filter: Option<Filter>,
    /// Whether it is part of a condition, where an element that is not there is as good as an empty one.
    pub(super) lenient: bool,
    /// As it reads in an equation: `[29]`, `Σ[12]`. Given by [`super::names`].
    pub(super) name: String,
}

impl Operand {
    /// The element it names.
    pub(super) fn place(&self) -> Option<Place> {
        self.steps.last().copied()
    }
}

/// What an operand takes from its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// How many there are.
    Count,
    /// The number of the one element.
    Line,
    /// 1 where there is such an element, else 0.
    Presence,
    /// The sum of all.
    Sum,
    /// The amount of the one element, which is text and may have its digits in groups.
    Text,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// At `HSoKhaiThue`.
    Declaration,
    /// So many elements above the element around the target.
    Above(u8),
}

/// `row[key = …]`.
#[derive(Debug)]
pub(super) struct Filter {
    /// The index of the step that it is on.
    pub(super) step: usize,
    /// The way from that element down to the one that is compared.
    pub(super) key: Vec<Place>,
    pub(super) with: Match,
}

/// What the key of a [`Filter`] must be.
#[derive(Debug)]
pub(super) enum Match {
    /// That number.
    Number(Decimal),
    /// The same text as this line.
    Text(Box<Operand>),
}

/// A piece of an expression as it reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layout {
    Operand(usize),
    Sign(&'static str),
}

impl Program {
    /// Every place that its value depends on.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        self.operands.iter().flat_map(|operand| {
            let key = operand.filter.as_ref().and_then(|filter| filter.key.last().copied());
            let own = match operand.filter.as_ref().map(|filter| &filter.with) {
                Some(Match::Text(own)) => own.place(),
                _ => None,
            };
            operand.place().into_iter().chain(key).chain(own)
        })
    }
}
