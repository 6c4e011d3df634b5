//! The rules about signatures.

use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;

const fn rule(code: &'static str, clause: &'static str, vi: &'static str, en: &'static str, fix: Template) -> Rule {
    Rule {
        code,
        severity: Severity::Error,
        stage: Stage::Signatures,
        basis: Basis::Standard(clause),
        message: Template::new(vi, en),
        expected: Template::EMPTY,
        fix,
    }
}

const fn warning(code: &'static str, basis: Basis, vi: &'static str, en: &'static str, fix: Template) -> Rule {
    Rule {
        code,
        severity: Severity::Warning,
        stage: Stage::Signatures,
        basis,
        message: Template::new(vi, en),
        expected: Template::EMPTY,
        fix,
    }
}

const ORIGINAL: Template = Template::new(
    "Lấy lại tệp gốc từ bên phát hành hoặc từ Cổng thông tin của cơ quan thuế; không mở rồi lưu lại bằng chương trình khác.",
    "Get the original file from the issuer or from the tax authority's portal; do not open and save it with another program.",
);
const SIGN_AGAIN: Template = Template::new(
    "Yêu cầu bên ký kiểm tra phần mềm ký và ký lại theo đúng chuẩn XML-DSig.",
    "Ask the signer to check the signing software and to sign again as XML-DSig says.",
);
const SIGN_SHA256: Template = Template::new(
    "Cấu hình phần mềm ký dùng RSA với SHA-256 rồi ký lại.",
    "Set the signing software to RSA with SHA-256 and sign again.",
);
const RAISE: Template = Template::new(
    "Tách tệp thành nhiều tệp nhỏ hơn, hoặc nâng giới hạn này khi gọi thư viện nếu tệp đáng tin.",
    "Split the file, or raise this limit in the call if the file is trusted.",
);

