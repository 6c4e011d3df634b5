//! What a Vietnamese tax document is, seen from its elements.

use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;

use super::invoice::form::Form;

/// The family of a document, by its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// `HDon`, `DLHDon`: an e-invoice.
    Invoice,
    /// `TDiep`: a message with a payload (QĐ 1450 part I).
    Message,
    /// `HSoThueDTu`: an online tax declaration.
    Declaration,
    /// `TKhai`: a registration of the e-invoice format; `DKyThueDTu`: one for online filing.
    Registration,
    /// `TBao`, `TBaoThueDTu`, `THONGBAO`: a notice.
    Notice,
    /// `BTHDLieu`: a summary table of invoices.
    Summary,
    /// `BBan`: minutes of a correction.
    Minutes,
    /// `BKe`: a list of corrected invoices.
    List,
    /// `CTu`, `CHUNGTU`: an e-document or a payment voucher.
    Voucher,
    /// `DNghi`: a request for a coded invoice per occurrence; `TRASOAT_THUE` and others: requests about payments.
    Request,
    /// `DanhMucDTu`: a code list.
    CodeList,
    /// `TOKHAI_OBJ`: a customs declaration.
    Customs,
}

impl Family {
    /// The word of the report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Message => "message",
            Self::Declaration => "declaration",
            Self::Registration => "registration",
            Self::Notice => "notice",
            Self::Summary => "summary",
            Self::Minutes => "minutes",
            Self::List => "list",
            Self::Voucher => "voucher",
            Self::Request => "request",
            Self::CodeList => "code_list",
            Self::Customs => "customs",
        }
    }

    fn of(root: &str) -> Option<Self> {
        ROOTS.iter().find(|(name, ..)| *name == root).map(|(_, family, _)| *family)
    }
}

/// Every root element of the profile with its family and what it is called (QĐ 1450; vn-declarations §1.1).
const ROOTS: &[(&str, Family, Template)] = &[
    ("HDon", Family::Invoice, Template::new("hóa đơn điện tử", "e-invoice")),
    ("DLHDon", Family::Invoice, Template::new("dữ liệu hóa đơn điện tử", "e-invoice data")),
    ("TDiep", Family::Message, Template::new("thông điệp hóa đơn điện tử", "e-invoice message")),
    ("HSoThueDTu", Family::Declaration, Template::new("hồ sơ khai thuế điện tử", "online tax declaration")),
    (
        "TKhai",
        Family::Registration,
        Template::new("tờ khai đăng ký hóa đơn, chứng từ điện tử", "registration of e-invoices or e-documents"),
    ),
    ("DKyThueDTu", Family::Registration, Template::new("đăng ký nộp hồ sơ thuế điện tử", "registration for online filing")),
    ("TBao", Family::Notice, Template::new("thông báo về hóa đơn điện tử", "e-invoice notice")),
    ("TBaoThueDTu", Family::Notice, Template::new("thông báo của cơ quan thuế", "notice of the tax authority")),
    ("THONGBAO", Family::Notice, Template::new("thông báo nộp thuế điện tử", "notice about online payment")),
    ("THONG_BAO", Family::Notice, Template::new("thông báo nộp thuế điện tử", "notice about online payment")),
    ("TBAO_TKHOAN_NH", Family::Notice, Template::new("thông báo tài khoản ngân hàng", "notice about a bank account")),
    ("TBAO_TKHOAN_NT", Family::Notice, Template::new("thông báo tài khoản nộp thuế", "notice about a payment account")),
    ("TBAO_NGUNG", Family::Notice, Template::new("thông báo ngừng nộp thuế điện tử", "notice of the end of online payment")),
    ("TBTNhan", Family::Notice, Template::new("thông báo tiếp nhận", "receipt notice")),
    ("BKE_TBAO", Family::List, Template::new("bảng kê thông báo", "list of notices")),
    ("BTHDLieu", Family::Summary, Template::new("bảng tổng hợp dữ liệu hóa đơn", "summary of invoice data")),
    ("BCTHSDBLai", Family::Summary, Template::new("báo cáo tình hình sử dụng biên lai", "report on the use of receipts")),
    ("BBan", Family::Minutes, Template::new("biên bản điều chỉnh, thay thế", "minutes of a correction")),
    ("BKe", Family::List, Template::new("bảng kê hóa đơn", "list of invoices")),
    ("CTu", Family::Voucher, Template::new("chứng từ điện tử", "e-document")),
    ("BLai", Family::Voucher, Template::new("biên lai điện tử", "e-receipt")),
    ("CHUNGTU", Family::Voucher, Template::new("giấy nộp tiền vào ngân sách nhà nước", "payment voucher")),
    ("DNghi", Family::Request, Template::new("đơn đề nghị về hóa đơn điện tử", "e-invoice request")),
    ("TRASOAT_THUE", Family::Request, Template::new("đề nghị tra soát khoản nộp", "request to trace a payment")),
    ("XULY_NTHUA", Family::Request, Template::new("đề nghị xử lý khoản nộp thừa", "request about an overpayment")),
    ("XACNHAN_THUE", Family::Request, Template::new("đề nghị xác nhận số thuế đã nộp", "request to confirm paid taxes")),
    ("XACNHAN_NVTHUE", Family::Request, Template::new("đề nghị xác nhận nghĩa vụ thuế", "request to confirm tax obligations")),
    ("DanhMucDTu", Family::CodeList, Template::new("tệp danh mục", "code list")),
    ("TOKHAI_OBJ", Family::Customs, Template::new("tờ khai hải quan", "customs declaration")),
    ("TOKHAISUA_OBJ", Family::Customs, Template::new("tờ khai hải quan sửa đổi", "amended customs declaration")),
];

