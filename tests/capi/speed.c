/* Fifty validations of one file with its report as JSON, for counting instructions: speed FILE. See overhead.sh. */
#include <stdio.h>

#include <taxdoc.h>

int main(int argc, char **argv)
{
    static uint8_t xml[1 << 20];
    taxdoc_validator *validator;
    FILE *file;
    size_t length;
    int i;

    if (argc != 2 || (file = fopen(argv[1], "rb")) == NULL || taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK)
        return 1;
    length = fread(xml, 1, sizeof xml, file);
    fclose(file);
    for (i = 0; i < 50; i++) {
        taxdoc_report *report;
        const char *text;

        if (taxdoc_validate(validator, xml, length, &report) != TAXDOC_OK)
            return 1;
        if (taxdoc_report_json(report, TAXDOC_LANGUAGE_VIETNAMESE, &text, NULL) != TAXDOC_OK)
            return 1;
        taxdoc_report_free(report);
    }
    taxdoc_validator_free(validator);
    return 0;
}
