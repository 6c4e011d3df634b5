//! The typed invoice: every field that a rule or the report needs, with its node, read in one pass.
//!
//! Names are matched without namespace, because files differ there. Places of which practice is known (spec §8.1) are understood:
//! `MCCQT` inside `TTChung`, `TToan` outside `NDHDon`, `TTHDLQuan` and others in any order. The first element of a name counts; the
//! table reports the others. Values come without the white space around them.

mod message;
mod parties;
mod payload;
mod totals;

use std::ops::Range;

use crate::xml::Node;
use crate::xml::NodeId;

use super::table::Version;

pub use crate::document::Field;
pub use crate::document::Slot;
pub use message::Message;
pub use parties::Party;
pub use parties::Related;
pub use payload::Payload;
pub use totals::Fee;
pub use totals::RateGroup;
pub use totals::Totals;

/// `TTChung`: general information.
#[derive(Clone, Debug, Default)]
pub struct Header<'d> {
    /// `TTChung` itself.
    pub node: Option<NodeId>,
    /// `PBan`, version of the format.
    pub version: Slot<'d>,
    /// `THDon`, name of the invoice.
    pub title: Slot<'d>,
    /// `KHMSHDon`, form symbol.
    pub kind: Slot<'d>,
    /// `KHHDon`, series symbol.
    pub series: Slot<'d>,
    /// `SHDon`, number.
    pub number: Slot<'d>,
    /// `MHSo`, dossier code of a per-occurrence request.
    pub dossier: Slot<'d>,
    /// `NLap`, date of issue.
    pub date: Slot<'d>,
    /// `HDDCKPTQuan`, for a non-tariff zone (kind 2).
    pub non_tariff: Slot<'d>,
    /// `HDCTTChinh`, finance leasing (kind 1).
    pub finance_lease: Slot<'d>,
    /// `HDNTGia`, several exchange rates (kind 1).
    pub several_rates: Slot<'d>,
    /// `SBKe`, number of the attached list.
    pub list_number: Slot<'d>,
    /// `NBKe`, date of the attached list.
    pub list_date: Slot<'d>,
    /// `DVTTe`, currency.
    pub currency: Slot<'d>,
    /// `TGia`, exchange rate.
    pub exchange_rate: Slot<'d>,
    /// `HTTToan`, payment method.
    pub payment: Slot<'d>,
    /// `MSTTCGP`, tax code of the solution provider.
    pub provider: Slot<'d>,
    /// `MSTDVNUNLHDon`, tax code of the delegated issuer.
    pub delegate_tax_code: Slot<'d>,
    /// `TDVNUNLHDon`, name of the delegated issuer.
    pub delegate_name: Slot<'d>,
    /// `DCDVNUNLHDon`, address of the delegated issuer.
    pub delegate_address: Slot<'d>,
}

/// `HHDVu`: a line.
#[derive(Clone, Debug)]
pub struct Line<'d> {
    /// `HHDVu` itself.
    pub node: NodeId,
    /// `TChat`, nature: 1 goods, 2 promotion, 3 discount, 4 note, 5 special goods.
    pub nature: Slot<'d>,
    /// `STT`, ordinal number.
    pub ordinal: Slot<'d>,
    /// `THHDVu`, name.
    pub name: Slot<'d>,
    /// `SLuong`, quantity.
    pub quantity: Slot<'d>,
    /// `DGia`, unit price.
    pub price: Slot<'d>,
    /// `TLCKhau`, discount in percent.
    pub discount_rate: Slot<'d>,
    /// `STCKhau`, discount amount.
    pub discount: Slot<'d>,
    /// `ThTien`, amount before VAT.
    pub amount: Slot<'d>,
    /// `TSuat`, VAT rate.
    pub rate: Slot<'d>,
    /// `TThue`, VAT amount, which some providers write.
    pub tax: Slot<'d>,
    /// Its free fields, an index range of [`Invoice::free`].
    pub free: Range<usize>,
    /// Its special-goods fields, an index range of [`Invoice::special`].
    pub special: Range<usize>,
}

/// `TTKhac/TTin`: a free field (spec §2.1).
#[derive(Clone, Debug)]
pub struct Free<'d> {
    /// `TTin` itself.
    pub node: NodeId,
    /// The element around its `TTKhac`.
    pub owner: NodeId,
    /// `TTruong`, name.
    pub name: Slot<'d>,
    /// `KDLieu`, data type.
    pub data_type: Slot<'d>,
    /// `DLieu`, value.
    pub value: Slot<'d>,
}

/// `TTHHDTrung/TTin`: a field of special goods (Appendix XV of 2.1.0).
#[derive(Clone, Debug)]
pub struct Special<'d> {
    /// `TTin` itself.
    pub node: NodeId,
    /// `LHHDTrung`, kind of special goods.
    pub kind: Slot<'d>,
    /// `TTruong`, name.
    pub name: Slot<'d>,
    /// `DLieu`, value.
    pub value: Slot<'d>,
}

