/*
 * taxdoc: offline validation of Vietnamese e-invoices and tax declarations
 *
 * This file is the manual of the C interface. It is generated from src/capi; do not edit it.
 *
 * A validator takes the bytes of a document and makes a report: a verdict, one status for every stage (XML, schema,
 * rules, totals, signatures, certificates, revocation), the evidence behind each signature and each total, and findings
 * with the place, the reason in Vietnamese or English, what was expected and how to mend it. The library reads no file,
 * clock, environment variable or network, and prints nothing: all it knows is what the caller gives.
 *
 * A whole program; it reads an invoice from standard input:
 *
 *     #include <stdio.h>
 *     #include <taxdoc.h>
 *
 *     int main(void) {
 *         static uint8_t xml[1 << 20];
 *         size_t length = fread(xml, 1, sizeof xml, stdin);
 *         taxdoc_validator *validator;
 *         taxdoc_report *report;
 *         if (taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK) return 2;
 *         if (taxdoc_validate(validator, xml, length, &report) != TAXDOC_OK) return 2;
 *         int valid = taxdoc_report_verdict(report) == TAXDOC_VERDICT_VALID;
 *         for (size_t i = 0; i < taxdoc_finding_count(report); i++)
 *             puts(taxdoc_finding_message(report, i, TAXDOC_LANGUAGE_VIETNAMESE, NULL));
 *         taxdoc_report_free(report);
 *         taxdoc_validator_free(validator);
 *         return valid ? 0 : 1;
 *     }
 *
 * Handles. taxdoc_options, taxdoc_validator, taxdoc_cancellation, taxdoc_report, taxdoc_octets, taxdoc_catalogue,
 * taxdoc_totals and taxdoc_error are opaque. Each is made by the library and freed once by its own ..._free function,
 * which allows NULL; never by free(). No handle needs another one afterwards: they may be freed in any order. A handle that was freed must
 * not be used again, and a pointer given for a handle must come from this library. A library built with debug assertions
 * notices the use of a handle freed lately: TAXDOC_FREED_HANDLE, or NULL or 0 from an accessor.
 *
 * Status and verdict. A function that can fail returns an int32_t status. TAXDOC_OK is 0, all others are positive; new
 * ones may be added, so treat an unknown one as a failure. The status speaks of the call, the verdict of the document:
 * an invalid invoice, and even an empty one, is validated with TAXDOC_OK. On failure each result that the function
 * would give is NULL or 0. Where a taxdoc_error can be asked for, it is the last argument. There is no global or
 * thread-local last error.
 *
 * Bytes and texts in. A pointer and a length in bytes. NULL is allowed when the length is 0. Names are UTF-8. What a
 * function reads, it has read or copied before it returns.
 *
 * Texts out. UTF-8, followed by a NUL that the length does not count. A text belongs to the handle that it was asked
 * of, and stays unchanged at its address until that handle is freed. The argument length may be NULL. Excerpts of a
 * document hold no NUL, since XML has none; the name given to taxdoc_validate_named() might.
 *
 * Lists. Positions count from 0. A position out of range is allowed: it gives NULL or 0. Numbers of languages, stages,
 * fields and so on begin at 1; 0 says "no such thing".
 *
 * Threads. A handle that a function takes as const may be read by any number of threads at once; taxdoc_options is used
 * by one thread at a time. A handle is freed on any thread, when no call uses it any more. There is nothing to set up
 * or to tear down.
 *
 * Faults. No Rust panic crosses this border: it becomes TAXDOC_PANIC, or NULL or 0 from an accessor. It means a fault
 * of the library; please report it. The Rust runtime then also writes a line to standard error.
 *
 * Versions. Compare taxdoc_abi_version() with TAXDOC_ABI_VERSION at start when the library is loaded separately.
 * Functions are never changed under one number, only added; a number of a list never changes its meaning.
 *
 * Calling convention: that of C (cdecl on 32-bit Windows). No structure, enumeration, boolean or floating-point number
 * is passed or returned; the enumerations only name numbers. On Windows, define TAXDOC_API as __declspec(dllimport)
 * before including this file to call the DLL without a thunk.
 */

#ifndef TAXDOC_H
#define TAXDOC_H

#include <stddef.h>
#include <stdint.h>

#ifndef TAXDOC_API
#define TAXDOC_API
#endif

#define TAXDOC_VERSION_MAJOR 0
#define TAXDOC_VERSION_MINOR 1
#define TAXDOC_VERSION_PATCH 0

/**
 * The version of the binary interface that this header describes. Functions and numbers are only added under one version.
 */
#define TAXDOC_ABI_VERSION 1

/**
 * How a call went. Speaks of the call only; what is wrong with a document is in its report.
 *
 */
typedef enum taxdoc_status {
    /**
     * The call was carried out.
     */
    TAXDOC_OK = 0,
    /**
     * A pointer that may not be NULL is NULL.
     */
    TAXDOC_NULL_ARGUMENT = 1,
    /**
     * A number has no meaning here, or a length is larger than the address space.
     */
    TAXDOC_INVALID_ARGUMENT = 2,
    /**
     * A text given by the caller is not UTF-8.
     */
    TAXDOC_NOT_UTF8 = 3,
    /**
     * The bytes hold no certificate, CRL or OCSP response that can be read.
     */
    TAXDOC_BAD_CERTIFICATE = 4,
    /**
     * The schema documents do not compile.
     */
    TAXDOC_BAD_SCHEMA = 5,
    /**
     * The library has failed: a fault of taxdoc. The call had no effect; other handles and calls are not concerned.
     */
    TAXDOC_PANIC = 6,
    /**
     * The call was stopped by taxdoc_cancellation_cancel().
     */
    TAXDOC_CANCELLED = 7,
    /**
     * A handle was freed before. Only builds with debug assertions find this out, for the last 1,024 handles freed; elsewhere such a
     * call is undefined, as the header says.
     */
    TAXDOC_FREED_HANDLE = 8,
    /**
     * What was asked for does not exist, such as the third signature of two.
     */
    TAXDOC_NOT_FOUND = 9,
    /**
     * The caller's function that reads a stream has failed.
     */
    TAXDOC_READ_FAILED = 10,
} taxdoc_status;

