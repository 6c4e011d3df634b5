//! What a caller gives by pointer and length: the only pointers that are followed by hand.

use std::ffi::c_char;
use std::slice;
use std::str;

use super::failure::Failure;
use super::numbers::Status;

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
    use std::ptr;

    use super::*;

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
