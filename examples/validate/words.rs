//! The program's own words in Vietnamese and English, and what makes foreign text safe to print.

use std::borrow::Cow;
use std::env;
use std::fmt::Write as _;

use taxdoc::Finding;
use taxdoc::Language;
use taxdoc::Severity;
use taxdoc::Stage;
use taxdoc::profile::vn::trust::GOVERNMENT;
use taxdoc::profile::vn::trust::PUBLIC;
use taxdoc::report::Chain;
use taxdoc::report::Extent;
use taxdoc::report::Integrity;
use taxdoc::report::Revocation;
use taxdoc::report::Role;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules::Template;
use unicode_width::UnicodeWidthChar as _;
use unicode_width::UnicodeWidthStr as _;

/// The help page.
pub(crate) static HELP: Template = Template::new(include_str!("help.vi.txt"), include_str!("help.en.txt"));

// Usage.
pub(crate) static SEE_HELP: Template = Template::new("gõ --help để xem cách dùng.", "try --help.");
pub(crate) static NO_PATH: Template =
    Template::new("chưa nêu tệp hay thư mục nào để kiểm tra.", "no file or folder to validate was given.");
pub(crate) static UNKNOWN_OPTION: Template = Template::new("không có tùy chọn {value}.", "there is no option {value}.");
pub(crate) static UNKNOWN_OPTION_NEAR: Template =
    Template::new("không có tùy chọn {value}; có phải là {near}?", "there is no option {value}; did you mean {near}?");
pub(crate) static NO_VALUE: Template = Template::new("tùy chọn {value} cần một giá trị.", "the option {value} needs a value.");
pub(crate) static UNEXPECTED_VALUE: Template =
    Template::new("tùy chọn {value} không nhận giá trị.", "the option {value} takes no value.");
pub(crate) static NOT_UNICODE: Template =
    Template::new("giá trị {value} không phải là chữ Unicode.", "the value {value} is not Unicode text.");
pub(crate) static MISUSE: Template = Template::new("dòng lệnh sai: {value}.", "wrong command line: {value}.");
pub(crate) static BAD_FORMAT: Template =
    Template::new("không có định dạng {value}; hãy chọn {choice}.", "there is no format {value}; choose {choice}.");
pub(crate) static BAD_LANGUAGE: Template =
    Template::new("không có ngôn ngữ {value}; hãy chọn vi hoặc en.", "there is no language {value}; choose vi or en.");
pub(crate) static BAD_TIME: Template = Template::new(
    "{value} không phải là thời điểm; hãy viết 2025-06-01 hoặc 2025-06-01T08:00:00+07:00.",
    "{value} is not a time; write 2025-06-01 or 2025-06-01T08:00:00+07:00.",
);
pub(crate) static BAD_COUNT: Template =
    Template::new("{value} không phải là số nguyên từ 1 trở lên.", "{value} is not a whole number from 1.");
pub(crate) static BAD_STAGE: Template = Template::new(
    "không có bước {value}; các bước là xml, schema, rules, totals, signatures, certificates, revocation.",
    "there is no stage {value}; the stages are xml, schema, rules, totals, signatures, certificates, revocation.",
);
pub(crate) static BAD_STAGE_NEAR: Template =
    Template::new("không có bước {value}; có phải là {near}?", "there is no stage {value}; did you mean {near}?");
pub(crate) static NO_STAGE: Template = Template::new("danh sách các bước đang trống.", "the list of stages is empty.");
pub(crate) static SCHEMA_AND_STAGES: Template = Template::new(
    "--schema chỉ chạy các bước xml và schema; hãy bỏ các bước khác khỏi --stages.",
    "--schema runs the stages xml and schema only; take the others out of --stages.",
);

pub(crate) static BAD_FORMAT_NEAR: Template =
    Template::new("không có định dạng {value}; có phải là {near}?", "there is no format {value}; did you mean {near}?");