/**
 * The language of a text.
 */
typedef enum taxdoc_language {
    /**
     * Vietnamese.
     */
    TAXDOC_LANGUAGE_VIETNAMESE = 1,
    /**
     * English.
     */
    TAXDOC_LANGUAGE_ENGLISH = 2,
} taxdoc_language;

/**
 * The verdict on a document.
 */
typedef enum taxdoc_verdict {
    /**
     * No error, and every required stage passed.
     */
    TAXDOC_VERDICT_VALID = 1,
    /**
     * At least one error.
     */
    TAXDOC_VERDICT_INVALID = 2,
    /**
     * No error, but a required stage did not run.
     */
    TAXDOC_VERDICT_UNDETERMINED = 3,
} taxdoc_verdict;

/**
 * A stage of validation. In a set of stages, stage s is the bit 1 << s.
 */
typedef enum taxdoc_stage {
    /**
     * Well-formedness, namespaces, encoding, limits.
     */
    TAXDOC_STAGE_XML = 1,
    /**
     * Structure and types.
     */
    TAXDOC_STAGE_SCHEMA = 2,
    /**
     * Code lists, cross-field and date rules.
     */
    TAXDOC_STAGE_RULES = 3,
    /**
     * Stated amounts against computed ones.
     */
    TAXDOC_STAGE_TOTALS = 4,
    /**
     * Integrity and coverage of every signature.
     */
    TAXDOC_STAGE_SIGNATURES = 5,
    /**
     * Path of every signing certificate to a trust anchor.
     */
    TAXDOC_STAGE_CERTIFICATES = 6,
    /**
     * Revocation of the certificates, from evidence that the caller gives.
     */
    TAXDOC_STAGE_REVOCATION = 7,
} taxdoc_stage;

/**
 * How a stage ended.
 */
typedef enum taxdoc_stage_status {
    /**
     * It ran to its end and found no error.
     */
    TAXDOC_STAGE_STATUS_PASSED = 1,
    /**
     * It found at least one error.
     */
    TAXDOC_STAGE_STATUS_FAILED = 2,
    /**
     * It did not run, or not on everything; never counted as passed.
     */
    TAXDOC_STAGE_STATUS_NOT_RUN = 3,
} taxdoc_stage_status;

/**
 * How much a finding weighs. A larger number weighs more.
 */
typedef enum taxdoc_severity {
    /**
     * Worth knowing; nothing is wrong.
     */
    TAXDOC_SEVERITY_INFO = 1,
    /**
     * Unusual, but not forbidden.
     */
    TAXDOC_SEVERITY_WARNING = 2,
    /**
     * Breaks a law, a published table or a standard; makes the document invalid.
     */
    TAXDOC_SEVERITY_ERROR = 3,
} taxdoc_severity;

/**
 * A field that says what the document is.
 */
typedef enum taxdoc_document {
    /**
     * The jurisdiction that recognised it: vn.
     */
    TAXDOC_DOCUMENT_PROFILE = 1,
    /**
     * invoice, message, declaration, notice ...
     */
    TAXDOC_DOCUMENT_FAMILY = 2,
    /**
     * The form symbol of an invoice, the type code of a message.
     */
    TAXDOC_DOCUMENT_KIND = 3,
    /**
     * The format version, PBan.
     */
    TAXDOC_DOCUMENT_VERSION = 4,
    /**
     * Series symbol and number: C25TAA-123.
     */
    TAXDOC_DOCUMENT_NUMBER = 5,
    /**
     * The date of issue, YYYY-MM-DD.
     */
    TAXDOC_DOCUMENT_DATE = 6,
    /**
     * The seller's tax code.
     */
    TAXDOC_DOCUMENT_SELLER = 7,
    /**
     * The buyer's tax code.
     */
    TAXDOC_DOCUMENT_BUYER = 8,
    /**
     * The currency, ISO 4217.
     */
    TAXDOC_DOCUMENT_CURRENCY = 9,
    /**
     * The total payable, a decimal.
     */
    TAXDOC_DOCUMENT_TOTAL = 10,
} taxdoc_document;

/**
 * Who signs.
 */
typedef enum taxdoc_role {
    /**
     * The seller of an invoice.
     */
    TAXDOC_ROLE_SELLER = 1,
    /**
     * The buyer of an invoice.
     */
    TAXDOC_ROLE_BUYER = 2,
    /**
     * The tax authority.
     */
    TAXDOC_ROLE_AUTHORITY = 3,
    /**
     * The taxpayer who sends a declaration, a registration or a batch.
     */
    TAXDOC_ROLE_TAXPAYER = 4,
    /**
     * A provider of e-invoice or transmission services.
     */
    TAXDOC_ROLE_PROVIDER = 5,
    /**
     * Anyone else.
     */
    TAXDOC_ROLE_OTHER = 6,
} taxdoc_role;

/**
 * Whether what was signed is what is there.
 */
typedef enum taxdoc_integrity {
    /**
     * Every digest and the signature value hold.
     */
    TAXDOC_INTEGRITY_VALID = 1,
    /**
     * They hold under a known behaviour that departs from the standard.
     */
    TAXDOC_INTEGRITY_VALID_NONSTANDARD = 2,
    /**
     * They would hold without the blank text added between elements after signing.
     */
    TAXDOC_INTEGRITY_ALTERED_WHITESPACE = 3,
    /**
     * A digest or the signature value does not hold.
     */
    TAXDOC_INTEGRITY_INVALID = 4,
    /**
     * The signature asks for something that is not accepted, or is malformed.
     */
    TAXDOC_INTEGRITY_REFUSED = 5,
} taxdoc_integrity;

/**
 * How much of an element a signature covers.
 */
typedef enum taxdoc_extent {
    /**
     * All of it.
     */
    TAXDOC_EXTENT_FULL = 1,
    /**
     * All but the signature itself, or only a part.
     */
    TAXDOC_EXTENT_PARTIAL = 2,
} taxdoc_extent;

/**
 * Whether the path of a certificate ends at a trust anchor.
 */
