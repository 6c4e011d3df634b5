//! Complex type definitions, model groups and particles (XSD 1.0 Part 1 §3.4, §3.7, §3.8, §3.9).

use super::components::AttributeSet;
use super::components::Compiler;
use super::components::ComponentKind;
use super::components::count;
use super::components::is_true;
use super::components::parts;
use crate::xml::Node;
use crate::xsd::Builtin;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;
use crate::xsd::constraints::derivation::AttributeFault;
use crate::xsd::constraints::derivation::restricts_attributes;
use crate::xsd::constraints::wildcards::union;
use crate::xsd::model::Complex;
use crate::xsd::model::Content;
use crate::xsd::model::Derivation;
use crate::xsd::model::Kind;
use crate::xsd::model::NONE;
use crate::xsd::model::Particle;
use crate::xsd::model::Term;
use crate::xsd::model::UNBOUNDED;
use crate::xsd::model::Wildcard;

impl Kind {
    /// What a type is until it is compiled.
    pub(super) fn reserved() -> Self {
        Self::Complex(Complex { attributes: Box::default(), any_attribute: None, content: Content::Empty })
    }
}

/// What a complex type says for itself.
struct Definition {
    base: TypeId,
    derivation: Derivation,
    attributes: AttributeSet,
    content: Content,
    particle: Option<Particle>,
}

impl<'c> Compiler<'c> {
    /// The number of a named type, which need not be compiled yet, or be there at all.
    pub(super) fn type_reference(&mut self, text: &str, node: Node<'c>, document: usize) -> Result<TypeId, SchemaError> {
        let symbol = self.qname(text, node, document)?;
        if let Some(builtin) = self.builtin(symbol) {
            return Ok(builtin.into());
        }
        match self.resolve_if_there(ComponentKind::Type, symbol, text, node, document)? {
            Some(component) => self.global_type(component),
            None => Ok(self.absent_type(symbol)),
        }
    }

    pub(super) fn global_type(&mut self, component: usize) -> Result<TypeId, SchemaError> {
        if let Some(&known) = self.compiled_types.get(&component) {
            return Ok(known);
        }
        let Some(found) = self.component(component) else { return Err(SchemaError::new("src-resolve", "")) };
        let (_, name) = self.component_name(found.node, found.document);
        let id = self.reserve_type(Some(name));
        self.compiled_types.insert(component, id);
        self.queued_types.push((id, found.node, found.document, Some(component)));
        Ok(id)
    }

    /// A named type, compiled.
    pub(super) fn type_of_component(&mut self, component: usize) -> Result<TypeId, SchemaError> {
        let id = self.global_type(component)?;
        if !self.finished_types.contains(&id) {
            let is_simple = self.component(component).is_some_and(|found| found.node.local_name() == "simpleType");
            let circular = if is_simple { "st-props-correct.2" } else { "ct-props-correct.3" };
            self.within(ComponentKind::Type, component, circular, |compiler, found| {
                compiler.compile_type(id, found.node, found.document)
            })?;
        }
        Ok(id)
    }

    /// Compiles a type definition into its number.
    pub(super) fn compile_type(&mut self, id: TypeId, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        if self.finished_types.contains(&id) {
            return Ok(());
        }
        self.places.insert(id, (node, document));
        self.deeper(node, document, |compiler| match node.local_name() {
            "simpleType" => compiler.compile_simple(id, node, document),
            _ => compiler.compile_complex(id, node, document),
        })?;
        self.finished_types.insert(id);
        Ok(())
    }

    fn compile_complex(&mut self, id: TypeId, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        let first = parts(node).next();
        let definition = match first.map(|first| (first, first.local_name())) {
            Some((content, "simpleContent")) => self.simple_content(content, document)?,
            Some((content, "complexContent")) => self.complex_content(id, content, node, document)?,
            _ => {
                let attributes = self.attributes_in(node, document)?;
                let particle = self.content_particle(node, document)?;
                let (content, particle) = with_mixed(particle, is_true(node, "mixed"));
                Definition { base: Builtin::AnyType.into(), derivation: Derivation::Restriction, attributes, content, particle }
            }
        };
        let block = self.derivations(node, "block", document) & 3;
        let final_ = self.derivations(node, "final", document) & 3;
        let Definition { base, derivation, attributes, content, particle } = definition;
        if self.builder.schema.type_(base).final_ & derivation as u8 != 0 {
            return Err(self.error("cos-ct-extends.1.1", node, document));
        }
        let mut uses = attributes.uses.clone();
        uses.sort_unstable_by_key(|attribute| attribute.symbol);
        let any_attribute = attributes.wildcard.clone();
        self.attribute_sets.insert(id, attributes);
        if let Some(particle) = particle {
            self.contents.insert(id, particle);
        }
        if let Some(type_) = self.type_mut(id) {
            type_.base = base;
            type_.derivation = derivation;
            type_.is_abstract = is_true(node, "abstract");
            type_.block = block;
            type_.final_ = final_;
            type_.kind = Kind::Complex(Complex { attributes: uses.into_boxed_slice(), any_attribute, content });
        }
        Ok(())
    }

