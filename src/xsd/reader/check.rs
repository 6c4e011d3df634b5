//! What can be said of types only when all of them are known: their content models, and what restrictions leave of their bases.

use super::components::Compiler;
use super::redefine::Redefined;
use super::redefine::Versions;
use crate::xml::Node;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;
use crate::xsd::constraints::derivation::restricts_attributes;
use crate::xsd::constraints::nonambig::ambiguity;
use crate::xsd::constraints::nonambig::inconsistent_name;
use crate::xsd::constraints::restriction::Members;
use crate::xsd::constraints::restriction::Restriction;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::Model;
use crate::xsd::model::ModelNode;
use crate::xsd::model::NodeKind;
use crate::xsd::model::Particle;
use crate::xsd::model::XS;

impl<'c> Compiler<'c> {
    /// cos-nonambig and cos-element-consistent of every type.
    pub(super) fn check_models(&self) -> Result<(), SchemaError> {
        let schema = &self.builder.schema;
        for (index, type_) in schema.types.iter().enumerate() {
            let Kind::Complex(complex) = &type_.kind else { continue };
            let Content::Elements { model, .. } = complex.content else { continue };
            let Some(&(node, document)) = self.places.get(&TypeId(crate::xsd::model::to_u32(index))) else { continue };
            let model = schema.model(model);
            if let Some(found) = ambiguity(schema, model) {
                let subject = found.element.map_or("any", |symbol| schema.names.local(symbol));
                let place = particle(node, model, found.leaf).unwrap_or(node);
                return Err(self.locate(SchemaError::new("cos-nonambig", subject), place, document));
            }
            if let Some(symbol) = inconsistent_name(schema, model) {
                let subject = schema.names.local(symbol);
                return Err(self.locate(SchemaError::new("cos-element-consistent", subject), node, document));
            }
        }
        Ok(())
    }

    /// derivation-ok-restriction 5 of the types whose content is of elements.
    pub(super) fn check_restrictions(&self, members: &Members, redefined: &[Redefined<'c>]) -> Result<(), SchemaError> {
        let schema = &self.builder.schema;
        let mut restriction = Restriction::new(schema, members);
        for &(id, node, document) in &self.restrictions {
            let type_ = schema.type_(id);
            let (Kind::Complex(own), Kind::Complex(base)) = (&type_.kind, &schema.type_(type_.base).kind) else { continue };
            let (content, particle) = (self.contents.get(&id), self.contents.get(&type_.base));
            let fault = |rule| Err(self.error(rule, node, document));
            match (own.content, base.content) {
                (_, Content::Simple(_)) => return fault("derivation-ok-restriction.5.4"),
                (Content::Empty, Content::Elements { .. }) if !particle.is_none_or(Particle::is_emptiable) => {
                    return fault("derivation-ok-restriction.5.3.2");
                }
                (Content::Elements { mixed: true, .. }, Content::Empty | Content::Elements { mixed: false, .. }) => {
                    return fault("derivation-ok-restriction.5.4.1");
                }
                (Content::Elements { .. }, Content::Empty) => return fault("derivation-ok-restriction.5.4"),
                (Content::Elements { .. }, Content::Elements { .. }) => {
                    let (Some(content), Some(particle)) = (content, particle) else { continue };
                    restriction.check(content, particle).map_err(|broken| match broken.element {
                        Some(element) => self.locate(SchemaError::new(broken.rule, schema.element_name(element)), node, document),
                        None => self.error(broken.rule, node, document),
                    })?;
                }
                _ => {}
            }
        }
        for Redefined { node, document, what } in redefined {
            let rule = match what {
                Versions::Group(own, old) => restriction.check(own, old).err().map(|_| "src-redefine.6.2.2"),
                Versions::Attributes(own, old) => {
                    let fits =
                        restricts_attributes(schema, (&own.uses, own.wildcard.as_ref()), (&old.uses, old.wildcard.as_ref()));
                    fits.err().map(|_| "src-redefine.7.2.2")
                }
            };
            if let Some(rule) = rule {
                return Err(self.error(rule, *node, *document));
            }
        }
        Ok(())
    }
}

/// Where the particle of a leaf is written; `None` where part of the model is written elsewhere, in a group or a base type.
fn particle<'c>(type_: Node<'c>, model: &Model, leaf: ModelNode) -> Option<Node<'c>> {
    let is_leaf = |kind: NodeKind| matches!(kind, NodeKind::Element(_) | NodeKind::Wildcard(_));
    let leaves = model.nodes().iter().enumerate().filter(|(_, node)| is_leaf(node.kind)).map(|(index, _)| index);
    let leaves: Vec<usize> = leaves.collect();
    let position = leaves.binary_search(&usize::try_from(leaf).ok()?).ok()?;
    let mut written = Vec::new();
    particles(type_, &mut written)?;
    (written.len() == leaves.len()).then(|| written.get(position).copied())?
}

/// Appends the particles of elements and wildcards below a node that may occur. The depth is that of the document.
fn particles<'c>(node: Node<'c>, written: &mut Vec<Node<'c>>) -> Option<()> {
    for child in node.elements().filter(|child| child.name().namespace() == XS) {
        let occurs = child.attribute("maxOccurs").is_none_or(|most| most.trim() != "0");
        match child.local_name() {
            "any" | "element" if occurs => written.push(child),
            "all" | "choice" | "complexContent" | "extension" | "restriction" | "sequence" if occurs => {
                particles(child, written)?
            }
            "group" if occurs => return None,
            _ => {}
        }
    }
    Some(())
}
