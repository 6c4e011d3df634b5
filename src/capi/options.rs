//! The choices of a caller.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::Limits;
use crate::Validator;
use crate::pki::Timestamp;
use crate::validator::Builder;

use super::argument;
use super::error::ErrorHandle;
use super::failure::Failure;
use super::guard;
use super::handle;
use super::handle::Handle;
use super::numbers::Limit;
use super::numbers::SignaturePolicy;
use super::numbers::Stage;

/// Choices for a validator. Every choice has a default that suits Vietnamese invoices.
///
/// Made by taxdoc_options_new(), freed by taxdoc_options_free(). Use it from one thread at a time. A setter that fails leaves the
/// options as they were. Validators made from options do not need them afterwards.
#[derive(Debug)]
pub struct OptionsHandle(Option<Options>);

/// The choices.
#[derive(Debug, Default)]
pub struct Options {
    builder: Builder,
    limits: Limits,
    schema: Vec<(String, Vec<u8>)>,
}

impl Options {
    /// The validator of these choices.
    pub(super) fn build(&self) -> Result<Validator, Failure> {
        let mut builder = self.builder.clone().with_limits(self.limits);
        if !self.schema.is_empty() {
            let documents: Vec<_> = self.schema.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            builder = builder.with_schema(&documents)?;
        }
        Ok(builder.build())
    }

    /// Replaces the builder by one with another choice, or leaves it as it is.
    fn choose(&mut self, choice: impl FnOnce(Builder) -> Result<Builder, Failure>) -> Result<(), Failure> {
        self.builder = choice(self.builder.clone())?;
        Ok(())
    }
}

impl Handle for OptionsHandle {
    type Content = Options;

    fn content(&self) -> Option<&Options> {
        self.0.as_ref()
    }

    fn content_mut(&mut self) -> &mut Option<Options> {
        &mut self.0
    }
}

/// Makes options with every choice at its default.
///
/// options receives the new options, or NULL on failure. Free them with taxdoc_options_free().
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_new(options: Option<&mut MaybeUninit<*mut OptionsHandle>>) -> i32 {
    guard::create(options, None, || Ok(OptionsHandle(Some(Options::default()))))
}

/// Frees options. NULL is allowed and does nothing. Validators made from them stay as they are.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_free(options: Option<Box<OptionsHandle>>) {
    handle::free(options);
}

/// Fixes the moment at which certificates and versions of rules are judged, in seconds since 1970-01-01T00:00:00Z. By default each
/// certificate is judged at its signing time.
///
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_time(options: Option<&mut OptionsHandle>, unix_seconds: i64) -> i32 {
    set(options, None, |options| options.choose(|builder| Ok(builder.with_time(Timestamp::from_unix(unix_seconds)))))
}

/// Tells the time now, in seconds since 1970-01-01T00:00:00Z, for statements such as "dated in the future". The library reads no
/// clock; without this such statements are not made.
///
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_now(options: Option<&mut OptionsHandle>, unix_seconds: i64) -> i32 {
    set(options, None, |options| options.choose(|builder| Ok(builder.with_now(Timestamp::from_unix(unix_seconds)))))
}

/// Adds trust anchors and intermediate certificates: PEM or DER, several may stand in one PEM text. Self-signed ones become
/// anchors. May be called several times.
///
/// bytes, length: the certificates; read before the call returns. NULL only with length 0.
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
/// is impossible; TAXDOC_BAD_CERTIFICATE when there is no certificate that can be read; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_options_add_trust(
    options: Option<&mut OptionsHandle>,
    bytes: *const u8,
    length: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    set(options, error, |options| {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let bytes = unsafe { argument::bytes(bytes, length, "bytes") }?;
        options.choose(|builder| Ok(builder.with_trust(bytes)?))
    })
}

/// Leaves the built-in trust table out: only certificates given by taxdoc_options_add_trust() count.
///
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_without_builtin_trust(options: Option<&mut OptionsHandle>) -> i32 {
    set(options, None, |options| options.choose(|builder| Ok(builder.without_builtin_trust())))
}

/// Adds a certificate revocation list, DER or PEM. May be called several times. The library opens no connection: it knows no
/// other list.
///
/// bytes, length: the list; read before the call returns. NULL only with length 0.
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
/// is impossible; TAXDOC_BAD_CERTIFICATE when there is no list that can be read; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_options_add_crl(
    options: Option<&mut OptionsHandle>,
    bytes: *const u8,
    length: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    set(options, error, |options| {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let bytes = unsafe { argument::bytes(bytes, length, "bytes") }?;
        options.choose(|builder| Ok(builder.with_crl(bytes)?))
    })
}

/// Adds an OCSP response, DER. May be called several times.
///
/// bytes, length: the response; read before the call returns. NULL only with length 0.
/// error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
/// is impossible; TAXDOC_BAD_CERTIFICATE when there is no response that can be read; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_options_add_ocsp(
    options: Option<&mut OptionsHandle>,
    bytes: *const u8,
    length: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> i32 {
    set(options, error, |options| {
        // SAFETY: the header asks the caller for `length` readable bytes.
        let bytes = unsafe { argument::bytes(bytes, length, "bytes") }?;
        options.choose(|builder| Ok(builder.with_ocsp(bytes)?))
    })
}

