//! The validator proper: fed with events, so that the same code runs over a tree and over a stream.

mod content;
mod identity;
mod value;

use std::borrow::Cow;

use identity::Assessed;

use super::ContentPolicy;
use super::Descend;
use super::Scope;
use super::frame::Body;
use super::frame::Frame;
use super::frame::Missing;
use super::keys::Keys;
use super::values::Identifiers;
use crate::xml;
use crate::xsd::Builtin;
use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::Symbol;
use crate::xsd::datatype::Violation;
use crate::xsd::datatype::is_blank;
use crate::xsd::fault::At;
use crate::xsd::fault::Expectation;
use crate::xsd::fault::Fault;
use crate::xsd::fault::FaultKind;
use crate::xsd::model::Content;
use crate::xsd::model::Kind;
use crate::xsd::model::ModelKind;
use crate::xsd::model::ModelNode;
use crate::xsd::model::Name;
use crate::xsd::model::ProcessContents;
use crate::xsd::model::START;
use crate::xsd::model::to_u32;

/// States that a content model can be in at the same time. More than a few need nested counted loops, and a model for which 128 might
/// not suffice is not compiled; this is a bound for the worst that its estimate could miss.
const STATES: usize = 4096;

/// Receives faults.
pub(crate) type Handler<'h, P> = &'h mut dyn FnMut(Fault<'_, P>);

/// An element as it opens.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    pub(crate) name: Name,
    pub(crate) local: &'a str,
    pub(crate) attributes: &'a [InstanceAttribute<'a>],
    /// Its whole content, where nothing but this text is in it: nearly every element of a form is such a leaf, and is then done with
    /// at once.
    pub(crate) leaf: Option<&'a str>,
}

impl<'a> Opening<'a> {
    /// An element of that name without attributes. `local` is the local name for messages, which the schema may not know.
    #[must_use]
    pub const fn new(name: Name, local: &'a str) -> Self {
        Self { name, local, attributes: &[], leaf: None }
    }

    /// The same with attributes, namespace declarations left out.
    #[must_use]
    pub const fn attributes(mut self, attributes: &'a [InstanceAttribute<'a>]) -> Self {
        self.attributes = attributes;
        self
    }

    /// The same whose whole content is that text, comments and instructions left out, and no element. It may then be done with at
    /// once: see [`Descend::Done`].
    #[must_use]
    pub const fn leaf(mut self, text: &'a str) -> Self {
        self.leaf = Some(text);
        self
    }
}

/// An attribute of an element as it opens.
#[derive(Clone, Debug)]
pub struct InstanceAttribute<'a> {
    pub(crate) name: Name,
    pub(crate) local: &'a str,
    pub(crate) value: Cow<'a, str>,
}

impl<'a> InstanceAttribute<'a> {
    /// An attribute of that name and value, white space normalized as XML 1.0 §3.3.3 asks.
    #[must_use]
    pub fn new(name: Name, local: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        Self { name, local, value: value.into() }
    }
}

