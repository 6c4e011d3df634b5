//! Content models as deterministic automata whose transitions are read off the particle tree.
//!
//! A Glushkov automaton has one state for each leaf of the tree. Instead of tables of transitions, which grow with the square of the
//! number of optional children, every node knows the first required sibling behind it. Whether leaf `q` may follow leaf `p` is then
//! answered by climbing from `p` to the node that holds both, in time proportional to the depth of the tree. Nodes that count
//! (`minOccurs` above 1 or a bounded `maxOccurs` above 1) own a counter slot; nothing is ever expanded.
//!
//! A state is a leaf and the counters of the model. Unique Particle Attribution makes the leaf unique; where loops are nested, a
//! counted one inside another, several counter values can be possible at the same time, so the validator keeps a set of states.

use super::ElementId;
use super::NONE;
use super::NamespaceId;
use super::Particle;
use super::Symbol;
use super::Term;
use super::UNBOUNDED;
use super::Wildcard;
use super::to_u32;

/// A node of a particle tree, by its number in document order.
pub(crate) type NodeId = u32;

/// The state before the first element.
pub(crate) const START: NodeId = NONE;

/// A content model.
#[derive(Debug)]
pub(crate) struct Model {
    nodes: Box<[Node]>,
    /// What each element name may match, sorted by symbol and then by leaf.
    entries: Box<[Entry]>,
    /// The wildcard leaves.
    wildcards: Box<[(NodeId, Wildcard)]>,
    slots: u32,
    /// Whether each symbol has one leaf, nothing counts and no wildcard is there: one state suffices and needs no counters.
    pub(crate) single: bool,
    pub(crate) kind: ModelKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModelKind {
    Ordered,
    /// `xs:all`: the root's children in any order.
    All,
    /// A bag whose declared order is remembered.
    Unordered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) symbol: Symbol,
    pub(crate) leaf: NodeId,
    pub(crate) element: ElementId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Element(ElementId),
    /// Index of the wildcard leaf.
    Wildcard(u32),
    Sequence,
    Choice,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) min: u32,
    pub(crate) max: u32,
    parent: NodeId,
    /// One past the last node below.
    end: NodeId,
    /// In a sequence: the first sibling behind it that is not nullable.
    required_after: NodeId,
    /// Of a sequence: the first child that is not nullable.
    required_first: NodeId,
    slot: u32,
    /// Whether it matches nothing at all.
    nullable: bool,
    /// Whether one occurrence of it may match nothing at all.
    body_nullable: bool,
}

/// A content model that cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModelError {
    /// Groups nested deeper than [`DEPTH`].
    Depth,
    /// More particles than [`NODES`].
    Size,
}

