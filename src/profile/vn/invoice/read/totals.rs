//! Payment totals.

use crate::xml::Node;
use crate::xml::NodeId;

use super::Slot;

/// `LTSuat`: the totals of one VAT rate.
#[derive(Clone, Debug)]
pub struct RateGroup<'d> {
    /// `LTSuat` itself.
    pub node: NodeId,
    /// `TSuat`, the rate.
    pub rate: Slot<'d>,
    /// `ThTien`, amount before VAT.
    pub amount: Slot<'d>,
    /// `TThue`, VAT amount.
    pub tax: Slot<'d>,
}

/// `LPhi`: a fee.
#[derive(Clone, Debug)]
pub struct Fee<'d> {
    /// `LPhi` itself.
    pub node: NodeId,
    /// `TLPhi`, name.
    pub name: Slot<'d>,
    /// `TPhi`, amount.
    pub amount: Slot<'d>,
}

/// `TToan`: payment totals.
#[derive(Clone, Debug)]
pub struct Totals<'d> {
    /// `TToan` itself.
    pub node: NodeId,
    /// `THTTLTSuat/LTSuat`, also where a second `LTSuat` is put around it.
    pub groups: Vec<RateGroup<'d>>,
    /// `TgTCThue`, total before VAT.
    pub before_tax: Slot<'d>,
    /// `TGTKCThue`, non-taxable reduction.
    pub untaxed_reduction: Slot<'d>,
    /// `TgTThue`, total VAT.
    pub tax: Slot<'d>,
    /// `DSLPhi/LPhi`.
    pub fees: Vec<Fee<'d>>,
    /// `TTCKTMai`, total trade discount.
    pub discount: Slot<'d>,
    /// `TGTKhac`, other reductions.
    pub other_reduction: Slot<'d>,
    /// `TgTTTBSo`, total payable in figures.
    pub payable: Slot<'d>,
    /// `TgTTTBChu`, total payable in words.
    pub words: Slot<'d>,
}

impl<'d> Totals<'d> {
    pub(super) fn read(node: Node<'d>) -> Self {
        let mut totals = Self {
            node: node.id(),
            groups: Vec::new(),
            before_tax: Slot::default(),
            untaxed_reduction: Slot::default(),
            tax: Slot::default(),
            fees: Vec::new(),
            discount: Slot::default(),
            other_reduction: Slot::default(),
            payable: Slot::default(),
            words: Slot::default(),
        };
        for child in node.elements() {
            let slot = match child.local_name() {
                "TgTCThue" => &mut totals.before_tax,
                "TGTKCThue" => &mut totals.untaxed_reduction,
                "TgTThue" => &mut totals.tax,
                "TTCKTMai" => &mut totals.discount,
                "TGTKhac" => &mut totals.other_reduction,
                "TgTTTBSo" => &mut totals.payable,
                "TgTTTBChu" => &mut totals.words,
                "THTTLTSuat" => {
                    for group in child.elements().filter(|group| group.local_name() == "LTSuat") {
                        totals.read_group(group);
                    }
                    continue;
                }
                "DSLPhi" => {
                    totals.fees.extend(child.elements().filter(|fee| fee.local_name() == "LPhi").map(Fee::read));
                    continue;
                }
                _ => continue,
            };
            slot.take(child);
        }
        totals
    }

    /// One group, or the groups in it where a provider puts `LTSuat` into `LTSuat` (one level).
    fn read_group(&mut self, node: Node<'d>) {
        let mut nested = node.elements().filter(|inner| inner.local_name() == "LTSuat").peekable();
        if nested.peek().is_some() {
            self.groups.extend(nested.map(RateGroup::read));
        } else {
            self.groups.push(RateGroup::read(node));
        }
    }
}

impl<'d> RateGroup<'d> {
    pub(super) fn read(node: Node<'d>) -> Self {
        let mut group = Self { node: node.id(), rate: Slot::default(), amount: Slot::default(), tax: Slot::default() };
        for child in node.elements() {
            match child.local_name() {
                "TSuat" => group.rate.take(child),
                "ThTien" => group.amount.take(child),
                "TThue" => group.tax.take(child),
                _ => {}
            }
        }
        group
    }
}

impl<'d> Fee<'d> {
    pub(super) fn read(node: Node<'d>) -> Self {
        let mut fee = Self { node: node.id(), name: Slot::default(), amount: Slot::default() };
        for child in node.elements() {
            match child.local_name() {
                "TLPhi" => fee.name.take(child),
                "TPhi" => fee.amount.take(child),
                _ => {}
            }
        }
        fee
    }
}
