//! `include/taxdoc.h` and `include/taxdoc.symbols` against each other, the sources and the shared library. That the header is what
//! cbindgen makes of `src/capi` is shown in `tests/contract`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::build::library;
use crate::build::skipped;
use crate::build::tool;

#[test]
fn the_symbols_are_the_functions_of_the_header() {
    let mut declared = functions(&header());
    declared.sort();
    let text: String = declared.iter().flat_map(|name| [name, "\n"]).collect();
    assert_eq!(fs::read_to_string(root().join("include/taxdoc.symbols")).unwrap(), text);
}

/// Only these: a stray export of a dependency would be a promise to every host.
#[test]
fn the_shared_library_exports_the_symbols_and_nothing_else() {
    // GNU nm says "no symbols" of objects with embedded bitcode, readelf does not.
    let Some(readelf) = tool("readelf") else { return skipped("exported symbols", "no readelf") };
    let output = Command::new(readelf).args(["--dyn-syms", "--wide"]).arg(library("libtaxdoc.so")).output().unwrap();
    let mut exported: Vec<_> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            (words.len() > 7 && ["FUNC", "OBJECT"].contains(&words[3]) && words[4] != "LOCAL" && words[6] != "UND")
                .then(|| words[7].to_owned())
        })
        .collect();
    exported.sort();
    let mut declared = functions(&header());
    declared.sort();
    assert_eq!(exported, declared);
}

/// Released numbers never change; this list is only appended to.
#[test]
fn the_numbers_are_pinned() {
    const PINNED: &str = "
        OK 0 NULL_ARGUMENT 1 INVALID_ARGUMENT 2 NOT_UTF8 3 BAD_CERTIFICATE 4 BAD_SCHEMA 5 PANIC 6
        CANCELLED 7 FREED_HANDLE 8 NOT_FOUND 9 READ_FAILED 10
        LANGUAGE_VIETNAMESE 1 LANGUAGE_ENGLISH 2
        VERDICT_VALID 1 VERDICT_INVALID 2 VERDICT_UNDETERMINED 3
        STAGE_XML 1 STAGE_SCHEMA 2 STAGE_RULES 3 STAGE_TOTALS 4 STAGE_SIGNATURES 5 STAGE_CERTIFICATES 6 STAGE_REVOCATION 7
        STAGE_STATUS_PASSED 1 STAGE_STATUS_FAILED 2 STAGE_STATUS_NOT_RUN 3
        SEVERITY_INFO 1 SEVERITY_WARNING 2 SEVERITY_ERROR 3
        DOCUMENT_PROFILE 1 DOCUMENT_FAMILY 2 DOCUMENT_KIND 3 DOCUMENT_VERSION 4 DOCUMENT_NUMBER 5 DOCUMENT_DATE 6
        DOCUMENT_SELLER 7 DOCUMENT_BUYER 8 DOCUMENT_CURRENCY 9 DOCUMENT_TOTAL 10
        ROLE_SELLER 1 ROLE_BUYER 2 ROLE_AUTHORITY 3 ROLE_TAXPAYER 4 ROLE_PROVIDER 5 ROLE_OTHER 6
        INTEGRITY_VALID 1 INTEGRITY_VALID_NONSTANDARD 2 INTEGRITY_ALTERED_WHITESPACE 3 INTEGRITY_INVALID 4 INTEGRITY_REFUSED 5
        EXTENT_FULL 1 EXTENT_PARTIAL 2
        CHAIN_TRUSTED 1 CHAIN_UNTRUSTED 2 CHAIN_NOT_RUN 3
        REVOCATION_GOOD 1 REVOCATION_REVOKED 2 REVOCATION_NOT_RUN 3
        CERTIFICATE_SUBJECT 1 CERTIFICATE_TAX_CODE 2 CERTIFICATE_SERIAL 3 CERTIFICATE_ISSUER 4 CERTIFICATE_NOT_BEFORE 5
        CERTIFICATE_NOT_AFTER 6 CERTIFICATE_SHA256 7
        POLICY_INTEROP 1 POLICY_STRICT 2
        LIMIT_DOCUMENT 1 LIMIT_DEPTH 2 LIMIT_ATTRIBUTES 3 LIMIT_NAMESPACES 4 LIMIT_NAME 5 LIMIT_TEXT 6 LIMIT_NODES 7
        LIMIT_FINDINGS 8 LIMIT_SIGNATURES 9 LIMIT_REFERENCES 10 LIMIT_TRANSFORMS 11 LIMIT_PATH_CHECKS 12
        LIMIT_CANONICALIZED 13 LIMIT_DIAGNOSED 14";
    let pinned: Vec<_> = PINNED.split_whitespace().collect();
    let pinned: Vec<_> = pinned.chunks(2).map(|pair| format!("TAXDOC_{} = {}", pair[0], pair[1])).collect();
    let header = header();
    let numbers: Vec<_> =
        header.lines().filter_map(|line| line.trim().strip_suffix(',')).filter(|line| line.contains(" = ")).collect();
    assert_eq!(numbers, pinned);
    assert!(header.contains("#define TAXDOC_ABI_VERSION 1\n"));
}

/// The names of the functions that a header declares, in its order.
pub(crate) fn functions(header: &str) -> Vec<String> {
    let declarations = header.split("\nTAXDOC_API").skip(1);
    declarations
        .map(|declaration| {
            let before = declaration.split('(').next().unwrap();
            before.rsplit([' ', '*', '\n']).next().unwrap().to_owned()
        })
        .collect()
}

/// The committed header.
fn header() -> String {
    fs::read_to_string(root().join("include/taxdoc.h")).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
