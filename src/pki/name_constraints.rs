//! Name constraints: which names an authority may put below itself (RFC 5280 §4.2.1.10, §6.1.3(b) and (c)).
//!
//! Host, mail, network and directory names and the hosts of URIs are compared. Names of other kinds (`otherName`, `x400Address`,
//! `ediPartyName`, `registeredID`) are not: where a constraint and a name below are of one such kind, the name is refused, as are names
//! that cannot be read.

use super::Certificate;
use super::der;
use super::der::Element;
use super::der::Reader;
use super::name::FoldedName;
use super::name::Name;
use super::name::OID_EMAIL_ADDRESS;

/// Names compared with subtrees while one path is built: as many as rustls-webpki allows. Genuine paths need below a hundred; a
/// certificate of 64 KB has room for thousands of both.
pub(super) const COMPARISONS: usize = 250_000;

/// The name constraints of an authority.
#[derive(Debug)]
pub(super) struct NameConstraints {
    permitted: Vec<GeneralName>,
    excluded: Vec<GeneralName>,
    /// The kinds of both, a bit each, so that names of other kinds cost nothing.
    kinds: u16,
}

/// Why the names of a certificate are not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Violation {
    /// More than the comparisons that are left.
    Budget,
    /// A name is excluded, is not among those permitted, or cannot be compared.
    Name,
}

impl NameConstraints {
    /// Reads the value of the extension. `None` where it breaks §4.2.1.10, so that nothing is known of what is permitted.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let mut fields = Reader::new(der::whole(value, der::SEQUENCE)?);
        let permitted = fields.optional(der::constructed(0))?;
        let excluded = fields.optional(der::constructed(1))?;
        fields.end()?;
        // It says something.
        permitted.or(excluded)?;
        let subtrees = |list: Option<Element<'_>>| list.map_or(Some(Vec::new()), |list| subtrees(list.contents));
        let (permitted, excluded) = (subtrees(permitted)?, subtrees(excluded)?);
        let kinds = permitted.iter().chain(&excluded).fold(0, |kinds, subtree| kinds | 1_u16 << subtree.kind);
        Some(Self { permitted, excluded, kinds })
    }

    /// Whether every name of the certificate is permitted and none excluded. Each comparison is taken from what is `left`.
    pub(super) fn check<'c>(&'c self, certificate: &Certificate, left: &mut usize) -> Result<(), Violation> {
        for name in names(certificate).ok_or(Violation::Name)? {
            if self.kinds >> name.kind & 1 == 0 {
                continue;
            }
            let needed = self.permitted.len().saturating_add(self.excluded.len());
            *left = left.checked_sub(needed).ok_or(Violation::Budget)?;
            let value = name.value.as_ref().ok_or(Violation::Name)?;
            let bases = |subtrees: &'c [GeneralName]| {
                subtrees.iter().filter(|subtree| subtree.kind == name.kind).filter_map(|subtree| subtree.value.as_ref())
            };
            let mut permitted = bases(&self.permitted).peekable();
            // What is excluded is so whatever is permitted.
            if bases(&self.excluded).any(|base| value.is_within(base) || value.touches(base))
                || permitted.peek().is_some() && !permitted.any(|base| value.is_within(base))
            {
                return Err(Violation::Name);
            }
        }
        Ok(())
    }
}

/// A name, or the base of a subtree of names.
#[derive(Debug)]
struct GeneralName {
    /// The tag of `GeneralName` (§4.2.1.6).
    kind: u8,
    /// `None` for kinds that are not compared, and for a name that is wrongly written.
    value: Option<Value>,
}

#[derive(Debug)]
enum Value {
    /// Address, or address and mask.
    Address(Box<[u8]>),
    Directory(FoldedName),
    /// Lower case; a name may begin with `*.`.
    Host(String),
    /// The mailbox and its host in lower case. As a base, no mailbox means all of that host.
    Mail(Option<String>, String),
    /// The host in lower case.
    Uri(String),
}

const RFC822_NAME: u8 = 1;
const DNS_NAME: u8 = 2;
const DIRECTORY_NAME: u8 = 4;
const URI: u8 = 6;
const IP_ADDRESS: u8 = 7;

