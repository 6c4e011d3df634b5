//! Stated figures against computed ones, formula by formula.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::decimal::Decimal;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::profile::vn::totals::Piece;
use crate::profile::vn::totals::Relation;
use crate::report::Draft;
use crate::rules::Severity;
use crate::xml::Node;

use super::Outcome;
use super::evaluate::Absent;
use super::evaluate::Corrections;
use super::evaluate::Evaluation;
use super::evaluate::Memo;
use super::evaluate::Readings;
use super::figures::Figures;
use super::figures::Stated;
use super::program::Layout;
use super::program::Program;
use super::ratio::Ratio;
use super::rules;
use super::shape::Place;
use super::table::Formula;
use super::table::Formulas;

/// Checks kept in an outcome that agree, and as many that do not: the thousand that a report shows by default, less the finding that
/// counts the rest.
const KEPT: usize = 999;

/// Characters of a stated figure that a check keeps; a number of the forms has at most 20.
const STATED_CHARACTERS: usize = 60;

/// Recomputes a declaration.
pub(super) fn judge(formulas: &'static Formulas, version: &str, declaration: Node<'_>) -> Outcome {
    let figures = Figures::collect(&formulas.shape, declaration);
    let absent = if version == formulas.version { Absent::Zero } else { Absent::Inapplicable };
    let evaluation = Evaluation { shape: &formulas.shape, figures: &figures, absent, year: tax_year(declaration) };
    let known = is_between(formulas.since, version, formulas.version);
    let mut judge = Judge {
        evaluation,
        known,
        certain: Corrections::default(),
        corrections: Corrections::default(),
        exact: Corrections::default(),
        estimated: Corrections::default(),
        blamed: HashMap::new(),
        outcome: Outcome::default(),
        wrong: 0,
        errors_dropped: 0,
        warnings_dropped: 0,
    };
    for formula in &formulas.formulas {
        judge.column(formula);
    }
    judge.finish()
}

struct Judge<'e, 'd> {
    evaluation: Evaluation<'e, 'd>,
    /// Whether the formulas are known to hold for this version.
    known: bool,
    /// What lines that have an error should have been: a line after them may follow either figure.
    certain: Corrections,
    /// The same of lines that have any finding. A line that must be the sum of others is not excused by what is only a warning about
    /// one of them: sums of what is stated hold exactly (CONTRACT §4).
    corrections: Corrections,
    /// Shares that are rounded as they should be, before rounding: lines after them may be computed from either. Lines that have an error
    /// too.
    exact: Corrections,
    /// The same, with lines that have a warning, such as a product off by one: for lines that round themselves.
    estimated: Corrections,
    /// Lines that have their finding, and its severity.
    blamed: HashMap<(Place, usize), Severity>,
    outcome: Outcome,
    wrong: usize,
    errors_dropped: usize,
    warnings_dropped: usize,
}

/// How a figure compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    /// Off by what rounding may do.
    Rounded,
    Wrong,
}

/// The reading of a formula that fits a figure best.
struct Best {
    verdict: Verdict,
    computed: Ratio,
    reading: usize,
}

impl Judge<'_, '_> {
    /// Runs one formula over every element of its target.
    fn column(&mut self, formula: &'static Formula) {
        let mut memos: [Memo; 6] = Default::default();
        for index in self.evaluation.figures.all(formula.target) {
            // `None`: the formula does not apply to this element.
            let _ = self.element(formula, index, &mut memos);
        }
    }

