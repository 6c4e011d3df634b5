//! The error of a call.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::answer;
use super::failure::Failure;
use super::handle;
use super::handle::Handle;
use super::numbers::Status;
use super::text::Text;

/// Why a call failed: the status once more and a sentence in English for the programmer's log.
///
/// Made by a failing call whose last argument asks for it. Free it with taxdoc_error_free(). Read it from any number of threads.
#[derive(Debug)]
pub struct ErrorHandle(Option<Kept>);

/// The failure of a call.
#[derive(Debug)]
pub struct Kept {
    status: Status,
    message: Text,
}

impl ErrorHandle {
    pub(super) fn new(failure: Failure) -> Self {
        Self(Some(Kept { status: failure.status, message: Text::new(failure.message) }))
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> Option<Status> {
        Some(self.0.as_ref()?.status)
    }
}

impl Handle for ErrorHandle {
    type Content = Kept;

    fn content(&self) -> Option<&Kept> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Kept> {
        &mut self.0
    }
}

/// The status that the failing call returned.
///
/// Returns TAXDOC_OK when error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_error_status(error: Option<&ErrorHandle>) -> i32 {
    answer::read(|| Some(error?.content()?.status as i32))
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
    answer::put(length.as_deref_mut(), 0);
    answer::read(|| Some(error?.content()?.message.hand_out(length)))
}

/// Frees an error and its text. NULL is allowed and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_error_free(error: Option<Box<ErrorHandle>>) {
    handle::free(error);
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn a_message_ends_at_its_length_whatever_it_quotes() {
        let error = ErrorHandle::new(Failure::new(Status::TaxdocBadSchema, "a\0b.xsd cannot be read"));
        let mut length = MaybeUninit::uninit();
        let text = taxdoc_error_message(Some(&error), Some(&mut length));
        // SAFETY: the text ends with a NUL and lives as long as the error; the length was written.
        let (text, length) = unsafe { (CStr::from_ptr(text), length.assume_init()) };
        assert_eq!(text.to_str().unwrap(), "a\u{FFFD}b.xsd cannot be read");
        assert_eq!(text.count_bytes(), length);
    }
}
