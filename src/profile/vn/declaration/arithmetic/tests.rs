//! The table as a whole, and one instance of each main form.
//!
//! The instances in `cases/` are made by the project: entered lines at random, every other line computed from them by an evaluator of
//! its own in exact fractions, outside of this crate. Each must be accepted, and each computed line off by one đồng must give one
//! finding, there.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::Instant;

use super::Formulas;
use super::Outcome;
use super::check;
use super::compute;
use super::figures::Figures;
use crate::Limits;
use crate::Severity;
use crate::decimal::Decimal;
use crate::profile::vn::totals::Relation;
use crate::xml::Document;
use crate::xml::NodeId;
use crate::xml::Source;

const CASES: [(&str, &str); 14] = [
    ("824", include_str!("cases/824.xml")),
    ("830", include_str!("cases/830.xml")),
    ("838", include_str!("cases/838.xml")),
    ("842", include_str!("cases/842.xml")),
    ("844", include_str!("cases/844.xml")),
    ("847", include_str!("cases/847.xml")),
    ("850", include_str!("cases/850.xml")),
    ("864", include_str!("cases/864.xml")),
    ("892", include_str!("cases/892.xml")),
    ("952", include_str!("cases/952.xml")),
    ("953", include_str!("cases/953.xml")),
    ("402", include_str!("cases/402.xml")),
    ("683", include_str!("cases/683.xml")),
    ("1259", include_str!("cases/1259.xml")),
];

fn with<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> T {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    run(&Document::parse(&source, &limits).unwrap())
}

fn checked(code: &str, text: &str) -> Outcome {
    let version = Formulas::of(code).unwrap().version;
    with(text, |document| check(code, version, document.root()).unwrap())
}

/// Where the findings of a declaration are, with their severities and equations.
fn findings(code: &str, text: &str) -> Vec<(NodeId, Severity, String)> {
    let wrong = checked(code, text).checks.into_iter();
    wrong
        .filter_map(|check| Some((check.node, check.severity?, format!("{} (stated {})", check.equation, check.stated))))
        .collect()
}

#[test]
fn every_line_of_the_table_compiles_without_a_cycle() {
    let mut count = 0;
    for code in Formulas::codes() {
        let formulas = Formulas::of(code).unwrap();
        assert!(formulas.refused.is_empty(), "{code}: {:#?}", formulas.refused);
        assert!(formulas.acyclic, "{code}: a line depends on itself");
        count += formulas.count();
    }
    println!("{count} formulas of {} forms", Formulas::codes().count());
}

#[test]
fn each_computed_line_off_by_one_is_found_there_and_nowhere_else() {
    for (code, text) in CASES {
        assert_eq!(findings(code, text), [], "{code} as it stands");
        let formulas = Formulas::of(code).unwrap();
        // Every element that some exact formula computes; a line whose formulas are all conditional may have none that holds here.
        let mut lines: HashMap<NodeId, bool> = HashMap::new();
        let mut targets = HashSet::new();
        let ranges: HashMap<NodeId, (usize, usize)> = with(text, |document| {
            let figures = Figures::collect(&formulas.shape, document.root());
            let equations = formulas
                .formulas
                .iter()
                .filter(|f| f.relation == Relation::Equal && f.tolerance.is_none() && !f.program.operands.is_empty());
            for formula in equations {
                for index in figures.all(formula.target) {
                    targets.insert(formula.target);
                    *lines.entry(figures.node(formula.target, index)).or_default() |= formula.when.is_none();
                }
            }
            let range = |id: &NodeId| {
                let node = document.node(*id).unwrap();
                (node.tag_range().end, node.tag_range().end + node.text().len())
            };
            lines.keys().map(|id| (*id, range(id))).collect()
        });
        let mut found = 0;
        for (line, unconditional) in &lines {
            let (start, end) = ranges[line];
            let value = Decimal::parse(text[start..end].trim()).unwrap();
            let off = value.plus(Decimal::new(1, value.scale())).unwrap();
            let mutated = format!("{}{off}{}", &text[..start], &text[end..]);
            let wrong = findings(code, &mutated);
            if !wrong.iter().any(|(node, ..)| node == line) {
                assert!(!unconditional, "{code}: {} off by one is not found", &text[start - 40..end]);
                continue;
            }
            let others: Vec<_> = wrong.iter().filter(|(node, ..)| node != line).collect();
            assert!(others.is_empty() && wrong.len() == 1, "{code}: {} off by one: {wrong:#?}", &text[start - 40..end]);
            found += 1;
        }
        println!(
            "{code}: {} formulas, {} lines, {} of {} elements found off by one",
            formulas.count(),
            targets.len(),
            found,
            lines.len()
        );
    }
}
