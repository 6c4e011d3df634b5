//! Seller, buyer and the related invoice.

use crate::xml::Node;
use crate::xml::NodeId;

use super::Slot;

/// `TTHDLQuan`: the invoice that this one replaces or adjusts.
#[derive(Clone, Debug)]
pub struct Related<'d> {
    /// `TTHDLQuan` itself.
    pub node: NodeId,
    /// `TCHDon`, nature of this invoice.
    pub nature: Slot<'d>,
    /// `MSTCLQuan`, tax code of the seller of the related invoice (2.1.1).
    pub tax_code: Slot<'d>,
    /// `LHDCLQuan`, kind of the related invoice.
    pub related_kind: Slot<'d>,
    /// `KHMSHDCLQuan`, its form symbol.
    pub kind: Slot<'d>,
    /// `KHHDCLQuan`, its series symbol.
    pub series: Slot<'d>,
    /// `SHDCLQuan`, its number.
    pub number: Slot<'d>,
    /// `NLHDCLQuan`, its date.
    pub date: Slot<'d>,
    /// `SBKCLQuan`, number of the list of related invoices.
    pub list_number: Slot<'d>,
    /// `NBKCLQuan`, date of that list.
    pub list_date: Slot<'d>,
}

/// `NBan` or `NMua`.
#[derive(Clone, Debug, Default)]
pub struct Party<'d> {
    /// The block itself.
    pub node: Option<NodeId>,
    /// `Ten`, name.
    pub name: Slot<'d>,
    /// `MST`, tax code.
    pub tax_code: Slot<'d>,
    /// `DChi`, address.
    pub address: Slot<'d>,
    /// `HVTNMHang`, full name of the buying person.
    pub person: Slot<'d>,
    /// `CCCDan`, personal identification number.
    pub citizen: Slot<'d>,
    /// `MDVQHNSach`, code of a unit with budget relations.
    pub budget_unit: Slot<'d>,
}

impl<'d> Related<'d> {
    pub(super) fn read(node: Node<'d>) -> Self {
        let mut related = Self {
            node: node.id(),
            nature: Slot::default(),
            tax_code: Slot::default(),
            related_kind: Slot::default(),
            kind: Slot::default(),
            series: Slot::default(),
            number: Slot::default(),
            date: Slot::default(),
            list_number: Slot::default(),
            list_date: Slot::default(),
        };
        for child in node.elements() {
            let slot = match child.local_name() {
                "TCHDon" => &mut related.nature,
                "MSTCLQuan" => &mut related.tax_code,
                "LHDCLQuan" => &mut related.related_kind,
                "KHMSHDCLQuan" => &mut related.kind,
                // The second as the table of form symbol 1 prints it.
                "KHHDCLQuan" | "KHHDCLQuan." => &mut related.series,
                "SHDCLQuan" => &mut related.number,
                "NLHDCLQuan" => &mut related.date,
                "SBKCLQuan" => &mut related.list_number,
                "NBKCLQuan" => &mut related.list_date,
                _ => continue,
            };
            slot.take(child);
        }
        related
    }
}

impl<'d> Party<'d> {
    pub(super) fn read(node: Node<'d>) -> Self {
        let mut party = Self { node: Some(node.id()), ..Self::default() };
        for child in node.elements() {
            let slot = match child.local_name() {
                "Ten" => &mut party.name,
                "MST" => &mut party.tax_code,
                "DChi" => &mut party.address,
                "HVTNMHang" => &mut party.person,
                "CCCDan" => &mut party.citizen,
                "MDVQHNSach" => &mut party.budget_unit,
                _ => continue,
            };
            slot.take(child);
        }
        party
    }
}
