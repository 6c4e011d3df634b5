//! Every formula alone: where it holds, its line off by one, and each of its operands off by one.
//!
//! Formulas under conditions, beside others of their line or with a tolerance, and bounds: at their limits and one beyond.
//!
//! What the lines should be was computed outside of this crate (`cases/formulas.tsv`, `cases/conditions.tsv`), and is held against another
//! reader and evaluator of the table (`tests/vn_declaration/formulas.py`).

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::Limits;
use crate::Severity;
use crate::profile::vn::totals::Relation;
use crate::xml::Document;
use crate::xml::Source;

use super::Formulas;
use super::check;
use super::program::Layout;
use super::program::Reads;
use super::table::Formula;

/// Elements and what they hold.
#[derive(Default)]
struct Tree {
    text: String,
    children: BTreeMap<String, Tree>,
}

impl Tree {
    fn put(&mut self, path: &str, text: String) {
        let mut at = self;
        for name in path.split('/') {
            at = at.children.entry(name.to_owned()).or_default();
        }
        at.text = text;
    }

    fn write(&self, name: &str, out: &mut String) {
        *out += &format!("<{name}>{}", self.text);
        for (name, child) in &self.children {
            child.write(name, out);
        }
        *out += &format!("</{name}>");
    }
}

/// The elements that a formula reads, each once, in the order in which they stand.
fn operands(formulas: &Formulas, formula: &Formula) -> Vec<String> {
    let mut paths = Vec::new();
    for operand in formula.program.operands.iter().filter(|operand| matches!(operand.reads, Reads::Line | Reads::Sum)) {
        let path = formulas.shape.path(operand.place().unwrap());
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// Whether the formula complains of its line, when operand `off` is one more than it should be.
fn complains(formulas: &'static Formulas, formula: &Formula, line: &str, off: Option<usize>) -> Option<Severity> {
    let mut tree = Tree::default();
    for (index, path) in operands(formulas, formula).iter().enumerate() {
        tree.put(path, (1000 * (index + 1) + 7 + usize::from(off == Some(index))).to_string());
    }
    let target = formulas.shape.path(formula.target);
    tree.put(&target, line.to_owned());
    let mut text = String::new();
    tree.write("HSoKhaiThue", &mut text);
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let outcome = check(formulas.code, formulas.version, document.root()).unwrap();
    let node = target.split('/').fold(document.root(), |node, name| node.child(name).unwrap());
    let own =
        |found: &&crate::profile::vn::totals::Check| found.node == node.id() && found.equation.relation() == Relation::Equal;
    outcome.checks.iter().find(own).unwrap_or_else(|| panic!("{} {target}: not checked in {text}", formulas.code)).severity
}

#[test]
fn each_formula_holds_and_fails_by_one() {
    let mut expected: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    for line in include_str!("cases/formulas.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [code, target, value] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        expected.entry((code, target)).or_default().push(value);
    }
    let mut codes: Vec<&str> = Formulas::codes().collect();
    codes.sort_unstable();
    let (mut lines, mut tests, mut left) = (0, 0, 0);
    for code in codes {
        let formulas = Formulas::of(code).unwrap();
        let (mut here, mut here_tests) = (0, 0);
        for formula in &formulas.formulas {
            let target = formulas.shape.path(formula.target);
            let rivals =
                formulas.formulas.iter().filter(|other| other.target == formula.target && other.relation == Relation::Equal);
            // Lines of several formulas or under conditions stand in the other list, and in the instances of the main forms.
            let only = rivals.count() == 1 && formula.relation == Relation::Equal;
            let Some([value]) = expected.get(&(code, &*target)).map(Vec::as_slice).filter(|_| only) else {
                left += 1;
                continue;
            };
            assert_eq!(complains(formulas, formula, value, None), None, "{code} {target} = {value}");
            let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
            let off = format!("{}{}{fraction}", whole.parse::<i64>().unwrap() + 1, if fraction.is_empty() { "" } else { "." });
            assert!(complains(formulas, formula, &off, None).is_some(), "{code} {target} = {off}");
            here_tests += 2;
            let is_linear = formula.program.layout.iter().all(|piece| match piece {
                Layout::Sign(sign) => [" + ", " − ", "(", ")"].contains(sign),
                Layout::Operand(_) => true,
            });
            for index in 0..operands(formulas, formula).len() {
                if is_linear {
                    let found = complains(formulas, formula, value, Some(index));
                    assert_eq!(found, Some(formula.severity), "{code} {target}: operand {index} off by one");
                    here_tests += 1;
                }
            }
            here += 1;
        }
        println!("{code}: {here} of {} formulas, {here_tests} tests", formulas.count());
        lines += here;
        tests += here_tests;
    }
    println!("{lines} formulas, {tests} tests; {left} formulas under conditions, beside others, or bounds: in the other list");
    // Each formula is tested in one list or the other.
    let others = include_str!("cases/conditions.tsv").lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!((lines > 3_000, left), (true, others));
}

/// A value with one more or less in its last place before the point.
fn beside(value: &str, step: i64) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    format!("{}{}{fraction}", whole.parse::<i64>().unwrap() + step, if fraction.is_empty() { "" } else { "." })
}

#[test]
fn each_formula_under_conditions_holds_to_its_limits_and_fails_beyond() {
    let mut by_form: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in include_str!("cases/conditions.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [code, relation, target, formula, when, document, low, high] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let formulas = Formulas::of(code).unwrap();
        let complaint = |value: &str| {
            let mut tree = Tree::default();
            for (path, text) in document.split(' ').filter_map(|place| place.split_once('=')) {
                tree.put(path, text.to_owned());
            }
            tree.put(target, value.to_owned());
            let mut text = String::new();
            tree.write("HSoKhaiThue", &mut text);
            let limits = Limits::default();
            let source = Source::decode(text.as_bytes(), &limits).unwrap();
            let document = Document::parse(&source, &limits).unwrap();
            let node = target.split('/').fold(document.root(), |node, name| node.child(name).unwrap()).id();
            let outcome = check(formulas.code, formulas.version, document.root()).unwrap();
            let own = |check: &crate::profile::vn::totals::Check| {
                check.node == node && check.equation.relation().to_string().replace('≤', "<=").replace('≥', ">=") == relation
            };
            outcome.checks.iter().any(|check| own(check) && check.severity.is_some())
        };
        let context = |value: &str| format!("{code} {target} = {value}: {relation} {formula} when {when}; {document}");
        let (forms, tests) = by_form.entry(code).or_default();
        *forms += 1;
        for (limit, step) in [(low, -1), (high, 1)] {
            if limit == "-" {
                continue;
            }
            let beyond = beside(limit, step);
            assert!(!complaint(limit), "{}", context(limit));
            assert!(complaint(&beyond), "{}", context(&beyond));
            *tests += 2;
        }
    }
    for (code, (formulas, tests)) in &by_form {
        println!("{code}: {formulas} formulas under conditions or bounds, {tests} tests");
    }
    let sum = |part: fn(&(usize, usize)) -> usize| by_form.values().map(part).sum::<usize>();
    println!("{} formulas under conditions or bounds, {} tests", sum(|form| form.0), sum(|form| form.1));
    assert_eq!(by_form.len(), 10);
}
