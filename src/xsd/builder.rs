//! Builds a schema from a program's tables, without XSD text.
//!
//! ```
//! use taxdoc::xsd::{Builtin, Child, Complex, Facet, Schema, TypeId};
//! let mut builder = Schema::builder();
//! let name = builder.simple_type(Builtin::String, &[Facet::MaxLength(400)])?;
//! let amount = builder.simple_type(Builtin::Decimal, &[Facet::TotalDigits(21), Facet::FractionDigits(6)])?;
//! let line = builder.complex(Complex::new().child(Child::new("Ten", name).tag(1)).child(Child::new("ThTien", amount).tag(2).optional()))?;
//! builder.root(Child::new("HHDVu", line));
//! let schema = builder.finish()?;
//! # assert!(schema.size().0 == 3);
//! # Ok::<(), taxdoc::xsd::SchemaError>(())
//! ```

use super::Builtin;
use super::Facet;
use super::SchemaError;
use super::datatype::Simple;
use super::datatype::Variety;
use super::model::AttributeUse;
use super::model::Complex as ComplexType;
use super::model::Content;
use super::model::Derivation;
use super::model::Element;
use super::model::ElementId;
use super::model::Kind;
use super::model::Model;
use super::model::NONE;
use super::model::Names;
use super::model::Particle;
use super::model::ProcessContents;
use super::model::Schema;
use super::model::Symbol;
use super::model::Term;
use super::model::Type;
use super::model::TypeId;
use super::model::UNBOUNDED;
use super::model::Wildcard;
use super::model::XsiNames;
use super::model::to_u32;

/// A schema in the making.
#[derive(Debug)]
pub struct Builder {
    pub(crate) schema: Schema,
    anything: Option<TypeId>,
}

/// An element where it may stand: its name, type and how often. Starts as exactly once, in no namespace.
#[derive(Clone, Copy, Debug)]
pub struct Child<'n> {
    namespace: &'n str,
    name: &'n str,
    type_: TypeId,
    min: u32,
    max: u32,
    tag: u32,
    nillable: bool,
}

impl<'n> Child<'n> {
    /// An element of that name and type that stands exactly once.
    #[must_use]
    pub fn new(name: &'n str, type_: impl Into<TypeId>) -> Self {
        Self { namespace: "", name, type_: type_.into(), min: 1, max: 1, tag: 0, nillable: false }
    }

    /// The same in a namespace.
    #[must_use]
    pub const fn in_namespace(mut self, namespace: &'n str) -> Self {
        self.namespace = namespace;
        self
    }

    /// The same at least so often.
    #[must_use]
    pub const fn min(mut self, min: u32) -> Self {
        self.min = min;
        self
    }

    /// The same at most so often.
    #[must_use]
    pub const fn max(mut self, max: u32) -> Self {
        self.max = max;
        self
    }

    /// The same, which may be left out.
    #[must_use]
    pub const fn optional(self) -> Self {
        self.min(0)
    }

    /// The same, as often as one likes.
    #[must_use]
    pub const fn repeated(self) -> Self {
        self.max(UNBOUNDED)
    }

    /// The same with a number of the user's own, which comes back in every fault that concerns this element.
    #[must_use]
    pub const fn tag(mut self, tag: u32) -> Self {
        self.tag = tag;
        self
    }

    /// The same, which `xsi:nil` may leave without content.
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }
}

/// Content with elements in it, in the making. Without further calls it has no attributes and its children keep their order.
#[derive(Clone, Debug, Default)]
pub struct Complex<'n> {
    name: Option<&'n str>,
    children: Vec<Item<'n>>,
    attributes: Vec<(&'n str, TypeId, bool)>,
    unordered: bool,
    any_attribute: bool,
}

#[derive(Clone, Copy, Debug)]
enum Item<'n> {
    Child(Child<'n>),
    Any(ProcessContents),
}

impl<'n> Complex<'n> {
    /// Content without elements.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more child behind the others.
    #[must_use]
    pub fn child(mut self, child: Child<'n>) -> Self {
        self.children.push(Item::Child(child));
        self
    }

