//! Messages whose tables are not published: each is known by its name, what it has in common with the others is checked, and it is
//! never valid.

use taxdoc::Report;
use taxdoc::Validator;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Language;
use taxdoc::rules::Stage;

/// Types of messages with a part of their data and the field of the taxpayer in it.
const KNOWN: &[(&str, &str, &str)] = &[
    ("107", "TBao", "01/TB-BSTT-NNT"),
    ("108", "TBao", "01/TB-NSD"),
    ("109", "TKhai", "01/ĐKTĐ-CTĐT"),
    // Answers to 109 have the form codes of the answers to 100.
    ("110", "TBao", "01/TB-TNĐT"),
    ("111", "TBao", "01/TB-ĐKĐT"),
    ("113", "TBao", "01/TB-BSTT"),
    ("114", "TBao", "01/TB-NSD"),
    ("150", "TBao", "01/TB-NSD"),
    ("207", "BTHDLieu", "01/TH-DT"),
    ("212", "BCTHSDBLai", "BC26/BLĐT"),
    ("213", "TBao", "01/TB-KTDL"),
    ("304", "TBao", "04/SS-CTĐT"),
];

fn data(root: &str, code: &str, tax_code: &str) -> String {
    let fields = format!("<PBan>2.1.0</PBan><MSo>{code}</MSo><Ten>Tên</Ten><TNNT>CÔNG TY</TNNT><MST>{tax_code}</MST>");
    match root {
        "TBao" => format!("<TBao><DLTBao Id=\"d\">{fields}<NoiDungLa>x</NoiDungLa></DLTBao></TBao>"),
        _ => {
            let part = [("TKhai", "DLTKhai"), ("BTHDLieu", "DLBTHop"), ("BCTHSDBLai", "DLBCTHSDBLai")];
            let part = part.iter().find(|(known, _)| *known == root).map(|(_, part)| *part).unwrap();
            format!("<{root}><{part} Id=\"d\"><TTChung>{fields}</TTChung></{part}></{root}>")
        }
    }
}

fn message(kind: &str, data: &str) -> Report {
    let uuid = "0123456789ABCDEF".repeat(2);
    let text = format!(
        "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>TCT</MNGui><MNNhan>V0109999982</MNNhan><MLTDiep>{kind}</MLTDiep><MTDiep>TCT{uuid}</MTDiep>\
         <MST>0109999982</MST><SLuong>1</SLuong></TTChung><DLieu>{data}</DLieu></TDiep>"
    );
    Validator::new().validate(text.as_bytes())
}

fn codes(report: &Report) -> Vec<&str> {
    let mut codes: Vec<&str> =
        report.findings().iter().map(|finding| finding.code()).filter(|code| !code.contains("-SIG")).collect();
    codes.sort_unstable();
    codes
}

/// Why the structure was not checked, in both languages.
fn reason(report: &Report) -> [String; 2] {
    let Some(StageStatus::NotRun(reason)) = report.stage(Stage::Schema).map(|stage| stage.status.clone()) else {
        panic!("the structure of what is not published was checked");
    };
    [reason.text(Language::Vietnamese).into_owned(), reason.text(Language::English).into_owned()]
}

#[test]
fn what_is_known_of_them_is_checked_and_none_is_valid() {
    for (kind, root, code) in KNOWN {
        let report = message(kind, &data(root, code, "0109999982"));
        assert_eq!((report.verdict(), codes(&report)), (Verdict::Undetermined, vec![]), "{kind}");
        let [vi, en] = reason(&report);
        assert!(vi.contains("chưa được công bố") && en.contains("not published"), "{kind}: {vi} {en}");
        // The nearest with one fault in the part that is known.
        assert_eq!(
            codes(&message(kind, &data(root, code, "0109999983"))),
            ["VN-INV-PAYLOAD-TAXPAYER", "VN-INV-TAX-CODE-CHECK-DIGIT"]
        );
        assert_eq!(codes(&message(kind, &data(root, code, "0100109106"))), ["VN-INV-PAYLOAD-TAXPAYER"], "{kind}");
        assert_eq!(codes(&message(kind, &data(root, "XX", "0109999982"))), ["VN-INV-CODE-LIST"], "{kind}");
        let other = message(kind, "<HDon/>");
        assert!(codes(&other).contains(&"VN-INV-MESSAGE-DATA"), "{kind}: {:?}", codes(&other));
    }
}

