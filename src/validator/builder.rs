//! Choices of a caller.

use std::sync::Arc;

use crate::Error;
use crate::Limits;
use crate::dsig::Policy;
use crate::dsig::Verifier;
use crate::pki::RevocationEvidence;
use crate::pki::Timestamp;
use crate::pki::TrustStore;
use crate::profile::vn;
use crate::xsd;
use crate::xsd::NoDocuments;
use crate::xsd::Schema;
use crate::xsd::SchemaDocument;

use super::Stages;
use super::Validator;

/// Builds a [`Validator`]. Every choice has a default that suits the Vietnamese profile.
#[derive(Clone, Debug)]
pub struct Builder {
    limits: Limits,
    at: Option<Timestamp>,
    now: Option<Timestamp>,
    stages: Option<Stages>,
    required: Option<Stages>,
    builtin_trust: bool,
    trust: TrustStore,
    revocation: RevocationEvidence,
    policy: Policy,
    schema: Option<Arc<Schema>>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            at: None,
            now: None,
            stages: None,
            required: None,
            builtin_trust: true,
            trust: TrustStore::new(),
            revocation: RevocationEvidence::new(),
            policy: Policy::Interop,
            schema: None,
        }
    }
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
    pub fn with_trust(mut self, certificates: &[u8]) -> Result<Self, Error> {
        self.trust = self.trust.with_certificates(certificates)?;
        Ok(self)
    }

    /// Without the built-in trust table.
    #[must_use]
    pub const fn without_builtin_trust(mut self) -> Self {
        self.builtin_trust = false;
        self
    }

    /// How the two widespread departures from the signature standard are taken; [`Policy::Interop`] without it.
    #[must_use]
    pub const fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// A certificate revocation list, DER or PEM.
    ///
    /// # Errors
    /// [`Error::Revocation`] when the bytes hold none that can be read.
    pub fn with_crl(mut self, crl: &[u8]) -> Result<Self, Error> {
        self.revocation = self.revocation.with_crl(crl)?;
        Ok(self)
    }

    /// An OCSP response, DER.
    ///
    /// # Errors
    /// [`Error::Revocation`] when the bytes hold none that can be read.
    pub fn with_ocsp(mut self, response: &[u8]) -> Result<Self, Error> {
        self.revocation = self.revocation.with_ocsp(response)?;
        Ok(self)
    }

    /// Validates against an XSD instead of the profile, and runs only the stages `xml` and `schema`. The documents are given with their
    /// addresses (file names will do) and refer to one another by these; the library opens nothing.
    ///
    /// # Errors
    /// [`Error::Schema`] when they do not compile.
    pub fn with_schema(mut self, documents: &[(&str, &[u8])]) -> Result<Self, Error> {
        let documents: Vec<SchemaDocument<'_>> =
            documents.iter().map(|(address, bytes)| SchemaDocument::new(*address, *bytes)).collect();
        let schema = xsd::compile(&documents, &NoDocuments).map_err(|error| Error::Schema(error.to_string()))?;
        self.schema = Some(Arc::new(schema));
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
        let Self { limits, at, now, stages, required, builtin_trust, trust, revocation, policy, schema } = self;
        let trust = if builtin_trust { trust.with_table(&vn::trust::TRUST_TABLE) } else { trust };
        let verifier = Verifier::new().with_policy(policy).with_limits(limits);
        Validator { limits, at, now, stages: stages.unwrap_or(Stages::ALL), required, trust, revocation, verifier, schema }
    }
}
