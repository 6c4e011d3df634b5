//! The text report: a headline, the stages, signature cards, totals with their arithmetic, and each finding at its place.
//!
//! Every text that may come from a document passes through [`words::visible`] before it is printed.

use std::fmt::Write as _;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::profile::vn::declaration::catalogue;
use taxdoc::report::Chain;
use taxdoc::report::DocumentReport;
use taxdoc::report::Integrity;
use taxdoc::report::Revocation;
use taxdoc::report::SignatureReport;
use taxdoc::report::StageStatus;
use taxdoc::report::TotalReport;
use taxdoc::report::Verdict;
use taxdoc::rules::Template;

use crate::excerpt::Original;
use crate::output::Style;
use crate::output::Tally;
use crate::words;
use crate::words::visible;

/// Findings printed of one document. Who has more mends these first, or reads the JSON.
const FINDINGS: usize = 50;

/// Totals printed of one document when they agree; those that differ are always printed, up to the same number of them.
const TOTALS: usize = 20;

/// Codes in the summary.
const CODES: usize = 10;

/// The report on one document.
pub(crate) fn report(report: &Report, bytes: &[u8], style: Style) -> String {
    let mut page = Page { out: String::new(), style };
    page.headline(report);
    let brief = style.several && report.verdict() == Verdict::Valid && report.findings().is_empty();
    if !brief {
        page.stages(report);
        for signature in report.signatures() {
            page.signature(signature);
        }
        page.totals(report.totals());
        page.findings(report, bytes);
    }
    page.out.push('\n');
    page.out
}

/// What all documents add up to.
pub(crate) fn summary(tally: &Tally, style: Style) -> String {
    let mut page = Page { out: String::new(), style };
    let Tally { valid, invalid, undetermined, unreadable, codes } = tally;
    let total = valid + invalid + undetermined;
    let text = page.say(Template::new("{total} chứng từ: {list}", "{total} documents: {list}"));
    let mut parts = vec![
        format!("{valid} {}", page.say(Template::new("hợp lệ", "valid"))),
        format!("{invalid} {}", page.say(Template::new("không hợp lệ", "invalid"))),
        format!("{undetermined} {}", page.say(Template::new("chưa xác định", "undetermined"))),
    ];
    if *unreadable > 0 {
        parts.push(format!("{unreadable} {}", page.say(Template::new("không đọc được", "not read"))));
    }
    page.line(0, &text.replace("{total}", &total.to_string()).replace("{list}", &parts.join(", ")));
    let mut codes: Vec<(&str, usize)> = codes.iter().map(|(code, count)| (*code, *count)).collect();
    codes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    for (code, count) in codes.iter().take(CODES) {
        page.line(2, &format!("{count:>6} × {code}"));
    }
    page.out
}

/// The signs before a line: what they mean is said in words too.
#[derive(Clone, Copy)]
enum Mark {
    Good,
    Bad,
    Open,
}

impl Mark {
    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "✗",
            Self::Open => "–",
        }
    }

    /// Green, red, yellow (ECMA-48 §8.3.117).
    const fn colour(self) -> &'static str {
        match self {
            Self::Good => "\u{1b}[32m",
            Self::Bad => "\u{1b}[31m",
            Self::Open => "\u{1b}[33m",
        }
    }
}

struct Page {
    out: String,
    style: Style,
}

