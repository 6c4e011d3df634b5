//! The computing side: the amounts that an issuer must write, by the very relations that the validator holds them to.
//!
//! [`Sale`] takes the lines of an invoice, its fees, currency and rounding policy and gives every total, the VAT of each rate and the
//! amount in words. All arithmetic is exact; only the [`Policy`] rounds, half away from zero.
//!
//! [`CompletedDeclaration`] does the same for an online declaration: the lines that follow from those entered.
//!
//! Both are read from and written as JSON too; the program `examples/totals.rs` and the C function `taxdoc_totals_compute` are made of
//! that.
//!
//! ```
//! use taxdoc::totals::{LineItem, Sale};
//!
//! let sale = Sale::new("VND")
//!     .with_line(LineItem::goods("3".parse()?, "33333.5".parse()?).with_rate("10%"))
//!     .with_line(LineItem::goods("1".parse()?, "200000".parse()?).with_discount_rate("10".parse()?).with_rate("8%"))
//!     .with_line(LineItem::promotion("1".parse()?, "5000".parse()?).with_rate("8%"));
//! let totals = sale.totals()?;
//! // 3 × 33333.5 = 100000.5, rounded 100001; 10 % of that is 10000.1. 200000 − 20000 = 180000; 8 % of that is 14400.
//! assert_eq!(totals.before_tax().unwrap().to_string(), "280001");
//! assert_eq!(totals.tax().unwrap().to_string(), "24400");
//! assert_eq!(totals.payable().to_string(), "304401");
//! assert_eq!(totals.trade_discount().unwrap().to_string(), "20000");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod declaration;

pub use crate::profile::vn::invoice::totals::compute::ComputeError;
pub use crate::profile::vn::invoice::totals::compute::ComputeErrorKind;
pub use crate::profile::vn::invoice::totals::compute::Correction;
pub use crate::profile::vn::invoice::totals::compute::Fee;
pub use crate::profile::vn::invoice::totals::compute::LineItem;
pub use crate::profile::vn::invoice::totals::compute::LineTotal;
pub use crate::profile::vn::invoice::totals::compute::Policy;
pub use crate::profile::vn::invoice::totals::compute::Sale;
pub use crate::profile::vn::invoice::totals::compute::TaxTotal;
pub use crate::profile::vn::invoice::totals::compute::Totals;
pub use declaration::CompleteError;
pub use declaration::CompletedDeclaration;
pub use declaration::CompletedLine;
