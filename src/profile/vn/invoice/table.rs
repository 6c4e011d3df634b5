//! The tables of the format, read from the data files in `tables/` (see the README there).

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::rules::Severity;
use crate::rules::Template;

use super::form::Form;
use super::lines::lines;

/// Versions of the format that have a table (spec §1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// 2.0.0, QĐ 1450/QĐ-TCT of 7/10/2021.
    V200,
    /// 2.0.1, QĐ 1510/QĐ-TCT of 21/9/2022.
    V201,
    /// 2.1.0, QĐ 1271/QĐ-CT of 30/5/2025.
    V210,
    /// 2.1.1, after NĐ 254/2026/NĐ-CP; seen in files, its decision is not known.
    V211,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: [Self; 4] = [Self::V200, Self::V201, Self::V210, Self::V211];

    /// The value of `PBan`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::V200 => "2.0.0",
            Self::V201 => "2.0.1",
            Self::V210 => "2.1.0",
            Self::V211 => "2.1.1",
        }
    }

    /// The version that a `PBan` names.
    ///
    /// ```
    /// use taxdoc::profile::vn::invoice::table::Version;
    /// assert_eq!(Version::from_text("2.1.0"), Some(Version::V210));
    /// assert_eq!(Version::from_text("2.2.0"), None);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.text() == text)
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// Holds other elements.
    Group,
    /// Holds anything.
    Free,
    /// Holds signatures, which the signature stage checks.
    Signature,
    /// Text of at most so many characters; without a bound when `None`.
    Text(Option<u32>),
    /// A number of at most so many digits, so many of them after the point.
    Number(u32, u32),
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM-DDThh:mm:ss`, in Vietnamese time.
    DateTime,
}

impl Shape {
    /// Whether it is that of a value, in which no element stands.
    pub(super) const fn is_value(self) -> bool {
        !matches!(self, Self::Group | Self::Free | Self::Signature)
    }

    fn from_text(text: &str) -> Option<Self> {
        let (word, size) = text.split_once(' ').unwrap_or((text, ""));
        match (word, size) {
            ("group", "") => Some(Self::Group),
            ("free", "") => Some(Self::Free),
            ("signature", "") => Some(Self::Signature),
            ("date", "") => Some(Self::Date),
            ("date-time", "") => Some(Self::DateTime),
            ("str", "") => Some(Self::Text(None)),
            ("str", size) => size.parse().ok().map(|most| Self::Text(Some(most))),
            ("num", size) => {
                let (digits, fraction) = size.split_once(',').unwrap_or((size, "0"));
                Some(Self::Number(digits.parse().ok()?, fraction.parse().ok()?))
            }
            _ => None,
        }
    }
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// `M`, with the severity when it is not.
    Mandatory(Severity),
    /// `M?`: when the fact exists, which a file does not tell.
    IfFact,
    /// `O`.
    Optional,
    /// `C:…`: on the condition of that name; the rules check it.
    When(Condition),
    /// `C:…`: on a condition of `conditions.tsv`.
    If(Given),
}

/// The conditions under which fields are mandatory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// The line has an amount: every line but a note.
    AmountLine,
    /// The message answers another.
    Answer,
    /// The invoice has a code of the authority.
    Coded,
    /// A delegated party issues the invoice.
    Delegated,
    /// The currency is not VND.
    ForeignCurrency,
    /// Several related invoices.
    ManyRelated,
    /// The invoice does not adjust another.
    NotAdjustment,
    /// The invoice has one currency and exchange rate.
    OneCurrency,
    /// One related invoice.
    OneRelated,
    /// A code is asked for each occurrence.
    PerOccurrence,
    /// The related invoice has form symbol, series and number.
    RelatedSymbol,
    /// The line is special goods.
    SpecialGoods,
}

impl Condition {
    /// Every condition with its name in the data files.
    pub const ALL: [(&'static str, Self); 12] = [
        ("amount-line", Self::AmountLine),
        ("answer", Self::Answer),
        ("coded", Self::Coded),
        ("delegated", Self::Delegated),
        ("foreign-currency", Self::ForeignCurrency),
        ("many-related", Self::ManyRelated),
        ("not-adjustment", Self::NotAdjustment),
        ("one-currency", Self::OneCurrency),
        ("one-related", Self::OneRelated),
        ("per-occurrence", Self::PerOccurrence),
        ("related-symbol", Self::RelatedSymbol),
        ("special-goods", Self::SpecialGoods),
    ];
}

/// A condition on other elements of the document, from `conditions.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Given {
    /// Its name.
    pub name: &'static str,
    /// Its terms, as the data file explains them.
    pub when: &'static str,
    /// The severity when it holds and the field is not there.
    pub severity: Severity,
    /// The condition in words, to follow “mandatory”.
    pub title: Template,
}

