//! Amounts that are off by one đồng, or by one cent (spec §7, CONTRACT §4: a sum is exact; a product or a tax may be one smallest
//! unit away with a warning).

use super::bases::Base;
use super::case::Case;
use super::case::fault;
use super::case::run;

const LINE: &str = "VN-INV-TOTAL-LINE";
const GROUP: &str = "VN-INV-TOTAL-GROUP";
const GROUP_TAX: &str = "VN-INV-TOTAL-GROUP-TAX";
const BEFORE_TAX: &str = "VN-INV-TOTAL-BEFORE-TAX";
const TAX: &str = "VN-INV-TOTAL-TAX";
const PAYABLE: &str = "VN-INV-TOTAL-PAYABLE";
const WORDS: &str = "VN-INV-TOTAL-WORDS";

/// One đồng or cent more and less.
fn off(base: Base, path: &str, values: [&str; 2], code: &str) -> Vec<Case> {
    let case = |value: &str| fault(format!("{base:?}: {path} {value}"), base).set(path, value).error(code, path);
    values.map(case).into()
}

#[test]
fn an_amount_off_by_one() {
    let cases = [
        // A line whose group says the right amount: the line alone is wrong, by however little.
        off(Base::Vat, "HHDVu[1]/ThTien", ["1560001", "1559999"], LINE),
        off(Base::Vat, "HHDVu[2]/ThTien", ["3195001", "3194999"], LINE),
        off(Base::Vat, "HHDVu[3]/ThTien", ["245001", "244999"], LINE),
        off(Base::Vat, "HHDVu[7]/ThTien", ["30000001", "29999999"], LINE),
        off(Base::Vat, "HHDVu[8]/ThTien", ["500001", "499999"], LINE),
        off(Base::Uncoded, "HHDVu[1]/ThTien", ["1000001", "999999"], LINE),
        off(Base::Uncoded, "HHDVu[3]/ThTien", ["1234501", "1234499"], LINE),
        off(Base::Sales, "HHDVu[1]/ThTien", ["4500001", "4499999"], LINE),
        off(Base::Vat200, "HHDVu/ThTien", ["300001", "299999"], LINE),
        off(Base::Sales200, "HHDVu/ThTien", ["700001", "699999"], LINE),
        off(Base::Dollars, "HHDVu[1]/ThTien", ["125.01", "124.99"], LINE),
        off(Base::Batch, "HHDVu/ThTien", ["100001", "99999"], LINE),
        // A discount line has no product: the group shows it.
        [
            fault("a discount one đồng more", Base::Vat).set("HHDVu[5]/ThTien", "105001").error(GROUP, "LTSuat[1]/ThTien"),
            fault("a discount one đồng less", Base::Vat).set("HHDVu[5]/ThTien", "104999").error(GROUP, "LTSuat[1]/ThTien"),
        ]
        .into_iter()
        .map(|case| case.warning("VN-INV-TOTAL-TRADE-DISCOUNT", "TToan/TTCKTMai").because("the discount belongs to two sums"))
        .collect(),
        // The total of a rate, where lines and the totals above agree with each other.
        off(Base::Vat, "LTSuat[1]/ThTien", ["1700001", "1699999"], GROUP),
        off(Base::Vat, "LTSuat[2]/ThTien", ["33195001", "33194999"], GROUP),
        off(Base::Vat, "LTSuat[3]/ThTien", ["500001", "499999"], GROUP),
        off(Base::Uncoded, "LTSuat[2]/ThTien", ["300001", "299999"], GROUP),
        off(Base::Uncoded, "LTSuat[3]/ThTien", ["1234501", "1234499"], GROUP),
        off(Base::Vat200, "LTSuat/ThTien", ["300001", "299999"], GROUP),
        off(Base::Dollars, "LTSuat/ThTien", ["225.01", "224.99"], GROUP),
        off(Base::Batch, "LTSuat/ThTien", ["100001", "99999"], GROUP),
        // The VAT of a rate, where the total VAT says the right one.
        off(Base::Vat, "LTSuat[1]/TThue", ["136001", "135999"], GROUP_TAX),
        off(Base::Vat, "LTSuat[2]/TThue", ["3319501", "3319499"], GROUP_TAX),
        off(Base::Vat, "LTSuat[3]/TThue", ["1", "-1"], GROUP_TAX),
        off(Base::Uncoded, "LTSuat[3]/TThue", ["86416", "86414"], GROUP_TAX),
        off(Base::Uncoded, "LTSuat[4]/TThue", ["1", "-1"], GROUP_TAX),
        off(Base::Dollars, "LTSuat/TThue", ["22.51", "22.49"], GROUP_TAX),
        // The totals of the invoice.
        off(Base::Vat, "TToan/TgTCThue", ["35395001", "35394999"], BEFORE_TAX),
        off(Base::Uncoded, "TToan/TgTCThue", ["2584501", "2584499"], BEFORE_TAX),
        off(Base::Vat200, "TToan/TgTCThue", ["300001", "299999"], BEFORE_TAX),
        off(Base::Dollars, "TToan/TgTCThue", ["225.01", "224.99"], BEFORE_TAX),
        off(Base::Batch, "TToan/TgTCThue", ["100001", "99999"], BEFORE_TAX),
        off(Base::Vat, "TToan/TgTThue", ["3455501", "3455499"], TAX),
        off(Base::Uncoded, "TToan/TgTThue", ["136416", "136414"], TAX),
        off(Base::Vat200, "TToan/TgTThue", ["30001", "29999"], TAX),
        off(Base::Dollars, "TToan/TgTThue", ["22.51", "22.49"], TAX),
        off(Base::Batch, "TToan/TgTThue", ["8001", "7999"], TAX),
        off(Base::Vat, "TToan/TgTTTBSo", ["38860001", "38859999"], PAYABLE),
        off(Base::Uncoded, "TToan/TgTTTBSo", ["2720916", "2720914"], PAYABLE)
            .into_iter()
            .map(|case| case.warning("VN-INV-QR-DIFFERS", "DLQRCode").because("the QR text repeats the total"))
            .collect(),
        off(Base::Sales, "TToan/TgTTTBSo", ["4420001", "4419999"], PAYABLE),
        off(Base::Vat200, "TToan/TgTTTBSo", ["330001", "329999"], PAYABLE),
        off(Base::Sales200, "TToan/TgTTTBSo", ["700001", "699999"], PAYABLE),
        off(Base::Dollars, "TToan/TgTTTBSo", ["247.51", "247.49"], PAYABLE),
        off(Base::Batch, "TToan/TgTTTBSo", ["108001", "107999"], PAYABLE),
    ]
    .concat();
    run("amounts off by one", &cases);
}

