//! Trust as a table of facts: authorities without certificate files.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use foldhash::fast::RandomState;

use super::Authority;
use super::Name;
use super::PublicKey;
use super::Timestamp;
use super::authority::Facts;
use super::authority::Standing;
use super::certificate::hexadecimal;

/// A table of authorities as tab-separated text, one a line; lines that start with `#` are comments, the first other line names the columns
/// ([`TrustTable::COLUMNS`]).
///
/// An `anchor` is trusted itself. An `issuer` is trusted because its certificate's signature was checked against its `parent`, a row of the same
/// table, when the table was made: a test of whoever keeps the table has to prove that. The rows are indexed when first asked, and decoded
/// one by one as they are needed.
pub struct TrustTable {
    text: &'static str,
    index: OnceLock<Index>,
    /// Asked only for certificates that do not name the key of their issuer.
    by_subject: OnceLock<Numbers>,
}

/// Rows by a column that need not be unique.
type Numbers = HashMap<&'static str, Vec<usize>, RandomState>;

#[derive(Default)]
struct Index {
    rows: Vec<(&'static str, OnceLock<Option<Arc<Authority>>>)>,
    by_sha256: HashMap<&'static str, usize, RandomState>,
    by_key_id: Numbers,
}

impl TrustTable {
    /// The columns, in order. `sha256`, `key_id` and `parent` are lower-case hexadecimal, times RFC 3339 in UTC, `subject_der` and `spki_der`
    /// Base64; several addresses stand with a blank between them; `subject` and `note` are for readers.
    pub const COLUMNS: &'static str = "role\tsha256\tkey_id\tparent\tsubject_der\tnot_before\tnot_after\tpath_len\tsignature\t\
        hierarchy\tcrl\tocsp\tsubject\tnote\tspki_der";

    /// A table of that text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, index: OnceLock::new(), by_subject: OnceLock::new() }
    }

    /// Every authority of the table, decoded, in its order; `None` for a row that cannot be decoded, which is then never used.
    pub fn authorities(&self) -> impl Iterator<Item = Option<Arc<Authority>>> {
        (0..self.index().rows.len()).map(|number| self.authority(number))
    }

    /// The authority whose certificate has that SHA-256.
    #[must_use]
    pub fn by_sha256(&self, sha256: &[u8; 32]) -> Option<Arc<Authority>> {
        let number = self.index().by_sha256.get(hexadecimal(sha256).as_str())?;
        self.authority(*number)
    }

    pub(super) fn by_key_id(&self, key_id: &[u8]) -> impl Iterator<Item = Arc<Authority>> {
        let mut text = String::with_capacity(2 * key_id.len());
        for byte in key_id {
            let _ = write!(text, "{byte:02x}");
        }
        self.several(self.index().by_key_id.get(text.as_str()))
    }

    pub(super) fn by_subject(&self, subject: Name<'_>) -> impl Iterator<Item = Arc<Authority>> {
        let by_subject = self.by_subject.get_or_init(|| {
            let mut numbers = Numbers::default();
            for (number, (line, _)) in self.index().rows.iter().enumerate() {
                numbers.entry(line.split('\t').nth(4).unwrap_or_default()).or_default().push(number);
            }
            numbers
        });
        self.several(by_subject.get(STANDARD.encode(subject.der()).as_str()))
    }

    fn several<'a>(&'a self, numbers: Option<&'a Vec<usize>>) -> impl Iterator<Item = Arc<Authority>> + 'a {
        numbers.into_iter().flatten().filter_map(|number| self.authority(*number))
    }

    fn authority(&self, number: usize) -> Option<Arc<Authority>> {
        let (line, decoded) = self.index().rows.get(number)?;
        decoded.get_or_init(|| decode(line).map(Arc::new)).clone()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for line in self.text.lines().filter(|line| !line.starts_with('#')).skip(1) {
                let mut columns = line.split('\t').skip(1);
                let mut column = || columns.next().unwrap_or_default();
                let (sha256, key_id) = (column(), column());
                let number = index.rows.len();
                index.rows.push((line, OnceLock::new()));
                index.by_sha256.insert(sha256, number);
                if !key_id.is_empty() {
                    index.by_key_id.entry(key_id).or_default().push(number);
                }
            }
            index
        })
    }
}

fn decode(line: &'static str) -> Option<Authority> {
    let mut columns = line.split('\t');
    let mut column = || columns.next();
    let role = column()?;
    let sha256 = unhexadecimal(column()?)?.try_into().ok()?;
    let key_id = column()?;
    let parent = column()?;
    let subject = STANDARD.decode(column()?).ok()?;
    Name::from_der(&subject)?;
    let not_before = Timestamp::parse(column()?, 0).ok()?.unix();
    let not_after = Timestamp::parse(column()?, 0).ok()?.unix();
    let path_len = column()?;
    let signature = column()?;
    let hierarchy = column()?;
    let mut addresses = || Some(column()?.split(' ').filter(|text| !text.is_empty()).map(Into::into).collect());
    let (crl, ocsp) = (addresses()?, addresses()?);
    let (_subject, _note) = (column()?, column()?);
    let spki = STANDARD.decode(column()?).ok()?;
    PublicKey::from_spki(&spki).ok()?;
    let facts = Facts {
        subject: subject.into(),
        spki: spki.into(),
        key_id: if key_id.is_empty() { None } else { Some(unhexadecimal(key_id)?.into()) },
        sha256,
        not_before,
        not_after,
        path_len: if path_len.is_empty() { None } else { Some(path_len.parse().ok()?) },
        name_constraints: None,
        obstacle: None,
        self_issued: role == "anchor",
        no_lists: false,
        sha1_signed: signature == "sha1",
        hierarchy,
        crl,
        ocsp,
    };
    match role {
        "anchor" => Some(Authority::new(facts, Standing::Anchor)),
        "issuer" => Some(Authority::new(facts, Standing::Proven(unhexadecimal(parent)?.try_into().ok()?))),
        _ => None,
    }
}

fn unhexadecimal(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}
