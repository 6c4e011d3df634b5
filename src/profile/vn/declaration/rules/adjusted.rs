//! What the annex 01-1/KHBS says that lines of the return are after the change, against those lines.
//!
//! A row names a line by its number, column (3), which need not tell lines apart. Only what can be meant is compared: the rows of the
//! return itself and not of its annexes, which name no goods, unit or plant, for a number that one line of the main part has and that
//! stands there once.

use std::collections::HashMap;

use crate::decimal::Decimal;
use crate::profile::vn::declaration::amount;
use crate::profile::vn::declaration::catalogue;
use crate::profile::vn::declaration::read::Declaration;
use crate::profile::vn::declaration::structure::named;
use crate::profile::vn::declaration::table::Form;
use crate::profile::vn::declaration::table::Row;
use crate::profile::vn::declaration::table::parent;
use crate::profile::vn::define::define_rules;
use crate::report::Draft;
use crate::rules::Basis;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Spot;

use super::Check;

define_rules! {
    Rules;
    /// A line is not what the explanation says that it was changed to.
    ADJUSTED = "VN-DECL-EXPLANATION-LINE", Warning, Basis::Law("TT 80/2021/TT-BTC mẫu 01-1/KHBS cột (5)"),
        ["Bản giải trình 01-1/KHBS ghi số điều chỉnh của chỉ tiêu {line}“{field}” (thẻ {element}) là {actual}, còn tờ khai bổ sung ghi {stated}.",
         "The explanation 01-1/KHBS says that line {line}“{field}” (element {element}) was adjusted to {actual}, the supplement says {stated}."],
        ["{stated}, như chỉ tiêu trên tờ khai", "{stated}, as on the return"],
        ["Ghi lại cột (5) “Số điều chỉnh” theo chỉ tiêu của tờ khai bổ sung, hoặc sửa chỉ tiêu đó, rồi tính lại cột (6).",
         "Write in column (5) what the line of the supplement says, or mend that line, and compute column (6) anew."];
}

/// Compares the rows of every annex 01-1/KHBS.
pub(super) fn check(check: &mut Check<'_, '_>) {
    let declaration = check.declaration;
    let (Some(form), Some(file)) = (declaration.form(), declaration.file) else { return };
    let mut lines = None;
    let annexes = declaration.annexes.into_iter().flat_map(|annexes| annexes.elements());
    for annex in annexes.filter(|annex| annex.local_name() == "PL01_1_KHBS") {
        let rows = ["Muc_A", "DSachHSo"].into_iter().try_fold(annex, |node, name| node.child(name));
        let files = rows.into_iter().flat_map(|list| list.elements()).filter(|file| file.local_name() == "BKeHSo");
        for rows in files.filter(|file| is_of_return(declaration, *file)).filter_map(|file| file.child("CTietHSo")) {
            let lines = lines.get_or_insert_with(|| Lines::of(form, file));
            for row in rows.elements().filter(|row| row.local_name() == "ChiTiet") {
                if let Some(draft) = compare(lines, row) {
                    check.add(draft);
                }
            }
        }
    }
}

/// Whether the rows of a `BKeHSo` are of the return: it has its symbol or its title, and not those of an annex.
fn is_of_return(declaration: &Declaration<'_>, file: Node<'_>) -> bool {
    let Some(name) = file.child("ten_HSo") else { return false };
    let name = name.text();
    let is_named = |entry: &catalogue::Entry| {
        let words = name.split(|character: char| character.is_whitespace() || matches!(character, '(' | ')' | ',' | ';' | ':'));
        name.trim() == entry.title || words.into_iter().any(|word| word == entry.symbol)
    };
    catalogue::of(declaration.code().unwrap_or_default()).next().is_some_and(is_named)
}

/// The finding of a row; `None` for one that does not name one line, and for one that agrees.
fn compare(lines: &mut Lines<'_>, row: Node<'_>) -> Option<Draft> {
    let is_blank = |name: &str| row.child(name).is_none_or(|node| node.text().trim().is_empty());
    if !["ct2_ten", "ct3_1_ma", "ct3_1_ten", "ct3_2_ma", "ct3_2_ten"].into_iter().all(is_blank) {
        return None;
    }
    let number = row.child("ct3_ma")?.text();
    let number = number.trim().trim_start_matches('[').trim_end_matches(']');
    let (line, stated) = lines.find(number.strip_prefix("ct").unwrap_or(number))?;
    let adjusted = row.child("ct05")?;
    let text = adjusted.text();
    let mut readings = amount::readings(&text).into_iter().flatten().peekable();
    readings.peek()?;
    if readings.any(|reading| reading == stated) {
        return None;
    }
    let draft = Draft::new(&ADJUSTED, Spot::Content(adjusted.id())).actual(text.trim()).with("stated", stated.to_string());
    Some(named(draft, line))
}

/// The lines of the main part by their number. Whatever a document repeats, the children of an element are looked through once.
struct Lines<'d> {
    rows: &'static [Row],
    file: Node<'d>,
    /// The row of each number; none where two have it.
    numbers: HashMap<&'static str, Option<usize>>,
    /// The children of an element by name; none where two have it.
    children: HashMap<NodeId, HashMap<&'d str, Option<Node<'d>>>>,
}