/// Sets how the two widespread departures from the signature standard are taken. By default they verify, with a warning.
///
/// policy: TAXDOC_POLICY_INTEROP or TAXDOC_POLICY_STRICT.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when policy is no policy; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_policy(options: Option<&mut OptionsHandle>, policy: i32) -> i32 {
    set(options, None, |options| {
        let policy = SignaturePolicy::from_number(policy).ok_or_else(|| Failure::invalid("policy"))?;
        options.choose(|builder| Ok(builder.with_policy(policy)))
    })
}

/// Adds an XSD document. With at least one, a validator runs the stages xml and schema only, against these documents. They refer
/// to one another by their names, relative as the paths of files are, or an import by its namespace; the library opens nothing.
/// They are compiled by taxdoc_validator_new().
///
/// name, name_length: the name of the document in UTF-8, such as its path; copied. NULL only with length 0.
/// bytes, length: the document; copied. NULL only with length 0.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or name or bytes with a length; TAXDOC_INVALID_ARGUMENT when a
/// length is impossible; TAXDOC_NOT_UTF8 when the name is not UTF-8; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn taxdoc_options_add_schema(
    options: Option<&mut OptionsHandle>,
    name: *const c_char,
    name_length: usize,
    bytes: *const u8,
    length: usize,
) -> i32 {
    set(options, None, |options| {
        // SAFETY: the header asks the caller for `name_length` readable bytes.
        let name = unsafe { argument::text(name, name_length, "name") }?;
        // SAFETY: and for `length` readable bytes.
        let bytes = unsafe { argument::bytes(bytes, length, "bytes") }?;
        options.schema.push((name.to_owned(), bytes.to_owned()));
        Ok(())
    })
}

/// Runs only these stages; the others are reported as not run. Turning a stage off never makes a document valid.
///
/// stages: a set of bits, 1 << TAXDOC_STAGE_XML and so on.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when a bit is no stage; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_stages(options: Option<&mut OptionsHandle>, stages: u32) -> i32 {
    set(options, None, |options| {
        let stages = Stage::from_bits(stages).ok_or_else(|| Failure::invalid("stages"))?;
        options.choose(|builder| Ok(builder.with_stages(stages)))
    })
}

/// Sets the stages that must have passed for TAXDOC_VERDICT_VALID. By default these are xml, schema, rules and totals, and where
/// the kind of document must be signed, signatures and certificates.
///
/// stages: a set of bits, 1 << TAXDOC_STAGE_XML and so on.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when a bit is no stage; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_required(options: Option<&mut OptionsHandle>, stages: u32) -> i32 {
    set(options, None, |options| {
        let stages = Stage::from_bits(stages).ok_or_else(|| Failure::invalid("stages"))?;
        options.choose(|builder| Ok(builder.with_required(stages)))
    })
}

/// Sets a bound on what one document may cost.
///
/// limit: TAXDOC_LIMIT_DOCUMENT and so on.
/// Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when limit is no limit or value is larger
/// than the address space; TAXDOC_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn taxdoc_options_set_limit(options: Option<&mut OptionsHandle>, limit: i32, value: u64) -> i32 {
    set(options, None, |options| {
        let limit = Limit::from_number(limit).ok_or_else(|| Failure::invalid("limit"))?;
        *limit.of(&mut options.limits) = usize::try_from(value).map_err(|_| Failure::invalid("value"))?;
        Ok(())
    })
}

/// Runs a setter.
fn set(
    options: Option<&mut OptionsHandle>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
    body: impl FnOnce(&mut Options) -> Result<(), Failure>,
) -> i32 {
    guard::call(error, || body(handle::alive_mut(options, "options")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever moment a caller names, it is a moment and no panic.
    #[test]
    fn the_ends_of_time_are_moments() {
        let xml = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/valid.xml")).unwrap();
        for seconds in [i64::MIN, -1, 0, i64::MAX] {
            let mut options = OptionsHandle(Some(Options::default()));
            assert_eq!(taxdoc_options_set_time(Some(&mut options), seconds), 0);
            assert_eq!(taxdoc_options_set_now(Some(&mut options), seconds), 0);
            let report = options.0.as_ref().unwrap().build().unwrap().validate(&xml);
            assert!(serde_json::to_string(&report).is_ok());
        }
    }

    #[test]
    fn a_setter_that_fails_changes_nothing() {
        let mut options = OptionsHandle(Some(Options::default()));
        assert_eq!(taxdoc_options_set_limit(Some(&mut options), Limit::Depth as i32, 7), 0);
        assert_ne!(taxdoc_options_set_limit(Some(&mut options), 99, 8), 0);
        assert_ne!(taxdoc_options_set_stages(Some(&mut options), 1), 0);
        let options = options.0.unwrap();
        assert_eq!(options.limits, Limits { depth: 7, ..Limits::default() });
        assert!(options.build().is_ok());
    }
}
