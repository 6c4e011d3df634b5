//! Random sales through the computing side, the oracle and the whole validator.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::decimal::Decimal;
use taxdoc::report::StageStatus;
use taxdoc::totals::ComputeErrorKind;
use taxdoc::totals::Sale;
use taxdoc::validator::Stages;

use crate::case::Case;
use crate::case::Item;
use crate::common::suites;
use crate::common::vn_invoice;
use crate::generate;
use crate::generate::Random;
use crate::oracle;
use crate::oracle::Expected;
use crate::oracle::Fraction;

/// Sales of a plain run. `TAXDOC_TOTALS` asks for another number.
const SAMPLE: usize = 600;

fn wanted() -> usize {
    std::env::var("TAXDOC_TOTALS").ok().map_or(SAMPLE, |text| text.parse().expect("TAXDOC_TOTALS is a number"))
}

fn validator() -> Validator {
    let stages = Stages::NONE.with(Stage::Xml).with(Stage::Schema).with(Stage::Rules).with(Stage::Totals);
    Validator::builder().with_stages(stages).build()
}

fn computed(case: &Case) -> Option<(Value, String)> {
    let sale: Sale = serde_json::from_value(case.json()).unwrap();
    match sale.totals() {
        Ok(totals) => Some((serde_json::to_value(&totals).unwrap(), totals.to_xml())),
        Err(error) => {
            // The largest numbers can give products that the format cannot hold.
            assert_eq!(error.kind(), ComputeErrorKind::TooLong, "{error}: {case:?}");
            None
        }
    }
}

/// The findings of a document, of all stages that ran.
fn findings(report: &Report) -> Vec<String> {
    report
        .findings()
        .iter()
        .filter(|finding| finding.code() != "VN-SIG-UNSIGNED")
        .map(|finding| format!("{} {}", finding.code(), finding.message(Language::English)))
        .collect()
}

