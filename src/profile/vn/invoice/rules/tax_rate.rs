//! VAT rates (spec §1.2, §3.4).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::date::Date;
use crate::profile::vn::invoice::read::Field;
use crate::profile::vn::invoice::table::Version;
use crate::rules::Basis;
use crate::rules::Severity;

use super::Check;

const RATES: Basis = Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phụ lục V");

define_rules! {
    Rules;
    /// A value that the list of rates does not have.
    UNKNOWN = "VN-INV-TAX-RATE", Error, RATES,
        ["Thuế suất “{actual}” không có trong danh mục.", "The VAT rate “{actual}” is not in the list."],
        ["0%, 5%, 8%, 10%, KCT, KKKNT, KHAC:…% (từ 2.1.0 có CTTC)", "0%, 5%, 8%, 10%, KCT, KKKNT, KHAC:…% (CTTC since 2.1.0)"],
        ["Ghi thuế suất kèm dấu %, ví dụ 10%; thuế suất khác ghi KHAC:7%.", "Write the rate with %, for example 10%; another rate as KHAC:7%."];
    /// The reduced rate on a day when it was not in force.
    REDUCED = "VN-INV-TAX-RATE-REDUCED", Warning,
        Basis::Law("NQ 43/2022/QH15; NĐ 44/2023/NĐ-CP; NĐ 94/2023/NĐ-CP; NĐ 72/2024/NĐ-CP; NĐ 180/2024/NĐ-CP; NQ 204/2025/QH15, NĐ 174/2025/NĐ-CP"),
        ["Thuế suất {actual} không áp dụng vào ngày lập {date}.", "The rate {actual} was not in force on the date of issue, {date}."],
        ["8% từ 1/2/2022 đến 31/12/2022 và từ 1/7/2023 đến 31/12/2026", "8% from 1/2/2022 to 31/12/2022 and from 1/7/2023 to 31/12/2026"],
        ["Kiểm tra lại thuế suất theo ngày lập hóa đơn.", "Check the rate for the date of issue."];
    /// A finance lease with another rate.
    LEASE_RATE = "VN-INV-TAX-RATE-LEASE", Warning, Basis::Practice,
        ["Hóa đơn cho thuê tài chính (HDCTTChinh 1) có thuế suất {actual}.", "A finance-leasing invoice (HDCTTChinh 1) has the rate {actual}."],
        ["CTTC", "CTTC"],
        ["Ghi CTTC cho mọi dòng của hóa đơn cho thuê tài chính.", "Write CTTC on every line of a finance-leasing invoice."];
    /// The rate of a finance lease on another invoice.
    NOT_LEASE = "VN-INV-TAX-RATE-NOT-LEASE", Warning, Basis::Practice,
        ["Thuế suất CTTC chỉ dùng cho hóa đơn cho thuê tài chính (HDCTTChinh 1).", "The rate CTTC is for finance-leasing invoices (HDCTTChinh 1)."],
        ["HDCTTChinh 1", "HDCTTChinh 1"],
        ["Ghi HDCTTChinh bằng 1 hoặc sửa thuế suất.", "Write 1 in HDCTTChinh or mend the rate."];
}

const LINE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TSuat";
const GROUP: &str = "DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TSuat";

/// The days on which the reduced rate was in force, both included (spec §1.2 and the decrees of the years between).
const REDUCED_DAYS: [(Option<Date>, Option<Date>); 6] = [
    // NQ 43/2022/QH15, NĐ 15/2022/NĐ-CP.
    (Date::new(2022, 2, 1), Date::new(2022, 12, 31)),
    // NĐ 44/2023/NĐ-CP.
    (Date::new(2023, 7, 1), Date::new(2023, 12, 31)),
    // NĐ 94/2023/NĐ-CP.
    (Date::new(2024, 1, 1), Date::new(2024, 6, 30)),
    // NĐ 72/2024/NĐ-CP.
    (Date::new(2024, 7, 1), Date::new(2024, 12, 31)),
    // NQ 174/2024/QH15, NĐ 180/2024/NĐ-CP.
    (Date::new(2025, 1, 1), Date::new(2025, 6, 30)),
    // NQ 204/2025/QH15, NĐ 174/2025/NĐ-CP.
    (Date::new(2025, 7, 1), Date::new(2026, 12, 31)),
];

