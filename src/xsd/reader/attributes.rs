//! Attribute declarations, uses, groups and wildcards (XSD 1.0 Part 1 §3.2, §3.4, §3.6, §3.10).

use super::components::AttributeSet;
use super::components::Compiler;
use super::components::ComponentKind;
use super::components::NodeContext;
use super::components::parts;
use crate::xml::Node;
use crate::xsd::Builtin;
use crate::xsd::ProcessContents;
use crate::xsd::SchemaError;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::constraints::wildcards::intersection;
use crate::xsd::datatype::Simple;
use crate::xsd::model::Attribute;
use crate::xsd::model::AttributeUse;
use crate::xsd::model::NamespaceId;
use crate::xsd::model::NamespaceSet;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::Wildcard;
use crate::xsd::model::to_u32;

impl<'c> Compiler<'c> {
    /// The attributes that stand in a node.
    pub(super) fn attributes_in(&mut self, node: Node<'c>, document: usize) -> Result<AttributeSet, SchemaError> {
        let mut set = AttributeSet::default();
        let mut own_wildcard: Option<Wildcard> = None;
        let mut group_wildcard: Option<Wildcard> = None;
        for part in parts(node) {
            match part.local_name() {
                "attribute" => self.attribute_use(part, document, &mut set)?,
                "attributeGroup" => {
                    let name = part.attribute("ref").unwrap_or_default();
                    let component = self.resolve(ComponentKind::AttributeGroup, &name, part, document)?;
                    let group = self.attribute_group(component)?;
                    for attribute in &group.uses {
                        self.add_use(attribute.clone(), &mut set, part, document)?;
                    }
                    if let Some(wildcard) = &group.wildcard {
                        group_wildcard = match group_wildcard {
                            None => Some(wildcard.clone()),
                            Some(known) => Some(self.both(&known, wildcard, part, document)?),
                        };
                    }
                }
                "anyAttribute" => own_wildcard = Some(self.wildcard(part, document)),
                _ => {}
            }
        }
        set.wildcard = match (own_wildcard, group_wildcard) {
            (Some(own), Some(group)) => Some(self.both(&own, &group, node, document)?),
            (own, group) => own.or(group),
        };
        Ok(set)
    }

    /// What both wildcards allow (§3.4.2, complete wildcard), in the way of the first.
    fn both(&self, one: &Wildcard, other: &Wildcard, node: Node<'c>, document: usize) -> Result<Wildcard, SchemaError> {
        match intersection(&one.namespaces, &other.namespaces) {
            Some(namespaces) => Ok(Wildcard { namespaces, process: one.process }),
            None => {
                let rule = if node.local_name() == "attributeGroup" { "src-attribute_group.2" } else { "src-ct.4" };
                Err(self.error(rule, node, document))
            }
        }
    }

    fn attribute_use(&mut self, node: Node<'c>, document: usize, set: &mut AttributeSet) -> Result<(), SchemaError> {
        let how = node.attribute("use");
        let how = how.as_deref().map_or("optional", str::trim);
        let constraint = self.value_constraint(node, document)?;
        let required = how == "required";
        if constraint.as_ref().is_some_and(|constraint| !constraint.fixed) && how != "optional" {
            return Err(self.error("src-attribute.2", node, document));
        }
        let (symbol, type_, declared) = match (node.attribute("ref"), node.attribute("name")) {
            (Some(name), None) => {
                if node.attribute("type").is_some() || node.attribute("form").is_some() || parts(node).next().is_some() {
                    return Err(self.error("src-attribute.3.2", node, document));
                }
                let symbol = self.qname(&name, node, document)?;
                match self.resolve(ComponentKind::Attribute, &name, node, document) {
                    Ok(component) => {
                        let global = self.global_attribute(component)?;
                        let global = self.builder.schema.attribute(global);
                        (symbol, global.type_, global.value.clone())
                    }
                    Err(error) => match self.xml_attribute(symbol) {
                        Some(type_) => (symbol, type_, None),
                        None => return Err(error),
                    },
                }
            }
            (None, Some(name)) => {
                let by_default = self.documents.get(document).is_some_and(|info| info.qualified_attributes);
                let is_qualified = node.attribute("form").map_or(by_default, |form| form.trim() == "qualified");
                let namespace = if is_qualified { self.target(document) } else { NamespaceId::NONE };
                let symbol = self.attribute_name(&name, namespace, node, document)?;
                (symbol, self.attribute_type(node, document)?, None)
            }
            _ => return Err(self.error("src-attribute.3.1", node, document)),
        };
        if how == "prohibited" {
            set.prohibited.push(symbol);
            return Ok(());
        }
        let value = match (constraint, declared) {
            // au-props-correct 2: a fixed declaration may not be used with another value.
            (Some(own), Some(declared)) if declared.fixed => {
                let own = self.keyed(own, type_, node, document)?;
                if !own.fixed || own.key != declared.key {
                    return Err(self.error("au-props-correct.2", node, document));
                }
                Some(own)
            }
            (Some(own), _) => Some(self.keyed(own, type_, node, document)?),
            (None, declared) => declared,
        };
        self.add_use(AttributeUse { symbol, type_, required, value }, set, node, document)
    }

