//! What is recognised, under which names, and what is said of the rest.

use taxdoc::Validator;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Language;
use taxdoc::rules::Stage;

use super::contents;
use super::short;
use crate::common::vn_declaration::Plan;

fn vat() -> String {
    Plan::of(Form::of("842").unwrap()).document()
}

const XMLNS: &str = " xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\"";

#[test]
fn the_namespace_may_have_a_prefix_or_be_left_out() {
    let prefixed = vat()
        .replace("</", "</t:")
        .replace('<', "<t:")
        .replace("<t:/t:", "</t:")
        .replace(XMLNS, &XMLNS.replace("xmlns", "xmlns:t"));
    assert_eq!(contents(&prefixed).verdict(), Verdict::Valid, "{:?}", contents(&prefixed).findings());
    let told = |text: &str| contents(text).findings().iter().map(short).collect::<Vec<_>>();
    assert_eq!(told(&vat().replace(XMLNS, "")), ["VN-DECL-NAMESPACE-MISSING warning /HSoThueDTu"]);
    let other = vat().replace(XMLNS, " xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue/\"");
    assert_eq!(told(&other), ["VN-DECL-NAMESPACE error /HSoThueDTu"]);
    // The name in the schemas of 2015.
    let name = vat().replace("http://kekhaithue.gdt.gov.vn/TKhaiThue", "TKhaiThue");
    assert_eq!(told(&name), ["VN-DECL-NAMESPACE warning /HSoThueDTu"]);
    // One element that leaves the namespace.
    let mixed = vat().replacen("<ct22>", "<ct22 xmlns=\"\">", 1);
    let told = told(&mixed);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("VN-DECL-NAMESPACE error"), "{told:?}");
}

#[test]
fn nil_and_empty_follow_the_schema() {
    const XSI: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let with = |name: &str, new: &str| {
        let text = vat().replacen(XMLNS, &format!("{XMLNS}{XSI}"), 1);
        let start = text.find(&format!("<{name}>")).unwrap();
        let end = text.find(&format!("</{name}>")).unwrap() + name.len() + 3;
        contents(&format!("{}{new}{}", &text[..start], &text[end..]))
            .findings()
            .iter()
            .map(|finding| finding.code())
            .collect::<Vec<_>>()
    };
    assert!(with("ct22", "<ct22 xsi:nil=\"true\"/>").is_empty());
    assert_eq!(with("ct22", "<ct22/>"), ["VN-DECL-NUMBER-EMPTY"]);
    assert_eq!(with("ct22", "<ct22 xsi:nil=\"true\">1</ct22>"), ["VN-DECL-NIL-CONTENT"]);
    // A text may be empty, a date and a tick may not.
    assert!(with("nguoiKy", "<nguoiKy/>").is_empty());
    assert_eq!(with("ngayKy", "<ngayKy/>"), ["VN-DECL-VALUE-MISSING"]);
    assert_eq!(with("ngayKy", "<ngayKy xsi:nil=\"true\"/>"), ["VN-DECL-NIL-FORBIDDEN"]);
    assert_eq!(with("ct21", "<ct21/>"), ["VN-DECL-VALUE-EMPTY"]);
}

#[test]
fn amounts_are_as_long_as_their_type_allows() {
    // HTKK takes 14 digits in its cells; the schemas bound no amount but by xs:long, and large companies have more (vn-declarations §1.3).
    let with = |name: &str, amount: &str| {
        let text = vat().replacen(&format!("<{name}>0<"), &format!("<{name}>{amount}<"), 1);
        assert!(text.contains(amount), "{name}");
        contents(&text).findings().iter().map(short).collect::<Vec<_>>()
    };
    for amount in ["99999999999999", "100000000000000", "-100000000000000", "9223372036854775807"] {
        assert_eq!(with("ct26", amount), [""; 0], "{amount}");
    }
    let [told] = &with("ct26", "9223372036854775808")[..] else { panic!("one finding") };
    assert!(told.starts_with("VN-DECL-NUMBER-SIZE error"), "{told}");
    // xs:nonNegativeInteger has no upper end.
    assert_eq!(with("ct22", "9223372036854775808"), [""; 0]);
}

#[test]
fn sums_of_long_amounts_are_exact() {
    // [27] = [29] + [30] + [32] + [32a] with 15 digits, and 1 đồng off, where a program of 53 bits would see no difference beyond 9,007,199,254,740,992.
    let sum = |total: &str| {
        let text = vat().replacen("<ct29>0<", "<ct29>900000000000000000<", 1).replacen("<ct30>0<", "<ct30>1<", 1);
        let text = text.replacen("<ct27>0<", &format!("<ct27>{total}<"), 1).replacen("<ct34>0<", &format!("<ct34>{total}<"), 1);
        let report = Validator::builder().with_stages([Stage::Totals].into_iter().collect()).build().validate(text.as_bytes());
        report.findings().iter().map(|finding| (finding.code(), finding.severity().name())).collect::<Vec<_>>()
    };
    let found = sum("900000000000000001");
    assert!(found.iter().all(|(code, _)| *code == "VN-DECL-TOTAL-RATE"), "{found:?}");
    assert!(sum("900000000000000000").contains(&("VN-DECL-TOTAL-LINE", "error")));
}