typedef enum taxdoc_chain {
    /**
     * It does, at the time of signing.
     */
    TAXDOC_CHAIN_TRUSTED = 1,
    /**
     * It is broken: expired, self-signed, wrongly signed ...
     */
    TAXDOC_CHAIN_UNTRUSTED = 2,
    /**
     * It could not be followed: an issuer is unknown, or the stage was not run.
     */
    TAXDOC_CHAIN_NOT_RUN = 3,
} taxdoc_chain;

/**
 * What the revocation evidence says.
 */
typedef enum taxdoc_revocation {
    /**
     * Not revoked at the time.
     */
    TAXDOC_REVOCATION_GOOD = 1,
    /**
     * Revoked at or before the time.
     */
    TAXDOC_REVOCATION_REVOKED = 2,
    /**
     * No evidence was given, or it does not speak of this certificate.
     */
    TAXDOC_REVOCATION_NOT_RUN = 3,
} taxdoc_revocation;

/**
 * A field of a signer's certificate.
 */
typedef enum taxdoc_certificate {
    /**
     * The subject, readable.
     */
    TAXDOC_CERTIFICATE_SUBJECT = 1,
    /**
     * The tax code, or personal number, that it names.
     */
    TAXDOC_CERTIFICATE_TAX_CODE = 2,
    /**
     * The serial number, hexadecimal.
     */
    TAXDOC_CERTIFICATE_SERIAL = 3,
    /**
     * The issuer, readable.
     */
    TAXDOC_CERTIFICATE_ISSUER = 4,
    /**
     * The first moment of its validity, RFC 3339, UTC.
     */
    TAXDOC_CERTIFICATE_NOT_BEFORE = 5,
    /**
     * The last moment of its validity, RFC 3339, UTC.
     */
    TAXDOC_CERTIFICATE_NOT_AFTER = 6,
    /**
     * SHA-256 of the certificate, lower-case hexadecimal.
     */
    TAXDOC_CERTIFICATE_SHA256 = 7,
} taxdoc_certificate;

/**
 * How the two widespread departures from the signature standard are taken.
 */
typedef enum taxdoc_policy {
    /**
     * They verify as TAXDOC_INTEGRITY_VALID_NONSTANDARD, with a warning.
     */
    TAXDOC_POLICY_INTEROP = 1,
    /**
     * They are invalid.
     */
    TAXDOC_POLICY_STRICT = 2,
} taxdoc_policy;

/**
 * A bound on what one document may cost. A document beyond it gets a finding.
 */
typedef enum taxdoc_limit {
    /**
     * Bytes of a document.
     */
    TAXDOC_LIMIT_DOCUMENT = 1,
    /**
     * Open elements.
     */
    TAXDOC_LIMIT_DEPTH = 2,
    /**
     * Attributes of one element.
     */
    TAXDOC_LIMIT_ATTRIBUTES = 3,
    /**
     * Namespace declarations in scope at one place.
     */
    TAXDOC_LIMIT_NAMESPACES = 4,
    /**
     * Bytes of a name.
     */
    TAXDOC_LIMIT_NAME = 5,
    /**
     * Bytes of one run of text or one attribute value.
     */
    TAXDOC_LIMIT_TEXT = 6,
    /**
     * Nodes of the tree.
     */
    TAXDOC_LIMIT_NODES = 7,
    /**
     * Findings kept in a report: so many errors, and as many others.
     */
    TAXDOC_LIMIT_FINDINGS = 8,
    /**
     * Signatures verified in one document.
     */
    TAXDOC_LIMIT_SIGNATURES = 9,
    /**
     * References of one signature.
     */
    TAXDOC_LIMIT_REFERENCES = 10,
    /**
     * Transforms of one reference.
     */
    TAXDOC_LIMIT_TRANSFORMS = 11,
    /**
     * Signature checks spent on one certificate path.
     */
    TAXDOC_LIMIT_PATH_CHECKS = 12,
    /**
     * Bytes canonicalized for the signatures of one document.
     */
    TAXDOC_LIMIT_CANONICALIZED = 13,
    /**
     * Bytes that the search for the cause of wrong digests and signature values may look at in one document.
     */
    TAXDOC_LIMIT_DIAGNOSED = 14,
} taxdoc_limit;

/**
 * A flag that tells validations to stop: for a button in a user interface, or a timer where time is short.
 *
 * Made by taxdoc_cancellation_new(), freed by taxdoc_cancellation_free(). Any number of threads may use it at once. It stays raised:
 * make a new one for what comes after.
 */
typedef struct taxdoc_cancellation taxdoc_cancellation;

/**
 * Every rule that a finding can name, and every official document that the data of the library was taken from.
 *
 * Made by taxdoc_catalogue_new(), freed by taxdoc_catalogue_free(). Read it from any number of threads. The texts that its functions
 * return are its own and stay at their address until it is freed.
 */
typedef struct taxdoc_catalogue taxdoc_catalogue;

/**
 * Why a call failed: the status once more and a sentence in English for the programmer's log.
 *
 * Made by a failing call whose last argument asks for it. Free it with taxdoc_error_free(). Read it from any number of threads.
 */
typedef struct taxdoc_error taxdoc_error;

/**
 * Bytes that the library made for the caller.
 *
 * Freed by taxdoc_octets_free(). Read them from any number of threads.
 */
typedef struct taxdoc_octets taxdoc_octets;

/**
 * Choices for a validator. Every choice has a default that suits Vietnamese invoices.
 *
 * Made by taxdoc_options_new(), freed by taxdoc_options_free(). Use it from one thread at a time. A setter that fails leaves the
 * options as they were. Validators made from options do not need them afterwards.
 */
typedef struct taxdoc_options taxdoc_options;

/**
 * The report on one document. It never changes and needs neither the document nor the validator.
 *
 * Made by taxdoc_validate(), freed by taxdoc_report_free(). Read it from any number of threads. The texts that its functions
 * return are its own and stay at their address until it is freed.
 */
typedef struct taxdoc_report taxdoc_report;

/**
 * Computed amounts. They never change and need nothing else.
 *
 * Made by taxdoc_totals_compute() or taxdoc_totals_complete(), freed by taxdoc_totals_free(). Read them from any number of threads.
 */
typedef struct taxdoc_totals taxdoc_totals;

