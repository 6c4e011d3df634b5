//! Forgeries that keep a genuine signature: what is read must be what is signed (spec/signatures.md §2).
//!
//! Each attack is made of a genuine signed document, which is valid, and must be invalid.

use taxdoc::report::Verdict;

use super::bases;
use super::bases::Base;
use super::bases::message;
use super::case::findings;
use super::case::list;
use super::case::unclean;
use super::case::validator;
use super::sign;
use super::sign::DSIG;
use super::sign::sign;
use super::sign::template;

/// A genuine document in pieces.
struct Genuine {
    /// `<DLHDon Id="d2">…</DLHDon>`
    data: String,
    /// `<DLQRCode>…`, `<MCCQT>…`: what stands between the invoice and its signatures.
    between: String,
    /// `<DSCKS>…</DSCKS>`
    signatures: String,
}

impl Genuine {
    fn of(base: Base) -> Self {
        let text = sign(&base.text());
        assert_eq!(unclean(text.as_bytes()), None);
        let (_, rest) = text.split_once("<DLHDon").expect("an invoice");
        let (data, rest) = rest.split_once("</DLHDon>").expect("which ends");
        let (between, rest) = rest.split_once("<DSCKS>").expect("signatures");
        let (signatures, _) = rest.split_once("</DSCKS>").expect("which end");
        Self {
            data: format!("<DLHDon{data}</DLHDon>"),
            between: between.to_owned(),
            signatures: format!("<DSCKS>{signatures}</DSCKS>"),
        }
    }

    /// The signature of the seller.
    fn seller(&self) -> String {
        let (_, rest) = self.signatures.split_once("<NBan>").expect("a seller");
        rest.split_once("</NBan>").expect("which ends").0.to_owned()
    }

    fn invoice(&self) -> String {
        format!("<HDon>{}{}{}</HDon>", self.data, self.between, self.signatures)
    }

    /// The body with another id and another buyer: everything else agrees, so that only the signature can tell.
    fn forged(&self, id: &str) -> String {
        let (_, body) = self.data.split_once('>').expect("a start tag");
        format!("<DLHDon{id}>{body}").replace("<MST>0309999972</MST>", "<MST>0209999986</MST>")
    }

    /// The genuine body where the signed content stands, in something that wraps it.
    fn hidden(&self, open: &str, close: &str) -> String {
        format!("{open}{}{close}", self.data)
    }
}

/// The seller's signature with something put into its first Object or behind it.
fn with_object(signature: &str, content: &str) -> String {
    signature.replace("</Signature>", &format!("<Object>{content}</Object></Signature>"))
}

fn hdon(content: &str) -> String {
    format!("<HDon>{content}</HDon>")
}

