//! The text report: a headline, the stages, signature cards, totals with their arithmetic, and each finding at its place.
//!
//! Every text that may come from a document passes through [`words::visible`] before it is printed.

use std::fmt::Write as _;

use taxdoc::Limits;
use taxdoc::Report;
use taxdoc::profile::vn::Reading;
use taxdoc::profile::vn::declaration::catalogue;
use taxdoc::report::DocumentReport;
use taxdoc::report::StageStatus;
use taxdoc::report::TotalReport;
use taxdoc::report::Verdict;
use taxdoc::rules;
use taxdoc::rules::Template;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::arguments::Detail;
use crate::style::Style;
use crate::tally::Tally;
use crate::words;
use crate::words::visible;

mod card;
mod findings;

/// Totals printed of one document when they agree; those that differ are always printed, up to the same number of them.
const TOTALS: usize = 20;

/// Codes in the summary.
const CODES: usize = 10;

/// Columns of the name of a party in the headline.
const NAME: usize = 40;

/// The report on one document.
pub(crate) fn report(report: &Report, bytes: &[u8], style: Style) -> String {
    let mut page = Page { out: String::new(), style };
    if style.detail == Detail::Quiet {
        if report.verdict() != Verdict::Valid {
            page.quiet(report);
        }
        return page.out;
    }
    let detailed = style.detail == Detail::Verbose;
    let brief = style.several && !detailed && report.verdict() == Verdict::Valid && report.findings().is_empty();
    page.headline(report, if brief { &[] } else { bytes });
    if !brief {
        page.stages(report);
        for signature in report.signatures() {
            card::card(&mut page, signature);
        }
        page.totals(report.totals());
        findings::findings(&mut page, report, bytes);
    }
    page.out.push('\n');
    page.out
}

/// What all documents add up to: how many ended how, and the codes that were found most.
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
    codes.truncate(CODES);
    let column = codes.iter().map(|(code, _)| code.len()).max().unwrap_or_default();
    for (code, count) in codes {
        let meaning = rules::catalogue().find(|rule| rule.code == code).map_or("", |rule| page.say(rule.message));
        let room = style.width.saturating_sub(column + 13);
        page.line(2, format!("{count:>6} × {code:column$}  {}", words::outline(meaning, room)).trim_end());
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

    /// The same where the text is longer than the line: what is left goes under it.
    fn wrapped_row(&mut self, indent: usize, label: Template, width: usize, text: &str) {
        let room = self.style.width.saturating_sub(indent + width + 2).max(40);
        for (index, line) in words::wrap(text, room).into_iter().enumerate() {
            self.row(indent, if index == 0 { label } else { Template::EMPTY }, width, &line);
        }
    }

    fn verdict(&self, report: &Report) -> String {
        let mark = match report.verdict() {
            Verdict::Valid => Mark::Good,
            Verdict::Invalid => Mark::Bad,
            Verdict::Undetermined => Mark::Open,
        };
        self.marked(mark, self.say(words::verdict(report.verdict())))
    }

    /// One line: verdict, file, and the gravest finding or the stage that did not run.
    fn quiet(&mut self, report: &Report) {
        let gravest = report.findings().iter().rev().max_by_key(|finding| finding.severity());
        let reason = report.stages().iter().find_map(|stage| match &stage.status {
            StageStatus::NotRun(reason) => Some(reason),
            StageStatus::Passed | StageStatus::Failed => None,
        });
        let why = match (report.verdict(), gravest, reason) {
            (Verdict::Undetermined, _, Some(reason)) => reason.text(self.style.language).into_owned(),
            (_, Some(finding), _) => format!("{}: {}", finding.code(), finding.message(self.style.language)),
            _ => String::new(),
        };
        let verdict = self.verdict(report);
        self.line(0, &format!("{verdict}  {}  {}", visible(report.file().unwrap_or("-")), visible(&why)));
    }

    /// Verdict and file, then what the document is. The names of the parties are read anew from `bytes`; the report has their codes.
    fn headline(&mut self, report: &Report, bytes: &[u8]) {
        let verdict = self.verdict(report);
        self.line(0, &format!("{verdict}  {}", visible(report.file().unwrap_or("-"))));
        let about = self.document(report.document(), parties(bytes));
        if !about.is_empty() {
            for line in words::wrap(&about, self.style.width.saturating_sub(2)) {
                self.line(2, &line);
            }
        }
    }

    /// `Hóa đơn 1 (2.1.0) · C25TAA-123 · 01/06/2025 · người bán CÔNG TY ABC 0100047516 · 1.080.000 VND`
    fn document(&self, document: &DocumentReport, parties: Parties) -> String {
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
        let seller = if parties.sells {
            Template::new("người bán", "seller")
        } else {
            Template::new("người nộp thuế", "taxpayer")
        };
        let buyer = Template::new("người mua", "buyer");
        for (who, code, name) in [(seller, &document.seller, parties.seller), (buyer, &document.buyer, parties.buyer)] {
            let name = name.map(|name| format!("{} ", words::shorten(&visible(&name), NAME))).unwrap_or_default();
            parts.extend(code.as_deref().map(|code| format!("{} {name}{}", self.say(who), visible(code))));
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
        let room = match self.style.detail {
            Detail::Verbose => usize::MAX,
            _ if different.is_empty() && !self.style.several => TOTALS,
            _ => 0,
        };
        let most = if self.style.detail == Detail::Verbose { usize::MAX } else { TOTALS };
        for total in different.iter().take(most) {
            self.total(total, Mark::Bad);
        }
        for total in same.iter().take(room) {
            self.total(total, Mark::Good);
        }
        let hidden = different.len().saturating_sub(most) + if room > 0 { same.len().saturating_sub(room) } else { 0 };
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

    fn more(&mut self, hidden: usize) {
        if hidden > 0 {
            let text =
                self.say(Template::new("… và {n} mục nữa; --verbose cho biết tất cả.", "… and {n} more; --verbose tells all."));
            self.line(4, &text.replace("{n}", &hidden.to_string()));
        }
    }
}

/// Who stands on a document.
#[derive(Default)]
struct Parties {
    /// Whether the first party sells; in declarations, registrations, notices and summaries it is the taxpayer.
    sells: bool,
    /// The name of the seller or of the taxpayer.
    seller: Option<String>,
    /// The name of the buyer.
    buyer: Option<String>,
}

fn parties(bytes: &[u8]) -> Parties {
    let limits = Limits::default();
    let Some(source) = Some(bytes).filter(|bytes| !bytes.is_empty()).and_then(|bytes| Source::decode(bytes, &limits).ok()) else {
        return Parties::default();
    };
    let Ok(document) = Document::parse(&source, &limits) else { return Parties::default() };
    let Some(reading) = Reading::of(&document) else { return Parties::default() };
    if let Some(declaration) = reading.declaration() {
        let name = declaration.taxpayer_name.as_ref().and_then(|field| field.value());
        return Parties { seller: name.map(str::to_owned), ..Parties::default() };
    }
    let [seller, buyer] = match reading.invoices() {
        [invoice] => [&invoice.seller, &invoice.buyer].map(|party| party.name.value().map(str::to_owned)),
        _ => [None, None],
    };
    Parties { sells: !reading.invoices().is_empty(), seller, buyer }
}
