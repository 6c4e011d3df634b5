//! The canonical form of a document is a document whose canonical form it is, for every method.

#![no_main]

use libfuzzer_sys::fuzz_target;

use taxdoc::Limits;
use taxdoc::dsig::c14n::Error;
use taxdoc::dsig::c14n::Method;
use taxdoc::dsig::c14n::NodeSet;
use taxdoc::dsig::c14n::Version;
use taxdoc::dsig::c14n::canonicalize;
use taxdoc::xml::Document;
use taxdoc::xml::NodeId;
use taxdoc::xml::Source;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(source) = Source::decode(bytes, &limits) else { return };
    let Ok(document) = Document::parse(&source, &limits) else { return };
    for version in [Version::Exclusive, Version::Inclusive10, Version::Inclusive11] {
        for method in [Method::new(version), Method::new(version).with_comments()] {
            let set = NodeSet::subtree(NodeId::DOCUMENT);
            let Some(once) = form(&document, &set, &method) else { continue };
            let again = Source::decode(&once, &limits).expect("a canonical form is UTF-8");
            let again = Document::parse(&again, &limits).expect("a canonical form is well-formed");
            assert_eq!(again.root().text(), document.root().text());
            assert_eq!(form(&again, &set, &method).as_deref(), Some(once.as_slice()));
            // Any part may be signed.
            let part = document.root().elements().last();
            if let Some(octets) = part.and_then(|part| form(&document, &NodeSet::subtree(part.id()), &method)) {
                let part = Source::decode(&octets, &limits).expect("a canonical form is UTF-8");
                let part = Document::parse(&part, &limits).expect("the canonical form of an element is well-formed");
                assert_eq!(part.root().text(), document.root().elements().last().unwrap().text());
            }
        }
    }
});

fn form(document: &Document<'_>, set: &NodeSet, method: &Method<'_>) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    match canonicalize(document, set, method, &mut octets) {
        Ok(()) => Some(octets),
        Err(Error::RelativeNamespace(_)) => None,
        Err(error) => panic!("{error}"),
    }
}
