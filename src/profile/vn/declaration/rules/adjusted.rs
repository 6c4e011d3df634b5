//! What the annex 01-1/KHBS says that lines of the return are after the change, against those lines.
//!
//! A row names a line by its number, column (3), which need not tell lines apart. Only what can be meant is compared: the rows of the
//! return itself and not of its annexes, which name no goods, unit or plant, for a number that one line of the main part has and that
//! stands there once.

use crate::decimal::Decimal;
use crate::profile::vn::declaration::amount;
use crate::profile::vn::declaration::catalogue;
use crate::profile::vn::declaration::structure::named;
use crate::profile::vn::declaration::table::Form;
use crate::profile::vn::declaration::table::Row;
use crate::profile::vn::declaration::table::parent;
use crate::profile::vn::define::define_rules;
use crate::report::Draft;
use crate::rules::Basis;
use crate::xml::Node;
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

/// Compares the rows of one annex 01-1/KHBS.
pub(super) fn check(check: &mut Check<'_, '_>, annex: Node<'_>) {
    let Some(form) = check.declaration.form() else { return };
    let rows = ["Muc_A", "DSachHSo"].into_iter().try_fold(annex, |node, name| node.child(name));
    let files = rows.into_iter().flat_map(|list| list.elements()).filter(|file| file.local_name() == "BKeHSo");
    for file in files {
        if !is_of_return(check, file) {
            continue;
        }
        let rows = file.child("CTietHSo").into_iter().flat_map(|rows| rows.elements());
        for row in rows.filter(|row| row.local_name() == "ChiTiet") {
            // Nothing to compare where the row does not name one line.
            let _ = compare(check, form, row);
        }
    }
}

/// Whether the rows of a `BKeHSo` are of the return: it has its symbol or its title, and not those of an annex.
fn is_of_return(check: &Check<'_, '_>, file: Node<'_>) -> bool {
    let Some(name) = file.child("ten_HSo") else { return false };
    let name = name.text();
    let code = check.declaration.code().unwrap_or_default();
    let is_named = |entry: &catalogue::Entry| {
        let words = name.split(|character: char| character.is_whitespace() || matches!(character, '(' | ')' | ',' | ';' | ':'));
        name.trim() == entry.title || words.into_iter().any(|word| word == entry.symbol)
    };
    catalogue::of(code).next().is_some_and(is_named)
}

fn compare(check: &mut Check<'_, '_>, form: &'static Form, row: Node<'_>) -> Option<()> {
    let is_blank = |name: &str| row.child(name).is_none_or(|node| node.text().trim().is_empty());
    if !["ct2_ten", "ct3_1_ma", "ct3_1_ten", "ct3_2_ma", "ct3_2_ten"].into_iter().all(is_blank) {
        return None;
    }
    let number = row.child("ct3_ma")?.text();
    let number = number.trim().trim_start_matches('[').trim_end_matches(']');
    let (line, names) = line_of(form, number.strip_prefix("ct").unwrap_or(number))?;
    let stated = only(check.declaration.file?, &names)?;
    let stated = match stated.text().trim() {
        "" => Decimal::ZERO,
        text => Decimal::parse(text).ok()?,
    };
    let adjusted = row.child("ct05")?;
    let text = adjusted.text();
    let mut readings = amount::readings(&text).into_iter().flatten().peekable();
    readings.peek()?;
    if !readings.any(|reading| reading == stated) {
        let draft = Draft::new(&ADJUSTED, Spot::Content(adjusted.id())).actual(text.trim()).with("stated", stated.to_string());
        check.add(named(draft, line));
    }
    Some(())
}

/// The one line of the main part with that number, and the names of the elements down to it.
fn line_of(form: &'static Form, number: &str) -> Option<(&'static Row, Vec<&'static str>)> {
    let rows = form.rows();
    let main = form.part("CTieuTKhaiChinh")?;
    let is_line = |(index, row): &(usize, &Row)| *index == main || row.depth > 0;
    let mut lines =
        rows.iter().enumerate().skip(main).take_while(is_line).filter(|(_, row)| row.line == number && !number.is_empty());
    let (index, line) = lines.next()?;
    if lines.next().is_some() {
        return None;
    }
    let mut names = vec![line.name];
    let mut at = index;
    while let Some(around) = parent(rows, at) {
        names.push(rows.get(around)?.name);
        at = around;
    }
    names.reverse();
    Some((line, names))
}

/// The element at the end of a path, if every one on the way stands once.
fn only<'d>(from: Node<'d>, names: &[&str]) -> Option<Node<'d>> {
    names.iter().try_fold(from, |node, name| {
        let mut own = node.elements().filter(|child| child.local_name() == *name);
        let first = own.next()?;
        own.next().is_none().then_some(first)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;

    /// A supplement of 01/GTGT whose [22] is 500,000, explained by one row.
    fn explained(file: &str, row: &str) -> Vec<String> {
        codes(&format!(
            "<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>842</maTKhai><pbanTKhaiXML>2.8.3</pbanTKhaiXML>\
             <loaiTKhai>B</loaiTKhai><soLan>1</soLan><KyKKhaiThue><kieuKy>M</kieuKy><kyKKhai>06/2026</kyKKhai></KyKKhaiThue>\
             </TKhaiThue></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh><ct22>500000</ct22><ct25/></CTieuTKhaiChinh><PLuc>\
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
        ] {
            assert!(explained(file, &row).is_empty(), "{file} {row}: {:?}", explained(file, &row));
        }
    }
}
