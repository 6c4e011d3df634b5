//! What the program tells without a document.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::examples::examples;
use crate::program::command;
use crate::program::folder;
use crate::program::run;
use crate::program::validate;
use crate::program::write;
use crate::suites;

fn told(arguments: &[&str]) -> String {
    let run = validate(arguments);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    run.out
}

#[test]
fn every_code_can_be_explained_in_both_languages() {
    let list = told(&["--list-codes"]);
    let codes: Vec<&str> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    assert!(codes.len() > 300 && codes.is_sorted());
    let explain = codes.iter().flat_map(|code| ["--explain", code]);
    for (language, basis) in [("vi", "Căn cứ"), ("en", "Basis")] {
        let pages = validate(["--lang", language].into_iter().chain(explain.clone()));
        assert_eq!(pages.out.matches(&format!("\n  {basis}")).count(), codes.len(), "{language}");
        assert!(pages.out.lines().all(|line| line.chars().count() <= 110), "{language}");
    }
    // However the letters are written.
    assert_eq!(told(&["--explain", "xml-end-tag"]), told(&["--explain", "XML-END-TAG"]));
}

/// Each row of XML run as a document. The rows of the profile are proved in tests/faults, those of schemas in tests/xsd, of signatures and
/// certificates in tests/dsig.
#[test]
fn the_examples_of_xml_are_wrong_and_right() {
    let folder = folder("examples_of_xml");
    let mut count = 0;
    for (code, wrong, right) in examples("XML-") {
        let codes = |text: &str| validate(["--format", "json", &write(&folder, "a.xml", text)]).codes();
        assert_eq!(codes(&wrong), [code], "{code}");
        assert_eq!(codes(&right), [""; 0], "{code}");
        count += 1;
    }
    assert!(count >= 20, "{count}");
}

/// Some rows are calls of the program, those of the report and of what the caller gives.
#[test]
fn the_calls_of_examples_are_wrong_and_right() {
    let mut count = 0;
    for (code, wrong, right) in examples("").filter(|(_, wrong, _)| wrong.starts_with("validate ")) {
        let has = |call: &str| {
            let arguments = call.strip_prefix("validate ").expect("a call").split(' ').chain(["--format", "json"]);
            let run = run(command().current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments), b"");
            // An unknown issuer is the reason why a stage was not run, and no finding.
            let is_open = || run.reports()[0]["stages"][5]["status"] == "not_run";
            if code == "PKI-ISSUER-UNKNOWN" { is_open() } else { run.codes().iter().any(|found| found == code) }
        };
        assert!(has(&wrong) && !has(&right), "{wrong}\n{right}");
        count += 1;
    }
    assert!(count >= 7, "{count}");
}

#[test]
fn forms_and_profiles_are_listed() {
    let forms = told(&["--list-forms"]);
    assert!(forms.lines().any(|line| line.starts_with("842 ") && line.contains("01/GTGT") && line.contains("2.8.3")), "{forms}");
    assert!(forms.lines().any(|line| line.starts_with("vat-pos ")));
    let profiles = told(&["--list-profiles"]);
    for source in ["QĐ 1450/QĐ-TCT", "QĐ 1510/QĐ-TCT", "QĐ 1271/QĐ-CT", "trust anchors"] {
        assert!(profiles.contains(source), "{profiles}");
    }
}

#[test]
fn the_version_tells_engine_interface_and_data() {
    for arguments in [["--version"], ["-V"]] {
        let version = told(&arguments);
        let header = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/taxdoc.h")).unwrap();
        let abi = header.lines().find_map(|line| line.strip_prefix("#define TAXDOC_ABI_VERSION ")).unwrap();
        let expected = format!("taxdoc {}\nC ABI {abi}\nvn ", env!("CARGO_PKG_VERSION"));
        assert!(version.starts_with(&expected), "{version}");
        assert!(version.contains("2025-05-30"), "{version}");
    }
}

#[test]
fn an_exported_form_judges_as_the_program_does() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        return suites::skipped("exported forms against libxml2", "no xmllint");
    }
    let folder = folder("exported_form");
    let schema = write(&folder, "form.xsd", told(&["--export-xsd", "01/gtgt"]));
    assert_eq!(told(&["--export-xsd", "842"]), fs::read_to_string(&schema).unwrap());
    let valid = fs::read_to_string(Path::new(crate::program::DATA).join("declaration.xml")).unwrap();
    let good = write(&folder, "good.xml", &valid);
    let bad = write(&folder, "bad.xml", valid.replace("<ct36>15950000</ct36>", "<ct36>15950000.5</ct36>"));
    for (file, holds) in [(&good, true), (&bad, false)] {
        let theirs = Command::new("xmllint").args(["--noout", "--schema", &schema, file]).output().unwrap().status.success();
        let ours = validate(["--schema", &schema, file]).status;
        assert_eq!((theirs, ours), (holds, i32::from(!holds)), "{file}");
    }
    assert_ne!(told(&["--export-xsd", "vat"]), told(&["--export-xsd", "vat@2.0.0"]));
}

#[test]
fn wrong_names_are_refused_with_a_suggestion() {
    for (arguments, message) in [
        (["--explain", "VN-INV-TOTAL-PAYABEL"], "did you mean VN-INV-TOTAL-PAYABLE?"),
        (["--explain", "zzzzzzzzzzzz"], "--list-codes tells all"),
        (["--export-xsd", "01/GTTG"], "did you mean 01/GTGT?"),
        (["--export-xsd", "nothing like a form"], "--list-forms tells all"),
        (["--export-xsd", "vat@3.0.0"], "no version 3.0.0; it has 2.0.0, 2.0.1, 2.1.0, 2.1.1"),
        (["--export-xsd", "842@1.0.0"], "no version 1.0.0; it has 2.8.3"),
        (["--completions", "tcsh"], "choose bash, zsh, fish, powershell"),
        (["--format", "htlm"], "did you mean html?"),
    ] {
        let run = validate(arguments);
        assert_eq!((run.status, run.out.as_str()), (3, ""), "{arguments:?}");
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
    }
}