/// The attacks on an invoice without code.
fn on_an_invoice() -> Vec<(&'static str, String)> {
    let genuine = Genuine::of(Base::Uncoded);
    let Genuine { data, between, signatures } = &genuine;
    let seller = genuine.seller();
    let own = " Id=\"d2\"";
    let evil = genuine.forged(" Id=\"evil\"");
    let same = genuine.forged(own);
    let bare = genuine.forged("");
    let signed = |signature: &str| format!("<DSCKS><NBan>{signature}</NBan></DSCKS>");
    let inside = |content: &str| evil.replace("</DLHDon>", &format!("{content}</DLHDon>"));
    let free = |content: &str| inside(&format!("<TTKhac>{content}</TTKhac>"));
    let whole = genuine.invoice();
    let resigned = |data: &str, targets: &[(&str, bool)], signer: &sign::Signer| {
        let signature = template("seller-d2", signer, targets, "2025-11-20T09:15:30");
        sign(&hdon(&format!("{data}{between}{}", signed(&signature))))
    };
    vec![
        (
            "XSW1: the genuine invoice in an Object of its signature",
            hdon(&format!("{bare}{between}{}", signed(&with_object(&seller, data)))),
        ),
        (
            "XSW1 with the whole genuine HDon in the Object",
            hdon(&format!("{bare}{between}{}", signed(&with_object(&seller, &hdon(&format!("{data}{between}")))))),
        ),
        ("XSW2: the forged invoice beside, the signature detached", hdon(&format!("{bare}{between}{signatures}{data}"))),
        ("XSW3: the forged invoice before the genuine one", hdon(&format!("{bare}{data}{between}{signatures}"))),
        ("XSW4: the genuine invoice inside the forged one", hdon(&format!("{}{between}{signatures}", inside(data)))),
        (
            "XSW5: the forged one has the same id, the genuine one behind the signature",
            hdon(&format!("{same}{between}{signatures}{data}")),
        ),
        (
            "XSW6: same id, the genuine one in the signature",
            hdon(&format!("{same}{between}{}", signed(&with_object(&seller, data)))),
        ),
        ("XSW7: the genuine one in free fields", hdon(&format!("{}{between}{signatures}", free(data)))),
        (
            "XSW8: the genuine one in an Object of a second signature",
            hdon(&format!(
                "{bare}{between}<DSCKS><NBan>{seller}</NBan><CCKSKhac><Signature xmlns=\"{DSIG}\"><Object>{data}</Object></Signature></CCKSKhac></DSCKS>"
            )),
        ),
        ("the forged one behind the genuine one", hdon(&format!("{data}{bare}{between}{signatures}"))),
        ("the forged one behind the signatures", hdon(&format!("{data}{between}{signatures}{evil}"))),
        (
            "the forged one in the list of signatures",
            hdon(&format!("{data}{between}{}", signatures.replace("<DSCKS>", &format!("<DSCKS>{bare}")))),
        ),
        (
            "the forged one in the place of the buyer's signature",
            hdon(&format!("{data}{between}{}", signatures.replace("</DSCKS>", &format!("<NMua>{bare}</NMua></DSCKS>")))),
        ),
        ("same id before", hdon(&format!("{same}{data}{between}{signatures}"))),
        ("same id behind", hdon(&format!("{data}{same}{between}{signatures}"))),
        ("same id in small letters", hdon(&format!("{}{data}{between}{signatures}", genuine.forged(" id=\"d2\"")))),
        ("same id in capitals", hdon(&format!("{}{data}{between}{signatures}", genuine.forged(" ID=\"d2\"")))),
        ("same id as xml:id", hdon(&format!("{}{data}{between}{signatures}", genuine.forged(" xml:id=\"d2\"")))),
        (
            "another id of another attribute",
            hdon(&format!("{}{data}{between}{signatures}", genuine.forged(" Id=\"x\" ID=\"d2\""))),
        ),
        (
            "the genuine one in an element of no meaning",
            hdon(&format!("{bare}{}{between}{signatures}", genuine.hidden("<X>", "</X>"))),
        ),
        (
            "the genuine one in a foreign namespace around it",
            hdon(&format!("{bare}{}{between}{signatures}", genuine.hidden("<x:X xmlns:x=\"urn:x\">", "</x:X>"))),
        ),
        (
            "the genuine one in KeyInfo",
            hdon(&format!("{bare}{between}{}", signed(&seller.replace("</KeyInfo>", &format!("{data}</KeyInfo>"))))),
        ),
        (
            "the genuine one in X509Data",
            hdon(&format!("{bare}{between}{}", signed(&seller.replace("</X509Data>", &format!("{data}</X509Data>"))))),
        ),
        (
            "the forged one with a prefix",
            hdon(&format!(
                "{}{data}{between}{signatures}",
                bare.replace("DLHDon>", "x:DLHDon>").replace("<x:DLHDon>", "<x:DLHDon xmlns:x=\"urn:x\">")
            )),
        ),
        ("a forged HDon around the genuine HDon", hdon(&format!("{bare}{whole}"))),
        (
            "a forged HDon around the genuine HDon, with the signature outside",
            hdon(&format!("{bare}<X>{}</X>{signatures}", hdon(data))),
        ),
        ("a forged HDon inside the genuine one", whole.replace("</HDon>", &format!("{}</HDon>", hdon(&bare)))),
        (
            "a bare forged DLHDon around the genuine HDon",
            bare.replace("</DLHDon>", &format!("<TTKhac>{whole}</TTKhac></DLHDon>")),
        ),
        (
            "the signature of the genuine one in a forged HDon, the genuine one without",
            message(
                "200",
                "V0108888870",
                "TCT",
                2,
                &format!("{}{}", hdon(&format!("{data}{between}")), hdon(&format!("{bare}{between}{signatures}"))),
                "",
            ),
        ),
        (
            "a forged invoice before the genuine one in a message",
            message("200", "V0108888870", "TCT", 2, &format!("{}{whole}", hdon(&format!("{bare}{between}"))), ""),
        ),
        (
            "a forged invoice behind the genuine one in a message",
            message("200", "V0108888870", "TCT", 2, &format!("{whole}{}", hdon(&format!("{bare}{between}"))), ""),
        ),
        (
            "a forged invoice that says it is of a POS",
            message("200", "V0108888870", "TCT", 2, &format!("{whole}{}", bases::pos("m1", 1)), ""),
        ),
        (
            "a genuine message inside a forged one",
            message(
                "200",
                "V0108888870",
                "TCT",
                1,
                &format!("{}{}", hdon(&bare), message("200", "V0108888870", "TCT", 1, &whole, "")),
                "",
            ),
        ),
        (
            "the signature copied to a forged invoice in a message",
            message(
                "200",
                "V0108888870",
                "TCT",
                2,
                &format!(
                    "{whole}{}",
                    hdon(&format!(
                        "{bare}{between}{}",
                        signatures.replace("Id=\"seller-d2\"", "Id=\"s\"").replace("Id=\"SigningTime-seller-d2\"", "")
                    ))
                ),
                "",
            ),
        ),
        ("a second total in a comment's shadow", whole.replace("<TgTTTBSo>2720915", "<TgTTTBSo>272<!-- -->0915")),
        ("a comment in the number", whole.replace("<SHDon>128", "<SHDon>12<!---->8")),
        ("a comment in the seller's tax code", whole.replace("<MST>0109999982", "<MST>0109<!-- -->999982")),
        ("an instruction in the total", whole.replace("<TgTTTBSo>2720915", "<TgTTTBSo>272<?x?>0915")),
        ("an element in the total", whole.replace("<TgTTTBSo>2720915", "<TgTTTBSo>272<b/>0915")),
        ("an entity", format!("<!DOCTYPE HDon [<!ENTITY e \"\">]>{whole}")),
        ("a default attribute", format!("<!DOCTYPE HDon [<!ATTLIST DSCKS Id CDATA \"d2\">]>{whole}")),
        ("a signature of the seller over its own time only", resigned(data, &[], &sign::SELLER)),
        (
            "a signature of the seller over another element",
            resigned(&format!("{bare}<X Id=\"d2\"/>"), &[("d2", true)], &sign::SELLER),
        ),
        (
            "a forged invoice signed by a self-signed certificate of the same name",
            resigned(&same, &[("d2", true)], &sign::SELF_SIGNED),
        ),
        ("a forged invoice signed by another taxpayer", resigned(&same, &[("d2", true)], &sign::OTHER)),
        (
            "the seller's certificate before that of another key",
            resigned(&same, &[("d2", true)], &sign::OTHER).replace(
                "<X509Certificate>",
                &format!("<X509Certificate>{}</X509Certificate><X509Certificate>", sign::SELLER.certificate_text()),
            ),
        ),
        (
            "another key beside the seller's certificate",
            sign::sign_with(
                &hdon(&format!(
                    "{same}{between}{}",
                    signed(
                        &template("seller-d2", &sign::SELLER, &[("d2", true)], "2025-11-20T09:15:30")
                            .replace("<X509Data>", KEY_VALUE)
                    )
                )),
                Some(&sign::STOLEN),
            ),
        ),
        (
            "another taxpayer's signature in the place of a taxpayer",
            sign(&hdon(&format!(
                "{same}{between}<DSCKS><NNT>{}</NNT></DSCKS>",
                template("x", &sign::OTHER, &[("d2", false)], "2025-11-20T09:15:30")
            ))),
        ),
        (
            "another taxpayer's batch of an invoice",
            sign(
                &message(
                    "206",
                    "V0108888870",
                    "TCT",
                    1,
                    &hdon(&format!("{same}{between}")),
                    &template("x", &sign::OTHER, &[("batch", false)], "2025-11-20T09:15:30"),
                )
                .replace("<MST>0109999982</MST><SLuong>", "<MST>0209999986</MST><SLuong>"),
            ),
        ),
        (
            "XSLT that makes the genuine invoice",
            hdon(&format!(
                "{bare}{between}{}",
                signatures.replace(&format!("{DSIG}enveloped-signature"), "http://www.w3.org/TR/1999/REC-xslt-19991116")
            )),
        ),
    ]
}

