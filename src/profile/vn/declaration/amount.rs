//! Amounts that stand in a text column, as the annex 01-1/KHBS has them: `1500000`, `1.500.000`, `1.500.000,5`.
//!
//! The schema calls columns (4) and (5) of that annex text, and the authority's viewer shows them as they are, while it groups the
//! digits of the columns beside them: programs may write them grouped.

use crate::decimal::Decimal;

/// What a text may mean as an amount: read as a decimal, and read with its digits in groups of three. `1.500` may be either.
pub(super) fn readings(text: &str) -> [Option<Decimal>; 2] {
    let text = text.trim();
    [Decimal::parse(text).ok(), grouped(text)]
}

/// The amount that a text can only mean.
pub(super) fn certain(text: &str) -> Option<Decimal> {
    match readings(text) {
        [Some(plain), Some(grouped)] if plain != grouped => None,
        [plain, grouped] => plain.or(grouped),
    }
}

/// Groups of three digits divided by `.`, `,` or a blank, then at most one decimal mark of another kind; or a decimal comma.
fn grouped(text: &str) -> Option<Decimal> {
    let mark = text.chars().find(|character| matches!(character, '.' | ',' | ' ' | '\u{a0}'))?;
    let (whole, fraction) = text.split_once(if mark == ',' { '.' } else { ',' }).unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.strip_prefix('-').unwrap_or(whole).split(mark);
    let first = groups.next()?;
    let leads = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    if leads && groups.all(|group| is_digits(group) && group.len() == 3) && is_digits(fraction) {
        return Decimal::parse(&[&whole.replace(mark, ""), ".", fraction].concat()).ok();
    }
    let has_decimal_comma = mark == ',' && text.matches(',').count() == 1;
    has_decimal_comma.then(|| Decimal::parse(&text.replace(',', ".")).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_and_what_may_be_either_is_told() {
        let is = |text: &str, expected: &[&str]| {
            let mut found: Vec<String> =
                readings(text).into_iter().flatten().map(|amount| amount.normalize().to_string()).collect();
            found.dedup();
            assert_eq!(found, expected, "{text}");
        };
        is("1500000", &["1500000"]);
        is("1.500.000", &["1500000"]);
        is("-1,500,000", &["-1500000"]);
        is("1 500 000", &["1500000"]);
        is("1.500.000,25", &["1500000.25"]);
        is("1500,5", &["1500.5"]);
        is("0.500", &["0.5"]);
        is("12.5", &["12.5"]);
        is("1.500", &["1.5", "1500"]);
        for nothing in ["", "-", "abc", "1.50.000", "1.500.00", "1..000", "1.500.000.", "12,34,5", ".500.000"] {
            is(nothing, &[]);
        }
        assert_eq!((certain("1.500"), certain(" 7 ")), (None, Some(Decimal::from(7))));
        assert_eq!(certain("1.000.000"), Some(Decimal::from(1_000_000)));
    }
}
