//! The forms and the envelope as tables, read from the data files in `data/` (see the README there).

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::rules::Template;
use crate::xsd::Schema;

/// What stands around the lines of a form. Three shapes are live at the same time (vn-declarations §1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Base {
    /// `TKhaiThue.xsd`: the taxpayer has a `phuongXa`.
    Ward,
    /// `TKhaiThue_DBHC.xsd`, after the change of administrative units of July 2025: `tenXaNNT` and `maXaNNT`.
    WardCode,
    /// `TKhaiDkyThue.xsd`: tax registration, without period and taxpayer block.
    Registration,
}

impl Base {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Ward, Self::WardCode, Self::Registration];

    const fn name(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::WardCode => "ward-code",
            Self::Registration => "registration",
        }
    }

    /// The rows from `HSoThueDTu` on, in document order.
    #[must_use]
    pub fn rows(self) -> &'static [Row] {
        static ROWS: [OnceLock<Vec<Row>>; Base::ALL.len()] = [const { OnceLock::new() }; Base::ALL.len()];
        ROWS.get(self as usize).map_or(&[], |rows| {
            rows.get_or_init(|| {
                let block = blocks(include_str!("data/envelope.tsv")).find(|(head, _)| *head == self.name());
                let mut reader = Reader::new(Confidence::Exact);
                block.into_iter().flat_map(|(_, lines)| lines.lines()).for_each(|line| reader.line(line, 0));
                reader.rows
            })
        })
    }
}

/// The type of a value, or what else an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Other elements.
    Group,
    /// The place where a form puts its lines.
    Form,
    /// Signatures, which the signature stage checks.
    Signatures,
    /// `xs:boolean`.
    Boolean,
    /// `xs:date`.
    Date,
    /// `xs:decimal`.
    Decimal,
    /// `xs:integer`.
    Integer,
    /// `xs:long`: money, a minus sign allowed.
    Long,
    /// `xs:nonNegativeInteger`: money or a count without sign.
    Natural,
    /// `xs:string`.
    String,
    /// `xs:token`.
    Token,
    /// `TINType`: 10 digits, the same with a branch of 3, or 12.
    TaxCode,
    /// `tieuMucHT_empty`: the sub-item of the budget.
    SubItem,
    /// `loaiTKhai`: C, B or T.
    ReturnKind,
    /// `kieuKy`: D, M, Q, Y, K, LD or DK.
    PeriodKind,
    /// `kieuKy` of a supplement: D, M, Q, Y or K.
    AnnexPeriodKind,
    /// A guess: a date, as it is displayed or as XSD writes it.
    Day,
    /// A guess: yes or no.
    Flag,
    /// A guess: some number.
    Number,
    /// A guess: anything.
    Text,
}

impl Kind {
    const ALL: [(&'static str, Self); 20] = [
        ("annex-period-kind", Self::AnnexPeriodKind),
        ("boolean", Self::Boolean),
        ("date", Self::Date),
        ("day", Self::Day),
        ("decimal", Self::Decimal),
        ("flag", Self::Flag),
        ("form", Self::Form),
        ("group", Self::Group),
        ("integer", Self::Integer),
        ("long", Self::Long),
        ("natural", Self::Natural),
        ("number", Self::Number),
        ("period-kind", Self::PeriodKind),
        ("return-kind", Self::ReturnKind),
        ("signatures", Self::Signatures),
        ("string", Self::String),
        ("sub-item", Self::SubItem),
        ("tax-code", Self::TaxCode),
        ("text", Self::Text),
        ("token", Self::Token),
    ];

    fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(word, _)| *word == text).map(|(_, kind)| kind)
    }

    const fn is_guess(self) -> bool {
        matches!(self, Self::Day | Self::Flag | Self::Number | Self::Text)
    }
}

/// How well a row is known. A guess never becomes an error (DESIGN §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the sources are these three")]
pub enum Confidence {
    /// Guessed from the way the authority's viewer displays it.
    Hint,
    /// The type of the same line in the authority's schemas of 2015.
    Htkk2015,
    /// Read in the authority's current schema.
    Exact,
}

