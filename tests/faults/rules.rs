//! Patterns, code lists, fields that depend on each other (spec §2-5).

use super::bases::Base;
use super::bases::ONE;
use super::bases::qr_text;
use super::case::Case;
use super::case::fault;
use super::case::run;
use super::edit::Edit;

fn wrong(base: Base, path: &str, value: &str, code: &str) -> Case {
    fault(format!("{base:?}: {path} {value}"), base).set(path, value).error(code, path)
}

fn doubtful(base: Base, path: &str, value: &str, code: &str) -> Case {
    fault(format!("{base:?}: {path} {value}"), base).set(path, value).warning(code, path)
}

#[test]
fn symbols_and_codes() {
    const SERIES: &str = "TTChung/KHHDon";
    let series = |text: &str| wrong(Base::Vat, SERIES, text, "VN-INV-SERIES-PATTERN");
    let mut cases: Vec<Case> = ["C25TT", "c25TTX", "D25TTX", "C2ATTX", "C25ATX", "C25TT1", "C25TTÀ", "C25Ttx", "25TTX", "C25-TX"]
        .into_iter()
        .map(series)
        .collect();
    cases.extend([
        // The year of issue, before and after.
        wrong(Base::Vat, SERIES, "C24TTX", "VN-INV-SERIES-YEAR"),
        wrong(Base::Vat, SERIES, "C26TTX", "VN-INV-SERIES-YEAR"),
        wrong(Base::Sales, SERIES, "C24TBH", "VN-INV-SERIES-YEAR"),
        doubtful(Base::Vat, SERIES, "C25NTX", "VN-INV-SERIES-KIND"),
        doubtful(Base::Vat, SERIES, "C25GTX", "VN-INV-SERIES-KIND"),
        doubtful(Base::Vat, SERIES, "C25XTX", "VN-INV-SERIES-KIND"),
        fault("a series per occurrence without code", Base::Adjustment)
            .set(SERIES, "K25LTX")
            .after("TTChung/SHDon", "<MHSo>HS-1</MHSo>")
            .warning("VN-INV-SERIES-OCCURRENCE", SERIES),
        fault("per occurrence without a dossier", Base::Vat)
            .after("TTChung/SHDon", "<MHSo>HS-1</MHSo>")
            .set(SERIES, "C25LTX")
            .harmless()
            .remove("TTChung/MHSo")
            .error("VN-INV-FIELD-REQUIRED", "TTChung"),
        wrong(Base::Vat, "TTChung/SHDon", "-128", "VN-INV-NUMBER-PATTERN").beside("TTChung/SHDon", "00000128"),
        wrong(Base::Vat, "TTChung/SHDon", "128.0", "VN-INV-NUMBER-PATTERN"),
        wrong(Base::Vat, "TTChung/SHDon", "+128", "VN-INV-NUMBER-PATTERN"),
        // The authority's code: one character short, small letters, a letter that no code has is only information.
        wrong(Base::Vat, "MCCQT", "00E39AA98874477362BEA6474478B648C", "VN-INV-CODE-PATTERN"),
        wrong(Base::Vat, "MCCQT", "00e39AA98874477362BEA6474478B648C3", "VN-INV-CODE-PATTERN"),
        wrong(Base::Vat, "MCCQT", "00-39AA98874477362BEA6474478B648C3", "VN-INV-CODE-PATTERN"),
        wrong(Base::Vat, "MCCQT", "M1-25-A1B2C-00000000001", "VN-INV-CODE-POS"),
        doubtful(Base::Batch, "MCCQT", "00E39AA98874477362BEA6474478B648C3", "VN-INV-CODE-NOT-POS"),
        wrong(Base::Batch, "MCCQT", "M2-25-A1B2C-00000000001", "VN-INV-CODE-KIND"),
        doubtful(Base::Batch, "MCCQT", "M1-24-A1B2C-00000000001", "VN-INV-CODE-YEAR"),
        wrong(Base::Batch, "MCCQT", "M0-25-A1B2C-00000000001", "VN-INV-CODE-PATTERN"),
        wrong(Base::Batch, "MCCQT", "M1-25-A1B2-00000000001", "VN-INV-CODE-PATTERN"),
        wrong(Base::Batch, "MCCQT", "M1-25-a1b2c-00000000001", "VN-INV-CODE-PATTERN"),
        wrong(Base::Batch, "MCCQT", "M1-25-A1B2C-0000000001", "VN-INV-CODE-PATTERN"),
        wrong(Base::Batch, "MCCQT", "M1-25-A1B2C-0000000000A", "VN-INV-CODE-PATTERN"),
        wrong(Base::Batch, "MCCQT", "M1.25.A1B2C.00000000001", "VN-INV-CODE-PATTERN"),
        fault("a code on an invoice without code", Base::Vat).set(SERIES, "K25TTX").error("VN-INV-CODE-ON-UNCODED", "MCCQT"),
        // A form symbol that is no kind we check leaves the stages not run: never valid.
        fault("version 2.2.0", Base::Vat).set("TTChung/PBan", "2.2.0").undetermined(),
        fault("form symbol A", Base::Uncoded).set("TTChung/KHMSHDon", "A").undetermined(),
        fault("form symbol 0", Base::Uncoded).set("TTChung/KHMSHDon", "0").undetermined(),
        fault("form symbol 11", Base::Uncoded).set("TTChung/KHMSHDon", "11").undetermined(),
    ]);
    run("symbols and codes", &cases);
}

