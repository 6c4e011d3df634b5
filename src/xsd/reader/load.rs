//! Collects the documents of a schema and the components that they declare.

use std::cell::OnceCell;

use hashbrown::HashMap;
use hashbrown::HashSet;

use super::Reference;
use super::Resolver;
use super::SchemaDocument;
use super::components::Compiler;
use super::components::Component;
use super::components::DocumentInfo;
use super::components::parts;
use super::doctype::without_doctype;
use crate::Limits;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::Source;
use crate::xsd::Schema;
use crate::xsd::SchemaError;
use crate::xsd::model::XS;

/// Documents of one schema. The largest published families hold about 200.
const DOCUMENTS: usize = 1_000;

/// Grows while what it holds is borrowed.
struct Chain<T> {
    value: OnceCell<T>,
    next: OnceCell<Box<Self>>,
}

impl<T> Chain<T> {
    const fn new() -> Self {
        Self { value: OnceCell::new(), next: OnceCell::new() }
    }

    fn push(&self, value: T) -> &T {
        let mut link = self;
        while link.value.get().is_some() {
            link = link.next.get_or_init(|| Box::new(Self::new()));
        }
        link.value.get_or_init(|| value)
    }
}

pub(super) fn compile(documents: &[SchemaDocument<'_>], resolver: &dyn Resolver) -> Result<Schema, SchemaError> {
    let bytes = Chain::new();
    let sources = Chain::new();
    let trees = Chain::new();
    let mut loader = Loader {
        given: documents,
        resolver,
        bytes: &bytes,
        sources: &sources,
        trees: &trees,
        parsed: HashMap::default(),
        entered: HashSet::default(),
        compiler: Compiler::new(),
    };
    for document in documents {
        loader.enter(document, None)?;
    }
    loader.compiler.finish()
}

struct Loader<'a, 'c> {
    given: &'a [SchemaDocument<'a>],
    resolver: &'a dyn Resolver,
    bytes: &'c Chain<Vec<u8>>,
    sources: &'c Chain<Source<'c>>,
    trees: &'c Chain<Document<'c>>,
    parsed: HashMap<Box<str>, &'c Document<'c>, foldhash::fast::RandomState>,
    /// Address and target namespace of the documents whose components are collected.
    entered: HashSet<(Box<str>, Box<str>), foldhash::fast::RandomState>,
    compiler: Compiler<'c>,
}