    /// The one `restriction` or `extension` in a content, and its compiled base.
    fn derivation(&mut self, content: Node<'c>, document: usize) -> Result<(Node<'c>, Derivation, TypeId), SchemaError> {
        let part = parts(content).next().unwrap_or(content);
        let derivation = if part.local_name() == "restriction" { Derivation::Restriction } else { Derivation::Extension };
        let name = part.attribute("base").unwrap_or_default();
        let base = self.base_type(&name, part, document)?;
        Ok((part, derivation, base))
    }

    fn simple_content(&mut self, content: Node<'c>, document: usize) -> Result<Definition, SchemaError> {
        let (part, derivation, base) = self.derivation(content, document)?;
        let own = self.attributes_in(part, document)?;
        let base_content = match &self.builder.schema.type_(base).kind {
            // A base is there.
            Kind::Absent(_) | Kind::Simple(_) => None,
            Kind::Complex(complex) => Some(complex.content),
        };
        let value = match (derivation, base_content) {
            (Derivation::Extension, None) => base,
            (Derivation::Extension, Some(Content::Simple(value))) => value,
            (Derivation::Restriction, Some(base_content)) => {
                let inline = parts(part).find(|child| child.local_name() == "simpleType");
                let restricted = match (inline, base_content) {
                    (Some(inline), Content::Simple(value)) => {
                        let inline_id = self.inline_simple(inline, document)?;
                        if self.builder.schema.substitutable(inline_id, value).is_none() {
                            return Err(self.error("derivation-ok-restriction.5.2", part, document));
                        }
                        inline_id
                    }
                    // Mixed content that may be empty may become simple content (src-ct.2).
                    (Some(inline), Content::Elements { mixed: true, .. }) if self.is_emptiable(base) => {
                        self.inline_simple(inline, document)?
                    }
                    (None, Content::Simple(value)) => value,
                    _ => return Err(self.error("src-ct.2", part, document)),
                };
                let simple = self.restrict(restricted, part, document)?;
                self.builder.add_type(restricted, Derivation::Restriction, Kind::Simple(simple))
            }
            _ => return Err(self.error("src-ct.2", part, document)),
        };
        let attributes = self.derived_attributes(base, derivation, own, part, document)?;
        Ok(Definition { base, derivation, attributes, content: Content::Simple(value), particle: None })
    }

    fn complex_content(
        &mut self,
        id: TypeId,
        content: Node<'c>,
        type_: Node<'c>,
        document: usize,
    ) -> Result<Definition, SchemaError> {
        let (part, derivation, base) = self.derivation(content, document)?;
        if derivation == Derivation::Restriction && base != Builtin::AnyType.into() {
            self.restrictions.push((id, part, document));
        }
        let Kind::Complex(base_complex) = &self.builder.schema.type_(base).kind else {
            return Err(self.error("src-ct.1", part, document));
        };
        let base_content = base_complex.content;
        let mixed = if content.attribute("mixed").is_some() { is_true(content, "mixed") } else { is_true(type_, "mixed") };
        let own = self.attributes_in(part, document)?;
        let particle = self.content_particle(part, document)?;
        let attributes = self.derived_attributes(base, derivation, own, part, document)?;
        let (content, particle) = match derivation {
            Derivation::Extension => self.extended(base, base_content, particle, mixed, part, document)?,
            _ => with_mixed(particle, mixed),
        };
        Ok(Definition { base, derivation, attributes, content, particle })
    }

