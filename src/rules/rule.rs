//! A rule and its grades.

use serde::Serialize;

use super::Template;

/// How much a broken rule weighs. Any `Error` makes a document invalid (CONTRACT §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Unusual or learned from practice; the law or the standard does not forbid it.
    Warning,
    /// Breaks a law, a published table or a standard.
    Error,
}

impl Severity {
    /// The word of the report: `error`, `warning` or `info`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A stage of validation, in the order of the road (CONTRACT §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Well-formedness, namespaces, encoding, limits.
    Xml,
    /// Structure and types against the table or the XSD.
    Schema,
    /// Code lists, cross-field and date rules.
    Rules,
    /// Stated amounts against computed ones.
    Totals,
    /// Integrity and coverage of every signature.
    Signatures,
    /// Path of every signing certificate to a trust anchor.
    Certificates,
    /// Revocation of the certificates, from evidence that the caller gives.
    Revocation,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 7] =
        [Self::Xml, Self::Schema, Self::Rules, Self::Totals, Self::Signatures, Self::Certificates, Self::Revocation];

    /// The word of the report and of the command line, for example `signatures`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Schema => "schema",
            Self::Rules => "rules",
            Self::Totals => "totals",
            Self::Signatures => "signatures",
            Self::Certificates => "certificates",
            Self::Revocation => "revocation",
        }
    }

    /// The stage of that name.
    ///
    /// ```
    /// use taxdoc::Stage;
    /// assert_eq!(Stage::from_name("totals"), Some(Stage::Totals));
    /// assert_eq!(Stage::from_name("total"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// Where a rule comes from: a clause of a law or standard, or practice (DESIGN §8 keeps the two apart).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// A clause of a law, decree, circular or official table, as it is cited in Viet Nam.
    Law(&'static str),
    /// A clause of a technical standard.
    Standard(&'static str),
    /// Learned from how genuine files look. Never an error.
    Practice,
}

impl Basis {
    /// The citation as printed in a report; `practice` for [`Basis::Practice`].
    #[must_use]
    pub const fn citation(self) -> &'static str {
        match self {
            Self::Law(clause) | Self::Standard(clause) => clause,
            Self::Practice => "practice",
        }
    }
}

/// One rule. Its code is permanent: it is never reused and never changes its meaning.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The permanent code, for example `VN-INV-TAX-CODE`.
    pub code: &'static str,
    /// The usual severity; a profile may grade a single finding otherwise.
    pub severity: Severity,
    /// The stage that checks it.
    pub stage: Stage,
    /// The clause it rests on.
    pub basis: Basis,
    /// What is wrong. Parameters stand in braces: `{actual}`.
    pub message: Template,
    /// What was expected, where that can be said; empty otherwise.
    pub expected: Template,
    /// How to mend it; empty where nothing can be said.
    pub fix: Template,
}
