//! Moments in time.

use std::fmt;

use time::Date;
use time::Month;
use time::OffsetDateTime;

use crate::error::Error;
use crate::rules::Param;

/// A moment: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Printed in RFC 3339 in UTC.
///
/// ```
/// use taxdoc::pki::Timestamp;
/// let noon = Timestamp::parse("2025-06-01T12:00:00+07:00", 0).unwrap();
/// assert_eq!(noon.to_string(), "2025-06-01T05:00:00Z");
/// assert_eq!(Timestamp::parse("2025-06-01T12:00:00", 7 * 60), Ok(noon));
/// assert!(Timestamp::parse("2025-06-31", 0).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text that is not a time in any accepted form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time")]
pub struct TimeError;

impl Timestamp {
    /// The moment that many seconds after the start of 1970 in UTC.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the start of 1970 in UTC; negative before.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// Reads `YYYY-MM-DD`, RFC 3339 or an `xs:dateTime` (XSD 1.0 Part 2 §3.2.7) of the years 0001 to 9999.
    ///
    /// A text without a zone is taken at `offset_minutes` east of UTC, at most 14 hours either way; a date alone is the first second of
    /// that day. Fractions of a second are cut off. `24:00:00` is the end of the day. A leap second is not a time here.
    ///
    /// # Errors
    ///
    /// [`TimeError`] when the text has another form or names a day that does not exist.
    pub fn parse(text: &str, offset_minutes: i32) -> Result<Self, TimeError> {
        let mut digits = Reader { rest: text.as_bytes() };
        let (year, month, day) = (digits.number(4)?, digits.after(b'-')?, digits.after(b'-')?);
        let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).ok_or(TimeError)?;
        let day = u8::try_from(day).map_err(|_| TimeError)?;
        if year == 0 {
            return Err(TimeError);
        }
        let date = Date::from_calendar_date(year, month, day).map_err(|_| TimeError)?;
        let mut seconds = 0;
        let mut offset = offset_minutes.clamp(-14 * 60, 14 * 60);
        if !digits.rest.is_empty() {
            seconds = digits.time_of_day()?;
            if let Some(stated) = digits.zone()? {
                offset = stated;
            }
        }
        if !digits.rest.is_empty() {
            return Err(TimeError);
        }
        let midnight = date.midnight().assume_utc().unix_timestamp();
        Ok(Self(midnight + i64::from(seconds) - 60 * i64::from(offset)))
    }

    /// The moment that many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

/// Reads a text from its start.
struct Reader<'t> {
    rest: &'t [u8],
}

impl Reader<'_> {
    /// Exactly that many decimal digits, at most four.
    fn number(&mut self, length: usize) -> Result<i32, TimeError> {
        let (digits, rest) = self.rest.split_at_checked(length).ok_or(TimeError)?;
        self.rest = rest;
        digits.iter().try_fold(0, |number, digit| match digit {
            b'0'..=b'9' => Ok(number * 10 + i32::from(digit - b'0')),
            _ => Err(TimeError),
        })
    }

    /// Two digits after that separator.
    fn after(&mut self, separator: u8) -> Result<i32, TimeError> {
        self.take(separator)?;
        self.number(2)
    }

    fn take(&mut self, byte: u8) -> Result<(), TimeError> {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                Ok(())
            }
            _ => Err(TimeError),
        }
    }

    /// `Thh:mm:ss(.s+)?` in seconds since midnight. RFC 3339 §5.6 allows `t` and a blank for `T`.
    fn time_of_day(&mut self) -> Result<i32, TimeError> {
        self.take(b'T').or_else(|_| self.take(b't')).or_else(|_| self.take(b' '))?;
        let (hour, minute, second) = (self.number(2)?, self.after(b':')?, self.after(b':')?);
        let mut fraction_is_zero = true;
        if self.take(b'.').is_ok() {
            let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction, rest) = self.rest.split_at_checked(digits).ok_or(TimeError)?;
            if fraction.is_empty() {
                return Err(TimeError);
            }
            fraction_is_zero = fraction.iter().all(|digit| *digit == b'0');
            self.rest = rest;
        }
        let end_of_day = hour == 24 && minute == 0 && second == 0 && fraction_is_zero;
        if (hour > 23 && !end_of_day) || minute > 59 || second > 59 {
            return Err(TimeError);
        }
        Ok(hour * 3600 + minute * 60 + second)
    }

    /// `Z`, `+hh:mm`, `-hh:mm` in minutes east of UTC, or nothing. XSD bounds it by 14:00, RFC 3339 by 23:59; the wider one is taken.
    fn zone(&mut self) -> Result<Option<i32>, TimeError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.take(b'Z').is_ok() || self.take(b'z').is_ok() {
            return Ok(Some(0));
        }
        let sign = if self.take(b'+').is_ok() { 1 } else { self.take(b'-').map(|()| -1)? };
        let (hours, minutes) = (self.number(2)?, self.after(b':')?);
        if hours > 23 || minutes > 59 {
            return Err(TimeError);
        }
        Ok(Some(sign * (hours * 60 + minutes)))
    }
}

