//! The stages `signatures` and `certificates`: evidence of the engines, held against what each role must sign.

use std::sync::Arc;

use crate::cancellation::Watch;
use crate::dsig;
use crate::pki::Authority;
use crate::pki::Certificate;
use crate::pki::ListSigners;
use crate::pki::Path;
use crate::pki::Timestamp;
use crate::pki::Weakness;
use crate::profile::vn;
use crate::profile::vn::Reading;
use crate::profile::vn::declaration::read::Declaration;
use crate::profile::vn::invoice::read::Invoice;
use crate::profile::vn::invoice::read::Slot;
use crate::profile::vn::signing;
use crate::report::CertificateReport;
use crate::report::CertificateText;
use crate::report::Chain;
use crate::report::Covered;
use crate::report::Draft;
use crate::report::Extent;
use crate::report::Findings;
use crate::report::Integrity;
use crate::report::Revocation;
use crate::report::Role;
use crate::report::SignatureReport;
use crate::rules::Note;
use crate::rules::Param;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Document;
use crate::xml::Locator;
use crate::xml::Node;
use crate::xml::NodeId;
use crate::xml::Spot;

use super::Validator;

static NO_SIGNATURE: Template = Template::new("Tệp không có chữ ký số nào.", "The file carries no signature.");
static UNSIGNED: Template =
    Template::new("Có hóa đơn không mang chữ ký số của người bán.", "An invoice carries no signature of its seller.");
static UNSIGNED_PAYLOAD: Template =
    Template::new("Có chứng từ thiếu chữ ký số của người phải ký.", "A document lacks the signature of one who must sign it.");
static UNSIGNED_DECLARATION: Template = Template::new(
    "Tờ khai không mang chữ ký số nào ở chỗ của nó (CKyDTu).",
    "The declaration carries no signature in its place (CKyDTu).",
);
static WITHOUT_BATCH: Template = Template::new(
    "Hóa đơn khởi tạo từ máy tính tiền được ký theo gói (thông điệp 206); tệp này không kèm chữ ký của gói.",
    "An invoice from a POS is signed with its batch (message 206); this file does not carry the signature of the batch.",
);
static NO_CERTIFICATE: Template = Template::new("Chữ ký không kèm chứng thư số.", "A signature carries no certificate.");
static NOT_COMPARED: Template = Template::new(
    "Chứng thư số không cho biết người ký có phải là người phải ký hay không.",
    "The certificate does not tell whether the signer is the one who must sign.",
);
static NO_TIME: Template = Template::new(
    "Chữ ký không ghi thời điểm ký nên không biết xét chứng thư số vào lúc nào; hãy cho biết thời điểm (--at).",
    "A signature states no signing time, so that it is not known when to judge its certificate; give a time (--at).",
);

static NO_EVIDENCE: Template = Template::new(
    "Không có danh sách thu hồi (CRL) hay phản hồi OCSP nào được cung cấp.",
    "No revocation list and no OCSP response was given.",
);
static NO_PATH: Template = Template::new(
    "Không dựng được đường tin cậy của chứng thư số nên không tra được tình trạng thu hồi.",
    "The certificate has no path to an anchor, so that its revocation cannot be looked up.",
);

/// Vietnamese times carry no zone: they are of GMT+7 (QĐ 1450 part I).
const OFFSET_MINUTES: i32 = 7 * 60;

/// What the two stages found.
pub(super) struct Outcome {
    pub(super) signatures: Vec<SignatureReport>,
    /// Why the stage `signatures` could not run on everything.
    pub(super) unsigned: Option<Note>,
    /// Why the stage `certificates` could not run on everything.
    pub(super) unjudged: Option<Note>,
    /// Why the stage `revocation` could not run on everything.
    pub(super) unrevoked: Option<Note>,
}

