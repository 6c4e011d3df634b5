//! Signature verification alone: parse and verify (DESIGN §6: at least 10,000 a second; xmlsec1 is measured in ../shared/peers), and with
//! the path of the signer to an anchor.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::cell::Cell;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::Budgets;
use common::Work;
use common::invoices::Floor;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;
use ring::signature::RsaKeyPair;
use taxdoc::Limits;
use taxdoc::dsig::Verifier;
use taxdoc::pki::Certificate;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    an_invoice(&mut budgets);
    with_a_path(&mut budgets);
    of_strangers(&mut budgets);
    budgets.finish()
}

/// Two signatures of an invoice against what ring does anyway.
fn an_invoice(budgets: &mut Budgets) {
    let xml = common::example("valid.xml");
    let limits = Limits::default();
    let verifier = Verifier::new();
    let source = Source::decode(&xml, &limits).expect("text");
    let document = Document::parse(&source, &limits).expect("well-formed");
    let evidence = verifier.verify(&document);
    let floor = Floor::of(&xml);
    assert_eq!(evidence.signatures().len() as u64, floor.signatures());
    assert!(evidence.signatures().iter().all(|signature| signature.integrity().is_valid()));

    println!("signature: examples/data/valid.xml, {} bytes, {} signatures", xml.len(), floor.signatures());
    let [whole, verify, least] = common::time([
        Work::new("parse and verify", || {
            let source = Source::decode(&xml, &limits).expect("text");
            let document = Document::parse(&source, &limits).expect("well-formed");
            verifier.verify(&document).signatures().len()
        }),
        Work::new("verify", || verifier.verify(&document).signatures().len()),
        Work::new("floor: digests, RSA", || floor.run_signatures()),
    ]);
    common::rate("signatures a second, parsing included", floor.signatures(), whole);
    budgets.at_least("signatures / 10,000 in a second", floor.signatures() * 100_000, whole, 100);
    // Canonicalization and key reading; our own bound.
    budgets.at_most("verify / floor", verify, least, 150);
}

/// One signature of 10 KB, without and with the path to the root over two more issuers, whose links the store remembers.
fn with_a_path(budgets: &mut Budgets) {
    let xml = common::fixture("signed-10k.xml");
    let (verifier, store) = (Verifier::new(), issuers());
    let verified = |with_path: bool| issuers_above(&xml, &verifier, with_path.then_some(&store));
    assert_eq!((verified(false), verified(true)), (Some(0), Some(3)));

    println!("signature: tests/fixtures/signed-10k.xml, {} bytes, 1 signature", xml.len());
    let [alone, with] = common::time([
        Work::new("parse and verify", || verified(false)),
        Work::new("parse, verify, path of three known issuers", || verified(true)),
    ]);
    common::rate("signatures a second", 1, alone);
    common::rate("signatures a second with their paths", 1, with);
    budgets.at_least("signatures / 10,000 in a second", 100_000, alone, 100);
    budgets.at_least("with the path / without", alone, with, 80);
}

