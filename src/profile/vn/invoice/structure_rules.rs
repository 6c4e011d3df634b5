//! The rules of the schema stage.

use crate::rules::Basis;

use crate::profile::vn::define::define_rules;

/// The tables; each finding cites the one of its version.
const TABLES: Basis = Basis::Law("QĐ 1450/QĐ-TCT, QĐ 1510/QĐ-TCT, QĐ 1271/QĐ-CT, Phần II");
/// What every table has in common.
const GENERAL: Basis = Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần I");

define_rules! {
    Schema;
    /// A mandatory field is not there.
    FIELD_MISSING = "VN-INV-FIELD-MISSING", Error, TABLES,
        ["Thiếu “{field}” (thẻ {element}) trong “{parent}”.", "“{field}” (element {element}) is missing in “{parent}”."],
        ["Một thẻ {element} có giá trị", "one element {element} with a value"],
        ["Bổ sung thẻ {element} rồi lập và ký lại.", "Add the element {element}, then issue and sign again."];
    /// A mandatory block is not there.
    GROUP_MISSING = "VN-INV-BLOCK-MISSING", Error, TABLES,
        ["Thiếu khối “{field}” (thẻ {element}) trong “{parent}”.", "The block “{field}” (element {element}) is missing in “{parent}”."],
        ["Thẻ {element}", "an element {element}"],
        ["Bổ sung khối {element} với các chỉ tiêu bắt buộc.", "Add the block {element} with its mandatory fields."];
    /// A mandatory field has no value.
    FIELD_EMPTY = "VN-INV-FIELD-EMPTY", Error, TABLES,
        ["“{field}” (thẻ {element}) là chỉ tiêu bắt buộc nhưng để trống.", "“{field}” (element {element}) is mandatory but empty."],
        ["Một giá trị", "a value"],
        ["Điền giá trị cho thẻ {element}.", "Give the element {element} a value."];
    /// A block has nothing in it.
    GROUP_EMPTY = "VN-INV-BLOCK-EMPTY", Error, TABLES,
        ["Khối “{field}” (thẻ {element}) không có nội dung.", "The block “{field}” (element {element}) has nothing in it."],
        ["Các chỉ tiêu của khối {element}", "the fields of {element}"],
        ["Điền các chỉ tiêu bắt buộc của khối {element}.", "Fill in the mandatory fields of {element}."];
    /// A text is too long.
    FIELD_LENGTH = "VN-INV-FIELD-LENGTH", Error, TABLES,
        ["“{field}” (thẻ {element}) có {length} ký tự, vượt quá {limit} ký tự cho phép.",
         "“{field}” (element {element}) has {length} characters, more than the {limit} allowed."],
        ["Tối đa {limit} ký tự", "at most {limit} characters"],
        ["Rút ngắn nội dung của thẻ {element}.", "Shorten the content of {element}."];
    /// A number is not written as one.
    NUMBER_FORMAT = "VN-INV-NUMBER-FORMAT", Error, GENERAL,
        ["“{field}” (thẻ {element}) không phải là số: “{actual}”.", "“{field}” (element {element}) is not a number: “{actual}”."],
        ["Chữ số, dấu chấm thập phân, dấu trừ nếu âm", "digits, a decimal point, a minus sign where negative"],
        ["Bỏ dấu phân cách hàng nghìn, dùng dấu chấm cho phần thập phân, ví dụ 1234567.89.",
         "Leave out thousands separators and use a point for decimals, as in 1234567.89."];
    /// A number has too many digits.
    NUMBER_DIGITS = "VN-INV-NUMBER-DIGITS", Error, TABLES,
        ["“{field}” (thẻ {element}) có nhiều hơn {limit} chữ số: {actual}.", "“{field}” (element {element}) has more than {limit} digits: {actual}."],
        ["Tối đa {limit} chữ số", "at most {limit} digits"],
        ["Kiểm tra lại giá trị; làm tròn bớt chữ số thập phân nếu có.", "Check the value; round off decimals if there are any."];
    /// A number has too many decimals.
    NUMBER_FRACTION = "VN-INV-NUMBER-DECIMALS", Error, TABLES,
        ["“{field}” (thẻ {element}) có nhiều hơn {limit} chữ số thập phân: {actual}.",
         "“{field}” (element {element}) has more than {limit} decimals: {actual}."],
        ["Tối đa {limit} chữ số thập phân", "at most {limit} decimals"],
        ["Làm tròn giá trị đến {limit} chữ số thập phân.", "Round the value to {limit} decimals."];
    /// A whole number has decimals.
    NUMBER_WHOLE = "VN-INV-NUMBER-NOT-WHOLE", Error, TABLES,
        ["“{field}” (thẻ {element}) phải là số nguyên: {actual}.", "“{field}” (element {element}) must be a whole number: {actual}."],
        ["Số nguyên", "a whole number"],
        ["Bỏ phần thập phân.", "Leave out the decimals."];
    /// A date is not written as one, or does not exist.
    DATE_FORMAT = "VN-INV-DATE-FORMAT", Error, GENERAL,
        ["“{field}” (thẻ {element}) không phải là ngày hợp lệ: “{actual}”.", "“{field}” (element {element}) is not a valid date: “{actual}”."],
        ["YYYY-MM-DD, ngày có thật", "YYYY-MM-DD, a day that exists"],
        ["Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2025-06-30.", "Write the date as year-month-day, for example 2025-06-30."];
    /// A date with a time of day.
    DATE_WITH_TIME = "VN-INV-DATE-WITH-TIME", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}) ghi cả giờ: {actual}.", "“{field}” (element {element}) has a time of day: {actual}."],
        ["YYYY-MM-DD", "YYYY-MM-DD"],
        ["Chỉ ghi ngày, bỏ phần giờ.", "Write the date alone."];
    /// A moment is not written as one, or does not exist.
    DATE_TIME_FORMAT = "VN-INV-DATE-TIME-FORMAT", Error, GENERAL,
        ["“{field}” (thẻ {element}) không phải là thời điểm hợp lệ: “{actual}”.", "“{field}” (element {element}) is not a valid moment: “{actual}”."],
        ["YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:ss"],
        ["Ghi ngày và giờ Việt Nam, ví dụ 2025-06-30T08:15:00.", "Write day and time of Viet Nam, for example 2025-06-30T08:15:00."];
    /// A moment without its time of day.
    DATE_WITHOUT_TIME = "VN-INV-DATE-WITHOUT-TIME", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}) chỉ ghi ngày, thiếu giờ: {actual}.", "“{field}” (element {element}) has a day and no time: {actual}."],
        ["YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:ss"],
        ["Ghi thêm giờ, ví dụ {actual}T08:00:00.", "Add the time, for example {actual}T08:00:00."];
    /// An element that may stand once stands again.
    ELEMENT_REPEATED = "VN-INV-ELEMENT-REPEATED", Error, TABLES,
        ["“{field}” (thẻ {element}) xuất hiện nhiều hơn một lần.", "“{field}” (element {element}) stands more than once."],
        ["Một thẻ {element}", "one element {element}"],
        ["Chỉ giữ một thẻ {element}.", "Keep one element {element}."];
    /// The order of elements is not that of the table.
    ELEMENT_ORDER = "VN-INV-ELEMENT-ORDER", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}) đứng sai thứ tự so với bảng định dạng.", "“{field}” (element {element}) is out of the order of the table."],
        ["{element} đứng trước {before}", "{element} before {before}"],
        ["Nên xếp các thẻ theo thứ tự của bảng định dạng.", "Put the elements in the order of the table."];
    /// A known element in another block than the table's.
    ELEMENT_MISPLACED = "VN-INV-ELEMENT-MISPLACED", Warning, Basis::Practice,
        ["“{field}” (thẻ {element}) đặt sai vị trí.", "“{field}” (element {element}) is in the wrong place."],
        ["{element} trong {place}", "{element} in {place}"],
        ["Chuyển thẻ {element} vào trong {place}.", "Move the element {element} into {place}."];
    /// An element that no table has.
    ELEMENT_UNKNOWN = "VN-INV-ELEMENT-UNKNOWN", Info, Basis::Practice,
        ["Thẻ {element} trong {parent} không có trong bảng định dạng.", "The element {element} in {parent} is not in the table."],
        ["", ""],
        ["Thông tin riêng nên đặt trong TTKhac.", "Put information of your own into TTKhac."];
    /// An element of practice.
    ELEMENT_PRACTICE = "VN-INV-ELEMENT-PRACTICE", Info, Basis::Practice,
        ["Thẻ {element} (“{field}”) không có trong bảng định dạng nhưng thường gặp.",
         "The element {element} (“{field}”) is not in the table but common."],
        ["", ""],
        ["Thông tin riêng nên đặt trong TTKhac.", "Put information of your own into TTKhac."];
    /// Text between elements.
    TEXT_UNEXPECTED = "VN-INV-TEXT-UNEXPECTED", Error, TABLES,
        ["Có chữ nằm ngoài các thẻ chỉ tiêu: “{actual}”.", "There is text outside the fields: “{actual}”."],
        ["Chỉ có thẻ con", "child elements only"],
        ["Xóa đoạn chữ này hoặc đưa vào thẻ chỉ tiêu đúng.", "Remove this text or put it into its field."];
    /// A comment or instruction within a value: a signature does not cover comments, and programs read such a value differently.
    VALUE_COMMENT = "VN-INV-VALUE-COMMENT", Error, Basis::Standard("XML-DSig §8.1.3"),
        ["Giá trị “{actual}” bị cắt bởi chú thích (comment) hoặc chỉ thị xử lý; mỗi phần mềm có thể đọc ra một giá trị khác.",
         "The value “{actual}” is cut by a comment or a processing instruction; programs may read it differently."],
        ["Giá trị viết liền, không có chú thích", "the value in one piece, without comments"],
        ["Lấy lại tệp gốc từ người bán; chú thích có thể đã được chèn vào sau khi ký nhằm giả mạo.",
         "Get the original file from the seller; a comment can be put in after signing to deceive."];
    /// An element within a value: a program that takes its first piece of text reads another value than one that takes all.
    VALUE_ELEMENT = "VN-INV-VALUE-ELEMENT", Error, TABLES,
        ["“{field}” (thẻ {parent}) là chỉ tiêu ghi giá trị nhưng lại chứa thẻ {element}.",
         "“{field}” (element {parent}) is a field for a value, but the element {element} stands in it."],
        ["Giá trị viết liền, không có thẻ con", "the value in one piece, without elements in it"],
        ["Đưa thẻ {element} ra khỏi thẻ {parent}.", "Take the element {element} out of {parent}."];
    /// An attribute that the format does not have.
    ATTRIBUTE_UNKNOWN = "VN-INV-ATTRIBUTE-UNKNOWN", Info, Basis::Practice,
        ["Thuộc tính {attribute} không có trong bảng định dạng.", "The attribute {attribute} is not in the table."],
        ["", ""],
        ["", ""];
    /// A group within one of its own name, as `LTSuat` in `LTSuat`.
    RATE_GROUP_NESTED = "VN-INV-RATE-GROUP-NESTED", Warning, Basis::Practice,
        ["Thẻ {element} nằm trong một thẻ {element} khác.", "An element {element} stands in another {element}."],
        ["Một thẻ {element}", "one element {element}"],
        ["Bỏ thẻ {element} bao ngoài.", "Remove the outer {element}."];
    /// The invoice is in a namespace.
    NAMESPACE = "VN-INV-NAMESPACE", Warning, Basis::Practice,
        ["Tệp khai báo không gian tên “{actual}”; định dạng không có không gian tên.",
         "The file uses the namespace “{actual}”; the format has none."],
        ["Không có xmlns", "no xmlns"],
        ["Bỏ khai báo xmlns rồi ký lại.", "Leave out xmlns and sign again."];
}