#[test]
fn parts_of_the_total_and_the_words() {
    let payable = |name: &str, base, path: &str, value: &str| fault(name, base).set(path, value).error(PAYABLE, "TToan/TgTTTBSo");
    let words = |name: &str, base, text: &str| fault(name, base).set("TToan/TgTTTBChu", text).warning(WORDS, "TToan/TgTTTBChu");
    let cases = [
        payable("a fee one đồng more", Base::Vat, "TToan/DSLPhi/LPhi/TPhi", "12001"),
        payable("a fee one đồng less", Base::Vat, "TToan/DSLPhi/LPhi/TPhi", "11999"),
        payable("a fee of a sales invoice one đồng more", Base::Sales, "TToan/DSLPhi/LPhi/TPhi", "20001"),
        payable("a reduction one đồng more", Base::Vat, "TToan/TGTKhac", "2501"),
        payable("a reduction one đồng less", Base::Vat, "TToan/TGTKhac", "2499"),
        fault("a sum of discounts one đồng more", Base::Vat)
            .set("TToan/TTCKTMai", "460001")
            .warning("VN-INV-TOTAL-TRADE-DISCOUNT", "TToan/TTCKTMai"),
        fault("a sum of discounts one đồng less", Base::Sales)
            .set("TToan/TTCKTMai", "99999")
            .warning("VN-INV-TOTAL-TRADE-DISCOUNT", "TToan/TTCKTMai"),
        fault("a discount rate that does not fit", Base::Vat)
            .set("HHDVu[2]/TLCKhau", "11")
            .warning("VN-INV-TOTAL-LINE-DISCOUNT", "HHDVu[2]/STCKhau"),
        // A product one unit away, which everything above follows, is a warning; two units are an error.
        fault("a tax one đồng more, and all above with it", Base::Vat200)
            .set("LTSuat/TThue", "30001")
            .set("TToan/TgTThue", "30001")
            .set("TToan/TgTTTBSo", "330001")
            .set("TToan/TgTTTBChu", "Ba trăm ba mươi nghìn không trăm linh một đồng")
            .warning(GROUP_TAX, "LTSuat/TThue"),
        fault("a tax two đồng more, and all above with it", Base::Vat200)
            .set("LTSuat/TThue", "30002")
            .set("TToan/TgTThue", "30002")
            .set("TToan/TgTTTBSo", "330002")
            .set("TToan/TgTTTBChu", "Ba trăm ba mươi nghìn không trăm linh hai đồng")
            .error(GROUP_TAX, "LTSuat/TThue"),
        fault("a line one đồng more, and all above with it", Base::Sales200)
            .set("HHDVu/ThTien", "700001")
            .set("TToan/TgTTTBSo", "700001")
            .set("TToan/TgTTTBChu", "Bảy trăm nghìn không trăm linh một đồng")
            .warning(LINE, "HHDVu/ThTien"),
        fault("a line two đồng more, and all above with it", Base::Sales200)
            .set("HHDVu/ThTien", "700002")
            .set("TToan/TgTTTBSo", "700002")
            .set("TToan/TgTTTBChu", "Bảy trăm nghìn không trăm linh hai đồng")
            .error(LINE, "HHDVu/ThTien"),
        fault("quantity one more", Base::Vat).set("HHDVu[1]/SLuong", "25").error(LINE, "HHDVu[1]/ThTien"),
        fault("price one đồng more", Base::Vat).set("HHDVu[1]/DGia", "65001").error(LINE, "HHDVu[1]/ThTien"),
        fault("a promotion in the total", Base::Sales200)
            .after("HHDVu", "<HHDVu><TChat>2</TChat><THHDVu>Quà</THHDVu><ThTien>0</ThTien></HHDVu>")
            .harmless()
            .set("HHDVu[2]/ThTien", "50000")
            .set("TToan/TgTTTBSo", "750000")
            .set("TToan/TgTTTBChu", "Bảy trăm năm mươi nghìn đồng")
            .warning("VN-INV-TOTAL-PROMOTION", "TToan/TgTTTBSo"),
        fault("half a đồng", Base::Sales200)
            .set("HHDVu/DGia", "700000.5")
            .set("HHDVu/ThTien", "700000.5")
            .set("TToan/TgTTTBSo", "700000.5")
            .sibling(vec![])
            .warning("VN-INV-TOTAL-FRACTION", "TToan/TgTTTBSo"),
        fault("a line of another rate than its group", Base::Vat200).set("HHDVu/TSuat", "5%").error(GROUP, "LTSuat/ThTien"),
        fault("a group of another rate than its line", Base::Uncoded)
            .set("LTSuat[4]/TSuat", "KCT")
            .error(GROUP, "LTSuat[4]/ThTien"),
        fault("a line that moves to another group", Base::Vat)
            .set("HHDVu[3]/TSuat", "10%")
            .error(GROUP, "LTSuat[1]/ThTien")
            .error(GROUP, "LTSuat[2]/ThTien")
            .because("one group has too much, the other too little"),
        words("words of one đồng more", Base::Vat, "Ba mươi tám triệu tám trăm sáu mươi nghìn không trăm linh một đồng"),
        words("words of a thousand less", Base::Vat, "Ba mươi tám triệu tám trăm năm mươi chín nghìn đồng"),
        words("words without the thousands", Base::Sales, "Bốn triệu bốn trăm hai mươi đồng"),
        words("words of ten times as much", Base::Vat200, "Ba triệu ba trăm nghìn đồng"),
        words("words in another currency", Base::Dollars, "Hai trăm bốn mươi bảy euro và năm mươi xu"),
        words("words of one cent more", Base::Dollars, "Hai trăm bốn mươi bảy đô la Mỹ và năm mươi mốt xu"),
        words("words of an adjustment by less", Base::Adjustment, "Âm bảy mươi nghìn một trăm đồng"),
    ];
    run("parts of the total and words", &cases);
}
