//! The lines of an online declaration that follow from those entered.

use std::ops::Range;

use serde::Serialize;

use crate::Limits;
use crate::decimal::Decimal;
use crate::profile::vn::declaration::arithmetic;
use crate::profile::vn::declaration::read::Declaration;
use crate::rules::Language;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Node;
use crate::xml::Source;

/// A declaration (`HSoThueDTu`) with every line that follows from the entered ones.
///
/// The document gives the entered lines and an element, blank or not, for each line to be computed; what stands in those is replaced.
/// Each line is computed by the formulas that the validator checks. A signature in the document no longer fits the completed one.
///
/// As JSON it is an object: `code`, `version`, `lines` (of each `path`, `name` in Vietnamese, `name_en`, `value` as a string) and `xml`,
/// the completed document.
///
/// ```
/// use taxdoc::Limits;
/// use taxdoc::totals::CompletedDeclaration;
///
/// let entered = std::fs::read_to_string("examples/data/declaration.xml")?;
/// let blank = entered.replace("<ct36>15950000</ct36>", "<ct36/>");
/// assert_ne!(blank, entered);
/// let completed = CompletedDeclaration::of(blank.as_bytes(), &Limits::default())?;
/// let line = completed.lines().iter().find(|line| line.path().ends_with("/ct36")).unwrap();
/// assert_eq!(line.value().to_string(), "15950000");
/// assert!(completed.xml().contains("<ct36>15950000</ct36>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct CompletedDeclaration {
    code: String,
    version: String,
    lines: Vec<CompletedLine>,
    xml: String,
}

/// A line that was computed.
#[derive(Clone, Debug, Serialize)]
pub struct CompletedLine {
    path: String,
    name: String,
    name_en: String,
    value: Decimal,
}

/// Why the lines of a declaration cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompleteError {
    /// The document is no `HSoThueDTu` with an `HSoKhaiThue` in it.
    #[error("the document is no online declaration (HSoThueDTu)")]
    NoDeclaration,
    /// Nothing is known of how the lines of that form follow from each other.
    #[error("there are no formulas for the form {code:?}")]
    NoFormulas {
        /// `maTKhai`; empty where there is none.
        code: String,
    },
    /// The document is not well-formed.
    #[error("the document is not well-formed: {0}")]
    NotWellFormed(String),
}

impl CompletedDeclaration {
    /// Computes the lines of a declaration, of which `xml` are the bytes.
    ///
    /// # Errors
    /// [`CompleteError`] when the document cannot be read, is another one, or is of a form without formulas.
    pub fn of(xml: &[u8], limits: &Limits) -> Result<Self, CompleteError> {
        let not_well_formed = |fault: crate::xml::Fault| CompleteError::NotWellFormed(fault.to_string());
        let source = Source::decode(xml, limits).map_err(not_well_formed)?;
        let document = Document::parse(&source, limits).map_err(not_well_formed)?;
        let root = document.root();
        let declaration = Declaration::read(root);
        let file = declaration.file.filter(|_| root.local_name() == "HSoThueDTu").ok_or(CompleteError::NoDeclaration)?;
        let code = declaration.code().unwrap_or_default();
        let version = declaration.version().unwrap_or_default();
        let computed = arithmetic::compute(code, version, file);
        let computed = computed.ok_or_else(|| CompleteError::NoFormulas { code: code.to_owned() })?;
        let mut locator = Locator::new(&document);
        let mut lines = Vec::with_capacity(computed.len());
        let mut changes = Vec::with_capacity(computed.len());
        for line in computed {
            let Some(node) = document.node(line.node).filter(|node| node.elements().next().is_none()) else { continue };
            lines.push(CompletedLine::new(locator.path(line.node), line.name, line.value));
            changes.push((node.range(), filled(&node, line.value)));
        }
        changes.sort_by_key(|(range, _)| range.start);
        Ok(Self { code: code.to_owned(), version: version.to_owned(), lines, xml: rewritten(document.text(), changes) })
    }

    /// `maTKhai`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// `pbanTKhaiXML`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The computed lines, each after those that it needs.
    #[must_use]
    pub fn lines(&self) -> &[CompletedLine] {
        &self.lines
    }

    /// The document with the computed lines in it, in UTF-8.
    #[must_use]
    pub fn xml(&self) -> &str {
        &self.xml
    }
}

impl CompletedLine {
    fn new(path: String, name: Template, value: Decimal) -> Self {
        let [name, name_en] = [Language::Vietnamese, Language::English].map(|language| name.text(language).to_owned());
        Self { path, name, name_en, value }
    }

