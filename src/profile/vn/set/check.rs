//! The comparisons. Entries are sorted by what names them, so that the work is that of sorting.

use std::collections::HashMap;
use std::fmt::Write as _;

use foldhash::fast::RandomState;

use crate::rules::Param;
use crate::rules::Params;

use super::FINDINGS;
use super::Set;
use super::SetFinding;
use super::rules;
use super::summary::About;
use super::summary::InvoiceEntry;
use super::summary::Key;

/// Ranges of missing numbers that a finding lists.
const RANGES: usize = 10;

/// An invoice with its document.
type Entry<'s> = &'s (u32, InvoiceEntry);

/// Invoices by number and date, to look for an original that is named wrongly.
type ByNumber<'s> = HashMap<(&'s str, &'s str), Entry<'s>, RandomState>;

pub(super) fn check(set: &Set) -> Vec<SetFinding> {
    let mut entries: Vec<Entry<'_>> = set.invoices.iter().collect();
    entries.sort_by(|(_, a), (_, b)| a.key.cmp(&b.key).then_with(|| a.content.cmp(&b.content)));
    let mut findings = Vec::new();
    for same in entries.chunk_by(|(_, a), (_, b)| a.key == b.key) {
        findings.extend(copies(set, same));
    }
    let series: Vec<Series<'_, '_>> = entries.chunk_by(|(_, a), (_, b)| a.key.is_beside(&b.key)).map(Series::of).collect();
    for one in &series {
        findings.extend(one.gaps(set));
    }
    // The same whatever the order in which documents were added: the first in the order of keys stands for its number and date.
    let mut by_number = ByNumber::default();
    for entry in &entries {
        by_number.entry((&entry.1.key.number, &entry.1.date)).or_insert(entry);
    }
    for entry in &entries {
        findings.extend(correction(set, &entries, &series, &by_number, entry));
    }
    answers(set, &entries, &mut findings);
    findings.sort_by(|a, b| b.rule.severity.cmp(&a.rule.severity).then_with(|| a.rule.code.cmp(b.rule.code)));
    findings.truncate(FINDINGS);
    findings
}

/// The entries of that key.
fn find<'e, 's>(entries: &'e [Entry<'s>], key: &Key) -> &'e [Entry<'s>] {
    let start = entries.partition_point(|(_, entry)| entry.key < *key);
    let rest = entries.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|(_, entry)| entry.key == *key)).unwrap_or_default()
}

fn named(key: &Key) -> Params {
    Params::new().with("invoice", Param::excerpt(&key.name()))
}

/// Several entries of one key, sorted by content: copies, versions of one invoice, or several invoices.
fn copies(set: &Set, same: &[Entry<'_>]) -> Option<SetFinding> {
    let [(_, first), rest @ ..] = same else { return None };
    if rest.is_empty() {
        return None;
    }
    let contents = same.chunk_by(|(_, a), (_, b)| a.content == b.content).count();
    let one_deal = rest.iter().all(|(_, entry)| entry.date == first.date && entry.buyer == first.buyer);
    let (rule, count) = match (contents, one_deal) {
        (1, _) => (&rules::SAME, same.len()),
        (_, true) => (&rules::ALTERED, contents),
        (_, false) => (&rules::NUMBER_TWICE, contents),
    };
    Some(set.finding(rule, named(&first.key).with("count", count), same.iter().map(|(document, _)| *document)))
}

/// The invoices of one series.
struct Series<'e, 's> {
    entries: &'e [Entry<'s>],
    /// Their numbers, sorted, each once.
    numbers: Vec<u32>,
}