/// An attacker's own key beside a certificate.
const KEY_VALUE: &str =
    "<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue><X509Data>";

/// The attacks on the authority's code and signature.
fn on_a_code() -> Vec<(&'static str, String)> {
    let genuine = Genuine::of(Base::Vat);
    let Genuine { data, between, signatures } = &genuine;
    let bare = genuine.forged("");
    let other_code = "<MCCQT>00E39AA98874477362BEA6474478B648C4</MCCQT>";
    let uncoded = Genuine::of(Base::Adjustment);
    let authority = signatures.split_once("<CQT>").expect("an authority").1.split_once("</CQT>").expect("which ends").0;
    let by = |signer, targets: &[(&str, bool)]| {
        let signature = template("authority-d1", signer, targets, "2025-11-20T09:16:02");
        let seller = genuine.seller();
        sign(&hdon(&format!("{data}{between}<DSCKS><NBan>{seller}</NBan><CQT>{signature}</CQT></DSCKS>")))
    };
    vec![
        ("a forged code before the genuine one", hdon(&format!("{data}{other_code}{between}{signatures}"))),
        ("a forged code behind the genuine one", hdon(&format!("{data}{between}{other_code}{signatures}"))),
        (
            "the genuine code in the list of signatures",
            hdon(&format!("{data}{other_code}{}", signatures.replace("<DSCKS>", &format!("<DSCKS>{between}")))),
        ),
        (
            "the genuine code in an Object",
            hdon(&format!(
                "{data}{other_code}{}",
                signatures.replacen("</Object>", &format!("</Object><Object>{between}</Object>"), 1)
            )),
        ),
        (
            "a code with the same id",
            hdon(&format!("{data}{}{between}{signatures}", other_code.replace("<MCCQT>", "<MCCQT Id=\"Id-d1\">"))),
        ),
        ("a forged invoice beside both signatures", hdon(&format!("{bare}{data}{between}{signatures}"))),
        (
            "the genuine coded invoice in an Object of the authority's signature",
            hdon(&format!(
                "{bare}{between}{}",
                signatures.replacen("</Signature></CQT>", &format!("<Object>{data}</Object></Signature></CQT>"), 1)
            )),
        ),
        (
            "code and signature of the authority on another invoice",
            hdon(&format!(
                "{}{between}{}",
                uncoded.data,
                uncoded.signatures.replace("</DSCKS>", &format!("<CQT>{authority}</CQT></DSCKS>"))
            )),
        ),
        (
            "a code without the authority's signature",
            hdon(&format!("{data}{between}<DSCKS><NBan>{}</NBan></DSCKS>", genuine.seller())),
        ),
        ("the seller as the authority", by(&sign::SELLER, &[("d1", false), ("Id-d1", false)])),
        ("a self-made authority", by(&sign::SELF_SIGNED, &[("d1", false), ("Id-d1", false)])),
        ("the authority over the invoice and not the code", by(&sign::AUTHORITY, &[("d1", false)])),
        ("the authority over the code and not the invoice", by(&sign::AUTHORITY, &[("Id-d1", false)])),
        ("a comment in the code", genuine.invoice().replace("00E39AA9", "00E3<!-- -->9AA9")),
    ]
}

