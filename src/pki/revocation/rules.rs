//! Rules about revocation.

use super::status::EvidenceProblem;
use super::status::PathRevocation;
use super::status::RevocationReason;
use super::status::RevocationStatus;
use crate::pki::Certificate;
use crate::pki::Timestamp;
use crate::report::Draft;
use crate::report::Revocation;
use crate::rules::Basis;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Spot;

const fn rule(code: &'static str, severity: Severity, clause: &'static str, message: Template, fix: Template) -> Rule {
    Rule { code, severity, stage: Stage::Revocation, basis: Basis::Standard(clause), message, expected: Template::EMPTY, fix }
}

/// Evidence was given that cannot be used.
pub(crate) static EVIDENCE: Rule = rule(
    "PKI-REVOCATION-EVIDENCE",
    Severity::Warning,
    "RFC 5280 §6.3; RFC 6960 §3.2",
    Template::new(
        "Chưa xác định được chứng thư số {certificate} có bị thu hồi hay không tại thời điểm {at}: {reason}.",
        "Whether the certificate {certificate} was revoked at {at} is open: {reason}.",
    ),
    Template::new(
        "Cung cấp danh sách thu hồi (CRL) hoặc phản hồi OCSP của tổ chức cấp {issuer}, phát hành sau thời điểm ký và trước khi chứng thư hết hạn.",
        "Supply a revocation list (CRL) or an OCSP response of the issuing authority {issuer} that was issued after the signing and before the certificate expired.",
    ),
);

/// A certificate was revoked.
pub(crate) static REVOKED: Rule = Rule {
    expected: Template::new("chứng thư số chưa bị thu hồi tại thời điểm {at}", "a certificate that was not revoked at {at}"),
    ..rule(
        "PKI-REVOKED",
        Severity::Error,
        "RFC 5280 §5.3; Nghị định 23/2025/NĐ-CP",
        Template::new(
            "Chứng thư số {certificate} đã bị thu hồi lúc {revoked} (lý do: {reason}), không còn giá trị kể từ {from}.",
            "The certificate {certificate} was revoked at {revoked} (reason: {reason}) and does not count from {from} on.",
        ),
        Template::new(
            "Không chấp nhận chữ ký này; yêu cầu bên ký ký lại bằng chứng thư số còn hiệu lực.",
            "Do not accept this signature; ask the signer to sign again with a certificate that is in force.",
        ),
    )
};

/// A certificate was revoked after the signature.
pub(crate) static REVOKED_LATER: Rule = rule(
    "PKI-REVOKED-LATER",
    Severity::Warning,
    "RFC 5280 §5.3; Nghị định 23/2025/NĐ-CP",
    Template::new(
        "Chứng thư số {certificate} bị thu hồi lúc {revoked} (lý do: {reason}), sau thời điểm {at}: chữ ký tại thời điểm đó vẫn có giá trị, nhưng thời điểm này do chính bên ký ghi.",
        "The certificate {certificate} was revoked at {revoked} (reason: {reason}), after {at}: a signature of that moment stands, but that moment is the signer's own statement.",
    ),
    Template::new(
        "Nếu nghi ngờ thời điểm ký, hãy đối chiếu với thời điểm nhận dữ liệu hoặc thời điểm cơ quan thuế cấp mã.",
        "If the signing time is in doubt, compare it with the time of receipt or the time of the tax authority's code.",
    ),
);

static NOTE: Template = Template::new("chứng thư số {certificate}: {reason}", "certificate {certificate}: {reason}");

impl PathRevocation {
    /// The word of the report for it.
    #[must_use]
    pub const fn revocation(&self) -> Revocation {
        match self.status {
            RevocationStatus::Good { .. } | RevocationStatus::RevokedLater(_) => Revocation::Good,
            RevocationStatus::NotRun(_) => Revocation::NotRun,
            RevocationStatus::Revoked(_) => Revocation::Revoked,
        }
    }