/**
 * Validates documents. It never changes: make one, share it among any number of threads.
 *
 * Made by taxdoc_validator_new(), freed by taxdoc_validator_free(). Reports do not need their validator afterwards.
 */
typedef struct taxdoc_validator taxdoc_validator;

/**
 * Reads the next bytes of a stream for taxdoc_validate_stream().
 *
 * user: what the caller gave. buffer, capacity: where to put bytes, and how many at most.
 * Returns how many bytes were put there, 0 at the end of the stream, a negative number when reading has failed. It must return in the
 * usual way: no longjmp() and no exception may pass through the library.
 */
typedef int64_t (*taxdoc_read)(void *user, uint8_t *buffer, size_t capacity);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library that runs, for example "0.1.0".
 *
 * Returns a static text, never NULL. Any thread, any time.
 */
TAXDOC_API const char *taxdoc_version(void);

/**
 * The version of the binary interface of the library that runs. A program built against this header works with it when the
 * number equals TAXDOC_ABI_VERSION.
 *
 * Any thread, any time.
 */
TAXDOC_API
uint32_t taxdoc_abi_version(void);

/**
 * The name of a status, for example "TAXDOC_NOT_UTF8".
 *
 * Returns a static text, or NULL when the number is no status of this library. Any thread, any time.
 */
TAXDOC_API
const char *taxdoc_status_name(int32_t status);

/**
 * The status that the failing call returned.
 *
 * Returns TAXDOC_OK when error is NULL.
 */
TAXDOC_API int32_t taxdoc_error_status(const struct taxdoc_error *error);

/**
 * What went wrong, one English sentence.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by error, or NULL when error is NULL.
 */
TAXDOC_API const char *taxdoc_error_message(const struct taxdoc_error *error, size_t *length);

/**
 * Frees an error and its text. NULL is allowed and does nothing.
 */
TAXDOC_API void taxdoc_error_free(struct taxdoc_error *error);

/**
 * Makes options with every choice at its default.
 *
 * options receives the new options, or NULL on failure. Free them with taxdoc_options_free().
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
 */
TAXDOC_API int32_t taxdoc_options_new(struct taxdoc_options **options);

/**
 * Frees options. NULL is allowed and does nothing. Validators made from them stay as they are.
 */
TAXDOC_API void taxdoc_options_free(struct taxdoc_options *options);

/**
 * Fixes the moment at which certificates and versions of rules are judged, in seconds since 1970-01-01T00:00:00Z. By default each
 * certificate is judged at its signing time.
 *
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_time(struct taxdoc_options *options,
                                int64_t unix_seconds);

/**
 * Tells the time now, in seconds since 1970-01-01T00:00:00Z, for statements such as "dated in the future". The library reads no
 * clock; without this such statements are not made.
 *
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_now(struct taxdoc_options *options,
                               int64_t unix_seconds);

/**
 * Adds trust anchors and intermediate certificates: PEM or DER, several may stand in one PEM text. Self-signed ones become
 * anchors. May be called several times.
 *
 * bytes, length: the certificates; read before the call returns. NULL only with length 0.
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
 * is impossible; TAXDOC_BAD_CERTIFICATE when there is no certificate that can be read; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_add_trust(struct taxdoc_options *options,
                                 const uint8_t *bytes,
                                 size_t length,
                                 struct taxdoc_error **error);

/**
 * Leaves the built-in trust table out: only certificates given by taxdoc_options_add_trust() count.
 *
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_PANIC.
 */
TAXDOC_API int32_t taxdoc_options_without_builtin_trust(struct taxdoc_options *options);

/**
 * Adds a certificate revocation list, DER or PEM. May be called several times. The library opens no connection: it knows no
 * other list.
 *
 * bytes, length: the list; read before the call returns. NULL only with length 0.
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
 * is impossible; TAXDOC_BAD_CERTIFICATE when there is no list that can be read; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_add_crl(struct taxdoc_options *options,
                               const uint8_t *bytes,
                               size_t length,
                               struct taxdoc_error **error);

/**
 * Adds an OCSP response, DER. May be called several times.
 *
 * bytes, length: the response; read before the call returns. NULL only with length 0.
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or bytes with a length; TAXDOC_INVALID_ARGUMENT when the length
 * is impossible; TAXDOC_BAD_CERTIFICATE when there is no response that can be read; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_add_ocsp(struct taxdoc_options *options,
                                const uint8_t *bytes,
                                size_t length,
                                struct taxdoc_error **error);

/**
 * Sets how the two widespread departures from the signature standard are taken. By default they verify, with a warning.
 *
 * policy: TAXDOC_POLICY_INTEROP or TAXDOC_POLICY_STRICT.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when policy is no policy; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_policy(struct taxdoc_options *options,
                                  int32_t policy);

/**
 * Adds an XSD document. With at least one, a validator runs the stages xml and schema only, against these documents. They refer
 * to one another by their names, relative as the paths of files are, or an import by its namespace; the library opens nothing.
 * They are compiled by taxdoc_validator_new().
 *
 * name, name_length: the name of the document in UTF-8, such as its path; copied. NULL only with length 0.
 * bytes, length: the document; copied. NULL only with length 0.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL, or name or bytes with a length; TAXDOC_INVALID_ARGUMENT when a
 * length is impossible; TAXDOC_NOT_UTF8 when the name is not UTF-8; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_add_schema(struct taxdoc_options *options,
                                  const char *name,
                                  size_t name_length,
                                  const uint8_t *bytes,
                                  size_t length);

/**
 * Runs only these stages; the others are reported as not run. Turning a stage off never makes a document valid.
 *
 * stages: a set of bits, 1 << TAXDOC_STAGE_XML and so on.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when a bit is no stage; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_stages(struct taxdoc_options *options,
                                  uint32_t stages);

/**
 * Sets the stages that must have passed for TAXDOC_VERDICT_VALID. By default these are xml, schema, rules and totals, and where
 * the kind of document must be signed, signatures and certificates.
 *
 * stages: a set of bits, 1 << TAXDOC_STAGE_XML and so on.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when a bit is no stage; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_required(struct taxdoc_options *options,
                                    uint32_t stages);

/**
 * Sets a bound on what one document may cost.
 *
 * limit: TAXDOC_LIMIT_DOCUMENT and so on.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when options is NULL; TAXDOC_INVALID_ARGUMENT when limit is no limit or value is larger
 * than the address space; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_options_set_limit(struct taxdoc_options *options,
                                 int32_t limit,
                                 uint64_t value);

/**
 * Makes a flag that is not raised.
 *
 * cancellation receives the new flag, or NULL on failure. Free it with taxdoc_cancellation_free().
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when cancellation is NULL; TAXDOC_PANIC.
 */
