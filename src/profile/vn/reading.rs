//! One document read with this profile: what it is, its typed invoices, and its stages.

use crate::pki::Timestamp;
use crate::report::DocumentReport;
use crate::report::Findings;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;

use super::Family;
use super::InvoiceNodes;
use super::Recognised;
use super::declaration;
use super::declaration::read::Declaration;
use super::declaration::read::Field;
use super::invoice::Date;
use super::invoice::choose::envelope_table;
use super::invoice::choose::incomplete;
use super::invoice::choose::table_of;
use super::invoice::choose::table_of_payload;
use super::invoice::choose::without_data;
use super::invoice::read::Invoice;
use super::invoice::read::Message;
use super::invoice::read::Payload;
use super::invoice::rules;
use super::invoice::structure;
use super::invoice::table::Table;
use super::invoice::totals;
use super::recognise;
use super::recognise::title;
use super::totals::Check;

static NOT_AN_INVOICE: Template =
    Template::new("Chưa hỗ trợ kiểm tra loại chứng từ này: {kind}.", "This kind of document is not checked yet: {kind}.");
static NOT_CHECKED: Template = Template::new(
    "Chưa hỗ trợ kiểm tra nội dung loại chứng từ này: {title} ({kind}).",
    "The contents of this kind of document are not checked yet: {title} ({kind}).",
);
static UNPUBLISHED: Template = Template::new(
    "Bảng định dạng của dữ liệu trong thông điệp {message} ({title}) chưa được công bố: thẻ {kind} không kiểm tra được.",
    "The table of the data in message {message} ({title}) is not published: {kind} cannot be checked.",
);
static NO_FORMULAS: Template = Template::new(
    "Chưa có công thức của mẫu tờ khai này nên không cộng lại được các chỉ tiêu.",
    "There are no formulas of this form, so that its lines are not recomputed.",
);
static NO_DECLARATION: Template = Template::new("Hồ sơ không có phần HSoKhaiThue.", "The file has no HSoKhaiThue.");
static HOLLOW: Template = Template::new(
    "Có thẻ HDon không chứa khối DLHDon; những gì nằm trực tiếp trong thẻ này không được kiểm tra.",
    "There is an HDon without its block DLHDon; what stands right in it is not checked.",
);
static NO_PAYLOAD: Template =
    Template::new("Thông điệp không chứa hóa đơn hay dữ liệu nào.", "The message carries no invoice and no other data.");
static UNREADABLE: Template = Template::new(
    "Có số tiền không đọc được nên không cộng lại được; xem lỗi ở phần cấu trúc.",
    "An amount cannot be read, so that the totals cannot be computed; see the findings of the schema.",
);
static MANY_RATES: Template = Template::new(
    "Hóa đơn có nhiều hơn {limit} dòng tổng hợp theo thuế suất (LTSuat) nên không cộng lại.",
    "The invoice has more than {limit} totals of rates (LTSuat), so that they are not computed.",
);
static TABLE_BROKEN: Template = Template::new("Bảng định dạng không dùng được.", "The table of the format cannot be run.");

/// A document of this profile, read once for all stages.
#[derive(Debug)]
pub struct Reading<'d> {
    document: &'d Document<'d>,
    recognised: Recognised,
    /// Outermost first.
    messages: Vec<Message<'d>>,
    invoices: Vec<Invoice<'d>>,
    payloads: Vec<Carried<'d>>,
    declaration: Option<Declaration<'d>>,
}

/// A document of the format other than an invoice, with its table or the reason why it has none.
#[derive(Debug)]
struct Carried<'d> {
    payload: Payload<'d>,
    table: Result<&'static Table, Note>,
}

impl<'d> Reading<'d> {
    /// Reads a document; `None` when it is not one of this profile.
    #[must_use]
    pub fn of(document: &'d Document<'d>) -> Option<Self> {
        let recognised = recognise(document)?;
        let read = |nodes: &InvoiceNodes| {
            let around = nodes.invoice.and_then(|id| document.node(id));
            document.node(nodes.data).map(|data| Invoice::read(data, around))
        };
        let invoices = recognised.invoices.iter().filter_map(read).collect();
        let messages: Vec<_> = recognised.envelopes.iter().filter_map(|id| document.node(*id)).map(Message::read).collect();
        let payloads = recognised.payloads.iter().filter_map(|id| document.node(*id));
        let payloads = payloads.map(|node| Carried::read(node, around(node, &messages))).collect();
        let declaration = (recognised.family == Family::Declaration).then(|| Declaration::read(document.root()));
        Some(Self { document, recognised, messages, invoices, payloads, declaration })
    }

