//! Who signs what: the role table of the format (QĐ 1450 part I, QĐ 1271; vn-einvoice §6.1) and the rules about signers.

use crate::report::Draft;
use crate::report::Role;
use crate::rules::Basis;
use crate::rules::Rule;
use crate::rules::Severity;
use crate::rules::Stage;
use crate::rules::Template;
use crate::xml::Node;
use crate::xml::Spot;

use super::declaration::read::Declaration;
use super::declaration::read::Field;
use super::trust::Holder;
use super::trust::HolderKind;

/// The role of a signature, by the element around it.
#[must_use]
pub fn role_of(signature: Node<'_>) -> Role {
    match signature.parent().map(|place| place.local_name().to_ascii_uppercase()).as_deref() {
        Some("NBAN") => Role::Seller,
        Some("NMUA") => Role::Buyer,
        Some("CQT" | "TTCQT") => Role::Authority,
        Some("NNT" | "CKSNNT" | "CKYDTU") => Role::Taxpayer,
        _ => Role::Other,
    }
}

/// The element whose parts a signature is about: `HDon` for `HDon/DSCKS/NBan/Signature`, `TDiep` for `TDiep/CKSNNT/Signature`.
#[must_use]
pub fn container_of(signature: Node<'_>) -> Option<Node<'_>> {
    let place = signature.parent()?;
    match place.parent() {
        Some(list) if list.local_name() == "DSCKS" => list.parent(),
        around => around,
    }
}

/// The elements that a signature at its place must cover as a whole. Empty where the format says nothing.
#[must_use]
pub fn must_cover<'d>(signature: Node<'d>) -> Vec<Node<'d>> {
    let Some(container) = container_of(signature) else { return Vec::new() };
    let place = signature.parent().map_or("", |place| place.local_name());
    let names: &[&str] = match (container.local_name(), place) {
        ("HDon", "CQT") => &["DLHDon", "MCCQT"],
        ("HDon", _) => &["DLHDon"],
        ("TKhai", _) => &["DLTKhai"],
        ("TBao", "CQT") => &["DLTBao", "STBao"],
        ("TBao", _) => &["DLTBao"],
        ("BTHDLieu", _) => &["DLBTHop"],
        ("BBan", _) => &["NDBBan"],
        ("BKe", _) => &["NDBKe"],
        ("DNghi", _) => &["DLDNghi"],
        ("CTu", _) => &["DLCTu"],
        ("TDiep", _) => &["DLieu"],
        ("HSoThueDTu", _) => &["HSoKhaiThue"],
        _ => &[],
    };
    container.elements().filter(|part| names.contains(&part.local_name())).collect()
}

/// Who signs at a place below `DSCKS`, in words.
pub(crate) fn signer_title(place: &str) -> Template {
    match place {
        "NBan" => Template::new("người bán", "seller"),
        "NMua" => Template::new("người mua", "buyer"),
        "NNT" => Template::new("người nộp thuế", "taxpayer"),
        "TTCQT" => Template::new("thủ trưởng cơ quan thuế", "head of the tax office"),
        "CQT" => Template::new("cơ quan thuế", "tax authority"),
        _ => Template::new("người ký", "signer"),
    }
}

const COVERS: Basis = Basis::Law("QĐ 1450/QĐ-TCT phần I; QĐ 1271/QĐ-CT");
const SIGNER: Basis = Basis::Law("NĐ 123/2020/NĐ-CP điều 10 khoản 7");

const fn rule(code: &'static str, severity: Severity, stage: Stage, basis: Basis, message: Template, fix: Template) -> Rule {
    Rule { code, severity, stage, basis, message, expected: Template::EMPTY, fix }
}

