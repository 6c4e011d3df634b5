//! C and C++ programs against the header, the shared and the static library.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::Report;
use taxdoc::Severity;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::profile::vn::SOURCES;
use taxdoc::report::Chain;
use taxdoc::report::Extent;
use taxdoc::report::Integrity;
use taxdoc::report::Revocation;
use taxdoc::report::Role;
use taxdoc::report::SignatureReport;
use taxdoc::report::StageStatus;
use taxdoc::report::Verdict;
use taxdoc::rules;
use taxdoc::totals::CompletedDeclaration;
use taxdoc::totals::Sale;

use crate::build::Dialect;
use crate::build::skipped;
use crate::build::succeed;
use crate::build::tool;
use crate::documents;

const DIALECTS: [Dialect; 3] = [Dialect::C99, Dialect::C11, Dialect::CPP11];

#[test]
fn every_function_answers_null_and_values_without_meaning() {
    let source = Path::new("tests/capi/refusals.c");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(source)).unwrap();
    for name in fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/taxdoc.symbols")).unwrap().lines() {
        assert!(text.contains(name), "refusals.c does not call {name}");
    }
    for dialect in DIALECTS {
        if let Some(program) = dialect.compile(&[source, Path::new("tests/capi/second.c")], "refusals") {
            succeed(&mut Command::new(program));
        }
    }
}

#[test]
fn a_freed_handle_is_noticed_by_a_library_with_debug_assertions() {
    if !cfg!(debug_assertions) {
        return skipped("freed handles", "this build has no debug assertions");
    }
    for dialect in DIALECTS {
        if let Some(program) = dialect.compile(&[Path::new("tests/capi/freed.c")], "freed") {
            succeed(&mut Command::new(program));
        }
    }
}

#[test]
fn c_and_rust_say_the_same() {
    for dialect in DIALECTS {
        let Some(program) = dialect.compile(&[Path::new("tests/capi/dump.c")], "dump") else { continue };
        assert_eq!(String::from_utf8(succeed(&mut Command::new(&program)).stdout).unwrap(), dump_rules());
        // One of the three reads every file there is.
        let documents = if dialect.standard == Dialect::C99.standard { documents::everything() } else { documents::all() };
        for document in documents {
            let output = succeed(Command::new(&program).arg(&document));
            let expected = dump(&document);
            let said = String::from_utf8(output.stdout).unwrap();
            for (c, rust) in said.lines().zip(expected.lines()) {
                assert_eq!(c, rust, "{}", document.display());
            }
            assert_eq!(said.lines().count(), expected.lines().count(), "{}", document.display());
        }
    }
}

