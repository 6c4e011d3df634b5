//! Rewritings of canonical octets into those that a signer may have digested.

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;
use unicode_normalization::is_nfc_quick;

use crate::dsig::Change;
use crate::dsig::DSIG_NAMESPACE;
use crate::dsig::c14n::NodeSet;
use crate::xml::Document;
use crate::xml::NodeId;

use super::indent::end_of_tag;

/// One way in which the octets may have differed.
pub(super) enum Rewriting {
    /// The outermost element with these prefixes and namespaces declared too.
    Declared(Vec<(Box<str>, Box<str>)>),
    Ends(LineEnds),
    Marks(Marks),
    /// An element without the declaration of that prefix; without any but the default one where there is none. The outermost element
    /// is number 0, those inside count where they declare something.
    Undeclared(usize, Option<Box<str>>),
    /// Octets before the first tag.
    Before(Vec<u8>),
    /// Octets behind the last tag.
    After(&'static [u8]),
}

/// How a signer's line ends came to differ.
#[derive(Clone, Copy)]
pub(super) enum LineEnds {
    /// The file holds `&#xD;`, which the signer did not digest.
    Dropped,
    /// The text held carriage returns, canonical XML wrote them as `&#xD;`, and the file lost them.
    Escaped,
    /// The bytes of the file were digested with CRLF.
    Raw,
}

/// How letters with marks are written.
#[derive(Clone, Copy)]
pub(super) enum Marks {
    /// NFC.
    Composed,
    /// NFD.
    Decomposed,
    /// The letter composed, the tone a character of its own: what code page 1258 and Vietnamese keyboards make.
    Tones,
}

/// All rewritings of these octets, those of one kind together.
pub(super) fn all(octets: &[u8], set: &NodeSet, exclusive: bool, document: &Document<'_>) -> Vec<Rewriting> {
    // Marks come first: in a pair the first is made once, and they cost the most.
    let marks = [Marks::Composed, Marks::Decomposed, Marks::Tones].into_iter().map(Rewriting::Marks);
    let ends = [LineEnds::Escaped, LineEnds::Raw, LineEnds::Dropped].into_iter().map(Rewriting::Ends);
    let mut all: Vec<Rewriting> = marks.chain(ends).collect();
    all.extend(declarations(octets, exclusive, document));
    if set.apex == NodeId::DOCUMENT || set.apex == document.root().id() {
        all.extend(encodings(document.text()).into_iter().map(Rewriting::Before));
    }
    all.extend([b"\n".as_slice(), b"\r\n"].into_iter().map(Rewriting::After));
    all
}

impl Rewriting {
    pub(super) const fn change(&self) -> Change {
        match self {
            Self::Declared(_) | Self::Undeclared(..) => Change::Declarations,
            Self::Ends(_) => Change::LineEnds,
            Self::Marks(_) => Change::Unicode,
            Self::Before(_) => Change::Encoding,
            Self::After(_) => Change::TrailingNewline,
        }
    }

    /// The octets rewritten; `None` where that changes nothing.
    pub(super) fn apply(&self, octets: &[u8]) -> Option<Vec<u8>> {
        let rewritten = match self {
            Self::Declared(more) => {
                let mut tag = StartTag::read(octets)?;
                for (prefix, namespace) in more {
                    if tag.declarations.iter().any(|(known, _)| *known == &**prefix) {
                        return None;
                    }
                    tag.declarations.push((prefix, namespace));
                }
                tag.declarations.sort_unstable();
                tag.write(octets)?
            }
            Self::Undeclared(number, prefix) => {
                let mut tag = StartTag::nth(octets, *number)?;
                tag.declarations.retain(|(known, _)| match prefix {
                    Some(prefix) => *known != &**prefix,
                    None => known.is_empty(),
                });
                tag.write(octets)?
            }
            Self::Ends(ends) => ends.apply(octets)?,
            Self::Marks(marks) => marks.apply(octets)?,
            Self::Before(before) => [before, octets].concat(),
            Self::After(after) => [octets, after].concat(),
        };
        (rewritten != octets).then_some(rewritten)
    }
}

const CARRIAGE_RETURN: &[u8] = b"&#xD;";

impl LineEnds {
    fn apply(self, octets: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Dropped => replaced(octets, CARRIAGE_RETURN, b""),
            Self::Escaped => replaced(octets, b"\n", b"&#xD;\n"),
            Self::Raw => replaced(octets, b"\n", b"\r\n"),
        }
    }
}

