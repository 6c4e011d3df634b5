//! The rules, and the sources of the data, that the library carries.

use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::Language;
use crate::profile::vn;
use crate::rules;
use crate::rules::Rule;

use super::answer;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::Severity;
use super::numbers::Stage;
use super::numbers::TextLanguage;
use super::text::Key;
use super::text::Kind;
use super::text::Texts;

/// Every rule that a finding can name, and every official document that the data of the library was taken from.
///
/// Made by taxdoc_catalogue_new(), freed by taxdoc_catalogue_free(). Read it from any number of threads. The texts that its functions
/// return are its own and stay at their address until it is freed.
#[derive(Debug)]
pub struct CatalogueHandle(Option<Catalogue>);

/// The rules, and the texts that were asked for.
#[derive(Debug)]
pub struct Catalogue {
    rules: Vec<&'static Rule>,
    texts: Texts,
}

impl Handle for CatalogueHandle {
    type Content = Catalogue;

    fn content(&self) -> Option<&Catalogue> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Catalogue> {
        &mut self.0
    }
}

/// Makes a catalogue.
///
/// catalogue receives the new catalogue, or NULL on failure. Free it with taxdoc_catalogue_free().
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when catalogue is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_catalogue_new(catalogue: Option<&mut MaybeUninit<*mut CatalogueHandle>>) -> i32 {
    guard::create(catalogue, None, || {
        Ok(CatalogueHandle(Some(Catalogue { rules: rules::catalogue().collect(), texts: Texts::default() })))
    })
}

/// Frees a catalogue and every text that came from it. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_catalogue_free(catalogue: Option<Box<CatalogueHandle>>) {
    handle::free(catalogue);
}

/// How many rules there are. Their order is that of the engines and no promise.
///
/// Returns 0 when catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_count(catalogue: Option<&CatalogueHandle>) -> usize {
    answer::read(|| Some(catalogue?.content()?.rules.len()))
}

/// The usual severity of a rule; a single finding may be graded otherwise.
///
/// Returns TAXDOC_SEVERITY_ERROR and so on, or 0 when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_severity(catalogue: Option<&CatalogueHandle>, index: usize) -> i32 {
    answer::read(|| Some(Severity::from(catalogue?.content()?.rules.get(index)?.severity) as i32))
}

/// The stage that checks a rule.
///
/// Returns TAXDOC_STAGE_XML and so on, or 0 when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_stage(catalogue: Option<&CatalogueHandle>, index: usize) -> i32 {
    answer::read(|| Some(Stage::from(catalogue?.content()?.rules.get(index)?.stage) as i32))
}

/// The permanent code of a rule, for example XML-UNCLOSED.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_code(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(catalogue, Kind::RuleCode.at(index), length, |catalogue| Some(catalogue.rules.get(index)?.code.into()))
}

/// The clause of the law or the standard that a rule rests on, or "practice".
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_basis(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(catalogue, Kind::RuleBasis.at(index), length, |catalogue| Some(catalogue.rules.get(index)?.basis.citation().into()))
}

/// What is wrong when a rule is broken. The values of a finding stand in braces by their names: {actual}.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range, language is unknown, or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_message(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(catalogue, Kind::RuleMessage.at(index), language, length, |catalogue, language| {
        Some(catalogue.rules.get(index)?.message.text(language).into())
    })
}

/// What a rule expects.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when there is none, index is out of range, language is unknown,
/// or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_expected(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(catalogue, Kind::RuleExpected.at(index), language, length, |catalogue, language| {
        given(catalogue.rules.get(index)?.expected.text(language))
    })
}

/// How to mend what breaks a rule.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when there is none, index is out of range, language is unknown,
/// or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_rule_fix(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(catalogue, Kind::RuleFix.at(index), language, length, |catalogue, language| {
        given(catalogue.rules.get(index)?.fix.text(language))
    })
}

/// How many official documents the data of the library was taken from, oldest first.
///
/// Returns 0 when catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_source_count(catalogue: Option<&CatalogueHandle>) -> usize {
    answer::read(|| catalogue?.content().map(|_| vn::SOURCES.len()))
}

/// The official document, as it is cited in Viet Nam.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_source_document(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(catalogue, Kind::SourceDocument.at(index), length, |_| source(index, |source| source.document))
}

/// The date of an official document, or of its newest part, YYYY-MM-DD. The greatest one is the version of the data.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_source_date(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text(catalogue, Kind::SourceDate.at(index), length, |_| source(index, |source| source.date))
}

/// What was taken from an official document.
///
/// language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by catalogue, or NULL when index is out of range, language is unknown, or catalogue is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_source_data(
    catalogue: Option<&CatalogueHandle>,
    index: usize,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    text_in(catalogue, Kind::SourceData.at(index), language, length, |_, language| {
        source(index, |source| source.data.text(language))
    })
}

fn source(index: usize, text: impl FnOnce(&vn::Source) -> &'static str) -> Option<Cow<'static, str>> {
    Some(text(vn::SOURCES.get(index)?).into())
}

/// A text that is not empty.
fn given(text: &'static str) -> Option<Cow<'static, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

/// A text that is the same in every language.
fn text(
    catalogue: Option<&CatalogueHandle>,
    key: Key,
    mut length: Option<&mut MaybeUninit<usize>>,
    make: impl FnOnce(&Catalogue) -> Option<Cow<'static, str>>,
) -> *const c_char {
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| {
        let catalogue = catalogue?.content()?;
        catalogue.texts.hand_out(key, length, || make(catalogue))
    })
}

/// A text in the language of that number.
fn text_in(
    catalogue: Option<&CatalogueHandle>,
    key: Key,
    language: i32,
    length: Option<&mut MaybeUninit<usize>>,
    make: impl FnOnce(&Catalogue, Language) -> Option<Cow<'static, str>>,
) -> *const c_char {
    text(catalogue, Key { language, ..key }, length, |catalogue| make(catalogue, TextLanguage::from_number(language)?))
}