    fn element(&mut self, formula: &'static Formula, index: usize, memos: &mut [Memo; 6]) -> Option<()> {
        let [when_memo, tolerance_memo, stated_memo, others @ ..] = memos;
        let (evaluation, target) = (&self.evaluation, formula.target);
        let scope = (evaluation.shape.parent(target), evaluation.figures.parent(target, index));
        if let Some(when) = &formula.when
            && evaluation.value(when, scope, &[], when_memo)?.is_zero()
        {
            return None;
        }
        let stated = match evaluation.figures.stated(target, index) {
            Stated::Number(number) => number,
            Stated::Blank => Decimal::ZERO,
            Stated::Unreadable => return None,
        };
        if !evaluation.applies(&formula.program, scope) {
            return None;
        }
        let computed = evaluation.value(&formula.program, scope, &[], stated_memo)?;
        let tolerance = match &formula.tolerance {
            Some(program) => evaluation.value(program, scope, &[], tolerance_memo)?,
            None => Ratio::ZERO,
        };
        let mut best = Best { verdict: compare(formula, stated, computed, tolerance)?, computed, reading: 0 };
        if best.verdict != Verdict::Right {
            let distance = |value: Ratio| value.minus(Ratio::from(stated)).map(Ratio::absolute);
            let touched = |corrections: &Corrections| formula.program.places().any(|place| corrections.touches(place));
            let (corrected, exact) = (touched(self.excuses(formula)), touched(self.before_rounding(formula)));
            for (reading, memo) in others.iter_mut().enumerate() {
                let reading = reading + 1;
                if !matches!((reading, corrected, exact), (1, true, _) | (2, _, true) | (3, true, true)) {
                    continue;
                }
                let value = evaluation.value(&formula.program, scope, &self.readings(formula, reading), memo)?;
                let verdict = compare(formula, stated, value, tolerance)?;
                // Of readings that are equally wrong the nearest says what the line should have been.
                let is_nearer = distance(value)?.compare(distance(best.computed)?)? == Ordering::Less;
                if verdict < best.verdict || (verdict == best.verdict && is_nearer) {
                    best = Best { verdict, computed: value, reading };
                }
            }
        }
        if best.verdict != Verdict::Right && self.follows(formula, index, [computed, best.computed]) {
            return None;
        }
        let is_share = formula.relation == Relation::Equal && formula.tolerance.is_none() && !formula.program.is_exact();
        if is_share && best.verdict == Verdict::Right && computed.compare(Ratio::from(stated)) != Some(Ordering::Equal) {
            self.exact.set(target, index, computed);
            self.estimated.set(target, index, computed);
        }
        let memo = match best.reading.checked_sub(1) {
            None => stated_memo,
            Some(reading) => others.get_mut(reading)?,
        };
        self.report(formula, (index, scope), stated, best, memo)
    }

    /// How a line weighs that a formula does not fit.
    fn weight(&self, formula: &Formula) -> Severity {
        if self.known { formula.severity } else { Severity::Warning }
    }

    /// What takes the place of figures that have their finding already, for a formula.
    fn excuses(&self, formula: &Formula) -> &Corrections {
        if self.weight(formula) == Severity::Error { &self.certain } else { &self.corrections }
    }

    /// What takes the place of rounded figures, for a formula.
    fn before_rounding(&self, formula: &Formula) -> &Corrections {
        let is_sum = self.weight(formula) == Severity::Error && formula.program.is_exact();
        if is_sum { &self.exact } else { &self.estimated }
    }

    /// What takes the place of stated figures in each reading of a formula. 0: they stand as they are.
    fn readings(&self, formula: &Formula, reading: usize) -> Vec<&Corrections> {
        let (excuses, before_rounding) = (self.excuses(formula), self.before_rounding(formula));
        match reading {
            1 => vec![excuses],
            2 => vec![before_rounding],
            3 => vec![excuses, before_rounding],
            _ => Vec::new(),
        }
    }

    /// Whether the line has its finding already, and either has one of this kind or should have been what fits here.
    fn follows(&self, formula: &Formula, index: usize, computed: [Ratio; 2]) -> bool {
        let blamed = self.blamed.get(&(formula.target, index));
        let is_told = blamed.is_some_and(|told| *told == Severity::Error || self.weight(formula) != Severity::Error);
        if formula.relation == Relation::Equal && is_told {
            return true;
        }
        let Some(own) = self.excuses(formula).of(formula.target, index) else { return false };
        computed.into_iter().any(|other| own.compare(other).is_some_and(|order| fits(formula.relation, order)))
    }

    fn report(
        &mut self,
        formula: &'static Formula,
        (index, scope): (usize, (Place, usize)),
        stated: Decimal,
        best: Best,
        memo: &mut Memo,
    ) -> Option<()> {
        let Best { verdict, computed, reading } = best;
        let severity = match verdict {
            Verdict::Right => None,
            Verdict::Wrong => Some(self.weight(formula)),
            Verdict::Rounded => Some(Severity::Warning),
        };
        let target = formula.target;
        let is_row = self.evaluation.figures.count(target) > 1;
        if severity.is_none() {
            let listed = formula.relation == Relation::Equal && !is_row;
            if !listed || self.outcome.checks.len().saturating_sub(self.wrong) >= KEPT {
                return None;
            }
        }
        if let Some(severity) = severity {
            if formula.relation == Relation::Equal {
                self.blamed.insert((target, index), severity);
                let written = if formula.program.is_exact() { None } else { computed.round(stated.scale()).map(Ratio::from) };
                // The lines after a share follow it as it should have been written, or before rounding.
                if written.is_some() {
                    self.estimated.set(target, index, computed);
                    if severity == Severity::Error {
                        self.exact.set(target, index, computed);
                    }
                }
                let should_be = written.unwrap_or(computed);
                self.corrections.set(target, index, should_be);
                if severity == Severity::Error {
                    self.certain.set(target, index, should_be);
                }
            }
            if self.wrong >= KEPT {
                let dropped = if severity == Severity::Error { &mut self.errors_dropped } else { &mut self.warnings_dropped };
                *dropped = dropped.saturating_add(1);
                return None;
            }
            self.wrong += 1;
        }
        let value = if formula.tolerance.is_some() || !formula.program.is_exact() {
            computed.round(stated.scale().min(6))?
        } else {
            computed.shown()?
        };
        let pieces = self.pieces(&formula.program, scope, &self.readings(formula, reading), memo);
        let text = self.evaluation.figures.text(target, index);
        let check = Check {
            rule: match (formula.relation, &formula.tolerance) {
                (Relation::Equal, None) => &rules::LINE,
                (Relation::Equal, Some(_)) => &rules::RATE,
                _ => &rules::BOUND,
            },
            name: formula.name,
            node: self.evaluation.figures.node(target, index),
            stated: text.chars().take(STATED_CHARACTERS).collect(),
            value: stated,
            computed: if verdict == Verdict::Right { stated } else { value },
            equation: Equation::of_form(&formula.line, formula.relation, pieces, value),
            rate: None,
            severity,
        };
        self.outcome.checks.push(check);
        Some(())
    }