#[test]
fn what_is_computed_is_exact_and_has_no_finding() {
    let validator = validator();
    let mut random = Random::new(1);
    let (mut done, mut refused) = (0, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let (mut by_form, mut names): (BTreeMap<&str, Vec<usize>>, String) = (BTreeMap::new(), String::new());
    while done < wanted() {
        let case = generate::sale(&mut random);
        let expected = oracle::work_out(&case);
        // One or two đồng off the total of a sale of a few hundred đồng cannot be told from a slip.
        if expected.vat_reduction.as_ref().is_some_and(|reduction| matches!(&*reduction.text(), "1" | "-1" | "2" | "-2")) {
            continue;
        }
        let Some((totals, xml)) = computed(&case) else {
            assert!(expected.is_too_long(), "refused, but every number fits: {case:?}");
            refused += 1;
            continue;
        };
        assert!(!expected.is_too_long(), "{case:?}");
        compare(&case, &totals, &expected);
        let document = case.document(&totals, &xml);
        let report = validator.validate(document.as_bytes());
        assert_eq!(findings(&report), [""; 0], "{case:#?}\n{document}");
        let ran = |stage| report.stages().iter().any(|found| found.stage == stage && found.status == StageStatus::Passed);
        // Where the table is not published in full the stage says so.
        let whole = [Stage::Schema, Stage::Rules, Stage::Totals];
        let partial = [Stage::Rules, Stage::Totals];
        let facts = case.table.form().facts();
        assert!(if facts.is("partial") { partial.into_iter().all(ran) } else { whole.into_iter().all(ran) }, "{document}");
        *kinds.entry(format!("{} {}", case.table.form().key(), case.table.version().text())).or_default() += 1;
        let own_discount = |line: &Item| line.discount.is_some() || line.discount_rate.is_some();
        let features = [
            ("with VAT", case.has_vat()),
            ("without VAT", !case.has_vat()),
            ("in a foreign currency", case.currency != "VND"),
            ("adjusting", case.adjustment),
            ("with discounts of lines", case.lines.iter().any(own_discount)),
            ("with lines of discounts", case.lines.iter().any(|line| line.nature == "discount")),
            ("with special goods", case.lines.iter().any(|line| line.special)),
            ("with fees", !case.fees.is_empty()),
            ("with promotions", case.lines.iter().any(|line| line.nature == "promotion")),
            ("with notes", case.lines.iter().any(|line| line.nature == "note")),
            ("rounded by rate", case.policy == "rate"),
            ("rounded by document", case.policy == "document"),
            ("of a finance lease", case.is_lease()),
            ("with other reductions", case.other_reduction.is_some()),
            ("with untaxed reductions", case.untaxed_reduction.is_some()),
            ("with the VAT reduction of the direct method", case.trade_ratio.is_some()),
        ];
        let of_form = by_form.entry(case.table.form().key()).or_insert_with(|| vec![0; features.len()]);
        for ((kind, holds), of_form) in features.into_iter().zip(of_form) {
            *kinds.entry(kind.to_owned()).or_default() += usize::from(holds);
            *of_form += usize::from(holds);
        }
        names = features.map(|(name, _)| name).join(", ");
        done += 1;
    }
    assert!(kinds.values().all(|count| *count > 0), "{kinds:?}");
    let missed: Vec<String> = vn_invoice::tables()
        .map(|table| format!("{} {}", table.form().key(), table.version().text()))
        .filter(|name| !kinds.contains_key(name))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    suites::say(&format!(
        "totals: {done} invoices computed, equal to the oracle, without a finding ({refused} refused as too long, the oracle agrees): {kinds:?}"
    ));
    let rows: String = by_form.iter().fold(String::new(), |rows, (form, counts)| format!("{rows}\n  {form:18}{counts:?}"));
    suites::say(&format!("totals: kinds x features: {names}{rows}"));
}

#[test]
fn one_amount_moved_by_the_smallest_unit_is_found() {
    let validator = validator();
    let mut random = Random::new(2);
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    let (mut done, mut readings, mut missed) = (0, 0, Vec::new());
    while done < wanted() {
        let case = generate::sale(&mut random);
        let Some((totals, xml)) = computed(&case) else { continue };
        let document = case.document(&totals, &xml);
        let amounts = amounts(&document);
        let (start, end, name) = amounts[random.below(amounts.len())];
        let unit = Decimal::new(if random.below(2) == 0 { 1 } else { -1 }, case.digits() as u8);
        let value = Decimal::parse(&document[start..end]).unwrap().plus(unit).unwrap();
        if value.digits().total() > 21 {
            continue;
        }
        // A discount below two units makes two of the readings that practice knows (with it, without it) neighbours; so do a small
        // reduction and one that rounds in two ways.
        let expected = oracle::work_out(&case);
        let near = match name {
            "TgTTTBSo" => expected.other_payables.iter().any(|other| other.text() == value.to_string()),
            "TTCKTMai" => expected.discount_readings().iter().any(|other| other.text() == value.abs().to_string()),
            _ => expected.reduction_is_open,
        };
        if expected.has_tiny_discount(case.digits()) || near {
            readings += 1;
            continue;
        }
        let altered = format!("{}{value}{}", &document[..start], &document[end..]);
        let report = validator.validate(altered.as_bytes());
        let caught = report.findings().iter().any(|finding| finding.rule().stage == Stage::Totals);
        if !caught {
            missed.push(format!("{name} {} -> {value}\n{document}", &document[start..end]));
        }
        *moved.entry(name.to_owned()).or_default() += 1;
        done += 1;
    }
    assert!(missed.is_empty(), "{} of {done} not found, the first:\n{}", missed.len(), missed[..missed.len().min(5)].join("\n"));
    suites::say(&format!(
        "totals: {done} invoices with one amount moved by the smallest unit, each found: {moved:?} ({readings} left out: two readings that practice knows lie one unit apart)"
    ));
}

/// The amounts of a document that others depend on: where they start and end. A promotion adds to nothing, so that its amount is not
/// among them, and a discount that no other figure rests on.
fn amounts(document: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    for name in ["STCKhau", "ThTien", "TThue", "TgTCThue", "TGTKCThue", "TgTThue", "TPhi", "TTCKTMai", "TGTKhac", "TgTTTBSo"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        for (start, _) in document.match_indices(&open) {
            let start = start + open.len();
            let end = start + document[start..].find(&close).unwrap();
            let line = &document[document[..start].rfind("<HHDVu>").unwrap()..];
            let in_lines = !document[..start].contains("</DSHHDVu>");
            let line = &line[..line.find("</HHDVu>").unwrap_or(line.len())];
            let promotion = in_lines && line.starts_with("<HHDVu><TChat>2<");
            // The discount of a line without a price, where the sum of discounts is nothing and not written.
            let alone = name == "STCKhau" && !line.contains("<DGia>") && !document.contains("<TTCKTMai>");
            if !promotion && !alone {
                found.push((start, end, name));
            }
        }
    }
    found
}

impl Expected {
    fn is_too_long(&self) -> bool {
        let lines = self.lines.iter().flatten().flatten();
        let rates = self.rates.iter().flat_map(|(_, amount, tax)| [amount, tax]);
        let whole = [Some(&self.payable), Some(&self.trade_discount), self.before_tax.as_ref(), self.tax.as_ref()];
        let long =
            |value: &Fraction| value.text().bytes().filter(u8::is_ascii_digit).count() > 21 && !value.text().starts_with("0.");
        lines.chain(rates).chain(whole.into_iter().flatten()).any(long)
    }
}

/// Every amount of the answer, as text.
fn compare(case: &Case, totals: &Value, expected: &Expected) {
    let mut said = String::new();
    let mut wanted = String::new();
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let fraction = |value: Option<&Fraction>| value.map_or_else(|| "none".to_owned(), Fraction::text);
    for (line, [discount, amount]) in totals["lines"].as_array().unwrap().iter().zip(&expected.lines) {
        let _ = writeln!(said, "line {} {}", text(&line["discount"]), text(&line["amount"]));
        let _ = writeln!(wanted, "line {} {}", fraction(discount.as_ref()), fraction(amount.as_ref()));
    }
    for rate in totals["rates"].as_array().unwrap() {
        let _ = writeln!(said, "rate {} {} {}", text(&rate["rate"]), text(&rate["amount"]), text(&rate["tax"]));
    }
    for (rate, amount, tax) in &expected.rates {
        let _ = writeln!(wanted, "rate {rate} {} {}", amount.text(), tax.text());
    }
    for fee in totals["fees"].as_array().unwrap() {
        let _ = writeln!(said, "fee {}", text(&fee["amount"]));
    }
    for fee in &expected.fees {
        let _ = writeln!(wanted, "fee {}", fee.text());
    }
    let discount = (!expected.trade_discount.is_zero()).then_some(&expected.trade_discount);
    for (name, value) in [
        ("before_tax", expected.before_tax.as_ref()),
        ("tax", expected.tax.as_ref()),
        ("trade_discount", discount),
        ("vat_reduction", expected.vat_reduction.as_ref()),
        ("payable", Some(&expected.payable)),
        ("payable_in_dong", expected.payable_in_dong.as_ref()),
    ] {
        let _ = writeln!(said, "{name} {}", text(&totals[name]));
        let _ = writeln!(wanted, "{name} {}", fraction(value));
    }
    assert_eq!(said, wanted, "{case:#?}");
}
