//! What differs between two trees. Elements are matched by name and order, after what is the same at both ends of a list, so that a line put
//! in or taken out is one difference and not as many as there are lines behind it.

use std::collections::HashMap;

use taxdoc::Language;
use taxdoc::profile::vn::Reading;
use taxdoc::profile::vn::declaration;
use taxdoc::profile::vn::invoice::choose::table_of;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::xml::Document;
use taxdoc::xml::Locator;
use taxdoc::xml::Node;
use taxdoc::xml::NodeKind;
use taxdoc::xml::trim;

/// Differences that are told; two documents with more have little in common.
const MOST: usize = 1_000;

/// How two versions differ at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeKind {
    Added,
    /// White space between tags, all places as one.
    Blank,
    Changed,
    Order,
    Removed,
}

impl ChangeKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Blank => "white_space",
            Self::Changed => "changed",
            Self::Order => "order",
            Self::Removed => "removed",
        }
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) kind: ChangeKind,
    /// In the earlier version; in the later one for what was added.
    pub(super) path: String,
    /// The element of the earlier version that is not the same any more: what signatures cover is asked of it.
    pub(super) within: String,
    /// The field as its form names it.
    pub(super) field: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// The differences in the order of the documents, at most [`MOST`].
pub(super) fn changes<'d>(before: &'d Document<'d>, after: &'d Document<'d>, language: Language) -> Vec<Change> {
    let names = Names::of(before, language);
    let mut finder =
        Finder { before: Locator::new(before), after: Locator::new(after), names, changes: Vec::new(), blanks: Vec::new() };
    finder.element(before.root(), after.root());
    finder.tell_blanks();
    finder.changes
}

struct Finder<'d> {
    before: Locator<'d>,
    after: Locator<'d>,
    names: Names,
    changes: Vec<Change>,
    /// Elements whose white space between tags differs.
    blanks: Vec<String>,
}

impl<'d> Finder<'d> {
    fn add(&mut self, kind: ChangeKind, path: String, within: String, before: Option<String>, after: Option<String>) {
        if self.changes.len() < MOST {
            let field = self.names.of_path(&path);
            self.changes.push(Change { kind, path, within, field, before, after });
        }
    }

    fn element(&mut self, before: Node<'d>, after: Node<'d>) {
        if self.changes.len() >= MOST || same(&before, &after) {
            return;
        }
        let path = self.before.path(before.id());
        if before.name().qualified() != after.name().qualified() {
            self.add(ChangeKind::Removed, path.clone(), path.clone(), Some(value(&before)), None);
            let added = self.after.path(after.id());
            self.add(ChangeKind::Added, added, path, None, Some(value(&after)));
            return;
        }
        self.attributes(&before, &after, &path);
        let inside = [&before, &after].map(|node| node.elements().collect::<Vec<_>>());
        let [ours, theirs] = &inside;
        if ours.is_empty() && theirs.is_empty() {
            if before.text() != after.text() {
                self.add(
                    ChangeKind::Changed,
                    path.clone(),
                    path,
                    Some(before.text().into_owned()),
                    Some(after.text().into_owned()),
                );
            }
            return;
        }
        let texts = [&before, &after].map(own_text);
        let [text, other] = &texts;
        if text != other {
            if text.iter().chain(other).all(|text| trim(text).is_empty()) {
                // Around an element that is there in one version only, white space says nothing of its own.
                if ours.len() == theirs.len() {
                    self.blanks.push(path.clone());
                }
            } else {
                self.add(ChangeKind::Changed, path.clone(), path.clone(), Some(text.concat()), Some(other.concat()));
            }
        }
        self.children(ours, theirs, &path);
    }

    fn attributes(&mut self, before: &Node<'d>, after: &Node<'d>, path: &str) {
        let of = |node: &Node<'d>| -> Vec<(String, String)> {
            node.attributes().map(|attribute| (attribute.name().qualified().to_owned(), attribute.value().into_owned())).collect()
        };
        let (ours, theirs) = (of(before), of(after));
        let find = |among: &[(String, String)], name: &str| {
            among.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        for (name, value) in &ours {
            let place = format!("{path}/@{name}");
            match find(&theirs, name) {
                Some(other) if other == *value => {}
                Some(other) => self.add(ChangeKind::Changed, place, path.to_owned(), Some(value.clone()), Some(other)),
                None => self.add(ChangeKind::Removed, place, path.to_owned(), Some(value.clone()), None),
            }
        }
        for (name, value) in theirs.iter().filter(|(name, _)| find(&ours, name).is_none()) {
            self.add(ChangeKind::Added, format!("{path}/@{name}"), path.to_owned(), None, Some(value.clone()));
        }
    }

