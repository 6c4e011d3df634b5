//! The components of a schema and how references to them are resolved.

use std::borrow::Cow;

use hashbrown::HashMap;
use hashbrown::HashSet;

use super::conditional::included;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Node;
use crate::xml::Spot;
use crate::xsd::Builder;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::SchemaError;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::datatype::ValueContext;
use crate::xsd::datatype::is_ncname;
use crate::xsd::model::AttributeUse;
use crate::xsd::model::Declared;
use crate::xsd::model::Kind;
use crate::xsd::model::NamespaceId;
use crate::xsd::model::Particle;
use crate::xsd::model::Type;
use crate::xsd::model::UNBOUNDED;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::Wildcard;
use crate::xsd::model::XS;
use crate::xsd::model::to_u32;

/// The namespace of `xml:lang` and its like.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Components compiled inside one another: chains of derivations, groups in groups, anonymous types in anonymous types. Real schemas
/// stay below 20. Bounds the recursion of the reader.
const DEPTH: usize = 100;
/// Particles of all content models together: references to groups are copied, and a hostile schema could double at every level.
const PARTICLES: usize = 4_000_000;

pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The kinds of named components; each has its own symbol space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ComponentKind {
    Attribute,
    AttributeGroup,
    Element,
    Group,
    Notation,
    Type,
}

/// A named component where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component<'c> {
    pub(super) node: Node<'c>,
    pub(super) document: usize,
    /// What it redefines.
    pub(super) redefined: Option<usize>,
}

/// What the root of a document says about everything in it.
pub(super) struct DocumentInfo<'c> {
    tree: &'c Document<'c>,
    location: Box<str>,
    target: Box<str>,
    pub(super) target_id: NamespaceId,
    /// Whether it has taken on the namespace of another document.
    is_chameleon: bool,
    imports: Vec<Box<str>>,
    pub(super) qualified_elements: bool,
    pub(super) qualified_attributes: bool,
    pub(super) block: Cow<'c, str>,
    pub(super) final_: Cow<'c, str>,
}

impl<'c> DocumentInfo<'c> {
    pub(super) fn new(tree: &'c Document<'c>, location: &str, target: &str, has_no_namespace: bool) -> Self {
        let root = tree.root();
        let is_qualified = |name| root.attribute(name).is_some_and(|form| form.trim() == "qualified");
        Self {
            tree,
            location: location.into(),
            target: target.into(),
            target_id: NamespaceId::NONE,
            is_chameleon: has_no_namespace && !target.is_empty(),
            imports: Vec::new(),
            qualified_elements: is_qualified("elementFormDefault"),
            qualified_attributes: is_qualified("attributeFormDefault"),
            block: root.attribute("blockDefault").unwrap_or_default(),
            final_: root.attribute("finalDefault").unwrap_or_default(),
        }
    }
}

/// A value constraint whose type may not be compiled yet.
pub(super) struct PendingValue<'c> {
    pub(super) element: u32,
    pub(super) node: Node<'c>,
    pub(super) document: usize,
}

/// The attributes of a complex type or of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeSet {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) prohibited: Vec<Symbol>,
    pub(super) wildcard: Option<Wildcard>,
}

/// The names of the identity constraints, which have a symbol space of their own, and the references among them.
#[derive(Default)]
pub(super) struct IdentityNames<'c> {
    pub(super) known: Map<Symbol, (u32, Node<'c>)>,
    pub(super) references: Vec<KeyReference<'c>>,
}

/// A `refer` whose key may not be read yet.
pub(super) struct KeyReference<'c> {
    pub(super) constraint: u32,
    pub(super) key: Symbol,
    pub(super) node: Node<'c>,
    pub(super) document: usize,
}

