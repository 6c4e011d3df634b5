//! What a table says of the values and of the presence of fields: the `list` and `C:…` columns, run over any document of the table.
//!
//! Invoices have typed rules for the same columns (the modules beside this one); of them only the conditions of `conditions.tsv` are
//! run here, where their table has any.

use std::borrow::Cow;

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::date::Date;
use crate::profile::vn::invoice::table::Given;
use crate::profile::vn::invoice::table::Need;
use crate::profile::vn::invoice::table::Row;
use crate::profile::vn::invoice::table::Shape;
use crate::profile::vn::invoice::table::Table;
use crate::profile::vn::invoice::table::Version;
use crate::profile::vn::invoice::table::plain_name;
use crate::profile::vn::tax_code::judge;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::xml::Node;
use crate::xml::Spot;
use crate::xml::trim;

use super::authority_code;
use super::currency;
use super::header;
use super::lists;
use super::parties;
use super::required;
use super::tax_code;
use super::tax_rate;

define_rules! {
    Rules;
    /// A period that is not written as its kind is.
    PERIOD = "VN-INV-PERIOD", Error, Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phụ lục VII"),
        ["“{field}” (thẻ {element}): “{actual}” không đúng dạng kỳ dữ liệu.", "“{field}” (element {element}): “{actual}” is not a period."],
        ["Tháng mm/yyyy, quý q/yyyy, ngày dd/mm/yyyy, theo loại kỳ", "mm/yyyy for a month, q/yyyy for a quarter, dd/mm/yyyy for a day, as the kind of period says"],
        ["Ghi kỳ theo đúng loại kỳ, ví dụ 06/2025, 3/2025 hoặc 30/06/2025.", "Write the period as its kind is, for example 06/2025, 3/2025 or 30/06/2025."];
    /// A span that ends before it begins.
    SPAN = "VN-INV-SPAN", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}): ngày {actual} trước ngày bắt đầu {from}.", "“{field}” (element {element}): {actual} is before the start, {from}."],
        ["Không trước {from}", "not before {from}"],
        ["Kiểm tra lại thời hạn.", "Check the span."];
    /// A document series that has not its form.
    DOCUMENT_SERIES = "VN-INV-DOCUMENT-SERIES", Warning, Basis::Law("TT 32/2025/TT-BTC, Phụ lục I"),
        ["Ký hiệu chứng từ “{actual}” không đúng cấu trúc.", "The series “{actual}” of the document has not its form."],
        ["CT/25E với chứng từ khấu trừ thuế; 25T hoặc AB/25T với biên lai", "CT/25E for a withholding certificate; 25T or AB/25T for a receipt"],
        ["Kiểm tra lại ký hiệu chứng từ.", "Check the series."];
}

/// Checks values and conditions of a document against its table.
pub(super) fn check(table: &'static Table, root: Node<'_>, findings: &mut Findings) {
    Walk { table, root, values: true, findings }.group(root, None);
}

/// Checks the conditions of a document alone, where its table has any of `conditions.tsv`. `root` may be the `DLHDon` of an invoice
/// around which nothing stands.
pub(super) fn check_conditions(table: &'static Table, root: Node<'_>, findings: &mut Findings) {
    if !table.rows().iter().any(|row| matches!(row.need, Need::If(_))) {
        return;
    }
    let below = if root.local_name() == table.form().root() {
        None
    } else {
        table.rows().iter().position(|row| row.path == root.local_name())
    };
    Walk { table, root, values: false, findings }.group(root, below);
}

struct Walk<'w, 'd> {
    table: &'static Table,
    root: Node<'d>,
    values: bool,
    findings: &'w mut Findings,
}

