//! One comparison of a stated amount with a computed one, for invoices and declarations alike.

use std::borrow::Cow;
use std::fmt;

use crate::decimal::Decimal;
use crate::report::Draft;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::NodeId;
use crate::xml::Spot;

/// A stated amount against the same amount computed from its parts.
#[derive(Clone, Debug)]
pub struct Check {
    /// The rule that asks for it.
    pub rule: &'static Rule,
    /// The field's names.
    pub name: Template,
    /// The element that states the amount.
    pub node: NodeId,
    /// As written.
    pub stated: String,
    /// The stated value.
    pub value: Decimal,
    /// Computed exactly, rounded only where the relation rounds.
    pub computed: Decimal,
    /// The equation in element names and in numbers.
    pub equation: Equation,
    /// The rate of a check that belongs to one rate, as written.
    pub rate: Option<String>,
    /// How the difference weighs; `None` where there is nothing to say.
    pub severity: Option<Severity>,
}

impl Check {
    /// The finding of a check that disagrees.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let severity = self.severity?;
        let mut draft = Draft::new(self.rule, Spot::Content(self.node))
            .severity(severity)
            .field(self.name)
            .actual(&self.stated)
            .with("computed", self.computed.to_string())
            .with("difference", self.difference().to_string())
            .with("equation", self.equation.to_string());
        if let Some(rate) = &self.rate {
            draft = draft.with("rate", rate.clone());
        }
        Some(draft)
    }

    /// Whether the amount is wrong.
    pub(super) fn is_error(&self) -> bool {
        self.severity == Some(Severity::Error)
    }

    pub(super) fn graded(mut self, severity: Option<Severity>) -> Self {
        self.severity = severity;
        self
    }

    /// Stated less computed.
    #[must_use]
    pub fn difference(&self) -> Decimal {
        self.value.minus(self.computed).unwrap_or_default()
    }
}

/// An equation in names and in numbers, printed as `TgTTTBSo = TgTCThue + TgTThue: 1000000 + 80000 = 1080000`, or with the result in
/// front as forms print it: `[27] = [29] + [30]: 50 = 20 + 30`. A bound tells what it comes to: `[31] ≤ [29] − [30] = 20 − 5 = 15`.
#[derive(Clone, Debug)]
pub struct Equation {
    left: &'static str,
    relation: Relation,
    pieces: Vec<Piece>,
    result: Decimal,
    order: Order,
}

/// How the left side of an [`Equation`] must compare with the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
    /// Equal.
    Equal,
}

/// Where the numbers have their result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    ResultFirst,
    ResultLast,
}

/// A part of the right side.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// The same in names and in numbers, with its blanks: ` + `, `max(`.
    Sign(&'static str),
    /// A name that stands for a number.
    Operand {
        name: Cow<'static, str>,
        value: Decimal,
        /// Stands behind the number.
        unit: &'static str,
    },
}

impl Equation {
    pub(super) fn of(left: &'static str) -> Self {
        Self {
            left,
            relation: Relation::Equal,
            pieces: Vec::with_capacity(8),
            result: Decimal::default(),
            order: Order::ResultLast,
        }
    }

    /// The formula of a form: its result stands in front.
    pub(super) fn of_form(left: &'static str, relation: Relation, pieces: Vec<Piece>, result: Decimal) -> Self {
        Self { left, relation, pieces, result, order: Order::ResultFirst }
    }

    pub(super) fn plus(self, name: impl Into<Cow<'static, str>>, value: Decimal) -> Self {
        self.term(" + ", name.into(), value, "")
    }

    pub(super) fn minus(self, name: &'static str, value: Decimal) -> Self {
        self.term(" − ", name.into(), value, "")
    }

    pub(super) fn times(self, name: &'static str, value: Decimal) -> Self {
        self.term(" × ", name.into(), value, "")
    }

    pub(super) fn times_percent(self, name: &'static str, rate: Decimal) -> Self {
        self.term(" × ", name.into(), rate, "%")
    }

    /// How its sides must compare.
    #[must_use]
    pub const fn relation(&self) -> Relation {
        self.relation
    }

    fn term(mut self, sign: &'static str, name: Cow<'static, str>, value: Decimal, unit: &'static str) -> Self {
        if !self.pieces.is_empty() {
            self.pieces.push(Piece::Sign(sign));
        } else if sign == " − " {
            self.pieces.push(Piece::Sign("− "));
        }
        self.pieces.push(Piece::Operand { name, value, unit });
        self
    }

    pub(super) fn equals(mut self, computed: Decimal) -> Self {
        self.result = computed;
        self
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Equal => "=",
        })
    }
}

impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.left, self.relation)?;
        for piece in &self.pieces {
            match piece {
                Piece::Sign(sign) => f.write_str(sign)?,
                Piece::Operand { name, .. } => f.write_str(name)?,
            }
        }
        let numbers = |f: &mut fmt::Formatter<'_>| {
            for (index, piece) in self.pieces.iter().enumerate() {
                match piece {
                    Piece::Sign(sign) => f.write_str(sign)?,
                    Piece::Operand { value, unit, .. } if index > 0 && value.is_negative() => write!(f, "({value}){unit}")?,
                    Piece::Operand { value, unit, .. } => write!(f, "{value}{unit}")?,
                }
            }
            Ok(())
        };
        let operands = self.pieces.iter().filter(|piece| matches!(piece, Piece::Operand { .. })).count();
        if self.relation != Relation::Equal {
            // The number on the left is what is stated, and need not be within the bound.
            if operands > 0 {
                f.write_str(" = ")?;
                numbers(f)?;
            }
            if self.pieces.len() > 1 {
                write!(f, " = {}", self.result)?;
            }
            return Ok(());
        }
        f.write_str(": ")?;
        if self.order == Order::ResultFirst {
            write!(f, "{} = ", self.result)?;
        }
        numbers(f)?;
        if self.order == Order::ResultLast {
            write!(f, " = {}", self.result)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn equations_read_like_arithmetic() {
        let text =
            Equation::of("x").plus("a", number("1")).minus("b", number("-2")).times_percent("c", number("8")).equals(number("3"));
        assert_eq!(text.to_string(), "x = a − b × c: 1 − (-2) × 8% = 3");
        let operand = |name: &'static str, value: &str| Piece::Operand { name: name.into(), value: number(value), unit: "" };
        let difference = || vec![operand("[29]", "20"), Piece::Sign(" − "), operand("[30]", "5")];
        for (relation, pieces, shown) in [
            (Relation::Equal, difference(), "[31] = [29] − [30]: 15 = 20 − 5"),
            (Relation::AtMost, difference(), "[31] ≤ [29] − [30] = 20 − 5 = 15"),
            (Relation::AtMost, vec![operand("[29]", "15")], "[31] ≤ [29] = 15"),
            (Relation::AtLeast, vec![Piece::Sign("15")], "[31] ≥ 15"),
        ] {
            assert_eq!(Equation::of_form("[31]", relation, pieces, number("15")).to_string(), shown);
        }
    }
}
