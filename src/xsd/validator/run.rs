//! The validator proper: fed with events, so that the same code runs over a tree and over a stream.

use std::borrow::Cow;

use super::ContentPolicy;
use super::Descend;
use super::EmptyElements;
use super::Scope;
use super::frame::Body;
use super::frame::Frame;
use super::frame::Missing;
use super::values::Identifiers;
use super::values::ValuePlace;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::TypeId;
use crate::xsd::datatype::Simple;
use crate::xsd::datatype::Violation;
use crate::xsd::datatype::is_blank;
use crate::xsd::fault::At;
use crate::xsd::fault::Expectation;
use crate::xsd::fault::Fault;
use crate::xsd::fault::FaultKind;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::Model;
use crate::xsd::model::ModelKind;
use crate::xsd::model::ModelNode;
use crate::xsd::model::Name;
use crate::xsd::model::NodeKind;
use crate::xsd::model::ProcessContents;
use crate::xsd::model::START;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::XS;
use crate::xsd::model::to_u32;

/// States that a content model can be in at the same time. More than a few need nested counted loops; what lies beyond is dropped.
const STATES: usize = 128;

/// Receives faults.
pub(crate) type Handler<'h, P> = &'h mut dyn FnMut(Fault<'_, P>);

/// An element as it opens.
#[derive(Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) name: Name,
    pub(crate) local: &'a str,
    pub(crate) attributes: &'a [InstanceAttribute<'a>],
    /// Its whole content, where nothing but this text is in it: nearly every element of a form is such a leaf, and is then done with
    /// at once.
    pub(crate) leaf: Option<&'a str>,
}

/// An attribute of the document, namespace declarations left out.
#[derive(Clone, Debug)]
pub(crate) struct InstanceAttribute<'a> {
    pub(crate) name: Name,
    pub(crate) local: &'a str,
    pub(crate) value: Cow<'a, str>,
}

/// The validation of one document: a stack of open elements. Can be used again for the next document, which saves its allocations.
#[derive(Debug)]
pub struct Run<'s, P> {
    schema: &'s Schema,
    policy: ContentPolicy,
    frames: Vec<Frame<P>>,
    counters: Vec<u32>,
    missing: Vec<Missing>,
    text: String,
    identifiers: Identifiers<P>,
    /// States after a step, in the making.
    next_states: Vec<u32>,
    nodes: Vec<ModelNode>,
    required: Vec<u64>,
}

/// What a parent's content makes of a child.
enum Found {
    Element {
        element: ElementId,
        required: bool,
    },
    Wildcard {
        process: ProcessContents,
        required: bool,
    },
    /// A fault was told; nothing in the child is looked at.
    Nothing,
}

/// A way forward over required nodes that are missing.
struct Recovery {
    leaf: ModelNode,
    element: ElementId,
    skipped: Vec<ModelNode>,
    counters: Vec<u32>,
}

impl<'s, P: Copy> Run<'s, P> {
    /// A run over documents of that schema.
    #[must_use]
    pub fn new(schema: &'s Schema, policy: ContentPolicy) -> Self {
        Self {
            schema,
            policy,
            frames: Vec::with_capacity(16),
            counters: Vec::with_capacity(128),
            missing: Vec::new(),
            text: String::with_capacity(256),
            identifiers: Identifiers::default(),
            next_states: Vec::new(),
            nodes: Vec::new(),
            required: Vec::new(),
        }
    }

