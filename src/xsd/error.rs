//! Why a schema cannot be compiled.

use std::borrow::Cow;
use std::fmt;

use super::constraints::find_rule;
use crate::rules::Language;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Rule;

/// A schema that cannot be compiled: the rule of the standard that it breaks, what breaks it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    rule: &'static str,
    subject: Box<str>,
    document: Option<Box<str>>,
    line: u32,
    column: u32,
}

impl SchemaError {
    pub(crate) fn new(rule: &'static str, subject: impl Into<Box<str>>) -> Self {
        Self { rule, subject: subject.into(), document: None, line: 0, column: 0 }
    }

    pub(crate) fn at(mut self, document: &str, line: u32, column: u32) -> Self {
        if self.document.is_none() {
            self.document = Some(document.into());
            self.line = line;
            self.column = column;
        }
        self
    }

    /// The rule that is broken, by the standard's name with the clause, for example `src-resolve` or `ct-props-correct.4`; where the
    /// document is no XML, the code of the rule of XML.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// The rule with its texts, or the one around the clause that is broken.
    #[must_use]
    pub fn definition(&self) -> Option<&'static Rule> {
        find_rule(self.rule).or_else(|| find_rule("taxdoc-not-xml"))
    }

    /// What is wrong, in words.
    ///
    /// ```
    /// use taxdoc::rules::Language;
    /// use taxdoc::xsd::{NoDocuments, SchemaDocument, compile};
    /// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    ///   <xs:simpleType name="a"><xs:restriction base="b"/></xs:simpleType></xs:schema>"#;
    /// let error = compile(&[SchemaDocument::new("a.xsd", text.as_slice())], &NoDocuments).unwrap_err();
    /// assert_eq!(error.message(Language::English), "b is not found, or its namespace is not imported.");
    /// ```
    #[must_use]
    pub fn message(&self, language: Language) -> Cow<'static, str> {
        let params = Params::new().with("name", Param::excerpt(&self.subject));
        self.definition().map_or(Cow::Borrowed(""), |rule| rule.message.fill(&params, language))
    }

    /// The name or the value that breaks it.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The address of the schema document, line and column (both from 1), where the fault has a place in a document.
    #[must_use]
    pub fn place(&self) -> Option<(&str, u32, u32)> {
        self.document.as_deref().map(|document| (document, self.line, self.column))
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.rule, self.message(Language::English))?;
        match self.place() {
            Some((document, line, column)) => write!(formatter, " ({document}, line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SchemaError {}