fn replaced(octets: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let mut at = 0;
    for found in memchr::memmem::find_iter(octets, from) {
        written.extend_from_slice(octets.get(at..found)?);
        written.extend_from_slice(to);
        at = found + from.len();
    }
    if at == 0 {
        return None;
    }
    written.extend_from_slice(octets.get(at..)?);
    Some(written)
}

impl Marks {
    fn apply(self, octets: &[u8]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(octets).ok().filter(|text| !text.is_ascii())?;
        let text: String = match self {
            Self::Composed if is_nfc_quick(text.chars()) == IsNormalized::Yes => return None,
            Self::Composed => text.nfc().collect(),
            Self::Decomposed => text.nfd().collect(),
            Self::Tones => {
                let mut tones = String::with_capacity(text.len() * 2);
                text.nfc().for_each(|character| split_tone(character, &mut tones));
                tones
            }
        };
        Some(text.into_bytes())
    }
}

/// A composed letter as the letter without its tone, then the tone.
fn split_tone(character: char, text: &mut String) {
    if character.is_ascii() {
        return text.push(character);
    }
    let (mut letter, mut tone) = (None, None);
    for part in std::iter::once(character).nfd() {
        match (part, letter) {
            // Grave, acute, tilde, hook above, dot below: the five tones of Vietnamese.
            ('\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}', Some(_)) if tone.is_none() => tone = Some(part),
            (_, None) => letter = Some(part),
            (mark, Some(base)) => match compose(base, mark) {
                Some(composed) => letter = Some(composed),
                None => return text.push(character),
            },
        }
    }
    text.extend(letter);
    text.extend(tone);
}

/// Byte order marks and XML declarations that a signer may have digested: those of this file, and those that programs write.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let own =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| ["<?xml", inside, "?>"].concat());
    let usual = [
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
        "<?xml version=\"1.0\"?>",
    ];
    let mut declarations: Vec<&str> = own.as_deref().into_iter().collect();
    declarations.extend(usual.into_iter().filter(|usual| Some(*usual) != own.as_deref()));
    let mut encodings = vec!["\u{FEFF}".as_bytes().to_vec()];
    for declaration in declarations {
        for mark in ["", "\u{FEFF}"] {
            for end in ["", "\n", "\r\n"] {
                encodings.push([mark, declaration, end].concat().into_bytes());
            }
        }
    }
    encodings
}

/// Namespaces that programs declare whether they need them or not.
const USUAL: [(&str, &str); 3] =
    [("ds", DSIG_NAMESPACE), ("xsd", "http://www.w3.org/2001/XMLSchema"), ("xsi", "http://www.w3.org/2001/XMLSchema-instance")];

/// Elements whose declarations are tried, and declarations of each tried on its own. Real elements carry below five, and few declare.
const TRIED: usize = 8;