pub(crate) static COVERAGE: Rule = rule(
    "VN-SIG-COVERAGE",
    Severity::Error,
    Stage::Signatures,
    COVERS,
    Template::new(
        "Chữ ký số này không bao trùm toàn bộ phần {element}: nội dung phần đó có thể đã bị sửa mà chữ ký số vẫn hợp lệ.",
        "This signature does not cover the whole of {element}: that part could be changed and the signature would still hold.",
    ),
    Template::new(
        "Ký lại với một Reference tới thuộc tính Id của {element}.",
        "Sign again with a Reference to the Id of {element}.",
    ),
);
pub(crate) static UNSIGNED: Rule = rule(
    "VN-SIG-UNSIGNED",
    Severity::Warning,
    Stage::Signatures,
    SIGNER,
    Template::new(
        "Hóa đơn không có chữ ký số của người bán, nên không kiểm tra được ai lập và nội dung có bị sửa hay không.",
        "The invoice carries no signature of the seller, so that neither its issuer nor its integrity can be checked.",
    ),
    Template::new(
        "Nếu đây không phải bản nháp, hãy lấy tệp XML đã ký từ người bán hoặc từ cổng hóa đơn điện tử.",
        "Unless this is a draft, get the signed XML file from the seller or from the e-invoice portal.",
    ),
);
pub(crate) static SIGNER_MISSING: Rule = rule(
    "VN-SIG-SIGNER-MISSING",
    Severity::Warning,
    Stage::Signatures,
    COVERS,
    Template::new(
        "Thiếu chữ ký số của {signer} trên {document}, nên không kiểm tra được ai lập và nội dung có bị sửa hay không.",
        "The signature of the {signer} is missing on the {document}, so that neither its maker nor its integrity can be checked.",
    ),
    Template::new(
        "Nếu đây không phải bản nháp, hãy lấy tệp XML đã có chữ ký số của {signer}.",
        "Unless this is a draft, get the XML file that the {signer} has signed.",
    ),
);
pub(crate) static AUTHORITY_MISSING: Rule = rule(
    "VN-SIG-AUTHORITY-MISSING",
    Severity::Error,
    Stage::Signatures,
    COVERS,
    Template::new(
        "Hóa đơn có mã của cơ quan thuế nhưng không có chữ ký số của cơ quan thuế: mã này chưa được xác nhận.",
        "The invoice carries a code of the tax authority but no signature of the authority: nothing confirms the code.",
    ),
    Template::new(
        "Lấy tệp XML đã được cấp mã (thông điệp 202) từ phần mềm hóa đơn hoặc từ cổng hóa đơn điện tử.",
        "Get the coded XML file (message 202) from the issuing program or from the e-invoice portal.",
    ),
);
pub(crate) static HOLDER: Rule = rule(
    "VN-SIG-HOLDER",
    Severity::Error,
    Stage::Certificates,
    SIGNER,
    Template::new(
        "Chứng thư số của chữ ký số này cấp cho mã số thuế {actual}, không phải {owner}.",
        "The certificate of this signature was issued to tax code {actual}, not to {owner}.",
    ),
    Template::new(
        "Ký bằng chứng thư số của đúng người bán; nếu nhận hóa đơn này từ người khác thì xác minh lại với người bán.",
        "Sign with the seller's own certificate; if you received this invoice, ask the seller about it.",
    ),
);
pub(crate) static HOLDER_BRANCH: Rule = rule(
    "VN-SIG-HOLDER-BRANCH",
    Severity::Warning,
    Stage::Certificates,
    Basis::Practice,
    Template::new(
        "Chứng thư số cấp cho {actual}, một đơn vị khác của cùng doanh nghiệp với {owner}.",
        "The certificate was issued to {actual}, another unit of the same enterprise as {owner}.",
    ),
    Template::EMPTY,
);
pub(crate) static HOLDER_UNKNOWN: Rule = rule(
    "VN-SIG-HOLDER-UNKNOWN",
    Severity::Warning,
    Stage::Certificates,
    Basis::Practice,
    Template::new(
        "Chứng thư số không ghi mã số thuế của {owner}, nên không đối chiếu được người ký.",
        "The certificate does not name the tax code {owner}, so that the signer cannot be compared with it.",
    ),
    Template::EMPTY,
);
pub(crate) static HIERARCHY: Rule = rule(
    "VN-SIG-HIERARCHY",
    Severity::Error,
    Stage::Certificates,
    Basis::Law("NĐ 68/2024/NĐ-CP"),
    Template::new(
        "Chữ ký ở vị trí của cơ quan thuế nhưng chứng thư số không thuộc hệ thống chữ ký số chuyên dùng công vụ: {actual}.",
        "The signature stands in the place of the tax authority, but its certificate is not of the public-service hierarchy: {actual}.",
    ),
    Template::new(
        "Tra cứu hóa đơn trên cổng của cơ quan thuế; tệp này có thể là giả.",
        "Look the invoice up on the portal of the tax authority; this file may be forged.",
    ),
);
pub(crate) static ORDER: Rule = rule(
    "VN-SIG-ORDER",
    Severity::Warning,
    Stage::Signatures,
    Basis::Practice,
    Template::new(
        "Cơ quan thuế ký lúc {actual}, trước thời điểm người bán ký {seller}; người bán ký trước, cơ quan thuế cấp mã sau.",
        "The authority signed at {actual}, before the seller did at {seller}; the seller signs first and the authority gives the code.",
    ),
    Template::new("Kiểm tra đồng hồ của máy ký hóa đơn.", "Check the clock of the computer that signs invoices."),
);
pub(crate) static DATE: Rule = rule(
    "VN-SIG-DATE",
    Severity::Info,
    Stage::Signatures,
    Basis::Practice,
    Template::new(
        "Hóa đơn lập ngày {date} nhưng ký ngày {actual}; pháp luật cho phép khác nhau, thời điểm khai thuế của người bán là ngày lập.",
        "The invoice is of {date} and was signed on {actual}; the law lets them differ, the seller's tax follows the date of issue.",
    ),
    Template::EMPTY,
);
pub(crate) static AUTHORITY_WITHOUT_CODE: Rule = rule(
    "VN-SIG-AUTHORITY-WITHOUT-CODE",
    Severity::Warning,
    Stage::Signatures,
    COVERS,
    Template::new(
        "Hóa đơn có chữ ký số ở vị trí của cơ quan thuế nhưng không có mã của cơ quan thuế.",
        "A signature stands in the place of the tax authority, but the invoice has no code of the authority.",
    ),
    Template::new(
        "Lấy lại tệp XML từ phần mềm hóa đơn hoặc từ cổng hóa đơn điện tử.",
        "Get the XML file again from the issuing program or from the e-invoice portal.",
    ),
);
pub(crate) static TIME_MISSING: Rule = rule(
    "VN-SIG-TIME-MISSING",
    Severity::Warning,
    Stage::Signatures,
    COVERS,
    Template::new("Chữ ký số không ghi thời điểm ký.", "The signature states no signing time."),
    Template::EMPTY,
);

