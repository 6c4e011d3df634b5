//! Fatal errors of XML: what is broken and where.

use crate::rules::Basis;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

use super::Place;

/// Why a document is not well-formed, or which limit it breaks. XML 1.0 §1.2 makes each a fatal error: no tree exists afterwards.
#[derive(Clone, Debug)]
pub struct Fault {
    rule: &'static Rule,
    params: Params,
    place: Option<Place>,
}

impl Fault {
    pub(crate) const fn new(rule: &'static Rule) -> Self {
        Self { rule, params: Params::new(), place: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.set(name, value);
        self
    }

    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The rule that is broken.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The values that fill the rule's texts.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// Where; `None` when there is no byte to point at (an empty file).
    #[must_use]
    pub const fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rule.message.fill(&self.params, crate::rules::Language::English))?;
        if let Some(place) = &self.place {
            write!(f, " (line {}, column {})", place.line, place.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

const fn rule(code: &'static str, clause: &'static str, vi: &'static str, en: &'static str, fix: Template) -> Rule {
    Rule {
        code,
        severity: Severity::Error,
        stage: Stage::Xml,
        basis: Basis::Standard(clause),
        message: Template::new(vi, en),
        expected: Template::EMPTY,
        fix,
    }
}

const fn limit(code: &'static str, vi: &'static str, en: &'static str) -> Rule {
    rule(code, "taxdoc limits", vi, en, RAISE)
}

const AS_ISSUED: Template = Template::new(
    "Lấy lại tệp gốc do phần mềm lập hóa đơn xuất ra, không mở rồi lưu lại bằng chương trình soạn thảo.",
    "Get the original file from the program that issued it; do not open and save it in an editor.",
);
const ESCAPE: Template = Template::new(
    "Viết & thành &amp;, < thành &lt; trong nội dung; phần mềm lập tệp phải dùng thư viện XML.",
    "Write & as &amp; and < as &lt; in content; the issuing program must use an XML library.",
);
const DECLARE: Template = Template::new(
    "Khai báo tiền tố bằng xmlns:… tại phần tử này hoặc phần tử cha.",
    "Declare the prefix with xmlns:… on this element or on an ancestor.",
);
const RAISE: Template = Template::new(
    "Chia tệp thành nhiều tệp nhỏ hơn, hoặc nâng giới hạn này khi gọi thư viện nếu tệp đáng tin.",
    "Split the file, or raise this limit in the call if the file is trusted.",
);
const UTF8: Template =
    Template::new("Lưu tệp bằng UTF-8 và khai báo encoding=\"UTF-8\".", "Save the file as UTF-8 and declare encoding=\"UTF-8\".");

pub(crate) static EMPTY: Rule =
    rule("XML-EMPTY", "XML 1.0 §2.1", "Tệp không có phần tử XML nào.", "The file holds no XML element.", AS_ISSUED);
pub(crate) static CHARACTER: Rule = rule(
    "XML-CHARACTER",
    "XML 1.0 §2.2",
    "Ký tự điều khiển {character} không được phép có trong XML.",
    "The character {character} may not stand in XML.",
    Template::new("Xóa ký tự này ở nơi nhập dữ liệu.", "Remove the character where the data was entered."),
);
pub(crate) static ENCODING_MALFORMED: Rule = rule(
    "XML-ENCODING-MALFORMED",
    "XML 1.0 §4.3.3",
    "Nội dung không phải là bảng mã {encoding} hợp lệ.",
    "The bytes are not valid {encoding}.",
    UTF8,
);
pub(crate) static ENCODING_MISMATCH: Rule = rule(
    "XML-ENCODING-MISMATCH",
    "XML 1.0 §4.3.3",
    "Tệp khai báo bảng mã {declared} nhưng thực tế là {encoding}.",
    "The file declares the encoding {declared} but is {encoding}.",
    UTF8,
);
pub(crate) static ENCODING_UNKNOWN: Rule = rule(
    "XML-ENCODING-UNKNOWN",
    "XML 1.0 §4.3.3",
    "Không hỗ trợ bảng mã {declared}.",
    "The encoding {declared} is not supported.",
    UTF8,
);
pub(crate) static DECLARATION: Rule = rule(
    "XML-DECLARATION",
    "XML 1.0 §2.8",
    "Khai báo XML ở đầu tệp sai cú pháp.",
    "The XML declaration is malformed.",
    Template::new(
        "Viết đúng dạng <?xml version=\"1.0\" encoding=\"UTF-8\"?>.",
        "Write it as <?xml version=\"1.0\" encoding=\"UTF-8\"?>.",
    ),
);
pub(crate) static DECLARATION_PLACE: Rule = rule(
    "XML-DECLARATION-PLACE",
    "XML 1.0 §2.8",
    "Khai báo XML phải đứng ngay đầu tệp, trước nó không được có dòng trống hay ký tự nào.",
    "The XML declaration must be the very first thing in the file: no blank line or character before it.",
    Template::new("Xóa phần đứng trước <?xml.", "Delete what stands before <?xml."),
);
pub(crate) static DOCTYPE: Rule = rule(
    "XML-DOCTYPE",
    "XML 1.0 §2.8",
    "Tệp có khai báo DOCTYPE. Hóa đơn và tờ khai thuế không dùng DOCTYPE, và nó có thể mang mã tấn công, nên bị từ chối.",
    "The file carries a DOCTYPE. No invoice or tax form uses one and it can carry attacks, so it is refused.",
    AS_ISSUED,
);
pub(crate) static NAME: Rule =
    rule("XML-NAME", "XML 1.0 §2.3", "Tên không hợp lệ: {actual}.", "Not a valid name: {actual}.", AS_ISSUED);
pub(crate) static TAG: Rule =
    rule("XML-TAG", "XML 1.0 §3.1", "Thẻ viết sai cú pháp: {actual}.", "The tag is malformed: {actual}.", AS_ISSUED);
pub(crate) static ATTRIBUTE_DUPLICATE: Rule = rule(
    "XML-ATTRIBUTE-DUPLICATE",
    "XML 1.0 §3.1; Namespaces in XML §6.3",
    "Thuộc tính {actual} được viết hai lần trong cùng một thẻ.",
    "The attribute {actual} stands twice in one tag.",
    AS_ISSUED,
);
pub(crate) static LESS_THAN: Rule = rule(
    "XML-LESS-THAN",
    "XML 1.0 §3.1",
    "Dấu < không được đứng trong giá trị thuộc tính.",
    "A < may not stand in an attribute value.",
    ESCAPE,
);
pub(crate) static REFERENCE: Rule = rule(
    "XML-REFERENCE",
    "XML 1.0 §4.1",
    "Dấu & không mở đầu một tham chiếu hợp lệ: {actual}.",
    "The & does not begin a valid reference: {actual}.",
    ESCAPE,
);
pub(crate) static CDATA_END: Rule = rule(
    "XML-CDATA-END",
    "XML 1.0 §2.4",
    "Chuỗi ]]> không được đứng trong nội dung.",
    "The characters ]]> may not stand in content.",
    Template::new("Viết > thành &gt;.", "Write > as &gt;."),
);
pub(crate) static COMMENT: Rule = rule(
    "XML-COMMENT",
    "XML 1.0 §2.5",
    "Chú thích chứa -- hoặc kết thúc bằng --->.",
    "A comment holds -- or ends with --->.",
    AS_ISSUED,
);
pub(crate) static PI_TARGET: Rule = rule(
    "XML-PI-TARGET",
    "XML 1.0 §2.6",
    "Tên chỉ thị xử lý không hợp lệ: {actual}.",
    "Not a valid processing-instruction target: {actual}.",
    AS_ISSUED,
);
pub(crate) static END_TAG: Rule = rule(
    "XML-END-TAG",
    "XML 1.0 §3",
    "Thẻ đóng {actual} không khớp thẻ mở {expected}.",
    "The end tag {actual} does not match the start tag {expected}.",
    AS_ISSUED,
);
pub(crate) static UNCLOSED: Rule = rule(
    "XML-UNCLOSED",
    "XML 1.0 §2.1",
    "Tệp bị cắt ngang: phần tử {actual} chưa được đóng.",
    "The file breaks off: the element {actual} is not closed.",
    Template::new("Tải lại tệp gốc đầy đủ.", "Get the complete original file."),
);
pub(crate) static ROOTS: Rule = rule(
    "XML-ROOTS",
    "XML 1.0 §2.1",
    "Sau phần tử gốc còn một phần tử khác: {actual}.",
    "Another element follows the root element: {actual}.",
    Template::new("Mỗi tệp chỉ có một phần tử gốc; tách thành hai tệp.", "A file has one root element; make two files."),
);
pub(crate) static OUTSIDE: Rule = rule(
    "XML-OUTSIDE",
    "XML 1.0 §2.1",
    "Có nội dung nằm ngoài phần tử gốc: {actual}.",
    "There is content outside the root element: {actual}.",
    Template::new("Xóa nội dung này.", "Delete it."),
);
pub(crate) static MARKUP: Rule = rule(
    "XML-MARKUP",
    "XML 1.0 §2.4",
    "Cấu trúc đánh dấu bị hỏng hoặc bị cắt ngang: {actual}.",
    "The markup is broken or breaks off: {actual}.",
    AS_ISSUED,
);
pub(crate) static PREFIX: Rule = rule(
    "XML-PREFIX",
    "Namespaces in XML §5",
    "Tiền tố {actual} chưa được khai báo.",
    "The prefix {actual} is not declared.",
    DECLARE,
);
pub(crate) static NAMESPACE: Rule = rule(
    "XML-NAMESPACE",
    "Namespaces in XML §3",
    "Khai báo không gian tên không hợp lệ: {actual}.",
    "Not a valid namespace declaration: {actual}.",
    AS_ISSUED,
);
pub(crate) static LIMIT_DOCUMENT: Rule = limit(
    "XML-LIMIT-DOCUMENT",
    "Tệp có {actual} byte, vượt giới hạn {limit} byte.",
    "The file has {actual} bytes, more than the limit of {limit}.",
);
pub(crate) static LIMIT_DEPTH: Rule =
    limit("XML-LIMIT-DEPTH", "Các phần tử lồng nhau sâu hơn {limit} cấp.", "Elements are nested deeper than {limit} levels.");
pub(crate) static LIMIT_ATTRIBUTES: Rule =
    limit("XML-LIMIT-ATTRIBUTES", "Một thẻ có nhiều hơn {limit} thuộc tính.", "A tag has more than {limit} attributes.");
pub(crate) static LIMIT_NAMESPACES: Rule = limit(
    "XML-LIMIT-NAMESPACES",
    "Có hơn {limit} khai báo không gian tên cùng hiệu lực.",
    "More than {limit} namespace declarations are in scope.",
);
pub(crate) static LIMIT_NAME: Rule =
    limit("XML-LIMIT-NAME", "Một tên dài hơn {limit} byte.", "A name is longer than {limit} bytes.");
pub(crate) static LIMIT_TEXT: Rule =
    limit("XML-LIMIT-TEXT", "Một đoạn văn bản dài hơn {limit} byte.", "A run of text is longer than {limit} bytes.");
pub(crate) static LIMIT_NODES: Rule =
    limit("XML-LIMIT-NODES", "Tệp có nhiều hơn {limit} nút XML.", "The file has more than {limit} XML nodes.");

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[
    &ATTRIBUTE_DUPLICATE,
    &CDATA_END,
    &CHARACTER,
    &COMMENT,
    &DECLARATION,
    &DECLARATION_PLACE,
    &DOCTYPE,
    &EMPTY,
    &ENCODING_MALFORMED,
    &ENCODING_MISMATCH,
    &ENCODING_UNKNOWN,
    &END_TAG,
    &LESS_THAN,
    &LIMIT_ATTRIBUTES,
    &LIMIT_DEPTH,
    &LIMIT_DOCUMENT,
    &LIMIT_NAME,
    &LIMIT_NAMESPACES,
    &LIMIT_NODES,
    &LIMIT_TEXT,
    &MARKUP,
    &NAME,
    &NAMESPACE,
    &OUTSIDE,
    &PI_TARGET,
    &PREFIX,
    &REFERENCE,
    &ROOTS,
    &TAG,
    &UNCLOSED,
];
