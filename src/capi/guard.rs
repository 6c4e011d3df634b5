//! The guard around every function that gives a status.

use std::mem::MaybeUninit;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::ptr;

use super::answer::put;
use super::error::ErrorHandle;
use super::failure::Failure;
use super::numbers::Status;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status_and_an_error() {
        let mut error = MaybeUninit::uninit();
        assert_eq!(call(Some(&mut error), || panic!("on purpose")), Status::TaxdocPanic as i32);
        // SAFETY: `call` has written it, and nobody else holds it.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        assert_eq!(error.status(), Some(Status::TaxdocPanic));
    }

    #[test]
    fn a_panic_makes_no_handle() {
        let mut out = MaybeUninit::new(ptr::dangling_mut::<u32>());
        assert_eq!(create(Some(&mut out), None, || panic!("on purpose")), Status::TaxdocPanic as i32);
        // SAFETY: initialised above.
        assert!(unsafe { out.assume_init() }.is_null());
    }
}
