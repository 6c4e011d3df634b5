//! Content models from particle trees.

use super::Entry;
use super::Model;
use super::ModelKind;
use super::Node;
use super::NodeId;
use super::NodeKind;
use crate::xsd::ElementId;
use crate::xsd::Symbol;
use crate::xsd::model::NONE;
use crate::xsd::model::Particle;
use crate::xsd::model::Term;
use crate::xsd::model::UNBOUNDED;
use crate::xsd::model::Wildcard;
use crate::xsd::model::to_u32;

/// A content model that cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModelError {
    /// Groups nested deeper than [`DEPTH`].
    Depth,
    /// More particles than [`NODES`].
    Size,
    /// Counted groups nested so that the same elements may be counted in more than [`STATES`] ways.
    States,
}

/// Nested groups of one content model. Real schemas nest below 20; flattening keeps chains of extensions flat.
const DEPTH: usize = 200;
/// Particles of one content model; the largest real one holds about 2,000.
const NODES: usize = 200_000;
/// Counter values that may have to be followed at the same time. Only nested counted groups need more than one, and only where the
/// inner one may both go on and start anew with the same element: `(a{2,3}){5,9}` needs 3.
const STATES: u64 = 128;

impl Model {
    /// Compiles a particle tree. `members` lists the declarations that may stand for an element: itself and its substitution group.
    pub(crate) fn compile(
        particle: &Particle,
        mut members: impl FnMut(ElementId, &mut Vec<(Symbol, ElementId)>),
    ) -> Result<Self, ModelError> {
        let mut builder = TreeBuilder { nodes: Vec::new(), wildcards: Vec::new(), slots: 0 };
        let kind = match particle.term {
            Term::All(_) => ModelKind::All,
            Term::Unordered(_) => ModelKind::Unordered,
            _ => ModelKind::Ordered,
        };
        builder.add(particle, NONE, 0)?;
        let TreeBuilder { nodes, wildcards, mut slots } = builder;
        if kind == ModelKind::Ordered && states(&nodes) > STATES {
            return Err(ModelError::States);
        }
        let mut entries = Vec::new();
        let mut group = Vec::new();
        for (leaf, node) in nodes.iter().enumerate() {
            if let NodeKind::Element(element) = node.kind {
                group.clear();
                members(element, &mut group);
                entries.extend(group.iter().map(|&(symbol, element)| Entry { symbol, leaf: to_u32(leaf), element }));
                if entries.len() > NODES {
                    return Err(ModelError::Size);
                }
            }
        }
        entries.sort_unstable_by_key(|entry| (entry.symbol, entry.leaf));
        if kind != ModelKind::Ordered {
            slots = to_u32(nodes.len());
        }
        let unique = entries.iter().zip(entries.iter().skip(1)).all(|(one, next)| one.symbol != next.symbol);
        let mut by_leaf = vec![NONE; if unique { nodes.len() } else { 0 }];
        for (index, entry) in entries.iter().enumerate().rev() {
            if let Some(first) = by_leaf.get_mut(entry.leaf as usize) {
                *first = to_u32(index);
            }
        }
        Ok(Self {
            single: unique && slots == 0 && wildcards.is_empty(),
            nodes: nodes.into_boxed_slice(),
            entries: entries.into_boxed_slice(),
            by_leaf: by_leaf.into_boxed_slice(),
            wildcards: wildcards.into_boxed_slice(),
            slots,
            kind,
        })
    }
}

struct TreeBuilder {
    nodes: Vec<Node>,
    wildcards: Vec<(NodeId, Wildcard)>,
    slots: u32,
}

impl TreeBuilder {
    fn add(&mut self, particle: &Particle, parent: NodeId, depth: usize) -> Result<NodeId, ModelError> {
        if depth > DEPTH {
            return Err(ModelError::Depth);
        }
        if self.nodes.len() >= NODES {
            return Err(ModelError::Size);
        }
        let id = to_u32(self.nodes.len());
        let counts = particle.min > 1 || (particle.max > 1 && particle.max != UNBOUNDED);
        let slot = if counts {
            // The least and the greatest value.
            self.slots += 2;
            self.slots - 2
        } else {
            NONE
        };
        let (kind, children) = match &particle.term {
            Term::Element(element) => (NodeKind::Element(*element), None),
            Term::Wildcard(wildcard) => {
                self.wildcards.push((id, wildcard.clone()));
                (NodeKind::Wildcard(to_u32(self.wildcards.len() - 1)), None)
            }
            Term::Sequence(children) => (NodeKind::Sequence, Some(children)),
            Term::Choice(children) => (NodeKind::Choice, Some(children)),
            // A bag is not run as an automaton; as a sequence its nodes still tell the declared order and the missing ones.
            Term::All(children) | Term::Unordered(children) => (NodeKind::Sequence, Some(children)),
        };
        self.nodes.push(Node {
            kind,
            min: particle.min,
            max: particle.max,
            parent,
            end: NONE,
            required_after: NONE,
            required_first: NONE,
            slot,
            nullable: false,
            body_nullable: false,
        });
        let mut body_nullable = false;
        let mut required_first = NONE;
        if let Some(children) = children {
            let mut ids = Vec::with_capacity(children.len());
            for child in children {
                if child.max != 0 {
                    ids.push(self.add(child, id, depth + 1)?);
                }
            }
            if kind == NodeKind::Choice {
                body_nullable = ids.iter().any(|&child| self.is_nullable(child));
            } else {
                // From the last child to the first, each learns the first required one behind it.
                for &child in ids.iter().rev() {
                    let nullable = self.is_nullable(child);
                    if let Some(node) = self.nodes.get_mut(child as usize) {
                        node.required_after = required_first;
                    }
                    if !nullable {
                        required_first = child;
                    }
                }
                body_nullable = required_first == NONE;
            }
        }
        let end = to_u32(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.end = end;
            node.required_first = required_first;
            node.body_nullable = body_nullable;
            node.nullable = body_nullable || node.min == 0;
        }
        Ok(id)
    }

    fn is_nullable(&self, node: NodeId) -> bool {
        self.nodes.get(node as usize).is_some_and(|node| node.nullable)
    }
}

/// An upper bound of the counter values to follow at the same time, the intervals of the outermost counter aside.
///
/// A counter that has reached its minimum only forbids, so that of all such values the least stands for the others: a counter with
/// minimum `m` gives `m + 1` at most, and one only where it can be ambiguous at all.
fn states(nodes: &[Node]) -> u64 {
    let mut most = 1;
    // Parents stand before their children.
    let mut products: Vec<u64> = Vec::with_capacity(nodes.len());
    for (id, node) in nodes.iter().enumerate() {
        let above = products.get(node.parent as usize).copied().unwrap_or(1);
        let own = if node.slot != NONE && node.needed() > 1 && restarts(nodes, to_u32(id)) {
            u64::from(node.needed()).saturating_add(1)
        } else {
            1
        };
        let product = above.saturating_mul(own);
        most = most.max(product);
        products.push(product);
    }
    most
}

/// Whether a group around a node can come to its end and begin again with nothing before and behind the node.
fn restarts(nodes: &[Node], node: NodeId) -> bool {
    let mut child = node;
    while let Some(here) = nodes.get(child as usize)
        && let Some(parent) = nodes.get(here.parent as usize)
    {
        if parent.kind == NodeKind::Sequence && (parent.required_first < child || here.required_after != NONE) {
            return false;
        }
        if parent.max > 1 {
            return true;
        }
        child = here.parent;
    }
    false
}
