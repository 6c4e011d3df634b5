//! Every formula alone: where it holds, its line off by one, each of its operands moved, and its limits.
//!
//! What the lines should be was computed outside of this crate (`cases/*.tsv`), and is held against another reader and evaluator of the
//! table (`tests/vn_declaration/formulas.py`). The operands of a plain sum move by one: whatever it comes to, it then is wrong. Those of
//! all other formulas move as `cases/operands.tsv` says: by one where one must be seen, else by the least that must be.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::Limits;
use crate::Severity;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Relation;
use crate::xml::Document;
use crate::xml::Source;

use super::Formulas;
use super::judge::judge;
use super::program::Layout;
use super::program::Program;
use super::program::Reads;
use super::table::Formula;

/// What was tested of the formulas of one form, or of the annexes `KHBS` that most forms have.
#[derive(Clone, Copy, Default)]
struct Tally {
    formulas: usize,
    /// The line as it should be.
    held: usize,
    /// The line off by one, of formulas without a limit.
    line: usize,
    /// An operand moved by one.
    one: usize,
    /// An operand moved by the least that must be seen, and by one less.
    least: usize,
    /// A wrong line that passes as soon as its formula no longer holds.
    condition: usize,
    /// An element that comes or goes.
    there: usize,
    /// The line at the limit of a tolerance, of a rounding or of a bound.
    limit: usize,
    /// One beyond it.
    beyond: usize,
}

impl Tally {
    const COLUMNS: [&'static str; 9] =
        ["formulas", "held", "line±1", "operand±1", "least move", "condition", "there", "at limit", "beyond"];

    fn numbers(&self) -> [usize; 9] {
        let Self { formulas, held, line, one, least, condition, there, limit, beyond } = *self;
        [formulas, held, line, one, least, condition, there, limit, beyond]
    }
}

/// By the code of the form.
type Tallies = BTreeMap<&'static str, Tally>;

#[test]
fn each_formula_holds_and_fails() {
    let mut tallies = Tallies::new();
    for code in Formulas::blocks() {
        tallies.entry(code).or_default().formulas = Formulas::alone(code).count();
    }
    single_formulas(&mut tallies);
    formulas_with_limits(&mut tallies);
    moved_operands(&mut tallies);
    println!("{:>6} {}", "form", Tally::COLUMNS.map(|column| format!("{column:>11}")).concat());
    let row = |numbers: [usize; 9]| numbers.map(|number| format!("{number:>11}")).concat();
    for (code, tally) in &tallies {
        println!("{code:>6} {}", row(tally.numbers()));
        assert_eq!(tally.held, tally.formulas, "{code}: each formula holds somewhere");
    }
    let total = tallies.values().fold([0; 9], |mut total, tally| {
        total.iter_mut().zip(tally.numbers()).for_each(|(sum, number)| *sum += number);
        total
    });
    println!("{:>6} {}", "all", row(total));
}

/// Elements and what they hold.
#[derive(Default)]
struct Tree {
    text: String,
    children: BTreeMap<String, Tree>,
}

impl Tree {
    /// The places of a case, `path=text path=text`.
    fn of(places: &str) -> Self {
        let mut tree = Self::default();
        for (path, text) in places.split(' ').filter_map(|place| place.split_once('=')) {
            tree.put(path, text);
        }
        tree
    }

    /// `-` takes an element away.
    fn put(&mut self, path: &str, text: &str) {
        let (around, name) = path.rsplit_once('/').map_or((None, path), |(around, name)| (Some(around), name));
        let mut at = self;
        for name in around.into_iter().flat_map(|path| path.split('/')) {
            at = at.children.entry(name.to_owned()).or_default();
        }
        match text {
            "-" => drop(at.children.remove(name)),
            text => text.clone_into(&mut at.children.entry(name.to_owned()).or_default().text),
        }
    }

    fn write(&self, name: &str, out: &mut String) {
        *out += &format!("<{name}>{}", self.text);
        for (name, child) in &self.children {
            child.write(name, out);
        }
        *out += &format!("</{name}>");
    }

