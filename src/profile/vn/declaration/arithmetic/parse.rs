//! The language of the formula table.
//!
//! ```text
//! ct29 + ct30                          lines beside the target
//! ../HDXayDung/ct21                    a line elsewhere: up and down
//! /PLuc/PLuc_05_1_BK_QTT/ct28          a line of another part
//! sum(Row/ct12), count(Row)            over all rows
//! sum(Row[ct10 = 1]/ct22)              over the rows whose ct10 is 1 (ticked)
//! sum(Row[ct11 = ct16]/ct15)           over the rows whose ct11 reads as ct16 here
//! present(/PLuc/X), absent(/PLuc/X)    whether the element is there
//! text(ct05)                           an amount in a text column, perhaps as 1.000.000
//! max(a, b) min(a, b) abs(a) round(a) round(a, 2) if(c, a, b) progressive(a) not(c)
//! + - * /  = <> < <= > >=  and or      operators stand between blanks
//! ```
//!
//! Only the project's own table is parsed, never a document. Nesting is bounded all the same.

use crate::decimal::Decimal;

use super::program::Anchor;
use super::program::Filter;
use super::program::Layout;
use super::program::Match;
use super::program::Operand;
use super::program::Operation;
use super::program::Program;
use super::program::Reads;
use super::shape::Place;
use super::shape::ROOT;
use super::shape::Shape;

/// Brackets in brackets; the deepest formula of the table has five.
const MAX_DEPTH: u8 = 16;

/// Why a text of the table is no formula.
pub(super) type Reason = &'static str;

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Whether a formula holds, or how closely.
    Condition,
    /// The value of a line.
    Value,
}

/// Compiles `text`, whose paths start at the element around the target.
pub(super) fn parse(text: &'static str, shape: &mut Shape, scope: Place, purpose: Purpose) -> Result<Program, Reason> {
    let lenient = purpose == Purpose::Condition;
    let mut parser = Parser { rest: text.trim(), shape, scope, lenient, divides: false, program: Program::default(), depth: 0 };
    parser.either()?;
    parser.blanks();
    if !parser.rest.is_empty() {
        return Err("text after the formula");
    }
    let mut program = parser.program;
    if parser.divides {
        program.roundings = program.roundings.max(1);
    }
    Ok(program)
}

