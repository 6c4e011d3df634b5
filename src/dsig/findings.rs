//! The findings that evidence gives.

use std::borrow::Cow;

use crate::report::Draft;
use crate::rules::Language;
use crate::rules::Severity;
use crate::rules::Template;
use crate::xml::NodeId;
use crate::xml::Spot;

use super::Change;
use super::Changes;
use super::DigestOutcome;
use super::Evidence;
use super::Fault;
use super::Integrity;
use super::Nonstandard;
use super::Reference;
use super::Signature;
use super::SignedInfo;
use super::algorithms;
use super::rules;

impl Evidence<'_> {
    /// Gives the findings of every signature, and those about the document's ids and placeholders.
    pub fn findings(&self, add: &mut impl FnMut(Draft)) {
        for signature in &self.signatures {
            signature.findings(add);
        }
        for id in &self.duplicate_ids {
            add(Draft::new(&rules::ID_REPEATED, Spot::Node(*id)));
        }
        for id in &self.not_dsig {
            add(Draft::new(&rules::NOT_DSIG, Spot::Node(*id)));
        }
        if let Some(id) = self.not_judged {
            add(Draft::new(&rules::LIMIT_SIGNATURES, Spot::Node(id)).with("limit", self.signatures.len()));
        }
    }
}

impl Signature<'_> {
    /// Gives the findings of this signature: what is wrong with it, or what is unusual about it where nothing is.
    pub fn findings(&self, add: &mut impl FnMut(Draft)) {
        let place = Spot::Node(self.node.id());
        match &self.integrity {
            Integrity::Valid => {}
            Integrity::ValidNonstandard(nonstandard) => {
                add(Draft::new(&rules::NONSTANDARD_TRANSFORM, place).with("how", how(*nonstandard)));
            }
            Integrity::AlteredWhitespace => add(Draft::new(&rules::WHITESPACE, place)),
            Integrity::Refused(refusal) => {
                let draft = Draft::new(refusal.reason().rule(), Spot::Node(refusal.node()));
                add(match refusal.found() {
                    Some(found) => draft.actual(found),
                    None => draft.with("actual", ""),
                });
            }
            Integrity::Invalid(diagnosis) => self.invalid(diagnosis.fault(), add),
        }
        if self.integrity.is_valid() || self.integrity == Integrity::AlteredWhitespace {
            self.remarks(add);
        }
    }

    /// Why the integrity is not plainly valid, in one language; `None` when it is.
    #[must_use]
    pub fn explain(&self, language: Language) -> Option<Cow<'static, str>> {
        if self.integrity == Integrity::Valid {
            return None;
        }
        let mut first = None;
        self.findings(&mut |draft| {
            first.get_or_insert(draft);
        });
        first.map(|draft| draft.rule().message.fill(&draft.params, language))
    }

    fn invalid(&self, fault: Fault, add: &mut impl FnMut(Draft)) {
        let place = Spot::Node(self.node.id());
        match fault {
            Fault::Nonstandard(nonstandard) => {
                add(Draft::new(&rules::NONSTANDARD_TRANSFORM, place).with("how", how(nonstandard)).severity(Severity::Error));
            }
            Fault::Value => {
                add(Draft::new(&rules::VALUE, self.value_node.map_or(place, Spot::Node)));
                self.references.iter().filter_map(|reference| self.failed(reference)).for_each(add);
            }
            Fault::Content | Fault::Form(_) => {
                let mut failed = self.references.iter().filter_map(|reference| self.failed(reference)).peekable();
                if failed.peek().is_some() {
                    failed.for_each(&mut *add);
                } else if let SignedInfo::IntactAfter(changes) = self.signed_info {
                    // Every digest fits: it is SignedInfo itself that changed its form.
                    add(after(changes, place).with("actual", "SignedInfo"));
                }
                // A digest in a SignedInfo that is not what was signed says nothing.
                if self.signed_info != SignedInfo::Broken {
                    let held = self.references.iter().filter(|reference| reference.outcome == DigestOutcome::Fits);
                    held.for_each(|held| add(Self::about(held, Draft::new(&rules::REFERENCE_HOLDS, self.place(held)))));
                }
            }
        }
    }

    /// The finding about a digest that does not fit.
    fn failed(&self, reference: &Reference<'_>) -> Option<Draft> {
        let place = self.place(reference);
        let draft = match reference.outcome {
            DigestOutcome::Differs => Draft::new(&rules::DIGEST, place)
                .with("key", key(self.signed_info))
                .with("tried", if reference.diagnosed { Template::EMPTY } else { NOT_ALL_TRIED }),
            DigestOutcome::FitsAfter(changes) => after(changes, place),
            DigestOutcome::Fits | DigestOutcome::NotChecked => return None,
        };
        Some(Self::about(reference, draft))
    }

    fn about(reference: &Reference<'_>, draft: Draft) -> Draft {
        match reference.uri() {
            "" => draft.with("actual", WHOLE_FILE),
            uri => draft.actual(uri),
        }
    }

    fn place(&self, reference: &Reference<'_>) -> Spot {
        let document = self.node.document();
        Spot::Node(if reference.target() == NodeId::DOCUMENT { document.root().id() } else { reference.target() })
    }

    fn remarks(&self, add: &mut impl FnMut(Draft)) {
        let place = Spot::Node(self.node.id());
        if self.is_sha1() {
            let name = self.algorithm.map_or("", algorithms::signature_name);
            add(Draft::new(&rules::ALGORITHM_LEGACY, place).with("actual", name));
        }
        if self.is_short_key() {
            add(Draft::new(&rules::KEY_LEGACY, place));
        }
        if let Some(time) = self.signing_time().filter(|time| !time.is_signed()) {
            add(Draft::new(&rules::TIME_UNSIGNED, Spot::Content(time.node())).actual(time.text()));
        }
        if let Some(properties) = self.signed_properties() {
            if !properties.is_signed() {
                add(Draft::new(&rules::XADES_UNSIGNED, Spot::Node(properties.node())));
            }
            if let Some(policy) = properties.policy() {
                add(Draft::new(&rules::XADES_POLICY, Spot::Node(properties.node())).actual(policy));
            }
        }
    }
}

