//! The good documents that faults are put into, without their digests and signature values.

use super::kinds;
use super::sign::AUTHORITY;
use super::sign::SELLER;
use super::sign::template;

/// A good document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Base {
    /// VAT invoice 2.1.0 with the authority's code, with nearly every field of its table.
    Vat,
    /// VAT invoice 2.1.0 without code, with the rarer rates and a QR text.
    Uncoded,
    /// Sales invoice 2.1.0 with the authority's code.
    Sales,
    /// VAT invoice 2.0.0 with the authority's code.
    Vat200,
    /// Sales invoice 2.0.0 without code.
    Sales200,
    /// VAT invoice in US dollars.
    Dollars,
    /// Adjustment of one invoice.
    Adjustment,
    /// Adjustment of several invoices.
    ManyAdjusted,
    /// A message 202 with one coded invoice.
    Returned,
    /// A message 206 with two invoices from a POS, kinds 1 and 2, signed as a batch.
    Batch,
    /// Sale of public assets, coded.
    Assets,
    /// Sale of the national reserve.
    Reserve,
    /// A ticket that is a VAT invoice.
    Ticket,
    /// A slip of an internal transfer.
    Transfer,
    /// A slip of a consignment.
    Consignment,
    /// A commercial invoice.
    Commercial,
    /// A message 100 with a registration.
    Registration,
    /// A message 300 with a notice of errors.
    ErrorNotice,
    /// A message 400 with a summary.
    Summary,
    /// A message 204 with the result of a check.
    CheckNotice,
}

impl Base {
    pub(crate) const ALL: [Self; 20] = [
        Self::Vat,
        Self::Uncoded,
        Self::Sales,
        Self::Vat200,
        Self::Sales200,
        Self::Dollars,
        Self::Adjustment,
        Self::ManyAdjusted,
        Self::Returned,
        Self::Batch,
        Self::Assets,
        Self::Reserve,
        Self::Ticket,
        Self::Transfer,
        Self::Consignment,
        Self::Commercial,
        Self::Registration,
        Self::ErrorNotice,
        Self::Summary,
        Self::CheckNotice,
    ];

    /// The path of its first invoice, or of the document that it is.
    pub(crate) const fn home(self) -> &'static str {
        match self {
            Self::Returned => "/TDiep/DLieu/HDon",
            Self::Batch => "/TDiep/DLieu/HDon[1]",
            Self::Registration => "/TDiep/DLieu/TKhai",
            Self::ErrorNotice | Self::CheckNotice => "/TDiep/DLieu/TBao",
            Self::Summary => "/TDiep/DLieu/BTHDLieu",
            _ => "/HDon",
        }
    }

    /// Its text, not signed yet.
    pub(crate) fn text(self) -> String {
        let declared = |text: String| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n");
        declared(match self {
            Self::Vat => coded("d1", &vat(), ""),
            Self::Uncoded => uncoded("d2", &rates(), &qr_text("K25TTX", "2720915")),
            Self::Sales => coded("d3", &sales(), ""),
            Self::Vat200 => coded("d4", &vat_200(), "").replace("2025-11-20T", "2024-03-15T"),
            Self::Sales200 => uncoded("d5", &sales_200(), "").replace("2025-11-20T", "2024-03-15T"),
            Self::Dollars => uncoded("d6", &dollars(), ""),
            Self::Adjustment => uncoded("d7", &adjustment(), ""),
            Self::ManyAdjusted => uncoded("d8", &many_adjusted(), ""),
            Self::Assets => kinds::assets(),
            Self::Reserve => kinds::reserve(),
            Self::Ticket => kinds::ticket(),
            Self::Transfer => kinds::transfer(),
            Self::Consignment => kinds::consignment(),
            Self::Commercial => kinds::commercial(),
            Self::Registration => kinds::registration(),
            Self::ErrorNotice => kinds::error_notice(),
            Self::Summary => kinds::summary(),
            Self::CheckNotice => kinds::check_notice(),
            Self::Returned => message("202", "TCT", "V0108888870", 1, &coded("d9", &vat(), ""), ""),
            Self::Batch => {
                let signature = template("taxpayer", &SELLER, &[("batch", false)], "2025-11-20T21:00:00");
                message("206", "0109999982", "TCT", 2, &format!("{}{}", pos("m1", 1), pos("m2", 2)), &signature)
            }
        })
    }
}