    /// The XPath of its element.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the form calls it.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        if language == Language::Vietnamese { &self.name } else { &self.name_en }
    }

    /// Its value.
    #[must_use]
    pub const fn value(&self) -> Decimal {
        self.value
    }
}

/// The element with that value: its start tag as it is, but not `xsi:nil`, which says that there is none.
fn filled(node: &Node<'_>, value: Decimal) -> String {
    let text = node.document().text();
    let tag = node.tag_range();
    let name = node.name().qualified();
    let mut start = text.get(tag.clone()).unwrap_or_default().to_owned();
    let nil = node.attributes().find(|attribute| attribute.name().local() == "nil");
    if let Some(nil) = nil {
        // From the blank before the name to the quote after the value.
        let value = nil.range();
        let before = text.get(tag.start..value.start).and_then(|before| before.rfind(nil.name().qualified()));
        if let Some(from) = before {
            start.replace_range(from..value.end + 1 - tag.start, "");
        }
    }
    let start = start.strip_suffix('>').unwrap_or(&start);
    let start = start.strip_suffix('/').unwrap_or(start).trim_end();
    format!("{start}>{value}</{name}>")
}

/// The text with these parts replaced, which are sorted and do not overlap, and with a declaration of UTF-8 in front.
fn rewritten(text: &str, changes: Vec<(Range<usize>, String)>) -> String {
    let mut result = String::with_capacity(text.len() + 64 + changes.len() * 16);
    result.push_str(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    // What is declared may be another encoding; the text is UTF-8 now.
    let mut from = if text.starts_with("<?xml ") { text.find("?>").map_or(0, |end| end + 2) } else { 0 };
    for (range, replacement) in changes {
        result.push_str(text.get(from..range.start).unwrap_or_default());
        result.push_str(&replacement);
        from = range.end;
    }
    result.push_str(text.get(from..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stage;
    use crate::Validator;

    const DECLARATION: &str = include_str!("../../examples/data/declaration.xml");

    fn completed(xml: &str) -> Result<CompletedDeclaration, CompleteError> {
        CompletedDeclaration::of(xml.as_bytes(), &Limits::default())
    }

    #[test]
    fn blank_nil_and_wrong_lines_are_filled_with_what_stood_there() {
        let whole = completed(DECLARATION).unwrap();
        assert_eq!((whole.code(), whole.version()), ("842", "2.8.3"));
        assert!(whole.lines().len() >= 10, "{}", whole.lines().len());
        assert_eq!(whole.xml(), DECLARATION, "a right declaration computes to itself");
        let mut text = DECLARATION.to_owned();
        for line in whole.lines() {
            let name = line.path().rsplit('/').next().unwrap();
            let full = format!("<{name}>{}</{name}>", line.value());
            assert_eq!(text.matches(&full).count(), 1, "{full}");
            for other in
                [format!("<{name}/>"), format!("<{name}></{name}>"), format!("<{name}>1</{name}>"), format!("<{name} />")]
            {
                assert_eq!(completed(&text.replace(&full, &other)).unwrap().xml(), DECLARATION, "{other}");
            }
            text = text.replace(&full, &format!("<{name}/>"));
        }
        assert_eq!(completed(&text).unwrap().xml(), DECLARATION, "all of them blank at once");
    }

    #[test]
    fn nil_goes_when_there_is_a_value() {
        let nil = r#"<ct36 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>"#;
        let xml = completed(&DECLARATION.replace("<ct36>15950000</ct36>", nil)).unwrap();
        let filled = r#"<ct36 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">15950000</ct36>"#;
        assert!(xml.xml().contains(filled), "{}", xml.xml());
    }

    #[test]
    fn what_is_computed_has_no_finding() {
        let blank = DECLARATION.replace("<ct36>15950000</ct36>", "<ct36/>");
        let code = |xml: &str| {
            let report = Validator::new().validate(xml.as_bytes());
            report.findings().iter().filter(|finding| finding.rule().stage == Stage::Totals).count()
        };
        assert_ne!(code(&blank), 0);
        assert_eq!(code(completed(&blank).unwrap().xml()), 0);
    }

    #[test]
    fn another_document_says_why_not() {
        assert_eq!(completed("<HDon/>").unwrap_err(), CompleteError::NoDeclaration);
        assert_eq!(completed("<HSoThueDTu/>").unwrap_err(), CompleteError::NoDeclaration);
        assert!(matches!(completed("<HSoThueDTu>").unwrap_err(), CompleteError::NotWellFormed(_)));
        let unknown = DECLARATION.replace("<maTKhai>842<", "<maTKhai>999999<");
        assert_eq!(completed(&unknown).unwrap_err(), CompleteError::NoFormulas { code: "999999".to_owned() });
    }
}