impl From<Timestamp> for Param {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.0) else {
            return write!(formatter, "@{}", self.0);
        };
        let (year, month, day) = moment.to_calendar_date();
        let (hour, minute, second) = moment.to_hms();
        write!(formatter, "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month))
    }
}

impl std::str::FromStr for Timestamp {
    type Err = Error;

    /// Reads a text as [`Timestamp::parse`] does, in UTC where it has no zone.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text, 0).map_err(|TimeError| Error::Time(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(text: &str) -> Option<i64> {
        Timestamp::parse(text, 7 * 60).ok().map(Timestamp::unix)
    }

    // Expected seconds: `date -u -d TEXT +%s`.
    #[test]
    fn reads_every_accepted_form() {
        assert_eq!(unix("2025-06-01T00:00:00Z"), Some(1_748_736_000));
        assert_eq!(unix("2025-06-01T00:00:00"), Some(1_748_736_000 - 7 * 3600));
        assert_eq!(unix("2025-06-01"), Some(1_748_736_000 - 7 * 3600));
        assert_eq!(unix("2025-06-01T00:00:00.999Z"), Some(1_748_736_000));
        assert_eq!(unix("2025-05-31T24:00:00Z"), Some(1_748_736_000));
        assert_eq!(unix("2025-05-31T17:00:00-07:00"), Some(1_748_736_000));
        assert_eq!(unix("1950-01-01T00:00:00Z"), Some(-631_152_000));
        assert_eq!(unix("2024-02-29T23:59:59Z"), Some(1_709_251_199));
    }

    #[test]
    fn refuses_what_is_not_a_time() {
        for text in [
            "",
            "2025",
            "2025-6-1",
            "2025-02-29",
            "2025-13-01",
            "0000-01-01",
            "2025-06-01T",
            "2025-06-01T24:00:01Z",
            "2025-06-01T23:60:00Z",
            "2025-06-01T23:59:60Z",
            "2025-06-01T12:00Z",
            "2025-06-01T12:00:00.Z",
            "2025-06-01T12:00:00+7",
            "2025-06-01T12:00:00Z ",
            "+2025-06-01",
            "01/06/2025",
            "２０２５-06-01",
        ] {
            assert_eq!(unix(text), None, "{text:?}");
        }
    }

    #[test]
    fn prints_rfc_3339_and_reads_it_back() {
        for seconds in [-62_135_596_800, -1, 0, 1_748_736_000, 253_402_300_799] {
            let moment = Timestamp::from_unix(seconds);
            assert_eq!(moment.to_string().parse::<Timestamp>().ok(), Some(moment));
        }
        assert_eq!(Timestamp::from_unix(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_unix(i64::MAX).to_string(), "@9223372036854775807");
    }
}
