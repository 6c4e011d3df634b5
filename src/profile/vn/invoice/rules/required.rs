//! Fields that are mandatory on a condition (`C:…` in the tables).

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::read::Slot;
use crate::profile::vn::invoice::table::Condition;
use crate::profile::vn::invoice::table::Need;
use crate::rules::Basis;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::NodeId;

use super::Check;
use super::currency::is_currency;

define_rules! {
    Rules;
    /// A field that this invoice must have is not there.
    REQUIRED = "VN-INV-FIELD-REQUIRED", Error, Basis::Law("QĐ 1450/QĐ-TCT, QĐ 1510/QĐ-TCT, QĐ 1271/QĐ-CT, Phần II"),
        ["Thiếu “{field}” (thẻ {element}); chỉ tiêu này bắt buộc {condition}.",
         "“{field}” (element {element}) is missing; it is mandatory {condition}."],
        ["Thẻ {element} có giá trị", "an element {element} with a value"],
        ["Bổ sung thẻ {element}.", "Add the element {element}."];
}

const PER_OCCURRENCE: Template = Template::new(
    "khi đề nghị cấp mã theo từng lần phát sinh (ký hiệu có chữ L)",
    "when a code is asked per occurrence (letter L in the series)",
);
const FOREIGN: Template = Template::new("khi đơn vị tiền tệ khác VND", "when the currency is not VND");
const DELEGATED: Template = Template::new("khi ủy nhiệm lập hóa đơn", "when a delegated party issues the invoice");
const ONE_RELATED: Template =
    Template::new("khi thay thế hoặc điều chỉnh một hóa đơn", "when the invoice replaces or adjusts one other");
const MANY_RELATED: Template =
    Template::new("khi thay thế hoặc điều chỉnh nhiều hóa đơn", "when the invoice replaces or adjusts several others");
const GOODS: Template = Template::new(
    "trừ hóa đơn điều chỉnh không làm thay đổi hàng hóa, thanh toán",
    "unless the invoice adjusts another without changing goods or payment",
);
const AMOUNT: Template = Template::new("trừ dòng ghi chú, diễn giải (TChat 4)", "unless the line is a note (TChat 4)");
const SPECIAL: Template = Template::new("với hàng hóa đặc trưng (TChat 5)", "for special goods (TChat 5)");

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    if let Some(node) = invoice.header.node {
        header(check, node);
    }
    related(check);
    let nature = invoice.related.as_ref().and_then(|related| related.nature.value());
    if let Some(content) = invoice.content
        && !matches!(nature, Some("2" | "4" | "5"))
    {
        let list = invoice.list.is_some();
        require(check, list, content, "DLHDon/NDHDon/DSHHDVu", Condition::NotAdjustment, GOODS, Severity::Error);
        let totals = invoice.totals.is_some();
        require(check, totals, content, "DLHDon/NDHDon/TToan", Condition::NotAdjustment, GOODS, Severity::Error);
    }
    lines(check);
}

fn header(check: &mut Check<'_, '_>, node: NodeId) {
    let header = &check.invoice.header;
    if header.series.value().and_then(|series| series.chars().nth(3)) == Some('L') {
        let path = "DLHDon/TTChung/MHSo";
        require_slot(check, &header.dossier, node, path, Condition::PerOccurrence, PER_OCCURRENCE, Severity::Error);
    }
    let currency = check.invoice.currency();
    // What is no currency at all says nothing about the rate.
    let foreign = currency != "VND" && is_currency(&currency.to_ascii_uppercase());
    if foreign && header.several_rates.value() != Some("1") {
        let path = "DLHDon/TTChung/TGia";
        require_slot(check, &header.exchange_rate, node, path, Condition::ForeignCurrency, FOREIGN, Severity::Error);
    }
    let delegate = [
        (&header.delegate_tax_code, "DLHDon/TTChung/MSTDVNUNLHDon"),
        (&header.delegate_name, "DLHDon/TTChung/TDVNUNLHDon"),
        (&header.delegate_address, "DLHDon/TTChung/DCDVNUNLHDon"),
    ];
    if delegate.iter().any(|(slot, _)| !slot.is_empty()) {
        for (slot, path) in delegate {
            require_slot(check, slot, node, path, Condition::Delegated, DELEGATED, Severity::Error);
        }
    }
}

fn related(check: &mut Check<'_, '_>) {
    let Some(related) = &check.invoice.related else { return };
    let node = related.node;
    match related.nature.value() {
        Some("1" | "2") => {
            let kind = "DLHDon/TTChung/TTHDLQuan/LHDCLQuan";
            require_slot(check, &related.related_kind, node, kind, Condition::OneRelated, ONE_RELATED, Severity::Error);
            let date = "DLHDon/TTChung/TTHDLQuan/NLHDCLQuan";
            require_slot(check, &related.date, node, date, Condition::OneRelated, ONE_RELATED, Severity::Error);
            // Every e-invoice has the three; other invoices may lack one.
            let severity = if related.related_kind.value() == Some("1") { Severity::Error } else { Severity::Warning };
            let symbols = [
                (&related.kind, "DLHDon/TTChung/TTHDLQuan/KHMSHDCLQuan"),
                (&related.series, "DLHDon/TTChung/TTHDLQuan/KHHDCLQuan"),
                (&related.number, "DLHDon/TTChung/TTHDLQuan/SHDCLQuan"),
            ];
            for (slot, path) in symbols {
                require_slot(check, slot, node, path, Condition::RelatedSymbol, ONE_RELATED, severity);
            }
        }
        Some("3" | "4") => {
            let number = "DLHDon/TTChung/TTHDLQuan/SBKCLQuan";
            require_slot(check, &related.list_number, node, number, Condition::ManyRelated, MANY_RELATED, Severity::Error);
            let date = "DLHDon/TTChung/TTHDLQuan/NBKCLQuan";
            require_slot(check, &related.list_date, node, date, Condition::ManyRelated, MANY_RELATED, Severity::Error);
        }
        _ => {}
    }
}

