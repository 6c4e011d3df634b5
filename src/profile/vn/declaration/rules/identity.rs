//! Form code, version and kind of return, against the catalogue (vn-declarations §2).

use std::ops::RangeInclusive;

use crate::profile::vn::declaration::catalogue;
use crate::profile::vn::declaration::catalogue::Entry;
use crate::profile::vn::declaration::read::Field;
use crate::profile::vn::define::define_rules;
use crate::rules::Basis;
use crate::rules::Severity;

use super::Check;

/// The list of forms and versions in the authority's viewer.
const CATALOGUE: Basis = Basis::Law("Danh mục tờ khai của iTaxViewer (cơ quan thuế), 5/2026");

define_rules! {
    Rules;
    /// No form has that code.
    CODE_UNKNOWN = "VN-DECL-CODE-UNKNOWN", Error, CATALOGUE,
        ["Không có mẫu tờ khai nào mang mã “{actual}”.", "No form has the code “{actual}”."],
        ["Mã trong danh mục tờ khai; gần nhất: {near}", "a code of the catalogue of forms; nearest: {near}"],
        ["Sửa maTKhai theo mẫu cần nộp; nếu là mẫu mới ban hành thì cập nhật phần mềm kiểm tra.",
         "Mend maTKhai; if the form is a new one, update this program."];
    /// The form has no such version.
    VERSION_UNKNOWN = "VN-DECL-VERSION-UNKNOWN", Error, CATALOGUE,
        ["Mẫu {symbol} (mã {code}) không có phiên bản XML “{actual}”.", "Form {symbol} (code {code}) has no XML version “{actual}”."],
        ["Một trong các phiên bản {versions}", "one of the versions {versions}"],
        ["Kết xuất lại tờ khai bằng phần mềm đã cập nhật; phiên bản mới nhất là {newest}.",
         "Write the declaration anew with an updated program; the newest version is {newest}."];
    /// A newer version replaced it.
    VERSION_SUPERSEDED = "VN-DECL-VERSION-SUPERSEDED", Info, CATALOGUE,
        ["Mẫu {symbol} phiên bản {actual} đã được thay bằng phiên bản {newest}{change}.",
         "Version {actual} of form {symbol} was replaced by version {newest}{change}."],
        ["{newest} cho tờ khai nộp mới", "{newest} for new returns"],
        ["Nếu tờ khai chưa nộp, kết xuất lại bằng phần mềm đã cập nhật; tờ khai đã nộp thì giữ nguyên.",
         "If not yet filed, write it anew with an updated program; leave a filed one as it is."];
    /// A kind of return that the form does not have.
    KIND_UNUSUAL = "VN-DECL-KIND-UNUSUAL", Warning, CATALOGUE,
        ["Mẫu {symbol} không có loại tờ khai “{actual}”.", "Form {symbol} has no return of kind “{actual}”."],
        ["{kinds}", "{kinds}"],
        ["Ghi C (chính thức) hoặc B (bổ sung) theo mẫu.", "Write C (first) or B (supplementary) as the form has it."];
}

/// The codes of 2025 and 2026 (TT 31/2025, TT 18/2026, NĐ 373/2025), up to the greatest of the catalogue.
const YOUNG: RangeInclusive<u32> = 1_201..=1_501;

