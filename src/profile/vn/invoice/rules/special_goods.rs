//! Special goods: vehicles, transport, land (Appendix XV of 2.1.0; spec §2.4.3), from `tables/special-goods.tsv`.

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::lines::lines;
use crate::profile::vn::invoice::table::Version;
use crate::rules::Basis;
use crate::rules::Template;

use super::Check;
use super::lists;

const APPENDIX: Basis = Basis::Law("QĐ 1271/QĐ-CT ngày 30/5/2025, Phụ lục XV (theo bản chép)");

define_rules! {
    Rules;
    /// A field name that the kind of goods does not have.
    NAME = "VN-INV-SPECIAL-GOODS-NAME", Warning, APPENDIX,
        ["Trường “{actual}” không thuộc loại hàng hóa đặc trưng {kind}.", "The field “{actual}” is not of special goods kind {kind}."],
        ["{names}", "{names}"],
        ["Kiểm tra lại tên trường hoặc loại hàng hóa đặc trưng.", "Check the name of the field or the kind of special goods."];
    /// A value longer than its name allows.
    LENGTH = "VN-INV-SPECIAL-GOODS-LENGTH", Warning, APPENDIX,
        ["“{field}” (trường {name}) có {length} ký tự, vượt quá {limit}.", "“{field}” (field {name}) has {length} characters, more than {limit}."],
        ["Tối đa {limit} ký tự", "at most {limit} characters"],
        ["Rút ngắn giá trị của trường {name}.", "Shorten the value of {name}."];
    /// A mandatory field of the kind is not there.
    MISSING = "VN-INV-SPECIAL-GOODS-MISSING", Warning, APPENDIX,
        ["Hàng hóa đặc trưng loại {kind} thiếu “{field}” (trường {name}).", "Special goods of kind {kind} lack “{field}” (field {name})."],
        ["Trường {name} có giá trị", "a field {name} with a value"],
        ["Bổ sung trường {name} trong TTHHDTrung.", "Add the field {name} in TTHHDTrung."];
    /// Special-goods fields on an ordinary line.
    NATURE = "VN-INV-SPECIAL-GOODS-NATURE", Warning, APPENDIX,
        ["Dòng có thông tin hàng hóa đặc trưng nhưng tính chất (TChat) không phải 5.", "The line has special-goods fields, but its nature (TChat) is not 5."],
        ["TChat 5", "TChat 5"],
        ["Ghi TChat bằng 5 hoặc bỏ TTHHDTrung.", "Write 5 in TChat or leave out TTHHDTrung."];
}

/// A field of special goods.
struct Known {
    kind: &'static str,
    name: &'static str,
    title: Template,
    length: usize,
    mandatory: bool,
}

/// The fields in force in a version.
fn known(version: Version) -> impl Iterator<Item = Known> {
    lines(include_str!("../tables/special-goods.tsv"))
        .filter_map(field)
        .filter(move |(_, from)| *from <= version)
        .map(|(known, _)| known)
}

fn field(line: &'static str) -> Option<(Known, Version)> {
    let mut cells = line.split('\t');
    let (kind, name) = (cells.next()?, cells.next()?);
    let title = Template::new(cells.next()?, cells.next()?);
    let length = cells.next()?.parse().ok()?;
    let mandatory = match cells.next()? {
        "M" => true,
        "O" => false,
        _ => return None,
    };
    Some((Known { kind, name, title, length, mandatory }, Version::from_text(cells.next()?)?))
}

/// Whether a name of one kind may stand for another: carriage through a platform is carriage too.
fn belongs(known: &Known, kind: &str) -> bool {
    known.kind == kind || (kind == "3" && known.kind == "2")
}

const NAME_PATH: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung/TTin/TTruong";
const VALUE_PATH: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung/TTin/DLieu";
const NATURE_PATH: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TChat";