impl<'d> Lines<'d> {
    fn of(form: &'static Form, file: Node<'d>) -> Self {
        let (rows, main) = (form.rows(), form.part("CTieuTKhaiChinh"));
        let mut numbers: HashMap<&'static str, Option<usize>> = HashMap::new();
        let below = main.into_iter().flat_map(|main| {
            let lines = rows.iter().enumerate().skip(main.saturating_add(1));
            lines.take_while(|(_, row)| row.depth > 0).filter(|(_, row)| !row.line.is_empty())
        });
        for (index, row) in below {
            numbers.entry(row.line).and_modify(|row| *row = None).or_insert(Some(index));
        }
        Self { rows, file, numbers, children: HashMap::new() }
    }

    /// The line of that number and what it states; blank is zero.
    fn find(&mut self, number: &str) -> Option<(&'static Row, Decimal)> {
        let index = self.numbers.get(number).copied().flatten()?;
        let line = self.rows.get(index)?;
        let mut names = vec![line.name];
        let mut at = index;
        while let Some(around) = parent(self.rows, at) {
            names.push(self.rows.get(around)?.name);
            at = around;
        }
        let stated = names.into_iter().rev().try_fold(self.file, |node, name| self.only(node, name))?;
        match stated.text().trim() {
            "" => Some((line, Decimal::ZERO)),
            text => Decimal::parse(text).ok().map(|stated| (line, stated)),
        }
    }

    /// The child of that name, if there is one only.
    fn only(&mut self, node: Node<'d>, name: &str) -> Option<Node<'d>> {
        let children = self.children.entry(node.id()).or_insert_with(|| {
            let mut children: HashMap<&'d str, Option<Node<'d>>> = HashMap::new();
            for child in node.elements() {
                children.entry(child.local_name()).and_modify(|known| *known = None).or_insert(Some(child));
            }
            children
        });
        children.get(name).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;

    /// A supplement of 01/GTGT whose [22] is 500,000, explained by one row.
    fn explained(file: &str, row: &str) -> Vec<String> {
        codes(&format!(
            "<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>842</maTKhai><pbanTKhaiXML>2.8.3</pbanTKhaiXML>\
             <loaiTKhai>B</loaiTKhai><soLan>1</soLan><KyKKhaiThue><kieuKy>M</kieuKy><kyKKhai>06/2026</kyKKhai></KyKKhaiThue>\
             </TKhaiThue></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh><ct22>500000</ct22><ct25/><ct26>7</ct26><ct26>8</ct26></CTieuTKhaiChinh><PLuc>\
             <PL01_1_KHBS><Muc_A><DSachHSo><BKeHSo><ten_HSo>{file}</ten_HSo><CTietHSo><ChiTiet>{row}</ChiTiet></CTietHSo></BKeHSo>\
             </DSachHSo></Muc_A></PL01_1_KHBS></PLuc></HSoKhaiThue></HSoThueDTu>"
        ))
    }

    #[test]
    fn the_figure_after_the_change_is_that_of_the_return() {
        let row = |number: &str, adjusted: &str| format!("<ct2_ten/><ct3_ma>{number}</ct3_ma><ct05>{adjusted}</ct05>");
        let off = ["VN-DECL-EXPLANATION-LINE warning ct05"];
        for number in ["[22]", "22", "ct22"] {
            assert!(explained("01/GTGT", &row(number, "500000")).is_empty(), "{number}");
            assert_eq!(explained("01/GTGT", &row(number, "500001")), off, "{number}");
        }
        assert!(explained("Tờ khai thuế GTGT (01/GTGT)", &row("[22]", "500.000")).is_empty(), "written in groups");
        assert_eq!(explained("Tờ khai thuế GTGT (01/GTGT)", &row("[22]", "500.001")), off);
        // A blank line is zero.
        assert!(explained("01/GTGT", &row("[25]", "0")).is_empty());
        assert_eq!(explained("01/GTGT", &row("[25]", "1")), off);
    }

    #[test]
    fn what_does_not_name_one_line_is_left_alone() {
        let row = |number: &str, more: &str| format!("{more}<ct3_ma>{number}</ct3_ma><ct05>1</ct05>");
        for (file, row) in [
            ("01-6/GTGT", row("[22]", "")),
            ("", row("[22]", "")),
            ("01/GTGT", row("[99]", "")),
            ("01/GTGT", row("", "")),
            ("01/GTGT", row("[37]", "")),
            ("01/GTGT", row("[22]", "<ct2_ten>Xăng</ct2_ten>")),
            ("01/GTGT", row("[22]", "<ct3_1_ten>Chi nhánh 1</ct3_1_ten>")),
            ("01/GTGT", "<ct3_ma>[22]</ct3_ma><ct05>có</ct05>".to_owned()),
            ("01/GTGT", "<ct3_ma>[22]</ct3_ma>".to_owned()),
            ("01/GTGT", row("[26]", "")),
        ] {
            assert!(explained(file, &row).is_empty(), "{file} {row}: {:?}", explained(file, &row));
        }
    }
}
