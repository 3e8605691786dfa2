/* moment: times as people type them, and what is none. */
#include <string.h>

#include "clients/office/moment.h"
#include "clients/words.h"
#include "tests/harness/unit.h"

static void
times(void)
{
    static const struct { const char *said, *night, *moment; } rows[] = {       /* moment NULL: it is no time */
        { "22:30",               "2020-02-18", "2020-02-18 22:30:00" },
        { "22:30:05",            "2020-02-18", "2020-02-18 22:30:05" },
        { "00:10",               "2020-02-18", "2020-02-19 00:10:00" },         /* the night goes on until 04:00 */
        { "03:59:59",            "2020-02-29", "2020-03-01 03:59:59" },
        { "04:00",               "2020-02-18", "2020-02-18 04:00:00" },
        { "2020-02-19 00:10",    "2020-01-01", "2020-02-19 00:10:00" },
        { "2020-02-19T23:59:59", "2020-01-01", "2020-02-19 23:59:59" },
        { "", "2020-02-18", NULL },                  { "24:00", "2020-02-18", NULL },
        { "22:60", "2020-02-18", NULL },             { "22:30:60", "2020-02-18", NULL },
        { "2:30", "2020-02-18", NULL },              { "22.30", "2020-02-18", NULL },
        { "22:30 ", "2020-02-18", NULL },            { "22:300", "2020-02-18", NULL },
        { "-2:30", "2020-02-18", NULL },             { "now", "2020-02-18", NULL },
        { "2020-02-18", "2020-02-18", NULL },        { "2020-02-18 ", "2020-02-18", NULL },
        { "2020-02-30 22:30", "2020-02-18", NULL },  { "2020-02-18x22:30", "2020-02-18", NULL },
        { "2020-02-18 22:30+08", "2020-02-18", NULL }, { "2020-2-18 22:30", "2020-02-18", NULL },
        { "\x1b[31m:30", "2020-02-18", NULL },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char moment[DBK_MOMENT_BYTES] = "";
        dbk_err err = { 0 };
        const int rc = dbk_moment_read(rows[i].said, rows[i].night, moment, &err);

        CHECK_INT(rows[i].said, rc, rows[i].moment ? 0 : -1);
        if (rows[i].moment)
            CHECK_STR(rows[i].said, moment, rows[i].moment);
        else
            CHECK_INT(rows[i].said, err.code == DBK_E_USAGE && strchr(err.text, '\x1b') == NULL, 1);
    }
}

static void
nights(void)
{
    static const struct { const char *said; int rc; } rows[] = {
        { "2020-02-18", 0 }, { "2020-02-29", 0 }, { "2021-02-29", -1 }, { "20200218", -1 }, { "", -1 }, { "2020-02-18 ", -1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char night[DBK_DAY_TEXT_BYTES] = "";
        dbk_err err = { 0 };

        CHECK_INT(rows[i].said, dbk_moment_night(rows[i].said, night, &err), rows[i].rc);
        if (rows[i].rc == 0)
            CHECK_STR(rows[i].said, night, rows[i].said);
    }
}

static void
said(void)
{
    static const struct { const char *iso, *zh, *en; } rows[] = {
        { "2026-11-26T09:08:00+08:00", "11月26日 09:08", "26 Nov 09:08" },
        { "2020-02-03T22:30:05+08:00", "2月3日 22:30",   "3 Feb 22:30" },
        { "2020-12-31 00:00:00",       "12月31日 00:00", "31 Dec 00:00" },
        { "2020-02-18",                "2020-02-18",     "2020-02-18" },        /* no time in it */
        { "2020-13-18T22:30",          "2020-13-18T22:30", "2020-13-18T22:30" },
        { "soon",                      "soon",           "soon" },
        { "",                          "",               "" },
        { "0123456789012345678901234567890123456789", "0123456789012345678901234567890",
          "0123456789012345678901234567890" },
    };
    char room[DBK_MOMENT_SAID_BYTES];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_words_init("daybook-office", "zh");
        CHECK_STR(rows[i].iso, dbk_moment_said(rows[i].iso, room), rows[i].zh);
        dbk_words_init("daybook-office", "en");
        CHECK_STR(rows[i].iso, dbk_moment_said(rows[i].iso, room), rows[i].en);
    }
}

static const unit_test tests[] = { { "times", times }, { "nights", nights }, { "as it is said", said } };

int
main(void)
{
    return unit_main("office/moment", tests, ARRAY_LEN(tests), 30);
}
