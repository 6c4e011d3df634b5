//! Signatures of any bytes: nothing verifies with the seller's key but what the seller signed, whatever stands around it; strict never
//! accepts what interop refuses.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Policy;
use taxdoc::dsig::Signature;
use taxdoc::dsig::Verifier;
use taxdoc::dsig::c14n::Method;
use taxdoc::dsig::c14n::NodeSet;
use taxdoc::dsig::c14n::canonicalize;
use taxdoc::pki::Certificate;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

/// Verifiers with the seller's key, strict and interop; diagnosis is bounded, so that a run stays short.
static VERIFIERS: LazyLock<[Verifier; 2]> = LazyLock::new(|| {
    let seller = Certificate::from_der(include_bytes!("../../tests/fixtures/pki/seller.der")).expect("a certificate");
    let mut limits = Limits::default();
    limits.diagnosed = 1 << 20;
    [Policy::Strict, Policy::Interop]
        .map(|policy| Verifier::new().with_policy(policy).with_limits(limits).with_key(seller.spki()).expect("a key"))
});

/// Every canonical `SignedInfo` that the seller signed in a seed.
static SIGNED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut signed = Vec::new();
    for seed in [
        &include_bytes!("../../examples/data/valid.xml")[..],
        include_bytes!("../../examples/data/wrong-total.xml"),
        include_bytes!("../../examples/data/field-too-long.xml"),
        include_bytes!("../../examples/data/declaration.xml"),
        include_bytes!("../../examples/data/declaration-wrong-line.xml"),
        include_bytes!("../../tests/fixtures/signed-10k.xml"),
    ] {
        let limits = Limits::default();
        let source = Source::decode(seed, &limits).expect("text");
        let document = Document::parse(&source, &limits).expect("well-formed");
        let evidence = VERIFIERS[0].verify(&document);
        signed.extend(evidence.signatures().iter().filter(|one| *one.integrity() == Integrity::Valid).map(signed_info));
    }
    assert_eq!(signed.len(), 6);
    signed
});

fn signed_info(signature: &Signature<'_>) -> Vec<u8> {
    let info = signature.node().child("SignedInfo").expect("verified");
    let method =
        info.child("CanonicalizationMethod").and_then(|method| method.attribute("Algorithm").map(|uri| uri.into_owned()));
    let method = method.expect("verified");
    let mut octets = Vec::new();
    let method = Method::from_uri(&method).expect("verified");
    canonicalize(signature.node().document(), &NodeSet::subtree(info.id()), &method, &mut octets).expect("verified");
    octets
}

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(source) = Source::decode(bytes, &limits) else { return };
    let Ok(document) = Document::parse(&source, &limits) else { return };
    let [strict, interop] = &*VERIFIERS;
    let (strict, interop) = (strict.verify(&document), interop.verify(&document));
    assert_eq!(strict.signatures().len(), interop.signatures().len());
    for (strict, interop) in strict.signatures().iter().zip(interop.signatures()) {
        assert!(!strict.integrity().is_valid() || strict.integrity() == interop.integrity());
        let _ = (interop.explain(Language::Vietnamese), interop.signing_time().map(|time| time.text().len()));
        if interop.integrity().is_valid() {
            let octets = signed_info(interop);
            assert!(SIGNED.contains(&octets), "{}", String::from_utf8_lossy(&octets));
        }
    }
    interop.findings(&mut |_| {});
});
