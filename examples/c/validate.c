/*
 * Validates the invoices named on the command line and prints the verdicts and the findings in Vietnamese:
 *
 *   validate [--trust CERTIFICATES]... FILE...
 *
 *   cargo build --release --lib
 *   cc -std=c99 -I include examples/c/validate.c -L target/release -ltaxdoc -Wl,-rpath,target/release -o validate
 *   ./validate --trust examples/data/test-root.pem examples/data/valid.xml
 *
 * Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <taxdoc.h>

#define VI TAXDOC_LANGUAGE_VIETNAMESE

/* The bytes of a file, to be freed with free(); NULL when it cannot be read. */
static uint8_t *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL, *grown;
    size_t capacity = 1 << 16, used = 0;

    if (file == NULL)
        return NULL;
    while ((grown = (uint8_t *)realloc(bytes, capacity)) != NULL) {
        bytes = grown;
        used += fread(bytes + used, 1, capacity - used, file);
        if (used < capacity)
            break;
        capacity *= 2;
    }
    if (grown == NULL || ferror(file)) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    *length = used;
    return bytes;
}

static const char *verdict_name(int32_t verdict)
{
    switch (verdict) {
    case TAXDOC_VERDICT_VALID: return "HỢP LỆ";
    case TAXDOC_VERDICT_INVALID: return "KHÔNG HỢP LỆ";
    default: return "CHƯA XÁC ĐỊNH";
    }
}

static const char *severity_name(int32_t severity)
{
    switch (severity) {
    case TAXDOC_SEVERITY_ERROR: return "lỗi";
    case TAXDOC_SEVERITY_WARNING: return "cảnh báo";
    default: return "lưu ý";
    }
}

static const char *stage_name(int32_t stage)
{
    switch (stage) {
    case TAXDOC_STAGE_XML: return "XML";
    case TAXDOC_STAGE_SCHEMA: return "cấu trúc";
    case TAXDOC_STAGE_RULES: return "quy tắc";
    case TAXDOC_STAGE_TOTALS: return "số tiền";
    case TAXDOC_STAGE_SIGNATURES: return "chữ ký số";
    case TAXDOC_STAGE_CERTIFICATES: return "chứng thư số";
    case TAXDOC_STAGE_REVOCATION: return "thu hồi chứng thư số";
    default: return "khác";
    }
}

/* One line of a finding, where there is something to say. */
static void print_line(const char *label, const char *text)
{
    if (text != NULL)
        printf("      %s: %s\n", label, text);
}

static void print_finding(const taxdoc_report *report, size_t i)
{
    printf("  %s [%s]", severity_name(taxdoc_finding_severity(report, i)), taxdoc_finding_code(report, i, NULL));
    if (taxdoc_finding_line(report, i) != 0)
        printf(" dòng %lu, cột %lu", (unsigned long)taxdoc_finding_line(report, i),
               (unsigned long)taxdoc_finding_column(report, i));
    printf(": %s\n", taxdoc_finding_message(report, i, VI, NULL));
    print_line("trường", taxdoc_finding_field(report, i, VI, NULL));
    print_line("vị trí", taxdoc_finding_path(report, i, NULL));
    print_line("giá trị", taxdoc_finding_actual(report, i, VI, NULL));
    print_line("yêu cầu", taxdoc_finding_expected(report, i, VI, NULL));
    print_line("cách sửa", taxdoc_finding_fix(report, i, VI, NULL));
    print_line("căn cứ", taxdoc_finding_basis(report, i, NULL));
}

static void print_report(const char *path, const taxdoc_report *report)
{
    const char *number = taxdoc_report_document(report, TAXDOC_DOCUMENT_NUMBER, NULL);
    const char *reason;
    int32_t stage;
    size_t i;

    printf("%s: %s", path, verdict_name(taxdoc_report_verdict(report)));
    if (number != NULL)
        printf(" (hóa đơn %s)", number);
    printf("\n");
    for (stage = TAXDOC_STAGE_XML; taxdoc_report_stage(report, stage) != 0; stage++) {
        reason = taxdoc_report_stage_reason(report, stage, VI, NULL);
        if (reason != NULL)
            printf("  chưa kiểm tra %s: %s\n", stage_name(stage), reason);
    }
    for (i = 0; i < taxdoc_finding_count(report); i++)
        print_finding(report, i);
}

/* Validates one file; gives the exit status. */
static int validate_file(const taxdoc_validator *validator, const char *path)
{
    taxdoc_report *report;
    int32_t status, verdict;
    size_t length;
    uint8_t *xml = read_file(path, &length);

    if (xml == NULL) {
        perror(path);
        return 3;
    }
    status = taxdoc_validate_named(validator, xml, length, path, strlen(path), &report);
    free(xml);
    if (status != TAXDOC_OK) {
        fprintf(stderr, "%s: %s\n", path, taxdoc_status_name(status));
        return 3;
    }
    print_report(path, report);
    verdict = taxdoc_report_verdict(report);
    taxdoc_report_free(report);
    return verdict == TAXDOC_VERDICT_VALID ? 0 : verdict == TAXDOC_VERDICT_INVALID ? 1 : 2;
}

/* Reads further certificates to trust; gives whether that went well. */
static int add_trust(taxdoc_options *options, const char *path)
{
    taxdoc_error *error;
    int32_t status;
    size_t length;
    uint8_t *certificates = read_file(path, &length);

    if (certificates == NULL) {
        perror(path);
        return 0;
    }
    status = taxdoc_options_add_trust(options, certificates, length, &error);
    free(certificates);
    if (status != TAXDOC_OK)
        fprintf(stderr, "%s: %s: %s\n", path, taxdoc_status_name(status), taxdoc_error_message(error, NULL));
    taxdoc_error_free(error);
    return status == TAXDOC_OK;
}

int main(int argc, char **argv)
{
    int seen[4] = {0, 0, 0, 0};
    taxdoc_options *options;
    taxdoc_validator *validator = NULL;
    int first = 1, ready;

    if (taxdoc_abi_version() != TAXDOC_ABI_VERSION || taxdoc_options_new(&options) != TAXDOC_OK)
        return 3;
    ready = taxdoc_options_set_now(options, (int64_t)time(NULL)) == TAXDOC_OK;
    for (; ready && first + 1 < argc && strcmp(argv[first], "--trust") == 0; first += 2)
        ready = add_trust(options, argv[first + 1]);
    ready = ready && taxdoc_validator_new(options, &validator, NULL) == TAXDOC_OK;
    taxdoc_options_free(options);
    if (!ready)
        return 3;
    for (; first < argc; first++)
        seen[validate_file(validator, argv[first])]++;
    taxdoc_validator_free(validator);
    return seen[3] ? 3 : seen[1] ? 1 : seen[2] ? 2 : 0;
}
