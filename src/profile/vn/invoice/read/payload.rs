//! The data of a message that is no invoice: registrations, notices, summaries, lists, minutes, e-documents.

use crate::rules::Template;
use crate::xml::Node;
use crate::xml::NodeId;

use super::Slot;

/// A document of the format other than an invoice, with what names it. Its other fields are read by its table.
#[derive(Clone, Debug)]
pub struct Payload<'d> {
    /// Its element.
    pub node: NodeId,
    /// The name of that element.
    pub root: &'d str,
    /// What a document with that root is called.
    pub title: Template,
    /// `PBan`, version of the format.
    pub version: Slot<'d>,
    /// `MSo`, form code.
    pub code: Slot<'d>,
    /// `So`, `SBKe`, `SBBan`, `SBTHDLieu`, `SCTu`: its number.
    pub number: Slot<'d>,
    /// `NLap`, `NTBao`, `NBKe`, `NBBan`: its date.
    pub date: Slot<'d>,
    /// `MST` of the taxpayer, `MSTNBan` of the seller.
    pub tax_code: Slot<'d>,
    element: Node<'d>,
}

impl<'d> Payload<'d> {
    /// Reads the element of such a document.
    #[must_use]
    pub fn read(node: Node<'d>, title: Template) -> Self {
        let mut payload = Self {
            node: node.id(),
            root: node.local_name(),
            title,
            version: Slot::default(),
            code: Slot::default(),
            number: Slot::default(),
            date: Slot::default(),
            tax_code: Slot::default(),
            element: node,
        };
        payload.read_group(node);
        for part in node.elements() {
            match part.local_name() {
                "DLTBao" | "STBao" => payload.read_group(part),
                "DLTKhai" | "DLBTHop" | "DLDNghi" | "NDBBan" | "NDBKe" | "DLCTu" | "DLBCTHSDBLai" | "DLBLai" => {
                    if let Some(header) = part.child("TTChung") {
                        payload.read_group(header);
                    }
                }
                _ => {}
            }
        }
        payload
    }

    fn read_group(&mut self, group: Node<'d>) {
        for child in group.elements() {
            let slot = match child.local_name() {
                "PBan" => &mut self.version,
                "MSo" => &mut self.code,
                "So" | "SBKe" | "SBBan" | "SBTHDLieu" | "SCTu" => &mut self.number,
                "NLap" | "NTBao" | "NBKe" | "NBBan" => &mut self.date,
                "MST" | "MSTNBan" => &mut self.tax_code,
                _ => continue,
            };
            slot.take(child);
        }
    }

    /// Its element.
    #[must_use]
    pub const fn element(&self) -> Node<'d> {
        self.element
    }

    /// Whether it has an element at that path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        path.split('/').try_fold(self.element, |node, step| node.child(step)).is_some()
    }
}
