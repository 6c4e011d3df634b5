//! Each finding with the set beside it that has none.

use super::Set;
use super::Summary;
use crate::Limits;
use crate::rules::Language;

/// An invoice: seller, series, number, date, something in it, and what stands before `</TTChung>`.
fn invoice(seller: &str, series: &str, number: &str, date: &str, total: &str, more: &str) -> String {
    format!(
        "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>{series}</KHHDon><SHDon>{number}</SHDon><NLap>{date}</NLap>{more}</TTChung>\
         <NDHDon><NBan><MST>{seller}</MST></NBan><NMua><MST>0100109106</MST></NMua><TToan><TgTTTBSo>{total}</TgTTTBSo></TToan></NDHDon>\
         </DLHDon></HDon>"
    )
}

fn plain(number: &str, date: &str, total: &str) -> String {
    invoice("0109999982", "C25TAA", number, date, total, "")
}

fn correcting(series: &str, number: &str, date: &str) -> String {
    let block = format!(
        "<TTHDLQuan><TCHDon>1</TCHDon><LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>1</KHMSHDCLQuan><KHHDCLQuan>{series}</KHHDCLQuan>\
         <SHDCLQuan>{number}</SHDCLQuan><NLHDCLQuan>{date}</NLHDCLQuan></TTHDLQuan>"
    );
    invoice("0109999982", "C25TBB", "1", "2025-07-01", "1", &block)
}

fn set_of(documents: &[String]) -> Set {
    let mut set = Set::default();
    for (index, document) in documents.iter().enumerate() {
        set.add(&index.to_string(), Summary::of(document.as_bytes(), &Limits::default()));
    }
    set
}

/// Code and documents of each finding.
fn told(documents: &[String]) -> Vec<String> {
    let say = |set: Set| -> Vec<String> {
        let findings = set.findings();
        for finding in &findings {
            for language in [Language::Vietnamese, Language::English] {
                let texts = [Some(finding.message(language)), finding.fix(language)];
                assert!(texts.into_iter().flatten().all(|text| !text.contains(['{', '}'])), "{}", finding.message(language));
            }
        }
        findings.iter().map(|finding| format!("{} {}", finding.code(), finding.documents().join(","))).collect()
    };
    let told = say(set_of(documents));
    let codes = |told: &[String]| -> Vec<String> { told.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect() };
    let reversed: Vec<String> = documents.iter().rev().cloned().collect();
    assert_eq!(codes(&say(set_of(&reversed))), codes(&told), "the order of the documents is of no matter");
    told
}

#[test]
fn copies_versions_and_numbers_used_twice() {
    let first = plain("7", "2025-06-01", "1000");
    let spaced = first.replace("<NDHDon>", "\n  <NDHDon>\n ").replace("<SHDon>7<", "<SHDon>00000007<");
    assert_eq!(told(&[first.clone(), first.replace("<NDHDon>", "\n <NDHDon>")]), ["VN-SET-SAME 0,1"]);
    assert_eq!(told(&[first.clone(), spaced]), ["VN-SET-ALTERED 0,1"], "the text of a number is content");
    assert_eq!(told(&[first.clone(), first.replace("<NDHDon>", "<MCCQT>00A1</MCCQT><NDHDon>")]), ["VN-SET-SAME 0,1"]);
    assert_eq!(told(&[first.clone(), first.replace("<NDHDon>", "<MCCQ>00A1</MCCQ><NDHDon>")]), ["VN-SET-ALTERED 0,1"]);
    assert_eq!(told(&[first.clone(), plain("7", "2025-06-01", "1001")]), ["VN-SET-ALTERED 0,1"]);
    assert_eq!(told(&[first.clone(), plain("7", "2025-06-02", "1000")]), ["VN-SET-NUMBER-TWICE 0,1"]);
    assert_eq!(told(&[first.clone(), plain("8", "2025-06-01", "1000")]), [""; 0]);
    assert_eq!(told(&[first.clone(), invoice("0100109106", "C25TAA", "7", "2025-06-01", "1", "")]), [""; 0]);
    assert_eq!(told(&[first.clone(), invoice("0109999982", "C25TAB", "7", "2025-06-01", "1", "")]), [""; 0]);
    assert_eq!(told(&[first]), [""; 0]);
}

#[test]
fn gaps_of_a_series_that_is_nearly_whole() {
    let numbers =
        |numbers: &[u32]| -> Vec<String> { numbers.iter().map(|number| plain(&number.to_string(), "2025-06-01", "1")).collect() };
    assert_eq!(told(&numbers(&[1, 2, 3, 4])), [""; 0]);
    assert_eq!(told(&numbers(&[1, 2, 4])), ["VN-SET-GAP "]);
    let text = |list: &[u32]| set_of(&numbers(list)).findings()[0].message(Language::English).into_owned();
    assert_eq!(text(&[1, 3, 4, 7, 8]), "3 numbers of the series 0109999982 1-C25TAA are missing in the set: 2, 5–6.");
    assert_eq!(told(&numbers(&[1, 200, 4000])), [""; 0], "received invoices");
    assert_eq!(told(&numbers(&[1, 3])), [""; 0], "two are no series");
}

