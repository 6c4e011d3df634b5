//! Rules about certificates and their paths.

use super::Authority;
use super::Certificate;
use super::CertificateError;
use super::PathError;
use super::PathErrorKind;
use super::Weakness;
use super::revocation::rules as revocation;
use crate::report::Draft;
use crate::rules::Basis;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Spot;

/// Every rule that this engine can find broken.
pub static RULES: &[&Rule] = &[
    &BAD_SIGNATURE,
    &CRITICAL_EXTENSION,
    &EXPIRED,
    &ISSUER_UNKNOWN,
    &KEY_USAGE,
    &KEY_USAGE_ISSUER,
    &MALFORMED,
    &NAME_CONSTRAINTS,
    &NOT_CA,
    &NOT_JUDGED,
    &NOT_YET_VALID,
    &PATH_LEN,
    &revocation::EVIDENCE,
    &revocation::REVOKED,
    &revocation::REVOKED_LATER,
    &SELF_SIGNED,
    &SHA1,
    &SHORT_KEY,
];

const fn rule(code: &'static str, severity: Severity, clause: &'static str, message: Template, fix: Template) -> Rule {
    Rule { code, severity, stage: Stage::Certificates, basis: Basis::Standard(clause), message, expected: Template::EMPTY, fix }
}

/// The signature on a certificate was not made by the issuer it names.
static BAD_SIGNATURE: Rule = rule(
    "PKI-BAD-SIGNATURE",
    Severity::Error,
    "RFC 5280 §6.1.3(a)(1)",
    Template::new(
        "Chứng thư số {certificate} không do {issuer} cấp: chữ ký trên chứng thư không khớp với khóa của tổ chức này. Chứng thư đã bị sửa hoặc bị làm giả.",
        "The certificate {certificate} was not issued by {issuer}: the signature on it does not match that authority's key. It was altered or forged.",
    ),
    Template::new(
        "Không chấp nhận hóa đơn, tờ khai này. Yêu cầu bên ký ký lại bằng chứng thư số hợp lệ.",
        "Do not accept this document. Ask the signer to sign again with a genuine certificate.",
    ),
);

/// A critical extension is not known.
static CRITICAL_EXTENSION: Rule = rule(
    "PKI-CRITICAL-EXTENSION",
    Severity::Error,
    "RFC 5280 §4.2",
    Template::new(
        "Chứng thư số {certificate} có phần mở rộng bắt buộc hiểu {actual} mà chương trình không biết, nên không thể chấp nhận.",
        "The certificate {certificate} has a critical extension {actual} that is not known here, so it cannot be accepted.",
    ),
    Template::new(
        "Ký lại bằng chứng thư số do tổ chức chứng thực chữ ký số công cộng cấp.",
        "Sign again with a certificate from a licensed certification authority.",
    ),
);

/// A certificate had expired at the moment it was used.
static EXPIRED: Rule = Rule {
    expected: Template::new("thời điểm ký không sau {not_after}", "a signing time not after {not_after}"),
    ..rule(
        "PKI-EXPIRED",
        Severity::Error,
        "RFC 5280 §6.1.3(a)(2); Nghị định 23/2025/NĐ-CP",
        Template::new(
            "Chứng thư số {certificate} đã hết hạn từ {not_after}, trước thời điểm {at}.",
            "The certificate {certificate} expired at {not_after}, before {at}.",
        ),
        Template::new(
            "Gia hạn chứng thư số rồi lập và ký lại; chữ ký tạo khi chứng thư đã hết hạn không có giá trị.",
            "Renew the certificate and sign again; a signature made with an expired certificate is not valid.",
        ),
    )
};

/// The issuer is neither in the trust table nor among the caller's certificates: nothing is proven, the stage is `not_run`.
static ISSUER_UNKNOWN: Rule = rule(
    "PKI-ISSUER-UNKNOWN",
    Severity::Info,
    "RFC 5280 §6.1.1(d)",
    Template::new(
        "Chưa xác định được chứng thư số {certificate} có đáng tin cậy không: không có chứng thư của tổ chức cấp {issuer} trong danh sách tin cậy.",
        "Whether the certificate {certificate} can be trusted is open: the issuing authority {issuer} is not among the trusted ones.",
    ),
    Template::new(
        "Nếu tin cậy tổ chức này, hãy cung cấp chứng thư số của họ (tùy chọn --trust) rồi kiểm tra lại.",
        "If you trust that authority, supply its certificate (option --trust) and check again.",
    ),
);