/// Declarations that the outermost element may have had and lost, or may have been given.
fn declarations(octets: &[u8], exclusive: bool, document: &Document<'_>) -> Vec<Rewriting> {
    let mut rewritings = Vec::new();
    // Exclusive canonicalization writes no declaration that is not used.
    if !exclusive {
        // One bit for each: xsi alone is the most frequent, then xsi with xsd.
        for chosen in [0b100_u8, 0b110, 0b001, 0b101, 0b010, 0b011, 0b111] {
            let chosen = USUAL.iter().enumerate().filter(|(index, _)| chosen >> index & 1 == 1);
            rewritings.push(Rewriting::Declared(chosen.map(|(_, (prefix, name))| ((*prefix).into(), (*name).into())).collect()));
        }
    }
    let mut namespaces: Vec<&str> = document.names().map(|name| name.namespace()).filter(|name| !name.is_empty()).collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    let plain = namespaces.into_iter().filter(|namespace| !namespace.contains(['&', '<', '"'])).take(TRIED);
    rewritings.extend(plain.map(|namespace| Rewriting::Declared(vec![("".into(), namespace.into())])));
    let mut number = 0;
    while number < TRIED
        && let Some(tag) = StartTag::nth(octets, number)
    {
        let now = &tag.declarations;
        if now.iter().filter(|(prefix, _)| !prefix.is_empty()).count() > 1 {
            rewritings.push(Rewriting::Undeclared(number, None));
        }
        rewritings.extend(now.iter().take(TRIED).map(|(prefix, _)| Rewriting::Undeclared(number, Some((*prefix).into()))));
        number += 1;
    }
    rewritings
}

/// A start tag in canonical octets.
struct StartTag<'o> {
    /// Where the declarations stood.
    start: usize,
    end: usize,
    /// Prefix and namespace as written, by prefix.
    declarations: Vec<(&'o str, &'o str)>,
}

impl<'o> StartTag<'o> {
    /// That of the outermost element.
    fn read(octets: &'o [u8]) -> Option<Self> {
        let mut at = 0;
        // Comments and instructions before the root.
        while octets.get(at) == Some(&b'\n') || matches!(octets.get(at..at + 2)?, b"<!" | b"<?") {
            at += if octets.get(at) == Some(&b'\n') { 1 } else { end_of_tag(octets.get(at..)?) };
        }
        Self::at(octets, at)
    }

    /// That of the outermost element, number 0, or of one inside that declares something.
    fn nth(octets: &'o [u8], number: usize) -> Option<Self> {
        let mut tag = Self::read(octets)?;
        for _ in 0..number {
            tag = tag.next(octets)?;
        }
        Some(tag)
    }

    /// The next one that declares something.
    fn next(&self, octets: &'o [u8]) -> Option<Self> {
        let mut at = self.end;
        loop {
            let declared = memchr::memmem::find(octets.get(at..)?, b" xmlns")?;
            // The text of a value may say so too: then no start tag begins at the last `<` before it.
            let start = memchr::memrchr(b'<', octets.get(self.end..at + declared)?);
            let tag = start.and_then(|start| Self::at(octets, self.end + start));
            match tag {
                Some(tag) if !tag.declarations.is_empty() && tag.start == at + declared => return Some(tag),
                _ => at += declared + 1,
            }
        }
    }

    /// That which begins here.
    fn at(octets: &'o [u8], at: usize) -> Option<Self> {
        let length = end_of_tag(octets.get(at..)?);
        let tag = std::str::from_utf8(octets.get(at..at + length)?).ok()?;
        let name = tag.find([' ', '>'])?;
        let mut rest = tag.get(name..)?;
        let mut declarations = Vec::new();
        while let Some(after) = rest.strip_prefix(" xmlns") {
            let (prefix, value) = after.split_once("=\"")?;
            let (namespace, after) = value.split_once('"')?;
            declarations.push((prefix.strip_prefix(':').unwrap_or(prefix), namespace));
            rest = after;
        }
        Some(Self { start: at + name, end: at + length - rest.len(), declarations })
    }

    /// The octets with the declarations as they are now.
    fn write(&self, octets: &[u8]) -> Option<Vec<u8>> {
        let mut written = octets.get(..self.start)?.to_vec();
        for (prefix, namespace) in &self.declarations {
            let colon = if prefix.is_empty() { "" } else { ":" };
            for part in [" xmlns", colon, prefix, "=\"", namespace, "\""] {
                written.extend_from_slice(part.as_bytes());
            }
        }
        written.extend_from_slice(octets.get(self.end..)?);
        Some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rewriting: &Rewriting, text: &str) -> Option<String> {
        rewriting.apply(text.as_bytes()).map(|octets| String::from_utf8(octets).unwrap())
    }

