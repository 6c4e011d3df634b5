//! Running a program over the figures of a declaration.

use std::collections::HashMap;
use std::ops::Range;

use crate::profile::vn::declaration::amount;

use super::figures::Figures;
use super::figures::Stated;
use super::program::Anchor;
use super::program::Filter;
use super::program::Match;
use super::program::Operand;
use super::program::Operation;
use super::program::Program;
use super::program::Reads;
use super::progressive;
use super::ratio::Ratio;
use super::shape::Place;
use super::shape::ROOT;
use super::shape::Shape;

/// What figures should have been, where that is not what is stated.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    values: HashMap<(Place, usize), Ratio>,
    /// Whether a place has any, so that untouched columns cost no look-up.
    touched: Vec<bool>,
}

impl Corrections {
    pub(super) fn set(&mut self, place: Place, index: usize, value: Ratio) {
        if self.touched.len() <= place {
            self.touched.resize(place + 1, false);
        }
        if let Some(touched) = self.touched.get_mut(place) {
            *touched = true;
        }
        self.values.insert((place, index), value);
    }

    pub(super) fn of(&self, place: Place, index: usize) -> Option<Ratio> {
        if !self.touches(place) {
            return None;
        }
        self.values.get(&(place, index)).copied()
    }

    pub(super) fn touches(&self, place: Place) -> bool {
        self.touched.get(place).copied().unwrap_or(false)
    }
}

/// What takes the place of stated figures; the first that has a figure counts, and none leaves all as stated.
pub(super) type Readings<'r> = &'r [&'r Corrections];

/// What blank means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// An element that is not there counts as zero: the document is of the version that the formulas were read from.
    Zero,
    /// An element that is not there, beside others that are, shows another version of the form: the formula does not apply.
    Inapplicable,
}

/// The figures of one declaration, ready for programs.
pub(super) struct Evaluation<'e, 'd> {
    pub(super) shape: &'e Shape,
    pub(super) figures: &'e Figures<'d>,
    pub(super) absent: Absent,
    /// The tax year, for the progressive table.
    pub(super) year: Option<u16>,
}

/// Sums already taken in this run of a formula: rows of one table ask for the same sums, and must not take them again.
#[derive(Debug, Default)]
pub(super) struct Memo {
    sums: HashMap<usize, (usize, Option<Ratio>)>,
    groups: HashMap<usize, (usize, HashMap<String, Ratio>)>,
}

/// The elements of an operand.
struct Found {
    place: Place,
    /// The element that the path starts at.
    start: usize,
    range: Range<usize>,
    /// Whether the element around is there.
    parent_is_there: bool,
}

