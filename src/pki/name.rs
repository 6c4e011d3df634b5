//! Distinguished names (X.501; RFC 5280 §4.1.2.4).

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use x509_parser::asn1_rs::Tag;
use x509_parser::prelude::FromDer;
use x509_parser::x509::AttributeTypeAndValue;
use x509_parser::x509::X509Name;

/// A distinguished name: DER that is known to be one, decoded only when asked.
///
/// Two names are the same when their bytes are ([`PartialEq`]): issuer and subject are copied bytes in practice (RFC 5280 §7.1 would
/// also fold case and blanks, which here could only let more certificates match).
///
/// Printed as RFC 4514 prints it: last RDN first, `+` within one RDN, special characters escaped; a value that cannot be decoded, or that
/// holds a NUL, stands as `#` and its bytes in hexadecimal, so that nothing can be hidden in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name<'a>(&'a [u8]);

/// The attribute UID, `userId`, 0.9.2342.19200300.100.1.1 (RFC 4519 §2.39), where Vietnamese certificates keep the tax code.
pub const OID_UID: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01];
/// The attribute `commonName`, 2.5.4.3.
pub const OID_COMMON_NAME: &[u8] = &[0x55, 4, 3];
/// The attribute `serialNumber`, 2.5.4.5 (of a person or device, not of the certificate).
pub const OID_SERIAL_NUMBER: &[u8] = &[0x55, 4, 5];

/// The attribute `emailAddress`, 1.2.840.113549.1.9.1 (PKCS #9).
pub(super) const OID_EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];

/// Each RDN as its sorted attributes: type and text in lower case with single blanks.
pub(super) type FoldedName = Vec<Vec<(String, String)>>;

/// Short names of attribute types: RFC 4514 §3 and what certificate viewers print.
const SHORT_NAMES: [(&[u8], &str); 17] = [
    (OID_COMMON_NAME, "CN"),
    (&[0x55, 4, 4], "SN"),
    (OID_SERIAL_NUMBER, "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 9], "STREET"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 12], "title"),
    (&[0x55, 4, 17], "postalCode"),
    (&[0x55, 4, 20], "telephoneNumber"),
    (&[0x55, 4, 42], "GN"),
    (&[0x55, 4, 97], "organizationIdentifier"),
    (OID_EMAIL_ADDRESS, "emailAddress"),
    (OID_UID, "UID"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19], "DC"),
];

impl<'a> Name<'a> {
    pub(super) const fn of_checked(der: &'a [u8]) -> Self {
        Self(der)
    }

    /// The name of these bytes of DER; `None` when they are not one.
    #[must_use]
    pub fn from_der(der: &'a [u8]) -> Option<Self> {
        let (rest, _) = X509Name::from_der(der).ok()?;
        rest.is_empty().then_some(Self(der))
    }

