//! The period: its grammar by kind, its days, and the dates of the return (vn-declarations §1.2).

use crate::profile::vn::declaration::read::Field;
use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::Date;
use crate::rules::Basis;
use crate::rules::Param;
use crate::rules::Template;

use super::Check;

/// The annotations of the period fields.
const PERIOD: Basis = Basis::Law("Lược đồ XML hồ sơ khai thuế điện tử (TKhaiThue.xsd, KyKKhaiThue)");

define_rules! {
    Rules;
    /// The period is not written as its kind asks.
    PERIOD_FORM = "VN-DECL-PERIOD", Error, PERIOD,
        ["Kỳ kê khai “{actual}” không hợp lệ với kiểu kỳ {kind}.", "The period “{actual}” is not one of the kind {kind}."],
        ["{form}", "{form}"],
        ["Ghi lại kỳ kê khai, hoặc sửa kieuKy cho đúng kiểu kỳ.", "Write the period again, or mend kieuKy."];
    /// A first or last day or month that cannot be read.
    DAY_FORM = "VN-DECL-PERIOD-DAY", Error, PERIOD,
        ["“{field}” (thẻ {element}) không hợp lệ: “{actual}”.", "“{field}” (element {element}) is not valid: “{actual}”."],
        ["{form}", "{form}"],
        ["Sửa lại giá trị này theo kỳ kê khai.", "Mend this value to fit the period."];
    /// The end lies before the beginning.
    DAYS_REVERSED = "VN-DECL-PERIOD-REVERSED", Error, PERIOD,
        ["Kỳ kê khai kết thúc ({actual}) trước khi bắt đầu ({from}).", "The period ends ({actual}) before it begins ({from})."],
        ["Không trước {from}", "not before {from}"],
        ["Sửa ngày bắt đầu hoặc ngày kết thúc của kỳ.", "Mend the first or the last day of the period."];
    /// The days are not those of the period.
    DAYS_OTHER = "VN-DECL-PERIOD-DAYS", Warning, Basis::Practice,
        ["“{field}” {actual} không khớp kỳ kê khai {period}.", "“{field}” {actual} is not of the period {period}."],
        ["{expected_day}", "{expected_day}"],
        ["Sửa ngày cho khớp kỳ kê khai, trừ khi kỳ bị cắt (mới thành lập, giải thể).",
         "Mend the day, unless the period is cut short (a new or a closing business)."];
    /// A period that has not begun.
    PERIOD_FUTURE = "VN-DECL-PERIOD-FUTURE", Warning, Basis::Practice,
        ["Kỳ kê khai {actual} chưa bắt đầu vào ngày kiểm tra {today}.", "The period {actual} has not begun on the day of the check, {today}."],
        ["Kỳ đã bắt đầu", "a period that has begun"],
        ["Kiểm tra lại kỳ kê khai.", "Check the period."];
    /// A date of the return that cannot be read.
    DATE_FORM = "VN-DECL-DATE", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}) không phải là ngày hợp lệ: “{actual}”.", "“{field}” (element {element}) is not a valid date: “{actual}”."],
        ["YYYY-MM-DD", "YYYY-MM-DD"],
        ["Ghi ngày theo dạng năm-tháng-ngày.", "Write the date as year-month-day."];
    /// A date still to come.
    DATE_FUTURE = "VN-DECL-DATE-FUTURE", Warning, Basis::Practice,
        ["“{field}” {actual} sau ngày kiểm tra {today}.", "“{field}” {actual} is after the day of the check, {today}."],
        ["Không sau {today}", "not after {today}"],
        ["Kiểm tra lại ngày.", "Check the date."];
}

const DAY: Template =
    Template::new("ngày/tháng/năm, một ngày có thật, ví dụ 15/06/2026", "DD/MM/YYYY, a day that exists, as 15/06/2026");
const MONTH: Template =
    Template::new("tháng/năm, tháng từ 01 đến 12, ví dụ 06/2026", "MM/YYYY, the month from 01 to 12, as 06/2026");
