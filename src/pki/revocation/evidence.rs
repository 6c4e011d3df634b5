//! All the evidence of a caller, and what it says together.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use x509_parser::pem::Pem;

use super::ListSigners;
use super::OcspResponse;
use super::RevocationList;
use super::RevocationListError;
use super::list::Statement;
use super::status::EvidenceProblem;
use super::status::PathRevocation;
use super::status::RevocationEntry;
use super::status::RevocationStatus;
use crate::error::Error;
use crate::pki::Authority;
use crate::pki::Certificate;
use crate::pki::Path;
use crate::pki::Timestamp;
use crate::pki::der;

/// Revocation lists and OCSP responses. Built once, then shared between threads.
///
/// What counts, for a certificate asked about at a moment:
///
/// - **An entry** counts whenever it was written: revocations carry their dates. The certificate is revoked from the earlier of revocation date
///   and invalidity date on; at or after that moment it is [`Revoked`](RevocationStatus::Revoked), before it
///   [`RevokedLater`](RevocationStatus::RevokedLater). No later evidence takes an entry back, except one of reason `certificateHold`.
/// - **No entry** counts in evidence that was current at the moment (`thisUpdate` ≤ moment ≤ `nextUpdate`), and in evidence issued later: had the
///   certificate been revoked by then, its entry would still be there. It would not after the certificate's end of validity, when
///   authorities may drop it (RFC 5280 §3.3; RFC 6960 §4.4.4): what was issued then counts only if it says that it goes back so far
///   (`expiredCertsOnCRL`, archive cutoff).
/// - Evidence whose `nextUpdate` is before the moment, or that has none and is older, says nothing: the certificate may have been revoked since.
/// - A delta list and a list of some reasons are never complete: an entry in one counts, unless it can be taken back; no entry says nothing.
///   Indirect lists and lists with unknown critical extensions are not used.
/// - Of several that count, an entry that cannot be taken back decides, then the newest.
///
/// A list is the issuer's when its signature is made with the issuer's key (the key that stands above the certificate in its [`Path`]) and its
/// issuer's name is the same but for case, blanks and dashes. What the certificate says about a `cRLIssuer` is not compared.
/// A list signed with another key of the same authority is used by [`path_status`](Self::path_status) alone, which knows who else is trusted:
/// see [`ListSigners`].
#[derive(Clone, Debug, Default)]
pub struct RevocationEvidence {
    lists: Vec<Arc<RevocationList>>,
    responses: Vec<Arc<OcspResponse>>,
    /// Response and answer by serial number.
    answers: HashMap<Box<[u8]>, Vec<(usize, usize)>, RandomState>,
}

impl RevocationEvidence {
    /// No evidence.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with the revocation lists of these bytes: one in DER, or PEM blocks `X509 CRL`; other blocks and text between them are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Revocation`] when there is none or one cannot be read.
    pub fn with_crl(mut self, bytes: &[u8]) -> Result<Self, Error> {
        let failed = |error: RevocationListError| Error::Revocation(error.to_string());
        // As in `read_certificates`: no text before a PEM block starts so.
        if matches!(bytes, [0x30, length, ..] if *length >= 0x80) {
            self.lists.push(Arc::new(RevocationList::from_der(bytes).map_err(failed)?));
            return Ok(self);
        }
        let before = self.lists.len();
        for block in Pem::iter_from_buffer(bytes) {
            let block = block.map_err(|_| Error::Revocation("a PEM block is damaged".to_owned()))?;
            if block.label == "X509 CRL" {
                self.lists.push(Arc::new(RevocationList::from_der(&block.contents).map_err(failed)?));
            }
        }
        if self.lists.len() == before {
            return Err(Error::Revocation("no certificate revocation list in PEM or DER".to_owned()));
        }
        Ok(self)
    }

    /// The same with an OCSP response in DER.
    ///
    /// # Errors
    ///
    /// [`Error::Revocation`] when the bytes are none that can be read, or one without an answer.
    pub fn with_ocsp(mut self, bytes: &[u8]) -> Result<Self, Error> {
        let response = OcspResponse::from_der(bytes).map_err(|error| Error::Revocation(error.to_string()))?;
        for (number, serial) in response.serials().enumerate() {
            self.answers.entry(serial.into()).or_default().push((self.responses.len(), number));
        }
        self.responses.push(Arc::new(response));
        Ok(self)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.responses.is_empty()
    }

    /// What is known of a certificate of that issuer at that moment.
    #[must_use]
    pub fn status(&self, certificate: &Certificate, issuer: &Authority, at: Timestamp) -> RevocationStatus {
        self.summary(certificate, issuer, at, |_| None)
    }

    /// The same, where `signer` finds who else may have signed a list that is not signed with the issuer's key.
    fn summary(
        &self,
        certificate: &Certificate,
        issuer: &Authority,
        at: Timestamp,
        signer: impl Fn(&RevocationList) -> Option<Arc<Authority>>,
    ) -> RevocationStatus {
        let mut summary = Summary::new(certificate, at);
        for list in &self.lists {
            let mut statement = list.statement(certificate, issuer);
            if matches!(statement, Err(EvidenceProblem::Missing | EvidenceProblem::KeyUsage))
                && list.issuer().is_same_as(&issuer.subject())
                && let Some(signer) = signer(list)
            {
                statement = list.statement(certificate, &signer);
            }
            summary.add(statement);
        }
        for (response, number) in self.answers.get(der::least_integer(certificate.serial_contents())).into_iter().flatten() {
            let Some(response) = self.responses.get(*response) else { continue };
            let statement = response.statement(*number, certificate, issuer);
            match response.signer(issuer) {
                Ok(Some(signer)) if self.is_listed(signer, issuer, response.produced_at()) => {
                    summary.add(statement.and(Err(EvidenceProblem::Responder)));
                }
                _ => summary.add(statement),
            }
        }
        summary.status()
    }

