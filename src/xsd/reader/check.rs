//! What can be said of types only when all of them are known: their content models, and what restrictions leave of their bases.

use super::components::Compiler;
use super::redefine::Redefined;
use super::redefine::Versions;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;
use crate::xsd::constraints::derivation::restricts_attributes;
use crate::xsd::constraints::nonambig::Ambiguity;
use crate::xsd::constraints::nonambig::ambiguity;
use crate::xsd::constraints::nonambig::inconsistent_name;
use crate::xsd::constraints::restriction::Members;
use crate::xsd::constraints::restriction::Restriction;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::Particle;

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
                let subject = match found {
                    Ambiguity::Element(symbol) => schema.names.local(symbol),
                    Ambiguity::Wildcards => "any",
                };
                return Err(self.locate(SchemaError::new("cos-nonambig", subject), node, document));
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
