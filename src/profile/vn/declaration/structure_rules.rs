//! The rules of the schema stage of a declaration.

use crate::profile::vn::define::define_rules;
use crate::rules::Basis;

/// The authority's schemas: `TKhaiThue.xsd` and the one of each form.
const SCHEMAS: Basis = Basis::Law("Lược đồ XML hồ sơ khai thuế điện tử của cơ quan thuế (TKhaiThue.xsd và lược đồ của mẫu)");

define_rules! {
    Schema;
    /// A line or field is not there.
    LINE_MISSING = "VN-DECL-LINE-MISSING", Error, SCHEMAS,
        ["Thiếu chỉ tiêu {line}“{field}” (thẻ {element}) trong “{parent}”.", "Line {line}“{field}” (element {element}) is missing in “{parent}”."],
        ["Một thẻ {element}", "one element {element}"],
        ["Bổ sung thẻ {element} đúng thứ tự; nếu không có số liệu thì ghi 0 hoặc để trống theo quy định của chỉ tiêu.",
         "Add the element {element} in its place; where there is nothing to declare, write 0 or leave it empty as the line allows."];
    /// A block is not there.
    BLOCK_MISSING = "VN-DECL-BLOCK-MISSING", Error, SCHEMAS,
        ["Thiếu phần “{field}” (thẻ {element}) trong “{parent}”.", "The part “{field}” (element {element}) is missing in “{parent}”."],
        ["Thẻ {element}", "an element {element}"],
        ["Bổ sung thẻ {element} với đủ các chỉ tiêu bên trong.", "Add the element {element} with all its lines."];
    /// A block without anything in it.
    BLOCK_EMPTY = "VN-DECL-BLOCK-EMPTY", Error, SCHEMAS,
        ["Phần “{field}” (thẻ {element}) không có chỉ tiêu nào.", "The part “{field}” (element {element}) has no lines."],
        ["Các thẻ con theo mẫu", "the elements of the form"],
        ["Ghi đủ các chỉ tiêu của phần này.", "Write the lines of this part."];
    /// A number without a value.
    NUMBER_EMPTY = "VN-DECL-NUMBER-EMPTY", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) phải là số nhưng để trống.", "Line {line}“{field}” (element {element}) must be a number but is empty."],
        ["Một số, 0 nếu không phát sinh", "a number, 0 where there is nothing to declare"],
        ["Ghi 0 nếu không phát sinh.", "Write 0 where there is nothing to declare."];
    /// A value that may only be left out with `xsi:nil`.
    VALUE_EMPTY = "VN-DECL-VALUE-EMPTY", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) để trống nhưng không đánh dấu xsi:nil.",
         "Line {line}“{field}” (element {element}) is empty without xsi:nil."],
        ["Một giá trị, hoặc xsi:nil=\"true\"", "a value, or xsi:nil=\"true\""],
        ["Ghi giá trị, hoặc thêm xsi:nil=\"true\" vào thẻ {element}.", "Write a value, or put xsi:nil=\"true\" on {element}."];
    /// A value that cannot be left out.
    VALUE_MISSING = "VN-DECL-VALUE-MISSING", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) bắt buộc có giá trị nhưng để trống.",
         "Line {line}“{field}” (element {element}) must have a value but is empty."],
        ["Một giá trị", "a value"],
        ["Ghi giá trị của chỉ tiêu này.", "Write the value of this line."];
    /// `xsi:nil` where the schema does not allow it.
    NIL_FORBIDDEN = "VN-DECL-NIL-FORBIDDEN", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) không được để trống bằng xsi:nil.", "Line {line}“{field}” (element {element}) must not be left empty with xsi:nil."],
        ["Một giá trị", "a value"],
        ["Bỏ xsi:nil và ghi giá trị.", "Remove xsi:nil and write a value."];
    /// Content in an element that `xsi:nil` says has none.
    NIL_CONTENT = "VN-DECL-NIL-CONTENT", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) vừa đánh dấu xsi:nil vừa có nội dung.", "Line {line}“{field}” (element {element}) is marked xsi:nil and yet has content."],
        ["Thẻ rỗng, hoặc giá trị không kèm xsi:nil", "an empty element, or a value without xsi:nil"],
        ["Bỏ xsi:nil nếu chỉ tiêu có giá trị.", "Remove xsi:nil if the line has a value."];
    /// Money or a count with decimals.
    NUMBER_WHOLE = "VN-DECL-NUMBER-WHOLE", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) phải là số nguyên: “{actual}”.", "Line {line}“{field}” (element {element}) must be a whole number: “{actual}”."],
        ["Số nguyên, đơn vị đồng", "a whole number, in đồng"],
        ["Làm tròn đến đồng và bỏ phần thập phân.", "Round to whole đồng and leave out the decimals."];
    /// A minus sign where none may be.
    NUMBER_NEGATIVE = "VN-DECL-NUMBER-NEGATIVE", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) không được âm: {actual}.", "Line {line}“{field}” (element {element}) must not be negative: {actual}."],
        ["Số nguyên không âm", "a whole number of at least 0"],
        ["Ghi số không có dấu trừ; kiểm tra xem số này có thuộc chỉ tiêu khác không.",
         "Write the number without a minus sign; check whether it belongs to another line."];
    /// Separators of thousands, or a comma for the point.
    NUMBER_SEPARATOR = "VN-DECL-NUMBER-SEPARATOR", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) ghi số có dấu phân cách: “{actual}”.", "Line {line}“{field}” (element {element}) has separators in its number: “{actual}”."],
        ["Chỉ chữ số, dấu trừ ở đầu nếu âm, dấu chấm trước phần thập phân", "digits only, a minus sign in front if negative, a point before decimals"],
        ["Bỏ dấu phân cách nghìn; dùng dấu chấm cho phần thập phân.", "Leave out thousands separators; write a point before decimals."];
    /// A number too large for its type.
    NUMBER_SIZE = "VN-DECL-NUMBER-SIZE", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) quá lớn: {actual}.", "Line {line}“{field}” (element {element}) is too large: {actual}."],
        ["Không quá 9223372036854775807", "at most 9223372036854775807"],
        ["Kiểm tra lại số và đơn vị tính (đồng).", "Check the number and its unit (đồng)."];
    /// No number at all.
    NUMBER_FORMAT = "VN-DECL-NUMBER-FORMAT", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) không phải là số: “{actual}”.", "Line {line}“{field}” (element {element}) is not a number: “{actual}”."],
        ["Một số", "a number"],
        ["Ghi số, không kèm chữ hay đơn vị tính.", "Write a number without words or units."];
    /// No truth value.
    BOOLEAN_FORMAT = "VN-DECL-BOOLEAN-FORMAT", Error, SCHEMAS,
        ["Ô đánh dấu {line}“{field}” (thẻ {element}) ghi “{actual}”.", "The tick {line}“{field}” (element {element}) is “{actual}”."],
        ["true, false, 1 hoặc 0", "true, false, 1 or 0"],
        ["Ghi true hoặc 1 nếu đánh dấu, false hoặc 0 nếu không.", "Write true or 1 if ticked, false or 0 if not."];
    /// No date.
    DATE_FORMAT = "VN-DECL-DATE-FORMAT", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) không phải là ngày hợp lệ: “{actual}”.", "Line {line}“{field}” (element {element}) is not a valid date: “{actual}”."],
        ["YYYY-MM-DD, ngày có thật", "YYYY-MM-DD, a day that exists"],
        ["Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-03-31.", "Write the date as year-month-day, for example 2026-03-31."];
    /// Not the form of a tax code.
    TAX_CODE_FORMAT = "VN-DECL-TAX-CODE", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}): “{actual}” không đúng cấu trúc mã số thuế.", "Line {line}“{field}” (element {element}): “{actual}” has not the form of a tax code."],
        ["10 chữ số, 10 chữ số-3 chữ số, hoặc 12 chữ số", "10 digits, 10 digits-3 digits, or 12 digits"],
        ["Ghi đúng mã số thuế theo đăng ký thuế.", "Write the tax code as registered."];
    /// A value that its list does not have.
    VALUE_LIST = "VN-DECL-VALUE-LIST", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) ghi “{actual}”, không có trong danh mục.", "Line {line}“{field}” (element {element}) is “{actual}”, which its list does not have."],
        ["{list}", "{list}"],
        ["Chọn một giá trị trong danh mục.", "Choose a value of the list."];
    /// An element that stands too often.
    REPEATED = "VN-DECL-LINE-REPEATED", Error, SCHEMAS,
        ["“{field}” (thẻ {element}) {line}xuất hiện nhiều hơn một lần.", "“{field}” (element {element}) {line}stands more than once."],
        ["Một thẻ {element}", "one element {element}"],
        ["Chỉ giữ một thẻ {element}.", "Keep one element {element}."];
    /// A known element before or behind its place.
    ORDER = "VN-DECL-LINE-ORDER", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) đứng sai thứ tự của mẫu.", "Line {line}“{field}” (element {element}) is out of the order of the form."],
        ["Ở chỗ này: {before}", "at this place: {before}"],
        ["Xếp các thẻ đúng thứ tự của mẫu tờ khai.", "Put the elements in the order of the form."];
    /// A line that stands in another part of the form.
    ELSEWHERE = "VN-DECL-LINE-ELSEWHERE", Error, SCHEMAS,
        ["Chỉ tiêu {line}“{field}” (thẻ {element}) đặt sai phần: mẫu có chỉ tiêu này trong {place}.", "Line {line}“{field}” (element {element}) is in the wrong part: the form has it in {place}."],
        ["{element} trong {place}", "{element} in {place}"],
        ["Chuyển thẻ {element} vào {place}.", "Move the element {element} into {place}."];
    /// An element that the form does not have.
    UNKNOWN = "VN-DECL-ELEMENT-UNKNOWN", Error, SCHEMAS,
        ["Mẫu tờ khai không có thẻ {element} trong {parent}.", "The form has no element {element} in {parent}."],
        ["Ở chỗ này: {before}", "at this place: {before}"],
        ["Xóa thẻ {element}, hoặc sửa tên thẻ nếu viết sai; kiểm tra phiên bản mẫu của phần mềm lập tờ khai.",
         "Remove the element {element}, or mend its name; check which version of the form the program writes."];
    /// Text between elements.
    TEXT_UNEXPECTED = "VN-DECL-TEXT-UNEXPECTED", Error, SCHEMAS,
        ["Có chữ nằm ngoài các thẻ chỉ tiêu: “{actual}”.", "There is text outside the lines: “{actual}”."],
        ["Chỉ có thẻ con", "child elements only"],
        ["Xóa đoạn chữ này hoặc đưa vào thẻ chỉ tiêu đúng.", "Remove this text or put it into its line."];
    /// An attribute that the form does not have.
    ATTRIBUTE_UNKNOWN = "VN-DECL-ATTRIBUTE-UNKNOWN", Error, SCHEMAS,
        ["Mẫu tờ khai không có thuộc tính {attribute} trên thẻ này.", "The form has no attribute {attribute} on this element."],
        ["Không có thuộc tính {attribute}", "no attribute {attribute}"],
        ["Bỏ thuộc tính {attribute}.", "Remove the attribute {attribute}."];
    /// A row without its id.
    ATTRIBUTE_MISSING = "VN-DECL-ATTRIBUTE-MISSING", Error, SCHEMAS,
        ["Dòng “{field}” (thẻ {element}) thiếu thuộc tính {attribute}.", "The row “{field}” (element {element}) lacks the attribute {attribute}."],
        ["{attribute}=\"ID_1\"", "{attribute}=\"ID_1\""],
        ["Thêm thuộc tính {attribute} cho dòng này.", "Put the attribute {attribute} on this row."];
    /// An attribute whose value is not of its type.
    ATTRIBUTE_VALUE = "VN-DECL-ATTRIBUTE-VALUE", Error, SCHEMAS,
        ["Thuộc tính {attribute} có giá trị không hợp lệ: “{actual}”.", "The attribute {attribute} has a wrong value: “{actual}”."],
        ["", ""],
        ["Sửa giá trị của thuộc tính {attribute}.", "Mend the value of the attribute {attribute}."];
    /// Elements in no namespace.
    NAMESPACE_MISSING = "VN-DECL-NAMESPACE-MISSING", Warning, SCHEMAS,
        ["Hồ sơ không khai báo không gian tên của tờ khai thuế điện tử.", "The file does not name the namespace of online declarations."],
        ["xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\"", "xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\""],
        ["Khai báo xmlns ở phần tử gốc rồi ký lại.", "Declare xmlns at the root and sign again."];
    /// Elements in another namespace.
    NAMESPACE = "VN-DECL-NAMESPACE", Error, SCHEMAS,
        ["Thẻ {element} thuộc không gian tên “{actual}”, không phải của tờ khai thuế điện tử.", "The element {element} is in the namespace “{actual}”, not that of online declarations."],
        ["http://kekhaithue.gdt.gov.vn/TKhaiThue", "http://kekhaithue.gdt.gov.vn/TKhaiThue"],
        ["Dùng đúng một không gian tên cho toàn bộ hồ sơ.", "Use the one namespace throughout."];
    /// A comment or instruction within a value: a signature does not cover comments, and programs read such a value differently.
    VALUE_COMMENT = "VN-DECL-VALUE-COMMENT", Error, Basis::Standard("XML-DSig §8.1.3"),
        ["Giá trị “{actual}” bị cắt bởi chú thích (comment) hoặc chỉ thị xử lý; mỗi phần mềm có thể đọc ra một giá trị khác.",
         "The value “{actual}” is cut by a comment or a processing instruction; programs may read it differently."],
        ["Giá trị viết liền, không có chú thích", "the value in one piece, without comments"],
        ["Lấy lại tệp gốc; chú thích có thể đã được chèn vào sau khi ký nhằm giả mạo.",
         "Get the original file; a comment can be put in after signing to deceive."];
}
