//! Makes invoices and other documents from the tables of the format: the smallest and the fullest that break no rule.

use std::fmt::Write as _;

use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::table::Need;
use taxdoc::profile::vn::invoice::table::Row;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;

/// Every table of an invoice, in the versions that have its form symbol. A POS has one since 2.0.1, but older files name 2.0.0.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.form().is_invoice())
}

/// Every table of a document: invoices, registrations, notices and the rest, without the message around them.
pub(crate) fn documents() -> impl Iterator<Item = &'static Table> {
    all().filter(|table| table.form().root() != "TDiep")
}

/// Every table there is.
pub(crate) fn all() -> impl Iterator<Item = &'static Table> {
    // Symbols 7, 8 and 9 came with circular 32/2025, e-documents with QĐ 1271.
    let newer = |form: Form| matches!(form.facts().kind, "7" | "8" | "9") || form.facts().is("partial");
    let in_force = move |form: Form, version| !newer(form) || version >= Version::V210;
    let versions = move |form: Form| Version::ALL.into_iter().filter(move |version| in_force(form, *version));
    Form::ALL.into_iter().flat_map(move |form| versions(form).map(move |version| Table::of(form, version)))
}

/// The fields that the table calls mandatory and those without which a rule speaks.
pub(crate) fn minimal(table: &Table) -> String {
    let mut text = String::new();
    group(table, "", table.form().root(), Extent::Minimal, &mut text);
    text
}

/// Every field of the table, but for the QR text, whose content depends on the others, and signatures, which are made elsewhere.
pub(crate) fn full(table: &Table) -> String {
    let mut text = String::new();
    group(table, "", table.form().root(), Extent::Full, &mut text);
    text
}

/// Every row of the table.
pub(crate) fn complete(table: &Table) -> String {
    let mut text = String::new();
    group(table, "", table.form().root(), Extent::Complete, &mut text);
    text
}

/// How much of a table a document holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Minimal,
    Full,
    Complete,
}

/// Mandatory by a condition that holds here, or what names the invoice.
const USUAL: &[&str] = &[
    "DLHDon/TTChung/KHMSHDon",
    "DLHDon/TTChung/KHHDon",
    "DLHDon/TTChung/SHDon",
    "DLHDon/TTChung/DVTTe",
    "DLHDon/NDHDon/DSHHDVu",
    "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien",
    "DLHDon/NDHDon/TToan",
    "MCCQT",
];

fn is_vat(table: &Table) -> bool {
    table.form().facts().is("vat")
}

fn wanted(row: &Row, extent: Extent) -> bool {
    match extent {
        Extent::Minimal => matches!(row.need, Need::Mandatory(_) | Need::If(_)) || USUAL.contains(&row.path),
        Extent::Full => row.name() != "DLQRCode" && !row.path.starts_with("DSCKS") && row.name() != "CKSNNT",
        Extent::Complete => true,
    }
}

fn group(table: &Table, path: &str, name: &str, extent: Extent, text: &mut String) {
    let id = if name == "DLHDon" { " Id=\"data\"" } else { "" };
    let _ = write!(text, "<{name}{id}>");
    for row in table.rows().iter().filter(|row| row.parent() == path && wanted(row, extent)) {
        match row.shape {
            Shape::Group if row.path.ends_with("TTHHDTrung/TTin") => {
                let kind = if extent == Extent::Complete { "<KDLieu>string</KDLieu>" } else { "" };
                let _ = write!(
                    text,
                    "<TTin><LHHDTrung>1</LHHDTrung><TTruong>SKhung</TTruong>{kind}<DLieu>RL4X</DLieu></TTin>\
                     <TTin><LHHDTrung>1</LHHDTrung><TTruong>SMay</TTruong>{kind}<DLieu>2NZ</DLieu></TTin>"
                );
            }
            Shape::Group => group(table, row.path, row.name(), extent, text),
            Shape::Free if row.name() == "TTKhac" => text
                .push_str("<TTKhac><TTin><TTruong>Ghi chú</TTruong><KDLieu>string</KDLieu><DLieu>không</DLieu></TTin></TTKhac>"),
            Shape::Free | Shape::Signature => {
                let _ = write!(text, "<{0}><Signature/></{0}>", row.name());
            }
            _ => {
                let _ = write!(text, "<{0}>{1}</{0}>", row.name(), value(table, row, extent));
            }
        }
    }
    let _ = write!(text, "</{name}>");
}

/// A value that breaks no rule, and whose amounts add up.
fn value(table: &Table, row: &Row, extent: Extent) -> String {
    let facts = table.form().facts();
    let text: String = match of_list(table, row).or_else(|| of_name(row)) {
        Some(text) => text,
        None if facts.kind.is_empty() => of_shape(row),
        None => of_invoice(table, row, extent).unwrap_or_else(|| of_shape(row)),
    };
    // Short codes have no room for more.
    let room = if let Shape::Text(Some(most)) = row.shape { most as usize } else { usize::MAX };
    text.chars().take(room).collect()
}