    /// The DER.
    #[must_use]
    pub const fn der(&self) -> &'a [u8] {
        self.0
    }

    /// Whether it has no attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes().next().is_none()
    }

    /// Every attribute in the order of the DER, those of a multi-valued RDN too.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> {
        self.rdns().into_iter().flatten()
    }

    /// The readable values of one attribute type, in the order of the DER.
    ///
    /// ```
    /// use taxdoc::pki::{Name, OID_COMMON_NAME};
    /// let der = [0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x02, 0xc4, 0x90];
    /// let name = Name::from_der(&der).unwrap();
    /// assert_eq!(name.values(OID_COMMON_NAME).collect::<Vec<_>>(), ["Đ"]);
    /// assert_eq!(name.to_string(), "CN=Đ");
    /// ```
    pub fn values(&self, oid: &[u8]) -> impl Iterator<Item = Cow<'a, str>> {
        self.attributes().filter(move |attribute| attribute.is(oid)).filter_map(|attribute| attribute.value())
    }

    /// Whether two names are the same, also after a change of string type, case and blanks (RFC 5280 §7.1) or of one dash for another
    /// (`ROOT CA – RS` and `ROOT CA - RS` are both written). Asked only where the key identifiers agree already or the signature is checked
    /// next, so that it can let no other key in.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        /// Hyphens and dashes that word processors put for the hyphen.
        const DASHES: [char; 5] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}'];
        let without_dashes = |name: &Self| {
            let mut folded = name.folded().filter(|folded| !folded.is_empty())?;
            let values = folded.iter_mut().flatten().map(|(_, value)| value);
            values.filter(|value| value.contains(DASHES)).for_each(|value| *value = value.replace(DASHES, "-"));
            folded.iter_mut().for_each(|rdn| rdn.sort());
            Some(folded)
        };
        self == other || without_dashes(self).is_some_and(|folded| Some(folded) == without_dashes(other))
    }

    /// The name for comparing as RFC 5280 §7.1 compares. `None` when a value cannot be read.
    pub(super) fn folded(&self) -> Option<FoldedName> {
        let fold = |attribute: Attribute<'a>| {
            let value = attribute.value()?;
            let words: Vec<&str> = value.split_whitespace().collect();
            Some((attribute.oid(), words.join(" ").to_lowercase()))
        };
        let rdn = |attributes: Vec<Attribute<'a>>| {
            let mut folded = attributes.into_iter().map(fold).collect::<Option<Vec<_>>>()?;
            folded.sort();
            Some(folded)
        };
        self.rdns().into_iter().map(rdn).collect()
    }

    fn rdns(&self) -> Vec<Vec<Attribute<'a>>> {
        let Ok((_, name)) = X509Name::from_der(self.0) else { return Vec::new() };
        name.iter_rdn().map(|rdn| rdn.iter().cloned().map(Attribute).collect()).collect()
    }
}

/// One attribute of a name.
#[derive(Clone, Debug)]
pub struct Attribute<'a>(AttributeTypeAndValue<'a>);

impl<'a> Attribute<'a> {
    /// Whether it is of the type with these bytes of an object identifier, such as [`OID_UID`].
    #[must_use]
    pub fn is(&self, oid: &[u8]) -> bool {
        self.0.attr_type().as_bytes() == oid
    }

    /// Its type as a dotted object identifier.
    #[must_use]
    pub fn oid(&self) -> String {
        self.0.attr_type().to_id_string()
    }

    /// Its value; `None` when its string type is not one of UTF8, Printable, IA5, Numeric, Visible, T61 (read as Latin-1), BMP, Universal, when it
    /// is wrongly encoded or when it holds a NUL.
    #[must_use]
    pub fn value(&self) -> Option<Cow<'a, str>> {
        let value = self.0.attr_value();
        decode(value.tag(), value.data)
    }
}

