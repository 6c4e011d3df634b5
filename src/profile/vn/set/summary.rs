//! What a set remembers of a document.

use ring::digest;

use crate::Limits;
use crate::profile::vn::Reading;
use crate::profile::vn::invoice::read::Invoice;
use crate::profile::vn::invoice::read::Payload;
use crate::profile::vn::invoice::read::Slot;
use crate::xml;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::Source;

/// Invoices and answers that are remembered of one document; a message holds as many as 2 MB allow (QĐ 1450), some hundreds.
const ENTRIES: usize = 10_000;

/// Characters that are remembered of one value; the longest code of the format has 46.
const CHARACTERS: usize = 64;

/// Error codes that are remembered of one answer.
const CODES: usize = 8;

/// What a set remembers of one document: of each invoice what names it, a digest of its content and the invoice it corrects, of each
/// answer of the authority the invoice it is about. Some hundred bytes each, at most 10,000 of a document.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub(super) invoices: Vec<InvoiceEntry>,
    pub(super) answers: Vec<Answer>,
}

/// What names an invoice: in this order the entries of a set are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// `MST` of the seller.
    pub(super) seller: Box<str>,
    /// `KHMSHDon`.
    pub(super) kind: Box<str>,
    /// `KHHDon`.
    pub(super) series: Box<str>,
    /// `SHDon` without zeros in front.
    pub(super) number: Box<str>,
}

#[derive(Clone, Debug)]
pub(super) struct InvoiceEntry {
    pub(super) key: Key,
    pub(super) date: Box<str>,
    pub(super) buyer: Box<str>,
    /// Half a SHA-256 over names and texts of `DLHDon`.
    pub(super) content: [u8; 16],
    /// The invoice it replaces or adjusts, and the date that it gives for it.
    pub(super) related: Option<(Key, Box<str>)>,
    /// `MTDiep` of the message around it.
    pub(super) message: Box<str>,
}

/// An answer about one invoice, or about all of one message.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) about: About,
    /// The error codes; none when the answer names no error.
    pub(super) codes: Vec<Box<str>>,
}

#[derive(Clone, Debug)]
pub(super) enum About {
    Invoice(Key),
    Message(Box<str>),
}

impl Summary {
    /// Reads a document for a set; `xml` are its bytes. What is not well-formed or no tax document gives an empty summary: the validator
    /// tells what is wrong with it.
    #[must_use]
    pub fn of(xml: &[u8], limits: &Limits) -> Self {
        let Ok(source) = Source::decode(xml, limits) else { return Self::default() };
        let Ok(document) = Document::parse(&source, limits) else { return Self::default() };
        Reading::of(&document).as_ref().map(Self::of_reading).unwrap_or_default()
    }

    /// The same of a document that was read already, as [`Validator::validate_and_read`](crate::Validator::validate_and_read) shows it.
    #[must_use]
    pub fn of_reading(reading: &Reading<'_>) -> Self {
        let document = reading.document();
        let mut summary = Self::default();
        for invoice in reading.invoices().iter().take(ENTRIES) {
            let message = reading.message_around(invoice.node);
            summary.invoices.extend(InvoiceEntry::of(document, invoice, message.and_then(|message| message.id.value())));
        }
        for (payload, _) in reading.payloads().take(ENTRIES) {
            if payload.root == "TBao" {
                summary.read_answer(payload);
            }
        }
        summary
    }

    /// `TBao`: the technical answer about a message (spec §4.2), or a notice that names invoices (§4.9, §4.12).
    fn read_answer(&mut self, payload: &Payload<'_>) {
        let answer = payload.element();
        let Some(data) = answer.child("DLTBao") else {
            if let Some(message) = text_of(answer, "MTDiep") {
                let failed = text_of(answer, "TTTNhan").is_some_and(|status| &*status != "0");
                let codes = if failed { codes(answer) } else { Vec::new() };
                self.answers.push(Answer { about: About::Message(message), codes });
            }
            return;
        };
        let seller = short(payload.tax_code.value().unwrap_or_default());
        for invoice in data.descendants().filter(|node| node.is_element() && matches!(node.local_name(), "HDon" | "LCMa")) {
            let (Some(series), Some(number)) = (text_of(invoice, "KHHDon"), text_of(invoice, "SHDon")) else { continue };
            if self.answers.len() >= ENTRIES {
                return;
            }
            let kind = text_of(invoice, "KHMSHDon").unwrap_or_default();
            let mut codes = codes(invoice);
            if codes.is_empty() && text_of(invoice, "TTTNCCQT").as_deref() == Some("2") {
                codes.push("TTTNCCQT 2".into());
            }
            let about = About::Invoice(Key { seller: seller.clone(), kind, series, number: plain(&number) });
            self.answers.push(Answer { about, codes });
        }
    }
}

impl InvoiceEntry {
    /// `None` for an invoice that nothing names.
    fn of(document: &Document<'_>, invoice: &Invoice<'_>, message: Option<&str>) -> Option<Self> {
        let value = |slot: &Slot<'_>| short(slot.value().unwrap_or_default());
        let header = &invoice.header;
        let key = Key {
            seller: value(&invoice.seller.tax_code),
            kind: value(&header.kind),
            series: value(&header.series),
            number: plain(header.number.value()?),
        };
        let related = invoice.related.as_ref().and_then(|related| {
            let one = matches!(related.nature.value(), Some("1" | "2"));
            let seller = related.tax_code.value().map_or_else(|| key.seller.clone(), short);
            let number = plain(related.number.value().filter(|_| one)?);
            let original = Key { seller, kind: value(&related.kind), series: value(&related.series), number };
            Some((original, value(&related.date)))
        });
        Some(Self {
            key,
            date: value(&header.date),
            buyer: value(&invoice.buyer.tax_code),
            content: content(document.node(invoice.data)?),
            related,
            message: short(message.unwrap_or_default()),
        })
    }
}

impl Key {
    /// As an accountant names it: `0109999982 1-C25TAA-128`.
    pub(super) fn name(&self) -> String {
        [&*self.seller, " ", &*self.kind, "-", &*self.series, "-", &*self.number].concat()
    }

    /// The same series: all but the number.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.seller == other.seller && self.kind == other.kind && self.series == other.series
    }
}

/// What an invoice says, whatever white space stands between its elements. The authority's code comes later, and some write it among what
/// the seller says (field findings): with and without it the invoice is the same.
fn content(data: Node<'_>) -> [u8; 16] {
    let mut context = digest::Context::new(&digest::SHA256);
    for node in data.descendants() {
        if node.is_element() && node.local_name() != "MCCQT" {
            context.update(b"<");
            context.update(node.local_name().as_bytes());
            context.update(b">");
            if node.elements().next().is_none() {
                context.update(xml::trim(&node.text()).as_bytes());
            }
        }
    }
    let digest = context.finish();
    digest.as_ref().first_chunk().copied().unwrap_or_default()
}

/// The error codes below an element.
fn codes(node: Node<'_>) -> Vec<Box<str>> {
    let codes = node.descendants().filter(|node| node.is_element() && node.local_name() == "MLoi");
    codes.map(|code| short(xml::trim(&code.text()))).filter(|code| !code.is_empty()).take(CODES).collect()
}

fn text_of(node: Node<'_>, name: &str) -> Option<Box<str>> {
    let text = node.child(name)?.text();
    let text = xml::trim(&text);
    (!text.is_empty()).then(|| short(text))
}

/// A number without zeros in front.
fn plain(number: &str) -> Box<str> {
    short(number.trim_start_matches('0'))
}

/// The beginning of a value.
fn short(text: &str) -> Box<str> {
    let end = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default().into()
}
