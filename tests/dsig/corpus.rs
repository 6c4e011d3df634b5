//! Seeded damage: signed documents of many layouts, each with one or two changes of form after signing, and what they must be called.
//!
//! `cargo test` runs a sample; `TAXDOC_CORPUS=all cargo test --release --test dsig corpus -- --nocapture` the whole. What must be named
//! comes from how the document was damaged, never from the answer. The random content changes stand in `content`.

use std::collections::BTreeSet;
use std::rc::Rc;

use taxdoc::dsig::Change;
use taxdoc::dsig::Changes;
use taxdoc::dsig::DigestOutcome;
use taxdoc::dsig::Fault;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::SignedInfo;
use taxdoc::dsig::Verifier;
use unicode_normalization::UnicodeNormalization as _;

use crate::common::dice::Dice;
use crate::common::signer::C14N;
use crate::common::signer::C14N_COMMENTS;
use crate::common::signer::C14N11;
use crate::common::signer::ENVELOPED;
use crate::common::signer::EXCLUSIVE;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::has_openssl;
use crate::common::signer::sign;
use crate::common::signer::with;
use crate::common::suites;

const XSI: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
const XSD: &str = " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"";

/// Whether the whole corpus is asked for.
pub(crate) fn whole() -> bool {
    std::env::var_os("TAXDOC_CORPUS").is_some_and(|asked| asked == "all")
}

/// A document to sign: its place for the signature, the id of what is signed and the start of that element's tag.
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) place: &'static str,
    pub(crate) id: &'static str,
    pub(crate) tag: &'static str,
}

/// The layouts of the field: an invoice, one in a message, a declaration.
pub(crate) fn layouts() -> [Layout; 3] {
    let between = |text: &str, open: &str, close: &str, content: &str| {
        let (before, rest) = text.split_once(open).expect("the element");
        let (_, after) = rest.split_once(close).expect("its end");
        format!("{before}{open}{content}{close}{after}")
    };
    let invoice = between(include_str!("../../examples/data/valid.xml"), "<DSCKS>", "</DSCKS>", "<NBan></NBan><CQT></CQT>");
    let declaration = between(include_str!("../../examples/data/declaration.xml"), "<CKyDTu>", "</CKyDTu>", "");
    let bare = |text: &str| text.split_once("?>").expect("an XML declaration").1.trim().to_owned();
    let (invoice, declaration) = (bare(&invoice), bare(&declaration));
    let message = format!(
        "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>V0108888870</MNGui><MNNhan>TCT</MNNhan><MLTDiep>200</MLTDiep><MST>0109999982</MST>\
         <SLuong>1</SLuong></TTChung><DLieu>{invoice}</DLieu></TDiep>"
    );
    [
        Layout { name: "invoice", text: invoice, place: "HDon/DSCKS/NBan", id: "DLHDon-C25TTX-128", tag: "<DLHDon " },
        Layout { name: "message", text: message, place: "TDiep/DLieu/HDon/DSCKS/NBan", id: "DLHDon-C25TTX-128", tag: "<DLHDon " },
        Layout {
            name: "declaration",
            text: declaration,
            place: "HSoThueDTu/CKyDTu",
            id: "ID-NODETOSIGN-XML",
            tag: "<HSoKhaiThue ",
        },
    ]
}

/// How one document is signed.
pub(crate) struct Signing {
    pub(crate) options: Options,
    pub(crate) signer: Signer,
    /// Some reference to the data, or anything at all, is canonicalized with the namespaces around it.
    inclusive: (bool, bool),
}

/// One of the ways of the field, by chance.
pub(crate) fn signing(layout: &Layout, dice: &mut Dice, whole: bool) -> Signing {
    let id = format!("#{}", layout.id);
    let info = dice.of(&[C14N, C14N, C14N_COMMENTS, C14N11, EXCLUSIVE]);
    let mut options = Options::new()
        .canonicalization(info)
        .digest(dice.of(&["sha1", "sha256", "sha384", "sha512"]))
        .prefix(dice.of(&["", "", "ds"]));
    let mut data = true;
    options = match (whole, dice.below(5)) {
        (true, 0..=2) => options.transformed("", &[ENVELOPED]),
        (true, _) => {
            data = false;
            options.transformed("", &[ENVELOPED, EXCLUSIVE])
        }
        (false, 0) => options.reference(&id),
        (false, 1) => options.transformed(&id, &[ENVELOPED]),
        (false, 2) => options.transformed(&id, &[ENVELOPED, C14N]),
        (false, 3) => options.transformed(&id, &[C14N11]),
        (false, _) => {
            data = false;
            options.transformed(&id, &[ENVELOPED, EXCLUSIVE])
        }
    };
    let time = !whole && dice.below(2) == 0;
    if time {
        options = options.time("2025-11-20T09:15:30");
    }
    let keys = ["seller", "seller", "seller", "seller", "ec-p256", "ec-p384", "ed25519", "rsa-1024"];
    let key = dice.of(if has_openssl() { &keys[..] } else { &keys[..7] });
    options = options.rsa(if key == "rsa-1024" { "sha256" } else { dice.of(&["sha256", "sha256", "sha384", "sha512", "pss"]) });
    let inclusive = (data, data || time || info != EXCLUSIVE);
    Signing { options, signer: Signer::fixture(key), inclusive }
}