impl Evaluation<'_, '_> {
    /// The value of a program at the `index`th element of `scope`; `None` where it does not apply.
    pub(super) fn value(
        &self,
        program: &Program,
        (scope, index): (Place, usize),
        corrections: Readings<'_>,
        memo: &mut Memo,
    ) -> Option<Ratio> {
        let mut stack: Vec<Option<Ratio>> = Vec::with_capacity(8);
        for operation in &program.operations {
            let result = match operation {
                Operation::Constant(number) => Some(Ratio::from(*number)),
                Operation::Operand(at) => {
                    program.operands.get(*at).and_then(|operand| self.operand((*at, operand), (scope, index), corrections, memo))
                }
                Operation::Absolute => stack.pop()?.map(Ratio::absolute),
                Operation::Negate => stack.pop()?.map(Ratio::negated),
                Operation::Not => stack.pop()?.map(|value| Ratio::truth(value.is_zero())),
                Operation::Round(digits) => stack.pop()?.and_then(|value| value.round(*digits)).map(Ratio::from),
                Operation::Progressive => stack.pop()?.and_then(|income| progressive::tax(income, self.year?)),
                Operation::If => {
                    let (otherwise, then, condition) = (stack.pop()?, stack.pop()?, stack.pop()?);
                    condition.and_then(|condition| if condition.is_zero() { otherwise } else { then })
                }
                binary => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    left.zip(right).and_then(|(left, right)| combine(*binary, left, right))
                }
            };
            stack.push(result);
        }
        stack.pop()?
    }

    /// Whether any element that a program reads is there. A program of constants only needs none.
    pub(super) fn applies(&self, program: &Program, scope: (Place, usize)) -> bool {
        let mut reads = program.operands.iter().filter(|operand| operand.reads != Reads::Presence).peekable();
        reads.peek().is_none() || reads.any(|operand| !self.find(operand, scope).range.is_empty())
    }

    /// The value of one operand.
    pub(super) fn operand(
        &self,
        (at, operand): (usize, &Operand),
        scope: (Place, usize),
        corrections: Readings<'_>,
        memo: &mut Memo,
    ) -> Option<Ratio> {
        if let (Reads::Sum, Some(Filter { step, key, with: Match::Text(own) })) = (operand.reads, &operand.filter) {
            return self.sum_of_group((at, operand), (*step, key, own), scope, corrections, memo);
        }
        let found = self.find(operand, scope);
        match operand.reads {
            Reads::Presence => Some(Ratio::truth(!found.range.is_empty())),
            Reads::Line | Reads::Text => {
                let mut range = found.range;
                match range.len() {
                    0 if found.parent_is_there && self.absent == Absent::Inapplicable && !operand.lenient => None,
                    0 => Some(Ratio::ZERO),
                    1 if operand.reads == Reads::Text => self.text_figure(found.place, range.next()?),
                    1 => self.figure(found.place, range.next()?, corrections),
                    _ => None,
                }
            }
            Reads::Count | Reads::Sum => {
                if let Some((start, sum)) = memo.sums.get(&at)
                    && *start == found.start
                {
                    return *sum;
                }
                let sum = self.sum(operand, &found, corrections);
                memo.sums.insert(at, (found.start, sum));
                sum
            }
        }
    }

    /// A sum or a count over rows; of the rows that fulfil the condition where there is one.
    fn sum(&self, operand: &Operand, found: &Found, corrections: Readings<'_>) -> Option<Ratio> {
        let Some(filter) = &operand.filter else {
            return self.total(operand.reads, found.place, found.range.clone(), corrections);
        };
        let Match::Number(wanted) = &filter.with else { return None };
        let mut total = Ratio::ZERO;
        for index in self.rows(operand, found.start, filter.step) {
            let holds = match self.key(&filter.key, index).map(|(place, key)| self.figures.stated(place, key)) {
                Some(Stated::Number(number)) => number == *wanted,
                Some(Stated::Blank) | None => wanted.is_zero(),
                Some(Stated::Unreadable) => return None,
            };
            if holds {
                let values = self.down(operand, filter.step, index..index + 1);
                total = total.plus(self.total(operand.reads, found.place, values, corrections)?)?;
            }
        }
        Some(total)
    }

    /// `sum(Row[key = own]/value)`: all groups are summed once, so that a table of many groups stays linear.
    fn sum_of_group(
        &self,
        (at, operand): (usize, &Operand),
        (step, key, own): (usize, &[Place], &Operand),
        scope: (Place, usize),
        corrections: Readings<'_>,
        memo: &mut Memo,
    ) -> Option<Ratio> {
        let mine = self.find(own, scope);
        let wanted = mine.range.clone().next().map(|index| self.figures.text(mine.place, index)).unwrap_or_default();
        let found = self.find(operand, scope);
        if memo.groups.get(&at).is_none_or(|(start, _)| *start != found.start) {
            let mut groups: HashMap<String, Ratio> = HashMap::new();
            for index in self.rows(operand, found.start, step) {
                let text = self.key(key, index).map(|(place, index)| self.figures.text(place, index)).unwrap_or_default();
                let values = self.down(operand, step, index..index + 1);
                let value = self.total(operand.reads, found.place, values, corrections)?;
                let group = groups.entry(text.into_owned()).or_insert(Ratio::ZERO);
                *group = group.plus(value)?;
            }
            memo.groups.insert(at, (found.start, groups));
        }
        let (_, groups) = memo.groups.get(&at)?;
        Some(groups.get(&*wanted).copied().unwrap_or(Ratio::ZERO))
    }

    fn total(&self, reads: Reads, place: Place, range: Range<usize>, corrections: Readings<'_>) -> Option<Ratio> {
        if reads == Reads::Count {
            return Some(Ratio::from(crate::decimal::Decimal::from(range.len() as u64)));
        }
        let mut total = Ratio::ZERO;
        for index in range {
            total = total.plus(self.figure(place, index, corrections)?)?;
        }
        Some(total)
    }

    /// One element as a number; blank is zero.
    fn figure(&self, place: Place, index: usize, corrections: Readings<'_>) -> Option<Ratio> {
        if let Some(corrected) = corrections.iter().find_map(|corrections| corrections.of(place, index)) {
            return Some(corrected);
        }
        match self.figures.stated(place, index) {
            Stated::Number(number) => Some(Ratio::from(number)),
            Stated::Blank => Some(Ratio::ZERO),
            Stated::Unreadable => None,
        }
    }

    /// One element of a text column as a number; what could be two is none.
    fn text_figure(&self, place: Place, index: usize) -> Option<Ratio> {
        match &*self.figures.text(place, index) {
            "" => Some(Ratio::ZERO),
            text => amount::certain(text).map(Ratio::from),
        }
    }

    /// The element that the path of an operand starts at.
    fn start(&self, operand: &Operand, (scope, index): (Place, usize)) -> usize {
        let Anchor::Above(levels) = operand.anchor else { return 0 };
        let (mut place, mut index) = (scope, index);
        for _ in 0..levels {
            index = self.figures.parent(place, index);
            place = self.shape.parent(place);
        }
        index
    }

    fn find(&self, operand: &Operand, scope: (Place, usize)) -> Found {
        let start = self.start(operand, scope);
        let mut range = start..start + 1;
        let mut parent_is_there = true;
        for step in &operand.steps {
            parent_is_there = !range.is_empty();
            range = self.figures.below(&range, *step);
        }
        Found { place: operand.place().unwrap_or(ROOT), start, range, parent_is_there }
    }

    /// The element that a condition compares, below the one of that index.
    fn key(&self, key: &[Place], index: usize) -> Option<(Place, usize)> {
        let range = key.iter().fold(index..index + 1, |range, place| self.figures.below(&range, *place));
        Some((*key.last()?, range.start)).filter(|_| !range.is_empty())
    }

    /// The elements of the step that carries the condition.
    fn rows(&self, operand: &Operand, start: usize, step: usize) -> Range<usize> {
        let mut range = start..start + 1;
        for place in operand.steps.iter().take(step + 1) {
            range = self.figures.below(&range, *place);
        }
        range
    }

    /// From the elements of the step with the condition down to the values.
    fn down(&self, operand: &Operand, step: usize, mut range: Range<usize>) -> Range<usize> {
        for place in operand.steps.iter().skip(step + 1) {
            range = self.figures.below(&range, *place);
        }
        range
    }
}

fn combine(operation: Operation, left: Ratio, right: Ratio) -> Option<Ratio> {
    let is = |wanted: &[std::cmp::Ordering]| left.compare(right).map(|order| Ratio::truth(wanted.contains(&order)));
    use std::cmp::Ordering::Equal;
    use std::cmp::Ordering::Less;
    match operation {
        Operation::Add => left.plus(right),
        Operation::And => Some(Ratio::truth(!left.is_zero() && !right.is_zero())),
        Operation::Divide => left.over(right),
        Operation::Equal => is(&[Equal]),
        Operation::Less => is(&[Less]),
        Operation::LessOrEqual => is(&[Less, Equal]),
        Operation::Maximum => left.compare(right).map(|order| if order == Less { right } else { left }),
        Operation::Minimum => left.compare(right).map(|order| if order == Less { left } else { right }),
        Operation::Multiply => left.times(right),
        Operation::Or => Some(Ratio::truth(!left.is_zero() || !right.is_zero())),
        Operation::Subtract => left.minus(right),
        _ => None,
    }
}
