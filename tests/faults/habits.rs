//! Habits of genuine files (vn-field-findings; vn-einvoice §7, §8): none is an error, and the real fault beside it is.

use taxdoc::report::Verdict;
use taxdoc::rules::Severity;

use super::bases::Base;
use super::case::findings;
use super::case::list;
use super::case::validator;
use super::edit::Edit;
use super::edit::apply;
use super::sign::sign;

/// The changes of a cell.
fn edits(cell: &str) -> Vec<Edit> {
    let text = |text: &str| text.replace("\\n", "\n").replace("\\t", "\t");
    let edit = |edit: &str| {
        let (word, rest) = edit.split_once(' ').unwrap_or_else(|| panic!("{edit}"));
        let (at, markup) = rest.split_once(" := ").unwrap_or((rest, ""));
        let (at, markup) = (text(at), text(markup));
        match word {
            "set" => Edit::Set(at, markup),
            "drop" => Edit::Remove(at),
            "after" => Edit::After(at, markup),
            "before" => Edit::Before(at, markup),
            "append" => Edit::Append(at, markup),
            "swap" => Edit::Replace(at, markup),
            other => panic!("{other}"),
        }
    };
    cell.split(";;").filter(|cell| !cell.is_empty()).map(edit).collect()
}

/// What is wrong with a row; nothing when the habit is let pass and its fault told.
fn judge(row: &str) -> Result<(), String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [about, base, habit, told, fault, code] = cells[..] else { panic!("{row}") };
    let base = Base::ALL.into_iter().find(|known| format!("{known:?}") == base).unwrap_or_else(|| panic!("{base}"));
    let usual = apply(&base.text(), &edits(habit), base.home());
    let report = validator().validate(sign(&usual).as_bytes());
    let found = findings(&report);
    let mut codes: Vec<&str> = found.iter().map(|finding| &*finding.code).collect();
    codes.sort_unstable();
    if report.verdict() != Verdict::Valid || codes.join(" ") != told {
        return Err(format!("{about}: {:?} {}, expected warnings {told:?}", report.verdict(), list(&found)));
    }
    let wrong = apply(&usual, &edits(fault), base.home());
    let found = findings(&validator().validate(sign(&wrong).as_bytes()));
    if !found.iter().any(|finding| finding.code == code && finding.severity == Severity::Error) {
        return Err(format!("{about}: the fault {fault} is not told as {code}: {}", list(&found)));
    }
    Ok(())
}

#[test]
fn habits_are_no_errors_and_the_faults_beside_them_are() {
    let rows: Vec<&str> = include_str!("habits.tsv").lines().filter(|line| !line.starts_with('#')).collect();
    let wrong: Vec<String> = rows.iter().filter_map(|row| judge(row).err()).collect();
    crate::common::suites::say(&format!("habits: {} let pass, as many faults beside them told", rows.len() - wrong.len()));
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