/// The days on which the VAT of some trades was 30 % lower, 7 % for 10 % and 3.5 % for 5 % (NQ 406/NQ-UBTVQH15, NĐ 92/2021/NĐ-CP).
const LOWERED_DAYS: (Option<Date>, Option<Date>) = (Date::new(2021, 11, 1), Date::new(2021, 12, 31));

/// Whether a text is a rate of those days in the way of the others, which the list has as `KHAC:7%`.
fn is_lowered(text: &str, date: Option<Date>) -> bool {
    let (from, to) = LOWERED_DAYS;
    matches!(text, "7%" | "3.5%")
        && date.is_some_and(|date| from.is_some_and(|from| from <= date) && to.is_some_and(|to| date <= to))
}

/// Whether a text is a rate of the list: `0% 5% 8% 10% KCT KKKNT`, `KHAC` alone or with a rate of at most two digits and two decimals,
/// `CTTC` since 2.1.0.
pub(in crate::profile::vn::invoice) fn is_rate(text: &str, version: Version) -> bool {
    match text {
        "0%" | "5%" | "8%" | "10%" | "KCT" | "KKKNT" | "KHAC" => true,
        "CTTC" => version >= Version::V210,
        _ => text.strip_prefix("KHAC:").and_then(|rest| rest.strip_suffix('%')).is_some_and(|rate| {
            let (whole, fraction) = rate.split_once('.').unwrap_or((rate, "0"));
            let digits = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole) && digits(fraction)
        }),
    }
}

/// Whether a rate is the reduced one of 8 %.
fn is_reduced(text: &str) -> bool {
    matches!(text, "8%" | "KHAC:8%" | "KHAC:08.00%" | "KHAC:8.00%" | "KHAC:8.0%")
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let lines = invoice.lines.iter().filter_map(|line| Some((line.rate.field()?, LINE, line.nature.value() == Some("4"))));
    let groups = invoice.totals.iter().flat_map(|totals| &totals.groups).filter_map(|group| group.rate.field());
    let rates = lines.chain(groups.map(|field| (field, GROUP, false)));
    let leasing = invoice.header.finance_lease.value() == Some("1");
    let (mut reduced_told, mut lease_told) = (false, false);
    for (field, path, note) in rates {
        let text = &*field.text;
        if !is_rate(text, check.version()) {
            // Beyond 11 characters the table tells it. The table of sales invoices has no rates at all.
            if text.chars().count() <= 11 {
                // Nor does the rate of a note say anything; and one that was in force is told for its spelling alone.
                let is_wrong = check.is_vat() && !note && !is_lowered(text, check.date);
                let severity = if is_wrong { Severity::Error } else { Severity::Warning };
                check.add(check.about(&UNKNOWN, field, path).severity(severity));
            }
            continue;
        }
        // What follows is one matter of the whole invoice: told at its first place.
        if !reduced_told && is_reduced(text) {
            reduced_told = reduced(check, field, path);
        }
        if !lease_told && check.is_vat() && leasing != (text == "CTTC") {
            lease_told = true;
            check.add(check.about(if leasing { &LEASE_RATE } else { &NOT_LEASE }, field, path));
        }
    }
}