/// Verifies every signature, judges its certificate and says what is covered.
pub(super) fn run<'d, W: Watch>(
    validator: &Validator,
    document: &'d Document<'d>,
    reading: Option<&Reading<'d>>,
    locator: &mut Locator<'d>,
    findings: &mut Findings,
    watch: &W,
) -> Result<Outcome, W::Stopped> {
    let evidence = validator.verifier.verify_unless(document, watch.flag());
    watch.check()?;
    let mut outcome =
        Outcome { signatures: Vec::with_capacity(evidence.signatures().len()), unsigned: None, unjudged: None, unrevoked: None };
    let wants = |stage| validator.stages.contains(stage);
    if wants(Stage::Signatures) {
        // The rows of a declaration are numbered in each of its tables, so that their ids repeat (vn-declarations §1.3). An id that a
        // signature refers to may not: that is told with the signature.
        let rows_repeat = reading.is_some_and(|reading| reading.declaration().is_some());
        evidence.findings(&mut |draft| {
            if !(rows_repeat && draft.rule().code == "SIG-ID-REPEATED") {
                findings.add(draft);
            }
        });
    }
    for signature in evidence.signatures() {
        watch.check()?;
        let report = one(validator, signature, locator, findings, &mut outcome);
        outcome.signatures.push(report);
    }
    if evidence.signatures().is_empty() {
        outcome.unjudged = Some(Note::new(&NO_SIGNATURE));
        outcome.unrevoked = Some(Note::new(&NO_SIGNATURE));
    }
    if wants(Stage::Signatures)
        && let Some(reading) = reading
    {
        demand(validator, document, reading, evidence.signatures(), findings, &mut outcome.unsigned);
    }
    if evidence.signatures().is_empty() {
        outcome.unsigned.get_or_insert(Note::new(&NO_SIGNATURE));
    }
    Ok(outcome)
}

/// One signature: its report and the findings about its coverage and its certificate.
fn one<'d>(
    validator: &Validator,
    signature: &dsig::Signature<'d>,
    locator: &mut Locator<'d>,
    findings: &mut Findings,
    outcome: &mut Outcome,
) -> SignatureReport {
    let node = signature.node();
    let mut not_covered = Vec::new();
    for part in signing::must_cover(node) {
        if signature.covers(&part) == dsig::Extent::Full {
            continue;
        }
        not_covered.push(locator.path(part.id()));
        let judged = !matches!(signature.integrity(), dsig::Integrity::Invalid(_) | dsig::Integrity::Refused(_));
        if judged && validator.stages.contains(Stage::Signatures) {
            let name = part.name().qualified().to_owned();
            findings.add(signing::cited(Draft::new(&signing::COVERAGE, Spot::Node(node.id())), node).with("element", name));
        }
    }
    let time = signature.signing_time();
    if time.is_none() && validator.stages.contains(Stage::Signatures) {
        findings.add(signing::cited(Draft::new(&signing::TIME_MISSING, Spot::Node(node.id())), node));
    }
    let trust = certificate(validator, signature, findings, outcome);
    SignatureReport {
        path: locator.path(node.id()),
        role: signing::party_of(node, signature.certificate().and_then(vn::trust::holder_of).as_ref()),
        integrity: integrity(signature.integrity()),
        algorithm: signature.algorithm().map_or("", dsig::signature_name).to_owned(),
        digests: signature.references().iter().map(|reference| dsig::digest_name(reference.digest()).to_owned()).collect(),
        signing_time: time.map(|time| time.text().to_owned()),
        signing_time_signed: time.is_some_and(dsig::SigningTime::is_signed),
        covers: covers(signature, locator),
        not_covered,
        certificate: signature.signer().map(|(certificates, index)| describe(certificates, index)),
        chain: trust.chain,
        anchor: trust.anchor,
        hierarchy: trust.hierarchy,
        revocation: trust.revocation,
        diagnosis: diagnosis(signature.integrity()),
    }
}

/// The elements that references name and whose digests hold.
fn covers<'d>(signature: &dsig::Signature<'d>, locator: &mut Locator<'d>) -> Vec<Covered> {
    let document = signature.node().document();
    let mut covered: Vec<Covered> = Vec::with_capacity(signature.references().len());
    for reference in signature.references() {
        let target = if reference.target() == NodeId::DOCUMENT { document.root().id() } else { reference.target() };
        let Some(node) = document.node(target) else { continue };
        if signature.covers(&node) == dsig::Extent::None {
            continue;
        }
        let extent = if reference.excluded().is_some() { Extent::Partial } else { Extent::Full };
        covered.push(Covered { path: locator.path(target), extent });
    }
    covered
}