    /// Opens an element. The first one of a document is held against the schema's global declarations.
    pub(crate) fn start_element(&mut self, opening: &Opening<'_>, at: P, scope: &dyn Scope, handler: Handler<'_, P>) -> Descend {
        let Opening { name, local, attributes, leaf } = *opening;
        let schema = self.schema;
        let found = if self.frames.is_empty() {
            self.identifiers.clear();
            match schema.global_element(name.symbol) {
                Some(element) => Found::Element { element, required: true },
                None if attributes.iter().any(|attribute| attribute.name.symbol == schema.xsi.type_) => {
                    Found::Wildcard { process: ProcessContents::Lax, required: true }
                }
                None => {
                    handler(self.fault(FaultKind::Undeclared, At::Element(at)).named(local));
                    Found::Nothing
                }
            }
        } else {
            self.find(name, local, at, handler)
        };
        let (element, declared, required) = match found {
            Found::Nothing => return self.skip(at),
            Found::Element { element, required } => (Some(element), schema.element(element).type_, required),
            Found::Wildcard { process: ProcessContents::Skip, .. } => return self.skip(at),
            Found::Wildcard { process, required } => match schema.global_element(name.symbol) {
                Some(element) => (Some(element), schema.element(element).type_, required),
                None => {
                    let typed = attributes.iter().any(|attribute| attribute.name.symbol == schema.xsi.type_);
                    if process == ProcessContents::Strict && !typed {
                        handler(self.fault(FaultKind::Undeclared, At::Element(at)).named(local));
                        return self.skip(at);
                    }
                    (None, Builtin::AnyType.into(), required)
                }
            },
        };
        let mut type_ = declared;
        let mut nil = false;
        if let Some(element) = element
            && schema.element(element).is_abstract
        {
            handler(self.fault(FaultKind::AbstractElement, At::Element(at)).named(local).of(element));
            return self.skip(at);
        }
        // `xsi:type` and `xsi:nil` are rare: one look at each attribute tells.
        let mut has_xsi = false;
        for (index, attribute) in attributes.iter().enumerate() {
            if attribute.name.namespace != schema.xsi.namespace {
                continue;
            }
            has_xsi = true;
            let at_attribute = At::Attribute(at, to_u32(index));
            if attribute.name.symbol == schema.xsi.type_ {
                match self.instance_type(&attribute.value, element, declared, scope) {
                    Ok(named) => type_ = named,
                    Err(kind) => {
                        let mut fault = self.fault(kind, at_attribute).named(local).valued(&attribute.value);
                        fault.element = element;
                        handler(fault);
                        return self.skip(at);
                    }
                }
            } else if attribute.name.symbol == schema.xsi.nil {
                match attribute.value.trim_matches([' ', '\t', '\n', '\r']) {
                    "true" | "1" => nil = true,
                    "false" | "0" => {}
                    _ => handler(
                        self.fault(FaultKind::AttributeValue, at_attribute).named(attribute.local).valued(&attribute.value),
                    ),
                }
                if let Some(element) = element
                    && !schema.element(element).nillable
                {
                    nil = false;
                    handler(self.fault(FaultKind::NotNillable, at_attribute).named(local).of(element));
                }
            }
        }
        let definition = schema.type_(type_);
        if definition.is_abstract {
            let mut fault = self.fault(FaultKind::AbstractType, At::Element(at)).named(local);
            fault.element = element;
            handler(fault);
            return self.skip(at);
        }
        let content = match &definition.kind {
            Kind::Simple(_) => {
                for (index, attribute) in attributes.iter().enumerate() {
                    if attribute.name.namespace != schema.xsi.namespace {
                        let at = At::Attribute(at, to_u32(index));
                        let mut fault = self.fault(FaultKind::UnknownAttribute, at).named(attribute.local);
                        fault.element = element;
                        handler(fault);
                    }
                }
                Content::Simple(type_)
            }
            Kind::Complex(complex) => {
                if !complex.attributes.is_empty() || attributes.len() > usize::from(has_xsi) {
                    self.attributes(element, type_, at, attributes, scope, handler);
                }
                complex.content
            }
        };
        if let Content::Elements { model, mixed: true } = content
            && element.is_none_or(|element| schema.element(element).value.is_none())
            && !nil
            && schema.model(model).skips_everything()
        {
            return self.skip(at);
        }
        let frame = Frame {
            at,
            element,
            content: if nil { Body::Nil } else { Body::Typed(content) },
            state: START,
            counters: self.counters.len(),
            missing: self.missing.len(),
            text: self.text.len(),
            seen: 0,
            unknown: 0,
            required,
            has_children: false,
            has_attributes: !attributes.is_empty(),
            told: false,
        };
        if let (Body::Typed(Content::Simple(type_)), Some(text), false) = (frame.content, leaf, self.frames.is_empty()) {
            self.end_value(&frame, type_, Some(text), scope, handler);
            return Descend::Done;
        }
        self.push(frame);
        Descend::Into
    }

