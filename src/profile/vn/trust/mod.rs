//! Whom Viet Nam trusts: the anchors and issuing authorities of its two hierarchies, as facts, and how certificates name their holder.

mod holder;

use crate::pki::TrustTable;

pub use holder::Holder;
pub use holder::HolderKind;
pub use holder::holder_of;
pub use holder::tax_code_of;

/// The anchors of the public and of the government hierarchy and the authorities whose certificates chain to them, one a row.
///
/// `tests/pki/trust_table.rs` rebuilds every row from the certificates and fails on any difference; what was left out, and why, stands at the end of
/// the file. Old anchors are never removed: old invoices stay valid. Authorities for tests and trials are never added.
pub static TRUST_TABLE: TrustTable = TrustTable::new(include_str!("anchors_and_issuers.tsv"));

/// The hierarchy of the licensed certification authorities, which sellers and taxpayers use.
pub const PUBLIC: &str = "public";
/// The hierarchy of the Government Cipher Committee (Ban Cơ yếu Chính phủ), which the tax authority uses.
pub const GOVERNMENT: &str = "government";
