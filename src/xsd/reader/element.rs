//! Element declarations (XSD 1.0 Part 1 §3.3).

use super::components::Compiler;
use super::components::ComponentKind;
use super::components::PendingValue;
use super::components::is_true;
use super::components::parts;
use crate::xml::Node;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;
use crate::xsd::model::Element;
use crate::xsd::model::NamespaceId;
use crate::xsd::model::to_u32;

impl<'c> Compiler<'c> {
    /// The declaration of a global element, compiled at its first use.
    pub(super) fn global_element(&mut self, component: usize) -> Result<ElementId, SchemaError> {
        if let Some(&known) = self.compiled_elements.get(&component) {
            return Ok(known);
        }
        let Some(found) = self.component(component) else { return Err(SchemaError::new("src-resolve", "")) };
        let (node, document) = (found.node, found.document);
        let namespace = self.target(document);
        let id = self.reserve_element(node, document, namespace)?;
        self.compiled_elements.insert(component, id);
        self.deeper(node, document, |compiler| compiler.apart(|compiler| compiler.compile_element(id, node, document, true)))?;
        Ok(id)
    }

    /// A declaration inside a content model.
    pub(super) fn local_element(&mut self, node: Node<'c>, document: usize) -> Result<ElementId, SchemaError> {
        let by_default = self.documents.get(document).is_some_and(|info| info.qualified_elements);
        let is_qualified = node.attribute("form").map_or(by_default, |form| form.trim() == "qualified");
        let namespace = if is_qualified { self.target(document) } else { NamespaceId::NONE };
        let id = self.reserve_element(node, document, namespace)?;
        self.compile_element(id, node, document, false)?;
        Ok(id)
    }

    fn reserve_element(&mut self, node: Node<'c>, document: usize, namespace: NamespaceId) -> Result<ElementId, SchemaError> {
        let Some(name) = node.attribute("name") else { return Err(self.error("src-element.2.1", node, document)) };
        let name = name.trim_matches([' ', '\t', '\n', '\r']);
        let symbol = self.builder.schema.names.intern(namespace, name);
        self.declared.push((node, document));
        self.builder.schema.elements.push(Element {
            symbol,
            type_: Builtin::AnyType.into(),
            tag: 0,
            nillable: false,
            is_abstract: false,
            block: 0,
            final_: 0,
            value: None,
            head: None,
            identity: (0, 0),
            global: false,
        });
        Ok(ElementId(to_u32(self.builder.schema.elements.len() - 1)))
    }

    fn compile_element(&mut self, id: ElementId, node: Node<'c>, document: usize, global: bool) -> Result<(), SchemaError> {
        let head = match node.attribute("substitutionGroup") {
            Some(name) => {
                let symbol = self.qname(&name, node, document)?;
                match self.resolve_if_there(ComponentKind::Element, symbol, &name, node, document)? {
                    Some(component) => {
                        let head = self.global_element(component)?;
                        self.substitutions.push((id, head, node, document));
                        Some(head)
                    }
                    None => None,
                }
            }
            None => None,
        };
        let type_ = self.element_type(node, document, head)?;
        let value = self.value_constraint(node, document)?;
        if value.is_some() {
            self.values.push(PendingValue { element: id.0, node, document });
        }
        let block = self.derivations(node, "block", document);
        let final_ = if global { self.derivations(node, "final", document) } else { 0 };
        let identity = self.identity_constraints(node, document)?;
        if let Some(element) = self.builder.schema.elements.get_mut(id.0 as usize) {
            element.type_ = type_;
            element.nillable = is_true(node, "nillable");
            element.is_abstract = is_true(node, "abstract");
            element.block = block;
            element.final_ = final_;
            element.value = value;
            element.head = head;
            element.global = global;
            element.identity = identity;
        }
        Ok(())
    }

    fn element_type(&mut self, node: Node<'c>, document: usize, head: Option<ElementId>) -> Result<TypeId, SchemaError> {
        let inline = parts(node).find(|child| matches!(child.local_name(), "simpleType" | "complexType"));
        match (node.attribute("type"), inline) {
            (Some(_), Some(_)) => Err(self.error("src-element.3", node, document)),
            (Some(name), None) => {
                let type_ = self.type_reference(&name, node, document)?;
                if type_ == Builtin::Notation.into() {
                    return Err(self.error("enumeration-required-notation", node, document));
                }
                Ok(type_)
            }
            (None, Some(inline)) => {
                let id = self.reserve_type(None);
                // Not compiled at once: it may be derived from the very type that it stands in.
                self.queued_types.push((id, inline, document, None));
                Ok(id)
            }
            (None, None) => Ok(head.map_or(Builtin::AnyType.into(), |head| self.builder.schema.element(head).type_)),
        }
    }
}
