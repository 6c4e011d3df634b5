//! The order of the stages: one document in, one report out.
//!
//! [`Validator`] alone knows the whole road. It is built once by a [`Builder`] and shared by reference between threads.

mod builder;
mod octets;
mod run;
mod signatures;
mod stages;
mod stream;

use std::sync::Arc;

pub use builder::Builder;
pub use octets::SignedPart;
pub use stages::Stages;

use crate::Cancellation;
use crate::Cancelled;
use crate::Limits;
use crate::Report;
use crate::dsig::Verifier;
use crate::pki::RevocationEvidence;
use crate::pki::Timestamp;
use crate::pki::TrustStore;
use crate::profile::vn::Reading;
use crate::xsd::Schema;

/// Validates documents. Immutable, `Send + Sync`; build it once, for it prepares schemas and trust at their first use.
///
/// ```
/// use taxdoc::Validator;
/// use taxdoc::report::Verdict;
///
/// let report = Validator::new().validate(b"<HDon>");
/// assert_eq!(report.verdict(), Verdict::Invalid);
/// assert_eq!(report.findings()[0].code(), "XML-UNCLOSED");
/// ```
#[derive(Debug)]
pub struct Validator {
    limits: Limits,
    /// The moment at which certificates and rules are judged, when the caller fixes one.
    at: Option<Timestamp>,
    /// The caller's clock.
    now: Option<Timestamp>,
    stages: Stages,
    required: Option<Stages>,
    trust: TrustStore,
    revocation: RevocationEvidence,
    verifier: Verifier,
    /// The caller's own schema, which takes the place of the profile.
    schema: Option<Arc<Schema>>,
}

impl Validator {
    /// A validator with the built-in profile and trust and the default limits.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A builder for other choices.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The schema that [`Builder::with_schema`] has compiled; what it refers to and does not hold is told by
    /// [`Schema::unresolved`](crate::xsd::Schema::unresolved). `None` without one: documents are held against the authority's tables.
    ///
    /// ```
    /// use taxdoc::Validator;
    /// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="SHDon" type="Missing"/></xs:schema>"#;
    /// let validator = Validator::builder().with_schema(&[("invoice.xsd", text.as_slice())])?.build();
    /// assert_eq!(validator.schema().unwrap().unresolved()[0].subject(), "Missing");
    /// assert!(Validator::new().schema().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn schema(&self) -> Option<&Schema> {
        self.schema.as_deref()
    }

    /// Validates the bytes of one document. Never fails: whatever the bytes are, the report says it.
    #[must_use]
    pub fn validate(&self, bytes: &[u8]) -> Report {
        self.validate_and_read(bytes, &mut |_| ())
    }

    /// Validates the bytes of one document and shows how they were read: for whoever needs more of a tax document than its report, and would
    /// have to read it once more. `look` is called once at most; never for what is not well-formed or no tax document, nor where
    /// [`Builder::with_schema`] has put a schema in the place of the profile.
    ///
    /// ```
    /// use taxdoc::Validator;
    ///
    /// let xml = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/valid.xml"));
    /// let mut lines = 0;
    /// Validator::new().validate_and_read(xml, &mut |reading| lines = reading.invoices()[0].lines.len());
    /// assert_eq!(lines, 4);
    /// ```
    pub fn validate_and_read(&self, bytes: &[u8], look: &mut dyn FnMut(&Reading<'_>)) -> Report {
        let Ok(report) = run::run(self, bytes, &(), look);
        report
    }

    /// Validates the bytes of one document, unless it is told to stop. The flag is looked at between the stages, every few thousand
    /// nodes or each megabyte while the document is read, held against its table and canonicalized, and between signatures.
    ///
    /// # Errors
    /// [`Cancelled`] when the flag was raised before there was a report.
    pub fn validate_unless(&self, bytes: &[u8], cancellation: &Cancellation) -> Result<Report, Cancelled> {
        run::run(self, bytes, cancellation, &mut |_| ())
    }

    /// Validates a document while it is read, for files larger than memory: that it is well-formed, and that it is valid against the
    /// schema given with [`Builder::with_schema`]. The stages of a tax document need all of it at hand and do not run here.
    ///
    /// Of the [`Limits`], `document` and `nodes` do not apply; memory does not grow with the file but for the values of identity
    /// constraints and of types `ID` and `IDREF`. Paths state every position, also of an only child. The input needs no buffer of its own.
    ///
    /// # Errors
    /// When the input fails. Whatever the document is, the report says it.
    ///
    /// ```
    /// use taxdoc::Validator;
    /// use taxdoc::report::Verdict;
    ///
    /// let schema = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema>"#;
    /// let validator = Validator::builder().with_schema(&[("n.xsd", schema)])?.build();
    /// let report = validator.validate_stream("<n>7</n>".as_bytes())?;
    /// assert_eq!(report.verdict(), Verdict::Valid);
    /// let report = validator.validate_stream("<n>\n seven</n>".as_bytes())?;
    /// assert_eq!(report.findings()[0].code(), "XSD-cvc-datatype-valid.1.2.1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validate_stream(&self, mut input: impl std::io::Read) -> std::io::Result<Report> {
        stream::run(self, &mut input)
    }
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}

/// Bytes in lower-case hexadecimal.
fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::Validator;

    const fn shared<T: Send + Sync>() {}

    #[test]
    fn a_validator_is_shared_between_threads() {
        shared::<Validator>();
    }
}
