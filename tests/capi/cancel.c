/*
 * How soon a cancelled validation returns, and how well a time budget is kept: cancel INVOICE [MEGABYTES]
 *
 *   cc -std=c99 -D_POSIX_C_SOURCE=200809L -I include tests/capi/cancel.c -L target/release -ltaxdoc -Wl,-rpath,target/release -lpthread -o cancel
 *   ./cancel examples/data/valid.xml 20
 *
 * The first line of goods is repeated until the document has that size. The flag is raised at moments spread over the whole run, from
 * another thread, as a button or a timer does. What counts is how long the validating thread still works: on a busy machine it waits for
 * its turn too. Exit status: 0 every call returned within 100 ms of work, 1 one did not, 3 something failed.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <taxdoc.h>

#define MOMENTS 20
#define BOUND 0.1

struct timer {
    taxdoc_cancellation *flag;
    clockid_t clock;
    double after, raised, worked;
};

static double now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *run_timer(void *data)
{
    struct timer *timer = (struct timer *)data;
    struct timespec pause;

    pause.tv_sec = (time_t)timer->after;
    pause.tv_nsec = (long)((timer->after - (double)pause.tv_sec) * 1e9);
    nanosleep(&pause, NULL);
    timer->raised = now(CLOCK_MONOTONIC);
    timer->worked = now(timer->clock);
    taxdoc_cancellation_cancel(timer->flag);
    return NULL;
}

/* The invoice with its first line of goods as often as the size asks. */
static char *enlarged(const char *path, size_t size, size_t *length)
{
    static char small[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t read = file == NULL ? 0 : fread(small, 1, sizeof small - 1, file);
    char *start = strstr(small, "<HHDVu>"), *end = strstr(small, "</HHDVu>"), *large, *at;

    if (file != NULL)
        fclose(file);
    if (start == NULL || end == NULL || (large = (char *)malloc(size + 2 * sizeof small)) == NULL)
        return NULL;
    end += strlen("</HHDVu>");
    memcpy(large, small, (size_t)(start - small));
    for (at = large + (start - small); (size_t)(at - large) < size; at += end - start)
        memcpy(at, start, (size_t)(end - start));
    memcpy(at, end, read - (size_t)(end - small));
    *length = (size_t)(at - large) + read - (size_t)(end - small);
    return large;
}

int main(int argc, char **argv)
{
    size_t length, size = (argc > 2 ? strtoul(argv[2], NULL, 10) : 20) * 1000000;
    char *xml = argc > 1 ? enlarged(argv[1], size, &length) : NULL;
    taxdoc_validator *validator;
    taxdoc_report *report;
    double start, whole, work, late, worst = 0, sum = 0, wait = 0;
    clockid_t clock;
    int i, cancelled = 0;

    if (xml == NULL || taxdoc_validator_new(NULL, &validator, NULL) != TAXDOC_OK)
        return 3;
    if (pthread_getcpuclockid(pthread_self(), &clock) != 0)
        return 3;
    start = now(CLOCK_MONOTONIC);
    work = now(clock);
    if (taxdoc_validate(validator, (const uint8_t *)xml, length, &report) != TAXDOC_OK)
        return 3;
    whole = now(CLOCK_MONOTONIC) - start;
    work = now(clock) - work;
    taxdoc_report_free(report);
    for (i = 0; i < MOMENTS; i++) {
        struct timer timer = {NULL, 0, 0, 0, 0};
        pthread_t thread;
        double end;
        int32_t status;

        timer.clock = clock;
        timer.after = whole * i / MOMENTS;
        if (taxdoc_cancellation_new(&timer.flag) != TAXDOC_OK || pthread_create(&thread, NULL, run_timer, &timer) != 0)
            return 3;
        status = taxdoc_validate_unless(validator, (const uint8_t *)xml, length, NULL, 0, timer.flag, &report);
        late = now(clock);
        end = now(CLOCK_MONOTONIC);
        pthread_join(thread, NULL);
        taxdoc_cancellation_free(timer.flag);
        taxdoc_report_free(report);
        if (status != TAXDOC_CANCELLED)
            continue;
        cancelled++;
        late -= timer.worked;
        sum += late;
        if (late > worst)
            worst = late;
        if (end - timer.raised > wait)
            wait = end - timer.raised;
    }
    printf("%lu bytes, whole run %.0f ms (%.0f ms of work); %d of %d runs cancelled: back after %.2f ms of work on average, %.2f ms at most; "
           "by the clock %.2f ms at most\n",
           (unsigned long)length, whole * 1e3, work * 1e3, cancelled, MOMENTS, cancelled ? sum / cancelled * 1e3 : 0, worst * 1e3, wait * 1e3);
    taxdoc_validator_free(validator);
    free(xml);
    return worst > BOUND || cancelled == 0;
}