#[test]
fn unknown_and_superseded_forms_are_told() {
    let told = |text: &str| {
        let report = contents(text);
        let codes: Vec<String> =
            report.findings().iter().map(|finding| format!("{} {}", finding.code(), finding.severity().name())).collect();
        (report.verdict(), codes)
    };
    let (verdict, codes) = told(&vat().replace(">842<", ">8422<"));
    assert_eq!((verdict, codes), (Verdict::Invalid, vec!["VN-DECL-CODE-UNKNOWN error".to_owned()]));
    let (verdict, codes) = told(&vat().replace(">842<", ">8422<").replace(">2.8.3<", ">3.0.0<"));
    assert_eq!((verdict, codes), (Verdict::Undetermined, vec!["VN-DECL-CODE-UNKNOWN warning".to_owned()]));
    let (verdict, codes) = told(&vat().replace(">2.8.3<", ">2.5.1<"));
    assert_eq!((verdict, codes), (Verdict::Undetermined, vec!["VN-DECL-VERSION-SUPERSEDED info".to_owned()]));
    let (verdict, codes) = told(&vat().replace(">2.8.3<", ">2.8.0<"));
    assert_eq!((verdict, codes), (Verdict::Invalid, vec!["VN-DECL-VERSION-UNKNOWN error".to_owned()]));
    // The symbol in the place of the code: the right code is proposed.
    let report = contents(&vat().replace(">842<", ">01/GTGT<"));
    let expected = report.findings()[0].expected(Language::English).unwrap();
    assert!(expected.contains("842 (01/GTGT)"), "{expected}");
}

#[test]
fn other_files_of_the_authority_are_named_and_not_judged() {
    for (root, family, word) in [
        ("TBaoThueDTu", "notice", "notice of the tax authority"),
        ("CHUNGTU", "voucher", "payment voucher"),
        ("DKyThueDTu", "registration", "registration for online filing"),
        ("TRASOAT_THUE", "request", "trace a payment"),
        ("TOKHAI_OBJ", "customs", "customs declaration"),
        ("DanhMucDTu", "code_list", "code list"),
    ] {
        let report = Validator::new().validate(format!("<{root}><a>1</a></{root}>").as_bytes());
        assert_eq!((report.verdict(), report.document().family), (Verdict::Undetermined, Some(family)), "{root}");
        for stage in [Stage::Schema, Stage::Rules, Stage::Totals] {
            let StageStatus::NotRun(note) = &report.stage(stage).unwrap().status else { panic!("{root} {stage:?}") };
            assert!(note.text(Language::English).contains(word), "{root}: {}", note.text(Language::English));
        }
    }
}

#[test]
fn a_notice_is_called_by_its_code_and_never_valid() {
    let notice = "<TBaoThueDTu><TBaoThue id='T'><TTinChung><maTBao>450</maTBao><pbanTBao>2.0.9</pbanTBao></TTinChung></TBaoThue></TBaoThueDTu>";
    let report = Validator::new().validate(notice.as_bytes());
    let document = report.document();
    assert_eq!((document.kind.as_deref(), document.version.as_deref()), (Some("450"), Some("2.0.9")));
    assert_eq!(report.verdict(), Verdict::Undetermined);
}

#[test]
fn a_registration_has_an_envelope_of_its_own() {
    let form = Form::of("900").unwrap();
    let text = Plan::of(form).document();
    assert!(text.contains("<nghiepVuCapMST>"));
    let report = contents(&text);
    assert_eq!(report.verdict(), Verdict::Undetermined);
    let broken = contents(&text.replace("<ngayNhanTKhai>2026-06-10<", "<ngayNhanTKhai>10/06/2026<"));
    assert_eq!(broken.verdict(), Verdict::Invalid);
    assert_eq!(broken.document().seller.as_deref(), Some("0109999982"));
}

#[test]
fn an_envelope_that_was_not_read_makes_no_error() {
    // 1401 is of a foreign supplier, 1267 of the ordinary envelope; both are known by their display.
    for (code, severity, verdict) in [("1401", "warning", Verdict::Undetermined), ("1267", "error", Verdict::Invalid)] {
        let text = Plan::of(Form::of(code).unwrap()).document();
        let report = contents(&text.replacen("<phuongXa>x</phuongXa>", "", 1));
        let told: Vec<String> = report.findings().iter().map(short).collect();
        assert!(told.len() == 1 && told[0].starts_with(&format!("VN-DECL-LINE-MISSING {severity}")), "{code} {told:?}");
        assert_eq!(report.verdict(), verdict);
    }
}