impl Page {
    fn say(&self, template: Template) -> &'static str {
        template.text(self.style.language)
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{:indent$}{text}", "");
    }

    /// A text after its sign, in the sign's colour.
    fn marked(&self, mark: Mark, text: &str) -> String {
        let sign = mark.sign();
        if self.style.colour { format!("{}{sign} {text}\u{1b}[0m", mark.colour()) } else { format!("{sign} {text}") }
    }

    /// A label and what belongs to it, values under each other. Our labels have one column a character.
    fn row(&mut self, indent: usize, label: Template, width: usize, text: &str) {
        let label = self.say(label);
        let gap = width.saturating_sub(label.chars().count());
        self.line(indent, &format!("{label}{:gap$}  {text}", ""));
    }

    fn headline(&mut self, report: &Report) {
        let mark = match report.verdict() {
            Verdict::Valid => Mark::Good,
            Verdict::Invalid => Mark::Bad,
            Verdict::Undetermined => Mark::Open,
        };
        let verdict = self.marked(mark, self.say(words::verdict(report.verdict())));
        self.line(0, &format!("{verdict}  {}", visible(report.file().unwrap_or("-"))));
        let about = self.document(report.document());
        if !about.is_empty() {
            self.line(2, &about);
        }
    }

    /// `Hóa đơn 1 (2.1.0) · C25TAA-123 · 01/06/2025 · người bán 0100047516 · 1.080.000 VND`
    fn document(&self, document: &DocumentReport) -> String {
        let language = self.style.language;
        let mut parts = Vec::new();
        let is_declaration = document.family == Some("declaration");
        if let Some(family) = document.family {
            let mut part = words::family(family).map_or(family, |word| self.say(word)).to_owned();
            if let Some(kind) = &document.kind {
                // People know a form by its symbol: `Tờ khai 01/GTGT, mã 842`.
                let form = if is_declaration { catalogue::newest(kind) } else { None };
                let _ = match form {
                    Some(form) => write!(part, " {}, {} {kind}", form.symbol, self.say(Template::new("mã", "code"))),
                    None => write!(part, " {}", visible(kind)),
                };
            }
            if let Some(version) = &document.version {
                let _ = write!(part, " ({})", visible(version));
            }
            parts.push(part);
        }
        let period = if is_declaration { self.say(Template::new("kỳ ", "period ")) } else { "" };
        parts.extend(document.number.as_deref().map(|number| format!("{period}{}", visible(number))));
        parts.extend(document.date.as_deref().map(|date| words::date(date, language).into_owned()));
        let seller = if is_declaration {
            Template::new("người nộp thuế", "taxpayer")
        } else {
            Template::new("người bán", "seller")
        };
        let buyer = Template::new("người mua", "buyer");
        for (who, code) in [(seller, &document.seller), (buyer, &document.buyer)] {
            parts.extend(code.as_deref().map(|code| format!("{} {}", self.say(who), visible(code))));
        }
        if let Some(total) = &document.total {
            let currency = document.currency.as_deref().map(visible).unwrap_or_default();
            parts.push(format!("{} {currency}", words::amount(total, language)).trim_end().to_owned());
        }
        parts.join(" · ")
    }

    fn stages(&mut self, report: &Report) {
        self.line(0, "");
        let mut said = None;
        for stage in report.stages() {
            let word = self.say(words::status(&stage.status));
            let text = match &stage.status {
                StageStatus::Passed => self.marked(Mark::Good, word),
                StageStatus::Failed => self.marked(Mark::Bad, word),
                // What holds for several stages in a row is said once.
                StageStatus::NotRun(reason) if said == Some(reason) => self.marked(Mark::Open, word),
                StageStatus::NotRun(reason) => {
                    said = Some(reason);
                    format!("{}: {}", self.marked(Mark::Open, word), visible(&reason.text(self.style.language)))
                }
            };
            self.row(2, words::stage(stage.stage), 18, &text);
        }
    }

    fn signature(&mut self, signature: &SignatureReport) {
        /// Columns of the longest label of a card in either language.
        const LABEL: usize = 14;
        let language = self.style.language;
        self.line(0, "");
        self.line(2, &format!("{} · {}", self.say(words::role(signature.role)), visible(&signature.path)));

        let mark = match signature.integrity {
            Integrity::Valid | Integrity::ValidNonstandard => Mark::Good,
            Integrity::AlteredWhitespace | Integrity::Invalid | Integrity::Refused => Mark::Bad,
        };
        let mut text = self.marked(mark, self.say(words::integrity(signature.integrity)));
        if !signature.algorithm.is_empty() {
            let _ = write!(text, " ({})", visible(&signature.algorithm));
        }
        self.row(4, Template::new("Toàn vẹn", "Integrity"), LABEL, &text);
        if let Some(diagnosis) = &signature.diagnosis {
            self.row(4, Template::new("Vì sao", "Why"), LABEL, &visible(&diagnosis.text(language)));
        }
        if let Some(certificate) = &signature.certificate {
            let mut text = visible(&certificate.subject).into_owned();
            if let Some(code) = &certificate.tax_code {
                let label = self.say(Template::new("MST", "tax code"));
                let _ = write!(text, " ({label} {})", visible(code));
            }
            self.row(4, Template::new("Người ký", "Signer"), LABEL, &text);
            let text = format!("{} – {}", visible(&certificate.not_before), visible(&certificate.not_after));
            self.row(4, Template::new("Hiệu lực", "In force"), LABEL, &text);
            self.row(4, Template::new("Nơi cấp", "Issuer"), LABEL, &visible(&certificate.issuer));
        }
        let text = match &signature.signing_time {
            Some(time) => {
                let signed = if signature.signing_time_signed {
                    Template::new("thời điểm này cũng được ký", "this time is signed too")
                } else {
                    Template::new("thời điểm này không được ký", "this time itself is not signed")
                };
                format!("{} ({})", visible(time), self.say(signed))
            }
            None => self.say(Template::new("không ghi", "not stated")).to_owned(),
        };
        self.row(4, Template::new("Ký lúc", "Signed at"), LABEL, &text);
        let covers: Vec<String> = signature
            .covers
            .iter()
            .map(|part| format!("{} ({})", visible(&part.path), self.say(words::extent(part.extent))))
            .collect();
        if !covers.is_empty() {
            self.row(4, Template::new("Ký trên", "Covers"), LABEL, &covers.join(", "));
        }
        if !signature.not_covered.is_empty() {
            let text = visible(&signature.not_covered.join(", ")).into_owned();
            let text = self.marked(Mark::Bad, &text);
            self.row(4, Template::new("Không ký", "Leaves out"), LABEL, &text);
        }
        let mark = match signature.chain {
            Chain::Trusted => Mark::Good,
            Chain::Untrusted => Mark::Bad,
            Chain::NotRun => Mark::Open,
        };
        let mut text = self.marked(mark, self.say(words::chain(signature.chain)));
        if let Some(anchor) = &signature.anchor {
            let _ = write!(text, " → {} ({})", visible(anchor), self.say(words::hierarchy(signature.hierarchy)));
        }
        self.row(4, Template::new("Đường tin cậy", "Trust path"), LABEL, &text);
        let mark = match signature.revocation {
            Revocation::Good => Mark::Good,
            Revocation::Revoked => Mark::Bad,
            Revocation::NotRun => return,
        };
        let text = self.marked(mark, self.say(words::revocation(signature.revocation)));
        self.row(4, Template::new("Thu hồi", "Revocation"), LABEL, &text);
    }

    fn totals(&mut self, totals: &[TotalReport]) {
        if totals.is_empty() {
            return;
        }
        let agrees = |total: &&TotalReport| total.difference.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'));
        let (same, different): (Vec<&TotalReport>, Vec<&TotalReport>) = totals.iter().partition(agrees);
        let heading = self
            .say(Template::new("Số tiền: {same} khớp, {different} lệch", "Totals: {same} agree, {different} differ"))
            .replace("{same}", &same.len().to_string())
            .replace("{different}", &different.len().to_string());
        self.line(0, "");
        self.line(2, &heading);
        // Figures that agree are worth reading in the report of one document only.
        let room = if different.is_empty() && !self.style.several { TOTALS } else { 0 };
        for total in different.iter().take(TOTALS) {
            self.total(total, Mark::Bad);
        }
        for total in same.iter().take(room) {
            self.total(total, Mark::Good);
        }
        let hidden = different.len().saturating_sub(TOTALS) + if room > 0 { same.len().saturating_sub(room) } else { 0 };
        self.more(hidden);
    }

    fn total(&mut self, total: &TotalReport, mark: Mark) {
        let language = self.style.language;
        let name = total.name.text(language);
        let stated = words::amount(&total.stated, language);
        let text = if let Mark::Bad = mark {
            let computed = words::amount(&total.computed, language);
            let difference = words::amount(&total.difference, language);
            self.say(Template::new(
                "{name}: ghi {stated}, tính ra {computed}, lệch {difference}",
                "{name}: stated {stated}, computed {computed}, difference {difference}",
            ))
            .replace("{name}", name)
            .replace("{computed}", &computed)
            .replace("{difference}", &difference)
            .replace("{stated}", &stated)
        } else {
            format!("{name}: {stated}")
        };
        let text = self.marked(mark, &text);
        self.line(4, &text);
        self.line(6, &visible(&total.rule));
    }

    fn findings(&mut self, report: &Report, bytes: &[u8]) {
        let findings = report.findings();
        if findings.is_empty() {
            return;
        }
        let original = Original::new(bytes);
        for finding in findings.iter().take(FINDINGS) {
            self.line(0, "");
            let text = self.finding(finding, report.file().unwrap_or("-"), &original);
            self.out.push_str(&text);
            self.out.push('\n');
        }
        self.line(0, "");
        self.more(findings.len().saturating_sub(FINDINGS));
        let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
            .into_iter()
            .map(|severity| (severity, count(severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{count} {}", self.say(words::severity(severity))))
            .collect();
        self.line(2, &counts.join(", "));
    }

    fn more(&mut self, hidden: usize) {
        if hidden > 0 {
            let text = self.say(Template::new(
                "… và {n} mục nữa; --format json cho biết tất cả.",
                "… and {n} more; --format json tells all.",
            ));
            self.line(4, &text.replace("{n}", &hidden.to_string()));
        }
    }

    /// One finding with its line, in the manner of a compiler.
    fn finding(&self, finding: &Finding, file: &str, original: &Original<'_>) -> String {
        /// Columns for the line number and its frame.
        const FRAME: usize = 10;
        let Style { language, width, colour, .. } = self.style;
        let message = finding.message(language);
        let title = visible(&message);
        let level = match finding.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let name = self.say(words::severity(finding.severity()));
        let mut group = Group::with_title(level.with_name(name).primary_title(title).id(finding.code()));
        // A whole document has no place worth a mark.
        let place = finding.place().filter(|place| !(place.offset == 0 && place.length == 0 && place.path.is_empty()));
        let excerpt = place.and_then(|place| Some((place, original.excerpt(place, width - FRAME)?)));
        if let Some((place, excerpt)) = &excerpt {
            let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
            group = group.element(Snippet::source(&*excerpt.line).line_start(place.line).annotation(mark));
        }
        let notes = self.notes(finding, language);
        for (label, text) in &notes {
            group = group.element(Level::NOTE.with_name(self.say(*label)).message(text));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = renderer.term_width(width + FRAME).render(&[group]);
        // The renderer would count the column in the excerpt, so the place is put in here, after the title.
        let number = place.map(|place| place.line.to_string()).unwrap_or_default();
        let at = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        let title = text.find('\n').unwrap_or(text.len());
        text.insert_str(title, &format!("\n{:1$}--> {2}{at}", "", number.len(), visible(file)));
        text
    }

    fn notes(&self, finding: &Finding, language: Language) -> Vec<(Template, String)> {
        let place = finding.place().map(|place| place.path.clone()).filter(|path| !path.is_empty());
        let at = match (finding.field(language), place) {
            (Some(field), Some(path)) => Some(format!("{field} ({path})")),
            (Some(field), None) => Some(field.to_owned()),
            (None, path) => path,
        };
        let basis = match finding.basis() {
            "practice" => self.say(Template::new("thực tế sử dụng", "practice")),
            clause => clause,
        };
        let notes = [
            (Template::new("ở", "at"), at),
            (Template::new("tìm thấy", "found"), finding.actual(language)),
            (Template::new("cần có", "expected"), finding.expected(language).map(|text| text.into_owned())),
            (Template::new("cách sửa", "fix"), finding.fix(language).map(|text| text.into_owned())),
            (Template::new("căn cứ", "basis"), Some(basis.to_owned())),
        ];
        notes.into_iter().filter_map(|(label, text)| Some((label, visible(&text?).into_owned()))).collect()
    }
}
