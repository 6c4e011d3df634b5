//! Which rules hold a field of a table: the columns of its row, and the rules that each of them calls.

use crate::profile::vn::invoice::structure_rules as structure;
use crate::profile::vn::invoice::table::Need;
use crate::profile::vn::invoice::table::Row;
use crate::profile::vn::invoice::table::Shape;
use crate::rules::Rule;

use super::authority_code;
use super::currency;
use super::fields;
use super::free_fields;
use super::header;
use super::lists;
use super::message;
use super::parties;
use super::required;
use super::tax_code;
use super::tax_rate;

/// The rules that a field of that row can break, in the order of the columns `type`, `list`, `need`, `times`. Rules about several fields
/// together are not among them.
///
/// ```
/// use taxdoc::profile::vn::invoice::rules::field_rules::rules_of;
/// use taxdoc::profile::vn::invoice::form::Form;
/// use taxdoc::profile::vn::invoice::table::{Table, Version};
/// let row = Table::of(Form::Summary, Version::V200).row("DLBTHop/TTChung/KDLieu").unwrap();
/// let codes: Vec<_> = rules_of(row).iter().map(|rule| rule.code).collect();
/// assert!(codes.contains(&"VN-INV-FIELD-LENGTH") && codes.contains(&"VN-INV-PERIOD"));
/// ```
#[must_use]
pub fn rules_of(row: &Row) -> Vec<&'static Rule> {
    let mut rules = of_shape(row.shape);
    rules.extend(of_list(row.list));
    match row.need {
        Need::Mandatory(_) if row.shape == Shape::Group => rules.extend([&structure::GROUP_MISSING, &structure::GROUP_EMPTY]),
        Need::Mandatory(_) => rules.extend([&structure::FIELD_MISSING, &structure::FIELD_EMPTY]),
        Need::When(_) | Need::If(_) => rules.push(&required::REQUIRED),
        Need::IfFact | Need::Optional => {}
    }
    if !row.repeats {
        rules.push(&structure::ELEMENT_REPEATED);
    }
    rules
}

fn of_shape(shape: Shape) -> Vec<&'static Rule> {
    match shape {
        Shape::Group => vec![&structure::TEXT_UNEXPECTED],
        Shape::Free => free_fields::RULES.to_vec(),
        Shape::Signature => crate::profile::vn::signing::RULES.to_vec(),
        Shape::Text(Some(_)) => vec![&structure::FIELD_LENGTH],
        Shape::Text(None) => Vec::new(),
        Shape::Number(_, 0) => vec![&structure::NUMBER_FORMAT, &structure::NUMBER_DIGITS, &structure::NUMBER_WHOLE],
        Shape::Number(..) => vec![&structure::NUMBER_FORMAT, &structure::NUMBER_DIGITS, &structure::NUMBER_FRACTION],
        Shape::Date => vec![&structure::DATE_FORMAT, &structure::DATE_WITH_TIME],
        Shape::DateTime => vec![&structure::DATE_TIME_FORMAT, &structure::DATE_WITHOUT_TIME],
    }
}

fn of_list(list: &str) -> Vec<&'static Rule> {
    match list {
        // The choice of the table tells an unknown version.
        "" | "version" => Vec::new(),
        "authority-code" => vec![&authority_code::PATTERN],
        "budget-unit" => vec![&parties::BUDGET_UNIT],
        "citizen" => vec![&parties::CITIZEN],
        "currency" => vec![&currency::UNKNOWN, &currency::SPELLING],
        "data-type" => vec![&free_fields::DATA_TYPE],
        "digits" => vec![&header::NUMBER_PATTERN],
        "document-series" => vec![&fields::DOCUMENT_SERIES],
        "message-type" => vec![&message::TYPE],
        "period" => vec![&fields::PERIOD],
        "series" => vec![&header::SERIES_PATTERN],
        "tax-code" => tax_code::RULES.to_vec(),
        "tax-rate" => vec![&tax_rate::UNKNOWN],
        _ => vec![&lists::UNKNOWN],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::vn::invoice::form::Form;
    use crate::profile::vn::invoice::table::Table;
    use crate::profile::vn::invoice::table::Version;

    #[test]
    fn every_field_is_held_by_a_rule_and_every_list_has_values() {
        let special = [
            "",
            "version",
            "authority-code",
            "budget-unit",
            "citizen",
            "currency",
            "digits",
            "document-series",
            "message-type",
            "period",
            "series",
            "tax-code",
            "tax-rate",
        ];
        for form in Form::ALL {
            for row in Version::ALL.into_iter().flat_map(|version| Table::of(form, version).rows()) {
                assert!(!rules_of(row).is_empty(), "{form:?} {}", row.path);
                let listed = || !lists::codes_text(row.list, Version::V211).is_empty();
                assert!(special.contains(&row.list) || listed(), "{form:?} {} {}", row.path, row.list);
            }
        }
    }
}
