#include <stdio.h>
#include <taxdoc.h>

int main(void) {
    static uint8_t xml[1 << 20];
    size_t length = fread(xml, 1, sizeof xml, stdin);
    taxdoc_validator *validator;
    taxdoc_report *report;
    if (taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK) return 2;
    if (taxdoc_validate(validator, xml, length, &report) != TAXDOC_OK) return 2;
    int valid = taxdoc_report_verdict(report) == TAXDOC_VERDICT_VALID;
    for (size_t i = 0; i < taxdoc_finding_count(report); i++)
        puts(taxdoc_finding_message(report, i, TAXDOC_LANGUAGE_VIETNAMESE, NULL));
    taxdoc_report_free(report);
    taxdoc_validator_free(validator);
    return valid ? 0 : 1;
}
