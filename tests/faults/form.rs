//! Values that are too long, have too many digits, are no number or no date. Lengths are those of spec §2, written down here anew.

use super::bases::Base;
use super::case::Case;
use super::case::fault;
use super::case::run;

const LENGTH: &str = "VN-INV-FIELD-LENGTH";

/// Plain text fields that stand in a base, with their longest length.
const TEXTS: &[(Base, &[(&str, usize)])] = &[
    (
        Base::Vat,
        &[
            ("TTChung/THDon", 100),
            ("TTChung/SBKe", 50),
            ("TTChung/HTTToan", 50),
            ("NBan/Ten", 400),
            ("NBan/DChi", 400),
            ("NBan/MCHang", 50),
            ("NBan/TCHang", 400),
            ("NBan/SDThoai", 20),
            ("NBan/DCTDTu", 50),
            ("NBan/STKNHang", 30),
            ("NBan/TNHang", 400),
            ("NBan/Fax", 20),
            ("NBan/Website", 100),
            ("NMua/Ten", 400),
            ("NMua/DChi", 400),
            ("NMua/MKHang", 50),
            ("NMua/SDThoai", 20),
            ("NMua/SHChieu", 20),
            ("NMua/DCTDTu", 50),
            ("NMua/HVTNMHang", 100),
            ("NMua/STKNHang", 30),
            ("NMua/TNHang", 400),
            ("HHDVu[1]/MHHDVu", 50),
            ("HHDVu[1]/THHDVu", 500),
            ("HHDVu[1]/DVTinh", 50),
            ("TToan/DSLPhi/LPhi/TLPhi", 100),
        ],
    ),
    (Base::Adjustment, &[("TTChung/TTHDLQuan/GChu", 255)]),
    (Base::ManyAdjusted, &[("TTChung/TTHDLQuan/SBKCLQuan", 50)]),
    (
        Base::Sales,
        &[
            ("TTChung/THDon", 100),
            ("TTChung/HTTToan", 50),
            ("NBan/Ten", 400),
            ("NMua/Ten", 400),
            ("HHDVu[1]/THHDVu", 500),
            ("HHDVu[1]/DVTinh", 50),
            ("TToan/DSLPhi/LPhi/TLPhi", 100),
        ],
    ),
    (Base::Vat200, &[("TTChung/THDon", 100), ("NBan/Ten", 400), ("NMua/DChi", 400), ("HHDVu/THHDVu", 500)]),
    (Base::Batch, &[("NBan/Ten", 400), ("NBan/DChi", 400), ("HHDVu/THHDVu", 500)]),
];

/// Text of so many characters, none of them ASCII: a length is counted in characters, not in bytes.
fn text(length: usize) -> String {
    "ệ".repeat(length)
}

