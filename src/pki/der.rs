//! A reader of DER (X.690 §10) for what `x509-parser` would read into one allocation an entry, or not at all: lists and OCSP responses.

use time::Date;
use time::Month;

use crate::pki::Timestamp;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const ENUMERATED: u8 = 0x0a;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag `[number]` of a primitive value.
pub(super) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The tag `[number]` of a constructed value.
pub(super) const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Reads one element after the other. `None` means that the bytes are not DER of the shape asked for; nothing here recurses.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

/// An element: its tag, its contents, and both with the length between them.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) contents: &'a [u8],
    pub(super) raw: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes are left.
    pub(super) const fn len(&self) -> usize {
        self.rest.len()
    }

    /// The next element, with one byte of tag and a definite length of the fewest bytes.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let (&[tag, first], after) = self.rest.split_first_chunk()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, after) = if first < 0x80 {
            (usize::from(first), after)
        } else {
            let (bytes, after) = after.split_at_checked(usize::from(first & 0x7f))?;
            if bytes.is_empty() || bytes.len() > 4 || bytes.first() == Some(&0) {
                return None;
            }
            let length = bytes.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            (length >= 0x80).then_some((length, after))?
        };
        let (contents, after) = after.split_at_checked(length)?;
        let raw = self.rest.get(..self.rest.len() - after.len())?;
        self.rest = after;
        Some(Element { tag, contents, raw })
    }

    /// The contents of the next element, which has that tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.next().filter(|element| element.tag == tag).map(|element| element.contents)
    }

    /// The next element when it has that tag.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Option<Element<'a>>> {
        match self.rest.first() {
            Some(first) if *first == tag => self.next().map(Some),
            _ => Some(None),
        }
    }

    /// The contents of what the explicit tag wraps, when it is there.
    pub(super) fn explicit(&mut self, tag: u8, inner: u8) -> Option<Option<&'a [u8]>> {
        match self.optional(tag)? {
            Some(outer) => whole(outer.contents, inner).map(Some),
            None => Some(None),
        }
    }

    /// The next element as a time.
    pub(super) fn time(&mut self) -> Option<Timestamp> {
        let element = self.next()?;
        match element.tag {
            UTC_TIME => utc_time(element.contents),
            GENERALIZED_TIME => generalized_time(element.contents),
            _ => None,
        }
    }

    /// The next element when it is a time.
    pub(super) fn optional_time(&mut self) -> Option<Option<Timestamp>> {
        match self.rest.first() {
            Some(&(UTC_TIME | GENERALIZED_TIME)) => self.time().map(Some),
            _ => Some(None),
        }
    }

    /// That there is nothing more.
    pub(super) fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }
}

/// The contents of the one element, of that tag, that the bytes are.
pub(super) fn whole(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let mut reader = Reader::new(bytes);
    let contents = reader.expect(tag)?;
    reader.end()?;
    Some(contents)
}

/// The bits of a BIT STRING of whole bytes.
pub(super) fn bits(contents: &[u8]) -> Option<&[u8]> {
    match contents.split_first() {
        Some((0, bits)) => Some(bits),
        _ => None,
    }
}

/// A BOOLEAN in DER is `00` or `ff` (X.690 §11.1).
pub(super) const fn boolean(contents: &[u8]) -> Option<bool> {
    match contents {
        [0] => Some(false),
        [0xff] => Some(true),
        _ => None,
    }
}

/// The contents of an INTEGER in the fewest bytes, the form of X.690 §8.3.2, also where an issuer wrote more.
///
/// The sign stays: `00 ff` (255) and `ff` (-1) are two serial numbers.
pub(super) fn least_integer(mut contents: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = contents {
        match (first, rest.first()) {
            (0, Some(next)) if *next < 0x80 => contents = rest,
            (0xff, Some(next)) if *next >= 0x80 => contents = rest,
            _ => break,
        }
    }
    contents
}

/// One extension (RFC 5280 §4.1): identifier, whether critical, value.
pub(super) struct Extension<'a> {
    pub(super) oid: &'a [u8],
    pub(super) critical: bool,
    pub(super) value: &'a [u8],
}

/// Calls `read` for each extension of the contents of a sequence of them; none may stand twice. At most 16; five are usual.
pub(super) fn extensions<'a>(contents: &'a [u8], mut read: impl FnMut(&Extension<'a>) -> Option<()>) -> Option<()> {
    let mut seen: [&[u8]; 16] = [&[]; 16];
    let mut free = seen.len();
    let mut reader = Reader::new(contents);
    while !reader.is_empty() {
        let mut extension = Reader::new(reader.expect(SEQUENCE)?);
        let oid = extension.expect(OID)?;
        let critical = match extension.optional(BOOLEAN)? {
            Some(critical) => boolean(critical.contents)?,
            None => false,
        };
        let value = extension.expect(OCTET_STRING)?;
        extension.end()?;
        if seen.contains(&oid) {
            return None;
        }
        free = free.checked_sub(1)?;
        *seen.get_mut(free)? = oid;
        read(&Extension { oid, critical, value })?;
    }
    Some(())
}

