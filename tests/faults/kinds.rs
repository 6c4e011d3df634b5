//! The kinds of document beside VAT and sales invoices: one good document of each, and its single faults.

use super::bases::Base;
use super::bases::coded;
use super::bases::message;
use super::bases::uncoded;
use super::case::Case;
use super::case::fault;
use super::case::run;
use super::edit::Edit;
use super::sign::AUTHORITY;
use super::sign::SELLER;
use super::sign::template;

fn header(kind: u8, series: &str, title: &str, more: &str) -> String {
    format!(
        "<TTChung><PBan>2.1.0</PBan><THDon>{title}</THDon><KHMSHDon>{kind}</KHMSHDon><KHHDon>{series}</KHHDon><SHDon>31</SHDon>\
         <NLap>2025-11-20</NLap><DVTTe>VND</DVTTe>{more}<MSTTCGP>0108888870</MSTTCGP></TTChung>"
    )
}

const SELLER_NAME: &str = "<Ten>CÔNG TY TNHH THƯƠNG MẠI KIỂM THỬ</Ten><MST>0109999982</MST>";
const BUYER_NAME: &str = "<Ten>CÔNG TY CỔ PHẦN NGƯỜI MUA THỬ</Ten><MST>0309999972</MST>";

fn line(more: &str) -> String {
    format!(
        "<HHDVu><TChat>1</TChat><STT>1</STT><THHDVu>Máy phát điện</THHDVu><DVTinh>Cái</DVTinh><SLuong>2</SLuong><DGia>5000000</DGia>\
         <ThTien>10000000</ThTien>{more}</HHDVu>"
    )
}

const TOTAL: &str = "<TgTTTBSo>10000000</TgTTTBSo><TgTTTBChu>Mười triệu đồng</TgTTTBChu>";

/// Sale of public assets by a unit with a tax code, coded.
pub(crate) fn assets() -> String {
    let header = header(3, "C25DTS", "Hóa đơn bán tài sản công", "<HTTToan>CK</HTTToan>");
    let data = format!(
        "{header}<NDHDon><NBan>{SELLER_NAME}<DChi>Hà Nội</DChi><SQDinh>12/QĐ</SQDinh><NQDinh>2025-10-01</NQDinh></NBan><NMua>\
         {BUYER_NAME}<DChi>Huế</DChi></NMua><DSHHDVu>{}</DSHHDVu><TToan>{TOTAL}</TToan></NDHDon>",
        line("")
    );
    coded("k3", &data, "")
}

/// Sale of the national reserve to a person without tax code, without authority code.
pub(crate) fn reserve() -> String {
    let header = header(4, "K25DDT", "Hóa đơn bán hàng dự trữ quốc gia", "<HTTToan>CK</HTTToan>");
    let data = format!(
        "{header}<NDHDon><NBan>{SELLER_NAME}<DChi>Hà Nội</DChi></NBan><NMua><Ten>Nguyễn Văn Mua</Ten><DChi>Huế</DChi>\
         <CMND>001099012345</CMND></NMua><DSHHDVu>{}</DSHHDVu><TToan>{TOTAL}</TToan></NDHDon>",
        line("")
    );
    uncoded("k4", &data, "")
}

/// A ticket that is a VAT invoice, without code.
pub(crate) fn ticket() -> String {
    let header = header(5, "K25GVE", "Vé", "<HTTToan>TM</HTTToan>");
    let data = format!(
        "{header}<NDHDon><NBan>{SELLER_NAME}<DChi>Hà Nội</DChi></NBan><DSHHDVu>{}</DSHHDVu><TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat>\
         <ThTien>10000000</ThTien><TThue>1000000</TThue></LTSuat></THTTLTSuat><TgTCThue>10000000</TgTCThue><TgTThue>1000000</TgTThue>\
         <TgTTTBSo>11000000</TgTTTBSo><TgTTTBChu>Mười một triệu đồng</TgTTTBChu></TToan></NDHDon>",
        line("<TSuat>10%</TSuat>")
    );
    uncoded("k5", &data, "")
}

fn slip(series: &str, title: &str, order: &str, carrier: &str) -> String {
    let receiver = format!("<NMua>{BUYER_NAME}<DChi>Kho số 2, Huế</DChi></NMua>");
    format!(
        "{}<NDHDon><NBan>{SELLER_NAME}{order}<DChi>Kho số 1, Hà Nội</DChi>{carrier}<PTVChuyen>Xe tải 29C-000.01</PTVChuyen></NBan>{receiver}\
         <DSHHDVu>{}</DSHHDVu></NDHDon>",
        header(6, series, title, ""),
        line("")
    )
}

