//! A complete XML 1.0 (fifth edition) and Namespaces in XML 1.0 processor that refuses DOCTYPE.
//!
//! [`Source::decode`] turns the bytes of a file into text, [`Document::parse`] turns the text into an arena tree that borrows from
//! it. Both stop at the first [`Fault`], as XML demands of a fatal error. Nodes know their bytes, so that a [`Locator`] can say line,
//! column and XPath when asked.
//!
//! `scanner` splits the text into the pieces of the grammar, `checks` holds each against the recommendations, `builder` makes the tree.
//! A [`Reader`] reads what is larger than memory: there quick-xml finds the pieces in its buffer, and the same checks run. For the tree
//! quick-xml took half of the time of a whole validation: it looks at UTF-8, end tags and prefixes of its own, and leaves out so much
//! that every piece must be checked again.
//!
//! ```
//! use taxdoc::Limits;
//! use taxdoc::xml::{Document, Source};
//!
//! let limits = Limits::default();
//! let source = Source::decode(b"<HDon><SHDon>7</SHDon></HDon>", &limits)?;
//! let document = Document::parse(&source, &limits)?;
//! let number = document.root().child("SHDon").unwrap();
//! assert_eq!(number.text(), "7");
//! # Ok::<(), taxdoc::xml::Fault>(())
//! ```

mod attributes;
mod builder;
mod chars;
mod checks;
mod declaration;
mod fault;
mod interner;
mod location;
mod names;
mod node;
mod scanner;
mod source;
mod stream;
mod tree;

pub use attributes::Attribute;
pub use chars::escape;
pub use chars::is_char;
pub use chars::is_name;
pub use chars::is_name_char;
pub use chars::is_name_start;
pub use chars::is_ncname;
pub use chars::is_space;
pub use chars::trim;
pub use fault::Fault;
pub use fault::RULES;
pub use location::Locator;
pub use location::Place;
pub use location::Spot;
pub use names::Name;
pub use names::NameId;
pub use node::Attributes;
pub use node::Children;
pub use node::Declarations;
pub use node::Descendants;
pub use node::Elements;
pub use node::Node;
pub use source::Source;
pub use stream::Event;
pub use stream::Reader;
pub use stream::StreamAttribute;
pub use stream::StreamError;
pub use stream::StreamPlace;
pub use tree::Document;
pub use tree::NodeId;
pub use tree::NodeKind;

/// The namespace that the prefix `xml` is bound to (Namespaces in XML §3).
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace that the prefix `xmlns` is bound to (Namespaces in XML §3).
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";