const fn integrity(integrity: &dsig::Integrity) -> Integrity {
    match integrity {
        dsig::Integrity::Valid => Integrity::Valid,
        dsig::Integrity::ValidNonstandard(_) => Integrity::ValidNonstandard,
        dsig::Integrity::AlteredWhitespace => Integrity::AlteredWhitespace,
        dsig::Integrity::Invalid(_) => Integrity::Invalid,
        dsig::Integrity::Refused(_) => Integrity::Refused,
    }
}

static CONTENT_CHANGED: Template = Template::new(
    "Nội dung đã bị sửa sau khi ký; khóa và giá trị chữ ký vẫn khớp.",
    "The content was changed after signing; the key and the signature value fit.",
);
static CONTENT_AND_SIGNED_INFO: Template = Template::new(
    "Nội dung đã bị sửa sau khi ký, và phần SignedInfo cũng không khớp giá trị chữ ký.",
    "The content was changed after signing, and SignedInfo does not fit the signature value either.",
);
static LINE_ENDS: Template = Template::new(
    "Ký tự xuống dòng đã bị đổi (LF thành CRLF hoặc ngược lại) sau khi ký; số liệu không đổi.",
    "Line ends were changed (LF and CRLF) after signing; the data is the same.",
);
static DECLARATIONS: Template = Template::new(
    "Khai báo không gian tên (xmlns) của phần đã ký bị thêm vào hoặc mất đi sau khi ký; số liệu không đổi.",
    "Namespace declarations (xmlns) of what was signed were added or lost after signing; the data is the same.",
);
static ENVELOPE: Template = Template::new(
    "Chứng từ được đưa vào phong bì hoặc tách ra khỏi phong bì sau khi ký; số liệu không đổi.",
    "The document was put into an envelope or taken out of one after signing; the data is the same.",
);
static ENCODING: Template = Template::new(
    "Phần mềm ký đã băm cả dấu BOM hoặc dòng khai báo XML, là những thứ tiêu chuẩn bỏ ra ngoài.",
    "The signing software digested a byte order mark or an XML declaration too, which the standard leaves out.",
);
static TRAILING_NEWLINE: Template = Template::new(
    "Phần mềm ký đã băm cả ký tự xuống dòng đứng sau thẻ cuối cùng.",
    "The signing software digested a line end behind the last tag too.",
);
static UNICODE: Template = Template::new(
    "Chữ có dấu đã bị đổi giữa dạng dựng sẵn và dạng tổ hợp sau khi ký; nhìn bằng mắt không thấy khác.",
    "Letters with marks were changed between their composed and decomposed forms after signing; the eye sees no difference.",
);
static BLANK_TEXT: Template = Template::new(
    "Khoảng trắng giữa các thẻ đã bị thêm, mất hoặc đổi sau khi ký; số liệu không đổi.",
    "White space between the tags was added, lost or changed after signing; the data is the same.",
);
static VALUE_WRONG: Template = Template::new(
    "Nội dung còn nguyên nhưng giá trị chữ ký không khớp khóa trong chứng thư số.",
    "The content is intact, but the signature value does not fit the key of the certificate.",
);
static STRICT: Template = Template::new(
    "Chữ ký chỉ đúng theo cách không theo tiêu chuẩn, mà chế độ nghiêm ngặt không chấp nhận.",
    "The signature holds only in a way that departs from the standard, which the strict policy does not accept.",
);
static WHITE_SPACE: Template = Template::new(
    "Tệp đã bị định dạng lại (thêm khoảng trắng, xuống dòng giữa các thẻ) sau khi ký.",
    "The file was re-indented after signing (white space between the tags).",
);
static INSIDE_SIGNATURE: Template = Template::new(
    "Phép biến đổi enveloped-signature đặt trên Object nằm trong chính chữ ký; phần mềm ký (.NET) bỏ qua phép này.",
    "An enveloped-signature transform stands on an Object inside the signature itself; the signing software (.NET) ignores it.",
);
static AFTER_CANONICALIZATION: Template = Template::new(
    "Phép biến đổi enveloped-signature đặt sau phép chuẩn hóa; phần mềm ký (.NET) đọc lại kết quả như một tài liệu mới.",
    "An enveloped-signature transform stands after a canonicalization; the signing software (.NET) parses the octets again.",
);

