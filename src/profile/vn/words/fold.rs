//! Text without what spelling varies in.

use unicode_normalization::char::decompose_canonical;

/// The words of a text in lower-case letters without marks, one blank between them: `"Hai  MƯƠI, đồng./."` is `"hai muoi dong"`.
///
/// Precomposed and decomposed text (NFC, NFD) fold alike. Marks go altogether, because the number words stay apart without
/// them and files hold every misplaced tone. Punctuation parts words; invisible characters do not.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut apart = false;
    for character in text.chars() {
        decompose_canonical(character, |part| match part {
            // Combining marks; zero-width characters, soft hyphen, byte order mark.
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            // Đ, and the Ð of Icelandic that looks the same.
            'đ' | 'Đ' | 'ð' | 'Ð' => push(&mut folded, &mut apart, 'd'),
            _ if part.is_alphanumeric() => part.to_lowercase().for_each(|lower| push(&mut folded, &mut apart, lower)),
            _ => apart = true,
        });
    }
    folded
}

fn push(folded: &mut String, apart: &mut bool, character: char) {
    if *apart && !folded.is_empty() {
        folded.push(' ');
    }
    *apart = false;
    folded.push(character);
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn folds_what_varies() {
        for (text, folded) in [
            ("Hai  MƯƠI, đồng./.", "hai muoi dong"),
            ("  (Một tỷ đồng)\n", "mot ty dong"),
            ("Ðồng", "dong"),
            ("đô-la", "do la"),
            ("t\u{200b}ám", "tam"),
            ("", ""),
            ("./.", ""),
        ] {
            assert_eq!(fold(text), folded);
            assert_eq!(fold(&text.nfd().collect::<String>()), folded);
        }
    }
}
