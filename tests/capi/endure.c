/*
 * Eight threads share one validator and, by turns, one report: endure SECONDS FILE...
 *
 * Every thread validates every file again and again until the time is over (with 0 seconds: once), and compares the JSON with what one
 * thread alone got. One thread raises a flag of cancellation under a running call. Prints the number of validations.
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <taxdoc.h>

#define THREADS 8
#define FILES 64

static struct {
    uint8_t *xml;
    size_t length;
    taxdoc_report *report;
} files[FILES];
static int file_count;
static taxdoc_validator *validator;
static time_t end;

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static const char *json(const taxdoc_report *report, size_t *length)
{
    const char *text;

    if (taxdoc_report_json(report, TAXDOC_LANGUAGE_VIETNAMESE, &text, length) != TAXDOC_OK)
        fail("no JSON");
    return text;
}

static void *work(void *count)
{
    do {
        int i;

        for (i = 0; i < file_count; i++) {
            size_t length, expected_length;
            /* The first report is read by all threads at once. */
            const char *expected = json(files[i].report, &expected_length), *said;
            taxdoc_report *report;

            if (taxdoc_validate(validator, files[i].xml, files[i].length, &report) != TAXDOC_OK)
                fail("not validated");
            said = json(report, &length);
            if (length != expected_length || memcmp(said, expected, length) != 0)
                fail("another report");
            taxdoc_report_free(report);
            ++*(unsigned long *)count;
        }
    } while (time(NULL) < end);
    return NULL;
}

static void *cancel(void *cancellation)
{
    if (taxdoc_cancellation_cancel((const taxdoc_cancellation *)cancellation) != TAXDOC_OK)
        fail("not cancelled");
    return NULL;
}

/* A flag raised by another thread, now before the call, now under it: a report or TAXDOC_CANCELLED, nothing else. */
static void cancel_under_a_call(void)
{
    taxdoc_cancellation *cancellation;
    taxdoc_report *report;
    pthread_t thread;
    int32_t status;

    if (taxdoc_cancellation_new(&cancellation) != TAXDOC_OK || pthread_create(&thread, NULL, cancel, cancellation) != 0)
        fail("no flag or no thread");
    status = taxdoc_validate_unless(validator, files[0].xml, files[0].length, NULL, 0, cancellation, &report);
    if (status != (report == NULL ? TAXDOC_CANCELLED : TAXDOC_OK))
        fail("neither a report nor cancelled");
    pthread_join(thread, NULL);
    taxdoc_cancellation_free(cancellation);
    taxdoc_report_free(report);
}

int main(int argc, char **argv)
{
    static unsigned long counts[THREADS];
    unsigned long sum = 0;
    pthread_t threads[THREADS];
    int i;

    if (argc < 3 || taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK)
        fail("endure SECONDS FILE...");
    for (file_count = 0; file_count < argc - 2 && file_count < FILES; file_count++) {
        FILE *file = fopen(argv[file_count + 2], "rb");
        uint8_t *xml = (uint8_t *)malloc(1 << 20);

        if (file == NULL || xml == NULL)
            fail(argv[file_count + 2]);
        files[file_count].xml = xml;
        files[file_count].length = fread(xml, 1, 1 << 20, file);
        fclose(file);
        if (taxdoc_validate(validator, xml, files[file_count].length, &files[file_count].report) != TAXDOC_OK)
            fail("not validated");
    }
    end = time(NULL) + atoi(argv[1]);
    for (i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, &counts[i]) != 0)
            fail("no thread");
    do
        cancel_under_a_call();
    while (time(NULL) < end);
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += counts[i];
    }
    for (i = 0; i < file_count; i++) {
        free(files[i].xml);
        taxdoc_report_free(files[i].report);
    }
    taxdoc_validator_free(validator);
    printf("%lu validations by %d threads\n", sum, THREADS);
    return 0;
}
