//! The schema stage of a declaration: its form in its envelope as a schema, and the grades of the faults that the schema finds.
//!
//! Order, number and type bind where the schema of the very version was read. Of other versions, and of forms that are known from their
//! display only, every finding about the lines is a warning at most, and the stage does not count as run: nothing is valid because it
//! is unknown.

use std::collections::HashSet;

use crate::profile::vn::comments::cut_values;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Spot;
use crate::xsd::At;
use crate::xsd::ContentPolicy;
use crate::xsd::Fault;
use crate::xsd::FaultKind;
use crate::xsd::NameTable;
use crate::xsd::Run;

use super::catalogue;
use super::read::Declaration;
use super::read::Fit;
use super::schema::Explanation;
use super::schema::NAMESPACE;
use super::schema::NAMESPACE_2015;
use super::schema::Place;
use super::schema::explains;
use super::structure_rules as rules;
use super::table::Base;
use super::table::Form;
use super::table::Kind;
use super::table::Row;
use super::table::children;
use super::table::parent;

static TABLE_BROKEN: Template = Template::new("Bảng của mẫu tờ khai không dùng được.", "The table of the form cannot be run.");
static FORM_UNKNOWN: Template = Template::new(
    "Không có bảng của mã tờ khai “{code}”; chỉ kiểm tra được phần thông tin chung.",
    "There is no table of the form code “{code}”; only the envelope is checked.",
);
static FORM_GUESSED: Template = Template::new(
    "Chưa có lược đồ chính thức của mẫu {symbol} (mã {code}); phần chỉ tiêu chỉ được đối chiếu với mẫu hiển thị của cơ quan thuế.",
    "The official schema of form {symbol} (code {code}) is not known; its lines are compared with the authority's display only.",
);
static VERSION_UNREAD: Template = Template::new(
    "Chưa có lược đồ chính thức phiên bản {version} của mẫu {symbol}; phần chỉ tiêu được đối chiếu với phiên bản {exact}.",
    "The official schema of version {version} of form {symbol} is not known; its lines are compared with those of {exact}.",
);

const NOTHING_MORE: Template = Template::new("không còn thẻ nào nữa", "no further element");

/// Codes for which the authority's viewer asks neither the kind of return nor the kind of period (vn-declarations §1.2).
const WITHOUT_PERIOD: &[(u16, u16)] = &[
    (680, 680),
    (800, 811),
    (814, 816),
    (823, 823),
    (826, 827),
    (845, 845),
    (900, 907),
    (909, 913),
    (954, 955),
    (962, 962),
    (1120, 1120),
    (1124, 1124),
    (1130, 1137),
    (1158, 1158),
    (1165, 1165),
    (1175, 1176),
    (1229, 1229),
];

/// Forms of foreign suppliers, whose envelope (`TKhaiThueNCCNN.xsd`) was not read: it is only likely to be the ordinary one.
const ENVELOPE_UNREAD: &[&str] = &["1144", "1401", "1501"];

/// Whether a form of that code has a kind of return and a period.
pub(super) fn has_period(code: &str) -> bool {
    code.parse().map_or(true, |code: u16| !WITHOUT_PERIOD.iter().any(|(from, to)| (*from..=*to).contains(&code)))
}

/// Holds a declaration against its form.
///
/// # Errors
/// The reason why the lines could not be judged for certain.
pub fn check(declaration: &Declaration<'_>, findings: &mut Findings) -> Result<(), Note> {
    let form = declaration.form().unwrap_or_else(Form::unknown);
    let base = declaration.base();
    let first = declaration.annexes.and_then(|annexes| annexes.elements().next());
    let explanation =
        if first.is_some_and(|annex| explains(annex.local_name())) { Explanation::First } else { Explanation::Last };
    let Some(schema) = form.schema(base, explanation) else { return Err(Note::new(&TABLE_BROKEN)) };
    let root = declaration.root;
    namespaces(declaration, findings);
    let names = NameTable::out_of_namespace(schema, root.document(), root.name().namespace());
    let mut grader = Grader {
        declaration,
        form,
        base,
        fit: declaration.fit(),
        period: declaration.code().is_none_or(has_period),
        told: HashSet::new(),
        detailed: DETAILED,
    };
    Run::new(schema, ContentPolicy::xsd()).tree(root, &names, &mut |fault| {
        if let Some(draft) = grader.grade(&fault) {
            findings.add(draft);
        }
    });
    if let Some(file) = declaration.file {
        cut_values(file, &mut |value| {
            findings.add(Draft::new(&rules::VALUE_COMMENT, Spot::Content(value.id())).actual(value.text().trim()));
        });
    }
    let code = declaration.code().unwrap_or_default();
    let symbol = catalogue::newest(code).map_or(form.code(), |entry| entry.symbol);
    let version = || Param::excerpt(declaration.version().unwrap_or_default());
    match grader.fit {
        Fit::Exact => Ok(()),
        Fit::Unknown => Err(Note::new(&FORM_UNKNOWN).with("code", Param::excerpt(code))),
        Fit::Guessed => Err(Note::new(&FORM_GUESSED).with("code", form.code()).with("symbol", symbol)),
        Fit::Newer | Fit::Older => {
            let exact = form.exact().unwrap_or_default();
            Err(Note::new(&VERSION_UNREAD).with("version", version()).with("symbol", symbol).with("exact", exact))
        }
    }
}

