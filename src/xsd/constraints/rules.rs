//! The constraints on schemas that a schema document can break, with what is said to the one who must mend it.

use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

/// The rule of a constraint, by the standard's name. A clause that has no rule of its own (`src-attribute.3.1`) is under the one
/// around it (`src-attribute`).
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    // Codes have no low lines; one name of the standard has.
    let name = name.replace('_', "-");
    let mut name = &*name;
    loop {
        let code = |rule: &Rule| rule.code.strip_prefix(PREFIX).unwrap_or_default();
        if let Ok(index) = SCHEMA_RULES.binary_search_by(|rule| code(rule).cmp(name)) {
            return SCHEMA_RULES.get(index);
        }
        name = name.rsplit_once('.')?.0;
    }
}

const PREFIX: &str = "XSD-";

const fn rule(code: &'static str, clause: &'static str, vi: &'static str, en: &'static str) -> Rule {
    Rule {
        code,
        severity: Severity::Error,
        stage: Stage::Schema,
        basis: Basis::Standard(clause),
        message: Template::new(vi, en),
        expected: Template::EMPTY,
        fix: Template::EMPTY,
    }
}

/// Every constraint that a schema can be refused for, sorted by name.
pub static SCHEMA_RULES: &[Rule] = &[
    rule(
        "XSD-FacetValueFixed",
        "XSD 1.0 Part 2 §4.3",
        "Ràng buộc {name} đã được kiểu cơ sở cố định.",
        "The facet {name} is fixed by the base type.",
    ),
    rule(
        "XSD-a-props-correct.2",
        "XSD 1.0 Part 1 §3.2.6",
        "Giá trị mặc định hoặc cố định của thuộc tính {name} không thuộc kiểu của nó.",
        "The default or fixed value of the attribute {name} is not of its type.",
    ),
    rule(
        "XSD-a-props-correct.3",
        "XSD 1.0 Part 1 §3.2.6",
        "Thuộc tính {name} có kiểu ID nên không được có giá trị mặc định hoặc cố định.",
        "The attribute {name} is of type ID and may have no default or fixed value.",
    ),
    rule(
        "XSD-au-props-correct.2",
        "XSD 1.0 Part 1 §3.5.6",
        "Giá trị cố định khai báo cho thuộc tính {name} không được đổi tại nơi dùng.",
        "The fixed value declared for the attribute {name} may not be another where it is used.",
    ),
    rule(
        "XSD-c-fields-xpaths",
        "XSD 1.0 Part 1 §3.11.6",
        "Đường dẫn {name} của field không đúng cú pháp cho phép.",
        "The path {name} of a field is not of the form that is allowed.",
    ),
    rule(
        "XSD-c-props-correct.1",
        "XSD 1.0 Part 1 §3.11.6",
        "keyref trỏ tới {name}, không phải là key hay unique.",
        "The keyref refers to {name}, which is no key and no unique.",
    ),
    rule(
        "XSD-c-props-correct.2",
        "XSD 1.0 Part 1 §3.11.6",
        "keyref và khóa {name} có số trường khác nhau.",
        "The keyref and the key {name} have different numbers of fields.",
    ),
    rule(
        "XSD-c-selector-xpath",
        "XSD 1.0 Part 1 §3.11.6",
        "Đường dẫn {name} của selector không đúng cú pháp cho phép.",
        "The path {name} of a selector is not of the form that is allowed.",
    ),
    rule(
        "XSD-cos-all-limited",
        "XSD 1.0 Part 1 §3.8.6",
        "Nhóm all chỉ được là toàn bộ nội dung của một kiểu, và mỗi phần tử trong đó chỉ xuất hiện tối đa một lần.",
        "A group all may only be the whole content of a type, and each element in it may stand at most once.",
    ),
    rule(
        "XSD-cos-applicable-facets",
        "XSD 1.0 Part 2 §4.1.5",
        "Ràng buộc {name} không áp dụng được cho kiểu này.",
        "The facet {name} does not apply to this type.",
    ),
    rule(
        "XSD-cos-ct-extends.1.1",
        "XSD 1.0 Part 1 §3.4.6",
        "Kiểu cơ sở của {name} không cho phép cách dẫn xuất này (final).",
        "The base type of {name} does not allow this derivation (final).",
    ),
    rule(
        "XSD-cos-ct-extends.1.4",
        "XSD 1.0 Part 1 §3.4.6",
        "Nội dung của phần mở rộng {name} không nối được vào nội dung của kiểu cơ sở.",
        "The content of the extension {name} cannot follow that of its base type.",
    ),
    rule(
        "XSD-cos-element-consistent",
        "XSD 1.0 Part 1 §3.8.6",
        "Phần tử {name} có hai kiểu khác nhau trong cùng một nội dung.",
        "The element {name} has two different types in one content.",
    ),
    rule(
        "XSD-cos-nonambig",
        "XSD 1.0 Part 1 §3.8.6",
        "Nội dung không rõ ràng: gặp {name} thì không biết ứng với khai báo nào.",
        "The content is ambiguous: {name} could be attributed to more than one particle.",
    ),
    rule(
        "XSD-cos-particle-restrict",
        "XSD 1.0 Part 1 §3.9.6",
        "Nhóm chứa {name} thuộc loại không thể thu hẹp nhóm tương ứng của kiểu cơ sở.",
        "The group that holds {name} is of a kind that cannot restrict its counterpart in the base type.",
    ),
    rule(
        "XSD-cos-st-restricts",
        "XSD 1.0 Part 1 §3.14.6",
        "Kiểu đơn giản {name} không được dẫn xuất từ kiểu này theo cách đó.",
        "The simple type {name} may not be derived from that type in that way.",
    ),
    rule(
        "XSD-cos-valid-default",
        "XSD 1.0 Part 1 §3.3.6",
        "Phần tử {name} có nội dung không thể mang giá trị mặc định hoặc cố định.",
        "The content of the element {name} cannot have a default or fixed value.",
    ),
    rule(
        "XSD-ct-props-correct.3",
        "XSD 1.0 Part 1 §3.4.6",
        "Kiểu {name} được dẫn xuất từ chính nó.",
        "The type {name} is derived from itself.",
    ),
    rule(
        "XSD-ct-props-correct.4",
        "XSD 1.0 Part 1 §3.4.6",
        "Thuộc tính {name} được khai báo hai lần.",
        "The attribute {name} is declared twice.",
    ),
    rule(
        "XSD-ct-props-correct.5",
        "XSD 1.0 Part 1 §3.4.6",
        "Một kiểu có hai thuộc tính kiểu ID, một trong đó là {name}.",
        "A type has two attributes of type ID, one of them {name}.",
    ),
    rule(
        "XSD-derivation-ok-restriction.2",
        "XSD 1.0 Part 1 §3.4.6",
        "Thuộc tính {name} không thu hẹp thuộc tính tương ứng của kiểu cơ sở.",
        "The attribute {name} does not restrict that of the base type.",
    ),
    rule(
        "XSD-derivation-ok-restriction.3",
        "XSD 1.0 Part 1 §3.4.6",
        "Thuộc tính bắt buộc {name} của kiểu cơ sở bị thiếu.",
        "The attribute {name}, required by the base type, is missing.",
    ),
    rule(
        "XSD-derivation-ok-restriction.4",
        "XSD 1.0 Part 1 §3.4.6",
        "Ký tự đại diện thuộc tính cho phép nhiều hơn của kiểu cơ sở.",
        "The attribute wildcard allows more than that of the base type.",
    ),
    rule(
        "XSD-derivation-ok-restriction.5",
        "XSD 1.0 Part 1 §3.4.6",
        "Nội dung của {name} không thu hẹp nội dung của kiểu cơ sở.",
        "The content of {name} does not restrict that of the base type.",
    ),
    rule(
        "XSD-e-props-correct.2",
        "XSD 1.0 Part 1 §3.3.6",
        "Giá trị mặc định hoặc cố định của phần tử {name} không thuộc kiểu của nó.",
        "The default or fixed value of the element {name} is not of its type.",
    ),
    rule(
        "XSD-e-props-correct.4",
        "XSD 1.0 Part 1 §3.3.6",
        "Phần tử {name} không được thay cho phần tử đầu nhóm thay thế: kiểu của nó không dẫn xuất hợp lệ từ kiểu của phần tử đó.",
        "The element {name} may not stand for its substitution group head: its type is not validly derived from that of the head.",
    ),
    rule(
        "XSD-e-props-correct.6",
        "XSD 1.0 Part 1 §3.3.6",
        "Nhóm thay thế của phần tử {name} đi vòng tròn.",
        "The substitution group of the element {name} is circular.",
    ),
    rule(
        "XSD-enumeration-required-notation",
        "XSD 1.0 Part 1 §3.14.6",
        "Kiểu NOTATION phải được thu hẹp bằng enumeration trước khi dùng cho {name}.",
        "The type NOTATION must be restricted by enumeration before it is used for {name}.",
    ),
    rule(
        "XSD-enumeration-valid-restriction",
        "XSD 1.0 Part 2 §4.3.5",
        "Giá trị liệt kê {name} không thuộc kiểu cơ sở.",
        "The enumerated value {name} is not of the base type.",
    ),
    rule(
        "XSD-fractionDigits-totalDigits",
        "XSD 1.0 Part 2 §4.3.12",
        "fractionDigits lớn hơn totalDigits.",
        "fractionDigits is greater than totalDigits.",
    ),
    rule(
        "XSD-fractionDigits-valid-restriction",
        "XSD 1.0 Part 2 §4.3.12",
        "Ràng buộc fractionDigits ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet fractionDigits ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-length-minLength-maxLength",
        "XSD 1.0 Part 2 §4.3.1",
        "length không được đứng cùng minLength hoặc maxLength.",
        "length may not stand together with minLength or maxLength.",
    ),
    rule(
        "XSD-length-valid-restriction",
        "XSD 1.0 Part 2 §4.3.1",
        "Ràng buộc length ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet length ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-maxExclusive-valid-restriction",
        "XSD 1.0 Part 2 §4.3.9",
        "Ràng buộc maxExclusive ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet maxExclusive ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-maxInclusive-maxExclusive",
        "XSD 1.0 Part 2 §4.3.9",
        "maxInclusive và maxExclusive không được đứng cùng nhau.",
        "maxInclusive and maxExclusive may not stand together.",
    ),
    rule(
        "XSD-maxInclusive-valid-restriction",
        "XSD 1.0 Part 2 §4.3.8",
        "Ràng buộc maxInclusive ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet maxInclusive ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-maxLength-valid-restriction",
        "XSD 1.0 Part 2 §4.3.3",
        "Ràng buộc maxLength ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet maxLength ({name}) goes beyond what the base type allows.",
    ),
    rule("XSD-mg-props-correct.2", "XSD 1.0 Part 1 §3.8.6", "Nhóm {name} chứa chính nó.", "The group {name} holds itself."),
    rule(
        "XSD-minExclusive-valid-restriction",
        "XSD 1.0 Part 2 §4.3.10",
        "Ràng buộc minExclusive ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet minExclusive ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-minInclusive-less-than-equal-to-maxInclusive",
        "XSD 1.0 Part 2 §4.3.7",
        "Giới hạn dưới {name} cao hơn giới hạn trên.",
        "The lower bound {name} is above the upper bound.",
    ),
    rule(
        "XSD-minInclusive-minExclusive",
        "XSD 1.0 Part 2 §4.3.10",
        "minInclusive và minExclusive không được đứng cùng nhau.",
        "minInclusive and minExclusive may not stand together.",
    ),
    rule(
        "XSD-minInclusive-valid-restriction",
        "XSD 1.0 Part 2 §4.3.7",
        "Ràng buộc minInclusive ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet minInclusive ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-minLength-less-than-equal-to-maxLength",
        "XSD 1.0 Part 2 §4.3.2",
        "minLength ({name}) lớn hơn maxLength.",
        "minLength ({name}) is greater than maxLength.",
    ),
    rule(
        "XSD-minLength-valid-restriction",
        "XSD 1.0 Part 2 §4.3.2",
        "Ràng buộc minLength ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet minLength ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-n-props-correct",
        "XSD 1.0 Part 1 §3.12.6",
        "Ký pháp {name} phải có public hoặc system.",
        "The notation {name} must have public or system.",
    ),
    rule(
        "XSD-no-xmlns",
        "XSD 1.0 Part 1 §3.2.6",
        "Không được khai báo thuộc tính tên là xmlns.",
        "No attribute may be declared with the name xmlns.",
    ),
    rule(
        "XSD-no-xsi",
        "XSD 1.0 Part 1 §3.2.6",
        "Không được khai báo thuộc tính {name} trong không gian tên XMLSchema-instance.",
        "No attribute such as {name} may be declared in the namespace XMLSchema-instance.",
    ),
    rule(
        "XSD-p-props-correct.2.1",
        "XSD 1.0 Part 1 §3.9.6",
        "minOccurs của {name} lớn hơn maxOccurs.",
        "minOccurs of {name} is greater than maxOccurs.",
    ),
    rule(
        "XSD-rcase-MapAndSum",
        "XSD 1.0 Part 1 §3.9.6",
        "Dãy chứa {name} không thu hẹp lựa chọn tương ứng của kiểu cơ sở.",
        "The sequence that holds {name} does not restrict the choice of the base type.",
    ),
    rule(
        "XSD-rcase-NSCompat",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} không nằm trong phạm vi ký tự đại diện của kiểu cơ sở cho phép.",
        "The element {name} is not within what the wildcard of the base type allows.",
    ),
    rule(
        "XSD-rcase-NSRecurseCheckCardinality",
        "XSD 1.0 Part 1 §3.9.6",
        "Nhóm chứa {name} có số phần tử vượt ngoài ký tự đại diện của kiểu cơ sở.",
        "The group that holds {name} takes fewer or more elements than the wildcard of the base type.",
    ),
    rule(
        "XSD-rcase-NSSubset",
        "XSD 1.0 Part 1 §3.9.6",
        "Ký tự đại diện của {name} cho phép nhiều hơn của kiểu cơ sở.",
        "The wildcard in {name} allows more than that of the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.1",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} không có phần tử cùng tên ở vị trí tương ứng trong kiểu cơ sở.",
        "The element {name} has no counterpart of that name at its place in the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.2",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} cho phép nil còn trong kiểu cơ sở thì không.",
        "The element {name} is nillable, but not in the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.3",
        "XSD 1.0 Part 1 §3.9.6",
        "Số lần xuất hiện của phần tử {name} vượt ngoài kiểu cơ sở.",
        "The element {name} may stand fewer or more times than in the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.4",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} phải giữ giá trị cố định của kiểu cơ sở.",
        "The element {name} must keep the fixed value of the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.5",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} có ràng buộc định danh (unique, key, keyref) mà kiểu cơ sở không có.",
        "The element {name} has an identity constraint (unique, key, keyref) that it does not have in the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.6",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} chặn (block) ít hơn trong kiểu cơ sở.",
        "The element {name} blocks less than in the base type.",
    ),
    rule(
        "XSD-rcase-NameAndTypeOK.7",
        "XSD 1.0 Part 1 §3.9.6",
        "Kiểu của phần tử {name} không phải là hạn chế của kiểu trong kiểu cơ sở.",
        "The type of the element {name} is no restriction of its type in the base type.",
    ),
    rule(
        "XSD-rcase-Recurse",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} không khớp với dãy của kiểu cơ sở.",
        "The element {name} does not fit the sequence of the base type.",
    ),
    rule(
        "XSD-rcase-RecurseLax",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} không khớp với lựa chọn của kiểu cơ sở.",
        "The element {name} does not fit the choice of the base type.",
    ),
    rule(
        "XSD-rcase-RecurseUnordered",
        "XSD 1.0 Part 1 §3.9.6",
        "Phần tử {name} không khớp với nhóm all của kiểu cơ sở.",
        "The element {name} does not fit the group all of the base type.",
    ),
    rule(
        "XSD-s4s-att-invalid-value",
        "XSD 1.0 Part 1 §A",
        "Giá trị {name} không hợp lệ cho thuộc tính này của lược đồ.",
        "The value {name} is not allowed for this attribute of a schema document.",
    ),
    rule("XSD-s4s-att-must-appear", "XSD 1.0 Part 1 §A", "Thiếu thuộc tính {name}.", "The attribute {name} is missing."),
    rule(
        "XSD-s4s-att-not-allowed",
        "XSD 1.0 Part 1 §A",
        "Thuộc tính {name} không được phép ở đây trong lược đồ.",
        "The attribute {name} may not stand here in a schema document.",
    ),
    rule(
        "XSD-s4s-elt-character",
        "XSD 1.0 Part 1 §A",
        "Phần tử {name} của lược đồ không được chứa văn bản.",
        "The element {name} of a schema document may hold no text.",
    ),
    rule(
        "XSD-s4s-elt-invalid-content",
        "XSD 1.0 Part 1 §A",
        "Phần tử {name} không được phép ở vị trí này trong lược đồ.",
        "The element {name} may not stand at this place in a schema document.",
    ),
    rule(
        "XSD-s4s-elt-must-match",
        "XSD 1.0 Part 1 §A",
        "Phần tử {name} của lược đồ thiếu nội dung bắt buộc.",
        "The element {name} of a schema document lacks content that it must have.",
    ),
    rule("XSD-sch-props-correct", "XSD 1.0 Part 1 §3.15.6", "{name} được khai báo hai lần.", "{name} is declared twice."),
    rule(
        "XSD-src-attribute",
        "XSD 1.0 Part 1 §3.2.3",
        "Khai báo thuộc tính {name} kết hợp những điều không đi cùng nhau (name và ref, default và fixed, type và simpleType, default và use).",
        "The declaration of the attribute {name} joins what does not go together (name and ref, default and fixed, type and simpleType, default and use).",
    ),
    rule(
        "XSD-src-attribute-group",
        "XSD 1.0 Part 1 §3.6.3",
        "Nhóm thuộc tính {name} chứa chính nó, hoặc giao của các ký tự đại diện không biểu diễn được.",
        "The attribute group {name} holds itself, or its wildcards have no intersection that can be expressed.",
    ),
    rule(
        "XSD-src-ct",
        "XSD 1.0 Part 1 §3.4.3",
        "Kiểu cơ sở của {name} không phù hợp với loại nội dung này.",
        "The base type of {name} does not suit this kind of content.",
    ),
    rule(
        "XSD-src-element",
        "XSD 1.0 Part 1 §3.3.3",
        "Khai báo phần tử {name} kết hợp những điều không đi cùng nhau (name và ref, default và fixed, type và kiểu lồng bên trong).",
        "The declaration of the element {name} joins what does not go together (name and ref, default and fixed, type and a type inside).",
    ),
    rule(
        "XSD-src-import",
        "XSD 1.0 Part 1 §4.2.3",
        "Không gian tên nhập {name} trùng với của chính lược đồ, hoặc khác với của tài liệu được nhập.",
        "The imported namespace {name} is the schema's own, or not that of the imported document.",
    ),
    rule(
        "XSD-src-include",
        "XSD 1.0 Part 1 §4.2.1",
        "Tài liệu được bao gồm có không gian tên khác: {name}.",
        "The included document has another target namespace: {name}.",
    ),
    rule(
        "XSD-src-list-itemType-or-simpleType",
        "XSD 1.0 Part 2 §4.1.3",
        "Danh sách phải có đúng một trong hai: itemType hoặc simpleType.",
        "A list must have itemType or simpleType, and not both.",
    ),
    rule(
        "XSD-src-pattern",
        "XSD 1.0 Part 2 §F",
        "Biểu thức chính quy {name} không đọc được.",
        "The regular expression {name} cannot be read.",
    ),
    rule(
        "XSD-src-redefine",
        "XSD 1.0 Part 1 §4.2.2",
        "Không thể định nghĩa lại {name}: tài liệu được trỏ tới không có thành phần này.",
        "{name} cannot be redefined: the document referred to has no such component.",
    ),
    rule(
        "XSD-src-redefine.5",
        "XSD 1.0 Part 1 §4.2.2",
        "Kiểu {name} định nghĩa lại phải dẫn xuất từ chính nó.",
        "The redefined type {name} must be derived from itself.",
    ),
    rule(
        "XSD-src-redefine.6",
        "XSD 1.0 Part 1 §4.2.2",
        "Nhóm {name} định nghĩa lại phải chứa chính nó đúng một lần, hoặc thu hẹp nhóm cũ.",
        "The redefined group {name} must hold itself exactly once or restrict what it was.",
    ),
    rule(
        "XSD-src-redefine.7",
        "XSD 1.0 Part 1 §4.2.2",
        "Nhóm thuộc tính {name} định nghĩa lại phải chứa chính nó đúng một lần, hoặc thu hẹp nhóm cũ.",
        "The redefined attribute group {name} must hold itself exactly once or restrict what it was.",
    ),
    rule(
        "XSD-src-resolve",
        "XSD 1.0 Part 1 §3.15.3",
        "Không tìm thấy {name}, hoặc không gian tên của nó chưa được nhập.",
        "{name} is not found, or its namespace is not imported.",
    ),
    rule(
        "XSD-src-restriction-base-or-simpleType",
        "XSD 1.0 Part 2 §4.1.2",
        "Hạn chế phải có đúng một trong hai: base hoặc simpleType.",
        "A restriction must have base or simpleType, and not both.",
    ),
    rule(
        "XSD-src-schema",
        "XSD 1.0 Part 1 §4.2",
        "Tài liệu không phải là lược đồ XSD: phần tử gốc là {name}.",
        "The document is no XSD schema: its root is {name}.",
    ),
    rule("XSD-src-simple-type", "XSD 1.0 Part 1 §3.14.3", "{name} không phải là kiểu đơn giản.", "{name} is no simple type."),
    rule(
        "XSD-src-single-facet-value",
        "XSD 1.0 Part 2 §4.3",
        "Ràng buộc này được ghi hai lần với giá trị {name}.",
        "The facet is given twice, the second time as {name}.",
    ),
    rule(
        "XSD-src-union-memberTypes-or-simpleTypes",
        "XSD 1.0 Part 2 §4.1.3",
        "Hợp kiểu không có kiểu thành viên nào.",
        "A union has no member types.",
    ),
    rule(
        "XSD-st-props-correct",
        "XSD 1.0 Part 1 §3.14.6",
        "Kiểu cơ sở {name} không cho phép cách dẫn xuất này (final), hoặc không phải là kiểu đơn giản.",
        "The base type {name} does not allow this derivation (final), or is no simple type.",
    ),
    rule(
        "XSD-st-props-correct.2",
        "XSD 1.0 Part 1 §3.14.6",
        "Kiểu {name} được dẫn xuất từ chính nó.",
        "The type {name} is derived from itself.",
    ),
    rule("XSD-taxdoc-documents", "taxdoc", "Lược đồ gồm quá nhiều tài liệu.", "The schema is made of too many documents."),
    rule("XSD-taxdoc-model-size", "taxdoc", "Nội dung của kiểu {name} quá lớn.", "The content of the type {name} is too large."),
    rule("XSD-taxdoc-no-root", "taxdoc", "Lược đồ không có phần tử gốc.", "The schema has no root."),
    rule(
        "XSD-taxdoc-not-xml",
        "XML 1.0",
        "Tài liệu lược đồ không phải là XML hợp lệ: {name}",
        "The schema document is no well-formed XML: {name}",
    ),
    rule(
        "XSD-taxdoc-pattern-size",
        "taxdoc",
        "Biểu thức chính quy {name} quá lớn.",
        "The regular expression {name} is too large.",
    ),
    rule(
        "XSD-taxdoc-schema-depth",
        "taxdoc",
        "Các thành phần lồng nhau quá sâu tại {name}.",
        "Components are nested too deeply at {name}.",
    ),
    rule(
        "XSD-taxdoc-schema-size",
        "taxdoc",
        "Lược đồ quá lớn, dừng tại {name}.",
        "The schema is too large; reading stopped at {name}.",
    ),
    rule("XSD-taxdoc-xpath-size", "taxdoc", "Đường dẫn {name} quá dài.", "The path {name} is too long."),
    rule(
        "XSD-totalDigits-valid-restriction",
        "XSD 1.0 Part 2 §4.3.11",
        "Ràng buộc totalDigits ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet totalDigits ({name}) goes beyond what the base type allows.",
    ),
    rule(
        "XSD-whiteSpace-valid-restriction",
        "XSD 1.0 Part 2 §4.3.6",
        "Ràng buộc whiteSpace ({name}) vượt ngoài giới hạn của kiểu cơ sở.",
        "The facet whiteSpace ({name}) goes beyond what the base type allows.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_found() {
        assert!(SCHEMA_RULES.is_sorted_by(|one, next| one.code < next.code));
        assert_eq!(find("src-attribute.3.1").map(|rule| rule.code), Some("XSD-src-attribute"));
        assert_eq!(find("src-redefine.6.2.2").map(|rule| rule.code), Some("XSD-src-redefine.6"));
        assert_eq!(find("src-attribute_group.3").map(|rule| rule.code), Some("XSD-src-attribute-group"));
        assert!(find("src-nothing").is_none());
    }
}