/// One element of a table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The element.
    pub name: &'static str,
    /// How deep it stands; the element that begins a table is at 0.
    pub depth: usize,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may stand more than once.
    pub repeats: bool,
    /// Whether `xsi:nil` may leave it without a value.
    pub nillable: bool,
    /// The id attribute of a row, and whether it must stand.
    pub id: Option<(&'static str, bool)>,
    /// How well all this is known.
    pub confidence: Confidence,
    /// The number that the form prints for the line, `27` or `32a`; empty where there is none.
    pub line: &'static str,
    /// The label; English for the main forms, else Vietnamese too.
    pub title: Template,
}

impl Row {
    /// Whether the structure below is only guessed: no order, no cardinality, nothing mandatory.
    #[must_use]
    pub fn is_loose(&self) -> bool {
        self.confidence < Confidence::Exact
    }
}

/// The newest table of a form.
#[derive(Debug)]
pub struct Form {
    code: &'static str,
    version: &'static str,
    exact: Option<&'static str>,
    base: Base,
    rows: Vec<Row>,
    /// The numbers of the outermost rows.
    parts: Vec<usize>,
    pub(super) schemas: [OnceLock<Option<Schema>>; Base::ALL.len()],
}

impl Form {
    /// The form of a code, `None` when there is no table of it. A table is read at its first use.
    ///
    /// ```
    /// use taxdoc::profile::vn::declaration::Form;
    /// let form = Form::of("842").unwrap();
    /// assert_eq!(form.version(), "2.8.3");
    /// assert!(form.rows().iter().any(|row| row.line == "27"));
    /// assert!(Form::of("0").is_none());
    /// ```
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        let entries = GROUPS.iter().flat_map(|group| group.entries());
        entries.into_iter().find(|entry| entry.code == code).and_then(Entry::form)
    }

    /// Every form, group by group.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        GROUPS.iter().flat_map(|group| group.entries()).filter_map(Entry::form)
    }

    /// What a document with an unknown form is held against: its envelope, with anything as its lines.
    #[must_use]
    pub fn unknown() -> &'static Self {
        static UNKNOWN: OnceLock<Form> = OnceLock::new();
        UNKNOWN.get_or_init(|| Self::new("", "", None, Base::Ward, Vec::new()))
    }

    fn new(code: &'static str, version: &'static str, exact: Option<&'static str>, base: Base, rows: Vec<Row>) -> Self {
        let parts = rows.iter().enumerate().filter(|(_, row)| row.depth == 0).map(|(index, _)| index).collect();
        Self { code, version, exact, base, rows, parts, schemas: [const { OnceLock::new() }; Base::ALL.len()] }
    }

    /// `maTKhai`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The version (`pbanTKhaiXML`) whose labels and lines it has: the newest.
    #[must_use]
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// The version whose schema was read; `None` where the whole table is guessed.
    #[must_use]
    pub const fn exact(&self) -> Option<&'static str> {
        self.exact
    }

    /// The envelope that its schema has, where that is known.
    #[must_use]
    pub const fn base(&self) -> Base {
        self.base
    }

    /// Its elements from `CTieuTKhaiChinh` and `PLuc` on, in document order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where the table of that outermost element begins.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<usize> {
        self.parts.iter().copied().find(|part| self.rows.get(*part).is_some_and(|row| row.name == name))
    }
}

/// The numbers of the rows directly below one.
pub(super) fn children(rows: &[Row], parent: usize) -> impl Iterator<Item = (usize, &Row)> {
    let depth = rows.get(parent).map_or(0, |row| row.depth);
    let below = rows.iter().enumerate().skip(parent.saturating_add(1)).take_while(move |(_, row)| row.depth > depth);
    below.filter(move |(_, row)| row.depth == depth + 1)
}

/// The number of the row around one.
pub(super) fn parent(rows: &[Row], child: usize) -> Option<usize> {
    let depth = rows.get(child)?.depth.checked_sub(1)?;
    rows.get(..child)?.iter().rposition(|row| row.depth == depth)
}

