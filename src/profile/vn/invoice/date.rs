//! Calendar days.

use crate::pki::Timestamp;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day `YYYY-MM-DD`; `None` for another form and for a day that does not exist.
    ///
    /// ```
    /// use taxdoc::profile::vn::invoice::Date;
    /// assert!(Date::parse("2024-02-29").is_some());
    /// assert!(Date::parse("2025-02-29").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
        };
        let (year, month, day) = (number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// That day, when it exists. Years start at 1.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if year == 0 || day == 0 || day > last {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day of a moment in Viet Nam (GMT+7, spec §2.0); `None` outside the years 1 to 9999.
    #[must_use]
    pub fn of(moment: Timestamp) -> Option<Self> {
        let days = moment.unix().saturating_add(7 * 3_600).div_euclid(86_400);
        // Days from 1 March of the year 0 in spans of 400 years, which all have the same length.
        let days = days.saturating_add(719_468);
        let span = days.div_euclid(146_097);
        let day_of_span = days.rem_euclid(146_097);
        let year_of_span = (day_of_span - day_of_span / 1_460 + day_of_span / 36_524 - day_of_span / 146_096) / 365;
        let day_of_year = day_of_span - (365 * year_of_span + year_of_span / 4 - year_of_span / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = span.saturating_mul(400).saturating_add(year_of_span) + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist_are_read() {
        for text in ["2021-09-17", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        for text in
            ["2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-4-01", "2025-01-01Z", "0000-01-01"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_has_the_day_of_viet_nam() {
        // date -u -d '2025-06-30 16:59:59' +%s and one second later: midnight in Viet Nam.
        assert_eq!(Date::of(Timestamp::from_unix(1_751_302_799)).unwrap().to_string(), "2025-06-30");
        assert_eq!(Date::of(Timestamp::from_unix(1_751_302_800)).unwrap().to_string(), "2025-07-01");
        assert_eq!(Date::of(Timestamp::from_unix(1_709_200_000)).unwrap().to_string(), "2024-02-29");
        assert_eq!(Date::of(Timestamp::from_unix(i64::MAX)), None);
    }
}
