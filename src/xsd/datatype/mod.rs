//! Simple types: lexical spaces, value spaces and facets (XSD 1.0 Part 2). Independent of XML.

mod builtin;
mod decimal;
mod facet;
mod float;
mod lexical;
mod moment;
mod simple;
mod white_space;

pub use builtin::Builtin;
pub(crate) use decimal::Decimal;
pub use facet::Facet;
pub use facet::FacetName;
pub use facet::WhiteSpace;
pub(crate) use lexical::is_any_uri;
pub(crate) use lexical::is_name_character;
pub(crate) use lexical::is_name_start;
pub(crate) use lexical::is_ncname;
pub(crate) use lexical::is_string_of;
pub(crate) use lexical::qname;
pub(crate) use simple::Simple;
pub(crate) use simple::ValueContext;
pub(crate) use simple::Variety;
pub(crate) use simple::Violation;
pub(crate) use white_space::is_blank;
