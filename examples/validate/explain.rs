//! `--explain CODE`: what a code means, what it rests on, how to mend it, and the nearest right and wrong.

use std::fmt::Write as _;

use taxdoc::Language;
use taxdoc::rules::Basis;
use taxdoc::rules::Rule;
use taxdoc::rules::Template;

use crate::catalogue::examples;
use crate::words;

/// A page for each rule.
pub(crate) fn pages(rules: &[&Rule], language: Language) -> String {
    rules.iter().map(|rule| page(rule, language)).collect::<Vec<_>>().join("\n")
}

fn page(rule: &Rule, language: Language) -> String {
    let say = |template: Template| template.text(language);
    let kind = match rule.basis {
        Basis::Law(_) => Template::new("pháp luật, bảng công bố", "law, published table"),
        Basis::Practice => Template::new("kinh nghiệm thực tế, không phải quy định", "practice, not a law"),
        _ => Template::new("tiêu chuẩn kỹ thuật", "technical standard"),
    };
    let severity = say(words::severity(rule.severity));
    let mut page = format!("{}  {severity} · {}\n\n", rule.code, say(words::stage(rule.stage)));
    for paragraph in words::wrap(say(rule.message), 96) {
        let _ = writeln!(page, "  {paragraph}");
    }
    page.push('\n');
    let citation = match rule.basis {
        Basis::Practice => say(kind).to_owned(),
        basis => format!("{} ({})", basis.citation(), say(kind)),
    };
    let rows = [
        (Template::new("Cần có", "Expected"), say(rule.expected).to_owned()),
        (Template::new("Cách sửa", "Mend it"), say(rule.fix).to_owned()),
        (Template::new("Căn cứ", "Basis"), citation),
    ];
    for (label, text) in rows.into_iter().filter(|(_, text)| !text.is_empty()) {
        row(&mut page, say(label), &text);
    }
    for (index, example) in examples(rule.code).enumerate() {
        if index == 0 {
            page.push('\n');
        }
        row(&mut page, say(Template::new("Sai", "Wrong")), &example.wrong.replace('↵', "\n"));
        row(&mut page, say(Template::new("Đúng", "Right")), &example.right.replace('↵', "\n"));
    }
    if rule.message.text(language).contains('{') {
        page.push('\n');
        let note = Template::new(
            "Chữ trong {ngoặc nhọn} được thay bằng giá trị tìm thấy trong chứng từ.",
            "What stands in {braces} is replaced by what the document holds.",
        );
        let _ = writeln!(page, "  {}", say(note));
    }
    page
}

/// A label and its text, further lines under the first, each as far in as it was.
fn row(page: &mut String, label: &str, text: &str) {
    /// Columns of the longest label.
    const LABEL: usize = 9;
    let mut label = label;
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        for part in words::wrap(content, 84_usize.saturating_sub(indent)) {
            let _ = writeln!(page, "  {label:LABEL$} {:indent$}{part}", "");
            label = "";
        }
    }
}