/// Why the integrity is not `valid`, in one sentence.
fn diagnosis(integrity: &dsig::Integrity) -> Option<Note> {
    Some(match integrity {
        dsig::Integrity::Valid => return None,
        dsig::Integrity::ValidNonstandard(dsig::Nonstandard::EnvelopedInsideSignature) => Note::new(&INSIDE_SIGNATURE),
        dsig::Integrity::ValidNonstandard(dsig::Nonstandard::EnvelopedAfterCanonicalization) => {
            Note::new(&AFTER_CANONICALIZATION)
        }
        dsig::Integrity::AlteredWhitespace => Note::new(&WHITE_SPACE),
        dsig::Integrity::Refused(refusal) => {
            Note::new(&refusal.reason().rule().message).with("actual", Param::excerpt(refusal.found().unwrap_or_default()))
        }
        dsig::Integrity::Invalid(diagnosis) => Note::new(match diagnosis.fault() {
            dsig::Fault::Content if diagnosis.signed_info() == dsig::SignedInfo::Intact => &CONTENT_CHANGED,
            dsig::Fault::Content => &CONTENT_AND_SIGNED_INFO,
            dsig::Fault::Form(changes) => form_changed(changes.first()),
            dsig::Fault::Nonstandard(_) => &STRICT,
            dsig::Fault::Value => &VALUE_WRONG,
        }),
    })
}

/// The change of form, or the graver one of two; the finding names the other too.
const fn form_changed(change: dsig::Change) -> &'static Template {
    match change {
        dsig::Change::BlankText | dsig::Change::BlankTextLost => &BLANK_TEXT,
        dsig::Change::Declarations => &DECLARATIONS,
        dsig::Change::Encoding => &ENCODING,
        dsig::Change::Envelope => &ENVELOPE,
        dsig::Change::LineEnds => &LINE_ENDS,
        dsig::Change::TrailingNewline => &TRAILING_NEWLINE,
        dsig::Change::Unicode => &UNICODE,
    }
}

/// What was found out about a signer's certificate.
struct Trust {
    chain: Chain,
    anchor: Option<Arc<str>>,
    hierarchy: &'static str,
    revocation: Revocation,
}

