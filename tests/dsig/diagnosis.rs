//! Changes of form after signing, alone and in pairs: each is named, and one digit beside it is a change of content.

use std::process::Command;

use taxdoc::Limits;
use taxdoc::dsig::Change;
use taxdoc::dsig::Changes;
use taxdoc::dsig::Fault;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::SignedInfo;
use taxdoc::dsig::Verifier;
use unicode_normalization::UnicodeNormalization as _;

use crate::common::signer::ENVELOPED;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::signer::with;
use crate::common::suites;

const XSI: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
const XSD: &str = " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"";

/// An invoice with a carriage return, letters with marks and a declaration that nothing uses. Laid out with two spaces where asked.
fn invoice(laid_out: bool) -> String {
    let text = "<HDon xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><DLHDon Id=\"data\"><TTChung><SHDon>7</SHDon></TTChung><NDHDon>\
                <NBan><DChi>Việt&#13;\nHuế</DChi></NBan><TToan><TgTTTBSo>1100</TgTTTBSo><Trong></Trong></TToan></NDHDon></DLHDon><DSCKS><NBan/></DSCKS></HDon>";
    if !laid_out {
        return text.to_owned();
    }
    // As xmllint --format writes it; checked by hand.
    text.replace("<DLHDon", "\n  <DLHDon")
        .replace("<TTChung>", "\n    <TTChung>\n      ")
        .replace("</TTChung>", "\n    </TTChung>")
        .replace("<NDHDon>", "\n    <NDHDon>")
        .replace("<NBan><DChi>", "\n      <NBan>\n        <DChi>")
        .replace("</DChi></NBan>", "</DChi>\n      </NBan>")
        .replace("<TToan>", "\n      <TToan>\n        ")
        .replace("</TgTTTBSo>", "</TgTTTBSo>\n        ")
        .replace("</TToan>", "\n      </TToan>")
        .replace("</NDHDon>", "\n    </NDHDon>")
        .replace("</DLHDon>", "\n  </DLHDon>")
        .replace("<DSCKS>", "\n  <DSCKS>")
        .replace("</HDon>", "\n</HDon>")
}

/// What happens to the file after signing.
type Damage = fn(&str) -> String;

fn pretty(text: &str) -> String {
    text.replace("><", ">\n  <").replace("<Trong>\n  <", "<Trong><")
}

/// White space between tags is dropped.
fn compact(text: &str) -> String {
    let mut compact = String::new();
    for (index, part) in text.split('>').enumerate() {
        let blank = part.trim_start();
        compact.push_str(if index == 0 { "" } else { ">" });
        compact.push_str(if blank.starts_with('<') || blank.is_empty() { blank } else { part });
    }
    compact
}

fn line_ends(text: &str) -> String {
    text.replace("&#13;", "")
}

fn declaration_lost(text: &str) -> String {
    text.replacen(XSI, "", 1)
}

fn declaration_added(text: &str) -> String {
    text.replacen("<DLHDon ", &format!("<DLHDon{XSD} "), 1)
}

fn envelope(text: &str) -> String {
    format!("<TDiep xmlns:inv=\"urn:inv\">{text}</TDiep>")
}

fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// As Vietnamese keyboards and code page 1258 write it.
fn tones(text: &str) -> String {
    text.replace('ệ', "ê\u{323}").replace('ế', "ê\u{301}")
}

fn nothing(text: &str) -> String {
    text.to_owned()
}

/// Signed over the data, and whatever the damage gives.
fn damaged(laid_out: bool, options: &Options, damages: &[Damage]) -> String {
    let signed = sign(&invoice(laid_out), "HDon/DSCKS/NBan", &Signer::fixture("seller"), options);
    assert_eq!(integrity(&signed), Integrity::Valid, "{signed}");
    damages.iter().fold(signed, |text, damage| damage(&text))
}

fn integrity(text: &str) -> Integrity {
    with(text, |document| Verifier::new().verify(document).signatures()[0].integrity().clone())
}