    /// ct-props-correct 4 and 5: no attribute twice, no two of type ID.
    pub(super) fn add_use(
        &self,
        attribute: AttributeUse,
        set: &mut AttributeSet,
        node: Node<'c>,
        document: usize,
    ) -> Result<(), SchemaError> {
        if set.uses.iter().any(|known| known.symbol == attribute.symbol) {
            return Err(self.error("ct-props-correct.4", node, document));
        }
        let is_id = |attribute: &AttributeUse| self.builder.schema.simple(attribute.type_).is_some_and(|simple| simple.is_id());
        if is_id(&attribute) && set.uses.iter().any(is_id) {
            return Err(self.error("ct-props-correct.5", node, document));
        }
        set.uses.push(attribute);
        Ok(())
    }

    fn attribute_name(
        &mut self,
        name: &str,
        namespace: NamespaceId,
        node: Node<'c>,
        document: usize,
    ) -> Result<Symbol, SchemaError> {
        let name = name.trim_matches([' ', '\t', '\n', '\r']);
        if name == "xmlns" {
            return Err(self.error("no-xmlns", node, document));
        }
        if namespace == self.builder.schema.xsi.namespace {
            return Err(self.error("no-xsi", node, document));
        }
        Ok(self.builder.schema.names.intern(namespace, name))
    }

    fn attribute_type(&mut self, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let inline = parts(node).find(|child| child.local_name() == "simpleType");
        match (node.attribute("type"), inline) {
            (Some(_), Some(_)) => Err(self.error("src-attribute.4", node, document)),
            (Some(name), None) => {
                let type_ = self.simple_reference(&name, node, document)?;
                if self.builder.schema.simple(type_).is_some_and(Simple::is_open_notation) {
                    return Err(self.error("enumeration-required-notation", node, document));
                }
                Ok(type_)
            }
            (None, Some(inline)) => self.inline_simple(inline, document),
            (None, None) => Ok(Builtin::AnySimpleType.into()),
        }
    }

    /// A value constraint with its key (a-props-correct 2 and 3).
    fn keyed(
        &self,
        mut constraint: ValueConstraint,
        type_: TypeId,
        node: Node<'c>,
        document: usize,
    ) -> Result<ValueConstraint, SchemaError> {
        let Some(simple) = self.builder.schema.simple(type_) else { return Ok(constraint) };
        let types = &self.builder.schema.types;
        let mut context = NodeContext { node, document, compiler: self };
        if simple.is_id() {
            return Err(self.error("a-props-correct.3", node, document));
        }
        if simple.check(types, &constraint.text, &mut context).is_err() {
            return Err(self.error("a-props-correct.2", node, document));
        }
        let mut key = String::new();
        simple.write_key(types, &constraint.text, &mut context, &mut key);
        constraint.key = key.into_boxed_str();
        Ok(constraint)
    }

    pub(super) fn global_attribute(&mut self, component: usize) -> Result<u32, SchemaError> {
        if let Some(&known) = self.compiled_attributes.get(&component) {
            return Ok(known);
        }
        let Some(found) = self.component(component) else { return Err(SchemaError::new("src-resolve", "")) };
        let (node, document) = (found.node, found.document);
        let name = node.attribute("name").unwrap_or_default();
        self.attribute_name(&name, self.target(document), node, document)?;
        let type_ = self.apart(|compiler| compiler.attribute_type(node, document))?;
        let value = match self.value_constraint(node, document)? {
            Some(constraint) => Some(self.keyed(constraint, type_, node, document)?),
            None => None,
        };
        let id = to_u32(self.builder.schema.attributes.len());
        self.builder.schema.attributes.push(Attribute { type_, value });
        self.compiled_attributes.insert(component, id);
        Ok(id)
    }

    pub(super) fn attribute_group(&mut self, component: usize) -> Result<AttributeSet, SchemaError> {
        if let Some(known) = self.compiled_attribute_groups.get(&component) {
            return Ok(known.clone());
        }
        let set = self.within(ComponentKind::AttributeGroup, component, "src-attribute_group.3", |compiler, found| {
            compiler.attributes_in(found.node, found.document)
        })?;
        self.compiled_attribute_groups.insert(component, set.clone());
        Ok(set)
    }

    /// The wildcard of `any` or `anyAttribute`.
    pub(super) fn wildcard(&mut self, node: Node<'c>, document: usize) -> Wildcard {
        let process = match node.attribute("processContents").as_deref().map(str::trim) {
            Some("lax") => ProcessContents::Lax,
            Some("skip") => ProcessContents::Skip,
            _ => ProcessContents::Strict,
        };
        let target = self.target(document);
        let namespaces = match node.attribute("namespace").as_deref().map(str::trim) {
            None | Some("##any") => NamespaceSet::Any,
            Some("##other") => NamespaceSet::Not(target),
            Some(list) => {
                let mut set = Vec::new();
                for word in list.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
                    set.push(match word {
                        "##targetNamespace" => target,
                        "##local" => NamespaceId::NONE,
                        uri => self.builder.schema.names.intern_namespace(uri),
                    });
                }
                set.sort_unstable();
                set.dedup();
                NamespaceSet::OneOf(set.into_boxed_slice())
            }
        };
        Wildcard { namespaces, process }
    }
}
