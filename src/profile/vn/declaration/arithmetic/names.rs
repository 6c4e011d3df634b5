//! How the lines of a form read in an equation: `[32a]` where the form numbers them, else by their label.

use std::collections::HashMap;

use crate::Language;
use crate::profile::vn::declaration::Form;

use super::parse::line_number;
use super::program::Filter;
use super::program::Match;
use super::program::Operand;
use super::program::Program;
use super::program::Reads;
use super::shape::Place;
use super::shape::ROOT;
use super::shape::Shape;

/// The longest label that stands for a line in an equation, in bytes: about forty letters. Longer ones would bury the numbers.
const LONGEST_LABEL: usize = 60;

/// The printed number and the label of each element of a form.
#[derive(Debug, Default)]
pub(super) struct Names {
    rows: HashMap<String, (&'static str, &'static str)>,
}

impl Names {
    pub(super) fn of(form: Option<&'static Form>) -> Self {
        let mut rows = HashMap::new();
        let mut path: Vec<&str> = Vec::new();
        for row in form.map_or(&[][..], Form::rows) {
            path.truncate(row.depth);
            path.push(row.name);
            rows.insert(path.join("/"), (row.line, row.title.text(Language::Vietnamese)));
        }
        Self { rows }
    }

    /// A line by itself.
    pub(super) fn line(&self, shape: &Shape, place: Place) -> String {
        let own = line_number(shape.name(place));
        // `ct11_tinh_ma` is a part of line [11].
        if own.starts_with('[') && !own.contains('_') {
            return own;
        }
        match self.rows.get(&shape.path(place)) {
            Some((line, _)) if !line.is_empty() => format!("[{line}]"),
            _ => self.label(shape, place).unwrap_or(own),
        }
    }

    /// The label of an element, where it is short.
    fn label(&self, shape: &Shape, place: Place) -> Option<String> {
        let (_, label) = self.rows.get(&shape.path(place))?;
        let is_short = !label.is_empty() && label.len() <= LONGEST_LABEL && !label.ends_with('…');
        is_short.then(|| (*label).to_owned())
    }

    /// Names every operand of a formula whose target stands in `scope`.
    pub(super) fn put(&self, program: &mut Program, shape: &Shape, scope: Place) {
        let own = part(shape, scope);
        let mut names: Vec<String> = program.operands.iter().map(|operand| self.operand(operand, shape, own)).collect();
        let same = |name: &String, names: &[String]| names.iter().filter(|other| *other == name).count() > 1;
        let told_apart = |(operand, name): (&Operand, &String)| {
            let around = operand.place().filter(|_| same(name, &names)).map(|place| shape.parent(place))?;
            Some(match self.label(shape, around) {
                Some(label) => format!("{name} {label}"),
                None => format!("{}/{name}", shape.name(around)),
            })
        };
        let longer: Vec<Option<String>> = program.operands.iter().zip(&names).map(told_apart).collect();
        for (name, longer) in names.iter_mut().zip(longer) {
            if let Some(longer) = longer {
                *name = longer;
            }
        }
        for (operand, name) in program.operands.iter_mut().zip(names) {
            operand.name = name;
        }
    }

    /// An operand: the sign of what it reads, its line, the part it comes from if that is another, and which rows count.
    fn operand(&self, operand: &Operand, shape: &Shape, own: Option<Place>) -> String {
        let Some(place) = operand.place() else { return String::new() };
        let line = match operand.reads {
            Reads::Count => "số dòng".to_owned(),
            Reads::Line | Reads::Presence | Reads::Text => self.line(shape, place),
            Reads::Sum => format!("Σ{}", self.line(shape, place)),
        };
        let other = part(shape, place).filter(|other| Some(*other) != own && *other != place);
        let notes =
            [other.map(|other| part_name(shape.name(other))), operand.filter.as_ref().map(|filter| self.filter(filter, shape))];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        if notes.is_empty() { line } else { format!("{line} ({})", notes.join(", ")) }
    }