pub(super) static DIGEST: Rule = rule(
    "SIG-DIGEST",
    "XML-DSig §3.2.1",
    "Nội dung {actual} đã bị thay đổi sau khi ký: giá trị băm không khớp. {key}{tried}",
    "The content {actual} was changed after signing: its digest does not fit. {key}{tried}",
    ORIGINAL,
);
pub(super) static DIGEST_ENCODING: Rule = rule(
    "SIG-DIGEST-ENCODING",
    "XML-DSig §4.4.3.2; Canonical XML 1.0 §1.1",
    "Phần mềm ký đã băm cả dấu BOM hoặc dòng khai báo <?xml …?> cùng với nội dung {actual}, trái với chuẩn, nên giá trị băm không khớp. Dữ liệu không bị sửa.{also}",
    "The signing software digested a byte order mark or the line <?xml …?> along with the content {actual}, against the standard, so its digest does not fit. The data was not changed.{also}",
    SIGN_AGAIN,
);
pub(super) static DIGEST_ENVELOPE: Rule = rule(
    "SIG-DIGEST-ENVELOPE",
    "XML-DSig §3.2.1",
    "Nội dung {actual} được ký khi còn là tệp riêng, sau đó bị đặt vào một tệp khác nên giá trị băm không còn khớp.{also}",
    "The content {actual} was signed as a file of its own and then put into another one, so its digest no longer fits.{also}",
    Template::new(
        "Kiểm tra chữ ký trên tệp gốc, hoặc tách phần đã ký ra đúng như lúc ký.",
        "Verify the original file, or take the signed part out just as it was signed.",
    ),
);
pub(super) static DIGEST_LINE_ENDS: Rule = rule(
    "SIG-DIGEST-LINE-ENDS",
    "XML-DSig §3.2.1; XML 1.0 §2.11",
    "Ký tự xuống dòng trong nội dung {actual} khác lúc ký (LF và CRLF) nên giá trị băm không khớp.{also}",
    "The line ends in the content {actual} differ from those signed (LF and CRLF), so its digest does not fit.{also}",
    ORIGINAL,
);
pub(super) static DIGEST_NAMESPACE: Rule = rule(
    "SIG-DIGEST-NAMESPACE",
    "XML-DSig §3.2.1; Canonical XML 1.0 §2.3",
    "Khai báo không gian tên (xmlns) của nội dung {actual} đã bị thêm hoặc mất sau khi ký nên giá trị băm không khớp. Dữ liệu không bị sửa.{also}",
    "Namespace declarations (xmlns) of the content {actual} were added or lost after signing, so its digest does not fit. The data was not changed.{also}",
    Template::new(
        "Lấy lại tệp gốc. Khi ghép hoặc tách tệp, giữ nguyên mọi khai báo xmlns như lúc ký.",
        "Get the original file. When putting files together or taking parts out, keep every xmlns as it was signed.",
    ),
);
pub(super) static DIGEST_TRAILING_NEWLINE: Rule = rule(
    "SIG-DIGEST-TRAILING-NEWLINE",
    "XML-DSig §4.4.3.2",
    "Phần mềm ký đã băm cả ký tự xuống dòng đứng sau thẻ cuối của nội dung {actual}, trái với chuẩn, nên giá trị băm không khớp. Dữ liệu không bị sửa.{also}",
    "The signing software digested a line end behind the last tag of the content {actual}, against the standard, so its digest does not fit. The data was not changed.{also}",
    SIGN_AGAIN,
);
pub(super) static DIGEST_UNICODE: Rule = rule(
    "SIG-DIGEST-UNICODE",
    "XML-DSig §3.2.1; Unicode UAX #15",
    "Chữ có dấu trong nội dung {actual} đã bị chuyển sang dạng Unicode khác lúc ký (dựng sẵn và tổ hợp) nên giá trị băm không khớp. Lời văn không đổi.{also}",
    "Letters with marks in the content {actual} were changed to another Unicode form than signed (composed and decomposed), so its digest does not fit. The words are the same.{also}",
    Template::new(
        "Lấy lại tệp gốc; không chuyển mã phông chữ hay chuẩn hóa Unicode trên tệp đã ký.",
        "Get the original file; do not convert or normalize the Unicode text of a signed file.",
    ),
);
pub(super) static DIGEST_WHITESPACE: Rule = rule(
    "SIG-DIGEST-WHITESPACE",
    "XML-DSig §3.2.1",
    "Nội dung {actual} chỉ bị thêm, bớt hoặc đổi dấu cách, xuống dòng giữa các thẻ sau khi ký, nhưng chữ ký còn sai ở chỗ khác.{also}",
    "In the content {actual} only white space between tags was added, lost or changed after signing, but the signature is wrong elsewhere too.{also}",
    ORIGINAL,
);
pub(super) static DUPLICATE_ID: Rule = rule(
    "SIG-DUPLICATE-ID",
    "XML-DSig §4.4.3.3; XML 1.0 §3.3.1",
    "Chữ ký tham chiếu đến {actual}, nhưng có hơn một phần tử mang mã định danh (Id) này nên không biết phần nào được ký.",
    "The signature refers to {actual}, but more than one element has that Id, so it is not clear which one is signed.",
    Template::new(
        "Mỗi Id chỉ được dùng một lần trong tệp. Lấy lại tệp gốc hoặc yêu cầu bên ký lập lại.",
        "Each Id may occur once in a file. Get the original file or ask the signer for a new one.",
    ),
);
pub(super) static ID_REPEATED: Rule = warning(
    "SIG-ID-REPEATED",
    Basis::Standard("XML 1.0 §3.3.1"),
    "Mã định danh (Id) của phần tử này đã được dùng ở một phần tử khác trong tệp.",
    "The Id of this element is used by another element of the file too.",
    Template::new("Đặt cho mỗi phần tử một Id riêng.", "Give each element an Id of its own."),
);
pub(super) static REFERENCE_HOLDS: Rule = Rule {
    severity: Severity::Info,
    ..rule(
        "SIG-REFERENCE-HOLDS",
        "XML-DSig §3.2.1",
        "Riêng nội dung {actual} vẫn đúng như lúc ký.",
        "The content {actual} is still as it was signed.",
        Template::EMPTY,
    )
};
pub(super) static REFERENCE_MISSING: Rule = rule(
    "SIG-REFERENCE-MISSING",
    "XML-DSig §4.4.3.3",
    "Chữ ký tham chiếu đến {actual}, nhưng trong tệp không có phần tử nào mang Id này.",
    "The signature refers to {actual}, but no element of the file has that Id.",
    ORIGINAL,
);
pub(super) static VALUE: Rule = rule(
    "SIG-VALUE",
    "XML-DSig §3.2.2",
    "Giá trị chữ ký không khớp: phần thông tin ký (SignedInfo) đã bị sửa, hoặc chữ ký được tạo bằng khóa khác với chứng thư số kèm theo.",
    "The signature value does not fit: SignedInfo was changed, or it was made with another key than that of the certificate.",
    ORIGINAL,
);
pub(super) static WHITESPACE: Rule = rule(
    "SIG-WHITESPACE",
    "XML-DSig §3.2",
    "Tệp đã bị định dạng lại (thêm, bớt hoặc đổi dấu cách, xuống dòng giữa các thẻ) sau khi ký. Nội dung không đổi nhưng chữ ký không còn đúng với tệp này.",
    "The file was re-indented after signing (white space between tags put in, lost or changed). The content is the same, but the signature no longer fits this file.",
    ORIGINAL,
);
pub(super) static NONSTANDARD_TRANSFORM: Rule = warning(
    "SIG-NONSTANDARD-TRANSFORM",
    Basis::Standard("XML-DSig §6.6.4"),
    "Chữ ký đúng theo cách làm của .NET nhưng không đúng chuẩn: {how}. Phần mềm kiểm tra khác có thể báo sai.",
    "The signature holds in the way of .NET, which departs from the standard: {how}. Other verifiers may reject it.",
    SIGN_AGAIN,
);
pub(super) static ALGORITHM_LEGACY: Rule = warning(
    "SIG-ALGORITHM-LEGACY",
    Basis::Standard("RFC 9231 §2.1.1"),
    "Chữ ký {actual} dùng hàm băm SHA-1, đã lỗi thời và không còn an toàn.",
    "The signature ({actual}) uses SHA-1, which is outdated and no longer safe.",
    SIGN_SHA256,
);
pub(super) static KEY_LEGACY: Rule = warning(
    "SIG-KEY-LEGACY",
    Basis::Law("Thông tư 15/2025/TT-BKHCN"),
    "Khóa RSA của chứng thư số ngắn hơn 2048 bit.",
    "The RSA key of the certificate is shorter than 2048 bits.",
    Template::new(
        "Đổi sang chứng thư số có khóa RSA từ 2048 bit.",
        "Change to a certificate with an RSA key of at least 2048 bits.",
    ),
);
pub(super) static TIME_UNSIGNED: Rule = Rule {
    severity: Severity::Info,
    ..warning(
        "SIG-TIME-UNSIGNED",
        Basis::Practice,
        "Thời điểm ký {actual} không nằm trong phần được ký nên không được chữ ký bảo vệ.",
        "The signing time {actual} is not part of what is signed, so the signature does not protect it.",
        Template::EMPTY,
    )
};
pub(super) static NOT_DSIG: Rule = warning(
    "SIG-NOT-DSIG",
    Basis::Standard("XML-DSig §4.2"),
    "Phần tử Signature này để trống hoặc không thuộc không gian tên của XML-DSig nên không phải là chữ ký số.",
    "This Signature element is empty or not in the namespace of XML-DSig, so it is no digital signature.",
    Template::new(
        "Nếu cần ký thì ký lại bằng phần mềm ký số; nếu không thì bỏ phần tử này.",
        "Sign it with signing software if a signature is needed; leave the element out if not.",
    ),
);
pub(super) static LIMIT_CERTIFICATES: Rule = rule(
    "SIG-LIMIT-CERTIFICATES",
    "taxdoc limits",
    "Chữ ký mang quá nhiều chứng thư số.",
    "The signature carries too many certificates.",
    SIGN_AGAIN,
);
pub(super) static LIMIT_REFERENCES: Rule = rule(
    "SIG-LIMIT-REFERENCES",
    "taxdoc limits",
    "Chữ ký có quá nhiều tham chiếu (Reference).",
    "The signature has too many references.",
    RAISE,
);
pub(super) static LIMIT_SIGNATURES: Rule = rule(
    "SIG-LIMIT-SIGNATURES",
    "taxdoc limits",
    "Tệp có hơn {limit} chữ ký; từ chữ ký này trở đi không được kiểm tra.",
    "The file has more than {limit} signatures; from this one on they were not checked.",
    RAISE,
);
pub(super) static LIMIT_TRANSFORMS: Rule = rule(
    "SIG-LIMIT-TRANSFORMS",
    "taxdoc limits",
    "Tham chiếu của chữ ký có quá nhiều phép biến đổi (Transform).",
    "A reference of the signature has too many transforms.",
    RAISE,
);
pub(super) static LIMIT_WORK: Rule = rule(
    "SIG-LIMIT-WORK",
    "taxdoc limits",
    "Các chữ ký trong tệp đòi hỏi quá nhiều công tính toán nên không được kiểm tra.",
    "The signatures of the file ask for too much work, so they were not checked.",
    RAISE,
);
pub(super) static REFUSED_ALGORITHM: Rule = rule(
    "SIG-REFUSED-ALGORITHM",
    "XML-DSig §6.1",
    "Chữ ký dùng thuật toán không được hỗ trợ: {actual}.",
    "The signature uses an algorithm that is not supported: {actual}.",
    SIGN_SHA256,
);
pub(super) static REFUSED_BASE64: Rule = rule(
    "SIG-REFUSED-BASE64",
    "XML-DSig §4.3; RFC 4648 §4",
    "Giá trị này không phải là base64 hợp lệ.",
    "This value is not valid base64.",
    ORIGINAL,
);
pub(super) static REFUSED_CERTIFICATE: Rule = rule(
    "SIG-REFUSED-CERTIFICATE",
    "XML-DSig §4.5.4; RFC 5280 §4",
    "Không đọc được chứng thư số trong chữ ký.",
    "The certificate in the signature cannot be read.",
    ORIGINAL,
);
pub(super) static REFUSED_COMMENT: Rule = rule(
    "SIG-REFUSED-COMMENT",
    "XML-DSig §4",
    "Trong một giá trị của chữ ký có chú thích hoặc phần tử lạ. Cách viết này được dùng để giả mạo nên bị từ chối.",
    "A comment or an element stands inside a value of the signature. Forgeries are made that way, so it is refused.",
    ORIGINAL,
);
pub(super) static REFUSED_DSA: Rule = rule(
    "SIG-REFUSED-DSA",
    "XML-DSig §6.4.1",
    "Chữ ký dùng DSA, không được chấp nhận: {actual}.",
    "The signature uses DSA, which is not accepted: {actual}.",
    SIGN_SHA256,
);
pub(super) static REFUSED_EXTERNAL: Rule = rule(
    "SIG-REFUSED-EXTERNAL",
    "XML-DSig §4.4.3.1",
    "Chữ ký tham chiếu ra ngoài tệp: {actual}. Chỉ chấp nhận tham chiếu trong cùng tệp.",
    "The signature refers to something outside the file: {actual}. Only references within the file are accepted.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_HMAC: Rule = rule(
    "SIG-REFUSED-HMAC",
    "XML-DSig §6.3.1",
    "{actual} không phải là chữ ký số: ai kiểm tra được thì cũng tạo ra được.",
    "{actual} is no digital signature: whoever can verify it can also make it.",
    SIGN_SHA256,
);
pub(super) static REFUSED_KEY: Rule = rule(
    "SIG-REFUSED-KEY",
    "XML-DSig §4.5; RFC 5280 §4.1.2.7",
    "Không kiểm tra được chữ ký với loại khóa hoặc độ dài khóa này.",
    "The signature cannot be checked with a key of this kind or size.",
    SIGN_SHA256,
);
pub(super) static REFUSED_KEY_MISMATCH: Rule = rule(
    "SIG-REFUSED-KEY-MISMATCH",
    "XML-DSig §4.4.2",
    "Thuật toán chữ ký không cùng loại với khóa của chứng thư số.",
    "The signature algorithm is for another kind of key than that of the certificate.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_KEY_VALUE: Rule = rule(
    "SIG-REFUSED-KEY-VALUE",
    "XML-DSig §4.5.2",
    "Khóa ghi trong KeyValue khác khóa của chứng thư số.",
    "The key in KeyValue is not the key of the certificate.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_MANIFEST: Rule = rule(
    "SIG-REFUSED-MANIFEST",
    "XML-DSig §5.1",
    "Chữ ký dùng Manifest, không được chấp nhận vì nội dung trong đó không được kiểm tra.",
    "The signature uses a Manifest, which is not accepted because what it lists is not verified.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_MD5: Rule = rule(
    "SIG-REFUSED-MD5",
    "RFC 6151",
    "Chữ ký dùng MD5, có thể bị giả mạo nên không được chấp nhận: {actual}.",
    "The signature uses MD5, which can be forged, so it is not accepted: {actual}.",
    SIGN_SHA256,
);
pub(super) static REFUSED_NAMESPACE: Rule = rule(
    "SIG-REFUSED-NAMESPACE",
    "Canonical XML 1.0 §1.3",
    "Phần được ký có không gian tên tương đối (xmlns không phải là URI tuyệt đối) nên không có dạng chuẩn hóa để kiểm tra.",
    "The signed part has a relative namespace (an xmlns that is no absolute URI), so it has no canonical form to verify.",
    Template::new(
        "Sửa phần mềm lập tệp: bỏ xmlns này hoặc dùng URI tuyệt đối, rồi ký lại.",
        "Mend the issuing software: drop this xmlns or use an absolute URI, then sign again.",
    ),
);
pub(super) static REFUSED_NO_CERTIFICATE: Rule = rule(
    "SIG-REFUSED-NO-CERTIFICATE",
    "XML-DSig §4.5.4",
    "Chữ ký không kèm chứng thư số (X509Certificate) nên không biết ai ký.",
    "The signature carries no certificate (X509Certificate), so it is not known who signed.",
    Template::new(
        "Ký lại và kèm chứng thư số trong KeyInfo/X509Data/X509Certificate.",
        "Sign again with the certificate in KeyInfo/X509Data/X509Certificate.",
    ),
);
pub(super) static REFUSED_RETRIEVAL: Rule = rule(
    "SIG-REFUSED-RETRIEVAL",
    "XML-DSig §4.5.3",
    "Chữ ký yêu cầu lấy chứng thư số từ nơi khác (RetrievalMethod), không được chấp nhận.",
    "The signature asks for its certificate to be fetched from elsewhere (RetrievalMethod), which is not accepted.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_SIGNING_CERTIFICATE: Rule = rule(
    "SIG-REFUSED-SIGNING-CERTIFICATE",
    "ETSI EN 319 132-1 §5.2.2",
    "Chứng thư số kèm theo không phải là chứng thư số mà người ký đã ghi trong phần thuộc tính được ký (XAdES).",
    "The certificate is not the one that the signer named in the signed properties (XAdES).",
    ORIGINAL,
);
pub(super) static REFUSED_STRUCTURE: Rule = rule(
    "SIG-REFUSED-STRUCTURE",
    "XML-DSig §4",
    "Cấu trúc chữ ký sai chuẩn XML-DSig (thiếu, thừa hoặc lặp phần tử): {actual}.",
    "The structure of the signature is not that of XML-DSig (something missing, unknown or repeated): {actual}.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_TRANSFORM: Rule = rule(
    "SIG-REFUSED-TRANSFORM",
    "XML-DSig §6.6",
    "Chữ ký dùng phép biến đổi không được chấp nhận: {actual}.",
    "The signature uses a transform that is not accepted: {actual}.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_XPATH: Rule = rule(
    "SIG-REFUSED-XPATH",
    "XML-DSig §6.6.3",
    "Chữ ký chọn nội dung bằng XPath, không được chấp nhận vì có thể bỏ sót phần quan trọng: {actual}.",
    "The signature selects content by XPath, which is not accepted because it can leave out what matters: {actual}.",
    SIGN_AGAIN,
);
pub(super) static REFUSED_XSLT: Rule = rule(
    "SIG-REFUSED-XSLT",
    "XML-DSig §6.6.5",
    "Chữ ký biến đổi nội dung bằng XSLT, không được chấp nhận: {actual}.",
    "The signature transforms content by XSLT, which is not accepted: {actual}.",
    SIGN_AGAIN,
);

