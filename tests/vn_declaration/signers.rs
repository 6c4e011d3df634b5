//! Who signs a declaration, what must be signed, and what repeats without harm.

use taxdoc::Report;
use taxdoc::Validator;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::report::Chain;
use taxdoc::report::Integrity;
use taxdoc::report::Role;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Stage;

use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::vn_declaration::Plan;

const ROOT: &[u8] = include_bytes!("../fixtures/pki/root.der");
const CA: &[u8] = include_bytes!("../fixtures/pki/ca.der");
/// The seller of the fixtures is the taxpayer; `other-tax-code` is somebody else, here the agent or a provider.
const TAXPAYER: &str = "0109999982";

/// The id of what is signed.
pub(super) const ID: &str = "ID-NODETOSIGN-XML";

/// A 05/KK-TNCN, in the shape that .NET programs sign: the id is theirs, the rows keep `ID_1`.
pub(super) fn unsigned() -> String {
    let text = Plan::of(Form::of("864").unwrap()).document();
    assert!(text.contains("<HSoKhaiThue id=\"ID_1\">"), "the default id of HTKK, the same as that of a row");
    let text = text.replace("<HSoKhaiThue id=\"ID_1\">", "<HSoKhaiThue id=\"ID-NODETOSIGN-XML\">");
    text.replace("</HSoThueDTu>", "<CKyDTu></CKyDTu></HSoThueDTu>")
}

pub(super) fn signed_by(text: &str, signer: &Signer, id: &str) -> String {
    let options = Options::new().reference("#ID-NODETOSIGN-XML").time("2026-06-10T10:11:31").id(id);
    sign(text, "HSoThueDTu/CKyDTu", signer, &options)
}

pub(super) fn taxpayer() -> Signer {
    Signer::fixture("seller")
}

fn other() -> Signer {
    Signer::of("other", "other-tax-code")
}

/// The tax code in `other-tax-code.der`.
fn other_code() -> String {
    let report = report(&signed_by(&unsigned(), &other(), "s"));
    report.signatures()[0].certificate.as_ref().unwrap().tax_code.clone().unwrap()
}

pub(super) fn report(text: &str) -> Report {
    let builder = Validator::builder().with_trust(ROOT).unwrap().with_trust(CA).unwrap();
    builder.build().validate(text.as_bytes())
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings().iter().map(taxdoc::Finding::code).collect()
}

fn with_agent(text: &str, code: &str) -> String {
    let agent = format!(
        "</NNT><DLyThue><mstDLyThue>{code}</mstDLyThue><tenDLyThue>ĐẠI LÝ</tenDLyThue><dchiDLyThue>x</dchiDLyThue><maHuyenDLyThue/>\
         <tenHuyenDLyThue/><maTinhDLyThue/><tenTinhDLyThue/><dthoaiDLyThue/><faxDLyThue/><emailDLyThue/><soHDongDLyThue/>\
         <ngayKyHDDLyThue>2026-01-02</ngayKyHDDLyThue><NVienDLy><tenNVienDLyThue>x</tenNVienDLyThue><cchiHNghe>x</cchiHNghe></NVienDLy>\
         </DLyThue>"
    );
    text.replace("</NNT>", &agent)
}

#[test]
fn the_taxpayer_signs() {
    let report = report(&signed_by(&unsigned(), &taxpayer(), "s"));
    assert_eq!(report.verdict(), Verdict::Valid, "{:?} {:?}", report.findings(), report.stages());
    let [signature] = report.signatures() else { panic!() };
    assert_eq!((signature.role, signature.integrity, signature.chain), (Role::Taxpayer, Integrity::Valid, Chain::Trusted));
    assert_eq!(signature.covers[0].path, "/HSoThueDTu/HSoKhaiThue");
    assert!(signature.signing_time_signed && signature.not_covered.is_empty());
    assert_eq!(signature.certificate.as_ref().unwrap().tax_code.as_deref(), Some(TAXPAYER));
}

#[test]
fn without_a_signature_nothing_is_determined() {
    let report = report(&unsigned());
    assert_eq!(report.verdict(), Verdict::Undetermined);
    for stage in [Stage::Signatures, Stage::Certificates] {
        assert!(matches!(report.stage(stage).unwrap().status, StageStatus::NotRun(_)));
    }
}

#[test]
fn a_change_after_signing_is_seen() {
    let signed = signed_by(&unsigned(), &taxpayer(), "s");
    let report = report(&signed.replacen("<ct16>0</ct16>", "<ct16>1</ct16>", 1));
    assert_eq!((report.verdict(), report.signatures()[0].integrity), (Verdict::Invalid, Integrity::Invalid));
}

