//! Exact decimals: money and quantities without a rounding that nobody asked for.
//!
//! A tax file holds numbers of up to 21 digits, 6 of them after the point; a quantity times a price then needs 42 digits and a
//! product of four such numbers 84. [`Decimal`] holds 115 digits. Sums, differences and products are exact or are an
//! [`Overflow`]; only [`Decimal::round`] rounds, by a policy with a name ([`Rounding`]). There is no floating point and no
//! allocation.
//!
//! Values of up to 28 digits, which is nearly all of them, are `rust_decimal` values; a result that `rust_decimal` would round
//! is found by its scale and computed again in a 384-bit integer. Which of the two holds a value cannot be seen from outside.
//!
//! Text is read in the lexical space of `xs:decimal` ([`Decimal::parse`], XSD 1.0 Part 2 §3.2.3) or in the narrower one of a
//! published format ([`NumberFormat`]).
//!
//! ```
//! use taxdoc::decimal::{Decimal, Rounding};
//!
//! let quantity = Decimal::parse("12.5")?;
//! let price = Decimal::parse("1333.333333")?;
//! let rate = Decimal::parse("8")?;
//! let amount = quantity.times(price)?;
//! assert_eq!(amount.to_string(), "16666.6666625");
//! assert_eq!(amount.percent(rate)?.round(0, Rounding::HalfAwayFromZero).to_string(), "1333");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arithmetic;
mod display;
mod guess;
mod json;
mod magnitude;
mod parse;
mod round;
mod sum;
mod value;

pub use arithmetic::Overflow;
pub use parse::Digits;
pub use parse::NumberFormat;
pub use parse::ParseError;
pub use parse::ParseErrorKind;
pub use round::Rounding;
pub use sum::Sum;
pub use value::Decimal;
