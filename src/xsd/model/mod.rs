//! The compiled schema: flat tables that the validator indexes by number. Immutable, `Send` and `Sync`.

mod content;
mod names;
mod particle;

use super::Builtin;
use super::SchemaError;
use super::datatype::Simple;
use super::datatype::Variety;
use super::identity::Constraint;

pub(crate) use content::Entry;
pub(crate) use content::Model;
pub(crate) use content::ModelKind;
pub(crate) use content::NodeId as ModelNode;
pub(crate) use content::NodeKind;
pub(crate) use content::START;
pub use names::Name;
pub(crate) use names::Names;
pub(crate) use names::NamespaceId;
pub use names::Symbol;
pub(crate) use names::to_u32;
pub(crate) use particle::Particle;
pub(crate) use particle::Term;
pub(crate) use particle::UNBOUNDED;
pub(crate) use particle::times;

/// No entry in a table of numbers.
pub(crate) const NONE: u32 = u32::MAX;

/// A compiled schema. Build one with [`Schema::builder`] or from XSD documents.
#[derive(Debug)]
pub struct Schema {
    pub(crate) names: Names,
    pub(crate) types: Vec<Type>,
    pub(crate) elements: Vec<Element>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) models: Vec<Model>,
    /// By symbol: the global element of that name, or [`NONE`].
    pub(crate) global_elements: Vec<u32>,
    /// By symbol: the global attribute of that name, or [`NONE`].
    pub(crate) global_attributes: Vec<u32>,
    /// By symbol: the type of that name, or [`NONE`].
    pub(crate) global_types: Vec<u32>,
    /// Those of one element declaration stand together.
    pub(crate) identity: Vec<Constraint>,
    /// The names of the attributes that every element may carry.
    pub(crate) xsi: XsiNames,
    /// References to what is nowhere.
    pub(crate) unresolved: Vec<SchemaError>,
    /// The addresses of the schema documents.
    pub(crate) documents: Vec<Box<str>>,
    /// By element: where it is declared. Empty for a schema that was built without documents.
    pub(crate) declared: Vec<Declared>,
}

/// Where a component is declared: which of [`Schema::documents`], line and column from 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Declared {
    pub(crate) document: u32,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The numbers of the four `xsi` attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct XsiNames {
    pub(crate) namespace: NamespaceId,
    pub(crate) type_: Symbol,
    pub(crate) nil: Symbol,
    pub(crate) schema_location: Symbol,
    pub(crate) no_namespace_schema_location: Symbol,
}

/// Unions in unions that are looked into.
const UNIONS: u32 = 50;
/// The namespace of `xsi:type` and `xsi:nil`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace of schema documents.
pub(crate) const XS: &str = "http://www.w3.org/2001/XMLSchema";

impl XsiNames {
    pub(crate) fn intern(names: &mut Names) -> Self {
        let namespace = names.intern_namespace(XSI);
        Self {
            namespace,
            type_: names.intern(namespace, "type"),
            nil: names.intern(namespace, "nil"),
            schema_location: names.intern(namespace, "schemaLocation"),
            no_namespace_schema_location: names.intern(namespace, "noNamespaceSchemaLocation"),
        }
    }
}

/// A type of one schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(crate) u32);

impl From<Builtin> for TypeId {
    fn from(builtin: Builtin) -> Self {
        Self(builtin as u32)
    }
}

/// An element declaration of one schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub(crate) u32);

/// How a type comes from its base; also a bit of `block` and `final` sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derivation {
    Restriction = 1,
    Extension = 2,
    List = 4,
    Union = 8,
}

/// The bit of `block` that forbids substitution.
pub(crate) const BLOCK_SUBSTITUTION: u8 = 16;

/// A type definition.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) name: Option<Symbol>,
    pub(crate) base: TypeId,
    pub(crate) derivation: Derivation,
    pub(crate) is_abstract: bool,
    /// Derivations that may not stand in for this type through `xsi:type`.
    pub(crate) block: u8,
    /// Derivations that may not be made from this type.
    pub(crate) final_: u8,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// Nothing can be validated against it, because the type of that name, which it is or is made of, is nowhere (Part 1 §5.3).
    Absent(Symbol),
    Simple(Simple),
    Complex(Complex),
}

