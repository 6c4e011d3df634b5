//! Which tables there are, and which document each one is for: `tables/forms.tsv`.

use std::sync::OnceLock;

use crate::rules::Template;

use super::lines::lines;

/// Names each table and its data file. A new one is a line here, a line of `tables/forms.tsv` and its rows.
macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $file:literal;)*) => {
        /// Which of the printed tables.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Form {
            $($(#[$doc])* $name,)*
        }

        impl Form {
            /// Every table.
            pub const ALL: [Self; [$($key),*].len()] = [$(Self::$name),*];

            /// Its name in `tables/forms.tsv`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            pub(super) const fn data(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("tables/", $file, ".tsv")),)*
                }
            }
        }
    };
}

forms! {
    /// Form symbol 1.
    Vat = "vat", "vat";
    /// Form symbol 1 from a POS.
    VatPos = "vat-pos", "vat-pos";
    /// Form symbol 2.
    Sales = "sales", "sales";
    /// Form symbol 2 from a POS.
    SalesPos = "sales-pos", "sales-pos";
    /// Form symbol 3, public assets.
    PublicAssets = "public-assets", "public-assets";
    /// Form symbol 4, national reserve.
    NationalReserve = "national-reserve", "national-reserve";
    /// Form symbol 5, stamps, tickets, cards and others.
    Ticket = "ticket", "ticket";
    /// Form symbol 5 from a POS.
    TicketPos = "ticket-pos", "ticket-pos";
    /// Form symbol 6, slip of an internal transfer.
    InternalTransfer = "internal-transfer", "internal-transfer";
    /// Form symbol 6, slip of a consignment.
    Consignment = "consignment", "consignment";
    /// Form symbol 7, commercial invoice.
    Commercial = "commercial", "commercial";
    /// Form symbol 8: the rows of symbol 1; its own table is not published.
    VatReceipt = "vat-receipt", "vat";
    /// Form symbol 9: the rows of symbol 2; its own table is not published.
    SalesReceipt = "sales-receipt", "sales";
    /// The message.
    Envelope = "envelope", "envelope";
    /// The message of a technical answer.
    EnvelopeTechnical = "envelope-technical", "envelope-technical";
    /// Message 100.
    Registration = "registration", "registration";
    /// Message 101.
    Delegation = "delegation", "delegation";
    /// Form 03/DL-HĐĐT in message 400.
    SalesData = "sales-data", "sales-data";
    /// Message 999.
    TechnicalAnswer = "technical-answer", "technical-answer";
    /// Message 102.
    NoticeReceipt = "notice-receipt", "notice-receipt";
    /// Message 103.
    NoticeRegistration = "notice-registration", "notice-registration";
    /// Message 104.
    NoticeDelegation = "notice-delegation", "notice-delegation";
    /// Message 105.
    NoticeConversion = "notice-conversion", "notice-conversion";
    /// Message 204.
    NoticeCheck = "notice-check", "notice-check";
    /// Message 205.
    NoticeOccurrence = "notice-occurrence", "notice-occurrence";
    /// Messages 300 and 303.
    ErrorNotice = "error-notice", "error-notice";
    /// Message 301.
    ErrorAnswer = "error-answer", "error-answer";
    /// Message 302.
    ReviewNotice = "review-notice", "review-notice";
    /// Message 106.
    Request = "request", "request";
    /// Form 01/TH-HĐĐT in message 400.
    Summary = "summary", "summary";
    /// Form 01/BK-ĐCTT in messages 208 and 210.
    List = "list", "list";
    /// Minutes of a correction.
    Minutes = "minutes", "minutes";
    /// E-document, message 211.
    EDocument = "e-document", "e-document";
    /// Notices whose tables are not published: messages 107, 108, 110, 111, 113, 114, 150, 213.
    NoticeOther = "notice-other", "notice-other";
    /// Registration of e-documents, message 109.
    DocumentRegistration = "document-registration", "document-registration";
    /// Notice of errors of e-documents, message 304.
    DocumentErrorNotice = "document-error-notice", "document-error-notice";
    /// Report on the use of receipts, message 212.
    ReceiptReport = "receipt-report", "receipt-report";
    /// Tax receipt CTT50, in the root element of the authority's display.
    TaxReceipt = "tax-receipt", "tax-receipt";
    /// E-receipt: the rows of the tax receipt; its own table is not published.
    Receipt = "receipt", "tax-receipt";
    /// Summary of casinos and prize games, message 207.
    GamingSummary = "gaming-summary", "gaming-summary";
}

