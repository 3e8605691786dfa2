/*
 * The server's clock: kept when ours is wrong, until the machine is started again or somebody sets it right.
 */
#include "clients/secretary/clock.h"

#include "clients/secretary/sys.h"
#include "tests/clients/secretary/sample.h"

#define HOURS_MS (INT64_C(3600) * 1000)
#define NEAR_MS 5000

static bool
is_near(int64_t ms, int64_t wanted_ms)
{
    return llabs(ms - wanted_ms) < NEAR_MS;
}

static void
kept(void)
{
    char path[256];
    const int home = sample_home(path);

    CHECK_INT("nothing is known", dbk_clock_skew_ms(home), 0);
    dbk_clock_keep(home, 2 * HOURS_MS);
    CHECK_TRUE("two hours behind", is_near(dbk_clock_skew_ms(home), 2 * HOURS_MS));
    dbk_clock_keep(home, -2 * HOURS_MS);
    CHECK_TRUE("two hours ahead", is_near(dbk_clock_skew_ms(home), -2 * HOURS_MS));
    dbk_clock_keep(home, 1500);
    CHECK_INT("set right", dbk_clock_skew_ms(home), 0);
    CHECK_INT("and nothing is left on the disk", faccessat(home, "clock", F_OK, 0), -1);
    close(home);
}

/* What is small is not worth a file. */
static void
right_clock(void)
{
    char path[256];
    const int home = sample_home(path);

    dbk_clock_keep(home, 119 * 1000);
    CHECK_INT("no skew", dbk_clock_skew_ms(home), 0);
    CHECK_INT("no file", faccessat(home, "clock", F_OK, 0), -1);
    close(home);
}

static void
other_files(void)
{
    static const struct { const char *name, *line; } rows[] = {
        { "of an earlier start", "00000000-0000-0000-0000-000000000000 1582041600000\n" },
        { "empty",               "" },
        { "no number",           "00000000-0000-0000-0000-000000000000 soon\n" },
        { "too long",            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234\n" },
    };
    char path[256];
    const int home = sample_home(path);

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK_INT(rows[i].name, dbk_file_keep(home, "clock", rows[i].line, strlen(rows[i].line), NULL), 0);
        CHECK_INT(rows[i].name, dbk_clock_skew_ms(home), 0);
    }
    dbk_clock_keep(home, 2 * HOURS_MS);
    CHECK_TRUE("written over", is_near(dbk_clock_skew_ms(home), 2 * HOURS_MS));
    close(home);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "kept until it is right", kept },
        { "a clock that is right", right_clock },
        { "files that say nothing", other_files },
    };

    return unit_main("secretary/clock", tests, ARRAY_LEN(tests), 30);
}
