//! Findings grouped by their place: the line of the document once, the place marked, and under it everything said of it.

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::rules::Template;
use taxdoc::xml::Place;

use crate::arguments::Detail;
use crate::excerpt::Original;
use crate::output::Style;
use crate::words;
use crate::words::visible;
use crate::words::wrap;

use super::Page;

/// Findings printed of one document. Who has more mends these first, or asks for all with `--verbose`.
const FINDINGS: usize = 50;

/// Columns for the line number and its frame.
const FRAME: usize = 10;

/// Columns in front of the text of a note, but for its label: `  = cách sửa: `.
const NOTE: usize = 8;

pub(super) fn findings(page: &mut Page, report: &Report, bytes: &[u8]) {
    let findings = report.findings();
    if findings.is_empty() {
        return;
    }
    let shown = chosen(findings, page.style.detail);
    let original = Original::new(bytes);
    let mut before = None;
    for finding in &shown {
        let place = place_of(finding).map(|place| (place.offset, place.length));
        let same = place.is_some() && place == before;
        if !same {
            page.line(0, "");
        }
        let text = one(page, finding, report.file().unwrap_or("-"), &original, same);
        page.out.push_str(&text);
        page.out.push('\n');
        before = place;
    }
    page.line(0, "");
    page.more(findings.len().saturating_sub(shown.len()));
    let counts = counts(page, findings);
    page.line(2, &counts);
}

/// `2 errors, 1 warning`, in the words of the language.
fn counts(page: &Page, findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| {
            let plural =
                if page.style.language == Language::English && count > 1 && severity != Severity::Info { "s" } else { "" };
            format!("{count} {}{plural}", page.say(words::severity(severity)))
        })
        .collect();
    counts.join(", ")
}

/// The gravest as far as there is room, in the order of their places; those of the whole document first.
fn chosen(findings: &[Finding], detail: Detail) -> Vec<&Finding> {
    let mut chosen: Vec<&Finding> = findings.iter().collect();
    if detail != Detail::Verbose {
        chosen.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        chosen.truncate(FINDINGS);
    }
    chosen.sort_by_key(|finding| {
        (place_of(finding).map(|place| (place.offset, place.length)), std::cmp::Reverse(finding.severity()))
    });
    chosen
}

/// A whole document has no place worth a mark.
fn place_of(finding: &Finding) -> Option<&Place> {
    finding.place().filter(|place| !(place.offset == 0 && place.length == 0 && place.path.is_empty()))
}

/// One finding, in the manner of a compiler; without its line where the finding before has shown it.
fn one(page: &Page, finding: &Finding, file: &str, original: &Original<'_>, same: bool) -> String {
    let Style { language, width, colour, .. } = page.style;
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let name = page.say(words::severity(finding.severity()));
    // `error[CODE]: ` stands in front of the first line, and the others stand under it.
    let lead = name.chars().count() + finding.code().len() + 4;
    let message = finding.message(language);
    let title = wrap(&visible(&message), width.saturating_sub(lead).max(40));
    let mut group = Group::with_title(level.with_name(name).primary_title(title.join("\n")).id(finding.code()));
    let place = place_of(finding);
    let excerpt = place.filter(|_| !same).and_then(|place| Some((place, original.excerpt(place, width - FRAME)?)));
    if let Some((place, excerpt)) = &excerpt {
        let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
        group = group.element(Snippet::source(&*excerpt.line).line_start(place.line).annotation(mark));
    }
    let notes = notes(page, finding, language, same);
    for (label, text) in &notes {
        group = group.element(Level::NOTE.with_name(page.say(*label)).message(text));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.term_width(width + FRAME).render(&[group]);
    if !same {
        // The renderer would count the column in the excerpt, so the place is put in here, after the title.
        let number = place.map(|place| place.line.to_string()).unwrap_or_default();
        let at = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        let end = text.match_indices('\n').nth(title.len() - 1).map_or(text.len(), |(end, _)| end);
        text.insert_str(end, &format!("\n{:1$}--> {2}{at}", "", number.len(), visible(file)));
    }
    text
}

fn notes(page: &Page, finding: &Finding, language: Language, same: bool) -> Vec<(Template, String)> {
    let place = finding.place().map(|place| place.path.clone()).filter(|path| !path.is_empty());
    let at = match (finding.field(language), place) {
        (Some(field), Some(path)) => Some(format!("{field} ({path})")),
        (Some(field), None) => Some(field.to_owned()),
        (None, path) => path,
    };
    let notes = [
        (Template::new("ở", "at"), at.filter(|_| !same)),
        (Template::new("tìm thấy", "found"), finding.actual(language)),
        (Template::new("cần có", "expected"), finding.expected(language).map(|text| text.into_owned())),
        (Template::new("cách sửa", "fix"), finding.fix(language).map(|text| text.into_owned())),
        (Template::new("căn cứ", "basis"), Some(words::basis(finding, language).into_owned())),
    ];
    let room = |label: Template| page.style.width.saturating_sub(NOTE + page.say(label).chars().count()).max(40);
    notes.into_iter().filter_map(|(label, text)| Some((label, wrap(&visible(&text?), room(label)).join("\n")))).collect()
}
