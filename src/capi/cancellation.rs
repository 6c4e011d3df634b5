//! Stopping a validation.

use std::mem::MaybeUninit;

use crate::Cancellation;

use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;

/// A flag that tells validations to stop: for a button in a user interface, or a timer where time is short.
///
/// Made by taxdoc_cancellation_new(), freed by taxdoc_cancellation_free(). Any number of threads may use it at once. It stays raised:
/// make a new one for what comes after.
#[derive(Debug)]
pub struct CancellationHandle(Option<Cancellation>);

impl CancellationHandle {
    /// The flag; it may outlive this handle.
    pub(super) fn flag(cancellation: Option<&Self>) -> Result<Cancellation, Failure> {
        handle::alive(cancellation, "cancellation").cloned()
    }
}

impl Handle for CancellationHandle {
    type Content = Cancellation;

    fn content(&self) -> Option<&Cancellation> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Cancellation> {
        &mut self.0
    }
}

/// Makes a flag that is not raised.
///
/// cancellation receives the new flag, or NULL on failure. Free it with taxdoc_cancellation_free().
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when cancellation is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_cancellation_new(cancellation: Option<&mut MaybeUninit<*mut CancellationHandle>>) -> i32 {
    guard::create(cancellation, None, || Ok(CancellationHandle(Some(Cancellation::new()))))
}

/// Raises a flag, from any thread: validations that run with it return TAXDOC_CANCELLED soon, later ones at once.
///
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when cancellation is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_cancellation_cancel(cancellation: Option<&CancellationHandle>) -> i32 {
    guard::call(None, || {
        handle::alive(cancellation, "cancellation")?.cancel();
        Ok(())
    })
}

/// Frees a flag. NULL is allowed and does nothing. A validation that runs with it goes on and can no longer be stopped.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_cancellation_free(cancellation: Option<Box<CancellationHandle>>) {
    handle::free(cancellation);
}
