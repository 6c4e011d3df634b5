//! The signatures of a report.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::numbers::CertificateField;
use super::numbers::Chain;
use super::numbers::Extent;
use super::numbers::Integrity;
use super::numbers::Revocation;
use super::numbers::Role;
use super::report::ReportHandle;
use super::report::count;
use super::report::number;
use super::report::text;
use super::report::text_in;
use super::text::Kind;
/// How many signatures the document has, in document order.
///
/// Returns 0 when report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_count(report: Option<&ReportHandle>) -> usize {
    count(report, |report| Some(report.signatures().len()))
}

/// The path of a Signature element.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_path(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignaturePath.at(index), length, |report| Some(report.signatures().get(index)?.path.as_str().into()))
}

/// Who signs, by the place of the signature in the document: TAXDOC_ROLE_SELLER and so on.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_role(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Role::from(report.signatures().get(index)?.role) as i32))
}

/// Whether what was signed is what is there: TAXDOC_INTEGRITY_VALID and so on.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_integrity(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Integrity::from(report.signatures().get(index)?.integrity) as i32))
}

/// Why the integrity is not TAXDOC_INTEGRITY_VALID.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when there is nothing to say, index is out of range, language is unknown, or report
/// is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_diagnosis(
    report: Option<&ReportHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(report, Kind::SignatureDiagnosis.at(index), language, length, |report, language| {
        Some(report.signatures().get(index)?.diagnosis.as_ref()?.text(language))
    })
}

/// The signature algorithm, for example rsa-sha256; an empty text when it could not be read.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_algorithm(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureAlgorithm.at(index), length, |report| {
        Some(report.signatures().get(index)?.algorithm.as_str().into())
    })
}

/// How many references a signature has.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_digest_count(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.signatures().get(index)?.digests.len()))
}

/// The digest algorithm of a reference, for example sha256.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index or reference is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_digest(
    report: Option<&ReportHandle>,
    index: usize,
    reference: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureDigest.within(index, reference), length, |report| {
        Some(report.signatures().get(index)?.digests.get(reference)?.into())
    })
}

/// The signing time as written in the document.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when the signature has none, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_time(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureTime.at(index), length, |report| {
        report.signatures().get(index)?.signing_time.as_deref().map(Cow::Borrowed)
    })
}

/// Whether a verified reference covers the signing time: 1 if so, 0 if not.
///
/// Returns 0 also when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_time_signed(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(i32::from(report.signatures().get(index)?.signing_time_signed)))
}

/// How many elements the verified references of a signature cover.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_covered_count(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.signatures().get(index)?.covers.len()))
}

/// The path of an element that a signature covers.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index or element is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_covered(
    report: Option<&ReportHandle>,
    index: usize,
    element: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureCovered.within(index, element), length, |report| {
        Some(report.signatures().get(index)?.covers.get(element)?.path.as_str().into())
    })
}

/// How much of that element is covered: TAXDOC_EXTENT_FULL or TAXDOC_EXTENT_PARTIAL.
///
/// Returns 0 when index or element is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_covered_extent(report: Option<&ReportHandle>, index: usize, element: usize) -> i32 {
    number(report, |report| Some(Extent::from(report.signatures().get(index)?.covers.get(element)?.extent) as i32))
}

/// How many elements a signature should cover, by the role of its signer, and does not.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_not_covered_count(report: Option<&ReportHandle>, index: usize) -> usize {
    count(report, |report| Some(report.signatures().get(index)?.not_covered.len()))
}

/// The path of an element that a signature should cover and does not.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when index or element is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_not_covered(
    report: Option<&ReportHandle>,
    index: usize,
    element: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureNotCovered.within(index, element), length, |report| {
        Some(report.signatures().get(index)?.not_covered.get(element)?.into())
    })
}

/// A field of the signer's certificate.
///
/// field: TAXDOC_CERTIFICATE_SUBJECT and so on.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when there is no certificate, the certificate has no such field, field is no field,
/// index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_certificate(
    report: Option<&ReportHandle>,
    index: usize,
    field: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    let known = CertificateField::from_number(field);
    let position = known.map_or(0, |field| field as usize);
    text(report, Kind::SignatureCertificate.within(index, position), length, |report| {
        known?.of(report.signatures().get(index)?.certificate.as_ref()?).map(Cow::Borrowed)
    })
}

/// Whether the path of the certificate ends at a trust anchor: TAXDOC_CHAIN_TRUSTED and so on.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_chain(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Chain::from(report.signatures().get(index)?.chain) as i32))
}

/// The subject of the trust anchor at which the path ends.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by report, or NULL when the path ends at none, index is out of range, or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_anchor(
    report: Option<&ReportHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(report, Kind::SignatureAnchor.at(index), length, |report| {
        report.signatures().get(index)?.anchor.as_deref().map(Cow::Borrowed)
    })
}

/// What the revocation evidence says of the certificate: TAXDOC_REVOCATION_GOOD and so on.
///
/// Returns 0 when index is out of range or report is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_signature_revocation(report: Option<&ReportHandle>, index: usize) -> i32 {
    number(report, |report| Some(Revocation::from(report.signatures().get(index)?.revocation) as i32))
}
