//! Which attributes and children each element of a schema document may have, by the place at which it stands.

use super::lexical::Lexical as L;

/// An element at one place.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) attributes: &'static [Attribute],
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) lexical: L,
    pub(super) required: bool,
}

/// Steps, one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    pub(super) steps: &'static [Step],
    /// Anything at all.
    pub(super) free: bool,
}

#[derive(Debug)]
pub(super) struct Step {
    pub(super) names: &'static [&'static str],
    pub(super) required: bool,
    pub(super) repeats: bool,
    /// Whether nothing may follow it.
    pub(super) last: bool,
    /// What a child of that name is here.
    pub(super) form: fn(&str) -> &'static Form,
}

pub(super) fn schema() -> &'static Form {
    &SCHEMA
}

const fn may(name: &'static str, lexical: L) -> Attribute {
    Attribute { name, lexical, required: false }
}

const fn must(name: &'static str, lexical: L) -> Attribute {
    Attribute { name, lexical, required: true }
}

const fn steps(steps: &'static [Step]) -> Content {
    Content { steps, free: false }
}

const fn optional(names: &'static [&'static str], form: fn(&str) -> &'static Form) -> Step {
    Step { names, required: false, repeats: false, last: false, form }
}

const fn one(names: &'static [&'static str], form: fn(&str) -> &'static Form) -> Step {
    Step { required: true, ..optional(names, form) }
}

const fn any(names: &'static [&'static str], form: fn(&str) -> &'static Form) -> Step {
    Step { repeats: true, ..optional(names, form) }
}

const fn form(attributes: &'static [Attribute], content: Content) -> Form {
    Form { attributes, content }
}

const ID: Attribute = may("id", L::Id);
const MIN: Attribute = may("minOccurs", L::NonNegativeInteger);
const MAX: Attribute = may("maxOccurs", L::Occurrences);

const ANNOTATION: Step = optional(&["annotation"], |_| &ANNOTATION_FORM);
const FREE: Content = Content { steps: &[], free: true };
const ANNOTATED: Content = steps(&[ANNOTATION]);

const ATTRIBUTES: Step = any(&["attribute", "attributeGroup"], |name| match name {
    "attribute" => &LOCAL_ATTRIBUTE,
    _ => &ATTRIBUTE_GROUP_REFERENCE,
});
const ANY_ATTRIBUTE: Step = optional(&["anyAttribute"], |_| &ANY_ATTRIBUTE_FORM);
const SIMPLE_TYPE: Step = optional(&["simpleType"], |_| &LOCAL_SIMPLE_TYPE);
const MODEL: Step = optional(&["group", "all", "choice", "sequence"], particle);
const FACETS: Step = any(
    &[
        "enumeration",
        "pattern",
        "maxLength",
        "minLength",
        "length",
        "fractionDigits",
        "totalDigits",
        "maxInclusive",
        "minInclusive",
        "maxExclusive",
        "minExclusive",
        "whiteSpace",
    ],
    |name| match name {
        "enumeration" | "pattern" => &LISTED_FACET,
        "totalDigits" => &TOTAL_DIGITS,
        "fractionDigits" | "length" | "maxLength" | "minLength" => &NUMBER_FACET,
        "whiteSpace" => &WHITE_SPACE,
        _ => &BOUND_FACET,
    },
);

static SCHEMA: Form = form(
    &[
        may("targetNamespace", L::NotEmptyUri),
        may("version", L::Text),
        may("finalDefault", L::FullDerivationSet),
        may("blockDefault", L::BlockSet),
        may("attributeFormDefault", L::Form),
        may("elementFormDefault", L::Form),
        ID,
    ],
    steps(&[
        any(&["annotation", "include", "import", "redefine"], |name| match name {
            "annotation" => &ANNOTATION_FORM,
            "include" => &INCLUDE,
            "import" => &IMPORT,
            _ => &REDEFINE,
        }),
        any(&["element", "complexType", "simpleType", "annotation", "group", "attributeGroup", "attribute", "notation"], global),
    ]),
);

fn global(name: &str) -> &'static Form {
    match name {
        "attribute" => &GLOBAL_ATTRIBUTE,
        "attributeGroup" => &ATTRIBUTE_GROUP,
        "complexType" => &GLOBAL_COMPLEX_TYPE,
        "element" => &GLOBAL_ELEMENT,
        "group" => &GROUP,
        "notation" => &NOTATION,
        "simpleType" => &GLOBAL_SIMPLE_TYPE,
        _ => &ANNOTATION_FORM,
    }
}

