//! What can be wrong with a document that a schema describes: one [`Fault`] for each thing to mend.

use super::ElementId;
use super::FacetName;
use super::Schema;
use super::Symbol;
use super::datatype::Violation;
use super::identity::Category;
use super::identity::Constraint;
use super::model::Model;
use super::model::ModelNode;
use super::model::NodeKind;

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The schema refers to the type of the element or attribute, but does not hold it (cvc-elt.1, cvc-attribute.1; Part 1 §5.3).
    /// [`Fault::expected`] is the name of the missing type.
    AbsentType,
    /// The declaration is abstract: a member of its substitution group must stand instead (cvc-elt.2).
    AbstractElement,
    /// The type is abstract: `xsi:type` must name a derived one (cvc-type.2).
    AbstractType,
    /// An attribute whose value is not the fixed one (cvc-attribute.4).
    AttributeFixed,
    /// An attribute whose value is not of its type (cvc-attribute.3).
    AttributeValue,
    /// A field of an identity constraint that leads to more than one node, or to an element with other content than a value
    /// (cvc-identity-constraint.3).
    AmbiguousField,
    /// A key or unique value that stood before (cvc-identity-constraint.4.1, 4.2.2).
    DuplicateKey,
    /// An `ID` that stood before (cvc-id.2).
    DuplicateId,
    /// No content where a value or children are needed.
    EmptyElement,
    /// A second attribute of type `ID` on one element, which a wildcard took (cvc-complex-type.5).
    ExcessId,
    /// An element whose value is not the fixed one (cvc-elt.5.2.2).
    FixedValue,
    /// A field of a key is absent (cvc-identity-constraint.4.2.1).
    IncompleteKey,
    /// An attribute that must stand does not (cvc-complex-type.4).
    MissingAttribute,
    /// An element that must stand does not (cvc-complex-type.2.4).
    MissingElement,
    /// An element that belongs to the content, but not at this place (cvc-complex-type.2.4).
    MisplacedElement,
    /// Content in an element that `xsi:nil` says has none (cvc-elt.3.2.1).
    NilContent,
    /// A field of a key leads to an element that is declared nillable (cvc-identity-constraint.4.2.3).
    NillableKey,
    /// `xsi:nil` on an element that is not nillable (cvc-elt.3.1).
    NotNillable,
    /// An element that stands more often than allowed (cvc-complex-type.2.4).
    RepeatedElement,
    /// Text between elements where only elements may stand (cvc-complex-type.2.3), or in content that must be empty.
    TextNotAllowed,
    /// The type that `xsi:type` names may not stand for the declared one (cvc-elt.4.3).
    TypeNotDerived,
    /// An attribute that the type does not have (cvc-complex-type.3.2).
    UnknownAttribute,
    /// An element that the content does not have at all (cvc-complex-type.2.4), or in content without elements.
    UnknownElement,
    /// An `IDREF` to no `ID` (cvc-id.1).
    UnknownIdRef,
    /// A key reference to no key (cvc-identity-constraint.4.3).
    UnknownKeyRef,
    /// The document element, or an element that a strict wildcard takes, is not declared (cvc-elt.1).
    Undeclared,
    /// `xsi:type` names no type (cvc-elt.4.2).
    UnknownType,
    /// A value that is not of its type (cvc-datatype-valid, cvc-…-valid for the facets).
    Value,
}

/// Where a fault is. `P` is how the caller names a place of an element: a node of a tree, a byte offset of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a document has no other places that a schema speaks of")]
pub enum At<P> {
    /// An element as a whole.
    Element(P),
    /// What stands in an element.
    Content(P),
    /// The attribute at that position in the order written.
    Attribute(P, u32),
}

/// One thing wrong, with what a message needs. Everything that costs is worked out when asked for.
#[derive(Debug)]
pub struct Fault<'f, P> {
    pub(crate) kind: FaultKind,
    pub(crate) at: At<P>,
    pub(crate) schema: &'f Schema,
    pub(crate) element: Option<ElementId>,
    pub(crate) parent: Option<ElementId>,
    pub(crate) name: &'f str,
    pub(crate) value: &'f str,
    pub(crate) violation: Option<&'f Violation>,
    pub(crate) expected: Expectation<'f>,
    pub(crate) count: u32,
    pub(crate) constraint: Option<&'f Constraint>,
    pub(crate) field: &'f str,
    pub(crate) holder: Option<P>,
}

/// From what the expected names are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expectation<'f> {
    Nothing,
    /// What may follow a state of a content model.
    After(&'f Model, ModelNode, &'f [u32]),
    /// What a node of a content model begins with.
    Firsts(&'f Model, ModelNode),
    Symbol(Symbol),
}

