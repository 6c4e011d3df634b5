//! `validate compare BEFORE AFTER`: two versions of a document told apart field by field, and which signature each change breaks.
//!
//! Exit status: 0 the same content, 1 differences, 3 something cannot be read.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::Report;
use taxdoc::report::Integrity;
use taxdoc::report::SignatureReport;
use taxdoc::rules::Template;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

use crate::UNUSABLE;
use crate::arguments::Arguments;
use crate::arguments::Format;
use crate::input::Input;
use crate::input::Place;
use crate::output;
use crate::problem::Problem;
use crate::words;
use crate::words::visible;

mod difference;

use difference::Change;
use difference::ChangeKind;

/// Compares and prints.
pub(crate) fn run(arguments: Arguments, language: Language) -> ExitCode {
    match compare(&arguments, language) {
        Ok((text, differs)) => {
            let printed = output::print(&text);
            if printed == ExitCode::SUCCESS && differs { ExitCode::from(1) } else { printed }
        }
        Err(problem) => {
            problem.print(language);
            ExitCode::from(UNUSABLE)
        }
    }
}

/// One of the two versions.
struct Side {
    name: String,
    bytes: Arc<Vec<u8>>,
    report: Report,
}

fn compare(arguments: &Arguments, language: Language) -> Result<(String, bool), Problem> {
    let [before, after] = &*arguments.paths else { return Err(Problem::from(&words::COMPARE_TWO)) };
    let validator = crate::validator(arguments)?;
    let limits = Limits::default();
    let side = |path: &Path| -> Result<Side, Problem> {
        let place = if path.as_os_str() == "-" { Place::Stdin } else { Place::File(path.to_owned()) };
        let name = path.to_string_lossy().into_owned();
        let input = Input { name: name.clone(), place };
        let bytes = input.read(limits.document)?;
        Ok(Side { report: validator.validate(&bytes), name, bytes })
    };
    let sides = [side(before)?, side(after)?];
    let [before, after] = &sides;
    let broken = |side: &Side, fault: &taxdoc::xml::Fault| Problem::in_file(Path::new(&side.name), fault);
    let sources = [
        Source::decode(&before.bytes, &limits).map_err(|fault| broken(before, &fault))?,
        Source::decode(&after.bytes, &limits).map_err(|fault| broken(after, &fault))?,
    ];
    let [first, second] = &sources;
    let documents = [
        Document::parse(first, &limits).map_err(|fault| broken(before, &fault))?,
        Document::parse(second, &limits).map_err(|fault| broken(after, &fault))?,
    ];
    let [first, second] = &documents;
    let changes = difference::changes(first, second, language);
    let differs = !changes.is_empty() || before.report.sha256() != after.report.sha256();
    let comparison = Comparison { before, after, changes: &changes, language };
    let text = if arguments.format == Format::Json { comparison.json() } else { comparison.text() };
    Ok((text, differs))
}

struct Comparison<'c> {
    before: &'c Side,
    after: &'c Side,
    changes: &'c [Change],
    language: Language,
}

/// A signature before and after; `None` where it is not there.
type Pair<'r> = (Option<&'r SignatureReport>, Option<&'r SignatureReport>);

