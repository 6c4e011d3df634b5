//! The date and time types and `duration` (Part 2 §3.2.6 to §3.2.14).

use core::cmp::Ordering;
use std::fmt::Write as _;

use super::Builtin;

/// Units in a second: digits of a second beyond the eighteenth are not looked at.
const SECOND: i128 = 1_000_000_000_000_000_000;
/// Years beyond this (either way) are kept as this: the lexical space has no bound.
const YEAR_BOUND: i64 = 1_000_000_000_000;
/// A time without zone can lie so far from any time with one (§3.2.7.3).
const ZONE_SPAN: i128 = 14 * 3_600 * SECOND;
const DAY: i64 = 86_400;

/// A point in time, in units since 1970-01-01 of its own zone or, when it states none, of an unknown one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    at: i128,
    zoned: bool,
}

impl Moment {
    /// Reads a value of one of the eight types from `dateTime` to `gMonth`.
    pub(crate) fn parse(builtin: Builtin, text: &str) -> Option<Self> {
        let mut input = Input(text);
        // Parts that a type lacks are those of a leap year, so that --02-29 is a day.
        let (mut year, mut month, mut day, mut time) = (1972, 1, 1, (0_i64, 0_i128));
        match builtin {
            Builtin::DateTime | Builtin::Date | Builtin::GYearMonth | Builtin::GYear => {
                year = input.year()?;
                if builtin != Builtin::GYear {
                    input.literal("-")?;
                    month = input.two(1, 12)?;
                }
                if matches!(builtin, Builtin::DateTime | Builtin::Date) {
                    input.literal("-")?;
                    day = input.two(1, 31)?;
                }
                if builtin == Builtin::DateTime {
                    input.literal("T")?;
                    time = input.time()?;
                }
            }
            Builtin::Time => time = input.time()?,
            Builtin::GMonthDay => {
                input.literal("--")?;
                month = input.two(1, 12)?;
                input.literal("-")?;
                day = input.two(1, 31)?;
            }
            Builtin::GMonth => {
                input.literal("--")?;
                month = input.two(1, 12)?;
            }
            Builtin::GDay => {
                input.literal("---")?;
                day = input.two(1, 31)?;
            }
            _ => return None,
        }
        if day > days_in_month(year, month) {
            return None;
        }
        let zone = input.zone()?;
        if !input.0.is_empty() {
            return None;
        }
        let seconds =
            days_from_civil(year, month, day).saturating_mul(DAY).saturating_add(time.0).saturating_sub(zone.unwrap_or(0));
        // A time is that of one day, whatever its zone makes of it (Part 2 §3.2.8: ordered as dateTime with an arbitrary date).
        let at = i128::from(seconds) * SECOND + time.1;
        Some(Self { at, zoned: zone.is_some() })
    }

    /// Order in the value space, `None` when a missing zone leaves it open.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.zoned == other.zoned {
            return Some(self.at.cmp(&other.at));
        }
        let difference = self.at - other.at;
        if difference > ZONE_SPAN {
            Some(Ordering::Greater)
        } else if difference < -ZONE_SPAN {
            Some(Ordering::Less)
        } else {
            None
        }
    }

    pub(crate) fn write_key(&self, key: &mut String) {
        let _ = write!(key, "{}{}", self.at, if self.zoned { "Z" } else { "" });
    }
}

/// A duration: months and units of a second, both of one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    months: i64,
    units: i128,
}