/// The path of the signer's certificate, at the caller's time or the signing time, whether it belongs to who may sign here, and whether
/// it was revoked.
fn certificate(validator: &Validator, signature: &dsig::Signature<'_>, findings: &mut Findings, outcome: &mut Outcome) -> Trust {
    let mut trust = Trust { chain: Chain::NotRun, anchor: None, hierarchy: "", revocation: Revocation::NotRun };
    let certificates = validator.stages.contains(Stage::Certificates);
    if !certificates && !validator.stages.contains(Stage::Revocation) {
        return trust;
    }
    let node = signature.node();
    let Some(leaf) = signature.certificate() else {
        outcome.unjudged.get_or_insert(Note::new(&NO_CERTIFICATE));
        outcome.unrevoked.get_or_insert(Note::new(&NO_CERTIFICATE));
        return trust;
    };
    if certificates && let Some(draft) = signing::check_holder(node, vn::trust::holder_of(leaf).as_ref()) {
        // What was not compared is not passed: else anybody's certificate would do. A buyer need not sign at all.
        if signing::is_not_compared(&draft) && signing::role_of(node) != Role::Buyer {
            outcome.unjudged.get_or_insert(Note::new(&NOT_COMPARED));
        }
        findings.add(draft);
    }
    let read = |text: &str| Timestamp::parse(text, OFFSET_MINUTES).ok();
    let signed_at = signature.signing_time().and_then(|time| read(time.text()));
    // Without a signing time the date of issue is the nearest thing that the document says; today would refuse every old invoice.
    let dated = || signing::date_of(node).and_then(|date| read(&date));
    let Some(at) = validator.at.or(signed_at).or_else(dated) else {
        outcome.unjudged.get_or_insert(Note::new(&NO_TIME));
        outcome.unrevoked.get_or_insert(Note::new(&NO_TIME));
        return trust;
    };
    let spot = Spot::Node(node.id());
    // Certificates that came along may stand in the path; nearly always there are none.
    let others: Vec<Certificate> =
        signature.certificates().iter().filter(|other| other.sha256() != leaf.sha256()).cloned().collect();
    match validator.trust.path(leaf, &others, at, &validator.limits) {
        Ok(path) => {
            if certificates {
                for (authority, weakness) in path.weaknesses() {
                    if authority.is_none() && matches!(weakness, Weakness::ShortKey(_)) {
                        continue; // said of the signature itself
                    }
                    findings.add(weakness.draft(leaf, authority, spot));
                }
                hierarchy(node, &path, leaf, findings);
                trust.chain = Chain::Trusted;
                trust.hierarchy = path.anchor().map_or("", Authority::hierarchy);
                trust.anchor = path.anchor().map(|anchor| Arc::clone(anchor.subject_text()));
            }
            let (revocation, reason) = revocation(validator, leaf, &path, &others, at, spot, findings);
            trust.revocation = revocation;
            if let Some(reason) = reason {
                outcome.unrevoked.get_or_insert(reason);
            }
        }
        Err(error) => {
            outcome.unrevoked.get_or_insert(Note::new(&NO_PATH));
            match error.note(leaf) {
                Some(note) => {
                    outcome.unjudged.get_or_insert(note);
                }
                None if certificates => {
                    findings.add(error.draft(leaf, spot));
                    trust.chain = Chain::Untrusted;
                }
                None => {}
            }
        }
    }
    trust
}

/// What the caller's evidence says of a path, and why it says nothing.
fn revocation(
    validator: &Validator,
    leaf: &Certificate,
    path: &Path,
    others: &[Certificate],
    at: Timestamp,
    spot: Spot,
    findings: &mut Findings,
) -> (Revocation, Option<Note>) {
    if validator.revocation.is_empty() || !validator.stages.contains(Stage::Revocation) {
        return (Revocation::NotRun, Some(Note::new(&NO_EVIDENCE)));
    }
    let signers = ListSigners::new(&validator.trust, others, &validator.limits);
    let status = validator.revocation.path_status(leaf, path, at, &signers);
    if let Some(draft) = status.draft(leaf, at, spot) {
        findings.add(draft);
    }
    (status.revocation(), status.note(leaf))
}

/// Only the public-service hierarchy signs as the tax authority: any enterprise can get a certificate of the public one.
fn hierarchy(node: Node<'_>, path: &Path, leaf: &Certificate, findings: &mut Findings) {
    let hierarchy = path.anchor().map_or("", |anchor| anchor.hierarchy());
    // An anchor of the caller says nothing of its hierarchy, but a certificate that names a taxpayer or a person is hardly the authority's.
    // In the government's hierarchy tax offices have tax codes of their own.
    let taxpayer = || hierarchy.is_empty() && vn::trust::holder_of(leaf).is_some();
    if signing::role_of(node) == Role::Authority && (hierarchy == vn::trust::PUBLIC || taxpayer()) {
        let subject = leaf.subject().to_string();
        findings.add(Draft::new(&signing::HIERARCHY, Spot::Node(node.id())).actual(&subject));
    }
}

fn describe(certificates: Arc<[Certificate]>, index: usize) -> CertificateReport {
    CertificateReport::of(move || {
        let Some(certificate) = certificates.get(index) else { return CertificateText::default() };
        CertificateText {
            subject: certificate.subject().to_string(),
            tax_code: vn::trust::tax_code_of(certificate),
            serial: certificate.serial(),
            issuer: certificate.issuer().to_string(),
            not_before: certificate.not_before().to_string(),
            not_after: certificate.not_after().to_string(),
            sha256: super::hexadecimal(certificate.sha256()),
        }
    })
}

