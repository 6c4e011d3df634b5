//! The octets that a signature was made over: for looking into why it fails.

use crate::xml::Document;
use crate::xml::Source;

use super::Validator;

/// A part of a signature that has canonical octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "XML-DSig §4 digests references and signs SignedInfo, nothing else")]
pub enum SignedPart {
    /// What the reference at that position, from 0, digests.
    Reference(usize),
    /// `SignedInfo`, over which the signature value is computed.
    SignedInfo,
}

impl Validator {
    /// The octets of a part of the signature at that position, from 0, in the order of the report: what its digest or its value must fit.
    /// They are made anew, transforms and canonicalization done.
    ///
    /// `None` when the document is not well-formed, there is no such part, or the signature is refused before the part can be read.
    ///
    /// ```
    /// use taxdoc::Validator;
    /// use taxdoc::validator::SignedPart;
    ///
    /// let xml = std::fs::read("examples/data/valid.xml")?;
    /// let octets = Validator::new().signed_octets(&xml, 0, SignedPart::Reference(0)).unwrap();
    /// assert!(octets.starts_with(b"<DLHDon"));
    /// assert!(Validator::new().signed_octets(&xml, 99, SignedPart::SignedInfo).is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn signed_octets(&self, bytes: &[u8], signature: usize, part: SignedPart) -> Option<Vec<u8>> {
        let source = Source::decode(bytes, &self.limits).ok()?;
        let document = Document::parse(&source, &self.limits).ok()?;
        let evidence = self.verifier.verify(&document);
        let signature = evidence.signatures().get(signature)?;
        match part {
            SignedPart::Reference(position) => signature.references().get(position)?.octets(&document, &self.limits).ok(),
            SignedPart::SignedInfo => signature.signed_info_octets(&self.limits).ok(),
        }
    }
}