/// An internal transfer.
pub(crate) fn transfer() -> String {
    uncoded("k6", &slip("K25NXK", "Phiếu xuất kho kiêm vận chuyển nội bộ", "<LDDNBo>Lệnh 05/ĐĐ</LDDNBo>", ""), "")
}

/// A consignment.
pub(crate) fn consignment() -> String {
    let order = "<HDKTSo>HĐ 07</HDKTSo><HDKTNgay>2025-01-15</HDKTNgay>";
    uncoded("k6b", &slip("K25BDL", "Phiếu xuất kho hàng gửi bán đại lý", order, "<TNVChuyen>Trần Văn Xe</TNVChuyen>"), "")
}

/// A commercial invoice.
pub(crate) fn commercial() -> String {
    let header = header(7, "K25XTM", "Hóa đơn thương mại", "<HTTToan>CK</HTTToan>");
    let data = format!(
        "{header}<NDHDon><NBan>{SELLER_NAME}<DChi>Hà Nội</DChi></NBan><NMua><Ten>ACME Ltd</Ten><DChi>London</DChi></NMua><DSHHDVu>{}\
         </DSHHDVu><TToan>{TOTAL}</TToan></NDHDon>",
        line("")
    );
    uncoded("k7", &data, "")
}

fn signed(root: &str, part: &str, id: &str, content: &str, place: &str) -> String {
    let by_authority = place == "CQT";
    let signer = if by_authority { &AUTHORITY } else { &SELLER };
    let signature = template(&format!("s-{id}"), signer, &[(id, false)], "2025-11-20T09:15:30");
    format!("<{root}><{part} Id=\"{id}\">{content}</{part}><DSCKS><{place}>{signature}</{place}></DSCKS></{root}>")
}

/// Registration 01/ĐKTĐ-HĐĐT in message 100.
pub(crate) fn registration() -> String {
    let ticks = |names: &[&str]| names.iter().map(|name| format!("<{name}>1</{name}>")).collect::<String>();
    let content = format!(
        "<TTChung><PBan>2.1.0</PBan><MSo>01/ĐKTĐ-HĐĐT</MSo><Ten>Tờ khai đăng ký sử dụng hóa đơn điện tử</Ten><HThuc>1</HThuc><TNNT>CÔNG TY \
         KIỂM THỬ</TNNT><MST>0109999982</MST><CQTQLy>Thuế cơ sở 1 Hà Nội</CQTQLy><MCQTQLy>10109</MCQTQLy><TNDDPLuat>Trần Văn A</TNDDPLuat>\
         <DTDDPLuat>0243000000</DTDDPLuat><CCCDan>001099012345</CCCDan><NSDDPLuat>1990-01-01</NSDDPLuat><GTinh>1</GTinh><DCLHe>Hà Nội</DCLHe>\
         <DCTDTu>a@test.invalid</DCTDTu><DDanh>Hà Nội</DDanh><NLap>2025-11-20</NLap></TTChung><NDTKhai><HTHDon>{}</HTHDon><HTGDLHDDT>{}\
         </HTGDLHDDT><PThuc>{}</PThuc><LHDSDung>{}</LHDSDung><DSCTSSDung><CTS><STT>1</STT><TTChuc>TAXDOC TEST CA</TTChuc><Seri>0A1B</Seri>\
         <TNgay>2024-01-01T00:00:00</TNgay><DNgay>2034-01-01T00:00:00</DNgay><HThuc>1</HThuc></CTS></DSCTSSDung></NDTKhai>",
        ticks(&["CMa", "CMTMTTien", "KCMa"]),
        ticks(&["NNTDBKKhan", "NNTKTDNUBND", "CQXLTSCong", "CDLTTDCQT", "CDLQTCTN"]),
        ticks(&["CDDu", "CBTHop"]),
        ticks(&["HDGTGT", "HDGTGTTHBLai", "HDBHang", "HDBHTHBLai", "HDTMai", "HDBTSCong", "HDBHDTQGia", "HDKhac", "CTu"]),
    );
    message("100", "V0108888870", "TCT", 1, &signed("TKhai", "DLTKhai", "tk", &content, "NNT"), "")
}

