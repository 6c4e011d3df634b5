//! A finding as the report shows it.

use std::borrow::Cow;

use crate::rules::Language;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::Place;

use super::Draft;

/// One thing learned about the document: a rule, a severity, a place and the values that fill its texts.
#[derive(Clone, Debug)]
pub struct Finding {
    rule: &'static Rule,
    pub(super) severity: Severity,
    place: Option<Place>,
    field: Option<Template>,
    basis: Option<&'static str>,
    params: Params,
}

impl Finding {
    pub(crate) fn placed(draft: Draft, place: Option<Place>) -> Self {
        let Draft { rule, severity, spot: _, elsewhere: _, field, basis, params } = draft;
        Self { rule, severity, place, field, basis, params }
    }

    /// The rule that is broken; its code is permanent.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The rule's permanent code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.rule.code
    }

    /// How much it weighs here.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it is; `None` when it concerns the document as a whole.
    #[must_use]
    pub const fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The name of the field as its form prints it.
    #[must_use]
    pub fn field(&self, language: Language) -> Option<&'static str> {
        self.field.map(|name| name.text(language))
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> Cow<'static, str> {
        self.rule.message.fill(&self.params, language)
    }

    /// What was found, where there is a value.
    #[must_use]
    pub fn actual(&self, language: Language) -> Option<String> {
        self.params.value("actual").map(|value| value.to_text(language))
    }

    /// What was expected, where the rule can say it.
    #[must_use]
    pub fn expected(&self, language: Language) -> Option<Cow<'static, str>> {
        (!self.rule.expected.is_empty()).then(|| self.rule.expected.fill(&self.params, language))
    }

    /// How to mend it, where the rule can say it.
    #[must_use]
    pub fn fix(&self, language: Language) -> Option<Cow<'static, str>> {
        (!self.rule.fix.is_empty()).then(|| self.rule.fix.fill(&self.params, language))
    }

    /// The clause of the law or the standard, or `practice`; where a schema document of the user declares what is broken, that place
    /// as well: `XSD 1.0 Part 1 §3.4.4; invoice.xsd:5:7`.
    #[must_use]
    pub fn basis(&self) -> Cow<'static, str> {
        let clause = self.basis.unwrap_or_else(|| self.rule.basis.citation());
        match self.params.value("declared") {
            Some(place) => format!("{clause}; {}", place.to_text(Language::English)).into(),
            None => clause.into(),
        }
    }

    /// The values that fill the texts.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }
}
