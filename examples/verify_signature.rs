//! A general XML-DSig verifier: every signature of each file, one JSON object a line, without any knowledge of taxes.
//!
//! ```text
//! verify_signature [--trust FILE]... [--key FILE]... [--id-attr NAME]... [--at TIME] [--policy strict|interop] [--repeat N] FILE...
//! ```
//!
//! Exit status: 0 every signature is valid (and its certificate trusted, where anchors were given); 1 otherwise, also where there is no
//! signature; 3 wrong usage, or something that was named could not be read.
//!
//! The library opens nothing. This program reads the files, asks the clock, and hands both over.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lexopt::Arg;
use lexopt::ValueExt as _;
use serde_json::Value;
use serde_json::json;
use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::dsig::DigestOutcome;
use taxdoc::dsig::Integrity;
use taxdoc::dsig::Policy;
use taxdoc::dsig::Signature;
use taxdoc::dsig::Verifier;
use taxdoc::dsig::digest_name;
use taxdoc::dsig::signature_name;
use taxdoc::pki::Timestamp;
use taxdoc::pki::TrustStore;
use taxdoc::pki::read_certificates;
use taxdoc::xml::Document;
use taxdoc::xml::Locator;
use taxdoc::xml::Source;

const USAGE: &str = "usage: verify_signature [--trust FILE]... [--key FILE]... [--id-attr NAME]... [--at TIME] \
                     [--policy strict|interop] [--repeat N] FILE...";

/// The exit status for wrong usage and for what cannot be read.
const UNUSABLE: u8 = 3;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("verify_signature: {problem}");
            ExitCode::from(UNUSABLE)
        }
    }
}

/// Why the program cannot do what it was asked to do.
#[derive(Debug)]
struct Problem(String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<lexopt::Error> for Problem {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("{error}\n{USAGE}"))
    }
}

fn run() -> Result<bool, Problem> {
    let Some(arguments) = Arguments::read()? else { return Ok(true) };
    let judge = Judge::new(&arguments)?;
    let mut all = true;
    for file in &arguments.files {
        let bytes = read(file)?;
        if let Some(count) = arguments.repeat {
            let start = Instant::now();
            for _ in 1..count {
                black_box(judge.verify(black_box(&bytes), None));
            }
            all &= print(judge.verify(&bytes, Some(file)))?;
            let each = start.elapsed().as_nanos().max(1) / u128::from(count);
            eprintln!("{} verifications a second ({}.{:03} us each)", 1_000_000_000 / each, each / 1_000, each % 1_000);
        } else {
            all &= print(judge.verify(&bytes, Some(file)))?;
        }
    }
    Ok(all)
}

fn print(verdict: Verdict) -> Result<bool, Problem> {
    let mut out = io::stdout().lock();
    let written = verdict.lines.iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush());
    match written {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Problem(error.to_string())),
        _ => Ok(verdict.good),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| Problem(format!("{}: {error}", path.display())))
}

/// The command line (CONTRACT §2).
#[derive(Default)]
struct Arguments {
    trust: Vec<PathBuf>,
    keys: Vec<PathBuf>,
    id_attributes: Vec<String>,
    at: Option<Timestamp>,
    policy: Policy,
    repeat: Option<u32>,
    files: Vec<PathBuf>,
}

impl Arguments {
    /// `None` when only the usage was asked for.
    fn read() -> Result<Option<Self>, Problem> {
        let mut arguments = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("trust") => arguments.trust.push(parser.value()?.into()),
                Arg::Long("key") => arguments.keys.push(parser.value()?.into()),
                Arg::Long("id-attr") => arguments.id_attributes.push(parser.value()?.string()?),
                Arg::Long("at") => {
                    let text = parser.value()?.string()?;
                    // A date or a time without a zone is taken as UTC: this program belongs to no country.
                    let at = Timestamp::parse(&text, 0);
                    arguments.at = Some(at.map_err(|_| Problem(format!("not a time: {text} (write YYYY-MM-DD or RFC 3339)")))?);
                }
                Arg::Long("policy") => {
                    arguments.policy = match parser.value()?.string()?.as_str() {
                        "interop" => Policy::Interop,
                        "strict" => Policy::Strict,
                        other => return Err(Problem(format!("no such policy: {other}\n{USAGE}"))),
                    }
                }
                Arg::Long("repeat") => {
                    let count: u32 = parser.value()?.parse()?;
                    if count == 0 {
                        return Err(Problem(format!("--repeat wants at least 1\n{USAGE}")));
                    }
                    arguments.repeat = Some(count);
                }
                Arg::Short('h') | Arg::Long("help") => {
                    println!("{USAGE}");
                    return Ok(None);
                }
                Arg::Value(file) => arguments.files.push(OsString::into(file)),
                other => return Err(other.unexpected().into()),
            }
        }
        if arguments.files.is_empty() {
            return Err(Problem(USAGE.to_owned()));
        }
        Ok(Some(arguments))
    }
}

/// Everything that is the same for all files.
struct Judge {
    verifier: Verifier,
    trust: Option<TrustStore>,
    at: Timestamp,
    limits: Limits,
}

