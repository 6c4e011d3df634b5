//! Random changes of content in signed documents: none is ever taken for a change of form, also not beside one.
//!
//! `cargo test` runs a sample; `TAXDOC_CORPUS=all cargo test --release --test dsig content -- --nocapture` runs 10,000.

use taxdoc::dsig::Fault;
use taxdoc::dsig::Integrity;
use unicode_normalization::UnicodeNormalization as _;

use super::corpus::Layout;
use super::corpus::compact;
use super::corpus::laid_out;
use super::corpus::layouts;
use super::corpus::signing;
use super::corpus::verdict;
use super::corpus::whole;
use crate::common::dice::Dice;
use crate::common::signer::sign;
use crate::common::suites;

/// What a document says, whatever its form: white space between tags, carriage returns and the Unicode form left out.
fn essence(text: &str) -> String {
    compact(text).replace("&#13;", "").replace('\r', "").nfc().collect()
}

/// Where the characters of values stand within a range: the text between tags, of elements that have one.
fn values(text: &str) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('>').map(|end| at + end + 1) {
        let end = text[start..].find('<').map_or(text.len(), |end| start + end);
        if !text[start..end].trim().is_empty() {
            values.push((start, end));
        }
        at = end;
    }
    values
}

/// The data with one change of content; `None` where the dice found nothing to change.
fn changed(data: &str, dice: &mut Dice) -> Option<String> {
    let values = values(data);
    let (start, end) = dice.of(&values);
    let value = &data[start..end];
    let characters: Vec<char> = value.chars().collect();
    let at = dice.below(characters.len());
    let mut other = characters.clone();
    let with = |value: &str| format!("{}{value}{}", &data[..start], &data[end..]);
    Some(match dice.below(12) {
        0 => {
            other[at] = dice.of(&['0', '1', '7', '9', 'a', 'Z', 'đ', 'ổ', ' ', '-', '.']);
            with(&other.iter().collect::<String>())
        }
        1 => {
            other.remove(at);
            with(&other.iter().collect::<String>())
        }
        2 => {
            other.insert(at, dice.of(&['0', '5', 'x', 'ệ', ',', '\u{A0}']));
            with(&other.iter().collect::<String>())
        }
        3 => {
            other.swap(at, dice.below(characters.len()));
            with(&other.iter().collect::<String>())
        }
        4 => with(&value.to_uppercase()),
        5 => with(&value.repeat(2)),
        6 => with(""),
        // The next value in its place, and the other way round.
        7 => {
            let next = values.iter().find(|(next, _)| *next > start)?;
            let between = &data[end..next.0];
            format!("{}{}{between}{value}{}", &data[..start], &data[next.0..next.1], &data[next.1..])
        }
        // The element left out, twice, under another name, or with an attribute.
        8..=11 => {
            let open = data[..start].rfind('<')?;
            let close = end + data[end..].find('>')? + 1;
            let element = &data[open..close];
            let name = element[1..].split(['>', ' ']).next()?;
            let new = match dice.below(4) {
                0 => String::new(),
                1 => element.repeat(2),
                2 => element.replace(&format!("<{name}"), "<X").replace(&format!("</{name}>"), "</X>"),
                _ => element.replacen('>', " k=\"1\">", 1),
            };
            format!("{}{new}{}", &data[..open], &data[close..])
        }
        _ => return None,
    })
}

/// A signed document with its data changed.
pub(crate) fn forged(signed: &str, layout: &Layout, dice: &mut Dice) -> String {
    let (start, end) = place(signed, layout);
    loop {
        if let Some(changed) = changed(&signed[start..end], dice) {
            return [&signed[..start], &changed, &signed[end..]].concat();
        }
    }
}

/// Where the data stands.
fn place(text: &str, layout: &Layout) -> (usize, usize) {
    let start = text.find(layout.tag).expect("the data");
    let end_tag = format!("</{}>", layout.tag[1..].trim_end());
    (start, text.find(&end_tag).expect("its end") + end_tag.len())
}

/// A change of form of the whole file, or none.
fn reformed(text: &str, dice: &mut Dice) -> String {
    match dice.below(10) {
        0 => laid_out(text, "\n", "  "),
        1 => laid_out(text, "\r\n", "\t"),
        2 => text.nfd().collect(),
        3 => format!("<Goi xmlns:g=\"urn:g\">{text}</Goi>"),
        4 => laid_out(&text.nfd().collect::<String>(), "\n", "    "),
        _ => text.to_owned(),
    }
}

#[test]
fn a_change_of_content_is_never_one_of_form() {
    let (documents, changes) = if whole() { (200, 10_000) } else { (6, 24) };
    let (mut made, mut beside, mut harmless) = (0, 0, 0);
    let layouts = layouts();
    let signed: Vec<_> = (layouts.iter().cycle().take(documents).enumerate())
        .map(|(seed, layout)| {
            let mut dice = Dice::of_seed(seed as u64 + 90_000);
            let whole = dice.below(3) == 0;
            let signing = signing(layout, &mut dice, whole);
            // Every third was laid out when it was signed.
            let text = if seed % 3 == 1 { laid_out(&layout.text, "\n", "  ") } else { layout.text.clone() };
            let text = sign(&text, layout.place, &signing.signer, &signing.options);
            let (start, end) = place(&text, layout);
            (text, start, end)
        })
        .collect();
    let mut seed = 0_u64;
    while made < changes {
        seed += 1;
        let mut dice = Dice::of_seed(seed);
        let (text, start, end) = &signed[dice.below(signed.len())];
        let data = &text[*start..*end];
        let Some(changed) = changed(data, &mut dice) else { continue };
        if essence(&changed) == essence(data) {
            harmless += 1;
            continue;
        }
        let text = [&text[..*start], &changed, &text[*end..]].concat();
        let damaged = reformed(&text, &mut dice);
        made += 1;
        beside += usize::from(damaged != text);
        let (integrity, _) = verdict(&damaged);
        let Integrity::Invalid(diagnosis) = &integrity else { panic!("{seed}: {integrity:?}\n{damaged}") };
        assert!(matches!(diagnosis.fault(), Fault::Content), "{seed}: {integrity:?}\n{damaged}");
    }
    suites::say(&format!(
        "changes of content: {made}, {beside} of them beside a change of form, all called changes of content ({harmless} more changed nothing)"
    ));
}
