//! Which table an invoice and a message are held against.

use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Template;

use super::date::Date;
use super::read::Invoice;
use super::table::Form;
use super::table::Table;
use super::table::Version;

static UNKNOWN_FORM: Template = Template::new(
    "Chưa hỗ trợ hóa đơn có ký hiệu mẫu số “{kind}”; chỉ kiểm tra mẫu 1 (giá trị gia tăng) và mẫu 2 (bán hàng).",
    "Invoices of form symbol “{kind}” are not checked yet; only 1 (VAT) and 2 (sales) are.",
);
static UNKNOWN_VERSION: Template = Template::new(
    "Không nhận ra phiên bản định dạng “{version}”; chỉ kiểm tra 2.0.0, 2.0.1, 2.1.0 và 2.1.1.",
    "The format version “{version}” is not known; 2.0.0, 2.0.1, 2.1.0 and 2.1.1 are checked.",
);

/// The table of an invoice: by form symbol, version and the fourth letter of the series.
///
/// A version or a form symbol that is not written is guessed (from the date, from the VAT total), so that the table can tell that it
/// is missing.
///
/// # Errors
/// The reason why there is none.
pub fn table_of(invoice: &Invoice<'_>) -> Result<&'static Table, Note> {
    let header = &invoice.header;
    let vat = match header.kind.value() {
        Some("1") => true,
        Some("2") => false,
        Some(kind) => return Err(Note::new(&UNKNOWN_FORM).with("kind", Param::excerpt(kind))),
        // Only sales invoices have the one, only VAT invoices must have the other.
        None => header.non_tariff.is_empty() && invoice.totals.as_ref().is_none_or(|totals| !totals.tax.is_empty()),
    };
    let version = match header.version.value() {
        Some(text) => match Version::from_text(text) {
            Some(version) => version,
            None => return Err(Note::new(&UNKNOWN_VERSION).with("version", Param::excerpt(text))),
        },
        None => {
            // Version 2.1.0 is of 30/5/2025.
            let date = header.date.value().and_then(Date::parse);
            if date.is_some_and(|date| Some(date) < Date::new(2025, 5, 30)) { Version::V200 } else { Version::V210 }
        }
    };
    let form = match (vat, invoice.is_pos()) {
        (true, false) => Form::Vat,
        (true, true) => Form::VatPos,
        (false, false) => Form::Sales,
        (false, true) => Form::SalesPos,
    };
    Ok(Table::of(form, version))
}

/// The table of the message around invoices, the same in every version so far.
#[must_use]
pub fn envelope_table() -> &'static Table {
    Table::of(Form::Envelope, Version::V211)
}
