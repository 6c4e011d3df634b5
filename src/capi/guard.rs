//! The one guard around every function, and the only pointers followed by hand.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::ptr;
use std::slice;
use std::str;

use super::error::ErrorHandle;
use super::numbers::Status;

/// Why a call could not be carried out.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: Status,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// A pointer that may not be NULL is.
    pub(super) fn null(name: &str) -> Self {
        Self::new(Status::TaxdocNullArgument, ["the argument `", name, "` is NULL"].concat())
    }

    /// A number or a length that has no meaning.
    pub(super) fn invalid(name: &str) -> Self {
        Self::new(Status::TaxdocInvalidArgument, ["the argument `", name, "` has a value without meaning"].concat())
    }
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        let status = match error {
            crate::Error::Certificate(_) | crate::Error::Revocation(_) => Status::TaxdocBadCertificate,
            crate::Error::Schema(_) => Status::TaxdocBadSchema,
            crate::Error::Time(_) => Status::TaxdocInvalidArgument,
        };
        Self::new(status, error.to_string())
    }
}

/// Runs a call and gives its status; the failure goes to `error` where the caller wants it.
pub(super) fn call(error: Option<&mut MaybeUninit<*mut ErrorHandle>>, body: impl FnOnce() -> Result<(), Failure>) -> i32 {
    // A panic leaves nothing half-made: what `body` changes, it changes by one assignment at its end, and locks are taken over when poisoned.
    let outcome = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        Err(Failure::new(Status::TaxdocPanic, "the library has failed; this is a fault of taxdoc, please report it"))
    });
    match outcome {
        Ok(()) => {
            put(error, ptr::null_mut());
            Status::TaxdocOk as i32
        }
        Err(failure) => {
            let status = failure.status as i32;
            if let Some(place) = error {
                place.write(Box::into_raw(Box::new(ErrorHandle::new(failure))));
            }
            status
        }
    }
}

/// Runs a call that makes a handle. `*out` is NULL unless the status is `TAXDOC_OK`.
pub(super) fn create<T>(
    out: Option<&mut MaybeUninit<*mut T>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
    body: impl FnOnce() -> Result<T, Failure>,
) -> i32 {
    let Some(out) = out else {
        return call(error, || Err(Failure::null("out")));
    };
    let handle = out.write(ptr::null_mut());
    call(error, || {
        *handle = Box::into_raw(Box::new(body()?));
        Ok(())
    })
}

/// Runs an accessor; a panic gives what a missing value gives.
pub(super) fn read<T: Absent>(body: impl FnOnce() -> Option<T>) -> T {
    catch_unwind(AssertUnwindSafe(body)).ok().flatten().unwrap_or(T::ABSENT)
}

/// Frees a handle.
pub(super) fn free<T>(handle: Option<Box<T>>) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
}

/// The answer of an accessor where there is nothing to tell.
pub(super) trait Absent {
    const ABSENT: Self;
}

impl Absent for i32 {
    const ABSENT: Self = 0;
}

impl Absent for usize {
    const ABSENT: Self = 0;
}

impl Absent for *const c_char {
    const ABSENT: Self = ptr::null();
}

/// Writes a result where the caller wants it.
pub(super) fn put<T>(place: Option<&mut MaybeUninit<T>>, value: T) {
    if let Some(place) = place {
        place.write(value);
    }
}

/// The bytes that a caller gives by pointer and length; NULL stands for none when the length is 0.
///
/// # Safety
/// `data` is NULL or points to `length` bytes that can be read and do not change for as long as the result is used.
pub(super) unsafe fn bytes<'c>(data: *const u8, length: usize, name: &str) -> Result<&'c [u8], Failure> {
    if data.is_null() {
        return if length == 0 { Ok(&[]) } else { Err(Failure::null(name)) };
    }
    if isize::try_from(length).is_err() {
        return Err(Failure::invalid(name));
    }
    // SAFETY: not NULL, no longer than isize::MAX; the rest is what the caller of this function promises.
    Ok(unsafe { slice::from_raw_parts(data, length) })
}

/// The text that a caller gives by pointer and length.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn text<'c>(data: *const c_char, length: usize, name: &str) -> Result<&'c str, Failure> {
    // SAFETY: the same promise.
    let bytes = unsafe { bytes(data.cast(), length, name) }?;
    str::from_utf8(bytes).map_err(|_| Failure::new(Status::TaxdocNotUtf8, ["the argument `", name, "` is not UTF-8"].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status_and_an_error() {
        let mut error = MaybeUninit::uninit();
        assert_eq!(call(Some(&mut error), || panic!("on purpose")), Status::TaxdocPanic as i32);
        // SAFETY: `call` has written it, and nobody else holds it.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        assert_eq!(error.status(), Status::TaxdocPanic);
    }

    #[test]
    fn a_panic_makes_no_handle() {
        let mut out = MaybeUninit::new(ptr::dangling_mut::<u32>());
        assert_eq!(create(Some(&mut out), None, || panic!("on purpose")), Status::TaxdocPanic as i32);
        // SAFETY: initialised above.
        assert!(unsafe { out.assume_init() }.is_null());
    }

    #[test]
    fn a_panic_in_an_accessor_is_an_absent_value() {
        assert_eq!(read::<usize>(|| panic!("on purpose")), 0);
        assert!(read::<*const c_char>(|| panic!("on purpose")).is_null());
    }

    #[test]
    fn a_panic_in_a_destructor_stays_inside() {
        struct Bad;
        impl Drop for Bad {
            fn drop(&mut self) {
                panic!("on purpose");
            }
        }
        free(Some(Box::new(Bad)));
    }

    #[test]
    fn null_stands_for_no_bytes_only() {
        // SAFETY: NULL is allowed.
        unsafe {
            assert_eq!(bytes(ptr::null(), 0, "xml").unwrap(), b"");
            assert_eq!(bytes(ptr::null(), 1, "xml").unwrap_err().status, Status::TaxdocNullArgument);
        }
    }

    #[test]
    fn a_length_beyond_the_address_space_is_refused() {
        // SAFETY: refused before anything is read.
        let refused = unsafe { bytes(b"x".as_ptr(), usize::MAX, "xml") };
        assert_eq!(refused.unwrap_err().status, Status::TaxdocInvalidArgument);
    }
}
