/* Every function with NULL, with positions out of range and with numbers that mean nothing: a status, NULL or 0, never a crash. */
#include <stdio.h>
#include <string.h>

#include <taxdoc.h>

#define VI TAXDOC_LANGUAGE_VIETNAMESE
#define FAR ((size_t)-1)

static int failures = 0;

static void check(int holds, const char *what, int line)
{
    if (!holds) {
        printf("line %d: %s\n", line, what);
        failures++;
    }
}

#define CHECK(condition) check(condition, #condition, __LINE__)
#define ZERO(call) check((call) == 0, #call, __LINE__)
/* No text, and the length says so; the length may be left out. */
#define NO_TEXT(function, arguments) \
    do { \
        length = 77; \
        check(function arguments == NULL && length == 0, #function #arguments, __LINE__); \
    } while (0)

static const uint8_t *bytes_of(const char *text)
{
    return (const uint8_t *)text;
}

static void versions(void)
{
    char version[32];

    sprintf(version, "%d.%d.%d", TAXDOC_VERSION_MAJOR, TAXDOC_VERSION_MINOR, TAXDOC_VERSION_PATCH);
    CHECK(strcmp(version, taxdoc_version()) == 0);
    CHECK(taxdoc_abi_version() == TAXDOC_ABI_VERSION);
    CHECK(strcmp(taxdoc_status_name(TAXDOC_OK), "TAXDOC_OK") == 0);
    CHECK(strcmp(taxdoc_status_name(TAXDOC_PANIC), "TAXDOC_PANIC") == 0);
    CHECK(taxdoc_status_name(-1) == NULL);
    CHECK(taxdoc_status_name(TAXDOC_READ_FAILED + 1) == NULL);
    CHECK(taxdoc_status_name(2147483647) == NULL);
}

/* The status of a failed call, which is also that of its error. */
static int32_t taken(int32_t status, taxdoc_error *error)
{
    size_t length = 0;
    const char *message = taxdoc_error_message(error, &length);

    CHECK(error != NULL && taxdoc_error_status(error) == status);
    CHECK(message != NULL && length > 0 && strlen(message) == length);
    CHECK(taxdoc_error_message(error, NULL) == message);
    taxdoc_error_free(error);
    return status;
}

static void errors(void)
{
    size_t length;

    CHECK(taxdoc_error_status(NULL) == TAXDOC_OK);
    NO_TEXT(taxdoc_error_message, (NULL, &length));
    CHECK(taxdoc_error_message(NULL, NULL) == NULL);
    taxdoc_error_free(NULL);
}

static void options(void)
{
    const char *latin1 = "h\xf3" "a";
    taxdoc_options *options = NULL;
    taxdoc_error *error = NULL;
    int32_t status;

    CHECK(taxdoc_options_new(NULL) == TAXDOC_NULL_ARGUMENT);
    taxdoc_options_free(NULL);

    CHECK(taxdoc_options_set_time(NULL, 0) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_set_now(NULL, 0) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_options_add_trust(NULL, bytes_of("x"), 1, &error);
    CHECK(taken(status, error) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_trust(NULL, bytes_of("x"), 1, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_without_builtin_trust(NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_crl(NULL, bytes_of("x"), 1, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_ocsp(NULL, bytes_of("x"), 1, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_schema(NULL, "a", 1, bytes_of("x"), 1) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_set_stages(NULL, 0) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_set_required(NULL, 0) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_set_policy(NULL, TAXDOC_POLICY_STRICT) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_set_limit(NULL, TAXDOC_LIMIT_DEPTH, 1) == TAXDOC_NULL_ARGUMENT);

    CHECK(taxdoc_options_new(&options) == TAXDOC_OK && options != NULL);
    status = taxdoc_options_add_trust(options, NULL, 1, &error);
    CHECK(taken(status, error) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_options_add_trust(options, bytes_of("x"), FAR, &error);
    CHECK(taken(status, error) == TAXDOC_INVALID_ARGUMENT);
    status = taxdoc_options_add_crl(options, NULL, 1, &error);
    CHECK(taken(status, error) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_options_add_crl(options, bytes_of("x"), FAR, &error);
    CHECK(taken(status, error) == TAXDOC_INVALID_ARGUMENT);
    status = taxdoc_options_add_ocsp(options, NULL, 1, &error);
    CHECK(taken(status, error) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_options_add_ocsp(options, bytes_of("x"), FAR, &error);
    CHECK(taken(status, error) == TAXDOC_INVALID_ARGUMENT);
    status = taxdoc_options_add_trust(options, bytes_of("no certificate"), 14, &error);
    CHECK(taken(status, error) == TAXDOC_BAD_CERTIFICATE);
    status = taxdoc_options_add_trust(options, NULL, 0, &error);
    CHECK(taken(status, error) == TAXDOC_BAD_CERTIFICATE);
    CHECK(taxdoc_options_add_schema(options, NULL, 1, bytes_of("x"), 1) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_schema(options, "a", 1, NULL, 1) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_options_add_schema(options, "a", FAR, bytes_of("x"), 1) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_add_schema(options, "a", 1, bytes_of("x"), FAR) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_add_schema(options, latin1, 3, bytes_of("x"), 1) == TAXDOC_NOT_UTF8);
    CHECK(taxdoc_options_set_stages(options, 1u) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_stages(options, 1u << (TAXDOC_STAGE_REVOCATION + 1)) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_stages(options, 1u << TAXDOC_STAGE_REVOCATION) == TAXDOC_OK);
    CHECK(taxdoc_options_set_required(options, 0xffffffffu) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_required(options, 0) == TAXDOC_OK);
    CHECK(taxdoc_options_set_policy(options, 0) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_policy(options, TAXDOC_POLICY_STRICT + 1) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_policy(options, TAXDOC_POLICY_STRICT) == TAXDOC_OK);
    CHECK(taxdoc_options_set_limit(options, 0, 1) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_limit(options, TAXDOC_LIMIT_DIAGNOSED + 1, 1) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_options_set_limit(options, TAXDOC_LIMIT_DIAGNOSED, 1) == TAXDOC_OK);
    taxdoc_options_free(options);
}

static void validators(void)
{
    taxdoc_options *options = NULL;
    taxdoc_validator *validator = NULL, *other;
    taxdoc_report *report = (taxdoc_report *)&failures;
    taxdoc_error *error = (taxdoc_error *)&failures;
    int32_t status;

    status = taxdoc_validator_new(NULL, NULL, &error);
    CHECK(taken(status, error) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validator_new(NULL, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    taxdoc_validator_free(NULL);

    error = (taxdoc_error *)&failures;
    CHECK(taxdoc_validator_new(NULL, &validator, &error) == TAXDOC_OK);
    CHECK(validator != NULL && error == NULL);

    CHECK(taxdoc_validate(NULL, bytes_of("<a/>"), 4, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(report == NULL);
    CHECK(taxdoc_validate(validator, bytes_of("<a/>"), 4, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate(validator, NULL, 1, &report) == TAXDOC_NULL_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate(validator, bytes_of("<a/>"), FAR, &report) == TAXDOC_INVALID_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate_named(NULL, bytes_of("<a/>"), 4, "a", 1, &report) == TAXDOC_NULL_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate_named(validator, bytes_of("<a/>"), 4, "a", 1, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_named(validator, NULL, 1, "a", 1, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_named(validator, bytes_of("<a/>"), 4, NULL, 1, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_named(validator, bytes_of("<a/>"), 4, "a", FAR, &report) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_validate_named(validator, bytes_of("<a/>"), 4, "\xff", 1, &report) == TAXDOC_NOT_UTF8 && report == NULL);

    CHECK(taxdoc_options_new(&options) == TAXDOC_OK);
    CHECK(taxdoc_options_add_schema(options, "a.xsd", 5, bytes_of("<a/>"), 4) == TAXDOC_OK);
    other = (taxdoc_validator *)&failures;
    status = taxdoc_validator_new(options, &other, &error);
    CHECK(taken(status, error) == TAXDOC_BAD_SCHEMA && other == NULL);
    CHECK(taxdoc_validator_new(options, &other, NULL) == TAXDOC_BAD_SCHEMA && other == NULL);
    taxdoc_options_free(options);

    /* What an error quotes does not end it early: taken() compares the length. */
    CHECK(taxdoc_options_new(&options) == TAXDOC_OK);
    CHECK(taxdoc_options_add_schema(options, "a\0.xsd", 6, bytes_of("<a>"), 3) == TAXDOC_OK);
    status = taxdoc_validator_new(options, &other, &error);
    CHECK(taken(status, error) == TAXDOC_BAD_SCHEMA && other == NULL);
    taxdoc_options_free(options);

    /* No bytes at all are a document like any other, only not a valid one. */
    CHECK(taxdoc_validate(validator, NULL, 0, &report) == TAXDOC_OK && report != NULL);
    CHECK(taxdoc_report_verdict(report) == TAXDOC_VERDICT_INVALID);
    CHECK(taxdoc_report_file(report, NULL) == NULL);
    taxdoc_report_free(report);
    CHECK(taxdoc_validate_named(validator, NULL, 0, NULL, 0, &report) == TAXDOC_OK);
    CHECK(strcmp(taxdoc_report_file(report, NULL), "") == 0);
    taxdoc_report_free(report);
    taxdoc_report_free(NULL);
    taxdoc_validator_free(validator);
}

/* Nothing is there: report is NULL, or i is out of range. */
static void lists(const taxdoc_report *report, size_t i)
{
    size_t length;

    NO_TEXT(taxdoc_signature_path, (report, i, &length));
    ZERO(taxdoc_signature_role(report, i));
    ZERO(taxdoc_signature_integrity(report, i));
    NO_TEXT(taxdoc_signature_diagnosis, (report, i, VI, &length));
    NO_TEXT(taxdoc_signature_algorithm, (report, i, &length));
    ZERO(taxdoc_signature_digest_count(report, i));
    NO_TEXT(taxdoc_signature_digest, (report, i, 0, &length));
    NO_TEXT(taxdoc_signature_time, (report, i, &length));
    ZERO(taxdoc_signature_time_signed(report, i));
    ZERO(taxdoc_signature_covered_count(report, i));
    NO_TEXT(taxdoc_signature_covered, (report, i, 0, &length));
    ZERO(taxdoc_signature_covered_extent(report, i, 0));
    ZERO(taxdoc_signature_not_covered_count(report, i));
    NO_TEXT(taxdoc_signature_not_covered, (report, i, 0, &length));
    NO_TEXT(taxdoc_signature_certificate, (report, i, TAXDOC_CERTIFICATE_SUBJECT, &length));
    ZERO(taxdoc_signature_chain(report, i));
    NO_TEXT(taxdoc_signature_anchor, (report, i, &length));
    ZERO(taxdoc_signature_revocation(report, i));

    NO_TEXT(taxdoc_total_name, (report, i, VI, &length));
    NO_TEXT(taxdoc_total_path, (report, i, &length));
    NO_TEXT(taxdoc_total_stated, (report, i, &length));
    NO_TEXT(taxdoc_total_computed, (report, i, &length));
    NO_TEXT(taxdoc_total_difference, (report, i, &length));
    NO_TEXT(taxdoc_total_rule, (report, i, &length));

    NO_TEXT(taxdoc_finding_code, (report, i, &length));
    ZERO(taxdoc_finding_severity(report, i));
    ZERO(taxdoc_finding_stage(report, i));
    ZERO(taxdoc_finding_line(report, i));
    ZERO(taxdoc_finding_column(report, i));
    ZERO(taxdoc_finding_offset(report, i));
    ZERO(taxdoc_finding_length(report, i));
    NO_TEXT(taxdoc_finding_path, (report, i, &length));
    NO_TEXT(taxdoc_finding_field, (report, i, VI, &length));
    NO_TEXT(taxdoc_finding_message, (report, i, VI, &length));
    NO_TEXT(taxdoc_finding_actual, (report, i, VI, &length));
    NO_TEXT(taxdoc_finding_expected, (report, i, VI, &length));
    NO_TEXT(taxdoc_finding_fix, (report, i, VI, &length));
    NO_TEXT(taxdoc_finding_basis, (report, i, &length));
    ZERO(taxdoc_finding_param_count(report, i));
    NO_TEXT(taxdoc_finding_param_name, (report, i, 0, &length));
    NO_TEXT(taxdoc_finding_param_value, (report, i, 0, VI, &length));
}

static void no_report(void)
{
    const char *text = "before";
    size_t length = 77;

    ZERO(taxdoc_report_verdict(NULL));
    CHECK(taxdoc_report_json(NULL, VI, &text, &length) == TAXDOC_NULL_ARGUMENT && text == NULL && length == 0);
    CHECK(taxdoc_report_json(NULL, VI, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    NO_TEXT(taxdoc_report_sha256, (NULL, &length));
    NO_TEXT(taxdoc_report_file, (NULL, &length));
    NO_TEXT(taxdoc_report_document, (NULL, TAXDOC_DOCUMENT_KIND, &length));
    ZERO(taxdoc_report_stage(NULL, TAXDOC_STAGE_XML));
    NO_TEXT(taxdoc_report_stage_reason, (NULL, TAXDOC_STAGE_XML, VI, &length));
    ZERO(taxdoc_signature_count(NULL));
    ZERO(taxdoc_total_count(NULL));
    ZERO(taxdoc_finding_count(NULL));
    lists(NULL, 0);
    lists(NULL, FAR);
}

/* A number that names no language, stage or field. */
static void foreign_number(const taxdoc_report *report, int32_t number)
{
    const char *text = "before";
    size_t length = 77;

    CHECK(taxdoc_report_json(report, number, &text, &length) == TAXDOC_INVALID_ARGUMENT && text == NULL && length == 0);
    NO_TEXT(taxdoc_report_document, (report, number, &length));
    ZERO(taxdoc_report_stage(report, number));
    NO_TEXT(taxdoc_report_stage_reason, (report, number, VI, &length));
    NO_TEXT(taxdoc_report_stage_reason, (report, TAXDOC_STAGE_RULES, number, &length));
    NO_TEXT(taxdoc_signature_diagnosis, (report, 0, number, &length));
    NO_TEXT(taxdoc_signature_certificate, (report, 0, number, &length));
    NO_TEXT(taxdoc_total_name, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_field, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_message, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_actual, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_expected, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_fix, (report, 0, number, &length));
    NO_TEXT(taxdoc_finding_param_value, (report, 0, 0, number, &length));
}

static void some_report(void)
{
    taxdoc_validator *validator = NULL;
    taxdoc_report *report = NULL;
    const char *text = NULL;
    size_t length = 0;

    CHECK(taxdoc_validator_new(NULL, &validator, NULL) == TAXDOC_OK);
    CHECK(taxdoc_validate(validator, bytes_of("<a>"), 3, &report) == TAXDOC_OK);
    CHECK(taxdoc_finding_count(report) == 1);
    CHECK(taxdoc_finding_message(report, 0, VI, NULL) != NULL);
    CHECK(taxdoc_report_json(report, VI, NULL, &length) == TAXDOC_NULL_ARGUMENT && length == 0);
    CHECK(taxdoc_report_json(report, VI, &text, NULL) == TAXDOC_OK && text != NULL);
    lists(report, 1);
    lists(report, FAR);
    NO_TEXT(taxdoc_finding_param_name, (report, 0, FAR, &length));
    NO_TEXT(taxdoc_finding_param_value, (report, 0, FAR, VI, &length));
    foreign_number(report, 0);
    foreign_number(report, -1);
    foreign_number(report, 99);
    foreign_number(report, 2147483647);

    /* Nothing needs anything else: the validator goes first. */
    taxdoc_validator_free(validator);
    CHECK(taxdoc_report_verdict(report) == TAXDOC_VERDICT_INVALID);
    CHECK(text[0] == '{');
    taxdoc_report_free(report);
}

static void cancellations(const taxdoc_validator *validator)
{
    const uint8_t *xml = bytes_of("<a/>");
    taxdoc_cancellation *cancellation = NULL;
    taxdoc_report *report = (taxdoc_report *)&failures;

    CHECK(taxdoc_cancellation_new(NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_cancellation_cancel(NULL) == TAXDOC_NULL_ARGUMENT);
    taxdoc_cancellation_free(NULL);
    CHECK(taxdoc_cancellation_new(&cancellation) == TAXDOC_OK && cancellation != NULL);

    CHECK(taxdoc_validate_unless(NULL, xml, 4, NULL, 0, cancellation, &report) == TAXDOC_NULL_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate_unless(validator, NULL, 1, NULL, 0, cancellation, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_unless(validator, xml, FAR, NULL, 0, cancellation, &report) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_validate_unless(validator, xml, 4, NULL, 1, cancellation, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_unless(validator, xml, 4, "\xff", 1, cancellation, &report) == TAXDOC_NOT_UTF8);
    CHECK(taxdoc_validate_unless(validator, xml, 4, NULL, 0, NULL, &report) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_unless(validator, xml, 4, NULL, 0, cancellation, NULL) == TAXDOC_NULL_ARGUMENT);

    CHECK(taxdoc_validate_unless(validator, xml, 4, NULL, 0, cancellation, &report) == TAXDOC_OK && report != NULL);
    CHECK(taxdoc_report_file(report, NULL) == NULL);
    taxdoc_report_free(report);
    CHECK(taxdoc_validate_unless(validator, xml, 4, "a", 1, cancellation, &report) == TAXDOC_OK);
    CHECK(strcmp(taxdoc_report_file(report, NULL), "a") == 0);
    taxdoc_report_free(report);

    CHECK(taxdoc_cancellation_cancel(cancellation) == TAXDOC_OK);
    CHECK(taxdoc_validate_unless(validator, xml, 4, NULL, 0, cancellation, &report) == TAXDOC_CANCELLED && report == NULL);
    taxdoc_cancellation_free(cancellation);
}

/* Streams: one that fails at once, one that promises too much, one that is `<a/>`. */
static int64_t read_nothing(void *user, uint8_t *buffer, size_t capacity)
{
    (void)user, (void)buffer, (void)capacity;
    return -1;
}

static int64_t read_too_much(void *user, uint8_t *buffer, size_t capacity)
{
    (void)user, (void)buffer;
    return (int64_t)capacity + 1;
}

static int64_t read_text(void *user, uint8_t *buffer, size_t capacity)
{
    const char **text = (const char **)user;

    if (capacity == 0 || **text == '\0')
        return 0;
    *buffer = (uint8_t)*(*text)++;
    return 1;
}

static void streams(const taxdoc_validator *validator)
{
    const char *text = "<a/>";
    taxdoc_report *report = (taxdoc_report *)&failures;

    CHECK(taxdoc_validate_stream(NULL, read_text, &text, &report) == TAXDOC_NULL_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate_stream(validator, NULL, &text, &report) == TAXDOC_NULL_ARGUMENT && report == NULL);
    CHECK(taxdoc_validate_stream(validator, read_text, &text, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_validate_stream(validator, read_nothing, NULL, &report) == TAXDOC_READ_FAILED && report == NULL);
    CHECK(taxdoc_validate_stream(validator, read_too_much, NULL, &report) == TAXDOC_READ_FAILED && report == NULL);
    CHECK(taxdoc_validate_stream(validator, read_text, &text, &report) == TAXDOC_OK && *text == '\0');
    CHECK(taxdoc_report_stage(report, TAXDOC_STAGE_XML) == TAXDOC_STAGE_STATUS_PASSED);
    taxdoc_report_free(report);
    text = "<a>";
    CHECK(taxdoc_validate_stream(validator, read_text, &text, &report) == TAXDOC_OK);
    CHECK(taxdoc_report_stage(report, TAXDOC_STAGE_XML) == TAXDOC_STAGE_STATUS_FAILED);
    taxdoc_report_free(report);
}

static void octets(const taxdoc_validator *validator)
{
    const uint8_t *xml = bytes_of("<a/>");
    taxdoc_octets *octets = (taxdoc_octets *)&failures;
    taxdoc_error *error = NULL;
    size_t length = 77;
    int32_t status;

    CHECK(taxdoc_octets_data(NULL, &length) == NULL && length == 0);
    CHECK(taxdoc_octets_data(NULL, NULL) == NULL);
    taxdoc_octets_free(NULL);
    CHECK(taxdoc_reference_octets(NULL, xml, 4, 0, 0, &octets, NULL) == TAXDOC_NULL_ARGUMENT && octets == NULL);
    CHECK(taxdoc_reference_octets(validator, NULL, 1, 0, 0, &octets, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_reference_octets(validator, xml, FAR, 0, 0, &octets, NULL) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_reference_octets(validator, xml, 4, 0, 0, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_reference_octets(validator, xml, 4, FAR, FAR, &octets, &error);
    CHECK(taken(status, error) == TAXDOC_NOT_FOUND && octets == NULL);
    CHECK(taxdoc_signed_info_octets(NULL, xml, 4, 0, &octets, NULL) == TAXDOC_NULL_ARGUMENT && octets == NULL);
    CHECK(taxdoc_signed_info_octets(validator, NULL, 1, 0, &octets, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_signed_info_octets(validator, xml, FAR, 0, &octets, NULL) == TAXDOC_INVALID_ARGUMENT);
    CHECK(taxdoc_signed_info_octets(validator, xml, 4, 0, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    status = taxdoc_signed_info_octets(validator, xml, 3, 0, &octets, &error);
    CHECK(taken(status, error) == TAXDOC_NOT_FOUND && octets == NULL);
}

/* Nothing is there: catalogue is NULL, or i is out of range. */
static void no_rule(const taxdoc_catalogue *catalogue, size_t i)
{
    size_t length;

    NO_TEXT(taxdoc_rule_code, (catalogue, i, &length));
    ZERO(taxdoc_rule_severity(catalogue, i));
    ZERO(taxdoc_rule_stage(catalogue, i));
    NO_TEXT(taxdoc_rule_basis, (catalogue, i, &length));
    NO_TEXT(taxdoc_rule_message, (catalogue, i, VI, &length));
    NO_TEXT(taxdoc_rule_expected, (catalogue, i, VI, &length));
    NO_TEXT(taxdoc_rule_fix, (catalogue, i, VI, &length));
    NO_TEXT(taxdoc_source_data, (catalogue, i, VI, &length));
    NO_TEXT(taxdoc_source_document, (catalogue, i, &length));
    NO_TEXT(taxdoc_source_date, (catalogue, i, &length));
}

static void catalogues(void)
{
    taxdoc_catalogue *catalogue = NULL;
    size_t length;

    CHECK(taxdoc_catalogue_new(NULL) == TAXDOC_NULL_ARGUMENT);
    taxdoc_catalogue_free(NULL);
    ZERO(taxdoc_rule_count(NULL));
    ZERO(taxdoc_source_count(NULL));
    no_rule(NULL, 0);
    CHECK(taxdoc_catalogue_new(&catalogue) == TAXDOC_OK && catalogue != NULL);
    CHECK(taxdoc_rule_count(catalogue) > 0 && taxdoc_source_count(catalogue) > 0);
    no_rule(catalogue, taxdoc_rule_count(catalogue));
    no_rule(catalogue, FAR);
    NO_TEXT(taxdoc_rule_message, (catalogue, 0, 99, &length));
    NO_TEXT(taxdoc_rule_expected, (catalogue, 0, 99, &length));
    NO_TEXT(taxdoc_rule_fix, (catalogue, 0, 99, &length));
    NO_TEXT(taxdoc_source_data, (catalogue, 0, 99, &length));
    taxdoc_catalogue_free(catalogue);
}

static void totals(void)
{
    size_t length;
    taxdoc_totals *made;
    taxdoc_error *error;
    int32_t status;

#define REFUSED(expected, call) \
    do { \
        made = (taxdoc_totals *)&length; \
        error = NULL; \
        status = call; \
        check(taken(status, error) == (expected) && made == NULL, #call, __LINE__); \
    } while (0)

    REFUSED(TAXDOC_NULL_ARGUMENT, taxdoc_totals_compute(NULL, 1, &made, &error));
    REFUSED(TAXDOC_NULL_ARGUMENT, taxdoc_totals_complete(NULL, 1, &made, &error));
    REFUSED(TAXDOC_NOT_UTF8, taxdoc_totals_compute("\xff", 1, &made, &error));
    REFUSED(TAXDOC_INVALID_ARGUMENT, taxdoc_totals_compute(NULL, 0, &made, &error));
    REFUSED(TAXDOC_INVALID_ARGUMENT, taxdoc_totals_compute("{}", 2, &made, &error));
    REFUSED(TAXDOC_INVALID_ARGUMENT, taxdoc_totals_compute("{}", FAR, &made, &error));
    REFUSED(TAXDOC_INVALID_ARGUMENT, taxdoc_totals_complete(NULL, 0, &made, &error));
    REFUSED(TAXDOC_INVALID_ARGUMENT, taxdoc_totals_complete(bytes_of("<HDon/>"), 7, &made, &error));
    CHECK(taxdoc_totals_compute("{}", 2, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_totals_complete(bytes_of("<HDon/>"), 7, NULL, NULL) == TAXDOC_NULL_ARGUMENT);
    CHECK(taxdoc_totals_compute("{}", 2, &made, NULL) == TAXDOC_INVALID_ARGUMENT && made == NULL);
    NO_TEXT(taxdoc_totals_json, (NULL, &length));
    NO_TEXT(taxdoc_totals_xml, (NULL, &length));
    CHECK(taxdoc_totals_json(NULL, NULL) == NULL && taxdoc_totals_xml(NULL, NULL) == NULL);
    taxdoc_totals_free(NULL);
}

int main(void)
{
    taxdoc_validator *validator = NULL;

    versions();
    totals();
    errors();
    options();
    validators();
    no_report();
    some_report();
    CHECK(taxdoc_validator_new(NULL, &validator, NULL) == TAXDOC_OK);
    cancellations(validator);
    streams(validator);
    octets(validator);
    taxdoc_validator_free(validator);
    catalogues();
    printf("%d failures\n", failures);
    return failures == 0 ? 0 : 1;
}
