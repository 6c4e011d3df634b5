//! The tables of formulas, compiled form by form when they are first asked for: `formulas.tsv` for the main forms, `printed.tsv` for all
//! others, `explanation.tsv` for the annexes that explain a supplement, which most forms have.
//!
//! A form starts with a line `@`, code, version of the form that the formulas were read from, first version that they are known to
//! hold for. Each line below is one formula:
//!
//! | column | |
//! |---|---|
//! | relation | `=`, `<=`, `>=` |
//! | target | path of the line below `HSoKhaiThue` |
//! | formula | see [`super::parse`] |
//! | when | the condition under which it holds; empty for always |
//! | tolerance | by how much the line may differ; empty for not at all |
//! | severity | `E` an error, `W` a warning |
//! | source | where the formula was read: printed, xsd, both, htkk15, structure |
//! | confidence | H, M, L |
//! | name | the line in Vietnamese, in English |

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::OnceLock;

use crate::profile::vn::declaration::schema::explains;
use crate::profile::vn::declaration::table::Form;
use crate::profile::vn::totals::Relation;
use crate::rules::Severity;
use crate::rules::Template;

use super::names::Names;
use super::parse;
use super::parse::Purpose;
use super::parse::Reason;
use super::program::Program;
use super::shape::Place;
use super::shape::ROOT;
use super::shape::Shape;

static TEXTS: [&str; 3] = [include_str!("formulas.tsv"), include_str!("printed.tsv"), include_str!("explanation.tsv")];

/// The code of the block that is no form: the annexes 01/KHBS and 01-1/KHBS.
const EXPLANATION: &str = "KHBS";

static FORMS: LazyLock<HashMap<&'static str, Block>> = LazyLock::new(|| blocks(&TEXTS));

/// The formulas of one form as they stand in the table.
#[derive(Debug)]
struct Block {
    header: Header,
    lines: Vec<&'static str>,
    compiled: OnceLock<Formulas>,
}

#[derive(Clone, Copy, Debug)]
struct Header {
    code: &'static str,
    version: &'static str,
    since: &'static str,
}

/// The formulas of one form, compiled, each after those that compute its operands.
#[derive(Debug)]
pub struct Formulas {
    pub(super) code: &'static str,
    /// The version of the form that they were read from.
    pub(super) version: &'static str,
    /// The first version that they are known to hold for.
    pub(super) since: &'static str,
    pub(super) shape: Shape,
    pub(super) formulas: Vec<Formula>,
    /// Lines of the table that could not be compiled; a test proves that there are none.
    #[cfg_attr(not(test), expect(dead_code, reason = "asserted to be empty by a test"))]
    pub(super) refused: Vec<(&'static str, Reason)>,
    /// Whether every formula comes after those that it needs.
    #[cfg_attr(not(test), expect(dead_code, reason = "asserted by a test"))]
    pub(super) acyclic: bool,
}

/// One formula.
#[derive(Debug)]
pub(super) struct Formula {
    pub(super) relation: Relation,
    pub(super) target: Place,
    pub(super) program: Program,
    pub(super) when: Option<Program>,
    pub(super) tolerance: Option<Program>,
    pub(super) severity: Severity,
    pub(super) name: Template,
    /// The line as it reads in an equation.
    pub(super) line: String,
}

impl Formulas {
    /// The formulas of the form of that code (`maTKhai`); `None` for a form without any.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        let block = FORMS.get(code)?;
        Some(block.compiled.get_or_init(|| Self::compile(block)))
    }

    /// Every code that has formulas.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        FORMS.keys().copied().filter(|code| *code != EXPLANATION)
    }

    /// Every block of the tables: the codes, and the annexes that explain a supplement.
    #[cfg(test)]
    pub(super) fn blocks() -> impl Iterator<Item = &'static str> {
        FORMS.keys().copied()
    }

    /// The lines of a block, and each of them compiled alone, so that no other formula speaks for it.
    #[cfg(test)]
    pub(super) fn alone(code: &str) -> impl Iterator<Item = (&'static str, &'static Self)> {
        let block = &FORMS[code];
        block.lines.iter().map(|line| {
            let header = Header { code: EXPLANATION, ..block.header };
            let alone = Self::compile(&Block { header, lines: vec![line], compiled: OnceLock::new() });
            (*line, &*Box::leak(Box::new(alone)))
        })
    }

    /// The code of the form (`maTKhai`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The version of the form (`pbanTKhaiXML`) that the formulas were read from.
    #[must_use]
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// How many formulas there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.formulas.len()
    }

    fn compile(block: &Block) -> Self {
        let mut shape = Shape::new();
        let mut formulas = Vec::with_capacity(block.lines.len());
        let mut refused = Vec::new();
        let names = Names::of(Form::of(block.header.code));
        for line in block.lines.iter().chain(block.explanation()) {
            match Formula::read(line, &mut shape, &names) {
                Ok(formula) => formulas.push(formula),
                Err(reason) => refused.push((*line, reason)),
            }
        }
        let (formulas, acyclic) = in_order(formulas, shape.len());
        let Header { code, version, since } = block.header;
        Self { code, version, since, shape, formulas, refused, acyclic }
    }
}