pub(crate) static BAD_SHELL: Template = Template::new(
    "không có gợi ý lệnh cho {value}; hãy chọn {choice}.",
    "there are no completions for {value}; choose {choice}.",
);
pub(crate) static BAD_SEVERITY: Template = Template::new(
    "{value} phải viết như MÃ=warning; mức là error, warning hoặc info.",
    "{value} must be written like CODE=warning; a severity is error, warning or info.",
);
pub(crate) static BAD_CODE: Template =
    Template::new("không có mã {value}; --list-codes cho biết mọi mã.", "there is no code {value}; --list-codes tells all.");
pub(crate) static BAD_CODE_NEAR: Template =
    Template::new("không có mã {value}; có phải là {near}?", "there is no code {value}; did you mean {near}?");
pub(crate) static BAD_FORM: Template =
    Template::new("không có mẫu {value}; --list-forms cho biết mọi mẫu.", "there is no form {value}; --list-forms tells all.");
pub(crate) static BAD_FORM_NEAR: Template =
    Template::new("không có mẫu {value}; có phải là {near}?", "there is no form {value}; did you mean {near}?");
pub(crate) static BAD_VERSION: Template =
    Template::new("mẫu này không có phiên bản {value}; có {versions}.", "this form has no version {value}; it has {versions}.");
pub(crate) static NO_XSD: Template =
    Template::new("không xuất được mẫu {value}: {cause}", "the form {value} cannot be exported: {cause}");
pub(crate) static QUIET_AND_VERBOSE: Template =
    Template::new("--quiet và --verbose loại trừ nhau.", "--quiet and --verbose exclude each other.");
pub(crate) static COMPARE_TWO: Template =
    Template::new("compare cần đúng hai tệp: trước và sau.", "compare needs exactly two files: before and after.");
pub(crate) static COMPARE_FORMAT: Template =
    Template::new("compare chỉ có dạng text và json.", "compare has the formats text and json only.");
pub(crate) static BAD_GLOB: Template =
    Template::new("{value} không phải là mẫu tên tệp: {cause}", "{value} is no pattern of file names: {cause}");
pub(crate) static NO_MATCH: Template =
    Template::new("{path}: không có tệp nào khớp mẫu này.", "{path}: no file matches this pattern.");

// The run.
pub(crate) static NOT_TOGETHER: Template = Template::new(
    "Nhiều hơn {count} chứng từ nên không đối chiếu với nhau; --set-checks đối chiếu tất cả.",
    "More than {count} documents, so that they were not compared with each other; --set-checks compares all.",
);
pub(crate) static INTERRUPTED: Template = Template::new(
    "đã dừng theo yêu cầu sau {value} chứng từ; phần còn lại chưa được kiểm tra.",
    "interrupted after {value} documents; the rest was not validated.",
);
pub(crate) static STOPPED: Template =
    Template::new("dừng sau {value} chứng từ vì có --fail-fast.", "stopped after {value} documents, as --fail-fast asks.");

// Files and archives.
pub(crate) static NESTED_TOO_DEEP: Template = Template::new(
    "{path}: zip lồng trong zip lồng trong zip; chỉ mở một lớp.",
    "{path}: a zip in a zip in a zip; only one level is opened.",
);
pub(crate) static NOT_FOUND: Template =
    Template::new("{path}: không có tệp hay thư mục này.", "{path}: there is no such file or folder.");
pub(crate) static NO_PERMISSION: Template =
    Template::new("{path}: không có quyền đọc.", "{path}: there is no permission to read it.");
pub(crate) static UNREADABLE: Template = Template::new("{path}: không đọc được: {cause}", "{path}: cannot be read: {cause}");
pub(crate) static IS_FOLDER: Template =
    Template::new("{path}: đây là thư mục, ở đây cần một tệp.", "{path}: this is a folder; a file is needed here.");
pub(crate) static NO_DOCUMENT: Template =
    Template::new("{path}: bên trong không có tệp *.xml nào.", "{path}: it holds no *.xml file.");
