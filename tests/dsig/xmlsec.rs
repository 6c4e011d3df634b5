//! Against xmlsec1: documents of many shapes, signed here in many ways, some of them damaged. Both must say the same.

use std::path::PathBuf;
use std::process::Command;

use taxdoc::Limits;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Policy;
use taxdoc::dsig::Verifier;

use super::content;
use super::corpus;
use crate::common::dice::Dice;
use crate::common::signer::C14N;
use crate::common::signer::C14N_COMMENTS;
use crate::common::signer::C14N11;
use crate::common::signer::ENVELOPED;
use crate::common::signer::EXCLUSIVE;
use crate::common::signer::Options;
use crate::common::signer::Signer;
use crate::common::signer::sign;
use crate::common::signer::with;
use crate::common::suites;

/// Documents of free shapes and of the layouts of the field; each is checked signed and damaged.
const FREE: u64 = 180;
const OF_THE_FIELD: u64 = 100;

#[test]
fn xmlsec1_agrees() {
    if Command::new("xmlsec1").arg("--version").output().is_err() {
        suites::skipped("xmlsec1_agrees", "xmlsec1 is not installed");
        return;
    }
    let (mut valid, mut invalid, mut wrong) = (0, 0, Vec::new());
    let mut compare = |seed: u64, name: &str, text: &str| {
        let ours = verdict(text);
        let theirs = xmlsec1(text, seed, name);
        if ours != theirs {
            wrong.push(format!("{seed} {name}: ours {ours}, xmlsec1 {theirs}\n{text}"));
        }
        assert!(!name.ends_with("signed") || ours, "{seed}\n{text}");
        *(if ours { &mut valid } else { &mut invalid }) += 1;
    };
    for seed in 0..FREE {
        let mut dice = Dice::of_seed(seed);
        let signed = make(&mut dice);
        compare(seed, "signed", &signed);
        compare(seed, "damaged", &damage(&signed, &mut dice));
    }
    let layouts = corpus::layouts();
    for seed in 0..OF_THE_FIELD {
        let mut dice = Dice::of_seed(seed + 1_000_000);
        let layout = &layouts[dice.below(layouts.len())];
        let whole = dice.below(3) == 0;
        // Keys and methods that xmlsec1 knows too.
        let options = corpus::signing(layout, &mut dice, whole).options.rsa(dice.of(&["sha256", "sha384", "sha512"]));
        let key = dice.of(&["seller", "seller", "ec-p256", "ec-p384"]);
        let signed = sign(&layout.text, layout.place, &Signer::fixture(key), &options);
        compare(seed, "field-signed", &signed);
        let damaged = if dice.below(2) == 0 {
            corpus::misformed(&signed, layout, &mut dice)
        } else {
            content::forged(&signed, layout, &mut dice)
        };
        compare(seed, "field-damaged", &damaged);
    }
    suites::say(&format!(
        "xmlsec1 agrees on {} documents: {valid} valid and {invalid} invalid; {} differ",
        valid + invalid,
        wrong.len()
    ));
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n\n"), wrong.len());
    assert!(valid + invalid >= 500 && invalid > 200, "{valid} {invalid}");
}

fn verdict(text: &str) -> bool {
    // Why a digest fails is not asked here.
    let mut limits = Limits::default();
    limits.diagnosed = 0;
    let verifier = Verifier::new().with_policy(Policy::Strict).with_limits(limits);
    with(text, |document| {
        verifier.verify(document).signatures().iter().all(|signature| *signature.integrity() == Integrity::Valid)
    })
}

