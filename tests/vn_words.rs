//! Amounts in words of real files: each agrees with its figure, is not understood, or is known to be wrong.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails this way has failed")]

use std::env;
use std::fs;
use std::path::PathBuf;

use taxdoc::decimal::Decimal;
use taxdoc::profile::vn::words::Agreement;
use taxdoc::profile::vn::words::agrees;

/// Files whose words are wrong, and why.
const WRONG: &[(&str, &str)] = &[
    ("020", "says the total in dollars and calls it đồng; the figures are in đồng"),
    ("075", "says the total less a discount that the figure does not subtract"),
    ("077", "says the total less a discount that the figure does not subtract"),
];

#[test]
fn words_of_the_samples_agree() {
    let shared = env::var_os("TAXDOC_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("samples/vn-einvoice");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("SKIPPED: words of the samples: {} is absent", folder.display());
        return;
    };
    let (mut yes, mut in_dong, mut unreadable, mut wrong, mut surprises) = (0, 0, 0, Vec::new(), Vec::new());
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "xml")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        let currency = between(&text, "<DVTTe>", "</DVTTe>").unwrap_or_default();
        let rate = between(&text, "<TGia>", "</TGia>").map_or(Ok(Decimal::ONE), Decimal::parse).unwrap_or(Decimal::ONE);
        for totals in text.split("<TToan>").skip(1) {
            let totals = totals.split("</TToan>").next().unwrap();
            let Some(words) = between(totals, "<TgTTTBChu>", "</TgTTTBChu>") else { continue };
            let Some(Ok(amount)) = between(totals, "<TgTTTBSo>", "</TgTTTBSo>").map(Decimal::parse) else { continue };
            match agrees(words, amount, currency) {
                Agreement::Yes => yes += 1,
                Agreement::Unreadable => {
                    unreadable += 1;
                    eprintln!("unreadable: {name}: {words:?} for {amount}");
                }
                // Provider test data: a dollar invoice with its figures in đồng, or with words for the worth in đồng.
                Agreement::OtherCurrency { said, named: "VND" } if said == amount || said == amount.times(rate).unwrap() => {
                    in_dong += 1
                }
                Agreement::No { .. } if WRONG.iter().any(|(file, _)| name.starts_with(file)) => wrong.push(name.clone()),
                other => surprises.push(format!("{name}: {words:?} for {amount} {currency}: {other:?}")),
            }
        }
    }
    eprintln!("{yes} agree, {in_dong} say đồng for dollars, {unreadable} were not understood, wrong: {wrong:?}");
    assert!(surprises.is_empty(), "{surprises:#?}");
    assert_eq!(wrong.len(), WRONG.len(), "a file left the list of wrong ones");
    assert!(yes > 50 && unreadable * 10 < yes, "{yes} and {unreadable}");
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(content, _)| content)
}