/// The signer's key usage does not allow signing documents.
static KEY_USAGE: Rule = Rule {
    expected: Template::new("digitalSignature hoặc nonRepudiation", "digitalSignature or nonRepudiation"),
    ..rule(
        "PKI-KEY-USAGE",
        Severity::Error,
        "RFC 5280 §4.2.1.3",
        Template::new(
            "Chứng thư số {certificate} không được cấp để ký: mục đích sử dụng khóa không có chữ ký số (digitalSignature) hay chống chối bỏ (nonRepudiation).",
            "The certificate {certificate} is not meant for signing: its key usage has neither digitalSignature nor nonRepudiation.",
        ),
        Template::new("Ký lại bằng chứng thư số dùng để ký.", "Sign again with a signing certificate."),
    )
};

/// An issuer's key usage does not allow issuing certificates.
static KEY_USAGE_ISSUER: Rule = Rule {
    expected: Template::new("keyCertSign", "keyCertSign"),
    ..rule(
        "PKI-KEY-USAGE-ISSUER",
        Severity::Error,
        "RFC 5280 §6.1.4(n)",
        Template::new(
            "Chứng thư số của {issuer} không cho phép cấp chứng thư khác (thiếu keyCertSign), nên chứng thư {certificate} không có giá trị.",
            "The certificate of {issuer} does not allow issuing others (keyCertSign is missing), so {certificate} is not valid.",
        ),
        Template::EMPTY,
    )
};

/// The bytes are no certificate that can be used.
static MALFORMED: Rule = rule(
    "PKI-MALFORMED",
    Severity::Error,
    "RFC 5280 §4.1",
    Template::new(
        "Nội dung X509Certificate không phải là một chứng thư số đọc được ({reason}).",
        "The content of X509Certificate is not a readable certificate ({reason}).",
    ),
    Template::new(
        "Xuất lại tệp từ phần mềm đã ký; không sửa phần chữ ký bằng tay.",
        "Export the file again from the program that signed it; do not edit the signature by hand.",
    ),
);

/// An authority is bound to certain names.
static NAME_CONSTRAINTS: Rule = rule(
    "PKI-NAME-CONSTRAINTS",
    Severity::Error,
    "RFC 5280 §4.2.1.10",
    Template::new(
        "{issuer} chỉ được cấp chứng thư trong phạm vi một số tên nhất định (nameConstraints); tên trong {certificate}, hoặc trong chứng thư của tổ chức cấp ở giữa, nằm ngoài phạm vi đó.",
        "{issuer} may issue for certain names only (nameConstraints); a name in {certificate}, or in that of an authority between them, is none of these.",
    ),
    Template::EMPTY,
);

/// The issuer is not an authority.
static NOT_CA: Rule = rule(
    "PKI-NOT-CA",
    Severity::Error,
    "RFC 5280 §6.1.4(k)",
    Template::new(
        "Chứng thư số {certificate} được cấp bằng chứng thư của {issuer}, vốn không phải là tổ chức chứng thực (CA).",
        "The certificate {certificate} was issued with the certificate of {issuer}, which is not a certification authority (CA).",
    ),
    Template::new(
        "Không chấp nhận chữ ký này. Yêu cầu bên ký ký lại bằng chứng thư số do tổ chức chứng thực cấp.",
        "Do not accept this signature. Ask the signer to sign with a certificate from a certification authority.",
    ),
);

/// The certificate could not be judged.
static NOT_JUDGED: Rule = rule(
    "PKI-NOT-JUDGED",
    Severity::Info,
    "RFC 5280 §6.1",
    Template::new(
        "Chưa kiểm tra được chứng thư số {certificate}: {reason}.",
        "The certificate {certificate} could not be checked: {reason}.",
    ),
    Template::EMPTY,
);

/// A certificate was not valid yet at the moment it was used.
static NOT_YET_VALID: Rule = Rule {
    expected: Template::new("thời điểm ký không trước {not_before}", "a signing time not before {not_before}"),
    ..rule(
        "PKI-NOT-YET-VALID",
        Severity::Error,
        "RFC 5280 §6.1.3(a)(2); Nghị định 23/2025/NĐ-CP",
        Template::new(
            "Chứng thư số {certificate} chỉ có hiệu lực từ {not_before}, sau thời điểm {at}.",
            "The certificate {certificate} is valid only from {not_before}, after {at}.",
        ),
        Template::new(
            "Kiểm tra đồng hồ của máy ký, rồi ký lại khi chứng thư số đã có hiệu lực.",
            "Check the clock of the signing computer, then sign again once the certificate is valid.",
        ),
    )
};