TAXDOC_API int32_t taxdoc_cancellation_new(struct taxdoc_cancellation **cancellation);

/**
 * Raises a flag, from any thread: validations that run with it return TAXDOC_CANCELLED soon, later ones at once.
 *
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when cancellation is NULL; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_cancellation_cancel(const struct taxdoc_cancellation *cancellation);

/**
 * Frees a flag. NULL is allowed and does nothing. A validation that runs with it goes on and can no longer be stopped.
 */
TAXDOC_API
void taxdoc_cancellation_free(struct taxdoc_cancellation *cancellation);

/**
 * Makes a validator.
 *
 * options may be NULL for the defaults; they are only read and stay the caller's.
 * validator receives the new validator, or NULL on failure. Free it with taxdoc_validator_free().
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator is NULL; TAXDOC_BAD_SCHEMA when the schema documents do not compile;
 * TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_validator_new(const struct taxdoc_options *options,
                             struct taxdoc_validator **validator,
                             struct taxdoc_error **error);

/**
 * Frees a validator. NULL is allowed and does nothing. Reports that it made stay as they are.
 */
TAXDOC_API void taxdoc_validator_free(struct taxdoc_validator *validator);

/**
 * Validates the bytes of one document. Whatever the bytes are, the call succeeds and the report says it: TAXDOC_OK does not mean
 * that the document is valid.
 *
 * validator: read only; any number of threads may use it at once.
 * xml, length: the document as it came; read before the call returns, no final NUL needed. NULL only with length 0.
 * report receives the new report, or NULL on failure. Free it with taxdoc_report_free().
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator or report is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when
 * the length is impossible; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_validate(const struct taxdoc_validator *validator,
                        const uint8_t *xml,
                        size_t length,
                        struct taxdoc_report **report);

/**
 * The same as taxdoc_validate(), for a document that has a name: the report carries it as its file. The library opens no file.
 *
 * name, name_length: the name in UTF-8; copied. NULL only with length 0.
 * Returns what taxdoc_validate() returns; TAXDOC_NULL_ARGUMENT also when name is NULL with a length; TAXDOC_NOT_UTF8 when the name
 * is not UTF-8.
 */
TAXDOC_API
int32_t taxdoc_validate_named(const struct taxdoc_validator *validator,
                              const uint8_t *xml,
                              size_t length,
                              const char *name,
                              size_t name_length,
                              struct taxdoc_report **report);

/**
 * The same as taxdoc_validate_named(), unless it is told to stop. The flag is looked at between the stages, every few thousand nodes
 * while the document is read, and between signatures.
 *
 * name: NULL with length 0 for none.
 * cancellation: read only; taxdoc_cancellation_cancel() may be called on any thread meanwhile.
 * Returns what taxdoc_validate_named() returns; TAXDOC_NULL_ARGUMENT also when cancellation is NULL; TAXDOC_CANCELLED when it was told
 * to stop before there was a report.
 */
TAXDOC_API
int32_t taxdoc_validate_unless(const struct taxdoc_validator *validator,
                               const uint8_t *xml,
                               size_t length,
                               const char *name,
                               size_t name_length,
                               const struct taxdoc_cancellation *cancellation,
                               struct taxdoc_report **report);

/**
 * Validates a document while it is read, for files larger than memory: that it is well-formed, and that it is valid against the
 * schema documents of taxdoc_options_add_schema(). The stages of a tax document need all of it at hand and do not run here.
 *
 * validator: read only.
 * read: called on this thread, before the call returns, until it gives 0 or a negative number. It may stop the call by the latter.
 * user: handed to read as it is; may be NULL.
 * report receives the new report, or NULL on failure. Free it with taxdoc_report_free().
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator, read or report is NULL; TAXDOC_READ_FAILED when read gives a negative number
 * or more than capacity; TAXDOC_FREED_HANDLE; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_validate_stream(const struct taxdoc_validator *validator,
                               taxdoc_read read,
                               void *user,
                               struct taxdoc_report **report);

/**
 * Frees a report and every text that came from it. NULL is allowed and does nothing.
 */
TAXDOC_API void taxdoc_report_free(struct taxdoc_report *report);

/**
 * The verdict: TAXDOC_VERDICT_VALID, TAXDOC_VERDICT_INVALID or TAXDOC_VERDICT_UNDETERMINED.
 *
 * Returns 0 when report is NULL.
 */
TAXDOC_API int32_t taxdoc_report_verdict(const struct taxdoc_report *report);

/**
 * The whole report as JSON in the shape "taxdoc-report/1", byte for byte what the Rust library writes. Made at the first call in
 * a language and kept.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * text receives a text owned by report, or NULL on failure.
 * length may be NULL; otherwise it receives the length in bytes, 0 on failure.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when report or text is NULL; TAXDOC_INVALID_ARGUMENT when language is no language;
 * TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_report_json(const struct taxdoc_report *report,
                           int32_t language,
                           const char **text,
                           size_t *length);

/**
 * SHA-256 of the bytes that were validated, 64 lower-case hexadecimal digits.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when report is NULL.
 */
TAXDOC_API const char *taxdoc_report_sha256(const struct taxdoc_report *report, size_t *length);

/**
 * The name given to taxdoc_validate_named().
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when none was given or report is NULL.
 */
TAXDOC_API const char *taxdoc_report_file(const struct taxdoc_report *report, size_t *length);

/**
 * A field that says what the document is. Amounts are decimals in text.
 *
 * field: TAXDOC_DOCUMENT_PROFILE and so on.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when the document has no such field, field is no field, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_report_document(const struct taxdoc_report *report,
                                   int32_t field,
                                   size_t *length);

/**
 * How a stage ended: TAXDOC_STAGE_STATUS_PASSED, TAXDOC_STAGE_STATUS_FAILED or TAXDOC_STAGE_STATUS_NOT_RUN.
 *
 * stage: TAXDOC_STAGE_XML and so on.
 * Returns 0 when stage is no stage or report is NULL.
 */
