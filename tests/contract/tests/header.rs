//! `include/taxdoc.h` is what cbindgen makes of `src/capi`.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails this way has failed")]

use std::env;
use std::fs;
use std::path::Path;

/// The files of `src/capi` in the order of the header.
const SOURCES: [&str; 14] = [
    "numbers",
    "version",
    "error",
    "options",
    "cancellation",
    "validate",
    "report",
    "stage",
    "signature",
    "total",
    "finding",
    "octets",
    "catalogue",
    "totals",
];

#[test]
fn the_header_is_up_to_date() {
    compare("include/taxdoc.h", &generated());
}

#[test]
fn every_source_file_is_in_the_header() {
    let module = fs::read_to_string(root().join("src/capi/mod.rs")).unwrap();
    for file in module.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')) {
        let text = fs::read_to_string(root().join("src/capi").join(file).with_extension("rs")).unwrap();
        assert_eq!(text.contains("#[unsafe(no_mangle)]"), SOURCES.contains(&file) && file != "numbers", "{file}");
    }
}

/// Compares a committed file with what it should be, or writes it when `TAXDOC_REFRESH` is set.
fn compare(path: &str, expected: &str) {
    let file = root().join(path);
    if env::var_os("TAXDOC_REFRESH").is_some() {
        fs::write(&file, expected).unwrap();
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let differs = committed.lines().zip(expected.lines()).enumerate().find(|(_, (old, new))| old != new);
    if let Some((index, (old, new))) = differs {
        panic!("{path}:{}: is   {old}\nshould be {new}\nrefresh it: TAXDOC_REFRESH=1 cargo test --test header", index + 1);
    }
    assert_eq!(committed, expected, "{path} ends too early or too late; refresh it: TAXDOC_REFRESH=1 cargo test --test header");
}

fn generated() -> String {
    let mut config = cbindgen::Config::from_file(root().join("cbindgen.toml")).unwrap();
    let example = fs::read_to_string(root().join("examples/c/readme.c")).unwrap();
    let example: Vec<_> = example.lines().map(|line| format!(" *     {line}").trim_end().to_owned()).collect();
    config.header = config.header.map(|header| header.trim().replace("@EXAMPLE@", &example.join("\n")));
    config.after_includes = config.after_includes.map(|text| {
        text.replace("@MAJOR@", env!("CARGO_PKG_VERSION_MAJOR"))
            .replace("@MINOR@", env!("CARGO_PKG_VERSION_MINOR"))
            .replace("@PATCH@", env!("CARGO_PKG_VERSION_PATCH"))
    });
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root().join("src/capi").join(source).with_extension("rs"));
    }
    let mut text = Vec::new();
    builder.generate().unwrap().write(&mut text);
    String::from_utf8(text).unwrap()
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