    /// The invoices in it, in document order.
    #[must_use]
    pub fn invoices(&self) -> &[Invoice<'d>] {
        &self.invoices
    }

    /// The declaration that it is.
    #[must_use]
    pub fn declaration(&self) -> Option<&Declaration<'d>> {
        self.declaration.as_ref()
    }

    /// The innermost message around a node.
    pub(crate) fn message_around(&self, node: NodeId) -> Option<&Message<'d>> {
        self.around(node)
    }

    /// The messages around what it holds, outermost first.
    #[must_use]
    pub fn messages(&self) -> &[Message<'d>] {
        &self.messages
    }

    /// The documents that are no invoices, each with its table where it has one.
    pub fn payloads(&self) -> impl Iterator<Item = (&Payload<'d>, Option<&'static Table>)> {
        self.payloads.iter().map(|carried| (&carried.payload, carried.table.as_ref().ok().copied()))
    }

    /// Whether anything in it is ever signed: technical answers are not.
    pub(crate) fn is_signed(&self) -> bool {
        let technical = |carried: &Carried<'_>| carried.table.as_ref().is_ok_and(|table| table.form().facts().is("unsigned"));
        !(self.invoices.is_empty() && !self.payloads.is_empty() && self.payloads.iter().all(technical))
    }

    /// A field of the general information of the outermost message.
    fn envelope(&self, name: &str) -> Option<String> {
        let message = self.document.node(*self.recognised.envelopes.first()?)?;
        let text = message.child("TTChung")?.child(name)?.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// The text of the first element of that name, wherever it stands.
    fn first(&self, name: &str) -> Option<String> {
        let node = self.document.root().descendants().find(|node| node.local_name() == name)?;
        let text = node.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// What the document is. Of several invoices in one message none is singled out.
    #[must_use]
    pub fn summary(&self) -> DocumentReport {
        let mut report =
            DocumentReport { profile: Some("vn"), family: Some(self.recognised.family.name()), ..Default::default() };
        if self.recognised.family == Family::Message {
            report.kind = self.envelope("MLTDiep");
            report.version = self.envelope("PBan");
            report.seller = self.envelope("MST");
        }
        if let Some(declaration) = &self.declaration {
            summarize(declaration, &mut report);
        }
        if self.recognised.family == Family::Notice && self.payloads.is_empty() {
            // What the authority's viewer tells its notices apart by (vn-declarations §1.1). Their tables are not published.
            [report.kind, report.version] = ["maTBao", "pbanTBao"].map(|name| self.first(name));
        }
        if let ([], [carried]) = (self.invoices.as_slice(), self.payloads.as_slice()) {
            carried.summarize(self.recognised.family, &mut report);
        }
        let [invoice] = self.invoices.as_slice() else { return report };
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let header = &invoice.header;
        if self.recognised.family != Family::Message {
            report.kind = owned(header.kind.value());
            report.version = owned(header.version.value());
        }
        report.number = match (header.series.value(), header.number.value()) {
            (Some(series), Some(number)) => Some(format!("{series}-{number}")),
            (series, number) => owned(series.or(number)),
        };
        report.date = owned(header.date.value());
        report.seller = owned(invoice.seller.tax_code.value()).or(report.seller);
        report.buyer = owned(invoice.buyer.tax_code.value());
        report.currency = Some(invoice.currency().to_owned());
        report.total = invoice.totals.as_ref().and_then(|totals| owned(totals.payable.value()));
        report
    }

    /// Why no stage of contents can run: `None` when there is something that may have a table.
    fn nothing_to_check(&self) -> Option<Note> {
        if !self.invoices.is_empty() || !self.payloads.is_empty() {
            return None;
        }
        let root = self.document.root();
        Some(match self.recognised.family {
            Family::Message => Note::new(&NO_PAYLOAD),
            _ => not_checked(root),
        })
    }

    /// Calls `run` for every document that has a table. The first reason why something could not be checked is returned.
    fn each(&self, mut run: impl FnMut(Part<'_, 'd>, &'static Table) -> Result<(), Note>) -> Result<(), Note> {
        if let Some(note) = self.nothing_to_check() {
            return Err(note);
        }
        let mut result = Ok(());
        for invoice in &self.invoices {
            let checked = table_of(invoice).and_then(|table| run(Part::Invoice(invoice), table));
            result = result.and(checked);
        }
        for carried in &self.payloads {
            let payload = &carried.payload;
            let checked = carried.table.clone().and_then(|table| {
                run(Part::Payload(payload), table)?;
                without_data(table, payload).map_or(Ok(()), Err)
            });
            result = result.and(checked);
        }
        // An invoice within it is judged, but a reader may take what stands around that one.
        result.and(self.recognised.hollow.map_or(Ok(()), |_| Err(Note::new(&HOLLOW))))
    }

    /// The invoices that a message carries: a run of them, for they stand in document order.
    fn inside(&self, message: &Message<'_>) -> &[Invoice<'d>] {
        let Some(node) = self.document.node(message.node) else { return &[] };
        let start = self.invoices.partition_point(|invoice| invoice.node < message.node);
        let later = self.invoices.get(start..).unwrap_or_default();
        later.get(..later.partition_point(|invoice| node.contains(invoice.node))).unwrap_or_default()
    }

    /// The innermost message around a node.
    fn around(&self, node: NodeId) -> Option<&Message<'d>> {
        around(self.document.node(node)?, &self.messages)
    }

    /// The stage `schema`: every invoice against its table, and the messages around them.
    ///
    /// # Errors
    /// The reason why something could not be checked.
    pub fn check_schema(&self, findings: &mut Findings) -> Result<(), Note> {
        if let Some(declaration) = &self.declaration {
            return declaration::structure::check(declaration, findings);
        }
        let mut run = |table: &'static Table, id: NodeId| {
            let ran = self.document.node(id).is_some_and(|node| structure::check(table, node, findings));
            if ran { Ok(()) } else { Err(Note::new(&TABLE_BROKEN)) }
        };
        let mut result = Ok(());
        for message in &self.messages {
            result = result.and(run(envelope_table(message), message.node));
        }
        result.and(self.each(|part, table| {
            let ran = run(table, part.node());
            ran.and(incomplete(table).map_or(Ok(()), Err))
        }))
    }

    /// The stage `rules`: fields, code lists, dates and what several fields say together. `at` is the moment to judge at, where the
    /// caller gives one.
    ///
    /// # Errors
    /// The reason why something could not be checked.
    pub fn check_rules(&self, at: Option<Timestamp>, findings: &mut Findings) -> Result<(), Note> {
        let today = at.and_then(Date::of);
        if let Some(declaration) = &self.declaration {
            declaration::rules::check(declaration, today, findings);
            return Ok(());
        }
        for message in &self.messages {
            rules::check_message(self.document, message, self.inside(message), envelope_table(message), findings);
        }
        self.each(|part, table| {
            let message = self.around(part.node());
            match part {
                Part::Invoice(invoice) => rules::check_invoice(self.document, invoice, table, message, today, findings),
                Part::Payload(payload) => {
                    let beside = message.map_or(&[][..], |message| self.inside(message));
                    rules::check_payload(payload, table, message, beside, today, findings);
                }
            }
            Ok(())
        })
    }

    /// The stage `totals`: the checks of every invoice, with their findings.
    ///
    /// # Errors
    /// The reason why something could not be computed.
    pub fn check_totals(&self, findings: &mut Findings, checks: &mut Vec<Check>) -> Result<(), Note> {
        if let Some(declaration) = &self.declaration {
            return check_lines(declaration, findings, checks);
        }
        self.each(|part, table| {
            let invoice = match part {
                Part::Invoice(invoice) => invoice,
                Part::Payload(payload) => {
                    let found = totals::check_payload(table, payload.element());
                    found.iter().filter_map(Check::draft).for_each(|draft| findings.add(draft));
                    checks.extend(found);
                    return Ok(());
                }
            };
            let amounts = totals::Amounts::of(invoice);
            if amounts.groups.len() > totals::RATES {
                return Err(Note::new(&MANY_RATES).with("limit", totals::RATES));
            }
            let (mut found, remarks) = totals::check(&amounts);
            if table.form().facts().is("slip") {
                // The table of slips has no totals: what programs write there binds nobody.
                for check in found.iter_mut().filter(|check| is_total(self.document.node(check.node))) {
                    check.severity = check.severity.map(|_| Severity::Warning);
                }
            }
            for draft in found.iter().filter_map(Check::draft).chain(remarks) {
                findings.add(draft);
            }
            checks.extend(found);
            if amounts.unreadable { Err(Note::new(&UNREADABLE)) } else { Ok(()) }
        })
    }
}

