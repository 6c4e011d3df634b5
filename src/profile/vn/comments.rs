//! Comments and instructions within values (spec/signatures §2): canonicalization drops comments, so that one can be put in after
//! signing, and a program that takes the first piece of text reads another value.

use crate::xml::Node;
use crate::xml::NodeKind;

/// Calls `tell` for each element whose value a comment or an instruction cuts. The values of a signature are the signature stage's.
pub(super) fn cut_values<'d>(node: Node<'d>, tell: &mut dyn FnMut(Node<'d>)) {
    let cuts = node.irregular_descendants().filter(|node| matches!(node.kind(), NodeKind::Comment | NodeKind::Instruction));
    let mut last = None;
    for value in cuts.filter_map(|cut| cut.parent()) {
        let is_value = value.children().any(|child| match child.kind() {
            NodeKind::Text | NodeKind::CData => !child.raw().trim().is_empty(),
            kind => kind == NodeKind::Reference,
        });
        let in_signature = || value.ancestors().any(|around| around.local_name() == "Signature");
        if is_value && last.replace(value.id()) != Some(value.id()) && !in_signature() {
            tell(value);
        }
    }
}