    /// Which rows count: `[10] = 1`.
    fn filter(&self, filter: &Filter, shape: &Shape) -> String {
        let key = filter.key.last().map(|key| self.line(shape, *key)).unwrap_or_default();
        let with = match &filter.with {
            Match::Number(number) => number.to_string(),
            Match::Text(own) => own.place().map(|own| self.line(shape, own)).unwrap_or_default(),
        };
        format!("{key} = {with}")
    }
}

/// A part of a form as people call it: `PLuc_05_1_BK_QTT` is the annex 05-1/BK-QTT.
fn part_name(element: &str) -> String {
    if element == "CTieuTKhaiChinh" {
        return "tờ khai".to_owned();
    }
    let prefixes = ["PLuc_", "Pluc_", "PL_", "PL"];
    let name = prefixes.into_iter().find_map(|prefix| element.strip_prefix(prefix)).unwrap_or(element);
    let mut words = name.split('_').peekable();
    let mut number = words.next().unwrap_or_default().to_owned();
    let begins_with_digit = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    if !begins_with_digit(&number) {
        return name.replace('_', "/");
    }
    while let Some(word) = words.next_if(|word| begins_with_digit(word)) {
        number = [&number, "-", word].concat();
    }
    let rest: Vec<&str> = words.collect();
    if rest.is_empty() { number } else { format!("{number}/{}", rest.join("-")) }
}

/// The part of the form that an element stands in: the main part, or the annex below `PLuc`.
fn part(shape: &Shape, place: Place) -> Option<Place> {
    let mut steps = vec![place];
    while let Some(last) = steps.last().copied().filter(|last| *last != ROOT) {
        steps.push(shape.parent(last));
    }
    let depth = if steps.iter().rev().nth(1).is_some_and(|top| shape.name(*top) == "PLuc") { 2 } else { 1 };
    steps.iter().rev().nth(depth).copied()
}

#[cfg(test)]
mod tests {
    use super::super::Formulas;

    /// The right side of the formula of a line.
    fn reads(code: &str, target: &str) -> Vec<String> {
        let formulas = Formulas::of(code).unwrap();
        let own = formulas.formulas.iter().filter(|formula| formulas.shape.path(formula.target) == target);
        own.map(|formula| formula.program.operands.iter().map(|operand| &*operand.name).collect::<Vec<_>>().join("; ")).collect()
    }

    #[test]
    fn annexes_are_called_by_their_symbol() {
        for (element, name) in [
            ("PLuc_05_1_BK_QTT", "05-1/BK-QTT"),
            ("Pluc_01_6_GTGT_CSSX", "01-6/GTGT-CSSX"),
            ("PLuc_03_1A_TNDN", "03-1A/TNDN"),
            ("PL01_1_KHBS", "01-1/KHBS"),
            ("PL01_KHBS", "01/KHBS"),
            ("PL_NQ142_GTGT", "NQ142/GTGT"),
            ("PL_GDLK2-01", "GDLK2-01"),
            ("CTieuTKhaiChinh", "tờ khai"),
        ] {
            assert_eq!(super::part_name(element), name);
        }
    }

    #[test]
    fn lines_read_as_the_form_prints_them() {
        for (code, target, expected) in [
            ("842", "CTieuTKhaiChinh/HHDVBRaChiuThueGTGT/ct27", "[29]; [30]; [32]; [32a]"),
            // Two lines of one number: told apart by the row that they stand in.
            (
                "850",
                "CTieuTKhaiChinh/KeKhaiNVThue/TongCong/ct24",
                "[21] Hoạt động xây dựng; [21] Hoạt động chuyển nhượng bất động sản",
            ),
            ("953", "CTieuTKhaiChinh/NVuQToanThay/ct35", "số dòng (05-1/BK-QTT, [10] = 1)"),
        ] {
            assert_eq!(reads(code, target), [expected], "{code} {target}");
        }
    }
}