    /// What is known of the leaf of that path and of every certificate above it that is neither an anchor nor of a trust table. `signers`
    /// are the other keys that an authority may have signed its list with.
    #[must_use]
    pub fn path_status(&self, leaf: &Certificate, path: &Path, at: Timestamp, signers: &ListSigners<'_>) -> PathRevocation {
        self.path_status_with(leaf, path, |certificate, issuer| {
            self.summary(certificate, issuer, at, |list| {
                signers.of(list, issuer, path.anchor()?, |signer, path| {
                    let direct = |certificate: &_, issuer: &_| self.status(certificate, issuer, at);
                    matches!(self.path_status_with(signer, path, direct).status, RevocationStatus::Good { .. })
                })
            })
        })
    }

    fn path_status_with(
        &self,
        leaf: &Certificate,
        path: &Path,
        status_of: impl Fn(&Certificate, &Authority) -> RevocationStatus,
    ) -> PathRevocation {
        let authorities = path.authorities();
        let mut gravest: Option<PathRevocation> = None;
        let below = std::iter::once(None).chain(authorities.iter().map(Some));
        for (subject, issuer) in below.zip(authorities) {
            let certificate = match subject {
                Some(authority) => authority.certificate(),
                None => Some(leaf),
            };
            let Some(certificate) = certificate else { continue };
            let status = status_of(certificate, issuer);
            if gravest.as_ref().is_none_or(|known| gravity(&status) > gravity(&known.status)) {
                gravest = Some(PathRevocation { status, authority: subject.map(Arc::clone) });
            }
        }
        gravest.unwrap_or(PathRevocation { status: RevocationStatus::NotRun(EvidenceProblem::Missing), authority: None })
    }

    /// Whether a list says that the certificate of a responder was revoked when it signed. Responders are often exempt from revocation
    /// (`id-pkix-ocsp-nocheck`, RFC 6960 §4.2.2.2.1), so nothing said about them is no objection.
    fn is_listed(&self, responder: &Certificate, issuer: &Authority, at: Timestamp) -> bool {
        let entries = self.lists.iter().filter_map(|list| list.statement(responder, issuer).ok()?.entry);
        entries.into_iter().any(|entry| entry.revoked_from() <= at)
    }
}

const fn gravity(status: &RevocationStatus) -> u8 {
    match status {
        RevocationStatus::Good { .. } => 0,
        RevocationStatus::RevokedLater(_) => 1,
        RevocationStatus::NotRun(_) => 2,
        RevocationStatus::Revoked(_) => 3,
    }
}

/// What all the evidence says together of one certificate at one moment.
struct Summary {
    not_after: Timestamp,
    at: Timestamp,
    /// The earliest entry that cannot be taken back.
    entry: Option<RevocationEntry>,
    /// What the newest of the others says, and how new it is.
    newest: Option<(Timestamp, RevocationStatus)>,
    problem: EvidenceProblem,
}

impl Summary {
    const fn new(certificate: &Certificate, at: Timestamp) -> Self {
        Self { not_after: certificate.not_after(), at, entry: None, newest: None, problem: EvidenceProblem::Missing }
    }

    fn add(&mut self, statement: Result<Statement, EvidenceProblem>) {
        let judged = statement.and_then(|statement| self.judge(statement));
        if let Err(problem) = judged
            && problem > self.problem
        {
            self.problem = problem;
        }
    }

    fn judge(&mut self, statement: Statement) -> Result<(), EvidenceProblem> {
        let Statement { this_update, next_update, expired_since, entry } = statement;
        if let Some(entry) = entry
            && entry.is_permanent()
        {
            if self.entry.is_none_or(|known| entry.revoked_from() < known.revoked_from()) {
                self.entry = Some(entry);
            }
            return Ok(());
        }
        if this_update < self.at && next_update.is_none_or(|next| next < self.at) {
            return Err(EvidenceProblem::TooOld(next_update));
        }
        let status = match entry {
            Some(entry) => self.revoked(entry),
            None if this_update > self.not_after && expired_since.is_none_or(|since| since > self.not_after) => {
                return Err(EvidenceProblem::IssuedAfterExpiry(this_update));
            }
            None => RevocationStatus::Good { this_update, next_update },
        };
        if self.newest.as_ref().is_none_or(|(newest, _)| *newest < this_update) {
            self.newest = Some((this_update, status));
        }
        Ok(())
    }

    fn revoked(&self, entry: RevocationEntry) -> RevocationStatus {
        if entry.revoked_from() <= self.at { RevocationStatus::Revoked(entry) } else { RevocationStatus::RevokedLater(entry) }
    }

    fn status(self) -> RevocationStatus {
        match (self.entry, &self.newest) {
            (Some(entry), _) => self.revoked(entry),
            (None, Some((_, status))) => status.clone(),
            (None, None) => RevocationStatus::NotRun(self.problem),
        }
    }
}