/// What the signature value says about a changed content.
const fn key(signed_info: SignedInfo) -> Template {
    match signed_info {
        SignedInfo::Intact => Template::new(
            "Giá trị chữ ký và khóa vẫn đúng, nên chính dữ liệu đã bị sửa.",
            "The signature value and the key are good, so it is the data that was changed.",
        ),
        SignedInfo::IntactAfter(changes) => match changes.first() {
            Change::Envelope => Template::new(
                "Ngoài ra phần đã ký còn bị đặt vào một tệp khác sau khi ký.",
                "What was signed was also put into another file after signing.",
            ),
            Change::BlankText | Change::BlankTextLost => Template::new(
                "Ngoài ra tệp còn bị định dạng lại (dấu cách, xuống dòng giữa các thẻ) sau khi ký.",
                "The file was also re-indented after signing.",
            ),
            _ => Template::new(
                "Ngoài ra phần thông tin ký (SignedInfo) còn bị đổi cách viết sau khi ký.",
                "The form of SignedInfo was also changed after signing.",
            ),
        },
        SignedInfo::Broken | SignedInfo::NotChecked => {
            Template::new("Giá trị chữ ký cũng không khớp.", "The signature value does not fit either.")
        }
    }
}

/// The finding that a change of form explains, the second change told beside it.
fn after(changes: Changes, place: Spot) -> Draft {
    let rule = match changes.first() {
        Change::BlankText | Change::BlankTextLost => &rules::DIGEST_WHITESPACE,
        Change::Declarations => &rules::DIGEST_NAMESPACE,
        Change::Encoding => &rules::DIGEST_ENCODING,
        Change::Envelope => &rules::DIGEST_ENVELOPE,
        Change::LineEnds => &rules::DIGEST_LINE_ENDS,
        Change::TrailingNewline => &rules::DIGEST_TRAILING_NEWLINE,
        Change::Unicode => &rules::DIGEST_UNICODE,
    };
    Draft::new(rule, place).with("also", changes.second().map_or(Template::EMPTY, also))
}

const fn also(change: Change) -> Template {
    match change {
        Change::BlankText => {
            Template::new(" Ngoài ra dấu cách, xuống dòng giữa các thẻ đã bị thêm vào.", " White space was put between tags too.")
        }
        Change::BlankTextLost => Template::new(
            " Ngoài ra dấu cách, xuống dòng giữa các thẻ lúc ký đã bị bỏ hoặc đổi.",
            " White space that stood between tags was lost or changed too.",
        ),
        Change::Declarations => Template::new(
            " Ngoài ra các khai báo xmlns đã bị thêm hoặc mất.",
            " Namespace declarations (xmlns) were added or lost too.",
        ),
        Change::Encoding => Template::new(
            " Ngoài ra phần mềm ký đã băm cả dấu BOM hoặc dòng khai báo <?xml …?>.",
            " The signing software digested a byte order mark or the line <?xml …?> too.",
        ),
        Change::Envelope => {
            Template::new(" Ngoài ra phần đã ký còn bị đặt vào một tệp khác.", " What was signed was put into another file too.")
        }
        Change::LineEnds => Template::new(
            " Ngoài ra ký tự xuống dòng cũng khác lúc ký (LF và CRLF).",
            " The line ends differ from those signed too (LF and CRLF).",
        ),
        Change::TrailingNewline => Template::new(
            " Ngoài ra phần mềm ký đã băm cả ký tự xuống dòng sau thẻ cuối.",
            " The signing software digested a line end behind the last tag too.",
        ),
        Change::Unicode => Template::new(
            " Ngoài ra chữ có dấu được viết ở dạng Unicode khác lúc ký (dựng sẵn và tổ hợp).",
            " Letters with marks are in another Unicode form than when signed too (composed and decomposed).",
        ),
    }
}

const fn how(nonstandard: Nonstandard) -> Template {
    match nonstandard {
        Nonstandard::EnvelopedAfterCanonicalization => Template::new(
            "enveloped-signature đứng sau phép chuẩn hóa (canonicalization)",
            "enveloped-signature comes after a canonicalization",
        ),
        Nonstandard::EnvelopedInsideSignature => Template::new(
            "enveloped-signature áp dụng cho Object nằm ngay trong chữ ký",
            "enveloped-signature is applied to an Object inside the same signature",
        ),
    }
}

const WHOLE_FILE: Template = Template::new("của cả tệp", "of the whole file");
const NOT_ALL_TRIED: Template = Template::new(
    " Chưa thử hết các thay đổi về hình thức có thể có vì việc này tốn quá nhiều công tính toán.",
    " Not every known change of form was tried, as that asks for too much work.",
);
