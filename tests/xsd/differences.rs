//! Verdicts that differ from libxml2's for a reason, each with the clause: `differences.tsv`.

use std::fs;
use std::path::Path;

use taxdoc::xsd::FaultKind;

use crate::mutate::Mutation;
use crate::oracle::Verdict;

/// The list.
pub(crate) struct Differences {
    rows: Vec<Row>,
}

/// One reason. `*` in a column stands for anything.
struct Row {
    family: String,
    kind: String,
    element: String,
    ours: String,
    value: String,
    message: String,
    used: usize,
}

impl Differences {
    pub(crate) fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xsd/differences.tsv");
        let text = fs::read_to_string(path).unwrap();
        let rows = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| {
                let columns: Vec<&str> = line.split('\t').collect();
                let [family, kind, element, ours, value, message, reason] = columns[..] else { panic!("seven columns: {line}") };
                assert!(reason.contains('§') || reason.contains("cvc-"), "a reason names its clause: {line}");
                Row {
                    family: family.into(),
                    kind: kind.into(),
                    element: element.into(),
                    ours: ours.into(),
                    value: value.into(),
                    message: message.into(),
                    used: 0,
                }
            })
            .collect();
        Self { rows }
    }

    /// Whether a row explains a difference.
    pub(crate) fn explains(
        &mut self,
        family: &str,
        mutation: &Mutation,
        verdict: &Verdict,
        found: &[(FaultKind, usize)],
    ) -> bool {
        let ours = found.first().map_or("valid".to_owned(), |(kind, _)| format!("{kind:?}"));
        let matches = |pattern: &str, text: &str| pattern == "*" || pattern == text;
        let row = self.rows.iter_mut().find(|row| {
            matches(&row.family, family)
                && matches(&row.kind, mutation.kind)
                && matches(&row.element, mutation.element.rsplit(':').next().unwrap_or_default())
                && matches(&row.ours, &ours)
                && matches(&row.value, &format!("{:?}", mutation.value))
                && (row.message == "*"
                    || (row.message == "valid" && verdict.valid)
                    || (verdict.message.contains(&row.message) && !verdict.valid))
        });
        row.is_some_and(|row| {
            row.used += 1;
            true
        })
    }

    /// The rows of these families that explained nothing: after a run of everything they must leave the list.
    pub(crate) fn idle(&self) -> Vec<String> {
        self.rows
            .iter()
            .filter(|row| row.used == 0)
            .map(|row| format!("{} {} {} {}", row.family, row.kind, row.element, row.value))
            .collect()
    }

    /// How many differences they explained.
    pub(crate) fn used(&self) -> usize {
        self.rows.iter().map(|row| row.used).sum()
    }
}