static INCLUDE: Form = form(&[must("schemaLocation", L::Uri), ID], ANNOTATED);
static IMPORT: Form = form(&[may("namespace", L::Uri), may("schemaLocation", L::Uri), ID], ANNOTATED);
static REDEFINE: Form = form(
    &[must("schemaLocation", L::Uri), ID],
    steps(&[any(&["annotation", "simpleType", "complexType", "group", "attributeGroup"], global)]),
);
static NOTATION: Form = form(&[must("name", L::NcName), may("public", L::Text), may("system", L::Uri), ID], ANNOTATED);

static ANNOTATION_FORM: Form = form(
    &[ID],
    steps(&[any(&["documentation", "appinfo"], |name| match name {
        "documentation" => &DOCUMENTATION,
        _ => &APPINFO,
    })]),
);
static DOCUMENTATION: Form = form(&[may("source", L::Uri)], FREE);
static APPINFO: Form = form(&[may("source", L::Uri)], FREE);

// Elements and attributes.

const ELEMENT_CONTENT: Content = steps(&[
    ANNOTATION,
    optional(&["complexType", "simpleType"], |name| match name {
        "complexType" => &LOCAL_COMPLEX_TYPE,
        _ => &LOCAL_SIMPLE_TYPE,
    }),
    any(&["unique", "key", "keyref"], |name| match name {
        "keyref" => &KEYREF,
        _ => &KEY,
    }),
]);
static GLOBAL_ELEMENT: Form = form(
    &[
        must("name", L::NcName),
        may("type", L::QName),
        may("substitutionGroup", L::QName),
        may("nillable", L::Boolean),
        may("default", L::Text),
        may("fixed", L::Text),
        may("abstract", L::Boolean),
        may("final", L::DerivationSet),
        may("block", L::BlockSet),
        ID,
    ],
    ELEMENT_CONTENT,
);
static LOCAL_ELEMENT: Form = form(
    &[
        may("name", L::NcName),
        may("type", L::QName),
        MIN,
        MAX,
        may("ref", L::QName),
        may("form", L::Form),
        may("nillable", L::Boolean),
        may("default", L::Text),
        may("fixed", L::Text),
        may("block", L::BlockSet),
        ID,
    ],
    ELEMENT_CONTENT,
);
/// In `all` (cos-all-limited 2).
static LIMITED_ELEMENT: Form = form(
    &[
        may("name", L::NcName),
        may("type", L::QName),
        may("minOccurs", L::ZeroOrOne),
        may("maxOccurs", L::ZeroOrOne),
        may("ref", L::QName),
        may("form", L::Form),
        may("nillable", L::Boolean),
        may("default", L::Text),
        may("fixed", L::Text),
        may("block", L::BlockSet),
        ID,
    ],
    ELEMENT_CONTENT,
);
const FIELDS: Content =
    steps(&[ANNOTATION, one(&["selector"], |_| &XPATH), Step { repeats: true, ..one(&["field"], |_| &XPATH) }]);
static KEY: Form = form(&[must("name", L::NcName), ID], FIELDS);
static KEYREF: Form = form(&[must("name", L::NcName), must("refer", L::QName), ID], FIELDS);
static XPATH: Form = form(&[must("xpath", L::Text), ID], ANNOTATED);

const ATTRIBUTE_CONTENT: Content = steps(&[ANNOTATION, SIMPLE_TYPE]);
static GLOBAL_ATTRIBUTE: Form = form(
    &[must("name", L::NcName), may("type", L::QName), may("default", L::Text), may("fixed", L::Text), ID],
    ATTRIBUTE_CONTENT,
);
static LOCAL_ATTRIBUTE: Form = form(
    &[
        may("name", L::NcName),
        may("type", L::QName),
        may("use", L::Use),
        may("ref", L::QName),
        may("form", L::Form),
        may("default", L::Text),
        may("fixed", L::Text),
        ID,
    ],
    ATTRIBUTE_CONTENT,
);
static ATTRIBUTE_GROUP: Form = form(&[must("name", L::NcName), ID], steps(&[ANNOTATION, ATTRIBUTES, ANY_ATTRIBUTE]));
static ATTRIBUTE_GROUP_REFERENCE: Form = form(&[must("ref", L::QName), ID], ANNOTATED);
static ANY_ATTRIBUTE_FORM: Form =
    form(&[may("namespace", L::NamespaceList), may("processContents", L::ProcessContents), ID], ANNOTATED);

// Model groups.

fn particle(name: &str) -> &'static Form {
    match name {
        "all" => &ALL,
        "any" => &ANY,
        "element" => &LOCAL_ELEMENT,
        "group" => &GROUP_REFERENCE,
        _ => &MODEL_GROUP,
    }
}