#[test]
fn c_and_rust_compute_the_same() {
    let sale = r#"{"currency": "USD", "exchange_rate": "25000.5", "lines": [{"quantity": 3, "price": "33.335", "rate": "8%"}]}"#;
    let declaration = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/declaration.xml")).unwrap();
    let of_sale: Sale = serde_json::from_str(sale).unwrap();
    let of_sale = of_sale.totals().unwrap();
    let completed = CompletedDeclaration::of(declaration.as_bytes(), &Limits::default()).unwrap();
    let refusal = "2 line 2: there is no VAT rate, and other lines have one\n";
    for (what, input, expected) in [
        ("sale", sale, format!("{}\n{}\n", serde_json::to_string(&of_sale).unwrap(), of_sale.to_xml())),
        ("declaration", &*declaration, format!("{}\n{}\n", serde_json::to_string(&completed).unwrap(), completed.xml())),
        ("sale", r#"{"lines": [{"amount": 1, "rate": "8%"}, {"amount": 1}]}"#, refusal.to_owned()),
    ] {
        for dialect in DIALECTS {
            let Some(program) = dialect.compile(&[Path::new("tests/capi/totals.c")], "totals") else { continue };
            let mut run = Command::new(&program).arg(what).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            run.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
            let output = run.wait_with_output().unwrap();
            assert!(output.status.success(), "{what}");
            assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
        }
    }
}

#[test]
fn the_example_validates_and_prints_vietnamese() {
    for dialect in DIALECTS {
        if let Some(program) =
            dialect.compile(&[Path::new("examples/c/validate.c"), Path::new("tests/capi/second.c")], "validate")
        {
            example(&program);
        }
    }
}

#[test]
fn the_example_runs_with_the_static_library() {
    if let Some(program) = Dialect::C99.compile_static(&[Path::new("examples/c/validate.c")], "validate-static") {
        example(&program);
    }
}

fn example(program: &Path) {
    let mut statuses = Vec::new();
    for document in documents::all() {
        let output = Command::new(program).arg(&document).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let report = Validator::new().validate(&fs::read(&document).unwrap());
        let (verdict, status) = match report.verdict() {
            Verdict::Valid => ("HỢP LỆ", 0),
            Verdict::Invalid => ("KHÔNG HỢP LỆ", 1),
            Verdict::Undetermined => ("CHƯA XÁC ĐỊNH", 2),
        };
        assert!(said.starts_with(&format!("{}: {verdict}", document.display())), "{said}");
        assert_eq!(output.status.code(), Some(status), "{said}");
        for finding in report.findings() {
            assert!(said.contains(finding.code()), "{said}");
            assert!(said.contains(&*finding.message(Language::Vietnamese)), "{said}");
        }
        statuses.push(status);
    }
    assert!(statuses.contains(&1), "the documents hold an invalid one");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut trusting = Command::new(program);
    let output = trusting.arg("--trust").arg(data.join("test-root.pem")).arg(data.join("valid.xml")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("valid.xml: HỢP LỆ"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
    let output = Command::new(program).arg("--trust").arg(data.join("valid.xml")).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("TAXDOC_BAD_CERTIFICATE"));
    assert_eq!(output.status.code(), Some(3));
    let output = Command::new(program).arg("no such file").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_program_of_the_readme_runs() {
    for dialect in DIALECTS {
        let Some(program) = dialect.compile(&[Path::new("examples/c/readme.c")], "readme") else { continue };
        for document in documents::all() {
            let bytes = fs::read(&document).unwrap();
            let output = Command::new(&program).stdin(Stdio::from(fs::File::open(&document).unwrap())).output().unwrap();
            let report = Validator::new().validate(&bytes);
            let messages: String =
                report.findings().iter().map(|finding| format!("{}\n", finding.message(Language::Vietnamese))).collect();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), messages);
            assert_eq!(output.status.code(), Some(i32::from(report.verdict() != Verdict::Valid)));
        }
    }
}

/// Hosts that parse headers themselves, as cffi and PHP do, read what the preprocessor leaves.
#[test]
fn the_header_survives_the_preprocessor() {
    let (Some(cpp), Some(cc)) = (tool("cpp"), tool("cc")) else { return skipped("cpp -P", "no cpp or no cc") };
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/taxdoc.h");
    let output =
        succeed(Command::new(cpp).args(["-P", "-nostdinc", "-D_STDDEF_H", "-D_STDINT_H"]).args(without_includes(&header)));
    let plain = String::from_utf8(output.stdout).unwrap();
    for word in ["#", "__attribute__", "__declspec", "extern \"C\"", "TAXDOC_API"] {
        assert!(!plain.contains(word), "{word} is left by the preprocessor");
    }
    for name in ["taxdoc_validate(", "TAXDOC_OK = 0", "TAXDOC_LANGUAGE_ENGLISH = 2"] {
        assert!(plain.contains(name), "{name} is lost in the preprocessor");
    }
    let file = crate::build::folder("preprocessed").join("taxdoc.c");
    fs::write(&file, ["#include <stddef.h>\n#include <stdint.h>\n", &plain].concat()).unwrap();
    succeed(Command::new(cc).args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]).arg(file));
}

/// A copy of the header without its two system includes, which a parser of declarations is told apart.
fn without_includes(header: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(header).unwrap();
    let text: String = text.lines().filter(|line| !line.starts_with("#include")).flat_map(|line| [line, "\n"]).collect();
    let copy = crate::build::folder("preprocessed").join("taxdoc.h");
    fs::write(&copy, text).unwrap();
    Some(copy)
}