impl<'e, 's> Series<'e, 's> {
    fn of(entries: &'e [Entry<'s>]) -> Self {
        // Numbers have at most 8 digits (QĐ 1450); what is longer is wrong and counts nowhere.
        let number = |(_, entry): &Entry<'_>| if entry.key.number.len() <= 8 { entry.key.number.parse().ok() } else { None };
        let mut numbers: Vec<u32> = entries.iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self { entries, numbers }
    }

    /// Whether the set holds most of what it spans. Of a folder of invoices received from many sellers nothing follows.
    fn is_dense(&self) -> bool {
        let [first, .., last] = self.numbers.as_slice() else { return false };
        let span = u64::from(last - first) + 1;
        self.numbers.len() >= 3 && span <= 2 * self.numbers.len() as u64
    }

    /// Whether that number is missing between others.
    fn lacks(&self, number: u32) -> bool {
        let within =
            self.numbers.first().is_some_and(|first| *first < number) && self.numbers.last().is_some_and(|last| number < *last);
        within && self.is_dense() && self.numbers.binary_search(&number).is_err()
    }

    fn gaps(&self, set: &Set) -> Option<SetFinding> {
        let (_, first) = self.entries.first()?;
        if !self.is_dense() {
            return None;
        }
        let (mut missing, mut text, mut ranges) = (0_u64, String::new(), 0_usize);
        for (before, after) in self.numbers.iter().zip(self.numbers.iter().skip(1)) {
            let gap = after - before - 1;
            if gap == 0 {
                continue;
            }
            missing += u64::from(gap);
            ranges += 1;
            let separator = if text.is_empty() { "" } else { ", " };
            let _ = match (ranges, gap) {
                (..=RANGES, 1) => write!(text, "{separator}{}", before + 1),
                (..=RANGES, _) => write!(text, "{separator}{}–{}", before + 1, after - 1),
                _ => Ok(()),
            };
        }
        if missing == 0 {
            return None;
        }
        if ranges > RANGES {
            text.push_str(", …");
        }
        let series = [&*first.key.seller, " ", &*first.key.kind, "-", &*first.key.series].concat();
        let params =
            Params::new().with("series", Param::excerpt(&series)).with("count", missing).with("numbers", Param::excerpt(&text));
        Some(set.finding(&rules::GAP, params, []))
    }
}

/// A replacement or adjustment against its original, where that is in the set.
fn correction(
    set: &Set,
    entries: &[Entry<'_>],
    series: &[Series<'_, '_>],
    by_number: &ByNumber<'_>,
    (document, entry): Entry<'_>,
) -> Option<SetFinding> {
    let (original, stated) = entry.related.as_ref()?;
    let params = named(&entry.key).with("related", Param::excerpt(&original.name()));
    let found = find(entries, original);
    if let Some((other, first)) = found.first() {
        let agrees = stated.is_empty() || found.iter().any(|(_, found)| found.date == *stated);
        if agrees {
            return None;
        }
        let params = params.with("stated", Param::excerpt(stated)).with("date", Param::excerpt(&first.date));
        return Some(set.finding(&rules::RELATED_DATE, params, [*document, *other]));
    }
    if let Some((other, near)) = by_number.get(&(&*original.number, &**stated)).filter(|(_, near)| near.key != entry.key) {
        let same_symbol = near.key.kind == original.kind && near.key.series == original.series;
        if near.key.seller == original.seller {
            let params = params.with("found", Param::excerpt(&near.key.name()));
            return Some(set.finding(&rules::RELATED_SYMBOL, params, [*document, *other]));
        }
        if same_symbol {
            let params = params.with("seller", Param::excerpt(&near.key.seller));
            return Some(set.finding(&rules::RELATED_SELLER, params, [*document, *other]));
        }
    }
    let index = series.binary_search_by(|series| {
        let own = series.entries.first().map(|(_, entry)| (&entry.key.seller, &entry.key.kind, &entry.key.series));
        own.cmp(&Some((&original.seller, &original.kind, &original.series)))
    });
    let number = original.number.parse().ok()?;
    let lacking = series.get(index.ok()?)?.lacks(number);
    lacking.then(|| set.finding(&rules::RELATED_NUMBER, params, [*document]))
}

/// What the authority answered about invoices of the set.
fn answers(set: &Set, entries: &[Entry<'_>], findings: &mut Vec<SetFinding>) {
    let mut by_message: HashMap<&str, Vec<Entry<'_>>, RandomState> = HashMap::default();
    for entry in entries.iter().copied().filter(|(_, entry)| !entry.message.is_empty()) {
        by_message.entry(&entry.1.message).or_default().push(entry);
    }
    for (document, answer) in &set.answers {
        let about = match &answer.about {
            About::Invoice(key) => find(entries, key),
            About::Message(message) => by_message.get(&**message).map_or(&[][..], Vec::as_slice),
        };
        let rule = if answer.codes.is_empty() { &rules::ACCEPTED } else { &rules::REFUSED };
        for same in about.chunk_by(|(_, a), (_, b)| a.key == b.key) {
            if findings.len() > 2 * FINDINGS {
                return;
            }
            let Some((_, first)) = same.first() else { continue };
            let mut params = named(&first.key);
            if !answer.codes.is_empty() {
                params = params.with("codes", Param::excerpt(&answer.codes.join(", ")));
            }
            findings.push(set.finding(rule, params, same.iter().map(|(document, _)| *document).chain([*document])));
        }
    }
}
