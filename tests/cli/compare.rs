//! `compare`: every kind of difference, the signatures that it breaks, and wrong usage.

use std::fs;

use serde_json::Value;

use crate::program::DATA;
use crate::program::Run;
use crate::program::folder;
use crate::program::validate;
use crate::program::write;

const SELLER: &str = "/HDon/DSCKS/NBan/Signature";
const AUTHORITY: &str = "/HDon/DSCKS/CQT/Signature";

fn valid() -> String {
    fs::read_to_string(format!("{DATA}/valid.xml")).unwrap()
}

/// The comparison of the good invoice with a changed one.
fn compared(name: &str, change: impl Fn(&str) -> String) -> Value {
    let folder = folder(&format!("compare_{name}"));
    let (before, after) = (write(&folder, "before.xml", valid()), write(&folder, "after.xml", change(&valid())));
    let run = validate(["--format", "json", "compare", &before, &after]);
    assert_eq!((run.status, run.err.as_str()), (1, ""), "{name}");
    serde_json::from_str(&run.out).unwrap()
}

/// Kind, path and broken signatures of each difference.
fn changes(comparison: &Value) -> Vec<(&str, &str, Vec<&str>)> {
    let text = |value: &'_ Value| -> &'static str { Box::leak(value.as_str().unwrap().to_owned().into_boxed_str()) };
    let changes = comparison["changes"].as_array().unwrap();
    changes
        .iter()
        .map(|change| {
            (text(&change["kind"]), text(&change["path"]), change["breaks"].as_array().unwrap().iter().map(text).collect())
        })
        .collect()
}

#[test]
fn a_changed_value_breaks_the_signatures_over_it() {
    let comparison = compared("value", |text| text.replace("<SLuong>24</SLuong>", "<SLuong>25</SLuong>"));
    assert_eq!(changes(&comparison), [("changed", "/HDon/DLHDon/NDHDon/DSHHDVu/HHDVu[1]/SLuong", vec![SELLER, AUTHORITY])]);
    let change = &comparison["changes"][0];
    assert_eq!(
        (change["before"].as_str(), change["after"].as_str(), change["field"].as_str()),
        (Some("24"), Some("25"), Some("quantity / count"))
    );
    assert_eq!(comparison["signatures"][0]["after"], "invalid");
}

#[test]
fn a_line_taken_out_is_one_difference() {
    let text = valid();
    let (start, end) = (text.find("<HHDVu>").unwrap(), text.find("</HHDVu>").unwrap() + "</HHDVu>".len());
    let comparison = compared("line", |text| format!("{}{}", &text[..start], &text[end..]));
    assert_eq!(changes(&comparison), [("removed", "/HDon/DLHDon/NDHDon/DSHHDVu/HHDVu[1]", vec![SELLER, AUTHORITY])]);
}

#[test]
fn what_the_authority_adds_breaks_nothing_of_the_seller() {
    let text = valid();
    let cut = |text: &str, from: &str, to: &str| {
        let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap() + to.len());
        format!("{}{}", &text[..start], &text[end..])
    };
    let before = cut(&cut(&text, "<MCCQT", "</MCCQT>"), "<CQT>", "</CQT>");
    let folder = folder("compare_authority");
    let (before, after) = (write(&folder, "before.xml", before), write(&folder, "after.xml", text));
    let run = validate(["--format", "json", "compare", &before, &after]);
    let comparison: Value = serde_json::from_str(&run.out).unwrap();
    let mut found = changes(&comparison);
    found.sort_unstable();
    assert_eq!(found, [("added", "/HDon/DSCKS/CQT", vec![]), ("added", "/HDon/MCCQT", vec![])]);
    let signatures = comparison["signatures"].as_array().unwrap();
    let states: Vec<(&Value, &Value)> = signatures.iter().map(|signature| (&signature["before"], &signature["after"])).collect();
    assert_eq!(states, [(&Value::from("valid"), &Value::from("valid")), (&Value::Null, &Value::from("valid"))]);
}

#[test]
fn white_space_and_order_are_told_as_such() {
    let comparison = compared("blank", |text| text.replace("<TToan><", "<TToan>\n<"));
    assert_eq!(changes(&comparison), [("white_space", "/HDon/DLHDon", vec![SELLER, AUTHORITY])]);
    let (one, other) = ("<SHDon>128</SHDon>", "<NLap>2025-11-20</NLap>");
    let comparison = compared("order", |text| text.replace(&format!("{one}{other}"), &format!("{other}{one}")));
    assert_eq!(changes(&comparison), [("order", "/HDon/DLHDon/TTChung", vec![SELLER, AUTHORITY])]);
    let comparison = compared("attribute", |text| text.replace("<TToan>", "<TToan ghiChu=\"x\">"));
    assert_eq!(changes(&comparison), [("added", "/HDon/DLHDon/NDHDon/TToan/@ghiChu", vec![SELLER, AUTHORITY])]);
}

#[test]
fn what_stands_outside_breaks_nothing() {
    let comparison = compared("outside", |text| text.replace("</HDon>", "<Ghi>x</Ghi></HDon>"));
    assert_eq!(changes(&comparison), [("added", "/HDon/Ghi", vec![])]);
}

#[test]
fn wrong_usage_is_told() {
    let file = format!("{DATA}/valid.xml");
    let broken = write(&folder("compare_broken"), "broken.xml", "<a>");
    let run = |arguments: &[&str]| -> Run { validate(arguments) };
    assert_eq!(run(&["compare", &file, &file]).status, 0);
    for (arguments, message) in [
        (vec!["compare", &file], "exactly two files"),
        (vec!["compare", &file, &file, &file], "exactly two files"),
        (vec!["--format", "html", "compare", &file, &file], "text and json only"),
        (vec!["compare", &file, "nowhere.xml"], "nowhere.xml: there is no such file"),
        (vec!["compare", &file, &broken], "broken.xml: cannot be read"),
        (vec!["compare", &file, DATA], "this is a folder"),
    ] {
        let run = run(&arguments);
        assert_eq!((run.status, run.out.as_str()), (3, ""), "{arguments:?}");
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
    }
}
