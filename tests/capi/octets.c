/* Writes what a signature of a file was made over to standard output: octets FILE SIGNATURE REFERENCE|info. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <taxdoc.h>

int main(int argc, char **argv)
{
    static uint8_t xml[1 << 20];
    taxdoc_validator *validator;
    taxdoc_octets *octets;
    const uint8_t *data;
    size_t length, signature;
    FILE *file;
    int32_t status;

    if (argc != 4 || (file = fopen(argv[1], "rb")) == NULL || taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK)
        return 2;
    length = fread(xml, 1, sizeof xml, file);
    fclose(file);
    signature = strtoul(argv[2], NULL, 10);
    if (strcmp(argv[3], "info") == 0)
        status = taxdoc_signed_info_octets(validator, xml, length, signature, &octets, NULL);
    else
        status = taxdoc_reference_octets(validator, xml, length, signature, strtoul(argv[3], NULL, 10), &octets, NULL);
    taxdoc_validator_free(validator);
    if (status != TAXDOC_OK)
        return status == TAXDOC_NOT_FOUND ? 1 : 2;
    data = taxdoc_octets_data(octets, &length);
    fwrite(data, 1, length, stdout);
    taxdoc_octets_free(octets);
    return 0;
}
