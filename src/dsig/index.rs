//! One pass over a document: where the signatures are, and which element has which id.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use crate::xml::Document;
use crate::xml::NameId;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::XML_NAMESPACE;

use super::DSIG_NAMESPACE;

/// Signatures and ids of a document.
pub(super) struct Index<'d> {
    /// Every `ds:Signature`, in document order.
    pub(super) signatures: Vec<NodeId>,
    /// Elements named `Signature` in no namespace or in the root's, or with nothing in them.
    pub(super) not_dsig: Vec<NodeId>,
    /// Elements whose id another one had before.
    pub(super) duplicates: Vec<NodeId>,
    ids: HashMap<Cow<'d, str>, Target, RandomState>,
}

/// Which element an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    One(NodeId),
    /// More than one element; the second is kept to point at.
    Several(NodeId),
}

/// So many nodes are looked at between two looks at whether to leave off.
const WATCHED: usize = 0xfff;

const SIGNATURE: u8 = 1;
const NOT_DSIG: u8 = 2;
const ID: u8 = 4;
const XML_ID: u8 = 8;

impl<'d> Index<'d> {
    /// `names`: further id attributes beside `Id`, `ID`, `id` and `xml:id`. At most `limit` duplicates are kept.
    pub(super) fn new(document: &'d Document<'d>, names: &[Box<str>], limit: usize) -> Self {
        let roles = roles(document, names);
        let role = |name: NameId| roles.get(name.index()).copied().unwrap_or_default();
        let mut index = Self { signatures: Vec::new(), not_dsig: Vec::new(), duplicates: Vec::new(), ids: HashMap::default() };
        let (has_elements, has_ids) =
            (roles.iter().any(|role| role & (SIGNATURE | NOT_DSIG) > 0), roles.iter().any(|role| role & (ID | XML_ID) > 0));
        if !has_elements {
            return index;
        }
        for node in document.document_node().descendants() {
            if node.id().index() & WATCHED == 0 && document.is_left_off() {
                break;
            }
            let Some(name) = node.name_id() else { continue };
            match role(name) {
                0 => {}
                // Programs leave the element empty where nobody signed (XML-DSig §4.2: a signature has a SignedInfo).
                role if role & SIGNATURE > 0 && node.elements().next().is_some() => index.signatures.push(node.id()),
                role if role & (SIGNATURE | NOT_DSIG) > 0 && index.not_dsig.len() < limit => index.not_dsig.push(node.id()),
                _ => {}
            }
            if !has_ids {
                continue;
            }
            for attribute in node.attributes() {
                let value = match role(attribute.name_id()) & (ID | XML_ID) {
                    0 => continue,
                    // xml:id §4: normalized as a token.
                    XML_ID => trimmed(attribute.value()),
                    _ => attribute.value(),
                };
                index.add(value, &node, limit);
            }
        }
        index
    }

    fn add(&mut self, value: Cow<'d, str>, node: &Node<'d>, limit: usize) {
        match self.ids.entry(value) {
            Entry::Vacant(entry) => {
                entry.insert(Target::One(node.id()));
            }
            Entry::Occupied(mut entry) => {
                // One element may write its id twice, as `Id` and `id`.
                if *entry.get() == Target::One(node.id()) {
                    return;
                }
                if self.duplicates.len() < limit {
                    self.duplicates.push(node.id());
                }
                entry.insert(Target::Several(node.id()));
            }
        }
    }

    pub(super) fn target(&self, id: &str) -> Option<Target> {
        self.ids.get(id).copied()
    }
}

/// What each distinct name of the document means here. A name may be that of an element and of an attribute.
fn roles(document: &Document<'_>, names: &[Box<str>]) -> Vec<u8> {
    let root = document.root().name().namespace();
    let role = |index: usize| {
        let name = document.name(NameId(u32::try_from(index).unwrap_or(u32::MAX)));
        // Nearly every name is neither.
        if names.is_empty() && !matches!(name.local().len(), 2 | 9) {
            return 0;
        }
        let element = match name.local() {
            "Signature" if name.namespace() == DSIG_NAMESPACE => SIGNATURE,
            "Signature" if name.namespace().is_empty() || name.namespace() == root => NOT_DSIG,
            _ => 0,
        };
        let attribute = match (name.namespace(), name.local()) {
            ("", "Id" | "ID" | "id") => ID,
            (XML_NAMESPACE, "id") => XML_ID,
            ("", local) if names.iter().any(|name| **name == *local) => ID,
            _ => 0,
        };
        element | attribute
    };
    (0..document.name_count()).map(role).collect()
}

fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(' ')),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(' ').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::xml::Source;

    fn with(text: &str, names: &[&str], check: impl Fn(&Document<'_>, &Index<'_>)) {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let names: Vec<Box<str>> = names.iter().map(|name| (*name).into()).collect();
        check(&document, &Index::new(&document, &names, 10));
    }

    #[test]
    fn ids_of_every_spelling_are_found() {
        let text = "<r Id='1'><a ID='2'/><a id='3'/><a xml:id=' 4 '/><a Key='5'/><a xmlns:p='u' p:Id='6'/><Signature/></r>";
        with(text, &[], |document, index| {
            for id in ["1", "2", "3", "4"] {
                assert!(matches!(index.target(id), Some(Target::One(_))), "{id}");
            }
            assert_eq!((index.target("5"), index.target("6"), index.target(" 4 ")), (None, None, None));
            assert_eq!(index.target("1"), Some(Target::One(document.root().id())));
            assert!(index.duplicates.is_empty() && index.signatures.is_empty());
            assert_eq!(index.not_dsig.len(), 1);
        });
        with(text, &["Key"], |_, index| assert!(index.target("5").is_some()));
    }

    #[test]
    fn an_id_used_twice_is_ambiguous_whatever_the_spelling() {
        with("<r><a Id='1'/><b id='1'/><c Id='2' id='2'/><Signature/></r>", &[], |_, index| {
            assert!(matches!(index.target("1"), Some(Target::Several(_))));
            assert!(matches!(index.target("2"), Some(Target::One(_))));
            assert_eq!(index.duplicates.len(), 1);
        });
    }

    #[test]
    fn signatures_of_other_vocabularies_are_left_alone() {
        let text = "<r xmlns='n'><s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'><a/></s:Signature><Signature/><Signature xmlns='u'/></r>";
        with(text, &[], |_, index| assert_eq!((index.signatures.len(), index.not_dsig.len()), (1, 1)));
        let empty = text.replace("<a/>", " ");
        with(&empty, &[], |_, index| assert_eq!((index.signatures.len(), index.not_dsig.len()), (0, 2)));
    }
}
