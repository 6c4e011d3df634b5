/* Handles used after they were freed, and freed twice: a library with debug assertions says so. Never do this elsewhere. */
#include <stdio.h>

#include <taxdoc.h>

static int failures = 0;

#define CHECK(condition) ((condition) ? (void)0 : (void)(printf("line %d: %s\n", __LINE__, #condition), failures++))

int main(void)
{
    static const uint8_t xml[] = {'<', 'a', '/', '>'};
    taxdoc_options *options;
    taxdoc_validator *validator, *other;
    taxdoc_cancellation *cancellation;
    taxdoc_report *report, *none;
    taxdoc_catalogue *catalogue;
    taxdoc_error *error;
    const char *text;
    size_t length;

    CHECK(taxdoc_options_new(&options) == TAXDOC_OK);
    CHECK(taxdoc_validator_new(options, &validator, NULL) == TAXDOC_OK);
    CHECK(taxdoc_validate(validator, xml, sizeof xml, &report) == TAXDOC_OK);
    CHECK(taxdoc_cancellation_new(&cancellation) == TAXDOC_OK);
    CHECK(taxdoc_catalogue_new(&catalogue) == TAXDOC_OK);
    CHECK(taxdoc_validator_new(NULL, NULL, &error) == TAXDOC_NULL_ARGUMENT);

    taxdoc_options_free(options);
    taxdoc_options_free(options);
    CHECK(taxdoc_options_set_now(options, 0) == TAXDOC_FREED_HANDLE);
    CHECK(taxdoc_validator_new(options, &other, NULL) == TAXDOC_FREED_HANDLE && other == NULL);

    taxdoc_cancellation_free(cancellation);
    CHECK(taxdoc_cancellation_cancel(cancellation) == TAXDOC_FREED_HANDLE);
    CHECK(taxdoc_validate_unless(validator, xml, sizeof xml, NULL, 0, cancellation, &none) == TAXDOC_FREED_HANDLE && none == NULL);

    taxdoc_validator_free(validator);
    taxdoc_validator_free(validator);
    CHECK(taxdoc_validate(validator, xml, sizeof xml, &none) == TAXDOC_FREED_HANDLE && none == NULL);

    CHECK(taxdoc_report_verdict(report) == TAXDOC_VERDICT_UNDETERMINED);
    taxdoc_report_free(report);
    taxdoc_report_free(report);
    CHECK(taxdoc_report_verdict(report) == 0);
    CHECK(taxdoc_report_sha256(report, &length) == NULL && length == 0);
    CHECK(taxdoc_report_json(report, TAXDOC_LANGUAGE_ENGLISH, &text, &length) == TAXDOC_FREED_HANDLE && text == NULL);

    taxdoc_catalogue_free(catalogue);
    CHECK(taxdoc_rule_count(catalogue) == 0);
    taxdoc_error_free(error);
    CHECK(taxdoc_error_message(error, NULL) == NULL);
    taxdoc_error_free(error);
    printf("%d failures\n", failures);
    return failures == 0 ? 0 : 1;
}