/// `YYMMDDhhmmssZ` of 1950 to 2049 (RFC 5280 §4.1.2.5.1).
fn utc_time(text: &[u8]) -> Option<Timestamp> {
    let (year, rest) = text.split_first_chunk::<2>()?;
    let year = number(year)?;
    moment(if year < 50 { 2000 + year } else { 1900 + year }, rest)
}

/// `YYYYMMDDhhmmssZ` (§4.1.2.5.2). Some responders write fractions of a second against the rule; they are cut off.
pub(super) fn generalized_time(text: &[u8]) -> Option<Timestamp> {
    let (year, rest) = text.split_first_chunk::<4>()?;
    let year = number(year)?;
    if let Some((seconds, [b'.', fraction @ .., b'Z'])) = rest.split_at_checked(10) {
        let digits = !fraction.is_empty() && fraction.iter().all(u8::is_ascii_digit);
        let whole: [u8; 11] = [seconds, b"Z"].concat().try_into().ok()?;
        return moment(year, digits.then_some(&whole)?);
    }
    moment(year, rest)
}

/// `MMDDhhmmssZ` of that year.
fn moment(year: i32, rest: &[u8]) -> Option<Timestamp> {
    let (pairs, b"Z") = rest.as_chunks::<2>() else { return None };
    let [month, day, hour, minute, second] = pairs else { return None };
    let small = |digits| u8::try_from(number(digits)?).ok();
    let month = Month::try_from(small(month)?).ok()?;
    let day = Date::from_calendar_date(year, month, small(day)?).ok()?;
    let time = day.with_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
    Some(Timestamp::from_unix(time.assume_utc().unix_timestamp()))
}

fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0')))
}

/// One element of at most 4 GB, written. Only for comparing with what was read.
pub(super) fn written(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    match u8::try_from(contents.len()) {
        Ok(length) if length < 0x80 => der.push(length),
        _ => {
            let bytes = contents.len().to_be_bytes();
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            let length = bytes.get(zeros..).unwrap_or_default();
            der.push(0x80 | u8::try_from(length.len()).unwrap_or_default());
            der.extend_from_slice(length);
        }
    }
    der.extend_from_slice(contents);
    der
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> Option<(u8, usize)> {
        Reader::new(bytes).next().map(|element| (element.tag, element.contents.len()))
    }

    #[test]
    fn lengths_are_definite_and_of_the_fewest_bytes() {
        assert_eq!(first(&[4, 1, 0]), Some((4, 1)));
        assert_eq!(first(&[4, 2, 0]), None, "cut short");
        assert_eq!(first(&[0x30, 0x80, 0, 0]), None, "indefinite");
        assert_eq!(first(&[4, 0x81, 1, 0]), None, "127 or less in the long form");
        let long = [&[4, 0x81, 0x80][..], &[0; 128]].concat();
        assert_eq!(first(&long), Some((4, 128)));
        let zero = [&[4, 0x82, 0, 0x80][..], &[0; 128]].concat();
        assert_eq!(first(&zero), None, "a leading zero");
        assert_eq!(first(&[4, 0x85, 1, 0, 0, 0, 0]), None, "five bytes of length");
        assert_eq!(first(&[0x1f, 1, 0]), None, "a long tag");
        assert_eq!(first(&[4]), None);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 65_536] {
            let der = written(SEQUENCE, &vec![7; length]);
            assert_eq!(first(&der), Some((SEQUENCE, length)));
        }
    }

    // Expected seconds: `date -u -d TEXT +%s`.
    #[test]
    fn times_of_both_kinds() {
        let read = |tag: u8, text: &str| Reader::new(&written(tag, text.as_bytes())).time().map(Timestamp::unix);
        assert_eq!(read(UTC_TIME, "250601000000Z"), Some(1_748_736_000));
        assert_eq!(read(UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(read(UTC_TIME, "500101000000Z"), Some(-631_152_000));
        assert_eq!(read(GENERALIZED_TIME, "20250601000000Z"), Some(1_748_736_000));
        assert_eq!(read(GENERALIZED_TIME, "20250601000000.123Z"), Some(1_748_736_000));
        for text in ["2506010000Z", "250601000000", "250601000000+0700", "250631000000Z", "250601240000Z", "25060100000aZ", ""] {
            assert_eq!(read(UTC_TIME, text), None, "{text}");
        }
        for text in ["20250601000000.Z", "20250601000000.1", "20250601000000.1xZ", "250601000000Z", "202506010000Z"] {
            assert_eq!(read(GENERALIZED_TIME, text), None, "{text}");
        }
    }

    #[test]
    fn a_negative_serial_number_is_not_its_positive_sibling() {
        assert_eq!(least_integer(&[0, 0xff]), [0, 0xff]);
        assert_eq!(least_integer(&[0xff]), [0xff]);
        assert_eq!(least_integer(&[0, 0, 0x7f]), [0x7f]);
        assert_eq!(least_integer(&[0xff, 0xff]), [0xff]);
        assert_eq!(least_integer(&[0]), [0]);
    }

    #[test]
    fn an_extension_stands_once() {
        let one = written(SEQUENCE, &[written(OID, &[0x55, 0x1d, 20]), written(OCTET_STRING, &[2, 1, 0])].concat());
        assert!(extensions(&one, |_| Some(())).is_some());
        assert!(extensions(&[one.clone(), one].concat(), |_| Some(())).is_none());
    }
}