impl<'d> Carried<'d> {
    fn read(node: Node<'d>, message: Option<&Message<'_>>) -> Self {
        let title = title(node.local_name());
        let payload = Payload::read(node, title.unwrap_or_default());
        let table = match title {
            Some(_) => table_of_payload(&payload, message),
            None => Err(message.and_then(|message| unpublished(node, message)).unwrap_or_else(|| not_checked(node))),
        };
        Self { payload, table }
    }

    /// What it is; in a message, what the message does not say already.
    fn summarize(&self, family: Family, report: &mut DocumentReport) {
        let payload = &self.payload;
        let owned = |value: Option<&str>| value.map(str::to_owned);
        if family != Family::Message {
            report.kind = owned(payload.code.value());
            report.version = owned(payload.version.value());
        }
        report.number = owned(payload.number.value());
        report.date = owned(payload.date.value());
        report.seller = owned(payload.tax_code.value()).or(report.seller.take());
    }
}

/// A document with a table of its own.
#[derive(Clone, Copy)]
enum Part<'p, 'd> {
    Invoice(&'p Invoice<'d>),
    Payload(&'p Payload<'d>),
}

impl Part<'_, '_> {
    const fn node(self) -> NodeId {
        match self {
            Self::Invoice(invoice) => invoice.node,
            Self::Payload(payload) => payload.node,
        }
    }
}