const QUARTER: Template = Template::new("quý/năm, quý từ 1 đến 4, ví dụ 2/2026", "Q/YYYY, the quarter from 1 to 4, as 2/2026");
const YEAR: Template = Template::new("năm, bốn chữ số, ví dụ 2026", "YYYY, as 2026");

pub(super) fn check(check: &mut Check<'_, '_>) {
    let span = name(check);
    days(check, span);
    months(check);
    dates(check);
}

/// The first and the last day of a period.
type Span = Option<(Date, Date)>;

/// `kyKKhai` as `kieuKy` asks. The kinds K, LD and DK have no fixed form.
fn name(check: &mut Check<'_, '_>) -> Span {
    let period = &check.declaration.period;
    let (Some(kind), Some(field)) = (period.kind.as_ref().and_then(Field::value), period.name.as_ref()) else { return None };
    let text = &*field.text;
    let (name, form, span) = match kind {
        "D" => (Template::new("D (từng lần phát sinh)", "D (each occurrence)"), DAY, day(text).map(|day| (day, day))),
        "M" => (Template::new("M (tháng)", "M (month)"), MONTH, month(text)),
        "Q" => (Template::new("Q (quý)", "Q (quarter)"), QUARTER, quarter(text)),
        "Y" => (
            Template::new("Y (năm)", "Y (year)"),
            YEAR,
            year(text).and_then(|year| Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?))),
        ),
        _ => return None,
    };
    let Some((first, _)) = span else {
        let draft = check.about(&PERIOD_FORM, field, "kyKKhai").with("kind", Param::Label(name));
        check.add(draft.with("form", Param::Label(form)));
        return None;
    };
    if let Some(today) = check.today.filter(|today| first > *today) {
        let draft = check.about(&PERIOD_FUTURE, field, "kyKKhai").with("today", today.to_string());
        check.add(draft);
    }
    span
}

fn days(check: &mut Check<'_, '_>, span: Span) {
    let period = &check.declaration.period;
    let read = |field: &Field<'_>| field.value().map(day);
    let (from, to) = (period.from.as_ref(), period.to.as_ref());
    let (first, last) = (from.and_then(read), to.and_then(read));
    for (field, value, element) in [(from, first, "kyKKhaiTuNgay"), (to, last, "kyKKhaiDenNgay")] {
        if let (Some(field), Some(None)) = (field, value) {
            let draft = check.about(&DAY_FORM, field, element).with("form", Param::Label(DAY));
            check.add(draft);
        }
    }
    let (first, last) = (first.flatten(), last.flatten());
    if let (Some(first), Some(last), Some(field), Some(from)) = (first, last, to, from)
        && last < first
    {
        let draft = check.about(&DAYS_REVERSED, field, "kyKKhaiDenNgay").with("from", Param::excerpt(&from.text));
        check.add(draft);
        return;
    }
    let Some((begin, end)) = span else { return };
    let is_year = period.kind.as_ref().and_then(Field::value) == Some("Y");
    if is_year && first.zip(last).is_some_and(|(first, last)| is_financial_year(begin.year(), first, last)) {
        return;
    }
    let whole = period.name.as_ref().map_or("", |name| &*name.text);
    for (field, value, expected, element) in [(from, first, begin, "kyKKhaiTuNgay"), (to, last, end, "kyKKhaiDenNgay")] {
        if let (Some(field), Some(value)) = (field, value)
            && value != expected
        {
            let draft = check.about(&DAYS_OTHER, field, element).with("period", Param::excerpt(whole));
            check.add(draft.with("expected_day", displayed(expected)));
        }
    }
}

/// Whether two days bound a financial year other than the calendar's, which begins with a quarter and is named by the year in which it begins
/// or ends (Luật Kế toán 88/2015/QH13 điều 12).
fn is_financial_year(year: u16, first: Date, last: Date) -> bool {
    let begins = |year: u16, month: u8| {
        let end = span(year.saturating_add(1), month - 1, month - 1);
        Date::new(year, month, 1) == Some(first) && end.is_some_and(|(_, end)| end == last)
    };
    [year.saturating_sub(1), year].into_iter().any(|year| [4, 7, 10].into_iter().any(|month| begins(year, month)))
}