impl Given {
    fn of(name: &str) -> Option<Self> {
        lines(include_str!("tables/conditions.tsv")).find_map(|line| {
            let mut cells = line.split('\t');
            let known = cells.next().filter(|known| *known == name)?;
            let when = cells.next()?;
            let severity = match cells.next()? {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                _ => return None,
            };
            Some(Self { name: known, when, severity, title: Template::new(cells.next()?, cells.next()?) })
        })
    }
}

/// A line of a table.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The element, below [`Form::root`].
    pub path: &'static str,
    /// Name of the field in both languages.
    pub title: Template,
    /// Type of the value.
    pub shape: Shape,
    /// Code list of the value; empty for none.
    pub list: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// Whether it may stand several times.
    pub repeats: bool,
    /// The citation of its source.
    pub basis: &'static str,
    /// Whether only practice knows it.
    pub practice: bool,
    /// Whether the table it stands in binds: a structure that is only recommended, or known in practice, gives warnings at most.
    pub binds: bool,
}

impl Row {
    /// The element's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// The path of the element around it; empty for the root.
    #[must_use]
    pub fn parent(&self) -> &'static str {
        self.path.rsplit_once('/').map_or("", |(parent, _)| parent)
    }
}

impl Row {
    /// The name of the element around it, where `form` says what the root is.
    pub(super) fn parent_name(&self, form: Form) -> &'static str {
        match self.parent() {
            "" => form.root(),
            parent => parent.rsplit_once('/').map_or(parent, |(_, name)| name),
        }
    }
}

/// A table of one version: its rows in printed order, the elements of a group behind it.
#[derive(Debug)]
pub struct Table {
    form: Form,
    version: Version,
    rows: Vec<Row>,
    /// The rows right below each row, and first those below the root: made when a document is walked by its table.
    children: OnceLock<Vec<Vec<usize>>>,
}

impl Table {
    /// The table of that form and version, read at its first use.
    #[must_use]
    pub fn of(form: Form, version: Version) -> &'static Self {
        static TABLES: [OnceLock<Table>; Form::ALL.len() * Version::ALL.len()] =
            [const { OnceLock::new() }; Form::ALL.len() * Version::ALL.len()];
        #[expect(clippy::indexing_slicing, reason = "both numbers are below the lengths that make the array's")]
        let place = &TABLES[form as usize * Version::ALL.len() + version as usize];
        place.get_or_init(|| Self { form, version, rows: rows(form.data(), version), children: OnceLock::new() })
    }

    /// Which table it is.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Its rows, in printed order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of that path below the root.
    #[must_use]
    pub fn row(&self, path: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.path == path)
    }

    /// The rows right below the row of that number, or below the root, each with its number.
    pub(super) fn below(&self, row: Option<usize>) -> impl Iterator<Item = (usize, &Row)> {
        let children = self.children.get_or_init(|| {
            let mut children = vec![Vec::new(); self.rows.len() + 1];
            for (index, row) in self.rows.iter().enumerate() {
                // A group stands before what it holds.
                let parent = self.rows.iter().take(index).position(|group| group.path == row.parent());
                if let Some(list) = children.get_mut(parent.map_or(0, |parent| parent + 1)) {
                    list.push(index);
                }
            }
            children
        });
        let list = children.get(row.map_or(0, |row| row + 1)).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|index| Some((*index, self.rows.get(*index)?)))
    }
}

/// The name of an element in the letters of the tables: the official ones print some with Đ, which files write or leave out, and some
/// with a stray dot at the end (spec §8.1).
pub(super) fn plain_name(name: &str) -> Cow<'_, str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.replace('Đ', "D")) }
}

/// The rows of a data file that hold in that version. A test makes sure that every line can be read.
fn rows(data: &'static str, version: Version) -> Vec<Row> {
    lines(data).filter_map(row).filter(|(_, from, to)| *from <= version && version <= *to).map(|(row, _, _)| row).collect()
}