/// Whether an element is one of the totals.
fn is_total(node: Option<Node<'_>>) -> bool {
    node.and_then(|node| node.parent()).is_some_and(|parent| parent.local_name() == "TToan")
}

/// The innermost of the messages around a node; they stand in document order.
fn around<'m, 'd>(node: Node<'_>, messages: &'m [Message<'d>]) -> Option<&'m Message<'d>> {
    let index = node.ancestors().find_map(|outer| messages.binary_search_by_key(&outer.id(), |message| message.node).ok())?;
    messages.get(index)
}

/// The reason why a document of that root is not checked.
fn not_checked(node: Node<'_>) -> Note {
    let kind = Param::excerpt(node.name().qualified());
    match title(node.local_name()) {
        Some(title) => Note::new(&NOT_CHECKED).with("title", Param::Label(title)).with("kind", kind),
        None => Note::new(&NOT_AN_INVOICE).with("kind", kind),
    }
}

/// The reason why data that nobody published a table of is not checked, with the name of the message that carries it.
fn unpublished(node: Node<'_>, message: &Message<'_>) -> Option<Note> {
    let code = message.kind.value()?;
    let title = rules::message::title_of(code)?;
    let note = Note::new(&UNPUBLISHED).with("message", Param::excerpt(code)).with("title", Param::Label(title));
    Some(note.with("kind", Param::excerpt(node.name().qualified())))
}

/// What a declaration is: form code, version, period, date, taxpayer.
fn summarize(declaration: &Declaration<'_>, report: &mut DocumentReport) {
    let owned = |field: &Option<Field<'_>>| field.as_ref().and_then(Field::value).map(str::to_owned);
    report.kind = owned(&declaration.code);
    report.version = owned(&declaration.version);
    report.number = owned(&declaration.period.name);
    if declaration.is_supplement()
        && let Some(times) = owned(&declaration.times)
    {
        // The second supplement for June: `06/2026 B2`.
        let period = report.number.take().unwrap_or_default();
        report.number = Some([&*period, if period.is_empty() { "" } else { " " }, "B", &*times].concat());
    }
    report.date = owned(&declaration.date).or_else(|| owned(&declaration.signing_date));
    report.seller = owned(&declaration.taxpayer);
}

/// The lines of a declaration that follow from others.
fn check_lines(declaration: &Declaration<'_>, findings: &mut Findings, checks: &mut Vec<Check>) -> Result<(), Note> {
    let Some(file) = declaration.file else { return Err(Note::new(&NO_DECLARATION)) };
    let (code, version) = (declaration.code().unwrap_or_default(), declaration.version().unwrap_or_default());
    let Some(outcome) = declaration::arithmetic::check(code, version, file) else { return Err(Note::new(&NO_FORMULAS)) };
    // What counts the rest comes first, so that no limit of findings drops it.
    for draft in outcome.remarks.into_iter().chain(outcome.checks.iter().filter_map(Check::draft)) {
        findings.add(draft);
    }
    checks.extend(outcome.checks);
    Ok(())
}
