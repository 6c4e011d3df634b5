//! The example `verify_signature` (CONTRACT §2), run as a user does.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The program, beside this test's folder: `cargo test` builds it, `cargo test --test dsig` does not.
fn program() -> PathBuf {
    let folder = env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples");
    let program = folder.join(format!("verify_signature{}", env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not built: cargo build --example verify_signature", program.display());
    program
}

/// Exit status, the lines printed, and standard error.
fn run(arguments: &[&str]) -> (i32, Vec<Value>, String) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let output = Command::new(program()).args(arguments).current_dir(data).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code().unwrap(), lines, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn verdicts_and_exit_status() {
    let (status, lines, _) = run(&["valid.xml"]);
    assert_eq!((status, lines.len()), (0, 2));
    assert_eq!(lines[0]["integrity"], "valid");
    assert_eq!(lines[0]["reason"], Value::Null);
    assert_eq!(lines[0]["chain"], "not_run");
    assert_eq!(lines[1]["signature"], "/HDon/DSCKS/CQT/Signature");
    assert_eq!(lines[1]["references"].as_array().unwrap().len(), 3);

    let (status, lines, _) = run(&["altered-after-signing.xml"]);
    assert_eq!(status, 1);
    assert!(lines.iter().all(|line| line["integrity"] == "invalid" && line["reason"].is_string()));

    let trusted = ["--trust", "test-root.pem", "--at", "2025-12-01", "valid.xml"];
    let (status, lines, _) = run(&trusted);
    assert_eq!((status, &lines[0]["chain"]), (0, &Value::from("trusted")));
    let (status, lines, _) = run(&["--trust", "test-root.pem", "--at", "1999-12-01", "valid.xml"]);
    assert_eq!((status, &lines[0]["chain"]), (1, &Value::from("untrusted")));
}

#[test]
fn keys_policies_and_repeats() {
    let key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pki/seller.der");
    let (status, lines, _) = run(&["--key", key, "--policy", "strict", "--id-attr", "Ma", "valid.xml"]);
    let integrity: Vec<&Value> = lines.iter().map(|line| &line["integrity"]).collect();
    assert_eq!(
        (status, integrity),
        (1, vec!["valid", "invalid"].into_iter().map(Value::from).collect::<Vec<_>>().iter().collect())
    );
    let (status, lines, errors) = run(&["--repeat", "3", "valid.xml"]);
    assert_eq!((status, lines.len()), (0, 2));
    assert!(errors.contains("verifications a second"), "{errors}");
}

#[test]
fn what_holds_no_signature_is_not_valid() {
    let (status, lines, _) = run(&["README.md"]);
    assert_eq!((status, &lines[0]["integrity"]), (1, &Value::from("refused")));
    for wrong in [&[][..], &["--policy", "lax", "valid.xml"], &["--at", "soon", "valid.xml"], &["--repeat", "0", "valid.xml"]] {
        assert_eq!(run(wrong).0, 3, "{wrong:?}");
    }
    assert_eq!(run(&["no-such-file.xml"]).0, 3);
    assert_eq!(run(&["--trust", "README.md", "valid.xml"]).0, 3);
    assert_eq!(run(&["--key", "README.md", "valid.xml"]).0, 3);
}