/// What a damage needs to make a difference.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    Anywhere,
    /// Namespaces of the signed element must matter.
    OnTheData,
    /// Namespaces of the root must matter.
    OnTheRoot,
    /// The reference must name the whole document.
    WholeDocument,
}

/// One way to damage a document: what it was like when signed, what the signer digested, and what happened to the file.
struct Damage {
    name: &'static str,
    /// What it may be called. More than one where two names say the same.
    kinds: &'static [Change],
    whereabouts: Where,
    before: fn(&str) -> String,
    digested: Option<fn(Vec<u8>) -> Vec<u8>>,
    after: fn(&str, &Layout) -> String,
}

const DAMAGE: Damage = Damage {
    name: "",
    kinds: &[],
    whereabouts: Where::Anywhere,
    before: str::to_owned,
    digested: None,
    after: |text, _| text.to_owned(),
};

const BLANK: &[Change] = &[Change::BlankText];
const LOST: &[Change] = &[Change::BlankTextLost];
const ENDS: &[Change] = &[Change::LineEnds];
const MARKS: &[Change] = &[Change::Unicode];
const DECLARED: &[Change] = &[Change::Declarations];
/// Of what the elements around declare it cannot be told whether they got it or are an envelope.
const AROUND: &[Change] = &[Change::Envelope, Change::Declarations];