TAXDOC_API
int32_t taxdoc_report_stage(const struct taxdoc_report *report,
                            int32_t stage);

/**
 * Why a stage was not run.
 *
 * stage: TAXDOC_STAGE_XML and so on. language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when the stage was run, stage or language is unknown, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_report_stage_reason(const struct taxdoc_report *report,
                                       int32_t stage,
                                       int32_t language,
                                       size_t *length);

/**
 * How many signatures the document has, in document order.
 *
 * Returns 0 when report is NULL.
 */
TAXDOC_API size_t taxdoc_signature_count(const struct taxdoc_report *report);

/**
 * The path of a Signature element.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_path(const struct taxdoc_report *report,
                                  size_t index,
                                  size_t *length);

/**
 * Who signs, by the place of the signature in the document: TAXDOC_ROLE_SELLER and so on.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_signature_role(const struct taxdoc_report *report, size_t index);

/**
 * Whether what was signed is what is there: TAXDOC_INTEGRITY_VALID and so on.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_signature_integrity(const struct taxdoc_report *report, size_t index);

/**
 * Why the integrity is not TAXDOC_INTEGRITY_VALID.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when there is nothing to say, index is out of range, language is unknown, or report
 * is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_diagnosis(const struct taxdoc_report *report,
                                       size_t index,
                                       int32_t language,
                                       size_t *length);

/**
 * The signature algorithm, for example rsa-sha256; an empty text when it could not be read.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_algorithm(const struct taxdoc_report *report,
                                       size_t index,
                                       size_t *length);

/**
 * How many references a signature has.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API size_t taxdoc_signature_digest_count(const struct taxdoc_report *report, size_t index);

/**
 * The digest algorithm of a reference, for example sha256.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index or reference is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_digest(const struct taxdoc_report *report,
                                    size_t index,
                                    size_t reference,
                                    size_t *length);

/**
 * The signing time as written in the document.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when the signature has none, index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_time(const struct taxdoc_report *report,
                                  size_t index,
                                  size_t *length);

/**
 * Whether a verified reference covers the signing time: 1 if so, 0 if not.
 *
 * Returns 0 also when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_signature_time_signed(const struct taxdoc_report *report, size_t index);

/**
 * How many elements the verified references of a signature cover.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API size_t taxdoc_signature_covered_count(const struct taxdoc_report *report, size_t index);

/**
 * The path of an element that a signature covers.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index or element is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_covered(const struct taxdoc_report *report,
                                     size_t index,
                                     size_t element,
                                     size_t *length);

/**
 * How much of that element is covered: TAXDOC_EXTENT_FULL or TAXDOC_EXTENT_PARTIAL.
 *
 * Returns 0 when index or element is out of range or report is NULL.
 */
TAXDOC_API
int32_t taxdoc_signature_covered_extent(const struct taxdoc_report *report,
                                        size_t index,
                                        size_t element);

/**
 * How many elements a signature should cover, by the role of its signer, and does not.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API
size_t taxdoc_signature_not_covered_count(const struct taxdoc_report *report,
                                          size_t index);

/**
 * The path of an element that a signature should cover and does not.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index or element is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_not_covered(const struct taxdoc_report *report,
                                         size_t index,
                                         size_t element,
                                         size_t *length);

/**
 * A field of the signer's certificate.
 *
 * field: TAXDOC_CERTIFICATE_SUBJECT and so on.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when there is no certificate, the certificate has no such field, field is no field,
 * index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_certificate(const struct taxdoc_report *report,
                                         size_t index,
                                         int32_t field,
                                         size_t *length);

/**
 * Whether the path of the certificate ends at a trust anchor: TAXDOC_CHAIN_TRUSTED and so on.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_signature_chain(const struct taxdoc_report *report, size_t index);

/**
 * The subject of the trust anchor at which the path ends.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when the path ends at none, index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_signature_anchor(const struct taxdoc_report *report,
                                    size_t index,
                                    size_t *length);

/**
 * What the revocation evidence says of the certificate: TAXDOC_REVOCATION_GOOD and so on.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_signature_revocation(const struct taxdoc_report *report, size_t index);

/**
 * How many amounts were computed anew.
 *
 * Returns 0 when report is NULL.
 */
TAXDOC_API size_t taxdoc_total_count(const struct taxdoc_report *report);

/**
 * The field of an amount, as its form names it.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, language is unknown, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_name(const struct taxdoc_report *report,
                              size_t index,
                              int32_t language,
                              size_t *length);

/**
 * The path of the stated amount.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_path(const struct taxdoc_report *report,
                              size_t index,
                              size_t *length);

/**
 * The amount as written in the document.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_stated(const struct taxdoc_report *report,
                                size_t index,
                                size_t *length);

/**
 * The amount computed exactly, a decimal.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_computed(const struct taxdoc_report *report,
                                  size_t index,
                                  size_t *length);

/**
 * Stated less computed, a decimal.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_difference(const struct taxdoc_report *report,
                                    size_t index,
                                    size_t *length);

/**
 * The equation in element names, and the same in numbers.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_total_rule(const struct taxdoc_report *report,
                              size_t index,
                              size_t *length);

/**
 * How many findings the report has, in the order of the stages and of the document within a stage.
 *
 * Returns 0 when report is NULL.
 */
TAXDOC_API size_t taxdoc_finding_count(const struct taxdoc_report *report);

/**
 * The permanent code of a finding, for example XML-UNCLOSED.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_code(const struct taxdoc_report *report,
                                size_t index,
                                size_t *length);

/**
 * How much a finding weighs: TAXDOC_SEVERITY_ERROR, TAXDOC_SEVERITY_WARNING or TAXDOC_SEVERITY_INFO.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API
int32_t taxdoc_finding_severity(const struct taxdoc_report *report,
                                size_t index);

/**
 * The stage that made a finding: TAXDOC_STAGE_XML and so on.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API int32_t taxdoc_finding_stage(const struct taxdoc_report *report, size_t index);

/**
 * The line of a finding, from 1.
 *
 * Returns 0 when the finding has no place, index is out of range, or report is NULL.
 */