/// More authorities stand in the path than one of them allows.
static PATH_LEN: Rule = rule(
    "PKI-PATH-LENGTH",
    Severity::Error,
    "RFC 5280 §6.1.4(m)",
    Template::new(
        "{issuer} không được phép có thêm tổ chức chứng thực cấp dưới (pathLenConstraint), nên chứng thư số {certificate} không có giá trị.",
        "{issuer} may not have further authorities below it (pathLenConstraint), so the certificate {certificate} is not valid.",
    ),
    Template::EMPTY,
);

/// The signer's certificate is signed with its own key.
static SELF_SIGNED: Rule = rule(
    "PKI-SELF-SIGNED",
    Severity::Error,
    "RFC 5280 §6.1",
    Template::new(
        "Chứng thư số {certificate} là chứng thư tự ký, không do tổ chức chứng thực nào cấp.",
        "The certificate {certificate} is self-signed; no certification authority issued it.",
    ),
    Template::new(
        "Ký lại bằng chứng thư số do tổ chức chứng thực chữ ký số công cộng cấp.",
        "Sign again with a certificate from a licensed certification authority.",
    ),
);

/// A certificate in the path is signed with SHA-1.
static SHA1: Rule = rule(
    "PKI-SHA1",
    Severity::Warning,
    "Thông tư 15/2025/TT-BKHCN",
    Template::new(
        "Chứng thư số {certificate} được cấp bằng thuật toán SHA-1 đã lỗi thời.",
        "The certificate {certificate} was issued with the outdated algorithm SHA-1.",
    ),
    Template::new(
        "Khi gia hạn, đề nghị tổ chức chứng thực cấp chứng thư số dùng SHA-256.",
        "On renewal, ask the authority for a certificate that uses SHA-256.",
    ),
);

/// A key in the path is short.
static SHORT_KEY: Rule = Rule {
    expected: Template::new("RSA từ 2048 bit", "RSA of at least 2048 bits"),
    ..rule(
        "PKI-SHORT-KEY",
        Severity::Warning,
        "Thông tư 15/2025/TT-BKHCN",
        Template::new(
            "Chứng thư số {certificate} dùng khóa RSA {actual} bit, quá ngắn so với yêu cầu hiện nay.",
            "The certificate {certificate} uses an RSA key of {actual} bits, too short by today's requirements.",
        ),
        Template::new(
            "Khi gia hạn, đề nghị tổ chức chứng thực cấp chứng thư số có khóa RSA từ 2048 bit.",
            "On renewal, ask the authority for a certificate with an RSA key of at least 2048 bits.",
        ),
    )
};

static ISSUER_UNKNOWN_NOTE: Template = Template::new(
    "Không có chứng thư số của tổ chức cấp {issuer} trong danh sách tin cậy",
    "the issuing authority {issuer} is not among the trusted ones",
);
static NOT_JUDGED_NOTE: Template = Template::new("chưa kiểm tra được: {reason}", "could not be checked: {reason}");

const BUDGET: Template = Template::new(
    "cần quá nhiều phép kiểm tra chữ ký để tìm đường dẫn tin cậy",
    "finding a path would need too many signature checks",
);
const UNSUPPORTED: Template = Template::new(
    "thuật toán ký hoặc loại khóa của tổ chức cấp không được hỗ trợ",
    "the signature algorithm or the kind of the issuer's key is not supported",
);

