//! Paths from a certificate to a trust anchor (RFC 5280 §6.1).

use std::sync::Arc;

use super::Authority;
use super::Certificate;
use super::Timestamp;
use super::TrustStore;
use super::VerifyError;
use super::authority::Standing;
use super::name_constraints::COMPARISONS;
use super::name_constraints::Violation;

/// Authorities in one path, the anchor included. Vietnamese paths have two; bridges of other countries up to five.
pub const PATH_LENGTH: usize = 6;

/// Candidates looked at while one path is built. Remembered links cost no signature check, so this bounds what a mesh of them can cost.
const CANDIDATES: usize = 1_000;

/// A path that holds at the moment it was built for.
#[derive(Clone, Debug)]
pub struct Path {
    authorities: Vec<Arc<Authority>>,
    leaf_sha1: bool,
    leaf_bits: Option<usize>,
}

/// Something in a path that was allowed once and is not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// The certificate is signed with SHA-1.
    Sha1,
    /// The certificate's RSA key has fewer than 2048 bits; so many.
    ShortKey(usize),
}

impl Path {
    /// The authorities, the issuer of the leaf first and the anchor last. Never empty; the anchor alone when the leaf is itself one.
    #[must_use]
    pub fn authorities(&self) -> &[Arc<Authority>] {
        &self.authorities
    }

    /// The anchor that the path ends in.
    #[must_use]
    pub fn anchor(&self) -> Option<&Authority> {
        self.authorities.last().map(AsRef::as_ref)
    }

    /// What is weak in the path: of the leaf (`None`) and of each authority. How an anchor is signed does not count, it is trusted as it is.
    pub fn weaknesses(&self) -> impl Iterator<Item = (Option<&Authority>, Weakness)> {
        let leaf_sha1 = self.leaf_sha1.then_some((None, Weakness::Sha1));
        let leaf_bits = self.leaf_bits.map(|bits| (None, Weakness::ShortKey(bits)));
        let others = self.authorities.iter().flat_map(|authority| {
            let sha1 = (authority.facts.sha1_signed && !authority.is_anchor()).then_some(Weakness::Sha1);
            let key = authority.public_key().ok().filter(|key| key.is_short()).map(|key| Weakness::ShortKey(key.bits()));
            [sha1, key].into_iter().flatten().map(|weakness| (Some(authority.as_ref()), weakness))
        });
        [leaf_sha1, leaf_bits].into_iter().flatten().chain(others)
    }
}

/// Why no path holds: the most telling reason of all that were met.
#[derive(Clone, Debug)]
pub struct PathError {
    kind: PathErrorKind,
    authority: Option<Arc<Authority>>,
    validity: (Timestamp, Timestamp),
    at: Timestamp,
}

/// The kinds of [`PathError`], the least telling first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PathErrorKind {
    /// No anchor and no intermediate has the issuer's key. Nothing is proven against the certificate.
    IssuerUnknown,
    /// The path would be longer than [`PATH_LENGTH`].
    TooLong,
    /// The signature on the certificate is of an algorithm that cannot be checked here.
    UnsupportedAlgorithm,
    /// The issuer's key, found by its identifier, did not make the signature on the certificate (§6.1.3(a)(1)).
    BadSignature,
    /// The issuer is not an authority (§6.1.4(k)).
    NotCa,
    /// The issuer's key may not sign certificates (§6.1.4(n)), or the leaf's may not sign documents.
    KeyUsage,
    /// More authorities stand below one than it allows (§6.1.4(m)).
    PathLen,
    /// A name below an authority is none of those that it is bound to, or what it is bound to cannot be read (§4.2.1.10).
    NameConstraints,
    /// A critical extension that is not known here (§4.2), by its dotted identifier.
    UnknownCritical(Box<str>),
    /// Not valid any more (§6.1.3(a)(2)).
    Expired,
    /// Not valid yet (§6.1.3(a)(2)).
    NotYetValid,
    /// The leaf is signed with its own key and is not an anchor.
    SelfSigned,
    /// More signature checks would be needed than [`Limits::path_checks`](crate::Limits::path_checks), or too many issuers would have to be tried.
    Budget,
}

impl PathError {
    /// What kind of reason.
    #[must_use]
    pub const fn kind(&self) -> &PathErrorKind {
        &self.kind
    }

    /// The authority that it is about; `None` when it is about the leaf.
    #[must_use]
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_deref()
    }

    /// First and last second of validity of the certificate that it is about.
    #[must_use]
    pub const fn validity(&self) -> (Timestamp, Timestamp) {
        self.validity
    }

    /// The moment that the path was asked for.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether the certificate could not be judged rather than being refused: the stage is then `not_run` (CONTRACT §4).
    #[must_use]
    pub const fn is_undetermined(&self) -> bool {
        matches!(self.kind, PathErrorKind::Budget | PathErrorKind::IssuerUnknown | PathErrorKind::UnsupportedAlgorithm)
    }
}

