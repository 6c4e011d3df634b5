//! Stopping a validation from another thread: for hosts with a user interface or a time budget.
//!
//! The library has no clock. A host that wants a time budget starts a timer of its own and cancels when it fires.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// A flag that tells validations to stop. Clones are the same flag; any thread may raise it at any time, and it stays raised.
///
/// ```
/// use taxdoc::{Cancellation, Cancelled, Validator};
///
/// let (validator, cancellation) = (Validator::new(), Cancellation::new());
/// assert!(validator.validate_unless(b"<HDon/>", &cancellation).is_ok());
/// cancellation.cancel();
/// assert_eq!(validator.validate_unless(b"<HDon/>", &cancellation).err(), Some(Cancelled));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// A flag that is not raised.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the flag. What runs with it stops soon, what starts with it stops at once.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is raised.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The call was told to stop before it had a result. Nothing is known of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the validation was cancelled")]
#[expect(clippy::exhaustive_structs, reason = "there is one way to be cancelled")]
pub struct Cancelled;

/// What may stop a run: a flag, or nothing at all, in which case the compiler knows that the run has a result.
pub(crate) trait Watch {
    /// How a stopped run ends.
    type Stopped;

    /// The flag for loops inside the engines. They leave off when it is raised, and what they give then is not looked at.
    fn flag(&self) -> Option<&Cancellation>;

    /// For a place between two pieces of work.
    fn check(&self) -> Result<(), Self::Stopped>;
}

impl Watch for () {
    type Stopped = Infallible;

    fn flag(&self) -> Option<&Cancellation> {
        None
    }

    fn check(&self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl Watch for Cancellation {
    type Stopped = Cancelled;

    fn flag(&self) -> Option<&Cancellation> {
        Some(self)
    }

    fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;
    use std::time::Instant;

    use super::*;
    use crate::Validator;

    const fn shared<T: Send + Sync>() {}

    /// A document that takes this machine a while in any build.
    fn long() -> Vec<u8> {
        [b"<HDon>".as_slice(), &b"<HHDVu><STT>1</STT><DGia>1000</DGia></HHDVu>".repeat(100_000), b"</HDon>"].concat()
    }

    #[test]
    fn a_flag_is_shared_between_threads() {
        shared::<Cancellation>();
    }

    #[test]
    fn a_flag_that_is_not_raised_changes_nothing() {
        let xml = b"<HDon>";
        let report = Validator::new().validate_unless(xml, &Cancellation::new()).unwrap();
        assert_eq!(serde_json::to_string(&report).unwrap(), serde_json::to_string(&Validator::new().validate(xml)).unwrap());
    }

    #[test]
    fn a_run_is_stopped_from_another_thread() {
        let (validator, xml) = (Validator::new(), long());
        let start = Instant::now();
        assert!(validator.validate_unless(&xml, &Cancellation::new()).is_ok());
        let whole = start.elapsed();
        let flag = Cancellation::new();
        let start = Instant::now();
        let stopped = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(1));
                flag.cancel();
            });
            validator.validate_unless(&xml, &flag)
        });
        assert_eq!(stopped.err(), Some(Cancelled));
        // Generous, for machines that do other things too.
        assert!(start.elapsed() < whole / 2, "{:?} of {whole:?}", start.elapsed());
    }
}