    /// Characters, in as many pieces as one likes.
    pub(crate) fn text(&mut self, text: &str, handler: Handler<'_, P>) {
        let Some(&frame) = self.frames.last() else { return };
        let forbidden = match frame.content {
            Body::Skipped => return,
            Body::Typed(Content::Simple(_)) => {
                self.text.push_str(text);
                return;
            }
            Body::Typed(Content::Elements { mixed: true, .. }) => {
                // Only a fixed value asks for the text of mixed content.
                if frame.element.is_some_and(|element| self.schema.element(element).value.is_some()) {
                    self.text.push_str(text);
                }
                return;
            }
            Body::Typed(Content::Elements { mixed: false, .. }) => !is_blank(text),
            // Not even white space (cvc-complex-type.2.1, cvc-elt.3.2.1).
            Body::Typed(Content::Empty) | Body::Nil => !text.is_empty(),
        };
        if forbidden && !frame.told {
            if let Some(frame) = self.frames.last_mut() {
                frame.told = true;
            }
            let kind = if frame.content == Body::Nil { FaultKind::NilContent } else { FaultKind::TextNotAllowed };
            let mut fault = self.fault(kind, At::Content(frame.at)).valued(text);
            fault.element = frame.element;
            handler(fault);
        }
    }

    /// Closes the innermost open element.
    pub(crate) fn end_element(&mut self, scope: &dyn Scope, handler: Handler<'_, P>) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.content {
            Body::Typed(Content::Simple(type_)) => self.end_value(&frame, type_, None, scope, handler),
            Body::Typed(Content::Elements { model, mixed }) => {
                self.end_content(&frame, self.schema.model(model), handler);
                if mixed {
                    self.end_mixed(&frame, handler);
                }
            }
            Body::Typed(Content::Empty) | Body::Nil | Body::Skipped => {}
        }
        self.counters.truncate(frame.counters);
        self.missing.truncate(frame.missing);
        self.text.truncate(frame.text);
        if self.frames.is_empty() {
            let schema = self.schema;
            for (name, at) in self.identifiers.dangling() {
                let mut fault = fault_of(schema, None, FaultKind::UnknownIdRef, at);
                fault.value = name;
                handler(fault);
            }
        }
    }

    fn push(&mut self, frame: Frame<P>) {
        if let Body::Typed(Content::Elements { model, .. }) = frame.content {
            let model = self.schema.model(model);
            if model.kind != ModelKind::Ordered {
                self.counters.resize(self.counters.len() + model.slots(), 0);
            } else if !model.single {
                // One state: the leaf and its counters.
                self.counters.push(START);
                self.counters.resize(self.counters.len() + model.slots(), 0);
            }
        }
        self.frames.push(frame);
    }

    fn skip(&mut self, at: P) -> Descend {
        self.frames.push(Frame {
            at,
            element: None,
            content: Body::Skipped,
            state: START,
            counters: self.counters.len(),
            missing: self.missing.len(),
            text: self.text.len(),
            seen: 0,
            unknown: 0,
            required: false,
            has_children: false,
            has_attributes: false,
            told: false,
        });
        Descend::Over
    }

    fn fault(&self, kind: FaultKind, at: At<P>) -> Fault<'_, P> {
        fault_of(self.schema, self.frames.last().and_then(|frame| frame.element), kind, at)
    }
}

fn fault_of<'f, P>(schema: &'f Schema, parent: Option<ElementId>, kind: FaultKind, at: At<P>) -> Fault<'f, P> {
    Fault {
        kind,
        at,
        schema,
        element: None,
        parent,
        name: "",
        value: "",
        violation: None,
        expected: Expectation::Nothing,
        count: 0,
    }
}

impl<'f, P> Fault<'f, P> {
    pub(super) fn named(mut self, name: &'f str) -> Self {
        self.name = name;
        self
    }

    pub(super) fn valued(mut self, value: &'f str) -> Self {
        self.value = value;
        self
    }

    pub(super) fn of(mut self, element: ElementId) -> Self {
        self.element = Some(element);
        self
    }

    pub(super) fn breaking(mut self, violation: &'f Violation) -> Self {
        self.violation = Some(violation);
        self
    }

    pub(super) fn expecting(mut self, expected: Expectation<'f>) -> Self {
        self.expected = expected;
        self
    }
}