fn xmlsec1(text: &str, seed: u64, name: &str) -> bool {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("xmlsec-{}-{seed}-{name}.xml", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let mut command = Command::new("xmlsec1");
    command.args(["--verify", "--insecure", "--enabled-key-data", "x509"]);
    for element in ["DLHDon", "a", "b", "urn:x:a", "urn:x:b", "urn:d:a", "urn:d:b"] {
        command.args(["--id-attr:Id", element]);
    }
    command.args(["--id-attr:id", "http://kekhaithue.gdt.gov.vn/TKhaiThue:HSoKhaiThue"]);
    let output = command.arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    output.status.success()
}

/// A document with one signature.
fn make(dice: &mut Dice) -> String {
    let declarations = dice.of(&[
        "",
        " xmlns=\"urn:d\"",
        " xmlns:x=\"urn:x\" xmlns:unused=\"urn:u\"",
        " xmlns=\"urn:d\" xmlns:x=\"urn:x\"",
        " xml:lang=\"vi\" xml:space=\"default\"",
        " xmlns:x=\"urn:x\" xml:base=\"http://h/p/\"",
    ]);
    let inner =
        dice.of(&["", " xmlns=\"urn:x\"", " xmlns=\"\"", " xmlns:y=\"urn:y\" y:k='1'", " xmlns:x=\"urn:x\"", " xml:base='q'"]);
    let content: String = (0..4).map(|_| piece(dice)).collect();
    let prolog = dice.of(&["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "<?p before?><!-- c -->\n"]);
    let epilog = dice.of(&["", "\n<!-- after --> <?q?>\n"]);
    let gap = dice.of(&["", "\n  ", "\r\n"]);
    let text = format!(
        "{prolog}<r{declarations}>{gap}<a Id='one'{inner}>{content}</a>{gap}<b  Id=\"two\" >{}</b>{gap}<s></s></r>{epilog}",
        piece(dice)
    );
    let key = dice.of(&["seller", "seller", "seller", "ec-p256", "ec-p384"]);
    let exclusive_with_prefixes = format!("{EXCLUSIVE} x #default");
    let mut options = Options::new()
        .canonicalization(dice.of(&[C14N, C14N, C14N_COMMENTS, C14N11, EXCLUSIVE]))
        .digest(dice.of(&["sha1", "sha256", "sha384", "sha512"]))
        .rsa(dice.of(&["sha256", "sha384", "sha512"]))
        .prefix(dice.of(&["", "ds"]))
        .indent(dice.of(&["", "\n ", "\n"]));
    options = match dice.below(6) {
        0 => options.transformed("", &[ENVELOPED]),
        1 => options.transformed("", &[ENVELOPED, EXCLUSIVE]),
        2 => options.transformed("", &[ENVELOPED, dice.of(&[C14N, C14N11, C14N_COMMENTS])]).reference("#two"),
        3 => options.transformed("#one", &[&exclusive_with_prefixes]).transformed("#two", &[ENVELOPED]),
        4 => options.transformed("#xpointer(id('one'))", &[dice.of(&[C14N_COMMENTS, C14N11, C14N])]),
        _ => options.reference("#one").transformed("#two", &[EXCLUSIVE]),
    };
    if dice.below(2) == 0 {
        options = options.time("2025-06-01T08:00:00");
    }
    sign(&text, "r/s", &Signer::fixture(key), &options)
}

fn piece(dice: &mut Dice) -> String {
    dice.of(&[
        "chữ",
        "1 &lt; 2 &gt; 0 > &amp; \"'",
        "<c/>",
        "<c k=\"1\" j='2&#9;&quot;'\n  i=\"a\tb\" />",
        "<!-- chú thích -->",
        "<?target  data ?>",
        "<![CDATA[<&>\n]]>",
        "\r\n\t dòng\r\n",
        "<x:e xmlns:x='urn:x' x:z='1' a='2'><f xmlns='urn:f'><g xmlns=''/></f></x:e>",
        "<d xmlns=\"urn:d\" xmlns:x=\"urn:x\"><d xmlns:x=\"urn:x2\"><x:d/></d></d>",
        "&#13;&#x1EBF;",
        "<c xml:lang='en' xml:id='i'></c >",
    ])
    .to_owned()
}

/// One change somewhere; it may be one that does not matter.
fn damage(signed: &str, dice: &mut Dice) -> String {
    for _ in 0..20 {
        let (from, to) = match dice.below(10) {
            0 => ("chữ", "chử"),
            1 => ("<c/>", "<c></c>"),
            2 => ("k=\"1\"", "k=\"2\""),
            3 => ("<!-- chú thích -->", ""),
            4 => ("</a>", " </a>"),
            5 => ("<s>", "<s > "),
            6 => ("<DigestValue>", "<DigestValue>\n"),
            7 => ("SignatureValue>M", "SignatureValue>N"),
            8 => ("data ?>", "data?>"),
            _ => ("Id=\"two\" >", "Id=\"two\" k=''>"),
        };
        if signed.contains(from) {
            return signed.replacen(from, to, 1);
        }
    }
    signed.replacen("</a>", ".</a>", 1)
}
