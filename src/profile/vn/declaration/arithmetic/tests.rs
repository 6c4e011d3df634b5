//! One instance of each main form, and what hostile, faulty and large declarations come to.
//!
//! The instances in `cases/` are made by the project: entered lines at random, every other line computed from them by an evaluator of
//! its own in exact fractions, outside of this crate. Each must be accepted, and each computed line off by one đồng must give one
//! finding, there.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::Instant;

use super::Formulas;
use super::Outcome;
use super::check;
use super::compute;
use super::figures::Figures;
use crate::Limits;
use crate::Severity;
use crate::decimal::Decimal;
use crate::profile::vn::totals::Relation;
use crate::xml::Document;
use crate::xml::NodeId;
use crate::xml::Source;

pub(super) const CASES: [(&str, &str); 14] = [
    ("824", include_str!("cases/824.xml")),
    ("830", include_str!("cases/830.xml")),
    ("838", include_str!("cases/838.xml")),
    ("842", include_str!("cases/842.xml")),
    ("844", include_str!("cases/844.xml")),
    ("847", include_str!("cases/847.xml")),
    ("850", include_str!("cases/850.xml")),
    ("864", include_str!("cases/864.xml")),
    ("892", include_str!("cases/892.xml")),
    ("952", include_str!("cases/952.xml")),
    ("953", include_str!("cases/953.xml")),
    ("402", include_str!("cases/402.xml")),
    ("683", include_str!("cases/683.xml")),
    ("1259", include_str!("cases/1259.xml")),
];

fn with<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> T {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    run(&Document::parse(&source, &limits).unwrap())
}

fn checked(code: &str, text: &str) -> Outcome {
    let version = Formulas::of(code).unwrap().version;
    with(text, |document| check(code, version, document.root()).unwrap())
}

/// Where the findings of a declaration are, with their severities and equations.
fn findings(code: &str, text: &str) -> Vec<(NodeId, Severity, String)> {
    let wrong = checked(code, text).checks.into_iter();
    wrong
        .filter_map(|check| Some((check.node, check.severity?, format!("{} (stated {})", check.equation, check.stated))))
        .collect()
}

#[test]
fn each_computed_line_off_by_one_is_found_there_and_nowhere_else() {
    for (code, text) in CASES {
        assert_eq!(findings(code, text), [], "{code} as it stands");
        let formulas = Formulas::of(code).unwrap();
        // Every element that some exact formula computes; a line whose formulas are all conditional may have none that holds here.
        let mut lines: HashMap<NodeId, bool> = HashMap::new();
        let mut targets = HashSet::new();
        let ranges: HashMap<NodeId, (usize, usize)> = with(text, |document| {
            let figures = Figures::collect(&formulas.shape, document.root());
            let equations = formulas
                .formulas
                .iter()
                .filter(|f| f.relation == Relation::Equal && f.tolerance.is_none() && !f.program.operands.is_empty());
            for formula in equations {
                for index in figures.all(formula.target) {
                    targets.insert(formula.target);
                    *lines.entry(figures.node(formula.target, index)).or_default() |= formula.when.is_none();
                }
            }
            let range = |id: &NodeId| {
                let node = document.node(*id).unwrap();
                (node.tag_range().end, node.tag_range().end + node.text().len())
            };
            lines.keys().map(|id| (*id, range(id))).collect()
        });
        let mut found = 0;
        for (line, unconditional) in &lines {
            let (start, end) = ranges[line];
            let value = Decimal::parse(text[start..end].trim()).unwrap();
            // Not to a last decimal of 0, which would be written as a coarser figure.
            let unit = Decimal::new(1, value.scale());
            let as_fine = |off: &Decimal| Decimal::parse(&off.to_string()).unwrap().scale() == value.scale();
            let off = Some(value.plus(unit).unwrap()).filter(as_fine).unwrap_or_else(|| value.minus(unit).unwrap());
            let mutated = format!("{}{off}{}", &text[..start], &text[end..]);
            let wrong = findings(code, &mutated);
            if !wrong.iter().any(|(node, ..)| node == line) {
                assert!(!unconditional, "{code}: {} off by one is not found", &text[start - 40..end]);
                continue;
            }
            // What is only a warning there does not excuse an error in the line that it is a part of.
            let is_warned = wrong.iter().any(|(node, severity, _)| node == line && *severity == Severity::Warning);
            let follows =
                |(node, severity, _): &(NodeId, Severity, String)| node == line || is_warned && *severity == Severity::Error;
            // A line may have a formula that must hold beside one that should.
            let own: Vec<Severity> = wrong.iter().filter(|(node, ..)| node == line).map(|(_, severity, _)| *severity).collect();
            let is_told_once = own.len() == 1 || (own.len() == 2 && own[0] != own[1]);
            assert!(is_told_once && wrong.iter().all(follows), "{code}: {} off by one: {wrong:#?}", &text[start - 40..end]);
            found += 1;
        }
        println!(
            "{code}: {} formulas, {} lines, {} of {} elements found off by one",
            formulas.count(),
            targets.len(),
            found,
            lines.len()
        );
    }
}

