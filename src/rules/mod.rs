//! What a rule is: a permanent code, a severity, a stage, its basis in a law or a standard, and its texts in two languages.
//!
//! Rules are data. Each engine keeps the rules it can break beside its code as `static` [`Rule`]s; the texts are filled from typed
//! [`Param`]s, so that no code builds a message. [`catalogue`] lists them all.

mod catalogue;
mod rule;
mod text;

pub use catalogue::catalogue;
pub use rule::Basis;
pub use rule::Rule;
pub use rule::Severity;
pub use rule::Stage;
pub use text::Language;
pub use text::Note;
pub use text::Param;
pub use text::Params;
pub use text::Template;
