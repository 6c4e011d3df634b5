//! Content models as deterministic automata whose transitions are read off the particle tree.
//!
//! A Glushkov automaton has one state for each leaf of the tree. Instead of tables of transitions, which grow with the square of the
//! number of optional children, every node knows the first required sibling behind it. Whether leaf `q` may follow leaf `p` is then
//! answered by climbing from `p` to the node that holds both, in time proportional to the depth of the tree. Nodes that count
//! (`minOccurs` above 1 or a bounded `maxOccurs` above 1) own a counter slot; nothing is ever expanded.
//!
//! A state is a leaf and the counters of the model. Unique Particle Attribution makes the leaf unique; where loops are nested, a
//! counted one inside another, several counter values can be possible at the same time. Each counter of a state is therefore an
//! interval, and the validator keeps a set of states: few, since a counter above its minimum needs no more than its least value, and
//! a model that would need many is refused when it is compiled.

mod build;
mod recovery;

use super::ElementId;
use super::NONE;
use super::NamespaceId;
use super::Symbol;
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
    /// By node, where no two entries are of one symbol: the first entry of a leaf, or [`NONE`].
    by_leaf: Box<[u32]>,
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
    pub(crate) nullable: bool,
    /// Whether one occurrence of it may match nothing at all.
    pub(crate) body_nullable: bool,
}

