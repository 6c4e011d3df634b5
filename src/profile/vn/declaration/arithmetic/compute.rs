//! The computing side: the lines that follow from those entered.

use crate::decimal::Decimal;
use crate::profile::vn::totals::Relation;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::Node;
use crate::xml::NodeId;

use super::evaluate::Absent;
use super::evaluate::Corrections;
use super::evaluate::Evaluation;
use super::evaluate::Memo;
use super::figures::Figures;
use super::judge::tax_year;
use super::table::Formulas;

/// A line and the value that follows from the entered lines.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The element of the line.
    pub node: NodeId,
    /// The line's names.
    pub name: Template,
    /// Its value.
    pub value: Decimal,
}

/// Computes every line of a declaration that follows from others, each from computed lines where it needs any.
///
/// The document gives the entered lines and an element, blank or not, for each line to be computed; what stands in those is ignored.
/// Where a form has several formulas for one line the gravest counts. `None` for a form without formulas.
#[must_use]
pub fn compute(code: &str, version: &str, declaration: Node<'_>) -> Option<Vec<Computed>> {
    let formulas = Formulas::of(code)?;
    let figures = Figures::collect(&formulas.shape, declaration);
    let absent = if version == formulas.version { Absent::Zero } else { Absent::Inapplicable };
    let evaluation = Evaluation { shape: &formulas.shape, figures: &figures, absent, year: tax_year(declaration) };
    let mut known = Corrections::default();
    let mut computed = Vec::new();
    for formula in &formulas.formulas {
        let is_rule = formula.relation == Relation::Equal && formula.tolerance.is_none();
        let is_sure = formula.severity == Severity::Error || !formulas.is_sure(formula.target);
        if !is_rule || !is_sure {
            continue;
        }
        let (mut memo, mut when_memo) = (Memo::default(), Memo::default());
        for index in figures.all(formula.target) {
            if known.of(formula.target, index).is_some() {
                continue;
            }
            let scope = (formulas.shape.parent(formula.target), figures.parent(formula.target, index));
            let holds = formula.when.as_ref().is_none_or(|when| {
                evaluation.value(when, scope, &[&known], &mut when_memo).is_some_and(|value| !value.is_zero())
            });
            if !holds || !evaluation.applies(&formula.program, scope) {
                continue;
            }
            let Some(value) = evaluation.value(&formula.program, scope, &[&known], &mut memo) else { continue };
            let Some(shown) = value.shown() else { continue };
            known.set(formula.target, index, value);
            computed.push(Computed { node: figures.node(formula.target, index), name: formula.name, value: shown });
        }
    }
    Some(computed)
}

impl Formulas {
    /// Whether some formula of the line is graded an error.
    fn is_sure(&self, target: usize) -> bool {
        let mut own = self.formulas.iter().filter(|formula| formula.target == target && formula.relation == Relation::Equal);
        own.any(|formula| formula.severity == Severity::Error)
    }
}
