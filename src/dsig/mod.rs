//! XML signatures (XML-DSig 1.1): canonicalization, references, signature values, and what each signature covers.
//!
//! [`Verifier::verify`] gives [`Evidence`]: for each `ds:Signature` its [`Integrity`], its references, what it covers, its signing time
//! and its certificate. Whose certificate that is and whether it is to be trusted is for [`pki`](crate::pki); what each role must
//! sign is for the profile.
//!
//! Accepted: references within the document (`""`, `#id`, `#xpointer(/)`, `#xpointer(id('…'))`), enveloped-signature, Canonical XML 1.0
//! and 1.1, Exclusive 1.0, SHA-1 and SHA-2, RSA, RSA-PSS, ECDSA, Ed25519. Everything else is a [`Refusal`] with its [`Reason`].
//!
//! ```
//! use taxdoc::Limits;
//! use taxdoc::dsig::Verifier;
//! use taxdoc::xml::{Document, Source};
//!
//! let limits = Limits::default();
//! let source = Source::decode(b"<HDon><DSCKS><NBan><Signature/></NBan></DSCKS></HDon>", &limits)?;
//! let document = Document::parse(&source, &limits)?;
//! let evidence = Verifier::new().verify(&document);
//! assert!(evidence.signatures().is_empty());
//! assert_eq!(evidence.not_dsig().len(), 1);
//! # Ok::<(), taxdoc::xml::Fault>(())
//! ```

mod algorithms;
pub mod c14n;
mod change;
mod diagnosis;
mod evidence;
mod findings;
mod index;
mod key_info;
mod reference;
mod refusal;
mod rules;
mod structure;
mod values;
mod verify;
mod xades;

pub use algorithms::DSIG_NAMESPACE;
pub use algorithms::digest_name;
pub use algorithms::signature_name;
pub use change::Change;
pub use change::Changes;
use change::Found;
pub use evidence::Diagnosis;
pub use evidence::DigestOutcome;
pub use evidence::Evidence;
pub use evidence::Extent;
pub use evidence::Fault;
pub use evidence::Integrity;
pub use evidence::Nonstandard;
pub use evidence::Reference;
pub use evidence::Signature;
pub use evidence::SignedInfo;
pub use evidence::SigningTime;
pub use refusal::Reason;
pub use refusal::Refusal;
pub use rules::RULES;
pub use verify::Policy;
pub use verify::Verifier;
pub use xades::SignedProperties;
