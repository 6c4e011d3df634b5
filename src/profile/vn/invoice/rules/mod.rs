//! The rules stage of an invoice: code lists, fields that depend on each other, dates.
//!
//! A value that its table already refuses (too long, no number, no date) is left to the schema stage: one fault, one finding.

pub(super) mod answer;
pub(super) mod authority_code;
pub(super) mod currency;
pub mod field_rules;
pub(super) mod fields;
pub(super) mod free_fields;
pub(super) mod header;
pub(super) mod lists;
pub mod message;
pub(super) mod parties;
pub(super) mod payload;
pub(super) mod qr_code;
pub(super) mod related;
pub(super) mod required;
pub(super) mod special_goods;
pub(super) mod tax_code;
pub(super) mod tax_rate;
#[cfg(test)]
mod testing;

use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Rule;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::NodeId;
use crate::xml::Spot;

use super::date::Date;
use super::read::Field;
use super::read::Invoice;
use super::read::Message;
use super::read::Payload;
use super::table::Row;
use super::table::Table;
use super::table::Version;

/// Runs every rule over an invoice.
pub fn check_invoice(
    document: &Document<'_>,
    invoice: &Invoice<'_>,
    table: &'static Table,
    message: Option<&Message<'_>>,
    today: Option<Date>,
    findings: &mut Findings,
) {
    let date = invoice.header.date.value().and_then(|text| Date::parse(text.get(..10).unwrap_or(text)));
    let mut check = Check { invoice, table, message, today, date, findings };
    let families: [fn(&mut Check<'_, '_>); 13] = [
        message::check_invoice,
        header::check,
        authority_code::check,
        currency::check,
        related::check,
        parties::check,
        tax_code::check,
        lists::check,
        required::check,
        tax_rate::check,
        special_goods::check,
        free_fields::check,
        qr_code::check,
    ];
    families.into_iter().take_while(|_| !document.is_left_off()).for_each(|family| family(&mut check));
    if let Some(node) = document.node(invoice.node) {
        fields::check_conditions(table, node, findings);
    }
}

/// Runs every rule over a message and what it holds. `invoices` are the ones somewhere in it.
pub fn check_message(
    document: &Document<'_>,
    message: &Message<'_>,
    invoices: &[Invoice<'_>],
    table: &'static Table,
    findings: &mut Findings,
) {
    message::check(document, message, invoices, table, findings);
}

/// Runs every rule over a document that is no invoice. `beside` are the invoices of the same message.
pub fn check_payload(
    payload: &Payload<'_>,
    table: &'static Table,
    message: Option<&Message<'_>>,
    beside: &[Invoice<'_>],
    today: Option<Date>,
    findings: &mut Findings,
) {
    payload::check(payload, table, message, beside, today, findings);
}

/// What the rules of one invoice share.
struct Check<'c, 'd> {
    invoice: &'c Invoice<'d>,
    table: &'static Table,
    /// The innermost message around it.
    message: Option<&'c Message<'d>>,
    /// The day on which it is judged, when there is one.
    today: Option<Date>,
    /// `NLap`, when it can be read.
    date: Option<Date>,
    findings: &'c mut Findings,
}

impl Check<'_, '_> {
    fn version(&self) -> Version {
        self.table.version()
    }

    /// Whether its table has VAT per rate.
    fn is_vat(&self) -> bool {
        self.table.form().facts().is("vat")
    }

    fn is_pos(&self) -> bool {
        let facts = self.table.form().facts();
        facts.is("pos") || (facts.is("partial") && self.invoice.is_pos())
    }

    fn add(&mut self, draft: Draft) {
        self.findings.add(draft);
    }

    /// A finding about the value of a field; `path` names its row.
    fn about(&self, rule: &'static Rule, field: &Field<'_>, path: &'static str) -> Draft {
        about(self.table, rule, field, path)
    }

    /// A finding about a field that is not there, at the element around it.
    fn lacking(&self, rule: &'static Rule, parent: NodeId, path: &'static str) -> Draft {
        titled(Draft::new(rule, Spot::Node(parent)), self.table.row(path), path)
    }
}

/// A finding about the value of a field of that row.
fn about(table: &Table, rule: &'static Rule, field: &Field<'_>, path: &'static str) -> Draft {
    titled(Draft::new(rule, field.spot()), table.row(path), path).actual(&field.text)
}

/// The draft with the names of a field. The basis stays that of the rule.
fn titled(draft: Draft, row: Option<&Row>, path: &'static str) -> Draft {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    // A version whose table lacks the field knows it by its element's name.
    let title = row.map_or(Template::new(name, name), |row| row.title);
    draft.field(title).with("element", name)
}
