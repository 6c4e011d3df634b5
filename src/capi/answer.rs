//! What accessors answer, and where results go.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::ptr;

/// Runs an accessor; a panic gives what a missing value gives.
pub(super) fn read<T: Absent>(body: impl FnOnce() -> Option<T>) -> T {
    catch_unwind(AssertUnwindSafe(body)).ok().flatten().unwrap_or(T::ABSENT)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_an_accessor_is_an_absent_value() {
        assert_eq!(read::<usize>(|| panic!("on purpose")), 0);
        assert!(read::<*const c_char>(|| panic!("on purpose")).is_null());
    }
}
