//! The rules of XSD 1.0 as findings: what a fault is called when no profile has a better name for it.

use crate::report::Draft;
use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::NodeId;
use crate::xml::Spot;

use super::At;
use super::FacetName;
use super::Fault;
use super::FaultKind;

impl From<At<NodeId>> for Spot {
    fn from(at: At<NodeId>) -> Self {
        match at {
            At::Element(node) => Self::Node(node),
            At::Content(node) => Self::Content(node),
            At::Attribute(node, index) => Self::Attribute(node, index),
        }
    }
}

impl<P: Copy> Fault<'_, P> {
    /// The rule of the standard that it breaks.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        match self.kind() {
            FaultKind::AbsentType => &ABSENT_TYPE,
            FaultKind::AbstractElement => &ABSTRACT_ELEMENT,
            FaultKind::AbstractType => &ABSTRACT_TYPE,
            FaultKind::AmbiguousField => &AMBIGUOUS_FIELD,
            FaultKind::AttributeFixed => &ATTRIBUTE_FIXED,
            FaultKind::DuplicateId => &DUPLICATE_ID,
            FaultKind::DuplicateKey if self.is_of_key() => &DUPLICATE_KEY,
            FaultKind::DuplicateKey => &DUPLICATE_UNIQUE,
            FaultKind::EmptyElement => &EMPTY,
            FaultKind::ExcessId => &EXCESS_ID,
            FaultKind::FixedValue => &FIXED,
            FaultKind::IncompleteKey => &INCOMPLETE_KEY,
            FaultKind::MisplacedElement => &MISPLACED,
            FaultKind::MissingAttribute => &MISSING_ATTRIBUTE,
            FaultKind::MissingElement => &MISSING,
            FaultKind::NilContent => &NIL_CONTENT,
            FaultKind::NillableKey => &NILLABLE_KEY,
            FaultKind::NotNillable => &NOT_NILLABLE,
            FaultKind::RepeatedElement => &REPEATED,
            FaultKind::TextNotAllowed => &TEXT,
            FaultKind::TypeNotDerived => &TYPE_NOT_DERIVED,
            FaultKind::Undeclared if self.parent().is_none() => &UNDECLARED_ROOT,
            FaultKind::Undeclared => &UNDECLARED,
            FaultKind::UnknownAttribute => &UNKNOWN_ATTRIBUTE,
            FaultKind::UnknownElement => &UNKNOWN,
            FaultKind::UnknownIdRef => &UNKNOWN_IDREF,
            FaultKind::UnknownKeyRef => &UNKNOWN_KEYREF,
            FaultKind::UnknownType => &UNKNOWN_TYPE,
            FaultKind::AttributeValue | FaultKind::Value => match self.facet() {
                Some(FacetName::Enumeration) => &ENUMERATION,
                Some(FacetName::FractionDigits) => &FRACTION_DIGITS,
                Some(FacetName::Length) => &LENGTH,
                Some(FacetName::MaxExclusive) => &MAX_EXCLUSIVE,
                Some(FacetName::MaxInclusive) => &MAX_INCLUSIVE,
                Some(FacetName::MaxLength) => &MAX_LENGTH,
                Some(FacetName::MinExclusive) => &MIN_EXCLUSIVE,
                Some(FacetName::MinInclusive) => &MIN_INCLUSIVE,
                Some(FacetName::MinLength) => &MIN_LENGTH,
                Some(FacetName::Pattern) => &PATTERN,
                Some(FacetName::TotalDigits) => &TOTAL_DIGITS,
                Some(FacetName::WhiteSpace) | None => &DATATYPE,
            },
        }
    }
}

impl<P: Copy> Fault<'_, P> {
    /// The finding under the standard's own rule, without its place.
    pub(crate) fn draft_without_place(&self) -> Draft {
        let parent = self.parent().map_or("", |parent| self.schema().element_name(parent));
        let mut draft = Draft::of_document(self.rule())
            .with("name", self.name().to_owned())
            .with("parent", parent.to_owned())
            .with("limit", self.limit().to_owned())
            .with("count", u64::from(self.allowed()))
            .with("expected", self.expected_names());
        let is_of_value = matches!(
            self.kind(),
            FaultKind::Value | FaultKind::AttributeValue | FaultKind::AttributeFixed | FaultKind::FixedValue
        );
        if let Some((document, line, column)) = self.declared() {
            draft = draft.with("declared", format!("{document}:{line}:{column}"));
        }
        if let Some(constraint) = self.constraint() {
            draft = draft.with("constraint", self.schema().expanded(constraint).1.to_owned()).with("fields", self.fields());
        }
        if is_of_value || self.constraint().is_some() || !self.value().is_empty() {
            draft = draft.actual(self.value());
        }
        draft
    }
}