/// The validation of one document, told event by event: the start of an element with its attributes, text, the end of an element. Can
/// be used again for the next document, which saves its allocations.
///
/// It keeps a frame for each open element, the identifiers and references of types `ID` and `IDREF`, and the values of identity
/// constraints; nothing else grows with the document. `P` is how the caller names a place: a node of a tree, a byte offset, a line.
/// [`Schema::validate`] runs it over a tree, [`Schema::validate_stream`] over a file.
///
/// ```
/// use std::borrow::Cow;
/// use taxdoc::xsd::{At, Descend, FaultKind, InstanceAttribute, NoDocuments, Opening, Run, SchemaDocument, Scope, compile};
///
/// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:element name="lines"><xs:complexType><xs:sequence>
///     <xs:element name="line" maxOccurs="unbounded"><xs:complexType><xs:simpleContent>
///       <xs:extension base="xs:decimal"><xs:attribute name="no" type="xs:int" use="required"/></xs:extension>
///     </xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType>
///     <xs:unique name="numbers"><xs:selector xpath="line"/><xs:field xpath="@no"/></xs:unique>
///   </xs:element></xs:schema>"#;
/// let schema = compile(&[SchemaDocument::new("lines.xsd", text.as_slice())], &NoDocuments)?;
///
/// /// No prefix is bound in these documents.
/// struct NoNamespaces;
/// impl Scope for NoNamespaces {
///     fn namespace(&self, _prefix: &str) -> Option<Cow<'_, str>> {
///         None
///     }
/// }
///
/// // <lines><line no="1">2.50</line><line no="01">x</line></lines>, from whatever told these events. The place is a count of events.
/// let (lines, line, no) = (schema.name("", "lines"), schema.name("", "line"), schema.name("", "no"));
/// let mut found = Vec::new();
/// let mut handler = |fault: taxdoc::xsd::Fault<'_, u32>| found.push((fault.kind(), fault.at(), fault.value().to_owned()));
/// let mut run = Run::new(&schema, Default::default());
/// assert_eq!(run.start_element(&Opening::new(lines, "lines"), 0, &NoNamespaces, &mut handler), Descend::Into);
/// for (place, number, amount) in [(1, "1", "2.50"), (2, "01", "x")] {
///     let attributes = [InstanceAttribute::new(no, "no", number)];
///     let opening = Opening::new(line, "line").attributes(&attributes);
///     assert_eq!(run.start_element(&opening, place, &NoNamespaces, &mut handler), Descend::Into);
///     run.text(amount, &mut handler);
///     run.end_element(&NoNamespaces, &mut handler);
/// }
/// run.end_element(&NoNamespaces, &mut handler);
/// assert_eq!(found, [
///     (FaultKind::Value, At::Content(2), "x".to_owned()),
///     (FaultKind::DuplicateKey, At::Element(2), "01".to_owned()),
/// ]);
/// # Ok::<(), taxdoc::xsd::SchemaError>(())
/// ```
#[derive(Debug)]
pub struct Run<'s, P> {
    schema: &'s Schema,
    policy: ContentPolicy,
    frames: Vec<Frame<P>>,
    counters: Vec<u32>,
    missing: Vec<Missing>,
    text: String,
    identifiers: Identifiers<P>,
    keys: Keys<'s, P>,
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
            keys: Keys::default(),
            next_states: Vec::new(),
            nodes: Vec::new(),
            required: Vec::new(),
        }
    }

    /// Opens an element. The first one of a document is held against the schema's global declarations.
    ///
    /// The answer says what of its content is to be told: with [`Descend::Into`] all of it and then its end, with [`Descend::Over`]
    /// its end alone, with [`Descend::Done`], which only an [`Opening::leaf`] brings about, nothing.
    pub fn start_element(
        &mut self,
        opening: &Opening<'_>,
        at: P,
        scope: &dyn Scope,
        handler: &mut dyn FnMut(Fault<'_, P>),
    ) -> Descend {
        let Opening { name, local, attributes, leaf } = *opening;
        let schema = self.schema;
        if let Some(text) = leaf
            && attributes.is_empty()
            && self.takes_leaf(name, text)
        {
            return Descend::Done;
        }
        self.identifiers.leaves(self.frames.len());
        let found = if self.frames.is_empty() {
            self.identifiers.clear();
            self.keys.clear();
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
        // What would be derived from it cannot be known either.
        if let Some(type_) = schema.absent(declared) {
            handler(self.absent_type(type_, element, local, at));
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
                match xml::trim(&attribute.value) {
                    "true" | "1" => nil = true,
                    "false" | "0" => {}
                    _ => handler(
                        self.fault(FaultKind::AttributeValue, at_attribute).named(attribute.local).valued(&attribute.value),
                    ),
                }
                match element {
                    Some(element) if !schema.element(element).nillable => {
                        nil = false;
                        handler(self.fault(FaultKind::NotNillable, at_attribute).named(local).of(element));
                    }
                    Some(_) => {}
                    // Only a declaration gives it a meaning (cvc-elt.3).
                    None => nil = false,
                }
            }
        }
        if nil
            && let Some(element) = element
            && let Some(constraint) = schema.element(element).value.as_ref().filter(|constraint| constraint.fixed)
        {
            // Without content it cannot have the value (cvc-elt.3.2.2).
            let violation = Violation { facet: None, limit: constraint.text.to_string() };
            handler(self.fault(FaultKind::FixedValue, At::Element(at)).named(local).of(element).breaking(&violation));
        }
        let definition = schema.type_(type_);
        if definition.is_abstract {
            let mut fault = self.fault(FaultKind::AbstractType, At::Element(at)).named(local);
            fault.element = element;
            handler(fault);
            return self.skip(at);
        }
        let content = match &definition.kind {
            // As if clause 1 had failed, for want of a type (§5.3).
            &Kind::Absent(type_) => {
                handler(self.absent_type(type_, element, local, at));
                return self.skip(at);
            }
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
        let identity =
            !schema.identity.is_empty() && self.open_identity(opening, at, Assessed { element, type_, content }, scope, handler);
        if let Content::Elements { model, mixed: true } = content
            && element.is_none_or(|element| schema.element(element).value.is_none())
            && !nil
            && schema.model(model).skips_everything()
        {
            let descend = self.skip(at);
            if let Some(frame) = self.frames.last_mut() {
                frame.identity = identity;
            }
            return descend;
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
            identity,
            told: false,
        };
        if let (Body::Typed(Content::Simple(type_)), Some(text), false) = (frame.content, leaf, self.frames.is_empty()) {
            self.end_value(&frame, type_, Some(text), scope, handler);
            if identity {
                self.close_identity(&frame, handler);
            }
            return Descend::Done;
        }
        self.push(frame);
        Descend::Into
    }

    /// Characters, in as many pieces as one likes: references resolved, line ends normalized.
    pub fn text(&mut self, text: &str, handler: &mut dyn FnMut(Fault<'_, P>)) {
        let Some(&frame) = self.frames.last() else { return };
        let forbidden = match frame.content {
            Body::Skipped => return,
            Body::Typed(Content::Simple(_)) => {
                // Where elements stood among it, it is not the value that was meant, and may be long.
                if !frame.told {
                    self.text.push_str(text);
                }
                return;
            }
            Body::Typed(Content::Elements { mixed: true, .. }) => {
                // Only a fixed value asks for the text of mixed content.
                if !frame.has_children && frame.element.is_some_and(|element| self.schema.element(element).value.is_some()) {
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

    /// Closes the innermost open element; `scope` is that of the element. The end of the document element also tells what the document
    /// as a whole lacks: references without an identifier.
    pub fn end_element(&mut self, scope: &dyn Scope, handler: &mut dyn FnMut(Fault<'_, P>)) {
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
        if frame.identity {
            self.close_identity(&frame, handler);
        }
        self.counters.truncate(frame.counters);
        self.missing.truncate(frame.missing);
        self.text.truncate(frame.text);
        self.identifiers.leaves(self.frames.len());
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
            identity: false,
            told: false,
        });
        Descend::Over
    }

    fn absent_type<'f>(&'f self, type_: Symbol, element: Option<ElementId>, local: &'f str, at: P) -> Fault<'f, P> {
        let mut fault = self.fault(FaultKind::AbsentType, At::Element(at)).named(local);
        fault.element = element;
        fault.expecting(Expectation::Symbol(type_))
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
        constraint: None,
        field: "",
        holder: None,
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