impl PathError {
    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        match self.kind() {
            PathErrorKind::BadSignature => &BAD_SIGNATURE,
            PathErrorKind::Budget | PathErrorKind::UnsupportedAlgorithm => &NOT_JUDGED,
            PathErrorKind::Expired => &EXPIRED,
            PathErrorKind::IssuerUnknown => &ISSUER_UNKNOWN,
            PathErrorKind::KeyUsage if self.authority().is_some() => &KEY_USAGE_ISSUER,
            PathErrorKind::KeyUsage => &KEY_USAGE,
            PathErrorKind::NameConstraints => &NAME_CONSTRAINTS,
            PathErrorKind::NotCa => &NOT_CA,
            PathErrorKind::NotYetValid => &NOT_YET_VALID,
            PathErrorKind::PathLen | PathErrorKind::TooLong => &PATH_LEN,
            PathErrorKind::SelfSigned => &SELF_SIGNED,
            PathErrorKind::UnknownCritical(_) => &CRITICAL_EXTENSION,
        }
    }

    /// The finding of this failure about the certificate at that place, which is `leaf`.
    #[must_use]
    pub fn draft(&self, leaf: &Certificate, spot: Spot) -> Draft {
        let (not_before, not_after) = self.validity();
        let about_issuer =
            matches!(self.kind(), PathErrorKind::Expired | PathErrorKind::NotYetValid | PathErrorKind::UnknownCritical(_));
        let certificate = match self.authority() {
            Some(authority) if about_issuer => authority.subject().to_string(),
            _ => leaf.subject().to_string(),
        };
        let actual = match self.kind() {
            PathErrorKind::UnknownCritical(oid) => oid.to_string(),
            _ => self.at().to_string(),
        };
        Draft::new(self.rule(), spot)
            .with("certificate", Param::excerpt(&certificate))
            .with("issuer", Param::excerpt(&self.issuer_text(leaf)))
            .with("reason", self.reason())
            .with("not_before", not_before)
            .with("not_after", not_after)
            .with("at", self.at())
            .actual(&actual)
    }

    /// The reason why the stage is `not_run`; `None` where the certificate was refused.
    #[must_use]
    pub fn note(&self, leaf: &Certificate) -> Option<Note> {
        match self.kind() {
            PathErrorKind::IssuerUnknown => {
                Some(Note::new(&ISSUER_UNKNOWN_NOTE).with("issuer", Param::excerpt(&self.issuer_text(leaf))))
            }
            _ if self.is_undetermined() => Some(Note::new(&NOT_JUDGED_NOTE).with("reason", self.reason())),
            _ => None,
        }
    }

    fn issuer_text(&self, leaf: &Certificate) -> String {
        match (self.kind(), self.authority().map(Authority::certificate)) {
            // The issuer that is missing is the one above the last authority found.
            (PathErrorKind::IssuerUnknown | PathErrorKind::BadSignature, Some(Some(last))) => last.issuer().to_string(),
            (PathErrorKind::IssuerUnknown | PathErrorKind::BadSignature, _) | (_, None) => leaf.issuer().to_string(),
            _ => self.authority().map(|authority| authority.subject().to_string()).unwrap_or_default(),
        }
    }

    const fn reason(&self) -> Template {
        match self.kind() {
            PathErrorKind::Budget => BUDGET,
            _ => UNSUPPORTED,
        }
    }
}

impl CertificateError {
    /// The finding about the certificate at that place.
    #[must_use]
    pub fn draft(&self, spot: Spot) -> Draft {
        let reason = match self {
            Self::AlgorithmsDiffer => {
                Template::new("ghi hai thuật toán ký khác nhau", "it names two different signature algorithms")
            }
            Self::Der => Template::new("không đúng định dạng DER", "not DER"),
            Self::Extension(_) => Template::new("có phần mở rộng sai", "an extension is wrong"),
            Self::TooLarge => Template::new("quá lớn", "too large"),
            Self::TrailingBytes => Template::new("có dữ liệu thừa phía sau", "data follow it"),
        };
        Draft::new(&MALFORMED, spot).with("reason", reason)
    }
}