/// The part of a complex type that an instance is held against.
#[derive(Debug)]
pub(crate) struct Complex {
    /// Sorted by symbol.
    pub(crate) attributes: Box<[AttributeUse]>,
    pub(crate) any_attribute: Option<Wildcard>,
    pub(crate) content: Content,
}

/// What may stand between the tags of a complex type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing.
    Empty,
    /// A value of a simple type.
    Simple(TypeId),
    /// Elements, and text among them if `mixed`.
    Elements { model: u32, mixed: bool },
}

/// An attribute where it is used.
#[derive(Clone, Debug)]
pub(crate) struct AttributeUse {
    pub(crate) symbol: Symbol,
    pub(crate) type_: TypeId,
    pub(crate) required: bool,
    pub(crate) value: Option<ValueConstraint>,
}

/// A global attribute declaration.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) type_: TypeId,
    pub(crate) value: Option<ValueConstraint>,
}

/// A default or fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueConstraint {
    pub(crate) fixed: bool,
    /// As written in the schema.
    pub(crate) text: Box<str>,
    /// Its key in the value space (see `Simple::key`).
    pub(crate) key: Box<str>,
}

/// An element declaration.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) symbol: Symbol,
    pub(crate) type_: TypeId,
    /// The number that the builder's user gave it, 0 if none.
    pub(crate) tag: u32,
    pub(crate) nillable: bool,
    pub(crate) is_abstract: bool,
    pub(crate) block: u8,
    pub(crate) final_: u8,
    pub(crate) value: Option<ValueConstraint>,
    /// The head of its substitution group.
    pub(crate) head: Option<ElementId>,
    /// Range of identity constraints.
    pub(crate) identity: (u32, u32),
    /// The global declaration that it is, so that two references compare equal.
    pub(crate) global: bool,
}

/// Which namespaces a wildcard takes (Part 1 §3.10.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceSet {
    Any,
    /// Any but this one and none.
    Not(NamespaceId),
    /// Sorted.
    OneOf(Box<[NamespaceId]>),
}

impl NamespaceSet {
    pub(crate) fn allows(&self, namespace: NamespaceId) -> bool {
        match self {
            Self::Any => true,
            Self::Not(other) => namespace != *other && namespace != NamespaceId::NONE,
            Self::OneOf(set) => set.contains(&namespace),
        }
    }
}

/// How what a wildcard takes is validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the standard has these three")]
pub enum ProcessContents {
    /// Not at all.
    Skip,
    /// Against a declaration, if there is one.
    Lax,
    /// Against a declaration, which there must be.
    Strict,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wildcard {
    pub(crate) namespaces: NamespaceSet,
    pub(crate) process: ProcessContents,
}

impl Wildcard {
    pub(crate) const ANY_LAX: Self = Self { namespaces: NamespaceSet::Any, process: ProcessContents::Lax };
    pub(crate) const ANY_SKIP: Self = Self { namespaces: NamespaceSet::Any, process: ProcessContents::Skip };
}

impl Schema {
    pub(crate) fn type_(&self, id: TypeId) -> &Type {
        lookup(&self.types, id.0)
    }

    pub(crate) fn element(&self, id: ElementId) -> &Element {
        lookup(&self.elements, id.0)
    }

    pub(crate) fn model(&self, id: u32) -> &Model {
        lookup(&self.models, id)
    }

    pub(crate) fn attribute(&self, id: u32) -> &Attribute {
        lookup(&self.attributes, id)
    }

    pub(crate) fn constraint(&self, id: u32) -> &Constraint {
        lookup(&self.identity, id)
    }

    pub(crate) fn global_element(&self, symbol: Symbol) -> Option<ElementId> {
        by_symbol(&self.global_elements, symbol).map(ElementId)
    }

    pub(crate) fn global_type(&self, symbol: Symbol) -> Option<TypeId> {
        by_symbol(&self.global_types, symbol).map(TypeId)
    }

    pub(crate) fn global_attribute(&self, symbol: Symbol) -> Option<u32> {
        by_symbol(&self.global_attributes, symbol)
    }

    /// The simple type of that number, or `None` when it is a complex one.
    pub(crate) fn simple(&self, id: TypeId) -> Option<&Simple> {
        match &self.type_(id).kind {
            Kind::Simple(simple) => Some(simple),
            Kind::Absent(_) | Kind::Complex(_) => None,
        }
    }