#[test]
fn the_programs_are_clean_under_valgrind() {
    let Some(valgrind) = tool("valgrind") else { return skipped("memory of the C programs", "no valgrind") };
    let check = |command: &mut Command, statuses: &[i32]| {
        let output = command.output().unwrap();
        let code = output.status.code();
        assert!(code.is_some_and(|code| statuses.contains(&code)), "{code:?}\n{}", String::from_utf8_lossy(&output.stderr));
    };
    let valgrind = || {
        let mut command = Command::new(&valgrind);
        // What is made once for the life of the process hangs on pointers into the middle of hash tables: "possibly lost" is not lost.
        command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect", "--errors-for-leak-kinds=definite"]);
        command.arg("--error-exitcode=99");
        command
    };
    if let Some(program) = Dialect::C99.compile(&[Path::new("tests/capi/refusals.c")], "refusals-valgrind") {
        check(valgrind().arg(program), &[0]);
    }
    if let Some(program) = Dialect::C99.compile(&[Path::new("tests/capi/dump.c")], "dump-valgrind") {
        check(valgrind().arg(program).args(documents::all()), &[0]);
    }
    if let Some(program) = Dialect::C99.compile(&[Path::new("examples/c/validate.c")], "validate-valgrind") {
        check(valgrind().arg(program).args(documents::all()), &[0, 1, 2]);
    }
}

/// What dump.c prints, from the Rust report.
fn dump(document: &Path) -> String {
    let report = Validator::new().validate(&fs::read(document).unwrap()).with_file(document.to_str().unwrap());
    let mut dump = Dump(String::new());
    dump.report(&report, Language::Vietnamese);
    dump.report(&report, Language::English);
    dump.0
}

/// What dump.c prints when it is given no document.
fn dump_rules() -> String {
    let mut dump = Dump(String::new());
    for language in [Language::Vietnamese, Language::English] {
        dump.number("rule_count", rules::catalogue().count());
        for rule in rules::catalogue() {
            dump.text("rule_code", Some(rule.code));
            dump.number("rule_severity", severity(rule.severity));
            dump.number("rule_stage", stage(rule.stage));
            dump.text("rule_basis", Some(rule.basis.citation()));
            dump.text("rule_message", Some(rule.message.text(language)));
            for text in [("rule_expected", rule.expected), ("rule_fix", rule.fix)] {
                dump.text(text.0, Some(text.1.text(language)).filter(|text| !text.is_empty()));
            }
        }
        dump.number("source_count", SOURCES.len());
        for source in SOURCES {
            dump.text("source_data", Some(source.data.text(language)));
            dump.text("source_document", Some(source.document));
            dump.text("source_date", Some(source.date));
        }
    }
    dump.0
}

fn severity(severity: Severity) -> usize {
    match severity {
        Severity::Info => 1,
        Severity::Warning => 2,
        Severity::Error => 3,
    }
}

fn stage(stage: Stage) -> usize {
    1 + Stage::ALL.iter().position(|known| *known == stage).unwrap()
}

struct Dump(String);

impl Dump {
    fn report(&mut self, report: &Report, language: Language) {
        self.number(
            "report_verdict",
            match report.verdict() {
                Verdict::Valid => 1,
                Verdict::Invalid => 2,
                Verdict::Undetermined => 3,
            },
        );
        self.text("report_sha256", Some(report.sha256()));
        self.text("report_file", report.file());
        let document = report.document();
        for field in [document.profile, document.family] {
            self.text("report_document", field);
        }
        for field in [
            &document.kind,
            &document.version,
            &document.number,
            &document.date,
            &document.seller,
            &document.buyer,
            &document.currency,
            &document.total,
        ] {
            self.text("report_document", field.as_deref());
        }
        for stage in report.stages() {
            let (status, reason) = match &stage.status {
                StageStatus::Passed => (1, None),
                StageStatus::Failed => (2, None),
                StageStatus::NotRun(note) => (3, Some(note.text(language))),
            };
            self.number("report_stage", status);
            self.text("report_stage_reason", reason.as_deref());
        }
        self.number("signature_count", report.signatures().len());
        for signature in report.signatures() {
            self.signature(signature, language);
        }
        self.number("total_count", report.totals().len());
        for total in report.totals() {
            self.text("total_name", Some(total.name.text(language)));
            self.text("total_path", Some(&total.path));
            self.text("total_stated", Some(&total.stated));
            self.text("total_computed", Some(&total.computed));
            self.text("total_difference", Some(&total.difference));
            self.text("total_rule", Some(&total.rule));
        }
        self.number("finding_count", report.findings().len());
        for finding in report.findings() {
            self.text("finding_code", Some(finding.code()));
            self.number("finding_severity", severity(finding.severity()));
            self.number("finding_stage", stage(finding.rule().stage));
            let place = finding.place();
            self.number("finding_line", place.map_or(0, |place| place.line));
            self.number("finding_column", place.map_or(0, |place| place.column));
            self.number("finding_offset", place.map_or(0, |place| place.offset));
            self.number("finding_length", place.map_or(0, |place| place.length));
            self.text("finding_path", place.map(|place| place.path.as_str()).filter(|path| !path.is_empty()));
            self.text("finding_field", finding.field(language));
            self.text("finding_message", Some(&finding.message(language)));
            self.text("finding_actual", finding.actual(language).as_deref());
            self.text("finding_expected", finding.expected(language).as_deref());
            self.text("finding_fix", finding.fix(language).as_deref());
            self.text("finding_basis", Some(&finding.basis()));
            self.number("finding_param_count", finding.params().iter().count());
            for (name, value) in finding.params().iter() {
                self.text("finding_param_name", Some(name));
                self.text("finding_param_value", Some(&value.to_text(language)));
            }
        }
        self.text("report_json", Some(&serde_json::to_string(&report.in_language(language)).unwrap()));
    }