impl Duration {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let rest = rest.strip_prefix('P')?;
        let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
        if date.is_empty() && time.is_none() || time == Some("") {
            return None;
        }
        let mut input = Input(date);
        let years = input.component('Y')?;
        let months = input.component('M')?;
        let days = input.component('D')?;
        if !input.0.is_empty() {
            return None;
        }
        let mut input = Input(time.unwrap_or_default());
        let hours = input.component('H')?;
        let minutes = input.component('M')?;
        let seconds = match input.0 {
            "" => (0, 0),
            _ => {
                let seconds = input.seconds_of_any_length()?;
                input.literal("S")?;
                seconds
            }
        };
        if !input.0.is_empty() {
            return None;
        }
        let months = years.saturating_mul(12).saturating_add(months).min(YEAR_BOUND);
        let whole = days
            .saturating_mul(DAY)
            .saturating_add(hours.saturating_mul(3_600))
            .saturating_add(minutes.saturating_mul(60))
            .saturating_add(seconds.0);
        let units = i128::from(whole) * SECOND + seconds.1;
        Some(if negative { Self { months: -months, units: -units } } else { Self { months, units } })
    }

    /// The partial order of §3.2.6.2: the order that holds from each of four dates.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        const STARTS: [(i64, i64); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];
        let from = |duration: &Self, (year, month): (i64, i64)| {
            let months = (year * 12 + month - 1).saturating_add(duration.months);
            let day = days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
            i128::from(day) * i128::from(DAY) * SECOND + duration.units
        };
        let mut orders = STARTS.iter().map(|&start| from(self, start).cmp(&from(other, start)));
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    pub(crate) fn write_key(&self, key: &mut String) {
        let _ = write!(key, "{}/{}", self.months, self.units);
    }
}

struct Input<'t>(&'t str);

impl<'t> Input<'t> {
    fn literal(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn digits(&mut self) -> &'t str {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count).unwrap_or(("", self.0));
        self.0 = rest;
        digits
    }

    /// Two digits within the bounds.
    fn two(&mut self, least: i64, greatest: i64) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(2)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok().filter(|value| (least..=greatest).contains(value))
    }

    /// Four digits or more, no leading zero beyond four, no year 0000 (§3.2.7.1).
    fn year(&mut self) -> Option<i64> {
        let negative = self.literal("-").is_some();
        let digits = self.digits();
        if digits.len() < 4 || (digits.len() > 4 && digits.starts_with('0')) {
            return None;
        }
        let year = digits.parse().unwrap_or(YEAR_BOUND).min(YEAR_BOUND);
        if year == 0 {
            return None;
        }
        // There is no year 0, so the year before 1 is -1: count it as 0.
        Some(if negative { 1 - year } else { year })
    }

    /// hh:mm:ss and units; 24:00:00 is the end of the day (§3.2.7).
    fn time(&mut self) -> Option<(i64, i128)> {
        let hour = self.two(0, 24)?;
        self.literal(":")?;
        let minute = self.two(0, 59)?;
        self.literal(":")?;
        let second = self.two(0, 59)?;
        let mut units = 0;
        if self.literal(".").is_some() {
            units = fraction(self.digits())?;
        }
        if hour == 24 && (minute, second, units) != (0, 0, 0) {
            return None;
        }
        Some((hour * 3_600 + minute * 60 + second, units))
    }

    /// Seconds east of UTC, if a zone is stated.
    fn zone(&mut self) -> Option<Option<i64>> {
        if self.literal("Z").is_some() {
            return Some(Some(0));
        }
        let sign = match self.0.as_bytes().first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Some(None),
        };
        self.0 = self.0.get(1..)?;
        let hours = self.two(0, 14)?;
        self.literal(":")?;
        let minutes = self.two(0, 59)?;
        if hours == 14 && minutes != 0 {
            return None;
        }
        Some(Some(sign * (hours * 3_600 + minutes * 60)))
    }

    /// The number before a designator of a duration, 0 when the designator is not next.
    fn component(&mut self, designator: char) -> Option<i64> {
        let before = self.0;
        let digits = self.digits();
        let any = !digits.is_empty();
        let value = digits.parse().unwrap_or(YEAR_BOUND).min(YEAR_BOUND);
        match self.0.strip_prefix(designator) {
            Some(rest) if any => {
                self.0 = rest;
                Some(value)
            }
            Some(_) => None,
            None => {
                self.0 = before;
                Some(0)
            }
        }
    }

    fn seconds_of_any_length(&mut self) -> Option<(i64, i128)> {
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let whole = digits.parse().unwrap_or(YEAR_BOUND).min(YEAR_BOUND);
        let units = if self.literal(".").is_some() { fraction(self.digits())? } else { 0 };
        Some((whole, units))
    }
}

