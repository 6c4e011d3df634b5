//! `unique`, `key` and `keyref` (XSD 1.0 Part 1 §3.11).

use super::components::Compiler;
use super::components::KeyReference;
use super::components::parts;
use crate::xml::Node;
use crate::xsd::SchemaError;
use crate::xsd::datatype::is_ncname;
use crate::xsd::identity::Category;
use crate::xsd::identity::Constraint;
use crate::xsd::identity::Field;
use crate::xsd::identity::Path;
use crate::xsd::identity::PathError;
use crate::xsd::identity::PathKind;
use crate::xsd::identity::parse;
use crate::xsd::model::XS;
use crate::xsd::model::to_u32;

impl<'c> Compiler<'c> {
    /// The identity constraints of an element declaration, as a range of all of the schema.
    pub(super) fn identity_constraints(&mut self, node: Node<'c>, document: usize) -> Result<(u32, u32), SchemaError> {
        let start = to_u32(self.builder.schema.identity.len());
        for part in parts(node) {
            match part.local_name() {
                "simpleType" | "complexType" => {}
                "unique" | "key" | "keyref" => self.identity_constraint(part, document)?,
                _ => return Err(self.error("s4s-elt-must-match", part, document)),
            }
        }
        Ok((start, to_u32(self.builder.schema.identity.len())))
    }

    fn identity_constraint(&mut self, node: Node<'c>, document: usize) -> Result<(), SchemaError> {
        let Some(name) = node.attribute("name") else { return Err(self.error("s4s-att-must-appear", node, document)) };
        let name = name.trim_matches([' ', '\t', '\n', '\r']);
        if !is_ncname(name) {
            return Err(self.error("s4s-att-invalid-value", node, document));
        }
        let target = self.target(document);
        let name = self.builder.schema.names.intern(target, name);
        let number = to_u32(self.builder.schema.identity.len());
        match self.identity.known.get(&name) {
            // What is in a group or a type that is read twice is still one component.
            Some((_, known)) if *known != node => return Err(self.error("sch-props-correct.2", node, document)),
            Some(_) => {}
            None => {
                self.identity.known.insert(name, (number, node));
            }
        }
        let category = match (node.local_name(), node.attribute("refer")) {
            ("keyref", Some(refer)) => {
                let key = self.qname(&refer, node, document)?;
                self.check_imported(key, &refer, node, document)?;
                self.identity.references.push(KeyReference { constraint: number, key, node, document });
                Category::KeyRef(number)
            }
            ("keyref", None) => return Err(self.error("s4s-att-must-appear", node, document)),
            (_, Some(_)) => return Err(self.error("s4s-att-not-allowed", node, document)),
            ("key", None) => Category::Key,
            (_, None) => Category::Unique,
        };
        // One selector, then one field or more.
        let mut parts = parts(node);
        let selector = match parts.next() {
            Some(part) if part.is(XS, "selector") => self.identity_path(part, document, PathKind::Selector)?.1,
            _ => return Err(self.error("s4s-elt-must-match", node, document)),
        };
        let mut fields = Vec::new();
        for part in parts {
            if !part.is(XS, "field") {
                return Err(self.error("s4s-elt-must-match", part, document));
            }
            let (text, alternatives) = self.identity_path(part, document, PathKind::Field)?;
            fields.push(Field { text, alternatives });
        }
        if fields.is_empty() {
            return Err(self.error("s4s-elt-must-match", node, document));
        }
        self.builder.schema.identity.push(Constraint { name, category, selector, fields: fields.into_boxed_slice() });
        Ok(())
    }

    /// The path of a selector or field, as written and read (c-selector-xpath, c-fields-xpaths).
    fn identity_path(&mut self, node: Node<'c>, document: usize, kind: PathKind) -> Result<(Box<str>, Box<[Path]>), SchemaError> {
        let Some(text) = node.attribute("xpath") else { return Err(self.error("s4s-att-must-appear", node, document)) };
        if let Some(inner) = parts(node).next() {
            return Err(self.error("s4s-elt-must-match", inner, document));
        }
        let rule = if kind == PathKind::Selector { "c-selector-xpath" } else { "c-fields-xpaths" };
        let names = std::cell::RefCell::new(&mut self.builder.schema.names);
        let read = parse(
            &text,
            kind,
            &mut |prefix| Some(names.borrow_mut().intern_namespace(node.namespace_of(prefix)?)),
            &mut |namespace, local| names.borrow_mut().intern(namespace, local),
        );
        let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
        match read {
            Ok(paths) => Ok((trimmed.into(), paths)),
            Err(PathError::Long) => Err(self.locate(SchemaError::new("taxdoc-xpath-size", trimmed), node, document)),
            Err(PathError::Prefix | PathError::Syntax) => Err(self.locate(SchemaError::new(rule, trimmed), node, document)),
        }
    }

    /// Finds the key of each `keyref`, now that all are known (§3.11.6 c-props-correct).
    pub(super) fn link_identity(&mut self) -> Result<(), SchemaError> {
        for reference in std::mem::take(&mut self.identity.references) {
            let KeyReference { constraint, key, node, document } = reference;
            let broken = |compiler: &Self, rule| {
                let name = node.attribute("refer").unwrap_or_default();
                compiler.locate(SchemaError::new(rule, name.trim()), node, document)
            };
            let Some(&(key, _)) = self.identity.known.get(&key) else { return Err(broken(self, "src-resolve")) };
            let identity = &mut self.builder.schema.identity;
            let found = identity.get(key as usize).map(|found| (found.category, found.fields.len()));
            let fields = match found {
                Some((Category::Key | Category::Unique, fields)) => fields,
                _ => return Err(broken(self, "c-props-correct.1")),
            };
            let Some(own) = identity.get_mut(constraint as usize) else { continue };
            own.category = Category::KeyRef(key);
            if own.fields.len() != fields {
                return Err(broken(self, "c-props-correct.2"));
            }
        }
        Ok(())
    }
}