/// The building of one path: depth first, at most [`PATH_LENGTH`] deep, at most so many signature checks.
pub(super) struct Search<'s> {
    store: &'s TrustStore,
    leaf: &'s Certificate,
    others: Vec<Arc<Authority>>,
    at: Timestamp,
    checks: usize,
    candidates: usize,
    comparisons: usize,
    failure: Option<PathError>,
}

impl<'s> Search<'s> {
    pub(super) fn new(
        store: &'s TrustStore,
        leaf: &'s Certificate,
        others: &[Certificate],
        at: Timestamp,
        checks: usize,
    ) -> Self {
        let others = others.iter().map(|other| Arc::new(Authority::of_certificate(other.clone(), false))).collect();
        Self { store, leaf, others, at, checks, candidates: CANDIDATES, comparisons: COMPARISONS, failure: None }
    }

    pub(super) fn run(mut self) -> Result<Path, PathError> {
        let leaf = self.leaf;
        self.check_leaf(leaf)?;
        let path = |authorities| Path {
            authorities,
            leaf_sha1: leaf.signature_algorithm().is_ok_and(super::SignatureAlgorithm::is_sha1),
            leaf_bits: leaf.public_key().ok().filter(|key| key.is_short()).map(|key| key.bits()),
        };
        if leaf.is_self_issued() {
            if let Some(anchor) = self.store.anchor_of(leaf) {
                return Ok(path(vec![anchor]));
            }
            if leaf.public_key().is_ok_and(|key| leaf.verify_signed_by(&key).is_ok()) {
                return Err(self.of_leaf(PathErrorKind::SelfSigned, leaf));
            }
        }
        let mut authorities = Vec::new();
        if self.climb(leaf, &mut authorities) {
            return Ok(path(authorities));
        }
        let unknown = self.of_leaf(PathErrorKind::IssuerUnknown, leaf);
        Err(self.failure.unwrap_or(unknown))
    }

    /// The path of a key that signs lists: what [`run`](Self::run) finds for a signer of documents, but for what the key may be used for,
    /// which the caller judges.
    pub(super) fn run_for_lists(mut self) -> Option<Path> {
        let leaf = self.leaf;
        let is_known = leaf.extensions().unknown_critical().is_none();
        let mut authorities = Vec::new();
        let holds =
            is_known && self.check_time(leaf.not_before(), leaf.not_after()).is_ok() && self.climb(leaf, &mut authorities);
        holds.then_some(Path { authorities, leaf_sha1: false, leaf_bits: None })
    }

    /// What can be said about the leaf alone. Extended key usage is not asked for: real signers carry many and none.
    fn check_leaf(&self, leaf: &Certificate) -> Result<(), PathError> {
        let extensions = leaf.extensions();
        let kind = if let Some(oid) = extensions.unknown_critical() {
            PathErrorKind::UnknownCritical(oid.into())
        } else if !extensions.may_sign_documents() {
            PathErrorKind::KeyUsage
        } else if let Err(kind) = self.check_time(leaf.not_before(), leaf.not_after()) {
            kind
        } else {
            return Ok(());
        };
        Err(self.of_leaf(kind, leaf))
    }

    fn check_time(&self, not_before: Timestamp, not_after: Timestamp) -> Result<(), PathErrorKind> {
        if self.at < not_before {
            Err(PathErrorKind::NotYetValid)
        } else if self.at > not_after {
            Err(PathErrorKind::Expired)
        } else {
            Ok(())
        }
    }

    /// Extends the path from `child` to an anchor. Recursion is bounded by [`PATH_LENGTH`].
    fn climb(&mut self, child: &Certificate, path: &mut Vec<Arc<Authority>>) -> bool {
        for candidate in self.candidates(child) {
            // A key and name that are already in the path lead round in a circle.
            let repeated = |known: &Arc<Authority>| known.spki() == candidate.spki() && known.subject() == candidate.subject();
            if path.iter().any(repeated) {
                continue;
            }
            if path.len() >= PATH_LENGTH {
                self.failed(PathErrorKind::TooLong, path.last().cloned(), child);
                return false;
            }
            if let Err(kind) = self.check_signature(child, &candidate) {
                let spent = kind == PathErrorKind::Budget;
                self.failed(kind, path.last().cloned(), child);
                if spent {
                    return false;
                }
                continue;
            }
            let below = path.len();
            if self.enter(&candidate, path, child) {
                let complete = match &candidate.standing {
                    Standing::Anchor => true,
                    Standing::Certificate(certificate) => self.climb(certificate, path),
                    Standing::Proven(parent) => self.climb_proven(*parent, path, child),
                };
                if complete {
                    return true;
                }
            }
            path.truncate(below);
            if self.failure.as_ref().is_some_and(|failure| failure.kind == PathErrorKind::Budget) {
                return false;
            }
        }
        self.failed(PathErrorKind::IssuerUnknown, path.last().cloned(), child);
        false
    }

    /// Extends the path along links that the table has proven.
    fn climb_proven(&mut self, parent: [u8; 32], path: &mut Vec<Arc<Authority>>, child: &Certificate) -> bool {
        let mut parent = parent;
        while path.len() < PATH_LENGTH {
            let Some(authority) = self.store.by_sha256(&parent) else {
                self.failed(PathErrorKind::IssuerUnknown, path.last().cloned(), child);
                return false;
            };
            if !self.enter(&authority, path, child) {
                return false;
            }
            match authority.standing {
                Standing::Proven(next) => parent = next,
                _ => return true,
            }
        }
        self.failed(PathErrorKind::TooLong, path.last().cloned(), child);
        false
    }

