/* What one key may write into the log, read back from it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/verdicts.h"
#include "tests/harness/unit.h"

#define MINUTE_MS 60000

static const uint8_t mei[DBK_KEY_BYTES] = { 1 }, lan[DBK_KEY_BYTES] = { 2 };

/* How many of n verdicts have a line. */
static int
lines(dbk_verdicts *verdicts, const uint8_t key[DBK_KEY_BYTES], dbk_status status, int n, int64_t tick_ms)
{
    int written = 0;

    for (int i = 0; i < n; i++)
        written += dbk_verdicts_may(verdicts, key, status, tick_ms);
    return written;
}

/* What is logged from here on goes into a file, until the second call returns it; yours to free. */
static char *
log_in_file(bool begins)
{
    static int terminal;
    static char path[512];
    char *text = NULL;

    if (begins) {
        snprintf(path, sizeof path, "%s/log", unit_folder());
        terminal = dup(STDERR_FILENO);
        const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        dup2(fd, STDERR_FILENO);
        close(fd);
    } else {
        text = calloc(1, 4096);
        CHECK_TRUE("read back", text != NULL && pread(STDERR_FILENO, text, 4095, 0) >= 0);
        dup2(terminal, STDERR_FILENO);
        close(terminal);
    }
    return text;
}

static void
each_key_has_its_lines_of_each_kind(void)
{
    dbk_verdicts *verdicts = dbk_verdicts_new();

    CHECK_INT("a hundred", lines(verdicts, mei, DBK_REJECTED, 1000, 5), DBK_VERDICT_LINES_A_MINUTE);
    CHECK_INT("no more", lines(verdicts, mei, DBK_REJECTED, 1000, 59999), 0);
    CHECK_INT("another kind", lines(verdicts, mei, DBK_ACCEPTED, 3, 59999), 3);
    CHECK_INT("another key", lines(verdicts, lan, DBK_REJECTED, 101, 59999), DBK_VERDICT_LINES_A_MINUTE);
    log_in_file(true);
    dbk_verdicts_tick(verdicts, 59999);
    CHECK_INT("the next minute", lines(verdicts, mei, DBK_REJECTED, 150, MINUTE_MS), DBK_VERDICT_LINES_A_MINUTE);
    dbk_verdicts_free(&verdicts);
    char *said = log_in_file(false);
    CHECK_HAS("what was left out", said, "<5>event=verdicts_left_out status=REJECTED fingerprint=\"");
    CHECK_HAS("of the one", said, "\" lines=1900\n<5>event=verdicts_left_out status=REJECTED fingerprint=\"");
    CHECK_HAS("of the other, and at the end", said, "\" lines=1\n<5>event=verdicts_left_out status=REJECTED fingerprint=\"");
    CHECK_STR("that is all", strstr(said, " lines=50\n"), " lines=50\n");
    free(said);
}

static void
keys_beyond_those_that_are_counted_have_their_lines(void)
{
    dbk_verdicts *verdicts = dbk_verdicts_new();
    uint8_t key[DBK_KEY_BYTES] = { 0 };
    int written = 0;

    for (int i = 0; i < 70000; i++) {
        memcpy(key, &i, sizeof i);
        written += lines(verdicts, key, DBK_ACCEPTED, 2, 0);
    }
    CHECK_INT("all", written, 140000);
    CHECK_INT("and those that are counted have no more", lines(verdicts, (uint8_t[DBK_KEY_BYTES]){ 7 }, DBK_ACCEPTED, 200, 0),
              DBK_VERDICT_LINES_A_MINUTE - 2);
    log_in_file(true);
    dbk_verdicts_free(&verdicts);
    free(log_in_file(false));
    CHECK_TRUE("freed", verdicts == NULL);
    dbk_verdicts_free(&verdicts);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each key has its lines of each kind", each_key_has_its_lines_of_each_kind },
        { "keys beyond those that are counted have their lines", keys_beyond_those_that_are_counted_have_their_lines },
    };

    return unit_main("verdicts", tests, ARRAY_LEN(tests), 60);
}