/// A 01/GTGT by hand. [27] = 0 + 2,000,000 + 100,000,000 + 5,000,000; [28] = 100,000 + 10,000,000; [34] = 1,000,000 + 107,000,000;
/// [36] = 10,100,000 − 4,000,000; [40a] = 6,100,000 − 500,000 + 0 − 0 − 0; [40] = 5,600,000 − 100,000.
fn vat(change: &[(&str, &str)]) -> String {
    let mut lines = vec![
        ("ct21", "false"),
        ("ct22", "500000"),
        ("ct23", "40000000"),
        ("ct24", "4000000"),
        ("ct25", "4000000"),
        ("ct26", "1000000"),
        ("ct27", "107000000"),
        ("ct28", "10100000"),
        ("ct29", ""),
        ("ct30", "2000000"),
        ("ct31", "100000"),
        ("ct32", "100000000"),
        ("ct33", "10000000"),
        ("ct32a", "5000000"),
        ("ct34", "108000000"),
        ("ct35", "10100000"),
        ("ct36", "6100000"),
        ("ct37", "0"),
        ("ct38", "0"),
        ("ct39a", "0"),
        ("ct40a", "5600000"),
        ("ct40b", "100000"),
        ("ct40", "5500000"),
        ("ct41", "0"),
        ("ct42", "0"),
        ("ct43", "0"),
    ];
    for (name, value) in change {
        lines.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    let around = |name: &str| match name {
        "ct23" | "ct24" => "GiaTriVaThueGTGTHHDVMuaVao",
        "ct27" | "ct28" => "HHDVBRaChiuThueGTGT",
        "ct30" | "ct31" => "HHDVBRaChiuTSuat5",
        "ct32" | "ct33" => "HHDVBRaChiuTSuat10",
        "ct34" | "ct35" => "TongDThuVaThueGTGTHHDVBRa",
        _ => "",
    };
    let mut text = String::from("<HSoKhaiThue xmlns='http://kekhaithue.gdt.gov.vn/TKhaiThue'><CTieuTKhaiChinh>");
    let mut open = "";
    for (name, value) in lines {
        let group = around(name);
        if group != open {
            if !open.is_empty() {
                write!(text, "</{open}>").unwrap();
            }
            if !group.is_empty() {
                write!(text, "<{group}>").unwrap();
            }
            open = group;
        }
        write!(text, "<{name}>{value}</{name}>").unwrap();
    }
    text + "</CTieuTKhaiChinh></HSoKhaiThue>"
}

fn lines_found(text: &str) -> Vec<String> {
    let outcome = checked("842", text);
    let wrong = outcome.checks.iter().filter(|check| check.severity.is_some());
    wrong.map(|check| format!("{:?} {} {}", check.severity.unwrap(), check.rule.code, check.equation)).collect()
}

#[test]
fn a_vat_declaration_by_hand() {
    assert_eq!(lines_found(&vat(&[])), [""; 0]);
    let outcome = checked("842", &vat(&[]));
    let shown: Vec<String> = outcome.checks.iter().map(|check| check.equation.to_string()).collect();
    for line in [
        "[27] = [29] + [30] + [32] + [32a]: 107000000 = 0 + 2000000 + 100000000 + 5000000",
        "[35] = [28]: 10100000 = 10100000",
        "[40a] = max([36] − [22] + [37] − [38] − [39a], 0): 5600000 = max(6100000 − 500000 + 0 − 0 − 0, 0)",
        "[40] = [40a] − [40b]: 5500000 = 5600000 − 100000",
    ] {
        assert!(shown.iter().any(|known| known == line), "{line} is not among {shown:#?}");
    }
}

#[test]
fn an_entered_line_off_by_one_is_found_at_the_line_that_it_is_part_of() {
    for (line, value, found) in [
        ("ct29", "1", "[27]"),
        ("ct30", "2000001", "[27]"),
        ("ct32a", "5000001", "[27]"),
        ("ct31", "100001", "[28]"),
        ("ct26", "1000001", "[34]"),
        ("ct25", "3999999", "[36]"),
        ("ct22", "500001", "[40a]"),
        ("ct37", "1", "[40a]"),
        ("ct40b", "100001", "[40]"),
    ] {
        let lines = lines_found(&vat(&[(line, value)]));
        assert!(lines.len() == 1 && lines[0].starts_with(&format!("Error VN-DECL-TOTAL-LINE {found} = ")), "{line}: {lines:?}");
    }
}

#[test]
fn a_wrong_line_is_told_once_and_those_above_may_follow_either_figure() {
    // [27] is wrong; [34] follows what it should be, or what it says.
    assert_eq!(lines_found(&vat(&[("ct27", "107000001")])).len(), 1);
    assert_eq!(lines_found(&vat(&[("ct27", "107000001"), ("ct34", "108000001")])).len(), 1);
    // [34] follows neither: a mistake of its own.
    assert_eq!(lines_found(&vat(&[("ct27", "107000001"), ("ct34", "108000002")])).len(), 2);
}

#[test]
fn tax_against_the_rate_is_let_pass_within_the_tolerance() {
    // [30] = 2,000,000: the tolerance is the smaller of 1,000,000 and 0.01 % = 200. [31] = 100,000 by the rate.
    let with_tax = |tax: &str, total: &str| {
        let change = [("ct31", tax), ("ct28", total), ("ct35", total), ("ct36", ""), ("ct40a", ""), ("ct40", ""), ("ct40b", "")];
        let lines = lines_found(&vat(&change));
        lines.into_iter().filter(|line| line.contains("VN-DECL-TOTAL-RATE")).collect::<Vec<_>>()
    };
    assert_eq!(with_tax("100200", "10100200"), [""; 0]);
    let beyond = with_tax("100201", "10100201");
    assert_eq!(beyond, ["Warning VN-DECL-TOTAL-RATE [31] = round([30] × 0.05): 100000 = round(2000000 × 0.05)"]);
    // [32] = 100,000,000: 10,000 either way.
    let with_tax = |tax: &'static str| lines_found(&vat(&[("ct33", tax)])).iter().filter(|line| line.contains("RATE")).count();
    assert_eq!((with_tax("10010000"), with_tax("10010001"), with_tax("9990000"), with_tax("9989999")), (0, 1, 0, 1));
}

#[test]
fn a_warning_about_a_part_does_not_excuse_the_sum() {
    // [33] is 10 % of [32], which is no law of the form; [28] = [31] + [33] is. [28] still says what it came to before.
    let found = lines_found(&vat(&[("ct33", "10100000")]));
    assert_eq!(
        found,
        [
            "Warning VN-DECL-TOTAL-RATE [33] = round([32] × 0.1): 10000000 = round(100000000 × 0.1)",
            "Error VN-DECL-TOTAL-LINE [28] = [31] + [33]: 10200000 = 100000 + 10100000",
        ]
    );
}

#[test]
fn bounds_hold_at_the_bound_and_not_beyond() {
    let beyond = |change: &[(&str, &str)]| {
        let lines = lines_found(&vat(change));
        lines.into_iter().filter(|line| line.contains("BOUND")).collect::<Vec<_>>()
    };
    assert_eq!(beyond(&[("ct40b", "5600000"), ("ct40", "0")]), [""; 0]);
    assert_eq!(beyond(&[("ct40b", "5600001"), ("ct40", "-1")]), ["Error VN-DECL-TOTAL-BOUND [40b] ≤ [40a] = 5600000"]);
    assert_eq!(beyond(&[("ct25", "4000000")]), [""; 0]);
    assert_eq!(beyond(&[("ct24", "3999999")]), ["Warning VN-DECL-TOTAL-BOUND [25] ≤ [24] = 3999999"]);
}

#[test]
fn blank_counts_as_zero_and_what_is_not_there_is_not_checked() {
    let blank = |name: &str| lines_found(&vat(&[(name, "")]));
    assert_eq!(blank("ct37"), [""; 0]);
    assert_eq!(blank("ct27").len(), 1, "a blank total of figures is wrong");
    // No total, no check; no figure of a formula, no check.
    let without = vat(&[]).replace("<HHDVBRaChiuThueGTGT><ct27>107000000</ct27><ct28>10100000</ct28></HHDVBRaChiuThueGTGT>", "");
    assert!(
        lines_found(&without).iter().all(|line| line.contains(" [34] ") || line.contains(" [35] ")),
        "{:?}",
        lines_found(&without)
    );
    let unreadable = vat(&[("ct29", "0 đồng")]);
    assert_eq!(lines_found(&unreadable), [""; 0]);
}

#[test]
fn other_versions_of_a_form_are_warned_of_only() {
    let wrong = vat(&[("ct34", "1")]);
    let severity = |version: &str| {
        let outcome = with(&wrong, |document| check("842", version, document.root()).unwrap());
        outcome.checks.iter().find_map(|check| check.severity)
    };
    assert_eq!(severity("2.8.3"), Some(Severity::Error));
    assert_eq!(severity("2.6.8"), Some(Severity::Error), "known since 2.5.1");
    assert_eq!(severity("2.9.9"), Some(Severity::Warning));
    assert!(with(&wrong, |document| check("no such form", "2.8.3", document.root()).is_none()));
}

#[test]
fn computed_lines_are_those_of_the_instance() {
    for (code, text) in CASES {
        let formulas = Formulas::of(code).unwrap();
        // Every computed line made blank: computing fills them all again, with the same figures.
        let version = formulas.version;
        let computed = with(text, |document| {
            let computed = compute(code, version, document.root()).unwrap();
            computed.iter().map(|line| (document.node(line.node).unwrap().text().into_owned(), line.value)).collect::<Vec<_>>()
        });
        assert!(!computed.is_empty());
        for (stated, value) in &computed {
            let stated = Decimal::parse(stated).unwrap();
            // What follows from a share differs by how far the instance rounded the share, below 0.01 %.
            let allowed = stated.abs().percent(Decimal::new(1, 2)).unwrap().max(Decimal::new(1, stated.scale()));
            let near = stated.distance(*value).unwrap() <= allowed;
            assert!(near, "{code}: {stated} computed as {value}");
        }
        println!("{code}: {} lines computed", computed.len());
    }
    let blank = vat(&[("ct27", ""), ("ct28", ""), ("ct34", ""), ("ct35", ""), ("ct36", ""), ("ct40a", ""), ("ct40", "")]);
    let lines = with(&blank, |document| {
        let computed = compute("842", "2.8.3", document.root()).unwrap();
        computed
            .iter()
            .map(|line| (document.node(line.node).unwrap().local_name().to_owned(), line.value))
            .collect::<HashMap<_, _>>()
    });
    for (line, value) in [("ct27", 107_000_000), ("ct34", 108_000_000), ("ct40a", 5_600_000), ("ct40", 5_500_000), ("ct41", 0)] {
        assert_eq!(lines[line], Decimal::from(value), "{line}");
    }
}

/// 05/QTT-TNCN with so many employees, each with `off` đồng too much taxable income.
fn employees(count: usize, off: u64) -> String {
    let mut text = String::from("<HSoKhaiThue><PLuc><PLuc_05_1_BK_QTT>");
    for index in 0..count as u64 {
        let (income, relief) = (200_000_000 + index, 132_000_000);
        let taxable = income - relief + off;
        write!(
            text,
            "<BKeCTietCNhan id='ID_{index}'><ct07>Nguyễn Văn A</ct07><ct08>8000000000</ct08><ct10>1</ct10><ct12>{income}</ct12>\
             <ct13>0</ct13><ct14>0</ct14><ct15>0</ct15><ct15.1>0</ct15.1><ct16>0</ct16><ct17>{relief}</ct17><ct18>0</ct18>\
             <ct19>0</ct19><ct20>0</ct20><ct21>{taxable}</ct21><ct22>0</ct22><ct23>0</ct23><ct27>0</ct27></BKeCTietCNhan>"
        )
        .unwrap();
    }
    let total = (0..count as u64).map(|index| 200_000_000 + index).sum::<u64>();
    write!(text, "<ct28>{total}</ct28></PLuc_05_1_BK_QTT></PLuc></HSoKhaiThue>").unwrap();
    text
}

#[test]
fn twenty_thousand_employees_are_linear_and_capped() {
    let time = |count: usize| {
        let text = employees(count, 0);
        with(&text, |document| {
            let start = Instant::now();
            assert!(check("953", "2.9.3", document.root()).unwrap().checks.iter().all(|check| check.severity.is_none()));
            (start.elapsed(), text.len())
        })
    };
    let ((small, _), (large, bytes)) = (time(2_000), time(20_000));
    println!("20,000 employees, {bytes} bytes: {large:?}; 2,000: {small:?}");
    assert!(large < small * 40, "not linear: {small:?} for 2,000 and {large:?} for 20,000");
    let outcome = checked("953", &employees(20_000, 1));
    assert_eq!(outcome.checks.iter().filter(|check| check.severity.is_some()).count(), 999);
    assert_eq!(outcome.remarks.len(), 1, "the rest is counted");
}

#[test]
fn hostile_figures_are_no_panic() {
    let wide = "9".repeat(115);
    let deep = format!("0.{}1", "0".repeat(113));
    let values = [wide.as_str(), &deep, "-", "1e9", "NaN", "\u{a0}1", "--1", "+", "%", "true", " 7 ", "0x10", "١٢", "-0", "1,5"];
    for (code, text) in CASES.into_iter().filter(|(code, _)| !["402", "683", "892"].contains(code)) {
        for (at, value) in values.iter().enumerate() {
            // Every so many figures another value, so that each stands beside good ones.
            let mut hostile = String::new();
            let mut rest = text;
            let mut count = at;
            while let Some((before, after)) = rest.split_once("</ct") {
                count += 1;
                let (tags, figure) = before.split_at(before.rfind('>').unwrap() + 1);
                hostile += tags;
                hostile += if count % values.len() == 0 { value } else { figure };
                hostile += "</ct";
                rest = after;
            }
            hostile += rest;
            let _ = findings(code, &hostile);
            let _ = with(&hostile, |document| compute(code, Formulas::of(code).unwrap().version, document.root()));
        }
    }
}

#[test]
fn a_share_may_be_followed_rounded_or_exact() {
    // 1 of 3 is 33.33 %; a third of 1,000,000 is 333,300 by the written share and 333,333 by the exact one.
    let share = |share: &str, tax: &str| {
        let text = format!(
            "<HSoKhaiThue><CTieuTKhaiChinh><ct40>1000000</ct40></CTieuTKhaiChinh><PLuc><Pluc_01_3_GTGT><ct07>3</ct07>\
             <NoiDungBangPhanBo><ct13>1</ct13><ct14>{share}</ct14><ct15>{tax}</ct15></NoiDungBangPhanBo></Pluc_01_3_GTGT></PLuc>\
             </HSoKhaiThue>"
        );
        lines_found(&text)
    };
    assert_eq!(share("33.33", "333300"), [""; 0]);
    assert_eq!(share("33.33", "333333"), [""; 0]);
    let one_off = share("33.33", "333334");
    assert!(one_off.len() == 1 && one_off[0].starts_with("Warning VN-DECL-TOTAL-LINE [15]"), "{one_off:?}");
    let two_off = share("33.33", "333302");
    assert!(two_off.len() == 1 && two_off[0].starts_with("Error VN-DECL-TOTAL-LINE [15]"), "{two_off:?}");
    let wrong_share = share("33.4", "333333");
    assert!(wrong_share.len() == 1 && wrong_share[0].contains(" [14] "), "{wrong_share:?}");
}

#[test]
fn interest_of_related_parties_is_a_percentage() {
    // Annex GDLK2-01 as filings write it: (3) to (5) of row 12 are 0, rows 14 and 16 are percentages with three decimals.
    let found = |twelve: &str, fourteen: &str| {
        let row = |name: &str, columns: &str, sum: &str| format!("<Dong_{name}>{columns}<ct06>{sum}</ct06></Dong_{name}>");
        let zero = "<ct03>0</ct03><ct04>0</ct04><ct05>0</ct05>";
        let rows = [row("8", "", "500"), row("8.1", "", "90"), row("9", "", "200"), row("9.1", "", "0"), row("10", "", "1260")];
        let shares = [row("14", "", fourteen), row("15", zero, "0"), row("16", zero, fourteen)];
        let rows = [&rows[..], &[row("11", "", "31000"), row("12", zero, twelve), row("13", "", "32170")], &shares].concat();
        let text = format!(
            "<HSoKhaiThue><PLuc><PL_GDLK2-01><Muc_IV><IV_1>{}</IV_1></Muc_IV></PL_GDLK2-01></PLuc></HSoKhaiThue>",
            rows.concat()
        );
        let wrong = |(node, severity, _): (NodeId, Severity, String)| {
            with(&text, |document| {
                let row = document.node(node).unwrap().parent().unwrap();
                format!("{severity:?} {}", row.local_name())
            })
        };
        findings("892", &text).into_iter().map(wrong).filter(|found| !found.contains("Dong_11")).collect::<Vec<_>>()
    };
    // 31,000 - 500 + 200; (0 - 90) / 32,170 = -0.27976 %.
    assert_eq!(found("30700", "-0.280"), [""; 0]);
    assert_eq!(found("30700", "-0.281"), ["Warning Dong_14", "Warning Dong_16"]);
    assert_eq!(found("30700", "-0.003"), ["Warning Dong_14", "Warning Dong_16"]);
    assert_eq!(found("30701", "-0.280"), ["Error Dong_12"]);
}

#[test]
fn counts_go_by_their_rows() {
    // 05/QTT-TNCN: [35] counts the persons of annex 05-1 who give authority, [10]; [43] of the annex those with [27].
    let counted = |ticks: &[(&str, &str)], stated: &str| {
        let row = |(ten, twenty_seven): &(&str, &str)| {
            format!("<BKeCTietCNhan><ct10>{ten}</ct10><ct27>{twenty_seven}</ct27></BKeCTietCNhan>")
        };
        let text = format!(
            "<HSoKhaiThue><CTieuTKhaiChinh><NVuQToanThay><ct35>{stated}</ct35></NVuQToanThay></CTieuTKhaiChinh><PLuc>\
             <PLuc_05_1_BK_QTT>{}<ct43>{stated}</ct43></PLuc_05_1_BK_QTT></PLuc></HSoKhaiThue>",
            ticks.iter().map(row).collect::<String>()
        );
        let found = |line: &str| findings("953", &text).iter().any(|(_, _, equation)| equation.starts_with(line));
        (found("[35] = "), found("[43] = "))
    };
    let both = ("1", "1");
    assert_eq!(counted(&[both, both], "2"), (false, false));
    assert_eq!(counted(&[both, both, both], "2"), (true, true), "a row more");
    assert_eq!(counted(&[both], "2"), (true, true), "a row less");
    assert_eq!(counted(&[both, both, ("0", "1")], "2"), (false, true), "only rows that are ticked count");
}

#[test]
fn groups_are_summed_by_their_province() {
    let groups = |first: &str| {
        let text = format!(
            "<HSoKhaiThue><PLuc><Pluc_01_3_GTGT><ct07>4</ct07>\
             <NoiDungBangPhanBo><ct11_tinh_ma>101</ct11_tinh_ma><ct15>5</ct15></NoiDungBangPhanBo>\
             <NoiDungBangPhanBo><ct11_tinh_ma>701</ct11_tinh_ma><ct15>7</ct15></NoiDungBangPhanBo>\
             <NoiDungBangPhanBo><ct11_tinh_ma>101</ct11_tinh_ma><ct15>11</ct15></NoiDungBangPhanBo>\
             <cong_ct16><ct16_tinh_ma>101</ct16_tinh_ma><ct16>{first}</ct16></cong_ct16>\
             <cong_ct16><ct16_tinh_ma>701</ct16_tinh_ma><ct16>7</ct16></cong_ct16>\
             <ct17>23</ct17></Pluc_01_3_GTGT></PLuc></HSoKhaiThue>"
        );
        lines_found(&text)
    };
    assert_eq!(groups("16"), [""; 0]);
    // The sum of the groups, [17], is 23 as stated and as it should be; it is not the sum of what is stated.
    let both =
        ["Warning VN-DECL-TOTAL-LINE [16] = Σ[15] ([11] = [16]): 16 = 16", "Error VN-DECL-TOTAL-LINE [17] = Σ[16]: 24 = 24"];
    assert_eq!(groups("17"), both);
}