#[rustfmt::skip]
const DAMAGES: &[Damage] = &[
    Damage { name: "indented by two", kinds: BLANK, after: |text, _| laid_out(text, "\n", "  "), ..DAMAGE },
    Damage { name: "indented by four", kinds: BLANK, after: |text, _| laid_out(text, "\n", "    "), ..DAMAGE },
    Damage { name: "indented by tabs with CRLF", kinds: BLANK, after: |text, _| laid_out(text, "\r\n", "\t"), ..DAMAGE },
    Damage { name: "blanks here and there", kinds: BLANK, after: |text, _| blanks(text), ..DAMAGE },
    Damage { name: "indentation by two lost", kinds: LOST, before: |text| laid_out(text, "\n", "  "), after: |text, _| compact(text), ..DAMAGE },
    Damage { name: "indentation by four lost", kinds: LOST, before: |text| laid_out(text, "\n", "    "), after: |text, _| compact(text), ..DAMAGE },
    Damage { name: "indentation by tabs lost", kinds: LOST, before: |text| laid_out(text, "\n", "\t"), after: |text, _| compact(text), ..DAMAGE },
    Damage { name: "line breaks lost", kinds: LOST, before: |text| laid_out(text, "\n", ""), after: |text, _| compact(text), ..DAMAGE },
    Damage { name: "indented anew", kinds: &[Change::BlankTextLost, Change::BlankText], before: |text| laid_out(text, "\n", "  "), after: |text, _| laid_out(&compact(text), "\n", "    "), ..DAMAGE },
    Damage { name: "carriage returns lost", kinds: ENDS, before: |text| broken(text, "&#13;\n"), after: |text, _| text.replace("&#13;", ""), ..DAMAGE },
    Damage { name: "carriage returns put in", kinds: ENDS, before: |text| broken(text, "\n"), after: |text, _| broken(text, "&#13;\n"), ..DAMAGE },
    Damage { name: "CRLF digested", kinds: ENDS, before: |text| broken(text, "\n"), digested: Some(|octets| text_of(octets).replace('\n', "\r\n").into_bytes()), ..DAMAGE },
    Damage { name: "decomposed", kinds: MARKS, after: |text, _| text.nfd().collect(), ..DAMAGE },
    Damage { name: "composed", kinds: MARKS, before: |text| text.nfd().collect(), after: |text, _| text.nfc().collect(), ..DAMAGE },
    Damage { name: "tones apart", kinds: MARKS, after: |text, _| tones(text), ..DAMAGE },
    Damage { name: "tones joined", kinds: MARKS, before: tones, after: |text, _| text.nfc().collect(), ..DAMAGE },
    Damage { name: "xsi of the root lost", kinds: AROUND, whereabouts: Where::OnTheRoot, before: |text| on_the_root(text, XSI), after: |text, _| text.replacen(XSI, "", 1), ..DAMAGE },
    Damage { name: "xsi and xsd of the root lost", kinds: AROUND, whereabouts: Where::OnTheRoot, before: |text| on_the_root(text, &[XSI, XSD].concat()), after: |text, _| text.replacen(XSI, "", 1).replacen(XSD, "", 1), ..DAMAGE },
    Damage { name: "xsi and xsd on the root", kinds: AROUND, whereabouts: Where::OnTheRoot, after: |text, _| on_the_root(text, &[XSI, XSD].concat()), ..DAMAGE },
    Damage { name: "xsd on the data", kinds: DECLARED, whereabouts: Where::OnTheData, after: |text, layout| text.replacen(layout.tag, &format!("{}{} ", layout.tag.trim_end(), XSD), 1), ..DAMAGE },
    Damage { name: "a strange prefix on the data", kinds: DECLARED, whereabouts: Where::OnTheData, after: |text, layout| text.replacen(layout.tag, &format!("{} xmlns:inv=\"urn:inv\" ", layout.tag.trim_end()), 1), ..DAMAGE },
    Damage { name: "an envelope that declares", kinds: &[Change::Envelope], whereabouts: Where::OnTheRoot, after: |text, _| format!("<Goi xmlns:g=\"urn:g\"><ND>{text}</ND></Goi>"), ..DAMAGE },
    Damage { name: "an envelope", kinds: &[Change::Envelope], whereabouts: Where::WholeDocument, after: |text, _| format!("<Goi><Ma>1</Ma><ND>{text}</ND></Goi>"), ..DAMAGE },
    Damage { name: "a byte order mark digested", kinds: &[Change::Encoding], whereabouts: Where::WholeDocument, digested: Some(|octets| ["\u{FEFF}".as_bytes(), &octets].concat()), ..DAMAGE },
    Damage { name: "an XML declaration digested", kinds: &[Change::Encoding], whereabouts: Where::WholeDocument, digested: Some(|octets| [b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n", &*octets].concat()), ..DAMAGE },
    Damage { name: "a line end digested", kinds: &[Change::TrailingNewline], digested: Some(|octets| [&*octets, b"\n"].concat()), ..DAMAGE },
    Damage { name: "CRLF behind it digested", kinds: &[Change::TrailingNewline], digested: Some(|octets| [&*octets, b"\r\n"].concat()), ..DAMAGE },
];

/// A file with one change of form after signing, which may make no difference.
pub(crate) fn misformed(signed: &str, layout: &Layout, dice: &mut Dice) -> String {
    let damages: Vec<&Damage> = DAMAGES.iter().filter(|damage| damage.digested.is_none()).collect();
    let damage = dice.of(&damages);
    (damage.after)(signed, layout)
}

fn text_of(octets: Vec<u8>) -> String {
    String::from_utf8(octets).expect("canonical octets are UTF-8")
}

/// A text laid out as programs do: a tag on a line of its own where another ends before it, but for the end tag of an empty element.
pub(crate) fn laid_out(text: &str, line: &str, unit: &str) -> String {
    let (mut laid, mut depth, mut before) = (String::new(), 0_usize, "");
    for part in text.split_inclusive('>') {
        let (content, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        laid.push_str(content);
        depth -= usize::from(tag.starts_with("</"));
        let pair = !before.starts_with("</") && !before.ends_with("/>") && tag.starts_with("</");
        if content.is_empty() && !before.is_empty() && !tag.is_empty() && !pair {
            laid.push_str(line);
            laid.push_str(&unit.repeat(depth));
        }
        depth += usize::from(!tag.starts_with("</") && !tag.ends_with("/>") && !tag.is_empty());
        laid.push_str(tag);
        before = tag;
    }
    laid
}

/// White space between tags left out.
pub(crate) fn compact(text: &str) -> String {
    let mut compact = String::new();
    for part in text.split_inclusive('>') {
        compact.push_str(if part.trim_start().starts_with('<') { part.trim_start() } else { part });
    }
    compact
}

/// White space of no order behind some end tags.
fn blanks(text: &str) -> String {
    let mut dice = Dice::of_seed(text.len() as u64);
    let mut spaced = String::new();
    for (number, part) in text.split("></").enumerate() {
        spaced.push_str(if number == 0 { "" } else { ">" });
        // Behind a start tag it would be the value of an empty element.
        let behind_an_end = number > 0 && spaced.rfind('<').is_some_and(|at| spaced[at..].starts_with("</"));
        spaced.push_str(if behind_an_end { dice.of(&["", " ", "\n", "\r\n\t ", "  \n"]) } else { "" });
        spaced.push_str(if number == 0 { "" } else { "</" });
        spaced.push_str(part);
    }
    spaced
}

/// The telephone number of the seller or taxpayer with a line end before it.
fn broken(text: &str, end: &str) -> String {
    let whole = text.replace("Tel.&#13;\n0243", "0243").replace("Tel.\n0243", "0243");
    assert!(whole.contains(">02430000000<"), "{whole}");
    whole.replacen(">0243", &format!(">Tel.{end}0243"), 1)
}

/// Letters with their tone as a character of its own, as code page 1258 and Vietnamese keyboards write them.
fn tones(text: &str) -> String {
    // Grave, acute, tilde, hook above, dot below.
    let is_tone = |mark: &char| ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'].contains(mark);
    let apart = |letter: char| {
        let (tones, rest): (Vec<char>, Vec<char>) = letter.nfd().partition(is_tone);
        rest.into_iter().nfc().chain(tones).collect::<String>()
    };
    text.nfc().map(apart).collect()
}

fn on_the_root(text: &str, declarations: &str) -> String {
    let end = text.find(['>', ' ']).expect("a start tag");
    format!("{}{declarations}{}", &text[..end], &text[end..])
}

/// A document and what was done to it.
struct Case<'c> {
    layout: &'c Layout,
    damages: Vec<&'c Damage>,
    signing: Signing,
}

impl<'c> Case<'c> {
    /// `None` where the damages make no difference in this way of signing.
    fn new(layout: &'c Layout, damages: &[&'c Damage], seed: u64) -> Option<Self> {
        let mut dice = Dice::of_seed(seed);
        let whole = damages.iter().any(|damage| damage.whereabouts == Where::WholeDocument) || dice.below(3) == 0;
        let signing = signing(layout, &mut dice, whole);
        let (data, anything) = signing.inclusive;
        let matters = damages.iter().all(|damage| match damage.whereabouts {
            Where::Anywhere | Where::WholeDocument => true,
            Where::OnTheData => data,
            Where::OnTheRoot => anything || whole && damage.kinds == [Change::Envelope],
        });
        matters.then_some(Self { layout, damages: damages.to_vec(), signing })
    }

    fn signed(&self) -> String {
        let text = self.damages.iter().fold(self.layout.text.clone(), |text, damage| (damage.before)(&text));
        let digested: Vec<_> = self.damages.iter().filter_map(|damage| damage.digested).collect();
        let mut options = self.signing.options.clone();
        if !digested.is_empty() {
            let each = Rc::new(digested);
            options = options.digested(move |octets| each.iter().fold(octets.to_vec(), |octets, digested| digested(octets)));
        }
        sign(&text, self.layout.place, &self.signing.signer, &options)
    }

    fn damaged(&self) -> String {
        self.damages.iter().fold(self.signed(), |text, damage| (damage.after)(&text, self.layout))
    }

    fn name(&self) -> String {
        let damages: Vec<_> = self.damages.iter().map(|damage| damage.name).collect();
        format!("{}: {}", self.layout.name, damages.join(" and "))
    }

    /// What is wrong with the answer.
    fn judge(&self) -> Result<(), String> {
        let text = self.damaged();
        let (integrity, named) = verdict(&text);
        assert!(!integrity.is_valid(), "called genuine: {}\n{text}", self.name());
        let named = named.ok_or_else(|| format!("{}: {integrity:?}", self.name()))?;
        let expected: Vec<&[Change]> = self.damages.iter().map(|damage| damage.kinds).collect();
        let each_is_named = expected.iter().all(|kinds| kinds.iter().any(|kind| named.contains(kind)));
        let nothing_else = named.iter().all(|name| expected.iter().any(|kinds| kinds.contains(name)));
        let only_blank = expected.iter().all(|kinds| kinds.iter().all(|kind| is_white_space(*kind)));
        let as_such = match &integrity {
            Integrity::AlteredWhitespace => only_blank,
            Integrity::Invalid(diagnosis) => match diagnosis.fault() {
                Fault::Form(changes) => !only_blank && named.contains(&changes.first()),
                _ => false,
            },
            _ => false,
        };
        if each_is_named && nothing_else && as_such {
            return Ok(());
        }
        Err(format!("{}: {integrity:?}, named {named:?}, expected {expected:?}", self.name()))
    }
}

fn is_white_space(change: Change) -> bool {
    matches!(change, Change::BlankText | Change::BlankTextLost)
}

/// The verdict of the only signature, and every change that is named; `None` where something fits in no way.
pub(crate) fn verdict(text: &str) -> (Integrity, Option<Vec<Change>>) {
    with(text, |document| {
        let evidence = Verifier::new().verify(document);
        let [signature] = evidence.signatures() else { panic!("{} signatures", evidence.signatures().len()) };
        let mut named = Some(Vec::new());
        let mut name = |changes: Option<Changes>| match (&mut named, changes) {
            (Some(named), Some(changes)) => named.extend([Some(changes.first()), changes.second()].into_iter().flatten()),
            (named, _) => *named = None,
        };
        for reference in signature.references() {
            match reference.outcome() {
                DigestOutcome::Fits => {}
                DigestOutcome::FitsAfter(changes) => name(Some(changes)),
                _ => name(None),
            }
        }
        match signature.signed_info() {
            SignedInfo::Intact => {}
            SignedInfo::IntactAfter(changes) => name(Some(changes)),
            _ => name(None),
        }
        (signature.integrity().clone(), named)
    })
}

/// Damages alone and in pairs of different kinds.
fn combinations() -> Vec<Vec<&'static Damage>> {
    let mut combinations: Vec<Vec<_>> = DAMAGES.iter().map(|damage| vec![damage]).collect();
    for (number, one) in DAMAGES.iter().enumerate() {
        for other in &DAMAGES[number + 1..] {
            // What has one name cannot be told apart from its own repetition, nor white space from white space.
            let same = one.kinds.iter().any(|kind| other.kinds.contains(kind));
            let both_blank = [one, other].iter().all(|damage| damage.kinds.iter().all(|kind| is_white_space(*kind)));
            if !same && !both_blank {
                combinations.push(vec![one, other]);
            }
        }
    }
    combinations
}

#[test]
fn changes_of_form_are_named_and_never_genuine() {
    let (layouts, combinations) = (layouts(), combinations());
    let (rounds, step) = if whole() { (4, 1) } else { (1, 17) };
    let (mut damaged, mut harmless, mut wrong) = (0, 0, Vec::new());
    for round in 0..rounds {
        for (number, damages) in combinations.iter().enumerate() {
            for (place, layout) in layouts.iter().enumerate() {
                let seed = (round * combinations.len() + number) * layouts.len() + place;
                if seed % step != 0 {
                    continue;
                }
                match Case::new(layout, damages, seed as u64) {
                    Some(case) => {
                        damaged += 1;
                        wrong.extend(case.judge().err());
                    }
                    None => harmless += 1,
                }
            }
        }
    }
    let named = damaged - wrong.len();
    suites::say(&format!(
        "changes of form: {named} of {damaged} documents named ({}.{} %), none called genuine; {harmless} would not be harmed",
        named * 100 / damaged,
        named * 1000 / damaged % 10
    ));
    if wrong.len() * 20 > damaged {
        panic!("{}", wrong.join("\n"));
    }
    let missed: BTreeSet<_> = wrong.iter().map(|why| why.split(": ").nth(1).unwrap_or_default()).collect();
    suites::say(&format!("missed: {missed:?}"));
}

#[test]
fn documents_of_the_corpus_are_genuine_before() {
    for (seed, layout) in layouts().iter().cycle().take(if whole() { 300 } else { 18 }).enumerate() {
        let mut dice = Dice::of_seed(seed as u64 + 7_000);
        let whole = dice.below(3) == 0;
        let signing = signing(layout, &mut dice, whole);
        let text = sign(&layout.text, layout.place, &signing.signer, &signing.options);
        assert_eq!(verdict(&text), (Integrity::Valid, Some(vec![])), "{}\n{text}", layout.name);
    }
}

/// Where white space was signed that no program lays out so, nothing can tell what it was like.
#[test]
fn white_space_of_no_order_that_is_lost_is_not_told_from_content() {
    let layouts = layouts();
    let [layout, ..] = &layouts;
    let text = sign(
        &blanks(&layout.text),
        layout.place,
        &Signer::fixture("seller"),
        &Options::new().reference(&format!("#{}", layout.id)),
    );
    assert_eq!(verdict(&text).0, Integrity::Valid);
    let Integrity::Invalid(diagnosis) = verdict(&compact(&text)).0 else { panic!("not invalid") };
    assert_eq!(diagnosis.fault(), Fault::Content);
}
