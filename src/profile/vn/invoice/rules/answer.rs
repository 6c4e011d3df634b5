//! The answers of the authority: what came of a message, and each reason with the invoice that it speaks of (spec §4.2, §4.9-4.12, §5).

use std::borrow::Cow;

use crate::profile::vn::define::define_rules;
use crate::profile::vn::invoice::lines::lines;
use crate::profile::vn::invoice::table::Table;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Basis;
use crate::rules::Param;
use crate::rules::Template;
use crate::xml::Node;
use crate::xml::Spot;
use crate::xml::trim;

use super::lists;

const ANSWERS: Basis = Basis::Law("QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần III");

define_rules! {
    Rules;
    /// What came of it.
    RESULT = "VN-INV-ANSWER-RESULT", Info, ANSWERS,
        ["“{field}” của cơ quan thuế: {actual}, {meaning}.", "“{field}” of the authority: {actual}, {meaning}."],
        ["", ""], ["", ""];
    /// A reason that the authority gives.
    REASON = "VN-INV-ANSWER-REASON", Info, ANSWERS,
        ["Cơ quan thuế báo về {document}: “{actual}” (mã lỗi {code}: {meaning}).",
         "The authority says of {document}: “{actual}” (code {code}: {meaning})."],
        ["", ""],
        ["Hướng dẫn xử lý của cơ quan thuế: {guidance}.", "What the authority says to do: {guidance}."];
    /// A technical answer that does not repeat the id of the message that it answers.
    OTHER_MESSAGE = "VN-INV-ANSWER-MESSAGE", Warning, ANSWERS,
        ["Phản hồi kỹ thuật trả lời thông điệp {actual}, nhưng thông điệp tham chiếu là {answers}.",
         "The technical answer is about message {actual}, but the message refers to {answers}."],
        ["{answers}", "{answers}"],
        ["Đối chiếu lại mã thông điệp với thông điệp đã gửi.", "Compare the id with the message that was sent."];
}

const NO_CODE: Template = Template::new("không ghi", "none");
const NO_MEANING: Template = Template::new("chưa có trong danh mục công bố", "not in any published list");
const NO_GUIDANCE: Template = Template::new("không ghi", "nothing");
const WHOLE: Template = Template::new("toàn bộ dữ liệu đã gửi", "all that was sent");

pub(super) fn check(table: &'static Table, root: Node<'_>, answers: Option<&str>, findings: &mut Findings) {
    let facts = table.form().facts();
    if !facts.result.is_empty()
        && let Some(row) = table.row(facts.result)
        && let Some(node) = facts.result.split('/').try_fold(root, |node, step| node.child(step))
        && let Some(meaning) = lists::title(row.list, trim(&node.text()), table.version())
    {
        let draft = Draft::new(&RESULT, Spot::Content(node.id())).field(row.title).with("element", row.name());
        findings.add(draft.actual(trim(&node.text())).with("meaning", meaning));
    }
    for node in root.descendants().filter(|node| matches!(node.local_name(), "LDo" | "LDTTChung")) {
        reason(node, findings);
    }
    if facts.is("unsigned")
        && let Some(answers) = answers
        && let Some(node) = root.child("MTDiep")
        && !matches!(trim(&node.text()), about if about.is_empty() || about == answers)
    {
        let draft = Draft::new(&OTHER_MESSAGE, Spot::Content(node.id())).actual(trim(&node.text()));
        findings.add(draft.with("answers", Param::excerpt(answers)));
    }
}

/// The text of a child, without white space around it; `None` when there is none.
fn value<'d>(node: Node<'d>, names: &[&str]) -> Option<Cow<'d, str>> {
    let child = node.elements().find(|child| names.contains(&child.local_name()))?;
    let text = child.text();
    let trimmed = trim(&text);
    (!trimmed.is_empty()).then(|| Cow::Owned(trimmed.to_owned()))
}

fn reason(node: Node<'_>, findings: &mut Findings) {
    let Some(text) = value(node, &["MTLoi", "MTa", "NDung"]) else { return };
    let (mut document, mut text) = (document_of(node), &*text);
    // An answer about invoices from a POS names each in the text: KHMSHDon;KHHDon;SHDon;description.
    if document.is_none()
        && let [kind, series, number, about] = text.splitn(4, ';').collect::<Vec<_>>().as_slice()
    {
        document = Some([kind, series, "-", number].map(trim).concat());
        text = trim(about);
    }
    let code = value(node, &["MLoi"]);
    let meaning = code.as_deref().and_then(meaning).unwrap_or(NO_MEANING);
    let guidance = value(node, &["HDXLy"]);
    let or = |value: Option<&str>, other| value.map_or(Param::Label(other), Param::excerpt);
    let draft = Draft::new(&REASON, Spot::Node(node.id())).actual(text).with("document", or(document.as_deref(), WHOLE));
    let draft = draft.with("code", or(code.as_deref(), NO_CODE)).with("meaning", meaning);
    findings.add(draft.with("guidance", or(guidance.as_deref(), NO_GUIDANCE)));
}

