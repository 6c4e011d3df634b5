//! What a run has come to.

use std::collections::HashMap;

use crate::UNUSABLE;

/// How many documents ended how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) valid: usize,
    pub(crate) invalid: usize,
    pub(crate) undetermined: usize,
    pub(crate) unreadable: usize,
    pub(crate) codes: HashMap<&'static str, usize>,
}

impl Tally {
    /// How many documents were validated.
    pub(crate) const fn total(&self) -> usize {
        self.valid + self.invalid + self.undetermined
    }
}

/// The exit status of a run (CONTRACT §2).
pub(crate) const fn status(unreadable: usize, invalid: usize, undetermined: usize) -> u8 {
    match (unreadable, invalid, undetermined) {
        (0, 0, 0) => 0,
        (0, 0, _) => 2,
        (0, _, _) => 1,
        _ => UNUSABLE,
    }
}
