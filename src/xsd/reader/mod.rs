//! Reads XSD documents into the schema model.

mod attributes;
mod check;
mod complex;
mod components;
mod conditional;
mod doctype;
mod element;
mod grammar;
mod identity;
mod link;
mod load;
mod redefine;
mod simple;

use std::borrow::Cow;

use super::Schema;
use super::SchemaError;

/// A schema document in memory.
#[derive(Clone, Debug)]
pub struct SchemaDocument<'b> {
    location: Cow<'b, str>,
    bytes: Cow<'b, [u8]>,
}

impl<'b> SchemaDocument<'b> {
    /// A document of that address (a path, a URL, any name that tells documents apart) and content.
    #[must_use]
    pub fn new(location: impl Into<Cow<'b, str>>, bytes: impl Into<Cow<'b, [u8]>>) -> Self {
        Self { location: location.into(), bytes: bytes.into() }
    }

    /// Its address.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }
}

/// A reference of one schema document to another: `import`, `include` or `redefine`.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'r> {
    namespace: Option<&'r str>,
    location: Option<&'r str>,
    base: &'r str,
}

impl<'r> Reference<'r> {
    /// The namespace that is imported; `None` for `include`, `redefine` and the import of components without namespace.
    #[must_use]
    pub const fn namespace(&self) -> Option<&'r str> {
        self.namespace
    }

    /// The `schemaLocation` as written: relative, with backslashes, an http address, whatever the author thought right.
    #[must_use]
    pub const fn location(&self) -> Option<&'r str> {
        self.location
    }

    /// The address of the document that refers.
    #[must_use]
    pub const fn base(&self) -> &'r str {
        self.base
    }

    /// The location against the base by the rules of paths, backslashes taken as slashes; `None` without a location.
    ///
    /// ```
    /// # use taxdoc::xsd::Reference;
    /// assert_eq!(Reference::relative("a/b/main.xsd", "..\\common/x.xsd"), "a/common/x.xsd");
    /// assert_eq!(Reference::relative("a/main.xsd", "http://h/x.xsd"), "http://h/x.xsd");
    /// ```
    #[must_use]
    pub fn relative(base: &str, location: &str) -> String {
        let location = location.trim().replace('\\', "/");
        if location.contains("://") || location.starts_with('/') {
            return location;
        }
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut steps: Vec<&str> = if folder.is_empty() { Vec::new() } else { folder.split('/').collect() };
        for step in location.split('/') {
            match step {
                "." | "" => {}
                ".." if steps.last().is_some_and(|last| *last != ".." && !last.is_empty()) => {
                    steps.pop();
                }
                step => steps.push(step),
            }
        }
        steps.join("/")
    }
}

/// Finds the documents that schema documents refer to. The library opens nothing itself.
pub trait Resolver {
    /// The document that a reference means. `None` leaves the reference open, which is no fault by itself (XSD 1.0 Part 1 §4.2.3):
    /// what is missing then is told where it is used. Two references to one document must give the same address.
    fn resolve(&self, reference: &Reference<'_>) -> Option<SchemaDocument<'_>>;
}

/// A resolver that knows no documents beyond those given to [`compile`].
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to it")]
pub struct NoDocuments;

impl Resolver for NoDocuments {
    fn resolve(&self, _reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
        None
    }
}

/// Compiles a schema from one or more documents and what they refer to.
///
/// A reference is first looked up among `documents` (by address, then an import by namespace), then handed to the resolver.
///
/// A reference to a type or to the head of a substitution group that is nowhere is no error by itself: see [`Schema::unresolved`]. One to
/// a base type, an element, an attribute or a group is: without it there is no content to compile.
///
/// # Errors
/// The first rule of the standard that a document breaks, with its place.
///
/// ```
/// use taxdoc::xsd::{NoDocuments, SchemaDocument, compile};
/// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:element name="SHDon" type="xs:positiveInteger"/>
/// </xs:schema>"#;
/// let schema = compile(&[SchemaDocument::new("invoice.xsd", text.as_slice())], &NoDocuments)?;
/// assert_eq!(schema.size().0, 1);
///
/// let broken = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:simpleType name="number"><xs:restriction base="Missing"/></xs:simpleType></xs:schema>"#;
/// let error = compile(&[SchemaDocument::new("invoice.xsd", broken.as_slice())], &NoDocuments).unwrap_err();
/// assert_eq!(error.rule(), "src-resolve");
/// assert_eq!(error.place(), Some(("invoice.xsd", 2, 32)));
/// # Ok::<(), taxdoc::xsd::SchemaError>(())
/// ```
pub fn compile(documents: &[SchemaDocument<'_>], resolver: &dyn Resolver) -> Result<Schema, SchemaError> {
    load::compile(documents, resolver)
}
