//! What was signed.

use std::mem::MaybeUninit;

use crate::validator::SignedPart;

use super::answer;
use super::argument;
use super::error::ErrorHandle;
use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::Status;
use super::validate::ValidatorHandle;

/// Bytes that the library made for the caller.
///
/// Freed by taxdoc_octets_free(). Read them from any number of threads.
#[derive(Debug)]
pub struct OctetsHandle(Option<Vec<u8>>);

impl Handle for OctetsHandle {
    type Content = Vec<u8>;

    fn content(&self) -> Option<&Vec<u8>> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Vec<u8>> {
        &mut self.0
    }
}

/// The canonical bytes that a reference of a signature digests, transforms done, made anew from the document: for looking into why a
/// digest does not fit.
///
/// validator: its limits and policy count; read only.
/// xml, length: the document; read before the call returns. NULL only with length 0.
/// signature: its position in the report, from 0. reference: its position in the signature, from 0, below
/// taxdoc_signature_digest_count().
/// octets receives the bytes, or NULL on failure. Free them with taxdoc_octets_free().
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator or octets is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when the
/// length is impossible; TAXDOC_NOT_FOUND when the document is not well-formed, has no such signature or reference, or the signature
/// is refused before it can be read; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_reference_octets(
    validator: Option<&ValidatorHandle>,
    xml: *const u8,
    length: usize,
    signature: usize,
    reference: usize,
    octets: Option<&mut MaybeUninit<*mut OctetsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    guard::create(octets, error, || {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        part(validator, xml, signature, SignedPart::Reference(reference))
    })
}

/// The canonical bytes of the SignedInfo of a signature, over which its value is computed, made anew from the document.
///
/// validator, xml, length, signature, octets, error and the statuses: as of taxdoc_reference_octets().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_signed_info_octets(
    validator: Option<&ValidatorHandle>,
    xml: *const u8,
    length: usize,
    signature: usize,
    octets: Option<&mut MaybeUninit<*mut OctetsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    guard::create(octets, error, || {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        part(validator, xml, signature, SignedPart::SignedInfo)
    })
}

fn part(validator: Option<&ValidatorHandle>, xml: &[u8], signature: usize, part: SignedPart) -> Result<OctetsHandle, Failure> {
    let octets = handle::alive(validator, "validator")?.signed_octets(xml, signature, part);
    let octets =
        octets.ok_or_else(|| Failure::new(Status::TaxdocNotFound, "there is no such signature or no such part of it"))?;
    Ok(OctetsHandle(Some(octets)))
}

/// The bytes themselves. No NUL follows them.
///
/// length may be NULL; otherwise it receives how many there are, 0 where NULL is returned.
/// Returns an address that stays good until octets is freed, or NULL when octets is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_octets_data(octets: Option<&OctetsHandle>, mut length: Option<&mut MaybeUninit<usize>>) -> *const u8 {
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| {
        let octets = octets?.content()?;
        answer::put(length, octets.len());
        Some(octets.as_ptr())
    })
}

/// Frees bytes. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_octets_free(octets: Option<Box<OctetsHandle>>) {
    handle::free(octets);
}