/// The attacks on a batch.
fn on_a_batch() -> Vec<(&'static str, String)> {
    let text = sign(&Base::Batch.text());
    assert_eq!(unclean(text.as_bytes()), None);
    let forged = bases::pos("m9", 1);
    let put = |before: &str, what: &str| {
        text.replacen(before, &format!("{what}{before}"), 1)
            .replace("<SLuong>2</SLuong></TTChung>", "<SLuong>3</SLuong></TTChung>")
    };
    let (_, rest) = text.split_once("<DLieu").expect("a batch");
    let (content, _) = rest.split_once("</DLieu>").expect("which ends");
    let genuine = format!("<DLieu{content}</DLieu>");
    vec![
        ("a forged invoice in the batch", put("</DLieu>", &forged)),
        ("a forged invoice behind DLieu", put("<CKSNNT>", &forged)),
        ("a forged invoice behind the signature", put("</TDiep>", &forged)),
        ("a forged invoice before the general part", put("<TTChung><PBan>2.1.0</PBan><MNGui>", &forged)),
        ("a second DLieu", put("<CKSNNT>", &format!("<DLieu>{forged}</DLieu>"))),
        ("a second DLieu before", put("<DLieu Id", &format!("<DLieu>{forged}</DLieu>"))),
        ("a second DLieu of the same id", put("<CKSNNT>", &format!("<DLieu Id=\"batch\">{forged}</DLieu>"))),
        (
            "the genuine batch in an Object",
            text.replacen(&genuine, &format!("<DLieu>{forged}</DLieu>"), 1)
                .replace("</Signature>", &format!("<Object>{genuine}</Object></Signature>")),
        ),
        (
            "the genuine batch in a message in a message",
            text.replacen(&genuine, &format!("<DLieu>{forged}<TDiep>{genuine}</TDiep></DLieu>"), 1),
        ),
    ]
}