pub(crate) static TOO_LONG: Template = Template::new(
    "{path}: tệp dài quá giới hạn {limit} byte nên không được kiểm tra.",
    "{path}: it is longer than the limit of {limit} bytes and was not validated.",
);
pub(crate) static ZIP_BROKEN: Template =
    Template::new("{path}: tệp zip bị hỏng: {cause}", "{path}: the zip archive is broken: {cause}");
pub(crate) static ZIP_BOMB: Template = Template::new(
    "{path}: giải nén ra lớn hơn {ratio} lần tệp zip; phần còn lại không được đọc.",
    "{path}: it unpacks to more than {ratio} times its size; the rest was not read.",
);
pub(crate) static ZIP_ENCRYPTED: Template =
    Template::new("{path}: được đặt mật khẩu; hãy giải nén trước.", "{path}: it is protected by a password; unpack it first.");
pub(crate) static ZIP_METHOD: Template = Template::new(
    "{path}: nén bằng phương pháp không được hỗ trợ; hãy nén lại bằng Deflate.",
    "{path}: its compression method is not supported; pack it again with Deflate.",
);
pub(crate) static ZIP_DUPLICATES: Template = Template::new(
    "{path}: có nhiều mục trùng tên; chỉ một mục của mỗi tên được kiểm tra.",
    "{path}: several entries share a name; only one of each name is validated.",
);
pub(crate) static SCHEMA_TOO_LARGE: Template =
    Template::new("{path}: lược đồ gồm quá nhiều tệp hoặc quá lớn.", "{path}: the schema has too many files or is too large.");
pub(crate) static UNRESOLVED: Template = Template::new(
    "{path}, dòng {line}: {cause} Chỗ nào trong chứng từ dùng đến sẽ bị báo lỗi.",
    "{path}, line {line}: {cause} Where a document needs it, that is reported as an error.",
);
pub(crate) static NOT_WRITTEN: Template =
    Template::new("không ghi được kết quả: {value}", "the reports cannot be written: {value}");
pub(crate) static DEFECT: Template = Template::new(
    "{path}: chương trình gặp lỗi của chính nó khi kiểm tra tệp này; xin báo cho nhà phát triển.",
    "{path}: the program itself failed on this file; please report it to its developers.",
);
pub(crate) static RATE: Template = Template::new(
    "{value} chứng từ trong {time} s: {rate} chứng từ/s, {megabytes} MB/s",
    "{value} documents in {time} s: {rate} documents/s, {megabytes} MB/s",
);

/// What a finding rests on, in words.
pub(crate) fn basis(finding: &Finding, language: Language) -> Cow<'static, str> {
    match finding.basis() {
        Cow::Borrowed("practice") => Template::new("thực tế sử dụng", "practice").text(language).into(),
        Cow::Borrowed(clause) => clause.into(),
        Cow::Owned(clause) => clause.into(),
    }
}

/// The language that the locale asks for (POSIX: the first of these variables that is set decides); Vietnamese unless it is English.
pub(crate) fn language_of_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(env::var_os).find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.to_string_lossy().to_ascii_lowercase().starts_with("en") => Language::English,
        _ => Language::Vietnamese,
    }
}

/// The text with everything made visible that would otherwise act on a terminal or hide: control characters, which may start escape
/// sequences, direction marks and characters without width. Line ends too, so that a value stays on its line.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    Cow::Owned(shown)
}

/// Appends one character as [`visible`] shows it.
pub(crate) fn push_visible(shown: &mut String, character: char) {
    match character {
        // Unicode has a picture for each of these: ␀ to ␟ and ␡.
        '\0'..='\u{1F}' => shown.extend(char::from_u32(0x2400 + u32::from(character))),
        '\u{7F}' => shown.push('␡'),
        _ if is_hidden(character) => {
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        }
        _ => shown.push(character),
    }
}

/// Control characters and the format characters of Unicode that hide, join or turn text.
pub(crate) const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// An amount with its thousands set apart: `1.080.000,5` in Vietnamese, `1,080,000.5` in English. What is no plain decimal stays as it is.
pub(crate) fn amount(text: &str, language: Language) -> Cow<'_, str> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !fraction.is_none_or(is_number) {
        return visible(text);
    }
    let (group, point) = if language == Language::English { (',', '.') } else { ('.', ',') };
    let mut shown = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            shown.push(group);
        }
        shown.push(digit);
    }
    if let Some(fraction) = fraction {
        shown.push(point);
        shown.push_str(fraction);
    }
    Cow::Owned(shown)
}