impl Model {
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
        pairs(one)
            .zip(pairs(other))
            .zip(self.minima())
            .all(|((one, other), min)| one.least <= other.least && (other.greatest <= one.greatest || one.greatest >= min))
    }

    /// Widens `one` by `other` where both together are every combination of one interval for each counter.
    pub(crate) fn merge(one: &mut [u32], other: &[u32]) -> bool {
        let differs = |(_, (one, other)): &(usize, (Count, Count))| one != other;
        let differing = pairs(one).zip(pairs(other)).enumerate().find(differs);
        let Some((index, (here, there))) = differing else { return true };
        let another = pairs(one).zip(pairs(other)).enumerate().skip(index + 1).any(|pair| differs(&pair));
        if another || here.least > there.greatest.saturating_add(1) || there.least > here.greatest.saturating_add(1) {
            return false;
        }
        set(one, to_u32(index * 2), Count { least: here.least.min(there.least), greatest: here.greatest.max(there.greatest) });
        true
    }

    fn minima(&self) -> impl Iterator<Item = u32> {
        self.nodes.iter().filter(|node| node.slot != NONE).map(Node::needed)
    }

    /// Numbers that hold the counters of a state: two for each counter; for a bag, one for each node.
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

    /// The wildcard leaves.
    pub(crate) fn wildcards(&self) -> impl Iterator<Item = (NodeId, &Wildcard)> {
        self.wildcards.iter().map(|(leaf, wildcard)| (*leaf, wildcard))
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

    /// The one leaf of a [`Model::single`] model or a bag that an element of that name may match. `state` is the leaf of the last child:
    /// in a form the next child is nearly always of that leaf again or of one of the next few, and a look at those is cheaper than a
    /// search.
    pub(crate) fn candidate(&self, symbol: Symbol, state: NodeId) -> Option<Entry> {
        const NEAR: usize = 4;
        let from = if state == START { 0 } else { state as usize };
        let near = self.by_leaf.iter().skip(from).take(NEAR).filter_map(|&index| self.entries.get(index as usize));
        if let Some(entry) = near.into_iter().find(|entry| entry.symbol == symbol) {
            return Some(*entry);
        }
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

    /// Calls `found` with the counters of each way in which leaf `next` may follow the state `from` with `counters`. `copy` is room to
    /// work in.
    pub(crate) fn ways(&self, from: NodeId, counters: &[u32], next: NodeId, copy: &mut Vec<u32>, mut found: impl FnMut(&[u32])) {
        let mut take = |changes: &mut dyn FnMut(&mut [u32])| {
            copy.clear();
            copy.extend_from_slice(counters);
            changes(copy);
            found(copy);
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
            if node.max > 1 && count.least < node.max && self.contains(inner, next) && self.enters(inner, next) {
                take(&mut |counters| self.repeat(inner, count, next, counters));
            }
            if !self.may_end(inner, count) || node.parent == NONE {
                return;
            }
            if self.is_sequence(node.parent) {
                if let Some(child) = self.child_towards(node.parent, next)
                    && child > inner
                    && node.required_after >= child
                    && self.enters(child, next)
                {
                    take(&mut |counters| {
                        self.clear(inner, counters);
                        self.reset_towards(child, next, counters);
                    });
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
            if !self.may_end(inner, self.count(inner, counters)) {
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

    /// The occurrences of a node so far; nodes without a counter have as many as they need.
    fn count(&self, node: NodeId, counters: &[u32]) -> Count {
        let node = self.node(node);
        let of = |index: u32| counters.get(index as usize).copied().unwrap_or(node.min);
        if node.slot == NONE {
            return Count { least: node.min, greatest: node.min };
        }
        Count { least: of(node.slot), greatest: of(node.slot.saturating_add(1)) }
    }

    /// Whether a node that occurred so often may be left.
    fn may_end(&self, node: NodeId, count: Count) -> bool {
        let node = self.node(node);
        node.slot == NONE || count.greatest >= node.needed()
    }

    /// Begins another occurrence of `node` with `leaf`. What cannot matter any more is not counted, which keeps equal states equal:
    /// nothing above the minimum where there is no maximum, and of several values above it only the least.
    fn repeat(&self, node: NodeId, count: Count, leaf: NodeId, counters: &mut [u32]) {
        self.reset_below(node, leaf, counters);
        let node = self.node(node);
        let most = if node.max == UNBOUNDED { node.needed() } else { node.max };
        let least = count.least.saturating_add(1).min(most);
        let greatest = count.greatest.saturating_add(1).min(most).min(node.needed().max(least));
        set(counters, node.slot, Count { least, greatest });
    }

    /// Sets the counters of `node` and everything between it and `leaf` to the first occurrence.
    fn reset_towards(&self, node: NodeId, leaf: NodeId, counters: &mut [u32]) {
        self.reset_below(node, leaf, counters);
        set(counters, self.node(node).slot, Count::ONE);
    }

    /// Forgets the counters of a node that is left.
    fn clear(&self, node: NodeId, counters: &mut [u32]) {
        if counters.is_empty() {
            return;
        }
        let mut below = node;
        let end = self.node(node).end;
        while below < end {
            set(counters, self.node(below).slot, Count::NONE);
            below += 1;
        }
    }

    fn reset_below(&self, node: NodeId, leaf: NodeId, counters: &mut [u32]) {
        if counters.is_empty() {
            return;
        }
        // All are cleared to keep equal states equal.
        let mut below = node.saturating_add(1);
        let end = self.node(node).end;
        while below < end {
            set(counters, self.node(below).slot, Count::NONE);
            below += 1;
        }
        let mut child = leaf;
        while child != node && child != NONE {
            let here = self.node(child);
            set(counters, here.slot, Count::ONE);
            child = here.parent;
        }
    }
}

impl Node {
    /// The occurrences that must be counted: what may match nothing makes up for those that lack.
    fn needed(&self) -> u32 {
        if self.body_nullable { 0 } else { self.min }
    }
}

/// How often a node may have occurred: every number from the least to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    least: u32,
    greatest: u32,
}

impl Count {
    const NONE: Self = Self { least: 0, greatest: 0 };
    const ONE: Self = Self { least: 1, greatest: 1 };
}

fn pairs(counters: &[u32]) -> impl Iterator<Item = Count> {
    counters.chunks_exact(2).filter_map(|pair| match pair {
        &[least, greatest] => Some(Count { least, greatest }),
        _ => None,
    })
}

fn set(counters: &mut [u32], slot: u32, count: Count) {
    if slot != NONE
        && let Some([least, greatest]) = counters.get_mut(slot as usize..slot as usize + 2)
    {
        (*least, *greatest) = (count.least, count.greatest);
    }
}
