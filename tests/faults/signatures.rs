//! Damages of signatures, and signers who may not sign.

use super::bases::Base;
use super::case::Case;
use super::case::fault;
use super::case::run;
use super::edit::Edit;
use super::sign;
use super::sign::Signer;
use super::sign::template;

const SELLER: &str = "DSCKS/NBan/Signature";
const AUTHORITY: &str = "DSCKS/CQT/Signature";

fn set(path: &str, content: &str) -> Edit {
    Edit::Set(path.to_owned(), content.to_owned())
}

fn replace(from: &str, to: &str) -> Edit {
    Edit::Replace(from.to_owned(), to.to_owned())
}

fn remove(path: &str) -> Edit {
    Edit::Remove(path.to_owned())
}

/// The content of an element of the signed base.
fn content(base: Base, path: &str) -> String {
    let path = super::edit::full(path, base.home());
    sign::with_document(&sign::sign(&base.text()), |document| super::edit::find(document, &path).text().into_owned())
}

/// A damage that puts another base64 digit at a place of an element.
fn digit(base: Base, path: &str, place: usize) -> Edit {
    let mut text = content(base, path).into_bytes();
    text[place] = if text[place] == b'A' { b'B' } else { b'A' };
    set(path, std::str::from_utf8(&text).expect("base64"))
}

/// The signature of a seller by that signer.
fn by(signer: &Signer, time: &str) -> Edit {
    let signature = template("seller-d2", signer, &[("d2", true)], time);
    set("DSCKS/NBan", &signature)
}

const NOON: &str = "2025-11-20T12:00:00";

/// Signed by somebody else.
fn signed_by(name: &str, signer: &Signer, time: &str) -> Case {
    let Edit::Set(path, signature) = by(signer, time) else { unreachable!() };
    fault(name, Base::Uncoded).set(&path, signature)
}

