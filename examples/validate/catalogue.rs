//! The catalogue of rules as one page of Markdown, the fields that they hold, and their examples.

use std::fmt::Write as _;

use taxdoc::Language;
use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::rules::field_rules::rules_of;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::rules::Rule;
use taxdoc::rules::catalogue;

/// Parts of the catalogue by the beginning of their codes, the longest first.
const PARTS: &[(&str, &str)] = &[
    ("VN-INV-TOTAL-", "Hóa đơn điện tử: tổng tiền / e-invoices: totals"),
    ("VN-INV-MESSAGE-", "Hóa đơn điện tử: thông điệp / e-invoices: messages"),
    ("VN-INV-", "Hóa đơn điện tử: cấu trúc và quy tắc / e-invoices: structure and rules"),
    ("VN-SET-", "Bộ chứng từ / sets of documents"),
    ("VN-SIG-", "Người ký / signers"),
    ("VN-", "Tờ khai thuế điện tử / online declarations"),
    ("PKI-", "Chứng thư số / certificates"),
    ("SIG-", "Chữ ký số / signatures"),
    ("XSD-", "XSD"),
    ("XML-", "XML"),
    ("", "Báo cáo / report"),
];

/// The catalogue as a page of Markdown, in both languages.
pub(crate) fn page() -> String {
    let mut rules: Vec<&Rule> = catalogue().collect();
    rules.sort_by_key(|rule| rule.code);
    let mut page = format!(
        "# Quy tắc / rules\n\n{} rules; `validate --list-codes --verbose` prints this page. Words in braces stand for what a file says.\n",
        rules.len()
    );
    let part_of = |rule: &Rule| PARTS.iter().position(|(prefix, _)| rule.code.starts_with(prefix));
    for (index, (_, title)) in PARTS.iter().enumerate() {
        let mut of_part = rules.iter().filter(|rule| part_of(rule) == Some(index)).peekable();
        if of_part.peek().is_some() {
            let _ = writeln!(page, "\n## {title}");
        }
        of_part.for_each(|rule| entry(rule, &mut page));
    }
    page
}

fn entry(rule: &Rule, page: &mut String) {
    let (severity, stage) = (rule.severity.name(), rule.stage.name());
    let _ = writeln!(page, "\n### {}\n\n{severity}, stage {stage}, basis: {}", rule.code, rule.basis.citation());
    for (name, text) in [("", rule.message), ("expected: ", rule.expected), ("fix: ", rule.fix)] {
        if !text.is_empty() {
            let _ = writeln!(page, "\n- {name}{}\n- {name}{}", text.vi, text.en);
        }
    }
    // One of them is enough here; `validate --explain` shows all.
    if let Some(Example { wrong, right }) = examples(rule.code).next() {
        let _ = writeln!(page, "\n- wrong: `{wrong}`\n- right: `{right}`");
    }
}

/// The fields of the table of a form, a line each: its path, its title, the versions in which it stands, and the rules that hold it.
pub(crate) fn fields(form: Form, language: Language) -> String {
    let (mut told, mut page): (Vec<&str>, String) = (Vec::new(), String::new());
    for row in Version::ALL.into_iter().flat_map(|version| Table::of(form, version).rows()) {
        if told.contains(&row.path) {
            continue;
        }
        told.push(row.path);
        let versions = Version::ALL.into_iter().filter(|version| Table::of(form, *version).row(row.path).is_some());
        let versions: Vec<&str> = versions.map(Version::text).collect();
        let codes: Vec<&str> = rules_of(row).iter().map(|rule| rule.code).collect();
        let title = row.title.text(language);
        let _ = writeln!(page, "    {}\t{title}\t{}\t{}", row.path, versions.join(" "), codes.join(" "));
    }
    page
}

/// One example of a broken rule beside its mended sibling.
pub(crate) struct Example {
    pub(crate) wrong: &'static str,
    pub(crate) right: &'static str,
}

/// The examples of a rule as `examples.tsv` writes them, whose first line explains it: `↵` is a line end, `3×(a)` is aaa.
pub(crate) fn examples(code: &str) -> impl Iterator<Item = Example> {
    include_str!("examples.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let mut cells = line.split('\t');
        (cells.next() == Some(code)).then_some(())?;
        Some(Example { wrong: cells.next()?, right: cells.next()? })
    })
}