    /// The name of the missing type because of which nothing can be validated against that one.
    pub(crate) fn absent(&self, id: TypeId) -> Option<Symbol> {
        match self.type_(id).kind {
            Kind::Absent(name) => Some(name),
            _ => None,
        }
    }

    /// The local name of an element declaration.
    #[must_use]
    pub fn element_name(&self, element: ElementId) -> &str {
        self.names.local(self.element(element).symbol)
    }

    /// Where an element is declared: the address of the schema document, line and column (both from 1). `None` in a schema that was
    /// built without documents.
    #[must_use]
    pub fn declared(&self, element: ElementId) -> Option<(&str, u32, u32)> {
        let place = self.declared.get(element.0 as usize)?;
        Some((self.documents.get(place.document as usize)?, place.line, place.column))
    }

    /// The tag that a builder's user gave the declaration, 0 if none.
    #[must_use]
    pub fn tag(&self, element: ElementId) -> u32 {
        self.element(element).tag
    }

    /// The number of an expanded name (an empty namespace for none), whether the schema mentions it or not.
    #[must_use]
    pub fn name(&self, namespace: &str, local: &str) -> Name {
        self.names.resolve(namespace, local)
    }

    /// Namespace (empty if none) and local name behind a symbol.
    #[must_use]
    pub fn expanded(&self, symbol: Symbol) -> (&str, &str) {
        self.names.expanded(symbol)
    }

    /// The references to types and to heads of substitution groups that are nowhere, each name once, in the order in which they were met.
    ///
    /// They do not make the schema useless: a part that no document needs may be missing (XSD 1.0 Part 1 §5.3). An element or attribute
    /// whose type is missing is invalid wherever it stands ([`FaultKind::AbsentType`](super::FaultKind::AbsentType)); a declaration whose
    /// head is missing stands for itself alone. Whoever hands the schema on should mend them.
    ///
    /// ```
    /// use taxdoc::xsd::{NoDocuments, SchemaDocument, compile};
    /// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    ///   <xs:element name="SHDon" type="Missing"/></xs:schema>"#;
    /// let schema = compile(&[SchemaDocument::new("invoice.xsd", text.as_slice())], &NoDocuments)?;
    /// let unresolved = &schema.unresolved()[0];
    /// assert_eq!((unresolved.rule(), unresolved.subject()), ("src-resolve", "Missing"));
    /// assert_eq!(unresolved.place(), Some(("invoice.xsd", 2, 3)));
    /// # Ok::<(), taxdoc::xsd::SchemaError>(())
    /// ```
    #[must_use]
    pub fn unresolved(&self) -> &[SchemaError] {
        &self.unresolved
    }

    /// How many element declarations, types and content models it holds, for measuring.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        (self.elements.len(), self.types.len(), self.models.len())
    }

    /// The same for types of elements and attributes: what is derived from a member of a union may stand for the union.
    pub(crate) fn substitutable(&self, type_: TypeId, base: TypeId) -> Option<u8> {
        self.substitutable_within(type_, base, UNIONS)
    }

    fn substitutable_within(&self, type_: TypeId, base: TypeId, depth: u32) -> Option<u8> {
        if let Some(methods) = self.derivation_path(type_, base) {
            return Some(methods);
        }
        let Variety::Union(members) = &self.simple(base)?.variety else { return None };
        let depth = depth.checked_sub(1)?;
        members.iter().find_map(|&member| self.substitutable_within(type_, member, depth))
    }

    /// Whether a value of `type_` may stand where `base` is asked for, and by which derivations (bits of [`Derivation`]).
    pub(crate) fn derivation_path(&self, type_: TypeId, base: TypeId) -> Option<u8> {
        let mut methods = 0;
        let mut current = type_;
        // A chain is at most as long as the table; each step goes to another type or to `anyType`.
        for _ in 0..=self.types.len() {
            if current == base {
                return Some(methods);
            }
            if current == TypeId::from(Builtin::AnyType) {
                return None;
            }
            let definition = self.type_(current);
            methods |= definition.derivation as u8;
            current = definition.base;
        }
        None
    }
}

#[expect(clippy::indexing_slicing, reason = "ids are made only by the tables they index, and a schema never loses a row")]
fn lookup<T>(table: &[T], id: u32) -> &T {
    &table[id as usize]
}

fn by_symbol(table: &[u32], symbol: Symbol) -> Option<u32> {
    table.get(symbol.0 as usize).copied().filter(|&id| id != NONE)
}