    /// The content of an extension: that of the base, then its own (cos-ct-extends).
    fn extended(
        &mut self,
        base: TypeId,
        base_content: Content,
        own: Option<Particle>,
        mixed: bool,
        node: Node<'c>,
        document: usize,
    ) -> Result<(Content, Option<Particle>), SchemaError> {
        let base_particle = if base == Builtin::AnyType.into() {
            Some(Particle { min: 0, max: UNBOUNDED, term: Term::Wildcard(Wildcard::ANY_LAX) })
        } else {
            self.contents.get(&base).cloned()
        };
        match base_content {
            Content::Simple(_) if own.is_some() => Err(self.error("cos-ct-extends.1.4", node, document)),
            Content::Simple(value) => Ok((Content::Simple(value), None)),
            Content::Empty => Ok(with_mixed(own, mixed)),
            Content::Elements { mixed: base_mixed, .. } => {
                let own = match own {
                    Some(own) => own,
                    // Mixed content without elements is content all the same (§3.4.2).
                    None if mixed && !base_mixed => Particle::once(Term::Sequence(Vec::new())),
                    None => return Ok(with_mixed(base_particle, base_mixed)),
                };
                if base_mixed != mixed {
                    return Err(self.error("cos-ct-extends.1.4.2.2.2.2.1", node, document));
                }
                let particle = match base_particle {
                    Some(first) if !first.is_pointless() => {
                        if matches!(first.term, Term::All(_)) || matches!(own.term, Term::All(_)) {
                            return Err(self.error("cos-all-limited.1.2", node, document));
                        }
                        self.spend(first.size(), node, document)?;
                        Particle::then(first, own)
                    }
                    _ => own,
                };
                Ok(with_mixed(Some(particle), mixed))
            }
        }
    }

    /// Attributes of a derived type: those of the base and its own (§3.4.2).
    fn derived_attributes(
        &mut self,
        base: TypeId,
        derivation: Derivation,
        own: AttributeSet,
        node: Node<'c>,
        document: usize,
    ) -> Result<AttributeSet, SchemaError> {
        let inherited = match self.attribute_sets.get(&base) {
            Some(set) => set.clone(),
            None if base == Builtin::AnyType.into() => {
                AttributeSet { wildcard: Some(Wildcard::ANY_LAX), ..AttributeSet::default() }
            }
            None => AttributeSet::default(),
        };
        let AttributeSet { uses, prohibited, wildcard } = own;
        let mut set = AttributeSet { uses, prohibited: Vec::new(), wildcard };
        for attribute in &inherited.uses {
            let is_own = set.uses.iter().any(|own| own.symbol == attribute.symbol);
            if derivation == Derivation::Extension || (!is_own && !prohibited.contains(&attribute.symbol)) {
                self.add_use(attribute.clone(), &mut set, node, document)?;
            }
        }
        // The ur-type takes any attribute.
        if derivation == Derivation::Restriction && base != Builtin::AnyType.into() {
            let base_attributes = (&*inherited.uses, inherited.wildcard.as_ref());
            restricts_attributes(&self.builder.schema, (&set.uses, set.wildcard.as_ref()), base_attributes).map_err(|fault| {
                let (rule, subject) = match fault {
                    AttributeFault::Use(rule, symbol) => (rule, self.builder.schema.names.local(symbol)),
                    AttributeFault::Wildcard(rule) => (rule, "anyAttribute"),
                };
                self.locate(SchemaError::new(rule, subject), node, document)
            })?;
        }
        if derivation == Derivation::Extension
            && let Some(base_wildcard) = inherited.wildcard
        {
            set.wildcard = match set.wildcard {
                None => Some(base_wildcard),
                Some(own) => match union(&own.namespaces, &base_wildcard.namespaces) {
                    Some(namespaces) => Some(Wildcard { namespaces, process: own.process }),
                    None => return Err(self.error("src-ct.5", node, document)),
                },
            };
        }
        Ok(set)
    }

    pub(super) fn is_emptiable(&self, type_: TypeId) -> bool {
        type_ == Builtin::AnyType.into() || self.contents.get(&type_).is_none_or(Particle::is_emptiable)
    }
}

/// Particles.
impl<'c> Compiler<'c> {
    /// The particle of a type's content; `None` when there is none or it holds nothing.
    fn content_particle(&mut self, node: Node<'c>, document: usize) -> Result<Option<Particle>, SchemaError> {
        let mut groups = parts(node).filter(|part| matches!(part.local_name(), "sequence" | "choice" | "all" | "group"));
        let Some(part) = groups.next() else { return Ok(None) };
        let particle = self.particle(part, document, true)?;
        Ok(particle.filter(|particle| !particle.is_nothing()))
    }

