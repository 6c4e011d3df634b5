//! The schema for schemas (XSD 1.0 Part 1 appendix A) as tables, and schema documents held against them.
//!
//! Every content model of a schema document is a row of steps, each a set of names with bounds, and every attribute has one of about
//! twenty lexical forms; [`forms`] lists both for each place at which an element may stand. What is in `appinfo` and
//! `documentation`, and attributes of other namespaces, are nobody's business.

mod forms;
mod lexical;

use hashbrown::HashSet;

use self::forms::Content;
use self::forms::Form;
use self::forms::Step;
use self::lexical::Lexical;
use super::conditional::included;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Node;
use crate::xml::NodeKind;
use crate::xml::Spot;
use crate::xsd::SchemaError;
use crate::xsd::datatype::is_blank;
use crate::xsd::model::XS;
use crate::xsd::model::to_u32;

/// Holds a schema document, whose root is `xs:schema`, against the schema for schemas.
pub(super) fn check(document: &Document<'_>, location: &str) -> Result<(), SchemaError> {
    let mut ids = HashSet::default();
    element(document.root(), forms::schema(), &mut ids).map_err(|(rule, subject, spot)| {
        let place = Locator::new(document).place(spot);
        SchemaError::new(rule, subject).at(location, to_u32(place.line), to_u32(place.column))
    })
}

type Broken = (&'static str, Box<str>, Spot);
type Ids = HashSet<Box<str>, foldhash::fast::RandomState>;

/// The recursion is bounded by the depth of the form tables, which `appinfo` and `documentation` end, and by the XML reader's limit.
fn element(node: Node<'_>, form: &'static Form, ids: &mut Ids) -> Result<(), Broken> {
    attributes(node, form, ids)?;
    if form.content.free {
        return Ok(());
    }
    let mut at = 0;
    let mut count: u32 = 0;
    for child in node.children() {
        match child.kind() {
            NodeKind::Element if !included(child) => {}
            NodeKind::Element => {
                let local = child.local_name();
                let inner = (child.name().namespace() == XS).then(|| take(form.content, local, &mut at, &mut count)).flatten();
                let Some(step) = inner else {
                    return Err(("s4s-elt-invalid-content", child.name().qualified().into(), Spot::Node(child.id())));
                };
                element(child, (step.form)(local), ids)?;
            }
            NodeKind::Text | NodeKind::CData if !is_blank(child.raw()) => {
                return Err(("s4s-elt-character", node.name().qualified().into(), Spot::Node(child.id())));
            }
            NodeKind::Reference => return Err(("s4s-elt-character", node.name().qualified().into(), Spot::Node(child.id()))),
            _ => {}
        }
    }
    let missing = form.content.steps.iter().enumerate().skip(at).any(|(index, step)| step.required && (index > at || count == 0));
    if missing { Err(("s4s-elt-must-match", node.name().qualified().into(), Spot::Node(node.id()))) } else { Ok(()) }
}

/// The step that takes a child; the position moves there.
fn take(content: Content, local: &str, at: &mut usize, count: &mut u32) -> Option<&'static Step> {
    loop {
        let step = content.steps.get(*at)?;
        if step.names.contains(&local) && (step.repeats || *count == 0) {
            *count += 1;
            return Some(step);
        }
        if (step.required && *count == 0) || (step.last && *count > 0) {
            return None;
        }
        *at += 1;
        *count = 0;
    }
}

fn attributes(node: Node<'_>, form: &'static Form, ids: &mut Ids) -> Result<(), Broken> {
    let mut required = form.attributes.iter().filter(|attribute| attribute.required).count();
    for (index, attribute) in node.attributes().enumerate() {
        let spot = Spot::Attribute(node.id(), to_u32(index));
        let name = attribute.name();
        let lexical = match name.namespace() {
            "" => {
                let Some(known) = form.attributes.iter().find(|known| known.name == name.local()) else {
                    return Err(("s4s-att-not-allowed", name.qualified().into(), spot));
                };
                required -= usize::from(known.required);
                known.lexical
            }
            XS => return Err(("s4s-att-not-allowed", name.qualified().into(), spot)),
            crate::xml::XML_NAMESPACE if name.local() == "lang" => Lexical::Language,
            _ => continue,
        };
        let value = attribute.value();
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        if !lexical.allows(value) {
            return Err(("s4s-att-invalid-value", attribute.value().into(), spot));
        }
        if lexical == Lexical::Id && !ids.insert(value.into()) {
            return Err(("s4s-att-invalid-value", value.into(), spot));
        }
    }
    if node.local_name() == "notation" && node.attribute("public").is_none() && node.attribute("system").is_none() {
        return Err(("n-props-correct", node.attribute("name").unwrap_or_default().into(), Spot::Node(node.id())));
    }
    if required > 0 {
        let missing = form.attributes.iter().find(|known| known.required && node.attribute(known.name).is_none());
        return Err(("s4s-att-must-appear", missing.map_or("", |known| known.name).into(), Spot::Node(node.id())));
    }
    Ok(())
}