impl<'d> Walk<'_, 'd> {
    /// A group and everything in it. As deep as the table, however deep the document.
    fn group(&mut self, node: Node<'d>, at: Option<usize>) {
        let table = self.table;
        for child in node.elements().take_while(|child| !child.document().is_left_off()) {
            let name = plain_name(child.local_name());
            let Some((index, row)) = table.below(at).find(|(_, row)| row.name() == name) else { continue };
            match row.shape {
                Shape::Group => self.group(child, Some(index)),
                _ if self.values && !row.list.is_empty() => self.value(child, row),
                _ => {}
            }
        }
        for (_, row) in table.below(at) {
            if let Need::If(given) = row.need {
                self.condition(node, row, given);
            }
        }
        if self.values {
            self.span(node, at);
        }
    }

    /// A field that must be there when its condition holds.
    fn condition(&mut self, group: Node<'d>, row: &Row, given: Given) {
        let mut there = None;
        for child in group.elements().filter(|child| plain_name(child.local_name()) == row.name()) {
            if child.elements().next().is_some() || !trim(&child.text()).is_empty() {
                return;
            }
            there = there.or(Some(child));
        }
        if holds(given.when, group, self.root) {
            let place = there.unwrap_or(group);
            let draft = named(&required::REQUIRED, Spot::Node(place.id()), row).with("condition", given.title).basis(row.basis);
            self.add(draft.severity(given.severity), row);
        }
    }

    /// A value with a list or a form of its own.
    fn value(&mut self, node: Node<'d>, row: &Row) {
        let text = node.text();
        let text = trim(&text);
        if text.is_empty() || is_too_long(text, row.shape) {
            return;
        }
        let version = self.table.version();
        let mut tell = |rule| {
            let draft = named(rule, Spot::Content(node.id()), row).actual(text);
            add(self.findings, draft, row);
        };
        match row.list {
            // The choice of the table and the rules of messages have these.
            "version" | "message-type" => {}
            "tax-code" => {
                if let Err(wrong) = judge(text) {
                    tell(tax_code::rule_of(wrong));
                }
            }
            "currency" if !currency::is_currency(text) => tell(&currency::UNKNOWN),
            "tax-rate" if !tax_rate::is_rate(text, version) => tell(&tax_rate::UNKNOWN),
            "series" if !header::is_series(text) => tell(&header::SERIES_PATTERN),
            "digits" if !digits(text) => tell(&header::NUMBER_PATTERN),
            "period" if !is_period(text, kind_of_period(node).as_deref()) => tell(&PERIOD),
            "citizen" if !(digits(text) && text.len() == 12) => tell(&parties::CITIZEN),
            "budget-unit" if !(digits(text) && text.len() == 7) => tell(&parties::BUDGET_UNIT),
            "authority-code" if !authority_code::is_code(text) => tell(&authority_code::PATTERN),
            "document-series" if !is_document_series(text) => tell(&DOCUMENT_SERIES),
            "currency" | "tax-rate" | "series" | "digits" | "period" | "citizen" | "budget-unit" | "authority-code"
            | "document-series" => {}
            list => self.listed(node, row, list, text, version),
        }
    }

    /// A value of a code list.
    fn listed(&mut self, node: Node<'d>, row: &Row, list: &'static str, text: &str, version: Version) {
        // What is no number of one digit is told by the schema.
        let told = matches!(row.shape, Shape::Number(..)) && !(text.len() == 1 && digits(text));
        if told || lists::has(list, text, version) {
            return;
        }
        let draft = named(&lists::UNKNOWN, Spot::Content(node.id()), row).actual(text).basis(row.basis);
        self.add(draft.with("codes", lists::codes_text(list, version)), row);
    }

    /// `TNgay` to `DNgay`.
    fn span(&mut self, group: Node<'d>, at: Option<usize>) {
        let Some((_, row)) = self.table.below(at).find(|(_, row)| row.name() == "DNgay") else { return };
        let day = |name| {
            let node = group.child(name)?;
            let text = node.text();
            let text = trim(&text);
            Date::parse(text.get(..10).unwrap_or(text)).map(|date| (node, date))
        };
        let (Some((_, from)), Some((node, to))) = (day("TNgay"), day("DNgay")) else { return };
        if to < from {
            let draft = named(&SPAN, Spot::Content(node.id()), row).actual(&to.to_string());
            self.add(draft.with("from", from.to_string()), row);
        }
    }

    fn add(&mut self, draft: Draft, row: &Row) {
        add(self.findings, draft, row);
    }
}

/// A table that does not bind gives no error.
fn add(findings: &mut Findings, draft: Draft, row: &Row) {
    let severity = draft.severity;
    findings.add(if row.binds { draft } else { draft.severity(severity.min(Severity::Warning)) });
}

fn named(rule: &'static Rule, spot: Spot, row: &Row) -> Draft {
    Draft::new(rule, spot).field(row.title).with("element", row.name())
}