    /// The finding about `leaf`, the certificate at that place, at the moment asked for. `None` when it is good, and when no evidence about it was given.
    #[must_use]
    pub fn draft(&self, leaf: &Certificate, at: Timestamp, spot: Spot) -> Option<Draft> {
        let draft = match &self.status {
            RevocationStatus::Good { .. } | RevocationStatus::NotRun(EvidenceProblem::Missing) => return None,
            RevocationStatus::NotRun(problem) => {
                Draft::new(&EVIDENCE, spot).with("reason", problem.text()).with("issuer", Param::excerpt(&self.issuer(leaf)))
            }
            RevocationStatus::Revoked(entry) | RevocationStatus::RevokedLater(entry) => {
                let later = matches!(self.status, RevocationStatus::RevokedLater(_));
                Draft::new(if later { &REVOKED_LATER } else { &REVOKED }, spot)
                    .with("reason", entry.reason().unwrap_or(RevocationReason::Unspecified).text())
                    .with("revoked", entry.revocation_date())
                    .with("from", entry.revoked_from())
                    .actual(&entry.revoked_from().to_string())
            }
        };
        Some(draft.with("certificate", Param::excerpt(&self.subject(leaf))).with("at", at))
    }

    /// The reason why the stage is `not_run`; `None` where something was found out.
    #[must_use]
    pub fn note(&self, leaf: &Certificate) -> Option<Note> {
        match &self.status {
            RevocationStatus::NotRun(problem) => {
                Some(Note::new(&NOTE).with("certificate", Param::excerpt(&self.subject(leaf))).with("reason", problem.text()))
            }
            _ => None,
        }
    }

    fn subject(&self, leaf: &Certificate) -> String {
        self.authority().map_or_else(|| leaf.subject().to_string(), |authority| authority.subject().to_string())
    }

    fn issuer(&self, leaf: &Certificate) -> String {
        let certificate = self.authority().and_then(|authority| authority.certificate()).unwrap_or(leaf);
        certificate.issuer().to_string()
    }
}

impl EvidenceProblem {
    const fn text(&self) -> Template {
        match self {
            Self::Missing => Template::new(
                "không có CRL hay phản hồi OCSP nào của tổ chức cấp nói về chứng thư này",
                "no CRL and no OCSP response of its issuer says anything of it",
            ),
            Self::OtherDistributionPoint => Template::new(
                "CRL dành cho điểm phân phối khác với điểm ghi trong chứng thư",
                "the CRL is for another distribution point than the certificate names",
            ),
            Self::OtherCertificates => {
                Template::new("CRL dành cho loại chứng thư khác", "the CRL is for another kind of certificates")
            }
            Self::Unknown => {
                Template::new("máy chủ OCSP trả lời là không biết chứng thư này", "the OCSP responder does not know it")
            }
            Self::TooOld(_) => Template::new(
                "CRL hoặc phản hồi OCSP đã hết hạn trước thời điểm cần kiểm tra",
                "the CRL or OCSP response had run out before the moment asked for",
            ),
            Self::IssuedAfterExpiry(_) => Template::new(
                "CRL hoặc phản hồi OCSP phát hành khi chứng thư đã hết hạn; khi đó tổ chức cấp có thể đã bỏ chứng thư khỏi danh sách",
                "the CRL or OCSP response was issued when the certificate had expired; by then it may have been dropped from the list",
            ),
            Self::DeltaList => Template::new(
                "CRL là loại chỉ ghi thay đổi (delta CRL), cần CRL đầy đủ",
                "the CRL is a delta CRL, which tells changes only; a complete one is needed",
            ),
            Self::IndirectList => Template::new(
                "CRL là loại gián tiếp (indirect CRL), không được hỗ trợ",
                "the CRL is an indirect one, which is not supported",
            ),
            Self::SomeReasons => Template::new(
                "CRL chỉ ghi một số lý do thu hồi, cần CRL đầy đủ",
                "the CRL is for some reasons of revocation only; a complete one is needed",
            ),
            Self::UnknownCritical(_) => Template::new(
                "CRL hoặc phản hồi OCSP có phần mở rộng bắt buộc hiểu mà chương trình không biết",
                "the CRL or OCSP response has a critical extension that is not known here",
            ),
            Self::UnsupportedAlgorithm => Template::new(
                "thuật toán ký của CRL hoặc phản hồi OCSP không được hỗ trợ",
                "the signature algorithm of the CRL or OCSP response is not supported",
            ),
            Self::KeyUsage => Template::new(
                "chứng thư của tổ chức cấp không cho phép ký CRL (thiếu cRLSign)",
                "the issuer's certificate does not allow signing CRLs (cRLSign is missing)",
            ),
            Self::Responder => Template::new(
                "bên ký phản hồi OCSP không được tổ chức cấp ủy quyền",
                "the issuer has not authorised whoever signed the OCSP response",
            ),
            Self::BadSignature => Template::new(
                "chữ ký trên CRL hoặc phản hồi OCSP không khớp: dữ liệu đã bị sửa hoặc bị làm giả",
                "the signature on the CRL or OCSP response does not match: it was altered or forged",
            ),
        }
    }
}