#[test]
fn a_stranger_may_not_sign_alone() {
    let report = report(&signed_by(&unsigned(), &other(), "s"));
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Invalid, vec!["VN-SIG-TAXPAYER"]));
    assert_eq!(report.signatures()[0].role, Role::Taxpayer);
}

#[test]
fn the_agent_signs_for_the_taxpayer() {
    let report = report(&signed_by(&with_agent(&unsigned(), &other_code()), &other(), "s"));
    assert_eq!(report.verdict(), Verdict::Valid, "{:?}", report.findings());
    assert_eq!(report.signatures()[0].role, Role::Taxpayer);
}

#[test]
fn a_provider_signs_beside_the_taxpayer_and_not_instead() {
    let first = signed_by(&unsigned(), &taxpayer(), "one");
    let both = report(&signed_by(&first, &other(), "two"));
    assert_eq!(both.verdict(), Verdict::Valid, "{:?}", both.findings());
    assert_eq!(both.signatures().iter().map(|signature| signature.role).collect::<Vec<_>>(), [Role::Taxpayer, Role::Provider]);
    let strangers = report(&signed_by(&signed_by(&unsigned(), &other(), "one"), &other(), "two"));
    assert_eq!((strangers.verdict(), codes(&strangers)), (Verdict::Invalid, vec!["VN-SIG-TAXPAYER-MISSING"]));
}

#[test]
fn all_of_the_declaration_must_be_signed() {
    // A signature over the envelope's general information alone.
    let text = unsigned().replace("<TTinChung>", "<TTinChung id=\"part\">");
    let options = Options::new().reference("#part").time("2026-06-10T10:11:31");
    let report = report(&sign(&text, "HSoThueDTu/CKyDTu", &taxpayer(), &options));
    assert_eq!(report.verdict(), Verdict::Invalid);
    assert!(codes(&report).contains(&"VN-SIG-COVERAGE"), "{:?}", codes(&report));
    assert_eq!(report.signatures()[0].not_covered, ["/HSoThueDTu/HSoKhaiThue"]);
}

#[test]
fn ids_of_rows_repeat_and_the_signed_one_may_not() {
    let row = "<NDungPhanBoTuTienLuong id=\"ID_1\">";
    let text = unsigned();
    let start = text.find(row).unwrap();
    let end = text.find("</NDungPhanBoTuTienLuong>").unwrap() + "</NDungPhanBoTuTienLuong>".len();
    let again = text[start..end].to_owned();
    let report_of = |text: &str| report(&signed_by(text, &taxpayer(), "s"));
    let twice = [&text[..end], &again, &text[end..]].concat();
    assert_eq!((report_of(&twice).verdict(), codes(&report_of(&twice))), (Verdict::Valid, vec![]));
    // A row with the id of what is signed: signed as it stands, the reference has two targets.
    let signed = signed_by(&text, &taxpayer(), "s").replace(row, "<NDungPhanBoTuTienLuong id=\"ID-NODETOSIGN-XML\">");
    let report = report(&signed);
    assert_eq!((report.verdict(), report.signatures()[0].integrity), (Verdict::Invalid, Integrity::Refused));
    assert!(codes(&report).contains(&"SIG-DUPLICATE-ID"));
}

#[test]
fn a_second_declaration_beside_the_signed_one_is_seen() {
    let signed = signed_by(&unsigned(), &taxpayer(), "s");
    let start = signed.find("<HSoKhaiThue").unwrap();
    let end = signed.find("</HSoKhaiThue>").unwrap() + "</HSoKhaiThue>".len();
    let forged = signed[start..end].replace("ID-NODETOSIGN-XML", "x").replace("<ct16>0<", "<ct16>9<");
    // In front, where a viewer that takes the first by its name finds it.
    let report = report(&[&signed[..start], &forged, &signed[start..]].concat());
    assert_eq!(report.verdict(), Verdict::Invalid);
    assert!(codes(&report).contains(&"VN-DECL-LINE-REPEATED") && codes(&report).contains(&"VN-SIG-COVERAGE"));
}

#[test]
fn shape_b_of_java_programs_verifies() {
    // Prefix ds, enveloped-signature alone, no signing time (vn-declarations §5.1); the date of the return stands for the time.
    let enveloped = crate::common::signer::ENVELOPED;
    let text = unsigned().replace("ID-NODETOSIGN-XML", "_NODE_TO_SIGN");
    let options = Options::new()
        .transformed("#_NODE_TO_SIGN", &[enveloped])
        .prefix("ds")
        .canonicalization(crate::common::signer::C14N_COMMENTS);
    let report = report(&sign(&text, "HSoThueDTu/CKyDTu", &taxpayer(), &options));
    assert_eq!((report.verdict(), codes(&report)), (Verdict::Valid, vec!["VN-SIG-TIME-MISSING"]), "{:?}", report.findings());
}