    fn children(&mut self, ours: &[Node<'d>], theirs: &[Node<'d>], path: &str) {
        let start = ours.iter().zip(theirs).take_while(|(ours, theirs)| same(ours, theirs)).count();
        let rest = [ours, theirs].map(|nodes| nodes.get(start..).unwrap_or_default());
        let [ours, theirs] = rest;
        let end = ours.iter().rev().zip(theirs.iter().rev()).take_while(|(ours, theirs)| same(ours, theirs)).count();
        let middle = [ours, theirs].map(|nodes| nodes.get(..nodes.len().saturating_sub(end)).unwrap_or_default());
        let [ours, theirs] = middle;
        // The first of a name belongs to the first of that name, and so on.
        let mut by_name: HashMap<&str, Vec<&Node<'d>>> = HashMap::new();
        for node in theirs.iter().rev() {
            by_name.entry(node.name().qualified()).or_default().push(node);
        }
        let mut matched = Vec::new();
        for node in ours {
            match by_name.get_mut(node.name().qualified()).and_then(Vec::pop) {
                Some(other) => {
                    matched.push(other.id());
                    self.element(*node, *other);
                }
                None => {
                    let place = self.before.path(node.id());
                    self.add(ChangeKind::Removed, place.clone(), place, Some(value(node)), None);
                }
            }
        }
        if !matched.is_sorted() {
            self.add(ChangeKind::Order, path.to_owned(), path.to_owned(), None, None);
        }
        matched.sort_unstable();
        for node in theirs.iter().filter(|node| matched.binary_search(&node.id()).is_err()) {
            let place = self.after.path(node.id());
            self.add(ChangeKind::Added, place, path.to_owned(), None, Some(value(node)));
        }
    }

    /// White space as one difference for each element outermost among the differing: an indented file has thousands of places.
    fn tell_blanks(&mut self) {
        let blanks = std::mem::take(&mut self.blanks);
        // By what the parts of an invoice are signed as: the children of the root, and what is deeper with them.
        let mut groups: Vec<(String, usize)> = Vec::new();
        for path in blanks {
            let steps: Vec<&str> = path.split('/').collect();
            let group = steps.get(..steps.len().min(3)).unwrap_or_default().join("/");
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, count)) => *count += 1,
                None => groups.push((group, 1)),
            }
        }
        for (path, count) in groups {
            self.add(ChangeKind::Blank, path.clone(), path, None, Some(count.to_string()));
        }
    }
}

/// Whether two elements are written the same. The namespaces that they take from around are not looked at: the tag that declares them differs
/// itself.
fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    written(one) == written(other)
}

fn written<'d>(node: &Node<'d>) -> &'d str {
    node.document().text().get(node.range()).unwrap_or_default()
}

/// The pieces of text directly inside an element, one for each gap between its elements.
fn own_text(node: &Node<'_>) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for child in node.children() {
        match child.kind() {
            NodeKind::Element => pieces.push(String::new()),
            NodeKind::Text | NodeKind::CData | NodeKind::Reference => {
                if let Some(last) = pieces.last_mut() {
                    last.push_str(&child.text());
                }
            }
            _ => {}
        }
    }
    pieces
}

/// The text of an element, the values inside it with blanks between.
fn value(node: &Node<'_>) -> String {
    /// Enough to recognise it.
    const LONGEST: usize = 400;
    let mut text = String::new();
    for leaf in node.descendants().filter(|node| matches!(node.kind(), NodeKind::Text | NodeKind::CData)) {
        let leaf = leaf.text();
        let piece = trim(&leaf);
        if !piece.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(piece);
        }
        if text.len() > LONGEST {
            break;
        }
    }
    text
}

/// The names of fields as forms print them.
struct Names {
    language: Language,
    table: Option<&'static Table>,
    form: Option<&'static declaration::Form>,
}

impl Names {
    fn of<'d>(document: &'d Document<'d>, language: Language) -> Self {
        let reading = Reading::of(document);
        let table = reading.as_ref().and_then(|reading| reading.invoices().first()).and_then(|invoice| table_of(invoice).ok());
        let form = reading.as_ref().and_then(Reading::declaration).and_then(declaration::read::Declaration::form);
        Self { language, table, form }
    }

    fn of_path(&self, path: &str) -> Option<String> {
        // Without positions: `HHDVu[2]` is a `HHDVu`.
        let steps: Vec<&str> = path.split('/').map(|step| step.split('[').next().unwrap_or(step)).collect();
        let name = steps.last()?;
        if let Some(form) = self.form {
            let row = form.rows().iter().find(|row| row.name == *name && !row.line.is_empty())?;
            return Some(format!("[{}] {}", row.line, row.title.text(self.language)));
        }
        let start = steps.iter().position(|step| *step == "HDon").map_or(1, |root| root + 1);
        let row = self.table?.row(&steps.get(start..)?.join("/"))?;
        Some(row.title.text(self.language).to_owned())
    }
}