/// Every rule about signers.
pub static RULES: &[&Rule] = &[
    &AUTHORITY_MISSING,
    &AUTHORITY_WITHOUT_CODE,
    &COVERAGE,
    &DATE,
    &FILER_MISSING,
    &FILER_OTHER,
    &HIERARCHY,
    &HOLDER,
    &HOLDER_BRANCH,
    &HOLDER_UNKNOWN,
    &ORDER,
    &SIGNER_MISSING,
    &TIME_MISSING,
    &UNSIGNED,
];

/// Who signs for a declaration (TT 19/2021/TT-BTC, sửa đổi bởi TT 46/2024/TT-BTC).
const FILER: Basis = Basis::Law("TT 19/2021/TT-BTC điều 7");

pub(crate) static FILER_OTHER: Rule = rule(
    "VN-SIG-TAXPAYER",
    Severity::Error,
    Stage::Certificates,
    FILER,
    Template::new(
        "Chứng thư số của chữ ký số này cấp cho mã số thuế {actual}, không phải người nộp thuế {owner} hay đại lý thuế của tờ khai.",
        "The certificate of this signature was issued to tax code {actual}, neither to the taxpayer {owner} nor to the agent of the return.",
    ),
    Template::new(
        "Ký bằng chứng thư số của người nộp thuế, hoặc ghi mã số thuế của đại lý thuế vào phần DLyThue.",
        "Sign with the taxpayer's certificate, or write the agent's tax code into DLyThue.",
    ),
);
pub(crate) static FILER_MISSING: Rule = rule(
    "VN-SIG-TAXPAYER-MISSING",
    Severity::Error,
    Stage::Signatures,
    FILER,
    Template::new(
        "Tờ khai có chữ ký số nhưng không có chữ ký số nào của người nộp thuế {owner} hay đại lý thuế.",
        "The return is signed, but neither by the taxpayer {owner} nor by the agent.",
    ),
    Template::new(
        "Ký bằng chứng thư số của người nộp thuế hoặc của đại lý thuế.",
        "Sign with the certificate of the taxpayer or of the agent.",
    ),
);