    /// `None` for a particle that may not occur (`maxOccurs="0"`).
    fn particle(&mut self, node: Node<'c>, document: usize, is_whole: bool) -> Result<Option<Particle>, SchemaError> {
        let (min, max) = self.occurs(node, document)?;
        self.spend(1, node, document)?;
        let term = match node.local_name() {
            "element" => match node.attribute("ref") {
                Some(name) => {
                    for forbidden in ["name", "type", "nillable", "default", "fixed", "form", "block"] {
                        if node.attribute(forbidden).is_some() {
                            return Err(self.error("src-element.2.2", node, document));
                        }
                    }
                    if parts(node).next().is_some() {
                        return Err(self.error("src-element.2.2", node, document));
                    }
                    let component = self.resolve(ComponentKind::Element, &name, node, document)?;
                    Term::Element(self.global_element(component)?)
                }
                None => Term::Element(self.local_element(node, document)?),
            },
            "any" => Term::Wildcard(self.wildcard(node, document)),
            "group" => {
                let name = node.attribute("ref").unwrap_or_default();
                let component = self.resolve(ComponentKind::Group, &name, node, document)?;
                let (particle, count) = self.group(component)?;
                self.spend(count, node, document)?;
                if matches!(particle.term, Term::All(_)) && (!is_whole || max > 1) {
                    return Err(self.error("cos-all-limited.1.2", node, document));
                }
                particle.term
            }
            "sequence" | "choice" => {
                let children = self.deeper(node, document, |compiler| compiler.children(node, document))?;
                if node.local_name() == "sequence" { Term::Sequence(children) } else { Term::Choice(children) }
            }
            _ => {
                if !is_whole || max > 1 || min > 1 {
                    return Err(self.error("cos-all-limited.1.2", node, document));
                }
                Term::All(self.all_children(node, document)?)
            }
        };
        Ok((max > 0).then_some(Particle { min, max, term }))
    }

    fn children(&mut self, node: Node<'c>, document: usize) -> Result<Vec<Particle>, SchemaError> {
        let mut children = Vec::new();
        for part in parts(node) {
            if let Some(particle) = self.particle(part, document, false)? {
                match particle {
                    // A group that occurs once in a sequence is that sequence: keeps the tree flat.
                    Particle { min: 1, max: 1, term: Term::Sequence(inner) } if node.local_name() == "sequence" => {
                        children.extend(inner)
                    }
                    other => children.push(other),
                }
            }
        }
        Ok(children)
    }

    /// cos-all-limited 2: only elements, each at most once.
    fn all_children(&mut self, node: Node<'c>, document: usize) -> Result<Vec<Particle>, SchemaError> {
        let mut children = Vec::new();
        for part in parts(node) {
            if let Some(particle) = self.particle(part, document, false)? {
                if particle.max > 1 {
                    return Err(self.error("cos-all-limited.2", part, document));
                }
                children.push(particle);
            }
        }
        Ok(children)
    }

    /// The particle of a named group and its size.
    pub(super) fn group(&mut self, component: usize) -> Result<(Particle, usize), SchemaError> {
        if let Some(known) = self.compiled_groups.get(&component) {
            return Ok(known.clone());
        }
        let group = self.within(ComponentKind::Group, component, "mg-props-correct.2", |compiler, found| {
            let (node, document) = (found.node, found.document);
            let part = parts(node).next().unwrap_or(node);
            let particle = compiler.particle(part, document, true)?.unwrap_or(Particle::once(Term::Sequence(Vec::new())));
            let count = particle.size();
            Ok((particle, count))
        })?;
        self.compiled_groups.insert(component, group.clone());
        Ok(group)
    }

    fn occurs(&self, node: Node<'c>, document: usize) -> Result<(u32, u32), SchemaError> {
        let number = |name: &str| match node.attribute(name).as_deref().map(str::trim) {
            None => 1,
            Some("unbounded") => UNBOUNDED,
            Some(digits) => count(digits),
        };
        let (min, max) = (number("minOccurs"), number("maxOccurs"));
        if min > max {
            return Err(self.error("p-props-correct.2.1", node, document));
        }
        Ok((min, max))
    }
}

/// Content of a particle; mixed content without one may still hold text.
fn with_mixed(particle: Option<Particle>, mixed: bool) -> (Content, Option<Particle>) {
    match particle {
        None if !mixed => (Content::Empty, None),
        None => (Content::Elements { model: NONE, mixed }, Some(Particle::once(Term::Sequence(Vec::new())))),
        Some(particle) => (Content::Elements { model: NONE, mixed }, Some(particle)),
    }
}