#[test]
fn tax_codes_and_numbers_of_persons() {
    const PATTERN: &str = "VN-INV-TAX-CODE";
    const DIGIT: &str = "VN-INV-TAX-CODE-CHECK-DIGIT";
    let mut cases = Vec::new();
    for path in ["NMua/MST", "TTChung/MSTTCGP"] {
        for bad in ["030999997", "03099999721", "0309999972-01", "030999997A", "0309999972/001", "0309999972-00A", "0309 999972"]
        {
            cases.push(wrong(Base::Vat, path, bad, PATTERN).beside(path, "0309999972-001"));
        }
        for bad in ["0309999973", "0309999971", "1309999972", "0309999972-001"] {
            let bad = bad.replace("72-", "71-");
            cases.push(wrong(Base::Vat, path, &bad, DIGIT).beside(path, "001099012345"));
        }
        cases.push(doubtful(Base::Vat, path, "0309999972_001", "VN-INV-TAX-CODE-UNDERSCORE"));
        cases.push(doubtful(Base::Vat, path, "0309999972001", "VN-INV-TAX-CODE-HYPHEN"));
    }
    cases.extend([
        wrong(Base::Vat, "NBan/MST", "0109999983", DIGIT)
            .error("VN-SIG-HOLDER", "DSCKS/NBan/Signature")
            .because("the certificate belongs to the tax code with the right digit"),
        wrong(Base::Vat, "NBan/MST", "010999998", PATTERN)
            .error("VN-SIG-HOLDER", "DSCKS/NBan/Signature")
            .because("the certificate belongs to another tax code"),
        doubtful(Base::Vat, "NMua/CCCDan", "00109901234", "VN-INV-CITIZEN-ID"),
        doubtful(Base::Vat, "NMua/CCCDan", "00109901234X", "VN-INV-CITIZEN-ID"),
        doubtful(Base::Vat, "NMua/MDVQHNSach", "123456", "VN-INV-BUDGET-UNIT"),
        doubtful(Base::Vat, "NMua/MDVQHNSach", "123456A", "VN-INV-BUDGET-UNIT"),
        fault("buyer without name", Base::Vat).remove("NMua/Ten").warning("VN-INV-BUYER-INCOMPLETE", "NMua"),
        fault("buyer without address", Base::Vat).remove("NMua/DChi").warning("VN-INV-BUYER-INCOMPLETE", "NMua"),
        fault("buyer with an empty name", Base::Vat).set("NMua/Ten", "").warning("VN-INV-BUYER-INCOMPLETE", "NMua/Ten"),
        fault("buyer with an empty address", Base::Sales).set("NMua/DChi", "").warning("VN-INV-BUYER-INCOMPLETE", "NMua/DChi"),
        wrong(Base::Returned, "/TDiep/TTChung/MST", "010999998", PATTERN),
        fault("delegate with a wrong digit", Base::Vat)
            .after("TTChung/MSTTCGP", DELEGATE)
            .harmless()
            .set("TTChung/MSTDVNUNLHDon", "0209999987")
            .error(DIGIT, "TTChung/MSTDVNUNLHDon"),
    ]);
    for missing in ["MSTDVNUNLHDon", "TDVNUNLHDon", "DCDVNUNLHDon"] {
        let start = |word| fault(format!("delegate: {missing} {word}"), Base::Vat).after("TTChung/MSTTCGP", DELEGATE).harmless();
        let path = format!("TTChung/{missing}");
        cases.push(start("missing").remove(&path).error("VN-INV-FIELD-REQUIRED", "TTChung"));
        cases.push(start("empty").set(&path, "").error("VN-INV-FIELD-REQUIRED", &path));
    }
    run("tax codes and persons", &cases);
}