#[test]
fn a_byte_of_a_signature() {
    let reference = |signature: &str, position: usize| format!("{signature}/SignedInfo/Reference[{position}]/DigestValue");
    let vat = |name: &str, damage: Edit| fault(name, Base::Vat).damage(damage);
    let value = |signature: &str| format!("{signature}/SignatureValue");
    let certificate = |signature: &str| format!("{signature}/KeyInfo/X509Data/X509Certificate");
    let length = content(Base::Vat, &certificate(SELLER)).len();
    let mut cases = vec![
        vat("seller: digest of the invoice", digit(Base::Vat, &reference(SELLER, 1), 3)).error("SIG-DIGEST", "DLHDon"),
        vat("seller: digest of the time", digit(Base::Vat, &reference(SELLER, 2), 3))
            .error("SIG-DIGEST", "DSCKS/NBan/Signature/Object"),
        vat("authority: digest of the invoice", digit(Base::Vat, &reference(AUTHORITY, 1), 3)).error("SIG-DIGEST", "DLHDon"),
        vat("authority: digest of the code", digit(Base::Vat, &reference(AUTHORITY, 2), 3)).error("SIG-DIGEST", "MCCQT"),
        vat("authority: digest of the time", digit(Base::Vat, &reference(AUTHORITY, 3), 3))
            .error("SIG-DIGEST", "DSCKS/CQT/Signature/Object"),
        vat("seller: first byte of the value", digit(Base::Vat, &value(SELLER), 0)).error("SIG-VALUE", &value(SELLER)),
        vat("seller: a byte of the value", digit(Base::Vat, &value(SELLER), 171)).error("SIG-VALUE", &value(SELLER)),
        vat("authority: a byte of the value", digit(Base::Vat, &value(AUTHORITY), 100)).error("SIG-VALUE", &value(AUTHORITY)),
        // The last bytes of a certificate are the issuer's signature on it; in the middle is the key.
        vat("seller: the issuer's signature", digit(Base::Vat, &certificate(SELLER), length - 40))
            .error("PKI-BAD-SIGNATURE", SELLER),
        vat("authority: the issuer's signature", digit(Base::Vat, &certificate(AUTHORITY), 1100))
            .error("PKI-BAD-SIGNATURE", AUTHORITY),
        vat("seller: the first byte of the certificate", digit(Base::Vat, &certificate(SELLER), 0))
            .error("SIG-REFUSED-CERTIFICATE", &certificate(SELLER)),
        vat("seller: no base64", set(&value(SELLER), "không phải base64")).error("SIG-REFUSED-BASE64", &value(SELLER)),
        vat("seller: an empty value", set(&value(SELLER), "")).error("SIG-REFUSED-BASE64", &value(SELLER)),
        vat("seller: half a digest", set(&reference(SELLER, 1), "AAAA")).error("SIG-DIGEST", "DLHDon"),
        vat("the seller's signing time", replace("2025-11-20T09:15:30", "2025-11-20T09:15:31"))
            .error("SIG-DIGEST", "DSCKS/NBan/Signature/Object"),
        vat("the authority's signing time", replace("2025-11-20T09:16:02", "2025-11-20T09:16:03"))
            .error("SIG-DIGEST", "DSCKS/CQT/Signature/Object"),
        vat("the code", set("MCCQT", "00E39AA98874477362BEA6474478B648C4")).error("SIG-DIGEST", "MCCQT"),
        vat("the id of the code", replace("<MCCQT Id=\"Id-d1\">", "<MCCQT Id=\"Id-d0\">"))
            .error("SIG-REFERENCE-MISSING", &format!("{AUTHORITY}/SignedInfo/Reference[2]")),
        vat("a letter of the buyer's name", set("NMua/Ten", "CÔNG TY CỔ PHẦN NGƯỜI MUA THU"))
            .error("SIG-DIGEST", "DLHDon")
            .error("SIG-DIGEST", "DLHDon")
            .because("seller and authority both signed the name"),
        vat("the number", set("TTChung/SHDon", "129"))
            .error("SIG-DIGEST", "DLHDon")
            .error("SIG-DIGEST", "DLHDon")
            .because("seller and authority both signed the number"),
    ];
    let plain = |name: &str, damage: Edit| fault(name, Base::Uncoded).damage(damage);
    cases.extend([
        plain("a letter of the goods", set("HHDVu[1]/THHDVu", "Sạch")).error("SIG-DIGEST", "DLHDon"),
        plain("the buyer's tax code", set("NMua/MST", "0209999986")).error("SIG-DIGEST", "DLHDon"),
        plain("one more space", set("HHDVu[1]/THHDVu", "Sách ")).error("SIG-DIGEST", "DLHDon"),
        plain("another Unicode form", set("HHDVu[1]/THHDVu", "Sa\u{301}ch")).error("SIG-DIGEST-UNICODE", "DLHDon"),
        plain("an attribute more", replace("<DLHDon Id=\"d2\">", "<DLHDon Id=\"d2\" a=\"1\">")).error("SIG-DIGEST", "DLHDon"),
        plain("another id", replace("<DLHDon Id=\"d2\">", "<DLHDon Id=\"d0\">"))
            .error("SIG-REFERENCE-MISSING", &format!("{SELLER}/SignedInfo/Reference[1]")),
        plain("the case of the id", replace("<DLHDon Id=\"d2\">", "<DLHDon Id=\"D2\">"))
            .error("SIG-REFERENCE-MISSING", &format!("{SELLER}/SignedInfo/Reference[1]")),
        plain("the id attribute in small letters", replace("<DLHDon Id=\"d2\">", "<DLHDon id=\"d2\">"))
            .error("SIG-DIGEST", "DLHDon"),
        fault("a line more", Base::Sales200)
            .damage(Edit::Append("NDHDon/DSHHDVu".to_owned(), "<HHDVu><TChat>4</TChat><THHDVu>A</THHDVu></HHDVu>".to_owned()))
            .error("SIG-DIGEST", "DLHDon"),
        fault("a batch: a letter of the goods", Base::Batch)
            .damage(set("HHDVu/THHDVu", "Cơm trua"))
            .error("SIG-DIGEST", "/TDiep/DLieu"),
        fault("a batch: the code of an invoice", Base::Batch)
            .damage(set("/TDiep/DLieu/HDon[2]/MCCQT", "M2-25-A1B2C-00000000003"))
            .error("SIG-DIGEST", "/TDiep/DLieu"),
        fault("a batch: a byte of the value", Base::Batch)
            .damage(digit(Base::Batch, "/TDiep/CKSNNT/Signature/SignatureValue", 9))
            .error("SIG-VALUE", "/TDiep/CKSNNT/Signature/SignatureValue"),
        fault("a returned invoice: the code", Base::Returned)
            .damage(set("MCCQT", "00E39AA98874477362BEA6474478B648C4"))
            .error("SIG-DIGEST", "MCCQT"),
    ]);
    run("bytes of signatures", &cases);
}

