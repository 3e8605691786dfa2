/* dictation: no single wrong digit and no two neighbours swapped get through; the four digits see what is left out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/dictation.h"
#include "tests/harness/unit.h"

/* "12-3" as it would be typed: value, check digit. Does it hold for that figure? */
static bool
holds(uint32_t indicator, const char *digits)
{
    const size_t n = strlen(digits);
    char value[32];

    snprintf(value, sizeof value, "%.*s", (int)(n - 1), digits);
    return dbk_dictation_digit(indicator, strtoll(value, NULL, 10)) == digits[n - 1];
}

static const int64_t values[] = { 0, 1, 7, 9, 10, 12, 60, 99, 100, 101, 118, 987, 1234, 5005, 19999, 50000, 1000000000 };

static void
known_answers(void)
{
    CHECK_INT("000 and 0", dbk_dictation_digit(0, 0), '0');
    CHECK_INT("Damm's own example, 572", dbk_dictation_digit(5, 72), '4');
    CHECK_TRUE("it holds for itself", holds(8, (char[]){ '1', '2', dbk_dictation_digit(8, 12), '\0' }));
}

static void
one_wrong_digit_is_refused(void)
{
    size_t passed = 0, tried = 0;

    for (size_t v = 0; v < ARRAY_LEN(values); v++) {
        char good[32];
        const int n = snprintf(good, sizeof good, "%" PRId64, values[v]);

        good[n] = dbk_dictation_digit(8, values[v]);
        good[n + 1] = '\0';
        CHECK_TRUE(good, holds(8, good));
        for (int i = 0; i <= n; i++)
            for (char digit = '0'; digit <= '9'; digit++) {
                char slip[32];

                if (digit == good[i] || (i == 0 && digit == '0' && n > 1))      /* a leading 0 is another value's length */
                    continue;
                memcpy(slip, good, sizeof slip);
                slip[i] = digit;
                tried++;
                passed += holds(8, slip);
            }
    }
    CHECK_INT("wrong digits that get through", passed, 0);
    CHECK_TRUE("many were tried", tried > 400);
}

static void
neighbours_swapped_are_refused(void)
{
    size_t passed = 0;

    for (size_t v = 0; v < ARRAY_LEN(values); v++) {
        char good[32];
        const int n = snprintf(good, sizeof good, "%" PRId64, values[v]);

        good[n] = dbk_dictation_digit(24, values[v]);
        good[n + 1] = '\0';
        for (int i = 0; i < n; i++) {
            char slip[32];

            if (good[i] == good[i + 1] || (i == 0 && good[1] == '0' && n > 1))
                continue;
            memcpy(slip, good, sizeof slip);
            slip[i] = good[i + 1];
            slip[i + 1] = good[i];
            passed += holds(24, slip);
        }
    }
    CHECK_INT("swaps that get through", passed, 0);
}

static void
the_sum_sees_what_is_left_out(void)
{
    int64_t figures[DBK_INDICATOR_MAX + 1];
    char whole[DBK_DICTATION_SUM_BYTES], other[DBK_DICTATION_SUM_BYTES];

    memset(figures, 0xff, sizeof figures);
    figures[1] = figures[2] = 12;
    figures[8] = 0;
    dbk_dictation_sum(12, 20200218, figures, whole);
    CHECK_INT("four digits", strspn(whole, "0123456789"), 4);
    figures[8] = 140;
    CHECK_STR("the example in PROTOCOL.md", dbk_dictation_sum(7, 20200218, figures, other), "7852");
    figures[8] = 0;
    CHECK_STR("the same again", dbk_dictation_sum(12, 20200218, figures, other), whole);
    CHECK_TRUE("another night", strcmp(dbk_dictation_sum(12, 20200219, figures, other), whole) != 0);
    CHECK_TRUE("another committee", strcmp(dbk_dictation_sum(13, 20200218, figures, other), whole) != 0);
    figures[8] = -1;
    CHECK_TRUE("0 left out", strcmp(dbk_dictation_sum(12, 20200218, figures, other), whole) != 0);
    figures[9] = 0;
    CHECK_TRUE("0 put elsewhere", strcmp(dbk_dictation_sum(12, 20200218, figures, other), whole) != 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "known answers", known_answers },
        { "one wrong digit is refused", one_wrong_digit_is_refused },
        { "neighbours swapped are refused", neighbours_swapped_are_refused },
        { "the sum sees what is left out", the_sum_sees_what_is_left_out },
    };

    return unit_main("dictation", tests, ARRAY_LEN(tests), 60);
}
