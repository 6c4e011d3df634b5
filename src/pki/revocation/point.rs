//! Distribution points: which certificates a list is for (RFC 5280 §4.2.1.13, §5.2.5).

use super::status::EvidenceProblem;
use crate::pki::Certificate;
use crate::pki::Name;
use crate::pki::der;
use crate::pki::der::Reader;
use crate::pki::span::Span;

/// The issuing distribution point of a list.
#[derive(Clone, Copy, Default)]
pub(super) struct IssuingDistributionPoint {
    /// The contents of DistributionPointName.
    point: Option<Span>,
    certificates: Certificates,
}

/// Which kind of certificates a list is for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Certificates {
    #[default]
    All,
    Attribute,
    Authorities,
    Users,
}

impl IssuingDistributionPoint {
    /// Reads the value of the extension, which lies in `list`; and why such a list cannot be used, where it cannot.
    pub(super) fn read(list: &[u8], value: &[u8]) -> Option<(Self, Option<EvidenceProblem>)> {
        let mut fields = Reader::new(der::whole(value, der::SEQUENCE)?);
        let point = match fields.optional(der::constructed(0))? {
            Some(point) => Some(Span::within(list, point.contents)?),
            None => None,
        };
        let mut flag = |number| match fields.optional(der::context(number))? {
            Some(flag) => der::boolean(flag.contents),
            None => Some(false),
        };
        let (users, authorities) = (flag(1)?, flag(2)?);
        let some_reasons = fields.optional(der::context(3))?.is_some();
        let mut flag = |number| match fields.optional(der::context(number))? {
            Some(flag) => der::boolean(flag.contents),
            None => Some(false),
        };
        let (indirect, attribute) = (flag(4)?, flag(5)?);
        fields.end()?;
        let certificates = match (users, authorities, attribute) {
            (false, false, false) => Certificates::All,
            (true, false, false) => Certificates::Users,
            (false, true, false) => Certificates::Authorities,
            (false, false, true) => Certificates::Attribute,
            // §5.2.5: at most one of them.
            _ => return None,
        };
        let problem =
            if indirect { Some(EvidenceProblem::IndirectList) } else { some_reasons.then_some(EvidenceProblem::SomeReasons) };
        Some((Self { point, certificates }, problem))
    }

    /// Whether the list is for that certificate (§6.3.3(b)(2)).
    pub(super) fn covers(&self, list: &[u8], list_issuer: Name<'_>, certificate: &Certificate) -> Result<(), EvidenceProblem> {
        let authority = certificate.extensions().is_ca();
        let kind = match self.certificates {
            Certificates::All => true,
            Certificates::Attribute => false,
            Certificates::Authorities => authority,
            Certificates::Users => !authority,
        };
        if !kind {
            return Err(EvidenceProblem::OtherCertificates);
        }
        let Some(point) = self.point else { return Ok(()) };
        let offered = names(point.of(list), list_issuer).unwrap_or_default();
        let wanted = points(certificate).unwrap_or_default();
        if offered.iter().any(|name| wanted.contains(name)) { Ok(()) } else { Err(EvidenceProblem::OtherDistributionPoint) }
    }
}

/// Names of the distribution points of a certificate, as the DER of general names.
fn points(certificate: &Certificate) -> Option<Vec<Vec<u8>>> {
    let Some(value) = certificate.crl_distribution_points() else {
        // §6.3.3: without the extension, a distribution point named as the issuer is assumed.
        return Some(vec![directory_name(certificate.issuer().der())]);
    };
    let mut all = Vec::new();
    let mut points = Reader::new(der::whole(value, der::SEQUENCE)?);
    while !points.is_empty() {
        let mut point = Reader::new(points.expect(der::SEQUENCE)?);
        let name = point.optional(der::constructed(0))?;
        point.optional(der::context(1))?;
        let issuer = point.optional(der::constructed(2))?;
        match (name, issuer) {
            (Some(name), None) => all.extend(names(name.contents, certificate.issuer())?),
            (Some(name), Some(issuer)) => {
                let first = Reader::new(issuer.contents).next()?;
                let named = Name::from_der(first.contents).unwrap_or_else(|| certificate.issuer());
                all.extend(names(name.contents, named)?);
            }
            (None, Some(issuer)) => all.extend(general_names(issuer.contents)?),
            (None, None) => {}
        }
    }
    Some(all)
}

/// The general names of the contents of a DistributionPointName; a name relative to the issuer is completed.
fn names(point: &[u8], issuer: Name<'_>) -> Option<Vec<Vec<u8>>> {
    let name = Reader::new(point).next()?;
    if name.tag == der::constructed(0) {
        return general_names(name.contents);
    }
    let rdn = der::written(der::SET, (name.tag == der::constructed(1)).then_some(name.contents)?);
    let complete = [der::whole(issuer.der(), der::SEQUENCE)?, &rdn].concat();
    Some(vec![directory_name(&der::written(der::SEQUENCE, &complete))])
}

fn general_names(contents: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut reader = Reader::new(contents);
    let mut names = Vec::new();
    while !reader.is_empty() {
        names.push(reader.next()?.raw.to_vec());
    }
    Some(names)
}

/// A name as the general name `directoryName`.
fn directory_name(name: &[u8]) -> Vec<u8> {
    der::written(der::constructed(4), name)
}
