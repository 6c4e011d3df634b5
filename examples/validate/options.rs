//! The table of options: what the parser accepts, what the short help lists, what shells complete, what a misspelling is held against.

use taxdoc::Language;
use taxdoc::Stage;
use taxdoc::rules::Template;

/// One option.
#[derive(Debug)]
pub(crate) struct Opt {
    pub(crate) long: &'static str,
    pub(crate) short: Option<char>,
    pub(crate) value: Value,
    /// One line of the short help; empty where the line before says it.
    pub(crate) about: Template,
}

/// What an option takes.
#[derive(Debug)]
pub(crate) enum Value {
    /// Nothing.
    None,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A list of stages.
    Stages,
    /// A file.
    File(&'static str),
    /// Codes of findings.
    Codes(&'static str),
    /// The code or symbol of a form.
    Form,
    /// Anything, under this name.
    Free(&'static str),
}

pub(crate) const FORMATS: [&str; 7] = ["text", "json", "jsonl", "sarif", "junit", "csv", "html"];
pub(crate) const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];
const LANGUAGES: [&str; 2] = ["vi", "en"];

const fn option(long: &'static str, short: Option<char>, value: Value, vi: &'static str, en: &'static str) -> Opt {
    Opt { long, short, value, about: Template::new(vi, en) }
}

/// Groups of the short help, with their headings.
pub(crate) static GROUPS: [(Template, &[Opt]); 5] = [
    (Template::new("Kết quả", "Output"), &OUTPUT),
    (Template::new("Kiểm tra những gì", "What is checked"), &CHECKS),
    (Template::new("Tin cậy", "Trust"), &TRUST),
    (Template::new("Lần chạy", "The run"), &RUN),
    (Template::new("Tra cứu", "Reference"), &REFERENCE),
];

static OUTPUT: [Opt; 8] = [
    option("format", None, Value::Words(&FORMATS), "dạng kết quả (mặc định: text)", "form of the reports (default: text)"),
    option("lang", None, Value::Words(&LANGUAGES), "ngôn ngữ của thông báo", "language of the messages"),
    option(
        "quiet",
        Some('q'),
        Value::None,
        "text: chỉ một dòng cho mỗi tệp chưa hợp lệ",
        "text: one line a document that is not valid",
    ),
    option("verbose", Some('v'), Value::None, "text: mọi chi tiết, mọi thông báo", "text: every detail and every finding"),
    option("only", None, Value::Codes("CODE"), "chỉ liệt kê mã này (dùng được nhiều lần)", "list only this code (repeatable)"),
    option(
        "ignore",
        None,
        Value::Codes("CODE"),
        "không liệt kê mã này (dùng được nhiều lần)",
        "do not list this code (repeatable)",
    ),
    option(
        "severity",
        None,
        Value::Codes("CODE=LEVEL"),
        "đổi mức: error, warning hoặc info",
        "grade a code as error, warning or info",
    ),
    option("max-findings", None, Value::Free("N"), "nhiều nhất N thông báo mỗi tệp", "at most N findings a document"),
];

static CHECKS: [Opt; 5] = [
    option("stages", None, Value::Stages, "chỉ chạy các bước này", "run only these stages"),
    option("require", None, Value::Stages, "các bước phải đạt để hợp lệ", "stages that must have passed"),
    option("schema", None, Value::File("FILE.xsd"), "kiểm tra theo lược đồ này", "validate against this XSD instead"),
    option("at", None, Value::Free("TIME"), "xét tại thời điểm này", "judge at this moment"),
    option(
        "set-checks",
        None,
        Value::None,
        "đối chiếu các hóa đơn với nhau: bản trùng, số thiếu, hóa đơn gốc",
        "compare the invoices with each other: copies, gaps, originals",
    ),
];

static TRUST: [Opt; 4] = [
    option("trust", None, Value::File("FILE"), "thêm chứng thư số được tin cậy", "more trusted certificates"),
    option("no-builtin-trust", None, Value::None, "không dùng bảng tin cậy có sẵn", "ignore the built-in trust table"),
    option("crl", None, Value::File("FILE"), "danh sách thu hồi", "a revocation list"),
    option("ocsp", None, Value::File("FILE"), "phản hồi OCSP", "an OCSP response"),
];

static RUN: [Opt; 4] = [
    option("jobs", None, Value::Free("N"), "số luồng (mặc định: mọi nhân)", "threads (default: all cores)"),
    option("fail-fast", None, Value::None, "dừng ở tệp không hợp lệ đầu tiên", "stop at the first invalid document"),
    option("no-progress", None, Value::None, "không vẽ thanh tiến độ", "draw no progress bar"),
    option("repeat", None, Value::Free("N"), "chạy N lần và đo tốc độ", "run N times and tell the rate"),
];

static REFERENCE: [Opt; 8] = [
    option("explain", None, Value::Codes("CODE"), "giải thích một mã thông báo", "explain a code"),
    option("list-codes", None, Value::None, "mọi mã thông báo", "every code"),
    option("list-forms", None, Value::None, "mọi mẫu hóa đơn và tờ khai", "every form of invoices and declarations"),
    option(
        "list-profiles",
        None,
        Value::None,
        "bộ quy định có sẵn và ngày của dữ liệu",
        "the profiles and the dates of their data",
    ),
    option("export-xsd", None, Value::Form, "in bảng của mẫu dưới dạng XSD", "print the table of a form as XSD"),
    option("completions", None, Value::Words(&SHELLS), "in tệp gợi ý lệnh cho shell", "print completions for a shell"),
    option(
        "help",
        Some('h'),
        Value::None,
        "-h: trang này; --help: đầy đủ, có ví dụ",
        "-h: this page; --help: all of it, with examples",
    ),
    option("version", Some('V'), Value::None, "phiên bản", "the version"),
];

/// Every option.
pub(crate) fn all() -> impl Iterator<Item = &'static Opt> {
    GROUPS.iter().flat_map(|(_, options)| options.iter())
}

impl Opt {
    /// `--format text|json|…`, as the help shows it.
    pub(crate) fn usage(&self) -> String {
        let short = self.short.map(|letter| format!("-{letter}, ")).unwrap_or_default();
        let value = match &self.value {
            Value::None => String::new(),
            Value::Words(words) => format!(" {}", words.join("|")),
            Value::Stages => " LIST".to_owned(),
            Value::Form => " FORM".to_owned(),
            Value::File(name) | Value::Codes(name) | Value::Free(name) => format!(" {name}"),
        };
        format!("{short}--{}{value}", self.long)
    }

