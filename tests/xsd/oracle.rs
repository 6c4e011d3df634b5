//! libxml2 in a process of its own, which also draws valid documents from schemas: `oracle/oracle.py`, python3 with lxml.
//!
//! The documents are not drawn from our compiled model: what our compiler misreads would then be missing from them. The walk over the
//! schema documents is a second reading of XSD that shares no line with the first, and libxml2 has accepted each document.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use crate::common::suites;

/// The process.
pub(crate) struct Oracle {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// A valid document and values on the borders of its types.
pub(crate) struct Drawn {
    pub(crate) text: String,
    pub(crate) variants: Vec<Variant>,
}

/// Another value for one place of a drawn document.
pub(crate) struct Variant {
    /// The element, counted in document order from 0.
    pub(crate) element: usize,
    /// The attribute's local name; empty for the element's text.
    pub(crate) attribute: String,
    pub(crate) value: String,
}

/// What libxml2 says of a document.
pub(crate) struct Verdict {
    pub(crate) valid: bool,
    pub(crate) message: String,
}

impl Oracle {
    /// Starts it; `None`, said aloud, without python3 and lxml.
    pub(crate) fn start(what: &str) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xsd/oracle/oracle.py");
        let started = Command::new("python3")
            .arg("-B")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut oracle = match started {
            Ok(mut process) => {
                let input = process.stdin.take().unwrap();
                let output = BufReader::new(process.stdout.take().unwrap());
                Self { process, input, output }
            }
            Err(_) => return skipped(what, "python3 is not installed"),
        };
        // A process that could not load lxml has ended.
        if oracle.input.write_all(b"version\n").is_err() || oracle.line().is_empty() {
            return skipped(what, "python3 has no lxml");
        }
        Some(oracle)
    }

    /// Opens a schema with its root document.
    pub(crate) fn schema(&mut self, path: &Path) -> Result<(), String> {
        writeln!(self.input, "schema {}", path.display()).unwrap();
        match self.line().as_str() {
            "ok" => Ok(()),
            other => Err(other.to_owned()),
        }
    }

    /// Draws a valid document of about `size` elements.
    pub(crate) fn draw(&mut self, seed: usize, size: usize) -> Result<Drawn, String> {
        writeln!(self.input, "generate {seed} {size}").unwrap();
        let answer = self.line();
        if answer != "document" {
            return Err(answer);
        }
        let text = self.text();
        let count: usize = self.line().parse().unwrap();
        let variants = (0..count)
            .map(|_| {
                let line = self.line();
                let (element, attribute) = line.split_once('\t').unwrap();
                Variant { element: element.parse().unwrap(), attribute: attribute.to_owned(), value: self.text() }
            })
            .collect();
        Ok(Drawn { text, variants })
    }

    /// The verdicts on documents.
    pub(crate) fn judge<'t>(&mut self, documents: impl ExactSizeIterator<Item = &'t str>) -> Vec<Verdict> {
        let count = documents.len();
        let mut request = format!("judge {count}\n");
        for document in documents {
            request.push_str(&format!("{}\n{document}", document.len()));
        }
        self.input.write_all(request.as_bytes()).unwrap();
        (0..count)
            .map(|_| {
                let line = self.line();
                let (verdict, message) = line.split_once('\t').unwrap_or((&line, ""));
                assert!(["valid", "invalid"].contains(&verdict), "{line}");
                Verdict { valid: verdict == "valid", message: message.to_owned() }
            })
            .collect()
    }

    /// The fastest of so many compilations of the schema.
    pub(crate) fn time_schema(&mut self, rounds: usize) -> Duration {
        writeln!(self.input, "time-schema {rounds}").unwrap();
        Duration::from_nanos(self.line().parse().unwrap())
    }

    /// To parse and validate a document: the fastest of `rounds` rounds of `times` times, for one time.
    pub(crate) fn time(&mut self, rounds: usize, times: u32, document: &str) -> Duration {
        write!(self.input, "time {rounds} {times}\n{}\n{document}", document.len()).unwrap();
        Duration::from_nanos(self.line().parse().unwrap())
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    fn text(&mut self) -> String {
        let length: usize = self.line().parse().unwrap();
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn skipped(what: &str, why: &str) -> Option<Oracle> {
    suites::skipped(what, why);
    None
}
