//! One HTML page that stands alone: no script, no outside resource, every value escaped. It shows each document as its printed form looks, with
//! findings marked in place, then signatures, totals and the raw XML.

use std::fmt::Write as _;

use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::report::Chain;
use taxdoc::report::Integrity;
use taxdoc::report::SignatureReport;
use taxdoc::report::StageStatus;
use taxdoc::report::TotalReport;
use taxdoc::report::Verdict;
use taxdoc::rules::Template;

use crate::escape::markup;
use crate::excerpt::Original;
use crate::output::Tally;
use crate::words;

mod fields;
mod form;
mod source;

const STYLE: &str = include_str!("style.css");

/// Stands for the number of the document, which is known only when it is printed. No escaped text holds it.
pub(crate) const NUMBER: char = '\0';

/// Everything up to the first document.
pub(crate) fn begin(language: Language) -> String {
    let code = if language == Language::English { "en" } else { "vi" };
    let title = Template::new("Kết quả kiểm tra chứng từ", "Validation of tax documents").text(language);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"color-scheme\" \
         content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
}

/// The summary and the end of the page.
pub(crate) fn end(tally: &Tally, language: Language) -> String {
    let say = |template: Template| template.text(language);
    let mut page = String::new();
    let counts = [
        (Template::new("hợp lệ", "valid"), tally.valid),
        (Template::new("không hợp lệ", "invalid"), tally.invalid),
        (Template::new("chưa xác định", "undetermined"), tally.undetermined),
        (Template::new("không đọc được", "not read"), tally.unreadable),
    ];
    if tally.total() + tally.unreadable > 1 {
        let counts: Vec<String> =
            counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {}", say(*word))).collect();
        let _ = writeln!(page, "<footer><p>{}</p></footer>", counts.join(" · "));
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// What could not be read.
pub(crate) fn problem(text: &str, language: Language) -> String {
    let title = Template::new("KHÔNG ĐỌC ĐƯỢC", "NOT READ").text(language);
    format!("<article class=\"unreadable\"><h1>✗ {title}</h1><p>{}</p></article>\n", markup(text))
}

/// One document.
pub(crate) fn article(report: &Report, bytes: &[u8], language: Language) -> String {
    let mut page = Page { out: String::new(), language };
    let verdict = match report.verdict() {
        Verdict::Valid => "valid",
        Verdict::Invalid => "invalid",
        Verdict::Undetermined => "undetermined",
    };
    let _ = writeln!(page.out, "<article class=\"{verdict}\" id=\"d{NUMBER}\">");
    page.header(report);
    let original = Original::new(bytes);
    let numbered: Vec<(usize, &Finding)> =
        report.findings().iter().enumerate().map(|(index, finding)| (index + 1, finding)).collect();
    // The form is made first, for it knows which findings are marked on it, and stands second.
    let start = page.out.len();
    let shown = form::form(&mut page, bytes, report.findings());
    let form = page.out.split_off(start);
    page.findings(&numbered, &original, &shown);
    if !form.is_empty() {
        page.heading(Template::new("Bản thể hiện", "As printed"));
        page.out.push_str(&form);
    }
    if !report.signatures().is_empty() {
        page.heading(Template::new("Chữ ký số", "Signatures"));
        page.out.push_str("<div class=\"cards\">\n");
        for signature in report.signatures() {
            page.card(signature);
        }
        page.out.push_str("</div>\n");
    }
    page.totals(report.totals());
    source::source(&mut page, &original, &numbered);
    page.out.push_str("</article>\n");
    page.out
}

/// The word for a class.
const fn class(severity: Severity) -> &'static str {
    severity.name()
}

/// The name that people know of a distinguished name, the whole of it where they point.
fn name(whole: &str) -> String {
    format!("<bdi title=\"{}\">{}</bdi>", markup(whole), markup(words::common_name(whole)))
}

struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn say(&self, template: Template) -> &'static str {
        template.text(self.language)
    }

    fn heading(&mut self, title: Template) {
        let _ = writeln!(self.out, "<h2>{}</h2>", self.say(title));
    }

    /// A term and what belongs to it, which is markup already.
    fn pair(&mut self, term: Template, markup: &str) {
        let _ = writeln!(self.out, "<dt>{}</dt><dd>{markup}</dd>", self.say(term));
    }

    fn header(&mut self, report: &Report) {
        let document = report.document();
        let sign = match report.verdict() {
            Verdict::Valid => "✓",
            Verdict::Invalid => "✗",
            Verdict::Undetermined => "–",
        };
        let _ = writeln!(
            self.out,
            "<header>\n<p class=\"verdict\">{sign} {}</p>\n<h1><bdi>{}</bdi></h1>",
            self.say(words::verdict(report.verdict())),
            markup(report.file().unwrap_or("-"))
        );
        let mut parts = Vec::new();
        let family = document.family.map(|family| words::family(family).map_or(family, |word| self.say(word)));
        for value in [family, document.kind.as_deref(), document.number.as_deref()].into_iter().flatten() {
            parts.push(markup(value));
        }
        parts.extend(document.date.as_deref().map(|date| markup(&words::date(date, self.language))));
        if let Some(total) = &document.total {
            parts.push(format!(
                "{} {}",
                markup(&words::amount(total, self.language)),
                markup(document.currency.as_deref().unwrap_or(""))
            ));
        }
        if !parts.is_empty() {
            let _ = writeln!(self.out, "<p>{}</p>", parts.join(" · "));
        }
        let _ = writeln!(self.out, "<p class=\"hash\">SHA-256 {}</p>\n<ul class=\"stages\">", report.sha256());
        for stage in report.stages() {
            let reason = match &stage.status {
                StageStatus::NotRun(reason) => format!("<small>{}</small>", markup(&reason.text(self.language))),
                StageStatus::Passed | StageStatus::Failed => String::new(),
            };
            let _ = writeln!(
                self.out,
                "<li class=\"{}\"><b>{}</b> {}{reason}</li>",
                stage.status.name(),
                self.say(words::stage(stage.stage)),
                self.say(words::status(&stage.status))
            );
        }
        self.out.push_str("</ul>\n</header>\n");
    }

    fn findings(&mut self, findings: &[(usize, &Finding)], original: &Original<'_>, shown: &[bool]) {
        /// Columns of the line that is shown with a finding.
        const WIDTH: usize = 120;
        if findings.is_empty() {
            return;
        }
        self.heading(Template::new("Thông báo", "Findings"));
        self.out.push_str("<ol class=\"findings\">\n");
        for (number, finding) in findings {
            let severity = finding.severity();
            let _ = writeln!(
                self.out,
                "<li id=\"d{NUMBER}-f{number}\" class=\"{}\"><p><b>{}</b> <code>{}</code> {}</p>",
                class(severity),
                self.say(words::severity(severity)),
                finding.code(),
                markup(&finding.message(self.language))
            );
            let place = finding.place();
            if let Some(excerpt) = place.and_then(|place| original.excerpt(place, WIDTH)) {
                let piece = |range: std::ops::Range<usize>| markup(excerpt.line.get(range).unwrap_or_default());
                let (before, marked) = (piece(0..excerpt.mark.start), piece(excerpt.mark.clone()));
                let after = piece(excerpt.mark.end..excerpt.line.len());
                let _ = writeln!(self.out, "<pre>{before}<mark class=\"{}\">{marked}</mark>{after}</pre>", class(severity));
            }
            self.out.push_str("<dl>\n");
            if let Some(place) = place {
                let mut at = finding.field(self.language).map(|field| format!("{} · ", markup(field))).unwrap_or_default();
                let form = if shown.get(number - 1).copied().unwrap_or_default() {
                    format!(
                        " · <a href=\"#d{NUMBER}-v{number}\">{}</a>",
                        self.say(Template::new("trên bản thể hiện", "as printed"))
                    )
                } else {
                    String::new()
                };
                let _ = write!(
                    at,
                    "<a href=\"#d{NUMBER}-x{number}\">{}:{}</a> <code>{}</code>{form}",
                    place.line,
                    place.column,
                    markup(&place.path)
                );
                self.pair(Template::new("Ở", "At"), &at);
            }
            let rows = [
                (Template::new("Tìm thấy", "Found"), finding.actual(self.language)),
                (Template::new("Cần có", "Expected"), finding.expected(self.language).map(|text| text.into_owned())),
                (Template::new("Cách sửa", "Fix"), finding.fix(self.language).map(|text| text.into_owned())),
            ];
            for (term, text) in rows {
                if let Some(text) = text {
                    self.pair(term, &format!("<bdi>{}</bdi>", markup(&text)));
                }
            }
            self.pair(Template::new("Căn cứ", "Basis"), &markup(&words::basis(finding, self.language)));
            self.out.push_str("</dl></li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    fn card(&mut self, signature: &SignatureReport) {
        let good = matches!(signature.integrity, Integrity::Valid | Integrity::ValidNonstandard);
        let kind = match (good, signature.chain) {
            (false, _) | (_, Chain::Untrusted) => "failed",
            (true, Chain::Trusted) => "passed",
            (true, Chain::NotRun) => "not_run",
        };
        let _ = writeln!(self.out, "<section class=\"card {kind}\"><h3>{}</h3><dl>", self.say(words::role(signature.role)));
        let mut text = markup(self.say(words::integrity(signature.integrity)));
        if !signature.algorithm.is_empty() {
            let _ = write!(text, " ({})", markup(&signature.algorithm));
        }
        self.pair(Template::new("Toàn vẹn", "Integrity"), &text);
        if let Some(diagnosis) = &signature.diagnosis {
            let text = markup(&diagnosis.text(self.language));
            self.pair(Template::new("Vì sao", "Why"), &text);
        }
        if let Some(certificate) = &signature.certificate {
            let code = certificate.tax_code.as_deref().map(|code| format!(" · MST {}", markup(code))).unwrap_or_default();
            self.pair(Template::new("Người ký", "Signer"), &format!("{}{code}", name(&certificate.subject)));
            self.pair(Template::new("Nơi cấp", "Issuer"), &name(&certificate.issuer));
            let day = |time: &str| markup(&words::date(time.get(..10).unwrap_or(time), self.language));
            let text = format!("{} – {}", day(&certificate.not_before), day(&certificate.not_after));
            self.pair(Template::new("Hiệu lực", "In force"), &text);
        }
        let time = signature.signing_time.as_deref().map_or_else(
            || self.say(Template::new("không ghi", "not stated")).to_owned(),
            |time| markup(&words::moment(time, self.language)),
        );
        self.pair(Template::new("Ký lúc", "Signed at"), &time);
        let covers: Vec<String> = signature
            .covers
            .iter()
            .map(|part| format!("<code>{}</code> ({})", markup(&part.path), self.say(words::extent(part.extent))))
            .collect();
        self.pair(Template::new("Ký trên", "Covers"), &covers.join(", "));
        if !signature.not_covered.is_empty() {
            let text = markup(&signature.not_covered.join(", "));
            self.pair(Template::new("Không ký", "Leaves out"), &text);
        }
        let hierarchy = self.say(words::hierarchy(signature.hierarchy));
        let anchor = signature.anchor.as_deref().map(|anchor| format!(" → {} ({hierarchy})", name(anchor))).unwrap_or_default();
        let text = format!("{}{anchor}", self.say(words::chain(signature.chain)));
        self.pair(Template::new("Đường tin cậy", "Trust path"), &text);
        let text = self.say(words::revocation(signature.revocation));
        self.pair(Template::new("Thu hồi", "Revocation"), text);
        self.out.push_str("</dl></section>\n");
    }

    fn totals(&mut self, totals: &[TotalReport]) {
        /// Rows; those that differ come first.
        const ROWS: usize = 200;
        if totals.is_empty() {
            return;
        }
        self.heading(Template::new("Cộng lại số tiền", "The totals recomputed"));
        let heads = [
            Template::new("Chỉ tiêu", "Field"),
            Template::new("Ghi", "Stated"),
            Template::new("Tính ra", "Computed"),
            Template::new("Lệch", "Difference"),
            Template::new("Phép tính", "Arithmetic"),
        ];
        let heads: Vec<String> = heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", self.say(*head))).collect();
        let _ =
            writeln!(self.out, "<div class=\"wide\"><table class=\"totals\"><thead><tr>{}</tr></thead><tbody>", heads.concat());
        let agrees = |total: &&TotalReport| total.difference.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'));
        let (same, different): (Vec<&TotalReport>, Vec<&TotalReport>) = totals.iter().partition(agrees);
        let rows = different.iter().map(|total| (total, "failed")).chain(same.iter().map(|total| (total, "passed")));
        for (total, kind) in rows.take(ROWS) {
            let amount = |text: &str| markup(&words::amount(text, self.language));
            let _ = writeln!(
                self.out,
                "<tr class=\"{kind}\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>",
                markup(total.name.text(self.language)),
                amount(&total.stated),
                amount(&total.computed),
                amount(&total.difference),
                markup(&total.rule)
            );
        }
        self.out.push_str("</tbody></table></div>\n");
        if totals.len() > ROWS {
            let _ = writeln!(self.out, "<p>… +{}</p>", totals.len() - ROWS);
        }
    }
}
