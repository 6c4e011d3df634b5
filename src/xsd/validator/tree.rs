//! Runs the validator over a tree.

use std::borrow::Cow;

use super::ContentPolicy;
use super::Descend;
use super::Scope;
use super::run::InstanceAttribute;
use super::run::Opening;
use super::run::Run;
use crate::xml::Children;
use crate::xml::Document;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::NodeKind;
use crate::xsd::Fault;
use crate::xsd::Schema;
use crate::xsd::model::Name;

impl Scope for Node<'_> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        self.namespace_of(prefix).map(Cow::Borrowed)
    }
}

/// The names of one document in the numbers of one schema, so that each distinct name is looked up once.
#[derive(Debug)]
pub struct NameTable(Vec<Name>);

impl NameTable {
    /// The table for a document and a schema.
    #[must_use]
    pub fn new(schema: &Schema, document: &Document<'_>) -> Self {
        let mut names = Vec::with_capacity(document.name_count());
        names.extend(document.names().map(|name| schema.names.resolve(name.namespace(), name.local())));
        Self(names)
    }

    /// The same as if no name of the document had a namespace: for a format without namespaces whose files invent one.
    #[must_use]
    pub fn without_namespaces(schema: &Schema, document: &Document<'_>) -> Self {
        Self(document.names().map(|name| schema.names.resolve("", name.local())).collect())
    }

    /// The same as if what the document has in one namespace had none: for a format whose files put the same names in a namespace, under
    /// a prefix or not, or in none. `xsi:nil` keeps its meaning.
    #[must_use]
    pub fn out_of_namespace(schema: &Schema, document: &Document<'_>, namespace: &str) -> Self {
        let resolve = |name: crate::xml::Name<'_>| {
            let kept = if name.namespace() == namespace { "" } else { name.namespace() };
            schema.names.resolve(kept, name.local())
        };
        Self(document.names().map(resolve).collect())
    }
}

impl Schema {
    /// Holds an element and everything in it against the schema; each fault goes to `handler`.
    ///
    /// ```
    /// use taxdoc::Limits;
    /// use taxdoc::xml::{Document, Source};
    /// use taxdoc::xsd::{Builtin, Child, Complex, ContentPolicy, FaultKind, Schema};
    ///
    /// let mut builder = Schema::builder();
    /// let seller = builder.complex(Complex::new().child(Child::new("Ten", Builtin::String).tag(7)))?;
    /// builder.root(Child::new("NBan", seller));
    /// let schema = builder.finish()?;
    ///
    /// let limits = Limits::default();
    /// let source = Source::decode(b"<NBan><Tenn/></NBan>", &limits)?;
    /// let document = Document::parse(&source, &limits)?;
    /// let mut found = Vec::new();
    /// schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| found.push((fault.kind(), fault.expected_names())));
    /// assert_eq!(found, [(FaultKind::UnknownElement, "Ten".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validate(&self, root: Node<'_>, policy: ContentPolicy, handler: &mut dyn FnMut(Fault<'_, NodeId>)) {
        let names = NameTable::new(self, root.document());
        Run::new(self, policy).tree(root, &names, handler);
    }
}

impl<'s> Run<'s, NodeId> {
    /// The same as [`Schema::validate`] with what several calls can share: the run for its memory, and the names of the document.
    pub fn tree(&mut self, root: Node<'_>, names: &NameTable, handler: &mut dyn FnMut(Fault<'_, NodeId>)) {
        let mut open: Vec<(Node<'_>, Children<'_>)> = Vec::with_capacity(16);
        let mut attributes = Vec::new();
        self.open(root, names, &mut attributes, &mut open, handler);
        while let Some((element, children)) = open.last_mut() {
            let Some(child) = children.next() else {
                if root.document().is_left_off() {
                    return;
                }
                self.end_element(element, handler);
                open.pop();
                continue;
            };
            match child.kind() {
                NodeKind::Element => self.open(child, names, &mut attributes, &mut open, handler),
                NodeKind::Text | NodeKind::CData | NodeKind::Reference => self.text(&child.text(), handler),
                NodeKind::Comment | NodeKind::Instruction | NodeKind::Document => {}
            }
        }
    }

    fn open<'d>(
        &mut self,
        element: Node<'d>,
        names: &NameTable,
        attributes: &mut Vec<InstanceAttribute<'d>>,
        open: &mut Vec<(Node<'d>, Children<'d>)>,
        handler: &mut dyn FnMut(Fault<'_, NodeId>),
    ) {
        let name = names.get(element.name_id().map_or(usize::MAX, |id| id.index()));
        let leaf = element.plain_text();
        attributes.clear();
        if element.has_attributes() {
            attributes.extend(element.attributes().map(|attribute| InstanceAttribute {
                name: names.get(attribute.name_id().index()),
                local: attribute.name().local(),
                value: attribute.value(),
            }));
        } else if let Some(text) = leaf
            && self.takes_leaf(name, text)
        {
            return;
        }
        let opening = Opening { name, local: element.local_name(), attributes, leaf };
        match self.start_element(&opening, element.id(), &element, handler) {
            Descend::Done => {}
            Descend::Into => open.push((element, element.children())),
            Descend::Over => self.end_element(&element, handler),
        }
    }
}

impl NameTable {
    fn get(&self, index: usize) -> Name {
        self.0.get(index).copied().unwrap_or(Name::UNKNOWN)
    }
}