    /// The words that may stand behind it, where they can be listed.
    pub(crate) fn words(&self) -> Vec<&'static str> {
        match &self.value {
            Value::Words(words) => words.to_vec(),
            Value::Stages => Stage::ALL.map(Stage::name).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// The short help: a line an option.
pub(crate) fn short_help(language: Language) -> String {
    /// Columns of the longest usage that shares its line with its description.
    const COLUMN: usize = 26;
    let usage = Template::new(
        "Kiểm tra hóa đơn điện tử và chứng từ thuế, không cần mạng.\n\nCách dùng: validate [TÙY CHỌN] ĐƯỜNG_DẪN...\n           validate compare TRƯỚC.xml SAU.xml\n",
        "Validates e-invoices and tax documents offline.\n\nUsage: validate [OPTIONS] PATH...\n       validate compare BEFORE.xml AFTER.xml\n",
    );
    let mut page = usage.text(language).to_owned();
    for (heading, options) in &GROUPS {
        page.push_str(&format!("\n{}\n", heading.text(language)));
        for option in *options {
            let usage = option.usage();
            let about = option.about.text(language);
            if usage.chars().count() > COLUMN {
                page.push_str(&format!("  {usage}\n  {:COLUMN$}  {about}\n", ""));
            } else {
                page.push_str(&format!("  {usage:COLUMN$}  {about}\n"));
            }
        }
    }
    page
}
