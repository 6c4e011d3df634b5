//! The messages beside invoices, each a whole signed message made from its table, and the faults of every row put into it one by one:
//! signed anew, so that the fault is all that is wrong.

use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::table::Need;
use taxdoc::profile::vn::invoice::table::Row;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::rules::Severity;

use super::bases::message;
use super::case::findings;
use super::case::list;
use super::case::unclean;
use super::case::validator;
use super::sign::AUTHORITY;
use super::sign::SELLER;
use super::sign::sign;
use super::sign::template;
use crate::common::vn_invoice;

/// Type of the message, its table, what is signed and by whom.
const MESSAGES: &[(&str, Form, &[&str], &[&str])] = &[
    ("101", Form::Delegation, &["DLTKhai"], &["NNT"]),
    ("102", Form::NoticeReceipt, &["DLTBao"], &["CQT"]),
    ("103", Form::NoticeRegistration, &["DLTBao", "STBao"], &["TTCQT", "CQT"]),
    ("104", Form::NoticeDelegation, &["DLTBao", "STBao"], &["TTCQT", "CQT"]),
    ("105", Form::NoticeConversion, &["DLTBao", "STBao"], &["TTCQT", "CQT"]),
    ("106", Form::Request, &["DLDNghi"], &["NNT"]),
    ("205", Form::NoticeOccurrence, &["DLTBao", "STBao"], &["TTCQT", "CQT"]),
    ("208", Form::List, &["NDBKe"], &["NBan", "NMua"]),
    ("301", Form::ErrorAnswer, &["DLTBao", "STBao"], &["CQT"]),
    ("302", Form::ReviewNotice, &["DLTBao", "STBao"], &["TTCQT", "CQT"]),
];

/// The path of the data in its message.
fn home(form: Form) -> String {
    format!("/TDiep/DLieu/{}", form.root())
}

/// The whole message around data of a table, not signed yet.
fn around(kind: &str, form: Form, parts: &[&str], places: &[&str], data: &str) -> String {
    let mut data = data.to_owned();
    let mut ids = Vec::new();
    for part in parts {
        let open = format!("<{part}>");
        if data.contains(&open) {
            data = data.replacen(&open, &format!("<{part} Id=\"{part}-{kind}\">"), 1);
            ids.push(format!("{part}-{kind}"));
        }
    }
    let targets: Vec<(&str, bool)> = ids.iter().map(|id| (&**id, false)).collect();
    let sign_at = |place: &&str| {
        let signer = if place.ends_with("CQT") { &AUTHORITY } else { &SELLER };
        // The head of the authority signs the notice before it has a number.
        let covered = if *place == "TTCQT" { targets.get(..1).unwrap_or_default() } else { &*targets };
        format!("<{place}>{}</{place}>", template(&format!("s-{kind}-{place}"), signer, covered, "2025-11-20T09:15:30"))
    };
    let signatures: String = places.iter().map(sign_at).collect();
    let close = format!("</{}>", form.root());
    let data = data.strip_suffix(&close).expect("the root closes it").to_owned();
    let data = format!("{data}<DSCKS>{signatures}</DSCKS>{close}");
    let by_authority = places.iter().any(|place| place.ends_with("CQT"));
    let (sender, receiver) = if by_authority { ("TCT", "V0108888870") } else { ("V0108888870", "TCT") };
    let text = message(kind, sender, receiver, 1, &data, "");
    let answers = format!("<MTDTChieu>{receiver}0123456789ABCDEF0123456789ABCDEF</MTDTChieu><MST>");
    if by_authority { text.replacen("<MST>", &answers, 1) } else { text }
}

/// A change of the data and what must be said about it: code, severity, path.
struct Fault {
    data: String,
    code: &'static str,
    severity: Severity,
    path: String,
}

/// The faults of a row. Values by which the table is chosen are left out: another value is another table.
fn faults(table: &Table, row: &Row, data: &str) -> Vec<Fault> {
    let facts = table.form().facts();
    let chooses =
        row.name() == "PBan" || row.name() == "MSo" || facts.has.starts_with(row.path) || facts.head.starts_with(row.path);
    let Some((whole, content)) = vn_invoice::spans(data, facts.root, row.path).filter(|_| !chooses) else { return Vec::new() };
    let home = home(table.form());
    let path = format!("{home}/{}", row.path);
    let (parent, _) = path.rsplit_once('/').expect("a path");
    let bound = if row.binds { Severity::Error } else { Severity::Warning };
    let put = |span: std::ops::Range<usize>, new: &str| format!("{}{new}{}", &data[..span.start], &data[span.end..]);
    let mut faults = Vec::new();
    let only = table.rows().iter().filter(|other| other.parent() == row.parent()).count() == 1;
    if let (Need::Mandatory(severity), false) = (row.need, row.shape == Shape::Group) {
        let data = put(content.clone(), "");
        faults.push(Fault { data, code: "VN-INV-FIELD-EMPTY", severity, path: path.clone() });
        if !only {
            faults.push(Fault { data: put(whole, ""), code: "VN-INV-FIELD-MISSING", severity, path: parent.to_owned() });
        }
    }
    let wrong = match row.shape {
        Shape::Text(Some(most)) => Some(("ế".repeat(most as usize + 1), "VN-INV-FIELD-LENGTH")),
        Shape::Number(..) => Some(("1,5".to_owned(), "VN-INV-NUMBER-FORMAT")),
        Shape::Date => Some(("2025-02-29".to_owned(), "VN-INV-DATE-FORMAT")),
        Shape::DateTime => Some(("2025-02-29T08:00:00".to_owned(), "VN-INV-DATE-TIME-FORMAT")),
        _ => None,
    };
    if let Some((value, code)) = wrong {
        faults.push(Fault { data: put(content, &value), code, severity: bound, path });
    }
    faults
}

#[test]
fn each_message_is_valid_and_each_fault_of_its_rows_is_told() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (kind, form, parts, places) in MESSAGES {
        let table = Table::of(*form, Version::V210);
        let data = vn_invoice::full(table);
        let signed = |data: &str| sign(&around(kind, *form, parts, places, data));
        if let Some(why) = unclean(signed(&data).as_bytes()) {
            wrong.push(format!("{kind} {form:?} is not clean: {why}"));
            continue;
        }
        for row in table.rows() {
            for fault in faults(table, row, &data) {
                count += 1;
                let found = findings(&validator().validate(signed(&fault.data).as_bytes()));
                let is_it = |finding: &&super::case::Expected| {
                    finding.code == fault.code && finding.severity == fault.severity && finding.path == fault.path
                };
                // A tax code that is gone or strange is no longer that of the signer either.
                let of_signer = |finding: &&super::case::Expected| finding.code.starts_with("VN-SIG-HOLDER");
                let others = found.iter().filter(|finding| !is_it(finding) && !of_signer(finding)).count();
                if !found.iter().any(|finding| is_it(&finding)) || others > 0 {
                    wrong.push(format!("{kind} {}: {} {}, found {}", row.path, fault.code, fault.path, list(&found)));
                }
            }
        }
    }
    crate::common::suites::say(&format!(
        "messages: {} kinds, {count} faults of their rows, {} not as expected",
        MESSAGES.len(),
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 500, "{count}");
}
