#include "clients/secretary/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clients/secretary/sys.h"
#include "proto/calendar.h"
#include "proto/limits.h"

#define NAME "clock"
#define BOOT_BYTES 40                     /* a uuid as text */
#define LINE_BYTES 80
#define AHEAD_MOST_MS INT64_C(300000000000000)     /* some 9,000 years: no clock tells more */

/* Which start of the machine this is. Empty: it does not say, and nothing is kept. */
static void
name_boot(char boot[BOOT_BYTES])
{
    FILE *from = fopen("/proc/sys/kernel/random/boot_id", "re");

    if (from == NULL || fscanf(from, "%39s", boot) != 1)
        boot[0] = '\0';
    if (from)
        fclose(from);
}

/* Since the machine was started, its sleeps included. */
static int64_t
running_ms(void)
{
    struct timespec at;

    clock_gettime(CLOCK_BOOTTIME, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

int64_t
dbk_clock_skew_ms(int home)
{
    char boot[BOOT_BYTES], kept[BOOT_BYTES];
    size_t size;
    char *line = (char *)dbk_file_read(home, NAME, LINE_BYTES, &size, NULL);
    int64_t ahead, skew_ms = 0;

    name_boot(boot);
    if (line && sscanf(line, "%39s %" SCNd64, kept, &ahead) == 2 && strcmp(boot, kept) == 0 &&
        ahead > -AHEAD_MOST_MS && ahead < AHEAD_MOST_MS)
        skew_ms = running_ms() + ahead - dbk_now_ms();
    free(line);
    return llabs(skew_ms) > DBK_SKEW_SHOWN_MS ? skew_ms : 0;
}

void
dbk_clock_keep(int home, int64_t skew_ms)
{
    char boot[BOOT_BYTES], line[LINE_BYTES];

    if (llabs(skew_ms - dbk_clock_skew_ms(home)) <= DBK_SKEW_SHOWN_MS / 2)
        return;                            /* known; on a laptop whose clock is right nothing is ever written */
    name_boot(boot);
    if (llabs(skew_ms) <= DBK_SKEW_SHOWN_MS || boot[0] == '\0') {
        (void)dbk_file_remove(home, NAME, NULL);
        return;
    }
    snprintf(line, sizeof line, "%s %" PRId64 "\n", boot, dbk_now_ms() + skew_ms - running_ms());
    (void)dbk_file_keep(home, NAME, line, strlen(line), NULL);
}