const DELEGATE: &str =
    "<MSTDVNUNLHDon>0209999986</MSTDVNUNLHDon><TDVNUNLHDon>CÔNG TY KHÁC (TEST)</TDVNUNLHDon><DCDVNUNLHDon>Huế</DCDVNUNLHDon>";

#[test]
fn code_lists_and_rates() {
    const LIST: &str = "VN-INV-CODE-LIST";
    const RATE: &str = "VN-INV-TAX-RATE";
    let digits = "VN-INV-NUMBER-DIGITS";
    let mut cases = vec![
        wrong(Base::Vat, "TTChung/HDCTTChinh", "2", LIST),
        wrong(Base::Vat, "TTChung/HDCTTChinh", "11", digits),
        wrong(Base::Sales, "TTChung/HDDCKPTQuan", "2", LIST).beside("TTChung/HDDCKPTQuan", "1"),
        wrong(Base::Sales, "TTChung/HDDCKPTQuan", "10", digits),
        wrong(Base::Sales200, "TTChung/HDDCKPTQuan", "9", LIST),
        wrong(Base::Vat, "HHDVu[1]/TChat", "6", LIST),
        wrong(Base::Vat, "HHDVu[1]/TChat", "0", LIST),
        wrong(Base::Vat, "HHDVu[1]/TChat", "11", digits),
        wrong(Base::Vat200, "HHDVu/TChat", "5", LIST),
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/TCHDon", "6", LIST),
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/TCHDon", "0", LIST),
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/LHDCLQuan", "5", LIST),
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/LHDCLQuan", "0", LIST),
        wrong(Base::Vat, "HHDVu[7]/TTHHDTrung/TTin[1]/LHHDTrung", "4", LIST),
        wrong(Base::Vat, "TTChung/DVTTe", "VNX", "VN-INV-CURRENCY"),
        wrong(Base::Vat, "TTChung/DVTTe", "$", "VN-INV-CURRENCY"),
        doubtful(Base::Vat, "TTChung/DVTTe", "VNĐ", "VN-INV-CURRENCY-SPELLING"),
        doubtful(Base::Vat, "TTChung/DVTTe", "vnd", "VN-INV-CURRENCY-SPELLING"),
        fault("no currency", Base::Vat).remove("TTChung/DVTTe").error("VN-INV-CURRENCY-MISSING", "TTChung"),
        fault("empty currency", Base::Vat).set("TTChung/DVTTe", "").warning("VN-INV-CURRENCY-MISSING", "TTChung/DVTTe"),
        fault("dollars without rate", Base::Dollars).remove("TTChung/TGia").error("VN-INV-FIELD-REQUIRED", "TTChung"),
        fault("dollars with an empty rate", Base::Dollars).set("TTChung/TGia", "").error("VN-INV-FIELD-REQUIRED", "TTChung/TGia"),
        doubtful(Base::Dollars, "TTChung/TGia", "0", "VN-INV-EXCHANGE-RATE-POSITIVE"),
        doubtful(Base::Dollars, "TTChung/TGia", "-25450", "VN-INV-EXCHANGE-RATE-POSITIVE"),
        fault("a rate for the đồng", Base::Vat)
            .after("TTChung/DVTTe", "<TGia>1</TGia>")
            .harmless()
            .set("TTChung/TGia", "2")
            .warning("VN-INV-EXCHANGE-RATE-VND", "TTChung/TGia"),
    ];
    for bad in ["8", "8 %", "08%", "7%", "kct", "KHAC7%", "KHAC:%", "KHAC:101%", "KHAC:7.123%", "8%%", "10", "CTCT"] {
        // On a line alone, so that the group keeps its rate: a promotion adds nothing to it.
        cases.push(wrong(Base::Vat, "HHDVu[4]/TSuat", bad, RATE));
    }
    cases.extend([
        wrong(Base::Vat200, "HHDVu/TSuat", "10", RATE),
        wrong(Base::Uncoded, "LTSuat[4]/TSuat", "0", RATE),
        doubtful(Base::Vat, "HHDVu[4]/TSuat", "CTTC", "VN-INV-TAX-RATE-NOT-LEASE"),
        fault("a lease with another rate", Base::Uncoded)
            .set("TTChung/HDCTTChinh", "1")
            .warning("VN-INV-TAX-RATE-LEASE", "HHDVu[1]/TSuat"),
        wrong(Base::Vat200, "HHDVu/TSuat", "CTTC", RATE)
            .sibling(vec![])
            .error("VN-INV-TOTAL-GROUP", "LTSuat/ThTien")
            .because("the rate came with 2.1.0, and no line is left for the group of 10 %"),
        fault("8 % on 1 January 2023", Base::Vat200)
            .set("HHDVu/TSuat", "8%")
            .set("LTSuat/TSuat", "8%")
            .set("LTSuat/TThue", "24000")
            .set("TToan/TgTThue", "24000")
            .set("TToan/TgTTTBSo", "324000")
            .set("TToan/TgTTTBChu", "Ba trăm hai mươi tư nghìn đồng")
            .harmless()
            .set("TTChung/NLap", "2023-01-01")
            .set("TTChung/KHHDon", "C23TAA")
            .warning("VN-INV-TAX-RATE-REDUCED", "HHDVu/TSuat"),
    ]);
    run("code lists and rates", &cases);
}