/// Notice of errors 04/SS-HĐĐT in message 300.
pub(crate) fn error_notice() -> String {
    let content = "<PBan>2.1.0</PBan><MSo>04/SS-HĐĐT</MSo><Ten>Thông báo hóa đơn điện tử có sai sót</Ten><Loai>1</Loai><MCQT>10109</MCQT>\
        <TCQT>Thuế cơ sở 1 Hà Nội</TCQT><MST>0109999982</MST><TNNT>CÔNG TY KIỂM THỬ</TNNT><DDanh>Hà Nội</DDanh><NTBao>2025-11-20</NTBao>\
        <DSHDon><HDon><STT>1</STT><KHMSHDon>1</KHMSHDon><KHHDon>K25TTX</KHHDon><SHDon>128</SHDon><Ngay>2025-11-01</Ngay>\
        <LADHDDT>1</LADHDDT><LDo>Sai tên người mua</LDo></HDon></DSHDon>";
    message("300", "V0108888870", "TCT", 1, &signed("TBao", "DLTBao", "ss", content, "NNT"), "")
}

/// Summary 01/TH-HĐĐT in message 400.
pub(crate) fn summary() -> String {
    let content = "<TTChung><PBan>2.1.0</PBan><MSo>01/TH-HĐĐT</MSo><Ten>Bảng tổng hợp dữ liệu hóa đơn điện tử</Ten><SBTHDLieu>3</SBTHDLieu>\
        <LKDLieu>T</LKDLieu><KDLieu>10/2025</KDLieu><LDau>1</LDau><NLap>2025-11-20</NLap><TNNT>CÔNG TY KIỂM THỬ</TNNT><MST>0109999982</MST>\
        <HDDIn>0</HDDIn><LHHoa>9</LHHoa></TTChung><NDBTHDLieu><DSDLieu><DLieu><STT>1</STT><KHMSHDon>1</KHMSHDon><KHHDon>K25TTX</KHHDon>\
        <SHDon>7</SHDon><NLap>2025-10-30</NLap><TNMua>Khách lẻ</TNMua><TTCThue>400000</TTCThue><TSuat>10%</TSuat><TgTThue>40000</TgTThue>\
        <TgTTToan>440000</TgTTToan><TThai>0</TThai></DLieu></DSDLieu></NDBTHDLieu>";
    message("400", "V0108888870", "TCT", 1, &signed("BTHDLieu", "DLBTHop", "bth", content, "NNT"), "")
}

/// Result of a check 01/TB-KTDL in message 204, of two invoices without code, one of them wrong.
pub(crate) fn check_notice() -> String {
    let content = "<PBan>2.1.0</PBan><MSo>01/TB-KTDL</MSo><Ten>Thông báo về kết quả kiểm tra dữ liệu hóa đơn điện tử</Ten><So>251479379646</So>\
        <DDanh>Hà Nội</DDanh><NTBao>2025-11-20</NTBao><MST>0109999982</MST><TNNT>CÔNG TY KIỂM THỬ</TNNT><TGGui>2025-11-20T08:00:00</TGGui>\
        <LTBao>3</LTBao><CCu>Thông điệp chuyển dữ liệu hóa đơn không mã</CCu><SLuong>2</SLuong><LHDKMa><DSHDon><HDon><STT>1</STT>\
        <KHMSHDon>1</KHMSHDon><KHHDon>K25TTX</KHHDon><SHDon>128</SHDon><NLap>2025-11-01</NLap><DSLDo><LDo><MLoi>80000</MLoi>\
        <MTLoi>Sai định dạng</MTLoi><HDXLy>Sửa rồi gửi lại</HDXLy></LDo></DSLDo></HDon><HDon><STT>2</STT><KHMSHDon>1</KHMSHDon>\
        <KHHDon>K25TTX</KHHDon><SHDon>129</SHDon><NLap>2025-11-01</NLap></HDon></DSHDon></LHDKMa>";
    let notice = signed("TBao", "DLTBao", "kt", content, "CQT");
    let sent = "<MTDTChieu>V01088888700123456789ABCDEF0123456789ABCDEF</MTDTChieu><MST>";
    message("204", "TCT", "V0108888870", 1, &notice, "").replacen("<MST>", sent, 1)
}

fn at(base: Base, path: &str) -> String {
    format!("{}/{path}", base.home())
}

fn wrong(base: Base, path: &str, value: &str, code: &str) -> Case {
    let path = at(base, path);
    fault(format!("{base:?}: {path} {value}"), base).set(&path, value).error(code, &path)
}

fn doubtful(base: Base, path: &str, value: &str, code: &str) -> Case {
    let path = at(base, path);
    fault(format!("{base:?}: {path} {value}"), base).set(&path, value).warning(code, &path)
}

