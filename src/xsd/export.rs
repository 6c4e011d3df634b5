//! Writes a schema as XSD text, so that another validator can be asked.

use std::fmt::Write as _;

use super::Builtin;
use super::ElementId;
use super::FacetName;
use super::ProcessContents;
use super::Schema;
use super::TypeId;
use super::datatype::Simple;
use super::datatype::Variety;
use super::model::Complex;
use super::model::Content;
use super::model::Kind;
use super::model::Model;
use super::model::ModelKind;
use super::model::ModelNode;
use super::model::NamespaceId;
use super::model::NamespaceSet;
use super::model::NodeKind;
use super::model::Symbol;
use super::model::UNBOUNDED;
use super::model::Wildcard;

impl Schema {
    /// The schema as one XSD document for the namespace of its first global element.
    ///
    /// Every type is written with all its content, whatever it was derived from. Unordered content becomes a sequence in the declared
    /// order. One document cannot declare elements or attributes of another namespace; where such may stand, any of that namespace
    /// may, unseen. Tags, substitution groups and identity constraints are not written.
    ///
    /// ```
    /// use taxdoc::xsd::{Builtin, Child, Complex, Schema};
    /// let mut builder = Schema::builder();
    /// let seller = builder.complex(Complex::new().child(Child::new("Ten", Builtin::String).optional()).unordered().named("Seller"))?;
    /// builder.root(Child::new("NBan", seller));
    /// let text = builder.finish()?.to_xsd();
    /// assert!(text.contains(r#"<xs:element name="NBan" type="Seller"/>"#));
    /// assert!(text.contains(r#"<xs:element name="Ten" type="xs:string" minOccurs="0"/>"#));
    /// # Ok::<(), taxdoc::xsd::SchemaError>(())
    /// ```
    #[must_use]
    pub fn to_xsd(&self) -> String {
        let globals = || self.global_elements.iter().filter(|&&id| id != super::model::NONE).map(|&id| ElementId(id));
        let target = globals().next().map_or(NamespaceId::NONE, |id| self.names.namespace_of(self.element(id).symbol));
        let mut writer = Writer { schema: self, target, out: String::new() };
        writer
            .out
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
        if target != NamespaceId::NONE {
            writer.attribute("xmlns:t", self.names.uri(target));
            writer.attribute("targetNamespace", self.names.uri(target));
        }
        writer.out.push_str(">\n");
        for id in globals().filter(|&id| self.names.namespace_of(self.element(id).symbol) == target) {
            writer.element(id, None);
        }
        for (index, type_) in self.types.iter().enumerate().skip(Builtin::ALL.len()) {
            let id = TypeId(super::model::to_u32(index));
            match &type_.kind {
                // A schema of tables has none.
                Kind::Absent(_) => {}
                Kind::Simple(simple) => writer.simple_type(id, simple),
                Kind::Complex(complex) => writer.complex_type(id, complex, type_.is_abstract),
            }
        }
        writer.out.push_str("</xs:schema>\n");
        writer.out
    }
}

struct Writer<'s> {
    schema: &'s Schema,
    target: NamespaceId,
    out: String,
}