/// The authority's code of the coded invoices.
pub(crate) const CODE: &str = "00E39AA98874477362BEA6474478B648C3";

/// An invoice with a code, signed by seller and authority. `more` stands in front of the code.
pub(crate) fn coded(id: &str, data: &str, more: &str) -> String {
    let code_id = format!("Id-{id}");
    let seller = template(&format!("seller-{id}"), &SELLER, &[(id, true)], "2025-11-20T09:15:30");
    let targets = [(id, false), (&*code_id, false)];
    let authority = template(&format!("authority-{id}"), &AUTHORITY, &targets, "2025-11-20T09:16:02");
    format!(
        "<HDon><DLHDon Id=\"{id}\">{data}</DLHDon>{more}<MCCQT Id=\"{code_id}\">{CODE}</MCCQT><DSCKS><NBan>{seller}</NBan><CQT>\
         {authority}</CQT></DSCKS></HDon>"
    )
}

/// An invoice without code, signed by its seller.
pub(crate) fn uncoded(id: &str, data: &str, more: &str) -> String {
    let seller = template(&format!("seller-{id}"), &SELLER, &[(id, true)], "2025-11-20T09:15:30");
    format!("<HDon><DLHDon Id=\"{id}\">{data}</DLHDon>{more}<DSCKS><NBan>{seller}</NBan></DSCKS></HDon>")
}

/// A message; `signature` is of the taxpayer over `DLieu`.
pub(crate) fn message(kind: &str, sender: &str, receiver: &str, count: usize, content: &str, signature: &str) -> String {
    let uuid = "0123456789ABCDEF0123456789ABCDEF";
    let answers = if kind == "202" { format!("<MTDTChieu>{receiver}{uuid}</MTDTChieu>") } else { String::new() };
    let signature = if signature.is_empty() { String::new() } else { format!("<CKSNNT>{signature}</CKSNNT>") };
    format!(
        "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>{sender}</MNGui><MNNhan>{receiver}</MNNhan><MLTDiep>{kind}</MLTDiep>\
         <MTDiep>{sender}{uuid}</MTDiep>{answers}<MST>0109999982</MST><SLuong>{count}</SLuong></TTChung><DLieu Id=\"batch\">{content}\
         </DLieu>{signature}</TDiep>"
    )
}

const NBAN: &str =
    "<NBan><Ten>CÔNG TY TNHH THƯƠNG MẠI KIỂM THỬ</Ten><MST>0109999982</MST><DChi>Số 1 phố Thử Nghiệm, Hà Nội</DChi>";
const NMUA: &str = "<NMua><Ten>CÔNG TY CỔ PHẦN NGƯỜI MUA THỬ</Ten><MST>0309999972</MST>";

fn header(version: &str, kind: u8, series: &str, number: &str, date: &str, more: &str) -> String {
    let title = if kind == 1 { "Hóa đơn giá trị gia tăng" } else { "Hóa đơn bán hàng" };
    let (flag, solution) = match (version, kind) {
        ("2.0.0", 1) => ("", ""),
        ("2.0.0", _) => ("<HDDCKPTQuan>0</HDDCKPTQuan>", ""),
        (_, 1) => ("<HDCTTChinh>0</HDCTTChinh>", "<MSTTCGP>0108888870</MSTTCGP>"),
        _ => ("<HDDCKPTQuan>0</HDDCKPTQuan>", "<MSTTCGP>0108888870</MSTTCGP>"),
    };
    let currency = if more.contains("<DVTTe>") { "" } else { "<DVTTe>VND</DVTTe>" };
    let payment = if more.contains("<HTTToan>") { "" } else { "<HTTToan>TM/CK</HTTToan>" };
    let (before, after) = more.split_once('|').unwrap_or((more, ""));
    format!(
        "<TTChung><PBan>{version}</PBan><THDon>{title}</THDon><KHMSHDon>{kind}</KHMSHDon><KHHDon>{series}</KHHDon><SHDon>{number}</SHDon>\
         <NLap>{date}</NLap>{flag}{before}{currency}{payment}{solution}{after}</TTChung>"
    )
}

