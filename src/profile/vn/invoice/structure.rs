//! The schema stage of an invoice: its table as a schema, and the grades of the faults that the schema finds.
//!
//! Order does not bind, unknown elements are kept and told, an empty optional element counts as absent (spec §2.0, §8.1). What a
//! table says with the confidence of an official text is an error; what practice lets pass is a warning (DESIGN §8).

use std::cell::OnceCell;
use std::sync::OnceLock;

use crate::profile::vn::comments::cut_values;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Basis;
use crate::rules::Severity;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Spot;
use crate::xml::trim;
use crate::xsd::At;
use crate::xsd::Builtin;
use crate::xsd::Child;
use crate::xsd::Complex;
use crate::xsd::ContentPolicy;
use crate::xsd::EmptyElements;
use crate::xsd::Facet;
use crate::xsd::FacetName;
use crate::xsd::Fault;
use crate::xsd::FaultKind;
use crate::xsd::NameTable;
use crate::xsd::Run;
use crate::xsd::Schema;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;

use super::date::Date;
use super::form::Form;
use super::practice;
use super::structure_rules as rules;
use super::table::Condition;
use super::table::Need;
use super::table::Row;
use super::table::Shape;
use super::table::Table;
use super::table::Version;
use super::table::plain_name;

/// The policy of this format: an empty element is an absent one.
#[must_use]
pub const fn policy() -> ContentPolicy {
    ContentPolicy::xsd().empty_elements(EmptyElements::Absent)
}

/// The table as a schema: its roots are [`Form::root`] and, for invoices, a `DLHDon` that stands alone.
///
/// # Errors
/// When the table cannot be made into a schema; a test builds them all.
pub fn compile(table: &Table) -> Result<Schema, SchemaError> {
    let mut compiler = Compiler { builder: Schema::builder(), types: Vec::new(), groups: Vec::new() };
    let root = compiler.group(table, "")?;
    compiler.builder.root(Child::new(table.form().root(), root));
    if let Some((_, data)) = compiler.groups.iter().find(|(path, _)| *path == "DLHDon") {
        compiler.builder.root(Child::new("DLHDon", *data));
    }
    compiler.builder.finish()
}

struct Compiler {
    builder: crate::xsd::Builder,
    types: Vec<(Shape, TypeId)>,
    groups: Vec<(&'static str, TypeId)>,
}

impl Compiler {
    /// A group with everything in it. As deep as the paths of the table, so at most eight calls.
    fn group(&mut self, table: &Table, path: &'static str) -> Result<TypeId, SchemaError> {
        // The path says best what the type is; a name of XML has no slash.
        let name = if path.is_empty() { table.form().root().to_owned() } else { path.replace('/', ".") };
        let mut content = Complex::new().named(&name).unordered().attribute("Id", Builtin::String);
        for (index, row) in table.rows().iter().enumerate() {
            if row.parent() != path {
                continue;
            }
            let type_ = match row.shape {
                Shape::Group => self.group(table, row.path)?,
                _ => self.value(row)?,
            };
            // Tag 0 means no row.
            let mut child = Child::new(row.name(), type_).tag(u32::try_from(index + 1).unwrap_or(0));
            if !matches!(row.need, Need::Mandatory(_)) {
                child = child.optional();
            }
            if row.repeats {
                child = child.repeated();
            }
            content = content.child(child);
        }
        let type_ = self.builder.complex(content)?;
        self.groups.push((path, type_));
        Ok(type_)
    }

    fn value(&mut self, row: &Row) -> Result<TypeId, SchemaError> {
        if row.name() == "MCCQT" {
            // The authority's signature refers to the code by its Id.
            let text = self.shape(row.shape)?;
            return self.builder.simple_content(text, Complex::new().named("MCCQT").attribute("Id", Builtin::String));
        }
        self.shape(row.shape)
    }

    fn shape(&mut self, shape: Shape) -> Result<TypeId, SchemaError> {
        if let Some((_, known)) = self.types.iter().find(|(known, _)| *known == shape) {
            return Ok(*known);
        }
        // Token and the number and date types leave out white space around a value, as practice does (spec §8.1).
        let type_ = match shape {
            Shape::Group | Shape::Free | Shape::Signature => self.builder.anything(),
            Shape::Text(None) => Builtin::Token.into(),
            Shape::Text(Some(most)) => self.builder.simple_type(Builtin::Token, &[Facet::MaxLength(most)])?,
            Shape::Number(digits, fraction) => {
                let facets = [Facet::TotalDigits(digits), Facet::FractionDigits(fraction)];
                self.builder.simple_type(Builtin::Decimal, &facets)?
            }
            Shape::Date => Builtin::Date.into(),
            Shape::DateTime => Builtin::DateTime.into(),
        };
        self.types.push((shape, type_));
        Ok(type_)
    }
}

/// The compiled schema of a table, made at its first use.
#[must_use]
pub fn schema(form: Form, version: Version) -> Option<&'static Schema> {
    static SCHEMAS: [OnceLock<Option<Schema>>; Form::ALL.len() * Version::ALL.len()] =
        [const { OnceLock::new() }; Form::ALL.len() * Version::ALL.len()];
    let place = SCHEMAS.get(form as usize * Version::ALL.len() + version as usize)?;
    place.get_or_init(|| compile(Table::of(form, version)).ok()).as_ref()
}

