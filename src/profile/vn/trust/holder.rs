//! The tax code of the holder of a certificate.

use std::borrow::Cow;

use crate::pki::Certificate;
use crate::pki::Name;
use crate::pki::OID_UID;
use crate::pki::Timestamp;

/// What number identifies the holder of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HolderKind {
    /// `CCCD`: personal identification number, 12 digits; since 1 July 2025 also the person's tax code.
    CitizenId,
    /// `CMND`: the former identity card number. Not a tax code.
    IdentityCard,
    /// `MST`: tax code.
    TaxCode,
}

/// The number by which a certificate names its holder, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    kind: HolderKind,
    number: Box<str>,
    issued: Option<Timestamp>,
}

/// When personal identification numbers became the tax codes of persons and household businesses: 1 July 2025 in Viet Nam (TT
/// 86/2024/TT-BTC).
const PERSONAL_CODES: Timestamp = Timestamp::from_unix(1_751_302_800);

impl Holder {
    /// What number it is.
    #[must_use]
    pub const fn kind(&self) -> HolderKind {
        self.kind
    }

    /// The number without the word before it, blanks at its ends removed. It may be malformed.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether it is the tax code that a person had before personal identification numbers took its place: ten digits, the first an 8, in a
    /// certificate of that time. Which person it is the certificate does not say.
    #[must_use]
    pub fn is_former_personal_code(&self) -> bool {
        self.kind == HolderKind::TaxCode
            && self.number.len() == 10
            && self.number.starts_with('8')
            && self.tax_code().is_some()
            && self.issued.is_some_and(|issued| issued < PERSONAL_CODES)
    }

    /// The number as a tax code: ten digits, ten and a branch of three (`0100000000-001`), or twelve. `None` for another kind of number or
    /// another form. Thirteen digits without the dash and the underscore in its place are read as if the dash stood there.
    #[must_use]
    pub fn tax_code(&self) -> Option<Cow<'_, str>> {
        if self.kind == HolderKind::IdentityCard {
            return None;
        }
        let bytes = self.number.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        match bytes.len() {
            12 if digits(bytes) => Some(Cow::Borrowed(&self.number)),
            _ if self.kind == HolderKind::CitizenId => None,
            10 if digits(bytes) => Some(Cow::Borrowed(&self.number)),
            13 if digits(bytes) => {
                let (code, branch) = self.number.split_at_checked(10)?;
                Some(Cow::Owned([code, "-", branch].concat()))
            }
            14 => {
                let (code, branch) = self.number.split_once(['-', '_'])?;
                let right = code.len() == 10 && branch.len() == 3 && digits(code.as_bytes()) && digits(branch.as_bytes());
                right.then(|| {
                    if self.number.contains('-') {
                        Cow::Borrowed(&*self.number)
                    } else {
                        Cow::Owned([code, "-", branch].concat())
                    }
                })
            }
            _ => None,
        }
    }
}

/// The words before the number. Certificates of one authority differ in case and in the separator.
const WORDS: [(&str, HolderKind); 4] = [
    ("MST", HolderKind::TaxCode),
    ("CCCD", HolderKind::CitizenId),
    ("CMND", HolderKind::IdentityCard),
    ("CMT", HolderKind::IdentityCard),
];

/// The number by which a certificate names its holder: the subject's UID (`MST:`, `CCCD:`, `CMND:`), wherever it stands in the name; in
/// certificates without one, any other attribute that starts so (the places that older certificates use). A tax code goes before the rest.
#[must_use]
pub fn holder_of(certificate: &Certificate) -> Option<Holder> {
    holder_in(certificate.subject()).map(|holder| Holder { issued: Some(certificate.not_before()), ..holder })
}

/// The tax code of the holder of a certificate, as invoices write it.
#[must_use]
pub fn tax_code_of(certificate: &Certificate) -> Option<String> {
    holder_of(certificate)?.tax_code().map(Cow::into_owned)
}

fn holder_in(subject: Name<'_>) -> Option<Holder> {
    let read = subject.attributes().filter_map(|attribute| Some((!attribute.is(OID_UID), holder_of_text(&attribute.value()?)?)));
    read.min_by_key(|(elsewhere, holder)| (*elsewhere, holder.kind != HolderKind::TaxCode)).map(|(_, holder)| holder)
}

fn holder_of_text(text: &str) -> Option<Holder> {
    let text = text.trim();
    WORDS.iter().find_map(|(word, kind)| {
        let (start, number) = text.split_at_checked(word.len())?;
        let number = number.trim_start_matches([':', '=', ' ', '.']).trim_end();
        let named = start.eq_ignore_ascii_case(word) && number.starts_with(|first: char| first.is_ascii_digit());
        named.then(|| Holder { kind: *kind, number: number.into(), issued: None })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tax_code(text: &str) -> Option<String> {
        holder_of_text(text)?.tax_code().map(Cow::into_owned)
    }

    #[test]
    fn the_three_forms_of_a_tax_code_are_read() {
        assert_eq!(tax_code("MST:0100109106").as_deref(), Some("0100109106"));
        assert_eq!(tax_code("MST:0100109106-001").as_deref(), Some("0100109106-001"));
        assert_eq!(tax_code("MST:001099000001").as_deref(), Some("001099000001"));
        assert_eq!(tax_code("mst: 0100109106 ").as_deref(), Some("0100109106"));
        assert_eq!(tax_code("MST:0100109106_001").as_deref(), Some("0100109106-001"));
        assert_eq!(tax_code("MST:0100109106001").as_deref(), Some("0100109106-001"));
        assert_eq!(tax_code("CCCD:001099000001").as_deref(), Some("001099000001"));
    }

    #[test]
    fn other_numbers_are_no_tax_code() {
        for text in [
            "MST:010010910",
            "MST:0100109106-01",
            "MST:01001O9106",
            "CCCD:0100109106",
            "CMND:001099000001",
            "MST:",
            "0100109106",
            "MSTX",
        ] {
            assert_eq!(tax_code(text), None, "{text}");
        }
        assert_eq!(holder_of_text("MST:202018070").map(|holder| holder.number), Some("202018070".into()));
        assert_eq!(holder_of_text("CMND:012345678").map(|holder| holder.kind), Some(HolderKind::IdentityCard));
    }

    #[test]
    fn reads_the_tax_code_wherever_the_uid_stands() {
        let of = |der: &[u8]| tax_code_of(&Certificate::from_der(der).unwrap());
        assert_eq!(of(include_bytes!("../../../../tests/fixtures/pki/seller.der")).as_deref(), Some("0109999982"));
        assert_eq!(
            of(include_bytes!("../../../../tests/fixtures/pki/names.der")).as_deref(),
            Some("0109999982"),
            "in a multi-valued RDN"
        );
        assert_eq!(of(include_bytes!("../../../../tests/fixtures/pki/branch.der")).as_deref(), Some("0109999982-001"));
        assert_eq!(of(include_bytes!("../../../../tests/fixtures/pki/person.der")).as_deref(), Some("001099000001"));
        assert_eq!(of(include_bytes!("../../../../tests/fixtures/pki/authority.der")), None);
    }
}