/// An invoice, whatever stands around it.
#[derive(Clone, Debug)]
pub struct Invoice<'d> {
    /// `HDon`, or `DLHDon` where nothing is around it.
    pub node: NodeId,
    /// `DLHDon`.
    pub data: NodeId,
    /// `TTChung`.
    pub header: Header<'d>,
    /// `NBan`.
    pub seller: Party<'d>,
    /// `NMua`.
    pub buyer: Party<'d>,
    /// `TTHDLQuan`.
    pub related: Option<Related<'d>>,
    /// `NDHDon`.
    pub content: Option<NodeId>,
    /// `DSHHDVu`.
    pub list: Option<NodeId>,
    /// `DSHHDVu/HHDVu`.
    pub lines: Vec<Line<'d>>,
    /// `TToan`.
    pub totals: Option<Totals<'d>>,
    /// `MCCQT`, the code of the authority.
    pub code: Slot<'d>,
    /// `DLQRCode`.
    pub qr: Slot<'d>,
    /// `DSCKS/CQT` with a signature in it.
    pub authority_signature: Option<NodeId>,
    /// All free fields, in document order.
    pub free: Vec<Free<'d>>,
    /// All special-goods fields, in document order.
    pub special: Vec<Special<'d>>,
    /// `DLHDon` itself.
    element: Node<'d>,
}

impl<'d> Invoice<'d> {
    /// Reads a `DLHDon` and the `HDon` around it, where there is one.
    #[must_use]
    pub fn read(data: Node<'d>, around: Option<Node<'d>>) -> Self {
        let mut invoice = Self {
            node: around.unwrap_or(data).id(),
            data: data.id(),
            header: Header::default(),
            seller: Party::default(),
            buyer: Party::default(),
            related: None,
            content: None,
            list: None,
            lines: Vec::new(),
            totals: None,
            code: Slot::default(),
            qr: Slot::default(),
            authority_signature: None,
            free: Vec::new(),
            special: Vec::new(),
            element: data,
        };
        for child in around.iter().flat_map(Node::elements) {
            match child.local_name() {
                "MCCQT" => invoice.code.take(child),
                "DLQRCode" => invoice.qr.take(child),
                "DSCKS" => invoice.read_signatures(child),
                _ => {}
            }
        }
        for child in data.elements() {
            match child.local_name() {
                "TTChung" => invoice.read_header(child),
                "NDHDon" => invoice.read_content(child),
                "TToan" => invoice.read_totals(child),
                "TTKhac" => invoice.read_free(child, data.id()),
                "MCCQT" => invoice.code.take(child),
                _ => {}
            }
        }
        invoice
    }

