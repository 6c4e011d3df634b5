//! Redefinitions (XSD 1.0 Part 1 §4.2.2, src-redefine): a type must be derived from itself, a group must hold itself or restrict
//! what it was.

use hashbrown::HashSet;

use super::components::AttributeSet;
use super::components::Compiler;
use super::components::Component;
use super::components::ComponentKind;
use crate::xml::Node;
use crate::xsd::SchemaError;
use crate::xsd::Symbol;
use crate::xsd::model::Particle;

/// What a group is and was, and where it is.
pub(super) struct Redefined<'c> {
    pub(super) node: Node<'c>,
    pub(super) document: usize,
    pub(super) what: Versions,
}

/// The new version, then the old.
pub(super) enum Versions {
    Attributes(AttributeSet, AttributeSet),
    Group(Particle, Particle),
}

/// The names that one `redefine` has redefined.
pub(super) type Known = HashSet<(ComponentKind, Symbol), foldhash::fast::RandomState>;

impl<'c> Compiler<'c> {
    /// Takes a child of `redefine`.
    pub(super) fn redefine(&mut self, node: Node<'c>, document: usize, known: &mut Known) -> Result<(), SchemaError> {
        let (kind, name) = self.component_name(node, document);
        if !known.insert((kind, name)) {
            return Err(self.error("sch-props-correct", node, document));
        }
        let must_restrict = match kind {
            ComponentKind::Type => {
                let derivation = node.descendants().skip(1).find(|node| matches!(node.local_name(), "restriction" | "extension"));
                let base = derivation.and_then(|derivation| derivation.attribute("base"));
                let base = base.map(|base| self.qname(&base, node, document)).transpose()?;
                if base != Some(name) {
                    return Err(self.error("src-redefine.5", node, document));
                }
                false
            }
            ComponentKind::Group | ComponentKind::AttributeGroup => !self.holds_itself(kind, name, node, document)?,
            _ => return Err(self.error("src-redefine", node, document)),
        };
        self.replace_component(kind, name, Component { node, document, redefined: None }, must_restrict)
    }

    /// src-redefine 6.1 and 7.1: a reference to itself stands once, for one occurrence.
    fn holds_itself(&mut self, kind: ComponentKind, name: Symbol, node: Node<'c>, document: usize) -> Result<bool, SchemaError> {
        let (local, clause) = match kind {
            ComponentKind::Group => ("group", "src-redefine.6.1"),
            _ => ("attributeGroup", "src-redefine.7.1"),
        };
        let mut found = false;
        for reference in node.descendants().skip(1).filter(|node| node.local_name() == local) {
            let Some(text) = reference.attribute("ref") else { continue };
            if self.qname(&text, reference, document)? != name {
                continue;
            }
            let is_once = |attribute| reference.attribute(attribute).is_none_or(|text| text.trim() == "1");
            if found || !is_once("minOccurs") || !is_once("maxOccurs") {
                return Err(self.error(clause, reference, document));
            }
            found = true;
        }
        Ok(found)
    }

    /// Both versions of the groups that must restrict what they were.
    pub(super) fn compile_redefined(&mut self) -> Result<Vec<Redefined<'c>>, SchemaError> {
        let mut found = Vec::new();
        for index in std::mem::take(&mut self.redefinitions) {
            let Some(Component { node, document, redefined: Some(old) }) = self.component(index) else { continue };
            let what = if node.local_name() == "group" {
                Versions::Group(self.group(index)?.0, self.group(old)?.0)
            } else {
                Versions::Attributes(self.attribute_group(index)?, self.attribute_group(old)?)
            };
            self.drain()?;
            found.push(Redefined { node, document, what });
        }
        Ok(found)
    }
}