/// The same, where nobody is met twice: each document has the certificate of another signer, issued with the key of the same issuer.
/// The store knows the issuers; the signer's certificate is decoded and its signature checked anew.
fn of_strangers(budgets: &mut Budgets) {
    // More than the store remembers links.
    let count = if common::measuring() { 4_500 } else { 3 };
    let documents = strangers(count);
    let (verifier, store) = (Verifier::new(), issuers());
    // Each goes through all of them: of turns taken together, one might meet the same few again and again.
    let turns = [Cell::new(0), Cell::new(0)];
    let verified = |with_path: bool| {
        let [next, next_with_path] = &turns;
        let next = if with_path { next_with_path } else { next };
        let xml = documents.get(next.replace((next.get() + 1) % count))?;
        issuers_above(xml, &verifier, with_path.then_some(&store))
    };
    assert_eq!((verified(false), verified(true), verified(true)), (Some(0), Some(3), Some(3)));

    println!("signature: the same document with the certificates of {count} signers in turn");
    let signer = Certificate::from_der(&common::fixture("pki/below-issuer-two.der")).expect("a certificate");
    let issuer = Certificate::from_der(&common::fixture("pki/issuer-two.der")).expect("a certificate");
    let key = issuer.public_key().expect("a key");
    assert!(signer.verify_signed_by(&key).is_ok());
    let [alone, with, certificate] = common::time([
        Work::new("parse and verify", || verified(false)),
        Work::new("parse, verify, path of three known issuers", || verified(true)),
        Work::new("the signature of a signer's certificate alone", || signer.verify_signed_by(&key).is_ok()),
    ]);
    common::rate("signatures a second", 1, alone);
    common::rate("signatures a second with their paths", 1, with);
    // One RSA check more than the document itself needs, a fifth of the whole and more where the machine is busy, for ring makes the parameters
    // of a key anew at each check: 0.80 where it is quiet. All else together may cost a tenth.
    budgets.at_least("with the path / without", alone, with, 70);
    budgets.at_least("without, and the check of a certificate / with the path", alone + certificate, with, 90);
}

/// Verifies the one signature of a document and gives the number of issuers above its signer, 0 where no store is asked; `None` where
/// anything does not hold.
fn issuers_above(xml: &[u8], verifier: &Verifier, store: Option<&TrustStore>) -> Option<usize> {
    let limits = Limits::default();
    let source = Source::decode(xml, &limits).expect("text");
    let document = Document::parse(&source, &limits).expect("well-formed");
    let evidence = verifier.verify(&document);
    let [signature] = evidence.signatures() else { return None };
    let signer = signature.certificate().filter(|_| signature.integrity().is_valid())?;
    let Some(store) = store else { return Some(0) };
    let at: Timestamp = "2025-11-20T09:15:30+07:00".parse().expect("a time");
    store.path(signer, &[], at, &limits).ok().map(|path| path.authorities().len())
}

fn issuers() -> TrustStore {
    ["root", "issuer-one", "issuer-two"].iter().fold(TrustStore::new(), |store, name| {
        store.with_certificates(&common::fixture(&format!("pki/{name}.der"))).expect("a certificate")
    })
}

/// The document of the fixtures with certificates that differ in their serial number, each signed with the issuer's key.
fn strangers(count: usize) -> Vec<Vec<u8>> {
    let key = RsaKeyPair::from_pkcs8(&common::fixture("keys/sub-ca.p8")).expect("the issuer's key");
    let certificate = common::fixture("pki/below-issuer-two.der");
    let xml = String::from_utf8(common::fixture("signed-10k.xml")).expect("text");
    let written = STANDARD.encode(&certificate);
    let (start, end) =
        (xml.find("<X509Certificate>").expect("a certificate") + 17, xml.find("</X509Certificate>").expect("its end"));
    let (before, after) = (xml.get(..start).expect("text"), xml.get(end..).expect("text"));
    let found: String = xml.get(start..end).expect("text").split_ascii_whitespace().collect();
    assert_eq!(found, written, "the signer of the document");
    // SEQUENCE { TBSCertificate, algorithm, BIT STRING }, each length in two bytes; the serial number begins behind [0] and its version.
    let length = usize::from(u16::from_be_bytes(certificate.get(6..8).and_then(|two| two.try_into().ok()).expect("a length")));
    let (tbs, value) = (4..8 + length, certificate.len() - key.public().modulus_len()..);
    let random = SystemRandom::new();
    let mut documents = Vec::with_capacity(count);
    for number in 0..u32::try_from(count).expect("a small number") {
        let mut own = certificate.clone();
        own.get_mut(20..24).expect("a serial number").copy_from_slice(&number.to_be_bytes());
        let mut signed = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &random, own.get(tbs.clone()).expect("its body"), &mut signed).expect("ring signs");
        own.get_mut(value.clone()).expect("its value").copy_from_slice(&signed);
        documents.push([before.as_bytes(), STANDARD.encode(&own).as_bytes(), after.as_bytes()].concat());
    }
    documents
}
