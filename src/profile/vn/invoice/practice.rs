//! Names that files have and no table, from `tables/practice.tsv`.

use crate::rules::Template;

use super::table::lines;

/// The meaning of such a name in an element of that name. Searched line by line: asked only for names that a table does not have.
pub(super) fn title(parent: &str, name: &str) -> Option<Template> {
    lines(include_str!("tables/practice.tsv")).find_map(|line| {
        let mut cells = line.split('\t');
        let (known_parent, known_name) = (cells.next()?, cells.next()?);
        let found = known_name == name && (known_parent == parent || known_parent == "*");
        found.then_some(Template::new(cells.next()?, cells.next()?))
    })
}

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