pub(super) fn check(check: &mut Check<'_, '_>) {
    let declaration = check.declaration;
    let Some(code) = declaration.code.as_ref().filter(|code| code.value().is_some()) else { return };
    let version = declaration.version.as_ref().filter(|version| version.value().is_some());
    let number = version.and_then(|version| catalogue::number(&version.text));
    let newest = catalogue::newest(&code.text);
    // What is newer than the catalogue cannot be called wrong. Versions count through all forms, so that one with the number of the newest
    // may have come to this form since.
    let is_newer = |number: (u32, u32, u32)| match newest {
        Some(newest) => number >= catalogue::horizon() && Some(number) > catalogue::number(newest.version),
        None => number > catalogue::horizon(),
    };
    // Nor a code among the youngest, which were not taken in order: 1266, 01/CNKD of TT 50/2026, lies between two that are known.
    let is_young = newest.is_none() && code.text.parse().is_ok_and(|code: u32| YOUNG.contains(&code));
    let severity = if is_young || number.is_some_and(is_newer) { Severity::Warning } else { Severity::Error };
    let Some(newest) = newest else {
        let near: Vec<String> =
            catalogue::near_codes(&code.text).iter().map(|entry| [entry.code, " (", entry.symbol, ")"].concat()).collect();
        let near = if near.is_empty() { "—".to_owned() } else { near.join(", ") };
        check.add(check.about(&CODE_UNKNOWN, code, "maTKhai").with("near", near).severity(severity));
        return;
    };
    if let Some(version) = version {
        this_version(check, version, newest, severity);
    }
    if let Some(kind) = declaration.kind.as_ref().filter(|kind| kind.value().is_some()) {
        let mut kinds: Vec<&str> = catalogue::of(newest.code).map(|entry| entry.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        // A supplement to any return is possible by law, also where the viewer has one sheet for both.
        if matches!(&*kind.text, "T") && !kinds.contains(&"T") {
            let draft = check.about(&KIND_UNUSUAL, kind, "loaiTKhai").with("symbol", newest.symbol);
            check.add(draft.with("kinds", kinds.join(", ")));
        }
    }
}

fn this_version(check: &mut Check<'_, '_>, version: &Field<'_>, newest: &'static Entry, severity: Severity) {
    let about = |rule| {
        let draft = check.about(rule, version, "pbanTKhaiXML").with("symbol", newest.symbol);
        draft.with("code", newest.code).with("newest", newest.version)
    };
    if !catalogue::of(newest.code).any(|entry| entry.version == version.text) {
        let mut known: Vec<&str> = catalogue::of(newest.code).map(|entry| entry.version).collect();
        known.sort_by_key(|version| catalogue::number(version));
        known.dedup();
        let draft = about(&VERSION_UNKNOWN).with("versions", known.join(", ")).severity(severity);
        check.add(draft);
    } else if version.text != newest.version {
        let draft = about(&VERSION_SUPERSEDED).with("change", change(newest.version));
        check.add(draft);
    }
}

/// What a version brought, where that is known (vn-declarations §2), behind a comma.
fn change(version: &str) -> crate::rules::Template {
    use crate::rules::Template;
    match version {
        "2.8.3" => Template::new(
            " (địa chỉ theo chính quyền địa phương hai cấp, từ 7/2025)",
            " (addresses of the two-level local government, from July 2025)",
        ),
        "2.9.2" | "2.9.4" => Template::new(
            " (thuế suất thu nhập doanh nghiệp 15 %, 17 % và 20 % theo Luật 67/2025)",
            " (corporate income tax of 15, 17 and 20 % by Law 67/2025)",
        ),
        "2.9.3" => Template::new(" (sửa đổi theo NĐ 373/2025)", " (changes by Decree 373/2025)"),
        "2.9.5" => Template::new(" (sửa đổi theo TT 21/2026)", " (changes by Circular 21/2026)"),
        _ => Template::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::good;

    #[test]
    fn codes_and_versions_are_of_the_catalogue() {
        let with = |code: &str, version: &str| {
            codes(&good().replace(">864<", &format!(">{code}<")).replace(">2.9.3<", &format!(">{version}<")))
        };
        assert!(with("864", "2.9.3").is_empty());
        assert_eq!(with("864", "2.8.3"), ["VN-DECL-VERSION-SUPERSEDED info pbanTKhaiXML"]);
        assert_eq!(with("864", "2.8.4"), ["VN-DECL-VERSION-UNKNOWN error pbanTKhaiXML"]);
        assert_eq!(with("864", "x"), ["VN-DECL-VERSION-UNKNOWN error pbanTKhaiXML"]);
        assert_eq!(with("8640", "2.9.3"), ["VN-DECL-CODE-UNKNOWN error maTKhai"]);
        // The catalogue ends at 2.9.5, which the form does not have.
        assert_eq!(with("864", "2.9.4"), ["VN-DECL-VERSION-UNKNOWN error pbanTKhaiXML"]);
        assert_eq!(with("864", "2.9.5"), ["VN-DECL-VERSION-UNKNOWN warning pbanTKhaiXML"]);
        assert_eq!(with("864", "2.9.6"), ["VN-DECL-VERSION-UNKNOWN warning pbanTKhaiXML"]);
        assert_eq!(with("9999", "2.9.5"), ["VN-DECL-CODE-UNKNOWN error maTKhai"]);
        // Between 1265 and 1267, after the catalogue was made.
        assert_eq!(with("1266", "2.9.5"), ["VN-DECL-CODE-UNKNOWN warning maTKhai"]);
        assert_eq!(with("1199", "2.9.5"), ["VN-DECL-CODE-UNKNOWN error maTKhai"]);
        assert_eq!(with("9999", "2.9.6"), ["VN-DECL-CODE-UNKNOWN warning maTKhai"]);
    }

    #[test]
    fn a_replacement_is_for_the_forms_that_have_one() {
        assert_eq!(codes(&good().replace(">C<", ">T<")), ["VN-DECL-KIND-UNUSUAL warning loaiTKhai"]);
    }
}
