//! First and supplementary returns: their number and the annex that explains the changes (vn-declarations §1.2, §2).

use crate::profile::vn::declaration::catalogue;
use crate::profile::vn::declaration::read::Field;
use crate::profile::vn::declaration::schema::explains;
use crate::profile::vn::declaration::structure::named;
use crate::profile::vn::define::define_rules;
use crate::report::Draft;
use crate::rules::Basis;
use crate::rules::Param;
use crate::xml::Node;
use crate::xml::Spot;

use super::Check;
use super::adjusted;

/// The explanation belongs to a supplementary file.
const SUPPLEMENT: Basis = Basis::Law("NĐ 126/2020/NĐ-CP điều 7 khoản 4; TT 80/2021/TT-BTC mẫu 01/KHBS, 01-1/KHBS");

define_rules! {
    Rules;
    /// A first return with a number, or a supplement without one.
    TIMES = "VN-DECL-TIMES", Warning, Basis::Practice,
        ["Tờ khai loại {kind} ghi số lần bổ sung là {actual}.", "A return of kind {kind} says that it is supplement number {actual}."],
        ["0 với tờ khai chính thức (C), từ 1 với tờ khai bổ sung (B)", "0 for a first return (C), from 1 for a supplement (B)"],
        ["Sửa soLan hoặc loaiTKhai.", "Mend soLan or loaiTKhai."];
    /// A supplement without its explanation.
    EXPLANATION_MISSING = "VN-DECL-EXPLANATION-MISSING", Warning, SUPPLEMENT,
        ["Tờ khai bổ sung không kèm bản giải trình khai bổ sung (01/KHBS, 01-1/KHBS).", "The supplement does not bring its explanation (01/KHBS, 01-1/KHBS)."],
        ["PL01_KHBS hoặc PL01_1_KHBS trong PLuc", "PL01_KHBS or PL01_1_KHBS in PLuc"],
        ["Lập phụ lục 01/KHBS và 01-1/KHBS rồi kết xuất lại.", "Fill in the annexes 01/KHBS and 01-1/KHBS and write the file anew."];
    /// A first return with the explanation of a supplement.
    EXPLANATION_UNEXPECTED = "VN-DECL-EXPLANATION-UNEXPECTED", Warning, SUPPLEMENT,
        ["Tờ khai chính thức (C) lại kèm bản giải trình khai bổ sung.", "A first return (C) brings the explanation of a supplement."],
        ["Loại tờ khai B, hoặc không có phụ lục KHBS", "kind B, or no annex KHBS"],
        ["Nếu là tờ khai bổ sung, đổi loaiTKhai thành B và ghi số lần.", "If it is a supplement, write B and its number."];
    /// The head of an explanation names another return.
    EXPLANATION_OTHER = "VN-DECL-EXPLANATION-OTHER", Warning, Basis::Practice,
        ["Bản giải trình ghi “{field}” (thẻ {element}) là {actual}, còn tờ khai ghi {stated}.",
         "The explanation says that “{field}” (element {element}) is {actual}, the return says {stated}."],
        ["{stated}", "{stated}"],
        ["Kiểm tra xem bản giải trình có thuộc tờ khai này không, rồi ghi lại cho khớp.",
         "See whether the explanation belongs to this return, and make them agree."];
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let declaration = check.declaration;
    let Some(kind) = declaration.kind.as_ref() else { return };
    let is_supplement = match &*kind.text {
        "C" => false,
        "B" => true,
        _ => return,
    };
    if let Some(times) = &declaration.times
        && let Ok(number) = times.text.parse::<u64>()
        && (number > 0) != is_supplement
    {
        let kind = if is_supplement { "B" } else { "C" };
        check.add(check.about(&TIMES, times, "soLan").with("kind", kind));
    }
    let explanations =
        || declaration.annexes.into_iter().flat_map(|annexes| annexes.elements()).filter(|annex| explains(annex.local_name()));
    let explanation = explanations().next();
    if is_supplement {
        for head in explanations().filter_map(|annex| annex.child("Header")) {
            head_of(check, head);
        }
        adjusted::check(check);
    }
    match explanation {
        Some(annex) if !is_supplement => check.add(Draft::new(&EXPLANATION_UNEXPECTED, Spot::Node(annex.id()))),
        None if is_supplement => {
            let (code, version) = (declaration.code().unwrap_or_default(), declaration.version().unwrap_or_default());
            let mut rows = catalogue::of(code).filter(|entry| entry.version == version && entry.kind == "B");
            if rows.any(|entry| entry.annexes().any(explains)) {
                let place = declaration.annexes.or(declaration.file).unwrap_or(declaration.root);
                check.add(Draft::new(&EXPLANATION_MISSING, Spot::Node(place.id())));
            }
        }
        _ => {}
    }
}

