//! Simple type definitions (XSD 1.0 Part 1 §3.14, Part 2 §4.1).

use std::borrow::Cow;

use super::components::Compiler;
use super::components::ComponentKind;
use super::components::NodeContext;
use super::components::count;
use super::components::is_true;
use super::components::parts;
use crate::xml::Node;
use crate::xsd::Builtin;
use crate::xsd::Facet;
use crate::xsd::FacetName;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;
use crate::xsd::WhiteSpace;
use crate::xsd::datatype::Simple;
use crate::xsd::datatype::Variety;
use crate::xsd::model::BLOCK_SUBSTITUTION;
use crate::xsd::model::Derivation;
use crate::xsd::model::Kind;

impl<'c> Compiler<'c> {
    /// The compiled simple type of a name, which may be absent.
    pub(super) fn simple_reference(&mut self, text: &str, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let id = self.type_reference_compiled(text, node, document)?;
        match self.builder.schema.type_(id).kind {
            Kind::Complex(_) => Err(self.error("src-simple-type", node, document)),
            Kind::Absent(_) | Kind::Simple(_) => Ok(id),
        }
    }

    /// An anonymous simple type.
    pub(super) fn inline_simple(&mut self, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let id = self.reserve_type(None);
        self.deeper(node, document, |compiler| compiler.compile_simple(id, node, document))?;
        Ok(id)
    }

    /// Compiles a `simpleType` element.
    pub(super) fn compile_simple(&mut self, id: TypeId, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        let Some(part) = parts(node).next() else { return Ok(()) };
        let (base, derivation, kind) = match part.local_name() {
            "restriction" => {
                let (base, simple) = self.restriction_of_simple(part, document)?;
                (base, Derivation::Restriction, Kind::Simple(simple))
            }
            "list" => {
                let item = match (part.attribute("itemType"), inline(part)) {
                    (Some(name), None) => self.simple_reference(&name, part, document)?,
                    (None, Some(inline)) => self.inline_simple(inline, document)?,
                    _ => return Err(self.error("src-list-itemType-or-simpleType", part, document)),
                };
                if self.holds_list(item, 0) || item == Builtin::AnySimpleType.into() && part.attribute("itemType").is_none() {
                    return Err(self.error("cos-st-restricts.2.1", part, document));
                }
                self.check_final(item, Derivation::List, part, document)?;
                (Builtin::AnySimpleType.into(), Derivation::List, self.made_of(&[item], Simple::list(item)))
            }
            _ => {
                let mut members = Vec::new();
                let names = part.attribute("memberTypes");
                for name in names.as_deref().unwrap_or_default().split([' ', '\t', '\n', '\r']).filter(|name| !name.is_empty()) {
                    members.push(self.simple_reference(name, part, document)?);
                }
                for inline in parts(part).filter(|child| child.local_name() == "simpleType") {
                    members.push(self.inline_simple(inline, document)?);
                }
                if members.is_empty() {
                    return Err(self.error("src-union-memberTypes-or-simpleTypes", part, document));
                }
                for &member in &members {
                    self.check_final(member, Derivation::Union, part, document)?;
                }
                let kind = self.made_of(&members, Simple::union(members.as_slice().into()));
                (Builtin::AnySimpleType.into(), Derivation::Union, kind)
            }
        };
        let final_ = self.derivations(node, "final", document);
        if let Some(type_) = self.type_mut(id) {
            type_.base = base;
            type_.derivation = derivation;
            type_.final_ = final_;
            type_.kind = kind;
        }
        Ok(())
    }

    /// A list or union of these types: absent where one of them is.
    fn made_of(&self, types: &[TypeId], simple: Simple) -> Kind {
        types.iter().find_map(|&type_| self.builder.schema.absent(type_)).map_or(Kind::Simple(simple), Kind::Absent)
    }

    /// The base and the restricted type of a `restriction` of a simple type.
    fn restriction_of_simple(&mut self, node: Node<'c>, document: usize) -> Result<(TypeId, Simple), SchemaError> {
        let base = match (node.attribute("base"), inline(node)) {
            (Some(name), None) => {
                self.base_type(&name, node, document)?;
                self.simple_reference(&name, node, document)?
            }
            (None, Some(inline)) => self.inline_simple(inline, document)?,
            _ => return Err(self.error("src-restriction-base-or-simpleType", node, document)),
        };
        if base == Builtin::AnySimpleType.into() {
            return Err(self.error("cos-st-restricts.1.1", node, document));
        }
        self.check_final(base, Derivation::Restriction, node, document)?;
        let simple = self.restrict(base, node, document)?;
        Ok((base, simple))
    }