pub(super) fn check(check: &mut Check<'_, '_>) {
    let invoice = check.invoice;
    let version = check.version();
    if invoice.special.is_empty() || version < Version::V210 {
        return;
    }
    for line in &invoice.lines {
        let special = invoice.special_of(line);
        let Some(first) = special.first() else { continue };
        if let Some(field) = line.nature.field()
            && field.text != "5"
            && lists::has("line-nature", &field.text, version)
        {
            check.add(check.about(&NATURE, field, NATURE_PATH));
        }
        for item in special {
            let (Some(kind), Some(name)) = (item.kind.value(), item.name.field()) else { continue };
            match known(version).find(|known| known.name == name.text && belongs(known, kind)) {
                None => {
                    let names: Vec<&str> = known(version).filter(|known| belongs(known, kind)).map(|known| known.name).collect();
                    if !names.is_empty() && name.text.chars().count() <= 20 {
                        let draft = check.about(&NAME, name, NAME_PATH);
                        check.add(draft.with("kind", kind.to_owned()).with("names", names.join(", ")));
                    }
                }
                Some(known) => {
                    let Some(value) = item.value.field() else { continue };
                    let length = value.text.chars().count();
                    if length > known.length {
                        let draft = check.about(&LENGTH, value, VALUE_PATH).field(known.title).with("name", known.name);
                        check.add(draft.with("length", length).with("limit", known.length));
                    }
                }
            }
        }
        let Some(kind) = first.kind.value() else { continue };
        for known in known(version).filter(|known| known.kind == kind && known.mandatory) {
            let given = special.iter().any(|item| item.name.value() == Some(known.name) && !item.value.is_empty());
            if !given {
                let draft = check.lacking(&MISSING, line.node, "DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung").field(known.title);
                check.add(draft.with("name", known.name).with("kind", kind.to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::codes;
    use super::super::testing::vat;
    use super::*;

    fn car(fields: &[(&str, &str)]) -> String {
        let items: String = fields
            .iter()
            .map(|(name, value)| format!("<TTin><LHHDTrung>1</LHHDTrung><TTruong>{name}</TTruong><DLieu>{value}</DLieu></TTin>"))
            .collect();
        let line = format!("</TSuat><TTHHDTrung>{items}</TTHHDTrung></HHDVu>");
        vat().replace("<TChat>1<", "<TChat>5<").replace("</TSuat></HHDVu>", &line)
    }

    #[test]
    fn every_line_of_the_table_can_be_read() {
        for line in lines(include_str!("../tables/special-goods.tsv")) {
            assert!(field(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_car_has_its_numbers() {
        let whole = car(&[("SKhung", "RL4"), ("SMay", "2NZ")]);
        assert!(codes(&whole).is_empty(), "{:?}", codes(&whole));
        assert_eq!(codes(&car(&[("SKhung", "RL4")])), ["VN-INV-SPECIAL-GOODS-MISSING warning HHDVu"]);
        let long = "X".repeat(51);
        assert_eq!(codes(&car(&[("SKhung", &long), ("SMay", "2NZ")])), ["VN-INV-SPECIAL-GOODS-LENGTH warning DLieu"]);
        let foreign = car(&[("SKhung", "RL4"), ("SMay", "2NZ"), ("DDen", "Huế")]);
        assert_eq!(codes(&foreign), ["VN-INV-SPECIAL-GOODS-NAME warning TTruong"]);
        assert_eq!(codes(&foreign.replace("<TChat>5<", "<TChat>1<")).len(), 2);
        assert_eq!(codes(&whole.replace("<TChat>5<", "<TChat>1<")), ["VN-INV-SPECIAL-GOODS-NATURE warning TChat"]);
    }

    #[test]
    fn special_goods_have_special_fields() {
        assert_eq!(codes(&vat().replace("<TChat>1<", "<TChat>5<")), ["VN-INV-FIELD-REQUIRED error HHDVu"]);
    }
}