/// Holds an element against its table. `node` is the table's root element, or `DLHDon` for a bare one. Returns false when the table
/// cannot be run.
pub fn check(table: &'static Table, node: Node<'_>, findings: &mut Findings) -> bool {
    let Some(schema) = schema(table.form(), table.version()) else { return false };
    let names = match invented_namespace(table, node) {
        None => NameTable::new(schema, node.document()),
        Some(place) => {
            findings.add(Draft::new(&rules::NAMESPACE, Spot::Node(place.id())).actual(place.name().namespace()));
            NameTable::without_namespaces(schema, node.document())
        }
    };
    if node.elements().next().is_none() && trim(&node.text()).is_empty() {
        // An empty element counts as absent, so that the run has nothing to say of this one.
        let binds = table.rows().iter().any(|row| row.binds && matches!(row.need, Need::Mandatory(_)));
        let draft = Draft::new(&rules::GROUP_EMPTY, Spot::Node(node.id())).field(table.form().facts().title);
        let draft = draft.with("element", node.local_name().to_owned());
        findings.add(if binds { draft } else { draft.severity(Severity::Warning) });
        return true;
    }
    let grader = Grader { table, root: node, adjustment: OnceCell::new() };
    Run::new(schema, policy()).tree(node, &names, &mut |fault| {
        if let Some(draft) = grader.grade(&fault) {
            findings.add(draft);
        }
    });
    // What a message carries has tables of its own.
    let values = if table.form().root() == "TDiep" { node.child("TTChung") } else { Some(node) };
    if let Some(values) = values {
        cut_values(values, &mut |value| {
            findings.add(Draft::new(&rules::VALUE_COMMENT, Spot::Content(value.id())).actual(value.text().trim()));
        });
    }
    true
}

/// How the namespaces of XML-DSig and XAdES begin.
const SIGNATURES: [&str; 2] = ["http://www.w3.org/", "http://uri.etsi.org/"];

/// The first element of the table that is in a namespace, which the format does not have.
fn invented_namespace<'d>(table: &Table, node: Node<'d>) -> Option<Node<'d>> {
    if !node.name().namespace().is_empty() {
        return Some(node);
    }
    // Names are interned, so that this looks at a few dozen of them and at no element. Those of signatures are the standards' own, and
    // nearly always the only ones.
    let is_invented = |name: crate::xml::Name<'_>| {
        let namespace = name.namespace();
        !namespace.is_empty()
            && !SIGNATURES.iter().any(|own| namespace.starts_with(own))
            && table.rows().iter().any(|row| row.name() == name.local())
    };
    if !node.document().names().any(is_invented) {
        return None;
    }
    node.descendants().find(|inner| inner.name_id().is_some() && is_invented(inner.name()))
}

struct Grader<'d> {
    table: &'static Table,
    root: Node<'d>,
    /// Whether the invoice adjusts others, once it was asked.
    adjustment: OnceCell<bool>,
}

