//! The catalogue of the authority's viewer of May 2026: every form code with its versions, from `data/catalogue.tsv`.

use std::sync::OnceLock;

/// One row: a version of a form, first or supplementary.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// `maTKhai`, for example `842`; `-` where the catalogue has none.
    pub code: &'static str,
    /// The symbol that is printed on the form, `01/GTGT`.
    pub symbol: &'static str,
    /// The title.
    pub title: &'static str,
    /// The printed legal basis.
    pub basis: &'static str,
    /// The data file that has the table of the form.
    pub group: &'static str,
    /// `pbanTKhaiXML`, for example `2.8.3`; `-` where the catalogue has none.
    pub version: &'static str,
    /// `C` first, `B` supplementary; `T`, `DK`, `TD`, `CD` occur.
    pub kind: &'static str,
    /// The usual kind of period, `M`, `Q`, `Y` or `D`; `-` where the catalogue has none.
    pub period: &'static str,
    /// The annexes, divided by blanks.
    annexes: &'static str,
}

impl Entry {
    /// The elements of the annexes that may stand in `PLuc`.
    pub fn annexes(&self) -> impl Iterator<Item = &'static str> {
        self.annexes.split(' ').filter(|annex| !annex.is_empty())
    }
}

/// Every row, form by form.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut entries: Vec<Entry> = Vec::with_capacity(1_100);
        let mut head =
            Entry { code: "", symbol: "", title: "", basis: "", group: "", version: "", kind: "", period: "", annexes: "" };
        for line in include_str!("data/catalogue.tsv").lines() {
            let mut cells = line.split('\t').map(|cell| cell.trim_start_matches(' '));
            let mut cell = || cells.next().unwrap_or_default();
            if line.starts_with(' ') {
                let (version, kind, period) = (cell(), cell(), cell());
                let annexes = match cell() {
                    "\"" => head.annexes,
                    own => own,
                };
                head.annexes = annexes;
                entries.push(Entry { version, kind, period, ..head });
            } else {
                let (code, symbol, group, title, basis) = (cell(), cell(), cell(), cell(), cell());
                head = Entry { code, symbol, title, basis, group, annexes: "", ..head };
            }
        }
        entries
    })
}

/// The rows of a form.
pub fn of(code: &str) -> impl Iterator<Item = &'static Entry> {
    entries().iter().filter(move |entry| entry.code == code)
}

/// The newest version of a form.
#[must_use]
pub fn newest(code: &str) -> Option<&'static Entry> {
    of(code).max_by_key(|entry| number(entry.version))
}

/// The newest version of all: what is newer cannot be known.
#[must_use]
pub fn horizon() -> (u32, u32, u32) {
    static HORIZON: OnceLock<(u32, u32, u32)> = OnceLock::new();
    // Codes that are no number are of the e-invoice format, which counts its versions apart.
    let counted = |entry: &&Entry| entry.code.bytes().all(|byte| byte.is_ascii_digit());
    *HORIZON.get_or_init(|| entries().iter().filter(counted).filter_map(|entry| number(entry.version)).max().unwrap_or_default())
}

/// A version as three numbers; `None` when it is not written as such.
#[must_use]
pub fn number(version: &str) -> Option<(u32, u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let number = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(number)
}

/// The known codes that look most like this one, with their symbols: `842 (01/GTGT)`; at most three.
#[must_use]
pub fn near_codes(code: &str) -> Vec<&'static Entry> {
    // A code is at most a dozen characters.
    let code: String = code.chars().take(24).collect();
    let mut near: Vec<(usize, &'static Entry)> = Vec::new();
    for entry in entries() {
        let distance = distance(&code, entry.code);
        if distance <= 2 && !near.iter().any(|(_, known)| known.code == entry.code) {
            near.push((distance, entry));
        }
    }
    // A symbol in the place of the code is a mistake of its own.
    let by_symbol = entries().iter().rev().find(|entry| entry.symbol == code);
    near.sort_by_key(|(distance, entry)| (*distance, entry.code));
    by_symbol.into_iter().chain(near.into_iter().map(|(_, entry)| entry)).take(3).collect()
}

/// How many characters must be put in, taken out or replaced to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), index + 1);
        let mut before = index + 1;
        for (right, place) in other.iter().zip(row.iter_mut().skip(1)) {
            let least = (*place + 1).min(before + 1).min(diagonal + usize::from(left != *right));
            diagonal = std::mem::replace(place, least);
            before = least;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_complete() {
        // The rows and codes of the viewer's list (vn-declarations §2).
        assert_eq!(entries().len(), 1_046);
        let mut codes: Vec<&str> = entries().iter().map(|entry| entry.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 369);
        for entry in entries() {
            assert!(number(entry.version).is_some() || ["-", "1.4"].contains(&entry.version), "{entry:?}");
            assert!(!entry.symbol.is_empty() && !entry.title.is_empty() && !entry.group.is_empty(), "{entry:?}");
            assert!(["C", "B", "T", "DK", "TD", "CD"].contains(&entry.kind), "{entry:?}");
            assert!(["D", "M", "Q", "Y", "-"].contains(&entry.period), "{entry:?}");
        }
    }

    #[test]
    fn a_form_has_its_versions_and_annexes() {
        let versions: Vec<(&str, &str)> = of("842").map(|entry| (entry.version, entry.kind)).collect();
        assert_eq!(versions.len(), 8);
        assert_eq!(newest("842").unwrap().version, "2.8.3");
        assert_eq!((newest("842").unwrap().symbol, newest("892").unwrap().version), ("01/GTGT", "2.9.4"));
        let supplement = of("864").find(|entry| entry.version == "2.9.3" && entry.kind == "B").unwrap();
        let annexes: Vec<&str> = supplement.annexes().collect();
        assert_eq!(annexes, ["PLuc_05_1_PBT_KK_TNCN", "PL01_KHBS", "PL01_1_KHBS"]);
        assert_eq!(horizon(), (2, 9, 5));
    }

    #[test]
    fn near_codes_are_found() {
        let near = |code| near_codes(code).into_iter().map(|entry| entry.code).collect::<Vec<_>>();
        assert_eq!(near("01/GTGT").first(), Some(&"842"));
        assert!(near("8422").contains(&"842"));
        assert!(near("this is no code at all").is_empty());
    }

    #[test]
    fn versions_are_three_numbers() {
        assert_eq!(number("2.8.3"), Some((2, 8, 3)));
        assert!(number("2.10.0") > number("2.9.9"));
        for bad in ["2.8", "2.8.3.1", "2.8.x", "", "v2.8.3"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }
}
