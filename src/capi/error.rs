//! The error of a call.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::guard;
use super::guard::Failure;
use super::numbers::Status;
use super::text::Text;

/// Why a call failed: the status once more and a sentence in English for the programmer's log.
///
/// Made by a failing call whose last argument asks for it. Free it with taxdoc_error_free(). Read it from any number of threads.
#[derive(Debug)]
pub struct ErrorHandle {
    status: Status,
    message: Text,
}

impl ErrorHandle {
    pub(super) fn new(failure: Failure) -> Self {
        Self { status: failure.status, message: Text::new(failure.message) }
    }

    #[cfg(test)]
    pub(super) const fn status(&self) -> Status {
        self.status
    }
}

/// The status that the failing call returned.
///
/// Returns TAXDOC_OK when error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_error_status(error: Option<&ErrorHandle>) -> i32 {
    guard::read(|| error.map(|error| error.status as i32))
}

/// What went wrong, one English sentence.
///
/// length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
/// Returns a text owned by error, or NULL when error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_error_message(
    error: Option<&ErrorHandle>,
    mut length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    guard::put(length.as_deref_mut(), 0);
    guard::read(|| error.map(|error| error.message.hand_out(length)))
}

/// Frees an error and its text. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_error_free(error: Option<Box<ErrorHandle>>) {
    guard::free(error);
}