fn lines(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let adjusting = invoice.is_adjustment();
    for line in &invoice.lines {
        let nature = line.nature.value();
        if line.amount.is_empty() && !adjusting && nature != Some("4") && !(nature == Some("2") && check.is_pos()) {
            // The POS table of QĐ 1510 exempts promotions, the older one does not.
            let severity = if nature == Some("2") { Severity::Warning } else { Severity::Error };
            let path = "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien";
            require_slot(check, &line.amount, line.node, path, Condition::AmountLine, AMOUNT, severity);
        }
        if nature == Some("5") {
            let path = "DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung";
            let given = !line.special.is_empty();
            require(check, given, line.node, path, Condition::SpecialGoods, SPECIAL, Severity::Error);
        }
    }
}

fn require_slot(
    check: &mut Check<'_, '_>,
    slot: &Slot<'_>,
    parent: NodeId,
    path: &'static str,
    condition: Condition,
    when: Template,
    severity: Severity,
) {
    require(check, !slot.is_empty(), slot.node().unwrap_or(parent), path, condition, when, severity);
}

/// Tells a field that is not there, where its table makes it mandatory on that condition.
fn require(
    check: &mut Check<'_, '_>,
    given: bool,
    place: NodeId,
    path: &'static str,
    condition: Condition,
    when: Template,
    severity: Severity,
) {
    if given {
        return;
    }
    let Some(row) = check.table.row(path) else { return };
    if row.need == Need::When(condition) {
        check.add(check.lacking(&REQUIRED, place, path).with("condition", when).basis(row.basis).severity(severity));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::related;
    use super::super::testing::vat;

    #[test]
    fn a_code_per_occurrence_needs_a_dossier() {
        let series = vat().replace("C25TAA", "C25LAA");
        assert_eq!(codes(&series), ["VN-INV-FIELD-REQUIRED error TTChung"]);
        assert!(codes(&series.replace("<NLap>", "<MHSo>HS1</MHSo><NLap>")).is_empty());
    }

    #[test]
    fn a_delegated_issuer_is_named_in_full() {
        let with = |fields: &str| codes(&vat().replace("</MSTTCGP>", &format!("</MSTTCGP>{fields}")));
        let all = "<MSTDVNUNLHDon>0109999982</MSTDVNUNLHDon><TDVNUNLHDon>A</TDVNUNLHDon><DCDVNUNLHDon>B</DCDVNUNLHDon>";
        assert!(with(all).is_empty());
        assert_eq!(with(&all.replace("<TDVNUNLHDon>A</TDVNUNLHDon>", "")), ["VN-INV-FIELD-REQUIRED error TTChung"]);
        assert!(with("<MSTDVNUNLHDon/><TDVNUNLHDon/><DCDVNUNLHDon/>").is_empty());
    }

    #[test]
    fn goods_and_totals_may_be_left_out_of_an_adjustment_only() {
        let text = vat();
        let (start, end) = (text.find("<TToan>").unwrap(), text.find("</TToan>").unwrap());
        let without = format!("{}{}", &text[..start], &text[end + "</TToan>".len()..]);
        assert_eq!(codes(&without), ["VN-INV-FIELD-REQUIRED error NDHDon"]);
        assert!(codes(&related(&without, "2", "")).is_empty());
        assert_eq!(codes(&related(&without, "1", "")), ["VN-INV-FIELD-REQUIRED error NDHDon"]);
    }

    #[test]
    fn one_related_invoice_is_named_and_many_have_a_list() {
        let one = related(&vat(), "2", "");
        assert!(codes(&one).is_empty(), "{:?}", codes(&one));
        assert_eq!(codes(&one.replace("<SHDCLQuan>7</SHDCLQuan>", "")), ["VN-INV-FIELD-REQUIRED error TTHDLQuan"]);
        assert_eq!(codes(&one.replace("<NLHDCLQuan>2025-05-31</NLHDCLQuan>", "")), ["VN-INV-FIELD-REQUIRED error TTHDLQuan"]);
        let paper = one.replace("<LHDCLQuan>1<", "<LHDCLQuan>3<").replace("<SHDCLQuan>7</SHDCLQuan>", "");
        assert_eq!(codes(&paper), ["VN-INV-FIELD-REQUIRED warning TTHDLQuan"]);
        let many = related(&vat(), "4", "<SBKCLQuan>BK1</SBKCLQuan><NBKCLQuan>2025-05-31</NBKCLQuan>");
        assert!(codes(&many).is_empty());
        assert_eq!(codes(&many.replace("<NBKCLQuan>2025-05-31</NBKCLQuan>", "")), ["VN-INV-FIELD-REQUIRED error TTHDLQuan"]);
    }

    #[test]
    fn a_line_has_an_amount_unless_it_is_a_note() {
        let without = vat().replace("<ThTien>1000000</ThTien><TSuat>", "<ThTien/><TSuat>");
        assert_eq!(codes(&without), ["VN-INV-FIELD-REQUIRED error ThTien"]);
        assert!(codes(&without.replace("<TChat>1<", "<TChat>4<")).is_empty());
        assert_eq!(codes(&without.replace("<TChat>1<", "<TChat>2<")), ["VN-INV-FIELD-REQUIRED warning ThTien"]);
    }
}