    /// Adds an issuer whose key made the signature below it, if it may issue (RFC 5280 §6.1.4(k) to (n)) and is valid.
    fn enter(&mut self, authority: &Arc<Authority>, path: &mut Vec<Arc<Authority>>, child: &Certificate) -> bool {
        match self.check_issuer(authority, path) {
            Ok(()) => {
                path.push(Arc::clone(authority));
                true
            }
            Err(kind) => {
                self.failed(kind, Some(Arc::clone(authority)), child);
                false
            }
        }
    }

    fn check_issuer(&mut self, authority: &Authority, below: &[Arc<Authority>]) -> Result<(), PathErrorKind> {
        if let Some(obstacle) = &authority.facts.obstacle {
            return Err(obstacle.clone());
        }
        // §6.1.4(l): authorities that issued themselves (new key, same name) are not counted.
        let counted = below.iter().filter(|authority| !authority.facts.self_issued).count();
        if authority.facts.path_len.is_some_and(|most| counted > most as usize) {
            return Err(PathErrorKind::PathLen);
        }
        self.check_names(authority, below)?;
        self.check_time(authority.not_before(), authority.not_after())
    }

    /// §6.1.3(b) and (c), seen from above: the names of the leaf and of the authorities between, but for those that issued themselves.
    fn check_names(&mut self, authority: &Authority, below: &[Arc<Authority>]) -> Result<(), PathErrorKind> {
        let Some(constraints) = &authority.facts.name_constraints else { return Ok(()) };
        let between =
            below.iter().filter(|authority| !authority.facts.self_issued).filter_map(|authority| authority.certificate());
        for certificate in std::iter::once(self.leaf).chain(between) {
            constraints.check(certificate, &mut self.comparisons).map_err(|violation| match violation {
                Violation::Budget => PathErrorKind::Budget,
                Violation::Name => PathErrorKind::NameConstraints,
            })?;
        }
        Ok(())
    }

    fn check_signature(&mut self, child: &Certificate, issuer: &Authority) -> Result<(), PathErrorKind> {
        self.candidates = self.candidates.checked_sub(1).ok_or(PathErrorKind::Budget)?;
        if self.store.knows_link(child, issuer) {
            return Ok(());
        }
        self.checks = self.checks.checked_sub(1).ok_or(PathErrorKind::Budget)?;
        let key = issuer.public_key().map_err(|_| PathErrorKind::UnsupportedAlgorithm)?;
        match child.verify_signed_by(&key) {
            Ok(()) => {
                self.store.remember_link(child, issuer);
                Ok(())
            }
            Err(VerifyError::Invalid) if child.authority_key_id().is_some() => Err(PathErrorKind::BadSignature),
            // Found by name alone: one name has several keys, and the right one may be missing.
            Err(VerifyError::Invalid) => Err(PathErrorKind::IssuerUnknown),
            Err(VerifyError::Mismatch | VerifyError::Unsupported) => Err(PathErrorKind::UnsupportedAlgorithm),
        }
    }

    /// Who may have issued `child`: by key identifier where it names one, else by name. The same name has several keys in the field, so the
    /// name alone is only tried where there is no identifier to compare. Either way names must agree (RFC 5280 §6.1.3(a)(4)).
    fn candidates(&self, child: &Certificate) -> Vec<Arc<Authority>> {
        let issuer = child.issuer();
        let Some(key_id) = child.authority_key_id() else {
            let others = self.others.iter().filter(|other| other.subject() == issuer).cloned();
            return self.store.by_subject(issuer).chain(others).collect();
        };
        let others = self.others.iter().filter(|other| other.key_id() == Some(key_id)).cloned();
        let by_key = self.store.by_key_id(key_id).chain(others).filter(|authority| authority.subject().is_same_as(&issuer));
        let mut candidates: Vec<_> = by_key.collect();
        if candidates.is_empty() {
            let others = self.others.iter().filter(|other| other.subject() == issuer).cloned();
            candidates.extend(self.store.by_subject(issuer).chain(others).filter(|authority| authority.key_id().is_none()));
        }
        candidates
    }

    fn of_leaf(&self, kind: PathErrorKind, leaf: &Certificate) -> PathError {
        PathError { kind, authority: None, validity: (leaf.not_before(), leaf.not_after()), at: self.at }
    }

    /// Keeps the failure when it tells more than the one kept; the earlier of two equal ones stays.
    fn failed(&mut self, kind: PathErrorKind, authority: Option<Arc<Authority>>, child: &Certificate) {
        if self.failure.as_ref().is_some_and(|known| known.kind >= kind) {
            return;
        }
        let validity = match &authority {
            Some(authority) => (authority.not_before(), authority.not_after()),
            None => (child.not_before(), child.not_after()),
        };
        self.failure = Some(PathError { kind, authority, validity, at: self.at });
    }
}
