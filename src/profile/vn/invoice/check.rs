//! The schema and rules stages of the invoices of a document and of the messages around them.

use crate::profile::vn::recognise::InvoiceNodes;
use crate::profile::vn::recognise::recognise;
use crate::report::Findings;
use crate::rules::Note;
use crate::rules::Template;
use crate::xml::Document;

use super::date::Date;
use super::read::Invoice;
use super::read::Message;
use super::rules;
use super::structure;
use super::table::Form;
use super::table::Table;
use super::table::Version;

static UNKNOWN_VERSION: Template =
    Template::new("Chưa có bảng định dạng của phiên bản “{version}”.", "There is no table of version “{version}”.");
static UNKNOWN_KIND: Template = Template::new(
    "Chưa có bảng định dạng của hóa đơn có ký hiệu mẫu số “{kind}”.",
    "There is no table of invoices of form symbol “{kind}”.",
);

/// The table of an invoice: by form symbol, version and the fourth letter of the series.
///
/// A version or a form symbol that is not written is guessed (from the date, from the VAT totals), so that the table can tell that it
/// is missing.
///
/// # Errors
/// The reason why there is none.
pub fn table_of(invoice: &Invoice<'_>) -> Result<&'static Table, Note> {
    let header = &invoice.header;
    let version = match header.version.value() {
        Some(text) => Version::from_text(text).ok_or_else(|| Note::new(&UNKNOWN_VERSION).with("version", text.to_owned()))?,
        None => {
            // Version 2.1.0 is of 30/5/2025.
            let date = header.date.value().and_then(Date::parse);
            if date.is_some_and(|date| Some(date) < Date::new(2025, 5, 30)) { Version::V200 } else { Version::V210 }
        }
    };
    let vat = match header.kind.value() {
        Some("1") => true,
        Some("2") => false,
        Some(kind) => return Err(Note::new(&UNKNOWN_KIND).with("kind", kind.to_owned())),
        None => invoice.totals.as_ref().is_none_or(|totals| !totals.tax.is_empty()),
    };
    let form = match (vat, invoice.is_pos()) {
        (true, false) => Form::Vat,
        (true, true) => Form::VatPos,
        (false, false) => Form::Sales,
        (false, true) => Form::SalesPos,
    };
    Ok(Table::of(form, version))
}

/// Reads the invoice at the nodes that the profile recognised.
#[must_use]
pub fn read<'d>(document: &'d Document<'d>, nodes: &InvoiceNodes) -> Option<Invoice<'d>> {
    let data = document.node(nodes.data)?;
    Some(Invoice::read(data, nodes.invoice.and_then(|id| document.node(id))))
}

/// The version of the envelope's table; versions later than the last known one have the same envelope.
#[must_use]
pub fn envelope_version(message: &Message<'_>) -> Version {
    message.version.value().and_then(Version::from_text).unwrap_or(Version::V210)
}

/// Runs both stages over everything in a document. Returns why an invoice could not be checked, for the first such one.
pub fn check<'d>(document: &'d Document<'d>, today: Option<Date>, findings: &mut Findings) -> Option<Note> {
    let recognised = recognise(document)?;
    let invoices: Vec<Invoice<'d>> = recognised.invoices.iter().filter_map(|nodes| read(document, nodes)).collect();
    let messages: Vec<Message<'d>> = recognised.envelopes.iter().filter_map(|id| document.node(*id)).map(Message::read).collect();
    let holds = |message: &Message<'_>, invoice: &Invoice<'_>| {
        document.node(message.node).is_some_and(|node| node.contains(invoice.node))
    };
    for message in &messages {
        let inside: Vec<&Invoice<'_>> = invoices.iter().filter(|invoice| holds(message, invoice)).collect();
        let version = envelope_version(message);
        if let Some(node) = document.node(message.node) {
            structure::check(Table::of(Form::Envelope, version), node, findings);
        }
        rules::check_message(message, &inside, version, findings);
    }
    let mut reason = None;
    for invoice in &invoices {
        match table_of(invoice) {
            Ok(table) => {
                if let Some(node) = document.node(invoice.node) {
                    structure::check(table, node, findings);
                }
                let message = messages.iter().rev().find(|message| holds(message, invoice));
                rules::check_invoice(invoice, table, message, today, findings);
            }
            Err(note) => {
                reason.get_or_insert(note);
            }
        }
    }
    reason
}