fn free(name: &str, kind: &str, value: &str) -> String {
    format!("<TTKhac><TTin><TTruong>{name}</TTruong><KDLieu>{kind}</KDLieu><DLieu>{value}</DLieu></TTin></TTKhac>")
}

/// A line: nature, name, quantity and price, discount, amount, rate.
fn line(nature: u8, number: u8, name: &str, product: &str, amount: &str, rate: &str) -> String {
    let rate = if rate.is_empty() { String::new() } else { format!("<TSuat>{rate}</TSuat>") };
    let amount = if amount.is_empty() { String::new() } else { format!("<ThTien>{amount}</ThTien>") };
    format!(
        "<HHDVu><TChat>{nature}</TChat><STT>{number}</STT><MHHDVu>H{number}</MHHDVu><THHDVu>{name}</THHDVu><DVTinh>Cái</DVTinh>\
         {product}{amount}{rate}</HHDVu>"
    )
}

fn product(quantity: &str, price: &str) -> String {
    format!("<SLuong>{quantity}</SLuong><DGia>{price}</DGia>")
}

fn group(rate: &str, amount: &str, tax: &str) -> String {
    let tax = if tax.is_empty() { String::new() } else { format!("<TThue>{tax}</TThue>") };
    format!("<LTSuat><TSuat>{rate}</TSuat><ThTien>{amount}</ThTien>{tax}</LTSuat>")
}

/// 24 × 65000 − 105000 + 2.5 × 98000 at 8 %, 10 × 355000 − 355000 + 30000000 at 10 %, 500000 exempt.
pub(crate) fn vat() -> String {
    let discounted = format!("{}<TLCKhau>10</TLCKhau><STCKhau>355000</STCKhau>", product("10", "355000"));
    let special = line(5, 7, "Xe máy hai bánh", &product("1", "30000000"), "30000000", "10%").replace(
        "</TSuat>",
        "</TSuat><TTHHDTrung><TTin><LHHDTrung>1</LHHDTrung><TTruong>SKhung</TTruong><DLieu>RLHJA3901RY000001</DLieu></TTin><TTin>\
         <LHHDTrung>1</LHHDTrung><TTruong>SMay</TTruong><DLieu>JA39E-0000001</DLieu></TTin></TTHHDTrung>",
    );
    let lines = [
        line(1, 1, "Nước mắm cốt cá cơm", &product("24", "65000"), "1560000", "8%"),
        line(1, 2, "Bia lon 330 ml", &discounted, "3195000", "10%"),
        line(1, 3, "Cà phê rang xay", &product("2.5", "98000"), "245000", "8%"),
        line(2, 4, "Quà tặng", &product("1", "0"), "0", "8%"),
        line(3, 5, "Chiết khấu tháng 10", "", "105000", "8%"),
        line(4, 6, "Giao hàng trong ngày", "", "", ""),
        special,
        line(1, 8, "Giống cây trồng", &product("1", "500000"), "500000", "KCT"),
    ]
    .concat();
    let more = format!("<SBKe>BK01</SBKe><NBKe>2025-11-19</NBKe>|{}", free("MTCuu", "string", "ABC123"));
    format!(
        "{header}<NDHDon>{NBAN}<MCHang>CH01</MCHang><TCHang>Cửa hàng số 1</TCHang><SDThoai>02430000000</SDThoai>\
         <DCTDTu>ban@test.invalid</DCTDTu><STKNHang>0010000000001</STKNHang><TNHang>Ngân hàng Thử</TNHang><Fax>02430000001</Fax>\
         <Website>test.invalid</Website></NBan>{NMUA}<MDVQHNSach>1234567</MDVQHNSach><DChi>Số 2 đường Kiểm Tra, Thành phố Hồ Chí Minh\
         </DChi><MKHang>KH01</MKHang><SDThoai>02830000000</SDThoai><CCCDan>001099012345</CCCDan><SHChieu>C1234567</SHChieu>\
         <DCTDTu>mua@test.invalid</DCTDTu><HVTNMHang>Trần Thị Mua</HVTNMHang><STKNHang>0010000000002</STKNHang><TNHang>Ngân hàng Thử\
         </TNHang></NMua><DSHHDVu>{lines}</DSHHDVu><TToan><THTTLTSuat>{groups}</THTTLTSuat><TgTCThue>35395000</TgTCThue>\
         <TgTThue>3455500</TgTThue><DSLPhi><LPhi><TLPhi>Phí môi trường</TLPhi><TPhi>12000</TPhi></LPhi></DSLPhi>\
         <TTCKTMai>460000</TTCKTMai><TGTKhac>2500</TGTKhac><TgTTTBSo>38860000</TgTTTBSo>\
         <TgTTTBChu>Ba mươi tám triệu tám trăm sáu mươi nghìn đồng</TgTTTBChu></TToan></NDHDon>{free}",
        header = header("2.1.0", 1, "C25TTX", "128", "2025-11-20", &more),
        groups = [group("8%", "1700000", "136000"), group("10%", "33195000", "3319500"), group("KCT", "500000", "0")].concat(),
        free = free("Ghi chú", "string", "Giao tại kho"),
    )
}