impl Writer<'_> {
    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        for character in value.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '"' => self.out.push_str("&quot;"),
                '\n' | '\r' | '\t' => {
                    let _ = write!(self.out, "&#{};", u32::from(character));
                }
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }

    fn occurs(&mut self, min: u32, max: u32) {
        if min != 1 {
            self.attribute("minOccurs", &min.to_string());
        }
        if max == UNBOUNDED {
            self.attribute("maxOccurs", "unbounded");
        } else if max != 1 {
            self.attribute("maxOccurs", &max.to_string());
        }
    }

    /// The name by which a type is referred to.
    fn type_name(&self, id: TypeId) -> String {
        if let Some(builtin) = Builtin::ALL.get(id.0 as usize) {
            return ["xs:", builtin.name()].concat();
        }
        let prefix = if self.target == NamespaceId::NONE { "" } else { "t:" };
        [prefix, &self.local_name(id)].concat()
    }

    fn local_name(&self, id: TypeId) -> String {
        match self.schema.type_(id).name {
            Some(name) if self.schema.names.namespace_of(name) == self.target => self.schema.names.local(name).to_owned(),
            // No name of a table begins so.
            _ => ["_", &id.0.to_string()].concat(),
        }
    }

    fn element(&mut self, id: ElementId, occurs: Option<(u32, u32)>) {
        let element = self.schema.element(id);
        let namespace = self.schema.names.namespace_of(element.symbol);
        let (min, max) = occurs.unwrap_or((1, 1));
        if occurs.is_some() && namespace != self.target && namespace != NamespaceId::NONE {
            let namespaces = NamespaceSet::OneOf(Box::new([namespace]));
            self.wildcard("any", &Wildcard { namespaces, process: ProcessContents::Skip }, min, max);
            return;
        }
        self.out.push_str("<xs:element");
        self.attribute("name", self.schema.names.local(element.symbol));
        if occurs.is_some() && namespace != NamespaceId::NONE {
            self.attribute("form", "qualified");
        }
        let type_ = self.type_name(element.type_);
        self.attribute("type", &type_);
        self.occurs(min, max);
        if element.nillable {
            self.attribute("nillable", "true");
        }
        if element.is_abstract {
            self.attribute("abstract", "true");
        }
        if let Some(value) = &element.value {
            self.attribute(if value.fixed { "fixed" } else { "default" }, &value.text);
        }
        self.out.push_str("/>\n");
    }

    fn wildcard(&mut self, name: &str, wildcard: &Wildcard, min: u32, max: u32) {
        let _ = write!(self.out, "<xs:{name}");
        let uri = |namespace: NamespaceId| match namespace {
            NamespaceId::NONE => "##local".to_owned(),
            namespace if namespace == self.target => "##targetNamespace".to_owned(),
            namespace => self.schema.names.uri(namespace).to_owned(),
        };
        let namespaces = match &wildcard.namespaces {
            NamespaceSet::Any => None,
            NamespaceSet::Not(_) => Some("##other".to_owned()),
            NamespaceSet::OneOf(set) => Some(set.iter().map(|&namespace| uri(namespace)).collect::<Vec<_>>().join(" ")),
        };
        if let Some(namespaces) = namespaces {
            self.attribute("namespace", &namespaces);
        }
        let process = match wildcard.process {
            ProcessContents::Skip => "skip",
            ProcessContents::Lax => "lax",
            ProcessContents::Strict => "strict",
        };
        self.attribute("processContents", process);
        self.occurs(min, max);
        self.out.push_str("/>\n");
    }

    fn complex_type(&mut self, id: TypeId, complex: &Complex, is_abstract: bool) {
        self.out.push_str("<xs:complexType");
        let name = self.local_name(id);
        self.attribute("name", &name);
        if is_abstract {
            self.attribute("abstract", "true");
        }
        match complex.content {
            Content::Elements { model, mixed } => {
                if mixed {
                    self.attribute("mixed", "true");
                }
                self.out.push_str(">\n");
                self.content(self.schema.model(model));
                self.attributes(complex);
            }
            Content::Empty => {
                self.out.push_str(">\n");
                self.attributes(complex);
            }
            Content::Simple(value) => {
                self.out.push_str("><xs:simpleContent><xs:extension");
                let base = self.type_name(value);
                self.attribute("base", &base);
                self.out.push_str(">\n");
                self.attributes(complex);
                self.out.push_str("</xs:extension></xs:simpleContent>");
            }
        }
        self.out.push_str("</xs:complexType>\n");
    }

    fn attributes(&mut self, complex: &Complex) {
        let mut any = complex.any_attribute.clone();
        for attribute in &complex.attributes {
            if self.schema.names.namespace_of(attribute.symbol) != NamespaceId::NONE {
                any = Some(Wildcard::ANY_SKIP);
                continue;
            }
            self.out.push_str("<xs:attribute");
            self.name_attribute(attribute.symbol);
            let type_ = self.type_name(attribute.type_);
            self.attribute("type", &type_);
            if attribute.required {
                self.attribute("use", "required");
            }
            if let Some(value) = &attribute.value {
                self.attribute(if value.fixed { "fixed" } else { "default" }, &value.text);
            }
            self.out.push_str("/>\n");
        }
        if let Some(any) = any {
            self.wildcard("anyAttribute", &any, 1, 1);
        }
    }

    fn name_attribute(&mut self, symbol: Symbol) {
        self.attribute("name", self.schema.names.local(symbol));
    }

    fn content(&mut self, model: &Model) {
        let Some(root) = model.nodes().first() else { return };
        if matches!(root.kind, NodeKind::Sequence | NodeKind::Choice) {
            self.particle(model, 0);
            return;
        }
        self.out.push_str("<xs:sequence>\n");
        self.particle(model, 0);
        self.out.push_str("</xs:sequence>\n");
    }

    /// Writes a node of a content model. The recursion is bounded by the depth of a model.
    fn particle(&mut self, model: &Model, id: ModelNode) {
        let node = model.node(id);
        let name = match node.kind {
            NodeKind::Element(element) => return self.element(element, Some((node.min, node.max))),
            NodeKind::Wildcard(index) => {
                if let Some(wildcard) = model.wildcard(index) {
                    self.wildcard("any", wildcard, node.min, node.max);
                }
                return;
            }
            NodeKind::Sequence if model.kind == ModelKind::All => "all",
            NodeKind::Sequence => "sequence",
            NodeKind::Choice => "choice",
        };
        let _ = write!(self.out, "<xs:{name}");
        self.occurs(node.min, node.max);
        self.out.push_str(">\n");
        for child in model.children(id) {
            self.particle(model, child);
        }
        let _ = writeln!(self.out, "</xs:{name}>");
    }

    fn simple_type(&mut self, id: TypeId, simple: &Simple) {
        self.out.push_str("<xs:simpleType");
        let name = self.local_name(id);
        self.attribute("name", &name);
        self.out.push_str(">\n");
        let facets = simple.facets();
        let patterns = simple.patterns();
        // Patterns of several steps must all match: one restriction inside the other.
        let steps = patterns.len().max(1);
        let is_plain = facets.is_empty() && patterns.is_empty() && simple.builtin == Builtin::AnySimpleType;
        let restrictions = if is_plain { 0 } else { steps };
        for step in 0..restrictions {
            let is_innermost = step + 1 == restrictions;
            self.out.push_str("<xs:restriction");
            if is_innermost && simple.builtin != Builtin::AnySimpleType {
                let base = self.type_name(simple.builtin.into());
                self.attribute("base", &base);
                self.out.push_str(">\n");
            } else {
                self.out.push_str("><xs:simpleType>\n");
            }
        }
        if simple.builtin == Builtin::AnySimpleType {
            match &simple.variety {
                Variety::List(item) => {
                    self.out.push_str("<xs:list");
                    let item = self.type_name(*item);
                    self.attribute("itemType", &item);
                    self.out.push_str("/>\n");
                }
                Variety::Union(members) => {
                    self.out.push_str("<xs:union");
                    let members = members.iter().map(|&member| self.type_name(member)).collect::<Vec<_>>().join(" ");
                    self.attribute("memberTypes", &members);
                    self.out.push_str("/>\n");
                }
                Variety::Atomic => {}
            }
        }
        for step in (0..restrictions).rev() {
            let is_innermost = step + 1 == restrictions;
            if !(is_innermost && simple.builtin != Builtin::AnySimpleType) {
                self.out.push_str("</xs:simpleType>\n");
            }
            if let Some(pattern) = patterns.get(steps - 1 - step) {
                for source in pattern.sources() {
                    self.facet(FacetName::Pattern, source);
                }
            }
            if step == 0 {
                for (facet, value) in &facets {
                    self.facet(*facet, value);
                }
            }
            self.out.push_str("</xs:restriction>\n");
        }
        self.out.push_str("</xs:simpleType>\n");
    }

    fn facet(&mut self, facet: FacetName, value: &str) {
        let _ = write!(self.out, "<xs:{}", facet.name());
        self.attribute("value", value);
        self.out.push_str("/>\n");
    }
}