/// Whether the schema tells that a value is too long for its field.
fn is_too_long(text: &str, shape: Shape) -> bool {
    matches!(shape, Shape::Text(Some(most)) if text.chars().count() > most as usize)
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a condition of `conditions.tsv` holds for a group of a document.
fn holds(when: &str, group: Node<'_>, root: Node<'_>) -> bool {
    when.split(" & ").all(|term| {
        let value = |path: &str| -> Option<String> {
            let (start, path) = path.strip_prefix('/').map_or((group, path), |path| (root, path));
            let node = path.split('/').try_fold(start, |node, step| node.child(step))?;
            let text: Cow<'_, str> = node.text();
            let text = trim(&text);
            (!text.is_empty()).then(|| text.to_owned())
        };
        if let Some(path) = term.strip_prefix('!') {
            value(path).is_none()
        } else if let Some((path, others)) = term.split_once("!=") {
            value(path).is_some_and(|value| !others.split('|').any(|other| other == value))
        } else if let Some((path, values)) = term.split_once('=') {
            value(path).is_some_and(|value| values.split('|').any(|known| known == value))
        } else {
            term.split('|').any(|path| value(path).is_some())
        }
    })
}

/// The kind of a period, which stands beside it under the same name with L in front.
fn kind_of_period(node: Node<'_>) -> Option<String> {
    let name = ["L", node.local_name()].concat();
    let kind = node.parent()?.child(&name)?;
    Some(trim(&kind.text()).to_owned())
}

/// `mm/yyyy`, `q/yyyy`, `dd/mm/yyyy`, as the kind T, Q, N says; any of them without a kind of the list.
fn is_period(text: &str, kind: Option<&str>) -> bool {
    let number = |text: &str, width: usize, least: u8, most: u8| {
        text.len() == width && digits(text) && text.parse::<u8>().is_ok_and(|number| (least..=most).contains(&number))
    };
    let year = |text: &str| text.len() == 4 && digits(text);
    let parts: Vec<&str> = text.split('/').take(4).collect();
    let month = || matches!(*parts, [m, y] if number(m, 2, 1, 12) && year(y));
    let quarter = || matches!(*parts, [q, y] if number(q, 1, 1, 4) && year(y));
    let day = || match *parts {
        [d, m, y] => Date::parse(&[y, "-", m, "-", d].concat()).is_some(),
        _ => false,
    };
    match kind {
        Some("T") => month(),
        Some("Q") => quarter(),
        Some("N") => day(),
        _ => month() || quarter() || day(),
    }
}

/// `CT/yyE` of a withholding certificate; `yyT` of a receipt, or two letters, year and T, with or without the stroke (spec §2.5).
fn is_document_series(text: &str) -> bool {
    let bytes = text.as_bytes();
    if let [tens, ones, b'T'] = bytes {
        return tens.is_ascii_digit() && ones.is_ascii_digit();
    }
    let [a, b, rest @ ..] = bytes else { return false };
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    let [tens, ones, kind] = *rest else { return false };
    let letters = a.is_ascii_uppercase() && b.is_ascii_uppercase();
    letters && tens.is_ascii_digit() && ones.is_ascii_digit() && matches!(kind, b'E' | b'T')
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::*;

    #[test]
    fn a_period_is_written_as_its_kind_is() {
        for (text, kind) in [("06/2025", "T"), ("3/2022", "Q"), ("29/02/2024", "N"), ("06/2025", ""), ("4/2021", "")] {
            assert!(is_period(text, Some(kind)), "{text} {kind}");
        }
        for (text, kind) in [("6/2025", "T"), ("13/2025", "T"), ("5/2022", "Q"), ("30/02/2024", "N"), ("06/2025", "Q"), ("x", "")]
        {
            assert!(!is_period(text, Some(kind)), "{text} {kind}");
        }
    }

    #[test]
    fn a_document_series_has_its_form() {
        for good in ["CT/25E", "25T", "AB/25T", "AB25T"] {
            assert!(is_document_series(good), "{good}");
        }
        for bad in ["CT/25", "C/25E", "CT/2E5", "CT/25X", "25E", "5T", ""] {
            assert!(!is_document_series(bad), "{bad}");
        }
    }

    /// A summary with one row, in which nothing is wrong.
    fn summary() -> String {
        "<BTHDLieu><DLBTHop Id=\"d\"><TTChung><PBan>2.0.0</PBan><MSo>01/TH-HĐĐT</MSo><Ten>Bảng tổng hợp</Ten><SBTHDLieu>1</SBTHDLieu>\
         <LKDLieu>T</LKDLieu><KDLieu>06/2025</KDLieu><LDau>1</LDau><NLap>2025-07-01</NLap><TNNT>CÔNG TY BÁN</TNNT>\
         <MST>0109999982</MST><HDDIn>0</HDDIn><LHHoa>9</LHHoa></TTChung><NDBTHDLieu><DSDLieu><DLieu><STT>1</STT><KHMSHDon>1</KHMSHDon>\
         <KHHDon>K25TAA</KHHDon><SHDon>7</SHDon><NLap>2025-06-30</NLap><TThai>0</TThai></DLieu></DSDLieu></NDBTHDLieu></DLBTHop></BTHDLieu>"
            .to_owned()
    }

    #[test]
    fn lists_and_conditions_of_a_table_are_run() {
        assert!(codes(&summary()).is_empty(), "{:?}", codes(&summary()));
        for (from, to, code) in [
            ("<LKDLieu>T<", "<LKDLieu>M<", "VN-INV-CODE-LIST error LKDLieu"),
            ("<LKDLieu>T<", "<LKDLieu>Q<", "VN-INV-PERIOD error KDLieu"),
            ("<LDau>1<", "<LDau>0<", "VN-INV-FIELD-REQUIRED error TTChung"),
            ("<LHHoa>9<", "<LHHoa>3<", "VN-INV-CODE-LIST error LHHoa"),
            ("<TThai>0<", "<TThai>6<", "VN-INV-CODE-LIST error TThai"),
            ("<NLap>2025-06-30</NLap>", "", "VN-INV-FIELD-REQUIRED error DLieu"),
            ("<MST>0109999982<", "<MST>0109999983<", "VN-INV-TAX-CODE-CHECK-DIGIT error MST"),
            ("01/TH-HĐĐT", "01/TH-HDDT", "VN-INV-CODE-LIST error MSo"),
        ] {
            assert_eq!(codes(&summary().replacen(from, to, 1)), [code]);
        }
        let supplement = summary().replace("<LDau>1</LDau>", "<LDau>0</LDau><BSLThu>1</BSLThu>");
        assert!(codes(&supplement).is_empty());
    }
}
