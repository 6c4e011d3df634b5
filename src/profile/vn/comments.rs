//! Comments and instructions within values (spec/signatures §2): canonicalization drops comments, so that one can be put in after
//! signing, and a program that takes the first piece of text reads another value.

use std::collections::HashSet;

use crate::xml::Node;
use crate::xml::NodeKind;

/// Calls `tell` for each element whose value a comment or an instruction cuts. The values of a signature are the signature stage's.
pub(super) fn cut_values<'d>(node: Node<'d>, tell: &mut dyn FnMut(Node<'d>)) {
    let cuts = node.irregular_descendants().filter(|node| matches!(node.kind(), NodeKind::Comment | NodeKind::Instruction));
    // Each element is looked at once, however many comments stand in it.
    let mut seen = HashSet::new();
    for value in cuts.filter_map(|cut| cut.parent()).filter(|value| seen.insert(value.id())) {
        let is_value = value.children().any(|child| match child.kind() {
            NodeKind::Text | NodeKind::CData => !child.raw().trim().is_empty(),
            kind => kind == NodeKind::Reference,
        });
        let in_signature = || value.ancestors().any(|around| around.local_name() == "Signature");
        if is_value && !in_signature() {
            tell(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::xml::Document;
    use crate::xml::Source;

    fn told(xml: &str) -> Vec<String> {
        let limits = Limits::default();
        let source = Source::decode(xml.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let mut told = Vec::new();
        cut_values(document.root(), &mut |node| told.push(node.local_name().to_owned()));
        told
    }

    #[test]
    fn a_value_with_a_comment_in_it_is_told_once() {
        assert_eq!(told("<a><b>1<!--x-->2<!--y-->3</b><c>4<?z?>5</c></a>"), ["b", "c"]);
        assert_eq!(told("<a>\n<!--x--><b>1</b><!--y--></a>"), [""; 0]);
        assert_eq!(told("<a><Signature><b>1<!--x-->2</b></Signature></a>"), [""; 0]);
    }

    #[test]
    fn comments_between_elements_cost_no_more_than_there_are() {
        // 800 million steps if each comment looked at all that stands beside it.
        let comments = "<b>1<!--y--></b><!--x-->".repeat(20_000);
        let many = ["<a>", &comments, "</a>"].concat();
        let start = std::time::Instant::now();
        assert_eq!(told(&many).len(), 20_000);
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }
}
