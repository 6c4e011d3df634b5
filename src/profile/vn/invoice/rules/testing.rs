//! What the tests of the rules share: a good invoice, and the findings of a changed one in short.

use crate::Limits;
use crate::pki::Timestamp;
use crate::profile::vn::Reading;
use crate::report::Findings;
use crate::rules::Severity;
use crate::xml::Document;
use crate::xml::Source;
use crate::xml::Spot;

/// A coded VAT invoice of version 2.1.0 without any finding.
pub(super) fn vat() -> String {
    "<HDon><DLHDon Id=\"d\"><TTChung><PBan>2.1.0</PBan><THDon>Hóa đơn giá trị gia tăng</THDon><KHMSHDon>1</KHMSHDon>\
     <KHHDon>C25TAA</KHHDon><SHDon>128</SHDon><NLap>2025-06-01</NLap><HDCTTChinh>0</HDCTTChinh><DVTTe>VND</DVTTe>\
     <HTTToan>TM/CK</HTTToan><MSTTCGP>0108888870</MSTTCGP></TTChung><NDHDon><NBan><Ten>CÔNG TY BÁN</Ten><MST>0109999982</MST>\
     <DChi>Huế</DChi></NBan><NMua><Ten>CÔNG TY MUA</Ten><MST>0100109106</MST><DChi>Hà Nội</DChi></NMua><DSHHDVu><HHDVu>\
     <TChat>1</TChat><STT>1</STT><THHDVu>Gạo</THHDVu><DVTinh>kg</DVTinh><SLuong>100</SLuong><DGia>10000</DGia>\
     <ThTien>1000000</ThTien><TSuat>10%</TSuat></HHDVu></DSHHDVu><TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat>\
     <ThTien>1000000</ThTien><TThue>100000</TThue></LTSuat></THTTLTSuat><TgTCThue>1000000</TgTCThue><TgTThue>100000</TgTThue>\
     <TgTTTBSo>1100000</TgTTTBSo><TgTTTBChu>Một triệu một trăm nghìn đồng</TgTTTBChu></TToan></NDHDon></DLHDon>\
     <MCCQT>00ABCDEF0123456789ABCDEF0123456789</MCCQT></HDon>"
        .to_owned()
}

/// The same from a POS.
pub(super) fn pos() -> String {
    vat().replace("C25TAA", "C25MAA").replace("00ABCDEF0123456789ABCDEF0123456789", "M1-25-A1B2C-00001234567")
}

/// An invoice with a related block of that nature: one earlier invoice, or what `list` says.
pub(super) fn related(text: &str, nature: &str, list: &str) -> String {
    let one = "<LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>1</KHMSHDCLQuan><KHHDCLQuan>C25TAA</KHHDCLQuan><SHDCLQuan>7</SHDCLQuan>\
               <NLHDCLQuan>2025-05-31</NLHDCLQuan>";
    let fields = match nature {
        "1" | "2" => one,
        _ => list,
    };
    text.replace("</MSTTCGP>", &format!("</MSTTCGP><TTHDLQuan><TCHDon>{nature}</TCHDon>{fields}</TTHDLQuan>"))
}

/// Every finding of the schema and rules stages, judged on 2025-12-31: code, severity, element.
pub(super) fn codes(text: &str) -> Vec<String> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut findings = Findings::new(1_000);
    let reading = Reading::of(&document).unwrap();
    assert!(reading.check_schema(&mut findings).is_ok());
    // Noon of 2025-12-31 in Viet Nam.
    assert!(reading.check_rules(Some(Timestamp::from_unix(1_767_157_200)), &mut findings).is_ok());
    findings
        .kept()
        .iter()
        .map(|draft| {
            let node = draft.spot.map(Spot::node).and_then(|id| document.node(id)).unwrap();
            assert!(draft.severity != Severity::Error || draft.basis.unwrap_or(draft.rule.basis.citation()) != "practice");
            format!("{} {} {}", draft.rule.code, draft.severity.name(), node.local_name())
        })
        .collect()
}