/// One data file of forms.
struct Group {
    data: &'static str,
    entries: OnceLock<Vec<Entry>>,
}

struct Entry {
    code: &'static str,
    head: &'static str,
    lines: &'static str,
    form: OnceLock<Option<Form>>,
}

macro_rules! groups {
    ($($file:literal)*) => {
        static GROUPS: [Group; [$($file),*].len()] = [$(Group {
            data: include_str!(concat!("data/forms/", $file, ".tsv")),
            entries: OnceLock::new(),
        }),*];
    };
}

groups! {
    "vat" "personal-income" "corporate-income" "household-business" "excise" "environment" "resources" "foreign-contractor"
    "e-commerce" "invoices" "fees" "registration" "oil-and-gas" "other" "financial-statements"
}

impl Group {
    fn entries(&'static self) -> &'static [Entry] {
        self.entries.get_or_init(|| {
            let entry = |(head, lines): (&'static str, &'static str)| {
                let code = head.split('\t').next().unwrap_or_default();
                Entry { code, head, lines, form: OnceLock::new() }
            };
            blocks(self.data).map(entry).collect()
        })
    }
}

impl Entry {
    fn form(&'static self) -> Option<&'static Form> {
        self.form.get_or_init(|| form(self.head, self.lines)).as_ref()
    }
}

/// The blocks of a data file, each with the line behind its `= `.
fn blocks(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    data.strip_prefix("= ")
        .into_iter()
        .flat_map(|data| data.split("\n= "))
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
}

/// A form from its block. A test makes sure that every block can be read.
fn form(head: &'static str, lines: &'static str) -> Option<Form> {
    let mut cells = head.split('\t');
    let (code, version, exact, base) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let base = Base::ALL.into_iter().find(|known| known.name() == base)?;
    let exact = (exact != "-").then_some(exact);
    let mut reader = Reader::new(if exact.is_some() { Confidence::Exact } else { Confidence::Hint });
    for line in lines.lines() {
        match line.strip_prefix(" > ") {
            Some(annex) => annex_lines(annex)?.lines().for_each(|line| reader.line(line, 1)),
            None => reader.line(line, 0),
        }
    }
    (!reader.broken).then(|| Form::new(code, version, exact, base, reader.rows))
}

/// An annex that several forms share.
fn annex_lines(name: &str) -> Option<&'static str> {
    static ANNEXES: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    ANNEXES.get_or_init(|| blocks(include_str!("data/forms/annexes.tsv")).collect()).get(name).copied()
}

/// Reads lines into rows.
struct Reader {
    rows: Vec<Row>,
    confidence: Confidence,
    /// The last label of each element name in the part or annex being read, for dittos.
    labels: HashMap<&'static str, Template>,
    broken: bool,
}

impl Reader {
    fn new(confidence: Confidence) -> Self {
        Self { rows: Vec::new(), confidence, labels: HashMap::new(), broken: false }
    }

    fn line(&mut self, line: &'static str, deeper: usize) {
        match self.row(line, deeper) {
            Some(row) => self.rows.push(row),
            None => self.broken = true,
        }
    }

