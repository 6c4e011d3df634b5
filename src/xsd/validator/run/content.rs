//! Children in their parent's content model: the way forward, and the way back after a fault.

use super::Found;
use super::Handler;
use super::Recovery;
use super::Run;
use super::STATES;
use super::fault_of;
use crate::xsd::datatype::is_blank;
use crate::xsd::fault::At;
use crate::xsd::fault::Expectation;
use crate::xsd::fault::FaultKind;
use crate::xsd::model::Content;
use crate::xsd::model::Entry;
use crate::xsd::model::Model;
use crate::xsd::model::ModelKind;
use crate::xsd::model::ModelNode;
use crate::xsd::model::Name;
use crate::xsd::model::NodeKind;
use crate::xsd::model::ProcessContents;
use crate::xsd::model::START;
use crate::xsd::model::to_u32;
use crate::xsd::validator::EmptyElements;
use crate::xsd::validator::frame::Body;
use crate::xsd::validator::frame::Frame;
use crate::xsd::validator::frame::Missing;

/// Children in their parent's content model.
impl<P: Copy> Run<'_, P> {
    /// Finds what a child is in the content of the innermost open element and brings the content model forward.
    pub(super) fn find(&mut self, name: Name, local: &str, at: P, handler: Handler<'_, P>) -> Found {
        let schema = self.schema;
        let Some(frame) = self.frames.last_mut() else { return Found::Nothing };
        let content = match frame.content {
            Body::Typed(content) => content,
            Body::Skipped => return Found::Nothing,
            Body::Nil => {
                if !frame.told {
                    frame.told = true;
                    let element = frame.element;
                    let mut fault = self.fault(FaultKind::NilContent, At::Element(at)).named(local);
                    fault.element = element;
                    handler(fault);
                }
                return Found::Nothing;
            }
        };
        frame.has_children = true;
        let Content::Elements { model, .. } = content else {
            if !frame.told {
                frame.told = true;
                handler(self.fault(FaultKind::UnknownElement, At::Element(at)).named(local));
            }
            return Found::Nothing;
        };
        let model = schema.model(model);
        if model.single {
            if let Some(entry) = model.candidate(name.symbol, frame.state)
                && model.follows(frame.state, entry.leaf)
            {
                frame.state = entry.leaf;
                frame.seen |= bit(entry.leaf);
                frame.unknown = 0;
                return Found::Element { element: entry.element, required: model.node(entry.leaf).min > 0 };
            }
            return self.recover(model, name, local, at, handler);
        }
        if model.kind != ModelKind::Ordered {
            return self.find_in_bag(model, name, local, at, handler);
        }
        for entry in model.candidates(name.symbol) {
            if self.step(model, entry.leaf) {
                return Found::Element { element: entry.element, required: model.node(entry.leaf).min > 0 };
            }
        }
        for (leaf, index) in model.wild_candidates(name.namespace) {
            if self.step(model, leaf) {
                let process = model.wildcard(index).map_or(ProcessContents::Skip, |wildcard| wildcard.process);
                return Found::Wildcard { process, required: model.node(leaf).min > 0 };
            }
        }
        self.recover(model, name, local, at, handler)
    }

    /// Whether a leaf without attributes stands where it may and has a value that its type takes, so that there is nothing to tell. If
    /// so, its parent's content model is brought forward; if not, nothing has changed. Most elements of a form are done with here, at a
    /// fifth of the long way's cost; what it does not know for certain it leaves to that way.
    pub(in crate::xsd::validator) fn takes_leaf(&mut self, name: Name, text: &str) -> bool {
        let schema = self.schema;
        if !schema.identity.is_empty() {
            return false;
        }
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else { return false };
        let Body::Typed(Content::Elements { model, .. }) = frame.content else { return false };
        let model = schema.model(model);
        let bag = match model.kind {
            ModelKind::Ordered if model.single => false,
            ModelKind::Ordered => return false,
            ModelKind::All | ModelKind::Unordered => true,
        };
        let Some(Entry { leaf, element, .. }) = model.candidate(name.symbol, frame.state) else { return false };
        let node = model.node(leaf);
        let declaration = schema.element(element);
        if declaration.is_abstract || declaration.value.is_some() {
            return false;
        }
        let Some(simple) = schema.simple(declaration.type_) else { return false };
        let absent = self.policy.empty == EmptyElements::Absent && is_blank(text);
        let fits = if absent { node.min == 0 } else { simple.takes_plainly(text) };
        if !fits {
            return false;
        }
        if bag {
            let is_late = model.kind == ModelKind::Unordered && frame.state != START && leaf < frame.state;
            match self.counters.get_mut(frame.counters + leaf as usize) {
                Some(count) if *count < node.max && !is_late => *count += 1,
                _ => return false,
            }
        } else {
            if !model.follows(frame.state, leaf) {
                return false;
            }
            frame.seen |= bit(leaf);
            frame.unknown = 0;
        }
        frame.state = leaf;
        frame.has_children = true;
        self.identifiers.leaves(depth);
        true
    }

    /// Takes every state of the innermost model over to `leaf`; false, and nothing changed, when none goes there.
    fn step(&mut self, model: &Model, leaf: ModelNode) -> bool {
        let Self { frames, counters, next_states, nodes, .. } = self;
        let Some(frame) = frames.last_mut() else { return false };
        let width = model.slots() + 1;
        next_states.clear();
        for state in counters.get(frame.counters..).unwrap_or_default().chunks_exact(width) {
            let Some((&from, counts)) = state.split_first() else { continue };
            if width == 1 {
                if model.follows(from, leaf) && next_states.is_empty() {
                    next_states.push(leaf);
                }
                continue;
            }
            model.ways(from, counts, leaf, nodes, |after| {
                keep_state(model, leaf, after, next_states);
            });
        }
        if next_states.is_empty() {
            return false;
        }
        counters.truncate(frame.counters);
        counters.extend_from_slice(next_states);
        frame.state = leaf;
        frame.seen |= bit(leaf);
        frame.unknown = 0;
        true
    }

    fn find_in_bag(&mut self, model: &Model, name: Name, local: &str, at: P, handler: Handler<'_, P>) -> Found {
        let Some(frame) = self.frames.last_mut() else { return Found::Nothing };
        let Some(entry) = model.candidate(name.symbol, frame.state) else {
            if let Some((leaf, index)) = model.wild_candidates(name.namespace).next() {
                if let Some(count) = self.counters.get_mut(frame.counters + leaf as usize) {
                    *count = count.saturating_add(1);
                }
                let process = model.wildcard(index).map_or(ProcessContents::Skip, |wildcard| wildcard.process);
                return Found::Wildcard { process, required: false };
            }
            return self.unknown(model, local, at, handler);
        };
        let node = model.node(entry.leaf);
        let found = Found::Element { element: entry.element, required: node.min > 0 };
        let count = self.counters.get_mut(frame.counters + entry.leaf as usize).map_or(0, |count| {
            *count = count.saturating_add(1);
            *count
        });
        if count > node.max {
            self.identifiers.repeats(self.frames.len());
            let mut fault = self.fault(FaultKind::RepeatedElement, At::Element(at)).named(local).of(entry.element);
            fault.count = node.max;
            handler(fault);
        } else if model.kind == ModelKind::Unordered && frame.state != START && entry.leaf < frame.state {
            if !frame.told {
                frame.told = true;
                let ahead = frame.state;
                let fault = self.fault(FaultKind::MisplacedElement, At::Element(at)).named(local).of(entry.element);
                handler(fault.expecting(Expectation::Firsts(model, ahead)));
            }
        } else {
            frame.state = entry.leaf;
        }
        found
    }

    /// A child that cannot stand here: tells one fault and puts the content model where the rest makes most sense.
    fn recover(&mut self, model: &Model, name: Name, local: &str, at: P, handler: Handler<'_, P>) -> Found {
        let Some(&frame) = self.frames.last() else { return Found::Nothing };
        let candidates = model.candidates(name.symbol);
        let Some(first) = candidates.first() else { return self.unknown(model, local, at, handler) };
        // What was passed over before and comes now was only misplaced.
        let late = candidates.iter().find_map(|entry| {
            let pending = self.missing.get(frame.missing..)?;
            let index = pending.iter().position(|missing| model.contains(missing.node, entry.leaf))?;
            Some((*entry, frame.missing + index))
        });
        if let Some((entry, index)) = late {
            self.missing.remove(index);
            let fault = self.fault(FaultKind::MisplacedElement, At::Element(at)).named(local).of(entry.element);
            handler(fault.expecting(self.expected_after(model)));
            return Found::Element { element: entry.element, required: true };
        }
        // Forward, over as few required nodes as can be.
        let width = model.slots();
        let state_counters =
            if model.single { frame.counters..frame.counters } else { frame.counters + 1..frame.counters + 1 + width };
        let mut best: Option<Recovery> = None;
        for entry in candidates {
            let mut counters = self.counters.get(state_counters.clone()).unwrap_or_default().to_vec();
            let mut skipped = std::mem::take(&mut self.nodes);
            let reached = model.skips(frame.state, &mut counters, entry.leaf, &mut skipped);
            if reached && !skipped.is_empty() && best.as_ref().is_none_or(|best| skipped.len() < best.skipped.len()) {
                best = Some(Recovery { leaf: entry.leaf, element: entry.element, skipped: skipped.clone(), counters });
            }
            self.nodes = skipped;
        }
        if let Some(Recovery { leaf, element, skipped, counters }) = best {
            if let Some(top) = self.frames.last_mut() {
                top.state = leaf;
                top.seen |= bit(leaf);
                top.unknown = 0;
            }
            if !model.single {
                self.counters.truncate(frame.counters);
                self.counters.push(leaf);
                self.counters.extend_from_slice(&counters);
            }
            // An unknown element just before may be a missing one under a wrong name: that fault is told already.
            let told = frame.unknown as usize;
            self.missing.extend(skipped.into_iter().skip(told).map(|node| Missing { node }));
            return Found::Element { element, required: model.node(leaf).min > 0 };
        }
        let seen = candidates.iter().find(|entry| entry.leaf == frame.state || frame.seen & bit(entry.leaf) != 0);
        let (kind, entry) = match seen {
            Some(entry) => (FaultKind::RepeatedElement, entry),
            None => (FaultKind::MisplacedElement, first),
        };
        if kind == FaultKind::RepeatedElement {
            self.identifiers.repeats(self.frames.len());
        }
        let mut fault = self.fault(kind, At::Element(at)).named(local).of(entry.element).expecting(self.expected_after(model));
        fault.count = model.node(entry.leaf).max;
        handler(fault);
        Found::Element { element: entry.element, required: false }
    }

    fn unknown(&mut self, model: &Model, local: &str, at: P, handler: Handler<'_, P>) -> Found {
        let fault = self.fault(FaultKind::UnknownElement, At::Element(at)).named(local);
        handler(fault.expecting(self.expected_after(model)));
        if let Some(frame) = self.frames.last_mut() {
            frame.unknown = frame.unknown.saturating_add(1);
        }
        Found::Nothing
    }

    fn expected_after<'f>(&'f self, model: &'f Model) -> Expectation<'f> {
        let Some(frame) = self.frames.last() else { return Expectation::Nothing };
        if model.kind != ModelKind::Ordered {
            return Expectation::After(model, START, &[]);
        }
        Expectation::After(model, frame.state, state_counters(&self.counters, frame, model))
    }

    /// Tells what is missing when the content of an element ends.
    pub(super) fn end_content(&mut self, frame: &Frame<P>, model: &Model, handler: Handler<'_, P>) {
        let counters = state_counters(&self.counters, frame, model);
        let complete = match model.kind {
            ModelKind::Ordered if model.single => model.accepts(frame.state),
            ModelKind::Ordered => self
                .counters
                .get(frame.counters..)
                .unwrap_or_default()
                .chunks_exact(model.slots() + 1)
                .any(|state| state.split_first().is_some_and(|(&leaf, counts)| model.accepts_counted(leaf, counts))),
            ModelKind::All | ModelKind::Unordered => bag_is_complete(model, counters, frame.has_children),
        };
        let absent = self.policy.empty == EmptyElements::Absent && !frame.has_children && !frame.told && !frame.has_attributes;
        if absent && !frame.required {
            return;
        }
        if complete && self.missing.len() == frame.missing {
            return;
        }
        let schema = self.schema;
        let at = At::Element(frame.at);
        let name = frame.element.map_or("", |element| schema.element_name(element));
        if !frame.has_children {
            // One thing is wrong, however many children the content asks for.
            let fault = fault_of(schema, self.frames.last().and_then(|parent| parent.element), FaultKind::EmptyElement, at);
            let mut fault = fault.named(name).expecting(Expectation::Firsts(model, 0));
            fault.element = frame.element;
            handler(fault);
            return;
        }
        let mut tell = |node: ModelNode| {
            let declaration = match model.node(node).kind {
                NodeKind::Element(element) => Some(element),
                _ => None,
            };
            let fault = fault_of(schema, frame.element, FaultKind::MissingElement, at);
            let name = declaration.map_or("", |element| schema.element_name(element));
            let mut fault = fault.named(name).expecting(Expectation::Firsts(model, node));
            fault.element = declaration;
            handler(fault);
        };
        for missing in self.missing.get(frame.missing..).unwrap_or_default() {
            tell(missing.node);
        }
        if complete {
            return;
        }
        // In a bag nothing says which unknown element stands for which missing one, and a profile may let the unknown one pass.
        let mut unknown = if model.kind == ModelKind::Ordered { frame.unknown } else { 0 };
        let mut nodes = std::mem::take(&mut self.nodes);
        if model.kind == ModelKind::Ordered {
            model.missing_at_end(frame.state, counters, &mut nodes);
        } else {
            nodes.clear();
            nodes.extend(bag_missing(model, counters));
        }
        for &node in &nodes {
            if unknown > 0 {
                unknown -= 1;
            } else {
                tell(node);
            }
        }
        self.nodes = nodes;
    }
}