TAXDOC_API size_t taxdoc_finding_line(const struct taxdoc_report *report, size_t index);

/**
 * The column of a finding, from 1, in Unicode characters.
 *
 * Returns 0 when the finding has no place, index is out of range, or report is NULL.
 */
TAXDOC_API size_t taxdoc_finding_column(const struct taxdoc_report *report, size_t index);

/**
 * Where a finding begins, in bytes of the document as given, from 0.
 *
 * Returns 0 when the finding has no place, index is out of range, or report is NULL. Ask the line whether there is a place.
 */
TAXDOC_API
size_t taxdoc_finding_offset(const struct taxdoc_report *report,
                             size_t index);

/**
 * How long the place of a finding is, in bytes of the document as given.
 *
 * Returns 0 when the finding has no place, index is out of range, or report is NULL.
 */
TAXDOC_API size_t taxdoc_finding_length(const struct taxdoc_report *report, size_t index);

/**
 * An XPath that selects the node of a finding when prefixes are bound as in the document.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when no node is concerned, index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_path(const struct taxdoc_report *report,
                                size_t index,
                                size_t *length);

/**
 * The name of the field of a finding, as its form prints it.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when no field is concerned, index is out of range, language is unknown, or report is
 * NULL.
 */
TAXDOC_API
const char *taxdoc_finding_field(const struct taxdoc_report *report,
                                 size_t index,
                                 int32_t language,
                                 size_t *length);

/**
 * What is wrong.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, language is unknown, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_message(const struct taxdoc_report *report,
                                   size_t index,
                                   int32_t language,
                                   size_t *length);

/**
 * What was found.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when there is no value to show, index is out of range, language is unknown, or
 * report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_actual(const struct taxdoc_report *report,
                                  size_t index,
                                  int32_t language,
                                  size_t *length);

/**
 * What was expected.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when that cannot be said, index is out of range, language is unknown, or report is
 * NULL.
 */
TAXDOC_API
const char *taxdoc_finding_expected(const struct taxdoc_report *report,
                                    size_t index,
                                    int32_t language,
                                    size_t *length);

/**
 * How to mend it.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when that cannot be said, index is out of range, language is unknown, or report is
 * NULL.
 */
TAXDOC_API
const char *taxdoc_finding_fix(const struct taxdoc_report *report,
                               size_t index,
                               int32_t language,
                               size_t *length);

/**
 * The clause of the law or the standard that a finding rests on, or "practice"; behind a semicolon the place in the user's own
 * schema document that declares what is broken: "XSD 1.0 Part 1 3.4.4; invoice.xsd:5:7".
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_basis(const struct taxdoc_report *report,
                                 size_t index,
                                 size_t *length);

/**
 * How many values fill the texts of a finding.
 *
 * Returns 0 when index is out of range or report is NULL.
 */
TAXDOC_API size_t taxdoc_finding_param_count(const struct taxdoc_report *report, size_t index);

/**
 * The name of a value that fills the texts of a finding, as it stands in braces in taxdoc_rule_message().
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index or param is out of range, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_param_name(const struct taxdoc_report *report,
                                      size_t index,
                                      size_t param,
                                      size_t *length);

/**
 * A value that fills the texts of a finding.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by report, or NULL when index or param is out of range, language is unknown, or report is NULL.
 */
TAXDOC_API
const char *taxdoc_finding_param_value(const struct taxdoc_report *report,
                                       size_t index,
                                       size_t param,
                                       int32_t language,
                                       size_t *length);

/**
 * The canonical bytes that a reference of a signature digests, transforms done, made anew from the document: for looking into why a
 * digest does not fit.
 *
 * validator: its limits and policy count; read only.
 * xml, length: the document; read before the call returns. NULL only with length 0.
 * signature: its position in the report, from 0. reference: its position in the signature, from 0, below
 * taxdoc_signature_digest_count().
 * octets receives the bytes, or NULL on failure. Free them with taxdoc_octets_free().
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when validator or octets is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when the
 * length is impossible; TAXDOC_NOT_FOUND when the document is not well-formed, has no such signature or reference, or the signature
 * is refused before it can be read; TAXDOC_FREED_HANDLE; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_reference_octets(const struct taxdoc_validator *validator,
                                const uint8_t *xml,
                                size_t length,
                                size_t signature,
                                size_t reference,
                                struct taxdoc_octets **octets,
                                struct taxdoc_error **error);

/**
 * The canonical bytes of the SignedInfo of a signature, over which its value is computed, made anew from the document.
 *
 * validator, xml, length, signature, octets, error and the statuses: as of taxdoc_reference_octets().
 */
TAXDOC_API
int32_t taxdoc_signed_info_octets(const struct taxdoc_validator *validator,
                                  const uint8_t *xml,
                                  size_t length,
                                  size_t signature,
                                  struct taxdoc_octets **octets,
                                  struct taxdoc_error **error);

/**
 * The bytes themselves. No NUL follows them.
 *
 * length may be NULL; otherwise it receives how many there are, 0 where NULL is returned.
 * Returns an address that stays good until octets is freed, or NULL when octets is NULL.
 */
TAXDOC_API const uint8_t *taxdoc_octets_data(const struct taxdoc_octets *octets, size_t *length);

/**
 * Frees bytes. NULL is allowed and does nothing.
 */
TAXDOC_API void taxdoc_octets_free(struct taxdoc_octets *octets);

/**
 * Makes a catalogue.
 *
 * catalogue receives the new catalogue, or NULL on failure. Free it with taxdoc_catalogue_free().
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when catalogue is NULL; TAXDOC_PANIC.
 */
TAXDOC_API int32_t taxdoc_catalogue_new(struct taxdoc_catalogue **catalogue);

/**
 * Frees a catalogue and every text that came from it. NULL is allowed and does nothing.
 */
TAXDOC_API void taxdoc_catalogue_free(struct taxdoc_catalogue *catalogue);

/**
 * How many rules there are. Their order is that of the engines and no promise.
 *
 * Returns 0 when catalogue is NULL.
 */
TAXDOC_API size_t taxdoc_rule_count(const struct taxdoc_catalogue *catalogue);

