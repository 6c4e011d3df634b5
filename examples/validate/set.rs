//! What the documents of a run show together, as text: the end of the summary, or standard error beside reports for programs.

use std::fmt::Write as _;

use taxdoc::Severity;
use taxdoc::profile::vn::set::SetFinding;
use taxdoc::rules::Template;

use crate::style::Style;
use crate::words::visible;

static HEADING: Template = Template::new("Đối chiếu các chứng từ với nhau:", "The documents together:");

/// Findings of each code that are printed; the rest is counted.
const PRINTED: usize = 20;

/// A line for each finding, with its documents and what to do; nothing where there is none.
pub(crate) fn text(findings: &[SetFinding], style: Style) -> String {
    let mut out = String::new();
    if findings.is_empty() {
        return out;
    }
    let _ = writeln!(out, "\n{}", HEADING.text(style.language));
    for same in findings.chunk_by(|a, b| a.code() == b.code()) {
        for finding in same.iter().take(PRINTED) {
            let sign = match finding.severity() {
                Severity::Error => "✗",
                Severity::Warning => "!",
                Severity::Info => "–",
            };
            let _ = writeln!(out, "  {sign} {}: {}", finding.code(), visible(&finding.message(style.language)));
            for document in finding.documents() {
                let _ = writeln!(out, "      {}", visible(document));
            }
        }
        if same.len() > PRINTED {
            let more = Template::new("và {count} trường hợp nữa", "and {count} more");
            let _ = writeln!(out, "    {}", more.text(style.language).replace("{count}", &(same.len() - PRINTED).to_string()));
        }
        if let Some(fix) = same.first().and_then(|finding| finding.fix(style.language)) {
            let _ = writeln!(out, "    → {}", visible(&fix));
        }
    }
    out
}