    /// Whether it has an element at that path below `HDon`, within `DLHDon`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix("DLHDon/") else { return false };
        path.split('/').try_fold(self.element, |node, step| node.child(step)).is_some()
    }

    /// Whether what works on it may leave off: nobody looks at its result any more.
    #[inline]
    pub(crate) fn is_left_off(&self) -> bool {
        self.element.document().is_left_off()
    }

    /// The version of the format that it says it has.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.header.version.value().and_then(Version::from_text)
    }

    /// Whether it is from a POS: the fourth letter of the series symbol is M (spec §3.2). Where the symbol has not its six characters,
    /// the code tells it.
    #[must_use]
    pub fn is_pos(&self) -> bool {
        let series = self.header.series.value().unwrap_or_default();
        match series.chars().count() {
            6 => series.chars().nth(3) == Some('M'),
            _ => self.code.value().is_some_and(|code| code.starts_with('M') && code.contains('-')),
        }
    }

    /// The currency, `VND` where none is written.
    #[must_use]
    pub fn currency(&self) -> &str {
        match self.header.currency.value() {
            Some("VNĐ" | "VNÐ" | "vnd") | None => "VND",
            Some(currency) => currency,
        }
    }

    /// Whether it adjusts another one: then goods and totals may be left out (spec §2.2.1).
    #[must_use]
    pub fn is_adjustment(&self) -> bool {
        let nature = self.related.as_ref().and_then(|related| related.nature.value());
        matches!(nature, Some("2" | "4"))
    }

    /// The free fields of a line.
    #[must_use]
    pub fn free_of(&self, line: &Line<'d>) -> &[Free<'d>] {
        self.free.get(line.free.clone()).unwrap_or_default()
    }

    /// The special-goods fields of a line.
    #[must_use]
    pub fn special_of(&self, line: &Line<'d>) -> &[Special<'d>] {
        self.special.get(line.special.clone()).unwrap_or_default()
    }

    fn read_signatures(&mut self, signatures: Node<'d>) {
        let authority = signatures.elements().find(|child| child.local_name() == "CQT" && child.elements().next().is_some());
        self.authority_signature = self.authority_signature.or(authority.map(|child| child.id()));
    }

    fn read_header(&mut self, block: Node<'d>) {
        self.header.node.get_or_insert(block.id());
        for child in block.elements() {
            let header = &mut self.header;
            let slot = match child.local_name() {
                "PBan" => &mut header.version,
                "THDon" => &mut header.title,
                "KHMSHDon" => &mut header.kind,
                "KHHDon" => &mut header.series,
                "SHDon" => &mut header.number,
                "MHSo" => &mut header.dossier,
                "NLap" => &mut header.date,
                "HDDCKPTQuan" => &mut header.non_tariff,
                "HDCTTChinh" => &mut header.finance_lease,
                "HDNTGia" => &mut header.several_rates,
                "SBKe" => &mut header.list_number,
                "NBKe" => &mut header.list_date,
                "DVTTe" => &mut header.currency,
                "TGia" => &mut header.exchange_rate,
                "HTTToan" => &mut header.payment,
                "MSTTCGP" => &mut header.provider,
                "MSTDVNUNLHDon" => &mut header.delegate_tax_code,
                "TDVNUNLHDon" => &mut header.delegate_name,
                "DCDVNUNLHDon" => &mut header.delegate_address,
                "MCCQT" => &mut self.code,
                "TTHDLQuan" => {
                    self.related.get_or_insert_with(|| Related::read(child));
                    continue;
                }
                "TTKhac" => {
                    self.read_free(child, block.id());
                    continue;
                }
                _ => continue,
            };
            slot.take(child);
        }
    }

    fn read_content(&mut self, content: Node<'d>) {
        self.content.get_or_insert(content.id());
        for child in content.elements() {
            match child.local_name() {
                "NBan" => {
                    if self.seller.node.is_none() {
                        self.seller = Party::read(child);
                    }
                    self.read_free_in(child);
                }
                "NMua" => {
                    if self.buyer.node.is_none() {
                        self.buyer = Party::read(child);
                    }
                    self.read_free_in(child);
                }
                // A block with nothing in it counts as absent, like a field without a value.
                "DSHHDVu" if child.elements().next().is_some() => {
                    self.list.get_or_insert(child.id());
                    let lines = child.elements().filter(|line| line.local_name() == "HHDVu");
                    for line in lines.take_while(|line| !line.document().is_left_off()) {
                        self.read_line(line);
                    }
                }
                "TToan" => self.read_totals(child),
                "TTHDLQuan" => {
                    self.related.get_or_insert_with(|| Related::read(child));
                }
                "TTKhac" => self.read_free(child, content.id()),
                _ => {}
            }
        }
    }

    fn read_line(&mut self, node: Node<'d>) {
        let mut line = Line {
            node: node.id(),
            nature: Slot::default(),
            ordinal: Slot::default(),
            name: Slot::default(),
            quantity: Slot::default(),
            price: Slot::default(),
            discount_rate: Slot::default(),
            discount: Slot::default(),
            amount: Slot::default(),
            rate: Slot::default(),
            tax: Slot::default(),
            free: self.free.len()..self.free.len(),
            special: self.special.len()..self.special.len(),
        };
        for child in node.elements() {
            let slot = match child.local_name() {
                "TChat" => &mut line.nature,
                "STT" => &mut line.ordinal,
                "THHDVu" => &mut line.name,
                "SLuong" => &mut line.quantity,
                "DGia" => &mut line.price,
                "TLCKhau" => &mut line.discount_rate,
                "STCKhau" => &mut line.discount,
                "ThTien" => &mut line.amount,
                "TSuat" => &mut line.rate,
                "TThue" => &mut line.tax,
                "TTKhac" => {
                    self.read_free(child, node.id());
                    continue;
                }
                "TTHHDTrung" => {
                    self.special.extend(child.elements().filter(|item| item.local_name() == "TTin").map(Special::read));
                    continue;
                }
                _ => continue,
            };
            slot.take(child);
        }
        line.free.end = self.free.len();
        line.special.end = self.special.len();
        self.lines.push(line);
    }

    fn read_totals(&mut self, node: Node<'d>) {
        self.read_free_in(node);
        if self.totals.is_none() && node.elements().next().is_some() {
            self.totals = Some(Totals::read(node));
        }
    }

    fn read_free_in(&mut self, block: Node<'d>) {
        for free in block.elements().filter(|child| child.local_name() == "TTKhac") {
            self.read_free(free, block.id());
        }
    }

    fn read_free(&mut self, block: Node<'d>, owner: NodeId) {
        for item in block.elements().filter(|item| item.local_name() == "TTin") {
            let mut free =
                Free { node: item.id(), owner, name: Slot::default(), data_type: Slot::default(), value: Slot::default() };
            for child in item.elements() {
                match child.local_name() {
                    "TTruong" => free.name.take(child),
                    "KDLieu" => free.data_type.take(child),
                    "DLieu" => free.value.take(child),
                    _ => {}
                }
            }
            self.free.push(free);
        }
    }
}

impl<'d> Special<'d> {
    fn read(node: Node<'d>) -> Self {
        let mut special = Self { node: node.id(), kind: Slot::default(), name: Slot::default(), value: Slot::default() };
        for child in node.elements() {
            match child.local_name() {
                "LHHDTrung" => special.kind.take(child),
                "TTruong" => special.name.take(child),
                "DLieu" => special.value.take(child),
                _ => {}
            }
        }
        special
    }
}