    /// The simple type `base` with the facets that stand in a node.
    pub(super) fn restrict(&mut self, base: TypeId, node: Node<'c>, document: usize) -> Result<Simple, SchemaError> {
        let mut values: Vec<(Node<'c>, Cow<'c, str>)> = Vec::new();
        for facet in parts(node) {
            if let Some(value) = facet.attribute("value") {
                values.push((facet, value));
            }
        }
        let mut facets: Vec<Facet<'_>> = Vec::new();
        let mut fixed: Vec<FacetName> = Vec::new();
        for (facet, text) in &values {
            let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
            let given = match facet.local_name() {
                "enumeration" => {
                    if let Some(Facet::Enumeration(known)) =
                        facets.iter_mut().find(|known| known.name() == FacetName::Enumeration)
                    {
                        known.push(text);
                        continue;
                    }
                    Facet::Enumeration(vec![text])
                }
                "pattern" => {
                    if let Some(Facet::Pattern(known)) = facets.iter_mut().find(|known| known.name() == FacetName::Pattern) {
                        known.push(text);
                        continue;
                    }
                    Facet::Pattern(vec![text])
                }
                "fractionDigits" => Facet::FractionDigits(count(trimmed)),
                "length" => Facet::Length(count(trimmed)),
                "maxLength" => Facet::MaxLength(count(trimmed)),
                "minLength" => Facet::MinLength(count(trimmed)),
                "totalDigits" => Facet::TotalDigits(count(trimmed)),
                "maxExclusive" => Facet::MaxExclusive(trimmed),
                "maxInclusive" => Facet::MaxInclusive(trimmed),
                "minExclusive" => Facet::MinExclusive(trimmed),
                "minInclusive" => Facet::MinInclusive(trimmed),
                "whiteSpace" => Facet::WhiteSpace(match trimmed {
                    "preserve" => WhiteSpace::Preserve,
                    "replace" => WhiteSpace::Replace,
                    _ => WhiteSpace::Collapse,
                }),
                _ => continue,
            };
            if facets.iter().any(|known| known.name() == given.name()) {
                return Err(self.error("src-single-facet-value", *facet, document));
            }
            if is_true(*facet, "fixed") {
                fixed.push(given.name());
            }
            facets.push(given);
        }
        let types = &self.builder.schema.types;
        let Some(simple) = self.builder.schema.simple(base) else {
            let rule = if self.builder.schema.absent(base).is_some() { "src-resolve" } else { "src-simple-type" };
            return Err(self.error(rule, node, document));
        };
        let mut derived = simple
            .restrict_in(types, &facets, &mut NodeContext { node, document, compiler: self })
            .map_err(|error| self.locate(error, node, document))?;
        for name in fixed {
            derived.fix(name);
        }
        Ok(derived)
    }

    /// Whether values of a type are lists, or may be as members of a union.
    fn holds_list(&self, id: TypeId, depth: usize) -> bool {
        match self.builder.schema.simple(id).map(|simple| &simple.variety) {
            Some(Variety::List(_)) => true,
            Some(Variety::Union(members)) if depth < 50 => members.iter().any(|&member| self.holds_list(member, depth + 1)),
            _ => false,
        }
    }

    /// st-props-correct 3, cos-st-restricts: what the base's `final` forbids.
    pub(super) fn check_final(
        &self,
        base: TypeId,
        derivation: Derivation,
        node: Node<'c>,
        document: usize,
    ) -> Result<(), SchemaError> {
        if self.builder.schema.type_(base).final_ & derivation as u8 != 0 {
            return Err(self.error("st-props-correct.3", node, document));
        }
        Ok(())
    }

    /// A set of derivations: `#all` or names; the document's default when the attribute is not there.
    pub(super) fn derivations(&self, node: Node<'c>, attribute: &str, document: usize) -> u8 {
        let own = node.attribute(attribute);
        let default = self.documents.get(document).map_or("", |info| match attribute {
            "block" => &*info.block,
            _ => &*info.final_,
        });
        let mut set = 0;
        // `#all` is all that makes sense at that place.
        let all = if attribute == "block" { 1 | 2 | BLOCK_SUBSTITUTION } else { 15 };
        for word in own.as_deref().unwrap_or(default).split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
            set |= match word {
                "#all" => all,
                "restriction" => Derivation::Restriction as u8,
                "extension" => Derivation::Extension as u8,
                "list" => Derivation::List as u8,
                "union" => Derivation::Union as u8,
                "substitution" => BLOCK_SUBSTITUTION,
                _ => 0,
            };
        }
        set
    }

    /// The compiled type of a name, which may be absent.
    fn type_reference_compiled(&mut self, text: &str, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let symbol = self.qname(text, node, document)?;
        if let Some(builtin) = self.builtin(symbol) {
            return Ok(builtin.into());
        }
        match self.resolve_if_there(ComponentKind::Type, symbol, text, node, document)? {
            Some(component) => self.type_of_component(component),
            None => Ok(self.absent_type(symbol)),
        }
    }

    /// The compiled type of the name of a base. It must be there: what is derived from it is made of it.
    pub(super) fn base_type(&mut self, text: &str, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let id = self.type_reference_compiled(text, node, document)?;
        match self.builder.schema.type_(id).kind {
            Kind::Absent(_) => Err(self.locate(SchemaError::new("src-resolve", text.trim()), node, document)),
            Kind::Complex(_) | Kind::Simple(_) => Ok(id),
        }
    }
}

fn inline(node: Node<'_>) -> Option<Node<'_>> {
    parts(node).find(|child| child.local_name() == "simpleType")
}