/// A field that goes, told at the element around it.
fn gone(base: Base, path: &str, code: &str) -> Case {
    let path = at(base, path);
    let (parent, _) = path.rsplit_once('/').expect("a path");
    fault(format!("{base:?} without {path}"), base).remove(&path).error(code, parent)
}

#[test]
fn public_assets_and_national_reserve() {
    let (seller, buyer) = ("DLHDon/NDHDon/NBan", "DLHDon/NDHDon/NMua");
    run(
        "public assets, national reserve",
        &[
            gone(Base::Assets, "DLHDon/TTChung/THDon", "VN-INV-FIELD-MISSING"),
            // Not mandatory for symbols 1, 2 and 5.
            gone(Base::Assets, "DLHDon/TTChung/SHDon", "VN-INV-FIELD-MISSING"),
            gone(Base::Assets, &format!("{seller}/DChi"), "VN-INV-FIELD-MISSING"),
            gone(Base::Assets, "DLHDon/NDHDon/TToan/TgTTTBSo", "VN-INV-FIELD-MISSING"),
            wrong(Base::Assets, &format!("{seller}/NQDinh"), "2025-02-29", "VN-INV-DATE-FORMAT"),
            wrong(Base::Assets, &format!("{seller}/SQDinh"), &"x".repeat(51), "VN-INV-FIELD-LENGTH"),
            wrong(Base::Assets, "DLHDon/NDHDon/TToan/TgTTTBSo", "10000001", "VN-INV-TOTAL-PAYABLE"),
            doubtful(Base::Assets, "DLHDon/TTChung/KHHDon", "C25GTS", "VN-INV-SERIES-KIND"),
            fault("a seller of public assets without tax code and budget code", Base::Assets)
                .remove("NBan/MST")
                .error("VN-INV-FIELD-REQUIRED", "NBan"),
            fault("a seller of public assets with a budget code alone", Base::Assets)
                .replace("<MST>0109999982</MST>", "<MDVQHNSach>1234567</MDVQHNSach>")
                .warning("VN-SIG-HOLDER-UNKNOWN", "DSCKS/NBan/Signature")
                .undetermined(),
            gone(Base::Reserve, &format!("{buyer}/CMND"), "VN-INV-FIELD-REQUIRED").sibling(vec![Edit::Replace(
                "<DChi>Huế</DChi><CMND>001099012345</CMND>".to_owned(),
                "<MST>0309999972</MST><DChi>Huế</DChi>".to_owned(),
            )]),
            wrong(Base::Reserve, "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien", "10000002", "VN-INV-TOTAL-LINE"),
            doubtful(Base::Reserve, "DLHDon/TTChung/KHHDon", "K25XDT", "VN-INV-SERIES-KIND"),
        ],
    );
}

#[test]
fn tickets() {
    run(
        "tickets",
        &[
            fault("a ticket without its total before VAT", Base::Ticket)
                .remove("TToan/TgTCThue")
                .warning("VN-INV-FIELD-MISSING", "TToan"),
            gone(Base::Ticket, "DLHDon/NDHDon/NBan/DChi", "VN-INV-FIELD-MISSING"),
            wrong(Base::Ticket, "DLHDon/NDHDon/TToan/TgTThue", "1000001", "VN-INV-TOTAL-TAX"),
            wrong(Base::Ticket, "DLHDon/NDHDon/TToan/TgTTTBSo", "11000001", "VN-INV-TOTAL-PAYABLE"),
            wrong(Base::Ticket, "DLHDon/NDHDon/DSHHDVu/HHDVu/TChat", "6", "VN-INV-CODE-LIST"),
            doubtful(Base::Ticket, "DLHDon/TTChung/KHHDon", "K25NVE", "VN-INV-SERIES-KIND")
                .sibling(vec![Edit::Set("TTChung/KHHDon".to_owned(), "K25HVE".to_owned())]),
        ],
    );
}