fn months(check: &mut Check<'_, '_>) {
    let period = &check.declaration.period;
    let read = |field: &Field<'_>| field.value().map(month);
    let (from, to) = (period.from_month.as_ref(), period.to_month.as_ref());
    let (first, last) = (from.and_then(read), to.and_then(read));
    for (field, value, element) in [(from, first, "kyKKhaiTuThang"), (to, last, "kyKKhaiDenThang")] {
        if let (Some(field), Some(None)) = (field, value) {
            let draft = check.about(&DAY_FORM, field, element).with("form", Param::Label(MONTH));
            check.add(draft);
        }
    }
    if let (Some(Some((first, _))), Some(Some((last, _))), Some(field), Some(from)) = (first, last, to, from)
        && last < first
    {
        let draft = check.about(&DAYS_REVERSED, field, "kyKKhaiDenThang").with("from", Param::excerpt(&from.text));
        check.add(draft);
    }
}

/// `ngayLapTKhai` is a text, in practice a date; `ngayKy` is a date by its type.
fn dates(check: &mut Check<'_, '_>) {
    let declaration = check.declaration;
    for (field, element) in [(&declaration.date, "ngayLapTKhai"), (&declaration.signing_date, "ngayKy")] {
        let Some(field) = field.as_ref().filter(|field| field.value().is_some()) else { continue };
        let read = Date::parse(field.text.get(..10).unwrap_or(&field.text)).or_else(|| day(&field.text));
        match read {
            None if element == "ngayLapTKhai" => check.add(check.about(&DATE_FORM, field, element)),
            Some(date) if check.today.is_some_and(|today| date > today) => {
                let today = check.today.map(|today| today.to_string()).unwrap_or_default();
                let draft = check.about(&DATE_FUTURE, field, element).with("today", today);
                check.add(draft);
            }
            _ => {}
        }
    }
}

/// A number of at most `most` digits.
fn digits<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    let plain = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn year(text: &str) -> Option<u16> {
    if text.len() == 4 { digits(text, 4) } else { None }
}

/// `DD/MM/YYYY`; a single digit passes.
fn day(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('/')?;
    let (month, last) = rest.split_once('/')?;
    Date::new(year(last)?, digits(month, 2)?, digits(day, 2)?)
}

/// `MM/YYYY`; a single digit passes.
fn month(text: &str) -> Span {
    let (month, last) = text.split_once('/')?;
    let (year, month) = (year(last)?, digits(month, 2)?);
    span(year, month, month)
}

/// `Q/YYYY`.
fn quarter(text: &str) -> Span {
    let (quarter, last) = text.split_once('/')?;
    let quarter: u8 = digits(quarter.strip_prefix('0').unwrap_or(quarter), 1)?;
    if !(1..=4).contains(&quarter) {
        return None;
    }
    span(year(last)?, quarter * 3 - 2, quarter * 3)
}

/// From the first day of a month to the last day of another.
fn span(year: u16, first: u8, last: u8) -> Span {
    let end = (28..=31).rev().find_map(|day| Date::new(year, last, day))?;
    Some((Date::new(year, first, 1)?, end))
}

