//! What is done when every component is known: substitution groups, content models, values.

use super::components::Compiler;
use super::components::ComponentKind;
use super::components::NodeContext;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::SchemaError;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::builder::set_global;
use crate::xsd::constraints::restriction::Members;
use crate::xsd::model::BLOCK_SUBSTITUTION;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::Model;
use crate::xsd::model::NONE;
use crate::xsd::model::Particle;
use crate::xsd::model::Type;
use crate::xsd::model::to_u32;

impl Compiler<'_> {
    /// Compiles everything that was declared, then the content models.
    pub(super) fn finish(mut self) -> Result<Schema, SchemaError> {
        let names: Vec<((ComponentKind, Symbol), usize)> = {
            let mut names: Vec<_> = self.names.iter().map(|(&key, &index)| (key, index)).collect();
            names.sort_unstable_by_key(|(_, index)| *index);
            names
        };
        for ((kind, symbol), index) in names {
            match kind {
                ComponentKind::Attribute => {
                    let id = self.global_attribute(index)?;
                    set_global(&mut self.builder.schema.global_attributes, symbol, id);
                }
                ComponentKind::AttributeGroup => {
                    self.attribute_group(index)?;
                }
                ComponentKind::Element => {
                    let id = self.global_element(index)?;
                    set_global(&mut self.builder.schema.global_elements, symbol, id.0);
                }
                ComponentKind::Group => {
                    self.group(index)?;
                }
                ComponentKind::Notation => {}
                ComponentKind::Type => {
                    let id = self.global_type(index)?;
                    set_global(&mut self.builder.schema.global_types, symbol, id.0);
                }
            }
            self.drain()?;
        }
        let redefined = self.compile_redefined()?;
        self.link_substitutions()?;
        self.link_identity()?;
        let members = self.substitution_members();
        self.compile_models(&members)?;
        self.compile_values()?;
        self.check_models()?;
        self.check_restrictions(&members, &redefined)?;
        self.keep_places();
        Ok(self.builder.schema)
    }

    /// Compiles the types that were only numbered so far.
    pub(super) fn drain(&mut self) -> Result<(), SchemaError> {
        while let Some((id, node, document, component)) = self.queued_types.pop() {
            match component {
                Some(component) => {
                    self.type_of_component(component)?;
                }
                None => self.compile_type(id, node, document)?,
            }
        }
        Ok(())
    }

    /// Substitution groups: head and type must allow it (e-props-correct 3 and 4).
    fn link_substitutions(&mut self) -> Result<(), SchemaError> {
        for (member, head, node, document) in std::mem::take(&mut self.substitutions) {
            let schema = &self.builder.schema;
            let head_declaration = schema.element(head);
            let methods = schema.substitutable(schema.element(member).type_, head_declaration.type_);
            let is_absent = |element: ElementId| schema.absent(schema.element(element).type_).is_some();
            match methods {
                // What a type that is nowhere is derived from is not known (§5.3).
                _ if is_absent(member) || is_absent(head) => {}
                Some(methods) if methods & head_declaration.final_ == 0 => {}
                _ => return Err(self.error("e-props-correct.4", node, document)),
            }
            // A chain of heads must end.
            let mut current = Some(head);
            for _ in 0..=schema.elements.len() {
                let Some(above) = current else { break };
                if above == member {
                    return Err(self.error("e-props-correct.6", node, document));
                }
                current = schema.element(above).head;
            }
        }
        Ok(())
    }

    fn compile_models(&mut self, members: &Members) -> Result<(), SchemaError> {
        let mut contents: Vec<(TypeId, &Particle)> = self.contents.iter().map(|(id, particle)| (*id, particle)).collect();
        contents.sort_unstable_by_key(|(id, _)| *id);
        for (id, particle) in contents {
            let schema = &mut self.builder.schema;
            let elements = &schema.elements;
            let model = Model::compile(particle, |element, found| {
                let Some(declaration) = elements.get(element.0 as usize) else { return };
                match members.get(&element) {
                    Some(group) => {
                        found.extend(group.iter().filter_map(|&member| Some((elements.get(member.0 as usize)?.symbol, member))));
                    }
                    None => found.push((declaration.symbol, element)),
                }
            })
            .map_err(|_| SchemaError::new("taxdoc-model-size", schema.type_name(id)))?;
            schema.models.push(model);
            let index = to_u32(schema.models.len() - 1);
            if let Some(Type { kind: Kind::Complex(complex), .. }) = schema.types.get_mut(id.0 as usize)
                && let Content::Elements { model, .. } = &mut complex.content
            {
                *model = index;
            }
        }
        debug_assert!(self.builder.schema.types.iter().all(|type_| match &type_.kind {
            Kind::Complex(complex) => !matches!(complex.content, Content::Elements { model: NONE, .. }),
            Kind::Absent(_) | Kind::Simple(_) => true,
        }));
        Ok(())
    }

    /// By head: the declarations that may stand for it, `block` observed (Part 1 §3.3.6).
    fn substitution_members(&self) -> Members {
        let schema = &self.builder.schema;
        let mut members = Members::default();
        for (index, declaration) in schema.elements.iter().enumerate() {
            let member = ElementId(to_u32(index));
            let mut head = declaration.head;
            for _ in 0..=schema.elements.len() {
                let Some(above) = head else { break };
                let above_declaration = schema.element(above);
                let block = above_declaration.block | schema.type_(above_declaration.type_).block;
                let methods = schema.substitutable(declaration.type_, above_declaration.type_);
                // One whose type is nowhere is a member all the same, and told as such where it stands (§5.3).
                let derived = methods.is_some_and(|methods| methods & block == 0) || schema.absent(declaration.type_).is_some();
                let allowed = above_declaration.block & BLOCK_SUBSTITUTION == 0 && derived;
                if allowed {
                    members.entry(above).or_default().push(member);
                }
                head = above_declaration.head;
            }
        }
        for (head, group) in &mut members {
            // Declarations stand in one order in every group, so that a group can be compared with one that holds it.
            group.push(*head);
            group.sort_unstable();
        }
        members
    }

    /// Default and fixed values of elements, now that every type is known (e-props-correct 2).
    fn compile_values(&mut self) -> Result<(), SchemaError> {
        for value in std::mem::take(&mut self.values) {
            let schema = &self.builder.schema;
            let declaration = schema.element(ElementId(value.element));
            let Some(constraint) = &declaration.value else { continue };
            let simple = match &schema.type_(declaration.type_).kind {
                Kind::Absent(_) => continue,
                Kind::Simple(_) => schema.simple(declaration.type_),
                Kind::Complex(complex) => match complex.content {
                    Content::Simple(type_) => schema.simple(type_),
                    // Text alone must be allowed (cos-valid-default 2.2.2).
                    Content::Elements { mixed: true, .. } if self.is_emptiable(declaration.type_) => None,
                    _ => return Err(self.error("cos-valid-default", value.node, value.document)),
                },
            };
            let mut key = constraint.text.to_string();
            if let Some(simple) = simple {
                let mut context = NodeContext { node: value.node, document: value.document, compiler: self };
                if simple.is_id() || simple.check(&schema.types, &constraint.text, &mut context).is_err() {
                    return Err(self.error("e-props-correct.2", value.node, value.document));
                }
                key.clear();
                simple.write_key(&schema.types, &constraint.text, &mut context, &mut key);
            }
            if let Some(declaration) = self.builder.schema.elements.get_mut(value.element as usize)
                && let Some(constraint) = &mut declaration.value
            {
                constraint.key = key.into_boxed_str();
            }
        }
        Ok(())
    }
}
