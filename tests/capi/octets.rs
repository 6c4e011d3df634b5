//! The octets that signatures were made over, judged by OpenSSL: their digests and signature values stand in the document.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::build::Dialect;
use crate::build::folder;
use crate::build::skipped;
use crate::build::succeed;
use crate::build::tool;

const DOCUMENT: &str = "examples/data/valid.xml";

/// The contents of every element of that name, in document order.
fn contents<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let tag = format!("<{name}>");
    let parts = xml.split(tag.as_str()).skip(1);
    parts.map(|part| part.split("</").next().unwrap().trim()).collect()
}

/// Base64 text as bytes in a file.
fn decoded(openssl: &Path, text: &str, file: &str) -> PathBuf {
    let folder = folder("octets");
    let (source, target) = (folder.join(format!("{file}.b64")), folder.join(file));
    fs::write(&source, text.split_whitespace().collect::<String>()).unwrap();
    succeed(Command::new(openssl).args(["base64", "-d", "-A", "-in"]).arg(source).arg("-out").arg(&target));
    target
}

#[test]
fn octets_have_the_digests_and_the_signature_of_the_document() {
    let Some(openssl) = tool("openssl") else { return skipped("octets of signatures", "no openssl") };
    let Some(program) = Dialect::C99.compile(&[Path::new("tests/capi/octets.c")], "octets") else { return };
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let octets = |signature: usize, part: &str| {
        Command::new(&program).arg(&document).args([&signature.to_string(), part]).output().unwrap()
    };
    let xml = fs::read_to_string(&document).unwrap();
    let signatures: Vec<_> = xml.split("<SignatureValue").skip(1).map(|part| part.split_once('>').unwrap().1).collect();
    let infos: Vec<_> = xml.split("<SignedInfo").skip(1).map(|part| part.split("</SignedInfo>").next().unwrap()).collect();
    assert_eq!((infos.len(), signatures.len()), (2, 2), "{DOCUMENT}");
    let (octet_file, key) = (folder("octets").join("octets"), folder("octets").join("key.pem"));
    for (index, (info, signature)) in infos.iter().zip(&signatures).enumerate() {
        let digests = contents(info, "DigestValue");
        assert!(!digests.is_empty());
        for (part, digest) in digests.iter().enumerate() {
            let output = octets(index, &part.to_string());
            assert!(output.status.success());
            fs::write(&octet_file, output.stdout).unwrap();
            let sha256 = succeed(Command::new(&openssl).args(["dgst", "-sha256", "-binary"]).arg(&octet_file)).stdout;
            assert_eq!(sha256, fs::read(decoded(&openssl, digest, "digest")).unwrap(), "signature {index}, reference {part}");
        }
        assert_eq!(octets(index, &digests.len().to_string()).status.code(), Some(1));

        let certificate = decoded(&openssl, contents(signature, "X509Certificate")[0], "certificate");
        succeed(
            Command::new(&openssl)
                .args(["x509", "-inform", "DER", "-noout", "-pubkey", "-in"])
                .arg(certificate)
                .arg("-out")
                .arg(&key),
        );
        let value = decoded(&openssl, signature.split("</").next().unwrap(), "value");
        let mut info = octets(index, "info").stdout;
        fs::write(&octet_file, &info).unwrap();
        let verify = || {
            Command::new(&openssl)
                .args(["dgst", "-sha256", "-verify"])
                .arg(&key)
                .arg("-signature")
                .arg(&value)
                .arg(&octet_file)
                .output()
                .unwrap()
        };
        assert!(verify().status.success(), "signature {index}");
        // Its nearest sibling: one bit of one octet.
        info[20] ^= 1;
        fs::write(&octet_file, &info).unwrap();
        assert!(!verify().status.success(), "signature {index}");
    }
    assert_eq!(octets(infos.len(), "info").status.code(), Some(1));
}
