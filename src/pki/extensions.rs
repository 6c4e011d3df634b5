//! Extensions of certificates (RFC 5280 §4.2).

use x509_parser::extensions::AuthorityInfoAccess;
use x509_parser::extensions::AuthorityKeyIdentifier;
use x509_parser::extensions::BasicConstraints;
use x509_parser::extensions::CRLDistributionPoints;
use x509_parser::extensions::DistributionPointName;
use x509_parser::extensions::ExtendedKeyUsage;
use x509_parser::extensions::GeneralName;
use x509_parser::extensions::KeyIdentifier;
use x509_parser::extensions::KeyUsage;
use x509_parser::extensions::X509Extension;
use x509_parser::prelude::FromDer;

use super::CertificateError;
use super::span::Span;

/// What the extensions of a certificate say about paths, and where the others stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    basic_constraints: Option<(bool, Option<u32>)>,
    key_usage: Option<u16>,
    pub(super) authority_key_id: Option<Span>,
    pub(super) subject_key_id: Option<Span>,
    extended_key_usage: Option<Span>,
    pub(super) crl_distribution_points: Option<Span>,
    authority_info_access: Option<Span>,
    unknown_critical: Option<Box<str>>,
    pub(super) name_constraints: Option<Span>,
    pub(super) subject_alt_name: Option<Span>,
    any: bool,
}

/// A sequence of nothing.
const EMPTY: &[u8] = &[0x30, 0];

/// Extensions of one certificate; about ten are usual. Bounds the search for repeated ones.
const EXTENSIONS: usize = 64;

const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
const CRL_DISTRIBUTION_POINTS: &[u8] = &[0x55, 0x1d, 0x1f];
const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 0x20];
const POLICY_MAPPINGS: &[u8] = &[0x55, 0x1d, 0x21];
const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x24];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
const INHIBIT_ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x36];
/// Microsoft's application policies, 1.3.6.1.4.1.311.21.10: extended key usage under another name. Critical in genuine certificates (CA2 RS).
const APPLICATION_POLICIES: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x15, 0x0a];
const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01];