/// Nested groups of one content model. Real schemas nest below 20; flattening keeps chains of extensions flat.
const DEPTH: usize = 200;
/// Particles of one content model; the largest real one holds about 2,000.
const NODES: usize = 200_000;

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
        Ok(Self {
            single: unique && slots == 0 && wildcards.is_empty(),
            nodes: nodes.into_boxed_slice(),
            entries: entries.into_boxed_slice(),
            wildcards: wildcards.into_boxed_slice(),
            slots,
            kind,
        })
    }

    /// Whether it takes any elements without looking at them.
    pub(crate) fn skips_everything(&self) -> bool {
        match (&*self.nodes, &*self.wildcards) {
            ([Node { min: 0, max: UNBOUNDED, .. }], [(_, wildcard)]) => *wildcard == Wildcard::ANY_SKIP,
            _ => false,
        }
    }

    /// Whether everything that is possible from the counters `other` is possible from `one` at the same leaf: a counter that has
    /// reached its minimum only forbids, the more so the higher it is.
    pub(crate) fn covers(&self, one: &[u32], other: &[u32]) -> bool {
        let minima = self.nodes.iter().filter(|node| node.slot != NONE).map(|node| node.min);
        one.iter().zip(other).zip(minima).all(|((one, other), min)| one == other || (*one >= min && one < other))
    }

    /// Counters of a state; for a bag, one for each node.
    pub(crate) const fn slots(&self) -> usize {
        self.slots as usize
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    #[expect(clippy::indexing_slicing, reason = "node numbers are made only by this model's builder")]
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(crate) fn wildcard(&self, index: u32) -> Option<&Wildcard> {
        self.wildcards.get(index as usize).map(|(_, wildcard)| wildcard)
    }

    /// The leaves that an element of that name may match.
    pub(crate) fn candidates(&self, symbol: Symbol) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.symbol < symbol);
        let rest = self.entries.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|entry| entry.symbol == symbol).count();
        rest.get(..count).unwrap_or_default()
    }

    /// The one leaf of a [`Model::single`] model that an element of that name may match.
    pub(crate) fn candidate(&self, symbol: Symbol) -> Option<Entry> {
        let index = self.entries.partition_point(|entry| entry.symbol < symbol);
        self.entries.get(index).copied().filter(|entry| entry.symbol == symbol)
    }

    /// The wildcard leaves that take that namespace.
    pub(crate) fn wild_candidates(&self, namespace: NamespaceId) -> impl Iterator<Item = (NodeId, u32)> {
        self.wildcards
            .iter()
            .enumerate()
            .filter(move |(_, (_, wildcard))| wildcard.namespaces.allows(namespace))
            .map(|(index, &(leaf, _))| (leaf, to_u32(index)))
    }

    /// Whether leaf `next` may follow leaf `from` in a model without counters.
    pub(crate) fn follows(&self, from: NodeId, next: NodeId) -> bool {
        if from == START {
            return self.enters(0, next);
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            if node.max > 1 && self.contains(inner, next) && self.enters(inner, next) {
                return true;
            }
            if node.parent == NONE {
                return false;
            }
            if self.is_sequence(node.parent) {
                if let Some(child) = self.child_towards(node.parent, next)
                    && child > inner
                    && node.required_after >= child
                    && self.enters(child, next)
                {
                    return true;
                }
                if node.required_after != NONE {
                    return false;
                }
            }
            inner = node.parent;
        }
    }

    /// Whether the content may end after leaf `from` in a model without counters.
    pub(crate) fn accepts(&self, from: NodeId) -> bool {
        if from == START {
            return self.node(0).nullable;
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            if node.parent == NONE {
                return true;
            }
            if self.is_sequence(node.parent) && node.required_after != NONE {
                return false;
            }
            inner = node.parent;
        }
    }

    /// Calls `found` with the counters of each way in which leaf `next` may follow the state `from` with `counters`.
    pub(crate) fn ways(&self, from: NodeId, counters: &[u32], next: NodeId, mut found: impl FnMut(&[u32])) {
        // A way changes a copy; models have few counters.
        let mut copy: Vec<u32> = Vec::new();
        let mut take = |changes: &mut dyn FnMut(&mut [u32])| {
            copy.clear();
            copy.extend_from_slice(counters);
            changes(&mut copy);
            found(&copy);
        };
        if from == START {
            if self.enters(0, next) {
                take(&mut |counters| self.reset_towards(0, next, counters));
            }
            return;
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            let count = self.count(inner, counters);
            if node.max > 1 && count < node.max && self.contains(inner, next) && self.enters(inner, next) {
                take(&mut |counters| {
                    self.reset_below(inner, next, counters);
                    if let Some(counter) = counters.get_mut(node.slot as usize) {
                        *counter = self.counted(inner, count);
                    }
                });
            }
            if (count < node.min && node.slot != NONE && !node.body_nullable) || node.parent == NONE {
                return;
            }
            if self.is_sequence(node.parent) {
                if let Some(child) = self.child_towards(node.parent, next)
                    && child > inner
                    && node.required_after >= child
                    && self.enters(child, next)
                {
                    take(&mut |counters| self.reset_towards(child, next, counters));
                }
                if node.required_after != NONE {
                    return;
                }
            }
            inner = node.parent;
        }
    }

    /// Whether the content may end in a state.
    pub(crate) fn accepts_counted(&self, from: NodeId, counters: &[u32]) -> bool {
        if from == START {
            return self.node(0).nullable;
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            if node.slot != NONE && self.count(inner, counters) < node.min && !node.body_nullable {
                return false;
            }
            if node.parent == NONE {
                return true;
            }
            if self.is_sequence(node.parent) && node.required_after != NONE {
                return false;
            }
            inner = node.parent;
        }
    }

    /// The nodes that would be left out if leaf `next` followed `from` all the same: reached forward in a sequence, or by starting a
    /// repeated group again. `None` when no such way exists. `counters` is empty for a model without counters and is brought to the
    /// state after the step.
    pub(crate) fn skips(&self, from: NodeId, counters: &mut [u32], next: NodeId, skipped: &mut Vec<NodeId>) -> bool {
        skipped.clear();
        if from == START {
            self.skip_into(0, next, skipped);
            self.reset_towards(0, next, counters);
            return true;
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            let count = self.count(inner, counters);
            if node.max > 1 && count < node.max && inner != from && self.contains(inner, next) {
                self.skip_into(inner, next, skipped);
                self.reset_below(inner, next, counters);
                if let Some(counter) = counters.get_mut(node.slot as usize) {
                    *counter = self.counted(inner, count);
                }
                return true;
            }
            if node.slot != NONE && count < node.min && !node.body_nullable {
                skipped.push(inner);
            }
            if node.parent == NONE {
                return false;
            }
            if self.is_sequence(node.parent) {
                let towards = self.child_towards(node.parent, next);
                if let Some(child) = towards
                    && child > inner
                {
                    self.required_between(node.required_after, child, skipped);
                    self.skip_into(child, next, skipped);
                    self.reset_towards(child, next, counters);
                    return true;
                }
                self.required_between(node.required_after, NONE, skipped);
            }
            inner = node.parent;
        }
    }

    /// The nodes still required when the content ends after `from`.
    pub(crate) fn missing_at_end(&self, from: NodeId, counters: &[u32], missing: &mut Vec<NodeId>) {
        missing.clear();
        if from == START {
            let root = self.node(0);
            if root.nullable {
                return;
            }
            if root.kind == NodeKind::Sequence {
                self.required_between(root.required_first, NONE, missing);
            } else {
                missing.push(0);
            }
            return;
        }
        let mut inner = from;
        loop {
            let node = self.node(inner);
            if node.slot != NONE && self.count(inner, counters) < node.min && !node.body_nullable {
                missing.push(inner);
            }
            if node.parent == NONE {
                return;
            }
            if self.is_sequence(node.parent) {
                self.required_between(node.required_after, NONE, missing);
            }
            inner = node.parent;
        }
    }

    /// The leaves that could match the first element of a node. The recursion is bounded by [`DEPTH`].
    pub(crate) fn firsts(&self, node: NodeId, leaves: &mut Vec<NodeId>) {
        let here = self.node(node);
        if !matches!(here.kind, NodeKind::Sequence | NodeKind::Choice) {
            leaves.push(node);
            return;
        }
        let mut child = node.saturating_add(1);
        while child < here.end {
            self.firsts(child, leaves);
            if here.kind == NodeKind::Sequence && !self.node(child).nullable {
                return;
            }
            child = self.node(child).end;
        }
    }

    /// The leaves that may follow a state, for the expected set of a finding.
    pub(crate) fn expected(&self, from: NodeId, counters: &[u32], leaves: &mut Vec<NodeId>) {
        for (leaf, node) in self.nodes.iter().enumerate() {
            if !matches!(node.kind, NodeKind::Element(_) | NodeKind::Wildcard(_)) {
                continue;
            }
            let leaf = to_u32(leaf);
            let mut reachable = false;
            if self.slots == 0 {
                reachable = self.follows(from, leaf);
            } else {
                self.ways(from, counters, leaf, |_| reachable = true);
            }
            if reachable {
                leaves.push(leaf);
            }
        }
    }

    /// The nodes directly in a node.
    pub(crate) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.node(node).end;
        let first = Some(node.saturating_add(1)).filter(|&child| child < end);
        core::iter::successors(first, move |&child| Some(self.node(child).end).filter(|&next| next < end))
    }

    /// Whether `leaf` lies in `node`.
    pub(crate) fn contains(&self, node: NodeId, leaf: NodeId) -> bool {
        node <= leaf && leaf < self.node(node).end
    }

    /// Whether a leaf can be the first of one occurrence of the node that holds it.
    fn enters(&self, node: NodeId, leaf: NodeId) -> bool {
        let mut child = leaf;
        while child != node {
            let parent = self.node(child).parent;
            if parent == NONE {
                return false;
            }
            if self.is_sequence(parent) && self.node(parent).required_first < child {
                return false;
            }
            child = parent;
        }
        true
    }

    fn is_sequence(&self, node: NodeId) -> bool {
        matches!(self.node(node).kind, NodeKind::Sequence)
    }

    /// The child of `parent` that holds `leaf`.
    fn child_towards(&self, parent: NodeId, leaf: NodeId) -> Option<NodeId> {
        if !self.contains(parent, leaf) || parent == leaf {
            return None;
        }
        let mut child = leaf;
        loop {
            let above = self.node(child).parent;
            if above == parent {
                return Some(child);
            }
            if above == NONE {
                return None;
            }
            child = above;
        }
    }

    /// The required children of a sequence from `first` on and before `end`.
    fn required_between(&self, first: NodeId, end: NodeId, found: &mut Vec<NodeId>) {
        let mut required = first;
        while required != NONE && required < end {
            found.push(required);
            required = self.node(required).required_after;
        }
    }

    /// What is left out when `leaf` comes first in `node`.
    fn skip_into(&self, node: NodeId, leaf: NodeId, skipped: &mut Vec<NodeId>) {
        let mut child = leaf;
        while child != node {
            let parent = self.node(child).parent;
            if parent == NONE {
                return;
            }
            if self.is_sequence(parent) {
                self.required_between(self.node(parent).required_first, child, skipped);
            }
            child = parent;
        }
    }

    /// The occurrences of a node so far; nodes without a counter have as many as they need.
    fn count(&self, node: NodeId, counters: &[u32]) -> u32 {
        let node = self.node(node);
        if node.slot == NONE { node.min } else { counters.get(node.slot as usize).copied().unwrap_or(node.min) }
    }

    /// The counter after one more occurrence; what cannot matter any more is not counted, which keeps equal states equal.
    fn counted(&self, node: NodeId, count: u32) -> u32 {
        let node = self.node(node);
        let next = count.saturating_add(1);
        if node.max == UNBOUNDED { next.min(node.min) } else { next }
    }

    /// Sets the counters of `node` and everything between it and `leaf` to the first occurrence.
    fn reset_towards(&self, node: NodeId, leaf: NodeId, counters: &mut [u32]) {
        self.reset_below(node, leaf, counters);
        if let Some(counter) = counters.get_mut(self.node(node).slot as usize) {
            *counter = 1;
        }
    }

    fn reset_below(&self, node: NodeId, leaf: NodeId, counters: &mut [u32]) {
        if counters.is_empty() {
            return;
        }
        // Slots are given in document order, so those below a node are one range; all are cleared to keep equal states equal.
        let end = self.node(node).end;
        let mut below = node.saturating_add(1);
        while below < end {
            if let Some(counter) = counters.get_mut(self.node(below).slot as usize) {
                *counter = 0;
            }
            below += 1;
        }
        let mut child = leaf;
        while child != node && child != NONE {
            let here = self.node(child);
            if let Some(counter) = counters.get_mut(here.slot as usize) {
                *counter = 1;
            }
            child = here.parent;
        }
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
            self.slots += 1;
            self.slots - 1
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