/// Who signs, where the place does not say it alone: in the `CKyDTu` of a declaration taxpayer, agent and transmission provider sign side by
/// side (vn-declarations §5.1). The agent signs for the taxpayer. One who signs alone is taken for the taxpayer.
#[must_use]
pub fn party_of(signature: Node<'_>, holder: Option<&Holder>) -> Role {
    let role = role_of(signature);
    if role != Role::Taxpayer || !in_declaration(signature) {
        return role;
    }
    let beside = signature.parent().map_or(0, |place| place.elements().filter(|other| other.local_name() == "Signature").count());
    let stranger = || compare(&owners_of(signature), holder, Spot::Node(signature.id())).is_some_and(|draft| is_other(&draft));
    if beside > 1 && stranger() { Role::Provider } else { role }
}

/// The finding with the clause for declarations, where the rule cites the one for invoices.
pub(crate) fn cited(draft: Draft, signature: Node<'_>) -> Draft {
    if in_declaration(signature) { draft.basis(FILER.citation()) } else { draft }
}

fn in_declaration(signature: Node<'_>) -> bool {
    container_of(signature).is_some_and(|container| container.local_name() == "HSoThueDTu")
}

/// Whether a finding says that somebody else signed.
fn is_other(draft: &Draft) -> bool {
    std::ptr::eq(draft.rule(), &HOLDER) || std::ptr::eq(draft.rule(), &FILER_OTHER)
}

/// Whether the holder could not be compared with the one who must sign.
pub(crate) fn is_not_compared(draft: &Draft) -> bool {
    std::ptr::eq(draft.rule(), &HOLDER_UNKNOWN)
}

/// The finding that nobody who may sign a declaration has signed it.
pub(crate) fn filer_missing(signature: Node<'_>) -> Draft {
    let owner = owners_of(signature).into_iter().next().unwrap_or_default();
    Draft::new(&FILER_MISSING, Spot::Node(signature.id())).with("owner", owner)
}

