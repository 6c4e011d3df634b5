//! The card of a signature: who signed, when, what it covers, whom the certificate leads to.

use std::fmt::Write as _;

use taxdoc::report::CertificateText;
use taxdoc::report::Chain;
use taxdoc::report::Integrity;
use taxdoc::report::Revocation;
use taxdoc::report::SignatureReport;
use taxdoc::rules::Template;

use crate::arguments::Detail;
use crate::words;
use crate::words::visible;

use super::Mark;
use super::Page;

/// Columns of the longest label of a card in either language.
const LABEL: usize = 14;

pub(super) fn card(page: &mut Page, signature: &SignatureReport) {
    let language = page.style.language;
    let verbose = page.style.detail == Detail::Verbose;
    page.line(0, "");
    page.line(2, &format!("{} · {}", page.say(words::role(signature.role)), visible(&signature.path)));

    let mark = match signature.integrity {
        Integrity::Valid | Integrity::ValidNonstandard => Mark::Good,
        Integrity::AlteredWhitespace | Integrity::Invalid | Integrity::Refused => Mark::Bad,
    };
    let mut text = page.marked(mark, page.say(words::integrity(signature.integrity)));
    if !signature.algorithm.is_empty() {
        let _ = write!(text, " ({})", visible(&signature.algorithm));
    }
    page.row(4, Template::new("Toàn vẹn", "Integrity"), LABEL, &text);
    if let Some(diagnosis) = &signature.diagnosis {
        page.wrapped_row(4, Template::new("Vì sao", "Why"), LABEL, &visible(&diagnosis.text(language)));
    }
    if let Some(certificate) = &signature.certificate {
        signer(page, certificate, verbose);
    }
    let text = match &signature.signing_time {
        Some(time) => {
            let signed = if signature.signing_time_signed {
                Template::new("thời điểm này cũng được ký", "this time is signed too")
            } else {
                Template::new("thời điểm này không được ký", "this time itself is not signed")
            };
            format!("{} ({})", words::moment(time, language), page.say(signed))
        }
        None => page.say(Template::new("không ghi", "not stated")).to_owned(),
    };
    page.row(4, Template::new("Ký lúc", "Signed at"), LABEL, &text);
    let covers: Vec<String> = signature
        .covers
        .iter()
        .map(|part| format!("{} ({})", visible(&part.path), page.say(words::extent(part.extent))))
        .collect();
    if !covers.is_empty() {
        page.wrapped_row(4, Template::new("Ký trên", "Covers"), LABEL, &covers.join(", "));
    }
    if !signature.not_covered.is_empty() {
        let text = visible(&signature.not_covered.join(", ")).into_owned();
        let text = page.marked(Mark::Bad, &text);
        page.row(4, Template::new("Không ký", "Leaves out"), LABEL, &text);
    }
    let mark = match signature.chain {
        Chain::Trusted => Mark::Good,
        Chain::Untrusted => Mark::Bad,
        Chain::NotRun => Mark::Open,
    };
    let mut text = page.marked(mark, page.say(words::chain(signature.chain)));
    if let Some(anchor) = &signature.anchor {
        let anchor = if verbose { anchor } else { words::common_name(anchor) };
        let _ = write!(text, " → {} ({})", visible(anchor), page.say(words::hierarchy(signature.hierarchy)));
    }
    page.row(4, Template::new("Đường tin cậy", "Trust path"), LABEL, &text);
    let mark = match signature.revocation {
        Revocation::Good => Mark::Good,
        Revocation::Revoked => Mark::Bad,
        Revocation::NotRun => return,
    };
    let text = page.marked(mark, page.say(words::revocation(signature.revocation)));
    page.row(4, Template::new("Thu hồi", "Revocation"), LABEL, &text);
}

/// The names that people know; the whole of the certificate only where it is asked for.
fn signer(page: &mut Page, certificate: &CertificateText, verbose: bool) {
    let language = page.style.language;
    let name = |whole: &str| if verbose { visible(whole).into_owned() } else { visible(words::common_name(whole)).into_owned() };
    let mut text = name(&certificate.subject);
    if let Some(code) = &certificate.tax_code {
        let label = page.say(Template::new("MST", "tax code"));
        let _ = write!(text, " ({label} {})", visible(code));
    }
    page.wrapped_row(4, Template::new("Người ký", "Signer"), LABEL, &text);
    page.wrapped_row(4, Template::new("Nơi cấp", "Issuer"), LABEL, &name(&certificate.issuer));
    let text = if verbose {
        format!("{} – {}", visible(&certificate.not_before), visible(&certificate.not_after))
    } else {
        let day = |time: &str| words::date(time.get(..10).unwrap_or(time), language).into_owned();
        format!("{} – {}", day(&certificate.not_before), day(&certificate.not_after))
    };
    page.row(4, Template::new("Hiệu lực", "In force"), LABEL, &text);
    if verbose {
        page.row(4, Template::new("Số hiệu", "Serial"), LABEL, &visible(&certificate.serial));
        page.row(4, Template::new("SHA-256", "SHA-256"), LABEL, &visible(&certificate.sha256));
    }
}