    fn signature(&mut self, signature: &SignatureReport, language: Language) {
        self.text("signature_path", Some(&signature.path));
        self.number(
            "signature_role",
            match signature.role {
                Role::Seller => 1,
                Role::Buyer => 2,
                Role::Authority => 3,
                Role::Taxpayer => 4,
                Role::Provider => 5,
                Role::Other => 6,
            },
        );
        self.number(
            "signature_integrity",
            match signature.integrity {
                Integrity::Valid => 1,
                Integrity::ValidNonstandard => 2,
                Integrity::AlteredWhitespace => 3,
                Integrity::Invalid => 4,
                Integrity::Refused => 5,
            },
        );
        self.text("signature_diagnosis", signature.diagnosis.as_ref().map(|note| note.text(language)).as_deref());
        self.text("signature_algorithm", Some(&signature.algorithm));
        self.number("signature_digest_count", signature.digests.len());
        for digest in &signature.digests {
            self.text("signature_digest", Some(digest));
        }
        self.text("signature_time", signature.signing_time.as_deref());
        self.number("signature_time_signed", usize::from(signature.signing_time_signed));
        self.number("signature_covered_count", signature.covers.len());
        for covered in &signature.covers {
            self.text("signature_covered", Some(&covered.path));
            self.number(
                "signature_covered_extent",
                match covered.extent {
                    Extent::Full => 1,
                    _ => 2,
                },
            );
        }
        self.number("signature_not_covered_count", signature.not_covered.len());
        for path in &signature.not_covered {
            self.text("signature_not_covered", Some(path));
        }
        let certificate = signature.certificate.as_ref();
        for field in [
            certificate.map(|certificate| certificate.subject.as_str()),
            certificate.and_then(|certificate| certificate.tax_code.as_deref()),
            certificate.map(|certificate| certificate.serial.as_str()),
            certificate.map(|certificate| certificate.issuer.as_str()),
            certificate.map(|certificate| certificate.not_before.as_str()),
            certificate.map(|certificate| certificate.not_after.as_str()),
            certificate.map(|certificate| certificate.sha256.as_str()),
        ] {
            self.text("signature_certificate", field);
        }
        self.number(
            "signature_chain",
            match signature.chain {
                Chain::Trusted => 1,
                Chain::Untrusted => 2,
                Chain::NotRun => 3,
            },
        );
        self.text("signature_anchor", signature.anchor.as_deref());
        self.number(
            "signature_revocation",
            match signature.revocation {
                Revocation::Good => 1,
                Revocation::Revoked => 2,
                Revocation::NotRun => 3,
            },
        );
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        writeln!(self.0, "taxdoc_{name} {}", text.unwrap_or("-")).unwrap();
    }

    fn number(&mut self, name: &str, number: usize) {
        writeln!(self.0, "taxdoc_{name} {number}").unwrap();
    }
}
