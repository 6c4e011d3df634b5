//! The form of a tax code (TT 86/2024/TT-BTC; vn-einvoice §3.6).

/// What is wrong with a tax code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Pattern,
    CheckDigit,
    Underscore,
    Hyphen,
}

/// Whether a text is a tax code: 10 digits, the same with a branch of 3, or the 12 of a personal number, which have no check digit.
pub(super) fn judge(text: &str) -> Result<(), Wrong> {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let (number, form) = match bytes.len() {
        10 => (bytes, Ok(())),
        12 if digits(bytes) => return Ok(()),
        13 if digits(bytes) => (bytes, Err(Wrong::Hyphen)),
        14 => match bytes.split_at_checked(10) {
            Some((number, [b'-', branch @ ..])) if digits(branch) => (number, Ok(())),
            Some((number, [b'_', branch @ ..])) if digits(branch) => (number, Err(Wrong::Underscore)),
            _ => return Err(Wrong::Pattern),
        },
        _ => return Err(Wrong::Pattern),
    };
    let Some((number, _)) = number.split_at_checked(10) else { return Err(Wrong::Pattern) };
    if !digits(number) {
        return Err(Wrong::Pattern);
    }
    if !checks(number) {
        return Err(Wrong::CheckDigit);
    }
    form
}

/// The check digit: 10 less the weighted sum of nine digits modulo 11; a result of 10 is never issued.
fn checks(number: &[u8]) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 = number.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    number.get(9).is_some_and(|last| u32::from(last - b'0') == 10 - sum % 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_are_known() {
        // Published codes of the General Department of Taxation's own lists: spec §3.6 gives the first.
        for good in ["0100047516", "0100109106", "0100109106-001", "0103930279-998", "001099012345"] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
        assert_eq!(judge("0100047517"), Err(Wrong::CheckDigit));
        assert_eq!(judge("0100109107-001"), Err(Wrong::CheckDigit));
        assert_eq!(judge("0100109106_001"), Err(Wrong::Underscore));
        assert_eq!(judge("0100109106001"), Err(Wrong::Hyphen));
        for bad in
            ["", "010010910", "01001091061", "0100109106-01", "0100109106 001", "010010910A", "0100109106-0A1", "Đ1001091ế"]
        {
            assert_eq!(judge(bad), Err(Wrong::Pattern), "{bad}");
        }
    }
}