/// The kind that a tag stands for. Constructed are `otherName`, `x400Address`, `directoryName` (explicitly tagged, since Name is a
/// CHOICE) and `ediPartyName`.
const fn kind(tag: u8) -> Option<u8> {
    let number = tag & 0x1f;
    let right = if matches!(number, 0 | 3 | 4 | 5) { der::constructed(number) } else { der::context(number) };
    if tag == right && number <= 8 { Some(number) } else { None }
}

/// `GeneralSubtrees`: at least one, each with `minimum` zero and without `maximum` (§4.2.1.10).
fn subtrees(contents: &[u8]) -> Option<Vec<GeneralName>> {
    let mut list = Reader::new(contents);
    let mut subtrees = Vec::new();
    while !list.is_empty() {
        let mut subtree = Reader::new(list.expect(der::SEQUENCE)?);
        let element = subtree.next()?;
        // DER leaves out a minimum of zero, but it is written.
        if let Some(minimum) = subtree.optional(der::context(0))? {
            (minimum.contents == [0]).then_some(())?;
        }
        subtree.end()?;
        let kind = kind(element.tag)?;
        let value = match kind {
            RFC822_NAME => Some(mail_base(ascii(element.contents)?)?),
            DNS_NAME => Some(Value::Host(match ascii(element.contents)? {
                "" => String::new(),
                host => self::host(host)?,
            })),
            DIRECTORY_NAME => Some(Value::Directory(Name::from_der(element.contents)?.folded()?)),
            URI => Some(Value::Uri(host_or_domain(ascii(element.contents)?)?)),
            IP_ADDRESS => Some(network(element.contents)?),
            _ => None,
        };
        subtrees.push(GeneralName { kind, value });
    }
    (!subtrees.is_empty()).then_some(subtrees)
}

/// Every name of a certificate that can be constrained: the subject, the alternative names, and in their absence the mail addresses in
/// the subject. `None` where the alternative names cannot be read.
fn names(certificate: &Certificate) -> Option<Vec<GeneralName>> {
    let mut names = Vec::new();
    let subject = certificate.subject();
    if !subject.is_empty() {
        names.push(GeneralName { kind: DIRECTORY_NAME, value: subject.folded().map(Value::Directory) });
    }
    let Some(alternative) = certificate.subject_alt_name() else {
        let addresses = subject.attributes().filter(|attribute| attribute.is(OID_EMAIL_ADDRESS));
        names.extend(addresses.map(|address| {
            let value = address.value().and_then(|address| mailbox(&address));
            GeneralName { kind: RFC822_NAME, value }
        }));
        return Some(names);
    };
    let mut list = Reader::new(der::whole(alternative, der::SEQUENCE)?);
    while !list.is_empty() {
        let element = list.next()?;
        let kind = kind(element.tag)?;
        let text = ascii(element.contents);
        let value = match kind {
            RFC822_NAME => text.and_then(mailbox),
            DNS_NAME => text.and_then(|text| match text.strip_prefix("*.") {
                Some(domain) => host(domain).map(|domain| Value::Host(format!("*.{domain}"))),
                None => host(text).map(Value::Host),
            }),
            DIRECTORY_NAME => Name::from_der(element.contents).and_then(|name| name.folded()).map(Value::Directory),
            URI => text.and_then(uri_host).map(Value::Uri),
            IP_ADDRESS => matches!(element.contents.len(), 4 | 16).then(|| Value::Address(element.contents.into())),
            _ => None,
        };
        names.push(GeneralName { kind, value });
    }
    Some(names)
}

