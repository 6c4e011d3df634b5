//! Identity constraints over the events (XSD 1.0 Part 1 §3.11.4).

use std::borrow::Cow;

use super::Handler;
use super::Opening;
use super::Run;
use super::fault_of;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::Symbol;
use crate::xsd::TypeId;
use crate::xsd::datatype::Simple;
use crate::xsd::datatype::ValueContext;
use crate::xsd::fault::At;
use crate::xsd::fault::FaultKind;
use crate::xsd::identity::Category;
use crate::xsd::identity::NameTest;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::NONE;
use crate::xsd::model::Name;
use crate::xsd::model::ProcessContents;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::to_u32;
use crate::xsd::validator::Scope;
use crate::xsd::validator::frame::Body;
use crate::xsd::validator::frame::Frame;
use crate::xsd::validator::keys::Candidate;
use crate::xsd::validator::keys::FieldValue;
use crate::xsd::validator::keys::Keys;
use crate::xsd::validator::keys::Matcher;
use crate::xsd::validator::keys::Owner;
use crate::xsd::validator::keys::Reference;
use crate::xsd::validator::keys::Target;
use crate::xsd::validator::keys::defaulted;

/// What an element is held against.
#[derive(Clone, Copy)]
pub(super) struct Assessed {
    pub(super) element: Option<ElementId>,
    pub(super) type_: TypeId,
    pub(super) content: Content,
}

