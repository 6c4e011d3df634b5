//! The sums of summaries, lists and declarations of sales: `tables/sums.tsv`.

use crate::decimal::Decimal;
use crate::decimal::Sum;
use crate::profile::vn::invoice::lines::lines;
use crate::profile::vn::invoice::table::Table;
use crate::profile::vn::totals::Check;
use crate::profile::vn::totals::Equation;
use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Node;
use crate::xml::trim;

static SUM: Rule = Rule {
    code: "VN-INV-TOTAL-SUM",
    severity: Severity::Error,
    stage: Stage::Totals,
    basis: Basis::Law("QĐ 1450/QĐ-TCT, QĐ 1271/QĐ-CT, Phần II"),
    message: Template::new(
        "“{field}” ghi {actual}, không bằng tổng các phần của nó; lệch {difference}.",
        "“{field}” says {actual}, which is not the sum of its parts; it differs by {difference}.",
    ),
    expected: Template::new("{computed}, vì {equation}", "{computed}, because {equation}"),
    fix: Template::new("Tính lại và ghi {computed}.", "Recompute and write {computed}."),
};

/// The rules of this module.
pub(in crate::profile::vn) static RULES: &[&Rule] = &[&SUM];

/// An equation of the data file: `left = term + term − term`, each a path.
struct Formula {
    group: &'static str,
    left: &'static str,
    right: &'static str,
    severity: Severity,
}

fn formulas(form: &str) -> impl Iterator<Item = Formula> {
    lines(include_str!("../tables/sums.tsv")).filter_map(move |line| {
        let mut cells = line.split('\t');
        cells.next().filter(|known| *known == form)?;
        let group = cells.next()?;
        let (left, right) = cells.next()?.split_once(" = ")?;
        let severity = if cells.next()? == "error" { Severity::Error } else { Severity::Warning };
        Some(Formula { group, left, right, severity })
    })
}

/// Compares every sum of a document of that table. A sum with a figure that is no number is left out: the schema tells it.
#[must_use]
pub fn check_payload(table: &'static Table, root: Node<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for formula in formulas(table.form().key()) {
        for group in at(root, formula.group) {
            checks.extend(check(table, &formula, group));
        }
    }
    checks
}

/// The elements at a path, as deep as the path is long.
fn at<'d>(node: Node<'d>, path: &str) -> Vec<Node<'d>> {
    path.split('/').fold(vec![node], |nodes, step| {
        nodes.iter().flat_map(|node| node.elements().filter(|child| child.local_name() == step)).collect()
    })
}

/// The sum of the figures at a path; `None` where there is none, or one that is no number.
fn figure(group: Node<'_>, path: &str) -> Option<Decimal> {
    let mut sum = Sum::default();
    let mut any = false;
    for node in at(group, path) {
        let text = node.text();
        let text = trim(&text);
        if !text.is_empty() {
            sum.add(Decimal::parse(text).ok()?);
            any = true;
        }
    }
    if any { sum.total().ok() } else { None }
}

fn check(table: &'static Table, formula: &Formula, group: Node<'_>) -> Option<Check> {
    let stated = at(group, formula.left).into_iter().next()?;
    let text = stated.text();
    let text = trim(&text);
    let value = Decimal::parse(text).ok()?;
    let mut equation = Equation::of(formula.left);
    let mut computed = Decimal::default();
    let mut any = false;
    let mut minus = false;
    for word in formula.right.split(' ') {
        match word {
            "+" => minus = false,
            "-" => minus = true,
            path => {
                let readable = at(group, path).iter().all(|node| {
                    let text = node.text();
                    let text = trim(&text);
                    text.is_empty() || Decimal::parse(text).is_ok()
                });
                if !readable {
                    return None;
                }
                // A part that is not written adds nothing.
                let Some(part) = figure(group, path) else { continue };
                any = true;
                (computed, equation) = if minus {
                    (computed.minus(part).ok()?, equation.minus(path, part))
                } else {
                    (computed.plus(part).ok()?, equation.plus(path, part))
                };
            }
        }
    }
    if !any {
        return None;
    }
    let path = [formula.group, "/", formula.left].concat();
    let name = table.row(&path).map_or(Template::new(formula.left, formula.left), |row| row.title);
    Some(Check {
        rule: &SUM,
        name,
        node: stated.id(),
        stated: text.to_owned(),
        value,
        computed,
        equation: equation.equals(computed),
        rate: None,
        severity: (value != computed).then_some(formula.severity),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::vn::invoice::form::Form;
    use crate::profile::vn::invoice::table::Version;

    #[test]
    fn every_path_of_the_formulas_is_a_row() {
        for line in lines(include_str!("../tables/sums.tsv")) {
            let form = line.split('\t').next().unwrap();
            let form = Form::ALL.into_iter().find(|known| known.key() == form).unwrap();
            let table = Table::of(form, Version::V211);
            for formula in formulas(form.key()) {
                for path in [formula.left].into_iter().chain(formula.right.split(' ').filter(|word| !matches!(*word, "+" | "-")))
                {
                    assert!(table.row(&format!("{}/{path}", formula.group)).is_some(), "{form:?} {path}");
                }
            }
        }
    }

    #[test]
    fn a_sum_one_dong_off_is_told() {
        let totals = |text: &str| {
            let report = crate::Validator::new().validate(text.as_bytes());
            let about = report.findings().iter().filter(|finding| finding.rule().stage == Stage::Totals);
            about.map(|finding| (finding.code(), finding.severity())).collect::<Vec<_>>()
        };
        let list = |difference: &str| {
            format!(
                "<BKe><NDBKe><TTChung><PBan>2.1.0</PBan></TTChung><DSHHDVu><HHDVu><TTTDChinh><ThTGoc>100</ThTGoc><TTGoc>10</TTGoc>\
                 <TgTSTGoc>110</TgTSTGoc></TTTDChinh><TTSDChinh><ThTTDoi>90.5</ThTTDoi><TTTDoi>9</TTTDoi><TgTSTTDoi>99.50</TgTSTTDoi>\
                 </TTSDChinh><CLech><TgTCTCLech>{difference}</TgTCTCLech><TgTTCLech>-1</TgTTCLech><TgTTTCLech>-10.5</TgTTTCLech></CLech>\
                 </HHDVu></DSHHDVu></NDBKe></BKe>"
            )
        };
        assert_eq!(totals(&list("-9.5")), []);
        assert_eq!(totals(&list("-8.5")), [("VN-INV-TOTAL-SUM", Severity::Warning)]);
        let sales = |total: &str| {
            format!(
                "<TKhai><DLTKhai><TTChung><PBan>2.0.0</PBan><KTThue>06/2025</KTThue></TTChung><NDTKhai><TTSuat><TSuat>10%</TSuat>\
                 <DTCThue>100</DTCThue><DTCThue>50</DTCThue><TgDTCThue>{total}</TgDTCThue></TTSuat></NDTKhai></DLTKhai></TKhai>"
            )
        };
        assert_eq!(totals(&sales("150")), []);
        assert_eq!(totals(&sales("151")), [("VN-INV-TOTAL-SUM", Severity::Error)]);
    }
}