/// Names of all options in the short help; the long help and the completions must have the same.
fn options(text: &str) -> HashSet<String> {
    let names = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
    names.filter(|name| name.starts_with("--") && name.len() > 2).map(str::to_owned).collect()
}

#[test]
fn both_helps_and_all_completions_know_the_same_options() {
    for language in ["vi", "en"] {
        let short = options(&told(&["--lang", language, "-h"]));
        assert_eq!(options(&told(&["--lang", language, "--help"])), short, "{language}");
        for shell in ["bash", "zsh", "fish", "powershell"] {
            let script = told(&["--lang", language, "--completions", shell]);
            for option in &short {
                let known = if shell == "fish" { format!("-l {}", &option[2..]) } else { option.clone() };
                assert!(script.contains(&known), "{shell}: {option}");
            }
        }
        let long = told(&["--lang", language, "--help"]);
        assert!(long.lines().all(|line| line.chars().count() <= 122), "{long}");
    }
}

#[test]
fn shells_accept_their_completions() {
    let folder = folder("completions");
    for shell in ["bash", "zsh", "fish"] {
        if Command::new(shell).arg("--version").output().is_err() {
            suites::skipped(&format!("completions of {shell}"), "no such shell");
            continue;
        }
        let script = write(&folder, shell, told(&["--completions", shell]));
        assert!(Command::new(shell).args(["-n", &script]).status().unwrap().success(), "{shell}");
    }
}

/// No PowerShell is at hand where the tests run. What breaks a script made of texts is a quote that ends one early.
#[test]
fn each_text_for_powershell_ends_at_its_quote() {
    for language in ["vi", "en"] {
        let script = told(&["--lang", language, "--completions", "powershell"]);
        let results: Vec<&str> = script.lines().filter(|line| line.contains("CompletionResult]::new(")).collect();
        assert!(results.len() > 20);
        for line in results {
            let arguments = line.split_once("::new('").and_then(|(_, rest)| rest.strip_suffix("')")).expect(line);
            let texts: Vec<&str> = arguments.split("', '").collect();
            assert_eq!((texts.len(), texts[0], texts[2]), (4, texts[1], "ParameterName"), "{line}");
            assert!(texts.iter().all(|text| !text.replace("''", "").contains(['\'', '‘', '’', '‚', '‛'])), "{line}");
        }
    }
}

/// What each shell makes of a line that somebody began: the line, and how it goes on.
const BEGUN: [(&str, &str); 5] = [
    ("validate --no-b", "--no-builtin-trust"),
    ("validate --format sar", "sarif"),
    ("validate --explain XML-LIMIT-NODE", "XML-LIMIT-NODES"),
    ("validate --export-xsd public", "public-assets"),
    ("validate --list-fo", "--list-forms"),
];

/// Runs `script` in a shell, with the completions in its folder, the program in its path, and what somebody began as arguments.
fn completed(shell: &str, name: &str, arguments: &[&str], script: &str) {
    if Command::new(shell).arg("--version").output().is_err() {
        return suites::skipped(&format!("completing in {shell}"), "no such shell");
    }
    let folder = folder(&format!("completing_{shell}"));
    write(&folder, name, told(&["--completions", shell]));
    let script = write(&folder, "ask", script);
    let program = command().get_program().to_owned();
    let path = [Path::new(&program).parent().unwrap().to_owned()];
    let path = std::env::join_paths(path.into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap()))).unwrap();
    let mut shell = Command::new(shell);
    let shell = shell.args(arguments).arg(script).args(BEGUN.map(|(line, _)| line)).current_dir(&folder).env("PATH", path);
    let answers = run(shell.env("HOME", &folder).env("TERM", "xterm"), b"");
    let answers: Vec<&str> = answers.out.lines().map(str::trim_end).collect();
    assert_eq!(answers, BEGUN.map(|(_, word)| word));
}

#[test]
fn bash_completes() {
    let script = r#"source ./completions
for line; do
    COMP_WORDS=($line); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _validate; echo "${COMPREPLY[@]}"
done
"#;
    completed("bash", "completions", &[], script);
}

#[test]
fn fish_completes() {
    let script = "source ./completions\nfor line in $argv\n    complete -C $line | string split -f1 \\t\nend\n";
    completed("fish", "completions", &["-N"], script);
}

/// In a terminal of its own, since zsh completes nowhere else: the line as it stands after the tab key.
#[test]
fn zsh_completes() {
    let script = r#"zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "fpath=($PWD \$fpath); autoload -Uz compinit; compinit -u -D; unsetopt auto_list list_beep
asked() { zle complete-word; print -r -- \"ask\"\"ed<\$BUFFER>\"; zle kill-buffer }; zle -N asked; bindkey '^I' asked; print REA\"\"DY"
zpty -r -m z out '*READY*'
for line; do
    zpty -n -w z "$line"$'\t'
    zpty -r -m z out '*asked<*>*'
    out=${${out#*asked<}%%>*}; print -r -- ${${=out}[-1]}
done
zpty -d z
"#;
    completed("zsh", "_validate", &["-f"], script);
}

#[test]
fn the_language_may_come_last() {
    let mut command = command();
    let run = run(command.args(["--list-codes", "--lang", "en"]), b"");
    assert!(run.out.contains("does not match the start tag"), "{}", run.out);
}
