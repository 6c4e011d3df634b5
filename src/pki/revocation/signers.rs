//! Keys other than the certificate's issuer's that may have signed its list (RFC 5280 §6.3.3(f)).
//!
//! An authority that renews its key, or keeps one for lists alone, has several certificates of one name. A list signed with one of them
//! counts when that certificate is of the same name as the issuer, may sign lists, was valid when the list was made, has a path to the
//! same anchor, and is itself not revoked by what its own issuer's key has signed. Without the last anyone who steals a retired key could
//! take revocations back.

use std::sync::Arc;

use super::RevocationList;
use crate::limits::Limits;
use crate::pki::Authority;
use crate::pki::Certificate;
use crate::pki::PATH_LENGTH;
use crate::pki::Path;
use crate::pki::TrustStore;
use crate::pki::authority::Standing;

/// Keys of one name that are tried for one list. Real authorities have up to four generations.
const SIGNERS: usize = 8;

/// Where certificates of list signers are looked for: in the trust store, and among those that came with the signature.
#[derive(Clone, Copy, Debug)]
pub struct ListSigners<'s> {
    store: &'s TrustStore,
    others: &'s [Certificate],
    limits: &'s Limits,
}

impl<'s> ListSigners<'s> {
    /// Those of that store and the certificates beside it, which are believed only as far as they have a path.
    #[must_use]
    pub const fn new(store: &'s TrustStore, others: &'s [Certificate], limits: &'s Limits) -> Self {
        Self { store, others, limits }
    }

    /// Another key of `issuer` that may have signed the list and leads to the anchor. `is_good` tells of a certificate with its path whether
    /// it is known not to be revoked. Whether the key did sign it is for the list to check.
    pub(super) fn of(
        &self,
        list: &RevocationList,
        issuer: &Authority,
        anchor: &Authority,
        is_good: impl Fn(&Certificate, &Path) -> bool,
    ) -> Option<Arc<Authority>> {
        let stored: Vec<_> = match list.authority_key_id() {
            Some(key_id) => self.store.by_key_id(key_id).collect(),
            None => self.store.by_subject(list.issuer()).collect(),
        };
        let brought = self.others.iter().map(|other| Arc::new(Authority::of_certificate(other.clone(), false)));
        let may_have_signed = |signer: &Arc<Authority>| {
            list.authority_key_id().is_none_or(|key_id| signer.key_id() == Some(key_id))
                && signer.subject().is_same_as(&issuer.subject())
                && signer.spki() != issuer.spki()
                && signer.may_sign_lists()
        };
        let mut candidates = stored.into_iter().chain(brought).filter(may_have_signed).take(SIGNERS);
        candidates.find(|signer| self.leads_to(signer, anchor, list, &is_good) && list.is_signed_by(signer))
    }

    /// Whether the signer is believed on account of that anchor.
    fn leads_to(
        &self,
        signer: &Authority,
        anchor: &Authority,
        list: &RevocationList,
        is_good: impl Fn(&Certificate, &Path) -> bool,
    ) -> bool {
        let at = list.this_update();
        match &signer.standing {
            Standing::Anchor => signer.sha256() == anchor.sha256(),
            Standing::Certificate(certificate) => {
                let path = self.store.path_for_lists(certificate, self.others, at, self.limits);
                path.is_some_and(|path| {
                    path.anchor().is_some_and(|found| found.sha256() == anchor.sha256()) && is_good(certificate, &path)
                })
            }
            // The table vouches for it and for those above it.
            Standing::Proven(parent) => {
                let above = std::iter::successors(Some(*parent), |known| match self.store.by_sha256(known)?.standing {
                    Standing::Proven(next) => Some(next),
                    _ => None,
                });
                let is_valid = signer.not_before() <= at && at <= signer.not_after();
                is_valid && above.take(PATH_LENGTH).any(|above| above == *anchor.sha256())
            }
        }
    }
}
