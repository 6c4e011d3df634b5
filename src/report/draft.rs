//! Findings on their way into a report: cheap to make, placed and worded only once they are kept.

use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Spot;

/// A finding whose place is still a node of the tree.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    pub(crate) spot: Option<Spot>,
    /// Another place whose line is a parameter.
    pub(crate) elsewhere: Option<(&'static str, Spot)>,
    pub(crate) field: Option<Template>,
    pub(crate) basis: Option<&'static str>,
    pub(crate) params: Params,
}

impl Draft {
    /// A finding of that rule at that place.
    #[must_use]
    pub fn new(rule: &'static Rule, spot: Spot) -> Self {
        Self { spot: Some(spot), ..Self::of_document(rule) }
    }

    /// A finding about the document as a whole, where no place can be named.
    #[must_use]
    pub fn of_document(rule: &'static Rule) -> Self {
        Self { rule, severity: rule.severity, spot: None, elsewhere: None, field: None, basis: None, params: Params::new() }
    }

    /// The same at that place.
    #[must_use]
    pub const fn at(mut self, spot: Spot) -> Self {
        self.spot = Some(spot);
        self
    }

    /// The same with one more parameter. The parameter `actual` is also the `actual` of the report.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.set(name, value);
        self
    }

    /// The same with what was found, an excerpt of the document's text.
    #[must_use]
    pub fn actual(self, text: &str) -> Self {
        self.with("actual", Param::excerpt(text))
    }

    /// The same with the line of another place as a parameter.
    #[must_use]
    pub fn line_of(mut self, name: &'static str, spot: Spot) -> Self {
        self.elsewhere = Some((name, spot));
        self
    }

    /// The same with the name of the field as its form prints it; also the parameter `field`.
    #[must_use]
    pub fn field(mut self, name: Template) -> Self {
        self.field = Some(name);
        self.with("field", name)
    }

    /// The same, graded otherwise than the rule's usual severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same with a closer citation than the rule's own.
    #[must_use]
    pub fn basis(mut self, clause: &'static str) -> Self {
        self.basis = Some(clause);
        self
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }
}

/// Collects drafts up to a limit. Errors and the rest are counted apart, so that warnings never crowd out an error.
#[derive(Debug)]
pub struct Findings {
    kept: Vec<Draft>,
    limit: usize,
    errors: usize,
    others: usize,
    failed: [bool; Stage::ALL.len()],
}

impl Findings {
    /// An empty collection that keeps at most `limit` errors and as many warnings and infos.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, errors: 0, others: 0, failed: [false; Stage::ALL.len()] }
    }

    /// Adds a finding, or counts it when there are already too many.
    pub fn add(&mut self, draft: Draft) {
        let count = if draft.severity == Severity::Error {
            if let Some(failed) = self.failed.get_mut(draft.rule.stage as usize) {
                *failed = true;
            }
            &mut self.errors
        } else {
            &mut self.others
        };
        *count = count.saturating_add(1);
        if *count <= self.limit {
            self.kept.push(draft);
        }
    }

    /// Whether an error of that stage was added, kept or not.
    #[must_use]
    pub fn failed(&self, stage: Stage) -> bool {
        self.failed.get(stage as usize).copied().unwrap_or(true)
    }

    /// How many findings were counted but not kept.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.errors.saturating_sub(self.limit).saturating_add(self.others.saturating_sub(self.limit))
    }

    /// The drafts that were kept, in the order of adding.
    #[must_use]
    pub fn kept(&self) -> &[Draft] {
        &self.kept
    }

    /// The drafts that were kept, in the order of adding.
    #[must_use]
    pub fn into_kept(self) -> Vec<Draft> {
        self.kept
    }
}
