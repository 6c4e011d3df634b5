//! Each relation with an invoice where it holds and its nearest sibling where it does not.

use super::Amounts;
use super::check;
use crate::Limits;
use crate::profile::vn::invoice::read::Invoice;
use crate::rules::Severity;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Source;

/// Two lines at 10 %, one at 8 %, a note, a discount line; sums worked out by hand:
/// 10 %: 2 × 150000 + 3 × 33333 − 0 − 9999 = 390000, VAT 39000; 8 %: 1 × 200000 − 20000 = 180000, VAT 14400; 570000 + 53400 + 1000.
const VAT: &str = "<DLHDon><TTChung><KHMSHDon>1</KHMSHDon><DVTTe>VND</DVTTe></TTChung><NDHDon><DSHHDVu>\
<HHDVu><TChat>1</TChat><SLuong>2</SLuong><DGia>150000</DGia><ThTien>300000</ThTien><TSuat>10%</TSuat></HHDVu>\
<HHDVu><TChat>1</TChat><SLuong>3.000</SLuong><DGia>33333.00</DGia><ThTien>99999</ThTien><TSuat>10%</TSuat></HHDVu>\
<HHDVu><TChat>3</TChat><ThTien>9999</ThTien><TSuat>10%</TSuat></HHDVu>\
<HHDVu><TChat>4</TChat><ThTien/></HHDVu>\
<HHDVu><TChat>1</TChat><SLuong>1</SLuong><DGia>200000</DGia><TLCKhau>10</TLCKhau><STCKhau>20000</STCKhau>\
<ThTien>180000</ThTien><TSuat>8%</TSuat></HHDVu></DSHHDVu>\
<TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>390000</ThTien><TThue>39000</TThue></LTSuat>\
<LTSuat><TSuat>8%</TSuat><ThTien>180000.000000</ThTien><TThue>14400</TThue></LTSuat></THTTLTSuat>\
<TgTCThue>570000</TgTCThue><TgTThue>53400</TgTThue><DSLPhi><LPhi><TPhi>1000</TPhi></LPhi></DSLPhi>\
<TTCKTMai>29999</TTCKTMai><TgTTTBSo>624400</TgTTTBSo></TToan></NDHDon></DLHDon>";

/// A sales invoice: 4 × 25000 + 60000 less a discount line of 10000.
const SALES: &str = "<DLHDon><TTChung><KHMSHDon>2</KHMSHDon></TTChung><NDHDon><DSHHDVu>\
<HHDVu><TChat>1</TChat><SLuong>4</SLuong><DGia>25000</DGia><ThTien>100000</ThTien></HHDVu>\
<HHDVu><TChat>1</TChat><SLuong>0</SLuong><DGia>0</DGia><ThTien>60000</ThTien></HHDVu>\
<HHDVu><TChat>3</TChat><ThTien>-10000</ThTien></HHDVu></DSHHDVu>\
<TToan><TgTTTBSo>150000</TgTTTBSo></TToan></NDHDon></DLHDon>";

/// The findings: code, severity, path below TToan or DSHHDVu, computed value.
fn findings(text: &str) -> Vec<String> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let invoice = Invoice::read(document.root(), None);
    let amounts = Amounts::of(&invoice);
    assert!(!amounts.unreadable);
    let (checks, remarks) = check(&amounts);
    let mut locator = Locator::new(&document);
    let of_checks = checks.iter().filter_map(|check| {
        let severity = check.severity?.name();
        let path = locator.path(check.node);
        let path = path.rsplit_once("NDHDon/").unwrap().1;
        Some(format!("{} {severity} {path} {}", check.draft().unwrap().rule().code, check.computed))
    });
    let mut found: Vec<String> = of_checks.collect();
    found.extend(remarks.iter().map(|draft| format!("{} {}", draft.rule().code, draft.severity.name())));
    found
}

fn altered(text: &str, from: &str, to: &str) -> Vec<String> {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    findings(&text.replace(from, to))
}

#[test]
fn right_invoices_give_no_finding() {
    assert_eq!(findings(VAT), [""; 0]);
    assert_eq!(findings(SALES), [""; 0]);
}

