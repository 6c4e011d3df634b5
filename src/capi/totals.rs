//! The computing side.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use serde::Serialize;

use crate::Limits;
use crate::totals::CompletedDeclaration;
use crate::totals::Sale;

use super::answer;
use super::argument;
use super::error::ErrorHandle;
use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::Status;
use super::text::Text;

/// Computed amounts. They never change and need nothing else.
///
/// Made by taxdoc_totals_compute() or taxdoc_totals_complete(), freed by taxdoc_totals_free(). Read them from any number of threads.
#[derive(Debug)]
pub struct TotalsHandle(Option<Computed>);

#[derive(Debug)]
pub struct Computed {
    json: Text,
    xml: Text,
}

impl Handle for TotalsHandle {
    type Content = Computed;

    fn content(&self) -> Option<&Computed> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Computed> {
        &mut self.0
    }
}

/// Computes every total of an invoice that an issuer must write, by the relations that taxdoc_validate() checks.
///
/// json, length: a JSON object in UTF-8; NULL only with length 0. Amounts are strings; whole numbers may stand without quotes. All
/// fields but lines may be left out; an unknown field is refused.
///   currency: an ISO 4217 code; without it dong. exchange_rate: dong for one unit of it.
///   correction: "original" or, where the amounts are signed differences, "adjustment".
///   policy: where amounts are rounded, half away from zero: "line", "rate" or "document".
///   lines: a list of objects with nature ("goods", "promotion", "discount", "note"), quantity, price or instead amount, discount or
///   instead discount_rate, rate (the text of TSuat), tax (where the rate does not give it).
///   fees: a list of objects with name and amount. other_reduction, untaxed_reduction: amounts. trade_ratio: 1, 2, 3 or 5, percent of
///   revenue of a seller under the direct method, whose VAT is reduced.
/// totals receives the amounts, or NULL on failure. Free them with taxdoc_totals_free().
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success. Its message names the line.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when totals is NULL, or json with a length; TAXDOC_NOT_UTF8; TAXDOC_INVALID_ARGUMENT when the
/// text is not such an object, or when its totals cannot be computed; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_totals_compute(
    json: *const c_char,
    length: usize,
    totals: Option<&mut MaybeUninit<*mut TotalsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    guard::create(totals, error, || {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let json = unsafe { argument::text(json, length, "json") }?;
        let sale: Sale = serde_json::from_str(json).map_err(refused)?;
        let totals = sale.totals().map_err(refused)?;
        computed(&totals, totals.to_xml())
    })
}

/// Computes the lines of an online declaration (HSoThueDTu) that follow from those entered.
///
/// xml, length: the document; NULL only with length 0. It has an element, blank or not, for each line to be computed; what stands in
/// those is replaced. A signature in it does not fit the completed document.
/// totals receives the lines, or NULL on failure. Free them with taxdoc_totals_free().
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when totals is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when the document is not
/// well-formed, no declaration, or of a form without formulas; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_totals_complete(
    xml: *const u8,
    length: usize,
    totals: Option<&mut MaybeUninit<*mut TotalsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    guard::create(totals, error, || {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let xml = unsafe { argument::bytes(xml, length, "xml") }?;
        let completed = CompletedDeclaration::of(xml, &Limits::default()).map_err(refused)?;
        computed(&completed, completed.xml().to_owned())
    })
}

/// What was computed, as JSON. Of an invoice: lines (each with discount and amount), rates (each with rate, amount and tax), before_tax,
/// tax, fees, trade_discount, other_reduction, untaxed_reduction, vat_reduction, payable, words, payable_in_dong. Of a declaration: code,
/// version, lines (each with path, name, name_en and value), xml. Amounts are strings; null stands for what there is not.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by totals, or NULL when totals is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_totals_json(
    totals: Option<&TotalsHandle>,
    mut length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| Some(totals?.content()?.json.hand_out(length)))
}

/// What was computed, as XML: of an invoice the element TToan, of a declaration the completed document.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by totals, or NULL when totals is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_totals_xml(totals: Option<&TotalsHandle>, mut length: Option<&mut MaybeUninit<usize>>) -> *const c_char {
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| Some(totals?.content()?.xml.hand_out(length)))
}

/// Frees computed amounts and their texts. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_totals_free(totals: Option<Box<TotalsHandle>>) {
    handle::free(totals);
}

fn computed(answer: &impl Serialize, xml: String) -> Result<TotalsHandle, Failure> {
    let json = serde_json::to_string(answer).map_err(refused)?;
    Ok(TotalsHandle(Some(Computed { json: Text::new(json), xml: Text::new(xml) })))
}

fn refused(error: impl ToString) -> Failure {
    Failure::new(Status::TaxdocInvalidArgument, error.to_string())
}
