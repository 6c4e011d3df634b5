//! Values that must be of a code list (spec §3.1, §3.5), from `tables/lists.tsv`.

use std::sync::OnceLock;

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::lines::lines;
use crate::profile::vn::invoice::read::Slot;
use crate::profile::vn::invoice::table::Version;
use crate::profile::vn::invoice::table::citation;
use crate::rules::Basis;
use crate::rules::Template;

use super::Check;

define_rules! {
    Rules;
    /// A value that its code list does not have.
    UNKNOWN = "VN-INV-CODE-LIST", Error, Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, các Phụ lục"),
        ["“{field}” (thẻ {element}) có giá trị {actual} ngoài danh mục.", "“{field}” (element {element}) has the value {actual}, which is not in its list."],
        ["Một trong các giá trị {codes}", "one of {codes}"],
        ["Chọn một giá trị của danh mục.", "Choose a value of the list."];
}

/// A line of `lists.tsv`.
struct Entry {
    list: &'static str,
    code: &'static str,
    title: Template,
    from: Version,
    to: Version,
    basis: &'static str,
}

/// Every line of the data file, read at the first use.
fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| lines(include_str!("../tables/lists.tsv")).filter_map(entry).collect())
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (list, code) = (cells.next()?, cells.next()?);
    let title = Template::new(cells.next()?, cells.next()?);
    let (from, to, basis) = (cells.next()?, cells.next()?, cells.next()?);
    let bound = |text: &str, open| if text.is_empty() { Some(open) } else { Version::from_text(text) };
    Some(Entry { list, code, title, from: bound(from, Version::V200)?, to: bound(to, Version::V211)?, basis: citation(basis)? })
}

/// The codes of a list in force in a version.
fn codes_of(list: &'static str, version: Version) -> impl Iterator<Item = &'static Entry> {
    entries().iter().filter(move |entry| entry.list == list && entry.from <= version && version <= entry.to)
}

/// Whether a code list has a value in a version, without regard to case.
pub(in crate::profile::vn::invoice) fn has(list: &'static str, value: &str, version: Version) -> bool {
    codes_of(list, version).any(|entry| entry.code.eq_ignore_ascii_case(value))
}

/// What a value of a code list means.
pub(super) fn title(list: &'static str, code: &str, version: Version) -> Option<Template> {
    codes_of(list, version).find(|entry| entry.code == code).map(|entry| entry.title)
}

/// The values of a code list, to be read by people.
pub(super) fn codes_text(list: &'static str, version: Version) -> String {
    let mut codes = String::new();
    for entry in codes_of(list, version) {
        if !codes.is_empty() {
            codes.push_str(", ");
        }
        codes.push_str(entry.code);
    }
    codes
}

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let header = &invoice.header;
    listed(check, &header.kind, "DLHDon/TTChung/KHMSHDon", "form-symbol");
    listed(check, &header.non_tariff, "DLHDon/TTChung/HDDCKPTQuan", "flag");
    listed(check, &header.finance_lease, "DLHDon/TTChung/HDCTTChinh", "flag");
    listed(check, &header.several_rates, "DLHDon/TTChung/HDNTGia", "flag");
    if let Some(related) = &invoice.related {
        listed(check, &related.nature, "DLHDon/TTChung/TTHDLQuan/TCHDon", "invoice-nature");
        listed(check, &related.related_kind, "DLHDon/TTChung/TTHDLQuan/LHDCLQuan", "related-kind");
    }
    for line in &invoice.lines {
        // The usual line needs no look at the list.
        if line.nature.value() != Some("1") {
            listed(check, &line.nature, "DLHDon/NDHDon/DSHHDVu/HHDVu/TChat", "line-nature");
        }
    }
    for special in &invoice.special {
        listed(check, &special.kind, "DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung/TTin/LHHDTrung", "special-goods");
    }
}

fn listed(check: &mut Check<'_, '_>, slot: &Slot<'_>, path: &'static str, list: &'static str) {
    let Some(field) = slot.field() else { return };
    let text = &*field.text;
    // What is no number of one digit is told by the table.
    if text.len() != 1 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return;
    }
    let version = check.version();
    if check.table.row(path).is_none() || codes_of(list, version).any(|entry| entry.code == text) {
        return;
    }
    let draft = check.about(&UNKNOWN, field, path).with("codes", codes_text(list, version));
    check.add(match codes_of(list, version).next() {
        Some(first) => draft.basis(first.basis),
        None => draft,
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::related;
    use super::super::testing::vat;
    use super::*;

    #[test]
    fn every_line_of_the_lists_can_be_read() {
        for line in lines(include_str!("../tables/lists.tsv")) {
            assert!(entry(line).is_some(), "{line}");
            assert_eq!(line.split('\t').count(), 7, "{line}");
        }
    }

    #[test]
    fn a_code_is_in_its_list_in_its_version() {
        assert!(has("line-nature", "5", Version::V210));
        assert!(!has("line-nature", "5", Version::V201));
        assert!(!has("line-nature", "6", Version::V211));
        assert!(has("data-type", "String", Version::V200));
    }

    #[test]
    fn line_nature_and_related_block_are_listed() {
        assert_eq!(codes(&vat().replace("<TChat>1<", "<TChat>6<")), ["VN-INV-CODE-LIST error TChat"]);
        assert_eq!(codes(&vat().replace("<HDCTTChinh>0<", "<HDCTTChinh>2<")), ["VN-INV-CODE-LIST error HDCTTChinh"]);
        let one = related(&vat(), "2", "");
        assert_eq!(codes(&one.replace("<LHDCLQuan>1<", "<LHDCLQuan>5<")), ["VN-INV-CODE-LIST error LHDCLQuan"]);
        assert_eq!(codes(&one.replace("<TCHDon>2<", "<TCHDon>6<")), ["VN-INV-CODE-LIST error TCHDon"]);
        assert_eq!(codes(&one.replace("<TCHDon>2<", "<TCHDon>12<")), ["VN-INV-NUMBER-DIGITS error TCHDon"]);
    }
}