#[test]
fn related_invoices() {
    const REQUIRED: &str = "VN-INV-FIELD-REQUIRED";
    let block = "TTChung/TTHDLQuan";
    let mut cases = vec![
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/NLHDCLQuan", "2025-11-21", "VN-INV-RELATED-LATER")
            .beside("TTChung/TTHDLQuan/NLHDCLQuan", "2025-11-20"),
        doubtful(Base::ManyAdjusted, "TTChung/TTHDLQuan/NBKCLQuan", "2025-11-21", "VN-INV-RELATED-LIST-LATER"),
        wrong(Base::Adjustment, "TTChung/TTHDLQuan/SHDCLQuan", "131", "VN-INV-RELATED-SELF")
            .beside("TTChung/TTHDLQuan/SHDCLQuan", "130"),
        fault("itself with leading zeros", Base::Adjustment)
            .set("TTChung/TTHDLQuan/SHDCLQuan", "00000131")
            .error("VN-INV-RELATED-SELF", "TTChung/TTHDLQuan/SHDCLQuan"),
        doubtful(Base::Adjustment, "TTChung/TTHDLQuan/KHMSHDCLQuan", "01GTKT0/001", "VN-INV-RELATED-FORM"),
        doubtful(Base::Adjustment, "TTChung/TTHDLQuan/KHMSHDCLQuan", "0", "VN-INV-RELATED-FORM"),
        doubtful(Base::Adjustment, "TTChung/TTHDLQuan/KHHDCLQuan", "AA/19E", "VN-INV-RELATED-SERIES"),
        fault("an adjustment without its nature", Base::Adjustment)
            .remove("TTChung/TTHDLQuan/TCHDon")
            .error("VN-INV-FIELD-MISSING", block),
        fault("a replacement without goods", Base::Vat)
            .after("TTChung/MSTTCGP", ONE.replace("<TCHDon>2<", "<TCHDon>1<").replace("K25", "C25"))
            .harmless()
            .remove("NDHDon/DSHHDVu")
            .error(REQUIRED, "NDHDon"),
        fault("an ordinary invoice without totals", Base::Adjustment)
            .remove("NDHDon/DSHHDVu")
            .remove("NDHDon/TToan")
            .harmless()
            .remove(block)
            .error(REQUIRED, "NDHDon")
            .error(REQUIRED, "NDHDon")
            .because("goods and totals are both left out, as only an adjustment may"),
        fault("a replacement of several without list", Base::Adjustment)
            .set(block, "<TCHDon>3</TCHDon>")
            .sibling(vec![Edit::Set(
                block.to_owned(),
                "<TCHDon>4</TCHDon><SBKCLQuan>1</SBKCLQuan><NBKCLQuan>2025-11-01</NBKCLQuan>".to_owned(),
            )])
            .error(REQUIRED, block)
            .error(REQUIRED, block)
            .because("number and date of the list are two fields"),
        fault("a trade discount without its list", Base::Vat)
            .after("TTChung/MSTTCGP", "<TTHDLQuan><TCHDon>5</TCHDon></TTHDLQuan>")
            .harmless()
            .remove("TTChung/SBKe")
            .warning("VN-INV-RELATED-DISCOUNT-LIST", "TTChung"),
        fault("a trade discount without the date of its list", Base::Vat)
            .after("TTChung/MSTTCGP", "<TTHDLQuan><TCHDon>5</TCHDon></TTHDLQuan>")
            .harmless()
            .remove("TTChung/NBKe")
            .warning("VN-INV-RELATED-DISCOUNT-LIST", "TTChung"),
    ];
    for missing in ["LHDCLQuan", "KHMSHDCLQuan", "KHHDCLQuan", "SHDCLQuan", "NLHDCLQuan"] {
        let path = format!("{block}/{missing}");
        // Without the kind of the related invoice it is not known whether it must have the three symbols; with it they are there.
        cases.push(fault(format!("{missing} missing"), Base::Adjustment).remove(&path).error(REQUIRED, block));
        cases.push(fault(format!("{missing} empty"), Base::Adjustment).set(&path, "").error(REQUIRED, &path));
    }
    for missing in ["SBKCLQuan", "NBKCLQuan"] {
        let path = format!("{block}/{missing}");
        cases.push(fault(format!("{missing} missing"), Base::ManyAdjusted).remove(&path).error(REQUIRED, block));
        cases.push(fault(format!("{missing} empty"), Base::ManyAdjusted).set(&path, "").error(REQUIRED, &path));
    }
    run("related invoices", &cases);
}

