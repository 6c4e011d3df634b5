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

    /// A handle was freed before.
    fn freed(name: &str) -> Self {
        Self::new(Status::TaxdocFreedHandle, ["the handle `", name, "` was freed before"].concat())
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

impl From<crate::Cancelled> for Failure {
    fn from(cancelled: crate::Cancelled) -> Self {
        Self::new(Status::TaxdocCancelled, cancelled.to_string())
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

/// What C knows by a pointer. The content is there until the handle is freed.
pub(super) trait Handle {
    type Content;

    fn content(&self) -> Option<&Self::Content>;

    fn content_mut(&mut self) -> &mut Option<Self::Content>;
}

/// What a handle holds; the failure when it is NULL, or freed as far as that is noticed.
pub(super) fn alive<'h, H: Handle>(handle: Option<&'h H>, name: &str) -> Result<&'h H::Content, Failure> {
    handle.ok_or_else(|| Failure::null(name))?.content().ok_or_else(|| Failure::freed(name))
}

/// The same, to be changed.
pub(super) fn alive_mut<'h, H: Handle>(handle: Option<&'h mut H>, name: &str) -> Result<&'h mut H::Content, Failure> {
    handle.ok_or_else(|| Failure::null(name))?.content_mut().as_mut().ok_or_else(|| Failure::freed(name))
}

/// Frees a handle. Builds with debug assertions keep the empty shell for a while, so that a second use finds it empty.
pub(super) fn free<H: Handle + 'static>(handle: Option<Box<H>>) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let Some(mut handle) = handle else { return };
        if cfg!(debug_assertions) {
            let content = handle.content_mut().take();
            freed::keep(handle, content.is_some());
            drop(content);
        }
    }));
}

/// The shells of freed handles, in builds with debug assertions.
mod freed {
    use std::any::Any;
    use std::collections::VecDeque;
    use std::sync::Mutex;
    use std::sync::PoisonError;

    /// So many of the last freed handles are known again.
    const KEPT: usize = 1_024;

    struct Shell(*mut dyn Any);

    // SAFETY: an empty handle holds nothing that is tied to a thread; only `keep` touches it, under the lock.
    unsafe impl Send for Shell {}

    static SHELLS: Mutex<VecDeque<Shell>> = Mutex::new(VecDeque::new());

    /// Keeps an empty handle at its address. One that was freed before is kept already.
    pub(super) fn keep(shell: Box<dyn Any>, is_first: bool) {
        let shell = Box::into_raw(shell);
        if !is_first {
            return;
        }
        let mut shells = SHELLS.lock().unwrap_or_else(PoisonError::into_inner);
        shells.push_back(Shell(shell));
        if shells.len() > KEPT
            && let Some(oldest) = shells.pop_front()
        {
            // SAFETY: it was made from a box above, and is in the list once.
            drop(unsafe { Box::from_raw(oldest.0) });
        }
    }
}

/// The answer of an accessor where there is nothing to tell.
pub(super) trait Absent {
    const ABSENT: Self;
}

impl Absent for () {
    const ABSENT: Self = ();
}

impl Absent for i32 {
    const ABSENT: Self = 0;
}

impl Absent for usize {
    const ABSENT: Self = 0;
}

impl Absent for *const u8 {
    const ABSENT: Self = ptr::null();
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
        assert_eq!(error.status(), Some(Status::TaxdocPanic));
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

    /// A handle of a content.
    struct Shell<T>(Option<T>);

    impl<T> Handle for Shell<T> {
        type Content = T;

        fn content(&self) -> Option<&T> {
            self.0.as_ref()
        }

        fn content_mut(&mut self) -> &mut Option<T> {
            &mut self.0
        }
    }

    #[test]
    fn a_panic_in_a_destructor_stays_inside() {
        struct Bad;
        impl Drop for Bad {
            fn drop(&mut self) {
                panic!("on purpose");
            }
        }
        free(Some(Box::new(Shell(Some(Bad)))));
    }

    #[test]
    #[cfg(debug_assertions)]
    fn a_freed_handle_is_known_again() {
        let handle = Box::into_raw(Box::new(Shell(Some(7))));
        // SAFETY: the shell stays at its address after the handle was freed, which is what is tested.
        unsafe {
            assert_eq!(alive(Some(&*handle), "x").unwrap(), &7);
            free(Some(Box::from_raw(handle)));
            assert_eq!(alive(Some(&*handle), "x").unwrap_err().status, Status::TaxdocFreedHandle);
            free(Some(Box::from_raw(handle)));
            assert_eq!(alive_mut(Some(&mut *handle), "x").unwrap_err().status, Status::TaxdocFreedHandle);
        }
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