#[test]
fn a_text_one_character_too_long() {
    let mut cases = Vec::new();
    for (base, fields) in TEXTS {
        for (path, most) in *fields {
            let case = fault(format!("{base:?}: {path} of {} characters", most + 1), *base).set(path, text(most + 1));
            cases.push(case.beside(path, text(*most)).error(LENGTH, path));
        }
    }
    // Fields whose values must be something: the longest good value, and one character more.
    let long = |name: &str, base, path: &str, good: &str, bad: &str| {
        fault(name, base).set(path, bad).beside(path, good).error(LENGTH, path)
    };
    cases.extend([
        long("KHHDon of 7", Base::Vat, "TTChung/KHHDon", "C25TTX", "1C25TTX"),
        long("DVTTe of 4", Base::Uncoded, "TTChung/DVTTe", "VND", "VNDD"),
        long("MSTTCGP of 15", Base::Vat, "TTChung/MSTTCGP", "0108888870-001", "0108888870-0011"),
        long("NBan/MST of 15", Base::Vat, "NBan/MST", "0109999982", "0109999982-----"),
        long("NMua/MST of 15", Base::Vat, "NMua/MST", "0309999972-001", "0309999972-0011"),
        long("MDVQHNSach of 8", Base::Vat, "NMua/MDVQHNSach", "7654321", "76543210"),
        long("CCCDan of 13", Base::Vat, "NMua/CCCDan", "001099012346", "0010990123456"),
        long("TSuat of 12", Base::Uncoded, "HHDVu[3]/TSuat", "KHAC:7%", "KHAC:0007.0%"),
        long("MCCQT of 35", Base::Vat, "MCCQT", "00E39AA98874477362BEA6474478B648C3", "00E39AA98874477362BEA6474478B648C3A"),
        long("TgTTTBChu of 256", Base::Vat, "TToan/TgTTTBChu", &words(255), &words(256)),
        fault("DLQRCode of 513", Base::Sales200)
            .before("DSCKS", format!("<DLQRCode>{}</DLQRCode>", qr(512)))
            .harmless()
            .set("DLQRCode", qr(513))
            .error(LENGTH, "DLQRCode"),
        long("KHMSHDCLQuan of 12", Base::Adjustment, "TTChung/TTHDLQuan/KHMSHDCLQuan", "1", "01GTKT0/0011"),
        long("KHHDCLQuan of 9", Base::Adjustment, "TTChung/TTHDLQuan/KHHDCLQuan", "K25TTX", "K25TTXAAA"),
        long("SHDCLQuan of 9", Base::Adjustment, "TTChung/TTHDLQuan/SHDCLQuan", "99999999", "999999999"),
        long("MNGui of 15", Base::Returned, "/TDiep/TTChung/MNGui", "TCT", "V01088888700010"),
        long("MNNhan of 15", Base::Returned, "/TDiep/TTChung/MNNhan", "K0309999972001", "K03099999720011"),
        long("message MST of 15", Base::Returned, "/TDiep/TTChung/MST", "0109999982", "0109999982-----"),
    ]);
    let id = |length: usize| format!("V0108888870001{}", "A".repeat(length - 14));
    cases.push(long("MTDTChieu of 47", Base::Returned, "/TDiep/TTChung/MTDTChieu", &id(46), &id(47)));
    cases.push(long("MTDiep of 47", Base::Returned, "/TDiep/TTChung/MTDiep", &format!("TCT{}", "A".repeat(32)), &id(47)));
    cases.push(
        fault("MHSo of 21", Base::Vat)
            .after("TTChung/SHDon", format!("<MHSo>{}</MHSo>", text(20)))
            .harmless()
            .set("TTChung/MHSo", text(21))
            .error(LENGTH, "TTChung/MHSo"),
    );
    let delegate = |tax_code: &str, name: usize, address: usize| {
        format!(
            "<MSTDVNUNLHDon>{tax_code}</MSTDVNUNLHDon><TDVNUNLHDon>{}</TDVNUNLHDon><DCDVNUNLHDon>{}</DCDVNUNLHDon>",
            text(name),
            text(address)
        )
    };
    let delegated = |name: &str| fault(name, Base::Vat).after("TTChung/MSTTCGP", delegate("0309999972-001", 400, 400)).harmless();
    cases.extend([
        delegated("MSTDVNUNLHDon of 15").set("TTChung/MSTDVNUNLHDon", "0309999972-0011").error(LENGTH, "TTChung/MSTDVNUNLHDon"),
        delegated("TDVNUNLHDon of 401").set("TTChung/TDVNUNLHDon", text(401)).error(LENGTH, "TTChung/TDVNUNLHDon"),
        delegated("DCDVNUNLHDon of 401").set("TTChung/DCDVNUNLHDon", text(401)).error(LENGTH, "TTChung/DCDVNUNLHDon"),
        // Special goods: kind 2 has a field of 255, the length of the element itself.
        special("DLieu of 256", 255)
            .set("HHDVu[7]/TTHHDTrung/TTin/DLieu", text(256))
            .error(LENGTH, "HHDVu[7]/TTHHDTrung/TTin/DLieu")
            .warning("VN-INV-SPECIAL-GOODS-LENGTH", "HHDVu[7]/TTHHDTrung/TTin/DLieu")
            .because("the element's length and the length of the field DDi are both 255"),
        special("TTruong of 21", 255)
            .set("HHDVu[7]/TTHHDTrung/TTin/TTruong", text(21))
            .error(LENGTH, "HHDVu[7]/TTHHDTrung/TTin/TTruong"),
        fault("SKhung of 51", Base::Vat)
            .set("HHDVu[7]/TTHHDTrung/TTin[1]/DLieu", text(51))
            .beside("HHDVu[7]/TTHHDTrung/TTin[1]/DLieu", text(50))
            .warning("VN-INV-SPECIAL-GOODS-LENGTH", "HHDVu[7]/TTHHDTrung/TTin[1]/DLieu"),
        fault("free field of 501", Base::Vat)
            .set("DLHDon/TTKhac/TTin/DLieu", text(501))
            .beside("DLHDon/TTKhac/TTin/DLieu", text(500))
            .warning("VN-INV-FREE-FIELD-LENGTH", "DLHDon/TTKhac/TTin/DLieu"),
    ]);
    run("lengths", &cases);
}

/// A QR text of that length: a field that says nothing about the invoice, and the empty invoice group.
fn qr(length: usize) -> String {
    let field = |id: &str, length: usize| format!("{id}{length:02}{}", "x".repeat(length));
    let mut text = "9900".to_owned();
    while length - text.len() > 104 {
        text.push_str(&field("62", 96));
    }
    let rest = length - text.len() - 8;
    text.push_str(&field("62", rest / 2));
    text.push_str(&field("62", rest - rest / 2));
    text
}