/// The tax codes that may sign at the place of a signature: the seller and the delegated issuer of an invoice, the buyer, the taxpayer
/// of a message or registration. Empty where nobody is named.
#[must_use]
pub fn owners_of(signature: Node<'_>) -> Vec<String> {
    let Some(container) = container_of(signature) else { return Vec::new() };
    let below = |path: &[&str]| -> Option<String> {
        let mut node = container;
        for step in path {
            node = node.child(step)?;
        }
        let text = node.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let paths: &[&[&str]] = match (container.local_name(), role_of(signature)) {
        ("HDon", Role::Seller) => &[&["DLHDon", "NDHDon", "NBan", "MST"], &["DLHDon", "TTChung", "MSTDVNUNLHDon"]],
        ("HDon", Role::Buyer) => &[&["DLHDon", "NDHDon", "NMua", "MST"]],
        ("HSoThueDTu", Role::Taxpayer) => {
            let declaration = Declaration::read(container);
            let codes = [&declaration.taxpayer, &declaration.agent];
            return codes.into_iter().flatten().filter_map(Field::value).map(str::to_owned).collect();
        }
        ("TDiep", Role::Taxpayer) => &[&["TTChung", "MST"]],
        ("TKhai", Role::Taxpayer) => &[&["DLTKhai", "TTChung", "MST"]],
        ("TBao", Role::Taxpayer) => &[&["DLTBao", "MST"]],
        ("BTHDLieu", Role::Taxpayer) => &[&["DLBTHop", "TTChung", "MST"]],
        ("DNghi", Role::Taxpayer) => &[&["DLDNghi", "TTChung", "MST"]],
        ("BKe", Role::Seller) => &[&["NDBKe", "TTChung", "MSTNBan"]],
        ("BKe", Role::Buyer) => &[&["NDBKe", "TTChung", "MSTNMua"]],
        ("BBan", Role::Seller) => &[&["NDBBan", "TTChung", "MSTNBan"]],
        ("BBan", Role::Buyer) => &[&["NDBBan", "TTChung", "MSTNMua"]],
        _ => &[],
    };
    paths.iter().filter_map(|path| below(path)).collect()
}

/// The date that the signed document gives itself: NLap of an invoice or form, NTBao of a notice, ngayKy of a declaration.
#[must_use]
pub fn date_of(signature: Node<'_>) -> Option<String> {
    if let Some(container) = container_of(signature).filter(|container| container.local_name() == "HSoThueDTu") {
        let declaration = Declaration::read(container);
        let dates = [&declaration.signing_date, &declaration.date];
        return dates.into_iter().flatten().find_map(Field::value).map(str::to_owned);
    }
    let parts = must_cover(signature);
    let part = parts.first()?;
    let around = part.child("TTChung").unwrap_or(*part);
    // The number and date of a notice may stand in a block of their own.
    let number = || container_of(signature)?.child("STBao")?.child("NTBao");
    let names = ["NLap", "NTBao", "NBKe", "NBBan"];
    let date = names.iter().find_map(|name| around.child(name)).or_else(number)?;
    let text = date.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Compares the holder of a signer's certificate with those who may sign.
#[must_use]
pub fn check_holder(signature: Node<'_>, holder: Option<&Holder>) -> Option<Draft> {
    let owners = owners_of(signature);
    if owners.is_empty() && has_budget_code(signature) {
        return Some(Draft::new(&HOLDER_UNKNOWN, Spot::Node(signature.id())).with("owner", signer_title("NBan")));
    }
    let draft = compare(&owners, holder, Spot::Node(signature.id()))?;
    match party_of(signature, holder) {
        // Whoever only transmits signs for itself.
        Role::Provider => None,
        Role::Taxpayer if std::ptr::eq(draft.rule(), &HOLDER) && in_declaration(signature) => {
            Some(Draft { rule: &FILER_OTHER, ..draft })
        }
        _ => Some(draft),
    }
}

/// Whether the seller at whose place a signature stands has a budget-relation code: one that sells public assets may have it in place
/// of a tax code, and certificates do not name it.
fn has_budget_code(signature: Node<'_>) -> bool {
    let seller = container_of(signature).filter(|_| role_of(signature) == Role::Seller);
    let path = ["DLHDon", "NDHDon", "NBan", "MDVQHNSach"];
    seller.and_then(|invoice| path.iter().try_fold(invoice, |node, step| node.child(step))).is_some()
}

/// Compares the holder of the certificate of a batch with the seller of an invoice in it: a message holds data of one taxpayer (QĐ 1450
/// part I), so nobody signs for others. Branches and persons are told where the batch names its taxpayer.
#[must_use]
pub fn check_batch(signature: Node<'_>, sellers: &[String], holder: Option<&Holder>) -> Option<Draft> {
    if check_holder(signature, holder).as_ref().is_some_and(is_other) {
        return None;
    }
    compare(sellers, holder, Spot::Node(signature.id())).filter(is_other)
}

fn compare(owners: &[String], holder: Option<&Holder>, spot: Spot) -> Option<Draft> {
    let owner = owners.first()?.clone();
    let draft = |rule| Draft::new(rule, spot).with("owner", owner.clone());
    let Some(code) = holder.and_then(Holder::tax_code) else { return Some(draft(&HOLDER_UNKNOWN)) };
    // Thirteen digits in a row and the underscore occur beside the dash (vn-einvoice §3.6).
    let plain = |code: &str| code.chars().filter(char::is_ascii_digit).collect::<String>();
    let code_digits = plain(&code);
    if owners.iter().any(|owner| plain(owner) == code_digits) {
        return None;
    }
    let same_enterprise = |owner: &String| {
        let owner = plain(owner);
        owner.len() != 12 && code_digits.len() != 12 && owner.get(..10).is_some_and(|head| code_digits.get(..10) == Some(head))
    };
    if owners.iter().any(same_enterprise) {
        return Some(draft(&HOLDER_BRANCH).actual(&code));
    }
    // A person's number says nothing about the ten-digit code of the person's business.
    if holder.is_some_and(|holder| holder.kind() == HolderKind::CitizenId) && owners.iter().all(|owner| plain(owner).len() != 12)
    {
        return Some(draft(&HOLDER_UNKNOWN));
    }
    // Nor does the former code of a person say which number took its place; certificates keep it until they end.
    if holder.is_some_and(Holder::is_former_personal_code) && owners.iter().all(|owner| plain(owner).len() == 12) {
        return Some(draft(&HOLDER_UNKNOWN));
    }
    Some(draft(&HOLDER).actual(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::xml::Document;
    use crate::xml::Source;

    fn with(text: &str, check: impl FnOnce(Node<'_>)) {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let signature = document.root().descendants().find(|node| node.local_name() == "Signature").unwrap();
        check(signature);
    }

    fn covered(text: &str) -> (Role, Vec<String>) {
        let mut result = (Role::Other, Vec::new());
        with(text, |signature| {
            result = (role_of(signature), must_cover(signature).iter().map(|node| node.local_name().to_owned()).collect());
        });
        result
    }

    #[test]
    fn each_place_has_its_role_and_its_elements() {
        for (text, role, elements) in [
            ("<HDon><DLHDon/><MCCQT/><DSCKS><NBan><Signature/></NBan></DSCKS></HDon>", Role::Seller, vec!["DLHDon"]),
            ("<HDon><DLHDon/><MCCQT/><DSCKS><NBAN><Signature/></NBAN></DSCKS></HDon>", Role::Seller, vec!["DLHDon"]),
            ("<HDon><DLHDon/><MCCQT/><DSCKS><CQT><Signature/></CQT></DSCKS></HDon>", Role::Authority, vec!["DLHDon", "MCCQT"]),
            ("<TBao><DLTBao/><STBao/><DSCKS><CQT><Signature/></CQT></DSCKS></TBao>", Role::Authority, vec!["DLTBao", "STBao"]),
            ("<TBao><DLTBao/><STBao/><DSCKS><TTCQT><Signature/></TTCQT></DSCKS></TBao>", Role::Authority, vec!["DLTBao"]),
            ("<TDiep><DLieu/><CKSNNT><Signature/></CKSNNT></TDiep>", Role::Taxpayer, vec!["DLieu"]),
            ("<HSoThueDTu><HSoKhaiThue/><CKyDTu><Signature/></CKyDTu></HSoThueDTu>", Role::Taxpayer, vec!["HSoKhaiThue"]),
            ("<TKhai><DLTKhai/><DSCKS><NNT><Signature/></NNT></DSCKS></TKhai>", Role::Taxpayer, vec!["DLTKhai"]),
            ("<x><Signature/></x>", Role::Other, vec![]),
        ] {
            assert_eq!(covered(text), (role, elements.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }
}
