//! The message around invoices.

use crate::xml::Node;
use crate::xml::NodeId;

use super::Slot;

/// `TDiep`: a message around invoices (spec §4.1).
#[derive(Clone, Debug)]
pub struct Message<'d> {
    /// `TDiep` itself.
    pub node: NodeId,
    /// `TTChung`.
    pub header: Option<NodeId>,
    /// `PBan`, version of the message format.
    pub version: Slot<'d>,
    /// `MNGui`, sender.
    pub sender: Slot<'d>,
    /// `MNNhan`, receiver.
    pub receiver: Slot<'d>,
    /// `MLTDiep`, type of the message.
    pub kind: Slot<'d>,
    /// `MTDiep`, id of the message.
    pub id: Slot<'d>,
    /// `MTDTChieu`, id of the message that this one answers.
    pub answers: Slot<'d>,
    /// `MST`, tax code of the taxpayer.
    pub tax_code: Slot<'d>,
    /// `SLuong`, number of documents.
    pub count: Slot<'d>,
}

impl<'d> Message<'d> {
    /// Reads a `TDiep`.
    #[must_use]
    pub fn read(node: Node<'d>) -> Self {
        let header = node.child("TTChung");
        let mut message = Self {
            node: node.id(),
            header: header.map(|header| header.id()),
            version: Slot::default(),
            sender: Slot::default(),
            receiver: Slot::default(),
            kind: Slot::default(),
            id: Slot::default(),
            answers: Slot::default(),
            tax_code: Slot::default(),
            count: Slot::default(),
        };
        for child in header.iter().flat_map(Node::elements) {
            let slot = match child.local_name() {
                "PBan" => &mut message.version,
                "MNGui" => &mut message.sender,
                "MNNhan" => &mut message.receiver,
                "MLTDiep" => &mut message.kind,
                "MTDiep" => &mut message.id,
                "MTDTChieu" => &mut message.answers,
                "MST" => &mut message.tax_code,
                "SLuong" => &mut message.count,
                _ => continue,
            };
            slot.take(child);
        }
        message
    }
}