#[test]
fn one_dong_off_in_each_total_is_one_finding_at_that_total() {
    for (from, to, finding) in [
        ("<ThTien>390000", "<ThTien>390001", "VN-INV-TOTAL-GROUP error TToan/THTTLTSuat/LTSuat[1]/ThTien 390000"),
        ("<TgTCThue>570000", "<TgTCThue>570001", "VN-INV-TOTAL-BEFORE-TAX error TToan/TgTCThue 570000"),
        ("<TThue>39000", "<TThue>39001", "VN-INV-TOTAL-GROUP-TAX error TToan/THTTLTSuat/LTSuat[1]/TThue 39000"),
        ("<TgTThue>53400", "<TgTThue>53399", "VN-INV-TOTAL-TAX error TToan/TgTThue 53400"),
        ("<TgTTTBSo>624400", "<TgTTTBSo>624401", "VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo 624400"),
        ("<ThTien>99999<", "<ThTien>99998<", "VN-INV-TOTAL-LINE error DSHHDVu/HHDVu[2]/ThTien 99999"),
        ("<ThTien>9999<", "<ThTien>9998<", "VN-INV-TOTAL-GROUP error TToan/THTTLTSuat/LTSuat[1]/ThTien 390001"),
    ] {
        let expected = if to.contains("9998<") && from.contains("9999<") && !from.contains("99999") {
            // The discount line has no product of its own, so the rate is named; TTCKTMai disagrees by one too.
            vec![finding.to_owned(), "VN-INV-TOTAL-TRADE-DISCOUNT warning TToan/TTCKTMai 29998".to_owned()]
        } else {
            vec![finding.to_owned()]
        };
        assert_eq!(altered(VAT, from, to), expected, "{to}");
    }
    assert_eq!(altered(SALES, "<TgTTTBSo>150000", "<TgTTTBSo>150001"), ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo 150000"]);
    assert_eq!(altered(SALES, "<ThTien>100000", "<ThTien>100001"), ["VN-INV-TOTAL-LINE error DSHHDVu/HHDVu[1]/ThTien 100000"]);
}

#[test]
fn a_tax_is_rounded_half_up_to_the_unit() {
    // 390005 × 10 % = 39000.5: half up 39001; 39000 is one unit away at most, 39003 is not.
    let base = VAT.replace("<ThTien>9999<", "<ThTien>9994<").replace("<ThTien>390000", "<ThTien>390005");
    let base = base.replace("<TTCKTMai>29999", "<TTCKTMai>29994").replace("<TgTCThue>570000", "<TgTCThue>570005");
    let with = |tax: i64| {
        let text = base.replace("<TThue>39000<", &format!("<TThue>{tax}<"));
        let text = text.replace("<TgTThue>53400", &format!("<TgTThue>{}", 14400 + tax));
        findings(&text.replace("<TgTTTBSo>624400", &format!("<TgTTTBSo>{}", 570_005 + 14400 + tax + 1000)))
    };
    assert_eq!(with(39001), [""; 0]);
    assert_eq!(with(39000), ["VN-INV-TOTAL-GROUP-TAX warning TToan/THTTLTSuat/LTSuat[1]/TThue 39001"]);
    assert_eq!(with(39003), ["VN-INV-TOTAL-GROUP-TAX error TToan/THTTLTSuat/LTSuat[1]/TThue 39001"]);
}

#[test]
fn exempt_rates_have_no_tax() {
    for rate in ["KCT", "KKKNT", "0%"] {
        let text = VAT.replace("8%", rate).replace("<TThue>14400", "<TThue>0").replace("<TgTThue>53400", "<TgTThue>39000");
        let text = text.replace("<TgTTTBSo>624400", "<TgTTTBSo>610000");
        assert_eq!(findings(&text), [""; 0], "{rate}");
        let taxed = VAT.replace("8%", rate);
        let found = findings(&taxed);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("VN-INV-TOTAL-GROUP-TAX error"), "{found:?}");
    }
    let other = VAT.replace("8%", "KHAC:8%");
    assert_eq!(findings(&other), [""; 0]);
}

#[test]
fn discounts_are_read_in_both_signs_and_both_places() {
    assert_eq!(altered(VAT, "<ThTien>9999<", "<ThTien>-9999<"), [""; 0]);
    // The amount before the discount of the line; the totals then subtract it.
    assert_eq!(altered(VAT, "<ThTien>180000<", "<ThTien>200000<"), [""; 0]);
    assert_eq!(
        altered(VAT, "<TLCKhau>10<", "<TLCKhau>9<"),
        ["VN-INV-TOTAL-LINE-DISCOUNT warning DSHHDVu/HHDVu[5]/STCKhau 18000"]
    );
}