/// Form symbol, series and number of the invoice or document around a reason; the period of a summary.
fn document_of(reason: Node<'_>) -> Option<String> {
    reason.ancestors().take(6).find_map(|around| match around.local_name() {
        "HDon" | "LCMa" => {
            let (kind, series) = (value(around, &["KHMSHDon"]), value(around, &["KHHDon"])?);
            Some([kind.as_deref().unwrap_or_default(), &*series, "-", &*value(around, &["SHDon"])?].concat())
        }
        "CTu" => Some([&*value(around, &["KHCTu"])?, "-", &*value(around, &["SCTu"])?].concat()),
        "BTHop" => Some([&*value(around, &["KDLieu"])?, " (", &*value(around, &["SBTHDLieu"])?, ")"].concat()),
        _ => None,
    })
}

/// What an error code means, where that is known.
fn meaning(code: &str) -> Option<Template> {
    lines(include_str!("../tables/answer-codes.tsv")).find_map(|line| {
        let mut cells = line.split('\t');
        (cells.next()? == code).then_some(Template::new(cells.next()?, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::Language;

    /// Code, line of the message in English, of every finding of the rules about answers.
    fn answers(text: &str) -> Vec<String> {
        let report = crate::Validator::new().validate(text.as_bytes());
        let about = report.findings().iter().filter(|finding| finding.code().starts_with("VN-INV-ANSWER"));
        about.map(|finding| finding.message(Language::English).into_owned()).collect()
    }

    #[test]
    fn an_answer_is_told_with_its_invoice() {
        let notice = |kind: &str, body: &str| {
            format!(
                "<TBao><DLTBao><PBan>2.0.0</PBan><MSo>01/TB-KTDL</MSo><Ten>x</Ten><So>1</So><DDanh>x</DDanh><NTBao>2025-06-01</NTBao>\
                 <MST>0109999982</MST><TNNT>x</TNNT><LTBao>{kind}</LTBao><CCu>x</CCu>{body}</DLTBao></TBao>"
            )
        };
        let invoice = "<LHDKMa><DSHDon><HDon><KHMSHDon>1</KHMSHDon><KHHDon>K25TAA</KHHDon><SHDon>7</SHDon><NLap>2025-06-01</NLap><DSLDo>\
                       <LDo><MLoi>80000</MLoi><MTLoi>Sai định dạng</MTLoi><HDXLy>Sửa</HDXLy></LDo></DSLDo></HDon></DSHDon></LHDKMa>";
        let found = answers(&notice("3", invoice));
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[0],
            "“Loại thông báo” of the authority: 3, invoices without code invalid.".replace("Loại thông báo", "notice kind")
        );
        assert_eq!(
            found[1],
            "The authority says of 1K25TAA-7: “Sai định dạng” (code 80000: the data is not in the right format)."
        );
        assert_eq!(answers(&notice("2", "")), ["“notice kind” of the authority: 2, package valid."]);
        let pos = "<LHDMTTien><DSLDo><LDo><MTLoi>1;C25MAA;9;Trùng số</MTLoi></LDo></DSLDo></LHDMTTien>";
        let pos = notice("7", pos).replace("2.0.0", "2.1.0");
        assert_eq!(answers(&pos)[1], "The authority says of 1C25MAA-9: “Trùng số” (code none: not in any published list).");
    }

    #[test]
    fn a_technical_answer_is_about_the_message_that_it_answers() {
        let id = |end: char| format!("V0109999982{}{end}", "A".repeat(31));
        let message = |about: &str| {
            format!(
                "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>TCT</MNGui><MNNhan>V0109999982</MNNhan><MLTDiep>999</MLTDiep><MTDiep>TCT{}</MTDiep>\
                 <MTDTChieu>{}</MTDTChieu></TTChung><DLieu><TBao><MTDiep>{about}</MTDiep><NNhan>2025-06-01T08:00:00</NNhan>\
                 <TTTNhan>0</TTTNhan></TBao></DLieu></TDiep>",
                "B".repeat(32),
                id('1')
            )
        };
        assert_eq!(answers(&message(&id('1'))), ["“reception status” of the authority: 0, no error."]);
        assert_eq!(answers(&message(&id('2'))).len(), 2);
    }
}