#[test]
fn no_forgery_beside_a_genuine_signature_is_valid() {
    let attacks = [on_an_invoice(), on_a_code(), on_a_batch()].concat();
    let wrong: Vec<String> = attacks
        .iter()
        .filter_map(|(name, text)| {
            let report = validator().validate(text.as_bytes());
            // A signature in a place of no meaning counts for nothing: the invoice is as good as unsigned.
            let as_unsigned = *name == "another taxpayer's signature in the place of a taxpayer";
            let expected = if as_unsigned { Verdict::Undetermined } else { Verdict::Invalid };
            (report.verdict() != expected).then(|| format!("{name}: {:?} {}", report.verdict(), list(&findings(&report))))
        })
        .collect();
    crate::common::suites::say(&format!(
        "wrapping: {} attacks, none valid: {} not as expected (all invalid but one undetermined)",
        attacks.len(),
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A POS invoice is signed with its batch. One alone shows nothing of who made it: else whoever forges an invoice would only have to
/// write the series of a POS and leave the signatures out.
#[test]
fn an_invoice_of_a_pos_alone_is_undetermined() {
    let report = validator().validate(bases::pos("m1", 1).as_bytes());
    assert_eq!((report.verdict(), report.signatures().len()), (Verdict::Undetermined, 0));
}

/// A genuine invoice is judged wherever it stands. What stands around it in the place of an invoice is not, so that it is not passed:
/// a reader may take the outer one.
#[test]
fn an_invoice_around_an_invoice_is_undetermined() {
    let genuine = Genuine::of(Base::Vat);
    let verdict = |text: &str| validator().validate(text.as_bytes()).verdict();
    let outer = |inner: &str| format!("<HDon><TToan><TgTTTBSo>1</TgTTTBSo></TToan>{inner}</HDon>");
    assert_eq!(verdict(&genuine.invoice()), Verdict::Valid);
    assert_eq!(verdict(&outer(&genuine.invoice())), Verdict::Undetermined);
    let carried = |invoice: &str| message("202", "TCT", "V0108888870", 1, invoice, "");
    assert_eq!(verdict(&carried(&outer(&genuine.invoice()))), Verdict::Undetermined);
}