/// What rules and totals read must be what was signed: each invoice by its seller or as part of a signed batch, and each code of the
/// authority by the authority.
fn demand<'d>(
    validator: &Validator,
    document: &'d Document<'d>,
    reading: &Reading<'d>,
    signatures: &[dsig::Signature<'d>],
    findings: &mut Findings,
    unsigned: &mut Option<Note>,
) {
    if let Some(declaration) = reading.declaration() {
        demand_of_declaration(declaration, signatures, findings, unsigned);
    }
    let around = |signature: &dsig::Signature<'d>| signing::container_of(signature.node()).map(|node| node.id());
    let own = |invoice: &Invoice<'d>, role| {
        signatures.iter().any(|signature| signing::role_of(signature.node()) == role && around(signature) == Some(invoice.node))
    };
    // Only a message is signed as a batch.
    let batches: Vec<&dsig::Signature<'d>> = signatures
        .iter()
        .filter(|signature| signing::role_of(signature.node()) == Role::Taxpayer)
        .filter(|signature| signing::container_of(signature.node()).is_some_and(|node| node.local_name() == "TDiep"))
        .collect();
    let in_batch = |batch: &dsig::Signature<'d>, invoice: &Invoice<'d>| {
        document.node(invoice.data).is_some_and(|data| batch.covers(&data) == dsig::Extent::Full)
    };
    let signed = |invoice: &Invoice<'d>| own(invoice, Role::Seller) || batches.iter().any(|batch| in_batch(batch, invoice));
    // An unsigned invoice alone may be a draft; beside signed ones it is smuggled in.
    let among_signed = reading.invoices().iter().any(signed);
    for invoice in reading.invoices() {
        if signed(invoice) {
            // Its integrity has its own findings.
        } else if invoice.is_pos() && !among_signed {
            // Signed with its batch, which is not here: nothing to warn of, and nothing to rely on.
            unsigned.get_or_insert(Note::new(&WITHOUT_BATCH));
        } else {
            let draft = Draft::new(&signing::UNSIGNED, Spot::Node(invoice.node));
            findings.add(if among_signed { draft.severity(Severity::Error) } else { draft });
            unsigned.get_or_insert(Note::new(&UNSIGNED));
        }
        let coded = invoice.code.field().filter(|_| !invoice.is_pos());
        if let Some(code) = coded
            && !own(invoice, Role::Authority)
        {
            findings.add(Draft::new(&signing::AUTHORITY_MISSING, code.spot()).actual(&code.text));
        }
    }
    for invoice in reading.invoices() {
        times(invoice, signatures, findings);
    }
    demand_of_payloads(reading, signatures, findings, unsigned);
    if !validator.stages.contains(Stage::Certificates) {
        return;
    }
    for batch in batches {
        let holder = batch.certificate().and_then(vn::trust::holder_of);
        let mut others = reading.invoices().iter().filter(|invoice| in_batch(batch, invoice)).filter_map(|invoice| {
            let codes = [&invoice.seller.tax_code, &invoice.header.delegate_tax_code];
            let sellers: Vec<String> = codes.into_iter().filter_map(Slot::value).map(str::to_owned).collect();
            signing::check_batch(batch.node(), &sellers, holder.as_ref())
        });
        if let Some(draft) = others.next() {
            findings.add(draft);
        }
    }
}