/// Children in their parent's content model.
impl<P: Copy> Run<'_, P> {
    /// Finds what a child is in the content of the innermost open element and brings the content model forward.
    fn find(&mut self, name: Name, local: &str, at: P, handler: Handler<'_, P>) -> Found {
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
            if let Some(entry) = model.candidate(name.symbol)
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

    /// Takes every state of the innermost model over to `leaf`; false, and nothing changed, when none goes there.
    fn step(&mut self, model: &Model, leaf: ModelNode) -> bool {
        let Self { frames, counters, next_states, .. } = self;
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
            model.ways(from, counts, leaf, |after| {
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
        let Some(entry) = model.candidate(name.symbol) else {
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
    fn end_content(&mut self, frame: &Frame<P>, model: &Model, handler: Handler<'_, P>) {
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
    while let Some(known) = states.get(index + 1..index + width) {
        if model.covers(known, after) {
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

/// Values of elements and attributes.
impl<P: Copy> Run<'_, P> {
    /// `text` is the content, where it was not collected.
    fn end_value(&mut self, frame: &Frame<P>, type_: TypeId, text: Option<&str>, scope: &dyn Scope, handler: Handler<'_, P>) {
        let schema = self.schema;
        let Some(simple) = schema.simple(type_) else { return };
        let Self { text: collected, identifiers, policy, frames, .. } = self;
        let text = text.unwrap_or_else(|| collected.get(frame.text..).unwrap_or_default());
        let parent = frames.last().and_then(|parent| parent.element);
        let constraint = frame.element.and_then(|element| schema.element(element).value.as_ref());
        if frame.told {
            // Elements in it were told; its text is not the value that was meant.
            return;
        }
        let make = |kind| {
            let mut fault = fault_of(schema, parent, kind, At::Content(frame.at));
            fault.element = frame.element;
            fault.name = frame.element.map_or("", |element| schema.element_name(element));
            fault.value = text;
            fault
        };
        let blank = is_blank(text);
        if blank && policy.empty == EmptyElements::Absent {
            if frame.required {
                handler(make(FaultKind::EmptyElement));
            }
            return;
        }
        let given = match constraint {
            // The default value stands for no content at all (cvc-elt.5.1).
            Some(constraint) if text.is_empty() => &*constraint.text,
            _ => text,
        };
        let mut place = ValuePlace { scope, identifiers, at: At::Content(frame.at) };
        if let Err(violation) = simple.check(&schema.types, given, &mut place) {
            let kind = if blank { FaultKind::EmptyElement } else { FaultKind::Value };
            handler(make(kind).breaking(&violation));
            return;
        }
        if place.identifiers.duplicate {
            place.identifiers.duplicate = false;
            handler(make(FaultKind::DuplicateId));
        }
        if let Some(constraint) = constraint
            && constraint.fixed
            && !text.is_empty()
            && !has_key(schema, simple, text, constraint, &mut place)
        {
            let violation = Violation { facet: None, limit: constraint.text.to_string() };
            handler(make(FaultKind::FixedValue).breaking(&violation));
        }
    }

    /// The fixed value of mixed content is compared as it is written (cvc-elt.5.2.2.2.1).
    fn end_mixed(&mut self, frame: &Frame<P>, handler: Handler<'_, P>) {
        let schema = self.schema;
        let Some(constraint) = frame.element.and_then(|element| schema.element(element).value.as_ref()) else { return };
        let text = self.text.get(frame.text..).unwrap_or_default();
        if !constraint.fixed || (text.is_empty() && !frame.has_children) {
            return;
        }
        if frame.has_children || text != &*constraint.text {
            let violation = Violation { facet: None, limit: constraint.text.to_string() };
            let mut fault = self.fault(FaultKind::FixedValue, At::Content(frame.at)).valued(text).breaking(&violation);
            fault.element = frame.element;
            handler(fault);
        }
    }

    fn attributes(
        &mut self,
        element: Option<ElementId>,
        type_: TypeId,
        at: P,
        attributes: &[InstanceAttribute<'_>],
        scope: &dyn Scope,
        handler: Handler<'_, P>,
    ) {
        let schema = self.schema;
        let Kind::Complex(complex) = &schema.type_(type_).kind else { return };
        let Self { identifiers, required, frames, .. } = self;
        let parent = frames.last().and_then(|parent| parent.element);
        required.clear();
        required.resize(complex.attributes.len().div_ceil(64), 0);
        for (index, attribute) in attributes.iter().enumerate() {
            let place_of = At::Attribute(at, to_u32(index));
            let make = |kind| {
                let mut fault = fault_of(schema, parent, kind, place_of).named(attribute.local);
                fault.element = element;
                fault
            };
            let declared = complex.attributes.binary_search_by_key(&attribute.name.symbol, |declared| declared.symbol);
            let (simple, constraint) = if let Ok(position) = declared
                && let Some(declared) = complex.attributes.get(position)
            {
                if let Some(word) = required.get_mut(position / 64) {
                    *word |= 1 << (position % 64);
                }
                (schema.simple(declared.type_), declared.value.as_ref())
            } else if attribute.name.namespace == schema.xsi.namespace
                && [schema.xsi.type_, schema.xsi.nil, schema.xsi.schema_location, schema.xsi.no_namespace_schema_location]
                    .contains(&attribute.name.symbol)
            {
                continue;
            } else {
                let wildcard = complex.any_attribute.as_ref().filter(|any| any.namespaces.allows(attribute.name.namespace));
                let Some(wildcard) = wildcard else {
                    handler(make(FaultKind::UnknownAttribute));
                    continue;
                };
                if wildcard.process == ProcessContents::Skip {
                    continue;
                }
                match schema.global_attribute(attribute.name.symbol) {
                    Some(global) => {
                        let global = schema.attribute(global);
                        (schema.simple(global.type_), global.value.as_ref())
                    }
                    None if wildcard.process == ProcessContents::Strict => {
                        handler(make(FaultKind::Undeclared));
                        continue;
                    }
                    None => continue,
                }
            };
            let Some(simple) = simple else { continue };
            let mut place = ValuePlace { scope, identifiers: &mut *identifiers, at: place_of };
            if let Err(violation) = simple.check(&schema.types, &attribute.value, &mut place) {
                handler(make(FaultKind::AttributeValue).valued(&attribute.value).breaking(&violation));
                continue;
            }
            if place.identifiers.duplicate {
                place.identifiers.duplicate = false;
                handler(make(FaultKind::DuplicateId).valued(&attribute.value));
            }
            if let Some(constraint) = constraint
                && constraint.fixed
                && !has_key(schema, simple, &attribute.value, constraint, &mut place)
            {
                let violation = Violation { facet: None, limit: constraint.text.to_string() };
                handler(make(FaultKind::AttributeFixed).valued(&attribute.value).breaking(&violation));
            }
        }
        for (position, declared) in complex.attributes.iter().enumerate() {
            let present = required.get(position / 64).is_some_and(|word| word & (1 << (position % 64)) != 0);
            if declared.required && !present {
                let fault = fault_of(schema, parent, FaultKind::MissingAttribute, At::Element(at));
                let mut fault = fault.named(schema.names.local(declared.symbol)).expecting(Expectation::Symbol(declared.symbol));
                fault.element = element;
                handler(fault);
            }
        }
    }

    /// The type that `xsi:type` names, if it may stand for the declared one (cvc-elt.4).
    fn instance_type(
        &self,
        value: &str,
        element: Option<ElementId>,
        declared: TypeId,
        scope: &dyn Scope,
    ) -> Result<TypeId, FaultKind> {
        let schema = self.schema;
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        let (prefix, local) = value.split_once(':').unwrap_or(("", value));
        let uri = match scope.namespace(prefix) {
            Some(uri) => uri,
            None if prefix.is_empty() => Cow::Borrowed(""),
            None => return Err(FaultKind::UnknownType),
        };
        let builtin = if uri == XS { Builtin::from_name(local).map(TypeId::from) } else { None };
        let named = builtin.or_else(|| schema.global_type(schema.names.resolve(&uri, local).symbol));
        let named = named.ok_or(FaultKind::UnknownType)?;
        let mut block = schema.type_(declared).block;
        if let Some(element) = element {
            block |= schema.element(element).block;
        }
        match schema.substitutable(named, declared) {
            Some(methods) if methods & block == 0 => Ok(named),
            _ => Err(FaultKind::TypeNotDerived),
        }
    }
}

/// Whether a value equals a constraint's in the value space.
fn has_key<P: Copy>(
    schema: &Schema,
    simple: &Simple,
    text: &str,
    constraint: &ValueConstraint,
    place: &mut ValuePlace<'_, P>,
) -> bool {
    let mut key = String::new();
    simple.write_key(&schema.types, text, place, &mut key);
    key == *constraint.key
}
