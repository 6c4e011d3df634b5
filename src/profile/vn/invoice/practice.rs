//! Names that files have and no table, from `tables/practice.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::rules::Template;

use super::lines::lines;

/// The meaning of such a name in an element of that name.
pub(super) fn title(parent: &str, name: &str) -> Option<Template> {
    let known = KNOWN.get(name)?.iter();
    known.copied().find_map(|(known_parent, title)| (known_parent == parent || known_parent == "*").then_some(title))
}

/// By name, the elements around it and what it is. A file may hold a million names that no table has.
static KNOWN: LazyLock<HashMap<&'static str, Vec<(&'static str, Template)>>> = LazyLock::new(|| {
    let mut known: HashMap<_, Vec<_>> = HashMap::new();
    for line in lines(include_str!("tables/practice.tsv")) {
        let mut cells = line.split('\t');
        if let (Some(parent), Some(name), Some(vi), Some(en)) = (cells.next(), cells.next(), cells.next(), cells.next()) {
            known.entry(name).or_default().push((parent, Template::new(vi, en)));
        }
    }
    known
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_its_parent_only() {
        assert_eq!(title("HDon", "Fkey").map(|title| title.en), Some("look-up key of the provider"));
        assert_eq!(title("NBan", "Fkey"), None);
        assert_eq!(title("HDon", "Fkeys"), None);
    }
}