/// One namespace throughout, that of declarations. Files without any exist; the authority's viewer takes them.
fn namespaces(declaration: &Declaration<'_>, findings: &mut Findings) {
    let root = declaration.root;
    let own = root.name().namespace();
    if own.is_empty() {
        findings.add(Draft::new(&rules::NAMESPACE_MISSING, Spot::Node(root.id())));
    }
    let wrong = |node: Node<'_>| {
        let draft = Draft::new(&rules::NAMESPACE, Spot::Node(node.id())).actual(node.name().namespace());
        draft.with("element", node.local_name().to_owned())
    };
    if !own.is_empty() && own != NAMESPACE {
        let draft = wrong(root);
        // The authority's own schemas of 2015 have that name, its files never had.
        findings.add(if own == NAMESPACE_2015 { draft.severity(Severity::Warning).basis("practice") } else { draft });
        return;
    }
    // Names are interned: compare each distinct one once. One finding is enough, for what follows is in the same place.
    let document = root.document();
    let foreign: Vec<bool> = document.names().map(|name| name.namespace() != own).collect();
    let is_foreign = |node: &Node<'_>| node.name_id().and_then(|id| foreign.get(id.index())) == Some(&true);
    let stray = root.elements().find(is_foreign);
    let inner = || declaration.file.and_then(|file| file.descendants().find(is_foreign));
    if let Some(stray) = stray.or_else(inner) {
        findings.add(wrong(stray));
    }
}

struct Grader<'g, 'd> {
    declaration: &'g Declaration<'d>,
    form: &'static Form,
    base: Base,
    fit: Fit,
    /// Whether the form has a kind of return and a period.
    period: bool,
    /// What was told of loose rows: once a row and name, for a guess that is wrong is wrong in every row of an annex.
    told: HashSet<(FaultKind, u32, String)>,
    /// How many more findings are told with what could stand in their place, which takes a look through the form.
    detailed: usize,
}

/// As many findings as a report keeps by default; a file of nothing but strangers has millions.
const DETAILED: usize = 1_000;

impl Grader<'_, '_> {
    fn grade(&mut self, fault: &Fault<'_, NodeId>) -> Option<Draft> {
        self.detailed = self.detailed.saturating_sub(1);
        let spot = match fault.at() {
            At::Element(node) => Spot::Node(node),
            At::Content(node) => Spot::Content(node),
            At::Attribute(node, index) => Spot::Attribute(node, index),
        };
        let about_place =
            matches!(fault.kind(), FaultKind::MissingElement | FaultKind::RepeatedElement | FaultKind::MisplacedElement);
        let row = self.row(fault.tag()).map(|found| if about_place { found } else { self.content_of(found) });
        // What the fault is judged by: the row itself, or for strangers the row around them.
        let judged_by = row.or_else(|| self.around(fault));
        let is_line = judged_by.is_none_or(|(_, place)| place != Place::Envelope) || fault.tag() == 0 && self.in_lines(spot);
        let loose = judged_by.is_some_and(|(row, _)| row.is_loose());
        let strict = if is_line { self.fit == Fit::Exact && !loose } else { !ENVELOPE_UNREAD.contains(&self.form.code()) };
        if strict {
            return self.draft(fault, row.map(|(row, _)| row), spot);
        }
        if self.fit == Fit::Older && matches!(fault.kind(), FaultKind::MissingElement | FaultKind::MissingAttribute)
            || loose && fault.kind() == FaultKind::MisplacedElement
        {
            return None;
        }
        let tag = if fault.tag() == 0 { fault.parent_tag() } else { fault.tag() };
        if !self.told.insert((fault.kind(), tag, fault.name().to_owned())) {
            return None;
        }
        let severity = match fault.kind() {
            FaultKind::UnknownElement | FaultKind::UnknownAttribute if loose || self.fit == Fit::Older => Severity::Info,
            _ => Severity::Warning,
        };
        self.draft(fault, row.map(|(row, _)| row), spot).map(|draft| draft.severity(severity).basis("practice"))
    }