pub(super) static XADES_POLICY: Rule = Rule {
    severity: Severity::Info,
    ..warning(
        "SIG-XADES-POLICY",
        Basis::Standard("ETSI EN 319 132-1 §5.2.9"),
        "Chữ ký nêu chính sách ký {actual}; nội dung của chính sách này không được kiểm tra.",
        "The signature names the signature policy {actual}; what that policy says was not checked.",
        Template::EMPTY,
    )
};
pub(super) static XADES_UNSIGNED: Rule = warning(
    "SIG-XADES-UNSIGNED",
    Basis::Standard("ETSI EN 319 132-1 §4.3.1"),
    "Phần thuộc tính của chữ ký (XAdES SignedProperties) không nằm trong phần được ký nên không được xét đến.",
    "The properties of the signature (XAdES SignedProperties) are not part of what is signed, so they were not looked at.",
    SIGN_AGAIN,
);

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[
    &ALGORITHM_LEGACY,
    &DIGEST,
    &DIGEST_ENCODING,
    &DIGEST_ENVELOPE,
    &DIGEST_LINE_ENDS,
    &DIGEST_NAMESPACE,
    &DIGEST_TRAILING_NEWLINE,
    &DIGEST_UNICODE,
    &DIGEST_WHITESPACE,
    &DUPLICATE_ID,
    &ID_REPEATED,
    &KEY_LEGACY,
    &LIMIT_CERTIFICATES,
    &LIMIT_REFERENCES,
    &LIMIT_SIGNATURES,
    &LIMIT_TRANSFORMS,
    &LIMIT_WORK,
    &NONSTANDARD_TRANSFORM,
    &NOT_DSIG,
    &REFERENCE_HOLDS,
    &REFERENCE_MISSING,
    &REFUSED_ALGORITHM,
    &REFUSED_BASE64,
    &REFUSED_CERTIFICATE,
    &REFUSED_COMMENT,
    &REFUSED_DSA,
    &REFUSED_EXTERNAL,
    &REFUSED_HMAC,
    &REFUSED_KEY,
    &REFUSED_KEY_MISMATCH,
    &REFUSED_KEY_VALUE,
    &REFUSED_MANIFEST,
    &REFUSED_MD5,
    &REFUSED_NAMESPACE,
    &REFUSED_NO_CERTIFICATE,
    &REFUSED_RETRIEVAL,
    &REFUSED_SIGNING_CERTIFICATE,
    &REFUSED_STRUCTURE,
    &REFUSED_TRANSFORM,
    &REFUSED_XPATH,
    &REFUSED_XSLT,
    &TIME_UNSIGNED,
    &VALUE,
    &WHITESPACE,
    &XADES_POLICY,
    &XADES_UNSIGNED,
];