impl Value {
    /// Whether a name lies in a subtree.
    fn is_within(&self, base: &Self) -> bool {
        match (self, base) {
            (Self::Address(address), Self::Address(network)) => {
                let (network, mask) = network.split_at_checked(address.len()).unwrap_or_default();
                let bytes = address.iter().zip(network).zip(mask);
                mask.len() == address.len() && { bytes }.all(|((address, network), mask)| address & mask == network & mask)
            }
            (Self::Directory(name), Self::Directory(base)) => name.starts_with(base),
            (Self::Host(host), Self::Host(base)) => base.is_empty() || host == base || is_below(host, base),
            (Self::Mail(mailbox, host), Self::Mail(base_mailbox, base)) => match (base_mailbox, base.strip_prefix('.')) {
                (Some(_), _) => mailbox == base_mailbox && host == base,
                (None, Some(domain)) => is_below(host, domain),
                (None, None) => host == base,
            },
            (Self::Uri(host), Self::Uri(base)) => match base.strip_prefix('.') {
                Some(domain) => is_below(host, domain),
                None => host == base,
            },
            _ => false,
        }
    }

    /// Whether a name with a wildcard stands for a name in a subtree: `*.example.com` for `bar.example.com`. Only asked of what is
    /// excluded; what is permitted must be so as a whole.
    fn touches(&self, base: &Self) -> bool {
        let (Self::Host(host), Self::Host(base)) = (self, base) else { return false };
        host.strip_prefix("*.").is_some_and(|domain| is_below(base, domain))
    }
}

/// Whether a host has at least one label more than a domain.
fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
}

fn ascii(contents: &[u8]) -> Option<&str> {
    contents.is_ascii().then_some(())?;
    std::str::from_utf8(contents).ok()
}

/// A host name of labels (RFC 1034 §3.5; underscores occur in practice), in lower case.
fn host(text: &str) -> Option<String> {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        inside && !label.is_empty() && label.len() <= 63
    };
    text.split('.').all(is_label).then(|| text.to_ascii_lowercase())
}

/// A host, or with a dot in front all hosts below it.
fn host_or_domain(text: &str) -> Option<String> {
    match text.strip_prefix('.') {
        Some(domain) => host(domain).map(|domain| format!(".{domain}")),
        None => host(text),
    }
}

/// A mailbox (RFC 5280 §4.2.1.6). One at sign: a quoted one cannot be told from a wrong address and is not read.
fn mailbox(text: &str) -> Option<Value> {
    let (local, domain) = text.split_once('@')?;
    let printable = local.bytes().all(|byte| byte.is_ascii_graphic());
    (printable && !local.is_empty()).then_some(())?;
    Some(Value::Mail(Some(local.to_owned()), host(domain)?))
}

/// A mailbox, all of a host, or all of a domain.
fn mail_base(text: &str) -> Option<Value> {
    if text.contains('@') { mailbox(text) } else { Some(Value::Mail(None, host_or_domain(text)?)) }
}

/// The host of a URI with an authority; an address is none (§4.2.1.10).
fn uri_host(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_and_port = authority.rsplit('@').next()?;
    let (name, port) = host_and_port.split_once(':').unwrap_or((host_and_port, ""));
    port.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    let last = name.rsplit('.').next()?;
    (!last.bytes().all(|byte| byte.is_ascii_digit())).then(|| host(name))?
}