    #[test]
    fn line_ends_are_rewritten() {
        let ends = |ends, text| of(&Rewriting::Ends(ends), text);
        assert_eq!(ends(LineEnds::Raw, "a\nb\n").unwrap(), "a\r\nb\r\n");
        assert_eq!(ends(LineEnds::Escaped, "\na").unwrap(), "&#xD;\na");
        assert_eq!(ends(LineEnds::Dropped, "a&#xD;\n&#x&#xD;&amp;").unwrap(), "a\n&#x&amp;");
        assert_eq!(ends(LineEnds::Raw, "a"), None);
    }

    #[test]
    fn marks_are_rewritten() {
        // Unicode 15, UnicodeData: U+1EC7 = U+1EB9 U+0302 = U+0065 U+0323 U+0302; U+1EDB = U+01A1 U+0301.
        let marks = |marks, text| of(&Rewriting::Marks(marks), text);
        assert_eq!(marks(Marks::Decomposed, "\u{1EC7}").unwrap(), "e\u{323}\u{302}");
        assert_eq!(
            marks(Marks::Tones, "Vi\u{1EC7}t l\u{1EDB}n \u{E0} \u{111} \u{103}").unwrap(),
            "Vi\u{EA}\u{323}t l\u{1A1}\u{301}n a\u{300} \u{111} \u{103}"
        );
        assert_eq!(marks(Marks::Composed, "Vi\u{EA}\u{323}t").unwrap(), "Vi\u{1EC7}t");
        assert_eq!(marks(Marks::Composed, "Vi\u{1EC7}t"), None);
        assert_eq!(marks(Marks::Tones, "Viet"), None);
    }

    #[test]
    fn declarations_are_rewritten() {
        let declared = |prefix: &str, name: &str, text| of(&Rewriting::Declared(vec![(prefix.into(), name.into())]), text);
        let undeclared = |prefix: Option<&str>, text| of(&Rewriting::Undeclared(0, prefix.map(Into::into)), text);
        let text = "<!-- > -->\n<a xmlns=\"v\" xmlns:p=\"u>\" b=\"xmlns\"><c></c></a>";
        assert_eq!(undeclared(Some("p"), text).unwrap(), "<!-- > -->\n<a xmlns=\"v\" b=\"xmlns\"><c></c></a>");
        assert_eq!(undeclared(None, text).unwrap(), "<!-- > -->\n<a xmlns=\"v\" b=\"xmlns\"><c></c></a>");
        assert_eq!(undeclared(Some("q"), text), None);
        let inside = |number, text| of(&Rewriting::Undeclared(number, Some("p".into())), text);
        let nested =
            "<a><b> xmlns:p=\"v\"</b><c></c><!-- xmlns --><d xmlns:p=\"v\" e=\" xmlns:p=\"></d><f xmlns:p=\"w\">g</f></a>";
        assert_eq!(inside(0, nested), None);
        assert_eq!(inside(1, nested).unwrap(), nested.replace("<d xmlns:p=\"v\"", "<d"));
        assert_eq!(inside(2, nested).unwrap(), nested.replace("<f xmlns:p=\"w\"", "<f"));
        assert_eq!(inside(3, nested), None);
        assert_eq!(declared("p", "w", text), None);
        assert_eq!(declared("", "w", "<a xmlns:p=\"v\"></a>").unwrap(), "<a xmlns=\"w\" xmlns:p=\"v\"></a>");
        assert_eq!(declared("q", "w", "<a></a>").unwrap(), "<a xmlns:q=\"w\"></a>");
        assert_eq!(declared("q", "w", ""), None);
    }
}