    /// The same with more children behind the others.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Child<'n>>) -> Self {
        self.children.extend(children.into_iter().map(Item::Child));
        self
    }

    /// The same with any elements behind the others, as many as one likes.
    #[must_use]
    pub fn any(mut self, process: ProcessContents) -> Self {
        self.children.push(Item::Any(process));
        self
    }

    /// The same whose children may come in any order. A departure from the declared order is still reported, as
    /// [`FaultKind::MisplacedElement`](super::FaultKind::MisplacedElement), once for each parent.
    #[must_use]
    pub const fn unordered(mut self) -> Self {
        self.unordered = true;
        self
    }

    /// The same with an attribute (in no namespace).
    #[must_use]
    pub fn attribute(mut self, name: &'n str, type_: impl Into<TypeId>) -> Self {
        self.attributes.push((name, type_.into(), false));
        self
    }

    /// The same with an attribute (in no namespace) that must stand.
    #[must_use]
    pub fn required_attribute(mut self, name: &'n str, type_: impl Into<TypeId>) -> Self {
        self.attributes.push((name, type_.into(), true));
        self
    }

    /// The same on which any attribute may stand.
    #[must_use]
    pub const fn any_attribute(mut self) -> Self {
        self.any_attribute = true;
        self
    }

    /// The same as a named type; [`Schema::to_xsd`] then writes it once.
    #[must_use]
    pub const fn named(mut self, name: &'n str) -> Self {
        self.name = Some(name);
        self
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A schema with nothing but the built-in types.
    #[must_use]
    pub fn new() -> Self {
        let mut names = Names::new();
        let xsi = XsiNames::intern(&mut names);
        let mut builder = Self {
            schema: Schema {
                names,
                types: Vec::with_capacity(Builtin::ALL.len() * 2),
                elements: Vec::new(),
                attributes: Vec::new(),
                models: Vec::new(),
                global_elements: Vec::new(),
                global_attributes: Vec::new(),
                global_types: Vec::new(),
                identity: Vec::new(),
                xsi,
                unresolved: Vec::new(),
                documents: Vec::new(),
                declared: Vec::new(),
            },
            anything: None,
        };
        for builtin in Builtin::ALL {
            builder.add_builtin(builtin);
        }
        builder
    }

    fn add_builtin(&mut self, builtin: Builtin) {
        let kind = if builtin == Builtin::AnyType {
            let content = self.any_content(Wildcard::ANY_LAX);
            Kind::Complex(ComplexType { attributes: Box::default(), any_attribute: Some(Wildcard::ANY_LAX), content })
        } else {
            Kind::Simple(Simple::builtin(builtin))
        };
        let derivation = if builtin.item().is_some() { Derivation::List } else { Derivation::Restriction };
        let base = builtin.base().into();
        self.schema.types.push(Type { name: None, base, derivation, is_abstract: false, block: 0, final_: 0, kind });
    }

    fn any_content(&mut self, wildcard: Wildcard) -> Content {
        let any = Particle { min: 0, max: UNBOUNDED, term: Term::Wildcard(wildcard) };
        let model = Model::compile(&any, |_, _| {});
        debug_assert!(model.is_ok());
        match model {
            Ok(model) => {
                self.schema.models.push(model);
                Content::Elements { model: to_u32(self.schema.models.len() - 1), mixed: true }
            }
            Err(_) => Content::Empty,
        }
    }

    /// A simple type derived by restriction.
    ///
    /// # Errors
    /// When a facet does not apply to the base, a value of a facet is not a value of the base, or a pattern cannot be read.
    pub fn simple_type(&mut self, base: impl Into<TypeId>, facets: &[Facet<'_>]) -> Result<TypeId, SchemaError> {
        let base = base.into();
        let simple = match self.schema.simple(base) {
            Some(simple) => simple.restrict(&self.schema.types, facets)?,
            None => return Err(SchemaError::new("st-props-correct", self.type_name(base))),
        };
        Ok(self.add_type(base, Derivation::Restriction, Kind::Simple(simple)))
    }

    /// A list of values of an atomic or union type, divided by white space.
    ///
    /// # Errors
    /// When the item type is complex or itself a list.
    pub fn list(&mut self, item: impl Into<TypeId>) -> Result<TypeId, SchemaError> {
        let item = item.into();
        match self.schema.simple(item) {
            Some(simple) if !matches!(simple.variety, Variety::List(_)) => {
                Ok(self.add_type(Builtin::AnySimpleType.into(), Derivation::List, Kind::Simple(Simple::list(item))))
            }
            _ => Err(SchemaError::new("cos-st-restricts", self.type_name(item))),
        }
    }

    /// A value of any of several simple types; the first that accepts it decides.
    ///
    /// # Errors
    /// When a member is a complex type.
    pub fn union(&mut self, members: &[TypeId]) -> Result<TypeId, SchemaError> {
        if let Some(&complex) = members.iter().find(|&&member| self.schema.simple(member).is_none()) {
            return Err(SchemaError::new("cos-st-restricts", self.type_name(complex)));
        }
        Ok(self.add_type(Builtin::AnySimpleType.into(), Derivation::Union, Kind::Simple(Simple::union(members.into()))))
    }

    /// A type with element content.
    ///
    /// # Errors
    /// When the content is too large, or two children of an unordered type have the same name.
    pub fn complex(&mut self, complex: Complex<'_>) -> Result<TypeId, SchemaError> {
        let attributes = self.attribute_uses(&complex)?;
        let mut children = Vec::with_capacity(complex.children.len());
        for item in &complex.children {
            children.push(match *item {
                Item::Child(child) => {
                    let element = self.add_element(child);
                    Particle { min: child.min, max: child.max, term: Term::Element(element) }
                }
                Item::Any(process) => {
                    let wildcard = Wildcard { process, ..Wildcard::ANY_SKIP };
                    Particle { min: 0, max: UNBOUNDED, term: Term::Wildcard(wildcard) }
                }
            });
        }
        let content = if children.is_empty() {
            Content::Empty
        } else {
            let term = if complex.unordered { Term::Unordered(children) } else { Term::Sequence(children) };
            let elements = &self.schema.elements;
            let model = Model::compile(&Particle::once(term), |element, found| {
                if let Some(declaration) = elements.get(element.0 as usize) {
                    found.push((declaration.symbol, element));
                }
            })
            .map_err(|_| SchemaError::new("taxdoc-model-size", complex.name.unwrap_or_default()))?;
            let twice = complex.unordered
                && model.entries().iter().zip(model.entries().iter().skip(1)).any(|(one, next)| one.symbol == next.symbol);
            if twice {
                return Err(SchemaError::new("cos-nonambig", complex.name.unwrap_or_default()));
            }
            self.schema.models.push(model);
            Content::Elements { model: to_u32(self.schema.models.len() - 1), mixed: false }
        };
        let any_attribute = complex.any_attribute.then_some(Wildcard::ANY_SKIP);
        let kind = Kind::Complex(ComplexType { attributes, any_attribute, content });
        let id = self.add_type(Builtin::AnyType.into(), Derivation::Restriction, kind);
        self.name_type(id, complex.name);
        Ok(id)
    }

    /// A simple value on an element that may carry attributes. Children given in `complex` are not used.
    ///
    /// # Errors
    /// When `value` is not a simple type.
    pub fn simple_content(&mut self, value: impl Into<TypeId>, complex: Complex<'_>) -> Result<TypeId, SchemaError> {
        let value = value.into();
        if self.schema.simple(value).is_none() {
            return Err(SchemaError::new("src-ct", self.type_name(value)));
        }
        let attributes = self.attribute_uses(&complex)?;
        let any_attribute = complex.any_attribute.then_some(Wildcard::ANY_SKIP);
        let kind = Kind::Complex(ComplexType { attributes, any_attribute, content: Content::Simple(value) });
        let id = self.add_type(value, Derivation::Extension, kind);
        self.name_type(id, complex.name);
        Ok(id)
    }

    /// The type of an element whose content and attributes are nobody's business here, such as a signature.
    pub fn anything(&mut self) -> TypeId {
        if let Some(known) = self.anything {
            return known;
        }
        let content = self.any_content(Wildcard::ANY_SKIP);
        let kind = Kind::Complex(ComplexType { attributes: Box::default(), any_attribute: Some(Wildcard::ANY_SKIP), content });
        let id = self.add_type(Builtin::AnyType.into(), Derivation::Restriction, kind);
        self.anything = Some(id);
        id
    }

    /// An element at which a document may start. Its bounds are not used. The last one of a name counts.
    pub fn root(&mut self, child: Child<'_>) -> ElementId {
        let element = self.add_element(child);
        if let Some(declaration) = self.schema.elements.get_mut(element.0 as usize) {
            declaration.global = true;
            let symbol = declaration.symbol;
            set_global(&mut self.schema.global_elements, symbol, element.0);
        }
        element
    }

    /// The finished schema.
    ///
    /// # Errors
    /// When there is no root.
    pub fn finish(self) -> Result<Schema, SchemaError> {
        if self.schema.global_elements.is_empty() {
            return Err(SchemaError::new("taxdoc-no-root", ""));
        }
        Ok(self.schema)
    }

    fn add_element(&mut self, child: Child<'_>) -> ElementId {
        let namespace = self.schema.names.intern_namespace(child.namespace);
        let symbol = self.schema.names.intern(namespace, child.name);
        self.schema.elements.push(Element {
            symbol,
            type_: child.type_,
            tag: child.tag,
            nillable: child.nillable,
            is_abstract: false,
            block: 0,
            final_: 0,
            value: None,
            head: None,
            identity: (0, 0),
            global: false,
        });
        ElementId(to_u32(self.schema.elements.len() - 1))
    }

    fn attribute_uses(&mut self, complex: &Complex<'_>) -> Result<Box<[AttributeUse]>, SchemaError> {
        let mut uses = Vec::with_capacity(complex.attributes.len());
        for &(name, type_, required) in &complex.attributes {
            let symbol = self.schema.names.intern(super::model::NamespaceId::NONE, name);
            if self.schema.simple(type_).is_none() {
                return Err(SchemaError::new("src-attribute", name));
            }
            uses.push(AttributeUse { symbol, type_, required, value: None });
        }
        uses.sort_unstable_by_key(|attribute| attribute.symbol);
        Ok(uses.into_boxed_slice())
    }

    pub(crate) fn add_type(&mut self, base: TypeId, derivation: Derivation, kind: Kind) -> TypeId {
        self.schema.types.push(Type { name: None, base, derivation, is_abstract: false, block: 0, final_: 0, kind });
        TypeId(to_u32(self.schema.types.len() - 1))
    }

    fn name_type(&mut self, id: TypeId, name: Option<&str>) {
        let Some(name) = name else { return };
        let symbol = self.schema.names.intern(super::model::NamespaceId::NONE, name);
        if let Some(type_) = self.schema.types.get_mut(id.0 as usize) {
            type_.name = Some(symbol);
        }
        set_global(&mut self.schema.global_types, symbol, id.0);
    }

    fn type_name(&self, id: TypeId) -> String {
        self.schema.type_name(id).to_owned()
    }
}

/// Puts a number into a table by symbol.
pub(crate) fn set_global(table: &mut Vec<u32>, symbol: Symbol, id: u32) {
    let index = symbol.0 as usize;
    if table.len() <= index {
        table.resize(index + 1, NONE);
    }
    if let Some(place) = table.get_mut(index) {
        *place = id;
    }
}

impl Schema {
    /// Starts a schema without XSD text.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The name of a type, or of the nearest named type that it is derived from.
    #[must_use]
    pub fn type_name(&self, id: TypeId) -> &str {
        let mut current = id;
        for _ in 0..=self.types.len() {
            if let Some(builtin) = Builtin::ALL.get(current.0 as usize) {
                return builtin.name();
            }
            let definition = self.type_(current);
            if let Some(name) = definition.name {
                return self.names.local(name);
            }
            current = definition.base;
        }
        ""
    }
}