/// The vehicle becomes a transport with one field.
fn special(name: &str, length: usize) -> Case {
    let field = format!("<TTin><LHHDTrung>2</LHHDTrung><TTruong>DDi</TTruong><DLieu>{}</DLieu></TTin>", text(length));
    fault(name, Base::Vat).set("HHDVu[7]/TTHHDTrung", field).harmless()
}

/// The right words with full stops behind, which a comparison must ignore (spec §7.6).
fn words(length: usize) -> String {
    let words = "Ba mươi tám triệu tám trăm sáu mươi nghìn đồng";
    format!("{words}{}", ".".repeat(length - words.chars().count()))
}

#[test]
fn a_number_one_digit_too_long() {
    let digits = |count: usize| "1".repeat(count);
    let of = |name: &str, path: &str, good: &str, bad: &str, code: &str| {
        fault(name, Base::Vat).set(path, bad).beside(path, good).error(code, path)
    };
    // A note has no product and adds nothing: its figures are held only against their form.
    let note = |name: &str, element: &str, good: &str, bad: &str, code: &str| {
        let path = format!("HHDVu[6]/{element}");
        fault(name, Base::Vat)
            .after("HHDVu[6]/DVTinh", format!("<{element}>{good}</{element}>"))
            .harmless()
            .set(&path, bad)
            .error(code, &path)
    };
    let six = |whole: usize| format!("{}.{}", digits(whole), digits(6));
    let mut cases = vec![
        of("SHDon of 9 digits", "TTChung/SHDon", "99999999", "123456789", "VN-INV-NUMBER-DIGITS"),
        of("SHDon with a decimal", "TTChung/SHDon", "128", "128.5", "VN-INV-NUMBER-NOT-WHOLE"),
        of("STT of 5 digits", "HHDVu[1]/STT", "9999", "10000", "VN-INV-NUMBER-DIGITS"),
        of("STT with a decimal", "HHDVu[1]/STT", "1", "1.5", "VN-INV-NUMBER-NOT-WHOLE"),
        fault("TGia of 8 digits", Base::Dollars)
            .set("TTChung/TGia", "123456.78")
            .beside("TTChung/TGia", "12345.67")
            .error("VN-INV-NUMBER-DIGITS", "TTChung/TGia"),
        fault("TGia of 3 decimals", Base::Dollars)
            .set("TTChung/TGia", "2545.123")
            .beside("TTChung/TGia", "2545.12")
            .error("VN-INV-NUMBER-DECIMALS", "TTChung/TGia"),
        note("TLCKhau of 7 digits", "TLCKhau", "99.1234", "999.1234", "VN-INV-NUMBER-DIGITS"),
        note("TLCKhau of 5 decimals", "TLCKhau", "9.1234", "9.12345", "VN-INV-NUMBER-DECIMALS"),
    ];
    for element in ["SLuong", "DGia", "STCKhau", "ThTien"] {
        // A discount on a note would be held against TTCKTMai, so that invoice says no total of discounts.
        let without = |case: Case| if element == "STCKhau" { case.remove("TToan/TTCKTMai") } else { case };
        let start = |name: String, good: String| {
            let markup = format!("<{element}>{good}</{element}>");
            without(fault(name, Base::Vat)).after("HHDVu[6]/DVTinh", markup).harmless()
        };
        let path = format!("HHDVu[6]/{element}");
        cases.push(
            start(format!("{element} of 22 digits"), digits(21)).set(&path, digits(22)).error("VN-INV-NUMBER-DIGITS", &path),
        );
        cases.push(
            start(format!("{element} of 7 decimals"), six(15))
                .set(&path, format!("1.{}", digits(7)))
                .error("VN-INV-NUMBER-DECIMALS", &path),
        );
        cases.push(
            start(format!("{element} of 16 and 6 digits"), six(15)).set(&path, six(16)).error("VN-INV-NUMBER-DIGITS", &path),
        );
    }
    run("digits", &cases);
}