#[test]
fn slips_and_commercial_invoices() {
    let seller = "DLHDon/NDHDon/NBan";
    run(
        "slips and commercial invoices",
        &[
            gone(Base::Transfer, &format!("{seller}/LDDNBo"), "VN-INV-FIELD-MISSING"),
            gone(Base::Transfer, &format!("{seller}/PTVChuyen"), "VN-INV-FIELD-MISSING"),
            gone(Base::Transfer, "DLHDon/NDHDon/NMua/DChi", "VN-INV-FIELD-MISSING"),
            wrong(Base::Transfer, "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien", "10000002", "VN-INV-TOTAL-LINE"),
            doubtful(Base::Transfer, "DLHDon/TTChung/KHHDon", "K25TXK", "VN-INV-SERIES-KIND"),
            gone(Base::Consignment, &format!("{seller}/HDKTSo"), "VN-INV-FIELD-MISSING"),
            gone(Base::Consignment, &format!("{seller}/HDKTNgay"), "VN-INV-FIELD-MISSING"),
            gone(Base::Consignment, &format!("{seller}/TNVChuyen"), "VN-INV-FIELD-MISSING"),
            wrong(Base::Consignment, &format!("{seller}/HDKTNgay"), "15/01/2025", "VN-INV-DATE-FORMAT"),
            gone(Base::Commercial, "DLHDon/NDHDon/TToan/TgTTTBChu", "VN-INV-FIELD-MISSING"),
            wrong(Base::Commercial, "DLHDon/NDHDon/TToan/TgTTTBSo", "9999999", "VN-INV-TOTAL-PAYABLE"),
            doubtful(Base::Commercial, "DLHDon/TTChung/KHHDon", "K25TTM", "VN-INV-SERIES-KIND"),
            fault("a commercial invoice before there were any", Base::Commercial)
                .set("TTChung/PBan", "2.0.1")
                .error("VN-INV-CODE-LIST", "TTChung/KHMSHDon"),
        ],
    );
}

#[test]
fn registrations_and_notices() {
    let (registration, notice) = ("DLTKhai/TTChung", "DLTBao");
    run(
        "registrations and notices",
        &[
            gone(Base::Registration, &format!("{registration}/TNNT"), "VN-INV-FIELD-MISSING"),
            wrong(Base::Registration, &format!("{registration}/HThuc"), "3", "VN-INV-CODE-LIST"),
            wrong(Base::Registration, "DLTKhai/NDTKhai/HTHDon/CMa", "2", "VN-INV-CODE-LIST"),
            wrong(Base::Registration, "DLTKhai/NDTKhai/DSCTSSDung/CTS/TNgay", "2024-13-01T00:00:00", "VN-INV-DATE-TIME-FORMAT"),
            doubtful(Base::Registration, "DLTKhai/NDTKhai/DSCTSSDung/CTS/DNgay", "2023-12-31T00:00:00", "VN-INV-SPAN"),
            doubtful(Base::Registration, &format!("{registration}/CCCDan"), "00109901234", "VN-INV-CITIZEN-ID"),
            gone(Base::Registration, &format!("{registration}/CCCDan"), "VN-INV-FIELD-REQUIRED").sibling(vec![Edit::Replace(
                "<CCCDan>001099012345</CCCDan>".to_owned(),
                "<SHChieu>C1234567</SHChieu>".to_owned(),
            )]),
            fault("a registration of no kind of invoice", Base::Registration)
                .set(&at(Base::Registration, "DLTKhai/NDTKhai/HTHDon"), "<CMa>0</CMa><CMTMTTien>0</CMTMTTien><KCMa>0</KCMa>")
                .warning("VN-INV-REGISTRATION-CHOICE", &at(Base::Registration, "DLTKhai/NDTKhai/HTHDon")),
            fault("a registration for another taxpayer", Base::Registration)
                .set(&at(Base::Registration, "DLTKhai/TTChung/MST"), "0309999972")
                .error("VN-SIG-HOLDER", &at(Base::Registration, "DSCKS/NNT/Signature"))
                .warning("VN-INV-PAYLOAD-TAXPAYER", &at(Base::Registration, "DLTKhai/TTChung/MST"))
                .because("neither the message nor the certificate is that taxpayer's"),
            fault("a registration without signature", Base::Registration)
                .remove(&at(Base::Registration, "DSCKS"))
                .warning("VN-SIG-SIGNER-MISSING", Base::Registration.home())
                .undetermined(),
            wrong(Base::ErrorNotice, &format!("{notice}/Loai"), "3", "VN-INV-CODE-LIST"),
            fault("an explanation that names no notice", Base::ErrorNotice)
                .set(&at(Base::ErrorNotice, "DLTBao/Loai"), "2")
                .error("VN-INV-FIELD-REQUIRED", &at(Base::ErrorNotice, notice))
                .error("VN-INV-FIELD-REQUIRED", &at(Base::ErrorNotice, notice))
                .because("number and date of it are two fields"),
            gone(Base::ErrorNotice, "DLTBao/DSHDon/HDon/LADHDDT", "VN-INV-FIELD-MISSING")
                .sibling(vec![Edit::Replace("<LADHDDT>1</LADHDDT>".to_owned(), "<LADHĐĐT>1</LADHĐĐT>".to_owned())]),
            wrong(Base::ErrorNotice, "DLTBao/DSHDon/HDon/LADHDDT", "5", "VN-INV-CODE-LIST"),
            wrong(Base::Summary, "DLBTHop/TTChung/KDLieu", "4/2025", "VN-INV-PERIOD"),
            wrong(Base::Summary, "DLBTHop/TTChung/LHHoa", "8", "VN-INV-CODE-LIST"),
            wrong(Base::Summary, "DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TSuat", "11%", "VN-INV-TAX-RATE"),
            gone(Base::Summary, "DLBTHop/NDBTHDLieu/DSDLieu/DLieu/NLap", "VN-INV-FIELD-REQUIRED"),
            wrong(Base::Summary, "DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TThai", "6", "VN-INV-CODE-LIST"),
            wrong(Base::CheckNotice, "DLTBao/LTBao", "8", "VN-INV-CODE-LIST"),
            fault("a notice that gives no code and does not say to which invoice", Base::CheckNotice)
                .set(&at(Base::CheckNotice, "DLTBao/LTBao"), "1")
                .warning("VN-INV-FIELD-REQUIRED", &at(Base::CheckNotice, notice)),
            gone(Base::CheckNotice, "DLTBao/CCu", "VN-INV-FIELD-MISSING"),
            fault("a notice of the authority without its signature", Base::CheckNotice)
                .remove(&at(Base::CheckNotice, "DSCKS"))
                .warning("VN-SIG-SIGNER-MISSING", Base::CheckNotice.home())
                .undetermined(),
            fault("a notice changed after signing", Base::CheckNotice)
                .damage(Edit::Set(at(Base::CheckNotice, "DLTBao/LTBao"), "2".to_owned()))
                .error("SIG-DIGEST", &at(Base::CheckNotice, notice)),
        ],
    );
}