/// What `tables/forms.tsv` says about a table.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Facts {
    /// The element that the paths of the table start below.
    pub root: &'static str,
    /// The group with version, form code and date, below the root; empty for the root itself.
    pub head: &'static str,
    /// `KHMSHDon` of an invoice; empty for others.
    pub kind: &'static str,
    /// Fourth letters of the series for which it is.
    pub letters: &'static str,
    /// An element that only this table has among those of one root.
    pub has: &'static str,
    /// Types of the messages that carry it, between blanks.
    pub messages: &'static str,
    /// Form codes, `MSo`, between blanks.
    pub codes: &'static str,
    /// The places below `DSCKS` that must hold a signature, between blanks.
    pub signers: &'static str,
    /// The element of an answer that says its result.
    pub result: &'static str,
    /// Properties of the form, between blanks.
    marks: &'static str,
    /// What the document is called.
    pub title: Template,
}

impl Facts {
    fn of(key: &str) -> Option<Self> {
        lines(include_str!("tables/forms.tsv")).find_map(|line| {
            let mut cells = line.split('\t');
            if cells.next()? != key {
                return None;
            }
            let mut cell = || cells.next();
            Some(Self {
                root: cell()?,
                head: cell()?,
                kind: cell()?,
                letters: cell()?,
                has: cell()?,
                messages: cell()?,
                codes: cell()?,
                signers: cell()?,
                result: cell()?,
                marks: cell()?,
                title: Template::new(cell()?, cell()?),
            })
        })
    }

    /// Whether it has a property: `vat` with VAT per rate, `pos` from a POS, `slip` a delivery slip, `total-only` with a total payable
    /// and nothing below it, `partial` with rows that are not published, `unsigned` never signed.
    #[must_use]
    pub fn is(&self, mark: &str) -> bool {
        has_word(self.marks, mark)
    }
}

impl Form {
    /// What the data file says about it.
    ///
    /// ```
    /// use taxdoc::profile::vn::invoice::form::Form;
    /// assert_eq!(Form::Ticket.facts().kind, "5");
    /// assert!(Form::VatPos.facts().is("pos"));
    /// ```
    #[must_use]
    pub fn facts(self) -> &'static Facts {
        static FACTS: [OnceLock<Facts>; Form::ALL.len()] = [const { OnceLock::new() }; Form::ALL.len()];
        #[expect(clippy::indexing_slicing, reason = "the number of a variant is below the number of variants")]
        let place = &FACTS[self as usize];
        // A test finds every table in the file.
        place.get_or_init(|| Facts::of(self.key()).unwrap_or_default())
    }

    /// The element that the paths of the table start below.
    #[must_use]
    pub fn root(self) -> &'static str {
        self.facts().root
    }

    /// Whether it is an invoice.
    #[must_use]
    pub fn is_invoice(self) -> bool {
        !self.facts().kind.is_empty()
    }

    /// The tables of invoices of a form symbol.
    pub(super) fn of_kind(kind: &str) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |form| form.is_invoice() && form.facts().kind == kind)
    }
}

/// Whether a word is one of those between blanks.
pub(super) fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word && !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_line_and_every_line_its_table() {
        let data = include_str!("tables/forms.tsv");
        let keys: Vec<&str> = lines(data).map(|line| line.split('\t').next().unwrap()).collect();
        assert_eq!(keys, Form::ALL.map(Form::key));
        for form in Form::ALL {
            let facts = Facts::of(form.key()).unwrap();
            assert!(!facts.root.is_empty() && !facts.title.is_empty(), "{form:?}");
            let marks = ["vat", "pos", "slip", "total-only", "partial", "unsigned", ""];
            assert!(facts.marks.split(' ').all(|mark| marks.contains(&mark)), "{form:?} {}", facts.marks);
        }
        assert!(lines(data).all(|line| line.split('\t').count() == 13));
    }

    #[test]
    fn the_symbols_of_the_law_have_tables() {
        for kind in 1..=9 {
            assert!(Form::of_kind(&kind.to_string()).next().is_some(), "{kind}");
        }
        assert!(Form::of_kind("0").next().is_none() && Form::of_kind("").next().is_none());
    }
}
