//! Handles: what they hold, and what is left of one that was freed.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use super::failure::Failure;

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

#[cfg(test)]
mod tests {
    use super::super::numbers::Status;
    use super::*;

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
}
