//! The pages of the program.

use std::io;
use std::io::Write;

use taxdoc::profile::vn::invoice::form::Form;
use taxdoc::profile::vn::invoice::rules::field_rules::rules_of;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;
use taxdoc::rules::Rule;
use taxdoc::rules::Template;
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

/// The catalogue as a page of Markdown.
pub(crate) fn rules(out: &mut impl Write) -> io::Result<()> {
    let mut rules: Vec<&Rule> = catalogue().collect();
    rules.sort_by_key(|rule| rule.code);
    writeln!(out, "# Quy tắc / rules\n")?;
    writeln!(
        out,
        "{} rules; `cargo run --example rules` prints this page. Words in braces stand for what a file says.",
        rules.len()
    )?;
    let part_of = |rule: &Rule| PARTS.iter().position(|(prefix, _)| rule.code.starts_with(prefix));
    for (index, (_, title)) in PARTS.iter().enumerate() {
        let mut of_part = rules.iter().filter(|rule| part_of(rule) == Some(index)).peekable();
        if of_part.peek().is_none() {
            continue;
        }
        writeln!(out, "\n## {title}")?;
        for rule in of_part {
            writeln!(out, "\n### {}\n", rule.code)?;
            writeln!(out, "{}, stage {}, basis: {}", rule.severity.name(), rule.stage.name(), rule.basis.citation())?;
            for (name, text) in [("", rule.message), ("expected: ", rule.expected), ("fix: ", rule.fix)] {
                texts(out, name, &text)?;
            }
            // One of them is enough here; `validate --explain` shows all.
            if let Some((wrong, right)) = example(rule.code) {
                writeln!(out, "\n- wrong: `{wrong}`\n- right: `{right}`")?;
            }
        }
    }
    Ok(())
}

/// The first example of a rule, as `examples/validate/examples.tsv` writes it: ↵ is a line end, 3×(a) is aaa.
fn example(code: &str) -> Option<(&'static str, &'static str)> {
    include_str!("../validate/examples.tsv").lines().find_map(|row| {
        let (of, rest) = row.split_once('\t')?;
        if of == code { rest.split_once('\t') } else { None }
    })
}

fn texts(out: &mut impl Write, name: &str, text: &Template) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n- {name}{}\n- {name}{}", text.vi, text.en)
}

/// Which fields are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Every field.
    All,
    /// Those that no rule holds.
    Untouched,
}

/// The fields of every table, with the versions in which they stand and the rules that hold them.
pub(crate) fn fields(out: &mut impl Write, shown: Shown) -> io::Result<()> {
    for form in Form::ALL {
        let mut told: Vec<&str> = Vec::new();
        for row in Version::ALL.into_iter().flat_map(|version| Table::of(form, version).rows()) {
            if told.contains(&row.path) {
                continue;
            }
            told.push(row.path);
            let held = rules_of(row);
            if shown == Shown::Untouched && !held.is_empty() {
                continue;
            }
            let versions = Version::ALL.into_iter().filter(|version| Table::of(form, *version).row(row.path).is_some());
            let versions: Vec<&str> = versions.map(Version::text).collect();
            let codes: Vec<&str> = held.iter().map(|rule| rule.code).collect();
            writeln!(out, "{}\t{}\t{}\t{}\t{}", form.key(), row.path, row.title.vi, versions.join(" "), codes.join(" "))?;
        }
    }
    Ok(())
}