#[test]
fn parts_of_a_signature() {
    const DSIG: &str = sign::DSIG;
    let plain = |name: &str, damage: Edit| fault(name, Base::Uncoded).damage(damage);
    let info = format!("{SELLER}/SignedInfo");
    let after = |path: &str, markup: &str| Edit::After(path.to_owned(), markup.to_owned());
    let digest = format!("{info}/Reference[1]/DigestValue");
    let method = |uri: &str| {
        replace(
            "<SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>",
            &format!("<SignatureMethod Algorithm=\"{uri}\"/>"),
        )
    };
    let transform = |uri: &str| replace(&format!("{DSIG}enveloped-signature"), uri);
    let method_path = format!("{info}/SignatureMethod");
    let transform_path = format!("{info}/Reference[1]/Transforms/Transform");
    let first = format!("{info}/Reference[1]");
    let structure = "SIG-REFUSED-STRUCTURE";
    let resigned = |name: &str| fault(name, Base::Uncoded);
    let cases = [
        plain("a reference taken out", remove(&first)).error("SIG-VALUE", &format!("{SELLER}/SignatureValue")),
        plain("a reference to nothing", after(&first, &sign::reference("nothing", false))).error("SIG-REFUSED-BASE64", &format!("{info}/Reference[2]/DigestValue")),
        resigned("a reference to nothing, with a digest")
            .damage(after(&first, &sign::reference("nothing", false).replace("<DigestValue>", "<DigestValue>AAAA")))
            .error("SIG-REFERENCE-MISSING", &format!("{info}/Reference[2]")),
        resigned("references in another order")
            .damage(replace("URI=\"#d2\"", "URI=\"#d3\""))
            .damage(replace("URI=\"#SigningTime-seller-d2\"", "URI=\"#d2\""))
            .damage(replace("URI=\"#d3\"", "URI=\"#SigningTime-seller-d2\""))
            .error("SIG-DIGEST", "DLHDon")
            .error("SIG-DIGEST", "DSCKS/NBan/Signature/Object")
            .because("both references have the digest of the other"),
        resigned("a seller who signs only the time").remove(&first).error("VN-SIG-COVERAGE", SELLER),
        resigned("a seller who signs only the general part")
            .replace("<TTChung><PBan>", "<TTChung Id=\"general\"><PBan>")
            .replace("URI=\"#d2\"", "URI=\"#general\"")
            .error("VN-SIG-COVERAGE", SELLER),
        resigned("a seller who signs the content and not the header")
            .replace("<NDHDon>", "<NDHDon Id=\"content\">")
            .replace("URI=\"#d2\"", "URI=\"#content\"")
            .error("VN-SIG-COVERAGE", SELLER),
        fault("an authority that does not sign the code", Base::Vat).remove(&format!("{AUTHORITY}/SignedInfo/Reference[2]")).error("VN-SIG-COVERAGE", AUTHORITY),
        fault("an authority that does not sign the invoice", Base::Vat).remove(&format!("{AUTHORITY}/SignedInfo/Reference[1]")).error("VN-SIG-COVERAGE", AUTHORITY),
        fault("a batch of which one invoice is signed", Base::Batch)
            .replace("URI=\"#batch\"", "URI=\"#m1\"")
            .error("VN-SIG-COVERAGE", "/TDiep/CKSNNT/Signature")
            .error("VN-SIG-UNSIGNED", "/TDiep/DLieu/HDon[2]")
            .because("the signature is not over the whole DLieu, and the second invoice is signed by nobody"),
        // Whole signatures.
        plain("no signatures", remove("DSCKS")).warning("VN-SIG-UNSIGNED", "").undetermined(),
        plain("an empty place for the seller's signature", set("DSCKS/NBan", "")).warning("VN-SIG-UNSIGNED", "").undetermined(),
        fault("no signature of the seller beside the authority's", Base::Vat).damage(remove("DSCKS/NBan")).warning("VN-SIG-UNSIGNED", "").undetermined(),
        fault("no signature of the authority", Base::Vat).damage(remove("DSCKS/CQT")).error("VN-SIG-AUTHORITY-MISSING", "MCCQT"),
        fault("no signature at all on a coded invoice", Base::Vat)
            .damage(remove("DSCKS"))
            .error("VN-SIG-AUTHORITY-MISSING", "MCCQT")
            .warning("VN-SIG-UNSIGNED", "")
            .because("two signatures are missing"),
        fault("a batch without its signature", Base::Batch).damage(remove("/TDiep/CKSNNT")).undetermined(),
        fault("swapped signatures", Base::Vat)
            .convert(|text| {
                let (start, rest) = text.split_once("<NBan><Signature").expect("a seller's signature");
                let (seller, rest) = rest.split_once("</NBan><CQT>").expect("and the authority's");
                let (authority, end) = rest.split_once("</CQT>").expect("which ends");
                format!("{start}<NBan>{authority}</NBan><CQT><Signature{seller}</CQT>{end}").into_bytes()
            })
            .error("VN-SIG-COVERAGE", "DSCKS/CQT/Signature")
            .error("VN-SIG-HIERARCHY", "DSCKS/CQT/Signature")
            .warning("VN-SIG-HOLDER-UNKNOWN", "DSCKS/NBan/Signature")
            .warning("VN-SIG-ORDER", "DSCKS/CQT/Signature")
            .because("the seller is no authority, did not sign the code and signed first, and the authority is no seller"),
        plain("a placeholder that is no signature", after("DSCKS/NBan", "<NMua><Signature/></NMua>")).warning("SIG-NOT-DSIG", "DSCKS/NMua/Signature"),
        // Ids.
        plain("an id twice", replace("<DSCKS>", "<DSCKS Id=\"d2\">"))
            .error("SIG-DUPLICATE-ID", &first)
            .warning("SIG-ID-REPEATED", "DSCKS")
            .because("the reference is ambiguous, and the second element is told"),
        plain("an id twice, in small letters", replace("<DSCKS>", "<DSCKS id=\"d2\">"))
            .error("SIG-DUPLICATE-ID", &first)
            .warning("SIG-ID-REPEATED", "DSCKS")
            .because("the reference is ambiguous, and the second element is told"),
        plain("an id twice, as xml:id", replace("<DSCKS>", "<DSCKS xml:id=\"d2\">"))
            .error("SIG-DUPLICATE-ID", &first)
            .warning("SIG-ID-REPEATED", "DSCKS")
            .because("the reference is ambiguous, and the second element is told"),
        // Structure.
        plain("a second SignedInfo", after(&info, &format!("<SignedInfo xmlns=\"{DSIG}\"/>"))).error(structure, &format!("{SELLER}/SignedInfo[2]")),
        plain("a second SignatureValue", after(&format!("{SELLER}/SignatureValue"), &format!("<SignatureValue xmlns=\"{DSIG}\">AAAA</SignatureValue>")))
            .error(structure, &format!("{SELLER}/SignatureValue[2]")),
        plain("a second KeyInfo", after(&format!("{SELLER}/KeyInfo"), &format!("<KeyInfo xmlns=\"{DSIG}\"/>"))).error(structure, &format!("{SELLER}/KeyInfo[2]")),
        plain("an unknown element", after(&info, &format!("<Other xmlns=\"{DSIG}\"/>"))).error(structure, &format!("{SELLER}/Other")),
        plain("no SignatureValue", remove(&format!("{SELLER}/SignatureValue"))).error(structure, SELLER),
        plain("no SignedInfo", remove(&info)).error(structure, SELLER),
        plain("no DigestValue", remove(&digest)).error(structure, &first),
        plain("no SignatureMethod", remove(&method_path)).error(structure, &first),
        plain("a comment in a digest", replace("</DigestValue></Reference></SignedInfo>", "<!-- --></DigestValue></Reference></SignedInfo>"))
            .error("SIG-REFUSED-COMMENT", &format!("{info}/Reference[2]/DigestValue/comment()")),
        plain("a comment in the value", replace("</SignatureValue>", "<!-- --></SignatureValue>"))
            .error("SIG-REFUSED-COMMENT", &format!("{SELLER}/SignatureValue/comment()")),
        plain("an instruction in the certificate", replace("</X509Certificate>", "<?x?></X509Certificate>"))
            .error("SIG-REFUSED-COMMENT", &format!("{SELLER}/KeyInfo/X509Data/X509Certificate/processing-instruction('x')")),
        // Keys and algorithms.
        plain("no KeyInfo", remove(&format!("{SELLER}/KeyInfo"))).error("SIG-REFUSED-NO-CERTIFICATE", SELLER),
        plain("no certificate", remove(&format!("{SELLER}/KeyInfo/X509Data/X509Certificate")))
            .error("SIG-REFUSED-NO-CERTIFICATE", &format!("{SELLER}/KeyInfo"))
            ,
        plain("HMAC", method(&format!("{DSIG}hmac-sha1"))).error("SIG-REFUSED-HMAC", &method_path),
        plain("DSA", method(&format!("{DSIG}dsa-sha1"))).error("SIG-REFUSED-DSA", &method_path),
        plain("RSA with MD5", method("http://www.w3.org/2001/04/xmldsig-more#rsa-md5")).error("SIG-REFUSED-MD5", &method_path),
        plain("an unknown algorithm", method("urn:rsa")).error("SIG-REFUSED-ALGORITHM", &method_path),
        plain("ECDSA with an RSA key", method("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"))
            .error("SIG-REFUSED-KEY-MISMATCH", &format!("{SELLER}/SignatureValue")),
        plain("another hash", method("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512")).error("SIG-VALUE", &format!("{SELLER}/SignatureValue")),
        plain("XSLT", transform("http://www.w3.org/TR/1999/REC-xslt-19991116")).error("SIG-REFUSED-XSLT", &transform_path),
        plain("XPath", transform("http://www.w3.org/TR/1999/REC-xpath-19991116")).error("SIG-REFUSED-XPATH", &transform_path),
        plain("base64 transform", transform(&format!("{DSIG}base64"))).error("SIG-REFUSED-TRANSFORM", &transform_path),
        plain("a reference to a file", replace("URI=\"#d2\"", "URI=\"file:///etc/passwd\"")).error("SIG-REFUSED-EXTERNAL", &first),
        plain("a reference to the net", replace("URI=\"#d2\"", "URI=\"http://test.invalid/#d2\"")).error("SIG-REFUSED-EXTERNAL", &first),
        plain("a reference without URI", replace(" URI=\"#d2\"", "")).error("SIG-REFUSED-EXTERNAL", &first),
        plain("a reference by XPointer", replace("URI=\"#d2\"", "URI=\"#xpointer(//DLHDon)\"")).error("SIG-REFUSED-XPATH", &first),
        plain("a manifest", replace("URI=\"#d2\"", &format!("URI=\"#d2\" Type=\"{DSIG}Manifest\""))).error("SIG-REFUSED-MANIFEST", &first),
        plain("a relative namespace", replace("<NDHDon>", "<NDHDon xmlns:r=\"relative\">")).error("SIG-REFUSED-NAMESPACE", "NDHDon"),
        // Signed so: a warning.
        resigned("digests of SHA-1")
            .replace(
                "</Transforms><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>",
                format!("</Transforms><DigestMethod Algorithm=\"{DSIG}sha1\"/>"),
            )
            .warning("SIG-ALGORITHM-LEGACY", SELLER),
        resigned("the enveloped transform on the time, as .NET does it")
            .replace(
                "<Reference URI=\"#SigningTime-seller-d2\">",
                format!("<Reference URI=\"#SigningTime-seller-d2\"><Transforms><Transform Algorithm=\"{DSIG}enveloped-signature\"/></Transforms>"),
            )
            .warning("SIG-NONSTANDARD-TRANSFORM", SELLER),
        resigned("no signing time")
            .remove(&format!("{SELLER}/SignedInfo/Reference[2]"))
            .remove(&format!("{SELLER}/Object"))
            .warning("VN-SIG-TIME-MISSING", SELLER),
    ];
    run("parts of signatures", &cases);
}

