//! Texts in two languages, filled from typed parameters.

use std::borrow::Cow;
use std::fmt::Write as _;

use time::OffsetDateTime;

/// The language of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// The language of the code `vi` or `en`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vietnamese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A text in both languages; `{name}` stands for the parameter of that name, `{{` for a brace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Vietnamese, NFC.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Template {
    /// A template without text.
    pub const EMPTY: Self = Self::new("", "");

    /// A template of the two texts.
    #[must_use]
    pub const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi, en }
    }

    /// The text in one language, parameters still in braces.
    #[must_use]
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Vietnamese => self.vi,
            Language::English => self.en,
        }
    }

    /// Whether there is no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.vi.is_empty() && self.en.is_empty()
    }

    /// The text with its parameters put in. A parameter that was not given stays in braces, which the catalogue test forbids.
    ///
    /// ```
    /// use taxdoc::Language;
    /// use taxdoc::rules::{Params, Template};
    /// let template = Template::new("Có {actual} ký tự", "It has {actual} characters");
    /// let params = Params::new().with("actual", 7_u64);
    /// assert_eq!(template.fill(&params, Language::English), "It has 7 characters");
    /// ```
    #[must_use]
    pub fn fill<'t>(&self, params: &Params, language: Language) -> Cow<'t, str> {
        let text = self.text(language);
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            if let Some(literal) = after.strip_prefix('{') {
                filled.push('{');
                rest = literal;
                continue;
            }
            let Some((name, after)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            match params.value(name) {
                Some(value) => value.write(&mut filled, language),
                None => {
                    let _ = write!(filled, "{{{name}}}");
                }
            }
            rest = after;
        }
        filled.push_str(rest);
        Cow::Owned(filled)
    }
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Param {
    /// A number of things.
    Count(u64),
    /// A text of the program in both languages, such as a field's name.
    Label(Template),
    /// A moment, in seconds since the start of 1970 in UTC: in Vietnamese by the clock of Viet Nam, in English in UTC, the offset named.
    Moment(i64),
    /// A fixed text that is the same in both languages, such as an element's name.
    Name(&'static str),
    /// A text out of the document.
    Text(Box<str>),
}

impl Param {
    fn write(&self, out: &mut String, language: Language) {
        match self {
            Self::Count(count) => {
                let _ = write!(out, "{count}");
            }
            Self::Label(template) => out.push_str(template.text(language)),
            Self::Moment(seconds) => write_moment(*seconds, out, language),
            Self::Name(name) => out.push_str(name),
            Self::Text(text) => out.push_str(text),
        }
    }

    /// The value as text in one language.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let mut text = String::new();
        self.write(&mut text, language);
        text
    }
}

/// Viet Nam has one time zone, without summer time.
const GMT_7: i64 = 7 * 3600;

fn write_moment(seconds: i64, out: &mut String, language: Language) {
    let offset = match language {
        Language::English => 0,
        Language::Vietnamese => GMT_7,
    };
    let Ok(moment) = OffsetDateTime::from_unix_timestamp(seconds.saturating_add(offset)) else {
        let _ = write!(out, "@{seconds}");
        return;
    };
    let ((year, month, day), (hour, minute, second)) = (moment.to_calendar_date(), moment.to_hms());
    let month = u8::from(month);
    let _ = match language {
        Language::English => write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
        Language::Vietnamese => write!(out, "{hour:02}:{minute:02}:{second:02} ngày {day:02}/{month:02}/{year:04} (GMT+7)"),
    };
}

impl From<u64> for Param {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Param {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<&'static str> for Param {
    fn from(name: &'static str) -> Self {
        Self::Name(name)
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text.into_boxed_str())
    }
}

impl From<Template> for Param {
    fn from(label: Template) -> Self {
        Self::Label(label)
    }
}

/// The longest text of a document that a parameter keeps, in characters: enough to recognise a value, too little to flood a report.
const PARAM_CHARACTERS: usize = 200;

impl Param {
    /// A text out of the document, cut after 200 with `…`.
    #[must_use]
    pub fn excerpt(text: &str) -> Self {
        match text.char_indices().nth(PARAM_CHARACTERS) {
            Some((end, _)) => {
                let mut cut = text.get(..end).unwrap_or_default().to_owned();
                cut.push('…');
                Self::from(cut)
            }
            None => Self::Text(text.into()),
        }
    }
}

/// Named parameters, few enough for a linear search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, Param)>);

impl Params {
    /// No parameters.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// These and one more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a parameter, or replaces the one of that name.
    pub fn set(&mut self, name: &'static str, value: impl Into<Param>) {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All names and values, in the order of setting.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Param)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

/// A remark outside a finding, such as the reason why a stage did not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    template: &'static Template,
    params: Params,
}

impl Note {
    /// A remark without parameters.
    #[must_use]
    pub const fn new(template: &'static Template) -> Self {
        Self { template, params: Params::new() }
    }

    /// The same remark with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.set(name, value);
        self
    }

    /// The text in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> Cow<'static, str> {
        self.template.fill(&self.params, language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_each_parameter_in_its_language() {
        let template = Template::new("{label} có {n}", "{label} has {n}");
        let params = Params::new().with("label", Template::new("Đơn giá", "Unit price")).with("n", 3_u64);
        assert_eq!(template.fill(&params, Language::Vietnamese), "Đơn giá có 3");
        assert_eq!(template.fill(&params, Language::English), "Unit price has 3");
    }

    #[test]
    fn a_moment_is_told_by_the_readers_clock() {
        // 1767225600 is 2026-01-01T00:00:00Z (date -u -d @1767225600); one second before is still the old year in UTC.
        let text = |seconds, language| Param::Moment(seconds).to_text(language);
        assert_eq!(text(1_767_225_599, Language::Vietnamese), "06:59:59 ngày 01/01/2026 (GMT+7)");
        assert_eq!(text(1_767_225_599, Language::English), "2025-12-31T23:59:59Z");
        assert_eq!(text(i64::MAX, Language::Vietnamese), format!("@{}", i64::MAX));
    }

    #[test]
    fn a_value_with_braces_is_not_filled_again() {
        let template = Template::new("{a}", "{a}");
        let params = Params::new().with("a", "{b}".to_owned()).with("b", "x".to_owned());
        assert_eq!(template.fill(&params, Language::English), "{b}");
    }

    #[test]
    fn an_excerpt_is_cut_at_a_character() {
        let text = "ế".repeat(PARAM_CHARACTERS + 1);
        let Param::Text(cut) = Param::excerpt(&text) else { panic!("not a text") };
        assert_eq!(cut.chars().count(), PARAM_CHARACTERS + 1);
        assert!(cut.ends_with('…'));
    }
}
