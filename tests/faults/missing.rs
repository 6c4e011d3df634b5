//! Mandatory fields that are not there or have no value.

use super::bases::Base;
use super::case::Case;
use super::case::fault;
use super::case::run;

const MISSING: &str = "VN-INV-FIELD-MISSING";
const EMPTY: &str = "VN-INV-FIELD-EMPTY";
const NO_BLOCK: &str = "VN-INV-BLOCK-MISSING";

/// The fields that the table of a base makes mandatory (M) with the severity error, as spec §2 prints them.
const MANDATORY: &[(Base, &[&str])] = &[
    (
        Base::Vat,
        &[
            "TTChung/PBan",
            "TTChung/THDon",
            "TTChung/KHMSHDon",
            "TTChung/KHHDon",
            "TTChung/NLap",
            "TTChung/HTTToan",
            "TTChung/MSTTCGP",
            "NBan/Ten",
            "NBan/MST",
            "NBan/DChi",
            "HHDVu[1]/TChat",
            "HHDVu[1]/THHDVu",
            "HHDVu[7]/TTHHDTrung/TTin[1]/LHHDTrung",
            "LTSuat[1]/ThTien",
            "TToan/TgTCThue",
            "TToan/TgTThue",
            "TToan/TgTTTBSo",
            "TToan/TgTTTBChu",
        ],
    ),
    (
        Base::Sales,
        &[
            "TTChung/PBan",
            "TTChung/THDon",
            "TTChung/KHMSHDon",
            "TTChung/KHHDon",
            "TTChung/NLap",
            "TTChung/HDDCKPTQuan",
            "TTChung/HTTToan",
            "TTChung/MSTTCGP",
            "NBan/Ten",
            "NBan/MST",
            "NBan/DChi",
            "HHDVu[1]/TChat",
            "HHDVu[1]/THHDVu",
            "TToan/TgTTTBSo",
            "TToan/TgTTTBChu",
        ],
    ),
    // 2.0.0 asks less: THDon, KHMSHDon, KHHDon are M?, HTTToan and MSTTCGP optional.
    (
        Base::Vat200,
        &[
            "TTChung/PBan",
            "TTChung/NLap",
            "NBan/Ten",
            "NBan/MST",
            "NBan/DChi",
            "HHDVu/TChat",
            "HHDVu/THHDVu",
            "TToan/TgTCThue",
            "TToan/TgTThue",
            "TToan/TgTTTBSo",
            "TToan/TgTTTBChu",
        ],
    ),
    (Base::Sales200, &["TTChung/PBan", "TTChung/HDDCKPTQuan", "TTChung/NLap", "NBan/MST", "TToan/TgTTTBSo", "TToan/TgTTTBChu"]),
    (Base::Batch, &["TTChung/NLap", "NBan/Ten", "NBan/MST", "NBan/DChi", "HHDVu/THHDVu", "TToan/TgTTTBSo", "TToan/TgTTTBChu"]),
    (
        Base::Returned,
        &[
            "/TDiep/TTChung/MNGui",
            "/TDiep/TTChung/MNNhan",
            "/TDiep/TTChung/MLTDiep",
            "/TDiep/TTChung/MTDiep",
            "/TDiep/TTChung/MST",
            "/TDiep/TTChung/SLuong",
        ],
    ),
];

fn parent(path: &str) -> &str {
    path.rsplit_once('/').expect("a path with a parent").0
}

fn each(case: impl Fn(Case, Base, &str) -> Case, word: &str) -> Vec<Case> {
    let fields = MANDATORY.iter().flat_map(|(base, paths)| paths.iter().map(move |path| (*base, *path)));
    fields.map(|(base, path)| case(fault(format!("{base:?}: {path} {word}"), base), base, path)).collect()
}

#[test]
fn a_mandatory_field_that_is_missing() {
    let cases = each(|case, _, path| case.remove(path).error(MISSING, parent(path)), "missing");
    run("missing fields", &cases);
}

#[test]
fn a_mandatory_field_that_is_empty() {
    let cases = each(|case, _, path| case.set(path, "").error(EMPTY, path), "empty");
    run("empty fields", &cases);
}

#[test]
fn a_block_that_is_missing() {
    run(
        "missing blocks",
        &[
            fault("no seller", Base::Vat).remove("NBan").error(NO_BLOCK, "NDHDon"),
            fault("no lines", Base::Vat).remove("NDHDon/DSHHDVu").error("VN-INV-FIELD-REQUIRED", "NDHDon"),
        ],
    );
}