    fn row(&mut self, line: &'static str, deeper: usize) -> Option<Row> {
        let mut cells = line.split('\t');
        let cell = cells.next()?;
        let name = cell.trim_start_matches(' ');
        let depth = (cell.len() - name.len()).checked_add(deeper)?;
        let mut words = cells.next()?.split(' ');
        let kind = Kind::from_text(words.next()?)?;
        let around = depth.checked_sub(1).map(|depth| self.rows.iter().rfind(|row| row.depth == depth));
        let inherited = match around {
            None => self.confidence,
            Some(around) => around?.confidence,
        };
        let confidence = if kind.is_guess() { Confidence::Hint } else { inherited };
        let (number, vi, en) =
            (cells.next().unwrap_or_default(), cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let mut row = Row {
            name,
            depth,
            kind,
            required: true,
            repeats: false,
            nillable: false,
            id: None,
            confidence,
            line: number,
            title: Template::EMPTY,
        };
        for word in words {
            match word {
                "?" => row.required = false,
                "*" => (row.required, row.repeats) = (false, true),
                "+" => row.repeats = true,
                "nil" => row.nillable = true,
                "2015" => row.confidence = Confidence::Htkk2015,
                "hint" => row.confidence = Confidence::Hint,
                id => {
                    let id = id.strip_prefix('@')?;
                    let id = id.strip_suffix('!').map_or((id, false), |id| (id, true));
                    row.id = Some(id).filter(|(id, _)| matches!(*id, "id" | "ID"));
                    row.id?;
                }
            }
        }
        // Labels repeat within the main part or an annex, not across them.
        let is_annex = depth == 1 && self.rows.iter().rfind(|row| row.depth == 0).is_some_and(|part| part.name == "PLuc");
        if depth == 0 || is_annex {
            self.labels.clear();
        }
        row.title = match vi {
            "\"" => *self.labels.get(name)?,
            "" => Template::new(name, name),
            vi => Template::new(vi, if en.is_empty() { vi } else { en }),
        };
        if !vi.is_empty() {
            self.labels.insert(name, row.title);
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn every_block_of_every_file_can_be_read() {
        let mut count = 0;
        for group in &GROUPS {
            assert!(is_nfc(group.data));
            for entry in group.entries() {
                assert!(entry.form().is_some(), "{}", entry.head);
                count += 1;
            }
        }
        // The codes of the catalogue but 600, an example without a form (vn-forms/INDEX.csv).
        assert_eq!(count, 368);
    }

    #[test]
    fn every_row_stands_below_a_group_with_its_name_once() {
        let mut rows = 0;
        for form in Form::all() {
            rows += form.rows().len();
            for (index, row) in form.rows().iter().enumerate() {
                match parent(form.rows(), index) {
                    Some(around) => assert_eq!(form.rows()[around].kind, Kind::Group, "{} {}", form.code(), row.name),
                    None => assert_eq!(row.depth, 0),
                }
                let mut names: Vec<&str> = children(form.rows(), index).map(|(_, row)| row.name).collect();
                names.sort_unstable();
                assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{} {}", form.code(), row.name);
            }
        }
        assert!(rows > 43_000, "{rows}");
    }

    #[test]
    fn a_line_has_its_label_number_and_type() {
        let form = Form::of("842").unwrap();
        let row = form.rows().iter().find(|row| row.line == "25").unwrap();
        assert_eq!((row.name, row.kind, row.nillable, row.required), ("ct25", Kind::Long, true, true));
        assert_eq!(row.title.en, "Input VAT deductible this period");
        assert_eq!(row.confidence, Confidence::Exact);
        let guess = Form::of("1240").unwrap();
        assert!(guess.exact().is_none() && guess.rows().iter().all(Row::is_loose));
    }

    #[test]
    fn the_three_envelopes_differ_where_the_schemas_do() {
        let has = |base: Base, name: &str| base.rows().iter().any(|row| row.name == name);
        let names = ["phuongXa", "maXaNNT", "KyKKhaiThue", "nghiepVuCapMST"];
        assert_eq!(names.map(|name| has(Base::Ward, name)), [true, false, true, false]);
        assert_eq!(names.map(|name| has(Base::WardCode, name)), [false, true, true, false]);
        assert_eq!(names.map(|name| has(Base::Registration, name)), [false, false, false, true]);
    }

    #[test]
    fn a_line_that_cannot_be_read_breaks_its_form() {
        let read = |lines: &'static str| form("1\t1.0.0\t1.0.0\tward", lines).is_some();
        assert!(read("A\tgroup\n b\tlong nil\t1\tMột"));
        for bad in ["A", "A\tfloat", "A\tgroup !", " b\tlong", "A\tgroup\n > nothing", "A\tgroup\t\t\""] {
            assert!(!read(bad), "{bad}");
        }
    }
}
