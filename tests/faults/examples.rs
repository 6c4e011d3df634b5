//! The right and wrong values that `validate --explain` shows (examples/validate/examples.tsv): put into a good document, the wrong one
//! breaks the rule, and the right one does not.

use taxdoc::Limits;
use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::profile::vn::set::Set;
use taxdoc::profile::vn::set::Summary;

use super::bases::Base;
use super::bases::message;
use super::case::validator;
use super::common::examples::examples;
use super::sign::AUTHORITY;
use super::sign::SELLER;
use super::sign::sign;
use super::sign::template;
use crate::common::vn_invoice;

/// The codes of sets have their own test; those of declarations stand in tests/vn_declaration, of signatures themselves in tests/dsig.
const ELSEWHERE: [&str; 6] =
    ["VN-DECL-", "VN-SET-", "VN-SIG-COVERAGE", "VN-SIG-HIERARCHY", "VN-SIG-TAXPAYER", "VN-SIG-TIME-MISSING"];

/// The documents that an example may stand in, not signed yet.
fn bases() -> Vec<String> {
    let promotion =
        "<HHDVu><TChat>2</TChat><THHDVu>Quà</THHDVu><SLuong>1</SLuong><DGia>5000</DGia><ThTien>5000</ThTien></HHDVu></DSHHDVu>";
    let with_promotion = Base::Sales200.text().replacen("</DSHHDVu>", promotion, 1);
    let document = vn_invoice::full(Table::of(Form::EDocument, Version::V210));
    // Whose code has no Id.
    let unsigned = vn_invoice::minimal(Table::of(Form::Vat, Version::V210));
    let uuid = "0123456789ABCDEF0123456789ABCDEF";
    let technical = message("999", "TCT", "V0108888870", 1, "<TBao></TBao>", "");
    let technical = technical.replacen("<MST>", &format!("<MTDTChieu>V0108888870{uuid}</MTDTChieu><MST>"), 1);
    let many = Base::ManyAdjusted.text();
    let invoice = &many[many.find("<HDon>").expect("an invoice")..];
    let listed = message("210", "V0108888870", "TCT", 1, &format!("<BKe></BKe>{invoice}"), "");
    Base::ALL.into_iter().map(Base::text).chain([with_promotion, document, unsigned, technical, listed]).collect()
}

/// The document with that element in the place of the first of its name; of a start tag alone the element keeps its content.
fn with(base: &str, element: &str) -> Option<String> {
    let name = element.strip_prefix('<')?.split(['>', ' ']).next()?;
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let start = base.find(&open)?;
    let end = if element.contains("</") { start + base[start..].find(&close)? + close.len() } else { start + open.len() };
    Some(format!("{}{element}{}", &base[..start], &base[end..]))
}

/// The text with signatures in the place of `<Signature>…</Signature>`, of whom the element around it says, over what that one signs.
fn with_signatures(text: &str) -> String {
    const PLACE: &str = "<Signature>…";
    let mut text = text.to_owned();
    while let Some(start) = text.find(PLACE) {
        let place = text[..start].trim_end_matches('>').rsplit('<').next().expect("an element around it").to_owned();
        let end = start + text[start..].find("</Signature>").expect("its end") + "</Signature>".len();
        let time = text[start..end].split("<SigningTime>").nth(1).and_then(|rest| rest.split('<').next());
        let time = time.unwrap_or(if place == "CQT" { "2025-11-20T09:16:02" } else { "2025-11-20T09:15:30" }).to_owned();
        let parts = text.split(" Id=\"").skip(1).map(|rest| rest.split('"').next().expect("an id"));
        let ids: Vec<String> =
            parts.filter(|id| !id.starts_with('S') && !id.starts_with("example") && *id != "batch").map(str::to_owned).collect();
        let id = ids.iter().find(|id| !id.starts_with("Id-")).expect("the data has an Id").clone();
        let code = format!("Id-{id}");
        let mut targets = vec![(&*id, place == "NBan")];
        if place == "CQT" && ids.contains(&code) {
            targets.push((&*code, false));
        }
        let signer = if place == "CQT" { &AUTHORITY } else { &SELLER };
        text.replace_range(start..end, &template(&format!("example-{place}"), signer, &targets, &time));
    }
    text
}

fn has(text: &str, code: &str) -> bool {
    let text = sign(&with_signatures(text));
    validator().validate(text.as_bytes()).findings().iter().any(|finding| finding.code() == code)
}

/// The documents of an example of many: each line has the values of one, put into a short invoice or answer of the authority.
fn set(lines: &str) -> Set {
    let mut set = Set::default();
    for (index, line) in lines.lines().enumerate() {
        let skeleton = if line.starts_with("<TBao>") {
            "<TDiep><DLieu><TBao><DLTBao><MST>0109999982</MST><LHDKMa><DSHDon><HDon><KHMSHDon>1</KHMSHDon><KHHDon/><SHDon/><TTTNCCQT/>\
             </HDon></DSHDon></LHDKMa></DLTBao></TBao></DLieu></TDiep>"
        } else if line.contains("DCLQuan>") {
            "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon/><SHDon/><NLap/><TTHDLQuan><TCHDon>1</TCHDon><LHDCLQuan>1</LHDCLQuan>\
             <KHMSHDCLQuan>1</KHMSHDCLQuan><KHHDCLQuan/><SHDCLQuan/><NLHDCLQuan/></TTHDLQuan></TTChung><NDHDon><NBan>\
             <MST>0109999982</MST></NBan><TToan><TgTTTBSo>1</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>"
        } else {
            "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon/><SHDon/><NLap/></TTChung><NDHDon><NBan><MST>0109999982</MST></NBan>\
             <TToan><TgTTTBSo>1</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>"
        };
        let values = line.trim_start_matches("<TBao>").trim_end_matches("</TBao>");
        let mut text = skeleton.to_owned();
        let mut rest = values;
        while let Some(name) = rest.strip_prefix('<').and_then(|rest| rest.split('>').next()) {
            let close = format!("</{name}>");
            let end = rest.find(&close).expect("an end tag") + close.len();
            let place = if text.contains(&format!("<{name}/>")) {
                format!("<{name}/>")
            } else {
                let start = text.find(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {text}"));
                text[start..start + text[start..].find(&close).expect("an end tag") + close.len()].to_owned()
            };
            text = text.replacen(&place, &rest[..end], 1);
            rest = &rest[end..];
        }
        set.add(&index.to_string(), Summary::of(text.as_bytes(), &Limits::default()));
    }
    set
}

#[test]
fn every_example_of_sets_is_wrong_and_right() {
    let mut count = 0;
    for (code, wrong, right) in examples("VN-SET-") {
        let has = |lines: &str| set(lines).findings().iter().any(|finding| finding.code() == code);
        assert!(has(&wrong) && !has(&right), "{code}");
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn every_example_is_wrong_and_right() {
    let (bases, mut count, mut unproved) = (bases(), 0, Vec::new());
    for (code, wrong, right) in examples("VN-").filter(|(code, ..)| !ELSEWHERE.iter().any(|part| code.starts_with(part))) {
        let proves = |base: &String| {
            let pair = with(base, &wrong).zip(with(base, &right));
            pair.is_some_and(|(wrong, right)| has(&wrong, code) && !has(&right, code))
        };
        count += 1;
        if !bases.iter().any(proves) {
            unproved.push(format!("{code}\t{wrong}\t{right}"));
        }
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 75, "{count}");
}