#[test]
fn signers_who_may_not_sign() {
    let authority = |name: &str, signer: &Signer| {
        let signature = template("authority-d1", signer, &[("d1", false), ("Id-d1", false)], NOON);
        fault(name, Base::Vat).set("DSCKS/CQT", signature)
    };
    let cases = [
        signed_by("somebody else", &sign::OTHER, NOON).error("VN-SIG-HOLDER", SELLER),
        signed_by("a branch", &sign::BRANCH, NOON).warning("VN-SIG-HOLDER-BRANCH", SELLER),
        signed_by("a person", &sign::PERSON, NOON).warning("VN-SIG-HOLDER-UNKNOWN", SELLER).undetermined(),
        // Its certificate still names the code that the number of its owner took the place of, or one that it could not have had.
        signed_by("a household by its former code", &sign::HOUSEHOLD, NOON)
            .set("NBan/MST", "001099000001")
            .remove("DLQRCode")
            .warning("VN-SIG-HOLDER-UNKNOWN", SELLER)
            .undetermined(),
        signed_by("a household by a code of later days", &sign::HOUSEHOLD_LATER, NOON)
            .set("NBan/MST", "001099000001")
            .remove("DLQRCode")
            .error("VN-SIG-HOLDER", SELLER),
        signed_by("an enterprise for a household", &sign::OTHER, NOON)
            .set("NBan/MST", "001099000001")
            .remove("DLQRCode")
            .error("VN-SIG-HOLDER", SELLER),
        signed_by("a household for an enterprise", &sign::HOUSEHOLD, NOON).error("VN-SIG-HOLDER", SELLER),
        signed_by("the authority in the seller's place", &sign::AUTHORITY, NOON)
            .warning("VN-SIG-HOLDER-UNKNOWN", SELLER)
            .undetermined(),
        signed_by("an expired certificate", &sign::EXPIRED, NOON)
            .sibling(vec![by(&sign::EXPIRED, "2020-12-31T23:59:59")])
            .error("PKI-EXPIRED", SELLER),
        signed_by("one second after the end", &sign::SELLER, "2034-01-01T07:00:01")
            .sibling(vec![by(&sign::SELLER, "2034-01-01T07:00:00")])
            .error("PKI-EXPIRED", SELLER),
        signed_by("one second before the beginning", &sign::SELLER, "2024-01-01T06:59:59")
            .sibling(vec![by(&sign::SELLER, "2024-01-01T07:00:00")])
            .error("PKI-NOT-YET-VALID", SELLER),
        signed_by("self-signed", &sign::SELF_SIGNED, NOON).error("PKI-SELF-SIGNED", SELLER),
        signed_by("a key for encryption", &sign::WRONG_KEY_USAGE, NOON)
            .sibling(vec![by(&sign::ONLY_NON_REPUDIATION, NOON)])
            .error("PKI-KEY-USAGE", SELLER),
        signed_by("an unknown critical extension", &sign::UNKNOWN_CRITICAL, NOON).error("PKI-CRITICAL-EXTENSION", SELLER),
        signed_by("the certificate with another key", &sign::SELLER, NOON)
            .convert(|_| {
                sign::sign_with(
                    &super::edit::apply(&Base::Uncoded.text(), &[by(&sign::SELLER, NOON)], "/HDon"),
                    Some(&sign::STOLEN),
                )
                .into_bytes()
            })
            .error("SIG-VALUE", "DSCKS/NBan/Signature/SignatureValue"),
        // Issuers that are not known leave the stage not run: never valid.
        signed_by("an unknown issuer", &sign::BELOW_SUB_CA, NOON).undetermined(),
        signed_by("an issuer that was sent along and may not issue", &sign::BELOW_SELLER, NOON)
            .damage(Edit::Append(
                "DSCKS/NBan/Signature/KeyInfo/X509Data".to_owned(),
                format!("<X509Certificate>{}</X509Certificate>", sign::SELLER.certificate_text()),
            ))
            .error("PKI-NOT-CA", SELLER)
            .error("VN-SIG-HOLDER", SELLER)
            .because("the certificate names another tax code too"),
        // The authority.
        authority("a seller in the authority's place", &sign::SELLER).error("VN-SIG-HIERARCHY", AUTHORITY),
        authority("another taxpayer in the authority's place", &sign::OTHER).error("VN-SIG-HIERARCHY", AUTHORITY),
        authority("a person in the authority's place", &sign::PERSON).error("VN-SIG-HIERARCHY", AUTHORITY),
        authority("a self-made authority", &sign::SELF_SIGNED).error("PKI-SELF-SIGNED", AUTHORITY),
        fault("a batch signed by somebody else", Base::Batch)
            .set("/TDiep/CKSNNT", template("taxpayer", &sign::OTHER, &[("batch", false)], NOON))
            .error("VN-SIG-HOLDER", "/TDiep/CKSNNT/Signature"),
        fault("somebody else's batch with this seller's invoices", Base::Batch)
            .set("/TDiep/TTChung/MST", "0209999986")
            .set("/TDiep/CKSNNT", template("taxpayer", &sign::OTHER, &[("batch", false)], NOON))
            .error("VN-SIG-HOLDER", "/TDiep/CKSNNT/Signature")
            .warning("VN-INV-MESSAGE-TAXPAYER", "/TDiep/TTChung/MST")
            .because("the message is of one taxpayer, its invoices of another"),
    ];
    run("signers", &cases);
}