#[test]
fn the_others_are_known_by_name() {
    for (kind, name) in [
        ("112", "hủy tờ khai"),
        ("501", "Đối soát dữ liệu"),
        ("503", "tổ chức cấp mã"),
        ("507", "tổ chức cấp mã"),
        ("600", "Ủy quyền ký số"),
        ("603", "Ủy quyền ký số"),
        ("901", "Đối soát"),
        ("902", "Đối soát"),
    ] {
        let report = message(kind, "<DuLieuLa/>");
        assert_eq!((report.verdict(), codes(&report)), (Verdict::Undetermined, vec![]), "{kind}");
        let [vi, _] = reason(&report);
        assert!(vi.contains(name) && vi.contains(kind) && vi.contains("DuLieuLa"), "{kind}: {vi}");
    }
    // A type that nobody knows has no name.
    assert_eq!(codes(&message("505", "<DuLieuLa/>")), [""; 0]);
    assert_eq!(codes(&message("508", "<DuLieuLa/>")), ["VN-INV-MESSAGE-TYPE"]);
}

#[test]
fn receipts_add_up() {
    let receipt = |root: &str, total: &str| {
        let text = format!(
            "<{root}><DLBLai><NDBLai><TToan><STNKNay>100000</STNKNay><STCNop>5000</STCNop><TCSTNop>{total}</TCSTNop></TToan></NDBLai>\
             </DLBLai></{root}>"
        );
        let report = Validator::new().validate(text.as_bytes());
        assert_eq!(report.verdict(), Verdict::Undetermined);
        codes(&report).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for root in ["BLai", "BCTHSDBLai"] {
        assert_eq!(receipt(root, "105000"), [""; 0]);
        assert_eq!(receipt(root, "105001"), ["VN-INV-TOTAL-SUM"]);
    }
}

/// An empty element counts as absent, but not where it is the whole document.
#[test]
fn an_empty_document_is_told() {
    let told = |text: &str| codes(&Validator::new().validate(text.as_bytes())).join(" ");
    for root in ["BKe", "BBan", "DNghi", "BTHDLieu", "DLHDon", "TDiep"] {
        assert!(told(&format!("<{root}/>")).contains("VN-INV-BLOCK-EMPTY"), "{root}");
        assert!(!told(&format!("<{root}><X/></{root}>")).contains("VN-INV-BLOCK-EMPTY"), "{root}");
    }
    assert!(codes(&message("208", "<BKe></BKe>")).contains(&"VN-INV-BLOCK-EMPTY"));
}

/// Minutes bind nobody to their form, so that their block at another place is no error; but then nothing of them was checked.
#[test]
fn minutes_without_their_block_are_not_passed() {
    let status = |text: &str| {
        let report = Validator::new().validate(text.as_bytes());
        [Stage::Schema, Stage::Rules, Stage::Totals].map(|stage| report.stage(stage).expect("it is listed").status.name())
    };
    let block = "<NDBBan><TTChung><PBan>2.1.0</PBan></TTChung></NDBBan>";
    assert_eq!(status(&format!("<BBan>{block}</BBan>")), ["passed"; 3]);
    assert_eq!(status(&format!("<BBan><DSCKS>{block}</DSCKS></BBan>")), ["not_run"; 3]);
    let report = Validator::new().validate(format!("<BBan><TTKhac>{block}</TTKhac></BBan>").as_bytes());
    let [vi, en] = reason(&report);
    assert!(vi.contains("Thiếu khối NDBBan") && en.contains("NDBBan is missing"), "{vi} {en}");
}
