//! Texts handed to C: UTF-8, followed by a NUL, owned by a handle and at one address until it is freed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::c_char;
use std::fmt;
use std::mem::MaybeUninit;
use std::sync::Mutex;
use std::sync::PoisonError;

use super::answer::put;

/// One text. The bytes live on the heap of a `String`, so that moving the value does not move them.
pub(super) struct Text(String);

impl Text {
    /// A text that C may read up to its NUL: U+FFFD stands for one inside, which an excerpt of what is no XML may hold.
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::verbatim(if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text })
    }

    /// A text as it is, whose end only its length tells.
    fn verbatim(mut text: String) -> Self {
        text.push('\0');
        Self(text)
    }

    /// The address for C; the length, without the NUL, goes to `length` where the caller wants it.
    pub(super) fn hand_out(&self, length: Option<&mut MaybeUninit<usize>>) -> *const c_char {
        put(length, self.0.len().saturating_sub(1));
        self.0.as_ptr().cast()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0.trim_end_matches('\0'), formatter)
    }
}

/// Which text of a report: what it is, the positions that select it, and the number of its language (0 where it has none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) at: (usize, usize),
    pub(super) language: i32,
}

/// What a text of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Document,
    File,
    FindingActual,
    FindingBasis,
    FindingCode,
    FindingExpected,
    FindingField,
    FindingFix,
    FindingMessage,
    FindingParamName,
    FindingParamValue,
    FindingPath,
    Json,
    RuleBasis,
    RuleCode,
    RuleExpected,
    RuleFix,
    RuleMessage,
    Sha256,
    SignatureAlgorithm,
    SignatureAnchor,
    SignatureCertificate,
    SignatureCovered,
    SignatureDiagnosis,
    SignatureDigest,
    SignatureNotCovered,
    SignaturePath,
    SignatureTime,
    SourceData,
    SourceDate,
    SourceDocument,
    StageReason,
    TotalComputed,
    TotalDifference,
    TotalName,
    TotalPath,
    TotalRule,
    TotalStated,
}

impl Kind {
    /// The text of this kind at that position.
    pub(super) const fn at(self, index: usize) -> Key {
        self.within(index, 0)
    }

    /// The text of this kind at that position of a list within another.
    pub(super) const fn within(self, index: usize, part: usize) -> Key {
        Key { kind: self, at: (index, part), language: 0 }
    }
}

/// The texts of a report that were asked for. Each is made at the first call and kept, under a lock, so that a `const` report can be
/// read from many threads.
#[derive(Debug, Default)]
pub(super) struct Texts(Mutex<HashMap<Key, Text>>);

impl Texts {
    /// The text of that key, made now if this is the first call for it; `None` where there is none.
    pub(super) fn hand_out<'r>(
        &self,
        key: Key,
        mut length: Option<&mut MaybeUninit<usize>>,
        make: impl FnOnce() -> Option<Cow<'r, str>>,
    ) -> Option<*const c_char> {
        if let Some(address) = self.known(key, &mut length) {
            return Some(address);
        }
        Some(self.keep(key, make()?, length))
    }

    fn known(&self, key: Key, length: &mut Option<&mut MaybeUninit<usize>>) -> Option<*const c_char> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.get(&key).map(|text| text.hand_out(length.take()))
    }

    /// Where two threads have made the same text, the first one stays: its address may have been handed out.
    fn keep(&self, key: Key, text: Cow<'_, str>, length: Option<&mut MaybeUninit<usize>>) -> *const c_char {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || match key.kind {
            // The caller's own.
            Kind::File => Text::verbatim(text.into()),
            _ => Text::new(text),
        };
        texts.entry(key).or_insert_with(make).hand_out(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_address_while_others_are_added() {
        let texts = Texts::default();
        let first = texts.hand_out(Kind::Json.at(0), None, || Some("Đơn giá".into())).unwrap();
        for index in 1..1_000 {
            texts.hand_out(Kind::FindingCode.at(index), None, || Some("x".into())).unwrap();
        }
        let again = texts.hand_out(Kind::Json.at(0), None, || panic!("made twice")).unwrap();
        assert_eq!(first, again);
    }

    #[test]
    fn the_length_leaves_the_nul_out() {
        let mut length = MaybeUninit::uninit();
        let text = Text::new("ế");
        let address = text.hand_out(Some(&mut length));
        // SAFETY: `hand_out` has written the length; the text is that long and one byte more.
        unsafe {
            assert_eq!(length.assume_init(), 3);
            assert_eq!(*address.add(3), 0);
        }
    }

    #[test]
    fn only_the_name_of_a_file_keeps_its_nul() {
        let texts = Texts::default();
        for (kind, expected) in [(Kind::File, "a\0b"), (Kind::FindingActual, "a\u{FFFD}b")] {
            let mut length = MaybeUninit::uninit();
            let address = texts.hand_out(kind.at(0), Some(&mut length), || Some("a\0b".into())).unwrap();
            // SAFETY: `hand_out` has written the length; the text is that long.
            let text = unsafe { std::slice::from_raw_parts(address.cast::<u8>(), length.assume_init()) };
            assert_eq!(text, expected.as_bytes());
        }
    }

    #[test]
    fn a_text_that_fails_to_be_made_leaves_the_others_readable() {
        let texts = Texts::default();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            texts.hand_out(Kind::Json.at(0), None, || panic!("on purpose"))
        }));
        assert!(panicked.is_err());
        assert!(texts.hand_out(Kind::Json.at(0), None, || Some("{}".into())).is_some());
    }
}