    fn draft(&self, fault: &Fault<'_, NodeId>, row: Option<&Row>, spot: Spot) -> Option<Draft> {
        if let Some(row) = row
            && !self.period
            && matches!(row.name, "loaiTKhai" | "soLan" | "KyKKhaiThue" | "kieuKy" | "kyKKhai")
        {
            return None;
        }
        let about = |rule| row.map(|row| named(Draft::new(rule, spot), row));
        let attribute = |rule: &'static Rule| Draft::new(rule, spot).with("attribute", fault.name().to_owned());
        match fault.kind() {
            FaultKind::MissingElement => {
                let rule = match row?.kind {
                    Kind::Group | Kind::Form => &rules::BLOCK_MISSING,
                    _ => &rules::LINE_MISSING,
                };
                let around = self.row(fault.parent_tag()).map(|(row, _)| row);
                Some(about(rule)?.with("parent", around.map_or(Param::Name(""), |around| Param::Label(around.title))))
            }
            FaultKind::EmptyElement => {
                let row = row?;
                let node = self.declaration.root.document().node(spot.node());
                let nil = |node: Node<'_>| node.attributes().any(|attribute| attribute.name().local() == "nil");
                if !row.nillable && node.is_some_and(nil) {
                    return None; // told as nil where it may not be
                }
                let rule = match row.kind {
                    Kind::Group | Kind::Form | Kind::Signatures => &rules::BLOCK_EMPTY,
                    Kind::Long | Kind::Natural | Kind::Integer | Kind::Decimal | Kind::Number => &rules::NUMBER_EMPTY,
                    _ if row.nillable => &rules::VALUE_EMPTY,
                    _ => &rules::VALUE_MISSING,
                };
                about(rule)
            }
            FaultKind::Value => Some(value(fault, row?, spot)),
            FaultKind::RepeatedElement => about(&rules::REPEATED),
            FaultKind::MisplacedElement => Some(about(&rules::ORDER)?.with("before", self.expected(fault))),
            FaultKind::UnknownElement | FaultKind::Undeclared => Some(self.unknown(fault, spot)),
            FaultKind::NotNillable => about(&rules::NIL_FORBIDDEN),
            FaultKind::NilContent => about(&rules::NIL_CONTENT),
            FaultKind::TextNotAllowed => Some(Draft::new(&rules::TEXT_UNEXPECTED, spot).actual(fault.value().trim())),
            FaultKind::MissingAttribute => Some(about(&rules::ATTRIBUTE_MISSING)?.with("attribute", fault.name().to_owned())),
            FaultKind::AttributeValue | FaultKind::DuplicateId => Some(attribute(&rules::ATTRIBUTE_VALUE).actual(fault.value())),
            _ => Some(attribute(&rules::ATTRIBUTE_UNKNOWN)),
        }
    }

    /// An element that its parent does not have. Where the form has such a line at one other place, that place is told.
    fn unknown(&self, fault: &Fault<'_, NodeId>, spot: Spot) -> Draft {
        let name = fault.name();
        let rows = if self.detailed > 0 { self.form.rows() } else { &[] };
        let mut places = rows.iter().enumerate().filter(|(_, row)| row.name == name);
        if let (Some((index, row)), None) = (places.next(), places.next())
            && let Some(around) = parent(rows, index).and_then(|around| rows.get(around))
            && self.in_lines(spot)
        {
            return named(Draft::new(&rules::ELSEWHERE, spot), row).with("place", around.name);
        }
        let node = self.declaration.root.document().node(spot.node());
        let around = node.and_then(|node| node.parent()).map_or("", |around| around.local_name());
        let draft = Draft::new(&rules::UNKNOWN, spot).with("element", name.to_owned()).with("parent", around.to_owned());
        draft.with("before", self.expected(fault))
    }

    /// The row around the element that a fault concerns. The envelope's place for a part of the form is the part itself.
    fn around(&self, fault: &Fault<'_, NodeId>) -> Option<(&'static Row, Place)> {
        self.row(fault.parent_tag()).map(|found| self.content_of(found))
    }

    fn row(&self, tag: u32) -> Option<(&'static Row, Place)> {
        self.form.tagged(self.base, tag)
    }