impl Grader<'_> {
    fn row(&self, tag: u32) -> Option<&'static Row> {
        self.table.rows().get((tag as usize).checked_sub(1)?)
    }

    /// The finding of a fault; a table that does not bind gives no error.
    fn grade(&self, fault: &Fault<'_, NodeId>) -> Option<Draft> {
        let draft = self.draft(fault)?;
        let binds = self.row(fault.tag()).is_none_or(|row| row.binds);
        let severity = draft.severity;
        Some(if binds { draft } else { draft.severity(severity.min(Severity::Warning)) })
    }

    fn draft(&self, fault: &Fault<'_, NodeId>) -> Option<Draft> {
        let spot = match fault.at() {
            At::Element(node) => Spot::Node(node),
            At::Content(node) => Spot::Content(node),
            At::Attribute(node, index) => Spot::Attribute(node, index),
        };
        let row = self.row(fault.tag());
        match fault.kind() {
            FaultKind::MissingElement => self.missing(fault, row?),
            FaultKind::EmptyElement => {
                let row = row?;
                let around = self.node(spot.node()).and_then(|node| node.parent());
                if around.is_some_and(|around| self.stands_for_nothing(around)) {
                    return None;
                }
                let rule = if row.shape == Shape::Group { &rules::GROUP_EMPTY } else { &rules::FIELD_EMPTY };
                let draft = named(Draft::new(rule, spot), row);
                Some(match row.need {
                    Need::Mandatory(severity) => draft.severity(severity),
                    // A group without anything in it, where the group itself may be left out.
                    _ => draft.severity(Severity::Warning),
                })
            }
            FaultKind::Value => Some(value(fault, row?, spot)),
            FaultKind::RepeatedElement => {
                let row = row?;
                let draft = named(Draft::new(&rules::ELEMENT_REPEATED, spot), row);
                // Two DSCKS and two TTKhac are seen in files that providers and the authority accept (field findings §2.11).
                let harmless = matches!(row.name(), "DSCKS" | "TTKhac") || row.practice;
                Some(if harmless { draft.severity(Severity::Warning) } else { draft })
            }
            FaultKind::MisplacedElement => {
                let row = row?;
                // Half of the field puts the code before the QR text, half behind it (spec §3.7).
                if matches!(row.path, "MCCQT" | "DLQRCode") {
                    return None;
                }
                // Where not all of the table is published, nothing is known of its order.
                if self.table.form().facts().is("partial") {
                    return None;
                }
                let draft = named(Draft::new(&rules::ELEMENT_ORDER, spot), row);
                Some(draft.with("before", fault.expected_names()))
            }
            FaultKind::UnknownElement => self.unknown(fault, spot),
            FaultKind::TextNotAllowed => Some(Draft::new(&rules::TEXT_UNEXPECTED, spot).actual(fault.value().trim())),
            FaultKind::UnknownAttribute => {
                Some(Draft::new(&rules::ATTRIBUTE_UNKNOWN, spot).with("attribute", fault.name().to_owned()))
            }
            // The table uses nothing else of XSD; `xsi:type` and `xsi:nil` in a file have no meaning for it.
            _ => Some(Draft::new(&rules::ATTRIBUTE_UNKNOWN, spot).with("attribute", fault.name().to_owned())),
        }
    }

    fn missing(&self, fault: &Fault<'_, NodeId>, row: &'static Row) -> Option<Draft> {
        let (At::Element(parent) | At::Content(parent) | At::Attribute(parent, _)) = fault.at();
        let around = self.node(parent)?;
        if around.child(around.local_name()).is_some() {
            // A group put into one of its own name: the inner one is told as misplaced; it has the fields.
            return None;
        }
        if around.elements().any(|child| plain_name(child.local_name()) == row.name()) || self.stands_for_nothing(around) {
            return None;
        }
        // Answers describe an error under either name, whatever their table says (spec §5).
        let other = match row.name() {
            "MTa" => "MTLoi",
            "MTLoi" => "MTa",
            _ => "",
        };
        if around.local_name() == "LDo" && around.child(other).is_some_and(|told| !trim(&told.text()).is_empty()) {
            return None;
        }
        let severity = match row.need {
            Need::Mandatory(severity) => severity,
            _ => Severity::Error,
        };
        let group = self.table.row(row.parent());
        let around = group.map_or_else(|| self.table.form().root().into(), |group| crate::rules::Param::Label(group.title));
        let rule = if row.shape == Shape::Group { &rules::GROUP_MISSING } else { &rules::FIELD_MISSING };
        Some(named(Draft::new(rule, Spot::Node(parent)), row).severity(severity).with("parent", around))
    }

    /// Whether a group, or one around it, may be left out and has no value in it: it counts as absent, as an empty field does (spec
    /// §2.0). Programs that fill in a form write all of it.
    fn stands_for_nothing(&self, group: Node<'_>) -> bool {
        /// Nodes of the largest group that this is about, the totals, with room: so little is looked at for each fault.
        const MOST: usize = 100;
        let mut path: Vec<&str> = Vec::new();
        let groups = std::iter::once(group).chain(group.ancestors()).take_while(|around| around.id() != self.root.id());
        let groups: Vec<Node<'_>> = groups.collect();
        let mut optional = None;
        for around in groups.iter().rev() {
            path.push(around.local_name());
            let Some(row) = self.table.row(&path.join("/")) else { return false };
            let may_be_absent = match row.need {
                Need::IfFact | Need::Optional => true,
                Need::When(Condition::NotAdjustment) => self.is_adjustment(),
                Need::Mandatory(_) | Need::When(_) | Need::If(_) => false,
            };
            if may_be_absent {
                optional = Some(*around);
            }
        }
        let Some(optional) = optional else { return false };
        let blank = |node: Node<'_>| trim(&node.text()).is_empty();
        optional.descendants().nth(MOST).is_none()
            && blank(optional)
            && optional.descendants().filter(|inner| inner.name_id().is_some()).all(blank)
    }

    /// Whether the invoice says that it adjusts others (`TCHDon` 2 or 4).
    fn is_adjustment(&self) -> bool {
        *self.adjustment.get_or_init(|| {
            let data = self.root.child("DLHDon").unwrap_or(self.root);
            let steps = ["TTChung", "TTHDLQuan", "TCHDon"];
            let nature = steps.into_iter().try_fold(data, |node, step| node.child(step));
            nature.is_some_and(|nature| matches!(trim(&nature.text()), "2" | "4"))
        })
    }

    fn unknown(&self, fault: &Fault<'_, NodeId>, spot: Spot) -> Option<Draft> {
        let name = fault.name();
        let parent = self.node(spot.node()).and_then(|node| node.parent());
        let around = parent.map_or("", |parent| parent.local_name());
        if let Some(row) = self.row(fault.parent_tag()).filter(|row| row.shape.is_value()) {
            let draft = named(Draft::new(&rules::VALUE_ELEMENT, spot), row);
            let draft = draft.with("element", name.to_owned()).with("parent", row.name());
            return Some(if row.binds { draft } else { draft.severity(Severity::Warning) });
        }
        if around == name {
            return Some(Draft::new(&rules::RATE_GROUP_NESTED, spot).with("element", name.to_owned()));
        }
        let plain = plain_name(name);
        if plain != name {
            // As the official tables print it.
            if self.table.rows().iter().any(|row| row.name() == plain && row.parent_name(self.table.form()) == around) {
                return None;
            }
        }
        let draft = self.strange(name, around, spot);
        // What is not published cannot be said to be in no table.
        let unpublished = self.table.form().facts().is("partial") && std::ptr::eq(draft.rule, &rules::ELEMENT_UNKNOWN);
        (!unpublished).then_some(draft)
    }

    /// A name that its place does not have.
    fn strange(&self, name: &str, around: &str, spot: Spot) -> Draft {
        if let Some(title) = practice::title(around, name) {
            return Draft::new(&rules::ELEMENT_PRACTICE, spot).field(title).with("element", name.to_owned());
        }
        // Names of only one place in the table; `Ten` or `TTin` somewhere says nothing.
        let mut places = self.table.rows().iter().filter(|row| row.path.ends_with(name) && row.name() == name);
        if let (Some(row), None) = (places.next(), places.next()) {
            return named(Draft::new(&rules::ELEMENT_MISPLACED, spot), row).with("place", row.parent_name(self.table.form()));
        }
        Draft::new(&rules::ELEMENT_UNKNOWN, spot).with("element", name.to_owned()).with("parent", around.to_owned())
    }

    fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.root.document().node(id)
    }
}