/// What a document with that root element is called.
pub(super) fn title(root: &str) -> Option<Template> {
    ROOTS.iter().find(|(name, ..)| *name == root).map(|(.., title)| *title)
}

/// One invoice body and what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvoiceNodes {
    /// `DLHDon`: what the seller signs.
    pub data: NodeId,
    /// `HDon` around it, with the authority's code and the signatures; `None` for a bare `DLHDon`.
    pub invoice: Option<NodeId>,
}

/// What was recognised.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The family of the root element.
    pub family: Family,
    /// Every `TDiep`, outermost first; a message may carry a message.
    pub envelopes: Vec<NodeId>,
    /// Every invoice body in the document, in document order. A `DLHDon` at an unexpected place counts too: it is judged like the
    /// others, so that nothing hides an unsigned copy beside a signed one.
    pub invoices: Vec<InvoiceNodes>,
    /// An `HDon` that stands where an invoice does, alone or in a `DLieu`, and has no `DLHDon` of its own.
    pub hollow: Option<NodeId>,
    /// What messages carry beside invoices and messages: the elements in each `DLieu`; a document of the e-invoice format that stands
    /// alone is one too.
    pub payloads: Vec<NodeId>,
}

/// Recognises a document; `None` when its root element is not one of this profile. Namespaces are ignored: the format has none, and
/// generators that invent one exist.
#[must_use]
pub fn recognise(document: &Document<'_>) -> Option<Recognised> {
    let root = document.root();
    let family = Family::of(root.local_name())?;
    let mut recognised = Recognised { family, envelopes: Vec::new(), invoices: Vec::new(), hollow: None, payloads: Vec::new() };
    // Names are interned: find the ids of the two names once, then compare numbers.
    let ids = |local: &str| -> Vec<bool> { document.names().map(|name| name.local() == local).collect() };
    let (is_data, is_envelope) = (ids("DLHDon"), ids("TDiep"));
    for node in root.descendants() {
        let Some(name) = node.name_id() else { continue };
        if is_data.get(name.index()) == Some(&true) {
            let invoice = node.parent().filter(|parent| parent.local_name() == "HDon").map(|parent| parent.id());
            recognised.invoices.push(InvoiceNodes { data: node.id(), invoice });
        } else if is_envelope.get(name.index()) == Some(&true) {
            recognised.envelopes.push(node.id());
        }
    }
    let outer = |id: &NodeId| document.node(*id);
    for data in recognised.envelopes.iter().filter_map(outer).flat_map(|message| message.elements()) {
        if data.local_name() == "DLieu" {
            recognised.payloads.extend(data.elements().filter(is_payload).map(|node| node.id()));
            recognised.hollow = recognised.hollow.or_else(|| data.elements().find(is_hollow).map(|node| node.id()));
        }
    }
    recognised.hollow = recognised.hollow.or_else(|| is_hollow(&root).then(|| root.id()));
    if is_payload(&root) && Form::ALL.iter().any(|form| form.root() == root.local_name()) {
        recognised.payloads.push(root.id());
    }
    Some(recognised)
}

/// Whether an element is a document other than an invoice or a message around others.
fn is_payload(node: &Node<'_>) -> bool {
    !matches!(node.local_name(), "HDon" | "DLHDon" | "DSHDon" | "TDiep")
}

/// Whether an element should hold an invoice and does not.
fn is_hollow(node: &Node<'_>) -> bool {
    node.local_name() == "HDon" && node.child("DLHDon").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::xml::Source;

    fn summary(text: &str) -> Option<(Family, usize, Vec<bool>, Option<String>)> {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let found = recognise(&document)?;
        let payload = found.payloads.first().map(|id| document.node(*id).unwrap().local_name().to_owned());
        let wrapped = found.invoices.iter().map(|nodes| nodes.invoice.is_some()).collect();
        Some((found.family, found.envelopes.len(), wrapped, payload))
    }

    #[test]
    fn invoices_are_found_at_any_depth() {
        assert_eq!(summary("<HDon><DLHDon/></HDon>"), Some((Family::Invoice, 0, vec![true], None)));
        assert_eq!(summary("<DLHDon/>"), Some((Family::Invoice, 0, vec![false], None)));
        let nested = "<TDiep><DLieu><TDiep><DLieu><HDon><DLHDon/></HDon><HDon><DLHDon/></HDon></DLieu></TDiep></DLieu></TDiep>";
        assert_eq!(summary(nested), Some((Family::Message, 2, vec![true, true], None)));
    }

    #[test]
    fn every_root_element_stands_once() {
        for (index, (root, family, _)) in ROOTS.iter().enumerate() {
            assert_eq!(Family::of(root), Some(*family));
            assert!(ROOTS[..index].iter().all(|(other, ..)| other != root), "{root}");
        }
        let prefixed = "<t:HSoThueDTu xmlns:t='http://kekhaithue.gdt.gov.vn/TKhaiThue'/>";
        assert_eq!(summary(prefixed), Some((Family::Declaration, 0, vec![], None)));
        assert_eq!(summary("<CHUNGTU/>"), Some((Family::Voucher, 0, vec![], None)));
    }

    #[test]
    fn other_payloads_are_named() {
        let text = "<TDiep><DLieu><TBao/></DLieu></TDiep>";
        assert_eq!(summary(text), Some((Family::Message, 1, vec![], Some("TBao".to_owned()))));
        assert_eq!(summary("<TDiep><DLieu/></TDiep>"), Some((Family::Message, 1, vec![], None)));
        assert_eq!(summary("<Invoice/>"), None);
    }
}
