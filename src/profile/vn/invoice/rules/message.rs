//! The message, `TDiep` (spec §4.1, §4.3).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::form::has_word;
use crate::profile::vn::invoice::lines::lines;
use crate::profile::vn::invoice::read::Field;
use crate::profile::vn::invoice::read::Invoice;
use crate::profile::vn::invoice::read::Message;
use crate::profile::vn::invoice::table::Table;
use crate::profile::vn::invoice::table::Version;
use crate::profile::vn::tax_code::Wrong;
use crate::profile::vn::tax_code::judge;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Basis;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::Spot;
use crate::xml::trim;

use super::Check;
use super::about;
use super::header::is_series;
use super::tax_code;
use super::titled;

const ENVELOPE: Basis = Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần I");

define_rules! {
    Rules;
    /// A message type that is not known.
    TYPE = "VN-INV-MESSAGE-TYPE", Warning, ENVELOPE,
        ["Mã loại thông điệp {actual} không có trong danh mục.", "The message type {actual} is not in the list."],
        ["200, 201, 202, 203, 206 … với hóa đơn", "200, 201, 202, 203, 206 … for invoices"],
        ["Ghi đúng mã loại thông điệp.", "Write the type of the message."];
    /// A version of the message format that no decision has brought.
    VERSION = "VN-INV-MESSAGE-VERSION", Warning, ENVELOPE,
        ["Phiên bản của thông điệp “{actual}” không có trong quy định.", "The message format version “{actual}” is in no decision."],
        ["2.0.0, 2.0.1, 2.1.0 hoặc 2.1.1", "2.0.0, 2.0.1, 2.1.0 or 2.1.1"],
        ["Ghi phiên bản đang áp dụng.", "Write the version in force."];
    /// A sender or receiver that has not its form.
    PARTY = "VN-INV-MESSAGE-PARTY", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}): “{actual}” không đúng cấu trúc.", "“{field}” (element {element}): “{actual}” has not its form."],
        ["TCT, hoặc V hay K và mã số thuế không dấu gạch, hoặc mã số thuế", "TCT, or V or K and a tax code without hyphen, or a tax code"],
        ["Kiểm tra lại mã nơi gửi, nơi nhận.", "Check sender and receiver."];
    /// An id that has not its form.
    ID = "VN-INV-MESSAGE-ID", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}): “{actual}” không gồm mã nơi gửi và 32 ký tự thập lục phân.",
         "“{field}” (element {element}): “{actual}” is not the sender and 32 hexadecimal characters."],
        ["Mã nơi gửi và UUID viết hoa không dấu gạch", "the sender and a UUID in capitals without hyphens"],
        ["Tạo lại mã thông điệp theo quy định.", "Make the id as prescribed."];
    /// An id that does not begin with the sender.
    ID_SENDER = "VN-INV-MESSAGE-ID-SENDER", Warning, Basis::Practice,
        ["Mã thông điệp {actual} không bắt đầu bằng mã nơi gửi {sender}.", "The id {actual} does not begin with the sender {sender}."],
        ["{sender} ở đầu", "{sender} in front"],
        ["Tạo lại mã thông điệp theo quy định.", "Make the id as prescribed."];
    /// An answer that does not say to what.
    REFERENCE = "VN-INV-MESSAGE-REFERENCE", Warning, ENVELOPE,
        ["Thông điệp trả lời thiếu “{field}” (thẻ {element}).", "The answer lacks “{field}” (element {element})."],
        ["Mã của thông điệp được trả lời", "the id of the message that is answered"],
        ["Ghi mã thông điệp tham chiếu.", "Write the id of the message that is answered."];
    /// The number of invoices is not the one stated.
    COUNT = "VN-INV-MESSAGE-COUNT", Error, ENVELOPE,
        ["Thông điệp ghi số lượng {actual}, nhưng có {count} chứng từ.", "The message says {actual}, but holds {count} documents."],
        ["{count}", "{count}"],
        ["Ghi số lượng bằng số hóa đơn, tờ khai hoặc bảng trong DLieu.", "Write the number of invoices, registrations or tables in DLieu."];
    /// Data that a message of its type does not carry.
    DATA = "VN-INV-MESSAGE-DATA", Warning, ENVELOPE,
        ["Thông điệp {actual} ({title}) chứa thẻ {element}, không phải loại dữ liệu của thông điệp này.", "Message {actual} ({title}) holds {element}, which is not its kind of data."],
        ["Dữ liệu {carries}", "data {carries}"],
        ["Kiểm tra lại mã loại thông điệp; một thông điệp chỉ chứa một loại dữ liệu.", "Check the type of the message; a message holds one kind of data."];
    /// An invoice that a message of its type does not carry.
    SERIES = "VN-INV-MESSAGE-SERIES", Warning, ENVELOPE,
        ["Hóa đơn ký hiệu {actual} không gửi bằng thông điệp {message} ({title}).", "An invoice of series {actual} is not for message {message} ({title})."],
        ["Có mã: 200, 201, 202; không có mã: 203; khởi tạo từ máy tính tiền: 206", "with code: 200, 201, 202; without: 203; from a POS: 206"],
        ["Kiểm tra lại mã loại thông điệp hoặc ký hiệu hóa đơn.", "Check the type of the message or the series."];
    /// A message that is too large.
    SIZE = "VN-INV-MESSAGE-SIZE", Error, ENVELOPE,
        ["Thông điệp có dung lượng {size} byte, vượt quá {limit} byte (2 MB) cho phép.", "The message has {size} bytes, more than the {limit} (2 MB) allowed."],
        ["Tối đa {limit} byte", "at most {limit} bytes"],
        ["Chia dữ liệu thành nhiều thông điệp.", "Divide the data into several messages."];
    /// The taxpayer is not the seller.
    TAXPAYER = "VN-INV-MESSAGE-TAXPAYER", Warning, ENVELOPE,
        ["Mã số thuế của thông điệp là {actual}, của người bán trên hóa đơn là {seller}.",
         "The tax code of the message is {actual}, that of the seller on the invoice {seller}."],
        ["{seller}", "{seller}"],
        ["Một thông điệp chỉ chứa dữ liệu của một người nộp thuế.", "A message holds data of one taxpayer."];
}