impl Block {
    /// The lines that every form with those annexes has too.
    fn explanation(&self) -> &'static [&'static str] {
        let shows = |form: &Form| form.rows().iter().any(|row| explains(row.name));
        let shared = FORMS.get(EXPLANATION).filter(|_| Form::of(self.header.code).is_some_and(shows));
        shared.map_or(&[], |block| &block.lines)
    }
}

impl Formula {
    fn read(line: &'static str, shape: &mut Shape, names: &Names) -> Result<Self, Reason> {
        let mut columns = line.split('\t');
        let mut column = || columns.next().ok_or("too few columns");
        let relation = match column()? {
            "=" => Relation::Equal,
            "<=" => Relation::AtMost,
            ">=" => Relation::AtLeast,
            _ => return Err("not a relation"),
        };
        let path = column()?;
        let (mut scope, mut target) = (ROOT, ROOT);
        for name in path.split('/') {
            (scope, target) = (target, shape.enter(target, name));
        }
        let mut program = parse::parse(column()?, shape, scope, Purpose::Value)?;
        names.put(&mut program, shape, scope);
        let mut optional = |text: &'static str| match text {
            "" => Ok(None),
            text => parse::parse(text, shape, scope, Purpose::Condition).map(Some),
        };
        let (when, tolerance) = (optional(column()?)?, optional(column()?)?);
        let severity = match column()? {
            "E" => Severity::Error,
            "W" => Severity::Warning,
            _ => return Err("not a severity"),
        };
        let (_source, _confidence) = (column()?, column()?);
        let name = Template::new(column()?, column()?);
        let line = names.line(shape, target);
        Ok(Self { relation, target, program, when, tolerance, severity, name, line })
    }

    /// Every place that it reads.
    fn reads(&self) -> impl Iterator<Item = Place> {
        let conditions = [&self.when, &self.tolerance].into_iter().flatten();
        self.program.places().chain(conditions.flat_map(Program::places))
    }
}

/// Each formula after those that compute what it reads; of one line the graver first. The second value tells whether that was possible.
fn in_order(mut formulas: Vec<Formula>, places: usize) -> (Vec<Formula>, bool) {
    formulas.sort_by_key(|formula| (formula.relation != Relation::Equal, formula.severity != Severity::Error));
    let mut waiting = vec![0_usize; places];
    for formula in formulas.iter().filter(|formula| formula.relation == Relation::Equal) {
        if let Some(count) = waiting.get_mut(formula.target) {
            *count += 1;
        }
    }
    let mut ordered = Vec::with_capacity(formulas.len());
    loop {
        let before = ordered.len();
        let mut rest = Vec::with_capacity(formulas.len());
        for formula in formulas {
            let is_own = |place: Place| place == formula.target && formula.relation == Relation::Equal;
            let waits = |place: Place| waiting.get(place).is_some_and(|count| *count > 0);
            if formula.reads().chain([formula.target]).any(|place| !is_own(place) && waits(place)) {
                rest.push(formula);
                continue;
            }
            if formula.relation == Relation::Equal
                && let Some(count) = waiting.get_mut(formula.target)
            {
                *count -= 1;
            }
            ordered.push(formula);
        }
        formulas = rest;
        if formulas.is_empty() {
            return (ordered, true);
        }
        if ordered.len() == before {
            ordered.append(&mut formulas);
            return (ordered, false);
        }
    }
}

/// Splits the tables into their forms. A form may stand in both: the second only adds.
fn blocks(texts: &[&'static str]) -> HashMap<&'static str, Block> {
    let mut forms: HashMap<&'static str, Block> = HashMap::new();
    for text in texts {
        let mut code = "";
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let Some(header) = line.strip_prefix("@\t") else {
                if let Some(block) = forms.get_mut(code) {
                    block.lines.push(line);
                }
                continue;
            };
            let mut columns = header.split('\t');
            let mut column = || columns.next().unwrap_or_default();
            let header = Header { code: column(), version: column(), since: column() };
            code = header.code;
            forms.entry(code).or_insert_with(|| Block { header, lines: Vec::new(), compiled: OnceLock::new() });
        }
    }
    forms
}