impl<'c> Comparison<'c> {
    fn say(&self, template: Template) -> &'static str {
        template.text(self.language)
    }

    /// The signatures of both, matched by their paths, those that were added last.
    fn signatures(&self) -> Vec<Pair<'c>> {
        let (before, after) = (self.before.report.signatures(), self.after.report.signatures());
        let find = |among: &'c [SignatureReport], path: &str| among.iter().find(|signature| signature.path == path);
        let kept = before.iter().map(|signature| (Some(signature), find(after, &signature.path)));
        let added =
            after.iter().filter(|signature| find(before, &signature.path).is_none()).map(|signature| (None, Some(signature)));
        kept.chain(added).collect()
    }

    /// The signatures that held, cover the place of a change, and hold no more. One that holds again was made anew.
    fn broken_by(&self, change: &Change) -> Vec<&'c SignatureReport> {
        let still = |path: &str| self.after.report.signatures().iter().any(|later| later.path == path && holds(later.integrity));
        let breaks = |signature: &&SignatureReport| {
            holds(signature.integrity)
                && !still(&signature.path)
                && signature.covers.iter().any(|covered| within(&change.within, &covered.path))
                // What an enveloped signature leaves out is itself.
                && !within(&change.within, &signature.path)
        };
        self.before.report.signatures().iter().filter(breaks).collect()
    }

    fn text(&self) -> String {
        let mut lines = Vec::new();
        lines.push(format!("{} → {}", visible(&self.before.name), visible(&self.after.name)));
        let verdict = |side: &Side| self.say(words::verdict(side.report.verdict()));
        lines.push(format!("  {} → {}", verdict(self.before), verdict(self.after)));
        lines.push(String::new());
        lines.push(match self.changes.len() {
            0 if self.before.report.sha256() == self.after.report.sha256() => {
                self.say(Template::new("  Hai tệp giống hệt nhau.", "  The files are the same, byte for byte.")).to_owned()
            }
            0 => self
                .say(Template::new(
                    "  Dữ liệu giống nhau; chỉ cách viết XML khác (mã hóa, dấu nháy, khoảng trắng trong thẻ).",
                    "  The data is the same; only the way the XML is written differs (encoding, quotes, blanks in tags).",
                ))
                .to_owned(),
            count => self.say(Template::new("  Khác biệt: {n}", "  Differences: {n}")).replace("{n}", &count.to_string()),
        });
        for change in self.changes {
            self.change(change, &mut lines);
        }
        let signatures = self.signatures();
        if !signatures.is_empty() {
            lines.push(String::new());
            lines.push(self.say(Template::new("  Chữ ký", "  Signatures")).to_owned());
        }
        for (before, after) in signatures {
            let Some(signature) = after.or(before) else { continue };
            let state = |signature: Option<&SignatureReport>| match signature {
                Some(signature) => self.say(words::integrity(signature.integrity)),
                None => self.say(Template::new("không có", "not there")),
            };
            let anew = before.is_some()
                && after.is_some_and(|after| holds(after.integrity))
                && self.changes.iter().any(|change| within(&change.within, &signature.path));
            let state = if anew {
                format!("{} ({})", state(after), self.say(Template::new("đã ký lại", "signed anew")))
            } else if before.map(|signature| signature.integrity) == after.map(|signature| signature.integrity) {
                state(after).to_owned()
            } else {
                format!("{} → {}", state(before), state(after))
            };
            let good = after.is_some_and(|signature| holds(signature.integrity));
            lines.push(format!(
                "    {} {} · {}",
                if good { "✓" } else { "✗" },
                self.say(words::role(signature.role)),
                visible(&signature.path)
            ));
            lines.push(format!("      {state}"));
        }
        lines.join("\n") + "\n"
    }

    fn change(&self, change: &Change, lines: &mut Vec<String>) {
        /// Columns of a value.
        const VALUE: usize = 60;
        let value = |text: &Option<String>| words::shorten(&visible(text.as_deref().unwrap_or_default()), VALUE);
        let name = change.field.as_deref().map(|field| format!("{field}: ")).unwrap_or_default();
        let (before, after) = (value(&change.before), value(&change.after));
        let what = match change.kind {
            ChangeKind::Added => format!("+ {name}{after}"),
            ChangeKind::Removed => format!("- {name}{before}"),
            ChangeKind::Changed => format!("~ {name}{before} → {after}"),
            ChangeKind::Blank => format!(
                "~ {}",
                self.say(Template::new("khoảng trắng giữa các thẻ, số chỗ: {n}", "white space between tags, places: {n}"))
                    .replace("{n}", &after)
            ),
            ChangeKind::Order => {
                format!("~ {}", self.say(Template::new("thứ tự các thẻ con", "the order of the elements inside")))
            }
        };
        lines.push(format!("    {what}"));
        lines.push(format!("      {}", visible(&change.path)));
        for signature in self.broken_by(change) {
            let text = self.say(Template::new("làm hỏng: {who}", "breaks: {who}"));
            lines.push(format!("      ✗ {}", text.replace("{who}", self.say(words::role(signature.role)))));
        }
    }

    fn json(&self) -> String {
        let side = |side: &Side| json!({"file": side.name, "sha256": side.report.sha256(), "verdict": side.report.verdict()});
        let changes = self.changes.iter().map(|change| {
            let breaks: Vec<&str> = self.broken_by(change).into_iter().map(|signature| signature.path.as_str()).collect();
            json!({
                "kind": change.kind.name(), "path": change.path, "field": change.field, "before": change.before, "after": change.after,
                "breaks": breaks,
            })
        });
        let integrity = |signature: Option<&SignatureReport>| signature.map(|signature| signature.integrity);
        let signatures = self.signatures().into_iter().filter_map(|(before, after)| {
            let signature = after.or(before)?;
            Some(json!({"path": signature.path, "role": signature.role, "before": integrity(before), "after": integrity(after)}))
        });
        let comparison = json!({
            "schema": "taxdoc-compare/1",
            "before": side(self.before),
            "after": side(self.after),
            "changes": changes.collect::<Vec<_>>(),
            "signatures": signatures.collect::<Vec<_>>(),
        });
        format!("{comparison}\n")
    }
}

const fn holds(integrity: Integrity) -> bool {
    matches!(integrity, Integrity::Valid | Integrity::ValidNonstandard)
}

/// Whether a path is that of an element or of something inside it.
fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