struct Parser<'s> {
    rest: &'static str,
    shape: &'s mut Shape,
    scope: Place,
    lenient: bool,
    /// Whether anything is divided by other than a constant.
    divides: bool,
    program: Program,
    depth: u8,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<(), Reason> {
        self.both()?;
        while self.operator("or") {
            self.sign(" or ");
            self.both()?;
            self.push(Operation::Or);
        }
        Ok(())
    }

    fn both(&mut self) -> Result<(), Reason> {
        self.comparison()?;
        while self.operator("and") {
            self.sign(" and ");
            self.comparison()?;
            self.push(Operation::And);
        }
        Ok(())
    }

    fn comparison(&mut self) -> Result<(), Reason> {
        self.sum()?;
        // The longer operators first, for the shorter ones begin them.
        let operators: [(&str, &'static str, &[Operation]); 6] = [
            ("<>", " ≠ ", &[Operation::Equal, Operation::Not]),
            ("<=", " ≤ ", &[Operation::LessOrEqual]),
            (">=", " ≥ ", &[Operation::Less, Operation::Not]),
            ("=", " = ", &[Operation::Equal]),
            ("<", " < ", &[Operation::Less]),
            (">", " > ", &[Operation::LessOrEqual, Operation::Not]),
        ];
        for (operator, sign, operations) in operators {
            if self.operator(operator) {
                self.sign(sign);
                self.sum()?;
                self.program.operations.extend(operations);
                break;
            }
        }
        Ok(())
    }

    fn sum(&mut self) -> Result<(), Reason> {
        self.product()?;
        loop {
            if self.operator("+") {
                self.sign(" + ");
                self.product()?;
                self.push(Operation::Add);
            } else if self.operator("-") {
                self.sign(" − ");
                self.product()?;
                self.push(Operation::Subtract);
            } else {
                return Ok(());
            }
        }
    }

    fn product(&mut self) -> Result<(), Reason> {
        self.factor()?;
        loop {
            if self.operator("*") {
                self.sign(" × ");
                self.factor()?;
                self.push(Operation::Multiply);
            } else if self.operator("/") {
                self.sign(" / ");
                self.factor()?;
                let exact = matches!(self.program.operations.last(), Some(Operation::Constant(_)));
                self.push(Operation::Divide);
                self.divides |= !exact;
            } else {
                return Ok(());
            }
        }
    }

    fn factor(&mut self) -> Result<(), Reason> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= MAX_DEPTH).ok_or("brackets nest too deep")?;
        self.blanks();
        if self.take("-") {
            self.sign("−");
            self.factor()?;
            self.push(Operation::Negate);
        } else if self.take("(") {
            self.sign("(");
            self.either()?;
            self.close()?;
        } else if self.rest.starts_with(|first: char| first.is_ascii_digit()) {
            self.number()?;
        } else {
            self.call_or_line()?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Reason> {
        let text = self.token(|character| character.is_ascii_digit() || character == '.');
        self.sign(text);
        self.push(Operation::Constant(Decimal::parse(text).map_err(|_| "not a number")?));
        Ok(())
    }

    fn call_or_line(&mut self) -> Result<(), Reason> {
        let call = ["sum", "count", "present", "absent", "text", "max", "min", "abs", "round", "if", "progressive", "not"]
            .into_iter()
            .find(|name| self.rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')));
        let Some(name) = call else { return self.operand(Reads::Line) };
        self.take(name);
        self.take("(");
        match name {
            "sum" | "count" | "present" | "absent" | "text" => {
                self.operand(match name {
                    "sum" => Reads::Sum,
                    "count" => Reads::Count,
                    "text" => Reads::Text,
                    _ => Reads::Presence,
                })?;
                if name == "absent" {
                    self.push(Operation::Not);
                }
                return self.take(")").then_some(()).ok_or("no closing bracket after the path");
            }
            "max" | "min" => {
                self.sign(if name == "max" { "max(" } else { "min(" });
                self.either()?;
                while self.comma() {
                    self.either()?;
                    self.push(if name == "max" { Operation::Maximum } else { Operation::Minimum });
                }
            }
            "abs" => {
                self.sign("|");
                self.either()?;
                self.push(Operation::Absolute);
                self.blanks();
                self.sign("|");
                return self.take(")").then_some(()).ok_or("no closing bracket");
            }
            "round" => {
                self.sign("round(");
                self.either()?;
                let mut digits = 0;
                self.blanks();
                if self.take(",") {
                    self.blanks();
                    digits = self.token(|digit| digit.is_ascii_digit()).parse().map_err(|_| "not a number of digits")?;
                }
                self.push(Operation::Round(digits));
                self.program.roundings = self.program.roundings.saturating_add(1);
            }
            "if" => {
                self.sign("if(");
                self.either()?;
                for _ in 0..2 {
                    self.comma().then_some(()).ok_or("if takes three parts")?;
                    self.either()?;
                }
                self.push(Operation::If);
            }
            "not" => {
                self.sign("not(");
                self.either()?;
                self.push(Operation::Not);
            }
            _ => {
                self.sign("progressive(");
                self.either()?;
                self.push(Operation::Progressive);
                self.program.roundings = self.program.roundings.saturating_add(1);
            }
        }
        self.close()
    }

    fn operand(&mut self, reads: Reads) -> Result<(), Reason> {
        let operand = Operand { reads, ..self.path(true)? };
        let known = |other: &Operand| other.filter.is_none() && operand.filter.is_none() && *other == operand;
        let index = self.program.operands.iter().position(known).unwrap_or(self.program.operands.len());
        if index == self.program.operands.len() {
            self.program.operands.push(operand);
        }
        self.program.layout.push(Layout::Operand(index));
        self.push(Operation::Operand(index));
        Ok(())
    }

    /// A path with at most one condition.
    fn path(&mut self, may_filter: bool) -> Result<Operand, Reason> {
        let mut place = self.scope;
        let mut anchor = Anchor::Above(0);
        if self.take("/") {
            (place, anchor) = (ROOT, Anchor::Declaration);
        }
        let mut above = 0_u8;
        while anchor != Anchor::Declaration && self.take("../") {
            above = above.checked_add(1).filter(|_| place != ROOT).ok_or("a path above the declaration")?;
            (place, anchor) = (self.shape.parent(place), Anchor::Above(above));
        }
        let mut steps = Vec::new();
        let mut filter = None;
        loop {
            let name = self.token(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-'));
            if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
                return Err("not a name");
            }
            place = self.shape.enter(place, name);
            steps.push(place);
            if may_filter && filter.is_none() && self.take("[") {
                filter = Some(self.filter(place, steps.len() - 1)?);
            }
            if !self.take("/") {
                break;
            }
        }
        Ok(Operand { reads: Reads::Line, anchor, steps, filter, lenient: self.lenient, name: String::new() })
    }

    /// `key = 1]` or `key = line]`, where the key lies below the element before the bracket.
    fn filter(&mut self, row: Place, step: usize) -> Result<Filter, Reason> {
        let mut key = Vec::new();
        loop {
            let name = self.token(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-'));
            key.push(self.shape.enter(key.last().copied().unwrap_or(row), name));
            if !self.take("/") {
                break;
            }
        }
        if !self.operator("=") {
            return Err("a condition compares with =");
        }
        self.blanks();
        let with = if self.rest.starts_with(|first: char| first.is_ascii_digit()) {
            let text = self.token(|digit| digit.is_ascii_digit());
            Match::Number(Decimal::parse(text).map_err(|_| "not a number")?)
        } else {
            Match::Text(Box::new(self.path(false)?))
        };
        self.take("]").then_some(Filter { step, key, with }).ok_or("no closing bracket after the condition")
    }

    fn comma(&mut self) -> bool {
        self.blanks();
        let found = self.take(",");
        if found {
            self.sign(", ");
        }
        found
    }

    fn close(&mut self) -> Result<(), Reason> {
        self.blanks();
        self.sign(")");
        self.take(")").then_some(()).ok_or("no closing bracket")
    }

    /// Takes an operator with the blanks around it; a word or a sign without blanks behind it is none.
    fn operator(&mut self, operator: &str) -> bool {
        let trimmed = self.rest.trim_start();
        match trimmed.strip_prefix(operator).filter(|rest| rest.starts_with(' ')) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn token(&mut self, is_part: impl Fn(char) -> bool) -> &'static str {
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        token
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn sign(&mut self, text: &'static str) {
        self.program.layout.push(Layout::Sign(text));
    }

    fn push(&mut self, operation: Operation) {
        self.program.operations.push(operation);
    }
}

/// The name of an element as its form prints it: `ct32a` is line `[32a]`; a name without a number stays.
pub(super) fn line_number(name: &str) -> String {
    let line = name.strip_prefix("ct").map(|rest| rest.trim_start_matches('_'));
    match line.filter(|line| line.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_uppercase())) {
        Some(line) => format!("[{line}]"),
        None => name.to_owned(),
    }
}

impl PartialEq for Operand {
    fn eq(&self, other: &Self) -> bool {
        self.reads == other.reads && self.anchor == other.anchor && self.steps == other.steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &'static str) -> Result<Program, Reason> {
        let mut shape = Shape::new();
        let scope = shape.enter(ROOT, "CTieuTKhaiChinh");
        parse(text, &mut shape, scope, Purpose::Value)
    }

    #[test]
    fn accepts_the_language() {
        for text in [
            "ct29 + ct30 - -(ct1)",
            "max(ct36 - ct22, 0)",
            "round(ct14 * 0.01 + ../PLuc/ct15.1, 2)",
            "sum(Row[ct10 = 1]/ct22) / /PLuc/PL_GDLK2-01/ct07 * 100",
            "sum(Row[ct11 = ct16]/ct15)",
            "if(ct1 >= 2 and not(ct3 = 1), ct4, 0)",
            "absent(/PLuc/X) or count(Row) <> 3",
        ] {
            assert!(parsed(text).is_ok(), "{text}: {:?}", parsed(text).err());
        }
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in
            ["", "ct1 +", "(ct1", "ct1)", "ct1 ct2", "sum(ct1 + ct2)", "max(ct1", "5x", "../../../ct1", "Row[ct1 = 1", "%"]
        {
            assert!(parsed(text).is_err(), "{text}");
        }
        let deep: &'static str = Box::leak(format!("{}1{}", "(".repeat(17), ")".repeat(17)).into_boxed_str());
        assert_eq!(parsed(deep).err(), Some("brackets nest too deep"));
    }

    #[test]
    fn lines_read_as_the_form_prints_them() {
        for (name, line) in [("ct32a", "[32a]"), ("ctA1", "[A1]"), ("ct_20", "[20]"), ("tong12", "tong12"), ("ctiet", "ctiet")] {
            assert_eq!(line_number(name), line);
        }
    }
}