fn fault(text: &str) -> Fault {
    match integrity(text) {
        Integrity::Invalid(diagnosis) => diagnosis.fault(),
        other => panic!("{other:?}\n{text}"),
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    let mut codes = Vec::new();
    with(text, |document| Verifier::new().verify(document).findings(&mut |draft| codes.push(draft.rule().code)));
    codes
}

fn digit(text: &str) -> String {
    assert!(text.contains(">1100<"));
    text.replace(">1100<", ">1101<")
}

fn plain() -> Options {
    Options::new().reference("#data")
}

/// Every damage that a file can suffer, with what it is named.
const DAMAGES: [(&str, Damage, Change); 6] = [
    ("an envelope", envelope, Change::Envelope),
    ("carriage returns lost", line_ends, Change::LineEnds),
    ("a declaration lost", declaration_lost, Change::Declarations),
    ("decomposed", decomposed, Change::Unicode),
    ("tones apart", tones, Change::Unicode),
    ("pretty-printed", pretty, Change::BlankText),
];

#[test]
fn each_change_alone_is_named() {
    for (name, damage, change) in DAMAGES {
        let text = damaged(false, &plain(), &[damage]);
        if change == Change::BlankText {
            assert_eq!(integrity(&text), Integrity::AlteredWhitespace, "{name}");
        } else {
            assert_eq!(fault(&text), Fault::Form(change.into()), "{name}\n{text}");
        }
        assert_eq!(fault(&digit(&text)), Fault::Content, "{name}, and a digit");
    }
    let text = damaged(false, &plain(), &[declaration_added]);
    assert_eq!(fault(&text), Fault::Form(Change::Declarations.into()));
    assert_eq!(codes(&text), ["SIG-DIGEST-NAMESPACE"]);
    assert_eq!(fault(&digit(&text)), Fault::Content);
    assert_eq!(codes(&damaged(false, &plain(), &[tones])), ["SIG-DIGEST-UNICODE"]);
}

#[test]
fn every_pair_of_changes_is_named() {
    let mut pairs = 0;
    for (first, (one_name, one, one_change)) in DAMAGES.into_iter().enumerate() {
        for (other_name, other, other_change) in DAMAGES.into_iter().skip(first + 1) {
            // A change of one kind cannot be told apart from its own repetition.
            if one_change == other_change {
                continue;
            }
            pairs += 1;
            let text = damaged(false, &plain(), &[one, other]);
            let Fault::Form(found) = fault(&text) else { panic!("{one_name} and {other_name}: {:?}\n{text}", fault(&text)) };
            let found = [Some(found.first()), found.second()];
            assert!(
                found.contains(&Some(one_change)) && found.contains(&Some(other_change)),
                "{one_name} and {other_name}: {found:?}"
            );
            assert_eq!(fault(&digit(&text)), Fault::Content, "{one_name} and {other_name}, and a digit");
        }
    }
    assert_eq!(pairs, 14);
}

#[test]
fn white_space_that_was_signed_and_lost_is_a_change_of_white_space() {
    let text = damaged(true, &plain(), &[compact]);
    assert!(!text.contains("\n  "), "{text}");
    assert_eq!(integrity(&text), Integrity::AlteredWhitespace);
    assert_eq!(codes(&text), ["SIG-WHITESPACE"]);
    assert_eq!(fault(&digit(&text)), Fault::Content);
    // Laid out anew in another way.
    assert_eq!(integrity(&damaged(true, &plain(), &[compact, pretty])), Integrity::AlteredWhitespace);
    let Fault::Form(changes) = fault(&damaged(true, &plain(), &[compact, line_ends])) else { panic!("not of form") };
    assert_eq!((changes.first(), changes.second()), (Change::LineEnds, Some(Change::BlankTextLost)));
    // White space that is the whole value of a field is content.
    let leaf = damaged(false, &plain(), &[|text| text.replace("<Trong></Trong>", "<Trong> </Trong>")]);
    assert_eq!(fault(&leaf), Fault::Content);
}

#[test]
fn what_the_signer_digested_beside_the_canonical_octets_is_named() {
    let whole = || Options::new().transformed("", &[ENVELOPED]);
    let before = |text: &'static str| move |octets: &[u8]| [text.as_bytes(), octets].concat();
    let after = |text: &'static str| move |octets: &[u8]| [octets, text.as_bytes()].concat();
    for (options, change, code) in [
        (whole().digested(before("\u{FEFF}")), Change::Encoding, "SIG-DIGEST-ENCODING"),
        (whole().digested(before("<?xml version=\"1.0\" encoding=\"utf-8\"?>")), Change::Encoding, "SIG-DIGEST-ENCODING"),
        (
            whole().digested(before("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n")),
            Change::Encoding,
            "SIG-DIGEST-ENCODING",
        ),
        (plain().digested(after("\n")), Change::TrailingNewline, "SIG-DIGEST-TRAILING-NEWLINE"),
        (whole().digested(after("\r\n")), Change::TrailingNewline, "SIG-DIGEST-TRAILING-NEWLINE"),
    ] {
        let text = sign(&invoice(false), "HDon/DSCKS/NBan", &Signer::fixture("seller"), &options);
        assert_eq!(fault(&text), Fault::Form(change.into()));
        assert_eq!(codes(&text), [code]);
        assert_eq!(fault(&digit(&text)), Fault::Content);
        let both = decomposed(&text);
        let Fault::Form(changes) = fault(&both) else { panic!("{change:?} and another") };
        assert_eq!((changes.first(), changes.second()), (Change::Unicode, Some(change)));
    }
    // Neither is part of what the standard digests, so a file may gain and lose both.
    for text in [format!("\u{FEFF}{}", damaged(false, &whole(), &[])), damaged(false, &whole(), &[|text| format!("{text}\n")])] {
        let limits = Limits::default();
        let source = taxdoc::xml::Source::decode(text.as_bytes(), &limits).unwrap();
        let document = taxdoc::xml::Document::parse(&source, &limits).unwrap();
        assert_eq!(*Verifier::new().verify(&document).signatures()[0].integrity(), Integrity::Valid);
    }
}

#[test]
fn the_file_s_own_declaration_is_tried() {
    let declaration = "<?xml version='1.0'  encoding='UTF-8' ?>";
    let options = Options::new()
        .transformed("", &[ENVELOPED])
        .digested(|octets| [b"<?xml version='1.0'  encoding='UTF-8' ?>\n", octets].concat());
    let text = sign(&format!("{declaration}\n{}", invoice(false)), "HDon/DSCKS/NBan", &Signer::fixture("seller"), &options);
    assert_eq!(fault(&text), Fault::Form(Change::Encoding.into()));
}

#[test]
fn a_signed_info_of_another_form_is_named() {
    let intact_after = |text: &str| match integrity(text) {
        Integrity::Invalid(diagnosis) => diagnosis.signed_info(),
        other => panic!("{other:?}"),
    };
    // Only SignedInfo was laid out anew.
    let indented = |text: &str| text.replace("<Reference", "\n<Reference").replace("<SignatureMethod", "\n<SignatureMethod");
    let text = damaged(false, &plain(), &[indented]);
    assert_eq!(integrity(&text), Integrity::AlteredWhitespace);
    assert_eq!(codes(&text), ["SIG-WHITESPACE"]);
    let digits = digit(&text);
    assert_eq!(fault(&digits), Fault::Content);
    assert_eq!(intact_after(&digits), SignedInfo::IntactAfter(Change::BlankText.into()));
    // It lost what it had in scope, along with white space.
    let text = damaged(false, &plain(), &[declaration_lost, indented]);
    let Fault::Form(changes) = fault(&text) else { panic!("not of form") };
    assert_eq!(changes, Changes::from(Change::Declarations));
    let SignedInfo::IntactAfter(changes) = intact_after(&text) else { panic!("not of form") };
    assert_eq!((changes.first(), changes.second()), (Change::Declarations, Some(Change::BlankText)));
    // Its own content is another matter.
    let text = damaged(false, &plain(), &[|text| text.replacen("URI=\"#data\"", "URI=\"#data\" Id=\"r\"", 1)]);
    assert_eq!(fault(&text), Fault::Value);
}

#[test]
fn the_reference_that_still_holds_is_told() {
    let options = || plain().time("2025-06-01T08:00:00");
    let text = digit(&damaged(false, &options(), &[]));
    assert_eq!(codes(&text), ["SIG-DIGEST", "SIG-REFERENCE-HOLDS"]);
    // In a SignedInfo that is not what was signed, a digest that fits says nothing.
    let text = text.replacen("URI=\"#data\"", "URI=\"#data\" Id=\"r\"", 1);
    assert_eq!(codes(&text), ["SIG-DIGEST"]);
}

#[test]
fn a_search_ends_with_its_allowance_and_says_so() {
    let text = digit(&damaged(false, &plain(), &[line_ends]));
    let mut limits = Limits::default();
    limits.diagnosed = 2_000;
    let said = |limits: Limits| {
        with(&text, |document| {
            let evidence = Verifier::new().with_limits(limits).verify(document);
            evidence.signatures()[0].explain(taxdoc::Language::English).unwrap().into_owned()
        })
    };
    assert!(said(limits).contains("Not every known change"), "{}", said(limits));
    assert!(!said(Limits::default()).contains("Not every known change"));
    // What is not found for want of an allowance is still invalid.
    with(&damaged(false, &plain(), &[decomposed]), |document| {
        let evidence = Verifier::new().with_limits(limits).verify(document);
        assert!(!evidence.signatures()[0].integrity().is_valid());
    });
}

/// What these tests sign is signed: xmlsec1 says so too.
#[test]
fn xmlsec1_verifies_what_was_not_damaged() {
    if Command::new("xmlsec1").arg("--version").output().is_err() {
        suites::skipped("xmlsec1_verifies_what_was_not_damaged", "xmlsec1 is not installed");
        return;
    }
    for (laid_out, options) in [(false, plain()), (true, plain()), (false, Options::new().transformed("", &[ENVELOPED]))] {
        for (damage, expected) in [(nothing as Damage, true), (pretty, false), (tones, false)] {
            let text = damaged(laid_out, &options, &[damage]);
            let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diagnosis-{}.xml", std::process::id()));
            std::fs::write(&file, &text).unwrap();
            let mut command = Command::new("xmlsec1");
            command.args(["--verify", "--insecure", "--enabled-key-data", "x509", "--id-attr:Id", "DLHDon"]).arg(&file);
            assert_eq!(command.output().unwrap().status.success(), expected, "{text}");
            std::fs::remove_file(&file).unwrap();
        }
    }
}
