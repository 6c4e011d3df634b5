//! Outcomes of signature checks, remembered: hashing a list of 20 MB for each document would cost more than everything else.

use std::sync::PoisonError;
use std::sync::RwLock;

use crate::pki::Authority;

/// What was found for an authority, by the fingerprint of its certificate. Evidence has one signer, so few authorities ever ask; whoever
/// brings more than [`MOST`] pays for the checks anew.
pub(super) struct Remembered<T>(RwLock<Vec<([u8; 32], T)>>);

/// Authorities remembered at once for one list or response.
const MOST: usize = 16;

impl<T: Clone> Remembered<T> {
    pub(super) const fn new() -> Self {
        Self(RwLock::new(Vec::new()))
    }

    /// What is remembered for the authority, else what `find` finds now.
    pub(super) fn of(&self, authority: &Authority, find: impl FnOnce() -> T) -> T {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, outcome)) = known.iter().find(|(sha256, _)| sha256 == authority.sha256()) {
            return outcome.clone();
        }
        drop(known);
        let outcome = find();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.push((*authority.sha256(), outcome.clone()));
        outcome
    }
}