/// A directory string by its tag. NUL is refused: it has hidden the end of a name from C programs (CVE-2009-2408).
fn decode(tag: Tag, data: &[u8]) -> Option<Cow<'_, str>> {
    let text = match tag {
        Tag::Utf8String => Cow::Borrowed(std::str::from_utf8(data).ok()?),
        Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString if data.is_ascii() => {
            Cow::Borrowed(std::str::from_utf8(data).ok()?)
        }
        // Practice: written as Latin-1, never as T.61.
        Tag::T61String => Cow::Owned(data.iter().copied().map(char::from).collect()),
        Tag::BmpString => {
            let (pairs, []) = data.as_chunks::<2>() else { return None };
            let text: Option<String> = pairs.iter().map(|pair| char::from_u32(u16::from_be_bytes(*pair).into())).collect();
            Cow::Owned(text?)
        }
        Tag::UniversalString => {
            let (quads, []) = data.as_chunks::<4>() else { return None };
            let text: Option<String> = quads.iter().map(|quad| char::from_u32(u32::from_be_bytes(*quad))).collect();
            Cow::Owned(text?)
        }
        _ => return None,
    };
    (!text.contains('\0')).then_some(text)
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, rdn) in self.rdns().iter().rev().enumerate() {
            if number > 0 {
                formatter.write_char(',')?;
            }
            for (number, attribute) in rdn.iter().enumerate() {
                if number > 0 {
                    formatter.write_char('+')?;
                }
                match SHORT_NAMES.iter().find(|(oid, _)| attribute.is(oid)) {
                    Some((_, short)) => formatter.write_str(short)?,
                    None => formatter.write_str(&attribute.oid())?,
                }
                formatter.write_char('=')?;
                match attribute.value() {
                    Some(value) => write_escaped(formatter, &value)?,
                    None => {
                        formatter.write_char('#')?;
                        attribute.0.attr_value().data.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Name({self})")
    }
}

/// RFC 4514 §2.4, and control characters as `\` and two hexadecimal digits a byte.
fn write_escaped(formatter: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    for (place, character) in value.char_indices() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(formatter, "\\{character}")?,
            '#' | ' ' if place == 0 => write!(formatter, "\\{character}")?,
            ' ' if place + 1 == value.len() => formatter.write_str("\\ ")?,
            control if control.is_control() => {
                let mut bytes = [0; 4];
                control.encode_utf8(&mut bytes).bytes().try_for_each(|byte| write!(formatter, "\\{byte:02x}"))?;
            }
            other => formatter.write_char(other)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name of one RDN with one common name of that tag and data.
    fn common_name(tag: u8, data: &[u8]) -> Vec<u8> {
        let length = |extra: usize| u8::try_from(data.len() + extra).unwrap();
        let mut der = vec![0x30, length(11), 0x31, length(9), 0x30, length(7), 0x06, 3, 0x55, 4, 3, tag, length(0)];
        der.extend_from_slice(data);
        der
    }

    fn text(tag: u8, data: &[u8]) -> String {
        Name::from_der(&common_name(tag, data)).unwrap().to_string()
    }

    #[test]
    fn each_string_type_is_decoded_by_its_tag() {
        assert_eq!(text(0x0c, "Hà Nội".as_bytes()), "CN=Hà Nội");
        assert_eq!(text(0x13, b"Ha Noi"), "CN=Ha Noi");
        assert_eq!(text(0x14, b"H\xe0 N"), "CN=Hà N");
        assert_eq!(text(0x16, b"a@b.vn"), "CN=a@b.vn");
        assert_eq!(text(0x1e, &[0, b'N', 0x1e, 0xd9, 0, b'i']), "CN=Nội");
        assert_eq!(text(0x1c, &[0, 0, 0, b'N', 0, 1, 0xf6, 0]), "CN=N😀");
    }

    #[test]
    fn what_cannot_be_decoded_stands_in_hexadecimal() {
        assert_eq!(text(0x0c, b"a\0b"), "CN=#610062", "a NUL");
        assert_eq!(text(0x0c, b"\xff"), "CN=#ff", "not UTF-8");
        assert_eq!(text(0x13, b"\xe0"), "CN=#e0", "not ASCII");
        assert_eq!(text(0x1e, &[0xd8, 0]), "CN=#d800", "half a surrogate pair");
        assert_eq!(text(0x1e, &[0]), "CN=#00", "half a character");
        let der = common_name(0x0c, b"a\0b");
        assert_eq!(Name::from_der(&der).unwrap().values(OID_COMMON_NAME).count(), 0);
    }

    #[test]
    fn case_blanks_and_dashes_do_not_tell_names_apart() {
        let same = |one: &str, other: &str| {
            let (one, other) = (common_name(0x0c, one.as_bytes()), common_name(0x13, other.as_bytes()));
            Name::from_der(&one).unwrap().is_same_as(&Name::from_der(&other).unwrap())
        };
        assert!(same("ROOT CA – RS", "Root CA  - RS"));
        assert!(!same("ROOT CA – RS", "ROOT CA RS"));
    }

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(text(0x0c, "# A+B, \"C\" \n ".as_bytes()), "CN=\\# A\\+B\\, \\\"C\\\" \\0a\\ ");
    }

    #[test]
    fn bytes_after_the_name_are_refused() {
        let mut der = common_name(0x0c, b"a");
        assert!(Name::from_der(&der).is_some());
        der.push(0);
        assert!(Name::from_der(&der).is_none());
    }
}