impl<P: Copy> Fault<'_, P> {
    /// What kind of fault it is.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Where it is. A missing element or attribute is at the parent.
    #[must_use]
    pub const fn at(&self) -> At<P> {
        self.at
    }

    /// The declaration that it concerns: of the element found, or of the one that is missing.
    #[must_use]
    pub const fn element(&self) -> Option<ElementId> {
        self.element
    }

    /// Where the declaration stands that the fault breaks: that of the element found or missing, else of the one around it. The address
    /// of the schema document, line and column (both from 1); `None` in a schema that was built without documents.
    ///
    /// ```
    /// use taxdoc::Limits;
    /// use taxdoc::xml::Reader;
    /// use taxdoc::xsd::{ContentPolicy, NoDocuments, SchemaDocument, compile};
    /// let text = br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    ///   <xs:element name="SHDon" type="xs:int"/></xs:schema>"#;
    /// let schema = compile(&[SchemaDocument::new("invoice.xsd", text.as_slice())], &NoDocuments)?;
    /// let mut reader = Reader::new("<SHDon>x</SHDon>".as_bytes(), &Limits::default())?;
    /// schema.validate_stream(&mut reader, ContentPolicy::xsd(), &mut |fault, _| {
    ///     assert_eq!(fault.declared(), Some(("invoice.xsd", 2, 3)));
    /// })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn declared(&self) -> Option<(&str, u32, u32)> {
        self.element.or(self.parent).and_then(|element| self.schema.declared(element))
    }

    /// The declaration of the element around it.
    #[must_use]
    pub const fn parent(&self) -> Option<ElementId> {
        self.parent
    }

    /// The tag of [`Fault::element`], 0 if none.
    #[must_use]
    pub fn tag(&self) -> u32 {
        self.element.map_or(0, |element| self.schema.tag(element))
    }

    /// The tag of [`Fault::parent`], 0 if none.
    #[must_use]
    pub fn parent_tag(&self) -> u32 {
        self.parent.map_or(0, |element| self.schema.tag(element))
    }

    /// The local name of the element or attribute found or missing.
    #[must_use]
    pub const fn name(&self) -> &str {
        self.name
    }

    /// The text found: a value that is not of its type, text where none may stand. Empty for other kinds.
    #[must_use]
    pub const fn value(&self) -> &str {
        self.value
    }

    /// The facet that the value breaks; `None` when the value is not of its type's form at all.
    #[must_use]
    pub fn facet(&self) -> Option<FacetName> {
        self.violation.and_then(|violation| violation.facet)
    }

    /// The facet's value, or the name of the built-in type whose form the value lacks. Empty for faults that are not of a value.
    #[must_use]
    pub fn limit(&self) -> &str {
        self.violation.map_or("", |violation| &violation.limit)
    }

    /// How often the element may stand at most, for a repeated one.
    #[must_use]
    pub const fn allowed(&self) -> u32 {
        self.count
    }

    /// The identity constraint that is broken.
    #[must_use]
    pub fn constraint(&self) -> Option<Symbol> {
        self.constraint.map(|constraint| constraint.name)
    }

    /// The field of the identity constraint that is at fault, or all of them where their values together are: the paths as the
    /// schema writes them. Empty for other faults.
    #[must_use]
    pub fn fields(&self) -> String {
        match self.constraint {
            Some(constraint) if self.field.is_empty() => constraint.fields_text(),
            _ => self.field.to_owned(),
        }
    }

    /// The element that holds the same key already.
    #[must_use]
    pub const fn holder(&self) -> Option<P> {
        self.holder
    }

    /// Whether the identity constraint is a `key`: its clauses differ from those of `unique`.
    pub(crate) fn is_of_key(&self) -> bool {
        self.constraint.is_some_and(|constraint| constraint.category == Category::Key)
    }

    /// The schema.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        self.schema
    }

    /// The names that could have stood there, in the order of the declaration, each once.
    #[must_use]
    pub fn expected(&self) -> Vec<Symbol> {
        let mut leaves = Vec::new();
        let model = match self.expected {
            Expectation::Nothing => return Vec::new(),
            Expectation::Symbol(symbol) => return vec![symbol],
            Expectation::After(model, leaf, counters) => {
                model.expected(leaf, counters, &mut leaves);
                model
            }
            Expectation::Firsts(model, node) => {
                model.firsts(node, &mut leaves);
                model
            }
        };
        let mut symbols = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            if let NodeKind::Element(element) = model.node(leaf).kind {
                let symbol = self.schema.element(element).symbol;
                if !symbols.contains(&symbol) {
                    symbols.push(symbol);
                }
            }
        }
        symbols
    }

    /// The expected names in one line: `NBan, NMua`; at most twelve.
    #[must_use]
    pub fn expected_names(&self) -> String {
        const SHOWN: usize = 12;
        let symbols = self.expected();
        let mut names: Vec<&str> = symbols.iter().take(SHOWN).map(|&symbol| self.schema.expanded(symbol).1).collect();
        if symbols.len() > SHOWN {
            names.push("…");
        }
        names.join(", ")
    }
}