/// A day as the form writes it.
fn displayed(date: Date) -> String {
    let text = date.to_string();
    let mut parts = text.split('-').rev();
    let mut part = || parts.next().unwrap_or_default();
    [part(), "/", part(), "/", part()].concat()
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::good;

    /// The good envelope with another kind and name of its period, without days.
    fn with(kind: &str, name: &str) -> Vec<String> {
        let text = good().replace(">M<", &format!(">{kind}<")).replace(">06/2026<", &format!(">{name}<"));
        codes(&text.replace("01/06/2026", "").replace("30/06/2026", ""))
    }

    #[test]
    fn each_kind_of_period_has_its_form() {
        for (kind, name) in [
            ("D", "29/02/2024"),
            ("M", "06/2026"),
            ("M", "6/2026"),
            ("Q", "2/2026"),
            ("Q", "02/2026"),
            ("Y", "2025"),
            ("K", "1/2026"),
            ("LD", ""),
            ("DK", "bất kỳ"),
        ] {
            assert!(with(kind, name).is_empty(), "{kind} {name}");
        }
        for (kind, name) in [
            ("D", "29/02/2025"),
            ("D", "06/2026"),
            ("M", "13/2026"),
            ("M", "2026-06"),
            ("M", "06/26"),
            ("Q", "5/2026"),
            ("Q", "0/2026"),
            ("Q", "Q2/2026"),
            ("Y", "25"),
            ("Y", "06/2025"),
            ("M", ""),
        ] {
            assert_eq!(with(kind, name), ["VN-DECL-PERIOD error kyKKhai"], "{kind} {name}");
        }
        // Judged on 2026-07-31.
        assert_eq!(with("M", "08/2026"), ["VN-DECL-PERIOD-FUTURE warning kyKKhai"]);
        assert!(with("Q", "3/2026").is_empty());
    }

    #[test]
    fn the_days_are_those_of_the_period() {
        let text = good();
        assert_eq!(codes(&text.replace("01/06/2026", "31/06/2026")), ["VN-DECL-PERIOD-DAY error kyKKhaiTuNgay"]);
        assert_eq!(codes(&text.replace("01/06/2026", "02/06/2026")), ["VN-DECL-PERIOD-DAYS warning kyKKhaiTuNgay"]);
        assert_eq!(codes(&text.replace("30/06/2026", "29/06/2026")), ["VN-DECL-PERIOD-DAYS warning kyKKhaiDenNgay"]);
        assert_eq!(codes(&text.replace("30/06/2026", "31/05/2026")), ["VN-DECL-PERIOD-REVERSED error kyKKhaiDenNgay"]);
        let months = text.replace("<kyKKhaiTuThang/>", "<kyKKhaiTuThang>07/2026</kyKKhaiTuThang>");
        assert!(codes(&months).is_empty());
        let months = months.replace("<kyKKhaiDenThang/>", "<kyKKhaiDenThang>06/2026</kyKKhaiDenThang>");
        assert_eq!(codes(&months), ["VN-DECL-PERIOD-REVERSED error kyKKhaiDenThang"]);
        assert_eq!(codes(&months.replace(">07/2026<", ">2026<")), ["VN-DECL-PERIOD-DAY error kyKKhaiTuThang"]);
    }

    #[test]
    fn a_year_may_be_a_financial_year() {
        let year = |first: &str, last: &str| {
            let text = good().replace(">M<", ">Y<").replace(">06/2026<", ">2025<");
            codes(&text.replace("01/06/2026", first).replace("30/06/2026", last))
        };
        let [first, last] = ["VN-DECL-PERIOD-DAYS warning kyKKhaiTuNgay", "VN-DECL-PERIOD-DAYS warning kyKKhaiDenNgay"];
        for (begin, end) in [("01/01/2025", "31/12/2025"), ("01/04/2025", "31/03/2026"), ("01/07/2024", "30/06/2025")] {
            assert!(year(begin, end).is_empty(), "{begin} {end}");
        }
        assert_eq!(year("01/01/2025", "30/12/2025"), [last]);
        assert_eq!(year("01/04/2025", "30/03/2026"), [first, last]);
        assert_eq!(year("01/05/2025", "30/04/2026"), [first, last]);
        assert_eq!(year("01/04/2023", "31/03/2024"), [first, last]);
    }

    #[test]
    fn the_return_has_its_date() {
        let text = good();
        let dated = |date: &str| codes(&text.replace("<ngayLapTKhai>2026-07-10", &format!("<ngayLapTKhai>{date}")));
        assert!(dated("10/07/2026").is_empty() && dated("").is_empty());
        assert_eq!(dated("10-07-2026"), ["VN-DECL-DATE warning ngayLapTKhai"]);
        assert!(dated("2026-07-31").is_empty());
        assert_eq!(dated("2026-08-01"), ["VN-DECL-DATE-FUTURE warning ngayLapTKhai"]);
    }
}