/// The head of an explanation, which repeats what the return says of itself.
fn head_of(check: &mut Check<'_, '_>, head: Node<'_>) {
    let declaration = check.declaration;
    let period = head.child("KyKKhaiThue").and_then(|period| period.child("kyKKhai"));
    for (own, stated, element) in [
        (head.child("mst"), &declaration.taxpayer, "mst"),
        (head.child("soLan"), &declaration.times, "soLan"),
        (period, &declaration.period.name, "kyKKhai"),
    ] {
        let (Some(own), Some(stated)) = (own, stated.as_ref().and_then(Field::value)) else { continue };
        let text = own.text();
        let text = text.trim();
        // A period is `06/2026` or `6/2026`.
        let same = || text.split('/').map(unpadded).eq(stated.split('/').map(unpadded));
        if !text.is_empty() && !same() {
            let draft = Draft::new(&EXPLANATION_OTHER, Spot::Content(own.id())).actual(text);
            let draft = draft.with("stated", Param::excerpt(stated));
            let row = declaration.base().rows().iter().find(|row| row.name == element);
            check.add(match row {
                Some(row) => named(draft, row),
                None => draft.with("element", element),
            });
        }
    }
}

fn unpadded(part: &str) -> &str {
    part.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::good;

    #[test]
    fn a_supplement_has_a_number_and_an_explanation() {
        let first = good();
        let supplement = first.replace(">C<", ">B<").replace("<soLan>0<", "<soLan>1<");
        let explained = |text: &str| text.replace("<CTieuTKhaiChinh/>", "<CTieuTKhaiChinh/><PLuc><PL01_KHBS/></PLuc>");
        assert!(codes(&explained(&supplement)).is_empty());
        assert_eq!(codes(&supplement), ["VN-DECL-EXPLANATION-MISSING warning HSoKhaiThue"]);
        assert_eq!(codes(&explained(&first)), ["VN-DECL-EXPLANATION-UNEXPECTED warning PL01_KHBS"]);
        assert_eq!(codes(&explained(&supplement.replace("<soLan>1<", "<soLan>0<"))), ["VN-DECL-TIMES warning soLan"]);
        assert_eq!(codes(&first.replace("<soLan>0<", "<soLan>2<")), ["VN-DECL-TIMES warning soLan"]);

        let head = |code: &str, times: &str, period: &str| {
            let head = format!(
                "<Header><KyKKhaiThue><kyKKhai>{period}</kyKKhai></KyKKhaiThue><soLan>{times}</soLan><mst>{code}</mst></Header>"
            );
            codes(&explained(&supplement).replace("<PL01_KHBS/>", &format!("<PL01_KHBS>{head}</PL01_KHBS>")))
        };
        assert!(head("0109999982", "1", "06/2026").is_empty() && head("", "", "6/2026").is_empty());
        assert_eq!(head("0209999987", "1", "06/2026"), ["VN-DECL-EXPLANATION-OTHER warning mst"]);
        assert_eq!(head("0109999982", "2", "06/2026"), ["VN-DECL-EXPLANATION-OTHER warning soLan"]);
        assert_eq!(head("0109999982", "1", "05/2026"), ["VN-DECL-EXPLANATION-OTHER warning kyKKhai"]);
    }
}