    /// The right side of an equation with the numbers of this element; sums are those that the formula has taken already.
    fn pieces(&self, program: &'static Program, scope: (Place, usize), corrections: Readings<'_>, memo: &mut Memo) -> Vec<Piece> {
        let mut operand = |at: usize| {
            let operand = program.operands.get(at)?;
            let value = self.evaluation.operand((at, operand), scope, corrections, memo)?.shown()?;
            Some(Piece::Operand { name: operand.name.as_str().into(), value, unit: "" })
        };
        let piece = |layout: &Layout| match layout {
            Layout::Sign(sign) => Some(Piece::Sign(sign)),
            Layout::Operand(at) => operand(*at),
        };
        program.layout.iter().filter_map(piece).collect()
    }

    fn finish(mut self) -> Outcome {
        for (count, severity) in [(self.errors_dropped, Severity::Error), (self.warnings_dropped, Severity::Warning)] {
            if count > 0 {
                self.outcome.remarks.push(Draft::of_document(&rules::MORE).severity(severity).with("count", count));
            }
        }
        self.outcome
    }
}

impl Program {
    /// Whether nothing in it rounds or divides.
    fn is_exact(&self) -> bool {
        self.roundings == 0
    }
}

/// How a stated figure compares with a computed one. An exact formula must hold exactly; one that rounds may be off by one smallest
/// unit for each rounding, which is remarked (CONTRACT §4). `None` where the numbers are too long to tell.
fn compare(formula: &Formula, stated: Decimal, computed: Ratio, tolerance: Ratio) -> Option<Verdict> {
    let own = Ratio::from(stated);
    let order = own.compare(computed)?;
    if fits(formula.relation, order) {
        return Some(Verdict::Right);
    }
    if formula.relation != Relation::Equal {
        return Some(Verdict::Wrong);
    }
    let distance = own.minus(computed)?.absolute();
    if distance.compare(tolerance)? != Ordering::Greater {
        return Some(Verdict::Right);
    }
    if formula.program.is_exact() || formula.tolerance.is_some() {
        return Some(Verdict::Wrong);
    }
    if computed.round(stated.scale())? == stated {
        return Some(Verdict::Right);
    }
    let unit = Decimal::new(i128::from(formula.program.roundings), stated.scale());
    Some(if distance.compare(Ratio::from(unit))? == Ordering::Greater { Verdict::Wrong } else { Verdict::Rounded })
}

fn fits(relation: Relation, order: Ordering) -> bool {
    match relation {
        Relation::AtLeast => order != Ordering::Less,
        Relation::AtMost => order != Ordering::Greater,
        Relation::Equal => order == Ordering::Equal,
    }
}

/// The year of the period that is declared (`kyKKhai`), the last four characters of every kind of period.
pub(super) fn tax_year(declaration: Node<'_>) -> Option<u16> {
    let path = ["TTinChung", "TTinTKhaiThue", "TKhaiThue", "KyKKhaiThue", "kyKKhai"];
    let period = path.into_iter().try_fold(declaration, |node, name| node.child(name))?.text();
    let period = period.trim();
    period.get(period.len().checked_sub(4)?..)?.parse().ok()
}

/// Whether a version such as `2.8.3` lies between two others, both included.
fn is_between(first: &str, version: &str, last: &str) -> bool {
    let parts = |version: &str| -> Option<Vec<u16>> { version.split('.').map(|part| part.parse().ok()).collect() };
    match (parts(first), parts(version), parts(last)) {
        (Some(first), Some(version), Some(last)) => first <= version && version <= last,
        _ => false,
    }
}
