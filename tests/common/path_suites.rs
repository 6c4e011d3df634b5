//! Reads the path-validation suites x509-limbo and NIST PKITS, and compares what was found with what they expect.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use taxdoc::pki::Certificate;
use taxdoc::pki::TrustStore;
use taxdoc::pki::read_certificates;

use super::suites;

/// Compares what was found with what the suite expects and with the list of known differences. What differs stands in the list with the
/// reason; a case that starts to agree fails the run until it leaves the list.
#[derive(Default)]
pub(crate) struct Score {
    agree: usize,
    wrongly_accepted: usize,
    differences: BTreeMap<String, String>,
}

impl Score {
    pub(crate) fn count(&mut self, case: &str, expected: bool, found: Result<(), String>) {
        if found.is_ok() == expected {
            self.agree += 1;
        } else {
            self.wrongly_accepted += usize::from(found.is_ok());
            self.differences.insert(case.to_owned(), found.err().unwrap_or_else(|| "accepted".to_owned()));
        }
    }

    pub(crate) fn compare(self, suite: &str) {
        let rows = DIFFERENCES.lines().filter(|row| !row.starts_with('#')).map(|row| row.split('\t').collect::<Vec<_>>());
        let known: Vec<&str> = rows
            .filter(|row| row[0] == suite)
            .map(|row| {
                assert!(row.len() == 3 && row[2].contains('§'), "a row without its clause: {row:?}");
                row[1]
            })
            .collect();
        let total = self.agree + self.differences.len();
        suites::say(&format!(
            "{suite}: {} of {total} cases agree, {} known differences, {} of them accepted against the suite",
            self.agree,
            known.len(),
            self.wrongly_accepted
        ));
        let new: Vec<_> = self.differences.iter().filter(|(case, _)| !known.contains(&case.as_str())).collect();
        assert!(new.is_empty(), "{suite}: unexpected: {new:#?}");
        let gone: Vec<_> = known.iter().filter(|case| !self.differences.contains_key(**case)).collect();
        assert!(gone.is_empty(), "{suite}: these agree now, take them off the list: {gone:#?}");
    }
}

/// Suite, case, and the clause that explains the difference.
const DIFFERENCES: &str = include_str!("path_differences.tsv");

/// Scores the cases of x509-limbo whose names begin with one of these; `None`, said aloud, when the suite cannot be had.
pub(crate) fn limbo(groups: &[&str], judge: impl Fn(&Value) -> Result<(), String>) -> Option<Score> {
    let packed = suites::shared("suites/x509-limbo.json.xz")?;
    let Ok(unpacked) = Command::new("xz").arg("-dc").arg(&packed).output() else {
        suites::skipped("x509-limbo", "xz is not installed");
        return None;
    };
    let suite: Value = serde_json::from_slice(&unpacked.stdout).expect("JSON");
    let mut score = Score::default();
    for case in suite["testcases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        if groups.iter().any(|group| id.starts_with(group)) {
            score.count(id, case["expected_result"] == "SUCCESS", judge(case));
        }
    }
    Some(score)
}

/// Anchors, intermediates and leaf of a case of x509-limbo.
pub(crate) fn limbo_certificates(case: &Value) -> Result<(TrustStore, Vec<Certificate>, Certificate), String> {
    let read = |pem: &Value| read_certificates(pem.as_str().unwrap_or_default().as_bytes()).map_err(|error| error.to_string());
    let mut store = TrustStore::new();
    for trusted in case["trusted_certs"].as_array().expect("a list") {
        for certificate in read(trusted)? {
            store = store.with_anchor(certificate);
        }
    }
    let mut others = Vec::new();
    for intermediate in case["untrusted_intermediates"].as_array().expect("a list") {
        // One that cannot be read is of no use for a path.
        others.extend(read(intermediate).unwrap_or_default());
    }
    let leaf = read(&case["peer_certificate"])?.remove(0);
    Ok((store, others, leaf))
}

/// The certificates of NIST PKITS.
pub(crate) struct Pkits {
    folder: PathBuf,
    /// All authorities of the suite.
    pub(crate) issuers: Vec<Certificate>,
    /// The suite's one anchor.
    pub(crate) store: TrustStore,
}

impl Pkits {
    /// `None`, said aloud, when the suite cannot be had.
    pub(crate) fn open() -> Option<Self> {
        let folder = suites::suite("pkits")?.join("pkits");
        let root = read(&folder.join("certs/TrustAnchorRootCertificate.crt")).expect("the anchor");
        let mut pkits = Self { folder, issuers: Vec::new(), store: TrustStore::new().with_anchor(root) };
        let issuers = pkits.files("certs").into_iter().filter(|file| !file.to_string_lossy().ends_with("EE.crt"));
        pkits.issuers = issuers.filter_map(|file| read(&file).ok()).collect();
        Some(pkits)
    }

    /// The files of a folder of the suite: `certs` or `crls`.
    pub(crate) fn files(&self, folder: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.join(folder)).expect("a folder");
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files
    }

    /// The names of all cases, which are those of the leaves.
    pub(crate) fn cases(&self) -> Vec<String> {
        let files = self.files("certs").into_iter();
        files.filter_map(|file| file.file_name()?.to_str()?.strip_suffix("EE.crt").map(str::to_owned)).collect()
    }

    pub(crate) fn leaf(&self, case: &str) -> Result<Certificate, String> {
        read(&self.folder.join(format!("certs/{case}EE.crt")))
    }
}

fn read(path: &Path) -> Result<Certificate, String> {
    Certificate::from_der(&std::fs::read(path).expect("a file")).map_err(|error| error.to_string())
}