/// Everything known while a schema is compiled.
pub(super) struct Compiler<'c> {
    pub(super) builder: Builder,
    pub(super) documents: Vec<DocumentInfo<'c>>,
    components: Vec<Component<'c>>,
    pub(super) names: Map<(ComponentKind, Symbol), usize>,
    /// By component: what it became.
    pub(super) compiled_types: Map<usize, TypeId>,
    pub(super) compiled_elements: Map<usize, ElementId>,
    pub(super) compiled_attributes: Map<usize, u32>,
    pub(super) compiled_groups: Map<usize, (Particle, usize)>,
    pub(super) compiled_attribute_groups: Map<usize, AttributeSet>,
    /// Components being compiled, outermost first: one that meets itself is circular.
    open: Vec<(ComponentKind, usize)>,
    depth: usize,
    particles: usize,
    /// Types whose number is given but which are not compiled yet.
    pub(super) queued_types: Vec<(TypeId, Node<'c>, usize, Option<usize>)>,
    pub(super) finished_types: HashSet<TypeId, foldhash::fast::RandomState>,
    /// Names that are nowhere, and what stands for the types among them.
    missing: HashSet<(ComponentKind, Symbol), foldhash::fast::RandomState>,
    absent_types: Map<Symbol, TypeId>,
    /// By type: its content as particles, which extensions build on.
    pub(super) contents: Map<TypeId, Particle>,
    pub(super) attribute_sets: Map<TypeId, AttributeSet>,
    /// By element: where it is declared.
    pub(super) declared: Vec<(Node<'c>, usize)>,
    /// By type: where it is defined.
    pub(super) places: Map<TypeId, (Node<'c>, usize)>,
    /// Complex types derived by restriction with content of elements.
    pub(super) restrictions: Vec<(TypeId, Node<'c>, usize)>,
    /// Groups that redefine others without holding them.
    pub(super) redefinitions: Vec<usize>,
    pub(super) values: Vec<PendingValue<'c>>,
    pub(super) substitutions: Vec<(ElementId, ElementId, Node<'c>, usize)>,
    pub(super) identity: IdentityNames<'c>,
}

impl<'c> Compiler<'c> {
    pub(super) fn new() -> Self {
        Self {
            builder: Builder::new(),
            documents: Vec::new(),
            components: Vec::new(),
            names: Map::default(),
            compiled_types: Map::default(),
            compiled_elements: Map::default(),
            compiled_attributes: Map::default(),
            compiled_groups: Map::default(),
            compiled_attribute_groups: Map::default(),
            open: Vec::new(),
            depth: 0,
            particles: 0,
            queued_types: Vec::new(),
            finished_types: HashSet::default(),
            missing: HashSet::default(),
            absent_types: Map::default(),
            contents: Map::default(),
            attribute_sets: Map::default(),
            declared: Vec::new(),
            places: Map::default(),
            restrictions: Vec::new(),
            redefinitions: Vec::new(),
            values: Vec::new(),
            substitutions: Vec::new(),
            identity: IdentityNames::default(),
        }
    }

    pub(super) fn add_document(&mut self, mut info: DocumentInfo<'c>) -> Result<usize, SchemaError> {
        info.target_id = self.builder.schema.names.intern_namespace(&info.target);
        self.documents.push(info);
        Ok(self.documents.len() - 1)
    }

    pub(super) fn imports(&mut self, document: usize, namespace: &str) {
        if let Some(info) = self.documents.get_mut(document) {
            info.imports.push(namespace.into());
        }
    }

    pub(super) fn target(&self, document: usize) -> NamespaceId {
        self.documents.get(document).map_or(NamespaceId::NONE, |info| info.target_id)
    }

    /// An error at a node.
    pub(super) fn error(&self, rule: &'static str, node: Node<'c>, document: usize) -> SchemaError {
        let subject = ["name", "ref", "value", "base", "type", "schemaLocation", "namespace"]
            .iter()
            .find_map(|attribute| node.attribute(attribute))
            .unwrap_or(Cow::Borrowed(node.name().qualified()));
        self.locate(SchemaError::new(rule, &*subject), node, document)
    }

    pub(super) fn locate(&self, error: SchemaError, node: Node<'c>, document: usize) -> SchemaError {
        if error.place().is_some() {
            return error;
        }
        let Some(info) = self.documents.get(document) else { return error };
        let place = Locator::new(info.tree).place(Spot::Node(node.id()));
        error.at(&info.location, to_u32(place.line), to_u32(place.column))
    }

    /// Tells the schema where its elements are declared: one pass over each document, in its order.
    pub(super) fn keep_places(&mut self) {
        let mut order: Vec<usize> = (0..self.declared.len()).collect();
        let key = |index: &usize| self.declared.get(*index).map(|(node, document)| (*document, node.id()));
        order.sort_unstable_by_key(key);
        let schema = &mut self.builder.schema;
        schema.documents = self.documents.iter().map(|info| info.location.clone()).collect();
        schema.declared = vec![Declared::default(); self.declared.len()];
        let mut locators: Vec<Locator<'c>> = self.documents.iter().map(|info| Locator::new(info.tree)).collect();
        for index in order {
            let Some(&(node, document)) = self.declared.get(index) else { continue };
            let (Some(locator), Some(place)) = (locators.get_mut(document), schema.declared.get_mut(index)) else { continue };
            let (line, column) = locator.line_and_column(node.id());
            *place = Declared { document: to_u32(document), line: to_u32(line), column: to_u32(column) };
        }
    }

    /// Kind and name of a child of `schema` that declares something.
    pub(super) fn component_name(&mut self, node: Node<'c>, document: usize) -> (ComponentKind, Symbol) {
        let kind = match node.local_name() {
            "attribute" => ComponentKind::Attribute,
            "attributeGroup" => ComponentKind::AttributeGroup,
            "element" => ComponentKind::Element,
            "group" => ComponentKind::Group,
            "notation" => ComponentKind::Notation,
            _ => ComponentKind::Type,
        };
        let name = node.attribute("name").unwrap_or_default();
        let target = self.target(document);
        (kind, self.builder.schema.names.intern(target, name.trim()))
    }

    pub(super) fn add_component(
        &mut self,
        kind: ComponentKind,
        name: Symbol,
        component: Component<'c>,
    ) -> Result<(), SchemaError> {
        if let Some(&known) = self.names.get(&(kind, name)) {
            let same = self.components.get(known).is_some_and(|known| known.node == component.node);
            if same {
                return Ok(());
            }
            return Err(self.error("sch-props-correct", component.node, component.document));
        }
        self.names.insert((kind, name), self.components.len());
        self.components.push(component);
        Ok(())
    }

    pub(super) fn replace_component(
        &mut self,
        kind: ComponentKind,
        name: Symbol,
        mut component: Component<'c>,
        must_restrict: bool,
    ) -> Result<(), SchemaError> {
        let Some(&old) = self.names.get(&(kind, name)) else {
            return Err(self.error("src-redefine", component.node, component.document));
        };
        component.redefined = Some(old);
        self.names.insert((kind, name), self.components.len());
        if must_restrict {
            self.redefinitions.push(self.components.len());
        }
        self.components.push(component);
        Ok(())
    }

    pub(super) fn component(&self, index: usize) -> Option<Component<'c>> {
        self.components.get(index).copied()
    }

    /// The expanded name that a qualified name means at a node (Part 1 §3.15.3).
    pub(super) fn qname(&mut self, text: &str, node: Node<'c>, document: usize) -> Result<Symbol, SchemaError> {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        if !is_ncname(local) || (text.contains(':') && !is_ncname(prefix)) {
            return Err(self.locate(SchemaError::new("s4s-att-invalid-value", text), node, document));
        }
        let bound = node.namespace_of(prefix);
        if bound.is_none() && !prefix.is_empty() {
            return Err(self.locate(SchemaError::new("src-resolve", text), node, document));
        }
        let chameleon =
            self.documents.get(document).filter(|info| info.is_chameleon && bound.is_none()).map(|info| info.target_id);
        let namespace = match chameleon {
            Some(target) => target,
            None => self.builder.schema.names.intern_namespace(bound.unwrap_or_default()),
        };
        Ok(self.builder.schema.names.intern(namespace, local))
    }

    /// The component that a qualified name means. A redefinition that names itself means what it redefines (§4.2.2).
    pub(super) fn resolve(
        &mut self,
        kind: ComponentKind,
        text: &str,
        node: Node<'c>,
        document: usize,
    ) -> Result<usize, SchemaError> {
        let symbol = self.qname(text, node, document)?;
        self.resolve_symbol(kind, symbol)
            .ok_or_else(|| self.locate(SchemaError::new("src-resolve", text.trim()), node, document))
            .and_then(|index| {
                self.check_imported(symbol, text, node, document)?;
                Ok(index)
            })
    }

    /// The same where the component may be missing, which then is kept for [`Schema::unresolved`](crate::xsd::Schema::unresolved)
    /// (§5.3). Types and heads of substitution groups may; what a content model or a set of attributes is made of may not.
    pub(super) fn resolve_if_there(
        &mut self,
        kind: ComponentKind,
        symbol: Symbol,
        text: &str,
        node: Node<'c>,
        document: usize,
    ) -> Result<Option<usize>, SchemaError> {
        self.check_imported(symbol, text, node, document)?;
        let found = self.resolve_symbol(kind, symbol);
        if found.is_none() {
            let error = self.locate(SchemaError::new("src-resolve", text.trim()), node, document);
            // Nothing will ever be added to the namespace of the built-in types.
            if self.builder.schema.names.expanded(symbol).0 == XS {
                return Err(error);
            }
            if self.missing.insert((kind, symbol)) {
                self.builder.schema.unresolved.push(error);
            }
        }
        Ok(found)
    }

    /// The type of a name that is nowhere.
    pub(super) fn absent_type(&mut self, symbol: Symbol) -> TypeId {
        if let Some(&known) = self.absent_types.get(&symbol) {
            return known;
        }
        let id = self.reserve_type(Some(symbol));
        self.set_absent(id, symbol);
        self.absent_types.insert(symbol, id);
        id
    }

    /// Makes a type one that nothing can be validated against, for want of the type of that name.
    pub(super) fn set_absent(&mut self, id: TypeId, missing: Symbol) {
        if let Some(type_) = self.type_mut(id) {
            type_.kind = Kind::Absent(missing);
        }
    }

    fn resolve_symbol(&self, kind: ComponentKind, symbol: Symbol) -> Option<usize> {
        let index = self.names.get(&(kind, symbol)).copied()?;
        let mut found = index;
        // The component being compiled right now, if it is (a redefinition of) this one.
        for &(open_kind, open) in self.open.iter().rev().take(1) {
            if open_kind == kind && self.is_version_of(index, open) {
                found = self.components.get(open).and_then(|component| component.redefined).unwrap_or(index);
            }
        }
        Some(found)
    }

    /// Whether `older` is `newest` or one of those that it redefines, one after the other.
    fn is_version_of(&self, newest: usize, older: usize) -> bool {
        let mut current = Some(newest);
        while let Some(index) = current {
            if index == older {
                return true;
            }
            current = self.components.get(index).and_then(|component| component.redefined);
        }
        false
    }

    /// src-resolve 4: a namespace is named only where it is imported.
    pub(super) fn check_imported(&self, symbol: Symbol, text: &str, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        let (uri, _) = self.builder.schema.names.expanded(symbol);
        let Some(info) = self.documents.get(document) else { return Ok(()) };
        if *info.target == *uri || info.imports.iter().any(|imported| &**imported == uri) {
            return Ok(());
        }
        Err(self.locate(SchemaError::new("src-resolve", text.trim()), node, document))
    }

    /// Runs `work` with a component open, which catches circles and bounds the depth.
    pub(super) fn within<T>(
        &mut self,
        kind: ComponentKind,
        component: usize,
        circular: &'static str,
        work: impl FnOnce(&mut Self, Component<'c>) -> Result<T, SchemaError>,
    ) -> Result<T, SchemaError> {
        let Some(found) = self.component(component) else { return Err(SchemaError::new("src-resolve", "")) };
        if self.open.contains(&(kind, component)) {
            return Err(self.error(circular, found.node, found.document));
        }
        self.open.push((kind, component));
        let result = self.deeper(found.node, found.document, |compiler| work(compiler, found));
        self.open.pop();
        result
    }

    /// Runs `work` with the components that are open set aside: what it compiles stands for itself.
    pub(super) fn apart<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let open = std::mem::take(&mut self.open);
        let result = work(self);
        self.open = open;
        result
    }

    pub(super) fn deeper<T>(
        &mut self,
        node: Node<'c>,
        document: usize,
        work: impl FnOnce(&mut Self) -> Result<T, SchemaError>,
    ) -> Result<T, SchemaError> {
        self.depth += 1;
        let result = if self.depth > DEPTH { Err(self.error("taxdoc-schema-depth", node, document)) } else { work(self) };
        self.depth -= 1;
        result
    }

    /// Counts particles against the bound.
    pub(super) fn spend(&mut self, particles: usize, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        self.particles = self.particles.saturating_add(particles);
        if self.particles > PARTICLES { Err(self.error("taxdoc-schema-size", node, document)) } else { Ok(()) }
    }

    /// The built-in type of a name, if it is one.
    pub(super) fn builtin(&self, symbol: Symbol) -> Option<Builtin> {
        let (uri, local) = self.builder.schema.names.expanded(symbol);
        if uri == XS { Builtin::from_name(local) } else { None }
    }

    /// The attributes that XML itself defines, for schemas that import its namespace without a document.
    pub(super) fn xml_attribute(&mut self, symbol: Symbol) -> Option<TypeId> {
        let (uri, local) = self.builder.schema.names.expanded(symbol);
        if uri != XML {
            return None;
        }
        match local {
            "lang" => Some(Builtin::Language.into()),
            "space" => Some(Builtin::NcName.into()),
            "base" => Some(Builtin::AnyUri.into()),
            "id" => Some(Builtin::Id.into()),
            _ => None,
        }
    }

    /// Reserves the number of a type.
    pub(super) fn reserve_type(&mut self, name: Option<Symbol>) -> TypeId {
        let any = Builtin::AnyType;
        let id = self.builder.add_type(any.into(), crate::xsd::model::Derivation::Restriction, Kind::reserved());
        if let Some(type_) = self.builder.schema.types.get_mut(id.0 as usize) {
            type_.name = name;
        }
        id
    }

    pub(super) fn type_mut(&mut self, id: TypeId) -> Option<&mut Type> {
        self.builder.schema.types.get_mut(id.0 as usize)
    }

    /// The value constraint that `default` or `fixed` of a node state. Its key is worked out later.
    pub(super) fn value_constraint(&self, node: Node<'c>, document: usize) -> Result<Option<ValueConstraint>, SchemaError> {
        match (node.attribute("default"), node.attribute("fixed")) {
            (Some(_), Some(_)) => {
                let rule = if node.local_name() == "element" { "src-element.1" } else { "src-attribute.1" };
                Err(self.error(rule, node, document))
            }
            (Some(text), None) => Ok(Some(ValueConstraint { fixed: false, text: (&*text).into(), key: Box::default() })),
            (None, Some(text)) => Ok(Some(ValueConstraint { fixed: true, text: (&*text).into(), key: Box::default() })),
            (None, None) => Ok(None),
        }
    }
}

/// Namespaces as they are bound at a node of a schema document.
pub(super) struct NodeContext<'c, 'k> {
    pub(super) node: Node<'c>,
    pub(super) document: usize,
    pub(super) compiler: &'k Compiler<'c>,
}

impl ValueContext for NodeContext<'_, '_> {
    fn is_notation(&self, namespace: &str, local: &str) -> bool {
        let names = &self.compiler.builder.schema.names;
        let symbol = names.namespace(namespace).and_then(|namespace| names.symbol(namespace, local));
        symbol.is_some_and(|symbol| self.compiler.names.contains_key(&(ComponentKind::Notation, symbol)))
    }

    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        let bound = self.node.namespace_of(prefix).map(Cow::Borrowed);
        if bound.is_some() || !prefix.is_empty() {
            return bound;
        }
        // Wherever the absent namespace would have stood, stands that of the including document (§4.2.1): a value without prefix names
        // what is declared beside it.
        let chameleon = self.compiler.documents.get(self.document).filter(|info| info.is_chameleon);
        Some(chameleon.map_or(Cow::Borrowed(""), |info| Cow::Borrowed(&info.target)))
    }
}

/// Child elements that are for XSD 1.0 and are not annotations.
pub(super) fn parts<'c>(node: Node<'c>) -> impl Iterator<Item = Node<'c>> {
    node.elements().filter(|child| child.local_name() != "annotation" && included(*child))
}

/// A `nonNegativeInteger`, which the schema for schemas has seen to. What is beyond counting is as good as the greatest number.
pub(super) fn count(text: &str) -> u32 {
    const GREATEST: u32 = UNBOUNDED - 1;
    if text.starts_with('-') { 0 } else { text.parse().unwrap_or(GREATEST).min(GREATEST) }
}

/// A truth value as `xs:boolean` writes it.
pub(super) fn is_true(node: Node<'_>, attribute: &str) -> bool {
    node.attribute(attribute).is_some_and(|value| matches!(value.trim(), "true" | "1"))
}