#[test]
fn a_text_that_is_no_number() {
    const FORMAT: &str = "VN-INV-NUMBER-FORMAT";
    let of = |name: &str, base, path: &str, bad: &str| fault(name, base).set(path, bad).error(FORMAT, path);
    let note = |text: &str| {
        let case =
            fault(format!("a quantity of {text}"), Base::Vat).after("HHDVu[6]/DVTinh", "<SLuong>1234567.5</SLuong>").harmless();
        case.set("HHDVu[6]/SLuong", text).error(FORMAT, "HHDVu[6]/SLuong")
    };
    let mut cases: Vec<Case> =
        ["1.234.567", "1,5", "1 000", "12a", "1e3", "١٢", "0x10", "--1", "1-", "(100)", "10 cái"].into_iter().map(note).collect();
    cases.extend([
        of("SHDon A128", Base::Vat, "TTChung/SHDon", "A128"),
        of("TChat x", Base::Vat, "HHDVu[1]/TChat", "x"),
        of("HDCTTChinh không", Base::Vat, "TTChung/HDCTTChinh", "không"),
        of("TCHDon hai", Base::Adjustment, "TTChung/TTHDLQuan/TCHDon", "hai"),
        of("LHDCLQuan một", Base::Adjustment, "TTChung/TTHDLQuan/LHDCLQuan", "một"),
        of("MLTDiep x", Base::Returned, "/TDiep/TTChung/MLTDiep", "x"),
        of("SLuong of a message x", Base::Returned, "/TDiep/TTChung/SLuong", "x"),
        of("TGia 25.450,50", Base::Dollars, "TTChung/TGia", "25.450,50"),
        of("line amount 1.560.000", Base::Vat, "HHDVu[1]/ThTien", "1.560.000"),
        of("group amount 1,700,000", Base::Vat, "LTSuat[1]/ThTien", "1,700,000"),
        of("group tax 136 000", Base::Vat, "LTSuat[1]/TThue", "136 000"),
        of("TgTCThue 35.395.000", Base::Vat, "TToan/TgTCThue", "35.395.000"),
        of("TgTThue 3.455.500", Base::Vat, "TToan/TgTThue", "3.455.500"),
        of("TgTTTBSo 38.860.000", Base::Vat, "TToan/TgTTTBSo", "38.860.000"),
        of("TPhi 12,000", Base::Vat, "TToan/DSLPhi/LPhi/TPhi", "12,000"),
        of("TGTKhac 2.500đ", Base::Vat, "TToan/TGTKhac", "2.500đ"),
        of("TTCKTMai 460k", Base::Vat, "TToan/TTCKTMai", "460k"),
    ]);
    run("number forms", &cases);
}

#[test]
fn a_day_that_does_not_exist() {
    const DATE: &str = "VN-INV-DATE-FORMAT";
    let issue = |text: &str| fault(format!("NLap {text}"), Base::Vat).set("TTChung/NLap", text).error(DATE, "TTChung/NLap");
    let mut cases: Vec<Case> = [
        "2025-02-30",
        "2025-02-29",
        "2025-11-31",
        "2025-13-01",
        "2025-00-10",
        "2025-11-00",
        "20/11/2025",
        "2025/11/20",
        "20251120",
        "2025-11-2",
        "25-11-20",
        "2025-11-20x",
        "20-11-2025",
    ]
    .into_iter()
    .map(issue)
    .collect();
    cases.extend([
        fault("NBKe 2025-02-30", Base::Vat)
            .set("TTChung/NBKe", "2025-02-30")
            .beside("TTChung/NBKe", "2025-02-28")
            .error(DATE, "TTChung/NBKe"),
        fault("NLHDCLQuan 31 September", Base::Adjustment)
            .set("TTChung/TTHDLQuan/NLHDCLQuan", "2025-09-31")
            .beside("TTChung/TTHDLQuan/NLHDCLQuan", "2025-09-30")
            .error(DATE, "TTChung/TTHDLQuan/NLHDCLQuan"),
        fault("NBKCLQuan 20/11/2025", Base::ManyAdjusted)
            .set("TTChung/TTHDLQuan/NBKCLQuan", "20/11/2025")
            .error(DATE, "TTChung/TTHDLQuan/NBKCLQuan"),
        fault("NLap with a time", Base::Vat)
            .set("TTChung/NLap", "2025-11-20T09:15:30")
            .warning("VN-INV-DATE-WITH-TIME", "TTChung/NLap"),
        fault("NLap with a zone", Base::Vat).set("TTChung/NLap", "2025-11-20+07:00").warning("VN-INV-DATE-ZONE", "TTChung/NLap"),
        fault("NLap tomorrow", Base::Sales)
            .set("TTChung/NLap", "2026-01-01")
            .set("TTChung/KHHDon", "C26TBH")
            .sibling(vec![super::edit::Edit::Set("TTChung/NLap".to_owned(), "2025-12-31".to_owned())])
            .warning("VN-INV-DATE-FUTURE", "TTChung/NLap"),
        fault("sales: NLap 29 February", Base::Sales200)
            .set("TTChung/NLap", "2024-02-30")
            .beside("TTChung/NLap", "2024-02-29")
            .error(DATE, "TTChung/NLap"),
    ]);
    run("dates", &cases);
}