impl Extensions {
    pub(super) fn of(der: &[u8], extensions: &[X509Extension<'_>]) -> Result<Self, CertificateError> {
        let mut known = Self { any: !extensions.is_empty(), ..Self::default() };
        for (number, extension) in extensions.iter().enumerate() {
            // RFC 5280 §4.2: no extension twice.
            let earlier = extensions.get(..number).unwrap_or_default();
            let twice = number >= EXTENSIONS || earlier.iter().any(|other| other.oid == extension.oid);
            if twice || known.read(der, extension).is_none() {
                return Err(CertificateError::Extension(extension.oid.to_id_string()));
            }
        }
        let constrained = extensions.iter().any(|extension| extension.critical && extension.oid.as_bytes() == NAME_CONSTRAINTS);
        if constrained && !known.is_ca() {
            // §4.2.1.10: only in certificates of authorities, so here they mean something that is not known.
            known.unknown_critical.get_or_insert_with(|| "2.5.29.30".into());
        }
        Ok(known)
    }

    fn read(&mut self, der: &[u8], extension: &X509Extension<'_>) -> Option<()> {
        let value = extension.value;
        match extension.oid.as_bytes() {
            BASIC_CONSTRAINTS => {
                let constraints: BasicConstraints = whole(value)?;
                self.basic_constraints = Some((constraints.ca, constraints.path_len_constraint));
            }
            KEY_USAGE => self.key_usage = Some(whole::<KeyUsage>(value)?.flags),
            SUBJECT_KEY_ID => self.subject_key_id = Some(Span::within(der, whole::<KeyIdentifier<'_>>(value)?.0)?),
            AUTHORITY_KEY_ID => {
                let identifier: AuthorityKeyIdentifier<'_> = whole(value)?;
                self.authority_key_id = match identifier.key_identifier {
                    Some(key) => Some(Span::within(der, key.0)?),
                    None => None,
                };
            }
            NAME_CONSTRAINTS => self.name_constraints = Some(Span::within(der, value)?),
            SUBJECT_ALT_NAME => self.subject_alt_name = Some(Span::within(der, value)?),
            // §4.2.1.12: one purpose at least.
            EXTENDED_KEY_USAGE if value == EMPTY => return None,
            EXTENDED_KEY_USAGE => self.extended_key_usage = Some(Span::within(der, value)?),
            CRL_DISTRIBUTION_POINTS => self.crl_distribution_points = Some(Span::within(der, value)?),
            AUTHORITY_INFO_ACCESS => self.authority_info_access = Some(Span::within(der, value)?),
            // They restrict what a certificate is good for by policy; policies are not judged here, any is accepted.
            APPLICATION_POLICIES | CERTIFICATE_POLICIES => {}
            // Marked critical, these forbid paths that only a judge of policies can tell (§4.2.1.11, §4.2.1.14): refused as unknown.
            POLICY_MAPPINGS | POLICY_CONSTRAINTS | INHIBIT_ANY_POLICY if !extension.critical => {}
            _ if extension.critical => {
                self.unknown_critical.get_or_insert_with(|| extension.oid.to_id_string().into());
            }
            _ => {}
        }
        Some(())
    }

    /// Whether there is any extension. Certificates of version 1 have none.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.any
    }

    /// Whether basic constraints are there and say `CA:TRUE` (§4.2.1.9).
    #[must_use]
    pub const fn is_ca(&self) -> bool {
        matches!(self.basic_constraints, Some((true, _)))
    }

    /// The most certificates of authorities that may stand between this one and the leaf (§4.2.1.9).
    #[must_use]
    pub const fn path_len(&self) -> Option<u32> {
        match self.basic_constraints {
            Some((true, path_len)) => path_len,
            _ => None,
        }
    }

    /// Whether the key may sign certificates: key usage is absent or has `keyCertSign` (§4.2.1.3).
    #[must_use]
    pub const fn may_sign_certificates(&self) -> bool {
        match self.key_usage {
            Some(flags) => flags & (1 << 5) != 0,
            None => true,
        }
    }

    /// Whether the key may sign revocation lists: key usage is absent or has `cRLSign` (§4.2.1.3).
    #[must_use]
    pub const fn may_sign_lists(&self) -> bool {
        match self.key_usage {
            Some(flags) => flags & (1 << 6) != 0,
            None => true,
        }
    }

    /// Whether the key may sign documents: key usage is absent or has `digitalSignature` or `nonRepudiation` (§4.2.1.3).
    #[must_use]
    pub const fn may_sign_documents(&self) -> bool {
        match self.key_usage {
            Some(flags) => flags & 0b11 != 0,
            None => true,
        }
    }

    /// The first critical extension that is not known here (§4.2: such a certificate must be refused).
    #[must_use]
    pub fn unknown_critical(&self) -> Option<&str> {
        self.unknown_critical.as_deref()
    }

    /// Whether there are name constraints (§4.2.1.10).
    #[must_use]
    pub const fn name_constraints(&self) -> bool {
        self.name_constraints.is_some()
    }

    pub(super) fn extended_key_usage(&self, der: &[u8]) -> Vec<String> {
        const PURPOSE: &str = "1.3.6.1.5.5.7.3.";
        let Some(usage) = self.extended_key_usage.and_then(|span| whole::<ExtendedKeyUsage<'_>>(span.of(der))) else {
            return Vec::new();
        };
        let named = [
            (usage.server_auth, 1),
            (usage.client_auth, 2),
            (usage.code_signing, 3),
            (usage.email_protection, 4),
            (usage.time_stamping, 8),
            (usage.ocsp_signing, 9),
        ];
        let mut purposes: Vec<String> = if usage.any { vec!["2.5.29.37.0".to_owned()] } else { Vec::new() };
        purposes.extend(named.into_iter().filter(|(set, _)| *set).map(|(_, number)| format!("{PURPOSE}{number}")));
        purposes.extend(usage.other.iter().map(|oid| oid.to_id_string()));
        purposes
    }

    pub(super) fn crl_addresses<'a>(&self, der: &'a [u8]) -> Vec<&'a str> {
        let Some(points) = self.crl_distribution_points.and_then(|span| whole::<CRLDistributionPoints<'a>>(span.of(der))) else {
            return Vec::new();
        };
        let names = points.points.iter().filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        names.flatten().filter_map(address).collect()
    }

    pub(super) fn ocsp_addresses<'a>(&self, der: &'a [u8]) -> Vec<&'a str> {
        const OCSP: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01];
        let Some(access) = self.authority_info_access.and_then(|span| whole::<AuthorityInfoAccess<'a>>(span.of(der))) else {
            return Vec::new();
        };
        let descriptions = access.accessdescs.iter().filter(|description| description.access_method.as_bytes() == OCSP);
        descriptions.filter_map(|description| address(&description.access_location)).collect()
    }
}

fn address<'a>(name: &GeneralName<'a>) -> Option<&'a str> {
    match name {
        GeneralName::URI(address) => Some(address),
        _ => None,
    }
}

/// The value when it takes up all of the bytes.
fn whole<'a, T: FromDer<'a, x509_parser::error::X509Error>>(der: &'a [u8]) -> Option<T> {
    match T::from_der(der) {
        Ok(([], value)) => Some(value),
        _ => None,
    }
}
