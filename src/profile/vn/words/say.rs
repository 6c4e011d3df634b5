//! From number to words.

use crate::decimal::Decimal;
use crate::decimal::Rounding;
use crate::profile::vn::words::currency::Currency;

/// Which of two words that mean the same is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// `linh` for a zero ten, `nghìn` for a thousand.
    #[default]
    Northern,
    /// `lẻ` for a zero ten, `ngàn` for a thousand.
    Southern,
}

/// Says an amount in Vietnamese, in the northern form that most invoices use. `None` when it has more than 21 digits before the
/// point or more than 6 after it, beyond what the format can hold.
///
/// `currency` is the content of `DVTTe`, where empty means đồng. Cents are said apart ("và năm xu") where that is the custom
/// and there are no smaller parts, otherwise the fraction is said digit by digit after "phẩy".
///
/// ```
/// use taxdoc::decimal::Decimal;
/// use taxdoc::profile::vn::words::in_words;
///
/// let say = |amount: &str, currency| in_words(Decimal::parse(amount).unwrap(), currency).unwrap();
/// assert_eq!(say("0", "VND"), "Không đồng");
/// assert_eq!(say("-355000", ""), "Âm ba trăm năm mươi lăm nghìn đồng");
/// assert_eq!(say("65278300000", "VND"), "Sáu mươi lăm tỷ hai trăm bảy mươi tám triệu ba trăm nghìn đồng");
/// assert_eq!(say("100.25", "USD"), "Một trăm đô la Mỹ và hai mươi lăm xu");
/// assert_eq!(say("12.05", "CNY"), "Mười hai phẩy không năm nhân dân tệ");
/// ```
#[must_use]
pub fn in_words(amount: Decimal, currency: &str) -> Option<String> {
    in_words_of(Dialect::Northern, amount, currency)
}

/// Says an amount as [`in_words`] does, in the words of a dialect.
///
/// ```
/// use taxdoc::decimal::Decimal;
/// use taxdoc::profile::vn::words::{Dialect, in_words_of};
///
/// let said = in_words_of(Dialect::Southern, Decimal::from(407_005), "VND");
/// assert_eq!(said.as_deref(), Some("Bốn trăm lẻ bảy ngàn không trăm lẻ năm đồng"));
/// ```
#[must_use]
pub fn in_words_of(dialect: Dialect, amount: Decimal, currency: &str) -> Option<String> {
    /// One more than the largest number of 21 digits.
    const BOUND: u128 = 1_000_000_000_000_000_000_000;
    /// Decimals of the format.
    const DECIMALS: u8 = 6;

    let currency = Currency::of(currency);
    let magnitude = amount.abs();
    let whole = magnitude.round(0, Rounding::Down);
    let units = whole.to_integer().and_then(|units| u128::try_from(units).ok()).filter(|units| *units < BOUND)?;
    let millionths = magnitude.minus(whole).and_then(|rest| rest.times(Decimal::from(10_i32.pow(DECIMALS.into())))).ok()?;
    let millionths = u32::try_from(millionths.to_integer()?).ok()?;

    let mut speech = Speech { text: String::with_capacity(128), dialect };
    if amount.is_negative() {
        speech.word("âm");
    }
    speech.number(units);
    match currency.minor {
        Some(minor) if millionths.is_multiple_of(10_000) => {
            speech.word(currency.name);
            if millionths > 0 {
                speech.word("và");
                speech.number(u128::from(millionths / 10_000));
                speech.word(minor);
            }
        }
        _ => {
            if millionths > 0 {
                speech.word("phẩy");
                speech.fraction(millionths);
            }
            speech.word(currency.name);
        }
    }
    let mut letters = speech.text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

struct Speech {
    text: String,
    dialect: Dialect,
}

impl Speech {
    fn word(&mut self, word: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn number(&mut self, number: u128) {
        if number == 0 {
            self.word(digit(0));
            return;
        }
        self.positive(number, false);
    }

    /// `follows`: larger groups were said before, so every hundred and ten of the next group is said too.
    ///
    /// Calls itself for the number of billions; a number of 21 digits needs two such calls.
    fn positive(&mut self, number: u128, follows: bool) {
        const BILLION: u128 = 1_000_000_000;

        let mut follows = follows;
        if number >= BILLION {
            self.positive(number / BILLION, follows);
            self.word("tỷ");
            follows = true;
        }
        // Below a billion, so 32 bits hold it.
        let rest = (number % BILLION) as u32;
        let thousand = match self.dialect {
            Dialect::Northern => "nghìn",
            Dialect::Southern => "ngàn",
        };
        for (group, unit) in [(rest / 1_000_000, "triệu"), (rest / 1_000 % 1_000, thousand), (rest % 1_000, "")] {
            if group == 0 {
                continue;
            }
            self.group(group, follows);
            if !unit.is_empty() {
                self.word(unit);
            }
            follows = true;
        }
    }

    /// A group of three digits, not all zero.
    fn group(&mut self, group: u32, full: bool) {
        let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
        let full = full || hundreds > 0;
        if full {
            self.word(digit(hundreds));
            self.word("trăm");
        }
        match tens {
            0 if ones > 0 && full => self.word(match self.dialect {
                Dialect::Northern => "linh",
                Dialect::Southern => "lẻ",
            }),
            0 => {}
            1 => self.word("mười"),
            _ => {
                self.word(digit(tens));
                self.word("mươi");
            }
        }
        match (tens, ones) {
            (_, 0) => {}
            (2.., 1) => self.word("mốt"),
            (2.., 4) => self.word("tư"),
            (1.., 5) => self.word("lăm"),
            _ => self.word(digit(ones)),
        }
    }

    /// Digit by digit, without zeros at the end.
    fn fraction(&mut self, millionths: u32) {
        let mut rest = millionths;
        let mut place = 100_000;
        while rest > 0 {
            self.word(digit(rest / place));
            rest %= place;
            place /= 10;
        }
    }
}

fn digit(digit: u32) -> &'static str {
    match digit {
        0 => "không",
        1 => "một",
        2 => "hai",
        3 => "ba",
        4 => "bốn",
        5 => "năm",
        6 => "sáu",
        7 => "bảy",
        8 => "tám",
        _ => "chín",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(amount: &str, currency: &str) -> Option<String> {
        in_words(Decimal::parse(amount).unwrap(), currency)
    }

    #[test]
    fn foreign_currencies() {
        for (amount, currency, expected) in [
            ("1000", "USD", "Một nghìn đô la Mỹ"),
            ("0.50", "USD", "Không đô la Mỹ và năm mươi xu"),
            ("-21.01", "USD", "Âm hai mươi mốt đô la Mỹ và một xu"),
            ("0.125", "USD", "Không phẩy một hai năm đô la Mỹ"),
            ("2500000", "JPY", "Hai triệu năm trăm nghìn yên Nhật"),
            ("99.99", "EUR", "Chín mươi chín euro và chín mươi chín xu"),
            ("7.000001", "NOK", "Bảy phẩy không không không không không một NOK"),
            ("1000000.5", "VND", "Một triệu phẩy năm đồng"),
        ] {
            assert_eq!(say(amount, currency).as_deref(), Some(expected));
        }
    }

    #[test]
    fn the_format_is_the_bound() {
        assert!(say("999999999999999999999.999999", "VND").is_some());
        assert_eq!(say("1000000000000000000000", "VND"), None);
        assert_eq!(say("0.0000001", "VND"), None);
    }
}
