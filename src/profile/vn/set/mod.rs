//! Many documents together: what no single one shows.
//!
//! A [`Set`] is fed one small [`Summary`] of each document, in any order, and then tells which invoices stand in it twice, which numbers
//! are used twice or are missing, where a correction disagrees with its original, and what the authority answered about an invoice. It
//! opens nothing and keeps no document. Its findings change no verdict: each document has its own report.
//!
//! ```
//! use taxdoc::Limits;
//! use taxdoc::profile::vn::set::{Set, Summary};
//!
//! let invoice = |total: &str| format!(
//!     "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>C25TAA</KHHDon><SHDon>7</SHDon><NLap>2025-06-01</NLap></TTChung>\
//!      <NDHDon><NBan><MST>0109999982</MST></NBan><TToan><TgTTTBSo>{total}</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>"
//! );
//! let mut set = Set::default();
//! set.add("a.xml", Summary::of(invoice("1000").as_bytes(), &Limits::default()));
//! set.add("b.xml", Summary::of(invoice("9000").as_bytes(), &Limits::default()));
//! let findings = set.findings();
//! assert_eq!(findings[0].code(), "VN-SET-ALTERED");
//! assert_eq!(findings[0].documents(), ["a.xml", "b.xml"]);
//! ```

mod check;
mod rules;
mod summary;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::rules::Language;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Severity;

use summary::Answer;
use summary::InvoiceEntry;

pub use summary::Summary;

pub(in crate::profile::vn) use rules::RULES;

/// Findings that a set gives; what is beyond is left out.
const FINDINGS: usize = 1_000;

/// Documents that one finding names.
const NAMED: usize = 10;

/// Documents to be looked at together.
#[derive(Clone, Debug, Default)]
pub struct Set {
    documents: Vec<Box<str>>,
    invoices: Vec<(u32, InvoiceEntry)>,
    answers: Vec<(u32, Answer)>,
}

/// What is to be said of several documents.
#[derive(Clone, Debug)]
pub struct SetFinding {
    rule: &'static Rule,
    params: Params,
    documents: Vec<String>,
}

impl Set {
    /// Adds a document under a name, its file for example.
    pub fn add(&mut self, name: &str, summary: Summary) {
        if summary.invoices.is_empty() && summary.answers.is_empty() {
            return;
        }
        let Ok(document) = u32::try_from(self.documents.len()) else { return };
        self.documents.push(name.into());
        self.invoices.extend(summary.invoices.into_iter().map(|entry| (document, entry)));
        self.answers.extend(summary.answers.into_iter().map(|answer| (document, answer)));
    }

    /// What the documents say together: at most 1,000 findings, errors first, the same whatever the order in which they were added.
    #[must_use]
    pub fn findings(&self) -> Vec<SetFinding> {
        check::check(self)
    }

    /// A finding about some documents, given by their numbers.
    fn finding(&self, rule: &'static Rule, params: Params, documents: impl IntoIterator<Item = u32>) -> SetFinding {
        let name = |document: u32| self.documents.get(document as usize).map(|name| name.to_string());
        let mut documents: Vec<String> = documents.into_iter().filter_map(name).collect();
        documents.sort_unstable();
        documents.dedup();
        documents.truncate(NAMED);
        SetFinding { rule, params, documents }
    }
}

impl SetFinding {
    /// Its permanent code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.rule.code
    }

    /// How much it weighs; it changes the verdict of no document.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// What is to be said.
    #[must_use]
    pub fn message(&self, language: Language) -> Cow<'static, str> {
        self.rule.message.fill(&self.params, language)
    }

    /// What to do, where there is something to do.
    #[must_use]
    pub fn fix(&self, language: Language) -> Option<Cow<'static, str>> {
        (!self.rule.fix.is_empty()).then(|| self.rule.fix.fill(&self.params, language))
    }

    /// The clause of the law, or `practice`.
    #[must_use]
    pub const fn basis(&self) -> &'static str {
        self.rule.basis.citation()
    }

    /// The documents that it is about, at most 10, sorted.
    #[must_use]
    pub fn documents(&self) -> &[String] {
        &self.documents
    }
}
