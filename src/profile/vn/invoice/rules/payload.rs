//! Registrations, notices, summaries and lists: what several of their fields say together, and what the message around them says.

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::date::Date;
use crate::profile::vn::invoice::form::Form;
use crate::profile::vn::invoice::form::has_word;
use crate::profile::vn::invoice::read::Invoice;
use crate::profile::vn::invoice::read::Message;
use crate::profile::vn::invoice::read::Payload;
use crate::profile::vn::invoice::table::Table;
use crate::profile::vn::tax_code::Wrong;
use crate::profile::vn::tax_code::judge;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Basis;
use crate::xml::Node;
use crate::xml::Spot;
use crate::xml::trim;

use super::about;
use super::answer;
use super::fields;
use super::header;
use super::message::same_tax_code;
use super::message::title_of;

const ENVELOPE: Basis = Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần I");

define_rules! {
    Rules;
    /// The taxpayer of a message is not that of its data.
    TAXPAYER = "VN-INV-PAYLOAD-TAXPAYER", Warning, ENVELOPE,
        ["Mã số thuế trên {document} là {actual}, trên thông điệp là {message}.",
         "The tax code on the {document} is {actual}, on the message {message}."],
        ["{message}", "{message}"],
        ["Một thông điệp chỉ chứa dữ liệu của một người nộp thuế.", "A message holds data of one taxpayer."];
    /// A document that messages of another type carry.
    FORM = "VN-INV-MESSAGE-FORM", Warning, ENVELOPE,
        ["Thông điệp {actual} ({title}) chứa {document}, loại dữ liệu của thông điệp {messages}.",
         "Message {actual} ({title}) holds a {document}, which is for message {messages}."],
        ["Thông điệp {messages}", "message {messages}"],
        ["Kiểm tra lại mã loại thông điệp và dữ liệu gửi kèm.", "Check the type of the message and its data."];
    /// A registration that chooses nothing.
    NOTHING_CHOSEN = "VN-INV-REGISTRATION-CHOICE", Warning, Basis::Practice,
        ["Tờ khai không chọn chỉ tiêu nào trong khối {element}.", "The registration chooses nothing in the block {element}."],
        ["Ít nhất một chỉ tiêu bằng 1", "at least one field that is 1"],
        ["Chọn ít nhất một hình thức.", "Choose at least one."];
    /// The list of a correction is not the one that the invoice names.
    LIST = "VN-INV-LIST-REFERENCE", Warning, Basis::Law("NĐ 70/2025/NĐ-CP; QĐ 1271/QĐ-CT ngày 30/5/2025"),
        ["Bảng kê ghi {actual}, nhưng hóa đơn trong cùng thông điệp dẫn chiếu {invoice}.",
         "The list says {actual}, but the invoice in the same message refers to {invoice}."],
        ["{invoice}", "{invoice}"],
        ["Ghi cùng số và ngày bảng kê trên hóa đơn và trên bảng kê.", "Write the same number and date on the invoice and on the list."];
}

/// Runs every rule over a document that is no invoice. `beside` are the invoices of the same message.
pub(super) fn check(
    payload: &Payload<'_>,
    table: &'static Table,
    message: Option<&Message<'_>>,
    beside: &[Invoice<'_>],
    today: Option<Date>,
    findings: &mut Findings,
) {
    let root = payload.element();
    fields::check(table, root, findings);
    answer::check(table, root, message.and_then(|message| message.answers.value()), findings);
    form(payload, table, message, findings);
    taxpayer(payload, table, message, findings);
    date(payload, table, today, findings);
    chosen(table, root, findings);
    for invoice in beside {
        list(payload, invoice, findings);
    }
}

/// The document against the type of the message, where documents of that root have a table for that type, and it is another one.
fn form(payload: &Payload<'_>, table: &'static Table, message: Option<&Message<'_>>, findings: &mut Findings) {
    let Some(field) = message.and_then(|message| message.kind.field()) else { return };
    let facts = table.form().facts();
    let carries = |form: &Form| form.root() == payload.root && has_word(form.facts().messages, &field.text);
    if facts.messages.is_empty() || carries(&table.form()) || !Form::ALL.iter().any(carries) {
        return;
    }
    if let Some(title) = title_of(&field.text) {
        let draft = Draft::new(&FORM, field.spot()).actual(&field.text).with("title", title);
        findings.add(draft.with("document", facts.title).with("messages", facts.messages.replace(' ', ", ")));
    }
}

fn taxpayer(payload: &Payload<'_>, table: &'static Table, message: Option<&Message<'_>>, findings: &mut Findings) {
    let Some(field) = payload.tax_code.field() else { return };
    let Some(around) = message.and_then(|message| message.tax_code.value()) else { return };
    // What is no tax code has its own finding.
    if !matches!(judge(&field.text), Err(Wrong::Pattern)) && !same_tax_code(&field.text, around) {
        let draft = Draft::new(&TAXPAYER, field.spot()).actual(&field.text).with("message", around.to_owned());
        findings.add(draft.with("document", table.form().facts().title));
    }
}

fn date(payload: &Payload<'_>, table: &'static Table, today: Option<Date>, findings: &mut Findings) {
    let Some(field) = payload.date.field() else { return };
    let day = Date::parse(field.text.get(..10).unwrap_or(&field.text));
    if let (Some(day), Some(today)) = (day, today)
        && day > today
    {
        let name = payload.element().document().node(field.node).map_or("", |node| node.local_name());
        let row = table.rows().iter().find(|row| row.name() == name);
        let draft = about(table, &header::DATE_FUTURE, field, row.map_or("NLap", |row| row.path));
        findings.add(draft.with("today", today.to_string()));
    }
}

/// Each block of ticks of a registration has one at least.
fn chosen(table: &'static Table, root: Node<'_>, findings: &mut Findings) {
    for row in table.rows().iter().filter(|row| matches!(row.name(), "HTHDon" | "LHDSDung")) {
        let Some(block) = row.path.split('/').try_fold(root, |node, step| node.child(step)) else { continue };
        if block.elements().next().is_some() && block.elements().all(|tick| trim(&tick.text()) == "0") {
            findings.add(Draft::new(&NOTHING_CHOSEN, Spot::Node(block.id())).field(row.title).with("element", row.name()));
        }
    }
}

/// The list of one correction for many invoices is the one that the invoice beside it names (spec §2.4.6).
fn list(payload: &Payload<'_>, invoice: &Invoice<'_>, findings: &mut Findings) {
    let Some(related) = invoice.related.as_ref().filter(|_| payload.root == "BKe") else { return };
    for (ours, theirs) in [(&payload.number, &related.list_number), (&payload.date, &related.list_date)] {
        if let (Some(field), Some(said)) = (ours.field(), theirs.value())
            && field.text != said
        {
            findings.add(Draft::new(&LIST, field.spot()).actual(&field.text).with("invoice", said.to_owned()));
        }
    }
    if let (Some(field), Some(seller)) = (payload.tax_code.field(), invoice.seller.tax_code.value())
        && !same_tax_code(&field.text, seller)
    {
        findings.add(Draft::new(&LIST, field.spot()).actual(&field.text).with("invoice", seller.to_owned()));
    }
}
