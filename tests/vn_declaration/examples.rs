//! The right and wrong values of declarations that `validate --explain` shows (examples/validate/examples.tsv): put into a good return and
//! signed by the taxpayer of the fixtures, the wrong one breaks the rule, and the right one does not.

use taxdoc::Validator;
use taxdoc::pki::Timestamp;
use taxdoc::profile::vn::declaration::Form;

use super::signers::signed_by;
use super::signers::taxpayer;
use super::signers::unsigned;
use crate::common::examples::examples;
use crate::common::put::put;
use crate::common::vn_declaration::Plan;

/// The returns that an example may stand in: of months past and with whole annexes, first ones and supplements. Not signed yet.
fn bases() -> Vec<String> {
    let (before, after) = include_str!("../../examples/data/declaration.xml").split_once("<CKyDTu>").expect("a signed return");
    let vat = format!("{before}<CKyDTu>{}", &after[after.find("</CKyDTu>").expect("its end")..]);
    let place = |text: String| {
        let text = text.replacen("<HSoKhaiThue id=\"ID_1\">", "<HSoKhaiThue id=\"ID-NODETOSIGN-XML\">", 1);
        text.replace("</HSoThueDTu>", "<CKyDTu></CKyDTu></HSoThueDTu>")
    };
    let full = |code: &str, supplement: bool| {
        place(Plan { supplement, ..Plan::of(Form::of(code).expect("a form with a schema")) }.document())
    };
    let supplement = full("842", true);
    let with_head = supplement.replacen("<PL01_KHBS>", "<PL01_KHBS><Header><mst>0109999982</mst></Header>", 1);
    // One of the forms whose lines are guessed.
    let guessed = Form::all().find(|form| form.exact().is_none() && form.part("CTieuTKhaiChinh").is_some()).expect("one is");
    let extension = vat.replacen("<nguoiKy>", "<GiaHan><maLyDoGiaHan>01</maLyDoGiaHan><lyDoGiaHan/></GiaHan><nguoiKy>", 1);
    vec![vat, unsigned(), full("842", false), supplement, with_head, place(Plan::of(guessed).document()), extension]
}

fn codes(text: &str) -> Vec<&'static str> {
    let text = signed_by(text, &taxpayer(), "seller");
    let trust = include_bytes!("../../examples/data/test-root.pem");
    let at = Timestamp::parse("2026-06-15", 420).expect("a day");
    let validator = Validator::builder().with_trust(trust).expect("certificates").with_time(at).build();
    validator.validate(text.as_bytes()).findings().iter().map(|finding| finding.code()).collect()
}

#[test]
fn every_example_is_wrong_and_right() {
    let (bases, mut count, mut unproved) = (bases(), 0, Vec::new());
    for (code, wrong, right) in examples("VN-DECL-").chain(examples("VN-SIG-TAXPAYER")) {
        let proves = |base: &String| {
            let pair = put(base, &wrong).zip(put(base, &right));
            pair.is_some_and(|(wrong, right)| codes(&wrong).contains(&code) && !codes(&right).contains(&code))
        };
        count += 1;
        if !bases.iter().any(proves) {
            unproved.push(format!("{code}\t{wrong:.300}\t{right:.300}"));
        }
    }
    assert!(unproved.is_empty(), "{} of {count}:\n{}", unproved.len(), unproved.join("\n"));
    assert!(count >= 53, "{count}");
}