/// Identity constraints.
impl<P: Copy> Run<'_, P> {
    /// Opens an element for the constraints around it and on it; false when there are none.
    pub(super) fn open_identity(
        &mut self,
        opening: &Opening<'_>,
        at: P,
        assessed: Assessed,
        scope: &dyn Scope,
        handler: Handler<'_, P>,
    ) -> bool {
        let schema = self.schema;
        let Assessed { element, type_, content } = assessed;
        let own = element.map_or((0, 0), |element| schema.element(element).identity);
        if own.0 == own.1 && !self.keys.is_open() {
            return false;
        }
        let level = self.keys.open(schema, opening.name, at, element, own);
        for index in level.matchers..self.keys.matchers.len() {
            let Some(&Matcher { owner: Owner::Field { candidate, field }, path, state }) = self.keys.matchers.get(index) else {
                continue;
            };
            if !path.accepts(state) {
                continue;
            }
            let Some(test) = path.attribute() else {
                let target = Target { candidate, field, attribute: NONE };
                self.reach(level.targets, target, at, FieldValue::Open, handler);
                // The node must have a simple type (cvc-identity-constraint.3).
                if !matches!(content, Content::Simple(_)) {
                    self.refuse(FaultKind::AmbiguousField, target, at, handler);
                }
                continue;
            };
            self.attribute_fields(opening, type_, test, scope, &mut |run, attribute, value| {
                run.reach(level.targets, Target { candidate, field, attribute }, at, value, handler);
            });
        }
        true
    }

    /// A field has reached a node of the element that opens.
    fn reach(&mut self, known: usize, target: Target, at: P, value: FieldValue, handler: Handler<'_, P>) {
        // Told already: nothing can be added, however many more there are.
        if matches!(self.keys.value_mut(target.candidate, target.field), None | Some(FieldValue::Faulty)) {
            return;
        }
        // Two alternatives may lead to one node.
        if self.keys.targets.iter().skip(known).any(|known| *known == target) {
            return;
        }
        self.keys.targets.push(target);
        let Target { candidate, field, .. } = target;
        let Some(slot) = self.keys.value_mut(candidate, field) else { return };
        match slot {
            FieldValue::Absent => *slot = value,
            FieldValue::Faulty => {}
            FieldValue::Nil | FieldValue::Open | FieldValue::Value { .. } => {
                self.refuse(FaultKind::AmbiguousField, target, at, handler);
            }
        }
    }

    /// Tells a fault of one field, once.
    fn refuse(&mut self, kind: FaultKind, target: Target, at: P, handler: Handler<'_, P>) {
        let schema = self.schema;
        match self.keys.value_mut(target.candidate, target.field) {
            None | Some(FieldValue::Faulty) => return,
            Some(slot) => *slot = FieldValue::Faulty,
        }
        let constraint = schema.constraint(self.keys.constraint_of(target.candidate));
        let element = self.keys.candidates.get(target.candidate).and_then(|candidate| candidate.element);
        let mut fault = fault_of(schema, self.frames.last().and_then(|frame| frame.element), kind, At::Element(at));
        fault.constraint = Some(constraint);
        fault.field = constraint.fields.get(target.field).map_or("", |field| &*field.text);
        fault.element = element;
        fault.name = element.map_or("", |element| schema.element_name(element));
        handler(fault);
    }

    /// The attributes that a field takes, those that the schema gives among them, each with its value.
    fn attribute_fields(
        &mut self,
        opening: &Opening<'_>,
        type_: TypeId,
        test: NameTest,
        scope: &dyn Scope,
        found: &mut dyn FnMut(&mut Self, u32, FieldValue),
    ) {
        let schema = self.schema;
        for (index, attribute) in opening.attributes.iter().enumerate() {
            if !test.takes(attribute.name) {
                continue;
            }
            // What no declaration describes has no value (a wildcard that skips, or a fault that was told).
            let Some(simple) = attribute_type(schema, type_, attribute.name) else { continue };
            let mut context = Namespaces(scope);
            let value = if simple.check(&schema.types, &attribute.value, &mut context).is_ok() {
                let mut key = String::new();
                simple.write_key(&schema.types, &attribute.value, &mut context, &mut key);
                FieldValue::new(&key, &attribute.value)
            } else {
                FieldValue::Faulty
            };
            found(self, to_u32(index), value);
        }
        let Kind::Complex(complex) = &schema.type_(type_).kind else { return };
        for (position, declared) in complex.attributes.iter().enumerate() {
            let Some(ValueConstraint { text, key, .. }) = &declared.value else { continue };
            let name = Name { symbol: declared.symbol, namespace: schema.names.namespace_of(declared.symbol) };
            if test.takes(name) && !opening.attributes.iter().any(|given| given.name.symbol == declared.symbol) {
                found(self, defaulted(position), FieldValue::new(key, text));
            }
        }
    }

    /// Closes an element for the constraints around it and on it.
    pub(super) fn close_identity(&mut self, frame: &Frame<P>, handler: Handler<'_, P>) {
        let schema = self.schema;
        let Some((level, depth)) = self.keys.leave() else { return };
        for index in level.targets..self.keys.targets.len() {
            if let Some(&target @ Target { attribute: NONE, .. }) = self.keys.targets.get(index) {
                self.close_field(frame, target, handler);
            }
        }
        self.keys.targets.truncate(level.targets);
        self.keys.matchers.truncate(level.matchers);
        for index in level.candidates..self.keys.candidates.len() {
            if let Some(&candidate) = self.keys.candidates.get(index) {
                self.close_candidate(&candidate, handler);
            }
        }
        if let Some(first) = self.keys.candidates.get(level.candidates) {
            self.keys.values.truncate(first.values);
            self.keys.candidates.truncate(level.candidates);
        }
        if !self.keys.is_carrying(depth) && self.keys.scopes.len() == level.scopes {
            return;
        }
        self.keys.join_children(level, depth);
        for scope in self.keys.scopes.get(level.scopes..).unwrap_or_default() {
            let constraint = schema.constraint(scope.constraint);
            let Category::KeyRef(key) = constraint.category else { continue };
            let table = self.keys.table(scope.keys, key, depth);
            if table.is_some_and(|table| table.doubtful) {
                // The key may be the one that a fault kept out.
                continue;
            }
            for reference in &scope.references {
                if table.is_some_and(|table| table.holder(&reference.key).is_some()) {
                    continue;
                }
                let parent = self.frames.last().and_then(|frame| frame.element);
                let mut fault = fault_of(schema, parent, FaultKind::UnknownKeyRef, At::Element(reference.at));
                fault.constraint = Some(constraint);
                fault.element = reference.element;
                fault.name = reference.element.map_or("", |element| schema.element_name(element));
                fault.value = reference.text.as_deref().unwrap_or(&reference.key);
                handler(fault);
            }
        }
        self.keys.close(schema, level, depth);
    }

    /// A field whose element closes: what it is when no value was delivered, and whether a key may have it.
    fn close_field(&mut self, frame: &Frame<P>, target: Target, handler: Handler<'_, P>) {
        let schema = self.schema;
        let category = schema.constraint(self.keys.constraint_of(target.candidate)).category;
        let Some(slot) = self.keys.value_mut(target.candidate, target.field) else { return };
        let nillable = frame.element.is_some_and(|element| schema.element(element).nillable);
        let is_open = match slot {
            FieldValue::Open => true,
            FieldValue::Value { .. } => false,
            FieldValue::Absent | FieldValue::Nil | FieldValue::Faulty => return,
        };
        // No element in a key may be declared nillable, nil or not (4.2.3).
        if category == Category::Key && nillable {
            self.refuse(FaultKind::NillableKey, target, frame.at, handler);
        } else if is_open {
            // Without a value: nil, or faulty as was told.
            *slot = if frame.content == Body::Nil { FieldValue::Nil } else { FieldValue::Faulty };
        }
    }

    /// A candidate whose element closes: its key goes into the table of its scope.
    fn close_candidate(&mut self, candidate: &Candidate<P>, handler: Handler<'_, P>) {
        let schema = self.schema;
        let parent = self.frames.last().and_then(|frame| frame.element);
        let Some(number) = self.keys.scopes.get(candidate.scope).map(|scope| scope.constraint) else { return };
        let constraint = schema.constraint(number);
        let make = |kind| {
            let mut fault = fault_of(schema, parent, kind, At::Element(candidate.at));
            fault.constraint = Some(constraint);
            fault.element = candidate.element;
            fault.name = candidate.element.map_or("", |element| schema.element_name(element));
            fault
        };
        let Some((key, text)) = self.keys.key_of(candidate, constraint.fields.len()) else {
            let values = self.keys.values.get(candidate.values..).unwrap_or_default().iter().take(constraint.fields.len());
            let mut absent =
                values.clone().zip(&constraint.fields).filter(|(value, _)| matches!(value, FieldValue::Absent | FieldValue::Nil));
            let is_faulty = values.clone().any(|value| matches!(value, FieldValue::Faulty));
            if constraint.category == Category::Key
                && !is_faulty
                && let Some((_, field)) = absent.next()
            {
                let mut fault = make(FaultKind::IncompleteKey);
                fault.field = &field.text;
                handler(fault);
            }
            if let Some(scope) = self.keys.scopes.get_mut(candidate.scope) {
                scope.table.doubtful |= is_faulty || constraint.category == Category::Key;
            }
            return;
        };
        if let Category::KeyRef(_) = constraint.category {
            let own = self.keys.scopes.get(candidate.scope).and_then(|scope| scope.keys);
            let table = own.and_then(|own| self.keys.scopes.get(own)).map(|scope| &scope.table);
            if table.is_some_and(|table| table.holder(&key).is_some()) {
                return;
            }
            if let Some(scope) = self.keys.scopes.get_mut(candidate.scope) {
                let Candidate { at, element, .. } = *candidate;
                scope.references.push(Reference { key, text, at, element });
            }
            return;
        }
        let Some(scope) = self.keys.scopes.get_mut(candidate.scope) else { return };
        if let Some(holder) = scope.table.holder(&key) {
            let mut fault = make(FaultKind::DuplicateKey);
            fault.value = text.as_deref().unwrap_or(&key);
            fault.holder = Some(holder);
            handler(fault);
        } else {
            scope.table.enter(key, candidate.at);
        }
    }
}