    /// For the envelope's place of a part the part itself.
    fn content_of(&self, (row, place): (&'static Row, Place)) -> (&'static Row, Place) {
        let part = if row.kind == Kind::Form { self.form.part(row.name) } else { None };
        let found = part.and_then(|part| self.form.rows().get(part).map(|row| (row, Place::Form(part))));
        found.unwrap_or((row, place))
    }

    /// What could stand there; in a loose group the first lines of it.
    fn expected(&self, fault: &Fault<'_, NodeId>) -> Param {
        if self.detailed == 0 {
            return Param::Name("…");
        }
        let names = fault.expected_names();
        if !names.is_empty() {
            return names.into();
        }
        match self.around(fault) {
            Some((row, Place::Form(index))) if row.is_loose() => {
                let names: Vec<&str> = children(self.form.rows(), index).take(12).map(|(_, row)| row.name).collect();
                names.join(", ").into()
            }
            _ => Param::Label(NOTHING_MORE),
        }
    }

    /// Whether a place is among the lines of the form, not in its envelope.
    fn in_lines(&self, spot: Spot) -> bool {
        let Some(node) = self.declaration.root.document().node(spot.node()) else { return false };
        let Some(file) = self.declaration.file else { return false };
        let part = |around: &Node<'_>| {
            matches!(around.local_name(), "CTieuTKhaiChinh" | "PLuc") && around.parent().is_some_and(|up| up.id() == file.id())
        };
        node.ancestors().any(|around| part(&around)) || part(&node)
    }
}

/// A value that is not of its type.
fn value(fault: &Fault<'_, NodeId>, row: &Row, spot: Spot) -> Draft {
    let text = fault.value().trim();
    let rule = match row.kind {
        Kind::Boolean | Kind::Flag => &rules::BOOLEAN_FORMAT,
        Kind::Date | Kind::Day => &rules::DATE_FORMAT,
        Kind::TaxCode => &rules::TAX_CODE_FORMAT,
        Kind::SubItem | Kind::ReturnKind | Kind::PeriodKind | Kind::AnnexPeriodKind => &rules::VALUE_LIST,
        kind => number(text, kind),
    };
    let draft = named(Draft::new(rule, spot), row).actual(text);
    let list = match row.kind {
        Kind::SubItem => "1701, 1704, 1705, 0000, 1761, 1052, 1056, 1057",
        Kind::ReturnKind => "C, B, T",
        Kind::PeriodKind => "D, M, Q, Y, K, LD, DK",
        Kind::AnnexPeriodKind => "D, M, Q, Y, K",
        _ => return draft,
    };
    draft.with("list", list)
}

/// What is wrong with a number.
fn number(text: &str, kind: Kind) -> &'static Rule {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = |mark: char| {
        let mut groups = digits.split(mark);
        let first = groups.next().is_some_and(|first| all(first) && first.len() <= 3);
        let rest: Vec<&str> = groups.collect();
        first && !rest.is_empty() && rest.iter().all(|group| all(group) && group.len() == 3)
    };
    let whole = matches!(kind, Kind::Long | Kind::Natural | Kind::Integer);
    if all(digits) {
        return if sign && kind == Kind::Natural { &rules::NUMBER_NEGATIVE } else { &rules::NUMBER_SIZE };
    }
    let decimals = digits.split_once('.').is_some_and(|(before, after)| all(before) && (after.is_empty() || all(after)));
    if decimals && whole && !(grouped('.') && digits.matches('.').count() > 1) {
        return &rules::NUMBER_WHOLE;
    }
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ')) {
        return &rules::NUMBER_SEPARATOR;
    }
    &rules::NUMBER_FORMAT
}

/// The draft with the names of a line: label, element and `[27] `.
pub(super) fn named(draft: Draft, row: &Row) -> Draft {
    let line = if row.line.is_empty() { String::new() } else { ["[", row.line, "] "].concat() };
    draft.field(row.title).with("element", row.name).with("line", line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_number_is_told() {
        let code = |text, kind| number(text, kind).code;
        for (text, kind, expected) in [
            ("1.5", Kind::Long, "VN-DECL-NUMBER-WHOLE"),
            ("1000.0", Kind::Long, "VN-DECL-NUMBER-WHOLE"),
            ("-1", Kind::Natural, "VN-DECL-NUMBER-NEGATIVE"),
            ("9223372036854775808", Kind::Long, "VN-DECL-NUMBER-SIZE"),
            ("1.000.000", Kind::Long, "VN-DECL-NUMBER-SEPARATOR"),
            ("1,000", Kind::Long, "VN-DECL-NUMBER-SEPARATOR"),
            ("1 000", Kind::Decimal, "VN-DECL-NUMBER-SEPARATOR"),
            ("1,5", Kind::Decimal, "VN-DECL-NUMBER-SEPARATOR"),
            ("10%", Kind::Decimal, "VN-DECL-NUMBER-FORMAT"),
            ("mười", Kind::Long, "VN-DECL-NUMBER-FORMAT"),
            ("1e3", Kind::Decimal, "VN-DECL-NUMBER-FORMAT"),
        ] {
            assert_eq!(code(text, kind), expected, "{text} {kind:?}");
        }
    }

    #[test]
    fn registrations_have_no_period() {
        assert!(has_period("842") && has_period("808/1") && has_period("812"));
        assert!(!has_period("900") && !has_period("1130") && !has_period("808"));
    }
}