fn reduced(check: &mut Check<'_, '_>, field: &Field<'_>, path: &'static str) -> bool {
    // An invoice that corrects another keeps the rate of that one's day.
    if check.invoice.related.is_some() {
        return true;
    }
    let Some(date) = check.date else { return true };
    let in_force =
        REDUCED_DAYS.iter().any(|&(from, to)| from.is_some_and(|from| from <= date) && to.is_some_and(|to| date <= to));
    if !in_force {
        check.add(check.about(&REDUCED, field, path).with("date", date.to_string()));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::related;
    use super::super::testing::vat;
    use super::*;

    fn with(rate: &str) -> Vec<String> {
        codes(&vat().replace("<TSuat>10%<", &format!("<TSuat>{rate}<")))
    }

    #[test]
    fn a_rate_is_of_the_list() {
        for good in ["0%", "5%", "8%", "10%", "KCT", "KKKNT", "KHAC:7%", "KHAC:5.26%", "KHAC:07.50%", "KHAC"] {
            assert!(is_rate(good, Version::V200), "{good}");
        }
        for bad in ["10", "10%%", "7%", "8 %", "KHAC:%", "KHAC:123%", "KHAC:5.261%", "khac:5%", "kct", "CTTC", ""] {
            assert!(!is_rate(bad, Version::V200), "{bad}");
        }
        assert!(is_rate("CTTC", Version::V210));
        assert!(with("KCT").is_empty());
        assert_eq!(with("10"), ["VN-INV-TAX-RATE error TSuat", "VN-INV-TAX-RATE error TSuat"], "on the line and in its group");
        assert_eq!(with("KHAC:100.55%"), ["VN-INV-FIELD-LENGTH error TSuat", "VN-INV-FIELD-LENGTH error TSuat"]);
    }

    #[test]
    fn the_reduced_rate_has_its_days() {
        let on = |date: &str, year: &str| {
            let text = vat().replace("2025-06-01", date).replace("C25TAA", &format!("C{year}TAA"));
            codes(&text.replace("<TSuat>10%<", "<TSuat>8%<"))
        };
        for (date, year) in
            [("2022-02-01", "22"), ("2022-12-31", "22"), ("2023-07-01", "23"), ("2024-06-30", "24"), ("2025-07-01", "25")]
        {
            assert!(on(date, year).is_empty(), "{date}");
        }
        for (date, year) in [("2022-01-31", "22"), ("2023-01-01", "23"), ("2023-06-30", "23")] {
            assert_eq!(on(date, year), ["VN-INV-TAX-RATE-REDUCED warning TSuat"], "{date}");
        }
        assert_eq!(on("2027-01-01", "27").len(), 2, "and in the future");
        let corrects = related(&vat().replace("2025-06-01", "2023-06-30").replace("C25TAA", "C23TAA"), "2", "");
        let corrects = corrects.replace("2025-05-31", "2022-05-31").replace("<TSuat>10%<", "<TSuat>8%<");
        assert!(codes(&corrects).is_empty(), "{:?}", codes(&corrects));
    }

    #[test]
    fn the_rates_of_the_end_of_2021_may_stand_without_their_word() {
        let on = |rate: &str, date: &str| {
            let text = vat().replace("2025-06-01", date).replace("C25TAA", &format!("C{}TAA", &date[2..4]));
            codes(&text.replace("<TSuat>10%<", &format!("<TSuat>{rate}<")))
        };
        for (rate, date, severity) in [
            ("7%", "2021-11-01", "warning"),
            ("3.5%", "2021-12-31", "warning"),
            ("7%", "2021-10-31", "error"),
            ("7%", "2022-01-01", "error"),
            ("3%", "2021-11-01", "error"),
        ] {
            let told = format!("VN-INV-TAX-RATE {severity} TSuat");
            assert_eq!(on(rate, date), [told.clone(), told], "{rate} {date}");
        }
    }

    #[test]
    fn a_finance_lease_has_its_own_rate() {
        assert_eq!(with("CTTC"), ["VN-INV-TAX-RATE-NOT-LEASE warning TSuat"]);
        let lease = vat().replace("<HDCTTChinh>0<", "<HDCTTChinh>1<");
        assert_eq!(codes(&lease), ["VN-INV-TAX-RATE-LEASE warning TSuat"]);
        assert!(codes(&lease.replace("<TSuat>10%<", "<TSuat>CTTC<")).is_empty());
    }
}