/// A date `YYYY-MM-DD` as it is written in Viet Nam; English keeps it.
pub(crate) fn date(text: &str, language: Language) -> Cow<'_, str> {
    let is_date = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(index, byte)| if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    match (text.get(..4), text.get(5..7), text.get(8..)) {
        (Some(year), Some(month), Some(day)) if is_date && language != Language::English => {
            Cow::Owned(format!("{day}/{month}/{year}"))
        }
        _ => visible(text),
    }
}

/// A time as a document writes it: `20/11/2025 09:15:30` in Viet Nam; English keeps it.
pub(crate) fn moment(text: &str, language: Language) -> Cow<'_, str> {
    match text.split_once('T') {
        Some((day, time)) if language != Language::English => Cow::Owned(format!("{} {}", date(day, language), visible(time))),
        _ => visible(text),
    }
}

pub(crate) const fn verdict(verdict: Verdict) -> Template {
    match verdict {
        Verdict::Valid => Template::new("HỢP LỆ", "VALID"),
        Verdict::Invalid => Template::new("KHÔNG HỢP LỆ", "INVALID"),
        Verdict::Undetermined => Template::new("CHƯA XÁC ĐỊNH", "UNDETERMINED"),
    }
}

pub(crate) const fn stage(stage: Stage) -> Template {
    match stage {
        Stage::Xml => Template::new("Cú pháp XML", "XML"),
        Stage::Schema => Template::new("Cấu trúc", "Structure"),
        Stage::Rules => Template::new("Quy tắc", "Rules"),
        Stage::Totals => Template::new("Số tiền", "Totals"),
        Stage::Signatures => Template::new("Chữ ký số", "Signatures"),
        Stage::Certificates => Template::new("Chứng thư số", "Certificates"),
        Stage::Revocation => Template::new("Thu hồi chứng thư", "Revocation"),
    }
}

pub(crate) const fn status(status: &StageStatus) -> Template {
    match status {
        StageStatus::Passed => Template::new("đạt", "passed"),
        StageStatus::Failed => Template::new("không đạt", "failed"),
        StageStatus::NotRun(_) => Template::new("chưa kiểm tra", "not run"),
    }
}

pub(crate) const fn severity(severity: Severity) -> Template {
    match severity {
        Severity::Error => Template::new("lỗi", "error"),
        Severity::Warning => Template::new("cảnh báo", "warning"),
        Severity::Info => Template::new("lưu ý", "info"),
    }
}

pub(crate) const fn role(role: Role) -> Template {
    match role {
        Role::Seller => Template::new("Chữ ký của người bán", "Signature of the seller"),
        Role::Buyer => Template::new("Chữ ký của người mua", "Signature of the buyer"),
        Role::Authority => Template::new("Chữ ký của cơ quan thuế", "Signature of the tax authority"),
        Role::Taxpayer => Template::new("Chữ ký của người nộp thuế", "Signature of the taxpayer"),
        Role::Provider => Template::new("Chữ ký của tổ chức cung cấp dịch vụ", "Signature of the service provider"),
        Role::Other => Template::new("Chữ ký khác", "Another signature"),
    }
}

pub(crate) const fn integrity(integrity: Integrity) -> Template {
    match integrity {
        Integrity::Valid => Template::new("nội dung đúng như khi ký", "the content is as it was signed"),
        Integrity::ValidNonstandard => Template::new(
            "nội dung đúng như khi ký, cách ký khác tiêu chuẩn",
            "the content is as it was signed, in a way that departs from the standard",
        ),
        Integrity::AlteredWhitespace => Template::new(
            "khoảng trắng giữa các thẻ đã bị thay đổi sau khi ký",
            "white space between tags was changed after signing",
        ),
        Integrity::Invalid => Template::new("nội dung hoặc chữ ký đã bị thay đổi", "the content or the signature was changed"),
        Integrity::Refused => Template::new("chữ ký không được chấp nhận", "the signature is not accepted"),
    }
}

