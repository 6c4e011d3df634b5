//! Unique Particle Attribution (cos-nonambig) and Element Declarations Consistent (cos-element-consistent) of one content model.
//!
//! Two leaves conflict when an element could be either and both may come next in some state. All sets of leaves that may come next
//! are met by one walk over the tree: what may follow a node is what may follow its parent, unless something required comes between,
//! with the beginnings of its later siblings and, for a node that repeats, its own. Each leaf enters a set once for each of its
//! ancestors, so the work is the size of the tree times its depth; counters are never expanded.

use hashbrown::HashMap;

use super::wildcards::overlap;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::model::Model;
use crate::xsd::model::ModelKind;
use crate::xsd::model::ModelNode;
use crate::xsd::model::NamespaceId;
use crate::xsd::model::NodeKind;
use crate::xsd::model::Wildcard;

/// Two leaves that an element may be either of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ambiguity {
    /// The name of such an element; `None` for two wildcards.
    pub(crate) element: Option<Symbol>,
    /// The one of the two that comes last in the model.
    pub(crate) leaf: ModelNode,
}

impl Ambiguity {
    fn of(element: Option<Symbol>, one: ModelNode, other: ModelNode) -> Self {
        Self { element, leaf: one.max(other) }
    }
}

/// The first pair of leaves that break Unique Particle Attribution.
pub(crate) fn ambiguity(schema: &Schema, model: &Model) -> Option<Ambiguity> {
    let mut pairs = model.entries().iter().zip(model.entries().iter().skip(1));
    let twice = pairs.find(|(one, next)| one.symbol == next.symbol && one.leaf != next.leaf);
    if model.kind != ModelKind::Ordered {
        return twice.map(|(one, next)| Ambiguity::of(Some(one.symbol), one.leaf, next.leaf));
    }
    let wildcards: Vec<(ModelNode, &Wildcard)> = model.wildcards().collect();
    let wild = wildcards.iter().enumerate().any(|(index, (_, one))| {
        wildcards.iter().skip(index + 1).any(|(_, other)| overlap(&one.namespaces, &other.namespaces))
            || model.entries().iter().any(|entry| one.namespaces.allows(schema.names.namespace_of(entry.symbol)))
    });
    // Most models need no more than this.
    if twice.is_none() && !wild {
        return None;
    }
    let mut symbols: Vec<(ModelNode, Symbol)> = model.entries().iter().map(|entry| (entry.leaf, entry.symbol)).collect();
    symbols.sort_unstable();
    let mut search = Search { schema, model, symbols, next: Next::default(), leaves: Vec::new() };
    search.add_firsts(0, 0).or_else(|| {
        search.next = Next::default();
        search.visit(0)
    })
}

/// A name that two declarations of the model give different types (cos-element-consistent).
pub(crate) fn inconsistent_name(schema: &Schema, model: &Model) -> Option<Symbol> {
    let type_of = |element: ElementId| -> TypeId { schema.element(element).type_ };
    let pairs = model.entries().iter().zip(model.entries().iter().skip(1));
    pairs
        .filter(|(one, next)| one.symbol == next.symbol && one.element != next.element)
        .find(|(one, next)| type_of(one.element) != type_of(next.element))
        .map(|(one, _)| one.symbol)
}

/// The leaves that may come next, with the time at which each was added.
#[derive(Default)]
struct Next {
    elements: HashMap<Symbol, Vec<(ModelNode, usize)>, foldhash::fast::RandomState>,
    /// How many leaves of elements are in a namespace, for the wildcards.
    namespaces: HashMap<NamespaceId, Vec<(ModelNode, usize)>, foldhash::fast::RandomState>,
    wildcards: Vec<(ModelNode, u32, usize)>,
    log: Vec<ModelNode>,
}

struct Search<'m> {
    schema: &'m Schema,
    model: &'m Model,
    /// By leaf: the names of the elements that it takes.
    symbols: Vec<(ModelNode, Symbol)>,
    next: Next,
    leaves: Vec<ModelNode>,
}