/// One line with the versions that bound it.
fn row(line: &'static str) -> Option<(Row, Version, Version)> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let (path, vi, en) = (cell()?, cell()?, cell()?);
    let shape = Shape::from_text(cell()?)?;
    let list = cell()?;
    let (need, absent) = (cell()?, cell()?);
    let repeats = match cell()? {
        "1" => false,
        "*" => true,
        _ => return None,
    };
    let from = bound(cell()?, Version::V200)?;
    let to = bound(cell()?, Version::V211)?;
    let basis = cell()?;
    let need = match (need, absent) {
        ("M", "error") => Need::Mandatory(Severity::Error),
        ("M", "warning") => Need::Mandatory(Severity::Warning),
        ("M?", "") => Need::IfFact,
        ("O", "") => Need::Optional,
        (condition, "") => {
            let name = condition.strip_prefix("C:")?;
            match Condition::ALL.into_iter().find(|(known, _)| *known == name) {
                Some((_, condition)) => Need::When(condition),
                None => Need::If(Given::of(name)?),
            }
        }
        _ => return None,
    };
    let row = Row {
        path,
        title: Template::new(vi, en),
        shape,
        list,
        need,
        repeats,
        basis: citation(basis)?,
        practice: basis == "practice",
        binds: basis != "practice" && !basis.ends_with('R'),
    };
    Some((row, from, to))
}

fn bound(text: &str, open: Version) -> Option<Version> {
    if text.is_empty() { Some(open) } else { Version::from_text(text) }
}

/// The citation of a source and confidence in a data file (spec §1.1).
pub(in crate::profile::vn) fn citation(key: &str) -> Option<&'static str> {
    Some(match key {
        "1450 A" => "QĐ 1450/QĐ-TCT ngày 7/10/2021, Phần II",
        "1510 B" => "QĐ 1510/QĐ-TCT ngày 21/9/2022",
        "1510 C" => "QĐ 1510/QĐ-TCT ngày 21/9/2022 (theo bản chép)",
        "1271 B" => "QĐ 1271/QĐ-CT ngày 30/5/2025, Phần II",
        "1271 R" => "QĐ 1271/QĐ-CT ngày 30/5/2025 (cấu trúc khuyến nghị)",
        "1271 C" => "QĐ 1271/QĐ-CT ngày 30/5/2025 (theo bản chép)",
        "TT32 A" => "TT 32/2025/TT-BTC, Điều 5",
        "2.1.1 C" => "PBan 2.1.1 (NĐ 254/2026/NĐ-CP; theo tệp thực tế)",
        "practice" => "practice",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_table_can_be_read() {
        for form in Form::ALL {
            for line in lines(form.data()) {
                assert!(row(line).is_some(), "{form:?}: {line}");
                assert_eq!(line.split('\t').count(), 12, "{form:?}: {line}");
            }
        }
    }

    #[test]
    fn a_line_with_an_unknown_word_is_refused() {
        let good = "DLHDon/X\tX\tX\tstr 4\t\tO\t\t1\t\t\t1450 A\t";
        assert!(row(good).is_some());
        for bad in ["str x", "text 4", "num 21,"] {
            let line: &'static str = Box::leak(good.replace("str 4", bad).into_boxed_str());
            assert!(row(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_path_stands_once_in_a_version_and_behind_its_parent() {
        for form in Form::ALL {
            for version in Version::ALL {
                let table = Table::of(form, version);
                assert_eq!((table.form(), table.version()), (form, version));
                let rows = table.rows();
                for (index, row) in rows.iter().enumerate() {
                    assert!(!rows[..index].iter().any(|other| other.path == row.path), "{form:?} {version:?} {}", row.path);
                    let parent = rows[..index].iter().find(|other| other.path == row.parent());
                    assert!(row.parent().is_empty() || parent.is_some_and(|p| p.shape == Shape::Group), "{}", row.path);
                }
            }
        }
    }

    #[test]
    fn a_field_that_changed_has_the_need_of_its_version() {
        let need = |version| Table::of(Form::Vat, version).row("DLHDon/TTChung/HTTToan").map(|row| row.need);
        assert_eq!(need(Version::V201), Some(Need::Optional));
        assert_eq!(need(Version::V210), Some(Need::Mandatory(Severity::Error)));
        let leasing = |version| Table::of(Form::Vat, version).row("DLHDon/TTChung/HDCTTChinh").map(|row| row.need);
        assert_eq!(leasing(Version::V201), None);
        assert_eq!(leasing(Version::V211), Some(Need::Mandatory(Severity::Warning)));
    }

    #[test]
    fn titles_are_composed() {
        use unicode_normalization::is_nfc;
        for form in Form::ALL {
            assert!(is_nfc(form.data()), "{form:?}");
        }
    }
}
