//! What a content model says when the document does not follow it: what was left out, what could have come.

use super::Model;
use super::NodeId;
use super::NodeKind;
use super::START;
use crate::xsd::model::NONE;
use crate::xsd::model::to_u32;

impl Model {
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
            if node.max > 1 && count.least < node.max && inner != from && self.contains(inner, next) {
                self.skip_into(inner, next, skipped);
                self.repeat(inner, count, next, counters);
                return true;
            }
            if !self.may_end(inner, count) {
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
            if !self.may_end(inner, self.count(inner, counters)) {
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

    /// The leaves that could match the first element of a node. The recursion is bounded by the depth of the tree.
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
        let mut scratch = Vec::new();
        for (leaf, node) in self.nodes.iter().enumerate() {
            if !matches!(node.kind, NodeKind::Element(_) | NodeKind::Wildcard(_)) {
                continue;
            }
            let leaf = to_u32(leaf);
            let mut reachable = false;
            if self.slots == 0 {
                reachable = self.follows(from, leaf);
            } else {
                self.ways(from, counters, leaf, &mut scratch, |_| reachable = true);
            }
            if reachable {
                leaves.push(leaf);
            }
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
}