/// Adds a state unless one is there from which at least as much is possible, and takes out those from which no more is possible.
fn keep_state(model: &Model, leaf: ModelNode, after: &[u32], states: &mut Vec<u32>) {
    let width = after.len() + 1;
    let mut index = 0;
    while let Some(known) = states.get_mut(index + 1..index + width) {
        if model.covers(known, after) || Model::merge(known, after) {
            return;
        }
        if model.covers(after, known) {
            states.drain(index..index + width);
        } else {
            index += width;
        }
    }
    if states.len() < STATES * width {
        states.push(leaf);
        states.extend_from_slice(after);
    }
}

fn bit(leaf: ModelNode) -> u64 {
    1_u64.checked_shl(leaf).unwrap_or(0)
}

/// The counters of the first state.
fn state_counters<'c, P>(counters: &'c [u32], frame: &Frame<P>, model: &Model) -> &'c [u32] {
    let start = match model.kind {
        ModelKind::Ordered if model.single => return &[],
        ModelKind::Ordered => frame.counters + 1,
        ModelKind::All | ModelKind::Unordered => frame.counters,
    };
    counters.get(start..start + model.slots()).unwrap_or_default()
}

fn bag_is_complete(model: &Model, counters: &[u32], has_children: bool) -> bool {
    (!has_children && model.node(0).min == 0) || bag_missing(model, counters).next().is_none()
}

fn bag_missing(model: &Model, counters: &[u32]) -> impl Iterator<Item = ModelNode> {
    let leaves = model.nodes().iter().zip(counters).enumerate().skip(1);
    leaves.filter(|(_, (node, count))| **count < node.min).map(|(leaf, _)| to_u32(leaf))
}