/// An address and a mask of leading ones (RFC 4632).
fn network(contents: &[u8]) -> Option<Value> {
    matches!(contents.len(), 8 | 32).then_some(())?;
    let (_, mask) = contents.split_at_checked(contents.len() / 2)?;
    let mut after_ones = mask.iter().skip_while(|byte| **byte == 0xff);
    let edge = after_ones.next().copied().unwrap_or_default();
    let leading = edge.leading_ones() + edge.trailing_zeros() == 8 && after_ones.all(|byte| *byte == 0);
    leading.then(|| Value::Address(contents.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `GeneralSubtrees` of one base.
    fn constraints(list: u8, tag: u8, contents: &[u8]) -> Option<NameConstraints> {
        let subtree = der::written(der::SEQUENCE, &der::written(tag, contents));
        NameConstraints::read(&der::written(der::SEQUENCE, &der::written(list, &subtree)))
    }

    fn base(tag: u8, text: &str) -> Option<Value> {
        constraints(der::constructed(0), tag, text.as_bytes())?.permitted.pop()?.value
    }

    fn within(name: Option<Value>, base: Option<Value>) -> bool {
        name.expect("a name").is_within(&base.expect("a base"))
    }

    // The examples of RFC 5280 §4.2.1.10, and their nearest siblings.
    #[test]
    fn hosts() {
        let of = |name: &str, base_text: &str| within(host(name).map(Value::Host), base(der::context(DNS_NAME), base_text));
        assert!(of("host.example.com", "host.example.com") && of("my.host.example.com", "host.example.com"));
        assert!(of("HOST.example.com", "host.EXAMPLE.com") && of("a", ""));
        assert!(!of("myhost.example.com", "host.example.com") && !of("example.com", "host.example.com"));
        for wrong in [".example.com", "*.example.com", "a..b", "đ.vn"] {
            assert!(base(der::context(DNS_NAME), wrong).is_none(), "{wrong}");
        }
        let excluded = base(der::context(DNS_NAME), "bar.example.com").expect("a base");
        let wildcard = |text: &str| Value::Host(text.to_owned());
        assert!(wildcard("*.example.com").touches(&excluded) && !wildcard("*.foo.example.com").touches(&excluded));
    }

    #[test]
    fn mail_addresses() {
        let of = |name: &str, base_text: &str| within(mailbox(name), base(der::context(RFC822_NAME), base_text));
        assert!(of("root@example.com", "root@example.com") && !of("Root@example.com", "root@example.com"));
        assert!(of("a@example.com", "example.com") && !of("a@b.example.com", "example.com"));
        assert!(of("a@b.example.com", ".example.com") && !of("a@example.com", ".example.com"));
        assert!(mailbox("a@b@c").is_none() && mailbox("@c").is_none() && base(der::context(RFC822_NAME), "a@b@c").is_none());
    }

    #[test]
    fn hosts_of_uris() {
        let of = |name: &str, base_text: &str| within(uri_host(name).map(Value::Uri), base(der::context(URI), base_text));
        assert!(of("http://host.example.com/a", "host.example.com") && !of("http://a.host.example.com/", "host.example.com"));
        assert!(of("https://u@a.example.com:8443?q", ".example.com") && !of("http://example.com", ".example.com"));
        for none in ["http://192.0.2.1/", "http://[2001:db8::1]/", "urn:a:b", "mailto:a@example.com", "http://"] {
            assert!(uri_host(none).is_none(), "{none}");
        }
    }

    #[test]
    fn networks() {
        let network = |bytes: &[u8]| constraints(der::constructed(0), der::context(IP_ADDRESS), bytes);
        let of = |address: [u8; 4], bytes: &[u8]| {
            let base = network(bytes).and_then(|mut read| read.permitted.pop()?.value);
            within(Some(Value::Address(address.into())), base)
        };
        // 192.0.2.0/24, and /23 of an odd edge.
        assert!(
            of([192, 0, 2, 255], &[192, 0, 2, 0, 255, 255, 255, 0]) && !of([192, 0, 3, 0], &[192, 0, 2, 0, 255, 255, 255, 0])
        );
        assert!(of([192, 0, 3, 0], &[192, 0, 2, 0, 255, 255, 254, 0]) && of([1, 2, 3, 4], &[0; 8]));
        assert!(network(&[192, 0, 2, 0, 255, 0, 255, 0]).is_none(), "a hole in the mask");
        assert!(network(&[192, 0, 2, 0]).is_none(), "no mask");
    }

    #[test]
    fn what_breaks_the_syntax_cannot_be_read() {
        let subtree = |more: &[u8]| {
            let base = der::written(der::context(DNS_NAME), b"vn");
            let subtree = der::written(der::SEQUENCE, &[&*base, more].concat());
            NameConstraints::read(&der::written(der::SEQUENCE, &der::written(der::constructed(0), &subtree))).is_some()
        };
        assert!(subtree(&[]) && subtree(&[0x80, 1, 0]));
        assert!(!subtree(&[0x80, 1, 1]), "a minimum");
        assert!(!subtree(&[0x81, 1, 5]), "a maximum");
        assert!(NameConstraints::read(&[0x30, 0]).is_none(), "nothing is said");
        assert!(NameConstraints::read(&[0x30, 2, 0xa0, 0]).is_none(), "no subtree");
    }
}