fn plain(header: &str, lines: &str, totals: &str) -> String {
    format!(
        "{header}<NDHDon>{NBAN}</NBan>{NMUA}<DChi>Số 2 đường Kiểm Tra</DChi></NMua><DSHHDVu>{lines}</DSHHDVu><TToan>{totals}</TToan>\
         </NDHDon>"
    )
}

fn totals(groups: &str, before_tax: &str, tax: &str, payable: &str, words: &str) -> String {
    format!(
        "<THTTLTSuat>{groups}</THTTLTSuat><TgTCThue>{before_tax}</TgTCThue><TgTThue>{tax}</TgTThue><TgTTTBSo>{payable}</TgTTTBSo>\
         <TgTTTBChu>{words}</TgTTTBChu>"
    )
}

fn rates() -> String {
    let lines = [
        line(1, 1, "Sách", &product("1", "1000000"), "1000000", "5%"),
        line(1, 2, "Chi hộ", &product("1", "300000"), "300000", "KKKNT"),
        line(1, 3, "Hàng thuế suất khác", &product("100", "12345"), "1234500", "KHAC:7%"),
        line(1, 4, "Hàng xuất khẩu", &product("1", "50000"), "50000", "0%"),
    ];
    let groups = [
        group("5%", "1000000", "50000"),
        group("KKKNT", "300000", ""),
        group("KHAC:7%", "1234500", "86415"),
        group("0%", "50000", "0"),
    ];
    let words = "Hai triệu bảy trăm hai mươi nghìn chín trăm mười lăm đồng";
    plain(
        &header("2.1.0", 1, "K25TTX", "128", "2025-11-20", ""),
        &lines.concat(),
        &totals(&groups.concat(), "2584500", "136415", "2720915", words),
    )
}

/// The QR text of the uncoded invoice (QĐ 1450 Appendix XIII): ids, lengths, values, CRC.
pub(crate) fn qr_text(series: &str, total: &str) -> String {
    let field = |id: &str, value: &str| format!("{id}{:02}{value}", value.len());
    let values = [("01", "0109999982"), ("02", "1"), ("03", series), ("04", "128"), ("05", "20251120"), ("06", total)];
    let invoice: String = values.iter().map(|(id, value)| field(id, value)).collect();
    let text = format!("000201{}6304", field("99", &invoice));
    let crc = text.bytes().fold(0xFFFF_u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    });
    format!("<DLQRCode>{text}{crc:04X}</DLQRCode>")
}

fn sales() -> String {
    let lines = [
        line(1, 1, "Bàn gỗ", &product("3", "1500000"), "4500000", ""),
        line(3, 2, "Chiết khấu", "", "100000", ""),
        line(4, 3, "Bảo hành 12 tháng", "", "", ""),
    ];
    plain(
        &header("2.1.0", 2, "C25TBH", "77", "2025-11-20", ""),
        &lines.concat(),
        "<DSLPhi><LPhi><TLPhi>Phí vận chuyển</TLPhi><TPhi>20000</TPhi></LPhi></DSLPhi><TTCKTMai>100000</TTCKTMai>\
         <TgTTTBSo>4420000</TgTTTBSo><TgTTTBChu>Bốn triệu bốn trăm hai mươi nghìn đồng</TgTTTBChu>",
    )
}