/// The value of an element that closes, for the fields that have reached it.
pub(super) fn deliver_value<P: Copy>(
    keys: &mut Keys<'_, P>,
    schema: &Schema,
    simple: &Simple,
    text: &str,
    default: Option<&ValueConstraint>,
    scope: &dyn Scope,
) {
    match default {
        Some(default) => keys.deliver(&default.key, &default.text),
        None => {
            let mut key = String::new();
            simple.write_key(&schema.types, text, &mut Namespaces(scope), &mut key);
            keys.deliver(&key, text);
        }
    }
}

/// The type of an attribute of an element of that type, if a declaration describes it.
fn attribute_type(schema: &Schema, type_: TypeId, name: Name) -> Option<&Simple> {
    if name.namespace == schema.xsi.namespace
        && let Some(builtin) = xsi_type(schema, name.symbol)
    {
        return schema.simple(builtin.into());
    }
    let Kind::Complex(complex) = &schema.type_(type_).kind else { return None };
    if let Ok(position) = complex.attributes.binary_search_by_key(&name.symbol, |declared| declared.symbol) {
        return schema.simple(complex.attributes.get(position)?.type_);
    }
    let wildcard = complex.any_attribute.as_ref().filter(|any| any.namespaces.allows(name.namespace))?;
    if wildcard.process == ProcessContents::Skip {
        return None;
    }
    schema.simple(schema.attribute(schema.global_attribute(name.symbol)?).type_)
}

/// The types of the four attributes that stand on every element (§2.6).
fn xsi_type(schema: &Schema, symbol: Symbol) -> Option<Builtin> {
    let xsi = &schema.xsi;
    match symbol {
        _ if symbol == xsi.type_ => Some(Builtin::QName),
        _ if symbol == xsi.nil => Some(Builtin::Boolean),
        _ if symbol == xsi.no_namespace_schema_location => Some(Builtin::AnyUri),
        _ if symbol == xsi.schema_location => Some(Builtin::AnySimpleType),
        _ => None,
    }
}

/// The namespaces at an element, without its identifiers: they are counted where the value is checked.
struct Namespaces<'v>(&'v dyn Scope);

impl ValueContext for Namespaces<'_> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        let bound = self.0.namespace(prefix);
        if prefix.is_empty() { Some(bound.unwrap_or_default()) } else { bound }
    }
}
