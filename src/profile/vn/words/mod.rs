//! Amounts in Vietnamese words: `TgTTTBChu` and its kin.
//!
//! [`in_words`] says an amount the way invoices do. [`agrees`] goes the other way: it reads the words back into a number and
//! compares numbers, so that spelling, punctuation and regional words (`lẻ` or `linh`, `nghìn` or `ngàn`, `tư` or `bốn`) make no
//! difference. What it cannot read is [`Agreement::Unreadable`], never a mismatch: real texts are free, and the law prescribes the
//! amount, not the spelling.
//!
//! ```
//! use taxdoc::decimal::Decimal;
//! use taxdoc::profile::vn::words::{Agreement, agrees, in_words};
//!
//! let amount = Decimal::from(1_005_021);
//! assert_eq!(in_words(amount, "VND").as_deref(), Some("Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng"));
//! assert_eq!(agrees("một triệu không trăm lẻ năm ngàn không trăm hai mốt đồng chẵn./.", amount, "VND"), Agreement::Yes);
//! ```

mod currency;
mod fold;
mod read;
mod say;
#[cfg(test)]
mod tests;

pub use say::Dialect;
pub use say::in_words;
pub use say::in_words_of;

use crate::decimal::Decimal;
use currency::Currency;
use read::Spoken;

/// How an amount in words stands to the amount in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Agreement {
    /// The words say the amount.
    Yes,
    /// The words say another amount.
    No {
        /// The amount they say.
        said: Decimal,
    },
    /// The words name another currency than the invoice. Seen in practice: a dollar invoice whose words say its worth in đồng
    /// (the total times `TGia`), so compare that before complaining about more than the name.
    OtherCurrency {
        /// The amount they say.
        said: Decimal,
        /// ISO 4217 code of the currency they name; of the commonest one where the name is shared.
        named: &'static str,
    },
    /// The words were not understood: empty, a template, another language, digits, a spelling not foreseen.
    Unreadable,
}

/// Compares an amount in words with the amount in figures; `currency` is the content of `DVTTe`, where empty means đồng.
///
/// Signs: words without one agree with a negative amount, because adjusting invoices are written both ways; words that say
/// "âm" or "trừ" do not agree with a positive amount. Words that cut or round what is smaller than the smallest unit of the
/// currency agree. Where a colloquial form has two readings ("một trăm hai": 102 or 120) either will do.
///
/// ```
/// use taxdoc::decimal::Decimal;
/// use taxdoc::profile::vn::words::{Agreement, agrees};
///
/// let total = Decimal::parse("-33000000")?;
/// assert_eq!(agrees("Âm ba mươi ba triệu đồng", total, "VND"), Agreement::Yes);
/// assert_eq!(agrees("Ba mươi ba triệu đồng chẵn.", total, "VND"), Agreement::Yes);
/// assert_eq!(agrees("Ba mươi triệu đồng", total, "VND"), Agreement::No { said: Decimal::from(30_000_000) });
/// assert_eq!(agrees("255 - TgTTTBChu", total, "VND"), Agreement::Unreadable);
///
/// let dollars = Decimal::parse("1200.05")?;
/// assert_eq!(agrees("Một nghìn hai trăm đô la Mỹ và năm xu", dollars, "USD"), Agreement::Yes);
/// # Ok::<(), taxdoc::decimal::ParseError>(())
/// ```
#[must_use]
pub fn agrees(text: &str, amount: Decimal, currency: &str) -> Agreement {
    let currency = Currency::of(currency);
    let Some(Spoken { readings, negative, named }) = read::read(text, &currency) else { return Agreement::Unreadable };
    let [said, _] = readings.map(|reading| if negative { -reading } else { reading });
    if let Some(named) = named.filter(|named| !named.contains(&currency.code)) {
        return match named.first() {
            Some(named) if currency.is_known() => Agreement::OtherCurrency { said, named },
            _ => Agreement::Unreadable,
        };
    }
    let same_sign = !negative || amount.is_negative() || amount.is_zero();
    let unit = Decimal::new(1, currency.decimals);
    let near = |reading: Decimal| reading.distance(amount.abs()).is_ok_and(|distance| distance < unit);
    if same_sign && readings.into_iter().any(near) { Agreement::Yes } else { Agreement::No { said } }
}
