/* Computes what the first argument says ("sale" or "declaration") of standard input and prints its JSON and its XML, a line each. */
#include <stdio.h>
#include <string.h>

#include <taxdoc.h>

static char input[1 << 20];

int main(int argc, char **argv)
{
    size_t length = fread(input, 1, sizeof input, stdin), json_length, xml_length;
    taxdoc_totals *totals = NULL;
    taxdoc_error *error = NULL;
    int32_t status;

    if (argc == 2 && strcmp(argv[1], "declaration") == 0)
        status = taxdoc_totals_complete((const uint8_t *)input, length, &totals, &error);
    else
        status = taxdoc_totals_compute(input, length, &totals, &error);
    if (status != TAXDOC_OK) {
        printf("%d %s\n", (int)status, taxdoc_error_message(error, NULL));
        taxdoc_error_free(error);
        return totals == NULL ? 0 : 1;
    }
    if (error != NULL)
        return 1;
    printf("%s\n%s\n", taxdoc_totals_json(totals, &json_length), taxdoc_totals_xml(totals, &xml_length));
    if (strlen(taxdoc_totals_json(totals, NULL)) != json_length || strlen(taxdoc_totals_xml(totals, NULL)) != xml_length)
        return 1;
    taxdoc_totals_free(totals);
    return 0;
}