const PARTICLES: Content = steps(&[ANNOTATION, any(&["element", "choice", "sequence", "any", "group"], particle)]);
const LIMITED_PARTICLES: Content = steps(&[ANNOTATION, any(&["element"], |_| &LIMITED_ELEMENT)]);
static MODEL_GROUP: Form = form(&[MIN, MAX, ID], PARTICLES);
static ALL: Form = form(&[may("minOccurs", L::ZeroOrOne), may("maxOccurs", L::One), ID], LIMITED_PARTICLES);
static ANY: Form =
    form(&[may("namespace", L::NamespaceList), may("processContents", L::ProcessContents), MIN, MAX, ID], ANNOTATED);
static GROUP_REFERENCE: Form = form(&[must("ref", L::QName), MIN, MAX, ID], ANNOTATED);
static GROUP: Form = form(
    &[must("name", L::NcName), ID],
    steps(&[
        ANNOTATION,
        one(&["sequence", "choice", "all"], |name| match name {
            "all" => &NAMED_ALL,
            _ => &NAMED_MODEL_GROUP,
        }),
    ]),
);
static NAMED_ALL: Form = form(&[ID], LIMITED_PARTICLES);
static NAMED_MODEL_GROUP: Form = form(&[ID], PARTICLES);

// Types.

const SIMPLE_CONTENT: Content = steps(&[
    ANNOTATION,
    one(&["restriction", "list", "union"], |name| match name {
        "restriction" => &SIMPLE_RESTRICTION,
        "list" => &LIST,
        _ => &UNION,
    }),
]);
static GLOBAL_SIMPLE_TYPE: Form = form(&[must("name", L::NcName), may("final", L::SimpleDerivationSet), ID], SIMPLE_CONTENT);
static LOCAL_SIMPLE_TYPE: Form = form(&[ID], SIMPLE_CONTENT);
static SIMPLE_RESTRICTION: Form = form(&[may("base", L::QName), ID], steps(&[ANNOTATION, SIMPLE_TYPE, FACETS]));
static LIST: Form = form(&[may("itemType", L::QName), ID], steps(&[ANNOTATION, SIMPLE_TYPE]));
static UNION: Form =
    form(&[may("memberTypes", L::QNames), ID], steps(&[ANNOTATION, any(&["simpleType"], |_| &LOCAL_SIMPLE_TYPE)]));

static LISTED_FACET: Form = form(&[must("value", L::Text), ID], ANNOTATED);
static BOUND_FACET: Form = form(&[must("value", L::Text), may("fixed", L::Boolean), ID], ANNOTATED);
static NUMBER_FACET: Form = form(&[must("value", L::NonNegativeInteger), may("fixed", L::Boolean), ID], ANNOTATED);
static TOTAL_DIGITS: Form = form(&[must("value", L::PositiveInteger), may("fixed", L::Boolean), ID], ANNOTATED);
static WHITE_SPACE: Form = form(&[must("value", L::WhiteSpace), may("fixed", L::Boolean), ID], ANNOTATED);

const COMPLEX_CONTENT: Content = steps(&[
    ANNOTATION,
    Step {
        last: true,
        ..optional(&["complexContent", "simpleContent"], |name| match name {
            "complexContent" => &COMPLEX_CONTENT_FORM,
            _ => &SIMPLE_CONTENT_FORM,
        })
    },
    MODEL,
    ATTRIBUTES,
    ANY_ATTRIBUTE,
]);
static GLOBAL_COMPLEX_TYPE: Form = form(
    &[
        must("name", L::NcName),
        may("mixed", L::Boolean),
        may("abstract", L::Boolean),
        may("final", L::DerivationSet),
        may("block", L::DerivationSet),
        ID,
    ],
    COMPLEX_CONTENT,
);
static LOCAL_COMPLEX_TYPE: Form = form(&[may("mixed", L::Boolean), ID], COMPLEX_CONTENT);
static COMPLEX_CONTENT_FORM: Form =
    form(&[may("mixed", L::Boolean), ID], steps(&[ANNOTATION, one(&["extension", "restriction"], |_| &COMPLEX_DERIVATION)]));
static COMPLEX_DERIVATION: Form = form(&[must("base", L::QName), ID], steps(&[ANNOTATION, MODEL, ATTRIBUTES, ANY_ATTRIBUTE]));
static SIMPLE_CONTENT_FORM: Form = form(
    &[ID],
    steps(&[
        ANNOTATION,
        one(&["extension", "restriction"], |name| match name {
            "extension" => &SIMPLE_CONTENT_EXTENSION,
            _ => &SIMPLE_CONTENT_RESTRICTION,
        }),
    ]),
);
static SIMPLE_CONTENT_EXTENSION: Form = form(&[must("base", L::QName), ID], steps(&[ANNOTATION, ATTRIBUTES, ANY_ATTRIBUTE]));
static SIMPLE_CONTENT_RESTRICTION: Form =
    form(&[must("base", L::QName), ID], steps(&[ANNOTATION, SIMPLE_TYPE, FACETS, ATTRIBUTES, ANY_ATTRIBUTE]));
