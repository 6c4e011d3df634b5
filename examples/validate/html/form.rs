//! A document as its printed form looks: the invoice with parties, lines and totals, the declaration with its numbered lines. Where a finding
//! points at a value, the value is marked and leads to the finding.

use std::collections::HashMap;
use std::fmt::Write as _;

use taxdoc::Finding;
use taxdoc::Limits;
use taxdoc::document::Slot;
use taxdoc::profile::vn::Reading;
use taxdoc::profile::vn::declaration;
use taxdoc::profile::vn::declaration::catalogue;
use taxdoc::profile::vn::declaration::read::Declaration;
use taxdoc::profile::vn::invoice::choose::table_of;
use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::read::Invoice;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::rules::Template;
use taxdoc::xml::Document;
use taxdoc::xml::Locator;
use taxdoc::xml::Node;
use taxdoc::xml::NodeId;
use taxdoc::xml::Source;

use crate::escape::markup;
use crate::words;

use super::NUMBER;
use super::Page;
use super::class;

/// Invoices of one message, lines of one invoice, and lines of one declaration that are shown; the XML below has the rest.
const INVOICES: usize = 50;
pub(super) const LINES: usize = 1_000;

/// Fields of one page that are shown outside the lines of invoices and declarations.
const FIELDS: usize = 20_000;

/// Characters of one value; twice what the format allows anywhere but in free fields.
const LONGEST: usize = 1_000;

/// Writes the form, if the document is one that has a form. Returns which findings are marked on it.
pub(super) fn form(page: &mut Page, bytes: &[u8], findings: &[Finding]) -> Vec<bool> {
    let limits = Limits::default();
    let nothing = vec![false; findings.len()];
    let Ok(source) = Source::decode(bytes, &limits) else { return nothing };
    let Ok(document) = Document::parse(&source, &limits) else { return nothing };
    let Some(reading) = Reading::of(&document) else { return nothing };
    let mut by_path: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(place) = finding.place() {
            by_path.entry(&place.path).or_default().push(index);
        }
    }
    let mut sheet =
        Sheet { page, document: &document, locator: Locator::new(&document), findings, by_path, shown: nothing, left: FIELDS };
    for message in reading.messages() {
        sheet.message(message);
    }
    if let Some(declaration) = reading.declaration() {
        sheet.declaration(declaration);
    }
    for (payload, table) in reading.payloads().take(INVOICES) {
        sheet.payload(payload, table);
    }
    for invoice in reading.invoices().iter().take(INVOICES) {
        sheet.invoice(invoice);
    }
    sheet.shown
}

pub(super) struct Sheet<'p, 'd> {
    pub(super) page: &'p mut Page,
    document: &'d Document<'d>,
    locator: Locator<'d>,
    findings: &'p [Finding],
    by_path: HashMap<&'p str, Vec<usize>>,
    shown: Vec<bool>,
    /// How many more fields are shown.
    pub(super) left: usize,
}

