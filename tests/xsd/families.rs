//! The schemas of the field: documents drawn from each, faults put in one at a time, our verdict beside libxml2's.
//!
//! A plain run takes a sample; `TAXDOC_FAMILIES=all cargo test --release --test xsd families` takes every mutation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Source;
use taxdoc::xsd::At;
use taxdoc::xsd::ContentPolicy;
use taxdoc::xsd::FaultKind;
use taxdoc::xsd::Schema;

use crate::common::suites;
use crate::differences::Differences;
use crate::files;
use crate::mutate::Mutation;
use crate::mutate::SINGLE;
use crate::mutate::mutations;
use crate::mutate::sample;
use crate::oracle::Oracle;

/// A family of schemas: its name, the suite, the root documents in it, and how many documents make a thousand mutations and more.
pub(crate) const FAMILIES: [(&str, &str, &[&str], usize); 8] = [
    ("ubl", "ubl-2.1-invoice", &["ubl-2.1-invoice/xsd/maindoc/UBL-Invoice-2.1.xsd"], 2),
    ("cii", "real-schemas", &["real-schemas/cii-d16b/data/standard/CrossIndustryInvoice_100pD16B.xsd"], 2),
    ("nfe", "real-schemas", &["real-schemas/nfe-4.00/nfe_v4.00.xsd", "real-schemas/nfe-4.00/enviNFe_v4.00.xsd"], 1),
    (
        "ksef",
        "real-schemas",
        &["real-schemas/ksef/FA/schemat_FA(3)_v1-0E.xsd", "real-schemas/ksef/FA/schemat_FA(2)_v1-0E.xsd"],
        1,
    ),
    ("fatturapa", "real-schemas", &["real-schemas/fatturapa/Schema_del_file_xml_FatturaPA_v1.2.2.xsd"], 2),
    ("facturae", "real-schemas", &["real-schemas/facturae/Facturaev3_2_2.xsd"], 2),
    ("xmldsig", "real-schemas", &["real-schemas/facturae/xmldsig-core-schema.xsd"], 60),
    (
        "xades",
        "real-schemas",
        &["real-schemas/xades/XAdES01903v132-202407.xsd", "real-schemas/xades/XAdES01903v141-202407.xsd"],
        60,
    ),
];

/// Mutations of each family in a plain run.
const SAMPLE: usize = 220;
/// Elements of a drawn document, about.
const SIZE: usize = 120;
/// Documents of the single-fault figure.
const DOCUMENTS: usize = 20;

fn whole() -> bool {
    std::env::var_os("TAXDOC_FAMILIES").is_some_and(|value| value == "all")
}

fn how() -> &'static str {
    if whole() { "all of them" } else { "a sample; TAXDOC_FAMILIES=all takes all" }
}

/// What we say of a document: the kind and the place of each fault.
fn faults(schema: &Schema, text: &str) -> Vec<(FaultKind, usize)> {
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    let document = Document::parse(&source, &limits).unwrap();
    let mut found = Vec::new();
    schema.validate(document.root(), ContentPolicy::xsd(), &mut |fault| {
        let (At::Element(id) | At::Content(id) | At::Attribute(id, _)) = fault.at();
        found.push((fault.kind(), document.node(id).unwrap().range().start));
    });
    found
}

/// Compares verdicts; differences that the list does not explain are returned.
fn compare(name: &str, schema: &Schema, oracle: &mut Oracle, mutations: &[Mutation], listed: &mut Differences) -> Vec<String> {
    let verdicts = oracle.judge(mutations.iter().map(|mutation| mutation.text.as_str()));
    let mut unexplained = Vec::new();
    for (mutation, verdict) in mutations.iter().zip(&verdicts) {
        let found = faults(schema, &mutation.text);
        if found.is_empty() != verdict.valid && !listed.explains(name, mutation, verdict, &found) {
            unexplained.push(format!("{name}: {}: ours {found:?}, libxml2: {}", mutation.describe(), verdict.message));
        }
    }
    unexplained
}

fn report(file: &str, mut unexplained: Vec<String>) {
    if unexplained.is_empty() {
        return;
    }
    let count = unexplained.len();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&file, unexplained.join("\n")).unwrap();
    unexplained.truncate(20);
    panic!(
        "{count} verdicts differ from libxml2's without a reason in the list ({}):\n{}",
        file.display(),
        unexplained.join("\n")
    );
}

