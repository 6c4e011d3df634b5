//! Single faults put into valid documents.

use std::ops::Range;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::NodeKind;
use taxdoc::xml::Source;

use crate::oracle::Variant;

/// A document with one change.
pub(crate) struct Mutation {
    pub(crate) kind: &'static str,
    /// The element changed and its number in document order.
    pub(crate) element: String,
    pub(crate) index: usize,
    /// The value put in.
    pub(crate) value: String,
    pub(crate) text: String,
    /// Where the change is in `text`.
    pub(crate) place: Range<usize>,
    /// Where the parent of the changed element begins.
    pub(crate) parent: usize,
}

impl Mutation {
    pub(crate) fn describe(&self) -> String {
        format!("{} {} ({}) {:?}", self.kind, self.element, self.index, self.value)
    }
}

/// The kinds that the single-fault figure is made of.
pub(crate) const SINGLE: [&str; 6] = ["delete", "rename", "duplicate", "swap", "empty", "corrupt"];

/// Every mutation of a document: the structural ones at every element, and each variant.
pub(crate) fn mutations(text: &str, variants: &[Variant]) -> Vec<Mutation> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let elements: Vec<Node<'_>> = document.root().descendants().filter(|node| node.is_element()).collect();
    let mut maker = Maker { text: document.text(), found: Vec::new() };
    for (index, &node) in elements.iter().enumerate() {
        maker.structure(index, node);
        maker.attributes(index, node);
    }
    for variant in variants {
        maker.variant(variant, elements[variant.element]);
    }
    maker.found
}

struct Maker<'t> {
    text: &'t str,
    found: Vec<Mutation>,
}

impl Maker<'_> {
    fn add(&mut self, kind: &'static str, index: usize, node: Node<'_>, range: Range<usize>, with: &str) {
        let parent = node.parent().filter(Node::is_element).map_or(0, |parent| parent.range().start);
        let mut text = self.text.to_owned();
        text.replace_range(range.clone(), with);
        let element = node.range();
        // The element as it is now, and what was put in beside it.
        let end = (element.end + with.len()).saturating_sub(range.len());
        self.found.push(Mutation {
            kind,
            element: node.name().qualified().to_owned(),
            index,
            value: String::new(),
            text,
            place: element.start..end.max(element.start + 1).max(range.start + with.len()),
            parent,
        });
    }

    fn structure(&mut self, index: usize, node: Node<'_>) {
        let whole = node.range();
        let name = node.name().qualified();
        let element = &self.text[whole.clone()];
        let tag = node.tag_range();
        if index > 0 {
            self.add("delete", index, node, whole.clone(), "");
            self.add("duplicate", index, node, whole.end..whole.end, element);
            let next = node.parent().unwrap().elements().find(|sibling| sibling.id() > node.id());
            if let Some(next) = next {
                let between = &self.text[whole.end..next.range().start];
                let swapped = format!("{}{between}{element}", &self.text[next.range()]);
                self.add("swap", index, node, whole.start..next.range().end, &swapped);
            }
            let start = self.text[tag.clone()].trim_end_matches(['>', '/']);
            self.add("empty", index, node, whole.clone(), &format!("{start}></{name}>"));
            self.add("rename", index, node, whole.clone(), &rename(element, name));
        }
        if let Some(value) = node.children().find(|child| child.kind() == NodeKind::Text && !child.raw().trim().is_empty()) {
            self.add("corrupt", index, node, value.range(), "\u{1EBF} x");
            self.add("child", index, node, value.range().end..value.range().end, "<unknown/>");
        } else if node.elements().next().is_some() {
            self.add("text", index, node, tag.end..tag.end, "x");
        }
        let at = tag.start + 1 + name.len();
        self.add("attribute", index, node, at..at, " unknown=''");
        let xsi = "http://www.w3.org/2001/XMLSchema-instance";
        if !node.attributes().any(|attribute| attribute.name().local() == "nil") {
            self.add("nil", index, node, at..at, &format!(" xmlns:i='{xsi}' i:nil='true'"));
        }
    }

    fn attributes(&mut self, index: usize, node: Node<'_>) {
        for attribute in node.attributes() {
            let value = self.range_of(attribute.raw());
            let name = attribute.name().qualified();
            let Some(start) = self.text[..value.start].rfind(name) else { continue };
            self.add("delete attribute", index, node, start..value.end + 1, "");
            self.add("rename attribute", index, node, start..start + name.len(), "wrong");
            self.add("corrupt attribute", index, node, value, "\u{1EBF} x");
        }
    }

    fn variant(&mut self, variant: &Variant, node: Node<'_>) {
        let escaped = variant.value.replace('&', "&amp;").replace('<', "&lt;").replace('\r', "&#13;").replace('"', "&quot;");
        let kind = if variant.attribute.is_empty() { "value" } else { "attribute value" };
        if variant.attribute.is_empty() {
            if node.elements().next().is_some() {
                return;
            }
            let tag = node.tag_range();
            let name = node.name().qualified();
            let start = self.text[tag].trim_end_matches(['>', '/']);
            self.add(kind, variant.element, node, node.range(), &format!("{start}>{escaped}</{name}>"));
        } else {
            let Some(attribute) = node.attributes().find(|attribute| attribute.name().local() == variant.attribute) else {
                return;
            };
            self.add(
                kind,
                variant.element,
                node,
                self.range_of(attribute.raw()),
                &escaped.replace('\n', "&#10;").replace('\t', "&#9;"),
            );
        }
        if let Some(last) = self.found.last_mut() {
            last.value.clone_from(&variant.value);
        }
    }

    /// Where a part of the text lies in it.
    fn range_of(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        start..start + part.len()
    }
}

fn rename(element: &str, name: &str) -> String {
    let renamed = format!("{name}X");
    let start = element.replacen(name, &renamed, 1);
    match start.rfind(&format!("</{name}")) {
        Some(end) => format!("{}</{renamed}{}", &start[..end], &start[end + 2 + name.len()..]),
        None => start,
    }
}

/// A part of them, spread over the whole and the same each time for the same seed.
pub(crate) fn sample(mutations: Vec<Mutation>, count: usize, seed: usize) -> Vec<Mutation> {
    let total = mutations.len();
    if total <= count {
        return mutations;
    }
    // A step that shares no factor with the small cycles of kinds at one element.
    mutations
        .into_iter()
        .enumerate()
        .filter(|(index, _)| ((index + seed * 31) * 7919) % total < count)
        .map(|(_, mutation)| mutation)
        .collect()
}