/// A type of message: a line of `tables/messages.tsv`.
struct Type {
    /// What the message is called.
    title: Template,
    /// Root elements of its data, between blanks; empty where no text says.
    carries: &'static str,
    /// Whether it answers another message.
    answer: bool,
    /// The elements of its data that `SLuong` counts, between blanks; empty where it counts something else.
    counted: &'static str,
    /// The first letter of the series of its invoices; empty where there is none or either.
    letter: &'static str,
}

impl Type {
    fn of(code: &str) -> Option<Self> {
        lines(include_str!("../tables/messages.tsv")).find_map(|line| {
            let mut cells = line.split('\t');
            if cells.next()? != code {
                return None;
            }
            let title = Template::new(cells.next()?, cells.next()?);
            Some(Self {
                title,
                carries: cells.next()?,
                answer: cells.next()? == "yes",
                counted: cells.next()?,
                letter: cells.next()?,
            })
        })
    }
}

/// What a message of that type is called; `None` for a type that is not known.
#[must_use]
pub fn title_of(code: &str) -> Option<Template> {
    Type::of(code).map(|type_| type_.title)
}

/// Bytes of a message (spec §2.0).
const MOST: usize = 2 << 20;

pub(super) fn check(
    document: &Document<'_>,
    message: &Message<'_>,
    invoices: &[Invoice<'_>],
    table: &'static Table,
    findings: &mut Findings,
) {
    let type_ = message.kind.value().and_then(Type::of);
    let mut tell = |rule, field: &Field<'_>, path| findings.add(about(table, rule, field, path));
    if let Some(field) = message.kind.field()
        && type_.is_none()
        && field.text.parse::<i16>().is_ok_and(|kind| kind < 1_000)
    {
        tell(&TYPE, field, "TTChung/MLTDiep");
    }
    if let Some(field) = message.version.field()
        && Version::from_text(&field.text).is_none()
        && field.text.chars().count() <= 6
    {
        tell(&VERSION, field, "TTChung/PBan");
    }
    for (slot, path) in [(&message.sender, "TTChung/MNGui"), (&message.receiver, "TTChung/MNNhan")] {
        if let Some(field) = slot.field()
            && !is_party(&field.text)
            && field.text.chars().count() <= 14
        {
            tell(&PARTY, field, path);
        }
    }
    for (slot, path) in [(&message.id, "TTChung/MTDiep"), (&message.answers, "TTChung/MTDTChieu")] {
        if let Some(field) = slot.field()
            && !is_id(&field.text)
            && field.text.chars().count() <= 46
        {
            tell(&ID, field, path);
        }
    }
    if let (Some(id), Some(sender)) = (message.id.field(), message.sender.value())
        && is_id(&id.text)
        && is_party(sender)
        && !id.text.starts_with(sender)
    {
        findings.add(about(table, &ID_SENDER, id, "TTChung/MTDiep").with("sender", sender.to_owned()));
    }
    if let Some(field) = message.tax_code.field() {
        if matches!(judge(&field.text), Err(Wrong::Pattern)) && field.text.chars().count() <= 14 {
            findings.add(about(table, &tax_code::PATTERN, field, "TTChung/MST"));
        } else if let Some(seller) = invoices
            .iter()
            .filter_map(|invoice| invoice.seller.tax_code.value())
            .find(|seller| !same_tax_code(&field.text, seller))
        {
            findings.add(about(table, &TAXPAYER, field, "TTChung/MST").with("seller", seller.to_owned()));
        }
    }
    if type_.as_ref().is_some_and(|type_| type_.answer)
        && message.answers.is_empty()
        // The table of a technical answer makes it mandatory unless the message could not be read.
        && !table.form().facts().messages.contains("999")
        && let Some(node) = message.answers.node().or(message.header)
    {
        let draft = Draft::new(&REFERENCE, Spot::Node(node));
        findings.add(titled(draft, table.row("TTChung/MTDTChieu"), "TTChung/MTDTChieu"));
    }
    let Some(node) = document.node(message.node) else { return };
    if let (Some(type_), Some(field)) = (&type_, message.kind.field()) {
        data(node, message, type_, field, table, findings);
    }
    let size = node.range().len();
    // A message within another one has been told with that one.
    if size > MOST && !node.ancestors().any(|around| around.local_name() == "TDiep") {
        findings.add(Draft::new(&SIZE, Spot::Node(node.id())).with("size", size).with("limit", MOST));
    }
}

/// An invoice against the type of the message that carries it: coded or not, from a POS or not, per occurrence or not.
pub(super) fn check_invoice(check: &mut Check<'_, '_>) {
    let Some(message) = check.message else { return };
    let Some(type_) = message.kind.value().and_then(Type::of).filter(|type_| has_word(type_.carries, "HDon")) else { return };
    let Some(field) = check.invoice.header.series.field().filter(|field| is_series(&field.text)) else { return };
    let kind = message.kind.value().unwrap_or_default();
    let carried = has_word(check.table.form().facts().messages, kind);
    if !carried || !(type_.letter.is_empty() || field.text.starts_with(type_.letter)) {
        let draft = check.about(&SERIES, field, "DLHDon/TTChung/KHHDon").with("message", kind.to_owned());
        check.add(draft.with("title", type_.title));
    }
}

/// What a message of a type holds.
fn data(node: Node<'_>, message: &Message<'_>, type_: &Type, kind: &Field<'_>, table: &'static Table, findings: &mut Findings) {
    let parts =
        || node.elements().filter(|part| part.local_name() == "DLieu").flat_map(|data| data.elements().collect::<Vec<_>>());
    // A message in a message is judged for itself, and a batch may wrap its invoices once more.
    let strange = parts()
        .find(|part| !matches!(part.local_name(), "TDiep" | "DLHDon" | "DSHDon") && !has_word(type_.carries, part.local_name()));
    if let Some(part) = strange.filter(|_| !type_.carries.is_empty()) {
        let draft = about(table, &DATA, kind, "TTChung/MLTDiep").with("title", type_.title);
        findings.add(draft.with("element", part.local_name().to_owned()).with("carries", type_.carries));
    }
    // A message around another one counts what that one holds; where a wrapper stands around the invoices, they are not counted here.
    let wrapped = parts().any(|part| !has_word(type_.counted, part.local_name()));
    let counted = parts().filter(|part| has_word(type_.counted, part.local_name())).count();
    // Nor is what somebody packed into text.
    let mut data = node.elements().filter(|part| part.local_name() == "DLieu");
    let wrapped = wrapped || data.any(|data| data.elements().next().is_none() && !trim(&data.text()).is_empty());
    if let Some(field) = message.count.field()
        && !type_.counted.is_empty()
        && !wrapped
        && let Ok(stated) = field.text.parse::<usize>()
        && stated != counted
    {
        findings.add(about(table, &COUNT, field, "TTChung/SLuong").with("count", counted));
    }
}

/// `TCT`, a transmitter `V…` or an enterprise `K…` with its tax code without hyphen, or the bare code of a provider.
fn is_party(text: &str) -> bool {
    let code = text.strip_prefix(['V', 'K']).unwrap_or(text);
    text == "TCT" || (matches!(code.len(), 10 | 12 | 13) && code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The sender and the 32 hexadecimal digits of a UUID.
fn is_id(text: &str) -> bool {
    let Some((sender, uuid)) = text.len().checked_sub(32).and_then(|middle| text.split_at_checked(middle)) else { return false };
    is_party(sender) && uuid.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
}

/// Whether two tax codes are the same, a hyphen or underscore aside.
pub(super) fn same_tax_code(one: &str, other: &str) -> bool {
    let digits = |text: &'_ str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    one == other || digits(one) == digits(other)
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;
    use super::*;

    fn message() -> String {
        format!(
            "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>TCT</MNGui><MNNhan>V0109999982</MNNhan><MLTDiep>202</MLTDiep>\
             <MTDiep>TCT{0}</MTDiep><MTDTChieu>V0109999982{0}</MTDTChieu><MST>0109999982</MST><SLuong>1</SLuong></TTChung>\
             <DLieu>{1}</DLieu></TDiep>",
            "0123456789ABCDEF".repeat(2),
            vat()
        )
    }

    #[test]
    fn the_types_of_the_decisions_are_known() {
        assert!(lines(include_str!("../tables/messages.tsv")).all(|line| line.split('\t').count() == 9));
        for (code, carries, answer) in
            [("200", "HDon", false), ("202", "HDon", true), ("300", "TBao", false), ("999", "TBao", true)]
        {
            let known = Type::of(code).unwrap();
            assert_eq!((known.carries, known.answer), (carries, answer), "{code}");
        }
        assert!(Type::of("299").is_none() && Type::of("").is_none());
    }

    #[test]
    fn a_good_message_has_no_finding_and_each_fault_has_one() {
        assert!(codes(&message()).is_empty(), "{:?}", codes(&message()));
        for (from, to, code) in [
            ("<MLTDiep>202<", "<MLTDiep>299<", "VN-INV-MESSAGE-TYPE warning MLTDiep"),
            ("<MLTDiep>202<", "<MLTDiep>x<", "VN-INV-NUMBER-FORMAT error MLTDiep"),
            ("<MNNhan>V0109999982<", "<MNNhan>X0109999982<", "VN-INV-MESSAGE-PARTY warning MNNhan"),
            ("<MTDiep>TCT0", "<MTDiep>TCTg", "VN-INV-MESSAGE-ID warning MTDiep"),
            ("<MTDiep>TCT0", "<MTDiep>V01099999820", "VN-INV-MESSAGE-ID-SENDER warning MTDiep"),
            ("<SLuong>1<", "<SLuong>2<", "VN-INV-MESSAGE-COUNT error SLuong"),
            ("<MST>0109999982</MST><SLuong>", "<MST>0100109106</MST><SLuong>", "VN-INV-MESSAGE-TAXPAYER warning MST"),
            ("<MST>0109999982</MST><SLuong>", "<MST>010999998</MST><SLuong>", "VN-INV-TAX-CODE error MST"),
            ("<MNGui>TCT</MNGui>", "", "VN-INV-FIELD-MISSING error TTChung"),
            ("<SLuong>1<", "<SLuong><", "VN-INV-FIELD-EMPTY error SLuong"),
            ("<PBan>2.1.0</PBan><MNGui>", "<MNGui>", "VN-INV-FIELD-MISSING warning TTChung"),
        ] {
            assert_eq!(codes(&message().replacen(from, to, 1)), [code]);
        }
        let text = message();
        let (start, end) = (text.find("<MTDTChieu>").unwrap(), text.find("</MTDTChieu>").unwrap());
        let without = format!("{}{}", &text[..start], &text[end + "</MTDTChieu>".len()..]);
        assert_eq!(codes(&without), ["VN-INV-MESSAGE-REFERENCE warning TTChung"]);
    }
}