#[test]
fn changes_of_form_after_signing() {
    /// Every element on a line of its own.
    fn pretty(text: &str) -> Vec<u8> {
        text.replace("><", ">\n  <").into_bytes()
    }
    let cases = [
        fault("pretty-printed after signing", Base::Uncoded).convert(pretty).error("SIG-WHITESPACE", SELLER),
        fault("a batch pretty-printed after signing", Base::Batch)
            .convert(pretty)
            .error("SIG-WHITESPACE", "/TDiep/CKSNNT/Signature"),
        fault("a coded invoice pretty-printed after signing", Base::Vat)
            .convert(pretty)
            .error("SIG-WHITESPACE", SELLER)
            .error("SIG-WHITESPACE", AUTHORITY)
            .because("both signatures were broken"),
        fault("pretty-printed and changed", Base::Uncoded)
            .damage(set("HHDVu[1]/THHDVu", "Sạch"))
            .convert(pretty)
            .error("SIG-DIGEST", "DLHDon")
            .error("SIG-DIGEST-WHITESPACE", "DSCKS/NBan/Signature/Object")
            .because("the time would hold without the white space, the content would not"),
        fault("carriage returns written out", Base::Sales200)
            .set("NMua/DChi", "Số 2\nHuế")
            .harmless()
            .convert(|text| text.replace("Số 2\n", "Số 2&#13;\n").into_bytes())
            .error("SIG-DIGEST-LINE-ENDS", "DLHDon"),
        fault("an envelope that declares a namespace", Base::Returned)
            .convert(|text| text.replacen("<TDiep>", "<TDiep xmlns:x=\"urn:x\">", 1).into_bytes())
            .error("SIG-DIGEST-ENVELOPE", "DLHDon")
            .error("SIG-DIGEST-ENVELOPE", "DLHDon")
            .error("SIG-DIGEST-ENVELOPE", "MCCQT")
            .error("SIG-DIGEST-ENVELOPE", "DSCKS/NBan/Signature/Object")
            .error("SIG-DIGEST-ENVELOPE", "DSCKS/CQT/Signature/Object")
            .because("all five references inherit the declaration"),
        fault("a declaration at the root", Base::Uncoded)
            .convert(|text| text.replacen("<HDon>", "<HDon xmlns:x=\"urn:x\">", 1).into_bytes())
            .error("SIG-DIGEST-ENVELOPE", "DLHDon")
            .error("SIG-DIGEST-ENVELOPE", "DSCKS/NBan/Signature/Object")
            .because("both references inherit the declaration"),
        // Harmless: what is signed is the same.
        fault("a byte order mark", Base::Vat).convert(|text| format!("\u{FEFF}{text}").into_bytes()),
        fault("CRLF for LF", Base::Vat)
            .set("NMua/DChi", "Số 2\nHuế")
            .harmless()
            .convert(|text| text.replace('\n', "\r\n").into_bytes()),
        fault("UTF-16", Base::Vat).convert(|text| {
            let text = text.replace("UTF-8", "UTF-16");
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        }),
        fault("no XML declaration", Base::Vat).convert(|text| text.split_once('\n').expect("two lines").1.as_bytes().to_vec()),
        fault("other quotes and spaces in tags", Base::Uncoded)
            .convert(|text| text.replace("<DLHDon Id=\"d2\">", "<DLHDon  Id = 'd2' >").into_bytes()),
        fault("a value as CDATA", Base::Uncoded).convert(|text| text.replace(">Sách<", "><![CDATA[Sách]]><").into_bytes()),
        fault("a character as a reference", Base::Uncoded).convert(|text| text.replace(">Sách<", ">S&#225;ch<").into_bytes()),
        fault("another subject name beside the certificate", Base::Uncoded)
            .convert(|text| text.replace("CN=TEST", "CN=ANYBODY").into_bytes()),
    ];
    run("changes of form", &cases);
}