/**
 * The usual severity of a rule; a single finding may be graded otherwise.
 *
 * Returns TAXDOC_SEVERITY_ERROR and so on, or 0 when index is out of range or catalogue is NULL.
 */
TAXDOC_API int32_t taxdoc_rule_severity(const struct taxdoc_catalogue *catalogue, size_t index);

/**
 * The stage that checks a rule.
 *
 * Returns TAXDOC_STAGE_XML and so on, or 0 when index is out of range or catalogue is NULL.
 */
TAXDOC_API int32_t taxdoc_rule_stage(const struct taxdoc_catalogue *catalogue, size_t index);

/**
 * The permanent code of a rule, for example XML-UNCLOSED.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_rule_code(const struct taxdoc_catalogue *catalogue,
                             size_t index,
                             size_t *length);

/**
 * The clause of the law or the standard that a rule rests on, or "practice".
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_rule_basis(const struct taxdoc_catalogue *catalogue,
                              size_t index,
                              size_t *length);

/**
 * What is wrong when a rule is broken. The values of a finding stand in braces by their names: {actual}.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range, language is unknown, or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_rule_message(const struct taxdoc_catalogue *catalogue,
                                size_t index,
                                int32_t language,
                                size_t *length);

/**
 * What a rule expects.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when there is none, index is out of range, language is unknown,
 * or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_rule_expected(const struct taxdoc_catalogue *catalogue,
                                 size_t index,
                                 int32_t language,
                                 size_t *length);

/**
 * How to mend what breaks a rule.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when there is none, index is out of range, language is unknown,
 * or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_rule_fix(const struct taxdoc_catalogue *catalogue,
                            size_t index,
                            int32_t language,
                            size_t *length);

/**
 * How many official documents the data of the library was taken from, oldest first.
 *
 * Returns 0 when catalogue is NULL.
 */
TAXDOC_API size_t taxdoc_source_count(const struct taxdoc_catalogue *catalogue);

/**
 * The official document, as it is cited in Viet Nam.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_source_document(const struct taxdoc_catalogue *catalogue,
                                   size_t index,
                                   size_t *length);

/**
 * The date of an official document, or of its newest part, YYYY-MM-DD. The greatest one is the version of the data.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_source_date(const struct taxdoc_catalogue *catalogue,
                               size_t index,
                               size_t *length);

/**
 * What was taken from an official document.
 *
 * language: TAXDOC_LANGUAGE_VIETNAMESE or TAXDOC_LANGUAGE_ENGLISH.
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by catalogue, or NULL when index is out of range, language is unknown, or catalogue is NULL.
 */
TAXDOC_API
const char *taxdoc_source_data(const struct taxdoc_catalogue *catalogue,
                               size_t index,
                               int32_t language,
                               size_t *length);

/**
 * Computes every total of an invoice that an issuer must write, by the relations that taxdoc_validate() checks.
 *
 * json, length: a JSON object in UTF-8; NULL only with length 0. Amounts are strings; whole numbers may stand without quotes. All
 * fields but lines may be left out; an unknown field is refused.
 *   currency: an ISO 4217 code; without it dong. exchange_rate: dong for one unit of it.
 *   correction: "original" or, where the amounts are signed differences, "adjustment".
 *   policy: where amounts are rounded, half away from zero: "line", "rate" or "document".
 *   lines: a list of objects with nature ("goods", "promotion", "discount", "note"), quantity, price or instead amount, discount or
 *   instead discount_rate, rate (the text of TSuat), tax (where the rate does not give it).
 *   fees: a list of objects with name and amount. other_reduction, untaxed_reduction: amounts. trade_ratio: 1, 2, 3 or 5, percent of
 *   revenue of a seller under the direct method, whose VAT is reduced.
 * totals receives the amounts, or NULL on failure. Free them with taxdoc_totals_free().
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success. Its message names the line.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when totals is NULL, or json with a length; TAXDOC_NOT_UTF8; TAXDOC_INVALID_ARGUMENT when the
 * text is not such an object, or when its totals cannot be computed; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_totals_compute(const char *json,
                              size_t length,
                              struct taxdoc_totals **totals,
                              struct taxdoc_error **error);

/**
 * Computes the lines of an online declaration (HSoThueDTu) that follow from those entered.
 *
 * xml, length: the document; NULL only with length 0. It has an element, blank or not, for each line to be computed; what stands in
 * those is replaced. A signature in it does not fit the completed document.
 * totals receives the lines, or NULL on failure. Free them with taxdoc_totals_free().
 * error may be NULL; otherwise it receives an error to be freed by the caller, or NULL on success.
 * Returns TAXDOC_OK; TAXDOC_NULL_ARGUMENT when totals is NULL, or xml with a length; TAXDOC_INVALID_ARGUMENT when the document is not
 * well-formed, no declaration, or of a form without formulas; TAXDOC_PANIC.
 */
TAXDOC_API
int32_t taxdoc_totals_complete(const uint8_t *xml,
                               size_t length,
                               struct taxdoc_totals **totals,
                               struct taxdoc_error **error);

/**
 * What was computed, as JSON. Of an invoice: lines (each with discount and amount), rates (each with rate, amount and tax), before_tax,
 * tax, fees, trade_discount, other_reduction, untaxed_reduction, vat_reduction, payable, words, payable_in_dong. Of a declaration: code,
 * version, lines (each with path, name, name_en and value), xml. Amounts are strings; null stands for what there is not.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by totals, or NULL when totals is NULL.
 */
TAXDOC_API
const char *taxdoc_totals_json(const struct taxdoc_totals *totals,
                               size_t *length);

/**
 * What was computed, as XML: of an invoice the element TToan, of a declaration the completed document.
 *
 * length may be NULL; otherwise it receives the length in bytes, 0 where NULL is returned.
 * Returns a text owned by totals, or NULL when totals is NULL.
 */
TAXDOC_API
const char *taxdoc_totals_xml(const struct taxdoc_totals *totals,
                              size_t *length);

/**
 * Frees computed amounts and their texts. NULL is allowed and does nothing.
 */
TAXDOC_API void taxdoc_totals_free(struct taxdoc_totals *totals);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TAXDOC_H */