/// A value of the list of a field.
fn of_list(table: &Table, row: &Row) -> Option<String> {
    let facts = table.form().facts();
    let text = match row.list {
        "version" => table.version().text(),
        "form-symbol" if facts.kind.is_empty() => "1",
        "form-symbol" => facts.kind,
        "form-code" => facts.codes.split(' ').next()?,
        "message-type" if facts.messages.is_empty() => "200",
        "message-type" => facts.messages,
        "tax-code" => "0109999982",
        "currency" => "VND",
        "tax-rate" => {
            if facts.kind.is_empty() || is_vat(table) {
                "10%"
            } else {
                "0%"
            }
        }
        "series" => "C25TAA",
        "period" => "06/2025",
        "period-kind" => "T",
        "citizen" => "001099012345",
        "budget-unit" => "1234567",
        "authority-code" => "00ABCDEF0123456789ABCDEF0123456789",
        "document-series" => "CT/25E",
        "digits" => "128",
        "flag" | "special-goods" if !facts.kind.is_empty() => return None,
        "line-nature" | "invoice-nature" if !facts.kind.is_empty() => return None,
        "data-type" => return None,
        "" => return None,
        _ => "1",
    };
    Some(text.to_owned())
}

/// A value for fields of one name in every table.
fn of_name(row: &Row) -> Option<String> {
    let text = match row.name() {
        "MNGui" => "TCT",
        "MNNhan" => "V0109999982",
        "MTDiep" | "MTDTChieu" => "TCT0123456789ABCDEF0123456789ABCDEF",
        _ => return None,
    };
    Some(text.to_owned())
}

/// A value of an invoice.
fn of_invoice(table: &Table, row: &Row, extent: Extent) -> Option<String> {
    let vat = is_vat(table);
    let facts = table.form().facts();
    let parent = row.parent().rsplit('/').next().unwrap_or_default();
    let text = match (parent, row.name()) {
        (_, "KHMSHDCLQuan") => facts.kind,
        (_, "KHHDon" | "KHHDCLQuan") => return Some(format!("C25{}AA", &facts.letters[..1])),
        (_, "SHDon") => "128",
        (_, "SHDCLQuan") => "7",
        (_, "MSTTCGP") => "0108888870",
        ("NBan", "MST") | (_, "MSTDVNUNLHDon" | "MSTCLQuan") => "0109999982",
        ("NMua", "MST") => "0100109106",
        (_, "CCCDan") => "001099012345",
        (_, "MDVQHNSach") => "1234567",
        (_, "TGia" | "TCHDon" | "LHDCLQuan" | "STT" | "SLuong") => "1",
        (_, "TChat") => {
            if extent != Extent::Minimal && table.row("DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung").is_some() {
                "5"
            } else {
                "1"
            }
        }
        (_, "DGia" | "ThTien" | "TgTCThue") => "1000000",
        (_, "TThue" | "TgTThue") => {
            if vat {
                "100000"
            } else {
                "0"
            }
        }
        (_, "TgTTTBSo") => {
            if vat {
                "1100000"
            } else {
                "1000000"
            }
        }
        (_, "TgTTTBChu") => {
            if vat {
                "Một triệu một trăm nghìn đồng"
            } else {
                "Một triệu đồng"
            }
        }
        (_, "MCCQT") if facts.is("pos") => return Some(format!("M{}-25-A1B2C-00001234567", facts.kind)),
        (_, "MCCQT") => "00ABCDEF0123456789ABCDEF0123456789",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Any value of the type.
fn of_shape(row: &Row) -> String {
    let text = match row.shape {
        Shape::Date => "2025-06-01",
        Shape::DateTime => "2025-06-01T08:00:00",
        Shape::Number(..) => "0",
        _ => "chữ",
    };
    text.to_owned()
}

/// The bytes of an element of that path, tags included, and of what is in it.
pub(crate) fn spans(text: &str, root: &str, path: &str) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut inside = 0..text.len();
    let mut outside = 0..text.len();
    for name in [root].into_iter().chain(path.split('/')) {
        // Children of that name one level down: skip elements that begin before.
        let mut at = inside.start;
        loop {
            let open = text[at..inside.end].find('<')? + at;
            let tag_end = text[open..].find('>')? + open + 1;
            let tag: &str = text[open + 1..tag_end - 1].split(' ').next()?;
            let close = format!("</{tag}>");
            let mut depth = 1;
            let mut end = tag_end;
            while depth > 0 {
                let next_close = text[end..].find(&close)? + end;
                let next_open = text[end..next_close].matches(&format!("<{tag}>")).count();
                depth += next_open;
                depth -= 1;
                end = next_close + close.len();
            }
            if tag == name {
                outside = open..end;
                inside = tag_end..end - close.len();
                break;
            }
            at = end;
        }
    }
    Some((outside, inside))
}