#[test]
fn a_tax_on_the_discounted_amount_takes_the_discount_off_the_total() {
    // 200000 less 20000 in its own field: the amounts stand before the discount, the tax after it.
    let gross = VAT.replace("<ThTien>180000<", "<ThTien>200000<").replace("<ThTien>180000.000000", "<ThTien>200000");
    let gross = gross.replace("<TgTCThue>570000", "<TgTCThue>590000");
    assert_eq!(findings(&gross), [""; 0]);
    let total = gross.replace("<TgTTTBSo>624400", "<TgTTTBSo>644400");
    assert_eq!(findings(&total), ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo 624400"]);
}

#[test]
fn promotions_add_nothing() {
    let line = "<HHDVu><TChat>2</TChat><SLuong>1</SLuong><DGia>5000</DGia><ThTien>5000</ThTien></HHDVu></DSHHDVu>";
    assert_eq!(altered(SALES, "</DSHHDVu>", line), [""; 0]);
    let added = SALES.replace("</DSHHDVu>", line).replace("<TgTTTBSo>150000", "<TgTTTBSo>155000");
    assert_eq!(findings(&added), ["VN-INV-TOTAL-PROMOTION warning TToan/TgTTTBSo 150000"]);
}

#[test]
fn foreign_currency_has_two_decimals() {
    // 3 × 33.335 = 100.005, half up 100.01.
    let text = "<DLHDon><TTChung><KHMSHDon>2</KHMSHDon><DVTTe>USD</DVTTe></TTChung><NDHDon><DSHHDVu><HHDVu><TChat>1</TChat>\
                <SLuong>3</SLuong><DGia>33.335</DGia><ThTien>100.01</ThTien></HHDVu></DSHHDVu>\
                <TToan><TgTTTBSo>100.01</TgTTTBSo></TToan></NDHDon></DLHDon>";
    assert_eq!(findings(text), [""; 0]);
    let found = findings(&text.replace("100.01", "100.03"));
    assert_eq!(found, ["VN-INV-TOTAL-LINE error DSHHDVu/HHDVu/ThTien 100.01"]);
}

#[test]
fn adjustments_carry_signed_differences() {
    let text = "<DLHDon><TTChung><KHMSHDon>1</KHMSHDon><TTHDLQuan><TCHDon>2</TCHDon></TTHDLQuan></TTChung><NDHDon><DSHHDVu>\
                <HHDVu><TChat>1</TChat><SLuong>-1</SLuong><DGia>50000</DGia><ThTien>-50000</ThTien><TSuat>10%</TSuat></HHDVu></DSHHDVu>\
                <TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>-50000</ThTien><TThue>-5000</TThue></LTSuat></THTTLTSuat>\
                <TgTCThue>-50000</TgTCThue><TgTThue>-5000</TgTThue><TgTTTBSo>-55000</TgTTTBSo></TToan></NDHDon></DLHDon>";
    assert_eq!(findings(text), [""; 0]);
    let tax_only = "<DLHDon><TTChung><KHMSHDon>1</KHMSHDon><TTHDLQuan><TCHDon>2</TCHDon></TTHDLQuan></TTChung><NDHDon>\
                    <TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>0</ThTien><TThue>-1344000</TThue></LTSuat></THTTLTSuat>\
                    <TgTCThue>0</TgTCThue><TgTThue>-1344000</TgTThue><TgTTTBSo>-1344000</TgTTTBSo></TToan></NDHDon></DLHDon>";
    assert_eq!(findings(tax_only), [""; 0]);
    let found = findings(&text.replace("<TgTTTBSo>-55000", "<TgTTTBSo>-55001"));
    assert_eq!(found, ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo -55000"]);
}

#[test]
fn the_reduction_of_direct_method_sellers_is_recognised() {
    // 150000 × 1 % × 20 % = 300.
    assert_eq!(altered(SALES, "<TgTTTBSo>150000", "<TgTTTBSo>149700"), [""; 0]);
    assert_eq!(altered(SALES, "<TgTTTBSo>150000", "<TgTTTBSo>149500"), ["VN-INV-TOTAL-PAYABLE warning TToan/TgTTTBSo 150000"]);
    assert_eq!(altered(SALES, "<TgTTTBSo>150000", "<TgTTTBSo>149800"), ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo 150000"]);
    // One đồng beside it is rounding, and told.
    assert_eq!(altered(SALES, "<TgTTTBSo>150000", "<TgTTTBSo>149701"), ["VN-INV-TOTAL-PAYABLE warning TToan/TgTTTBSo 150000"]);
    // Lines of 100200, 60200 and −10000 less 0.2 % each, rounded: 200, 120 and −20; of the whole 300.8, rounded 301.
    let lines = SALES.replace("<ThTien>100000", "<ThTien>100200").replace("<DGia>25000", "<DGia>25050");
    let lines = lines.replace("<ThTien>60000", "<ThTien>60200");
    for (payable, severity) in [("150100", ""), ("150099", ""), ("150098", "warning"), ("150102", "error")] {
        let found = findings(&lines.replace("<TgTTTBSo>150000", &format!("<TgTTTBSo>{payable}")));
        assert_eq!(found.len(), usize::from(!severity.is_empty()), "{payable} {found:?}");
        assert!(found.iter().all(|found| found.contains(severity)), "{payable} {found:?}");
    }
    // Taken back by an adjustment, with the reduction.
    let back = SALES.replace("</TTChung>", "<TTHDLQuan><TCHDon>2</TCHDon></TTHDLQuan></TTChung>");
    let back = back.replace("<SLuong>4", "<SLuong>-4").replace("<ThTien>100000", "<ThTien>-100000");
    let back = back.replace("<ThTien>60000", "<ThTien>-60000").replace("<ThTien>-10000<", "<ThTien>0<");
    let with = |payable: &str| findings(&back.replace("<TgTTTBSo>150000", &format!("<TgTTTBSo>{payable}")));
    assert_eq!(with("-159680"), [""; 0]);
    assert_eq!(with("-160000"), [""; 0]);
    assert_eq!(with("-160320"), ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo -160000"]);
    // Some builders write the sum of the lines beside it, before the reduction or after it.
    for (before_tax, fits) in [("150000", true), ("149700", true), ("149000", false)] {
        let text = SALES.replace("<TgTTTBSo>150000", &format!("<TgTCThue>{before_tax}</TgTCThue><TgTTTBSo>149700"));
        assert_eq!(findings(&text).is_empty(), fits, "{before_tax} {:?}", findings(&text));
    }
}

/// Providers take `TGTKCThue` off the total payable or let it stand beside it (vn-einvoice §7.2); `TGTKhac` is always taken off.
#[test]
fn reductions_outside_vat_are_taken_off_or_stated_alone() {
    let with = |reductions: &str, payable: &str| {
        let text = VAT.replace("<TgTThue>53400", &format!("{reductions}<TgTThue>53400"));
        findings(&text.replace("<TgTTTBSo>624400", &format!("<TgTTTBSo>{payable}")))
    };
    let wrong = |computed: &str| [format!("VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo {computed}")];
    assert_eq!(with("<TGTKCThue>7000</TGTKCThue>", "617400"), [""; 0]);
    assert_eq!(with("<TGTKCThue>-7000</TGTKCThue>", "617400"), [""; 0]);
    assert_eq!(with("<TGTKCThue>7000</TGTKCThue>", "624400"), [""; 0]);
    assert_eq!(with("<TGTKCThue>7000</TGTKCThue>", "617401"), wrong("624400"));
    assert_eq!(with("<TGTKhac>400</TGTKhac>", "624000"), [""; 0]);
    assert_eq!(with("<TGTKhac>400</TGTKhac>", "624400"), wrong("624000"));
    assert_eq!(with("<TGTKCThue>7000</TGTKCThue><TGTKhac>400</TGTKhac>", "617000"), [""; 0]);
    // An adjustment that makes a reduction smaller raises the total by that.
    let smaller = |payable: &str| {
        let text = VAT.replace("</DVTTe>", "</DVTTe><TTHDLQuan><TCHDon>2</TCHDon></TTHDLQuan>");
        let text = text.replace("<TgTThue>53400", "<TGTKhac>-400</TGTKhac><TgTThue>53400");
        findings(&text.replace("<TgTTTBSo>624400", &format!("<TgTTTBSo>{payable}")))
    };
    assert_eq!(smaller("624800"), [""; 0]);
    assert_eq!(smaller("624801"), wrong("624000"));
}

#[test]
fn a_total_in_dong_has_no_fraction() {
    let text = SALES.replace("<ThTien>60000", "<ThTien>60000.4").replace("<TgTTTBSo>150000", "<TgTTTBSo>150000.4");
    assert_eq!(findings(&text), ["VN-INV-TOTAL-FRACTION warning"]);
    assert_eq!(findings(&text.replace("150000.4", "150000")), [""; 0]);
}

#[test]
fn words_that_say_another_amount_warn_and_words_that_are_not_understood_inform() {
    let with = |words: &str| findings(&SALES.replace("</TgTTTBSo>", &format!("</TgTTTBSo><TgTTTBChu>{words}</TgTTTBChu>")));
    assert_eq!(with("Một trăm năm mươi nghìn đồng chẵn"), [""; 0]);
    assert_eq!(with("Một trăm năm mươi nghìn không trăm linh một đồng"), ["VN-INV-TOTAL-WORDS warning"]);
    assert_eq!(with("Một trăm năm mươi ngh?n đồng"), ["VN-INV-TOTAL-WORDS-UNREAD info"]);
    assert_eq!(with(""), [""; 0], "that it is missing is told by the table");
}

#[test]
fn severities_are_those_of_the_contract() {
    assert_eq!(super::rules::PAYABLE.severity, Severity::Error);
    assert_eq!(super::rules::WORDS.severity, Severity::Warning);
}

/// The line and the totals before tax state the amount before its discount, the tax the amount after it: 800000 × 10 % = 80000.
#[test]
fn the_arithmetic_names_every_part() {
    let invoice = |payable: &str| {
        format!(
            "<DLHDon><TTChung><KHMSHDon>1</KHMSHDon></TTChung><NDHDon><DSHHDVu><HHDVu><TChat>1</TChat><SLuong>1</SLuong>\
             <DGia>1000000</DGia><STCKhau>200000</STCKhau><ThTien>1000000</ThTien><TSuat>10%</TSuat></HHDVu></DSHHDVu><TToan>\
             <THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>1000000</ThTien><TThue>80000</TThue></LTSuat></THTTLTSuat>\
             <TgTCThue>1000000</TgTCThue><TgTThue>80000</TgTThue><TgTTTBSo>{payable}</TgTTTBSo></TToan></NDHDon></DLHDon>"
        )
    };
    assert_eq!(findings(&invoice("880000")), [""; 0]);
    let text = invoice("1080000");
    assert_eq!(findings(&text), ["VN-INV-TOTAL-PAYABLE error TToan/TgTTTBSo 880000"]);
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let (checks, _) = check(&Amounts::of(&Invoice::read(document.root(), None)));
    let wrong = checks.iter().find(|check| check.severity.is_some()).unwrap();
    let equation = wrong.equation.to_string();
    assert!(equation.ends_with(": 1000000 + 80000 − 200000 = 880000"), "{equation}");
}

#[test]
fn taxes_that_no_rate_states_are_those_of_the_amounts() {
    let groups = &VAT[VAT.find("<THTTLTSuat>").unwrap()..VAT.find("<TgTCThue>").unwrap()];
    // The lines alone, four of which have a tax, and two rates, one without its tax: one đồng for each is rounding, one more is not. The
    // total payable follows.
    for (text, allowed) in [(VAT.replace(groups, ""), 4), (VAT.replace("<TThue>39000</TThue>", ""), 2)] {
        let with = |tax: i64| {
            let text = text.replace("<TgTThue>53400<", &format!("<TgTThue>{tax}<"));
            findings(&text.replace("<TgTTTBSo>624400<", &format!("<TgTTTBSo>{}<", 571_000 + tax)))
        };
        assert_eq!(with(53_400), [""; 0]);
        for near in [53_400 + allowed, 53_400 - allowed] {
            assert_eq!(with(near), ["VN-INV-TOTAL-TAX warning TToan/TgTThue 53400"], "{near}");
        }
        for wrong in [53_401 + allowed, 53_399 - allowed, 14_400, 0] {
            assert_eq!(with(wrong)[0], "VN-INV-TOTAL-TAX error TToan/TgTThue 53400", "{wrong}");
        }
    }
    // Practice has several readings of these.
    let bare = VAT.replace(groups, "").replace("<TgTThue>53400<", "<TgTThue>53000<").replace("624400", "624000");
    assert_eq!(findings(&bare).len(), 2);
    for (from, to) in [("<TSuat>8%</TSuat>", ""), ("<KHMSHDon>1<", "<KHMSHDon>2<"), ("<TSuat>8%</TSuat>", "<TSuat>CTTC</TSuat>")]
    {
        assert_eq!(altered(&bare, from, to), [""; 0], "{from}");
    }
}