impl Weakness {
    /// The finding about that weakness of `leaf`, the certificate at that place, or of an authority above it.
    #[must_use]
    pub fn draft(&self, leaf: &Certificate, authority: Option<&Authority>, spot: Spot) -> Draft {
        let subject = authority.map_or_else(|| leaf.subject().to_string(), |authority| authority.subject().to_string());
        let (rule, actual) = match self {
            Self::Sha1 => (&SHA1, Param::from("SHA-1")),
            Self::ShortKey(bits) => (&SHORT_KEY, Param::from(*bits)),
        };
        Draft::new(rule, spot).with("certificate", Param::excerpt(&subject)).with("actual", actual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::pki::Timestamp;
    use crate::pki::TrustStore;
    use crate::rules::Language;
    use crate::xml::NodeId;

    fn der(name: &str) -> Vec<u8> {
        std::fs::read(format!("tests/fixtures/pki/{name}.der")).unwrap()
    }

    fn message(draft: &Draft, language: Language) -> String {
        let rule = draft.rule();
        let texts = [&rule.message, &rule.expected, &rule.fix].map(|text| text.fill(&draft.params, language).into_owned());
        assert!(!texts.concat().contains('{'), "{}: {texts:?}", rule.code);
        texts.into_iter().next().unwrap()
    }

    /// The message in English of the failure of that leaf's path in a store of those certificates.
    fn failure(trusted: &[&str], leaf: &str, at: &str) -> String {
        let store = trusted.iter().fold(TrustStore::new(), |store, name| store.with_certificates(&der(name)).unwrap());
        let leaf = Certificate::from_der(&der(leaf)).unwrap();
        let error = store.path(&leaf, &[], at.parse::<Timestamp>().unwrap(), &Limits::default()).unwrap_err();
        assert_eq!(error.note(&leaf).is_some(), error.is_undetermined());
        assert_eq!(error.rule().severity == Severity::Info, error.is_undetermined());
        let draft = error.draft(&leaf, Spot::Node(NodeId::DOCUMENT));
        message(&draft, Language::Vietnamese);
        message(&draft, Language::English)
    }

    #[test]
    fn every_failure_names_the_certificate_that_it_is_about() {
        const NOW: &str = "2025-11-20";
        let names = [
            (failure(&["root", "ca"], "expired", NOW), "UID=MST:0109999982 expired at 2021-01-01T00:00:00Z"),
            (failure(&["root", "ca"], "seller", "2023-12-31"), "valid only from 2024-01-01T00:00:00Z"),
            (failure(&["root", "expired-ca"], "below-expired-ca", NOW), "CN=TAXDOC TEST EXPIRED CA"),
            (failure(&["root"], "seller", NOW), "issuing authority CN=TAXDOC TEST CA"),
            (failure(&["ca"], "seller", NOW), "issuing authority CN=TAXDOC TEST ROOT CA"),
            (failure(&["root", "ca"], "self-signed", NOW), "self-signed"),
            (failure(&["root", "ca"], "wrong-key-usage", NOW), "not meant for signing"),
            (failure(&["root", "ca"], "unknown-critical", NOW), "1.3.6.1.4.1.99999.1"),
            (failure(&["root", "ca", "seller"], "below-seller", NOW), "MST:0109999982, which is not a certification authority"),
            (failure(&["root", "ca", "sub-ca"], "below-sub-ca", NOW), "CN=TAXDOC TEST CA,O=TAXDOC TEST,C=VN may not have"),
            (failure(&["root", "no-cert-sign"], "below-no-cert-sign", NOW), "of CN=TAXDOC TEST CRL CA"),
            (failure(&["root", "constrained-ca"], "below-constrained-ca", NOW), "CN=TAXDOC TEST CONSTRAINED CA"),
        ];
        for (message, part) in names {
            assert!(message.contains(part), "{message:?} without {part:?}");
        }
    }

    #[test]
    fn weaknesses_and_broken_certificates_have_texts() {
        let leaf = Certificate::from_der(&der("rsa-1024")).unwrap();
        let spot = Spot::Node(NodeId::DOCUMENT);
        assert!(message(&Weakness::ShortKey(1024).draft(&leaf, None, spot), Language::English).contains("1024 bits"));
        assert!(message(&Weakness::Sha1.draft(&leaf, None, spot), Language::Vietnamese).contains("SHA-1"));
        let broken = CertificateError::Der.draft(spot);
        assert!(message(&broken, Language::English).contains("not DER"));
        assert_eq!(broken.rule().code, "PKI-MALFORMED");
    }

    #[test]
    fn a_path_that_costs_too_much_is_not_judged() {
        let leaf = Certificate::from_der(&der("seller")).unwrap();
        let path = |path_checks| {
            // A new one each time: a store remembers what it has checked.
            let store = ["root", "ca"].iter().fold(TrustStore::new(), |store, name| store.with_certificates(&der(name)).unwrap());
            let limits = Limits { path_checks, ..Limits::default() };
            store.path(&leaf, &[], "2025-11-20".parse::<Timestamp>().unwrap(), &limits)
        };
        assert!(path(100).is_ok());
        let error = path(0).unwrap_err();
        assert!(error.is_undetermined());
        assert_eq!(error.rule().code, "PKI-NOT-JUDGED");
    }
}
