//! Versions.

use std::ffi::CStr;
use std::ffi::c_char;

use super::answer;
use super::numbers::Status;

/// The version of the binary interface that this header describes. Functions and numbers are only added under one version.
pub const TAXDOC_ABI_VERSION: u32 = 1;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => c"",
};

/// The version of the library that runs, for example "0.1.0".
///
/// Returns a static text, never NULL. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The version of the binary interface of the library that runs. A program built against this header works with it when the
/// number equals TAXDOC_ABI_VERSION.
///
/// Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_abi_version() -> u32 {
    TAXDOC_ABI_VERSION
}

/// The name of a status, for example "TAXDOC_NOT_UTF8".
///
/// Returns a static text, or NULL when the number is no status of this library. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_status_name(status: i32) -> *const c_char {
    answer::read(|| Status::name(status).map(CStr::as_ptr))
}