impl RevocationReason {
    const fn text(self) -> Template {
        match self {
            Self::Unspecified => Template::new("không nêu", "not stated"),
            Self::KeyCompromise => {
                Template::new("khóa bí mật bị lộ hoặc nghi bị lộ", "the private key is or may be in other hands")
            }
            Self::CaCompromise | Self::AaCompromise => {
                Template::new("khóa của tổ chức cấp bị lộ hoặc nghi bị lộ", "the authority's key is or may be in other hands")
            }
            Self::AffiliationChanged => Template::new("thông tin của thuê bao thay đổi", "the subject's details changed"),
            Self::Superseded => Template::new("đã được thay bằng chứng thư khác", "another certificate has taken its place"),
            Self::CessationOfOperation => Template::new("không còn sử dụng", "not needed any more"),
            Self::CertificateHold => Template::new("tạm dừng", "suspended"),
            Self::RemoveFromCrl => Template::new("đã được bỏ khỏi danh sách thu hồi", "taken off the list again"),
            Self::PrivilegeWithdrawn => Template::new("quyền ghi trong chứng thư bị rút", "a privilege was withdrawn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::RevocationEntry;
    use crate::rules::Language;
    use crate::xml::NodeId;

    fn texts(status: RevocationStatus) -> Vec<String> {
        let leaf = Certificate::from_der(&std::fs::read("tests/fixtures/pki/seller.der").unwrap()).unwrap();
        let found = PathRevocation { status, authority: None };
        let at = Timestamp::from_unix(1_763_604_930);
        let note = found.note(&leaf);
        let Some(draft) = found.draft(&leaf, at, Spot::Node(NodeId::DOCUMENT)) else { return Vec::new() };
        let rule = draft.rule();
        let mut texts = Vec::new();
        for language in [Language::English, Language::Vietnamese] {
            texts.extend([&rule.message, &rule.expected, &rule.fix].map(|text| text.fill(&draft.params, language).into_owned()));
            texts.extend(note.as_ref().map(|note| note.text(language).into_owned()));
        }
        assert!(texts.iter().all(|text| !text.contains('{')), "{texts:?}");
        texts
    }

    #[test]
    fn every_problem_and_every_reason_has_a_text() {
        let time = Timestamp::from_unix(0);
        let problems = [
            EvidenceProblem::OtherDistributionPoint,
            EvidenceProblem::OtherCertificates,
            EvidenceProblem::Unknown,
            EvidenceProblem::TooOld(None),
            EvidenceProblem::IssuedAfterExpiry(time),
            EvidenceProblem::DeltaList,
            EvidenceProblem::IndirectList,
            EvidenceProblem::SomeReasons,
            EvidenceProblem::UnknownCritical("1.2.3".into()),
            EvidenceProblem::UnsupportedAlgorithm,
            EvidenceProblem::KeyUsage,
            EvidenceProblem::Responder,
            EvidenceProblem::BadSignature,
        ];
        assert!(problems.is_sorted());
        for problem in problems {
            assert_eq!(texts(RevocationStatus::NotRun(problem.clone())).len(), 8, "{problem:?}");
        }
        for number in 0..=11 {
            let Some(reason) = RevocationReason::from_number(number) else {
                assert!(matches!(number, 7 | 11), "{number}");
                continue;
            };
            let entry = RevocationEntry { revocation_date: time, reason: Some(reason), invalidity_date: None };
            assert!(texts(RevocationStatus::Revoked(entry))[0].contains("1970-01-01T00:00:00Z (reason: "));
            assert!(texts(RevocationStatus::RevokedLater(entry))[0].contains("after 2025-11-20T02:15:30Z"));
        }
    }
}