/// What is said about a file.
struct Verdict {
    good: bool,
    lines: Vec<Value>,
}

impl Judge {
    fn new(arguments: &Arguments) -> Result<Self, Problem> {
        let limits = Limits::default();
        let mut verifier = Verifier::new().with_policy(arguments.policy).with_limits(limits);
        for name in &arguments.id_attributes {
            verifier = verifier.with_id_attribute(name);
        }
        for path in &arguments.keys {
            let unreadable = |_| Problem(format!("{}: no public key or certificate that is known here", path.display()));
            verifier = verifier.with_key(&public_key(&read(path)?)).map_err(unreadable)?;
        }
        let mut trust = None;
        for path in &arguments.trust {
            let store = trust.take().unwrap_or_else(TrustStore::new);
            let unreadable = |error| Problem(format!("{}: {error}", path.display()));
            trust = Some(store.with_certificates(&read(path)?).map_err(unreadable)?);
        }
        Ok(Self { verifier, trust, at: arguments.at.unwrap_or_else(now), limits })
    }

    /// Verifies a file; the lines are made only where its name is given.
    fn verify(&self, bytes: &[u8], file: Option<&Path>) -> Verdict {
        let source = match Source::decode(bytes, &self.limits) {
            Ok(source) => source,
            Err(fault) => return Verdict::refused(file, &fault.to_string()),
        };
        let document = match Document::parse(&source, &self.limits) {
            Ok(document) => document,
            Err(fault) => return Verdict::refused(file, &fault.to_string()),
        };
        let evidence = self.verifier.verify(&document);
        let mut verdict = Verdict { good: evidence.not_judged().is_none(), lines: Vec::new() };
        let mut locator = Locator::new(&document);
        for signature in evidence.signatures() {
            let chain = self.chain(signature);
            verdict.good &= signature.integrity().is_valid() && (self.trust.is_none() || chain == Chain::Trusted);
            if let Some(file) = file {
                verdict.lines.push(line(file, signature, chain, &mut locator));
            }
        }
        if evidence.signatures().is_empty() {
            return Verdict::refused(file, "there is no XML signature in the file");
        }
        if evidence.not_judged().is_some()
            && let Some(file) = file
        {
            verdict.lines.extend(Verdict::refused(Some(file), "there are too many signatures in the file").lines);
        }
        verdict
    }

    /// Whether the signer's certificate leads to one of the caller's anchors.
    fn chain(&self, signature: &Signature<'_>) -> Chain {
        let (Some(trust), Some(certificate)) = (&self.trust, signature.certificate()) else { return Chain::NotRun };
        match trust.path(certificate, signature.certificates(), self.at, &self.limits) {
            Ok(_) => Chain::Trusted,
            Err(_) => Chain::Untrusted,
        }
    }
}

/// What is known about the certificate's path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    NotRun,
    Trusted,
    Untrusted,
}

impl Verdict {
    fn refused(file: Option<&Path>, reason: &str) -> Self {
        let lines = file.map(|file| {
            json!({ "file": file.display().to_string(), "signature": null, "integrity": "refused", "reason": reason, "references": [],
                    "chain": "not_run" })
        });
        Self { good: false, lines: lines.into_iter().collect() }
    }
}

fn line(file: &Path, signature: &Signature<'_>, chain: Chain, locator: &mut Locator<'_>) -> Value {
    let references: Vec<Value> = signature
        .references()
        .iter()
        .map(|reference| {
            let target = locator.path(reference.target());
            json!({
                "uri": reference.uri(),
                "target": if target.is_empty() { "/".to_owned() } else { target },
                "digest_method": digest_name(reference.digest()),
                "digest": match reference.outcome() {
                    DigestOutcome::Fits => "fits",
                    DigestOutcome::NotChecked => "not_checked",
                    _ => "differs",
                },
            })
        })
        .collect();
    json!({
        "file": file.display().to_string(),
        "signature": locator.path(signature.node().id()),
        "integrity": match signature.integrity() {
            Integrity::Refused(_) => "refused",
            integrity if integrity.is_valid() => "valid",
            _ => "invalid",
        },
        "reason": signature.explain(Language::English),
        "algorithm": signature.algorithm().map(signature_name),
        "references": references,
        "signer": signature.certificate().map(|certificate| certificate.subject().to_string()),
        "chain": match chain {
            Chain::NotRun => "not_run",
            Chain::Trusted => "trusted",
            Chain::Untrusted => "untrusted",
        },
    })
}

/// The SubjectPublicKeyInfo of a file: a certificate or a public key, in PEM or DER.
fn public_key(bytes: &[u8]) -> Vec<u8> {
    if let Some(certificate) = read_certificates(bytes).ok().and_then(|certificates| certificates.into_iter().next()) {
        return certificate.spki().to_vec();
    }
    let pem = std::str::from_utf8(bytes).ok().and_then(|text| {
        let (_, after) = text.split_once("-----BEGIN PUBLIC KEY-----")?;
        let (body, _) = after.split_once("-----END")?;
        STANDARD.decode(body.split_ascii_whitespace().collect::<String>()).ok()
    });
    pem.unwrap_or_else(|| bytes.to_vec())
}

fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}
