//! One document read with this profile: what it is, its typed invoices, and its stages.

use crate::report::DocumentReport;
use crate::report::Findings;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Node;

use super::Family;
use super::Recognised;
use super::invoice::read::Invoice;
use super::invoice::structure;
use super::invoice::table::Form;
use super::invoice::table::Table;
use super::invoice::totals;
use super::recognise;

static NOT_AN_INVOICE: Template =
    Template::new("Chưa hỗ trợ kiểm tra loại chứng từ này: {kind}.", "This kind of document is not checked yet: {kind}.");
static NO_PAYLOAD: Template =
    Template::new("Thông điệp không chứa hóa đơn hay dữ liệu nào.", "The message carries no invoice and no other data.");
static UNKNOWN_FORM: Template = Template::new(
    "Chưa hỗ trợ hóa đơn có ký hiệu mẫu số “{kind}”; chỉ kiểm tra mẫu 1 (giá trị gia tăng) và mẫu 2 (bán hàng).",
    "Invoices of form symbol “{kind}” are not checked yet; only 1 (VAT) and 2 (sales) are.",
);
static UNKNOWN_VERSION: Template = Template::new(
    "Không nhận ra phiên bản định dạng “{version}”; chỉ kiểm tra 2.0.0, 2.0.1, 2.1.0 và 2.1.1.",
    "The format version “{version}” is not known; 2.0.0, 2.0.1, 2.1.0 and 2.1.1 are checked.",
);
static UNREADABLE: Template = Template::new(
    "Có số tiền không đọc được nên không cộng lại được; xem lỗi ở phần cấu trúc.",
    "An amount cannot be read, so that the totals cannot be computed; see the findings of the schema.",
);
static TABLE_BROKEN: Template = Template::new("Bảng định dạng không dùng được.", "The table of the format cannot be run.");

/// A document of this profile, read once for all stages.
#[derive(Debug)]
pub struct Reading<'d> {
    document: &'d Document<'d>,
    recognised: Recognised,
    invoices: Vec<Invoice<'d>>,
}

impl<'d> Reading<'d> {
    /// Reads a document; `None` when it is not one of this profile.
    #[must_use]
    pub fn of(document: &'d Document<'d>) -> Option<Self> {
        let recognised = recognise(document)?;
        let read = |nodes: &super::InvoiceNodes| {
            let around = nodes.invoice.and_then(|id| document.node(id));
            document.node(nodes.data).map(|data| Invoice::read(data, around))
        };
        let invoices = recognised.invoices.iter().filter_map(read).collect();
        Some(Self { document, recognised, invoices })
    }

    /// The invoices in it, in document order.
    #[must_use]
    pub fn invoices(&self) -> &[Invoice<'d>] {
        &self.invoices
    }

    /// Whether the law demands a signature on a document like this: not on invoices from a POS, whose batch is signed instead
    /// (QĐ 1510; vn-einvoice §2.3).
    #[must_use]
    pub fn must_be_signed(&self) -> bool {
        let batch = self.envelope("MLTDiep").as_deref() == Some("206");
        batch || self.invoices.is_empty() || self.invoices.iter().any(|invoice| !invoice.is_pos())
    }

    /// A field of the general information of the outermost message.
    fn envelope(&self, name: &str) -> Option<String> {
        let message = self.document.node(*self.recognised.envelopes.first()?)?;
        let text = message.child("TTChung")?.child(name)?.text().trim().to_owned();
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

    /// The table of an invoice.
    ///
    /// # Errors
    /// The reason why there is none.
    fn table(invoice: &Invoice<'_>) -> Result<&'static Table, Note> {
        let unknown = |template, name, value: Option<&str>| Note::new(template).with(name, Param::excerpt(value.unwrap_or("")));
        let kind = invoice.header.kind.value();
        let form = match (kind, invoice.is_pos()) {
            (Some("1"), false) => Form::Vat,
            (Some("1"), true) => Form::VatPos,
            (Some("2"), false) => Form::Sales,
            (Some("2"), true) => Form::SalesPos,
            _ => return Err(unknown(&UNKNOWN_FORM, "kind", kind)),
        };
        let version = invoice.version().ok_or_else(|| unknown(&UNKNOWN_VERSION, "version", invoice.header.version.value()))?;
        Ok(Table::of(form, version))
    }

    /// Why no stage of contents can run: `None` when there are invoices.
    fn nothing_to_check(&self) -> Option<Note> {
        if !self.invoices.is_empty() {
            return None;
        }
        let payload = self.recognised.payload.and_then(|id| self.document.node(id));
        let root = self.document.root();
        Some(match (self.recognised.family, payload) {
            (Family::Message, None) => Note::new(&NO_PAYLOAD),
            (_, payload) => {
                let name = payload.as_ref().unwrap_or(&root).name().qualified();
                Note::new(&NOT_AN_INVOICE).with("kind", Param::excerpt(name))
            }
        })
    }

    /// Runs `check` over every invoice that has a table. The first reason why something could not be checked is returned.
    fn each(&self, mut check: impl FnMut(&Invoice<'d>, &'static Table) -> Result<(), Note>) -> Result<(), Note> {
        if let Some(note) = self.nothing_to_check() {
            return Err(note);
        }
        let mut result = Ok(());
        for invoice in &self.invoices {
            let checked = Self::table(invoice).and_then(|table| check(invoice, table));
            result = result.and(checked);
        }
        result
    }

    /// The stage `schema`: every invoice against its table, and the messages around them.
    ///
    /// # Errors
    /// The reason why something could not be checked.
    pub fn check_schema(&self, findings: &mut Findings) -> Result<(), Note> {
        let broken = |ran: bool| if ran { Ok(()) } else { Err(Note::new(&TABLE_BROKEN)) };
        let mut run = |table: &'static Table, node: Option<Node<'d>>| {
            broken(node.is_some_and(|node| structure::check(table, node, findings)))
        };
        let mut result = Ok(());
        if !self.invoices.is_empty() {
            for id in &self.recognised.envelopes {
                let version = super::invoice::table::Version::ALL.last().copied();
                let Some(version) = version else { continue };
                result = result.and(run(Table::of(Form::Envelope, version), self.document.node(*id)));
            }
        }
        result.and(self.each(|invoice, table| run(table, self.document.node(invoice.node))))
    }

    /// The stage `totals`: the checks of every invoice, with their findings.
    ///
    /// # Errors
    /// The reason why something could not be computed.
    pub fn check_totals(&self, findings: &mut Findings, checks: &mut Vec<totals::Check>) -> Result<(), Note> {
        self.each(|invoice, _| {
            let amounts = totals::Amounts::of(invoice);
            let (found, remarks) = totals::check(&amounts);
            for draft in found.iter().filter_map(totals::Check::draft).chain(remarks) {
                findings.add(draft);
            }
            checks.extend(found);
            if amounts.unreadable { Err(Note::new(&UNREADABLE)) } else { Ok(()) }
        })
    }
}