fn vat_200() -> String {
    let groups = group("10%", "300000", "30000");
    plain(
        &header("2.0.0", 1, "C24TAA", "15", "2024-03-15", ""),
        &line(1, 1, "Ghế nhựa", &product("2", "150000"), "300000", "10%"),
        &totals(&groups, "300000", "30000", "330000", "Ba trăm ba mươi nghìn đồng"),
    )
}

fn sales_200() -> String {
    plain(
        &header("2.0.0", 2, "K24TAB", "16", "2024-03-15", ""),
        &line(1, 1, "Sửa chữa nhỏ", &product("1", "700000"), "700000", ""),
        "<TgTTTBSo>700000</TgTTTBSo><TgTTTBChu>Bảy trăm nghìn đồng chẵn</TgTTTBChu>",
    )
}

/// 3 × 33.333 is 99.999, which is 100.00 in cents.
fn dollars() -> String {
    let lines = [
        line(1, 1, "Phần mềm", &product("10", "12.5"), "125.00", "10%"),
        line(1, 2, "Hỗ trợ", &product("3", "33.333"), "100.00", "10%"),
    ];
    plain(
        &header("2.1.0", 1, "K25TUS", "3", "2025-11-20", "<DVTTe>USD</DVTTe><TGia>25450.5</TGia>"),
        &lines.concat(),
        &totals(&group("10%", "225.00", "22.50"), "225.00", "22.50", "247.50", "Hai trăm bốn mươi bảy đô la Mỹ và năm mươi xu"),
    )
}

/// `TTHDLQuan` of one earlier invoice.
pub(crate) const ONE: &str = "<TTHDLQuan><TCHDon>2</TCHDon><LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>1</KHMSHDCLQuan>\
    <KHHDCLQuan>K25TTX</KHHDCLQuan><SHDCLQuan>120</SHDCLQuan><NLHDCLQuan>2025-11-01</NLHDCLQuan><GChu>Trả hàng</GChu></TTHDLQuan>";

fn adjusting(related: &str) -> String {
    plain(
        &header("2.1.0", 1, "K25TTX", "131", "2025-11-20", &format!("|{related}")),
        &line(1, 1, "Nước mắm cốt cá cơm", &product("-1", "65000"), "-65000", "8%"),
        &totals(&group("8%", "-65000", "-5200"), "-65000", "-5200", "-70200", "Âm bảy mươi nghìn hai trăm đồng"),
    )
}

fn adjustment() -> String {
    adjusting(ONE)
}

fn many_adjusted() -> String {
    adjusting("<TTHDLQuan><TCHDon>4</TCHDon><SBKCLQuan>BK-05</SBKCLQuan><NBKCLQuan>2025-11-20</NBKCLQuan></TTHDLQuan>")
}

/// An invoice from a POS, which carries no signature of its own.
pub(crate) fn pos(id: &str, kind: u8) -> String {
    let header =
        header("2.1.0", kind, "C25MAA", &format!("{kind}01"), "2025-11-20", "").replace("<HDCTTChinh>0</HDCTTChinh>", "");
    let lines = line(1, 1, "Cơm trưa", &product("2", "50000"), "100000", if kind == 1 { "8%" } else { "" });
    let totals = if kind == 1 {
        totals(&group("8%", "100000", "8000"), "100000", "8000", "108000", "Một trăm lẻ tám nghìn đồng")
    } else {
        "<TgTTTBSo>100000</TgTTTBSo><TgTTTBChu>Một trăm nghìn đồng</TgTTTBChu>".to_owned()
    };
    let data = plain(&header, &lines, &totals);
    format!("<HDon><DLHDon Id=\"{id}\">{data}</DLHDon><MCCQT>M{kind}-25-A1B2C-0000000000{kind}</MCCQT></HDon>")
}
