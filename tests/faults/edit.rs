//! Changes of a document, addressed by the same paths that a report prints.

use taxdoc::xml::Document;
use taxdoc::xml::Node;

use super::sign::with_document;

/// One change.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// The content of an element becomes this.
    Set(String, String),
    /// The element goes.
    Remove(String),
    /// Markup goes in behind an element.
    After(String, String),
    /// Markup goes in before an element.
    Before(String, String),
    /// Markup goes in as the last of an element.
    Append(String, String),
    /// A piece of text, which stands exactly once, becomes another.
    Replace(String, String),
}

/// Applies changes in their order. `home` is the path of the invoice that short paths start from.
pub(crate) fn apply(text: &str, edits: &[Edit], home: &str) -> String {
    edits.iter().fold(text.to_owned(), |text, edit| one(&text, edit, home))
}

fn one(text: &str, edit: &Edit, home: &str) -> String {
    let mut changed = text.to_owned();
    match edit {
        Edit::Replace(from, to) => {
            assert_eq!(text.matches(&**from).count(), 1, "{from} stands once");
            changed = text.replacen(&**from, to, 1);
        }
        Edit::Set(path, content) => with_node(text, path, home, |node| {
            let tag = node.tag_range();
            let name = node.name().qualified();
            let start = text[tag].trim_end_matches(['>', '/']).to_owned();
            changed.replace_range(node.range(), &format!("{start}>{content}</{name}>"));
        }),
        Edit::Remove(path) => with_node(text, path, home, |node| changed.replace_range(node.range(), "")),
        Edit::After(path, markup) => with_node(text, path, home, |node| changed.insert_str(node.range().end, markup)),
        Edit::Before(path, markup) => with_node(text, path, home, |node| changed.insert_str(node.range().start, markup)),
        Edit::Append(path, markup) => with_node(text, path, home, |node| {
            let end = node.range().end - "</>".len() - node.name().qualified().len();
            changed.insert_str(end, markup);
        }),
    }
    changed
}

fn with_node(text: &str, path: &str, home: &str, work: impl FnOnce(&Node<'_>)) {
    let path = full(path, home);
    with_document(text, |document| work(&find(document, &path)));
}

/// The element at a path like `/HDon/DLHDon/NDHDon/DSHHDVu/HHDVu[2]`.
pub(crate) fn find<'d>(document: &'d Document<'d>, path: &str) -> Node<'d> {
    let mut steps = path.trim_start_matches('/').split('/');
    let mut node = document.root();
    let (root, _) = step(steps.next().unwrap_or_default());
    assert_eq!(node.local_name(), root, "{path}");
    for next in steps {
        let (name, position) = step(next);
        let mut same = node.elements().filter(|child| child.local_name() == name);
        node = same.nth(position - 1).unwrap_or_else(|| panic!("{path} is not there"));
    }
    node
}

fn step(text: &str) -> (&str, usize) {
    match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((name, position)) => (name, position.parse().expect("a position")),
        None => (text, 1),
    }
}

/// A path in full: one with a slash in front is; others start from the invoice `home`, and the frequent blocks by their names.
pub(crate) fn full(path: &str, home: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let first = path.split(['/', '[']).next().unwrap_or_default();
    let prefix = match first {
        "" => return home.to_owned(),
        "DLHDon" | "MCCQT" | "DSCKS" | "DLQRCode" => "",
        "TTChung" | "NDHDon" => "/DLHDon",
        "HHDVu" => "/DLHDon/NDHDon/DSHHDVu",
        "LTSuat" => "/DLHDon/NDHDon/TToan/THTTLTSuat",
        _ => "/DLHDon/NDHDon",
    };
    format!("{home}{prefix}/{path}")
}
