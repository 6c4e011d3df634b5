//! Which table a document is held against.

use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Template;

use super::date::Date;
use super::form::Form;
use super::form::has_word;
use super::read::Invoice;
use super::read::Message;
use super::read::Payload;
use super::rules::lists;
use super::table::Table;
use super::table::Version;

static UNKNOWN_FORM: Template = Template::new(
    "Không nhận ra ký hiệu mẫu số hóa đơn “{kind}”; chỉ kiểm tra các mẫu từ 1 đến 9.",
    "The form symbol “{kind}” is not known; 1 to 9 are checked.",
);
static UNKNOWN_VERSION: Template = Template::new(
    "Không nhận ra phiên bản định dạng “{version}”; chỉ kiểm tra 2.0.0, 2.0.1, 2.1.0 và 2.1.1.",
    "The format version “{version}” is not known; 2.0.0, 2.0.1, 2.1.0 and 2.1.1 are checked.",
);
static UNKNOWN_PAYLOAD: Template = Template::new(
    "Chưa có bảng định dạng của loại {title} này (mẫu số “{code}”, thông điệp {message}).",
    "There is no table of this kind of {title} (form code “{code}”, message {message}).",
);
static PARTIAL: Template = Template::new(
    "Bảng định dạng của {title} chưa được công bố đầy đủ: chỉ kiểm tra được những chỉ tiêu đã biết.",
    "The table of the {title} is not published in full: only the known fields are checked.",
);
static NO_DATA: Template = Template::new(
    "Thiếu khối {element} trong {title} nên không có gì để kiểm tra.",
    "The block {element} is missing in the {title}: there is nothing to check.",
);
static NONE: Template = Template::new("không có", "none");

/// The table of an invoice: by form symbol, version and the fourth letter of the series.
///
/// A version or a form symbol that is not written is guessed (from the date; from the letter and the VAT total), so that the table can tell that it
/// is missing.
///
/// # Errors
/// The reason why there is none.
pub fn table_of(invoice: &Invoice<'_>) -> Result<&'static Table, Note> {
    let header = &invoice.header;
    let letter = if invoice.is_pos() { Some('M') } else { header.series.value().and_then(|series| series.chars().nth(3)) };
    let is_for = |form: &Form| letter.is_some_and(|letter| form.facts().letters.contains(letter));
    let guessed = || {
        // Some letters are of one form symbol alone.
        let mut kinds = Form::ALL.into_iter().filter(is_for).map(|form| form.facts().kind);
        if let Some(kind) = kinds.next()
            && kinds.all(|other| other == kind)
        {
            return kind;
        }
        // Only sales invoices have the one, only VAT invoices must have the other.
        let vat = header.non_tariff.is_empty() && invoice.totals.as_ref().is_none_or(|totals| !totals.tax.is_empty());
        if vat { "1" } else { "2" }
    };
    let kind = header.kind.value().unwrap_or_else(guessed);
    let shows = |form: &Form| invoice.has(form.facts().has);
    let by_content = || Form::of_kind(kind).find(shows).or_else(|| Form::of_kind(kind).next());
    let Some(form) = Form::of_kind(kind).find(is_for).or_else(by_content) else {
        return Err(Note::new(&UNKNOWN_FORM).with("kind", Param::excerpt(kind)));
    };
    Ok(Table::of(form, version(header.version.value(), header.date.value())?))
}

/// The table of the data of a message that is no invoice, or of such a document alone: by what only this table has, by form code and
/// by type of the message.
///
/// # Errors
/// The reason why there is none.
pub fn table_of_payload(payload: &Payload<'_>, message: Option<&Message<'_>>) -> Result<&'static Table, Note> {
    let Some(form) = form_of_payload(payload, message) else {
        let shown = |value: Option<&str>| value.map_or(Param::Label(NONE), Param::excerpt);
        let note = Note::new(&UNKNOWN_PAYLOAD).with("title", Param::Label(payload.title));
        let kind = message.and_then(|message| message.kind.value());
        return Err(note.with("code", shown(payload.code.value())).with("message", shown(kind)));
    };
    let around = message.and_then(|message| message.version.value());
    Ok(Table::of(form, version(payload.version.value().or(around), payload.date.value())?))
}

fn form_of_payload(payload: &Payload<'_>, message: Option<&Message<'_>>) -> Option<Form> {
    let kind = message.and_then(|message| message.kind.value()).unwrap_or_default();
    let code = payload.code.value().unwrap_or_default();
    let of_root = || Form::ALL.into_iter().filter(|form| !form.is_invoice() && form.root() == payload.root);
    // Answers about e-documents share form codes with those about e-invoices: the type of the message tells them apart.
    if let Some(unpublished) = of_root().find(|form| form.facts().is("partial") && has_word(form.facts().messages, kind)) {
        return Some(unpublished);
    }
    // The only table of its root, or the only one that is published.
    let partial = |form: &Form| form.facts().is("partial");
    let alone = |form: Form| !of_root().any(|other| other != form && (partial(&form) || !partial(&other)));
    let score = |form: Form| {
        let facts = form.facts();
        let in_message = has_word(facts.messages, kind);
        let coded = has_word(facts.codes, code);
        // A code of the list that is another table's tells that it is not this one.
        if !coded && !in_message && lists::has("form-code", code, Version::V211) {
            return 0;
        }
        let shows = !facts.has.is_empty() && payload.has(facts.has);
        u8::from(shows) * 2 + u8::from(coded) * 2 + u8::from(in_message) * 2 + u8::from(alone(form))
    };
    let mut best = (0, None);
    for form in of_root() {
        let score = score(form);
        if score > best.0 {
            best = (score, Some(form));
        }
    }
    best.1
}

/// The version that a document says it has; by its date where it says none.
fn version(text: Option<&str>, date: Option<&str>) -> Result<Version, Note> {
    match text {
        Some(text) => Version::from_text(text).ok_or_else(|| Note::new(&UNKNOWN_VERSION).with("version", Param::excerpt(text))),
        None => {
            // Version 2.1.0 is of 30/5/2025.
            let date = date.and_then(Date::parse);
            let older = date.is_some_and(|date| Some(date) < Date::new(2025, 5, 30));
            Ok(if older { Version::V200 } else { Version::V210 })
        }
    }
}

/// Why a table cannot show that a document is right, where not all of its rows are published.
#[must_use]
pub fn incomplete(table: &Table) -> Option<Note> {
    let facts = table.form().facts();
    facts.is("partial").then(|| Note::new(&PARTIAL).with("title", Param::Label(facts.title)))
}

/// Why nothing of a document can be said to be right: it has not the block that holds all of its fields. Where the table does not bind,
/// that block missing is no error.
#[must_use]
pub fn without_data(table: &Table, payload: &Payload<'_>) -> Option<Note> {
    let facts = table.form().facts();
    let block = facts.head.split('/').next().filter(|block| !block.is_empty())?;
    let note = || Note::new(&NO_DATA).with("element", block).with("title", Param::Label(facts.title));
    payload.element().child(block).is_none().then(note)
}

/// The table of a message, the same in every version so far.
#[must_use]
pub fn envelope_table(message: &Message<'_>) -> &'static Table {
    let technical = message.kind.value().is_some_and(|kind| has_word(Form::EnvelopeTechnical.facts().messages, kind));
    Table::of(if technical { Form::EnvelopeTechnical } else { Form::Envelope }, Version::V211)
}