impl<'d> Sheet<'_, 'd> {
    pub(super) fn node(&self, id: NodeId) -> Option<Node<'d>> {
        self.document.node(id)
    }

    pub(super) fn say(&self, template: Template) -> &'static str {
        self.page.say(template)
    }

    pub(super) fn write(&mut self, markup: &str) {
        self.page.out.push_str(markup);
    }

    /// The value of an element: its text, marked where a finding points at it, each finding with its number.
    pub(super) fn value(&mut self, id: NodeId, text: &str) -> String {
        let text = match text.char_indices().nth(LONGEST) {
            Some((end, _)) => {
                let rest = text.chars().count() - LONGEST;
                format!("<bdi>{}</bdi><small>…+{rest}</small>", markup(text.get(..end).unwrap_or_default()))
            }
            None => format!("<bdi>{}</bdi>", markup(text)),
        };
        let notes = self.notes(id);
        match notes.first() {
            None => text,
            Some((_, severity)) => {
                let links: String = notes.iter().map(|(link, _)| link.as_str()).collect();
                format!("<mark class=\"{severity}\">{text}</mark>{links}")
            }
        }
    }

    /// Links to the findings at an element, the gravest first, each with its severity.
    pub(super) fn notes(&mut self, id: NodeId) -> Vec<(String, &'static str)> {
        let path = self.locator.path(id);
        let mut numbers = self.by_path.get(path.as_str()).cloned().unwrap_or_default();
        numbers.sort_by_key(|index| std::cmp::Reverse(self.findings.get(*index).map(Finding::severity)));
        let mut notes = Vec::new();
        for index in numbers {
            let Some(finding) = self.findings.get(index) else { continue };
            let severity = class(finding.severity());
            // The first place that shows it is the one that the finding leads back to.
            let first = self.shown.get_mut(index).is_some_and(|shown| !std::mem::replace(shown, true));
            let number = index + 1;
            let anchor = if first { format!(" id=\"d{NUMBER}-v{number}\"") } else { String::new() };
            let link = format!(
                "<a class=\"note {severity}\"{anchor} href=\"#d{NUMBER}-f{number}\" title=\"{}\">{number}</a>",
                markup(&finding.message(self.page.language))
            );
            notes.push((link, severity));
        }
        notes
    }

    pub(super) fn slot(&mut self, slot: &Slot<'_>) -> String {
        slot.node().map(|id| self.value(id, slot.value().unwrap_or_default())).unwrap_or_default()
    }

    /// An amount, its thousands set apart.
    fn amount(&mut self, slot: &Slot<'_>) -> String {
        let language = self.page.language;
        slot.node().map(|id| self.value(id, &words::amount(slot.value().unwrap_or_default(), language))).unwrap_or_default()
    }

    fn invoice(&mut self, invoice: &Invoice<'d>) {
        let table = table_of(invoice).unwrap_or_else(|_| Table::of(Form::Vat, Version::V210));
        let header = &invoice.header;
        let title = self.slot(&header.title);
        let fallback = self.say(Template::new("Hóa đơn", "Invoice")).to_owned();
        let date = header.date.node().map(|id| {
            let text = words::date(header.date.value().unwrap_or_default(), self.page.language).into_owned();
            self.value(id, &text)
        });
        let around: String = [Some(invoice.node), Some(invoice.data), header.node, invoice.content, invoice.list]
            .into_iter()
            .flatten()
            .flat_map(|id| self.notes(id))
            .map(|(link, _)| link)
            .collect();
        let form = format!("{}{}", self.slot(&header.kind), self.slot(&header.series));
        let number = self.slot(&header.number);
        let code = self.slot(&invoice.code);
        let said = |template: Template| template.text(self.page.language);
        let markup = format!(
            "<section class=\"sheet invoice\">\n<div class=\"head\"><h3>{}</h3>{around}\n<p>{} {}</p>\n\
             <dl><dt>{}</dt><dd>{form}</dd><dt>{}</dt><dd>{number}</dd><dt>{}</dt><dd>{code}</dd></dl></div>\n",
            if title.is_empty() { fallback } else { title },
            said(Template::new("Ngày", "Date")),
            date.unwrap_or_default(),
            said(Template::new("Ký hiệu", "Series")),
            said(Template::new("Số", "Number")),
            said(Template::new("Mã của cơ quan thuế", "Code of the authority")),
        );
        self.write(&markup);
        for (party, path) in [(&invoice.seller, "DLHDon/NDHDon/NBan"), (&invoice.buyer, "DLHDon/NDHDon/NMua")] {
            if let Some(node) = party.node.and_then(|id| self.document.node(id)) {
                self.block(node, Some(table), path, &[]);
            }
        }
        self.lines(invoice);
        if let Some(totals) = invoice.totals.as_ref().and_then(|totals| self.document.node(totals.node)) {
            self.block(totals, Some(table), "DLHDon/NDHDon/TToan", &[]);
        }
        // What the head does not show.
        const SHOWN: [&str; 5] = ["THDon", "KHMSHDon", "KHHDon", "SHDon", "NLap"];
        if let Some(node) = header.node.and_then(|id| self.document.node(id)) {
            self.block(node, Some(table), "DLHDon/TTChung", &SHOWN);
        }
        self.write("</section>\n");
    }

    fn lines(&mut self, invoice: &Invoice<'d>) {
        let heads = [
            Template::new("STT", "No."),
            Template::new("Tên hàng hóa, dịch vụ", "Goods or services"),
            Template::new("Đơn vị", "Unit"),
            Template::new("Số lượng", "Quantity"),
            Template::new("Đơn giá", "Price"),
            Template::new("Chiết khấu", "Discount"),
            Template::new("Thành tiền", "Amount"),
            Template::new("Thuế suất", "VAT rate"),
        ];
        let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", self.say(*head))).collect();
        self.write(&format!("<div class=\"wide\"><table class=\"lines\"><thead><tr>{heads}</tr></thead><tbody>\n"));
        for line in invoice.lines.iter().take(LINES) {
            let unit = self.document.node(line.node).and_then(|node| node.child("DVTinh"));
            let unit = unit.map(|node| self.value(node.id(), taxdoc::xml::trim(&node.text()))).unwrap_or_default();
            let notes: String = self.notes(line.node).into_iter().map(|(link, _)| link).collect();
            let (ordinal, name) = (self.slot(&line.ordinal), self.slot(&line.name));
            let numbers: String = [&line.quantity, &line.price, &line.discount, &line.amount]
                .into_iter()
                .map(|slot| format!("<td class=\"number\">{}</td>", self.amount(slot)))
                .collect();
            let rate = self.slot(&line.rate);
            self.write(&format!("<tr><td>{ordinal}{notes}</td><td>{name}</td><td>{unit}</td>{numbers}<td>{rate}</td></tr>\n"));
        }
        self.write("</tbody></table></div>\n");
        if invoice.lines.len() > LINES {
            self.write(&format!("<p>… +{}</p>\n", invoice.lines.len() - LINES));
        }
    }

    fn declaration(&mut self, declaration: &Declaration<'d>) {
        let entry = declaration.code().and_then(catalogue::newest);
        let title = entry.map_or(self.say(Template::new("Tờ khai", "Declaration")), |entry| entry.title);
        let symbol = entry.map(|entry| entry.symbol).unwrap_or_default();
        self.write(&format!(
            "<section class=\"sheet declaration\">\n<div class=\"head\"><h3>{}</h3><p>{} {}</p></div>\n<dl class=\"block\">\n",
            markup(title),
            self.say(Template::new("Mẫu số", "Form")),
            markup(symbol)
        ));
        let fields = [
            (Template::new("Kỳ tính thuế", "Period"), &declaration.period.name),
            (Template::new("Loại tờ khai", "Kind of return"), &declaration.kind),
            (Template::new("Bổ sung lần thứ", "Supplement number"), &declaration.times),
            (Template::new("Tên người nộp thuế", "Taxpayer"), &declaration.taxpayer_name),
            (Template::new("Mã số thuế", "Tax code"), &declaration.taxpayer),
            (Template::new("Đại lý thuế", "Tax agent"), &declaration.agent),
            (Template::new("Cơ quan thuế", "Tax office"), &declaration.office),
            (Template::new("Ngày lập", "Date"), &declaration.date),
        ];
        for (label, field) in fields {
            if let Some(field) = field {
                let value = self.value(field.node, &words::date(&field.text, self.page.language));
                let _ = writeln!(self.page.out, "<dt>{}</dt><dd>{value}</dd>", self.page.say(label));
            }
        }
        self.write("</dl>\n");
        let form = declaration.form().unwrap_or_else(declaration::Form::unknown);
        let main = declaration.file.and_then(|file| file.child("CTieuTKhaiChinh"));
        let annexes = declaration.annexes.into_iter().flat_map(|annexes| annexes.elements());
        let annex_of = |annex: &Node<'_>| find(form.rows(), form.part("PLuc")?, annex.local_name());
        let main = main.map(|main| (main, form.part("CTieuTKhaiChinh")));
        for (part, row) in main.into_iter().chain(annexes.map(|annex| (annex, annex_of(&annex)))) {
            let heads = [Template::new("Mã", "Line"), Template::new("Chỉ tiêu", "Item"), Template::new("Giá trị", "Value")];
            let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", self.say(*head))).collect();
            self.write(&format!("<div class=\"wide\"><table class=\"lines\"><thead><tr>{heads}</tr></thead><tbody>\n"));
            if part.local_name() != "CTieuTKhaiChinh" {
                let title = row.and_then(|row| form.rows().get(row)).map_or("", |row| row.title.text(self.page.language));
                let title = if title.is_empty() { part.local_name() } else { title };
                self.write(&format!(
                    "<tr class=\"group\"><td></td><th scope=\"row\" colspan=\"2\">{}</th></tr>\n",
                    markup(title)
                ));
            }
            let mut left = LINES;
            self.rows(part, form.rows(), row, 0, &mut left);
            self.write("</tbody></table></div>\n");
        }
        self.write("</section>\n");
    }

    /// The elements of a part, with the labels of the rows below `parent` in the table of the form.
    fn rows(&mut self, node: Node<'d>, rows: &'static [declaration::Row], parent: Option<usize>, depth: usize, left: &mut usize) {
        /// The forms nest five levels.
        const DEPTH: usize = 12;
        for child in node.elements() {
            if *left == 0 || depth > DEPTH {
                return;
            }
            *left -= 1;
            let index = parent.and_then(|parent| find(rows, parent, child.local_name()));
            let row = index.and_then(|index| rows.get(index));
            let label = row.map_or("", |row| row.title.text(self.page.language));
            let label = if label.is_empty() { child.local_name() } else { label };
            let is_group = child.elements().next().is_some();
            let line =
                row.map(|row| row.line).filter(|line| !line.is_empty()).map(|line| format!("[{line}]")).unwrap_or_default();
            if is_group {
                let notes: String = self.notes(child.id()).into_iter().map(|(link, _)| link).collect();
                self.write(&format!(
                    "<tr class=\"group\"><td>{line}</td><th scope=\"row\" colspan=\"2\">{}{notes}</th></tr>\n",
                    markup(label)
                ));
                self.rows(child, rows, index, depth + 1, left);
                continue;
            }
            let text = child.text();
            let value = taxdoc::xml::trim(&text);
            let is_number = row.is_some_and(|row| {
                use declaration::Kind;
                matches!(row.kind, Kind::Decimal | Kind::Integer | Kind::Long | Kind::Natural | Kind::Number)
            });
            let is_choice = row.is_some_and(|row| matches!(row.kind, declaration::Kind::Boolean | declaration::Kind::Flag));
            let shown = match value {
                _ if is_number => words::amount(value, self.page.language),
                "true" if is_choice => "☑".into(),
                "false" if is_choice => "☐".into(),
                _ => words::date(value, self.page.language),
            };
            let (kind, value) = (if is_number { " class=\"number\"" } else { "" }, self.value(child.id(), &shown));
            self.write(&format!("<tr><td>{line}</td><td>{}</td><td{kind}>{value}</td></tr>\n", markup(label)));
        }
    }
}

/// The row of that name directly below another.
fn find(rows: &[declaration::Row], parent: usize, name: &str) -> Option<usize> {
    let depth = rows.get(parent)?.depth;
    let below = rows.iter().enumerate().skip(parent + 1).take_while(|(_, row)| row.depth > depth);
    below.filter(|(_, row)| row.depth == depth + 1 && row.name == name).map(|(index, _)| index).next()
}
