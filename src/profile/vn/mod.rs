//! Viet Nam: e-invoices and online declarations.

mod comments;
pub mod declaration;
mod define;
pub mod invoice;
mod reading;
mod recognise;
pub mod set;
pub mod signing;
mod sources;
mod tax_code;
pub mod totals;
pub mod trust;
pub mod words;

use crate::rules::Rule;

pub use reading::Reading;
pub use recognise::Family;
pub use recognise::InvoiceNodes;
pub use recognise::Recognised;
pub use recognise::recognise;
pub use sources::SOURCES;
pub use sources::Source;

/// Every rule of this profile.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    invoice::RULES.iter().chain(declaration::RULES).copied().chain([set::RULES, signing::RULES]).flatten().copied()
}