#[test]
fn families_agree_with_libxml2() {
    let Some(mut oracle) = Oracle::start("agreement with libxml2 on the schemas of the field") else { return };
    let mut listed = Differences::read();
    let mut unexplained = Vec::new();
    for (name, suite, roots, documents) in FAMILIES {
        let Some(folder) = suites::suite(suite) else { continue };
        let (mut drawn, mut total, mut judged) = (0, 0, 0);
        for root in roots {
            let path = folder.join(root);
            let schema = files::compile(&[&path]).unwrap();
            oracle.schema(&path).unwrap();
            for seed in 0..if whole() { 3 * documents } else { documents } {
                let document = oracle.draw(seed, SIZE).unwrap();
                assert_eq!(faults(&schema, &document.text), [], "{name}, document {seed}: libxml2 accepts\n{}", document.text);
                let all = mutations(&document.text, &document.variants);
                drawn += 1;
                total += all.len();
                let part = if whole() { all } else { sample(all, SAMPLE / documents / roots.len() + 1, seed) };
                judged += part.len();
                unexplained.extend(compare(name, &schema, &mut oracle, &part, &mut listed));
            }
        }
        assert!(total >= 1_000, "{name}: only {total} mutations");
        suites::say(&format!("{name}: {drawn} documents, {total} mutations, {judged} judged ({})", how()));
    }
    suites::say(&format!("verdicts that differ with a reason: {}", listed.used()));
    if whole() {
        assert_eq!(listed.idle(), [] as [String; 0], "what no longer differs leaves the list");
    }
    report("family-differences.txt", unexplained);
}

/// Every schema below the folder of a form, in order.
fn vietnamese() -> Option<Vec<PathBuf>> {
    let folder = suites::suite("vn-htkk-2015-xsd")?;
    let mut found = Vec::new();
    for release in ["htkk-3.2", "htkk-3.3-2015"] {
        for entry in std::fs::read_dir(folder.join(release).join("ToKhai")).unwrap().flatten() {
            found.push(entry.path());
        }
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "xsd"));
    found.sort();
    Some(found)
}

#[test]
fn families_of_vietnamese_forms_agree_with_libxml2() {
    let Some(mut oracle) = Oracle::start("agreement with libxml2 on the Vietnamese forms") else { return };
    let Some(schemas) = vietnamese() else { return };
    assert_eq!(schemas.len(), 197);
    let mut listed = Differences::read();
    let mut unexplained = Vec::new();
    let (mut total, mut judged) = (0, 0);
    let mut opened = 0;
    for (index, path) in schemas.iter().enumerate() {
        // `real.rs` compiles every one.
        if !whole() && index % 3 != 0 {
            continue;
        }
        opened += 1;
        let schema = files::compile(&[path]).unwrap_or_else(|error| panic!("{error}"));
        oracle.schema(path).unwrap();
        let document = oracle.draw(1, SIZE).unwrap();
        assert_eq!(faults(&schema, &document.text), [], "{}", path.display());
        let all = mutations(&document.text, &document.variants);
        total += all.len();
        let part = if whole() { all } else { sample(all, 24, index) };
        judged += part.len();
        let name = path.file_stem().unwrap().to_string_lossy();
        unexplained.extend(compare(&name, &schema, &mut oracle, &part, &mut listed));
    }
    suites::say(&format!(
        "Vietnamese forms: {opened} of {} schemas, {total} mutations, {judged} judged ({})",
        schemas.len(),
        how()
    ));
    report("form-differences.txt", unexplained);
}