/// Seller before authority, and the day of the seller's signature beside the date of issue. Both clocks are the signers' own.
fn times<'d>(invoice: &Invoice<'d>, signatures: &[dsig::Signature<'d>], findings: &mut Findings) {
    let of = |role| {
        let own = |signature: &&dsig::Signature<'d>| {
            let node = signature.node();
            signing::role_of(node) == role && signing::container_of(node).is_some_and(|around| around.id() == invoice.node)
        };
        let signature = signatures.iter().find(own)?;
        let text = signature.signing_time()?.text().to_owned();
        Some((signature.node().id(), Timestamp::parse(&text, OFFSET_MINUTES).ok()?, text))
    };
    let (seller, authority) = (of(Role::Seller), of(Role::Authority));
    if let (Some((_, first, seller)), Some((node, second, text))) = (&seller, &authority)
        && second < first
    {
        findings.add(Draft::new(&signing::ORDER, Spot::Node(*node)).actual(text).with("seller", Param::excerpt(seller)));
    }
    let issued = invoice.header.date.value().and_then(|date| Timestamp::parse(date.get(..10)?, OFFSET_MINUTES).ok());
    if let (Some((node, at, text)), Some(issued)) = (&seller, issued) {
        // From the midnight of the date of issue: providers warn beyond the day after (spec §6.2).
        let seconds = at.unix().saturating_sub(issued.unix());
        if !(0..2 * 86_400).contains(&seconds) {
            let draft = Draft::new(&signing::DATE, Spot::Node(*node)).actual(text.get(..10).unwrap_or(text));
            findings.add(draft.with("date", Param::excerpt(invoice.header.date.value().unwrap_or_default())));
        }
    }
    // A series of coded invoices asks for the code by itself.
    let asked = invoice.header.series.value().is_some_and(|series| series.starts_with('C'));
    if let (Some((node, ..)), true) = (&authority, invoice.code.is_empty() && !asked) {
        findings.add(Draft::new(&signing::AUTHORITY_WITHOUT_CODE, Spot::Node(*node)));
    }
}

/// Registrations, notices, summaries and lists are signed where `forms.tsv` says (QĐ 1450 part I): what is not may be a draft, but
/// beside signed ones it is smuggled in.
fn demand_of_payloads<'d>(
    reading: &Reading<'d>,
    signatures: &[dsig::Signature<'d>],
    findings: &mut Findings,
    unsigned: &mut Option<Note>,
) {
    let signed_at = |container: NodeId, place: &str| {
        signatures.iter().any(|signature| {
            let node = signature.node();
            let own = signing::container_of(node).is_some_and(|around| around.id() == container);
            own && node.parent().is_some_and(|around| around.local_name().eq_ignore_ascii_case(place))
        })
    };
    let places = |table: &vn::invoice::table::Table| table.form().facts().signers.split(' ').filter(|place| !place.is_empty());
    let among_signed = reading
        .payloads()
        .any(|(payload, table)| table.is_some_and(|table| places(table).any(|place| signed_at(payload.node, place))));
    for (payload, table) in reading.payloads() {
        // What has no table is judged by no stage; the others say so.
        let Some(table) = table else { continue };
        let mut missing = places(table).filter(|place| !signed_at(payload.node, place)).peekable();
        // Nothing of it is signed at all.
        let bare = missing.peek().is_some() && !places(table).any(|place| signed_at(payload.node, place));
        for place in missing {
            let draft = Draft::new(&signing::SIGNER_MISSING, Spot::Node(payload.node));
            let draft = draft.with("signer", signing::signer_title(place)).with("document", table.form().facts().title);
            findings.add(if bare && among_signed { draft.severity(Severity::Error) } else { draft });
            unsigned.get_or_insert(Note::new(&UNSIGNED_PAYLOAD));
        }
    }
}

/// A declaration is signed by its taxpayer or the agent, as a whole, in the `CKyDTu` beside it.
fn demand_of_declaration<'d>(
    declaration: &Declaration<'d>,
    signatures: &[dsig::Signature<'d>],
    findings: &mut Findings,
    unsigned: &mut Option<Note>,
) {
    let root = declaration.root.id();
    let own = |signature: &&dsig::Signature<'d>| {
        let node = signature.node();
        signing::role_of(node) == Role::Taxpayer && signing::container_of(node).is_some_and(|container| container.id() == root)
    };
    let mut own = signatures.iter().filter(own).peekable();
    let Some(first) = own.peek().map(|signature| signature.node()) else {
        unsigned.get_or_insert(Note::new(if signatures.is_empty() { &NO_SIGNATURE } else { &UNSIGNED_DECLARATION }));
        return;
    };
    let is_filer = |signature: &dsig::Signature<'d>| {
        let holder = signature.certificate().and_then(vn::trust::holder_of);
        signing::party_of(signature.node(), holder.as_ref()) == Role::Taxpayer
    };
    if !own.any(is_filer) {
        findings.add(signing::filer_missing(first));
    }
}
