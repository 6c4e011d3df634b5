//! How Vietnamese is written, in every text of the project and of its examples: composed letters, one place for the tone, the law's spelling.
//! The titles of forms and lines of declarations are quoted as the forms print them, and keep theirs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that fails this way has failed")]

#[path = "../../common/suites.rs"]
mod suites;

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use unicode_normalization::is_nfc;

/// The text files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder that can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if !path.extension().is_some_and(|kind| ["pem", "der", "xml", "zip"].iter().any(|other| kind == *other)) {
            found.push(path);
        }
    }
}

/// The lines of every text, each with where it stands.
fn lines() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths: Vec<PathBuf> = ["README.md", "CHANGELOG.md"].iter().map(|name| root.join(name)).collect();
    for folder in ["src", "examples", "include"] {
        files(&root.join(folder), &mut paths);
    }
    let mut lines = Vec::new();
    for path in paths {
        // What the build of an example leaves behind is no text.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(&root).expect("below the root").display().to_string();
        lines.extend(text.lines().enumerate().map(|(index, line)| (format!("{name}:{}", index + 1), line.to_owned())));
    }
    lines
}

/// Whether a text is quoted from the forms of the authority.
fn is_quoted(at: &str) -> bool {
    at.contains("declaration/data/") || at.contains("declaration/arithmetic/")
}

/// The tone of an open syllable in oa, oe, uy stands on its first vowel: hóa, khỏe, hủy, as decrees and circulars print it; `qu` is a
/// consonant.
fn has_tone_behind(word: &str) -> bool {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('á' | 'à' | 'ả' | 'ã' | 'ạ' | 'é' | 'è' | 'ẻ' | 'ẽ' | 'ẹ'), Some('o'), _) => true,
        (Some('ý' | 'ỳ' | 'ỷ' | 'ỹ' | 'ỵ'), Some('u'), before) => before != Some('q'),
        _ => false,
    }
}

#[test]
fn letters_are_composed() {
    let apart: Vec<String> = lines().into_iter().filter(|(_, line)| !is_nfc(line)).map(|(at, _)| at).collect();
    assert_eq!(apart, [""; 0]);
}

#[test]
fn tones_stand_in_one_place() {
    assert!(["hoá", "khoẻ", "huỷ", "Tuỳ"].iter().all(|word| has_tone_behind(&word.to_lowercase())));
    assert!(!["hóa", "khỏe", "hủy", "quý", "toàn", "thuế", "lý"].iter().any(|word| has_tone_behind(word)));
    let (mut words, mut wrong) = (0, Vec::new());
    for (at, line) in lines().into_iter().filter(|(at, _)| !is_quoted(at)) {
        for word in line.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_ascii()) {
            words += 1;
            if has_tone_behind(&word.to_lowercase()) {
                wrong.push(format!("{at}: {word}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    suites::say(&format!("{words} Vietnamese words, every tone in its place"));
}

/// One spelling of the words that the law writes often, and one word for a thing.
#[test]
fn words_are_those_of_the_law() {
    const OTHERS: [(&str, &str); 8] = [
        ("chữ kí", "chữ ký"),
        ("kí hiệu", "ký hiệu"),
        ("lí do", "lý do"),
        ("quản lí", "quản lý"),
        ("tỉ giá", "tỷ giá"),
        ("tỉ lệ", "tỷ lệ"),
        ("trả lời OCSP", "phản hồi OCSP"),
        ("xử lí", "xử lý"),
    ];
    for (at, line) in lines().into_iter().filter(|(at, _)| !is_quoted(at) && !at.contains("/words/")) {
        for (other, ours) in OTHERS {
            assert!(!line.to_lowercase().contains(other), "{at}: {other} for {ours}");
        }
    }
}