pub(crate) const fn extent(extent: Extent) -> Template {
    match extent {
        Extent::Full => Template::new("toàn bộ", "all of it"),
        _ => Template::new("một phần", "in part"),
    }
}

pub(crate) const fn chain(chain: Chain) -> Template {
    match chain {
        Chain::Trusted => Template::new("tin cậy", "trusted"),
        Chain::Untrusted => Template::new("không tin cậy", "not trusted"),
        Chain::NotRun => Template::new("chưa kiểm tra được", "could not be checked"),
    }
}

/// Where a path ends: Circular 15/2025/TT-BKHCN asks whether at the national root.
pub(crate) fn hierarchy(hierarchy: &str) -> Template {
    match hierarchy {
        PUBLIC => Template::new("gốc chứng thực quốc gia", "the national root"),
        GOVERNMENT => Template::new("gốc chữ ký số chuyên dùng công vụ", "the root of the government's signatures"),
        _ => Template::new("gốc do người dùng đưa vào", "a root given by the user"),
    }
}

pub(crate) const fn revocation(revocation: Revocation) -> Template {
    match revocation {
        Revocation::Good => Template::new("không bị thu hồi", "not revoked"),
        Revocation::Revoked => Template::new("đã bị thu hồi", "revoked"),
        Revocation::NotRun => Template::new("chưa kiểm tra", "not checked"),
    }
}

/// What kind of document it is, where the word is known.
pub(crate) fn family(family: &str) -> Option<Template> {
    Some(match family {
        "invoice" => Template::new("Hóa đơn", "Invoice"),
        "message" => Template::new("Thông điệp", "Message"),
        "declaration" => Template::new("Tờ khai", "Declaration"),
        "notice" => Template::new("Thông báo", "Notice"),
        "registration" => Template::new("Tờ khai đăng ký", "Registration"),
        "summary" => Template::new("Bảng tổng hợp", "Summary"),
        "minutes" => Template::new("Biên bản", "Minutes"),
        "list" => Template::new("Bảng kê", "List"),
        "voucher" => Template::new("Chứng từ", "Voucher"),
        "request" => Template::new("Đề nghị", "Request"),
        "code_list" => Template::new("Danh mục", "Code list"),
        "customs" => Template::new("Tờ khai hải quan", "Customs declaration"),
        _ => return None,
    })
}

/// The text in lines of at most `width` columns, broken at blanks where there are any; a longer word is broken inside.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut columns) = (String::new(), 0);
    for word in text.split(' ') {
        let takes = word.width();
        if !line.is_empty() && columns + 1 + takes > width {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            columns += 1;
        }
        for character in word.chars() {
            let takes = character.width().unwrap_or(1);
            if columns + takes > width {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            line.push(character);
            columns += takes;
        }
    }
    lines.push(line);
    lines
}

/// A text in one line of at most `width` columns; parameters in braces become dots.
pub(crate) fn outline(text: &str, width: usize) -> String {
    let mut line = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        line.push_str(before);
        if !line.ends_with('…') {
            line.push('…');
        }
        rest = after;
    }
    line.push_str(rest);
    shorten(&line, width)
}

/// A text in one line of at most `width` columns, with dots where it was cut.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = wrap(text, width.saturating_sub(1).max(1)).swap_remove(0);
    cut.push('…');
    cut
}

/// The common name of a distinguished name as reports print it (RFC 4514), or all of it where it has none.
pub(crate) fn common_name(name: &str) -> &str {
    let start = if name.starts_with("CN=") { Some(3) } else { name.find(",CN=").map(|start| start + 4) };
    let Some(rest) = start.and_then(|start| name.get(start..)) else { return name };
    let mut escaped = false;
    let end = rest.find(|character| {
        let ends = character == ',' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    });
    end.and_then(|end| rest.get(..end)).unwrap_or(rest)
}