/// A value that is not of its type.
fn value(fault: &Fault<'_, NodeId>, row: &'static Row, spot: Spot) -> Draft {
    let text = fault.value().trim();
    let limit = fault.limit().to_owned();
    let draft = |rule| named(Draft::new(rule, spot), row).actual(text);
    match (row.shape, fault.facet()) {
        (Shape::Text(_), _) => draft(&rules::FIELD_LENGTH).with("length", text.chars().count()).with("limit", limit),
        (Shape::Number(..), Some(FacetName::TotalDigits)) => draft(&rules::NUMBER_DIGITS).with("limit", limit),
        (Shape::Number(_, 0), Some(_)) => draft(&rules::NUMBER_WHOLE),
        (Shape::Number(..), Some(_)) => draft(&rules::NUMBER_FRACTION).with("limit", limit),
        (Shape::DateTime, _) => {
            draft(if Date::parse(text).is_some() { &rules::DATE_WITHOUT_TIME } else { &rules::DATE_TIME_FORMAT })
        }
        (Shape::Date, _) => {
            let day = text.get(..10).and_then(Date::parse);
            let time = text.get(10..).is_some_and(|rest| rest.starts_with(['T', ' ']));
            if day.is_some() && time { draft(&rules::DATE_WITH_TIME) } else { draft(&rules::DATE_FORMAT) }
        }
        _ => draft(&rules::NUMBER_FORMAT),
    }
}

/// The draft with the names and the basis of the field.
fn named(draft: Draft, row: &'static Row) -> Draft {
    let draft = draft.field(row.title).with("element", row.name());
    // What practice taught is not the table's.
    if draft.rule.basis == Basis::Practice { draft } else { draft.basis(row.basis) }
}