#[test]
fn a_correction_and_its_original() {
    let original = plain("7", "2025-06-01", "1000");
    assert_eq!(told(&[original.clone(), correcting("C25TAA", "7", "2025-06-01")]), [""; 0]);
    assert_eq!(told(&[original.clone(), correcting("C25TAA", "0007", "2025-06-01")]), [""; 0]);
    assert_eq!(told(&[original.clone(), correcting("C25TAA", "7", "2025-06-02")]), ["VN-SET-RELATED-DATE 0,1"]);
    assert_eq!(told(&[original.clone(), correcting("C25TAC", "7", "2025-06-01")]), ["VN-SET-RELATED-SYMBOL 0,1"]);
    assert_eq!(told(&[original.clone(), correcting("C25TAC", "7", "2025-06-02")]), [""; 0], "that may be an invoice elsewhere");
    let others = invoice("0100109106", "C25TAA", "7", "2025-06-01", "1000", "");
    assert_eq!(told(&[others.clone(), correcting("C25TAA", "7", "2025-06-01")]), ["VN-SET-RELATED-SELLER 0,1"]);
    assert_eq!(told(&[others, correcting("C25TAC", "7", "2025-06-01")]), [""; 0]);
    let mut series: Vec<String> = [5, 6, 8, 9].map(|number| plain(&number.to_string(), "2025-06-01", "1")).to_vec();
    series.push(correcting("C25TAA", "7", "2025-06-01"));
    assert_eq!(told(&series), ["VN-SET-RELATED-NUMBER 4", "VN-SET-GAP "]);
    series[4] = correcting("C25TAA", "8", "2025-06-01");
    assert_eq!(told(&series), ["VN-SET-GAP "]);
}

#[test]
fn answers_of_the_authority() {
    let invoice = plain("7", "2025-06-01", "1000");
    let notice = |number: &str, error: &str| {
        format!(
            "<TDiep><DLieu><TBao><DLTBao><MST>0109999982</MST><LHDKMa><DSHDon><HDon><KHMSHDon>1</KHMSHDon><KHHDon>C25TAA</KHHDon>\
             <SHDon>{number}</SHDon>{error}</HDon></DSHDon></LHDKMa></DLTBao></TBao></DLieu></TDiep>"
        )
    };
    let error = "<DSLDo><LDo><MLoi>3007</MLoi></LDo><LDo><MLoi>3010</MLoi></LDo></DSLDo>";
    let refused = [invoice.clone(), notice("00000007", error)];
    assert_eq!(told(&refused), ["VN-SET-REFUSED 0,1"]);
    assert!(set_of(&refused).findings()[0].message(Language::English).contains("(3007, 3010)"));
    assert_eq!(told(&[invoice.clone(), notice("7", "<TTTNCCQT>2</TTTNCCQT>")]), ["VN-SET-REFUSED 0,1"]);
    assert_eq!(told(&[invoice.clone(), notice("7", "<TTTNCCQT>1</TTTNCCQT>")]), ["VN-SET-ACCEPTED 0,1"]);
    assert_eq!(told(&[invoice.clone(), notice("8", error)]), [""; 0]);

    let sent = format!("<TDiep><TTChung><MTDiep>V0109</MTDiep></TTChung><DLieu>{invoice}</DLieu></TDiep>");
    let technical = |id: &str, status: &str| {
        format!(
            "<TDiep><DLieu><TBao><MTDiep>{id}</MTDiep><TTTNhan>{status}</TTTNhan><DSLDo><LDo><MLoi>1002</MLoi></LDo></DSLDo></TBao></DLieu></TDiep>"
        )
    };
    assert_eq!(told(&[sent.clone(), technical("V0109", "1")]), ["VN-SET-REFUSED 0,1"]);
    assert_eq!(told(&[sent.clone(), technical("V0109", "0")]), ["VN-SET-ACCEPTED 0,1"]);
    assert_eq!(told(&[sent, technical("V0110", "1")]), [""; 0]);
}

#[test]
fn what_is_no_tax_document_adds_nothing() {
    for text in ["", "<HDon>", "<Invoice/>", "<HDon/>", "<TDiep><DLieu><TBao/></DLieu></TDiep>"] {
        assert_eq!(told(&[text.to_owned(), text.to_owned()]), [""; 0], "{text}");
    }
}

#[test]
fn many_documents_cost_a_few_hundred_bytes_each_and_the_findings_are_capped() {
    let mut set = Set::default();
    for number in 0..3_000 {
        let text = plain(&(number % 1_500 + 1).to_string(), "2025-06-01", "1");
        let summary = Summary::of(text.as_bytes(), &Limits::default());
        assert_eq!(summary.invoices.len(), 1);
        set.add(&number.to_string(), summary);
    }
    assert_eq!(set.findings().len(), 1_000);
    let key = "0109999982".len() + 1 + "C25TAA".len() + 4 + "2025-06-01".len() + "0100109106".len();
    assert!(size_of::<(u32, super::InvoiceEntry)>() + key < 400, "{}", size_of::<super::InvoiceEntry>());
    let long = Summary::of(plain(&"9".repeat(100_000), "2025-06-01", "1").as_bytes(), &Limits::default());
    assert_eq!(long.invoices[0].key.number.len(), 64);
}
