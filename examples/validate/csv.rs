//! CSV (RFC 4180) for spreadsheets: a finding a row, a row too for a document without any, so that a sheet names every document.
//!
//! A byte order mark in front, for spreadsheets take a file without one for something older than Unicode. A cell that a spreadsheet would take
//! for a formula begins with an apostrophe: what stands in a document must not compute anything. So does a tax code, which would lose its first 0.

use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Report;
use taxdoc::rules::Template;

use crate::words;

const COLUMNS: [Template; 21] = [
    Template::new("Tệp", "File"),
    Template::new("Kết luận", "Verdict"),
    Template::new("Loại", "Family"),
    Template::new("Mẫu", "Form"),
    Template::new("Phiên bản", "Version"),
    Template::new("Số", "Number"),
    Template::new("Ngày", "Date"),
    Template::new("MST người bán, người nộp thuế", "Tax code of seller or taxpayer"),
    Template::new("MST người mua", "Tax code of buyer"),
    Template::new("Tiền tệ", "Currency"),
    Template::new("Tổng tiền", "Total"),
    Template::new("Mức", "Severity"),
    Template::new("Mã", "Code"),
    Template::new("Dòng", "Line"),
    Template::new("Cột", "Column"),
    Template::new("Chỉ tiêu", "Field"),
    Template::new("Nội dung", "Message"),
    Template::new("Tìm thấy", "Found"),
    Template::new("Cần có", "Expected"),
    Template::new("Cách sửa", "Fix"),
    Template::new("Căn cứ", "Basis"),
];

/// Columns that tell the document; the others tell a finding.
const DOCUMENT: usize = 11;

/// The byte order mark and the first row.
pub(crate) fn header(language: Language) -> String {
    format!("\u{FEFF}{}", row(COLUMNS.iter().map(|title| title.text(language).to_owned())))
}

/// The rows of one document.
pub(crate) fn rows(report: &Report, language: Language) -> String {
    let document = report.document();
    let cell = |value: &Option<String>| value.clone().unwrap_or_default();
    let about: [String; DOCUMENT] = [
        report.file().unwrap_or("-").to_owned(),
        words::verdict(report.verdict()).text(language).to_owned(),
        document.family.map_or("", |family| words::family(family).map_or(family, |word| word.text(language))).to_owned(),
        cell(&document.kind),
        cell(&document.version),
        cell(&document.number),
        cell(&document.date),
        cell(&document.seller),
        cell(&document.buyer),
        cell(&document.currency),
        cell(&document.total),
    ];
    if report.findings().is_empty() {
        return row(about.into_iter().chain(vec![String::new(); COLUMNS.len() - DOCUMENT]));
    }
    report.findings().iter().map(|finding| row(about.iter().cloned().chain(told(finding, language)))).collect()
}

fn told(finding: &Finding, language: Language) -> [String; COLUMNS.len() - DOCUMENT] {
    let place = finding.place();
    [
        words::severity(finding.severity()).text(language).to_owned(),
        finding.code().to_owned(),
        place.map(|place| place.line.to_string()).unwrap_or_default(),
        place.map(|place| place.column.to_string()).unwrap_or_default(),
        finding.field(language).map_or_else(|| place.map(|place| place.path.clone()).unwrap_or_default(), str::to_owned),
        finding.message(language).into_owned(),
        finding.actual(language).unwrap_or_default(),
        finding.expected(language).unwrap_or_default().into_owned(),
        finding.fix(language).unwrap_or_default().into_owned(),
        words::basis(finding, language).into_owned(),
    ]
}

/// The row of what could not be read.
pub(crate) fn problem(text: &str, language: Language) -> String {
    let mut cells = vec![String::new(); COLUMNS.len()];
    for (place, value) in [(1, Template::new("KHÔNG ĐỌC ĐƯỢC", "NOT READ").text(language)), (16, text)] {
        if let Some(cell) = cells.get_mut(place) {
            value.clone_into(cell);
        }
    }
    row(cells)
}

fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| quoted(&text)).collect();
    cells.join(",") + "\r\n"
}

/// The text of a cell, in quotes where it needs them.
fn quoted(text: &str) -> String {
    let text = words::visible(text);
    let is_number = || {
        let digits = text.strip_prefix('-').unwrap_or(&text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    // Tabs and line ends are visible signs by now. A spreadsheet skips blanks before a formula.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) && !is_number();
    let guard = if is_formula || is_code(&text) { "'" } else { "" };
    if text.contains(['"', ',', ';', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Whether a spreadsheet would take these digits for a number and spoil them: most tax codes begin with 0, and beyond 15 digits it rounds.
fn is_code(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit()) && (text.starts_with('0') || text.len() > 15)
}
