//! Values of elements and attributes, and the types that `xsi:type` names.

use super::Handler;
use super::InstanceAttribute;
use super::Run;
use super::fault_of;
use super::identity::deliver_value;
use crate::xml;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::TypeId;
use crate::xsd::datatype::Simple;
use crate::xsd::datatype::Violation;
use crate::xsd::datatype::is_blank;
use crate::xsd::fault::At;
use crate::xsd::fault::Expectation;
use crate::xsd::fault::FaultKind;
use crate::xsd::model::AttributeUse;
use crate::xsd::model::Kind;
use crate::xsd::model::ProcessContents;
use crate::xsd::model::ValueConstraint;
use crate::xsd::model::XS;
use crate::xsd::model::to_u32;
use crate::xsd::validator::EmptyElements;
use crate::xsd::validator::Scope;
use crate::xsd::validator::frame::Frame;
use crate::xsd::validator::values::ValuePlace;
use std::borrow::Cow;

/// Values of elements and attributes.
impl<P: Copy> Run<'_, P> {
    /// `text` is the content, where it was not collected.
    pub(super) fn end_value(
        &mut self,
        frame: &Frame<P>,
        type_: TypeId,
        text: Option<&str>,
        scope: &dyn Scope,
        handler: Handler<'_, P>,
    ) {
        let schema = self.schema;
        let Some(simple) = schema.simple(type_) else { return };
        let Self { text: collected, identifiers, keys, policy, frames, .. } = self;
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
        // The default value stands for no content at all (cvc-elt.5.1).
        let default = constraint.filter(|_| text.is_empty());
        let given = default.map_or(text, |default| &*default.text);
        let mut place = ValuePlace { scope, identifiers, at: At::Content(frame.at) };
        if let Err(violation) = simple.check(&schema.types, given, &mut place) {
            let kind = if blank { FaultKind::EmptyElement } else { FaultKind::Value };
            handler(make(kind).breaking(&violation));
            return;
        }
        if frame.identity && keys.wants_value() {
            deliver_value(keys, schema, simple, text, default, scope);
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
    pub(super) fn end_mixed(&mut self, frame: &Frame<P>, handler: Handler<'_, P>) {
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

    pub(super) fn attributes(
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
        // Whether an identifier stands already, once a wildcard has taken one.
        let mut has_id = None;
        // A required attribute under a wrong name is one mistake: so many of those that are missing have been told as expected.
        let mut renamed = 0;
        let mut may_be_renamed = true;
        for (index, attribute) in attributes.iter().enumerate() {
            let place_of = At::Attribute(at, to_u32(index));
            let make = |kind| {
                let mut fault = fault_of(schema, parent, kind, place_of).named(attribute.local);
                fault.element = element;
                fault
            };
            let declared = complex.attributes.binary_search_by_key(&attribute.name.symbol, |declared| declared.symbol);
            let (declared_type, constraint) = if let Ok(position) = declared
                && let Some(declared) = complex.attributes.get(position)
            {
                if let Some(word) = required.get_mut(position / 64) {
                    *word |= 1 << (position % 64);
                }
                (declared.type_, declared.value.as_ref())
            } else if attribute.name.namespace == schema.xsi.namespace
                && [schema.xsi.type_, schema.xsi.nil, schema.xsi.schema_location, schema.xsi.no_namespace_schema_location]
                    .contains(&attribute.name.symbol)
            {
                continue;
            } else {
                let wildcard = complex.any_attribute.as_ref().filter(|any| any.namespaces.allows(attribute.name.namespace));
                let Some(wildcard) = wildcard else {
                    let absent = |declared: &&AttributeUse| {
                        declared.required && !attributes.iter().any(|other| other.name.symbol == declared.symbol)
                    };
                    let absent = complex.attributes.iter().filter(absent).nth(renamed).filter(|_| may_be_renamed);
                    let fault = make(FaultKind::UnknownAttribute);
                    handler(match absent {
                        Some(absent) => fault.expecting(Expectation::Symbol(absent.symbol)),
                        None => fault,
                    });
                    may_be_renamed = absent.is_some();
                    renamed += usize::from(may_be_renamed);
                    continue;
                };
                if wildcard.process == ProcessContents::Skip {
                    continue;
                }
                match schema.global_attribute(attribute.name.symbol) {
                    Some(global) => {
                        let global = schema.attribute(global);
                        let simple = schema.simple(global.type_);
                        if simple.is_some_and(Simple::is_id) {
                            let is_declared = |declared: &AttributeUse| schema.simple(declared.type_).is_some_and(Simple::is_id);
                            if has_id.unwrap_or_else(|| complex.attributes.iter().any(is_declared)) {
                                handler(make(FaultKind::ExcessId));
                            }
                            has_id = Some(true);
                        }
                        (global.type_, global.value.as_ref())
                    }
                    None if wildcard.process == ProcessContents::Strict => {
                        handler(make(FaultKind::Undeclared));
                        continue;
                    }
                    None => continue,
                }
            };
            let Some(simple) = schema.simple(declared_type) else {
                // As if clause 1 of cvc-attribute had failed, for want of a type (§5.3).
                if let Some(absent) = schema.absent(declared_type) {
                    handler(make(FaultKind::AbsentType).expecting(Expectation::Symbol(absent)));
                }
                continue;
            };
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
            if let Some(constraint) = &declared.value
                && !present
                && let Some(simple) = schema.simple(declared.type_)
                && simple.may_refer()
            {
                // What the schema gives refers as what is written does (§3.15.4).
                let mut place = ValuePlace { scope, identifiers: &mut *identifiers, at: At::Element(at) };
                let _ = simple.check(&schema.types, &constraint.text, &mut place);
            }
            if declared.required && !present {
                if renamed > 0 {
                    renamed -= 1;
                    continue;
                }
                let fault = fault_of(schema, parent, FaultKind::MissingAttribute, At::Element(at));
                let mut fault = fault.named(schema.names.local(declared.symbol)).expecting(Expectation::Symbol(declared.symbol));
                fault.element = element;
                handler(fault);
            }
        }
    }

    /// The type that `xsi:type` names, if it may stand for the declared one (cvc-elt.4).
    pub(super) fn instance_type(
        &self,
        value: &str,
        element: Option<ElementId>,
        declared: TypeId,
        scope: &dyn Scope,
    ) -> Result<TypeId, FaultKind> {
        let schema = self.schema;
        let value = xml::trim(value);
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