impl<'c> Loader<'_, 'c> {
    /// Collects the components of a document and of what it refers to. `includer` is the target namespace of the document that
    /// includes or redefines it. The recursion is bounded by [`DOCUMENTS`], and in practice by the nesting of includes.
    fn enter(&mut self, given: &SchemaDocument<'_>, includer: Option<&str>) -> Result<(), SchemaError> {
        let document = self.parse(given)?;
        let root = document.root();
        if !root.is(XS, "schema") {
            return Err(SchemaError::new("src-schema", root.name().qualified()).at(given.location(), 1, 1));
        }
        let own = root.attribute("targetNamespace");
        let target: Box<str> = match (&own, includer) {
            // A document without namespace takes that of the one that includes it (§4.2.1, "chameleon").
            (None, Some(includer)) => includer.into(),
            (Some(own), Some(includer)) if own != includer => {
                return Err(SchemaError::new("src-include", &**own).at(given.location(), 1, 1));
            }
            (Some(own), _) => (&**own).into(),
            (None, None) => Box::default(),
        };
        if !self.entered.insert((given.location().into(), target.clone())) {
            return Ok(());
        }
        if self.entered.len() > DOCUMENTS {
            return Err(SchemaError::new("taxdoc-documents", given.location()));
        }
        let info = DocumentInfo::new(document, given.location(), &target, own.is_none());
        let index = self.compiler.add_document(info)?;
        for child in parts(root) {
            match child.local_name() {
                "include" => {
                    if let Some(found) = self.find(child, given.location(), None) {
                        self.enter(&found, Some(&target))?;
                    }
                }
                "import" => {
                    let namespace = child.attribute("namespace");
                    if namespace.as_deref().unwrap_or_default() == &*target {
                        return Err(self.compiler.error("src-import", child, index));
                    }
                    self.compiler.imports(index, namespace.as_deref().unwrap_or_default());
                    if let Some(found) = self.find(child, given.location(), Some(namespace.as_deref())) {
                        let expected = namespace.as_deref();
                        let root = self.parse(&found)?.root();
                        if root.is(XS, "schema") && root.attribute("targetNamespace").as_deref() != expected {
                            return Err(self.compiler.error("src-import", child, index));
                        }
                        self.enter(&found, None)?;
                    }
                }
                "redefine" => self.redefine(child, given.location(), &target, index)?,
                _ => self.compiler.declare(child, index)?,
            }
        }
        Ok(())
    }

    fn redefine(&mut self, node: Node<'c>, base: &str, target: &str, document: usize) -> Result<(), SchemaError> {
        if let Some(found) = self.find(node, base, None) {
            self.enter(&found, Some(target))?;
        }
        let mut known = HashSet::default();
        for child in parts(node) {
            self.compiler.redefine(child, document, &mut known)?;
        }
        Ok(())
    }

    /// The document that a reference means. `import` is the imported namespace for an import.
    fn find(&self, node: Node<'c>, base: &str, import: Option<Option<&str>>) -> Option<SchemaDocument<'static>> {
        let location = node.attribute("schemaLocation");
        if let Some(location) = &location {
            let address = Reference::relative(base, location);
            if let Some(known) = self.given.iter().find(|given| given.location() == address || given.location() == &**location) {
                return Some(owned(known));
            }
        }
        let namespace = import.flatten();
        let reference = Reference { namespace, location: location.as_deref(), base };
        if let Some(found) = self.resolver.resolve(&reference) {
            return Some(owned(&found));
        }
        // Last, an import by its namespace among the documents at hand: their addresses are the caller's, not the author's.
        let namespace = import?;
        self.given.iter().find(|given| target_namespace(&given.bytes).as_deref() == namespace).map(owned)
    }

    fn parse(&mut self, given: &SchemaDocument<'_>) -> Result<&'c Document<'c>, SchemaError> {
        if let Some(known) = self.parsed.get(given.location()) {
            return Ok(known);
        }
        let fatal = |fault: crate::xml::Fault| {
            let error = SchemaError::new(fault.rule().code, fault.to_string());
            let place = fault.place().map_or((1, 1), |place| (place.line, place.column));
            error.at(given.location(), small(place.0), small(place.1))
        };
        let limits = Limits { name: 64 << 10, ..Limits::default() };
        let bytes = self.bytes.push(without_doctype(&given.bytes).into_owned());
        let source = self.sources.push(Source::decode(bytes, &limits).map_err(fatal)?);
        let document = self.trees.push(Document::parse(source, &limits).map_err(fatal)?);
        if document.root().is(XS, "schema") {
            super::grammar::check(document, given.location())?;
        }
        self.parsed.insert(given.location().into(), document);
        Ok(document)
    }
}

impl<'c> Compiler<'c> {
    /// Keeps a global component.
    fn declare(&mut self, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        let (kind, name) = self.component_name(node, document);
        self.add_component(kind, name, Component { node, document, redefined: None })
    }
}

fn owned(document: &SchemaDocument<'_>) -> SchemaDocument<'static> {
    SchemaDocument::new(document.location.clone().into_owned(), document.bytes.clone().into_owned())
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The target namespace of a document that is not needed otherwise.
fn target_namespace(bytes: &[u8]) -> Option<String> {
    let limits = Limits::default();
    let bytes = without_doctype(bytes);
    let source = Source::decode(&bytes, &limits).ok()?;
    let document = Document::parse(&source, &limits).ok()?;
    document.root().attribute("targetNamespace").map(std::borrow::Cow::into_owned)
}