#[test]
fn messages_around_them() {
    run(
        "messages around other documents",
        &[
            fault("a message 100 that counts two", Base::Registration)
                .set("/TDiep/TTChung/SLuong", "2")
                .error("VN-INV-MESSAGE-COUNT", "/TDiep/TTChung/SLuong"),
            fault("a message 200 with a registration", Base::Registration)
                .set("/TDiep/TTChung/MLTDiep", "200")
                .warning("VN-INV-MESSAGE-DATA", "/TDiep/TTChung/MLTDiep"),
            fault("a message 302 with a check result", Base::CheckNotice)
                .set("/TDiep/TTChung/MLTDiep", "302")
                .warning("VN-INV-MESSAGE-FORM", "/TDiep/TTChung/MLTDiep"),
            fault("a message of a version that no decision brought", Base::CheckNotice)
                .set("/TDiep/TTChung/PBan", "9.1.0")
                .warning("VN-INV-MESSAGE-VERSION", "/TDiep/TTChung/PBan"),
            fault("an answer that names no message", Base::CheckNotice)
                .set("/TDiep/TTChung/MTDTChieu", "")
                .warning("VN-INV-MESSAGE-REFERENCE", "/TDiep/TTChung/MTDTChieu"),
            fault("a coded invoice in the message of those without code", Base::Returned)
                .set("/TDiep/TTChung/MLTDiep", "203")
                .warning("VN-INV-MESSAGE-SERIES", "TTChung/KHHDon"),
            fault("the authority signs a second before the seller", Base::Vat)
                .replace("2025-11-20T09:16:02", "2025-11-20T09:15:29")
                .beside("DSCKS/CQT/Signature/Object/SignatureProperties/SignatureProperty/SigningTime", "2025-11-20T09:15:30")
                .warning("VN-SIG-ORDER", "DSCKS/CQT/Signature"),
            fault("the authority signs an invoice without code", Base::Ticket)
                .after(
                    "DSCKS/NBan",
                    format!("<CQT>{}</CQT>", template("authority-k5", &AUTHORITY, &[("k5", false)], "2025-11-20T09:16:02")),
                )
                .warning("VN-SIG-AUTHORITY-WITHOUT-CODE", "DSCKS/CQT/Signature"),
            fault("another document in the message has no table", Base::Summary)
                .after(Base::Summary.home(), "<LaLung/>")
                .warning("VN-INV-MESSAGE-DATA", "/TDiep/TTChung/MLTDiep")
                .undetermined(),
        ],
    );
}
