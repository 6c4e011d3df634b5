//! XML Schema: one compiled model, read from XSD documents or from tables, and the validator that runs it.

mod builder;
mod datatype;
mod error;
mod fault;
mod identity;
mod model;
mod pattern;
mod rules;
mod validator;

pub use builder::Builder;
pub use builder::Child;
pub use builder::Complex;
pub use datatype::Builtin;
pub use datatype::Facet;
pub use datatype::FacetName;
pub use datatype::WhiteSpace;
pub use error::SchemaError;
pub use fault::At;
pub use fault::Fault;
pub use fault::FaultKind;
pub use model::ElementId;
pub use model::ProcessContents;
pub use model::Schema;
pub use model::Symbol;
pub use model::TypeId;
pub use rules::RULES;
pub use validator::ContentPolicy;
pub use validator::Descend;
pub use validator::EmptyElements;
pub use validator::NameTable;
pub use validator::Run;
pub use validator::Scope;