/// Every schema document of the folders, as a root of its own: libxml2 compiles the same ones, and takes a document of each. One that
/// includes a document which is not there is refused by libxml2; here it compiles without it and tells what it lacks (XSD 1.0 Part 1
/// §4.2.1: no corresponding inclusion is performed; §5.3).
#[test]
fn families_compile_what_libxml2_compiles() {
    let Some(mut oracle) = Oracle::start("schemas that libxml2 compiles") else { return };
    let Some(folder) = suites::suite("real-schemas") else { return };
    let mut folders = vec![folder];
    let mut schemas = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xsd") {
                schemas.push(path);
            }
        }
    }
    schemas.sort();
    let (mut compiled, mut refused, mut lacking, mut drawn, mut differing) = (0, 0, 0, 0, Vec::new());
    for (index, path) in schemas.iter().enumerate() {
        if !whole() && index % 20 != 0 {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy();
        match (files::compile(&[path]), oracle.schema(path)) {
            (Ok(schema), Ok(())) => {
                compiled += 1;
                let Ok(document) = oracle.draw(0, SIZE) else { continue };
                drawn += 1;
                if !faults(&schema, &document.text).is_empty() {
                    differing.push(format!("{name}: libxml2 takes {}", document.text));
                }
            }
            (Err(_), Err(_)) => refused += 1,
            (Ok(schema), Err(error)) if error.contains(ABSENT_INCLUSION) && !schema.unresolved().is_empty() => lacking += 1,
            (ours, theirs) => {
                differing.push(format!("{name}: ours {:?}, libxml2 {theirs:?}", ours.err().map(|error| error.to_string())))
            }
        }
    }
    suites::say(&format!(
        "schemas of the field: {compiled} of {} compile here and in libxml2, {refused} in neither, {lacking} lack \
         what they include, {drawn} documents drawn ({})",
        schemas.len(),
        how()
    ));
    assert_eq!(differing, [] as [String; 0]);
}

/// What libxml2 says of a document that it cannot include.
const ABSENT_INCLUSION: &str = "Failed to load the document";

#[test]
fn families_give_one_finding_for_one_fault() {
    let Some(mut oracle) = Oracle::start("one fault, one finding") else { return };
    let mut documents = 0;
    let mut figures: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    let mut misses = String::new();
    let mut families: Vec<(String, PathBuf)> = Vec::new();
    for (name, suite, roots, _) in FAMILIES {
        let Some(folder) = suites::suite(suite) else { return };
        families.extend(roots.iter().map(|root| (name.to_owned(), folder.join(root))));
    }
    let Some(forms) = vietnamese() else { return };
    families.extend(forms.iter().step_by(forms.len() / 5).map(|path| ("vn".to_owned(), path.clone())));
    let mut seed = 0;
    'documents: loop {
        for (name, path) in &families {
            if documents == DOCUMENTS {
                break 'documents;
            }
            let schema = files::compile(&[path]).unwrap();
            oracle.schema(path).unwrap();
            // Documents of a few elements say little.
            let Some(drawn) =
                (seed..seed + 20).filter_map(|seed| oracle.draw(seed, SIZE).ok()).find(|drawn| drawn.text.len() > 1_000)
            else {
                continue;
            };
            documents += 1;
            let mut all = mutations(&drawn.text, &[]);
            all.retain(|mutation| SINGLE.contains(&mutation.kind));
            let part = if whole() { all } else { sample(all, 60, documents) };
            for mutation in &part {
                let found = faults(&schema, &mutation.text);
                if found.is_empty() {
                    continue;
                }
                let figure = figures.entry((mutation.kind, "")).or_default();
                figure[0] += 1;
                let placed = |place: &usize| mutation.place.contains(place) || *place == mutation.parent;
                let [(_, place)] = found.as_slice() else {
                    figure[2] += 1;
                    writeln!(misses, "{name}: {}: {found:?} of {:?} {}", mutation.describe(), mutation.place, mutation.parent)
                        .unwrap();
                    continue;
                };
                if placed(place) {
                    figure[1] += 1;
                } else {
                    writeln!(
                        misses,
                        "{name}: {}: elsewhere {found:?} of {:?} {}",
                        mutation.describe(),
                        mutation.place,
                        mutation.parent
                    )
                    .unwrap();
                }
            }
        }
        seed += 20;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("single-fault-misses.txt");
    std::fs::write(&file, misses).unwrap();
    let (mut faulty, mut single) = (0, 0);
    for ((kind, _), [all, one, many]) in &figures {
        suites::say(&format!("one fault, one finding: {kind}: {one} of {all}, {many} with several"));
        faulty += all;
        single += one;
    }
    let share = single as f64 * 100.0 / faulty as f64;
    suites::say(&format!(
        "one fault, one finding, at its place or its parent: {single} of {faulty} ({share:.2} %) on {documents} documents ({}); misses: {}",
        how(),
        file.display()
    ));
    assert!(single * 100 >= faulty * 97, "{single} of {faulty}");
}
