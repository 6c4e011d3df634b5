//! What a person meant who wrote a number by hand.

use crate::decimal::Decimal;

impl Decimal {
    /// The number that a text with separators most likely means, to show in a hint; never to compute with.
    ///
    /// Points, commas or blanks between groups of three are thousands; of two separators the last one is the decimal point.
    /// `None` when the text can mean two numbers (`1,500`), or none.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// let guess = |text| Decimal::guess(text).map(|value| value.to_string());
    /// assert_eq!(guess("1.500.000").as_deref(), Some("1500000"));
    /// assert_eq!(guess("1.500.000,50").as_deref(), Some("1500000.5"));
    /// assert_eq!(guess("1,500"), None);
    /// ```
    #[must_use]
    pub fn guess(text: &str) -> Option<Self> {
        let text = text.trim();
        let unsigned = text.trim_start_matches(['-', '+']);
        let last = |separator: char| unsigned.rfind(separator);
        let (integer, fraction, group) = match (last('.'), last(',')) {
            (Some(point), Some(comma)) => {
                let (integer, fraction) = unsigned.split_at_checked(point.max(comma))?;
                (integer, fraction.get(1..)?, if point > comma { ',' } else { '.' })
            }
            (None, None) => (unsigned, "", ' '),
            (point, _) => {
                let separator = if point.is_some() { '.' } else { ',' };
                let (before, after) = unsigned.split_once(separator)?;
                if after.contains(separator) {
                    (unsigned, "", separator)
                } else if separator == ',' && after.len() == 3 && before.len() <= 3 {
                    return None;
                } else {
                    (before, after, ' ')
                }
            }
        };
        let mut digits = String::with_capacity(text.len());
        digits.extend(text.strip_prefix('-').map(|_| '-'));
        let mut groups = integer.split(|character: char| character == group || group == ' ' && character.is_whitespace());
        let first = groups.next()?;
        digits.push_str(first);
        for rest in groups {
            if rest.len() != 3 || !(1..=3).contains(&first.len()) {
                return None;
            }
            digits.push_str(rest);
        }
        digits.push('.');
        digits.push_str(fraction);
        Self::parse(&digits).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, meant) in [
            ("1,500,000.00", "1500000"),
            ("1.500.000", "1500000"),
            ("-1.500,5", "-1500.5"),
            ("1500,5", "1500.5"),
            ("1500,125", "1500.125"),
            ("1 500 000", "1500000"),
            ("12\u{a0}000,5", "12000.5"),
            ("1500", "1500"),
        ] {
            assert_eq!(Decimal::guess(text).map(|value| value.to_string()).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn does_not_guess_between_two_meanings() {
        for text in ["", "1,500", "15,00,000", "1.5.0", "1,2.3,4", "1 50", "10 đ", ",", "1e6", "--1x"] {
            assert_eq!(Decimal::guess(text), None, "{text}");
        }
    }
}