/// Digits behind the point in units.
fn fraction(digits: &str) -> Option<i128> {
    if digits.is_empty() {
        return None;
    }
    let mut units = 0;
    let mut weight = SECOND;
    for digit in digits.bytes().take(18) {
        weight /= 10;
        units += i128::from(digit - b'0') * weight;
    }
    Some(units)
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years start in March, so that the leap day is the last.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(builtin: Builtin, one: &str, other: &str) -> Option<Ordering> {
        Moment::parse(builtin, one).expect(one).compare(&Moment::parse(builtin, other).expect(other))
    }

    #[test]
    fn reads_each_type_and_refuses_its_neighbours() {
        let good = [
            (Builtin::DateTime, "2025-06-01T10:00:00"),
            (Builtin::DateTime, "-0044-03-15T24:00:00.000Z"),
            (Builtin::Date, "2024-02-29+07:00"),
            (Builtin::Time, "23:59:59.999-14:00"),
            (Builtin::GYear, "12025"),
            (Builtin::GYearMonth, "2025-06Z"),
            (Builtin::GMonthDay, "--02-29"),
            (Builtin::GMonth, "--12"),
            (Builtin::GDay, "---31"),
        ];
        for (builtin, text) in good {
            assert!(Moment::parse(builtin, text).is_some(), "{builtin:?} {text}");
        }
        let bad = [
            (Builtin::DateTime, "2025-06-01"),
            (Builtin::DateTime, "2025-06-01T24:00:01"),
            (Builtin::DateTime, "2025-06-01T10:00"),
            (Builtin::Date, "2025-02-29"),
            (Builtin::Date, "0000-01-01"),
            (Builtin::Date, "01/06/2025"),
            (Builtin::Date, "2025-06-01+14:01"),
            (Builtin::Time, "10:00:00."),
            (Builtin::GYear, "02025"),
            (Builtin::GMonth, "--13"),
            // The form of the first edition, taken away by its erratum E2-12.
            (Builtin::GMonth, "--12--"),
            (Builtin::GMonthDay, "--02-30"),
            (Builtin::GDay, "--31"),
        ];
        for (builtin, text) in bad {
            assert!(Moment::parse(builtin, text).is_none(), "{builtin:?} {text}");
        }
    }

    #[test]
    fn compares_across_zones() {
        let date_time = Builtin::DateTime;
        assert_eq!(compare(date_time, "2025-06-01T07:00:00+07:00", "2025-06-01T00:00:00Z"), Some(Ordering::Equal));
        assert_eq!(compare(date_time, "2000-01-15T00:00:00", "2000-02-15T00:00:00Z"), Some(Ordering::Less));
        assert_eq!(compare(date_time, "2000-01-01T12:00:00", "1999-12-31T23:00:00Z"), None);
    }

    #[test]
    fn durations_have_a_partial_order() {
        let compare = |one: &str, other: &str| Duration::parse(one).expect(one).compare(&Duration::parse(other).expect(other));
        assert_eq!(compare("P1Y", "P12M"), Some(Ordering::Equal));
        assert_eq!(compare("P1M", "P30D"), None);
        assert_eq!(compare("P1M", "P27D"), Some(Ordering::Greater));
        assert_eq!(compare("-PT36H", "-P1DT12H0.0S"), Some(Ordering::Equal));
        for bad in ["", "P", "PT", "P1YT", "1Y", "P-1Y", "P1S", "PT1Y", "P1M1Y", "PT1.S", "P1.5D"] {
            assert!(Duration::parse(bad).is_none(), "{bad}");
        }
    }
}
