//! Makes invoices from the tables of the format: the smallest and the fullest that break no rule.

use std::fmt::Write as _;

use taxdoc::profile::vn::invoice::table::Form;
use taxdoc::profile::vn::invoice::table::Need;
use taxdoc::profile::vn::invoice::table::Row;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;

/// Every table of an invoice. A POS has one since 2.0.1, but older files name 2.0.0.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    let forms = [Form::Vat, Form::VatPos, Form::Sales, Form::SalesPos];
    forms.into_iter().flat_map(|form| Version::ALL.into_iter().map(move |version| Table::of(form, version)))
}

/// The fields that the table calls mandatory and those without which a rule speaks.
pub(crate) fn minimal(table: &Table) -> String {
    let mut text = String::new();
    group(table, "", "HDon", false, &mut text);
    text
}

/// Every field of the table, but for the QR text, whose content depends on the others, and signatures, which are made elsewhere.
pub(crate) fn full(table: &Table) -> String {
    let mut text = String::new();
    group(table, "", "HDon", true, &mut text);
    text
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
    matches!(table.form(), Form::Vat | Form::VatPos)
}

fn wanted(row: &Row, full: bool) -> bool {
    if full {
        row.name() != "DLQRCode" && !row.path.starts_with("DSCKS")
    } else {
        matches!(row.need, Need::Mandatory(_)) || USUAL.contains(&row.path)
    }
}

fn group(table: &Table, path: &str, name: &str, full: bool, text: &mut String) {
    let id = if name == "DLHDon" { " Id=\"data\"" } else { "" };
    let _ = write!(text, "<{name}{id}>");
    for row in table.rows().iter().filter(|row| row.parent() == path && wanted(row, full)) {
        match row.shape {
            Shape::Group if row.path.ends_with("TTHHDTrung/TTin") => text.push_str(
                "<TTin><LHHDTrung>1</LHHDTrung><TTruong>SKhung</TTruong><DLieu>RL4X</DLieu></TTin>\
                 <TTin><LHHDTrung>1</LHHDTrung><TTruong>SMay</TTruong><DLieu>2NZ</DLieu></TTin>",
            ),
            Shape::Group => group(table, row.path, row.name(), full, text),
            Shape::Free => text
                .push_str("<TTKhac><TTin><TTruong>Ghi chú</TTruong><KDLieu>string</KDLieu><DLieu>không</DLieu></TTin></TTKhac>"),
            _ => {
                let _ = write!(text, "<{0}>{1}</{0}>", row.name(), value(table, row, full));
            }
        }
    }
    let _ = write!(text, "</{name}>");
}

/// A value that breaks no rule, and whose amounts add up.
fn value(table: &Table, row: &Row, full: bool) -> String {
    let vat = is_vat(table);
    let pos = matches!(table.form(), Form::VatPos | Form::SalesPos);
    let parent = row.parent().rsplit('/').next().unwrap_or_default();
    let text = match (parent, row.name()) {
        (_, "PBan") => table.version().text(),
        (_, "KHMSHDon" | "KHMSHDCLQuan") => {
            if vat {
                "1"
            } else {
                "2"
            }
        }
        (_, "KHHDon" | "KHHDCLQuan") => {
            if pos {
                "C25MAA"
            } else {
                "C25TAA"
            }
        }
        (_, "SHDon") => "128",
        (_, "SHDCLQuan") => "7",
        (_, "MSTTCGP") => "0108888870",
        ("NBan", "MST") | (_, "MSTDVNUNLHDon" | "MSTCLQuan") => "0109999982",
        ("NMua", "MST") => "0100109106",
        (_, "CCCDan") => "001099012345",
        (_, "MDVQHNSach") => "1234567",
        (_, "DVTTe") => "VND",
        (_, "TGia" | "TCHDon" | "LHDCLQuan" | "STT" | "SLuong") => "1",
        (_, "TChat") => {
            if full && table.version() >= Version::V210 {
                "5"
            } else {
                "1"
            }
        }
        (_, "DGia" | "ThTien" | "TgTCThue") => "1000000",
        (_, "TSuat") => {
            if vat {
                "10%"
            } else {
                "0%"
            }
        }
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
        (_, "MCCQT") => match (pos, vat) {
            (false, _) => "00ABCDEF0123456789ABCDEF0123456789",
            (true, true) => "M1-25-A1B2C-00001234567",
            (true, false) => "M2-25-A1B2C-00001234567",
        },
        _ => match row.shape {
            Shape::Date => "2025-06-01",
            Shape::Number(..) => "0",
            _ => "chữ",
        },
    };
    // Short codes have no room for more.
    let room = if let Shape::Text(Some(most)) = row.shape { most as usize } else { usize::MAX };
    text.chars().take(room).collect()
}