#[test]
fn structure_lines_and_messages() {
    let party = "VN-INV-MESSAGE-PARTY";
    let id = "VN-INV-MESSAGE-ID";
    let header = |name: &str| format!("/TDiep/TTChung/{name}");
    let qr = |name: &str, series: &str, total: &str| {
        fault(name, Base::Uncoded)
            .remove("DLQRCode")
            .after("DLHDon", qr_text(series, total))
            .warning("VN-INV-QR-DIFFERS", "DLQRCode")
    };
    let cases = [
        // Lines.
        fault("a line without amount", Base::Vat).remove("HHDVu[1]/ThTien").error("VN-INV-FIELD-REQUIRED", "HHDVu[1]"),
        fault("a line with an empty amount", Base::Sales)
            .set("HHDVu[1]/ThTien", "")
            .error("VN-INV-FIELD-REQUIRED", "HHDVu[1]/ThTien"),
        fault("a promotion without amount", Base::Vat).remove("HHDVu[4]/ThTien").warning("VN-INV-FIELD-REQUIRED", "HHDVu[4]"),
        fault("special goods without fields", Base::Vat).remove("HHDVu[7]/TTHHDTrung").error("VN-INV-FIELD-REQUIRED", "HHDVu[7]"),
        fault("a vehicle without engine number", Base::Vat)
            .remove("HHDVu[7]/TTHHDTrung/TTin[2]")
            .warning("VN-INV-SPECIAL-GOODS-MISSING", "HHDVu[7]"),
        fault("a field of another kind of goods", Base::Vat)
            .append("HHDVu[7]/TTHHDTrung", "<TTin><LHHDTrung>1</LHHDTrung><TTruong>DDen</TTruong><DLieu>Huế</DLieu></TTin>")
            .warning("VN-INV-SPECIAL-GOODS-NAME", "HHDVu[7]/TTHHDTrung/TTin[3]/TTruong"),
        fault("special fields on ordinary goods", Base::Vat)
            .set("HHDVu[7]/TChat", "1")
            .warning("VN-INV-SPECIAL-GOODS-NATURE", "HHDVu[7]/TChat"),
        fault("a special field without name", Base::Vat)
            .remove("HHDVu[7]/TTHHDTrung/TTin[1]/TTruong")
            .error("VN-INV-FIELD-MISSING", "HHDVu[7]/TTHHDTrung/TTin[1]")
            .warning("VN-INV-SPECIAL-GOODS-MISSING", "HHDVu[7]")
            .because("without its name the chassis number is not there either"),
        fault("a special field without value", Base::Vat)
            .remove("HHDVu[7]/TTHHDTrung/TTin[1]/DLieu")
            .error("VN-INV-FIELD-MISSING", "HHDVu[7]/TTHHDTrung/TTin[1]")
            .warning("VN-INV-SPECIAL-GOODS-MISSING", "HHDVu[7]")
            .because("without its value the chassis number is not there either"),
        fault("an empty list of lines", Base::Uncoded).set("NDHDon/DSHHDVu", "").error("VN-INV-FIELD-REQUIRED", "NDHDon"),
        fault("empty totals", Base::Uncoded).set("TToan", "").error("VN-INV-FIELD-REQUIRED", "NDHDon"),
        fault("a list without lines", Base::Uncoded)
            .set("NDHDon/DSHHDVu", "<X>1</X>")
            .error("VN-INV-BLOCK-MISSING", "NDHDon/DSHHDVu"),
        // Structure.
        fault("the flag of finance leasing missing", Base::Vat)
            .remove("TTChung/HDCTTChinh")
            .warning("VN-INV-FIELD-MISSING", "TTChung"),
        fault("the flag of finance leasing empty", Base::Vat)
            .set("TTChung/HDCTTChinh", "")
            .warning("VN-INV-FIELD-EMPTY", "TTChung/HDCTTChinh"),
        fault("two series", Base::Vat)
            .after("TTChung/KHHDon", "<KHHDon>C25TTX</KHHDon>")
            .error("VN-INV-ELEMENT-REPEATED", "TTChung/KHHDon[2]"),
        fault("two totals", Base::Vat)
            .after("TToan/TgTTTBSo", "<TgTTTBSo>1</TgTTTBSo>")
            .error("VN-INV-ELEMENT-REPEATED", "TToan/TgTTTBSo[2]"),
        fault("two sellers", Base::Uncoded)
            .after("NBan", "<NBan><Ten>A</Ten><MST>0109999982</MST><DChi>B</DChi></NBan>")
            .error("VN-INV-ELEMENT-REPEATED", "NBan[2]"),
        fault("two lists of lines", Base::Sales)
            .after("NDHDon/DSHHDVu", "<DSHHDVu><HHDVu><TChat>4</TChat><THHDVu>A</THHDVu></HHDVu></DSHHDVu>")
            .error("VN-INV-ELEMENT-REPEATED", "NDHDon/DSHHDVu[2]"),
        fault("a comment in an amount", Base::Vat)
            .set("TToan/TgTTTBSo", "3886<!-- -->0000")
            .error("VN-INV-VALUE-COMMENT", "TToan/TgTTTBSo"),
        fault("an instruction in an amount", Base::Vat)
            .set("TToan/TgTTTBSo", "<?x?>38860000")
            .error("VN-INV-VALUE-COMMENT", "TToan/TgTTTBSo"),
        fault("a comment in an amount in a message", Base::Returned)
            .set("TToan/TgTTTBSo", "3886<!-- -->0000")
            .error("VN-INV-VALUE-COMMENT", "TToan/TgTTTBSo"),
        fault("a comment in the general part of a message", Base::Returned)
            .set(&header("SLuong"), "1<!-- -->")
            .error("VN-INV-VALUE-COMMENT", "/TDiep/TTChung/SLuong"),
        fault("an element in an amount", Base::Vat)
            .set("TToan/TgTTTBSo", "3886<b>0</b>000")
            .error("VN-INV-VALUE-ELEMENT", "TToan/TgTTTBSo/b"),
        fault("an element in the name of a thing", Base::Sales)
            .set("DSHHDVu/HHDVu[1]/THHDVu", "Thép <i>D10</i>")
            .error("VN-INV-VALUE-ELEMENT", "DSHHDVu/HHDVu[1]/THHDVu/i"),
        fault("an element in the general part of a message", Base::Returned)
            .set(&header("SLuong"), "1<x/>")
            .error("VN-INV-VALUE-ELEMENT", "/TDiep/TTChung/SLuong/x"),
        fault("an element beside the fields is harmless", Base::Vat).append("TToan", "<X>1</X>"),
        fault("a comment between fields is harmless", Base::Vat).append("TToan", "<!-- hết -->"),
        fault("text between fields", Base::Vat).append("TToan", "12").error("VN-INV-TEXT-UNEXPECTED", "TToan"),
        fault("text between lines", Base::Sales).append("NDHDon/DSHHDVu", "x").error("VN-INV-TEXT-UNEXPECTED", "NDHDon/DSHHDVu"),
        fault("fields out of order", Base::Vat)
            .remove("TTChung/SHDon")
            .before("TTChung/KHHDon", "<SHDon>128</SHDon>")
            .warning("VN-INV-ELEMENT-ORDER", "TTChung/KHHDon"),
        fault("a field in another block", Base::Sales)
            .append("NBan", "<HTTToan>TM</HTTToan>")
            .warning("VN-INV-ELEMENT-MISPLACED", "NBan/HTTToan"),
        fault("a group of rates in a group of rates", Base::Vat200)
            .replace("<LTSuat>", "<LTSuat><LTSuat>")
            .replace("</LTSuat>", "</LTSuat></LTSuat>")
            .warning("VN-INV-RATE-GROUP-NESTED", "LTSuat/LTSuat"),
        fault("a namespace", Base::Sales200).replace("<HDon>", "<HDon xmlns=\"urn:invoice\">").warning("VN-INV-NAMESPACE", ""),
        fault("a coded invoice without its code", Base::Vat)
            .remove("MCCQT")
            .remove("DSCKS/CQT")
            .warning("VN-INV-CODE-MISSING", ""),
        fault("an authority's signature without code", Base::Vat)
            .remove("MCCQT")
            .remove("DSCKS/CQT/Signature/SignedInfo/Reference[2]")
            .error("VN-INV-CODE-MISSING", ""),
        // Messages.
        fault("a message without version", Base::Returned)
            .remove(&header("PBan"))
            .warning("VN-INV-FIELD-MISSING", "/TDiep/TTChung"),
        fault("an answer to nothing", Base::Returned)
            .remove(&header("MTDTChieu"))
            .warning("VN-INV-MESSAGE-REFERENCE", "/TDiep/TTChung"),
        doubtful(Base::Returned, &header("MLTDiep"), "299", "VN-INV-MESSAGE-TYPE"),
        wrong(Base::Returned, &header("MLTDiep"), "2020", "VN-INV-NUMBER-DIGITS"),
        doubtful(Base::Returned, &header("MNNhan"), "X0108888870", party),
        doubtful(Base::Returned, &header("MNNhan"), "V010888887", party),
        doubtful(Base::Returned, &header("MNGui"), "TCX", party),
        doubtful(Base::Returned, &header("MTDiep"), "TCT0123456789abcdef0123456789ABCDEF", id),
        doubtful(Base::Returned, &header("MTDiep"), "TCT0123456789ABCDEF0123456789ABCDE", id),
        doubtful(Base::Returned, &header("MTDTChieu"), "V01088888700123456789ABCDEF0123456789ABCDEG", id),
        doubtful(Base::Returned, &header("MTDiep"), "V01088888700123456789ABCDEF0123456789ABCDEF", "VN-INV-MESSAGE-ID-SENDER"),
        wrong(Base::Returned, &header("SLuong"), "2", "VN-INV-MESSAGE-COUNT"),
        wrong(Base::Batch, &header("SLuong"), "1", "VN-INV-MESSAGE-COUNT"),
        wrong(Base::Batch, &header("SLuong"), "12345678", "VN-INV-NUMBER-DIGITS")
            .error("VN-INV-MESSAGE-COUNT", "/TDiep/TTChung/SLuong")
            .because("eight digits are neither short enough nor two"),
        doubtful(Base::Returned, &header("MST"), "0209999986", "VN-INV-MESSAGE-TAXPAYER"),
        fault("the batch of another taxpayer", Base::Batch)
            .set(&header("MST"), "0209999986")
            .warning("VN-INV-MESSAGE-TAXPAYER", "/TDiep/TTChung/MST")
            .error("VN-SIG-HOLDER", "/TDiep/CKSNNT/Signature")
            .because("the certificate of the batch belongs to the sellers, not to the taxpayer that the message names"),
        // The QR text.
        qr("another series in the QR text", "K25TTY", "2720915"),
        qr("one đồng more in the QR text", "K25TTX", "2720916"),
        fault("a QR text that is none", Base::Uncoded)
            .set("DLQRCode", "https://tra-cuu.invalid/128")
            .warning("VN-INV-QR-FORMAT", "DLQRCode"),
        fault("half a QR text", Base::Uncoded).set("DLQRCode", "00020199600110").warning("VN-INV-QR-FORMAT", "DLQRCode"),
    ];
    run("structure, lines and messages", &cases);
}