impl Search<'_> {
    /// Checks what may come after each leaf in `node`, while `next` holds what may come after the node. The recursion is bounded by
    /// the depth of the model.
    fn visit(&mut self, node: ModelNode) -> Option<Ambiguity> {
        let mark = self.next.log.len();
        let here = self.model.node(node);
        if here.max > 1 {
            // A node that occurs a fixed number of times either begins again or is left, never both, so its beginnings do not
            // compete with what comes after it.
            let is_exact = here.min == here.max && !here.body_nullable;
            if let Some(found) = self.add_firsts(node, if is_exact { mark } else { 0 }) {
                return Some(found);
            }
        }
        match here.kind {
            NodeKind::Element(_) | NodeKind::Wildcard(_) => {}
            NodeKind::Choice => {
                for child in self.model.children(node) {
                    if let Some(found) = self.visit(child) {
                        return Some(found);
                    }
                }
            }
            NodeKind::Sequence => {
                let mut children: Vec<ModelNode> = self.model.children(node).collect();
                let mut outer: Option<Next> = None;
                while let Some(child) = children.pop() {
                    if let Some(found) = self.visit(child) {
                        return Some(found);
                    }
                    if !self.model.node(child).nullable {
                        let behind = std::mem::take(&mut self.next);
                        outer.get_or_insert(behind);
                    }
                    if let Some(found) = self.add_firsts(child, 0) {
                        return Some(found);
                    }
                }
                if let Some(outer) = outer {
                    self.next = outer;
                }
            }
        }
        self.undo(mark);
        None
    }

    /// Adds the leaves with which a node may begin. Those already there that were added before `floor` do not compete.
    fn add_firsts(&mut self, node: ModelNode, floor: usize) -> Option<Ambiguity> {
        let mut leaves = std::mem::take(&mut self.leaves);
        leaves.clear();
        self.model.firsts(node, &mut leaves);
        let found = leaves.iter().find_map(|&leaf| self.add(leaf, floor));
        self.leaves = leaves;
        found
    }

    fn add(&mut self, leaf: ModelNode, floor: usize) -> Option<Ambiguity> {
        let time = self.next.log.len();
        let competes = |(other, added): &(ModelNode, usize)| *other != leaf && *added >= floor;
        match self.model.node(leaf).kind {
            NodeKind::Wildcard(index) => {
                let set = &self.model.wildcard(index)?.namespaces;
                for &(other, other_index, added) in &self.next.wildcards {
                    let other_set = self.model.wildcard(other_index).map(|wildcard| &wildcard.namespaces);
                    if competes(&(other, added)) && other_set.is_some_and(|other| overlap(set, other)) {
                        return Some(Ambiguity::of(None, leaf, other));
                    }
                }
                let taken = self.next.namespaces.iter().filter(|(namespace, _)| set.allows(**namespace));
                if let Some((other, _)) = taken.flat_map(|(_, leaves)| leaves).find(|entry| competes(entry)) {
                    return Some(Ambiguity::of(self.name_of(*other), leaf, *other));
                }
                self.next.wildcards.push((leaf, index, time));
            }
            _ => {
                let start = self.symbols.partition_point(|(known, _)| *known < leaf);
                let own = self.symbols.get(start..).unwrap_or_default().iter().take_while(|(known, _)| *known == leaf);
                for &(_, symbol) in own {
                    let known = self.next.elements.entry(symbol).or_default();
                    if let Some((other, _)) = known.iter().find(|entry| competes(entry)) {
                        return Some(Ambiguity::of(Some(symbol), leaf, *other));
                    }
                    known.push((leaf, time));
                    let namespace = self.schema.names.namespace_of(symbol);
                    let wild = self.next.wildcards.iter().find(|&&(other, index, added)| {
                        competes(&(other, added))
                            && self.model.wildcard(index).is_some_and(|wildcard| wildcard.namespaces.allows(namespace))
                    });
                    if let Some(&(other, ..)) = wild {
                        return Some(Ambiguity::of(Some(symbol), leaf, other));
                    }
                    self.next.namespaces.entry(namespace).or_default().push((leaf, time));
                }
            }
        }
        self.next.log.push(leaf);
        None
    }

    /// Takes out what was added since `mark`.
    fn undo(&mut self, mark: usize) {
        while self.next.log.len() > mark {
            let Some(leaf) = self.next.log.pop() else { return };
            if let NodeKind::Wildcard(_) = self.model.node(leaf).kind {
                self.next.wildcards.pop();
                continue;
            }
            let start = self.symbols.partition_point(|(known, _)| *known < leaf);
            let own = self.symbols.get(start..).unwrap_or_default().iter().take_while(|(known, _)| *known == leaf);
            for (_, symbol) in own {
                if let Some(known) = self.next.elements.get_mut(symbol) {
                    known.pop();
                }
                if let Some(known) = self.next.namespaces.get_mut(&self.schema.names.namespace_of(*symbol)) {
                    known.pop();
                }
            }
        }
    }

    fn name_of(&self, leaf: ModelNode) -> Option<Symbol> {
        match self.model.node(leaf).kind {
            NodeKind::Element(element) => Some(self.schema.element(element).symbol),
            _ => None,
        }
    }
}