impl Fault<'_, NodeId> {
    /// The finding under the standard's own rule.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let draft = self.draft_without_place().at(self.at().into());
        match self.holder() {
            Some(holder) => draft.line_of("line", Spot::Node(holder)),
            None => draft,
        }
    }
}

const fn rule(code: &'static str, clause: &'static str, message: Template, expected: Template, fix: Template) -> Rule {
    Rule { code, severity: Severity::Error, stage: Stage::Schema, basis: Basis::Standard(clause), message, expected, fix }
}

const fn facet(code: &'static str, clause: &'static str, message: Template, expected: Template) -> Rule {
    rule(code, clause, message, expected, CORRECT_VALUE)
}

const KEYS: &str = "XSD 1.0 Part 1 §3.11.4";
const CHANGE_ONE: Template = Template::new("Sửa một trong hai giá trị bị trùng.", "Change one of the two values.");
const NAMES: Template = Template::new("{expected}", "{expected}");
const LIMIT: Template = Template::new("{limit}", "{limit}");
const CORRECT_VALUE: Template = Template::new("Sửa lại giá trị này.", "Correct the value.");
const DELETE: Template = Template::new("Xóa nội dung này.", "Delete it.");

static ABSENT_TYPE: Rule = rule(
    "XSD-conformance-missing",
    "XSD 1.0 Part 1 §5.3",
    Template::new(
        "Không kiểm tra được {name}: lược đồ dùng kiểu {expected} nhưng không định nghĩa kiểu này.",
        "{name} cannot be validated: the schema uses the type {expected} but does not define it.",
    ),
    Template::EMPTY,
    Template::new(
        "Nạp thêm tệp lược đồ có định nghĩa kiểu này, hoặc sửa lược đồ.",
        "Add the schema document that defines the type, or mend the schema.",
    ),
);
static ABSTRACT_ELEMENT: Rule = rule(
    "XSD-cvc-elt.2",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new(
        "Phần tử {name} chỉ là khuôn chung, phải dùng một phần tử thay thế cho nó.",
        "The element {name} is abstract; an element of its substitution group must stand instead.",
    ),
    Template::EMPTY,
    Template::new("Dùng phần tử cụ thể theo lược đồ.", "Use a concrete element of the schema."),
);
static ABSTRACT_TYPE: Rule = rule(
    "XSD-cvc-type.2",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new(
        "Kiểu của phần tử {name} là kiểu trừu tượng; phải chỉ rõ kiểu cụ thể bằng xsi:type.",
        "The type of the element {name} is abstract; xsi:type must name a concrete one.",
    ),
    Template::EMPTY,
    Template::new("Ghi xsi:type với một kiểu dẫn xuất.", "Write xsi:type with a derived type."),
);
static AMBIGUOUS_FIELD: Rule = rule(
    "XSD-cvc-identity-constraint.3",
    KEYS,
    Template::new(
        "Thành phần {fields} của ràng buộc {constraint} phải là một giá trị đơn, không được có nhiều hoặc chứa phần tử con.",
        "The field {fields} of the constraint {constraint} must be one single value, not several and not an element with other content.",
    ),
    Template::EMPTY,
    Template::new("Chỉ giữ lại một giá trị.", "Keep one value only."),
);
static ATTRIBUTE_FIXED: Rule = rule(
    "XSD-cvc-attribute.4",
    "XSD 1.0 Part 1 §3.2.4",
    Template::new(
        "Thuộc tính {name} phải có giá trị cố định {limit}.",
        "The attribute {name} must have the fixed value {limit}.",
    ),
    LIMIT,
    CORRECT_VALUE,
);
static DATATYPE: Rule = facet(
    "XSD-cvc-datatype-valid.1.2.1",
    "XSD 1.0 Part 2 §4.1.4",
    Template::new(
        "Giá trị {actual} của {name} không đúng kiểu dữ liệu {limit}.",
        "The value {actual} of {name} is not of the type {limit}.",
    ),
    LIMIT,
);
static DUPLICATE_ID: Rule = rule(
    "XSD-cvc-id.2",
    "XSD 1.0 Part 1 §3.15.4",
    Template::new(
        "Mã định danh {actual} đã dùng cho một phần tử khác.",
        "The identifier {actual} is used by another element too.",
    ),
    Template::EMPTY,
    Template::new("Đặt cho mỗi phần tử một mã riêng.", "Give each element an identifier of its own."),
);
static DUPLICATE_KEY: Rule = rule(
    "XSD-cvc-identity-constraint.4.2.2",
    KEYS,
    Template::new(
        "Giá trị {actual} của khóa {constraint} ({fields}) bị trùng: đã có ở dòng {line}.",
        "The value {actual} of the key {constraint} ({fields}) stands twice: line {line} has it already.",
    ),
    Template::EMPTY,
    CHANGE_ONE,
);
static DUPLICATE_UNIQUE: Rule = rule(
    "XSD-cvc-identity-constraint.4.1",
    KEYS,
    Template::new(
        "Giá trị {actual} phải là duy nhất theo ràng buộc {constraint} ({fields}) nhưng đã có ở dòng {line}.",
        "The value {actual} must be unique under the constraint {constraint} ({fields}), but line {line} has it already.",
    ),
    Template::EMPTY,
    CHANGE_ONE,
);
static EMPTY: Rule = rule(
    "XSD-cvc-type.3.1.3",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new("Phần tử {name} để trống nhưng bắt buộc phải có nội dung.", "The element {name} is empty but needs content."),
    NAMES,
    Template::new("Điền nội dung cho phần tử này.", "Fill in the element."),
);
static ENUMERATION: Rule = facet(
    "XSD-cvc-enumeration-valid",
    "XSD 1.0 Part 2 §4.3.5",
    Template::new(
        "Giá trị {actual} của {name} không nằm trong danh sách cho phép.",
        "The value {actual} of {name} is not one of those allowed.",
    ),
    LIMIT,
);
static EXCESS_ID: Rule = rule(
    "XSD-cvc-complex-type.5",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new(
        "Phần tử đã có mã định danh; thuộc tính {name} là mã thứ hai.",
        "The element has an identifier already; the attribute {name} is a second one.",
    ),
    Template::EMPTY,
    Template::new("Chỉ giữ một thuộc tính kiểu ID.", "Keep one attribute of type ID."),
);
static FIXED: Rule = rule(
    "XSD-cvc-elt.5.2.2",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new("Phần tử {name} phải có giá trị cố định {limit}.", "The element {name} must have the fixed value {limit}."),
    LIMIT,
    CORRECT_VALUE,
);
static FRACTION_DIGITS: Rule = facet(
    "XSD-cvc-fractionDigits-valid",
    "XSD 1.0 Part 2 §4.3.12",
    Template::new(
        "Số {actual} của {name} có quá {limit} chữ số thập phân.",
        "The number {actual} of {name} has more than {limit} digits after the point.",
    ),
    Template::new("tối đa {limit} chữ số thập phân", "at most {limit} digits after the point"),
);
static INCOMPLETE_KEY: Rule = rule(
    "XSD-cvc-identity-constraint.4.2.1",
    KEYS,
    Template::new(
        "Phần tử {name} thiếu thành phần {fields} của khóa {constraint}.",
        "The element {name} lacks the field {fields} of the key {constraint}.",
    ),
    Template::new("{fields}", "{fields}"),
    Template::new("Điền đủ các thành phần của khóa.", "Fill in every field of the key."),
);
static LENGTH: Rule = facet(
    "XSD-cvc-length-valid",
    "XSD 1.0 Part 2 §4.3.1",
    Template::new(
        "Giá trị {actual} của {name} phải dài đúng {limit}.",
        "The value {actual} of {name} must have the length {limit}.",
    ),
    LIMIT,
);
static MAX_EXCLUSIVE: Rule = facet(
    "XSD-cvc-maxExclusive-valid",
    "XSD 1.0 Part 2 §4.3.8",
    Template::new("Giá trị {actual} của {name} phải nhỏ hơn {limit}.", "The value {actual} of {name} must be less than {limit}."),
    Template::new("nhỏ hơn {limit}", "less than {limit}"),
);
static MAX_INCLUSIVE: Rule = facet(
    "XSD-cvc-maxInclusive-valid",
    "XSD 1.0 Part 2 §4.3.7",
    Template::new(
        "Giá trị {actual} của {name} không được lớn hơn {limit}.",
        "The value {actual} of {name} must not be greater than {limit}.",
    ),
    Template::new("tối đa {limit}", "at most {limit}"),
);
static MAX_LENGTH: Rule = facet(
    "XSD-cvc-maxLength-valid",
    "XSD 1.0 Part 2 §4.3.3",
    Template::new(
        "Giá trị của {name} dài quá {limit} ký tự: {actual}.",
        "The value of {name} is longer than {limit} characters: {actual}.",
    ),
    Template::new("tối đa {limit} ký tự", "at most {limit} characters"),
);
static MIN_EXCLUSIVE: Rule = facet(
    "XSD-cvc-minExclusive-valid",
    "XSD 1.0 Part 2 §4.3.9",
    Template::new(
        "Giá trị {actual} của {name} phải lớn hơn {limit}.",
        "The value {actual} of {name} must be greater than {limit}.",
    ),
    Template::new("lớn hơn {limit}", "greater than {limit}"),
);
static MIN_INCLUSIVE: Rule = facet(
    "XSD-cvc-minInclusive-valid",
    "XSD 1.0 Part 2 §4.3.10",
    Template::new(
        "Giá trị {actual} của {name} không được nhỏ hơn {limit}.",
        "The value {actual} of {name} must not be less than {limit}.",
    ),
    Template::new("ít nhất {limit}", "at least {limit}"),
);
static MIN_LENGTH: Rule = facet(
    "XSD-cvc-minLength-valid",
    "XSD 1.0 Part 2 §4.3.2",
    Template::new(
        "Giá trị {actual} của {name} ngắn hơn {limit} ký tự.",
        "The value {actual} of {name} is shorter than {limit} characters.",
    ),
    Template::new("ít nhất {limit} ký tự", "at least {limit} characters"),
);
static MISPLACED: Rule = rule(
    "XSD-cvc-complex-type.2.4.d",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Phần tử {name} đặt sai vị trí trong {parent}.", "The element {name} stands at the wrong place in {parent}."),
    NAMES,
    Template::new("Đặt phần tử đúng thứ tự của lược đồ.", "Move it to where the schema has it."),
);
static MISSING: Rule = rule(
    "XSD-cvc-complex-type.2.4.b",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Trong {parent} thiếu phần tử bắt buộc: {expected}.", "{parent} lacks a required element: {expected}."),
    NAMES,
    Template::new("Bổ sung phần tử còn thiếu.", "Add the missing element."),
);
static MISSING_ATTRIBUTE: Rule = rule(
    "XSD-cvc-complex-type.4",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Thiếu thuộc tính bắt buộc {name}.", "The required attribute {name} is missing."),
    NAMES,
    Template::new("Bổ sung thuộc tính này.", "Add the attribute."),
);
static NIL_CONTENT: Rule = rule(
    "XSD-cvc-elt.3.2.1",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new(
        "Phần tử ghi xsi:nil=\"true\" thì không được có nội dung.",
        "An element with xsi:nil=\"true\" must have no content.",
    ),
    Template::EMPTY,
    Template::new("Xóa nội dung hoặc bỏ xsi:nil.", "Delete the content or take xsi:nil away."),
);
static NILLABLE_KEY: Rule = rule(
    "XSD-cvc-identity-constraint.4.2.3",
    KEYS,
    Template::new(
        "Thành phần {fields} của khóa {constraint} là phần tử được phép để nil, nên không dùng làm khóa được.",
        "The field {fields} of the key {constraint} is an element that may be nil, which no key may have.",
    ),
    Template::EMPTY,
    Template::new("Sửa lược đồ: bỏ nillable của phần tử này.", "Mend the schema: take nillable off the element."),
);
static NOT_NILLABLE: Rule = rule(
    "XSD-cvc-elt.3.1",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new("Phần tử {name} không được dùng xsi:nil.", "The element {name} may not carry xsi:nil."),
    Template::EMPTY,
    Template::new("Bỏ xsi:nil và điền nội dung.", "Take xsi:nil away and fill in the content."),
);
static PATTERN: Rule = facet(
    "XSD-cvc-pattern-valid",
    "XSD 1.0 Part 2 §4.3.4",
    Template::new(
        "Giá trị {actual} của {name} không đúng mẫu quy định.",
        "The value {actual} of {name} does not match its pattern.",
    ),
    LIMIT,
);
static REPEATED: Rule = rule(
    "XSD-cvc-complex-type.2.4.e",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new(
        "Phần tử {name} xuất hiện quá số lần cho phép ({count}) trong {parent}.",
        "The element {name} stands more often in {parent} than the {count} allowed.",
    ),
    NAMES,
    Template::new("Xóa phần tử thừa.", "Delete the surplus element."),
);
static TEXT: Rule = rule(
    "XSD-cvc-complex-type.2.3",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Có chữ nằm ngoài các phần tử con: {actual}.", "There is text where only elements may stand: {actual}."),
    Template::EMPTY,
    DELETE,
);
static TOTAL_DIGITS: Rule = facet(
    "XSD-cvc-totalDigits-valid",
    "XSD 1.0 Part 2 §4.3.11",
    Template::new("Số {actual} của {name} có quá {limit} chữ số.", "The number {actual} of {name} has more than {limit} digits."),
    Template::new("tối đa {limit} chữ số", "at most {limit} digits"),
);
static TYPE_NOT_DERIVED: Rule = rule(
    "XSD-cvc-elt.4.3",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new(
        "Kiểu {actual} trong xsi:type không được dùng cho phần tử {name}.",
        "The type {actual} of xsi:type may not stand for the type of {name}.",
    ),
    Template::EMPTY,
    Template::new("Dùng kiểu dẫn xuất từ kiểu đã khai báo.", "Name a type derived from the declared one."),
);
static UNDECLARED: Rule = rule(
    "XSD-cvc-complex-type.2.4.c",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Lược đồ không khai báo {name}.", "The schema does not declare {name}."),
    Template::EMPTY,
    Template::new("Kiểm tra tên và không gian tên.", "Check the name and its namespace."),
);
static UNDECLARED_ROOT: Rule = rule(
    "XSD-cvc-elt.1",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new("Lược đồ không khai báo phần tử gốc {name}.", "The schema does not declare the root element {name}."),
    Template::EMPTY,
    Template::new(
        "Kiểm tra tên và không gian tên của phần tử gốc, hoặc chọn đúng lược đồ.",
        "Check the name and namespace of the root element, or choose the right schema.",
    ),
);
static UNKNOWN: Rule = rule(
    "XSD-cvc-complex-type.2.4.a",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Phần tử {name} không có trong cấu trúc của {parent}.", "The element {name} does not belong in {parent}."),
    NAMES,
    Template::new("Sửa tên phần tử hoặc xóa nó.", "Correct the name of the element or delete it."),
);
static UNKNOWN_ATTRIBUTE: Rule = rule(
    "XSD-cvc-complex-type.3.2",
    "XSD 1.0 Part 1 §3.4.4",
    Template::new("Thuộc tính {name} không được phép ở đây.", "The attribute {name} may not stand here."),
    NAMES,
    Template::new("Sửa tên thuộc tính hoặc xóa nó.", "Correct the name of the attribute or delete it."),
);
static UNKNOWN_IDREF: Rule = rule(
    "XSD-cvc-id.1",
    "XSD 1.0 Part 1 §3.15.4",
    Template::new("Không có phần tử nào mang mã định danh {actual}.", "No element has the identifier {actual}."),
    Template::EMPTY,
    CORRECT_VALUE,
);
static UNKNOWN_KEYREF: Rule = rule(
    "XSD-cvc-identity-constraint.4.3",
    KEYS,
    Template::new(
        "Giá trị {actual} ({fields}) không trỏ tới khóa nào có thật theo tham chiếu {constraint}.",
        "The value {actual} ({fields}) is that of no key which the reference {constraint} could mean.",
    ),
    Template::EMPTY,
    Template::new(
        "Sửa giá trị này, hoặc bổ sung phần tử mà nó trỏ tới.",
        "Correct the value, or add the element that it refers to.",
    ),
);
static UNKNOWN_TYPE: Rule = rule(
    "XSD-cvc-elt.4.2",
    "XSD 1.0 Part 1 §3.3.4",
    Template::new("Kiểu {actual} trong xsi:type không có trong lược đồ.", "The type {actual} of xsi:type is not in the schema."),
    Template::EMPTY,
    CORRECT_VALUE,
);

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[
    &ABSENT_TYPE,
    &ABSTRACT_ELEMENT,
    &ABSTRACT_TYPE,
    &AMBIGUOUS_FIELD,
    &ATTRIBUTE_FIXED,
    &DATATYPE,
    &DUPLICATE_ID,
    &DUPLICATE_KEY,
    &DUPLICATE_UNIQUE,
    &EMPTY,
    &ENUMERATION,
    &EXCESS_ID,
    &FIXED,
    &FRACTION_DIGITS,
    &INCOMPLETE_KEY,
    &LENGTH,
    &MAX_EXCLUSIVE,
    &MAX_INCLUSIVE,
    &MAX_LENGTH,
    &MIN_EXCLUSIVE,
    &MIN_INCLUSIVE,
    &MIN_LENGTH,
    &MISPLACED,
    &MISSING,
    &MISSING_ATTRIBUTE,
    &NIL_CONTENT,
    &NILLABLE_KEY,
    &NOT_NILLABLE,
    &PATTERN,
    &REPEATED,
    &TEXT,
    &TOTAL_DIGITS,
    &TYPE_NOT_DERIVED,
    &UNDECLARED,
    &UNDECLARED_ROOT,
    &UNKNOWN,
    &UNKNOWN_ATTRIBUTE,
    &UNKNOWN_IDREF,
    &UNKNOWN_KEYREF,
    &UNKNOWN_TYPE,
];