    /// What is found of the line `target` by formulas of that relation: whether it was checked, and the gravest complaint.
    fn judged(&self, formulas: &'static Formulas, target: &str, relation: Relation) -> (bool, Option<Severity>) {
        let mut text = String::new();
        self.write("HSoKhaiThue", &mut text);
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let node = target.split('/').fold(document.root(), |node, name| node.child(name).unwrap()).id();
        let outcome = judge(formulas, formulas.version, document.root());
        let own = |check: &&Check| check.node == node && check.equation.relation() == relation;
        let checks: Vec<&Check> = outcome.checks.iter().filter(own).collect();
        let gravest = checks.iter().filter_map(|check| check.severity).min_by_key(|severity| *severity != Severity::Error);
        (!checks.is_empty(), gravest)
    }
}

/// The rows of a list of cases.
fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// The elements that a formula takes its figures from, each once, in the order in which they stand.
fn figures(formulas: &Formulas, formula: &Formula) -> Vec<String> {
    let mut paths = Vec::new();
    for operand in
        formula.program.operands.iter().filter(|operand| matches!(operand.reads, Reads::Line | Reads::Sum | Reads::Text))
    {
        let path = formulas.shape.path(operand.place().unwrap());
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// Whether a formula always holds and is a plain sum of other lines.
fn is_sum(formula: &Formula) -> bool {
    let is_plain = |piece: &Layout| match piece {
        Layout::Sign(sign) => [" + ", " − ", "(", ")"].contains(sign),
        Layout::Operand(_) => true,
    };
    let is_unconditional = formula.when.is_none() && formula.tolerance.is_none() && formula.relation == Relation::Equal;
    is_unconditional && formula.program.layout.iter().all(is_plain)
}

/// A value with one more or less in its last place before the point.
fn beside(value: &str, step: i64) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    format!("{}{}{fraction}", whole.parse::<i64>().unwrap() + step, if fraction.is_empty() { "" } else { "." })
}

/// Formulas that always hold and are alone for their line: it holds, its line is off by one, an operand of a sum is.
fn single_formulas(tallies: &mut Tallies) {
    let mut expected: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    for line in rows(include_str!("cases/formulas.tsv")) {
        let [code, target, value] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        expected.entry((code, target)).or_default().push(value);
    }
    for (code, tally) in tallies {
        let formulas = Formulas::of(code).unwrap();
        for formula in &formulas.formulas {
            let target = formulas.shape.path(formula.target);
            let rivals =
                formulas.formulas.iter().filter(|other| other.target == formula.target && other.relation == Relation::Equal);
            let only = rivals.count() == 1 && formula.relation == Relation::Equal;
            let Some([value]) = expected.get(&(*code, &*target)).map(Vec::as_slice).filter(|_| only) else { continue };
            let operands = figures(formulas, formula);
            let complaint = |line: &str, off: Option<usize>| {
                let mut tree = Tree::default();
                for (index, path) in operands.iter().enumerate() {
                    tree.put(path, &(1000 * (index + 1) + 7 + usize::from(off == Some(index))).to_string());
                }
                tree.put(&target, line);
                let (checked, complaint) = tree.judged(formulas, &target, Relation::Equal);
                assert!(checked, "{code} {target} = {line}: not checked");
                complaint
            };
            assert_eq!(complaint(value, None), None, "{code} {target} = {value}");
            assert!(complaint(&beside(value, 1), None).is_some(), "{code} {target} = {value} + 1");
            tally.held += 1;
            tally.line += 1;
            if is_sum(formula) {
                for index in 0..operands.len() {
                    let found = complaint(value, Some(index));
                    assert_eq!(found, Some(formula.severity), "{code} {target}: operand {index} off by one");
                    tally.one += 1;
                }
            }
        }
    }
}

/// Formulas under conditions, beside others of their line or with a tolerance, and bounds: at their limits and one beyond.
fn formulas_with_limits(tallies: &mut Tallies) {
    for line in rows(include_str!("cases/conditions.tsv")) {
        let [code, relation, target, formula, when, places, low, high] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (formulas, tally) = (Formulas::of(code).unwrap(), tallies.get_mut(code).unwrap());
        let complains = |value: &str| {
            let mut tree = Tree::of(places);
            tree.put(target, value);
            tree.judged(formulas, target, relation_of(relation)).1.is_some()
        };
        let context = |value: &str| format!("{code} {target} = {value}: {relation} {formula} when {when}; {places}");
        tally.held += 1;
        for (limit, step) in [(low, -1), (high, 1)] {
            if limit == "-" {
                continue;
            }
            let beyond = beside(limit, step);
            assert!(!complains(limit), "{}", context(limit));
            assert!(complains(&beyond), "{}", context(&beyond));
            tally.limit += 1;
            tally.beyond += 1;
        }
    }
}

fn relation_of(sign: &str) -> Relation {
    match sign {
        "=" => Relation::Equal,
        "<=" => Relation::AtMost,
        ">=" => Relation::AtLeast,
        other => panic!("{other}"),
    }
}

/// The operands of everything but plain sums, and what rounding may do.
fn moved_operands(tallies: &mut Tallies) {
    let mut cases: HashMap<(&str, String), Vec<[&str; 6]>> = HashMap::new();
    for line in rows(include_str!("cases/operands.tsv")) {
        let [code, relation, target, formula, when, tolerance, case @ ..] = &line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let columns = [*relation, target, formula, when, tolerance].join("\t");
        cases.entry((code, columns)).or_default().push(case.try_into().unwrap());
    }
    let mut left: BTreeSet<[String; 3]> = BTreeSet::new();
    for line in rows(include_str!("cases/operands-left.tsv")) {
        let [code, target, operand, reason] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(!reason.is_empty());
        left.insert([code, target, operand].map(str::to_owned));
    }
    for (code, tally) in tallies {
        for (line, formulas) in Formulas::alone(code) {
            let formula = &formulas.formulas[0];
            let columns: Vec<&str> = line.split('\t').take(5).collect();
            let (target, own) = (columns[1], cases.remove(&(*code, columns.join("\t"))));
            if own.is_none() && is_sum(formula) {
                continue;
            }
            let mut unmoved: BTreeSet<String> = [Some(&formula.program), formula.when.as_ref(), formula.tolerance.as_ref()]
                .into_iter()
                .flatten()
                .flat_map(Program::places)
                .map(|place| formulas.shape.path(place))
                .collect();
            for case in own.unwrap_or_default() {
                let path = moved_operand(tally, formulas, target, case);
                unmoved.remove(path);
            }
            unmoved.retain(|path| !left.remove(&[code, target, path].map(str::to_owned)));
            assert!(unmoved.is_empty(), "{code} {line}: not moved: {unmoved:?}");
        }
    }
    assert!(cases.is_empty(), "of no formula of the table: {:?}", cases.keys());
    assert!(left.is_empty(), "named as left, and moved: {left:?}");
}

/// One move; gives the operand.
fn moved_operand<'c>(
    tally: &mut Tally,
    formulas: &'static Formulas,
    target: &str,
    [kind, places, line, path, passes, fails]: [&'c str; 6],
) -> &'c str {
    let formula = &formulas.formulas[0];
    let complaint = |text: &str| {
        let mut tree = Tree::of(places);
        tree.put(target, line);
        tree.put(path, text);
        tree.judged(formulas, target, formula.relation).1
    };
    let context = format!("{} {target}: {places}, {line}; {path} = {passes} and {fails}", formulas.code);
    if kind == "rounding" {
        assert_eq!(complaint(passes), Some(Severity::Warning), "{context}");
        assert_eq!(complaint(fails), Some(formula.severity), "{context}");
        tally.limit += 1;
        tally.beyond += 1;
        return path;
    }
    assert_eq!(complaint(passes), None, "{context}");
    assert!(complaint(fails).is_some(), "{context}");
    *match kind {
        "one" => &mut tally.one,
        "least" => &mut tally.least,
        "condition" => &mut tally.condition,
        "there" => &mut tally.there,
        other => panic!("{other}"),
    } += 1;
    path
}
