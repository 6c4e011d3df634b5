/* Prints every answer about the documents named on the command line, or about the rules when there
 * is none, one a line; tests/capi/programs.rs prints the same from Rust. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <taxdoc.h>

static void print_text(const char *name, const char *text, size_t length)
{
    if (text == NULL) {
        printf("%s -\n", name);
        return;
    }
    if (strlen(text) != length)
        printf("%s: the length is wrong\n", name);
    printf("%s %s\n", name, text);
}

#define TEXT(function, arguments) \
    do { \
        size_t length = 0; \
        const char *text = function arguments; \
        print_text(#function, text, length); \
    } while (0)
#define NUMBER(function, arguments) printf("%s %lu\n", #function, (unsigned long)function arguments)

static void signature(const taxdoc_report *report, size_t i, int32_t language)
{
    size_t part;
    int32_t field;

    TEXT(taxdoc_signature_path, (report, i, &length));
    NUMBER(taxdoc_signature_role, (report, i));
    NUMBER(taxdoc_signature_integrity, (report, i));
    TEXT(taxdoc_signature_diagnosis, (report, i, language, &length));
    TEXT(taxdoc_signature_algorithm, (report, i, &length));
    NUMBER(taxdoc_signature_digest_count, (report, i));
    for (part = 0; part < taxdoc_signature_digest_count(report, i); part++)
        TEXT(taxdoc_signature_digest, (report, i, part, &length));
    TEXT(taxdoc_signature_time, (report, i, &length));
    NUMBER(taxdoc_signature_time_signed, (report, i));
    NUMBER(taxdoc_signature_covered_count, (report, i));
    for (part = 0; part < taxdoc_signature_covered_count(report, i); part++) {
        TEXT(taxdoc_signature_covered, (report, i, part, &length));
        NUMBER(taxdoc_signature_covered_extent, (report, i, part));
    }
    NUMBER(taxdoc_signature_not_covered_count, (report, i));
    for (part = 0; part < taxdoc_signature_not_covered_count(report, i); part++)
        TEXT(taxdoc_signature_not_covered, (report, i, part, &length));
    for (field = TAXDOC_CERTIFICATE_SUBJECT; field <= TAXDOC_CERTIFICATE_SHA256; field++)
        TEXT(taxdoc_signature_certificate, (report, i, field, &length));
    NUMBER(taxdoc_signature_chain, (report, i));
    TEXT(taxdoc_signature_anchor, (report, i, &length));
    NUMBER(taxdoc_signature_revocation, (report, i));
}

static void total(const taxdoc_report *report, size_t i, int32_t language)
{
    TEXT(taxdoc_total_name, (report, i, language, &length));
    TEXT(taxdoc_total_path, (report, i, &length));
    TEXT(taxdoc_total_stated, (report, i, &length));
    TEXT(taxdoc_total_computed, (report, i, &length));
    TEXT(taxdoc_total_difference, (report, i, &length));
    TEXT(taxdoc_total_rule, (report, i, &length));
}

static void finding(const taxdoc_report *report, size_t i, int32_t language)
{
    size_t param;

    TEXT(taxdoc_finding_code, (report, i, &length));
    NUMBER(taxdoc_finding_severity, (report, i));
    NUMBER(taxdoc_finding_stage, (report, i));
    NUMBER(taxdoc_finding_line, (report, i));
    NUMBER(taxdoc_finding_column, (report, i));
    NUMBER(taxdoc_finding_offset, (report, i));
    NUMBER(taxdoc_finding_length, (report, i));
    TEXT(taxdoc_finding_path, (report, i, &length));
    TEXT(taxdoc_finding_field, (report, i, language, &length));
    TEXT(taxdoc_finding_message, (report, i, language, &length));
    TEXT(taxdoc_finding_actual, (report, i, language, &length));
    TEXT(taxdoc_finding_expected, (report, i, language, &length));
    TEXT(taxdoc_finding_fix, (report, i, language, &length));
    TEXT(taxdoc_finding_basis, (report, i, &length));
    NUMBER(taxdoc_finding_param_count, (report, i));
    for (param = 0; param < taxdoc_finding_param_count(report, i); param++) {
        TEXT(taxdoc_finding_param_name, (report, i, param, &length));
        TEXT(taxdoc_finding_param_value, (report, i, param, language, &length));
    }
}

static void dump(const taxdoc_report *report, int32_t language)
{
    const char *json = NULL;
    size_t json_length = 0, i;
    int32_t number;

    NUMBER(taxdoc_report_verdict, (report));
    TEXT(taxdoc_report_sha256, (report, &length));
    TEXT(taxdoc_report_file, (report, &length));
    for (number = TAXDOC_DOCUMENT_PROFILE; number <= TAXDOC_DOCUMENT_TOTAL; number++)
        TEXT(taxdoc_report_document, (report, number, &length));
    for (number = TAXDOC_STAGE_XML; number <= TAXDOC_STAGE_REVOCATION; number++) {
        NUMBER(taxdoc_report_stage, (report, number));
        TEXT(taxdoc_report_stage_reason, (report, number, language, &length));
    }
    NUMBER(taxdoc_signature_count, (report));
    for (i = 0; i < taxdoc_signature_count(report); i++)
        signature(report, i, language);
    NUMBER(taxdoc_total_count, (report));
    for (i = 0; i < taxdoc_total_count(report); i++)
        total(report, i, language);
    NUMBER(taxdoc_finding_count, (report));
    for (i = 0; i < taxdoc_finding_count(report); i++)
        finding(report, i, language);
    if (taxdoc_report_json(report, language, &json, &json_length) != TAXDOC_OK)
        exit(1);
    print_text("taxdoc_report_json", json, json_length);
}

static void rules(int32_t language)
{
    taxdoc_catalogue *catalogue;
    size_t i;

    if (taxdoc_catalogue_new(&catalogue) != TAXDOC_OK)
        return;
    NUMBER(taxdoc_rule_count, (catalogue));
    for (i = 0; i < taxdoc_rule_count(catalogue); i++) {
        TEXT(taxdoc_rule_code, (catalogue, i, &length));
        NUMBER(taxdoc_rule_severity, (catalogue, i));
        NUMBER(taxdoc_rule_stage, (catalogue, i));
        TEXT(taxdoc_rule_basis, (catalogue, i, &length));
        TEXT(taxdoc_rule_message, (catalogue, i, language, &length));
        TEXT(taxdoc_rule_expected, (catalogue, i, language, &length));
        TEXT(taxdoc_rule_fix, (catalogue, i, language, &length));
    }
    NUMBER(taxdoc_source_count, (catalogue));
    for (i = 0; i < taxdoc_source_count(catalogue); i++) {
        TEXT(taxdoc_source_data, (catalogue, i, language, &length));
        TEXT(taxdoc_source_document, (catalogue, i, &length));
        TEXT(taxdoc_source_date, (catalogue, i, &length));
    }
    taxdoc_catalogue_free(catalogue);
}

int main(int argc, char **argv)
{
    static uint8_t xml[4 << 20];
    taxdoc_validator *validator = NULL;
    taxdoc_report *report = NULL;
    FILE *file;
    size_t length;
    int i;

    if (argc == 1) {
        rules(TAXDOC_LANGUAGE_VIETNAMESE);
        rules(TAXDOC_LANGUAGE_ENGLISH);
    }
    if (taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK)
        return 1;
    for (i = 1; i < argc; i++) {
        file = fopen(argv[i], "rb");
        if (file == NULL)
            return 1;
        length = fread(xml, 1, sizeof xml, file);
        fclose(file);
        if (taxdoc_validate_named(validator, xml, length, argv[i], strlen(argv[i]), &report) != TAXDOC_OK)
            return 1;
        dump(report, TAXDOC_LANGUAGE_VIETNAMESE);
        dump(report, TAXDOC_LANGUAGE_ENGLISH);
        taxdoc_report_free(report);
    }
    taxdoc_validator_free(validator);
    return 0;
}
